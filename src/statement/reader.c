#include "statement/reader.h"

#include "doc/tree.h"

static uint32_t *room(struct reader *r, size_t count) { return ARENA_ARRAY(r->scratch, uint32_t, count + 1); }

/* Mentions come sorted by first byte. */
static void index_mentions(struct reader *r)
{
    uint32_t m = 0;
    for (uint32_t s = 0; s < r->d->sentences.count; s++) {
        while (m < r->d->mentions.count && r->d->mentions.at[m].span.start < sent(r, s)->span.start) m++;
        r->mention_from[s] = m;
    }
    r->mention_from[r->d->sentences.count] = r->d->mentions.count;
}

/* Times may stand in any order: a counting sort by sentence. */
static void index_times(struct reader *r)
{
    const chy_doc *d = r->d;
    for (uint32_t i = 0; i < d->times.count; i++) {
        uint32_t first = d->times.at[i].words.first;
        if (first < d->tokens.count) r->time_from[d->tokens.at[first].sentence + 1]++;
    }
    for (uint32_t s = 0; s < d->sentences.count; s++) r->time_from[s + 1] += r->time_from[s];
    uint32_t all = r->time_from[d->sentences.count];
    for (uint32_t i = d->times.count; i-- > 0;) {
        uint32_t first = d->times.at[i].words.first;
        if (first < d->tokens.count) r->time_order[--r->time_from[d->tokens.at[first].sentence + 1]] = i;
    }
    /* each entry now holds the start of its own sentence, one place to the right */
    for (uint32_t s = 0; s < d->sentences.count; s++) r->time_from[s] = r->time_from[s + 1];
    r->time_from[d->sentences.count] = all;
}

chy_status reader_init(struct reader *r, chy_err *err)
{
    chy_doc *d = r->d;
    if (!d->mention_at) {
        chy_status st = doc_index_mentions(d, err);
        if (st) return st;
    }
    chy_status st = quote_scan(d, r->scratch, &r->quotes, err);
    if (st) return st;
    r->claimed = room(r, r->quotes.list.count);
    r->mention_from = room(r, d->sentences.count);
    r->time_from = room(r, (size_t)d->sentences.count + 1);
    r->time_order = room(r, d->times.count);
    r->found_from = room(r, d->sentences.count);
    r->turn_of = room(r, d->sentences.count);
    r->asked_by = room(r, d->sentences.count);
    if (!r->claimed || !r->mention_from || !r->time_from || !r->time_order || !r->found_from || !r->turn_of || !r->asked_by)
        return err_memory(err, "reading statements");
    memset(r->claimed, 0xFF, (r->quotes.list.count + 1) * sizeof *r->claimed);
    memset(r->turn_of, 0xFF, ((size_t)d->sentences.count + 1) * sizeof *r->turn_of);
    memset(r->asked_by, 0xFF, ((size_t)d->sentences.count + 1) * sizeof *r->asked_by);
    index_mentions(r);
    index_times(r);
    return CHY_OK;
}

bool speech_in(const struct reader *r, uint32_t s)
{
    uint32_t g = sent(r, s)->segment;
    if (g >= r->d->segments.count) return true;
    enum segment_kind kind = r->d->segments.at[g].kind;
    return kind != SEGMENT_FURNITURE && kind != SEGMENT_DATELINE;
}

struct found *found_new(struct reader *r, uint32_t sentence)
{
    struct found *f = LIST_PUSH(r->scratch, &r->found);
    if (!f) {
        r->out_of_memory = true;
        return NULL;
    }
    *f = (struct found){ .sentence = sentence };
    f->cue_token = f->edge = f->speaker_token = f->addressee = f->hearer = f->claims[0] = f->claims[1] = NONE;
    return f;
}

/* A mark stays when its partner stays. */
static bool keeps_mark(const struct reader *r, uint32_t t, run words)
{
    uint32_t q = r->quotes.of[t];
    if (q == NONE) return false;
    const struct quotation *x = &r->quotes.list.at[q];
    if (t == x->open) return x->close == NONE || x->close < words.last;
    if (t == x->close) return x->open >= words.first;
    return x->open >= words.first && x->close == NONE; /* the last stop of an open quotation */
}

