/*
 * arena.h: memory that is handed out in order and given back all at once.
 *
 *     arena mem;
 *     arena_init(&mem, 64u << 20);                  // at most 64 MiB
 *     int *row = ARENA_ARRAY(&mem, int, 100);       // zeroed; NULL at the ceiling
 *     arena_done(&mem);
 *
 * Sanitizer builds give each allocation its own block, so an overrun is caught at its byte.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct arena {
    struct arena_block *last, *spare; /* spare: for the next one, at most 4 MiB above the ceiling */
    size_t used, ceiling;             /* bytes asked of the system so far, and at most */
} arena;

/* A place to rewind to. */
typedef struct arena_mark {
    struct arena_block *block;
    size_t fill, used;
} arena_mark;

void arena_init(arena *a, size_t ceiling); /* takes no memory yet */
void arena_done(arena *a);                 /* everything back to the system; the arena may be used again */

/* size zeroed bytes, aligned for anything; NULL at the ceiling or when the system has none. */
void *arena_alloc(arena *a, size_t size);

/* The same, count * size, with the product checked. */
void *arena_array(arena *a, size_t count, size_t size);

/* Room for so many bytes in one block, for an owner who knows. False at the ceiling, or when there is no memory. */
bool arena_reserve(arena *a, size_t size);

/* Make the newest allocation larger in place when it is the last one, else copy: what lists grow by. */
void *arena_grow(arena *a, void *old, size_t old_size, size_t new_size);

arena_mark arena_here(const arena *a);
void arena_rewind(arena *a, arena_mark mark); /* all that was handed out since is gone */

#define ARENA_NEW(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define ARENA_ARRAY(a, T, n) ((T *)arena_array((a), (n), sizeof(T)))

#endif
