/* Letters (RFC 5322, MIME): the text with what its header tells, attachments as documents of their own. */
#include <stdio.h>

#include "source/charset.h"
#include "source/gather.h"
#include "source/http.h"

enum { LEVELS_MOST = 8, PARTS_MOST = 2000, LINE_MOST = 1 << 20 };

struct letter {
    struct gather *g;
    chy_str name;
    int depth;
    unsigned parts;
    bool has_text, deep;   /* deep: parts within parts were left out */
    struct envelope known; /* for the text */
    buf title, author, text, word, inner;
};

/* ------------------------------------------------------------------ header fields */

static chy_str next_line(chy_str s, size_t *at)
{
    const char *nl = *at < s.len ? memchr(s.ptr + *at, '\n', s.len - *at) : NULL;
    size_t end = nl ? (size_t)(nl - s.ptr) : s.len;
    chy_str line = str_cut(s, *at, end);
    *at = end + 1;
    if (line.len && line.ptr[line.len - 1] == '\r') line.len--;
    return line;
}

static size_t field_name(chy_str line)
{
    size_t n = 0;
    while (n < line.len && (unsigned char)line.ptr[n] > ' ' && (unsigned char)line.ptr[n] < 127 && line.ptr[n] != ':') n++;
    return n && n < line.len && line.ptr[n] == ':' ? n : 0;
}

/* The first field of that name, folded lines and all, without its name; "" when there is none. */
static chy_str field_raw(chy_str header, const char *name)
{
    for (size_t at = 0; at < header.len;) {
        size_t begin = at;
        chy_str line = next_line(header, &at);
        size_t n = field_name(line);
        while (at < header.len && (header.ptr[at] == ' ' || header.ptr[at] == '\t')) next_line(header, &at);
        if (n && str_eq_ascii_nocase(str_cut(line, 0, n), str_of(name))) return str_trim(str_cut(header, begin + n + 1, at));
    }
    return (chy_str){ 0 };
}

/* A parameter of a field: boundary="...", filename*=utf-8''... ; a view of the header, *extended: it is percent-encoded. */
static chy_str parameter(chy_str field, const char *name, bool *extended)
{
    chy_str key = str_of(name);
    for (size_t at = 0; (at = str_find(field, CHY_LIT(";"), at)) != SIZE_MAX;) {
        at++;
        while (at < field.len && (field.ptr[at] == ' ' || field.ptr[at] == '\t' || field.ptr[at] == '\r' || field.ptr[at] == '\n')) at++;
        chy_str rest = str_cut(field, at, field.len);
        if (rest.len <= key.len || !str_eq_ascii_nocase(str_cut(rest, 0, key.len), key)) continue;
        size_t i = key.len;
        *extended = false;
        if (str_starts(str_cut(rest, i, rest.len), CHY_LIT("*0"))) i += 2; /* the first of several pieces is better than nothing */
        if (i < rest.len && rest.ptr[i] == '*') {
            *extended = true;
            i++;
        }
        while (i < rest.len && rest.ptr[i] == ' ') i++;
        if (i >= rest.len || rest.ptr[i++] != '=') continue;
        while (i < rest.len && rest.ptr[i] == ' ') i++;
        if (i < rest.len && rest.ptr[i] == '"') {
            size_t end = str_find(rest, CHY_LIT("\""), i + 1);
            return str_cut(rest, i + 1, end);
        }
        size_t end = i;
        while (end < rest.len && rest.ptr[end] != ';' && rest.ptr[end] != ' ' && rest.ptr[end] != '\r' && rest.ptr[end] != '\n') end++;
        return str_cut(rest, i, end);
    }
    return (chy_str){ 0 };
}

/* ------------------------------------------------------------------ encodings of transport */

