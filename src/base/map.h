/* map.h: a hash map from strings to numbers, inside an arena. Keys are borrowed. Zero-initialise it. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/str.h"

struct map_slot {
    chy_str key;
    uint32_t value;
    uint32_t hash;
};
struct map {
    struct map_slot *slots;
    uint32_t count, room;
};

/* The value under key; MAP_NONE when there is none. */
enum { MAP_NONE = 0xFFFFFFFFu };
uint32_t map_get(const struct map *m, chy_str key);

/* Put or replace; false when the arena is at its ceiling. A key with a NULL pointer is not allowed. */
bool map_put(struct map *m, arena *mem, chy_str key, uint32_t value);

#endif
