/* speaker.c: who stands at a token: one entity or several, an unnamed one, or nobody. */
#include "doc/find.h"
#include "doc/tree.h"
#include "statement/clause.h"

enum { SPEAKERS_MOST = 16, LOOK_BACK = 12, NAME_REACH = 24, TITLE_MOST = 8, MENTIONS_MOST = 400, SIDES_REACH = 12 };

bool speaker_may(const struct reader *r, uint32_t entity) { return entity_acts(r->d, entity); }

bool speaker_medium(const struct reader *r, uint32_t entity) { return entity_is(r->d, entity, ENTITY_MEDIUM); }

uint32_t speaker_entity(const struct reader *r, uint32_t token) { return find_entity(r->d, token); }

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }
static uint32_t most(uint32_t a, uint32_t b) { return a > b ? a : b; }

run speaker_source(const struct reader *r, uint32_t token, uint32_t verb)
{
    run w = tree_run(r->d, token);
    uint32_t m = doc_mention_at(r->d, token);
    /* what stands before the noun of its own: no comma and no verb parts them */
    for (uint32_t t = token; t > w.first; t--)
        if ((tok_punct(r, t - 1) && !str_is(tok(r, t - 1)->form, "-") && !tok_quoted(r, t - 1)) ||
            (tok(r, t - 1)->upos == UPOS_VERB && tok(r, t - 1)->rel != REL_amod) || tok(r, t - 1)->upos == UPOS_AUX)
            w.first = t;
    if (m != NONE) {
        w.first = least(w.first, r->d->mentions.at[m].words.first);
        w.last = most(w.last, r->d->mentions.at[m].words.last);
    }
    if (verb != NONE && verb > token) {
        /* a clause that hangs from the speaker and holds the verb is no part of the source */
        for (uint32_t c = tok(r, token)->child; c != NONE; c = tok(r, c)->next)
            if (c > token && tok(r, c)->lo <= verb && verb <= tok(r, c)->hi) w.last = least(w.last, tok(r, c)->lo);
        w.last = least(w.last, verb);
    } else if (verb != NONE) {
        w.first = most(w.first, verb + 1);
    }
    if (w.first > token) w.first = token;
    /* a quotation is said, not part of who says it; a preposition is no part of a name */
    while (w.last > token + 1 && tok_quoted(r, w.last - 1) && !tok_quoted(r, token)) w.last--;
    while (w.first < token && tok_quoted(r, w.first) && !tok_quoted(r, token)) w.first++;
    while (w.first < token && (tok(r, w.first)->upos == UPOS_ADP || tok_is(r, w.first, "according") || tok_is(r, w.first, "to") ||
                               tok(r, w.first)->rel == REL_case || tok(r, w.first)->rel == REL_cc || tok(r, w.first)->rel == REL_mark ||
                               tok_punct(r, w.first)))
        w.first++;
    bool comma = false;
    for (uint32_t t = token + 1; t < w.last; t++) comma |= str_is(tok(r, t)->form, ",");
    if (verb != NONE && verb > token && !comma)
        while (w.last > token + 1 && (clause_time(r, w.last - 1) || (tok(r, w.last - 1)->upos == UPOS_ADP && clause_time(r, w.last))))
            w.last--;
    while (w.last > token + 1 && tok_punct(r, w.last - 1)) w.last--;
    return w;
}

/* "an official who cited the ministry": whom he cites is no part of who he is. */
static run without_cited(const struct reader *r, uint32_t token, run words)
{
    for (uint32_t t = token + 1; t + 1 < words.last; t++) {
        uint32_t v = t + 1;
        if (!tok_is(r, t, "who") && !tok_is(r, t, "which")) continue;
        while (v + 1 < words.last && (tok(r, v)->upos == UPOS_AUX || tok(r, v)->upos == UPOS_ADV)) v++;
        if (!(carrier_kind(r->rules, tok(r, v)->lemma) & CARRIER_CITES)) continue;
        words.last = tok_punct(r, t - 1) && t - 1 > token ? t - 1 : t;
        break;
    }
    return words;
}

