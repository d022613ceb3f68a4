#include "answer.h"

static int run(const struct call *call)
{
    if (!call->count) return options_misuse(call->command, "which person?");
    return answer_named(call, &(chy_query){ CHY_ASK_PERSON, .on = answer_value(call, "on"), .from = answer_value(call, "from"),
                                            .to = answer_value(call, "to") });
}

static const struct option options[] = { PERIOD_OPTIONS, ANSWER_OPTIONS, { 0 } };

const struct command command_person = {
    "person",
    "NAME",
    "a person on one page: posts over time, whom he met, what he said",
    "Each row tells how often something is attested, and for which days first and last. NAME may be written in any order or spelling\n"
    "that the record knows.",
    options,
    run
};
