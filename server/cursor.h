/*
 * cursor.h: where an answer goes on: how many rows were given, and the hash of the last of them. When rows came or went before it in the
 * meantime, it is found again by its hash, so that nothing is given twice or left out.
 */
#ifndef SERVER_CURSOR_H
#define SERVER_CURSOR_H

#include "out.h"

struct cursor {
    uint32_t at;
    uint64_t hash;
};

uint64_t cursor_hash(const chy_str *values, size_t count);
void cursor_write(struct out *o, size_t at, uint64_t hash); /* as a string of JSON */
bool cursor_read(chy_str text, struct cursor *out);

/* How many of these rows come before the next one to be given; *sure: the last one given was found among them. */
size_t cursor_place(const struct cursor *c, const chy_str *const *rows, size_t count, size_t columns, bool *sure);

#endif
