/* What the record held at an earlier moment, and what reading a document again leaves behind. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "doc_from_json.h"
#include "query/query.h"
#include "record/record.h"

#define PEOPLE                                                                                                                             \
    "\"entities\": [{\"id\": \"a\", \"type\": \"person\", \"name\": \"Sergei Ivanov\"}, {\"id\": \"b\", \"type\": \"person\", \"name\": "  \
    "\"Ana Soares\"}, {\"id\": \"n\", \"type\": \"state\", \"name\": \"Norway\", \"codes\": [\"NOR\"]}, {\"id\": \"o\", \"type\": "        \
    "\"organization\", \"name\": \"CRS\"}]"
#define MEETING(day)                                                                                                                       \
    "{\"type\": \"CONSULT\", \"participants\": [\"a\", \"b\"], \"date\": \"" day "\", \"status\": \"occurred\", \"trigger\": [14, 17]}"
#define FACT(modality)                                                                                                                     \
    "{\"subject\": \"n\", \"relation\": \"member_of\", \"object\": \"o\", \"modality\": \"" modality "\", \"evidence\": [0, 6]}"

/* The first reading takes a wish for a membership, and knows nothing of the day. */
static const char first[] =
    "{\"id\": \"one\", \"date\": \"2021-03-05\", \"text\": \"Sergei Ivanov met Ana Soares. Norway would like to be a "
    "member.\", " PEOPLE ", \"events\": [" MEETING("") "], \"facts\": [" FACT("is") "]}";
static const char again[] =
    "{\"id\": \"one\", \"date\": \"2021-03-05\", \"text\": \"Sergei Ivanov met Ana Soares. Norway would like to be a "
    "member.\", " PEOPLE ", \"events\": [" MEETING("2021-03-04") "], \"facts\": [" FACT("wants") "]}";
static const char second[] = "{\"id\": \"two\", \"date\": \"2021-03-06\", \"text\": \"Sergei Ivanov met Ana Soares on Thursday.\", " PEOPLE
                             ", \"events\": [" MEETING("2021-03-04") "]}";

static const char vague[] = "{\"id\": \"four\", \"date\": \"2021-03-06\", \"text\": \"Sergei Ivanov met Ana Soares in March.\", " PEOPLE
                            ", \"events\": [" MEETING("2021-03") "]}";
static const char other[] =
    "{\"id\": \"three\", \"date\": \"2021-03-06\", \"text\": \"Sergei Ivanov met Ana Soares on Wednesday.\", " PEOPLE
    ", \"events\": [" MEETING("2021-03-03") "]}";
static const char silent[] =
    "{\"id\": \"three\", \"date\": \"2021-03-06\", \"text\": \"Sergei Ivanov met Ana Soares on Wednesday.\", " PEOPLE "}";

static char path[64];

static int fresh(void **state)
{
    (void)state;
    strcpy(path, "/tmp/chancery-clocks-XXXXXX");
    int f = mkstemp(path);
    return f < 0 ? -1 : close(f);
}

static int drop(void **state)
{
    (void)state;
    return unlink(path);
}

static void put(struct store *s, const char *json, const char *recorded)
{
    bool is_new = false;
    char hash[RECORD_HASH_SIZE + 1];
    chy_err err = { 0 };
    chy_doc *d = doc_from_json(json);
    assert_non_null(d);
    if (record_add(s, d, (chy_str){ 0 }, str_of(recorded), &is_new, &err)) fail_msg("%s", err.text);
    record_hash(d->text, hash);
    if (!is_new && record_recode(s, str_of(hash), d, NULL, str_of(recorded), &err)) fail_msg("%s", err.text);
    chy_doc_destroy(d);
}

/* All rows of an answer as one text, on the heap. */
static char *answer(struct store *s, chy_query q, const char *known_by)
{
    chy_rows *rows = NULL;
    const chy_str *values;
    const chy_column *columns;
    chy_err err = { 0 };
    buf out;
    buf_init(&out, NULL, NULL);
    q.known_by = str_of(known_by);
    if (query_ask(s, &q, &rows, &err)) fail_msg("%s", err.text);
    size_t count = query_columns(rows, &columns);
    while (query_next(rows, &values) == CHY_ROW) {
        for (size_t i = 0; i < count; i++) {
            buf_str(&out, values[i]);
            buf_char(&out, '|');
        }
        buf_char(&out, '\n');
    }
    buf_char(&out, 0);
    query_destroy(rows);
    return out.ptr;
}

