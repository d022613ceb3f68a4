#include "answer.h"

static int run(const struct call *call)
{
    if (!call->count) return options_misuse(call->command, "who?");
    if (call->count > 2) return options_misuse(call->command, "one or two names; those of several words in quotation marks");
    return answer_print(call,
                        &(chy_query){ CHY_ASK_MET, .name = answer_operand(call, 0), .other = answer_operand(call, 1),
                                      .place = answer_value(call, "place"), .status = answer_value(call, "status"),
                                      .on = answer_value(call, "on"), .from = answer_value(call, "from"), .to = answer_value(call, "to") });
}

static const struct option options[] = { { "place", 0, "NAME", "only there" },
                                         { "status", 0, "STATUS", "occurred, planned, cancelled, denied, hypothetical or historical" },
                                         PERIOD_OPTIONS,
                                         ANSWER_OPTIONS,
                                         { 0 } };

const struct command command_met = { "met",
                                     "WHO [WITH]",
                                     "meetings of a person, state or organisation: each event with all its reports",
                                     "A state also stands for those who hold its posts. A name of several words needs quotation marks.",
                                     options,
                                     run };
