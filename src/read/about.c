#include "read/about.h"

#include <jansson.h>

#include "base/utf8.h"
#include "read/title.h"

static const char address_basis[] = "address";

enum field { TITLE, DATE, UPDATED, AUTHOR, SOURCE, ADDRESS, FIELD_COUNT };
static const char *const field_names[] = { "title", "date", "updated", "author", "source", "address" };

enum {
    PLACE_MOST = 64,
    AGREE = 14, /* belief that each further claim of the same adds */
    AGREE_MOST = 42,
    OPENING = 60, /* bytes of a block that begins the text */
    NAME_MOST = 80,
    LINE_MOST = 120, /* bytes of a line that may be a byline or a date line */
    NEAR = 12,       /* blocks from the title within which such lines are looked for */
    BESIDE = 18,     /* belief that a line just beside the title adds */
    VALUE_MOST = 600,
    CLAIMS_MOST = 4000,
    IN_TEXT = 40,     /* a date in a line near the title */
    IN_ADDRESS = 58,  /* a date in the address */
    IN_OPENING = 16,  /* a date in the first lines of the text */
    IN_FRONT = 46,    /* a date that an early paragraph of the text begins with, and a dash */
    ANYWHERE = 8,     /* a date in a short line anywhere */
    LED_MOST = 80,    /* bytes of a line anywhere that says what its date is */
    LINES_MOST = 8,   /* of a block that are looked at for such */
    IN_LED = 24,      /* and such a date */
    IN_SUMMARY = 12,  /* a date in the description */
    LOCAL = 30,       /* a claim that may correct a moment in UTC */
    NEARLY_SURE = 52, /* one that holds such a claim up */
    BRACKETS = 64,    /* that may be open in linked data that is mended */
    ASIDE_UP = 12,    /* elements that are looked through for a mark of comments */
    SURE = 40,        /* a claim that ends the search in scripts */
    SCRIPT_CLAIMS = 60,
    SCRIPT_BEFORE = 40, /* bytes before a day that say what it is */
    HARDLY = 6,
    OF_ANYTHING = 25, /* less, for linked data that is about nothing known */
    TITLES_MOST = 24,
    OF_OTHERS = 30,   /* less, for what stands beside the text */
    IN_BROKEN = 30,   /* added to members of objects where linked data cannot be read */
    EARLIEST = 1990,  /* year in an address */
    LEAD_WORDS = 4,   /* before a day that are looked at for what it is */
    REPUBLISHED = 30, /* days after that in its address a page was not put up for the first time */
};

struct script_key {
    chy_str key;
    uint32_t speaks; /* field << 8 | belief */
};

struct about_rules {
    LIST(struct script_key) scripts;
    struct map key;   /* "meta og:title" -> field << 8 | belief */
    struct map lead;  /* lower case -> field */
    size_t lead_most; /* bytes of the longest */
    const struct day_names *days;
    struct title_rules titles;
};

struct claim {
    enum field field;
    chy_str value, folded;
    chy_str other; /* of a moment told in UTC: the day that it is elsewhere on Earth */
    const char *basis;
    int belief, sum;
    uint32_t block;
    bool seen; /* readers see it in the page's text */
    bool bare; /* a day with no hour */
    bool met;  /* met in a line that nothing calls the date of the page */
};

struct work {
    const struct about_rules *rules;
    const struct page *page;
    const int32_t *score;
    arena *mem;
    LIST(struct claim) claims;
    title_claims titles;
    uint32_t title;   /* the block that seems to be the title */
    uint32_t opening; /* the block that begins the text */
    bool broken;      /* linked data that cannot be read: what it says is looked for as in other scripts */
    bool no_memory;
};

/* ------------------------------------------------------------------ tables */

chy_status about_rules_create(const struct lexicon *lex, const struct day_names *days, arena *mem, struct about_rules **out, chy_err *err)
{
    struct about_rules *r = ARENA_NEW(mem, struct about_rules);
    const struct table *t;
    int c[4];
    if (!r) return err_memory(err, "compiling the rules of pages");
    r->days = days;
    chy_status st = lexicon_need(lex, CHY_LIT("page/about"), &t, err, c, "place", "key", "speaks", "belief", NULL);
    for (uint32_t row = 0; !st && row < table_rows(t); row++) {
        chy_str speaks = table_cell(t, row, c[2]), belief = table_cell(t, row, c[3]);
        chy_str key = str_format(mem, "%.*s %.*s", (int)table_cell(t, row, c[0]).len, table_cell(t, row, c[0]).ptr,
                                 (int)table_cell(t, row, c[1]).len, table_cell(t, row, c[1]).ptr);
        uint32_t field = 0, number = 0;
        while (field < FIELD_COUNT && !str_is(speaks, field_names[field])) field++;
        for (size_t i = 0; i < belief.len && i < 3; i++) number = number * 10 + (uint32_t)(belief.ptr[i] - '0');
        if (field == FIELD_COUNT || number > 100)
            return err_set(err, CHY_EMODEL, row, "%s: speaks of '%.*s' with belief '%.*s'", table_where(t, row), (int)speaks.len,
                           speaks.ptr, (int)belief.len, belief.ptr);
        struct script_key *script = str_is(table_cell(t, row, c[0]), "script") ? LIST_PUSH(mem, &r->scripts) : NULL;
        if (script) *script = (struct script_key){ table_cell(t, row, c[1]), field << 8 | number };
        if (!key.ptr || !map_put(&r->key, mem, key, field << 8 | number)) return err_memory(err, "compiling the rules of pages");
    }
    if (!st) st = lexicon_need(lex, CHY_LIT("page/leads"), &t, err, c, "lead", "speaks", NULL);
    for (uint32_t row = 0; !st && row < table_rows(t); row++) {
        uint32_t field = 0;
        while (field < FIELD_COUNT && !str_is(table_cell(t, row, c[1]), field_names[field])) field++;
        if (field == FIELD_COUNT && !str_is(table_cell(t, row, c[1]), "none"))
            return err_set(err, CHY_EMODEL, row, "%s: speaks of nothing known", table_where(t, row));
        if (!map_put(&r->lead, mem, table_cell(t, row, c[0]), field)) return err_memory(err, "compiling the rules of pages");
        if (table_cell(t, row, c[0]).len > r->lead_most) r->lead_most = table_cell(t, row, c[0]).len;
    }
    if (!st) st = title_rules_create(lex, &r->titles, err);
    if (!st) *out = r;
    return st;
}

