#include "doc/origin.h"

/*
 * Packed: a byte that tells the kind, then for each run or box its numbers, seven bits a byte, the lowest first, 128 for "goes on"; those
 * that may be below zero with the sign in the lowest bit. Positions count from where the run before would have gone on.
 */
enum { PACK_BYTES = 'b', PACK_BOXES = 'p', NUMBER_BYTES = 5, RUN_BYTES = 3 * NUMBER_BYTES + 1, BOX_BYTES = 6 * NUMBER_BYTES };

static uint32_t covers(const struct origin_run *r) { return r->step ? r->size / r->source_step * r->step : 0; }

bool origin_add(origin_list *runs, arena *mem, uint32_t text, uint32_t source, uint32_t size, uint8_t step, uint8_t source_step)
{
    struct origin_run *last = runs->count ? &runs->at[runs->count - 1] : NULL;
    if (last && step && last->step == step && last->source_step == source_step && last->source + last->size == source &&
        last->text + covers(last) == text) {
        last->size += size;
        return true;
    }
    struct origin_run *more = LIST_PUSH(mem, runs);
    if (more) *more = (struct origin_run){ text, source, size, step, source_step };
    return more != NULL;
}

/* The last run that begins at or before a byte of the text. */
static uint32_t run_at(const struct origin_run *runs, uint32_t count, uint32_t text)
{
    uint32_t lo = 0, hi = count;
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (runs[mid].text <= text)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

/* Where in the source the byte of the text begins, or (end) where the one before it ends. */
static uint32_t in_source(const struct origin_run *r, uint32_t text, bool end)
{
    uint32_t into = text > r->text ? text - r->text : 0;
    if (!r->step) return end ? r->source + r->size : r->source;
    uint64_t at = (uint64_t)(end ? (into + r->step - 1) / r->step : into / r->step) * r->source_step;
    return r->source + (at < r->size ? (uint32_t)at : r->size);
}

chy_span origin_span(const struct origin_run *runs, uint32_t count, chy_span text)
{
    if (!count || text.end <= text.start) return (chy_span){ 0, 0 };
    const struct origin_run *first = &runs[run_at(runs, count, text.start)], *last = &runs[run_at(runs, count, text.end - 1)];
    chy_span out = { in_source(first, text.start, false), in_source(last, text.end, true) };
    return out.end < out.start ? (chy_span){ out.start, out.start } : out;
}

bool origin_through(const origin_list *outer, uint32_t text_size, const origin_list *inner, uint32_t inner_size, arena *mem,
                    origin_list *out)
{
    for (uint32_t i = 0; i < outer->count; i++) {
        const struct origin_run *o = &outer->at[i];
        chy_span page = { o->source, o->source + o->size };
        bool same = o->step == 1 && o->source_step == 1;
        for (uint32_t k = run_at(inner->at, inner->count, page.start); same && k < inner->count && inner->at[k].text < page.end; k++) {
            const struct origin_run *n = &inner->at[k];
            uint32_t next = k + 1 < inner->count ? inner->at[k + 1].text : inner_size;
            uint32_t from = n->text > page.start ? n->text : page.start, to = next < page.end ? next : page.end;
            uint32_t source = in_source(n, from, false), end = in_source(n, to, true);
            if (from < to && !origin_add(out, mem, o->text + (from - page.start), source, end - source, n->step, n->source_step))
                return false;
        }
        if (same || o->text >= text_size) continue;
        chy_span bytes = origin_span(inner->at, inner->count, (chy_span){ page.start, page.end > page.start ? page.end : page.start + 1 });
        if (!origin_add(out, mem, o->text, bytes.start, page.end > page.start ? bytes.end - bytes.start : 0, 0, 0)) return false;
    }
    return true;
}

/* ------------------------------------------------------------------ packing */

static size_t put_number(char *to, uint32_t v)
{
    size_t n = 0;
    for (; v >= 128; v >>= 7) to[n++] = (char)(v | 128);
    to[n++] = (char)v;
    return n;
}

static size_t put_signed(char *to, int64_t v) { return put_number(to, (uint32_t)(v < 0 ? ((uint64_t)-v << 1) - 1 : (uint64_t)v << 1)); }

static size_t pack_runs(const origin_list *runs, char *to)
{
    size_t n = 0;
    uint32_t text = 0, source = 0;
    for (uint32_t i = 0; i < runs->count; i++) {
        const struct origin_run *r = &runs->at[i];
        n += put_number(to + n, r->text - text);
        n += put_signed(to + n, (int64_t)r->source - source);
        n += put_number(to + n, r->size);
        to[n++] = (char)(r->step << 4 | r->source_step);
        text = r->text;
        source = r->source + r->size;
    }
    return n;
}

static size_t pack_boxes(const box_list *boxes, char *to)
{
    size_t n = 0;
    struct origin_box last = { 0 };
    for (uint32_t i = 0; i < boxes->count; i++) {
        const struct origin_box *b = &boxes->at[i];
        n += put_number(to + n, b->text - last.text);
        n += put_signed(to + n, (int64_t)b->page - last.page);
        n += put_signed(to + n, (int64_t)b->left - last.left);
        n += put_signed(to + n, (int64_t)b->top - last.top);
        n += put_signed(to + n, (int64_t)b->right - b->left);
        n += put_signed(to + n, (int64_t)b->bottom - b->top);
        last = *b;
    }
    return n;
}

chy_str origin_pack(const origin_list *runs, const box_list *boxes, arena *mem)
{
    size_t room = runs ? (size_t)runs->count * RUN_BYTES : (size_t)boxes->count * BOX_BYTES;
    char *to = arena_alloc(mem, room + 1);
    if (!to) return (chy_str){ 0 };
    to[0] = runs ? PACK_BYTES : PACK_BOXES;
    size_t size = 1 + (runs ? pack_runs(runs, to + 1) : pack_boxes(boxes, to + 1));
    return (chy_str){ to, size };
}

/* ------------------------------------------------------------------ unpacking */

/* What is left to read; bad when it broke off. */
struct unpack {
    chy_str rest;
    bool bad;
};

static uint32_t take_number(struct unpack *u)
{
    uint64_t v = 0;
    for (int i = 0; i < NUMBER_BYTES && u->rest.len; i++) {
        unsigned char c = (unsigned char)*u->rest.ptr;
        u->rest = str_cut(u->rest, 1, u->rest.len);
        v |= (uint64_t)(c & 127) << (7 * i);
        if (!(c & 128)) return v <= UINT32_MAX ? (uint32_t)v : (u->bad = true, 0);
    }
    u->bad = true;
    return 0;
}

static int64_t take_signed(struct unpack *u)
{
    uint32_t v = take_number(u);
    return v & 1 ? -(int64_t)((v >> 1) + 1) : (int64_t)(v >> 1);
}

static uint32_t take_from(struct unpack *u, int64_t before, int64_t by)
{
    int64_t v = before + by;
    if (v < 0 || v > INT32_MAX) u->bad = true;
    return u->bad ? 0 : (uint32_t)v;
}

/* The next run; false at the end, or when it makes no sense. */
static bool take_run(struct unpack *u, struct origin_run *r)
{
    if (!u->rest.len || u->bad) return false;
    uint32_t expected = r->source + r->size;
    r->text = take_from(u, r->text, take_number(u));
    r->source = take_from(u, expected, take_signed(u));
    r->size = take_number(u);
    unsigned char steps = u->rest.len ? (unsigned char)*u->rest.ptr : 0;
    u->bad |= !u->rest.len || r->size > INT32_MAX || !(steps >> 4) != !(steps & 15);
    r->step = steps >> 4;
    r->source_step = steps & 15;
    u->rest = str_cut(u->rest, 1, u->rest.len);
    return !u->bad;
}

static bool take_box(struct unpack *u, struct origin_box *b)
{
    if (!u->rest.len || u->bad) return false;
    b->text = take_from(u, b->text, take_number(u));
    b->page = take_from(u, b->page, take_signed(u));
    int64_t left = b->left + take_signed(u), top = b->top + take_signed(u), right = left + take_signed(u), bottom = top + take_signed(u);
    const int64_t most = 1 << 28;
    u->bad |= left < -most || left > most || top < -most || top > most || right < -most || right > most || bottom < -most || bottom > most;
    if (u->bad) return false;
    b->left = (int32_t)left;
    b->top = (int32_t)top;
    b->right = (int32_t)right;
    b->bottom = (int32_t)bottom;
    return true;
}

static size_t places_in_bytes(struct unpack u, chy_span text, chy_place *out, size_t most)
{
    struct origin_run two[2] = { { 0 } }, r = { 0 }; /* the runs that the first and the last byte stand in */
    size_t count = 0;
    while (take_run(&u, &r) && r.text < text.end) {
        if (!count || r.text <= text.start) two[0] = r;
        two[1] = r;
        count++;
    }
    if (u.bad || !count) return 0;
    chy_span bytes = origin_span(two, two[1].text > two[0].text ? 2 : 1, text);
    if (most) out[0] = (chy_place){ .start = bytes.start, .end = bytes.end };
    return 1;
}

static size_t places_in_print(struct unpack u, chy_span text, chy_place *out, size_t most)
{
    struct origin_box b = { 0 }, last = { 0 };
    size_t count = 0;
    bool any = false, more = true;
    while (more) { /* each box is known to end where the next one begins */
        more = take_box(&u, &b);
        if (any && last.text < text.end && (!more || b.text > text.start)) {
            if (count < most) out[count] = (chy_place){ 0, 0, last.page, last.left, last.top, last.right, last.bottom };
            count++;
        }
        any = true;
        last = b;
    }
    return u.bad ? 0 : count;
}

size_t origin_places(chy_str packed, chy_span text, chy_place *out, size_t most)
{
    if (text.end <= text.start) return 0;
    if (!packed.len) {
        if (most) out[0] = (chy_place){ .start = text.start, .end = text.end };
        return 1;
    }
    struct unpack u = { str_cut(packed, 1, packed.len), false };
    if (*packed.ptr == PACK_BYTES) return places_in_bytes(u, text, out, most);
    return *packed.ptr == PACK_BOXES ? places_in_print(u, text, out, most) : 0;
}

bool origin_fits(chy_str packed, size_t text_size, size_t source_size)
{
    if (!packed.len) return true;
    struct unpack u = { str_cut(packed, 1, packed.len), false };
    struct origin_run r = { 0 };
    struct origin_box b = { 0 };
    if (*packed.ptr == PACK_BYTES)
        while (take_run(&u, &r)) u.bad |= (size_t)r.text + covers(&r) > text_size || (size_t)r.source + r.size > source_size;
    else if (*packed.ptr == PACK_BOXES)
        while (take_box(&u, &b)) u.bad |= b.text > text_size || !b.page;
    else
        return false;
    return !u.bad;
}
