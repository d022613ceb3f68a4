/* holders.c: posts that stand alone ("the Thai premier"): whoever holds them in this text, or somebody without a name. */
#include "mention/walk.h"

enum { PERSONS_MOST = 8 };

static chy_str last_word(chy_str s)
{
    size_t i = s.len;
    while (i && s.ptr[i - 1] != ' ' && s.ptr[i - 1] != '-') i--;
    return (chy_str){ s.ptr + i, s.len - i };
}

/* "the chancellor" may be called premier, "the emir" king. */
static bool one_of_kind(chy_str kind)
{
    static const char *const kinds[] = { "head_of_state", "head_of_government", "foreign_minister", "monarch",
                                         "igo_head",      "military",           "spokesperson" };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_is(kind, kinds[i])) return true;
    return false;
}

static bool is_sent(chy_str kind) { return str_is(kind, "envoy") || str_is(kind, "ambassador") || str_is(kind, "diplomat"); }

int post_likeness(const struct work *w, const struct post_phrase *p, uint32_t e)
{
    const struct entity_note *note = &w->notes.at[e];
    if (note->post_row == NONE) return 0;
    const struct post_row *a = &w->r->posts.at[p->row], *b = &w->r->posts.at[note->post_row];
    if (p->row == note->post_row) return 5;
    if (str_eq_ascii_nocase(last_word(a->title), last_word(b->title))) return 4;
    if (str_eq(a->kind, b->kind) && one_of_kind(a->kind)) return 3;
    if (is_sent(a->kind) && is_sent(b->kind)) return 3;
    if (str_is(a->kind, "leader") && (str_is(b->kind, "head_of_state") || str_is(b->kind, "head_of_government") ||
                                      str_is(b->kind, "monarch") || str_is(b->kind, "military")))
        return 2;
    return str_is(a->kind, "official") && str_is(b->role, "GOV") && !str_is(b->kind, "head_of_state") ? 1 : 0;
}

/* Nobody holds a post of another state than his own. */
bool holder_may_be(const struct work *w, const struct post_phrase *p, uint32_t e)
{
    const struct entity *person = &w->d->entities.at[e];
    if (person->type != ENTITY_PERSON || person->plural) return false;
    if (p->of == NONE || person->of == NONE || !w->notes.at[e].of_stated || p->of == person->of) return true;
    return w->d->entities.at[person->of].of == p->of;
}

/* How well a person's post answers to a phrase: 0 not at all. */
static int post_fit(struct work *w, const struct post_phrase *p, uint32_t e)
{
    static const int fits[] = { 0, 1, 3, 2, 4, 6 };
    const struct entity *person = &w->d->entities.at[e];
    bool stated = w->notes.at[e].of_stated;
    int fit = holder_may_be(w, p, e) ? fits[post_likeness(w, p, e)] : 0;
    if (fit && p->of != NONE && p->of == person->of)
        fit += stated ? 4 : 2;
    else if (fit && p->of != NONE)
        fit = 1;
    if (fit && p->of == NONE && person->of != NONE && person->of == source_entity(w, HIT_STATE)) fit += 2;
    return fit;
}

bool post_is_title(const struct work *w, const struct post_phrase *p)
{
    const struct post_row *row = &w->r->posts.at[p->row];
    static const char *const kinds[] = { "head_of_state", "head_of_government", "foreign_minister", "minister", "leader",
                                         "monarch",       "igo_head",           "ambassador",       "envoy",    "deputy",
                                         "subnational" };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_is(row->kind, kinds[i])) return true;
    return false;
}

