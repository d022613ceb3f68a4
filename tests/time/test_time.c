#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "time/split.h"
#include "time/time.h"

static arena engine;
static struct time_rules *rules;

static int open_rules(void **state)
{
    struct lexicon *lex = NULL;
    chy_err err = { 0 };
    (void)state;
    arena_init(&engine, 256u << 20);
    chy_status st = lexicon_create(NULL, &engine, &lex, &err);
    if (!st) st = time_rules_create(lex, &engine, &rules, &err);
    if (st) fprintf(stderr, "%s\n", err.text);
    return st;
}

static int close_rules(void **state)
{
    (void)state;
    arena_done(&engine);
    return 0;
}

static bool asked; /* the text is a request */

static chy_doc *run_on(const char *published, const char *text, size_t ceiling, chy_status *st)
{
    chy_doc *d = NULL;
    chy_err err = { 0 };
    arena scratch;
    arena_init(&scratch, ceiling);
    *st = doc_create(CHY_LIT("test"), str_of(text), ceiling, &d, &err);
    if (*st == CHY_OK) {
        d->date = str_of(published);
        d->asked = asked;
        *st = split(d) ? time_run(rules, d, &scratch, &err) : CHY_ENOMEM;
    }
    arena_done(&scratch);
    return d;
}

/* "text = value; text = value", in order. */
static void join_times(const chy_doc *d, char *out, size_t room)
{
    size_t n = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < d->times.count && n + 1 < room; i++) {
        chy_str t = doc_text(d, d->times.at[i].span), v = d->times.at[i].value;
        n += (size_t)snprintf(out + n, room - n, "%s%.*s = %.*s", n ? "; " : "", (int)t.len, t.ptr, (int)v.len, v.ptr);
    }
}

