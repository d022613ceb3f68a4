#include "answer.h"

static int run(const struct call *call)
{
    if (!call->count) return options_misuse(call->command, "which words?");
    return answer_named(call, &(chy_query){ CHY_ASK_SEARCH });
}

static const struct option options[] = { ANSWER_OPTIONS, { 0 } };

const struct command command_search = { "search",
                                        "WORDS",
                                        "sentences that hold all the words, best first",
                                        "What stands in quotation marks is looked for as it stands: chancery search '\"member states\" "
                                        "summit'. 20 rows unless --limit says more.",
                                        options,
                                        run };