/* ------------------------------------------------------------------ claims */

/* White space collapsed, soft hyphens off, references that were written twice resolved. */
static chy_str clean(struct work *w, chy_str s)
{
    static const struct {
        const char *name, *value;
    } references[] = { { "&amp;", "&" },
                       { "&quot;", "\"" },
                       { "&#039;", "'" },
                       { "&#39;", "'" },
                       { "&lt;", "<" },
                       { "&gt;", ">" },
                       { "&nbsp;", " " },
                       { "&#8217;", "\xe2\x80\x99" },
                       { "&#8211;", "\xe2\x80\x93" },
                       { "&#8220;", "\xe2\x80\x9c" },
                       { "&#8221;", "\xe2\x80\x9d" },
                       { "&#x27;", "'" },
                       { "&apos;", "'" } };
    s = utf8_cut(s, VALUE_MOST);
    char *out = arena_alloc(w->mem, s.len + 1);
    size_t n = 0;
    if (!out) {
        w->no_memory = true;
        return (chy_str){ 0 };
    }
    for (size_t at = 0; at < s.len;) {
        bool found = false;
        for (size_t i = 0; s.ptr[at] == '&' && i < sizeof references / sizeof *references; i++) {
            chy_str name = str_of(references[i].name), value = str_of(references[i].value);
            if (!str_starts(str_cut(s, at, s.len), name)) continue;
            memcpy(out + n, value.ptr, value.len);
            n += value.len;
            at += name.len;
            found = true;
            break;
        }
        if (found) continue;
        char c = s.ptr[at++];
        if (c == '\n' || c == '\r' || c == '\t') c = ' ';
        if (c == '\xc2' && at < s.len && s.ptr[at] == '\xa0') {
            c = ' ';
            at++;
        }
        if (c == '\xc2' && at < s.len && s.ptr[at] == '\xad') { /* a soft hyphen */
            at++;
            continue;
        }
        if (c != ' ' || (n && out[n - 1] != ' ')) out[n++] = c;
    }
    return str_trim((chy_str){ out, n });
}

static void claim(struct work *w, enum field field, chy_str value, int belief, const char *basis, uint32_t block)
{
    if (w->claims.count >= CLAIMS_MOST) return;
    value = clean(w, value);
    if (!value.len || w->no_memory) return;
    struct claim *c = LIST_PUSH(w->mem, &w->claims);
    if (c) *c = (struct claim){ .field = field, .value = value, .basis = basis, .belief = belief, .block = block };
    if (c) c->folded = utf8_fold(w->mem, value);
    if (!c || !c->folded.ptr) w->no_memory = true;
}

static void claim_title(struct work *w, enum title_place place, chy_str value, const char *basis)
{
    value = clean(w, value);
    if (w->titles.count >= TITLES_MOST || !value.len || w->no_memory) return;
    struct title_claim *t = LIST_PUSH(w->mem, &w->titles);
    if (t)
        *t = (struct title_claim){ place, value, basis };
    else
        w->no_memory = true;
}

static bool day_in(struct work *w, chy_str s, chy_str *value)
{
    struct date day;
    chy_span at;
    if (!day_find(w->rules->days, str_cut(s, 0, LINE_MOST), &day, &at, w->mem) || day.year < 1900) return false;
    *value = date_format(w->mem, day);
    w->no_memory |= !value->ptr;
    return value->ptr != NULL;
}

/* "2019-11-18T23:03:00Z", "Mon, 18 Nov 2019 23:03:00 GMT": where the time of day of a moment in UTC begins; 0 for other values. */
static size_t time_in_utc(chy_str said)
{
    static const char *const utc[] = { "Z", "+00:00", "+0000", "GMT", "UTC" };
    size_t colon = str_find(said, CHY_LIT(":"), 0);
    bool is_utc = false;
    for (size_t i = 0; !is_utc && i < sizeof utc / sizeof *utc; i++) is_utc = str_ends(said, str_of(utc[i]));
    if (!is_utc || colon == SIZE_MAX || colon < 10 || colon + 3 > said.len) return 0;
    bool hour = char_is((unsigned char)said.ptr[colon - 2], CHAR_DIGIT) && char_is((unsigned char)said.ptr[colon - 1], CHAR_DIGIT);
    bool seconds = colon + 3 < said.len && said.ptr[colon + 3] == ':'; /* a person who writes "23:05 GMT" has that for a clock */
    return hour && (said.ptr[colon - 3] == 'T' || (said.ptr[colon - 3] == ' ' && seconds)) ? colon - 2 : 0;
}

/* "2019-11-18T23:03:00Z" is the 19th east of Greenwich: that day, "" for other values. */
static chy_str day_elsewhere(struct work *w, chy_str said, chy_str value)
{
    struct date day;
    size_t at = time_in_utc(said);
    if (!at || !date_parse(value, &day) || !date_whole(day)) return (chy_str){ 0 };
    int hour = (said.ptr[at] - '0') * 10 + said.ptr[at + 1] - '0';
    if (hour > 8 && hour < 21) return (chy_str){ 0 };
    date_add_days(&day, hour <= 8 ? -1 : 1);
    return date_format(w->mem, day);
}

/* "2022-11-06T23:00:00Z" to the second is midnight in the middle of Europe, where the next day begins. */
static bool is_midnight_elsewhere(chy_str said)
{
    size_t at = time_in_utc(said);
    chy_str time = str_cut(said, at, at + 8);
    return str_is(time, "22:00:00") || str_is(time, "23:00:00");
}

static void claim_day(struct work *w, enum field field, chy_str said, int belief, const char *basis, uint32_t block)
{
    chy_str value, other;
    if (!day_in(w, said, &value)) return;
    other = day_elsewhere(w, said, value);
    bool next = other.len && is_midnight_elsewhere(said);
    uint32_t before = w->claims.count;
    claim(w, field, next ? other : value, belief, basis, block);
    if (w->claims.count > before) w->claims.at[before].other = next ? value : other;
    if (w->claims.count > before) w->claims.at[before].bare = str_find(said, CHY_LIT(":"), 0) == SIZE_MAX;
}

