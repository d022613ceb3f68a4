#include "answer.h"

static int run(const struct call *call)
{
    if (call->count) return options_misuse(call->command, "takes no operands: --of names who came, --to where");
    if (!call_has(call, "of") && !call_has(call, "to") && !call_has(call, "place"))
        return options_misuse(call->command, "--of whom, or --to whom?");
    return answer_print(call, &(chy_query){ CHY_ASK_VISITS, .name = answer_value(call, "of"), .other = answer_value(call, "to"),
                                            .place = answer_value(call, "place"), .status = answer_value(call, "status"),
                                            .count_rule = answer_value(call, "count-rule"), .on = answer_value(call, "on"),
                                            .from = answer_value(call, "from"), .to = answer_value(call, "until") });
}

static const struct option options[] = { { "of", 0, "NAME", "whose visits" },
                                         { "to", 0, "NAME", "whom or where" },
                                         { "place", 0, "NAME", "only there" },
                                         { "count-rule", 'c', "RULE", "event, report or day (default: event)" },
                                         { "status", 0, "STATUS", "occurred, planned, cancelled, denied, hypothetical or historical" },
                                         { "on", 0, "DATE", "on that day, or in that month or year" },
                                         { "from", 0, "DATE", "not before" },
                                         { "until", 0, "DATE", "not after" },
                                         ANSWER_OPTIONS,
                                         { 0 } };

const struct command command_visits = {
    "visits",
    "",
    "who visited whom, and how often",
    "A visit is somebody's coming to somebody or somewhere: what is told as a visit, or as receiving a guest. Talks are none.\n"
    "A state also stands for those who hold its posts. Only what occurred counts, unless --status says otherwise.\n"
    "RULE is event (told by however many), report (each telling) or day (distinct days).",
    options,
    run
};
