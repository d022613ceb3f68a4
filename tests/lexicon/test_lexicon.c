#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "lexicon/image.h"
#include "lexicon/lexicon.h"

/* A document of one sentence, words parted by blanks. */
static chy_doc *words(const char *text)
{
    chy_doc *d = NULL;
    chy_err err = { 0 };
    assert_int_equal(doc_create(CHY_LIT("t"), str_of(text), 0, &d, &err), CHY_OK);
    chy_str rest = d->text, word;
    while (str_next_piece(&rest, ' ', &word)) {
        struct token *t = LIST_PUSH(&d->mem, &d->tokens);
        assert_non_null(t);
        t->span.start = (uint32_t)(word.ptr - d->text.ptr);
        t->span.end = t->span.start + (uint32_t)word.len;
        t->form = word;
        t->lower = utf8_lower(&d->mem, word);
    }
    struct sentence *s = LIST_PUSH(&d->mem, &d->sentences);
    assert_non_null(s);
    s->words = (run){ 0, d->tokens.count };
    return d;
}

static char *folder_with(const char *name, const char *text)
{
    char *dir = strdup("/tmp/chancery-lexicon-XXXXXX");
    char path[256];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/world", dir);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/world/%s", dir, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    return dir;
}

static void drop_folder(char *dir, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/world/%s", dir, name);
    unlink(path);
    snprintf(path, sizeof path, "%s/world", dir);
    rmdir(path);
    rmdir(dir);
    free(dir);
}

static void phrases_are_found_whatever_marks_they_have(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t at;
        const char *column;
        const char *want;
        const char *why;
    } cases[] = {
        { "in Russia today", 1, "iso3", "RUS", "plain" },
        { "in RUSSIA today", 1, "iso3", "RUS", "a line in capitals" },
        { "Cote d’Ivoire said", 0, "iso3", "CIV", "no circumflex, curly apostrophe" },
        { "Guinea - Bissau said", 0, "iso3", "GNB", "hyphen as a word of its own; the longest wins" },
        { "tell us more", 1, "iso3", NULL, "a pronoun is not the United States" },
        { "in china shops", 1, "iso3", NULL, "a name needs its capital" },
    };
    arena mem;
    struct lexicon *lex;
    chy_err err = { 0 };
    arena_init(&mem, (size_t)1 << 30);
    assert_int_equal(lexicon_create(NULL, &mem, &lex, &err), CHY_OK);
    const struct table *states = lexicon_table(lex, CHY_LIT("world/states"));
    assert_non_null(states);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        chy_doc *d = words(cases[i].text);
        struct phrase_hit hits[8];
        size_t n = lexicon_match(lex, d, cases[i].at, d->tokens.count, hits, 8), k = 0;
        while (k < n && hits[k].table != states) k++;
        if (!cases[i].want) {
            if (k < n) fail_msg("'%s': found (%s)", cases[i].text, cases[i].why);
        } else {
            if (k == n) fail_msg("'%s': not found (%s)", cases[i].text, cases[i].why);
            chy_str got = table_cell(states, hits[k].row, table_column(states, cases[i].column));
            if (!str_is(got, cases[i].want)) fail_msg("'%s': %.*s (%s)", cases[i].text, (int)got.len, got.ptr, cases[i].why);
        }
        chy_doc_destroy(d);
    }
    arena_done(&mem);
}

static void own_tables_lie_on_top(void **state)
{
    (void)state;
    char *dir = folder_with("organizations.tsv",
                            "# columns: name\tabbreviation\tkind\n# phrases: name abbreviation\nLeague of Quiet Rivers\tLQR\tigo\n");
    arena mem;
    struct lexicon *lex, *plain;
    chy_err err = { 0 };
    arena_init(&mem, (size_t)1 << 30);
    if (lexicon_create(dir, &mem, &lex, &err)) fail_msg("%s", err.text);
    assert_int_equal(lexicon_create(NULL, &mem, &plain, &err), CHY_OK);
    assert_true(lexicon_hash(lex) != lexicon_hash(plain));
    chy_doc *d = words("the LQR met");
    struct phrase_hit hits[8];
    size_t n = lexicon_match(lex, d, 1, 3, hits, 8);
    assert_true(n >= 1);
    assert_true(str_is(table_name(hits[0].table), "world/organizations"));
    assert_true(str_is(table_cell(hits[0].table, hits[0].row, table_column(hits[0].table, "name")), "League of Quiet Rivers"));
    assert_int_equal(lexicon_match(plain, d, 1, 3, hits, 8), 0);
    chy_doc_destroy(d);
    arena_done(&mem);
    drop_folder(dir, "organizations.tsv");
}

static void faults_name_file_and_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } cases[] = {
        { "# columns: name\tkind\nA\tigo\textra\n", ":2:7: more cells than the 2 columns" },
        { "# columns: name\tkind\nA\n", ":2:2: 2 columns are needed, this row has 1" },
        { "A\tigo\n", ":1: a row before the line '# columns: ...'" },
        { "# columns: name\tkind\n# phrases: nome\nA\tigo\n", ":2: '# phrases:' names 'nome'" },
        { "# columns: name\tcolour\nA\tred\n", "a column 'colour' that the built-in table does not have" },
        { "# columns: name\tkind\nA\t\xff\n", ":2: not UTF-8" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *dir = folder_with("organizations.tsv", cases[i].text);
        arena mem;
        struct lexicon *lex = NULL;
        chy_err err = { 0 };
        arena_init(&mem, (size_t)1 << 30);
        assert_int_equal(lexicon_create(dir, &mem, &lex, &err), CHY_EMODEL);
        if (!strstr(err.text, cases[i].says)) fail_msg("%s", err.text);
        arena_done(&mem);
        drop_folder(dir, "organizations.tsv");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrases_are_found_whatever_marks_they_have),
        cmocka_unit_test(own_tables_lie_on_top),
        cmocka_unit_test(faults_name_file_and_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
