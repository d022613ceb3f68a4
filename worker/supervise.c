#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "worker.h"

enum { VAIN_MOST = 10 }; /* processes that ended one after another with nothing in their hands */

volatile sig_atomic_t worker_stop;
static volatile sig_atomic_t working; /* the process under this one; a handler has no other way to know it */

/* In either process: the supervisor passes it on, the worker stops taking; the second time it ends at once. */
static void stop(int signal_number)
{
    if (working) kill((pid_t)working, signal_number);
    if (worker_stop && !working) _exit(128 + signal_number);
    worker_stop = 1;
}

static void listen_to_signals(void)
{
    struct sigaction act = { .sa_handler = stop };
    sigemptyset(&act.sa_mask);
    sigaction(SIGTERM, &act, NULL);
    sigaction(SIGINT, &act, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static struct worker_suspect *suspect_of(struct worker_shared *shared, const char *hash)
{
    for (int i = 0; i < shared->suspect_count; i++)
        if (!strcmp(shared->suspects[i].hash, hash)) return &shared->suspects[i];
    if (shared->suspect_count == SUSPECTS) { /* the one that has been so for longest is forgotten */
        memmove(shared->suspects, shared->suspects + 1, (SUSPECTS - 1) * sizeof *shared->suspects);
        shared->suspect_count--;
    }
    struct worker_suspect *s = &shared->suspects[shared->suspect_count++];
    *s = (struct worker_suspect){ 0 };
    strcpy(s->hash, hash);
    return s;
}

/* What was in hand when the process ended is suspected of it. Answers how many. */
static int blame(struct worker_shared *shared, const char *how)
{
    int count = 0;
    for (int i = 0; i <= WORKER_THREADS_MOST; i++) {
        struct worker_slot *slot = &shared->slots[i];
        if (!atomic_load(&slot->since)) continue;
        struct worker_suspect *s = suspect_of(shared, slot->hash);
        s->times++;
        snprintf(s->how, sizeof s->how, "%s", how);
        worker_log("warning", "suspect", "{s:s,s:s,s:i}", "document", slot->hash, "reason", how, "times", s->times);
        atomic_store(&slot->since, 0);
        count++;
    }
    return count;
}

static pid_t start(const struct worker_options *options, struct worker_shared *shared)
{
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid) return pid;
    working = 0;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(WORKER_UNAVAILABLE);
    _exit(worker_work(options, shared));
}

static void rest(int seconds)
{
    struct timespec t = { .tv_sec = seconds };
    while (!worker_stop && nanosleep(&t, &t) && errno == EINTR) {}
}

/* How the process ended, in words; false when it simply came to its end. */
static bool ended_badly(int status, const struct worker_options *options, char *how, size_t size)
{
    if (WIFSIGNALED(status))
        snprintf(how, size, "the process that had it in hand was ended by signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
    else if (WEXITSTATUS(status) == WORKER_STUCK)
        snprintf(how, size, "it was not done with after %d seconds", options->patience);
    else if (WEXITSTATUS(status))
        snprintf(how, size, "the process that had it in hand ended with status %d", WEXITSTATUS(status));
    return WIFSIGNALED(status) || WEXITSTATUS(status);
}

int worker_supervise(const struct worker_options *options)
{
    struct worker_shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) return WORKER_UNAVAILABLE;
    int result = WORKER_DONE, status = 0;
    listen_to_signals();
    for (int vain = 0; !worker_stop;) {
        char how[96] = "";
        pid_t pid = start(options, shared);
        working = pid > 0 ? pid : 0;
        if (pid < 0) {
            result = WORKER_UNAVAILABLE;
            break;
        }
        if (worker_stop) kill(pid, SIGTERM); /* told in between */
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
        working = 0;
        if (!ended_badly(status, options, how, sizeof how)) break;
        bool is_ready = atomic_load(&shared->ready);
        if (!is_ready && WIFEXITED(status)) { /* it could not even begin, and has said why */
            result = WEXITSTATUS(status);
            break;
        }
        int blamed = blame(shared, how);
        vain = blamed ? 0 : vain + 1;
        atomic_fetch_add(&shared->restarts, 1);
        worker_log("error", "ended", "{s:s,s:i}", "reason", how, "documents_in_hand", blamed);
        if (vain == VAIN_MOST) {
            result = WORKER_UNAVAILABLE;
            break;
        }
        if (vain) rest(vain < 5 ? vain : 5);
    }
    munmap(shared, sizeof *shared);
    return result;
}