/* ------------------------------------------------------------------ names of people */

/* Without "By", marks at both ends, and what follows a bar or a bracket. */
static chy_str bare_name(struct work *w, chy_str s)
{
    for (bool again = true; again;) {
        again = false;
        size_t at = 0, cut = 0;
        while (at < s.len && at < 28) { /* the longest lead that it begins with */
            size_t space = at;
            while (space < s.len && s.ptr[space] != ' ' && s.ptr[space] != ':') space++;
            chy_str low = utf8_lower(w->mem, str_cut(s, 0, space));
            uint32_t field = low.ptr ? map_get(&w->rules->lead, low) : MAP_NONE;
            at = space + 1;
            if (field == AUTHOR) cut = space;
        }
        if (!cut) break;
        s = str_trim(str_cut(s, cut, s.len));
        while (s.len && (s.ptr[0] == ':' || s.ptr[0] == ' ')) s = str_cut(s, 1, s.len);
        again = s.len > 0;
    }
    size_t end = 0;
    while (end < s.len) {
        size_t next = end;
        uint32_t c = utf8_next(s, &next);
        if (c == '|' || c == '(' || c == '[' || c == '/' || c == 0x2022 || c == 0xB7 || c == 0x2013 || c == 0x2014 || c == '\n' || c == '<')
            break;
        if ((c == '-' || c == '@') && end && s.ptr[end - 1] == ' ') break;
        end = next;
    }
    s = str_trim(str_cut(s, 0, end));
    size_t comma = str_find(s, CHY_LIT(", "), 0); /* "Jane Doe, PhD": degrees are no part of the name */
    if (comma != SIZE_MAX && s.len - comma <= 8 && str_find(s, CHY_LIT(" "), comma + 2) == SIZE_MAX) s = str_cut(s, 0, comma);
    while (s.len && (s.ptr[0] == ':' || s.ptr[0] == '-' || s.ptr[0] == ' ')) s = str_cut(s, 1, s.len);
    while (s.len && (s.ptr[s.len - 1] == ',' || s.ptr[s.len - 1] == ':' || s.ptr[s.len - 1] == '*' || s.ptr[s.len - 1] == ';'))
        s = str_trim(str_cut(s, 0, s.len - 1));
    return s;
}

static bool is_web(chy_str s) { return str_find(s, CHY_LIT("://"), 0) != SIZE_MAX || str_find(s, CHY_LIT("www."), 0) != SIZE_MAX; }
static bool is_address(chy_str s) { return is_web(s) || str_find(s, CHY_LIT("@"), 0) != SIZE_MAX; }

/* A name: a few words, a letter first, no sentence. */
static bool is_name(chy_str s, bool in_text)
{
    if (s.len < 2 || s.len > NAME_MOST || is_address(s)) return false;
    size_t words = 1, digits = 0, uppers = 0, starts = 0;
    bool begins = true;
    for (size_t at = 0; at < s.len;) {
        uint32_t c = utf8_next(s, &at);
        words += c == ' ';
        digits += char_is(c, CHAR_DIGIT);
        if (begins && char_is(c, CHAR_LETTER)) {
            starts++;
            uppers += char_is(c, CHAR_UPPER) || c >= 0x3000;
        }
        begins = c == ' ' || c == '-';
        if (c == '?' || c == '!' || c == '"' || c == '{' || c == '#') return false;
    }
    return starts && digits <= (in_text ? 0 : 2) && words <= (in_text ? 5 : 8) && (!in_text || uppers * 4 >= starts * 3);
}

static void claim_author(struct work *w, chy_str said, int belief, const char *basis, uint32_t block, bool in_text)
{
    chy_str name = bare_name(w, clean(w, said)), low = utf8_lower(w->mem, name);
    uint32_t known = low.ptr ? map_get(&w->rules->lead, low) : MAP_NONE; /* "Author", "Reply" */
    if (is_name(name, in_text) && known == MAP_NONE && !is_web(str_cut(said, 0, NAME_MOST))) claim(w, AUTHOR, name, belief, basis, block);
}

static void claim_any(struct work *w, enum field field, chy_str value, int belief, const char *basis, uint32_t block, bool in_text)
{
    if (field == DATE || field == UPDATED)
        claim_day(w, field, value, belief, basis, block);
    else if (field == AUTHOR)
        claim_author(w, value, belief, basis, block, in_text);
    else
        claim(w, field, value, belief, basis, block);
}

/* ------------------------------------------------------------------ linked data */

typedef LIST(json_t *) json_list;

static bool type_has(const json_t *o, const char *const *words)
{
    const json_t *type = json_object_get(o, "@type");
    const char *one = json_is_array(type) ? json_string_value(json_array_get(type, 0)) : json_string_value(type);
    for (; one && *words; words++)
        if (strstr(one, *words)) return true;
    return false;
}

/* The name of a person or body: a string, an object with a name, or a reference to one elsewhere. */
static chy_str name_of(const json_t *v, const struct map *by_id, const json_list *objects)
{
    if (json_is_string(v)) return str_of(json_string_value(v));
    const json_t *name = json_object_get(v, "name");
    if (json_is_array(name)) name = json_array_get(name, 0);
    if (json_is_string(name)) return str_of(json_string_value(name));
    const char *id = json_string_value(json_object_get(v, "@id"));
    uint32_t at = id ? map_get(by_id, str_of(id)) : MAP_NONE;
    return at == MAP_NONE ? (chy_str){ 0 } : str_of(json_string_value(json_object_get(objects->at[at], "name")));
}

static void claim_names(struct work *w, enum field field, const json_t *v, int belief, const struct map *by_id, const json_list *objects)
{
    chy_str all = { 0 };
    size_t count = json_is_array(v) ? json_array_size(v) : 1;
    for (size_t i = 0; i < count && i < 8; i++) {
        chy_str name = name_of(json_is_array(v) ? json_array_get(v, i) : v, by_id, objects);
        if (field == AUTHOR) name = is_web(name) ? (chy_str){ 0 } : bare_name(w, clean(w, name));
        if (!name.len || (field == AUTHOR && !is_name(name, false))) continue;
        all = all.len ? str_join(w->mem, all, CHY_LIT("; "), name) : name;
        if (!all.ptr) w->no_memory = true;
    }
    if (all.len) claim(w, field, all, belief, "linked data", PAGE_NONE);
}

