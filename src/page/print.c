#include "page/print.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "page/rules.h"

/* Lengths are in 1/100 of a point. */
enum { PRINT_MANY = 0xFFFFFFFEu };
enum {
    COLUMNS_MOST = 8,
    EDGE = 9 /* a page's head and foot: 1/EDGE of its height each */,
    COORDINATE_MOST = 1 << 24,
    EDGE_LINES = 12 /* looked at on a page */,
    CROSSING_MOST = 20,
    GLUED_MOST = 40,
    PAIRS_LEAST = 3
};

struct box {
    int32_t x0, y0, x1, y1;
};
struct line {
    struct box box;
    chy_str text;
    uint32_t page, row;
    int16_t column; /* -1: over all of them */
    bool running;
    int32_t left; /* where its column begins */
    int32_t right;
};
struct sheet {
    int32_t width, height;
    uint32_t first, last; /* lines */
};

struct work {
    arena *mem;
    LIST(struct line) lines;
    LIST(struct sheet) sheets;

    char *text; /* of the line being read */
    size_t len, room;
    bool in_word, no_memory;
    int32_t body; /* the usual height of a line */
    int32_t step; /* and from one to the next */
    struct map seen;
};

/* ------------------------------------------------------------------ words and boxes */

static int32_t coordinate(const xmlChar **attrs, const char *name)
{
    for (; attrs && attrs[0]; attrs += 2)
        if (attrs[1] && !xmlStrcasecmp(attrs[0], BAD_CAST name)) {
            double v = strtod((const char *)attrs[1], NULL) * 100;
            return v > -COORDINATE_MOST && v < COORDINATE_MOST ? (int32_t)v : 0;
        }
    return 0;
}

static bool put(struct work *w, char **at, size_t *len, size_t *room, const char *bytes, size_t n)
{
    if (*len + n + 1 > *room) {
        size_t more = *room * 2 > *len + n + 256 ? *room * 2 : *len + n + 256;
        char *moved = arena_grow(w->mem, *at, *room, more);
        if (!moved) {
            w->no_memory = true;
            return false;
        }
        *at = moved;
        *room = more;
    }
    if (n) memcpy(*at + *len, bytes, n);
    *len += n;
    return true;
}

static void begin_sheet(struct work *w, const xmlChar **attrs)
{
    struct sheet *s = LIST_PUSH(w->mem, &w->sheets);
    if (s) *s = (struct sheet){ coordinate(attrs, "width"), coordinate(attrs, "height"), w->lines.count, w->lines.count };
    w->no_memory |= !s;
}

static void on_start(void *user, const xmlChar *name, const xmlChar **attrs)
{
    struct work *w = user;
    if (w->no_memory) return;
    bool is_line = !xmlStrcmp(name, BAD_CAST "line");
    if (!xmlStrcmp(name, BAD_CAST "page") || (is_line && !w->sheets.count)) begin_sheet(w, is_line ? NULL : attrs);
    if (w->no_memory) return;
    if (is_line) {
        struct line *l = LIST_PUSH(w->mem, &w->lines);
        if (l)
            *l = (struct line){ .box = { coordinate(attrs, "xmin"), coordinate(attrs, "ymin"), coordinate(attrs, "xmax"),
                                         coordinate(attrs, "ymax") },
                                .page = w->sheets.count - 1 };
        w->no_memory |= !l;
        w->len = 0;
    } else if (!xmlStrcmp(name, BAD_CAST "word")) {
        w->in_word = true;
        if (w->len) put(w, &w->text, &w->len, &w->room, " ", 1);
    }
}

static void on_text(void *user, const xmlChar *ch, int len)
{
    struct work *w = user;
    chy_str rest = { (const char *)ch, w->in_word && len > 0 ? (size_t)len : 0 };
    while (rest.len) { /* what is not UTF-8 goes through the parser as it is */
        size_t good = utf8_invalid_at(rest);
        put(w, &w->text, &w->len, &w->room, rest.ptr, good);
        if (good < rest.len) put(w, &w->text, &w->len, &w->room, "\xef\xbf\xbd", 3);
        rest = str_cut(rest, good + 1, rest.len);
    }
}

