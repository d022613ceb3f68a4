/*
 * lanes.h: a few operations on as many numbers at once as the machine has, for kernels_body.h.
 *
 * LANES floats are a lanes_f, LANES 32-bit integers a lanes_i; + - * / and comparisons are the compiler's. A tile (TILE_ROWS x
 * TILE_BLOCKS x 16 outputs) is what fits the registers;
 * TILE_SIDE and SCAN_SIDE are how many vectors are worked on side by side after it.
 */
#ifndef NET_LANES_H
#define NET_LANES_H

#include <stdint.h>
#include <string.h>

#if defined(__AVX512VNNI__) || defined(__AVX2__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

#if defined(__AVX512VNNI__)
enum { LANES = 16, TILE_ROWS = 6, TILE_BLOCKS = 4, TILE_SIDE = 4, SCAN_SIDE = 4 };
#elif defined(__AVX2__)
enum { LANES = 8, TILE_ROWS = 3, TILE_BLOCKS = 1, TILE_SIDE = 4, SCAN_SIDE = 4 };
#else
enum { LANES = 4, TILE_ROWS = 2, TILE_BLOCKS = 1, TILE_SIDE = 4, SCAN_SIDE = 4 };
#endif

typedef float lanes_f __attribute__((vector_size(4 * LANES)));
typedef int32_t lanes_i __attribute__((vector_size(4 * LANES)));
typedef int16_t lanes_s __attribute__((vector_size(4 * LANES)));

#define INLINE static inline __attribute__((always_inline))

INLINE lanes_f lanes_load(const float *p)
{
    lanes_f v;
    memcpy(&v, p, sizeof v);
    return v;
}
INLINE lanes_i lanes_load_int(const int32_t *p)
{
    lanes_i v;
    memcpy(&v, p, sizeof v);
    return v;
}
INLINE void lanes_store(float *p, lanes_f v) { memcpy(p, &v, sizeof v); }
INLINE void lanes_store_int(int32_t *p, lanes_i v) { memcpy(p, &v, sizeof v); }
INLINE lanes_f lanes_float(lanes_i v) { return __builtin_convertvector(v, lanes_f); }
INLINE lanes_f lanes_all(float x) { return x - (lanes_f){ 0 }; }
INLINE lanes_i lanes_all_int(int32_t x) { return x - (lanes_i){ 0 }; }
INLINE lanes_i lanes_pick_int(lanes_i mask, lanes_i a, lanes_i b) { return (a & mask) | (b & ~mask); }
INLINE lanes_f lanes_pick(lanes_i mask, lanes_f a, lanes_f b) { return (lanes_f)lanes_pick_int(mask, (lanes_i)a, (lanes_i)b); }

INLINE lanes_f lanes_min(lanes_f a, lanes_f b)
{
#if defined(__AVX512VNNI__)
    return _mm512_min_ps(a, b);
#elif defined(__AVX2__)
    return _mm256_min_ps(a, b);
#elif defined(__SSE2__)
    return _mm_min_ps(a, b);
#else
    return lanes_pick(a < b, a, b);
#endif
}

INLINE lanes_f lanes_max(lanes_f a, lanes_f b)
{
#if defined(__AVX512VNNI__)
    return _mm512_max_ps(a, b);
#elif defined(__AVX2__)
    return _mm256_max_ps(a, b);
#elif defined(__SSE2__)
    return _mm_max_ps(a, b);
#else
    return lanes_pick(a > b, a, b);
#endif
}

INLINE unsigned lanes_same(lanes_f a, lanes_f b) /* a bit for each lane that is equal */
{
#if defined(__AVX512VNNI__)
    return _mm512_cmp_ps_mask(a, b, _CMP_EQ_OQ);
#elif defined(__AVX2__)
    return (unsigned)_mm256_movemask_ps(_mm256_cmp_ps(a, b, _CMP_EQ_OQ));
#elif defined(__SSE2__)
    return (unsigned)_mm_movemask_ps(_mm_cmpeq_ps(a, b));
#else
    unsigned same = 0;
    for (int i = 0; i < LANES; i++) same |= (unsigned)(a[i] == b[i]) << i;
    return same;
#endif
}

/* To the nearest integer, ties to even, for values of at most 2^22 either way: what is left of adding 1.5 * 2^23 is that integer. */
INLINE lanes_i lanes_round(lanes_f v) { return (lanes_i)(v + 12582912.0f) - 0x4B400000; }

INLINE lanes_f lanes_load_bytes(const int8_t *p) /* LANES int8, as floats */
{
#if defined(__AVX512VNNI__)
    return _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)p)));
