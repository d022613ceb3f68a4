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

#define PROSE                                                                                                                                   \
    "<p>The foreign ministers of Kenya and Norway met in Nairobi on Monday, where they spoke of trade, climate and the situation in Sudan.</p>" \
    "<p>Both sides agreed that a second round of consultations will be held in Oslo before the end of the year, the ministry said.</p>"         \
    "<p>The Norwegian minister also visited the offices of the United Nations, and thanked the staff for their work in the region.</p>"

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

static chy_doc *read_page(void **state, const char *head, const char *body)
{
    static char html[8192];
    struct bench *b = *state;
    chy_doc *d = NULL;
    chy_err err = { 0 };
    snprintf(html, sizeof html, "<!DOCTYPE html><html><head>%s</head><body>%s</body></html>", head, body);
    if (read_document(b->rules, CHY_LIT("test"), str_of(html), (chy_str){ 0 }, 0, &d, &err)) fail_msg("%s", err.text);
    return d;
}

#define SAME(str, want)                                                                                                                    \
    do {                                                                                                                                   \
        if (!str_is((str), (want))) fail_msg("'%.*s', not '%s'", (int)(str).len, (str).ptr, (want));                                       \
    } while (0)

static void about_is(void **state, const char *head, const char *body, const char *title, const char *date, const char *author,
                     const char *source)
{
    chy_doc *d = read_page(state, head, body);
    SAME(d->title, title);
    SAME(d->date, date);
    SAME(d->author, author);
    SAME(d->source, source);
    chy_doc_destroy(d);
}

static void a_page_says_what_it_is(void **state)
{
    about_is(state, "<title>Ministers meet | The Daily</title><meta property='og:site_name' content='The Daily'>",
             "<h1>Ministers meet</h1><p class=byline>By Jane Doe, PhD</p><p class=date>28 February 2024</p>" PROSE, "Ministers meet",
             "2024-02-28", "Jane Doe", "The Daily");
    about_is(
        state,
        "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"Ministers meet\",\"datePublished\":\"2024-02-28T10:00:00+03:00\","
        "\"author\":{\"@id\":\"#p\"},\"publisher\":{\"name\":\"The Daily\"}},{\"@type\":\"Person\",\"@id\":\"#p\",\"name\":\"Jane Doe\"}]}</script>",
        "<h1>Ministers meet</h1>" PROSE, "Ministers meet", "2024-02-28", "Jane Doe", "The Daily");
}

static void title_is(void **state, const char *head, const char *body, const char *title)
{
    chy_doc *d = read_page(state, head, body);
    SAME(d->title, title);
    chy_doc_destroy(d);
}

/* What stands above the text goes before what was written for search engines, sections, sites and teasers. */
static void titles_are_taken_by_signs(void **state)
{
    title_is(
        state,
        "<title>Trade talks explained: what you must know - The Daily</title><meta property='og:title' content='Trade talks explained'>",
        "<main><h1>Ministers agree on tariffs for steel</h1>" PROSE "</main>", "Ministers agree on tariffs for steel");
    title_is(state, "<title>Kesho Notes: The harbour opens again</title><meta property='og:title' content='The harbour opens again'>",
             "<h1>Kesho Notes</h1><h2>Sunday</h2><h3 class=post-title>The harbour opens again</h3>" PROSE, "The harbour opens again");
    title_is(state, "<title>The harbour opens again</title>",
             "<nav><h1>Navigation</h1><h2>Navigation menu</h2></nav><h2>The harbour opens again</h2>" PROSE, "The harbour opens again");
    title_is(state, "<title>Lamu - Harbour Wiki</title><meta property='og:title' content='Lamu - Harbour Wiki'>",
             "<h1 class=heading>Lamu</h1>" PROSE, "Lamu");
    title_is(state,
             "<title>The har\xc2\xad"
             "bour opens again | Kesho</title>",
             "<h1>The har\xc2\xad"
             "bour opens again</h1>" PROSE,
             "The harbour opens again");
    title_is(state, "<title>Ministers meet in Nairobi</title>", /* not the teaser */
             PROSE "<aside class=related><h2>More on this subject from our desk</h2><h3>Boats are back in Lamu</h3></aside>",
             "Ministers meet in Nairobi");
    title_is(state, "", PROSE, "");
}

