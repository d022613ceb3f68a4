#include "read/read.h"

#include "base/map.h"
#include "base/utf8.h"
#include "child/child.h"
#include "doc/envelope.h"
#include "page/print.h"
#include "read/day.h"
#include "read/decode.h"
#include "read/language.h"
#include "read/lines.h"
#include "read/web.h"

enum {
    DOCUMENT_MOST = 32 << 20,
    TITLE_MOST = 260,
    TOP_LINES = 24,
    DATELINE_MOST = 90,
    SHORT_NAME = 3,
    LANGUAGE_WORDS = 3000,
    ENGLISH_SHARE = 40 /* percent */
};

#define OTHER_LANGUAGE "other language"

/* The last two stand in a title: "Article by X", "published in Y". */
enum header_field {
    HEADER_DATE,
    HEADER_TITLE,
    HEADER_SOURCE,
    HEADER_AUTHOR,
    HEADER_LANG,
    HEADER_CAPTION,
    HEADER_TITLE_AUTHOR,
    HEADER_TITLE_SOURCE,
    HEADER_COUNT
};
static const char *const header_names[] = { "date", "title", "source", "author", "lang", "caption", "title author", "title source" };

struct start {
    chy_str text;
    const char *why;
};

/* Cues of a letter that quotes another one. */
enum letter_where { LETTER_ENDS, LETTER_REST };

struct letter_cue {
    chy_str text; /* lower case */
    enum letter_where where;
};

struct read_rules {
    struct day_names days;
    struct page_rules *page;
    struct page_judge *judge;
    struct about_rules *about;
    struct map line, rest; /* folded whole line -> row */
    struct map header;     /* lower-case key -> enum header_field */
    struct language_rules language;
    LIST(struct start) starts, has;
    LIST(struct letter_cue) letters;
    str_list title_author, title_source; /* lower case */
    const struct table *furniture, *media;
    int why, media_name;
    const struct lexicon *lex;
};

/* ------------------------------------------------------------------ tables */

static chy_status load_furniture(struct read_rules *r, const struct lexicon *lex, arena *mem, chy_err *err)
{
    int c[3];
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/en/furniture"), &r->furniture, err, c, "text", "where", "why", NULL);
    if (st) return st;
    r->why = c[2];
    for (uint32_t row = 0; row < table_rows(r->furniture); row++) {
        chy_str text = table_cell(r->furniture, row, c[0]), where = table_cell(r->furniture, row, c[1]);
        chy_str folded = utf8_fold(mem, text), low = utf8_lower(mem, text);
        bool ok = folded.ptr && low.ptr;
        if (ok && str_is(where, "line"))
            ok = map_put(&r->line, mem, folded, row);
        else if (ok && str_is(where, "rest"))
            ok = map_put(&r->rest, mem, folded, row);
        else if (ok && (str_is(where, "start") || str_is(where, "has"))) {
            struct start *s = str_is(where, "start") ? LIST_PUSH(mem, &r->starts) : LIST_PUSH(mem, &r->has);
            ok = s != NULL;
            if (ok) *s = (struct start){ low, table_cell(r->furniture, row, c[2]).ptr };
        } else if (ok) {
            return err_set(err, CHY_EMODEL, row, "%s: where is '%.*s'; it must be line, start, rest or has", table_where(r->furniture, row),
                           (int)where.len, where.ptr);
        }
        if (!ok) return err_memory(err, "compiling the rules of reading");
    }
    return CHY_OK;
}

static chy_status load_letters(struct read_rules *r, const struct lexicon *lex, arena *mem, chy_err *err)
{
    const struct table *t;
    int c[2];
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/en/letters"), &t, err, c, "text", "where", NULL);
    for (uint32_t row = 0; !st && row < table_rows(t); row++) {
        chy_str where = table_cell(t, row, c[1]);
        if (!str_is(where, "ends") && !str_is(where, "rest"))
            return err_set(err, CHY_EMODEL, row, "%s: where is '%.*s'; it must be ends or rest", table_where(t, row), (int)where.len,
                           where.ptr);
        struct letter_cue *cue = LIST_PUSH(mem, &r->letters);
        if (cue) *cue = (struct letter_cue){ utf8_lower(mem, table_cell(t, row, c[0])), str_is(where, "ends") ? LETTER_ENDS : LETTER_REST };
        if (!cue || !cue->text.ptr) return err_memory(err, "compiling the rules of reading");
    }
    return st;
}

static chy_status load_headers(struct read_rules *r, const struct lexicon *lex, arena *mem, chy_err *err)
{
    const struct table *t;
    int c[2];
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/en/headers"), &t, err, c, "key", "field", NULL);
    for (uint32_t row = 0; !st && row < table_rows(t); row++) {
        chy_str key = utf8_lower(mem, table_cell(t, row, c[0])), field = table_cell(t, row, c[1]);
        uint32_t f = 0;
        while (f < HEADER_COUNT && !str_is(field, header_names[f])) f++;
        if (f == HEADER_COUNT)
            st = err_set(err, CHY_EMODEL, row, "%s: no field is called '%.*s'", table_where(t, row), (int)field.len, field.ptr);
        else if (f == HEADER_TITLE_AUTHOR || f == HEADER_TITLE_SOURCE) {
            chy_str *place = LIST_PUSH(mem, f == HEADER_TITLE_AUTHOR ? &r->title_author : &r->title_source);
            if (!key.ptr || !place) return err_memory(err, "compiling the rules of reading");
            *place = key;
        } else if (!key.ptr || !map_put(&r->header, mem, key, f))
            st = err_memory(err, "compiling the rules of reading");
    }
    return st;
}

