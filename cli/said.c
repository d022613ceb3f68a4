#include "answer.h"

static int run(const struct call *call)
{
    return answer_named(call, &(chy_query){ CHY_ASK_SAID, .about = answer_value(call, "about"), .on = answer_value(call, "on"),
                                            .from = answer_value(call, "from"), .to = answer_value(call, "to") });
}

static const struct option options[] = {
    { "about", 'a', "X", "only what is about X: a name of the record, or else words" }, PERIOD_OPTIONS, ANSWER_OPTIONS, { 0 }
};

const struct command command_said = {
    "said",
    "[WHO]",
    "what somebody said: date, words, and through whom we know it",
    "The column `through` is the chain that carried the words, innermost first, up to the publisher of the document.",
    options,
    run
};
