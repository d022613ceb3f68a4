/* Corrections: laid over what was read, undone, kept through another reading, and taken over by another record. */
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
#include "record/journal.h"
#include "record/record.h"

#define PEOPLE                                                                                                                             \
    "\"entities\": [{\"id\": \"a\", \"type\": \"person\", \"name\": \"Sergei Ivanov\"}, {\"id\": \"b\", \"type\": \"person\", \"name\": "  \
    "\"Ana Soares\"}, {\"id\": \"n\", \"type\": \"state\", \"name\": \"Norway\", \"codes\": [\"NOR\"]}, {\"id\": \"o\", \"type\": "        \
    "\"organization\", \"name\": \"CRS\"}, {\"id\": \"c\", \"type\": \"person\", \"name\": \"S. Ivanoff\"}]"
#define MEETING(who, day)                                                                                                                  \
    "{\"type\": \"CONSULT\", \"participants\": [\"" who "\", \"b\"], \"date\": \"" day                                                     \
    "\", \"status\": \"occurred\", \"trigger\": [14, 17]}"
#define FACT(modality)                                                                                                                     \
    "{\"subject\": \"n\", \"relation\": \"member_of\", \"object\": \"o\", \"modality\": \"" modality "\", \"evidence\": [31, 53]}"
#define SAID "{\"speaker\": \"a\", \"cue\": [[14, 17]], \"content\": [[31, 53]], \"kind\": \"indirect\"}"

static const char *const documents[] = {
    "{\"id\": \"one\", \"date\": \"2021-03-05\", \"text\": \"Sergei Ivanov met Ana Soares. Norway would like to be a member.\", " PEOPLE
    ", \"events\": [" MEETING("a", "2021-03-04") "], \"statements\": [" SAID "], \"facts\": [" FACT("is") "]}",
    "{\"id\": \"two\", \"date\": \"2021-03-06\", \"text\": \"S. Ivanoff and Ana Soares met, they say.\", " PEOPLE
    ", \"events\": [" MEETING("c", "2021-03-04") "]}",
    "{\"id\": \"three\", \"date\": \"2021-06-06\", \"text\": \"Sergei Ivanov met Ana Soares in June.\", " PEOPLE
    ", \"events\": [" MEETING("a", "2021-06-01") "]}",
    "{\"id\": \"four\", \"date\": \"2021-06-07\", \"text\": \"The two: both met one another in June.\", " PEOPLE
    ", \"events\": [" MEETING("a", "2021-06-01") "]}",
};
enum { DOCUMENTS = sizeof documents / sizeof *documents };

static char path[2][64];

static int fresh(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        strcpy(path[i], "/tmp/chancery-journal-XXXXXX");
        int f = mkstemp(path[i]);
        if (f < 0 || close(f)) return -1;
    }
    return 0;
}

