/* Words and sentences: one row a text; words apart by a blank, those of one token by '+', sentences by " / ". */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "segment/segment.h"

static const struct {
    const char *text, *want, *why;
} cases[] = {
    { "We don't want it.", "We do+n't want it .", "a contraction is one token of two words" },
    { "We don\xe2\x80\x99t want it.", "We do+n't want it .", "with a curly apostrophe as well; the form has a plain one" },
    { "They cannot come.", "They can+not come .", "two words without a mark between them" },
    { "India's bid failed.", "India+'s bid failed .", "possessive" },
    { "the ministers' talks", "the ministers+' talks", "possessive of a plural" },
    { "On 10.09.2014 they met.", "On 10.09.2014 they met .", "a date in digits is one word" },
    { "On 2014-09-10 they met, in 2014-2015.", "On 2014-09-10 they met , in 2014 - 2015 .", "a day of ISO 8601, and a range of years" },
    { "It cost 1,250,000.50 euros.", "It cost 1,250,000.50 euros .", "a number with its marks" },
    { "Talks began at 10:30.", "Talks began at 10:30 .", "a time of day" },
    { "He lives in the U.S. and works.", "He lives in the U.S. and works .", "the full stop of an abbreviation stays" },
    { "Mr. Smith met Dr. Jones.", "Mr. Smith met Dr. Jones .", "no sentence ends after a title" },
    { "George W. Bush spoke. He left.", "George W. Bush spoke . / He left .", "an initial ends no sentence" },
    { "Write to press@mid.ru today.", "Write to press@mid.ru today .", "a mail address is one word" },
    { "See https://www.un.org/en/ga/, please.", "See https://www.un.org/en/ga/ , please .", "a web address ends before the comma" },
    { "Is it so? Yes! It is.", "Is it so ? / Yes ! / It is .", "three sentences" },
    { "\"We will sign,\" he said.", "\" We will sign , \" he said .", "quotation marks are words" },
    { "\xe2\x80\x9cWe will sign,\xe2\x80\x9d he said.", "\" We will sign , \" he said .", "curly ones too" },
    { "the SCO\xc2\xa0"
      "Charter",
      "the SCO Charter", "a no-break space parts words" },
    { "First paragraph\n\nSecond paragraph", "First paragraph / Second paragraph", "a blank line ends a sentence" },
    { "He went to\nMoscow", "He went to / Moscow", "short lines are no wrapped text" },
    { "Heading\n\n\xe2\x80\xa2 one\n\xe2\x80\xa2 two", "Heading / \xe2\x80\xa2 one / \xe2\x80\xa2 two", "items of a list" },
    { "The delegations discussed the agenda of the coming summit and agreed\nto meet again in the spring of next year. The text of the "
      "statement\nwas "
      "published.",
      "The delegations discussed the agenda of the coming summit and agreed to meet again in the spring of next year . / "
      "The text of the statement was published .",
      "lines of wrapped text run on" },
    { "The summit, which was held in the old United\nNations building in New York on the last day of the month of May,\nwas chaired by the Foreign "
      "Minister of the\nRepublic of Norway.",
      "The summit , which was held in the old United Nations building in New York on the last day of the month of May , was chaired by the Foreign "
      "Minister of the Republic of Norway .",
      "ragged lines run on, also before a capital and with room left" },
    { "The delegations met for three hours in the palace by the lake, and the\nmembers of Mr.\nSmith of the delegation of the Republic of "
      "Poland stayed.",
      "The delegations met for three hours in the palace by the lake , and the members of Mr. Smith of the delegation of the Republic of "
      "Poland stayed .",
      "a title at the end of a line" },
    { "He met J. K. Rowling and W. Q. Smith.", "He met J. K. Rowling and W. Q. Smith .", "initials, whatever the letters" },
    { "He met Gen. Smith, Lt. Col. Ivanov and Amb. Jones.", "He met Gen. Smith , Lt. Col. Ivanov and Amb. Jones .", "titles cut short" },
    { "They flew to St. Petersburg. See No. 5 and pp. 12.", "They flew to St. Petersburg . / See No. 5 and pp. 12 .", "other short words" },
    { "The sum was $5m, i.e. 3.5% of it.", "The sum was $ 5 m , i.e. 3.5 % of it .", "money and shares" },
    { "He was active in history. . The end.", "He was active in history . . / The end .", "a full stop too many" },
    { "The text , was damaged . , and went on.", "The text , was damaged . , and went on .", "marks with white space before them" },
    { "\"We will not sign.\" He left. (She had left.) They stayed.",
      "\" We will not sign . \" / He left . / ( She had left . ) / They stayed .", "quotation marks and brackets after the stop" },
    { "thanks for the note :) what do you think? let me know", "thanks for the note :) / what do you think ? / let me know",
      "mail in small letters, and a smiley" },
    { "OPENING STATEMENT\nThe Minister spoke first of all about the talks of the last three days.",
      "OPENING STATEMENT / The Minister spoke first of all about the talks of the last three days .", "a heading above the first line" },
    { "1. First item\n2. Second item\n- third item", "1 . First item / 2 . Second item / - third item", "a list" },
    { "See http://a.org/x\n\nhttp://b.org/y", "See http://a.org/x / http://b.org/y", "addresses" },
    { "It ended at 10:30 a.m. on Sept. 3.", "It ended at 10:30 a.m. on Sept. 3 .", "times and months" },
    { "One.\rTwo.\r\rThree.", "One . / Two . / Three .", "the line ends of an old Macintosh" },
    { "", "", "nothing" },
    { " \n\t\n ", "", "white space only" },
};