chy_status read_rules_create(const struct lexicon *lex, arena *mem, struct read_rules **out, chy_err *err)
{
    struct read_rules *r = ARENA_NEW(mem, struct read_rules);
    if (!r) return err_memory(err, "compiling the rules of reading");
    r->lex = lex;
    chy_status st = day_names_create(lex, mem, &r->days, err);
    if (!st) st = page_rules_create(lex, mem, &r->page, err);
    if (!st) st = page_judge_create((chy_str){ 0 }, mem, &r->judge, err);
    if (!st) st = about_rules_create(lex, &r->days, mem, &r->about, err);
    if (!st) st = load_furniture(r, lex, mem, err);
    if (!st) st = load_headers(r, lex, mem, err);
    if (!st) st = load_letters(r, lex, mem, err);
    if (!st) st = language_rules_create(lex, mem, &r->language, err);
    if (!st) *out = r;
    return st;
}

uint64_t read_checksum(const struct read_rules *rules) { return page_judge_checksum(rules->judge); }

/* ------------------------------------------------------------------ one document */

/* What was known before the document was read, and how many bytes that takes in front of it. */
struct intro {
    struct envelope known;
    uint32_t size;
};

struct reading {
    const struct read_rules *rules;
    const struct intro *intro; /* NULL: none */
    chy_doc *d;
    arena *scratch;
    line_list lines;
    bool no_memory;
};

static chy_str line_text(const struct reading *r, uint32_t i) { return doc_text(r->d, r->lines.at[i].span); }

static void furnish(struct line *l, const char *why)
{
    l->kind = SEGMENT_FURNITURE;
    l->why = why;
}

/* Metadata that is known from elsewhere stays. */
static void tell(struct reading *r, chy_str *place, chy_str value)
{
    if (place->len || !value.len) return;
    chy_str kept = str_keep(&r->d->mem, value);
    if (!kept.ptr)
        r->no_memory = true;
    else
        *place = kept;
}

static bool tell_date(struct reading *r, chy_str said, const char *basis)
{
    struct date day;
    chy_span at;
    if (!day_find(&r->rules->days, said, &day, &at, r->scratch)) return false;
    if (r->d->date.len) return true;
    r->d->date = date_format(&r->d->mem, day);
    r->d->date_basis = str_of(basis);
    if (!r->d->date.ptr) r->no_memory = true;
    return true;
}

static uint32_t next_text(const struct reading *r, uint32_t i)
{
    while (i < r->lines.count && r->lines.at[i].blank) i++;
    return i;
}

/* ------------------------------------------------------------------ what was known before */

/* A date as coarse as it was given, or the day within a longer one: "Mon, 06 Sep 2021 10:00:00 GMT". */
static void tell_known_date(struct reading *r, const struct envelope *known)
{
    struct date day;
    chy_span at;
    if (!known->date.len || (!date_parse(known->date, &day) && !day_find(&r->rules->days, known->date, &day, &at, r->scratch))) return;
    r->d->date = date_format(&r->d->mem, day);
    r->d->date_basis = str_keep(&r->d->mem, known->date_basis.len ? known->date_basis : CHY_LIT("given"));
    if (!r->d->date.ptr || !r->d->date_basis.ptr) r->no_memory = true;
}

/* Before anything is read in the document itself. What a feed or a letter says of its language is left for the end: it is often the
 * language of a program. */
static void tell_known(struct reading *r)
{
    const struct envelope *known = &r->intro->known;
    tell_known_date(r, known);
    tell(r, &r->d->title, known->title);
    tell(r, &r->d->author, known->author);
    tell(r, &r->d->source, known->source);
    tell(r, &r->d->address, known->address);
    if (!known->part.len) tell(r, &r->d->lang, known->lang);
}

static void tell_late(struct reading *r) { tell(r, &r->d->lang, r->intro->known.lang); }

/* ------------------------------------------------------------------ header lines */

/* Cut a body line in two: the first `bytes` become a line of their own before it. */
static struct line *cut_line(struct reading *r, uint32_t i, size_t bytes)
{
    struct line *more = LIST_PUSH(r->scratch, &r->lines);
    if (!more) {
        r->no_memory = true;
        return NULL;
    }
    memmove(&r->lines.at[i + 1], &r->lines.at[i], (r->lines.count - 1 - i) * sizeof *r->lines.at);
    struct line *head = &r->lines.at[i], *rest = head + 1;
    head->span.end = head->span.start + (uint32_t)bytes;
    rest->span.start = head->span.end;
    rest->starts_paragraph = false;
    while (rest->span.start < rest->span.end && r->d->text.ptr[rest->span.start] == ' ') rest->span.start++;
    return head;
}

/* "date 2022-07-31 Title ...": a key, a whole date, then what is left of the line. */
static bool opening_line(struct reading *r, uint32_t i)
{
    chy_str text = line_text(r, i);
    const char *space = text.len ? memchr(text.ptr, ' ', text.len) : NULL;
    if (!space) return false;
    chy_str key = utf8_lower(r->scratch, str_cut(text, 0, (size_t)(space - text.ptr)));
    if (!key.ptr || map_get(&r->rules->header, key) != HEADER_DATE) return false;
    struct date day;
    chy_span at;
    chy_str said = str_cut(text, key.len + 1, text.len);
    if (!day_find(&r->rules->days, str_cut(said, 0, 40), &day, &at, r->scratch) || at.start) return false;
    tell_date(r, said, "header line");
    size_t head = key.len + 1 + at.end;
    bool more = head < text.len;
    struct line *l = more ? cut_line(r, i, head) : &r->lines.at[i];
    if (!l) return true;
    furnish(l, "header line");
    return true;
}

