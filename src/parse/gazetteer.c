#include "parse/gazetteer.h"

#include "base/utf8.h"
#include "lexicon/image.h"

enum { CLASSES_MOST = 31, COLUMNS_MOST = 8, ACRONYM_MOST = 6, PHRASE_MOST = 16, NO_BIT = 0xFF };
static const uint32_t goes_on = 0x80000000u; /* in `any`: longer phrases begin so */

/* One phrase, or the beginning of one. The masks are sets of classes. */
struct slot {
    uint32_t check;   /* upper half of the hash; 0: free */
    uint32_t any;     /* in whatever letters */
    uint32_t capital; /* with a capital */
    uint32_t acronym; /* all in capitals */
};

struct class
{
    chy_str name;               /* while filling */
    uint8_t first, next, small; /* bits, NO_BIT */
};

struct gazetteer {
    struct slot *slots;
    uint32_t mask; /* slots - 1 */
    uint32_t count, class_count;
    uint32_t ordinary; /* set of the class of ordinary words, which are no names in small letters */
    struct class class[CLASSES_MOST];
};

static uint32_t check_of(uint64_t hash) { return (uint32_t)(hash >> 32) | 1; }

static struct slot *slot_of(const struct gazetteer *g, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & g->mask, check = check_of(hash);
    while (g->slots[at].check && g->slots[at].check != check) at = (at + 1) & g->mask;
    return &g->slots[at];
}

/* ------------------------------------------------------------------ filling */

static bool letter_at(chy_str s, size_t *at) { return char_is(utf8_next(s, at), CHAR_LETTER | CHAR_DIGIT | CHAR_MARK); }

/* The next run of letters and digits; false at the end. */
static bool next_run(chy_str s, size_t *at, chy_str *out)
{
    size_t from = *at, next = from;
    while (from < s.len && !letter_at(s, &next)) from = next;
    size_t to = from;
    next = to;
    while (to < s.len && letter_at(s, &next)) to = next;
    *out = str_cut(s, from, to);
    *at = to;
    return to > from;
}

static uint32_t *letters_of(struct slot *s, chy_str phrase)
{
    if (!str_upper_first(phrase)) return &s->any;
    return phrase.len <= ACRONYM_MOST && phrase.len > 1 && str_all_upper(phrase) ? &s->acronym : &s->capital;
}

static void put(struct gazetteer *g, chy_str phrase, uint32_t class)
{
    uint64_t h = IMAGE_HASH_START;
    struct slot *s = NULL;
    size_t at = 0;
    chy_str word;
    while (next_run(phrase, &at, &word)) {
        if (s) s->any |= goes_on;
        h = image_hash(h, word);
        s = slot_of(g, h);
        if (!s->check) g->count++;
        s->check = check_of(h);
    }
    if (s) *letters_of(s, phrase) |= 1u << class;
}

/* No fewer than it has runs: what is no plain letter or digit may part two. */
static uint32_t runs_at_most(chy_str phrases)
{
    uint32_t n = 1;
    for (size_t i = 0; i < phrases.len; i++) {
        unsigned char c = (unsigned char)phrases.ptr[i];
        n += (unsigned char)((c | 32) - 'a') > 25 && (unsigned char)(c - '0') > 9;
    }
    return n;
}

/* What a row of classes.tsv takes in: all pieces of some columns, of the rows where a column has a value. */
struct source {
    const struct table *table;
    int column[COLUMNS_MOST], columns, where;
    chy_str values;
    uint32_t class;
};

enum { CLASS, FIRST, NEXT, SMALL, TABLE, COLUMNS, WHERE, VALUES, CELLS };

static int column_of(const struct table *t, chy_str name)
{
    char text[64];
    if (name.len >= sizeof text) return -1;
    if (name.len) memcpy(text, name.ptr, name.len);
    text[name.len] = 0;
    return table_column(t, text);
}

static chy_status no_column(const struct table *t, uint32_t row, chy_str of, chy_str name, chy_err *err)
{
    return err_set(err, CHY_EMODEL, 0, "%s: %.*s has no column '%.*s'", table_where(t, row), (int)of.len, of.ptr, (int)name.len, name.ptr);
}

static chy_status open_source(const struct lexicon *lex, const struct table *t, uint32_t row, const int *cell, struct source *out,
                              chy_err *err)
{
    chy_str name = table_cell(t, row, cell[TABLE]), rest = table_cell(t, row, cell[COLUMNS]), where = table_cell(t, row, cell[WHERE]),
            piece;
    *out = (struct source){ .table = lexicon_table(lex, name), .where = -1, .values = table_cell(t, row, cell[VALUES]) };
    if (!out->table) return err_set(err, CHY_EMODEL, 0, "%s: there is no table '%.*s'", table_where(t, row), (int)name.len, name.ptr);
    while (out->columns < COLUMNS_MOST && str_next_piece(&rest, '|', &piece)) {
        out->column[out->columns] = column_of(out->table, piece);
        if (out->column[out->columns++] < 0) return no_column(t, row, name, piece, err);
    }
    if (where.len) out->where = column_of(out->table, where);
    return where.len && out->where < 0 ? no_column(t, row, name, where, err) : CHY_OK;
}

/* Every phrase of a source: put under a class, or (g NULL) the room for them. */
static uint32_t walk_source(const struct source *s, struct gazetteer *g)
{
    uint32_t runs = 0;
    for (uint32_t row = 0; row < table_rows(s->table); row++) {
        if (s->where >= 0 && !str_in_bars(s->values, table_cell(s->table, row, s->where))) continue;
        for (int c = 0; c < s->columns; c++) {
            chy_str rest = table_cell(s->table, row, s->column[c]), piece;
            if (!g) runs += runs_at_most(rest);
            while (g && rest.len && str_next_piece(&rest, '|', &piece)) put(g, piece, s->class);
        }
    }
    return runs;
}

