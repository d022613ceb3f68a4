#include "answer.h"

static int run(const struct call *call)
{
    return answer_named(call, &(chy_query){ CHY_ASK_CONFLICTS, .on = answer_value(call, "on"), .from = answer_value(call, "from"),
                                            .to = answer_value(call, "to") });
}

static const struct option options[] = { PERIOD_OPTIONS, ANSWER_OPTIONS, { 0 } };

const struct command command_conflicts = {
    "conflicts",
    "[NAME]",
    "where reports or facts contradict one another, side by side with their sources",
    "Events: the same participants and sort of happening, told with another day, place or outcome. Facts: two holders of one post,\n"
    "two standings of one state in one organisation, two dates of founding, what one says is so and another denies.",
    options,
    run
};