uint32_t speaker_unnamed(struct reader *r, uint32_t token, run words, enum entity_type type)
{
    chy_doc *d = r->d;
    if (r->known_only) return NONE;
    words = without_cited(r, token, words);
    struct entity *e = LIST_PUSH(&d->mem, &d->entities);
    if (!e) goto memory;
    uint32_t at = d->entities.count - 1;
    chy_span span = doc_run_span(d, words);
    *e = (struct entity){ .type = type, .name = doc_text(d, span), .unnamed = true, .of = NONE };
    e->plural = str_is(tok(r, token)->xpos, "NNS") || str_is(tok(r, token)->xpos, "NNPS");
    struct mention *m = LIST_PUSH(r->scratch, &r->described); /* into the document at the end: its mentions stay sorted till then */
    if (!m) goto memory;
    *m = (struct mention){ .span = span, .words = words, .head = token, .entity = at, .form = FORM_DESCRIPTION, .title_of = NONE };
    return at;
memory:
    r->out_of_memory = true;
    return NONE;
}

/* The description that this stage made an entity of: at this very word, or, when it is definite, with the same noun. */
static uint32_t described_before(const struct reader *r, uint32_t token, bool same_noun)
{
    uint32_t looked = 0;
    for (uint32_t m = r->described.count; m-- > 0 && looked < LOOK_BACK; looked++) {
        const struct mention *x = &r->described.at[m];
        if (x->head == token || (same_noun && x->head < token && str_eq(tok(r, x->head)->lemma, tok(r, token)->lemma))) return x->entity;
    }
    return NONE;
}

static bool definite(const struct reader *r, run words)
{
    return words.first < words.last && (tok_is(r, words.first, "the") || tok_is(r, words.first, "this") || tok_is(r, words.first, "that"));
}

/* Whose a document is: "the ministry's statement", "a report by X", "on the website of X", "a release issued by X", "a Reuters report". */
static uint32_t issuer_token(const struct reader *r, uint32_t token)
{
    uint32_t body = NONE; /* "a note from the commission", which the text has no entity for */
    for (int steps = 0; steps < 3 && token != NONE; steps++) {
        uint32_t place = NONE;
        for (uint32_t c = tok(r, token)->child; c != NONE; c = tok(r, c)->next) {
            const struct token *x = tok(r, c);
            uint32_t k = tree_case(r->d, c), e = speaker_entity(r, c);
            if ((x->rel == REL_nmod_poss || x->rel == REL_compound) && speaker_may(r, e) &&
                (x->rel == REL_nmod_poss || speaker_medium(r, e)))
                return c;
            if (deprel_base(x->rel) == REL_nmod || deprel_base(x->rel) == REL_obl) {
                if (k != NONE && (tok_is(r, k, "by") || tok_is(r, k, "of") || tok_is(r, k, "from")) && speaker_may(r, e)) return c;
                if (place == NONE && (carrier_kind(r->rules, x->lemma) & CARRIER_PLACE)) place = c;
                if (map_get(&r->rules->speakers, x->upos == UPOS_PROPN ? x->lower : x->lemma) == MAP_NONE) continue;
                if (place == NONE && x->upos == UPOS_NOUN) place = c;
                if (body == NONE && k != NONE && (tok_is(r, k, "by") || tok_is(r, k, "from"))) body = c;
            }
            if (x->rel == REL_appos && speaker_medium(r, e)) return c;
            if (deprel_base(x->rel) == REL_acl && (carrier_kind(r->rules, x->lemma) & (CARRIER_PASSED | CARRIER_ISSUES | CARRIER_CITES)))
                for (uint32_t g = x->child; g != NONE; g = tok(r, g)->next) {
                    uint32_t by = tree_case(r->d, g);
                    bool nominal = deprel_base(tok(r, g)->rel) == REL_obl || (g < c && tok(r, g)->rel == REL_nsubj);
                    if (nominal && by != NONE && tok_is(r, by, "by")) return g;
                }
        }
        token = place;
    }
    return body;
}

