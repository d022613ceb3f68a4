#include "event/stage.h"

uint32_t event_people(const struct draft *x)
{
    uint32_t n = x->a.entities.count;
    for (uint32_t i = 0; i < x->b.entities.count; i++) n += !event_who_has(&x->a, x->b.entities.at[i]);
    return n;
}

/* Who acts in the clause that a meeting is told in took part in it: "proposed a meeting with Y", "came for talks with Y"; and, when
 * nobody is named by the noun, who was spoken to as well: "at the talks, X told Y". */
static bool gather_clause(struct work *w, struct draft *x, bool subject_only)
{
    uint32_t t = x->m.trigger;
    for (int steps = 0; t != NONE && steps < 4; steps++) {
        if (doc_token(w->d, t)->upos == UPOS_VERB && t != x->m.trigger) break;
        enum deprel base = deprel_base((enum deprel)doc_token(w->d, t)->rel);
        if (base != REL_obl && base != REL_nmod && base != REL_conj && base != REL_obj) return true;
        t = doc_token(w->d, t)->head;
    }
    if (t == NONE || doc_token(w->d, t)->upos != UPOS_VERB) return true;
    return event_who(w->r, w->d, pattern_subject(w->d, t), true, w->scratch, &x->a) &&
           (subject_only || event_who(w->r, w->d, pattern_object(w->d, t), true, w->scratch, &x->b));
}

/* A visitor's own state is no target of the visit. */
static void leave_home_out(const chy_doc *d, struct draft *x)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < x->b.entities.count; i++) {
        uint32_t e = x->b.entities.at[i];
        bool home = false;
        for (uint32_t k = 0; k < x->a.entities.count; k++)
            home |= d->entities.at[e].type == ENTITY_STATE && entity_country(d, x->a.entities.at[k]) == e;
        if (home) continue;
        x->b.entities.at[kept] = e;
        x->b.sectors.at[kept] = x->b.sectors.at[i];
        x->b.spans.at[kept++] = x->b.spans.at[i];
    }
    x->b.entities.count = x->b.spans.count = x->b.sectors.count = kept;
}

static bool is_home(const chy_doc *d, const struct who *who, const struct who *visited)
{
    for (uint32_t i = 0; i < visited->entities.count; i++)
        for (uint32_t k = 0; k < who->entities.count; k++)
            if (entity_country(d, who->entities.at[k]) == entity_country(d, visited->entities.at[i])) return true;
    return false;
}

/* "called off a trip to Beijing", "on a visit to Canada, X said": the visitor is who acts in that clause, unless it is the host. */
static bool gather_visitor(struct work *w, struct draft *x)
{
    const chy_doc *d = w->d;
    uint32_t t = x->m.trigger, head = doc_token(d, t)->head;
    if (doc_mention_at(d, t) != NONE) return event_who(w->r, d, t, false, w->scratch, &x->a); /* "Minister X in Oslo", a caption */
    for (int steps = 0; head != NONE && steps < 3; steps++) {
        enum deprel base = deprel_base((enum deprel)doc_token(d, t)->rel);
        uint32_t by = tree_case(d, t);
        if (base == REL_nmod && by != NONE && doc_mention_at(d, head) != NONE)
            return event_who(w->r, d, head, false, w->scratch, &x->a); /* "X, on a visit to Canada" */
        if (doc_token(d, head)->upos == UPOS_VERB) {
            const struct status_word *word = base == REL_obj ? event_word_over(w->r, d, head, CHY_LIT("obj")) : NULL;
            bool own = base == REL_obj
                           ? word && (word->effect == STATUS_CANCELLED || word->effect == STATUS_PLANNED || word->effect == EFFECT_CARRIES)
                           : base == REL_obl && by != NONE;
            struct who who = { 0 };
            if (!own) return true;
            if (!event_who(w->r, d, pattern_surface_subject(d, head), false, w->scratch, &who)) return false;
            if (base == REL_obl && is_home(d, &who, &x->b)) {
                who = (struct who){ 0 };
                if (pattern_passive(d, head) || !event_who(w->r, d, pattern_object(d, head), false, w->scratch, &who)) return true;
            }
            if (!is_home(d, &who, &x->b)) x->a = who;
            return true;
        }
        if (base != REL_nmod && base != REL_obl && base != REL_obj) return true;
        t = head;
        head = doc_token(d, t)->head;
    }
    return true;
}

