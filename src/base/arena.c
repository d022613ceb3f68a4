#include "base/arena.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__has_feature) /* clang */
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define ONE_BLOCK_EACH 1
#else
#define ONE_BLOCK_EACH 0
#endif

enum { ALIGN = 16, FIRST_BLOCK = 16 << 10, LARGEST_BLOCK = 4 << 20, LARGE_PAGE = 2 << 20 };

struct arena_block {
    struct arena_block *before;
    size_t fill, size; /* of data */
    _Alignas(ALIGN) unsigned char data[];
};

void arena_init(arena *a, size_t ceiling) { *a = (arena){ .ceiling = ceiling }; }

/* One block is kept: who goes back and forth over the end of one would ask the system for the next each time. */
static void pop_block(arena *a)
{
    struct arena_block *b = a->last;
    a->last = b->before;
    a->used -= sizeof *b + b->size;
    bool keep = !ONE_BLOCK_EACH && b->size <= LARGEST_BLOCK && (!a->spare || a->spare->size < b->size);
    free(keep ? a->spare : b);
    if (keep) a->spare = b;
}

void arena_done(arena *a)
{
    while (a->last) pop_block(a);
    free(a->spare);
    a->spare = NULL;
}

/* Large blocks lie on large pages where the machine has them: a fault for each 2 MiB instead of one for each 4 KiB. */
static void *get_block(size_t whole)
{
    void *p = malloc(whole);
#ifdef MADV_HUGEPAGE
    uintptr_t page = LARGE_PAGE - 1, from = ((uintptr_t)p + page) & ~page, to = ((uintptr_t)p + whole) & ~page;
    if (p && to > from) madvise((void *)from, to - from, MADV_HUGEPAGE);
#endif
    return p;
}

static struct arena_block *push_block(arena *a, size_t need)
{
    size_t size = need;
    if (!ONE_BLOCK_EACH) {
        size = a->last ? a->last->size * 2 : FIRST_BLOCK;
        if (size > LARGEST_BLOCK) size = LARGEST_BLOCK;
        if (size < need) size = need;
    }
    if (size > SIZE_MAX - sizeof(struct arena_block)) return NULL;
    size_t whole = size + sizeof(struct arena_block);
    if (whole > a->ceiling || a->used > a->ceiling - whole) {
        size = need;
        if (size > SIZE_MAX - sizeof(struct arena_block)) return NULL;
        whole = size + sizeof(struct arena_block);
        if (whole > a->ceiling || a->used > a->ceiling - whole) return NULL;
    }
    struct arena_block *b = a->spare && a->spare->size == size ? a->spare : get_block(whole);
    if (!b) return NULL;
    if (b == a->spare) a->spare = NULL;
    b->before = a->last;
    b->fill = 0;
    b->size = size;
    a->last = b;
    a->used += whole;
    return b;
}

bool arena_reserve(arena *a, size_t size) { return ONE_BLOCK_EACH || push_block(a, size); }

/* As the last owner left it. */
static void *take(arena *a, size_t size)
{
    if (size > SIZE_MAX - ALIGN) return NULL;
    size_t need = ONE_BLOCK_EACH ? (size ? size : 1) : (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    struct arena_block *b = a->last;
    if (ONE_BLOCK_EACH || !b || b->size - b->fill < need) b = push_block(a, need);
    if (!b) return NULL;
    void *p = b->data + b->fill;
    b->fill += need;
    return p;
}

void *arena_alloc(arena *a, size_t size)
{
    void *p = take(a, size);
    return p ? memset(p, 0, size) : NULL;
}

void *arena_array(arena *a, size_t count, size_t size)
{
    size_t whole;
    if (__builtin_mul_overflow(count, size, &whole)) return NULL;
    return arena_alloc(a, whole);
}

void *arena_grow(arena *a, void *old, size_t old_size, size_t new_size)
{
    struct arena_block *b = a->last;
    if (!ONE_BLOCK_EACH && old && b && new_size <= SIZE_MAX - ALIGN) {
        size_t old_need = (old_size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
        size_t new_need = (new_size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
        unsigned char *end = (unsigned char *)old + old_need;
        if (end == b->data + b->fill && new_need >= old_need && b->size - b->fill >= new_need - old_need) {
            memset((unsigned char *)old + old_size, 0, new_size - old_size);
            b->fill += new_need - old_need;
            return old;
        }
    }
    unsigned char *p = take(a, new_size);
    if (!p) return NULL;
    if (old_size) memcpy(p, old, old_size);
    memset(p + old_size, 0, new_size - old_size);
    return p;
}

arena_mark arena_here(const arena *a) { return (arena_mark){ a->last, a->last ? a->last->fill : 0, a->used }; }

void arena_rewind(arena *a, arena_mark mark)
{
    while (a->last != mark.block) pop_block(a);
    if (a->last) a->last->fill = mark.fill;
}
