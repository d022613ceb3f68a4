/*
 * rows.h: rows of small vectors, found under the hash of what they stand for.
 *
 *     uint32_t row = rows_find(&map, rows_mix(rows_key('w', word)));       // ROWS_NONE: not there
 *
 * The map is buckets of one cache line: eight marks, then eight rows counted from 1 (0: free). The upper half of a key, mixed,
 * picks the bucket, the lower half is its mark; a full bucket goes on in the next one.
 */
#ifndef NET_ROWS_H
#define NET_ROWS_H

#include "base/str.h"
#include "net/layer.h"

enum { ROWS_WAYS = 8, ROWS_STEPS = 8, ROWS_NONE = 0xFFFFFFFFu };

struct rows_bucket {
    _Alignas(64) uint32_t mark[ROWS_WAYS];
    uint32_t row[ROWS_WAYS];
};
_Static_assert(sizeof(struct rows_bucket) == 64, "a bucket is one cache line");
struct rows_map {
    const struct rows_bucket *buckets;
    uint32_t count;
};
struct rows_table {
    const int8_t *at; /* (count, width) */
    uint32_t count, width;
};

chy_status rows_map_open(const struct model *m, const char *name, struct rows_map *out, chy_err *err);
chy_status rows_table_open(const struct model *m, const char *name, uint32_t width, struct rows_table *out, chy_err *err);

/* FNV-1a over one byte of kind and the text, in steps: rows_key(kind, s) = rows_on(rows_on(ROWS_EMPTY, kind), byte) ... */
#define ROWS_EMPTY 0xCBF29CE484222325ull
static inline uint64_t rows_on(uint64_t key, unsigned char byte) { return (key ^ byte) * 0x100000001B3ull; }
static inline uint64_t rows_key(char kind, chy_str s)
{
    uint64_t key = rows_on(ROWS_EMPTY, (unsigned char)kind);
    for (size_t i = 0; i < s.len; i++) key = rows_on(key, (unsigned char)s.ptr[i]);
    return key;
}

/* The upper half of FNV-1a hardly hears of the last bytes of a short key. */
static inline uint64_t rows_mix(uint64_t key)
{
    key = (key ^ key >> 32) * 0x9E3779B97F4A7C15ull;
    return key ^ key >> 29;
}

/* Keys are mixed ones from here on. */
static inline const struct rows_bucket *rows_bucket_of(const struct rows_map *m, uint64_t key)
{
    return m->buckets + ((key >> 32) * m->count >> 32);
}
uint32_t rows_find(const struct rows_map *m, uint64_t key);

#endif
