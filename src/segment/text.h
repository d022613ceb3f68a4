/* text.h: a paragraph as characters, the way the splitters look at it: quotation marks plain, letters small. */
#ifndef SEGMENT_TEXT_H
#define SEGMENT_TEXT_H

#include "base/arena.h"
#include "base/utf8.h"

/* What kind of thing a character is to the splitters. */
enum glyph_kind {
    GLYPH_OTHER,
    GLYPH_LETTER,
    GLYPH_DIGIT,
    GLYPH_SPACE,
    GLYPH_HAN,
    GLYPH_NOTHING /* zero-width: belongs to its left neighbour */
};

struct glyph {
    uint32_t at;    /* first byte, in the text of the document */
    uint32_t plain; /* small letter, plain quotation mark */
    uint8_t kind;
    bool upper;
};

/* (glyphs, their number) for text[from, to); glyph[count].at == to. NULL at the arena's ceiling. */
struct glyph *glyphs_of(chy_str text, uint32_t from, uint32_t to, arena *mem, uint32_t *count);

#endif