/* "Argentina will not join, its new president said. Javier Milei wrote ...": a text that opens with the post and names its holder next. */
static uint32_t holder_ahead(struct work *w, const struct post_phrase *p)
{
    uint32_t here = tok(w, p->head)->sentence;
    if (!post_is_title(w, p) || p->over || p->plural || here > 3) return NONE;
    for (uint32_t t = p->words.last; t < w->n && tok(w, t)->sentence - here <= 2;) {
        uint32_t span = w->span_at[t];
        if (span == NONE) {
            t++;
            continue;
        }
        const struct name_span *s = &w->spans.at[span];
        t = s->words.last;
        if (s->type != ENTITY_PERSON || s->entity == NONE) continue;
        const struct entity *e = &w->d->entities.at[s->entity];
        uint32_t start = sentence_first(w, s->words.first);
        bool opens = tok(w, s->words.first)->sentence > here && s->words.first - start < 2 && w->notes.at[s->entity].word_count > 1;
        bool plain = s->title == NONE && !e->post.len && w->notes.at[s->entity].post_row == NONE && (e->of == NONE || e->of == p->of);
        if (!opens || !plain || w->notes.at[s->entity].first != s->words.first || tok_is(w, s->words.last, ",")) return NONE;
        w->notes.at[s->entity].post_row = p->row;
        if (p->of != NONE) person_post(w, s->entity, p->row, CHY_LIT(""), p->of, false);
        return s->entity;
    }
    return NONE;
}

static uint32_t holder_later(struct work *w, const struct post_phrase *p)
{
    uint32_t best = NONE;
    int best_fit = 1, seen = 0;
    for (uint32_t i = 0; i < w->spans.count && seen < 20; i++) {
        const struct name_span *s = &w->spans.at[i];
        if (s->words.first <= p->words.first || s->type != ENTITY_PERSON || s->entity == NONE) continue;
        seen++;
        int fit = post_fit(w, p, s->entity);
        if (fit > best_fit) best = s->entity, best_fit = fit;
    }
    return best == NONE && (p->of != NONE || p->owner != NONE) ? holder_ahead(w, p) : best;
}

static void mention_more(struct work *w, uint32_t m, const uint32_t *all, uint32_t count)
{
    struct mention *mention = &w->d->mentions.at[m];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t *slot = LIST_PUSH(&w->d->mem, &mention->more);
        if (!slot) {
            w->failed = true;
            return;
        }
        *slot = all[i];
    }
}

/* "the ministers", "the two presidents", "the foreign ministers of Russia and China": those the text has named. */
static uint32_t phrase_persons(struct work *w, const struct post_phrase *p, uint32_t out[PERSONS_MOST])
{
    uint32_t count = 0, seen = 0, limit = 0;
    for (uint32_t t = p->words.first; t < p->head; t++)
        if (tok_is(w, t, "two") || tok_is(w, t, "both"))
            limit = 2;
        else if (tok_is(w, t, "three"))
            limit = 3;
    for (uint32_t i = w->spans.count; i-- > 0 && seen < 24 && count < PERSONS_MOST && (!limit || count < limit);) {
        const struct name_span *s = &w->spans.at[i];
        if (s->words.first > p->words.first || s->type != ENTITY_PERSON || s->entity == NONE) continue;
        seen++;
        struct post_phrase one = *p;
        bool fits = !p->of_count && post_fit(w, p, s->entity) > 0;
        for (uint32_t k = 0; k < p->of_count && !fits; k++) {
            one.of = p->of_more[k];
            fits = w->d->entities.at[s->entity].of == one.of && post_fit(w, &one, s->entity) > 0;
        }
        for (uint32_t k = 0; k < count; k++) fits = fits && out[k] != s->entity;
        if (fits) out[count++] = s->entity;
    }
    for (uint32_t i = 0; i < count / 2; i++) {
        uint32_t x = out[i];
        out[i] = out[count - 1 - i];
        out[count - 1 - i] = x;
    }
    return count;
}

