#include "fact/note.h"

#include "base/utf8.h"

/* ------------------------------------------------------------------ at hand */

static uint32_t *indices(struct fact_walk *w)
{
    uint32_t *at = ARENA_ARRAY(w->scratch, uint32_t, w->d->tokens.count + 1);
    if (at) memset(at, 0xFF, (w->d->tokens.count + 1) * sizeof *at);
    return at;
}

bool note_is_org(const chy_doc *d, uint32_t entity)
{
    return entity != NONE && d->entities.at[entity].type == ENTITY_ORGANIZATION && !d->entities.at[entity].unnamed;
}

static bool between_states(const struct entity *e)
{
    for (uint32_t i = 0; i < e->codes.count; i++)
        if (str_starts(e->codes.at[i], CHY_LIT("IGO")) || str_starts(e->codes.at[i], CHY_LIT("IMG"))) return true;
    return false;
}

/* Mentions stand in order of first byte; in focus is the organisation named most often so far, of several the last. */
static void fill_focus(struct fact_walk *w)
{
    const chy_doc *d = w->d;
    uint32_t now = NONE, at = 0, *times = ARENA_ARRAY(w->scratch, uint32_t, d->entities.count + 1);
    if (!times) {
        w->failed = err_memory(w->err, "looking for facts");
        return;
    }
    for (uint32_t i = 0; i < d->mentions.count; i++) {
        const struct mention *m = &d->mentions.at[i];
        if (m->entity == NONE || !note_is_org(d, m->entity) || !between_states(&d->entities.at[m->entity])) continue;
        if (now != NONE && ++times[m->entity] < times[now]) continue;
        for (; at < m->words.first && at < d->tokens.count; at++) w->focus[at] = now;
        now = m->entity;
    }
    for (; at < d->tokens.count; at++) w->focus[at] = now;
    uint32_t only = NONE;
    for (uint32_t i = 0; i < d->entities.count; i++)
        if (note_is_org(d, i) && between_states(&d->entities.at[i])) {
            if (only != NONE) return;
            only = i;
        }
    for (at = 0; at < d->tokens.count && w->focus[at] == NONE; at++) w->focus[at] = only;
}

/* "the union", "our organisation", without a mention of its own: the organisation in focus. */
static void fill_stands(struct fact_walk *w)
{
    chy_doc *d = w->d;
    for (uint32_t t = 0; t < d->tokens.count; t++) {
        const struct token *k = &d->tokens.at[t];
        d->stands_at[t] = NONE;
        if (k->upos != UPOS_NOUN && k->upos != UPOS_PROPN) continue;
        if (w->focus[t] == NONE || !(rules_word(w->rules, k->lemma) & WORD_WHOLE) || str_is(k->xpos, "NNS") ||
            doc_mention_over(d, t) != NONE)
            continue;
        bool definite = false, more = false;
        for (uint32_t c = k->child; c != NONE; c = d->tokens.at[c].next) {
            enum deprel rel = deprel_base((enum deprel)d->tokens.at[c].rel);
            chy_str lower = d->tokens.at[c].lower;
            definite |= str_is(lower, "the") || str_is(lower, "this") || str_is(lower, "our") || str_is(lower, "that");
            more |= rel == REL_compound || rel == REL_nmod || (rel == REL_amod && d->tokens.at[c].upos == UPOS_PROPN) ||
                    rel == REL_nummod || str_is(lower, "other") || str_is(lower, "new");
        }
        if (definite && !more) d->stands_at[t] = w->focus[t];
    }
}

/* The organisation or body named last, whoever was named most. */
static void fill_last(struct fact_walk *w)
{
    const chy_doc *d = w->d;
    uint32_t now = NONE, at = 0;
    for (uint32_t i = 0; i < d->mentions.count; i++) {
        const struct mention *m = &d->mentions.at[i];
        if (m->entity == NONE || m->more.count > 1 || d->entities.at[m->entity].unnamed) continue;
        enum entity_type type = d->entities.at[m->entity].type;
        if ((type != ENTITY_BODY || d->entities.at[m->entity].of == NONE ||
             d->entities.at[d->entities.at[m->entity].of].type == ENTITY_STATE) &&
            !(type == ENTITY_ORGANIZATION && between_states(&d->entities.at[m->entity])))
            continue;
        for (; at < m->words.first && at < d->tokens.count; at++) w->last_org[at] = now;
        now = m->entity;
    }
    for (; at < d->tokens.count; at++) w->last_org[at] = now;
}

/* A noun or name, and what goes on with the name of a paper behind it. */
static bool names_on(chy_str prep, bool inner)
{
    if (str_is(prep, "on") || str_is(prep, "of") || str_is(prep, "about") || str_is(prep, "concerning") || str_is(prep, "establishing"))
        return true;
    return inner && (str_is(prep, "to") || str_is(prep, "for") || str_is(prep, "with") || str_is(prep, "between"));
}

