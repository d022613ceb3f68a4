/*
 * Memory that is not there: the n-th allocation of ours is refused, for every n (for n in growing steps where each
 * small allocation is a block of its own, under sanitizers). The answer is CHY_ENOMEM, or the work done all the same;
 * nothing leaks, nothing crashes. malloc, calloc and realloc are wrapped by the linker, SQLite is given an allocator of ours.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "chancery/chancery.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static size_t refuse_at, asked; /* refuse_at 0: never */

static int refused(void) { return ++asked == refuse_at; }
void *__wrap_malloc(size_t size) { return refused() ? NULL : __real_malloc(size); }
void *__wrap_calloc(size_t count, size_t size) { return refused() ? NULL : __real_calloc(count, size); }
void *__wrap_realloc(void *old, size_t size) { return refused() ? NULL : __real_realloc(old, size); }

static const char text[] =
    " date 2005-03-02 Ministers meet in Riga\n\n"
    "RIGA, March 2 - Foreign Minister Anna Berg of Norway met her Latvian counterpart in Riga on Wednesday, a spokesman said.\n\n"
    "“We agreed to open talks on a treaty,” she said. According to the LETA agency, Latvia wants to join the Nordic Council.\n";

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
static size_t after(size_t n) { return n + 1 + n / 4; }
#else
static size_t after(size_t n) { return n + 1; }
#endif

static int count_bytes(void *user, const char *bytes, size_t size)
{
    (void)bytes;
    *(size_t *)user += size;
    return 0;
}

/* ------------------------------------------------------------------ the engine and documents */

static chy_status code_once(const chy_engine *engine, size_t *bytes, chy_err *err)
{
    chy_doc *doc = NULL;
    chy_status st = chy_read_code(engine, CHY_LIT("t"), CHY_LIT(text), &doc, err);
    if (!st) st = chy_doc_write_json(doc, count_bytes, bytes, err);
    chy_doc_destroy(doc);
    return st;
}

static void an_engine_that_cannot_be_made(void **state)
{
    (void)state;
    for (size_t n = 1;; n = after(n)) {
        chy_engine *engine = NULL;
        chy_err err = { 0 };
        refuse_at = n;
        asked = 0;
        chy_status st = chy_engine_create(NULL, &engine, &err);
        refuse_at = 0;
        if (st) {
            if (st != CHY_ENOMEM) fail_msg("allocation %zu refused: status %d, %s", n, st, err.text);
            assert_null(engine);
            assert_true(err.text[0]);
        }
        chy_engine_destroy(engine);
        if (asked < n) break;
    }
}

static void a_document_that_cannot_be_coded(void **state)
{
    (void)state;
    chy_engine *engine = NULL;
    chy_err err = { 0 };
    size_t whole = 0;
    if (chy_engine_create(NULL, &engine, &err) || code_once(engine, &whole, &err)) fail_msg("%s", err.text);
    for (size_t n = 1;; n = after(n)) {
        size_t bytes = 0;
        err = (chy_err){ 0 };
        refuse_at = n;
        asked = 0;
        chy_status st = code_once(engine, &bytes, &err);
        refuse_at = 0;
        if (st) {
            if (st != CHY_ENOMEM) fail_msg("allocation %zu refused: status %d, %s", n, st, err.text);
            assert_true(err.text[0]);
        } else {
            assert_int_equal(bytes, whole); /* refused memory never makes a poorer answer */
        }
        if (asked < n) break;
    }
    chy_engine_destroy(engine);
}

static const char conllu[] =
    "# newdoc\n1\tWe\t_\t_\t_\t_\t4\tnsubj\t_\tNER=O\n2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n2\tdo\t_\t_\t_\t_\t4\taux\t_\t_\n"
    "3\tn't\t_\t_\t_\t_\t4\tadvmod\t_\t_\n4\tknow\tknow\t_\t_\t_\t0\troot\t_\t_\n5\tÅsa\t_\t_\t_\t_\t4\tobj\t_\tSpaceAfter=No\n"
    "6\t.\t_\t_\t_\t_\t4\tpunct\t_\t_\n\n# newpar\n1\tYes\t_\t_\t_\t_\t0\troot\t_\t_\n";

static chy_status conllu_once(const chy_engine *engine, size_t *bytes, chy_err *err)
{
    chy_doc *doc = NULL;
    chy_status st = chy_parse_conllu(engine, CHY_LIT(conllu), &doc, err);
    if (!st) st = chy_doc_write_conllu(doc, count_bytes, bytes, err);
    chy_doc_destroy(doc);
    return st;
}

