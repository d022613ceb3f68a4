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

uint64_t split_run_key(const struct glyph *g, uint32_t first, uint32_t last)
{
    return feature(200, hash_run(g, first, last), last - first, 0);
}

struct chunk split_chunk_of(const struct glyph *g, uint32_t first, uint32_t last, uint32_t count)
{
    struct chunk c = { g, first, last, count, hash_run(g, first, last < first + 40 ? last : first + 40), false };
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

bool break_may(const struct glyph *g, const struct piece *p, uint32_t count, uint32_t i)
{
    if (i + 1 >= count || p[i + 1].joined) return false;
    if (!alnum(&g[p[i].last - 1])) return true;
    const struct glyph *next = &g[p[i + 1].first];
    if (!p[i + 1].space_before) return false;
    return next->upper || next->kind != GLYPH_LETTER || p[i + 1].lines;
}

void break_see(struct break_state *s, const struct glyph *g, const struct piece *p)
{
    uint32_t c = g[p->first].plain;
    if (c == '(' || c == '[') s->depth++;
    if ((c == ')' || c == ']') && s->depth) s->depth--;
    if (c == '"') s->quoted = !s->quoted;
}

struct seen {
    uint32_t word, look, last, cluster;
};

/* Shape with runs squeezed: "U.S." -> A.A. , "Minister" -> Aa */
static uint32_t squeezed(const struct glyph *g, const struct piece *p)
{
    uint32_t h = 3, before = 0;
    for (uint32_t i = p->first; i < p->last && i < p->first + 12; i++) {
        uint32_t l = look(&g[i]);
        if (l != before) h = mix(h, l);
        before = l;
    }
    return h;
}

static struct seen see(const struct glyph *g, const struct piece *p, uint32_t count, int64_t i)
{
    if (i < 0 || i >= count) return (struct seen){ i < 0 ? 1 : 2, 1, 1, 0 };
    const struct piece *x = &p[i];
    return (struct seen){ hash_run(g, x->first, x->last < x->first + 30 ? x->last : x->first + 30), squeezed(g, x), g[x->last - 1].plain,
                          0 };
}

static uint32_t at_most(uint32_t n, uint32_t most) { return n < most ? n : most; }

size_t break_features(const struct glyph *g, const struct piece *p, uint32_t count, uint32_t i, const struct break_state *s,
                      const struct values *clusters, uint64_t *out)
{
    (void)clusters;
    struct seen a = see(g, p, count, (int64_t)i - 1), b = see(g, p, count, i), c = see(g, p, count, (int64_t)i + 1),
                d = see(g, p, count, (int64_t)i + 2);
    struct seen z = see(g, p, count, (int64_t)i - 2), first = see(g, p, count, s->first);
    const struct piece *next = &p[i + 1];
    uint32_t space = next->space_before ? at_most(g[next->first].at - g[p[i].last].at, 3) + (next->lines ? 4 : 0) : 0;
    uint32_t length = i + 1 - s->first, step = length < 4 ? length : length < 8 ? 4 : length < 16 ? 5 : length < 32 ? 6 : 7;
    uint32_t left = count - i - 1, state = (uint32_t)(s->depth ? 1 : 0) | (s->quoted ? 2 : 0);
    uint32_t upper = g[next->first].upper, n = 0;
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
#undef F
    return n;
}