/* "the Protocol on Montenegro's accession | to NATO": the words up to where the name of a paper really ends. */
static run whole_name(const struct fact_walk *w, const struct mention *m)
{
    enum { LONGEST = 12 };
    const chy_doc *d = w->d;
    run r = m->words;
    uint32_t end = d->sentences.at[d->tokens.at[m->head].sentence].words.last;
    for (bool more = true; more && r.last < end;) {
        more = false;
        for (uint32_t t = r.first; t < r.last && !more; t++)
            for (uint32_t c = d->tokens.at[t].child; c != NONE && !more; c = d->tokens.at[c].next) {
                const struct token *k = &d->tokens.at[c];
                uint32_t p = k->rel == REL_nmod && k->lo == r.last ? tree_case(d, c) : NONE;
                if (p == NONE || k->hi >= r.last + LONGEST || w->time_at[c] != NONE) continue;
                bool in_the = str_is(d->tokens.at[p].lower, "in") && d->tokens.at[p + 1].upos == UPOS_DET; /* "in the military domain" */
                if (!in_the && !names_on(d->tokens.at[p].lower, t != m->head || str_is(d->tokens.at[p].lower, "to"))) continue;
                for (uint32_t q = r.last; q <= k->hi; q++)
                    if (d->tokens.at[q].upos == UPOS_VERB || d->tokens.at[q].upos == UPOS_PUNCT || d->tokens.at[q].upos == UPOS_CCONJ || d->tokens.at[q].upos == UPOS_PRON)
                        p = NONE;
                if (p == NONE) continue;
                r.last = k->hi + 1;
                more = true;
            }
    }
    return r;
}

/* Papers keep the name they were first called by, all of it. */
static void fill_titles(struct fact_walk *w)
{
    chy_doc *d = w->d;
    for (uint32_t i = 0; i < d->mentions.count && !w->failed; i++) {
        const struct mention *m = &d->mentions.at[i];
        if (m->entity == NONE || m->more.count > 1 || d->entities.at[m->entity].type != ENTITY_INSTRUMENT) continue;
        struct entity *e = &d->entities.at[m->entity];
        if (!str_ends(doc_text(d, m->span), e->name)) continue;
        run whole = whole_name(w, m);
        if (whole.last == m->words.last) continue;
        chy_span span = doc_run_span(d, whole);
        size_t skip = doc_text(d, m->span).len - e->name.len;
        chy_str *alias = LIST_PUSH(&d->mem, &e->aliases);
        if (!alias) {
            w->failed = err_memory(w->err, "looking for facts");
            return;
        }
        *alias = e->name;
        e->name = doc_text(d, (chy_span){ m->span.start + (uint32_t)skip, span.end });
    }
}

static void fill_papers(struct fact_walk *w)
{
    const chy_doc *d = w->d;
    uint32_t now = NONE, at = 0;
    for (uint32_t i = 0; i < d->mentions.count; i++) {
        const struct mention *m = &d->mentions.at[i];
        if (m->entity == NONE || d->entities.at[m->entity].type != ENTITY_INSTRUMENT) continue;
        for (; at < m->words.first && at < d->tokens.count; at++) w->paper[at] = now;
        now = m->entity;
    }
    for (; at < d->tokens.count; at++) w->paper[at] = now;
}

/* The state or organisation that stands with a name: "Meles Zenawi of Ethiopia", "Kenya's William Ruto", "Mia Mottley (Barbados)". */
uint32_t note_land(const chy_doc *d, const struct mention *m)
{
    for (uint32_t c = d->tokens.at[m->head].child; c != NONE; c = d->tokens.at[c].next) {
        enum deprel rel = (enum deprel)d->tokens.at[c].rel;
        uint32_t p = tree_case(d, c);
        bool of = rel == REL_nmod && p != NONE && str_is(d->tokens.at[p].lower, "of");
        if (c >= m->words.first && c < m->words.last) continue;
        if (rel == REL_amod && d->adjective_at && d->adjective_at[c] != NONE) return d->adjective_at[c];
        if ((!of && rel != REL_nmod_poss) || str_is(d->tokens.at[c].xpos, "PRP$")) continue;
        uint32_t at = doc_mention_at(d, c), e = at == NONE || d->mentions.at[at].more.count > 1 ? NONE : d->mentions.at[at].entity;
        if (e != NONE && d->mentions.at[at].head == c && (d->entities.at[e].type == ENTITY_STATE || note_is_org(d, e))) return e;
    }
    uint32_t t = m->words.last, end = d->sentences.at[d->tokens.at[m->head].sentence].words.last;
    if (t + 2 < end && (str_is(d->tokens.at[t].form, "(") || str_is(d->tokens.at[t].lower, "of"))) {
        uint32_t at = doc_mention_over(d, t + 1);
        if (at == NONE || d->mentions.at[at].words.first != t + 1 || d->mentions.at[at].more.count > 1) return NONE;
        bool closed = str_is(d->tokens.at[t].lower, "of") ||
                      (d->mentions.at[at].words.last < end && str_is(d->tokens.at[d->mentions.at[at].words.last].form, ")"));
        if (closed && d->entities.at[d->mentions.at[at].entity].type == ENTITY_STATE) return d->mentions.at[at].entity;
    }
    return NONE;
}

