#include "time/words.h"

#include "base/date.h"
#include "base/map.h"
#include "base/utf8.h"

enum { WORD_BYTES = 64 }; /* longer words are in no table */

struct sense {
    uint8_t class;
    bool capital;
    int64_t value;
};

struct phrase {
    chy_str text;
    uint32_t *words;
    uint32_t count, word;
    uint32_t next;
}; /* word: what the whole is interned as */

struct word {
    chy_str text;
    LIST(struct sense) senses;
    uint64_t classes, capital; /* all senses; those that ask for a capital letter */
    uint32_t phrase;           /* first of the phrases that begin with it, longest first */
    bool dot, literal;         /* takes a full stop; stands in a pattern as it is */
};

struct time_words {
    struct map map;
    LIST(struct word) at;
    LIST(struct phrase) phrases;
};

static const char *const class_names[] = {
#define X(name) #name,
    TIME_CLASS_LIST(X)
#undef X
};
static const char *const unit_names[] = { "",      "second",  "minute", "hour", "day",    "weekend", "week",
                                          "month", "quarter", "half",   "year", "decade", "century" };

int time_class_of(chy_str name)
{
    for (int c = 0; c < CLASS_COUNT; c++)
        if (str_is(name, class_names[c])) return c;
    return -1;
}

int time_unit_of(chy_str name)
{
    for (int u = 1; u < UNIT_COUNT; u++)
        if (str_is(name, unit_names[u])) return u;
    return -1;
}

uint32_t time_words_find(const struct time_words *words, chy_str lower) { return map_get(&words->map, lower); }
uint64_t time_word_classes(const struct time_words *words, chy_str lower)
{
    uint32_t id = lower.len ? map_get(&words->map, lower) : MAP_NONE;
    return id == MAP_NONE ? 0 : words->at.at[id].classes;
}

uint32_t time_words_count(const struct time_words *words) { return words->at.count; }

uint32_t time_words_intern(struct time_words *words, arena *mem, chy_str lower)
{
    uint32_t id = map_get(&words->map, lower);
    if (id != MAP_NONE) return id;
    id = words->at.count;
    struct word *w = LIST_PUSH(mem, &words->at);
    chy_str kept = str_keep(mem, lower);
    if (!w || !kept.ptr || !map_put(&words->map, mem, kept, id)) return WORD_NONE;
    w->text = kept;
    w->phrase = NONE;
    return id;
}

/* ------------------------------------------------------------------ cutting */

/* The next run of letters, run of digits or single mark of text from *at; false at its end. */
struct cut {
    chy_str text;
    bool space, digits, letters, capital, upper;
};

static bool cut_next(chy_str text, size_t *at, struct cut *c)
{
    *c = (struct cut){ 0 };
    size_t from = *at;
    while (*at < text.len) {
        size_t step = *at;
        unsigned kind = char_kind(utf8_next(text, &step));
        if (!(kind & CHAR_SPACE)) break;
        *at = step;
        c->space = true;
    }
    if (*at >= text.len) return false;
    from = *at;
    unsigned kind = char_kind(utf8_next(text, at));
    c->digits = (kind & CHAR_DIGIT) && (unsigned char)text.ptr[from] < 0x80;
    c->letters = (kind & CHAR_LETTER) && !c->digits;
    c->capital = c->upper = (kind & CHAR_UPPER) != 0;
    bool single = (!c->digits && !c->letters) || (kind & CHAR_HAN);
    while (!single && *at < text.len) {
        size_t step = *at;
        unsigned more = char_kind(utf8_next(text, &step));
        if (c->digits ? !((more & CHAR_DIGIT) && (unsigned char)text.ptr[*at] < 0x80)
                      : !(more & (CHAR_LETTER | CHAR_MARK)) || (more & CHAR_HAN))
            break;
        if (more & CHAR_LOWER) c->upper = false;
        *at = step;
    }
    c->text = str_cut(text, from, *at);
    return true;
}

