#include "parse/parse.h"

#include "doc/tree.h"
#include "parse/network.h"

struct parse_rules {
    struct network *network;
};

chy_status parse_rules_create(const struct model *model, const struct lexicon *lex, arena *mem, struct parse_rules **out, chy_err *err)
{
    struct parse_rules *r = ARENA_NEW(mem, struct parse_rules);
    if (!r) return err_memory(err, "opening the parser");
    chy_status st = network_open(model, lex, kernels_best(), mem, &r->network, err);
    if (!st) *out = r;
    return st;
}

void parse_use_kernels(struct parse_rules *rules, const struct kernels *k) { rules->network->kernels = k; }

chy_status parse_run(const struct parse_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    if (!network_run(rules->network, d, scratch)) return err_memory(err, "parsing");
    for (uint32_t i = 0; i < d->sentences.count; i++) {
        if (d->sentences.at[i].words.first >= d->sentences.at[i].words.last) continue;
        tree_link(d, i);
    }
    return CHY_OK;
}
