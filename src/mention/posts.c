/*
 * posts.c: posts ("Russian Foreign Minister", "the deputy secretary general of the SCO") and whose they are.
 *
 * A post of the table is the core. To its left stand the state, the organisation, modifiers and nouns of its subject; to its
 * right "of", "for", "to" and what follows. A post beside a name gives the person title, state and code; one that stands
 * alone is a mention of whoever holds it in this text, or of somebody without a name.
 */
#include "mention/work.h"

enum { LEFT_MOST = 9, RIGHT_MOST = 12 };

/* ------------------------------------------------------------------ the phrase */

bool owns_posts(const struct work *w, uint32_t e)
{
    if (e == NONE) return false;
    enum entity_type type = w->d->entities.at[e].type;
    return type == ENTITY_STATE || type == ENTITY_ORGANIZATION || type == ENTITY_BODY || type == ENTITY_MEDIUM || type == ENTITY_PLACE ||
           type == ENTITY_SERIES;
}

static void owner_add(struct post_phrase *p, uint32_t e)
{
    if (p->of == NONE) p->of = e;
    for (uint32_t i = 0; i < p->of_count; i++)
        if (p->of_more[i] == e) return;
    if (p->of_count < sizeof p->of_more / sizeof *p->of_more) p->of_more[p->of_count++] = e;
}

/* May this word stand before a post as part of it ("EU enlargement commissioner", "Permanent Representative")? */
static bool left_word(const struct work *w, uint32_t t, uint32_t end)
{
    const struct token *k = tok(w, t);
    if (k->upos == UPOS_ADP || k->upos == UPOS_VERB || k->upos == UPOS_AUX) return false;
    if (k->upos != UPOS_NOUN && k->upos != UPOS_PROPN && k->upos != UPOS_ADJ && !(k->upos == UPOS_NUM && tok_upper(w, t)) &&
        w->modifier_at[t] == NONE)
        return false;
    if (sense_of(w, k->lower) & SENSE_TIME) return false;
    if (w->modifier_at[t] != NONE || w->d->adjective_at[t] != NONE) return true;
    return k->head != NONE && k->head > t && k->head <= end + 8;
}

static void phrase_left(struct work *w, struct post_phrase *p)
{
    uint32_t from = p->title.first, low = sentence_first(w, p->head);
    while (from > low && p->title.first - from < LEFT_MOST) {
        uint32_t t = from - 1, span = w->span_at[t];
        if (tok_possessive(w, t) && t > low && w->span_at[t - 1] != NONE) {
            const struct name_span *s = &w->spans.at[w->span_at[t - 1]];
            if (s->entity == NONE) break;
            p->of = s->entity;
            p->det = 's';
            p->state = (run){ s->words.first, t + 1 };
            from = s->words.first;
            break;
        }
        if (span != NONE) {
            const struct name_span *s = &w->spans.at[span];
            if (s->entity == NONE || !owns_posts(w, s->entity)) break;
            if (p->of == NONE || s->type == ENTITY_STATE) {
                p->of = s->entity;
                p->state = s->words;
            }
            from = s->words.first;
            continue;
        }
        if (tok(w, t)->upos == UPOS_PUNCT && str_is(tok(w, t)->form, "-") && t > low && left_word(w, t - 1, p->head)) {
            from = t - 1;
            continue;
        }
        if (!left_word(w, t, p->head)) break;
        uint32_t adjective = w->d->adjective_at[t];
        if (adjective != NONE) {
            if (p->of == NONE) {
                p->of = adjective;
                p->state = (run){ t, t + 1 };
                while (p->state.first > low && w->d->adjective_at[p->state.first - 1] == adjective &&
                       w->span_at[p->state.first - 1] == NONE)
                    p->state.first--;
            }
            from = p->state.first < t ? p->state.first : t;
            continue;
        }
        if (p->state.first < p->state.last) {
            from = t;
            continue;
        } /* "former Russian ..." */
        p->title.first = from = t;
    }
    p->words.first = from;
    if (from == low) return;
    const struct token *k = tok(w, from - 1);
    if (p->det == 's') {
        if (tok_is(w, from - 1, "the")) p->words.first--;
        return;
    }
    if (k->upos == UPOS_DET || k->upos == UPOS_PRON || str_is(k->xpos, "PRP$")) {
        uint32_t pronoun = map_get(&w->r->pronouns, k->lower);
        if (pronoun != MAP_NONE && w->r->pronoun_rows.at[pronoun].gram == 'p')
            p->det = 'p', p->owner = from - 1;
        else if (tok_is(w, from - 1, "the") || tok_is(w, from - 1, "this") || tok_is(w, from - 1, "that") || tok_is(w, from - 1, "both") ||
                 tok_is(w, from - 1, "these"))
            p->det = 't';
        else if (k->upos == UPOS_DET)
            p->det = 'a';
        else
            return;
        p->words.first--;
    } else if (k->upos == UPOS_NUM && from - 1 > low && tok_is(w, from - 2, "the")) {
        p->det = 't';
        p->words.first -= 2;
    } else if (k->upos == UPOS_NUM) {
        p->det = 'a';
        p->words.first--;
    }
}