static const chy_query facts = { CHY_ASK_FACTS, .name = CHY_LIT("CRS") }, met = { CHY_ASK_MET, .name = CHY_LIT("Soares") },
                       docs = { CHY_ASK_DOCS }, search = { CHY_ASK_SEARCH, .name = CHY_LIT("Soares") }, counts = { CHY_ASK_STATUS };

static bool says(struct store *s, chy_query q, const char *known_by, const char *words)
{
    char *text = answer(s, q, known_by);
    bool in = strstr(text, words) != NULL;
    free(text);
    return in;
}

static void each_moment_answers_for_itself(void **state)
{
    (void)state;
    struct store *s = NULL;
    assert_int_equal(store_open(path, STORE_WRITE, &s, NULL), CHY_OK);
    put(s, first, "2026-01-10T10:00:00Z");
    put(s, second, "2026-02-10T10:00:00Z");
    put(s, again, "2026-03-10T10:00:00Z");

    assert_false(says(s, docs, "2025", "one"));
    assert_true(says(s, docs, "2026-01", "one"));
    assert_false(says(s, docs, "2026-01", "two"));
    assert_true(says(s, docs, "2026-02-10T10:00:00Z", "two"));
    assert_false(says(s, docs, "2026-02-10T09:59:59Z", "two"));

    assert_true(says(s, facts, "2026-02", "member|"));
    assert_false(says(s, facts, "2026-02", "wanted"));
    assert_true(says(s, facts, "", "wanted"));
    assert_true(says(s, facts, "2026-03-10", "wanted"));
    assert_false(says(s, facts, "2025-12", "member"));

    /* in February the undated report was an event of its own or the other's; since March both name the day and are one */
    assert_true(says(s, met, "", "2021-03-04"));
    assert_false(says(s, met, "2026-01", "2021-03-04"));
    assert_true(says(s, met, "2026-02", "2021-03-04"));

    char *words = answer(s, search, "");
    size_t rows = 0;
    for (const char *p = words; *p; p++) rows += *p == '\n';
    assert_int_equal(rows, 2); /* what an earlier coding read is not found again */
    free(words);
    store_close(s);
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

/* How many rows of one thing stand at one moment beside another of it. */
static int64_t overlaps(const char *table, const char *key)
{
    char sql[300];
    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM %s a JOIN %s b USING (%s) WHERE (a.since < b.since OR (a.since = b.since AND a.until IS NOT b.until)) "
             "AND (a.until IS NULL OR a.until > b.since)",
             table, table, key);
    return number_of(sql);
}

/* Of several writers, one whose documents were read a second earlier may be the later one to put them in. */
static void an_earlier_second_may_come_later(void **state)
{
    (void)state;
    struct store *s = NULL;
    assert_int_equal(store_open(path, STORE_WRITE, &s, NULL), CHY_OK);
    put(s, second, "2026-01-10T10:00:01Z");
    put(s, vague, "2026-01-10T10:00:05Z");  /* of some day in March: the meeting of the fourth */
    put(s, other, "2026-01-10T10:00:06Z");  /* or that of the third: one of its own */
    put(s, silent, "2026-01-10T10:00:05Z"); /* there was no other meeting */
    put(s, other, "2026-01-10T10:00:04Z");
    put(s, silent, "2026-01-10T10:00:07Z");
    store_close(s);
    assert_int_equal(overlaps("tellings", "report"), 0);
    assert_int_equal(overlaps("resolved_events", "number"), 0);
}

