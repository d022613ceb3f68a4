/* gzip and zstd, member by member; brotli. */
#include <brotli/decode.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "source/stream.h"

/* What is unpacked may be so many times as large as what it came from, and a good deal more in any case. */
enum { TIMES_MOST = 250 };
static const uint64_t unpacked_free = (uint64_t)64 << 20;

static bool in_proportion(struct stream *s, size_t n)
{
    if (!s->tally) return true;
    s->tally->out += n;
    if (s->tally->out <= unpacked_free + s->tally->in * TIMES_MOST) return true;
    s->fault = "unpacks to more than 250 times its size; that is not read";
    return false;
}

/* ------------------------------------------------------------------ gzip */

struct gzip {
    z_stream z;
    bool within; /* a member */
};

static bool gzip_begins(struct stream *from)
{
    chy_str head = stream_peek(from, 3);
    return str_starts(head, CHY_LIT("\x1f\x8b\x08"));
}

/* Behind a member: another one, or nothing but padding. */
static bool gzip_next(struct gzip *g, struct stream *from)
{
    if (!gzip_begins(from)) return false;
    g->within = inflateReset(&g->z) == Z_OK;
    return g->within;
}

static size_t pull_gzip(struct stream *s, char *room, size_t size)
{
    struct gzip *g = s->user;
    if (size > 1u << 30) size = 1u << 30;
    g->z.next_out = (Bytef *)room;
    g->z.avail_out = (uInt)size;
    while (g->z.avail_out == size) {
        if (!g->within && !gzip_next(g, s->from)) break;
        chy_str some = stream_peek(s->from, STREAM_PEEK_MOST);
        if (!some.len) {
            s->fault = "ends in the middle";
            break;
        }
        g->z.next_in = (Bytef *)some.ptr;
        g->z.avail_in = (uInt)some.len;
        int how = inflate(&g->z, Z_NO_FLUSH);
        s->from->at += some.len - g->z.avail_in;
        if (how == Z_STREAM_END)
            g->within = false;
        else if (how != Z_OK) {
            s->fault = "is damaged: gzip cannot be unpacked";
            break;
        }
    }
    size_t n = size - g->z.avail_out;
    return in_proportion(s, n) ? n : 0;
}

/* Behind the damage: the next place that looks like the beginning of a member. */
static bool resume_gzip(struct stream *s)
{
    struct gzip *g = s->user;
    for (bool first = true;; first = false) {
        chy_str some = stream_peek(s->from, STREAM_PEEK_MOST);
        size_t at = some.len > 3 ? str_find(str_cut(some, first ? 1 : 0, some.len), CHY_LIT("\x1f\x8b\x08"), 0) : SIZE_MAX;
        if (at != SIZE_MAX) {
            s->from->at += at + (first ? 1 : 0);
            break;
        }
        if (some.len < STREAM_PEEK_MOST) return false;
        s->from->at += some.len - 3;
    }
    s->fault = NULL;
    s->over = false;
    s->at = s->len = 0;
    g->within = inflateReset(&g->z) == Z_OK;
    return g->within;
}

static void close_gzip(struct stream *s)
{
    struct gzip *g = s->user;
    inflateEnd(&g->z);
    free(g);
}

bool stream_unpack_gzip(struct stream *s, struct stream *from)
{
    struct gzip *g = calloc(1, sizeof *g);
    *s = (struct stream){ .pull = pull_gzip, .close = close_gzip, .resume = resume_gzip, .user = g, .from = from, .tally = from->tally };
    if (g && inflateInit2(&g->z, 15 + 16) == Z_OK) return true;
    free(g);
    *s = (struct stream){ .over = true };
    return false;
}

/* ------------------------------------------------------------------ zstd */

struct zstd {
    ZSTD_DStream *z;
    bool within; /* a frame */
};

enum { ZSTD_WINDOW_LOG = 27 };

static size_t pull_zstd(struct stream *s, char *room, size_t size)
{
    struct zstd *g = s->user;
    ZSTD_outBuffer out = { room, size, 0 };
    while (!out.pos) {
        chy_str some = stream_peek(s->from, STREAM_PEEK_MOST);
        if (!some.len) {
            if (g->within) s->fault = "ends in the middle";
            break;
        }
        ZSTD_inBuffer in = { some.ptr, some.len, 0 };
        size_t how = ZSTD_decompressStream(g->z, &out, &in);
        s->from->at += in.pos;
        if (ZSTD_isError(how)) {
            s->fault = "is damaged: zstd cannot be unpacked";
            break;
        }
        g->within = how != 0;
    }
    return in_proportion(s, out.pos) ? out.pos : 0;
}

static void close_zstd(struct stream *s)
{
    struct zstd *g = s->user;
    ZSTD_freeDStream(g->z);
    free(g);
}

bool stream_unpack_zstd(struct stream *s, struct stream *from)
{
    struct zstd *g = calloc(1, sizeof *g);
    *s = (struct stream){ .pull = pull_zstd, .close = close_zstd, .user = g, .from = from, .tally = from->tally };
    if (g && (g->z = ZSTD_createDStream()) && !ZSTD_isError(ZSTD_DCtx_setParameter(g->z, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG)))
        return true;
    if (g) ZSTD_freeDStream(g->z);
    free(g);
    *s = (struct stream){ .over = true };
    return false;
}

/* ------------------------------------------------------------------ brotli */

static size_t pull_brotli(struct stream *s, char *room, size_t size)
{
    BrotliDecoderState *z = s->user;
    uint8_t *out = (uint8_t *)room;
    size_t left = size;
    while (left == size && !BrotliDecoderIsFinished(z)) {
        chy_str some = stream_peek(s->from, STREAM_PEEK_MOST);
        const uint8_t *in = (const uint8_t *)some.ptr;
        size_t there = some.len;
        BrotliDecoderResult how = BrotliDecoderDecompressStream(z, &there, &in, &left, &out, NULL);
        s->from->at += some.len - there;
        if (how == BROTLI_DECODER_RESULT_ERROR)
            s->fault = "is damaged: brotli cannot be unpacked";
        else if (how == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT && !some.len)
            s->fault = "ends in the middle";
        if (s->fault) break;
    }
    return in_proportion(s, size - left) ? size - left : 0;
}

static void close_brotli(struct stream *s) { BrotliDecoderDestroyInstance(s->user); }

bool stream_unpack_brotli(struct stream *s, struct stream *from)
{
    BrotliDecoderState *z = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    *s = (struct stream){ .pull = pull_brotli, .close = close_brotli, .user = z, .from = from, .tally = from->tally };
    if (!z) *s = (struct stream){ .over = true };
    return z != NULL;
}