static uint32_t unnamed_person(struct work *w, const struct post_phrase *p)
{
    run name = p->words;
    if (name.first < name.last && p->det == 't' && tok(w, name.first)->upos == UPOS_DET) name.first++;
    uint32_t e = entity_add(w, ENTITY_PERSON, run_text(w, p->words));
    if (e == NONE) return NONE;
    w->d->entities.at[e].unnamed = true;
    w->d->entities.at[e].plural = p->plural;
    w->notes.at[e].head = p->head;
    if (p->det == 't') entity_alias(w, e, run_text(w, name));
    person_post(w, e, p->row, post_title(w, p), p->of, p->of != NONE);
    return e;
}

/* Posts of persons without a name that the text speaks of again: found by the same words. */
static uint32_t unnamed_before(struct work *w, const struct post_phrase *p)
{
    for (uint32_t i = w->notes.count, seen = 0; i-- > 0 && seen < 64; seen++) {
        const struct entity *e = &w->d->entities.at[i];
        if (!e->unnamed || e->plural != p->plural || w->notes.at[i].head == NONE) continue;
        if (post_fit(w, p, i) >= 4) return i;
    }
    return NONE;
}

/* Speaks or acts, or is met: worth an entity though nobody is named. */
static bool acts(const struct work *w, uint32_t head)
{
    for (int steps = 0; steps < 8 && tok(w, head)->rel == REL_conj && tok(w, head)->head != NONE; steps++) head = tok(w, head)->head;
    const struct token *k = tok(w, head);
    switch (k->rel) {
    case REL_nsubj: return k->head != NONE && tok(w, k->head)->upos == UPOS_VERB;
    case REL_nsubj_pass:
    case REL_obl_agent:
    case REL_vocative: return true;
    default: break;
    }
    uint32_t prep = tree_case(w->d, head);
    if ((k->rel != REL_obl && k->rel != REL_nmod) || prep == NONE) return false;
    return tok_is(w, prep, "by") || tok_is(w, prep, "with") || tok_is(w, prep, "according");
}

/* Whose post it is, where a pronoun or description tells it ("its president") and it is known by now whom that means. */
static void owner_told(const struct walk *k, struct post_phrase *p)
{
    const struct work *w = k->w;
    if (p->owner == NONE || p->of != NONE || k->mention_head[p->owner] == NONE) return;
    uint32_t e = w->d->mentions.at[k->mention_head[p->owner]].entity;
    if (e != NONE && w->d->entities.at[e].type == ENTITY_PERSON) e = w->d->entities.at[e].of;
    if (owns_posts(w, e)) p->of = e;
}

/* Persons nearby whose post is not told and who might hold this one. */
static uint32_t untold_nearby(const struct walk *k, const struct post_phrase *p)
{
    const struct work *w = k->w;
    uint32_t all[4], count = 0;
    for (uint32_t i = k->seen.count; i-- > 0 && k->seen.count - i <= 16 && count < 4;) {
        uint32_t e = k->seen.at[i].entity;
        if (tok(w, p->head)->sentence - tok(w, k->seen.at[i].token)->sentence > 3) break;
        if (w->notes.at[e].post_row != NONE || !holder_may_be(w, p, e)) continue;
        bool fresh = true;
        for (uint32_t j = 0; j < count; j++) fresh = fresh && all[j] != e;
        if (fresh) all[count++] = e;
    }
    return count;
}

/* "His opposite number": of the two who met, the other. */
static uint32_t other_of_pair(const struct walk *k, const struct post_phrase *p, uint32_t owner)
{
    const struct work *w = k->w;
    if (!str_is(w->r->posts.at[p->row].kind, "counterpart") || owner == NONE) return NONE;
    for (uint32_t i = k->seen.count; i-- > 0 && k->seen.count - i <= LOOK_BACK;) {
        const struct seen *s = &k->seen.at[i];
        if (tok(w, p->head)->sentence - tok(w, s->token)->sentence > 4) break;
        if (s->group_count != 2) continue;
        const uint32_t *both = k->members.at + s->group;
        if (both[0] != owner && both[1] != owner) continue;
        uint32_t other = both[0] == owner ? both[1] : both[0];
        if (holder_may_be(w, p, other)) return other;
    }
    return NONE;
}

