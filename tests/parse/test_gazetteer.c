/* What the tables say of the words of a sentence, bit by bit. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "parse/gazetteer.h"

enum {
    STATE,
    STATE_ON,
    PEOPLE,
    CITY,
    CITY_ON,
    LAND,
    LAND_ON,
    ORGANIZATION,
    ORGANIZATION_ON,
    BODY,
    BODY_ON,
    FIRM,
    FIRM_ON,
    SCHOOL,
    SCHOOL_ON,
    MEDIUM,
    MEDIUM_ON,
    GIVEN,
    FAMILY,
    HONORIFIC,
    POST,
    SMALL_PLACE = 28,
    SMALL_OTHER,
    ORDINARY
};

struct tools {
    arena mem;
    struct lexicon *lex;
    struct gazetteer *g;
};

static int open_tools(void **state)
{
    static struct tools t;
    chy_err err = { 0 };
    arena_init(&t.mem, (size_t)64 << 20);
    *state = &t;
    if (lexicon_create(NULL, &t.mem, &t.lex, &err) || gazetteer_create(t.lex, &t.mem, &t.g, &err)) fail_msg("%s", err.text);
    return 0;
}

static int close_tools(void **state)
{
    arena_done(&((struct tools *)*state)->mem);
    return 0;
}

/* Words parted by spaces, as one sentence. */
static chy_doc sentence(arena *mem, const char *text)
{
    chy_doc d = { 0 };
    chy_str rest = str_of(text), word;
    while (str_next_piece(&rest, ' ', &word)) {
        struct token *x = LIST_PUSH(mem, &d.tokens);
        x->form = word;
        x->lower = utf8_lower(mem, word);
    }
    return d;
}

