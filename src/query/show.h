/*
 * show.h: one thing of the record as one JSON object (docs/api.md): a document with all that was read in it, an event, a statement ...
 *
 *     chy_status st = query_show(store, CHY_SHOW_DOCUMENT, &(chy_query){ .name = CHY_LIT("D-2") }, &out, err);
 *
 * CHY_DONE: there is none of that name; what has been written by then is to be thrown away.
 */
#ifndef QUERY_SHOW_H
#define QUERY_SHOW_H

#include "base/buf.h"
#include "query/asking.h"

chy_status query_show(struct store *s, chy_thing thing, const chy_query *q, buf *out, chy_err *err);

#endif
