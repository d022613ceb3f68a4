/* Where in a page or a printed document the bytes of its text stand. */
#include "query/place.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "doc/origin.h"

enum { SHOWN = 240 /* bytes of a source that are printed */, BOXES = 4 };

chy_status place_open(struct asking *a, int64_t document, struct place *p)
{
    *p = (struct place){ 0 };
    chy_status st = store_origin(a->s, document, &p->rows, a->err);
    if (!st) st = store_next(p->rows, a->err);
    p->known = st == CHY_ROW;
    return st == CHY_ROW || st == CHY_DONE ? CHY_OK : st;
}

void place_close(struct place *p) { store_rows_close(p->rows); }

/* Bytes of any encoding on one line: white space collapsed, what is no UTF-8 as \xNN. */
static chy_str one_line(struct asking *a, chy_str bytes)
{
    chy_str shown = str_cut(bytes, 0, SHOWN);
    char *out = arena_alloc(a->mem, shown.len * 4 + 4);
    size_t n = 0;
    if (!out) return answer_keep(a, CHY_LIT(""));
    for (size_t at = 0; at < shown.len;) {
        size_t from = at;
        uint32_t c = utf8_next(shown, &at);
        unsigned char first = (unsigned char)shown.ptr[from];
        if (c == 0xFFFD && at - from == 1) {
            if (bytes.len > SHOWN && shown.len - from < 4) break; /* a character that was cut */
            n += (size_t)snprintf(out + n, 5, "\\x%02x", first);
        } else if (c == ' ' || c < ' ') {
            if (!n || out[n - 1] != ' ') out[n++] = ' ';
        } else {
            memcpy(out + n, shown.ptr + from, at - from);
            n += at - from;
        }
    }
    return answer_format(a, "%.*s%s", (int)n, out, bytes.len > SHOWN ? "…" : "");
}

static chy_str on_pages(struct asking *a, const chy_place *places, size_t count)
{
    chy_str out = { 0 };
    for (size_t i = 0; i < count && i < BOXES; i++) {
        const chy_place *p = &places[i];
        out = answer_format(a, "%.*s%spage %u: %.1f-%.1f across, %.1f-%.1f down", (int)out.len, out.ptr ? out.ptr : "", i ? "; " : "",
                            p->page, p->left / 100.0, p->right / 100.0, p->top / 100.0, p->bottom / 100.0);
    }
    return count > BOXES ? answer_format(a, "%.*s; and %zu lines more", (int)out.len, out.ptr, count - BOXES)
                         : answer_format(a, "%.*s (points)", (int)out.len, out.ptr);
}

chy_str place_of(struct asking *a, const struct place *p, int64_t start, int64_t end)
{
    chy_place places[BOXES];
    chy_span span = { (uint32_t)start, (uint32_t)end };
    if (!p->known || start < 0 || end > INT32_MAX) return CHY_LIT("");
    size_t count = origin_places(store_text(p->rows, ORIGIN_PLACES), span, places, BOXES);
    if (!count) return CHY_LIT("");
    if (places[0].page) return on_pages(a, places, count);
    chy_str found = one_line(a, str_cut(store_text(p->rows, ORIGIN_BYTES), places[0].start, places[0].end));
    return answer_format(a, "bytes %u-%u: %.*s", places[0].start, places[0].end, (int)found.len, found.ptr);
}
