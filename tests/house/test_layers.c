/* src/LAYERS is the architecture diagram: every #include under src/, cli/ and gen/ is held to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/file.h"
#include "base/str.h"

static chy_str slurp(const char *path)
{
    char *bytes = NULL;
    size_t size = 0;
    chy_err err = { 0 };
    if (file_read(path, 16 << 20, &bytes, &size, &err)) fail_msg("%s", err.text);
    return (chy_str){ bytes, size };
}

/* What LAYERS lets a folder include, "" when the folder is not there. */
static chy_str allowed(chy_str layers, chy_str folder)
{
    chy_str line;
    while (str_next_piece(&layers, '\n', &line)) {
        size_t colon = str_find(line, CHY_LIT(":"), 0);
        if (line.len && line.ptr[0] != '#' && colon != SIZE_MAX && str_eq(str_cut(line, 0, colon), folder))
            return str_cut(line, colon + 1, line.len);
    }
    return (chy_str){ 0 };
}

static bool has_word(chy_str words, chy_str word)
{
    chy_str piece;
    while (str_next_piece(&words, ' ', &piece))
        if (str_eq(str_trim(piece), word)) return true;
    return false;
}

static int check_file(chy_str layers, const char *path, chy_str folder)
{
    chy_str text = slurp(path), rest = text, line, open = CHY_LIT("#include \"");
    chy_str may = allowed(layers, folder);
    int wrong = 0;
    if (!may.ptr) {
        print_error("src/%.*s is not in src/LAYERS\n", (int)folder.len, folder.ptr);
        wrong++;
    }
    while (str_next_piece(&rest, '\n', &line)) {
        if (!str_starts(line, open)) continue;
        chy_str name = str_cut(line, open.len, line.len);
        size_t slash = str_find(name, CHY_LIT("/"), 0);
        if (slash == SIZE_MAX) continue; /* generated, or the folder's own */
        chy_str from = str_cut(name, 0, slash);
        if (str_is(from, "chancery") || str_eq(from, folder) || has_word(may, from)) continue;
        print_error("%s: may not include %.*s (src/LAYERS)\n", path, (int)name.len - 1, name.ptr);
        wrong++;
    }
    free((char *)text.ptr);
    return wrong;
}

static void includes_point_downward(void **state)
{
    (void)state;
    char *roots[] = { SOURCE_DIR "/src", NULL };
    chy_str layers = slurp(SOURCE_DIR "/src/LAYERS");
    int wrong = 0, files = 0;
    FTS *walk = fts_open(roots, FTS_PHYSICAL, NULL);
    assert_non_null(walk);
    for (FTSENT *e; (e = fts_read(walk));) {
        chy_str name = str_of(e->fts_name);
        if (e->fts_info != FTS_F || !(str_ends(name, CHY_LIT(".c")) || str_ends(name, CHY_LIT(".h")))) continue;
        wrong += check_file(layers, e->fts_path, str_of(e->fts_parent->fts_name));
        files++;
    }
    fts_close(walk);
    free((char *)layers.ptr);
    assert_true(files > 20);
    assert_int_equal(wrong, 0);
}

/* The command and the workers are programs like any other: the public header and their own, nothing of the library's inside. */
static void command_uses_the_public_header_alone(void **state)
{
    (void)state;
    char *roots[] = { SOURCE_DIR "/cli", SOURCE_DIR "/server", SOURCE_DIR "/worker", NULL };
    int wrong = 0;
    FTS *walk = fts_open(roots, FTS_PHYSICAL, NULL);
    assert_non_null(walk);
    for (FTSENT *e; (e = fts_read(walk));) {
        if (e->fts_info != FTS_F) continue;
        chy_str text = slurp(e->fts_path), rest = text, line, open = CHY_LIT("#include \"");
        while (str_next_piece(&rest, '\n', &line))
            if (str_starts(line, open) && str_find(line, CHY_LIT("/"), 0) != SIZE_MAX &&
                str_find(line, CHY_LIT("chancery/chancery.h"), 0) == SIZE_MAX) {
                print_error("%s: %.*s\n", e->fts_path, (int)line.len, line.ptr);
                wrong++;
            }
        free((char *)text.ptr);
    }
    fts_close(walk);
    assert_int_equal(wrong, 0);
}

/* Only chy_ leaves the building. */
static void symbols_are_hidden(void **state)
{
    (void)state;
    FILE *nm = popen("nm -D --defined-only '" CHANCERY_LIBRARY "'", "r");
    assert_non_null(nm);
    char line[512], name[256];
    int seen = 0, wrong = 0;
    while (fgets(line, sizeof line, nm)) {
        char kind;
        if (sscanf(line, "%*s %c %255s", &kind, name) != 2) continue;
        seen++;
        if (strncmp(name, "chy_", 4) && name[0] != '_') {
            print_error("%s is visible outside the library\n", name);
            wrong++;
        }
    }
    pclose(nm);
    assert_true(seen > 5);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(includes_point_downward),
        cmocka_unit_test(command_uses_the_public_header_alone),
        cmocka_unit_test(symbols_are_hidden),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