/* "Key: value" in the first lines. */
static bool keyed_line(struct reading *r, uint32_t i)
{
    chy_str text = line_text(r, i);
    size_t colon = str_find(text, CHY_LIT(":"), 0);
    if (colon == SIZE_MAX || colon > 30 || colon + 1 >= text.len) return false;
    chy_str key = utf8_lower(r->scratch, str_trim(str_cut(text, 0, colon))), value = str_trim(str_cut(text, colon + 1, text.len));
    uint32_t field = key.ptr ? map_get(&r->rules->header, key) : MAP_NONE;
    struct line *l = &r->lines.at[i];
    switch (field) {
    case HEADER_DATE:
        if (!tell_date(r, value, "header line")) return false;
        break;
    case HEADER_TITLE:
        tell(r, &r->d->title, value);
        l->kind = SEGMENT_TITLE;
        l->why = "header line";
        return true;
    case HEADER_SOURCE: tell(r, &r->d->source, value); break;
    case HEADER_AUTHOR: tell(r, &r->d->author, value); break;
    case HEADER_LANG: tell(r, &r->d->lang, value); break;
    case HEADER_CAPTION:
        l->kind = SEGMENT_CAPTION;
        l->why = "caption";
        return true;
    default: return false;
    }
    furnish(l, "header line");
    return true;
}

/* "By Jane Doe" as a line of its own. */
static bool byline(struct reading *r, uint32_t i)
{
    chy_str text = line_text(r, i);
    if (text.len > 60 || line_ends_sentence(text) || !(str_starts(text, CHY_LIT("By ")) || str_starts(text, CHY_LIT("BY ")))) return false;
    tell(r, &r->d->author, str_trim(str_cut(text, 3, text.len)));
    furnish(&r->lines.at[i], "byline");
    return true;
}

/* A line that is a date and nothing else. */
static bool date_alone(struct reading *r, uint32_t i)
{
    chy_str text = line_text(r, i);
    struct date day;
    chy_span at;
    return text.len <= 40 && day_find(&r->rules->days, text, &day, &at, r->scratch) && at.end - at.start + 12 > text.len && at.start < 12;
}

static void mark_date_line(struct line *l)
{
    l->kind = SEGMENT_DATELINE;
    l->why = "date line";
}

/* ------------------------------------------------------------------ furniture */

static const char *furniture_why(const struct reading *r, const struct map *map, chy_str folded)
{
    uint32_t row = map_get(map, folded);
    return row == MAP_NONE ? NULL : table_cell(r->rules->furniture, row, r->rules->why).ptr;
}

/* A dated teaser of another item: "27.05.2020 - ...". */
static bool dated_item(struct reading *r, uint32_t i, struct date *day)
{
    chy_str text = line_text(r, i);
    chy_span at;
    if (!day_find(&r->rules->days, str_cut(text, 0, 24), day, &at, r->scratch) || at.start) return false;
    chy_str rest = str_trim(str_cut(text, at.end, text.len));
    size_t next = 0;
    return rest.len && char_is(utf8_next(rest, &next), CHAR_DASH) && next < rest.len && rest.ptr[next] == ' ';
}

/* "Home > News > Speeches" */
static bool trail_of_links(chy_str text)
{
    size_t marks = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        marks += c == '>' || c == 0xBB || c == 0x203A;
    }
    return marks >= 2 && text.len <= 120 && !line_ends_sentence(text);
}

/*
 * Lines that are furniture wherever they stand; where the other items begin, if they do. A list of teasers stands below
 * the text and runs from the newest back; a chronology, which is text, runs forward.
 */
static uint32_t mark_furniture(struct reading *r)
{
    uint32_t items = r->lines.count, dated = 0, first_dated = 0;
    struct date newest = { 0 };
    bool forward = false, text_seen = false;
    for (uint32_t i = 0; i < r->lines.count; i++) {
        struct line *l = &r->lines.at[i];
        chy_str text = line_text(r, i);
        if (text.len > 400) text_seen = true;
        if (l->blank || l->kind != SEGMENT_BODY || text.len > 400) continue;
        arena_mark here = arena_here(r->scratch);
        const char *why = line_gadget(text);
        if (!why && text.len <= 60) {
            chy_str folded = utf8_fold(r->scratch, text);
            const char *rest = folded.ptr ? furniture_why(r, &r->rules->rest, folded) : NULL;
            why = folded.ptr ? furniture_why(r, &r->rules->line, folded) : NULL;
            if (rest && items > i && text_seen) {
                items = i;
                why = rest;
            }
        }
        chy_str low = why ? (chy_str){ 0 } : utf8_lower(r->scratch, text);
        for (uint32_t k = 0; !why && low.ptr && k < r->rules->starts.count; k++)
            if (str_starts(low, r->rules->starts.at[k].text) && text.len <= 200) why = r->rules->starts.at[k].why;
        for (uint32_t k = 0; !why && low.ptr && text.len <= 120 && k < r->rules->has.count; k++)
            if (str_find(low, r->rules->has.at[k].text, 0) != SIZE_MAX) why = r->rules->has.at[k].why;
        arena_rewind(r->scratch, here);
        if (!why && trail_of_links(text)) why = "menu";
        struct date day;
        if (why)
            furnish(l, why);
        else if (text_seen && dated_item(r, i, &day)) {
            if (!dated++)
                first_dated = i;
            else
                forward |= date_days(day) > date_days(newest);
            newest = day;
        }
        text_seen |= line_ends_sentence(text);
    }
    return dated >= 2 && !forward && first_dated < items ? first_dated : items;
}

/*
 * A page whose top holds gadgets (clocks, telephone numbers) has a masthead: all before the last heading in capitals or
 * the last gadget is furniture.
 */
