#include "mention/mention.h"

struct mention_rules { const struct lexicon *lex; };

chy_status mention_rules_create(const struct lexicon *lex, arena *mem, struct mention_rules **out, chy_err *err)
{
    struct mention_rules *r = ARENA_NEW(mem, struct mention_rules);
    if (!r) return err_memory(err, "compiling the rules of mention");
    r->lex = lex;
    *out = r;
    return CHY_OK;
}

chy_status mention_run(const struct mention_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    (void)rules, (void)d, (void)scratch, (void)err;
    return CHY_OK;
}
