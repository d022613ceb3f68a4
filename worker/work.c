/*
 * The process that works: one thread takes, writes and tells the queue, all code. While one batch is being written the next is coded
 * already, as `add` does it. A second connection, in a thread of its own, tells every few seconds that this worker lives and what it has in
 * hand.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "worker.h"

/* Milliseconds for more to come: while others may submit, and when only what others have in hand can come back. */
enum { WAIT = 1000, LAST_WAIT = 100 };
enum { BEAT = 2, COUNT_EVERY = 15, RATE_BEATS = 30, HAND_MOST = 4 * QUEUE_TAKEN_MOST, WRITES_MOST = 4, STUBBORN = 10, NEVER = 10 };

struct job {
    struct item item;
    chy_doc *doc;
    int known; /* it is in the record */
    bool is_new;
    chy_status status;
    chy_err err;
};

struct batch {
    struct job jobs[QUEUE_TAKEN_MOST];
    int count;
    atomic_int next;
    struct worker *worker;
};

struct worker {
    const struct worker_options *options;
    struct worker_shared *shared;
    char name[128], coder[CODER_SIZE];
    int64_t number;
    chy_engine *engine;
    chy_store *store;            /* NULL: to be opened again */
    struct ledger ledger, beats; /* the second one is the beating thread's */
    struct queue *queue;
    struct batch batches[2], *filling, *coded;
    struct item alone[QUEUE_TAKEN_MOST]; /* suspects: to be coded with nothing else in hand */
    int alone_count;
    long long looked; /* at the queue, for the metrics */
    bool careful;     /* what was taken last had been taken before: one at a time */
    pthread_mutex_t lock;
    pthread_cond_t over;
    bool is_over, is_idle; /* under the lock, as the hand is */
    struct item *hand[HAND_MOST];
    int hand_count;
};

static long long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000LL + t.tv_nsec / 1000000 + 1; /* never 0 */
}

static void count_time(atomic_ullong *total, long long from) { atomic_fetch_add(total, (unsigned long long)(now_ms() - from) * 1000); }

static void rest_ms(int ms)
{
    struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };
    nanosleep(&t, NULL);
}

/* The n-th failure in a row is waited for longer, up to five seconds; a second when it is to end. */
static void back_off(int failures) { rest_ms(worker_stop ? 200 : failures > 5 ? 5000 : 100 << failures); }

static void complain(const char *event, const chy_err *err) { worker_log("warning", event, "{s:s}", "reason", err->text); }

/* ------------------------------------------------------------------ what is in hand */

static void hold(struct worker *w, struct item *item)
{
    pthread_mutex_lock(&w->lock);
    w->hand[w->hand_count++] = item;
    pthread_mutex_unlock(&w->lock);
    atomic_fetch_add(&w->shared->in_hand, 1);
}

static void let_go(struct worker *w, const struct item *item)
{
    pthread_mutex_lock(&w->lock);
    for (int i = 0; i < w->hand_count; i++)
        if (w->hand[i] == item) w->hand[i] = w->hand[--w->hand_count];
    pthread_mutex_unlock(&w->lock);
    atomic_fetch_sub(&w->shared->in_hand, 1);
}

static void enter_slot(struct worker_slot *slot, const char *hash)
{
    memcpy(slot->hash, hash, HASH_SIZE);
    atomic_store(&slot->since, now_ms());
}
static void leave_slot(struct worker_slot *slot) { atomic_store(&slot->since, 0); }

/* ------------------------------------------------------------------ the thread that beats */

/* A document that holds a thread up for too long ends the process, and is alone to be blamed for it. */
static void watch_slots(struct worker *w)
{
    long long patience = w->options->patience * 1000LL, now = now_ms();
    bool stuck = false;
    for (int i = 0; i < WORKER_THREADS_MOST; i++) {
        long long since = atomic_load(&w->shared->slots[i].since);
        stuck |= since && now - since > patience;
    }
    if (!stuck) return;
    for (int i = 0; i <= WORKER_THREADS_MOST; i++) {
        long long since = atomic_load(&w->shared->slots[i].since);
        if (i == WORKER_THREADS_MOST || now - since <= patience) leave_slot(&w->shared->slots[i]);
    }
    _exit(WORKER_STUCK);
}

