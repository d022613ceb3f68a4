/* Who held a post, or which posts somebody held; and when nobody is known to have held one. */
#include <stdlib.h>

#include "base/buf.h"
#include "query/attested.h"

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
    row[W_POST] = answer_format(a, "%s%.*s", attested_wish(f), (int)f->title.len, f->title.ptr);
    row[W_OF] = f->of_name;
    row[W_FROM] = f->from_text;
    row[W_TO] = f->to_text;
    row[W_ATTESTED] = f->as_of;
    row[W_HOW] = attested_how(f, a->on);
    attested_write_source(f, row, W_SPEAKERS, W_CHAIN, W_DOCUMENT, W_PATH);
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
    chy_str list;
    attested_sort(facts, attested_by_number);
    chy_status st = attested_numbers(a, facts, &list);
    if (!st) st = store_last_days(a->s, list, &rows, a->err);
    for (uint32_t i = 0; !st && (st = store_next(rows, a->err)) == CHY_ROW; st = CHY_OK) {
        while (i < facts->count && facts->at[i].id < store_number(rows, 0)) i++;
        for (; i < facts->count && facts->at[i].id == store_number(rows, 0); i++) facts->at[i].at.last = store_day(rows, 1);
    }
    store_rows_close(rows);
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
        if (!st && title.len && bag_within(&words, asked)) st = attested_lines(a, who, relation, title, facts);
    }
    if (!st) st = read_last_days(a, facts);
    return st ? st : attested_name_parties(a, facts, (struct store_set){ 0 }, &told);
}

/* *lines: only what their lines tell. */
static chy_status read_post(struct asking *a, attested_list *facts, bool *lines)
{
    bag asked;
    uint32_t count = 0;
    chy_status st = bag_of(a, a->q->name, &asked);
    if (st) return st;
    struct store_facts_query q = { .relation = CHY_LIT("holds_post"), .any = bag_names(a, &asked) };
    *lines = attested_for_day(a) && q.any.count;
    st = *lines ? read_posts_for_day(a, &asked, q.any, q.relation, facts) : attested_read(a, &q, (struct store_set){ 0 }, facts);
    if (!st) st = keep_fitting(a, &asked, facts, post_fits, &count);
    if (!st && !count) st = keep_fitting(a, &asked, facts, post_fits_loosely, &count);
    attested_take_out(facts);
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
    return whole->count ? bsearch(fact, whole->at, whole->count, sizeof *whole->at, attested_by_number) : NULL;
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
    chy_status st = attested_read_whole(a, (struct store_facts_query){ 0 }, &shown, (struct store_set){ 0 }, &whole);
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
    attested_sort(facts, by_post);
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
    chy_status st = attested_read_whole(a, (struct store_facts_query){ 0 }, &ends, (struct store_set){ 0 }, &whole);
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
        st = attested_of(a, q, q.subject, by_day, true, &facts);
    } else {
        st = read_post(a, &facts, &lines);
        if (!st) st = tell_gaps(a, &facts, lines);
    }
    if (st) return st;
    attested_choose(a, &facts);
    attested_sort(&facts, by_day);
    return write_holders(a, &facts, lines);
}
