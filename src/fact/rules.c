#include "fact/rules.h"

static const char *const yield_names[YIELD_COUNT] = { "is",   "wants", "supports", "plans", "denies", "perhaps",
                                                      "says", "then",  "would",    "ended", "unsaid", "given" };
static const char *const sense_names[SENSE_COUNT] = { "begins", "ends", "lasts", "once" };
static const char *const side_names[SIDE_COUNT] = { "party", "actor", "state", "nation", "org",     "whole", "person",
                                                    "paper", "place", "post",  "body",   "meeting", "date",  "signer", "adopter", "seat", "seated" };

static int name_at(const char *const *names, int count, chy_str text)
{
    for (int i = 0; i < count; i++)
        if (str_is(text, names[i])) return i;
    return -1;
}

/* "org:B|focus" */
static bool filler_parse(chy_str cell, struct filler *out)
{
    size_t colon = str_find(cell, CHY_LIT(":"), 0);
    int side = name_at(side_names, SIDE_COUNT, str_cut(cell, 0, colon));
    chy_str rest = colon == SIZE_MAX ? CHY_LIT("") : str_cut(cell, colon + 1, cell.len), piece;
    size_t n = 0;

    *out = (struct filler){ 0 };
    if (side < 0) return false;
    out->side = (enum side)side;
    while (rest.len && str_next_piece(&rest, '|', &piece)) {
        if (str_is(piece, "focus"))
            out->focus = true;
        else if (str_is(piece, "last"))
            out->last = true;
        else if (str_is(piece, "held"))
            out->held = true;
        else if (str_is(piece, "self"))
            out->self = true;
        else if (str_is(piece, "told"))
            out->told = true;
        else if (str_is(piece, "pair"))
            out->pair = true;
        else if (piece.len > 1 && piece.ptr[0] == '=')
            out->text = str_cut(piece, 1, piece.len), out->self = true;
        else if (piece.len == 1 && piece.ptr[0] >= 'A' && piece.ptr[0] <= 'Z' && n < sizeof out->slot)
            out->slot[n++] = (uint8_t)(piece.ptr[0] - 'A' + 1);
        else
            return false;
    }
    return n || out->self || out->last || out->held || out->side == SIDE_DATE;
}

/* "A?=subj B?=from[organization]|obj": what the order of words can stand in for. Longer paths only the tree can walk. */
static void order_parse(chy_str pattern, struct by_order order[4])
{
    static const char *const trees[] = { "comp",    "poss", "appos", "head", "xcomp", "ccomp", "advcl", "iobj",
                                         "surface", "neg",  "acl",   "nmod", "obl",   "amod",  "left",  "right", "prev", "next", "colon" };
    chy_str slot, rest = pattern, path, piece;
    str_next_piece(&rest, ' ', &slot); /* the trigger */
    while (rest.len && str_next_piece(&rest, ' ', &slot)) {
        size_t is = str_find(slot, CHY_LIT("="), 0), n = 0;
        if (is == SIZE_MAX || slot.ptr[0] < 'A' || slot.ptr[0] > 'D') continue;
        struct by_order *o = &order[slot.ptr[0] - 'A'];
        path = str_cut(slot, is + 1, slot.len);
        while (str_next_piece(&path, '|', &piece)) {
            size_t bracket = str_find(piece, CHY_LIT("["), 0);
            piece = str_cut(piece, 0, bracket);
            if (str_is(piece, "subj"))
                o->subject = true;
            else if (str_is(piece, "obj"))
                o->object = true;
            else if (piece.len && piece.ptr[0] != '+' && str_find(piece, CHY_LIT(">"), 0) == SIZE_MAX &&
                     str_find(piece, CHY_LIT(":"), 0) == SIZE_MAX && name_at(trees, sizeof trees / sizeof *trees, piece) < 0 && n < 4)
                o->preps[n++] = piece;
        }
    }
}

/* The relations that facts may have: those of relations.tsv, and the two that speak of other facts. */
static chy_status relations_known(const struct lexicon *lex, arena *mem, struct map *known, chy_err *err)
{
    const struct table *t = NULL;
    int c[1];
    if (!lexicon_table(lex, CHY_LIT("ontology/relations"))) return CHY_OK;
    chy_status st = lexicon_need(lex, CHY_LIT("ontology/relations"), &t, err, c, "relation", NULL);
    if (st == CHY_OK && (!map_put(known, mem, CHY_LIT("same"), 1) || !map_put(known, mem, CHY_LIT("succeeds"), 1)))
        st = err_memory(err, "compiling relations.tsv");
    for (uint32_t i = 0; st == CHY_OK && i < table_rows(t); i++)
        if (!map_put(known, mem, table_cell(t, i, c[0]), 1)) st = err_memory(err, "compiling relations.tsv");
    return st;
}

