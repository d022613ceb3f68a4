/* describe.c: what is described without a name: "the bloc", "the two sides", "the agreement", "a source close to the talks". */
#include <stdio.h>

#include "mention/walk.h"

static bool det_is(const struct work *w, uint32_t t, const char *const *words)
{
    for (; *words; words++)
        if (tok_is(w, t, *words)) return true;
    return false;
}

static const char *const definite[] = { "the", "this", "that", "these", "those", "both", "our", "its", "their", "his", "her", NULL };
static const char *const vague[] = { "a",   "an",      "some", "several", "many",  "other",   "another",
                                     "few", "certain", "one",  "two",     "three", "various", NULL };

run noun_phrase(const struct work *w, uint32_t head)
{
    run r = { head, head + 1 };
    uint32_t low = sentence_first(w, head);
    while (r.first > low && head - r.first < 8) {
        const struct token *k = tok(w, r.first - 1);
        bool part = k->upos == UPOS_DET || k->upos == UPOS_ADJ || k->upos == UPOS_NUM || k->upos == UPOS_NOUN || k->upos == UPOS_PROPN ||
                    str_is(k->xpos, "PRP$") || str_is(k->form, "-");
        bool hyphened = str_is(tok(w, r.first)->form, "-") || (r.first >= low + 2 && str_is(tok(w, r.first - 2)->form, "-"));
        if (hyphened && k->upos != UPOS_PUNCT) { /* "the seven-nation bloc", "the Manila-based lender": one word to the reader */
            r.first--;
            continue;
        }
        bool of_owned = k->upos == UPOS_DET && tok_possessive(w, head + 1); /* "the bloc's leaders": hung on the leaders */
        if (!part || (k->head != NONE && (k->head > head || k->head < r.first - 1) && !str_is(k->form, "-") && !of_owned)) break;
        r.first--;
        if (k->upos == UPOS_DET || str_is(k->xpos, "PRP$")) break;
    }
    return r;
}

/* "the Union" is the European Union sooner than the last organisation named. */
bool name_has_word(const struct work *w, uint32_t e, chy_str word)
{
    chy_str rest = w->d->entities.at[e].name, piece;
    while (str_next_piece(&rest, ' ', &piece)) {
        if (str_eq_ascii_nocase(piece, word)) return true;
        if (piece.len == word.len && str_eq_ascii_nocase(str_cut(piece, 0, 6), str_cut(word, 0, 6)) &&
            str_eq_ascii_nocase(str_cut(piece, 7, 20), str_cut(word, 7, 20)))
            return true;
    }
    return false;
}

/* An organ of one state is no bloc. */
static bool between_states(const struct work *w, uint32_t e)
{
    const struct entity *entity = &w->d->entities.at[e];
    if (entity->type == ENTITY_SERIES) return true;
    return entity->type == ENTITY_ORGANIZATION && !entity->unnamed &&
           (entity->of == NONE || w->d->entities.at[entity->of].type != ENTITY_STATE);
}

/* The organ of this organisation that the noun alone names: "Commission" of the European Union; a known, NONE. */
static uint32_t organ_called(const struct work *w, uint32_t e, chy_str noun)
{
    uint32_t known = w->notes.at[e].known;
    if (known == NONE || w->r->known.at[known].kind != HIT_ORGANIZATION) return NONE;
    char room[80];
    int n = snprintf(room, sizeof room, "%u %.*s", known, (int)(noun.len < 60 ? noun.len : 60), noun.ptr);
    uint32_t body = map_get(&w->r->organs, (chy_str){ room, (size_t)n });
    return body >= w->r->known.count ? NONE : body; /* none, or several */
}

/* A bloc has states as members; what must be called by the noun is; a description without the noun looks back over a few sentences alone.
 */
bool described_may_be(const struct walk *k, const struct ask *a, const struct seen *s)
{
    const struct work *w = k->w;
    enum entity_type type = w->d->entities.at[s->entity].type;
    uint32_t away = tok(w, a->token)->sentence - tok(w, s->token)->sentence;
    if (s->group_count > 1 || tok(w, s->token)->head == a->token) return false;
    if (a->union_of && !between_states(w, s->entity)) return false;
    if (name_has_word(w, s->entity, a->noun)) return true;
    if (type == ENTITY_INSTRUMENT || type == ENTITY_SERIES) return a->any && type == ENTITY_INSTRUMENT && away <= 4;
    bool subject = k->first_named[type] == s->entity || (s->entity < k->times_count && k->in_title[s->entity]);
    return (away <= 4 || (subject && away <= 12)) && !(a->named && (type == ENTITY_ORGANIZATION || type == ENTITY_BODY));
}

