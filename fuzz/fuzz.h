/*
 * fuzz.h: what the fuzz targets share.
 *
 * Each fuzz_TARGET.c takes bytes that a stranger hands us and looks at what comes out: it must fit the bytes, be UTF-8, be JSON.
 * `script/fuzz TARGET SECONDS` runs one with libFuzzer; the inputs under corpus/TARGET also run as an ordinary test.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "chancery/chancery.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A wrong answer stops the fuzzer as a crash does. */
#define FUZZ_REQUIRE(is, ...)                                                                                                              \
    do {                                                                                                                                   \
        if (!(is)) {                                                                                                                       \
            fprintf(stderr, __VA_ARGS__);                                                                                                  \
            fputc('\n', stderr);                                                                                                           \
            abort();                                                                                                                       \
        }                                                                                                                                  \
    } while (0)

/* One engine for all inputs of a process, of what is built in. */
static inline const chy_engine *fuzz_engine(void)
{
    static chy_engine *engine;
    chy_err err = { 0 };
    if (!engine) FUZZ_REQUIRE(chy_engine_create(&(chy_options){ .read_here = 1 }, &engine, &err) == CHY_OK, "%s", err.text);
    return engine;
}

/* Statuses that bad input may have; a failure says why. */
static inline void fuzz_status(chy_status st, const chy_err *err)
{
    FUZZ_REQUIRE(st == CHY_OK || st == CHY_EINPUT || st == CHY_E2BIG || st == CHY_ENOMEM || st == CHY_EMODEL, "status %d", (int)st);
    FUZZ_REQUIRE(st == CHY_OK || err->text[0], "status %d without a word", (int)st);
}

typedef chy_status (*fuzz_writer)(const chy_doc *doc, chy_sink sink, void *user, chy_err *err);

static inline int fuzz_keep(void *user, const char *bytes, size_t size)
{
    buf_bytes(user, bytes, size);
    return 0;
}

/* What a writer prints, in out->ptr and out->len: free it with buf_done(out, NULL). */
static inline void fuzz_print(fuzz_writer write, const chy_doc *doc, buf *out)
{
    chy_err err = { 0 };
    buf_init(out, NULL, NULL);
    FUZZ_REQUIRE(write(doc, fuzz_keep, out, &err) == CHY_OK, "%s", err.text);
    size_t bad = utf8_invalid_at((chy_str){ out->ptr, out->len });
    FUZZ_REQUIRE(bad == out->len, "byte %zu of the output is not UTF-8", bad);
}

#endif
