#include "vectors.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "luck.h"
#include "stages.h"

enum { DIMENSIONS = VECTOR_SIZE, ROUNDS = 15, WORDS_MAX = VECTORS_MAX };

/* "word":[100 numbers,norm,rank] one after the other. */
struct vectors vectors_read(const char *path, arena *mem)
{
    chy_err err = { 0 };
    char *bytes = NULL;
    size_t size = 0;
    if (file_read(path, (size_t)1 << 30, &bytes, &size, &err)) fail("%s", err.text);
    struct vectors v = { need(ARENA_ARRAY(mem, chy_str, WORDS_MAX)), need(ARENA_ARRAY(mem, float, (size_t)WORDS_MAX *DIMENSIONS)), 0 };
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
        v.word[v.count++] = str_keep(mem, (chy_str){ word, n });
    }
    free(bytes);
    fprintf(stderr, "%s: %u vectors\n", path, v.count);
    return v;
}

void vectors_cluster(const struct vectors *v, const uint32_t *chosen, uint32_t n, uint32_t k, uint16_t *of, uint64_t *luck)
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
