/* Many documents, one record: the same whatever comes first, and no document twice. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "doc_from_json.h"
#include "record/record.h"

/* Own sentences; offsets are of the trigger words. */
static const char *const documents[] = {
    /* a day and no place */
    "{\"id\": \"one\", \"date\": \"2021-03-05\", \"text\": \"Sergei Ivanov met Ana Soares on 4 March.\", \"entities\": [{\"id\": \"a\", "
    "\"type\": \"person\", \"name\": \"Sergei Ivanov\"},"
    " {\"id\": \"b\", \"type\": \"person\", \"name\": \"Ana Soares\"}], \"events\": [{\"type\": \"CONSULT\", \"participants\": [\"a\", "
    "\"b\"], \"date\": \"2021-03-04\", \"place\": null,"
    " \"status\": \"occurred\", \"trigger\": [14, 17]}]}",
    /* the other way round, a place, a month; and once more without either */
    "{\"id\": \"two\", \"date\": \"2021-03-20\", \"text\": \"Ana Soares received Sergey Ivanov in Lisbon this month. They met.\", "
    "\"entities\": [{\"id\": \"b\", \"type\": \"person\","
    " \"name\": \"Ana Soares\"}, {\"id\": \"a\", \"type\": \"person\", \"name\": \"Sergey Ivanov\"}, {\"id\": \"c\", \"type\": \"place\", "
    "\"name\": \"Lisbon\"}], \"events\": [{\"type\": \"CONSULT\","
    " \"mode\": \"visit\", \"participants\": [\"b\", \"a\"], \"date\": \"2021-03\", \"place\": \"c\", \"status\": \"occurred\", "
    "\"trigger\": [11, 19]}, {\"type\": \"CONSULT\","
    " \"participants\": [\"a\", \"b\"], \"place\": null, \"status\": \"occurred\", \"trigger\": [61, 64]}]}",
    /* another meeting, and a plan that came to nothing */
    "{\"id\": \"three\", \"date\": \"2021-06-01\", \"text\": \"Sergey Ivanov and Ana Soares met in Porto on 30 May. They were to meet on 9 "
    "June.\", \"entities\": [{\"id\": \"a\","
    " \"type\": \"person\", \"name\": \"Sergey Ivanov\"}, {\"id\": \"b\", \"type\": \"person\", \"name\": \"Ana Soares\"}, {\"id\": \"c\", "
    "\"type\": \"place\", \"name\": \"Porto\"}], \"events\":"
    " [{\"type\": \"CONSULT\", \"participants\": [\"a\", \"b\"], \"date\": \"2021-05-30\", \"place\": \"c\", \"status\": \"occurred\", "
    "\"trigger\": [29, 32]}, {\"type\": \"CONSULT\","
    " \"participants\": [\"a\", \"b\"], \"date\": \"2021-06-09\", \"place\": null, \"status\": \"planned\", \"trigger\": [66, 70]}]}",
    /* the plan was called off; a call on the day of the first meeting is no meeting */
    "{\"id\": \"four\", \"date\": \"2021-06-08\", \"text\": \"Ivanov will not meet Soares on 9 June. They spoke by telephone on 4 "
    "March.\", \"entities\": [{\"id\": \"a\", \"type\": \"person\","
    " \"name\": \"Sergei Ivanov\"}, {\"id\": \"b\", \"type\": \"person\", \"name\": \"Ana Soares\"}], \"events\": [{\"type\": \"CONSULT\", "
    "\"participants\": [\"a\", \"b\"],"
    " \"date\": \"2021-06-09\", \"status\": \"cancelled\", \"trigger\": [16, 20]}, {\"type\": \"CONSULT\", \"mode\": \"phone\", "
    "\"participants\": [\"a\", \"b\"],"
    " \"date\": \"2021-03-04\", \"status\": \"occurred\", \"trigger\": [44, 49]}]}",
};
enum { DOCUMENTS = sizeof documents / sizeof *documents };

static char path[64];

static int fresh(void **state)
{
    (void)state;
    strcpy(path, "/tmp/chancery-record-XXXXXX");
    int f = mkstemp(path);
    return f < 0 ? -1 : close(f);
}

static int drop(void **state)
{
    (void)state;
    return unlink(path);
}

