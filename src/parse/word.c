#include "parse/word.h"

#include "base/str.h"
#include "base/utf8.h"

static char plain(char c) { return c == '`' ? '\'' : c >= '0' && c <= '9' ? '9' : c; }

uint64_t word_hash(chy_str lower)
{
    uint64_t h = 0x9E3779B97F4A7C15ull ^ lower.len;
    for (size_t i = 0; i < lower.len && i < 40; i++) { h = (h ^ (unsigned char)plain(lower.ptr[i])) * 0x100000001B3ull; }
    return h ^ h >> 32;
}

static uint32_t last_bytes(chy_str s, size_t n)
{
    uint32_t v = (uint32_t)n << 29;
    for (size_t i = s.len > n ? s.len - n : 0; i < s.len; i++) v = v << 8 ^ (unsigned char)plain(s.ptr[i]);
    return v;
}

static uint32_t first_bytes(chy_str s, size_t n)
{
    uint32_t v = (uint32_t)n;
    for (size_t i = 0; i < n && i < s.len; i++) v = v << 8 | (unsigned char)plain(s.ptr[i]);
    return v;
}

static uint32_t shape_of(chy_str s)
{
    uint32_t h = 5, before = 0, times = 0;
    size_t at = 0;
    while (at < s.len && at < 40) {
        unsigned char b = (unsigned char)s.ptr[at];
        uint32_t c = b < 128 ? b : utf8_next(s, &at);
        if (b < 128) at++;
        uint32_t l = c < 128                   ? (c >= 'A' && c <= 'Z'   ? 'A'
                                                  : c >= 'a' && c <= 'z' ? 'a'
                                                  : c >= '0' && c <= '9' ? '9'
                                                                         : c)
                     : char_is(c, CHAR_UPPER)  ? 'A'
                     : char_is(c, CHAR_LETTER) ? 'a'
                                               : c;
        times = l == before ? times + 1 : 0;
        if (times < 1 || (times == 1 && l == 'A')) h = (h ^ l) * 0x9E3779B1u ^ h >> 13;
        before = l;
    }
    return h;
}

/* A line of capitals: at least four words of letters in it, and no small letter. */
static bool all_capitals(const chy_doc *d, run r)
{
    uint32_t words = 0, small = 0;
    for (uint32_t t = r.first; t < r.last; t++) {
        chy_str f = d->tokens.at[t].form;
        if (str_all_upper(f))
            words++;
        else if (!str_eq(f, d->tokens.at[t].lower))
            small += 2;
        else
            for (size_t i = 0; i < f.len && !small; i++) small += f.ptr[i] >= 'a' && f.ptr[i] <= 'z';
        if (small) return false;
    }
    return words >= 4;
}

static void look(const struct word_maps *maps, struct token *t, bool shouting, struct word *w)
{
    chy_str s = t->lower;
    w->lower = word_hash(s);
    for (size_t n = 1; n <= 4; n++) w->end[n - 1] = last_bytes(s, n);
    for (size_t n = 1; n <= 3; n++) w->begin[n - 1] = first_bytes(s, n);
    w->shape = shouting ? 9 : shape_of(t->form);
    uint16_t v = values_get(&maps->clusters, w->lower);
    w->fine = v == VALUES_NONE ? 0 : v;
    w->cluster = w->fine >> CLUSTER_FINE;
    v = values_get(&maps->common, w->lower);
    w->common = v == VALUES_NONE ? 0 : v;
    w->upper = !shouting && str_upper_first(t->form);
    w->shouting = t->shouting = shouting && str_all_upper(t->form);
}

struct word *words_of(const struct word_maps *maps, chy_doc *d, run r, arena *mem)
{
    uint32_t n = r.last - r.first;
    struct word *all = ARENA_ARRAY(mem, struct word, (size_t)n + 2 * WORD_PAD);
    if (!all) return NULL;
    struct word *w = all + WORD_PAD;
    bool shouting = all_capitals(d, r);
    for (int i = 1; i <= WORD_PAD; i++) {
        w[-i].lower = 11;
        w[-i].shape = 11;
        w[n + (uint32_t)i - 1].lower = 12;
        w[n + (uint32_t)i - 1].shape = 12;
    }
    for (uint32_t i = 0; i < n; i++) look(maps, &d->tokens.at[r.first + i], shouting, &w[i]);
    return w;
}
