#include "model/weights.h"

#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/str.h"

static chy_status need(const struct model *m, const char *part, const char *kind, uint32_t element, const struct model_section **out,
                       chy_err *err)
{
    char name[32];
    size_t a = strlen(part), b = strlen(kind);
    if (a + b >= sizeof name) return err_set(err, CHY_EMODEL, 0, "%s%s: too long a name for a section", part, kind);
    memcpy(name, part, a);
    memcpy(name + a, kind, b + 1);
    *out = model_section(m, str_of(name));
    if (!*out) return err_set(err, CHY_EMODEL, 0, "the model has no section %s", name);
    if ((*out)->element != element)
        return err_set(err, CHY_EMODEL, 0, "the section %s has elements of %u bytes, not %u", name, (*out)->element, element);
    return CHY_OK;
}

chy_status weights_open(const struct model *m, const char *part, struct weights *out, chy_err *err)
{
    const struct model_section *sparse = NULL, *dense = NULL;
    chy_status st = need(m, part, ".sparse", sizeof(struct weights_bucket), &sparse, err);
    if (st == CHY_OK) st = need(m, part, ".dense", sizeof(int16_t), &dense, err);
    if (st) return st;
    if (!sparse->shape[0] || !dense->shape[1] || dense->shape[1] >= WEIGHTS_DENSE)
        return err_set(err, CHY_EMODEL, 0, "the weights of %s have no rows or too many classes", part);
    *out = (struct weights){ sparse->data, dense->data, sparse->shape[0], dense->shape[0], dense->shape[1] };
    return CHY_OK;
}

enum { LEAST_CLASSES = 8 }; /* as many are always set, so that who asks for two need not look how many there are */

/* The lanes of b that hold `mark`, as a bit map. */
static inline uint32_t lanes_with(const struct weights_bucket *b, uint16_t mark)
{
#if defined(__SSE2__)
    const __m128i want = _mm_set1_epi16((short)mark);
    const __m128i *p = (const __m128i *)b->lane;
    __m128i a = _mm_packs_epi16(_mm_cmpeq_epi16(p[0], want), _mm_cmpeq_epi16(p[1], want));
    __m128i c = _mm_packs_epi16(_mm_cmpeq_epi16(p[2], want), _mm_cmpeq_epi16(p[3], want));
    return (uint32_t)_mm_movemask_epi8(a) | (uint32_t)_mm_movemask_epi8(c) << 16;
#else
    uint32_t found = 0;
    for (int i = 0; i < WEIGHTS_LANES; i++) found |= (uint32_t)(b->lane[i] == mark) << i;
    return found;
#endif
}

static void add_dense(const struct weights *w, uint32_t row, int32_t *score)
{
    if (row >= w->dense_count) return;
    const int16_t *d = w->dense + (size_t)row * w->classes;
    for (uint32_t c = 0; c < w->classes; c++) score[c] += d[c];
}

static inline void add_entry(const struct weights *w, const struct weights_bucket *b, uint32_t begins, uint32_t found, int32_t *score)
{
    uint32_t at = (uint32_t)__builtin_ctz(found), later = at < 31 ? begins >> (at + 1) : 0;
    uint32_t end = later ? at + 1 + (uint32_t)__builtin_ctz(later) : WEIGHTS_LANES;
    if (++at < end && b->lane[at] >> 8 == WEIGHTS_DENSE) {
        if (at + 1 < end) add_dense(w, b->lane[at + 1], score);
        return;
    }
    for (; at < end; at++) {
        uint16_t lane = b->lane[at];
        score[lane >> 8] += (int8_t)(lane & 0xFF);
    }
}

void weights_sum(const struct weights *w, const uint64_t *features, size_t count, int32_t *score)
{
    memset(score, 0, (w->classes < LEAST_CLASSES ? LEAST_CLASSES : w->classes) * sizeof *score);
    const struct weights_bucket *b[WEIGHTS_FEATURES_MAX];
    if (count > WEIGHTS_FEATURES_MAX) count = WEIGHTS_FEATURES_MAX;
    for (size_t i = 0; i < count; i++) {
        b[i] = w->buckets + weights_place(features[i], w->bucket_count);
        __builtin_prefetch(b[i]);
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t begins = (uint32_t)b[i]->lane[0] | (uint32_t)b[i]->lane[1] << 16;
        uint32_t found = lanes_with(b[i], weights_mark(features[i])) & begins & ~3u;
        if (found) add_entry(w, b[i], begins, found, score);
    }
}

chy_status values_open(const struct model *m, const char *name, struct values *out, chy_err *err)
{
    const struct model_section *s = model_section(m, str_of(name));
    *out = (struct values){ 0 };
    if (!s) return CHY_OK;
    if (s->element != sizeof(struct values_bucket))
        return err_set(err, CHY_EMODEL, 0, "the section %s has elements of a strange size", name);
    *out = (struct values){ s->data, s->shape[0] };
    return CHY_OK;
}

uint16_t values_get(const struct values *v, uint64_t key)
{
    if (!v->bucket_count) return VALUES_NONE;
    const struct values_bucket *b = v->buckets + weights_place(key, v->bucket_count);
    uint16_t mark = weights_mark(key);
#if defined(__SSE2__)
    const __m128i want = _mm_set1_epi16((short)mark);
    const __m128i *p = (const __m128i *)b->mark;
    uint32_t found = (uint32_t)_mm_movemask_epi8(_mm_packs_epi16(_mm_cmpeq_epi16(p[0], want), _mm_cmpeq_epi16(p[1], want)));
    return found ? b->value[__builtin_ctz(found)] : VALUES_NONE;
#else
    for (int i = 0; i < 16; i++)
        if (b->mark[i] == mark) return b->value[i];
    return VALUES_NONE;
#endif
}

chy_status model_lines(const struct model *m, const char *name, arena *mem, chy_str **lines, uint32_t *count, chy_err *err)
{
    const struct model_section *s = model_section(m, str_of(name));
    if (!s || s->element != 1) return err_set(err, CHY_EMODEL, 0, "the model has no text section %s", name);
    chy_str all = { s->data, s->size };
    uint32_t n = 0;
    for (size_t i = 0; i < all.len; i++) n += all.ptr[i] == '\n';
    *lines = ARENA_ARRAY(mem, chy_str, n ? n : 1);
    if (!*lines) return err_memory(err, "opening the model");
    chy_str rest = all, piece;
    for (uint32_t i = 0; i < n && str_next_piece(&rest, '\n', &piece); i++) (*lines)[i] = piece;
    *count = n;
    return CHY_OK;
}