static void on_end(void *user, const xmlChar *name)
{
    struct work *w = user;
    if (!xmlStrcmp(name, BAD_CAST "word")) {
        w->in_word = false;
    } else if (!xmlStrcmp(name, BAD_CAST "line") && w->lines.count) {
        struct line *l = &w->lines.at[w->lines.count - 1];
        l->text = str_keep(w->mem, (chy_str){ w->text ? w->text : "", w->len });
        w->no_memory |= !l->text.ptr;
        if (w->sheets.count) w->sheets.at[w->sheets.count - 1].last = w->lines.count;
    }
}

static bool read_boxes(struct work *w, chy_str xml)
{
    if (!xml.len || xml.len > INT32_MAX) return true;
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(xml.ptr, (int)xml.len);
    if (!parser) return false;
    xmlSAXHandler sax = { .startElement = on_start, .endElement = on_end, .characters = on_text };
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    xmlSAXHandlerPtr own = parser->sax;
    parser->sax = &sax;
    parser->userData = w;
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(parser);
    parser->sax = own;
    htmlFreeParserCtxt(parser);
    return !w->no_memory;
}

/* ------------------------------------------------------------------ what is usual */

static int by_number(const void *a, const void *b) { return *(const int32_t *)a - *(const int32_t *)b; }

static int32_t middle(int32_t *v, uint32_t n)
{
    if (!n) return 0;
    qsort(v, n, sizeof *v, by_number);
    return v[n / 2];
}

static bool measure(struct work *w)
{
    int32_t *v = ARENA_ARRAY(w->mem, int32_t, w->lines.count + 1u);
    uint32_t n = 0;
    if (!v) return false;
    for (uint32_t i = 0; i < w->lines.count; i++) v[n++] = w->lines.at[i].box.y1 - w->lines.at[i].box.y0;
    w->body = middle(v, n);
    n = 0;
    for (uint32_t i = 1; i < w->lines.count; i++) {
        int32_t step = w->lines.at[i].box.y0 - w->lines.at[i - 1].box.y0;
        if (w->lines.at[i].page == w->lines.at[i - 1].page && step > 0 && step < 4 * w->body) v[n++] = step;
    }
    w->step = n ? middle(v, n) : w->body * 12 / 10;
    return true;
}

/* ------------------------------------------------------------------ running heads */

/* A line without its numbers: what is the same on every page. */
static chy_str without_numbers(struct work *w, chy_str s)
{
    char *out = arena_alloc(w->mem, s.len + 1);
    size_t n = 0;
    if (!out) {
        w->no_memory = true;
        return (chy_str){ 0 };
    }
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9') out[n++] = s.ptr[i];
    return (chy_str){ out, n };
}

static bool at_edge(const struct work *w, const struct line *l)
{
    const struct sheet *s = &w->sheets.at[l->page];
    return l->box.y1 < s->height / EDGE || l->box.y0 > s->height - s->height / EDGE;
}

/* "3", "- 3 -", "Page 3 of 7" */
static bool is_page_number(chy_str s)
{
    size_t digits = 0, letters = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t c = utf8_next(s, &at);
        digits += char_is(c, CHAR_DIGIT);
        letters += char_is(c, CHAR_LETTER);
    }
    return digits && digits <= 6 && (!letters || (letters <= 8 && s.len <= 20));
}

/* A line at the head or foot with much white between it and the others. */
static bool stands_apart(const struct work *w, const struct line *l)
{
    const struct sheet *s = &w->sheets.at[l->page];
    bool head = l->box.y1 < s->height / 2;
    int32_t nearest = INT32_MAX;
    for (uint32_t i = s->first; i < s->last; i++) {
        const struct line *x = &w->lines.at[i];
        int32_t gap = head ? x->box.y0 - l->box.y1 : l->box.y0 - x->box.y1;
        if (x != l && gap > -w->body / 2 && gap < nearest) nearest = gap;
        if (x != l && gap < -2 * w->body) return false; /* it is not the outermost */
    }
    return nearest != INT32_MAX && nearest > w->step * 3 / 2;
}

/* Lines at the head or foot of pages that say the same on another page, but for numbers; numbers of pages. */
static void mark_running(struct work *w)
{
    uint32_t apart = 0;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < w->lines.count; i++) {
            struct line *l = &w->lines.at[i];
            if (!at_edge(w, l)) continue;
            chy_str key = without_numbers(w, l->text);
            if (w->no_memory) return;
            uint32_t page = map_get(&w->seen, key);
            if (pass)
                l->running =
                    page == PRINT_MANY || is_page_number(l->text) || (apart++ < EDGE_LINES * w->sheets.count && stands_apart(w, l));
            else if (!map_put(&w->seen, w->mem, key, page == MAP_NONE || page == l->page ? l->page : PRINT_MANY))
                w->no_memory = true;
        }
}

