#define _GNU_SOURCE
#include "child/cell.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "child/keeper.h"
#include "child/lock.h"
#include "child/pass.h"

enum { SAY_DONE = 0xFF, FILES = 16, CPU_SECONDS = 3600, REQUESTS_MOST = 4000, REQUEST_MOST = 1 << 30 };

struct frame {
    uint32_t size;
    uint8_t kind, with_fd;
    uint16_t mark; /* frames that do not have it are none */
};
enum { MARK = 0xC4A5, PIECES_MOST = 16 };

struct cell_voice {
    int wire;
    size_t most;
    bool ended; /* all is said of this request */
};

struct ward {
    struct keeper *keeper;
    cell_work *work;
    const void *user;
    struct cell_limits limits;
    struct lock lock;
};

struct cell {
    const struct ward *ward;
    pid_t child; /* 0: none */
    int wire;
    unsigned asked;
    bool answering;
    char *answer;
    size_t room;
};

/* ------------------------------------------------------------------ in the child */

/* A frame, its pieces, and another frame behind them when `end` is one. */
static bool send_frame(int wire, const struct frame *head, const chy_str *pieces, size_t count, const struct frame *end, int fd)
{
    struct iovec parts[PIECES_MOST + 2];
    size_t n = 0;
    if (count > PIECES_MOST) return false;
    parts[n++] = (struct iovec){ (void *)(uintptr_t)head, sizeof *head };
    for (size_t i = 0; i < count; i++) parts[n++] = (struct iovec){ (void *)(uintptr_t)pieces[i].ptr, pieces[i].len };
    if (end) parts[n++] = (struct iovec){ (void *)(uintptr_t)end, sizeof *end };
    return pass_send_pieces(wire, parts, n, fd);
}

static bool say(struct cell_voice *voice, uint8_t kind, const chy_str *pieces, size_t count, const struct frame *end)
{
    struct frame head = { .kind = kind, .mark = MARK };
    size_t size = 0;
    for (size_t i = 0; i < count; i++) size += pieces[i].len;
    if (size > voice->most) return false;
    head.size = (uint32_t)size;
    return send_frame(voice->wire, &head, pieces, count, end, -1);
}

bool cell_say(struct cell_voice *voice, uint8_t kind, const chy_str *pieces, size_t count) { return say(voice, kind, pieces, count, NULL); }

bool cell_say_last(struct cell_voice *voice, uint8_t kind, const chy_str *pieces, size_t count)
{
    const struct frame end = { .kind = SAY_DONE, .mark = MARK };
    voice->ended = say(voice, kind, pieces, count, &end);
    return voice->ended;
}