/* Against whom it goes may stand with what was rejected, seized, condemned: "an Australian ultimatum", "Palestinian homes". */
static bool goes_against(const struct event_row *row)
{
    static const char *const types[] = { "REJECT", "ACCUSE", "REQUEST", "ASSAULT", "COERCE", "SANCTION", "RETREAT", "THREATEN", "PROTEST" };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_is(row->type, types[i])) return true;
    return false;
}

static bool is_ground(const struct work *w, uint32_t t) { return map_get(&w->r->beside, doc_token(w->d, t)->lower) != MAP_NONE; }

/* Those of `who` that are not the source, nor its state, are the target; so is the source's own state where its ground is struck. */
static bool add_others(struct work *w, struct draft *x, const struct who *who, chy_str sector, bool ground)
{
    for (uint32_t i = 0; i < who->entities.count; i++) {
        uint32_t e = who->entities.at[i];
        bool own = event_who_has(&x->a, e);
        bool nameless = w->d->entities.at[e].type == ENTITY_PERSON && w->d->entities.at[e].unnamed; /* "recalled its ambassador" */
        uint32_t home = nameless ? entity_country(w->d, e) : e;
        for (uint32_t k = 0; k < x->a.entities.count; k++) own |= home != NONE && entity_country(w->d, x->a.entities.at[k]) == home;
        if (own && !(ground && sector.len && !str_is(x->row->type, "RETREAT") && !str_is(x->row->type, "PROTEST"))) continue;
        if (!event_who_add(w->d, e, who->spans.at[i], w->scratch, &x->b)) return false;
        if (x->b.sectors.count) x->b.sectors.at[x->b.sectors.count - 1] = who->sectors.at[i].len ? who->sectors.at[i] : sector;
    }
    return true;
}

static bool has_target(const struct event_row *row)
{
    return goes_against(row) || str_is(row->type, "AGREE") || str_is(row->type, "AID") || str_is(row->type, "CONCEDE") ||
           str_is(row->type, "MOBILIZE");
}

static bool gather_owner_of_object(struct work *w, struct draft *x)
{
    uint32_t object = doc_token(w->d, x->m.trigger)->upos == UPOS_VERB ? pattern_object(w->d, x->m.trigger) : NONE;
    struct who owner = { 0 };
    if (object == NONE || x->row->how & HOW_NOT) return true;
    if (!event_who_owner(w->r, w->d, object, w->scratch, &owner)) return false;
    return add_others(w, x, &owner, event_sector_told(w->r, doc_token(w->d, object)), is_ground(w, object));
}

/* Whether what hangs so on a word may hold who the word's deed is done to. */
static bool may_hold_target(const chy_doc *d, uint32_t t)
{
    const struct token *k = doc_token(d, t);
    if (k->upos == UPOS_PUNCT || k->rel == REL_acl_relcl || k->rel == REL_obl_unmarked) return false;
    switch (deprel_base((enum deprel)k->rel)) {
    case REL_obj:
    case REL_iobj:
    case REL_obl:
    case REL_nmod:
    case REL_amod:
    case REL_compound:
    case REL_appos:
    case REL_xcomp:
    case REL_ccomp:
    case REL_acl: return true;
    case REL_nsubj: return k->head != NONE && doc_token(d, k->head)->rel != REL_root;
    case REL_advcl: {
        uint32_t mark = tree_child(d, t, REL_mark);
        chy_str word = mark == NONE ? CHY_LIT("") : doc_token(d, mark)->lower;
        return str_is(word, "to") || str_is(word, "unless") || str_is(word, "until"); /* "will strike unless Peru pays" */
    }
    default: return false;
    }
}

