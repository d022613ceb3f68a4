#include "lexicon/pattern.h"

#include <inttypes.h>

#include "base/map.h"
#include "doc/tree.h"

/* ------------------------------------------------------------------ what a compiled pattern is */

enum step_kind {
    STEP_SUBJ,
    STEP_OBJ,
    STEP_SURFACE,
    STEP_RELATION,
    STEP_PREPOSITION,
    STEP_PART,
    STEP_HEAD,
    STEP_NEG,
    STEP_PASS,
    STEP_LEFT,
    STEP_RIGHT,
    STEP_PREV,
    STEP_NEXT,
    STEP_COLON
};

struct step {
    uint8_t kind;
    uint8_t part;               /* STEP_PART: which, from 0 */
    bool bare;                  /* STEP_RELATION: no preposition may stand by it (comp) */
    uint64_t relations;         /* STEP_RELATION: bits of enum deprel */
    chy_str word;               /* STEP_PREPOSITION */
    uint32_t words, word_count; /* lemmas asked for: patterns->words[words ...] */
    uint64_t marks;             /* word_mark of each of them */
};

struct path {
    uint32_t steps, step_count;
    uint32_t kinds;
};
struct slot {
    uint8_t letter;
    bool may_be_empty;
    uint32_t paths, path_count;
};
struct condition {
    bool forbids;
    uint8_t from;
    struct step step;
}; /* from: the trigger, or 1 .. a dependent asked for before */

struct rule {
    uint32_t row;
    uint32_t upos; /* bits; 0: any */
    uint32_t conditions, condition_count;
    uint32_t slots, slot_count;
};

struct link {
    uint32_t rule, next;
    uint32_t upos; /* of the rule */
};                 /* rules of one lemma, in table order */
struct chain {
    uint32_t first, last;
};

/* A row "@name=word|word": the words that "@name" stands for in a list. */
struct word_class {
    chy_str name, words;
};

struct patterns {
    LIST(struct step) steps;
    LIST(struct path) paths;
    LIST(struct slot) slots;
    LIST(struct condition) conditions;
    LIST(struct rule) rules;
    LIST(chy_str) words;
    LIST(struct link) links;
    LIST(struct chain) chains;
    struct map by_lemma; /* -> chains */
    uint32_t any;        /* chain of the '*' rules, NONE */
    uint32_t upos;       /* of which parts of speech there are rules */
    LIST(struct word_class) classes;
    struct step quantity; /* the words of class "quantity" */
};

/* One bit of a word's length and ends: words that differ in it are not the same. */
static uint64_t word_mark(chy_str w)
{
    if (!w.len) return 0;
    uint32_t first = (unsigned char)w.ptr[0], last = (unsigned char)w.ptr[w.len - 1];
    return 1ULL << ((first * 7 + last * 3 + w.len * 13) & 63);
}

_Static_assert(REL_COUNT <= 64, "relations fit into the bits of a step");

/* ------------------------------------------------------------------ compiling */

struct compiler {
    struct patterns *p;
    arena *mem;
    chy_str text;      /* what is left of the pattern */
    const char *wrong; /* what is wrong with it */
    chy_str at;        /* the words it is wrong about */
    bool full;         /* the arena is */
    uint32_t parts;    /* dependents asked for so far */
};

static bool fail(struct compiler *c, const char *what, chy_str at)
{
    if (!c->wrong) c->wrong = what, c->at = at;
    return false;
}

static bool no_room(struct compiler *c)
{
    c->full = true;
    return fail(c, "there is no memory left", c->text);
}

/* The text up to the first of the marks, which stays. */
static chy_str take_until(chy_str *s, const char *marks)
{
    size_t n = 0;
    while (n < s->len && !strchr(marks, s->ptr[n])) n++;
    chy_str got = str_cut(*s, 0, n);
    *s = str_cut(*s, n, s->len);
    return got;
}

static bool take_mark(chy_str *s, char mark)
{
    if (!s->len || s->ptr[0] != mark) return false;
    *s = str_cut(*s, 1, s->len);
    return true;
}

static uint64_t relation_bits(chy_str name)
{
    static const struct {
        const char *name;
        int relation[8];
    } ours[] = {
        { "poss", { REL_nmod_poss } },
        { "prt", { REL_compound_prt } },
        { "comp", { REL_compound, REL_amod, REL_nmod, REL_nmod_desc, REL_nmod_unmarked, REL_flat, REL_nummod } },
    };
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        if (!str_is(name, ours[i].name)) continue;
        uint64_t bits = 0;
        for (int k = 0; k < 8 && ours[i].relation[k]; k++) bits |= 1ull << ours[i].relation[k];
        return bits;
    }
    int whole = deprel_of(name);
    if (whole < 0 || str_find(name, CHY_LIT(":"), 0) != SIZE_MAX) return whole < 0 ? 0 : 1ull << whole;
    uint64_t bits = 0;
    for (int r = 0; r < REL_COUNT; r++)
        if (deprel_base((enum deprel)r) == (enum deprel)whole) bits |= 1ull << r;
    return bits;
}

static bool push_word(struct compiler *c, chy_str word)
{
    chy_str *w = LIST_PUSH(c->mem, &c->p->words);
    if (!w) return no_room(c);
    *w = word;
    return true;
}

/* The words of a class, wherever they are listed: a table laid over another adds to its classes. */
static bool push_class(struct compiler *c, chy_str name)
{
    bool there = false;
    for (uint32_t i = 0; i < c->p->classes.count; i++) {
        chy_str rest = c->p->classes.at[i].words, word;
        if (!str_eq(c->p->classes.at[i].name, name)) continue;
        there = true;
        while (str_next_piece(&rest, '|', &word))
            if (word.len && !push_word(c, word)) return false;
    }
    return there || fail(c, "names a class of words that no row defines", name);
}

static bool add_words(struct compiler *c, chy_str list, char mark, struct step *s)
{
    chy_str word;
    s->words = c->p->words.count;
    while (str_next_piece(&list, mark, &word)) {
        if (!word.len) return fail(c, "has an empty word in a list", list);
        if (word.ptr[0] == '@' ? !push_class(c, str_cut(word, 1, word.len)) : !push_word(c, word)) return false;
    }
    s->word_count = c->p->words.count - s->words;
    for (uint32_t i = 0; i < s->word_count; i++) s->marks |= word_mark(c->p->words.at[s->words + i]);
    return true;
}

