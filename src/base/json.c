#include "base/json.h"

#include <string.h>

#include "base/utf8.h"

json json_begin(buf *out) { return (json){ out, false }; }

static void before_value(json *w)
{
    if (w->comma) buf_char(w->out, ',');
    w->comma = true;
}

void json_open(json *w, char bracket)
{
    before_value(w);
    buf_char(w->out, bracket);
    w->comma = false;
}

void json_close(json *w, char bracket)
{
    buf_char(w->out, bracket);
    w->comma = true;
}

static void quoted(json *w, chy_str s)
{
    static const char hex[] = "0123456789abcdef";
    buf_char(w->out, '"');
    size_t clean = 0, at = 0;
    while (at < s.len) {
        unsigned char c = (unsigned char)s.ptr[at];
        if (c >= ' ' && c != '"' && c != '\\' && c < 0x80) {
            at++;
            continue;
        }
        size_t here = at;
        char put[8];
        size_t n = 0;
        if (c >= 0x80) {
            uint32_t code = utf8_next(s, &at);
            if (code != 0xFFFD || at - here == 3) continue;
            n = utf8_put(0xFFFD, put);
        } else {
            at++;
            put[n++] = '\\';
            if (c == '"' || c == '\\')
                put[n++] = (char)c;
            else if (c == '\n')
                put[n++] = 'n';
            else if (c == '\t')
                put[n++] = 't';
            else if (c == '\r')
                put[n++] = 'r';
            else {
                memcpy(put + n, "u00", 3);
                put[n + 3] = hex[c >> 4];
                put[n + 4] = hex[c & 15];
                n += 5;
            }
        }
        buf_bytes(w->out, s.ptr + clean, here - clean);
        buf_bytes(w->out, put, n);
        clean = at;
    }
    buf_bytes(w->out, s.ptr + clean, s.len - clean);
    buf_char(w->out, '"');
}

void json_key(json *w, const char *key)
{
    before_value(w);
    quoted(w, str_of(key));
    buf_char(w->out, ':');
    w->comma = false;
}

void json_str(json *w, chy_str s)
{
    before_value(w);
    quoted(w, s);
}

void json_str_or_null(json *w, chy_str s)
{
    if (s.len)
        json_str(w, s);
    else
        json_null(w);
}

void json_u64(json *w, uint64_t v)
{
    before_value(w);
    buf_u64(w->out, v);
}

void json_bool(json *w, bool v) { json_raw(w, v ? CHY_LIT("true") : CHY_LIT("false")); }
void json_null(json *w) { json_raw(w, CHY_LIT("null")); }

void json_raw(json *w, chy_str value)
{
    before_value(w);
    buf_str(w->out, value);
}
