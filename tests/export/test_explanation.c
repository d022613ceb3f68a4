/* What --explain prints: the rule of each event, or why there is none. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "chancery/chancery.h"

struct text {
    char bytes[1 << 14];
    size_t size;
};

static int keep(void *user, const char *bytes, size_t size)
{
    struct text *t = user;
    if (t->size + size >= sizeof t->bytes) return 1;
    memcpy(t->bytes + t->size, bytes, size);
    t->size += size;
    t->bytes[t->size] = 0;
    return 0;
}

static void each_sentence_has_its_rule_or_its_reason(void **state)
{
    (void)state;
    static struct text t;
    chy_engine *engine = NULL;
    chy_doc *doc = NULL;
    chy_err err = { 0 };
    chy_input in = { .id = CHY_LIT("note"), .text = CHY_LIT("Norway condemned Sweden\non Monday. They condemned. The sea is cold.") };
    if (chy_engine_create(NULL, &engine, &err) || chy_code(engine, &in, &doc, &err) || chy_doc_write_explanation(doc, keep, &t, &err))
        fail_msg("%s", err.text);
    assert_non_null(strstr(t.bytes, "note: 3 sentences, 1 event\n1 Norway condemned Sweden on Monday.\n    \"condemned\": ACCUSE, condemnation, "
                                    "occurred, "));
    assert_non_null(strstr(t.bytes, "sure, by data/lexicon/en/verbs.tsv:"));
    assert_non_null(strstr(t.bytes, "3 The sea is cold.\n    nothing: no rule knows a word of it\n"));
    chy_doc_destroy(doc);
    chy_engine_destroy(engine);
}

static void a_known_word_without_participants_is_explained(void **state)
{
    (void)state;
    static struct text t;
    chy_engine *engine = NULL;
    chy_doc *doc = NULL;
    chy_err err = { 0 };
    chy_input in = { .id = CHY_LIT("note"), .text = CHY_LIT("The weather condemned the harvest.") };
    if (chy_engine_create(NULL, &engine, &err) || chy_code(engine, &in, &doc, &err) || chy_doc_write_explanation(doc, keep, &t, &err))
        fail_msg("%s", err.text);
    assert_non_null(strstr(t.bytes, "    \"condemned\": nothing, since nobody whom the row asks for is named (data/lexicon/en/verbs.tsv:"));
    chy_doc_destroy(doc);
    chy_engine_destroy(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_sentence_has_its_rule_or_its_reason),
        cmocka_unit_test(a_known_word_without_participants_is_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