static bool compile_step(struct compiler *c, chy_str name, struct step *s)
{
    *s = (struct step){ 0 };
    if (name.len == 2 && name.ptr[0] == '+') {
        int n = name.ptr[1] - '1';
        if (n < 0 || (uint32_t)n >= c->parts) return fail(c, "names a dependent that it does not ask for", name);
        s->kind = STEP_PART;
        s->part = (uint8_t)n;
        return true;
    }
    static const struct {
        const char *name;
        enum step_kind kind;
    } own[] = {
        { "subj", STEP_SUBJ }, { "obj", STEP_OBJ },   { "surface", STEP_SURFACE }, { "head", STEP_HEAD },
        { "neg", STEP_NEG },   { "pass", STEP_PASS }, { "left", STEP_LEFT },       { "right", STEP_RIGHT },
        { "prev", STEP_PREV }, { "next", STEP_NEXT },    { "colon", STEP_COLON },
    };
    if (!name.len) return fail(c, "has an empty step", name);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (!str_is(name, own[i].name)) continue;
        s->kind = (uint8_t)own[i].kind;
        return true;
    }
    s->relations = relation_bits(name);
    s->kind = s->relations ? STEP_RELATION : STEP_PREPOSITION;
    s->bare = str_is(name, "comp");
    s->word = name;
    return true;
}

/* The words of a condition, up to the next one; a hyphen belongs to the word unless a relation comes after it. */
static chy_str take_words(chy_str *s)
{
    chy_str whole = *s;
    for (;;) {
        take_until(s, "+-");
        if (!s->len || s->ptr[0] == '+') break;
        chy_str ahead = str_cut(*s, 1, s->len), name = take_until(&ahead, ":+-|");
        if (str_is(name, "neg") || str_is(name, "pass") || str_is(name, "subj") || relation_bits(name)) break;
        *s = str_cut(*s, 1, s->len);
    }
    return str_cut(whole, 0, whole.len - s->len);
}

/* "+obj:talk|consultation", "-neg" */
static bool compile_condition(struct compiler *c, chy_str *trigger)
{
    struct condition *cond = LIST_PUSH(c->mem, &c->p->conditions);
    if (!cond) return no_room(c);
    cond->forbids = take_mark(trigger, '-');
    if (!cond->forbids) take_mark(trigger, '+');
    if (trigger->len > 2 && trigger->ptr[1] == '>' && trigger->ptr[0] > '0' && trigger->ptr[0] <= '9') {
        cond->from = (uint8_t)(trigger->ptr[0] - '0');
        if (cond->from > c->parts) return fail(c, "names a dependent that it does not ask for", *trigger);
        *trigger = str_cut(*trigger, 2, trigger->len);
    }
    /* a relation may have a subtype of its own ("+acl:relcl"), so the longest name that is one wins */
    chy_str name = take_until(trigger, ":+-"), whole = name;
    if (trigger->len && trigger->ptr[0] == ':') {
        chy_str ahead = str_cut(*trigger, 1, trigger->len), sub = take_until(&ahead, ":+-|");
        chy_str longer = { name.ptr, name.len + 1 + sub.len };
        int rel = deprel_of(longer);
        if (rel >= 0 && str_is(longer, deprel_text(rel))) whole = longer, *trigger = ahead;
    }
    struct step s;
    if (!compile_step(c, whole, &s)) return false;
    if (take_mark(trigger, ':') && !add_words(c, take_words(trigger), '|', &s)) return false;
    cond = &c->p->conditions.at[c->p->conditions.count - 1];
    cond->step = s;
    if (cond->forbids || s.kind == STEP_NEG || s.kind == STEP_PASS) return true;
    return c->parts++ < PATTERN_PARTS ? true : fail(c, "asks for too many dependents", whole);
}

static bool compile_upos(struct compiler *c, chy_str list, struct rule *r)
{
    chy_str piece;
    while (str_next_piece(&list, '|', &piece)) {
        int u = upos_of(piece);
        if (u < 0) return fail(c, "names no part of speech", piece);
        r->upos |= 1u << u;
        if (u == UPOS_NOUN) r->upos |= 1u << UPOS_PROPN;
        if (u == UPOS_VERB) r->upos |= 1u << UPOS_AUX;
    }
    return true;
}

static bool link_lemma(struct compiler *c, chy_str lemma, uint32_t rule)
{
    struct patterns *p = c->p;
    bool any = str_is(lemma, "*");
    uint32_t chain = any ? p->any : map_get(&p->by_lemma, lemma);
    if (chain == NONE) {
        struct chain *made = LIST_PUSH(c->mem, &p->chains);
        if (!made) return no_room(c);
        *made = (struct chain){ NONE, NONE };
        chain = p->chains.count - 1;
        if (any)
            p->any = chain;
        else if (!map_put(&p->by_lemma, c->mem, lemma, chain))
            return no_room(c);
    }
    struct chain *ch = &p->chains.at[chain];
    if (ch->last != NONE && p->links.at[ch->last].rule == rule) return true;
    struct link *l = LIST_PUSH(c->mem, &p->links);
    if (!l) return no_room(c);
    *l = (struct link){ rule, NONE, p->rules.at[rule].upos ? p->rules.at[rule].upos : UINT32_MAX };
    p->upos |= l->upos;
    if (ch->last == NONE)
        ch->first = p->links.count - 1;
    else
        p->links.at[ch->last].next = p->links.count - 1;
    ch->last = p->links.count - 1;
    return true;
}

static bool compile_trigger(struct compiler *c, chy_str trigger, uint32_t rule)
{
    struct rule *r = &c->p->rules.at[rule];
    chy_str lemmas = take_until(&trigger, ".+");
    if (take_mark(&trigger, '.') && !compile_upos(c, take_until(&trigger, "+-"), r)) return false;
    r->conditions = c->p->conditions.count;
    while (trigger.len) {
        if (trigger.ptr[0] != '+' && trigger.ptr[0] != '-') return fail(c, "has something after its trigger", trigger);
        if (!compile_condition(c, &trigger)) return false;
        r->condition_count++;
    }
    struct step list = { 0 };
    if (!lemmas.len) return fail(c, "has no trigger", c->text);
    if (!add_words(c, lemmas, '|', &list)) return false;
    for (uint32_t i = 0; i < list.word_count; i++)
        if (!link_lemma(c, c->p->words.at[list.words + i], rule)) return false;
    return true;
}

/* "[person,state]", "[*]" */
static bool compile_kinds(struct compiler *c, chy_str list, struct path *path)
{
    chy_str piece;
    while (str_next_piece(&list, ',', &piece)) {
        int kind = entity_type_of(piece);
        if (str_is(piece, "*"))
            path->kinds |= 1u << ENTITY_PERSON | 1u << ENTITY_STATE | 1u << ENTITY_ORGANIZATION | 1u << ENTITY_BODY | 1u << ENTITY_PLACE |
                           1u << ENTITY_POST;
        else if (kind < 0)
            return fail(c, "names no kind of entity", piece);
        else
            path->kinds |= 1u << kind;
    }
    return true;
}