/* ------------------------------------------------------------------ columns */

enum { STEPS = 128 };

/* Is the line a narrow one within the box? */
static bool is_narrow(const struct line *l, struct box all)
{
    return !l->running && l->box.x0 >= all.x0 && l->box.x1 <= all.x1 &&
           (l->box.x1 - l->box.x0) * (int64_t)10 <= (all.x1 - all.x0) * (int64_t)6;
}

/* The widest gap near the middle that at most so many lines cross, with lines on both sides of it. */
static bool gap_crossed_by(const struct work *w, const struct sheet *s, struct box all, const uint16_t *over, uint16_t crossing,
                           int32_t *gutter)
{
    int32_t width = all.x1 - all.x0, best = 0;
    uint32_t sides[2] = { 0, 0 };
    for (int32_t k = STEPS / 5; k < STEPS * 4 / 5; k++) {
        int32_t end = k;
        while (end < STEPS && over[end] <= crossing) end++;
        if (end - k > best) {
            best = end - k;
            *gutter = all.x0 + (int32_t)((int64_t)(k + end) * width / (2 * STEPS));
        }
        if (end > k) k = end;
    }
    for (uint32_t i = s->first; best && i < s->last; i++)
        if (is_narrow(&w->lines.at[i], all)) sides[(w->lines.at[i].box.x0 + w->lines.at[i].box.x1) / 2 > *gutter]++;
    return sides[0] >= 3 && sides[1] >= 2;
}

/* Where the box parts into two columns; false when it does not. Headings and feet may reach over: one narrow line in ten. */
static bool find_gutter(const struct work *w, const struct sheet *s, struct box all, int32_t *gutter)
{
    int32_t width = all.x1 - all.x0;
    uint16_t over[STEPS + 1] = { 0 };
    uint32_t wide = 0, narrow = 0;
    if (width <= 0) return false;
    for (uint32_t i = s->first; i < s->last; i++) {
        const struct line *l = &w->lines.at[i];
        if (!is_narrow(l, all)) {
            wide += !l->running && l->box.x0 >= all.x0 && l->box.x1 <= all.x1;
            continue;
        }
        narrow++;
        int32_t from = (int32_t)((int64_t)(l->box.x0 - all.x0) * STEPS / width),
                to = (int32_t)((int64_t)(l->box.x1 - all.x0) * STEPS / width);
        for (int32_t k = from; k <= to && k <= STEPS; k++) over[k] += over[k] < UINT16_MAX;
    }
    if (narrow < 6 || wide * 2 > narrow) return false;
    for (uint32_t crossing = 0; crossing <= narrow / 10 && crossing <= CROSSING_MOST; crossing++)
        if (gap_crossed_by(w, s, all, over, (uint16_t)crossing, gutter)) return true;
    return false;
}

static int by_x(const void *a, const void *b) { return by_number(a, b); }

/* Which column of its page each line stands in. */
static void mark_columns(struct work *w, struct sheet *s)
{
    struct box todo[COLUMNS_MOST], all = { INT32_MAX, 0, INT32_MIN, 0 };
    int32_t gutters[COLUMNS_MOST];
    uint32_t open = 0, count = 0;
    for (uint32_t i = s->first; i < s->last; i++) {
        if (w->lines.at[i].running) continue;
        if (w->lines.at[i].box.x0 < all.x0) all.x0 = w->lines.at[i].box.x0;
        if (w->lines.at[i].box.x1 > all.x1) all.x1 = w->lines.at[i].box.x1;
    }
    if (all.x1 < all.x0) return; /* nothing stands on it */
    todo[open++] = all;
    while (open) {
        struct box box = todo[--open];
        int32_t gutter;
        if (count + 1 >= COLUMNS_MOST || open + 2 > COLUMNS_MOST || !find_gutter(w, s, box, &gutter)) continue;
        gutters[count++] = gutter;
        todo[open++] = (struct box){ box.x0, 0, gutter, 0 };
        todo[open++] = (struct box){ gutter, 0, box.x1, 0 };
    }
    qsort(gutters, count, sizeof *gutters, by_x);
    int32_t left[COLUMNS_MOST + 1], right[COLUMNS_MOST + 1];
    for (uint32_t c = 0; c <= count; c++) {
        left[c] = INT32_MAX;
        right[c] = INT32_MIN;
    }
    for (uint32_t i = s->first; i < s->last; i++) {
        struct line *l = &w->lines.at[i];
        int32_t c = 0, d = 0;
        while (c < (int32_t)count && l->box.x0 >= gutters[c]) c++;
        while (d < (int32_t)count && l->box.x1 > gutters[d]) d++;
        l->column = (int16_t)(c == d ? c : -1);
        if (l->running || c != d) continue;
        if (l->box.x0 < left[c]) left[c] = l->box.x0;
        if (l->box.x1 > right[c]) right[c] = l->box.x1;
    }
    for (uint32_t i = s->first; i < s->last; i++) {
        struct line *l = &w->lines.at[i];
        l->left = l->column < 0 ? all.x0 : left[l->column];
        l->right = l->column < 0 ? all.x1 : right[l->column];
    }
}