static const struct {
    const char *published, *text, *want, *why;
} cases[] = {
    { "2022-07-29", "He spoke on the 28th", "the 28th = 2022-07-28", "the day before publication" },
    { "2022-07-29", "He spoke on the 31st", "the 31st = 2022-05-31", "not after publication, and June has no 31st" },
    { "2023-03-01", "He spoke on the 29th", "the 29th = 2023-01-29", "no leap day in 2023" },
    { "2023-01-05", "He spoke on the 27th", "the 27th = 2022-12-27", "back over new year" },
    { "", "He spoke on May 23", "May 23 = XXXX-05-23", "the year stays open" },
    { "", "He spoke on the 23rd", "the 23rd = XXXX-XX-23", "so does the month" },
    { "", "He spoke on Wednesday", "Wednesday = XXXX-WXX-3", "or all but the weekday" },
    { "2014-09-10", "The summit of 11-12 September", "11-12 September = 2014-09-11/2014-09-12", "a range is one value" },
    { "2014-09-10", "From September 26 to 27, 2024, they met", "September 26 to 27, 2024 = 2024-09-26/2024-09-27",
      "the end gives the year" },
    { "2022-01-12", "They stayed from 28 December to 9 January", "28 December to 9 January = 2021-12-28/2022-01-09", "over new year" },
    { "2022-11-02", "The plan for 2023–2027", "2023–2027 = 2023/2027", "years, with a long dash" },
    { "2022-11-02", "In the season 2021-22 and in 2015-12", "2021-22 = 2021/2022; 2015-12 = 2015-12", "years that follow, or a month" },
    { "2020-05-27", "10.09.2014 and 09.05.2020", "10.09.2014 = 2014-09-10; 09.05.2020 = 2020-05-09", "dots: day first" },
    { "2020-05-27", "03/25/2014 and 04/05/2014", "03/25/2014 = 2014-03-25; 04/05/2014 = 2014-04-05",
      "month first, as the other one shows" },
    { "2020-05-27", "25/03/2014 and 04/05/2014", "25/03/2014 = 2014-03-25; 04/05/2014 = 2014-05-04", "day first, as the other one shows" },
    { "2020-05-27", "On 2022-07-28", "2022-07-28 = 2022-07-28", "ISO" },
    { "2023-05-24", "It began on May 23. The day before, they met", "May 23 = 2023-05-23; The day before = 2023-05-22",
      "counted from the day spoken of" },
    { "2018-06-14", "It opened on 9 June. That evening they dined", "9 June = 2018-06-09; That evening = 2018-06-09TEV",
      "the day spoken of" },
    { "2024-06-10", "Last week, two weeks ago, next month", "Last week = 2024-W23; two weeks ago = 2024-05-27; next month = 2024-07",
      "relative" },
    { "2022-09-18", "The summit opened on 15 September.\nOn the eve of the summit he left",
      "15 September = 2022-09-15; On the eve of the summit = 2022-09-14", "hung on a happening" },
    { "2022-09-18", "On the eve of the summit he left", "", "whose day the text does not give" },
    { "2015-07-10", "the 1990s, the early 2000s, the 21st century", "the 1990s = 199; the early 2000s = 200; the 21st century = 20",
      "decades and centuries" },
    { "2023-04-12", "the first quarter of 2023, mid-March, the second half of 2024",
      "the first quarter of 2023 = 2023-Q1; mid-March = 2023-03; the second half of 2024 = 2024-H2", "parts" },
    { "2019-05-10", "annually, every two years, twice a year", "annually = P1Y; every two years = P2Y; twice a year = P1Y", "sets" },
    { "2023-05-24", "the past five years, a three-day visit, 1 hour and 30 minutes",
      "the past five years = P5Y; three-day = P3D; 1 hour and 30 minutes = PT1H30M", "durations" },
    { "2020-05-27", "At 9.30 a.m. on 5 May, at 16:15 UTC", "9.30 a.m. on 5 May = 2020-05-05T09:30; 16:15 UTC = 2020-05-05T16:15Z",
      "clock" },
    { "2014-09-10", "10 сентября 2014 г., саммит 11–12 сентября",
      "10 сентября 2014 г. = 2014-09-10; 11–12 сентября = 2014-09-11/2014-09-12", "Russian" },
    { "2022-07-29", "2022年7月28日，今年", "2022年7月28日 = 2022-07-28; 今年 = 2022", "Chinese" },
    { "1989-10-27", "Profit in the third quarter fell from a year earlier", "the third quarter = 1989-Q3; a year earlier = 1988-Q3",
      "the quarter of a year earlier" },
    { "2023-05-24", "Resolution 2231, Article 5, Group of 20, a second reading, he may march", "", "no times at all" },
    { "2023-05-24", "They sent 2030 people and spent $2000", "", "counts and sums" },
    { "2023-05-24", "Theresa May met Sun Weidong", "", "names" },
    { "2023-05-24", "on 31 June, on 45 May", "June = 2023-06; May = 2023-05", "no such days: the months stay" },
};

static void values(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char got[1024];
        chy_status st;
        chy_doc *d = run_on(cases[i].published, cases[i].text, 16u << 20, &st);
        assert_int_equal(st, CHY_OK);
        join_times(d, got, sizeof got);
        if (strcmp(got, cases[i].want)) fprintf(stderr, "%s (%s)\n  want %s\n  got  %s\n", cases[i].text, cases[i].why, cases[i].want, got);
        assert_string_equal(got, cases[i].want);
        chy_doc_destroy(d);
    }
}