static bool add(struct store *s, const char *text)
{
    bool is_new = false;
    chy_err err = { 0 };
    chy_doc *d = doc_from_json(text);
    assert_non_null(d);
    if (record_add(s, d, (chy_str){ 0 }, CHY_LIT("2026-11-22T00:00:00Z"), &is_new, &err)) fail_msg("%s", err.text);
    chy_doc_destroy(d);
    return is_new;
}

/* Everything resolved, without the numbers that depend on who came first. */
static const char dump_sql[] =
    "SELECT group_concat(line, char(10)) FROM (SELECT e.type || ' ' || coalesce(e.mode, '') || ' ' || coalesce(e.date, '') || ' ' || "
    "coalesce(p.name, '') || ' ' || e.status || ' ' || "
    "e.reports || ' ' || (SELECT group_concat(k, ' ') FROM (SELECT DISTINCT n.key AS k FROM told x JOIN participants y ON y.report = "
    "x.report JOIN referents r ON r.id = y.referent JOIN entities n ON n.id = r.entity WHERE x.event = e.id ORDER BY n.key)) || ' ' || "
    "(SELECT group_concat(k, ' ') FROM (SELECT d.hash || '.' || t.position AS k FROM told x JOIN reports t ON t.id = x.report JOIN docs d ON "
    "d.coding = t.coding WHERE x.event = e.id ORDER BY k)) AS line "
    "FROM events e LEFT JOIN entities p ON p.id = e.place UNION SELECT type || ':' || key || '=' || name FROM entities ORDER BY line)";

static char *ask_sql(const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    char *text = strdup((const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return text;
}

static char *record_in_order(const int *order)
{
    struct store *s = NULL;
    unlink(path);
    assert_int_equal(store_open(path, STORE_WRITE, &s, NULL), CHY_OK);
    for (int i = 0; i < DOCUMENTS; i++) assert_true(add(s, documents[order[i]]));
    store_close(s);
    return ask_sql(dump_sql);
}

static void order_of_arrival_does_not_matter(void **state)
{
    (void)state;
    static const int orders[][DOCUMENTS] = { { 0, 1, 2, 3 }, { 3, 2, 1, 0 }, { 1, 3, 0, 2 }, { 2, 0, 3, 1 } };
    char *first = record_in_order(orders[0]);
    for (size_t i = 1; i < sizeof orders / sizeof *orders; i++) {
        char *other = record_in_order(orders[i]);
        assert_string_equal(first, other);
        free(other);
    }
    free(first);
}

static void reports_of_one_event_are_one(void **state)
{
    (void)state;
    static const int order[DOCUMENTS] = { 0, 1, 2, 3 };
    free(record_in_order(order));
    char *events = ask_sql("SELECT group_concat(coalesce(mode, '') || '/' || date || '/' || status || '/' || reports, ' ') FROM (SELECT * "
                           "FROM events ORDER BY date, mode)");
    assert_string_equal(events, "phone/2021-03-04/occurred/1 visit/2021-03-04/occurred/3 /2021-05-30/occurred/1 /2021-06-09/cancelled/2");
    free(events);
    char *place = ask_sql("SELECT p.name FROM events e JOIN entities p ON p.id = e.place WHERE e.mode = 'visit'");
    assert_string_equal(place, "Lisbon");
    free(place);
}

static void again_changes_nothing(void **state)
{
    (void)state;
    static const int order[DOCUMENTS] = { 0, 1, 2, 3 };
    struct store *s = NULL;
    char *before = record_in_order(order);
    assert_int_equal(store_open(path, STORE_WRITE, &s, NULL), CHY_OK);
    for (int i = 0; i < DOCUMENTS; i++) assert_false(add(s, documents[i]));
    assert_int_equal(record_resolve_all(s, CHY_LIT("2026-11-23T00:00:00Z"), NULL), CHY_OK);
    store_close(s);
    char *after = ask_sql(dump_sql);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void hash_is_sha256(void **state)
{
    (void)state;
    char hash[RECORD_HASH_SIZE + 1];
    record_hash(CHY_LIT("abc"), hash);
    assert_string_equal(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(order_of_arrival_does_not_matter, fresh, drop),
        cmocka_unit_test_setup_teardown(reports_of_one_event_are_one, fresh, drop),
        cmocka_unit_test_setup_teardown(again_changes_nothing, fresh, drop),
        cmocka_unit_test(hash_is_sha256),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
