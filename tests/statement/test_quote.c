/* Quotation marks: paired, mixed, left open. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "hand.h"
#include "statement/quote.h"

/* One token for each piece between spaces; '_' at an end glues it to its neighbour; "/" ends a paragraph. */
static chy_doc *marked(const char *text, size_t ceiling)
{
    chy_err err = { 0 };
    chy_doc *d;
    hand_must(doc_create(CHY_LIT("t"), str_of(text), ceiling, &d, &err), &err);
    chy_str rest = d->text, piece;
    uint32_t paragraph = 0;
    while (str_next_piece(&rest, ' ', &piece)) {
        if (str_is(piece, "/") || !d->sentences.count) {
            struct sentence *s = LIST_PUSH(&d->mem, &d->sentences);
            assert_non_null(s);
            *s = (struct sentence){ .words = { d->tokens.count, d->tokens.count }, .paragraph = paragraph++ };
            if (str_is(piece, "/")) continue;
        }
        bool glued = str_ends(piece, CHY_LIT("_"));
        struct token *t = LIST_PUSH(&d->mem, &d->tokens);
        assert_non_null(t);
        uint32_t at = (uint32_t)(piece.ptr - d->text.ptr);
        t->span = (chy_span){ at, at + (uint32_t)piece.len - glued };
        t->form = doc_text(d, t->span);
        t->upos = UPOS_NOUN;
        t->space_after = !glued;
        t->sentence = d->sentences.count - 1;
        d->sentences.at[d->sentences.count - 1].words.last = d->tokens.count;
    }
    return d;
}

static const struct {
    const char *text, *want, *why;
} cases[] = {
    { "he said “_ yes_ ” again", "yes", "curly" },
    { "he said \"_ yes sir_ \" again", "yes sir", "straight" },
    { "he said «_ yes_ » again", "yes", "angles" },
    { "he said “_ yes sir_ \" again", "yes sir", "curly closed by straight" },
    { "he said „_ yes_ “ again", "yes", "low and high" },
    { "he said “_ yes sir", "yes sir", "never closed" },
    { "he said “_ yes / and no", "yes", "closed by its paragraph" },
    { "he said ‘_ yes_ ’ again", "yes", "single" },
    { "he said ‘_ yes again", "", "single and never closed" },
    { "the ministers_ ’ meeting", "", "an apostrophe" },
};

static void pairs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        chy_err err = { 0 };
        struct quotes q;
        arena mem;
        chy_doc *d = marked(cases[i].text, HAND_CEILING);
        arena_init(&mem, HAND_CEILING);
        hand_must(quote_scan(d, &mem, &q, &err), &err);
        char got[100] = "";
        for (uint32_t k = 0; q.list.count && k < d->tokens.count; k++)
            if (k >= q.list.at[0].words.first && k < q.list.at[0].words.last) {
                if (got[0]) strcat(got, " ");
                strncat(got, d->tokens.at[k].form.ptr, d->tokens.at[k].form.len);
            }
        if (strcmp(got, cases[i].want)) fail_msg("%s: [%s] for [%s]", cases[i].why, got, cases[i].want);
        arena_done(&mem);
        chy_doc_destroy(d);
    }
}

/* Ten megabytes after a mark that nobody closes: one quotation, in one pass. */
static void never_closed(void **state)
{
    enum { SIZE = 10 << 20, WORD = 32, ROOM = 512 << 20 };
    static const char head[] = "he said “_ ";
    (void)state;
    char *text = malloc(SIZE + 1);
    assert_non_null(text);
    memset(text, 'a', SIZE);
    for (size_t i = WORD; i < SIZE; i += WORD) text[i] = ' ';
    memcpy(text, head, sizeof head - 1);
    text[SIZE] = 0;
    chy_err err = { 0 };
    struct quotes q;
    arena mem;
    chy_doc *d = marked(text, ROOM);
    arena_init(&mem, ROOM);
    hand_must(quote_scan(d, &mem, &q, &err), &err);
    assert_int_equal(q.list.count, 1);
    assert_int_equal(q.list.at[0].words.first, 3);
    assert_int_equal(q.list.at[0].words.last, d->tokens.count);
    arena_done(&mem);
    chy_doc_destroy(d);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(pairs), cmocka_unit_test(never_closed) };
    return cmocka_run_group_tests_name("quote", tests, NULL, NULL);
}