/* The day of publication is the one that most places support; an update is another thing; a moment in UTC is another day elsewhere. */
static void dates_are_taken_by_evidence(void **state)
{
    about_is(state, "<title>T</title><meta property='article:modified_time' content='2024-03-02'><meta name=date content='2024-02-28'>",
             "<h1>Ministers meet in Nairobi</h1><p>Updated on 2 March 2024</p>" PROSE, "Ministers meet in Nairobi", "2024-02-28", "", "");
    about_is(
        state,
        "<link rel=canonical href='https://example.org/2024/02/27/ministers'><meta property='article:published_time' content='2024-02-28T02:30:00Z'>",
        "<h1>Ministers meet in Nairobi</h1>" PROSE, "Ministers meet in Nairobi", "2024-02-27", "", "");
    about_is(state, "",
             "<h1>Ministers meet in Nairobi</h1><p>ver\xc3\xb6"
             "ffentlicht am 3. Mai 2019</p>" PROSE,
             "Ministers meet in Nairobi", "2019-05-03", "", "");
    about_is(state, "<meta property='article:published_time' content='2024-02-28T23:30:00Z'>", /* a later day elsewhere on the page */
             "<h1>Ministers meet in Nairobi</h1><p><time datetime='2024-02-28'>28 February 2024</time></p>" PROSE
             "<p class=date>29 February 2024</p>",
             "Ministers meet in Nairobi", "2024-02-28", "", "");
    about_is(state, "", "<h1>Ministers meet in Nairobi</h1><p class=date>28.09.1912:34</p>" PROSE, "Ministers meet in Nairobi",
             "2019-09-28", "", "");
    about_is(state, "", "<h1>I ministri a Nairobi</h1><p>14 Gennaio 2020</p>" PROSE, "I ministri a Nairobi", "2020-01-14", "", "");
    about_is(state, "<title>Ministers meet in Nairobi</title>", /* a heading in doubt that says what <title> says is the title's place */
             "<h3>Ministers meet in Nairobi</h3><p>&sdot; November 22, 2011 &sdot; print this</p>" PROSE, "Ministers meet in Nairobi",
             "2011-11-22", "", "");
    about_is(state, "", /* a form that holds the page is the page; one beside it is not */
             "<form><h1>Ministers meet in Nairobi</h1><p>3 May 2019</p>" PROSE "</form><form><p>Until: 7 June 2021</p></form>",
             "Ministers meet in Nairobi", "2019-05-03", "", "");
}

/* A day that only the head has gives way to the one that readers are shown; lines say elsewhere what their day is. */
static void dates_are_those_that_readers_are_shown(void **state)
{
    const char *head = "<meta property='article:published_time' content='2024-02-27T10:00:00+01:00'>"
                       "<meta property='article:modified_time' content='2024-03-02T10:00:00+01:00'>";
    const char *title = "Ministers meet in Nairobi";
    about_is(state, head, "<h1>Ministers meet in Nairobi</h1><p class=date>2 March 2024</p>" PROSE, title, "2024-03-02", "", "");
    about_is(state, head, "<h1>Ministers meet in Nairobi</h1><p class=date>27 February 2024, updated 2 March 2024</p>" PROSE, title,
             "2024-02-27", "", "");
    about_is(state, head,
             "<h1>Ministers meet in Nairobi</h1><p>Updated on 2 March 2024</p>" PROSE "<p>First published: 27 February 2024</p>", title,
             "2024-02-27", "", "");
    about_is(state, head, "<h1>Ministers meet in Nairobi</h1>" PROSE, title, "2024-02-27", "", ""); /* neither is shown */
    about_is(state, "",
             "<h1>Ministers meet in Nairobi</h1>" PROSE PROSE PROSE PROSE PROSE PROSE
             "<div>Contact<br>[Published on 27 February 2024]</div>",
             title, "2024-02-27", "", "");
    about_is(state, "", "<h1>Ministers meet in Nairobi</h1><p>27&nbsp;February&nbsp;2024</p>" PROSE, title, "2024-02-27", "", "");
    about_is(
        state, "",
        "<h1>Ministers meet in Nairobi</h1>" PROSE /* a day of the story, not of the page */
        "<p>The talks that the two governments agreed upon at their last meeting will be held in Oslo, and end before the summer, on 3 May "
        "2024, the ministry said in a statement.</p>",
        title, "", "", "");
}