/*
 * Linked data as it is often written: line breaks and tabs within strings, commas before a closing bracket, escapes that JSON has not, a
 * comment around it, brackets left open at the end. The same without these; "" when mem is at its ceiling.
 */
static chy_str mend_json(struct work *w, chy_str s)
{
    size_t from = 0, n = 0, depth = 0;
    bool within = false;
    char open[BRACKETS];
    while (from < s.len && s.ptr[from] != '{' && s.ptr[from] != '[') from++;
    while (s.len > from && s.ptr[s.len - 1] != '}' && s.ptr[s.len - 1] != ']') s.len--;
    char *out = arena_alloc(w->mem, s.len - from + BRACKETS);
    if (!out) w->no_memory = true;
    for (size_t at = from; out && at < s.len; at++) {
        char c = s.ptr[at];
        if ((unsigned char)c < 0x20) c = ' ';
        if (within && c == '\\' && at + 1 < s.len) {
            char next = s.ptr[++at];
            if (memchr("\"\\/bfnrtu", next, 9)) out[n++] = '\\';
            c = (unsigned char)next < 0x20 ? ' ' : next;
        } else if (c == '"') {
            within = !within;
        } else if (!within && (c == '}' || c == ']')) {
            size_t back = n;
            while (back && out[back - 1] == ' ') back--;
            if (back && out[back - 1] == ',') n = back - 1;
            depth -= depth > 0;
        } else if (!within && (c == '{' || c == '[')) {
            if (depth == BRACKETS) return (chy_str){ 0 };
            open[depth++] = c == '{' ? '}' : ']';
        }
        out[n++] = c;
    }
    while (out && depth) out[n++] = open[--depth];
    return (chy_str){ out, out ? n : 0 };
}

static json_t *linked_data(struct work *w, chy_str text)
{
    json_t *root = json_loadb(text.ptr, text.len, JSON_ALLOW_NUL, NULL);
    if (!root && text.len) root = json_loadb(text.ptr, text.len, JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK, NULL); /* one bracket too many */
    if (root) return root;
    text = mend_json(w, text);
    return text.len ? json_loadb(text.ptr, text.len, JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK, NULL) : NULL;
}

static void claim_json(struct work *w, chy_str text)
{
    static const char *const articles[] = { "Article", "Posting", "Report", "Review", "Recipe", NULL };
    static const char *const pages[] = { "Page", "CreativeWork", NULL };
    static const char *const others[] = { "Comment",      "Image",   "Video", "Audio",      "Person",
                                          "Organization", "Product", "Event", "Breadcrumb", NULL };
    json_t *root = linked_data(w, text);
    json_list objects = { 0 };
    struct map by_id = { 0 };
    if (!root) w->broken = true;
    if (!root) return;
    json_t **first = LIST_PUSH(w->mem, &objects);
    if (first) *first = root;
    for (uint32_t i = 0; i < objects.count && objects.count < 4000; i++) { /* all within, without recursion */
        const char *key;
        json_t *v, *o = objects.at[i];
        size_t k;
        const char *id = json_string_value(json_object_get(o, "@id"));
        if (id && json_object_get(o, "name") && !map_put(&by_id, w->mem, str_of(id), i)) w->no_memory = true;
        if (json_is_object(o)) json_object_foreach(o, key, v)
            {
                json_t **place = json_is_object(v) || json_is_array(v) ? LIST_PUSH(w->mem, &objects) : NULL;
                if (place) *place = v;
            }
        if (json_is_array(o)) json_array_foreach(o, k, v)
            {
                json_t **place = json_is_object(v) || json_is_array(v) ? LIST_PUSH(w->mem, &objects) : NULL;
                if (place) *place = v;
            }
    }
    for (uint32_t i = 0; i < objects.count; i++) {
        const char *key;
        json_t *v;
        if (!json_is_object(objects.at[i]) || type_has(objects.at[i], others)) continue;
        int less = type_has(objects.at[i], articles) ? 0 : type_has(objects.at[i], pages) ? 6 : OF_ANYTHING;
        json_object_foreach(objects.at[i], key, v)
        {
            chy_str name = str_format(w->mem, "json %s", key);
            uint32_t known = name.ptr ? map_get(&w->rules->key, name) : MAP_NONE;
            if (known == MAP_NONE) continue;
            enum field field = known >> 8;
            if (field == AUTHOR || field == SOURCE)
                claim_names(w, field, v, (int)(known & 255) - less, &by_id, &objects);
            else if (field == TITLE && json_is_string(v) && less < OF_ANYTHING)
                claim_title(w, TITLE_LINKED, str_of(json_string_value(v)), "linked data");
            else if (field != TITLE && json_is_string(v))
                claim_any(w, field, str_of(json_string_value(v)), (int)(known & 255) - less, "linked data", PAGE_NONE, false);
        }
    }
    json_decref(root);
}

/* ------------------------------------------------------------------ marks and lines */

/* Does an element hold the title? Then it is the page, whatever it is called. */
static bool holds_title(const struct work *w, uint32_t node)
{
    uint32_t at = w->title == PAGE_NONE ? PAGE_NONE : w->page->blocks.at[w->title].node;
    while (at != PAGE_NONE && at > node) at = w->page->nodes.at[at].parent; /* parents come before what they hold */
    return at == node;
}

/* Within the comments of readers, or a form. */
static bool is_aside(const struct work *w, uint32_t node)
{
    for (int up = 0; up < ASIDE_UP && node != PAGE_NONE; up++, node = w->page->nodes.at[node].parent)
        if (w->page->nodes.at[node].hints >> HINT_comment & 1 || w->page->nodes.at[node].kind == PAGE_form) return !holds_title(w, node);
    return false;
}

/* Within what shows other items. */
static bool is_of_others(const struct work *w, uint32_t node)
{
    const uint32_t others = 1u << HINT_comment | 1u << HINT_related | 1u << HINT_teaser | 1u << HINT_side;
    for (int up = 0; up < ASIDE_UP && node != PAGE_NONE; up++, node = w->page->nodes.at[node].parent)
        if (w->page->nodes.at[node].hints & others || w->page->nodes.at[node].kind == PAGE_aside) return true;
    return false;
}

