#include <stdlib.h>
#include <string.h>

#include "dictionary/stage.h"

enum { ITEMS_MOST = 32, WORDS_MOST = 12 };

/* Where the reader of a file of verbs stands. */
struct place {
    struct source *s;
    struct dictionary *dict;
    arena *mem;
    bool petrarch; /* blocks are headed "--- NAME [code] ---" and verbs are whole words; else TABARI, with stems */
    bool in_set;   /* "+" adds to a synonym set, not a verb of two words */
    bool open;     /* a block has begun */
    chy_str code, back;
};

/* ------------------------------------------------------------------ small things */

/* "[042:043]" -> "042", "043"; what is not a code at all ("025?") loses its odd end. */
static chy_str code_part(chy_str s)
{
    s = str_trim(s);
    size_t n = 0;
    while (n < s.len && s.ptr[n] != '?' && s.ptr[n] != ' ') n++;
    return str_cut(s, 0, n);
}

/* The code in brackets at or after `from`; false when there is none. */
static bool read_code(chy_str line, size_t from, chy_str *code, chy_str *back)
{
    size_t at = str_find(line, CHY_LIT("["), from), end = at == SIZE_MAX ? at : str_find(line, CHY_LIT("]"), at);
    if (end == SIZE_MAX) return false;
    chy_str inside = str_cut(line, at + 1, end);
    size_t colon = str_find(inside, CHY_LIT(":"), 0);
    *code = code_part(str_cut(inside, 0, colon));
    *back = colon == SIZE_MAX ? (chy_str){ 0 } : code_part(str_cut(inside, colon + 1, inside.len));
    return true;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/* The next run of characters between blanks. */
static bool next_chunk(chy_str *rest, chy_str *chunk)
{
    size_t at = 0, end;
    while (at < rest->len && is_blank(rest->ptr[at])) at++;
    for (end = at; end < rest->len && !is_blank(rest->ptr[end]);) end++;
    *chunk = str_cut(*rest, at, end);
    *rest = str_cut(*rest, end, rest->len);
    return chunk->len > 0;
}

/* ------------------------------------------------------------------ items */

/* Items of one side of a pattern, or of an element of a set, in the order of the text. */
struct row {
    struct item at[ITEMS_MOST];
    uint32_t count;
    bool bad;
};

static struct item *push(struct row *r, enum item_kind kind, bool joined)
{
    if (r->count == ITEMS_MOST) {
        r->bad = true;
        return NULL;
    }
    struct item *i = &r->at[r->count++];
    *i = (struct item){ .kind = (uint8_t)kind, .joined = joined, .set = NONE };
    return i;
}

static bool push_word(struct place *p, struct row *r, chy_str text, enum fit fit, bool joined)
{
    chy_str piece;
    for (chy_str rest = text; word_next_piece(&rest, &piece); joined = true) {
        struct item *i = push(r, ITEM_WORD, joined);
        if (!i) return true;
        i->word = (struct word){ .text = word_fold(p->mem, piece), .fit = FIT_EXACT };
        if (!i->word.text.ptr) return false;
        if (!rest.len) i->word.fit = (uint8_t)fit;
    }
    return true;
}

static bool add_element(struct place *p, const struct row *r)
{
    struct run_of *e = LIST_PUSH(p->mem, &p->dict->elements);
    if (!e) return false;
    *e = (struct run_of){ p->dict->items.count, r->count };
    for (uint32_t i = 0; i < r->count; i++) {
        struct item *kept = LIST_PUSH(p->mem, &p->dict->items);
        if (!kept) return false;
        *kept = r->at[i];
    }
    return true;
}

/* Pieces of "NEW_&TIETYPES_RELATIONS", "IN_", "*_OUT": each joined to the one before it. */
static bool read_chunk(struct place *p, chy_str chunk, enum fit fit, struct row *r)
{
    bool joined = false;
    for (size_t at = 0; at < chunk.len;) {
        size_t end = at;
        while (end < chunk.len && chunk.ptr[end] != '_') end++;
        chy_str piece = str_cut(chunk, at, end);
        while (piece.len > 1 && strchr("})|", piece.ptr[piece.len - 1])) piece.len--; /* one that closes what nothing opened */
        bool exact = end < chunk.len;
        at = end + 1;
        if (!piece.len) continue;
        if (piece.len == 1 && strchr("*$+%^", *piece.ptr)) {
            static const char marks[] = "*$+%^";
            static const enum item_kind kinds[] = { ITEM_VERB, ITEM_SOURCE, ITEM_TARGET, ITEM_BOTH, ITEM_SKIP };
            push(r, kinds[strchr(marks, *piece.ptr) - marks], joined);
        } else if (*piece.ptr == '&') {
            chy_str name = str_cut(piece, 1, piece.len);
            uint32_t set = map_get(&p->s->to->set_of, name);
            struct item *i = push(r, ITEM_SET, joined);
            if (i) i->set = set;
            if (set == MAP_NONE) {
                source_warn(p->s, "the synonym set &%.*s was not defined above; the line was passed over", (int)name.len, name.ptr);
                r->bad = true;
            }
        } else if (!push_word(p, r, piece, exact ? FIT_EXACT : fit, joined)) {
            return false;
        }
        joined = true;
    }
    return true;
}

/* ------------------------------------------------------------------ synonym sets */

static bool begin_set(struct place *p, chy_str name)
{
    while (name.len && name.ptr[name.len - 1] == '_') name.len--;
    struct run_of *set = LIST_PUSH(p->mem, &p->dict->sets);
    if (!set) return false;
    *set = (struct run_of){ p->dict->elements.count, 0 };
    return name.len == 0 || map_put(&p->s->to->set_of, p->mem, name, p->dict->sets.count - 1);
}

static bool add_to_set(struct place *p, chy_str text)
{
    struct row r = { .count = 0 };
    chy_str chunk;
    while (next_chunk(&text, &chunk)) {
        uint32_t first = r.count;
        if (!read_chunk(p, chunk, p->petrarch ? FIT_PLURAL : FIT_STEM, &r)) return false;
        if (first && first < r.count) r.at[first].joined = true;
    }
    if (r.bad || !r.count) return true;
    p->dict->sets.at[p->dict->sets.count - 1].count++;
    return add_element(p, &r);
}

/* "{ WAS | WERE }": a set without a name. */
static bool read_either(struct place *p, chy_str inside, struct row *r)
{
    chy_str piece;
    if (!begin_set(p, (chy_str){ 0 })) return false;
    uint32_t set = p->dict->sets.count - 1;
    while (str_next_piece(&inside, '|', &piece))
        if (!add_to_set(p, str_trim(piece))) return false;
    struct item *i = push(r, ITEM_SET, false);
    if (i) i->set = set;
    return true;
}

/* ------------------------------------------------------------------ patterns */

static bool keep_pattern(struct place *p, const struct row *r, uint32_t verb, chy_str code, chy_str back)
{
    struct dictionary *dict = p->dict;
    struct pattern x = { .first = dict->items.count,
                         .left = (uint16_t)verb,
                         .right = (uint16_t)(r->count - verb - 1),
                         .code = code,
                         .back = back,
                         .where = source_where(p->s, p->mem) };
    if (!x.where) return false;
    for (uint32_t i = 0; i < r->count; i++) {
        if (i == verb) continue;
        struct item *kept = LIST_PUSH(p->mem, &dict->items);
        if (!kept) return false;
        *kept = i < verb ? r->at[verb - 1 - i] : r->at[i];
        if (i < verb) kept->joined = r->at[verb - i].joined; /* turned round: what followed it comes before it now */
    }
    struct pattern *kept = LIST_PUSH(p->mem, &dict->patterns);
    if (!kept) return false;
    *kept = x;
    dict->blocks.at[dict->blocks.count - 1].patterns.count++;
    return true;
}

/* What stands between the bracket that begins a chunk and the one that closes it; *rest goes on behind. */
static bool bracketed(chy_str *rest, chy_str chunk, chy_str *inside)
{
    const char *from = chunk.ptr + 1, *end = rest->ptr + rest->len;
    const char *to = memchr(from, *chunk.ptr == '{' ? '}' : ')', (size_t)(end - from));
    if (!to) return false;
    *inside = (chy_str){ from, (size_t)(to - from) };
    *rest = (chy_str){ to + 1, (size_t)(end - to - 1) };
    return true;
}

/* "- SAID + MUST * POLICY  [100]" */
static bool read_pattern(struct place *p, chy_str line)
{
    struct row r = { .count = 0 };
    chy_str code, back, chunk;
    size_t end = str_find(line, CHY_LIT("["), 0);
    if (!read_code(line, 0, &code, &back)) {
        source_warn(p->s, "a pattern without a code in brackets was passed over");
        return true;
    }
    enum fit fit = p->petrarch ? FIT_EXACT : FIT_STEM;
    for (chy_str rest = str_cut(line, 1, end); next_chunk(&rest, &chunk);) {
        if (*chunk.ptr != '{' && *chunk.ptr != '(') {
            if (!read_chunk(p, chunk, fit, &r)) return false;
            continue;
        }
        chy_str inside;
        if (!bracketed(&rest, chunk, &inside)) {
            source_warn(p->s, "a \"%c\" is not closed; the line was passed over", *chunk.ptr);
            return true;
        }
        if (*chunk.ptr == '{' && memchr(inside.ptr, '|', inside.len)) {
            if (!read_either(p, inside, &r)) return false;
            continue;
        }
        while (next_chunk(&inside, &chunk)) /* PETRARCH 2: a noun phrase, or a preposition and its noun */
            if (!read_chunk(p, chunk, FIT_PLURAL, &r)) return false;
    }
    uint32_t verb = 0;
    while (verb < r.count && r.at[verb].kind != ITEM_VERB) verb++;
    if (r.bad) return true;
    if (verb == r.count || !p->open)
        source_warn(p->s, verb == r.count ? "a pattern without a \"*\" for its verb was passed over"
                                          : "a pattern that stands under no verb was passed over");
    else
        return keep_pattern(p, &r, verb, code, back);
    return true;
}

/* ------------------------------------------------------------------ verbs */

static bool begin_block(struct place *p)
{
    struct block *b = LIST_PUSH(p->mem, &p->dict->blocks);
    if (!b) return false;
    b->patterns = (struct run_of){ p->dict->patterns.count, 0 };
    return p->open = true;
}

/* One way to write a verb: "ABANDON", "+BEEF_UP", "WIRE_+TAPPED"; '+' stands before the word that is the verb. */
static bool add_verb(struct place *p, chy_str text, chy_str code, chy_str back)
{
    struct dictionary *dict = p->dict;
    struct verb v = { .first = dict->words.count, .block = dict->blocks.count - 1, .code = code, .back = back };
    bool exact = p->petrarch || str_ends(text, CHY_LIT("_"));
    v.as_is = !p->petrarch && exact;
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        while (end < text.len && text.ptr[end] != '_' && !is_blank(text.ptr[end])) end++;
        chy_str rest = str_cut(text, at, end), piece;
        at = end + 1;
        if (rest.len && *rest.ptr == '+') {
            v.at = (uint8_t)(dict->words.count - v.first);
            rest = str_cut(rest, 1, rest.len);
        }
        while (dict->words.count - v.first < WORDS_MOST && word_next_piece(&rest, &piece)) {
            struct word *w = LIST_PUSH(p->mem, &dict->words);
            if (!w) return false;
            *w = (struct word){ .text = word_fold(p->mem, piece), .fit = FIT_EXACT };
            if (!w->text.ptr) return false;
        }
    }
    v.count = (uint8_t)(dict->words.count - v.first);
    if (!v.count || v.at >= v.count) {
        source_warn(p->s, "a verb without letters was passed over");
        return true;
    }
    if (!exact && v.count == 1) {
        dict->words.at[v.first].fit = FIT_STEM;
        dict->stems = true;
    }
    v.where = source_where(p->s, p->mem);
    chy_str key = dict->words.at[v.first + v.at].text;
    v.next = map_get(&dict->verb_of, key);
    struct verb *kept = LIST_PUSH(p->mem, &dict->verbs);
    if (!kept || !v.where) return false;
    *kept = v;
    return map_put(&dict->verb_of, p->mem, key, dict->verbs.count - 1);
}