/* The states that the text speaks of. */
static void fill_states(struct fact_walk *w)
{
    const chy_doc *d = w->d;
    bool *seen = ARENA_ARRAY(w->scratch, bool, d->entities.count + 1);
    if (!seen) {
        w->failed = err_memory(w->err, "looking for facts");
        return;
    }
    for (uint32_t t = 0; t < d->tokens.count; t++) {
        uint32_t e = d->adjective_at ? d->adjective_at[t] : NONE, m = e == NONE ? doc_mention_at(d, t) : NONE;
        if (m != NONE && d->mentions.at[m].form == FORM_NAME) e = d->mentions.at[m].entity;
        if (e == NONE || seen[e] || d->entities.at[e].type != ENTITY_STATE || d->entities.at[e].unnamed) continue;
        uint32_t *state = LIST_PUSH(w->scratch, &w->states);
        if (!state) {
            w->failed = err_memory(w->err, "looking for facts");
            return;
        }
        *state = e;
        seen[e] = true;
    }
}

static void fill_lands(struct fact_walk *w)
{
    chy_doc *d = w->d;
    for (uint32_t i = 0; i < d->mentions.count; i++) {
        const struct mention *m = &d->mentions.at[i];
        if (m->entity == NONE || m->form != FORM_NAME || m->more.count > 1) continue;
        struct entity *e = &d->entities.at[m->entity];
        if (e->type != ENTITY_PERSON || e->unnamed || (e->of != NONE && m->state.first < m->state.last)) continue;
        uint32_t land = note_land(d, m); /* what stands with the name beats what was only near it */
        if (land != NONE) e->of = land;
    }
}

chy_status note_begin(struct fact_walk *w, const struct fact_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    *w = (struct fact_walk){ .rules = rules, .d = d, .scratch = scratch, .err = err, .latest = NONE };
    if (!(w->time_at = indices(w)) || !(w->statement_at = indices(w)) || !(w->focus = indices(w)) || !(w->paper = indices(w)) ||
        !(w->last_org = indices(w)) || !(d->stands_at = ARENA_ARRAY(&d->mem, uint32_t, d->tokens.count + 1)) ||
        !(w->last_post = ARENA_ARRAY(scratch, uint32_t, d->entities.count + 1)))
        return err_memory(err, "looking for facts");
    for (uint32_t i = 0; i < d->times.count; i++)
        for (uint32_t t = d->times.at[i].words.first; t < d->times.at[i].words.last && t < d->tokens.count; t++) w->time_at[t] = i;
    for (uint32_t i = 0; i < d->statements.count; i++) {
        const struct statement *s = &d->statements.at[i];
        for (uint32_t k = 0; k < s->content.count; k++)
            for (uint32_t t = doc_token_after(d, s->content.at[k].start);
                 t < d->tokens.count && d->tokens.at[t].span.start < s->content.at[k].end; t++)
                w->statement_at[t] = i;
    }
    fill_focus(w);
    fill_stands(w);
    fill_titles(w);
    fill_papers(w);
    fill_last(w);
    fill_lands(w);
    fill_states(w);
    return w->failed;
}

/* ------------------------------------------------------------------ putting down */

static void fill_date(chy_str *old, chy_str date)
{
    if (!old->len) *old = date;
}

uint32_t note_fact(struct fact_walk *w, const struct fact *f)
{
    chy_doc *d = w->d;
    if (w->failed) return NONE;
    chy_str lower = utf8_lower(w->scratch, f->object_text);
    chy_str key = str_format(w->scratch, "%u %.*s %u %d %d %.*s", f->subject, (int)f->relation.len, f->relation.ptr, f->object,
                             (int)f->modality, f->ended, (int)lower.len, lower.ptr);
    if (!key.ptr) goto full;
    uint32_t old = map_get(&w->seen, key);
    if (old != MAP_NONE) {
        struct fact *o = &d->facts.at[old];
        fill_date(&o->from, f->from);
        fill_date(&o->to, f->to);
        if (o->of == NONE) o->of = f->of;
        return old;
    }
    struct fact *n = LIST_PUSH(&d->mem, &d->facts);
    if (!n) goto full;
    *n = *f;
    if (!n->as_of.len) n->as_of = d->date;
    if (!map_put(&w->seen, w->scratch, key, d->facts.count - 1)) goto full;
    return d->facts.count - 1;
full:
    w->failed = err_memory(w->err, "putting down facts");
    return NONE;
}

chy_span note_evidence(const struct fact_walk *w, const uint32_t *tokens, uint32_t count)
{
    const chy_doc *d = w->d;
    chy_span s = { UINT32_MAX, 0 };
    for (uint32_t i = 0; i < count; i++) {
        if (tokens[i] == NONE) continue;
        uint32_t m = doc_mention_at(d, tokens[i]);
        chy_span one = m == NONE ? d->tokens.at[tokens[i]].span : d->mentions.at[m].span;
        if (one.start < s.start) s.start = one.start;
        if (one.end > s.end) s.end = one.end;
    }
    return s.end ? s : (chy_span){ 0, 0 };
}

bool note_future(const chy_doc *d, chy_str date)
{
    if (!date.len || !d->date.len || date.len < 4 || d->date.len < 4 || date.ptr[0] == 'X' || d->date.ptr[0] == 'X') return false;
    size_t n = date.len < d->date.len ? date.len : d->date.len;
    return str_cmp(str_cut(date, 0, n), str_cut(d->date, 0, n)) > 0;
}

/* ------------------------------------------------------------------ who a token stands for */

