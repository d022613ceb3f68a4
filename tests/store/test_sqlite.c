/* Which files are taken for a record, and what is said of the others. */
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

#include "store/store.h"

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/chancery-test-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static const char *write_file(const char *name, const char *text)
{
    const char *path = path_of(name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    return path;
}

/* Opening must fail, with these words in its sentence. */
static void refused(const char *path, enum store_mode mode, const char *words)
{
    struct store *s = NULL;
    chy_err err = { 0 };
    assert_int_equal(store_open(path, mode, &s, &err), CHY_ESTORE);
    assert_null(s);
    if (!strstr(err.text, words)) fail_msg("\"%s\" does not say \"%s\"", err.text, words);
    assert_null(strchr(err.text, '\n'));
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void make_record(const char *path)
{
    struct store *s = NULL;
    assert_int_equal(store_open(path, STORE_WRITE, &s, NULL), CHY_OK);
    store_close(s);
}

static void other_files_are_refused(void **state)
{
    (void)state;
    refused(path_of("none.db"), STORE_READ, "no record yet");
    refused(folder, STORE_WRITE, "folder");
    refused(path_of("no/such/folder.db"), STORE_WRITE, "cannot be opened");
    refused(write_file("empty.db", ""), STORE_READ, "empty");
    refused(write_file("text.db", "Dear Sir, this is a letter and not a record of anything, however long it may go on to be read.\n"),
            STORE_READ, "not a Chancery record");
    refused(path_of("text.db"), STORE_WRITE, "not a Chancery record");
    run_sql(path_of("foreign.db"), "CREATE TABLE shopping (what TEXT)");
    refused(path_of("foreign.db"), STORE_READ, "another program");
    refused(path_of("foreign.db"), STORE_WRITE, "another program");
}

static void newer_record_is_refused(void **state)
{
    (void)state;
    make_record(path_of("newer.db"));
    run_sql(path_of("newer.db"), "PRAGMA user_version = 99");
    refused(path_of("newer.db"), STORE_READ, "newer Chancery");
    refused(path_of("newer.db"), STORE_WRITE, "newer Chancery");
}

static void read_only_record_is_read(void **state)
{
    (void)state;
    struct store *s = NULL;
    make_record(path_of("fixed.db"));
    chmod(path_of("fixed.db"), 0444);
    refused(path_of("fixed.db"), STORE_WRITE, "read-only");
    assert_int_equal(store_open(path_of("fixed.db"), STORE_READ, &s, NULL), CHY_OK);
    store_close(s);
}

static void damage_is_told(void **state)
{
    (void)state;
    make_record(path_of("torn.db"));
    FILE *f = fopen(path_of("torn.db"), "r+b");
    for (long at = 100; at < 4096; at++) {
        fseek(f, at, SEEK_SET);
        fputc(0xA5, f);
    }
    fclose(f);
    refused(path_of("torn.db"), STORE_READ, "damaged");
}

static void inner_failure_leaves_the_outer_batch(void **state)
{
    (void)state;
    struct store *s = NULL;
    struct store_coded good = { .document = { .hash = CHY_LIT("aa"),
                                              .path = CHY_LIT("a"),
                                              .text = CHY_LIT("A."),
                                              .coding = CHY_LIT("{}"),
                                              .recorded = CHY_LIT("now"),
                                              .published = store_date_of(CHY_LIT("2014-09")),
                                              .publisher_referent = STORE_NONE,
                                              .author_referent = STORE_NONE } };
    struct store_coded bad = good;
    struct store_fact fact = { .relation = CHY_LIT("member_of"),
                               .subject = 7 /* there is none */,
                               .object = STORE_NONE,
                               .of = STORE_NONE,
                               .holder = STORE_NONE,
                               .statement = STORE_NONE,
                               .modality = CHY_LIT("is") };
    int64_t number = 0;
    bad.document.hash = CHY_LIT("bb");
    bad.facts.at = &fact;
    bad.facts.count = 1;
    assert_int_equal(store_open(path_of("batch.db"), STORE_WRITE, &s, NULL), CHY_OK);
    assert_int_equal(store_begin(s, NULL), CHY_OK);
    assert_int_equal(store_begin(s, NULL), CHY_OK);
    assert_int_equal(store_end(s, store_put(s, &good, &number, NULL), NULL), CHY_OK);
    assert_int_equal(store_begin(s, NULL), CHY_OK);
    assert_int_equal(store_end(s, store_put(s, &bad, &number, NULL), NULL), CHY_ESTORE);
    assert_int_equal(store_end(s, CHY_OK, NULL), CHY_OK);
    assert_int_equal(store_find_document(s, CHY_LIT("aa"), &number, NULL), CHY_OK);
    assert_int_equal(number, 1);
    assert_int_equal(store_find_document(s, CHY_LIT("bb"), &number, NULL), CHY_OK);
    assert_int_equal(number, 0);
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_files_are_refused),
        cmocka_unit_test(newer_record_is_refused),
        cmocka_unit_test(read_only_record_is_read),
        cmocka_unit_test(damage_is_told),
        cmocka_unit_test(inner_failure_leaves_the_outer_batch),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
