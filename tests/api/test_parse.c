/* A text parsed piece by piece prints what it prints when parsed whole, wherever the source cuts it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"

static int open_engine(void **state)
{
    chy_err err = { 0 };
    return chy_engine_create(NULL, (chy_engine **)state, &err);
}

static int close_engine(void **state)
{
    chy_engine_destroy(*state);
    return 0;
}

struct source {
    chy_str rest;
    size_t step; /* bytes it gives at once */
    size_t most; /* the most that was ever asked for */
    bool fails;  /* at the end */
};

static int give(void *user, char *room, size_t size, size_t *got)
{
    struct source *s = user;
    size_t n = size < s->step ? size : s->step;
    if (size > s->most) s->most = size;
    if (n > s->rest.len) n = s->rest.len;
    memcpy(room, s->rest.ptr, n);
    s->rest = str_cut(s->rest, n, s->rest.len);
    *got = n;
    return s->fails && !n;
}

static int keep(void *user, const char *bytes, size_t size)
{
    buf_bytes(user, bytes, size);
    return 0;
}

static int refuse(void *user, const char *bytes, size_t size)
{
    (void)user, (void)bytes, (void)size;
    return 1;
}

/* The sanitizers take forty times as long: a third of the text will do, which is still cut in pieces. */
#if defined(__SANITIZE_ADDRESS__)
enum { SHARE = 3 };
#else
enum { SHARE = 1 };
#endif

static void same(chy_engine *e, chy_str text, size_t step, const char *why)
{
    chy_err err = { 0 };
    chy_doc *d = NULL;
    buf whole, pieces;
    buf_init(&whole, NULL, NULL);
    buf_init(&pieces, NULL, NULL);
    struct source s = { text, step, 0, false };
    assert_int_equal(chy_parse(e, text, &d, &err), CHY_OK);
    assert_int_equal(chy_doc_write_conllu(d, keep, &whole, &err), CHY_OK);
    assert_int_equal(chy_parse_stream(e, CHY_LIT("text"), give, &s, keep, &pieces, &err), CHY_OK);
    if (whole.len != pieces.len || (whole.len && memcmp(whole.ptr, pieces.ptr, whole.len)))
        fail_msg("%s: %zu bytes whole, %zu in pieces", why, whole.len, pieces.len);
    assert_true(s.most < 1 << 20); /* it never wants much at once */
    chy_doc_destroy(d);
    free(whole.ptr);
    free(pieces.ptr);
}

static const struct {
    const char *unit, *why;
    size_t size;
} texts[] = {
    { "", "nothing", 0 },
    { "\n \r\n\t\n", "white space only", 700 << 10 },
    { "Norway and Chile signed a treaty.\n\n", "paragraphs", 500 << 10 },
    { "Norway and Chile\nsigned a treaty in Oslo on 3 May, and the\nministers spoke of it afterwards\n \nHeading\n", "wrapped lines",
      450 << 10 },
    { "Norway and Chile signed.\r\n\r\nHe left. She stayed.\r\n", "the line ends of Windows", 450 << 10 },
    { "Norway and Chile signed.\r\rHe left. She stayed.\r", "those of an old Macintosh", 450 << 10 },
    { "Norway and Chile signed a treaty today.\n", "no blank line at all", 600 << 10 },
    { "Norway and Chile signed a treaty today. ", "one line", 600 << 10 },
    { "x", "one word", 600 << 10 },
    { "\xe4\xb8\xad\xe5\x9b\xbd", "letters of three bytes, and no blank between them", 300 << 10 },
};

static void pieces_print_what_the_whole_prints(void **state)
{
    char *room = malloc(1 << 20);
    assert_non_null(room);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t n = 0, len = strlen(texts[i].unit);
        while (len && n + len <= texts[i].size / SHARE) {
            memcpy(room + n, texts[i].unit, len);
            n += len;
        }
        same(*state, (chy_str){ room, n }, i % 2 ? 4099 : (size_t)1 << 20, texts[i].why);
    }
    free(room);
}

static void mixed_texts(void **state)
{
    static const char *const bits[] = { "The minister spoke. ",
                                        "\n",
                                        "\n\n",
                                        "\r\n",
                                        "\r",
                                        "- item\n",
                                        "in the United\nNations",
                                        " ",
                                        "\t\n",
                                        "\"No,\" he said.",
                                        "Mr. ",
                                        "long-lived word ",
                                        "2015. " };
    enum { SIZE = (900 << 10) / SHARE, FAR = 200 << 10 };
    char *room = malloc(SIZE + 64);
    uint32_t luck = 7;
    assert_non_null(room);
    for (int round = 0; round < 2; round++) {
        size_t n = 0;
        while (n < SIZE) {
            luck = luck * 1664525u + 1013904223u;
            size_t k = (luck >> 16) % (sizeof bits / sizeof *bits);
            if (round && n % FAR > FAR / 8 && k >= 1 && k <= 8 && k != 6) continue; /* stretches without a line break */
            memcpy(room + n, bits[k], strlen(bits[k]));
            n += strlen(bits[k]);
        }
        same(*state, (chy_str){ room, n }, 1000 + (size_t)round, "all kinds of breaks");
    }
    free(room);
}

static void faults_are_told(void **state)
{
    chy_err err = { 0 };
    buf out;
    buf_init(&out, NULL, NULL);
    struct source bad = { CHY_LIT("Norway.\n\n\xff"), 3, 0, false }, broken = { CHY_LIT("Norway."), 3, 0, true },
                  good = { CHY_LIT("Norway."), 3, 0, false };
    assert_int_equal(chy_parse_stream(*state, CHY_LIT("text"), give, &bad, keep, &out, &err), CHY_EINPUT);
    assert_int_equal(err.at, 9);
    assert_non_null(strstr(err.text, "byte 9 of the text is not UTF-8"));
    assert_int_equal(chy_parse_stream(*state, CHY_LIT("text"), give, &broken, keep, &out, &err), CHY_EIO);
    assert_non_null(strstr(err.text, "after byte 7"));
    assert_int_equal(chy_parse_stream(*state, CHY_LIT("text"), give, &good, refuse, NULL, &err), CHY_STOPPED);
    free(out.ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_print_what_the_whole_prints),
        cmocka_unit_test(mixed_texts),
        cmocka_unit_test(faults_are_told),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