/* Nobody in the text: the publisher ("the Agency" in a text of the IAEA), or nobody. */
static uint32_t description_outside(struct walk *k, const struct ask *a)
{
    struct work *w = k->w;
    bool published = w->source_known != NONE && w->r->known.at[w->source_known].kind == HIT_ORGANIZATION;
    return published && (a->means & MEANS_ORGANIZATION) ? source_entity(w, HIT_ORGANIZATION) : NONE;
}

/* "the Commission" where the text names the European Union: its organ of that name, the organisation named last first. Nobody else: who is
 * meant where nothing is said ("the Union"). */
static uint32_t organ_or_usual(struct walk *k, const struct description_row *row, chy_str noun)
{
    struct work *w = k->w;
    for (uint32_t i = k->seen.count, looked = 0; i-- > 0 && looked < LOOK_BACK; looked++) {
        uint32_t body = organ_called(w, k->seen.at[i].entity, noun);
        if (body != NONE) return entity_known(w, body);
    }
    for (uint32_t e = 0; e < w->d->entities.count && e < LOOK_BACK; e++) {
        uint32_t body = organ_called(w, e, noun);
        if (body != NONE) return entity_known(w, body);
    }
    return row->usual == NONE ? NONE : entity_known(w, row->usual);
}

static uint32_t number_word(const struct work *w, run r)
{
    for (uint32_t t = r.first; t < r.last; t++) {
        if (tok_is(w, t, "two") || tok_is(w, t, "both")) return 2;
        if (tok_is(w, t, "three")) return 3;
        if (tok_is(w, t, "four")) return 4;
    }
    return 0;
}

/* "the two sides": the last two entities of that kind that differ, joined ones first. */
static bool pair_antecedent(struct walk *k, const struct ask *a, struct seen *out)
{
    struct work *w = k->w;
    uint32_t all[GROUP_MOST], count = 0, want = a->limit ? a->limit : 2;
    unsigned means = 0;
    for (uint32_t i = k->seen.count; a->limit && i-- > 0 && k->seen.count - i <= LOOK_BACK;) { /* joined ones first */
        const struct seen *s = &k->seen.at[i];
        if (tok(w, a->token)->sentence - tok(w, s->token)->sentence > 3) break;
        if (s->group_count != a->limit || !(a->means & means_of_type(w->d->entities.at[s->entity].type))) continue;
        *out = *s;
        return true;
    }
    for (uint32_t i = k->seen.count; i-- > 0 && k->seen.count - i <= LOOK_BACK;) {
        const struct seen *s = &k->seen.at[i];
        uint32_t away = tok(w, a->token)->sentence - tok(w, s->token)->sentence;
        if (away > 4) break;
        enum entity_type type = w->d->entities.at[s->entity].type;
        if (!(a->means & means_of_type(type))) continue;
        if (s->group_count > 1 && (!a->limit || s->group_count == a->limit)) {
            *out = *s;
            return true;
        }
        if (s->group_count > 1 || (means && means != means_of_type(type)) || count == GROUP_MOST) continue;
        if (tok(w, s->token)->rel == REL_compound) continue;
        bool fresh = true;
        for (uint32_t j = 0; j < count; j++) fresh = fresh && all[j] != s->entity;
        if (!fresh || w->d->entities.at[s->entity].plural) continue;
        means = means_of_type(type);
        all[count++] = s->entity;
        if (count == want) break;
    }
    if (count < 2 || count < want) return false;
    *out = (struct seen){ .token = a->token, .entity = all[count - 1], .group = k->members.count };
    for (uint32_t i = count; i-- > 0;) members_push(k, out, all[i]);
    return true;
}