/* The word after t in a walk over what stands below top, into t or past it; top at the end. */
static uint32_t next_below(const chy_doc *d, uint32_t t, uint32_t top, bool into)
{
    uint32_t next = into ? doc_token(d, t)->child : NONE;
    while (next == NONE && t != top && t != NONE) {
        next = doc_token(d, t)->next;
        t = doc_token(d, t)->head;
    }
    return next == NONE ? top : next;
}

/* "agreed in Geneva", "From Havana the rebels promised": where it was done, not whom it concerns. */
static bool tells_where(const chy_doc *d, const struct event_row *row, uint32_t top, uint32_t t)
{
    static const char *const spoken[] = { "AGREE", "REJECT", "ACCUSE", "REQUEST", "THREATEN", "CONCEDE", "PROTEST" };
    static const char *const where[] = { "in", "at", "from", "near", "outside", "inside" };
    uint32_t by = doc_token(d, t)->head == top && doc_token(d, t)->rel == REL_obl ? tree_case(d, t) : NONE;
    bool said = false;
    for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++) said |= str_is(row->type, spoken[i]);
    for (size_t i = 0; said && by != NONE && i < sizeof where / sizeof *where; i++)
        if (str_is(doc_token(d, by)->lower, where[i])) return true;
    return false;
}

/* "shelled Ruritanian villages": what is struck tells who. */
static chy_str sector_above(const struct work *w, uint32_t top, uint32_t t)
{
    chy_str sector = { 0 };
    for (t = doc_token(w->d, t)->head; t != NONE && t != top && !sector.len; t = doc_token(w->d, t)->head)
        if (event_is_noun(w->d, t) && is_ground(w, t)) sector = event_sector_told(w->r, doc_token(w->d, t));
    return sector;
}

/* Nobody stands where the row looks for the target: the nearest who is named below the trigger, in the order of the text. */
static bool gather_below(struct work *w, struct draft *x)
{
    enum { STEPS = 48 };
    const chy_doc *d = w->d;
    uint32_t top = x->m.trigger, t = doc_token(d, top)->child;
    uint32_t subject = doc_token(d, top)->upos == UPOS_VERB ? pattern_surface_subject(d, top) : NONE;
    for (int steps = 0; t != NONE && t != top && steps < STEPS; steps++) {
        bool in = t != subject && t != event_slot(&x->m, 'A') && may_hold_target(d, t) && !tells_where(d, x->row, top, t);
        struct who found = { 0 };
        if (in && (!event_who(w->r, d, t, true, w->scratch, &found) || !add_others(w, x, &found, sector_above(w, top, t), true)))
            return false;
        if (x->b.entities.count) return true;
        t = next_below(d, t, top, in);
    }
    return true;
}

uint32_t event_group_below(const struct work *w, const struct draft *x, chy_str own)
{
    enum { STEPS = 32 };
    const chy_doc *d = w->d;
    uint32_t top = x->m.trigger, t = doc_token(d, top)->child;
    uint32_t subject = doc_token(d, top)->upos == UPOS_VERB ? pattern_surface_subject(d, top) : NONE;
    if (!has_target(x->row) || str_is(x->row->type, "MOBILIZE")) return NONE; /* "put its troops on alert" */
    for (int steps = 0; t != NONE && t != top && steps < STEPS; steps++) {
        bool in = t != subject && t != event_slot(&x->m, 'A') && may_hold_target(d, t);
        chy_str sector = in && event_is_noun(d, t) ? event_sector_at(w->r, d, t) : (chy_str){ 0 };
        if (sector.len && !(own.len && str_eq(sector, own))) return t;
        t = next_below(d, t, top, in);
    }
    return NONE;
}

/* An organisation of states, as its code tells: not a firm, a movement, a paper. */
static bool is_of_states(const struct entity *e)
{
    return e->type == ENTITY_ORGANIZATION && e->codes.count && str_starts(e->codes.at[0], CHY_LIT("IGO"));
}

