#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "doc/origin.h"

static int set_up(void **state)
{
    static arena mem;
    arena_init(&mem, (size_t)64 << 20);
    *state = &mem;
    return 0;
}

static int tear_down(void **state)
{
    arena_done(*state);
    return 0;
}

static chy_span found(const origin_list *l, chy_str packed, uint32_t from, uint32_t to)
{
    chy_place place;
    chy_span one = origin_span(l->at, l->count, (chy_span){ from, to });
    assert_int_equal(origin_places(packed, (chy_span){ from, to }, &place, 1), 1);
    assert_int_equal(place.start, one.start);
    assert_int_equal(place.end, one.end);
    return one;
}

static void runs_are_found_again(void **state)
{
    arena *mem = *state;
    origin_list l = { 0 };
    /* "The cat & dog" from "<p>The <b>cat</b> &amp; dog" */
    assert_true(origin_add(&l, mem, 0, 3, 4, 1, 1));
    assert_true(origin_add(&l, mem, 4, 10, 3, 1, 1));
    assert_true(origin_add(&l, mem, 7, 17, 1, 1, 1));
    assert_true(origin_add(&l, mem, 8, 18, 5, 0, 0));
    assert_true(origin_add(&l, mem, 9, 23, 2, 1, 1));
    assert_true(origin_add(&l, mem, 11, 25, 2, 1, 1));
    assert_int_equal(l.count, 5); /* the last goes on */
    chy_str packed = origin_pack(&l, NULL, mem);
    static const struct {
        uint32_t from, to, start, end;
        const char *why;
    } cases[] = {
        { 0, 3, 3, 6, "a word" },        { 4, 7, 10, 13, "one within a tag" },       { 0, 7, 3, 13, "both, with the tag between them" },
        { 8, 9, 18, 23, "a reference" }, { 7, 11, 17, 25, "what stands around it" }, { 10, 13, 24, 27, "to the end" },
        { 10, 40, 24, 27, "beyond it" }, { 5, 6, 11, 12, "a byte within a word" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        chy_span s = found(&l, packed, cases[i].from, cases[i].to);
        if (s.start != cases[i].start || s.end != cases[i].end) fail_msg("%s: %u-%u", cases[i].why, s.start, s.end);
    }
    assert_true(origin_fits(packed, 13, 27));
    assert_false(origin_fits(packed, 13, 26));
    assert_false(origin_fits(packed, 10, 27));
}

/* Two bytes of the text for each byte of the source, and through a page that was in such an encoding. */
static void other_encodings_are_followed(void **state)
{
    arena *mem = *state;
    origin_list page = { 0 }, text = { 0 }, both = { 0 };
    assert_true(origin_add(&page, mem, 0, 0, 3, 1, 1));  /* "<p>" */
    assert_true(origin_add(&page, mem, 3, 3, 4, 2, 1));  /* four letters of two bytes */
    assert_true(origin_add(&page, mem, 11, 7, 4, 1, 1)); /* "</p>" */
    assert_true(origin_add(&text, mem, 0, 3, 8, 1, 1));
    assert_true(origin_through(&text, 8, &page, 15, mem, &both));
    chy_str packed = origin_pack(&both, NULL, mem);
    chy_span s = found(&both, packed, 2, 6);
    assert_int_equal(s.start, 4);
    assert_int_equal(s.end, 6);
    assert_int_equal(found(&both, packed, 0, 8).end, 7);
    assert_true(origin_fits(packed, 8, 11));
}

static void lines_of_print_have_boxes(void **state)
{
    arena *mem = *state;
    box_list boxes = { 0 };
    *LIST_PUSH(mem, &boxes) = (struct origin_box){ 0, 1, 7200, 9000, 50000, 10000 };
    *LIST_PUSH(mem, &boxes) = (struct origin_box){ 80, 1, 7200, 10200, 50000, 11200 };
    *LIST_PUSH(mem, &boxes) = (struct origin_box){ 160, 2, 6000, 9000, 48000, 10000 };
    chy_str packed = origin_pack(NULL, &boxes, mem);
    chy_place p[2];
    assert_int_equal(origin_places(packed, (chy_span){ 70, 170 }, p, 2), 3);
    assert_int_equal(p[1].top, 10200);
    assert_int_equal(origin_places(packed, (chy_span){ 160, 161 }, p, 2), 1);
    assert_int_equal(p[0].page, 2);
    assert_int_equal(p[0].left, 6000);
    assert_true(origin_fits(packed, 200, 10));
    assert_false(origin_fits(packed, 100, 10));
}

static void nothing_stands_for_itself(void **state)
{
    (void)state;
    chy_place p;
    assert_int_equal(origin_places(CHY_LIT(""), (chy_span){ 3, 9 }, &p, 1), 1);
    assert_int_equal(p.start, 3);
    assert_int_equal(p.end, 9);
    assert_int_equal(origin_places(CHY_LIT(""), (chy_span){ 9, 9 }, &p, 1), 0);
}

/* What a damaged record says is never believed. */
static void nonsense_is_refused(void **state)
{
    arena *mem = *state;
    origin_list l = { 0 };
    for (uint32_t i = 0; i < 40; i++) assert_true(origin_add(&l, mem, i * 10, i * 300, 7, i & 1, i & 1));
    chy_str packed = origin_pack(&l, NULL, mem);
    for (size_t at = 0; at < packed.len; at++)
        for (int bit = 0; bit < 8; bit++) {
            char *bad = (char *)str_keep(mem, packed).ptr;
            chy_place p = { 0 };
            bad[at] ^= (char)(1 << bit);
            if (origin_fits((chy_str){ bad, packed.len }, 400, 12000) &&
                origin_places((chy_str){ bad, packed.len }, (chy_span){ 33, 290 }, &p, 1))
                assert_true(p.start <= p.end && p.end <= 12000);
        }
    assert_false(origin_fits(CHY_LIT("x"), 400, 12000));
    assert_false(origin_fits(str_cut(packed, 0, packed.len - 1), 400, 12000));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(runs_are_found_again), cmocka_unit_test(other_encodings_are_followed),
                                        cmocka_unit_test(lines_of_print_have_boxes), cmocka_unit_test(nothing_stands_for_itself),
                                        cmocka_unit_test(nonsense_is_refused) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