static uint32_t masthead_end(struct reading *r)
{
    uint32_t gadgets = 0, end = 0, seen = 0;
    for (uint32_t i = 0; i < r->lines.count && seen < TOP_LINES; i++) {
        if (r->lines.at[i].blank) continue;
        seen++;
        chy_str text = line_text(r, i);
        if (text.len > 40 && line_ends_sentence(text)) break; /* the text has begun */
        if (line_gadget(text)) {
            gadgets++;
            end = i + 1;
        } else if (line_is_shouted(text) && gadgets)
            end = i + 1;
    }
    return gadgets >= 2 ? end : 0;
}

/* ------------------------------------------------------------------ title, date line, dateline */

static bool looks_like_title(const struct reading *r, uint32_t i)
{
    chy_str text = line_text(r, i);
    uint32_t next = next_text(r, i + 1);
    if (text.len > TITLE_MOST || text.len < 8 || next >= r->lines.count || line_ends_sentence(text)) return false;
    char last = text.ptr[text.len - 1];
    if (last == ':' || last == ',' || last == ';' || text.ptr[0] == '-' || text.ptr[0] == '*') return false;
    size_t at = 0;
    uint32_t first = utf8_next(text, &at);
    if (first == 0x2022 || char_is(first, CHAR_LOWER)) return false;
    /* a text that is wrapped goes on in the next line */
    return r->lines.at[i + 1].blank || !char_is(utf8_next(line_text(r, next), &(size_t){ 0 }), CHAR_LOWER);
}

/* Where one of these phrases ends that begins in title[from, to]; SIZE_MAX when none does. */
static size_t phrase_end(const str_list *phrases, chy_str title, size_t from, size_t to)
{
    for (size_t at = from; at <= to && at < title.len; at++) {
        if (at && title.ptr[at - 1] != ' ') continue;
        for (uint32_t k = 0; k < phrases->count; k++) {
            size_t end = at + phrases->at[k].len;
            if (end < title.len && title.ptr[end] == ' ' && str_eq_ascii_nocase(str_cut(title, at, end), phrases->at[k])) return end + 1;
        }
    }
    return SIZE_MAX;
}

/* "the Russian Foreign Minister Sergey Lavrov": the words behind the last post that stands before the name. */
static chy_str without_post(const struct reading *r, chy_str name)
{
    struct phrase_hit hits[8];
    const struct table *posts = lexicon_table(r->rules->lex, CHY_LIT("lexicon/en/posts"));
    size_t cut = 0;
    for (size_t end = 0; posts && end < name.len; end++) {
        if (name.ptr[end] != ' ') continue;
        for (size_t from = cut; from < end; from++) { /* a post that ends here */
            if (from && name.ptr[from - 1] != ' ') continue;
            size_t n = lexicon_find(r->rules->lex, str_cut(name, from, end), hits, 8);
            bool post = false;
            for (size_t k = 0; k < n; k++) post |= hits[k].table == posts;
            if (post) cut = end + 1;
        }
    }
    return str_cut(name, cut, name.len);
}

/* "Article by X “Title” published in Y of DATE": what a page says of the article it prints. */
static void tell_from_title(struct reading *r, chy_str title)
{
    size_t from = phrase_end(&r->rules->title_author, title, 0, 0), to = from;
    while (to < title.len) { /* the author, up to a mark */
        size_t next = to;
        uint32_t c = utf8_next(title, &next);
        if (char_is(c, CHAR_QUOTE) || c == ',' || c == ':') break;
        to = next;
    }
    if (from != SIZE_MAX) tell(r, &r->d->author, without_post(r, str_trim(str_cut(title, from, to))));
    size_t at = phrase_end(&r->rules->title_source, title, 0, title.len);
    if (at == SIZE_MAX) return;
    chy_str rest = str_cut(title, at, title.len), words = rest, word;
    if (str_starts(words, CHY_LIT("the "))) words = str_cut(words, 4, words.len);
    chy_str name = { words.ptr, 0 };
    while (str_next_piece(&words, ' ', &word) && str_upper_first(word)) /* the run of capitals is its name */
        name.len = (size_t)(word.ptr + word.len - name.ptr);
    while (name.len && (name.ptr[name.len - 1] == ',' || name.ptr[name.len - 1] == '.')) name.len--;
    tell(r, &r->d->source, name);
    tell_date(r, rest, "title");
}

static void mark_title(struct reading *r, uint32_t i)
{
    r->lines.at[i].kind = SEGMENT_TITLE;
    r->lines.at[i].why = "first line";
    chy_str text = line_text(r, i);
    if (!r->d->title.len) tell(r, &r->d->title, text);
    tell_from_title(r, text);
}

/* "They met on 20 May 2018 - 25 May 2018" tells, and is no dateline: it has a word in small letters that is longer than "of" and "de". */
static bool tells(chy_str head)
{
    chy_str word;
    while (str_next_piece(&head, ' ', &word)) {
        if (word.len && word.ptr[0] == '(') return false;
        if (word.len > 2 && char_is(utf8_next(word, &(size_t){ 0 }), CHAR_LOWER)) return true;
    }
    return false;
}

/* Whether a full stop ends what stands before it: a capital follows, and it is that of no "Nov." or "D.C." */
static bool stops(chy_str text, size_t dot)
{
    enum { SHORTENED = 4 }; /* letters of the longest shortened month */
    if (dot + 2 >= text.len || text.ptr[dot + 1] != ' ') return false;
    size_t after = dot + 2, from = dot;
    if (!char_is(utf8_next(text, &after), CHAR_UPPER)) return false;
    while (from > 0 && text.ptr[from - 1] != ' ' && text.ptr[from - 1] != '.') from--;
    bool digit = text.ptr[dot - 1] >= '0' && text.ptr[dot - 1] <= '9';
    return digit || (dot - from > SHORTENED && (from == 0 || text.ptr[from - 1] == ' '));
}

