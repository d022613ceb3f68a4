#include "read/decode.h"

#include <stdio.h>
#include <string.h>
#include <uchardet.h>
#include <unicode/ucnv.h>

#include "base/str.h"
#include "base/utf8.h"

enum { PAGE_LOOK = 2048, PAGE_BEGINS = 1 << 16 };

/* Formats that are told by their first bytes. */
static const struct {
    const char *bytes;
    size_t size;
    const char *what;
} formats[] = {
    { "PK\3\4", 4, "a zip archive or office document" },
    { "\x1f\x8b", 2, "gzip-compressed" },
    { "\x28\xb5\x2f\xfd", 4, "zstd-compressed" },
    { "\xfd"
      "7zXZ",
      5, "xz-compressed" },
    { "\x89PNG", 4, "a picture" },
    { "\xff\xd8\xff", 3, "a picture" },
    { "GIF8", 4, "a picture" },
    { "{\\rtf", 5, "an RTF document" },
    { "\x7f"
      "ELF",
      4, "a program" },
    { "SQLite format 3", 15, "a database" },
    { "\xd0\xcf\x11\xe0", 4, "an office document" },
    { "WARC/", 5, "a web archive" },
};

static bool starts_with_any(chy_str s, const char *const *marks)
{
    for (; *marks; marks++)
        if (str_eq_ascii_nocase(str_cut(s, 0, strlen(*marks)), str_of(*marks))) return true;
    return false;
}

/* The first mark of the bytes, behind a byte-order mark and white space. */
static chy_str opening(chy_str s) { return str_trim(str_cut(s, str_starts(s, CHY_LIT("\xef\xbb\xbf")) ? 3 : 0, PAGE_LOOK)); }

static bool has_nocase(chy_str s, const char *what)
{
    size_t n = strlen(what);
    for (size_t at = 0; at + n <= s.len; at++)
        if (s.ptr[at] == *what && str_eq_ascii_nocase(str_cut(s, at, at + n), str_of(what))) return true;
    return false;
}

bool decode_is_pdf(chy_str bytes) { return str_find(str_cut(bytes, 0, 1024), CHY_LIT("%PDF-"), 0) != SIZE_MAX; }

bool decode_is_page(chy_str bytes)
{
    static const char *const pages[] = { "<!doctype html", "<html", "<head", "<body", "<title", NULL };
    static const char *const wrapped[] = { "<?xml", "<!--", "<!doctype", NULL };
    static const char *const feeds[] = { "<rss", "<feed", "<rdf", NULL };
    chy_str s = opening(bytes);
    bool tag = s.len > 1 && s.ptr[0] == '<' && (s.ptr[1] | 32) >= 'a' && (s.ptr[1] | 32) <= 'z' && !starts_with_any(s, feeds);
    if (tag && has_nocase(str_cut(bytes, 0, PAGE_BEGINS), "<html")) return true; /* behind a script, or what a server complains of */
    return starts_with_any(s, pages) || (starts_with_any(s, wrapped) && has_nocase(s, "<html"));
}

static bool looks_like_xml(chy_str s)
{
    static const char *const marks[] = { "<?xml", "<rss", "<feed", NULL };
    return starts_with_any(opening(s), marks);
}

/* The code point at wide[*at], which then is the next one. */
static uint32_t wide_next(const UChar *wide, size_t count, size_t *at)
{
    uint32_t c = wide[(*at)++];
    if (c >= 0xD800 && c < 0xDC00 && *at < count && wide[*at] >= 0xDC00 && wide[*at] < 0xE000)
        c = 0x10000 + ((c - 0xD800) << 10) + (wide[(*at)++] - 0xDC00u);
    return c;
}

/* UTF-16 to UTF-8; begins[i]: the byte where wide[i] came from. */
static bool write_utf8(const UChar *wide, const int32_t *begins, size_t count, size_t size, arena *mem, chy_str *out, origin_list *from)
{
    char *text = arena_alloc(mem, count * 3 + 16);
    size_t len = 0;
    if (!text) return false;
    for (size_t at = 0; at < count;) {
        uint32_t source = (uint32_t)begins[at], c = wide_next(wide, count, &at);
        uint32_t next = at < count ? (uint32_t)begins[at] : (uint32_t)size;
        if (c == 0xFEFF && !len) continue;
        size_t step = utf8_put(c, text + len);
        uint32_t bytes = next > source ? next - source : 0;
        bool even = bytes && bytes < 16;
        if (from && !origin_add(from, mem, (uint32_t)len, source, bytes, even ? (uint8_t)step : 0, even ? (uint8_t)bytes : 0)) return false;
        len += step;
    }
    *out = (chy_str){ text, len };
    return true;
}

