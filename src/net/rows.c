#include "net/rows.h"

chy_status rows_map_open(const struct model *m, const char *name, struct rows_map *out, chy_err *err)
{
    const struct model_section *s = model_section(m, str_of(name));
    if (!s) return err_set(err, CHY_EMODEL, 0, "the model has no section %s", name);
    if (s->element != sizeof(struct rows_bucket) || !s->shape[0] || s->shape[1])
        return err_set(err, CHY_EMODEL, 0, "the model's section %s is no map of rows", name);
    *out = (struct rows_map){ s->data, s->shape[0] };
    return CHY_OK;
}

chy_status rows_table_open(const struct model *m, const char *name, uint32_t width, struct rows_table *out, chy_err *err)
{
    const struct model_section *s = model_section(m, str_of(name));
    if (!s) return err_set(err, CHY_EMODEL, 0, "the model has no section %s", name);
    if (s->element != 1 || s->shape[1] != width || s->shape[2])
        return err_set(err, CHY_EMODEL, 0, "the model's section %s has no rows of %u", name, width);
    *out = (struct rows_table){ s->data, s->shape[0], width };
    return CHY_OK;
}

uint32_t rows_find(const struct rows_map *m, uint64_t key)
{
    uint32_t mark = (uint32_t)key, place = (uint32_t)((key >> 32) * m->count >> 32);
    for (int step = 0; step < ROWS_STEPS; step++) {
        const struct rows_bucket *b = &m->buckets[place];
        uint32_t found = 0;
        for (int i = 0; i < ROWS_WAYS; i++) found = b->mark[i] == mark && b->row[i] ? b->row[i] : found;
        if (found) return found - 1;
        if (!b->row[ROWS_WAYS - 1]) return ROWS_NONE;
        place = place + 1 < m->count ? place + 1 : 0;
    }
    return ROWS_NONE;
}
