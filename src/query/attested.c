/* Attestations of facts: read, and chosen for a day, a period, or ever. */
#include "query/attested.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"

/* How a relation is told, seen from its object and from its subject; in the order people want to read them. */
static const struct standing {
    const char *relation, *of_subject, *of_object;
} standings[] = {
    { "member_of", "member", "member of" },
    { "suspended_from", "suspended", "suspended from" },
    { "observer_of", "observer", "observer of" },
    { "dialogue_partner_of", "dialogue partner", "dialogue partner of" },
    { "applicant_of", "applicant", "applicant of" },
    { "founder_of", "founder", "founder of" },
    { "chairs", "chair", "chairs" },
    { "hosts", "host", "hosts" },
    { "body_of", "body", "body of" },
    { "holds_post", "", "" },
    { "established", "established", "established" },
    { "located_in", "located there", "located in" },
    { "adopted", "adopted by", "adopted" },
    { "signed", "signatory", "signed" },
    { "party_to", "party", "party to" },
    { "cooperates_with", "cooperates with", "cooperates with" },
    { "relations_with", "relations with", "relations with" },
};
enum { STANDINGS = sizeof standings / sizeof *standings };
_Static_assert((int)STANDINGS == (int)ATTESTED_STANDINGS, "every standing has a name");

/* What a modality other than "is" puts before the standing, so that nobody takes a wish for a membership. */
static const char *const wishes[][2] = {
    { "wants", "wanted: " }, { "plans", "planned: " }, { "supports", "supported: " }, { "denies", "denied: " }
};

static uint32_t standing_of(chy_str relation)
{
    uint32_t i = 0;
    while (i < STANDINGS && !str_is(relation, standings[i].relation)) i++;
    return i;
}

static int modality_of_text(chy_str text)
{
    for (int i = 0; i < (int)(sizeof wishes / sizeof *wishes); i++)
        if (str_is(text, wishes[i][0])) return i + 1;
    return 0;
}

void attested_read_row(struct asking *a, struct store_rows *r, struct store_set self, struct attested *f)
{
    chy_str as_of = store_text(r, FACT_AS_OF);
    *f = (struct attested){
        .id = store_number(r, FACT_ID),
        .subject = store_number(r, FACT_SUBJECT_ID),
        .object = store_number(r, FACT_OBJECT_ID),
        .of = store_number(r, FACT_OF_ID),
        .document = store_number(r, FACT_DOCUMENT),
        .statement = store_number(r, FACT_STATEMENT),
        .at = { store_day(r, FACT_ATTESTED_FIRST), store_day(r, FACT_ATTESTED_LAST) },
        .from = { store_day(r, FACT_FROM_FIRST), store_day(r, FACT_FROM_LAST) },
        .to = { store_day(r, FACT_TO_FIRST), store_day(r, FACT_TO_LAST) },
        .order = standing_of(store_text(r, FACT_RELATION)),
        .modality = modality_of_text(store_text(r, FACT_MODALITY)),
        .ended = store_number(r, FACT_ENDED) != 0,
        .relation = answer_keep(a, store_text(r, FACT_RELATION)),
        .modality_text = answer_keep(a, store_text(r, FACT_MODALITY)),
        .subject_name = answer_keep(a, store_text(r, FACT_SUBJECT)),
        .object_name = answer_keep(a, store_text(r, FACT_OBJECT)),
        .title = answer_keep(a, store_text(r, FACT_OBJECT_TEXT)),
        .of_name = answer_keep(a, store_text(r, FACT_OF)),
        .holder_name = answer_keep(a, store_text(r, FACT_HOLDER)),
        .as_of = answer_keep(a, as_of.len ? as_of : store_text(r, FACT_PUBLISHED)),
        .from_text = answer_keep(a, store_text(r, FACT_FROM)),
        .to_text = answer_keep(a, store_text(r, FACT_TO)),
        .speakers = answer_keep(a, store_text(r, FACT_SPEAKERS)),
        .chain = source_chain(a, r, FACT_CHAIN, FACT_CHAIN_LAST, FACT_DOCUMENT),
        .doc = source_document(a, r, FACT_DOCUMENT),
        .path = source_path(a, r, FACT_DOCUMENT),
        .author = answer_keep(a, store_text(r, FACT_AUTHOR)),
        .confidence = answer_keep(a, store_text(r, FACT_CONFIDENCE)),
        .inferred = store_number(r, FACT_INFERRED) ? CHY_LIT("yes") : CHY_LIT(""),
    };
    f->title_key = utf8_fold(a->mem, f->title);
    a->full |= !f->title_key.ptr;
    f->about_subject = in_set(self, f->subject) && !in_set(self, f->object) && !in_set(self, f->of);
    if (!f->speakers.len) f->speakers = f->author; /* a document's own voice is its author's */
}

