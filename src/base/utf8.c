#include "base/utf8.h"

#include "unicode_tables.h"

enum { LIMIT = 0x20000, PAGE = 128, REPLACEMENT = 0xFFFD };

uint32_t utf8_next_long(chy_str s, size_t *at)
{
    const unsigned char *p = (const unsigned char *)s.ptr + *at;
    size_t left = s.len - *at;
    uint32_t c = *p;
    size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c < 0xC2 || c > 0xF4 || left < n) {
        *at += 1;
        return REPLACEMENT;
    }
    c &= 0x7Fu >> n;
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            *at += 1;
            return REPLACEMENT;
        }
        c = c << 6 | (p[i] & 0x3F);
    }
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) {
        *at += 1;
        return REPLACEMENT;
    }
    *at += n;
    return c;
}

uint32_t utf8_before(chy_str s, size_t *at)
{
    size_t start = *at - 1;
    while (start && *at - start < 4 && ((unsigned char)s.ptr[start] & 0xC0) == 0x80) start--;
    size_t end = start;
    uint32_t c = utf8_next(s, &end);
    if (end != *at) {
        start = *at - 1;
        c = REPLACEMENT;
    }
    *at = start;
    return c;
}

size_t utf8_put(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* Behind the ASCII that begins there; eight bytes at once as long as it goes. */
static size_t ascii_end(chy_str s, size_t at)
{
    for (uint64_t eight; s.len - at >= sizeof eight; at += sizeof eight) {
        memcpy(&eight, s.ptr + at, sizeof eight);
        if (eight & 0x8080808080808080u) break;
    }
    while (at < s.len && !(s.ptr[at] & 0x80)) at++;
    return at;
}

chy_str utf8_cut(chy_str s, size_t most)
{
    if (s.len <= most) return s;
    while (most && ((unsigned char)s.ptr[most] & 0xC0) == 0x80) most--;
    return str_cut(s, 0, most);
}

size_t utf8_invalid_at(chy_str s)
{
    for (size_t at = 0; (at = ascii_end(s, at)) < s.len;) {
        size_t here = at;
        if (utf8_next_long(s, &at) == REPLACEMENT && at - here == 1) return here;
    }
    return s.len;
}

unsigned char_kind_far(uint32_t c)
{
    if (c < LIMIT) return utf8_kind_value[utf8_kind_page[c / PAGE]][c % PAGE];
    if (c < 0x40000) return CHAR_LETTER | CHAR_HAN;
    return 0;
}

uint32_t char_lower(uint32_t c) { return c < LIMIT ? c + (uint32_t)lower_value[lower_page[c / PAGE]][c % PAGE] : c; }
uint32_t char_base(uint32_t c) { return c < LIMIT ? c + (uint32_t)base_value[base_page[c / PAGE]][c % PAGE] : c; }

static bool is_ascii_upper(char c) { return c >= 'A' && c <= 'Z'; }

/* Where the first character stands that has a lower case; s.len. */
static size_t upper_at(chy_str s)
{
    for (size_t at = 0; at < s.len;) {
        size_t here = at;
        if (is_ascii_upper(s.ptr[at])) return at;
        uint32_t c = utf8_next(s, &at);
        if (c >= 0x80 && char_lower(c) != c) return here;
    }
    return s.len;
}

chy_str utf8_lower(arena *mem, chy_str s)
{
    size_t at = upper_at(s);
    if (at == s.len) return s;
    char *out = arena_alloc(mem, s.len * 2 + 1);
    if (!out) return (chy_str){ 0 };
    memcpy(out, s.ptr, at);
    size_t n = at;
    while (at < s.len) {
        size_t here = at;
        uint32_t c = utf8_next(s, &at);
        if (c < 0x80)
            out[n++] = is_ascii_upper((char)c) ? (char)(c + 32) : (char)c;
        else if (c == REPLACEMENT && at - here == 1)
            out[n++] = s.ptr[here];
        else
            n += utf8_put(char_lower(c), out + n);
    }
    return (chy_str){ out, n };
}

chy_str utf8_fold(arena *mem, chy_str s)
{
    char *out = arena_alloc(mem, s.len * 2 + 1);
    if (!out) return (chy_str){ 0 };
    size_t n = 0, at = 0;
    while (at < s.len) {
        uint32_t c = utf8_next(s, &at);
        if (!char_is(c, CHAR_LETTER | CHAR_DIGIT)) continue;
        if (c < 0x80)
            out[n++] = is_ascii_upper((char)c) ? (char)(c + 32) : (char)c;
        else
            n += utf8_put(char_base(c), out + n);
    }
    return (chy_str){ out, n };
}

bool str_all_upper(chy_str s)
{
    size_t at = 0, letters = 0;
    while (at < s.len) {
        unsigned kind = char_kind(utf8_next(s, &at));
        if (kind & CHAR_LOWER) return false;
        letters += (kind & CHAR_UPPER) != 0;
    }
    return letters > 1;
}
