/*
 * joined.h: the names in a list that a row joins: "Russia, China, Sergei Lavrov".
 *
 *     struct joined j;
 *     joined_init(&j, store, &err);
 *     chy_status st = joined_write(&j, row[WHO], &out);        // [{"id":"N-4","name":"Russia","type":"state"}, ...]
 *     joined_done(&j);
 */
#ifndef QUERY_JOINED_H
#define QUERY_JOINED_H

#include "base/buf.h"
#include "query/asking.h"

struct joined {
    struct asking a;
    chy_query query;
    chy_rows answer;
    struct map known; /* a name -> its place in found */
    named_list found; /* id 0: nothing is called so */
};

void joined_init(struct joined *j, struct store *s, chy_err *err);

/* "id" is null for what is no name of the record: an unnamed "minister". */
chy_status joined_write(struct joined *j, chy_str list, buf *out);
void joined_done(struct joined *j);

#endif
