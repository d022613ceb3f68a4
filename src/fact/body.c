#include "fact/body.h"

#include "fact/claim.h"

static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Whether a name stands in a text as words of its own: "UN" is not in "COUNCIL". */
static bool has_name(chy_str text, chy_str name)
{
    for (size_t i = str_find(text, name, 0); i != SIZE_MAX; i = str_find(text, name, i + 1)) {
        size_t end = i + name.len;
        if ((i == 0 || !in_word(text.ptr[i - 1])) && (end == text.len || !in_word(text.ptr[end]))) return true;
    }
    return false;
}

/* Whether the words of a mention, or those that own it, name the whole: "SCO's Structure", "the Secretariat of the SCO". */
static bool stated_by(const struct fact_walk *w, const struct mention *m, uint32_t whole)
{
    const chy_doc *d = w->d;
    if (note_owner(w, m->head) == whole) return true;
    const struct entity *e = &d->entities.at[whole];
    chy_str text = doc_text(d, m->span);
    if (e->name.len && has_name(text, e->name)) return true;
    for (uint32_t i = 0; i < e->aliases.count; i++)
        if (e->aliases.at[i].len > 1 && has_name(text, e->aliases.at[i])) return true;
    return false;
}

/* "the Council of Heads of the SCO Member States": the whole is named right after it. */
static bool told_after(const struct fact_walk *w, const struct mention *m, uint32_t whole)
{
    const chy_doc *d = w->d;
    uint32_t t = m->words.last, end = d->sentences.at[d->tokens.at[m->head].sentence].words.last;
    if (t >= end || !str_is(d->tokens.at[t].lower, "of")) return false;
    for (uint32_t k = t + 1; k < end && k < t + 6 && d->tokens.at[k].upos != UPOS_PUNCT && d->tokens.at[k].upos != UPOS_VERB; k++) {
        uint32_t at = doc_mention_over(d, k);
        if (at == NONE) continue;
        uint32_t named = d->mentions.at[at].entity; /* "SCO Member States" */
        if (named == whole || d->entities.at[named].of == whole) return true;
    }
    return false;
}

/* "the Youth Council and the SCO Forum": the whole of what it is joined with; NONE. */
static uint32_t whole_beside(const struct fact_walk *w, const struct mention *m)
{
    const chy_doc *d = w->d;
    uint32_t all[8], n = tree_conjuncts(d, m->head, all, 8);
    for (uint32_t i = 1; i < n; i++) {
        uint32_t at = doc_mention_at(d, all[i]);
        if (at == NONE || d->entities.at[d->mentions.at[at].entity].type != ENTITY_BODY) continue;
        uint32_t whole = d->entities.at[d->mentions.at[at].entity].of;
        if (whole != NONE && note_is_org(d, whole) && stated_by(w, &d->mentions.at[at], whole)) return whole;
    }
    return NONE;
}

/* The same, or the words of the name that it is joined to: "the SCO Business Council and Energy Club". */
static bool stated(const struct fact_walk *w, const struct mention *m, uint32_t whole)
{
    if (stated_by(w, m, whole)) return true;
    const struct token *head = &w->d->tokens.at[m->head];
    if (told_after(w, m, whole)) return true;
    uint32_t first = head->rel == REL_conj && head->head != NONE ? doc_mention_at(w->d, head->head) : NONE;
    return first != NONE && stated_by(w, &w->d->mentions.at[first], whole);
}

/* ------------------------------------------------------------------ organs without a name */

/* The organisation that owns an organ: "its secretariat", "the OAS, whose permanent council", "the secretariat of the bloc"; NONE. */
static uint32_t organ_owner(const struct fact_walk *w, uint32_t noun)
{
    const chy_doc *d = w->d;
    for (uint32_t c = d->tokens.at[noun].child; c != NONE; c = d->tokens.at[c].next) {
        const struct token *t = &d->tokens.at[c];
        uint32_t p = t->rel == REL_nmod ? tree_case(d, c) : NONE;
        bool of = p != NONE && str_is(d->tokens.at[p].lower, "of");
        if (!of && t->rel != REL_nmod_poss) continue;
        uint32_t m = note_whose(d, c, noun), e = m == NONE ? d->stands_at[c] : d->mentions.at[m].entity;
        if (m != NONE && d->mentions.at[m].more.count > 1) continue;
        if (note_is_org(d, e)) return e;
    }
    return NONE;
}

/* What an organ is called by itself: "permanent secretariat", without article and owner. */
static run organ_words(const struct fact_walk *w, uint32_t noun)
{
    const chy_doc *d = w->d;
    run r = { noun, noun + 1 };
    uint32_t first = d->sentences.at[d->tokens.at[noun].sentence].words.first;
    while (r.first > first) {
        const struct token *t = &d->tokens.at[r.first - 1];
        if ((t->upos != UPOS_ADJ && t->upos != UPOS_NOUN) || t->head != noun || doc_mention_over(d, r.first - 1) != NONE ||
            (d->adjective_at && d->adjective_at[r.first - 1] != NONE))
            break;
        r.first--;
    }
    return r;
}

static bool has_article(const chy_doc *d, uint32_t noun, const char *article)
{
    for (uint32_t c = d->tokens.at[noun].child; c != NONE && c < noun; c = d->tokens.at[c].next)
        if (str_is(d->tokens.at[c].lower, article)) return true;
    return false;
}