static chy_status standing_compile(const struct lexicon *lex, arena *mem, struct fact_rules *r, chy_err *err)
{
    const struct table *t = NULL;
    int c[7];
    if (!lexicon_table(lex, CHY_LIT("lexicon/en/standing"))) return CHY_OK;
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/en/standing"), &t, err, c, "pattern", "relation", "subject", "object", "sense",
                                 "modality", "of", NULL);
    if (st) return st;
    struct map relations = { 0 };
    if ((st = relations_known(lex, mem, &relations, err))) return st;
    struct standing *rows = ARENA_ARRAY(mem, struct standing, table_rows(t) + 1);
    if (!rows) return err_memory(err, "compiling standing.tsv");
    for (uint32_t i = 0; i < table_rows(t); i++) {
        struct standing *s = &rows[i];
        chy_str modality = table_cell(t, i, c[5]), of = table_cell(t, i, c[6]);
        s->where = table_where(t, i);
        order_parse(table_cell(t, i, c[0]), s->order);
        s->relation = table_cell(t, i, c[1]);
        if (relations.count && map_get(&relations, s->relation) == MAP_NONE)
            return err_set(err, CHY_EMODEL, 0, "%s: there is no relation \"%.*s\" in ontology/relations.tsv", s->where,
                           (int)s->relation.len, s->relation.ptr);
        s->inferred = str_ends(modality, CHY_LIT("?"));
        if (s->inferred) modality.len--;
        int sense = name_at(sense_names, SENSE_COUNT, table_cell(t, i, c[4])), yield = name_at(yield_names, YIELD_COUNT, modality);
        if (!filler_parse(table_cell(t, i, c[2]), &s->subject) || !filler_parse(table_cell(t, i, c[3]), &s->object))
            return err_set(err, CHY_EMODEL, 0, "%s: subject and object are a kind and slots, as in \"party:A\" or \"org:B|focus\"",
                           s->where);
        if (sense < 0) return err_set(err, CHY_EMODEL, 0, "%s: the sense is begins, ends, lasts or once", s->where);
        if (yield < 0) return err_set(err, CHY_EMODEL, 0, "%s: the modality is is, wants, supports, plans, denies or unsaid", s->where);
        s->sense = (enum sense)sense;
        s->yield = (enum yield)yield;
        if (of.len == 1 && of.ptr[0] >= 'A' && of.ptr[0] <= 'Z') s->of = (uint8_t)(of.ptr[0] - 'A' + 1);
    }
    r->rows = rows;
    return patterns_create(t, c[0], mem, &r->patterns, err);
}

static chy_status yields_compile(const struct lexicon *lex, arena *mem, struct fact_rules *r, chy_err *err)
{
    const struct table *t = NULL;
    int c[3];
    if (!lexicon_table(lex, CHY_LIT("lexicon/en/modality"))) return CHY_OK;
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/en/modality"), &t, err, c, "word", "via", "yields", NULL);
    if (st) return st;
    for (uint32_t i = table_rows(t); i-- > 0;) { /* a user's rows stand first and so are put last */
        chy_str words = table_cell(t, i, c[0]), word;
        int yield = name_at(yield_names, YIELD_COUNT, table_cell(t, i, c[2]));
        if (yield < 0) return err_set(err, CHY_EMODEL, 0, "%s: there is no such yield", table_where(t, i));
        while (str_next_piece(&words, '|', &word)) {
            chy_str vias = table_cell(t, i, c[1]), via;
            while (str_next_piece(&vias, '|', &via)) {
                chy_str key = str_join(mem, word, CHY_LIT(" "), via);
                if (!key.ptr || !map_put(&r->yields, mem, key, (uint32_t)yield)) return err_memory(err, "compiling modality.tsv");
            }
        }
    }
    return CHY_OK;
}

