#include "cursor.h"

/* FNV-1a over the values, each ended by a byte that UTF-8 does not have. */
uint64_t cursor_hash(const chy_str *values, size_t count)
{
    uint64_t h = 0xCBF29CE484222325u;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < values[i].len; k++) h = (h ^ (unsigned char)values[i].ptr[k]) * 0x100000001B3u;
        h = (h ^ 0xFF) * 0x100000001B3u;
    }
    return h;
}

void cursor_write(struct out *o, size_t at, uint64_t hash) { out_format(o, "\"%zx-%016llx\"", at, (unsigned long long)hash); }

static bool read_hex(chy_str s, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) return false;
        *out = *out << 4 | (uint64_t)digit;
    }
    return s.len > 0;
}

bool cursor_read(chy_str text, struct cursor *out)
{
    const char *dash = text.len ? memchr(text.ptr, '-', text.len) : NULL;
    uint64_t at = 0;
    if (!dash || dash - text.ptr > 7) return false;
    chy_str first = { text.ptr, (size_t)(dash - text.ptr) }, second = { dash + 1, text.len - first.len - 1 };
    if (second.len != 16 || !read_hex(first, &at) || !read_hex(second, &out->hash)) return false;
    out->at = (uint32_t)at;
    return at > 0;
}

size_t cursor_place(const struct cursor *c, const chy_str *const *rows, size_t count, size_t columns, bool *sure)
{
    *sure = true;
    if (!c->at) return 0;
    if (c->at <= count && cursor_hash(rows[c->at - 1], columns) == c->hash) return c->at;
    for (size_t i = 0; i < count; i++)
        if (cursor_hash(rows[i], columns) == c->hash) return i + 1;
    *sure = false;
    return c->at < count ? c->at : count;
}
