/*
 * meeting.h: "China and Russia held talks" and "Wang Yi met Lavrov": one meeting of one day, told of states or of who spoke for them.
 *
 *     chy_status st = meeting_settle(store, CHY_LIT("meeting|CHN|RUS@2022-07-28"), &mem, &blocks, err);
 *
 * A report that names states alone goes into the block of those that name persons, when these are all of one block and where they
 * say the meeting was agrees: then it is told apart with them (resolve.h). Where ministers met and presidents too, it stays by itself.
 * A function of the reports of that day; blocks whose events must be told apart anew are added to blocks.
 */
#ifndef RECORD_MEETING_H
#define RECORD_MEETING_H

#include "record/journal.h"

chy_status meeting_settle(struct store *s, chy_str states, arena *mem, block_list *blocks, chy_err *err);

/* All days of the document (0: of the record). */
chy_status meeting_settle_all(struct store *s, int64_t document, arena *mem, block_list *blocks, chy_err *err);

#endif
