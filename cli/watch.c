#include <unistd.h>

#include "add.h"
#include "answer.h"

static int run(const struct call *call)
{
    long minutes = 0;
    if (!call->count) return options_misuse(call->command, "which feeds?");
    int status = call_number(call, "every", 1, 60 * 24 * 7, 0, &minutes);
    if (status != OPTIONS_GO_ON) return status;
    for (;;) {
        status = add_run(call, true);
        if (!minutes || status == EXIT_MISUSE || status == EXIT_UNAVAILABLE) return status;
        sleep((unsigned)minutes * 60);
    }
}

static const struct option options[] = { RECORD_OPTION,
                                         { "every", 'e', "MINUTES", "go on, and look again after so many minutes" },
                                         { "threads", 'j', "N", "documents coded at once (default: one a core)" },
                                         { "quiet", 'q', NULL, "no progress and no summary line" },
                                         CLI_PRIVATE_OPTION,
                                         CLI_ENGINE_OPTIONS,
                                         CLI_DICTIONARIES_OPTION,
                                         { 0 } };

const struct command command_watch = {
    "watch",
    "FEED-ADDRESS...",
    "take in what is new in feeds: the page of each item, with what the feed tells of it",
    "Once, unless --every is given. A feed is asked for only what has changed; the page of an item is fetched once, and the item itself is\n"
    "taken when its page cannot be had. What a site asks of programs (robots.txt) is kept to.",
    options,
    run
};
