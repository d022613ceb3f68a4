#include "read/title.h"

#include "base/utf8.h"

enum {
    CANDIDATES_MOST = 96,
    PIECES_MOST = 8,
    WORDS_MOST = 64,
    BYTES_MOST = 400,
    HEADING_UP = 3,  /* elements from a block to its heading */
    AROUND_UP = 12,  /* elements that are looked through for what holds a heading */
    FAR = 40,        /* blocks above the text where headings are looked at */
    BELOW = 8,       /* and below its beginning */
    TEXT_BYTES = 60, /* of a block that begins the text */
    BOLD_BYTES = 20,
    HEADINGS_MOST = 400
};

/* A text as titles are compared: letters and digits alone, and its words. */
struct words {
    chy_str folded;
    uint64_t at[WORDS_MOST];
    uint32_t count;
};

struct heading {
    uint32_t block, node;
    uint8_t rank; /* 1 to 4: h1 to h4; 5: named; 6: bold */
};

/* What a place says, whole and in pieces between marks: folded pieces i to j stand at [i][j]. */
struct said {
    enum title_place place;
    chy_str value;
    const char *basis;
    struct words whole;
    size_t from[PIECES_MOST], to[PIECES_MOST];
    uint32_t pieces;
};

struct work {
    const struct title_rules *rules;
    const struct page *page;
    const int32_t *score;
    arena *mem;
    struct words site;
    LIST(struct said) said;
    LIST(struct heading) headings;
    struct map seen;
    titles *out;
    uint32_t first;   /* the block that begins the text, PAGE_NONE */
    uint32_t h1s;     /* headings of the first rank */
    uint32_t last_h1; /* the last of them above the text, else the first; PAGE_NONE */
    struct words h1;
    uint32_t last;      /* the last heading of any rank above the text */
    bool graph_is_part; /* og:title is a part of the title element between marks */
    bool no_memory;
};

chy_status title_rules_create(const struct lexicon *lex, struct title_rules *out, chy_err *err)
{
    static const char *const names[] = {
#define X(name) #name,
        TITLE_SIGNS(X)
#undef X
    };
    const struct table *t;
    int c[2];
    *out = (struct title_rules){ 0 };
    chy_status st = lexicon_need(lex, CHY_LIT("page/titles"), &t, err, c, "sign", "weight", NULL);
    for (uint32_t row = 0; !st && row < table_rows(t); row++) {
        chy_str sign = table_cell(t, row, c[0]), weight = table_cell(t, row, c[1]);
        uint32_t k = 0;
        int32_t number = 0;
        while (k < TITLE_SIGN_COUNT && !str_is(sign, names[k])) k++;
        bool minus = weight.len && weight.ptr[0] == '-', good = weight.len > minus && weight.len < 6;
        for (size_t i = minus; good && i < weight.len; i++) {
            good = weight.ptr[i] >= '0' && weight.ptr[i] <= '9';
            number = number * 10 + (weight.ptr[i] - '0');
        }
        if (k == TITLE_SIGN_COUNT || !good)
            return err_set(err, CHY_EMODEL, row, "%s: no sign '%.*s' of titles, or no number", table_where(t, row), (int)sign.len,
                           sign.ptr);
        out->weight[k] = minus ? -number : number;
    }
    return st;
}

/* ------------------------------------------------------------------ words */

static bool fold(struct work *w, chy_str s, struct words *out)
{
    uint64_t h = 0;
    *out = (struct words){ .folded = utf8_fold(w->mem, s) };
    for (size_t at = 0; at <= s.len && out->count < WORDS_MOST;) {
        uint32_t c = at < s.len ? utf8_next(s, &at) : (at++, ' ');
        if (char_is(c, CHAR_LETTER | CHAR_DIGIT | CHAR_MARK)) {
            h = ((h ? h : 0xCBF29CE484222325u) ^ char_base(c)) * 0x100000001B3u;
        } else if (h && c != 0xAD) {
            out->at[out->count++] = h;
            h = 0;
        }
    }
    if (!out->folded.ptr) w->no_memory = true;
    return out->folded.ptr && out->folded.len;
}

/* Words that both have, in 1/100 of all. */
static uint32_t likeness(const struct words *a, const struct words *b)
{
    uint64_t used = 0;
    uint32_t both = 0;
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t k = 0; k < b->count; k++) {
            if (used >> k & 1 || a->at[i] != b->at[k]) continue;
            used |= (uint64_t)1 << k;
            both++;
            break;
        }
    return a->count + b->count ? 200 * both / (a->count + b->count) : 0;
}

