/* Phrases compared as bags of words: "Secretary-General of the SCO" is "SCO Secretary-General". */
#include <stdlib.h>

#include "base/utf8.h"
#include "query/asking.h"

enum { PHRASE_WORDS = 64, NAME_WORDS = 9 };

static bool is_function_word(chy_str folded)
{
    static const char *const words[] = { "a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "s" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(folded, words[i])) return true;
    return false;
}

/* Cut into words at everything that is neither letter nor digit; apostrophes part as well, so that "China's" gives "China", "s". */
static uint32_t cut_words(chy_str phrase, chy_span *words, uint32_t room)
{
    uint32_t count = 0;
    size_t at = 0;
    bool inside = false;
    while (at < phrase.len) {
        size_t here = at;
        bool word = char_is(utf8_next(phrase, &at), CHAR_LETTER | CHAR_DIGIT | CHAR_MARK);
        if (word && !inside) {
            if (count == room) break;
            words[count++].start = (uint32_t)here;
        }
        if (word) words[count - 1].end = (uint32_t)at;
        inside = word;
    }
    return count;
}

/* The state, organisation or body that is called so, 0 for none; asked once for each name. */
static chy_status name_number(struct asking *a, chy_str folded, int64_t *number)
{
    *number = 0;
    if (!folded.ptr) return err_memory(a->err, "looking up a name");
    uint32_t known = map_get(&a->names, folded);
    if (known != MAP_NONE) {
        *number = a->found.at[known];
        return CHY_OK;
    }
    struct store_rows *rows = NULL;
    chy_status st = store_entities(a->s, folded, &rows, a->err);
    while (!st && (st = store_next(rows, a->err)) == CHY_ROW) {
        chy_str type = store_text(rows, ENTITY_KIND);
        if (!*number && (str_is(type, "state") || str_is(type, "organization") || str_is(type, "body")))
            *number = store_number(rows, ENTITY_ID);
        st = CHY_OK;
    }
    store_rows_close(rows);
    if (st != CHY_DONE) return st;
    int64_t *kept = LIST_PUSH(a->mem, &a->found);
    if (!kept || !map_put(&a->names, a->mem, folded, a->found.count - 1))
        a->full = true;
    else
        *kept = *number;
    return CHY_OK;
}

static int by_text(const void *m, const void *n) { return str_cmp(*(const chy_str *)m, *(const chy_str *)n); }

static void sort_bag(bag *b)
{
    if (b->count) qsort(b->at, b->count, sizeof *b->at, by_text);
}

static void push(struct asking *a, bag *b, chy_str word)
{
    chy_str *slot = word.ptr ? LIST_PUSH(a->mem, b) : NULL;
    if (slot)
        *slot = word;
    else
        a->full = true;
}

chy_status bag_of(struct asking *a, chy_str phrase, bag *out)
{
    chy_span words[PHRASE_WORDS];
    uint32_t count = cut_words(phrase, words, PHRASE_WORDS);
    *out = (bag){ 0 };
    for (uint32_t i = 0; i < count;) {
        chy_str word = utf8_fold(a->mem, str_cut(phrase, words[i].start, words[i].end));
        if (!word.ptr || is_function_word(word)) {
            a->full |= !word.ptr;
            i++;
            continue;
        }
        uint32_t last = i + NAME_WORDS < count ? i + NAME_WORDS : count;
        int64_t number = 0;
        for (; last > i; last--) { /* the longest name that begins here */
            chy_status st = name_number(a, utf8_fold(a->mem, str_cut(phrase, words[i].start, words[last - 1].end)), &number);
            if (st) return st;
            if (number) break;
        }
        push(a, out, number ? answer_format(a, "#%lld", (long long)number) : word);
        i = number ? last : i + 1;
    }
    sort_bag(out);
    uint32_t kept = 0; /* "the Shanghai Cooperation Organization (SCO)" names it twice */
    for (uint32_t i = 0; i < out->count; i++)
        if (!kept || !str_eq(out->at[i], out->at[kept - 1])) out->at[kept++] = out->at[i];
    out->count = kept;
    return CHY_OK;
}

bool bag_equal(const bag *a, const bag *b)
{
    if (a->count != b->count) return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (!str_eq(a->at[i], b->at[i])) return false;
    return true;
}

bool bag_within(const bag *part, const bag *whole)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i < part->count; i++) {
        while (k < whole->count && str_cmp(whole->at[k], part->at[i]) < 0) k++;
        if (k == whole->count || !str_eq(whole->at[k], part->at[i])) return false;
    }
    return true;
}

bool bag_add_name(struct asking *a, bag *b, int64_t entity)
{
    chy_str word = answer_format(a, "#%lld", (long long)entity);
    for (uint32_t i = 0; i < b->count; i++)
        if (str_eq(b->at[i], word)) return true;
    push(a, b, word);
    sort_bag(b);
    return !a->full;
}

struct store_set bag_names(struct asking *a, const bag *b)
{
    int64_t *at = ARENA_ARRAY(a->mem, int64_t, b->count + 1);
    uint32_t count = 0;
    if (!at) {
        a->full = true;
        return (struct store_set){ 0 };
    }
    for (uint32_t i = 0; i < b->count; i++)
        if (b->at[i].ptr[0] == '#') at[count++] = strtoll(b->at[i].ptr + 1, NULL, 10);
    return (struct store_set){ at, count };
}