/* Lower case in a buffer of WORD_BYTES; false for words too long to be in a table. */
static bool lower_into(chy_str s, char *buffer, chy_str *out)
{
    size_t at = 0, size = 0;
    if (s.len > WORD_BYTES - 4) return false;
    while (at < s.len) {
        if ((unsigned char)s.ptr[at] < 0x80) {
            char c = s.ptr[at++];
            buffer[size++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
            continue;
        }
        if (size + 4 > WORD_BYTES) return false;
        uint32_t c = utf8_next(s, &at);
        size += utf8_put(c == 0x2019 || c == 0x2018                                                ? '\''
                         : c == 0x2013 || c == 0x2014 || c == 0x2010 || c == 0x2011 || c == 0x2212 ? '-'
                                                                                                   : char_lower(c),
                         buffer + size);
        if (size + 4 > WORD_BYTES && at < s.len) return false;
    }
    *out = (chy_str){ buffer, size };
    return true;
}

/* ------------------------------------------------------------------ reading the tables */

static chy_status sense_value(enum time_class class, chy_str text, int64_t *out)
{
    struct date d;
    int64_t n = 0;
    bool minus = text.len && text.ptr[0] == '-';
    int unit = time_unit_of(text);
    if (class == CLASS_HOLIDAY && str_starts(text, CHY_LIT("easter"))) { /* easter-2 */
        for (size_t i = 7; i < text.len && n < 1000; i++) n = n * 10 + (text.ptr[i] - '0');
        *out = HOLIDAY_EASTER + 100 + (text.len > 6 && text.ptr[6] == '-' ? -n : n);
        return n < 100 ? CHY_OK : CHY_EMODEL;
    }
    if (class == CLASS_HOLIDAY && text.len == 6) { /* 11-4-4 */
        if (text.ptr[2] != '-' || text.ptr[4] != '-' || text.ptr[3] < '1' || text.ptr[3] > '7' || text.ptr[5] < '1' || text.ptr[5] > '4')
            return CHY_EMODEL;
        int month = (text.ptr[0] - '0') * 10 + text.ptr[1] - '0';
        *out = HOLIDAY_WEEKDAY + month * 100 + (text.ptr[3] - '0') * 10 + text.ptr[5] - '0';
        return month >= 1 && month <= 12 ? CHY_OK : CHY_EMODEL;
    }
    if (class == CLASS_HOLIDAY && text.len == 5) { /* 12-25 */
        chy_str padded = { (char[10]){ 'X', 'X', 'X', 'X', '-', text.ptr[0], text.ptr[1], text.ptr[2], text.ptr[3], text.ptr[4] }, 10 };
        if (!date_parse(padded, &d)) return CHY_EMODEL;
        *out = d.month * 100 + d.day;
        return CHY_OK;
    }
    if (unit > 0) {
        *out = unit;
        return CHY_OK;
    }
    if (class == CLASS_SEASON || class == CLASS_POD || class == CLASS_REF || class == CLASS_AMPM || class == CLASS_ZONE) {
        if (text.len > 4) return CHY_EMODEL;
        for (size_t i = 0; i < text.len; i++) n = n << 8 | (unsigned char)text.ptr[i]; /* letters packed, first one highest */
        *out = n;
        return CHY_OK;
    }
    for (size_t i = minus; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || n > INT64_MAX / 16) return CHY_EMODEL;
        n = n * 10 + (text.ptr[i] - '0');
    }
    *out = minus ? -n : n;
    return CHY_OK;
}

static chy_status phrase_add(struct time_words *words, arena *mem, chy_str text, uint32_t word, chy_err *err)
{
    char buffer[WORD_BYTES];
    LIST(uint32_t) parts = { 0 };
    struct cut c;
    size_t at = 0;
    while (cut_next(text, &at, &c)) {
        chy_str lower;
        uint32_t *part = LIST_PUSH(mem, &parts);
        if (!part) return err_memory(err, "reading the words of time");
        if (!lower_into(c.text, buffer, &lower)) return CHY_EMODEL;
        *part = time_words_intern(words, mem, lower);
        if (*part == WORD_NONE) return err_memory(err, "reading the words of time");
    }
    if (parts.count < 2) return CHY_OK;
    uint32_t id = words->phrases.count;
    struct phrase *p = LIST_PUSH(mem, &words->phrases);
    if (!p) return err_memory(err, "reading the words of time");
    *p = (struct phrase){ text, parts.at, parts.count, word, NONE };
    uint32_t *link = &words->at.at[parts.at[0]].phrase;
    while (*link != NONE && words->phrases.at[*link].count >= p->count) link = &words->phrases.at[*link].next;
    p->next = *link;
    *link = id;
    return CHY_OK;
}

