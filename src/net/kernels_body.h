/* kernels_body.h: the kernels, written once and compiled for each kind of machine; KERNELS names the table. */
#include "net/kernels.h"
#include "net/lanes.h"

enum { VECTORS = KERNELS_BLOCK / LANES }; /* in a block of 16 outputs */

struct tile {
    lanes_i sum[TILE_ROWS][TILE_BLOCKS][VECTORS];
};

#if defined(__AVX512VNNI__)

/* Unsigned times signed bytes: 128 is added to each input here and taken off in `start`. */
INLINE void tile_sum(const struct dense *d, const int8_t *w, const int32_t *start, const int8_t *x, size_t stride, const int rows,
                     const int blocks, struct tile *t)
{
    const size_t block = (size_t)d->inputs * KERNELS_BLOCK;
    const __m512i flip = _mm512_set1_epi8((char)0x80);
    for (int c = 0; c < blocks; c++)
        for (int r = 0; r < rows; r++) t->sum[r][c][0] = lanes_load_int(start + c * KERNELS_BLOCK);
    for (size_t k = 0; k < d->inputs; k += 4) {
        __m512i in[TILE_ROWS];
        for (int r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, x + (size_t)r * stride + k, 4);
            in[r] = _mm512_xor_si512(_mm512_set1_epi32(four), flip);
        }
        for (int c = 0; c < blocks; c++) {
            __m512i weight = _mm512_loadu_si512(w + (size_t)c * block + k * KERNELS_BLOCK);
            for (int r = 0; r < rows; r++) t->sum[r][c][0] = (lanes_i)_mm512_dpbusd_epi32((__m512i)t->sum[r][c][0], in[r], weight);
        }
    }
}

#else

/* 16-bit products in pairs: each vector holds the halves of LANES/2 outputs until the end. */
INLINE void tile_sum(const struct dense *d, const int8_t *w, const int32_t *start, const int8_t *x, size_t stride, const int rows,
                     const int blocks, struct tile *t)
{
    (void)start, (void)blocks;
    lanes_i half[TILE_ROWS][2 * VECTORS] = { 0 };
    for (size_t k = 0; k < d->inputs; k += 4) {
        lanes_i in[TILE_ROWS];
        for (int r = 0; r < rows; r++) in[r] = lanes_four(x + (size_t)r * stride + k);
        for (int v = 0; v < 2 * VECTORS; v++) {
            lanes_i weight = lanes_widen(w + k * KERNELS_BLOCK + v * 2 * LANES);
            for (int r = 0; r < rows; r++) half[r][v] = lanes_pairs(half[r][v], weight, in[r]);
        }
    }
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < VECTORS; v++) t->sum[r][0][v] = lanes_fold(half[r][2 * v], half[r][2 * v + 1]);
}

#endif

INLINE lanes_f clamp(lanes_f v, float most) { return lanes_max(lanes_min(v, lanes_all(most)), lanes_all(-most)); }

/* tanh as a quotient (Lambert's continued fraction, cut at the seventh power), for |x| < 5; beyond it stands still. */
INLINE void tanh_parts(lanes_f x, lanes_f *over, lanes_f *under)
{
    x = clamp(x, 4.97f);
    lanes_f s = x * x;
    *over = x * (135135.0f + s * (17325.0f + s * (378.0f + s)));
    *under = 135135.0f + s * (62370.0f + s * (3150.0f + s * 28.0f));
}

INLINE lanes_i tanh_byte(lanes_f x)
{
    lanes_f over, under;
    tanh_parts(x, &over, &under);
    return lanes_round(over / under * 127.0f);
}

enum form { FORM_TANH, FORM_FLOAT, FORM_SHORT };

INLINE void put(const enum form form, void *out, size_t at, lanes_f v)
{
    if (form == FORM_TANH) lanes_store_bytes((int8_t *)out + at, tanh_byte(v));
    if (form == FORM_FLOAT) lanes_store((float *)out + at, v);
    if (form == FORM_SHORT) lanes_store_shorts((int16_t *)out + at, lanes_round(clamp(v, 32767.0f)));
}

