/* Questions that put rows together: visits, a person's page, a timeline, a calendar, agreements, facets, SQL that may only read. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "chancery/chancery.h"

static const struct {
    const char *id, *text, *date;
} documents[] = {
    { "visit.txt", "Norwegian Foreign Minister Anna Berg visited Chile on 3 March 2021.", "2021-03-04" },
    { "again.txt", "On 3 March 2021 Norwegian Foreign Minister Anna Berg visited Chile.", "2021-03-05" },
    { "plan.txt", "Anna Berg will visit Chile on 9 May 2023.", "2023-05-01" },
    { "talks.txt", "Norwegian Foreign Minister Anna Berg met Juris Kalns in Riga on 4 June 2022. \"We agree,\" Berg said.", "2022-06-05" },
    { "pact.txt", "Norway and Latvia signed a treaty on fishing in Riga on 5 June 2022.", "2022-06-06" },
};

static struct {
    char path[64];
    chy_store *store;
    chy_engine *engine;
    char text[1 << 15];
} t;

static int set_up(void **state)
{
    chy_err err = { 0 };
    (void)state;
    strcpy(t.path, "/tmp/chancery-questions-XXXXXX");
    int f = mkstemp(t.path);
    if (f < 0 || close(f)) return -1;
    if (chy_engine_create(NULL, &t.engine, &err) || chy_store_open(t.path, CHY_STORE_WRITE, &t.store, &err)) fail_msg("%s", err.text);
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        chy_doc *doc = NULL;
        chy_input in = { .id = { documents[i].id, strlen(documents[i].id) },
                         .text = { documents[i].text, strlen(documents[i].text) },
                         .date = { documents[i].date, strlen(documents[i].date) },
                         .source = CHY_LIT("The Example") };
        if (chy_code(t.engine, &in, &doc, &err) || chy_store_add(t.store, doc, in.text, NULL, &err)) fail_msg("%s", err.text);
        chy_doc_destroy(doc);
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    chy_store_close(t.store);
    chy_engine_destroy(t.engine);
    return unlink(t.path);
}

/* Every row: its values parted by '|', those that are empty left out; the note last. */
static const char *ask(const chy_query *q)
{
    chy_rows *rows = NULL;
    const chy_column *columns;
    const chy_str *values;
    chy_err err = { 0 };
    size_t n = 0;
    if (chy_ask(t.store, q, &rows, &err)) {
        snprintf(t.text, sizeof t.text, "error: %s", err.text);
        return t.text;
    }
    size_t count = chy_rows_columns(rows, &columns);
    t.text[0] = 0;
    while (chy_rows_next(rows, &values, &err) == CHY_ROW) {
        for (size_t i = 0; i < count && n + values[i].len + 2 < sizeof t.text; i++)
            if (values[i].len) n += (size_t)snprintf(t.text + n, sizeof t.text - n, "%.*s|", (int)values[i].len, values[i].ptr);
        n += (size_t)snprintf(t.text + n, sizeof t.text - n, "\n");
    }
    chy_str note = chy_rows_note(rows);
    snprintf(t.text + n, sizeof t.text - n, "%.*s", (int)note.len, note.ptr);
    chy_rows_destroy(rows);
    return t.text;
}
#define ASK(question_, ...) ask(&(chy_query){ .question = CHY_ASK_##question_, __VA_ARGS__ })

static void has(const char *text, const char *words)
{
    if (!strstr(text, words)) fail_msg("\"%s\" does not say \"%s\"", text, words);
}

static void has_not(const char *text, const char *words)
{
    if (strstr(text, words)) fail_msg("\"%s\" says \"%s\"", text, words);
}

static void visits_are_counted_by_rule(void **state)
{
    (void)state;
    const char *text = ASK(VISITS, .name = CHY_LIT("Anna Berg"), .other = CHY_LIT("Chile"));
    has(text, "1 visit counted by event: 1 event, 2 reports, 1 day");
    has_not(text, "2023-05-09");
    has(ASK(VISITS, .name = CHY_LIT("Anna Berg"), .count_rule = CHY_LIT("report")), "2 visits counted by report");
    has(ASK(VISITS, .other = CHY_LIT("Chile"), .count_rule = CHY_LIT("day")), "1 visit counted by day");
    has(ASK(VISITS, .name = CHY_LIT("Norway"), .other = CHY_LIT("Chile")), "1 visit counted by event");
    has(ASK(VISITS, .name = CHY_LIT("Anna Berg"), .status = CHY_LIT("planned")), "2023-05-09");
    has_not(ASK(VISITS, .name = CHY_LIT("Chile")), "counted"); /* who is visited is no visitor */
    has(ASK(VISITS, .name = CHY_LIT("Chile"), .count_rule = CHY_LIT("week")), "error: visits are counted by event, report or day");
    has_not(ASK(VISITS, .name = CHY_LIT("Anna Berg"), .from = CHY_LIT("2022")), "counted");
}

static void a_person_on_one_page(void **state)
{
    (void)state;
    const char *text = ASK(PERSON, .name = CHY_LIT("Anna Berg"));
    has(text, "name|Anna Berg|");
    has(text, "post|Foreign Minister|Norway|");
    has(text, "met|Juris Kalns|2022-06-04|2022-06-04|1|");
    has(text, "statements|");
    has(ASK(PERSON, .name = CHY_LIT("Nobody Atall")), "no person in this record is called");
    has(ASK(PERSON, .name = CHY_LIT("Chile")), "no person in this record is called");
}