struct beating {
    uint64_t history[RATE_BEATS];
    int beats;
};

static double rate_of(struct beating *b, uint64_t done)
{
    int span = b->beats < RATE_BEATS ? b->beats : RATE_BEATS;
    uint64_t before = b->history[(b->beats - span) % RATE_BEATS];
    b->history[b->beats++ % RATE_BEATS] = done;
    return span ? (double)(done - before) / (span * BEAT) : 0;
}

/* Under the lock, for the time that telling a queue of messages takes. */
static char *hashes_in_hand(struct worker *w, int *count)
{
    pthread_mutex_lock(&w->lock);
    queue_renew(w->queue, w->hand, w->hand_count);
    *count = w->hand_count;
    char *hashes = ledger_hashes((const struct item *const *)w->hand, w->hand_count);
    pthread_mutex_unlock(&w->lock);
    return hashes;
}

static void beat(struct worker *w, struct beating *b, const char *state)
{
    struct worker_shared *s = w->shared;
    int count = 0;
    chy_err err = { 0 };
    char *hashes = hashes_in_hand(w, &count);
    uint64_t coded = atomic_load(&s->coded);
    struct ledger_beat now = { .state = state        ? state
                                        : w->is_idle ? "idle"
                                                     : "working",
                               .coded = coded,
                               .known = atomic_load(&s->known),
                               .dead = atomic_load(&s->dead),
                               .failed = atomic_load(&s->failed),
                               .restarts = atomic_load(&s->restarts),
                               .rate = rate_of(b, coded),
                               .in_hand = count,
                               .lease = w->options->lease,
                               .hashes = hashes };
    atomic_store(&s->rate, (unsigned long long)(now.rate * 1000));
    if (hashes && ledger_beat(&w->beats, w->number, &now, &err)) complain("beat missed", &err);
    free(hashes);
}

static void *beat_on(void *user)
{
    struct worker *w = user;
    struct beating b = { 0 };
    for (bool over = false; !over;) {
        struct timespec until;
        beat(w, &b, NULL);
        watch_slots(w);
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += BEAT;
        pthread_mutex_lock(&w->lock);
        if (!w->is_over) pthread_cond_timedwait(&w->over, &w->lock, &until);
        over = w->is_over;
        pthread_mutex_unlock(&w->lock);
    }
    beat(w, &b, "stopped");
    return NULL;
}

/* ------------------------------------------------------------------ coding */

static void code_some(struct batch *b, struct worker_slot *slot)
{
    struct worker *w = b->worker;
    for (int i; (i = atomic_fetch_add(&b->next, 1)) < b->count;) {
        struct job *j = &b->jobs[i];
        if (j->status || j->known || j->item.again) continue;
        long long from = now_ms();
        enter_slot(slot, j->item.hash);
        j->status = chy_read_code(w->engine, j->item.id, j->item.body, &j->doc, &j->err);
        leave_slot(slot);
        count_time(&w->shared->coding, from);
    }
}

struct coder {
    struct batch *batch;
    struct worker_slot *slot;
    pthread_t thread;
};

static void *code_beside(void *user)
{
    struct coder *c = user;
    code_some(c->batch, c->slot);
    return NULL;
}

static int start_coders(struct worker *w, struct batch *b, struct coder *coders)
{
    int started = 0;
    atomic_store(&b->next, 0);
    while (started < w->options->threads - 1 && started < b->count) {
        coders[started] = (struct coder){ .batch = b, .slot = &w->shared->slots[started + 1] };
        if (pthread_create(&coders[started].thread, NULL, code_beside, &coders[started])) break;
        started++;
    }
    return started;
}

