/*
 * place.h: where in a page or a printed document the bytes of its text stand.
 *
 *     struct place p;
 *     chy_status st = place_open(a, document, &p);
 *     chy_str line = place_of(a, &p, start, end);      // "bytes 512-540: &quot;We met&quot;", "page 2: ...", "" when its text is all there
 * is place_close(&p);
 */
#ifndef QUERY_PLACE_H
#define QUERY_PLACE_H

#include "query/asking.h"

struct place {
    struct store_rows *rows;
    bool known;
};

chy_status place_open(struct asking *a, int64_t document, struct place *p);
chy_str place_of(struct asking *a, const struct place *p, int64_t start, int64_t end);
void place_close(struct place *p);

#endif
