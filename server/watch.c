/* One thread looks at the clock, for those who take too long, and at the record, for what others put into it. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "live.h"

int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Connections that take too long are shut; MHD sees that they have ended and clears them away. */
static void cut_slow(struct server *s)
{
    static const int64_t allowed[] = {
        [STAGE_READING] = HEAD_MS, [STAGE_BODY] = BODY_MS, [STAGE_ANSWERING] = SEND_MS, [STAGE_OPEN_END] = INT64_MAX
    };
    int64_t now = now_ms();
    pthread_mutex_lock(&s->callers_lock);
    bool crowded = s->caller_count > CONNECTIONS_MOST / 4 * 3;
    for (struct caller *c = s->callers; c; c = c->next) {
        int64_t most = crowded && c->stage == STAGE_READING ? HEAD_MS / 10 : allowed[c->stage];
        if (now - c->since > most) shutdown(c->fd, SHUT_RDWR);
    }
    pthread_mutex_unlock(&s->callers_lock);
}

static void tell(struct server *s, const chy_state *state)
{
    char text[120], mark[ETAG_SIZE], moment[32];
    struct tm parts;
    time_t now = time(NULL);
    gmtime_r(&now, &parts);
    strftime(moment, sizeof moment, "%Y-%m-%dT%H:%M:%SZ", &parts);
    snprintf(text, sizeof text, "{\"documents\":%llu,\"last\":\"D-%llu\",\"at\":\"%s\"}", (unsigned long long)state->documents,
             (unsigned long long)state->documents, moment);
    etag_of(s, str("live"), mark);
    mark[strlen(mark) - 1] = 0;
    live_changed(&s->live, mark + 1, text); /* without its quotation marks */
}

void watch_look(struct server *s, chy_store *store)
{
    chy_state state = { 0 };
    pthread_mutex_lock(&s->look_lock); /* one look at a time: none comes back with what another has left behind */
    bool changed = !chy_store_state(store, &state, NULL) && strcmp(s->state.word, state.word);
    if (changed) {
        pthread_mutex_lock(&s->state_lock);
        s->state = state;
        pthread_mutex_unlock(&s->state_lock);
        cache_forget(s->cache);
        tell(s, &state);
    }
    pthread_mutex_unlock(&s->look_lock);
}

struct watch {
    struct server *server;
    chy_store *store;
    int step;
};

static void *watch(void *user)
{
    struct watch *w = user;
    struct server *s = w->server;
    struct timespec pause = { w->step / 1000, w->step % 1000 * 1000000L };
    for (int64_t cut = 0, alive = now_ms(); !atomic_load(&s->watch_ends);) {
        watch_look(s, w->store);
        if (now_ms() - cut > 200) {
            cut_slow(s);
            cut = now_ms();
        }
        if (now_ms() - alive > ALIVE_MS) {
            live_tell(&s->live, NULL, NULL);
            alive = now_ms();
        }
        nanosleep(&pause, NULL);
    }
    chy_store_close(w->store);
    free(w);
    return NULL;
}

chy_status watch_start(struct server *s, chy_err *err)
{
    struct watch *w = calloc(1, sizeof *w);
    if (!w) return CHY_ENOMEM;
    w->server = s;
    w->step = !strncmp(s->record, "postgres", 8) ? WATCH_SERVER_MS : WATCH_MS;
    chy_status st = chy_store_open(s->record, CHY_STORE_READ, &w->store, err);
    if (!st) watch_look(s, w->store);
    if (!st && pthread_create(&s->watcher, NULL, watch, w)) st = CHY_ENOMEM;
    s->watching = !st;
    if (st) {
        chy_store_close(w->store);
        free(w);
    }
    return st;
}

void watch_stop(struct server *s)
{
    atomic_store(&s->watch_ends, true);
    if (s->watching) pthread_join(s->watcher, NULL);
    s->watching = false;
}
