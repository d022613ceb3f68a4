#include "time/grammar.h"

#include "base/map.h"

enum { DEPTH = 24, STACK = 256, FRAMES = 64 };

enum op_code { OP_ITEM, OP_SPLIT, OP_JUMP, OP_SET, OP_SIDE, OP_BEGIN, OP_END, OP_STOP, OP_CALL, OP_RETURN, OP_DONE };

struct op {
    uint8_t code, name;
    bool adjacent;
    uint64_t classes;
    uint32_t word, words; /* first and count, in word_list */
    uint32_t to;          /* OP_SPLIT, OP_JUMP: where the other way goes; OP_CALL: where the named piece begins */
    int64_t value;
};

struct rule {
    uint32_t program, kind, row;
    const char *where;
};

/* What a piece of a pattern can begin with, and what can come second: so that most rules need not be tried at most items. */
struct item_set {
    uint64_t classes;
    index_list words;
};
struct shape {
    struct item_set first, second;
    bool empty, single; /* it can match nothing; it can match one item alone */
};

/* A set of rules, a bit each, for every class and every word. */
struct rule_index {
    uint64_t *of_class; /* (CLASS_COUNT, width) */
    uint64_t *of_word;  /* (word_count, width) */
};

struct time_grammar {
    LIST(struct op) ops;
    LIST(uint32_t) word_list;
    LIST(struct rule) rules;
    struct rule_index first, second;
    uint64_t *single; /* (width): rules that one item can satisfy */
    uint32_t word_count, width;
};

struct piece {
    uint32_t entry;
    struct shape shape;
};

struct compiler {
    struct time_grammar *g;
    struct time_words *words;
    arena *mem;
    struct map names; /* "$name" -> index of its piece */
    LIST(struct piece) pieces;
    LIST(struct shape) shapes; /* of the rules */
    chy_str rest;              /* what is left of the pattern */
    int depth;
    const char *wrong;
};

static const char *const field_names[] = {
#define X(name) #name,
    TIME_FIELD_LIST(X)
#undef X
};

bool time_field_value(chy_str text, int64_t *out)
{
    int64_t n = 0;
    int unit = time_unit_of(text);
    bool minus = text.len > 1 && text.ptr[0] == '-';
    if (unit > 0) {
        *out = unit;
        return true;
    }
    if (text.len && ((text.ptr[0] >= '0' && text.ptr[0] <= '9') || minus)) {
        for (size_t i = minus; i < text.len; i++) {
            if (text.ptr[i] < '0' || text.ptr[i] > '9' || n > 1000000) return false;
            n = n * 10 + (text.ptr[i] - '0');
        }
        *out = minus ? -n : n;
        return true;
    }
    if (!text.len || text.len > 4) return false;
    for (size_t i = 0; i < text.len; i++) n = n << 8 | (unsigned char)text.ptr[i];
    *out = n;
    return true;
}

/* ------------------------------------------------------------------ compiling */

static struct op *emit(struct compiler *c, enum op_code code)
{
    struct op *o = LIST_PUSH(c->mem, &c->g->ops);
    if (!o) return NULL; /* without c->wrong: no memory */
    o->code = (uint8_t)code;
    return o;
}

static chy_str next_element(struct compiler *c)
{
    while (c->rest.len && c->rest.ptr[0] == ' ') c->rest = str_cut(c->rest, 1, c->rest.len);
    size_t n = 0;
    while (n < c->rest.len && c->rest.ptr[n] != ' ') n++;
    chy_str e = str_cut(c->rest, 0, n);
    c->rest = str_cut(c->rest, n, c->rest.len);
    return e;
}

/* ------------------------------------------------------------------ shapes */

static bool set_join(struct compiler *c, struct item_set *into, const struct item_set *from)
{
    into->classes |= from->classes;
    for (uint32_t i = 0; i < from->words.count; i++) {
        uint32_t k = 0;
        while (k < into->words.count && into->words.at[k] != from->words.at[i]) k++;
        if (k < into->words.count) continue;
        uint32_t *slot = LIST_PUSH(c->mem, &into->words);
        if (!slot) return false;
        *slot = from->words.at[i];
    }
    return true;
}

