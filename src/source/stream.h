/*
 * stream.h: bytes that come one after the other, looked at before they are taken.
 *
 *     struct stream s;
 *     stream_of_bytes(&s, bytes);                       // or stream_of_file, stream_unpack: over another stream
 *     chy_str head = stream_peek(&s, 512);              // fewer only when there are no more
 *     size_t n = stream_read(&s, room, sizeof room);    // 0: the end, or a fault: s.fault
 *     stream_done(&s);
 */
#ifndef SOURCE_STREAM_H
#define SOURCE_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum { STREAM_PEEK_MOST = 64 << 10 };

/* Bytes in and out of all streams over one file: what is unpacked may not be out of all proportion. */
struct stream_tally {
    uint64_t in, out;
    void (*tick)(void *user, uint64_t in); /* told of every few megabytes that came in; NULL: nobody is */
    void *user;
    uint64_t told;
};

struct stream {
    size_t (*pull)(struct stream *s, char *room, size_t size); /* 0: the end, or s->fault is set */
    void (*close)(struct stream *s);                           /* NULL: nothing to close */
    bool (*resume)(struct stream *s);                          /* after a fault: go on behind the damage; false, or NULL: cannot */
    void *user;
    struct stream *from;
    struct stream_tally *tally; /* may be NULL */
    const char *fault;          /* a sentence without its subject, a literal; NULL */
    int fd;
    chy_str bytes; /* a stream of bytes: what is left of them */
    char *buf;
    size_t at, len;
    bool over;
};

void stream_of_bytes(struct stream *s, chy_str bytes);
void stream_of_file(struct stream *s, int fd, struct stream_tally *tally); /* the descriptor stays the caller's */

/* What gzip (several members behind one another, too) or zstd (several frames) has packed. from must outlive it. False: no memory. */
bool stream_unpack_gzip(struct stream *s, struct stream *from);
bool stream_unpack_zstd(struct stream *s, struct stream *from);
bool stream_unpack_brotli(struct stream *s, struct stream *from); /* has no first bytes that tell it */

void stream_done(struct stream *s);

/* Bytes that were taken from below a stream before it was made come first: at most STREAM_PEEK_MOST of them. */
void stream_unread(struct stream *s, chy_str bytes);

chy_str stream_peek(struct stream *s, size_t want); /* at most STREAM_PEEK_MOST; borrowed until anything is taken */
size_t stream_read(struct stream *s, char *room, size_t size);
uint64_t stream_skip(struct stream *s, uint64_t size); /* how many there were */

/* A line without its end ("\n", "\r\n") appended to out, at most so many bytes of it, the rest of the line is passed over. False: no more
 * lines. *cut (may be NULL): there was a rest. */
bool stream_line(struct stream *s, size_t most, buf *out, bool *cut);

/* All that is left, appended to out, up to `most` bytes: false when there is more (which is not taken). */
bool stream_rest(struct stream *s, size_t most, buf *out);

#endif