/* "0" to "31"; empty: NO_BIT. */
static bool read_bit(chy_str s, uint8_t *out)
{
    unsigned v = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || v > 9) return false;
        v = v * 10 + (unsigned)(s.ptr[i] - '0');
    }
    *out = s.len ? (uint8_t)v : NO_BIT;
    return v < GAZETTEER_BITS;
}

static bool class_fits(const struct class *a, const struct class *b)
{
    return a->first == b->first && a->next == b->next && a->small == b->small;
}

/* The class of a row, found again or new. */
static chy_status read_class(const struct table *t, uint32_t row, const int *cell, struct gazetteer *g, uint32_t *out, chy_err *err)
{
    struct class c = { table_cell(t, row, cell[CLASS]), NO_BIT, NO_BIT, NO_BIT };
    if (!read_bit(table_cell(t, row, cell[FIRST]), &c.first) || !read_bit(table_cell(t, row, cell[NEXT]), &c.next) ||
        !read_bit(table_cell(t, row, cell[SMALL]), &c.small) || c.first == NO_BIT)
        return err_set(err, CHY_EMODEL, 0, "%s: bits of '%.*s' are numbers from 0 to %d, and the first is needed", table_where(t, row),
                       (int)c.name.len, c.name.ptr, GAZETTEER_BITS - 1);
    uint32_t at = 0;
    while (at < g->class_count && !str_eq(g->class[at].name, c.name)) at++;
    if (at < g->class_count && !class_fits(&g->class[at], &c))
        return err_set(err, CHY_EMODEL, 0, "%s: '%.*s' has other bits than above", table_where(t, row), (int)c.name.len, c.name.ptr);
    if (at == CLASSES_MOST) return err_set(err, CHY_EMODEL, 0, "%s: more than %d classes", table_where(t, row), CLASSES_MOST);
    if (at == g->class_count) g->class[g->class_count++] = c;
    if (str_is(c.name, "ordinary")) g->ordinary = 1u << at;
    *out = at;
    return CHY_OK;
}

chy_status gazetteer_create(const struct lexicon *lex, arena *mem, struct gazetteer **out, chy_err *err)
{
    const struct table *t;
    int cell[CELLS];
    chy_status st = lexicon_need(lex, CHY_LIT("names/classes"), &t, err, cell, "class", "first", "next", "small", "table", "columns",
                                 "where", "values", NULL);
    if (st) return st;
    struct gazetteer *g = ARENA_NEW(mem, struct gazetteer);
    struct source *source = ARENA_ARRAY(mem, struct source, table_rows(t) + 1u);
    if (!g || !source) return err_memory(err, "opening the names");
    uint32_t runs = 0;
    for (uint32_t row = 0; row < table_rows(t); row++) {
        st = open_source(lex, t, row, cell, &source[row], err);
        if (!st) st = read_class(t, row, cell, g, &source[row].class, err);
        if (st) return st;
        runs += walk_source(&source[row], NULL);
    }
    g->mask = 16;
    while (g->mask < runs + runs / 4) g->mask *= 2;
    g->slots = ARENA_ARRAY(mem, struct slot, g->mask);
    if (!g->slots) return err_memory(err, "opening the names");
    g->mask--;
    for (uint32_t row = 0; row < table_rows(t); row++) walk_source(&source[row], g);
    *out = g;
    return CHY_OK;
}

/* ------------------------------------------------------------------ marking */

static uint32_t bit(uint8_t number) { return number == NO_BIT ? 0 : 1u << number; }

static void mark(const struct gazetteer *g, uint32_t classes, bool small, uint32_t *mask, uint32_t count)
{
    while (classes) {
        const struct class *c = &g->class[__builtin_ctz(classes)];
        classes &= classes - 1;
        mask[0] |= bit(small ? c->small : c->first);
        for (uint32_t i = 1; i < count; i++) mask[i] |= bit(small ? c->small : c->next);
    }
}

static void mark_phrase(const struct gazetteer *g, const struct slot *s, const struct token *x, uint32_t count, uint32_t *mask)
{
    uint32_t any = s->any & ~goes_on;
    if (!(any | s->capital | s->acronym)) return;
    bool upper = str_upper_first(x->form), all = upper;
    for (uint32_t i = 0; all && s->acronym && i < count; i++) all = str_all_upper(x[i].form) || lexicon_skips(x[i].form);
    mark(g, any | (upper ? s->capital : 0) | (all ? s->acronym : 0), false, mask, count);
    if (!upper && !(any & g->ordinary)) mark(g, s->capital & ~any, true, mask, count);
}

void gazetteer_mark(const struct gazetteer *g, const chy_doc *d, run words, uint32_t *mask)
{
    const struct token *x = d->tokens.at + words.first;
    uint32_t count = words.last - words.first;
    memset(mask, 0, count * sizeof *mask);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t h = IMAGE_HASH_START;
        for (uint32_t t = i; t < count && t - i < PHRASE_MOST; t++) {
            uint64_t next = image_hash(h, x[t].lower);
            if (next == h) {
                if (t == i || !lexicon_skips(x[t].form)) break;
                continue;
            }
            h = next;
            const struct slot *s = slot_of(g, h);
            if (!s->check) break;
            mark_phrase(g, s, &x[i], t + 1 - i, mask + i);
            if (!(s->any & goes_on)) break;
        }
    }
}