static bool compile_path(struct compiler *c, chy_str text)
{
    struct path path = { .steps = c->p->steps.count };
    chy_str steps = take_until(&text, "["), step;
    if (take_mark(&text, '[')) {
        if (!compile_kinds(c, take_until(&text, "]"), &path)) return false;
        if (!take_mark(&text, ']') || text.len) return fail(c, "does not close its brackets at the end of a path", text);
    }
    while (str_next_piece(&steps, '>', &step)) {
        struct step s;
        chy_str name = step, rest = step;
        name = take_until(&rest, ":");
        if (!compile_step(c, name, &s)) return false;
        if (s.kind == STEP_NEG || s.kind == STEP_PASS) return fail(c, "has a path over what is no word", name);
        if (take_mark(&rest, ':') && !add_words(c, rest, '/', &s)) return false;
        struct step *kept = LIST_PUSH(c->mem, &c->p->steps);
        if (!kept) return no_room(c);
        *kept = s;
        if (++path.step_count > PATTERN_STEPS) return fail(c, "has a path of too many steps", steps);
    }
    struct path *kept = LIST_PUSH(c->mem, &c->p->paths);
    if (!kept) return no_room(c);
    *kept = path;
    return true;
}

static bool compile_slot(struct compiler *c, chy_str text)
{
    struct slot slot = { .paths = c->p->paths.count };
    chy_str path;
    if (text.ptr[0] < 'A' || text.ptr[0] > 'Z') return fail(c, "has a slot that is no capital letter", text);
    slot.letter = (uint8_t)(text.ptr[0] - 'A');
    text = str_cut(text, 1, text.len);
    slot.may_be_empty = take_mark(&text, '?');
    if (!take_mark(&text, '=')) return fail(c, "has a slot without '='", text);
    while (str_next_piece(&text, '|', &path)) {
        if (!compile_path(c, path)) return false;
        slot.path_count++;
    }
    struct slot *kept = LIST_PUSH(c->mem, &c->p->slots);
    if (!kept) return no_room(c);
    *kept = slot;
    return true;
}

static bool compile(struct compiler *c, uint32_t row)
{
    struct rule *r = LIST_PUSH(c->mem, &c->p->rules);
    if (!r) return no_room(c);
    uint32_t rule = c->p->rules.count - 1;
    chy_str rest = c->text, piece, trigger = { 0 };
    r->row = row;
    while (!trigger.len && str_next_piece(&rest, ' ', &piece)) trigger = piece;
    if (!compile_trigger(c, trigger, rule)) return false;
    r = &c->p->rules.at[rule];
    r->slots = c->p->slots.count;
    while (str_next_piece(&rest, ' ', &piece)) {
        if (!piece.len) continue;
        if (!compile_slot(c, piece)) return false;
        if (++r->slot_count > PATTERN_SLOTS) return fail(c, "has too many slots", piece);
    }
    return true;
}

/* "@name=word|word" */
static bool read_class(struct compiler *c)
{
    chy_str words = c->text, name = take_until(&words, "=");
    if (name.len < 2 || !take_mark(&words, '=') || !words.len)
        return fail(c, "defines a class of words, but is not \"@name=word|word\"", name);
    struct word_class *made = LIST_PUSH(c->mem, &c->p->classes);
    if (!made) return no_room(c);
    *made = (struct word_class){ str_cut(name, 1, name.len), words };
    return true;
}

static bool is_class(chy_str text)
{
    return text.len && text.ptr[0] == '@' && str_find(text, CHY_LIT("="), 0) < str_find(text, CHY_LIT(" "), 0);
}

static chy_status read_cell(struct patterns *p, const struct table *table, uint32_t row, int column, bool classes, arena *mem, chy_err *err)
{
    chy_str cell = table_cell(table, row, column);
    struct compiler c = { .p = p, .mem = mem, .text = str_trim(cell) };
    if (!c.text.len || is_class(c.text) != classes) return CHY_OK;
    if (classes ? read_class(&c) : compile(&c, row)) return CHY_OK;
    if (c.full) return err_memory(err, "compiling patterns");
    bool inside = c.at.ptr >= cell.ptr && c.at.ptr <= cell.ptr + cell.len;
    uint32_t place = table_place(table, row, column) + (inside ? (uint32_t)(c.at.ptr - cell.ptr) : 0);
    return err_set(err, CHY_EMODEL, 0, "%s:%" PRIu32 ": the pattern \"%.*s\" %s: \"%.*s\"", table_where(table, row), place, (int)c.text.len,
                   c.text.ptr, c.wrong, (int)c.at.len, c.at.ptr);
}

chy_status patterns_create(const struct table *table, int column, arena *mem, struct patterns **out, chy_err *err)
{
    struct patterns *p = ARENA_NEW(mem, struct patterns);
    chy_status st = CHY_OK;
    if (!p) return err_memory(err, "compiling patterns");
    p->any = NONE;
    for (uint32_t row = 0; !st && row < table_rows(table); row++) st = read_cell(p, table, row, column, true, mem, err);
    if (st) return st;
    struct compiler c = { .p = p, .mem = mem };
    struct step *q = &p->quantity;
    q->words = p->words.count;
    if (!push_class(&c, CHY_LIT("quantity")) && c.full) return err_memory(err, "compiling patterns");
    q->word_count = p->words.count - q->words;
    for (uint32_t i = 0; i < q->word_count; i++) q->marks |= word_mark(p->words.at[q->words + i]);
    for (uint32_t row = 0; !st && row < table_rows(table); row++) st = read_cell(p, table, row, column, false, mem, err);
    if (!st) *out = p;
    return st;
}

/* ------------------------------------------------------------------ subjects and objects */

static const struct token *token_at(const chy_doc *d, uint32_t t) { return &d->tokens.at[t]; }
static enum deprel base_of(const chy_doc *d, uint32_t t) { return deprel_base((enum deprel)token_at(d, t)->rel); }

static uint32_t child_of(const chy_doc *d, uint32_t t, enum deprel base)
{
    for (uint32_t c = token_at(d, t)->child; c != NONE; c = token_at(d, c)->next)
        if (base_of(d, c) == base) return c;
    return NONE;
}

