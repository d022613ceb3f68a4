/*
 * lock.h: what a child process may do: the fences of the kernel.
 *
 * A filter of system calls (seccomp) is made by the parent, since making it takes memory; the child puts it on. Where the kernel lacks one
 * of the fences the others stand.
 */
#ifndef CHILD_LOCK_H
#define CHILD_LOCK_H

#include <stdbool.h>
#include <stddef.h>

enum lock_kind {
    LOCK_PROGRAM, /* another program: may read below the folders of the system and write nowhere; no network, no looking at other processes
                   */
    LOCK_CELL,    /* our own code over foreign bytes: may use memory and the descriptors it has, and nothing else */
};

enum { LOCK_SECCOMP = 1, LOCK_LANDLOCK = 2, LOCK_ALL = 3 };

struct lock {
    enum lock_kind kind;
    void *filter; /* instructions; NULL: there is no filter */
    unsigned short count;
};

void lock_prepare(enum lock_kind kind, struct lock *out); /* in the parent */
void lock_release(struct lock *l);

/* In the child, system calls alone: limits (0: none) of the processor, of memory that is its own, of open files; then the fences. */
void lock_limits(unsigned seconds, size_t memory, unsigned files);
void lock_on(const struct lock *l);

unsigned lock_fences(void); /* which of LOCK_ALL this kernel has */

#endif
