/* Tags, trees and names hold together on any text, and come out the same each time. What they should be is the scorers' business. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "doc/conllu.h"
#include "doc/tree.h"
#include "net/kernels.h"
#include "parse/parse.h"
#include "segment/segment.h"

struct tools {
    arena mem, scratch;
    struct model *model;
    struct segment_rules *segment;
    struct parse_rules *parse;
};

static int open_tools(void **state)
{
    static struct tools t;
    chy_err err = { 0 };
    arena_init(&t.mem, (size_t)64 << 20);
    arena_init(&t.scratch, (size_t)1 << 30);
    *state = &t;
    /* CHANCERY_TEST_MODEL: weights to test in place of the built-in ones */
    return model_open(getenv("CHANCERY_TEST_MODEL"), &t.mem, &t.model, &err) ||
           segment_rules_create(t.model, NULL, &t.mem, &t.segment, &err) || parse_rules_create(t.model, NULL, &t.mem, &t.parse, &err);
}

static int close_tools(void **state)
{
    struct tools *t = *state;
    model_close(t->model);
    arena_done(&t->mem);
    arena_done(&t->scratch);
    return 0;
}

static chy_doc *read_text(struct tools *t, chy_str text)
{
    chy_err err = { 0 };
    chy_doc *d = NULL;
    assert_int_equal(doc_create(CHY_LIT("t"), text, (size_t)4 << 30, &d, &err), CHY_OK);
    assert_int_equal(segment_run(t->segment, d, &t->scratch, &err), CHY_OK);
    assert_int_equal(parse_run(t->parse, d, &t->scratch, &err), CHY_OK);
    return d;
}

/* One root, no circle, labels in their ranges, every name begun before it goes on. */
static void check(const chy_doc *d)
{
    for (uint32_t i = 0; i < d->sentences.count; i++) {
        run r = d->sentences.at[i].words;
        uint32_t roots = 0, before = 0;
        for (uint32_t t = r.first; t < r.last; t++) {
            const struct token *x = &d->tokens.at[t];
            roots += x->head == NONE;
            uint32_t steps = 0;
            for (uint32_t h = t; d->tokens.at[h].head != NONE; h = d->tokens.at[h].head)
                assert_true(++steps < r.last - r.first && h >= r.first && h < r.last);
            assert_true(x->upos < UPOS_COUNT && x->rel < REL_COUNT && x->name < NAME_TAG_COUNT);
            assert_true(x->lemma.len || !x->form.len);
            assert_true((x->rel == REL_root) == (x->head == NONE));
            if (x->name && !name_tag_begins(x->name)) assert_true(before && name_tag_kind((int)before) == name_tag_kind(x->name));
            before = x->name;
        }
        assert_int_equal(roots, 1);
    }
}

static chy_str printed(const chy_doc *d, buf *b)
{
    chy_err err = { 0 };
    buf_init(b, NULL, NULL);
    assert_int_equal(conllu_write(d, b, &err), CHY_OK);
    return (chy_str){ b->ptr, b->len };
}

static const char story[] =
    "MOSCOW, September 10 (TASS). Russian Foreign Minister Sergei Lavrov met Wang Yi in Beijing on 10.09.2014. \"We don't want a new "
    "bloc,\" "
    "he said, according to the ministry.\n\nSCO SUMMIT TO BE HELD IN DUSHANBE IN SEPTEMBER\n\n- Pakistan, India, and Iran want to join\n";

static void a_simple_sentence(void **state)
{
    chy_doc *d = read_text(*state, CHY_LIT("The minister met the ambassador in Moscow."));
    assert_int_equal(d->sentences.count, 1);
    assert_int_equal(d->tokens.count, 8);
    const struct token *x = d->tokens.at;
    assert_int_equal(x[2].head, NONE);
    assert_true(str_is(x[2].lemma, "meet") && x[2].upos == UPOS_VERB);
    assert_true(x[1].head == 2 && x[1].rel == REL_nsubj && x[4].head == 2 && x[4].rel == REL_obj);
    assert_true(x[6].upos == UPOS_PROPN && x[6].name == name_begin(NAME_LOC));
    assert_int_equal(tree_child(d, 2, REL_obj), 4);
    chy_doc_destroy(d);
}

/* Verbs that no treebank had: "jok" and "shoute" are no words. */
static void lemmas_are_words(void **state)
{
    chy_doc *d = read_text(*state, CHY_LIT("The minister joked and blamed the storm. The crowd shouted."));
    assert_true(str_is(d->tokens.at[2].lemma, "joke") && str_is(d->tokens.at[4].lemma, "blame"));
    assert_true(str_is(d->tokens.at[10].lemma, "shout"));
    chy_doc_destroy(d);
}

static void holds_together_and_repeats(void **state)
{
    buf a, b;
    chy_doc *d = read_text(*state, CHY_LIT(story)), *e = read_text(*state, CHY_LIT(story));
    check(d);
    assert_true(str_eq(printed(d, &a), printed(e, &b)));
    buf_done(&a, NULL);
    buf_done(&b, NULL);
    chy_doc_destroy(d);
    chy_doc_destroy(e);
}

