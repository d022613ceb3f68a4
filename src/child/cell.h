/*
 * cell.h: a child process that does one kind of work over foreign bytes for us, again and again, locked in.
 *
 *     struct ward *ward = NULL;
 *     struct cell *cell = NULL;
 *     chy_status st = ward_open(work, rules, &limits, &ward, err);
 *     if (!st) ward_ready(ward);                                           // before there are threads: forks
 *     if (!st) st = cell_start(ward, &cell, err);
 *     if (!st) st = cell_ask(cell, &request, 1, fd, err);
 *     while ((st = cell_next(cell, &kind, &answer, err)) == CHY_ROW) take(kind, answer);      // CHY_DONE: all is said
 *     cell_end(cell);
 *     ward_close(ward);
 *
 * The child has memory and the descriptor it is sent, and nothing else: no files, no network, no other processes (lock.h). When it crashes
 * or takes too long, that is told as the fault of this request, and a new child goes on with the next one. A child is replaced after many
 * requests. Threads: several may have cells of one ward (keeper.h), each cell is one thread's at a time.
 */
#ifndef CHILD_CELL_H
#define CHILD_CELL_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct ward;
struct cell;
struct cell_voice; /* through which the child answers */

/* Runs in the child. fd: the descriptor that came with the request, -1. Answers by cell_say, as often as it likes. */
typedef void cell_work(const void *user, chy_str request, int fd, struct cell_voice *voice);

/* False when nobody listens any more: leave off. kind: below 0xF0; at most 16 pieces. */
bool cell_say(struct cell_voice *voice, uint8_t kind, const chy_str *pieces, size_t count);
bool cell_say_last(struct cell_voice *voice, uint8_t kind, const chy_str *pieces, size_t count); /* the last answer to this request */

struct cell_limits {
    unsigned seconds; /* of the clock, without an answer */
    size_t memory;    /* bytes beyond what the parent had */
    size_t answer;    /* bytes in one answer */
};

/* user: borrowed; the children see it as it is at ward_ready, at the latest at the first request. Errors: CHY_ENOMEM. */
chy_status ward_open(cell_work *work, const void *user, const struct cell_limits *limits, struct ward **out, chy_err *err);
void ward_ready(struct ward *w); /* to be called while there is one thread, if there will be more */
void ward_close(struct ward *w); /* after its cells; NULL is fine */

/* Its child comes with the first request. Errors: CHY_ENOMEM. */
chy_status cell_start(const struct ward *w, struct cell **out, chy_err *err);

/* One request, in at most 16 pieces. fd: -1 for none; stays the caller's. Errors: CHY_EIO no child can be started. */
chy_status cell_ask(struct cell *c, const chy_str *pieces, size_t count, int fd, chy_err *err);

/* CHY_ROW: an answer, borrowed until the next call; CHY_DONE: the request is finished; CHY_EINPUT the child crashed; CHY_E2BIG at a limit;
 * CHY_ENOMEM. After anything but CHY_ROW the cell may be asked again. */
chy_status cell_next(struct cell *c, uint8_t *kind, chy_str *answer, chy_err *err);

void cell_end(struct cell *c); /* NULL is fine */

#endif