static void implied(void **state)
{
    static const struct {
        const char *published, *text, *event, *value;
    } wants[] = {
        { "2022-07-29", "This year marks the 20th anniversary of the signing of the Pact.", "signing of the Pact", "2002" },
        { "2025-03-01", "They discussed next year's celebrations of the 80th anniversary of the landing.", "landing", "1946" },
        { "2020-05-27", "815 days have passed since the incident.", "incident", "2018-03-04" },
        { "2020-05-00", "815 days have passed since the incident.", "", "" },
        { "", "It was the centenary of the founding of the League.", "", "" },
        { "2022-07-29", "今年是《宪章》签署20周年。", "《宪章》签署", "2002" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof wants / sizeof *wants; i++) {
        chy_status st;
        chy_doc *d = run_on(wants[i].published, wants[i].text, 16u << 20, &st);
        assert_int_equal(st, CHY_OK);
        if (d->implied.count != (wants[i].event[0] != '\0')) fprintf(stderr, "%s: %u implied\n", wants[i].text, d->implied.count);
        assert_int_equal(d->implied.count, wants[i].event[0] ? 1 : 0);
        if (wants[i].event[0]) {
            assert_true(str_is(d->implied.at[0].event, wants[i].event));
            assert_true(str_is(d->implied.at[0].value, wants[i].value));
        }
        chy_doc_destroy(d);
    }
}

/* Who asks for the last three months means the days from one date to another. */
static void requests(void **state)
{
    static const struct {
        const char *at, *text, *want;
    } wants[] = {
        { "2016-11-07T16:12:00", "meetings of the last 3 months", "the last 3 months = 2016-08-07/2016-11-06" },
        { "2016-11-07T16:12:00", "within the next 5 days", "the next 5 days = 2016-11-07/2016-11-11" },
        { "2016-11-07T16:12:00", "within 5 hours", "5 hours = 2016-11-07T16:12/2016-11-07T21:12" },
        { "2018-10-17T09:00:00", "signed two months ago", "two months ago = 2018-08-17" },
        { "2020-02-29T09:00:00", "one year ago", "one year ago = 2019-02-28" },
        { "2019-07-04T09:00:00", "sales of the last 2 quarters", "the last 2 quarters = 2019-01/2019-06" },
        { "2016-11-07T09:00:00", "the past 2 decades", "the past 2 decades = 1990/2009" },
        { "2024-11-07T09:00:00", "3 days starting next Monday", "3 days starting next Monday = 2024-11-11/2024-11-13" },
        { "2018-11-29T09:00:00", "the last four months of 2021", "the last four months of 2021 = 2021-09-01/2021-12-31" },
        { "2016-11-07T16:12:00", "the rest of the month", "the rest of the month = 2016-11-07/2016-11-30" },
        { "2016-11-07T16:12:00", "who called today before 4pm", "today before 4pm = 2016-11-07T16" },
        { "2016-11-07T16:12:00", "1 day and 2 hours ago", "1 day and 2 hours ago = 2016-11-06T14:12" },
    };
    (void)state;
    asked = true;
    for (size_t i = 0; i < sizeof wants / sizeof *wants; i++) {
        char got[1024];
        chy_status st;
        chy_doc *d = run_on(wants[i].at, wants[i].text, 16u << 20, &st);
        assert_int_equal(st, CHY_OK);
        join_times(d, got, sizeof got);
        assert_string_equal(got, wants[i].want);
        chy_doc_destroy(d);
    }
    asked = false;
}

/* Ten times the text takes about ten times as long, whatever it is made of; the limit leaves room for a busy machine. */
static void work_grows_with_the_text(void **state)
{
    static const char *const soups[] = { "7",
                                         "3 ",
                                         "10-11.12/",
                                         "the last of next ",
                                         "from 5 to 6 and 7 May 2014 - ",
                                         "at 5 p.m. on ",
                                         "a year ago ",
                                         "half past ten in the evening of the " };
    enum { SIZE = 20000 };
    char *text = malloc(10 * SIZE + 1);
    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < sizeof soups / sizeof *soups; i++) {
        clock_t took[2];
        for (int big = 0; big < 2; big++) {
            size_t n = 0, part = strlen(soups[i]), size = big ? 10 * SIZE : SIZE;
            for (; n + part < size; n += part) memcpy(text + n, soups[i], part);
            text[n] = '\0';
            chy_status st;
            clock_t from = clock();
            chy_doc *d = run_on("2014-05-05", text, 2048u << 20, &st);
            took[big] = clock() - from;
            assert_int_equal(st, CHY_OK);
            chy_doc_destroy(d);
        }
        assert_true(took[1] < 40 * took[0] + CLOCKS_PER_SEC);
    }
    free(text);
}

