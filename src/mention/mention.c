#include "mention/mention.h"

#include "mention/work.h"

static uint32_t *token_array(struct work *w)
{
    uint32_t *a = ARENA_ARRAY(w->scratch, uint32_t, w->n);
    if (a)
        memset(a, 0xFF, w->n * sizeof *a);
    else
        w->failed = true;
    return a;
}

/* The state or organisation in the publisher's name: "Ministry for Foreign Affairs of Finland", "SAARC Secretariat". */
static void source_find(struct work *w)
{
    chy_str source = w->d->source;
    struct phrase_hit found[8];
    for (size_t from = 0; from < source.len; from++) {
        if (from && source.ptr[from - 1] != ' ') continue;
        size_t to = source.len;
        for (int words = 0; words < 8 && to > from; words++) {
            size_t n = lexicon_find(w->r->lex, str_cut(source, from, to), found, 8);
            for (size_t i = 0; i < n; i++) {
                if (found[i].table == w->r->tables[HIT_STATE])
                    w->source_known = w->r->base[HIT_STATE] + found[i].row;
                else if (found[i].table == w->r->tables[HIT_ORGANIZATION])
                    w->source_known = w->r->base[HIT_ORGANIZATION] + found[i].row;
                else
                    continue;
                return;
            }
            while (to > from && source.ptr[to - 1] != ' ') to--;
            while (to > from && source.ptr[to - 1] == ' ') to--;
        }
    }
}

/* The publisher and the author speak too, though the text may not name them. */
static void metadata_link(struct work *w)
{
    chy_doc *d = w->d;
    chy_str key = utf8_fold(w->scratch, d->source);
    uint32_t e = key.ptr && key.len ? map_get(&w->by_name, key) : MAP_NONE;
    if (e != MAP_NONE) d->publisher_entity = e;
    if (e == MAP_NONE && w->source_known != NONE && w->r->known.at[w->source_known].kind == HIT_ORGANIZATION)
        d->publisher_entity = entity_known(w, w->source_known); /* the secretariat of an organisation writes of the organisation */
    key = utf8_fold(w->scratch, d->author);
    for (uint32_t i = 0; key.ptr && key.len && i < d->entities.count && d->author_entity == NONE; i++) {
        if (d->entities.at[i].type != ENTITY_PERSON) continue;
        chy_str name = utf8_fold(w->scratch, d->entities.at[i].name);
        if (name.ptr && name.len && str_ends(key, name)) d->author_entity = i; /* a post may stand before the name */
    }
    if (d->author.len && d->author_entity == NONE) d->author_entity = entity_add(w, ENTITY_PERSON, d->author);
}

static chy_status read_document(struct work *w, chy_err *err)
{
    chy_doc *d = w->d;
    d->adjective_at = ARENA_ARRAY(&d->mem, uint32_t, w->n);
    w->hit_at = token_array(w);
    w->post_at = token_array(w);
    w->modifier_at = token_array(w);
    w->adjective_hit = token_array(w);
    w->span_at = token_array(w);
    w->post_over = token_array(w);
    w->entity_of_known = ARENA_ARRAY(w->scratch, uint32_t, w->r->known.count + 1);
    if (w->failed || !d->adjective_at || !w->entity_of_known) return err_memory(err, "finding names");
    memset(d->adjective_at, 0xFF, w->n * sizeof *d->adjective_at);
    source_find(w);
    chy_status st = names_find(w, err);
    if (!st) metadata_link(w);
    if (!st) st = posts_find(w, err);
    if (!st) st = refer_find(w, err);
    if (!st && w->failed) st = err_memory(err, "finding names");
    return st ? st : doc_index_mentions(d, err);
}

chy_status mention_run(const struct mention_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    if (!d->tokens.count) return CHY_OK;
    arena_mark here = arena_here(scratch);
    struct work w = { .r = rules, .d = d, .scratch = scratch, .n = d->tokens.count, .source_known = NONE };
    chy_status st = read_document(&w, err);
    arena_rewind(scratch, here);
    return st;
}
