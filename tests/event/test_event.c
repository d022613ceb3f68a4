/* Events on trees made by hand: participants, status, date, place. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "doc/tree.h"
#include "event/event.h"

enum { CEILING = 16 << 20 };

struct world {
    arena mem;
    struct lexicon *lex;
    struct event_rules *rules;
};

static void must(chy_status st, const chy_err *err)
{
    if (st != CHY_OK) fail_msg("%s", err->text);
}

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    chy_err err;
    assert_non_null(w);
    arena_init(&w->mem, 512u << 20);
    must(lexicon_create(NULL, &w->mem, &w->lex, &err), &err);
    must(event_rules_create(w->lex, &w->mem, &w->rules, &err), &err);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    arena_done(&w->mem);
    free(w);
    return 0;
}

/*
 * One sentence from lines "form lemma UPOS XPOS head relation [what]"; heads count from 1, 0 is the root. what: the kind of
 * entity that the word names ("state"), or the value of a date ("2014-09-10").
 */
static chy_doc *sentence(const char *lines)
{
    chy_doc *d;
    chy_err err;
    char text[1024] = "";
    chy_str rest = str_of(lines), line, cell[7];
    while (str_next_piece(&rest, '\n', &line)) {
        if (line.len && str_next_piece(&line, ' ', &cell[0]))
            snprintf(text + strlen(text), sizeof text - strlen(text), "%.*s ", (int)cell[0].len, cell[0].ptr);
    }
    must(doc_create(CHY_LIT("t"), str_of(text), CEILING, &d, &err), &err);
    d->date = CHY_LIT("2014-09-12");
    uint32_t at = 0;
    rest = str_of(lines);
    while (str_next_piece(&rest, '\n', &line)) {
        if (!line.len) continue;
        int n = 0;
        while (n < 7 && str_next_piece(&line, ' ', &cell[n])) n++;
        struct token *t = LIST_PUSH(&d->mem, &d->tokens);
        assert_non_null(t);
        t->form = t->lower = cell[0];
        t->lemma = cell[1];
        t->upos = (uint8_t)upos_of(cell[2]);
        t->xpos = cell[3];
        t->head = (uint32_t)atoi(str_keep(&d->mem, cell[4]).ptr);
        t->head = t->head ? t->head - 1 : NONE;
        t->rel = (uint8_t)deprel_of(cell[5]);
        t->span = (chy_span){ at, at + (uint32_t)cell[0].len };
        at = t->span.end + 1;
        uint32_t here = d->tokens.count - 1;
        if (n == 7 && entity_type_of(cell[6]) >= 0) {
            struct entity *e = LIST_PUSH(&d->mem, &d->entities);
            struct mention *m = LIST_PUSH(&d->mem, &d->mentions);
            e->type = (enum entity_type)entity_type_of(cell[6]);
            e->name = cell[0];
            e->of = NONE;
            *m = (struct mention){
                .span = t->span, .words = { here, here + 1 }, .head = here, .entity = d->entities.count - 1, .title_of = NONE
            };
        } else if (n == 7) {
            struct time *k = LIST_PUSH(&d->mem, &d->times);
            *k = (struct time){ .span = t->span, .words = { here, here + 1 }, .type = TIME_DATE, .value = cell[6], .implied = NONE };
        }
    }
    struct segment *g = LIST_PUSH(&d->mem, &d->segments);
    struct sentence *s = LIST_PUSH(&d->mem, &d->sentences);
    assert_true(g && s);
    s->words = (run){ 0, d->tokens.count };
    s->span = (chy_span){ 0, at };
    tree_link(d, 0);
    must(doc_index_mentions(d, &err), &err);
    return d;
}