struct work {
    const struct dense *d;
    const int8_t *x;
    size_t x_stride, out_stride;
    void *out;
    uint32_t first; /* output that column 0 of out is */
};

INLINE void tile_run(const struct work *w, uint32_t output, uint32_t row, const int rows, const int blocks, const enum form form)
{
    const struct dense *d = w->d;
    struct tile t;
    tile_sum(d, d->weights + (size_t)output * d->inputs, d->start + output, w->x + row * w->x_stride, w->x_stride, rows, blocks, &t);
    for (int c = 0; c < blocks; c++)
        for (int v = 0; v < VECTORS; v++) {
            uint32_t o = output + (uint32_t)(c * KERNELS_BLOCK + v * LANES);
            lanes_f scale = lanes_load(d->scale + o), bias = lanes_load(d->bias + o);
            for (int r = 0; r < rows; r++)
                put(form, w->out, (row + (uint32_t)r) * w->out_stride + o - w->first, lanes_float(t.sum[r][c][v]) * scale + bias);
        }
}

/* All rows for `blocks` blocks of outputs, whose weights stay in the nearest cache meanwhile. */
INLINE void column(const struct work *w, uint32_t output, uint32_t rows, const int blocks, const enum form form)
{
    uint32_t row = 0;
    for (; row + TILE_ROWS <= rows; row += TILE_ROWS) tile_run(w, output, row, TILE_ROWS, blocks, form);
    for (; row + 2 <= rows; row += 2) tile_run(w, output, row, 2, blocks, form);
    if (row < rows) tile_run(w, output, row, 1, blocks, form);
}

INLINE void dense(struct work w, uint32_t first, uint32_t count, uint32_t rows, const enum form form)
{
    uint32_t output = first, end = first + count;
    w.first = first;
    for (; output + TILE_BLOCKS * KERNELS_BLOCK <= end; output += TILE_BLOCKS * KERNELS_BLOCK) column(&w, output, rows, TILE_BLOCKS, form);
    for (; output < end; output += KERNELS_BLOCK) column(&w, output, rows, 1, form);
}

static void dense_tanh(const struct dense *d, uint32_t first, uint32_t count, const int8_t *x, size_t x_stride, uint32_t rows, int8_t *out,
                       size_t out_stride)
{
    dense((struct work){ d, x, x_stride, out_stride, out, 0 }, first, count, rows, FORM_TANH);
}

static void dense_float(const struct dense *d, uint32_t first, uint32_t count, const int8_t *x, size_t x_stride, uint32_t rows, float *out,
                        size_t out_stride)
{
    dense((struct work){ d, x, x_stride, out_stride, out, 0 }, first, count, rows, FORM_FLOAT);
}

static void dense_short(const struct dense *d, uint32_t first, uint32_t count, const int8_t *x, size_t x_stride, uint32_t rows,
                        int16_t *out, size_t out_stride)
{
    dense((struct work){ d, x, x_stride, out_stride, out, 0 }, first, count, rows, FORM_SHORT);
}

/*
 * c = F*c + (1-F)*z, F = sigmoid(f + forget*c); h = R*tanh(c) + (1-R)*x, R = sigmoid(r + reset*c before).
 * sigmoid(v) = (under + over) / (2*under) with the parts of tanh(v/2), so that each line needs one division.
 */
static void scan(const struct scan *s, const float *u, const int8_t *x, int8_t *out)
{
    const uint32_t n = s->width;
    for (uint32_t i = 0; i < n; i += LANES) {
        lanes_f over, under, wide, deep;
        lanes_f z = lanes_load(u + i), c = lanes_load(s->state + i), in = lanes_load_bytes(x + i) * (1.0f / 127.0f);
        lanes_f f = lanes_load(u + n + i) + lanes_load(s->forget + i) * c, r = lanes_load(u + 2 * n + i) + lanes_load(s->reset + i) * c;
        tanh_parts(f * 0.5f, &over, &under);
        c = z + (under + over) * (c - z) / (under + under);
        lanes_store(s->state + i, c);
        tanh_parts(r * 0.5f, &over, &under);
        tanh_parts(c, &wide, &deep);
        lanes_f h = in + (under + over) * (wide - in * deep) / ((under + under) * deep);
        lanes_store_bytes(out + i, lanes_round(h * 127.0f));
    }
}

