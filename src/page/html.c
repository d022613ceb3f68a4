/*
 * Pages through libxml2's HTML parser, event by event: no tree is built, so a page may nest as deep as it likes.
 */
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include "base/utf8.h"
#include "page/rules.h"
#include "page/tame.h"

enum { DEPTH_MOST = 0xFFFF, VALUE_MOST = 1 << 16, SCRIPT_MOST = 1 << 20 };

/* An element that is not closed yet. */
struct open {
    uint32_t node;  /* the node it is, or is in */
    uint32_t mark;  /* index + 1 of the mark that ends with it, 0 */
    uint8_t as;     /* enum element_as */
    uint8_t kind;   /* enum page_kind */
    bool keeps;     /* a script or title whose text is kept */
    uint32_t hints; /* of an inline element */
};

struct builder {
    const struct page_rules *rules;
    struct page *page;
    arena *mem;
    htmlParserCtxtPtr parser;
    struct tame tame; /* what the parser sees */
    uint32_t cut;     /* of it, the last one that was looked at */
    LIST(struct open) open;
    struct map hints; /* class or id -> bits, once for each spelling */
    char *text;
    size_t len, room;
    uint32_t skip, link, bold; /* elements open that skip, link, embolden */
    uint32_t block, links, bolds;
    uint32_t breaks;    /* since the last word */
    bool space, failed; /* white space is owed */
    bool keeping;
    uint32_t kept; /* where the script or title that is kept begins in keep */
    char *keep;
    size_t keep_len, keep_room;
    size_t source_end; /* of what was seen last */
    uint32_t inline_hints;
};

static size_t here(const struct builder *b)
{
    const xmlParserInput *in = b->parser->input;
    return in ? in->consumed + (size_t)(in->cur - in->base) : b->source_end;
}

static bool grow(struct builder *b, char **at, size_t *room, size_t need)
{
    if (need <= *room) return true;
    size_t more = *room * 2 > need ? *room * 2 : need + 4096;
    char *moved = arena_grow(b->mem, *at, *room, more);
    if (!moved) {
        b->failed = true;
        return false;
    }
    *at = moved;
    *room = more;
    return true;
}

static bool put(struct builder *b, const char *bytes, size_t len)
{
    if (!grow(b, &b->text, &b->room, b->len + len + 2)) return false;
    memcpy(b->text + b->len, bytes, len);
    b->len += len;
    return true;
}

/* The bytes that are put next came from there; the same bytes, or others that they stand for. */
static void run_from(struct builder *b, size_t source, size_t size, bool same)
{
    if (!origin_add(&b->page->origin, b->mem, (uint32_t)b->len, (uint32_t)source, (uint32_t)size, same, same)) b->failed = true;
}

static struct open *top(struct builder *b) { return b->open.count ? &b->open.at[b->open.count - 1] : NULL; }

/* ------------------------------------------------------------------ blocks */

static void flush(struct builder *b)
{
    uint32_t end = (uint32_t)b->len;
    while (end > b->block && (b->text[end - 1] == ' ' || b->text[end - 1] == '\n')) end--;
    b->len = end;
    b->space = false;
    b->breaks = 0;
    if (end == b->block) {
        b->links = b->bolds = 0;
        return;
    }
    struct page_block *block = LIST_PUSH(b->mem, &b->page->blocks);
    struct open *o = top(b);
    if (!block) {
        b->failed = true;
        return;
    }
    *block = (struct page_block){
        .span = { b->block, end }, .node = o ? o->node : PAGE_NONE, .links = b->links, .bold = b->bolds, .hints = b->inline_hints
    };
    b->inline_hints = 0;
    b->links = b->bolds = 0;
    put(b, "\n\n", 2);
    b->block = (uint32_t)b->len;
}

