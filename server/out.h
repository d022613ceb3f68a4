/*
 * out.h: bytes that are being written, and the three ways in which an answer spells text.
 *
 *     struct out o = { 0 };
 *     out_text(&o, "{\"name\":");
 *     out_json(&o, name);
 *     if (o.failed) ...                        // no memory: remembered, later writes do nothing
 *     free(o.ptr);
 */
#ifndef SERVER_OUT_H
#define SERVER_OUT_H

#include <stdbool.h>
#include <string.h>

#include "chancery/chancery.h"

struct out {
    char *ptr;
    size_t len, room;
    size_t most; /* bytes at most, 0: no ceiling; more counts as failed */
    bool failed;
};

void out_bytes(struct out *o, const void *bytes, size_t size);
void out_text(struct out *o, const char *text);
void out_str(struct out *o, chy_str s);
void out_format(struct out *o, const char *format, ...) __attribute__((format(printf, 2, 3)));
void out_json(struct out *o, chy_str s);         /* with its quotation marks; what is not UTF-8 becomes U+FFFD */
void out_json_or_null(struct out *o, chy_str s); /* null for "" */
void out_csv(struct out *o, chy_str s);
void out_xml(struct out *o, chy_str s);                   /* what XML cannot hold becomes U+FFFD */
void out_percent(struct out *o, chy_str s);               /* as a part of an address */
int out_sink(void *user, const char *bytes, size_t size); /* a chy_sink */

static inline chy_str str(const char *text) { return (chy_str){ text, text ? strlen(text) : 0 }; }
static inline bool same(chy_str a, const char *b) { return a.len == strlen(b) && !memcmp(a.ptr, b, a.len); }

/* The bytes of the character at s[at], 0 when there is none that UTF-8 allows. */
size_t utf8_length(chy_str s, size_t at);

#endif
