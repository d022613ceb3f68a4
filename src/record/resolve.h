/* resolve.h: which reports of one block tell of the same event. */
#ifndef RECORD_RESOLVE_H
#define RECORD_RESOLVE_H

#include "record/among.h"

/* Make the events of a block again, as they are from the moment `when` on; inside store_begin .. store_end. The result does not depend on
 * the order of arrival. reports, count: nothing else than these has come, and nothing has gone, since it was done last; 0: who knows. */
chy_status resolve_block(struct store *s, chy_str block, const struct new_report *reports, uint32_t count, chy_str when, chy_err *err);

#endif
