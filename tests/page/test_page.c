#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "page/page.h"

struct bench {
    arena mem;
    struct lexicon *lex;
    struct page_rules *rules;
    struct page_judge *judge;
    struct page page;
};

static int set_up(void **state)
{
    static struct bench b;
    chy_err err = { 0 };
    arena_init(&b.mem, (size_t)4 << 30);
    assert_int_equal(lexicon_create(NULL, &b.mem, &b.lex, &err), CHY_OK);
    assert_int_equal(page_rules_create(b.lex, &b.mem, &b.rules, &err), CHY_OK);
    assert_int_equal(page_judge_create((chy_str){ 0 }, &b.mem, &b.judge, &err), CHY_OK);
    *state = &b;
    return 0;
}

static int tear_down(void **state)
{
    arena_done(&((struct bench *)*state)->mem);
    return 0;
}

static struct page *read_html(void **state, chy_str html)
{
    struct bench *b = *state;
    chy_err err = { 0 };
    if (page_read_html(b->rules, html, &b->mem, &b->page, &err)) fail_msg("%s", err.text);
    return &b->page;
}

/* The blocks of a page, parted by bars. */
static void blocks_are(void **state, const char *html, const char *want)
{
    struct page *p = read_html(state, str_of(html));
    char got[4096];
    size_t n = 0;
    for (uint32_t i = 0; i < p->blocks.count; i++) {
        chy_str t = page_block_text(p, i);
        n += (size_t)snprintf(got + n, sizeof got - n, "%s%.*s", i ? "|" : "", (int)t.len, t.ptr);
    }
    got[n] = 0;
    assert_string_equal(got, want);
}

static void blocks_stand_in_reading_order(void **state)
{
    blocks_are(state, "<p>One<p>Two <b>bold</b> words<div>Three<ul><li>a<li>b</ul></div>", "One|Two bold words|Three|a|b");
    blocks_are(state, "<div>  A  line\n of   words </div><h1>Head</h1>", "A line of words|Head");
    blocks_are(state, "<table><tr><td>1</td><td>2</td></tr></table>", "1|2");
    blocks_are(state, "<p>first line<br>second line<br><br>new paragraph</p>", "first line\nsecond line|new paragraph");
    blocks_are(state, "<p>Caf&eacute; &amp; co &#8211; R&D</p>", "Caf\xc3\xa9 & co \xe2\x80\x93 R&D");
    blocks_are(state, "<pre>a\n  b\n\nc</pre>", "a\nb|c");
}

static void what_is_no_text_is_left_out(void **state)
{
    blocks_are(
        state,
        "<head><title>T</title><style>p{}</style></head><body><script>var a='<p>no</p>';</script><p>yes</p><select><option>no</select>",
        "yes");
    blocks_are(state, "<p>a<!-- <p>no</p> -->b</p><textarea>no</textarea><noscript><p>no</p></noscript>", "ab");
    blocks_are(state, "", "");
}

static const struct page_mark *mark_of(const struct page *p, enum page_mark_kind kind, const char *key)
{
    for (uint32_t i = 0; i < p->marks.count; i++)
        if (p->marks.at[i].kind == kind && (!key || str_is(p->marks.at[i].key, key))) return &p->marks.at[i];
    fail_msg("no mark %d %s", kind, key ? key : "");
    return NULL;
}

static void marks_are_kept(void **state)
{
    struct page *p =
        read_html(state, CHY_LIT("<html lang=en><head><title>A &amp; B</title><meta property='OG:Title' content='A'>"
                                 "<script type='application/ld+json'>{\"a\":\"</p>\"}</script></head>"
                                 "<p>By <a rel=author href=/x>Jane Doe</a> <time datetime=2024-02-28T10:00>28 Feb</time></p>"));
    assert_true(str_is(mark_of(p, MARK_TITLE, NULL)->value, "A & B"));
    assert_true(str_is(mark_of(p, MARK_META, "og:title")->value, "A"));
    assert_true(str_is(mark_of(p, MARK_JSON, NULL)->value, "{\"a\":\"</p>\"}"));
    assert_true(str_is(mark_of(p, MARK_TIME, NULL)->value, "2024-02-28T10:00"));
    assert_true(str_is(mark_of(p, MARK_LANGUAGE, NULL)->value, "en"));
    const struct page_mark *author = mark_of(p, MARK_AUTHOR, NULL);
    assert_true(str_is(str_trim(str_cut(p->text, author->span.start, author->span.end)), "Jane Doe"));
}

