#include "page/tame.h"

#include "base/list.h"
#include "base/map.h"

enum { DEPTH = 400, ATTRIBUTES = 200, NAME_MOST = 24 };

/* How many elements of one name are open, and how many start tags of it were blanked. */
struct name {
    uint32_t open, blanked;
};

struct tamer {
    chy_str source;
    char *copy; /* NULL until something is blanked */
    arena *mem;
    struct map names;
    LIST(struct name) counts;
    uint32_t depth;
    bool no_memory, endless; /* endless: a noscript was seen that has no end */
};

static void blank(struct tamer *t, size_t from, size_t to)
{
    if (!t->copy) {
        chy_str copy = str_keep(t->mem, t->source);
        t->no_memory = !copy.ptr;
        t->copy = (char *)(uintptr_t)copy.ptr;
    }
    if (t->no_memory) return;
    memset(t->copy + from, ' ', to - from);
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

static chy_str tag_name(chy_str s, size_t at, char out[NAME_MOST])
{
    size_t n = 0;
    while (at < s.len && n < NAME_MOST && !is_space(s.ptr[at]) && s.ptr[at] != '>' && s.ptr[at] != '/') {
        char c = s.ptr[at++];
        out[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    return (chy_str){ out, n };
}

/* Behind the tag that begins at `at`; blanks the attributes that are too many. */
static size_t tag_end(struct tamer *t, size_t at)
{
    chy_str s = t->source;
    size_t attributes = 0, cut = 0;
    char quote = 0;
    for (; at < s.len; at++) {
        char c = s.ptr[at];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if ((c == '"' || c == '\'') && at && s.ptr[at - 1] == '=') {
            quote = c;
        } else if (c == '>') {
            break;
        } else if (is_space(c) && at + 1 < s.len && !is_space(s.ptr[at + 1]) && ++attributes == ATTRIBUTES) {
            cut = at;
        }
    }
    if (cut) blank(t, cut, at);
    return at < s.len ? at + 1 : s.len;
}

/* Elements that end by themselves, or have no end: they do not count as deep. */
static bool ends_itself(chy_str name)
{
    return str_in_bars(
        CHY_LIT(
            "p|li|td|th|tr|dt|dd|option|optgroup|thead|tbody|tfoot|br|hr|img|input|meta|link|area|base|col|embed|source|track|wbr|param|html|"
            "head|body"),
        name);
}

static struct name *counts_of(struct tamer *t, chy_str name)
{
    uint32_t at = map_get(&t->names, name);
    if (at != MAP_NONE) return &t->counts.at[at];
    chy_str kept = str_keep(t->mem, name);
    struct name *n = LIST_PUSH(t->mem, &t->counts);
    if (!kept.ptr || !n || !map_put(&t->names, t->mem, kept, t->counts.count - 1)) t->no_memory = true;
    return n;
}

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

/* What stands in a noscript is for those without scripts; an element that it leaves open would take the page with it. */
static void hide_noscript(struct tamer *t, size_t at, chy_str name)
{
    size_t end = t->endless ? t->source.len : raw_end(t->source, at, name);
    t->endless |= end == t->source.len;
    if (!t->endless && memchr(t->source.ptr + at, '<', end - at)) blank(t, at, end);
}

static size_t tame_tag(struct tamer *t, size_t at)
{
    char text[NAME_MOST];
    bool ends = t->source.ptr[at + 1] == '/';
    chy_str name = tag_name(t->source, at + 1 + ends, text);
    size_t end = tag_end(t, at + 1);
    if (!name.len) return end;
    if (!ends && str_in_bars(CHY_LIT("script|style|textarea|title"), name)) return raw_end(t->source, end, name);
    if (!ends && str_is(name, "noscript")) hide_noscript(t, end, name);
    if (ends_itself(name) && !ends) return end;
    struct name *n = counts_of(t, name);
    if (!n || t->no_memory) return end;
    if (ends && n->blanked) {
        n->blanked--;
        blank(t, at, end);
    } else if (ends && n->open) {
        n->open--;
        t->depth--;
    } else if (ends && !ends_itself(name) && !str_in_bars(CHY_LIT("script|style|textarea|title"), name)) {
        blank(t, at, end);
    } else if (!ends && t->depth >= DEPTH) {
        n->blanked++;
        blank(t, at, end);
    } else if (!ends) {
        n->open++;
        t->depth++;
    }
    return end;
}

chy_str page_tame(chy_str source, arena *mem)
{
    struct tamer t = { .source = source, .mem = mem };
    for (size_t at = 0; at + 1 < source.len && !t.no_memory;) {
        const char *p = memchr(source.ptr + at, '<', source.len - at - 1);
        if (!p) break;
        at = (size_t)(p - source.ptr);
        char c = source.ptr[at + 1];
        if (str_starts(str_cut(source, at, source.len), CHY_LIT("<!--"))) {
            size_t end = str_find(source, CHY_LIT("-->"), at + 4);
            at = end == SIZE_MAX ? source.len : end + 3;
        } else if (c == '/' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            at = tame_tag(&t, at);
        } else {
            at++;
        }
    }
    if (t.no_memory) return (chy_str){ 0 };
    return t.copy ? (chy_str){ t.copy, source.len } : source;
}