/* Whose the document was that was spoken of last: "the briefing" after a notice that a ministry issued. False: none. */
static bool last_issuer(struct reader *r, struct found *f)
{
    for (uint32_t i = r->found.count, looked = 0; i-- > 0 && looked < LOOK_BACK; looked++) {
        const struct found *x = &r->found.at[i];
        if (x == f || !x->issued || !x->speakers.count) continue;
        index_list copy = x->speakers;
        for (uint32_t k = 0; k < copy.count; k++) found_speaker(r, f, copy.at[k]);
        return f->issued = true;
    }
    return false;
}

static void last_speakers(struct reader *r, struct found *f, bool person)
{
    uint32_t self = r->found.count;
    for (uint32_t i = self, looked = 0; i-- > 0 && looked < 3; looked++) {
        const struct found *x = &r->found.at[i];
        if (x == f || !x->speakers.count) continue;
        if (sent(r, f->sentence)->paragraph > sent(r, x->sentence)->paragraph + 1) return;
        if (person && (x->speakers.count != 1 || r->d->entities.at[x->speakers.at[0]].type != ENTITY_PERSON)) return;
        index_list copy = x->speakers;
        for (uint32_t k = 0; k < copy.count; k++) found_speaker(r, f, copy.at[k]);
        return;
    }
}

static void pronoun(struct reader *r, struct found *f, uint32_t token)
{
    const struct token *w = tok(r, token);
    if (str_is(w->lower, "he") || str_is(w->lower, "she") || str_is(w->lower, "his") || str_is(w->lower, "her"))
        last_speakers(r, f, true);
    else if (str_is(w->lower, "i") && r->turn_of[w->sentence] != NONE && r->found.at[r->turn_of[w->sentence]].speakers.count)
        found_speaker(r, f, r->found.at[r->turn_of[w->sentence]].speakers.at[0]);
    else if (str_is(w->lower, "i") || str_is(w->lower, "we") || str_is(w->lower, "my") || str_is(w->lower, "our"))
        found_speaker(r, f, r->d->author_entity < r->d->entities.count ? r->d->author_entity : NONE);
}

/* "A spokesman" -> "A spokesman for the president": the description of somebody unnamed is the whole nominal. */
static void widen(struct reader *r, uint32_t m, run words)
{
    struct mention *x = &r->d->mentions.at[m];
    uint32_t last = words.last;
    for (uint32_t t = x->words.last; t < last; t++)
        if (tok_punct(r, t) || tok(r, t)->upos == UPOS_VERB) last = t;
    if (r->known_only || x->form == FORM_PRONOUN || last <= x->words.last || words.first > x->words.first) return;
    x->words.last = last;
    x->span = doc_run_span(r->d, x->words);
    if (str_starts(x->span.end > x->span.start ? doc_text(r->d, x->span) : CHY_LIT(""), r->d->entities.at[x->entity].name))
        r->d->entities.at[x->entity].name = doc_text(r->d, x->span);
}

static enum entity_type noun_type(const struct reader *r, uint32_t token)
{
    uint32_t type = map_get(&r->rules->speakers, tok(r, token)->lemma);
    return type == MAP_NONE ? ENTITY_PERSON : type == ENTITY_STATE ? ENTITY_ORGANIZATION : (enum entity_type)type;
}

