#define _GNU_SOURCE
#include "child/cell.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "child/lock.h"

enum { SAY_DONE = 0xFF, WIRE = 3, FILES = 16, CPU_SECONDS = 3600, REQUESTS_MOST = 4000, REQUEST_MOST = 1 << 30 };

struct frame {
    uint32_t size;
    uint8_t kind, with_fd;
    uint16_t mark; /* frames that do not have it are none */
};
enum { MARK = 0xC4A5 };

struct cell_voice {
    int wire;
    size_t most;
};

struct cell {
    cell_work *work;
    const void *user;
    struct cell_limits limits;
    pid_t child; /* 0: none */
    int wire;
    unsigned asked;
    bool answering;
    char *answer;
    size_t room;
};

/* ------------------------------------------------------------------ the wire */

static bool send_all(int wire, const void *bytes, size_t size, int fd)
{
    const char *p = bytes;
    while (size) {
        union {
            char room[CMSG_SPACE(sizeof(int))];
            struct cmsghdr align;
        } control = { 0 };
        struct iovec part = { (void *)p, size };
        struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
        if (fd >= 0) {
            message.msg_control = control.room;
            message.msg_controllen = sizeof control.room;
            struct cmsghdr *c = CMSG_FIRSTHDR(&message);
            c->cmsg_level = SOL_SOCKET;
            c->cmsg_type = SCM_RIGHTS;
            c->cmsg_len = CMSG_LEN(sizeof fd);
            memcpy(CMSG_DATA(c), &fd, sizeof fd);
        }
        ssize_t n = sendmsg(wire, &message, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        p += n;
        size -= (size_t)n;
        fd = -1;
    }
    return true;
}

/* The head of a request, and the descriptor that came with it. */
static bool receive_head(int wire, struct frame *out, int *fd)
{
    union {
        char room[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec part = { out, sizeof *out };
    struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room };
    ssize_t n;
    do n = recvmsg(wire, &message, MSG_WAITALL | MSG_CMSG_CLOEXEC);
    while (n < 0 && errno == EINTR);
    *fd = -1;
    if (n != sizeof *out) return false;
    struct cmsghdr *c = CMSG_FIRSTHDR(&message);
    if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS && c->cmsg_len == CMSG_LEN(sizeof *fd))
        memcpy(fd, CMSG_DATA(c), sizeof *fd);
    return true;
}

static bool receive_all(int wire, char *room, size_t size)
{
    while (size) {
        ssize_t n = recv(wire, room, size, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        room += n;
        size -= (size_t)n;
    }
    return true;
}

/* ------------------------------------------------------------------ in the child */

bool cell_say(struct cell_voice *voice, uint8_t kind, const chy_str *pieces, size_t count)
{
    struct frame head = { .kind = kind, .mark = MARK };
    size_t size = 0;
    for (size_t i = 0; i < count; i++) size += pieces[i].len;
    if (size > voice->most) return false;
    head.size = (uint32_t)size;
    bool good = send_all(voice->wire, &head, sizeof head, -1);
    for (size_t i = 0; good && i < count; i++) good = send_all(voice->wire, pieces[i].ptr, pieces[i].len, -1);
    return good;
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

/* Nothing of the parent's but memory: its descriptors are closed, signals are as they were at first. */
static void settle(int wire, const struct cell_limits *limits, const struct lock *lock)
{
    static const int signals[] = { SIGINT,  SIGHUP,  SIGQUIT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2,
                                   SIGCHLD, SIGPIPE, SIGSEGV, SIGBUS,  SIGFPE,  SIGILL,  SIGABRT };
    int nothing = open("/dev/null", O_RDWR);
    size_t memory = memory_now();
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], signals[i] == SIGINT ? SIG_IGN : SIG_DFL);
    dup2(nothing, 0);
    dup2(nothing, 1);
    if (!sanitized()) dup2(nothing, 2);
    if (wire != WIRE) dup2(wire, WIRE);
    syscall(SYS_close_range, WIRE + 1, ~0u, 0);
    lock_limits(CPU_SECONDS, memory && !sanitized() ? memory + limits->memory : 0, FILES);
    lock_on(lock);
}

_Noreturn static void serve(const struct cell *c, int wire, const struct lock *lock)
{
    settle(wire, &c->limits, lock);
    struct cell_voice voice = { WIRE, c->limits.answer };
    struct frame head;
    char *request = NULL;
    size_t room = 0;
    for (int fd; receive_head(WIRE, &head, &fd) && head.mark == MARK && head.size <= REQUEST_MOST;) {
        if (head.size >= room) {
            free(request);
            room = (size_t)head.size + (head.size >> 1) + 4096;
            if (!(request = malloc(room))) _exit(1);
        }
        if (!receive_all(WIRE, request, head.size)) break;
        request[head.size] = 0;
        c->work(c->user, (chy_str){ request, head.size }, fd, &voice);
        if (fd >= 0) close(fd);
        if (!cell_say(&voice, SAY_DONE, NULL, 0)) break;
    }
    _exit(0);
}

/* ------------------------------------------------------------------ in the parent */

chy_status cell_start(cell_work *work, const void *user, const struct cell_limits *limits, struct cell **out, chy_err *err)
{
    struct cell *c = calloc(1, sizeof *c);
    if (!c) return err_memory(err, "starting a child");
    *c = (struct cell){ .work = work, .user = user, .limits = *limits, .wire = -1 };
    *out = c;
    return CHY_OK;
}

/* The child goes; how it ended. */
static int dismiss(struct cell *c, bool kill_it)
{
    int status = 0;
    if (c->wire >= 0) close(c->wire);
    if (c->child > 0 && kill_it) kill(c->child, SIGKILL);
    while (c->child > 0 && waitpid(c->child, &status, 0) < 0 && errno == EINTR) {}
    c->wire = -1;
    c->child = 0;
    c->asked = 0;
    c->answering = false;
    return status;
}

void cell_end(struct cell *c)
{
    if (!c) return;
    dismiss(c, true);
    free(c->answer);
    free(c);
}

static chy_status begin(struct cell *c, chy_err *err)
{
    int wires[2];
    struct lock lock;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, wires))
        return err_set(err, CHY_EIO, 0, "no child process can be started: %s", strerror(errno));
    lock_prepare(LOCK_CELL, &lock);
    c->child = fork();
    if (!c->child) serve(c, wires[1], &lock);
    lock_release(&lock);
    close(wires[1]);
    c->wire = wires[0];
    if (c->child > 0) return CHY_OK;
    c->child = 0;
    close(c->wire);
    c->wire = -1;
    return err_set(err, CHY_EIO, 0, "no child process can be started: %s", strerror(errno));
}