static void linked_data_may_be_nearly_right(void **state)
{
    about_is(state,
             "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2024-02-28\"}}</script>", /* a bracket too
                                                                                                                             many */
             "<h1>Ministers meet in Nairobi</h1>" PROSE "<p class=date>1 May 2023</p>", "Ministers meet in Nairobi", "2024-02-28", "", "");
    about_is(
        state,
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"description\":\"two\nlines, it\\'s so\",\"page\":{\"@type\":\"WebPage\","
        "\"datePublished\":\"2024-02-28\",\"author\":{\"name\":\"Ola Nord\",}}</script>",
        "<h1>Ministers meet in Nairobi</h1>" PROSE "<p class=date>1 May 2023</p>", "Ministers meet in Nairobi", "2024-02-28", "Ola Nord",
        "");
    about_is(state, "<script type='application/ld+json'>[[{{\"\\</script><script type='application/ld+json'>}]\"</script>",
             "<h1>Ministers meet in Nairobi</h1>" PROSE, "Ministers meet in Nairobi", "", "", "");
}

static void what_a_noscript_leaves_open_ends_with_it(void **state)
{
    chy_doc *d = read_page(state, "", "<noscript><div></noscript><h1>Ministers meet in Nairobi</h1>" PROSE "<noscript><b>");
    SAME(d->title, "Ministers meet in Nairobi");
    chy_doc_destroy(d);
}

static void readers_and_buttons_are_no_authors(void **state)
{
    about_is(state, "",
             "<h1>Ministers meet in Nairobi</h1><span class=author>Author</span>" PROSE
             "<div id=comments><p class=comment-author>By Angry Reader</p><p>I do not agree with any of this, and never did.</p></div>",
             "Ministers meet in Nairobi", "", "", "");
}

static void furniture_has_its_reason(void **state)
{
    chy_doc *d = read_page(state, "<title>Ministers meet</title>",
                           "<nav><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul></nav><h1>Ministers meet</h1>" PROSE
                           "<h3>Related articles</h3><p><a href=/a>Another meeting was held in Accra last week, officials said.</a></p>"
                           "<footer><p>Copyright 2024 The Daily</p></footer>");
    bool menu = false, foot = false;
    for (uint32_t i = 0; i < d->segments.count; i++) {
        const struct segment *s = &d->segments.at[i];
        chy_str t = doc_text(d, s->span);
        if (s->kind == SEGMENT_FURNITURE && str_find(t, CHY_LIT("Home"), 0) != SIZE_MAX) menu = !strcmp(s->why, "navigation");
        if (s->kind == SEGMENT_FURNITURE && str_find(t, CHY_LIT("Copyright"), 0) != SIZE_MAX) foot = !strcmp(s->why, "page foot");
        if (s->kind == SEGMENT_BODY && str_find(t, CHY_LIT("Accra"), 0) != SIZE_MAX) fail_msg("another item was read as the text");
    }
    assert_true(menu);
    assert_true(foot);
    chy_doc_destroy(d);
}

static void encodings_are_found_out(void **state)
{
    struct bench *b = *state;
    chy_doc *d = NULL;
    chy_err err = { 0 };
    /* declared as Latin 1, and UTF-8 all the same */
    if (read_document(b->rules, CHY_LIT("t"), CHY_LIT("<html><meta charset=iso-8859-1><p>K\xc3\xb6ln and Z\xc3\xbcrich</p></html>"),
                      (chy_str){ 0 }, 0, &d, &err))
        fail_msg("%s", err.text);
    SAME(d->text, "K\xc3\xb6ln and Z\xc3\xbcrich");
    chy_doc_destroy(d);
    if (read_document(b->rules, CHY_LIT("t"), CHY_LIT("<html><meta charset=windows-1251><p>\xcc\xee\xf1\xea\xe2\xe0</p></html>"),
                      (chy_str){ 0 }, 0, &d, &err))
        fail_msg("%s", err.text);
    SAME(d->text, "\xd0\x9c\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0");
    chy_doc_destroy(d);
    assert_int_equal(read_document(b->rules, CHY_LIT("t"), CHY_LIT("<html><head></head><body></body></html>"), (chy_str){ 0 }, 0, &d, &err),
                     CHY_EINPUT);
    assert_string_equal(err.text, "t: is a page without text");
}

