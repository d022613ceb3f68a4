#include "parse/input.h"

#include <string.h>

#include "base/utf8.h"

enum { SHAPE_MOST = 40, BEGINNINGS = 4, ENDINGS = 5, FIRST_BEGINNING = 2, FIRST_ENDING = FIRST_BEGINNING + BEGINNINGS };

chy_status input_open(const struct model *m, uint32_t glove_width, uint32_t word_width, struct input_rules *out, chy_err *err)
{
    chy_status st = rows_map_open(m, "net.map", &out->map, err);
    if (!st) st = rows_table_open(m, "net.glove", glove_width, &out->glove, err);
    if (!st) st = rows_table_open(m, "net.words", word_width, &out->words, err);
    if (!st) st = rows_table_open(m, "net.gaz", word_width, &out->gaz, err);
    if (!st && out->gaz.count != INPUT_GAZ) st = err_set(err, CHY_EMODEL, 0, "the model's section net.gaz has not %d rows", INPUT_GAZ);
    out->width = round_up(glove_width + 5 * word_width, KERNELS_STEP);
    return st;
}

static unsigned char plain(char c) { return c == '`' ? '\'' : c >= '0' && c <= '9' ? '9' : (unsigned char)c; }

static uint64_t begin_key(char kind) { return rows_on(ROWS_EMPTY, (unsigned char)kind); }

static uint32_t shape_class(uint32_t c)
{
    if (c < 128) return c >= 'A' && c <= 'Z' ? 'A' : c >= 'a' && c <= 'z' ? 'a' : c >= '0' && c <= '9' ? '9' : c;
    return char_is(c, CHAR_UPPER) ? 'A' : char_is(c, CHAR_LETTER) ? 'a' : char_is(c, CHAR_DIGIT) ? '9' : c;
}

static uint64_t shape_key(chy_str form)
{
    uint64_t key = begin_key('h');
    uint32_t before = 0, times = 0;
    size_t at = 0;
    for (int n = 0; n < SHAPE_MOST && at < form.len; n++) {
        uint32_t c = shape_class(utf8_next(form, &at));
        times = c == before ? times + 1 : 0;
        before = c;
        if (times > 1) continue;
        char bytes[4];
        size_t size = utf8_put(c, bytes);
        for (size_t i = 0; i < size; i++) key = rows_on(key, (unsigned char)bytes[i]);
    }
    return key;
}

void input_keys(const struct token *t, bool shouting, uint64_t key[INPUT_KEYS])
{
    chy_str s = t->lower;
    memset(key, 0, INPUT_KEYS * sizeof *key);
    key[0] = rows_key('g', s);
    key[1] = begin_key('w');
    for (size_t i = 0; i < s.len; i++) key[1] = rows_on(key[1], plain(s.ptr[i]));
    for (size_t n = 1; n <= BEGINNINGS && n < s.len; n++) {
        uint64_t k = begin_key((char)('0' + n));
        for (size_t i = 0; i < n; i++) k = rows_on(k, plain(s.ptr[i]));
        key[FIRST_BEGINNING + n - 1] = k;
    }
    for (size_t n = 1; n <= ENDINGS && n < s.len; n++) {
        uint64_t k = begin_key((char)('0' + BEGINNINGS + n));
        for (size_t i = s.len - n; i < s.len; i++) k = rows_on(k, plain(s.ptr[i]));
        key[FIRST_ENDING + n - 1] = k;
    }
    key[INPUT_KEYS - 1] = shouting ? rows_key('h', CHY_LIT("!")) : shape_key(t->form);
    for (int i = 0; i < INPUT_KEYS; i++)
        if (key[i]) key[i] = rows_mix(key[i]);
}

/* The rows of keys [first, last) that there are, added up. */
static void put_group(const struct input_rules *rules, const struct kernels *k, const uint32_t *row, int first, int last, int8_t *out)
{
    const int8_t *found[INPUT_KEYS];
    uint32_t count = 0;
    for (int i = first; i < last; i++)
        if (row[i] < rules->words.count) found[count++] = rules->words.at + (size_t)row[i] * rules->words.width;
    k->sum_rows(found, count, rules->words.width, out);
}

static void put_gaz(const struct input_rules *rules, const struct kernels *k, uint32_t mask, int8_t *out)
{
    const int8_t *found[INPUT_GAZ];
    uint32_t count = 0;
    for (; mask; mask &= mask - 1) found[count++] = rules->gaz.at + (size_t)__builtin_ctz(mask) * rules->gaz.width;
    k->sum_rows(found, count, rules->gaz.width, out);
}

static void put_word(const struct input_rules *rules, const struct kernels *k, const uint32_t *row, uint32_t gaz, int8_t *out)
{
    const uint32_t glove = rules->glove.width, width = rules->words.width;
    memset(out, 0, rules->width);
    if (row[0] < rules->glove.count) {
        const int8_t *from = rules->glove.at + (size_t)row[0] * glove;
        for (uint32_t i = 0; i < glove; i++) out[i] = from[i] < -127 ? -127 : from[i];
    }
    out += glove;
    put_group(rules, k, row, 1, FIRST_BEGINNING, out);
    put_group(rules, k, row, FIRST_BEGINNING, FIRST_ENDING, out + width);
    put_group(rules, k, row, FIRST_ENDING, INPUT_KEYS - 1, out + 2 * width);
    put_group(rules, k, row, INPUT_KEYS - 1, INPUT_KEYS, out + 3 * width);
    if (gaz) put_gaz(rules, k, gaz, out + 4 * width);
}

static void look_up(const struct input_rules *rules, const uint64_t *key, uint32_t *row)
{
    for (int i = 0; i < INPUT_KEYS; i++) {
        row[i] = key[i] ? rows_find(&rules->map, key[i]) : (uint32_t)ROWS_NONE;
        const struct rows_table *t = i ? &rules->words : &rules->glove;
        if (row[i] < t->count) __builtin_prefetch(t->at + (size_t)row[i] * t->width);
        if (!i && row[i] < t->count) __builtin_prefetch(t->at + (size_t)row[i] * t->width + 64);
    }
}

/* Keys, then rows, then sums: each asks for the memory that the next one needs. */
void input_run(const struct input_rules *rules, const struct kernels *k, const struct token *t, const bool *shouting, const uint32_t *gaz,
               const uint32_t *which, uint32_t count, int8_t *out)
{
    uint64_t key[INPUT_CHUNK][INPUT_KEYS];
    uint32_t row[INPUT_CHUNK][INPUT_KEYS];
    for (uint32_t i = 0; i < count; i++) {
        input_keys(&t[which[i]], shouting[which[i]], key[i]);
        for (int j = 0; j < INPUT_KEYS; j++) __builtin_prefetch(rows_bucket_of(&rules->map, key[i][j]));
    }
    for (uint32_t i = 0; i < count; i++) look_up(rules, key[i], row[i]);
    for (uint32_t i = 0; i < count; i++) put_word(rules, k, row[i], gaz[which[i]], out + (size_t)i * rules->width);
}

bool input_shouting(const chy_doc *d, run r)
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
