#include "source/stream.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { TICK = 4 << 20 };

static size_t pull(struct stream *s, char *room, size_t size)
{
    size_t n = s->over || s->fault ? 0 : s->pull(s, room, size);
    if (!n) s->over = true;
    return n;
}

chy_str stream_peek(struct stream *s, size_t want)
{
    if (want > STREAM_PEEK_MOST) want = STREAM_PEEK_MOST;
    if (!s->buf && !(s->buf = malloc(STREAM_PEEK_MOST))) {
        s->fault = "no memory to read it";
        return (chy_str){ 0 };
    }
    if (s->len - s->at < want && s->at) {
        memmove(s->buf, s->buf + s->at, s->len - s->at);
        s->len -= s->at;
        s->at = 0;
    }
    while (s->len - s->at < want) {
        size_t n = pull(s, s->buf + s->len, STREAM_PEEK_MOST - s->len);
        if (!n) break;
        s->len += n;
    }
    size_t there = s->len - s->at;
    return (chy_str){ s->buf + s->at, there < want ? there : want };
}

size_t stream_read(struct stream *s, char *room, size_t size)
{
    size_t there = s->len - s->at;
    if (!there) return pull(s, room, size);
    if (there > size) there = size;
    memcpy(room, s->buf + s->at, there);
    s->at += there;
    return there;
}

uint64_t stream_skip(struct stream *s, uint64_t size)
{
    uint64_t done = 0;
    while (done < size) {
        chy_str some = stream_peek(s, STREAM_PEEK_MOST);
        if (!some.len) break;
        size_t step = some.len < size - done ? some.len : (size_t)(size - done);
        s->at += step;
        done += step;
    }
    return done;
}

bool stream_line(struct stream *s, size_t most, buf *out, bool *cut)
{
    size_t taken = 0, begin = out->len;
    bool any = false, ended = false;
    if (cut) *cut = false;
    while (!ended) {
        chy_str some = s->len > s->at ? (chy_str){ s->buf + s->at, s->len - s->at } : stream_peek(s, 1);
        if (!some.len) break;
        any = true;
        some.len = s->len - s->at;
        const char *nl = memchr(some.ptr, '\n', some.len);
        size_t step = nl ? (size_t)(nl - some.ptr) : some.len, keep = step;
        if (keep > most - taken) keep = most - taken;
        if (keep < step && cut) *cut = true;
        buf_bytes(out, some.ptr, keep);
        taken += keep;
        s->at += step + (nl != NULL);
        ended = nl != NULL;
    }
    if (out->len > begin && out->ptr[out->len - 1] == '\r') out->len--;
    return any;
}

bool stream_rest(struct stream *s, size_t most, buf *out)
{
    size_t taken = 0;
    for (;;) {
        chy_str some = stream_peek(s, STREAM_PEEK_MOST);
        if (!some.len) return true;
        if (some.len > most - taken) return false;
        buf_str(out, some);
        taken += some.len;
        s->at += some.len;
    }
}

void stream_done(struct stream *s)
{
    if (s->close) s->close(s);
    free(s->buf);
    *s = (struct stream){ .over = true };
}

void stream_unread(struct stream *s, chy_str bytes)
{
    if (!bytes.len) return;
    if (!s->buf && !(s->buf = malloc(STREAM_PEEK_MOST))) {
        s->fault = "no memory to read it";
        return;
    }
    s->len = bytes.len < STREAM_PEEK_MOST ? bytes.len : STREAM_PEEK_MOST;
    s->at = 0;
    memcpy(s->buf, bytes.ptr, s->len);
}

/* ------------------------------------------------------------------ where they come from */

static size_t pull_bytes(struct stream *s, char *room, size_t size)
{
    size_t n = s->bytes.len < size ? s->bytes.len : size;
    if (n) memcpy(room, s->bytes.ptr, n);
    s->bytes = str_cut(s->bytes, n, s->bytes.len);
    return n;
}

void stream_of_bytes(struct stream *s, chy_str bytes) { *s = (struct stream){ .pull = pull_bytes, .bytes = bytes }; }

static void count_in(struct stream_tally *t, size_t n)
{
    t->in += n;
    if (!t->tick || t->in - t->told < TICK) return;
    t->told = t->in;
    t->tick(t->user, t->in);
}

static size_t pull_file(struct stream *s, char *room, size_t size)
{
    ssize_t n;
    do n = read(s->fd, room, size);
    while (n < 0 && errno == EINTR);
    if (n < 0) s->fault = "cannot be read";
    if (n > 0 && s->tally) count_in(s->tally, (size_t)n);
    return n > 0 ? (size_t)n : 0;
}

void stream_of_file(struct stream *s, int fd, struct stream_tally *tally)
{
    *s = (struct stream){ .pull = pull_file, .fd = fd, .tally = tally };
}