/* "envoy to Yemen", "ambassador for the Sahel": not theirs. */
static bool is_sent(const struct work *w, const struct post_phrase *p)
{
    chy_str kind = w->r->posts.at[p->row].kind;
    return str_is(kind, "envoy") || str_is(kind, "ambassador") || str_is(kind, "diplomat");
}

/* "of Turkey", "of the SCO", "of foreign affairs of Georgia", "for European Affairs", "to France": false when nothing follows. */
static bool complement(struct work *w, struct post_phrase *p, uint32_t *at)
{
    uint32_t t = *at, end = sentence_last(w, p->head);
    if (t >= end) return false;
    bool of = tok_is(w, t, "of"), wide = of || tok_is(w, t, "for");
    if (!wide && !tok_is(w, t, "to") && !tok_is(w, t, "at") && !tok_is(w, t, "in") && !tok_is(w, t, "on")) return false;
    uint32_t prep = t++;
    while (t < end && (tok_is(w, t, "the") || w->modifier_at[t] != NONE)) t++;
    if (t >= end) return false;
    uint32_t span = w->span_at[t];
    if (span != NONE && w->spans.at[span].type != ENTITY_PERSON) {
        if (!owns_posts(w, w->spans.at[span].entity)) return false;
        bool place = w->spans.at[span].type == ENTITY_PLACE && !of;
        if (place) return false;
        if (tok_is(w, prep, "in") || tok_is(w, prep, "on")) { /* "ambassador of Serbia in Russia" */
            if (p->of == NONE) return false;
        } else if (of || !is_sent(w, p)) {
            bool first = p->of == NONE;
            if (of || first) owner_add(p, w->spans.at[span].entity);
            if (first) p->state = w->spans.at[span].words;
        }
        t = w->spans.at[span].words.last;
        while (of && p->plural && t + 1 < end) { /* "of Russia, China and India" */
            uint32_t next = t;
            while (next < end && (tok(w, next)->upos == UPOS_CCONJ || tok_is(w, next, ",") || tok_is(w, next, "the"))) next++;
            if (next == t || next >= end || w->span_at[next] == NONE || !owns_posts(w, w->spans.at[w->span_at[next]].entity)) break;
            owner_add(p, w->spans.at[w->span_at[next]].entity);
            t = w->spans.at[w->span_at[next]].words.last;
        }
        *at = t;
        return true;
    }
    if (!wide) return false;
    if (of && w->post_at[t] != NONE && p->title.last == prep) { /* "special envoy of the Secretary-General to Yemen" */
        *at = p->title.last = w->hits.at[w->post_at[t]].words.last;
        return true;
    }
    uint32_t noun = t;
    while (noun + 1 < end && noun - t < 3 && tok(w, noun)->upos == UPOS_ADJ && w->span_at[noun] == NONE) noun++;
    uint32_t described = map_get(&w->r->descriptions, tok(w, noun)->lower);
    bool whole = noun + 1 >= end || !is_nominal(tok(w, noun + 1)); /* "of the province Nimroz" has a name */
    if (t > prep + 1 && described != MAP_NONE && whole && w->r->description_rows.at[described].same &&
        !tok_plural(w, noun)) { /* "of the organization", "for the Union" */
        if (p->owner == NONE) p->owner = noun;
        *at = noun + 1;
        return true;
    }
    uint32_t from = t;
    while (t < end && t - from < RIGHT_MOST && w->span_at[t] == NONE && w->post_at[t] == NONE) {
        const struct token *k = tok(w, t);
        bool joint = k->upos == UPOS_CCONJ && t > from && t + 1 < end && w->span_at[t + 1] == NONE &&
                     (tok(w, t + 1)->upos == UPOS_NOUN || tok(w, t + 1)->upos == UPOS_PROPN || tok(w, t + 1)->upos == UPOS_ADJ);
        if (!is_nominal(k) && k->upos != UPOS_ADJ && !joint) break;
        if (sense_of(w, k->lower) & SENSE_TIME) break;
        if (joint && !tok_upper(w, t + 1) && tok(w, t + 1)->head != NONE && !(tok(w, t + 1)->head < t + 1 && tok(w, t + 1)->head >= from))
            break;
        t++;
    }
    if (t == from) return false;
    if (p->title.last == prep) p->title.last = t;
    *at = t;
    return true;
}

