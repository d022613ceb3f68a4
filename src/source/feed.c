/* Feeds: RSS in its many forms, Atom, JSON Feed. Each item is a document, with what the feed tells of it. */
#include <jansson.h>
#include <stdio.h>
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <strings.h>

#include "source/charset.h"
#include "source/gather.h"

enum { ITEMS_MOST = 200000, TITLE_MOST = 4096 };

struct feed {
    struct gather *g;
    chy_str file;
    int depth;
    unsigned number;
    chy_str source, lang;
    buf name;
};

struct item {
    buf title, link, date, author, content;
    bool is_text; /* the content has no markup */
};

static void item_init(struct item *i)
{
    *i = (struct item){ 0 };
    buf_init(&i->title, NULL, NULL);
    buf_init(&i->link, NULL, NULL);
    buf_init(&i->date, NULL, NULL);
    buf_init(&i->author, NULL, NULL);
    buf_init(&i->content, NULL, NULL);
}

static void item_done(struct item *i)
{
    buf_done(&i->title, NULL);
    buf_done(&i->link, NULL);
    buf_done(&i->date, NULL);
    buf_done(&i->author, NULL);
    buf_done(&i->content, NULL);
}

static chy_str view(const buf *b) { return str_trim((chy_str){ b->ptr ? b->ptr : "", b->len }); }

/* ------------------------------------------------------------------ text out of markup */

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

/* "&eacute;", "&#233;" at the beginning of s: appended; its size, 0 when it is none. */
static size_t put_reference(chy_str s, buf *out)
{
    char name[32];
    size_t end = str_find(str_cut(s, 0, sizeof name), CHY_LIT(";"), 1);
    unsigned code = 0;
    if (end == SIZE_MAX || end < 2) return 0;
    memcpy(name, s.ptr + 1, end - 1);
    name[end - 1] = 0;
    if (name[0] == '#') {
        bool hex = (name[1] | 32) == 'x';
        for (const char *p = name + 1 + hex; *p; p++) {
            int v = *p >= '0' && *p <= '9' ? *p - '0' : hex && (*p | 32) >= 'a' && (*p | 32) <= 'f' ? (*p | 32) - 'a' + 10 : -1;
            if (v < 0 || code > 0x110000) return 0;
            code = code * (hex ? 16 : 10) + (unsigned)v;
        }
    } else {
        const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)name);
        code = known ? known->value : 0;
    }
    if (!code || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return 0;
    xmlChar bytes[8];
    buf_bytes(out, bytes, (size_t)xmlCopyCharMultiByte(bytes, (int)code));
    return end + 1;
}

/* A title may have markup in it, and references twice over: text, on one line. */
static void put_plain(chy_str s, buf *out)
{
    for (size_t at = 0; at < s.len && out->len < TITLE_MOST;) {
        if (s.ptr[at] == '<' && at + 1 < s.len && ((s.ptr[at + 1] | 32) >= 'a' ? (s.ptr[at + 1] | 32) <= 'z' : s.ptr[at + 1] == '/')) {
            size_t end = str_find(s, CHY_LIT(">"), at);
            if (end != SIZE_MAX) {
                at = end + 1;
                continue;
            }
        }
        size_t size = s.ptr[at] == '&' ? put_reference(str_cut(s, at, s.len), out) : 0;
        if (size) {
            at += size;
            continue;
        }
        bool space = is_space(s.ptr[at]);
        if (!space || (out->len && out->ptr[out->len - 1] != ' ')) buf_char(out, space ? ' ' : s.ptr[at]);
        at++;
    }
}

static bool has_markup(chy_str s)
{
    for (size_t at = 0; at + 2 < s.len; at++) {
        if (s.ptr[at] == '<' && ((s.ptr[at + 1] | 32) >= 'a' ? (s.ptr[at + 1] | 32) <= 'z' : s.ptr[at + 1] == '/')) return true;
        if (s.ptr[at] == '&' && ((s.ptr[at + 1] | 32) >= 'a' ? (s.ptr[at + 1] | 32) <= 'z' : s.ptr[at + 1] == '#')) return true;
    }
    return false;
}

