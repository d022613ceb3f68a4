#include "segment/split.h"

#include "base/str.h"

static uint32_t mix(uint32_t h, uint32_t c) { return (h ^ c) * 0x9E3779B1u ^ h >> 15; }

static uint32_t hash_run(const struct glyph *g, uint32_t first, uint32_t last)
{
    uint32_t h = 7;
    for (uint32_t i = first; i < last; i++) h = mix(h, g[i].plain);
    return h;
}

/* The look of a character: itself if it is a mark, else A, a, 9. */
static uint32_t look(const struct glyph *g)
{
    if (g->kind == GLYPH_LETTER) return g->upper ? 'A' : 'a';
    return g->kind == GLYPH_DIGIT ? '9' : g->kind == GLYPH_HAN ? 0x4E00 : g->plain;
}

enum { WORD_LOOK = 30, SHAPE_LOOK = 12 };

uint64_t split_word_key(const struct glyph *g, uint32_t first, uint32_t last)
{
    return feature(201, hash_run(g, first, last < first + WORD_LOOK ? last : first + WORD_LOOK), 0, 0);
}

uint64_t split_run_key(const struct glyph *g, uint32_t first, uint32_t last)
{
    return feature(200, hash_run(g, first, last), last - first, 0);
}

struct chunk split_chunk_of(const struct glyph *g, uint32_t first, uint32_t last, uint32_t count, const struct values *words)
{
    struct chunk c = { g, words, first, last, count, hash_run(g, first, last < first + 40 ? last : first + 40), false };
    for (uint32_t i = first; i < last && !c.address; i++)
        c.address =
            g[i].plain == '@' || g[i].plain == '/' || (g[i].plain == 'w' && i + 3 < last && g[i + 1].plain == 'w' && g[i + 3].plain == '.');
    return c;
}

static bool at_is(const struct chunk *c, uint32_t at, uint32_t mark) { return at >= c->first && at < c->last && c->g[at].plain == mark; }

/* "n't" begins here. */
static bool not_here(const struct chunk *c, uint32_t at)
{
    return at > c->first && at_is(c, at, 'n') && at_is(c, at + 1, '\'') && at_is(c, at + 2, 't') &&
           (at + 3 >= c->last || c->g[at + 3].kind != GLYPH_LETTER);
}

bool split_may(const struct chunk *c, uint32_t at)
{
    const struct glyph *a = &c->g[at - 1], *b = &c->g[at];
    if (b->kind == GLYPH_NOTHING) return false;
    if (a->kind == GLYPH_LETTER && b->kind == GLYPH_LETTER) return not_here(c, at);
    return !(a->kind == GLYPH_DIGIT && b->kind == GLYPH_DIGIT);
}

/* The place lies inside a day written 2014-09-10. */
static bool inside_day(const struct chunk *c, uint32_t at)
{
    uint32_t i = at, n = 0;
    while (i > c->first && at - i < 10 && (c->g[i - 1].kind == GLYPH_DIGIT || c->g[i - 1].plain == '-')) i--;
    while (i + n < c->last && n < 11 && (c->g[i + n].kind == GLYPH_DIGIT || c->g[i + n].plain == '-')) {
        if ((c->g[i + n].plain == '-') != (n == 4 || n == 7)) return false;
        n++;
    }
    return n == 10;
}

/* Places that no example is needed for. */
enum split split_must(const struct chunk *c, uint32_t at, bool *decided)
{
    const struct glyph *a = &c->g[at - 1], *b = &c->g[at];
    *decided = true;
    if (a->kind == GLYPH_HAN || b->kind == GLYPH_HAN) return SPLIT_TOKEN;
    if (not_here(c, at)) return SPLIT_WORD;
    if (at >= c->first + 2 && not_here(c, at - 1)) return SPLIT_NONE;
    if (at + 1 < c->last && a->kind == GLYPH_DIGIT && c->g[at + 1].kind == GLYPH_DIGIT &&
        (b->plain == ',' || b->plain == '.' || b->plain == ':'))
        return SPLIT_NONE;
    if (at >= c->first + 2 && b->kind == GLYPH_DIGIT && c->g[at - 2].kind == GLYPH_DIGIT &&
        (a->plain == ',' || a->plain == '.' || a->plain == ':'))
        return SPLIT_NONE;
    if (at == c->first + 2 && a->plain == '\'' && c->g[c->first].plain == '\'' && b->kind == GLYPH_LETTER)
        return SPLIT_TOKEN; /* ''Very good'': two apostrophes for a quotation mark */
    *decided = (a->plain == '-' || b->plain == '-') && inside_day(c, at);
    return SPLIT_NONE;
}