/* "BREAK { BROKE BROKEN } [code]" */
static bool read_verb(struct place *p, chy_str line)
{
    chy_str code = p->code, back = p->back, chunk;
    size_t brace = str_find(line, CHY_LIT("{"), 0), bracket = str_find(line, CHY_LIT("["), 0), close;
    chy_str text = str_trim(str_cut(line, 0, brace < bracket ? brace : bracket));
    bool own = read_code(line, 0, &code, &back);
    if (!p->petrarch) {
        if (!own) {
            source_warn(p->s, "neither a verb with its code nor a pattern: the line was passed over");
            return true;
        }
        if (!begin_block(p)) return false;
    } else if (!p->open) {
        source_warn(p->s, "a verb that stands in no block was passed over");
        return true;
    }
    if (!add_verb(p, text, code, back)) return false;
    if (brace == SIZE_MAX || brace > bracket) return true;
    close = str_find(line, CHY_LIT("}"), brace);
    if (close == SIZE_MAX) {
        source_warn(p->s, "a \"{\" is not closed; what follows it was passed over");
        return true;
    }
    for (chy_str forms = str_cut(line, brace + 1, close); next_chunk(&forms, &chunk);)
        if (!add_verb(p, chunk, code, back)) return false;
    return true;
}

/* "--- ABANDON [345] ---" */
static bool read_block(struct place *p, chy_str line)
{
    if (!read_code(line, 0, &p->code, &p->back)) {
        source_warn(p->s, "a block without a code in brackets: its verbs have none of their own");
        p->code = CHY_LIT("---");
        p->back = (chy_str){ 0 };
    }
    p->in_set = false;
    return begin_block(p);
}

