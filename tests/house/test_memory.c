/*
 * Memory that is not there: the n-th allocation of ours is refused, for every n (for n in growing steps where each
 * small allocation is a block of its own, under sanitizers). The answer is CHY_ENOMEM, or the work done all the same;
 * nothing leaks, nothing crashes. malloc, calloc and realloc are wrapped by the linker.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