/* "CONSULT/visit Wang, Lavrov 2014-09-10 Ufa occurred; ..." */
static void tells(struct world *w, const char *lines, const char *want)
{
    arena scratch;
    chy_err err;
    char got[1024] = "";
    chy_doc *d = sentence(lines);
    arena_init(&scratch, CEILING);
    must(event_run(w->rules, d, &scratch, &err), &err);
    for (uint32_t i = 0; i < d->events.count; i++) {
        const struct event *e = &d->events.at[i];
        size_t n = strlen(got);
        n += (size_t)snprintf(got + n, sizeof got - n, "%s%.*s", n ? "; " : "", (int)e->type.len, e->type.ptr);
        for (uint32_t k = 0; k < e->roles.count; k++) {
            chy_str name = d->entities.at[e->roles.at[k].entity].name;
            n += (size_t)snprintf(got + n, sizeof got - n, "%s %.*s", k ? "," : "", (int)name.len, name.ptr);
        }
        if (e->date.len) n += (size_t)snprintf(got + n, sizeof got - n, " %.*s", (int)e->date.len, e->date.ptr);
        if (e->place != NONE)
            n += (size_t)snprintf(got + n, sizeof got - n, " in %.*s", (int)d->entities.at[e->place].name.len,
                                  d->entities.at[e->place].name.ptr);
        snprintf(got + n, sizeof got - n, " %s", event_status_text(e->status));
    }
    assert_string_equal(got, want);
    arena_done(&scratch);
    chy_doc_destroy(d);
}

static void meetings(void **state)
{
    struct world *w = *state;
    tells(w,
          "Wang Wang PROPN NNP 2 nsubj person\nmet meet VERB VBD 0 root\nLavrov Lavrov PROPN NNP 2 obj person\nin in ADP IN 5 case\nUfa "
          "Ufa PROPN NNP 2 obl place\n"
          "Wednesday Wednesday PROPN NNP 2 obl:unmarked 2014-09-10",
          "CONSULT Wang, Lavrov 2014-09-10 in Ufa occurred");
    tells(w, "Wang Wang PROPN NNP 2 nsubj person\nmet meet VERB VBD 0 root\nrequirements requirement NOUN NNS 2 obj", "");
    tells(w,
          "Wang Wang PROPN NNP 4 nsubj person\nand and CCONJ CC 3 cc\nLavrov Lavrov PROPN NNP 1 conj person\nheld hold VERB VBD 0 "
          "root\ntalks talk NOUN NNS 4 obj",
          "CONSULT Wang, Lavrov occurred");
    tells(w,
          "Talks talk NOUN NNS 7 nsubj:pass\nbetween between ADP IN 3 case\nFiji Fiji PROPN NNP 1 nmod state\nand and CCONJ CC 5 cc\nPeru "
          "Peru PROPN NNP 3 conj state\n"
          "were be AUX VBD 7 aux:pass\nheld hold VERB VBN 0 root",
          "CONSULT Fiji, Peru occurred");
}

