#include "fact/group.h"

enum { GROUP_MOST = 64 }; /* members of one list */

static const struct token *at(const struct fact_walk *w, uint32_t t) { return &w->d->tokens.at[t]; }

/* The mentions of states from a bracket to the one that closes it, with nothing but commas and an "and" between them; how many. */
static uint32_t states_listed(const struct fact_walk *w, uint32_t first, uint32_t last, uint32_t out[GROUP_MOST])
{
    const chy_doc *d = w->d;
    uint32_t n = 0;
    for (uint32_t t = first; t < last; t++) {
        uint32_t m = doc_mention_over(d, t);
        if (str_is(at(w, t)->form, ")")) return n;
        if (at(w, t)->upos == UPOS_CCONJ || str_is(at(w, t)->form, ",") || at(w, t)->upos == UPOS_DET) continue;
        if (m == NONE || n == GROUP_MOST || d->mentions.at[m].words.first > t || d->mentions.at[m].form != FORM_NAME ||
            !entity_is(d, d->mentions.at[m].entity, ENTITY_STATE))
            return 0;
        out[n++] = m;
        t = d->mentions.at[m].words.last - 1;
    }
    return 0; /* it is never closed */
}

chy_status group_run(struct fact_walk *w)
{
    const chy_doc *d = w->d;
    uint32_t members[GROUP_MOST];
    for (uint32_t i = 0; i < d->mentions.count && !w->failed; i++) {
        const struct mention *m = &d->mentions.at[i];
        uint32_t end = d->sentences.at[at(w, m->head)->sentence].words.last;
        if (m->form != FORM_NAME || m->more.count > 1 || !note_is_org(d, m->entity)) continue;
        if (m->words.last + 3 >= end || !str_is(at(w, m->words.last)->form, "(")) continue;
        uint32_t n = states_listed(w, m->words.last + 1, end, members);
        for (uint32_t k = 0; n > 1 && k < n && !w->failed; k++)
            note_fact(w, &(struct fact){ .subject = d->mentions.at[members[k]].entity,
                                         .relation = CHY_LIT("member_of"),
                                         .object = m->entity,
                                         .of = NONE,
                                         .holder = NONE,
                                         .modality = MODALITY_IS,
                                         .statement = w->statement_at[m->head],
                                         .evidence = { m->span.start, d->mentions.at[members[k]].span.end },
                                         .confidence = 75,
                                         .rule = "list" });
    }
    return w->failed;
}