/* The place and date, or place and agency, that open a story: "BRUSSELS, May 18 (Reuters) - ". Its bytes, 0 when there is none. */
static size_t dateline_bytes(const struct reading *r, chy_str text)
{
    size_t at = 0, upper = 0, end = 0;
    bool digit = false, bracket = false, comma = false, dot = false;
    uint32_t before = 0;
    while (at < text.len && at < DATELINE_MOST) {
        size_t here = at;
        uint32_t c = utf8_next(text, &at);
        unsigned kind = char_kind(c);
        bool spaced = at < text.len && text.ptr[at] == ' ' && (before == ' ' || before == ')' || c == 0x2014);
        bool twice = c == '-' && at + 1 < text.len && text.ptr[at] == '-' && text.ptr[at + 1] == ' ' && (before == ' ' || before == ')');
        if (twice && here) {
            end = at + 1;
            break;
        } /* "BEIJING, Aug. 24 -- " */
        if ((kind & CHAR_DASH) && here && (spaced || (c == 0x2014 && before != ' '))) {
            end = at;
            break;
        }
        if (c == '.' && comma && stops(text, here)) { /* "VALLETTA, Malta. Leaders meeting here ..." */
            end = at;
            dot = true;
            break;
        }
        comma |= c == ',';
        if (c == ':' || c == '"' || c == 0x201C || c == ';' || c == '?' || c == '!') return 0;
        if (c == '(') bracket = true;
        digit |= (kind & CHAR_DIGIT) != 0;
        upper += (kind & CHAR_UPPER) != 0;
        before = c;
    }
    if (!end || !str_upper_first(text)) return 0;
    /* the name of the town in capitals ("LE BOURGET, France"), or a date or an agency in brackets within */
    size_t word = 0, letters = 0, capitals = 0;
    while (word < end) {
        uint32_t c = utf8_next(text, &word);
        if (c == ' ' && letters && letters == capitals && letters < SHORT_NAME) continue;
        if (!char_is(c, CHAR_LETTER)) break;
        letters++;
        capitals += char_is(c, CHAR_UPPER);
    }
    bool shouted = letters >= 3 && capitals == letters;
    chy_str head = str_cut(text, 0, end);
    size_t words = 1;
    for (size_t i = 0; i < head.len; i++) words += head.ptr[i] == ' ';
    if (words > 10 || (dot && (!shouted || tells(head)))) return 0;
    struct date day;
    chy_span span;
    bool dated = digit && (day_find(&r->rules->days, head, &day, &span, r->scratch) || str_find(head, CHY_LIT(","), 0) != SIZE_MAX);
    return shouted || (dated && letters >= 3 && words <= 8 && !tells(head)) || (bracket && shouted) ? end : 0;
}

static void mark_dateline(struct reading *r, uint32_t i)
{
    size_t bytes = dateline_bytes(r, line_text(r, i));
    if (!bytes) return;
    struct line *l = cut_line(r, i, bytes);
    if (!l) return;
    l->kind = SEGMENT_DATELINE;
    l->why = "dateline";
    tell_date(r, doc_text(r->d, l->span), "dateline");
}

/* Lines in another script than the text as a whole. */
static void mark_foreign(struct reading *r, uint32_t body)
{
    if (body >= r->lines.count) return;
    size_t weight[256] = { 0 };
    char *script = ARENA_ARRAY(r->scratch, char, r->lines.count);
    if (!script) r->no_memory = true;
    if (!script) return;
    for (uint32_t i = 0; i < r->lines.count; i++) {
        const struct line *l = &r->lines.at[i];
        if (l->blank || l->kind == SEGMENT_FURNITURE) continue;
        script[i] = line_script(line_text(r, i));
        weight[(unsigned char)script[i]] += l->span.end - l->span.start;
    }
    char main_script = 'l';
    for (const char *s = "cho"; *s; s++)
        if (weight[(unsigned char)*s] > weight[(unsigned char)main_script] && weight[(unsigned char)*s] > 3 * weight['l']) main_script = *s;
    for (uint32_t i = 0; i < r->lines.count; i++)
        if (script[i] && script[i] != main_script) furnish(&r->lines.at[i], OTHER_LANGUAGE);
}

/* ------------------------------------------------------------------ language */

/* What the lines are written in: the words of all, and the bytes of those that are surely English or surely not. */
struct languages {
    struct language_count all;
    size_t english, other;
    chy_str *sure; /* of each line that was looked at; else ptr NULL */
};

static chy_str line_language(struct reading *r, uint32_t i, enum language_need need, struct language_count *count)
{
    *count = (struct language_count){ 0 };
    r->no_memory |= !language_add(&r->rules->language, line_text(r, i), r->scratch, count);
    return language_of(&r->rules->language, count, need);
}

static void count_languages(struct reading *r, bool furniture, struct languages *l)
{
    struct language_count one;
    for (uint32_t i = 0; i < r->lines.count && l->all.words < LANGUAGE_WORDS; i++) {
        if (r->lines.at[i].blank || (!furniture && r->lines.at[i].kind == SEGMENT_FURNITURE)) continue;
        chy_str lang = line_language(r, i, LANGUAGE_SURE, &one);
        l->sure[i] = lang;
        if (lang.len) *(str_is(lang, "en") ? &l->english : &l->other) += line_text(r, i).len;
        language_join(&l->all, &one);
    }
}

/* A line that is surely in another language than the document. */
static void label_line(struct reading *r, uint32_t i, chy_str sure)
{
    struct line *l = &r->lines.at[i];
    struct language_count count;
    bool foreign = l->kind == SEGMENT_FURNITURE && str_is(str_of(l->why), OTHER_LANGUAGE);
    if (l->blank || (l->kind == SEGMENT_FURNITURE && !foreign)) return;
    chy_str lang = !foreign && sure.ptr ? sure : line_language(r, i, foreign ? LANGUAGE_LIKELY : LANGUAGE_SURE, &count);
    if (!str_eq(lang, str_cut(r->d->lang, 0, 2))) l->lang = lang;
}

