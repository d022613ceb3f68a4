/* Documents out of files and folders. */
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
#include "source/source.h"

static char folder[] = "/tmp/chancery-source-XXXXXX";

static int enter(void **state)
{
    (void)state;
    return mkdtemp(folder) && !chdir(folder) ? 0 : -1;
}

static int leave(void **state)
{
    (void)state;
    char line[64];
    snprintf(line, sizeof line, "rm -rf '%s'", folder);
    return chdir("/") || system(line);
}

/* Names and sizes of all that comes, or the sentence of what cannot be had: a line each. */
static const char *all_of(const char *const *names, size_t count)
{
    static char out[4096];
    chy_places places = { .names = names, .count = count, .leave_out = "tree/record.db" };
    chy_intake *in = NULL;
    chy_item item;
    chy_err err = { 0 };
    chy_status st;
    size_t len = 0;
    out[0] = 0;
    assert_int_equal(source_open(&places, &in, &err), CHY_OK);
    while ((st = source_next(in, &item, &err)) != CHY_DONE) {
        if (st == CHY_ROW)
            len += (size_t)snprintf(out + len, sizeof out - len, "%.*s %zu\n", (int)item.name.len, item.name.ptr, item.bytes.len);
        else
            len += (size_t)snprintf(out + len, sizeof out - len, "! %s\n", err.text);
        assert_true(len < sizeof out);
    }
    assert_int_equal(source_next(in, &item, &err), CHY_DONE);
    source_close(in);
    return out;
}

static void folders_come_by_name(void **state)
{
    (void)state;
    assert_int_equal(system("mkdir -p tree/b tree/.git tree/none && echo 1 >tree/a.txt && echo 22 >tree/b/c.txt && echo x >tree/.hidden &&"
                            " echo x >tree/.git/x && echo db >tree/record.db && echo db >tree/record.db-wal && ln -s .. tree/b/round"),
                     0);
    const char *names[] = { "tree", "nothing", "tree/a.txt", "tree/none" };
    assert_string_equal(all_of(names, 4), "tree/a.txt 2\ntree/b/c.txt 3\n! nothing: No such file or directory\ntree/a.txt 2\n"
                                          "! tree/none: is a folder without documents\n");
}

static void what_is_too_large_is_not_read(void **state)
{
    (void)state;
    assert_int_equal(system("truncate -s 40G large.txt && truncate -s 33554432 fits.txt"), 0);
    const char *names[] = { "large.txt", "fits.txt" };
    assert_string_equal(all_of(names, 2), "! large.txt: is larger than 32 MiB, the most that one document may have\nfits.txt 33554432\n");
}

static void there_is_a_count(void **state)
{
    (void)state;
    const char *names[] = { "tree" };
    chy_places places = { .names = names, .count = 1, .leave_out = "tree/record.db" };
    chy_intake *in = NULL;
    assert_int_equal(source_open(&places, &in, NULL), CHY_OK);
    source_count(in);
    chy_progress p = source_progress(in);
    assert_int_equal(p.files_total, 2);
    assert_int_equal(p.bytes_total, 5);
    assert_int_equal(p.files, 0);
    source_close(in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_come_by_name),
        cmocka_unit_test(what_is_too_large_is_not_read),
        cmocka_unit_test(there_is_a_count),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
