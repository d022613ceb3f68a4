#include "page/tame.h"

#include <string.h>

#include "base/map.h"

enum { DEPTH = 400, ATTRIBUTES = 200, NAME_MOST = 24, KEY_MOST = 60 };

/* What is to be known of the elements of one name. */
enum name_is {
    NAME_ENDS_ITSELF = 1, /* or has no end: it does not count as deep */
    NAME_RAW = 2,         /* nothing in it is a tag */
    NAME_SCRIPT = 4,
    NAME_STYLE = 8,
    NAME_HIDES = 16,   /* noscript */
    NAME_DRAWING = 32, /* svg */
    NAME_LINK = 64,
    NAME_META = 128,
    NAME_ABBR = 256
};

/* How many elements of one name are open, how many were closed by their own start tag ("/>"), how many start tags were blanked. */
struct name {
    uint32_t open, empty, blanked;
    unsigned is; /* enum name_is, or'ed */
};

struct range {
    size_t from, to;
};

struct tamer {
    chy_str source;
    arena *mem;
    struct tame *out;
    char *text;       /* NULL until something is blanked or cut */
    size_t len, done; /* of the text; of the source, what is in it */
    struct map names;
    LIST(struct name) counts;
    LIST(struct range) idle; /* of one tag: attributes that nobody looks at */
    uint32_t depth;
    bool no_memory, endless, endless_script; /* a noscript, a script was seen that has no end */
};

/* ------------------------------------------------------------------ the text that comes out */

static bool take_until(struct tamer *t, size_t at)
{
    if (!t->text && !(t->text = arena_alloc(t->mem, t->source.len + 1))) t->no_memory = true;
    if (t->no_memory) return false;
    memcpy(t->text + t->len, t->source.ptr + t->done, at - t->done);
    t->len += at - t->done;
    t->done = at;
    return true;
}

static void blank(struct tamer *t, size_t from, size_t to)
{
    if (!take_until(t, from)) return;
    memset(t->text + t->len, ' ', to - from);
    t->len += to - from;
    t->done = to;
}

static void cut(struct tamer *t, size_t from, size_t to)
{
    if (from >= to || !take_until(t, from)) return;
    struct tame_cut *last = t->out->cuts.count ? &t->out->cuts.at[t->out->cuts.count - 1] : NULL;
    uint32_t gone = (uint32_t)(to - from) + (last ? last->gone : 0);
    if (!last || last->at != t->len) last = LIST_PUSH(t->mem, &t->out->cuts);
    if (last) *last = (struct tame_cut){ (uint32_t)t->len, gone };
    if (!last) t->no_memory = true;
    t->done = to;
}

size_t tame_place(const struct tame *t, uint32_t *cut, size_t at, size_t size, size_t *place)
{
    const struct tame_cut *cuts = t->cuts.at;
    uint32_t i = *cut;
    while (i < t->cuts.count && cuts[i].at <= at) i++;
    while (i && cuts[i - 1].at > at) i--;
    *cut = i;
    *place = at + (i ? cuts[i - 1].gone : 0);
    return i < t->cuts.count && cuts[i].at - at < size ? cuts[i].at - at : size;
}

/* ------------------------------------------------------------------ names */

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static char low(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static chy_str tag_name(chy_str s, size_t at, char out[NAME_MOST])
{
    size_t n = 0;
    while (at < s.len && n < NAME_MOST && !is_space(s.ptr[at]) && s.ptr[at] != '>' && s.ptr[at] != '/') out[n++] = low(s.ptr[at++]);
    return (chy_str){ out, n };
}

static unsigned name_is(chy_str name)
{
    static const struct {
        const char *names;
        unsigned is;
    } kinds[] = { { "p|li|td|th|tr|dt|dd|option|optgroup|thead|tbody|tfoot|br|hr|img|input|meta|link|area|base|col|embed|source|track|wbr|"
                    "param|html|head|body",
                    NAME_ENDS_ITSELF },
                  { "script|style|textarea|title", NAME_RAW },
                  { "script", NAME_SCRIPT },
                  { "style", NAME_STYLE },
                  { "noscript", NAME_HIDES },
                  { "svg", NAME_DRAWING },
                  { "link", NAME_LINK },
                  { "meta", NAME_META },
                  { "abbr", NAME_ABBR } };
    unsigned is = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_in_bars(str_of(kinds[i].names), name)) is |= kinds[i].is;
    return is;
}

