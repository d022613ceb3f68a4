#include "statement/statement.h"

struct statement_rules { const struct lexicon *lex; };

chy_status statement_rules_create(const struct lexicon *lex, arena *mem, struct statement_rules **out, chy_err *err)
{
    struct statement_rules *r = ARENA_NEW(mem, struct statement_rules);
    if (!r) return err_memory(err, "compiling the rules of statement");
    r->lex = lex;
    *out = r;
    return CHY_OK;
}

chy_status statement_run(const struct statement_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    (void)rules, (void)d, (void)scratch, (void)err;
    return CHY_OK;
}
