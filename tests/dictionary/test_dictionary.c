/* Dictionaries in the formats of TABARI and PETRARCH, written to a folder and used through the public header. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "chancery/chancery.h"

struct world {
    char dir[64];
    char heard[8192]; /* warnings, a line each */
    char json[1 << 16];
    size_t size;
    chy_engine *engine;
};

static const char actors[] = "<!-- states of our own -->\n"
                             "RURITANIA_ [RUR] # a remark\n"
                             "+RURITANIAN\n"
                             "GRAUSTARK_  ; another remark\n"
                             "+GRAUSTARKIAN\n"
                             "\t[GSK]\n"
                             "SYLDAVIA_ [SYL]\n"
                             "BORDURIA_ [BOR]\n"
                             "RUDOLF_RASSENDYLL_\n"
                             "\t[RURGOV 19900101-19991231]\n"
                             "\t[RUROPP >20000101]\n"
                             "\t[RURELI]\n"
                             "KING_OF_RURITANIA_TROPHY_ [---]\n"
                             "TWIN_ISLES_ [EAS/WES]\n"
                             "BROKEN_MAN_ [XYZ 1990]\n"
                             "<! -- a comment\n over two lines -->\n"
                             "LUTHA_ [LUT\n";
static const char agents[] = "!MINIST! = MINISTER, MINISTRY\n"
                             "!MINIST!_OF_CLOCKS [~GOV]\n"
                             "SOLDIER [~MIL]\n"
                             "LAWMAKER [~LEG]\n"
                             "POLICE {} [ ~COP]\n"
                             "RELIEF_BODY [NGO~]\n"
                             "!NOBODY!_AT_ALL [~GOV]\n";
static const char verbs[] = "&METAL\n+IRON\n+SILVER ORE\n"
                            "--- CONDEMN [111] ---\n"
                            "CONDEMN # remark\n"
                            "DECRY\n"
                            "- * TRADE IN &METAL [112]\n"
                            "- REFUSED_TO_* [130]\n"
                            "- * TREATY [---]\n"
                            "--- AGREE [030] ---\n"
                            "AGREE {AGREES AGREED AGREEING}\n"
                            "- % * [031:031]\n"
                            "--- VISIT [042:043] ---\n"
                            "VISIT\n"
                            "--- CORDON [172] ---\n"
                            "+SEAL_OFF {+SEALED_OFF +SEALS_OFF}\n"
                            "- + WAS * BY $ [174]\n"
                            "- * NO_CODE_HERE\n"
                            "- &UNKNOWN * [010]\n"
                            "- NO VERB HERE [010]\n";
static const char discards[] = "CROQUET\n+WORLD CUP OF BANDY\n";

static void write_file(const struct world *w, const char *name, const void *bytes, size_t size)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", w->dir, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
}

static void listen(void *user, const char *sentence)
{
    struct world *w = user;
    size_t n = strlen(w->heard);
    snprintf(w->heard + n, sizeof w->heard - n, "%s\n", sentence);
}

static chy_status open_engine(struct world *w, chy_err *err)
{
    chy_options options = { .dictionaries_dir = w->dir, .warn = listen, .warn_user = w };
    chy_engine_destroy(w->engine);
    w->engine = NULL;
    *w->heard = 0;
    return chy_engine_create(&options, &w->engine, err);
}

static int new_world(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    strcpy(w->dir, "/tmp/chancery-dictionaries-XXXXXX");
    assert_non_null(mkdtemp(w->dir));
    *state = w;
    return 0;
}

static int set_up(void **state)
{
    chy_err err = { 0 };
    new_world(state);
    struct world *w = *state;
    write_file(w, "own.actors.txt", actors, sizeof actors - 1);
    write_file(w, "own.agents", agents, sizeof agents - 1);
    write_file(w, "own.verbs", verbs, sizeof verbs - 1);
    write_file(w, "own.discards", discards, sizeof discards - 1);
    if (open_engine(w, &err)) fail_msg("%s", err.text);
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    char command[128];
    chy_engine_destroy(w->engine);
    snprintf(command, sizeof command, "rm -r '%s'", w->dir);
    assert_int_equal(system(command), 0);
    free(w);
    return 0;
}

static int to_json(void *user, const char *bytes, size_t size)
{
    struct world *w = user;
    if (w->size + size >= sizeof w->json) return 1;
    memcpy(w->json + w->size, bytes, size);
    w->size += size;
    w->json[w->size] = 0;
    return 0;
}

/* Code a sentence and answer its events: everything from "events":[ on. */
static const char *events(struct world *w, const char *text, const char *date)
{
    chy_doc *doc = NULL;
    chy_err err = { 0 };
    chy_input in = { .id = CHY_LIT("t"), .text = { text, strlen(text) }, .date = { date, strlen(date) } };
    w->size = 0;
    if (chy_code(w->engine, &in, &doc, &err) || chy_doc_write_json(doc, to_json, w, &err)) fail_msg("%s", err.text);
    chy_doc_destroy(doc);
    const char *from = strstr(w->json, "\"events\":[");
    assert_non_null(from);
    char *to = strstr(w->json, ",\"facts\":");
    assert_non_null(to);
    *to = 0;
    return from;
}

