/* Archives of the web: WARC, and ARC before it. Records whose content is no document are passed over. */
#include "source/gather.h"
#include "source/http.h"

enum { HEADER_MOST = 64 << 10, LINE_MOST = 16 << 10, HTTP_HEADER_MOST = 1 << 20 };

struct records {
    struct gather *g;
    chy_str file;
    struct stream *s;
    int depth;
    buf header, content, body;
};

static void records_init(struct records *r)
{
    buf_init(&r->header, NULL, NULL);
    buf_init(&r->content, NULL, NULL);
    buf_init(&r->body, NULL, NULL);
}

static void records_done(struct records *r)
{
    buf_done(&r->header, NULL);
    buf_done(&r->content, NULL);
    buf_done(&r->body, NULL);
}

static bool number(chy_str s, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || *out > UINT64_MAX / 20) return false;
        *out = *out * 10 + (uint64_t)(s.ptr[i] - '0');
    }
    return s.len > 0;
}

/* XML that is no feed, and what is there for machines alone. */
static bool for_nobody(chy_str address, const struct envelope *known, chy_str body)
{
    if (str_ends(address, CHY_LIT("/robots.txt")) || str_starts(address, CHY_LIT("dns:"))) return true;
    bool xml = str_ends(known->type, CHY_LIT("/xml")) || str_starts(known->type, CHY_LIT("application/rdf"));
    return xml && holder_of((chy_str){ 0 }, str_cut(body, 0, 4096), (chy_str){ 0 }, NULL) == HOLDER_NONE &&
           str_find(str_cut(body, 0, 4096), CHY_LIT("<html"), 0) == SIZE_MAX;
}

/* The content of one record: an answer of a server, or the document itself. */
static void content(struct records *r, chy_str address, chy_str retrieved, chy_str type, bool answer)
{
    chy_str body = { r->content.ptr ? r->content.ptr : "", r->content.len };
    struct envelope known = { .address = address, .retrieved = retrieved };
    const char *why = NULL;
    if (answer)
        why = http_body(body, &r->g->tally, &r->body, &known, &body);
    else
        http_type(type, &known);
    if (!answer && !http_wanted(known.type)) why = "";
    if (!why && (!body.len || for_nobody(address, &known, body))) why = "";
    if (why && *why) gather_miss(r->g, address, why);
    if (!why) gather_piece(r->g, address, &known, body, r->depth);
}

/* So many bytes of content: kept when they are wanted; false when the stream ended before. */
static bool take_content(struct records *r, uint64_t size, bool wanted)
{
    r->content.len = 0;
    if (!wanted) return stream_skip(r->s, size) == size;
    for (uint64_t left = size; left;) {
        chy_str some = stream_peek(r->s, left < STREAM_PEEK_MOST ? (size_t)left : STREAM_PEEK_MOST);
        if (!some.len) return false;
        buf_str(&r->content, some);
        stream_skip(r->s, some.len);
        left -= some.len;
    }
    return true;
}

/* The lines of a header up to the empty one. False at the end of all. */
static bool take_header(struct records *r)
{
    bool any = false, cut;
    r->header.len = 0;
    for (;;) {
        size_t begin = r->header.len;
        if (!stream_line(r->s, LINE_MOST, &r->header, &cut)) return any;
        if (r->header.len == begin && any) return true;
        any |= r->header.len > begin;
        if (r->header.len > HEADER_MOST) r->header.len = begin;
        buf_char(&r->header, '\n');
        if (!any) r->header.len = 0;
    }
}

/* To the next line that a record begins with; false when there is none. */
static bool find_record(struct records *r)
{
    for (;;) {
        if (str_starts(stream_peek(r->s, 5), CHY_LIT("WARC/"))) return true;
        r->header.len = 0;
        if (!stream_line(r->s, 0, &r->header, NULL)) return false;
    }
}

static chy_str no_brackets(chy_str s) { return s.len > 2 && s.ptr[0] == '<' && s.ptr[s.len - 1] == '>' ? str_cut(s, 1, s.len - 1) : s; }

