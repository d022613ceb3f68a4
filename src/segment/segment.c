#include "segment/segment.h"

#include "base/utf8.h"
#include "doc/form.h"
#include "segment/block.h"
#include "segment/split.h"
#include "segment/text.h"

enum { WORD_MAX = 200, SENTENCE_SOFT = 200, SENTENCE_MAX = 400, WINDOW = 32 << 10 };

struct segment_rules {
    struct weights split, brk;
    struct values runs, words;
};

/* A word as it is found, before the document's lists are made. */
struct cut {
    uint32_t start, end;
    uint32_t paragraph, segment;
    bool joined, space_after, ends; /* ends: last of its sentence */
};

struct work {
    const struct segment_rules *rules;
    chy_doc *d;
    arena *mem;    /* the cuts alone, so that they grow in place */
    arena *moment; /* one window */
    LIST(struct cut) cuts;
    uint32_t paragraph, segment;
};

chy_status segment_rules_create(const struct model *model, const struct lexicon *lex, arena *mem, struct segment_rules **out, chy_err *err)
{
    (void)lex;
    struct segment_rules *r = ARENA_NEW(mem, struct segment_rules);
    if (!r) return err_memory(err, "opening the splitter");
    chy_status st = weights_open(model, "split", &r->split, err);
    if (st == CHY_OK) st = weights_open(model, "break", &r->brk, err);
    if (st == CHY_OK) st = values_open(model, "split.runs", &r->runs, err);
    if (st == CHY_OK) st = values_open(model, "split.words", &r->words, err);
    if (st == CHY_OK) *out = r;
    return st;
}

/* ------------------------------------------------------------------ words of a chunk */

static bool push_piece(arena *mem, piece_list *out, uint32_t first, uint32_t last, bool joined)
{
    struct piece *p = LIST_PUSH(mem, out);
    if (p) *p = (struct piece){ .first = first, .last = last, .joined = joined };
    return p != NULL;
}

/* A word of letters may hold two: "cannot". */
static bool push_word(const struct segment_rules *r, const struct glyph *g, arena *mem, piece_list *out, uint32_t first, uint32_t last,
                      bool joined)
{
    uint32_t n = last - first;
    if (n >= 2 && n <= 12 && g[first].kind == GLYPH_LETTER) {
        uint16_t v = values_get(&r->runs, split_run_key(g, first, last));
        if (v != VALUES_NONE && v && v < n)
            return push_piece(mem, out, first, first + v, joined) && push_piece(mem, out, first + v, last, true);
    }
    return push_piece(mem, out, first, last, joined);
}

static enum split decide(const struct segment_rules *r, const struct chunk *c, uint32_t at, uint32_t word_first)
{
    if (at - word_first >= WORD_MAX) return SPLIT_TOKEN;
    if (!split_may(c, at)) return SPLIT_NONE;
    bool decided;
    enum split s = split_must(c, at, &decided);
    if (decided) return s;
    uint64_t f[32];
    int32_t score[WEIGHTS_CLASSES];
    weights_sum(&r->split, f, split_features(c, at, word_first, f), score);
    int best = 0;
    for (int k = 1; k < SPLIT_COUNT; k++)
        if (score[k] > score[best]) best = k;
    return (enum split)best;
}

static bool split_chunk(const struct segment_rules *r, const struct glyph *g, uint32_t first, uint32_t last, uint32_t count, arena *mem,
                        piece_list *out)
{
    struct chunk c = split_chunk_of(g, first, last, count, &r->words);
    uint32_t word_first = first, address = c.address ? split_address(&c, first) : first;
    bool joined = false;
    for (uint32_t at = first + 1; at < last; at++) {
        if (at < address && at - word_first < WORD_MAX) continue;
        enum split s = at == address ? SPLIT_TOKEN : decide(r, &c, at, word_first);
        if (s == SPLIT_NONE) continue;
        if (!push_word(r, g, mem, out, word_first, at, joined)) return false;
        joined = s == SPLIT_WORD;
        word_first = at;
        if (c.address && at >= address) address = split_address(&c, at);
    }
    return push_word(r, g, mem, out, word_first, last, joined);
}

