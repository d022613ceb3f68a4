/* The part of chancery.h that parses plain text: whole, or piece by piece. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "doc/conllu.h"
#include "pipeline/pipeline.h"

enum { ROOM = PIPELINE_PIECE_MAX + (128 << 10) };

/* start: where the text lies in a longer one */
static chy_status parse(const chy_engine *e, chy_str id, chy_str text, size_t start, chy_doc **out, chy_err *err)
{
    chy_doc *d = NULL;
    size_t bad = utf8_invalid_at(text);
    if (bad < text.len) return err_set(err, CHY_EINPUT, start + bad, "byte %zu of the text is not UTF-8", start + bad);
    chy_status st = doc_create(id, text, pipeline_ceiling(e), &d, err);
    if (st) return st;
    struct segment *s = LIST_PUSH(&d->mem, &d->segments);
    if (!s)
        st = err_memory(err, "parsing a text");
    else
        *s = (struct segment){ { 0, (uint32_t)text.len }, SEGMENT_BODY, "given" };
    if (!st) st = pipeline_run(e, d, PIPELINE_PARSE, err);
    if (st)
        chy_doc_destroy(d);
    else
        *out = d;
    return st;
}

CHY_API chy_status chy_parse(const chy_engine *engine, chy_str text, chy_doc **out, chy_err *err)
{
    return parse(engine, CHY_LIT("text"), text, 0, out, err);
}

struct stream {
    const chy_engine *engine;
    chy_str id;
    chy_source source;
    void *from;
    char *room; /* (ROOM) */
    size_t len; /* bytes in it */
    bool over;  /* the source has no more */
    size_t start;
    uint64_t sentences; /* printed */
    buf out;
};

static chy_status fill(struct stream *s, chy_err *err)
{
    while (!s->over && s->len < ROOM) {
        size_t got = 0;
        if (s->source(s->from, s->room + s->len, ROOM - s->len, &got))
            return err_set(err, CHY_EIO, s->start + s->len, "cannot be read on after byte %zu", s->start + s->len);
        s->over = !got;
        s->len += got < ROOM - s->len ? got : ROOM - s->len;
    }
    return CHY_OK;
}

/* Parse and print what can be cut off at the front, all of it at the end. */
static chy_status step(struct stream *s, chy_err *err)
{
    chy_doc *d = NULL;
    chy_status st = fill(s, err);
    if (st) return st;
    chy_str piece = { s->room, s->over ? s->len : pipeline_piece((chy_str){ s->room, s->len }) };
    st = parse(s->engine, s->id, piece, s->start, &d, err);
    if (st) return st;
    st = conllu_write_piece(d, s->sentences, &s->out, err);
    s->sentences += d->sentences.count;
    chy_doc_destroy(d);
    s->start += piece.len;
    s->len -= piece.len;
    memmove(s->room, s->room + piece.len, s->len);
    return st ? st : buf_flush(&s->out, err);
}

CHY_API chy_status chy_parse_stream(const chy_engine *engine, chy_str id, chy_source source, void *from, chy_sink sink, void *to,
                                    chy_err *err)
{
    struct stream s = { .engine = engine, .id = id, .source = source, .from = from, .room = malloc(ROOM) };
    if (!s.room) return err_memory(err, "parsing a text");
    buf_init(&s.out, sink, to);
    chy_status st = CHY_OK;
    do st = step(&s, err);
    while (!st && !s.over);
    chy_status last = buf_done(&s.out, st ? NULL : err);
    free(s.room);
    return st ? st : last;
}
