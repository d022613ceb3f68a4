#include "time/grammar.h"

#include "base/map.h"

enum { DEPTH = 24, STACK = 96 };

enum op_code { OP_ITEM, OP_SPLIT, OP_JUMP, OP_SET, OP_SIDE, OP_BEGIN, OP_END, OP_DONE };

struct op {
    uint8_t code, name;
    bool adjacent;
    uint64_t classes;
    uint32_t word, words; /* first and count, in word_list */
    uint32_t to;          /* OP_SPLIT, OP_JUMP: where the other way goes */
    int64_t value;
};

struct rule {
    uint32_t program, kind, row;
    const char *where;
};

struct time_grammar {
    LIST(struct op) ops;
    LIST(uint32_t) word_list;
    LIST(struct rule) rules;
    index_list by_class[CLASS_COUNT];
    index_list *by_word; /* (word_count): rules that can begin with a word */
    uint32_t word_count;
};

struct compiler {
    struct time_grammar *g;
    struct time_words *words;
    arena *mem;
    struct map names; /* "$name" -> index of its text */
    str_list texts;
    chy_str rest; /* what is left of the pattern */
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

static bool compile_sequence(struct compiler *c, bool group);

/* A word or class, alternatives parted by '|'. */
static bool compile_item(struct compiler *c, chy_str e, bool adjacent)
{
    chy_str piece;
    struct op *o = emit(c, OP_ITEM);
    if (!o) return false;
    uint32_t at = c->g->ops.count - 1, first = c->g->word_list.count;
    uint64_t classes = 0;
    o->adjacent = adjacent;
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
        uint32_t id = time_words_literal(c->words, c->mem, piece), *slot = LIST_PUSH(c->mem, &c->g->word_list);
        if (id == WORD_NONE || !slot) return false;
        *slot = id;
    }
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

static bool compile_named(struct compiler *c, chy_str name)
{
    uint32_t text = map_get(&c->names, name);
    chy_str rest = c->rest;
    if (text == MAP_NONE) {
        c->wrong = "a name that no row before it gives";
        return false;
    }
    c->rest = c->texts.at[text];
    bool ok = compile_sequence(c, false);
    c->rest = rest;
    return ok;
}

static bool compile_element(struct compiler *c, chy_str e, bool *stop)
{
    *stop = false;
    if (str_is(e, "<")) return emit(c, OP_BEGIN) != NULL;
    if (str_is(e, ">")) return emit(c, OP_END) != NULL;
    if (str_is(e, "/")) return emit(c, OP_SIDE) != NULL;
    if (e.ptr[0] == '%') return compile_set(c, str_cut(e, 1, e.len));
    uint32_t split = c->g->ops.count;
    if (!emit(c, OP_SPLIT)) return false; /* turned into a jump to the next op when it is not optional */
    bool optional = false, ok;
    if (str_is(e, "(")) {
        ok = compile_sequence(c, true);
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
        ok = e.len > 1 && e.ptr[0] == '$' ? compile_named(c, e) : compile_item(c, e, adjacent);
    }
    if (!ok) return false;
    c->g->ops.at[split].code = optional ? OP_SPLIT : OP_JUMP;
    c->g->ops.at[split].to = optional ? c->g->ops.count : split + 1;
    return true;
}

/* Alternatives up to the end or, in a group, to its bracket. */
static bool compile_sequence(struct compiler *c, bool group)
{
    LIST(uint32_t) ends = { 0 };
    bool closed = false, stop;
    if (++c->depth > DEPTH) {
        c->wrong = "brackets nested too deep";
        return false;
    }
    for (;;) {
        uint32_t split = c->g->ops.count;
        if (!emit(c, OP_SPLIT)) return false;
        bool more = false;
        for (chy_str e = next_element(c); e.len; e = next_element(c)) {
            if (str_is(e, "|")) {
                more = true;
                break;
            }
            if (group && (str_is(e, ")") || str_is(e, ")?"))) {
                if (e.len == 2) c->rest = (chy_str){ e.ptr + 1, c->rest.len + 1 };
                closed = true;
                break;
            }
            if (!compile_element(c, e, &stop)) return false;
        }
        if (!more) {
            c->g->ops.at[split].code = OP_JUMP;
            c->g->ops.at[split].to = split + 1;
            break;
        }
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

static bool index_put(arena *mem, index_list *list, uint32_t value)
{
    if (list->count && list->at[list->count - 1] == value) return true;
    uint32_t *slot = LIST_PUSH(mem, list);
    if (slot) *slot = value;
    return slot != NULL;
}

/* File a rule under every word and class that it can begin with. */
static bool index_rule(struct compiler *c, uint32_t rule)
{
    struct time_grammar *g = c->g;
    uint32_t stack[STACK * 4], depth = 0;
    stack[depth++] = g->rules.at[rule].program;
    while (depth) {
        uint32_t pc = stack[--depth];
        const struct op *o = &g->ops.at[pc];
        if (depth + 2 > sizeof stack / sizeof *stack) {
            c->wrong = "too many ways to begin";
            return false;
        }
        switch (o->code) {
        case OP_SPLIT:
            stack[depth++] = o->to;
            stack[depth++] = pc + 1;
            break;
        case OP_JUMP: stack[depth++] = o->to; break;
        case OP_ITEM:
            for (int k = 0; k < CLASS_COUNT; k++)
                if ((o->classes & CLASS_BIT(k)) && !index_put(c->mem, &g->by_class[k], rule)) return false;
            for (uint32_t w = 0; w < o->words; w++)
                if (!index_put(c->mem, &g->by_word[g->word_list.at[o->word + w]], rule)) return false;
            break;
        case OP_DONE: c->wrong = "a pattern that can be empty"; return false;
        default: stack[depth++] = pc + 1; break;
        }
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
    c->rest = pattern;
    c->depth = 0;
    c->wrong = NULL;
    bool ok = compile_sequence(c, false) && emit(c, OP_DONE);
    struct rule *r = ok ? LIST_PUSH(c->mem, &c->g->rules) : NULL;
    if (!r) return pattern_error(c, where, err);
    *r = (struct rule){ program, kind, c->g->rules.count - 1, where };
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
            chy_str *text = LIST_PUSH(c->mem, &c->texts);
            if (!text || !map_put(&c->names, c->mem, table_cell(t, row, columns[2]), c->texts.count - 1))
                return err_memory(err, "reading the patterns of time");
            *text = pattern;
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
    g->word_count = time_words_count(words);
    g->by_word = ARENA_ARRAY(mem, index_list, g->word_count + 1);
    if (!g->by_word) return err_memory(err, "reading the patterns of time");
    for (uint32_t r = 0; r < g->rules.count; r++)
        if (!index_rule(&c, r)) return pattern_error(&c, g->rules.at[r].where, err);
    *out = g;
    return CHY_OK;
}

/* ------------------------------------------------------------------ matching */

struct state {
    uint32_t pc, item, steps;
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

/* Walk one rule from item i; the longest way through it beats what *out holds. */
static void walk(const struct time_grammar *g, const struct item_list *items, uint32_t rule, uint32_t i, const struct time_match *refused,
                 struct step *path, struct time_match *out, bool *found)
{
    struct state stack[STACK];
    struct step trail[GRAMMAR_STEPS];
    uint32_t depth = 0;
    stack[depth++] = (struct state){ g->rules.at[rule].program, i, 0 };
    while (depth) {
        struct state s = stack[--depth];
        for (bool alive = true; alive;) {
            const struct op *o = &g->ops.at[s.pc];
            if (s.steps + 1 >= GRAMMAR_STEPS) break;
            switch (o->code) {
            case OP_SPLIT:
                if (depth < STACK) stack[depth++] = (struct state){ o->to, s.item, s.steps };
                s.pc++;
                break;
            case OP_JUMP: s.pc = o->to; break;
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
            case OP_SIDE:
                trail[s.steps++] = (struct step){ STEP_SIDE, 0, s.item, 0 };
                s.pc++;
                break;
            case OP_BEGIN:
                trail[s.steps++] = (struct step){ STEP_BEGIN, 0, s.item, 0 };
                s.pc++;
                break;
            case OP_END:
                trail[s.steps++] = (struct step){ STEP_END, 0, s.item, 0 };
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

bool time_grammar_match(const struct time_grammar *g, const struct item_list *items, uint32_t i, const struct time_match *refused,
                        struct step *path, struct time_match *out)
{
    const struct item *it = &items->at[i];
    bool found = false;
    for (uint64_t left = it->classes; left; left &= left - 1) {
        const index_list *rules = &g->by_class[__builtin_ctzll(left)];
        for (uint32_t r = 0; r < rules->count; r++) walk(g, items, rules->at[r], i, refused, path, out, &found);
    }
    if (it->word != WORD_NONE && it->word < g->word_count && !it->digits) {
        const index_list *rules = &g->by_word[it->word];
        for (uint32_t r = 0; r < rules->count; r++) walk(g, items, rules->at[r], i, refused, path, out, &found);
    }
    return found;
}
