#include "answer.h"

static int run(const struct call *call)
{
    chy_engine *engine = NULL;
    if (call->count) return options_misuse(call->command, "takes no names");
    int status = cli_engine(call, 1, &engine);
    if (status) return status;
    status = answer_print(call, &(chy_query){ CHY_ASK_STALE, .coding = chy_engine_coding(engine) });
    chy_engine_destroy(engine);
    return status;
}

static const struct option options[] = { CLI_ENGINE_OPTIONS, ANSWER_OPTIONS, { 0 } };

const struct command command_stale = {
    "stale", "", "documents that other versions of program, weights or word lists have read", "`chancery recode --stale` reads them again.",
    options, run
};
