/* CoNLL-U in: sentences, words and text are kept; what cannot be read is refused with its line. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "doc/conllu.h"

#define ROW(id, form, head, rel, misc) id "\t" form "\t_\tX\t_\t_\t" head "\t" rel "\t_\t" misc "\n"

static void words_and_text(void **state)
{
    (void)state;
    static const char in[] =
        "# newdoc id = a\n# text = India's here.\n" ROW("1-2", "India's", "_", "_", "_") ROW("1", "India", "3", "nsubj", "NER=B-LOC")
            ROW("2", "'s", "1", "case", "_") ROW("2.1", "ghost", "_", "_", "_") ROW("3", "here", "0", "root", "SpaceAfter=No")
                ROW("4", ".", "3", "punct", "_") "\n# newpar\n" ROW("1", "Yes", "0", "root", "_") "\n";
    chy_err err = { 0 };
    chy_doc *d = NULL;
    buf b;
    assert_int_equal(conllu_read(CHY_LIT(in), 0, &d, &err), CHY_OK);
    assert_true(str_is(d->text, "India's here.\n\nYes\n"));
    assert_int_equal(d->sentences.count, 2);
    assert_int_equal(d->tokens.count, 5);
    assert_int_equal(d->sentences.at[1].paragraph, d->sentences.at[0].paragraph + 1);
    const struct token *x = d->tokens.at;
    assert_int_equal(x[0].multi, 2);
    assert_true(x[0].span.start == 0 && x[0].span.end == 5 && x[1].span.start == 5 && x[1].span.end == 7);
    assert_true(x[0].head == 2 && x[2].head == NONE && x[0].name == name_begin(NAME_LOC));
    assert_true(x[1].space_after && !x[2].space_after);
    buf_init(&b, NULL, NULL);
    assert_int_equal(conllu_write(d, &b, &err), CHY_OK);
    assert_true(str_starts((chy_str){ b.ptr, b.len }, CHY_LIT("# newdoc id = a\n# text = India's here.\n1-2\tIndia's\t_\t")));
    buf_done(&b, NULL);
    chy_doc_destroy(d);
}

static void what_cannot_be_read(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
        size_t line;
    } cases[] = {
        { "1\tword\n", "line 1: a word of CoNLL-U needs ten columns, this one has 2", 1 },
        { ROW("x", "a", "0", "root", "_"), "line 1: \"x\" is no number of a word", 1 },
        { ROW("1", "a", "0", "root", "_") ROW("3", "b", "1", "dep", "_"), "line 2: word 3 stands where word 2 should", 2 },
        { ROW("1", "a", "9", "dep", "_") "\n", "line 2: a head lies outside the sentence that ends here", 2 },
        { ROW("1-3", "ab", "_", "_", "_") ROW("1", "a", "0", "root", "_") "\n", "line 3: the sentence ends inside a multiword token", 3 },
        { ROW("2-3", "ab", "_", "_", "_"), "line 1: the range 2-3 does not begin at word 1", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        chy_err err = { 0 };
        chy_doc *d = NULL;
        assert_int_equal(conllu_read(str_of(cases[i].text), 0, &d, &err), CHY_EINPUT);
        assert_string_equal(err.text, cases[i].says);
        assert_int_equal(err.at, cases[i].line);
        assert_null(d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(words_and_text), cmocka_unit_test(what_cannot_be_read) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