/* Of several subjects that a tree may hold ("the ministers X and Y signed", broken), the one that is somebody. */
static uint32_t subject_child(const chy_doc *d, uint32_t verb)
{
    uint32_t first = NONE;
    for (uint32_t c = token_at(d, verb)->child; c != NONE; c = token_at(d, c)->next) {
        if (base_of(d, c) != REL_nsubj) continue;
        if (first == NONE)
            first = c;
        else if (c < verb && str_is(token_at(d, first)->lower, "that") && token_at(d, c)->upos == UPOS_NOUN)
            return c; /* "said that on the eve a series of states lined up" */
        else if (c < verb && c && str_is(token_at(d, c - 1)->form, ")") && doc_mention_at(d, c) != NONE)
            return c; /* "NEW DELHI, July 4 (PTI) Iran became": a city before its agency is a date line */
        else if (c < verb &&
                 (str_is(token_at(d, c)->xpos, "PRP") || (doc_mention_over(d, first) == NONE && doc_mention_over(d, c) != NONE)))
            return c; /* "... in Moscow, during which he met": he is nobody else's */
    }
    return first;
}

static bool is_verbal(const chy_doc *d, uint32_t t)
{
    uint8_t u = token_at(d, t)->upos;
    return u == UPOS_VERB || u == UPOS_AUX;
}

static bool is_relative(const chy_doc *d, uint32_t t)
{
    const struct token *k = token_at(d, t);
    return (k->upos == UPOS_PRON || k->upos == UPOS_DET || k->upos == UPOS_SCONJ) &&
           (str_is(k->lower, "who") || str_is(k->lower, "which") || str_is(k->lower, "that") || str_is(k->lower, "whom"));
}

/* The noun that the relative clause of this verb hangs on; NONE when it stands in none. */
static uint32_t relative_head(const chy_doc *d, uint32_t verb)
{
    while (token_at(d, verb)->rel == REL_conj || token_at(d, verb)->rel == REL_xcomp) verb = token_at(d, verb)->head;
    return token_at(d, verb)->rel == REL_acl_relcl ? token_at(d, verb)->head : NONE;
}

static bool be_before(const chy_doc *d, uint32_t verb)
{
    enum { NEAR = 5 };
    uint32_t first = d->sentences.at[token_at(d, verb)->sentence].words.first;
    for (uint32_t t = verb, looked = 0; t-- > first && looked < NEAR; looked++)
        if (str_is(token_at(d, t)->lemma, "be") || str_is(token_at(d, t)->lemma, "get")) return true;
    return false;
}

/* "... may be next: X has vetoed": an active subject with no "be" between it and the verb. */
static bool is_active(const chy_doc *d, uint32_t verb)
{
    uint32_t s = tree_child(d, verb, REL_nsubj);
    if (s == NONE || s > verb) return false;
    for (uint32_t t = s + 1; t < verb; t++)
        if (str_is(token_at(d, t)->lemma, "be") || str_is(token_at(d, t)->lemma, "get")) return false;
    return true;
}

bool pattern_passive(const chy_doc *d, uint32_t verb)
{
    for (;;) {
        const struct token *v = token_at(d, verb);
        bool own_subject = false, auxiliary = false;
        if (!is_verbal(d, verb) && !str_is(v->xpos, "VBN")) return false;
        if (is_active(d, verb)) return false;
        for (uint32_t c = v->child; c != NONE; c = token_at(d, c)->next) {
            switch (token_at(d, c)->rel) {
            case REL_aux_pass:
            case REL_csubj_pass:
            case REL_obl_agent: return true;
            case REL_nsubj_pass:
                if (be_before(d, verb)) return true; /* else a past tense taken for a participle */
                own_subject = true;
                break;
            case REL_nsubj:
            case REL_obj: own_subject = true; break;
            case REL_aux: auxiliary = true; break;
            default: break;
            }
        }
        if (!str_is(v->xpos, "VBN") || auxiliary || own_subject) return false;
        if (v->rel == REL_acl || v->rel == REL_advcl || v->rel == REL_xcomp) return true;
        if (v->rel != REL_conj || v->head == NONE) return false;
        verb = v->head;
    }
}

/* The noun that governs an infinitive says whose deed it is: "Iran's decision to join", "X has plans to visit". */
static uint32_t holder_of(const chy_doc *d, uint32_t noun, uint32_t *verb)
{
    uint32_t poss = tree_child(d, noun, REL_nmod_poss);
    if (poss != NONE) return poss;
    for (uint32_t c = token_at(d, noun)->child; c != NONE; c = token_at(d, c)->next) {
        uint32_t by = base_of(d, c) == REL_nmod ? tree_case(d, c) : NONE;
        if (by != NONE && (str_is(token_at(d, by)->lower, "by") || str_is(token_at(d, by)->lower, "of"))) return c;
    }
    if (token_at(d, noun)->rel == REL_obj && token_at(d, noun)->head != NONE) *verb = token_at(d, noun)->head;
    return NONE;
}

/* The first word of a coordination of names or nouns that ends at t, as far as the tree holds it together. */
static uint32_t first_joined(const chy_doc *d, uint32_t t)
{
    for (;;) {
        const struct token *k = token_at(d, t);
        if (k->head == NONE || k->head > t || (k->rel != REL_flat && k->rel != REL_compound && k->rel != REL_conj)) return t;
        t = k->head;
    }
}

static bool is_nominal(const chy_doc *d, uint32_t t)
{
    uint8_t u = token_at(d, t)->upos;
    return u == UPOS_PROPN || u == UPOS_NOUN || u == UPOS_PRON;
}

static bool is_finite(const chy_doc *d, uint32_t verb)
{
    chy_str x = token_at(d, verb)->xpos;
    if (str_is(x, "VBD") || str_is(x, "VBZ") || str_is(x, "VBP")) return true;
    for (uint32_t c = token_at(d, verb)->child; c != NONE && c < verb; c = token_at(d, c)->next) {
        chy_str y = token_at(d, c)->xpos;
        if (base_of(d, c) == REL_aux && (str_is(y, "MD") || str_is(y, "VBD") || str_is(y, "VBZ") || str_is(y, "VBP"))) return true;
    }
    return false;
}

/* "the minister of defence": from the last noun to the one that is of, as far as they stand together. */
static uint32_t out_of_preposition(const chy_doc *d, uint32_t t)
{
    while (t != NONE && tree_case(d, t) != NONE) {
        const struct token *k = token_at(d, t);
        if (base_of(d, t) != REL_nmod || k->head == NONE || k->head > t || !is_nominal(d, k->head)) return NONE;
        t = first_joined(d, k->head);
    }
    return t;
}

