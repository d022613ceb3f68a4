/*
 * query.h: questions put to the record.
 *
 *     chy_rows *rows = NULL;
 *     chy_status st = query_ask(store, &(chy_query){ CHY_ASK_MET, .name = CHY_LIT("Wang Yi") }, &rows, err);
 *
 * Each question is one file; it asks the store, decides what holds on the day in question, and writes rows of text.
 */
#ifndef QUERY_QUERY_H
#define QUERY_QUERY_H

#include "store/tables.h"

chy_status query_ask(struct store *s, const chy_query *q, chy_rows **out, chy_err *err);

/* The last second of what is meant by 2026, 2026-05, 2026-05-10 or 2026-05-10T12:30, in UTC; "" for "". CHY_EUSAGE with a sentence. */
chy_status query_moment(chy_str text, arena *mem, chy_str *out, chy_err *err);

size_t query_columns(const chy_rows *rows, const chy_column **columns);
chy_status query_next(chy_rows *rows, const chy_str **values);
chy_str query_note(const chy_rows *rows);
void query_destroy(chy_rows *rows);

/* The facts that are given out for a day, by number: bit n & 7 of byte n >> 3. */
struct query_facts {
    unsigned char *bits;
    size_t size;
};
static inline bool query_has_fact(const struct query_facts *f, int64_t number)
{
    return number >= 0 && (uint64_t)number >> 3 < f->size && f->bits[number >> 3] >> (number & 7) & 1;
}

/* The names, days and words of a question as a filter over tables; sets live in mem. CHY_EUSAGE when nobody is called so. */
chy_status query_filter(struct store *s, const chy_query *q, arena *mem, struct store_table_query *out, chy_err *err);

/* The facts that q->on leaves standing, as `chancery org --on` shows them; bits are the caller's to free. */
chy_status query_standing_facts(struct store *s, const chy_query *q, struct query_facts *out, chy_err *err);

#endif