/* The organisation of states that is spoken of most in the text before a word, of several the last; NONE. */
static uint32_t spoken_of_before(const chy_doc *d, uint32_t token, uint32_t *times)
{
    enum { WORDS_BACK = 600, FEW = 8 };
    uint32_t who[FEW], often[FEW], n = 0, best = 0;
    uint32_t last = token > WORDS_BACK ? token - WORDS_BACK : 0;
    for (uint32_t t = token; t-- > last;) {
        uint32_t at = doc_mention_at(d, t), i = 0;
        if (at == NONE || d->mentions.at[at].head != t || !is_of_states(&d->entities.at[d->mentions.at[at].entity])) continue;
        while (i < n && who[i] != d->mentions.at[at].entity) i++;
        if (i == FEW) continue;
        if (i == n) who[n] = d->mentions.at[at].entity, often[n++] = 0;
        often[i]++;
    }
    for (uint32_t i = 1; i < n; i++)
        if (often[i] > often[best]) best = i;
    *times = n ? often[best] : 0;
    return n ? who[best] : NONE;
}

/* "the ninth summit": that of the organisation spoken of, or of the one whose paper this is. */
static bool gather_spoken_of(struct work *w, struct draft *x)
{
    enum { WORDS_ON = 400 };
    const chy_doc *d = w->d;
    uint32_t times, org = spoken_of_before(d, x->m.trigger, &times);
    if (org == NONE) org = w->d->publisher_entity;
    if (org != NONE && !is_of_states(&d->entities.at[org])) org = NONE;
    for (uint32_t t = x->m.trigger; org == NONE && t < d->tokens.count && t < x->m.trigger + WORDS_ON; t++) {
        uint32_t at = doc_mention_at(d, t);
        if (at != NONE && is_of_states(&d->entities.at[d->mentions.at[at].entity])) org = d->mentions.at[at].entity;
    }
    return org == NONE || event_who_add(d, org, doc_token(d, x->m.trigger)->span, w->scratch, &x->a);
}

/* The one organisation of states, or organ of one, that the sentence names; NONE. */
static uint32_t organization_here(const chy_doc *d, uint32_t token)
{
    const struct sentence *s = &d->sentences.at[doc_token(d, token)->sentence];
    uint32_t one = NONE;
    for (uint32_t t = s->words.first; t < s->words.last; t++) {
        uint32_t at = doc_mention_at(d, t), e = at == NONE ? NONE : d->mentions.at[at].entity;
        if (e == NONE || d->mentions.at[at].head != t) continue;
        uint32_t over = d->entities.at[e].type == ENTITY_BODY ? d->entities.at[e].of : e;
        if (over == NONE || !is_of_states(&d->entities.at[over]) || e == one) continue;
        if (one != NONE) return NONE;
        one = e;
    }
    return one;
}

/* "At a meeting in Oslo the chair of the council passed to Peru": of the one organisation that the sentence names. */
static bool gather_here(struct work *w, struct draft *x)
{
    uint32_t org = organization_here(w->d, x->m.trigger);
    return org == NONE || event_who_add(w->d, org, doc_token(w->d, x->m.trigger)->span, w->scratch, &x->a);
}

/* "stayed for talks in Oslo": who came, and the state in which the noun says that it was. */
static bool gather_guest(struct work *w, struct draft *x)
{
    const chy_doc *d = w->d;
    struct draft y = { .m = x->m, .row = x->row };
    uint32_t host = NONE;
    for (uint32_t c = doc_token(d, x->m.trigger)->child; c != NONE && host == NONE; c = doc_token(d, c)->next) {
        uint32_t by = tree_case(d, c), at = by != NONE && str_is(doc_token(d, by)->lower, "in") ? doc_mention_at(d, c) : NONE;
        host = at == NONE ? NONE : entity_country(d, d->mentions.at[at].entity);
    }
    if (host == NONE) return true;
    if (!gather_clause(w, &y, true)) return false;
    for (uint32_t i = 0; i < y.a.entities.count; i++)
        if (entity_country(d, y.a.entities.at[i]) == host || entity_country(d, y.a.entities.at[i]) == NONE) return true;
    x->a = y.a;
    return event_who_add(d, host, doc_token(d, x->m.trigger)->span, w->scratch, &x->b);
}