/* "Peru, which ..., called", "the minister, Ana Vera, said": who stands before the insertion that ends with the comma at `end`. */
static uint32_t before_insertion(const chy_doc *d, uint32_t end)
{
    enum { LONGEST = 24 };
    uint32_t first = d->sentences.at[token_at(d, end)->sentence].words.first, from = end;
    while (from > first + 1 && end - from < LONGEST && !(from < end && str_is(token_at(d, from)->form, ","))) from--;
    if (from == end || !str_is(token_at(d, from)->form, ",") || !is_nominal(d, from - 1)) return NONE;
    bool relative =
        is_relative(d, from + 1) || str_is(token_at(d, from + 1)->lower, "whose") || str_is(token_at(d, from + 1)->lower, "where");
    for (uint32_t t = from + 1; t < end && !relative; t++)
        if (token_at(d, t)->upos == UPOS_VERB && is_finite(d, t)) return NONE;
    uint32_t named = doc_mention_at(d, from + 1);
    if (!relative && named != NONE && d->entities.at[d->mentions.at[named].entity].type == ENTITY_PERSON) return from + 1;
    uint32_t who = first_joined(d, from - 1);
    return base_of(d, who) == REL_obj ? NONE : out_of_preposition(d, who);
}

/* Where the tree gives a verb no subject: the noun that stands right before it. */
static uint32_t subject_before(const chy_doc *d, uint32_t verb)
{
    if (!is_verbal(d, verb) || !is_finite(d, verb)) return NONE;
    for (uint32_t t = verb, first = d->sentences.at[token_at(d, verb)->sentence].words.first; t-- > first;) {
        uint8_t u = token_at(d, t)->upos;
        if (token_at(d, t)->rel == REL_obl_unmarked) continue; /* "X today rejected" */
        if (u == UPOS_AUX || u == UPOS_ADV || (u == UPOS_PART && !str_is(token_at(d, t)->lower, "to"))) continue;
        if (str_is(token_at(d, t)->form, ",")) return t > first ? before_insertion(d, t) : NONE;
        if (!is_nominal(d, t) || is_relative(d, t)) return NONE;
        return base_of(d, t) == REL_obj ? NONE : out_of_preposition(d, first_joined(d, t));
    }
    return NONE;
}

bool pattern_operative(const chy_doc *d, uint32_t verb)
{
    enum { INTO_SENTENCE = 4 };
    if (d->organ_token == NONE || verb < d->organ_token || token_at(d, verb)->head != NONE) return false;
    const struct token *v = token_at(d, verb);
    if (!str_is(v->xpos, "VBZ") || !v->form.len || v->form.ptr[0] < 'A' || v->form.ptr[0] > 'Z') return false;
    uint32_t first = d->sentences.at[v->sentence].words.first;
    for (uint32_t t = first; t < verb; t++)
        if (token_at(d, t)->upos != UPOS_NUM && token_at(d, t)->upos != UPOS_PUNCT && token_at(d, t)->upos != UPOS_ADV) return false;
    return verb - first < INTO_SENTENCE;
}

static uint32_t subject_in_tree(const chy_doc *d, uint32_t verb);

uint32_t pattern_surface_subject(const chy_doc *d, uint32_t verb)
{
    uint32_t before = subject_child(d, verb) == NONE ? subject_before(d, verb) : NONE;
    return before != NONE ? before : subject_in_tree(d, verb);
}

static uint32_t subject_in_tree(const chy_doc *d, uint32_t verb)
{
    while (verb != NONE) {
        const struct token *v = token_at(d, verb);
        uint32_t own = subject_child(d, verb), up = v->head;
        if (own != NONE) {
            uint32_t noun = is_relative(d, own) ? relative_head(d, verb) : NONE;
            return noun != NONE ? noun : own;
        }
        if (up == NONE) return pattern_operative(d, verb) ? d->organ_token : NONE;
        uint32_t object = NONE, next = NONE;
        switch (v->rel) {
        case REL_xcomp:
        case REL_ccomp:
            object = child_of(d, up, REL_obj);
            if (object == NONE) object = child_of(d, up, REL_iobj);
            if (object != NONE && !str_is(token_at(d, up)->lemma, "promise") && v->rel == REL_xcomp) return object;
            if (v->rel == REL_ccomp && (str_is(v->xpos, "VBD") || str_is(v->xpos, "VBZ") || str_is(v->xpos, "VBP"))) return NONE;
            verb = up;
            break;
        case REL_conj:
            if (!is_verbal(d, up) && child_of(d, up, REL_cop) == NONE) return NONE;
            verb = up;
            break;
        case REL_advcl:
            if (str_is(v->xpos, "VBD") || str_is(v->xpos, "VBZ")) return NONE;
            verb = up;
            break;
        case REL_acl_relcl:
            if (!is_verbal(d, up)) return up;
            verb = up;
            break;
        case REL_acl:
            if (str_is(v->xpos, "VBN") || (str_is(v->xpos, "VBG") && child_of(d, verb, REL_mark) == NONE)) return up;
            object = holder_of(d, up, &next);
            if (object != NONE) return object;
            verb = next;
            break;
        default: return NONE;
        }
    }
    return NONE;
}

static bool case_is(const chy_doc *d, uint32_t t, chy_str word)
{
    for (uint32_t c = token_at(d, t)->child; c != NONE; c = token_at(d, c)->next) {
        const struct token *k = token_at(d, c);
        bool gerund = k->rel == REL_mark && str_is(token_at(d, t)->xpos, "VBG");
        if ((k->rel == REL_case || gerund) && (str_eq(k->lower, word) || str_eq(k->lemma, word))) return true;
    }
    return false;
}

/* "was offered aid by X": in the passive of a verb with two objects one of them stays where it was; NONE. */
static uint32_t kept_object(const chy_doc *d, uint32_t verb)
{
    if (!tree_has(d, verb, REL_nsubj_pass) && !tree_has(d, verb, REL_aux_pass)) return NONE;
    uint32_t own = tree_child(d, verb, REL_obj);
    return own != NONE && own > verb && is_nominal(d, own) && pattern_passive(d, verb) ? own : NONE;
}

uint32_t pattern_subject(const chy_doc *d, uint32_t verb)
{
    if (!pattern_passive(d, verb)) return pattern_surface_subject(d, verb);
    uint32_t by = NONE;
    for (uint32_t c = token_at(d, verb)->child; c != NONE; c = token_at(d, c)->next) {
        if (token_at(d, c)->rel == REL_obl_agent) return c;
        if (by == NONE && base_of(d, c) == REL_obl && case_is(d, c, CHY_LIT("by"))) by = c;
    }
    uint32_t kept = by == NONE ? kept_object(d, verb) : NONE;
    for (uint32_t c = kept == NONE ? NONE : token_at(d, kept)->child; c != NONE && by == NONE; c = token_at(d, c)->next)
        if (base_of(d, c) == REL_nmod && case_is(d, c, CHY_LIT("by"))) by = c; /* "was offered aid by X" */
    return by;
}

/* "called off the talks", where the tree takes the particle for a preposition. */
static bool is_particle(const chy_doc *d, uint32_t t)
{
    chy_str w = token_at(d, t)->lower;
    return str_is(w, "off") || str_is(w, "out") || str_is(w, "up") || str_is(w, "down") || str_is(w, "over");
}