/* What no document is, but somebody will send: ten million digits in one word, two million in many. */
static void ten_megabytes_of_digits(void **state)
{
    enum { ONE = 10000000, MANY = 2000000, EVERY = 9 };
    char *text = malloc(ONE + 1);
    (void)state;
    assert_non_null(text);
    for (int many = 0; many < 2; many++) {
        size_t size = many ? MANY : ONE;
        memset(text, '7', size);
        for (size_t i = 0; many && i < size; i += EVERY) text[i] = ' ';
        text[size] = '\0';
        chy_status st;
        chy_doc *d = run_on("2014-05-05", text, (size_t)4096 << 20, &st);
        assert_int_equal(st, CHY_OK);
        assert_int_equal(d->times.count, 0);
        chy_doc_destroy(d);
    }
    free(text);
}

/* Whatever the ceiling, the answer is a result or CHY_ENOMEM. */
static void memory_runs_out(void **state)
{
    (void)state;
    bool done = false;
    for (size_t ceiling = 1024; !done && ceiling < (8u << 20); ceiling += ceiling / 3) {
        chy_status st;
        chy_doc *d = run_on("2022-07-29",
                            "On 5 May 2014 they met; this year marks the 20th anniversary of the signing of the Pact, two years ago today.",
                            ceiling, &st);
        assert_true(st == CHY_OK || st == CHY_ENOMEM);
        done = st == CHY_OK;
        chy_doc_destroy(d);
    }
    assert_true(done);
}

/* A user's row that makes no sense is refused with its file and line. */
static void bad_rows_are_named(void **state)
{
    static const struct {
        const char *table, *rows, *says;
    } bad[] = {
        { "time_patterns", "MONTH ( DAY\tdate\t\n", "a bracket that is not closed" },
        { "time_patterns", "MONTH DAY\tdata\t\n", "no kind of time is called 'data'" },
        { "time_patterns", "DAY?\tdate\t\n", "a pattern that can be empty" },
        { "time_patterns", "$nothing DAY\tdate\t\n", "a name that no row before it gives" },
        { "time_patterns", "DAY %size=3\tdate\t\n", "a field that cannot be set so" },
        { "time_words", "brumaire\tMOON\t2\t\n", "no class of words of time is called 'MOON'" },
        { "time_words", "brumaire\tMONTH\ttwo\t\n", "a value that does not fit its class" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char dir[] = "/tmp/chancery-time-XXXXXX", path[128];
        assert_non_null(mkdtemp(dir));
        snprintf(path, sizeof path, "%s/lexicon", dir);
        mkdir(path, 0700);
        snprintf(path, sizeof path, "%s/lexicon/en", dir);
        mkdir(path, 0700);
        snprintf(path, sizeof path, "%s/lexicon/en/%s.tsv", dir, bad[i].table);
        FILE *f = fopen(path, "w");
        assert_non_null(f);
        fprintf(f, "%s%s", strstr(bad[i].table, "words") ? "# columns: words\tclass\tvalue\tnote\n" : "# columns: pattern\tkind\tnote\n",
                bad[i].rows);
        fclose(f);
        arena mem;
        arena_init(&mem, 256u << 20);
        struct lexicon *lex = NULL;
        struct time_rules *r = NULL;
        chy_err err = { 0 };
        assert_int_equal(lexicon_create(dir, &mem, &lex, &err), CHY_OK);
        assert_int_equal(time_rules_create(lex, &mem, &r, &err), CHY_EMODEL);
        if (!strstr(err.text, bad[i].says) || !strstr(err.text, ".tsv:2")) fprintf(stderr, "%s\n", err.text);
        assert_non_null(strstr(err.text, bad[i].says));
        assert_non_null(strstr(err.text, ".tsv:2"));
        arena_done(&mem);
        unlink(path);
        for (int up = 0; up < 3; up++) {
            *strrchr(path, '/') = '\0';
            rmdir(path);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(values),
                                        cmocka_unit_test(implied),
                                        cmocka_unit_test(requests),
                                        cmocka_unit_test(work_grows_with_the_text),
                                        cmocka_unit_test(ten_megabytes_of_digits),
                                        cmocka_unit_test(memory_runs_out),
                                        cmocka_unit_test(bad_rows_are_named) };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
