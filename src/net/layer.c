#include "net/layer.h"

#include <string.h>

#include "base/str.h"

chy_status net_section(const struct model *m, const char *part, const char *kind, uint32_t element, const uint32_t shape[3],
                       const struct model_section **out, chy_err *err)
{
    char name[32];
    size_t a = strlen(part), b = strlen(kind);
    if (a + b >= sizeof name) return err_set(err, CHY_EMODEL, 0, "%s%s: too long a name for a section", part, kind);
    memcpy(name, part, a);
    memcpy(name + a, kind, b + 1);
    const struct model_section *s = model_section(m, str_of(name));
    if (!s) return err_set(err, CHY_EMODEL, 0, "the model has no section %s", name);
    if (s->element != element || memcmp(s->shape, shape, sizeof s->shape))
        return err_set(err, CHY_EMODEL, 0, "the model's section %s is %u x %u x %u of %u bytes, not %u x %u x %u of %u", name, s->shape[0],
                       s->shape[1], s->shape[2], s->element, shape[0], shape[1], shape[2], element);
    *out = s;
    return CHY_OK;
}

chy_status net_floats(const struct model *m, const char *part, const char *kind, uint32_t rows, uint32_t columns, const float **out,
                      chy_err *err)
{
    const struct model_section *s;
    chy_status st = net_section(m, part, kind, sizeof(float), (uint32_t[3]){ rows, columns }, &s, err);
    if (st) return st;
    *out = s->data;
    for (uint64_t i = 0; i < s->size / sizeof(float); i++)
        if (!((*out)[i] >= -1e6f && (*out)[i] <= 1e6f))
            return err_set(err, CHY_EMODEL, 0, "the model's section %s%s has a number out of all bounds", part, kind);
    return CHY_OK;
}

/* Weights go down to -127: so the product of two of them with any two inputs fits 16 bits. */
static chy_status sum_weights(const struct dense *d, const char *part, int32_t *start, chy_err *err)
{
    const int8_t *w = d->weights;
    int8_t least = 0;
    for (uint32_t o = 0; o < d->outputs; o += KERNELS_BLOCK)
        for (uint32_t k = 0; k < d->inputs; k += 4, w += 4 * KERNELS_BLOCK)
            for (uint32_t i = 0; i < KERNELS_BLOCK; i++) {
                const int8_t *p = w + 4 * i;
                start[o + i] -= 128 * (p[0] + p[1] + p[2] + p[3]);
                for (int j = 0; j < 4; j++) least = p[j] < least ? p[j] : least;
            }
    return least < -127 ? err_set(err, CHY_EMODEL, 0, "the model's section %s.w has a weight of -128", part) : CHY_OK;
}

chy_status dense_open(const struct model *m, const char *part, uint32_t inputs, uint32_t outputs, arena *mem, struct dense *out,
                      chy_err *err)
{
    const struct model_section *s;
    if (!inputs || !outputs || inputs > NET_WIDEST || outputs > NET_WIDEST)
        return err_set(err, CHY_EMODEL, 0, "the model's layer %s is empty or too wide", part);
    struct dense d = { .inputs = round_up(inputs, KERNELS_STEP), .outputs = round_up(outputs, KERNELS_BLOCK) };
    uint32_t shape[3] = { d.outputs / KERNELS_BLOCK, d.inputs / 4, 4 * KERNELS_BLOCK };
    chy_status st = net_section(m, part, ".w", 1, shape, &s, err);
    if (!st) st = net_floats(m, part, ".s", d.outputs, 0, &d.scale, err);
    if (!st) st = net_floats(m, part, ".b", d.outputs, 0, &d.bias, err);
    if (st) return st;
    int32_t *start = ARENA_ARRAY(mem, int32_t, d.outputs);
    if (!start) return err_memory(err, "opening the model");
    d.weights = s->data;
    d.start = start;
    *out = d;
    return sum_weights(&d, part, start, err);
}
