/*
 * Features after Kohlschuetter, Fankhauser and Nejdl, "Boilerplate detection using shallow text features" (2010), and Vogels, Ganea and
 * Eickhoff, "Web2Text" (2018): the words of a block and of its neighbours, the elements around it, and how much prose stands beside it.
 */
#include "page/feature.h"

#include "base/utf8.h"

enum { NEAR_HINT = 9, COUNT_MOST = 2000, PROSE_WORDS = 8, UP_MOST = 40 };

/* What a block's words are like. */
struct words {
    int words, letters, digits, uppers, small, sentences, commas, bars, marks;
    bool ends_sentence, ends_colon, copyright, starts_mark;
    uint64_t hash;
};

struct work {
    const struct page *page;
    struct words *words;
    uint32_t *container; /* (blocks) the node that holds the paragraph */
    uint32_t *prose;     /* (nodes) bytes of prose directly in it */
    uint32_t *prose_all; /* (nodes) and in all below */
    uint32_t *held;      /* (nodes) blocks in all below */
    uint64_t total, bytes;
    uint32_t best;  /* the node with most prose in and just below it */
    uint32_t title; /* the block that says the title, blocks.count when none does */
};

static int least(int a, int b) { return a < b ? a : b; }
static int16_t share(uint64_t part, uint64_t whole) { return whole ? (int16_t)(part * 1000 / whole) : 0; }

static void count(chy_str s, struct words *w)
{
    bool in_word = false, upper_word = false;
    int length = 0;
    uint32_t last = 0;
    *w = (struct words){ .hash = 0xCBF29CE484222325u };
    for (size_t at = 0; at < s.len;) {
        bool first = !at;
        uint32_t c = utf8_next(s, &at);
        unsigned kind = char_kind(c);
        if (kind & (CHAR_LETTER | CHAR_DIGIT | CHAR_MARK)) {
            if (!in_word) {
                w->words++;
                upper_word = kind & CHAR_UPPER;
                w->uppers += upper_word;
                length = 0;
            }
            in_word = true;
            length++;
            w->letters += (kind & CHAR_LETTER) != 0;
            w->digits += (kind & CHAR_DIGIT) != 0;
            w->hash = (w->hash ^ char_base(c)) * 0x100000001B3u;
        } else {
            if (in_word && length <= 3 && !upper_word) w->small++;
            in_word = false;
            w->commas += c == ',' || c == 0x3001 || c == 0xFF0C;
            w->sentences += (c == '.' || c == '!' || c == '?' || c == 0x3002) && length > 1;
            w->bars += c == '|' || c == 0xBB || c == 0x203A || c == '>' || c == 0xB7 || c == 0x2022;
            w->marks += c != ' ' && c != '\n' && c != 0xA0;
            w->copyright |= c == 0xA9;
            if (first) w->starts_mark = true;
        }
        if (c != ' ' && c != '\n' && c != 0xA0 && !(kind & CHAR_QUOTE) && c != ')' && c != '"') last = c;
    }
    w->ends_sentence = last == '.' || last == '!' || last == '?' || last == 0x3002 || last == 0x2026;
    w->ends_colon = last == ':';
}

static bool is_prose(const struct work *k, uint32_t i)
{
    const struct words *w = &k->words[i];
    const struct page_block *b = &k->page->blocks.at[i];
    return w->words >= PROSE_WORDS && b->links * 2 < b->span.end - b->span.start && (w->sentences || w->commas);
}

static bool is_paragraph(uint8_t kind)
{
    return kind == PAGE_p || kind == PAGE_pre || kind == PAGE_blockquote || (kind >= PAGE_h1 && kind <= PAGE_h4);
}

static uint32_t parent_of(const struct page *p, uint32_t node) { return node == PAGE_NONE ? PAGE_NONE : p->nodes.at[node].parent; }

