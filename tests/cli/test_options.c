#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../../cli/options.c"

static int run_nothing(const struct call *call)
{
    (void)call;
    return EXIT_DONE;
}

static const struct option options[] = { { "threads", 'j', "N", "documents at once" },
                                         { "json", 0, NULL, "print JSON" },
                                         { "from", 0, "DATE", "first day" },
                                         { "force", 'f', NULL, "go on" },
                                         { 0 } };
static const struct command command = { "add", "FILE...", "read documents", "More about it.\n.dots are kept", options, run_nothing };

static int parse(struct call *call, char **argv)
{
    int argc = 0;
    while (argv[argc]) argc++;
    return options_parse(&command, argc, argv, call);
}
#define ARGV(...) ((char *[]){ __VA_ARGS__, NULL })

static void values_in_every_spelling(void **state)
{
    (void)state;
    struct call c;
    assert_int_equal(parse(&c, ARGV("a.txt", "--threads", "3", "--json", "b.txt", "-f", "--", "--json")), OPTIONS_GO_ON);
    assert_string_equal(call_value(&c, "threads"), "3");
    assert_true(call_has(&c, "json") && call_has(&c, "force") && !call_has(&c, "from"));
    assert_int_equal(c.count, 3);
    assert_string_equal(c.operands[0], "a.txt");
    assert_string_equal(c.operands[1], "b.txt");
    assert_string_equal(c.operands[2], "--json");

    assert_int_equal(parse(&c, ARGV("--thr=2", "-fj4", "-")), OPTIONS_GO_ON);
    assert_string_equal(call_value(&c, "threads"), "4");
    assert_true(call_has(&c, "force"));
    assert_int_equal(c.count, 1);
    assert_string_equal(c.operands[0], "-");
}

static void misuse_is_told(void **state)
{
    (void)state;
    struct call c;
    long n;
    assert_int_equal(parse(&c, ARGV("--nothing")), EXIT_MISUSE);
    assert_int_equal(parse(&c, ARGV("--f")), EXIT_MISUSE); /* from or force */
    assert_int_equal(parse(&c, ARGV("--json=1")), EXIT_MISUSE);
    assert_int_equal(parse(&c, ARGV("--from")), EXIT_MISUSE);
    assert_int_equal(parse(&c, ARGV("-x")), EXIT_MISUSE);
    assert_int_equal(parse(&c, ARGV("-j", "many")), OPTIONS_GO_ON);
    assert_int_equal(call_number(&c, "threads", 1, 64, 2, &n), EXIT_MISUSE);
    assert_int_equal(parse(&c, ARGV("-j", "12")), OPTIONS_GO_ON);
    assert_int_equal(call_number(&c, "threads", 1, 64, 2, &n), OPTIONS_GO_ON);
    assert_int_equal(n, 12);
}

static void one_table_makes_all_texts(void **state)
{
    (void)state;
    const struct command *const all[] = { &command, NULL };
    char *text = NULL;
    size_t size = 0;
    FILE *f = open_memstream(&text, &size);
    options_print_help(f, &command);
    options_print_commands(f, all);
    options_print_manual(f, all, "0.1.0");
    options_print_completion(f, all);
    fclose(f);
    assert_non_null(strstr(text, "-j, --threads N"));
    assert_non_null(strstr(text, "\\-\\-threads"));
    assert_non_null(strstr(text, "\\&.dots"));
    assert_non_null(strstr(text, "add) COMPREPLY"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_in_every_spelling),
        cmocka_unit_test(misuse_is_told),
        cmocka_unit_test(one_table_makes_all_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
