#include "parse/recall.h"

#include <string.h>

struct work {
    struct recall *r;
    const struct input_rules *rules;
    const struct dense *first;
    const struct kernels *k;
    const struct token *t;
    const bool *shouting;
    const uint32_t *gaz;
    int8_t *input, *x;
    uint32_t ask[INPUT_CHUNK], count; /* words to be worked out */
    uint32_t late;
};

static uint32_t place_of(const struct work *w, uint32_t i)
{
    uint64_t h = rows_key(w->shouting[i] ? '!' : '.', w->t[i].form) ^ (uint64_t)w->gaz[i] * 0x9E3779B97F4A7C15ull;
    return (uint32_t)(rows_mix(h) >> 32) & (w->r->places - 1);
}

static bool same(const struct work *w, const struct recall_place *p, uint32_t i)
{
    return p->form.ptr && p->gaz == w->gaz[i] && p->shouting == w->shouting[i] && str_eq(p->form, w->t[i].form);
}

static int8_t *row(int8_t *rows, uint32_t i, const struct work *w) { return rows + (size_t)i * w->first->outputs; }

/* Work out the words that were gathered; each lands in its row, and in its place if that is still its own. */
static void flush(struct work *w)
{
    const uint32_t width = w->first->outputs;
    int8_t *out = w->input + (size_t)INPUT_CHUNK * w->rules->width;
    input_run(w->rules, w->k, w->t, w->shouting, w->gaz, w->ask, w->count, w->input);
    w->k->dense_tanh(w->first, 0, width, w->input, w->rules->width, w->count, out, width);
    for (uint32_t j = 0; j < w->count; j++) {
        uint32_t i = w->ask[j], p = place_of(w, i);
        memcpy(row(w->x, i, w), out + (size_t)j * width, width);
        if (same(w, &w->r->place[p], i)) memcpy(row(w->r->vector, p, w), out + (size_t)j * width, width);
    }
    for (uint32_t j = 0; j < w->late; j++) memcpy(row(w->x, w->r->late[j], w), row(w->r->vector, w->r->from[j], w), width);
    w->r->chunks++;
    w->count = w->late = 0;
}

static void see(struct work *w, uint32_t i)
{
    uint32_t p = place_of(w, i);
    struct recall_place *at = &w->r->place[p];
    bool waits = at->newest == w->r->chunks;
    if (same(w, at, i)) {
        if (waits) {
            w->r->late[w->late] = i;
            w->r->from[w->late++] = p;
        } else
            memcpy(row(w->x, i, w), row(w->r->vector, p, w), w->first->outputs);
        return;
    }
    if (!waits) *at = (struct recall_place){ w->t[i].form, w->gaz[i], w->r->chunks, w->shouting[i] };
    w->ask[w->count++] = i;
}

void recall_run(struct recall *r, const struct input_rules *rules, const struct dense *first, const struct kernels *k,
                const struct token *t, const bool *shouting, const uint32_t *gaz, uint32_t count, int8_t *input, int8_t *x)
{
    struct work w = { .r = r, .rules = rules, .first = first, .k = k, .t = t, .shouting = shouting, .gaz = gaz, .input = input, .x = x };
    if (!r->chunks) r->chunks = 1;
    for (uint32_t i = 0; i < count; i++) {
        see(&w, i);
        if (w.count == INPUT_CHUNK) flush(&w);
    }
    flush(&w);
}
