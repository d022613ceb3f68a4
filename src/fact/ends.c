#include "fact/ends.h"

static chy_str key_of(struct fact_walk *w, uint32_t subject, chy_str relation, uint32_t object)
{
    return str_format(w->scratch, "%u %.*s %u", subject, (int)relation.len, relation.ptr, object);
}

/* Began after the other was over: another term. */
static bool later_term(const struct fact *lasting, const struct fact *over)
{
    size_t n = lasting->from.len < over->to.len ? lasting->from.len : over->to.len;
    return n && str_cmp(str_cut(lasting->from, 0, n), str_cut(over->to, 0, n)) >= 0;
}

static bool holds(const struct fact *f) { return f->modality == MODALITY_IS && !f->ended && !f->to.len && f->object != NONE; }

/* A fact that has ended, by what ends it: its own end, or one that takes its place ("ends" rows of inferences.tsv). */
static void end_one(struct fact_walk *w, const struct map *over, struct fact *f)
{
    chy_str key = key_of(w, f->subject, f->relation, f->object);
    uint32_t at = key.ptr ? map_get(over, key) : MAP_NONE;
    if (!key.ptr && !w->failed) w->failed = err_memory(w->err, "weighing facts");
    if (at == MAP_NONE) return;
    const struct fact *by = &w->d->facts.at[at];
    if (by == f) return;
    if (str_eq(by->relation, f->relation)) {
        if (later_term(f, by) || (!f->from.len && !by->to.len)) return;
        f->to = by->to;
        f->ended = true;
        return;
    }
    if (later_term(f, &(struct fact){ .to = by->from })) return;
    f->to = by->from;
    f->ended = true;
}

static void put(struct fact_walk *w, struct map *over, chy_str key, uint32_t fact)
{
    if ((!key.ptr || !map_put(over, w->scratch, key, fact)) && !w->failed) w->failed = err_memory(w->err, "weighing facts");
}

chy_status ends_run(struct fact_walk *w)
{
    struct map over = { 0 };
    for (uint32_t i = 0; i < w->d->facts.count && !w->failed; i++) {
        const struct fact *f = &w->d->facts.at[i];
        if (f->modality != MODALITY_IS || f->object == NONE) continue;
        if (f->ended) put(w, &over, key_of(w, f->subject, f->relation, f->object), i);
        for (uint32_t r = 0; r < w->rules->inference_count && !f->ended; r++) {
            const struct inference *row = &w->rules->inferences[r];
            if (!row->ends || !str_eq(row->relation, f->relation)) continue;
            chy_str key = key_of(w, f->subject, row->makes, f->object);
            if (key.ptr && map_get(&over, key) == MAP_NONE) put(w, &over, key, i);
        }
    }
    for (uint32_t i = 0; i < w->d->facts.count && over.count && !w->failed; i++)
        if (holds(&w->d->facts.at[i])) end_one(w, &over, &w->d->facts.at[i]);
    return w->failed;
}