static bool send_request(const struct cell *c, const struct frame *head, const chy_str *pieces, size_t count, int fd)
{
    bool good = send_all(c->wire, head, sizeof *head, fd);
    for (size_t i = 0; good && i < count; i++) good = send_all(c->wire, pieces[i].ptr, pieces[i].len, -1);
    return good;
}

chy_status cell_ask(struct cell *c, const chy_str *pieces, size_t count, int fd, chy_err *err)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++) size += pieces[i].len;
    struct frame head = { .size = (uint32_t)size, .with_fd = fd >= 0, .mark = MARK };
    if (size > REQUEST_MOST) return err_set(err, CHY_E2BIG, 0, "is too large to be read");
    if (c->answering || c->asked >= REQUESTS_MOST) dismiss(c, true);
    for (int attempt = 0; attempt < 2; attempt++) { /* one that sat idle may have gone */
        chy_status st = c->child ? CHY_OK : begin(c, err);
        if (st) return st;
        if (send_request(c, &head, pieces, count, fd)) {
            c->asked++;
            c->answering = true;
            return CHY_OK;
        }
        dismiss(c, true);
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
    int status = dismiss(c, how < 0);
    if (how < 0) return err_set(err, CHY_E2BIG, 0, "takes longer than %u seconds to read", c->limits.seconds);
    if (WIFSIGNALED(status)) return err_set(err, CHY_EINPUT, 0, "cannot be read: its reader was stopped by signal %d", WTERMSIG(status));
    return err_set(err, CHY_EINPUT, 0, "cannot be read: its reader ended before it was done");
}

chy_status cell_next(struct cell *c, uint8_t *kind, chy_str *answer, chy_err *err)
{
    struct frame head;
    int64_t end = now_ms() + (int64_t)c->limits.seconds * 1000;
    if (!c->answering) return CHY_DONE;
    int how = take(c, (char *)&head, sizeof head, end);
    if (how <= 0) return gone(c, how, err);
    if (head.mark != MARK || head.size > c->limits.answer) {
        dismiss(c, true);
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
            dismiss(c, true);
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
