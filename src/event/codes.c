#include "event/stage.h"

/*
 * Who acts, in letters: the state's three and those of the sector, ISRMIL for "Israeli troops". A code tells of a role in this event; who
 * takes part is told by the participants, and none is added here.
 */

/* Organisations that are coded without a state where none is told: "human rights groups". */
static bool is_of_nowhere(chy_str sector) { return str_starts(sector, CHY_LIT("NGO")); }

static bool push_code(chy_doc *d, str_list *codes, chy_str state, chy_str sector)
{
    chy_str whole = state;
    if (state.len && sector.len > 3 && is_of_nowhere(sector)) sector = str_cut(sector, 3, sector.len); /* NGOHRI, but KENHRI */
    if (sector.len) {
        whole = str_join(&d->mem, state, sector, CHY_LIT(""));
        if (!whole.ptr) return false;
    }
    for (uint32_t i = 0; i < codes->count; i++)
        if (str_eq(codes->at[i], whole)) return true;
    chy_str *code = LIST_PUSH(&d->mem, codes);
    if (code) *code = whole;
    return code != NULL;
}

static const struct entity *with_codes(const chy_doc *d, uint32_t entity)
{
    const struct entity *e = &d->entities.at[entity];
    for (int steps = 0; !e->codes.count && e->of != NONE && steps < 4; steps++) e = &d->entities.at[e->of];
    return e->codes.count ? e : NULL;
}

static bool is_one_of(chy_str type, const char *const *types, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(type, types[i])) return true;
    return false;
}

static uint32_t last_token(const chy_doc *d, chy_span span)
{
    uint32_t last = NONE;
    for (uint32_t t = doc_token_after(d, span.start); t < d->tokens.count && doc_token(d, t)->span.start < span.end; t++) last = t;
    return last;
}

/* "Kenyans": its people, not the state. */
static bool names_people(const chy_doc *d, chy_span span)
{
    uint32_t last = last_token(d, span);
    if (last == NONE || last > doc_token_after(d, span.start) || !d->adjective_at || d->adjective_at[last] == NONE) return false;
    return str_is(doc_token(d, last)->xpos, "NNPS") || str_is(doc_token(d, last)->xpos, "NNS");
}

/* The sector that the words of a side tell, where the entity is a state: its people who march or are struck, its government that is
 * called by its seat. */
static chy_str sector_of_words(const chy_doc *d, chy_str type, enum event_role role, chy_span span)
{
    static const char *const done_by[] = { "PROTEST", "ASSAULT" };
    static const char *const done_to[] = { "ASSAULT", "COERCE", "THREATEN", "AID", "REJECT", "RETREAT", "CONCEDE" };
    static const char *const of_states[] = { "CONSULT" };
    if (names_people(d, span)) {
        bool source = role == ROLE_SOURCE;
        bool people = source ? is_one_of(type, done_by, sizeof done_by / sizeof *done_by)
                             : is_one_of(type, done_to, sizeof done_to / sizeof *done_to);
        return people ? CHY_LIT("CVL") : (chy_str){ 0 };
    }
    uint32_t at = doc_mention_at(d, doc_token_after(d, span.start));
    bool seat = at != NONE && d->mentions.at[at].form == FORM_METONYM;
    return seat && !is_one_of(type, of_states, 1) ? CHY_LIT("GOV") : (chy_str){ 0 };
}

/* What the words of a span tell of a sector: "Opposition groups", "President". */
static chy_str sector_within(const struct work *w, chy_span span)
{
    chy_str sector = { 0 };
    const chy_doc *d = w->d;
    for (uint32_t t = doc_token_after(d, span.start); t < d->tokens.count && doc_token(d, t)->span.start < span.end; t++) {
        chy_str own = event_sector_told(w->r, doc_token(d, t));
        if (own.len && !sector.len) sector = own;
    }
    uint32_t at = doc_mention_at(d, doc_token_after(d, span.start));
    run title = at == NONE ? (run){ 0, 0 } : d->mentions.at[at].title;
    for (uint32_t t = title.first; t < title.last && !sector.len; t++) sector = event_sector(w->r, doc_token(d, t));
    return sector;
}

/* The sector of the last word of a span, with what stands by it. */
static chy_str sector_of_head(const struct work *w, chy_span span)
{
    uint32_t first = doc_token_after(w->d, span.start), at = doc_mention_over(w->d, first);
    return event_sector_at(w->r, w->d, at == NONE ? first : w->d->mentions.at[at].head);
}