/* Whose document it is: "the ministry's statement"; "the ministry issued a statement"; "the statement": who spoke last. */
static void document(struct reader *r, struct found *f, uint32_t token, run words, unsigned kind)
{
    const struct token *w = tok(r, token);
    for (uint32_t c = w->child; c != NONE; c = tok(r, c)->next) { /* "a report of the German agency dpa" */
        uint32_t medium = c > token && deprel_base(tok(r, c)->rel) == REL_nmod ? medium_named(r, c) : NONE;
        if (medium == NONE) continue;
        found_speaker(r, f, medium);
        return;
    }
    uint32_t issuer = issuer_token(r, token), verb = w->head;
    if (issuer == NONE && verb != NONE && w->rel == REL_obj && (carrier_kind(r->rules, tok(r, verb)->lemma) & CARRIER_ISSUES)) {
        issuer = tree_subject(r->d, verb);
        if (issuer != NONE) f->source = speaker_source(r, issuer, verb);
    }
    if (issuer != NONE && speaker_may(r, speaker_entity(r, issuer))) {
        found_speaker(r, f, speaker_entity(r, issuer));
        f->issued |= (kind & CARRIER_DOCUMENT) != 0;
    } else if (issuer != NONE && (tok(r, issuer)->upos == UPOS_NOUN || tok(r, issuer)->upos == UPOS_PROPN)) {
        run name = tree_run(r->d, issuer);
        while (name.first < issuer && (tok(r, name.first)->rel == REL_case || tok(r, name.first)->upos == UPOS_ADP)) name.first++;
        found_speaker(r, f, speaker_unnamed(r, issuer, name, noun_type(r, issuer)));
        f->issued |= (kind & CARRIER_DOCUMENT) != 0;
    } else if ((kind & CARRIER_DOCUMENT) && definite(r, words)) {
        if (!last_issuer(r, f) && !(kind & CARRIER_ISSUES)) last_speakers(r, f, false);
    }
}

/* "the foreign ministers of Norway, Chile and Japan": nobody is named, three states speak. */
static bool office_holders(struct reader *r, struct found *f, uint32_t token)
{
    const struct token *w = tok(r, token);
    if (w->upos != UPOS_NOUN || !str_is(w->xpos, "NNS")) return false;
    for (uint32_t c = w->child; c != NONE; c = tok(r, c)->next) {
        uint32_t all[SPEAKERS_MOST], n = deprel_base(tok(r, c)->rel) == REL_nmod ? tree_conjuncts(r->d, c, all, SPEAKERS_MOST) : 0,
                                     states = 0;
        uint32_t k = tree_case(r->d, c);
        if (k == NONE || !tok_is(r, k, "of")) continue;
        for (uint32_t i = 0; i < n; i++) states += entity_is(r->d, speaker_entity(r, all[i]), ENTITY_STATE);
        if (n < 3 || states < n) continue; /* of two it may be told who they are */
        for (uint32_t i = 0; i < n; i++) found_speaker(r, f, speaker_entity(r, all[i]));
        return true;
    }
    return false;
}

static bool two_of(const struct reader *r, uint32_t token)
{
    static const char *const words[] = { "two", "both", NULL };
    for (uint32_t c = tok(r, token)->child; c != NONE; c = tok(r, c)->next)
        if (c < token && clause_word_in(r, c, words)) return str_is(tok(r, token)->lemma, "side");
    return false;
}

/*
 * "the Australian premier" is nobody from another state, whatever coreference makes of it: the one person of that state whom the text
 * has named so far, or somebody unnamed.
 */
static bool of_another_state(struct reader *r, struct found *f, uint32_t token, uint32_t person, run words)
{
    uint32_t owner = find_owner(r->d, token), country = entity_country(r->d, person), other = NONE, m = doc_mention_at(r->d, token);
    if (owner == NONE || (m != NONE && r->d->mentions.at[m].form == FORM_NAME)) return false;
    owner = entity_country(r->d, owner);
    if (owner == NONE || country == NONE || owner == country) return false;
    for (uint32_t s = tok(r, token)->sentence, i = r->mention_from[s + 1], n = 0; i-- > 0 && n < MENTIONS_MOST; n++) {
        uint32_t e = r->d->mentions.at[i].entity;
        if (r->d->mentions.at[i].words.first >= token || r->d->mentions.at[i].form != FORM_NAME || e == other) continue;
        if (!entity_is(r->d, e, ENTITY_PERSON) || entity_country(r->d, e) != owner) continue;
        if (other != NONE) {
            other = NONE;
            break;
        }
        other = e;
    }
    found_speaker(r, f, other != NONE ? other : speaker_unnamed(r, token, words, ENTITY_PERSON));
    return true;
}

