/* A child that works on foreign bytes: what it answers, what it may not do, and what is told when it goes wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#include "child/cell.h"
#include "child/lock.h"

static const struct cell_limits limits = { .seconds = 5, .memory = 256 << 20, .answer = 1 << 20 };

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

static struct cell *begin(void)
{
    struct cell *c = NULL;
    assert_int_equal(cell_start(obey, "hello", &limits, &c, NULL), CHY_OK);
    return c;
}

static void it_answers(void **state)
{
    (void)state;
    struct cell *c = begin();
    int pipes[2];
    assert_string_equal(ask(c, "twice", -1), "hello;hello;");
    assert_string_equal(ask(c, "nothing", -1), "");
    assert_int_equal(pipe(pipes), 0);
    assert_int_equal(write(pipes[1], "through a pipe", 14), 14);
    assert_string_equal(ask(c, "file", pipes[0]), "through a pipe;");
    for (int i = 0; i < 5000; i++) assert_string_equal(ask(c, "twice", -1), "hello;hello;"); /* replaced on the way */
    close(pipes[0]);
    close(pipes[1]);
    cell_end(c);
}

static void a_crash_costs_one_request(void **state)
{
    (void)state;
    struct cell *c = begin();
    assert_string_equal(ask(c, "twice", -1), "hello;hello;");
    const char *said = ask(c, "crash", -1);
    assert_string_equal(said, "cannot be read: its reader was stopped by signal 11"); /* and by no handler of the parent's */
    assert_string_equal(ask(c, "twice", -1), "hello;hello;");
    cell_end(c);
}

static void it_is_locked_in(void **state)
{
    (void)state;
    if (!(lock_fences() & LOCK_SECCOMP)) skip();
    struct cell *c = begin();
    assert_string_equal(ask(c, "open", -1), "refused;");
    assert_string_equal(ask(c, "net", -1), "refused;");
    assert_string_equal(ask(c, "fork", -1), "refused;");
    assert_string_equal(ask(c, "large", -1), "refused;");
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    assert_string_equal(ask(c, "memory", -1), "refused;");
#endif
    cell_end(c);
}

static void time_is_limited(void **state)
{
    (void)state;
    struct cell *c = NULL;
    struct cell_limits brief = limits;
    brief.seconds = 1;
    assert_int_equal(cell_start(obey, "hello", &brief, &c, NULL), CHY_OK);
    assert_string_equal(ask(c, "sleep", -1), "takes longer than 1 seconds to read");
    assert_string_equal(ask(c, "twice", -1), "hello;hello;");
    cell_end(c);
}

static void a_request_can_be_left(void **state)
{
    (void)state;
    struct cell *c = begin();
    chy_str answer;
    uint8_t kind;
    assert_int_equal(cell_ask(c, &CHY_LIT("twice"), 1, -1, NULL), CHY_OK);
    assert_int_equal(cell_next(c, &kind, &answer, NULL), CHY_ROW);
    assert_string_equal(ask(c, "twice", -1), "hello;hello;");
    cell_end(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_answers),      cmocka_unit_test(a_crash_costs_one_request), cmocka_unit_test(it_is_locked_in),
        cmocka_unit_test(time_is_limited), cmocka_unit_test(a_request_can_be_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
