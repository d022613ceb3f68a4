#include "fact/infer.h"

#include "base/utf8.h"

/* Whether one of the titles, parted by '|', is this one: the same words ("=chairman"), or its last ones. */
static bool title_is(struct fact_walk *w, chy_str titles, chy_str title)
{
    chy_str lower = utf8_lower(w->scratch, title), one;
    if (!titles.len) return true;
    while (str_next_piece(&titles, '|', &one))
        if (one.len > 1 && one.ptr[0] == '=') {
            if (str_eq(lower, str_cut(one, 1, one.len))) return true;
        } else if (one.len && str_ends(lower, one) && (lower.len == one.len || lower.ptr[lower.len - one.len - 1] == ' '))
            return true;
    return false;
}

static uint32_t side(const struct fact_walk *w, const struct fact *f, chy_str name)
{
    if (str_is(name, "subject")) return f->subject;
    if (str_is(name, "object")) return f->object;
    if (str_is(name, "of")) return f->of;
    if (str_is(name, "whole")) return note_is_org(w->d, f->of) ? f->of : NONE;
    uint32_t behind = str_is(name, "land") ? w->d->entities.at[f->subject].of : NONE;
    return behind != NONE && w->d->entities.at[behind].type == ENTITY_STATE ? behind : NONE;
}

/* The state of a person, by another post of theirs where the name has none: "Foreign Minister of X and Chairman-in-Office". */
static uint32_t land_by_post(const struct fact_walk *w, uint32_t person)
{
    for (uint32_t k = w->last_post[person]; k; k = w->posts.at[k - 1].before) {
        uint32_t of = w->d->facts.at[w->posts.at[k - 1].fact].of;
        uint32_t behind = of == NONE ? NONE : note_behind(w->d, of);
        if (behind != NONE && w->d->entities.at[behind].type == ENTITY_STATE) return behind;
    }
    return NONE;
}

static void follow(struct fact_walk *w, const struct inference *row, uint32_t index)
{
    struct fact f = w->d->facts.at[index], made = f;
    if (row->ends || !str_eq(f.relation, row->relation) || f.modality != MODALITY_IS || !title_is(w, row->titles, f.object_text)) return;
    made.subject = side(w, &f, row->subject);
    if (made.subject == NONE && str_is(row->subject, "land")) made.subject = land_by_post(w, f.subject);
    made.relation = row->makes;
    made.object_text = (chy_str){ 0 };
    made.of = NONE;
    if (str_is(row->object, "date")) {
        made.object = NONE;
        made.object_text = f.from;
        made.from = made.to = (chy_str){ 0 };
        if (!f.from.len) return;
    } else {
        made.object = side(w, &f, row->object);
        if (made.object == NONE || (made.object < w->d->entities.count && w->d->entities.at[made.object].type == ENTITY_STATE)) return;
    }
    if (made.subject == NONE || made.subject == made.object) return;
    made.inferred = true;
    made.confidence = 60;
    made.rule = row->where;
    made.from_facts = (index_list){ 0 };
    uint32_t *from = LIST_PUSH(&w->d->mem, &made.from_facts);
    if (!from) {
        w->failed = err_memory(w->err, "inferring facts");
        return;
    }
    *from = index;
    note_fact(w, &made);
}

chy_status infer_run(struct fact_walk *w)
{
    uint32_t told = w->d->facts.count; /* what is inferred makes nothing more */
    for (uint32_t i = 0; i < told && !w->failed; i++)
        for (uint32_t r = 0; r < w->rules->inference_count && !w->failed; r++) follow(w, &w->rules->inferences[r], i);
    return w->failed;
}