static uint32_t object_of_particle(const chy_doc *d, uint32_t verb)
{
    for (uint32_t c = token_at(d, verb)->child; c != NONE; c = token_at(d, c)->next) {
        uint32_t by = base_of(d, c) == REL_obl ? tree_case(d, c) : NONE;
        if (by != NONE && by == verb + 1 && is_particle(d, by)) return c;
    }
    return NONE;
}

/* Where the tree gives a verb no object: the noun right behind it, if the tree has no use for it either. */
static uint32_t object_behind(const chy_doc *d, uint32_t verb)
{
    if (!is_verbal(d, verb) || child_of(d, verb, REL_ccomp) != NONE || child_of(d, verb, REL_xcomp) != NONE) return NONE;
    for (uint32_t t = verb + 1, last = d->sentences.at[token_at(d, verb)->sentence].words.last; t < last; t++) {
        uint8_t u = token_at(d, t)->upos;
        if (u == UPOS_DET || u == UPOS_ADJ || u == UPOS_NUM) continue;
        if (u != UPOS_PROPN && u != UPOS_NOUN) return NONE;
        enum deprel base = base_of(d, t);
        uint32_t head = token_at(d, t)->head;
        if (base == REL_compound && head != NONE && token_at(d, head)->rel == REL_obl_unmarked) return t; /* "visit China next month" */
        if ((base == REL_compound || base == REL_nmod || base == REL_amod) && head != NONE && head > t) continue;
        bool loose = base == REL_appos || token_at(d, t)->rel == REL_obl || base == REL_list || base == REL_dep || base == REL_punct ||
                     base == REL_conj || head == NONE;
        return loose && tree_case(d, t) == NONE ? t : NONE;
    }
    return NONE;
}

/* "signed on Monday in Khartoum the Declaration": somebody or something named that hangs on the verb as a time does. */
static uint32_t object_bare(const chy_doc *d, uint32_t verb)
{
    if (!is_verbal(d, verb) || child_of(d, verb, REL_ccomp) != NONE || child_of(d, verb, REL_xcomp) != NONE) return NONE;
    for (uint32_t c = token_at(d, verb)->child; c != NONE; c = token_at(d, c)->next) {
        if (c < verb || token_at(d, c)->rel != REL_obl || !is_nominal(d, c) || tree_case(d, c) != NONE) continue;
        if (doc_mention_at(d, c) != NONE || (d->adjective_at && d->adjective_at[c] != NONE)) return c;
    }
    return NONE;
}

uint32_t pattern_object(const chy_doc *d, uint32_t verb)
{
    uint32_t kept = kept_object(d, verb);
    if (kept != NONE) return kept;
    if (pattern_passive(d, verb)) return pattern_surface_subject(d, verb);
    uint32_t own = child_of(d, verb, REL_obj), noun = relative_head(d, verb);
    if (own == NONE && (child_of(d, verb, REL_xcomp) != NONE || child_of(d, verb, REL_ccomp) == NONE))
        own = child_of(d, verb, REL_iobj); /* "asked Kenya to host" */
    if (own != NONE) return noun != NONE && is_relative(d, own) ? noun : own;
    if (noun != NONE && is_verbal(d, verb)) {
        uint32_t s = child_of(d, verb, REL_nsubj);
        if (s != NONE && !is_relative(d, s) && child_of(d, verb, REL_ccomp) == NONE && child_of(d, verb, REL_xcomp) == NONE) return noun;
    }
    if (token_at(d, verb)->rel == REL_conj && token_at(d, verb)->head != NONE) {
        uint32_t shared = child_of(d, token_at(d, verb)->head, REL_obj); /* "condemned and rejected the decision" */
        if (shared != NONE && shared > verb) return shared;
    }
    uint32_t by_particle = object_of_particle(d, verb);
    if (by_particle != NONE) return by_particle;
    uint32_t behind = object_behind(d, verb);
    return behind != NONE ? behind : object_bare(d, verb);
}

/* ------------------------------------------------------------------ matching */

/* Which words a rule may ask of the word under way are looked for once. */
struct matching {
    const struct patterns *p;
    const chy_doc *d;
    uint32_t token; /* of which the three are known */
    uint32_t known; /* bits: KNOWN_ */
    uint32_t subject, object, surface;
};

enum { KNOWN_SUBJECT = 1, KNOWN_OBJECT = 2, KNOWN_SURFACE = 4 };

static bool is_among(const struct patterns *p, const struct step *s, chy_str word)
{
    if (!(s->marks & word_mark(word))) return false; /* most words end here */
    for (uint32_t i = 0; i < s->word_count; i++)
        if (str_eq(word, p->words.at[s->words + i])) return true;
    return false;
}

static bool word_asked(const struct patterns *p, const struct step *s, const struct token *k)
{
    return !s->word_count || is_among(p, s, k->lemma) || is_among(p, s, k->lower);
}

/* "hundreds of prisoners", "a group of students", "2 million in aid": what there is so much of; NONE. */
static uint32_t counted_by(const struct patterns *p, const chy_doc *d, uint32_t t)
{
    bool quantity = token_at(d, t)->upos == UPOS_NUM || is_among(p, &p->quantity, token_at(d, t)->lemma);
    for (uint32_t c = token_at(d, t)->child; quantity && c != NONE; c = token_at(d, c)->next) {
        uint32_t by = c > t && base_of(d, c) == REL_nmod ? tree_case(d, c) : NONE;
        if (by != NONE && (str_is(token_at(d, by)->lower, "of") || str_is(token_at(d, by)->lower, "in"))) return c;
    }
    return NONE;
}

/* A word, or, when lemmas are asked for, the one of its conjuncts that is right: "held a briefing and talks"; or what it counts. */
static uint32_t asked_among(const struct patterns *p, const chy_doc *d, const struct step *s, uint32_t t)
{
    if (t == NONE || word_asked(p, s, token_at(d, t))) return t;
    uint32_t counted = counted_by(p, d, t);
    if (counted != NONE && word_asked(p, s, token_at(d, counted))) return counted;
    for (uint32_t c = token_at(d, t)->child; c != NONE; c = token_at(d, c)->next)
        if (token_at(d, c)->rel == REL_conj && word_asked(p, s, token_at(d, c))) return c;
    return NONE;
}

static bool child_fits(const chy_doc *d, const struct step *s, uint32_t c)
{
    enum deprel base = base_of(d, c);
    if (s->kind == STEP_RELATION) {
        if (!(s->relations >> token_at(d, c)->rel & 1)) return false;
        return !s->bare || tree_case(d, c) == NONE;
    }
    return (base == REL_obl || base == REL_nmod || base == REL_advcl || base == REL_acl || base == REL_xcomp || base == REL_ccomp) &&
           case_is(d, c, s->word);
}