/* a, then b. */
static bool shape_follow(struct compiler *c, struct shape *a, const struct shape *b)
{
    bool ok = (!a->single || set_join(c, &a->second, &b->first)) && (!a->empty || set_join(c, &a->second, &b->second)) &&
              (!a->empty || set_join(c, &a->first, &b->first));
    bool single = (a->single && b->empty) || (a->empty && b->single);
    a->empty = a->empty && b->empty;
    a->single = single;
    return ok;
}

/* a, or b. */
static bool shape_either(struct compiler *c, struct shape *a, const struct shape *b)
{
    a->empty |= b->empty;
    a->single |= b->single;
    return set_join(c, &a->first, &b->first) && set_join(c, &a->second, &b->second);
}

/* ------------------------------------------------------------------ elements */

static bool compile_sequence(struct compiler *c, bool group, struct shape *shape);

/* A word or class, alternatives parted by '|'. */
static bool compile_item(struct compiler *c, chy_str e, bool adjacent, struct shape *shape)
{
    chy_str piece;
    struct op *o = emit(c, OP_ITEM);
    if (!o) return false;
    uint32_t at = c->g->ops.count - 1, first = c->g->word_list.count;
    uint64_t classes = 0;
    o->adjacent = adjacent;
    *shape = (struct shape){ .single = true };
    if (str_is(e, "|")) e = CHY_LIT("");
    while (str_next_piece(&e, '|', &piece)) {
        int class = time_class_of(piece);
        if (!piece.len) {
            c->wrong = "an empty alternative";
            return false;
        }
        if (class >= 0) {
            classes |= CLASS_BIT(class);
            continue;
        }
        uint32_t id = time_words_literal(c->words, c->mem, piece), *slot = LIST_PUSH(c->mem, &c->g->word_list),
                 *in_shape = LIST_PUSH(c->mem, &shape->first.words);
        if (id == WORD_NONE || !slot || !in_shape) return false;
        *slot = *in_shape = id;
    }
    shape->first.classes = classes;
    c->g->ops.at[at].classes = classes;
    c->g->ops.at[at].word = first;
    c->g->ops.at[at].words = c->g->word_list.count - first;
    return true;
}

static bool compile_set(struct compiler *c, chy_str e)
{
    size_t equals = str_find(e, CHY_LIT("="), 0);
    struct op *o = emit(c, OP_SET);
    if (!o) return false;
    for (int f = 0; equals != SIZE_MAX && f < FIELD_COUNT; f++)
        if (str_is(str_cut(e, 0, equals), field_names[f])) {
            o->name = (uint8_t)f;
            if (time_field_value(str_cut(e, equals + 1, e.len), &o->value)) return true;
        }
    c->wrong = "a field that cannot be set so";
    return false;
}

static bool compile_named(struct compiler *c, chy_str name, struct shape *shape)
{
    uint32_t piece = map_get(&c->names, name);
    if (piece == MAP_NONE) {
        c->wrong = "a name that no row before it gives";
        return false;
    }
    struct op *o = emit(c, OP_CALL);
    if (!o) return false;
    o->to = c->pieces.at[piece].entry;
    *shape = (struct shape){ 0 };
    return shape_either(c, shape, &c->pieces.at[piece].shape);
}

/* An element that takes no item: answers whether it was one. */
static bool compile_mark(struct compiler *c, chy_str e, bool *ok)
{
    static const struct {
        const char *text;
        enum op_code code;
    } marks[] = { { "<", OP_BEGIN }, { ">", OP_END }, { "/", OP_SIDE }, { "$", OP_STOP } };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_is(e, marks[i].text)) {
            *ok = emit(c, marks[i].code) != NULL;
            return true;
        }
    if (e.ptr[0] != '%' || e.len < 2) return false;
    *ok = compile_set(c, str_cut(e, 1, e.len));
    return true;
}

static bool compile_element(struct compiler *c, chy_str e, struct shape *shape)
{
    bool ok, optional = false;
    *shape = (struct shape){ .empty = true };
    if (compile_mark(c, e, &ok)) return ok;
    uint32_t split = c->g->ops.count;
    if (!emit(c, OP_SPLIT)) return false; /* turned into a jump to the next op when it is not optional */
    if (str_is(e, "(")) {
        ok = compile_sequence(c, true, shape);
        if (ok && c->rest.len && c->rest.ptr[0] == '?') {
            optional = true;
            c->rest = str_cut(c->rest, 1, c->rest.len);
        }
    } else {
        if (e.len > 1 && e.ptr[e.len - 1] == '?') {
            optional = true;
            e = str_cut(e, 0, e.len - 1);
        }
        bool adjacent = e.len > 1 && e.ptr[0] == '~';
        if (adjacent) e = str_cut(e, 1, e.len);
        ok = e.len > 1 && e.ptr[0] == '$' ? compile_named(c, e, shape) : compile_item(c, e, adjacent, shape);
    }
    if (!ok) return false;
    shape->empty |= optional;
    c->g->ops.at[split].code = optional ? OP_SPLIT : OP_JUMP;
    c->g->ops.at[split].to = optional ? c->g->ops.count : split + 1;
    return true;
}

