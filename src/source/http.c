#include "source/http.h"

#include "base/utf8.h"

enum { BODY_MOST = 32 << 20 };

size_t http_header_end(chy_str bytes)
{
    for (size_t at = 0; at < bytes.len;) {
        const char *nl = memchr(bytes.ptr + at, '\n', bytes.len - at);
        if (!nl) return SIZE_MAX;
        size_t end = (size_t)(nl - bytes.ptr);
        if (end == at || (end == at + 1 && bytes.ptr[at] == '\r')) return end + 1;
        at = end + 1;
    }
    return SIZE_MAX;
}

chy_str http_field(chy_str fields, const char *name)
{
    chy_str line, key = str_of(name);
    while (str_next_piece(&fields, '\n', &line))
        if (line.len > key.len && line.ptr[key.len] == ':' && str_eq_ascii_nocase(str_cut(line, 0, key.len), key))
            return str_trim(str_cut(line, key.len + 1, line.len));
    return (chy_str){ 0 };
}

void http_type(chy_str value, struct envelope *known)
{
    size_t end = str_find(value, CHY_LIT(";"), 0);
    known->type = str_trim(str_cut(value, 0, end));
    if (end == SIZE_MAX) return;
    chy_str rest = str_cut(value, end + 1, value.len), piece;
    while (str_next_piece(&rest, ';', &piece)) {
        piece = str_trim(piece);
        if (piece.len < 9 || !str_eq_ascii_nocase(str_cut(piece, 0, 8), CHY_LIT("charset="))) continue;
        piece = str_trim(str_cut(piece, 8, piece.len));
        if (piece.len > 1 && (piece.ptr[0] == '"' || piece.ptr[0] == '\'')) piece = str_cut(piece, 1, piece.len - 1);
        known->charset = piece;
        return;
    }
}

bool http_wanted(chy_str type)
{
    static const char *const wanted[] = { "text/html",
                                          "text/plain",
                                          "application/xhtml+xml",
                                          "application/pdf",
                                          "application/rss+xml",
                                          "application/atom+xml",
                                          "application/rdf+xml",
                                          "application/feed+json",
                                          "text/xml",
                                          "application/xml",
                                          "message/rfc822" };
    if (!type.len) return true;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (str_eq_ascii_nocase(type, str_of(wanted[i]))) return true;
    return false;
}

/* ------------------------------------------------------------------ the body */

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "1a3\r\n...": false when it is not so, whatever the header says. */
static bool unchunk(chy_str s, buf *out)
{
    size_t begin = out->len;
    for (size_t at = 0; at < s.len;) {
        size_t size = 0, digits = 0;
        while (at < s.len && hex(s.ptr[at]) >= 0 && digits++ < 8) size = size * 16 + (size_t)hex(s.ptr[at++]);
        const char *nl = at < s.len ? memchr(s.ptr + at, '\n', s.len - at) : NULL;
        if (!digits || !nl || nl - (s.ptr + at) > 256) {
            bool some = out->len > begin; /* the end was cut off */
            return some;
        }
        at = (size_t)(nl - s.ptr) + 1;
        if (!size) return true;
        chy_str piece = str_cut(s, at, at + size);
        buf_str(out, piece);
        at += piece.len;
        while (at < s.len && (s.ptr[at] == '\r' || s.ptr[at] == '\n')) at++;
    }
    return true;
}

/* Brotli has no first bytes of its own: what is said to be packed and reads as a page is one. */
static bool is_brotli(chy_str fields, chy_str body)
{
    chy_str first = str_cut(body, 0, 60);
    bool page = body.len && memchr(first.ptr, '<', first.len) && utf8_invalid_at(str_cut(body, 0, 64)) >= first.len;
    return !page && str_eq_ascii_nocase(http_field(fields, "Content-Encoding"), CHY_LIT("br"));
}

/* Other packed bodies are known by their first bytes: archives keep either form under the same header. */
static const char *unpack(chy_str packed, bool brotli, struct stream_tally *tally, buf *room, chy_str *body)
{
    struct stream from, s;
    bool zstd = str_starts(packed, CHY_LIT("\x28\xb5\x2f\xfd")), gzip = str_starts(packed, CHY_LIT("\x1f\x8b"));
    *body = packed;
    if (!zstd && !gzip && !brotli) return NULL;
    stream_of_bytes(&from, packed);
    struct stream_tally own = { .in = packed.len };
    from.tally = tally ? tally : &own;
    const char *why = NULL;
    buf text;
    buf_init(&text, NULL, NULL);
    if (!(zstd ? stream_unpack_zstd : gzip ? stream_unpack_gzip : stream_unpack_brotli)(&s, &from))
        why = "no memory to read it";
    else {
        if (!stream_rest(&s, BODY_MOST, &text))
            why = "is larger than 32 MiB, the most that one document may have";
        else if (s.fault && !text.len)
            why = s.fault;
        stream_done(&s);
    }
    stream_done(&from);
    if (!why && text.failed) why = "no memory to read it";
    if (why)
        buf_done(&text, NULL);
    else {
        buf_done(room, NULL);
        *room = text;
        *body = (chy_str){ room->ptr, room->len };
    }
    return why;
}

const char *http_body(chy_str bytes, struct stream_tally *tally, buf *room, struct envelope *known, chy_str *body)
{
    size_t end = http_header_end(bytes);
    if (end == SIZE_MAX) return "";
    chy_str fields = str_cut(bytes, 0, end), rest = str_cut(bytes, end, bytes.len);
    const char *space = memchr(fields.ptr, ' ', fields.len);
    if (!space || space + 3 >= fields.ptr + fields.len || space[1] != '2') return "";
    http_type(http_field(fields, "Content-Type"), known);
    if (!http_wanted(known->type) || !rest.len) return "";
    *body = rest;
    room->len = 0;
    if (str_eq_ascii_nocase(http_field(fields, "Transfer-Encoding"), CHY_LIT("chunked")) && unchunk(rest, room)) {
        if (room->failed) return "no memory to read it";
        *body = (chy_str){ room->ptr ? room->ptr : "", room->len };
    }
    return unpack(*body, is_brotli(fields, *body), tally, room, body);
}
