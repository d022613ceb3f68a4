#include "target.h"

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* Decode a piece into *room, which moves on. */
static const char *decode(chy_str piece, bool plus_is_space, char **room, chy_str *out)
{
    char *p = *room;
    for (size_t i = 0; i < piece.len; i++) {
        char c = piece.ptr[i];
        if (c == '%') {
            int high = i + 2 < piece.len ? hex(piece.ptr[i + 1]) : -1, low = high < 0 ? -1 : hex(piece.ptr[i + 2]);
            if (low < 0) return "a per cent sign in the address is not followed by two hexadecimal digits";
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space)
            c = ' ';
        *p++ = c;
    }
    *out = (chy_str){ *room, (size_t)(p - *room) };
    *room = p;
    for (size_t at = 0, n; at < out->len; at += n) {
        unsigned char c = (unsigned char)out->ptr[at];
        if (!(n = utf8_length(*out, at))) return "the address is not UTF-8";
        if (c < 0x20 || c == 0x7F) return "the address holds a control character";
    }
    return NULL;
}

static chy_str piece_until(chy_str *rest, char mark)
{
    const char *at = rest->len ? memchr(rest->ptr, mark, rest->len) : NULL;
    chy_str piece = { rest->ptr, at ? (size_t)(at - rest->ptr) : rest->len };
    size_t taken = at ? piece.len + 1 : piece.len;
    *rest = (chy_str){ rest->ptr + taken, rest->len - taken };
    return piece;
}

const char *target_read(chy_str line, char *room, struct target *out)
{
    out->count = 0;
    if (!line.len || line.ptr[0] != '/') return "the address does not begin with a slash";
    if (line.len > TARGET_MOST) return "the address is too long";
    chy_str path = piece_until(&line, '?');
    const char *why = decode(path, false, &room, &out->path);
    while (!why && line.len) {
        chy_str pair = piece_until(&line, '&'), name = piece_until(&pair, '=');
        if (!name.len && !pair.len) continue;
        if (out->count == TARGET_PARAMS) return "the address has too many parameters";
        struct target_param *p = &out->params[out->count++];
        why = decode(name, true, &room, &p->name);
        if (!why) why = decode(pair, true, &room, &p->value);
    }
    return why;
}

chy_str target_value(const struct target *t, const char *name)
{
    for (size_t i = 0; i < t->count; i++)
        if (same(t->params[i].name, name)) return t->params[i].value;
    return (chy_str){ NULL, 0 };
}