/* ------------------------------------------------------------------ into the record */

static chy_status store_ready(struct worker *w, chy_err *err)
{
    return w->store ? CHY_OK : chy_store_open(w->options->record, CHY_STORE_WRITE, &w->store, err);
}

static void store_lost(struct worker *w)
{
    chy_store_close(w->store);
    w->store = NULL;
}

static chy_status put_job(struct worker *w, struct job *j)
{
    struct worker_slot *slot = &w->shared->slots[WORKER_THREADS_MOST];
    chy_added added = { 0 };
    chy_recoded again = { 0 };
    enter_slot(slot, j->item.hash);
    chy_status st = j->item.again ? chy_store_recode(w->store, w->engine, (chy_str){ j->item.hash, HASH_SIZE - 1 }, 1, &again, &j->err)
                                  : chy_store_add(w->store, j->doc, j->item.body, &added, &j->err);
    leave_slot(slot);
    j->is_new = added.is_new || again.read;
    return st;
}

static bool to_be_put(const struct job *j) { return !j->status && !j->known; }

/* Some jobs in one transaction. *of_job: the failure is one of putting, not of reaching the record or of waiting for the right to write. */
static chy_status put_jobs(struct worker *w, struct job *jobs, int count, bool *of_job, chy_err *err)
{
    chy_status st = store_ready(w, err);
    *of_job = false;
    if (!st) st = chy_store_begin(w->store, err);
    for (int i = 0; !st && i < count; i++) {
        if (!to_be_put(&jobs[i])) continue;
        *of_job = true;
        st = put_job(w, &jobs[i]);
        if (st) *err = jobs[i].err;
    }
    if (!st) st = chy_store_commit(w->store, err);
    if (st) store_lost(w); /* whatever was open is taken back */
    return st;
}

/* A failure stands in the job only when it was seen several times and the record could be reached in between. A stop is not waited for
 * long. */
static void put_one(struct worker *w, struct job *j)
{
    int of_jobs = 0;
    for (int failures = 0; to_be_put(j); failures++) {
        bool of_job = false;
        chy_err err = { 0 };
        chy_status st = put_jobs(w, j, 1, &of_job, &err);
        if (!st) return;
        complain("not written", &err);
        of_jobs += of_job;
        if (of_jobs == WRITES_MOST || (worker_stop && failures > STUBBORN)) {
            j->status = st;
            j->err = err;
            return;
        }
        back_off(failures);
    }
}

static void write_batch(struct worker *w, struct batch *b)
{
    long long from = now_ms();
    bool any = false, of_job = false;
    chy_err err = { 0 };
    for (int i = 0; i < b->count; i++) any |= to_be_put(&b->jobs[i]);
    if (any && put_jobs(w, b->jobs, b->count, &of_job, &err)) {
        complain("batch not written", &err);
        rest_ms(200);
        for (int i = 0; i < b->count; i++) put_one(w, &b->jobs[i]);
    }
    if (any) count_time(&w->shared->writing, from);
}

/* ------------------------------------------------------------------ telling the queue */

static bool is_hopeless(const struct worker *w, const struct job *j)
{
    bool reads_the_same_again = j->status == CHY_EINPUT || j->status == CHY_E2BIG;
    return reads_the_same_again || j->item.taken >= w->options->tries;
}

static chy_status bury(struct worker *w, const struct item *item, const char *reason, chy_err *err)
{
    chy_status st = ledger_bury(&w->ledger, item, w->name, reason, err);
    if (st) return st;
    atomic_fetch_add(&w->shared->dead, 1);
    worker_log("error", "dead letter", "{s:s,s:s%,s:s,s:i}", "document", item->hash, "id", item->id.ptr, item->id.len, "reason", reason,
               "taken", item->taken);
    return CHY_OK;
}

