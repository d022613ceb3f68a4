#include "cache.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

enum { BUCKETS = 4096 };

struct entry {
    struct entry *next;          /* of its bucket */
    struct entry *newer, *older; /* by last use */
    struct kept *kept;
    uint64_t hash;
    size_t size;
    size_t key_size;
    char key[];
};

struct cache {
    pthread_mutex_t lock;
    struct entry *buckets[BUCKETS], *newest, *oldest;
    size_t bytes, most;
    uint64_t age;
    unsigned char secret[crypto_shorthash_KEYBYTES]; /* nobody chooses addresses that all fall into one bucket */
};

void kept_release(struct kept *k)
{
    if (!k || atomic_fetch_sub(&k->users, 1) != 1) return;
    if (k->plain) MHD_destroy_response(k->plain);
    if (k->zipped) MHD_destroy_response(k->zipped);
    if (k->unchanged) MHD_destroy_response(k->unchanged);
    free(k);
}

struct cache *cache_create(size_t bytes)
{
    struct cache *c = calloc(1, sizeof *c);
    if (!c) return NULL;
    pthread_mutex_init(&c->lock, NULL);
    crypto_shorthash_keygen(c->secret);
    c->most = bytes;
    return c;
}

static uint64_t hash_of(const struct cache *c, chy_str key)
{
    uint64_t h;
    crypto_shorthash((unsigned char *)&h, (const unsigned char *)key.ptr, key.len, c->secret);
    return h;
}

static void unlink_use(struct cache *c, struct entry *e)
{
    *(e->newer ? &e->newer->older : &c->newest) = e->older;
    *(e->older ? &e->older->newer : &c->oldest) = e->newer;
}

static void link_use(struct cache *c, struct entry *e)
{
    e->newer = NULL;
    e->older = c->newest;
    *(c->newest ? &c->newest->newer : &c->oldest) = e;
    c->newest = e;
}

static void drop(struct cache *c, struct entry *e)
{
    struct entry **at = &c->buckets[e->hash % BUCKETS];
    while (*at != e) at = &(*at)->next;
    *at = e->next;
    unlink_use(c, e);
    c->bytes -= e->size;
    kept_release(e->kept);
    free(e);
}

static struct entry *find(struct cache *c, chy_str key, uint64_t hash)
{
    struct entry *e = c->buckets[hash % BUCKETS];
    while (e && (e->hash != hash || e->key_size != key.len || memcmp(e->key, key.ptr, key.len))) e = e->next;
    return e;
}

uint64_t cache_age(struct cache *c)
{
    pthread_mutex_lock(&c->lock);
    uint64_t age = c->age;
    pthread_mutex_unlock(&c->lock);
    return age;
}

void cache_forget(struct cache *c)
{
    pthread_mutex_lock(&c->lock);
    while (c->oldest) drop(c, c->oldest);
    c->age++;
    pthread_mutex_unlock(&c->lock);
}

void cache_destroy(struct cache *c)
{
    if (!c) return;
    cache_forget(c);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

struct kept *cache_find(struct cache *c, chy_str key)
{
    struct kept *k = NULL;
    pthread_mutex_lock(&c->lock);
    struct entry *e = find(c, key, hash_of(c, key));
    if (e) {
        unlink_use(c, e);
        link_use(c, e);
        k = e->kept;
        atomic_fetch_add(&k->users, 1);
    }
    pthread_mutex_unlock(&c->lock);
    return k;
}

void cache_put(struct cache *c, chy_str key, uint64_t age, struct kept *k)
{
    size_t size = sizeof(struct entry) + key.len + k->size;
    struct entry *e = size < c->most / 4 ? malloc(sizeof *e + key.len) : NULL;
    if (!e) return;
    pthread_mutex_lock(&c->lock);
    uint64_t hash = hash_of(c, key);
    if (age == c->age && !find(c, key, hash)) {
        *e = (struct entry){ .next = c->buckets[hash % BUCKETS], .kept = k, .hash = hash, .size = size, .key_size = key.len };
        memcpy(e->key, key.ptr, key.len);
        atomic_fetch_add(&k->users, 1);
        c->buckets[hash % BUCKETS] = e;
        link_use(c, e);
        c->bytes += size;
        while (c->bytes > c->most) drop(c, c->oldest);
        e = NULL;
    }
    pthread_mutex_unlock(&c->lock);
    free(e);
}