static chy_str mark_text(const struct work *w, const struct page_mark *m)
{
    return str_trim(str_cut(w->page->text, m->span.start, m->span.end));
}

static int near_title(const struct work *w, uint32_t block)
{
    if (w->title == PAGE_NONE && w->opening == PAGE_NONE) return block < NEAR ? 5 : 0;
    if (w->title == PAGE_NONE) return block + NEAR >= w->opening && block <= w->opening + 1 ? 8 : 0; /* bylines stand above the text */
    int64_t far = (int64_t)block - (int64_t)w->title;
    return far >= -3 && far <= 4 ? BESIDE : far >= -NEAR && far <= NEAR ? 8 : 0;
}

static const char *basis_of(enum page_mark_kind kind)
{
    return kind == MARK_META ? "meta" : kind == MARK_LINK ? "link" : kind == MARK_ITEM ? "microdata" : "time element";
}

static bool is_whole_address(chy_str s)
{
    return (str_starts(s, CHY_LIT("https://")) || str_starts(s, CHY_LIT("http://"))) && !memchr(s.ptr, ' ', s.len) && s.len < VALUE_MOST;
}

/* A date in an address: /2019/11/18/, /2019/7/8/, /2019-11-18-, /20191118. */
static void claim_address(struct work *w, chy_str s)
{
    struct date day;
    chy_span at;
    chy_str value = { 0 };
    if (day_find(w->rules->days, str_cut(s, 0, VALUE_MOST), &day, &at, w->mem) && day.year >= EARLIEST) value = date_format(w->mem, day);
    if (value.len) claim(w, DATE, value, IN_ADDRESS, address_basis, PAGE_NONE);
}

/* What the words before a day in a script speak of ("publishedAt":): the row of the table that is believed most; none: hardly a claim. */
static uint32_t script_speaks(const struct work *w, chy_str before)
{
    uint32_t found = DATE << 8 | HARDLY;
    for (uint32_t i = 0; i < w->rules->scripts.count; i++) {
        const struct script_key *k = &w->rules->scripts.at[i];
        if (str_find(before, k->key, 0) != SIZE_MAX && (k->speaks & 255) > (found & 255)) found = k->speaks;
    }
    return found;
}

/* "publishedAt":"2019-03-02T...": days that the scripts of a page carry. Looked for only where nothing better speaks. */
static void claim_scripts(struct work *w)
{
    chy_str s = w->page->source;
    uint32_t found = 0;
    for (size_t at = 0; at + 10 <= s.len && found < SCRIPT_CLAIMS; at++) {
        struct date day;
        chy_str iso = str_cut(s, at, at + 10);
        if (iso.ptr[0] != '2' || iso.ptr[4] != '-' || iso.ptr[7] != '-' || !date_parse(iso, &day) || !date_whole(day)) continue;
        size_t from = at;
        while (from && at - from < SCRIPT_BEFORE && !strchr(",{<;", s.ptr[from - 1])) from--;
        chy_str before = utf8_lower(w->mem, str_cut(s, from, at));
        if (!before.ptr) {
            w->no_memory = true;
            return;
        }
        uint32_t speaks = script_speaks(w, before);
        bool named = (speaks & 255) > HARDLY;
        bool member = str_find(before, CHY_LIT("\":"), 0) != SIZE_MAX || str_find(before, CHY_LIT("\" :"), 0) != SIZE_MAX;
        claim_day(w, speaks >> 8, iso, (int)(speaks & 255) + (named && member && w->broken ? IN_BROKEN : 0), "script", PAGE_NONE);
        found++;
    }
}

/* "Veröffentlicht am 3. Mai 2019", "By Jane Doe": what a line's first words speak of; FIELD_COUNT. */
static enum field lead_of(struct work *w, chy_str line, size_t *end)
{
    enum field found = FIELD_COUNT;
    for (size_t at = 0; at < line.len && at < w->rules->lead_most;) {
        while (at < line.len && line.ptr[at] != ' ' && line.ptr[at] != ':') at++;
        arena_mark here = arena_here(w->mem);
        chy_str low = utf8_lower(w->mem, str_cut(line, 0, at));
        uint32_t field = low.ptr ? map_get(&w->rules->lead, low) : MAP_NONE;
        if (field != MAP_NONE) {
            found = field;
            *end = at;
        }
        arena_rewind(w->mem, here);
        at++;
    }
    return found;
}

/* "Updated on [3 May 2019]": what the last words before a day in its line say that it is; FIELD_COUNT. */
static enum field led_by(struct work *w, chy_str text, size_t end)
{
    while (end && (text.ptr[end - 1] == ' ' || text.ptr[end - 1] == ':')) end--;
    for (size_t at = end, words = 0; at && text.ptr[at - 1] != '\n' && words < LEAD_WORDS && end - at < LED_MOST; words++) {
        while (at && text.ptr[at - 1] == ' ') at--;
        while (at && text.ptr[at - 1] != ' ' && text.ptr[at - 1] != '\n' && end - at < LED_MOST) at--;
        if (end - at == LED_MOST) break; /* perhaps within a letter */
        chy_str low = utf8_lower(w->mem, str_cut(text, at, end));
        uint32_t field = low.ptr ? map_get(&w->rules->lead, low) : MAP_NONE;
        if (field == DATE || field == UPDATED) return (enum field)field;
    }
    return FIELD_COUNT;
}