uint32_t time_words_literal(struct time_words *words, arena *mem, chy_str lower)
{
    bool known = time_words_find(words, lower) != MAP_NONE;
    uint32_t id = time_words_intern(words, mem, lower);
    if (id == WORD_NONE) return WORD_NONE;
    words->at.at[id].literal = true;
    return known || phrase_add(words, mem, words->at.at[id].text, id, NULL) == CHY_OK ? id : WORD_NONE;
}

static chy_status row_add(struct time_words *words, arena *mem, chy_str text, struct sense s, bool dot, chy_err *err)
{
    char buffer[WORD_BYTES];
    chy_str lower;
    if (!text.len || !lower_into(text, buffer, &lower)) return err_set(err, CHY_EMODEL, 0, "no word, or one too long");
    bool known = time_words_find(words, lower) != MAP_NONE;
    uint32_t id = time_words_intern(words, mem, lower);
    if (id == WORD_NONE) return err_memory(err, "reading the words of time");
    struct sense *slot = LIST_PUSH(mem, &words->at.at[id].senses);
    if (!slot) return err_memory(err, "reading the words of time");
    *slot = s;
    struct word *w = &words->at.at[id];
    w->classes |= CLASS_BIT(s.class);
    if (s.capital) w->capital |= CLASS_BIT(s.class);
    w->dot |= dot;
    return known && w->senses.count > 1 ? CHY_OK : phrase_add(words, mem, w->text, id, err);
}

static chy_status table_add(struct time_words *words, const struct lexicon *lex, arena *mem, const char *name, chy_err *err)
{
    const struct table *t = NULL;
    int columns[4];
    chy_status st = lexicon_need(lex, str_of(name), &t, err, columns, "words", "class", "value", "note", NULL);
    for (uint32_t row = 0; st == CHY_OK && row < table_rows(t); row++) {
        chy_str note = table_cell(t, row, columns[3]), rest = table_cell(t, row, columns[0]), word;
        int class = time_class_of(table_cell(t, row, columns[1]));
        if (class < 0)
            return err_set(err, CHY_EMODEL, 0, "%s: no class of words of time is called '%.*s'", table_where(t, row),
                           (int)table_cell(t, row, columns[1]).len, table_cell(t, row, columns[1]).ptr);
        struct sense s = { (uint8_t) class, str_in_bars(note, CHY_LIT("capital")), 0 };
        st = sense_value((enum time_class) class, table_cell(t, row, columns[2]), &s.value);
        if (st) return err_set(err, st, 0, "%s: a value that does not fit its class", table_where(t, row));
        while (st == CHY_OK && str_next_piece(&rest, '|', &word)) st = row_add(words, mem, word, s, str_in_bars(note, CHY_LIT("dot")), err);
        if (st) return err_while(err, st, "%s", table_where(t, row));
    }
    return st;
}

/* Months stand in one table for all stages; here the languages that have patterns count. A name is a MONTH, and a MAYBEMONTH beside a
 * day or a year, where a capital letter is not asked for. */
static chy_status months_add(struct time_words *words, const struct lexicon *lex, arena *mem, chy_err *err)
{
    static const enum time_class classes[] = { CLASS_MONTH, CLASS_MAYBEMONTH };
    const struct table *t = NULL;
    int columns[4];
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/months"), &t, err, columns, "month", "names", "lang", "note", NULL);
    for (uint32_t row = 0; st == CHY_OK && row < table_rows(t); row++) {
        chy_str lang = table_cell(t, row, columns[2]), note = table_cell(t, row, columns[3]), rest = table_cell(t, row, columns[1]), word;
        if (!str_is(lang, "en") && !str_is(lang, "ru")) continue;
        struct sense s = { 0 };
        st = sense_value(CLASS_MONTH, table_cell(t, row, columns[0]), &s.value);
        if (st) return err_set(err, st, 0, "%s: no number of a month", table_where(t, row));
        while (st == CHY_OK && str_next_piece(&rest, '|', &word))
            for (size_t c = 0; st == CHY_OK && c < sizeof classes / sizeof *classes; c++) {
                s.class = (uint8_t)classes[c];
                s.capital = classes[c] == CLASS_MONTH && str_in_bars(note, CHY_LIT("capital"));
                st = row_add(words, mem, word, s, str_in_bars(note, CHY_LIT("dot")), err);
            }
        if (st) return err_while(err, st, "%s", table_where(t, row));
    }
    return st;
}