/* "he", "they": what was told of them before. */
static chy_str sector_before(const struct work *w, uint32_t entity, chy_span span)
{
    enum { MOST = 512 }; /* mentions looked through */
    const chy_doc *d = w->d;
    uint32_t token = doc_token_after(d, span.start), at = doc_mention_at(d, token);
    if (at == NONE || doc_token(d, token)->upos != UPOS_PRON) return (chy_str){ 0 };
    for (uint32_t looked = 0; at-- > 0 && looked < MOST; looked++) {
        const struct mention *m = &d->mentions.at[at];
        chy_str sector = m->entity == entity ? sector_within(w, m->span) : (chy_str){ 0 };
        if (sector.len) return sector;
    }
    return (chy_str){ 0 };
}

/* Whether a mention tells where something is done: "in A", "near the town of A", "to the streets of A". */
static bool is_scene(const struct work *w, uint32_t t)
{
    static const char *const where[] = { "in", "near", "at", "outside", "around", "across", "throughout", "inside", "through" };
    const chy_doc *d = w->d;
    uint32_t by = tree_case(d, t), over = doc_token(d, t)->head;
    bool street = false;
    if (by != NONE && over != NONE && str_is(doc_token(d, by)->lower, "of")) {
        by = tree_case(d, over);
        street = map_get(&w->r->beside, doc_token(d, over)->lemma) != MAP_NONE;
    }
    if (by == NONE) return false;
    return is_one_of(doc_token(d, by)->lower, where, sizeof where / sizeof *where) || (street && str_is(doc_token(d, by)->lower, "to"));
}

/* The state where a sentence's deeds are done, if it names one place or says whose they are. */
static chy_str state_of_scene(const struct work *w, uint32_t sentence)
{
    const chy_doc *d = w->d;
    run words = d->sentences.at[sentence].words;
    for (uint32_t t = words.first; t < words.last; t++) {
        uint32_t at = doc_mention_at(d, t);
        if (at == NONE || !is_scene(w, t)) continue;
        enum entity_type type = d->entities.at[d->mentions.at[at].entity].type;
        if (type != ENTITY_PLACE && type != ENTITY_STATE) continue; /* "at the embassy of A in B" */
        uint32_t state = entity_country(d, d->mentions.at[at].entity);
        if (state != NONE && d->entities.at[state].codes.count) return d->entities.at[state].codes.at[0];
    }
    return (chy_str){ 0 };
}

static chy_str state_of_codes(const str_list *codes)
{
    if (codes->count != 1 || codes->at[0].len < 3) return (chy_str){ 0 };
    chy_str state = str_cut(codes->at[0], 0, 3);
    return str_is(state, "IGO") || str_is(state, "NGO") || str_is(state, "MNC") || str_is(state, "---") ? (chy_str){ 0 } : state;
}

/* The state of the other side: who is of that sector is likely to be of the same, but for attackers whom nobody knows. */
static chy_str state_beside_other(const str_list *codes, chy_str sector)
{
    return str_is(sector, "UAF") ? (chy_str){ 0 } : state_of_codes(codes);
}

static chy_str sector_of_codes(const str_list *codes)
{
    return codes->count == 1 && codes->at[0].len > 3 ? str_cut(codes->at[0], 3, codes->at[0].len) : (chy_str){ 0 };
}

/* "Kenyan officials said": the state of who says so; NONE. */
static uint32_t state_of_speaker(const chy_doc *d, const struct statement *s)
{
    uint32_t state = s->speakers.count == 1 ? entity_country(d, s->speakers.at[0]) : NONE;
    for (uint32_t i = 0; state == NONE && d->adjective_at && i < s->source.count; i++)
        for (uint32_t t = doc_token_after(d, s->source.at[i].start);
             t < d->tokens.count && doc_token(d, t)->span.start < s->source.at[i].end; t++)
            if (state == NONE) state = d->adjective_at[t];
    return state;
}

/* "Police arrested ten men, Kenyan officials said", "NAIROBI - Police ...": those who tell of it are of the same state. */
static chy_str state_of_teller(const struct work *w, uint32_t trigger, chy_str sector)
{
    const chy_doc *d = w->d;
    uint32_t told = w->told_in[trigger], place = event_dateline_place(d);
    uint32_t state = told == NONE ? NONE : state_of_speaker(d, &d->statements.at[told]);
    if (state == NONE && place != NONE) state = entity_country(d, place);
    return str_is(sector, "UAF") || state == NONE || !d->entities.at[state].codes.count ? (chy_str){ 0 }
                                                                                        : d->entities.at[state].codes.at[0];
}

