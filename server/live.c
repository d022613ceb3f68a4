#include "live.h"

#include <stdio.h>
#include <stdlib.h>

enum { LISTENERS_MOST = 256, UNREAD_MOST = 64 << 10 };

struct listener {
    struct listener *next, **back;
    struct live *live;
    struct MHD_Connection *connection;
    struct out unread;
    bool asleep;
};

void live_init(struct live *l, struct server *s)
{
    l->server = s;
    pthread_mutex_init(&l->lock, NULL);
}
void live_done(struct live *l) { pthread_mutex_destroy(&l->lock); }

/* What MHD is to send next; nothing for now: the connection sleeps until there is something. */
static ssize_t read_on(void *user, uint64_t position, char *room, size_t size)
{
    struct listener *me = user;
    ssize_t n = 0;
    (void)position;
    pthread_mutex_lock(&me->live->lock);
    if (me->live->ended || me->unread.failed)
        n = MHD_CONTENT_READER_END_OF_STREAM;
    else if (me->unread.len) {
        n = (ssize_t)(me->unread.len < size ? me->unread.len : size);
        memcpy(room, me->unread.ptr, (size_t)n);
        me->unread.len -= (size_t)n;
        memmove(me->unread.ptr, me->unread.ptr + n, me->unread.len);
    } else {
        me->asleep = true;
        MHD_suspend_connection(me->connection);
    }
    pthread_mutex_unlock(&me->live->lock);
    return n;
}

static void leave(void *user)
{
    struct listener *me = user;
    struct live *l = me->live;
    pthread_mutex_lock(&l->lock);
    *me->back = me->next;
    if (me->next) me->next->back = me->back;
    l->count--;
    pthread_mutex_unlock(&l->lock);
    free(me->unread.ptr);
    free(me);
}

struct MHD_Response *live_join(struct live *l, struct exchange *x, const char *heard)
{
    struct listener *me = calloc(1, sizeof *me);
    if (!me) return NULL;
    *me = (struct listener){ .live = l, .connection = x->connection, .unread = { .most = UNREAD_MOST } };
    pthread_mutex_lock(&l->lock);
    out_format(&me->unread, "retry: 2000\nid: %s\n\n", l->mark);
    if (heard && *heard && strcmp(heard, l->mark)) out_text(&me->unread, l->changed);
    bool full = l->ended || l->count >= LISTENERS_MOST;
    if (!full) {
        me->next = l->first;
        me->back = &l->first;
        if (me->next) me->next->back = &me->next;
        l->first = me;
        l->count++;
    }
    pthread_mutex_unlock(&l->lock);
    struct MHD_Response *r = full ? NULL : MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, read_on, me, leave);
    if (!r) {
        if (!full) {
            leave(me);
            return NULL;
        }
        free(me->unread.ptr);
        free(me);
        return NULL;
    }
    dress(r);
    MHD_add_response_header(r, "Content-Type", "text/event-stream; charset=utf-8");
    MHD_add_response_header(r, "Cache-Control", "no-store");
    MHD_add_response_header(r, "X-Accel-Buffering", "no"); /* a proxy in front hands it on at once */
    return r;
}

static void wake(struct live *l)
{
    for (struct listener *at = l->first; at; at = at->next)
        if (at->asleep) {
            at->asleep = false;
            loop_resume(l->server, at->connection);
        }
}

static void tell(struct live *l, const char *text)
{
    for (struct listener *at = l->first; at; at = at->next) out_text(&at->unread, text);
    wake(l);
}

void live_tell(struct live *l, const char *name, const char *data)
{
    struct out text = { 0 };
    if (name)
        out_format(&text, "event: %s\ndata: %s\n\n", name, data);
    else
        out_text(&text, ":\n\n");
    out_bytes(&text, "", 1);
    pthread_mutex_lock(&l->lock);
    if (!text.failed) tell(l, text.ptr);
    pthread_mutex_unlock(&l->lock);
    free(text.ptr);
}

void live_changed(struct live *l, const char *mark, const char *data)
{
    pthread_mutex_lock(&l->lock);
    snprintf(l->mark, sizeof l->mark, "%s", mark);
    snprintf(l->changed, sizeof l->changed, "id: %s\nevent: changed\ndata: %s\n\n", mark, data);
    tell(l, l->changed);
    pthread_mutex_unlock(&l->lock);
}

void live_end(struct live *l)
{
    pthread_mutex_lock(&l->lock);
    l->ended = true;
    wake(l);
    pthread_mutex_unlock(&l->lock);
}
