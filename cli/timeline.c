#include "answer.h"

static int run(const struct call *call)
{
    if (!call->count) return options_misuse(call->command, "of whom?");
    return answer_named(call, &(chy_query){ CHY_ASK_TIMELINE, .on = answer_value(call, "on"), .from = answer_value(call, "from"),
                                            .to = answer_value(call, "to") });
}

static const struct option options[] = { PERIOD_OPTIONS, ANSWER_OPTIONS, { 0 } };

const struct command command_timeline = {
    "timeline",
    "NAME",
    "everything about somebody or something in order of date",
    "Events, statements, and what began, ended or was attested. What is wanted, planned or denied says so under status.",
    options,
    run
};
