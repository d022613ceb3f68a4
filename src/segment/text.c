#include "segment/text.h"

#include "doc/form.h"

static uint8_t kind_of(uint32_t c)
{
    if (c < 128) {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return GLYPH_LETTER;
        if (c >= '0' && c <= '9') return GLYPH_DIGIT;
        return c <= ' ' || c == 127 ? GLYPH_SPACE : GLYPH_OTHER;
    }
    if (!form_mark(c)) return GLYPH_NOTHING;
    unsigned k = char_kind(c);
    if (k & CHAR_SPACE || k & CHAR_CONTROL) return GLYPH_SPACE;
    if (k & CHAR_HAN) return GLYPH_HAN;
    if (k & (CHAR_LETTER | CHAR_MARK)) return GLYPH_LETTER;
    if (k & CHAR_DIGIT) return GLYPH_DIGIT;
    return GLYPH_OTHER;
}

struct glyph *glyphs_of(chy_str text, uint32_t from, uint32_t to, arena *mem, uint32_t *count)
{
    struct glyph *g = ARENA_ARRAY(mem, struct glyph, (size_t)(to - from) + 1);
    if (!g) return NULL;
    uint32_t n = 0;
    size_t at = from;
    chy_str s = { text.ptr, to };
    while (at < to) {
        uint32_t where = (uint32_t)at, c = (unsigned char)s.ptr[at];
        if (c < 128)
            at++;
        else
            c = utf8_next(s, &at);
        uint32_t plain = c < 128 ? (c >= 'A' && c <= 'Z' ? c + 32 : c == '`' ? '\'' : c) : char_lower(form_mark(c));
        g[n++] = (struct glyph){ where, plain, kind_of(c), c < 128 ? c >= 'A' && c <= 'Z' : char_is(c, CHAR_UPPER) };
    }
    g[n].at = to;
    g[n].kind = GLYPH_SPACE;
    *count = n;
    return g;
}
