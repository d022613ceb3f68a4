/*
 * image.h: tables packed into one read-only piece of memory, and the reader that packs them.
 *
 *     struct image_builder b;
 *     image_begin(&b, &mem);
 *     st = image_add(&b, CHY_LIT("world/states"), "data/world/states.tsv", bytes, err);
 *     st = image_end(&b, &image, &size, err);
 *
 * Everything is little-endian and addressed by offset from the start, so an image can be built once and mapped anywhere.
 */
#ifndef LEXICON_IMAGE_H
#define LEXICON_IMAGE_H

#include "base/err.h"
#include "base/list.h"
#include "base/str.h"

enum { IMAGE_VERSION = 1 };

struct image_text {
    uint32_t at, len;
}; /* in the pool; terminated */

struct image_table {
    struct image_text name;
    uint32_t rows, columns;
    uint32_t first_cell;  /* the names of the columns, then rows * columns cells */
    uint32_t first_where; /* rows: "data/world/states.tsv:41" */
};

struct image_slot {
    uint64_t hash;
    uint32_t first, count;
}; /* hash 0: free; count 0: only the beginning of a phrase */

struct image_entry {
    struct image_text phrase;
    uint32_t table, row, column;
};

struct image_head {
    char magic[8]; /* "CHYLEXIC" */
    uint32_t version, table_count, slot_count, entry_count;
    uint64_t size, hash;
    uint64_t tables, texts, slots, entries, pool; /* offsets */
};

struct image_key {
    uint64_t hash;
    struct image_entry entry;
};

struct image_builder {
    arena *mem;
    LIST(struct image_table) tables;
    LIST(struct image_text) texts;
    LIST(char) pool;
    LIST(struct image_key) keys;
    LIST(uint64_t) beginnings;
};

void image_begin(struct image_builder *b, arena *mem);

/* One table. path is how errors and table_where call the file. Errors: CHY_EMODEL as "path:line:column: ..."; CHY_ENOMEM. */
chy_status image_add(struct image_builder *b, chy_str name, const char *path, chy_str bytes, chy_err *err);

/* All tables, packed; the image lives in the builder's arena, 8-byte aligned. */
chy_status image_end(struct image_builder *b, const struct image_head **out, chy_err *err);

/* An image that came from elsewhere: CHY_EMODEL unless it is one of this version and whole. */
chy_status image_check(const void *bytes, size_t size, const struct image_head **out, chy_err *err);

/* ------------------------------------------------------------------ phrases */

/* The hash of a phrase grows letter by letter, over folded letters and digits only. */
enum { IMAGE_HASH_START = 1 };
uint64_t image_hash(uint64_t hash, chy_str text); /* everything in text; unchanged when it holds no letter or digit */
const struct image_slot *image_slot_of(const struct image_head *image, uint64_t hash); /* NULL when nothing begins so */

static inline const struct image_table *image_tables(const struct image_head *i) { return (const void *)((const char *)i + i->tables); }
static inline const struct image_entry *image_entries(const struct image_head *i) { return (const void *)((const char *)i + i->entries); }
static inline chy_str image_text_at(const struct image_head *i, uint32_t text)
{
    const struct image_text *t = (const struct image_text *)(const void *)((const char *)i + i->texts) + text;
    return (chy_str){ (const char *)i + i->pool + t->at, t->len };
}
static inline chy_str image_phrase(const struct image_head *i, const struct image_entry *e)
{
    return (chy_str){ (const char *)i + i->pool + e->phrase.at, e->phrase.len };
}

#endif
