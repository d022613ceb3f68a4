/*
 * Memory that is not there while the record is written and asked: the n-th allocation is refused, ours and SQLite's. The
 * answer is CHY_ENOMEM, or the work done all the same; nothing leaks, nothing is half-written.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>
#include <stdlib.h>

#include "doc_from_json.h"
#include "query/query.h"
#include "record/record.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static size_t refuse_at, asked; /* refuse_at 0: never */
static sqlite3_mem_methods usual;

static int refused(void) { return ++asked == refuse_at; }
void *__wrap_malloc(size_t size) { return refused() ? NULL : __real_malloc(size); }
void *__wrap_calloc(size_t count, size_t size) { return refused() ? NULL : __real_calloc(count, size); }
void *__wrap_realloc(void *old, size_t size) { return refused() ? NULL : __real_realloc(old, size); }
static void *sqlite_malloc(int size) { return refused() ? NULL : usual.xMalloc(size); }
static void *sqlite_realloc(void *old, int size) { return refused() ? NULL : usual.xRealloc(old, size); }

static const char text[] = "{\"id\": \"a.txt\", \"date\": \"2021-03-05\", \"source\": \"Evening Wire\", \"text\": \"Ana Soares met Pal Ek "
                           "in Oslo on 4 March, she said. Norway wants to join the CRS.\", \"entities\":"
                           " [{\"id\": \"a\", \"type\": \"person\", \"name\": \"Ana Soares\", \"aliases\": [\"Soares\"]}, {\"id\": \"b\", "
                           "\"type\": \"person\", \"name\": \"Pal Ek\"}, {\"id\": \"c\", \"type\": \"place\","
                           " \"name\": \"Oslo\"}, {\"id\": \"n\", \"type\": \"state\", \"name\": \"Norway\", \"codes\": [\"NOR\"]}, "
                           "{\"id\": \"o\", \"type\": \"organization\", \"name\": \"CRS\"}],"
                           " \"mentions\": [{\"start\": 0, \"end\": 10, \"entity\": \"a\", \"form\": \"name\"}], \"statements\": "
                           "[{\"speaker\": \"a\", \"cue\": [[43, 51]], \"content\": [[0, 41]], \"kind\": \"indirect\"}],"
                           " \"implied\": [{\"event\": \"founding of the CRS\", \"value\": \"1990\", \"evidence\": [0, 10]}], \"events\": "
                           "[{\"type\": \"CONSULT\", \"participants\": [\"a\", \"b\"], \"date\": \"2021-03-04\","
                           " \"place\": \"c\", \"status\": \"occurred\", \"trigger\": [11, 14], \"statement\": 0}], \"facts\": "
                           "[{\"subject\": \"n\", \"relation\": \"member_of\", \"object\": \"o\", \"modality\": \"wants\","
                           " \"evidence\": [53, 82]}, {\"subject\": \"b\", \"relation\": \"holds_post\", \"object\": "
                           "\"Secretary-General\", \"of\": \"o\", \"modality\": \"is\", \"evidence\": [15, 21]}]}";

static size_t after(size_t n) { return n + 1 + n / 16; }

static const chy_query questions[] = {
    { CHY_ASK_FACTS, .name = CHY_LIT("CRS") },
    { CHY_ASK_FACTS, .name = CHY_LIT("CRS"), .on = CHY_LIT("2021-04") },
    { CHY_ASK_FACTS, .name = CHY_LIT("CRS"), .known_by = CHY_LIT("2026-11-23") },
    { CHY_ASK_WHO, .name = CHY_LIT("CRS Secretary-General") },
    { CHY_ASK_MET, .name = CHY_LIT("Soares") },
    { CHY_ASK_EVENTS },
    { CHY_ASK_SAID, .name = CHY_LIT("Soares"), .about = CHY_LIT("Soares") },
    { CHY_ASK_DATES, .name = CHY_LIT("founding CRS") },
    { CHY_ASK_WHY, .name = CHY_LIT("E-1") },
    { CHY_ASK_SEARCH, .name = CHY_LIT("join") },
    { CHY_ASK_DOCS },
    { CHY_ASK_STATUS },
};

static chy_status write_once(const chy_doc *doc, struct store **s, chy_err *err)
{
    bool is_new = false;
    chy_status st = store_open(":memory:", STORE_WRITE, s, err);
    if (!st) st = record_add(*s, doc, (chy_str){ 0 }, CHY_LIT("2026-11-22T00:00:00Z"), &is_new, err);
    return st;
}

static void a_document_that_cannot_be_put(void **state)
{
    (void)state;
    chy_doc *doc = doc_from_json(text);
    assert_non_null(doc);
    for (size_t n = 1;; n = after(n)) {
        struct store *s = NULL;
        chy_err err = { 0 };
        refuse_at = n;
        asked = 0;
        chy_status st = write_once(doc, &s, &err);
        refuse_at = 0;
        if (st && (st != CHY_ENOMEM || !err.text[0])) fail_msg("allocation %zu refused: status %d, %s", n, st, err.text);
        if (st && s) { /* nothing half-written: the same document goes in as new */
            bool is_new = false;
            assert_int_equal(record_add(s, doc, (chy_str){ 0 }, CHY_LIT("2026-11-22T00:00:00Z"), &is_new, &err), CHY_OK);
            assert_true(is_new);
        }
        store_close(s);
        if (asked < n) break;
    }
    chy_doc_destroy(doc);
}

static void a_question_that_cannot_be_answered(void **state)
{
    (void)state;
    struct store *s = NULL;
    chy_err err = { 0 };
    chy_doc *doc = doc_from_json(text);
    if (!doc || write_once(doc, &s, &err)) fail_msg("%s", err.text);
    chy_doc_destroy(doc);
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        for (size_t n = 1;; n = after(n)) {
            chy_rows *rows = NULL;
            const chy_str *values;
            err = (chy_err){ 0 };
            refuse_at = n;
            asked = 0;
            chy_status st = query_ask(s, &questions[i], &rows, &err);
            refuse_at = 0;
            if (st && (st != CHY_ENOMEM || !err.text[0]))
                fail_msg("question %zu, allocation %zu refused: status %d, %s", i, n, st, err.text);
            /* refused memory never makes a poorer answer */
            if (!st && query_next(rows, &values) != CHY_ROW) fail_msg("question %zu, allocation %zu refused: not stated", i, n);
            query_destroy(rows);
            if (asked < n) break;
        }
    }
    store_close(s);
}

static int count_sqlite(void **state)
{
    (void)state;
    sqlite3_mem_methods ours;
    sqlite3_shutdown();
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &usual)) return -1;
    ours = usual;
    ours.xMalloc = sqlite_malloc;
    ours.xRealloc = sqlite_realloc;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) || sqlite3_initialize();
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_document_that_cannot_be_put),
                                        cmocka_unit_test(a_question_that_cannot_be_answered) };
    return cmocka_run_group_tests(tests, count_sqlite, NULL);
}