/* The white space that is owed, or a line break, before what stands at `source`: the space there itself, when that is all of it. */
static void put_space(struct builder *b, bool space, size_t source)
{
    const origin_list *runs = &b->page->origin;
    const struct origin_run *last = runs->count ? &runs->at[runs->count - 1] : NULL;
    uint32_t end = last ? last->source + last->size : 0;
    bool same = space && !b->breaks && end + 1 == source;
    run_from(b, same ? end : source, same, same);
    put(b, b->breaks ? "\n" : " ", 1);
}

/* Text that stands for `size` bytes at `source`, byte for byte when verbatim. A block takes the hints of the inline elements that are open
 * where it begins. */
static void words(struct builder *b, const char *s, size_t len, size_t source, size_t size, bool verbatim)
{
    size_t from = 0;
    while (from < len) {
        size_t to = from;
        while (to < len && s[to] != ' ' && s[to] != '\n' && s[to] != '\t' && s[to] != '\r' && s[to] != '\f') to++;
        if (to > from) {
            bool begins = b->len == b->block;
            if (b->breaks >= 2 && !begins) {
                flush(b);
                begins = true;
            }
            if (!begins && (b->space || b->breaks)) {
                put_space(b, verbatim && from && s[from - 1] == ' ', source + (verbatim ? from : 0));
            }
            if (begins)
                for (uint32_t i = b->open.count; i-- && b->open.at[i].as == AS_INLINE;) b->inline_hints |= b->open.at[i].hints;
            b->space = false;
            b->breaks = 0;
            run_from(b, verbatim ? source + from : source, verbatim ? to - from : size, verbatim);
            put(b, s + from, to - from);
            if (b->link) b->links += (uint32_t)(to - from);
            if (b->bold) b->bolds += (uint32_t)(to - from);
        }
        while (to < len && (s[to] == ' ' || s[to] == '\n' || s[to] == '\t' || s[to] == '\r' || s[to] == '\f')) {
            b->space = true;
            to++;
        }
        from = to;
    }
}

static bool in_pre(const struct builder *b) { return b->open.count && b->open.at[b->open.count - 1].kind == PAGE_pre; }

/* Lines of preformatted text stand as they are. */
static void lines(struct builder *b, const char *s, size_t len, size_t source)
{
    size_t from = 0;
    while (from < len) {
        const char *nl = memchr(s + from, '\n', len - from);
        size_t to = nl ? (size_t)(nl - s) : len;
        words(b, s + from, to - from, source + from, to - from, true);
        if (nl) b->breaks++;
        from = to + (nl != NULL);
    }
}

/* ------------------------------------------------------------------ events */

static void keep_text(struct builder *b, const char *s, size_t len)
{
    if (b->keep_len + len > b->kept + SCRIPT_MOST || !grow(b, &b->keep, &b->keep_room, b->keep_len + len + 1)) return;
    memcpy(b->keep + b->keep_len, s, len);
    b->keep_len += len;
}

/* Where a reference begins that ends there: behind the tag that was seen last. */
static size_t reference_at(const struct builder *b, size_t end)
{
    chy_str text = b->tame.text;
    if (b->source_end >= end || end > text.len) return end;
    const char *mark = memchr(text.ptr + b->source_end, '&', end - b->source_end);
    return mark ? (size_t)(mark - text.ptr) : b->source_end;
}

/* Text that stands at `at` of what the parser sees. */
static void verbatim_text(struct builder *b, const char *s, size_t len, size_t at)
{
    while (len) {
        size_t source, part = tame_place(&b->tame, &b->cut, at, len, &source);
        if (in_pre(b))
            lines(b, s, part, source);
        else
            words(b, s, part, source, part, true);
        s += part;
        at += part;
        len -= part;
    }
}

/* Text that stands for what is there up to `end`. */
static void meant_text(struct builder *b, const char *s, size_t len, size_t end)
{
    size_t from = reference_at(b, end), source, last = 0;
    tame_place(&b->tame, &b->cut, from, 1, &source);
    if (end > from) tame_place(&b->tame, &b->cut, end - 1, 1, &last);
    words(b, s, len, source, end > from ? last + 1 - source : 0, false);
}