/* "spoke by telephone with X": trees that went astray hang "with X" on the telephone, or on the full stop. */
static uint32_t preposition_behind(const chy_doc *d, const struct step *s, uint32_t from)
{
    enum { NEAR = 16, DEPTH = 4 };
    if (token_at(d, from)->rel == REL_aux || token_at(d, from)->rel == REL_aux_pass) return NONE;
    if (!str_is(s->word, "with") && !str_is(s->word, "between") && !str_is(s->word, "against")) return NONE;
    uint32_t last = d->sentences.at[token_at(d, from)->sentence].words.last;
    for (uint32_t t = from + 1; t < last && t - from <= NEAR; t++) {
        const struct token *k = token_at(d, t);
        if (t > from + 1 && is_verbal(d, t) && is_finite(d, t)) return NONE;
        if (k->upos == UPOS_SCONJ || str_is(k->form, ";")) return NONE;
        bool stray = k->upos == UPOS_ADP && str_eq(k->lower, s->word) && k->head != NONE && token_at(d, k->head)->upos == UPOS_PUNCT;
        while (stray && t + 1 < last && !is_nominal(d, t) && token_at(d, t)->upos != UPOS_VERB) t++;
        if (stray && is_nominal(d, t)) return t;
        if (!is_nominal(d, t) || !case_is(d, t, s->word)) continue;
        uint32_t up = k->head;
        for (int depth = 0; up != NONE && depth < DEPTH; depth++, up = token_at(d, up)->head)
            if (up == from || token_at(d, up)->upos == UPOS_PUNCT) return t;
        return up == NONE ? t : NONE;
    }
    return NONE;
}

/* The next word to the left or right in the sentence, nearest first, that has a mention or one of the lemmas asked for. */
static uint32_t beside_next(const struct patterns *p, const chy_doc *d, const struct step *s, uint32_t from, uint32_t before)
{
    enum { FAR = 40 };
    run words = d->sentences.at[token_at(d, from)->sentence].words;
    uint32_t t = before == NONE ? from : before;
    while (s->kind == STEP_LEFT ? t > words.first : t + 1 < words.last) {
        t = s->kind == STEP_LEFT ? t - 1 : t + 1;
        if (str_is(token_at(d, t)->form, ";") || (t < from ? from - t : t - from) > FAR) return NONE;
        uint32_t at = s->word_count ? NONE : doc_mention_at(d, t);
        if (s->word_count ? word_asked(p, s, token_at(d, t)) : at != NONE && d->mentions.at[at].head == t) return t;
    }
    return NONE;
}

/* The mention that stands right before or after a word, one noun or adjective between at most: "EU member | states | Malta". */
static uint32_t adjoining(const chy_doc *d, uint32_t from, bool after)
{
    run words = d->sentences.at[token_at(d, from)->sentence].words;
    uint32_t t = from;
    for (int step = 0; step < 2; step++) {
        if (after ? t + 1 >= words.last : t <= words.first) return NONE;
        t = after ? t + 1 : t - 1;
        uint32_t m = doc_mention_over(d, t);
        if (m != NONE) {
            const struct mention *x = &d->mentions.at[m];
            return (after ? x->words.first == t : x->words.last == t + 1) ? x->head : NONE;
        }
        if (!is_nominal(d, t) && token_at(d, t)->upos != UPOS_ADJ) return NONE;
    }
    return NONE;
}

/* "Members since 2010: A and B": the mention right after the colon that the words of a label lead to. */
static uint32_t labelled(const chy_doc *d, uint32_t from)
{
    enum { LONGEST = 8 };
    uint32_t end = d->sentences.at[token_at(d, from)->sentence].words.last;
    for (uint32_t t = from + 1; t + 1 < end && t - from <= LONGEST; t++) {
        if (str_is(token_at(d, t)->form, ":")) {
            uint32_t first = token_at(d, t + 1)->upos == UPOS_DET && t + 2 < end ? t + 2 : t + 1, m = doc_mention_over(d, first);
            return m != NONE && d->mentions.at[m].words.first == first ? d->mentions.at[m].head : NONE;
        }
        bool last = str_is(token_at(d, t + 1)->form, ":"); /* "Observer states:", where the tree has a verb */
        if (token_at(d, t)->upos == UPOS_PUNCT || (is_verbal(d, t) && !last)) return NONE;
    }
    return NONE;
}

static uint32_t subject_told(const chy_doc *d, uint32_t t)
{
    if (is_verbal(d, t) || pattern_passive(d, t)) return pattern_subject(d, t);
    uint32_t own = child_of(d, t, REL_nsubj);
    return own == NONE && child_of(d, t, REL_cop) != NONE ? subject_in_tree(d, t) : own; /* "hopes to be a member" */
}

static uint32_t subject_of(struct matching *w, uint32_t t)
{
    if (t != w->token) return subject_told(w->d, t);
    if (!(w->known & KNOWN_SUBJECT)) w->subject = subject_told(w->d, t);
    w->known |= KNOWN_SUBJECT;
    return w->subject;
}

static uint32_t object_of(struct matching *w, uint32_t t)
{
    if (t != w->token) return pattern_object(w->d, t);
    if (!(w->known & KNOWN_OBJECT)) w->object = pattern_object(w->d, t);
    w->known |= KNOWN_OBJECT;
    return w->object;
}

static uint32_t surface_of(struct matching *w, uint32_t t)
{
    if (t != w->token) return pattern_surface_subject(w->d, t);
    if (!(w->known & KNOWN_SURFACE)) w->surface = pattern_surface_subject(w->d, t);
    w->known |= KNOWN_SURFACE;
    return w->surface;
}

