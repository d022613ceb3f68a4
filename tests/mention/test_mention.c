/* Names, posts and what points back, on trees and tags made by hand. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "doc/find.h"
#include "doc/tree.h"
#include "mention/mention.h"

enum { CEILING = 64 << 20 };

static struct {
    arena mem;
    struct lexicon *lex;
    struct mention_rules *rules;
} made;

static void must(chy_status st, const chy_err *err)
{
    if (st != CHY_OK) fail_msg("%s", err->text);
}

static int set_up(void **state)
{
    (void)state;
    chy_err err = { 0 };
    arena_init(&made.mem, CEILING);
    must(lexicon_create(NULL, &made.mem, &made.lex, &err), &err);
    must(mention_rules_create(made.lex, &made.mem, &made.rules, &err), &err);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_done(&made.mem);
    return 0;
}

static chy_str text_of(const char *lines, arena *mem)
{
    chy_str out = CHY_LIT(""), rest = str_of(lines), line, form;
    while (str_next_piece(&rest, '\n', &line)) {
        if (!line.len) continue;
        str_next_piece(&line, ' ', &form);
        out = str_join(mem, out, form, CHY_LIT(" "));
    }
    return out;
}

static uint32_t sentence_open(chy_doc *d)
{
    struct sentence *s = LIST_PUSH(&d->mem, &d->sentences);
    assert_non_null(s);
    s->words = (run){ d->tokens.count, d->tokens.count };
    return d->sentences.count - 1;
}

static int name_tag_of(chy_str cell)
{
    if (cell.len < 3) return 0;
    int kind = name_kind_of(str_cut(cell, 2, cell.len));
    return cell.ptr[0] == 'B' ? name_begin((enum name_kind)kind) : name_inside((enum name_kind)kind);
}

/* The document before anything is found in it. Lines "form lemma UPOS XPOS head relation [B-PER]"; an empty line parts sentences; heads
 * count from 1 in each. */
static chy_doc *parsed(const char *lines)
{
    chy_doc *d;
    chy_err err = { 0 };
    arena scratch;
    arena_init(&scratch, CEILING);
    must(doc_create(CHY_LIT("t"), text_of(lines, &scratch), CEILING, &d, &err), &err);
    struct segment *segment = LIST_PUSH(&d->mem, &d->segments);
    segment->kind = SEGMENT_BODY;
    uint32_t at = 0, s = sentence_open(d);
    chy_str rest = str_of(lines), line;
    while (str_next_piece(&rest, '\n', &line)) {
        if (!line.len) {
            if (d->tokens.count > d->sentences.at[s].words.first) s = sentence_open(d);
            continue;
        }
        chy_str cell[7] = { 0 };
        for (int i = 0; i < 7 && str_next_piece(&line, ' ', &cell[i]); i++) {}
        struct token *t = LIST_PUSH(&d->mem, &d->tokens);
        assert_non_null(t);
        t->span = (chy_span){ at, at + (uint32_t)cell[0].len };
        at = t->span.end + 1;
        t->form = doc_text(d, t->span);
        t->lower = utf8_lower(&d->mem, t->form);
        t->lemma = str_keep(&d->mem, cell[1]);
        t->upos = (uint8_t)upos_of(cell[2]);
        t->xpos = str_keep(&d->mem, cell[3]);
        t->head = (uint32_t)atoi(str_keep(&d->mem, cell[4]).ptr);
        t->head = t->head ? d->sentences.at[s].words.first + t->head - 1 : NONE;
        t->rel = (uint8_t)deprel_of(cell[5]);
        t->name = (uint8_t)name_tag_of(cell[6]);
        t->sentence = s;
        t->space_after = true;
        d->sentences.at[s].words.last = d->tokens.count;
    }
    if (d->sentences.at[s].words.first == d->tokens.count) d->sentences.count--;
    for (uint32_t i = 0; i < d->sentences.count; i++) tree_link(d, i);
    arena_done(&scratch);
    return d;
}

static chy_doc *coded(const char *lines)
{
    chy_doc *d = parsed(lines);
    chy_err err = { 0 };
    arena scratch;
    arena_init(&scratch, CEILING);
    must(mention_run(made.rules, d, &scratch, &err), &err);
    arena_done(&scratch);
    return d;
}

/* The mention with exactly these words leads to an entity of this name and type. */
static const struct mention *leads(const chy_doc *d, const char *words, const char *name, enum entity_type type)
{
    for (uint32_t i = 0; i < d->mentions.count; i++) {
        const struct mention *m = &d->mentions.at[i];
        if (!str_is(doc_text(d, m->span), words)) continue;
        const struct entity *e = &d->entities.at[m->entity];
        if (str_is(e->name, name) && e->type == type) return m;
    }
    fail_msg("'%s' does not lead to %s (%s)", words, name, entity_type_text(type));
    return NULL;
}

