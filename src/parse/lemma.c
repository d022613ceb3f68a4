#include "parse/lemma.h"

#include "base/str.h"
#include "base/utf8.h"

uint64_t lemma_key(chy_str lower, uint8_t tag, size_t ending, bool upper)
{
    uint64_t h = 0xCBF29CE484222325ull;
    bool whole = ending > LEMMA_ENDING;
    for (size_t i = whole || lower.len < ending ? 0 : lower.len - ending; i < lower.len; i++)
        h = (h ^ (unsigned char)lower.ptr[i]) * 0x100000001B3ull;
    return feature(whole ? 1 : 2 + (uint32_t)ending, h, tag, upper);
}

static chy_status open_spare(const struct model *m, struct lemma_rules *out, chy_err *err)
{
    const struct model_section *s = model_section(m, CHY_LIT("lemma.spare"));
    if (!s) return CHY_OK;
    if (s->element != sizeof *out->spare || s->shape[1] != LEMMA_SPARE || s->shape[2])
        return err_set(err, CHY_EMODEL, 0, "the model's section lemma.spare does not have %d scripts for each tag", LEMMA_SPARE);
    out->spare = s->data;
    out->tags = s->shape[0];
    return CHY_OK;
}

chy_status lemma_open(const struct model *m, arena *mem, struct lemma_rules *out, chy_err *err)
{
    chy_status st = values_open(m, "lemma.words", &out->scripts_of, err);
    if (!st) st = model_lines(m, "lemma.scripts", mem, &out->scripts, &out->count, err);
    return st ? st : open_spare(m, out, err);
}

bool lemma_apply(chy_str script, chy_str form, chy_str lower, arena *mem, chy_str *out)
{
    if (!script.len) return false;
    if (script.ptr[0] == '=') {
        *out = str_cut(script, 1, script.len);
        return true;
    }
    if (script.len < 3) return false;
    chy_str base = script.ptr[0] == 'l' ? lower : form;
    size_t off = (size_t)(script.ptr[1] - '0');
    if (off > 9 || off >= base.len + 1) return false;
    if (off && ((unsigned char)base.ptr[base.len - off] & 0xC0) == 0x80) return false; /* inside a character */
    if (!off && script.len == 3) {
        *out = base;
        return true;
    }
    *out = str_join(mem, str_cut(base, 0, base.len - off), str_cut(script, 3, script.len), (chy_str){ 0 });
    return true;
}

static bool is_word(const struct rows_map *words, chy_str s)
{
    return rows_find(words, rows_mix(rows_key('g', s))) != ROWS_NONE || rows_find(words, rows_mix(rows_key('w', s))) != ROWS_NONE;
}

/* In place of what is no word: the first script of the tag that makes one. */
static chy_str another(const struct lemma_rules *rules, const struct rows_map *words, chy_str form, chy_str lower, uint8_t tag, arena *mem,
                       chy_str first)
{
    if (tag >= rules->tags || is_word(words, first)) return first;
    for (const uint16_t *v = rules->spare + (size_t)tag * LEMMA_SPARE, *end = v + LEMMA_SPARE; v < end && *v < rules->count; v++) {
        chy_str out;
        if (lemma_apply(rules->scripts[*v], form, lower, mem, &out) && (!out.ptr || is_word(words, out))) return out;
    }
    return first;
}

chy_str lemma_of(const struct lemma_rules *rules, const struct rows_map *words, chy_str form, chy_str lower, uint8_t tag, arena *mem)
{
    bool upper = str_upper_first(form);
    for (size_t left = LEMMA_ENDING + 2; left--;) { /* the whole word, then shorter and shorter endings */
        size_t ending = left;
        if (ending <= LEMMA_ENDING && ending > lower.len) continue;
        uint16_t v = values_get(&rules->scripts_of, lemma_key(lower, tag, ending, upper));
        chy_str out;
        if (v == VALUES_NONE || v >= rules->count || !lemma_apply(rules->scripts[v], form, lower, mem, &out)) continue;
        bool changed = out.ptr && rules->scripts[v].ptr[0] == 'l' && rules->scripts[v].ptr[1] != '0';
        return ending <= LEMMA_ENDING && changed ? another(rules, words, form, lower, tag, mem, out) : out;
    }
    return lower;
}