/* The document's language, as its text shows it, and that of lines in another one. Where a good part is English, the document is. */
static void tell_language(struct reading *r)
{
    struct languages l = { .sure = ARENA_ARRAY(r->scratch, chy_str, r->lines.count + 1u) };
    if (!l.sure) r->no_memory = true;
    if (!l.sure) return;
    count_languages(r, false, &l);
    if (!l.all.words) count_languages(r, true, &l);
    bool english = l.english * 100 > (l.english + l.other) * ENGLISH_SHARE;
    chy_str lang = english ? CHY_LIT("en") : language_of(&r->rules->language, &l.all, LANGUAGE_LIKELY);
    chy_str sure = language_of(&r->rules->language, &l.all, LANGUAGE_SURE);
    if (!r->d->lang.len) r->d->lang = lang;
    r->d->foreign = sure.len && !str_is(sure, "en") && !english;
    for (uint32_t i = 0; i < r->lines.count; i++) label_line(r, i, l.sure[i]);
}

/* ------------------------------------------------------------------ all together */

static void classify(struct reading *r)
{
    uint32_t top = masthead_end(r);
    for (uint32_t i = 0; i < top; i++)
        if (!r->lines.at[i].blank) furnish(&r->lines.at[i], line_gadget(line_text(r, i)) ? line_gadget(line_text(r, i)) : "masthead");
    uint32_t i = next_text(r, top), seen = 0;
    while (i < r->lines.count && seen++ < 8) { /* header lines, in any order */
        if (opening_line(r, i)) {
            i = next_text(r, i + 1);
            break;
        }
        if (date_alone(r, i)) {
            tell_date(r, line_text(r, i), "date line");
            mark_date_line(&r->lines.at[i]);
        } else if (!keyed_line(r, i) && !byline(r, i)) {
            break;
        }
        i = next_text(r, i + 1);
    }
    uint32_t items = mark_furniture(r);
    for (uint32_t k = items; k < r->lines.count; k++)
        if (!r->lines.at[k].blank) furnish(&r->lines.at[k], "list of other items");
    i = next_text(r, i);
    while (i < items && r->lines.at[i].kind == SEGMENT_FURNITURE) i = next_text(r, i + 1);
    if (i < items && r->lines.at[i].kind == SEGMENT_BODY && looks_like_title(r, i) && !dateline_bytes(r, line_text(r, i))) {
        mark_title(r, i);
        i = next_text(r, i + 1);
        while (i < items && (r->lines.at[i].kind == SEGMENT_FURNITURE || byline(r, i) ||
                             (date_alone(r, i) && tell_date(r, line_text(r, i), "date line")))) {
            if (r->lines.at[i].kind == SEGMENT_BODY) mark_date_line(&r->lines.at[i]);
            i = next_text(r, i + 1);
        }
    }
    if (i < items && r->lines.at[i].kind == SEGMENT_BODY) mark_dateline(r, i);
    mark_foreign(r, i);
    tell_language(r);
}

/* The first whole date of the first sentence, when nothing else dates the document. */
static void date_from_text(struct reading *r)
{
    for (uint32_t i = 0; !r->d->date.len && i < r->lines.count; i++) {
        if (r->lines.at[i].blank || r->lines.at[i].kind != SEGMENT_BODY) continue;
        tell_date(r, str_cut(line_text(r, i), 0, 60), "first date of the text");
        break;
    }
}

static chy_status make_segments(struct reading *r, chy_err *err)
{
    struct segment *last = NULL;
    for (uint32_t i = 0; i < r->lines.count; i++) {
        const struct line *l = &r->lines.at[i];
        if (l->blank || l->span.start == l->span.end) continue;
        if (last && last->kind == l->kind && last->why == l->why && str_eq(last->lang, l->lang) && l->kind != SEGMENT_TITLE &&
            l->kind != SEGMENT_DATELINE) {
            last->span.end = l->span.end;
            continue;
        }
        last = LIST_PUSH(&r->d->mem, &r->d->segments);
        if (!last) return err_memory(err, "labelling segments");
        *last = (struct segment){ l->span, l->kind, l->why, l->lang };
    }
    return CHY_OK;
}

static bool letter_cue(struct reading *r, chy_str line, enum letter_where where)
{
    if (line.len > 200) return false;
    arena_mark here = arena_here(r->scratch);
    chy_str low = utf8_lower(r->scratch, line);
    bool found = false;
    for (uint32_t i = 0; low.ptr && !found && i < r->rules->letters.count; i++) {
        const struct letter_cue *cue = &r->rules->letters.at[i];
        found = cue->where == where && (where == LETTER_ENDS ? str_ends(low, cue->text) : str_eq(low, cue->text));
    }
    arena_rewind(r->scratch, here);
    return found;
}

static bool is_part(const struct intro *intro, const char *part) { return intro && str_is(intro->known.part, part); }

/* Of a letter: what it quotes of others, and the signature below it. */
static void mark_letter(struct reading *r)
{
    uint32_t last = NONE;
    bool signature = false, older = false;
    for (uint32_t i = 0; i < r->lines.count; i++) {
        struct line *l = &r->lines.at[i];
        chy_str text = line_text(r, i);
        if (l->blank) continue;
        bool quoted = text.ptr[0] == '>';
        if (quoted && last != NONE && r->lines.at[last].kind == SEGMENT_BODY && letter_cue(r, line_text(r, last), LETTER_ENDS))
            furnish(&r->lines.at[last], "quoted");
        older |= letter_cue(r, text, LETTER_REST);
        signature |= str_is(text, "--");
        if (quoted || older || signature) furnish(l, quoted || older ? "quoted" : "signature");
        last = i;
    }
}