static int base64_value(unsigned char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+' || c == '-') return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

static void put_base64(chy_str s, buf *out)
{
    uint32_t bits = 0;
    int have = 0;
    for (size_t i = 0; i < s.len && s.ptr[i] != '='; i++) {
        int v = base64_value((unsigned char)s.ptr[i]);
        if (v < 0) continue;
        bits = bits << 6 | (uint32_t)v;
        have += 6;
        if (have < 8) continue;
        have -= 8;
        buf_char(out, (char)(bits >> have & 0xFF));
    }
}

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* mark: '=' of quoted-printable, '%' of extended parameters. in_word: "_" is a space. */
static void put_quoted(chy_str s, char mark, bool in_word, buf *out)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == mark && i + 2 < s.len && hex(s.ptr[i + 1]) >= 0 && hex(s.ptr[i + 2]) >= 0) {
            buf_char(out, (char)(hex(s.ptr[i + 1]) * 16 + hex(s.ptr[i + 2])));
            i += 2;
        } else if (c == mark && mark == '=') { /* a soft line break */
            size_t end = i + 1;
            while (end < s.len && (s.ptr[end] == ' ' || s.ptr[end] == '\t' || s.ptr[end] == '\r')) end++;
            if (end < s.len && s.ptr[end] == '\n')
                i = end;
            else if (end < s.len)
                buf_char(out, c);
        } else {
            buf_char(out, in_word && c == '_' ? ' ' : c);
        }
    }
}

static void put_decoded(chy_str body, chy_str encoding, buf *out)
{
    if (str_eq_ascii_nocase(encoding, CHY_LIT("base64")))
        put_base64(body, out);
    else if (str_eq_ascii_nocase(encoding, CHY_LIT("quoted-printable")))
        put_quoted(body, '=', false, out);
    else
        buf_str(out, body);
}

/* "=?charset?Q?text?=" at the beginning of s: its size; 0. */
static size_t encoded_word(chy_str s, chy_str part[3])
{
    if (!str_starts(s, CHY_LIT("=?"))) return 0;
    size_t a = str_find(s, CHY_LIT("?"), 2), b = a == SIZE_MAX ? a : str_find(s, CHY_LIT("?"), a + 1);
    size_t c = b == SIZE_MAX ? b : str_find(s, CHY_LIT("?="), b + 1);
    if (c == SIZE_MAX || b != a + 2 || c - b > 2000) return 0;
    part[0] = str_cut(s, 2, a);
    part[1] = str_cut(s, a + 1, b);
    part[2] = str_cut(s, b + 1, c);
    size_t star = str_find(part[0], CHY_LIT("*"), 0); /* a language */
    part[0] = str_cut(part[0], 0, star);
    return c + 2;
}

/* The words of a field, unfolded, in UTF-8. word: scratch. */
static void put_words(chy_str raw, buf *word, buf *out)
{
    chy_str part[3];
    size_t gap = SIZE_MAX, at = 0; /* gap: white space between two encoded words does not count */
    while (at < raw.len && !out->failed) {
        size_t size = raw.ptr[at] == '=' ? encoded_word(str_cut(raw, at, raw.len), part) : 0;
        if (size) {
            if (gap != SIZE_MAX) out->len = gap;
            word->len = 0;
            if ((part[1].ptr[0] | 32) == 'b')
                put_base64(part[2], word);
            else
                put_quoted(part[2], '=', true, word);
            charset_put((chy_str){ word->ptr, word->len }, part[0], out);
            gap = out->len;
            at += size;
            continue;
        }
        char c = raw.ptr[at];
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            if (out->len && out->ptr[out->len - 1] != ' ') buf_char(out, ' ');
            at++;
            continue;
        }
        size_t end = at + 1;
        while (end < raw.len && (unsigned char)raw.ptr[end] > ' ' && !(raw.ptr[end] == '=' && end + 1 < raw.len && raw.ptr[end + 1] == '?'))
            end++;
        charset_put(str_cut(raw, at, end), (chy_str){ 0 }, out);
        gap = SIZE_MAX;
        at = end;
    }
}

static chy_str view(const buf *b) { return str_trim((chy_str){ b->ptr ? b->ptr : "", b->len }); }

/* "Ola Nord <ola@example.org>": the name; else the address. */
static chy_str who(chy_str from)
{
    size_t open = str_find(from, CHY_LIT("<"), 0);
    chy_str name = str_trim(str_cut(from, 0, open));
    if (name.len > 1 && name.ptr[0] == '"') {
        size_t end = str_find(name, CHY_LIT("\""), 1);
        name = str_trim(str_cut(name, 1, end));
    }
    if (name.len || open == SIZE_MAX) return name;
    size_t end = str_find(from, CHY_LIT(">"), open);
    return str_trim(str_cut(from, open + 1, end));
}

/* ------------------------------------------------------------------ parts */

