/*
 * bands.h: keeping what tells which texts may be copies of one another (bands) in step with the texts in force.
 *
 * A text has a line for each band of its sketch (near.h) under the month that it was published in, and a few for longer bands under any month:
 * copies come within weeks, and those that come later are found when they are nearly whole, or by the address that they stand at. What
 * shares a line is compared when it is asked for: no line depends on which documents came before.
 */
#ifndef STORE_BANDS_H
#define STORE_BANDS_H

#include "base/arena.h"
#include "near/near.h"
#include "store/db.h"

enum { BANDS_LONG = 4, BANDS_MOST = NEAR_BANDS + BANDS_LONG, BANDS_MONTH = 30, BANDS_NO_MONTH = -1, BANDS_ANY_MONTH = -2 };

struct band_line {
    int64_t month, band;
};

/* published: the first day that it can mean, STORE_NO_DAY when it is not known. A text of less than four words has no line. scratch is as it
 * was afterwards; false: at its ceiling. */
bool bands_of(chy_str text, int64_t published, arena *scratch, struct band_line out[BANDS_MOST], unsigned *count);

/* All of them, from the texts in force: after a record was brought forward. */
chy_status bands_fill(struct db *db, chy_err *err);
/* Those of a document go, as its text and date in force are; and come. */
chy_status bands_drop(struct db *db, int64_t document, chy_err *err);
chy_status bands_put(struct db *db, int64_t document, chy_err *err);
/* Each document whose lines are not those of its text. */
chy_status bands_verify(struct store *s, store_fault tell, void *user, chy_err *err);

#endif