static void claim_marks(struct work *w)
{
    for (uint32_t i = 0; i < w->page->marks.count; i++) {
        const struct page_mark *m = &w->page->marks.at[i];
        chy_str text = mark_text(w, m);
        uint32_t before = w->claims.count;
        if (m->kind == MARK_JSON) {
            claim_json(w, m->value);
        } else if (m->kind == MARK_META || m->kind == MARK_LINK || m->kind == MARK_ITEM) {
            const char *place = m->kind == MARK_META ? "meta" : m->kind == MARK_LINK ? "link" : "item";
            chy_str key = str_format(w->mem, "%s %.*s", place, (int)(m->key.len < PLACE_MOST ? m->key.len : PLACE_MOST), m->key.ptr);
            uint32_t known = key.ptr ? map_get(&w->rules->key, key) : MAP_NONE;
            if (known == MAP_NONE && m->kind == MARK_META && str_is(m->key, "description"))
                claim_day(w, DATE, m->value, IN_SUMMARY, "meta", PAGE_NONE);
            if (known == MAP_NONE) continue;
            int belief = (int)(known & 255) + (m->kind == MARK_ITEM && m->span.end > m->span.start ? near_title(w, m->block) : 0);
            if (m->kind == MARK_ITEM && is_of_others(w, m->node)) belief -= OF_OTHERS;
            chy_str value = m->value.len ? m->value : text.len <= LINE_MOST ? text : (chy_str){ 0 };
            if (known >> 8 == TITLE && (m->kind != MARK_ITEM || !is_of_others(w, m->node)))
                claim_title(w, str_is(m->key, "og:title") ? TITLE_OPEN_GRAPH : TITLE_OTHER, value, basis_of(m->kind));
            if (known >> 8 == TITLE) continue;
            claim_any(w, known >> 8, value, belief, basis_of(m->kind), m->block, m->kind == MARK_ITEM && !m->value.len);
            if (known >> 8 == ADDRESS) claim_address(w, m->value);
        } else if (m->kind == MARK_TIME) {
            int belief = 44 + near_title(w, m->block);
            bool own = str_find(m->key, CHY_LIT("publi"), 0) != SIZE_MAX; /* also "published updated": of one never changed since */
            if (own) belief += 10;
            size_t led;
            bool change =
                (!own && (str_find(m->key, CHY_LIT("updat"), 0) != SIZE_MAX || str_find(m->key, CHY_LIT("modif"), 0) != SIZE_MAX)) ||
                lead_of(w, str_cut(text, 0, LINE_MOST), &led) == UPDATED ||
                (text.len && led_by(w, w->page->text, m->span.start) == UPDATED);
            claim_day(w, change ? UPDATED : DATE, m->value.len ? m->value : text, belief, "time element", m->block);
        } else if (m->kind == MARK_AUTHOR && !is_aside(w, m->node)) {
            claim_author(w, text, 40 + near_title(w, m->block), m->key.len ? "link to the author" : "byline", m->block, !m->key.len);
        } else if (m->kind == MARK_DATE) {
            bool change = text.len && led_by(w, w->page->text, m->span.start) == UPDATED;
            int belief = IN_TEXT + 4 + near_title(w, m->block);
            claim_day(w, change ? UPDATED : DATE, m->value, belief, "date line", m->block);
            if (w->claims.count == before) claim_day(w, change ? UPDATED : DATE, text, belief, "date line", m->block);
        }
        for (uint32_t k = before; k < w->claims.count && text.len; k++) w->claims.at[k].seen = true;
    }
}

/* "29 November 2022 - The ministers ...": a day in front of a paragraph. */
static bool begins_with_day(struct work *w, chy_str s)
{
    struct date day;
    chy_span at;
    s = str_cut(s, 0, LINE_MOST);
    if (!day_find(w->rules->days, s, &day, &at, w->mem) || at.start) return false;
    s = str_trim(str_cut(s, at.end, s.len));
    return str_starts(s, CHY_LIT("-")) || str_starts(s, CHY_LIT("\xe2\x80\x93")) || str_starts(s, CHY_LIT("\xe2\x80\x94"));
}

/* The day in a line: of a change when the first words of the line, or the last ones before the day, say so. */
static void claim_line_day(struct work *w, enum field lead, chy_str line, int belief, const char *basis, uint32_t block)
{
    struct date day;
    chy_span at;
    line = str_cut(line, 0, LINE_MOST);
    if (!day_find(w->rules->days, line, &day, &at, w->mem)) return;
    bool change = lead == UPDATED || led_by(w, line, at.start) == UPDATED;
    claim_day(w, change ? UPDATED : DATE, line, belief, basis, block);
}

/* "Published on 3 May 2019", "[Last changed: 3 May 2019]": a line anywhere on the page that begins by saying what its day is. */
static void claim_led(struct work *w, chy_str text, uint32_t block)
{
    chy_str line;
    for (int n = 0; n < LINES_MOST && str_next_piece(&text, '\n', &line); n++) {
        size_t end;
        line = str_trim(line);
        if (line.len && (line.ptr[0] == '[' || line.ptr[0] == '(')) line = str_cut(line, 1, line.len);
        enum field lead = lead_of(w, line, &end);
        if (lead == DATE || lead == UPDATED) claim_day(w, lead, str_cut(line, 0, LED_MOST), IN_LED, "date line", block);
    }
}

static void claim_lines(struct work *w)
{
    const struct page *p = w->page;
    uint32_t openings = 0;
    for (uint32_t i = 0; i < p->blocks.count; i++) {
        int near = near_title(w, i);
        chy_str rest = page_block_text(p, i), line;
        uint32_t hints = p->blocks.at[i].hints | (p->blocks.at[i].node == PAGE_NONE ? 0 : p->nodes.at[p->blocks.at[i].node].hints);
        bool byline = hints >> HINT_byline & 1, dated = hints >> HINT_date & 1, meta = hints >> HINT_meta & 1;
        bool opening = w->score[i] > 0 && openings < 5;
        openings += opening;
        if (i == w->title || is_aside(w, p->blocks.at[i].node)) continue;
        size_t led = 0;
        uint32_t first = w->claims.count;
        if (opening || page_block_text(p, i).len < 60)
            claim_line_day(w, lead_of(w, rest, &led), page_block_text(p, i),
                           !opening                   ? ANYWHERE
                           : begins_with_day(w, rest) ? IN_FRONT
                                                      : IN_OPENING,
                           opening ? "opening of the text" : "a line of the page", i);
        if (w->claims.count > first) w->claims.at[first].met = true;
        if (!near && !byline && !dated) claim_led(w, page_block_text(p, i), i);
        if (!near && !byline && !dated && str_find(str_cut(page_block_text(p, i), 0, LINE_MOST), CHY_LIT(":"), 0) == SIZE_MAX) continue;
        while (str_next_piece(&rest, '\n', &line)) {
            line = str_trim(line);
            size_t end = 0;
            if (!line.len || line.len > LINE_MOST) continue;
            enum field lead = lead_of(w, line, &end);
            chy_span day_at;
            chy_str day_text;
            struct date day;
            if (lead == AUTHOR && (near || byline)) {
                claim_author(w, str_cut(line, end, line.len), 34 + near + (byline ? 10 : 0), "byline", i, true);
            } else if (lead == AUTHOR && end < line.len && line.ptr[end] == ':') { /* "Author: Jane Doe" may stand below the text */
                claim_author(w, str_cut(line, end, line.len), 24, "byline", i, true);
            } else if (byline && line.len <= NAME_MOST) {
                claim_author(w, line, 30 + near, "byline", i, true);
            } else if (near && day_find(w->rules->days, line, &day, &day_at, w->mem) && !day_at.start) { /* "25 October 2022 - Jane Doe" */
                chy_str rest_of = str_trim(str_cut(line, day_at.end, line.len));
                if (rest_of.len > 2 && (rest_of.ptr[0] == '-' || rest_of.ptr[0] == '|'))
                    claim_author(w, str_cut(rest_of, 1, rest_of.len), 20 + near, "date line", i, true);
            }
            if (!near && !byline && !dated) continue;
            int belief = IN_TEXT - 12 + near + (dated ? 10 : 0) + (meta ? 6 : 0) + (lead == DATE || lead == UPDATED ? 10 : 0) +
                         (line.len < 40 ? 6 : 0);
            if (w->score[i] > 0 && line.len >= 60) belief -= 14;
            uint32_t before = w->claims.count;
            claim_line_day(w, lead, line, belief, "date line", i);
            if (w->claims.count > before) w->claims.at[before].met = lead != DATE && !dated && !meta && !byline;
            if ((byline || lead == AUTHOR) && day_ends(line, &day) && (day_text = date_format(w->mem, day)).ptr)
                claim(w, DATE, day_text, belief, "date line", i);
        }
    }
}

