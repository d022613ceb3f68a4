/* The tables under data/ agree with one another: keys are single, rows in order, and what one table names stands in the other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/map.h"
#include "base/utf8.h"
#include "lexicon/lexicon.h"

struct tables {
    arena mem;
    struct lexicon *lex;
};

static int setup(void **state)
{
    static struct tables t;
    chy_err err = { 0 };
    arena_init(&t.mem, (size_t)1 << 30);
    if (lexicon_create(NULL, &t.mem, &t.lex, &err)) fail_msg("%s", err.text);
    *state = &t;
    return 0;
}

static int teardown(void **state)
{
    arena_done(&((struct tables *)*state)->mem);
    return 0;
}

static const struct table *table(const struct tables *t, const char *name)
{
    const struct table *found = lexicon_table(t->lex, str_of(name));
    if (!found) fail_msg("there is no table %s", name);
    return found;
}

static int column(const struct table *t, const char *name)
{
    int c = table_column(t, name);
    if (c < 0) fail_msg("%.*s has no column %s", (int)table_name(t).len, table_name(t).ptr, name);
    return c;
}

/* Every value of one column, to its row. */
static struct map values(struct tables *t, const char *name, const char *of)
{
    const struct table *from = table(t, name);
    struct map m = { 0 };
    int c = column(from, of);
    for (uint32_t row = 0; row < table_rows(from); row++) assert_true(map_put(&m, &t->mem, table_cell(from, row, c), row));
    return m;
}