/* A mark between the title and the name of the site, or between two parts of a title: bytes that it takes, 0. */
static size_t parting(chy_str s, size_t at)
{
    size_t next = at;
    uint32_t c = utf8_next(s, &next);
    bool before = at && s.ptr[at - 1] == ' ', behind = next < s.len && s.ptr[next] == ' ';
    if (c == '|' || c == 0xFF5C || c == 0xBB || c == 0xAB || c == 0x2022 || c == 0x203A || c == 0x2039) return next - at;
    if ((c == '-' || c == 0x2013 || c == 0x2014 || c == '_' || c == 0xB7 || c == 0x2190 || c == 0x2192) && (before || (c != '-' && behind)))
        return next - at;
    if (c == '/' && before && behind) return next - at;
    return (c == ':' && (behind || before)) ? next - at : 0;
}

static void cut_pieces(struct said *x)
{
    chy_str s = x->value;
    size_t from = 0;
    for (size_t at = 0; at < s.len && x->pieces + 1 < PIECES_MOST;) {
        size_t mark = parting(s, at);
        if (mark) {
            x->from[x->pieces] = from;
            x->to[x->pieces++] = at;
            from = at + mark;
        }
        utf8_next(s, &at);
    }
    x->from[x->pieces] = from;
    x->to[x->pieces++] = s.len;
}

/* ------------------------------------------------------------------ headings */

static uint32_t heading_node(const struct page *p, uint32_t block)
{
    uint32_t node = p->blocks.at[block].node;
    for (int up = 0; up < HEADING_UP && node != PAGE_NONE; up++, node = p->nodes.at[node].parent)
        if (p->nodes.at[node].kind >= PAGE_h1 && p->nodes.at[node].kind <= PAGE_h4) return node;
    return PAGE_NONE;
}

static bool is_named(const struct page *p, uint32_t block)
{
    uint32_t node = p->blocks.at[block].node, hints = p->blocks.at[block].hints;
    if (node != PAGE_NONE) hints |= p->nodes.at[node].hints;
    return hints >> HINT_title & 1;
}

static uint32_t bytes_of(const struct page *p, uint32_t block) { return p->blocks.at[block].span.end - p->blocks.at[block].span.start; }

static void find_text(struct work *w)
{
    const struct page *p = w->page;
    uint32_t any = PAGE_NONE;
    w->first = PAGE_NONE;
    for (uint32_t i = 0; i < p->blocks.count && w->first == PAGE_NONE; i++) {
        if (w->score[i] <= 0 || heading_node(p, i) != PAGE_NONE) continue;
        if (any == PAGE_NONE) any = i;
        if (bytes_of(p, i) >= TEXT_BYTES) w->first = i;
    }
    if (w->first == PAGE_NONE) w->first = any;
}

static void find_headings(struct work *w)
{
    const struct page *p = w->page;
    uint32_t first_h1 = PAGE_NONE;
    w->last_h1 = w->last = PAGE_NONE;
    for (uint32_t i = 0; i < p->blocks.count && w->headings.count < HEADINGS_MOST; i++) {
        uint32_t node = heading_node(p, i), bytes = bytes_of(p, i);
        bool bold =
            w->first != PAGE_NONE && i <= w->first && i + 3 > w->first && bytes >= BOLD_BYTES && p->blocks.at[i].bold * 10 > bytes * 8;
        uint8_t rank = node != PAGE_NONE ? (uint8_t)(1 + p->nodes.at[node].kind - PAGE_h1) : is_named(p, i) ? 5 : bold ? 6 : 0;
        if (!rank || !bytes || bytes > BYTES_MOST) continue;
        struct heading *h = LIST_PUSH(w->mem, &w->headings);
        if (h) *h = (struct heading){ i, node, rank };
        w->no_memory |= !h;
        if (w->no_memory) return;
        bool above = w->first == PAGE_NONE || i <= w->first;
        if (rank == 1) {
            bool same = w->headings.count > 1 && h[-1].rank == 1 && h[-1].node == node;
            w->h1s += !same;
            if (first_h1 == PAGE_NONE) first_h1 = i;
            if (above && !same) w->last_h1 = i;
        }
        if (above && rank <= 5) w->last = i;
    }
    if (w->last_h1 == PAGE_NONE) w->last_h1 = first_h1;
    if (w->last_h1 != PAGE_NONE) fold(w, page_block_text(p, w->last_h1), &w->h1);
}