static struct name *name_of(struct tamer *t, chy_str name)
{
    uint32_t at = map_get(&t->names, name);
    if (at != MAP_NONE) return &t->counts.at[at];
    chy_str kept = str_keep(t->mem, name);
    struct name *n = LIST_PUSH(t->mem, &t->counts);
    if (!kept.ptr || !n || !map_put(&t->names, t->mem, kept, t->counts.count - 1)) t->no_memory = true;
    if (n) n->is = name_is(name);
    return n;
}

/* ------------------------------------------------------------------ attributes */

/* Does page/html.c look at it? */
static bool is_asked_for(chy_str key, chy_str value, unsigned is)
{
    enum { ALWAYS, LINKS, SHOWN, OF };
    static const struct {
        chy_str key;
        unsigned when, is;
    } asked[] = { { { "class", 5 }, ALWAYS, 0 },      { { "href", 4 }, LINKS, 0 },          { { "style", 5 }, SHOWN, 0 },
                  { { "id", 2 }, ALWAYS, 0 },         { { "rel", 3 }, ALWAYS, 0 },          { { "title", 5 }, OF, NAME_ABBR },
                  { { "type", 4 }, OF, NAME_SCRIPT }, { { "name", 4 }, OF, NAME_META },     { { "content", 7 }, ALWAYS, 0 },
                  { { "property", 8 }, ALWAYS, 0 },   { { "itemprop", 8 }, ALWAYS, 0 },     { { "datetime", 8 }, ALWAYS, 0 },
                  { { "hidden", 6 }, ALWAYS, 0 },     { { "aria-hidden", 11 }, ALWAYS, 0 }, { { "http-equiv", 10 }, ALWAYS, 0 },
                  { { "lang", 4 }, ALWAYS, 0 } };
    size_t i = 0, count = sizeof asked / sizeof *asked;
    while (i < count && (key.len != asked[i].key.len || low(*key.ptr) != *asked[i].key.ptr || !str_eq_ascii_nocase(key, asked[i].key))) i++;
    if (i == count) return false;
    switch (asked[i].when) {
    case LINKS: return is & NAME_LINK || str_find(value, CHY_LIT("/aut"), 0) != SIZE_MAX;
    case SHOWN: return str_find(value, CHY_LIT("display"), 0) != SIZE_MAX;
    case OF: return is & asked[i].is;
    default: return true;
    }
}

static bool idle(struct tamer *t, size_t from, size_t to)
{
    struct range *r = LIST_PUSH(t->mem, &t->idle);
    if (r) *r = (struct range){ from, to };
    t->no_memory |= !r;
    return r != NULL;
}

static size_t key_end(chy_str s, size_t at)
{
    size_t end = at;
    if (end < s.len && is_letter(s.ptr[end]))
        while (end < s.len && end - at < KEY_MOST &&
               (is_letter(s.ptr[end]) || (s.ptr[end] >= '0' && s.ptr[end] <= '9') || s.ptr[end] == '-' || s.ptr[end] == '_' ||
                s.ptr[end] == ':'))
            end++;
    return end;
}

/* Behind one attribute in its plainest form, key="value", or a key alone; `at` itself when there is another. */
static size_t attribute_end(struct tamer *t, size_t at, unsigned is, bool *kept)
{
    chy_str s = t->source;
    size_t from = at, end;
    while (from < s.len && is_space(s.ptr[from])) from++;
    end = key_end(s, from);
    if (from == at || end == from || end == s.len) return at;
    chy_str key = str_cut(s, from, end), value = { 0 };
    if (s.ptr[end] == '=' && end + 1 < s.len && (s.ptr[end + 1] == '"' || s.ptr[end + 1] == '\'')) {
        const char *quote = memchr(s.ptr + end + 2, s.ptr[end + 1], s.len - end - 2);
        if (!quote) return at;
        value = str_cut(s, end + 2, (size_t)(quote - s.ptr));
        end = (size_t)(quote - s.ptr) + 1;
    } else if (is_space(s.ptr[end])) {
        size_t next = end;
        while (next < s.len && is_space(s.ptr[next])) next++;
        if (next < s.len && s.ptr[next] == '=') return at;
    }
    if (end == s.len || (!is_space(s.ptr[end]) && s.ptr[end] != '>' && s.ptr[end] != '/')) return at;
    *kept = is_asked_for(key, value, is);
    if (!*kept && !idle(t, at, end)) return at;
    return end;
}

