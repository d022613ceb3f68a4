#include "event/stage.h"

/* One row of ontology/outlook.tsv; its head tells what the columns mean. */
struct outlook {
    chy_str types, statuses, within;
    struct outlook_turn turn;
};

chy_status outlook_read(const struct lexicon *lex, arena *mem, struct event_rules *r, chy_err *err)
{
    static const char *const statuses[] = { "planned", "cancelled", "denied",     "hypothetical", "occurred",
                                            "purpose", "negated",   "background", "offered" };
    const struct table *t;
    int col[7];
    chy_status st =
        lexicon_need(lex, CHY_LIT("ontology/outlook"), &t, err, col, "type", "status", "within", "becomes", "kind", "mode", "cameo", NULL);
    if (st) return st;
    r->outlook = ARENA_ARRAY(mem, struct outlook, table_rows(t) + 1);
    if (!r->outlook) return err_memory(err, "compiling the rules of event");
    r->outlook_count = table_rows(t);
    for (uint32_t i = 0; i < table_rows(t); i++) {
        struct outlook *o = &r->outlook[i];
        *o = (struct outlook){ table_cell(t, i, col[0]),
                               table_cell(t, i, col[1]),
                               table_cell(t, i, col[2]),
                               { table_cell(t, i, col[3]), table_cell(t, i, col[4]), table_cell(t, i, col[5]), table_cell(t, i, col[6]) } };
        if (str_is(o->turn.type, "nothing")) o->turn.type = (chy_str){ 0 };
        chy_str rest = o->statuses, piece;
        while (rest.len && str_next_piece(&rest, '|', &piece)) {
            bool known = false;
            for (size_t k = 0; k < sizeof statuses / sizeof *statuses; k++) known |= str_is(piece, statuses[k]);
            if (!known) return err_set(err, CHY_EMODEL, 0, "%s: \"%.*s\" is no status", table_where(t, i), (int)piece.len, piece.ptr);
        }
    }
    return CHY_OK;
}

static chy_str status_word_of(const struct standing *stand)
{
    if (stand->purpose && stand->status == STATUS_PLANNED) return CHY_LIT("purpose");
    if (stand->negated && (stand->status == STATUS_DENIED || stand->status == STATUS_CANCELLED)) return CHY_LIT("negated");
    if (stand->offered && stand->status == STATUS_HYPOTHETICAL) return CHY_LIT("offered");
    return str_of(event_status_text(stand->status));
}

static const struct outlook_turn *turn_for(const struct event_rules *r, chy_str type, chy_str status, chy_str within)
{
    for (uint32_t i = 0; i < r->outlook_count; i++) {
        const struct outlook *o = &r->outlook[i];
        if (!str_is(o->types, "*") && !str_in_bars(o->types, type)) continue;
        if (!str_in_bars(o->statuses, status)) continue;
        if (!o->within.len || (within.len && str_in_bars(o->within, within))) return &o->turn;
    }
    return NULL;
}

const struct outlook_turn *event_outlook(const struct event_rules *r, chy_str type, const struct standing *stand, chy_str within)
{
    const struct outlook_turn *turn = stand->background ? turn_for(r, type, CHY_LIT("background"), within) : NULL;
    return turn ? turn : turn_for(r, type, status_word_of(stand), within);
}

/* Whether what hangs so on a verb or noun is its content: what is demanded, refused, threatened with. */
static bool is_content(const chy_doc *d, uint32_t t)
{
    switch (doc_token(d, t)->rel) {
    case REL_nsubj_pass: return true;
    case REL_parataxis: return doc_token(d, t)->head < t;
    default: break;
    }
    switch (deprel_base((enum deprel)doc_token(d, t)->rel)) {
    case REL_xcomp:
    case REL_ccomp:
    case REL_obj:
    case REL_obl:
    case REL_nmod:
    case REL_compound:
    case REL_acl: return true;
    case REL_advcl: {
        uint32_t to = tree_child(d, t, REL_mark);
        return to != NONE && str_is(doc_token(d, to)->lower, "to");
    }
    default: return false;
    }
}

uint32_t event_step_out(const chy_doc *d, uint32_t t, bool *joined)
{
    enum deprel base = deprel_base((enum deprel)doc_token(d, t)->rel);
    *joined = base == REL_conj;
    return doc_token(d, t)->head != NONE && (*joined || is_content(d, t)) ? doc_token(d, t)->head : NONE;
}

static bool is_any_of(chy_str word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(word, words[i])) return true;
    return false;
}

bool event_in_background(const chy_doc *d, uint32_t t)
{
    static const char *const clauses[] = { "after", "as", "while", "since", "because", "although", "though", "for", "by", "where" };
    static const char *const nouns[] = { "after", "following", "since", "amid", "despite", "during", "over", "for" };
    const struct token *k = doc_token(d, t);
    enum deprel base = deprel_base((enum deprel)k->rel);
    uint32_t mark = tree_child(d, t, REL_mark), by = tree_case(d, t);
    if (mark == NONE) mark = tree_child(d, t, REL_advmod);
    if (k->rel == REL_acl_relcl) return true;
    if (base == REL_acl) return str_is(k->xpos, "VBN") || str_is(k->xpos, "VBG");
    if (base == REL_advcl && mark != NONE) return is_any_of(doc_token(d, mark)->lower, clauses, sizeof clauses / sizeof *clauses);
    if (base == REL_obl && by != NONE && k->upos == UPOS_NOUN)
        return is_any_of(doc_token(d, by)->lower, nouns, sizeof nouns / sizeof *nouns);
    return k->rel == REL_nmod && k->upos == UPOS_NOUN;
}
