#include "source/gather.h"

#include <stdio.h>

#include "source/charset.h"

enum { LOOK = 4096 };

/* ------------------------------------------------------------------ what it is */

static bool has_suffix(chy_str name, const char *suffix)
{
    size_t n = strlen(suffix);
    return name.len > n && str_eq_ascii_nocase(str_cut(name, name.len - n, name.len), str_of(suffix));
}

/* "<!DOCTYPE a [ <!ENTITY b "c"> ]>": the last byte. */
static size_t end_of_declaration(chy_str s)
{
    size_t end = str_find(s, CHY_LIT(">"), 2), open = str_find(s, CHY_LIT("["), 2);
    if (end == SIZE_MAX || open > end) return end;
    size_t close = str_find(s, CHY_LIT("]"), open);
    return close == SIZE_MAX ? close : str_find(s, CHY_LIT(">"), close);
}

/* The first element of XML, behind declarations and comments: its name without prefix; "" when it is none. */
static chy_str first_element(chy_str s)
{
    if (str_starts(s, CHY_LIT("\xef\xbb\xbf"))) s = str_cut(s, 3, s.len);
    for (;;) {
        s = str_trim(s);
        size_t end;
        if (str_starts(s, CHY_LIT("<!--")))
            end = str_find(s, CHY_LIT("-->"), 4);
        else if (str_starts(s, CHY_LIT("<?")) || str_starts(s, CHY_LIT("<!")))
            end = end_of_declaration(s);
        else
            break;
        if (end == SIZE_MAX) return (chy_str){ 0 };
        s = str_cut(s, end + (str_starts(str_cut(s, end, s.len), CHY_LIT("-->")) ? 3 : 1), s.len);
    }
    if (s.len < 2 || s.ptr[0] != '<') return (chy_str){ 0 };
    size_t from = 1, to = 1;
    while (to < s.len && s.ptr[to] != '>' && s.ptr[to] != ' ' && s.ptr[to] != '/' && s.ptr[to] != '\n' && s.ptr[to] != '\r' &&
           s.ptr[to] != '\t') {
        if (s.ptr[to] == ':') from = to + 1;
        to++;
    }
    return str_cut(s, from, to);
}

static bool is_feed(chy_str first)
{
    char narrow[LOOK];
    if (charset_wide(first)) { /* its letters, without the zeros between them */
        size_t n = 0;
        for (size_t i = 0; i < first.len && n < sizeof narrow; i++)
            if (first.ptr[i] > 0) narrow[n++] = first.ptr[i];
        first = (chy_str){ narrow, n };
    }
    chy_str name = first_element(first);
    static const char *const names[] = { "rss", "feed", "RDF", "channel" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_ascii_nocase(name, str_of(names[i]))) return true;
    chy_str open = str_trim(first);
    return open.len && open.ptr[0] == '{' && str_find(first, CHY_LIT("jsonfeed.org/version"), 0) != SIZE_MAX;
}

static bool is_tar(chy_str first) { return first.len >= 263 && !memcmp(first.ptr + 257, "ustar", 5); }

static bool is_office(chy_str first)
{
    chy_str name = str_cut(first, 30, 64);
    return str_starts(name, CHY_LIT("[Content_Types].xml")) || str_starts(name, CHY_LIT("mimetype")) ||
           str_starts(name, CHY_LIT("_rels/")) || str_starts(name, CHY_LIT("word/")) || str_starts(name, CHY_LIT("docProps/"));
}

enum holder holder_of(chy_str name, chy_str first, chy_str type, const char *columns)
{
    if (str_starts(first, CHY_LIT("\x1f\x8b"))) return HOLDER_GZIP;
    if (str_starts(first, CHY_LIT("\x28\xb5\x2f\xfd"))) return HOLDER_ZSTD;
    if (str_starts(first, CHY_LIT("BZh")) || str_starts(first, (chy_str){ "\xfd"
                                                                          "7zXZ",
                                                                          5 }))
        return HOLDER_PACKED;
    if (str_starts(first, CHY_LIT("PK\3\4")) || str_starts(first, CHY_LIT("PK\5\6")))
        return is_office(first) ? HOLDER_OFFICE : HOLDER_ARCHIVE;
    if (is_tar(first)) return HOLDER_ARCHIVE;
    if (str_starts(first, CHY_LIT("WARC/"))) return HOLDER_WARC;
    if (str_starts(first, CHY_LIT("filedesc://"))) return HOLDER_ARC;
    if (str_starts(first, CHY_LIT("Chancery-Document: "))) return HOLDER_NONE;
    if (is_feed(first)) return HOLDER_FEED;
    if (str_starts(first, CHY_LIT("From ")) && mail_begins(first)) return HOLDER_MBOX;
    if (has_suffix(name, ".eml") || has_suffix(name, ".mht") || has_suffix(name, ".mhtml") || str_is(type, "message/rfc822") ||
        mail_begins(first))
        return HOLDER_MAIL;
    return table_begins(name, first, columns) ? HOLDER_TABLE : HOLDER_NONE;
}

/* ------------------------------------------------------------------ taking apart */

void gather_miss(struct gather *g, chy_str name, const char *why)
{
    if (g->stopped || ++g->missed > GATHER_MISSES_MOST) return;
    if (!g->miss(g->user, name, why)) g->stopped = true;
}

