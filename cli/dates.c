#include "answer.h"

static int run(const struct call *call) { return answer_named(call, &(chy_query){ CHY_ASK_DATES }); }

static const struct option options[] = { ANSWER_OPTIONS, { 0 } };

const struct command command_dates = {
    "dates",
    "[PHRASE]",
    "when something was, and how the record knows; the dates of the documents and their basis",
    "\"20th anniversary of the signing of the Charter\" in 2022 tells that it was signed in 2002, a year and no finer.\n"
    "PHRASE: words that must be in what is dated, as in: chancery dates signing SCO Charter.",
    options,
    run
};