/* Tries until it is told: what cannot be told is handed out again, and found in the record. */
static void tell_done(struct worker *w, struct item *items, int count)
{
    chy_err err = { 0 };
    if (!count) return;
    for (int failures = 0; queue_done(w->queue, items, count, &err); failures++) {
        complain("queue not told", &err);
        if (failures > STUBBORN && worker_stop) break;
        back_off(failures);
    }
    for (int i = 0; i < count; i++) item_forget(&items[i]);
}

static void tell_given_back(struct worker *w, struct item *item)
{
    chy_err err = { 0 };
    if (queue_give_back(w->queue, item, &err)) complain("queue not told", &err);
    item_forget(item);
}

static void settle_failed(struct worker *w, struct job *j, struct item *done, int *count)
{
    chy_err err = { 0 };
    bool record_is_away = j->status == CHY_ESTORE && worker_stop;
    let_go(w, &j->item);
    if (!record_is_away && is_hopeless(w, j)) {
        int failures = 0;
        while (bury(w, &j->item, j->err.text, &err) && !worker_stop) {
            complain("dead letter not kept", &err);
            back_off(failures++);
        }
        done[(*count)++] = j->item;
        return;
    }
    atomic_fetch_add(&w->shared->failed, 1);
    worker_log("warning", "given back", "{s:s,s:s}", "document", j->item.hash, "reason", j->err.text);
    tell_given_back(w, &j->item);
}

/* All of a batch leave the hand; it is empty then. */
static void settle(struct worker *w, struct batch *b)
{
    struct item done[QUEUE_TAKEN_MOST];
    int count = 0;
    for (int i = 0; i < b->count; i++) {
        struct job *j = &b->jobs[i];
        chy_doc_destroy(j->doc);
        if (j->status) {
            settle_failed(w, j, done, &count);
            continue;
        }
        let_go(w, &j->item);
        atomic_fetch_add(j->is_new ? &w->shared->coded : &w->shared->known, 1);
        atomic_fetch_add(&w->shared->bytes, j->item.body.len);
        done[count++] = j->item;
    }
    b->count = 0;
    tell_done(w, done, count);
}

/* ------------------------------------------------------------------ out of the queue */

static const struct worker_suspect *suspected(const struct worker *w, const struct item *item)
{
    for (int i = 0; i < w->shared->suspect_count; i++)
        if (!strcmp(w->shared->suspects[i].hash, item->hash)) return &w->shared->suspects[i];
    return NULL;
}

/* Taken often enough before, and it never came to an end. */
static bool is_poison(struct worker *w, const struct item *item, char *reason, size_t size)
{
    const struct worker_suspect *s = suspected(w, item);
    int before = item->taken - 1;
    if (s && before >= w->options->tries)
        snprintf(reason, size, "taken %d times: %s", before, s->how);
    else if (before >= NEVER * w->options->tries)
        snprintf(reason, size, "taken %d times, and no worker came to its end", before);
    else
        return false;
    return true;
}

static void sort_in(struct worker *w, struct item *item)
{
    char reason[160];
    chy_err err = { 0 };
    if (is_poison(w, item, reason, sizeof reason)) {
        if (bury(w, item, reason, &err)) {
            complain("dead letter not kept", &err);
            tell_given_back(w, item);
        } else
            tell_done(w, item, 1);
        return;
    }
    if (item->taken > 1 || suspected(w, item)) {
        w->alone[w->alone_count] = *item;
        hold(w, &w->alone[w->alone_count++]);
        return;
    }
    struct job *j = &w->filling->jobs[w->filling->count++];
    *j = (struct job){ .item = *item };
    hold(w, &j->item);
}

/* What was handed out before may be in the record already. */
static void look_up(struct worker *w, struct job *j)
{
    chy_err err = { 0 };
    for (int failures = 0; !worker_stop && !j->item.again; failures++) {
        chy_status st = store_ready(w, &err);
        enter_slot(&w->shared->slots[WORKER_THREADS_MOST], j->item.hash);
        if (!st) st = chy_store_has(w->store, j->item.body, &j->known, &err);
        leave_slot(&w->shared->slots[WORKER_THREADS_MOST]);
        if (!st) return;
        complain("record not reached", &err);
        store_lost(w);
        back_off(failures);
    }
}

