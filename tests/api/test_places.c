/* What was read from a page is found again in the bytes of the page: un-escaped, without its tags, they are the text. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "doc/doc.h"

static const char page[] =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"%s\"><title>Nordby visits Nairobi</title></head>\n<body>\n"
    "<div class=menu><a href=/>Home</a> | <a href=/news>News &amp; views</a></div>\n<h1>Nordby visits Nairobi</h1>\n"
    "<p class=\"lead\">NAIROBI, 3 May 2019 &ndash; Norwegian Foreign Minister <a href=\"/p/7\">Ola Nordby</a> met his\n  Kenyan counterpart "
    "<b>Amina <i>Otieno</i></b> in Nairobi on Friday, the ministry said.</p>\n"
    "<p>&ldquo;Kenya &amp; Norway will sign an agreement on fisheries in Oslo next month,&rdquo; Mr&nbsp;Nordby told reporters after the talks. "
    "Otieno said that Kenya supports the caf&eacute; \xc2\xa7 12 proposal of the Na\xc3\xafrobi group.</p>\n"
    "<ul><li>Kenya has been a member of the African Union since 1963.<li>Norway is a member of NATO.</ul>\n"
    "<p>On 12&#160;March 2018 the two ministers visited Stockholm&#x2C; where they held talks with Swedish Foreign Minister Eva Str\xc3\xb6m.</p>\n"
    "<div class=footer>&copy; 2019 Ministry</div></body></html>\n";

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

static uint32_t named(chy_str s, size_t *at)
{
    static const struct {
        const char *name;
        uint32_t c;
    } names[] = { { "&amp;", '&' },   { "&ndash;", 0x2013 }, { "&ldquo;", 0x201C }, { "&rdquo;", 0x201D },
                  { "&nbsp;", 0xA0 }, { "&eacute;", 0xE9 },  { "&#160;", 0xA0 },    { "&#x2C;", ',' } };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_starts(str_cut(s, *at, s.len), str_of(names[i].name))) {
            *at += strlen(names[i].name);
            return names[i].c;
        }
    fail_msg("%.20s", s.ptr + *at);
    return 0;
}

static void add(char *out, size_t *n, uint32_t c)
{
    if (c == '\n' || c == '\t') c = ' ';
    if (c != ' ' || (*n && out[*n - 1] != ' ')) *n += utf8_put(c, out + *n);
}

/* Without tags, references resolved, white space collapsed. latin: a byte is a character. */
static chy_str plain(chy_str s, bool markup, bool latin, char *out)
{
    size_t n = 0;
    for (size_t at = 0; at < s.len;) {
        if (markup && s.ptr[at] == '<') {
            if (str_starts(str_cut(s, at, s.len), CHY_LIT("</p>")) || str_starts(str_cut(s, at, s.len), CHY_LIT("<li>"))) add(out, &n, ' ');
            while (at < s.len && s.ptr[at++] != '>') {}
        } else if (markup && s.ptr[at] == '&')
            add(out, &n, named(s, &at));
        else if (latin)
            add(out, &n, (unsigned char)s.ptr[at++]);
        else
            add(out, &n, utf8_next(s, &at));
    }
    return str_trim((chy_str){ out, n });
}

static void same(const chy_doc *d, chy_str bytes, bool latin, chy_span span, const char *what)
{
    char want[4096], got[4096];
    chy_place p;
    assert_int_equal(chy_doc_places(d, span, &p, 1), 1);
    chy_str a = plain(doc_text(d, span), false, false, want), b = plain(str_cut(bytes, p.start, p.end), true, latin, got);
    if (!str_eq(a, b)) fail_msg("%s: the text is '%.*s', the page has '%.*s'", what, (int)a.len, a.ptr, (int)b.len, b.ptr);
}

static void all_are_found(void **state, chy_str bytes, bool latin)
{
    chy_doc *d = NULL;
    chy_err err = { 0 };
    if (chy_read_code(*state, CHY_LIT("page"), bytes, &d, &err)) fail_msg("%s", err.text);
    assert_true(d->events.count >= 2 && d->facts.count >= 3 && d->statements.count >= 2);
    for (uint32_t i = 0; i < d->events.count; i++) same(d, bytes, latin, d->events.at[i].trigger, "trigger");
    for (uint32_t i = 0; i < d->facts.count; i++) same(d, bytes, latin, d->facts.at[i].evidence, "fact");
    for (uint32_t i = 0; i < d->mentions.count; i++) same(d, bytes, latin, d->mentions.at[i].span, "mention");
    for (uint32_t i = 0; i < d->times.count; i++) same(d, bytes, latin, d->times.at[i].span, "time");
    for (uint32_t i = 0; i < d->sentences.count; i++) same(d, bytes, latin, d->sentences.at[i].span, "sentence");
    for (uint32_t i = 0; i < d->statements.count; i++)
        for (uint32_t k = 0; k < d->statements.at[i].content.count; k++)
            same(d, bytes, latin, d->statements.at[i].content.at[k], "content");
    chy_doc_destroy(d);
}

static void a_page_shows_its_evidence(void **state)
{
    char html[sizeof page + 20];
    snprintf(html, sizeof html, page, "utf-8");
    all_are_found(state, str_of(html), false);
}

/* The same page in windows-1252: places are bytes of the file, not of what it was converted to. */
static void one_in_another_encoding_too(void **state)
{
    char html[sizeof page + 20], latin[sizeof html];
    size_t n = 0;
    snprintf(html, sizeof html, page, "windows-1252");
    for (size_t at = 0; at < strlen(html);) latin[n++] = (char)utf8_next(str_of(html), &at);
    all_are_found(state, (chy_str){ latin, n }, true);
}

/* A text is its own source. */
static void a_text_is_where_it_is(void **state)
{
    chy_doc *d = NULL;
    chy_err err = { 0 };
    chy_str text = CHY_LIT("Foreign Minister Ola Nordby met Amina Otieno in Nairobi on 3 May 2019.");
    if (chy_read_code(*state, CHY_LIT("text"), text, &d, &err)) fail_msg("%s", err.text);
    assert_true(d->events.count > 0);
    same(d, text, false, d->events.at[0].trigger, "trigger");
    chy_doc_destroy(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_page_shows_its_evidence), cmocka_unit_test(one_in_another_encoding_too),
                                        cmocka_unit_test(a_text_is_where_it_is) };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