static chy_str sector_struck(const struct work *w, uint32_t noun)
{
    chy_str sector = event_sector_at(w->r, w->d, noun);
    return sector.len ? sector : event_sector_told(w->r, doc_token(w->d, noun));
}

/* "demanded that the government expel": who is asked is who would do it. */
static bool told_of_target(const struct work *w, const struct draft *x, struct event *e)
{
    uint32_t noun = event_slot(&x->m, 'A');
    for (uint32_t i = 0; noun != NONE && i < w->drafts.count; i++) {
        const struct draft *y = &w->drafts.at[i];
        if (y == x || y->event == NONE || event_slot(&y->m, 'B') != noun || !w->d->events.at[y->event].target.count) continue;
        e->source = w->d->events.at[y->event].target;
        return true;
    }
    return false;
}

/* "Police dispersed students in Nairobi": nobody says whose they are, so they are of where it happened, or of the other side's state. */
static bool infer(struct work *w, const struct draft *x, struct event *e, bool source)
{
    static const char *const between_states[] = { "CONSULT", "SUPPORT", "COOPERATE" };
    const struct who *side = source ? &x->a : &x->b;
    str_list *codes = source ? &e->source : &e->target;
    span_list *spans = source ? &e->source_spans : &e->target_spans;
    uint32_t noun = event_counted(w->r, w->d, event_slot(&x->m, source ? 'A' : 'B'));
    if (codes->count || is_one_of(e->type, between_states, sizeof between_states / sizeof *between_states)) return true;
    bool struck = !source && !side->entities.count; /* "dispersed a rally", "bombed villages": those who are there */
    if (struck && (noun == NONE || !sector_struck(w, noun).len)) noun = event_group_below(w, x, sector_of_codes(&e->source));
    if (noun == NONE && !side->entities.count) return true;
    chy_span span = side->entities.count ? side->spans.at[0] : doc_token(w->d, noun)->span;
    chy_str sector = side->entities.count ? side->sectors.at[0] : struck ? sector_struck(w, noun) : event_sector_at(w->r, w->d, noun);
    if (!sector.len && side->entities.count) sector = sector_of_head(w, span);
    if (!sector.len && side->entities.count) sector = sector_within(w, span);
    if (!sector.len && source && side->entities.count) sector = sector_before(w, side->entities.at[0], span);
    if (!sector.len) return true;
    if (source && told_of_target(w, x, e)) return true;
    chy_str state = is_of_nowhere(sector) ? (chy_str){ 0 } : state_of_scene(w, e->sentence);
    if (!state.len && !is_of_nowhere(sector)) state = state_beside_other(source ? &e->target : &e->source, sector);
    if (!state.len && !is_of_nowhere(sector)) state = state_of_teller(w, x->m.trigger, sector);
    if (!state.len && !is_of_nowhere(sector)) return true;
    if (!spans->count) {
        chy_span *where = LIST_PUSH(&w->d->mem, spans);
        if (!where) return false;
        *where = span;
    }
    return push_code(w->d, codes, state, sector);
}

/* The state that a word is said to live in, or, if none is said, that the sentence tells of beside its own. */
static chy_str state_beside(const struct work *w, uint32_t people, bool anywhere)
{
    const chy_doc *d = w->d;
    run words = d->sentences.at[doc_token(d, people)->sentence].words;
    for (uint32_t t = anywhere ? words.first : people; t < words.last; t++) {
        uint32_t at = t == people ? NONE : doc_mention_at(d, t);
        uint32_t state = at == NONE ? NONE : entity_country(d, d->mentions.at[at].entity);
        if (state == NONE || state == d->adjective_at[people] || !d->entities.at[state].codes.count) continue;
        uint32_t by = tree_case(d, t);
        bool lives = doc_token(d, t)->head == people && by != NONE &&
                     (str_is(doc_token(d, by)->lower, "of") || str_is(doc_token(d, by)->lower, "in"));
        if (lives || anywhere) return d->entities.at[state].codes.at[0];
    }
    return (chy_str){ 0 };
}

