#include "event/event.h"

struct event_rules { const struct lexicon *lex; };

chy_status event_rules_create(const struct lexicon *lex, arena *mem, struct event_rules **out, chy_err *err)
{
    struct event_rules *r = ARENA_NEW(mem, struct event_rules);
    if (!r) return err_memory(err, "compiling the rules of event");
    r->lex = lex;
    *out = r;
    return CHY_OK;
}

chy_status event_run(const struct event_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    (void)rules, (void)d, (void)scratch, (void)err;
    return CHY_OK;
}
