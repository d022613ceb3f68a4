#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "doc/tree.h"
#include "time/tense.h"

static arena mem;
static struct time_words *words;

static int open_words(void **state)
{
    struct lexicon *lex = NULL;
    chy_err err = { 0 };
    (void)state;
    arena_init(&mem, 256u << 20);
    chy_status st = lexicon_create(NULL, &mem, &lex, &err);
    return st ? st : time_words_create(lex, &mem, &words, &err);
}

static int close_words(void **state)
{
    (void)state;
    arena_done(&mem);
    return 0;
}

struct word {
    const char *form, *lemma, *xpos;
    int upos, head, rel;
}; /* head: index in the sentence, -1 for the root */

static int tense_of(const struct word *sentence, uint32_t count, uint32_t at)
{
    chy_doc d = { .mem = mem };
    d.tokens.at = ARENA_ARRAY(&mem, struct token, count);
    d.tokens.count = count;
    d.sentences.at = ARENA_ARRAY(&mem, struct sentence, 1);
    d.sentences.count = 1;
    d.sentences.at[0].words = (run){ 0, count };
    for (uint32_t i = 0; i < count; i++) {
        struct token *t = &d.tokens.at[i];
        t->form = t->lower = str_of(sentence[i].form);
        t->lemma = str_of(sentence[i].lemma);
        t->xpos = str_of(sentence[i].xpos);
        t->upos = (uint8_t)sentence[i].upos;
        t->rel = (uint8_t)sentence[i].rel;
        t->space_after = true;
        t->head = sentence[i].head < 0 ? NONE : (uint32_t)sentence[i].head;
    }
    tree_link(&d, 0);
    return time_tense(words, &d, (run){ at, at + 1 });
}

static void the_governing_verb_tells(void **state)
{
    (void)state;
    const struct word told[] = { { "they", "they", "PRP", UPOS_PRON, 1, REL_nsubj },
                                 { "met", "meet", "VBD", UPOS_VERB, -1, REL_root },
                                 { "friday", "friday", "NNP", UPOS_PROPN, 1, REL_obl } };
    assert_int_equal(tense_of(told, 3, 2), TENSE_PAST);

    const struct word to_come[] = { { "they", "they", "PRP", UPOS_PRON, 2, REL_nsubj },
                                    { "will", "will", "MD", UPOS_AUX, 2, REL_aux },
                                    { "meet", "meet", "VB", UPOS_VERB, -1, REL_root },
                                    { "friday", "friday", "NNP", UPOS_PROPN, 2, REL_obl } };
    assert_int_equal(tense_of(to_come, 4, 3), TENSE_COMING);

    const struct word expected[] = { { "it", "it", "PRP", UPOS_PRON, 2, REL_nsubj_pass },
                                     { "is", "be", "VBZ", UPOS_AUX, 2, REL_aux_pass },
                                     { "expected", "expect", "VBN", UPOS_VERB, -1, REL_root },
                                     { "friday", "friday", "NNP", UPOS_PROPN, 2, REL_obl } };
    assert_int_equal(tense_of(expected, 4, 3), TENSE_COMING);

    const struct word was_held[] = { { "it", "it", "PRP", UPOS_PRON, 2, REL_nsubj_pass },
                                     { "was", "be", "VBD", UPOS_AUX, 2, REL_aux_pass },
                                     { "held", "hold", "VBN", UPOS_VERB, -1, REL_root },
                                     { "friday", "friday", "NNP", UPOS_PROPN, 2, REL_obl } };
    assert_int_equal(tense_of(was_held, 4, 3), TENSE_PAST);

    const struct word to_visit[] = { { "he", "he", "PRP", UPOS_PRON, 1, REL_nsubj },
                                     { "is", "be", "VBZ", UPOS_VERB, -1, REL_root },
                                     { "to", "to", "TO", UPOS_PART, 3, REL_mark },
                                     { "visit", "visit", "VB", UPOS_VERB, 1, REL_xcomp },
                                     { "friday", "friday", "NNP", UPOS_PROPN, 3, REL_obl } };
    assert_int_equal(tense_of(to_visit, 5, 4), TENSE_COMING);

    const struct word was_to[] = {
        { "it", "it", "PRP", UPOS_PRON, 4, REL_nsubj_pass }, { "was", "be", "VBD", UPOS_AUX, 4, REL_aux_pass },
        { "to", "to", "TO", UPOS_PART, 4, REL_mark },        { "be", "be", "VB", UPOS_AUX, 4, REL_aux_pass },
        { "held", "hold", "VBN", UPOS_VERB, -1, REL_root },  { "friday", "friday", "NNP", UPOS_PROPN, 4, REL_obl }
    };
    assert_int_equal(tense_of(was_to, 6, 5), TENSE_LASTING);

    const struct word had_been_due[] = {
        { "it", "it", "PRP", UPOS_PRON, 5, REL_nsubj },       { "had", "have", "VBD", UPOS_AUX, 3, REL_aux },
        { "been", "be", "VBN", UPOS_AUX, 3, REL_cop },        { "due", "due", "JJ", UPOS_ADJ, -1, REL_root },
        { "to", "to", "TO", UPOS_PART, 5, REL_mark },         { "end", "end", "VB", UPOS_VERB, 3, REL_xcomp },
        { "friday", "friday", "NNP", UPOS_PROPN, 5, REL_obl }
    };
    assert_int_equal(tense_of(had_been_due, 7, 6), TENSE_OPEN);

    const struct word planned[] = { { "they", "they", "PRP", UPOS_PRON, 1, REL_nsubj },
                                    { "planned", "plan", "VBD", UPOS_VERB, -1, REL_root },
                                    { "a", "a", "DT", UPOS_DET, 3, REL_det },
                                    { "rally", "rally", "NN", UPOS_NOUN, 1, REL_obj },
                                    { "friday", "friday", "NNP", UPOS_PROPN, 1, REL_obl } };
    assert_int_equal(tense_of(planned, 5, 4), TENSE_LASTING);

    const struct word programme[] = { { "he", "he", "PRP", UPOS_PRON, 1, REL_nsubj },
                                      { "flies", "fly", "VBZ", UPOS_VERB, -1, REL_root },
                                      { "friday", "friday", "NNP", UPOS_PROPN, 1, REL_obl } };
    assert_int_equal(tense_of(programme, 3, 2), TENSE_PLANNED);

    const struct word friday_s[] = { { "friday", "friday", "NNP", UPOS_PROPN, 1, REL_nmod_poss },
                                     { "vote", "vote", "NN", UPOS_NOUN, 2, REL_nsubj },
                                     { "worries", "worry", "VBZ", UPOS_VERB, -1, REL_root } };
    assert_int_equal(tense_of(friday_s, 3, 0), TENSE_OPEN);

    const struct word bare[] = { { "friday", "friday", "NNP", UPOS_PROPN, -1, REL_root } };
    assert_int_equal(tense_of(bare, 1, 0), TENSE_OPEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_governing_verb_tells) };
    return cmocka_run_group_tests(tests, open_words, close_words);
}