static void keys_stand_once_and_in_order(void **state)
{
    struct tables *t = *state;
    static const struct {
        const char *table, *key;
    } cases[] = {
        { "world/states", "iso3" },           { "world/places", "name" },
        { "world/metonyms", "name" },         { "world/organizations", "name" },
        { "world/bodies", "name" },           { "world/media", "name" },
        { "world/name_variants", "name" },    { "world/given_names", "name" },
        { "lexicon/en/posts", "title" },      { "lexicon/en/post_modifiers", "modifier" },
        { "ontology/relations", "relation" }, { "ontology/kinds", "kind" },
        { "ontology/cameo", "code" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct table *in = table(t, cases[i].table);
        int c = column(in, cases[i].key);
        chy_str before = { 0 };
        struct map seen = { 0 };
        for (uint32_t row = 0; row < table_rows(in); row++) {
            chy_str key = table_cell(in, row, c), folded = utf8_fold(&t->mem, key);
            if (!key.len) fail_msg("%s: no %s", table_where(in, row), cases[i].key);
            if (map_get(&seen, key) != MAP_NONE) fail_msg("%s: '%.*s' stands twice", table_where(in, row), (int)key.len, key.ptr);
            assert_true(map_put(&seen, &t->mem, key, row));
            if (row && str_cmp(before, folded) > 0) fail_msg("%s: '%.*s' is out of order", table_where(in, row), (int)key.len, key.ptr);
            before = folded;
        }
    }
}

static void what_is_named_elsewhere_is_there(void **state)
{
    struct tables *t = *state;
    static const struct {
        const char *table, *column, *there, *key, *or_there, *or_key;
    } cases[] = {
        { "world/places", "iso3", "world/states", "iso3", NULL, NULL },
        { "world/media", "iso3", "world/states", "iso3", NULL, NULL },
        { "world/bodies", "iso3", "world/states", "iso3", NULL, NULL },
        { "world/bodies", "organization", "world/organizations", "name", NULL, NULL },
        { "world/metonyms", "iso3_or_org", "world/states", "iso3", "world/organizations", "name" },
        { "ontology/kinds", "type", "ontology/plover", "type", NULL, NULL },
        { "ontology/kinds", "cameo", "ontology/cameo", "code", NULL, NULL },
        { "ontology/cameo", "type", "ontology/plover", "type", NULL, NULL },
        { "lexicon/en/verbs", "type", "ontology/plover", "type", NULL, NULL },
        { "lexicon/en/verbs", "kind", "ontology/kinds", "kind", NULL, NULL },
        { "lexicon/en/verbs", "cameo", "ontology/cameo", "code", NULL, NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct table *in = table(t, cases[i].table);
        int c = column(in, cases[i].column);
        struct map known = values(t, cases[i].there, cases[i].key), more = { 0 };
        if (cases[i].or_there) more = values(t, cases[i].or_there, cases[i].or_key);
        for (uint32_t row = 0; row < table_rows(in); row++) {
            chy_str cell = table_cell(in, row, c);
            if (cell.len && map_get(&known, cell) == MAP_NONE && map_get(&more, cell) == MAP_NONE)
                fail_msg("%s: '%.*s' is not in %s", table_where(in, row), (int)cell.len, cell.ptr, cases[i].there);
        }
    }
}

/* A mode belongs to its type: "visit" is a way of CONSULT and of nothing else. */
static void modes_belong_to_their_type(void **state)
{
    struct tables *t = *state;
    static const char *const users[] = { "ontology/kinds", "ontology/cameo", "lexicon/en/verbs" };
    const struct table *plover = table(t, "ontology/plover");
    struct map known = { 0 };
    int type = column(plover, "type"), mode = column(plover, "mode");
    for (uint32_t row = 0; row < table_rows(plover); row++) {
        chy_str pair = str_join(&t->mem, table_cell(plover, row, type), CHY_LIT("/"), table_cell(plover, row, mode));
        if (map_get(&known, pair) != MAP_NONE) fail_msg("%s: stands twice", table_where(plover, row));
        assert_true(map_put(&known, &t->mem, pair, row));
    }
    for (size_t i = 0; i < sizeof users / sizeof *users; i++) {
        const struct table *in = table(t, users[i]);
        int a = column(in, "type"), b = column(in, "mode");
        for (uint32_t row = 0; row < table_rows(in); row++) {
            chy_str pair = str_join(&t->mem, table_cell(in, row, a), CHY_LIT("/"), table_cell(in, row, b));
            if (pair.len > 1 && map_get(&known, pair) == MAP_NONE)
                fail_msg("%s: '%.*s' is not in ontology/plover", table_where(in, row), (int)pair.len, pair.ptr);
        }
    }
}

static void closed_columns_hold_their_words(void **state)
{
    struct tables *t = *state;
    static const struct {
        const char *table, *column, *words;
    } cases[] = {
        { "world/states", "kind", "state|territory|disputed|withdrawn" },
        { "world/places", "kind", "city|site|region|water" },
        { "world/places", "seat", "yes|" },
        { "world/organizations", "kind", "igo|bloc|military|development_bank|court|ngo|movement" },
        { "world/media", "kind", "agency|newspaper|broadcaster|online|journal" },
        { "world/given_names", "gender", "m|f|" },
        { "lexicon/en/posts", "state_before", "yes|no" },
        { "lexicon/en/post_modifiers", "effect", "deputy|acting|ended|leaving|planned|then|claimed|none" },
        { "lexicon/en/post_modifiers", "side", "pre|post" },
        { "ontology/relations", "symmetric", "yes|no" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct table *in = table(t, cases[i].table);
        int c = column(in, cases[i].column);
        for (uint32_t row = 0; row < table_rows(in); row++) {
            chy_str cell = table_cell(in, row, c), rest = str_of(cases[i].words), word;
            bool known = !cell.len && str_ends(rest, CHY_LIT("|"));
            while (!known && str_next_piece(&rest, '|', &word)) known = str_eq(word, cell);
            if (!known) fail_msg("%s: %s cannot be '%.*s'", table_where(in, row), cases[i].column, (int)cell.len, cell.ptr);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_stand_once_and_in_order),
        cmocka_unit_test(what_is_named_elsewhere_is_there),
        cmocka_unit_test(modes_belong_to_their_type),
        cmocka_unit_test(closed_columns_hold_their_words),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
