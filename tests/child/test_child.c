#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/str.h"
#include "child/child.h"
#include "child/lock.h"

static const struct child_limits limits = { .seconds = 20, .memory = (size_t)1 << 32, .output = 1 << 20 };

static chy_status shell(const char *command, const struct child_limits *within, arena *mem, chy_str *out, chy_err *err)
{
    const char *argv[] = { "sh", "-c", command, NULL };
    return child_run(argv, CHY_LIT("some input"), within, mem, out, err);
}

static void a_program_gets_input_and_gives_output(void **state)
{
    arena mem;
    chy_str out;
    chy_err err = { 0 };
    (void)state;
    arena_init(&mem, 1 << 24);
    assert_int_equal(shell("cat; echo; ls /proc/self/fd | wc -l", &limits, &mem, &out, &err), CHY_OK);
    assert_true(str_starts(out, CHY_LIT("some input\n")));
    arena_done(&mem);
}

static void faults_are_sentences(void **state)
{
    arena mem;
    chy_str out;
    chy_err err = { 0 };
    const char *none[] = { "no-such-program-here", NULL };
    struct child_limits short_time = limits, small = limits;
    (void)state;
    arena_init(&mem, 1 << 26);
    assert_int_equal(child_run(none, CHY_LIT("x"), &limits, &mem, &out, &err), CHY_EIO);
    assert_string_equal(err.text, "needs the program no-such-program-here, which is not installed");
    assert_int_equal(shell("exit 3", &limits, &mem, &out, &err), CHY_EINPUT);
    assert_string_equal(err.text, "cannot be read by sh");
    const char *crash[] = { "python3", "-c", "import ctypes; ctypes.string_at(0)", NULL };
    assert_int_equal(child_run(crash, CHY_LIT("x"), &limits, &mem, &out, &err), CHY_EINPUT);
    assert_string_equal(err.text, "cannot be read: python3 was stopped by signal 11");
    short_time.seconds = 1;
    assert_int_equal(shell("sleep 100", &short_time, &mem, &out, &err), CHY_E2BIG);
    assert_string_equal(err.text, "takes sh longer than 1 seconds");
    small.output = 1000;
    assert_int_equal(shell("while true; do echo more and more; done", &small, &mem, &out, &err), CHY_E2BIG);
    arena_done(&mem);
}

static void a_program_writes_nowhere(void **state)
{
    arena mem;
    chy_str out;
    chy_err err = { 0 };
    char path[] = "/tmp/chancery-child-XXXXXX", command[128];
    (void)state;
    arena_init(&mem, 1 << 24);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    snprintf(command, sizeof command, "echo spoiled > %s; echo $?", path);
    shell(command, &limits, &mem, &out, &err);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    assert_int_equal(fgetc(f), EOF);
    fclose(f);
    unlink(path);
    arena_done(&mem);
}

static void a_program_reaches_nobody(void **state)
{
    arena mem;
    chy_str out;
    chy_err err = { 0 };
    (void)state;
    if (!(lock_fences() & LOCK_SECCOMP)) skip();
    arena_init(&mem, 1 << 24);
    assert_int_equal(shell("kill -0 $PPID 2>/dev/null; echo $?", &limits, &mem, &out, &err), CHY_OK);
    assert_true(str_is(out, "1\n"));
    const char *argv[] = { "python3", "-c", "import socket\ntry: socket.socket()\nexcept OSError as e: print(e.errno)", NULL };
    assert_int_equal(child_run(argv, CHY_LIT("x"), &limits, &mem, &out, &err), CHY_OK);
    assert_true(str_is(out, "1\n"));
    arena_done(&mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_program_gets_input_and_gives_output),
        cmocka_unit_test(faults_are_sentences),
        cmocka_unit_test(a_program_writes_nowhere),
        cmocka_unit_test(a_program_reaches_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