/* One alternative; *more: another follows. */
static bool compile_way(struct compiler *c, bool group, struct shape *shape, bool *more, bool *closed)
{
    *shape = (struct shape){ .empty = true };
    for (chy_str e = next_element(c); e.len; e = next_element(c)) {
        struct shape next;
        if (str_is(e, "|")) {
            *more = true;
            return true;
        }
        if (group && (str_is(e, ")") || str_is(e, ")?"))) {
            if (e.len == 2) c->rest = (chy_str){ e.ptr + 1, c->rest.len + 1 };
            *closed = true;
            return true;
        }
        if (!compile_element(c, e, &next) || !shape_follow(c, shape, &next)) return false;
    }
    return true;
}

/* Alternatives up to the end or, in a group, to its bracket. */
static bool compile_sequence(struct compiler *c, bool group, struct shape *shape)
{
    LIST(uint32_t) ends = { 0 };
    bool closed = false, more = true;
    *shape = (struct shape){ 0 };
    if (++c->depth > DEPTH) {
        c->wrong = "brackets nested too deep";
        return false;
    }
    while (more) {
        struct shape way;
        uint32_t split = c->g->ops.count;
        more = false;
        if (!emit(c, OP_SPLIT) || !compile_way(c, group, &way, &more, &closed) || !shape_either(c, shape, &way)) return false;
        c->g->ops.at[split].code = more ? OP_SPLIT : OP_JUMP;
        c->g->ops.at[split].to = split + 1;
        if (!more) break;
        uint32_t *end = LIST_PUSH(c->mem, &ends);
        if (!end || !emit(c, OP_JUMP)) return false;
        *end = c->g->ops.count - 1;
        c->g->ops.at[split].to = c->g->ops.count;
    }
    for (uint32_t i = 0; i < ends.count; i++) c->g->ops.at[ends.at[i]].to = c->g->ops.count;
    c->depth--;
    if (group && !closed) c->wrong = "a bracket that is not closed";
    return !c->wrong;
}

/* ------------------------------------------------------------------ which rules can begin where */

static void file_set(const struct time_grammar *g, struct rule_index *index, const struct item_set *set, uint32_t rule)
{
    uint64_t bit = UINT64_C(1) << (rule & 63);
    for (uint64_t left = set->classes; left; left &= left - 1)
        index->of_class[(uint32_t)__builtin_ctzll(left) * g->width + rule / 64] |= bit;
    for (uint32_t i = 0; i < set->words.count; i++) index->of_word[set->words.at[i] * g->width + rule / 64] |= bit;
}

static bool file_rules(struct compiler *c)
{
    struct time_grammar *g = c->g;
    g->word_count = time_words_count(c->words);
    g->width = (g->rules.count + 63) / 64;
    g->first.of_class = ARENA_ARRAY(c->mem, uint64_t, (size_t)CLASS_COUNT * g->width + 1);
    g->second.of_class = ARENA_ARRAY(c->mem, uint64_t, (size_t)CLASS_COUNT * g->width + 1);
    g->first.of_word = ARENA_ARRAY(c->mem, uint64_t, (size_t)g->word_count * g->width + 1);
    g->second.of_word = ARENA_ARRAY(c->mem, uint64_t, (size_t)g->word_count * g->width + 1);
    g->single = ARENA_ARRAY(c->mem, uint64_t, g->width + 1);
    if (!g->first.of_class || !g->second.of_class || !g->first.of_word || !g->second.of_word || !g->single) return false;
    for (uint32_t r = 0; r < g->rules.count; r++) {
        const struct shape *s = &c->shapes.at[r];
        file_set(g, &g->first, &s->first, r);
        file_set(g, &g->second, &s->second, r);
        if (s->single) g->single[r / 64] |= UINT64_C(1) << (r & 63);
    }
    return true;
}

