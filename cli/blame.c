#include "answer.h"

static int run(const struct call *call)
{
    if (call->count != 1) return options_misuse(call->command, "one identifier, such as F-17");
    return answer_print(call, &(chy_query){ CHY_ASK_BLAME, .name = answer_operand(call, 0) });
}

static const struct option options[] = { ANSWER_OPTIONS, { 0 } };

const struct command command_blame = {
    "blame",
    "ID",
    "which coding a line comes from, when and by which versions and rule, and who corrected it",
    "ID is what the other commands print: F-17 (fact), E-3 (event), R-3 (report), S-5 (statement), D-2 (document). Closed ones answer too.",
    options,
    run
};
