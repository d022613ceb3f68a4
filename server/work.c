/* Workers: each with a handle of its own to the record, so that a slow question holds up no quick one. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "inside.h"

/* ------------------------------------------------------------------ the queue */

void queue_init(struct queue *q)
{
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->ready, NULL);
    q->last = &q->first;
}

static bool too_many_of(const struct queue *q, const struct exchange *asker)
{
    unsigned count = 0;
    if (asker->local) return false;
    for (const struct exchange *x = q->first; x; x = x->next)
        count += !memcmp(&x->address, &asker->address, sizeof asker->address);
    return count >= WAITING_OF_ADDRESS;
}

int queue_push(struct queue *q, struct exchange *x)
{
    pthread_mutex_lock(&q->lock);
    int status = q->closed || q->count >= WAITING_MOST ? 503 : too_many_of(q, x) ? 429 : 0;
    if (!status) {
        x->next = NULL;
        *q->last = x;
        q->last = &x->next;
        q->count++;
        MHD_suspend_connection(x->connection); /* before anybody can take it out and wake it */
        pthread_cond_signal(&q->ready);
    }
    pthread_mutex_unlock(&q->lock);
    return status;
}

struct exchange *queue_take(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    while (!q->first && !q->closed) pthread_cond_wait(&q->ready, &q->lock);
    struct exchange *x = q->first;
    if (x) {
        q->first = x->next;
        if (!q->first) q->last = &q->first;
        q->count--;
    }
    pthread_mutex_unlock(&q->lock);
    return x;
}

void queue_close(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->closed = true;
    pthread_cond_broadcast(&q->ready);
    pthread_mutex_unlock(&q->lock);
}

/* ------------------------------------------------------------------ answering */

void etag_of(struct server *s, chy_str line, char out[ETAG_SIZE])
{
    unsigned char hash[16];
    crypto_generichash_state h;
    crypto_generichash_init(&h, NULL, 0, sizeof hash);
    pthread_mutex_lock(&s->state_lock);
    crypto_generichash_update(&h, (const unsigned char *)s->state.word, sizeof s->state.word);
    pthread_mutex_unlock(&s->state_lock);
    crypto_generichash_update(&h, (const unsigned char *)chy_version(), strlen(chy_version()) + 1);
    crypto_generichash_update(&h, (const unsigned char *)line.ptr, line.len);
    crypto_generichash_final(&h, hash, sizeof hash);
    out[0] = '"';
    sodium_bin2hex(out + 1, 33, hash, sizeof hash);
    memcpy(out + 33, "\"", 2);
}

/* After what went wrong, or was stopped in the middle, a fresh handle. */
static void open_anew(struct server *s, chy_store **store)
{
    chy_store *fresh = NULL;
    if (chy_store_open(s->record, CHY_STORE_READ, &fresh, NULL)) return;
    chy_store_close(*store);
    *store = fresh;
}

static struct kept *answer(struct server *s, struct exchange *x, chy_store **store)
{
    struct reply r = { 0 };
    chy_str line = { x->line, x->line_size };
    char etag[ETAG_SIZE];
    if (now_ms() - x->since > WAIT_MS) return kept_error(503, "too many questions at once; ask again later");
    struct kept *k = cache_find(s->cache, line); /* somebody may have asked the same in the meantime */
    if (k) return k;
    uint64_t age = cache_age(s->cache);
    etag_of(s, line, etag);
    chy_store_patience(*store, ANSWER_MS);
    reply_make(*store, &x->wanted, chy_engine_coding(s->engine), &r);
    bool good = r.status == 200 && !r.partial;
    if (r.status >= 500 || r.partial) open_anew(s, store);
    k = kept_create(r.status, r.type, &r.body, good ? etag : NULL, good ? "no-cache" : "no-store");
    if (k && good) cache_put(s->cache, line, age, k);
    return k;
}

struct worker {
    struct server *server;
    chy_store *store;
};

static void *work(void *user)
{
    struct worker *w = user;
    struct server *s = w->server;
    for (struct exchange *x; (x = queue_take(&s->queue));) {
        x->kept = answer(s, x, &w->store);
        x->done = true;
        loop_resume(s, x->connection);
    }
    chy_store_close(w->store);
    free(w);
    return NULL;
}

chy_status workers_start(struct server *s, chy_err *err)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned wanted = s->options.workers ? s->options.workers : cores > 2 ? (unsigned)cores : 2;
    queue_init(&s->queue);
    s->workers = calloc(wanted, sizeof *s->workers);
    if (!s->workers) return CHY_ENOMEM;
    for (unsigned i = 0; i < wanted; i++) {
        struct worker *w = calloc(1, sizeof *w);
        if (!w) return CHY_ENOMEM;
        w->server = s;
        chy_status st = chy_store_open(s->record, CHY_STORE_READ, &w->store, err);
        if (!st && pthread_create(&s->workers[i], NULL, work, w)) st = CHY_ENOMEM;
        if (st) {
            chy_store_close(w->store);
            free(w);
            return st;
        }
        s->worker_count++;
    }
    return CHY_OK;
}

void workers_stop(struct server *s)
{
    if (!s->workers) return;
    queue_close(&s->queue);
    for (unsigned i = 0; i < s->worker_count; i++) pthread_join(s->workers[i], NULL);
    free(s->workers);
    s->workers = NULL;
}