static void coded(struct world *w, const char *text, const char *expected)
{
    const char *got = events(w, text, "1995-05-05");
    if (!strstr(got, expected)) fail_msg("%s\nwanted %s\ngot    %s", text, expected, got);
}

static void not_coded(struct world *w, const char *text)
{
    const char *got = events(w, text, "1995-05-05");
    if (strcmp(got, "\"events\":[]")) fail_msg("%s\nwanted nothing, got %s", text, got);
}

static void verb_and_its_default_code(void **state)
{
    struct world *w = *state;
    coded(w, "Ruritania condemned Graustark on Monday.", "\"cameo\":\"111\",\"source\":[\"RUR\"],\"target\":[\"GSK\"]");
    coded(w, "Ruritania decried Graustark.", "\"type\":\"ACCUSE\"");
    not_coded(w, "Ruritania painted Graustark.");
    not_coded(w, "Ruritania condemned the weather.");
}

static void patterns_choose_the_code(void **state)
{
    struct world *w = *state;
    coded(w, "Ruritania condemned trade in silver ore with Graustark.", "\"cameo\":\"112\"");
    coded(w, "Ruritania refused to condemn Graustark.", "\"cameo\":\"130\"");
    not_coded(w, "Ruritania condemned a treaty with Graustark.");                            /* [---] */
    coded(w, "Ruritania condemned old trade in irons with Graustark.", "\"cameo\":\"112\""); /* a plural, and a word between */
}

static void both_sides_and_paired_events(void **state)
{
    struct world *w = *state;
    coded(w, "Ruritania and Graustark agreed.", "\"cameo\":\"031\",\"source\":[\"RUR\"],\"target\":[\"GSK\"]");
    coded(w, "Ruritania and Graustark agreed.", "\"cameo\":\"031\",\"source\":[\"GSK\"],\"target\":[\"RUR\"]");
    coded(w, "Ruritania visited Graustark.", "\"cameo\":\"042\",\"source\":[\"RUR\"],\"target\":[\"GSK\"]");
    coded(w, "Ruritania visited Graustark.", "\"cameo\":\"043\",\"source\":[\"GSK\"],\"target\":[\"RUR\"]");
}

static void verbs_of_two_words(void **state)
{
    struct world *w = *state;
    coded(w, "Ruritania sealed off Graustark.", "\"cameo\":\"172\",\"source\":[\"RUR\"]");
    coded(w, "Graustark was sealed off by Ruritania.", "\"cameo\":\"174\",\"source\":[\"RUR\"],\"target\":[\"GSK\"]");
    not_coded(w, "Ruritania sealed a letter to Graustark.");
}

static void agents_add_roles(void **state)
{
    struct world *w = *state;
    coded(w, "Ruritanian soldiers condemned Graustark.", "\"source\":[\"RURMIL\"]");
    coded(w, "Soldiers from Ruritania condemned Graustark on Monday.", "\"source\":[\"RURMIL\"]");
    coded(w, "Lawmakers in Ruritania and Syldavia condemned Graustark.", "\"source\":[\"RURLEG\",\"SYLLEG\"]");
    coded(w, "The Ruritanian Minister of Clocks condemned Graustark.", "\"source\":[\"RURGOV\"]");
    coded(w, "A Ruritanian relief body condemned Graustark.", "\"source\":[\"NGORUR\"]");
    not_coded(w, "Soldiers condemned Graustark.");
}

static void dates_choose_the_code(void **state)
{
    struct world *w = *state;
    assert_non_null(strstr(events(w, "Rudolf Rassendyll visited Graustark.", "1995-05-05"), "\"source\":[\"RURGOV\"]"));
    assert_non_null(strstr(events(w, "Rudolf Rassendyll visited Graustark.", "2005-05-05"), "\"source\":[\"RUROPP\"]"));
    assert_non_null(strstr(events(w, "Rudolf Rassendyll visited Graustark.", "1985-05-05"), "\"source\":[\"RURELI\"]"));
}

static void several_actors(void **state)
{
    struct world *w = *state;
    coded(w, "The Twin Isles condemned Graustark on Monday.", "\"source\":[\"EAS\",\"WES\"]");
    coded(w, "Ruritania, Syldavia and Borduria condemned Graustark on Monday.", "\"source\":[\"RUR\",\"SYL\",\"BOR\"]");
    not_coded(w, "The King of Ruritania Trophy condemned Graustark."); /* a longer phrase that is nobody */
}

static void clauses_under_a_coded_verb_are_part_of_it(void **state)
{
    struct world *w = *state;
    const char *got = events(w, "Ruritania condemned Graustark and visited Syldavia.", "1995-05-05");
    assert_non_null(strstr(got, "\"cameo\":\"111\""));
    assert_non_null(strstr(got, "\"cameo\":\"042\",\"source\":[\"RUR\"],\"target\":[\"SYL\"]"));
}

