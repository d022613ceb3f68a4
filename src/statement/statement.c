#include "statement/statement.h"

#include "statement/reader.h"

enum { ABOUT_MOST = 24, ORDER_REACH = 256 };

/* ------------------------------------------------------------------ from what was found to statements */

static bool add_span(chy_doc *d, span_list *list, run words)
{
    if (words.first >= words.last) return true;
    chy_span *s = LIST_PUSH(&d->mem, list);
    if (s) *s = doc_run_span(d, words);
    return s != NULL;
}

static bool add_entity(chy_doc *d, index_list *list, uint32_t entity)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->at[i] == entity) return true;
    uint32_t *e = LIST_PUSH(&d->mem, list);
    if (e) *e = entity;
    return e != NULL;
}

/* Direct when every word stands in a quotation, mixed when some do; names in quotation marks are no speech. */
static enum statement_kind kind_of(const struct reader *r, const struct found *f)
{
    uint32_t in = 0, out = 0;
    if (f->turn) return STATEMENT_DIRECT;
    for (uint32_t i = 0; i < f->contents; i++)
        for (uint32_t t = f->content[i].first; t < f->content[i].last; t++) {
            if (tok_punct(r, t) || (f->led && !i && t == f->content[0].first)) continue;
            uint32_t q = r->quotes.of[t];
            if (q != NONE &&
                !(f->content[i].last - f->content[i].first > r->quotes.list.at[q].words.last - r->quotes.list.at[q].words.first + 2 &&
                  quote_is_name(r->d, &r->quotes.list.at[q])))
                in++;
            else
                out++;
        }
    return !in ? STATEMENT_INDIRECT : out ? STATEMENT_MIXED : STATEMENT_DIRECT;
}

static bool about(const struct reader *r, struct statement *s, const struct found *f)
{
    chy_doc *d = r->d;
    uint32_t end = tok(r, f->content[f->contents - 1].last - 1)->sentence;
    if (end > f->sentence + 8) end = f->sentence + 8;
    for (uint32_t m = r->mention_from[tok(r, f->content[0].first)->sentence]; m < r->mention_from[end + 1] && s->about.count < ABOUT_MOST;
         m++) {
        const struct mention *x = &d->mentions.at[m];
        enum entity_type type = d->entities.at[x->entity].type;
        if (!found_holds(f, x->head)) continue;
        if (type != ENTITY_STATE && type != ENTITY_ORGANIZATION && type != ENTITY_BODY && type != ENTITY_INSTRUMENT &&
            type != ENTITY_SERIES)
            continue;
        if (!add_entity(d, &s->about, x->entity)) return false;
    }
    return true;
}

static bool write_one(const struct reader *r, const struct found *f)
{
    chy_doc *d = r->d;
    struct statement *s = f->stance.len ? LIST_PUSH(&d->mem, &d->attitudes) : LIST_PUSH(&d->mem, &d->statements);
    if (!s) return false;
    s->kind = kind_of(r, f);
    s->addressee = f->addressee;
    s->occasion = f->occasion.first < f->occasion.last ? doc_text(d, doc_run_span(d, f->occasion)) : CHY_LIT("");
    s->date = f->date;
    s->continued = f->continued;
    s->stance = f->stance;
    s->cue_token = f->cue_token;
    if (!add_span(d, &s->source, f->source) || !add_span(d, &s->cue, f->cue)) return false;
    for (uint32_t i = 0; i < f->contents; i++)
        if (!add_span(d, &s->content, f->content[i])) return false;
    for (uint32_t i = 0; i < f->speakers.count; i++)
        if (!add_entity(d, &s->speakers, f->speakers.at[i])) return false;
    for (uint32_t i = 0; i < f->via.count; i++) {
        chy_str *date = LIST_PUSH(&d->mem, &s->via_dates);
        uint32_t *e = LIST_PUSH(&d->mem, &s->via);
        if (!date || !e) return false;
        *date = f->via.at[i].date;
        *e = f->via.at[i].entity;
    }
    return about(r, s, f);
}

static uint32_t first_token(const struct found *f)
{
    uint32_t at = f->content[0].first;
    if (f->source.first < f->source.last && f->source.first < at) at = f->source.first;
    if (f->cue.first < f->cue.last && f->cue.first < at) at = f->cue.first;
    return at;
}

/* In order of the first word. They come nearly sorted: an insertion sort whose reach is bounded by the sentence. */
static chy_status write_all(const struct reader *r, chy_err *err)
{
    uint32_t n = 0, *order = ARENA_ARRAY(r->scratch, uint32_t, (size_t)r->found.count + 1);
    if (!order) return err_memory(err, "writing statements");
    for (uint32_t i = 0; i < r->found.count; i++) {
        const struct found *f = &r->found.at[i];
        if (f->dead || !f->contents) continue;
        uint32_t at = n++;
        for (uint32_t steps = 0; at && steps < ORDER_REACH && first_token(&r->found.at[order[at - 1]]) > first_token(f); at--, steps++)
            order[at] = order[at - 1];
        order[at] = i;
    }
    for (uint32_t i = 0; i < n; i++)
        if (!write_one(r, &r->found.at[order[i]])) return err_memory(err, "writing statements");
    return CHY_OK;
}

/* ------------------------------------------------------------------ the run */

chy_status statement_run(const struct statement_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    struct reader r = { .rules = rules, .d = d, .scratch = scratch };
    arena_mark here = arena_here(scratch);
    if (!d->sentences.count) return CHY_OK;
    chy_status st = reader_init(&r, err);
    if (st) goto out;
    turn_read(&r);
    for (uint32_t s = 0; s < d->sentences.count && !r.out_of_memory; s++) {
        r.found_from[s] = r.found.count;
        if (speech_in(&r, s)) {
            speech_sentence(&r, s);
            nearby_sentence(&r, s);
        }
    }
    r.found_from[d->sentences.count] = r.found.count;
    if (!r.out_of_memory) chain_read(&r);
    if (!r.out_of_memory) follow_read(&r);
    if (!r.out_of_memory) attitude_read(&r);
    if (!r.out_of_memory) extent_read(&r);
    if (r.out_of_memory) {
        st = err_memory(err, "reading statements");
        goto out;
    }
    st = write_all(&r, err);
    for (uint32_t i = 0; !st && i < r.described.count; i++) {
        struct mention *m = LIST_PUSH(&d->mem, &d->mentions);
        if (m)
            *m = r.described.at[i];
        else
            st = err_memory(err, "writing statements");
    }
    if (!st && r.described.count) st = doc_index_mentions(d, err);
out:
    arena_rewind(scratch, here);
    return st;
}
