#include "near/near.h"

#include <stdlib.h>

#include "base/list.h"
#include "base/utf8.h"

enum {
    LEAST_SHARED = 8,  /* runs; below, only equal texts are the same */
    LONGEST_BLANK = 40 /* words that a form leaves open at one place; more are a passage of its own */
};

static const float LEAST_CONTAINMENT = 0.6F, LEAST_JACCARD = 0.12F;

/* ------------------------------------------------------------------ words and runs */

static bool is_word(unsigned kind) { return (kind & (CHAR_LETTER | CHAR_DIGIT | CHAR_MARK)) != 0; }
static bool ends_sentence(uint32_t c) { return c == '.' || c == '!' || c == '?' || c == ':' || c == '\n' || c == 0x3002 || c == 0x2022; }

/* "12May", "yearThe": words that lost the space between them; and writing without spaces, sign by sign. */
static bool parts(unsigned before, unsigned kind)
{
    if ((kind | before) & CHAR_HAN) return true;
    if (kind & CHAR_MARK) return false;
    return ((before ^ kind) & CHAR_DIGIT) || ((before & CHAR_LOWER) && (kind & CHAR_UPPER));
}

struct reader {
    chy_str text;
    size_t at;
    bool opens; /* the next word opens a sentence or line, where everything is capitalised */
};

/* The next word, letters of writing without spaces one by one; false at the end. */
static bool next_word(struct reader *r, uint32_t *word)
{
    char folded[256];
    size_t n = 0;
    unsigned all = 0, first = 0, before = 0;
    bool opens = false;
    while (r->at < r->text.len) {
        size_t here = r->at;
        uint32_t c = utf8_next(r->text, &r->at);
        unsigned kind = char_kind(c);
        if (!is_word(kind)) {
            if (n) {
                r->at = here;
                break;
            }
            if (ends_sentence(c)) r->opens = true;
            continue;
        }
        if (n && parts(before, kind)) {
            r->at = here;
            break;
        }
        if (!n) {
            first = kind;
            opens = r->opens;
        }
        if (!(kind & CHAR_MARK)) before = kind;
        all |= kind;
        if (n + 4 <= sizeof folded && !(kind & CHAR_MARK)) n += utf8_put(char_base(c), folded + n);
        if (!n) n = utf8_put(c, folded);
    }
    if (!n) return false;
    r->opens = false;
    enum near_word sort = all & CHAR_DIGIT ? NEAR_NUMBER : (first & CHAR_UPPER) && !opens ? NEAR_NAME : NEAR_PLAIN;
    *word = ((uint32_t)str_hash((chy_str){ folded, n }) & ~3U) | sort;
    return true;
}

static uint32_t run_at(const uint32_t *words, uint32_t at, uint32_t size)
{
    uint32_t bare[NEAR_RUN];
    for (uint32_t i = 0; i < size; i++) bare[i] = words[at + i] & ~3U;
    return (uint32_t)str_hash((chy_str){ (const char *)bare, size * sizeof *bare });
}

static int by_number(const void *a, const void *b)
{
    uint32_t m = *(const uint32_t *)a, n = *(const uint32_t *)b;
    return (m > n) - (m < n);
}

static bool make_runs(struct near_text *t, arena *mem)
{
    uint32_t size = t->word_count < NEAR_RUN ? t->word_count : NEAR_RUN, n = t->word_count - size + (size > 0);
    t->runs = ARENA_ARRAY(mem, uint32_t, n + 1);
    if (!t->runs) return false;
    for (uint32_t i = 0; i < n; i++) t->runs[i] = run_at(t->words, i, size);
    if (n) qsort(t->runs, n, sizeof *t->runs, by_number);
    for (uint32_t i = 0; i < n; i++)
        if (!t->run_count || t->runs[t->run_count - 1] != t->runs[i]) t->runs[t->run_count++] = t->runs[i];
    return true;
}

