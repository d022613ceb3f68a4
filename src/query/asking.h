/*
 * asking.h: what the questions share: the answer that is being written, names and days as people give them, where a row comes from.
 *
 *     chy_str *row = answer_row(a);
 *     if (row) row[SAID_WORDS] = answer_keep(a, store_text(rows, STATEMENT_CONTENT));
 *
 * Memory that runs out is remembered in a->full and told once, by query_ask.
 */
#ifndef QUERY_ASKING_H
#define QUERY_ASKING_H

#include "base/map.h"
#include "query/query.h"

struct chy_rows {
    arena mem;
    const chy_column *columns;
    uint32_t column_count, next;
    LIST(chy_str *) rows;
    chy_str note;
};

struct days {
    int64_t first, last;
}; /* both STORE_NO_DAY: not given */

struct asking {
    struct store *s;
    const chy_query *q;
    chy_rows *answer;
    arena *mem; /* the answer's */
    struct days on, between;
    struct map names; /* folded name -> place in `found`, see phrase.c */
    LIST(int64_t) found;
    bool full;
    chy_err *err;
};

/* ------------------------------------------------------------------ the answer */

void answer_columns(struct asking *a, const chy_column *columns, uint32_t count);
chy_str *answer_row(struct asking *a); /* one more row of empty values; NULL when memory ran out */
chy_str answer_keep(struct asking *a, chy_str s);
chy_str answer_format(struct asking *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool answer_full(const struct asking *a); /* as many rows as were asked for */

chy_status asking_days(chy_str text, struct days *out, chy_err *err); /* CHY_EUSAGE for what is no date */
chy_status asking_all_days(struct asking *a);                             /* on and between, of a->q */

/* ------------------------------------------------------------------ names */

struct named {
    int64_t id;
    chy_str type, name;
};
typedef LIST(struct named) named_list;

void named_push(struct asking *a, struct store_rows *rows, named_list *out); /* the row of a cursor of enum entity_column */

/* What is called so, folded (utf8_fold); and, when nothing is, what is in another spelling, order or script (names.c). */
chy_status query_called(struct asking *a, chy_str folded, named_list *out);
chy_status query_names_otherwise(struct asking *a, chy_str name, named_list *out);

/* Everything that is called so, most widely used first; one word of a person's name will do when no thing is called so. */
chy_status query_names(struct asking *a, chy_str name, named_list *out);
struct store_set query_names_set(struct asking *a, const named_list *names);

/* query_names, and a note in the answer when there is nobody: *known false. An empty name gives the empty set. */
chy_status query_names_need(struct asking *a, chy_str name, struct store_set *out, bool *known);

/* What makes an entity the same as the one that stands for it, in words; a row of store_alikes. */
chy_str query_why_same(struct asking *a, struct store_rows *r);

/* The numbers of the reports of an event, put behind those in *out. */
typedef LIST(int64_t) number_list;
chy_status query_numbers(struct asking *a, struct store_rows *rows, int column, number_list *out); /* of one column; closes rows */
chy_status query_reports_of(struct asking *a, int64_t event, number_list *out);

/* ------------------------------------------------------------------ where a row comes from */

/* Columns of a cursor in the order id, path, publisher, publisher id, published, author, from `first` on. */
chy_str source_document(struct asking *a, struct store_rows *rows, int first); /* "D-3 note.txt" */
chy_str source_path(struct asking *a, struct store_rows *rows, int first);

/* "Lianhe Zaobao (2022-07-29) → Reference News Network (2022-07-31)": the chain in column `chain`, whose last link is the entity in
 * `last`, and behind it the publisher of the document. */
chy_str source_chain(struct asking *a, struct store_rows *rows, int chain, int last, int first);

chy_str event_kind(struct asking *a, struct store_rows *event); /* the finest word for what it was: "consultation", "visit", "CONSULT" */
bool in_set(struct store_set set, int64_t id);

chy_str item_id(struct asking *a, char kind, int64_t number); /* "F-17"; "" for 0 */
bool read_item_id(chy_str text, char *kind, int64_t *number); /* "F-17", "f17" -> 'F', 17; false when it is no identifier */

/* ------------------------------------------------------------------ phrases */

/* A phrase as a bag of words: folded, sorted, function words left out; names of states, organisations and bodies by number ("#12"). */
typedef LIST(chy_str) bag;
chy_status bag_of(struct asking *a, chy_str phrase, bag *out);
bool bag_equal(const bag *a, const bag *b);
bool bag_within(const bag *part, const bag *whole);
bool bag_add_name(struct asking *a, bag *b, int64_t entity); /* keeps it sorted; once only */
struct store_set bag_names(struct asking *a, const bag *b);  /* the entities in it */

/* ------------------------------------------------------------------ the questions */

chy_status ask_facts(struct asking *a);
chy_status ask_who(struct asking *a);
chy_status ask_met(struct asking *a);
chy_status ask_events(struct asking *a);
chy_status ask_said(struct asking *a);
chy_status ask_dates(struct asking *a);
chy_status ask_why(struct asking *a);
chy_status ask_event(struct asking *a);
chy_status ask_conflicts(struct asking *a);
chy_status ask_search(struct asking *a);
chy_status ask_docs(struct asking *a);
chy_status ask_status(struct asking *a);
chy_status ask_visits(struct asking *a);
chy_status ask_person(struct asking *a);
chy_status ask_timeline(struct asking *a);
chy_status ask_calendar(struct asking *a);
chy_status ask_agreements(struct asking *a);
chy_status ask_stale(struct asking *a);
chy_status ask_sql(struct asking *a);
chy_status ask_diff(struct asking *a);
chy_status ask_blame(struct asking *a);
chy_status ask_copies(struct asking *a);
chy_status ask_journal(struct asking *a);
chy_status ask_review(struct asking *a);

#endif
