/* verify.h: does everything in the record hold together? */
#ifndef RECORD_VERIFY_H
#define RECORD_VERIFY_H

#include "store/store.h"

/* Tells each fault: of the file, of keys, of spans that leave their text, of a journal or of events that come out otherwise when they are
 * made again. Changes nothing. when: now. */
chy_status record_verify(struct store *s, chy_str when, store_fault tell, void *user, chy_err *err);

#endif