struct part {
    chy_str header, body, type_field, type, encoding;
};

static struct part part_of(chy_str bytes)
{
    size_t end = http_header_end(bytes);
    struct part p = { .header = str_cut(bytes, 0, end), .body = end == SIZE_MAX ? (chy_str){ "", 0 } : str_cut(bytes, end, bytes.len) };
    struct envelope kind = { 0 };
    p.type_field = field_raw(p.header, "Content-Type");
    p.encoding = field_raw(p.header, "Content-Transfer-Encoding");
    http_type(p.type_field, &kind);
    p.type = kind.type.len ? kind.type : CHY_LIT("text/plain");
    return p;
}

static bool type_starts(const struct part *p, const char *head)
{
    size_t n = strlen(head);
    return p->type.len >= n && str_eq_ascii_nocase(str_cut(p->type, 0, n), str_of(head));
}

/* The pieces between boundaries, one after the other; false when there are no more. */
static bool next_part(chy_str body, chy_str boundary, size_t *at, chy_str *out)
{
    size_t begin = SIZE_MAX, end = body.len;
    while (*at < body.len) {
        size_t here = *at;
        chy_str line = next_line(body, at);
        bool is_boundary =
            line.len >= boundary.len + 2 && line.ptr[0] == '-' && line.ptr[1] == '-' && !memcmp(line.ptr + 2, boundary.ptr, boundary.len);
        if (!is_boundary) continue;
        bool last = str_starts(str_cut(line, boundary.len + 2, line.len), CHY_LIT("--"));
        if (begin != SIZE_MAX) {
            end = here;
            *at = last ? body.len : here;
            break;
        }
        if (last) return false;
        begin = *at;
    }
    if (begin == SIZE_MAX || begin > end) return false;
    if (end > begin && body.ptr[end - 1] == '\n') end--;
    if (end > begin && body.ptr[end - 1] == '\r') end--;
    *out = str_cut(body, begin, end);
    return true;
}

static void part_gather(struct letter *l, chy_str bytes, int level);

/* Of several forms of one text the plain one, else the last that is a page or holds one. */
static void choose_form(struct letter *l, chy_str body, chy_str boundary, int level)
{
    chy_str piece, chosen = { 0 };
    bool plain = false;
    for (size_t at = 0, n = 0; !plain && n < PARTS_MOST && next_part(body, boundary, &at, &piece); n++) {
        struct part p = part_of(piece);
        bool has = str_trim(p.body).len > 0;
        plain = has && type_starts(&p, "text/plain");
        if (plain || (has && (type_starts(&p, "text/html") || type_starts(&p, "multipart/"))) || !chosen.ptr) chosen = piece;
    }
    if (chosen.ptr) part_gather(l, chosen, level);
}

/* Lines that were broken to be sent (format=flowed: a space at the end) are put together again. */
static void unflow(buf *text)
{
    size_t to = 0;
    for (size_t at = 0; at < text->len;) {
        size_t begin = to;
        while (at < text->len && text->ptr[at] != '\n') text->ptr[to++] = text->ptr[at++];
        size_t end = to > begin && text->ptr[to - 1] == '\r' ? to - 1 : to;
        bool flows = end > begin && text->ptr[end - 1] == ' ' && !(end - begin == 3 && !memcmp(text->ptr + begin, "-- ", 3)) &&
                     text->ptr[begin] != '>';
        if (at < text->len) at++;
        if (flows && at < text->len && text->ptr[at] != '>' && text->ptr[at] != '\n' && text->ptr[at] != '\r')
            to = end;
        else
            text->ptr[to++] = '\n';
    }
    text->len = to;
}

static void take_text(struct letter *l, const struct part *p)
{
    struct envelope kind = { 0 };
    bool extended;
    http_type(p->type_field, &kind);
    l->known.type = type_starts(p, "text/html") ? CHY_LIT("text/html") : CHY_LIT("text/plain");
    l->known.charset = kind.charset;
    l->text.len = 0;
    put_decoded(p->body, p->encoding, &l->text);
    if (str_eq_ascii_nocase(parameter(p->type_field, "format", &extended), CHY_LIT("flowed"))) unflow(&l->text);
    l->has_text = view(&l->text).len > 0;
}

