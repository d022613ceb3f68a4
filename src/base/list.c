#include "base/list.h"

void *list_push(arena *mem, void *list, size_t size)
{
    struct list_head *l = list;
    if (l->count == l->room) {
        if (l->room > UINT32_MAX / 2) return NULL;
        uint32_t room = l->room ? l->room * 2 : 8;
        size_t whole;
        if (__builtin_mul_overflow((size_t)room, size, &whole)) return NULL;
        void *p = arena_grow(mem, l->at, (size_t)l->room * size, whole);
        if (!p) return NULL;
        l->at = p;
        l->room = room;
    }
    return (char *)l->at + (size_t)l->count++ * size;
}
