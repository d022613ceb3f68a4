/* Statements on trees made by hand: cue, speaker, content, chain. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "hand.h"
#include "statement/statement.h"

static struct {
    arena mem;
    struct lexicon *lex;
    struct statement_rules *rules;
} made;

static int set_up(void **state)
{
    (void)state;
    chy_err err = { 0 };
    arena_init(&made.mem, HAND_CEILING);
    hand_must(lexicon_create(NULL, &made.mem, &made.lex, &err), &err);
    hand_must(statement_rules_create(made.lex, &made.mem, &made.rules, &err), &err);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_done(&made.mem);
    return 0;
}

static chy_doc *said(const char *lines)
{
    chy_err err = { 0 };
    arena scratch;
    chy_doc *d = hand_doc(lines);
    arena_init(&scratch, HAND_CEILING);
    hand_must(statement_run(made.rules, d, &scratch, &err), &err);
    arena_done(&scratch);
    return d;
}

static void speaker_is(const chy_doc *d, uint32_t s, const char *name)
{
    assert_true(s < d->statements.count);
    assert_int_equal(d->statements.at[s].speakers.count, 1);
    chy_str got = d->entities.at[d->statements.at[s].speakers.at[0]].name;
    if (!str_is(got, name)) fail_msg("the speaker is %.*s, not %s", (int)got.len, got.ptr, name);
}

static void content_is(const chy_doc *d, uint32_t s, uint32_t part, const char *text)
{
    assert_true(s < d->statements.count && part < d->statements.at[s].content.count);
    chy_str got = doc_text(d, d->statements.at[s].content.at[part]);
    if (!str_is(got, text)) fail_msg("the content is [%.*s], not [%s]", (int)got.len, got.ptr, text);
}

static void indirect(void **state)
{
    (void)state;
    chy_doc *d = said("Lavrov Lavrov PROPN 2 nsubj person:Lavrov\n"
                      "said say VERB 0 root\n"
                      "on on ADP 4 case\n"
                      "Friday Friday PROPN 2 obl time:2022-07-29\n"
                      "that that SCONJ 7 mark\n"
                      "talks talk NOUN 7 nsubj\n"
                      "ended end VERB 2 ccomp\n"
                      ". . PUNCT 2 punct");
    assert_int_equal(d->statements.count, 1);
    speaker_is(d, 0, "Lavrov");
    content_is(d, 0, 0, "that talks ended");
    assert_int_equal(d->statements.at[0].kind, STATEMENT_INDIRECT);
    assert_true(str_is(d->statements.at[0].date, "2022-07-29"));
    chy_doc_destroy(d);
}

static void direct_and_on(void **state)
{
    (void)state;
    chy_doc *d = said("“ \" PUNCT 3 punct\n"
                      "Talks talk NOUN 3 nsubj\n"
                      "ended end VERB 7 ccomp\n"
                      ", , PUNCT 7 punct\n"
                      "” \" PUNCT 3 punct\n"
                      "Lavrov Lavrov PROPN 7 nsubj person:Lavrov\n"
                      "said say VERB 0 root\n"
                      ". . PUNCT 7 punct\n"
                      "\n"
                      "“ \" PUNCT 3 punct\n"
                      "We we PRON 3 nsubj\n"
                      "wait wait VERB 0 root\n"
                      ". . PUNCT 3 punct\n"
                      "” \" PUNCT 3 punct");
    assert_int_equal(d->statements.count, 1);
    speaker_is(d, 0, "Lavrov");
    content_is(d, 0, 0, "“ Talks ended , ”");
    content_is(d, 0, 1, "“ We wait . ”");
    assert_int_equal(d->statements.at[0].kind, STATEMENT_DIRECT);
    chy_doc_destroy(d);
}

static void in_the_middle(void **state)
{
    (void)state;
    chy_doc *d = said("Talks talk NOUN 6 nsubj\n"
                      ", , PUNCT 4 punct\n"
                      "Lavrov Lavrov PROPN 4 nsubj person:Lavrov\n"
                      "said say VERB 6 parataxis\n"
                      ", , PUNCT 4 punct\n"
                      "ended end VERB 0 root\n"
                      ". . PUNCT 6 punct");
    assert_int_equal(d->statements.count, 1);
    content_is(d, 0, 0, "Talks");
    content_is(d, 0, 1, "ended");
    speaker_is(d, 0, "Lavrov");
    chy_doc_destroy(d);
}

static void chain(void **state)
{
    (void)state;
    chy_doc *d = said("Kyodo Kyodo PROPN 2 nsubj medium:Kyodo\n"
                      "reported report VERB 0 root\n"
                      "on on ADP 4 case\n"
                      "Monday Monday PROPN 2 obl time:2022-08-01\n"
                      ". . PUNCT 2 punct\n"
                      "\n"
                      "According accord VERB 3 case\n"
                      "to to ADP 1 fixed\n"
                      "TASS TASS PROPN 6 obl medium:TASS\n"
                      ", , PUNCT 6 punct\n"
                      "Lavrov Lavrov PROPN 6 nsubj person:Lavrov\n"
                      "said say VERB 0 root\n"
                      "talks talk NOUN 8 nsubj\n"
                      "ended end VERB 6 ccomp\n"
                      ". . PUNCT 6 punct");
    assert_int_equal(d->statements.count, 1);
    speaker_is(d, 0, "Lavrov");
    assert_int_equal(d->statements.at[0].via.count, 2);
    assert_true(str_is(d->entities.at[d->statements.at[0].via.at[0]].name, "TASS"));
    assert_true(str_is(d->entities.at[d->statements.at[0].via.at[1]].name, "Kyodo"));
    assert_true(str_is(d->statements.at[0].via_dates.at[1], "2022-08-01"));
    chy_doc_destroy(d);
}

static void told_a_medium(void **state)
{
    (void)state;
    chy_doc *d = said("Lavrov Lavrov PROPN 2 nsubj person:Lavrov\n"
                      "told tell VERB 0 root\n"
                      "Interfax Interfax PROPN 2 obj medium:Interfax\n"
                      "that that SCONJ 6 mark\n"
                      "talks talk NOUN 6 nsubj\n"
                      "ended end VERB 2 ccomp\n"
                      ". . PUNCT 2 punct");
    assert_int_equal(d->statements.count, 1);
    speaker_is(d, 0, "Lavrov");
    assert_int_equal(d->statements.at[0].via.count, 1);
    chy_doc_destroy(d);
}

static void unnamed(void **state)
{
    (void)state;
    chy_doc *d = said("A a DET 2 det\n"
                      "diplomat diplomat NOUN 3 nsubj\n"
                      "said say VERB 0 root\n"
                      "talks talk NOUN 5 nsubj\n"
                      "ended end VERB 3 ccomp\n"
                      ". . PUNCT 3 punct\n"
                      "\n"
                      "The the DET 2 det\n"
                      "diplomat diplomat NOUN 3 nsubj\n"
                      "added add VERB 0 root\n"
                      "nothing nothing PRON 5 nsubj\n"
                      "changed change VERB 3 ccomp\n"
                      ". . PUNCT 3 punct");
    assert_int_equal(d->statements.count, 2);
    speaker_is(d, 0, "A diplomat");
    speaker_is(d, 1, "A diplomat");
    assert_true(d->entities.at[d->statements.at[0].speakers.at[0]].unnamed);
    chy_doc_destroy(d);
}

static void bare_deeds(void **state)
{
    (void)state;
    chy_doc *d = said("Lavrov Lavrov PROPN 4 nsubj person:Lavrov\n"
                      "did do AUX 4 aux\n"
                      "not not PART 4 advmod\n"
                      "comment comment VERB 0 root\n"
                      ". . PUNCT 4 punct\n"
                      "\n"
                      "Lavrov Lavrov PROPN 3 nsubj person:Lavrov\n"
                      "will will AUX 3 aux\n"
                      "announce announce VERB 0 root\n"
                      "a a DET 5 det\n"
                      "decision decision NOUN 3 obj\n"
                      ". . PUNCT 3 punct");
    assert_int_equal(d->statements.count, 0);
    chy_doc_destroy(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(indirect),      cmocka_unit_test(direct_and_on), cmocka_unit_test(in_the_middle), cmocka_unit_test(chain),
        cmocka_unit_test(told_a_medium), cmocka_unit_test(unnamed),       cmocka_unit_test(bare_deeds),
    };
    return cmocka_run_group_tests_name("statement", tests, set_up, tear_down);
}