/* The lines that a paragraph is made of. */
struct lines {
    chy_str text; /* up to the end of the paragraph */
    uint32_t first, width;
};

/* The words of glyphs [0, count). */
static bool split_all(const struct segment_rules *r, const struct lines *lines, const struct glyph *g, uint32_t count, arena *mem,
                      piece_list *out)
{
    uint32_t at = 0;
    while (at < count) {
        uint32_t white = at;
        while (at < count && (g[at].kind == GLYPH_SPACE || g[at].kind == GLYPH_NOTHING)) at++;
        uint32_t first = at, had = out->count;
        while (at < count && g[at].kind != GLYPH_SPACE) at++;
        if (first == at) break;
        if (!split_chunk(r, g, first, at, count, mem, out)) return false;
        out->at[had].space_before = first > white;
        if (first > white) out->at[had].line = (uint8_t)block_line(lines->text, lines->first, g[white].at, g[first].at, lines->width);
    }
    return true;
}

/* ------------------------------------------------------------------ sentences of a window */

static bool ends_here(const struct segment_rules *r, const struct passage *t, uint32_t i, const struct break_state *s)
{
    uint32_t length = i + 1 - s->first;
    if (i + 1 == t->count || length >= SENTENCE_MAX) return true;
    if (!break_may(t, i)) return false;
    uint32_t mark = t->g[t->p[i].last - 1].plain;
    if (length >= SENTENCE_SOFT && (mark == ';' || mark == ',' || mark == '.' || mark == ':')) return true;
    uint64_t f[64];
    int32_t score[WEIGHTS_CLASSES];
    weights_sum(&r->brk, f, break_features(t, i, s, f), score);
    return score[1] > score[0];
}

/* How many pieces at the front of the window are whole sentences; all of them when it is the last window. */
static uint32_t find_ends(const struct segment_rules *r, const struct passage *t, bool last, bool *ends)
{
    struct break_state s = { 0 };
    uint32_t whole = 0;
    for (uint32_t i = 0; i < t->count; i++) {
        break_see(&s, t->g, &t->p[i]);
        ends[i] = ends_here(r, t, i, &s);
        if (!ends[i]) continue;
        if (last || i + 1 < t->count) whole = i + 1;
        s = (struct break_state){ .first = i + 1 };
    }
    return whole ? whole : t->count;
}

static bool keep_cuts(struct work *w, const struct glyph *g, const piece_list *p, uint32_t whole, const bool *ends)
{
    for (uint32_t i = 0; i < whole; i++) {
        struct cut *c = LIST_PUSH(w->mem, &w->cuts);
        if (!c) return false;
        bool space = i + 1 == p->count || p->at[i + 1].space_before;
        *c = (struct cut){ g[p->at[i].first].at, g[p->at[i].last].at, w->paragraph, w->segment, p->at[i].joined, space, ends[i] };
    }
    return true;
}

/* Words and sentences of text[from, to), a window at a time; a sentence that a window cuts is read again in the next. */
static chy_status run_paragraph(struct work *w, uint32_t from, uint32_t to, uint32_t width, chy_err *err)
{
    const struct lines lines = { { w->d->text.ptr, to }, from, width };
    while (from < to) {
        arena_mark here = arena_here(w->moment);
        bool last = to - from <= WINDOW;
        uint32_t end = to, count;
        if (!last)
            for (end = from + WINDOW; end > from + WINDOW / 2 && w->d->text.ptr[end] != ' '; end--) {}
        while (!last && end < to && ((unsigned char)w->d->text.ptr[end] & 0xC0) == 0x80) end++;
        piece_list pieces = { 0 };
        struct glyph *g = glyphs_of(w->d->text, from, end, w->moment, &count);
        if (!g || !split_all(w->rules, &lines, g, count, w->moment, &pieces)) return err_memory(err, "finding the words");
        bool *ends = ARENA_ARRAY(w->moment, bool, pieces.count + 1u);
        if (!ends) return err_memory(err, "finding the sentences");
        pieces_look(g, pieces.at, pieces.count, &w->rules->words);
        struct passage passage = passage_of(g, pieces.at, pieces.count);
        uint32_t whole = find_ends(w->rules, &passage, last, ends);
        if (!keep_cuts(w, g, &pieces, whole, ends)) return err_memory(err, "finding the words");
        from = whole < pieces.count ? g[pieces.at[whole].first].at : end;
        if (whole == pieces.count && w->cuts.count && pieces.count) w->cuts.at[w->cuts.count - 1].ends = true;
        arena_rewind(w->moment, here);
    }
    w->paragraph++;
    return CHY_OK;
}

