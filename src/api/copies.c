/* The part of chancery.h that tells which texts are copies. */
#include "base/err.h"
#include "near/near.h"

CHY_API chy_status chy_copies_create(chy_copies **out, chy_err *err)
{
    struct near_group *g = NULL;
    chy_status st = near_group_create(&g, err);
    if (!st) *out = (chy_copies *)g;
    return st;
}

CHY_API chy_status chy_copies_add(chy_copies *copies, chy_str text, chy_err *err)
{
    return near_group_add((struct near_group *)copies, text, err);
}

CHY_API chy_status chy_copies_find(chy_copies *copies, const uint32_t **first, size_t *count, chy_err *err)
{
    return near_group_find((struct near_group *)copies, first, count, err);
}

CHY_API void chy_copies_destroy(chy_copies *copies) { near_group_destroy((struct near_group *)copies); }
