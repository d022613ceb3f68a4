#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "page/print.h"

struct bench {
    arena mem;
    struct lexicon *lex;
    struct page_rules *rules;
    struct print print;
    char xml[1 << 16];
    size_t len;
};

static int set_up(void **state)
{
    static struct bench b;
    chy_err err = { 0 };
    arena_init(&b.mem, (size_t)1 << 30);
    assert_int_equal(lexicon_create(NULL, &b.mem, &b.lex, &err), CHY_OK);
    assert_int_equal(page_rules_create(b.lex, &b.mem, &b.rules, &err), CHY_OK);
    *state = &b;
    return 0;
}

static int tear_down(void **state)
{
    arena_done(&((struct bench *)*state)->mem);
    return 0;
}

static void sheet(struct bench *b) { b->len += (size_t)sprintf(b->xml + b->len, "</page><page width=\"600\" height=\"800\">"); }

/* A line of words of 10 points, at x, y and so wide. */
static void line(struct bench *b, int x, int y, int wide, int tall, const char *text)
{
    b->len += (size_t)sprintf(b->xml + b->len, "<line xMin=\"%d\" yMin=\"%d\" xMax=\"%d\" yMax=\"%d\">", x, y, x + wide, y + tall);
    chy_str rest = str_of(text), word;
    while (str_next_piece(&rest, ' ', &word)) b->len += (size_t)sprintf(b->xml + b->len, "<word>%.*s</word>", (int)word.len, word.ptr);
    b->len += (size_t)sprintf(b->xml + b->len, "</line>");
}

static void begin(struct bench *b)
{
    b->len = 0;
    sheet(b);
}

static void text_is(struct bench *b, const char *want, const char *title, const char *furniture)
{
    chy_err err = { 0 };
    if (print_read(b->rules, (chy_str){ b->xml, b->len }, &b->mem, &b->print, &err)) fail_msg("%s", err.text);
    chy_str text = str_trim(str_cut(b->print.text, 0, b->print.furniture)),
            rest = str_trim(str_cut(b->print.text, b->print.furniture, b->print.text.len));
    if (!str_is(text, want)) fail_msg("'%.*s'", (int)text.len, text.ptr);
    if (!str_is(b->print.title, title)) fail_msg("title '%.*s'", (int)b->print.title.len, b->print.title.ptr);
    if (!str_is(rest, furniture)) fail_msg("furniture '%.*s'", (int)rest.len, rest.ptr);
}

static void columns_are_read_one_after_the_other(void **state)
{
    struct bench *b = *state;
    static const char *const left[] = { "The ministers met",  "in the capital and", "spoke of trade and",
                                        "of the border that", "both states share,", "among other things." };
    static const char *const right[] = { "They agreed to meet", "again next year, the", "ministry of foreign", "affairs said in its",
                                         "release on Monday." };
    begin(b);
    line(b, 100, 100, 400, 14, "Ministers meet in the capital");
    for (int i = 0; i < 6; i++) line(b, 50, 150 + 12 * i, 230, 10, left[i]);
    for (int i = 0; i < 5; i++) line(b, 320, 150 + 12 * i, 230, 10, right[i]);
    text_is(
        b,
        "Ministers meet in the capital\n\nThe ministers met in the capital and spoke of trade and of the border that both states share, among other things. "
        "They agreed to meet again next year, the ministry of foreign affairs said in its release on Monday.",
        "Ministers meet in the capital", "");
}

static void heads_and_feet_of_pages_are_furniture(void **state)
{
    struct bench *b = *state;
    begin(b);
    for (int page = 1; page <= 2; page++) {
        char foot[32];
        if (page == 2) sheet(b);
        line(b, 200, 20, 200, 10, "Ministry of Foreign Affairs");
        for (int i = 0; i < 8; i++)
            line(b, 50, 100 + 12 * i, 500, 10, page == 1 ? "The talks went on for a day and" : "went on for another one, too, and");
        snprintf(foot, sizeof foot, "Page %d of 2", page);
        line(b, 280, 770, 40, 10, foot);
    }
    chy_err err = { 0 };
    assert_int_equal(print_read(b->rules, (chy_str){ b->xml, b->len }, &b->mem, &b->print, &err), CHY_OK);
    chy_str text = str_cut(b->print.text, 0, b->print.furniture);
    assert_true(str_find(text, CHY_LIT("Ministry"), 0) == SIZE_MAX);
    assert_true(str_find(text, CHY_LIT("Page"), 0) == SIZE_MAX);
    assert_true(str_find(text, CHY_LIT("a day and went on for another"), 0) != SIZE_MAX); /* a paragraph runs over the page */
    assert_true(str_find(b->print.text, CHY_LIT("Page 2 of 2"), b->print.furniture) != SIZE_MAX);
}

static void hyphens_go_where_the_word_is_one(void **state)
{
    struct bench *b = *state;
    begin(b);
    line(b, 50, 100, 500, 10, "A long-term plan for the organi-");
    line(b, 50, 112, 500, 10, "sation and its members, who hope for long-");
    line(b, 50, 124, 500, 10, "term growth and for Afro-");
    line(b, 50, 136, 500, 10, "Asian trade.");
    text_is(b, "A long-term plan for the organisation and its members, who hope for long-term growth and for Afro-Asian trade.", "", "");
}

static void lost_spaces_are_put_back_where_many_are_lost(void **state)
{
    struct bench *b = *state;
    begin(b);
    line(b, 50, 100, 500, 10, "The talks ofthe two states onthe border withthe ministers");
    line(b, 50, 112, 500, 10, "were held inMoscow, the ministry said; the states and within");
    line(b, 50, 124, 500, 10, "them the regions ofstates often inform one another.");
    text_is(
        b,
        "The talks of the two states on the border with the ministers were held in Moscow, the ministry said; the states and within them the "
        "regions of states often inform one another.",
        "", "");
    begin(b); /* a single one may be a word that we do not know */
    line(b, 50, 100, 500, 10, "The ship Ofthe sailed, and the crew of the ship Onthe with it");
    text_is(b, "The ship Ofthe sailed, and the crew of the ship Onthe with it", "", "");
}

static void pages_without_words_are_refused(void **state)
{
    struct bench *b = *state;
    chy_err err = { 0 };
    begin(b);
    assert_int_equal(print_read(b->rules, (chy_str){ b->xml, b->len }, &b->mem, &b->print, &err), CHY_EINPUT);
    assert_string_equal(err.text, "has no text: its pages are pictures, or empty");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_read_one_after_the_other), cmocka_unit_test(heads_and_feet_of_pages_are_furniture),
        cmocka_unit_test(hyphens_go_where_the_word_is_one),     cmocka_unit_test(lost_spaces_are_put_back_where_many_are_lost),
        cmocka_unit_test(pages_without_words_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
