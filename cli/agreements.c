#include "answer.h"

static int run(const struct call *call)
{
    if (call->count > 2) return options_misuse(call->command, "one or two names; those of several words in quotation marks");
    return answer_print(call,
                        &(chy_query){ CHY_ASK_AGREEMENTS, .name = answer_operand(call, 0), .other = answer_operand(call, 1),
                                      .on = answer_value(call, "on"), .from = answer_value(call, "from"), .to = answer_value(call, "to") });
}

static const struct option options[] = { PERIOD_OPTIONS, ANSWER_OPTIONS, { 0 } };

const struct command command_agreements = {
    "agreements",
    "[NAME [WITH]]",
    "what was signed, adopted or joined, an agreement a row, with its parties",
    "Names of several words need quotation marks. What is wanted, planned, supported or denied says so.",
    options,
    run
};
