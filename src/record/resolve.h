/* resolve.h: which reports of one block tell of the same event. */
#ifndef RECORD_RESOLVE_H
#define RECORD_RESOLVE_H

#include "record/among.h"

/* Make the events of a block again, as they are from the moment `when` on; inside store_begin .. store_end. The result does not depend on
 * the order of arrival. among: nothing has come since it was done last that has to do with others than these (among_new); "": all. */
chy_status resolve_block(struct store *s, chy_str block, chy_str among, chy_str when, chy_err *err);

#endif
