#include "answer.h"

static int run(const struct call *call)
{
    if (!call->count) return options_misuse(call->command, "of whom?");
    if (call->count > 2) return options_misuse(call->command, "one or two names; those of several words in quotation marks");
    return answer_print(call, &(chy_query){ CHY_ASK_FACTS, .name = answer_operand(call, 0), .other = answer_operand(call, 1),
                                            .on = answer_value(call, "on"), .from = answer_value(call, "from"),
                                            .to = answer_value(call, "to"), .relation = answer_value(call, "relation") });
}

static const struct option options[] = { { "on", 0, "DATE", "as of that day (or month, or year)" },
                                         { "from", 0, "DATE", "only what is attested not before" },
                                         { "to", 0, "DATE", "only what is attested not after" },
                                         { "relation", 0, "NAME", "only this relation: member_of, observer_of, holds_post, signed ..." },
                                         ANSWER_OPTIONS,
                                         { 0 } };

const struct command command_facts = {
    "facts",
    "NAME [OTHER]",
    "all that the record holds of a person, state, organisation, treaty or place",
    "As chancery org, for anybody; with OTHER only what ties the two together. A name of several words needs quotation marks.",
    options,
    run
};