static void what_did_not_happen(void **state)
{
    static const struct {
        const char *lines, *want, *why;
    } cases[] = {
        { "Wang Wang PROPN NNP 3 nsubj person\nwill will AUX MD 3 aux\nmeet meet VERB VB 0 root\nLavrov Lavrov PROPN NNP 3 obj person",
          "CONSULT Wang, Lavrov planned", "will" },
        { "Wang Wang PROPN NNP 3 nsubj person\nmay may AUX MD 3 aux\nmeet meet VERB VB 0 root\nLavrov Lavrov PROPN NNP 3 obj person",
          "CONSULT Wang, Lavrov hypothetical", "may" },
        { "Wang Wang PROPN NNP 4 nsubj person\ndid do AUX VBD 4 aux\nnot not PART RB 4 advmod\nmeet meet VERB VB 0 root\nLavrov Lavrov "
          "PROPN NNP 4 obj person",
          "CONSULT Wang, Lavrov denied", "did not" },
        { "Wang Wang PROPN NNP 2 nsubj person\nplans plan VERB VBZ 0 root\nto to PART TO 4 mark\nmeet meet VERB VB 2 xcomp\nLavrov Lavrov "
          "PROPN NNP 4 obj person",
          "CONSULT Wang, Lavrov planned", "plans to" },
        { "Wang Wang PROPN NNP 2 nsubj person\nhopes hope VERB VBZ 0 root\nto to PART TO 4 mark\nmeet meet VERB VB 2 xcomp\nLavrov Lavrov "
          "PROPN NNP 4 obj person",
          "CONSULT Wang, Lavrov hypothetical", "hopes to" },
        { "Moscow Moscow PROPN NNP 2 nsubj state\ndenied deny VERB VBD 0 root\nthat that SCONJ IN 5 mark\nWang Wang PROPN NNP 5 nsubj "
          "person\nmet meet VERB VBD 2 ccomp\n"
          "Lavrov Lavrov PROPN NNP 5 obj person",
          "CONSULT Wang, Lavrov denied", "denied that" },
        { "Wang Wang PROPN NNP 2 nsubj person\ncancelled cancel VERB VBD 0 root\na a DET DT 4 det\nmeeting meeting NOUN NN 2 obj\nwith "
          "with ADP IN 6 case\nLavrov Lavrov PROPN NNP 4 nmod person",
          "CONSULT Wang, Lavrov cancelled", "cancelled" },
        { "if if SCONJ IN 3 mark\nWang Wang PROPN NNP 3 nsubj person\nmeets meet VERB VBZ 5 advcl\nLavrov Lavrov PROPN NNP 3 obj "
          "person\nfine fine ADJ JJ 0 root",
          "CONSULT Wang, Lavrov hypothetical", "if" },
        { "Wang Wang PROPN NNP 2 nsubj person\nmet meet VERB VBD 0 root\nLavrov Lavrov PROPN NNP 2 obj person\nin in ADP IN 5 case\n1996 "
          "1996 NUM CD 2 obl 1996",
          "CONSULT Wang, Lavrov 1996 historical", "long before" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) tells(*state, cases[i].lines, cases[i].want);
}

static void lists_and_lines(void **state)
{
    struct world *w = *state;
    tells(w, "They they PRON PRP 2 nsubj\nmet meet VERB VBD 0 root", "");
    tells(w,
          "Kosovo Kosovo PROPN NNP 3 nsubj:pass state\nwas be AUX VBD 3 aux:pass\nrecognised recognise VERB VBN 0 root\nby by ADP IN 5 "
          "case\nPeru Peru PROPN NNP 3 obl:agent state\n"
          ", , PUNCT , 7 punct\nFiji Fiji PROPN NNP 3 conj state\nand and CCONJ CC 9 cc\nOman Oman PROPN NNP 7 conj state",
          "SUPPORT Kosovo, Peru, Fiji, Oman occurred");
    tells(w,
          "12 12 NUM CD 6 obl:unmarked 2014-09-20\n: : PUNCT : 6 punct\nFiji Fiji PROPN NNP 6 nsubj state\nand and CCONJ CC 5 cc\nPeru "
          "Peru PROPN NNP 3 conj state\nmeet meet VERB VBP 0 root",
          "CONSULT Fiji, Peru 2014-09-20 planned");
    tells(w,
          "Peru Peru PROPN NNP 4 nsubj state\nwill will AUX MD 4 aux\nnot not PART RB 4 advmod\nleave leave VERB VB 0 root\nthe the DET DT "
          "6 det\nunion union NOUN NN 4 obj",
          "REJECT Peru occurred");
}

static void deeds(void **state)
{
    struct world *w = *state;
    tells(w, "Fiji Fiji PROPN NNP 2 nsubj state\ncondemned condemn VERB VBD 0 root\nPeru Peru PROPN NNP 2 obj state",
          "ACCUSE Fiji, Peru occurred");
    tells(w,
          "Fiji Fiji PROPN NNP 2 nsubj state\nrecalled recall VERB VBD 0 root\nits its PRON PRP$ 4 nmod:poss\nambassador ambassador NOUN "
          "NN 2 obj\nfrom from ADP IN 6 case\n"
          "Peru Peru PROPN NNP 2 obl state",
          "SANCTION Fiji, Peru occurred");
    tells(w,
          "Fiji Fiji PROPN NNP 2 nsubj state\nurged urge VERB VBD 0 root\nPeru Peru PROPN NNP 2 obj state\nto to PART TO 5 mark\nvisit "
          "visit VERB VB 2 xcomp\nNepal Nepal PROPN NNP 5 obj state",
          "REQUEST Fiji, Peru occurred; CONSULT Peru, Nepal in Nepal hypothetical");
    tells(w, "Rain rain NOUN NN 2 nsubj\nfell fall VERB VBD 0 root", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meetings),
        cmocka_unit_test(what_did_not_happen),
        cmocka_unit_test(lists_and_lines),
        cmocka_unit_test(deeds),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
