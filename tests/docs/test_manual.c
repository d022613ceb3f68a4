/*
 * The examples of the manual are run, and what they print is compared: every ```console block of README.md and docs/.
 *
 * "$ command" is run in a fresh folder that has examples/ and the command on its path; the lines below it, up to the next
 * "$" or the end of the block, are what it must print; where none are shown, it must go well. A line "..." fits any lines, "..." within a
 * line any text. Numbers that change with every row that a table gains are left out of the comparison: those of identifiers (F-9) and
 * of rows (verbs.tsv:41), and how many blanks part two columns. The commands of one file share their folder, so that one can build on what
 * the one before left.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"

struct example {
    chy_str command, wants;
    size_t line;
};

static chy_str next_line(chy_str *rest)
{
    chy_str line = { 0 };
    if (!str_next_piece(rest, '\n', &line)) line.ptr = NULL;
    return line;
}

/* "..." within a line fits any text. */
static bool line_fits(chy_str want, chy_str got)
{
    chy_str dots = CHY_LIT("...");
    size_t cut = str_find(want, dots, 0);
    if (cut == SIZE_MAX) return str_eq(want, got);
    if (!str_starts(got, str_cut(want, 0, cut))) return false;
    got = str_cut(got, cut, got.len);
    want = str_cut(want, cut + dots.len, want.len);
    for (;;) {
        cut = str_find(want, dots, 0);
        chy_str piece = str_cut(want, 0, cut == SIZE_MAX ? want.len : cut);
        if (cut == SIZE_MAX) return str_ends(got, piece);
        size_t at = piece.len ? str_find(got, piece, 0) : 0;
        if (at == SIZE_MAX) return false;
        got = str_cut(got, at + piece.len, got.len);
        want = str_cut(want, cut + dots.len, want.len);
    }
}

static bool fits(chy_str wants, chy_str got)
{
    bool skipping = false;
    if (!wants.len || !got.len) return wants.len == got.len; /* nothing is what it prints */
    chy_str want = next_line(&wants), have = next_line(&got);
    while (want.ptr || have.ptr) {
        if (want.ptr && str_is(want, "...")) {
            skipping = true;
            want = next_line(&wants);
            if (!want.ptr) return true;
        }
        if (!have.ptr) return !want.ptr;
        if (want.ptr && line_fits(want, have)) {
            skipping = false;
            want = next_line(&wants);
        } else if (!skipping)
            return false;
        have = next_line(&got);
    }
    return true;
}

static chy_str run(const char *folder, chy_str command, int *status)
{
    char *line = NULL, some[4096];
    buf out;
    size_t n;
    buf_init(&out, NULL, NULL);
    assert_true(asprintf(&line, "cd '%s' && %.*s 2>&1", folder, (int)command.len, command.ptr) > 0);
    FILE *p = popen(line, "r");
    assert_non_null(p);
    while ((n = fread(some, 1, sizeof some, p))) buf_bytes(&out, some, n);
    *status = pclose(p);
    free(line);
    return (chy_str){ out.ptr, out.len };
}

/* A copy, to be freed, with blanks drawn together and '#' for numbers that need not be right. */
static chy_str loosely(chy_str s)
{
    char *p = malloc(s.len + 1);
    size_t n = 0;
    assert_non_null(p);
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool id = n >= 2 && p[n - 1] == '-' && strchr("DEFIRS", p[n - 2]) && (n == 2 || strchr(" \n", p[n - 3]));
        bool row = n >= 5 && !memcmp(p + n - 5, ".tsv:", 5);
        if (c == ' ' && n && p[n - 1] == ' ') continue;
        if (n && p[n - 1] == ' ' && i + 2 < s.len && !memcmp(s.ptr + i, "...", 3)) n--; /* the dots may stand for the blank as well */
        p[n++] = c;
        if (!(id || row) || c < '0' || c > '9') continue;
        p[n - 1] = '#';
        while (i + 1 < s.len && s.ptr[i + 1] >= '0' && s.ptr[i + 1] <= '9') i++;
    }
    return (chy_str){ p, n };
}

static int check(const char *path, const char *folder, const struct example *e)
{
    int status;
    chy_str got = run(folder, e->command, &status), shown = got, wants = e->wants;
    while (shown.len && shown.ptr[shown.len - 1] == '\n') shown.len--;
    while (wants.len && wants.ptr[wants.len - 1] == '\n') wants.len--;
    chy_str expected = loosely(wants), printed = loosely(shown);
    bool ok = wants.len ? fits(expected, printed) : !status; /* what shows no output need only go well */
    free((char *)expected.ptr);
    free((char *)printed.ptr);
    if (!ok) print_error("%s:%zu: $ %.*s\nprints:\n%.*s\n", path, e->line, (int)e->command.len, e->command.ptr, (int)shown.len, shown.ptr);
    free((char *)got.ptr);
    return !ok;
}

static int check_file(const char *path, const char *folder)
{
    char *bytes = NULL;
    size_t size = 0, number = 0;
    chy_err err = { 0 };
    int wrong = 0;
    if (file_read(path, 16 << 20, &bytes, &size, &err)) fail_msg("%s", err.text);
    chy_str rest = { bytes, size }, line;
    bool inside = false;
    struct example e = { 0 };
    while (str_next_piece(&rest, '\n', &line)) {
        number++;
        bool fence = str_starts(line, CHY_LIT("```"));
        bool command = inside && str_starts(line, CHY_LIT("$ "));
        if (e.command.len && (fence || command)) {
            wrong += check(path, folder, &e);
            e.command.len = 0;
        }
        if (fence)
            inside = !inside && str_is(str_trim(line), "```console");
        else if (command)
            e = (struct example){ str_cut(line, 2, line.len), { line.ptr + line.len + 1, 0 }, number };
        else if (inside && e.command.len)
            e.wants.len = (size_t)(line.ptr + line.len - e.wants.ptr);
    }
    free(bytes);
    return wrong;
}

static void examples_print_what_they_say(void **state)
{
    (void)state;
    glob_t files = { 0 };
    int wrong = 0;
    char *path = NULL;
    chy_str command = CHY_LIT(CHANCERY_COMMAND);
    while (command.len && command.ptr[command.len - 1] != '/') command.len--;
    assert_true(asprintf(&path, "%.*s:%s", (int)command.len, command.ptr, getenv("PATH")) > 0);
    setenv("PATH", path, 1);
    unsetenv("CHANCERY_RECORD");
    assert_int_equal(glob(SOURCE_DIR "/README.md", 0, NULL, &files), 0);
    glob(SOURCE_DIR "/docs/*.md", GLOB_APPEND, NULL, &files);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        char folder[] = "/tmp/chancery-manual-XXXXXX", *line = NULL;
        assert_non_null(mkdtemp(folder));
        assert_true(asprintf(&line, "ln -s '%s/examples' '%s/examples'", SOURCE_DIR, folder) > 0);
        assert_int_equal(system(line), 0);
        free(line);
        wrong += check_file(files.gl_pathv[i], folder);
        assert_true(asprintf(&line, "rm -rf '%s'", folder) > 0);
        assert_int_equal(system(line), 0);
        free(line);
    }
    globfree(&files);
    free(path);
    if (wrong) fail_msg("%d examples print something else", wrong);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(examples_print_what_they_say) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
