#include "event/stage.h"

#include "base/date.h"

static bool push(clause_list *out, arena *scratch, uint32_t token, uint32_t cost, bool all)
{
    struct clause *c = LIST_PUSH(scratch, out);
    if (c) *c = (struct clause){ token, cost, all };
    return c != NULL;
}

static bool is_verbal(const chy_doc *d, uint32_t t)
{
    uint8_t u = doc_token(d, t)->upos;
    return u == UPOS_VERB || u == UPOS_AUX || tree_has(d, t, REL_cop);
}

static bool is_finite(const chy_doc *d, uint32_t t)
{
    chy_str x = doc_token(d, t)->xpos;
    if (str_is(x, "VBD") || str_is(x, "VBZ") || str_is(x, "VBP")) return true;
    for (uint32_t c = doc_token(d, t)->child; c != NONE; c = doc_token(d, c)->next) {
        uint8_t rel = doc_token(d, c)->rel;
        chy_str y = doc_token(d, c)->xpos;
        if ((rel == REL_aux || rel == REL_aux_pass || rel == REL_cop) &&
            (str_is(y, "VBD") || str_is(y, "VBZ") || str_is(y, "VBP") || str_is(y, "MD")))
            return true;
    }
    return false;
}

/* "a meeting held in Oslo", "talks that took place on Monday" */
static bool clauses_below(const struct event_rules *r, const chy_doc *d, uint32_t noun, arena *scratch, clause_list *out)
{
    for (uint32_t c = doc_token(d, noun)->child; c != NONE; c = doc_token(d, c)->next) {
        if (deprel_base((enum deprel)doc_token(d, c)->rel) != REL_acl || !is_verbal(d, c)) continue;
        if (pattern_object(d, c) != noun && pattern_surface_subject(d, c) != noun) continue;
        const struct status_word *w = event_word_over(r, d, c, CHY_LIT("obj"));
        if (!w) w = event_word_over(r, d, c, CHY_LIT("subj"));
        if (w && w->dated && !push(out, scratch, c, 1, true)) return false;
    }
    return true;
}

bool event_clauses(const struct event_rules *r, const chy_doc *d, const struct pattern_match *m, arena *scratch, clause_list *out)
{
    uint32_t t = m->trigger, cost = 0;
    bool all = true;
    if (!push(out, scratch, t, 0, true)) return false;
    for (int i = 0; i < PATTERN_PARTS; i++)
        if (m->part[i] != NONE && !(push(out, scratch, m->part[i], 0, true) && clauses_below(r, d, m->part[i], scratch, out))) return false;
    if (!is_verbal(d, t) && !clauses_below(r, d, t, scratch, out)) return false;
    for (int steps = 0; steps < 6; steps++) {
        const struct token *k = doc_token(d, t);
        enum deprel base = deprel_base((enum deprel)k->rel);
        bool verbal = is_verbal(d, t);
        if (k->head == NONE) break;
        cost++;
        switch (base) {
        case REL_xcomp: {
            const struct status_word *w = event_word_over(r, d, k->head, CHY_LIT("inf"));
            if (w && !w->dated) return true;
            break;
        }
        case REL_conj:
            if (verbal) all = false;
            break;
        case REL_advcl: cost++; break;
        case REL_nsubj:
        case REL_obj:
        case REL_obl:
        case REL_nmod:
        case REL_compound: break;
        case REL_acl: /* "said in Oslo today, where he met ..." */
            if (k->rel != REL_acl_relcl || tree_child_lemma(d, t, REL_advmod, CHY_LIT("where")) == NONE) return true;
            cost++;
            break;
        default: return true;
        }
        if (verbal && (base == REL_nsubj || base == REL_obj)) return true;
        t = k->head;
        if (!push(out, scratch, t, cost, all)) return false;
    }
    return true;
}

static const struct clause *clause_at(const clause_list *clauses, uint32_t token)
{
    for (uint32_t i = 0; i < clauses->count; i++)
        if (clauses->at[i].token == token) return &clauses->at[i];
    return NULL;
}

