#include "answer.h"

static int run(const struct call *call)
{
    if (call->count) return options_misuse(call->command, "the whole record is reviewed; --limit N cuts the list");
    return answer_print(call, &(chy_query){ CHY_ASK_REVIEW });
}

static const struct option options[] = { ANSWER_OPTIONS, { 0 } };

const struct command command_review = {
    "review",
    "",
    "doubtful lines, by what a wrong one would cost",
    "Facts and reports that were read with little certainty, and events whose reports disagree on place or day; first those on which most\n"
    "rests and of which most documents speak. `fix`, `reject`, `merge` and `split` settle them, and they are listed no more. 50 lines, unless\n"
    "--limit says otherwise.",
    options,
    run
};