uint32_t note_behind(const chy_doc *d, uint32_t entity)
{
    for (int step = 0; step < 4 && entity != NONE; step++) {
        const struct entity *e = &d->entities.at[entity];
        if (e->type == ENTITY_STATE || e->type == ENTITY_ORGANIZATION) return entity;
        if (e->type != ENTITY_PERSON && e->type != ENTITY_BODY && e->type != ENTITY_POST) return NONE;
        entity = e->of;
    }
    return NONE;
}

static void push(struct fact_walk *w, filled *out, uint32_t entity)
{
    for (uint32_t i = 0; i < out->count; i++)
        if (out->at[i] == entity) return;
    uint32_t *e = LIST_PUSH(w->scratch, out);
    if (e)
        *e = entity;
    else if (!w->failed)
        w->failed = err_memory(w->err, "looking for facts");
}

/* One entity as a side of a fact wants it; NONE when it cannot be that. */
static uint32_t as_side(const chy_doc *d, enum side side, uint32_t entity)
{
    const struct entity *e = &d->entities.at[entity];
    uint32_t behind;
    switch (side) {
    case SIDE_PARTY:
        if (e->type == ENTITY_STATE || e->type == ENTITY_ORGANIZATION) return entity;
        behind = e->plural ? NONE : note_behind(d, entity);
        if (behind != NONE && (e->type != ENTITY_BODY || d->entities.at[behind].type == ENTITY_STATE)) return behind;
        return e->type == ENTITY_BODY ? entity : NONE;
    case SIDE_STATE:
        if (e->type == ENTITY_BODY) {
            behind = note_behind(d, entity);
            if (behind != NONE && d->entities.at[behind].type == ENTITY_STATE) return behind;
        }
        return e->type == ENTITY_STATE || e->type == ENTITY_ORGANIZATION ? entity : NONE;
    case SIDE_NATION:
        behind = e->type == ENTITY_BODY ? note_behind(d, entity) : entity;
        return behind != NONE && d->entities.at[behind].type == ENTITY_STATE ? behind : NONE;
    case SIDE_SEAT:
        if (e->type == ENTITY_SERIES) return str_upper_first(e->name) ? entity : NONE;
        return e->type == ENTITY_ORGANIZATION || e->type == ENTITY_BODY ? entity : NONE;
    case SIDE_ORG: return e->type == ENTITY_ORGANIZATION || e->type == ENTITY_BODY ? entity : NONE;
    case SIDE_WHOLE: /* an organ acts for its organisation */
        if (e->type == ENTITY_BODY && note_is_org(d, e->of)) return e->of;
        return e->type == ENTITY_ORGANIZATION ? entity : NONE;
    case SIDE_BODY: return e->type == ENTITY_BODY || e->type == ENTITY_ORGANIZATION ? entity : NONE;
    case SIDE_PERSON: return e->type == ENTITY_PERSON && (!e->unnamed || e->name.len) ? entity : NONE;
    case SIDE_PAPER: return e->type == ENTITY_INSTRUMENT ? entity : NONE;
    case SIDE_PLACE: return e->type == ENTITY_PLACE || e->type == ENTITY_STATE ? entity : NONE;
    case SIDE_MEETING: return e->type == ENTITY_SERIES || e->type == ENTITY_ORGANIZATION || e->type == ENTITY_BODY ? entity : NONE;
    case SIDE_SIGNER:
        behind = as_side(d, SIDE_PARTY, entity);
        return behind == NONE && e->type == ENTITY_PERSON && !e->unnamed ? entity : behind;
    case SIDE_ADOPTER: return e->type == ENTITY_SERIES && str_upper_first(e->name) ? entity : as_side(d, SIDE_PARTY, entity);
    case SIDE_ACTOR: /* a person chairs in person */
        if (e->type == ENTITY_PERSON) return e->unnamed ? note_behind(d, entity) : entity;
        return as_side(d, SIDE_STATE, entity);
    default: return NONE;
    }
}

/* Sides that a state fills, itself or by those who act for it. */
static bool acts(enum side side)
{
    return side == SIDE_PARTY || side == SIDE_STATE || side == SIDE_NATION || side == SIDE_ACTOR || side == SIDE_SIGNER ||
           side == SIDE_ADOPTER;
}

static uint32_t adjective_at(const chy_doc *d, uint32_t token) { return d->adjective_at ? d->adjective_at[token] : NONE; }