static bool has_text(chy_str markup)
{
    buf plain;
    buf_init(&plain, NULL, NULL);
    put_plain(markup, &plain);
    bool any = str_trim((chy_str){ plain.ptr ? plain.ptr : "", plain.len }).len > 0;
    buf_done(&plain, NULL);
    return any;
}

/* ------------------------------------------------------------------ an item is given out */

static void give_item(struct feed *f, struct item *i)
{
    chy_str link = view(&i->link), title = view(&i->title), content = view(&i->content);
    char number[16];
    snprintf(number, sizeof number, "%u", ++f->number);
    bool has_address = str_starts(link, CHY_LIT("http://")) || str_starts(link, CHY_LIT("https://"));
    struct envelope known = { .address = has_address ? link : (chy_str){ 0 },
                              .title = title,
                              .date = view(&i->date),
                              .author = view(&i->author),
                              .source = f->source,
                              .lang = f->lang,
                              .part = CHY_LIT("item") };
    if (known.date.len) known.date_basis = CHY_LIT("feed");
    bool marked = !i->is_text && has_markup(content);
    if (marked && !has_text(content)) content = (chy_str){ 0 };
    marked &= content.len > 0;
    known.type = marked ? CHY_LIT("text/html") : CHY_LIT("text/plain");
    known.charset = CHY_LIT("utf-8");
    chy_str name = has_address ? link : gather_name(&f->name, f->file, '#', str_of(number));
    if (content.len || title.len) gather_give(f->g, name, &known, content.len ? content : title);
}

/* ------------------------------------------------------------------ XML */

/* Entities of XML alone; those that a document declares are not looked at. */
static xmlEntityPtr no_entity(void *user, const xmlChar *name)
{
    (void)user;
    return xmlGetPredefinedEntity(name);
}

/* The name without its prefix; one that was never declared stands in the name itself. */
static const char *local_name(const xmlNode *n)
{
    const char *colon = n->ns ? NULL : strrchr((const char *)n->name, ':');
    return colon ? colon + 1 : (const char *)n->name;
}

static bool is(const xmlNode *n, const char *name) { return n->type == XML_ELEMENT_NODE && !strcasecmp(local_name(n), name); }

static bool has_prefix(const xmlNode *n, const char *prefix)
{
    size_t size = strlen(prefix);
    if (n->ns) return n->ns->prefix && !strcasecmp((const char *)n->ns->prefix, prefix);
    return !strncasecmp((const char *)n->name, prefix, size) && n->name[size] == ':';
}

/* The text within a node, at any depth, in order, without recursion. */
static void put_content(const xmlNode *top, buf *out)
{
    const xmlNode *n = top->children;
    while (n) {
        if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) && n->content) buf_str(out, str_of((const char *)n->content));
        if (n->type == XML_ELEMENT_NODE && n->children) {
            n = n->children;
            continue;
        }
        while (n && n != top && !n->next) n = n->parent;
        n = n && n != top ? n->next : NULL;
    }
}

/* The same with its markup, for content that is markup of XML itself. */
static void put_escaped(chy_str s, buf *out)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '<' || c == '>' || c == '&')
            buf_str(out, c == '<' ? CHY_LIT("&lt;") : c == '>' ? CHY_LIT("&gt;") : CHY_LIT("&amp;"));
        else
            buf_char(out, c);
    }
}

static void put_tag(const xmlNode *n, bool end, buf *out)
{
    buf_str(out, end ? CHY_LIT("</") : CHY_LIT("<"));
    buf_str(out, str_of((const char *)n->name));
    buf_char(out, '>');
}

static void put_markup(const xmlNode *top, buf *out)
{
    const xmlNode *n = top->children;
    while (n) {
        if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) && n->content)
            put_escaped(str_of((const char *)n->content), out);
        if (n->type == XML_ELEMENT_NODE) {
            put_tag(n, false, out);
            if (n->children) {
                n = n->children;
                continue;
            }
            put_tag(n, true, out);
        }
        while (n && n != top && !n->next) {
            n = n->parent;
            if (n && n != top) put_tag(n, true, out);
        }
        n = n && n != top ? n->next : NULL;
    }
}

static bool has_elements(const xmlNode *n)
{
    for (const xmlNode *c = n->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE) return true;
    return false;
}