const struct near_text *near_read(chy_str text, arena *mem)
{
    struct reader r = { .text = text, .opens = true };
    struct near_text *t = ARENA_NEW(mem, struct near_text);
    LIST(uint32_t) words = { 0 };
    uint32_t word, *next;
    if (!t) return NULL;
    while (next_word(&r, &word)) {
        if (!(next = LIST_PUSH(mem, &words))) return NULL;
        *next = word;
    }
    t->words = words.at;
    t->word_count = words.count;
    t->whole = 0;
    for (uint32_t i = 0; i < t->word_count; i++) t->whole = (t->whole ^ (words.at[i] & ~3U)) * 0x9E3779B97F4A7C15U;
    return make_runs(t, mem) ? t : NULL;
}

/* ------------------------------------------------------------------ two texts side by side */

/* A run that stands once in each text, and where. */
struct place {
    uint32_t run, at;
};
struct anchor {
    uint32_t a, b, before; /* before: another anchor, STANDS_FIRST: none */
};
enum { STANDS_FIRST = 0xFFFFFFFF };

static int by_run(const void *a, const void *b)
{
    const struct place *m = a, *n = b;
    return m->run != n->run ? (m->run < n->run ? -1 : 1) : (m->at > n->at) - (m->at < n->at);
}

static int by_first(const void *a, const void *b)
{
    const struct anchor *m = a, *n = b;
    return (m->a > n->a) - (m->a < n->a);
}

/* The runs that stand in t once, by run. */
static struct place *single_runs(const struct near_text *t, arena *mem, uint32_t *count)
{
    uint32_t n = t->word_count < NEAR_RUN ? 0 : t->word_count - NEAR_RUN + 1, kept = 0;
    struct place *p = ARENA_ARRAY(mem, struct place, n + 1);
    *count = 0;
    if (!p) return NULL;
    for (uint32_t i = 0; i < n; i++) p[i] = (struct place){ run_at(t->words, i, NEAR_RUN), i };
    if (n) qsort(p, n, sizeof *p, by_run);
    for (uint32_t i = 0; i < n; i++) {
        bool alone = (!i || p[i - 1].run != p[i].run) && (i + 1 == n || p[i + 1].run != p[i].run);
        if (alone) p[kept++] = p[i]; /* kept <= i: what is looked at next is still as it was */
    }
    *count = kept;
    return p;
}

/* Where single runs of both texts stand, in order of a. */
static struct anchor *pair_runs(const struct near_text *a, const struct near_text *b, arena *mem, uint32_t *count)
{
    uint32_t na = 0, nb = 0;
    const struct place *pa = single_runs(a, mem, &na), *pb = pa ? single_runs(b, mem, &nb) : NULL;
    struct anchor *out = pb ? ARENA_ARRAY(mem, struct anchor, (na < nb ? na : nb) + 1) : NULL;
    *count = 0;
    if (!out) return NULL;
    for (uint32_t i = 0, k = 0; i < na && k < nb;) {
        if (pa[i].run == pb[k].run) out[(*count)++] = (struct anchor){ pa[i].at, pb[k].at, STANDS_FIRST };
        bool step = pa[i].run <= pb[k].run;
        k += pa[i].run >= pb[k].run;
        i += step;
    }
    if (*count) qsort(out, *count, sizeof *out, by_first);
    return out;
}

/* Keep the longest series of anchors that stand in the same order in both texts. */
static bool put_in_order(struct anchor *at, uint32_t *count, arena *mem)
{
    uint32_t *ends = ARENA_ARRAY(mem, uint32_t, *count + 1), longest = 0; /* ends[k]: the last of the best series of k + 1 */
    if (!ends) return false;
    for (uint32_t i = 0; i < *count; i++) {
        uint32_t low = 0, high = longest;
        while (low < high) {
            uint32_t middle = (low + high) / 2;
            if (at[ends[middle]].b < at[i].b)
                low = middle + 1;
            else
                high = middle;
        }
        at[i].before = low ? ends[low - 1] : STANDS_FIRST;
        ends[low] = i;
        longest += low == longest;
    }
    uint32_t k = longest;
    for (uint32_t i = longest ? ends[longest - 1] : STANDS_FIRST; i != STANDS_FIRST; i = at[i].before) ends[--k] = i;
    for (uint32_t i = 0; i < longest; i++) at[i] = at[ends[i]]; /* ends ascends: nothing is written over before it is read */
    *count = longest;
    return true;
}

/* The names and numbers of a text, ascending. */
struct carriers {
    uint32_t *at, count;
};