/* The next word that a step leads to from `from`, after `before` (NONE: the first); NONE when there are no more. */
static uint32_t step_next(struct matching *w, const struct pattern_match *m, const struct step *s, uint32_t from, uint32_t *before)
{
    const struct patterns *p = w->p;
    const chy_doc *d = w->d;
    if (s->kind == STEP_RELATION || s->kind == STEP_PREPOSITION) {
        uint32_t c = *before == NONE ? token_at(d, from)->child : token_at(d, *before)->head == from ? token_at(d, *before)->next : NONE;
        bool first = *before == NONE;
        for (; c != NONE; c = token_at(d, c)->next) {
            uint32_t t = child_fits(d, s, c) ? asked_among(p, d, s, c) : NONE;
            if (t == NONE) continue;
            *before = c;
            uint32_t noun = s->kind == STEP_PREPOSITION && is_relative(d, t) ? relative_head(d, from) : NONE;
            return noun != NONE ? noun : t; /* "the bloc, to which it belongs" */
        }
        bool adverb = s->kind == STEP_RELATION && s->word_count && (s->relations >> REL_compound_prt & 1 || s->relations >> REL_advmod & 1);
        if (first && adverb && from + 1 < d->tokens.count && is_verbal(d, from) && word_asked(p, s, token_at(d, from + 1)))
            return *before = from + 1;
        if (first && s->kind == STEP_RELATION && s->relations >> REL_iobj & 1 && kept_object(d, from) != NONE)
            return *before = asked_among(p, d, s, surface_of(w, from));
        if (!first || s->kind != STEP_PREPOSITION) return NONE;
        uint32_t t = asked_among(p, d, s, preposition_behind(d, s, from));
        *before = t;
        return t;
    }
    if (s->kind == STEP_LEFT || s->kind == STEP_RIGHT) return *before = beside_next(p, d, s, from, *before);
    if (*before != NONE) return NONE;
    uint32_t t = NONE;
    switch (s->kind) {
    case STEP_SUBJ: t = subject_of(w, from); break;
    case STEP_OBJ: t = object_of(w, from); break;
    case STEP_SURFACE: t = surface_of(w, from); break;
    case STEP_PART: t = m->part[s->part]; break;
    case STEP_HEAD: t = token_at(d, from)->head; break;
    case STEP_PREV:
    case STEP_NEXT: t = adjoining(d, from, s->kind == STEP_NEXT); break;
    case STEP_COLON: t = labelled(d, from); break;
    default: break;
    }
    t = asked_among(p, d, s, t);
    *before = t;
    return t;
}

static bool kind_fits(const chy_doc *d, uint32_t kinds, uint32_t t)
{
    if (!kinds) return true;
    uint32_t at = doc_mention_over(d, t), e = at == NONE ? NONE : d->mentions.at[at].entity;
    if (at == NONE && d->stands_at) e = d->stands_at[t];
    if (e == NONE && d->adjective_at) e = d->adjective_at[t]; /* "the Irish chairmanship" */
    if (e != NONE) return kinds >> d->entities.at[e].type & 1;
    for (uint32_t c = token_at(d, t)->child; c != NONE; c = token_at(d, c)->next) { /* "the mediator, John Smith, returned" */
        if (c < t || token_at(d, c)->rel != REL_appos) continue;
        at = doc_mention_at(d, c);
        if (at != NONE && kinds >> ENTITY_PERSON & 1 && d->entities.at[d->mentions.at[at].entity].type == ENTITY_PERSON) return true;
    }
    return false;
}

/* First word at the end of a path; depth first over at most PATTERN_STEPS steps. */
static uint32_t path_end(struct matching *w, const struct pattern_match *m, const struct path *path)
{
    uint32_t from[PATTERN_STEPS], before[PATTERN_STEPS], depth = 0;
    from[0] = m->trigger;
    before[0] = NONE;
    for (;;) {
        uint32_t t = step_next(w, m, &w->p->steps.at[path->steps + depth], from[depth], &before[depth]);
        if (t == NONE) {
            if (!depth) return NONE;
            depth--;
        } else if (depth + 1 == path->step_count) {
            if (t != m->trigger && kind_fits(w->d, path->kinds, t)) return t;
        } else {
            from[++depth] = t;
            before[depth] = NONE;
        }
    }
}

static bool conditions_hold(struct matching *w, const struct rule *r, struct pattern_match *m)
{
    uint32_t parts = 0;
    for (uint32_t i = 0; i < r->condition_count; i++) {
        const struct condition *c = &w->p->conditions.at[r->conditions + i];
        uint32_t before = NONE;
        bool there;
        if (c->step.kind == STEP_NEG)
            there = tree_negated(w->d, m->trigger);
        else if (c->step.kind == STEP_PASS)
            there = pattern_passive(w->d, m->trigger);
        else {
            uint32_t t = step_next(w, m, &c->step, c->from ? m->part[c->from - 1] : m->trigger, &before);
            there = t != NONE;
            if (!c->forbids) m->part[parts++] = t;
        }
        if (there == c->forbids) return false;
    }
    return true;
}

static bool slots_fill(struct matching *w, const struct rule *r, struct pattern_match *m)
{
    for (uint32_t i = 0; i < r->slot_count; i++) {
        const struct slot *s = &w->p->slots.at[r->slots + i];
        for (uint32_t k = 0; k < s->path_count && m->slot[s->letter] == NONE; k++)
            m->slot[s->letter] = path_end(w, m, &w->p->paths.at[s->paths + k]);
        if (m->slot[s->letter] == NONE && !s->may_be_empty) return false;
    }
    return true;
}

static bool rule_matches(struct matching *w, const struct rule *r, struct pattern_match *m)
{
    m->row = r->row;
    m->trigger = w->token;
    memset(m->part, 0xFF, sizeof m->part);
    if (!conditions_hold(w, r, m)) return false; /* most rules end here */
    memset(m->slot, 0xFF, sizeof m->slot);
    return slots_fill(w, r, m);
}

/* The rules of a word: by its lemma, or, where the lemma is none that a rule has, by its form without the ending of a past. */
static uint32_t chain_of(const struct patterns *p, const struct token *k)
{
    uint32_t chain = map_get(&p->by_lemma, k->lemma);
    if (chain != NONE || (k->upos != UPOS_PROPN && k->upos != UPOS_VERB)) return chain;
    chain = map_get(&p->by_lemma, k->lower);
    if (k->upos != UPOS_VERB || k->lower.len < 5 || !str_ends(k->lower, CHY_LIT("ed"))) return chain;
    for (size_t cut = 1; chain == NONE && cut <= 3; cut++) chain = map_get(&p->by_lemma, str_cut(k->lower, 0, k->lower.len - cut));
    return chain;
}

uint32_t patterns_match(const struct patterns *p, const chy_doc *d, uint32_t token, struct pattern_match *out, uint32_t room)
{
    const struct token *k = token_at(d, token);
    if (!(p->upos >> k->upos & 1)) return 0;
    struct matching w = { .p = p, .d = d, .token = token };
    uint32_t chain = chain_of(p, k), count = 0;
    uint32_t a = chain == NONE ? NONE : p->chains.at[chain].first;
    uint32_t b = p->any == NONE ? NONE : p->chains.at[p->any].first;
    while ((a != NONE || b != NONE) && count < room) {
        uint32_t ra = a == NONE ? NONE : p->links.at[a].rule, rb = b == NONE ? NONE : p->links.at[b].rule;
        const struct link *l = &p->links.at[ra < rb ? a : b];
        if (ra == l->rule) a = p->links.at[a].next;
        if (rb == l->rule) b = p->links.at[b].next;
        if (l->upos >> k->upos & 1) count += rule_matches(&w, &p->rules.at[l->rule], &out[count]);
    }
    return count;
}