static void put_attribute(const xmlNode *n, const char *name, buf *out)
{
    for (const xmlAttr *a = n->properties; a; a = a->next)
        if (!xmlStrcasecmp(a->name, (const xmlChar *)name) && a->children && a->children->content)
            buf_str(out, str_of((const char *)a->children->content));
}

static bool attribute_is(const xmlNode *n, const char *name, const char *value)
{
    for (const xmlAttr *a = n->properties; a; a = a->next)
        if (!xmlStrcasecmp(a->name, (const xmlChar *)name) && a->children && a->children->content)
            return !xmlStrcasecmp(a->children->content, (const xmlChar *)value);
    return false;
}

static bool has_attribute(const xmlNode *n, const char *name)
{
    for (const xmlAttr *a = n->properties; a; a = a->next)
        if (!xmlStrcasecmp(a->name, (const xmlChar *)name)) return true;
    return false;
}

/* The rank of what an element is for its item: higher wins. The name alone decides, whatever the namespace. */
static int content_rank(const xmlNode *n)
{
    if (is(n, "encoded") || is(n, "fullitem") || is(n, "body")) return 4;
    if (is(n, "content")) return has_attribute(n, "src") || has_attribute(n, "url") ? 0 : 3;
    if (is(n, "description")) return has_prefix(n, "media") || has_prefix(n, "itunes") ? 0 : 2;
    return is(n, "summary") || is(n, "abstract") || is(n, "tagline") ? (has_prefix(n, "itunes") ? 0 : 1) : 0;
}

static int date_rank(const xmlNode *n)
{
    if (is(n, "pubDate") || is(n, "published") || is(n, "issued")) return 4;
    if (is(n, "date")) return 3;
    if (is(n, "created")) return 2;
    return is(n, "updated") || is(n, "modified") ? 1 : 0;
}

static int link_rank(const xmlNode *n)
{
    if (is(n, "origlink")) return 4;
    if (is(n, "link")) {
        if (!has_attribute(n, "href")) return 3;
        return !has_attribute(n, "rel") || attribute_is(n, "rel", "alternate") ? 3 : 0;
    }
    if (is(n, "guid")) return attribute_is(n, "ispermalink", "false") ? 0 : 1;
    return 0;
}

static int author_rank(const xmlNode *n)
{
    if (is(n, "author")) return has_prefix(n, "itunes") ? 1 : 3;
    return is(n, "creator") ? 2 : 0;
}

/* "mail@example.org (Ola Nord)": the name. */
static void take_author(const xmlNode *n, buf *out)
{
    const xmlNode *name = NULL;
    out->len = 0;
    for (const xmlNode *c = n->children; c && !name; c = c->next)
        if (is(c, "name")) name = c;
    if (has_elements(n) && !name) return;
    put_content(name ? name : n, out);
    chy_str s = view(out);
    size_t open = str_find(s, CHY_LIT("("), 0), at = str_find(s, CHY_LIT("@"), 0);
    if (open == SIZE_MAX || at == SIZE_MAX || at > open) return;
    chy_str inside = str_trim(str_cut(s, open + 1, str_find(s, CHY_LIT(")"), open)));
    memmove(out->ptr, inside.ptr, inside.len);
    out->len = inside.len;
}

static void take_content(const xmlNode *n, struct item *i)
{
    i->content.len = 0;
    i->is_text = attribute_is(n, "type", "text") || attribute_is(n, "type", "text/plain");
    if (has_elements(n))
        put_markup(n, &i->content);
    else if (attribute_is(n, "mode", "base64"))
        return;
    else
        put_content(n, &i->content);
}

