#include <string.h>

#include "dictionary/stage.h"

/* ------------------------------------------------------------------ codes */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* YYYYMMDD or YYMMDD, 00 to 30 being of this century; 0 when it is neither. */
static uint32_t day_of(chy_str s)
{
    uint32_t n = 0;
    if (s.len != 6 && s.len != 8) return 0;
    for (size_t i = 0; i < s.len; i++) {
        if (!is_digit(s.ptr[i])) return 0;
        n = n * 10 + (uint32_t)(s.ptr[i] - '0');
    }
    return s.len == 8 ? n : n + (n / 10000 <= 30 ? 20000000 : 19000000);
}

/* "RUSGOV 19940922-20040712", "RUSGOV >20040309", "HOB < 950601", "USAELI": what stands between brackets. */
static bool read_code(const struct source *s, chy_str inside, struct code *out)
{
    char days[40];
    size_t n = 0, at = 0;
    inside = str_trim(inside);
    while (at < inside.len && inside.ptr[at] != ' ' && inside.ptr[at] != '\t' && inside.ptr[at] != '<' && inside.ptr[at] != '>') at++;
    *out = (struct code){ .text = str_cut(inside, 0, at), .from = 0, .to = 99999999 };
    for (; at < inside.len && n + 1 < sizeof days; at++)
        if (inside.ptr[at] != ' ' && inside.ptr[at] != '\t') days[n++] = inside.ptr[at];
    chy_str rest = { days, n };
    if (!out->text.len || is_digit(*out->text.ptr)) {
        source_warn(s, "\"[%.*s]\" has no code before its dates; it was passed over", (int)inside.len, inside.ptr);
        return false;
    }
    if (!n) return true;
    size_t dash = str_find(rest, CHY_LIT("-"), 0);
    if (*days == '<' && dash == SIZE_MAX)
        out->to = day_of(str_cut(rest, 1, n));
    else if (*days == '>' && dash == SIZE_MAX)
        out->from = day_of(str_cut(rest, 1, n));
    else if (dash != SIZE_MAX) {
        out->from = day_of(str_cut(rest, 0, dash));
        out->to = day_of(str_cut(rest, dash + 1, n));
    } else
        out->to = 0;
    bool open = *days == '<' || *days == '>';
    if ((!open && !out->from) || (*days == '>' && !out->from) || !out->to) {
        source_warn(s, "\"%.*s\" is no day or stretch of days (YYYYMMDD-YYYYMMDD, <YYYYMMDD, >YYYYMMDD); [%.*s] was passed over", (int)n,
                    days, (int)inside.len, inside.ptr);
        return false;
    }
    return true;
}

/* All "[...]" from the first on, into the newest entry. */
static bool read_codes(struct source *s, chy_str line)
{
    struct dictionary *dict = s->to->dict;
    struct entry *e = &dict->entries.at[dict->entries.count - 1];
    for (size_t at = 0; (at = str_find(line, CHY_LIT("["), at)) != SIZE_MAX;) {
        size_t end = str_find(line, CHY_LIT("]"), at);
        struct code c;
        if (end == SIZE_MAX) {
            source_warn(s, "a \"[\" is not closed; what follows it was passed over");
            return true;
        }
        if (read_code(s, str_cut(line, at + 1, end), &c)) {
            struct code *kept = LIST_PUSH(s->to->mem, &dict->codes);
            if (!kept) return false;
            *kept = c;
            e->count++;
        }
        at = end + 1;
    }
    return true;
}

/* ------------------------------------------------------------------ phrases */

static bool add_word(struct dictionary *dict, arena *mem, chy_str text, enum fit fit)
{
    struct word *w = LIST_PUSH(mem, &dict->words);
    if (!w) return false;
    *w = (struct word){ .text = word_fold(mem, text), .fit = (uint8_t)fit };
    return w->text.ptr != NULL;
}

/* Put a phrase, its words parted by '_' and blanks, under its first word. */
static bool add_phrase(struct source *s, chy_str text, enum phrase_kind kind, bool as_is)
{
    struct dictionary *dict = s->to->dict;
    arena *mem = s->to->mem;
    struct phrase p = { .first = dict->words.count, .entry = dict->entries.count - 1, .kind = (uint8_t)kind };
    bool exact = as_is || str_ends(text, CHY_LIT("_"));
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        while (end < text.len && text.ptr[end] != '_' && text.ptr[end] != ' ' && text.ptr[end] != '\t') end++;
        chy_str rest = str_cut(text, at, end), piece;
        while (word_next_piece(&rest, &piece))
            if (!add_word(dict, mem, piece, FIT_EXACT)) return false;
        at = end + 1;
    }
    p.count = dict->words.count - p.first;
    if (!p.count) {
        source_warn(s, "a line without a phrase was passed over");
        return true;
    }
    if (!exact) dict->words.at[dict->words.count - 1].fit = FIT_PLURAL;
    chy_str key = dict->words.at[p.first].text;
    p.next = map_get(&dict->phrase_of, key);
    struct phrase *kept = LIST_PUSH(mem, &dict->phrases);
    if (!kept) return false;
    *kept = p;
    return map_put(&dict->phrase_of, mem, key, dict->phrases.count - 1);
}