/* Of several holders: the noun that the post is built on says so, not "Affairs" in "Minister for Foreign Affairs". */
static bool post_plural(const struct work *w, run r, uint32_t head)
{
    uint32_t noun = r.first;
    while (noun + 1 < r.last && tok(w, noun + 1)->upos != UPOS_ADP && tok(w, noun + 1)->upos != UPOS_CCONJ) noun++;
    return tok_plural(w, noun) || (head <= noun && tok_plural(w, head));
}

/* "Minister for Trade and Industry", where the table has the first half alone. */
static void subject_goes_on(const struct work *w, struct post_phrase *p, uint32_t *end)
{
    uint32_t t = *end;
    bool with_subject = false;
    for (uint32_t i = p->title.first; i < p->title.last; i++) with_subject |= tok_is(w, i, "for") || tok_is(w, i, "of");
    if (!with_subject || p->title.last != t || t + 1 >= sentence_last(w, p->head) || !tok_is(w, t, "and")) return;
    uint32_t next = t + 1;
    while (next < sentence_last(w, p->head) && next - t < 5 && tok_upper(w, next) && w->span_at[next] == NONE && w->post_at[next] == NONE &&
           (is_nominal(tok(w, next)) || tok(w, next)->upos == UPOS_ADJ))
        next++;
    if (next > t + 1) p->title.last = *end = next;
}

static uint32_t post_core(struct work *w, uint32_t t, struct post_phrase *p)
{
    const struct hit *h = &w->hits.at[w->post_at[t]];
    *p = (struct post_phrase){
        .words = h->words, .title = h->words, .row = h->row, .of = NONE, .person = NONE, .owner = NONE, .head = run_head(w, h->words)
    };
    uint32_t end = h->words.last;
    while (end + 1 < w->n && same_sentence(w, t, end + 1) && tok(w, end)->upos == UPOS_CCONJ && w->post_at[end + 1] != NONE &&
           w->span_at[end + 1] == NONE) {
        end = w->hits.at[w->post_at[end + 1]].words.last; /* "State Councilor and Foreign Minister" */
    }
    p->plural = post_plural(w, h->words, p->head);
    if (end > h->words.last && !p->plural) {
        uint32_t after = end;
        while (after < w->n && is_honorific(w, after)) after++;
        bool named = after < w->n && w->span_at[after] != NONE && w->spans.at[w->span_at[after]].type == ENTITY_PERSON;
        if (!named) end = h->words.last;
    }
    p->title.last = end;
    return end;
}