#define LAVROV                                                                                                                             \
    "Russian Russian ADJ JJ 3 amod\n"                                                                                                      \
    "Foreign Foreign PROPN NNP 3 compound\n"                                                                                               \
    "Minister Minister PROPN NNP 4 nmod:desc\n"                                                                                            \
    "Sergei Sergei PROPN NNP 6 nsubj B-PER\n"                                                                                              \
    "Lavrov Lavrov PROPN NNP 4 flat I-PER\n"

static void a_post_before_a_name(void **state)
{
    (void)state;
    chy_doc *d = coded(LAVROV "met meet VERB VBD 0 root\n"
                              "Wang Wang PROPN NNP 6 obj B-PER\n"
                              "Yi Yi PROPN NNP 7 flat I-PER\n"
                              ". . PUNCT . 6 punct\n");
    const struct mention *m = leads(d, "Sergei Lavrov", "Sergei Lavrov", ENTITY_PERSON);
    const struct entity *e = &d->entities.at[m->entity];
    assert_true(str_is(e->post, "Foreign Minister"));
    assert_true(str_is(doc_text(d, doc_run_span(d, m->title)), "Foreign Minister"));
    assert_true(str_is(doc_text(d, doc_run_span(d, m->state)), "Russian"));
    assert_true(str_is(d->entities.at[m->title_of].name, "Russia"));
    assert_true(str_is(e->codes.at[0], "RUSGOV"));
    assert_int_equal(find_entity(d, 2), m->entity);
    assert_int_equal(d->adjective_at[0], m->title_of);
    chy_doc_destroy(d);
}

static void a_name_found_again(void **state)
{
    (void)state;
    chy_doc *d = coded(LAVROV "spoke speak VERB VBD 0 root\n"
                              ". . PUNCT . 6 punct\n"
                              "\n"
                              "He he PRON PRP 2 nsubj\n"
                              "left leave VERB VBD 0 root\n"
                              "later later ADV RB 2 advmod\n"
                              "\n"
                              "The the DET DT 2 det\n"
                              "minister minister NOUN NN 3 nsubj\n"
                              "thanked thank VERB VBD 0 root\n"
                              "his his PRON PRP$ 5 nmod:poss\n"
                              "hosts host NOUN NNS 3 obj\n"
                              "\n"
                              "Lavrov Lavrov PROPN NNP 2 nsubj B-PER\n"
                              "smiled smile VERB VBD 0 root\n");
    leads(d, "He", "Sergei Lavrov", ENTITY_PERSON);
    leads(d, "The minister", "Sergei Lavrov", ENTITY_PERSON);
    leads(d, "his", "Sergei Lavrov", ENTITY_PERSON);
    leads(d, "Lavrov", "Sergei Lavrov", ENTITY_PERSON);
    chy_doc_destroy(d);
}

static void capitals_and_cities(void **state)
{
    (void)state;
    chy_doc *d = coded("Moscow Moscow PROPN NNP 2 nsubj B-LOC\n"
                       "accused accuse VERB VBD 0 root\n"
                       "Estonia Estonia PROPN NNP 2 obj B-LOC\n"
                       "in in ADP IN 5 case\n"
                       "Geneva Geneva PROPN NNP 2 obl B-LOC\n"
                       "\n"
                       "They they PRON PRP 2 nsubj\n"
                       "met meet VERB VBD 0 root\n"
                       "in in ADP IN 4 case\n"
                       "Moscow Moscow PROPN NNP 2 obl B-LOC\n");
    const struct mention *first = leads(d, "Moscow", "Russia", ENTITY_STATE);
    assert_int_equal(first->form, FORM_METONYM);
    assert_int_equal(leads(d, "Moscow", "Moscow", ENTITY_PLACE)->form, FORM_NAME);
    leads(d, "Geneva", "Geneva", ENTITY_PLACE);
    chy_doc_destroy(d);
}

static void several_at_once(void **state)
{
    (void)state;
    chy_doc *d = coded("Russia Russia PROPN NNP 6 nsubj B-LOC\n"
                       ", , PUNCT , 3 punct\n"
                       "China China PROPN NNP 1 conj B-LOC\n"
                       "and and CCONJ CC 5 cc\n"
                       "India India PROPN NNP 1 conj B-LOC\n"
                       "agreed agree VERB VBD 0 root\n"
                       "\n"
                       "Their their PRON PRP$ 2 nmod:poss\n"
                       "officials official NOUN NNS 3 nsubj\n"
                       "left leave VERB VBD 0 root\n");
    uint32_t all[8];
    assert_int_equal(find_entities(d, 0, all, 8), 3);
    assert_true(str_is(d->entities.at[all[2]].name, "India"));
    const struct mention *m = leads(d, "Their", "Russia", ENTITY_STATE);
    assert_int_equal(m->more.count, 3);
    chy_doc_destroy(d);
}

