/* gather.h: what the targets share that take apart what holds documents. */
#ifndef FUZZ_GATHER_H
#define FUZZ_GATHER_H

#include "fuzz.h"
#include "source/gather.h"

static inline bool fuzz_take(void *user, chy_str name, chy_str envelope, chy_str bytes)
{
    struct envelope known;
    chy_str rest;
    (void)user;
    FUZZ_REQUIRE(name.len, "a document without a name");
    FUZZ_REQUIRE(bytes.len <= GATHER_DOCUMENT_MOST, "a document that is too large");
    if (!envelope.len) return true;
    FUZZ_REQUIRE(envelope_read(envelope, &known, &rest) && !rest.len, "an envelope that is none");
    FUZZ_REQUIRE(!envelope_is_empty(&known), "an empty envelope");
    return true;
}

static inline bool fuzz_miss(void *user, chy_str name, const char *why)
{
    (void)user;
    (void)name;
    FUZZ_REQUIRE(*why, "a failure without a word");
    return true;
}

typedef void (*fuzz_reader)(struct gather *g, chy_str name, struct stream *s, int depth);

static inline void fuzz_gather(fuzz_reader reader, const char *name, const char *columns, const uint8_t *data, size_t size)
{
    struct gather g = { .take = fuzz_take, .miss = fuzz_miss, .columns = columns };
    struct stream s;
    stream_of_bytes(&s, (chy_str){ (const char *)data, size });
    g.tally.in = size;
    s.tally = &g.tally;
    reader(&g, str_of(name), &s, 0);
    stream_done(&s);
}

#endif