static uint32_t head_of_run(const chy_doc *d, run words)
{
    for (uint32_t t = words.first; t < words.last; t++) {
        uint32_t h = doc_token(d, t)->head;
        if (h == NONE || h < words.first || h >= words.last) return t;
    }
    return words.first;
}

enum { TOO_FAR = 0xFFFF };

/* How far a date or place lies from the event, over the words of its clauses; TOO_FAR when it belongs to something else. */
static uint32_t distance(const chy_doc *d, const clause_list *clauses, uint32_t from, uint32_t noun_cost, const uint8_t *is_trigger)
{
    uint32_t steps = 0, cost = 0, trigger = clauses->at[0].token;
    for (uint32_t t = from; t != NONE && steps < 8; t = doc_token(d, t)->head, steps++) {
        const struct clause *c = clause_at(clauses, t);
        if (c) {
            if (!c->all && from > trigger) return TOO_FAR;
            return c->cost * 3 + steps + cost;
        }
        if (t == from) continue;
        if (is_verbal(d, t)) {
            if (is_finite(d, t)) return TOO_FAR;
            cost += doc_token(d, t)->rel == REL_xcomp || doc_token(d, t)->rel == REL_ccomp ? 6 : 2; /* "agreed to meet by May" */
        } else if (doc_mention_at(d, t) == NONE && doc_token(d, t)->upos != UPOS_NUM && doc_token(d, t)->upos != UPOS_ADV) {
            if (is_trigger[t]) return TOO_FAR;
            cost += noun_cost;
        }
        if (is_trigger[t]) cost += 2;
    }
    return TOO_FAR;
}

/* A day, month, year or week of which something is known; not "PAST_REF", not "XXXX-XX-XX". */
static bool is_point(chy_str value)
{
    bool digit = false;
    for (size_t i = 0; i < value.len; i++) digit |= value.ptr[i] >= '0' && value.ptr[i] <= '9';
    return digit && value.len >= 4 && ((value.ptr[0] >= '0' && value.ptr[0] <= '9') || value.ptr[0] == 'X');
}

static chy_str day_of(chy_str value)
{
    if (str_find(value, CHY_LIT("/"), 0) != SIZE_MAX) return value;
    size_t t = str_find(value, CHY_LIT("T"), 0);
    return t == SIZE_MAX ? value : str_cut(value, 0, t);
}

