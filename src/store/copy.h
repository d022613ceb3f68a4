/*
 * copy.h: a record on a server, as a record in a file.
 *
 *     chy_status st = copy_to_file(db, "copy.db", err);
 *
 * Both have the same tables (tests/team/schemas). All rows are of one moment, while others read and write; they come one at a time. The file is
 * there when the copy is whole, and not before.
 */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include "store/db.h"

/* Refused (CHY_EUSAGE): there is such a file. */
chy_status copy_to_file(struct db *from, const char *path, chy_err *err);

#endif