/* Printed, read again and parsed again: the same words, sentences and trees. */
static void round_trip(void **state)
{
    struct tools *t = *state;
    chy_err err = { 0 };
    buf a, b;
    chy_doc *d = read_text(t, CHY_LIT(story)), *e = NULL;
    chy_str first = printed(d, &a);
    assert_int_equal(conllu_read(first, 0, &e, &err), CHY_OK);
    assert_int_equal(parse_run(t->parse, e, &t->scratch, &err), CHY_OK);
    check(e);
    assert_true(str_eq(first, printed(e, &b)));
    buf_done(&a, NULL);
    buf_done(&b, NULL);
    chy_doc_destroy(d);
    chy_doc_destroy(e);
}

/* Every kind of machine prints the same bytes. */
static void the_same_bits_from_all_kernels(void **state)
{
    struct tools *t = *state;
    const struct kernels *all[KERNELS_MOST];
    uint32_t n = kernels_all(all);
    buf first, other;
    for (uint32_t i = 0; i < n; i++) {
        parse_use_kernels(t->parse, all[i]);
        chy_doc *d = read_text(t, CHY_LIT(story));
        chy_str text = printed(d, i ? &other : &first);
        assert_true(!i || str_eq((chy_str){ first.ptr, first.len }, text));
        if (i) buf_done(&other, NULL);
        chy_doc_destroy(d);
    }
    parse_use_kernels(t->parse, all[0]);
    buf_done(&first, NULL);
}

static bool same_reading(const struct token *a, const struct token *b, uint32_t first)
{
    return str_eq(a->lemma, b->lemma) && str_eq(a->xpos, b->xpos) && str_eq(a->feats, b->feats) && a->upos == b->upos && a->rel == b->rel &&
           a->name == b->name && a->head == (b->head == NONE ? b->head : b->head + first);
}

/* A sentence alone reads as it does among others, whatever they are. */
static void company_changes_nothing(void **state)
{
    struct tools *t = *state;
    chy_err err = { 0 };
    buf b;
    chy_doc *d = read_text(t, CHY_LIT(story));
    chy_str rest = printed(d, &b);
    for (uint32_t i = 0; i < d->sentences.count; i++) {
        size_t end = str_find(rest, CHY_LIT("\n\n"), 0);
        chy_doc *alone = NULL;
        assert_int_equal(conllu_read(str_cut(rest, 0, end + 2), 0, &alone, &err), CHY_OK);
        assert_int_equal(parse_run(t->parse, alone, &t->scratch, &err), CHY_OK);
        run r = d->sentences.at[i].words;
        assert_int_equal(alone->tokens.count, r.last - r.first);
        for (uint32_t k = r.first; k < r.last; k++) assert_true(same_reading(&d->tokens.at[k], &alone->tokens.at[k - r.first], r.first));
        rest = str_cut(rest, end + 2, rest.len);
        chy_doc_destroy(alone);
    }
    buf_done(&b, NULL);
    chy_doc_destroy(d);
}

/* One sentence, longer than trees are looked for at once. */
static void a_sentence_without_end(void **state)
{
    enum { WORDS = 1700 };
    struct tools *t = *state;
    static const char *const some[] = { "talks", "Minister", "of", "met", "the", "2014", "and" };
    chy_err err = { 0 };
    chy_doc *d = NULL;
    buf b;
    buf_init(&b, NULL, NULL);
    for (int i = 1; i <= WORDS; i++) buf_format(&b, "%d\t%s\t_\t_\t_\t_\t_\t_\t_\t_\n", i, some[(i * 5 + i / 3) % 7]);
    buf_format(&b, "\n");
    assert_int_equal(conllu_read((chy_str){ b.ptr, b.len }, 0, &d, &err), CHY_OK);
    assert_int_equal(parse_run(t->parse, d, &t->scratch, &err), CHY_OK);
    assert_int_equal(d->tokens.count, WORDS);
    check(d);
    chy_doc_destroy(d);
    buf_done(&b, NULL);
}

static void long_texts_without_a_mark(void **state)
{
    enum { WORDS = 100000 };
    static const char *const some[] = { "talks ", "Minister ", "of ", "met ", "the ", "2014 " };
    char *text = malloc(WORDS * 10);
    assert_non_null(text);
    size_t n = 0;
    for (int i = 0; i < WORDS; i++) {
        const char *w = some[(i * 7 + i / 5) % 6];
        memcpy(text + n, w, strlen(w));
        n += strlen(w);
    }
    chy_doc *d = read_text(*state, (chy_str){ text, n });
    assert_int_equal(d->tokens.count, WORDS);
    check(d);
    chy_doc_destroy(d);
    free(text);
}

static void odd_texts(void **state)
{
    static const char *const odd[] = { "\xff\xfe",  ". , ; !",   "-",           "((((((((",     "A",    "\xe4\xb8\xad\xe5\x9b\xbd",
                                       "x\xcc\x81", "'s 's n't", "@ # http://", "\xe2\x80\x8b", "1 2 3" };
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        chy_doc *d = read_text(*state, str_of(odd[i]));
        check(d);
        chy_doc_destroy(d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_simple_sentence),
        cmocka_unit_test(lemmas_are_words),
        cmocka_unit_test(holds_together_and_repeats),
        cmocka_unit_test(round_trip),
        cmocka_unit_test(long_texts_without_a_mark),
        cmocka_unit_test(odd_texts),
        cmocka_unit_test(the_same_bits_from_all_kernels),
        cmocka_unit_test(company_changes_nothing),
        cmocka_unit_test(a_sentence_without_end),
    };
    return cmocka_run_group_tests(tests, open_tools, close_tools);
}