/* Where text ends that the parser hands over: long text comes in pieces, each before its last character has been passed. */
static size_t text_end(const struct builder *b, const char *s, size_t len)
{
    enum { PIECE = 1000 };
    size_t end = here(b), last = 1;
    if (len < PIECE) return end;
    while (last < 4 && ((unsigned char)s[len - last] & 0xC0) == 0x80) last++;
    size_t at = end + last >= len ? end + last - len : SIZE_MAX;
    chy_str text = b->tame.text;
    return at < text.len && text.len - at >= len && !memcmp(text.ptr + at, s, len) ? end + last : end;
}

static void on_text(void *user, const xmlChar *ch, int count)
{
    struct builder *b = user;
    const char *s = (const char *)ch;
    size_t len = count > 0 ? (size_t)count : 0, end = text_end(b, s, len), at = end >= len ? end - len : 0;
    if (b->failed) return;
    if (b->keeping) {
        keep_text(b, s, len);
    } else if (!b->skip) {
        if (at + len <= b->tame.text.len && !memcmp(b->tame.text.ptr + at, s, len))
            verbatim_text(b, s, len, at);
        else
            meant_text(b, s, len, end);
    }
    b->source_end = end;
}

static chy_str attribute(const xmlChar **attrs, const char *name)
{
    for (; attrs && attrs[0]; attrs += 2)
        if (attrs[1] && !xmlStrcasecmp(attrs[0], BAD_CAST name)) {
            chy_str value = str_of((const char *)attrs[1]);
            return str_cut(value, 0, VALUE_MOST);
        }
    return (chy_str){ 0 };
}

static bool has_attribute(const xmlChar **attrs, const char *name)
{
    for (; attrs && attrs[0]; attrs += 2)
        if (!xmlStrcasecmp(attrs[0], BAD_CAST name)) return true;
    return false;
}

static uint32_t hints_of(struct builder *b, chy_str names)
{
    if (!names.len || names.len > 512) return 0;
    uint32_t bits = map_get(&b->hints, names);
    if (bits != MAP_NONE) return bits;
    bits = page_hints_of(b->rules, names);
    chy_str kept = str_keep(b->mem, names);
    if (!kept.ptr || !map_put(&b->hints, b->mem, kept, bits)) b->failed = true;
    return bits;
}

static bool style_hides(chy_str style)
{
    size_t at = str_find(style, CHY_LIT("display"), 0);
    if (at == SIZE_MAX) return false;
    chy_str rest = str_cut(style, at + 7, at + 20);
    return str_find(rest, CHY_LIT("none"), 0) != SIZE_MAX;
}

static uint32_t all_hints(struct builder *b, const xmlChar **attrs)
{
    uint32_t bits = hints_of(b, attribute(attrs, "class")) | hints_of(b, attribute(attrs, "id"));
    if (has_attribute(attrs, "hidden") || style_hides(attribute(attrs, "style")) || str_is(attribute(attrs, "aria-hidden"), "true"))
        bits |= 1u << HINT_hidden;
    return bits;
}

static struct page_mark *mark(struct builder *b, enum page_mark_kind kind, chy_str key, chy_str value)
{
    struct page_mark *m = LIST_PUSH(b->mem, &b->page->marks);
    if (m) *m = (struct page_mark){ .kind = kind, .node = top(b) ? top(b)->node : PAGE_NONE, .block = b->page->blocks.count };
    if (m && key.len) {
        m->key = str_keep(b->mem, key);
        m->key = utf8_lower(b->mem, m->key);
    }
    if (m && value.len) m->value = str_keep(b->mem, value);
    if (!m || (key.len && !m->key.ptr) || (value.len && !m->value.ptr)) {
        b->failed = true;
        return NULL;
    }
    m->span.start = m->span.end = (uint32_t)b->len;
    return m;
}

static chy_str first_of(chy_str a, chy_str b) { return a.len ? a : b; }