static void letters_in_brackets(void **state)
{
    (void)state;
    chy_doc *d = coded("The the DET DT 4 det\n"
                       "Nordic Nordic PROPN NNP 4 compound B-ORG\n"
                       "Salt Salt PROPN NNP 4 compound I-ORG\n"
                       "Association Association PROPN NNP 8 nsubj I-ORG\n"
                       "( ( PUNCT -LRB- 6 punct\n"
                       "NSA NSA PROPN NNP 4 appos B-ORG\n"
                       ") ) PUNCT -RRB- 6 punct\n"
                       "met meet VERB VBD 0 root\n"
                       "\n"
                       "The the DET DT 2 det\n"
                       "NSA NSA PROPN NNP 3 nsubj B-ORG\n"
                       "closed close VERB VBD 0 root\n");
    leads(d, "NSA", "Nordic Salt Association", ENTITY_ORGANIZATION);
    assert_int_equal(find_entity(d, 3), find_entity(d, 9));
    chy_doc_destroy(d);
}

static void a_state_that_is_a_name(void **state)
{
    (void)state;
    chy_doc *d = coded("Mr Mr PROPN NNP 2 compound\n"
                       "Jordan Jordan PROPN NNP 3 nsubj B-PER\n"
                       "visited visit VERB VBD 0 root\n"
                       "Jordan Jordan PROPN NNP 3 obj B-LOC\n");
    leads(d, "Jordan", "Jordan", ENTITY_PERSON);
    leads(d, "Jordan", "Jordan", ENTITY_STATE);
    chy_doc_destroy(d);
}

static void whose_official(void **state)
{
    (void)state;
    chy_doc *d = coded("Chinese Chinese ADJ JJ 2 amod\n"
                       "officials official NOUN NNS 5 nsubj\n"
                       "and and CCONJ CC 4 cc\n"
                       "diplomats diplomat NOUN NNS 2 conj\n"
                       "denied deny VERB VBD 0 root\n"
                       "it it PRON PRP 5 obj\n");
    uint32_t state_entity = find_owner(d, 1);
    assert_int_not_equal(state_entity, NONE);
    assert_true(str_is(d->entities.at[state_entity].name, "China"));
    chy_doc_destroy(d);
}

/* Memory that ends anywhere is told, and nothing else happens. */
static void memory_that_ends(void **state)
{
    (void)state;
    const char *text = LAVROV "met meet VERB VBD 0 root\n"
                              "Wang Wang PROPN NNP 6 obj B-PER\n"
                              "Yi Yi PROPN NNP 7 flat I-PER\n"
                              "in in ADP IN 10 case\n"
                              "Moscow Moscow PROPN NNP 6 obl B-LOC\n"
                              "\n"
                              "They they PRON PRP 2 nsubj\n"
                              "praised praise VERB VBD 0 root\n"
                              "the the DET DT 4 det\n"
                              "treaty treaty NOUN NN 2 obj\n"
                              "\n"
                              "The the DET DT 2 det\n"
                              "minister minister NOUN NN 3 nsubj\n"
                              "left leave VERB VBD 0 root\n";
    bool done = false;
    for (size_t room = 0; !done; room += 256) {
        chy_err err = { 0 };
        arena scratch;
        chy_doc *d = parsed(text);
        arena_init(&scratch, room);
        chy_status st = mention_run(made.rules, d, &scratch, &err);
        assert_true(st == CHY_OK || st == CHY_ENOMEM);
        done = st == CHY_OK;
        arena_done(&scratch);
        chy_doc_destroy(d);
    }
    done = false;
    for (size_t more = 0; !done; more += 64) {
        chy_err err = { 0 };
        arena scratch;
        chy_doc *d = parsed(text);
        d->mem.ceiling = d->mem.used + more;
        arena_init(&scratch, CEILING);
        chy_status st = mention_run(made.rules, d, &scratch, &err);
        assert_true(st == CHY_OK || st == CHY_ENOMEM);
        done = st == CHY_OK;
        arena_done(&scratch);
        chy_doc_destroy(d);
    }
}

static void nothing_at_all(void **state)
{
    (void)state;
    chy_doc *d;
    chy_err err = { 0 };
    arena scratch;
    arena_init(&scratch, CEILING);
    must(doc_create(CHY_LIT("t"), CHY_LIT(""), CEILING, &d, &err), &err);
    must(mention_run(made.rules, d, &scratch, &err), &err);
    assert_int_equal(d->entities.count, 0);
    chy_doc_destroy(d);
    arena_done(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_post_before_a_name), cmocka_unit_test(a_name_found_again),  cmocka_unit_test(capitals_and_cities),
        cmocka_unit_test(several_at_once),      cmocka_unit_test(letters_in_brackets), cmocka_unit_test(a_state_that_is_a_name),
        cmocka_unit_test(whose_official),       cmocka_unit_test(memory_that_ends),    cmocka_unit_test(nothing_at_all),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