chy_status time_words_create(const struct lexicon *lex, arena *mem, struct time_words **out, chy_err *err)
{
    static const char *const tables[] = { "lexicon/en/time_words", "lexicon/ru/time_words", "lexicon/zh/time_words" };
    struct time_words *words = ARENA_NEW(mem, struct time_words);
    if (!words) return err_memory(err, "reading the words of time");
    chy_status months = months_add(words, lex, mem, err);
    if (months) return months;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        chy_status st = table_add(words, lex, mem, tables[i], err);
        if (st) return st;
    }
    *out = words;
    return CHY_OK;
}

int64_t time_value(const struct time_words *words, const struct item *it, enum time_class c)
{
    if (c >= CLASS_NUM || it->word == WORD_NONE || it->digits) return it->number;
    const struct word *w = &words->at.at[it->word];
    for (uint32_t i = 0; i < w->senses.count; i++)
        if (w->senses.at[i].class == c) return w->senses.at[i].value;
    return it->number;
}

/* ------------------------------------------------------------------ items of a sentence */

static uint64_t digit_classes(int64_t n, uint32_t digits)
{
    uint64_t c = CLASS_BIT(CLASS_NUM);
    if (digits <= 2) {
        if (n >= 1 && n <= 31) c |= CLASS_BIT(CLASS_DAY);
        if (n >= 1 && n <= 12) c |= CLASS_BIT(CLASS_MONNUM);
        if (n <= 24) c |= CLASS_BIT(CLASS_HOUR);
        if (n >= 1 && n <= 4 && digits == 1) c |= CLASS_BIT(CLASS_QN);
    }
    if (digits == 2) c |= CLASS_BIT(CLASS_YY) | (n < 60 ? CLASS_BIT(CLASS_MIN) : 0);
    if (digits == 4 && n >= 1000 && n < 2200) c |= CLASS_BIT(CLASS_YEAR);
    if ((digits == 4 || digits == 3) && n / 100 < 24 && n % 100 < 60) c |= CLASS_BIT(CLASS_HHMM);
    return c;
}

static void item_of_cut(const struct time_words *words, const chy_doc *d, const struct cut *c, struct item *it)
{
    char buffer[WORD_BYTES];
    chy_str lower;
    it->start = (uint32_t)(c->text.ptr - d->text.ptr);
    it->end = it->start + (uint32_t)c->text.len;
    it->word = WORD_NONE;
    it->space = c->space;
    it->capital = c->capital;
    it->upper = c->upper;
    it->mark = !c->letters && !c->digits;
    if (c->digits) {
        it->digits = (uint32_t)c->text.len;
        if (it->digits > 15) return;
        for (size_t i = 0; i < c->text.len; i++) it->number = it->number * 10 + (c->text.ptr[i] - '0');
        it->classes = digit_classes(it->number, it->digits);
        return;
    }
    if (lower_into(c->text, buffer, &lower)) it->word = time_words_find(words, lower);
    if (it->word == WORD_NONE) {
        if (c->letters) it->classes = CLASS_BIT(c->capital ? CLASS_NAME : CLASS_LOWER);
        return;
    }
    const struct word *w = &words->at.at[it->word];
    it->classes = w->classes & ~(c->capital ? 0 : w->capital);
    if (c->letters) it->classes |= CLASS_BIT(c->capital ? CLASS_NAME : CLASS_LOWER);
}

static bool items_cut(const struct time_words *words, const chy_doc *d, run r, arena *scratch, struct item_list *out)
{
    uint32_t before = 0;
    out->count = 0;
    for (uint32_t t = r.first; t < r.last; t++) {
        chy_str text = doc_text(d, d->tokens.at[t].span);
        struct cut c;
        size_t at = 0;
        bool first = true;
        if (d->tokens.at[t].span.start < before) continue; /* a word that shares the bytes of the one before */
        while (cut_next(text, &at, &c)) {
            struct item *it = list_push(scratch, out, sizeof *it);
            if (!it) return false;
            *it = (struct item){ 0 }; /* the room is used again */
            item_of_cut(words, d, &c, it);
            it->token = it->last = t;
            if (first) it->space = t == r.first || it->start > before;
            first = false;
            before = it->end;
        }
    }
    return true;
}