/* "the two sides", when coreference found no two of a kind: the last two states or persons that one word stood for. */
static void sides(struct reader *r, struct found *f, uint32_t token)
{
    uint32_t s = tok(r, token)->sentence, floor = s > SIDES_REACH ? r->mention_from[s - SIDES_REACH] : 0;
    static const enum entity_type types[] = { ENTITY_STATE, ENTITY_PERSON };
    for (size_t kind = 0; kind < sizeof types / sizeof *types && !f->speakers.count; kind++)
        for (uint32_t m = r->mention_from[s + 1]; m-- > floor && !f->speakers.count;) {
            uint32_t n, same = 0;
            const uint32_t *e = mention_entities(&r->d->mentions.at[m], &n);
            for (uint32_t i = 0; i < n; i++) same += entity_is(r->d, e[i], types[kind]);
            if (r->d->mentions.at[m].words.first >= token || n != 2 || same < n) continue;
            for (uint32_t i = 0; i < n; i++) found_speaker(r, f, e[i]);
        }
}

static void one(struct reader *r, struct found *f, uint32_t token, run words)
{
    const struct token *w = tok(r, token);
    unsigned kind = carrier_kind(r->rules, w->lemma);
    uint32_t m = doc_mention_at(r->d, token), state = map_get(&r->rules->speakers, w->lemma);
    uint32_t medium = medium_named(r, token);
    if (medium != NONE) {
        found_speaker(r, f, medium);
        return;
    }
    if (state == ENTITY_STATE && w->upos == UPOS_NOUN) { /* "the Russian side", "Japan's government" */
        uint32_t owner =
            m != NONE && entity_is(r->d, r->d->mentions.at[m].entity, ENTITY_STATE) ? r->d->mentions.at[m].entity : find_owner(r->d, token);
        if (entity_is(r->d, owner, ENTITY_STATE)) {
            for (uint32_t c = w->child; c != NONE && f->speakers.count == 0; c = tok(r, c)->next) { /* "the governments of A, B and C" */
                uint32_t all[SPEAKERS_MOST], n = deprel_base(tok(r, c)->rel) == REL_nmod ? tree_conjuncts(r->d, c, all, SPEAKERS_MOST) : 0;
                for (uint32_t i = 0; n > 1 && i < n; i++)
                    if (entity_is(r->d, speaker_entity(r, all[i]), ENTITY_STATE)) found_speaker(r, f, speaker_entity(r, all[i]));
            }
            if (!f->speakers.count) found_speaker(r, f, owner);
            return;
        }
    }
    if (w->upos == UPOS_NOUN && (kind & (CARRIER_REPORT | CARRIER_DOCUMENT | CARRIER_THING | CARRIER_NEVER))) {
        document(r, f, token, words, kind);
        return;
    }
    if (office_holders(r, f, token)) return;
    if (m != NONE && speaker_may(r, r->d->mentions.at[m].entity)) {
        uint32_t n, all[SPEAKERS_MOST];
        const uint32_t *e = mention_entities(&r->d->mentions.at[m], &n);
        if (n > SPEAKERS_MOST) n = SPEAKERS_MOST;
        memcpy(all, e, n * sizeof *e);
        if (str_is(w->lemma, "side"))
            for (uint32_t i = 0; i < n; i++)
                if (!entity_is(r->d, all[i], ENTITY_STATE) && !entity_is(r->d, all[i], ENTITY_PERSON)) {
                    if (two_of(r, token)) sides(r, f, token);
                    return;
                }
        if (n > 1 && r->d->mentions.at[m].form != FORM_NAME) /* "the two sides" are states or persons, and all of a kind */
            for (uint32_t i = 0; i < n; i++)
                if (r->d->entities.at[all[i]].type != r->d->entities.at[all[0]].type || entity_is(r->d, all[i], ENTITY_MEDIUM)) {
                    if (two_of(r, token)) sides(r, f, token);
                    return;
                }
        if (n == 1 && str_is(w->lemma, "side") && !entity_is(r->d, all[0], ENTITY_STATE)) return;
        if (n == 1 && w->upos == UPOS_NOUN && entity_is(r->d, all[0], ENTITY_PERSON) && of_another_state(r, f, token, all[0], words))
            return;
        for (uint32_t i = 0; i < n; i++) found_speaker(r, f, all[i]);
        if (n == 1 && r->d->entities.at[all[0]].unnamed) widen(r, m, words);
        return;
    }
    if (w->upos == UPOS_PRON || w->upos == UPOS_DET) {
        pronoun(r, f, token);
        return;
    }
    if (m != NONE && entity_is(r->d, r->d->mentions.at[m].entity, ENTITY_POST)) { /* a minister whom the text does not name */
        uint32_t same = described_before(r, token, definite(r, words));
        found_speaker(r, f, same != NONE ? same : speaker_unnamed(r, token, words, ENTITY_PERSON));
        return;
    }
    uint32_t within = m == NONE ? speaker_entity(r, token) : NONE;
    if (speaker_may(r, within)) {
        found_speaker(r, f, within);
        return;
    }
    uint32_t inner = kind & CARRIER_PLACE ? issuer_token(r, token) : NONE;
    if (inner != NONE && speaker_may(r, speaker_entity(r, inner))) {
        found_speaker(r, f, speaker_entity(r, inner));
        return;
    }
    uint32_t body = map_get(&r->rules->speakers, w->lemma);
    if (m != NONE && body != MAP_NONE && !speaker_may(r, r->d->mentions.at[m].entity)) {
        found_speaker(r, f, speaker_unnamed(r, token, words, noun_type(r, token)));
        return;
    }
    if ((kind & (CARRIER_REPORT | CARRIER_DOCUMENT | CARRIER_THING | CARRIER_PLACE)) ||
        (m != NONE && !speaker_may(r, r->d->mentions.at[m].entity))) {
        document(r, f, token, words, kind);
        return;
    }
    if (w->upos != UPOS_NOUN && w->upos != UPOS_ADJ && w->upos != UPOS_PROPN && w->upos != UPOS_NUM) return;
    uint32_t before = described_before(r, token, definite(r, words));
    if (before != NONE) {
        found_speaker(r, f, before);
        return;
    }
    found_speaker(r, f, speaker_unnamed(r, token, words, noun_type(r, token)));
}

