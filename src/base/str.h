/* str.h: borrowed strings: compare, cut, search, keep. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "chancery/chancery.h"

static inline chy_str str_of(const char *s) { return (chy_str){ s, s ? strlen(s) : 0 }; }
static inline bool str_eq(chy_str a, chy_str b) { return a.len == b.len && (!a.len || !memcmp(a.ptr, b.ptr, a.len)); }
static inline bool str_is(chy_str a, const char *b) { return str_eq(a, str_of(b)); }

/* Byte order; a prefix comes first. */
static inline int str_cmp(chy_str a, chy_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n ? memcmp(a.ptr, b.ptr, n) : 0;
    return c ? c : (a.len > b.len) - (a.len < b.len);
}

/* s[from, to), both clipped to s. */
static inline chy_str str_cut(chy_str s, size_t from, size_t to)
{
    if (to > s.len) to = s.len;
    if (from > to) from = to;
    return (chy_str){ from ? s.ptr + from : s.ptr, to - from };
}

static inline bool str_starts(chy_str s, chy_str head) { return s.len >= head.len && !memcmp(s.ptr, head.ptr, head.len); }
static inline bool str_ends(chy_str s, chy_str tail) { return s.len >= tail.len && !memcmp(s.ptr + s.len - tail.len, tail.ptr, tail.len); }

bool str_eq_ascii_nocase(chy_str a, chy_str b);
size_t str_find(chy_str s, chy_str what, size_t from); /* byte position at or after from; SIZE_MAX when absent */
chy_str str_trim(chy_str s);                           /* ASCII white space off both ends */

/* Walk the pieces of s between `mark`: false when there are no more. Start with *rest = s; "" has one empty piece. */
bool str_next_piece(chy_str *rest, char mark, chy_str *piece);

/* True when item is one of the '|'-parted pieces of list: how tables hold several values in a cell. */
bool str_in_bars(chy_str list, chy_str item);

chy_str str_keep(arena *mem, chy_str s); /* a copy in the arena, terminated as well; ptr NULL at its ceiling */
chy_str str_join(arena *mem, chy_str a, chy_str b, chy_str c);
chy_str str_format(arena *mem, const char *format, ...) __attribute__((format(printf, 2, 3)));

uint64_t str_hash(chy_str s);

#endif
