/*
 * apart.h: what is foreign is read in a child process; a crash costs one document.
 *
 * Pages, words of a PDF and texts in other encodings go to a child that is locked in (child/cell.h); one waits for each thread that reads,
 * and stays for the next document. Text that is UTF-8 is read where it is.
 */
#ifndef READ_APART_H
#define READ_APART_H

#include "read/read.h"

struct apart;

/* rules outlive it. threaded: several threads will read, and there are none yet. Errors: CHY_ENOMEM. */
chy_status apart_create(const struct read_rules *rules, size_t ceiling, bool threaded, struct apart **out, chy_err *err);
void apart_destroy(struct apart *a); /* NULL is fine */

/* As read_document. Threads: any. */
chy_status apart_read(struct apart *a, chy_str id, chy_str bytes, chy_doc **out, chy_err *err);

#endif
