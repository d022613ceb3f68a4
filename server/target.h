/*
 * target.h: what a request asks for: the address, taken apart.
 *
 *     struct target t;
 *     const char *why = target_read(str("/api/v1/org?name=SCO&on=2014-09-10"), room, &t);     // NULL: all is well
 *
 * Nothing of it ever names a file. Bytes are those of the caller's room; names and values are decoded and valid UTF-8 without control
 * characters.
 */
#ifndef SERVER_TARGET_H
#define SERVER_TARGET_H

#include "out.h"

enum { TARGET_MOST = 8192, TARGET_PARAMS = 32 };

struct target {
    chy_str path; /* "/api/v1/org" */
    struct target_param {
        chy_str name, value;
    } params[TARGET_PARAMS];
    size_t count;
};

/* room: at least line.len bytes that live as long as out is used. A sentence when the line cannot be read. */
const char *target_read(chy_str line, char *room, struct target *out);

/* The value of a parameter; .ptr NULL when it was not given. */
chy_str target_value(const struct target *t, const char *name);

#endif
