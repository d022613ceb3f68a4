/*
 * walk.h: the files of several places, one after the other.
 *
 * Folders are gone through by name, hidden entries left out; links are followed, but none that leads in a circle.
 */
#ifndef SOURCE_WALK_H
#define SOURCE_WALK_H

#include <stdbool.h>
#include <sys/stat.h>

#include "base/err.h"

struct walk {
    const chy_places *places;
    size_t next; /* place */
    void *tree;  /* of the folder that is gone through, NULL */
    bool found;  /* a file in it */
    struct stat record;
    bool has_record;
};

void walk_init(struct walk *w, const chy_places *places);
void walk_done(struct walk *w);

/* CHY_ROW: *path (borrowed until the next call; "-": standard input) and its size (0 when that cannot be told); CHY_DONE; CHY_EIO: what
 * cannot be looked at, by name: the walk goes on behind it; CHY_ENOMEM. */
chy_status walk_next(struct walk *w, const char **path, uint64_t *size, chy_err *err);

#endif