/* ------------------------------------------------------------------ choosing */

static bool agree(const struct claim *a, const struct claim *b) { return str_eq(a->folded, b->folded); }

/* A day that stands in one kind of place again and again is told once. */
struct bases {
    const char *at[8];
    uint32_t count;
};

static bool is_new_basis(struct bases *told, const char *basis)
{
    for (uint32_t i = 0; i < told->count; i++)
        if (!strcmp(told->at[i], basis)) return false;
    if (told->count < sizeof told->at / sizeof *told->at) told->at[told->count++] = basis;
    return true;
}

/* The claim of a field that is believed most; NULL when there is none. */
static struct claim *best(struct work *w, enum field field)
{
    struct claim *found = NULL;
    uint32_t list[200], n = 0;
    for (uint32_t i = 0; i < w->claims.count && n < 200; i++)
        if (w->claims.at[i].field == field) list[n++] = i;
    for (uint32_t i = 0; i < n; i++) {
        struct claim *c = &w->claims.at[list[i]];
        struct bases told = { .at = { c->basis }, .count = 1 };
        int more = 0;
        for (uint32_t k = 0; k < n; k++) {
            const struct claim *x = &w->claims.at[list[k]];
            if (k != i && agree(c, x) && (field != DATE || is_new_basis(&told, x->basis))) more += AGREE;
        }
        c->sum = c->belief + (more < AGREE_MOST ? more : AGREE_MOST);
        if (!found || c->sum > found->sum || (c->sum == found->sum && c->value.len < found->value.len)) found = c;
    }
    return found;
}

/* A publisher that signs for its authors is believed less than a name beside the text. */
static void doubt_publishers(struct work *w, chy_str source)
{
    chy_str folded = utf8_fold(w->mem, source);
    for (uint32_t i = 0; i < w->claims.count; i++) {
        struct claim *c = &w->claims.at[i];
        if (c->field != AUTHOR) continue;
        bool same = folded.ptr && folded.len >= 3 && c->folded.len >= 3 &&
                    (str_find(c->folded, folded, 0) != SIZE_MAX || str_find(folded, c->folded, 0) != SIZE_MAX);
        if (same || str_find(c->value, CHY_LIT(" "), 0) == SIZE_MAX) c->belief -= same ? 40 : 10;
    }
}

/* The claim of a day that is believed most among those that are no moments in UTC; *sum: how far, with those that agree. */
static struct claim *told_locally(struct work *w, chy_str day, int *sum)
{
    struct bases told = { .count = 0 };
    struct claim *found = NULL;
    *sum = 0;
    for (uint32_t i = 0; i < w->claims.count; i++) {
        struct claim *x = &w->claims.at[i];
        if (x->field != DATE || x->other.len || x->belief < LOCAL || !str_eq(x->value, day)) continue;
        if (x->belief >= NEARLY_SURE && is_new_basis(&told, x->basis)) *sum += AGREE;
        if (!found || x->belief > found->belief) found = x;
    }
    if (found) *sum += found->belief;
    return found;
}

/* A page that was put up about midnight bears the day of its place: what its address or its lines say goes before the moment in UTC,
 * unless more of them say that day. */
static struct claim *local_day(struct work *w, struct claim *c)
{
    int same = 0, next = 0;
    if (!c || !c->other.len) return c;
    struct claim *other = told_locally(w, c->other, &next);
    told_locally(w, c->value, &same);
    return other && next > same ? other : c;
}

/* "Title | Site", "Title - Site": without the name of the site. */
static chy_str without_site(struct work *w, chy_str title, chy_str site)
{
    chy_str folded = utf8_fold(w->mem, site);
    for (size_t at = title.len; at-- > 8;) {
        size_t next = at;
        if ((title.ptr[at] & 0xC0) == 0x80) continue;
        uint32_t c = utf8_next(title, &next);
        bool mark = c == '|' || c == 0xBB || c == 0xB7 || c == 0x2022 ||
                    ((c == '-' || c == 0x2013 || c == 0x2014 || c == ':') && title.ptr[at - 1] == ' ');
        if (!mark || next >= title.len || title.ptr[next] != ' ') continue;
        chy_str tail = utf8_fold(w->mem, str_cut(title, next, title.len));
        if (!tail.ptr) break;
        bool is_site =
            folded.len >= 3 && (str_find(tail, folded, 0) != SIZE_MAX || (tail.len >= 3 && str_find(folded, tail, 0) != SIZE_MAX));
        if (is_site || (c == '|' && !site.len)) return str_trim(str_cut(title, 0, at));
    }
    return title;
}

