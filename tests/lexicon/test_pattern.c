/* Patterns on trees made by hand. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "doc/tree.h"
#include "lexicon/pattern.h"

enum { CEILING = 16 << 20 };

static void must(chy_status st, const chy_err *err)
{
    if (st != CHY_OK) fail_msg("%s", err->text);
}

/* One sentence from lines "form lemma UPOS XPOS head relation"; heads count from 1, 0 is the root. */
static chy_doc *sentence(const char *lines)
{
    chy_doc *d;
    chy_err err;
    must(doc_create(CHY_LIT("t"), CHY_LIT(""), CEILING, &d, &err), &err);
    chy_str rest = str_of(lines), line;
    while (str_next_piece(&rest, '\n', &line)) {
        if (!line.len) continue;
        chy_str cell[6];
        for (int i = 0; i < 6; i++) assert_true(str_next_piece(&line, ' ', &cell[i]));
        struct token *t = LIST_PUSH(&d->mem, &d->tokens);
        assert_non_null(t);
        t->form = t->lower = cell[0];
        t->lemma = cell[1];
        t->upos = (uint8_t)upos_of(cell[2]);
        t->xpos = cell[3];
        t->head = (uint32_t)atoi(str_keep(&d->mem, cell[4]).ptr);
        t->head = t->head ? t->head - 1 : NONE;
        t->rel = (uint8_t)deprel_of(cell[5]);
    }
    struct sentence *s = LIST_PUSH(&d->mem, &d->sentences);
    assert_non_null(s);
    s->words = (run){ 0, d->tokens.count };
    tree_link(d, 0);
    return d;
}

struct table_in_dir {
    char dir[64], path[128];
};

/* The patterns of one cell each, parted by newlines, read through the same reader as all tables. */
static chy_status compile(const char *rows, arena *mem, struct patterns **out, chy_err *err)
{
    struct table_in_dir at;
    struct lexicon *lex;
    const struct table *table;
    int column;
    snprintf(at.dir, sizeof at.dir, "/tmp/chancery-pattern-XXXXXX");
    assert_non_null(mkdtemp(at.dir));
    snprintf(at.path, sizeof at.path, "%s/trial.tsv", at.dir);
    FILE *f = fopen(at.path, "w");
    assert_non_null(f);
    fprintf(f, "# trial\n# source: here\n# licence: Apache-2.0\n# date: 2026-11-22\n# columns: pattern\tnote\n");
    chy_str rest = str_of(rows), row;
    while (str_next_piece(&rest, '\n', &row)) fprintf(f, "%.*s\t\n", (int)row.len, row.ptr);
    fclose(f);
    chy_status st = lexicon_create(at.dir, mem, &lex, err);
    if (!st) st = lexicon_need(lex, CHY_LIT("trial"), &table, err, &column, "pattern", NULL);
    if (!st) st = patterns_create(table, column, mem, out, err);
    unlink(at.path);
    rmdir(at.dir);
    return st;
}

/* What the pattern finds in the sentence: "TRIGGER A=form B=form", or "" */
static void finds(const char *pattern, const char *lines, const char *want)
{
    arena mem;
    chy_err err;
    struct patterns *p;
    char got[512] = "";
    arena_init(&mem, 512u << 20);
    must(compile(pattern, &mem, &p, &err), &err);
    chy_doc *d = sentence(lines);
    for (uint32_t t = 0; t < d->tokens.count; t++) {
        struct pattern_match m[4];
        uint32_t n = patterns_match(p, d, t, m, 4);
        for (uint32_t i = 0; i < n; i++) {
            size_t at = strlen(got);
            at += (size_t)snprintf(got + at, sizeof got - at, "%s%.*s", at ? "; " : "", (int)d->tokens.at[t].form.len,
                                   d->tokens.at[t].form.ptr);
            for (int k = 0; k < 26; k++)
                if (m[i].slot[k] != NONE) {
                    chy_str f = d->tokens.at[m[i].slot[k]].form;
                    at += (size_t)snprintf(got + at, sizeof got - at, " %c=%.*s", 'A' + k, (int)f.len, f.ptr);
                }
        }
    }
    assert_string_equal(got, want);
    chy_doc_destroy(d);
    arena_done(&mem);
}

static const char met[] =
    "Wang Wang PROPN NNP 2 nsubj\nmet meet VERB VBD 0 root\nLavrov Lavrov PROPN NNP 2 obj\nin in ADP IN 5 case\nUfa Ufa PROPN NNP 2 obl";