static void phrases_build(struct work *w)
{
    for (uint32_t t = 0; t < w->n && !w->failed;) {
        if (w->post_at[t] == NONE || w->span_at[t] != NONE) {
            t++;
            continue;
        }
        struct post_phrase p;
        uint32_t end = post_core(w, t, &p);
        bool inside = false;
        for (uint32_t i = t; i < end; i++) inside |= w->span_at[i] != NONE;
        const struct token *head = tok(w, end - 1);
        bool adjective = head->upos == UPOS_ADJ && end - t == 1 && !tok_upper(w, t) &&
                         w->span_at[end < w->n ? end : t] == NONE; /* "the two major powers" */
        if (inside || adjective || !(is_nominal(head) || head->upos == UPOS_ADJ || tok_upper(w, t))) {
            t++;
            continue;
        }
        phrase_left(w, &p);
        subject_goes_on(w, &p, &end);
        for (int i = 0; i < 3 && complement(w, &p, &end); i++) {}
        p.words.last = end;
        for (uint32_t i = p.words.first; i < p.title.last; i++)
            if (w->modifier_at[i] != NONE && str_is(w->r->effects.at[w->hits.at[w->modifier_at[i]].row], "ended")) p.over = true;
        struct post_phrase *slot = LIST_PUSH(w->scratch, &w->posts);
        if (!slot) {
            w->failed = true;
            return;
        }
        *slot = p;
        for (uint32_t i = p.words.first; i < p.title.last; i++)
            if (w->post_over[i] == NONE) w->post_over[i] = w->posts.count - 1;
        t = end > t ? end : t + 1;
    }
}

/* ------------------------------------------------------------------ beside a name */

/* Words that change who holds it and when are no part of the title: "former", "then", "visiting". */
chy_str post_title(struct work *w, const struct post_phrase *p)
{
    run r = p->title;
    while (r.first < r.last && w->modifier_at[r.first] != NONE && w->hits.at[w->modifier_at[r.first]].words.last < r.last) {
        chy_str effect = w->r->effects.at[w->hits.at[w->modifier_at[r.first]].row];
        bool passing = sense_of(w, tok(w, r.first)->lower) & SENSE_PASSING;
        if (str_is(effect, "deputy") || str_is(effect, "acting") || (str_is(effect, "none") && !passing)) break;
        r.first = w->hits.at[w->modifier_at[r.first]].words.last;
    }
    return run_text(w, r);
}

/* "his Turkish counterpart Kaya" holds the post that the person before him holds. */
static uint32_t counterpart_of(const struct work *w, uint32_t span)
{
    for (uint32_t i = span, seen = 0; i-- > 0 && seen < 6;) {
        const struct name_span *s = &w->spans.at[i];
        if (s->type != ENTITY_PERSON || s->entity == NONE) continue;
        seen++;
        if (s->entity != w->spans.at[span].entity && w->d->entities.at[s->entity].post.len && w->notes.at[s->entity].post_row != NONE)
            return s->entity;
    }
    return NONE;
}

static void name_give_post(struct work *w, uint32_t span, uint32_t phrase)
{
    struct name_span *s = &w->spans.at[span];
    struct post_phrase *p = &w->posts.at[phrase];
    if (s->entity == NONE || p->plural) return;
    p->person = span;
    if (str_is(w->r->posts.at[p->row].kind, "counterpart")) {
        uint32_t other = counterpart_of(w, span);
        if (other != NONE) person_post(w, s->entity, w->notes.at[other].post_row, w->d->entities.at[other].post, p->of, p->of != NONE);
    } else {
        if (!w->d->entities.at[s->entity].post.len) w->notes.at[s->entity].over = p->over;
        person_post(w, s->entity, p->row, post_title(w, p), p->of, p->of != NONE);
    }
    if (s->mention == NONE || s->title != NONE) return;
    s->title = phrase;
    struct mention *m = &w->d->mentions.at[s->mention];
    m->title = (run){ p->title.first, p->words.last > p->title.last ? p->title.last : p->words.last };
    m->state = p->state;
    m->title_of = p->of;
}