/* The title among headings and claims; site: the publisher, "" when not known yet. False when there is none. */
static bool find_title(struct work *w, chy_str site, titles *candidates, struct title *out)
{
    *out = (struct title){ .block = PAGE_NONE };
    if (!title_candidates(&w->rules->titles, w->page, w->score, &w->titles, site, w->mem, candidates)) w->no_memory = true;
    for (uint32_t i = 0; i < candidates->count; i++)
        if (!out->text.len || candidates->at[i].sum > out->sum) *out = candidates->at[i];
    return out->text.len != 0;
}

/* Where the page's text tells readers this day: anywhere, or near the title and not as that of a change; NULL. */
static const struct claim *shown(const struct work *w, chy_str day, bool as_its_own)
{
    for (uint32_t i = 0; i < w->claims.count; i++) {
        const struct claim *x = &w->claims.at[i];
        if ((x->field != DATE && x->field != UPDATED) || !x->seen) continue;
        if (as_its_own && (x->field == UPDATED || !near_title(w, x->block))) continue;
        if (str_eq(x->value, day) || (x->other.len && str_eq(x->other, day))) return x;
    }
    return NULL;
}

/* A day of publication that stands in the head alone gives way to that of the last change when the page tells its readers
 * this one as its own. */
static const struct claim *told_to_readers(const struct work *w, const struct claim *date, const struct claim *updated)
{
    if (!date || !updated || str_cmp(updated->value, date->value) <= 0 || shown(w, date->value, false)) return date;
    if (date->other.len && shown(w, date->other, false)) return date;
    const struct claim *x = shown(w, updated->value, true);
    return x ? x : date;
}

/* A bare day that is told in the head alone, and in one way, gives way to one that the page marks as its time: beside the title, or nowhere
 * else another. */
static const struct claim *marked_for_readers(const struct work *w, const struct claim *date)
{
    const struct claim *beside = NULL, *only = NULL;
    bool others = false;
    if (!date || !date->bare || date->seen || strcmp(date->basis, "meta") || shown(w, date->value, true)) return date;
    for (uint32_t i = 0; i < w->claims.count; i++) {
        const struct claim *x = &w->claims.at[i];
        if (x->field != DATE) continue;
        if (!x->seen && strcmp(x->basis, date->basis) && strcmp(x->basis, "script") && agree(x, date)) return date;
        if (!x->seen || strcmp(x->basis, "time element")) continue;
        if (!beside && near_title(w, x->block) == BESIDE) beside = x;
        others |= only && !agree(only, x);
        only = x;
    }
    return beside ? beside : only && !others ? only : date;
}

/* An address is given once. A page whose address names a day long before the one that is believed was put up again, or changed since. */
static const struct claim *first_put_up(const struct work *w, const struct claim *date)
{
    struct date day, first;
    if (!date || !date_parse(date->value, &day)) return date;
    for (uint32_t i = 0; i < w->claims.count; i++) {
        const struct claim *x = &w->claims.at[i];
        if (x->field != DATE || x->basis != address_basis || !date_parse(x->value, &first) || !date_whole(first)) continue;
        if (date_whole(day) && date_days(day) - date_days(first) > REPUBLISHED) return x;
    }
    return date;
}

/* Are all days of the page only met in its text? Where it says besides when it was changed last, they are those of a version, or of what
 * it tells of. */
static bool are_only_met(const struct work *w)
{
    for (uint32_t i = 0; i < w->claims.count; i++)
        if (w->claims.at[i].field == DATE && !w->claims.at[i].met && w->claims.at[i].belief > HARDLY) return false;
    return true;
}

static void tell(chy_str *value, chy_str *basis, const struct claim *c)
{
    if (!c) return;
    *value = c->value;
    if (basis) *basis = str_of(c->basis);
}

chy_status about_page(const struct about_rules *rules, const struct page *page, const int32_t *score, arena *mem, struct about *out,
                      chy_err *err)
{
    struct work w = { .rules = rules, .page = page, .score = score, .mem = mem, .title = PAGE_NONE, .opening = PAGE_NONE };
    for (uint32_t i = 0; i < page->blocks.count && w.opening == PAGE_NONE; i++)
        if (score[i] > 0 && page_block_text(page, i).len >= OPENING) w.opening = i;
    *out = (struct about){ .title_block = PAGE_NONE };
    for (uint32_t i = 0; i < page->marks.count; i++)
        if (page->marks.at[i].kind == MARK_TITLE) claim_title(&w, TITLE_ELEMENT, page->marks.at[i].value, "title element");
    struct title title;
    find_title(&w, (chy_str){ 0 }, &out->titles, &title); /* other claims are believed more near it */
    w.title = title.block;
    claim_marks(&w);
    struct claim *c = best(&w, SOURCE);
    tell(&out->source, NULL, c);
    if (find_title(&w, out->source, &out->titles, &title)) {
        out->title = without_site(&w, clean(&w, title.text), out->source);
        out->title_basis = str_of(title.basis);
        w.title = out->title_block = title.block;
    }
    uint32_t lines = w.claims.count;
    claim_lines(&w);
    for (uint32_t i = lines; i < w.claims.count; i++) w.claims.at[i].seen = true;
    if (w.broken || !(c = best(&w, DATE)) || c->belief < SURE) claim_scripts(&w);
    struct claim *date = local_day(&w, best(&w, DATE));
    c = best(&w, UPDATED);
    if (date && c && are_only_met(&w)) date = c;
    tell(&out->date, &out->date_basis, first_put_up(&w, marked_for_readers(&w, told_to_readers(&w, date, c))));
    if (!out->date.len) tell(&out->date, &out->date_basis, c);
    if (c && str_cmp(c->value, out->date) >= 0) tell(&out->updated, NULL, c);
    c = best(&w, ADDRESS);
    if (c && is_whole_address(c->value)) tell(&out->address, NULL, c);
    doubt_publishers(&w, out->source);
    tell(&out->author, NULL, best(&w, AUTHOR));
    for (uint32_t i = 0; i < page->marks.count && !out->lang.len; i++)
        if (page->marks.at[i].kind == MARK_LANGUAGE) out->lang = str_cut(page->marks.at[i].value, 0, 2);
    return w.no_memory ? err_memory(err, "reading what a page says of itself") : CHY_OK;
}