static uint32_t unnamed_add(struct walk *k, run r, uint32_t head, enum entity_type type, bool unnamed)
{
    struct work *w = k->w;
    run name = r;
    while (name.first < head && (tok_is(w, name.first, "the") || (!unnamed && tok(w, name.first)->upos == UPOS_DET))) name.first++;
    uint32_t e = entity_add(w, type, run_text(w, name));
    if (e == NONE) return NONE;
    w->d->entities.at[e].unnamed = unnamed;
    w->d->entities.at[e].plural = tok_plural(w, head);
    w->notes.at[e].head = head;
    if (name.first != r.first) entity_alias(w, e, run_text(w, r));
    uint32_t m = mention_add(w, r, head, e, FORM_DESCRIPTION);
    if (m == NONE) return NONE;
    k->mention_head[head] = m;
    mention_seen(k, head, m);
    return e;
}

/* "a declaration of principles", "an agreement on avoiding double taxation": what the paper is about is part of what it is called. */
static run with_subject(const struct work *w, run r, uint32_t head)
{
    enum { LONGEST = 7 };
    uint32_t prep = r.last, end = sentence_last(w, head), t = prep + 1;
    if (prep + 1 >= end || prep != head + 1 || !(tok_is(w, prep, "of") || tok_is(w, prep, "on") || tok_is(w, prep, "about"))) return r;
    uint32_t about = tok(w, prep)->head;
    if (about == NONE || tok(w, about)->head != head) return r;
    if (str_is(tok(w, t)->xpos, "VBG")) t++;
    for (; t < end && t - prep < LONGEST && w->span_at[t] == NONE; t++) {
        const struct token *k = tok(w, t);
        bool goes_on = is_nominal(k) || k->upos == UPOS_ADJ || (k->upos == UPOS_DET && tok(w, t - 1)->upos == UPOS_ADP) ||
                       (tok_is(w, t, "of") && is_nominal(tok(w, t - 1)));
        if (!goes_on || sense_of(w, k->lower) & SENSE_TIME) break;
    }
    while (t > prep + 1 && !is_nominal(tok(w, t - 1))) t--;
    return t > prep + 1 && t > about ? (run){ r.first, t } : r;
}

/* Treaties and summits without a name of their own; "the agreement" is the one before it. */
static bool paper_refer(struct walk *k, run r, uint32_t head, const struct description_row *row, bool is_definite)
{
    struct work *w = k->w;
    unsigned means = row->same & (MEANS_INSTRUMENT | MEANS_SERIES);
    if (!means) return false;
    if (is_definite && r.last - r.first == 2 && !tok_plural(w, head)) {
        for (uint32_t i = k->seen.count; i-- > 0 && k->seen.count - i <= LOOK_BACK;) {
            const struct seen *s = &k->seen.at[i];
            const struct entity *e = &w->d->entities.at[s->entity];
            if (!(means & means_of_type(e->type))) continue;
            bool same = name_has_word(w, s->entity, tok(w, head)->lemma) || row->any;
            if (!same) continue;
            struct seen to = *s;
            refer_add(k, r, head, &to, FORM_DESCRIPTION);
            return true;
        }
    }
    if (row->same & MEANS_SERIES) {
        bool special = false;
        for (uint32_t t = r.first; t < head; t++)
            special = special || w->span_at[t] != NONE || str_is(tok(w, t)->xpos, "JJ") || tok(w, t)->upos == UPOS_NUM;
        if (!str_is(tok(w, head)->lemma, "summit") && !special) return false;
    }
    if (str_is(tok(w, head)->lemma, "statement") && !tree_has(w->d, head, REL_amod)) return false;
    if (row->same & (MEANS_ORGANIZATION | MEANS_BODY | MEANS_STATE)) return false;
    if (means & MEANS_INSTRUMENT) r = with_subject(w, r, head);
    return unnamed_add(k, r, head, means & MEANS_INSTRUMENT ? ENTITY_INSTRUMENT : ENTITY_SERIES, false) != NONE;
}

/* "a diplomat in Madrid", "a source close to the talks": what hangs on the noun right after it. */
static run with_complement(const struct work *w, run r, uint32_t head)
{
    for (uint32_t c = tok(w, head)->child; c != NONE; c = tok(w, c)->next) {
        const struct token *t = tok(w, c);
        if (t->rel == REL_nmod && t->lo == r.last && t->hi + 1 - r.last <= 8) r.last = t->hi + 1;
    }
    return r;
}

static bool speaks(const struct work *w, uint32_t head)
{
    const struct token *t = tok(w, head);
    if (t->head == NONE) return false;
    if (t->rel == REL_nsubj || t->rel == REL_obl_agent) return (sense_of(w, tok(w, t->head)->lemma) & SENSE_SAYS) != 0;
    uint32_t prep = tree_case(w->d, head);
    return prep != NONE && tok_is(w, prep, "according");
}

