/* The best tree with one root, against trying all of them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdlib.h>

#include "parse/arcs.h"

static uint32_t next(uint32_t *seed) { return (*seed = *seed * 1664525u + 1013904223u) >> 8; }

static bool one_tree(const uint32_t *head, uint32_t n)
{
    uint32_t roots = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = i, steps = 0;
        while (at != n && steps++ <= n) at = head[at];
        if (at != n) return false;
        roots += head[i] == n;
    }
    return roots == 1;
}

static int64_t worth(const int32_t *score, const uint32_t *head, uint32_t n)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < n; i++) sum += score[i * (n + 1) + head[i]];
    return sum;
}

/* Count through all choices of heads as through a number in base n + 1. */
static int64_t best_of_all(const int32_t *score, uint32_t n)
{
    uint32_t head[8] = { 0 };
    int64_t best = INT64_MIN;
    for (;;) {
        if (one_tree(head, n) && worth(score, head, n) > best) best = worth(score, head, n);
        uint32_t i = 0;
        while (i < n && ++head[i] > n) head[i++] = 0;
        if (i == n) return best;
    }
}

static void as_good_as_any(void **state)
{
    (void)state;
    void *room = malloc(arcs_room(8));
    assert_non_null(room);
    uint32_t seed = 11;
    for (int t = 0; t < 1500; t++) {
        uint32_t n = 1 + next(&seed) % 6, head[8];
        int32_t score[8 * 8];
        int32_t range = t % 3 == 0 ? 4 : t % 3 == 1 ? 1000 : 2000000000; /* few values make many equal trees */
        for (uint32_t i = 0; i < n * (n + 1); i++) score[i] = (int32_t)(next(&seed) % (uint32_t)range) - range / 2;
        arcs_tree(score, n, n + 1, head, room);
        assert_true(one_tree(head, n));
        assert_int_equal(worth(score, head, n), best_of_all(score, n));
    }
    free(room);
}

/* Everybody's best head is the neighbour, in rings of two, then rings of rings. */
static void rings_in_rings(void **state)
{
    (void)state;
    enum { N = 256 };
    void *room = malloc(arcs_room(N));
    int32_t *score = calloc((size_t)N * (N + 1), sizeof *score);
    uint32_t head[N];
    assert_true(score && room);
    for (uint32_t i = 0; i < N; i++)
        for (uint32_t j = 0; j <= N; j++) {
            int32_t s = 1000;
            for (uint32_t x = i ^ j; x; x >>= 1) s -= 100;
            score[i * (N + 1) + j] = j == N ? -500 : s;
        }
    arcs_tree(score, N, N + 1, head, room);
    assert_true(one_tree(head, N));
    assert_int_equal(worth(score, head, N), 128 * 900 + 64 * 800 + 32 * 700 + 16 * 600 + 8 * 500 + 4 * 400 + 2 * 300 + 1 * 200 - 500);
    free(score);
    free(room);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(as_good_as_any), cmocka_unit_test(rings_in_rings) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