static int drop(void **state)
{
    (void)state;
    return unlink(path[0]) | unlink(path[1]);
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

static struct store *open_with(int which, const char *recorded)
{
    struct store *s = NULL;
    assert_int_equal(store_open(path[which], STORE_WRITE, &s, NULL), CHY_OK);
    for (int i = 0; i < DOCUMENTS; i++) put(s, documents[i], recorded);
    return s;
}

static int second;

/* Ids and fields as they are written: "F-1 modality=wants". The sentence when it is refused, else NULL. */
static const char *correct(struct store *s, const char *action, const char *words)
{
    static chy_err err;
    chy_str ids[8], rest = str_of(words), word;
    struct correction_field fields[8];
    uint32_t id_count = 0, field_count = 0;
    int64_t entry = 0;
    char made[64];
    snprintf(made, sizeof made, "2026-06-01T10:00:%02d.000000Z", second++ % 60);
    while (str_next_piece(&rest, '|', &word)) {
        size_t cut = str_find(word, CHY_LIT("="), 0);
        if (cut == SIZE_MAX)
            ids[id_count++] = word;
        else
            fields[field_count++] = (struct correction_field){ str_cut(word, 0, cut), str_cut(word, cut + 1, word.len) };
    }
    err = (chy_err){ 0 };
    struct correction c = { str_of(action), ids, id_count, fields, field_count, CHY_LIT("because"), CHY_LIT("Liv"), str_of(made) };
    chy_status st = journal_correct(s, &c, &entry, &err);
    if (st && st != CHY_EUSAGE) fail_msg("%s", err.text);
    return st ? err.text : NULL;
}

static void corrected(struct store *s, const char *action, const char *words)
{
    const char *why = correct(s, action, words);
    if (why) fail_msg("%s %s: %s", action, words, why);
}

static void refused(struct store *s, const char *action, const char *words, const char *sentence)
{
    const char *why = correct(s, action, words);
    if (!why || !strstr(why, sentence)) fail_msg("%s %s: \"%s\" does not say \"%s\"", action, words, why ? why : "", sentence);
}

static char *asked(int which, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_open(path[which], &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) fail_msg("%s", sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    const char *text = (const char *)sqlite3_column_text(stmt, 0);
    char *kept = strdup(text ? text : "");
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return kept;
}

static void is(int which, const char *sql, const char *want)
{
    char *got = asked(which, sql);
    if (strcmp(got, want)) fail_msg("%s\n  is %s\n  not %s", sql, got, want);
    free(got);
}

/* All that is in force, without numbers. */
static const char state_sql[] =
    "SELECT group_concat(line, char(10)) FROM (SELECT 'fact ' || e.name || ' ' || f.relation || ' ' || coalesce(p.name, '') || ' ' || f.modality || ' ' || coalesce(f.valid_from, '') AS line FROM facts f "
    "JOIN referents r ON r.id = f.subject JOIN entities a ON a.id = r.entity JOIN entities e ON e.id = a.same LEFT JOIN referents q ON q.id = f.object LEFT JOIN entities b ON b.id = q.entity LEFT JOIN entities p ON p.id = b.same "
    "UNION ALL SELECT 'said ' || (SELECT group_concat(n, ',') FROM (SELECT e.name AS n FROM speakers k JOIN referents r ON r.id = k.referent JOIN entities a ON a.id = r.entity JOIN entities e ON e.id = a.same WHERE k.statement = m.id ORDER BY k.position)) FROM statements m "
    "UNION ALL SELECT 'event ' || coalesce(v.date, '') || ' ' || v.status || ' ' || v.reports || ' ' || (SELECT group_concat(n, ',') FROM (SELECT DISTINCT e.key AS n FROM told t JOIN participants k ON k.report = t.report JOIN referents r ON r.id = k.referent "
    "JOIN entities a ON a.id = r.entity JOIN entities e ON e.id = a.same WHERE t.event = v.id ORDER BY e.key)) FROM events v "
    "UNION ALL SELECT 'document ' || path || ' ' || coalesce(published, '') || ' ' || coalesce(title, '') FROM docs "
    "UNION ALL SELECT 'alias ' || a.alias || ' ' || a.documents || ' ' || e.key FROM aliases a JOIN entities e ON e.id = a.entity ORDER BY 1)";

static const char fact_sql[] =
    "SELECT e.name || ' ' || f.modality || ' ' || coalesce(f.valid_from, '') FROM facts f JOIN referents r ON r.id = f.subject JOIN entities a "
    "ON a.id = r.entity JOIN entities e ON e.id = a.same";

static void rows_are_corrected_and_come_back(void **state)
{
    (void)state;
    struct store *s = open_with(0, "2026-05-01T00:00:00Z");
    is(0, fact_sql, "Norway is ");
    corrected(s, "fix", "F-1|modality=wants|from=2020-05");
    is(0, fact_sql, "Norway wants 2020-05");
    corrected(s, "fix", "F-1|subject=state:Chad");
    is(0, fact_sql, "Chad wants 2020-05");
    corrected(s, "undo", "J-1");
    is(0, fact_sql, "Chad is ");
    corrected(s, "undo", "J-3");
    is(0, fact_sql, "Chad wants 2020-05");
    corrected(s, "reject", "F-1");
    is(0, "SELECT count(*) FROM facts", "0");
    corrected(s, "undo", "J-5");
    is(0, fact_sql, "Chad wants 2020-05");
    corrected(s, "accept", "F-1"); /* changes nothing but that it is settled */
    is(0, fact_sql, "Chad wants 2020-05");
    is(0, "SELECT entry FROM facts", "7");
    corrected(s, "undo", "J-7");
    is(0, fact_sql, "Chad wants 2020-05");
    corrected(s, "fix", "S-1|speaker=Ana Soares; person:Ola Nord");
    is(0, "SELECT group_concat(e.name) FROM speakers k JOIN referents r ON r.id = k.referent JOIN entities e ON e.id = r.entity",
       "Ana Soares,Ola Nord");
    corrected(s, "fix", "D-1|title=The talks|date=2021-03-06");
    is(0, "SELECT title || published || published_basis FROM docs WHERE id = 1", "The talks2021-03-06corrected");
    for (const char *const *j = (const char *const[]){ "J-10", "J-9", "J-4", "J-2", NULL }; *j; j++) corrected(s, "undo", *j);
    is(0, fact_sql, "Norway is ");
    store_close(s);
    /* but for the names that were introduced, all is as it was */
    is(0, "SELECT count(*) FROM pragma_foreign_key_check", "0");
    is(0, "SELECT group_concat(title) FROM docs WHERE title <> ''", "");
    is(0, "SELECT group_concat(e.name) FROM speakers k JOIN referents r ON r.id = k.referent JOIN entities e ON e.id = r.entity",
       "Sergei Ivanov");
}

/* What a list says of each besides, and where it says nothing. */
static void roles_and_chains_are_corrected(void **state)
{
    static const char roles[] =
        "SELECT group_concat(line, '; ') FROM (SELECT e.name || ' ' || p.role AS line FROM participants p JOIN referents r ON "
        "r.id = p.referent JOIN entities e ON e.id = r.entity WHERE p.report = 1 ORDER BY p.position)";
    static const char chains[] =
        "SELECT group_concat(line, '; ') FROM (SELECT k.kind || ' ' || e.name || ' ' || coalesce(k.date, '') AS line FROM chains k "
        "JOIN referents r ON r.id = k.referent JOIN entities e ON e.id = r.entity WHERE (k.kind = 'S' AND k.item IN (SELECT id FROM statements)) OR (k.kind = 'R' AND k.item IN (SELECT id FROM reports)) "
        "ORDER BY k.kind, k.position)";
    (void)state;
    struct store *s = open_with(0, "2026-05-01T00:00:00Z");
    char *before = asked(0, roles);
    is(0, chains, "");
    corrected(s, "fix", "R-1|participants=Ana Soares as host; Sergei Ivanov as target; person:Ola Nord");
    is(0, roles, "Ana Soares host; Sergei Ivanov target; Ola Nord source");
    corrected(s, "fix", "R-1|participants=Ana Soares; Sergei Ivanov");
    char *after = asked(0, roles), *each = strstr(before, "Ana Soares ");
    assert_non_null(each); /* as the coder had it, in another order */
    assert_non_null(strstr(after, "Sergei Ivanov source"));
    assert_memory_equal(after, each, strlen("Ana Soares target") - 1);
    free(after);
    corrected(s, "fix", "S-1|via=medium:News on Sunday on 2021-03-05; medium:The Post");
    corrected(s, "fix", "R-1|via=medium:The Post");
    is(0, chains, "R The Post ; S News on Sunday 2021-03-05; S The Post ");
    refused(s, "fix", "R-1|participants=Ana Soares as guest", "one of source, target");
    put(s, documents[0], "2026-07-01T00:00:00Z"); /* read again */
    is(0, chains, "R The Post ; S News on Sunday 2021-03-05; S The Post ");
    for (const char *const *j = (const char *const[]){ "J-1", "J-2", "J-3", "J-4", NULL }; *j; j++) corrected(s, "undo", *j);
    is(0, chains, "");
    store_close(s);
    free(before);
}

static void what_makes_no_sense_is_told(void **state)
{
    (void)state;
    struct store *s = open_with(0, "2026-05-01T00:00:00Z");
    refused(s, "fix", "F-9|modality=wants", "there is no F-9");
    refused(s, "fix", "F-1|modality=perhaps", "one of is, wants");
    refused(s, "fix", "F-1|colour=red", "there is no field \"colour\"");
    refused(s, "fix", "F-1|tied=x", "there is no field");
    refused(s, "fix", "F-1|from=yesterday", "no date");
    refused(s, "fix", "F-1|ended=maybe", "true or false");
    refused(s, "fix", "F-1|subject=Atlantis", "called \"Atlantis\"");
    refused(s, "fix", "F-1|subject=", "cannot be left open");
    refused(s, "fix", "F-1|relation=friend_of", "one of adopted");
    refused(s, "fix", "F-1", "field=value");
    refused(s, "fix", "X-1|a=b", "nothing that can be corrected");
    refused(s, "fix", "R-1|status=perhaps", "one of occurred");
    refused(s, "reject", "D-1", "cannot be rejected");
    refused(s, "merge", "E-1", "two at least");
    refused(s, "merge", "Norway|CRS", "different kinds");
    refused(s, "merge", "Norway|Norway", "one already");
    refused(s, "undo", "J-7", "there is no J-7");
    refused(s, "split", "E-1|D-1", "no report");
    struct correction c = { CHY_LIT("reject"), (chy_str[]){ CHY_LIT("F-1") },         1, NULL, 0, CHY_LIT(" "),
                            CHY_LIT("Liv"),    CHY_LIT("2026-06-01T10:00:00.000000Z") };
    int64_t entry = 0;
    assert_int_equal(journal_correct(s, &c, &entry, NULL), CHY_EUSAGE);
    is(0, "SELECT count(*) FROM journal", "0");
    store_close(s);
}

static const char events_sql[] = "SELECT group_concat(line, ' ') FROM (SELECT date || '/' || reports AS line FROM events ORDER BY line)";

static void events_and_entities_are_merged_and_split(void **state)
{
    (void)state;
    struct store *s = open_with(0, "2026-05-01T00:00:00Z");
    is(0, events_sql, "2021-03-04/1 2021-03-04/1 2021-06-01/2");
    char *before = asked(0, state_sql);
    corrected(s, "merge", "E-1|E-2"); /* of different persons, by the text */
    is(0, events_sql, "2021-03-04/2 2021-06-01/2");
    corrected(s, "undo", "J-1");
    is(0, events_sql, "2021-03-04/1 2021-03-04/1 2021-06-01/2");
    corrected(s, "merge", "Sergei Ivanov|S. Ivanoff"); /* then they are of the same */
    is(0, events_sql, "2021-03-04/2 2021-06-01/2");
    is(0, "SELECT count(DISTINCT same) FROM entities WHERE type = 'person'", "2");
    corrected(s, "split", "E-3|R-4");
    is(0, events_sql, "2021-03-04/2 2021-06-01/1 2021-06-01/1");
    corrected(s, "undo", "J-4");
    corrected(s, "undo", "J-3");
    char *after = asked(0, state_sql);
    assert_string_equal(before, after);
    free(after);
    corrected(s, "split", "Ana Soares|D-3|D-4"); /* another Ana Soares in June */
    is(0,
       "SELECT group_concat(n) FROM (SELECT count(DISTINCT r.coding) AS n FROM referents r JOIN entities e ON e.id = r.entity WHERE r.name = 'Ana Soares' GROUP BY e.id)",
       "2,2");
    is(0, events_sql, "2021-03-04/1 2021-03-04/1 2021-06-01/2");
    corrected(s, "undo", "J-7");
    after = asked(0, state_sql);
    assert_string_equal(before, after);
    free(after);
    free(before);
    store_close(s);
}

static void many_corrections(struct store *s)
{
    corrected(s, "fix", "F-1|modality=wants|object=organization:Council of River States");
    corrected(s, "merge", "Sergei Ivanov|S. Ivanoff");
    corrected(s, "fix", "E-3|status=cancelled|place=place:Oslo");
    corrected(s, "fix", "S-1|speakers=Ana Soares");
    corrected(s, "fix", "D-2|date=2021-03-07|title=Two met");
    corrected(s, "split", "E-3|R-4");
    corrected(s, "reject", "F-1");
    corrected(s, "undo", "J-7");
}

/* Whatever is read again, what a person has said stands. */
static void they_outlive_a_coding(void **state)
{
    (void)state;
    struct store *s = open_with(0, "2026-05-01T00:00:00Z");
    many_corrections(s);
    char *before = asked(0, state_sql);
    for (int i = DOCUMENTS - 1; i >= 0; i--) put(s, documents[i], "2026-07-01T00:00:00Z");
    char *after = asked(0, state_sql);
    assert_string_equal(before, after);
    is(0, "SELECT group_concat(modality) FROM facts", "wants");
    store_close(s);
    free(before);
    free(after);
}

static char *journal_of(struct store *s)
{
    struct store_rows *rows = NULL;
    buf out;
    buf_init(&out, NULL, NULL);
    assert_int_equal(store_entries(s, 0, CHY_LIT(""), 0, &rows, NULL), CHY_OK);
    while (store_next(rows, NULL) == CHY_ROW) assert_int_equal(journal_write(rows, &out, NULL), CHY_OK);
    store_rows_close(rows);
    buf_char(&out, 0);
    return out.ptr;
}

/* On another record with the same documents the journal makes the same state: before or after the documents, in any order. */
static void another_record_takes_them_over(void **state)
{
    (void)state;
    struct store *s = open_with(0, "2026-05-01T00:00:00Z"), *t = NULL;
    many_corrections(s);
    char *text = journal_of(s), *before = asked(0, state_sql), *lines[16];
    size_t count = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) lines[count++] = line;
    assert_int_equal(count, 8);
    for (int turn = 0; turn < 4; turn++) {
        chy_err err = { 0 };
        unlink(path[1]);
        assert_int_equal(store_open(path[1], STORE_WRITE, &t, NULL), CHY_OK);
        for (int i = 0; i < DOCUMENTS && turn < 2; i++) put(t, documents[DOCUMENTS - 1 - i], "2026-08-01T00:00:00Z");
        for (size_t i = 0; i < count; i++) {
            bool is_new = false;
            size_t at = turn % 2 ? count - 1 - i : i;
            if (journal_read(t, str_of(lines[at]), CHY_LIT("2026-08-02T00:00:00Z"), &is_new, &err)) fail_msg("%s", err.text);
            assert_true(is_new);
            assert_int_equal(journal_read(t, str_of(lines[at]), CHY_LIT("2026-08-03T00:00:00Z"), &is_new, &err), CHY_OK);
            assert_false(is_new);
        }
        for (int i = 0; i < DOCUMENTS && turn >= 2; i++) put(t, documents[i], "2026-08-04T00:00:00Z");
        char *after = asked(1, state_sql);
        assert_string_equal(before, after);
        free(after);
        store_close(t);
    }
    free(before);
    free(text);
    store_close(s);
}

static void the_past_is_without_them(void **state)
{
    (void)state;
    struct store *s = open_with(0, "2026-05-01T00:00:00Z");
    many_corrections(s);
    chy_rows *rows = NULL;
    const chy_str *values;
    chy_query q = { CHY_ASK_FACTS, .name = CHY_LIT("CRS"), .known_by = CHY_LIT("2026-05-31") };
    assert_int_equal(query_ask(s, &q, &rows, NULL), CHY_OK);
    assert_int_equal(query_next(rows, &values), CHY_ROW);
    assert_string_equal(values[0].ptr, "member");
    query_destroy(rows);
    q.known_by = CHY_LIT("");
    assert_int_equal(query_ask(s, &q, &rows, NULL), CHY_OK);
    assert_int_equal(query_next(rows, &values), CHY_DONE); /* its object is another organisation since */
    query_destroy(rows);
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rows_are_corrected_and_come_back, fresh, drop),
        cmocka_unit_test_setup_teardown(roles_and_chains_are_corrected, fresh, drop),
        cmocka_unit_test_setup_teardown(what_makes_no_sense_is_told, fresh, drop),
        cmocka_unit_test_setup_teardown(events_and_entities_are_merged_and_split, fresh, drop),
        cmocka_unit_test_setup_teardown(they_outlive_a_coding, fresh, drop),
        cmocka_unit_test_setup_teardown(another_record_takes_them_over, fresh, drop),
        cmocka_unit_test_setup_teardown(the_past_is_without_them, fresh, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
