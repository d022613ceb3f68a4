#include "answer.h"

static int run(const struct call *call)
{
    if (call->count > 1) return options_misuse(call->command, "one document, or none");
    return answer_print(call, &(chy_query){ CHY_ASK_DIFF, .name = answer_operand(call, 0), .from = answer_value(call, "from"),
                                            .to = answer_value(call, "to") });
}

static const struct option options[] = { { "from", 0, "WHEN",
                                           "the earlier day or moment (default: before DOCUMENT was read the last time)" },
                                         { "to", 0, "WHEN", "the later day or moment (default: now)" },
                                         ANSWER_OPTIONS,
                                         { 0 } };

const struct command command_diff = { "diff",
                                      "[DOCUMENT]",
                                      "what the record says of a document, or of all, that it did not say at an earlier moment",
                                      "A line is marked + when it has come and - when it has gone. DOCUMENT is D-2, a path, or a SHA-256.",
                                      options,
                                      run };