static uint32_t run_back(const struct chunk *c, uint32_t at)
{
    uint32_t i = at;
    while (i > c->first && at - i < 24 && c->g[i - 1].kind == c->g[at - 1].kind && c->g[at - 1].kind != GLYPH_OTHER) i--;
    return i;
}

static uint32_t run_on(const struct chunk *c, uint32_t at)
{
    uint32_t i = at;
    while (i < c->last && i - at < 24 && c->g[i].kind == c->g[at].kind && c->g[at].kind != GLYPH_OTHER) i++;
    return i;
}

/* What begins the next chunk of the paragraph. */
static uint32_t beyond(const struct chunk *c)
{
    uint32_t i = c->last;
    while (i < c->count && c->g[i].kind == GLYPH_SPACE) i++;
    return i < c->count ? look(&c->g[i]) : 0;
}

/* What ends the chunk before: nothing; an initial; another word with a full stop; a word with a capital; any other. */
static uint32_t behind(const struct chunk *c)
{
    uint32_t end = c->first, begin;
    while (end && c->g[end - 1].kind == GLYPH_SPACE) end--;
    for (begin = end; begin && c->g[begin - 1].kind != GLYPH_SPACE && end - begin < 24;) begin--;
    if (begin == end) return 0;
    if (c->g[end - 1].plain == '.') return end - begin == 2 && c->g[begin].upper ? 1 : 2;
    return c->g[begin].upper ? 3 : 4;
}

/* The kind of abbreviation that the word is if the full stop here belongs to it. */
static uint32_t abbreviation(const struct chunk *c, uint32_t word_first, uint32_t at)
{
    if (c->g[at].plain != '.' || at - word_first > 10) return 0;
    if (at - word_first == 1 && c->g[word_first].kind == GLYPH_LETTER) return 2; /* an initial */
    uint16_t v = values_get(c->words, split_word_key(c->g, word_first, at + 1));
    return v == VALUES_NONE || (v & 31) < SPLIT_ABBREVIATION ? 1 : v & 31;
}

size_t split_features(const struct chunk *c, uint32_t at, uint32_t word_first, uint64_t *out)
{
    const struct glyph *g = c->g;
#define GLYPH(k) ((int64_t)at + (k) >= (int64_t)c->first && (int64_t)at + (k) < (int64_t)c->last ? &g[(int64_t)at + (k)] : &none)
    static const struct glyph none = { 0, 1, GLYPH_OTHER, false };
    const struct glyph *a3 = GLYPH(-3), *a2 = GLYPH(-2), *a = GLYPH(-1), *b = GLYPH(0), *b2 = GLYPH(1), *b3 = GLYPH(2);
#undef GLYPH
    uint32_t back = run_back(c, at), on = run_on(c, at), n = 0;
    uint32_t left = hash_run(g, back, at), right = hash_run(g, at, on);
    uint32_t after = on < c->last ? look(&g[on]) : 2, before = back > c->first ? look(&g[back - 1]) : 2;
    uint32_t rest = c->last - at, past = at - c->first, dots = 0, same = 0;
    for (uint32_t i = c->first; i < at && i < c->first + 40; i++) dots += g[i].plain == b->plain;
    while (same < 4 && at > c->first + same && g[at - 1 - same].plain == b->plain) same++;
    uint32_t brief = abbreviation(c, word_first, at);
    uint64_t marks = (uint64_t)look(a) << 32 | look(b);
#define F(t, x, y, z) out[n++] = feature(t, x, y, z)
    F(1, a->plain, b->plain, 0);
    F(2, a2->plain, a->plain, b->plain);
    F(3, a->plain, b->plain, b2->plain);
    F(4, (uint64_t)a2->plain << 32 | a->plain, b->plain, b2->plain);
    F(5, marks, look(a2), look(b2));
    F(6, marks, (uint64_t)look(a2) << 32 | look(a3), (uint64_t)look(b2) << 32 | look(b3));
    F(7, left, b->plain, 0);
    F(8, right, a->plain, 0);
    F(9, left, b->plain, right);
    F(10, right, after, a->plain);
    F(11, left, before, b->plain);
    F(12, c->whole, past, 0);
    F(13, rest <= 8 ? hash_run(g, at, c->last) : 0, a->plain, 0);
    F(14, past <= 8 ? hash_run(g, c->first, at) : 0, b->plain, 0);
    F(15, b->plain, dots < 5 ? dots : 5, look(a) << 1 | (rest == 1));
    F(16, rest == 1 ? beyond(c) : 1, marks, left);
    F(17, rest == 1 ? beyond(c) : 1, marks, at - back);
    F(18, marks, same, rest == 1);
    F(19, marks, at - back < 4 ? at - back : 4, on - at < 4 ? on - at : 4);
    F(20, marks, at == word_first + 1, before);
    F(21, marks, rest < 4 ? rest : 4, past < 4 ? past : 4);
    F(22, 0, 0, 0);
    F(24, brief, rest == 1 ? beyond(c) : 1, rest < 4 ? rest : 4);
    F(25, brief, look(b2), 0);
    F(26, brief, rest == 1 ? beyond(c) : 1, rest == 1 ? behind(c) : 9);
    F(23, marks, word_first > c->first ? look(&g[word_first - 1]) : 2, look(&g[word_first]));
#undef F
    return n;
}

