/* kernels_body.h: the kernels, written once and compiled for each kind of machine; KERNELS names the table. */
#include "net/kernels.h"
#include "net/lanes.h"

enum { VECTORS = KERNELS_BLOCK / LANES }; /* in a block of 16 outputs */

struct tile {
    lanes_i sum[TILE_ROWS][TILE_BLOCKS * VECTORS];
};

#if defined(__AVX512VNNI__)

/* Unsigned times signed bytes: 128 is added to each input here and taken off in `start`. */
INLINE void tile_sum(const struct dense *d, const int8_t *w, const int32_t *start, const int8_t *x, size_t stride, const int rows,
                     const int blocks, struct tile *t)
{
    const size_t block = (size_t)d->inputs * KERNELS_BLOCK;
    const __m512i flip = _mm512_set1_epi8((char)0x80);
    for (int c = 0; c < blocks; c++)
        for (int r = 0; r < rows; r++) t->sum[r][c] = lanes_load_int(start + c * KERNELS_BLOCK);
    for (size_t k = 0; k < d->inputs; k += 4) {
        __m512i in[TILE_ROWS];
        for (int r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, x + (size_t)r * stride + k, 4);
            in[r] = _mm512_xor_si512(_mm512_set1_epi32(four), flip);
        }
        for (int c = 0; c < blocks; c++) {
            __m512i weight = _mm512_loadu_si512(w + (size_t)c * block + k * KERNELS_BLOCK);
            for (int r = 0; r < rows; r++) t->sum[r][c] = (lanes_i)_mm512_dpbusd_epi32((__m512i)t->sum[r][c], in[r], weight);
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
        for (int v = 0; v < VECTORS; v++) t->sum[r][v] = lanes_fold(half[r][2 * v], half[r][2 * v + 1]);
}

#endif

/*
 * Functions of single numbers are worked out for n <= SIDE vectors side by side, step by step: each step waits for the one
 * before it, and a processor looks only so far ahead for something else to do.
 */
enum { SIDE = 4 };
typedef struct side {
    lanes_f v[SIDE];
} side;

#define EACH for (int i = 0; i < n; i++)

INLINE lanes_f clamp(lanes_f v, float most) { return lanes_max(lanes_min(v, lanes_all(most)), lanes_all(-most)); }

/* tanh as a quotient (Lambert's continued fraction, cut at the seventh power), for |x| < 5; beyond it stands still. */
INLINE void tanh_parts(const int n, side x, side *over, side *under)
{
    side s;
    EACH x.v[i] = clamp(x.v[i], 4.97f);
    EACH s.v[i] = x.v[i] * x.v[i];
    EACH over->v[i] = 378.0f + s.v[i];
    EACH under->v[i] = s.v[i] * 28.0f;
    EACH over->v[i] = s.v[i] * over->v[i];
    EACH under->v[i] = 3150.0f + under->v[i];
    EACH over->v[i] = 17325.0f + over->v[i];
    EACH under->v[i] = s.v[i] * under->v[i];
    EACH over->v[i] = s.v[i] * over->v[i];
    EACH under->v[i] = 62370.0f + under->v[i];
    EACH over->v[i] = 135135.0f + over->v[i];
    EACH under->v[i] = s.v[i] * under->v[i];
    EACH over->v[i] = x.v[i] * over->v[i];
    EACH under->v[i] = 135135.0f + under->v[i];
}

INLINE void put_tanh(const int n, int8_t *out, side x)
{
    side over, under;
    tanh_parts(n, x, &over, &under);
    EACH over.v[i] = over.v[i] / under.v[i];
    EACH over.v[i] = over.v[i] * 127.0f;
    EACH lanes_store_bytes(out + i * LANES, lanes_round(over.v[i]));
}

enum form { FORM_TANH, FORM_FLOAT, FORM_SHORT };

INLINE void put(const int n, const enum form form, void *out, size_t at, side v)
{
    if (form == FORM_TANH) put_tanh(n, (int8_t *)out + at, v);
    if (form == FORM_FLOAT) EACH lanes_store((float *)out + at + i * LANES, v.v[i]);
    if (form == FORM_SHORT) EACH lanes_store_shorts((int16_t *)out + at + i * LANES, lanes_round(clamp(v.v[i], 32767.0f)));
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
    const int n = blocks * (int)VECTORS < (int)TILE_SIDE ? blocks * VECTORS : TILE_SIDE;
    for (int v = 0; v < blocks * VECTORS; v += n) {
        uint32_t o = output + (uint32_t)(v * LANES);
        for (int r = 0; r < rows; r++) {
            side y;
            EACH y.v[i] = lanes_float(t.sum[r][v + i]) * lanes_load(d->scale + o + i * LANES);
            EACH y.v[i] = y.v[i] + lanes_load(d->bias + o + i * LANES);
            put(n, form, w->out, (row + (uint32_t)r) * w->out_stride + o - w->first, y);
        }
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
    enum { n = SCAN_SIDE };
    const uint32_t width = s->width;
    for (uint32_t at = 0; at < width; at += n * LANES) {
        side over, under, wide, deep, f, r, c, in, left;
        EACH c.v[i] = lanes_load(s->state + at + i * LANES);
        EACH f.v[i] = lanes_load(s->forget + at + i * LANES) * c.v[i];
        EACH r.v[i] = lanes_load(s->reset + at + i * LANES) * c.v[i];
        EACH f.v[i] = lanes_load(u + width + at + i * LANES) + f.v[i];
        EACH r.v[i] = lanes_load(u + 2 * width + at + i * LANES) + r.v[i];
        EACH f.v[i] = f.v[i] * 0.5f;
        EACH r.v[i] = r.v[i] * 0.5f;
        tanh_parts(n, f, &over, &under);
        EACH
        {
            lanes_f z = lanes_load(u + at + i * LANES);
            c.v[i] = z + (under.v[i] + over.v[i]) * (c.v[i] - z) / (under.v[i] + under.v[i]);
            lanes_store(s->state + at + i * LANES, c.v[i]);
        }
        tanh_parts(n, r, &over, &under);
        tanh_parts(n, c, &wide, &deep);
        EACH in.v[i] = lanes_load_bytes(x + at + i * LANES) * (1.0f / 127.0f);
        EACH left.v[i] = (under.v[i] + over.v[i]) * (wide.v[i] - in.v[i] * deep.v[i]);
        EACH left.v[i] = left.v[i] / ((under.v[i] + under.v[i]) * deep.v[i]);
        EACH left.v[i] = (in.v[i] + left.v[i]) * 127.0f;
        EACH lanes_store_bytes(out + at + i * LANES, lanes_round(left.v[i]));
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

static void add_tanh(const float *a, const float *b, uint32_t count, int8_t *out)
{
    const int n = (int)VECTORS < (int)TILE_SIDE ? VECTORS : TILE_SIDE;
    for (uint32_t at = 0; at < count; at += (uint32_t)n * LANES) {
        side x;
        EACH x.v[i] = lanes_load(a + at + i * LANES) + lanes_load(b + at + i * LANES);
        put_tanh(n, out + at, x);
    }
}

static uint32_t largest(const float *at, uint32_t n)
{
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
