/* verify finds what is broken, says nothing of what is whole, and leaves everything as it was. */
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

#include "doc_from_json.h"
#include "record/record.h"
#include "record/verify.h"

static const char text[] =
    "{\"id\": \"one\", \"date\": \"2021-03-05\", \"text\": \"Sergei Ivanov met Ana Soares in Köln. Norway is in.\", \"entities\": [{\"id\": \"a\", "
    "\"type\": \"person\", \"name\": \"Sergei Ivanov\"}, {\"id\": \"b\", \"type\": \"person\", \"name\": \"Ana Soares\"}, {\"id\": \"n\", \"type\": \"state\", "
    "\"name\": \"Norway\", \"codes\": [\"NOR\"]}], \"events\": [{\"type\": \"CONSULT\", \"participants\": [\"a\", \"b\"], \"date\": \"2021-03-04\", \"status\": "
    "\"occurred\", \"trigger\": [14, 17]}], \"facts\": [{\"subject\": \"n\", \"relation\": \"member_of\", \"object\": \"n\", \"modality\": \"is\", \"evidence\": "
    "[39, 51]}], \"statements\": [{\"speaker\": \"a\", \"cue\": [[14, 17]], \"content\": [[39, 51]], \"kind\": \"indirect\"}]}";
static const char now[] = "2026-06-01T00:00:00Z";
static char path[64], copy[72];

static int fresh(void **state)
{
    (void)state;
    struct store *s = NULL;
    bool is_new = false;
    strcpy(path, "/tmp/chancery-verify-XXXXXX");
    int f = mkstemp(path);
    snprintf(copy, sizeof copy, "%s.copy", path);
    chy_doc *d = doc_from_json(text);
    if (f < 0 || close(f) || !d || store_open(path, STORE_WRITE, &s, NULL)) return -1;
    char hash[RECORD_HASH_SIZE + 1];
    record_hash(d->text, hash);
    chy_status st = record_add(s, d, (chy_str){ 0 }, CHY_LIT("2026-05-01T00:00:00Z"), &is_new, NULL);
    if (!st) st = record_recode(s, str_of(hash), d, NULL, CHY_LIT("2026-05-02T00:00:00Z"), NULL);
    chy_doc_destroy(d);
    store_close(s);
    return st;
}

static int drop(void **state)
{
    (void)state;
    unlink(copy);
    return unlink(path);
}

static void run_sql(const char *sql)
{
    sqlite3 *db = NULL;
    char *why = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) fail_msg("%s: %s", sql, why);
    sqlite3_close(db);
}

static char found[4096];

static void tell(void *user, const char *what, chy_str where)
{
    size_t n = strlen(found);
    ++*(int *)user;
    snprintf(found + n, sizeof found - n, "%s: %.*s\n", what, (int)where.len, where.ptr);
}

static int faults(void)
{
    struct store *s = NULL;
    int count = 0;
    chy_err err = { 0 };
    found[0] = 0;
    if (store_open(path, STORE_WRITE, &s, &err)) fail_msg("%s", err.text);
    if (record_verify(s, str_of(now), tell, &count, &err)) fail_msg("%s", err.text);
    store_close(s);
    return count;
}

static void what_is_whole_has_no_faults(void **state)
{
    (void)state;
    if (faults()) fail_msg("%s", found);
    if (faults()) fail_msg("%s", found);
}

static const struct {
    const char *sql, *words;
} damages[] = {
    { "UPDATE texts SET text = replace(text, 'Norway', 'Sweden')", "a text that is not the one that was read" },
    { "UPDATE evidence SET \"end\" = 5000 WHERE kind = 'F'", "bytes that are not in the text: F-1" },
    { "UPDATE evidence SET \"start\" = 34 WHERE kind = 'F'", "bytes that are not in the text: F-1" }, /* within the ö */
    { "DELETE FROM tellings", "a report in force that tells of no event: R-2" },
    { "UPDATE resolved_events SET date = '2020' WHERE until IS NULL", "events come out otherwise" },
    { "DELETE FROM coded_facts", "evidence of nothing: F-1" },
    { "DELETE FROM evidence WHERE kind = 'F'", "a fact without evidence: F-1" },
    { "UPDATE coded_facts SET subject = 99", "a row that is named is not there" },
    { "UPDATE aliases SET documents = 7", "an alias that is counted wrongly" },
    { "UPDATE codings SET closed = '2020-01-01T00:00:00Z'", "a document without a coding in force: D-1" },
    { "UPDATE documents SET hash = 'beef'", "a document whose bytes are not those" },
    { "INSERT INTO coded_facts SELECT 9, 1, coding, subject, relation, object, object_text, \"of\", modality, holder, as_of, as_of_first, as_of_last, valid_from, "
      "from_first, from_last, valid_to, to_first, to_last, ended, inferred, statement, confidence, rule, 1, '1', NULL, NULL FROM coded_facts WHERE id = 1",
      "two versions in force at once: F-1" },
    { "INSERT INTO journal VALUES (1, 'beef', '2026-05-03T00:00:00Z', 'Liv', 'why', 'reject', 0, '{\"targets\":[]}')",
      "an entry of the journal that was changed" },
    { "DELETE FROM sentence_words_docsize", "a sentence that cannot be searched" },
};

static void each_damage_is_found(void **state)
{
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        run_sql(damages[i].sql);
        if (!faults() || !strstr(found, damages[i].words))
            fail_msg("%s: \"%s\" does not say \"%s\"", damages[i].sql, found, damages[i].words);
        drop(state);
        assert_int_equal(fresh(state), 0);
    }
}

static void a_copy_is_the_record(void **state)
{
    (void)state;
    struct store *s = NULL;
    struct stat info;
    chy_err err = { 0 };
    assert_int_equal(store_open(path, STORE_READ, &s, NULL), CHY_OK);
    if (store_backup(s, copy, &err)) fail_msg("%s", err.text);
    assert_int_equal(store_backup(s, copy, &err), CHY_EUSAGE);
    assert_non_null(strstr(err.text, "there already"));
    assert_int_equal(store_backup(s, "/no/such/folder/copy.db", &err), CHY_ESTORE);
    store_close(s);
    assert_int_equal(stat(copy, &info), 0);
    assert_int_equal(rename(copy, path), 0);
    if (faults()) fail_msg("%s", found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_whole_has_no_faults, fresh, drop),
        cmocka_unit_test_setup_teardown(each_damage_is_found, fresh, drop),
        cmocka_unit_test_setup_teardown(a_copy_is_the_record, fresh, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
