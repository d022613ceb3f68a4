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

chy_status lemma_open(const struct model *m, arena *mem, struct lemma_rules *out, chy_err *err)
{
    chy_status st = values_open(m, "lemma.words", &out->scripts_of, err);
    return st ? st : model_lines(m, "lemma.scripts", mem, &out->scripts, &out->count, err);
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

chy_str lemma_of(const struct lemma_rules *rules, chy_str form, chy_str lower, uint8_t tag, arena *mem)
{
    bool upper = str_upper_first(form);
    for (size_t left = LEMMA_ENDING + 2; left--;) { /* the whole word, then shorter and shorter endings */
        size_t ending = left;
        if (ending <= LEMMA_ENDING && ending > lower.len) continue;
        uint16_t v = values_get(&rules->scripts_of, lemma_key(lower, tag, ending, upper));
        chy_str out;
        if (v != VALUES_NONE && v < rules->count && lemma_apply(rules->scripts[v], form, lower, mem, &out)) return out;
    }
    return lower;
}