static void phrases_give_their_bits(void **state)
{
    struct tools *t = *state;
    static const struct {
        const char *text;
        int word, bit;
        bool want;
        const char *why;
    } cases[] = {
        { "in Norway today", 1, STATE, true, "a state" },
        { "in Norway today", 0, STATE, false, "a word that is no name" },
        { "the United Kingdom left", 2, STATE_ON, true, "the further words of a phrase have a bit of their own" },
        { "the United Kingdom left", 2, STATE, false, "and not that of the first" },
        { "a Norwegian ship", 1, PEOPLE, true, "an adjective of a state" },
        { "in New York City", 1, CITY, true, "the longer name" },
        { "the New York Times said", 1, MEDIUM, true, "phrases within phrases: the paper" },
        { "the New York Times said", 3, MEDIUM_ON, true, "to its end" },
        { "the New York Times said", 1, CITY, true, "and the city at once" },
        { "at AT&T now", 1, FIRM, true, "marks inside a name do not count" },
        { "the F.B.I. came", 1, BODY, true, "nor do full stops" },
        { "the FBI came", 1, BODY, true, "letters" },
        { "who came", 0, ORGANIZATION, false, "WHO is looked for in capitals only" },
        { "the WHO said", 1, ORGANIZATION, true, "here it is" },
        { "in wisconsin now", 1, SMALL_PLACE, true, "a name in small letters has a bit of its own" },
        { "in wisconsin now", 1, LAND, false, "and not that of its class" },
        { "mark the day", 0, SMALL_OTHER, false, "a word of the language is no sign of a name" },
        { "mark the day", 0, ORDINARY, true, "but it is said that it could be" },
        { "Mark came", 0, GIVEN, true, "with a capital it may be" },
        { "Mr. Haugen came", 0, HONORIFIC, true, "a form of address" },
        { "the foreign minister came", 1, POST, true, "a post, first word" },
        { "the foreign minister came", 2, POST, true, "a post, next word" },
        { "WISCONSIN IS COLD", 0, LAND, true, "capitals throughout" },
        { "Côte d’Ivoire won", 0, STATE, true, "marks and kinds of apostrophe do not count" },
        { "Cote d'Ivoire won", 1, STATE_ON, true, "nor their absence" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t mask[16];
        chy_doc d = sentence(&t->mem, cases[i].text);
        gazetteer_mark(t->g, &d, (run){ 0, d.tokens.count }, mask);
        if ((mask[cases[i].word] >> cases[i].bit & 1) != cases[i].want)
            fail_msg("%s, word %d: bit %d is %d: %s", cases[i].text, cases[i].word, cases[i].bit, !cases[i].want, cases[i].why);
    }
}

static void runs_stand_alone(void **state)
{
    struct tools *t = *state;
    chy_doc d = sentence(&t->mem, "the United Kingdom");
    uint32_t mask[2] = { 7, 7 };
    gazetteer_mark(t->g, &d, (run){ 0, 2 }, mask);
    assert_int_equal(mask[1] & (1u << STATE | 1u << STATE_ON), 0); /* the phrase goes over the end of the run */
    gazetteer_mark(t->g, &d, (run){ 1, 3 }, mask);
    assert_true(mask[0] & 1u << STATE);
    assert_true(mask[1] & 1u << STATE_ON);
    gazetteer_mark(t->g, &d, (run){ 1, 1 }, mask); /* nothing at all */
}

/* gazetteer_create with one table of one's own laid on top. */
static chy_status create_with(const char *name, const char *text, arena *mem, struct gazetteer **out, chy_err *err)
{
    char dir[] = "/tmp/chancery-names-XXXXXX", folder[64], path[128];
    struct lexicon *lex;
    assert_non_null(mkdtemp(dir));
    snprintf(folder, sizeof folder, "%s/names", dir);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(mkdir(folder, 0700), 0);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    assert_int_equal(lexicon_create(dir, mem, &lex, err), CHY_OK);
    chy_status st = gazetteer_create(lex, mem, out, err);
    unlink(path);
    rmdir(folder);
    rmdir(dir);
    return st;
}

static void a_user_adds_names(void **state)
{
    (void)state;
    arena mem;
    struct gazetteer *g;
    chy_err err = { 0 };
    uint32_t mask[3];
    arena_init(&mem, (size_t)64 << 20);
    assert_int_equal(create_with("firms.tsv", "# columns: trade\tnames\nown\tQuimbo Sails\n", &mem, &g, &err), CHY_OK);
    chy_doc d = sentence(&mem, "by Quimbo Sails");
    gazetteer_mark(g, &d, (run){ 0, 3 }, mask);
    assert_true(mask[1] & 1u << FIRM);
    assert_true(mask[2] & 1u << FIRM_ON);
    arena_done(&mem);
}

static void bad_classes_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *row, *says;
    } cases[] = {
        { "ship\t32\t\t\tnames/firms\tnames\t\t", "classes.tsv:2: bits of 'ship' are numbers from 0 to 31" },
        { "ship\t\t\t\tnames/firms\tnames\t\t", "and the first is needed" },
        { "ship\t1\t\t\tnames/ships\tnames\t\t", "there is no table 'names/ships'" },
        { "ship\t1\t\t\tnames/firms\tkeels\t\t", "names/firms has no column 'keels'" },
        { "ship\t1\t\t\tnames/firms\tnames\tkeels\t1", "names/firms has no column 'keels'" },
        { "firm\t1\t\t\tnames/firms\tnames\t\t", "'firm' has other bits than above" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena mem;
        struct gazetteer *g;
        chy_err err = { 0 };
        char text[256];
        arena_init(&mem, (size_t)64 << 20);
        snprintf(text, sizeof text, "# columns: class\tfirst\tnext\tsmall\ttable\tcolumns\twhere\tvalues\n%s\n", cases[i].row);
        assert_int_equal(create_with("classes.tsv", text, &mem, &g, &err), CHY_EMODEL);
        if (!strstr(err.text, cases[i].says)) fail_msg("%s", err.text);
        arena_done(&mem);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrases_give_their_bits),
        cmocka_unit_test(runs_stand_alone),
        cmocka_unit_test(a_user_adds_names),
        cmocka_unit_test(bad_classes_are_refused),
    };
    return cmocka_run_group_tests(tests, open_tools, close_tools);
}
