/*
 * child.h: another program run over bytes, within limits.
 *
 *     const char *argv[] = { "pdftotext", "-bbox-layout", "-", "-", NULL };
 *     chy_status st = child_run(argv, pdf, &(struct child_limits){ .seconds = 20, .memory = 512 << 20, .output = 64 << 20 }, mem, &xml,
 * err);
 *
 * The program has no other files open, gets its input as a file on descriptor 0, writes to a pipe, and is killed at its limits.
 * Where the kernel can (Landlock), it may read below /usr, /lib, /lib64 and /etc alone and write nowhere; no new privileges in any case.
 */
#ifndef CHILD_CHILD_H
#define CHILD_CHILD_H

#include "base/arena.h"
#include "base/err.h"

struct child_limits {
    unsigned seconds;      /* of the clock, and of the processor */
    size_t memory, output; /* bytes */
};

/* What the program printed, in mem. Errors, each a sentence: CHY_EIO when there is no such program (it names it) or the system fails;
 * CHY_EINPUT when the program failed or crashed on these bytes; CHY_E2BIG at a limit; CHY_ENOMEM. Threads: any. */
chy_status child_run(const char *const *argv, chy_str input, const struct child_limits *limits, arena *mem, chy_str *out, chy_err *err);

#endif