/* "the governments of Mali and Niger" are Mali and Niger. */
static bool owners_refer(struct walk *k, run r, uint32_t head)
{
    struct work *w = k->w;
    for (uint32_t c = tok(w, head)->child; c != NONE; c = tok(w, c)->next) {
        uint32_t prep = c > head && tok(w, c)->rel == REL_nmod ? tree_case(w->d, c) : NONE, joined[GROUP_MOST];
        if (prep == NONE || !tok_is(w, prep, "of")) continue;
        struct seen to = { .token = head, .entity = NONE, .group = k->members.count };
        uint32_t n = tree_conjuncts(w->d, c, joined, GROUP_MOST);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t span = w->span_at[joined[i]], e = span == NONE ? NONE : w->spans.at[span].entity;
            if (e == NONE || w->d->entities.at[e].type != ENTITY_STATE) return false;
            if (to.entity == NONE) to.entity = e;
            members_push(k, &to, e);
        }
        if (n < 2) return false;
        refer_add(k, (run){ r.first, head + 1 }, head, &to, FORM_DESCRIPTION);
        return true;
    }
    return false;
}

/* "the Manila-based lender" */
static bool seated(const struct work *w, uint32_t t)
{
    uint32_t span = w->span_at[t], last = span == NONE ? t + 1 : w->spans.at[span].words.last;
    return tok_is(w, last, "based") || (tok_is(w, last, "-") && tok_is(w, last + 1, "based"));
}

/* "the Thai capital", "the capital of Thailand", "Thailand's capital": the town. */
static bool seat_refer(struct walk *k, run r, uint32_t head)
{
    struct work *w = k->w;
    uint32_t owner = NONE;
    for (uint32_t t = r.first; t < head && owner == NONE; t++)
        owner = w->span_at[t] != NONE ? w->spans.at[w->span_at[t]].entity : w->d->adjective_at[t];
    for (uint32_t c = tok(w, head)->child; owner == NONE && c != NONE; c = tok(w, c)->next) {
        uint32_t prep = c > head && tok(w, c)->rel == REL_nmod ? tree_case(w->d, c) : NONE;
        if (prep != NONE && tok_is(w, prep, "of") && w->span_at[c] != NONE) owner = w->spans.at[w->span_at[c]].entity;
    }
    if (owner == NONE || w->d->entities.at[owner].type != ENTITY_STATE || w->notes.at[owner].known == NONE) return false;
    uint32_t known = map_get(&w->r->capital_of_iso, w->r->known.at[w->notes.at[owner].known].iso);
    struct seen to = { .token = head, .entity = known == MAP_NONE ? NONE : entity_known(w, known), .group = k->members.count };
    if (to.entity == NONE) return false;
    refer_add(k, (run){ r.first, head + 1 }, head, &to, FORM_DESCRIPTION);
    return true;
}

/* "the government of Mali" says whose; "the Fund in February" does not. */
static bool of_follows(const struct work *w, uint32_t head)
{
    for (uint32_t c = tok(w, head)->child; c != NONE; c = tok(w, c)->next) {
        uint32_t prep = tok(w, c)->rel == REL_nmod ? tree_case(w->d, c) : NONE;
        if (tok(w, c)->rel == REL_nmod && (prep == NONE || tok_is(w, prep, "of") || tok_is(w, prep, "for"))) return true;
    }
    return false;
}