static bool is_mark(const chy_doc *d, const struct item *it, char mark)
{
    return it->end - it->start == 1 && d->text.ptr[it->start] == mark;
}

static bool has(const struct item *it, enum time_class c) { return (it->classes & CLASS_BIT(c)) != 0; }

/* "10,000": joins the groups of three that follow; answers how many items were taken. */
static uint32_t join_thousands(const chy_doc *d, const struct item *at, uint32_t left, struct item *out)
{
    uint32_t n = 1;
    if (!at->digits || at->digits > 3) return 1;
    while (n + 1 < left && is_mark(d, &at[n], ',') && !at[n].space && at[n + 1].digits == 3 && !at[n + 1].space && out->digits < 15) {
        out->number = out->number * 1000 + at[n + 1].number;
        out->digits += 3;
        out->end = at[n + 1].end;
        out->last = at[n + 1].last;
        out->classes = CLASS_BIT(CLASS_NUM);
        n += 2;
    }
    return n;
}

static int year_of_figures(const struct item *it)
{
    if (it->digits == 4) return (int)it->number;
    return it->digits != 2 ? 0 : it->number < 40 ? 2000 + (int)it->number : 1900 + (int)it->number;
}

/* "10.09.2014", "2014-09-10", "9/10/14". Figures in this form that are no date ("31/02/2015", part of a longer row) stay together and mean
 * nothing. */
static uint32_t join_date(const chy_doc *d, const struct item *at, uint32_t left, char before, struct date_order order, struct item *out)
{
    if (left < 5 || !at->digits || at->digits > 4 || at[1].space || at[2].space || at[3].space || at[4].space) return 1;
    char mark = d->text.ptr[at[1].start];
    if ((mark != '.' && mark != '/' && mark != '-') || !is_mark(d, &at[1], mark) || !is_mark(d, &at[3], mark)) return 1;
    if (at[2].digits < 1 || at[2].digits > 2 || !at[4].digits || at[4].digits > 4 || at[4].digits == 3 || at->digits == 3) return 1;
    bool year_first = at->digits == 4, day_first = order.known ? order.day_first : mark == '.';
    if ((year_first && at[4].digits > 2) || (!year_first && at[4].digits == 1)) return 1;
    int a = (int)at->number, b = (int)at[2].number, e = (int)at[4].number;
    if (a > 12) day_first = true;
    if (b > 12) day_first = false;
    struct date date =
        year_first ? (struct date){ a, b, e } : (struct date){ year_of_figures(&at[4]), day_first ? b : a, day_first ? a : b };
    bool more = before == mark || before == '/' || (left > 6 && !at[5].space && !at[6].space && at[6].digits && is_mark(d, &at[5], mark));
    out->end = at[4].end;
    out->last = at[4].last;
    out->classes = 0;
    if (!more && date.year > 1000 && date.year < 2200 && date.month && date.day && date_valid(date)) {
        out->number = date.year * 10000 + date.month * 100 + date.day;
        out->classes = CLASS_BIT(CLASS_NUMDATE);
    }
    return 5;
}

/* "28th", "1990s", "1990's", "'90s" (the mark stays outside). */
static uint32_t join_suffix(const chy_doc *d, const struct item *at, uint32_t left, struct item *out)
{
    uint32_t n = left > 2 && is_mark(d, &at[1], '-') && !at[1].space && !at[2].space ? 2 : 1; /* "5-th" */
    if (left > n && !at[n].space && has(&at[n], CLASS_ORDSUFFIX) && at->digits <= 3) {
        out->end = at[n].end;
        out->last = at[n].last;
        out->classes = CLASS_BIT(CLASS_ORD) | (at->number >= 1 && at->number <= 31 ? CLASS_BIT(CLASS_DAYORD) : 0);
        return n + 1;
    }
    n = 1;
    if (left > 2 && !at[1].space &&
        (is_mark(d, &at[1], '\'') || (at[1].end - at[1].start == 3 && !memcmp(d->text.ptr + at[1].start, "\xe2\x80\x99", 3))))
        n = 2;
    bool s = left > n && !at[n].space && at[n].end - at[n].start == 1 && d->text.ptr[at[n].start] == 's';
    bool decade = (at->digits == 4 && has(at, CLASS_YEAR) && at->number % 10 == 0) || (at->digits == 2 && at->number % 10 == 0);
    if (!s || !decade) return 1;
    out->end = at[n].end;
    out->last = at[n].last;
    out->classes = CLASS_BIT(CLASS_DECADE);
    return n + 1;
}