bool event_is_group(const struct work *w, uint32_t t)
{
    return t != NONE &&
           (map_get(&w->r->groups, doc_token(w->d, t)->lemma) != MAP_NONE || map_get(&w->r->groups, doc_token(w->d, t)->lower) != MAP_NONE);
}

/* "the leaders", "the two sides": nobody by name, and no word of whose they are. */
static bool is_bare_group(const struct work *w, uint32_t t)
{
    const chy_doc *d = w->d;
    if (t == NONE || !event_is_group(w, t) || !(str_is(doc_token(d, t)->xpos, "NNS") || str_is(doc_token(d, t)->xpos, "NNPS")))
        return false;
    uint32_t at = doc_mention_at(d, t);
    if (at != NONE && d->mentions.at[at].form == FORM_NAME) return false;
    bool the = false;
    for (uint32_t c = doc_token(d, t)->child; c != NONE; c = doc_token(d, c)->next) {
        uint8_t rel = doc_token(d, c)->rel;
        if (rel == REL_det) the |= str_is(doc_token(d, c)->lower, "the") || str_is(doc_token(d, c)->lower, "both");
        if (rel == REL_nmod || rel == REL_nmod_poss || rel == REL_conj || rel == REL_appos || rel == REL_amod || rel == REL_compound ||
            rel == REL_acl_relcl)
            return false;
    }
    return the;
}

/* "Kenya said it would withdraw": of whom else the pronoun may tell, the one who says so is nearer. NONE. */
static uint32_t sayer(const chy_doc *d, uint32_t pronoun, uint32_t trigger)
{
    if (pronoun == NONE && !tree_has(d, trigger, REL_aux_pass)) pronoun = tree_child(d, trigger, REL_expl);
    if (pronoun == NONE || doc_token(d, pronoun)->upos != UPOS_PRON) return NONE;
    if (doc_token(d, pronoun)->rel != REL_nsubj && doc_token(d, pronoun)->rel != REL_expl) return NONE;
    uint32_t verb = doc_token(d, pronoun)->head;
    if (!str_is(doc_token(d, pronoun)->lower, "it") || verb == NONE || doc_token(d, verb)->rel != REL_ccomp) return NONE;
    uint32_t over = doc_token(d, verb)->head, subject = over == NONE ? NONE : tree_child(d, over, REL_nsubj);
    uint32_t at = subject == NONE || subject > pronoun ? NONE : doc_mention_at(d, subject);
    if (at == NONE) return NONE;
    enum entity_type type = d->entities.at[d->mentions.at[at].entity].type;
    return type == ENTITY_STATE || type == ENTITY_ORGANIZATION || type == ENTITY_BODY ? subject : NONE;
}

/* "along with X", "together with X" */
static bool is_beside(const chy_doc *d, uint32_t t)
{
    uint32_t by = tree_case(d, t);
    if (by == NONE) return false;
    chy_str word = doc_token(d, by)->lower,
            before = by > d->sentences.at[doc_token(d, t)->sentence].words.first ? doc_token(d, by - 1)->lower : (chy_str){ 0 };
    return str_is(word, "along") || str_is(word, "alongside") ||
           (str_is(word, "with") && (str_is(before, "together") || str_is(before, "along")));
}