static chy_status convert(chy_str bytes, const char *encoding, arena *mem, chy_str *out, origin_list *from, chy_err *err)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(encoding, &status);
    if (U_FAILURE(status)) return err_set(err, CHY_EINPUT, 0, "is in the encoding %s, which cannot be read", encoding);
    chy_status st = CHY_OK;
    size_t room = bytes.len + 16;
    UChar *wide = arena_array(mem, room, sizeof *wide), *wide_end = wide;
    int32_t *begins = arena_array(mem, room, sizeof *begins);
    const char *source = bytes.ptr;
    if (!wide || !begins) {
        st = err_memory(err, "decoding a text");
        goto out;
    }
    ucnv_toUnicode(converter, &wide_end, wide + room, &source, bytes.ptr + bytes.len, begins, 1, &status);
    if (U_FAILURE(status))
        st = err_set(err, CHY_EINPUT, 0, "cannot be decoded as %s", encoding);
    else if (!write_utf8(wide, begins, (size_t)(wide_end - wide), bytes.len, mem, out, from))
        st = err_memory(err, "decoding a text");
out:
    ucnv_close(converter);
    return st;
}

static const char *byte_order_mark(chy_str s)
{
    if (str_starts(s, CHY_LIT("\xff\xfe"))) return "UTF-16LE";
    if (str_starts(s, CHY_LIT("\xfe\xff"))) return "UTF-16BE";
    return NULL;
}

static chy_status refuse_binary(chy_str s, chy_err *err)
{
    size_t controls = 0, look = s.len < 4096 ? s.len : 4096;
    for (size_t i = 0; i < look; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (!c) return err_set(err, CHY_EINPUT, i, "is not text: byte %zu is zero", i);
        controls += c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f';
    }
    if (controls * 20 > look) return err_set(err, CHY_EINPUT, 0, "is not text: %zu control bytes in the first %zu", controls, look);
    return CHY_OK;
}

/* As libuchardet guesses; what it cannot tell, or tells wrongly, is taken for windows-1252. */
static chy_status guess_encoding(chy_str bytes, char *name, size_t room, chy_err *err)
{
    uchardet_t guess = uchardet_new();
    if (!guess) return err_memory(err, "guessing an encoding");
    uchardet_handle_data(guess, bytes.ptr, bytes.len);
    uchardet_data_end(guess);
    const char *said = uchardet_get_charset(guess);
    if (!*said || !strcmp(said, "UTF-8") || !strcmp(said, "ASCII"))
        said = "windows-1252"; /* UTF-8 with faults, or a few marks in plain ASCII */
    snprintf(name, room, "%s", said);
    uchardet_delete(guess);
    return CHY_OK;
}

/* Mostly UTF-8 with a damaged byte here and there. */
static bool nearly_utf8(chy_str bytes)
{
    size_t good = 0, faults = 0, at = 0;
    while (at < bytes.len) {
        size_t here = at;
        uint32_t c = utf8_next(bytes, &at);
        if (c == 0xFFFD && at - here == 1)
            faults++;
        else
            good += c >= 0x80;
    }
    return good > faults * 4;
}

/* What the one who gave the bytes said of them, as a name for ICU; "" when there is none. What is called Latin-1 is windows-1252 in fact.
 */
static const char *told(chy_str said, char *name, size_t room)
{
    static const char *const latin[] = { "iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii" };
    name[0] = 0;
    if (!said.len || said.len >= room || str_eq_ascii_nocase(said, CHY_LIT("utf-8")) || str_eq_ascii_nocase(said, CHY_LIT("utf8")))
        return name;
    for (size_t i = 0; i < sizeof latin / sizeof *latin; i++)
        if (str_eq_ascii_nocase(said, str_of(latin[i]))) said = CHY_LIT("windows-1252");
    memcpy(name, said.ptr, said.len);
    name[said.len] = 0;
    return name;
}

/* Encodings whose bytes look like ASCII. */
static bool shifts(chy_str said)
{
    return (said.len > 8 && str_eq_ascii_nocase(str_cut(said, 0, 8), CHY_LIT("iso-2022"))) || str_eq_ascii_nocase(said, CHY_LIT("utf-7"));
}

