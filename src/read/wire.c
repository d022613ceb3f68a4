#include "read/wire.h"

#include <stddef.h>

#include "base/utf8.h"
#include "doc/origin.h"

/* Everything that reading leaves in a document besides its text and segments. */
static const size_t strings[] = { offsetof(chy_doc, title),   offsetof(chy_doc, date),    offsetof(chy_doc, date_basis),
                                  offsetof(chy_doc, source),  offsetof(chy_doc, author),  offsetof(chy_doc, lang),
                                  offsetof(chy_doc, updated), offsetof(chy_doc, address), offsetof(chy_doc, origin) };
enum { STRINGS = sizeof strings / sizeof *strings };

static chy_str *string(const chy_doc *d, size_t i) { return (chy_str *)((char *)d + strings[i]); }

/* ------------------------------------------------------------------ writing */

static void put_number(buf *out, uint32_t n) { buf_bytes(out, &n, sizeof n); }

static void put_string(buf *out, chy_str s)
{
    put_number(out, (uint32_t)s.len);
    buf_str(out, s);
}

void wire_write(const chy_doc *d, buf *out)
{
    put_string(out, d->text);
    for (size_t i = 0; i < STRINGS; i++) put_string(out, *string(d, i));
    put_number(out, d->foreign);
    put_number(out, d->segments.count);
    for (uint32_t i = 0; i < d->segments.count; i++) {
        const struct segment *s = &d->segments.at[i];
        put_number(out, s->span.start);
        put_number(out, s->span.end);
        put_number(out, (uint32_t)s->kind);
        put_string(out, str_of(s->why));
        put_string(out, s->lang);
    }
}

/* ------------------------------------------------------------------ reading */

struct wire {
    chy_str rest;
    bool good;
};

static uint32_t take_number(struct wire *w)
{
    uint32_t n = 0;
    w->good &= w->rest.len >= sizeof n;
    if (!w->good) return 0;
    memcpy(&n, w->rest.ptr, sizeof n);
    w->rest = str_cut(w->rest, sizeof n, w->rest.len);
    return n;
}

static chy_str take_bytes(struct wire *w)
{
    uint32_t n = take_number(w);
    w->good &= n <= w->rest.len;
    chy_str s = str_cut(w->rest, 0, w->good ? n : 0);
    w->rest = str_cut(w->rest, s.len, w->rest.len);
    return s;
}

static chy_str take_text(struct wire *w)
{
    chy_str s = take_bytes(w);
    w->good &= utf8_invalid_at(s) == s.len;
    return s;
}

/* The same words again and again are kept once. */
static bool keep(chy_doc *d, chy_str s, chy_str *last)
{
    if (s.len && !str_eq(s, *last)) *last = str_keep(&d->mem, s);
    return !s.len || last->ptr;
}

static chy_status take_segments(struct wire *w, chy_doc *d, chy_err *err)
{
    uint32_t count = take_number(w), end = 0;
    chy_str why = { 0 }, lang = { 0 };
    for (uint32_t i = 0; w->good && i < count; i++) {
        chy_span span;
        span.start = take_number(w);
        span.end = take_number(w);
        uint32_t kind = take_number(w);
        chy_str said = take_text(w), in = take_text(w);
        w->good &= span.start >= end && span.start < span.end && span.end <= d->text.len && kind < SEGMENT_KIND_COUNT && said.len < 200;
        if (!w->good) break;
        struct segment *s = LIST_PUSH(&d->mem, &d->segments);
        if (!s || !keep(d, said, &why) || !keep(d, in, &lang)) return err_memory(err, "taking a document");
        *s = (struct segment){ .span = span, .kind = (enum segment_kind)kind, .why = said.len ? why.ptr : NULL };
        if (in.len) s->lang = lang;
        end = span.end;
    }
    return CHY_OK;
}

chy_status wire_read(chy_str bytes, chy_str id, size_t source_size, size_t ceiling, chy_doc **out, chy_err *err)
{
    struct wire w = { bytes, true };
    chy_doc *d = NULL;
    chy_str text = take_text(&w);
    chy_status st = w.good ? doc_create(id, text, ceiling, &d, err) : CHY_OK;
    for (size_t i = 0; !st && w.good && i < STRINGS; i++) {
        bool packed = string(d, i) == &d->origin;
        chy_str s = packed ? take_bytes(&w) : take_text(&w);
        if (packed) w.good &= !s.len || origin_fits(s, text.len, source_size);
        if (!w.good || !s.len) continue;
        *string(d, i) = str_keep(&d->mem, s);
        if (!string(d, i)->ptr) st = err_memory(err, "taking a document");
    }
    if (!st && w.good) d->foreign = take_number(&w) == 1;
    if (!st && w.good) st = take_segments(&w, d, err);
    if (!st && (!w.good || w.rest.len)) st = err_set(err, CHY_EINPUT, 0, "cannot be read: its reader answers what is no document");
    if (st)
        chy_doc_destroy(d);
    else
        *out = d;
    return st;
}
