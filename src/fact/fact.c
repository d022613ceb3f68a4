#include "fact/fact.h"

#include <stdlib.h>

#include "base/map.h"
#include "fact/body.h"
#include "fact/ends.h"
#include "fact/group.h"
#include "fact/infer.h"
#include "fact/post.h"
#include "fact/standing.h"

chy_status fact_rules_create(const struct lexicon *lex, arena *mem, struct fact_rules **out, chy_err *err)
{
    return rules_compile(lex, mem, out, err);
}

/* In order of the first byte of their evidence; those of one place as they were found. */
static int by_place(const void *a, const void *b)
{
    const struct fact *const *x = a, *const *y = b;
    if ((*x)->evidence.start != (*y)->evidence.start) return (*x)->evidence.start < (*y)->evidence.start ? -1 : 1;
    return *x < *y ? -1 : *x > *y;
}

static chy_str triple(arena *scratch, const struct fact *f)
{
    return str_format(scratch, "%u %.*s %u", f->subject, (int)f->relation.len, f->relation.ptr, f->object);
}

/* Facts were moved: what was inferred from them follows. */
static void point_to(chy_doc *d, const uint32_t *moved)
{
    for (uint32_t i = 0; i < d->facts.count; i++) {
        index_list *from = &d->facts.at[i].from_facts;
        uint32_t kept = 0;
        for (uint32_t k = 0; k < from->count; k++)
            if (moved[from->at[k]] != NONE) from->at[kept++] = moved[from->at[k]];
        from->count = kept;
    }
}

/* "Its presidency" takes for granted what the text elsewhere puts in the future: where the same is planned, it is not recorded as
 * being so without a date of its own. */
static chy_status drop_presumed(chy_doc *d, arena *scratch, chy_err *err)
{
    struct map planned = { 0 };
    uint32_t kept = 0;
    for (uint32_t i = 0; i < d->facts.count; i++) {
        if (d->facts.at[i].modality != MODALITY_PLANS || d->facts.at[i].object == NONE) continue;
        chy_str key = triple(scratch, &d->facts.at[i]);
        if (!key.ptr || !map_put(&planned, scratch, key, i)) return err_memory(err, "weighing facts");
    }
    if (!planned.count) return CHY_OK;
    uint32_t *moved = ARENA_ARRAY(scratch, uint32_t, d->facts.count + 1);
    if (!moved) return err_memory(err, "weighing facts");
    for (uint32_t i = 0; i < d->facts.count; i++) {
        const struct fact *f = &d->facts.at[i];
        bool bare = f->modality == MODALITY_IS && !f->ended && !f->from.len && !f->to.len && f->object != NONE;
        chy_str key = bare ? triple(scratch, f) : CHY_LIT("");
        if (!key.ptr) return err_memory(err, "weighing facts");
        moved[i] = NONE;
        if (bare && map_get(&planned, key) != MAP_NONE) continue;
        moved[i] = kept;
        d->facts.at[kept++] = *f;
    }
    d->facts.count = kept;
    point_to(d, moved);
    return CHY_OK;
}

static chy_status in_order(chy_doc *d, arena *scratch, chy_err *err)
{
    uint32_t n = d->facts.count;
    struct fact *copy = ARENA_ARRAY(scratch, struct fact, n + 1);
    const struct fact **order = ARENA_ARRAY(scratch, const struct fact *, n + 1);
    uint32_t *moved = ARENA_ARRAY(scratch, uint32_t, n + 1);
    if (!copy || !order || !moved) return err_memory(err, "putting facts in order");
    if (n) memcpy(copy, d->facts.at, n * sizeof *copy);
    for (uint32_t i = 0; i < n; i++) order[i] = &copy[i];
    qsort(order, n, sizeof *order, by_place);
    for (uint32_t i = 0; i < n; i++) d->facts.at[i] = *order[i], moved[order[i] - copy] = i;
    point_to(d, moved);
    return CHY_OK;
}

chy_status fact_run(const struct fact_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    arena_mark here = arena_here(scratch);
    struct fact_walk w;
    chy_status st = note_begin(&w, rules, d, scratch, err);
    if (st == CHY_OK) st = post_run(&w);
    if (st == CHY_OK) st = body_organs(&w);
    if (st == CHY_OK) st = standing_run(&w);
    if (st == CHY_OK) st = group_run(&w);
    if (st == CHY_OK) st = body_run(&w);
    if (st == CHY_OK) st = infer_run(&w);
    if (st == CHY_OK) st = ends_run(&w);
    if (st == CHY_OK) st = drop_presumed(d, scratch, err);
    if (st == CHY_OK) st = in_order(d, scratch, err);
    arena_rewind(scratch, here);
    return st;
}
