#include "answer.h"

static int run(const struct call *call)
{
    if (!call->count) return options_misuse(call->command, "which statement?");
    return answer_named(call, &(chy_query){ CHY_ASK_SQL });
}

static const struct option options[] = { ANSWER_OPTIONS, { 0 } };

const struct command command_sql = {
    "sql",
    "STATEMENT",
    "a question in SQL, which may only read",
    "One SELECT over the views and tables of the record (docs/record.md); it is stopped after ten seconds. Columns are those of the statement.",
    options,
    run
};