static void conllu_that_cannot_be_read(void **state)
{
    (void)state;
    chy_engine *engine = NULL;
    chy_err err = { 0 };
    size_t whole = 0;
    if (chy_engine_create(NULL, &engine, &err) || conllu_once(engine, &whole, &err)) fail_msg("%s", err.text);
    for (size_t n = 1;; n = after(n)) {
        size_t bytes = 0;
        err = (chy_err){ 0 };
        refuse_at = n;
        asked = 0;
        chy_status st = conllu_once(engine, &bytes, &err);
        refuse_at = 0;
        if (st && st != CHY_ENOMEM) fail_msg("allocation %zu refused: status %d, %s", n, st, err.text);
        if (!st) assert_int_equal(bytes, whole);
        if (asked < n) break;
    }
    chy_engine_destroy(engine);
}

/* ------------------------------------------------------------------ a user's word lists */

static char folder[64], path[128];

static const char *in_folder(const char *name)
{
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, const void *bytes, size_t size)
{
    FILE *f = fopen(in_folder(name), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    fclose(f);
}

/* All of what the options name, or nothing. */
static void engine_or_nothing(const chy_options *options)
{
    char whole[256] = "";
    for (size_t n = 1;; n = after(n)) {
        chy_engine *engine = NULL;
        chy_err err = { 0 };
        refuse_at = n;
        asked = 0;
        chy_status st = chy_engine_create(options, &engine, &err);
        refuse_at = 0;
        if (st && st != CHY_ENOMEM) fail_msg("allocation %zu refused: status %d, %s", n, st, err.text);
        if (!st) {
            chy_str coding = chy_engine_coding(engine);
            if (whole[0]) assert_true(strlen(whole) == coding.len && !memcmp(whole, coding.ptr, coding.len));
            snprintf(whole, sizeof whole, "%.*s", (int)coding.len, coding.ptr);
        }
        chy_engine_destroy(engine);
        if (asked < n) {
            if (st) fail_msg("%s", err.text);
            break;
        }
    }
}

static void word_lists_that_cannot_be_laid_on_top(void **state)
{
    (void)state;
    static const char cues[] = "# columns: name\tcode\n# phrases: name\nUtopia|Republic of Utopia\tUTO\n";
    char lists[128];
    mkdir(strcpy(lists, in_folder("lists")), 0700);
    mkdir(in_folder("lists/own"), 0700);
    write_file("lists/own/places.tsv", cues, sizeof cues - 1);
    engine_or_nothing(&(chy_options){ .lexicon_dir = lists });
}

static void dictionaries_that_cannot_be_read(void **state)
{
    (void)state;
    static const char actors[] = "RURITANIA_ [RUR 19900101-19991231] [RUX]\n+RURITANIAN\n",
                      verbs[] = "&ORE\n+IRON\nACCUS [112]\n- * &ORE [1123]\n";
    char dictionaries[128];
    mkdir(strcpy(dictionaries, in_folder("dictionaries")), 0700);
    write_file("dictionaries/own.actors", actors, sizeof actors - 1);
    write_file("dictionaries/own.verbs", verbs, sizeof verbs - 1);
    engine_or_nothing(&(chy_options){ .dictionaries_dir = dictionaries });
}

/* ------------------------------------------------------------------ the record */

static sqlite3_mem_methods sqlite_own;

static void *sqlite_malloc(int size) { return refused() ? NULL : sqlite_own.xMalloc(size); }
static void *sqlite_realloc(void *old, int size) { return refused() ? NULL : sqlite_own.xRealloc(old, size); }

static int wrap_sqlite(void)
{
    sqlite3_mem_methods ours;
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlite_own)) return -1;
    ours = sqlite_own;
    ours.xMalloc = sqlite_malloc;
    ours.xRealloc = sqlite_realloc;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) ? -1 : 0;
}

/* Every allocation at first, then in steps: SQLite asks often, and each trial opens a file. */
static size_t after_in_store(size_t n) { return n + 1 + (after(n) > n + 1 ? n / 4 : n / 32); }

static chy_status keep_once(const char *record, const chy_doc *doc, chy_added *added, chy_err *err)
{
    chy_store *store = NULL;
    chy_status st = chy_store_open(record, CHY_STORE_WRITE, &store, err);
    if (!st) st = chy_store_add(store, doc, CHY_LIT(""), added, err);
    chy_store_close(store);
    return st;
}

static chy_status ask_once(const char *record, enum chy_question question, const char *name, size_t *rows, chy_err *err)
{
    chy_store *store = NULL;
    chy_rows *answer = NULL;
    const chy_str *values;
    chy_query query = { .question = question, .name = { name, strlen(name) } };
    *rows = 0;
    chy_status st = chy_store_open(record, CHY_STORE_READ, &store, err);
    if (!st) st = chy_ask(store, &query, &answer, err);
    if (!st) {
        while ((st = chy_rows_next(answer, &values, err)) == CHY_ROW) ++*rows;
        if (st == CHY_DONE) st = CHY_OK;
    }
    chy_rows_destroy(answer);
    chy_store_close(store);
    return st;
}

