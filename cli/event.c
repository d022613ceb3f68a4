#include "answer.h"

static int run(const struct call *call)
{
    if (call->count != 1) return options_misuse(call->command, "one event, such as E-3");
    return answer_print(call, &(chy_query){ CHY_ASK_EVENT, .name = answer_operand(call, 0) });
}

static const struct option options[] = { ANSWER_OPTIONS, { 0 } };

const struct command command_event = {
    "event",
    "ID",
    "the reports of an event, grouped by where they come from",
    "Reports that go back to the same source (the first link of their chains, who is quoted, the publisher when there is\n"
    "neither) are one origin, and so are those of documents that are copies or versions of one text.",
    options,
    run
};