/* The words that name a paper: what stands before the noun and its "on", "of", "about" phrases. */
static run paper_words(const chy_doc *d, uint32_t noun)
{
    run r = { noun, noun + 1 };
    for (uint32_t c = d->tokens.at[noun].child; c != NONE; c = d->tokens.at[c].next) {
        const struct token *t = &d->tokens.at[c];
        enum deprel rel = deprel_base(t->rel);
        if (c < noun && (rel == REL_amod || rel == REL_compound) && t->lo < r.first) r.first = t->lo;
        if (c < noun || rel != REL_nmod || t->lo != r.last) continue;
        uint32_t p = tree_case(d, c);
        if (p == NONE) continue;
        chy_str prep = d->tokens.at[p].lower;
        if (str_is(prep, "on") || str_is(prep, "of") || str_is(prep, "about") || str_is(prep, "for") || str_is(prep, "concerning"))
            r.last = t->hi + 1;
    }
    for (uint32_t t = noun + 1; t + 1 < r.last; t++) /* "a statement on trade | and a statement on fish" */
        if (d->tokens.at[t].upos == UPOS_CCONJ && d->tokens.at[t + 1].upos == UPOS_DET) r.last = t;
    uint32_t end = d->sentences.at[d->tokens.at[noun].sentence].words.last;
    bool about = r.last > noun + 1; /* "on the conduct | of parties in the South China Sea" */
    while (about && r.last + 1 < end && str_is(d->tokens.at[r.last].lower, "of")) {
        uint32_t t = r.last + 1;
        while (t < end && (d->tokens.at[t].upos == UPOS_DET || d->tokens.at[t].upos == UPOS_ADJ || d->tokens.at[t].upos == UPOS_NOUN ||
                           d->tokens.at[t].upos == UPOS_PROPN))
            t++;
        if (t == r.last + 1) break;
        r.last = t;
    }
    if (about && r.last + 1 < end && str_is(d->tokens.at[r.last].lower, "to") && str_is(d->tokens.at[r.last + 1].xpos, "VB")) {
        r.last += 2; /* "on plans | to deepen partnership" */
        while (r.last < end &&
               (d->tokens.at[r.last].upos == UPOS_DET || d->tokens.at[r.last].upos == UPOS_ADJ || d->tokens.at[r.last].upos == UPOS_NOUN))
            r.last++;
    }
    return r;
}

/* An entity for a paper that has no name: "an agreement on customs". The same words are the same paper. */
static uint32_t unnamed_paper(struct fact_walk *w, uint32_t noun)
{
    chy_doc *d = w->d;
    chy_str name = doc_text(d, doc_run_span(d, paper_words(d, noun)));
    for (uint32_t i = 0; i < w->papers.count; i++)
        if (str_eq(d->entities.at[w->papers.at[i]].name, name)) return w->papers.at[i];
    struct entity *e = LIST_PUSH(&d->mem, &d->entities);
    uint32_t *p = e ? LIST_PUSH(w->scratch, &w->papers) : NULL;
    if (!p) {
        if (!w->failed) w->failed = err_memory(w->err, "putting down facts");
        return NONE;
    }
    *e = (struct entity){ .type = ENTITY_INSTRUMENT, .name = name, .unnamed = true, .of = NONE };
    *p = d->entities.count - 1;
    return *p;
}

uint32_t note_many(struct fact_walk *w, uint32_t noun)
{
    chy_doc *d = w->d;
    const struct token *t = &d->tokens.at[noun];
    run name = { noun, noun + 1 };
    if (!str_is(t->xpos, "NNS") || !(rules_word(w->rules, t->lemma) & WORD_MANY) || doc_mention_over(d, noun) != NONE) return NONE;
    for (uint32_t c = t->child; c != NONE && c < noun; c = d->tokens.at[c].next) {
        enum deprel rel = deprel_base((enum deprel)d->tokens.at[c].rel);
        if (rel == REL_det || rel == REL_amod || rel == REL_nummod) name.first = c < name.first ? c : name.first;
    }
    const struct token *up = t->rel == REL_nmod && t->head != NONE ? &d->tokens.at[t->head] : NULL;
    if (up && t->head + 2 >= name.first && up->upos == UPOS_NOUN && tree_child_lemma(d, noun, REL_case, CHY_LIT("of")) != NONE &&
        name.first == noun) {
        name.first = up->lo; /* "a series of countries" */
        while (name.first < noun && d->tokens.at[name.first].upos == UPOS_PUNCT) name.first++;
    }
    while (name.first > d->sentences.at[t->sentence].words.first && str_is(d->tokens.at[name.first - 1].lower, "more")) {
        name.first--;
        if (name.first > 1 && str_is(d->tokens.at[name.first - 1].lower, "and") && str_is(d->tokens.at[name.first - 2].lower, "more"))
            name.first--;
    }
    if (name.first == noun) return NONE; /* states in general are nobody */
    struct entity *e = LIST_PUSH(&d->mem, &d->entities);
    if (!e) {
        if (!w->failed) w->failed = err_memory(w->err, "putting down facts");
        return NONE;
    }
    *e = (struct entity){ .type = ENTITY_STATE, .name = doc_text(d, doc_run_span(d, name)), .unnamed = true, .plural = true, .of = NONE };
    return d->entities.count - 1;
}

static bool is_owner(enum deprel rel) { return rel == REL_nmod_poss || rel == REL_amod || rel == REL_compound || rel == REL_nmod; }

/* "whose country takes over": the mention that the clause is about; NONE. */
static uint32_t whose(const chy_doc *d, uint32_t noun)
{
    uint32_t t = noun;
    for (int step = 0; step < 6 && d->tokens.at[t].head != NONE; step++) {
        bool clause = d->tokens.at[t].rel == REL_acl_relcl;
        t = d->tokens.at[t].head;
        if (clause) return doc_mention_at(d, t);
    }
    return NONE;
}

uint32_t note_whose(const chy_doc *d, uint32_t owner, uint32_t noun)
{
    uint32_t m = doc_mention_at(d, owner);
    return m == NONE && str_is(d->tokens.at[owner].lower, "whose") ? whose(d, noun) : m;
}