/* ------------------------------------------------------------------ signs */

#define SIGN(name) ((uint64_t)1 << TITLE_SIGN_##name)

static uint64_t signs_of_place(const struct work *w, const struct heading *h)
{
    const struct page *p = w->page;
    uint64_t signs = 0;
    bool first_h1 = h->rank == 1 && w->h1s > 1;
    for (uint32_t i = 0; first_h1 && i < w->headings.count && w->headings.at[i].block < h->block; i++)
        first_h1 = w->headings.at[i].rank != 1 || w->headings.at[i].node == h->node;
    switch (h->rank) {
    case 1: signs |= w->h1s == 1 ? SIGN(h1_alone) : first_h1 ? SIGN(h1_first) : SIGN(h1_other); break;
    case 2: signs |= SIGN(h2); break;
    case 3: signs |= SIGN(h3); break;
    case 4: signs |= SIGN(h4); break;
    case 6: signs |= SIGN(bold); break;
    default: break;
    }
    if (is_named(p, h->block)) signs |= SIGN(named);
    if (h->block == w->last_h1) signs |= SIGN(last_h1_above);
    if (h->block == w->last) signs |= SIGN(last_above);
    if (p->blocks.at[h->block].links * 10 > bytes_of(p, h->block) * 8) signs |= SIGN(linked);
    if (w->first != PAGE_NONE) {
        int64_t far = (int64_t)w->first - (int64_t)h->block;
        signs |= far > 20    ? SIGN(above_very_far)
                 : far > 6   ? SIGN(above_far)
                 : far > 2   ? SIGN(above_near)
                 : far >= 0  ? SIGN(above_next)
                 : far >= -3 ? SIGN(below_near)
                             : SIGN(below_far);
    }
    uint32_t node = p->blocks.at[h->block].node;
    for (int up = 0; up < AROUND_UP && node != PAGE_NONE; up++, node = p->nodes.at[node].parent) {
        uint32_t hints = p->nodes.at[node].hints;
        uint8_t kind = p->nodes.at[node].kind;
        if (kind == PAGE_nav || kind == PAGE_footer || kind == PAGE_form || kind == PAGE_dialog ||
            hints & (1u << HINT_menu | 1u << HINT_foot | 1u << HINT_popup | 1u << HINT_hidden))
            signs |= SIGN(in_menu);
        if (kind == PAGE_aside ||
            hints & (1u << HINT_side | 1u << HINT_related | 1u << HINT_teaser | 1u << HINT_comment | 1u << HINT_advert))
            signs |= SIGN(in_side);
        if (kind == PAGE_header || hints >> HINT_head & 1) signs |= SIGN(in_head);
        if (kind == PAGE_article || kind == PAGE_main || hints >> HINT_text & 1) signs |= SIGN(in_article);
    }
    return signs;
}

/* How a candidate stands to what a place says. */
enum relation { SAME, HEAD, TAIL, MIDDLE, WITHIN, LONGER, LIKE, UNLIKE, BETWEEN };

static enum relation relation(struct work *w, const struct words *c, const struct said *x)
{
    if (str_eq(c->folded, x->whole.folded)) return SAME;
    size_t at = str_find(x->whole.folded, c->folded, 0);
    if (at != SIZE_MAX)
        for (uint32_t i = 0; i < x->pieces; i++)
            for (uint32_t k = i; k < x->pieces; k++) {
                chy_str piece = utf8_fold(w->mem, str_cut(x->value, x->from[i], x->to[k]));
                if (!piece.ptr) w->no_memory = true;
                if (str_eq(piece, c->folded)) return !i ? HEAD : k + 1 == x->pieces ? TAIL : MIDDLE;
            }
    if (at != SIZE_MAX && c->count > 1) return WITHIN;
    if (x->whole.folded.len && x->whole.count > 1 && str_find(c->folded, x->whole.folded, 0) != SIZE_MAX) return LONGER;
    uint32_t like = likeness(c, &x->whole);
    return like >= 60 ? LIKE : like < 25 ? UNLIKE : BETWEEN;
}

