/*
 * The thread that holds the connections.
 *
 * The library's own one (0.9.75) takes 128 events at a time, and when it got as many waits for the next before it looks at those: with just
 * so many clients, all of whom wait for their answers, it waits for nothing. So the waiting is done here, and the library never waits.
 */
#include <poll.h>
#include <unistd.h>

#include "inside.h"

static void *run(void *user)
{
    struct server *s = user;
    struct pollfd on[2] = { { .fd = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd, .events = POLLIN },
                            { .fd = s->loop_wake, .events = POLLIN } };
    while (!atomic_load(&s->loop_ends)) {
        MHD_UNSIGNED_LONG_LONG left = 0;
        uint64_t calls;
        bool any = MHD_get_timeout(s->daemon, &left) == MHD_YES;
        if (poll(on, 2, !any ? -1 : left > 60000 ? 60000 : (int)left) > 0 && on[1].revents) {
            ssize_t taken = read(s->loop_wake, &calls, sizeof calls);
            (void)taken;
        }
        MHD_run(s->daemon);
    }
    return NULL;
}

static void call(struct server *s)
{
    uint64_t one = 1;
    ssize_t written = write(s->loop_wake, &one, sizeof one); /* full: it was called already */
    (void)written;
}

void loop_resume(struct server *s, struct MHD_Connection *c)
{
    MHD_resume_connection(c);
    call(s);
}

chy_status loop_start(struct server *s)
{
    s->looping = !pthread_create(&s->loop, NULL, run, s);
    return s->looping ? CHY_OK : CHY_ENOMEM;
}

void loop_stop(struct server *s)
{
    if (!s->looping) return;
    atomic_store(&s->loop_ends, true);
    call(s);
    pthread_join(s->loop, NULL);
    s->looping = false;
}