static bool measure(struct work *k, arena *mem)
{
    const struct page *p = k->page;
    uint32_t n = p->blocks.count, nodes = p->nodes.count;
    k->words = ARENA_ARRAY(mem, struct words, n + 1u);
    k->container = ARENA_ARRAY(mem, uint32_t, n + 1u);
    k->prose = ARENA_ARRAY(mem, uint32_t, nodes + 1u);
    k->prose_all = ARENA_ARRAY(mem, uint32_t, nodes + 1u);
    k->held = ARENA_ARRAY(mem, uint32_t, nodes + 1u);
    uint64_t *around = ARENA_ARRAY(mem, uint64_t, nodes + 1u);
    if (!k->words || !k->container || !k->prose || !k->prose_all || !k->held || !around) return false;
    for (uint32_t i = 0; i < n; i++) {
        const struct page_block *b = &p->blocks.at[i];
        count(page_block_text(p, i), &k->words[i]);
        uint32_t bytes = b->span.end - b->span.start, node = b->node;
        k->bytes += bytes;
        if (node == PAGE_NONE) {
            k->container[i] = PAGE_NONE;
            continue;
        }
        k->container[i] = is_paragraph(p->nodes.at[node].kind) && parent_of(p, node) != PAGE_NONE ? parent_of(p, node) : node;
        k->held[node]++;
        if (!is_prose(k, i)) continue;
        k->prose[k->container[i]] += bytes - b->links;
        k->prose_all[node] += bytes - b->links;
        k->total += bytes - b->links;
    }
    for (uint32_t i = nodes; i--;) { /* what is inside comes after */
        uint32_t up = p->nodes.at[i].parent;
        around[i] += 2 * (uint64_t)k->prose[i];
        if (up == PAGE_NONE) continue;
        k->prose_all[up] += k->prose_all[i];
        k->held[up] += k->held[i];
        around[up] += k->prose[i];
    }
    k->best = PAGE_NONE;
    for (uint32_t i = 0; i < nodes; i++)
        if (around[i] && (k->best == PAGE_NONE || around[i] > around[k->best])) k->best = i;
    return true;
}

static void find_title(struct work *k)
{
    const struct page *p = k->page;
    uint64_t title[8];
    uint32_t titles = 0;
    for (uint32_t i = 0; i < p->marks.count && titles < 8; i++) {
        const struct page_mark *m = &p->marks.at[i];
        struct words w;
        if (m->kind != MARK_TITLE && !(m->kind == MARK_META && (str_is(m->key, "og:title") || str_is(m->key, "twitter:title")))) continue;
        count(m->value, &w);
        title[titles++] = w.hash;
        size_t end = m->value.len; /* without the name of the site behind */
        while (end && titles < 8) {
            char c = m->value.ptr[--end];
            if (c != '|' && !(c == '-' && end && m->value.ptr[end - 1] == ' ')) continue;
            count(str_cut(m->value, 0, end), &w);
            title[titles++] = w.hash;
        }
    }
    k->title = p->blocks.count;
    uint8_t rank = 0;
    for (uint32_t i = 0; i < p->blocks.count; i++) {
        uint8_t kind = p->blocks.at[i].node == PAGE_NONE ? (uint8_t)PAGE_other : p->nodes.at[p->blocks.at[i].node].kind;
        bool same = false;
        for (uint32_t t = 0; t < titles; t++) same |= k->words[i].hash == title[t];
        uint8_t here = same && kind == PAGE_h1 ? 4 : same && (kind == PAGE_h2 || kind == PAGE_h3) ? 3 : kind == PAGE_h1 ? 2 : same ? 1 : 0;
        if (here > rank) {
            rank = here;
            k->title = i;
        }
    }
}

/* Steps up from the block's container to a node that holds the best one too; *inside: it is in the best one. */
static int steps_to_best(const struct work *k, uint32_t i, bool *inside)
{
    const struct page *p = k->page;
    uint32_t a = k->container[i], b = k->best;
    int steps = 0, tries = 0;
    *inside = false;
    if (a == PAGE_NONE || b == PAGE_NONE) return UP_MOST;
    while (a != b && a != PAGE_NONE && b != PAGE_NONE && tries++ < 2 * UP_MOST) {
        uint16_t da = p->nodes.at[a].depth, db = p->nodes.at[b].depth;
        if (da >= db) {
            a = p->nodes.at[a].parent;
            steps++;
        } else {
            b = p->nodes.at[b].parent;
        }
    }
    *inside = a == k->best;
    return least(steps, UP_MOST);
}

static int16_t *put_words(const struct work *k, uint32_t i, int16_t *f)
{
    const struct page_block *b = &k->page->blocks.at[i];
    const struct words *w = &k->words[i];
    uint32_t bytes = b->span.end - b->span.start;
    *f++ = (int16_t)least(w->words, COUNT_MOST);
    *f++ = (int16_t)least((int)(bytes < 30000 ? bytes : 30000), 30000);
    *f++ = share(b->links, bytes);
    *f++ = share(b->bold, bytes);
    *f++ = (int16_t)least(w->sentences, COUNT_MOST);
    *f++ = (int16_t)least(w->commas, COUNT_MOST);
    *f++ = share((uint64_t)w->digits, (uint64_t)(w->letters + w->digits));
    *f++ = share((uint64_t)w->uppers, (uint64_t)w->words);
    *f++ = share((uint64_t)w->small, (uint64_t)w->words);
    *f++ = share((uint64_t)w->letters, (uint64_t)w->words * 10);
    *f++ = (int16_t)least(w->bars, 100);
    *f++ = share((uint64_t)w->marks, (uint64_t)w->words);
    *f++ = (int16_t)(w->ends_sentence + 2 * w->ends_colon);
    *f++ = (int16_t)(w->copyright + 2 * w->starts_mark);
    return f; /* 14 */
}