static bool mail_mark(const struct glyph *g)
{
    return g->kind == GLYPH_LETTER || g->kind == GLYPH_DIGIT || g->plain == '.' || g->plain == '_' || g->plain == '-' || g->plain == '+' ||
           g->plain == '%';
}

static bool text_at(const struct chunk *c, uint32_t at, const char *what)
{
    for (uint32_t i = 0; what[i]; i++)
        if (!at_is(c, at + i, (unsigned char)what[i])) return false;
    return true;
}

static uint32_t back_off(const struct chunk *c, uint32_t at, uint32_t end)
{
    while (end > at && c->g[end - 1].kind == GLYPH_OTHER && c->g[end - 1].plain != '/' && c->g[end - 1].plain != '=' &&
           c->g[end - 1].plain != '&' && c->g[end - 1].plain != '_' && c->g[end - 1].plain != '-')
        end--;
    return end;
}

uint32_t split_address(const struct chunk *c, uint32_t at)
{
    uint32_t i = at;
    if (text_at(c, at, "http://") || text_at(c, at, "https://") || text_at(c, at, "ftp://") || text_at(c, at, "www.")) {
        while (i < c->last && c->g[i].kind != GLYPH_HAN && c->g[i].plain != '<' && c->g[i].plain != '>' && c->g[i].plain != '"' &&
               c->g[i].plain != ')' && c->g[i].plain != ']')
            i++;
        return back_off(c, at, i);
    }
    while (i < c->last && mail_mark(&c->g[i])) i++;
    if (i == at || !at_is(c, i, '@') || i + 1 >= c->last) return at;
    uint32_t host = ++i, dots = 0;
    while (i < c->last && mail_mark(&c->g[i])) dots += c->g[i++].plain == '.';
    i = back_off(c, at, i);
    return dots && i > host + 2 ? i : at;
}

/* ------------------------------------------------------------------ sentences */

static bool alnum(const struct glyph *g) { return g->kind == GLYPH_LETTER || g->kind == GLYPH_DIGIT; }

static uint8_t caps_of(const struct glyph *g, const struct piece *p)
{
    const struct glyph *a = &g[p->first];
    if (a->kind == GLYPH_DIGIT) return CAPS_DIGIT;
    if (a->kind != GLYPH_LETTER && a->kind != GLYPH_HAN) return CAPS_MARK;
    if (!a->upper) return CAPS_SMALL;
    for (uint32_t i = p->first + 1; i < p->last; i++)
        if (g[i].kind == GLYPH_LETTER && !g[i].upper) return CAPS_FIRST;
    return p->last > p->first + 1 ? CAPS_ALL : CAPS_FIRST;
}