/* Every word of a block can be found again where the page has it. */
static void each_byte_has_its_source(void **state)
{
    chy_str html = CHY_LIT("<p>The  <b>foreign</b>\n minister&nbsp;met <i>his</i> colleague &amp; left.</p><div>Next</div>");
    struct page *p = read_html(state, html);
    static const char *const words[] = { "The", "foreign", "minister", "met", "his", "colleague", "left.", "Next" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t at = str_find(p->text, str_of(words[i]), 0);
        chy_span s = origin_span(p->origin.at, p->origin.count, (chy_span){ (uint32_t)at, (uint32_t)(at + strlen(words[i])) });
        if (!str_is(str_cut(html, s.start, s.end), words[i])) fail_msg("%s: '%.*s'", words[i], (int)(s.end - s.start), html.ptr + s.start);
    }
    size_t amp = str_find(p->text, CHY_LIT("&"), 0);
    chy_span s = origin_span(p->origin.at, p->origin.count, (chy_span){ (uint32_t)amp, (uint32_t)amp + 1 });
    assert_true(str_find(str_cut(html, s.start, s.end), CHY_LIT("&amp;"), 0) != SIZE_MAX);
}

static char *repeat(const char *what, size_t times, const char *between, const char *end)
{
    size_t n = strlen(what), m = strlen(end);
    char *s = malloc(n * times + strlen(between) + m * times + 1), *at = s;
    assert_non_null(s);
    for (size_t i = 0; i < times; i++, at += n) memcpy(at, what, n);
    at += sprintf(at, "%s", between);
    for (size_t i = 0; i < times; i++, at += m) memcpy(at, end, m);
    *at = 0;
    return s;
}

static void a_page_may_nest_without_end(void **state)
{
    struct bench *b = *state;
    static const char *const opens[] = { "<div>", "<b>", "<table><tr><td>", "<ul><li>" };
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
        char *html = repeat(opens[i], 100000, "<p>deep</p>", "");
        arena_mark here = arena_here(&b->mem);
        struct page *p = read_html(state, str_of(html));
        int32_t *score = ARENA_ARRAY(&b->mem, int32_t, p->blocks.count);
        chy_err err = { 0 };
        assert_int_equal(p->blocks.count, 1);
        assert_true(str_is(page_block_text(p, 0), "deep"));
        assert_int_equal(page_judge_blocks(b->judge, p, &b->mem, score, &err), CHY_OK);
        arena_rewind(&b->mem, here);
        free(html);
    }
}

static void hostile_pages_are_tamed(void **state)
{
    struct bench *b = *state;
    static const char *const opens[] = { "<div>", "<b><i>" }, *const closes[] = { "</x>", "</p>" };
    for (size_t i = 0; i < 2; i++) {
        char *html = repeat(opens[i], 100000, "<p>deep</p>", closes[i]);
        arena_mark here = arena_here(&b->mem);
        struct page *p = read_html(state, str_of(html));
        assert_true(p->blocks.count >= 1);
        assert_true(str_is(page_block_text(p, 0), "deep"));
        arena_rewind(&b->mem, here);
        free(html);
    }
    char *html = repeat(" a=b", 100000, ">text</p>", "");
    char *page = malloc(strlen(html) + 8);
    sprintf(page, "<p%s", html);
    struct page *p = read_html(state, str_of(page));
    assert_int_equal(p->blocks.count, 1);
    assert_true(str_is(page_block_text(p, 0), "text"));
    free(page);
    free(html);
    /* what is no harm stays */
    blocks_are(state, "<div><b>a</b></i> <a href='x>y' title=\"</div>\">b</a></div></div><p>c</p></body>", "a b|c");
    blocks_are(state, "<script>if (a</b>) '</div>'</script><style></x></style><p>yes</p>", "yes");
}

/* Every byte that is said to be one of the source is that byte. */
static void places_hold(const struct page *p)
{
    for (uint32_t i = 0; i < p->origin.count; i++) {
        const struct origin_run *r = &p->origin.at[i];
        assert_true(r->source + (size_t)r->size <= p->source.len);
        if (r->step == 1 && r->source_step == 1) assert_memory_equal(p->text.ptr + r->text, p->source.ptr + r->source, r->size);
    }
}