static int by_height(const void *a, const void *b)
{
    const struct line *p = a, *q = b;
    return p->box.y0 != q->box.y0 ? (p->box.y0 > q->box.y0) - (p->box.y0 < q->box.y0) : (p->box.x0 > q->box.x0) - (p->box.x0 < q->box.x0);
}

static int by_row(const void *a, const void *b)
{
    const struct line *p = a, *q = b;
    return p->row != q->row ? (p->row > q->row) - (p->row < q->row) : (p->box.x0 > q->box.x0) - (p->box.x0 < q->box.x0);
}

static int by_column(const void *a, const void *b)
{
    const struct line *p = a, *q = b;
    return p->column != q->column ? p->column - q->column : by_row(a, b);
}

/* Down the page: between lines that reach over the columns, one column after the other. Lines of about one height are one row. */
static void order_lines(struct work *w, struct sheet *s)
{
    uint32_t n = s->last - s->first, row = 0;
    int32_t top = 0;
    if (!n) return;
    struct line *at = w->lines.at + s->first;
    qsort(at, n, sizeof *at, by_height);
    for (uint32_t i = 0; i < n; i++) {
        if (!i || at[i].box.y0 - top > w->body / 2) {
            row++;
            top = at[i].box.y0;
        }
        at[i].row = row;
    }
    qsort(at, n, sizeof *at, by_row);
    for (uint32_t i = 0; i < n;) {
        uint32_t end = i;
        while (end < n && at[end].column >= 0) end++;
        qsort(at + i, end - i, sizeof *at, by_column);
        i = end + (end < n);
    }
}

/* ------------------------------------------------------------------ text */

struct out {
    struct work *w;
    char *text;
    size_t len, room;
    struct map words; /* lower case: in the document without a hyphen at a line's end */
    box_list boxes;
};

static void write(struct out *o, const char *bytes, size_t n) { put(o->w, &o->text, &o->len, &o->room, bytes, n); }

/* A line, and where it stands. */
static void write_text(struct out *o, const struct line *l)
{
    struct origin_box *b = LIST_PUSH(o->w->mem, &o->boxes);
    if (b)
        *b = (struct origin_box){ (uint32_t)o->len, l->page + 1, l->box.x0, l->box.y0, l->box.x1, l->box.y1 };
    else
        o->w->no_memory = true;
    write(o, l->text.ptr, l->text.len);
}

static bool ends_sentence(chy_str s)
{
    while (s.len && (s.ptr[s.len - 1] == '"' || s.ptr[s.len - 1] == ')' || (s.ptr[s.len - 1] & 0x80))) s.len--;
    return s.len && (s.ptr[s.len - 1] == '.' || s.ptr[s.len - 1] == '?' || s.ptr[s.len - 1] == '!' || s.ptr[s.len - 1] == ':');
}

/* Does this line begin a paragraph after that one? */
static bool begins(const struct work *w, const struct line *last, const struct line *l)
{
    int32_t tall = l->box.y1 - l->box.y0, before = last->box.y1 - last->box.y0, down = l->box.y0 - last->box.y0;
    bool follows = last->page == l->page && last->column == l->column && down >= 0;
    if (tall * 10 > before * 11 || before * 10 > tall * 11) return true;
    if (follows && down > w->step * 14 / 10) return true;
    bool in_last = last->box.x0 - last->left > w->body * 6 / 10, in = l->box.x0 - l->left > w->body * 6 / 10;
    if (in && !in_last && l->box.x0 - l->left < (l->right - l->left) / 3) return true;
    return ends_sentence(last->text) && last->right - last->box.x1 > (last->right - last->left) / 6;
}

