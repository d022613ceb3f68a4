/* A record of an earlier version is brought forward: nothing is lost, and what can be asked is answered. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "query/query.h"
#include "record/record.h"

static char path[64];

/* The file as the program of version 1 left it. */
static int fresh(void **state)
{
    (void)state;
    sqlite3 *db = NULL;
    char *sql = NULL;
    size_t size = 0;
    chy_err err = { 0 };
    strcpy(path, "/tmp/chancery-migrate-XXXXXX");
    int f = mkstemp(path);
    if (f < 0 || close(f)) return -1;
    if (file_read(SOURCE_DIR "/tests/data/record-1.sql", (size_t)1 << 24, &sql, &size, &err)) return -1;
    char *text = strndup(sql, size);
    int bad = !text || sqlite3_open(path, &db) || sqlite3_exec(db, text, NULL, NULL, NULL);
    sqlite3_close(db);
    free(text);
    free(sql);
    return bad;
}

static int drop(void **state)
{
    (void)state;
    return unlink(path);
}

static int64_t number_of(const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) fail_msg("%s", sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return n;
}

static uint32_t answers(struct store *s, const chy_query *q)
{
    chy_rows *rows = NULL;
    const chy_str *values;
    uint32_t n = 0;
    chy_err err = { 0 };
    if (query_ask(s, q, &rows, &err)) fail_msg("%s", err.text);
    while (query_next(rows, &values) == CHY_ROW) n++;
    query_destroy(rows);
    return n;
}

static const char *const tables[][2] = {
    { "documents", "documents" }, { "segments", "segments" },     { "sentences", "sentences" },       { "entities", "entities" },
    { "aliases", "aliases" },     { "referents", "referents" },   { "mentions", "mentions" },         { "implied", "implied" },
    { "times", "times" },         { "statements", "statements" }, { "speakers", "speakers" },         { "topics", "topics" },
    { "chains", "chains" },       { "events", "events" },         { "reports", "reports" },           { "participants", "participants" },
    { "actors", "actors" },       { "facts", "facts" },           { "fact_sources", "fact_sources" }, { "evidence", "evidence" },
};

