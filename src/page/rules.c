#include "page/rules.h"

#include <libxml/parser.h>

#include "base/utf8.h"

enum { WORD_MOST = 32, START_LEAST = 3 };

static const char *const kind_names[] = {
#define X(name) #name,
    PAGE_KINDS(X)
#undef X
};
static const char *const hint_names[] = {
#define X(name) #name,
    PAGE_HINTS(X)
#undef X
};
static const char *const as_names[] = { "inline", "block", "paragraph", "skip", "break" };

static uint32_t index_of(const char *const *names, uint32_t count, chy_str name)
{
    uint32_t i = 0;
    while (i < count && !str_is(name, names[i])) i++;
    return i;
}

static chy_status unknown(const struct table *t, uint32_t row, const char *what, chy_str name, chy_err *err)
{
    return err_set(err, CHY_EMODEL, row, "%s: no %s is called '%.*s'", table_where(t, row), what, (int)name.len, name.ptr);
}

static chy_status load_elements(struct page_rules *r, const struct lexicon *lex, arena *mem, chy_err *err)
{
    const struct table *t;
    int c[3];
    chy_status st = lexicon_need(lex, CHY_LIT("page/elements"), &t, err, c, "element", "as", "kind", NULL);
    for (uint32_t row = 0; !st && row < table_rows(t); row++) {
        uint32_t as = index_of(as_names, sizeof as_names / sizeof *as_names, table_cell(t, row, c[1]));
        uint32_t kind = index_of(kind_names, PAGE_KIND_COUNT, table_cell(t, row, c[2]));
        if (as == sizeof as_names / sizeof *as_names) return unknown(t, row, "way to be", table_cell(t, row, c[1]), err);
        if (kind == PAGE_KIND_COUNT) return unknown(t, row, "kind", table_cell(t, row, c[2]), err);
        if (!map_put(&r->element, mem, table_cell(t, row, c[0]), as << 8 | kind)) return err_memory(err, "compiling the rules of pages");
    }
    return st;
}

static chy_status load_hints(struct page_rules *r, const struct lexicon *lex, arena *mem, chy_err *err)
{
    const struct table *t;
    int c[3];
    chy_status st = lexicon_need(lex, CHY_LIT("page/hints"), &t, err, c, "word", "how", "hint", NULL);
    for (uint32_t row = 0; !st && row < table_rows(t); row++) {
        chy_str word = table_cell(t, row, c[0]), how = table_cell(t, row, c[1]);
        uint32_t hint = index_of(hint_names, PAGE_HINT_COUNT, table_cell(t, row, c[2]));
        if (hint == PAGE_HINT_COUNT) return unknown(t, row, "hint", table_cell(t, row, c[2]), err);
        if (!str_is(how, "exact") && !str_is(how, "start")) return unknown(t, row, "way to match", how, err);
        if (!map_put(str_is(how, "exact") ? &r->exact : &r->start, mem, word, hint)) return err_memory(err, "compiling the rules of pages");
    }
    return st;
}

static chy_status load_glued(struct page_rules *r, const struct lexicon *lex, arena *mem, chy_err *err)
{
    const struct table *t;
    int c[3];
    chy_status st = lexicon_need(lex, CHY_LIT("page/glued"), &t, err, c, "glued", "whole", "any", NULL);
    for (uint32_t row = 0; !st && row < table_rows(t); row++) {
        chy_str rest = table_cell(t, row, c[1]), word;
        bool ok = map_put(&r->glued, mem, table_cell(t, row, c[0]), str_is(table_cell(t, row, c[2]), "yes"));
        while (ok && rest.len && str_next_piece(&rest, '|', &word)) ok = map_put(&r->whole, mem, word, row);
        if (!ok) return err_memory(err, "compiling the rules of pages");
    }
    return st;
}

chy_status page_rules_create(const struct lexicon *lex, arena *mem, struct page_rules **out, chy_err *err)
{
    struct page_rules *r = ARENA_NEW(mem, struct page_rules);
    if (!r) return err_memory(err, "compiling the rules of pages");
    xmlInitParser(); /* once, before there are threads */
    chy_status st = load_elements(r, lex, mem, err);
    if (!st) st = load_hints(r, lex, mem, err);
    if (!st) st = load_glued(r, lex, mem, err);
    if (!st) *out = r;
    return st;
}

static uint32_t hint_of(const struct page_rules *r, chy_str word)
{
    uint32_t hint = map_get(&r->exact, word), bits = hint == MAP_NONE ? 0 : 1u << hint;
    for (size_t len = START_LEAST; len <= word.len; len++) {
        hint = map_get(&r->start, str_cut(word, 0, len));
        if (hint != MAP_NONE) bits |= 1u << hint;
    }
    return bits;
}

static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

uint32_t page_hints_of(const struct page_rules *r, chy_str names)
{
    uint32_t bits = 0;
    for (size_t at = 0; at < names.len;) {
        char word[WORD_MOST];
        size_t len = 0;
        while (at < names.len && !is_upper(names.ptr[at]) && !is_lower(names.ptr[at])) at++;
        size_t from = at;
        while (at < names.len && (is_upper(names.ptr[at]) || is_lower(names.ptr[at]))) {
            if (at > from && is_upper(names.ptr[at]) && is_lower(names.ptr[at - 1])) break;
            if (len < sizeof word) word[len++] = (char)(names.ptr[at] | 32);
            at++;
        }
        if (len) bits |= hint_of(r, (chy_str){ word, len });
    }
    return bits;
}
