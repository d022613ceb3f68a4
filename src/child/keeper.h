/*
 * keeper.h: a small process that starts children for us and ends them.
 *
 * A process with threads must not fork one that goes on with its own code: what another thread held locked at that moment (an allocator, a
 * library) stays locked in the child for ever. A keeper is forked once, early, has no threads, and forks the children. It ends when its
 * parent does, however that ends, and its children with it. Should it be gone, a new one is forked from what the parent is then.
 */
#ifndef CHILD_KEEPER_H
#define CHILD_KEEPER_H

#include <sys/types.h>

#include "base/err.h"

struct keeper;

/* What a child does; wire: its end of the pair, with all other descriptors closed but 0 to 2. Never returns. */
typedef void keeper_work(const void *user, int wire);

/* user: borrowed; a child sees it as it was when the keeper was forked: at keeper_ready, at the latest when the first child is wanted, where
 * it is told that no process can be had. Errors: CHY_ENOMEM. Threads: one keeper may be asked by several. */
chy_status keeper_start(keeper_work *work, const void *user, struct keeper **out, chy_err *err);
void keeper_ready(struct keeper *k); /* to be called while there is one thread, if there will be more */
void keeper_end(struct keeper *k); /* NULL is fine; its children are gone then */

/* A new child, and our end of the pair that leads to it. Errors: CHY_EIO. */
chy_status keeper_bear(struct keeper *k, pid_t *child, int *wire, chy_err *err);

/* The child is killed if it lives; how it ended, as waitpid says; 0 where nobody knows. */
int keeper_dismiss(struct keeper *k, pid_t child);

#endif