static void look_at(const struct glyph *g, struct piece *p)
{
    uint32_t word = 7, shape = 3, plain = 7, before = 0, slashes = 0;
    bool digit = false, address = false;
    uint32_t last = p->last < p->first + WORD_LOOK ? p->last : p->first + WORD_LOOK;
    for (uint32_t i = p->first; i < last; i++) {
        uint32_t l = look(&g[i]);
        word = mix(word, g[i].plain);
        plain = mix(plain, l);
        if (l != before && i < p->first + SHAPE_LOOK) shape = mix(shape, l);
        before = l;
        digit |= g[i].kind == GLYPH_DIGIT;
        slashes += g[i].plain == '/';
        address |= g[i].plain == '@' && i > p->first;
    }
    address |= slashes > 1 && alnum(&g[p->first]) && p->last - p->first > 8;
    p->caps = address ? CAPS_MARK : caps_of(g, p);
    p->word = address ? 77 : digit ? plain : word; /* one address is like another, and so is a number */
    p->look = address ? 78 : shape;
}

void pieces_look(const struct glyph *g, struct piece *p, uint32_t count, const struct values *words)
{
    for (uint32_t i = 0; i < count; i++) {
        look_at(g, &p[i]);
        uint16_t v = values_get(words, feature(201, p[i].word, 0, 0));
        p[i].class = v == VALUES_NONE ? 0 : v;
    }
}

static bool final_mark(const struct glyph *g, const struct piece *p)
{
    uint32_t c = g[p->last - 1].plain;
    return c == '.' || c == '!' || c == '?';
}

/* How it is written: with full stops or without; sentences begun small; Titles; all small. */
struct passage passage_of(const struct glyph *g, const struct piece *p, uint32_t count)
{
    uint32_t stops = 0, small_after = 0, caps = 0, small = 0;
    for (uint32_t i = 0; i < count; i++) {
        bool stop = final_mark(g, &p[i]);
        stops += stop;
        small_after += stop && i + 1 < count && p[i + 1].space_before && p[i + 1].caps == CAPS_SMALL;
        caps += p[i].caps == CAPS_FIRST || p[i].caps == CAPS_ALL;
        small += p[i].caps == CAPS_SMALL;
    }
    uint32_t m = !stops ? 0 : small_after * 2 > stops ? 1 : small_after * 5 > stops ? 2 : 3;
    m |= (small + caps < 3 ? 0u : caps * 10 > small * 6 ? 1u : caps * 25 < small ? 2u : 3u) << 2;
    return (struct passage){ g, p, count, m };
}

bool break_may(const struct passage *t, uint32_t i)
{
    const struct piece *p = t->p;
    if (i + 1 >= t->count || p[i + 1].joined) return false;
    if (!alnum(&t->g[p[i].last - 1])) return true;
    return p[i + 1].space_before && p[i + 1].caps != CAPS_SMALL;
}

void break_see(struct break_state *s, const struct glyph *g, const struct piece *p)
{
    uint32_t c = g[p->first].plain;
    if (c == '(' || c == '[') s->depth++;
    if ((c == ')' || c == ']') && s->depth) s->depth--;
    if (c == '"') s->quoted = !s->quoted;
}

struct seen {
    uint32_t word, look, last, kind, cluster, caps;
};

static struct seen see(const struct passage *t, int64_t i)
{
    if (i < 0 || i >= t->count) return (struct seen){ i < 0 ? 1 : 2, 1, 1, 1u << 7, 0, 7 };
    const struct piece *x = &t->p[i];
    return (struct seen){ x->word, x->look, t->g[x->last - 1].plain, x->class & 127u, x->class >> 7, x->caps };
}

static uint32_t at_most(uint32_t n, uint32_t most) { return n < most ? n : most; }

/* A title, an abbreviation before a number, any other, an initial; 0: none. */
static uint32_t shortened(const struct passage *t, const struct seen *x, uint32_t i)
{
    const struct piece *p = &t->p[i];
    if (x->last != '.' || p->last - p->first < 2) return 0;
    if (p->last - p->first == 2) return 4;
    uint32_t pos = x->kind & 31u;
    return pos < SPLIT_ABBREVIATION ? 0 : pos == SPLIT_ABBREVIATION ? 1 : pos == SPLIT_ABBREVIATION + 2 ? 2 : 3;
}

/* Words up to the next mark that may end a sentence, and the end of the passage. */
static uint32_t way_on(const struct passage *t, uint32_t i)
{
    uint32_t n = 0;
    while (n < 12 && i + 1 + n < t->count && !final_mark(t->g, &t->p[i + 1 + n])) n++;
    return n < 3 ? n : n < 6 ? 3 : n < 12 ? 4 : 5;
}