static int16_t *put_around(const struct work *k, uint32_t i, int16_t *f)
{
    const struct page *p = k->page;
    static const uint8_t asked[] = { PAGE_article, PAGE_main, PAGE_nav,   PAGE_aside,  PAGE_header,     PAGE_footer,
                                     PAGE_form,    PAGE_list, PAGE_table, PAGE_figure, PAGE_blockquote, PAGE_section };
    int kind[PAGE_KIND_COUNT] = { 0 }, hint[PAGE_HINT_COUNT] = { 0 }, step = 0, depth = 0;
    for (uint32_t h = 0; h < PAGE_HINT_COUNT; h++)
        if (p->blocks.at[i].hints >> h & 1) hint[h] = 1;
    for (uint32_t node = p->blocks.at[i].node; node != PAGE_NONE && depth < UP_MOST; node = p->nodes.at[node].parent, depth++) {
        const struct page_node *x = &p->nodes.at[node];
        step = least(depth + 1, NEAR_HINT);
        if (!kind[x->kind]) kind[x->kind] = step;
        for (uint32_t bits = x->hints; bits; bits &= bits - 1)
            if (!hint[__builtin_ctz(bits)]) hint[__builtin_ctz(bits)] = step;
    }
    for (size_t a = 0; a < sizeof asked; a++) *f++ = (int16_t)kind[asked[a]];
    for (uint32_t h = 0; h < PAGE_HINT_COUNT; h++) *f++ = (int16_t)hint[h];
    *f++ = (int16_t)(p->blocks.at[i].node == PAGE_NONE ? PAGE_other : p->nodes.at[p->blocks.at[i].node].kind);
    *f++ = (int16_t)depth;
    return f; /* 38 */
}

static int16_t *put_place(const struct work *k, uint32_t i, uint64_t bytes_before, uint64_t prose_before, uint32_t heading, int16_t *f)
{
    const struct page *p = k->page;
    uint32_t n = p->blocks.count, node = p->blocks.at[i].node, box = k->container[i];
    bool inside;
    *f++ = (int16_t)least((int)i, COUNT_MOST);
    *f++ = (int16_t)least((int)(n - i), COUNT_MOST);
    *f++ = share(bytes_before, k->bytes);
    *f++ = share(prose_before, k->total);
    *f++ = (int16_t)(k->title == n ? 5000 : (int)i - (int)k->title < -3000 ? -3000 : least((int)i - (int)k->title, 3000));
    *f++ = (int16_t)least((int)(i - heading), 200);
    *f++ = (int16_t)steps_to_best(k, i, &inside);
    *f++ = inside;
    *f++ = box == PAGE_NONE ? 0 : share(k->prose[box], k->total);
    for (int up = 0; up < 3; up++) {
        *f++ = box == PAGE_NONE ? 0 : share(k->prose_all[box], k->total);
        *f++ = box == PAGE_NONE ? 0 : (int16_t)least((int)k->held[box], COUNT_MOST);
        box = parent_of(p, box);
    }
    *f++ = node == PAGE_NONE ? 0 : (int16_t)least((int)k->held[node], COUNT_MOST);
    *f++ = (int16_t)(k->total < 30000 ? k->total : 30000);
    *f++ = (int16_t)least((int)n, 5000);
    return f; /* 18 */
}

static int16_t *put_neighbour(const struct work *k, uint32_t i, int64_t other, int16_t *f)
{
    const struct page *p = k->page;
    if (other < 0 || other >= (int64_t)p->blocks.count) {
        for (int j = 0; j < 5; j++) *f++ = -1;
        return f;
    }
    uint32_t o = (uint32_t)other;
    *f++ = (int16_t)least(k->words[o].words, COUNT_MOST);
    *f++ = share(p->blocks.at[o].links, p->blocks.at[o].span.end - p->blocks.at[o].span.start);
    *f++ = (int16_t)(p->blocks.at[o].node == PAGE_NONE ? PAGE_other : p->nodes.at[p->blocks.at[o].node].kind);
    *f++ = (int16_t)(k->container[o] == k->container[i]);
    *f++ = (int16_t)(is_prose(k, o) + 2 * k->words[o].ends_sentence);
    return f; /* 5 */
}

_Static_assert(14 + 38 + 18 + 6 * 5 + 4 == FEATURE_FIRST, "the features of a block");

/* Blocks with the same words are told many times on some pages: repeated[i], and where it comes again. */
static int16_t *put_repeats(const struct work *k, uint32_t i, struct map *seen, arena *mem, int16_t *f)
{
    uint64_t hash = k->words[i].hash;
    char key[sizeof hash];
    memcpy(key, &hash, sizeof hash);
    uint32_t before = map_get(seen, (chy_str){ key, sizeof key });
    *f++ = before != MAP_NONE;
    if (before == MAP_NONE) {
        chy_str kept = str_keep(mem, (chy_str){ key, sizeof key });
        if (!kept.ptr || !map_put(seen, mem, kept, i)) return NULL;
    }
    return f;
}