/* Who did it too: "A, along with B, rejected", "Together with B, A called on C". */
static bool gather_companions(struct work *w, struct draft *x)
{
    const chy_doc *d = w->d;
    uint32_t verb = x->m.trigger, subject = event_slot(&x->m, 'A');
    if (subject == NONE || !x->a.entities.count || doc_token(d, verb)->upos != UPOS_VERB) return true;
    for (int side = 0; side < 2; side++)
        for (uint32_t c = doc_token(d, side ? subject : verb)->child; c != NONE; c = doc_token(d, c)->next) {
            if (doc_token(d, c)->rel != (side ? REL_nmod : REL_obl) || c == event_slot(&x->m, 'B') || !is_beside(d, c)) continue;
            if (!event_who(w->r, d, c, false, w->scratch, &x->a)) return false;
        }
    return true;
}

static bool gather_slots(struct work *w, struct draft *x)
{
    if (is_bare_group(w, event_slot(&x->m, 'A'))) {
        if (!event_carry_meeting(w, x)) return false;
        if (x->a.entities.count) {
            return event_who(w->r, w->d, event_slot(&x->m, 'B'), true, w->scratch, &x->b) &&
                   event_who(w->r, w->d, event_slot(&x->m, 'C'), true, w->scratch, &x->c);
        }
    }
    if (!event_who(w->r, w->d, event_slot(&x->m, 'A'), true, w->scratch, &x->a) ||
        !event_who(w->r, w->d, event_slot(&x->m, 'B'), true, w->scratch, &x->b) ||
        !event_who(w->r, w->d, event_slot(&x->m, 'C'), true, w->scratch, &x->c) ||
        !event_who(w->r, w->d, event_slot(&x->m, 'H'), true, w->scratch, &x->h))
        return false;
    if (!x->a.entities.count && !event_who(w->r, w->d, sayer(w->d, event_slot(&x->m, 'A'), x->m.trigger), false, w->scratch, &x->a))
        return false;
    if (!(x->row->how & (HOW_PAIR | HOW_ALONE))) return true;
    for (int i = -1; i < PATTERN_PARTS; i++) {
        uint32_t noun = i < 0 ? x->m.trigger : x->m.part[i];
        if (noun != NONE && event_is_noun(w->d, noun) && !event_who_before(w->d, noun, w->scratch, &x->a)) return false;
    }
    return true;
}

/* "students", "rebels": somebody, though nobody says whose. */
static bool is_sector(const struct work *w, uint32_t t) { return t != NONE && event_sector(w->r, doc_token(w->d, t)).len > 0; }

/* "the Oslo summit": known by its place, it is that of the organisation spoken of. */
static bool names_place(const chy_doc *d, uint32_t noun)
{
    for (uint32_t c = doc_token(d, noun)->child; c != NONE && c < noun; c = doc_token(d, c)->next)
        if (doc_token(d, c)->rel == REL_compound && doc_token(d, c)->upos == UPOS_PROPN) return true;
    return false;
}

/* "The leaders suspended X from the bloc": the bloc did; "the Assembly suspended X from the Council": the Assembly did. */
static void settle_third(const chy_doc *d, struct draft *x)
{
    if (!x->c.entities.count || !x->a.entities.count) return;
    const struct entity *a = &d->entities.at[x->a.entities.at[0]];
    if (a->unnamed && a->of == NONE && x->a.entities.count == 1) {
        x->a = x->c;
        x->c = (struct who){ 0 };
    } else if (a->type == ENTITY_ORGANIZATION || a->type == ENTITY_BODY)
        x->c = (struct who){ 0 };
}

