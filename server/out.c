#include "out.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void out_bytes(struct out *o, const void *bytes, size_t size)
{
    if (o->failed || !size) return;
    if (o->most && o->len + size > o->most) {
        o->failed = true;
        return;
    }
    if (o->len + size > o->room) {
        size_t room = o->room ? o->room * 2 : 1024;
        while (room < o->len + size) room *= 2;
        char *more = realloc(o->ptr, room);
        if (!more) {
            o->failed = true;
            return;
        }
        o->ptr = more;
        o->room = room;
    }
    memcpy(o->ptr + o->len, bytes, size);
    o->len += size;
}

void out_text(struct out *o, const char *text) { out_bytes(o, text, strlen(text)); }
void out_str(struct out *o, chy_str s) { out_bytes(o, s.ptr, s.len); }

int out_sink(void *user, const char *bytes, size_t size)
{
    struct out *o = user;
    out_bytes(o, bytes, size);
    return o->failed;
}

void out_format(struct out *o, const char *format, ...)
{
    char some[512], *more = NULL;
    va_list args;
    va_start(args, format);
    int n = vsnprintf(some, sizeof some, format, args);
    va_end(args);
    if (n >= 0 && (size_t)n < sizeof some) {
        out_bytes(o, some, (size_t)n);
        return;
    }
    if (n < 0 || !(more = malloc((size_t)n + 1))) {
        o->failed = true;
        return;
    }
    va_start(args, format);
    vsnprintf(more, (size_t)n + 1, format, args);
    va_end(args);
    out_bytes(o, more, (size_t)n);
    free(more);
}

/* Lengths, overlong forms, surrogates and what lies beyond U+10FFFF, by the first two bytes (Unicode, table 3-7). */
size_t utf8_length(chy_str s, size_t at)
{
    const unsigned char *p = (const unsigned char *)s.ptr + at;
    size_t left = s.len - at, n = p[0] < 0x80 ? 1 : p[0] < 0xC2 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : p[0] < 0xF5 ? 4 : 0;
    if (!n || n > left) return 0;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xC0) != 0x80) return 0;
    if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F) || (p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F))
        return 0;
    return n;
}

#define REPLACEMENT "\xEF\xBF\xBD"

void out_json(struct out *o, chy_str s)
{
    size_t clean = 0, n = 1;
    out_text(o, "\"");
    for (size_t at = 0; at < s.len; at += n) {
        unsigned char c = (unsigned char)s.ptr[at];
        n = 1;
        if (c >= 0x20 && c != '"' && c != '\\' && c < 0x7F) continue;
        if (c >= 0x80 && (n = utf8_length(s, at)) > 0) continue;
        n = 1;
        out_bytes(o, s.ptr + clean, at - clean);
        clean = at + 1;
        if (c >= 0x80)
            out_text(o, REPLACEMENT);
        else if (c == '"' || c == '\\')
            out_format(o, "\\%c", c);
        else if (c == '\n')
            out_text(o, "\\n");
        else
            out_format(o, "\\u%04x", c);
    }
    out_bytes(o, s.ptr + clean, s.len - clean);
    out_text(o, "\"");
}

void out_json_or_null(struct out *o, chy_str s)
{
    if (s.len)
        out_json(o, s);
    else
        out_text(o, "null");
}

void out_csv(struct out *o, chy_str s)
{
    bool quote = false;
    for (size_t i = 0; i < s.len; i++) quote |= strchr(",\"\n\r", s.ptr[i]) != NULL;
    if (!quote) {
        out_str(o, s);
        return;
    }
    out_text(o, "\"");
    for (size_t i = 0; i < s.len; i++) out_bytes(o, s.ptr[i] == '"' ? "\"\"" : s.ptr + i, s.ptr[i] == '"' ? 2 : 1);
    out_text(o, "\"");
}

void out_xml(struct out *o, chy_str s)
{
    for (size_t at = 0, n; at < s.len; at += n) {
        unsigned char c = (unsigned char)s.ptr[at];
        n = utf8_length(s, at);
        bool noncharacter = n == 3 && c == 0xEF && (unsigned char)s.ptr[at + 1] == 0xBF && (unsigned char)s.ptr[at + 2] >= 0xBE;
        if (c == '&')
            out_text(o, "&amp;");
        else if (c == '<')
            out_text(o, "&lt;");
        else if (c == '>')
            out_text(o, "&gt;");
        else if (c == '"')
            out_text(o, "&quot;");
        else if (!n || noncharacter || c == 0x7F || (c < 0x20 && c != '\n' && c != '\t'))
            out_text(o, REPLACEMENT);
        else
            out_bytes(o, s.ptr + at, n);
        n = n ? n : 1;
    }
}

void out_percent(struct out *o, chy_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~", c));
        if (plain)
            out_bytes(o, &c, 1);
        else
            out_format(o, "%%%02X", c);
    }
}