size_t break_features(const struct passage *t, uint32_t i, const struct break_state *s, uint64_t *out)
{
    const struct piece *p = t->p, *next = &p[i + 1];
    struct seen z = see(t, (int64_t)i - 2), a = see(t, (int64_t)i - 1), b = see(t, i), c = see(t, (int64_t)i + 1),
                d = see(t, (int64_t)i + 2), e = see(t, (int64_t)i + 3), first = see(t, s->first);
    uint32_t space = next->space_before ? at_most(t->g[next->first].at - t->g[p[i].last].at, 2) : 0;
    uint32_t length = i + 1 - s->first, step = length < 4 ? length : length < 8 ? 4 : length < 16 ? 5 : length < 32 ? 6 : 7;
    uint32_t left = t->count - i - 1, state = (uint32_t)(s->depth ? 1 : 0) | (s->quoted ? 2 : 0);
    uint32_t upper = t->g[next->first].upper, n = 0;
    uint32_t brief = shortened(t, &b, i);
    uint64_t caps = (uint64_t)a.caps | (uint64_t)b.caps << 3 | (uint64_t)c.caps << 6 | (uint64_t)d.caps << 9;
#define F(t, x, y, z) out[n++] = feature(100 + t, x, y, z)
    F(0, 0, 0, 0);
    F(1, b.word, space, 0);
    F(2, b.word, c.look, space);
    F(3, b.word, c.word, 0);
    F(4, c.word, space, 0);
    F(5, a.word, b.word, 0);
    F(6, a.word, b.word, c.look);
    F(7, a.look, b.word, c.look);
    F(8, b.look, c.look, space);
    F(9, b.word, c.look, d.look);
    F(10, b.word, c.word, d.word);
    F(11, b.word, c.look, step);
    F(12, b.word, state, c.look);
    F(13, b.word, state, step);
    F(14, b.last, c.look, space);
    F(15, b.look, c.word, 0);
    F(16, first.word, step, b.look);
    F(17, first.look, step, b.word);
    F(18, b.last, at_most(left, 4), c.look);
    F(19, z.word, a.word, b.word);
    F(20, z.look, a.look, b.word);
    F(21, length, b.last, upper);
    F(22, b.last, c.word, d.look);
    F(23, c.word, d.word, b.last);
    F(24, first.word, b.word, c.look);
    F(25, a.last, b.word, upper);
    F(26, b.look, upper, step);
    F(27, a.look, b.look, c.look);
    F(28, b.kind, c.kind, c.caps);
    F(29, a.kind, b.kind, (uint64_t)c.kind << 8 | c.caps);
    F(30, b.kind, c.kind, (uint64_t)d.kind << 8 | c.caps);
    F(31, b.word, c.kind, c.caps);
    F(32, b.kind, c.word, c.caps);
    F(33, c.cluster, b.last, c.caps);
    F(34, c.kind, d.kind, b.last << 4 | c.caps);
    F(35, caps | (uint64_t)e.caps << 12, b.last, c.kind >> 5);
    F(36, b.cluster, c.cluster, 0);
    F(37, (uint64_t)c.kind << 8 | c.caps, d.kind, e.kind);
    F(38, a.kind, b.kind, (uint64_t)c.kind << 8 | d.kind);
    F(39, t->manner, b.last, c.look);
    F(40, t->manner, caps, c.kind);
    F(41, way_on(t, i), b.last, (uint64_t)c.kind << 8 | c.caps);
    F(42, first.kind, step, b.last << 4 | c.caps);
    F(43, way_on(t, i), step, b.last << 4 | c.caps);
    F(44, caps, step, b.kind);
    F(45, next->line, b.last, c.caps);
    F(46, next->line, b.kind, (uint64_t)c.kind << 8 | c.caps);
    F(47, next->line, b.word, 0);
    F(48, next->line, c.word, c.caps);
    F(49, next->line, caps, d.kind);
    F(50, brief, c.kind >> 5, c.caps);
    F(51, brief, c.kind, (uint64_t)c.caps << 1 | (a.caps == CAPS_FIRST));
    F(52, brief, c.word, c.caps);
#undef F
    return n;
}
