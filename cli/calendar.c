#include "answer.h"

static int run(const struct call *call)
{
    return answer_named(call,
                        &(chy_query){ CHY_ASK_CALENDAR, .place = answer_value(call, "place"), .status = answer_value(call, "status"),
                                      .on = answer_value(call, "on"), .from = answer_value(call, "from"), .to = answer_value(call, "to") });
}

static const struct option options[] = { { "place", 0, "NAME", "only there" },
                                         { "status", 0, "STATUS", "occurred, planned, cancelled, denied, hypothetical or historical" },
                                         PERIOD_OPTIONS,
                                         ANSWER_OPTIONS,
                                         { 0 } };

const struct command command_calendar = { "calendar", "[WHO]", "day by day: events whose day is known, and what begins and ends",
                                          NULL,       options, run };
