#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/date.h"

static void parsing_keeps_open_parts(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        struct date want;
        const char *printed;
    } cases[] = {
        { "2014", true, { 2014, 0, 0 }, "2014" },
        { "2014-09", true, { 2014, 9, 0 }, "2014-09" },
        { "2014-09-10", true, { 2014, 9, 10 }, "2014-09-10" },
        { "2014-09-10T23:55", true, { 2014, 9, 10 }, "2014-09-10" },
        { "XXXX-05-23", true, { 0, 5, 23 }, "XXXX-05-23" },
        { "XXXX-XX-23", true, { 0, 0, 23 }, "XXXX-XX-23" },
        { "XXXX-02-29", true, { 0, 2, 29 }, "XXXX-02-29" },
        { "2023-02-29", false, { 0 }, "" },
        { "2014-13", false, { 0 }, "" },
        { "2014-W30", false, { 0 }, "" },
        { "199", false, { 0 }, "" },
        { "2014-09-1", false, { 0 }, "" },
        { "", false, { 0 }, "" },
    };
    (void)state;
    arena mem;
    arena_init(&mem, 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date d = { 0 };
        assert_int_equal(date_parse(str_of(cases[i].text), &d), cases[i].ok);
        assert_memory_equal(&d, &cases[i].want, sizeof d);
        if (cases[i].ok) assert_true(str_is(date_format(&mem, d), cases[i].printed));
    }
    arena_done(&mem);
}

static void days_count_from_1970(void **state)
{
    static const struct {
        struct date d;
        int64_t days;
        int weekday;
    } cases[] = {
        { { 1970, 1, 1 }, 0, 4 },      { { 1969, 12, 31 }, -1, 3 },    { { 2000, 2, 29 }, 11016, 2 },
        { { 2022, 7, 28 }, 19201, 4 }, { { 1600, 3, 1 }, -135080, 3 }, { { 2020, 5, 9 }, 18391, 6 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(date_days(cases[i].d), cases[i].days);
        assert_int_equal(date_weekday(cases[i].d), cases[i].weekday);
    }
    for (int64_t n = -200000; n < 200000; n += 37) assert_int_equal(date_days(date_of_days(n)), n);
}

static void adding(void **state)
{
    (void)state;
    struct date d = { 2020, 5, 27 };
    date_add_days(&d, -815);
    assert_int_equal(date_days(d), date_days((struct date){ 2018, 3, 4 }));
    d = (struct date){ 2023, 3, 31 };
    date_add_months(&d, -1);
    assert_int_equal(date_days(d), date_days((struct date){ 2023, 2, 28 }));
    d = (struct date){ 2023, 1, 0 };
    date_add_months(&d, -1);
    assert_true(d.year == 2022 && d.month == 12 && d.day == 0);
    date_add_months(&d, 13);
    assert_true(d.year == 2024 && d.month == 1);
}

static void weeks(void **state)
{
    static const struct {
        struct date d;
        int year, week;
    } cases[] = {
        { { 2023, 5, 24 }, 2023, 21 },
        { { 2021, 1, 3 }, 2020, 53 },
        { { 2019, 12, 30 }, 2020, 1 },
        { { 2024, 6, 9 }, 2024, 23 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int year = 0;
        assert_int_equal(date_iso_week(cases[i].d, &year), cases[i].week);
        assert_int_equal(year, cases[i].year);
    }
}

static void bounds(void **state)
{
    static const struct {
        const char *value, *first, *last;
    } cases[] = {
        { "2014", "2014-01-01", "2014-12-31" },
        { "2024-02", "2024-02-01", "2024-02-29" },
        { "2014-09-10", "2014-09-10", "2014-09-10" },
        { "2014-08-24/2014-08-29", "2014-08-24", "2014-08-29" },
        { "2019-10/2020-03", "2019-10-01", "2020-03-31" },
        { "2023-Q1", "2023-01-01", "2023-03-31" },
        { "2024-H2", "2024-07-01", "2024-12-31" },
        { "2023-W21", "2023-05-22", "2023-05-28" },
        { "XXXX-05-23", NULL, NULL },
        { "2014/", NULL, NULL },
        { "PAST_REF", NULL, NULL },
        { "2023-Q5", NULL, NULL },
        { "P3D", NULL, NULL },
    };
    (void)state;
    arena mem;
    arena_init(&mem, 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date a, b;
        bool ok = date_bounds(str_of(cases[i].value), &a, &b);
        assert_int_equal(ok, cases[i].first != NULL);
        if (!ok) continue;
        assert_true(str_is(date_format(&mem, a), cases[i].first));
        assert_true(str_is(date_format(&mem, b), cases[i].last));
    }
    arena_done(&mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parsing_keeps_open_parts),
        cmocka_unit_test(days_count_from_1970),
        cmocka_unit_test(adding),
        cmocka_unit_test(weeks),
        cmocka_unit_test(bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