/* An address below /author/ is that of one. */
static bool has_author_path(chy_str href)
{
    return str_find(href, CHY_LIT("/author/"), 0) != SIZE_MAX || str_find(href, CHY_LIT("/authors/"), 0) != SIZE_MAX ||
           str_find(href, CHY_LIT("/autor/"), 0) != SIZE_MAX || str_find(href, CHY_LIT("/autoren/"), 0) != SIZE_MAX;
}

/* What an element says of the page; 1 + index of a mark whose text ends with it, 0. */
static uint32_t mark_element(struct builder *b, chy_str name, uint8_t kind, const xmlChar **attrs, uint32_t hints, bool is_inline)
{
    chy_str item = attribute(attrs, "itemprop");
    struct page_mark *m = NULL;
    if (str_is(name, "meta")) {
        chy_str key =
            first_of(first_of(attribute(attrs, "property"), attribute(attrs, "name")), first_of(item, attribute(attrs, "http-equiv")));
        if (key.len && attribute(attrs, "content").len) mark(b, item.len ? MARK_ITEM : MARK_META, key, attribute(attrs, "content"));
        return 0;
    }
    if (str_is(name, "link")) {
        if (attribute(attrs, "rel").len) mark(b, MARK_LINK, attribute(attrs, "rel"), attribute(attrs, "href"));
        return 0;
    }
    if (str_is(name, "html") && attribute(attrs, "lang").len) mark(b, MARK_LANGUAGE, (chy_str){ 0 }, attribute(attrs, "lang"));
    if (item.len)
        m = mark(b, MARK_ITEM, item, first_of(attribute(attrs, "content"), attribute(attrs, "datetime")));
    else if (kind == PAGE_time)
        m = mark(b, MARK_TIME, attribute(attrs, "class"), attribute(attrs, "datetime"));
    else if (kind == PAGE_a && has_author_path(attribute(attrs, "href")))
        m = mark(b, MARK_AUTHOR, CHY_LIT("author"), (chy_str){ 0 });
    else if (str_in_bars(CHY_LIT("author|author nofollow|nofollow author"), attribute(attrs, "rel")) ||
             (is_inline && hints & 1u << HINT_byline))
        m = mark(b, MARK_AUTHOR, attribute(attrs, "rel"), (chy_str){ 0 });
    else if (is_inline && hints & 1u << HINT_date) /* "3 hours ago", and the day in title */
        m = mark(b, MARK_DATE, attribute(attrs, "class"), attribute(attrs, "title"));
    return m ? (uint32_t)(m - b->page->marks.at) + 1 : 0;
}

static bool is_linked_data(const xmlChar **attrs) { return str_find(attribute(attrs, "type"), CHY_LIT("ld+json"), 0) != SIZE_MAX; }

static void open_node(struct builder *b, struct open *o, uint8_t kind, uint32_t hints)
{
    uint32_t parent = o->node;
    struct page_node *node = LIST_PUSH(b->mem, &b->page->nodes);
    if (!node) {
        b->failed = true;
        return;
    }
    uint16_t depth = parent == PAGE_NONE ? 0 : b->page->nodes.at[parent].depth;
    *node = (struct page_node){ .parent = parent, .hints = hints, .depth = depth < DEPTH_MOST ? depth + 1 : depth, .kind = kind };
    o->node = b->page->nodes.count - 1;
}

