/* A child that works on foreign bytes: what it answers, what it may not do, and what is told when it goes wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#include "child/cell.h"
#include "child/lock.h"

static const struct cell_limits limits = { .seconds = 5, .memory = 256 << 20, .answer = 1 << 20 };

static pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER;

static void say(struct cell_voice *v, const char *word) { cell_say(v, 1, &(chy_str){ word, strlen(word) }, 1); }

/* The request is an order. */
static void obey(const void *user, chy_str request, int fd, struct cell_voice *voice)
{
    char word[64] = "";
    if (str_is(request, "twice")) {
        say(voice, user);
        say(voice, user);
    } else if (str_is(request, "file")) {
        ssize_t n = read(fd, word, sizeof word - 1);
        say(voice, n > 0 ? word : "nothing");
    } else if (str_is(request, "crash")) {
        raise(SIGSEGV);
    } else if (str_is(request, "open")) {
        say(voice, open("/etc/passwd", O_RDONLY) < 0 ? "refused" : "opened");
    } else if (str_is(request, "net")) {
        say(voice, socket(AF_INET, SOCK_STREAM, 0) < 0 ? "refused" : "opened");
    } else if (str_is(request, "fork")) {
        pid_t child = fork();
        if (!child) _exit(0);
        say(voice, child < 0 ? "refused" : "forked");
    } else if (str_is(request, "sleep")) {
        for (volatile unsigned i = 0;; i++) {}
    } else if (str_is(request, "lock")) {
        pthread_mutex_lock(&held);
        say(voice, "had");
        pthread_mutex_unlock(&held);
    } else if (str_is(request, "memory")) {
        char *volatile p = malloc((size_t)1 << 30);
        say(voice, p ? "given" : "refused");
    } else if (str_is(request, "large")) {
        chy_str zeros = { calloc(1, 2 << 20), 2 << 20 };
        say(voice, cell_say(voice, 2, &zeros, 1) ? "sent" : "refused");
    }
}

static const char *ask(struct cell *c, const char *order, int fd)
{
    static char out[512];
    chy_err err = { 0 };
    chy_str answer;
    chy_status st;
    uint8_t kind;
    out[0] = 0;
    assert_int_equal(cell_ask(c, &(chy_str){ order, strlen(order) }, 1, fd, &err), CHY_OK);
    while ((st = cell_next(c, &kind, &answer, &err)) == CHY_ROW) {
        strncat(out, answer.ptr, answer.len);
        strcat(out, ";");
    }
    if (st != CHY_DONE) strcat(out, err.text);
    return out;
}

struct both {
    struct ward *ward;
    struct cell *cell;
};

static struct both begin_within(const struct cell_limits *l)
{
    struct both out = { 0 };
    assert_int_equal(ward_open(obey, "hello", l, &out.ward, NULL), CHY_OK);
    ward_ready(out.ward);
    assert_int_equal(cell_start(out.ward, &out.cell, NULL), CHY_OK);
    return out;
}
static struct both begin(void) { return begin_within(&limits); }

static void end(struct both *b)
{
    cell_end(b->cell);
    ward_close(b->ward);
}

static void it_answers(void **state)
{
    (void)state;
    struct both b = begin();
    struct cell *c = b.cell;
    int pipes[2];
    assert_string_equal(ask(c, "twice", -1), "hello;hello;");
    assert_string_equal(ask(c, "nothing", -1), "");
    assert_int_equal(pipe(pipes), 0);
    assert_int_equal(write(pipes[1], "through a pipe", 14), 14);
    assert_string_equal(ask(c, "file", pipes[0]), "through a pipe;");
    for (int i = 0; i < 5000; i++) assert_string_equal(ask(c, "twice", -1), "hello;hello;"); /* replaced on the way */
    close(pipes[0]);
    close(pipes[1]);
    end(&b);
}

static void a_crash_costs_one_request(void **state)
{
    (void)state;
    struct both b = begin();
    struct cell *c = b.cell;
    assert_string_equal(ask(c, "twice", -1), "hello;hello;");
    const char *said = ask(c, "crash", -1);
    assert_string_equal(said, "cannot be read: its reader was stopped by signal 11"); /* and by no handler of the parent's */
    assert_string_equal(ask(c, "twice", -1), "hello;hello;");
    end(&b);
}

static void it_is_locked_in(void **state)
{
    (void)state;
    if (!(lock_fences() & LOCK_SECCOMP)) skip();
    struct both b = begin();
    struct cell *c = b.cell;
    assert_string_equal(ask(c, "open", -1), "refused;");
    assert_string_equal(ask(c, "net", -1), "refused;");
    assert_string_equal(ask(c, "fork", -1), "refused;");
    assert_string_equal(ask(c, "large", -1), "refused;");
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    assert_string_equal(ask(c, "memory", -1), "refused;");
#endif
    end(&b);
}

static void time_is_limited(void **state)
{
    (void)state;
    struct cell_limits brief = limits;
    brief.seconds = 1;
    struct both b = begin_within(&brief);
    struct cell *c = b.cell;
    assert_string_equal(ask(c, "sleep", -1), "takes longer than 1 seconds to read");
    assert_string_equal(ask(c, "twice", -1), "hello;hello;");
    end(&b);
}

static void a_request_can_be_left(void **state)
{
    (void)state;
    struct both b = begin();
    struct cell *c = b.cell;
    chy_str answer;
    uint8_t kind;
    assert_int_equal(cell_ask(c, &CHY_LIT("twice"), 1, -1, NULL), CHY_OK);
    assert_int_equal(cell_next(c, &kind, &answer, NULL), CHY_ROW);
    assert_string_equal(ask(c, "twice", -1), "hello;hello;");
    end(&b);
}

static void what_a_thread_holds_hurts_no_child(void **state)
{
    (void)state;
    struct cell_limits brief = limits;
    brief.seconds = 2;
    struct both b = begin_within(&brief);
    pthread_mutex_lock(&held); /* as a thread does with the lock of an allocator */
    const char *said = ask(b.cell, "lock", -1);
    pthread_mutex_unlock(&held);
    assert_string_equal(said, "had;");
    end(&b);
}

static int children(int *out, int most)
{
    char path[64];
    int n = 0;
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *f = fopen(path, "r");
    while (f && n < most && fscanf(f, "%d", &out[n]) == 1) n++;
    if (f) fclose(f);
    return n;
}

static void a_keeper_that_is_killed_is_replaced(void **state)
{
    (void)state;
    int child[4];
    struct both b = begin();
    assert_string_equal(ask(b.cell, "twice", -1), "hello;hello;");
    int n = children(child, 4);
    if (n != 1) skip(); /* a kernel that does not tell */
    kill(child[0], SIGKILL);
    const char *said = ask(b.cell, "twice", -1); /* it went with its child, which may be seen only now */
    if (strcmp(said, "hello;hello;") != 0) said = ask(b.cell, "twice", -1);
    assert_string_equal(said, "hello;hello;");
    end(&b);
    assert_int_equal(children(child, 4), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_answers),
        cmocka_unit_test(a_crash_costs_one_request),
        cmocka_unit_test(it_is_locked_in),
        cmocka_unit_test(time_is_limited),
        cmocka_unit_test(a_request_can_be_left),
        cmocka_unit_test(what_a_thread_holds_hurts_no_child),
        cmocka_unit_test(a_keeper_that_is_killed_is_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