/* A page may begin with a script, or with what its server complains of. */
static void a_page_may_begin_oddly(void **state)
{
    static const char *const before[] = { "<script src='/a.js'></script><style>p{}</style>\n",
                                          "<br />\n<b>Warning</b>: no such table in <b>a.php</b><br />\n",
                                          "<link rel=stylesheet href=a.css>" };
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        char html[4000];
        chy_doc *d = NULL;
        chy_err err = { 0 };
        snprintf(html, sizeof html,
                 "%s<!DOCTYPE html><html><head><title>Ministers meet</title></head><body><h1>Ministers meet</h1>" PROSE "</body></html>",
                 before[i]);
        if (read_document(b->rules, CHY_LIT("t"), str_of(html), (chy_str){ 0 }, 0, &d, &err)) fail_msg("%s", err.text);
        SAME(d->title, "Ministers meet");
        assert_true(str_find(d->text, CHY_LIT("<p>"), 0) == SIZE_MAX);
        chy_doc_destroy(d);
    }
}

/* One that says the same day of many other items in one way says it once; linked data that is broken is read as a script is; midnight in
 * Europe is still the day before in UTC. */
static void what_is_said_of_other_items_is_said_once(void **state)
{
    about_is(state, "<meta property='article:published_time' content='2024-02-28'>",
             "<h1>Ministers meet in Nairobi</h1>" PROSE
             "<aside><p itemprop=datePublished content='2024-03-05'>x</p><p itemprop=datePublished "
             "content='2024-03-05'>y</p><p itemprop=datePublished content='2024-03-05'>z</p></aside>",
             "Ministers meet in Nairobi", "2024-02-28", "", "");
    about_is(state, "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2024-02-28T18:10:00\",,}</script>",
             "<h1>Ministers meet in Nairobi</h1>" PROSE, "Ministers meet in Nairobi", "2024-02-28", "", "");
    about_is(state, "<meta property='article:published_time' content='2024-02-27T23:00:00.000Z'>",
             "<h1>Ministers meet in Nairobi</h1>" PROSE, "Ministers meet in Nairobi", "2024-02-28", "", "");
}

/* The day of a change is told by the words before it, wherever they stand in the line and in what language, and by those around its
 * element; it does not go before that of publication. */
