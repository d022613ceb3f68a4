#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

enum { ENOUGH = 64 << 10 };

void buf_init(buf *b, chy_sink sink, void *user) { *b = (buf){ .sink = sink, .user = user }; }

static void hand_over(buf *b)
{
    if (!b->sink || b->failed || !b->len) return;
    if (b->sink(b->user, b->ptr, b->len)) b->failed = CHY_STOPPED;
    b->len = 0;
}

void buf_bytes(buf *b, const void *bytes, size_t size)
{
    if (b->failed || !size) return;
    if (b->len + size > b->room) {
        if (b->sink && b->len + size > ENOUGH) hand_over(b);
        if (b->len + size > b->room) {
            size_t room = b->room ? b->room * 2 : 4096;
            while (room < b->len + size) room *= 2;
            char *p = realloc(b->ptr, room);
            if (!p) {
                b->failed = CHY_ENOMEM;
                return;
            }
            b->ptr = p;
            b->room = room;
        }
    }
    memcpy(b->ptr + b->len, bytes, size);
    b->len += size;
}

void buf_char(buf *b, char c) { buf_bytes(b, &c, 1); }

void buf_u64(buf *b, uint64_t v)
{
    char digits[20];
    size_t n = 0;
    do {
        digits[sizeof digits - ++n] = (char)('0' + v % 10);
        v /= 10;
    } while (v);
    buf_bytes(b, digits + sizeof digits - n, n);
}

void buf_format(buf *b, const char *format, ...)
{
    char some[512];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(some, sizeof some, format, args);
    va_end(args);
    if (n >= 0 && (size_t)n < sizeof some) {
        buf_bytes(b, some, (size_t)n);
    } else if (n >= 0) {
        char *more = malloc((size_t)n + 1);
        if (!more)
            b->failed = CHY_ENOMEM;
        else {
            vsnprintf(more, (size_t)n + 1, format, again);
            buf_bytes(b, more, (size_t)n);
        }
        free(more);
    }
    va_end(again);
}

chy_status buf_flush(buf *b, chy_err *err)
{
    hand_over(b);
    if (b->failed == CHY_ENOMEM) return err_memory(err, "writing the output");
    if (b->failed) return err_set(err, b->failed, 0, "the output was stopped by its reader");
    return CHY_OK;
}

chy_status buf_done(buf *b, chy_err *err)
{
    chy_status st = buf_flush(b, err);
    free(b->ptr);
    b->ptr = NULL;
    b->len = b->room = 0;
    return st;
}