static void read_item(struct feed *f, const xmlNode *item)
{
    struct item i;
    int content = 0, date = 0, link = 0, author = 0, rank;
    buf raw;
    item_init(&i);
    buf_init(&raw, NULL, NULL);
    for (const xmlNode *n = item->children; n; n = n->next) {
        if (n->type != XML_ELEMENT_NODE) continue;
        if (is(n, "title") && !has_prefix(n, "media") && !i.title.len) {
            raw.len = 0;
            put_content(n, &raw);
            put_plain((chy_str){ raw.ptr ? raw.ptr : "", raw.len }, &i.title);
        } else if ((rank = content_rank(n)) > content) {
            take_content(n, &i);
            if (view(&i.content).len) content = rank;
        } else if ((rank = date_rank(n)) > date) {
            i.date.len = 0;
            put_content(n, &i.date);
            if (view(&i.date).len) date = rank;
        } else if ((rank = link_rank(n)) > link) {
            i.link.len = 0;
            if (has_attribute(n, "href"))
                put_attribute(n, "href", &i.link);
            else
                put_content(n, &i.link);
            if (view(&i.link).len) link = rank;
        } else if ((rank = author_rank(n)) > author) {
            take_author(n, &i.author);
            if (view(&i.author).len) author = rank;
        }
    }
    if (i.title.failed || i.content.failed || i.link.failed || i.date.failed || i.author.failed)
        gather_miss(f->g, f->file, "no memory to read it");
    else
        give_item(f, &i);
    buf_done(&raw, NULL);
    item_done(&i);
}

/* What the feed says of itself stands in the element that holds the items, or before them. */
static void read_about(const xmlNode *top, buf *source, buf *lang)
{
    for (const xmlNode *n = top->children; n; n = n->next) {
        if (is(n, "title") && !source->len) {
            buf raw;
            buf_init(&raw, NULL, NULL);
            put_content(n, &raw);
            put_plain((chy_str){ raw.ptr ? raw.ptr : "", raw.len }, source);
            buf_done(&raw, NULL);
        } else if (is(n, "language") && !lang->len)
            put_content(n, lang);
        else if (is(n, "channel"))
            read_about(n, source, lang);
    }
    if (!lang->len) put_attribute(top, "lang", lang);
}

/* One item within another: a parser that has met a tag without its end loses count. */
static void read_items(struct feed *f, const xmlNode *root)
{
    const xmlNode *n = root;
    while (n && !f->g->stopped && f->number < ITEMS_MOST) {
        if (is(n, "item") || is(n, "entry")) read_item(f, n);
        if (n->type == XML_ELEMENT_NODE && n->children) {
            n = n->children;
            continue;
        }
        while (n && n != root && !n->next) n = n->parent;
        n = n && n != root ? n->next : NULL;
    }
}