static bool list_follows(const struct work *w, uint32_t t) { return t < w->n && (tok(w, t)->upos == UPOS_CCONJ); }

static void link_beside(struct work *w, uint32_t i)
{
    struct post_phrase *p = &w->posts.at[i];
    uint32_t t = p->words.last, end = sentence_last(w, p->head);
    bool comma = false;
    if (t < end && (tok_is(w, t, ",") || tok_is(w, t, ":")) && (p->det == 't' || p->det == 's' || p->det == 'p' || p->of != NONE)) {
        comma = true;
        t++;
    }
    while (t < end && (is_honorific(w, t) || tok_is(w, t, "h.e."))) t++;
    if (t < end && w->span_at[t] != NONE && w->spans.at[w->span_at[t]].type == ENTITY_PERSON &&
        w->spans.at[w->span_at[t]].words.first == t) {
        uint32_t last = w->spans.at[w->span_at[t]].words.last;
        bool closes = last >= end || tok(w, last)->upos == UPOS_PUNCT || tok(w, last)->upos == UPOS_VERB || tok(w, last)->upos == UPOS_AUX;
        if (!comma || (closes && !list_follows(w, last))) {
            name_give_post(w, w->span_at[t], i);
            return;
        }
    }
    if (p->words.first < 2) return;
    t = p->words.first - 1; /* "Lavrov, Russia's foreign minister," "Lavrov (foreign minister)" */
    if (!same_sentence(w, t, p->head) ||
        !(tok_is(w, t, ",") || tok_is(w, t, "(") || str_is(tok(w, t)->form, "–") || str_is(tok(w, t)->form, "—")))
        return;
    uint32_t before = w->span_at[t - 1];
    if (before == NONE || w->spans.at[before].type != ENTITY_PERSON) return;
    const struct token *head = tok(w, p->head);
    bool closes = p->words.last >= end || tok(w, p->words.last)->upos == UPOS_PUNCT || head->rel == REL_appos;
    if (closes && !p->plural) name_give_post(w, before, i);
}

/* "Lavrov is the foreign minister", "was elected president": says of a person who he is and points to nobody. */
bool post_is_predicate(const struct work *w, const struct post_phrase *p)
{
    const struct token *head = tok(w, p->head);
    if (p->words.first > 0 && tok_is(w, p->words.first - 1, "as")) return true;
    if (tree_has(w->d, p->head, REL_cop)) return true;
    if (head->rel == REL_xcomp) return true;
    uint32_t prep = tree_case(w->d, p->head);
    if (prep != NONE && tok_is(w, prep, "as")) return true;
    return false;
}

static void predicate_give(struct work *w, struct post_phrase *p)
{
    uint32_t subject = tree_child(w->d, p->head, REL_nsubj);
    if (subject == NONE || w->span_at[subject] == NONE || p->plural) return;
    struct name_span *s = &w->spans.at[w->span_at[subject]];
    if (s->type != ENTITY_PERSON || s->entity == NONE || tree_negated(w->d, p->head)) return;
    if (p->of != NONE) person_post(w, s->entity, p->row, CHY_LIT(""), p->of, true);
}

/* The post that a noun in the plural is of: "foreign ministers"; a row, NONE. */
static uint32_t post_of_plural(const struct work *w, uint32_t t)
{
    struct phrase_hit found[4];
    uint32_t low = sentence_first(w, t);
    for (int words = t > low && tok(w, t - 1)->head == t ? 2 : 1; words > 0; words--) {
        chy_str s = tok(w, t)->lemma;
        if (words == 2) s = str_format(w->scratch, "%.*s %.*s", (int)tok(w, t - 1)->lower.len, tok(w, t - 1)->lower.ptr, (int)s.len, s.ptr);
        size_t n = s.ptr ? lexicon_find(w->r->lex, s, found, 4) : 0;
        for (size_t i = 0; i < n; i++)
            if (found[i].table == w->r->tables[HIT_POST]) return found[i].row;
    }
    return NONE;
}

