/*
 * buf.h: bytes that are being written, handed to a sink when they are enough.
 *
 *     buf out;
 *     buf_init(&out, sink, user);                   // sink NULL: keep everything, read out.ptr and out.len
 *     buf_str(&out, CHY_LIT("{"));
 *     chy_status st = buf_done(&out, err);          // hands over the rest and frees
 *
 * A failure (no memory, a sink that stops) is remembered; later writes do nothing; buf_flush and buf_done tell it.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "chancery/chancery.h"

typedef struct buf {
    char *ptr;
    size_t len, room;
    chy_sink sink;
    void *user;
    chy_status failed;
} buf;

void buf_init(buf *b, chy_sink sink, void *user);
void buf_bytes(buf *b, const void *bytes, size_t size);
static inline void buf_str(buf *b, chy_str s) { buf_bytes(b, s.ptr, s.len); }
void buf_char(buf *b, char c);
void buf_u64(buf *b, uint64_t v);
void buf_format(buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
chy_status buf_flush(buf *b, chy_err *err);
chy_status buf_done(buf *b, chy_err *err);

#endif