/* What the words around the pattern tell of those who take part. */
static bool gather_around(struct work *w, struct draft *x)
{
    bool visit = x->row->how & HOW_VISIT, noun = event_is_noun(w->d, x->m.trigger);
    if (visit) leave_home_out(w->d, x);
    settle_third(w->d, x);
    if (visit && noun && !x->a.entities.count && x->b.entities.count && !gather_visitor(w, x)) return false;
    if (!x->b.entities.count && goes_against(x->row) && !gather_owner_of_object(w, x)) return false;
    bool acts = x->a.entities.count || event_is_group(w, event_slot(&x->m, 'A'));
    if (!x->b.entities.count && acts && has_target(x->row) && !is_sector(w, event_slot(&x->m, 'B')) && !gather_below(w, x)) return false;
    bool few = event_people(x) < 2 && !x->a.plural && noun;
    bool partner = (x->row->how & HOW_PAIR) && x->b.entities.count && !x->a.entities.count;
    if (few && (x->row->how & HOW_ALONE) && !event_people(x) && !event_who_within(w->d, x->m.trigger, w->scratch, &x->a)) return false;
    few = few && event_people(x) < 2 && !x->a.plural;
    if (few && partner && !gather_clause(w, x, true)) return false;
    if (few && (x->row->how & HOW_ALONE) && !event_people(x) && names_place(w->d, x->m.trigger) && !gather_spoken_of(w, x)) return false;
    uint32_t times = 0;
    bool summit = few && (x->row->how & HOW_ALONE) && (x->row->how & HOW_CLAUSE) && !event_people(x);
    if (summit && spoken_of_before(w->d, x->m.trigger, &times) != NONE && !gather_spoken_of(w, x)) return false;
    few = few && !event_people(x);
    return !few || partner || !(x->row->how & HOW_CLAUSE) || gather_clause(w, x, false);
}

/* What the sentences before it tell of them. */
static bool gather_before(struct work *w, struct draft *x)
{
    const chy_doc *d = w->d;
    uint32_t noun = event_is_noun(d, x->m.trigger) ? x->m.trigger : x->m.part[0];
    if (x->row->how & HOW_ALONE) {
        if (!event_people(x) && noun != NONE && !event_who_within(d, noun, w->scratch, &x->a)) return false;
        bool one = noun != NONE && event_is_noun(d, noun) && !str_is(doc_token(d, noun)->xpos, "NNS");
        if (!event_people(x) && one && !gather_spoken_of(w, x)) return false;
    }
    uint32_t a = event_slot(&x->m, 'A'), b = event_slot(&x->m, 'B');
    bool left_open = a == NONE ? event_is_noun(d, x->m.trigger) && b == NONE : is_bare_group(w, a) || doc_token(d, a)->upos == UPOS_PRON;
    if (x->row->how & HOW_PAPER) left_open |= a == NONE && b == NONE;
    if (!event_people(x) && left_open && (x->row->how & (HOW_PAIR | HOW_ALONE | HOW_TWO | HOW_PAPER)) && !event_carry_meeting(w, x))
        return false;
    bool with = (x->row->how & (HOW_PAIR | HOW_ALONE)) && a == NONE && b != NONE && event_is_noun(d, x->m.trigger);
    bool one_sided = x->row->how & HOW_PAIR ? event_people(x) == 1 : !x->a.entities.count && x->b.entities.count;
    if (with && one_sided && !event_carry_counterpart(w, x)) return false;
    bool meeting = (x->row->how & HOW_PAIR) && a == NONE && b == NONE && event_is_noun(d, x->m.trigger);
    if (meeting && !event_people(x) && str_is(x->row->kind, "meeting") && !gather_here(w, x)) return false;
    if (meeting && !event_people(x) && !gather_guest(w, x)) return false;
    bool lone = x->a.entities.count && !x->b.entities.count && event_people(x) < 2 && !(x->row->how & HOW_NOT);
    return !lone || !(x->row->how & HOW_PARTNER) || event_carry_partner(w, x);
}

/* "Leaders endorsed the declaration", "the heads of state threatened": many who govern, of whom nobody says of what states. */
static bool is_league(const struct work *w, uint32_t t)
{
    const chy_doc *d = w->d;
    if (t == NONE || !event_is_group(w, t) || !(str_is(doc_token(d, t)->xpos, "NNS") || str_is(doc_token(d, t)->xpos, "NNPS")))
        return false;
    chy_str sector = event_sector(w->r, doc_token(d, t));
    if (sector.len && !str_is(sector, "GOV")) return false;
    for (uint32_t c = doc_token(d, t)->child; c != NONE && c < t; c = doc_token(d, c)->next)
        if (doc_token(d, c)->rel == REL_nummod || doc_token(d, c)->rel == REL_nmod_poss || doc_token(d, c)->rel == REL_compound)
            return false;
    return true;
}