static void on_start(void *user, const xmlChar *xml_name, const xmlChar **attrs)
{
    struct builder *b = user;
    if (b->failed) return;
    chy_str name = str_of((const char *)xml_name);
    uint32_t known = map_get(&b->rules->element, name);
    struct open o = { .node = top(b) ? top(b)->node : PAGE_NONE, .as = AS_INLINE, .kind = PAGE_other };
    if (known != MAP_NONE) {
        o.as = (uint8_t)(known >> 8);
        o.kind = (uint8_t)known;
    }
    uint32_t hints = o.as == AS_SKIP ? 0 : all_hints(b, attrs);
    if (o.kind == PAGE_br) {
        if (!b->skip) b->breaks++;
    } else if (o.as == AS_BLOCK || o.as == AS_PARAGRAPH || o.as == AS_BREAK) {
        flush(b);
        if (o.as != AS_BREAK) open_node(b, &o, o.kind, hints);
    } else if (o.as == AS_INLINE) {
        o.hints = hints;
    }
    o.mark = mark_element(b, name, o.kind, attrs, hints, o.as == AS_INLINE);
    if (o.as == AS_SKIP) {
        b->skip++;
        o.keeps = !b->keeping && (str_is(name, "title") ? b->skip == 1 : o.kind == PAGE_script && is_linked_data(attrs));
        if (o.keeps) {
            b->keeping = true;
            b->kept = (uint32_t)b->keep_len;
        }
    }
    b->link += o.kind == PAGE_a;
    b->bold += o.kind == PAGE_b;
    struct open *place = LIST_PUSH(b->mem, &b->open);
    if (!place)
        b->failed = true;
    else
        *place = o;
    b->source_end = here(b);
}

static void end_kept(struct builder *b, bool title)
{
    chy_str value = b->keep_len > b->kept ? str_trim((chy_str){ b->keep + b->kept, b->keep_len - b->kept }) : (chy_str){ 0 };
    b->keeping = false;
    if (value.len) mark(b, title ? MARK_TITLE : MARK_JSON, (chy_str){ 0 }, value);
    b->keep_len = b->kept;
}

static void on_end(void *user, const xmlChar *xml_name)
{
    struct builder *b = user;
    (void)xml_name;
    struct open *o = top(b);
    if (b->failed || !o) return;
    struct open done = *o;
    if (done.as == AS_BLOCK || done.as == AS_PARAGRAPH) {
        uint32_t end = (uint32_t)b->len;
        if (done.mark) b->page->marks.at[done.mark - 1].span.end = end;
        flush(b);
    } else if (done.mark) {
        b->page->marks.at[done.mark - 1].span.end = (uint32_t)b->len;
    }
    if (done.keeps) end_kept(b, done.kind != PAGE_script);
    b->skip -= done.as == AS_SKIP;
    b->link -= done.kind == PAGE_a;
    b->bold -= done.kind == PAGE_b;
    b->open.count--;
    b->source_end = here(b);
}

static void on_nothing(void *user, const char *message, ...)
{
    (void)user;
    (void)message;
}

/* ------------------------------------------------------------------ the whole */

chy_status page_read_html(const struct page_rules *rules, chy_str source, arena *mem, struct page *out, chy_err *err)
{
    struct builder b = { .rules = rules, .page = out, .mem = mem };
    *out = (struct page){ .source = source };
    if (!source.len) return CHY_OK;
    if (source.len > INT32_MAX) return err_set(err, CHY_E2BIG, 0, "is a page of more than 2 GiB");
    if (!page_tame(source, mem, &b.tame)) return err_memory(err, "reading a page");
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(b.tame.text.ptr, (int)b.tame.text.len);
    if (!parser) return err_memory(err, "reading a page");
    xmlSAXHandler sax = { .startElement = on_start,
                          .endElement = on_end,
                          .characters = on_text,
                          .ignorableWhitespace = on_text,
                          .cdataBlock = on_text,
                          .warning = on_nothing,
                          .error = on_nothing,
                          .fatalError = on_nothing };
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    xmlSAXHandlerPtr own = parser->sax;
    parser->sax = &sax;
    parser->userData = &b;
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    b.parser = parser;
    htmlParseDocument(parser);
    bool failed = b.failed || parser->errNo == XML_ERR_NO_MEMORY;
    parser->sax = own;
    htmlFreeParserCtxt(parser);
    if (!failed) flush(&b);
    if (failed || b.failed) return err_memory(err, "reading a page");
    while (b.len && b.text[b.len - 1] == '\n') b.len--;
    out->text = (chy_str){ b.text, b.len };
    return CHY_OK;
}
