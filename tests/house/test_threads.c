/* One engine, many threads, the same bytes as one thread gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <glob.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/file.h"
#include "chancery/chancery.h"

enum { THREADS = 4, ROUNDS = 2 };

struct text {
    chy_str bytes;
    char *alone;
    size_t alone_len;
};

struct job {
    const chy_engine *engine;
    const struct text *texts;
    size_t count, first;
    int differing;
};

struct bytes {
    char *ptr;
    size_t len;
};

static int keep(void *user, const char *ptr, size_t size)
{
    struct bytes *b = user;
    char *p = realloc(b->ptr, b->len + size);
    if (!p) return 1;
    memcpy(p + b->len, ptr, size);
    b->ptr = p;
    b->len += size;
    return 0;
}

static struct bytes code(const chy_engine *engine, chy_str text)
{
    struct bytes out = { 0 };
    chy_doc *doc = NULL;
    chy_err err = { 0 };
    if (!chy_read_code(engine, CHY_LIT("t"), text, &doc, &err)) chy_doc_write_json(doc, keep, &out, &err);
    chy_doc_destroy(doc);
    return out;
}

static void *work(void *user)
{
    struct job *j = user;
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < j->count; i++) {
            const struct text *t = &j->texts[(i + j->first) % j->count];
            struct bytes got = code(j->engine, t->bytes);
            j->differing += got.len != t->alone_len || memcmp(got.ptr, t->alone, got.len);
            free(got.ptr);
        }
    }
    return NULL;
}

static void threads_give_the_same_bytes(void **state)
{
    (void)state;
    glob_t files = { 0 };
    chy_engine *engine = NULL;
    chy_err err = { 0 };
    if (chy_engine_create(NULL, &engine, &err)) fail_msg("%s", err.text);
    assert_int_equal(glob(SOURCE_DIR "/examples/documents/*.txt", 0, NULL, &files), 0);
    struct text *texts = calloc(files.gl_pathc, sizeof *texts);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        char *bytes = NULL;
        size_t size = 0;
        if (file_read(files.gl_pathv[i], 1 << 20, &bytes, &size, &err)) fail_msg("%s", err.text);
        texts[i].bytes = (chy_str){ bytes, size };
        struct bytes alone = code(engine, texts[i].bytes);
        assert_true(alone.len > 0);
        texts[i].alone = alone.ptr;
        texts[i].alone_len = alone.len;
    }
    pthread_t threads[THREADS];
    struct job jobs[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        jobs[i] = (struct job){ engine, texts, files.gl_pathc, i * 3, 0 };
        assert_int_equal(pthread_create(&threads[i], NULL, work, &jobs[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(jobs[i].differing, 0);
    }
    for (size_t i = 0; i < files.gl_pathc; i++) {
        free((char *)texts[i].bytes.ptr);
        free(texts[i].alone);
    }
    free(texts);
    globfree(&files);
    chy_engine_destroy(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(threads_give_the_same_bytes) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