/* "Lavrov on Friday said": a time, or the preposition that leads to one. */
static bool aside_time(const struct reader *r, uint32_t t)
{
    return clause_time(r, t) || (tok(r, t)->upos == UPOS_ADP && t + 1 < r->d->tokens.count && clause_time(r, t + 1));
}

/*
 * "Secretary of the Security Council Nikolai Patrushev said", "the coordinator for the region, Ambassador Zhang, said": the name of a
 * person that ends right before the verb, unless a preposition or "and" joins it to what stands before ("the lawyer of X").
 */
static uint32_t name_before(const struct reader *r, uint32_t token, uint32_t verb)
{
    uint32_t e = speaker_entity(r, token), t = verb;
    uint32_t own = doc_mention_over(r->d, token);
    if (tok(r, token)->upos == UPOS_PRON) return token;
    if (entity_is(r->d, e, ENTITY_PERSON) && own != NONE &&
        r->d->mentions.at[own].form == FORM_NAME) /* in the title: "his opposite number" */
        return token < r->d->mentions.at[own].words.first ? r->d->mentions.at[own].head : token;
    while (t > token + 1 &&
           (tok(r, t - 1)->upos == UPOS_AUX || tok(r, t - 1)->upos == UPOS_ADV || str_is(tok(r, t - 1)->form, ",") || aside_time(r, t - 1)))
        t--;
    uint32_t m = t > token + 1 ? doc_mention_over(r->d, t - 1) : NONE;
    if (m == NONE || verb - token > NAME_REACH) return token;
    const struct mention *x = &r->d->mentions.at[m];
    if (x->words.last != t || x->words.first <= token || x->form != FORM_NAME || !entity_is(r->d, x->entity, ENTITY_PERSON)) return token;
    for (uint32_t k = token + 1; k < x->words.first; k++)
        if (tok(r, k)->upos == UPOS_VERB || tok(r, k)->upos == UPOS_AUX || tok(r, k)->upos == UPOS_PRON) return token;
    const struct token *p = tok(r, x->words.first - 1);
    return p->upos == UPOS_ADP || p->upos == UPOS_CCONJ || p->upos == UPOS_PART || p->upos == UPOS_VERB ? token : x->head;
}

