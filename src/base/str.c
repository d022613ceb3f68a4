#define _GNU_SOURCE
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

static char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool str_eq_ascii_nocase(chy_str a, chy_str b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i])) return false;
    return true;
}

size_t str_find(chy_str s, chy_str what, size_t from)
{
    if (from > s.len || !what.len || s.len - from < what.len) return SIZE_MAX; /* s.ptr may be NULL when s is empty */
    const char *p = memmem(s.ptr + from, s.len - from, what.ptr, what.len);
    return p ? (size_t)(p - s.ptr) : SIZE_MAX;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

chy_str str_trim(chy_str s)
{
    while (s.len && is_space(s.ptr[s.len - 1])) s.len--;
    while (s.len && is_space(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    return s;
}

bool str_next_piece(chy_str *rest, char mark, chy_str *piece)
{
    if (!rest->ptr) return false;
    const char *p = rest->len ? memchr(rest->ptr, mark, rest->len) : NULL;
    if (!p) {
        *piece = *rest;
        *rest = (chy_str){ NULL, 0 };
        return true;
    }
    *piece = (chy_str){ rest->ptr, (size_t)(p - rest->ptr) };
    *rest = (chy_str){ p + 1, rest->len - piece->len - 1 };
    return true;
}

bool str_in_bars(chy_str list, chy_str item)
{
    chy_str piece;
    while (str_next_piece(&list, '|', &piece))
        if (str_eq(piece, item)) return true;
    return false;
}

chy_str str_keep(arena *mem, chy_str s) { return str_join(mem, s, (chy_str){ 0 }, (chy_str){ 0 }); }

chy_str str_join(arena *mem, chy_str a, chy_str b, chy_str c)
{
    char *p = arena_alloc(mem, a.len + b.len + c.len + 1);
    if (!p) return (chy_str){ 0 };
    if (a.len) memcpy(p, a.ptr, a.len);
    if (b.len) memcpy(p + a.len, b.ptr, b.len);
    if (c.len) memcpy(p + a.len + b.len, c.ptr, c.len);
    return (chy_str){ p, a.len + b.len + c.len };
}

chy_str str_format(arena *mem, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *p = n < 0 ? NULL : arena_alloc(mem, (size_t)n + 1);
    if (p) vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return (chy_str){ p, p ? (size_t)n : 0 };
}

uint64_t str_hash(chy_str s) { return XXH3_64bits(s.ptr ? s.ptr : "", s.len); }