/* Behind the tag whose attributes begin at `at`; t->idle: which of them may go, and those that are too many. */
static size_t tag_end(struct tamer *t, size_t at, unsigned is, bool ends)
{
    chy_str s = t->source;
    size_t attributes = 0, most = 0;
    char quote = 0;
    bool kept;
    t->idle.count = 0;
    for (size_t next; !ends && attributes + 1 < ATTRIBUTES && (next = attribute_end(t, at, is, &kept)) > at; at = next) attributes += kept;
    for (; at < s.len; at++) {
        char c = s.ptr[at];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if ((c == '"' || c == '\'') && at && s.ptr[at - 1] == '=') {
            quote = c;
        } else if (c == '>') {
            break;
        } else if (is_space(c) && at + 1 < s.len && !is_space(s.ptr[at + 1]) && ++attributes == ATTRIBUTES) {
            most = at;
        }
    }
    if (most) idle(t, most, at);
    return at < s.len ? at + 1 : s.len;
}

static void cut_idle(struct tamer *t)
{
    for (uint32_t i = 0; i < t->idle.count; i++) cut(t, t->idle.at[i].from, t->idle.at[i].to);
}

/* ------------------------------------------------------------------ what stands in an element */

/* From the start tag of a script or style to its end: nothing in it is a tag. */
static size_t raw_end(chy_str s, size_t at, chy_str name)
{
    while (at + 2 + name.len <= s.len) {
        const char *p = memchr(s.ptr + at, '<', s.len - at);
        if (!p) break;
        at = (size_t)(p - s.ptr);
        if (at + 2 + name.len <= s.len && s.ptr[at + 1] == '/' && str_eq_ascii_nocase(str_cut(s, at + 2, at + 2 + name.len), name))
            return at;
        at++;
    }
    return s.len;
}

static bool is_tag_of(chy_str s, size_t at, chy_str name)
{
    if (at + name.len >= s.len || !str_eq_ascii_nocase(str_cut(s, at, at + name.len), name)) return false;
    char c = s.ptr[at + name.len];
    return is_space(c) || c == '>' || c == '/';
}

/* The end of a script as browsers see it: <!-- <script> within it takes an end tag of its own. s.len when there is none. */
static size_t script_end(chy_str s, size_t at)
{
    static const chy_str script = { "script", 6 };
    bool comment = false, inner = false;
    for (; at < s.len; at++) {
        const char *p = comment ? s.ptr + at : memchr(s.ptr + at, '<', s.len - at);
        if (!p) break;
        at = (size_t)(p - s.ptr);
        if (*p == '-' && str_starts(str_cut(s, at, s.len), CHY_LIT("-->"))) {
            comment = inner = false;
        } else if (*p == '<' && str_starts(str_cut(s, at, s.len), CHY_LIT("<!--"))) {
            comment = true;
            at++;
        } else if (*p == '<' && at + 1 < s.len && s.ptr[at + 1] == '/' && is_tag_of(s, at + 2, script)) {
            if (!inner) return at;
            inner = false;
        } else if (*p == '<' && comment && is_tag_of(s, at + 1, script)) {
            inner = true;
        }
    }
    return s.len;
}

/* "application/ld+json", however the plus is written. */
static bool is_linked_data(chy_str tag)
{
    return str_find(tag, CHY_LIT("ld+json"), 0) != SIZE_MAX ||
           (memchr(tag.ptr, '&', tag.len) && str_find(tag, CHY_LIT("json"), 0) != SIZE_MAX);
}

/* Behind what stands in an element whose inside is raw. A start tag that ends in "/>" has no inside for libxml2. */
static size_t pass_raw(struct tamer *t, chy_str tag, size_t at, chy_str name, unsigned is)
{
    size_t end = raw_end(t->source, at, name);
    if (!(is & (NAME_SCRIPT | NAME_STYLE)) || str_ends(tag, CHY_LIT("/>")) || (is & NAME_SCRIPT && is_linked_data(tag))) return end;
    if (is & NAME_SCRIPT && !t->endless_script) {
        size_t last = script_end(t->source, at);
        if (last < t->source.len) end = last;
        t->endless_script = last == t->source.len;
    }
    cut(t, at, end);
    return end;
}

/* What stands in a noscript is for those without scripts; an element that it leaves open would take the page with it. */
static void hide_noscript(struct tamer *t, size_t at, chy_str name)
{
    size_t end = t->endless ? t->source.len : raw_end(t->source, at, name);
    t->endless |= end == t->source.len;
    if (t->endless || !memchr(t->source.ptr + at, '<', end - at)) return;
    cut(t, at, end - 1);
    blank(t, end - 1, end);
}

/* Where a drawing ends whose inside begins at `at`, when nothing but the elements of drawings stands there, none of them ended before it
 * began; else `at`. */