/* The name of a person or body that begins at t, behind its title; NONE. */
static uint32_t name_at(const struct reader *r, uint32_t t, uint32_t last)
{
    for (uint32_t n = 0; t < last && n < TITLE_MOST; t++, n++) {
        uint32_t m = doc_mention_over(r->d, t);
        uint8_t u = tok(r, t)->upos;
        if (m != NONE && r->d->mentions.at[m].words.first == t && r->d->mentions.at[m].form == FORM_NAME &&
            (entity_is(r->d, r->d->mentions.at[m].entity, ENTITY_PERSON) ||
             (entity_is(r->d, r->d->mentions.at[m].entity, ENTITY_ORGANIZATION) && n <= 1)))
            return m;
        if (u != UPOS_DET && u != UPOS_ADJ && u != UPOS_NOUN && u != UPOS_PROPN) return NONE;
    }
    return NONE;
}

/* "The mediator, former President Jan Kral, who shuttled between them, praised": a name in apposition to a description. */
static uint32_t apposition(const struct reader *r, uint32_t token)
{
    uint32_t own = doc_mention_at(r->d, token), last = sent(r, tok(r, token)->sentence)->words.last, t = token + 1;
    if (tok(r, token)->upos != UPOS_NOUN || (own != NONE && r->d->mentions.at[own].form == FORM_NAME)) return token;
    if (str_is(tok(r, token)->xpos, "NNS") || two_of(r, token)) return token;
    while (t < last && t < token + NAME_REACH && !tok_punct(r, t) && tok(r, t)->upos != UPOS_VERB && tok(r, t)->upos != UPOS_AUX &&
           tok(r, t)->upos != UPOS_CCONJ)
        t++;
    if (t + 2 >= last || !str_is(tok(r, t)->form, ",")) return token;
    uint32_t m = name_at(r, t + 1, last), end = m == NONE ? last : r->d->mentions.at[m].words.last;
    if (end >= last || !(str_is(tok(r, end)->form, ",") || str_is(tok(r, end)->form, ".") || str_is(tok(r, end)->form, ";"))) return token;
    return r->d->mentions.at[m].head;
}

/* "Presidents Berg and Kral": the names that a title in front of them stands for. */
static uint32_t titled(const struct reader *r, uint32_t token)
{
    chy_str form = tok(r, token)->form;
    if (token + 1 >= r->d->tokens.count || tok(r, token + 1)->sentence != tok(r, token)->sentence) return token;
    if (form.ptr[form.len - 1] == '.' && tok(r, token)->upos == UPOS_PROPN && tok(r, token + 1)->upos == UPOS_PROPN &&
        tok(r, token + 1)->head != token)
        return token + 1; /* "Sen." and the name parted by the tree */
    if (tok(r, token)->upos != UPOS_NOUN || speaker_entity(r, token) != NONE) return token;
    uint32_t m = doc_mention_over(r->d, token + 1);
    if (m == NONE || r->d->mentions.at[m].words.first != token + 1 || !entity_is(r->d, r->d->mentions.at[m].entity, ENTITY_PERSON))
        return token;
    return r->d->mentions.at[m].head;
}

/* "France, the United Kingdom and the United States declared": names in a row up to the verb, whatever the tree makes of them. */
static void listed_before(struct reader *r, struct found *f, uint32_t first, enum entity_type type)
{
    uint32_t row[SPEAKERS_MOST], n = 0, start = sent(r, tok(r, first)->sentence)->words.first, t = first;
    while (t > start && n < SPEAKERS_MOST) {
        uint32_t k = t;
        while (k > start && (tok(r, k - 1)->upos == UPOS_DET || str_is(tok(r, k - 1)->form, ","))) k--;
        uint32_t m = k < t && k > start ? doc_mention_over(r->d, k - 1) : NONE;
        if (m == NONE || r->d->mentions.at[m].words.last != k || r->d->mentions.at[m].form != FORM_NAME ||
            !entity_is(r->d, r->d->mentions.at[m].entity, type))
            break;
        row[n++] = r->d->mentions.at[m].entity;
        t = r->d->mentions.at[m].words.first;
    }
    while (t > start && tok(r, t - 1)->upos == UPOS_DET) t--;
    if (!n || (t > start && !tok_punct(r, t - 1))) return; /* "In France, Spain and Italy said" */
    while (n--) found_speaker(r, f, row[n]);
    f->source.first = t;
}

