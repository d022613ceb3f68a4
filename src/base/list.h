/*
 * list.h: growing arrays inside an arena.
 *
 *     LIST(struct token) tokens = {0};
 *     struct token *t = LIST_PUSH(arena, &tokens);        // zeroed; NULL when the arena is at its ceiling
 *     for (uint32_t i = 0; i < tokens.count; i++) use(&tokens.at[i]);
 *
 * A list that grows moves: keep indices, not pointers.
 */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include "base/arena.h"

#define LIST(T)                                                                                                                            \
    struct {                                                                                                                               \
        T *at;                                                                                                                             \
        uint32_t count, room;                                                                                                              \
    }

/* The untyped head that every LIST begins with. */
struct list_head {
    void *at;
    uint32_t count, room;
};

/* Append one zeroed element of `size` bytes; NULL at the arena's ceiling, with the list as it was. */
void *list_push(arena *mem, void *list, size_t size);

#define LIST_PUSH(mem, list) ((__typeof__((list)->at))list_push((mem), (list), sizeof *(list)->at))

#endif