static uint64_t signs_of_claims(struct work *w, const struct words *c)
{
    static const uint64_t element[] = { SIGN(title_same),   SIGN(title_head),   SIGN(title_tail),
                                        SIGN(title_middle), SIGN(title_within), SIGN(title_longer),
                                        SIGN(title_like),   SIGN(title_unlike), 0 };
    static const uint64_t graph[] = { SIGN(og_same),   SIGN(og_head),   SIGN(og_tail),
                                      SIGN(og_middle), SIGN(og_within), SIGN(og_longer),
                                      SIGN(og_like),   SIGN(og_unlike), 0 };
    static const uint64_t linked[] = { SIGN(json_same), SIGN(json_like),   SIGN(json_like),
                                       SIGN(json_like), SIGN(json_like),   SIGN(json_like),
                                       SIGN(json_like), SIGN(json_unlike), 0 };
    uint64_t signs = 0;
    bool told[2] = { false, false };
    enum relation by_element = BETWEEN, by_graph = BETWEEN;
    for (uint32_t i = 0; i < w->said.count; i++) {
        const struct said *x = &w->said.at[i];
        enum relation r = relation(w, c, x);
        if (x->place == TITLE_ELEMENT && !told[0]) signs |= element[by_element = r];
        if (x->place == TITLE_OPEN_GRAPH && !told[1]) signs |= graph[by_graph = r];
        if (x->place <= TITLE_OPEN_GRAPH) told[x->place] = true;
        if (x->place == TITLE_LINKED) signs |= linked[r];
        if (x->place == TITLE_OTHER && r == SAME) signs |= SIGN(other_same);
    }
    if ((by_element == HEAD || by_element == TAIL || by_element == MIDDLE) && by_graph >= LIKE && w->graph_is_part)
        signs |= SIGN(og_beside);
    if (!told[0]) signs |= SIGN(title_none);
    if (!told[1]) signs |= SIGN(og_none);
    return signs;
}

static uint64_t signs_of_words(struct work *w, chy_str text, const struct words *c)
{
    uint64_t signs = 0;
    if (w->last_h1 != PAGE_NONE) {
        uint32_t like = likeness(c, &w->h1);
        signs |= str_eq(c->folded, w->h1.folded) ? SIGN(h1_same) : like >= 60 ? SIGN(h1_like) : like < 25 ? SIGN(h1_unlike) : 0;
    }
    if (w->site.folded.len >= 3) {
        bool within = str_find(c->folded, w->site.folded, 0) != SIZE_MAX;
        if (str_eq(c->folded, w->site.folded) || (c->count > 1 && str_find(w->site.folded, c->folded, 0) != SIZE_MAX))
            signs |= SIGN(site_same);
        else if (within)
            signs |= SIGN(site_within);
    }
    signs |= c->count <= 1 ? SIGN(words_1) : c->count == 2 ? SIGN(words_2) : c->count == 3 ? SIGN(words_3) : 0;
    if (c->count > 22) signs |= SIGN(words_many);
    if (text.len && (text.ptr[text.len - 1] == ':' || text.ptr[text.len - 1] == ',')) signs |= SIGN(opens);
    return signs;
}

/* A heading beside or below the text that no other place supports. */
static uint64_t with_others(uint64_t signs)
{
    bool elsewhere = signs & (SIGN(in_menu) | SIGN(in_side) | SIGN(below_near) | SIGN(below_far));
    bool alone = signs & (SIGN(title_unlike) | SIGN(title_none)) && signs & (SIGN(og_unlike) | SIGN(og_none));
    return elsewhere && alone ? signs | SIGN(of_others) : signs;
}

static int32_t sum_of(const struct title_rules *r, uint64_t signs)
{
    int32_t sum = 0;
    for (; signs; signs &= signs - 1) sum += r->weight[__builtin_ctzll(signs)];
    return sum;
}

/* ------------------------------------------------------------------ candidates */

/* A text that may be the title. One that says the same as an earlier one joins it: of two headings the better one stands. */
static void offer(struct work *w, chy_str text, const char *basis, const struct heading *h, uint64_t signs)
{
    struct words c;
    text = str_trim(text);
    if (w->no_memory || text.len > BYTES_MOST || !fold(w, text, &c)) return;
    uint32_t known = map_get(&w->seen, c.folded);
    uint64_t place = h ? signs_of_place(w, h) : 0;
    if (known != MAP_NONE) {
        struct title *t = &w->out->at[known];
        if (!h) return;
        place |= SIGN(repeated) | (t->signs & (SIGN(piece) | SIGN(joined)));
        place = with_others(place | signs_of_claims(w, &c) | signs_of_words(w, text, &c));
        if (t->block != PAGE_NONE && sum_of(w->rules, t->signs) >= sum_of(w->rules, place)) return;
        t->signs = place;
        t->block = h->block;
        return;
    }
    if (w->out->count >= CANDIDATES_MOST) return;
    struct title *t = LIST_PUSH(w->mem, w->out);
    if (!t || !map_put(&w->seen, w->mem, c.folded, w->out->count - 1)) {
        w->no_memory = true;
        return;
    }
    signs |= place | (h ? 0 : SIGN(no_heading)) | signs_of_claims(w, &c) | signs_of_words(w, text, &c);
    *t = (struct title){ .text = text, .basis = basis, .block = h ? h->block : PAGE_NONE, .signs = with_others(signs) };
}

