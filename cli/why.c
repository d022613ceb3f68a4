#include "answer.h"

static int run(const struct call *call)
{
    if (call->count != 1) return options_misuse(call->command, "one identifier, such as F-17");
    return answer_print(call, &(chy_query){ CHY_ASK_WHY, .name = answer_operand(call, 0) });
}

static const struct option options[] = { ANSWER_OPTIONS, { 0 } };

const struct command command_why = {
    "why",
    "ID",
    "what stands behind a line: the sentence, the bytes, the rule, the chain, the coding",
    "ID is what the other commands print: F-17 (fact), E-3 (event), R-3 (report), S-5 (statement), I-1 (implied date), D-2 (document).",
    options,
    run
};