static void remove_record(void)
{
    unlink(in_folder("r.chancery"));
    unlink(in_folder("r.chancery-wal"));
    unlink(in_folder("r.chancery-shm"));
    unlink(in_folder("r.chancery-journal"));
}

static void a_document_that_cannot_be_kept(void **state)
{
    (void)state;
    chy_engine *engine = NULL;
    chy_doc *doc = NULL;
    chy_err err = { 0 };
    if (chy_engine_create(NULL, &engine, &err) || chy_read_code(engine, CHY_LIT("t"), CHY_LIT(text), &doc, &err)) fail_msg("%s", err.text);
    char record[128];
    for (size_t n = 1;; n = after_in_store(n)) {
        chy_added added = { 0 };
        strcpy(record, in_folder("r.chancery"));
        err = (chy_err){ 0 };
        refuse_at = n;
        asked = 0;
        chy_status st = keep_once(record, doc, &added, &err);
        refuse_at = 0;
        bool whole = asked < n;
        if (st && st != CHY_ENOMEM) fail_msg("allocation %zu refused: status %d, %s", n, st, err.text);
        if (st) assert_true(err.text[0]);
        /* Whatever came of it, the record is whole, and what was said to be in it is, and nothing else. */
        chy_added again = { 0 };
        if (keep_once(record, doc, &again, &err)) fail_msg("after allocation %zu was refused: %s", n, err.text);
        assert_int_equal(again.is_new, st != CHY_OK);
        remove_record();
        if (whole) {
            print_message("%zu allocations\n", asked);
            break;
        }
    }
    chy_doc_destroy(doc);
    chy_engine_destroy(engine);
}

static void a_question_that_cannot_be_answered(void **state)
{
    (void)state;
    static const struct {
        enum chy_question question;
        const char *name;
    } asks[] = {
        { CHY_ASK_FACTS, "Norway" },   { CHY_ASK_WHO, "foreign minister of Norway" },
        { CHY_ASK_MET, "Anna Berg" },  { CHY_ASK_EVENTS, "Norway" },
        { CHY_ASK_SAID, "Anna Berg" }, { CHY_ASK_WHY, "E-1" },
        { CHY_ASK_SEARCH, "treaty" },  { CHY_ASK_DOCS, "" },
        { CHY_ASK_STATUS, "" },
    };
    chy_engine *engine = NULL;
    chy_doc *doc = NULL;
    chy_err err = { 0 };
    char record[128];
    strcpy(record, in_folder("r.chancery"));
    if (chy_engine_create(NULL, &engine, &err) || chy_read_code(engine, CHY_LIT("t"), CHY_LIT(text), &doc, &err) ||
        keep_once(record, doc, NULL, &err))
        fail_msg("%s", err.text);
    chy_doc_destroy(doc);
    chy_engine_destroy(engine);
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        size_t all = 0;
        if (ask_once(record, asks[i].question, asks[i].name, &all, &err)) fail_msg("question %zu: %s", i, err.text);
        for (size_t n = 1;; n = after_in_store(n)) {
            size_t rows = 0;
            err = (chy_err){ 0 };
            refuse_at = n;
            asked = 0;
            chy_status st = ask_once(record, asks[i].question, asks[i].name, &rows, &err);
            refuse_at = 0;
            if (st && st != CHY_ENOMEM) fail_msg("question %zu, allocation %zu refused: status %d, %s", i, n, st, err.text);
            if (!st && rows != all) fail_msg("question %zu, allocation %zu refused: %zu rows of %zu", i, n, rows, all);
            if (asked < n) break;
        }
    }
    remove_record();
}

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/chancery-test-XXXXXX");
    return mkdtemp(folder) ? wrap_sqlite() : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static void a_ceiling_is_held(void **state)
{
    (void)state;
    chy_engine *engine = NULL;
    chy_err err = { 0 };
    chy_options options = { .doc_ceiling = 4 << 10 };
    size_t bytes = 0;
    assert_int_equal(chy_engine_create(&options, &engine, &err), CHY_OK);
    assert_int_equal(code_once(engine, &bytes, &err), CHY_ENOMEM);
    assert_non_null(strstr(err.text, "t"));
    chy_engine_destroy(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_engine_that_cannot_be_made),
        cmocka_unit_test(a_document_that_cannot_be_coded),
        cmocka_unit_test(a_ceiling_is_held),
        cmocka_unit_test(conllu_that_cannot_be_read),
        cmocka_unit_test(word_lists_that_cannot_be_laid_on_top),
        cmocka_unit_test(dictionaries_that_cannot_be_read),
        cmocka_unit_test(a_document_that_cannot_be_kept),
        cmocka_unit_test(a_question_that_cannot_be_answered),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
