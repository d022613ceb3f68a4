/* What holds of somebody or something, on a day or ever; and who held a post. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "query/asking.h"

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

/* What a modality other than "is" puts before the standing, so that nobody takes a wish for a membership. */
static const char *const wishes[][2] = {
    { "wants", "wanted: " }, { "plans", "planned: " }, { "supports", "supported: " }, { "denies", "denied: " }
};

/* One attestation of a fact. */
struct attested {
    int64_t id, subject, object, of, document, statement;
    struct days at, from, to;
    uint32_t order;            /* place in standings */
    int modality;              /* 0 is, 1 .. wishes */
    bool ended, about_subject; /* the asker's own name stands as its subject */
    enum { HOLDS, ATTESTED, UNDATED } how;
    bool out;
    chy_str relation, modality_text, subject_name, object_name, title, title_key, of_name, holder_name, as_of, from_text, to_text, speakers,
        chain, doc, path, author, confidence, inferred;
};
typedef LIST(struct attested) attested_list;

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

static void read_fact(struct asking *a, struct store_rows *r, struct store_set self, struct attested *f)
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

static chy_status read_facts(struct asking *a, const struct store_facts_query *q, struct store_set self, attested_list *out)
{
    struct store_rows *rows = NULL;
    chy_status st = store_facts(a->s, q, &rows, a->err);
    while (!st && (st = store_next(rows, a->err)) == CHY_ROW) {
        struct attested *f = LIST_PUSH(a->mem, out);
        if (f)
            read_fact(a, rows, self, f);
        else
            a->full = true;
        st = a->full ? CHY_DONE : CHY_OK;
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

/* One day is asked for, and now: of what is attested over and over, few have a say. */
static bool asked_for_day(const struct asking *a)
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

/* Facts about `who` that may have a say on the day. */
static chy_status standing(struct asking *a, struct store_set who, chy_str relation, chy_str title, attested_list *out)
{
    struct store_rows *rows = NULL;
    chy_status st = store_standing(a->s, who, relation, title, a->on.last, &rows, a->err);
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

/* As read_facts: these, besides the conditions of q. */
static chy_status read_whole(struct asking *a, struct store_facts_query q, const attested_list *facts, struct store_set self,
                             attested_list *out)
{
    int64_t *numbers = ARENA_ARRAY(a->mem, int64_t, facts->count + 1);
    if (!numbers) return err_memory(a->err, "answering");
    for (uint32_t i = 0; i < facts->count; i++) numbers[i] = facts->at[i].id;
    q.numbers = (struct store_set){ numbers, facts->count };
    return facts->count ? read_facts(a, &q, self, out) : CHY_OK;
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
static int by_fact(const void *m, const void *n)
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

static void keep_for_day(attested_list *facts, struct days on)
{
    for (uint32_t i = 0, n; i < facts->count; i += n) {
        for (n = 1; i + n < facts->count && !compare_facts(&facts->at[i], &facts->at[i + n]); n++) {}
        keep_nearest(&facts->at[i], n, on);
    }
    drop_granted(facts);
}

static int by_number(const void *m, const void *n)
{
    const struct attested *f = m, *g = n;
    return (f->id > g->id) - (f->id < g->id);
}

static void sort_facts(attested_list *facts, int (*order)(const void *, const void *))
{
    if (facts->count) qsort(facts->at, facts->count, sizeof *facts->at, order);
}

/* ------------------------------------------------------------------ for exports */

static chy_status mark(struct query_facts *out, int64_t number, chy_err *err)
{
    size_t byte = (size_t)(number >> 3);
    if (byte >= out->size) {
        size_t size = byte + byte / 2 + 64;
        unsigned char *more = realloc(out->bits, size);
        if (!more) return err_memory(err, "choosing facts");
        memset(more + out->size, 0, size - out->size);
        out->bits = more;
        out->size = size;
    }
    out->bits[byte] |= (unsigned char)(1u << (number & 7));
    return CHY_OK;
}

static chy_status mark_standing(struct asking *a, attested_list *facts, struct query_facts *out)
{
    chy_status st = CHY_OK;
    sort_facts(facts, by_fact);
    keep_for_day(facts, a->on);
    for (uint32_t i = 0; !st && i < facts->count; i++)
        if (!facts->at[i].out) st = mark(out, facts->at[i].id, a->err);
    return st;
}

/* Facts of the same parties stand or fall together, so they are read by parties and forgotten. */
static chy_status walk_standing(struct asking *a, struct store_rows *rows, struct query_facts *out)
{
    arena_mark start = arena_here(a->mem);
    attested_list facts = { 0 };
    chy_status st;
    while ((st = store_next(rows, a->err)) == CHY_ROW) {
        struct attested f, *kept;
        const struct attested *before = facts.count ? &facts.at[facts.count - 1] : NULL;
        if (before && (before->subject != store_number(rows, FACT_SUBJECT_ID) || before->object != store_number(rows, FACT_OBJECT_ID) ||
                       before->of != store_number(rows, FACT_OF_ID))) {
            st = mark_standing(a, &facts, out);
            if (st) return st;
            facts = (attested_list){ 0 };
            arena_rewind(a->mem, start);
        }
        read_fact(a, rows, (struct store_set){ 0 }, &f);
        kept = LIST_PUSH(a->mem, &facts);
        if (!kept || a->full) return err_memory(a->err, "choosing facts");
        *kept = f;
    }
    return st == CHY_DONE ? mark_standing(a, &facts, out) : st;
}

chy_status query_standing_facts(struct store *s, const chy_query *q, struct query_facts *out, chy_err *err)
{
    chy_rows answer = { .note = CHY_LIT("") };
    struct store_rows *rows = NULL;
    arena mem;
    arena_init(&mem, (size_t)1 << 30);
    struct asking a = { .s = s, .q = q, .answer = &answer, .mem = &mem, .err = err };
    *out = (struct query_facts){ 0 };
    chy_status st = asking_days(q->on, &a.on, err);
    if (!st) st = store_facts(s, &(struct store_facts_query){ .relation = q->relation, .by_parties = true }, &rows, err);
    if (!st) st = walk_standing(&a, rows, out);
    store_rows_close(rows);
    arena_done(&mem);
    if (st) {
        free(out->bits);
        *out = (struct query_facts){ 0 };
    }
    return st;
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

/* What is before what is wanted; then by standing, title, name; then by day. */
static int by_reading(const void *m, const void *n)
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
        if (p)
            *p = (struct party){ store_number(rows, STANDS_ENTITY), store_number(rows, STANDS_SAME),
                                 store_number(rows, STANDS_UNNAMED) != 0, answer_keep(a, store_text(rows, STANDS_NAME)) };
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
static chy_status name_parties(struct asking *a, attested_list *facts, struct store_set self, bool *told)
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

static void take_out(attested_list *facts)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < facts->count; i++)
        if (!facts->at[i].out) facts->at[kept++] = facts->at[i];
    facts->count = kept;
}

/* Leave what stands on the day and will be among the rows asked for, in this order from one end. */
static void keep_shown(struct asking *a, attested_list *facts, const struct store_facts_query *q, bool told,
                       int (*order)(const void *, const void *), bool from_end)
{
    for (uint32_t i = 0; i < facts->count; i++) {
        struct attested *f = &facts->at[i];
        struct store_set other = q->other, subject = q->subject;
        f->out = (other.count && !in_set(other, f->subject) && !in_set(other, f->object) && !in_set(other, f->of)) ||
                 (subject.count && !in_set(subject, f->subject));
    }
    take_out(facts);
    sort_facts(facts, by_fact);
    keep_for_day(facts, a->on);
    take_out(facts);
    uint32_t limit = a->q->limit;
    if (!told || !limit || facts->count <= limit) return;
    sort_facts(facts, order);
    if (from_end) memmove(facts->at, facts->at + facts->count - limit, limit * sizeof *facts->at);
    facts->count = limit;
}

/* Facts about `who`: on a day, those of the rows that will be shown, in this order from one end; else all. */
static chy_status read_facts_of(struct asking *a, struct store_facts_query q, struct store_set who,
                                int (*order)(const void *, const void *), bool from_end, attested_list *out)
{
    attested_list facts = { 0 };
    bool told = true;
    if (!asked_for_day(a) || !who.count) return read_facts(a, &q, who, out);
    chy_status st = standing(a, who, q.relation, CHY_LIT(""), &facts);
    if (!st) st = name_parties(a, &facts, who, &told);
    if (!st) keep_shown(a, &facts, &q, told || order != by_reading, order, from_end);
    return st ? st : read_whole(a, (struct store_facts_query){ 0 }, &facts, who, out);
}

/* ------------------------------------------------------------------ chancery org, chancery facts */

enum {
    F_STANDING,
    F_WHO,
    F_FROM,
    F_TO,
    F_ATTESTED,
    F_HOW,
    F_SPEAKERS,
    F_CHAIN,
    F_DOCUMENT,
    F_ID,
    F_RELATION,
    F_MODALITY,
    F_SUBJECT,
    F_OBJECT,
    F_OF,
    F_HOLDER,
    F_INFERRED,
    F_CONFIDENCE,
    F_PATH,
    F_COUNT
};
static const chy_column fact_columns[] = {
    { "standing", 0 },
    { "who", 0 },
    { "from", 0 },
    { "to", 0 },
    { "attested", 0 },
    { "on the day", 0 },
    { "according to", 0 },
    { "through", 0 },
    { "document", 0 },
    { "id", 0 },
    { "relation", CHY_COLUMN_DETAIL },
    { "modality", CHY_COLUMN_DETAIL },
    { "subject", CHY_COLUMN_DETAIL },
    { "object", CHY_COLUMN_DETAIL },
    { "of", CHY_COLUMN_DETAIL },
    { "holder", CHY_COLUMN_DETAIL },
    { "inferred", CHY_COLUMN_DETAIL },
    { "confidence", CHY_COLUMN_DETAIL | CHY_COLUMN_NUMBER },
    { "path", CHY_COLUMN_DETAIL },
};

/* A relation of the user's own: "twinned_with" is told as "twinned with". */
static const char *spaced(struct asking *a, chy_str relation)
{
    chy_str copy = answer_format(a, "%.*s", (int)relation.len, relation.ptr);
    char *text = (char *)copy.ptr;
    for (size_t i = 0; i < copy.len; i++)
        if (text[i] == '_') text[i] = ' ';
    return copy.len ? text : "";
}

static chy_str standing_told(struct asking *a, const struct attested *f)
{
    const char *wish = f->modality ? wishes[f->modality - 1][1] : f->ended ? "former: " : "";
    if (str_is(f->relation, "holds_post"))
        return answer_format(a, "%s%.*s%s", wish, (int)f->title.len, f->title.ptr, f->about_subject && f->of_name.len ? " of" : "");
    if (f->order == STANDINGS) return answer_format(a, "%s%s", wish, spaced(a, f->relation));
    return answer_format(a, "%s%s", wish, f->about_subject ? standings[f->order].of_object : standings[f->order].of_subject);
}

/* What no document says in so many words is marked. */
static chy_str standing_text(struct asking *a, const struct attested *f)
{
    chy_str text = standing_told(a, f);
    return f->inferred.len ? answer_format(a, "%.*s (inferred)", (int)text.len, text.ptr) : text;
}

static chy_str how_text(const struct attested *f, struct days on)
{
    static const char *const texts[] = {
        [HOLDS] = "within the dates stated", [ATTESTED] = "last attested before", [UNDATED] = "attestation has no year"
    };
    if (on.first == STORE_NO_DAY) return CHY_LIT("");
    if (f->how == ATTESTED && f->at.last >= on.first) return CHY_LIT("attested");
    return str_of(texts[f->how]);
}

static void write_source(const struct attested *f, chy_str *row, int speakers, int chain, int document, int path)
{
    row[speakers] = f->speakers;
    row[chain] = f->chain;
    row[document] = f->doc;
    row[path] = f->path;
}

static void write_fact(struct asking *a, const struct attested *f)
{
    chy_str *row = answer_row(a);
    if (!row) return;
    bool post = str_is(f->relation, "holds_post");
    row[F_STANDING] = standing_text(a, f);
    row[F_WHO] = !f->about_subject ? f->subject_name : post ? f->of_name : f->object_name.len ? f->object_name : f->title;
    if (str_is(f->relation, "established")) row[F_WHO] = f->title.len ? f->title : f->object_name;
    row[F_FROM] = f->from_text;
    row[F_TO] = f->to_text;
    row[F_ATTESTED] = f->as_of;
    row[F_HOW] = how_text(f, a->on);
    write_source(f, row, F_SPEAKERS, F_CHAIN, F_DOCUMENT, F_PATH);
    row[F_ID] = item_id(a, 'F', f->id);
    row[F_RELATION] = f->relation;
    row[F_MODALITY] = f->modality_text;
    row[F_SUBJECT] = f->subject_name;
    row[F_OBJECT] = post ? f->title : f->object_name.len ? f->object_name : f->title;
    row[F_OF] = f->of_name;
    row[F_HOLDER] = f->holder_name;
    row[F_INFERRED] = f->inferred;
    row[F_CONFIDENCE] = f->confidence;
}

chy_status ask_facts(struct asking *a)
{
    struct store_facts_query q = { .relation = a->q->relation };
    attested_list facts = { 0 };
    bool known = true;
    answer_columns(a, fact_columns, F_COUNT);
    if (!a->q->name.len) return err_set(a->err, CHY_EUSAGE, 0, "of whom? A name is needed");
    chy_status st = query_names_need(a, a->q->name, &q.any, &known);
    if (!st && known) st = query_names_need(a, a->q->other, &q.other, &known);
    if (st || !known) return st;
    st = read_facts_of(a, q, q.any, by_reading, false, &facts);
    if (st) return st;
    sort_facts(&facts, by_fact);
    if (a->on.first != STORE_NO_DAY)
        keep_for_day(&facts, a->on);
    else
        drop_echoes(&facts);
    keep_for_period(&facts, a->between);
    sort_facts(&facts, by_reading);
    for (uint32_t i = 0; i < facts.count && !answer_full(a); i++)
        if (!facts.at[i].out) write_fact(a, &facts.at[i]);
    return CHY_OK;
}

/* ------------------------------------------------------------------ chancery who */

enum {
    W_PERSON,
    W_POST,
    W_OF,
    W_FROM,
    W_TO,
    W_ATTESTED,
    W_HOW,
    W_SPEAKERS,
    W_CHAIN,
    W_DOCUMENT,
    W_ID,
    W_MODALITY,
    W_INFERRED,
    W_CONFIDENCE,
    W_PATH,
    W_COUNT
};
static const chy_column who_columns[] = {
    { "person", 0 },
    { "post", 0 },
    { "of", 0 },
    { "from", 0 },
    { "to", 0 },
    { "attested", 0 },
    { "on the day", 0 },
    { "according to", 0 },
    { "through", 0 },
    { "document", 0 },
    { "id", 0 },
    { "modality", CHY_COLUMN_DETAIL },
    { "inferred", 0 },
    { "confidence", CHY_COLUMN_DETAIL | CHY_COLUMN_NUMBER },
    { "path", CHY_COLUMN_DETAIL },
};

static void write_holder(struct asking *a, const struct attested *f)
{
    chy_str *row = answer_row(a);
    if (!row) return;
    row[W_PERSON] = f->subject_name;
    row[W_POST] = answer_format(a, "%s%.*s",
                                f->modality ? wishes[f->modality - 1][1]
                                : f->ended  ? "former: "
                                            : "",
                                (int)f->title.len, f->title.ptr);
    row[W_OF] = f->of_name;
    row[W_FROM] = f->from_text;
    row[W_TO] = f->to_text;
    row[W_ATTESTED] = f->as_of;
    row[W_HOW] = how_text(f, a->on);
    write_source(f, row, W_SPEAKERS, W_CHAIN, W_DOCUMENT, W_PATH);
    row[W_ID] = item_id(a, 'F', f->id);
    row[W_MODALITY] = f->modality_text;
    row[W_INFERRED] = f->inferred;
    row[W_CONFIDENCE] = f->confidence;
}

/* Does the post asked for mean this one? The same words, whose post it is among them or not said by the asker. */
static chy_status post_fits(struct asking *a, const bag *asked, const struct attested *f, bool *fits)
{
    bag title;
    chy_status st = bag_of(a, f->title, &title);
    *fits = !st && bag_equal(asked, &title);
    if (st || *fits || !f->of) return st;
    if (!bag_add_name(a, &title, f->of)) return CHY_OK;
    *fits = bag_equal(asked, &title);
    return CHY_OK;
}

/* "National Coordinator for the SCO" of China, asked for as "China's National Coordinator for the SCO" when the title in the text is
 * shorter. */
static chy_status post_fits_loosely(struct asking *a, const bag *asked, const struct attested *f, bool *fits)
{
    bag title, words = { 0 };
    chy_status st = bag_of(a, f->title, &title);
    *fits = false;
    if (st || !f->of || !bag_add_name(a, &title, f->of)) return st;
    for (uint32_t i = 0; i < asked->count; i++) { /* the words of the title must all be there; only names may be over */
        chy_str *slot = asked->at[i].ptr[0] == '#' ? NULL : LIST_PUSH(a->mem, &words);
        if (slot) *slot = asked->at[i];
    }
    *fits = bag_within(&title, asked) && bag_within(&words, &title) && words.count;
    return CHY_OK;
}

typedef chy_status post_test(struct asking *, const bag *, const struct attested *, bool *);

static chy_status keep_fitting(struct asking *a, const bag *asked, attested_list *facts, post_test *test, uint32_t *count)
{
    chy_status st = CHY_OK;
    *count = 0;
    for (uint32_t i = 0; !st && i < facts->count; i++) {
        bool fits = false;
        st = test(a, asked, &facts->at[i], &fits);
        facts->at[i].out = !fits;
        *count += fits;
    }
    return st;
}

/* The last days that they are attested for. */
static chy_status read_last_days(struct asking *a, attested_list *facts)
{
    struct store_rows *rows = NULL;
    buf list;
    buf_init(&list, NULL, NULL);
    sort_facts(facts, by_number);
    for (uint32_t i = 0; i < facts->count; i++) buf_format(&list, "%c%lld", i ? ',' : '[', (long long)facts->at[i].id);
    buf_str(&list, facts->count ? CHY_LIT("]") : CHY_LIT("[]"));
    chy_status st = list.failed ? err_memory(a->err, "answering") : store_last_days(a->s, (chy_str){ list.ptr, list.len }, &rows, a->err);
    for (uint32_t i = 0; !st && (st = store_next(rows, a->err)) == CHY_ROW; st = CHY_OK) {
        while (i < facts->count && facts->at[i].id < store_number(rows, 0)) i++;
        for (; i < facts->count && facts->at[i].id == store_number(rows, 0); i++) facts->at[i].at.last = store_day(rows, 1);
    }
    store_rows_close(rows);
    free(list.ptr);
    return st == CHY_DONE ? CHY_OK : st;
}

/* Facts of posts that these have a part in, of which every word is among the words asked for: what their lines tell. */
static chy_status read_posts_for_day(struct asking *a, const bag *asked, struct store_set who, chy_str relation, attested_list *facts)
{
    chy_str title = { 0 };
    chy_status st = CHY_OK;
    bool told = true;
    while (!st && !(st = store_next_title(a->s, who, relation, title, a->mem, &title, a->err)) && title.ptr) {
        bag words;
        st = bag_of(a, title, &words);
        if (!st && title.len && bag_within(&words, asked)) st = standing(a, who, relation, title, facts);
    }
    if (!st) st = read_last_days(a, facts);
    return st ? st : name_parties(a, facts, (struct store_set){ 0 }, &told);
}

/* *lines: only what their lines tell. */
static chy_status read_post(struct asking *a, attested_list *facts, bool *lines)
{
    bag asked;
    uint32_t count = 0;
    chy_status st = bag_of(a, a->q->name, &asked);
    if (st) return st;
    struct store_facts_query q = { .relation = CHY_LIT("holds_post"), .any = bag_names(a, &asked) };
    *lines = asked_for_day(a) && q.any.count;
    st = *lines ? read_posts_for_day(a, &asked, q.any, q.relation, facts) : read_facts(a, &q, (struct store_set){ 0 }, facts);
    if (!st) st = keep_fitting(a, &asked, facts, post_fits, &count);
    if (!st && !count) st = keep_fitting(a, &asked, facts, post_fits_loosely, &count);
    take_out(facts);
    return st;
}

/* By day, the nearest last attested first when a day is asked for. */
static int by_day(const void *m, const void *n)
{
    const struct attested *f = m, *g = n;
    if (f->modality != g->modality) return f->modality < g->modality ? -1 : 1;
    if (f->at.first != g->at.first)
        return f->at.first == STORE_NO_DAY ? 1 : g->at.first == STORE_NO_DAY ? -1 : f->at.first < g->at.first ? -1 : 1;
    return (f->id > g->id) - (f->id < g->id);
}

/* `fact` as it was read whole; NULL: it was not. */
static const struct attested *in_whole(const attested_list *whole, const struct attested *fact)
{
    return whole->count ? bsearch(fact, whole->at, whole->count, sizeof *whole->at, by_number) : NULL;
}

/* For a day the holders of a post were told by lines: the rows shown are read now. */
static chy_status write_holders_of_day(struct asking *a, const attested_list *facts)
{
    attested_list shown = { 0 }, whole = { 0 };
    for (uint32_t i = facts->count; i-- > 0 && (!a->q->limit || shown.count < a->q->limit);) {
        struct attested *slot = facts->at[i].out ? NULL : LIST_PUSH(a->mem, &shown);
        if (slot) *slot = facts->at[i];
        a->full |= !slot && !facts->at[i].out;
    }
    chy_status st = read_whole(a, (struct store_facts_query){ 0 }, &shown, (struct store_set){ 0 }, &whole);
    for (uint32_t i = 0; !st && i < shown.count; i++) {
        const struct attested *found = in_whole(&whole, &shown.at[i]);
        if (!found) continue;
        struct attested f = *found;
        f.how = shown.at[i].how;
        write_holder(a, &f);
    }
    return st;
}

/* The nearest first when a day is asked for. */
static chy_status write_holders(struct asking *a, const attested_list *facts, bool lines)
{
    bool nearest_first = a->on.first != STORE_NO_DAY;
    if (lines) return write_holders_of_day(a, facts);
    for (uint32_t i = 0; i < facts->count && !answer_full(a); i++) {
        const struct attested *f = &facts->at[nearest_first ? facts->count - 1 - i : i];
        if (!f->out) write_holder(a, f);
    }
    return CHY_OK;
}

/* ------------------------------------------------------------------ who held it in between */

enum { GAPS_TOLD = 3 };

/* The days for which a text says that somebody holds a post: from when on, else when it was said, up to then or to its end. */
static bool span_told(const struct attested *f, struct days *told, chy_str *first, chy_str *last)
{
    bool from = f->from.first != STORE_NO_DAY, to = f->to.first != STORE_NO_DAY, at = f->at.first != STORE_NO_DAY && !f->ended;
    if (f->modality || !(from || to || at)) return false;
    told->first = from ? f->from.first : at ? f->at.first : f->to.first;
    told->last = to ? f->to.last : at ? f->at.last : f->from.last;
    *first = from ? f->from_text : at ? f->as_of : f->to_text;
    *last = to ? f->to_text : at ? f->as_of : f->from_text;
    return told->first <= told->last;
}

/* The holders of one post together, in the order of the days told of them. */
static int by_post(const void *m, const void *n)
{
    const struct attested *f = m, *g = n;
    struct days x = { STORE_NO_DAY, STORE_NO_DAY }, y = x;
    chy_str ignored;
    if (f->of != g->of) return f->of < g->of ? -1 : 1;
    bool told = span_told(f, &x, &ignored, &ignored), also = span_told(g, &y, &ignored, &ignored);
    if (told != also) return told ? -1 : 1;
    if (told && x.first != y.first) return x.first < y.first ? -1 : 1;
    return (f->id > g->id) - (f->id < g->id);
}

/* Is it asked about any of the days strictly between? */
static bool asked_between(const struct asking *a, int64_t last, int64_t first)
{
    struct days q = a->on.first != STORE_NO_DAY ? a->on : a->between;
    return (q.first == STORE_NO_DAY || q.first < first) && (q.last == STORE_NO_DAY || q.last > last);
}

struct gap {
    const struct attested *before, *after; /* who held the post on either side */
};

/* Gaps between two who are known to have held the post, with nobody known in between, in the order of posts and days: how many there are,
 * of which the first are told. */
static uint32_t find_gaps(const struct asking *a, attested_list *facts, struct gap out[GAPS_TOLD])
{
    const struct attested *holder = NULL;
    struct days told;
    chy_str ignored;
    int64_t end = STORE_NO_DAY;
    uint32_t count = 0;
    sort_facts(facts, by_post);
    for (uint32_t i = 0; i < facts->count; i++) {
        const struct attested *f = &facts->at[i];
        if (!f->of || !span_told(f, &told, &ignored, &ignored)) continue; /* whose post it is must be said: there are many ministers */
        bool same_post = holder && holder->of == f->of;
        if (same_post && told.first > end + 1 && holder->subject != f->subject && asked_between(a, end, told.first)) {
            if (count < GAPS_TOLD) out[count] = (struct gap){ holder, f };
            count++;
        }
        if (same_post && told.last < end) continue;
        holder = f, end = told.last;
    }
    return count;
}

/* Their ends whole, where lines alone were read. */
static chy_status read_gaps(struct asking *a, struct gap *gap, uint32_t count)
{
    attested_list ends = { 0 }, whole = { 0 };
    for (uint32_t i = 0; i < 2 * count; i++) {
        struct attested *slot = LIST_PUSH(a->mem, &ends);
        if (!slot) return err_memory(a->err, "answering");
        *slot = *(i % 2 ? gap[i / 2].after : gap[i / 2].before);
    }
    chy_status st = read_whole(a, (struct store_facts_query){ 0 }, &ends, (struct store_set){ 0 }, &whole);
    for (uint32_t i = 0; !st && i < count; i++) {
        const struct attested *before = in_whole(&whole, gap[i].before), *after = in_whole(&whole, gap[i].after);
        if (before && after) gap[i] = (struct gap){ before, after };
    }
    return st;
}

/* Said with the days that the texts give. */
static chy_status tell_gaps(struct asking *a, attested_list *facts, bool lines)
{
    struct gap gap[GAPS_TOLD];
    struct days told;
    chy_str *note = &a->answer->note, first, last, ignored;
    uint32_t count = find_gaps(a, facts, gap), shown = count < GAPS_TOLD ? count : GAPS_TOLD;
    chy_status st = lines ? read_gaps(a, gap, shown) : CHY_OK;
    for (uint32_t i = 0; !st && i < shown; i++) {
        const struct attested *f = gap[i].before, *g = gap[i].after;
        span_told(f, &told, &ignored, &last);
        span_told(g, &told, &first, &ignored);
        *note = answer_format(a, "%.*s%s between %.*s (%.*s) and %.*s (%.*s)", (int)note->len, note->ptr,
                              i ? "," : "the record does not tell who held the post", (int)last.len, last.ptr, (int)f->subject_name.len,
                              f->subject_name.ptr, (int)first.len, first.ptr, (int)g->subject_name.len, g->subject_name.ptr);
    }
    if (!st && count > GAPS_TOLD) *note = answer_format(a, "%.*s, and %u times more", (int)note->len, note->ptr, count - GAPS_TOLD);
    return st;
}

/* Leave the persons among them; false when there are none. */
static bool keep_persons(named_list *names)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < names->count; i++)
        if (str_is(names->at[i].type, "person")) names->at[kept++] = names->at[i];
    names->count = kept;
    return kept > 0;
}

chy_status ask_who(struct asking *a)
{
    attested_list facts = { 0 };
    named_list names;
    bool lines = false;
    answer_columns(a, who_columns, W_COUNT);
    if (!a->q->name.len) return err_set(a->err, CHY_EUSAGE, 0, "who is what? A post or a person is needed");
    chy_status st = query_names(a, a->q->name, &names);
    if (st) return st;
    if (keep_persons(&names)) {
        struct store_facts_query q = { .subject = query_names_set(a, &names), .relation = CHY_LIT("holds_post") };
        st = read_facts_of(a, q, q.subject, by_day, true, &facts);
    } else {
        st = read_post(a, &facts, &lines);
        if (!st) st = tell_gaps(a, &facts, lines);
    }
    if (st) return st;
    sort_facts(&facts, by_fact);
    if (a->on.first != STORE_NO_DAY)
        keep_for_day(&facts, a->on);
    else
        drop_echoes(&facts);
    keep_for_period(&facts, a->between);
    sort_facts(&facts, by_day);
    return write_holders(a, &facts, lines);
}
