#include "time/time.h"

struct time_rules { const struct lexicon *lex; };

chy_status time_rules_create(const struct lexicon *lex, arena *mem, struct time_rules **out, chy_err *err)
{
    struct time_rules *r = ARENA_NEW(mem, struct time_rules);
    if (!r) return err_memory(err, "compiling the rules of time");
    r->lex = lex;
    *out = r;
    return CHY_OK;
}

chy_status time_run(const struct time_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    (void)rules, (void)d, (void)scratch, (void)err;
    return CHY_OK;
}