static const char hosted[] = /* The talks were held by Oslo with Manila */
    "The the DET DT 2 det\ntalks talk NOUN NNS 4 nsubj:pass\nwere be AUX VBD 4 aux:pass\nheld hold VERB VBN 0 root\nby by ADP IN 6 case\n"
    "Oslo Oslo PROPN NNP 4 obl:agent\nwith with ADP IN 8 case\nManila Manila PROPN NNP 2 nmod";
static const char plans[] = /* Nepal plans to visit Oslo and consult Peru */
    "Nepal Nepal PROPN NNP 2 nsubj\nplans plan VERB VBZ 0 root\nto to PART TO 4 mark\nvisit visit VERB VB 2 xcomp\nOslo Oslo PROPN NNP 4 "
    "obj\n"
    "and and CCONJ CC 7 cc\nconsult consult VERB VB 4 conj\nPeru Peru PROPN NNP 7 obj";
static const char urged[] = /* Oslo urged Nepal to visit Peru */
    "Oslo Oslo PROPN NNP 2 nsubj\nurged urge VERB VBD 0 root\nNepal Nepal PROPN NNP 2 obj\nto to PART TO 5 mark\nvisit visit VERB VB 2 "
    "xcomp\nPeru Peru PROPN NNP 5 obj";
static const char relative[] = /* the minister who visited Peru , which Oslo helps */
    "the the DET DT 2 det\nminister minister NOUN NN 0 root\nwho who PRON WP 4 nsubj\nvisited visit VERB VBD 2 acl:relcl\nPeru Peru PROPN "
    "NNP 4 obj\n"
    "which which PRON WDT 8 obj\nOslo Oslo PROPN NNP 8 nsubj\nhelps help VERB VBZ 5 acl:relcl";
static const char member[] = /* Fiji is not a member of WTO */
    "Fiji Fiji PROPN NNP 5 nsubj\nis be AUX VBZ 5 cop\nnot not PART RB 5 advmod\na a DET DT 5 det\nmember member NOUN NN 0 root\nof of ADP "
    "IN 7 case\nWTO WTO PROPN NNP 5 nmod";
static const char nominal[] = /* Oslo 's visit to Peru for signing treaties */
    "Oslo Oslo PROPN NNP 3 nmod:poss\n's 's PART POS 1 case\nvisit visit NOUN NN 0 root\nto to ADP IN 5 case\nPeru Peru PROPN NNP 3 nmod\n"
    "for for SCONJ IN 7 mark\nsigning sign VERB VBG 3 acl\ntreaties treaty NOUN NNS 7 obj";
static const char arrested[] = /* Two envoys were arrested and expelled */
    "Two two NUM CD 2 nummod\nenvoys envoy NOUN NNS 4 nsubj:pass\nwere be AUX VBD 4 aux:pass\narrested arrest VERB VBN 0 root\nand and "
    "CCONJ CC 6 cc\nexpelled expel VERB VBN 4 conj";

static void slots_are_filled(void **state)
{
    (void)state;
    finds("meet.VERB A=subj B=obj|with P?=in", met, "met A=Wang B=Lavrov P=Ufa");
    finds("meet.VERB A=subj B=with", met, "");
    finds("meet.NOUN A=subj", met, "");
    finds("hold|conduct.VERB+obj:talk|consultation A=subj B=with|+1>with", hosted, "held A=Oslo B=Manila");
    finds("hold.VERB+obj:summit", hosted, "");
    finds("hold.VERB+pass S=surface", hosted, "held S=talks");
    finds("visit.NOUN A=poss|by B=to", nominal, "visit A=Oslo B=Peru");
    finds("visit.NOUN F=for>obj", nominal, "visit F=treaties");
}

static void subjects_are_found(void **state)
{
    (void)state;
    finds("visit|consult.VERB A=subj B=obj", plans, "visit A=Nepal B=Oslo; consult A=Nepal B=Peru");
    finds("visit.VERB A=subj B=obj", urged, "visit A=Nepal B=Peru");
    finds("visit.VERB A=subj B=obj", relative, "visited A=minister B=Peru");
    finds("help.VERB A=subj B=obj", relative, "helps A=Oslo B=Peru");
    finds("arrest|expel.VERB A?=subj B=obj", arrested, "arrested B=envoys; expelled B=envoys");
    finds("visit.VERB A=head>subj", plans, "visit A=Nepal");
}

/* Trees that a parser got wrong: the order of words speaks then. */
static const char rootless[] = /* Persson flies to Oslo, with the verb as a mark of punctuation */
    "Persson Persson PROPN NNP 0 root\nflies fly VERB VBZ 1 punct\nto to ADP IN 4 case\nOslo Oslo PROPN NNP 2 obl";