/* "1/2", "3/4" after a number: in hundredths. */
static uint32_t join_fraction(const chy_doc *d, const struct item *at, uint32_t left, struct item *out)
{
    if (left < 3 || at->digits != 1 || !at->space || !is_mark(d, &at[1], '/') || at[1].space || at[2].space || at[2].digits != 1) return 1;
    if (left > 3 && !at[3].space && (at[3].digits || is_mark(d, &at[3], '/'))) return 1;
    int64_t cents = at[2].number ? at->number * 100 / at[2].number : 0;
    if (at[2].number != 2 && at[2].number != 4) return 1;
    if (cents < 1 || cents > 99) return 1;
    out->number = cents;
    out->end = at[2].end;
    out->last = at[2].last;
    out->classes = CLASS_BIT(CLASS_FRACTION);
    return 3;
}

/* "2.5" before a unit: in hundredths. */
static uint32_t join_decimal(const chy_doc *d, const struct item *at, uint32_t left, struct item *out)
{
    if (left < 4 || at->digits > 3 || at[1].space || !is_mark(d, &at[1], '.') || at[2].space || !at[2].digits || at[2].digits > 2) return 1;
    if (!(at[3].classes & (CLASS_BIT(CLASS_UNIT) | CLASS_BIT(CLASS_UNITS)))) return 1;
    out->number = at->number * 100 + at[2].number * (at[2].digits == 1 ? 10 : 1);
    out->end = at[2].end;
    out->last = at[2].last;
    out->classes = CLASS_BIT(CLASS_DECIMAL);
    return 3;
}

/* One step of a number in words; false when w cannot go on from here. total + now is the number so far. */
struct composed {
    int64_t total, now;
    bool year, any;
};

static bool compose(struct composed *c, int64_t value, bool multiplier)
{
    if (multiplier) {
        if (!c->any) return false;
        if (value == 100) {
            if (c->now < 1 || c->now > 99) return false;
            c->now *= 100;
        } else {
            if (c->total + c->now < 1 || c->total + c->now > 999999) return false;
            c->total = (c->total + c->now) * value;
            c->now = 0;
        }
        return true;
    }
    if (!c->any || c->now == 0) {
        c->now += value;
        return c->any = true;
    }
    if (value < 10 && c->now % 100 >= 20 && c->now % 10 == 0) {
        c->now += value;
        return true;
    }
    if (value < 100 && c->now >= 100 && c->now % 100 == 0 && !c->year) {
        c->now += value;
        return true;
    }
    if (value >= 10 && value < 100 && c->now >= 10 && c->now <= 21 && !c->total && !c->year) {
        c->now = c->now * 100 + value;
        return c->year = true;
    }
    return false;
}

