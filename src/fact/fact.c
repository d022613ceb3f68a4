#include "fact/fact.h"

struct fact_rules { const struct lexicon *lex; };

chy_status fact_rules_create(const struct lexicon *lex, arena *mem, struct fact_rules **out, chy_err *err)
{
    struct fact_rules *r = ARENA_NEW(mem, struct fact_rules);
    if (!r) return err_memory(err, "compiling the rules of fact");
    r->lex = lex;
    *out = r;
    return CHY_OK;
}

chy_status fact_run(const struct fact_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    (void)rules, (void)d, (void)scratch, (void)err;
    return CHY_OK;
}