static chy_status words_compile(const struct lexicon *lex, arena *mem, struct fact_rules *r, chy_err *err)
{
    static const char *const kinds[] = { "paper", "agent",  "meeting", "post",   "counterpart", "predecessor", "successor",
                                         "vague", "tenure", "many",    "office", "whole",       "rank",        "organ",
                                         "inner", "loose",       "outpost", "voice",       "crown",
                                         "chief", "realm",       "outsider", "beside",     "further", "invited" };
    const struct table *t = NULL;
    int c[2];
    if (!lexicon_table(lex, CHY_LIT("lexicon/en/standing_words"))) return CHY_OK;
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/en/standing_words"), &t, err, c, "word", "kind", NULL);
    if (st) return st;
    for (uint32_t i = 0; i < table_rows(t); i++) {
        chy_str words = table_cell(t, i, c[0]), word;
        int kind = name_at(kinds, sizeof kinds / sizeof *kinds, table_cell(t, i, c[1]));
        if (kind < 0) return err_set(err, CHY_EMODEL, 0, "%s: there is no such kind of word", table_where(t, i));
        while (str_next_piece(&words, '|', &word)) {
            if (!word.len) continue;
            uint32_t old = map_get(&r->words, word);
            if (!map_put(&r->words, mem, word, (old == MAP_NONE ? 0 : old) | 1u << kind))
                return err_memory(err, "compiling standing_words.tsv");
        }
    }
    return CHY_OK;
}

static chy_status inferences_compile(const struct lexicon *lex, arena *mem, struct fact_rules *r, chy_err *err)
{
    static const char *const sides[] = { "subject", "object", "of", "whole", "land", "date" };
    const struct table *t = NULL;
    int c[5];
    if (!lexicon_table(lex, CHY_LIT("ontology/inferences"))) return CHY_OK;
    chy_status st = lexicon_need(lex, CHY_LIT("ontology/inferences"), &t, err, c, "relation", "title", "makes", "subject", "object", NULL);
    if (st) return st;
    struct inference *rows = ARENA_ARRAY(mem, struct inference, table_rows(t) + 1);
    if (!rows) return err_memory(err, "compiling inferences.tsv");
    for (uint32_t i = 0; i < table_rows(t); i++) {
        rows[i] = (struct inference){ .relation = table_cell(t, i, c[0]),
                                      .titles = table_cell(t, i, c[1]),
                                      .makes = table_cell(t, i, c[2]),
                                      .subject = table_cell(t, i, c[3]),
                                      .object = table_cell(t, i, c[4]),
                                      .where = table_where(t, i) };
        if (str_starts(rows[i].makes, CHY_LIT("ends "))) {
            rows[i].ends = true;
            rows[i].makes = str_cut(rows[i].makes, 5, rows[i].makes.len);
        }
        if (name_at(sides, 6, rows[i].subject) < 0 || name_at(sides, 6, rows[i].object) < 0)
            return err_set(err, CHY_EMODEL, 0, "%s: subject and object are subject, object, of, whole, land or date", rows[i].where);
    }
    r->inferences = rows;
    r->inference_count = table_rows(t);
    return CHY_OK;
}

chy_status rules_compile(const struct lexicon *lex, arena *mem, struct fact_rules **out, chy_err *err)
{
    struct fact_rules *r = ARENA_NEW(mem, struct fact_rules);
    if (!r) return err_memory(err, "compiling the rules of facts");
    r->lex = lex;
    chy_status st = standing_compile(lex, mem, r, err);
    if (st == CHY_OK) st = yields_compile(lex, mem, r, err);
    if (st == CHY_OK) st = words_compile(lex, mem, r, err);
    if (st == CHY_OK) st = inferences_compile(lex, mem, r, err);
    if (st == CHY_OK) *out = r;
    return st;
}

int rules_yield(const struct fact_rules *r, chy_str word, chy_str via)
{
    char key[96];
    if (!word.len || word.len + via.len + 1 > sizeof key) return -1; /* no row is that long */
    memcpy(key, word.ptr, word.len);
    key[word.len] = ' ';
    memcpy(key + word.len + 1, via.ptr, via.len);
    uint32_t v = map_get(&r->yields, (chy_str){ key, word.len + 1 + via.len });
    return v == MAP_NONE ? -1 : (int)v;
}

unsigned rules_word(const struct fact_rules *r, chy_str lemma)
{
    char small[64];
    uint32_t v = lemma.len ? map_get(&r->words, lemma) : MAP_NONE;
    if (v == MAP_NONE && lemma.len && lemma.len < sizeof small && lemma.ptr[0] >= 'A' && lemma.ptr[0] <= 'Z') { /* "Presidents" */
        memcpy(small, lemma.ptr, lemma.len);
        small[0] = (char)(small[0] - 'A' + 'a');
        v = map_get(&r->words, (chy_str){ small, lemma.len });
    }
    return v == MAP_NONE ? 0 : v;
}