static bool has_name(const chy_doc *d, const struct who *who)
{
    for (uint32_t i = 0; i < who->entities.count; i++)
        if (!d->entities.at[who->entities.at[i]].unnamed || d->entities.at[who->entities.at[i]].of != NONE) return true;
    return false;
}

/* The leaders who meet, sign and threaten are those of the organisation spoken of. */
static bool gather_league(struct work *w, struct draft *x)
{
    struct who was = x->a;
    bool violent = str_is(x->row->type, "PROTEST") || str_is(x->row->type, "ASSAULT") || str_is(x->row->type, "MOBILIZE");
    if (violent || !is_league(w, event_slot(&x->m, 'A')) || has_name(w->d, &x->a)) return true;
    x->a = (struct who){ 0 };
    if (!gather_spoken_of(w, x)) return false;
    if (!x->a.entities.count || event_who_has(&x->b, x->a.entities.at[0])) x->a = was;
    return true;
}

static bool is_somebody(const struct work *w, uint32_t t)
{
    return t != NONE && (event_is_group(w, t) || doc_token(w->d, t)->upos == UPOS_PRON || doc_mention_at(w->d, t) != NONE);
}

bool event_takes_anyone(const struct event_row *row)
{
    static const char *const between_states[] = { "CONSULT", "SUPPORT", "SANCTION", "COOPERATE", "AGREE", "REJECT", "REQUEST" };
    for (size_t i = 0; i < sizeof between_states / sizeof *between_states; i++)
        if (str_is(row->type, between_states[i])) return row->how & HOW_ANYONE;
    return true;
}

/* What meets by itself: the members of one organisation. */
static bool is_house(const chy_doc *d, uint32_t entity)
{
    return d->entities.at[entity].type == ENTITY_ORGANIZATION || d->entities.at[entity].type == ENTITY_BODY;
}

/* "Ruritania could begin talks on trade", "had negotiated for seven years": a state that deals with somebody not named. */
static bool is_negotiator(const chy_doc *d, const struct draft *x)
{
    if (!str_is(x->row->kind, "talks") || doc_token(d, x->m.trigger)->upos != UPOS_VERB || !x->a.entities.count) return false;
    return d->entities.at[x->a.entities.at[0]].type == ENTITY_STATE;
}

bool event_gather(struct work *w, struct draft *x, bool *fits)
{
    if (!gather_slots(w, x) || !gather_companions(w, x) || !event_diary(w, x) || !gather_around(w, x) || !gather_before(w, x) || !gather_league(w, x))
        return false;
    uint32_t n = event_people(x), a = event_slot(&x->m, 'A'), b = event_slot(&x->m, 'B');
    if (x->row->how & HOW_ALONE)
        *fits = n > 0 || event_is_noun(w->d, x->m.trigger) || (x->m.part[0] != NONE && event_is_noun(w->d, x->m.part[0]));
    else if (x->row->how & HOW_TWO)
        *fits = n >= 2;
    else if (x->row->how & HOW_PAIR)
        *fits = n >= 2 || (n == 1 && (x->a.plural || x->b.plural)) ||
                (n == 1 && a != NONE && b != NONE && is_somebody(w, x->a.entities.count ? b : a)) ||
                (n == 1 && a == NONE && b == NONE && x->a.entities.count && is_house(w->d, x->a.entities.at[0])) ||
                (n == 1 && b == NONE && is_negotiator(w->d, x));
    else if (x->row->how & HOW_TARGET)
        *fits = x->b.entities.count > 0 && n > 0;
    else if (x->row->how & HOW_PAPER)
        *fits = n > 0 || event_slot(&x->m, 'Z') != NONE;
    else
        *fits = n > 0 || (event_takes_anyone(x->row) && (event_is_group(w, a) || event_is_group(w, b)));
    return true;
}