static const char particle[] = /* India called off talks */
    "India India PROPN NNP 2 nsubj:pass\ncalled call VERB VBN 0 root\noff off ADP IN 4 case\ntalks talk NOUN NNS 2 obl";
static const char strayed[] = /* Kamau spoke by telephone with Vera */
    "Kamau Kamau PROPN NNP 2 nsubj\nspoke speak VERB VBD 0 root\nby by ADP IN 4 case\ntelephone telephone NOUN NN 2 obl\nwith with ADP IN "
    "7 case\nVera Vera PROPN NNP 7 nmod\n"
    ". . PUNCT . 2 punct";

static void wrong_trees_are_mended(void **state)
{
    (void)state;
    finds("fly.VERB A=subj B=to", rootless, "flies A=Persson B=Oslo");
    finds("call.VERB+prt:off+obj:talk A=subj", particle, "called A=India");
    finds("speak.VERB+by:telephone A=subj B=with", strayed, "spoke A=Kamau B=Vera");
}

static void conditions_hold_or_forbid(void **state)
{
    (void)state;
    finds("member.NOUN+cop A=subj B=of", member, "member A=Fiji B=WTO");
    finds("member.NOUN+cop-neg A=subj B=of", member, "");
    finds("member.NOUN+neg A=subj", member, "member A=Fiji");
    finds("meet.VERB-obj A=subj", met, "");
    finds("meet.VERB-obj:Wang A=subj", met, "met A=Wang");
    finds("*.VERB A=subj", met, "met A=Wang");
    finds("visit.NOUN+for+1>obj:treaty A=poss", nominal, "visit A=Oslo");
    finds("visit.NOUN+for-1>obj:treaty A=poss", nominal, "");
    finds("meet.VERB A=subj\n*.VERB P=in\nmeet B=obj", met, "met A=Wang; met P=Ufa; met B=Lavrov");
}

static const char freed[] = /* Oslo freed dozens of sailors */
    "Oslo Oslo PROPN NNP 2 nsubj\nfreed free VERB VBD 0 root\ndozens dozen NOUN NNS 2 obj\nof of ADP IN 5 case\nsailors sailor NOUN NNS 3 nmod";

static void classes_stand_for_their_words(void **state)
{
    (void)state;
    finds("@crew=captain|sailor\nfree.VERB+obj:@crew A=subj B=obj", arrested, "");
    finds("@crew=captain|envoy\n@seize=hold|arrest\n@seize.VERB+obj:@crew B=obj", arrested, "arrested B=envoys");
    finds("@crew=captain\narrest.VERB B=obj:@crew/guest\n@crew=envoy", arrested, "arrested B=envoys");
    finds("@quantity=dozen\nfree.VERB+obj:sailor A=subj B=+1", freed, "freed A=Oslo B=sailors");
    finds("free.VERB+obj:sailor A=subj B=+1", freed, "");
    finds("@quantity=dozen\nfree.VERB+obj:ship A=subj", freed, "");
}

static void mistakes_are_told(void **state)
{
    static const struct {
        const char *pattern, *want, *place;
    } cases[] = {
        { "meet.VRB A=subj", "names no part of speech: \"VRB\"", ":6" },
        { "meet.VERB a=subj", "no capital letter", ":11" },
        { "meet.VERB A:subj", "without '='", ":12" },
        { "meet.VERB A=+1>with", "does not ask for", ":13" },
        { "meet.VERB A=subj[minister]", "no kind of entity: \"minister\"", ":18" },
        { ".VERB A=subj", "has no trigger", ":1" },
        { "meet.VERB A=subj>", "empty step", "" },
        { "hold.VERB+obj:@talk A=subj", "names a class of words that no row defines: \"talk\"", ":16" },
        { "@=a|b", "defines a class of words", "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena mem;
        chy_err err;
        struct patterns *p;
        arena_init(&mem, 512u << 20);
        assert_int_equal(compile(cases[i].pattern, &mem, &p, &err), CHY_EMODEL);
        if (!strstr(err.text, cases[i].want)) fail_msg("%s\n%s", cases[i].pattern, err.text);
        char place[64];
        snprintf(place, sizeof place, "trial.tsv:6%s", cases[i].place);
        if (!strstr(err.text, place)) fail_msg("%s\n%s", cases[i].pattern, err.text);
        arena_done(&mem);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slots_are_filled),          cmocka_unit_test(subjects_are_found), cmocka_unit_test(wrong_trees_are_mended),
        cmocka_unit_test(conditions_hold_or_forbid), cmocka_unit_test(mistakes_are_told),  cmocka_unit_test(classes_stand_for_their_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