/* The names of a list, joined by commas and "and", from here: how many; *end is behind the last. */
static uint32_t list_of_spans(const struct work *w, uint32_t t, enum entity_type type, uint32_t found[6], uint32_t *end)
{
    uint32_t count = 0, last = sentence_last(w, t);
    while (t < last && count < 6) {
        uint32_t next = t;
        while (next < last && (tok_is(w, next, "the") || is_honorific(w, next))) next++;
        uint32_t span = next < last ? w->span_at[next] : NONE;
        if (span == NONE || w->spans.at[span].type != type || w->spans.at[span].entity == NONE) break;
        found[count++] = span;
        t = *end = w->spans.at[span].words.last;
        while (t < last && (tok_is(w, t, ",") || tok(w, t)->upos == UPOS_CCONJ)) t++;
        if (t == *end) break;
    }
    return count;
}

/* "the presidents of Syria and Lebanon, Assad and Suleiman": to each his own. */
static void respectively_give(struct work *w)
{
    for (uint32_t t = 0; t + 4 < w->n && !w->failed; t++) {
        if (!tok_plural(w, t) || w->span_at[t] != NONE || !tok_is(w, t + 1, "of")) continue;
        uint32_t states[6], persons[6], end = t + 2, after;
        uint32_t n = list_of_spans(w, t + 2, ENTITY_STATE, states, &end);
        if (n < 2 || end + 1 >= sentence_last(w, t) || !(tok_is(w, end, ",") || str_is(tok(w, end)->form, "–") || tok_is(w, end, "(")))
            continue;
        if (list_of_spans(w, end + 1, ENTITY_PERSON, persons, &after) != n) continue;
        uint32_t row = post_of_plural(w, t);
        for (uint32_t i = 0; row != NONE && i < n; i++) {
            uint32_t e = w->spans.at[persons[i]].entity;
            if (w->notes.at[e].post_row != NONE) continue;
            w->notes.at[e].post_row = row;
            person_post(w, e, row, w->r->posts.at[row].title, w->spans.at[states[i]].entity, true);
        }
    }
}

/* "Ukraine's Kyslytsya", "Power of the United States": whose somebody is, though no post is told. */
static void persons_belong(struct work *w)
{
    for (uint32_t i = 0; i < w->spans.count && !w->failed; i++) {
        const struct name_span *s = &w->spans.at[i];
        if (s->type != ENTITY_PERSON || s->entity == NONE || w->d->entities.at[s->entity].of != NONE) continue;
        uint32_t low = sentence_first(w, s->words.first), end = sentence_last(w, s->words.first), t = s->words.last, by = NONE;
        if (s->words.first > low + 1 && tok_possessive(w, s->words.first - 1)) {
            by = w->span_at[s->words.first - 2];
        } else if (t + 1 < end && tok_is(w, t, "of")) {
            t += tok_is(w, t + 1, "the") ? 2 : 1;
            by = t < end ? w->span_at[t] : NONE;
        }
        if (by == NONE || w->spans.at[by].type != ENTITY_STATE || w->spans.at[by].entity == NONE) continue;
        if (s->title != NONE) { /* "President Tebboune of Algeria" */
            if (w->posts.at[s->title].owner == NONE)
                person_post(w, s->entity, w->posts.at[s->title].row, CHY_LIT(""), w->spans.at[by].entity, true);
            continue;
        }
        struct entity *p = &w->d->entities.at[s->entity];
        p->of = w->spans.at[by].entity;
        w->notes.at[s->entity].of_stated = true;
        if (!p->codes.count && w->d->entities.at[p->of].codes.count) entity_code(w, s->entity, w->d->entities.at[p->of].codes.at[0]);
    }
}