static chy_status label(const struct read_rules *rules, const struct intro *intro, chy_doc *d, arena *scratch, bool whole_file,
                        chy_err *err)
{
    arena_mark here = arena_here(scratch);
    struct reading r = { .rules = rules, .intro = intro, .d = d, .scratch = scratch };
    chy_status st = lines_split(d, scratch, &r.lines) ? CHY_OK : err_memory(err, "labelling segments");
    if (!st && is_part(intro, "mail")) mark_letter(&r);
    if (!st) classify(&r);
    if (!st && intro) tell_late(&r);
    if (!st && whole_file) date_from_text(&r);
    if (!st && r.no_memory) st = err_memory(err, "labelling segments");
    if (!st) st = make_segments(&r, err);
    arena_rewind(scratch, here);
    return st;
}

chy_status read_segments(const struct read_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    return label(rules, NULL, d, scratch, false, err);
}

/* Where each byte of the text came from: runs of bytes, or boxes of print. */
static chy_status keep_origin(chy_doc *d, const origin_list *runs, const box_list *boxes, arena *scratch, chy_err *err)
{
    chy_str packed = origin_pack(runs, boxes, scratch);
    if (packed.ptr) d->origin = str_keep(&d->mem, packed);
    return packed.ptr && d->origin.ptr ? CHY_OK : err_memory(err, "keeping where a text came from");
}

/* What is read, and how. */
struct job {
    const struct read_rules *rules;
    chy_str id, bytes; /* without the intro */
    struct intro intro;
    size_t ceiling;
    arena *scratch;
};

/* Places of the source are those of its bytes with the intro. */
static void behind_intro(const struct job *j, origin_list *runs)
{
    for (uint32_t i = 0; i < runs->count; i++) runs->at[i].source += j->intro.size;
}

/* Where the text of a page stands in the bytes of its file, which were perhaps in another encoding. */
static chy_status keep_page_origin(const struct job *j, chy_doc *d, struct page *page, const origin_list *from, chy_err *err)
{
    origin_list through = { 0 }, *runs = &page->origin;
    if (from->count) {
        if (!origin_through(&page->origin, (uint32_t)page->text.len, from, (uint32_t)page->source.len, j->scratch, &through))
            return err_memory(err, "keeping where a text came from");
        runs = &through;
    }
    behind_intro(j, runs);
    return keep_origin(d, runs, NULL, j->scratch, err);
}

/* A document with its text and what was known before. */
static chy_status begin(const struct job *j, chy_str text, chy_doc **out, chy_err *err)
{
    chy_status st = doc_create(j->id, text, j->ceiling, out, err);
    if (st) return st;
    struct reading r = { .rules = j->rules, .intro = &j->intro, .d = *out, .scratch = j->scratch };
    tell_known(&r);
    return r.no_memory ? err_memory(err, "keeping what is known of a document") : CHY_OK;
}

static chy_status read_text(const struct job *j, chy_doc **out, chy_err *err)
{
    chy_str text;
    origin_list from = { 0 };
    chy_status st = decode_text(j->bytes, j->intro.known.charset, j->scratch, &text, &from, err);
    if (!st) st = begin(j, text, out, err);
    if (!st && !from.count && j->intro.size && !origin_add(&from, j->scratch, 0, 0, (uint32_t)text.len, 1, 1))
        st = err_memory(err, "keeping where a text came from");
    behind_intro(j, &from);
    if (!st && from.count) st = keep_origin(*out, &from, NULL, j->scratch, err);
    return st ? st : label(j->rules, &j->intro, *out, j->scratch, true, err);
}

/* ------------------------------------------------------------------ a page of the web */

static void tell_basis(struct reading *r, chy_str *place, chy_str value, chy_str *basis, chy_str told)
{
    if (place->len || !value.len) return;
    tell(r, place, value);
    *basis = told;
}

/* Blocks that were taken for text may still hold a list of other items, a dateline, lines in another language. */
static void classify_page(struct reading *r, const struct about *about)
{
    tell_basis(r, &r->d->date, about->date, &r->d->date_basis, about->date_basis);
    tell(r, &r->d->title, about->title);
    tell(r, &r->d->author, about->author);
    tell(r, &r->d->source, about->source);
    if (r->d->title.len) tell_from_title(r, r->d->title);
    uint32_t items = mark_furniture(r), i = 0;
    for (uint32_t k = items; k < r->lines.count; k++)
        if (!r->lines.at[k].blank && r->lines.at[k].kind != SEGMENT_FURNITURE) furnish(&r->lines.at[k], "list of other items");
    while (i < items && (r->lines.at[i].blank || r->lines.at[i].kind != SEGMENT_BODY ||
                         (date_alone(r, i) && tell_date(r, line_text(r, i), "date line")))) {
        if (!r->lines.at[i].blank && r->lines.at[i].kind == SEGMENT_BODY) mark_date_line(&r->lines.at[i]);
        i++;
    }
    if (i < items) mark_dateline(r, i);
    mark_foreign(r, i);
    tell_language(r);
    tell(r, &r->d->lang, about->lang);
    tell(r, &r->d->updated, about->updated);
    tell(r, &r->d->address, about->address);
}

static chy_status label_page(const struct job *j, const struct page *page, const int32_t *score, const struct about *about, chy_doc *d,
                             chy_err *err)
{
    struct reading r = { .rules = j->rules, .intro = &j->intro, .d = d, .scratch = j->scratch };
    if (!web_lines(page, score, about, j->scratch, &r.lines)) return err_memory(err, "labelling segments");
    classify_page(&r, about);
    tell_late(&r);
    return r.no_memory ? err_memory(err, "labelling segments") : make_segments(&r, err);
}