/* "!MINIST!_OF_WORKS" stands for a phrase with each word of its list; at most one a phrase is put in. */
static bool add_phrases(struct source *s, chy_str text, enum phrase_kind kind, bool as_is)
{
    size_t open = str_find(text, CHY_LIT("!"), 0), close = open == SIZE_MAX ? open : str_find(text, CHY_LIT("!"), open + 1);
    if (close == SIZE_MAX) return add_phrase(s, text, kind, as_is);
    chy_str name = str_cut(text, open + 1, close), word;
    uint32_t at = map_get(&s->to->substitutions, name);
    if (at == MAP_NONE) {
        source_warn(s, "!%.*s! was not defined above; the line was passed over", (int)name.len, name.ptr);
        return true;
    }
    for (chy_str list = s->to->lists.at[at]; str_next_piece(&list, ',', &word);) {
        chy_str whole = str_join(s->to->mem, str_cut(text, 0, open), str_trim(word), str_cut(text, close + 1, text.len));
        if (!whole.ptr || !add_phrase(s, whole, kind, as_is)) return false;
    }
    return true;
}

/* "!MINIST! = MINISTER, MINISTERS" */
static bool define(struct source *s, chy_str line, bool *defined)
{
    size_t close = str_find(line, CHY_LIT("!"), 1), equals = str_find(line, CHY_LIT("="), 0);
    *defined = *line.ptr == '!' && close != SIZE_MAX && equals != SIZE_MAX && equals > close;
    if (!*defined) return true;
    chy_str *list = LIST_PUSH(s->to->mem, &s->to->lists);
    if (!list) return false;
    *list = str_cut(line, equals + 1, line.len);
    return map_put(&s->to->substitutions, s->to->mem, str_cut(line, 1, close), s->to->lists.count - 1);
}

static bool new_entry(struct source *s)
{
    struct dictionary *dict = s->to->dict;
    struct entry *e = LIST_PUSH(s->to->mem, &dict->entries);
    if (!e) return false;
    *e = (struct entry){ .first = dict->codes.count, .where = source_where(s, s->to->mem) };
    return e->where != NULL;
}

/* The words of a phrase end where its plurals ({...}) or its codes begin. */
static chy_str phrase_part(chy_str line, size_t *braces, size_t *bracket)
{
    *braces = str_find(line, CHY_LIT("{"), 0);
    *bracket = str_find(line, CHY_LIT("["), 0);
    return str_trim(str_cut(line, 0, *braces < *bracket ? *braces : *bracket));
}

static bool add_plurals(struct source *s, chy_str inside, enum phrase_kind kind)
{
    bool ok = true;
    for (size_t at = 0; ok && at < inside.len;) {
        size_t end = at;
        while (end < inside.len && inside.ptr[end] != ' ') end++;
        if (end > at) ok = add_phrases(s, str_cut(inside, at, end), kind, true);
        at = end + 1;
    }
    return ok;
}

bool phrases_read(struct source *s, enum phrase_kind kind)
{
    chy_str line;
    bool open = false, ok = true; /* open: there is an entry that a line of codes or a synonym may add to */
    while (ok && source_line(s, &line)) {
        size_t braces, bracket;
        bool defined = false, synonym = *line.ptr == '+';
        if (kind == PHRASE_AGENT) ok = define(s, line, &defined);
        if (defined || !ok) continue;
        if (kind == PHRASE_DISCARD) {
            chy_str text = synonym ? str_cut(line, 1, line.len) : line;
            ok = new_entry(s) && add_phrase(s, text, synonym ? PHRASE_DISCARD_STORY : PHRASE_DISCARD, false);
            continue;
        }
        if (*line.ptr == '[') {
            if (open)
                ok = read_codes(s, line);
            else
                source_warn(s, "codes without a phrase above them were passed over");
            continue;
        }
        chy_str text = phrase_part(line, &braces, &bracket);
        if (synonym) text = str_trim(str_cut(text, 1, text.len));
        if (synonym && !open) source_warn(s, "\"+\" begins a synonym, but there is no phrase above it: it is taken as a phrase of its own");
        if (!synonym || !open || bracket != SIZE_MAX) ok = new_entry(s);
        open = true;
        if (ok && braces != SIZE_MAX && braces < bracket) {
            size_t end = str_find(line, CHY_LIT("}"), braces);
            if (end == SIZE_MAX) source_warn(s, "a \"{\" is not closed; what follows it was passed over");
            if (end != SIZE_MAX) ok = add_plurals(s, str_cut(line, braces + 1, end), kind);
        }
        if (ok) ok = add_phrases(s, text, kind, braces != SIZE_MAX);
        if (ok && bracket != SIZE_MAX) ok = read_codes(s, str_cut(line, bracket, line.len));
    }
    return ok;
}