/* ------------------------------------------------------------------ a file */

static int longest_first(const void *a, const void *b)
{
    const struct pattern *x = a, *y = b;
    int more = (int)(y->left + y->right) - (int)(x->left + x->right);
    return more ? more : (int)(x->first > y->first) - (int)(x->first < y->first);
}

static bool is_petrarch(chy_str text) { return str_starts(text, CHY_LIT("---")) || str_find(text, CHY_LIT("\n---"), 0) != SIZE_MAX; }

bool verbs_read(struct source *s)
{
    struct place p = { .s = s, .dict = s->to->dict, .mem = s->to->mem, .petrarch = is_petrarch(s->rest) };
    uint32_t first = p.dict->blocks.count;
    chy_str line;
    bool ok = true;
    while (ok && source_line(s, &line)) {
        if (str_starts(line, CHY_LIT("---"))) {
            ok = read_block(&p, line);
        } else if (*line.ptr == '-') {
            p.in_set = false;
            ok = read_pattern(&p, line);
        } else if (*line.ptr == '&') {
            chy_str name = str_cut(line, 1, line.len), word;
            p.in_set = true;
            ok = !next_chunk(&name, &word) || begin_set(&p, word);
        } else if (*line.ptr == '+' && p.in_set) {
            ok = add_to_set(&p, str_cut(line, 1, line.len));
        } else if (*line.ptr == '~') {
            source_warn(s, "transformations of one verb by another are not applied; the line was passed over");
        } else {
            p.in_set = false;
            ok = read_verb(&p, line);
        }
    }
    for (uint32_t i = first; ok && p.petrarch && i < p.dict->blocks.count; i++) {
        struct run_of *b = &p.dict->blocks.at[i].patterns;
        if (b->count) qsort(p.dict->patterns.at + b->first, b->count, sizeof *p.dict->patterns.at, longest_first);
    }
    return ok;
}