static chy_str last_word(chy_str s)
{
    size_t at = s.len;
    while (at && s.ptr[at - 1] != ' ') at--;
    return str_cut(s, at, s.len);
}

static chy_str first_word(chy_str s)
{
    const char *space = memchr(s.ptr, ' ', s.len);
    return str_cut(s, 0, space ? (size_t)(space - s.ptr) : s.len);
}

/* Bytes of the hyphen that ends the line, 0 when it ends otherwise. */
static size_t hyphen(chy_str s)
{
    if (s.len > 1 && s.ptr[s.len - 1] == '-' && s.ptr[s.len - 2] != ' ') return 1;
    if (s.len > 3 && str_ends(s, CHY_LIT("\xe2\x80\x90"))) return 3;
    return s.len > 2 && str_ends(s, CHY_LIT("\xc2\xad")) ? 2 : 0;
}

static chy_str bare(chy_str s)
{
    while (s.len && strchr(",.;:!?)\"'", s.ptr[s.len - 1])) s.len--;
    while (s.len && strchr("(\"'", s.ptr[0])) s = str_cut(s, 1, s.len);
    return s;
}

/* The words that stand whole in a line: witnesses for those that were cut. */
static void keep_words(struct out *o, chy_str line)
{
    chy_str word, rest = line;
    while (str_next_piece(&rest, ' ', &word)) {
        chy_str low = utf8_lower(o->w->mem, bare(word));
        if (!low.ptr || (low.len && !rest.len && hyphen(line))) continue;
        if (low.len && map_get(&o->words, low) == MAP_NONE && !map_put(&o->words, o->w->mem, low, 1)) o->w->no_memory = true;
    }
}

static bool is_word(struct out *o, chy_str a, chy_str b, chy_str c)
{
    chy_str low = utf8_lower(o->w->mem, str_join(o->w->mem, a, b, c));
    return low.ptr && map_get(&o->words, low) != MAP_NONE;
}

/* "long-" and "term": is the hyphen part of the word? As the document writes it elsewhere; else a capital or number keeps it. */
static bool keeps_hyphen(struct out *o, chy_str last, chy_str next, size_t mark)
{
    chy_str head = last_word(last), tail = bare(first_word(next));
    head.len -= mark;
    if (mark > 1) return false;
    if (is_word(o, bare(head), (chy_str){ 0 }, tail)) return false;
    if (is_word(o, bare(head), CHY_LIT("-"), tail)) return true;
    size_t at = 0;
    uint32_t c = next.len ? utf8_next(next, &at) : 0;
    if (!char_is(c, CHAR_LOWER)) return true;
    return memchr(head.ptr, '-', head.len) != NULL && is_word(o, tail, (chy_str){ 0 }, (chy_str){ 0 });
}

static void write_line(struct out *o, const struct line *last, const struct line *l, bool paragraph)
{
    size_t mark = last && !paragraph ? hyphen(last->text) : 0;
    if (last && paragraph)
        write(o, "\n\n", 2);
    else if (mark && !keeps_hyphen(o, last->text, l->text, mark))
        o->len -= mark;
    else if (last && !mark)
        write(o, " ", 1);
    write_text(o, l);
}

/* ------------------------------------------------------------------ lost spaces */

/* Where a little word ends that is glued to another: bytes of it, 0 when the word is none of such. */
static size_t glued(struct out *o, const struct page_rules *rules, chy_str word)
{
    chy_str low = utf8_lower(o->w->mem, word);
    if (!low.ptr || low.len != word.len || low.len < 4 || low.len > GLUED_MOST || str_all_upper(word) ||
        map_get(&rules->whole, bare(low)) != MAP_NONE)
        return 0;
    for (size_t n = low.len - 1; n >= 1; n--) {
        chy_str rest = str_cut(word, n, word.len), rest_low = bare(str_cut(low, n, low.len));
        uint32_t any = map_get(&rules->glued, str_cut(low, 0, n));
        if (any == MAP_NONE || !rest_low.len) continue;
        unsigned kind = char_kind(utf8_next(rest, &(size_t){ 0 }));
        bool known = map_get(&rules->glued, rest_low) != MAP_NONE || (rest_low.len >= 3 && map_get(&o->words, rest_low) != MAP_NONE) ||
                     (any && rest_low.len >= 5);
        if (n > 1 && ((kind & (CHAR_UPPER | CHAR_DIGIT)) || (known && (kind & CHAR_LETTER)))) return n;
    }
    return 0;
}

