/* Who is the same as whom across documents, whatever order they come in; and that the journal has the last word. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "record/journal.h"
#include "record/record.h"

static chy_engine *engine;
static char path[64];

static int open_engine(void **state)
{
    (void)state;
    return chy_engine_create(NULL, &engine, NULL) != CHY_OK;
}

static int close_engine(void **state)
{
    (void)state;
    chy_engine_destroy(engine);
    return 0;
}

static struct store *fresh(void)
{
    struct store *s = NULL;
    snprintf(path, sizeof path, "/tmp/chancery-same-XXXXXX");
    int f = mkstemp(path);
    assert_true(f >= 0 && !close(f) && !unlink(path));
    assert_int_equal(store_open(path, STORE_WRITE, &s, NULL), CHY_OK);
    return s;
}

static void put(struct store *s, const char *day, const char *words)
{
    char text[512];
    chy_doc *d = NULL;
    bool is_new = false;
    snprintf(text, sizeof text, "Talk of trade\n%s, Coast Courier\n\n%s spoke to reporters on %s about trade.\n", day, words, day);
    assert_int_equal(chy_read_code(engine, str_of(words), str_of(text), &d, NULL), CHY_OK);
    assert_int_equal(record_add(s, d, (chy_str){ 0 }, CHY_LIT("2026-11-22T00:00:00Z"), &is_new, NULL), CHY_OK);
    chy_doc_destroy(d);
}

static int64_t number_of(const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return n;
}

static int64_t persons(void)
{
    return number_of("SELECT count(DISTINCT same) FROM entities WHERE type = 'person' AND id IN (SELECT entity FROM referents)");
}

static const struct {
    const char *day, *words;
} one_lund[] = { { "March 3, 2021", "Norwegian Foreign Minister Kari Lund" },
                 { "March 4, 2021", "Norwegian Foreign Minister Lund" },
                 { "March 5, 2021", "Kari Lund, Foreign Minister of Norway," },
                 { "March 6, 2021", "Norwegian Foreign Minister Kari Anne Lund" } };

static void names_and_posts(void **state)
{
    (void)state;
    for (unsigned turn = 0; turn < 4; turn++) {
        struct store *s = fresh();
        for (unsigned i = 0; i < 4; i++) put(s, one_lund[(i + turn) % 4].day, one_lund[(i + turn) % 4].words);
        assert_int_equal(persons(), 1);
        put(s, "March 7, 2021", "Danish Foreign Minister Kari Lund"); /* of another state */
        assert_int_equal(persons(), 2);
        put(s, "March 7, 2009", "Norwegian Foreign Minister Lund"); /* years before */
        assert_int_equal(persons(), 3);
        put(s, "March 8, 2021", "Norwegian Foreign Minister Ola Lund"); /* who may be meant as well as Kari Lund */
        assert_int_equal(persons(), 5);
        store_close(s);
        unlink(path);
    }
}

static void correct(struct store *s, const char *action, const char *one, const char *other, const char *made)
{
    chy_err err = { 0 };
    chy_str ids[] = { str_of(one), str_of(other ? other : "") };
    int64_t entry = 0;
    struct correction c = {
        .action = str_of(action), .ids = ids, .id_count = other ? 2 : 1, .because = CHY_LIT("so"), .by = CHY_LIT("me"), .made = str_of(made)
    };
    if (journal_correct(s, &c, &entry, &err)) fail_msg("%s", err.text);
}

static void the_journal_has_the_last_word(void **state)
{
    (void)state;
    char one[24], other[24];
    struct store *s = fresh();
    for (unsigned i = 0; i < 2; i++) put(s, one_lund[i].day, one_lund[i].words);
    assert_int_equal(persons(), 1);
    snprintf(one, sizeof one, "N-%lld", (long long)number_of("SELECT id FROM entities WHERE key = 'kari lund@NOR'"));
    snprintf(other, sizeof other, "N-%lld", (long long)number_of("SELECT id FROM entities WHERE key LIKE 'lund@NOR/%'"));
    correct(s, "split", one, other, "2026-11-23T00:00:00.1Z");
    assert_int_equal(persons(), 2);
    put(s, one_lund[2].day, one_lund[2].words); /* and it stays so */
    assert_int_equal(persons(), 2);
    correct(s, "undo", "J-1", NULL, "2026-11-23T00:00:00.2Z");
    assert_int_equal(persons(), 1);
    put(s, "March 7, 2021", "Danish Foreign Minister Kari Lund");
    assert_int_equal(persons(), 2);
    snprintf(other, sizeof other, "N-%lld", (long long)number_of("SELECT id FROM entities WHERE key = 'kari lund@DNK'"));
    correct(s, "merge", one, other, "2026-11-23T00:00:00.3Z");
    assert_int_equal(persons(), 1);
    store_close(s);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(names_and_posts), cmocka_unit_test(the_journal_has_the_last_word) };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