static size_t memory_now(void)
{
    unsigned long long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    bool known = f && fscanf(f, "%llu", &pages) == 1;
    if (f) fclose(f);
    return known ? (size_t)pages * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

static bool sanitized(void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#else
    return false;
#endif
}

/* Requests one after the other, until nobody is there to ask. */
static void serve(const void *user, int wire)
{
    const struct ward *p = user;
    struct cell_voice voice = { wire, p->limits.answer, false };
    struct frame head;
    char *request = NULL;
    size_t room = 0, memory = memory_now();
    lock_limits(CPU_SECONDS, memory && !sanitized() ? memory + p->limits.memory : 0, FILES);
    lock_on(&p->lock);
    for (int fd, none; pass_receive(wire, &head, sizeof head, &fd) && head.mark == MARK && head.size <= REQUEST_MOST;) {
        if (head.size >= room) {
            free(request);
            room = (size_t)head.size + (head.size >> 1) + 4096;
            if (!(request = malloc(room))) _exit(1);
        }
        if (!pass_receive(wire, request, head.size, &none)) break;
        request[head.size] = 0;
        voice.ended = false;
        p->work(p->user, (chy_str){ request, head.size }, fd, &voice);
        if (fd >= 0) close(fd);
        if (!voice.ended && !cell_say(&voice, SAY_DONE, NULL, 0)) break;
    }
    _exit(0);
}

/* ------------------------------------------------------------------ in the parent */

chy_status ward_open(cell_work *work, const void *user, const struct cell_limits *limits, struct ward **out, chy_err *err)
{
    struct ward *p = calloc(1, sizeof *p);
    if (!p) return err_memory(err, "starting a child");
    *p = (struct ward){ .work = work, .user = user, .limits = *limits };
    lock_prepare(LOCK_CELL, &p->lock);
    chy_status st = keeper_start(serve, p, &p->keeper, err);
    if (st)
        ward_close(p);
    else
        *out = p;
    return st;
}

void ward_ready(struct ward *w) { keeper_ready(w->keeper); }

void ward_close(struct ward *p)
{
    if (!p) return;
    keeper_end(p->keeper);
    lock_release(&p->lock);
    free(p);
}

chy_status cell_start(const struct ward *p, struct cell **out, chy_err *err)
{
    struct cell *c = calloc(1, sizeof *c);
    if (!c) return err_memory(err, "starting a child");
    *c = (struct cell){ .ward = p, .wire = -1 };
    *out = c;
    return CHY_OK;
}

/* The child goes; how it ended. */
static int dismiss(struct cell *c)
{
    if (c->wire >= 0) close(c->wire);
    int status = c->child ? keeper_dismiss(c->ward->keeper, c->child) : 0;
    c->wire = -1;
    c->child = 0;
    c->asked = 0;
    c->answering = false;
    return status;
}

void cell_end(struct cell *c)
{
    if (!c) return;
    dismiss(c);
    free(c->answer);
    free(c);
}

chy_status cell_ask(struct cell *c, const chy_str *pieces, size_t count, int fd, chy_err *err)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++) size += pieces[i].len;
    struct frame head = { .size = (uint32_t)size, .with_fd = fd >= 0, .mark = MARK };
    if (size > REQUEST_MOST) return err_set(err, CHY_E2BIG, 0, "is too large to be read");
    if (c->answering || c->asked >= REQUESTS_MOST) dismiss(c);
    for (int attempt = 0; attempt < 2; attempt++) { /* one that sat idle may have gone */
        chy_status st = c->child ? CHY_OK : keeper_bear(c->ward->keeper, &c->child, &c->wire, err);
        if (st) return st;
        if (send_frame(c->wire, &head, pieces, count, NULL, fd)) {
            c->asked++;
            c->answering = true;
            return CHY_OK;
        }
        dismiss(c);
    }
    return err_set(err, CHY_EINPUT, 0, "cannot be read: the child process ends as it comes");
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* 1: all there; 0: the child has gone; -1: the time is over. */
static int take(struct cell *c, char *room, size_t size, int64_t end)
{
    while (size) {
        ssize_t n = recv(c->wire, room, size, MSG_DONTWAIT);
        if (n > 0) {
            room += n;
            size -= (size_t)n;
            continue;
        }
        if (!n || (errno != EINTR && errno != EAGAIN)) return 0;
        int64_t left = end - now_ms();
        struct pollfd p = { .fd = c->wire, .events = POLLIN };
        if (left <= 0 || (poll(&p, 1, left > 1000000 ? 1000000 : (int)left) == 0 && end <= now_ms())) return -1;
    }
    return 1;
}

static chy_status gone(struct cell *c, int how, chy_err *err)
{
    int status = dismiss(c);
    if (how < 0) return err_set(err, CHY_E2BIG, 0, "takes longer than %u seconds to read", c->ward->limits.seconds);
    if (WIFSIGNALED(status)) return err_set(err, CHY_EINPUT, 0, "cannot be read: its reader was stopped by signal %d", WTERMSIG(status));
    return err_set(err, CHY_EINPUT, 0, "cannot be read: its reader ended before it was done");
}

chy_status cell_next(struct cell *c, uint8_t *kind, chy_str *answer, chy_err *err)
{
    struct frame head;
    int64_t end = now_ms() + (int64_t)c->ward->limits.seconds * 1000;
    if (!c->answering) return CHY_DONE;
    int how = take(c, (char *)&head, sizeof head, end);
    if (how <= 0) return gone(c, how, err);
    if (head.mark != MARK || head.size > c->ward->limits.answer) {
        dismiss(c);
        return err_set(err, CHY_EINPUT, 0, "cannot be read: its reader answers what is no answer");
    }
    if (head.kind == SAY_DONE) {
        c->answering = false;
        return CHY_DONE;
    }
    if (head.size >= c->room) {
        size_t room = (size_t)head.size + (head.size >> 1) + 4096;
        char *more = realloc(c->answer, room);
        if (!more) {
            dismiss(c);
            return err_memory(err, "taking what a child answers");
        }
        c->answer = more;
        c->room = room;
    }
    how = take(c, c->answer, head.size, end);
    if (how <= 0) return gone(c, how, err);
    *kind = head.kind;
    *answer = (chy_str){ c->answer, head.size };
    return CHY_ROW;
}
