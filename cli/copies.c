#include "answer.h"

static int run(const struct call *call)
{
    if (call->count != 1) return options_misuse(call->command, "one document, such as D-2");
    return answer_print(call, &(chy_query){ CHY_ASK_COPIES, .name = answer_operand(call, 0) });
}

static const struct option options[] = { ANSWER_OPTIONS, { 0 } };

const struct command command_copies = {
    "copies",
    "ID",
    "the documents that hold the text of one: copies, parts, other versions; and what stood at its address",
    "Of texts published about the same time those are found that share a part of their words; of others those that are nearly the same.\n"
    "shared: percent of the shorter text's runs of four words that are in the longer one.",
    options,
    run
};