/* The organ of these words that was spoken of before, when it can be this one; NONE. */
static uint32_t organ_known(const struct fact_walk *w, chy_str name, uint32_t whole)
{
    enum { LOOK_BACK = 64 };
    for (uint32_t i = w->organs.count; i-- > 0 && w->organs.count - i <= LOOK_BACK;) {
        const struct entity *e = &w->d->entities.at[w->organs.at[i]];
        if (whole != NONE && e->of != whole) continue;
        if (str_eq(e->name, name) || (whole == NONE && str_ends(e->name, name))) return w->organs.at[i];
    }
    return NONE;
}

static uint32_t organ_add(struct fact_walk *w, chy_str name, uint32_t whole)
{
    struct entity *e = LIST_PUSH(&w->d->mem, &w->d->entities);
    uint32_t *o = e ? LIST_PUSH(w->scratch, &w->organs) : NULL;
    if (!o) {
        if (!w->failed) w->failed = err_memory(w->err, "putting down facts");
        return NONE;
    }
    *e = (struct entity){ .type = ENTITY_BODY, .name = name, .unnamed = true, .of = whole };
    return *o = w->d->entities.count - 1;
}

/* One noun for an organ: whose it is makes a fact, and from then on the noun stands for it. */
static void organ(struct fact_walk *w, uint32_t t, unsigned kind)
{
    chy_doc *d = w->d;
    const struct token *k = &d->tokens.at[t];
    if (k->upos != UPOS_NOUN || str_is(k->xpos, "NNS") || deprel_base((enum deprel)k->rel) == REL_compound || d->stands_at[t] != NONE ||
        doc_mention_over(d, t) != NONE)
        return;
    uint32_t whole = organ_owner(w, t), told = whole;
    run words = organ_words(w, t);
    chy_str name = doc_text(d, doc_run_span(d, words));
    uint32_t old = organ_known(w, name, whole);
    bool the = has_article(d, t, "the"), a = has_article(d, t, "a") || has_article(d, t, "an");
    if (whole == NONE && old == NONE && kind & WORD_INNER && (the || a)) whole = w->focus[t];
    if (whole == NONE && !(kind & (WORD_INNER | WORD_OUTPOST)) && (old == NONE || !the)) return;
    uint32_t e = old != NONE ? old : organ_add(w, name, whole);
    if (e == NONE) return;
    d->stands_at[t] = e;
    if (whole == NONE || (told == NONE && !a)) return;
    struct claim c = claim_of(w, t, a ? YIELD_UNSAID : YIELD_IS);
    if (c.yield > YIELD_PLANS) return;
    note_fact(w, &(struct fact){ .subject = e,
                                 .relation = CHY_LIT("body_of"),
                                 .object = whole,
                                 .inferred = told == NONE,
                                 .of = NONE,
                                 .holder = NONE,
                                 .modality = (enum modality)c.yield,
                                 .statement = w->statement_at[t],
                                 .evidence = doc_run_span(d, words),
                                 .confidence = told == NONE ? 55 : 75,
                                 .rule = "organ" });
}

chy_status body_organs(struct fact_walk *w)
{
    for (uint32_t t = 0; t < w->d->tokens.count && !w->failed; t++) {
        unsigned kind = rules_word(w->rules, w->d->tokens.at[t].lemma);
        if (kind & (WORD_ORGAN | WORD_INNER | WORD_OUTPOST)) organ(w, t, kind);
    }
    return w->failed;
}

chy_status body_run(struct fact_walk *w)
{
    const chy_doc *d = w->d;
    for (uint32_t i = 0; i < d->mentions.count && !w->failed; i++) {
        const struct mention *m = &d->mentions.at[i];
        if (m->entity == NONE || m->more.count > 1 || m->form != FORM_NAME) continue;
        const struct entity *e = &d->entities.at[m->entity];
        unsigned kind = rules_word(w->rules, d->tokens.at[m->head].lower);
        bool organ = kind & WORD_ORGAN;
        if ((kind & WORD_AGENT) && !organ) continue; /* "Heads of State and Government" */
        if ((e->type != ENTITY_BODY && !(e->type == ENTITY_ORGANIZATION && e->of != NONE && organ)) || e->of == m->entity || e->unnamed)
            continue;
        uint32_t beside = e->of == NONE ? whole_beside(w, m) : NONE, whole = beside != NONE ? beside : e->of;
        if (whole == NONE) continue;
        if (rules_word(w->rules, d->tokens.at[m->head].lemma) & WORD_TENURE) continue;
        if (d->entities.at[whole].type != ENTITY_ORGANIZATION || (beside == NONE && !stated(w, m, whole)))
            continue;                                    /* ministries and parliaments go without saying */
        struct claim c = claim_of(w, m->head, YIELD_IS); /* "asked for a secretariat" */
        if (c.yield > YIELD_PLANS) continue;
        note_fact(w, &(struct fact){ .subject = m->entity,
                                     .relation = CHY_LIT("body_of"),
                                     .object = whole,
                                     .inferred = beside != NONE,
                                     .of = NONE,
                                     .holder = NONE,
                                     .modality = (enum modality)c.yield,
                                     .statement = w->statement_at[m->head],
                                     .evidence = m->span,
                                     .confidence = 80,
                                     .rule = "name" });
    }
    return w->failed;
}