static void everything_comes_along(void **state)
{
    (void)state;
    enum { TABLES = sizeof tables / sizeof *tables };
    int64_t before[TABLES];
    char sql[200];
    struct store *s = NULL;
    chy_err err = { 0 };
    for (size_t i = 0; i < TABLES; i++) {
        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", tables[i][0]);
        before[i] = number_of(sql);
    }
    if (store_open(path, STORE_WRITE, &s, &err)) fail_msg("%s", err.text);
    assert_int_equal(record_resolve_all(s, CHY_LIT("2026-12-01T00:00:00Z"), &err), CHY_OK);
    store_close(s);
    for (size_t i = 0; i < TABLES; i++) {
        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", tables[i][1]);
        if (number_of(sql) != before[i])
            fail_msg("%s: %lld rows before, %lld now", tables[i][1], (long long)before[i], (long long)number_of(sql));
    }
    assert_int_equal(number_of("SELECT count(*) FROM codings"), before[0]);
    assert_int_equal(number_of("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'old!_%' ESCAPE '!'"), 0);
    assert_int_equal(number_of("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_int_equal(number_of("SELECT count(*) FROM resolved_events WHERE until IS NOT NULL"), 0);
    /* an alias is used by as many documents as before */
    assert_int_equal(number_of("SELECT count(*) FROM aliases a WHERE documents <> (SELECT count(*) FROM referents r JOIN referent_names n "
                               "ON n.referent = r.id WHERE r.entity = a.entity AND n.kind = a.kind AND n.alias = a.alias)"),
                     0);
}

static void what_could_be_asked_can_be_asked(void **state)
{
    (void)state;
    struct store *s = NULL;
    chy_err err = { 0 };
    if (store_open(path, STORE_READ, &s, &err)) fail_msg("%s", err.text);
    assert_true(answers(s, &(chy_query){ CHY_ASK_FACTS, .name = CHY_LIT("NATO") }) > 0);
    assert_true(answers(s, &(chy_query){ CHY_ASK_EVENTS }) > 0);
    assert_true(answers(s, &(chy_query){ CHY_ASK_SEARCH, .name = CHY_LIT("Finland") }) > 0);
    assert_int_equal(answers(s, &(chy_query){ CHY_ASK_DOCS }), 3);
    assert_int_equal(answers(s, &(chy_query){ CHY_ASK_DOCS, .known_by = CHY_LIT("2020") }), 0);
    assert_int_equal(answers(s, &(chy_query){ CHY_ASK_DOCS, .known_by = CHY_LIT("2030") }), 3);
    store_close(s);
}

static void change(const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

#define PARTLY "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND (sql LIKE '% IS NOT NULL' OR sql LIKE '%(block, first_day)')"

/* Version 2 lacked two tables and some columns, and had other indexes. */
static void a_record_of_version_2_too(void **state)
{
    (void)state;
    struct store *s = NULL;
    chy_err err = { 0 };
    if (store_open(path, STORE_WRITE, &s, &err)) fail_msg("%s", err.text);
    store_close(s);
    int64_t bands = number_of("SELECT count(*) FROM bands"), dated = number_of("SELECT count(published) FROM coded_reports");
    int64_t indexes = number_of(PARTLY);
    assert_true(bands > 0 && dated > 0 && indexes > 0);
    change("DROP INDEX coded_statements_past; DROP INDEX coded_reports_past; DROP INDEX coded_facts_past; DROP INDEX resolved_events_past;"
           "DROP INDEX resolved_events_block; DROP INDEX referents_of; DROP INDEX coded_facts_object; DROP INDEX coded_facts_of;"
           "CREATE INDEX resolved_events_block ON resolved_events (block); CREATE INDEX referents_of ON referents (\"of\");"
           "CREATE INDEX coded_facts_object ON coded_facts (object); CREATE INDEX coded_facts_of ON coded_facts (\"of\");"
           "DROP TABLE bands; DROP INDEX coded_reports_block; DROP INDEX coded_reports_tied; ALTER TABLE coded_reports DROP COLUMN published;"
           "DROP INDEX metadata_published; DROP INDEX metadata_address; CREATE INDEX coded_reports_block ON coded_reports (block);"
           "DROP VIEW docs; DROP TABLE origins; DROP TABLE found; DROP TABLE held; ALTER TABLE metadata DROP COLUMN updated; ALTER TABLE metadata DROP COLUMN address;"
           "ALTER TABLE segments DROP COLUMN lang; DROP INDEX coded_reports_states; ALTER TABLE coded_reports DROP COLUMN states; DROP TABLE namings; DROP INDEX entities_alike; ALTER TABLE entities DROP COLUMN alike; PRAGMA user_version = 2;");
    if (store_open(path, STORE_READ, &s, &err)) fail_msg("%s", err.text);
    assert_int_equal(answers(s, &(chy_query){ CHY_ASK_DOCS }), 3);
    store_close(s);
    assert_int_equal(number_of("SELECT count(*) FROM origins"), 0);
    assert_int_equal(number_of("SELECT count(*) FROM segments WHERE lang IS NOT NULL"), 0);
    assert_int_equal(number_of("SELECT count(*) FROM entities WHERE alike <> id"), 0);
    assert_int_equal(number_of("PRAGMA user_version"), STORE_VERSION);
    assert_int_equal(number_of(PARTLY), indexes);
    assert_int_equal(number_of("SELECT count(*) FROM bands"), bands);
    assert_int_equal(number_of("SELECT count(published) FROM coded_reports"), dated);
}

static void one_that_may_not_be_written_says_so(void **state)
{
    (void)state;
    struct store *s = NULL;
    chy_err err = { 0 };
    chmod(path, 0444);
    assert_int_equal(store_open(path, STORE_READ, &s, &err), CHY_ESTORE);
    assert_non_null(strstr(err.text, "older form"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(everything_comes_along, fresh, drop),
        cmocka_unit_test_setup_teardown(what_could_be_asked_can_be_asked, fresh, drop),
        cmocka_unit_test_setup_teardown(a_record_of_version_2_too, fresh, drop),
        cmocka_unit_test_setup_teardown(one_that_may_not_be_written_says_so, fresh, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