static void the_day_of_a_change_is_told_by_words(void **state)
{
    static const struct {
        const char *head, *above, *date, *updated, *why;
    } cases[] = {
        { "<meta property='article:published_time' content='2023-12-15'>", "<p>By Jane Doe Updated <time>24 July 2024</time></p>",
          "2023-12-15", "2024-07-24", "a word before the element" },
        { "<meta property='article:published_time' content='2023-12-15'>", "<p>Jane Doe <time>Aktualisiert: 24.07.2024</time></p>",
          "2023-12-15", "2024-07-24", "a word within the element" },
        { "<meta property='article:published_time' content='2023-12-15'>", "<p>Jane Doe, mis \xc3\xa0 jour le 24 juillet 2024</p>",
          "2023-12-15", "2024-07-24", "words within the line" },
        { "<meta property='article:published_time' content='2023-12-15'>",
          "<p>Ostatnia aktualizacja: <span class=date>24.07.2024</span></p>", "2023-12-15", "2024-07-24",
          "a label before an element that is called date" },
        { "<meta property='article:published_time' content='2023-12-15'>",
          "<p>\xd0\x9f\xd0\xbe\xd1\x81\xd0\xbb\xd0\xb5\xd0\xb4\xd0\xbd\xd0\xb5\xd0\xb5 "
          "\xd0\xbe\xd0\xb1\xd0\xbd\xd0\xbe\xd0\xb2\xd0\xbb\xd0\xb5\xd0\xbd\xd0\xb8\xd0\xb5: <time>24.07.2024</time></p>",
          "2023-12-15", "2024-07-24", "words of more than one byte a letter" },
        { "", "<p>24 July 2024, updated at noon</p>", "2024-07-24", "", "the words behind a day are not of it" },
        { "", "<p>Frequently updated.</p><p class=date>24 July 2024</p>", "2024-07-24", "", "a sentence that ends with the word" },
        { "", "<p>By Jane Doe <time class='entry-date published updated' datetime='2024-07-24'>24 July</time></p>", "2024-07-24", "",
          "an element that is called both is of a page never changed" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char body[4000];
        snprintf(body, sizeof body, "<h1>Ministers meet in Nairobi</h1>%s" PROSE, cases[i].above);
        chy_doc *d = read_page(state, cases[i].head, body);
        if (!str_is(d->date, cases[i].date) || !str_is(d->updated, cases[i].updated))
            fail_msg("%s: %.*s, %.*s", cases[i].why, (int)d->date.len, d->date.ptr, (int)d->updated.len, d->updated.ptr);
        chy_doc_destroy(d);
    }
}

/* On a page that tells when it was changed last and nowhere when it was published, a day in its text is that of a version, or of what it
 * tells of; words, or an element that is called date, make it that of the page. */
static void a_day_that_is_only_met_gives_way_to_that_of_a_change(void **state)
{
    static const struct {
        const char *above, *below, *date, *why;
    } cases[] = {
        { "<p>Version 3, 29 June 2007</p>", "<p>Last updated: 18 November 2016</p>", "2016-11-18", "a version" },
        { "<p>The next meeting is on 5 February 2020.</p>",
          "<ul><li>Diese Seite wurde zuletzt am 29. Januar 2020 um 13:22 ge\xc3\xa4ndert.</ul>", "2020-01-29",
          "what is to come, below it the foot of a wiki" },
        { "<p>Version 3, 29 June 2007</p>", "", "2007-06-29", "no day of a change" },
        { "<p class=date>29 June 2007</p>", "<p>Last updated: 18 November 2016</p>", "2007-06-29", "it is called date" },
        { "<p>Published on 29 June 2007</p>", "<p>Last updated: 18 November 2016</p>", "2007-06-29", "words say so" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char body[4000];
        snprintf(body, sizeof body, "<h1>Ministers meet in Nairobi</h1>%s" PROSE "%s", cases[i].above, cases[i].below);
        chy_doc *d = read_page(state, "", body);
        if (!str_is(d->date, cases[i].date)) fail_msg("%s: %.*s", cases[i].why, (int)d->date.len, d->date.ptr);
        chy_doc_destroy(d);
    }
}

/* Systems that show how long ago something was have the day itself in a title. */
static void days_may_be_shown_on_hovering(void **state)
{
    static const struct {
        const char *line, *date, *why;
    } cases[] = {
        { "<span class=date title='3 May 2024 at 09:14'>3 hours ago</span>", "2024-05-03", "the day is shown on hovering" },
        { "<span class=date title='Link to this post'>3 May 2024</span>", "2024-05-03", "another thing is" },
        { "<p><abbr title='World Health Organization'>WHO</abbr></p>", "", "of something else" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char body[4000];
        snprintf(body, sizeof body, "<h1>Ministers meet in Nairobi</h1>%s" PROSE, cases[i].line);
        chy_doc *d = read_page(state, "", body);
        if (!str_is(d->date, cases[i].date)) fail_msg("%s: %.*s", cases[i].why, (int)d->date.len, d->date.ptr);
        chy_doc_destroy(d);
    }
}

/* A moment in UTC that linked data writes in the way of mail gives way to the day of the place, as any other does; a person's clock does
 * not. */
static void moments_in_utc_are_known_however_written(void **state)
{
    static const char title[] = "Ministers meet in Nairobi";
    static const char lines[] = "<h1>Ministers meet in Nairobi</h1><p><time>27 February 2024</time></p>" PROSE;
    about_is(state,
             "<meta property='article:published_time' content='2024-02-28T00:53:29Z'>"
             "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"Wed, 28 Feb 2024 00:25:56 GMT\"}</script>",
             lines, title, "2024-02-27", "", "");
    about_is(state,
             "<meta property='article:published_time' content='2024-02-28T12:53:29Z'>"
             "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"Wed, 28 Feb 2024 12:25:56 GMT\"}</script>",
             lines, title, "2024-02-28", "", "");
    about_is(
        state,
        "<meta property='article:published_time' content='2024-02-28T00:53:29Z'><meta itemprop=datePublished content='28 Feb 2024, 00:53 GMT'>",
        lines, title, "2024-02-28", "", "");
}

/* Members of linked data that cannot be read are known by their form; an attribute that is called like one is none. */
static void members_of_linked_data_are_told_from_attributes(void **state)
{
    about_is(state,
             "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"He said \"no\".\","
             "\"datePublished\": \"2024-02-28T18:10:00\"}</script>",
             "<h1>Ministers meet in Nairobi</h1>" PROSE PROSE PROSE PROSE PROSE
             "<div data-date='2024-03-05'>Share</div><p>5 March 2024</p>",
             "Ministers meet in Nairobi", "2024-02-28", "", "");
}

/* Where no block is the title, a line above the text is the page's own, and one below is not. */
static void without_a_heading_bylines_stand_above_the_text(void **state)
{
    static const char head[] = "<title>Ministers meet in Nairobi</title><meta property='article:published_time' content='2024-02-28'>"
                               "<meta property='article:modified_time' content='2024-03-02'>";
    static const char menu[] = "<ul><li>a<li>b<li>c<li>d<li>e<li>f<li>g<li>h<li>i<li>j<li>k<li>l<li>m<li>n<li>o<li>p</ul>";
    char body[4000];
    snprintf(body, sizeof body, "%s<div>2 March 2024</div>" PROSE PROSE PROSE PROSE PROSE, menu);
    about_is(state, head, body, "Ministers meet in Nairobi", "2024-03-02", "", "");
    snprintf(body, sizeof body, "%s" PROSE PROSE PROSE PROSE PROSE "<div>2 March 2024</div>", menu);
    about_is(state, head, body, "Ministers meet in Nairobi", "2024-02-28", "", "");
}

/* When it was changed is told apart from when it was published; a canonical address must be a whole one. */
static void updates_and_addresses_are_told(void **state)
{
    static const struct {
        const char *head, *date, *updated, *address, *why;
    } cases[] = {
        { "<meta property='article:published_time' content='2024-02-28'><meta property='article:modified_time' content='2024-03-02T08:00:00Z'>"
          "<link rel=canonical href='https://example.org/a?id=1&amp;x=2'>",
          "2024-02-28", "2024-03-02", "https://example.org/a?id=1&x=2", "both are told" },
        { "<meta property='article:published_time' content='2024-02-28'><meta property='article:modified_time' content='2023-03-02'>",
          "2024-02-28", "", "", "what was changed before it was published is not believed" },
        { "<meta property='article:modified_time' content='2024-03-02'><link rel=canonical href='/a'>", "2024-03-02", "2024-03-02", "",
          "only an update is told; the address is not whole" },
        { "<meta property='og:url' content='javascript:alert(1)'>", "", "", "", "no address" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        chy_doc *d = read_page(state, cases[i].head, "<h1>Ministers meet in Nairobi</h1>" PROSE);
        if (!str_is(d->date, cases[i].date) || !str_is(d->updated, cases[i].updated) || !str_is(d->address, cases[i].address))
            fail_msg("%s: %.*s, %.*s, %.*s", cases[i].why, (int)d->date.len, d->date.ptr, (int)d->updated.len, d->updated.ptr,
                     (int)d->address.len, d->address.ptr);
        chy_doc_destroy(d);
    }
}

/* Which of the days that a page tells is that of its publication. */
static void the_day_of_publication_is_told_from_others(void **state)
{
    static const struct {
        const char *head, *body, *date, *why;
    } cases[] = {
        { "<meta property='article:published_time' content='2024-02-28T09:00:00'><meta property='article:modified_time' content='2024-03-02T08:00:00'>",
          "<p class=byline>By Jane Doe, updated <time datetime='2024-03-02'>March 2, 2024</time></p>", "2024-02-28",
          "the words before it call it a change" },
        { "",
          "<p class=byline>Bijgewerkt op <time datetime='2024-03-02'>2 maart</time>, gepubliceerd op <time datetime='2024-02-28'>28 februari</time></p>",
          "2024-02-28", "each day is what the words before it say" },
        { "<link rel=canonical href='https://example.org/2019/4/7/talks'><meta itemprop=datePublished content='2024-02-28T09:00:00'>",
          "<time datetime='2024-02-28'>28 February 2024</time>", "2019-04-07", "the address is older: put up again" },
        { "<link rel=canonical href='https://example.org/2024/2/25/talks'><meta property='article:published_time' content='2024-02-28T09:00:00'>",
          "", "2024-02-28", "an address may be made some days before" },
        { "<link rel=canonical href='https://example.org/2025/4/7/talks'><meta property='article:published_time' content='2024-02-28T09:00:00'>",
          "", "2024-02-28", "an address that names a later day" },
        { "<meta name=date content='2024-03-01'>",
          "<ul><li>By Jane Doe<li><time>28.02.2024, 12:01</time></ul>" PROSE PROSE PROSE
          "<h3>Others</h3><p class=dateline><time>01.03.2024</time> / Jane Doe</p>",
          "2024-02-28", "a bare day of the head is not what readers are told" },
        { "<meta name=date content='2024-03-01T10:00:00'>",
          "<ul><li>By Jane Doe<li><time>28.02.2024, 12:01</time></ul>" PROSE PROSE PROSE
          "<h3>Others</h3><p class=dateline><time>01.03.2024</time> / Jane Doe</p>",
          "2024-03-01", "a moment is no bare day" },
        { "<meta name=date content='2024-03-01'><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2024-03-01\"}</script>",
          "<ul><li>By Jane Doe<li><time>28.02.2024, 12:01</time></ul>", "2024-03-01", "nor one that is told in two ways" },
        { "<meta property=article:published_time content='2024-03-01'>",
          PROSE PROSE "<p>Others: <time>28.02.2024</time></p><p>More: <time>27.02.2024</time></p>", "2024-03-01", "times of other items" },
        { "", "<p>von <a rel=author href=/a>Jane Doe</a>, 8.5.12</p>", "2012-05-08", "a short day ends a byline" },
        { "", "<p>By Jane Doe, version 8.5.12 of the text</p>", "", "which a number within one is not" },
        { "", "<p>Firmware 8.5.12</p>", "", "nor one at the end of another line" },
        { "", "<p>By Jane Doe, 38.5.12</p>", "", "nor one that is no day" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char body[8000];
        snprintf(body, sizeof body, "<h1>Ministers meet in Nairobi</h1>%s" PROSE, cases[i].body);
        chy_doc *d = read_page(state, cases[i].head, body);
        if (!str_is(d->date, cases[i].date)) fail_msg("%s: %.*s", cases[i].why, (int)d->date.len, d->date.ptr);
        chy_doc_destroy(d);
    }
}

/* Tables and lists stand where the page has them, row by row; a caption is told from the text. */
static void tables_lists_and_captions_keep_their_place(void **state)
{
    chy_doc *d = read_page(
        state, "<title>Trade</title>",
        "<article><h1>Trade of the region</h1>" PROSE "<figure><img src=a><figcaption>Photo: the port of Mombasa</figcaption></figure>"
        "<table><tr><th>Country</th><th>Exports</th></tr><tr><td>Kenya</td><td>12 billion</td></tr></table>"
        "<ul><li>Norway buys tea and flowers from Kenya.</li><li>Kenya buys fish and ships from Norway.</li></ul>" PROSE "</article>");
    static const char *const order[] = { "Nairobi on Monday", "port of Mombasa", "Country",  "Exports",
                                         "Kenya\n",           "12 billion",      "buys tea", "buys fish" };
    size_t at = 0;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        at = str_find(d->text, str_of(order[i]), at);
        if (at == SIZE_MAX) fail_msg("'%s' is not in its place", order[i]);
    }
    size_t caption = str_find(d->text, CHY_LIT("port of Mombasa"), 0);
    for (uint32_t i = 0; i < d->segments.count; i++)
        if (d->segments.at[i].span.start <= caption && caption < d->segments.at[i].span.end)
            assert_true(d->segments.at[i].kind == SEGMENT_CAPTION || d->segments.at[i].kind == SEGMENT_BODY);
    chy_doc_destroy(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_says_what_it_is),
        cmocka_unit_test(titles_are_taken_by_signs),
        cmocka_unit_test(dates_are_taken_by_evidence),
        cmocka_unit_test(dates_are_those_that_readers_are_shown),
        cmocka_unit_test(linked_data_may_be_nearly_right),
        cmocka_unit_test(what_a_noscript_leaves_open_ends_with_it),
        cmocka_unit_test(readers_and_buttons_are_no_authors),
        cmocka_unit_test(furniture_has_its_reason),
        cmocka_unit_test(updates_and_addresses_are_told),
        cmocka_unit_test(the_day_of_a_change_is_told_by_words),
        cmocka_unit_test(a_day_that_is_only_met_gives_way_to_that_of_a_change),
        cmocka_unit_test(days_may_be_shown_on_hovering),
        cmocka_unit_test(moments_in_utc_are_known_however_written),
        cmocka_unit_test(members_of_linked_data_are_told_from_attributes),
        cmocka_unit_test(without_a_heading_bylines_stand_above_the_text),
        cmocka_unit_test(the_day_of_publication_is_told_from_others),
        cmocka_unit_test(tables_lists_and_captions_keep_their_place),
        cmocka_unit_test(a_page_may_begin_oddly),
        cmocka_unit_test(what_is_said_of_other_items_is_said_once),
        cmocka_unit_test(encodings_are_found_out),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