static void sentences_and_stories_are_discarded(void **state)
{
    struct world *w = *state;
    const char *got = events(w, "Ruritania condemned Graustark over croquet. Syldavia condemned Graustark.", "1995-05-05");
    assert_null(strstr(got, "RUR"));
    assert_non_null(strstr(got, "SYL"));
    not_coded(w, "Syldavia condemned Graustark. Ruritania visited the World Cup of Bandy.");
}

static void faults_are_told_by_line_and_passed_over(void **state)
{
    struct world *w = *state;
    static const char *const told[] = { "own.actors.txt:15: \"1990\" is no day",        "own.actors.txt:18: a \"[\" is not closed",
                                        "own.agents:7: !NOBODY! was not defined above", "own.verbs:18: a pattern without a code",
                                        "own.verbs:19: the synonym set &UNKNOWN",       "own.verbs:20: a pattern without a \"*\"" };
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (!strstr(w->heard, told[i])) fail_msg("not told: %s\n%s", told[i], w->heard);
    assert_non_null(strstr(chy_engine_coding(w->engine).ptr, "\"dictionaries\":\""));
}

static void stems_of_tabari(void **state)
{
    struct world *w = *state;
    static const char tabari[] = "ACCUS  [112] ;remark\n"
                                 "- * { ARSON | THEFT OF HORSES }  [1123] ;remark\n"
                                 "MARCH_ [152]\n"
                                 "a line that is nothing\n";
    chy_err err = { 0 };
    write_file(w, "own.actors.txt", actors, sizeof actors - 1);
    write_file(w, "t.080612.verbs", tabari, sizeof tabari - 1);
    write_file(w, "t.options", "COMPLEX: VERBS[3]\nSET: MATCH = TRUE\n", 36);
    if (open_engine(w, &err)) fail_msg("%s", err.text);
    coded(w, "Ruritania accused Graustark.", "\"cameo\":\"112\"");
    coded(w, "Ruritania accuses Graustark of theft of horses.", "\"cameo\":\"1123\"");
    not_coded(w, "Ruritania marched on Graustark."); /* "MARCH_" is that word alone */
    not_coded(w, "Ruritania, which had come, eaten, slept and gone, accused Graustark.");
    assert_non_null(strstr(w->heard, "t.080612.verbs:4: neither a verb"));
}

static void folders_that_cannot_be_used(void **state)
{
    struct world *w = *state;
    chy_err err = { 0 };
    assert_int_equal(open_engine(w, &err), CHY_EMODEL);
    assert_non_null(strstr(err.text, "no dictionary of verbs"));
    strcat(w->dir, "-not");
    assert_int_equal(open_engine(w, &err), CHY_EMODEL);
    assert_non_null(strstr(err.text, "No such file"));
    w->dir[strlen(w->dir) - 4] = 0;
}

static void any_bytes_are_survived(void **state)
{
    static const char pieces[] = "---+++&*$%^_[]{}()|!~#;<!-->ABC def\n\n\n\t 0123\xE9\xC3\xA9:/";
    struct world *w = *state;
    char soup[4096];
    uint32_t luck = 1;
    for (int round = 0; round < 12; round++) {
        chy_err err = { 0 };
        for (size_t i = 0; i < sizeof soup; i++) {
            luck = luck * 1664525u + 1013904223u;
            soup[i] = pieces[(luck >> 8) % (sizeof pieces - 1)];
        }
        write_file(w, "a.actors", soup, sizeof soup);
        write_file(w, "b.agents", soup, sizeof soup);
        write_file(w, "c.discards", soup, sizeof soup);
        write_file(w, "d.options", soup, sizeof soup);
        memcpy(soup, "GO [010]\n--- STAY [020] ---\nSTAY\n", 33);
        write_file(w, "e.verbs", soup, sizeof soup);
        if (open_engine(w, &err)) fail_msg("%s", err.text);
        events(w, "ABC stays and goes.", "1995-05-05");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(verb_and_its_default_code, set_up, tear_down),
        cmocka_unit_test_setup_teardown(patterns_choose_the_code, set_up, tear_down),
        cmocka_unit_test_setup_teardown(both_sides_and_paired_events, set_up, tear_down),
        cmocka_unit_test_setup_teardown(verbs_of_two_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(agents_add_roles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dates_choose_the_code, set_up, tear_down),
        cmocka_unit_test_setup_teardown(several_actors, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clauses_under_a_coded_verb_are_part_of_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sentences_and_stories_are_discarded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(faults_are_told_by_line_and_passed_over, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stems_of_tabari, new_world, tear_down),
        cmocka_unit_test_setup_teardown(folders_that_cannot_be_used, new_world, tear_down),
        cmocka_unit_test_setup_teardown(any_bytes_are_survived, new_world, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
