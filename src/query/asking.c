#include "query/asking.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

enum { ANSWER_CEILING = 1 << 30 };

/* ------------------------------------------------------------------ the answer */

void answer_columns(struct asking *a, const chy_column *columns, uint32_t count)
{
    a->answer->columns = columns;
    a->answer->column_count = count;
}

chy_str *answer_row(struct asking *a)
{
    chy_str *values = ARENA_ARRAY(a->mem, chy_str, a->answer->column_count);
    chy_str **row = values ? LIST_PUSH(a->mem, &a->answer->rows) : NULL;
    if (!row) {
        a->full = true;
        return NULL;
    }
    for (uint32_t i = 0; i < a->answer->column_count; i++) values[i] = CHY_LIT("");
    return *row = values;
}

chy_str answer_keep(struct asking *a, chy_str s)
{
    chy_str kept = str_keep(a->mem, s);
    if (kept.ptr) return kept;
    a->full = true;
    return CHY_LIT("");
}

chy_str answer_format(struct asking *a, const char *format, ...)
{
    char some[256];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(some, sizeof some, format, args);
    va_end(args);
    if (n >= 0 && (size_t)n < sizeof some) return answer_keep(a, (chy_str){ some, (size_t)n });
    char *more = n < 0 ? NULL : arena_alloc(a->mem, (size_t)n + 1);
    if (!more) {
        a->full = true;
        return CHY_LIT("");
    }
    va_start(args, format);
    vsnprintf(more, (size_t)n + 1, format, args);
    va_end(args);
    return (chy_str){ more, (size_t)n };
}

bool answer_full(const struct asking *a) { return a->full || (a->q->limit && a->answer->rows.count >= a->q->limit); }

/* ------------------------------------------------------------------ names */

void named_push(struct asking *a, struct store_rows *rows, named_list *out)
{
    struct named *n = LIST_PUSH(a->mem, out);
    if (n)
        *n = (struct named){ store_number(rows, ENTITY_ID), answer_keep(a, store_text(rows, ENTITY_KIND)),
                             answer_keep(a, store_text(rows, ENTITY_NAME)) };
    else
        a->full = true;
}