static void what_nobody_asks_for_is_kept_from_the_parser(void **state)
{
    static const struct {
        const char *html, *want;
    } pages[] = {
        { "<p data-x='1' onclick=\"a('>')\" class=a>one<script>var a = '<p>no</p>';</script> two</p><p title='b'>three", "one two|three" },
        { "<script><!-- <script>a</script><p>no</p>--></script><p>yes</p>", "yes" },
        { "<script><!-- <script>a</script><p>no end, then the first</p>", "no end, then the first" },
        { "<script>a<!--> b</script><p>yes</p>", "yes" },
        { "<script>a</scripts><p>no</p></script><p>yes</p>", "yes" },
        { "<style>a{}</style ><p>yes", "yes" },
        { "<!--> <p>yes</p> <!-- <p>no</p> --!> <!---> <p>and</p> <!-- --", "yes|and" },
        { "a<!-- b -->c", "ac" },
        { "<p>a<svg viewBox='0 0 1 1'><path d='M0'/><g><title>no</title></g></svg>b</p>", "ab" },
        { "<p>a<svg><path d='M0'><div>in a drawing</div></svg>b</p>", "a|b" },
        { "<p>a<svg/>b</p>", "ab" },
        { "<textarea><p>no</textarea><p>yes", "yes" },
        { "<noscript><div><p>no</noscript><p>yes", "yes" },
        { "<a href = x title = 'y>z' class=\"b\"c=d>one</a> <img src=a alt='<p>'>two <b x", "one two" },
        { "<p>R&amp;D <span data-a=\"1\">caf&eacute;</span> <i style='display:none'>x</i>", "R&D caf\xc3\xa9 x" },
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        blocks_are(state, pages[i].html, pages[i].want);
        places_hold(&((struct bench *)*state)->page);
    }
}

static void linked_data_stays(void **state)
{
    static const char *const types[] = { "application/ld+json", "application/ld&#43;json", "application/ld&#x2B;json" };
    for (size_t i = 0; i < 3; i++) {
        char html[200];
        snprintf(html, sizeof html, "<script type=\"application/json\">{1}</script><script data-a='b' type=\"%s\">{2}</script><p>x",
                 types[i]);
        struct page *p = read_html(state, str_of(html));
        assert_int_equal(p->marks.count, 1);
        assert_int_equal(p->marks.at[0].kind, MARK_JSON);
        assert_true(str_is(p->marks.at[0].value, "{2}"));
    }
}

/* A page of many small drawings that are closed by themselves nests no deeper for that. */
static void what_ends_itself_is_not_deep(void **state)
{
    char *html = repeat("<i class='a'/><x/>", 1000, "<div>one</div><div>two</div>", "</i>");
    blocks_are(state, html, "one|two");
    free(html);
}

/* Text of any length stands where it stands, also that of one page-long line. */
static void long_text_has_its_source(void **state)
{
    char *html = repeat("w\xc3\xb6rd and ", 3000, "<p>", "more &amp; ");
    struct page *p = read_html(state, str_of(html));
    places_hold(p);
    assert_int_equal(p->blocks.count, 2);
    assert_in_range(p->origin.count, 3000, 12010);
    for (uint32_t i = 0; i < 30; i++) assert_true(p->origin.at[i].step == 1 || p->origin.at[i].size < 10);
    free(html);
}

static void prose_is_told_from_menus(void **state)
{
    struct bench *b = *state;
    chy_err err = { 0 };
    struct page *p = read_html(
        state,
        CHY_LIT(
            "<html><head><title>Ministers meet in Nairobi</title></head><body><div class='nav-menu'><ul><li><a href=/>Home</a><li><a href=/n>News</a>"
            "<li><a href=/c>Contact us</a></ul></div><div id='content' class='article'><h1>Ministers meet in Nairobi</h1>"
            "<p>The foreign ministers of Kenya and Norway met in Nairobi on Monday, where they spoke of trade, climate and the situation in Sudan.</p>"
            "<p>Both sides agreed that a second round of consultations will be held in Oslo before the end of the year, the ministry said.</p>"
            "<p>The Norwegian minister also visited the offices of the United Nations, and thanked the staff for their work in the region.</p></div>"
            "<div class='footer'><p>Copyright 2024. <a href=/p>Privacy policy</a> <a href=/t>Terms of use</a></p></div></body></html>"));
    int32_t *score = ARENA_ARRAY(&b->mem, int32_t, p->blocks.count);
    assert_int_equal(page_judge_blocks(b->judge, p, &b->mem, score, &err), CHY_OK);
    for (uint32_t i = 0; i < p->blocks.count; i++) {
        chy_str t = page_block_text(p, i);
        if (t.len > 100 && score[i] <= 0) fail_msg("lost: %.*s", (int)t.len, t.ptr);
        if ((str_is(t, "Contact us") || str_starts(t, CHY_LIT("Copyright"))) && score[i] > 0) fail_msg("kept: %.*s", (int)t.len, t.ptr);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_stand_in_reading_order),
        cmocka_unit_test(what_is_no_text_is_left_out),
        cmocka_unit_test(marks_are_kept),
        cmocka_unit_test(each_byte_has_its_source),
        cmocka_unit_test(a_page_may_nest_without_end),
        cmocka_unit_test(hostile_pages_are_tamed),
        cmocka_unit_test(what_nobody_asks_for_is_kept_from_the_parser),
        cmocka_unit_test(linked_data_stays),
        cmocka_unit_test(long_text_has_its_source),
        cmocka_unit_test(what_ends_itself_is_not_deep),
        cmocka_unit_test(prose_is_told_from_menus),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