/* "the curfew in Abidjan", "Lithuania's parliament": at home there; not "a visit to Ghana", "said in Accra". */
static bool is_home(struct work *w, run words)
{
    uint32_t head = run_head(w, words), prep = tree_case(w->d, head);
    if (tok(w, head)->rel == REL_nmod_poss) return true;
    return tok(w, head)->rel == REL_nmod && prep != NONE && tok_is(w, prep, "in");
}

/* The one state that the text names, by name, city or adjective, where that is its subject's home; NONE. */
static uint32_t only_state(struct work *w)
{
    uint32_t only = NONE;
    bool home = false;
    for (uint32_t i = 0; i < w->spans.count; i++) {
        const struct name_span *s = &w->spans.at[i];
        if (s->entity == NONE || (s->type != ENTITY_STATE && s->type != ENTITY_PLACE)) continue;
        uint32_t state = s->type == ENTITY_STATE ? s->entity : w->d->entities.at[s->entity].of;
        if (state == NONE || w->d->entities.at[state].type != ENTITY_STATE) continue;
        if (only != NONE && only != state) return NONE;
        only = state;
        home = home || is_home(w, s->words);
    }
    for (uint32_t t = 0; t < w->n; t++) {
        if (w->d->adjective_at[t] == NONE) continue;
        if (only != NONE && w->d->adjective_at[t] != only) return NONE;
        only = w->d->adjective_at[t];
        home = true;
    }
    return home ? only : NONE;
}

/* "President Josipović" after "Croatia became ...": the state the text was on, else the publisher's. */
static void owners_infer(struct work *w)
{
    uint32_t near_state = NONE, near_org = NONE, only = only_state(w);
    for (uint32_t i = 0; i < w->spans.count && !w->failed; i++) {
        const struct name_span *s = &w->spans.at[i];
        if (s->entity == NONE) continue;
        if (s->type == ENTITY_STATE && (near_state == NONE || tok(w, s->words.last - 1)->rel == REL_nsubj)) near_state = s->entity;
        if (s->type == ENTITY_ORGANIZATION) near_org = s->entity;
        uint32_t owner = s->type == ENTITY_BODY ? w->d->entities.at[s->entity].of : NONE;
        if (owner != NONE && w->d->entities.at[owner].type == ENTITY_STATE)
            near_state = owner; /* "the State Department ... Secretary Blinken" */
        if (s->type == ENTITY_BODY && w->d->entities.at[s->entity].of != NONE &&
            w->d->entities.at[w->d->entities.at[s->entity].of].type == ENTITY_ORGANIZATION)
            near_org = w->d->entities.at[s->entity].of;
        if (s->type != ENTITY_PERSON || s->title == NONE) continue;
        const struct entity *p = &w->d->entities.at[s->entity];
        const struct post_phrase *phrase = &w->posts.at[s->title];
        const struct post_row *row = &w->r->posts.at[phrase->row];
        if (p->of != NONE) {
            if (w->d->entities.at[p->of].type == ENTITY_STATE) near_state = p->of;
            continue;
        }
        bool igo = str_is(row->level, "organization");
        if (phrase->owner != NONE || (!igo && !str_is(row->level, "state"))) continue;
        uint32_t of = source_entity(w, igo ? HIT_ORGANIZATION : HIT_STATE);
        if (of == NONE) of = igo ? near_org : near_state != NONE ? near_state : only;
        if (of != NONE) person_post(w, s->entity, phrase->row, CHY_LIT(""), of, false);
    }
}

chy_status posts_find(struct work *w, chy_err *err)
{
    phrases_build(w);
    for (uint32_t i = 0; i < w->posts.count && !w->failed; i++) link_beside(w, i);
    if (!w->failed) respectively_give(w);
    if (!w->failed) persons_belong(w);
    if (!w->failed) owners_infer(w);
    for (uint32_t i = 0; i < w->posts.count && !w->failed; i++)
        if (w->posts.at[i].person == NONE && post_is_predicate(w, &w->posts.at[i])) predicate_give(w, &w->posts.at[i]);
    return w->failed ? err_memory(err, "finding posts") : CHY_OK;
}
