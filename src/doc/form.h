/* form.h: bytes of a text as a word form. */
#ifndef DOC_FORM_H
#define DOC_FORM_H

#include "base/str.h"

/* The character as word forms have it: itself or its plain sister (quotation marks, dashes that are hyphens); 0 for one that is left out.
 */
uint32_t form_mark(uint32_t c);

/* Composed (NFC), quotation marks plain, white space and zero-width characters out. Borrows the bytes when nothing changes.
 * ptr NULL at the arena's ceiling. */
chy_str form_of(arena *mem, chy_str bytes);

#endif