/* Lines from `from` up to a blank one or `to`. *end: where to go on. */
static chy_status run_block(struct work *w, uint32_t from, uint32_t to, uint32_t *end, chy_err *err)
{
    struct block b = block_at(w->d->text, from, to);
    uint32_t start, stop;
    chy_status st = CHY_OK;
    while (st == CHY_OK && block_paragraph(&b, &start, &stop)) st = run_paragraph(w, start, stop, b.width, err);
    *end = b.next;
    return st;
}

/* ------------------------------------------------------------------ into the document */

static bool fill_token(chy_doc *d, struct token *t, const struct cut *c, uint32_t sentence)
{
    t->span = (chy_span){ c->start, c->end };
    t->form = form_of(&d->mem, doc_text(d, t->span));
    t->lower = t->form.ptr ? utf8_lower(&d->mem, t->form) : t->form;
    t->sentence = sentence;
    t->head = t->child = t->next = NONE;
    t->space_after = c->space_after;
    return t->form.ptr && t->lower.ptr;
}

static chy_status fill(struct work *w, chy_err *err)
{
    chy_doc *d = w->d;
    uint32_t n = w->cuts.count, sentences = 0;
    for (uint32_t i = 0; i < n; i++) sentences += w->cuts.at[i].ends;
    d->tokens.at = ARENA_ARRAY(&d->mem, struct token, n ? n : 1);
    d->sentences.at = ARENA_ARRAY(&d->mem, struct sentence, sentences ? sentences : 1);
    if (!d->tokens.at || !d->sentences.at) return err_memory(err, "keeping the words");
    d->tokens.room = n ? n : 1;
    d->sentences.room = sentences ? sentences : 1;
    uint32_t first = 0, begins = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct cut *c = &w->cuts.at[i];
        if (!fill_token(d, &d->tokens.at[i], c, d->sentences.count)) return err_memory(err, "keeping the words");
        if (!c->joined)
            begins = i;
        else
            d->tokens.at[begins].multi = (uint8_t)(i - begins + 1);
        if (!c->ends) continue;
        d->sentences.at[d->sentences.count++] =
            (struct sentence){ { w->cuts.at[first].start, c->end }, { first, i + 1 }, c->segment, c->paragraph };
        first = i + 1;
    }
    d->tokens.count = n;
    return CHY_OK;
}

static chy_status whole_text(chy_doc *d, chy_err *err)
{
    struct segment *s = LIST_PUSH(&d->mem, &d->segments);
    if (!s) return err_memory(err, "finding the words");
    *s = (struct segment){ { 0, (uint32_t)d->text.len }, SEGMENT_BODY, "whole text" };
    return CHY_OK;
}

_Static_assert((int)BLOCK_MAX <= (int)SEGMENT_WHOLE_MAX, "a block is whole in so many bytes");
size_t segment_whole(chy_str text) { return block_whole(text); }

chy_status segment_run(const struct segment_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    chy_status st = CHY_OK;
    arena_mark here = arena_here(scratch);
    arena moment;
    arena_init(&moment, scratch->ceiling);
    struct work w = { .rules = rules, .d = d, .mem = scratch, .moment = &moment };
    if (!d->segments.count) st = whole_text(d, err);
    for (uint32_t i = 0; i < d->segments.count && st == CHY_OK; i++) {
        struct segment *s = &d->segments.at[i];
        if (s->kind == SEGMENT_FURNITURE || (s->lang.len && !str_is(s->lang, "en"))) continue;
        w.segment = i;
        for (uint32_t at = s->span.start; at < s->span.end && st == CHY_OK;) st = run_block(&w, at, s->span.end, &at, err);
    }
    if (st == CHY_OK) st = fill(&w, err);
    arena_done(&moment);
    arena_rewind(scratch, here);
    return st;
}