/* What went wrong with a pattern, or that there was no memory for it. */
static chy_status pattern_error(const struct compiler *c, const char *where, chy_err *err)
{
    return c->wrong ? err_set(err, CHY_EMODEL, 0, "%s: this pattern has %s", where, c->wrong)
                    : err_memory(err, "reading the patterns of time");
}

static chy_status rule_add(struct compiler *c, chy_str pattern, uint32_t kind, const char *where, chy_err *err)
{
    uint32_t program = c->g->ops.count;
    struct shape shape;
    c->rest = pattern;
    c->depth = 0;
    c->wrong = NULL;
    bool ok = compile_sequence(c, false, &shape) && emit(c, OP_DONE);
    if (ok && shape.empty) {
        c->wrong = "a pattern that can be empty";
        ok = false;
    }
    struct rule *r = ok ? LIST_PUSH(c->mem, &c->g->rules) : NULL;
    struct shape *kept = r ? LIST_PUSH(c->mem, &c->shapes) : NULL;
    if (!kept) return pattern_error(c, where, err);
    *kept = shape;
    *r = (struct rule){ program, kind, c->g->rules.count - 1, where };
    return CHY_OK;
}

/* A piece with a name is compiled once and called from where the name stands. */
static chy_status piece_add(struct compiler *c, chy_str pattern, chy_str name, const char *where, chy_err *err)
{
    uint32_t entry = c->g->ops.count;
    struct shape shape;
    c->rest = pattern;
    c->depth = 0;
    c->wrong = NULL;
    struct piece *p = compile_sequence(c, false, &shape) && emit(c, OP_RETURN) ? LIST_PUSH(c->mem, &c->pieces) : NULL;
    if (!p || !map_put(&c->names, c->mem, name, c->pieces.count - 1)) return pattern_error(c, where, err);
    *p = (struct piece){ entry, shape };
    return CHY_OK;
}

static chy_status table_add(struct compiler *c, const struct lexicon *lex, const char *name, const char *const *kinds, chy_err *err)
{
    const struct table *t = NULL;
    int columns[3];
    chy_status st = lexicon_need(lex, str_of(name), &t, err, columns, "pattern", "kind", "note", NULL);
    for (uint32_t row = 0; st == CHY_OK && row < table_rows(t); row++) {
        chy_str pattern = table_cell(t, row, columns[0]), kind = table_cell(t, row, columns[1]);
        if (str_is(kind, "=")) {
            st = piece_add(c, pattern, table_cell(t, row, columns[2]), table_where(t, row), err);
            continue;
        }
        uint32_t k = 0;
        while (kinds[k] && !str_is(kind, kinds[k])) k++;
        if (!kinds[k])
            return err_set(err, CHY_EMODEL, 0, "%s: no kind of time is called '%.*s'", table_where(t, row), (int)kind.len, kind.ptr);
        st = rule_add(c, pattern, k, table_where(t, row), err);
    }
    return st;
}

chy_status time_grammar_create(const struct lexicon *lex, struct time_words *words, const char *const *kinds, arena *mem,
                               struct time_grammar **out, chy_err *err)
{
    static const char *const tables[] = { "lexicon/en/time_patterns", "lexicon/ru/time_patterns", "lexicon/zh/time_patterns" };
    struct compiler c = { .words = words, .mem = mem };
    struct time_grammar *g = c.g = ARENA_NEW(mem, struct time_grammar);
    if (!g) return err_memory(err, "reading the patterns of time");
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        chy_status st = table_add(&c, lex, tables[i], kinds, err);
        if (st) return st;
    }
    if (!file_rules(&c)) return err_memory(err, "reading the patterns of time");
    *out = g;
    return CHY_OK;
}

/* ------------------------------------------------------------------ matching */

struct state {
    uint32_t pc, item;
    uint16_t steps, frame, frames; /* frame: the call it is in, 0 none; frames: how many calls stand behind it */
};

struct frame {
    uint32_t back;
    uint16_t outer;
};

static bool takes(const struct time_grammar *g, const struct op *o, const struct item *it, uint8_t *name)
{
    if (o->adjacent && it->space) return false;
    for (uint32_t w = 0; w < o->words; w++)
        if (g->word_list.at[o->word + w] == it->word && !it->digits) {
            *name = GRAMMAR_NAME;
            return true;
        }
    uint64_t both = o->classes & it->classes;
    if (!both) return false;
    *name = (uint8_t)__builtin_ctzll(both);
    return true;
}