/* "Bosnian Serbs", "ethnic Albanians in Serbia": of the state that they live in. */
static chy_str state_of_minority(const struct work *w, chy_span span, uint32_t sentence)
{
    const chy_doc *d = w->d;
    uint32_t last = last_token(d, span), first = d->sentences.at[sentence].words.first;
    if (last == NONE || last < first || !d->adjective_at || d->adjective_at[last] == NONE) return (chy_str){ 0 };
    if (!str_is(doc_token(d, last)->xpos, "NNPS") && !str_is(doc_token(d, last)->xpos, "NNS")) return (chy_str){ 0 };
    chy_str lives = state_beside(w, last, false);
    if (lives.len || last == first) return lives;
    uint32_t state = d->adjective_at[last - 1];
    if (str_is(doc_token(d, last - 1)->lower, "ethnic")) {
        lives = state_of_scene(w, sentence);
        return lives.len ? lives : state_beside(w, last, true);
    }
    return state == NONE || state == d->adjective_at[last] || !d->entities.at[state].codes.count ? (chy_str){ 0 }
                                                                                                 : d->entities.at[state].codes.at[0];
}

/* "CVLALB" of Albanians who live in another state, "MILSRP" of the Serb forces there. */
static bool add_people(struct work *w, chy_str state, chy_span span, chy_str *sector)
{
    const chy_doc *d = w->d;
    uint32_t last = last_token(d, span), row = last == NONE ? MAP_NONE : map_get(&w->r->peoples, doc_token(d, last)->lower);
    if (row == MAP_NONE || str_eq(table_cell(w->r->people_table, row, w->r->people_state), state)) return true;
    bool plural = str_is(doc_token(d, last)->xpos, "NNPS") || str_is(doc_token(d, last)->xpos, "NNS");
    if (!sector->len && !plural) return true;
    *sector =
        str_join(&w->d->mem, sector->len ? *sector : CHY_LIT("CVL"), table_cell(w->r->people_table, row, w->r->people_code), CHY_LIT(""));
    return sector->ptr != NULL;
}

/* "the Turkish airline Blue Wings", "Egypt's Popular Dawn": nobody knows of what state it is but the words beside the name. */
static bool push_owner(struct work *w, str_list *codes, uint32_t entity, chy_span span)
{
    const chy_doc *d = w->d;
    enum entity_type type = d->entities.at[entity].type;
    uint32_t at = doc_mention_over(d, doc_token_after(d, span.start));
    if ((type != ENTITY_ORGANIZATION && type != ENTITY_BODY) || at == NONE || d->mentions.at[at].form == FORM_PRONOUN) return true;
    uint32_t noun = d->mentions.at[at].head, over = doc_token(d, noun)->head;
    uint8_t rel = doc_token(d, noun)->rel;
    bool beside =
        over != NONE && event_is_noun(d, over) && (rel == REL_appos || rel == REL_flat || rel == REL_nmod_desc || rel == REL_compound);
    struct who own = { 0 };
    if (!event_who_owner(w->r, d, noun, w->scratch, &own)) return false;
    if (!own.entities.count && beside && !event_who_owner(w->r, d, over, w->scratch, &own)) return false;
    for (uint32_t i = 0; i < own.entities.count; i++) {
        const struct entity *e = with_codes(d, own.entities.at[i]);
        if (!e || own.entities.at[i] == entity) continue;
        chy_str sector = event_sector_at(w->r, d, noun);
        if (!sector.len && beside) sector = event_sector_at(w->r, d, over);
        if (e->type != ENTITY_STATE) return push_code(w->d, codes, e->codes.at[0], (chy_str){ 0 });
        if (sector.len) return push_code(w->d, codes, e->codes.at[0], sector); /* else it might be anybody in that state */
    }
    return true;
}

/* "UN peacekeepers": IGOUNOMIL */
static bool has_troops(const struct work *w, chy_str code, uint32_t entity, chy_span span)
{
    enum entity_type type = w->d->entities.at[entity].type;
    if (!str_starts(code, CHY_LIT("IGO")) || (type != ENTITY_PERSON && type != ENTITY_BODY)) return false;
    return str_is(sector_of_head(w, span), "MIL");
}

/* "met Ruritania's Juan Perez": of whom no office is told, but who deals with states as those do who speak for one. */
static bool speaks_for_state(const struct entity *e, chy_str type, enum event_role role)
{
    static const char *const deeds[] = { "ASSAULT", "COERCE", "PROTEST", "SANCTION", "AID", "RETREAT" };
    if (e->type != ENTITY_PERSON || e->unnamed) return false;
    return str_is(type, "CONSULT") || (role == ROLE_SOURCE && !is_one_of(type, deeds, sizeof deeds / sizeof *deeds));
}