static void sum_rows(const int8_t *const *row, uint32_t count, uint32_t width, int8_t *out)
{
    for (uint32_t i = 0; i < width; i += 2 * LANES) {
        lanes_s sum = { 0 };
        for (uint32_t r = 0; r < count; r++) sum += (lanes_s)lanes_widen(row[r] + i);
        lanes_s over = sum > 127, under = sum < -127;
        lanes_store_narrow(out + i, (sum & ~over & ~under) | (over & 127) | (under & -127));
    }
}

static void add_tanh(const float *a, const float *b, uint32_t n, int8_t *out)
{
    for (uint32_t i = 0; i < n; i += LANES) lanes_store_bytes(out + i, tanh_byte(lanes_load(a + i) + lanes_load(b + i)));
}

static uint32_t largest(const float *at, uint32_t n)
{
    enum { SIDE = 4 }; /* several side by side: each waits for its own last answer only */
    lanes_f most[SIDE];
    uint32_t i = 0;
    for (int k = 0; k < SIDE; k++) most[k] = lanes_all(at[0]);
    for (; i + SIDE * LANES <= n; i += SIDE * LANES)
        for (int k = 0; k < SIDE; k++) most[k] = lanes_max(most[k], lanes_load(at + i + k * LANES));
    for (; i + LANES <= n; i += LANES) most[0] = lanes_max(most[0], lanes_load(at + i));
    most[0] = lanes_max(lanes_max(most[0], most[1]), lanes_max(most[2], most[3]));
    float best = at[0];
    for (int k = 0; k < LANES; k++) best = most[0][k] > best ? most[0][k] : best;
    for (; i < n; i++) best = at[i] > best ? at[i] : best;
    for (i = 0; i < n; i += LANES) {
        unsigned same = lanes_same(lanes_load(at + i), lanes_all(best));
        if (same) return i + (uint32_t)__builtin_ctz(same);
    }
    return 0;
}

static void scores(const int16_t *heads, uint32_t blocks, uint32_t inputs, const int16_t *q, int32_t *out)
{
    for (uint32_t b = 0; b < blocks; b++, out += KERNELS_BLOCK) {
        lanes_i sum[VECTORS] = { 0 };
        for (uint32_t k = 0; k < inputs; k += 2, heads += 2 * KERNELS_BLOCK) {
            int32_t pair;
            memcpy(&pair, q + k, 4);
            for (int v = 0; v < VECTORS; v++)
                sum[v] = lanes_pairs(sum[v], lanes_load_int((const int32_t *)(const void *)heads + v * LANES), lanes_all_int(pair));
        }
        for (int v = 0; v < VECTORS; v++) lanes_store_int(out + v * LANES, sum[v]);
    }
}

static void viterbi(const float *before, const float *moves, const float *here, uint32_t count, float *now, int32_t *from)
{
    for (uint32_t i = 0; i < KERNELS_BLOCK; i += LANES) {
        lanes_f best = lanes_load(moves + i); /* before[0] - before[0] */
        lanes_i who = { 0 };
        for (uint32_t a = 1; a < count; a++) {
            lanes_f v = lanes_all(before[a] - before[0]) + lanes_load(moves + a * KERNELS_BLOCK + i);
            who = lanes_pick_int(v > best, lanes_all_int((int32_t)a), who);
            best = lanes_max(best, v);
        }
        lanes_store(now + i, best + lanes_load(here + i));
        lanes_store_int(from + i, who);
    }
}

const struct kernels KERNELS = {
    .name = KERNELS_NAME,
    .dense_tanh = dense_tanh,
    .dense_float = dense_float,
    .dense_short = dense_short,
    .scan = scan,
    .sum_rows = sum_rows,
    .add_tanh = add_tanh,
    .largest = largest,
    .scores = scores,
    .viterbi = viterbi,
};
