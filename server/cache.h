/*
 * cache.h: answers that may be given again, by address, for as long as the record stays as it is; in bounded memory, the longest unused
 * leaves first. Used by every thread.
 *
 * An answer is counted: who gets one from here gives it back with kept_release.
 */
#ifndef SERVER_CACHE_H
#define SERVER_CACHE_H

#include <microhttpd.h>
#include <stdatomic.h>

#include "out.h"

enum { ETAG_SIZE = 40 };

/* One answer, ready to be sent any number of times. */
struct kept {
    atomic_uint users;
    int status;
    char etag[ETAG_SIZE];                            /* with its quotation marks, without what makes it weak; "" none */
    struct MHD_Response *plain, *zipped, *unchanged; /* zipped NULL: not worth it; unchanged NULL without etag */
    chy_str body; /* what plain sends: as long as it is there */
    size_t size;
};
void kept_release(struct kept *k); /* NULL is fine */

struct cache;
struct cache *cache_create(size_t bytes); /* NULL without memory */
void cache_destroy(struct cache *c);

/* Which record the answers are of: changes whenever cache_forget is called. */
uint64_t cache_age(struct cache *c);
void cache_forget(struct cache *c);

struct kept *cache_find(struct cache *c, chy_str key); /* NULL: there is none */

/* Keep an answer that was made of the record at that age; one of an earlier age is not kept. */
void cache_put(struct cache *c, chy_str key, uint64_t age, struct kept *k);

#endif
