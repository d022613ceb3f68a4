/* Facts on trees made by hand: what is wanted, planned, supported, denied or left open must never come out as being so. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "doc/tree.h"
#include "fact/fact.h"

enum { CEILING = 16 << 20 };

static struct lexicon *lex;
static struct fact_rules *rules;
static arena engine;

static void must(chy_status st, const chy_err *err)
{
    if (st != CHY_OK) fail_msg("%s", err->text);
}

static uint32_t entity_named(chy_doc *d, chy_str name, enum entity_type type)
{
    for (uint32_t i = 0; i < d->entities.count; i++)
        if (str_eq(d->entities.at[i].name, name)) return i;
    struct entity *e = LIST_PUSH(&d->mem, &d->entities);
    assert_non_null(e);
    *e = (struct entity){ .type = type, .name = str_keep(&d->mem, name), .of = NONE };
    if (type == ENTITY_ORGANIZATION) *LIST_PUSH(&d->mem, &e->codes) = CHY_LIT("IGO");
    return d->entities.count - 1;
}

/* "state:India", "org:SCO", "person:Li/China", "time:2017-06-09" */
static void label(chy_doc *d, uint32_t token, chy_str text)
{
    size_t colon = str_find(text, CHY_LIT(":"), 0), slash = str_find(text, CHY_LIT("/"), 0);
    chy_str kind = str_cut(text, 0, colon), name = str_cut(text, colon + 1, slash == SIZE_MAX ? text.len : slash);
    if (str_is(kind, "time")) {
        struct time *t = LIST_PUSH(&d->mem, &d->times);
        assert_non_null(t);
        *t = (struct time){ .span = d->tokens.at[token].span,
                            .words = { token, token + 1 },
                            .type = TIME_DATE,
                            .value = str_keep(&d->mem, name),
                            .implied = NONE };
        return;
    }
    int type = str_is(kind, "org") ? ENTITY_ORGANIZATION : entity_type_of(kind);
    assert_true(type >= 0);
    uint32_t e = entity_named(d, name, (enum entity_type)type);
    if (slash != SIZE_MAX) {
        uint32_t of = entity_named(d, str_cut(text, slash + 1, text.len), ENTITY_STATE);
        d->entities.at[e].of = of;
    }
    struct mention *m = LIST_PUSH(&d->mem, &d->mentions);
    assert_non_null(m);
    *m = (struct mention){
        .span = d->tokens.at[token].span, .words = { token, token + 1 }, .head = token, .entity = e, .form = FORM_NAME, .title_of = NONE
    };
}

/* One sentence from lines "form lemma UPOS XPOS head relation [label]"; heads count from 1, 0 is the root. */
static chy_doc *sentence(const char *lines)
{
    chy_doc *d;
    chy_err err;
    char text[2048] = "";
    size_t n = 0;
    chy_str rest = str_of(lines), line, cell[7];
    while (str_next_piece(&rest, '\n', &line)) {
        str_next_piece(&line, ' ', &cell[0]);
        n += (size_t)snprintf(text + n, sizeof text - n, "%.*s ", (int)cell[0].len, cell[0].ptr);
    }
    must(doc_create(CHY_LIT("t"), str_of(text), CEILING, &d, &err), &err);
    d->date = CHY_LIT("2016-07-01");
    rest = str_of(lines), n = 0;
    struct {
        uint32_t token;
        chy_str text;
    } labels[40];
    uint32_t label_count = 0;
    while (str_next_piece(&rest, '\n', &line)) {
        if (!line.len) continue;
        for (int i = 0; i < 6; i++) assert_true(str_next_piece(&line, ' ', &cell[i]));
        struct token *t = LIST_PUSH(&d->mem, &d->tokens);
        assert_non_null(t);
        t->form = cell[0];
        t->lower = utf8_lower(&d->mem, cell[0]);
        t->lemma = cell[1];
        t->upos = (uint8_t)upos_of(cell[2]);
        t->xpos = cell[3];
        t->head = (uint32_t)atoi(str_keep(&d->mem, cell[4]).ptr);
        t->head = t->head ? t->head - 1 : NONE;
        t->rel = (uint8_t)deprel_of(cell[5]);
        t->span = (chy_span){ (uint32_t)n, (uint32_t)(n + cell[0].len) };
        n += cell[0].len + 1;
        if (line.len) labels[label_count].token = d->tokens.count - 1, labels[label_count++].text = line;
    }
    struct sentence *s = LIST_PUSH(&d->mem, &d->sentences);
    assert_non_null(s);
    s->words = (run){ 0, d->tokens.count };
    tree_link(d, 0);
    for (uint32_t i = 0; i < label_count; i++) label(d, labels[i].token, labels[i].text);
    must(doc_index_mentions(d, &err), &err);
    return d;
}

