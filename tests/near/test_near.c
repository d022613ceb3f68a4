/* Copies, parts and versions of texts, and texts that only follow the same form. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "near/near.h"

static const char story[] =
    "The foreign ministers of the two lake states met on the island of Orsa on Friday to settle how much water each may take in summer.\n"
    "Minister Anna Berg said after four hours of talks that a draft was ready. Her colleague Piet Holm spoke of a good day, and thanked the\n"
    "fishermen of the island for their patience. The draft gives each side 40 million cubic metres a year, and lets a board of six engineers\n"
    "measure the level every week. Both parliaments have to agree before the first of May. A first attempt had failed in 2011, when the board\n"
    "could not be filled.";

/* Two of one form: other people, dates and sums. */
static const char form_a[] =
    "On 3 May 2019 the Deputy Minister, Mr Karol Lind, received the Ambassador of Norway, Ms Siri Dahl. They spoke of the state of\n"
    "relations and of trade, which reached 310 million dollars last year. The Ambassador thanked the Deputy Minister for the\n"
    "warm welcome and handed over an invitation to visit Oslo at a convenient time. The talk took place in a friendly\n"
    "atmosphere, and both sides agreed to stay in touch on matters of common interest.";
static const char form_b[] =
    "On 17 June 2020 the Deputy Minister, Mr Karol Lind, received the Ambassador of Chile, Mr Tomas Rojas. They spoke of the state of\n"
    "relations and of trade, which reached 275 million dollars last year. The Ambassador thanked the Deputy Minister for the\n"
    "warm welcome and handed over an invitation to visit Santiago at a convenient time. The talk took place in a friendly\n"
    "atmosphere, and both sides agreed to stay in touch on matters of common interest.";

static struct near_likeness liken(chy_str a, chy_str b)
{
    struct near_likeness there, back;
    arena mem;
    arena_init(&mem, 16 << 20);
    const struct near_text *x = near_read(a, &mem), *y = near_read(b, &mem);
    assert_non_null(x);
    assert_non_null(y);
    assert_true(near_compare(x, y, &mem, &there));
    assert_true(near_compare(y, x, &mem, &back));
    assert_int_equal(there.same, back.same);
    assert_int_equal(there.shared, back.shared);
    arena_done(&mem);
    return there;
}

static bool same(const char *a, const char *b) { return liken(str_of(a), str_of(b)).same; }

static void copies_and_parts(void **state)
{
    (void)state;
    char other[4096];
    assert_true(same(story, story));
    assert_true(liken(str_of(story), str_cut(str_of(story), 0, sizeof story / 2)).same);
    snprintf(other, sizeof other, "LAKE COURIER -- %s\n\nRead next: what to plant in March. Ten soups for cold days.", story);
    assert_true(same(story, other));
    for (char *p = strcpy(other, story); *p; p++)
        if (*p == '\n') *p = ' ';
    assert_true(same(story, other)); /* laid out otherwise */
    struct near_likeness like = liken(str_of(story), str_of(other));
    assert_int_equal(like.shared * 1000, (int)(like.jaccard * 1000) * like.shared);
    memcpy(strstr(other, "four hours"), "long hours", 10); /* a later version: a word changed, and another */
    memcpy(strstr(other, "every week"), "every year", 10);
    assert_true(same(story, other));
}

static void one_form_is_not_one_text(void **state)
{
    (void)state;
    struct near_likeness like = liken(str_of(form_a), str_of(form_b));
    assert_true(like.containment > .6F);
    assert_true(like.filled > 1);
    assert_false(like.same);
    assert_false(same(story, form_a));
}

