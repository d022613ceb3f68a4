#define _GNU_SOURCE
#include "child/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "child/lock.h"

enum { CHUNK = 1 << 16, NOT_FOUND = 127 };

extern char **environ;

/* ------------------------------------------------------------------ in the child: nothing but system calls */

_Noreturn static void become(const char *const *argv, int in, int out, const struct child_limits *limits, const struct lock *lock)
{
    int nothing = open("/dev/null", O_WRONLY);
    if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || (nothing >= 0 && dup2(nothing, 2) < 0)) _exit(NOT_FOUND - 1);
    syscall(SYS_close_range, 3, ~0u, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    lock_limits(limits->seconds + 1, limits->memory, 64);
    lock_on(lock);
    execvp(argv[0], (char *const *)argv);
    _exit(NOT_FOUND);
}

/* ------------------------------------------------------------------ in the parent */

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A file in memory that holds the input, at its beginning; -1. */
static int input_file(chy_str input)
{
    int fd = memfd_create("input", MFD_CLOEXEC);
    for (size_t at = 0; fd >= 0 && at < input.len;) {
        ssize_t n = write(fd, input.ptr + at, input.len - at);
        if (n > 0) at += (size_t)n;
        if (n > 0 || errno == EINTR) continue;
        close(fd);
        fd = -1;
    }
    if (fd >= 0) lseek(fd, 0, SEEK_SET);
    return fd;
}

/* All that comes out of the pipe until it ends, the clock or the room runs out. */
static chy_status take(int from, const char *name, const struct child_limits *limits, arena *mem, chy_str *out, chy_err *err)
{
    int64_t end = now_ms() + (int64_t)limits->seconds * 1000;
    char *text = NULL;
    size_t len = 0, room = 0;
    for (;;) {
        int64_t left = end - now_ms();
        struct pollfd p = { .fd = from, .events = POLLIN };
        int ready = left > 0 ? poll(&p, 1, left > 1000000 ? 1000000 : (int)left) : 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return err_set(err, CHY_E2BIG, 0, "takes %s longer than %u seconds", name, limits->seconds);
        if (room - len < CHUNK) {
            size_t more = room ? room * 2 : 4 * CHUNK;
            char *moved = arena_grow(mem, text, room, more);
            if (!moved) return err_memory(err, "reading what a program prints");
            text = moved;
            room = more;
        }
        ssize_t n = read(from, text + len, CHUNK);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return err_set(err, CHY_EIO, 0, "%s cannot be read: %s", name, strerror(errno));
        if (!n) break;
        len += (size_t)n;
        if (len > limits->output) return err_set(err, CHY_E2BIG, 0, "makes %s print more than %zu MiB", name, limits->output >> 20);
    }
    *out = (chy_str){ text ? text : "", len };
    return CHY_OK;
}

static chy_status verdict(int status, const char *name, chy_err *err)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND)
        return err_set(err, CHY_EIO, 0, "needs the program %s, which is not installed", name);
    if (WIFEXITED(status) && WEXITSTATUS(status)) return err_set(err, CHY_EINPUT, 0, "cannot be read by %s", name);
    if (WIFSIGNALED(status)) return err_set(err, CHY_EINPUT, 0, "cannot be read: %s was stopped by signal %d", name, WTERMSIG(status));
    return CHY_OK;
}

chy_status child_run(const char *const *argv, chy_str input, const struct child_limits *limits, arena *mem, chy_str *out, chy_err *err)
{
    chy_status st = CHY_OK;
    int in = -1, pipes[2] = { -1, -1 }, status = 0;
    pid_t child = -1;
    struct lock lock;
    lock_prepare(LOCK_PROGRAM, &lock);
    in = input_file(input);
    if (in < 0 || pipe2(pipes, O_CLOEXEC)) {
        st = err_set(err, CHY_EIO, 0, "%s cannot be started: %s", argv[0], strerror(errno));
        goto out;
    }
    child = fork();
    if (!child) become(argv, in, pipes[1], limits, &lock);
    if (child < 0) {
        st = err_set(err, CHY_EIO, 0, "%s cannot be started: %s", argv[0], strerror(errno));
        goto out;
    }
    close(pipes[1]);
    pipes[1] = -1;
    st = take(pipes[0], argv[0], limits, mem, out, err);
    if (st) kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    if (!st) st = verdict(status, argv[0], err);
out:
    lock_release(&lock);
    if (in >= 0) close(in);
    if (pipes[0] >= 0) close(pipes[0]);
    if (pipes[1] >= 0) close(pipes[1]);
    return st;
}
