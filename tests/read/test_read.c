#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "doc/doc.h"
#include "lexicon/lexicon.h"
#include "read/read.h"

struct bench {
    arena mem;
    struct lexicon *lex;
    struct read_rules *rules;
};

static int set_up(void **state)
{
    static struct bench b;
    chy_err err = { 0 };
    arena_init(&b.mem, (size_t)1 << 30);
    assert_int_equal(lexicon_create(NULL, &b.mem, &b.lex, &err), CHY_OK);
    assert_int_equal(read_rules_create(b.lex, &b.mem, &b.rules, &err), CHY_OK);
    *state = &b;
    return 0;
}

static int tear_down(void **state)
{
    arena_done(&((struct bench *)*state)->mem);
    return 0;
}

static chy_doc *read_text(void **state, const char *text)
{
    struct bench *b = *state;
    chy_doc *d = NULL;
    chy_err err = { 0 };
    if (read_document(b->rules, CHY_LIT("test"), str_of(text), (chy_str){ 0 }, 0, &d, &err)) fail_msg("%s", err.text);
    return d;
}

#define SAME(str, want)                                                                                                                    \
    do {                                                                                                                                   \
        if (!str_is((str), (want))) fail_msg("'%.*s', not '%s'", (int)(str).len, (str).ptr, (want));                                       \
    } while (0)

/* The segment that holds this text must be of this kind. */
static void kind_of(const chy_doc *d, const char *text, enum segment_kind kind)
{
    size_t at = str_find(d->text, str_of(text), 0);
    assert_true(at != SIZE_MAX);
    for (uint32_t i = 0; i < d->segments.count; i++) {
        const struct segment *s = &d->segments.at[i];
        if (s->span.start <= at && at + strlen(text) <= s->span.end) {
            if (s->kind != kind) fail_msg("'%s' is %s (%s)", text, segment_kind_text(s->kind), s->why);
            return;
        }
    }
    fail_msg("'%s' is in no segment", text);
}

static void header_line_then_title(void **state)
{
    chy_doc *d = read_text(state, " date 2003-05-14 Ministers weigh a new treaty\n\nThe ministers met in Riga. They will meet again.\n");
    SAME(d->date, "2003-05-14");
    SAME(d->date_basis, "header line");
    SAME(d->title, "Ministers weigh a new treaty");
    kind_of(d, "Ministers weigh", SEGMENT_TITLE);
    kind_of(d, "date 2003", SEGMENT_FURNITURE);
    kind_of(d, "The ministers met", SEGMENT_BODY);
    chy_doc_destroy(d);
}

static void header_line_that_goes_on_as_text(void **state)
{
    chy_doc *d =
        read_text(state, " date 2003-05-14 The ministers met in Riga on Monday. They will meet again.\n\nNothing else was said.\n");
    SAME(d->date, "2003-05-14");
    SAME(d->title, "");
    kind_of(d, "The ministers met", SEGMENT_BODY);
    chy_doc_destroy(d);
}

static void page_clock_is_not_the_date(void **state)
{
    chy_doc *d = read_text(
        state, "3 March 2019\nRiga: 10:15\nLima: 03:15\n\nPress office:\n+371 6701 6201\npress@example.org\n\nNEWS, SPEECHES\n\n"
               "14.02.2011\n\nRemarks at the opening of the conference\n\nWe met in Riga. It was cold, and the talks were long.\n\n"
               "LATEST EVENTS\n\n03.03.2019 - Another item altogether\n\n01.03.2019 - And one more\n");
    SAME(d->date, "2011-02-14");
    SAME(d->title, "Remarks at the opening of the conference");
    kind_of(d, "3 March 2019", SEGMENT_FURNITURE);
    kind_of(d, "Riga: 10:15", SEGMENT_FURNITURE);
    kind_of(d, "+371", SEGMENT_FURNITURE);
    kind_of(d, "NEWS, SPEECHES", SEGMENT_FURNITURE);
    kind_of(d, "We met in Riga", SEGMENT_BODY);
    kind_of(d, "Another item", SEGMENT_FURNITURE);
    kind_of(d, "And one more", SEGMENT_FURNITURE);
    chy_doc_destroy(d);
}

static void chronology_is_text(void **state)
{
    chy_doc *d = read_text(
        state, "How the talks went, step by step.\n\n1 May 1991 – The two sides meet in Riga.\n7 June 1992 – They sign a protocol.\n");
    kind_of(d, "They sign a protocol", SEGMENT_BODY);
    chy_doc_destroy(d);
}

static void no_year_is_no_date(void **state)
{
    chy_doc *d = read_text(state, "The envoy said on May 23 that he would stay.\n\nHe left on May 25.\n");
    SAME(d->date, "");
    kind_of(d, "The envoy said", SEGMENT_BODY);
    chy_doc_destroy(d);
}