static bool one_record(struct records *r)
{
    if (!find_record(r) || !take_header(r)) return false;
    chy_str fields = { r->header.ptr, r->header.len }, type = http_field(fields, "WARC-Type");
    chy_str address = no_brackets(http_field(fields, "WARC-Target-URI"));
    uint64_t size;
    if (!number(http_field(fields, "Content-Length"), &size)) {
        gather_miss(r->g, address.len ? address : r->file, "is in a record that does not say how long it is");
        return true;
    }
    bool answer = str_eq_ascii_nocase(type, CHY_LIT("response"));
    bool wanted =
        address.len && (answer || str_eq_ascii_nocase(type, CHY_LIT("resource")) || str_eq_ascii_nocase(type, CHY_LIT("conversion")));
    bool too_large = wanted && size > (uint64_t)GATHER_DOCUMENT_MOST + HTTP_HEADER_MOST;
    if (too_large) gather_miss(r->g, address, "is larger than 32 MiB, the most that one document may have");
    bool whole = take_content(r, size, wanted && !too_large);
    if (wanted && !too_large && (whole || r->content.len)) {
        chy_str said = http_field(fields, "Content-Type");
        /* what was fetched by other means than HTTP has no status line */
        bool over_http = answer && (str_starts((chy_str){ r->content.ptr, r->content.len }, CHY_LIT("HTTP/")) ||
                                    str_starts(said, CHY_LIT("application/http")));
        content(r, address, http_field(fields, "WARC-Date"), said, over_http);
    }
    return whole;
}

void warc_gather(struct gather *g, chy_str name, struct stream *s, int depth)
{
    struct records r = { .g = g, .file = name, .s = s, .depth = depth };
    records_init(&r);
    while (!g->stopped) {
        if (one_record(&r)) continue;
        if (!s->fault) break;
        gather_miss(g, name, s->fault);
        if (!s->resume || !s->resume(s)) break;
    }
    records_done(&r);
}

/* ------------------------------------------------------------------ ARC */

/* "http://example.org/ 192.0.2.1 20000101000000 text/html 1234": a line, then so many bytes. */
static bool arc_line(chy_str line, chy_str field[5])
{
    size_t count = 0;
    chy_str piece, rest = line, last = { 0 };
    while (str_next_piece(&rest, ' ', &piece)) {
        if (count < 4) field[count] = piece;
        count++;
        last = piece;
    }
    field[4] = last;
    return count >= 5 && field[0].len;
}

static bool one_arc_record(struct records *r, bool *first)
{
    chy_str field[5];
    uint64_t size;
    do {
        r->header.len = 0;
        if (!stream_line(r->s, LINE_MOST, &r->header, NULL)) return false;
    } while (!r->header.len || !arc_line((chy_str){ r->header.ptr, r->header.len }, field) || !number(field[4], &size));
    bool wanted = !*first && !str_starts(field[0], CHY_LIT("filedesc:"));
    bool too_large = wanted && size > (uint64_t)GATHER_DOCUMENT_MOST + HTTP_HEADER_MOST;
    *first = false;
    if (too_large) gather_miss(r->g, field[0], "is larger than 32 MiB, the most that one document may have");
    bool whole = take_content(r, size, wanted && !too_large);
    if (wanted && !too_large && r->content.len)
        content(r, field[0], field[2], field[3], str_starts((chy_str){ r->content.ptr, r->content.len }, CHY_LIT("HTTP/")));
    return whole;
}

void arc_gather(struct gather *g, chy_str name, struct stream *s, int depth)
{
    struct records r = { .g = g, .file = name, .s = s, .depth = depth };
    bool first = true;
    records_init(&r);
    while (!g->stopped) {
        if (one_arc_record(&r, &first)) continue;
        if (!s->fault) break;
        gather_miss(g, name, s->fault);
        if (!s->resume || !s->resume(s)) break;
    }
    records_done(&r);
}
