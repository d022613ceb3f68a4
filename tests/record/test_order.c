/* The record is a function of the set of documents: in whatever order and in whatever batches they come, what is exported is the same
 * bytes. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "export/export.h"
#include "record/record.h"

enum { ROUNDS = 100, MOST = 64 };

static chy_engine *engine;
static chy_doc *docs[MOST];
static unsigned count;

static void code(chy_str id, chy_str text)
{
    chy_err err = { 0 };
    assert_true(count < MOST);
    if (chy_read_code(engine, id, text, &docs[count], &err)) fail_msg("%s", err.text);
    count++;
}

/* Reports of the same few meetings, told by others with more or less of what there is to tell; own wording. */
static void code_reports(void)
{
    static const char *const who[] = { "Foreign Minister of Norway Kari Lund met with Foreign Minister of Ghana Kofi Mensah",
                                       "Kofi Mensah, the Foreign Minister of Ghana, held talks with his Norwegian counterpart Kari Lund",
                                       "Kari Lund received Kofi Mensah",
                                       "Norwegian Foreign Minister Lund met with Ghanaian Foreign Minister Mensah",
                                       "Foreign Minister of Denmark Kari Lund met with Foreign Minister of Ghana K. Mensah",
                                       "Norwegian Foreign Minister Kari Anne Lund met Ghanaian Foreign Minister Koffi Mensah",
                                       "Ghana and Norway held talks" };
    static const char *const where[] = { "", " in Oslo", " in Accra" };
    static const char *const when[] = { "", " on March 3, 2021", " on March 17, 2021", " in March 2021" };
    for (unsigned i = 0; i < 28; i++) {
        char text[512], id[16];
        snprintf(id, sizeof id, "report-%u", i);
        snprintf(text, sizeof text,
                 "Ministers speak\nMarch %u, %u, Coast Courier\n\n%s%s%s. They spoke of fish and ships. \"We agree,\" Kari Lund said.\n",
                 3 + i, 2021 + i / 20, who[i % 7], where[i / 7 % 3], when[i % 4]);
        code(str_of(id), str_of(text));
    }
}

static int code_all(void **state)
{
    glob_t found;
    (void)state;
    assert_int_equal(chy_engine_create(NULL, &engine, NULL), CHY_OK);
    assert_int_equal(glob(SOURCE_DIR "/examples/documents/*.txt", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i += 2) { /* every other one: a hundred rounds take a while */
        char *bytes = NULL;
        size_t size = 0;
        assert_int_equal(file_read(found.gl_pathv[i], 1 << 20, &bytes, &size, NULL), CHY_OK);
        code(str_of(strrchr(found.gl_pathv[i], '/') + 1), (chy_str){ bytes, size });
        free(bytes);
    }
    globfree(&found);
    code_reports();
    return 0;
}

static int drop_all(void **state)
{
    (void)state;
    while (count) chy_doc_destroy(docs[--count]);
    chy_engine_destroy(engine);
    return 0;
}

static int to_buf(void *user, const char *part, const char *bytes, size_t size)
{
    (void)part;
    buf_bytes(user, bytes, size);
    return 0;
}

/* The whole record of these documents in this order, as JSON lines; batches of sizes that the seed tells. again: with all events made anew. */
static buf record_of(const unsigned *order, unsigned *seed, bool again)
{
    char path[] = "/tmp/chancery-order-XXXXXX";
    struct store *s = NULL;
    chy_err err = { 0 };
    buf out;
    int f = mkstemp(path);
    assert_true(f >= 0 && !close(f) && !unlink(path));
    assert_int_equal(store_open(path, STORE_WRITE, &s, &err), CHY_OK);
    for (unsigned i = 0; i < count;) {
        unsigned size = 1 + (unsigned)rand_r(seed) % count;
        assert_int_equal(store_begin(s, &err), CHY_OK);
        for (; size && i < count; size--, i++) {
            bool is_new = false;
            if (record_add(s, docs[order[i]], (chy_str){ 0 }, CHY_LIT("2026-11-22T00:00:00Z"), &is_new, &err)) fail_msg("%s", err.text);
            assert_true(is_new);
        }
        assert_int_equal(store_end(s, CHY_OK, &err), CHY_OK);
    }
    if (again) assert_int_equal(record_resolve_all(s, CHY_LIT("2026-11-22T00:00:00Z"), &err), CHY_OK);
    buf_init(&out, NULL, NULL);
    chy_exported done = { 0 };
    chy_export what = { .format = CHY_LIT("jsonl"), .sink = to_buf, .user = &out };
    if (export_run(s, &what, CHY_LIT("chancery"), &done, &err)) fail_msg("%s", err.text);
    store_close(s);
    unlink(path);
    return out;
}

static void any_order_and_batches(void **state)
{
    unsigned order[MOST], seed = 11;
    (void)state;
    for (unsigned i = 0; i < count; i++) order[i] = i;
    buf first = record_of(order, &seed, true);
    assert_true(first.len > 10000);
    for (int round = 0; round < ROUNDS; round++) {
        for (unsigned i = count - 1; i; i--) {
            unsigned k = (unsigned)rand_r(&seed) % (i + 1), swap = order[i];
            order[i] = order[k];
            order[k] = swap;
        }
        buf now = record_of(order, &seed, false);
        assert_int_equal(now.len, first.len);
        assert_memory_equal(now.ptr, first.ptr, first.len);
        free(now.ptr);
    }
    free(first.ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(any_order_and_batches) };
    return cmocka_run_group_tests(tests, code_all, drop_all);
}