static bool find_carriers(const struct near_text *t, arena *mem, struct carriers *out)
{
    out->at = ARENA_ARRAY(mem, uint32_t, t->word_count + 1);
    out->count = 0;
    if (!out->at) return false;
    for (uint32_t i = 0; i < t->word_count; i++)
        if (t->words[i] & 3U) out->at[out->count++] = t->words[i];
    if (out->count) qsort(out->at, out->count, sizeof *out->at, by_number);
    return true;
}

/* Of the words from..to, those of a sort that the other text has nowhere. */
static uint32_t foreign(const struct near_text *t, uint32_t from, uint32_t to, enum near_word sort, const struct carriers *other)
{
    uint32_t n = 0;
    for (uint32_t i = from; i < to; i++)
        n += (t->words[i] & 3U) == sort && !(other->count && bsearch(&t->words[i], other->at, other->count, sizeof *other->at, by_number));
    return n;
}

struct side {
    const struct near_text *text;
    struct carriers carriers;
    uint32_t done; /* words before here are in shared runs, or counted */
};

static uint32_t lesser(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* What stands in a between the shared runs, and in b. */
static void count_blank(struct side *a, uint32_t a_end, struct side *b, uint32_t b_end, struct near_likeness *out)
{
    bool in_a = a->done < a_end, in_b = b->done < b_end;
    uint32_t before = out->exchanged[NEAR_NUMBER] + out->exchanged[NEAR_NAME];
    out->blanks += in_a || in_b;
    if (!in_a || !in_b || a_end - a->done > LONGEST_BLANK || b_end - b->done > LONGEST_BLANK) return;
    for (enum near_word sort = NEAR_NUMBER; sort <= NEAR_NAME; sort++)
        out->exchanged[sort] +=
            lesser(foreign(a->text, a->done, a_end, sort, &b->carriers), foreign(b->text, b->done, b_end, sort, &a->carriers));
    out->filled += out->exchanged[NEAR_NUMBER] + out->exchanged[NEAR_NAME] > before;
}

static bool count_carriers(const struct near_text *a, const struct near_text *b, arena *mem, struct near_likeness *out)
{
    uint32_t count = 0;
    struct side x = { .text = a }, y = { .text = b };
    struct anchor *at = pair_runs(a, b, mem, &count);
    if (!at || !put_in_order(at, &count, mem) || !find_carriers(a, mem, &x.carriers) || !find_carriers(b, mem, &y.carriers)) return false;
    for (uint32_t i = 0; i < count; i++) {
        count_blank(&x, at[i].a, &y, at[i].b, out);
        for (uint32_t k = x.done > at[i].a ? x.done : at[i].a; k < at[i].a + NEAR_RUN; k++) out->kept[a->words[k] & 3U]++;
        x.done = at[i].a + NEAR_RUN;
        y.done = at[i].b + NEAR_RUN;
    }
    if (count) count_blank(&x, a->word_count, &y, b->word_count, out);
    return true;
}

static uint32_t count_shared(const struct near_text *a, const struct near_text *b)
{
    uint32_t n = 0;
    for (uint32_t i = 0, k = 0; i < a->run_count && k < b->run_count;) {
        uint32_t m = a->runs[i], o = b->runs[k];
        n += m == o;
        i += m <= o;
        k += o <= m;
    }
    return n;
}

/*
 * The same form, filled in anew: of the names and numbers too many are others, or the texts differ mostly in just those. A copy
 * that was cut, edited or badly read loses words of all sorts; one that was brought up to date keeps most of its numbers.
 */
static bool filled_anew(const struct near_likeness *l)
{
    uint32_t numbers = l->exchanged[NEAR_NUMBER], names = l->exchanged[NEAR_NAME], all = numbers + names;
    uint32_t kept = l->kept[NEAR_NUMBER] + l->kept[NEAR_NAME];
    if (numbers > 1 && numbers >= l->kept[NEAR_NUMBER]) return true;
    if (numbers && names && !l->kept[NEAR_NUMBER]) return true;
    if (names > 1 && names * 2 >= l->kept[NEAR_NAME]) return true;
    if (all > 2 && all * 3 >= kept) return true;
    return l->filled > 1 && l->filled * 4 >= l->blanks && all * 8 >= kept;
}

bool near_compare(const struct near_text *a, const struct near_text *b, arena *scratch, struct near_likeness *out)
{
    *out = (struct near_likeness){ .shared = count_shared(a, b) };
    uint32_t fewer = lesser(a->run_count, b->run_count), all = a->run_count + b->run_count - out->shared;
    if (!fewer) return true;
    out->containment = (float)out->shared / (float)fewer;
    out->jaccard = (float)out->shared / (float)all;
    out->same = a->whole == b->whole && a->word_count == b->word_count;
    if (out->same || out->shared < LEAST_SHARED || out->containment < LEAST_CONTAINMENT || out->jaccard < LEAST_JACCARD) return true;
    arena_mark here = arena_here(scratch);
    bool room = count_carriers(a, b, scratch, out);
    arena_rewind(scratch, here);
    out->same = room && !filled_anew(out);
    return room;
}

/* ------------------------------------------------------------------ sketches */

/* One of NEAR_VALUES ways of putting all numbers into another order. */
static uint32_t shuffle(uint32_t x, uint32_t way)
{
    x ^= way * 0x9E3779B9U;
    x *= 0x85EBCA6BU;
    x ^= x >> 15;
    x *= 0xC2B2AE35U | 1U;
    return x ^ x >> 13;
}

void near_sketch(const struct near_text *t, uint32_t out[NEAR_VALUES])
{
    for (uint32_t i = 0; i < NEAR_VALUES; i++) out[i] = 0xFFFFFFFF;
    for (uint32_t k = 0; k < t->run_count; k++) {
        uint32_t run = t->runs[k];
        for (uint32_t i = 0; i < NEAR_VALUES; i++) {
            uint32_t x = shuffle(run, i + 1);
            out[i] = x < out[i] ? x : out[i];
        }
    }
}

uint64_t near_band(const uint32_t sketch[NEAR_VALUES], unsigned band)
{
    return str_hash((chy_str){ (const char *)&sketch[band * NEAR_ROWS], NEAR_ROWS * sizeof *sketch });
}

/* ------------------------------------------------------------------ many texts */

/*
 * The texts of one band that have the same number are compared: all of them while they are few; of many (one form, filled in
 * a thousand times) each with its neighbours in an order that puts like texts side by side: by the values of the next band.
 */
enum { FEW = 8, NEIGHBOURS = 3 };

struct grouped {
    const struct near_text *text;
    uint32_t *sketch;      /* (NEAR_VALUES) */
    uint32_t group, equal; /* another of its group, itself at the top; the first of the same words, itself as a rule */
};

struct near_group {
    arena mem, scratch;
    LIST(struct grouped) texts;
    uint32_t *found;
};

struct in_band {
    uint64_t band, next;
    uint64_t whole;
    uint32_t text;
};

chy_status near_group_create(struct near_group **out, chy_err *err)
{
    struct near_group *g = calloc(1, sizeof *g);
    if (!g) return err_memory(err, "comparing texts");
    arena_init(&g->mem, SIZE_MAX / 2);
    arena_init(&g->scratch, SIZE_MAX / 2);
    *out = g;
    return CHY_OK;
}

void near_group_destroy(struct near_group *g)
{
    if (!g) return;
    arena_done(&g->mem);
    arena_done(&g->scratch);
    free(g);
}

/* What is kept of a text: no more than its words, runs and sketch. */
static const struct near_text *keep(const struct near_text *t, arena *mem)
{
    struct near_text *k = ARENA_NEW(mem, struct near_text);
    if (!k) return NULL;
    *k = *t;
    k->words = ARENA_ARRAY(mem, uint32_t, t->word_count + 1);
    k->runs = ARENA_ARRAY(mem, uint32_t, t->run_count + 1);
    if (!k->words || !k->runs) return NULL;
    if (t->word_count) memcpy(k->words, t->words, t->word_count * sizeof *t->words);
    if (t->run_count) memcpy(k->runs, t->runs, t->run_count * sizeof *t->runs);
    return k;
}

chy_status near_group_add(struct near_group *g, chy_str text, chy_err *err)
{
    arena_mark here = arena_here(&g->scratch);
    const struct near_text *t = near_read(text, &g->scratch);
    struct grouped *n = t ? LIST_PUSH(&g->mem, &g->texts) : NULL;
    if (n) {
        n->text = keep(t, &g->mem);
        n->sketch = ARENA_ARRAY(&g->mem, uint32_t, NEAR_VALUES);
        n->group = n->equal = g->texts.count - 1;
    }
    bool room = n && n->text && n->sketch;
    if (room) near_sketch(n->text, n->sketch);
    arena_rewind(&g->scratch, here);
    return room ? CHY_OK : err_memory(err, "comparing texts");
}

static uint32_t top_of(struct near_group *g, uint32_t text)
{
    while (g->texts.at[text].group != text) text = g->texts.at[text].group = g->texts.at[g->texts.at[text].group].group;
    return text;
}

/* The earlier one stays on top, so the top of a group is its first member. */
static void put_together(struct near_group *g, uint32_t a, uint32_t b)
{
    a = top_of(g, a);
    b = top_of(g, b);
    if (a < b) g->texts.at[b].group = a;
    if (b < a) g->texts.at[a].group = b;
}

static bool compare(struct near_group *g, uint32_t a, uint32_t b)
{
    struct near_likeness like = { 0 };
    if (top_of(g, a) == top_of(g, b)) return true;
    if (!near_compare(g->texts.at[a].text, g->texts.at[b].text, &g->scratch, &like)) return false;
    if (like.same) put_together(g, a, b);
    return true;
}

static int by_band(const void *a, const void *b)
{
    const struct in_band *m = a, *n = b;
    if (m->band != n->band) return m->band < n->band ? -1 : 1;
    if (m->next != n->next) return m->next < n->next ? -1 : 1;
    if (m->whole != n->whole) return m->whole < n->whole ? -1 : 1;
    return (m->text > n->text) - (m->text < n->text);
}

/* Texts of the same words, however many, stand for one another: the first alone goes on. */
static void find_equal(struct near_group *g, struct in_band *at, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) at[i] = (struct in_band){ g->texts.at[i].text->whole, g->texts.at[i].text->word_count, 0, i };
    if (n) qsort(at, n, sizeof *at, by_band);
    for (uint32_t i = 1; i < n; i++) {
        if (at[i].band != at[i - 1].band || at[i].next != at[i - 1].next || !at[i].next) continue;
        g->texts.at[at[i].text].equal = g->texts.at[at[i - 1].text].equal;
        put_together(g, at[i].text, at[i - 1].text);
    }
}