chy_status attested_read(struct asking *a, const struct store_facts_query *q, struct store_set self, attested_list *out)
{
    struct store_rows *rows = NULL;
    chy_status st = store_facts(a->s, q, &rows, a->err);
    while (!st && (st = store_next(rows, a->err)) == CHY_ROW) {
        struct attested *f = LIST_PUSH(a->mem, out);
        if (f)
            attested_read_row(a, rows, self, f);
        else
            a->full = true;
        st = a->full ? CHY_DONE : CHY_OK;
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

/* One day is asked for, and now: of what is attested over and over, few have a say. */
bool attested_for_day(const struct asking *a)
{
    bool any = a->between.first == STORE_NO_DAY && a->between.last == STORE_NO_DAY;
    return any && a->on.first != STORE_NO_DAY && a->on.first == a->on.last && store_knows_now(a->s);
}

static int64_t number_in(chy_str digits)
{
    int64_t n = 0;
    for (size_t i = 0; i < digits.len; i++) n = n * 10 + (digits.ptr[i] - '0');
    return n;
}

static struct days days_in(chy_str text)
{
    struct store_date date = store_date_of(text);
    return (struct days){ date.first, date.last };
}

/* What a line of store_standing tells of a fact: all but where it stands, by whose word, how its parties are called, and the last day that
 * it can be attested for. */
static void read_line(struct asking *a, struct store_rows *r, struct attested *f)
{
    enum { RELATION, TITLE, SUBJECT, OBJECT, OF, MODALITY, ENDED, FROM, TO, PIECES };
    chy_str rest = store_text(r, 1), piece[PIECES];
    for (int i = 0; i < PIECES; i++)
        if (!str_next_piece(&rest, '|', &piece[i])) piece[i] = CHY_LIT("");
    *f = (struct attested){
        .id = store_number(r, 0),
        .subject = number_in(piece[SUBJECT]),
        .object = number_in(piece[OBJECT]),
        .of = number_in(piece[OF]),
        .at = { store_day(r, 2), store_day(r, 2) },
        .from = days_in(piece[FROM]),
        .to = days_in(piece[TO]),
        .order = standing_of(piece[RELATION]),
        .modality = modality_of_text(piece[MODALITY]),
        .ended = str_is(piece[ENDED], "1"),
        .relation = answer_keep(a, piece[RELATION]),
        .modality_text = answer_keep(a, piece[MODALITY]),
        .title = answer_keep(a, piece[TITLE]),
        .title_key = utf8_fold(a->mem, piece[TITLE]),
    };
    a->full |= !f->title_key.ptr;
}

static chy_status read_lines(struct asking *a, struct store_rows *rows, attested_list *out)
{
    chy_status st = CHY_OK;
    while (!st && (st = store_next(rows, a->err)) == CHY_ROW) {
        struct attested *f = LIST_PUSH(a->mem, out);
        if (f)
            read_line(a, rows, f);
        else
            a->full = true;
        st = a->full ? CHY_DONE : CHY_OK;
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

/* Facts about `who` that may have a say on the day. */
chy_status attested_lines(struct asking *a, struct store_set who, chy_str relation, chy_str title, attested_list *out)
{
    struct store_rows *rows = NULL;
    chy_status st = store_standing(a->s, who, relation, title, a->on.last, a->mem, &rows, a->err);
    return st ? st : read_lines(a, rows, out);
}

chy_status attested_numbers(struct asking *a, const attested_list *facts, chy_str *list)
{
    buf out;
    buf_init(&out, NULL, NULL);
    for (uint32_t i = 0; i < facts->count; i++) buf_format(&out, "%c%lld", i ? ',' : '[', (long long)facts->at[i].id);
    buf_str(&out, facts->count ? CHY_LIT("]") : CHY_LIT("[]"));
    *list = out.failed ? (chy_str){ 0 } : str_keep(a->mem, (chy_str){ out.ptr, out.len });
    free(out.ptr);
    return list->ptr ? CHY_OK : err_memory(a->err, "answering");
}

/* As attested_read: these, besides the conditions of q. */
chy_status attested_read_whole(struct asking *a, struct store_facts_query q, const attested_list *facts, struct store_set self,
                               attested_list *out)
{
    chy_status st = facts->count ? attested_numbers(a, facts, &q.numbers) : CHY_OK;
    return st || !facts->count ? st : attested_read(a, &q, self, out);
}

/* ------------------------------------------------------------------ on a day */

/* Can it be said to hold on the day, and how do we know? False when it cannot. Half-open: on the day `to` it is over. */
static bool holds_on(struct attested *f, struct days on)
{
    bool at_known = f->at.first != STORE_NO_DAY, from_known = f->from.first != STORE_NO_DAY;
    if (f->to.first != STORE_NO_DAY && on.first >= f->to.last) return false;
    if (from_known && on.last < f->from.first && f->modality == 0) return false; /* what is planned is planned before it begins */
    if (f->ended && f->to.first == STORE_NO_DAY) return false;                   /* over, nobody says since when */
    bool to_known = f->to.first != STORE_NO_DAY && on.last < f->to.first;
    if (f->modality == 0 && from_known && (to_known || (at_known && on.first <= f->at.last))) {
        f->how = HOLDS;
        return true;
    }
    if (!at_known) {
        f->how = UNDATED;
        return true;
    }
    f->how = ATTESTED;
    return f->at.first <= on.last;
}

/* The same thing said of the same: relation, both ends, title and whose post. */
static int compare_facts(const struct attested *f, const struct attested *g)
{
    if (f->order != g->order) return f->order < g->order ? -1 : 1;
    int order = f->order == STANDINGS ? str_cmp(f->relation, g->relation) : 0;
    if (!order) order = (f->subject > g->subject) - (f->subject < g->subject);
    if (!order) order = (f->object > g->object) - (f->object < g->object);
    if (!order) order = (f->of > g->of) - (f->of < g->of);
    return order ? order : str_cmp(f->title_key, g->title_key);
}

/* Same things together, the newest attestation first (undated ones last). */
int attested_by_fact(const void *m, const void *n)
{
    const struct attested *f = m, *g = n;
    int order = compare_facts(f, g);
    if (order) return order;
    if (f->at.first != g->at.first) return f->at.first > g->at.first ? -1 : 1;
    return (f->id > g->id) - (f->id < g->id);
}

static bool ends_it(const struct attested *f, struct days on)
{
    bool over = f->ended && f->to.first == STORE_NO_DAY;
    bool past = f->to.first != STORE_NO_DAY && on.first >= f->to.last;
    bool known_by_then = f->at.first != STORE_NO_DAY && f->at.first <= on.last;
    return (f->modality == 0 && past) || (known_by_then && ((f->modality == 0 && over) || str_is(f->modality_text, "denies")));
}

/* Of the attestations at[0 .. n) of one thing keep what is to be shown for the day: each modality's nearest, unless a newer one says it is
 * over. */
static void keep_nearest(struct attested *at, uint32_t n, struct days on)
{
    int64_t over = STORE_NO_DAY, is = STORE_NO_DAY;
    bool is_so = false, shown[1 + sizeof wishes / sizeof *wishes] = { false };
    for (uint32_t i = 0; i < n; i++)
        if (ends_it(&at[i], on) && at[i].at.first > over) over = at[i].at.first;
    for (uint32_t i = 0; i < n; i++) {
        struct attested *f = &at[i];
        bool beaten = f->modality == 0 && f->at.first != STORE_NO_DAY && f->at.first <= over;
        f->out = beaten || !holds_on(f, on) || shown[f->modality];
        if (f->out) continue;
        shown[f->modality] = true;
        if (f->modality == 0) {
            is_so = true;
            is = f->at.first;
        }
    }
    for (uint32_t i = 0; i < n; i++) /* who has become a member no longer wants to */
        if (is_so && at[i].modality > 0 && !str_is(at[i].modality_text, "denies") && at[i].at.first <= is) at[i].out = true;
}

/* An application that has been granted by then is no longer one. */
static void drop_granted(attested_list *facts)
{
    for (uint32_t i = 0; i < facts->count; i++) {
        struct attested *f = &facts->at[i], probe = *f;
        if (f->out || !str_is(f->relation, "applicant_of")) continue;
        probe.relation = CHY_LIT("member_of");
        probe.order = standing_of(probe.relation);
        uint32_t low = 0, high = facts->count;
        while (low < high) { /* the first fact of that membership; facts are in order */
            uint32_t middle = low + (high - low) / 2;
            if (compare_facts(&facts->at[middle], &probe) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < facts->count && !compare_facts(&facts->at[low], &probe); low++)
            f->out |= !facts->at[low].out && facts->at[low].modality == 0 && facts->at[low].at.first >= f->at.first;
    }
}

void attested_keep_for_day(attested_list *facts, struct days on)
{
    for (uint32_t i = 0, n; i < facts->count; i += n) {
        for (n = 1; i + n < facts->count && !compare_facts(&facts->at[i], &facts->at[i + n]); n++) {}
        keep_nearest(&facts->at[i], n, on);
    }
    drop_granted(facts);
}

int attested_by_number(const void *m, const void *n)
{
    const struct attested *f = m, *g = n;
    return (f->id > g->id) - (f->id < g->id);
}

void attested_sort(attested_list *facts, int (*order)(const void *, const void *))
{
    if (facts->count) qsort(facts->at, facts->count, sizeof *facts->at, order);
}

/* ------------------------------------------------------------------ ever */

/* Without a day: every attestation, but one document saying the same twice in the same voice counts once. */
static void drop_echoes(attested_list *facts)
{
    for (uint32_t i = 1; i < facts->count; i++) {
        for (uint32_t k = i; k-- > 0 && !compare_facts(&facts->at[k], &facts->at[i]);) {
            const struct attested *f = &facts->at[k], *g = &facts->at[i];
            bool same = !f->out && f->document == g->document && f->modality == g->modality && f->ended == g->ended &&
                        str_eq(f->speakers, g->speakers) && str_eq(f->as_of, g->as_of) && str_eq(f->from_text, g->from_text) &&
                        str_eq(f->to_text, g->to_text);
            if (same) {
                facts->at[i].out = true;
                break;
            }
            if (i - k > 64) break;
        }
    }
}

/* Only what is attested within the period asked for. */
static void keep_for_period(attested_list *facts, struct days period)
{
    for (uint32_t i = 0; i < facts->count; i++) {
        struct attested *f = &facts->at[i];
        bool early = period.first != STORE_NO_DAY && f->at.last < period.first,
             late = period.last != STORE_NO_DAY && f->at.first > period.last;
        f->out |= (period.first != STORE_NO_DAY || period.last != STORE_NO_DAY) && (f->at.first == STORE_NO_DAY || early || late);
    }
}

void attested_choose(const struct asking *a, attested_list *facts)
{
    attested_sort(facts, attested_by_fact);
    if (a->on.first != STORE_NO_DAY)
        attested_keep_for_day(facts, a->on);
    else
        drop_echoes(facts);
    keep_for_period(facts, a->between);
}

/* What is before what is wanted; then by standing, title, name; then by day. */
int attested_by_reading(const void *m, const void *n)
{
    const struct attested *f = m, *g = n;
    if (f->modality != g->modality) return f->modality < g->modality ? -1 : 1;
    if (f->order != g->order) return f->order < g->order ? -1 : 1;
    int order = str_cmp(f->title_key, g->title_key);
    if (!order) order = str_cmp(f->about_subject ? f->object_name : f->subject_name, g->about_subject ? g->object_name : g->subject_name);
    if (order) return order;
    if (f->at.first != g->at.first) return f->at.first < g->at.first ? -1 : 1;
    return (f->id > g->id) - (f->id < g->id);
}

/* ------------------------------------------------------------------ of a day, what will be shown alone */

struct party {
    int64_t entity, same;
    bool unnamed;
    chy_str name;
};
typedef LIST(struct party) party_list;

static chy_status read_parties(struct asking *a, const attested_list *facts, party_list *out)
{
    struct store_rows *rows = NULL;
    buf list;
    buf_init(&list, NULL, NULL);
    for (uint32_t i = 0; i < facts->count; i++) {
        const int64_t party[] = { facts->at[i].subject, facts->at[i].object, facts->at[i].of };
        for (int k = 0; k < 3; k++)
            if (party[k]) buf_format(&list, "%c%lld", list.len ? ',' : '[', (long long)party[k]);
    }
    buf_str(&list, list.len ? CHY_LIT("]") : CHY_LIT("[]"));
    chy_status st = list.failed ? err_memory(a->err, "answering") : store_stand(a->s, (chy_str){ list.ptr, list.len }, &rows, a->err);
    while (!st && (st = store_next(rows, a->err)) == CHY_ROW) {
        struct party *p = LIST_PUSH(a->mem, out);
        if (p) {
            chy_str own = store_text(rows, STANDS_OWN_NAME);
            *p = (struct party){ store_number(rows, STANDS_ENTITY), store_number(rows, STANDS_SAME),
                                 store_number(rows, STANDS_UNNAMED) != 0 && !own.len,
                                 own.len ? answer_format(a, "“%.*s”", (int)own.len, own.ptr) : answer_keep(a, store_text(rows, STANDS_NAME)) };
        }
        st = p ? CHY_OK : err_memory(a->err, "answering");
    }
    store_rows_close(rows);
    free(list.ptr);
    return st == CHY_DONE ? CHY_OK : st;
}

static int by_entity(const void *m, const void *n)
{
    const struct party *f = m, *g = n;
    return (f->entity > g->entity) - (f->entity < g->entity);
}

/* Parties come by number. */
static const struct party *party_of(const party_list *parties, int64_t entity)
{
    static const struct party nobody = { .name = CHY_LIT("") };
    struct party key = { .entity = entity }, *found = NULL;
    if (parties->count) found = bsearch(&key, parties->at, parties->count, sizeof key, by_entity);
    return found ? found : &nobody;
}

/* Who the parties are by now, and how they are called; *told false: some are called as their documents call them, which is not known yet.
 */
chy_status attested_name_parties(struct asking *a, attested_list *facts, struct store_set self, bool *told)
{
    party_list parties = { 0 };
    chy_status st = read_parties(a, facts, &parties);
    *told = true;
    for (uint32_t i = 0; !st && i < facts->count; i++) {
        struct attested *f = &facts->at[i];
        const struct party *subject = party_of(&parties, f->subject), *object = party_of(&parties, f->object),
                           *of = party_of(&parties, f->of);
        f->subject = subject->same, f->object = object->same, f->of = of->same;
        f->subject_name = subject->name, f->object_name = object->name, f->of_name = of->name;
        f->about_subject = in_set(self, f->subject) && !in_set(self, f->object) && !in_set(self, f->of);
        *told &= !subject->unnamed && !object->unnamed;
    }
    return st;
}

void attested_take_out(attested_list *facts)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < facts->count; i++)
        if (!facts->at[i].out) facts->at[kept++] = facts->at[i];
    facts->count = kept;
}

/* Leave those that have the parties asked for. */
static void keep_parties(attested_list *facts, const struct store_facts_query *q)
{
    for (uint32_t i = 0; i < facts->count; i++) {
        struct attested *f = &facts->at[i];
        struct store_set other = q->other, subject = q->subject;
        f->out = (other.count && !in_set(other, f->subject) && !in_set(other, f->object) && !in_set(other, f->of)) ||
                 (subject.count && !in_set(subject, f->subject));
    }
    attested_take_out(facts);
}

/* Leave what stands on the day and will be among the rows asked for, in this order from one end. */
static void keep_shown(struct asking *a, attested_list *facts, const struct store_facts_query *q, bool told,
                       int (*order)(const void *, const void *), bool from_end)
{
    keep_parties(facts, q);
    attested_sort(facts, attested_by_fact);
    attested_keep_for_day(facts, a->on);
    attested_take_out(facts);
    uint32_t limit = a->q->limit;
    if (!told || !limit || facts->count <= limit) return;
    attested_sort(facts, order);
    if (from_end) memmove(facts->at, facts->at + facts->count - limit, limit * sizeof *facts->at);
    facts->count = limit;
}

/* No day and no period is asked for, but only so many rows, from the beginning, and now. */
static bool asks_for_first(const struct asking *a, bool from_end)
{
    bool ever = a->on.first == STORE_NO_DAY && a->between.first == STORE_NO_DAY && a->between.last == STORE_NO_DAY;
    return ever && a->q->limit && !from_end && store_knows_now(a->s);
}

/* Every attestation of each, once. */
static chy_status every_line(struct asking *a, struct store_set who, chy_str relation, attested_list *out)
{
    struct store_rows *rows = NULL;
    chy_status st = store_lines(a->s, who, relation, a->mem, &rows, a->err);
    if (!st) st = read_lines(a, rows, out);
    attested_sort(out, attested_by_number);
    for (uint32_t i = 1; i < out->count; i++) out->at[i].out = out->at[i].id == out->at[i - 1].id;
    attested_take_out(out);
    return st;
}

/* What comes first in this order: as many as will be shown, and all of whatever one of them may be the echo of. *enough false: that cannot be
 * told by the lines alone. */
static chy_status read_first(struct asking *a, const struct store_facts_query *q, struct store_set who,
                             int (*order)(const void *, const void *), attested_list *out, bool *enough)
{
    attested_list facts = { 0 };
    chy_status st = every_line(a, who, q->relation, &facts);
    if (!st) st = attested_name_parties(a, &facts, who, enough);
    if (st || !*enough) return st;
    keep_parties(&facts, q);
    attested_sort(&facts, order);
    for (uint32_t take = a->q->limit + a->q->limit / 4 + 8;; take = take < UINT32_MAX / 2 ? take * 2 : UINT32_MAX) {
        attested_list head = { .at = facts.at, .count = facts.count < take ? facts.count : take };
        uint32_t shown = 0;
        *out = (attested_list){ 0 };
        st = attested_read_whole(a, (struct store_facts_query){ 0 }, &head, who, out);
        if (st || head.count == facts.count) return st;
        attested_sort(out, attested_by_fact);
        drop_echoes(out);
        for (uint32_t i = 0; i < out->count; i++) shown += !out->at[i].out;
        if (shown >= a->q->limit) return CHY_OK;
    }
}

/* Facts about `who`: on a day, those of the rows that will be shown, in this order from one end; else all, or the first of them. */
chy_status attested_of(struct asking *a, struct store_facts_query q, struct store_set who, int (*order)(const void *, const void *),
                       bool from_end, attested_list *out)
{
    attested_list facts = { 0 };
    bool told = true;
    if (who.count && asks_for_first(a, from_end)) {
        chy_status st = read_first(a, &q, who, order, out, &told);
        if (st || told) return st;
        *out = (attested_list){ 0 };
    }
    if (!attested_for_day(a) || !who.count) return attested_read(a, &q, who, out);
    chy_status st = attested_lines(a, who, q.relation, CHY_LIT(""), &facts);
    if (!st) st = attested_name_parties(a, &facts, who, &told);
    if (!st) keep_shown(a, &facts, &q, told || order != attested_by_reading, order, from_end);
    return st ? st : attested_read_whole(a, (struct store_facts_query){ 0 }, &facts, who, out);
}

/* ------------------------------------------------------------------ told */

const char *attested_standing(const struct attested *f)
{
    return f->about_subject ? standings[f->order].of_object : standings[f->order].of_subject;
}

const char *attested_wish(const struct attested *f) { return f->modality ? wishes[f->modality - 1][1] : f->ended ? "former: " : ""; }

chy_str attested_how(const struct attested *f, struct days on)
{
    static const char *const texts[] = {
        [HOLDS] = "within the dates stated", [ATTESTED] = "last attested before", [UNDATED] = "attestation has no year"
    };
    if (on.first == STORE_NO_DAY) return CHY_LIT("");
    if (f->how == ATTESTED && f->at.last >= on.first) return CHY_LIT("attested");
    return str_of(texts[f->how]);
}

void attested_write_source(const struct attested *f, chy_str *row, int speakers, int chain, int document, int path)
{
    row[speakers] = f->speakers;
    row[chain] = f->chain;
    row[document] = f->doc;
    row[path] = f->path;
}