static void listed(struct reader *r, struct found *f, uint32_t token, uint32_t verb)
{
    uint32_t m = doc_mention_at(r->d, token), row[SPEAKERS_MOST], n = 0;
    if (m == NONE || !speaker_may(r, r->d->mentions.at[m].entity)) return;
    enum entity_type type = r->d->entities.at[r->d->mentions.at[m].entity].type;
    bool joined = false;
    uint32_t t = r->d->mentions.at[m].words.last;
    for (; t < verb && tok(r, t)->upos != UPOS_AUX && tok(r, t)->upos != UPOS_ADV;) {
        uint32_t next = doc_mention_over(r->d, t);
        if (next != NONE && r->d->mentions.at[next].words.first == t && r->d->mentions.at[next].form == FORM_NAME && n < SPEAKERS_MOST &&
            entity_is(r->d, r->d->mentions.at[next].entity, type)) {
            row[n++] = r->d->mentions.at[next].entity;
            t = r->d->mentions.at[next].words.last;
        } else if (tok(r, t)->upos == UPOS_CCONJ || str_is(tok(r, t)->form, ",") || tok(r, t)->upos == UPOS_DET) {
            joined |= tok(r, t)->upos == UPOS_CCONJ;
            t++;
        } else {
            return;
        }
    }
    if (!joined || !n) return;
    listed_before(r, f, r->d->mentions.at[m].words.first, type);
    for (uint32_t i = 0; i < n; i++) found_speaker(r, f, row[i]);
    if (f->source.last < t) f->source.last = t;
}

/* An "and" opens one of the nominals: "the chairman, former Senator Mitchell" is one man, "the business and trade secretary" another. */
static bool joined(const struct reader *r, const uint32_t *all, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        uint32_t t = tok(r, all[i])->lo;
        while (t < all[i] && tok_punct(r, t)) t++;
        for (uint32_t c = tok(r, all[i])->child; c != NONE; c = tok(r, c)->next)
            if (tok(r, c)->rel == REL_cc && c == t) return true;
    }
    return false;
}

void speaker_fill(struct reader *r, struct found *f, uint32_t token, uint32_t verb)
{
    uint32_t first = token;
    token = titled(r, token);
    if (verb != NONE && token < verb) token = name_before(r, token, verb);
    if (token == first) token = apposition(r, token);
    uint32_t all[SPEAKERS_MOST], n = tree_conjuncts(r->d, token, all, SPEAKERS_MOST);
    f->speaker_token = token;
    f->source = speaker_source(r, token, verb);
    if (first < token && speaker_source(r, first, verb).first < f->source.first) f->source.first = speaker_source(r, first, verb).first;
    if (n > 1 && !joined(r, all, n)) n = 1;
    for (uint32_t i = 0; i < n; i++) {
        if (i && ((tok(r, all[i])->upos != UPOS_NOUN && tok(r, all[i])->upos != UPOS_PROPN && tok(r, all[i])->upos != UPOS_PRON) ||
                  all[i] >= f->source.last || tok_quoted(r, all[i])))
            continue;
        run words = n > 1 ? speaker_source(r, all[i], verb) : f->source;
        if (i == 0 && n > 1) words.last = most(token + 1, least(words.last, tok(r, all[1])->lo));
        while (words.last > all[i] + 1 && tok_punct(r, words.last - 1)) words.last--;
        one(r, f, all[i], words);
    }
    if (verb != NONE && token < verb && n == 1) listed(r, f, token, verb);
}