#elif defined(__AVX2__)
    return _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)p)));
#else
    lanes_i v;
    for (int i = 0; i < LANES; i++) v[i] = p[i];
    return lanes_float(v);
#endif
}

INLINE void lanes_store_bytes(int8_t *p, lanes_i v) /* of values that fit */
{
#if defined(__AVX512VNNI__)
    _mm_storeu_si128((__m128i *)p, _mm512_cvtepi32_epi8((__m512i)v));
#else
    typedef int8_t bytes __attribute__((vector_size(LANES)));
    bytes b = __builtin_convertvector(v, bytes);
    memcpy(p, &b, sizeof b);
#endif
}

INLINE void lanes_store_shorts(int16_t *p, lanes_i v)
{
    typedef int16_t shorts __attribute__((vector_size(2 * LANES)));
    shorts s = __builtin_convertvector(v, shorts);
    memcpy(p, &s, sizeof s);
}

/* sum[i] + a[2i] * b[2i] + a[2i+1] * b[2i+1], of 16-bit numbers. */
INLINE lanes_i lanes_pairs(lanes_i sum, lanes_i a, lanes_i b)
{
#if defined(__AVX512VNNI__)
    return (lanes_i)_mm512_dpwssd_epi32((__m512i)sum, (__m512i)a, (__m512i)b);
#elif defined(__AVX2__)
    return sum + (lanes_i)_mm256_madd_epi16((__m256i)a, (__m256i)b);
#elif defined(__SSE2__)
    return sum + (lanes_i)_mm_madd_epi16((__m128i)a, (__m128i)b);
#else
    int16_t p[2 * LANES], q[2 * LANES];
    memcpy(p, &a, sizeof a);
    memcpy(q, &b, sizeof b);
    for (int i = 0; i < LANES; i++) sum[i] += p[2 * i] * q[2 * i] + p[2 * i + 1] * q[2 * i + 1];
    return sum;
#endif
}

INLINE lanes_i lanes_widen(const int8_t *p) /* 2 * LANES bytes as 16-bit numbers */
{
#if defined(__AVX512VNNI__)
    return (lanes_i)_mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)p));
#elif defined(__AVX2__)
    return (lanes_i)_mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)p));
#elif defined(__SSE2__)
    __m128i v = _mm_loadl_epi64((const __m128i *)p);
    return (lanes_i)_mm_srai_epi16(_mm_unpacklo_epi8(v, v), 8);
#else
    int16_t w[2 * LANES];
    lanes_i v;
    for (int i = 0; i < 2 * LANES; i++) w[i] = p[i];
    memcpy(&v, w, sizeof v);
    return v;
#endif
}

INLINE void lanes_store_narrow(int8_t *p, lanes_s v) /* of values that fit */
{
#if defined(__AVX512VNNI__)
    _mm256_storeu_si256((__m256i *)p, _mm512_cvtepi16_epi8((__m512i)v));
#elif defined(__SSE2__) && !defined(__AVX2__)
    _mm_storel_epi64((__m128i *)p, _mm_packs_epi16((__m128i)v, (__m128i)v));
#else
    typedef int8_t bytes __attribute__((vector_size(2 * LANES)));
    bytes b = __builtin_convertvector(v, bytes);
    memcpy(p, &b, sizeof b);
#endif
}

/* Neighbours added: a0+a1, a2+a3 ... then those of b. */
INLINE lanes_i lanes_fold(lanes_i a, lanes_i b)
{
#if defined(__AVX2__) && !defined(__AVX512VNNI__)
    return (lanes_i)_mm256_permute4x64_epi64(_mm256_hadd_epi32((__m256i)a, (__m256i)b), 0xD8);
#else
    lanes_i v = { 0 };
    for (int i = 0; i < LANES / 2; i++) {
        v[i] = a[2 * i] + a[2 * i + 1];
        v[LANES / 2 + i] = b[2 * i] + b[2 * i + 1];
    }
    return v;
#endif
}

/* Four bytes, over and over, as 16-bit numbers. */
INLINE lanes_i lanes_four(const int8_t *x)
{
#if defined(__AVX2__) && !defined(__AVX512VNNI__)
    int32_t four;
    memcpy(&four, x, 4);
    return (lanes_i)_mm256_cvtepi8_epi16(_mm_set1_epi32(four));
#else
    int8_t bytes[2 * LANES];
    for (int i = 0; i < 2 * LANES; i += 4) memcpy(bytes + i, x, 4);
    return lanes_widen(bytes);
#endif
}

#endif
