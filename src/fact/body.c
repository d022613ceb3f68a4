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

/* The same, or the words of the name that it is joined to: "the SCO Business Council and Energy Club". */
static bool stated(const struct fact_walk *w, const struct mention *m, uint32_t whole)
{
    if (stated_by(w, m, whole)) return true;
    const struct token *head = &w->d->tokens.at[m->head];
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
        if (e->type != ENTITY_BODY || e->of == NONE || e->of == m->entity || e->unnamed) continue;
        if (rules_word(w->rules, d->tokens.at[m->head].lemma) & WORD_TENURE) continue;
        if (d->entities.at[e->of].type == ENTITY_STATE || !stated(w, m, e->of)) continue; /* ministries and parliaments go without saying */
        struct claim c = claim_of(w, m->head, YIELD_IS);                                  /* "asked for a secretariat" */
        if (c.yield > YIELD_PLANS) continue;
        note_fact(w, &(struct fact){ .subject = m->entity,
                                     .relation = CHY_LIT("body_of"),
                                     .object = e->of,
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