void description_refer(struct walk *k, uint32_t head, const struct description_row *row)
{
    struct work *w = k->w;
    run r = noun_phrase(w, head);
    bool is_definite = det_is(w, r.first, definite), is_vague = det_is(w, r.first, vague), plural = tok_plural(w, head);
    struct seen pair;
    struct ask a = { .token = head,
                     .one = true,
                     .many = false,
                     .noun = tok(w, head)->lemma,
                     .words = r,
                     .kind = row->same == MEANS_PERSON ? CLUES_HOLDER : CLUES_DESCRIBED,
                     .sentences = w->n,
                     .mentions = 2 * LOOK_BACK,
                     .speaker = NONE,
                     .other = NONE,
                     .any = row->any,
                     .named = row->named,
                     .union_of = row->union_of,
                     .limit = number_word(w, r) };
    if (paper_refer(k, r, head, row, is_definite)) return;
    if (row->pair && plural && (is_definite || a.limit == 2) &&
        !tree_has(w->d, head, REL_compound)) { /* "the member states" are all of them */
        a.means = row->pair;
        if (pair_antecedent(k, &a, &pair)) {
            refer_add(k, r, head, &pair, FORM_DESCRIPTION);
            return;
        }
    }
    if (row->seat && !plural && seat_refer(k, r, head)) return;
    if (row->owner) { /* "the Hungarian government" is Hungary */
        uint32_t owner = NONE;
        for (uint32_t t = r.first; t < head && owner == NONE; t++)
            owner = w->span_at[t] != NONE ? w->spans.at[w->span_at[t]].entity : w->d->adjective_at[t];
        if (owner != NONE && w->d->entities.at[owner].type == ENTITY_STATE) {
            struct seen to = { .token = head, .entity = owner, .group = k->members.count };
            refer_add(k, r, head, &to, FORM_DESCRIPTION);
            return;
        }
        if (plural && owners_refer(k, r, head)) return;
    }
    bool bare = r.last - r.first <= 6 && !of_follows(w, head) && !tree_has(w->d, head, REL_acl_relcl);
    if (head + 1 < w->n && w->span_at[head + 1] != NONE && tok(w, head + 1)->head == head) bare = false; /* "the agency Bakhtar" */
    bool foreign = false;
    for (uint32_t t = r.first; t < head; t++)
        foreign = foreign || ((w->d->adjective_at[t] != NONE || w->span_at[t] != NONE) && !seated(w, t));
    if (row->same && is_definite && !plural && bare && !foreign) {
        a.means = row->same;
        bool capital = a.capital = tok_upper(w, head) && r.first < head;
        uint32_t whose = map_get(&w->r->pronouns, tok(w, r.first)->lower);
        a.other = beside(k, &a);
        if (whose != MAP_NONE && k->mention_head[r.first] != NONE) a.other = w->d->mentions.at[k->mention_head[r.first]].entity;
        const struct seen *to = antecedent(k, &a);
        uint32_t outside = !to || (capital && !name_has_word(w, to->entity, a.noun)) ? description_outside(k, &a) : NONE;
        if (outside == NONE && capital && (!to || !name_has_word(w, to->entity, a.noun)))
            outside = organ_or_usual(k, row, tok(w, head)->lower);
        struct seen outer = { .token = head, .entity = outside, .group = k->members.count };
        if (outside != NONE) to = &outer;
        if (to) {
            refer_add(k, r, head, to, FORM_DESCRIPTION);
            return;
        }
        if (tok_upper(w, head) && head > r.first && !(row->same & (MEANS_STATE | MEANS_PERSON))) {
            unnamed_add(k, (run){ head, head + 1 }, head, row->same & MEANS_ORGANIZATION ? ENTITY_ORGANIZATION : ENTITY_BODY, false);
            return;
        }
    }
    bool does = is_subject(tok(w, head)->rel) && tok(w, head)->head != NONE && tok(w, tok(w, head)->head)->upos == UPOS_VERB;
    if (row->people && (is_vague || is_definite || plural || tok_upper(w, r.first)) && (does || speaks(w, head))) {
        unnamed_add(k, with_complement(w, r, head), head, ENTITY_PERSON, true);
        return;
    }
    if (row->group && (is_vague || plural || is_definite) && (speaks(w, head) || (plural && is_vague && does)))
        unnamed_add(k, with_complement(w, r, head), head, ENTITY_ORGANIZATION, true);
}

/* "The two", "both": the last two persons, states or organisations, without a noun. */
void number_refer(struct walk *k, uint32_t t)
{
    struct work *w = k->w;
    const struct token *token = tok(w, t);
    bool the = t > 0 && tok_is(w, t - 1, "the"), both = str_is(token->lower, "both");
    uint32_t limit = number_word(w, (run){ t, t + 1 });
    if (!limit || !(the || both) || token->rel == REL_nummod || token->rel == REL_det || token->rel == REL_det_predet ||
        token->rel == REL_compound || token->rel == REL_cc_preconj)
        return;
    struct ask a = { .token = t, .means = MEANS_PERSON | MEANS_STATE | MEANS_ORGANIZATION, .one = true, .limit = limit };
    struct seen pair;
    if (pair_antecedent(k, &a, &pair)) refer_add(k, (run){ the ? t - 1 : t, t + 1 }, t, &pair, FORM_DESCRIPTION);
}