/* Who holds it: somebody met before, named or not; else somebody who is named later; NONE. */
static uint32_t holder_of(struct walk *k, const struct post_phrase *p)
{
    struct work *w = k->w;
    struct ask a = { .words = p->words,
                     .token = p->head,
                     .kind = CLUES_HOLDER,
                     .means = MEANS_PERSON,
                     .one = true,
                     .sentences = w->n,
                     .mentions = 2 * LOOK_BACK,
                     .speaker = NONE,
                     .other = NONE,
                     .post = p };
    a.rivals = untold_nearby(k, p);
    a.other = beside(k, &a);
    if (p->det == 'p' && p->owner != NONE && k->mention_head[p->owner] != NONE)
        a.other = w->d->mentions.at[k->mention_head[p->owner]].entity;
    uint32_t pair = p->det == 'p' ? other_of_pair(k, p, a.other) : NONE;
    if (pair != NONE) return pair;
    const struct seen *to = antecedent(k, &a);
    if (to) {
        uint32_t e = to->entity;
        if (w->notes.at[e].post_row == NONE && !p->over && post_is_title(w, p)) {
            w->notes.at[e].post_row = p->row;
            if (p->of != NONE) person_post(w, e, p->row, CHY_LIT(""), p->of, false);
        }
        return e;
    }
    return holder_later(w, p);
}

void holder_refer(struct walk *k, uint32_t i)
{
    struct work *w = k->w;
    struct post_phrase *p = &w->posts.at[i];
    uint32_t e = NONE, all[PERSONS_MOST], count = 0;
    k->post_at[p->head] = NONE;
    owner_told(k, p);
    bool definite = p->det == 't' || p->det == 's' || p->det == 'p' || (p->of != NONE && p->det != 'a');
    const struct token *head = tok(w, p->head);
    if (head->rel == REL_compound && head->head == p->head + 1) return; /* "the member states" */
    if (p->plural) {
        if (definite || p->det == 0) count = phrase_persons(w, p, all);
        if (count < 2)
            count = 0;
        else
            e = all[0];
        if (e == NONE && definite) e = unnamed_before(w, p);
    } else if (definite) {
        e = holder_of(k, p);
    } else if (p->det == 0) {
        return;
    }
    if (e == NONE) {
        if (!definite && !acts(w, p->head)) return;
        e = unnamed_person(w, p);
    }
    if (e == NONE) return;
    uint32_t m = mention_add(w, p->words, p->head, e, FORM_POST);
    if (m == NONE) return;
    struct mention *mention = &w->d->mentions.at[m];
    mention->title = p->title;
    mention->state = p->state;
    mention->title_of = p->of;
    if (count > 1) mention_more(w, m, all, count);
    k->mention_head[p->head] = m;
}

/* "its secretary-general", "the chair of the bloc": whose post it is, now that it is known what "its" and "the bloc" mean. */
void posts_owners(struct work *w, const uint32_t *mention_head)
{
    for (uint32_t i = 0; i < w->posts.count; i++) {
        struct post_phrase *p = &w->posts.at[i];
        if (p->owner == NONE || p->of != NONE || mention_head[p->owner] == NONE) continue;
        uint32_t e = w->d->mentions.at[mention_head[p->owner]].entity;
        if (e != NONE && w->d->entities.at[e].type == ENTITY_PERSON) e = w->d->entities.at[e].of;
        if (!owns_posts(w, e)) continue;
        p->of = e;
        uint32_t m = p->person != NONE ? w->spans.at[p->person].mention : mention_head[p->head];
        if (m == NONE || w->d->entities.at[w->d->mentions.at[m].entity].type != ENTITY_PERSON) continue;
        if (p->person == NONE || w->spans.at[p->person].title == i) w->d->mentions.at[m].title_of = e;
        person_post(w, w->d->mentions.at[m].entity, p->row, CHY_LIT(""), e, true);
    }
}