/* Up to a batch into w->filling, and suspects aside; how many came. */
static int take_some(struct worker *w, int wait, int *failures)
{
    struct item items[QUEUE_TAKEN_MOST];
    int count = 0;
    chy_err err = { 0 };
    long long from = now_ms();
    chy_status st = queue_take(w->queue, w->careful ? 1 : QUEUE_TAKEN_MOST, wait, items, &count, &err);
    if (st) {
        complain("nothing taken", &err);
        back_off((*failures)++);
    } else
        *failures = 0;
    count_time(&w->shared->waiting, from);
    if (count) w->careful = true;
    for (int i = 0; i < count; i++) w->careful &= items[i].taken > 1;
    for (int i = 0; i < count; i++) sort_in(w, &items[i]);
    return count;
}

/* One suspect, from the beginning to the end, with nothing else in the works. */
static void work_alone(struct worker *w)
{
    struct batch *b = w->filling;
    struct item *from = &w->alone[w->alone_count - 1];
    b->jobs[0] = (struct job){ .item = *from };
    hold(w, &b->jobs[0].item);
    let_go(w, from);
    w->alone_count--;
    b->count = 1;
    look_up(w, &b->jobs[0]);
    atomic_store(&b->next, 0);
    code_some(b, &w->shared->slots[0]);
    write_batch(w, b);
    settle(w, b);
}

/* Code what has been taken while what was coded before is written. */
static void work_batch(struct worker *w)
{
    struct coder others[WORKER_THREADS_MOST];
    struct batch *b = w->filling;
    int started = start_coders(w, b, others);
    write_batch(w, w->coded);
    settle(w, w->coded);
    code_some(b, &w->shared->slots[0]);
    for (int i = 0; i < started; i++) pthread_join(others[i].thread, NULL);
    w->filling = w->coded;
    w->coded = b;
}

/* For the metrics. */
static void look_at_queue(struct worker *w)
{
    struct queue_counts c;
    if (!w->options->metrics || now_ms() - w->looked < COUNT_EVERY * 1000) return;
    w->looked = now_ms();
    if (queue_count(w->queue, &c, NULL)) return;
    atomic_store(&w->shared->queue_waiting, c.waiting);
    atomic_store(&w->shared->queue_leased, c.leased);
    atomic_store(&w->shared->queue_dead, c.dead);
    atomic_store(&w->shared->queue_age, (unsigned long long)c.oldest);
}

static void tell_idle(struct worker *w, bool idle)
{
    pthread_mutex_lock(&w->lock);
    w->is_idle = idle;
    pthread_mutex_unlock(&w->lock);
}

static bool is_drained(struct worker *w)
{
    struct queue_counts c = { .waiting = 1 };
    return w->options->drain && !queue_count(w->queue, &c, NULL) && !c.waiting && !c.leased;
}

static void work_on(struct worker *w)
{
    for (int failures = 0, wait = 0;;) {
        if (!worker_stop && !w->alone_count) take_some(w, wait, &failures);
        bool any = w->filling->count || w->coded->count;
        bool idle = !any && !w->alone_count;
        wait = !idle ? 0 : w->options->drain ? LAST_WAIT : WAIT; /* what there is to do comes first, and a look at whether that was all */
        tell_idle(w, idle);
        look_at_queue(w);
        if (any)
            work_batch(w);
        else if (w->alone_count && !worker_stop)
            work_alone(w);
        else if (worker_stop || is_drained(w))
            break;
    }
    for (; w->alone_count; w->alone_count--) {
        let_go(w, &w->alone[w->alone_count - 1]);
        tell_given_back(w, &w->alone[w->alone_count - 1]);
    }
}

