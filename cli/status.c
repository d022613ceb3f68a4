#include "answer.h"

static int run(const struct call *call)
{
    if (call->count) return options_misuse(call->command, "takes no names");
    if (*chy_fences_missing()) fprintf(stderr, "chancery: %s\n", chy_fences_missing());
    return answer_print(call, &(chy_query){ CHY_ASK_STATUS });
}

static const struct option options[] = { ANSWER_OPTIONS, { 0 } };

const struct command command_status = { "status", "", "how much the record holds, and what it was read with", NULL, options, run };
