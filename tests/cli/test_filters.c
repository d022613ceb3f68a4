/* The filters as a person meets them: good documents, bad documents, threads, standard input. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"

static char folder[] = "/tmp/chancery-filters-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    char line[256];
    (void)state;
    snprintf(line, sizeof line, "rm -rf '%s'", folder);
    return system(line);
}

/* What a shell line prints on both outputs, run in the folder with $C the command; its exit status in *status. */
static chy_str sh(int *status, const char *format, ...)
{
    char *line = NULL, *whole = NULL, some[4096];
    size_t n;
    buf out;
    va_list args;
    va_start(args, format);
    assert_true(vasprintf(&line, format, args) > 0);
    va_end(args);
    assert_true(asprintf(&whole, "cd '%s' && C='%s' && export C && { %s; } 2>&1", folder, CHANCERY_COMMAND, line) > 0);
    FILE *p = popen(whole, "r");
    assert_non_null(p);
    buf_init(&out, NULL, NULL);
    while ((n = fread(some, 1, sizeof some, p))) buf_bytes(&out, some, n);
    int ended = pclose(p);
    *status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
    free(line);
    free(whole);
    buf_char(&out, 0);
    return (chy_str){ out.ptr, out.len - 1 };
}

static void has(chy_str s, const char *what)
{
    if (str_find(s, str_of(what), 0) == SIZE_MAX) fail_msg("no \"%s\" in: %.*s", what, (int)(s.len < 2000 ? s.len : 2000), s.ptr);
}

static size_t lines(chy_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) n += s.ptr[i] == '\n';
    return n;
}

/* One clear sentence each; the documents that can be read are read; exit status 3. */
static void bad_documents_do_not_stop_good_ones(void **state)
{
    (void)state;
    static const struct {
        const char *make, *name, *says;
    } cases[] = {
        { ": > empty.txt", "empty.txt", "empty.txt: is empty" },
        { "printf '\\0\\1\\2abc' > binary.txt", "binary.txt", "binary.txt: is not text: byte 0 is zero" },
        { "mkdir -p folder", "folder", "folder: is a folder without documents" },
        { "true", "missing.txt", "missing.txt: No such file or directory" },
        { "head -c 100000000 /dev/zero | tr '\\0' x > long.txt", "long.txt",
          "long.txt: is larger than 32 MiB, the most that one document may have" },
        { "printf '\\211PNG' > paper.txt", "paper.txt", "paper.txt: is a picture; plain text, pages of the web and PDF are what can be read" },
    };
    int status;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        chy_str made = sh(&status, "%s; printf 'The ministers met in Riga.\\n' > good.txt", cases[i].make);
        free((char *)made.ptr);
        for (const char *command = "read\0code\0"; *command; command += strlen(command) + 1) {
            chy_str out = sh(&status, "$C %s good.txt %s good.txt", command, cases[i].name);
            assert_int_equal(status, 3);
            has(out, cases[i].says);
            assert_int_equal(lines(out), 3);
            free((char *)out.ptr);
        }
    }
    chy_str gone = sh(&status, "rm -f long.txt");
    free((char *)gone.ptr);
}

static void text_that_is_not_utf8_is_still_read(void **state)
{
    (void)state;
    int status;
    chy_str out = sh(&status, "printf 'The caf\\351 talks were held in Riga on Monday.\\n' > latin.txt; $C read latin.txt");
    assert_int_equal(status, 0);
    has(out, "The café talks");
    free((char *)out.ptr);
}

static void a_bad_line_of_jsonl_is_named(void **state)
{
    (void)state;
    int status;
    chy_str out = sh(
        &status,
        "printf '{\"id\":\"a\",\"text\":\"One.\"}\\n{\"id\":\"b\"}\\nnot json\\n\\n{\"id\":\"c\",\"text\":\"Two.\"}\\n' | $C code --jsonl");
    assert_int_equal(status, 3);
    has(out, "chancery: line 2: no \"text\", which must be a string");
    has(out, "chancery: line 3: ");
    has(out, "\"id\":\"a\"");
    has(out, "\"id\":\"c\"");
    assert_int_equal(lines(out), 4);
    free((char *)out.ptr);
}

static void jsonl_text_is_coded_exactly_as_given(void **state)
{
    (void)state;
    int status;
    chy_str out = sh(
        &status,
        "printf '%%s\\n' '{\"id\":\"a\",\"date\":\"2020-05-06\",\"text\":\"  Caf\\u00e9\\u00a0talks. \\n\\n End  \"}' | $C code --jsonl");
    assert_int_equal(status, 0);
    has(out, "\"text\":\"  Café\u00a0talks. \\n\\n End  \"");
    has(out, "\"date\":\"2020-05-06\"");
    free((char *)out.ptr);
}

static void threads_and_order(void **state)
{
    (void)state;
    int status;
    chy_str out =
        sh(&status,
           "for i in $(seq 150); do printf '{\"id\":\"%%s\",\"text\":\"Minister %%s met the President of Norway on 3 May 2020.\"}\\n' $i "
           "$i; done > many.jsonl;"
           "$C code --jsonl --threads 1 < many.jsonl > one; $C code --jsonl --threads 2 < many.jsonl > two; cmp one two && wc -l < two");
    assert_int_equal(status, 0);
    has(out, "150");
    free((char *)out.ptr);
}

static void misuse_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *line, *says;
        int status;
    } cases[] = {
        { "$C", "usage: chancery", 2 },
        { "$C frobnicate", "there is no command 'frobnicate'", 2 },
        { "$C code --threads many", "--threads", 2 },
        { "$C code --lexicon /nowhere x.txt", "/nowhere: No such file or directory", 4 },
        { "$C code --model good.txt x.txt", "good.txt", 4 },
        { "$C --version", "chancery ", 0 },
    };
    int status;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        chy_str out = sh(&status, "%s", cases[i].line);
        has(out, cases[i].says);
        assert_int_equal(status, cases[i].status);
        free((char *)out.ptr);
    }
}

static void parse_prints_conllu_and_takes_it(void **state)
{
    (void)state;
    int status;
    chy_str out = sh(&status, "printf \"They don't agree.\\n\" | $C parse > a; $C parse --conllu < a > b; cmp a b; cat a");
    assert_int_equal(status, 0);
    has(out, "# text = They don't agree.");
    has(out, "2-3\tdon't\t");
    has(out, "SpaceAfter=No");
    free((char *)out.ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_documents_do_not_stop_good_ones),
        cmocka_unit_test(text_that_is_not_utf8_is_still_read),
        cmocka_unit_test(a_bad_line_of_jsonl_is_named),
        cmocka_unit_test(jsonl_text_is_coded_exactly_as_given),
        cmocka_unit_test(threads_and_order),
        cmocka_unit_test(misuse_is_told),
        cmocka_unit_test(parse_prints_conllu_and_takes_it),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