/* First of the times that begin in this sentence or later. */
uint32_t event_first_time(const chy_doc *d, uint32_t byte)
{
    uint32_t low = 0, high = d->times.count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (d->times.at[mid].span.start < byte)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

enum { HEADS_LINE = 3, FARTHEST_DATE = 9, FARTHEST_PLACE = 9, NEAREST_PLACE = 2 };

/* Nothing but words of the trigger's own clause stands between it and another word: for where the tree went astray. */
static bool same_breath(const chy_doc *d, uint32_t trigger, uint32_t other, const uint8_t *is_trigger)
{
    enum { NEAR = 14 };
    uint32_t from = trigger < other ? trigger : other, to = trigger < other ? other : trigger;
    if (to - from > NEAR) return false;
    for (uint32_t t = from + 1; t < to; t++) {
        const struct token *k = doc_token(d, t);
        if (is_trigger[t] || str_is(k->form, ";") || str_is(k->form, ":")) return false;
        if (k->upos == UPOS_SCONJ || str_is(k->xpos, "WP") || str_is(k->xpos, "WDT") || str_is(k->xpos, "WRB")) return false;
        if (k->upos == UPOS_VERB && (str_is(k->xpos, "VBD") || str_is(k->xpos, "VBZ") || str_is(k->xpos, "VBP"))) return false;
    }
    return true;
}

/* The preposition before a date. */
static chy_str preposition_before(const chy_doc *d, run words, uint32_t head)
{
    uint32_t at = tree_case(d, head);
    if (at == NONE) at = tree_child(d, head, REL_mark);
    if (at == NONE && words.first > 0 && doc_token(d, words.first - 1)->upos == UPOS_ADP) at = words.first - 1;
    return at == NONE ? (chy_str){ 0 } : doc_token(d, at)->lower;
}

bool event_bounds_only(chy_str preposition)
{
    return str_is(preposition, "since") || str_is(preposition, "until") || str_is(preposition, "till") || str_is(preposition, "before") ||
           str_is(preposition, "after");
}

static bool is_dash(chy_str mark)
{
    return str_is(mark, ":") || str_is(mark, "-") || str_is(mark, "\xE2\x80\x93") || str_is(mark, "\xE2\x80\x94");
}

/* "3 April: the Council demands ...", in a chronicle of such lines. */
static bool heads_line(const chy_doc *d, const struct time *t, const struct sentence *s)
{
    if (t->words.last >= s->words.last || !is_dash(doc_token(d, t->words.last)->form)) return false;
    uint32_t start = t->span.start;
    while (start > s->span.start && strchr("-* \t", d->text.ptr[start - 1])) start--;
    return start == s->span.start || d->text.ptr[start - 1] == '\n';
}

/* "- Friday, 7 July: X in Oslo for talks": in diaries and lists the day stands at the head of the entry. */
static chy_str heading_date(const chy_doc *d, uint32_t sentence)
{
    enum { ENTRY = 6, INTO_ENTRY = 3 };
    uint32_t paragraph = d->sentences.at[sentence].paragraph, first = sentence;
    while (first > 0 && sentence - first < ENTRY && d->sentences.at[first - 1].paragraph == paragraph) first--;
    const struct sentence *s = &d->sentences.at[first];
    for (uint32_t i = event_first_time(d, s->span.start); i < d->times.count && d->times.at[i].span.start < s->span.end; i++) {
        const struct time *t = &d->times.at[i];
        if (t->words.first > s->words.first + INTO_ENTRY) break;
        if (t->type != TIME_DATE || !is_point(t->value) || t->words.last >= d->tokens.count) continue;
        chy_str mark = doc_token(d, t->words.last)->form;
        bool alone = t->words.last == s->words.last || (t->words.last + 1 == s->words.last && str_is(mark, "."));
        if (is_dash(mark) || alone) return day_of(t->value);
    }
    return (chy_str){ 0 };
}

chy_str event_date_implied(const chy_doc *d, uint32_t token)
{
    enum { MOST = 256 }; /* implied events looked through */
    chy_span span = doc_token(d, token)->span;
    for (uint32_t i = 0; event_is_noun(d, token) && i < d->implied.count && i < MOST; i++) {
        const struct implied *x = &d->implied.at[i];
        chy_str word = doc_token(d, token)->lower;
        if (x->evidence.start <= span.start && span.end <= x->evidence.end && str_starts(x->event, word)) return x->value;
    }
    return (chy_str){ 0 };
}

/* The word "after" or "before" that the trigger's clause or phrase begins with; NONE. */
static uint32_t joint_over(const chy_doc *d, uint32_t trigger)
{
    enum { STEPS = 3 };
    uint32_t t = trigger;
    for (int steps = 0; t != NONE && steps < STEPS; steps++, t = doc_token(d, t)->head) {
        for (uint32_t c = doc_token(d, t)->child; c != NONE && c < trigger; c = doc_token(d, c)->next) {
            uint8_t rel = doc_token(d, c)->rel;
            if (rel != REL_mark && rel != REL_case && rel != REL_advmod) continue;
            if (str_is(doc_token(d, c)->lower, "after") || str_is(doc_token(d, c)->lower, "before")) return c;
        }
        if (is_verbal(d, t) && doc_token(d, t)->rel != REL_ccomp) break;
    }
    return NONE;
}

/* "P6D": 6 and 'D'; false for what is more than one number. */
static bool read_length(chy_str value, int *count, char *unit)
{
    enum { MOST = 4 }; /* digits */
    *count = 0;
    if (value.len < strlen("P1D") || value.len > strlen("P") + MOST + 1 || value.ptr[0] != 'P') return false;
    for (size_t i = 1; i + 1 < value.len; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9') return false;
        *count = *count * 10 + (value.ptr[i] - '0');
    }
    *unit = value.ptr[value.len - 1];
    return *unit == 'D' || *unit == 'W' || *unit == 'M' || *unit == 'Y';
}

/* The one day that the sentence gives outside the words from `from` on; the day of publication when it gives none. */
static bool day_beside(const chy_doc *d, uint32_t sentence, uint32_t from, struct date *out)
{
    const struct sentence *s = &d->sentences.at[sentence];
    bool found = false;
    for (uint32_t i = event_first_time(d, s->span.start); i < d->times.count && d->times.at[i].span.start < s->span.end; i++) {
        const struct time *t = &d->times.at[i];
        if (t->type != TIME_DATE || !is_point(t->value) || t->words.first >= from) continue;
        if (found || !date_parse(day_of(t->value), out)) return false;
        found = true;
    }
    return found || date_parse(d->date, out);
}

/* "did so on Wednesday, six days after Ruritania applied": the day that is told, so much earlier. */
chy_str event_date_counted(chy_doc *d, uint32_t trigger, uint32_t sentence)
{
    struct date day;
    int count;
    char unit;
    uint32_t joint = joint_over(d, trigger), i = joint == NONE ? d->times.count : event_first_time(d, d->sentences.at[sentence].span.start);
    for (; i < d->times.count && d->times.at[i].words.first < joint; i++)
        if (d->times.at[i].type == TIME_DURATION && d->times.at[i].words.last == joint) break;
    if (i >= d->times.count || d->times.at[i].words.last != joint || !read_length(d->times.at[i].value, &count, &unit))
        return (chy_str){ 0 };
    if (!day_beside(d, sentence, d->times.at[i].words.first, &day) || day.year == 0) return (chy_str){ 0 };
    int sign = str_is(doc_token(d, joint)->lower, "after") ? -1 : 1;
    if (unit == 'Y') {
        day.year += sign * count;
        day.month = day.day = 0;
    } else if (unit == 'M') {
        if (!day.month) return (chy_str){ 0 };
        date_add_months(&day, sign * count);
        day.day = 0;
    } else {
        if (!date_whole(day)) return (chy_str){ 0 };
        date_add_days(&day, (int64_t)sign * count * (unit == 'W' ? 7 : 1));
    }
    return date_format(&d->mem, day);
}

bool event_sentence_dated(const chy_doc *d, uint32_t sentence)
{
    const struct sentence *s = &d->sentences.at[sentence];
    uint32_t i = event_first_time(d, s->span.start);
    for (; i < d->times.count && d->times.at[i].span.start < s->span.end; i++)
        if (d->times.at[i].type == TIME_DATE || d->times.at[i].type == TIME_TIME) return true;
    return false;
}

chy_str event_date(const chy_doc *d, const clause_list *clauses, uint32_t sentence, const uint8_t *is_trigger)
{
    const struct sentence *s = &d->sentences.at[sentence];
    uint32_t best = TOO_FAR;
    chy_str value = { 0 };
    for (uint32_t i = event_first_time(d, s->span.start); i < d->times.count && d->times.at[i].span.start < s->span.end; i++) {
        const struct time *t = &d->times.at[i];
        if ((t->type != TIME_DATE && t->type != TIME_TIME) || !is_point(t->value)) continue;
        if (t->words.first >= t->words.last) continue;
        uint32_t head = head_of_run(d, t->words);
        chy_str by = preposition_before(d, t->words, head);
        if (event_bounds_only(by)) continue;
        uint32_t far = distance(d, clauses, head, str_is(by, "on") || str_is(by, "in") || !by.len ? 2 : 5, is_trigger);
        if (far > FARTHEST_DATE)
            far = !str_is(by, "of") && same_breath(d, clauses->at[0].token, head, is_trigger) ? FARTHEST_DATE + 1 : TOO_FAR;
        if (heads_line(d, t, s) && t->words.first < clauses->at[0].token) far = HEADS_LINE, best = TOO_FAR;
        if (far >= best) continue;
        best = far;
        value = day_of(t->value);
    }
    return value.len ? value : heading_date(d, sentence);
}

/* The place that "here" means: that of the dateline. */
uint32_t event_dateline_place(const chy_doc *d)
{
    for (uint32_t i = 0; i < d->mentions.count && i < 24; i++) {
        const struct mention *m = &d->mentions.at[i];
        const struct sentence *s = &d->sentences.at[doc_token(d, m->head)->sentence];
        if (s->segment < d->segments.count && d->segments.at[s->segment].kind == SEGMENT_DATELINE &&
            d->entities.at[m->entity].type == ENTITY_PLACE)
            return m->entity;
    }
    return NONE;
}

static bool stands_in(const chy_doc *d, uint32_t t)
{
    for (uint32_t c = doc_token(d, t)->child; c != NONE; c = doc_token(d, c)->next) {
        chy_str w = doc_token(d, c)->lower;
        if (doc_token(d, c)->rel == REL_case &&
            (str_is(w, "in") || str_is(w, "at") || str_is(w, "near") || str_is(w, "outside") || str_is(w, "inside")))
            return true;
    }
    return false;
}

/* "the Oslo Summit", one name with that of a town in it; NONE. */
static uint32_t place_in_name(const chy_doc *d, uint32_t t)
{
    enum { MOST = 256 }; /* entities looked through */
    if (doc_token(d, t)->upos != UPOS_PROPN) return NONE;
    for (uint32_t i = 0; i < d->entities.count && i < MOST; i++)
        if (d->entities.at[i].type == ENTITY_PLACE && str_eq(d->entities.at[i].name, doc_token(d, t)->form)) return i;
    return NONE;
}

/* "a spokesman in Oslo said", "after the police in Bergen had left": where somebody sits, not where he acts. */
static bool is_seat(const struct event_rules *r, const chy_doc *d, uint32_t place, uint32_t trigger)
{
    const struct token *k = doc_token(d, place);
    if (k->rel != REL_nmod || k->head == NONE || doc_token(d, k->head)->upos != UPOS_NOUN) return false;
    bool apart = k->head < trigger;
    for (uint32_t t = trigger + 1; t < k->head && !apart; t++)
        apart = doc_token(d, t)->upos == UPOS_SCONJ || str_is(doc_token(d, t)->form, ",");
    if (!apart) return false;
    if (map_get(&r->groups, doc_token(d, k->head)->lemma) != NONE) return true;
    uint32_t at = doc_mention_at(d, k->head);
    if (at == NONE) return false;
    enum entity_type type = d->entities.at[d->mentions.at[at].entity].type;
    return type == ENTITY_PERSON || type == ENTITY_ORGANIZATION || type == ENTITY_BODY || type == ENTITY_STATE;
}

uint32_t event_place(const struct event_rules *r, const chy_doc *d, const clause_list *clauses, uint32_t sentence,
                     const uint8_t *is_trigger, bool near)
{
    const struct sentence *s = &d->sentences.at[sentence];
    uint32_t best = TOO_FAR, place = NONE;
    for (uint32_t t = s->words.first; t < s->words.last; t++) {
        uint32_t at = doc_mention_at(d, t), entity = NONE;
        if (at == NONE && doc_token(d, t)->head == clauses->at[0].token) entity = place_in_name(d, t);
        if (at != NONE) {
            enum entity_type type = d->entities.at[d->mentions.at[at].entity].type;
            if (type != ENTITY_PLACE && (type != ENTITY_STATE || d->mentions.at[at].form != FORM_NAME)) continue;
            bool within = doc_token(d, t)->rel == REL_compound && type == ENTITY_PLACE && doc_token(d, t)->head == clauses->at[0].token;
            if (!within && (!stands_in(d, t) || is_seat(r, d, t, clauses->at[0].token))) continue;
            entity = d->mentions.at[at].entity;
        } else if (entity == NONE && str_is(doc_token(d, t)->lower, "here"))
            entity = event_dateline_place(d);
        if (entity == NONE) continue;
        uint32_t far = distance(d, clauses, t, 4, is_trigger);
        bool town = at != NONE && d->entities.at[entity].type == ENTITY_PLACE;
        if (near && at != NONE && far > NEAREST_PLACE) continue; /* "here" is meant of all of it */
        if (far > FARTHEST_PLACE) far = town && same_breath(d, clauses->at[0].token, t, is_trigger) ? FARTHEST_PLACE + 1 : TOO_FAR;
        if (far >= best) continue;
        best = far;
        place = entity;
    }
    return place;
}