static void a_timeline_is_in_order(void **state)
{
    (void)state;
    const char *text = ASK(TIMELINE, .name = CHY_LIT("Anna Berg"));
    const char *first = strstr(text, "2021-03-03|event|"), *second = strstr(text, "2022-06-04|event|"),
               *third = strstr(text, "2023-05-09|event|");
    assert_true(first && second && third && first < second && second < third);
    has(third, "planned");
    has_not(ASK(TIMELINE, .name = CHY_LIT("Anna Berg"), .to = CHY_LIT("2021")), "2022");
    has(ASK(CALENDAR, .from = CHY_LIT("2022-06-05"), .to = CHY_LIT("2022-06-05")), "signing");
    has_not(t.text, "2022-06-04");
    has(ASK(CALENDAR, .from = CHY_LIT("2023")), "planned");
}

static void agreements_have_their_parties(void **state)
{
    (void)state;
    has(ASK(AGREEMENTS, .name = CHY_LIT("Norway")), "Latvia");
    has_not(ASK(AGREEMENTS, .name = CHY_LIT("Chile")), "signed");
}

static void search_has_filters_and_facets(void **state)
{
    (void)state;
    has(ASK(SEARCH, .name = CHY_LIT("Chile")), "visit.txt");
    has_not(ASK(SEARCH, .name = CHY_LIT("Chile"), .from = CHY_LIT("2022")), "visit.txt");
    has(ASK(SEARCH, .name = CHY_LIT("Riga"), .other = CHY_LIT("Juris Kalns")), "talks.txt");
    has_not(t.text, "pact.txt");
    has_not(ASK(SEARCH, .name = CHY_LIT("Riga"), .publisher = CHY_LIT("Another")), "txt");
    const char *text = ASK(FACETS, .name = CHY_LIT("Chile"));
    has(text, "publisher|The Example|3|");
    has(text, "year|2021|2|");
    has(text, "who|Chile|3|");
}

static void sql_may_only_read(void **state)
{
    static const char *const refused[] = { "DELETE FROM documents",
                                           "INSERT INTO documents DEFAULT VALUES",
                                           "DROP TABLE documents",
                                           "PRAGMA user_version = 7",
                                           "PRAGMA table_info(documents)",
                                           "ATTACH 'x.db' AS x",
                                           "SELECT 1; SELECT 2",
                                           "",
                                           "BEGIN",
                                           "VACUUM",
                                           "SELECT load_extension('x')",
                                           "CREATE TEMP TABLE x (y)",
                                           "SELECT nothing FROM docs",
                                           "SELECT",
                                           "-- no statement" };
    (void)state;
    assert_string_equal(ASK(SQL, .name = CHY_LIT("SELECT count(*) AS n FROM docs")), "5|\n");
    assert_string_equal(ASK(SQL, .name = CHY_LIT("WITH a AS (SELECT 2 AS x) SELECT x * 3 FROM a; -- and so on")), "6|\n");
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        const char *text = ask(&(chy_query){ CHY_ASK_SQL, .name = { refused[i], strlen(refused[i]) } });
        if (strncmp(text, "error: ", 7)) fail_msg("%s: %s", refused[i], text);
    }
    has_not(ASK(SQL, .name = CHY_LIT("SELECT count(*) FROM sentence_words WHERE sentence_words MATCH 'Chile'")), "error");
    has(ASK(SQL, .name = CHY_LIT("SELECT zeroblob(1000000000)")), "error: ");
    has(ASK(SEARCH, .name = CHY_LIT("Chile")), "visit.txt"); /* the guard is off again */
}

/* In another order, spelling or script; and nobody who is called otherwise. */
static void names_in_any_spelling(void **state)
{
    static const char *const kalns[] = { "Juris Kalns", "Kalns Juris", "kalns", "JURIS KALNS" };
    (void)state;
    for (size_t i = 0; i < sizeof kalns / sizeof *kalns; i++)
        if (!strstr(ask(&(chy_query){ CHY_ASK_PERSON, .name = { kalns[i], strlen(kalns[i]) } }), "name|Juris Kalns|"))
            fail_msg("%s: %s", kalns[i], t.text);
    has(ASK(PERSON, .name = CHY_LIT("Анна Берг")), "name|Anna Berg|");
    has(ASK(PERSON, .name = CHY_LIT("Берг Анна")), "name|Anna Berg|");
    has(ASK(EVENTS, .name = CHY_LIT("Норвегия")), "Norway");
    has(ASK(EVENTS, .name = CHY_LIT("挪威")), "Norway");
    has(ASK(EVENTS, .place = CHY_LIT("Рига")), "Riga");
    has(ASK(PERSON, .name = CHY_LIT("Юрис Берг")), "no person in this record");
    has(ASK(EVENTS, .name = CHY_LIT("Перу")), "nobody and nothing in this record");
}

static void what_other_versions_have_read(void **state)
{
    (void)state;
    has(ASK(STALE, .coding = chy_engine_coding(t.engine)), "every document has been read by the versions in use");
    const char *text = ASK(STALE, .coding = CHY_LIT("{\"program\":\"9.9.9\",\"model\":\"x\",\"lexicon\":\"y\"}"));
    has(text, "program, model, lexicon");
    has(text, "5 documents");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(visits_are_counted_by_rule),    cmocka_unit_test(a_person_on_one_page),
        cmocka_unit_test(a_timeline_is_in_order),        cmocka_unit_test(agreements_have_their_parties),
        cmocka_unit_test(search_has_filters_and_facets), cmocka_unit_test(sql_may_only_read),
        cmocka_unit_test(names_in_any_spelling),         cmocka_unit_test(what_other_versions_have_read),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
