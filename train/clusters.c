/* clusters.c: words of like company, by k-means over word vectors: 64 clusters, each parted in 16, each of those in 8. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "learner.h"
#include "stages.h"

enum { DIMENSIONS = 100, COARSE = 64, FINE = 16, FINEST = 8, ROUNDS = 15, WORDS_MAX = 80000 };

/* Digits are all one, and so are quotation marks. */
static uint64_t word_hash(chy_str lower)
{
    uint64_t h = 0x9E3779B97F4A7C15ull ^ lower.len;
    for (size_t i = 0; i < lower.len && i < 40; i++) {
        char c = lower.ptr[i] == '`' ? '\'' : lower.ptr[i] >= '0' && lower.ptr[i] <= '9' ? '9' : lower.ptr[i];
        h = (h ^ (unsigned char)c) * 0x100000001B3ull;
    }
    return h ^ h >> 32;
}

struct vectors {
    uint64_t *key;
    float *at;
    uint32_t count;
};

/* "word":[100 numbers,norm,rank] one after the other. */
static struct vectors read_vectors(const char *path)
{
    chy_err err = { 0 };
    char *bytes = NULL;
    size_t size = 0;
    if (file_read(path, (size_t)1 << 30, &bytes, &size, &err)) fail("%s", err.text);
    struct vectors v = { need(malloc(WORDS_MAX * sizeof(uint64_t))), need(malloc((size_t)WORDS_MAX * DIMENSIONS * sizeof(float))), 0 };
    size_t found = str_find((chy_str){ bytes, size }, CHY_LIT("\"vectors\":{"), 0);
    if (found == SIZE_MAX) fail("%s: no vectors in it", path);
    char *p = bytes + found, *end = bytes + size;
    for (p += 11; p < end && *p == '"' && v.count < WORDS_MAX; p++) {
        char word[256], *q = p + 1;
        size_t n = 0;
        while (q < end && *q != '"') {
            if (*q == '\\') q++;
            if (n < sizeof word) word[n++] = *q;
            q++;
        }
        q += 3;
        float *row = v.at + (size_t)v.count * DIMENSIONS, sum = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            row[i] = strtof(q, &q);
            sum += row[i] * row[i];
            q++;
        }
        strtof(q, &q);
        long rank = strtol(q + 1, &q, 10);
        while (q < end && *q != '}' && *q != '"') q++;
        p = q - 1;
        if (rank >= WORDS_MAX || !n) continue;
        for (int i = 0; i < DIMENSIONS; i++) row[i] /= sqrtf(sum) + 1e-9f;
        v.key[v.count++] = word_hash((chy_str){ word, n });
    }
    free(bytes);
    fprintf(stderr, "%s: %u vectors\n", path, v.count);
    return v;
}

/* Spherical k-means over the chosen rows; of[i]: cluster of chosen[i]. */
static void cluster(const struct vectors *v, const uint32_t *chosen, uint32_t n, uint32_t k, uint16_t *of, uint64_t *luck)
{
    float *centre = need(calloc((size_t)k * DIMENSIONS, sizeof(float)));
    for (uint32_t c = 0; c < k; c++)
        memcpy(centre + c * DIMENSIONS, v->at + (size_t)chosen[n ? dice(luck) % n : 0] * DIMENSIONS, DIMENSIONS * sizeof(float));
    for (int round = 0; round < ROUNDS && n; round++) {
        for (uint32_t i = 0; i < n; i++) {
            const float *x = v->at + (size_t)chosen[i] * DIMENSIONS;
            float best = -9;
            for (uint32_t c = 0; c < k; c++) {
                float s = 0;
                for (int d = 0; d < DIMENSIONS; d++) s += x[d] * centre[c * DIMENSIONS + (uint32_t)d];
                if (s > best) {
                    best = s;
                    of[i] = (uint16_t)c;
                }
            }
        }
        memset(centre, 0, (size_t)k * DIMENSIONS * sizeof(float));
        for (uint32_t i = 0; i < n; i++)
            for (int d = 0; d < DIMENSIONS; d++)
                centre[of[i] * DIMENSIONS + (uint32_t)d] += v->at[(size_t)chosen[i] * DIMENSIONS + (uint32_t)d];
        for (uint32_t c = 0; c < k; c++) {
            float s = 1e-9f;
            for (int d = 0; d < DIMENSIONS; d++) s += centre[c * DIMENSIONS + (uint32_t)d] * centre[c * DIMENSIONS + (uint32_t)d];
            for (int d = 0; d < DIMENSIONS; d++) centre[c * DIMENSIONS + (uint32_t)d] /= sqrtf(s);
        }
    }
    free(centre);
}

void train_clusters(const char *path, struct writer *w)
{
    struct vectors v = read_vectors(path);
    uint64_t luck = 5;
    uint32_t *all = need(malloc(v.count * sizeof *all));
    uint16_t *coarse = need(malloc(v.count * sizeof *coarse)), *fine = need(malloc(v.count * sizeof *fine)),
             *middle = need(malloc(v.count * sizeof *middle));
    struct pair *pairs = need(calloc(v.count, sizeof *pairs));
    for (uint32_t i = 0; i < v.count; i++) all[i] = i;
    cluster(&v, all, v.count, COARSE, coarse, &luck);
    for (uint32_t c = 0; c < COARSE; c++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < v.count; i++)
            if (coarse[i] == c) all[n++] = i;
        cluster(&v, all, n, FINE, fine, &luck);
        for (uint32_t i = 0; i < n; i++) middle[all[i]] = (uint16_t)((c + 1) * FINE + fine[i]);
    }
    for (uint32_t c = FINE; c < (COARSE + 1) * FINE; c++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < v.count; i++)
            if (middle[i] == c) all[n++] = i;
        cluster(&v, all, n, FINEST, fine, &luck);
        for (uint32_t i = 0; i < n; i++) pairs[all[i]] = (struct pair){ v.key[all[i]], (uint16_t)(c * FINEST + fine[i]), -(float)all[i] };
    }
    writer_add_values(w, "word.clusters", pairs, v.count);
    free(all);
    free(coarse);
    free(fine);
    free(middle);
    free(pairs);
    free(v.key);
    free(v.at);
}