struct tools {
    arena mem, scratch;
    struct model *model;
    struct segment_rules *rules;
};

static int open_tools(void **state)
{
    static struct tools t;
    chy_err err = { 0 };
    arena_init(&t.mem, (size_t)64 << 20);
    arena_init(&t.scratch, (size_t)1 << 30);
    *state = &t;
    return model_open(NULL, &t.mem, &t.model, &err) || segment_rules_create(t.model, NULL, &t.mem, &t.rules, &err);
}

static int close_tools(void **state)
{
    struct tools *t = *state;
    model_close(t->model);
    arena_done(&t->mem);
    arena_done(&t->scratch);
    return 0;
}

static chy_doc *cut(struct tools *t, chy_str text)
{
    chy_err err = { 0 };
    chy_doc *d = NULL;
    assert_int_equal(doc_create(CHY_LIT("t"), text, 0, &d, &err), CHY_OK);
    assert_int_equal(segment_run(t->rules, d, &t->scratch, &err), CHY_OK);
    return d;
}

static void print_words(const chy_doc *d, buf *b)
{
    uint32_t until = 0;
    for (uint32_t i = 0; i < d->tokens.count; i++) {
        const struct token *x = &d->tokens.at[i];
        if (i && x->sentence != x[-1].sentence)
            buf_str(b, CHY_LIT(" / "));
        else if (i)
            buf_char(b, i < until ? '+' : ' ');
        if (x->multi) until = i + x->multi;
        buf_str(b, x->form);
    }
    buf_char(b, 0);
}

static void words_and_sentences(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        chy_doc *d = cut(*state, str_of(cases[i].text));
        buf b;
        buf_init(&b, NULL, NULL);
        print_words(d, &b);
        if (strcmp(b.ptr, cases[i].want)) fail_msg("%s:\n  %s\n  want %s\n  got  %s", cases[i].why, cases[i].text, cases[i].want, b.ptr);
        free(b.ptr);
        chy_doc_destroy(d);
    }
}

/* Whatever comes: spans go up, lie inside the text and inside their sentence. */
static void check(const chy_doc *d)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < d->sentences.count; i++) {
        const struct sentence *s = &d->sentences.at[i];
        assert_true(s->words.first < s->words.last && s->words.last <= d->tokens.count);
        assert_true(s->words.last - s->words.first <= 400);
        for (uint32_t t = s->words.first; t < s->words.last; t++) {
            const struct token *x = &d->tokens.at[t];
            assert_true(x->span.start >= at && x->span.end > x->span.start && x->span.end <= d->text.len && x->sentence == i);
            assert_true(x->span.start >= s->span.start && x->span.end <= s->span.end);
            at = x->span.end;
        }
    }
    assert_true(!d->sentences.count || d->sentences.at[d->sentences.count - 1].words.last == d->tokens.count);
}

static void odd_texts_are_cut_in_order(void **state)
{
    enum { SIZE = 1 << 20 };
    static const char *const odd[] = { "a",  "a ",    "word ",        ".", "\xe4\xb8\xad", "\xff",       "A.",       "don't ", "-",
                                       "\n", "a\n\n", "\xe2\x80\x8b", "(", "\" ",          "x\xcc\x81 ", "http://a/" };
    char *text = malloc(SIZE + 16);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        size_t n = 0, len = strlen(odd[i]), most = i < 3 ? SIZE : SIZE / 8;
        while (n + len <= most) {
            memcpy(text + n, odd[i], len);
            n += len;
        }
        chy_doc *d = cut(*state, (chy_str){ text, n });
        check(d);
        chy_doc_destroy(d);
    }
    uint32_t luck = 1;
    for (int round = 0; round < 300; round++) {
        size_t n = 0;
        while (n < 400) {
            luck = luck * 1664525u + 1013904223u;
            if (luck >> 31)
                text[n++] = (char)(luck >> 16);
            else {
                const char *piece = odd[(luck >> 16) % (sizeof odd / sizeof *odd)];
                memcpy(text + n, piece, strlen(piece));
                n += strlen(piece);
            }
        }
        chy_doc *d = cut(*state, (chy_str){ text, n });
        check(d);
        chy_doc_destroy(d);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_sentences),
        cmocka_unit_test(odd_texts_are_cut_in_order),
    };
    return cmocka_run_group_tests(tests, open_tools, close_tools);
}
