#include "answer.h"

static int run(const struct call *call)
{
    if (!call->count) return options_misuse(call->command, "which words?");
    return answer_named(call,
                        &(chy_query){ call_has(call, "facets") ? CHY_ASK_FACETS : CHY_ASK_SEARCH, .other = answer_value(call, "who"),
                                      .publisher = answer_value(call, "publisher"), .lang = answer_value(call, "lang"),
                                      .on = answer_value(call, "on"), .from = answer_value(call, "from"), .to = answer_value(call, "to") });
}

static const struct option options[] = { { "who", 'w', "NAME", "only sentences that name him, her or it" },
                                         { "publisher", 0, "NAME", "only from documents of this publisher" },
                                         { "lang", 0, "LANGUAGE", "only from documents in this language" },
                                         { "on", 0, "DATE", "published on that day, or in that month or year" },
                                         { "from", 0, "DATE", "published not before" },
                                         { "to", 0, "DATE", "published not after" },
                                         { "facets", 'f', NULL, "count the sentences: by publisher, language, year, and whom they name" },
                                         ANSWER_OPTIONS,
                                         { 0 } };

const struct command command_search = { "search",
                                        "WORDS",
                                        "sentences that hold all the words, best first",
                                        "What stands in quotation marks is looked for as it stands: chancery search '\"member states\" "
                                        "summit'. 20 rows unless --limit says more.",
                                        options,
                                        run };
