#include "answer.h"

static int run(const struct call *call)
{
    if (!call->count) return options_misuse(call->command, "which post, or which person?");
    return answer_named(call, &(chy_query){ CHY_ASK_WHO, .on = answer_value(call, "on"), .from = answer_value(call, "from"),
                                            .to = answer_value(call, "to") });
}

static const struct option options[] = { { "on", 0, "DATE", "as of that day (or month, or year)" },
                                         { "from", 0, "DATE", "only what is attested not before" },
                                         { "to", 0, "DATE", "only what is attested not after" },
                                         ANSWER_OPTIONS,
                                         { 0 } };

const struct command command_who = {
    "who",
    "POST-or-PERSON",
    "who held a post, or which posts a person held, each time it is attested",
    "A post is a title and whose it is, in any order: \"SCO Secretary-General\", \"Foreign Minister of Russia\",\n"
    "\"China's National Coordinator for the SCO\".",
    options,
    run
};