/* What the words tell where a code has the sector in outline only: "military officials", "a parliamentary commission", "the military
 * government"; "". */
static chy_str sector_told(const struct work *w, const struct entity *e, chy_str code, chy_span span)
{
    chy_str sector = code.len == 6 ? str_cut(code, 3, 6) : (chy_str){ 0 }, more = { 0 };
    bool government = str_is(sector, "GOV"), body = e->type == ENTITY_BODY;
    if ((government && (e->unnamed || body)) || (body && str_is(sector, "MIL"))) more = sector_of_head(w, span);
    return body && (str_is(more, "BUS") || !(government || str_is(more, "GOV"))) ? (chy_str){ 0 } : more; /* a central bank is no firm */
}

static bool add_codes(struct work *w, const struct who *side, enum event_role role, struct event *e)
{
    chy_doc *d = w->d;
    str_list *codes = role == ROLE_SOURCE ? &e->source : &e->target;
    for (uint32_t i = 0; i < side->entities.count; i++) {
        const struct entity *coded = with_codes(d, side->entities.at[i]);
        chy_str state = state_of_minority(w, side->spans.at[i], e->sentence);
        if (!coded && !state.len && !push_owner(w, codes, side->entities.at[i], side->spans.at[i])) return false;
        if (!coded && !state.len) continue;
        bool minority = state.len > 0;
        if (!minority) state = coded->codes.at[0];
        chy_str more = coded ? sector_told(w, coded, state, side->spans.at[i]) : (chy_str){ 0 };
        if (more.len) {
            if (!push_code(d, codes, str_cut(state, 0, 3), more)) return false;
            continue;
        }
        bool plain = state.len == 3 && (!coded || coded->type == ENTITY_STATE || coded->type == ENTITY_PLACE ||
                                        (coded->type == ENTITY_PERSON && coded->unnamed));
        chy_str sector = plain ? side->sectors.at[i] : (chy_str){ 0 };
        if (plain && !add_people(w, state, side->spans.at[i], &sector)) return false;
        if (plain && !sector.len && minority) sector = CHY_LIT("CVL");
        if (plain && !sector.len) sector = sector_of_words(d, e->type, role, side->spans.at[i]);
        if (!sector.len && state.len == 3 && coded && speaks_for_state(coded, e->type, role)) sector = CHY_LIT("GOV");
        if (has_troops(w, state, side->entities.at[i], side->spans.at[i])) sector = CHY_LIT("MIL");
        if (!push_code(d, codes, state, sector)) return false;
    }
    return true;
}

/* "the Kenyan government and the rebels": those who stand beside one state's are of that state. */
static bool add_beside(struct work *w, const struct draft *x, struct event *e, bool source)
{
    enum { ROOM = 16 };
    const chy_doc *d = w->d;
    str_list *codes = source ? &e->source : &e->target;
    uint32_t head = event_slot(&x->m, source ? 'A' : 'B'), joined[ROOM];
    chy_str state = state_of_codes(codes);
    if (head == NONE && !source && state.len) head = event_group_below(w, x, sector_of_codes(&e->source));
    if (!state.len || head == NONE) return true;
    uint32_t n = tree_conjuncts(d, head, joined, ROOM);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = doc_mention_at(d, joined[i]);
        if (at != NONE && (d->mentions.at[at].form == FORM_NAME || with_codes(d, d->mentions.at[at].entity))) continue;
        chy_str sector = joined[i] == head ? (chy_str){ 0 } : event_sector_at(w->r, d, joined[i]);
        if (sector.len && !push_code(w->d, codes, state, sector)) return false;
    }
    return true;
}

/* A demonstration of which no other target is told is one against the government of the state whose people hold it. */
static bool add_government(struct work *w, const struct draft *x, struct event *e)
{
    chy_str state = state_of_codes(&e->source);
    bool march = str_is(e->type, "PROTEST") && !str_is(x->row->kind, "strike") && !str_is(x->row->kind, "boycott");
    if (!march || e->target.count || !state.len || e->source.at[0].len == 3) return true;
    return push_code(w->d, &e->target, state, CHY_LIT("GOV"));
}

bool event_codes(struct work *w, const struct draft *x, struct event *e)
{
    return add_codes(w, &x->a, ROLE_SOURCE, e) && add_codes(w, &x->b, ROLE_TARGET, e) && infer(w, x, e, true) && infer(w, x, e, false) &&
           add_beside(w, x, e, true) && add_beside(w, x, e, false) && add_government(w, x, e);
}
