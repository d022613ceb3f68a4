#include "answer.h"

static int run(const struct call *call)
{
    if (!call->count) return options_misuse(call->command, "of which organisation?");
    return answer_named(call, &(chy_query){ CHY_ASK_FACTS, .on = answer_value(call, "on"), .from = answer_value(call, "from"),
                                            .to = answer_value(call, "to"), .relation = answer_value(call, "relation") });
}

static const struct option options[] = { { "on", 0, "DATE", "as of that day (or month, or year)" },
                                         { "from", 0, "DATE", "only what is attested not before" },
                                         { "to", 0, "DATE", "only what is attested not after" },
                                         { "relation", 0, "NAME", "only this relation: member_of, observer_of, holds_post, signed ..." },
                                         ANSWER_OPTIONS,
                                         { 0 } };

const struct command command_org = {
    "org",
    "NAME",
    "who belongs to an organisation and how: members, observers, bodies, posts, agreements",
    "Each row tells the standing, who has it, since and until when, on which day it is attested, according to whom and\n"
    "through whom we know it. What is wanted, planned, supported or denied says so and comes last.\n"
    "With --on the nearest attestation on or before that day is shown, unless a newer one ends it.",
    options,
    run
};
