/* charset.h: short texts and headers to UTF-8; documents themselves are decoded where they are read. */
#ifndef SOURCE_CHARSET_H
#define SOURCE_CHARSET_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/* bytes, said to be in `charset` ("" when nothing is said), appended to out as UTF-8: as they are when they are that already; what is in no
 * encoding that is known is guessed. */
void charset_put(chy_str bytes, chy_str charset, buf *out);

/* Whether the bytes are UTF-8, or will be taken for something else. */
bool charset_is_utf8(chy_str bytes);

/* Characters of two or four bytes, told by a byte-order mark or by the zeros around a first "<"; NULL: not so. */
const char *charset_wide(chy_str bytes);

#endif