static void print(const chy_doc *d, char *out, size_t room)
{
    size_t n = 0;
    out[0] = 0;
    for (uint32_t i = 0; i < d->facts.count; i++) {
        const struct fact *f = &d->facts.at[i];
        chy_str s = d->entities.at[f->subject].name, o = f->object == NONE ? f->object_text : d->entities.at[f->object].name;
        n += (size_t)snprintf(out + n, room - n, "%s%.*s %.*s %.*s %s%s", i ? "; " : "", (int)s.len, s.ptr, (int)f->relation.len,
                              f->relation.ptr, (int)o.len, o.ptr, modality_text(f->modality), f->ended ? " ended" : "");
        if (f->from.len) n += (size_t)snprintf(out + n, room - n, " from %.*s", (int)f->from.len, f->from.ptr);
        if (f->to.len) n += (size_t)snprintf(out + n, room - n, " to %.*s", (int)f->to.len, f->to.ptr);
    }
}

static const struct {
    const char *lines, *want, *why;
} cases[] = {
    { "India India PROPN NNP 2 nsubj state:India\njoined join VERB VBD 0 root\nthe the DET DT 4 det\nSCO SCO PROPN NNP 2 obj org:SCO\nin "
      "in ADP IN 6 case\nJune June PROPN NNP 2 obl time:2016-06",
      "India member_of SCO is from 2016-06", "said as done" },
    { "India India PROPN NNP 2 nsubj state:India\nwants want VERB VBZ 0 root\nto to PART TO 4 mark\njoin join VERB VB 2 xcomp\nSCO SCO "
      "PROPN NNP 4 obj org:SCO",
      "India member_of SCO wants", "wanting is not being" },
    { "India India PROPN NNP 3 nsubj state:India\nwill will AUX MD 3 aux\njoin join VERB VB 0 root\nSCO SCO PROPN NNP 3 obj org:SCO",
      "India member_of SCO plans", "a plan" },
    { "India India PROPN NNP 4 nsubj state:India\ndid do AUX VBD 4 aux\nnot not PART RB 4 advmod\njoin join VERB VB 0 root\nSCO SCO PROPN "
      "NNP 4 obj org:SCO",
      "India member_of SCO denies", "negated" },
    { "India India PROPN NNP 3 nsubj state:India\ncould could AUX MD 3 aux\njoin join VERB VB 0 root\nSCO SCO PROPN NNP 3 obj org:SCO", "",
      "only possible" },
    { "If if SCONJ IN 3 mark\nIndia India PROPN NNP 3 nsubj state:India\njoined join VERB VBD 7 advcl\nSCO SCO PROPN NNP 3 obj "
      "org:SCO\nNepal Nepal PROPN NNP 7 nsubj state:Nepal\nwould would AUX MD 7 aux\nfollow follow VERB VB 0 root",
      "", "a condition" },
    { "Did do AUX VBD 3 aux\nIndia India PROPN NNP 3 nsubj state:India\njoin join VERB VB 0 root\nSCO SCO PROPN NNP 3 obj org:SCO\n? ? "
      "PUNCT . 3 punct",
      "", "a question" },
    { "Iran Iran PROPN NNP 2 nsubj state:Iran\ndenied deny VERB VBD 0 root\nthat that SCONJ IN 6 mark\nit it PRON PRP 6 nsubj "
      "state:Iran\nhad have AUX VBD 6 aux\njoined join VERB VBN 2 ccomp\nSCO SCO PROPN NNP 6 obj org:SCO",
      "Iran member_of SCO denies", "denied in words" },
    { "Iran Iran PROPN NNP 2 nsubj state:Iran\nsaid say VERB VBD 0 root\nit it PRON PRP 5 nsubj state:Iran\nwould would AUX MD 5 aux\njoin "
      "join VERB VB 2 ccomp\nSCO SCO PROPN NNP 5 obj org:SCO",
      "Iran member_of SCO plans", "a plan in reported speech" },
    { "Iran Iran PROPN NNP 5 nsubj state:Iran\nis be AUX VBZ 5 cop\nnot not PART RB 5 advmod\na a DET DT 5 det\nmember member NOUN NN 0 "
      "root\nof of ADP IN 7 case\nSCO SCO PROPN NNP 5 nmod org:SCO",
      "Iran member_of SCO denies", "no member" },
    { "Iran Iran PROPN NNP 2 nsubj state:Iran\nseeks seek VERB VBZ 0 root\nmembership membership NOUN NN 2 obj\nof of ADP IN 5 case\nSCO "
      "SCO PROPN NNP 3 nmod org:SCO",
      "Iran member_of SCO wants", "a noun under a verb of wanting" },
    { "Iran Iran PROPN NNP 4 nsubj state:Iran\ndoes do AUX VBZ 4 aux\nnot not PART RB 4 advmod\nseek seek VERB VB 0 root\nmembership "
      "membership NOUN NN 4 obj\nof of ADP IN 7 case\nSCO SCO PROPN NNP 5 nmod org:SCO",
      "Iran member_of SCO denies", "does not even want it" },
    { "China China PROPN NNP 2 nsubj state:China\nsupports support VERB VBZ 0 root\nIran Iran PROPN NNP 5 nmod:poss state:Iran\n's 's PART "
      "POS 3 case\nmembership membership NOUN NN 2 obj\nof of ADP IN 7 case\nSCO SCO PROPN NNP 5 nmod org:SCO",
      "Iran member_of SCO supports", "somebody else wants it" },
    { "Qatar Qatar PROPN NNP 2 nsubj state:Qatar\nleft leave VERB VBD 0 root\nOPEC OPEC PROPN NNP 2 obj org:OPEC\nin in ADP IN 5 "
      "case\n2015 2015 NUM CD 2 obl time:2015",
      "Qatar member_of OPEC is ended to 2015", "over" },
    { "Qatar Qatar PROPN NNP 3 nsubj state:Qatar\nwill will AUX MD 3 aux\nleave leave VERB VB 0 root\nOPEC OPEC PROPN NNP 3 obj "
      "org:OPEC\nin in ADP IN 6 case\n2019 2019 NUM CD 3 obl time:2019",
      "Qatar member_of OPEC is to 2019", "still in until then" },
    { "China China PROPN NNP 4 nsubj state:China\nand and CCONJ CC 3 cc\nLaos Laos PROPN NNP 1 conj state:Laos\nsigned sign VERB VBD 0 "
      "root\nan a DET DT 6 det\nagreement agreement NOUN NN 4 obj\non on ADP IN 8 case\ntrade trade NOUN NN 6 nmod",
      "China signed agreement on trade is; Laos signed agreement on trade is", "a paper without a name" },
    { "China China PROPN NNP 2 nsubj state:China\nrefused refuse VERB VBD 0 root\nto to PART TO 4 mark\nsign sign VERB VB 2 xcomp\nan a "
      "DET DT 6 det\nagreement agreement NOUN NN 4 obj",
      "China signed agreement denies", "refused" },
    { "Egypt Egypt PROPN NNP 3 nsubj:pass state:Egypt\nwas be AUX VBD 3 aux:pass\nsuspended suspend VERB VBN 0 root\nfrom from ADP IN 5 "
      "case\nAU AU PROPN NNP 3 obl org:AU",
      "Egypt suspended_from AU is", "a passive" },
    { "Chad Chad PROPN NNP 3 nsubj state:Chad\nnow now ADV RB 3 advmod\nchairs chair VERB VBZ 0 root\nAU AU PROPN NNP 3 obj org:AU",
      "Chad chairs AU is", "holds the chair" },
    { "Chad Chad PROPN NNP 2 nsubj state:Chad\nchairs chair VERB VBZ 0 root\nAU AU PROPN NNP 2 obj org:AU\nfrom from ADP IN 5 case\n2017 "
      "2017 NUM CD 2 obl time:2017",
      "Chad chairs AU plans from 2017", "a present that is to come" },
    { "Li Li PROPN NNP 4 nsubj:pass person:Li\nwas be AUX VBD 4 aux:pass\nnot not PART RB 4 advmod\nappointed appoint VERB VBN 0 "
      "root\nambassador ambassador NOUN NN 4 xcomp",
      "Li holds_post ambassador denies", "no post" },
    { "Li Li PROPN NNP 3 nsubj person:Li/China\n, , PUNCT , 3 punct\ncame come VERB VBD 0 root\nthe the DET DT 6 det\nforeign foreign ADJ "
      "JJ 6 amod\nminister minister NOUN NN 1 appos",
      "Li holds_post foreign minister is", "an apposition" },
    { "Li Li PROPN NNP 3 nsubj person:Li/China\n, , PUNCT , 3 punct\ncame come VERB VBD 0 root\nformer former ADJ JJ 6 amod\nforeign "
      "foreign ADJ JJ 6 amod\nminister minister NOUN NN 1 appos",
      "Li holds_post foreign minister is ended", "former" },
};

static void test_cases(void **state)
{
    (void)state;
    int bad = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena scratch;
        chy_err err;
        char got[1024];
        arena_init(&scratch, CEILING);
        chy_doc *d = sentence(cases[i].lines);
        must(fact_run(rules, d, &scratch, &err), &err);
        print(d, got, sizeof got);
        if (strcmp(got, cases[i].want)) print_error("%s: \"%s\", wanted \"%s\"\n", cases[i].why, got, cases[i].want);
        bad += strcmp(got, cases[i].want) != 0;
        chy_doc_destroy(d);
        arena_done(&scratch);
    }
    assert_int_equal(bad, 0);
}

static int setup(void **state)
{
    (void)state;
    chy_err err;
    arena_init(&engine, 256u << 20);
    must(lexicon_create(NULL, &engine, &lex, &err), &err);
    must(fact_rules_create(lex, &engine, &rules, &err), &err);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_done(&engine);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };
    return cmocka_run_group_tests(tests, setup, teardown);
}