/* "the latter": who was named last. */
void latter_refer(struct walk *k, uint32_t t)
{
    struct work *w = k->w;
    if (t == 0 || !tok_is(w, t - 1, "the") || (is_nominal(tok(w, t + 1 < w->n ? t + 1 : t)) && tok(w, t)->head == t + 1)) return;
    for (uint32_t i = k->seen.count; i-- > 0 && k->seen.count - i <= 8;) {
        const struct seen *s = &k->seen.at[i];
        if (tok(w, t)->sentence - tok(w, s->token)->sentence > 1) return;
        if (s->group_count > 1 || s->pronoun || w->d->entities.at[s->entity].type == ENTITY_PLACE) continue;
        struct seen to = { .token = t, .entity = s->entity, .group = k->members.count };
        refer_add(k, (run){ t - 1, t + 1 }, t, &to, FORM_DESCRIPTION);
        return;
    }
}

/* "the Norwegian": the last person of that state. */
void demonym_refer(struct walk *k, uint32_t t)
{
    struct work *w = k->w;
    uint32_t state = w->d->adjective_at[t];
    if (t == 0 || !tok_is(w, t - 1, "the") || tok_plural(w, t) || tok(w, t)->head == t + 1) return;
    enum deprel rel = deprel_base((enum deprel)tok(w, t)->rel);
    if (rel != REL_nsubj && rel != REL_obj && rel != REL_obl && rel != REL_iobj) return;
    for (uint32_t i = k->seen.count; i-- > 0 && k->seen.count - i <= LOOK_BACK;) {
        const struct entity *e = &w->d->entities.at[k->seen.at[i].entity];
        if (e->type != ENTITY_PERSON || e->plural || e->of != state) continue;
        struct seen to = { .token = t, .entity = k->seen.at[i].entity, .group = k->members.count };
        refer_add(k, (run){ t - 1, t + 1 }, t, &to, FORM_DESCRIPTION);
        return;
    }
}

/* ------------------------------------------------------------------ nouns that only pronouns point to */

static enum entity_type noun_type(const struct work *w, uint32_t t)
{
    uint32_t at = map_get(&w->r->descriptions, tok(w, t)->lemma);
    if (w->post_over[t] != NONE) return ENTITY_PERSON;
    if (at == MAP_NONE) return ENTITY_TYPE_COUNT;
    const struct description_row *row = &w->r->description_rows.at[at];
    if (row->people) return ENTITY_PERSON;
    if (row->same & MEANS_INSTRUMENT) return ENTITY_INSTRUMENT;
    if (row->same & MEANS_SERIES) return ENTITY_SERIES;
    if (row->group || (row->same & (MEANS_ORGANIZATION | MEANS_BODY | MEANS_MEDIUM))) return ENTITY_ORGANIZATION;
    return (row->same | row->pair) & MEANS_PERSON ? ENTITY_PERSON : ENTITY_TYPE_COUNT;
}

void noun_seen(struct walk *k, uint32_t t)
{
    struct work *w = k->w;
    const struct token *token = tok(w, t);
    if (token->upos != UPOS_NOUN || w->span_at[t] != NONE || sense_of(w, token->lower) & SENSE_TIME) return;
    if (w->post_over[t] != NONE && w->posts.at[w->post_over[t]].head != t) return;
    if (token->rel == REL_compound || token->rel == REL_appos || token->rel == REL_fixed || token->rel == REL_xcomp ||
        tree_has(w->d, t, REL_cop))
        return;
    struct seen *s = LIST_PUSH(w->scratch, &k->nouns);
    if (!s) {
        w->failed = true;
        return;
    }
    *s = (struct seen){ .token = t, .entity = NONE, .quoted = k->quoted[t], .plural = tok_plural(w, t), .type = noun_type(w, t) };
    s->known = s->type != ENTITY_TYPE_COUNT;
}

uint32_t noun_entity(struct walk *k, const struct seen *noun)
{
    if (!noun->known) return NONE;
    uint32_t e = unnamed_add(k, noun_phrase(k->w, noun->token), noun->token, noun->type, true);
    for (uint32_t i = k->nouns.count; e != NONE && i-- > 0;)
        if (k->nouns.at[i].token == noun->token) {
            k->nouns.at[i].entity = e;
            break;
        }
    return e;
}