/* What an attachment is called: "letter.eml/report.pdf", "letter.eml/part-2". */
static chy_str part_name(struct letter *l, const struct part *p, bool *named)
{
    bool extended = false;
    chy_str raw = parameter(field_raw(p->header, "Content-Disposition"), "filename", &extended);
    if (!raw.len) raw = parameter(p->type_field, "name", &extended);
    *named = raw.len > 0;
    buf own;
    buf_init(&own, NULL, NULL);
    if (raw.len && extended) {
        size_t quote = str_find(raw, CHY_LIT("''"), 0);
        l->word.len = 0;
        put_quoted(str_cut(raw, quote == SIZE_MAX ? 0 : quote + 2, raw.len), '%', false, &l->word);
        charset_put((chy_str){ l->word.ptr, l->word.len }, str_cut(raw, 0, quote == SIZE_MAX ? 0 : quote), &own);
    } else if (raw.len) {
        put_words(raw, &l->word, &own);
    } else {
        buf_format(&own, "part-%u", l->parts);
    }
    chy_str name = gather_name(&l->inner, l->name, '/', (chy_str){ own.ptr, own.len });
    buf_done(&own, NULL);
    return name;
}

/* Pictures, sounds, signatures: nothing to read. */
static bool is_no_document(const struct part *p)
{
    static const char *const passed[] = { "image/",
                                          "audio/",
                                          "video/",
                                          "font/",
                                          "application/pgp",
                                          "application/pkcs7",
                                          "application/x-pkcs7",
                                          "application/ms-tnef",
                                          "text/calendar",
                                          "text/css",
                                          "message/delivery",
                                          "message/disposition" };
    for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
        if (type_starts(p, passed[i])) return true;
    return false;
}

static void take_attachment(struct letter *l, const struct part *p, chy_str name)
{
    struct envelope known = { 0 };
    buf bytes;
    buf_init(&bytes, NULL, NULL);
    put_decoded(p->body, p->encoding, &bytes);
    if (type_starts(p, "text/")) http_type(p->type_field, &known);
    if (type_starts(p, "message/rfc822")) known.type = CHY_LIT("message/rfc822");
    bool plain = !known.charset.len && !str_is(known.type, "message/rfc822") && !str_is(known.type, "text/html");
    if (bytes.failed)
        gather_miss(l->g, name, "no memory to read it");
    else if (bytes.len)
        gather_piece(l->g, name, plain ? NULL : &known, (chy_str){ bytes.ptr, bytes.len }, l->depth);
    buf_done(&bytes, NULL);
}

static void part_gather(struct letter *l, chy_str bytes, int level)
{
    struct part p = part_of(bytes);
    bool named, extended;
    if (l->g->stopped || ++l->parts > PARTS_MOST || is_no_document(&p)) return;
    if (type_starts(&p, "multipart/")) {
        chy_str boundary = parameter(p.type_field, "boundary", &extended), piece;
        l->deep |= level >= LEVELS_MOST;
        if (level >= LEVELS_MOST || !boundary.len) return;
        if (type_starts(&p, "multipart/alternative")) {
            choose_form(l, p.body, boundary, level + 1);
            return;
        }
        for (size_t at = 0; l->parts <= PARTS_MOST && next_part(p.body, boundary, &at, &piece);) part_gather(l, piece, level + 1);
        return;
    }
    chy_str name = part_name(l, &p, &named);
    chy_str disposition = field_raw(p.header, "Content-Disposition");
    bool attached = named || (disposition.len >= 10 && str_eq_ascii_nocase(str_cut(disposition, 0, 10), CHY_LIT("attachment")));
    if (!l->has_text && !attached && (type_starts(&p, "text/plain") || type_starts(&p, "text/html")))
        take_text(l, &p);
    else
        take_attachment(l, &p, name);
}

/* ------------------------------------------------------------------ letters */

static void letter_init(struct letter *l)
{
    buf_init(&l->title, NULL, NULL);
    buf_init(&l->author, NULL, NULL);
    buf_init(&l->text, NULL, NULL);
    buf_init(&l->word, NULL, NULL);
    buf_init(&l->inner, NULL, NULL);
}

static void letter_done(struct letter *l)
{
    buf_done(&l->title, NULL);
    buf_done(&l->author, NULL);
    buf_done(&l->text, NULL);
    buf_done(&l->word, NULL);
    buf_done(&l->inner, NULL);
}