/* "the leaders of A, B and C", "the Croatian parliament": the states behind a noun that acts for them. */
static void owners(struct fact_walk *w, enum side side, uint32_t noun, filled *out)
{
    const chy_doc *d = w->d;
    for (uint32_t c = d->tokens.at[noun].child; c != NONE; c = d->tokens.at[c].next) {
        if (!is_owner((enum deprel)d->tokens.at[c].rel)) continue;
        uint32_t p = tree_case(d, c);
        if (d->tokens.at[c].rel == REL_nmod && (p == NONE || !str_is(d->tokens.at[p].lower, "of"))) continue;
        uint32_t all[32], n = tree_conjuncts(d, c, all, 32);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t m = doc_mention_at(d, all[i]);
            if (m == NONE && str_is(d->tokens.at[all[i]].lower, "whose")) m = whose(d, noun);
            if (m == NONE && adjective_at(d, all[i]) != NONE) push(w, out, adjective_at(d, all[i]));
            if (m == NONE) continue;
            uint32_t count = 0;
            const uint32_t *e = mention_entities(&d->mentions.at[m], &count);
            for (uint32_t k = 0; k < count; k++) {
                uint32_t own = e[k];
                if (d->entities.at[own].type == ENTITY_PERSON && d->tokens.at[c].rel == REL_nmod_poss)
                    own = note_behind(d, own); /* "his country" */
                if (own != NONE && (d->entities.at[own].type == ENTITY_STATE || (side != SIDE_STATE && side != SIDE_NATION && side != SIDE_ACTOR && note_is_org(d, own))))
                    push(w, out, own);
            }
        }
    }
}

uint32_t note_owner(const struct fact_walk *w, uint32_t noun)
{
    const chy_doc *d = w->d;
    for (uint32_t c = d->tokens.at[noun].child; c != NONE; c = d->tokens.at[c].next) {
        if (!is_owner((enum deprel)d->tokens.at[c].rel)) continue;
        uint32_t p = tree_case(d, c), m = doc_mention_at(d, c);
        if (d->tokens.at[c].rel == REL_nmod && (p == NONE || !(str_is(d->tokens.at[p].lower, "of") || str_is(d->tokens.at[p].lower, "at"))))
            continue;
        if (m == NONE && adjective_at(d, c) != NONE) return adjective_at(d, c);
        if (m == NONE || d->mentions.at[m].more.count > 1) continue;
        uint32_t e = d->mentions.at[m].entity;
        enum entity_type type = d->entities.at[e].type;
        if (str_is(d->tokens.at[c].xpos, "PRP$")) continue;
        if (type == ENTITY_STATE || type == ENTITY_ORGANIZATION || type == ENTITY_BODY ||
            (type == ENTITY_PLACE && d->tokens.at[c].rel == REL_nmod))
            return e;
        if (d->tokens.at[c].rel == REL_nmod_poss && !str_is(d->tokens.at[c].xpos, "PRP$")) {
            uint32_t behind = note_behind(d, e);
            if (behind != NONE) return behind;
        }
    }
    return NONE;
}

/* "the text", "this treaty": a noun for a paper with nothing but an article to it. */
static bool is_bare(const chy_doc *d, uint32_t noun)
{
    bool definite = false;
    for (uint32_t c = d->tokens.at[noun].child; c != NONE; c = d->tokens.at[c].next) {
        const struct token *t = &d->tokens.at[c];
        enum deprel rel = deprel_base((enum deprel)t->rel);
        if (str_is(t->lower, "the") || str_is(t->lower, "this") || str_is(t->lower, "that") || str_is(t->lower, "its"))
            definite = true;
        else if (rel == REL_nmod && tree_child_lemma(d, c, REL_case, CHY_LIT("in")) != NONE) /* "the text in Aktau" */
            continue;
        else if (rel == REL_nmod || rel == REL_amod || rel == REL_compound || rel == REL_acl || rel == REL_det || rel == REL_nummod)
            return false;
    }
    return definite;
}

/* The paper that a bare noun speaks of once more: the one named last, when it may be called that; NONE. */
static uint32_t paper_meant(const struct fact_walk *w, uint32_t noun)
{
    const chy_doc *d = w->d;
    unsigned kind = rules_word(w->rules, d->tokens.at[noun].lemma);
    uint32_t last = noun ? w->paper[noun - 1] : NONE;
    if (!(kind & (WORD_PAPER | WORD_LOOSE)) || !is_bare(d, noun) || last == NONE) return NONE;
    if (kind & WORD_LOOSE) return last;
    chy_str name = utf8_lower(w->scratch, d->entities.at[last].name);
    return str_find(name, d->tokens.at[noun].lemma, 0) != SIZE_MAX ? last : NONE;
}