/* Longer matches first, then rows that come first. */
static bool better(uint32_t last_a, uint32_t row_a, uint32_t last_b, uint32_t row_b)
{
    return last_a > last_b || (last_a == last_b && row_a < row_b);
}

/* Walk one rule from item i; the longest way through it beats what *out holds. Frames above those of a state belong to ways given up. */
static void walk(const struct time_grammar *g, const struct item_list *items, uint32_t rule, uint32_t i, const struct time_match *refused,
                 struct step *path, struct time_match *out, bool *found)
{
    static const uint8_t step_of[] = { [OP_SIDE] = STEP_SIDE, [OP_BEGIN] = STEP_BEGIN, [OP_END] = STEP_END };
    struct state stack[STACK];
    struct frame frames[FRAMES];
    struct step trail[GRAMMAR_STEPS];
    uint32_t depth = 0;
    stack[depth++] = (struct state){ g->rules.at[rule].program, i, 0, 0, 1 };
    while (depth) {
        struct state s = stack[--depth];
        for (bool alive = true; alive;) {
            const struct op *o = &g->ops.at[s.pc];
            if (s.steps + 1 >= GRAMMAR_STEPS) break;
            switch (o->code) {
            case OP_SPLIT:
                if (depth < STACK) {
                    stack[depth] = s;
                    stack[depth++].pc = o->to;
                }
                s.pc++;
                break;
            case OP_JUMP: s.pc = o->to; break;
            case OP_CALL:
                alive = s.frames < FRAMES;
                if (!alive) break;
                frames[s.frames] = (struct frame){ s.pc + 1, s.frame };
                s.frame = s.frames++;
                s.pc = o->to;
                break;
            case OP_RETURN:
                s.pc = frames[s.frame].back;
                s.frame = frames[s.frame].outer;
                break;
            case OP_ITEM: {
                uint8_t name;
                alive = s.item < items->count && takes(g, o, &items->at[s.item], &name);
                if (!alive) break;
                trail[s.steps++] = (struct step){ STEP_ITEM, name, s.item++, 0 };
                s.pc++;
                break;
            }
            case OP_SET:
                trail[s.steps++] = (struct step){ STEP_SET, o->name, s.item, o->value };
                s.pc++;
                break;
            case OP_STOP:
                alive = s.item >= items->count || items->at[s.item].mark;
                s.pc++;
                break;
            case OP_SIDE:
            case OP_BEGIN:
            case OP_END:
                trail[s.steps++] = (struct step){ step_of[o->code], 0, s.item, 0 };
                s.pc++;
                break;
            default: /* OP_DONE */
                alive = false;
                if (refused && !better(refused->last, refused->row, s.item, rule)) break;
                if (*found && !better(s.item, rule, out->last, out->row)) break;
                *found = true;
                *out = (struct time_match){ rule, g->rules.at[rule].kind, i, s.item, s.steps };
                memcpy(path, trail, s.steps * sizeof *trail);
            }
        }
    }
}

/* Rules in word k of the set that an item is in. */
static uint64_t filed(const struct time_grammar *g, const struct rule_index *index, const struct item *it, uint32_t k)
{
    uint64_t bits = it->word != WORD_NONE && it->word < g->word_count && !it->digits ? index->of_word[it->word * g->width + k] : 0;
    for (uint64_t left = it->classes; left; left &= left - 1) bits |= index->of_class[(uint32_t)__builtin_ctzll(left) * g->width + k];
    return bits;
}

bool time_grammar_match(const struct time_grammar *g, const struct item_list *items, uint32_t i, const struct time_match *refused,
                        struct step *path, struct time_match *out)
{
    const struct item *it = &items->at[i], *next = i + 1 < items->count ? it + 1 : NULL;
    bool found = false;
    for (uint32_t k = 0; k < g->width; k++) {
        uint64_t rules = filed(g, &g->first, it, k);
        if (rules) rules &= g->single[k] | (next ? filed(g, &g->second, next, k) : 0);
        for (; rules; rules &= rules - 1) walk(g, items, k * 64 + (uint32_t)__builtin_ctzll(rules), i, refused, path, out, &found);
    }
    return found;
}
