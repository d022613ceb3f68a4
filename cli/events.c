#include "answer.h"

static int run(const struct call *call)
{
    return answer_named(call, &(chy_query){ CHY_ASK_EVENTS, .place = answer_value(call, "place"), .kind = answer_value(call, "kind"),
                                            .status = answer_value(call, "status"), .on = answer_value(call, "on"),
                                            .from = answer_value(call, "from"), .to = answer_value(call, "to") });
}

static const struct option options[] = { { "place", 0, "NAME", "only there" },
                                         { "kind", 0, "KIND", "only of that kind" },
                                         { "status", 0, "STATUS", "occurred, planned, cancelled, denied, hypothetical or historical" },
                                         PERIOD_OPTIONS,
                                         ANSWER_OPTIONS,
                                         { 0 } };

const struct command command_events = { "events",
                                        "[WHO]",
                                        "events in order of date: what happened, who took part, where",
                                        "KIND is a kind, mode or PLOVER type: visit, exercise, CONSULT, AGREE ...",
                                        options,
                                        run };