static bool compare_band(struct near_group *g, struct in_band *at, uint32_t n, unsigned band)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct grouped *t = &g->texts.at[i];
        if (t->equal != i || !t->text->run_count) continue;
        at[kept++] = (struct in_band){ near_band(t->sketch, band), near_band(t->sketch, (band + 1) % NEAR_BANDS), t->text->whole, i };
    }
    if (kept) qsort(at, kept, sizeof *at, by_band);
    for (uint32_t from = 0, to; from < kept; from = to) {
        for (to = from + 1; to < kept && at[to].band == at[from].band;) to++;
        uint32_t reach = to - from <= FEW ? FEW : NEIGHBOURS;
        for (uint32_t i = from; i < to; i++)
            for (uint32_t k = i + 1; k < to && k - i <= reach; k++)
                if (!compare(g, at[i].text, at[k].text)) return false;
    }
    return true;
}

chy_status near_group_find(struct near_group *g, const uint32_t **group, size_t *count, chy_err *err)
{
    uint32_t n = g->texts.count;
    struct in_band *at = ARENA_ARRAY(&g->scratch, struct in_band, n + 1);
    g->found = ARENA_ARRAY(&g->mem, uint32_t, n + 1);
    bool room = at && g->found;
    if (room) find_equal(g, at, n);
    for (unsigned band = 0; room && band < NEAR_BANDS; band++) room = compare_band(g, at, n, band);
    if (!room) return err_memory(err, "comparing texts");
    for (uint32_t i = 0; i < n; i++) g->found[i] = top_of(g, i);
    *group = g->found;
    *count = n;
    return CHY_OK;
}