void note_token(struct fact_walk *w, enum side side, uint32_t token, filled *out)
{
    const chy_doc *d = w->d;
    uint32_t m = doc_mention_at(d, token), before = out->count;
    unsigned kind = rules_word(w->rules, d->tokens.at[token].lemma);
    if (m == NONE && str_is(d->tokens.at[token].lower, "whose")) m = whose(d, token);
    if (m == NONE && d->stands_at[token] != NONE) {
        uint32_t whole = as_side(d, side, d->stands_at[token]);
        if (whole != NONE) push(w, out, whole);
        return;
    }
    if (m == NONE && side == SIDE_PAPER && (str_is(d->tokens.at[token].lower, "it") || str_is(d->tokens.at[token].lower, "that"))) {
        if (w->paper[token] != NONE) push(w, out, w->paper[token]);
        return;
    }
    if (side == SIDE_PAPER && (m == NONE || d->entities.at[d->mentions.at[m].entity].unnamed)) {
        uint32_t paper = paper_meant(w, token);
        if (paper != NONE) {
            push(w, out, paper);
            return;
        }
    }
    if (m == NONE && adjective_at(d, token) != NONE && acts(side)) {
        push(w, out, adjective_at(d, token));
        return;
    }
    if (m == NONE) m = doc_mention_over(d, token);
    if (m != NONE && side == SIDE_ORG &&
        (rules_word(w->rules, d->tokens.at[d->mentions.at[m].head].lemma) |
         rules_word(w->rules, d->tokens.at[d->mentions.at[m].head].lower)) &
            WORD_TENURE)
        return; /* "the BRICS Chairmanship" */
    if (m != NONE && (d->mentions.at[m].head == token || d->mentions.at[m].form == FORM_NAME)) {
        uint32_t count = 0;
        const uint32_t *e = mention_entities(&d->mentions.at[m], &count);
        for (uint32_t i = 0; i < count; i++) {
            uint32_t got = as_side(d, side, e[i]), whole = got == NONE ? NONE : d->entities.at[got].of;
            if (side == SIDE_ORG && got != NONE && d->mentions.at[m].form != FORM_NAME && d->entities.at[got].type == ENTITY_BODY &&
                note_is_org(d, whole))
                got = whole;
            if (got != NONE) push(w, out, got);
        }
        if (out->count > before) return;
        if (d->mentions.at[m].head == token && d->mentions.at[m].form != FORM_DESCRIPTION && d->mentions.at[m].form != FORM_POST) return;
    }
    bool word = str_is(d->tokens.at[token].lemma, "statement") || str_is(d->tokens.at[token].lemma, "letter"); /* anybody signs those */
    if (side == SIDE_PAPER && kind & WORD_PAPER && !(word && paper_words(d, token).last == paper_words(d, token).first + 1)) {
        uint32_t paper = unnamed_paper(w, token);
        if (paper != NONE) push(w, out, paper);
    }
    if (acts(side) && kind & (WORD_AGENT | WORD_POST))
        owners(w, side, token, out);
}

static bool same_class(const chy_doc *d, uint32_t a, uint32_t b) { return d->entities.at[a].type == d->entities.at[b].type; }

/* Words that may stand between the members of a list: "A, B and the C". */
static bool only_joints(const chy_doc *d, uint32_t from, uint32_t to, bool *joined)
{
    for (uint32_t t = from; t < to; t++) {
        const struct token *k = &d->tokens.at[t];
        if (k->upos == UPOS_CCONJ)
            *joined = true;
        else if (str_is(k->form, "-") || str_is(k->form, "–"))
            *joined = true;
        else if (!str_is(k->form, ",") && k->upos != UPOS_DET && k->upos != UPOS_ADJ &&
                 !(k->upos == UPOS_PROPN && k->rel != REL_nsubj && k->rel != REL_obj))
            return false;
    }
    return from < to && to - from < 8;
}

/* Members of a list that the tree has hung elsewhere: names of the same kind just before, joined by commas and an "and". */
static void listed_before(struct fact_walk *w, enum side side, uint32_t token, bool joined, filled *out)
{
    const chy_doc *d = w->d;
    uint32_t m = doc_mention_at(d, token);
    for (int step = 0; step < 24 && m != NONE && m > 0; step++) {
        uint32_t before = m - 1;
        const struct mention *now = &d->mentions.at[m], *x = &d->mentions.at[before];
        if (x->words.last > now->words.first || x->form != FORM_NAME || now->entity == NONE || x->entity == NONE ||
            x->entity == now->entity || !same_class(d, x->entity, now->entity))
            return;
        if (d->tokens.at[x->head].sentence != d->tokens.at[token].sentence || !only_joints(d, x->words.last, now->words.first, &joined) ||
            !joined)
            return;
        enum deprel rel = deprel_base((enum deprel)d->tokens.at[x->head].rel);
        bool owned = rel == REL_nmod && tree_case(d, x->head) != NONE;                           /* "the ministers of A, B and C" */
        bool first = d->tokens.at[token].rel == REL_conj && d->tokens.at[token].head == x->head; /* the list begins here */
        if ((rel == REL_obj || rel == REL_obl || rel == REL_iobj) && !first) return;
        if (owned &&
            !(d->tokens.at[x->head].head != NONE && rules_word(w->rules, d->tokens.at[d->tokens.at[x->head].head].lemma) & WORD_AGENT))
            return;
        note_token(w, side, x->head, out);
        if (owned || first) return;
        m = before;
    }
}

static bool of_a_class(const chy_doc *d, uint32_t a, uint32_t b)
{
    enum entity_type x = d->entities.at[a].type, y = d->entities.at[b].type;
    if (x == ENTITY_BODY) x = ENTITY_ORGANIZATION;
    if (y == ENTITY_BODY) y = ENTITY_ORGANIZATION;
    return x == y && (x == ENTITY_ORGANIZATION || x == ENTITY_STATE);
}