static void short_and_odd_texts(void **state)
{
    (void)state;
    assert_false(same("", ""));
    assert_false(same("...", "!!!"));
    assert_true(same("Talks ended.", "talks  ended"));
    assert_false(same("Talks ended.", "Talks began."));
    assert_false(same("The talks in the capital ended.", "The talks in the capital ended early."));
    assert_false(same("\xff\xfe\xfd", "\xff"));
    assert_true(same("12May talks", "12 May talks"));
    /* Writing without spaces is compared sign by sign. */
    assert_true(
        same("两国外长在北京举行会谈就双边关系交换意见并签署合作文件", "（新华社）两国外长在北京举行会谈就双边关系交换意见并签署合作文件"));
}

static void groups_do_not_depend_on_order(void **state)
{
    (void)state;
    const char *texts[] = { story, form_a, form_b, story, "Talks ended.", "" };
    enum { N = sizeof texts / sizeof *texts };
    unsigned order[N], seed = 1;
    for (unsigned i = 0; i < N; i++) order[i] = i;
    for (int round = 0; round < 50; round++) {
        struct near_group *g = NULL;
        const uint32_t *group = NULL;
        size_t count = 0;
        uint32_t of[N];
        for (unsigned i = N - 1; i; i--) {
            unsigned k = (unsigned)rand_r(&seed) % (i + 1), swap = order[i];
            order[i] = order[k];
            order[k] = swap;
        }
        assert_int_equal(near_group_create(&g, NULL), CHY_OK);
        for (unsigned i = 0; i < N; i++) assert_int_equal(near_group_add(g, str_of(texts[order[i]]), NULL), CHY_OK);
        assert_int_equal(near_group_find(g, &group, &count, NULL), CHY_OK);
        assert_int_equal(count, N);
        for (unsigned i = 0; i < N; i++) of[order[i]] = group[i];
        for (unsigned i = 0; i < N; i++)
            for (unsigned k = 0; k < i; k++) assert_int_equal(of[i] == of[k], i == 3 && k == 0);
        near_group_destroy(g);
    }
}

static void no_memory_is_said(void **state)
{
    (void)state;
    arena mem;
    arena_init(&mem, 1024);
    assert_null(near_read(str_of(story), &mem));
    arena_done(&mem);
}

/* Prints what a shell line, run at the top of the source tree with $C the command, ends with: its exit status. */
static int sh(const char *line)
{
    char *whole = NULL;
    assert_true(asprintf(&whole, "cd '%s' && C='%s' && export C && %s", SOURCE_DIR, CHANCERY_COMMAND, line) > 0);
    int ended = system(whole);
    free(whole);
    return WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
}

/* Over 300 documents of 14 forms, and copies of some: precision at least .99. */
static void documents_of_one_form(void **state)
{
    (void)state;
    if (sh("command -v python3 >/dev/null")) skip();
    assert_int_equal(sh("d=$(mktemp -d) && python3 bench/forms.py documents >$d/in && $C dups $d/in >$d/out && "
                        "python3 bench/forms.py score $d/out <$d/in; r=$?; rm -rf $d; exit $r"),
                     0);
}

/* The published set, where it is at hand: F1 of pairs at least .99. */
static void copies_of_the_web(void **state)
{
    (void)state;
    if (sh("command -v python3 xz >/dev/null && test -r ../shared/data/webtext/neardup.jsonl.xz")) {
        print_message("no ../shared/data/webtext: skipped\n");
        skip();
    }
    assert_int_equal(sh("g=../shared/data/webtext/neardup.jsonl.xz d=$(mktemp -d) && xz -dc $g | $C dups >$d/out && "
                        "python3 ../shared/tools/score_webtext.py --json --dups $g $d/out | "
                        "python3 -c 'import json, sys; sys.exit(json.load(sys.stdin)[\"f1\"] < .99)'; r=$?; rm -rf $d; exit $r"),
                     0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_and_parts),    cmocka_unit_test(one_form_is_not_one_text),
        cmocka_unit_test(short_and_odd_texts), cmocka_unit_test(groups_do_not_depend_on_order),
        cmocka_unit_test(no_memory_is_said),   cmocka_unit_test(documents_of_one_form),
        cmocka_unit_test(copies_of_the_web),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
