/* Rows that are put many at a time: the statement over arrays, and the arrays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/str.h"
#include "store/gather.h"

static void statements(void **state)
{
    struct sheet s;
    (void)state;
    assert_true(sheet_init(&s, CHY_LIT("INSERT INTO t (a, b) VALUES ($1, f('(', $2)) ON CONFLICT DO NOTHING"), "nt"));
    assert_string_equal(s.sql,
                        "INSERT INTO t (a, b) SELECT g.c1, f('(', g.c2) FROM unnest($1::bigint[], $2::text[]) AS g(c1, c2) ORDER BY g.c1 "
                        "ON CONFLICT DO NOTHING");
    sheet_done(&s);
    assert_false(sheet_init(&s, CHY_LIT("UPDATE t SET a = $1"), "n"));
    sheet_done(&s);
    assert_false(sheet_init(&s, CHY_LIT("INSERT INTO t (a) VALUES ($1"), "n"));
    sheet_done(&s);
}

static void arrays(void **state)
{
    static const unsigned char texts[] = { 0, 0, 0, 1, 0, 0, 0,   1,    0,    0,    0,    25, 0, 0, 0, 3,   0,  0,
                                           0, 1, 0, 0, 0, 1, 'x', 0xFF, 0xFF, 0xFF, 0xFF, 0,  0, 0, 2, 'z', 'z' };
    struct sheet s;
    buf columns[SHEET_COLUMNS];
    bool left_out[] = { false, true, false };
    const char *words[] = { "x", NULL, "yy", "zz" };
    const uint32_t groups[] = { 0, 0, 1, 2 };
    (void)state;
    assert_true(sheet_init(&s, CHY_LIT("INSERT INTO t (a) VALUES ($1)"), "t"));
    assert_true(sheet_is_empty(&s));
    for (int i = 0; i < 4; i++) {
        sheet_group(&s, groups[i]);
        sheet_value(&s, words[i], words[i] ? strlen(words[i]) : 0);
    }
    buf_init(&columns[0], NULL, NULL);
    struct sheet_place at = { 0 };
    assert_true(sheet_fill(&s, left_out, &at, columns));
    assert_int_equal(columns[0].len, sizeof texts);
    assert_memory_equal(columns[0].ptr, texts, sizeof texts);
    assert_false(sheet_fill(&s, left_out, &at, columns));
    assert_false(s.failed);
    sheet_clear(&s);
    assert_true(sheet_is_empty(&s));
    free(columns[0].ptr);
    sheet_done(&s);
}

/* More than go into one statement: every row once, in order. */
static void many(void **state)
{
    struct sheet s;
    buf columns[SHEET_COLUMNS];
    struct sheet_place at = { 0 };
    uint32_t next = 0, fills = 0;
    (void)state;
    assert_true(sheet_init(&s, CHY_LIT("INSERT INTO t (a) VALUES ($1)"), "n"));
    for (uint32_t i = 0; i < 10000; i++) {
        char number[8] = { 0 };
        for (int k = 0; k < 4; k++) number[4 + k] = (char)(unsigned char)(i >> (24 - 8 * k));
        sheet_group(&s, i / 7);
        sheet_value(&s, number, 8);
    }
    buf_init(&columns[0], NULL, NULL);
    for (; sheet_fill(&s, NULL, &at, columns); fills++)
        for (size_t b = 20; b < columns[0].len; b += 12, next++) {
            const unsigned char *p = (const unsigned char *)columns[0].ptr + b + 8;
            assert_int_equal((uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3], next);
        }
    assert_int_equal(next, 10000);
    assert_true(fills > 1);
    free(columns[0].ptr);
    sheet_done(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(statements), cmocka_unit_test(arrays), cmocka_unit_test(many) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