chy_str gather_name(buf *out, chy_str holder, char mark, chy_str inner)
{
    out->len = 0;
    buf_str(out, holder);
    buf_char(out, mark);
    buf_str(out, inner);
    return (chy_str){ out->ptr, out->failed ? 0 : out->len };
}

void gather_give(struct gather *g, chy_str name, const struct envelope *known, chy_str bytes)
{
    buf head;
    buf_init(&head, NULL, NULL);
    if (known && !envelope_is_empty(known)) envelope_write(known, &head);
    if (head.failed)
        gather_miss(g, name, "no memory to read it");
    else if (!g->stopped && !g->take(g->user, name, (chy_str){ head.ptr, head.len }, bytes))
        g->stopped = true;
    buf_done(&head, NULL);
}

static void gather_as(struct gather *g, chy_str name, struct stream *s, enum holder kind, int fd, int depth);

void gather_piece(struct gather *g, chy_str name, const struct envelope *known, chy_str bytes, int depth)
{
    chy_str type = known ? known->type : (chy_str){ 0 };
    enum holder kind = holder_of(name, str_cut(bytes, 0, LOOK), type, NULL);
    if (kind == HOLDER_NONE || kind == HOLDER_OFFICE) {
        gather_give(g, name, known, bytes);
        return;
    }
    struct stream s;
    stream_of_bytes(&s, bytes);
    s.tally = &g->tally;
    gather_as(g, name, &s, kind, -1, depth + 1);
    stream_done(&s);
}

/* A document, or something that is taken apart as a whole. */
static void gather_whole(struct gather *g, chy_str name, struct stream *s, enum holder kind, int depth)
{
    buf all;
    buf_init(&all, NULL, NULL);
    if (!stream_rest(s, GATHER_DOCUMENT_MOST, &all))
        gather_miss(g, name, "is larger than 32 MiB, the most that one document may have");
    else if (all.failed)
        gather_miss(g, name, "no memory to read it");
    else if (s->fault && !all.len)
        gather_miss(g, name, s->fault);
    else if (kind == HOLDER_FEED)
        feed_gather(g, name, (chy_str){ all.ptr, all.len }, depth);
    else if (kind == HOLDER_MAIL)
        mail_gather(g, name, (chy_str){ all.ptr, all.len }, depth);
    else {
        if (s->fault) gather_miss(g, name, s->fault);
        gather_give(g, name, NULL, (chy_str){ all.ptr ? all.ptr : "", all.len });
    }
    buf_done(&all, NULL);
}

static chy_str without_suffix(chy_str name)
{
    static const char *const suffixes[] = { ".gz", ".zst", ".zstd", ".tgz" };
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (has_suffix(name, suffixes[i])) return str_cut(name, 0, name.len - strlen(suffixes[i]));
    return name;
}

static void gather_unpacked(struct gather *g, chy_str name, struct stream *s, enum holder kind, int depth)
{
    struct stream inner;
    if (!(kind == HOLDER_GZIP ? stream_unpack_gzip : stream_unpack_zstd)(&inner, s)) {
        gather_miss(g, name, "no memory to read it");
        return;
    }
    chy_str first = stream_peek(&inner, LOOK), inside = without_suffix(name);
    /* a compressed document keeps its own name, and what it holds is told by the name inside */
    if (inner.fault && !first.len)
        gather_miss(g, name, inner.fault);
    else if (holder_of(inside, first, (chy_str){ 0 }, g->columns) == HOLDER_NONE)
        gather_whole(g, name, &inner, HOLDER_NONE, depth);
    else
        gather_stream(g, inside.len < name.len ? inside : name, &inner, -1, depth + 1);
    stream_done(&inner);
}

static void gather_as(struct gather *g, chy_str name, struct stream *s, enum holder kind, int fd, int depth)
{
    if (depth > GATHER_DEPTH) {
        gather_miss(g, name, "lies in too many archives within archives");
        return;
    }
    switch (kind) {
    case HOLDER_GZIP:
    case HOLDER_ZSTD: gather_unpacked(g, name, s, kind, depth); break;
    case HOLDER_PACKED: packed_gather(g, name, s, depth); break;
    case HOLDER_ARCHIVE: archive_gather(g, name, s, fd, depth); break;
    case HOLDER_WARC: warc_gather(g, name, s, depth); break;
    case HOLDER_ARC: arc_gather(g, name, s, depth); break;
    case HOLDER_MBOX: mbox_gather(g, name, s, depth); break;
    case HOLDER_TABLE: table_gather(g, name, s, depth); break;
    default: gather_whole(g, name, s, kind, depth); break;
    }
}

/* What was missed and not told one by one. */
static void tell_missed(struct gather *g, chy_str name)
{
    char why[100];
    if (g->missed <= GATHER_MISSES_MOST) return;
    snprintf(why, sizeof why, "holds %llu more that cannot be read", (unsigned long long)(g->missed - GATHER_MISSES_MOST));
    if (!g->stopped && !g->miss(g->user, name, why)) g->stopped = true;
}

void gather_stream(struct gather *g, chy_str name, struct stream *s, int fd, int depth)
{
    gather_as(g, name, s, holder_of(name, stream_peek(s, LOOK), (chy_str){ 0 }, g->columns), fd, depth);
    if (!depth) tell_missed(g, name);
}
