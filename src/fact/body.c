#include "fact/body.h"

#include "fact/claim.h"

/* Whether the words of a mention, or those that own it, name the whole: "SCO's Structure", "the Secretariat of the SCO". */
static bool stated_by(const struct fact_walk *w, const struct mention *m, uint32_t whole)
{
    const chy_doc *d = w->d;
    if (note_owner(w, m->head) == whole) return true;
    const struct entity *e = &d->entities.at[whole];
    chy_str text = doc_text(d, m->span);
    if (e->name.len && str_find(text, e->name, 0) != SIZE_MAX) return true;
    for (uint32_t i = 0; i < e->aliases.count; i++)
        if (e->aliases.at[i].len > 1 && str_find(text, e->aliases.at[i], 0) != SIZE_MAX) return true;
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