chy_status decode_text(chy_str bytes, chy_str said, arena *mem, chy_str *out, origin_list *from, chy_err *err)
{
    if (!str_trim(bytes).len) return err_set(err, CHY_EINPUT, 0, "is empty");
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (str_starts(bytes, (chy_str){ formats[i].bytes, formats[i].size }))
            return err_set(err, CHY_EINPUT, 0, "is %s; plain text, pages of the web and PDF are what can be read", formats[i].what);
    if (looks_like_xml(bytes)) return err_set(err, CHY_EINPUT, 0, "is XML; plain text, pages of the web and PDF are what can be read");
    const char *encoding = byte_order_mark(bytes);
    if (encoding) return convert(bytes, encoding, mem, out, from, err);
    chy_status st = refuse_binary(bytes, err);
    if (st) return st;
    char name[64];
    chy_err lost = { 0 };
    if (utf8_invalid_at(bytes) == bytes.len) {
        *out = bytes;
        if (shifts(said)) convert(bytes, told(said, name, sizeof name), mem, out, from, &lost);
        return CHY_OK;
    }
    size_t bad = utf8_invalid_at(bytes);
    if (nearly_utf8(bytes))
        st = convert(bytes, "UTF-8", mem, out, from, err);
    else if (*told(said, name, sizeof name) && !convert(bytes, name, mem, out, from, &lost))
        st = CHY_OK;
    else if (!(st = guess_encoding(bytes, name, sizeof name, err)))
        st = convert(bytes, name, mem, out, from, err);
    if (!st && utf8_invalid_at(*out) < out->len) st = err_set(err, CHY_EINPUT, bad, "byte %zu is in no encoding that is known", bad);
    return st;
}

/* The encoding that a page names in its first bytes: "" when it names none. */
static chy_str declared(chy_str bytes, char *out, size_t room)
{
    chy_str head = str_cut(bytes, 0, 4096);
    for (size_t at = 0; (at = str_find(head, CHY_LIT("harset"), at)) != SIZE_MAX; at++) {
        size_t from = at + 6, len = 0;
        while (from < head.len && (head.ptr[from] == ' ' || head.ptr[from] == '=' || head.ptr[from] == '"' || head.ptr[from] == '\''))
            from++;
        while (from + len < head.len && len + 1 < room &&
               (head.ptr[from + len] == '-' || head.ptr[from + len] == '_' || head.ptr[from + len] == ':' || head.ptr[from + len] == '.' ||
                (head.ptr[from + len] >= '0' && head.ptr[from + len] <= '9') ||
                ((head.ptr[from + len] | 32) >= 'a' && (head.ptr[from + len] | 32) <= 'z'))) {
            out[len] = head.ptr[from + len];
            len++;
        }
        out[len] = 0;
        if (len > 2 && !str_eq_ascii_nocase((chy_str){ out, len }, CHY_LIT("utf-8"))) return (chy_str){ out, len };
    }
    return (chy_str){ 0 };
}

chy_status decode_page(chy_str bytes, chy_str said, arena *mem, chy_str *out, origin_list *from, chy_err *err)
{
    if (!str_trim(bytes).len) return err_set(err, CHY_EINPUT, 0, "is empty");
    char name[64];
    chy_str meta;
    chy_err lost = { 0 };
    chy_status st = CHY_OK;
    const char *encoding = byte_order_mark(bytes);
    *out = bytes;
    if (encoding)
        st = convert(bytes, encoding, mem, out, from, err);
    else if (utf8_invalid_at(bytes) == bytes.len)
        st = CHY_OK;
    else if (nearly_utf8(bytes))
        st = convert(bytes, "UTF-8", mem, out, from, err);
    else if (*told(said, name, sizeof name) && !convert(bytes, name, mem, out, from, &lost))
        st = CHY_OK;
    else if ((meta = declared(bytes, name, sizeof name)).len && !convert(bytes, name, mem, out, from, &lost))
        st = CHY_OK;
    else if (!(st = guess_encoding(bytes, name, sizeof name, err)))
        st = convert(bytes, name, mem, out, from, err);
    if (st || !memchr(out->ptr, 0, out->len)) return st;
    char *clean = arena_alloc(mem, out->len + 1); /* a parser would stop at a zero */
    if (!clean) return err_memory(err, "decoding a page");
    for (size_t i = 0; i < out->len; i++) clean[i] = out->ptr[i] ? out->ptr[i] : ' ';
    out->ptr = clean;
    return CHY_OK;
}