static uint32_t join_number_words(const struct time_words *words, const chy_doc *d, const struct item *at, uint32_t left, struct item *out)
{
    struct composed c = { 0 };
    uint32_t n = 0, taken = 0;
    bool ordinal = false;
    while (n < left && !ordinal) {
        uint32_t k = n;
        if (taken &&
            (is_mark(d, &at[k], '-') || (at[k].word != WORD_NONE && str_is(words->at.at[at[k].word].text, "and") && c.now % 100 == 0)))
            k++;
        if (k >= left) break;
        struct composed before = c;
        if (has(&at[k], CLASS_CARD) && compose(&c, time_value(words, &at[k], CLASS_CARD), false))
            ;
        else if (has(&at[k], CLASS_MULT) && compose(&c, time_value(words, &at[k], CLASS_MULT), true))
            ;
        else if (taken && has(&at[k], CLASS_ORD) && compose(&c, time_value(words, &at[k], CLASS_ORD), false))
            ordinal = true;
        else {
            c = before;
            break;
        }
        n = taken = k + 1;
    }
    if (!taken) return 1;
    int64_t value = c.total + c.now;
    out->number = value;
    out->end = at[taken - 1].end;
    out->last = at[taken - 1].last;
    out->word = taken > 1 ? WORD_NONE : out->word;
    out->classes = taken > 1 ? 0 : out->classes;
    if (ordinal)
        out->classes |= CLASS_BIT(CLASS_ORD) | (value <= 31 ? CLASS_BIT(CLASS_DAYORD) : 0);
    else {
        out->classes |= CLASS_BIT(CLASS_NUM);
        if (c.year || (value >= 1900 && value < 2200)) out->classes |= CLASS_BIT(CLASS_YEARWORD);
        if (value >= 1 && value <= 12) out->classes |= CLASS_BIT(CLASS_HOURWORD);
        if (value >= 1 && value <= 59) out->classes |= CLASS_BIT(CLASS_MINWORD);
        if (value >= 1 && value <= 31) out->classes |= CLASS_BIT(CLASS_DAYWORD);
    }
    return taken;
}

/* The longest phrase of the tables that begins here; 1 when there is none. */
static uint32_t join_phrase(const struct time_words *words, const chy_doc *d, const struct item *at, uint32_t left, struct item *out)
{
    if (at->word == WORD_NONE) return 1;
    const struct word *first = &words->at.at[at->word];
    for (uint32_t p = first->phrase; p != NONE; p = words->phrases.at[p].next) {
        const struct phrase *phrase = &words->phrases.at[p];
        uint32_t n = 0;
        if (phrase->count > left) continue;
        while (n < phrase->count && at[n].word == phrase->words[n]) n++;
        if (n < phrase->count) continue;
        const struct word *w = &words->at.at[phrase->word];
        if ((w->classes & ~(at->capital ? 0 : w->capital)) == 0 && !w->literal) continue;
        out->end = at[n - 1].end;
        out->last = at[n - 1].last;
        out->word = phrase->word;
        out->classes = (w->classes & ~(at->capital ? 0 : w->capital)) | CLASS_BIT(at->capital ? CLASS_NAME : CLASS_LOWER);
        return n;
    }
    if (first->dot && left > 1 && is_mark(d, &at[1], '.') && !at[1].space) {
        out->end = at[1].end; /* "Sept." */
        out->last = at[1].last;
        return 2;
    }
    return 1;
}

bool time_items(const struct time_words *words, const chy_doc *d, run tokens, struct date_order order, arena *scratch,
                struct item_list *raw, struct item_list *out)
{
    if (!items_cut(words, d, tokens, scratch, raw)) return false;
    out->count = 0;
    for (uint32_t i = 0; i < raw->count;) {
        struct item *it = list_push(scratch, out, sizeof *it);
        if (!it) return false;
        uint32_t left = raw->count - i;
        *it = raw->at[i];
        uint32_t n = join_phrase(words, d, &raw->at[i], left, it);
        if (n > 1 && has(it, CLASS_CARD)) {
            it->number = time_value(words, it, CLASS_CARD);
            it->classes |= CLASS_BIT(CLASS_NUM);
        }
        char before = i && !it->space && raw->at[i - 1].mark ? d->text.ptr[raw->at[i - 1].start] : '\0';
        if (n == 1 && it->digits) n = join_date(d, &raw->at[i], left, before, order, it);
        if (n == 1 && it->digits) n = join_decimal(d, &raw->at[i], left, it);
        if (n == 1 && it->digits) n = join_thousands(d, &raw->at[i], left, it);
        if (n == 1 && it->digits && out->count > 1 && out->at[out->count - 2].digits) n = join_fraction(d, &raw->at[i], left, it);
        if (n == 1 && it->digits) n = join_suffix(d, &raw->at[i], left, it);
        if (n == 1 && has(it, CLASS_CARD)) n = join_number_words(words, d, &raw->at[i], left, it);
        if (n == 1 && !it->digits && has(it, CLASS_ORD)) {
            it->number = time_value(words, it, CLASS_ORD);
            if (it->number >= 1 && it->number <= 31) it->classes |= CLASS_BIT(CLASS_DAYORD);
        }
        i += n;
    }
    return true;
}