/* What was taken out of a feed or a letter has nothing around it: all of it is text. */
static void all_is_text(const struct job *j, const struct page *page, int32_t *score)
{
    if (!is_part(&j->intro, "item") && !is_part(&j->intro, "mail")) return;
    for (uint32_t i = 0; i < page->blocks.count; i++)
        if (score[i] <= 0) score[i] = 1;
}

static chy_status read_page(const struct job *j, chy_doc **out, chy_err *err)
{
    struct page page;
    struct about about;
    chy_str source;
    int32_t *score = NULL;
    origin_list from = { 0 };
    chy_status st = decode_page(j->bytes, j->intro.known.charset, j->scratch, &source, &from, err);
    if (!st) st = page_read_html(j->rules->page, source, j->scratch, &page, err);
    if (!st && !page.blocks.count) st = err_set(err, CHY_EINPUT, 0, "is a page without text");
    if (!st && !(score = ARENA_ARRAY(j->scratch, int32_t, page.blocks.count))) st = err_memory(err, "judging a page");
    if (!st) st = page_judge_blocks(j->rules->judge, &page, j->scratch, score, err);
    if (!st) all_is_text(j, &page, score);
    if (!st) st = about_page(j->rules->about, &page, score, j->scratch, &about, err);
    if (!st) st = begin(j, page.text, out, err);
    if (!st) st = keep_page_origin(j, *out, &page, &from, err);
    return st ? st : label_page(j, &page, score, &about, *out, err);
}

/* ------------------------------------------------------------------ printed pages */

/* As a text whose title may be known, and whose last lines are printed on every page. */
static chy_status label_print(const struct job *j, const struct print *print, chy_doc *d, chy_err *err)
{
    struct reading r = { .rules = j->rules, .intro = &j->intro, .d = d, .scratch = j->scratch };
    if (!lines_split(d, j->scratch, &r.lines)) return err_memory(err, "labelling segments");
    if (print->title.len) tell(&r, &d->title, print->title);
    for (uint32_t i = 0; i < r.lines.count; i++) {
        struct line *l = &r.lines.at[i];
        if (l->blank) continue;
        if (l->span.start < print->title_end) {
            l->kind = SEGMENT_TITLE;
            l->why = "large letters";
        } else if (l->span.start >= print->furniture) {
            furnish(l, "on every page");
        }
    }
    if (print->title.len) tell_from_title(&r, print->title);
    classify(&r);
    tell_late(&r);
    date_from_text(&r);
    return r.no_memory ? err_memory(err, "labelling segments") : make_segments(&r, err);
}

static chy_status read_print(const struct job *j, chy_str xml, chy_doc **out, chy_err *err)
{
    struct print print;
    chy_status st = print_read(j->rules->page, xml, j->scratch, &print, err);
    if (!st) st = begin(j, print.text, out, err);
    if (!st) st = keep_origin(*out, NULL, &print.boxes, j->scratch, err);
    return st ? st : label_print(j, &print, *out, err);
}

chy_status read_words(chy_str bytes, arena *mem, chy_str *xml, chy_err *err)
{
    static const char *const argv[] = { "pdftotext", "-bbox-layout", "-enc", "UTF-8", "-", "-", NULL };
    static const struct child_limits limits = { .seconds = 30, .memory = (size_t)768 << 20, .output = (size_t)256 << 20 };
    struct envelope known;
    chy_str pdf = bytes;
    envelope_read(bytes, &known, &pdf);
    return child_run(argv, pdf, &limits, mem, xml, err);
}

static bool said_to_be_page(const struct job *j)
{
    chy_str type = j->intro.known.type;
    return str_eq_ascii_nocase(type, CHY_LIT("text/html")) || str_eq_ascii_nocase(type, CHY_LIT("application/xhtml+xml"));
}

static enum read_form form_of(const struct job *j)
{
    if (decode_is_pdf(j->bytes)) return READ_PRINT;
    return decode_is_page(j->bytes) || said_to_be_page(j) ? READ_PAGE : READ_TEXT;
}

static void open_intro(struct job *j, chy_str bytes)
{
    j->bytes = bytes;
    if (envelope_read(bytes, &j->intro.known, &j->bytes)) j->intro.size = (uint32_t)(bytes.len - j->bytes.len);
}

enum read_form read_form(chy_str bytes, chy_str *known)
{
    struct job j = { 0 };
    open_intro(&j, bytes);
    *known = str_cut(bytes, 0, j.intro.size);
    return form_of(&j);
}

chy_status read_document(const struct read_rules *rules, chy_str id, chy_str bytes, chy_str xml, size_t ceiling, chy_doc **out,
                         chy_err *err)
{
    arena scratch;
    chy_doc *d = NULL;
    chy_status st = CHY_OK;
    struct job j = { .rules = rules, .id = id, .ceiling = ceiling, .scratch = &scratch };
    open_intro(&j, bytes);
    arena_init(&scratch, ceiling ? ceiling : (size_t)1 << 30);
    enum read_form form = xml.ptr ? READ_PRINT : form_of(&j);
    if (j.bytes.len > DOCUMENT_MOST)
        st = err_set(err, CHY_E2BIG, DOCUMENT_MOST, "is larger than %d MiB, the most that one document may have", DOCUMENT_MOST >> 20);
    else if (form == READ_PRINT && !xml.ptr)
        st = read_words(bytes, &scratch, &xml, err);
    if (!st && form == READ_PRINT)
        st = read_print(&j, xml, &d, err);
    else if (!st)
        st = form == READ_PAGE ? read_page(&j, &d, err) : read_text(&j, &d, err);
    arena_done(&scratch);
    if (st) {
        chy_doc_destroy(d);
        return err_while(err, st, "%.*s", (int)id.len, id.ptr);
    }
    *out = d;
    return CHY_OK;
}
