#define _GNU_SOURCE
#include "child/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child/pass.h"

enum { WIRE = 3 };

struct keeper {
    keeper_work *work;
    const void *user;
    pthread_mutex_t lock; /* over what follows */
    pid_t process;        /* 0: none */
    int wire;
};

struct order {
    pid_t dismiss; /* 0: a child is wanted, and its end of the pair comes with this */
};
struct told {
    pid_t child; /* 0: none could be had */
    int status;  /* how it ended, or why there is none */
};

/* ------------------------------------------------------------------ in the keeper */

/* Of the parent's, memory and what is written to it; nothing but the end of the wire tells it to go. */
static void settle(int wire)
{
    static const int ignored[] = { SIGINT, SIGHUP, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2, SIGPIPE };
    static const int usual[] = { SIGCHLD, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
    int nothing = open("/dev/null", O_RDWR);
    sigset_t none;
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) signal(ignored[i], SIG_IGN);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) signal(usual[i], SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    dup2(nothing, 0);
    dup2(nothing, 1);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    dup2(nothing, 2);
#endif
    if (wire != WIRE) dup2(wire, WIRE);
    syscall(SYS_close_range, WIRE + 1, ~0u, 0);
}

_Noreturn static void be_child(const struct keeper *k, pid_t keeper, int wire)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != keeper) _exit(0);
    dup2(wire, WIRE);
    close(wire);
    k->work(k->user, WIRE);
    _exit(0);
}

static struct told bear(const struct keeper *k, int wire)
{
    pid_t self = getpid(), child = fork();
    if (!child) be_child(k, self, wire);
    return child > 0 ? (struct told){ .child = child } : (struct told){ .status = errno };
}

/* Only what is a child of ours is killed. */
static struct told dismiss(pid_t child)
{
    struct told out = { .child = child };
    pid_t gone = waitpid(child, &out.status, WNOHANG);
    if (!gone) {
        kill(child, SIGKILL);
        while (waitpid(child, &out.status, 0) < 0 && errno == EINTR) {}
    }
    return out;
}

_Noreturn static void keep(const struct keeper *k, int wire)
{
    struct order order;
    settle(wire);
    for (int fd; pass_receive(WIRE, &order, sizeof order, &fd);) {
        struct told told = order.dismiss ? dismiss(order.dismiss) : bear(k, fd);
        if (fd >= 0) close(fd);
        if (!pass_send(WIRE, &told, sizeof told, -1)) break;
    }
    _exit(0);
}

/* ------------------------------------------------------------------ in the parent */

/* The lock is held, or nobody else knows of the keeper. */
static void leave(struct keeper *k)
{
    if (k->process) close(k->wire);
    while (k->process && waitpid(k->process, NULL, 0) < 0 && errno == EINTR) {}
    k->process = 0;
}

static bool begin(struct keeper *k)
{
    int wires[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, wires)) return false;
    pid_t process = fork();
    if (!process) keep(k, wires[1]);
    int why = errno;
    close(wires[1]);
    if (process < 0) close(wires[0]);
    errno = why;
    if (process < 0) return false;
    k->process = process;
    k->wire = wires[0];
    return true;
}

chy_status keeper_start(keeper_work *work, const void *user, struct keeper **out, chy_err *err)
{
    struct keeper *k = calloc(1, sizeof *k);
    if (!k) return err_memory(err, "starting a keeper of children");
    *k = (struct keeper){ .work = work, .user = user };
    pthread_mutex_init(&k->lock, NULL);
    *out = k;
    return CHY_OK;
}

void keeper_ready(struct keeper *k)
{
    pthread_mutex_lock(&k->lock);
    if (!k->process) begin(k);
    pthread_mutex_unlock(&k->lock);
}

void keeper_end(struct keeper *k)
{
    if (!k) return;
    leave(k);
    pthread_mutex_destroy(&k->lock);
    free(k);
}

/* The lock is held. */
static bool ask(struct keeper *k, const struct order *order, int fd, struct told *told)
{
    int none;
    if (k->process && pass_send(k->wire, order, sizeof *order, fd) && pass_receive(k->wire, told, sizeof *told, &none)) return true;
    leave(k);
    return false;
}

chy_status keeper_bear(struct keeper *k, pid_t *child, int *wire, chy_err *err)
{
    int wires[2];
    struct told told = { 0 };
    const struct order order = { 0 };
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, wires))
        return err_set(err, CHY_EIO, 0, "no child process can be started: %s", strerror(errno));
    pthread_mutex_lock(&k->lock);
    bool asked = ask(k, &order, wires[1], &told);
    if (!asked) asked = begin(k) && ask(k, &order, wires[1], &told);
    int why = asked ? told.status : errno;
    pthread_mutex_unlock(&k->lock);
    close(wires[1]);
    *child = told.child;
    *wire = wires[0];
    if (asked && told.child) return CHY_OK;
    close(wires[0]);
    return err_set(err, CHY_EIO, 0, "no child process can be started: %s", strerror(why));
}

int keeper_dismiss(struct keeper *k, pid_t child)
{
    struct told told = { 0 };
    const struct order order = { .dismiss = child };
    pthread_mutex_lock(&k->lock);
    ask(k, &order, -1, &told);
    pthread_mutex_unlock(&k->lock);
    return told.status;
}