/* What a record answers for an earlier moment is what it answered at that moment. */
static void looking_back_is_what_it_was(void **state)
{
    (void)state;
    static const struct {
        const char *json, *at;
    } steps[] = { { first, "2026-01-10T10:00:00Z" },
                  { second, "2026-02-10T10:00:00Z" },
                  { again, "2026-03-10T10:00:00Z" },
                  { first, "2026-04-10T10:00:00Z" } };
    const chy_query asked[] = { facts, met, docs, search, counts };
    enum { STEPS = sizeof steps / sizeof *steps, ASKED = sizeof asked / sizeof *asked };
    char *then[STEPS][ASKED];
    struct store *s = NULL;
    assert_int_equal(store_open(path, STORE_WRITE, &s, NULL), CHY_OK);
    for (size_t i = 0; i < STEPS; i++) {
        put(s, steps[i].json, steps[i].at);
        for (size_t k = 0; k < ASKED; k++) then[i][k] = answer(s, asked[k], "");
    }
    store_close(s);
    assert_int_equal(store_open(path, STORE_READ, &s, NULL), CHY_OK);
    for (size_t i = 0; i < STEPS; i++)
        for (size_t k = 0; k < ASKED; k++) {
            char *now = answer(s, asked[k], steps[i].at);
            assert_string_equal(now, then[i][k]);
            free(now);
            free(then[i][k]);
        }
    store_close(s);
}

static void nothing_is_lost_and_nothing_doubled(void **state)
{
    (void)state;
    struct store *s = NULL;
    assert_int_equal(store_open(path, STORE_WRITE, &s, NULL), CHY_OK);
    put(s, first, "2026-01-10T10:00:00Z");
    put(s, second, "2026-02-10T10:00:00Z");
    put(s, again, "2026-03-10T10:00:00Z");
    assert_int_equal(record_resolve_all(s, CHY_LIT("2026-03-11T00:00:00Z"), NULL), CHY_OK);
    store_close(s);
    assert_int_equal(number_of("SELECT count(*) FROM documents"), 2);
    assert_int_equal(number_of("SELECT count(*) FROM codings"), 3);
    assert_int_equal(number_of("SELECT count(*) FROM texts"), 2);
    assert_int_equal(number_of("SELECT count(*) FROM coded_facts"), 2);
    assert_int_equal(number_of("SELECT count(*) FROM facts"), 1);
    assert_int_equal(number_of("SELECT count(*) FROM codings WHERE closed = '2026-03-10T10:00:00Z'"), 1);
    assert_int_equal(number_of("SELECT documents FROM aliases WHERE alias = 'Ana Soares'"), 2);
    assert_int_equal(number_of("SELECT count(*) FROM told"), 2);
    assert_int_equal(number_of("SELECT reports FROM events"), 2);
    assert_int_equal(number_of("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    /* resolving again changed nothing */
    assert_int_equal(
        number_of("SELECT count(*) FROM resolved_events WHERE since = '2026-03-11T00:00:00Z' OR until = '2026-03-11T00:00:00Z'"), 0);
}

static void the_past_is_not_written(void **state)
{
    (void)state;
    struct store *s = NULL;
    chy_err err = { 0 };
    assert_int_equal(store_open(path, STORE_WRITE, &s, NULL), CHY_OK);
    assert_int_equal(store_look_back(s, CHY_LIT("2026-01-01T00:00:00Z"), &err), CHY_OK);
    assert_int_equal(store_begin(s, &err), CHY_EUSAGE);
    assert_int_equal(store_look_back(s, CHY_LIT(""), &err), CHY_OK);
    put(s, first, "2026-01-10T10:00:00Z");
    store_close(s);
}

static void moments_that_are_none(void **state)
{
    (void)state;
    static const char *const bad[] = { "yesterday",     "2026-13",           "2026-05-10T", "2026-05-10T25:00",
                                       "2026-05T10:00", "2026-05-10T10:00'", "XXXX-05-10" };
    struct store *s = NULL;
    assert_int_equal(store_open(path, STORE_WRITE, &s, NULL), CHY_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        chy_rows *rows = NULL;
        chy_err err = { 0 };
        assert_int_equal(query_ask(s, &(chy_query){ CHY_ASK_DOCS, .known_by = str_of(bad[i]) }, &rows, &err), CHY_EUSAGE);
        assert_non_null(strstr(err.text, "no moment"));
    }
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_moment_answers_for_itself, fresh, drop),
        cmocka_unit_test_setup_teardown(an_earlier_second_may_come_later, fresh, drop),
        cmocka_unit_test_setup_teardown(looking_back_is_what_it_was, fresh, drop),
        cmocka_unit_test_setup_teardown(nothing_is_lost_and_nothing_doubled, fresh, drop),
        cmocka_unit_test_setup_teardown(the_past_is_not_written, fresh, drop),
        cmocka_unit_test_setup_teardown(moments_that_are_none, fresh, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
