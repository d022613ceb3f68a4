#include "base/map.h"

enum { MAP_FIRST = 16 };

static struct map_slot *map_find(const struct map *m, chy_str key, uint32_t hash)
{
    uint32_t mask = m->room - 1;
    for (uint32_t i = hash & mask;; i = (i + 1) & mask) {
        struct map_slot *s = &m->slots[i];
        if (!s->key.ptr || (s->hash == hash && str_eq(s->key, key))) return s;
    }
}

uint32_t map_get(const struct map *m, chy_str key)
{
    if (!m->count) return MAP_NONE;
    const struct map_slot *s = map_find(m, key, (uint32_t)str_hash(key));
    return s->key.ptr ? s->value : MAP_NONE;
}

bool map_put(struct map *m, arena *mem, chy_str key, uint32_t value)
{
    if (m->count >= m->room / 2) {
        struct map larger = { .room = m->room ? m->room * 2 : MAP_FIRST, .count = m->count };
        larger.slots = ARENA_ARRAY(mem, struct map_slot, larger.room);
        if (!larger.slots) return false;
        for (uint32_t i = 0; i < m->room; i++)
            if (m->slots[i].key.ptr) *map_find(&larger, m->slots[i].key, m->slots[i].hash) = m->slots[i];
        *m = larger;
    }
    uint32_t hash = (uint32_t)str_hash(key);
    struct map_slot *s = map_find(m, key, hash);
    if (!s->key.ptr) m->count++;
    *s = (struct map_slot){ key, value, hash };
    return true;
}