static void dateline_stands_apart(void **state)
{
    chy_doc *d = read_text(state, "RIGA, May 14 (Agency) - The ministers met - briefly - on Monday.\n");
    kind_of(d, "RIGA, May 14 (Agency) -", SEGMENT_DATELINE);
    kind_of(d, "The ministers met - briefly", SEGMENT_BODY);
    chy_doc_destroy(d);
    d = read_text(state, "The ministers - all nine of them - met on Monday.\n");
    kind_of(d, "The ministers - all nine", SEGMENT_BODY);
    chy_doc_destroy(d);
}

static void a_title_tells_author_and_publisher(void **state)
{
    chy_doc *d = read_text(state, "Article by Foreign Minister Anna Berg “Rivers and seas” published in the Riga Herald of May 3, 2011\n\n"
                                  "Rivers run into the sea. Nobody doubts it.\n");
    SAME(d->author, "Anna Berg");
    SAME(d->source, "Riga Herald");
    SAME(d->date, "2011-05-03");
    SAME(d->date_basis, "title");
    chy_doc_destroy(d);
    d = read_text(state, "Unpublished in Riga: the minister's letters\n\nThe minister wrote letters. Nobody read them.\n");
    SAME(d->source, "");
    chy_doc_destroy(d);
}

static void other_language_is_furniture(void **state)
{
    chy_doc *d =
        read_text(state, "Ministers weigh a new treaty\n\nМинистры обсудили новый договор\n\nThe ministers met in Riga on Monday.\n");
    kind_of(d, "Министры", SEGMENT_FURNITURE);
    kind_of(d, "The ministers met", SEGMENT_BODY);
    SAME(d->lang, "en");
    chy_doc_destroy(d);
    d = read_text(state, "Министры обсудили новый договор и план на год. Встреча прошла в Риге.\n");
    kind_of(d, "Министры", SEGMENT_BODY);
    SAME(d->lang, "ru");
    chy_doc_destroy(d);
}

static void encodings(void **state)
{
    static const char utf16[] = "\xff\xfeR\0i\0g\0a\0";
    struct bench *b = *state;
    chy_doc *d = NULL;
    chy_err err = { 0 };
    assert_int_equal(read_document(b->rules, CHY_LIT("t"), (chy_str){ utf16, sizeof utf16 - 1 }, (chy_str){ 0 }, 0, &d, &err), CHY_OK);
    SAME(d->text, "Riga");
    chy_doc_destroy(d);
    d = read_text(state, "\xcc\xe8\xed\xe8\xf1\xf2\xf0\xfb \xee\xe1\xf1\xf3\xe4\xe8\xeb\xe8 \xed\xee\xe2\xfb\xe9 "
                         "\xe4\xee\xe3\xee\xe2\xee\xf0 \xe8 \xef\xeb\xe0\xed \xed\xe0 \xe3\xee\xe4.");
    SAME(d->text, "Министры обсудили новый договор и план на год.");
    chy_doc_destroy(d);
    d = read_text(state, "The \x93Riga\x94 talks, in a caf\xe9.");
    SAME(d->text, "The “Riga” talks, in a café.");
    chy_doc_destroy(d);
}

static void bytes_that_are_no_text(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *says;
    } cases[] = {
        { "", 0, "test: is empty" },
        { " \n\t\n", 4, "test: is empty" },
        { "PK\3\4 ...", 8, "test: is a zip archive or office document; plain text, pages of the web and PDF are what can be read" },
        { "<?xml version=\"1.0\"?><rss/>", 27, "test: is XML; plain text, pages of the web and PDF are what can be read" },
        { "abc\0def", 7, "test: is not text: byte 3 is zero" },
    };
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        chy_doc *d = NULL;
        chy_err err = { 0 };
        assert_int_equal(read_document(b->rules, CHY_LIT("test"), (chy_str){ cases[i].bytes, cases[i].size }, (chy_str){ 0 }, 0, &d, &err),
                         CHY_EINPUT);
        assert_null(d);
        assert_string_equal(err.text, cases[i].says);
    }
}

static void text_is_kept_byte_for_byte(void **state)
{
    static const char text[] = "\xef\xbb\xbf Caf\xc3\xa9\xc2\xa0\xe2\x80\x9cRiga\xe2\x80\x9d\r\n\r\nThe end .  \r\n";
    chy_doc *d = read_text(state, text);
    SAME(d->text, text);
    chy_doc_destroy(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(header_line_then_title),
        cmocka_unit_test(header_line_that_goes_on_as_text),
        cmocka_unit_test(page_clock_is_not_the_date),
        cmocka_unit_test(chronology_is_text),
        cmocka_unit_test(no_year_is_no_date),
        cmocka_unit_test(dateline_stands_apart),
        cmocka_unit_test(other_language_is_furniture),
        cmocka_unit_test(a_title_tells_author_and_publisher),
        cmocka_unit_test(encodings),
        cmocka_unit_test(bytes_that_are_no_text),
        cmocka_unit_test(text_is_kept_byte_for_byte),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
