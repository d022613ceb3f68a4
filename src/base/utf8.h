/*
 * utf8.h: decoding, and what kind of character it is.
 *
 *     size_t at = 0;
 *     while (at < s.len) { uint32_t c = utf8_next(s, &at); if (char_is(c, CHAR_UPPER)) ... }
 *
 * Kinds and foldings are tables that gen/unicode.c makes from ICU when the library is built.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>

#include "base/str.h"
#include "base/utf8_kinds.h"

uint32_t utf8_next_long(chy_str s, size_t *at); /* what begins with a byte from 0x80 on */

/* The code point at *at, which moves past it. A byte that is no UTF-8 gives U+FFFD and one step. Needs *at < s.len. */
static inline uint32_t utf8_next(chy_str s, size_t *at)
{
    unsigned char c = (unsigned char)s.ptr[*at];
    if (c >= 0x80) return utf8_next_long(s, at);
    ++*at;
    return c;
}
uint32_t utf8_before(chy_str s, size_t *at); /* the code point that ends at *at; needs *at > 0 */
size_t utf8_put(uint32_t c, char out[4]);    /* bytes written */
chy_str utf8_cut(chy_str s, size_t most);    /* its beginning, most bytes or up to three less: no code point is cut */
size_t utf8_invalid_at(chy_str s);           /* position of the first byte that is no UTF-8; s.len when all is */

extern const uint16_t utf8_kind_value[][128]; /* ASCII first */
unsigned char_kind_far(uint32_t c);           /* from 0x80 on */

/* enum char_kind, or'ed */
static inline unsigned char_kind(uint32_t c) { return c < 0x80 ? utf8_kind_value[0][c] : char_kind_far(c); }
static inline bool char_is(uint32_t c, unsigned kinds) { return (char_kind(c) & kinds) != 0; }
uint32_t char_lower(uint32_t c); /* simple lower case */
uint32_t char_base(uint32_t c);  /* lower case without marks: 'Ø' 'ö' -> 'o'; what cannot be stays */

chy_str utf8_lower(arena *mem, chy_str s); /* s itself when nothing changes */
chy_str utf8_fold(arena *mem, chy_str s);  /* lower, marks off, only letters and digits kept: how names are compared */

static inline bool str_upper_first(chy_str s)
{
    size_t at = 0;
    return s.len && char_is(utf8_next(s, &at), CHAR_UPPER);
}
bool str_all_upper(chy_str s); /* at least two letters, none of them lower case */

#endif
