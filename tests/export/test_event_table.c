/* Event data: one line a dyad, as many cells as the header names, nothing that breaks a line. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "chancery/chancery.h"

static chy_engine *engine;

struct text {
    char bytes[1 << 16];
    size_t size;
};

static int keep(void *user, const char *bytes, size_t size)
{
    struct text *t = user;
    if (t->size + size >= sizeof t->bytes) return 1;
    memcpy(t->bytes + t->size, bytes, size);
    t->size += size;
    t->bytes[t->size] = 0;
    return 0;
}

static int set_up(void **state)
{
    chy_err err = { 0 };
    (void)state;
    if (chy_engine_create(NULL, &engine, &err)) fail_msg("%s", err.text);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    chy_engine_destroy(engine);
    return 0;
}

static void table_of(const char *id, const char *text, struct text *out)
{
    chy_doc *doc = NULL;
    chy_err err = { 0 };
    chy_input in = {
        .id = { id, strlen(id) }, .text = { text, strlen(text) }, .date = CHY_LIT("2022-05-06"), .source = CHY_LIT("The Example")
    };
    out->size = 0;
    if (chy_code(engine, &in, &doc, &err) || chy_doc_write_events(engine, NULL, keep, out, &err) ||
        chy_doc_write_events(engine, doc, keep, out, &err))
        fail_msg("%s", err.text);
    chy_doc_destroy(doc);
}

static unsigned count(const char *from, const char *to, char c)
{
    unsigned n = 0;
    for (; from < to; from++) n += *from == c;
    return n;
}

static void a_line_for_each_pair(void **state)
{
    struct text t;
    (void)state;
    table_of("note", "Norway condemned Sweden and Denmark on 5 May 2022.", &t);
    assert_non_null(strstr(t.bytes, "note#1\t1\t2022-05-05\tACCUSE\t"));
    assert_non_null(strstr(t.bytes, "\t3\toccurred\tNorway\tNOR\tNOR\t\tSweden\tSWE\tSWE\t\t"));
    assert_non_null(strstr(t.bytes, "note#1\t2\t2022-05-05\tACCUSE\t"));
    assert_non_null(strstr(t.bytes, "\tNorway\tNOR\tNOR\t\tDenmark\tDNK\tDNK\t\t"));
    assert_non_null(strstr(t.bytes, "\tThe Example\t"));
}

static void every_line_has_the_columns_of_the_header(void **state)
{
    struct text t;
    (void)state;
    table_of("two\tparts\nof a name", "Norwegian troops\nattacked Swedish police.\tNorway will host talks\nin Oslo.", &t);
    const char *end = strchr(t.bytes, '\n');
    assert_non_null(end);
    unsigned columns = count(t.bytes, end, '\t'), lines = 0;
    for (const char *line = end + 1; *line; line = end + 1, lines++) {
        end = strchr(line, '\n');
        assert_non_null(end);
        assert_int_equal(count(line, end, '\t'), columns);
    }
    assert_true(lines >= 1);
    assert_non_null(strstr(t.bytes, "two parts of a name#1\t"));
    assert_non_null(strstr(t.bytes, "NORMIL\tNOR\tMIL\t"));
}

static void nothing_where_nothing_happened(void **state)
{
    struct text t;
    (void)state;
    table_of("note", "The weather in Oslo is fine.", &t);
    assert_int_equal(count(t.bytes, t.bytes + t.size, '\n'), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_for_each_pair),
        cmocka_unit_test(every_line_has_the_columns_of_the_header),
        cmocka_unit_test(nothing_where_nothing_happened),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