/* "recognised Kosovo and Albania protested": the last of the list is the subject of what follows. */
static bool begins_clause(const struct fact_walk *w, uint32_t token)
{
    const chy_doc *d = w->d;
    uint32_t m = doc_mention_at(d, token), end = m == NONE ? token + 1 : d->mentions.at[m].words.last;
    if (end >= d->sentences.at[d->tokens.at[token].sentence].words.last) return false;
    const struct token *k = &d->tokens.at[end];
    return k->upos == UPOS_AUX || str_is(k->xpos, "VBD") || str_is(k->xpos, "VBZ") || str_is(k->xpos, "VBP") || str_is(k->xpos, "MD");
}

/* Names that follow in a list closed by an "and", unless the last of them begins a clause of its own. */
static void listed_after(struct fact_walk *w, enum side side, uint32_t token, bool verb, filled *out)
{
    const chy_doc *d = w->d;
    uint32_t m = doc_mention_at(d, token), found[24], n = 0, end;
    bool joined = false;
    if (m == NONE || d->mentions.at[m].form != FORM_NAME) return;
    uint32_t first = d->mentions.at[m].words.first;
    if (first && d->tokens.at[first - 1].upos == UPOS_DET) first--;
    bool label = first && str_is(d->tokens.at[first - 1].form, ":"); /* "Members: A, B" needs no "and" */
    end = d->mentions.at[m].words.last;
    for (uint32_t i = m + 1; i < d->mentions.count && n < 24 && !joined; i++) {
        const struct mention *x = &d->mentions.at[i];
        if (x->words.first < end) continue;
        if (x->words.first > end && str_is(d->tokens.at[x->words.first - 1].form, "(") && x->words.first == end + 1) { /* "(ECO)" */
            end = x->words.last + 1;
            continue;
        }
        if (x->form != FORM_NAME || x->entity == NONE || !of_a_class(d, d->mentions.at[m].entity, x->entity)) break;
        if (d->tokens.at[x->head].sentence != d->tokens.at[token].sentence || !only_joints(d, end, x->words.first, &joined)) break;
        found[n++] = x->head;
        end = x->words.last;
    }
    if (!(joined || label) || !n || (verb && begins_clause(w, found[n - 1]))) return;
    for (uint32_t i = 0; i < n; i++) note_token(w, side, found[i], out);
}

/* "two documents - a statement on X and a statement on Y": what they are. False: nothing of the kind. */
static bool papers_told(struct fact_walk *w, uint32_t token, filled *out)
{
    const chy_doc *d = w->d;
    uint32_t before = out->count;
    if (!str_is(d->tokens.at[token].xpos, "NNS") || !(rules_word(w->rules, d->tokens.at[token].lemma) & WORD_PAPER)) return false;
    for (uint32_t c = d->tokens.at[token].child; c != NONE; c = d->tokens.at[c].next) {
        if (c < token || deprel_base((enum deprel)d->tokens.at[c].rel) != REL_appos) continue;
        for (uint32_t t = c; t <= d->tokens.at[c].hi; t++)
            if ((t == c || d->tokens.at[t].rel == REL_conj) && rules_word(w->rules, d->tokens.at[t].lemma) & WORD_PAPER)
                note_token(w, SIDE_PAPER, t, out);
    }
    return out->count > before;
}

/* "his co-premier, Y": a word that is nobody, with the name beside it. */
static uint32_t named_beside(const chy_doc *d, uint32_t token)
{
    uint32_t beside = doc_mention_at(d, token) == NONE ? tree_child(d, token, REL_appos) : NONE;
    return beside != NONE && doc_mention_at(d, beside) != NONE ? beside : NONE;
}

void note_fill(struct fact_walk *w, struct filler by, const uint32_t slot[26], uint32_t trigger, filled *out)
{
    bool verb = w->d->tokens.at[trigger].upos == UPOS_VERB;
    if (by.self && by.side != SIDE_POST) note_token(w, by.side, trigger, out);
    for (size_t i = 0; i < sizeof by.slot && by.slot[i]; i++) {
        uint32_t t = slot[by.slot[i] - 1];
        if (t == NONE || (by.side == SIDE_PAPER && papers_told(w, t, out))) continue;
        uint32_t all[48], n = tree_conjuncts(w->d, t, all, 48);
        for (uint32_t k = 0; k < n; k++)
            if (k == 0 || t < trigger || !verb || !begins_clause(w, all[k])) note_token(w, by.side, all[k], out);
        if (out->count && by.side != SIDE_PAPER) listed_before(w, by.side, t, n > 1, out);
        if (out->count && by.side != SIDE_PAPER && t > trigger) listed_after(w, by.side, t, verb, out);
        if (!out->count && named_beside(w->d, t) != NONE) note_token(w, by.side, named_beside(w->d, t), out);
        if (!out->count && i == 0 && !by.focus && !by.last) return; /* the first slot is filled by something else */
    }
    uint32_t last = by.side == SIDE_PAPER ? w->paper[trigger] : by.last ? w->last_org[trigger] : w->focus[trigger];
    if (!out->count && (by.focus || by.last) && last != NONE) push(w, out, last);
}