static size_t drawing_end(chy_str s, size_t at)
{
    static const char shapes[] = "path|g|circle|rect|polygon|polyline|line|ellipse|defs|clippath|use|symbol|mask|lineargradient|"
                                 "radialgradient|stop|desc|text|tspan|title";
    size_t open = 0, from = at;
    for (const char *p; at < s.len && (p = memchr(s.ptr + at, '<', s.len - at));) {
        char room[NAME_MOST];
        at = (size_t)(p - s.ptr) + 1;
        bool ends = at < s.len && s.ptr[at] == '/';
        chy_str name = tag_name(s, at + ends, room);
        if (ends && str_is(name, "svg")) return at - 1;
        const char *close = memchr(p, '>', s.len - at + 1);
        if (!close || !str_in_bars(str_of(shapes), name) || (ends && !open)) return from;
        if (ends)
            open--;
        else
            open += close[-1] != '/';
        at = (size_t)(close - s.ptr) + 1;
    }
    return from;
}

/* ------------------------------------------------------------------ tags */

/* Should the tag go, since it ends nothing or stands too deep? */
static bool is_misplaced(struct tamer *t, struct name *n, bool ends, bool empty)
{
    if (ends && n->blanked) {
        n->blanked--;
        return true;
    }
    if (ends && n->open) {
        n->open--;
        t->depth--;
        return false;
    }
    if (ends && n->empty) {
        n->empty--;
        return false;
    }
    if (ends) return !(n->is & (NAME_ENDS_ITSELF | NAME_RAW));
    if (n->is & NAME_ENDS_ITSELF) return false;
    if (empty) {
        n->empty++;
        return false;
    }
    if (t->depth >= DEPTH) {
        n->blanked++;
        return true;
    }
    n->open++;
    t->depth++;
    return false;
}

static size_t tame_tag(struct tamer *t, size_t at)
{
    char text[NAME_MOST];
    bool ends = t->source.ptr[at + 1] == '/';
    chy_str name = tag_name(t->source, at + 1 + ends, text);
    if (!name.len) return tag_end(t, at + 1 + ends, 0, true);
    struct name *n = name_of(t, name);
    if (!n || t->no_memory) return t->source.len;
    size_t end = tag_end(t, at + 1 + ends + name.len, n->is, ends);
    chy_str tag = str_cut(t->source, at, end);
    bool raw = !ends && n->is & NAME_RAW, empty = !ends && str_ends(tag, CHY_LIT("/>"));
    if (!raw && is_misplaced(t, n, ends, empty)) {
        blank(t, at, end);
    } else {
        cut_idle(t);
    }
    if (raw) return pass_raw(t, tag, end, name, n->is);
    if (!ends && n->is & NAME_HIDES) hide_noscript(t, end, name);
    if (!ends && !empty && n->is & NAME_DRAWING) cut(t, end, drawing_end(t->source, end));
    return t->done > end ? t->done : end;
}

/* Behind the comment that begins at `at`, as browsers see it: "<!-->" and "<!-- --!>" are whole. */
static size_t comment_end(struct tamer *t, size_t at)
{
    chy_str s = t->source, rest = str_cut(s, at + 4, s.len);
    if (str_starts(rest, CHY_LIT(">")) || str_starts(rest, CHY_LIT("->"))) {
        size_t end = at + 5 + (*rest.ptr == '-');
        cut(t, at, end);
        return end;
    }
    for (size_t end = at + 4; (end = str_find(s, CHY_LIT("--"), end)) != SIZE_MAX; end++) {
        bool bang = end + 2 < s.len && s.ptr[end + 2] == '!';
        if (end + 2 + bang >= s.len || s.ptr[end + 2 + bang] != '>') continue;
        cut(t, at + 4, end);
        cut(t, end + 2, end + 2 + bang);
        return end + 3 + bang;
    }
    return s.len;
}

bool page_tame(chy_str source, arena *mem, struct tame *out)
{
    struct tamer t = { .source = source, .mem = mem, .out = out };
    *out = (struct tame){ .text = source };
    for (size_t at = 0; at + 1 < source.len && !t.no_memory;) {
        const char *p = memchr(source.ptr + at, '<', source.len - at - 1);
        if (!p) break;
        at = (size_t)(p - source.ptr);
        char c = source.ptr[at + 1];
        if (c == '/' || is_letter(c))
            at = tame_tag(&t, at);
        else if (c == '!' && str_starts(str_cut(source, at, source.len), CHY_LIT("<!--")))
            at = comment_end(&t, at);
        else
            at++;
    }
    if (t.text && take_until(&t, source.len)) out->text = (chy_str){ t.text, t.len };
    return !t.no_memory;
}