static xmlDoc *parse(chy_str text, bool *damaged)
{
    xmlParserCtxt *c = xmlNewParserCtxt();
    if (!c) return NULL;
    c->sax->getEntity = no_entity;
    xmlDoc *doc = xmlCtxtReadMemory(c, text.ptr, (int)text.len, NULL, "UTF-8",
                                    XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
    *damaged = !c->wellFormed;
    xmlFreeParserCtxt(c);
    return doc;
}

static void gather_xml(struct gather *g, chy_str name, chy_str text, int depth)
{
    struct feed f = { .g = g, .file = name, .depth = depth };
    buf source, lang;
    bool damaged = true;
    xmlDoc *doc = parse(text, &damaged);
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    buf_init(&f.name, NULL, NULL);
    buf_init(&source, NULL, NULL);
    buf_init(&lang, NULL, NULL);
    if (root) {
        read_about(root, &source, &lang);
        f.source = view(&source);
        f.lang = view(&lang);
        read_items(&f, root);
    }
    if (!root || (damaged && !f.number)) gather_miss(g, name, "is a feed that cannot be read");
    if (f.number >= ITEMS_MOST) gather_miss(g, name, "has more than 200,000 items; the others are left out");
    buf_done(&f.name, NULL);
    buf_done(&source, NULL);
    buf_done(&lang, NULL);
    xmlFreeDoc(doc);
}

/* ------------------------------------------------------------------ JSON */

static void put_member(const json_t *o, const char *key, buf *out)
{
    const json_t *v = json_object_get(o, key);
    if (json_is_string(v) && !out->len) buf_bytes(out, json_string_value(v), json_string_length(v));
}

static void read_json_item(struct feed *f, const json_t *o)
{
    struct item i;
    item_init(&i);
    put_member(o, "title", &i.title);
    put_member(o, "url", &i.link);
    put_member(o, "external_url", &i.link);
    put_member(o, "date_published", &i.date);
    put_member(o, "date_modified", &i.date);
    put_member(json_object_get(o, "author"), "name", &i.author);
    put_member(json_array_get(json_object_get(o, "authors"), 0), "name", &i.author);
    put_member(o, "content_html", &i.content);
    i.is_text = !i.content.len;
    put_member(o, "content_text", &i.content);
    put_member(o, "summary", &i.content);
    give_item(f, &i);
    item_done(&i);
}

static void gather_json(struct gather *g, chy_str name, chy_str text, int depth)
{
    struct feed f = { .g = g, .file = name, .depth = depth };
    buf source, lang;
    json_error_t why;
    json_t *o = json_loadb(text.ptr, text.len, JSON_ALLOW_NUL, &why), *item;
    size_t at;
    buf_init(&f.name, NULL, NULL);
    buf_init(&source, NULL, NULL);
    buf_init(&lang, NULL, NULL);
    put_member(o, "title", &source);
    put_member(o, "language", &lang);
    f.source = view(&source);
    f.lang = view(&lang);
    json_array_foreach(json_object_get(o, "items"), at, item)
    {
        if (g->stopped) break;
        read_json_item(&f, item);
    }
    if (!o) gather_miss(g, name, "is a feed that cannot be read");
    buf_done(&f.name, NULL);
    buf_done(&source, NULL);
    buf_done(&lang, NULL);
    json_decref(o);
}

/* ------------------------------------------------------------------ */

/* Names that only HTML knows ("&nbsp;"), which a parser of XML would drop, become characters; outside of CDATA, where they are markup. */
static void put_known(chy_str s, buf *out)
{
    for (size_t at = 0; at < s.len;) {
        chy_str rest = str_cut(s, at, s.len);
        size_t next = 1;
        if (rest.ptr[0] == '<' && str_starts(rest, CHY_LIT("<![CDATA["))) {
            size_t end = str_find(rest, CHY_LIT("]]>"), 9);
            next = end == SIZE_MAX ? rest.len : end + 3;
            buf_str(out, str_cut(rest, 0, next));
        } else if (rest.ptr[0] != '&') {
            while (next < rest.len && rest.ptr[next] != '&' && rest.ptr[next] != '<') next++;
            buf_str(out, str_cut(rest, 0, next));
        } else if (rest.len > 1 && rest.ptr[1] == '#') {
            buf_char(out, '&');
        } else if (str_starts(rest, CHY_LIT("&amp;")) || str_starts(rest, CHY_LIT("&lt;")) || str_starts(rest, CHY_LIT("&gt;")) ||
                   str_starts(rest, CHY_LIT("&quot;")) || str_starts(rest, CHY_LIT("&apos;"))) {
            buf_char(out, '&');
        } else {
            next = put_reference(rest, out);
            if (!next) buf_str(out, CHY_LIT("&amp;")); /* a mere "&" */
            next += !next;
        }
        at += next;
    }
}

/* The encoding that an XML declaration names. */
static chy_str declared(chy_str bytes)
{
    chy_str head = str_cut(bytes, 0, 256);
    size_t at = str_find(head, CHY_LIT("encoding="), 0), end;
    if (at == SIZE_MAX || at + 10 >= head.len) return (chy_str){ 0 };
    char quote[2] = { head.ptr[at + 9], 0 };
    end = str_find(head, str_of(quote), at + 10);
    return end == SIZE_MAX ? (chy_str){ 0 } : str_cut(head, at + 10, end);
}

void feed_gather(struct gather *g, chy_str name, chy_str bytes, int depth)
{
    buf text;
    buf_init(&text, NULL, NULL);
    charset_put(bytes, declared(bytes), &text);
    chy_str s = view(&text);
    if (str_starts(s, CHY_LIT("\xef\xbb\xbf"))) s = str_trim(str_cut(s, 3, s.len));
    for (size_t i = 0; i < text.len; i++) /* a parser would stop at a zero */
        if (!text.ptr[i]) text.ptr[i] = ' ';
    if (text.failed)
        gather_miss(g, name, "no memory to read it");
    else if (s.len && s.ptr[0] == '{')
        gather_json(g, name, s, depth);
    else {
        buf known;
        buf_init(&known, NULL, NULL);
        put_known(s, &known);
        if (known.failed)
            gather_miss(g, name, "no memory to read it");
        else
            gather_xml(g, name, (chy_str){ known.ptr ? known.ptr : "", known.len }, depth);
        buf_done(&known, NULL);
    }
    buf_done(&text, NULL);
}
