#include "answer.h"

static int run(const struct call *call)
{
    if (call->count) return options_misuse(call->command, "takes no names");
    return answer_print(call, &(chy_query){ CHY_ASK_DOCS });
}

static const struct option options[] = { ANSWER_OPTIONS, { 0 } };

const struct command command_docs = { "docs", "",      "the documents: date and its basis, publisher, title, how much was found in each",
                                      NULL,   options, run };