/* ------------------------------------------------------------------ beginning and end */

/* Everything that the worker needs of others. */
static chy_status reach(struct worker *w, chy_err *err)
{
    const struct worker_options *o = w->options;
    chy_str versions = chy_engine_coding(w->engine);
    chy_status st = store_ready(w, err);
    if (!st) st = ledger_open(&w->beats, o->record, err);
    if (!st) st = ledger_open(&w->ledger, o->record, err);
    if (!st) st = ledger_enter(&w->beats, w->name, w->coder, versions, o->threads, *o->queue ? "nats" : "postgresql", &w->number, err);
    if (!st) st = queue_open(o->queue, &w->ledger, &(struct queue_reader){ w->number, w->coder, o->lease }, &w->queue, err);
    if (!st) return CHY_OK;
    ledger_close(&w->ledger);
    ledger_close(&w->beats);
    return st;
}

/* The first process says why it cannot begin, and ends; a later one waits until it can. */
static chy_status begin(struct worker *w, chy_err *err)
{
    chy_status st = CHY_OK;
    if (!w->engine) st = chy_engine_create(&w->options->engine, &w->engine, err);
    if (!st) item_coder(chy_engine_coding(w->engine), w->coder);
    if (!st) st = reach(w, err);
    for (int failures = 0; st && atomic_load(&w->shared->ready) && w->engine && !worker_stop; failures++) {
        complain("not begun", err);
        back_off(failures);
        st = reach(w, err);
    }
    return st;
}

static void name_worker(struct worker *w)
{
    char host[64] = "";
    gethostname(host, sizeof host - 1);
    if (w->options->name)
        snprintf(w->name, sizeof w->name, "%s", w->options->name);
    else
        snprintf(w->name, sizeof w->name, "%s/%ld", host, (long)getppid());
}

static void end(struct worker *w)
{
    chy_store_close(w->store);
    queue_close(w->queue);
    ledger_close(&w->ledger);
    ledger_close(&w->beats);
    chy_engine_destroy(w->engine);
}

int worker_work(const struct worker_options *options, struct worker_shared *shared)
{
    struct worker *w = calloc(1, sizeof *w);
    struct MHD_Daemon *metrics = NULL;
    pthread_t beating;
    chy_err err = { 0 };
    if (!w) return WORKER_UNAVAILABLE;
    *w = (struct worker){ .options = options, .shared = shared, .filling = &w->batches[0], .coded = &w->batches[1] };
    w->batches[0].worker = w->batches[1].worker = w;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->over, NULL);
    name_worker(w);
    atomic_store(&shared->in_hand, 0);
    atomic_store(&shared->threads, options->threads);
    chy_status st = begin(w, &err);
    if (!st && options->metrics) st = worker_metrics_start(options->metrics, shared, &metrics, &err);
    bool beats = !st && !pthread_create(&beating, NULL, beat_on, w);
    if (beats) {
        atomic_store(&shared->ready, 1);
        worker_log("info", "started", "{s:s,s:s,s:i,s:s}", "worker", w->name, "coder", w->coder, "threads", options->threads, "queue",
                   *options->queue ? "nats" : "postgresql");
        work_on(w);
        pthread_mutex_lock(&w->lock);
        w->is_over = true;
        pthread_cond_signal(&w->over);
        pthread_mutex_unlock(&w->lock);
        pthread_join(beating, NULL);
        worker_log("info", "stopped", "{s:s,s:I,s:I,s:I}", "worker", w->name, "coded", (long long)atomic_load(&shared->coded), "known",
                   (long long)atomic_load(&shared->known), "dead", (long long)atomic_load(&shared->dead));
    } else
        worker_log("error", "not started", "{s:s}", "reason", st ? err.text : "no thread could be started");
    worker_metrics_stop(metrics);
    end(w);
    free(w);
    return beats ? WORKER_DONE : WORKER_UNAVAILABLE;
}
