/* What is read in a child is what is read here, and nothing that a child says is believed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/file.h"
#include "doc/doc_json.h"
#include "lexicon/lexicon.h"
#include "read/apart.h"
#include "read/wire.h"

struct box {
    arena mem;
    struct lexicon *lex;
    struct read_rules *rules;
};

static int make(void **state)
{
    struct box *b = calloc(1, sizeof *b);
    *state = b;
    arena_init(&b->mem, 1 << 28);
    return lexicon_create(NULL, &b->mem, &b->lex, NULL) || read_rules_create(b->lex, &b->mem, &b->rules, NULL);
}

static int unmake(void **state)
{
    struct box *b = *state;
    arena_done(&b->mem);
    free(b);
    return 0;
}

static const char page[] =
    "<html lang=en><head><title>A visit</title><meta property=article:published_time content=2021-09-06></head><body><nav><a href=/>Home</a></nav>"
    "<article><h1>A visit</h1><p>The Foreign Minister of Norway met his Swedish counterpart in Oslo on Monday, and they discussed the treaty "
    "that both states had signed the year before.</p><p>Il ministro degli Affari esteri ha incontrato il suo collega e hanno parlato del "
    "trattato che era stato firmato.</p></article></body></html>";

static void same(struct box *b, chy_str bytes)
{
    struct apart *a = NULL;
    chy_doc *here = NULL, *there = NULL;
    chy_err err = { 0 };
    buf one, two;
    buf_init(&one, NULL, NULL);
    buf_init(&two, NULL, NULL);
    assert_int_equal(apart_create(b->rules, 0, true, &a, &err), CHY_OK);
    if (read_document(b->rules, CHY_LIT("x"), bytes, (chy_str){ 0 }, 0, &here, &err)) fail_msg("%s", err.text);
    if (apart_read(a, CHY_LIT("x"), bytes, &there, &err)) fail_msg("%s", err.text);
    doc_json_read(here, &one);
    doc_json_read(there, &two);
    assert_int_equal(one.len, two.len);
    assert_memory_equal(one.ptr, two.ptr, one.len);
    assert_true(str_eq(here->origin, there->origin));
    assert_true(str_eq(here->address, there->address));
    assert_true(str_eq(here->updated, there->updated));
    buf_done(&one, NULL);
    buf_done(&two, NULL);
    chy_doc_destroy(here);
    chy_doc_destroy(there);
    apart_destroy(a);
}

static void it_is_the_same(void **state)
{
    same(*state, CHY_LIT(page));
    same(
        *state,
        CHY_LIT(
            "Chancery-Document: 1\nAddress: https://a.example/7\nTitle: T\nDate: 2020-03\nAuthor: A\nSource: S\nContent-Type: text/html\n\n"
            "<p>All of it is text here.</p>"));
    same(*state, CHY_LIT("Z\xfcrich. Der Minister traf sich mit seiner Kollegin; die Gespr\xe4"
                         "che waren \xfc"
                         "ber den Vertrag.\n"));
    same(*state, CHY_LIT("Plain text stays here.\n"));
}

static void what_cannot_be_read_is_told(void **state)
{
    struct box *b = *state;
    struct apart *a = NULL;
    chy_doc *d = NULL;
    chy_err err = { 0 };
    assert_int_equal(apart_create(b->rules, 0, true, &a, &err), CHY_OK);
    assert_int_equal(apart_read(a, CHY_LIT("x"), CHY_LIT("<html></html>"), &d, &err), CHY_EINPUT);
    assert_string_equal(err.text, "x: is a page without text");
    assert_int_equal(apart_read(a, CHY_LIT("x"), CHY_LIT(page), &d, &err), CHY_OK);
    chy_doc_destroy(d);
    apart_destroy(a);
}

/* Cut anywhere, or with any byte changed: a document or a sentence, never more. */
static void nothing_is_believed(void **state)
{
    struct box *b = *state;
    chy_doc *d = NULL;
    buf out;
    buf_init(&out, NULL, NULL);
    assert_int_equal(read_document(b->rules, CHY_LIT("x"), CHY_LIT(page), (chy_str){ 0 }, 0, &d, NULL), CHY_OK);
    wire_write(d, &out);
    chy_doc_destroy(d);
    for (size_t i = 0; i < out.len; i++) {
        chy_doc *got = NULL;
        assert_int_not_equal(wire_read((chy_str){ out.ptr, i }, CHY_LIT("x"), sizeof page - 1, 0, &got, NULL), CHY_OK);
        for (int bit = 0; bit < 8; bit += 3) {
            out.ptr[i] ^= (char)(1 << bit);
            got = NULL;
            if (!wire_read((chy_str){ out.ptr, out.len }, CHY_LIT("x"), sizeof page - 1, 0, &got, NULL)) {
                for (uint32_t k = 0; k < got->segments.count; k++) assert_true(got->segments.at[k].span.end <= got->text.len);
                chy_doc_destroy(got);
            }
            out.ptr[i] ^= (char)(1 << bit);
        }
    }
    buf_done(&out, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_same),
        cmocka_unit_test(what_cannot_be_read_is_told),
        cmocka_unit_test(nothing_is_believed),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