run run_trim(const struct reader *r, run w)
{
    while (w.first < w.last && (tok_punct(r, w.first) || tok(r, w.first)->upos == UPOS_SYM) && !keeps_mark(r, w.first, w) &&
           !str_is(tok(r, w.first)->form, "(") && tok(r, w.first)->upos != UPOS_SYM)
        w.first++;
    while (w.first < w.last && tok_punct(r, w.last - 1) && !keeps_mark(r, w.last - 1, w) && !str_is(tok(r, w.last - 1)->form, ")") &&
           !str_is(tok(r, w.last - 1)->form, "?"))
        w.last--;
    return w;
}

void found_add(struct reader *r, struct found *f, run content)
{
    content = run_trim(r, content);
    if (content.first + 1 < content.last && tok_is(r, content.first, "that") && tok(r, content.first)->upos == UPOS_SCONJ) content.first++;
    if (content.first >= content.last) return;
    for (uint32_t i = 0; i < f->contents; i++) {
        run *x = &f->content[i];
        if (content.first <= x->last && x->first <= content.last) { /* they touch: one run */
            if (content.first < x->first) x->first = content.first;
            if (content.last > x->last) x->last = content.last;
            return;
        }
    }
    if (f->contents == FOUND_RUNS) return;
    uint32_t at = f->contents++;
    for (; at && f->content[at - 1].first > content.first; at--) f->content[at] = f->content[at - 1];
    f->content[at] = content;
}

void found_cut(const struct reader *r, struct found *f, uint32_t part, uint32_t last)
{
    if (last >= f->content[part].last) return;
    run cut = run_trim(r, (run){ f->content[part].first, last });
    if (cut.first < cut.last) f->content[part] = cut;
}

void found_speaker(struct reader *r, struct found *f, uint32_t entity)
{
    if (entity == NONE) return;
    for (uint32_t i = 0; i < f->speakers.count; i++)
        if (f->speakers.at[i] == entity) return;
    uint32_t *e = LIST_PUSH(r->scratch, &f->speakers);
    if (e)
        *e = entity;
    else
        r->out_of_memory = true;
}

/* Two entities of one name: "told the portal Gazeta", which is told and is a portal. */
static bool same_name(const struct reader *r, uint32_t a, uint32_t b)
{
    const struct entity *x = &r->d->entities.at[a], *y = &r->d->entities.at[b];
    return x->name.len && str_eq(x->name, y->name) && (x->type == ENTITY_MEDIUM || y->type == ENTITY_MEDIUM);
}

void found_carry(struct reader *r, struct found *f, uint32_t entity, chy_str date)
{
    if (entity == NONE) return;
    for (uint32_t i = 0; i < f->speakers.count; i++)
        if (f->speakers.at[i] == entity) return;
    for (uint32_t i = 0; i < f->via.count; i++)
        if (f->via.at[i].entity == entity || same_name(r, f->via.at[i].entity, entity)) return;
    struct carrier *c = LIST_PUSH(r->scratch, &f->via);
    if (c)
        *c = (struct carrier){ entity, date };
    else
        r->out_of_memory = true;
}

bool found_holds(const struct found *f, uint32_t token)
{
    for (uint32_t i = 0; i < f->contents; i++)
        if (token >= f->content[i].first && token < f->content[i].last) return true;
    return false;
}

void found_claim(struct reader *r, struct found *f, uint32_t quotation)
{
    if (quotation == NONE || r->claimed[quotation] != NONE) return;
    int at = f->claims[0] == NONE ? 0 : f->claims[1] == NONE ? 1 : 2;
    if (at < 2) f->claims[at] = quotation;
    r->claimed[quotation] = (uint32_t)(f - r->found.at);
}

void found_drop(struct reader *r)
{
    struct found *f = &r->found.at[r->found.count - 1];
    for (int i = 0; i < 2; i++)
        if (f->claims[i] != NONE) r->claimed[f->claims[i]] = NONE;
    r->found.count--;
}