void mail_gather(struct gather *g, chy_str name, chy_str bytes, int depth)
{
    struct letter l = { .g = g, .name = name, .depth = depth };
    letter_init(&l);
    struct part top = part_of(bytes);
    put_words(field_raw(top.header, "Subject"), &l.word, &l.title);
    put_words(field_raw(top.header, "From"), &l.word, &l.author);
    part_gather(&l, bytes, 0);
    l.known.title = view(&l.title);
    l.known.author = who(view(&l.author));
    l.known.date = field_raw(top.header, "Date");
    l.known.date_basis = CHY_LIT("mail header");
    l.known.part = CHY_LIT("mail");
    if (l.has_text && !l.text.failed) {
        chy_str text = { l.text.ptr, l.text.len };
        gather_give(g, name, &l.known, text);
    } else if (l.parts <= 1)
        gather_miss(g, name, "is a letter without text");
    if (l.deep) gather_miss(g, name, "has parts within parts beyond 8 levels, which are left out");
    if (l.parts > PARTS_MOST) gather_miss(g, name, "has more than 2000 parts; the others are left out");
    letter_done(&l);
}

bool mail_begins(chy_str first)
{
    static const char *const telling[] = { "Received",     "Return-Path", "Message-ID", "MIME-Version",
                                           "Delivered-To", "X-Mailer",    "Envelope-To" };
    size_t at = 0, fields = 0;
    bool told = false, from = false;
    if (str_starts(first, CHY_LIT("From "))) next_line(first, &at);
    while (at < first.len) {
        bool folded = first.ptr[at] == ' ' || first.ptr[at] == '\t';
        chy_str line = next_line(first, &at);
        if (!line.len || (folded && fields)) {
            if (line.len) continue;
            break;
        }
        size_t n = field_name(line);
        if (!n) return at >= first.len && told && fields > 2; /* a line that was cut */
        fields++;
        for (size_t i = 0; i < sizeof telling / sizeof *telling; i++) told |= str_eq_ascii_nocase(str_cut(line, 0, n), str_of(telling[i]));
        from |= str_eq_ascii_nocase(str_cut(line, 0, n), CHY_LIT("From"));
    }
    return told && fields > 1 && (from || at >= first.len);
}

/* ------------------------------------------------------------------ many letters in one file */

static void one_of_many(struct gather *g, chy_str name, buf *letter, unsigned number, int depth)
{
    char count[16];
    buf whole;
    if (!letter->len) return;
    snprintf(count, sizeof count, "%u", number);
    buf_init(&whole, NULL, NULL);
    chy_str called = gather_name(&whole, name, '#', str_of(count));
    if (letter->len > GATHER_DOCUMENT_MOST)
        gather_miss(g, called, "is larger than 32 MiB, the most that one document may have");
    else
        mail_gather(g, called, (chy_str){ letter->ptr, letter->len }, depth);
    buf_done(&whole, NULL);
    letter->len = 0;
}

/* A line "From ..." behind an empty one begins another letter; ">From" was written for "From". */
void mbox_gather(struct gather *g, chy_str name, struct stream *s, int depth)
{
    buf letter, line;
    unsigned number = 0;
    bool empty_before = true;
    buf_init(&letter, NULL, NULL);
    buf_init(&line, NULL, NULL);
    for (line.len = 0; !g->stopped && !letter.failed && stream_line(s, LINE_MOST, &line, NULL); line.len = 0) {
        chy_str text = { line.ptr ? line.ptr : "", line.len };
        if (empty_before && str_starts(text, CHY_LIT("From "))) {
            one_of_many(g, name, &letter, number, depth);
            number++;
        } else if (letter.len <= GATHER_DOCUMENT_MOST) {
            size_t marks = 0;
            while (marks < text.len && text.ptr[marks] == '>') marks++;
            bool escaped = marks && str_starts(str_cut(text, marks, text.len), CHY_LIT("From "));
            buf_str(&letter, str_cut(text, escaped, text.len));
            buf_char(&letter, '\n');
        }
        empty_before = !text.len;
    }
    one_of_many(g, name, &letter, number, depth);
    if (s->fault) gather_miss(g, name, s->fault);
    buf_done(&letter, NULL);
    buf_done(&line, NULL);
}