chy_status query_numbers(struct asking *a, struct store_rows *r, int column, number_list *out)
{
    chy_status st = CHY_OK;
    while ((st = store_next(r, a->err)) == CHY_ROW) {
        int64_t *slot = LIST_PUSH(a->mem, out);
        if (slot)
            *slot = store_number(r, column);
        else
            a->full = true;
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

chy_status query_reports_of(struct asking *a, int64_t event, number_list *out)
{
    struct store_rows *r = NULL;
    chy_status st = store_reports(a->s, &(struct store_reports_query){ .event = event }, &r, a->err);
    return st ? st : query_numbers(a, r, REPORT_ID, out);
}

/* One word of a person's name counts unless something else is called so: "Putin" is Vladimir Putin too, "China" nobody's given name. */
chy_status query_called(struct asking *a, chy_str folded, named_list *out)
{
    struct store_rows *rows = NULL;
    bool thing = false;
    if (!folded.ptr) return err_memory(a->err, "looking up a name");
    chy_status st = store_entities(a->s, folded, &rows, a->err);
    while (!st && (st = store_next(rows, a->err)) == CHY_ROW) {
        bool is_short = store_number(rows, ENTITY_DOCUMENTS + 1) != 0;
        st = CHY_OK;
        if (is_short && thing) continue;
        thing |= !is_short && !str_is(store_text(rows, ENTITY_KIND), "person");
        named_push(a, rows, out);
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

chy_status query_names(struct asking *a, chy_str name, named_list *out)
{
    static const char *const tails[] = { "'s", "’s", "'", "’" };
    *out = (named_list){ 0 };
    name = str_trim(name);
    chy_status st = query_called(a, utf8_fold(a->mem, name), out);
    if (!st && !out->count && name.len > 4 && str_eq_ascii_nocase(str_cut(name, 0, 4), CHY_LIT("the "))) {
        name = str_cut(name, 4, name.len);
        st = query_called(a, utf8_fold(a->mem, name), out);
    }
    for (size_t i = 0; !st && !out->count && i < sizeof tails / sizeof *tails; i++)
        if (str_ends(name, str_of(tails[i]))) st = query_called(a, utf8_fold(a->mem, str_cut(name, 0, name.len - strlen(tails[i]))), out);
    return st || out->count || !name.len ? st : query_names_otherwise(a, name, out);
}

struct store_set query_names_set(struct asking *a, const named_list *names)
{
    int64_t *at = ARENA_ARRAY(a->mem, int64_t, names->count + 1);
    if (!at) {
        a->full = true;
        return (struct store_set){ 0 };
    }
    for (uint32_t i = 0; i < names->count; i++) at[i] = names->at[i].id;
    return (struct store_set){ at, names->count };
}

chy_status query_names_need(struct asking *a, chy_str name, struct store_set *out, bool *known)
{
    named_list names;
    *out = (struct store_set){ 0 };
    *known = true;
    if (!name.len) return CHY_OK;
    chy_status st = query_names(a, name, &names);
    if (st) return st;
    *known = names.count > 0;
    if (*known)
        *out = query_names_set(a, &names);
    else
        a->answer->note = answer_format(a, "nobody and nothing in this record is called \"%.*s\"", (int)name.len, name.ptr);
    return CHY_OK;
}

bool in_set(struct store_set set, int64_t id)
{
    for (uint32_t i = 0; i < set.count; i++)
        if (set.at[i] == id) return true;
    return false;
}

/* ------------------------------------------------------------------ where a row comes from */

static chy_str base_name(chy_str path)
{
    size_t at = path.len;
    while (at && path.ptr[at - 1] != '/') at--;
    return str_cut(path, at, path.len);
}

chy_str source_document(struct asking *a, struct store_rows *rows, int first)
{
    chy_str name = base_name(store_text(rows, first + 1));
    return answer_format(a, "D-%lld %.*s", (long long)store_number(rows, first), (int)name.len, name.ptr);
}

chy_str source_path(struct asking *a, struct store_rows *rows, int first) { return answer_keep(a, store_text(rows, first + 1)); }

chy_str source_chain(struct asking *a, struct store_rows *rows, int chain, int last, int first)
{
    chy_str links = store_text(rows, chain), publisher = store_text(rows, first + 2), published = store_text(rows, first + 4);
    int64_t last_link = store_number(rows, last), publisher_id = store_number(rows, first + 3);
    bool said_already = publisher_id && links.len && last_link == publisher_id;
    if (!publisher.len || said_already) return answer_keep(a, links);
    chy_str end = published.len ? answer_format(a, "%.*s (%.*s)", (int)publisher.len, publisher.ptr, (int)published.len, published.ptr)
                                : answer_keep(a, publisher);
    if (!links.len) return end;
    /* Without a number for the publisher the name has to do: "… Reference News Network (2022-07-31)". */
    chy_str name_in_links = publisher;
    bool named = str_find(links, name_in_links, 0) != SIZE_MAX &&
                 str_find(str_cut(links, str_find(links, name_in_links, 0), links.len), CHY_LIT("→"), 0) == SIZE_MAX;
    return named ? answer_keep(a, links) : answer_format(a, "%.*s → %.*s", (int)links.len, links.ptr, (int)end.len, end.ptr);
}

chy_str item_id(struct asking *a, char kind, int64_t number)
{
    return number ? answer_format(a, "%c-%lld", kind, (long long)number) : CHY_LIT("");
}

bool read_item_id(chy_str text, char *kind, int64_t *number)
{
    text = str_trim(text);
    if (text.len < 2 || text.len > 20) return false;
    *kind = (char)(text.ptr[0] & ~0x20);
    size_t at = text.ptr[1] == '-' ? 2 : 1;
    if (at == text.len || !strchr("FERSIDN", *kind)) return false;
    for (*number = 0; at < text.len; at++) {
        if (text.ptr[at] < '0' || text.ptr[at] > '9') return false;
        *number = *number * 10 + (text.ptr[at] - '0');
    }
    return *number > 0;
}

/* ------------------------------------------------------------------ asking */

chy_status asking_days(chy_str text, struct days *out, chy_err *err)
{
    struct date first, last;
    *out = (struct days){ STORE_NO_DAY, STORE_NO_DAY };
    if (!text.len) return CHY_OK;
    if (!date_bounds(text, &first, &last))
        return err_set(err, CHY_EUSAGE, 0, "\"%.*s\" is no date: write it as 2014, 2014-09 or 2014-09-10", (int)text.len, text.ptr);
    *out = (struct days){ date_days(first), date_days(last) };
    return CHY_OK;
}

chy_status asking_all_days(struct asking *a)
{
    struct days from, to;
    chy_status st = asking_days(a->q->on, &a->on, a->err);
    if (!st) st = asking_days(a->q->from, &from, a->err);
    if (!st) st = asking_days(a->q->to, &to, a->err);
    if (st) return st;
    a->between = (struct days){ from.first, to.last };
    if (from.first != STORE_NO_DAY && to.last != STORE_NO_DAY && from.first > to.last)
        return err_set(a->err, CHY_EUSAGE, 0, "from %.*s to %.*s there is no day", (int)a->q->from.len, a->q->from.ptr, (int)a->q->to.len,
                       a->q->to.ptr);
    return CHY_OK;
}

/* "2026-05-10T12:30", its seconds left out or not, in UTC. */
static bool read_clock(chy_str text, int clock[3])
{
    if (text.len && text.ptr[text.len - 1] == 'Z') text.len--;
    if (text.len != 5 && text.len != 8) return false;
    clock[2] = 59; /* the whole minute */
    for (size_t i = 0; i < text.len; i += 3) {
        const char *p = text.ptr + i;
        bool digits = p[0] >= '0' && p[0] <= '9' && p[1] >= '0' && p[1] <= '9';
        if (!digits || (i && p[-1] != ':')) return false;
        clock[i / 3] = (p[0] - '0') * 10 + p[1] - '0';
    }
    return clock[0] < 24 && clock[1] < 60 && clock[2] < 60;
}

chy_status query_moment(chy_str text, arena *mem, chy_str *out, chy_err *err)
{
    struct date first, last;
    int clock[3] = { 23, 59, 59 };
    size_t cut = str_find(text, CHY_LIT("T"), 0);
    *out = CHY_LIT("");
    if (!text.len) return CHY_OK;
    bool good = date_bounds(str_cut(text, 0, cut), &first, &last);
    if (good && cut != SIZE_MAX) good = date_days(first) == date_days(last) && read_clock(str_cut(text, cut + 1, text.len), clock);
    if (!good)
        return err_set(err, CHY_EUSAGE, 0, "\"%.*s\" is no moment: write it as 2026, 2026-05, 2026-05-10 or 2026-05-10T12:30:00Z",
                       (int)text.len, text.ptr);
    *out = str_format(mem, "%04d-%02d-%02dT%02d:%02d:%02dZ", last.year, last.month, last.day, clock[0], clock[1], clock[2]);
    return out->ptr ? CHY_OK : err_memory(err, "looking back");
}

/* Answer the question as of the moment that it names, and come back to now. */
static chy_status ask_then(struct asking *a, chy_status (*question)(struct asking *))
{
    chy_str then;
    chy_status st = query_moment(a->q->known_by, a->mem, &then, a->err);
    if (st || !then.len) return st ? st : question(a);
    st = store_look_back(a->s, then, a->err);
    if (!st) st = question(a);
    store_patience(a->s, 0); /* the way back is not to be cut short */
    chy_status back = store_look_back(a->s, CHY_LIT(""), st ? NULL : a->err);
    return st ? st : back;
}

chy_status query_filter(struct store *s, const chy_query *q, arena *mem, struct store_table_query *out, chy_err *err)
{
    chy_rows answer = { .note = CHY_LIT("") };
    struct asking a = { .s = s, .q = q, .answer = &answer, .mem = mem, .err = err };
    const struct {
        chy_str name;
        struct store_set *set;
    } names[] = { { q->name, &out->who }, { q->other, &out->with }, { q->place, &out->place }, { q->about, &out->about } };
    *out = (struct store_table_query){
        .kind = q->kind, .status = q->status, .relation = q->relation, .publisher = q->publisher, .lang = q->lang
    };
    chy_status st = asking_all_days(&a);
    for (size_t i = 0; !st && i < sizeof names / sizeof *names; i++) {
        bool known = true;
        st = query_names_need(&a, names[i].name, names[i].set, &known);
        if (!st && !known) st = err_set(err, CHY_EUSAGE, 0, "%.*s", (int)answer.note.len, answer.note.ptr);
    }
    out->first = a.between.first;
    out->last = a.between.last;
    return !st && a.full ? err_memory(err, "looking up names") : st;
}

chy_status query_ask(struct store *s, const chy_query *q, chy_rows **out, chy_err *err)
{
    static chy_status (*const questions[])(struct asking *) = {
        [CHY_ASK_FACTS] = ask_facts,       [CHY_ASK_WHO] = ask_who,           [CHY_ASK_MET] = ask_met,
        [CHY_ASK_EVENTS] = ask_events,     [CHY_ASK_SAID] = ask_said,         [CHY_ASK_DATES] = ask_dates,
        [CHY_ASK_WHY] = ask_why,           [CHY_ASK_SEARCH] = ask_search,     [CHY_ASK_DOCS] = ask_docs,
        [CHY_ASK_STATUS] = ask_status,     [CHY_ASK_VISITS] = ask_visits,     [CHY_ASK_PERSON] = ask_person,
        [CHY_ASK_TIMELINE] = ask_timeline, [CHY_ASK_CALENDAR] = ask_calendar, [CHY_ASK_AGREEMENTS] = ask_agreements,
        [CHY_ASK_STALE] = ask_stale,       [CHY_ASK_FACETS] = ask_search,     [CHY_ASK_SQL] = ask_sql,
        [CHY_ASK_DIFF] = ask_diff,         [CHY_ASK_BLAME] = ask_blame,       [CHY_ASK_JOURNAL] = ask_journal,
        [CHY_ASK_REVIEW] = ask_review,     [CHY_ASK_COPIES] = ask_copies,
        [CHY_ASK_EVENT] = ask_event,       [CHY_ASK_CONFLICTS] = ask_conflicts,
    };
    if ((size_t)q->question >= sizeof questions / sizeof *questions)
        return err_set(err, CHY_EUSAGE, 0, "there is no question %d", (int)q->question);
    if (q->order.len && !str_is(q->order, "latest"))
        return err_set(err, CHY_EUSAGE, 0, "there is no order \"%.*s\": there is \"latest\"", (int)q->order.len, q->order.ptr);
    chy_rows *answer = calloc(1, sizeof *answer);
    if (!answer) return err_memory(err, "asking the record");
    arena_init(&answer->mem, ANSWER_CEILING);
    answer->note = CHY_LIT("");
    struct asking a = { .s = s, .q = q, .answer = answer, .mem = &answer->mem, .err = err };
    chy_status st = q->question == CHY_ASK_DIFF ? CHY_OK : asking_all_days(&a); /* a difference goes from moment to moment */
    if (!st) st = ask_then(&a, questions[q->question]);
    if (!st && a.full) st = err_memory(err, "answering");
    if (st)
        query_destroy(answer);
    else
        *out = answer;
    return st;
}

size_t query_columns(const chy_rows *rows, const chy_column **columns)
{
    *columns = rows->columns;
    return rows->column_count;
}

chy_status query_next(chy_rows *rows, const chy_str **values)
{
    if (rows->next == rows->rows.count) return CHY_DONE;
    *values = rows->rows.at[rows->next++];
    return CHY_ROW;
}

chy_str query_note(const chy_rows *rows) { return rows->note; }

void query_destroy(chy_rows *rows)
{
    if (!rows) return;
    arena_done(&rows->mem);
    free(rows);
}