/* Is the heading worth a look: of the first rank, near the text, or said elsewhere as well? */
static bool is_near(const struct work *w, const struct heading *h)
{
    if (h->rank == 1 || w->first == PAGE_NONE) return true;
    return h->block + FAR >= w->first && h->block <= w->first + BELOW;
}

static bool is_said(struct work *w, chy_str text)
{
    chy_str folded = utf8_fold(w->mem, text);
    if (!folded.ptr) w->no_memory = true;
    for (uint32_t i = 0; folded.len >= 10 && i < w->said.count; i++)
        if (str_find(w->said.at[i].whole.folded, folded, 0) != SIZE_MAX) return true;
    return false;
}

static void offer_headings(struct work *w)
{
    for (uint32_t i = 0; i < w->headings.count && !w->no_memory; i++) {
        const struct heading *h = &w->headings.at[i];
        chy_str text = page_block_text(w->page, h->block);
        if (!is_near(w, h) && !is_said(w, text)) continue;
        offer(w, text, "heading", h, 0);
        uint32_t last = i; /* a heading of several lines */
        while (last + 1 < w->headings.count && h->node != PAGE_NONE && w->headings.at[last + 1].node == h->node) last++;
        if (last == i || (i && w->headings.at[i - 1].node == h->node)) continue;
        chy_str whole = { 0 };
        for (uint32_t k = i; k <= last && whole.len <= BYTES_MOST; k++)
            whole = k == i ? text : str_join(w->mem, whole, CHY_LIT(" "), page_block_text(w->page, w->headings.at[k].block));
        if (!whole.ptr) w->no_memory = true;
        offer(w, whole, "heading", h, SIGN(joined));
    }
}

static void offer_claims(struct work *w)
{
    for (uint32_t i = 0; i < w->said.count && !w->no_memory; i++) offer(w, w->said.at[i].value, w->said.at[i].basis, NULL, 0);
    for (uint32_t i = 0; i < w->said.count && !w->no_memory; i++) {
        struct said x = w->said.at[i];
        for (uint32_t k = 0; k + 1 < x.pieces; k++) {
            offer(w, str_cut(x.value, 0, x.to[k]), x.basis, NULL, SIGN(piece));
            offer(w, str_cut(x.value, x.from[k + 1], x.value.len), x.basis, NULL, SIGN(piece));
        }
    }
}

bool title_candidates(const struct title_rules *rules, const struct page *page, const int32_t *score, const title_claims *claims,
                      chy_str site, arena *mem, titles *out)
{
    struct work w = { .rules = rules, .page = page, .score = score, .mem = mem, .out = out };
    *out = (titles){ 0 };
    fold(&w, site, &w.site);
    for (uint32_t i = 0; i < claims->count && !w.no_memory; i++) {
        struct said x = { .place = claims->at[i].place, .value = claims->at[i].value, .basis = claims->at[i].basis };
        if (!fold(&w, x.value, &x.whole)) continue;
        cut_pieces(&x);
        struct said *kept = LIST_PUSH(mem, &w.said);
        if (kept)
            *kept = x;
        else
            w.no_memory = true;
    }
    for (uint32_t i = 0; i < w.said.count; i++) {
        const struct said *x = &w.said.at[i];
        for (uint32_t k = 0; k < w.said.count && x->place == TITLE_OPEN_GRAPH; k++) {
            enum relation r = w.said.at[k].place == TITLE_ELEMENT ? relation(&w, &x->whole, &w.said.at[k]) : SAME;
            w.graph_is_part |= r == HEAD || r == TAIL || r == MIDDLE;
        }
    }
    find_text(&w);
    find_headings(&w);
    offer_headings(&w);
    offer_claims(&w);
    for (uint32_t i = 0; i < out->count; i++) out->at[i].sum = sum_of(rules, out->at[i].signs);
    return !w.no_memory;
}
