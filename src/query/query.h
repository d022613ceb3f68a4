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

#include "store/store.h"

chy_status query_ask(struct store *s, const chy_query *q, chy_rows **out, chy_err *err);

/* The last second of what is meant by 2026, 2026-05, 2026-05-10 or 2026-05-10T12:30, in UTC; "" for "". CHY_EUSAGE with a sentence. */
chy_status query_moment(chy_str text, arena *mem, chy_str *out, chy_err *err);

size_t query_columns(const chy_rows *rows, const chy_column **columns);
chy_status query_next(chy_rows *rows, const chy_str **values);
chy_str query_note(const chy_rows *rows);
void query_destroy(chy_rows *rows);

#endif