int16_t *page_features(const struct page *page, arena *mem)
{
    struct work k = { .page = page };
    int16_t *out = ARENA_ARRAY(mem, int16_t, (size_t)FEATURE_FIRST * (page->blocks.count + 1u));
    if (!out || !measure(&k, mem)) return NULL;
    find_title(&k);
    uint64_t bytes = 0, prose = 0;
    uint32_t heading = 0;
    struct map seen = { 0 };
    for (uint32_t i = 0; i < page->blocks.count; i++) {
        int16_t *f = out + (size_t)i * FEATURE_FIRST;
        uint8_t kind = page->blocks.at[i].node == PAGE_NONE ? (uint8_t)PAGE_other : page->nodes.at[page->blocks.at[i].node].kind;
        f = put_words(&k, i, f);
        f = put_around(&k, i, f);
        f = put_place(&k, i, bytes, prose, heading, f);
        for (int d = -3; d <= 3; d++)
            if (d) f = put_neighbour(&k, i, (int64_t)i + d, f);
        f = put_repeats(&k, i, &seen, mem, f);
        if (!f) return NULL;
        *f++ = k.container[i] == PAGE_NONE ? 0 : (int16_t)page->nodes.at[k.container[i]].kind;
        *f++ = (int16_t)(i > k.title);
        *f++ = (int16_t)is_prose(&k, i);
        if (kind >= PAGE_h1 && kind <= PAGE_h4) heading = i;
        bytes += page->blocks.at[i].span.end - page->blocks.at[i].span.start;
        if (is_prose(&k, i)) prose += page->blocks.at[i].span.end - page->blocks.at[i].span.start - page->blocks.at[i].links;
    }
    return out;
}

static int16_t clip(int64_t v) { return (int16_t)(v > 4000 ? 4000 : v < -4000 ? -4000 : v); }

struct page_again {
    const struct page *page;
    const int16_t *first;
    const int32_t *score;
    int64_t *sum;         /* (nodes): of the scores of the blocks in it and in what it holds */
    uint32_t *held, *yes; /* (nodes) such blocks; (blocks + 1) bytes before the block that seem to be text */
};

struct page_again *page_again(const struct page *page, const int16_t *first, const int32_t *score, arena *mem)
{
    uint32_t n = page->blocks.count;
    struct page_again *a = ARENA_NEW(mem, struct page_again);
    if (!a) return NULL;
    *a = (struct page_again){ page, first, score, ARENA_ARRAY(mem, int64_t, page->nodes.count + 1u),
                              ARENA_ARRAY(mem, uint32_t, page->nodes.count + 1u), ARENA_ARRAY(mem, uint32_t, n + 2u) };
    if (!a->sum || !a->held || !a->yes) return NULL;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t node = page->blocks.at[i].node;
        a->yes[i + 1] = a->yes[i] + (score[i] > 0 ? page->blocks.at[i].span.end - page->blocks.at[i].span.start : 0);
        for (int up = 0; up < 2 && node != PAGE_NONE; up++, node = page->nodes.at[node].parent) {
            a->sum[node] += clip(score[i]);
            a->held[node]++;
        }
    }
    return a;
}

void page_again_rows(const struct page_again *a, uint32_t from, uint32_t count, int16_t *out)
{
    uint32_t n = a->page->blocks.count;
    for (uint32_t i = from; i < from + count; i++) {
        int16_t *f = out + (size_t)(i - from) * FEATURE_SECOND;
        memcpy(f, a->first + (size_t)i * FEATURE_FIRST, FEATURE_FIRST * sizeof *f);
        f += FEATURE_FIRST;
        for (int64_t d = -FEATURE_NEAR; d <= FEATURE_NEAR; d++)
            if (d) *f++ = (int64_t)i + d < 0 || (int64_t)i + d >= (int64_t)n ? -4001 : clip(a->score[i + d]);
        *f++ = clip(a->score[i]);
        uint32_t node = a->page->blocks.at[i].node;
        for (int up = 0; up < 2; up++) {
            *f++ = node == PAGE_NONE || !a->held[node] ? 0 : clip(a->sum[node] / a->held[node]);
            node = parent_of(a->page, node);
        }
        *f++ = share(a->yes[i], a->yes[n]);
        *f++ = (int16_t)(a->yes[n] < 30000 ? a->yes[n] : 30000);
        uint32_t back = i; /* blocks since the last that seems to be text */
        while (back && i - back < 30 && a->score[back - 1] <= 0) back--;
        *f++ = (int16_t)(i - back);
    }
}