/* Did the document lose spaces, and often? Pairs of two little words that are one word nowhere ("ofthe") show it. */
static bool lost_spaces(struct out *o, const struct page_rules *rules)
{
    uint32_t pairs = 0;
    for (uint32_t i = 0; i < o->w->lines.count && pairs < PAIRS_LEAST; i++) {
        chy_str rest = o->w->lines.at[i].text, word;
        while (str_next_piece(&rest, ' ', &word)) {
            size_t n = glued(o, rules, word);
            chy_str tail = n ? utf8_lower(o->w->mem, bare(str_cut(word, n, word.len))) : (chy_str){ 0 };
            pairs += tail.len && map_get(&rules->glued, tail) != MAP_NONE;
        }
    }
    return pairs >= PAIRS_LEAST;
}

static chy_str with_spaces(struct out *o, const struct page_rules *rules, chy_str line)
{
    char *text = NULL;
    size_t len = 0, room = 0;
    chy_str rest = line, word;
    for (bool more = str_next_piece(&rest, ' ', &word); more;) {
        size_t n = glued(o, rules, word);
        if (n) {
            put(o->w, &text, &len, &room, word.ptr, n);
            put(o->w, &text, &len, &room, " ", 1);
        }
        put(o->w, &text, &len, &room, word.ptr + n, word.len - n);
        more = str_next_piece(&rest, ' ', &word);
        if (more) put(o->w, &text, &len, &room, " ", 1);
    }
    return (chy_str){ text ? text : "", len };
}

chy_status print_read(const struct page_rules *rules, chy_str xml, arena *mem, struct print *out, chy_err *err)
{
    struct work w = { .mem = mem };
    struct out o = { .w = &w };
    const struct line *last = NULL;
    *out = (struct print){ 0 };
    if (!read_boxes(&w, xml) || !measure(&w)) return err_memory(err, "reading printed pages");
    mark_running(&w);
    for (uint32_t s = 0; s < w.sheets.count; s++) {
        mark_columns(&w, &w.sheets.at[s]);
        order_lines(&w, &w.sheets.at[s]);
    }
    for (uint32_t i = 0; i < w.lines.count; i++) keep_words(&o, w.lines.at[i].text);
    if (lost_spaces(&o, rules))
        for (uint32_t i = 0; i < w.lines.count; i++) w.lines.at[i].text = with_spaces(&o, rules, w.lines.at[i].text);
    bool title = true;
    for (uint32_t i = 0; i < w.lines.count && !w.no_memory; i++) {
        const struct line *l = &w.lines.at[i];
        if (l->running || !l->text.len) continue;
        bool large = (l->box.y1 - l->box.y0) * 100 > w.body * 108;
        bool paragraph = last && begins(&w, last, l);
        title &= large && !l->page && (!last || !paragraph || l->box.y0 - last->box.y0 < 2 * w.step);
        if (title && last) paragraph = false;
        write_line(&o, last, l, paragraph);
        if (title) out->title_end = (uint32_t)o.len;
        last = l;
    }
    out->furniture = (uint32_t)o.len;
    for (uint32_t i = 0; i < w.lines.count && !w.no_memory; i++) {
        if (!w.lines.at[i].running || !w.lines.at[i].text.len) continue;
        write(&o, o.len == out->furniture ? "\n\n" : "\n", o.len == out->furniture ? 2 : 1);
        write_text(&o, &w.lines.at[i]);
    }
    if (w.no_memory) return err_memory(err, "reading printed pages");
    if (!out->furniture) return err_set(err, CHY_EINPUT, 0, "has no text: its pages are pictures, or empty");
    if (out->title_end == out->furniture) out->title_end = 0;
    out->text = (chy_str){ o.text, o.len };
    out->title = str_cut(out->text, 0, out->title_end);
    out->pages = w.sheets.count;
    out->boxes = o.boxes;
    return CHY_OK;
}
