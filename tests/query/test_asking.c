/* What a record answers: on which day, by whose word, and "not stated" where nothing is. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "doc_from_json.h"
#include "query/query.h"
#include "record/record.h"

#define COUNCIL                                                                                                                            \
    "{\"id\": \"o\", \"type\": \"organization\", \"name\": \"Council of River States\", \"aliases\": [\"CRS\"], \"codes\": [\"IGOCRS\"]}"
#define STATE(id, name, code) "{\"id\": \"" id "\", \"type\": \"state\", \"name\": \"" name "\", \"codes\": [\"" code "\"]}"

static const char *const documents[] = {
    /* 2014: a minister writes who wants in */
    "{\"id\": \"press/2014.txt\", \"date\": \"2014-09-10\", \"date_basis\": \"byline\", \"source\": \"The River Gazette\", \"author\": "
    "\"Pal Ek\", \"title\": \"The CRS in our time\", \"text\": "
    "\"Norway and Peru want to join the CRS. Chad is a member. Pal Ek, its Secretary-General since 2013, chairs. Iran left in 2010.\","
    " \"entities\": [" COUNCIL "," STATE("n", "Norway", "NOR") "," STATE("p", "Peru", "PER") "," STATE("c", "Chad", "TCD") "," STATE(
        "i", "Iran",
        "IRN") ", {\"id\": \"e\", \"type\": \"person\", \"name\": \"Pal Ek\", \"aliases\": [\"Ek\"]}],"
               " \"facts\": [{\"subject\": \"n\", \"relation\": \"member_of\", \"object\": \"o\", \"modality\": \"wants\", \"evidence\": "
               "[0, 36]},"
               " {\"subject\": \"p\", \"relation\": \"member_of\", \"object\": \"o\", \"modality\": \"wants\", \"evidence\": [0, 36]},"
               " {\"subject\": \"p\", \"relation\": \"applicant_of\", \"object\": \"o\", \"modality\": \"is\", \"evidence\": [0, 36]},"
               " {\"subject\": \"c\", \"relation\": \"member_of\", \"object\": \"o\", \"modality\": \"is\", \"evidence\": [38, 54]},"
               " {\"subject\": \"c\", \"relation\": \"member_of\", \"object\": \"o\", \"modality\": \"is\", \"evidence\": [38, 54]},"
               " {\"subject\": \"i\", \"relation\": \"member_of\", \"object\": \"o\", \"modality\": \"is\", \"to\": \"2010\", "
               "\"evidence\": [105, 122]},"
               " {\"subject\": \"e\", \"relation\": \"holds_post\", \"object\": \"Secretary-General\", \"of\": \"o\", \"modality\": "
               "\"is\", \"from\": \"2013\", \"evidence\": [56, 92]}]}",
    /* 2017: Peru is in; another Secretary-General; his deputy */
    "{\"id\": \"press/2017.txt\", \"date\": \"2017-06-09\", \"text\": \"Peru has been a member of the CRS since 8 June. Secretary General "
    "Ola Nord and Deputy Secretary-General Eva Lind spoke.\","
    " \"entities\": [" COUNCIL
    "," STATE("p", "Peru", "PER") ", {\"id\": \"s\", \"type\": \"person\", \"name\": \"Ola Nord\"}, {\"id\": \"d\", \"type\": \"person\", "
                                  "\"name\": \"Eva Lind\"}],"
                                  " \"facts\": [{\"subject\": \"p\", \"relation\": \"member_of\", \"object\": \"o\", \"modality\": \"is\", "
                                  "\"from\": \"2017-06-08\", \"evidence\": [0, 46]},"
                                  " {\"subject\": \"s\", \"relation\": \"holds_post\", \"object\": \"Secretary General\", \"of\": \"o\", "
                                  "\"modality\": \"is\", \"evidence\": [48, 74]},"
                                  " {\"subject\": \"d\", \"relation\": \"holds_post\", \"object\": \"Deputy Secretary-General\", \"of\": "
                                  "\"o\", \"modality\": \"is\", \"evidence\": [79, 112]}]}",
    /* 2020: Chad is out, says Norway's minister through two agencies; and a date that hangs on an anniversary */
    "{\"id\": \"press/2020.txt\", \"date\": \"2020-03-01\", \"source\": \"Evening Wire\", \"text\": \"Norway's envoy Liv Berg told the "
    "Fjord Agency on Friday that Chad is no longer a member of the CRS. "
    "This year, she added, is the 30th anniversary of the signing of the CRS Charter. Berg met Ek in Oslo.\","
    " \"entities\": [" COUNCIL "," STATE("n", "Norway", "NOR") "," STATE(
        "c", "Chad",
        "TCD") ", {\"id\": \"b\", \"type\": \"person\", \"name\": \"Liv Berg\", \"aliases\": [\"Berg\"], \"of\": \"n\"},"
               " {\"id\": \"f\", \"type\": \"medium\", \"name\": \"Fjord Agency\"}, {\"id\": \"e\", \"type\": \"person\", \"name\": \"Pal "
               "Ek\", \"aliases\": [\"Ek\"]}, {\"id\": \"l\", \"type\": \"place\", \"name\": \"Oslo\", \"of\": \"n\"}],"
               " \"mentions\": [{\"start\": 95, \"end\": 98, \"type\": \"organization\", \"entity\": \"o\", \"form\": \"name\"}],"
               " \"statements\": [{\"speaker\": \"b\", \"source\": [[0, 23]], \"cue\": [[24, 28]], \"content\": [[61, 98]], \"kind\": "
               "\"indirect\", \"via\": [\"f\"], \"via_dates\": [\"2020-02-28\"], \"date\": \"2020-02-28\"},"
               " {\"speaker\": \"b\", \"source\": [], \"cue\": [[111, 120]], \"content\": [[100, 179]], \"kind\": \"indirect\", \"via\": "
               "[\"f\"]}],"
               " \"implied\": [{\"event\": \"signing of the CRS Charter\", \"value\": \"1990\", \"evidence\": [125, 179]}],"
               " \"events\": [{\"type\": \"CONSULT\", \"participants\": [\"b\", \"e\"], \"place\": \"l\", \"status\": \"occurred\", "
               "\"trigger\": [186, 189]}],"
               " \"facts\": [{\"subject\": \"c\", \"relation\": \"member_of\", \"object\": \"o\", \"modality\": \"is\", \"ended\": true, "
               "\"asserted_by\": 0, \"evidence\": [61, 98]},"
               " {\"subject\": \"b\", \"relation\": \"holds_post\", \"object\": \"envoy\", \"of\": \"n\", \"modality\": \"is\", "
               "\"evidence\": [0, 23]}]}",
};

static struct {
    char path[64];
    struct store *s;
    chy_rows *rows;
} t;

static int open_record(void **state)
{
    (void)state;
    strcpy(t.path, "/tmp/chancery-query-XXXXXX");
    int f = mkstemp(t.path);
    if (f < 0 || close(f)) return -1;
    if (store_open(t.path, STORE_WRITE, &t.s, NULL)) return -1;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        bool is_new = false;
        chy_doc *d = doc_from_json(documents[i]);
        if (!d || record_add(t.s, d, (chy_str){ 0 }, CHY_LIT("2026-11-22T00:00:00Z"), &is_new, NULL) || !is_new) return -1;
        chy_doc_destroy(d);
    }
    return 0;
}

static int close_record(void **state)
{
    (void)state;
    query_destroy(t.rows);
    store_close(t.s);
    return unlink(t.path);
}

/* The columns named (parted by '|') of every row that is answered, cells parted by '|' and rows by line breaks. */
static const char *answer(const chy_query *q, const char *wanted)
{
    static char text[8192];
    const chy_column *columns;
    const chy_str *values;
    chy_err err = { 0 };
    size_t n = 0;
    query_destroy(t.rows);
    t.rows = NULL;
    if (query_ask(t.s, q, &t.rows, &err)) {
        snprintf(text, sizeof text, "error: %s", err.text);
        return text;
    }
    size_t count = query_columns(t.rows, &columns);
    text[0] = 0;
    while (query_next(t.rows, &values) == CHY_ROW) {
        chy_str rest = str_of(wanted), name;
        for (int first = 1; str_next_piece(&rest, '|', &name); first = 0)
            for (size_t i = 0; i < count; i++)
                if (str_is(name, columns[i].name))
                    n += (size_t)snprintf(text + n, sizeof text - n, "%s%.*s", first ? "" : "|", (int)values[i].len, values[i].ptr);
        n += (size_t)snprintf(text + n, sizeof text - n, "\n");
    }
    return text;
}

#define ASK(columns, question, ...) answer(&(chy_query){ CHY_ASK_##question, __VA_ARGS__ }, columns)
#define L CHY_LIT

static void wanting_is_not_being(void **state)
{
    (void)state;
    assert_string_equal(ASK("standing|who|attested", FACTS, .name = L("CRS"), .relation = L("member_of"), .on = L("2014-09-10")),
                        "member|Chad|2014-09-10\nwanted: member|Norway|2014-09-10\nwanted: member|Peru|2014-09-10\n");
}

static void as_of_another_day(void **state)
{
    (void)state;
    assert_string_equal(ASK("standing|who", FACTS, .name = L("CRS"), .relation = L("member_of"), .on = L("2014-09-09")),
                        "" /* nothing was attested by then */);
    assert_string_equal(
        ASK("standing|who|on the day", FACTS, .name = L("Council of River States"), .relation = L("member_of"), .on = L("2018")),
        "member|Chad|last attested before\nmember|Peru|last attested before\nwanted: member|Norway|last attested before\n");
    assert_string_equal(
        ASK("standing|who|on the day", FACTS, .name = L("IGOCRS"), .relation = L("member_of"), .on = L("2017-06-08")),
        "member|Chad|last attested before\nmember|Peru|within the dates stated\nwanted: member|Norway|last attested before\n");
    assert_string_equal(ASK("standing|who", FACTS, .name = L("crs"), .relation = L("member_of"), .on = L("2020-03-01")),
                        "member|Peru\nwanted: member|Norway\n");
    assert_string_equal(ASK("who", FACTS, .name = L("crs"), .relation = L("applicant_of"), .on = L("2016")), "Peru\n");
    assert_null(strstr(ASK("standing", FACTS, .name = L("crs"), .on = L("2018")), "applicant"));
}

static void every_attestation_without_a_day(void **state)
{
    (void)state;
    assert_string_equal(ASK("standing|who|to|according to|through", FACTS, .name = L("Chad")),
                        "member of|Council of River States||Pal Ek|The River Gazette (2014-09-10)\n"
                        "former: member of|Council of River States||Liv Berg|Fjord Agency (2020-02-28) → Evening Wire (2020-03-01)\n");
}

static void attested_within_a_period(void **state)
{
    (void)state;
    assert_string_equal(ASK("standing|who", FACTS, .name = L("CRS"), .relation = L("member_of"), .from = L("2017"), .to = L("2017-06")),
                        "member|Peru\n");
    assert_string_equal(ASK("standing|who", FACTS, .name = L("CRS"), .relation = L("member_of"), .from = L("2021")), "");
}

static bool told_gap(const char *name, const char *on)
{
    ASK("person", WHO, .name = str_of(name), .on = str_of(on));
    chy_str note = query_note(t.rows);
    if (!note.len) return false;
    assert_true(str_is(note, "the record does not tell who held the post between 2014-09-10 (Pal Ek) and 2017-06-09 (Ola Nord)"));
    return true;
}

static void who_held_it_in_between_is_not_told(void **state)
{
    (void)state;
    assert_true(told_gap("CRS Secretary-General", ""));
    assert_true(told_gap("CRS Secretary-General", "2015-05"));
    assert_true(told_gap("CRS Secretary-General", "2014-09-11"));
    assert_false(told_gap("CRS Secretary-General", "2014-09-10"));
    assert_false(told_gap("CRS Secretary-General", "2014-03"));
    assert_false(told_gap("CRS Secretary-General", "2017-06-09"));
    assert_false(told_gap("CRS Secretary-General", "2018"));
    assert_false(told_gap("Deputy Secretary-General of the CRS", ""));
    assert_false(told_gap("Pal Ek", ""));
}

static void posts_in_any_order_of_words(void **state)
{
    (void)state;
    static const char *const ways[] = { "CRS Secretary-General", "Secretary General of the Council of River States",
                                        "the CRS's secretary general", "secretary-general, CRS" };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        assert_string_equal(ASK("person|attested", WHO, .name = str_of(ways[i])), "Pal Ek|2014-09-10\nOla Nord|2017-06-09\n");
    assert_string_equal(ASK("person", WHO, .name = L("Deputy Secretary-General of the CRS")), "Eva Lind\n");
    assert_string_equal(ASK("person", WHO, .name = L("Norway's envoy to the CRS")), "Liv Berg\n");
    assert_string_equal(ASK("person|on the day", WHO, .name = L("CRS Secretary-General"), .on = L("2014-03")),
                        "Pal Ek|within the dates stated\n");
    assert_string_equal(ASK("person|on the day", WHO, .name = L("CRS Secretary-General"), .on = L("2017-07")),
                        "Ola Nord|last attested before\nPal Ek|last attested before\n");
    assert_string_equal(ASK("person", WHO, .name = L("CRS Secretary-General"), .on = L("2012")), "");
    assert_string_equal(ASK("person", WHO, .name = L("Foreign Minister of Peru")), "");
    assert_string_equal(ASK("post|of", WHO, .name = L("Liv Berg")), "envoy|Norway\n");
}

static void meetings_and_their_chain(void **state)
{
    (void)state;
    assert_string_equal(ASK("who|place|status|report", MET, .name = L("Ek"), .other = L("Norway")), "Liv Berg, Pal Ek|Oslo|occurred|R-1\n");
    chy_str note = query_note(t.rows);
    assert_true(str_is(note, "1 event, 1 report"));
    assert_string_equal(ASK("event", EVENTS, .place = L("Norway")), "E-1\n");
    assert_string_equal(ASK("event", MET, .name = L("Ek"), .other = L("Peru")), "");
    assert_string_equal(ASK("report", MET, .name = L("Liv")), "R-1\n");
    assert_string_equal(ASK("event", MET, .name = L("Nobody Known")), "");
    note = query_note(t.rows);
    assert_true(str_starts(note, L("nobody and nothing")));
}

static void words_and_who_carried_them(void **state)
{
    (void)state;
    assert_string_equal(
        ASK("date|who|through|words", SAID, .name = L("Berg"), .on = L("2020-02-28")),
        "2020-02-28|Liv Berg|Fjord Agency (2020-02-28) → Evening Wire (2020-03-01)|Chad is no longer a member of the CRS\n");
    assert_string_equal(ASK("id", SAID, .name = L("Berg"), .about = L("CRS")), "S-1\n");
    assert_string_equal(ASK("id|date", SAID, .about = L("anniversary")), "S-2|by 2020-03-01\n");
}

static void dates_and_their_basis(void **state)
{
    (void)state;
    assert_string_equal(ASK("what|date|basis|according to", DATES, .name = L("signing Charter Council of River States")),
                        "signing of the CRS Charter|1990|“the 30th anniversary of the signing of the CRS Charter”|Liv Berg\n");
    assert_string_equal(ASK("date|basis", DATES, .name = L("article Pal Ek")), "2014-09-10|byline\n");
}

static void what_stands_behind(void **state)
{
    (void)state;
    const char *text = ASK("what|value", WHY, .name = L("f-11"));
    assert_non_null(strstr(text, "sentence|Norway's envoy Liv Berg told"));
    assert_non_null(strstr(text, "evidence|bytes 61-98: Chad is no longer a member of the CRS"));
    assert_non_null(strstr(text, "ended|yes"));
    assert_non_null(strstr(text, "through|Fjord Agency (2020-02-28) → Evening Wire (2020-03-01)"));
    assert_non_null(strstr(text, "rule|data/lexicon"));
    assert_non_null(strstr(ASK("what|value", WHY, .name = L("D-1")), "published|2014-09-10 (byline)"));
    assert_non_null(strstr(ASK("what|value", WHY, .name = L("E-1")), "—|R-1"));
    assert_string_equal(ASK("what", WHY, .name = L("F-999")), "");
    assert_non_null(strstr(ASK("what", WHY, .name = L("seventeen")), "error: \"seventeen\" is no identifier"));
}

static void words_are_found(void **state)
{
    (void)state;
    assert_string_equal(ASK("document|words", SEARCH, .name = L("joining")), "D-1 2014.txt|Norway and Peru want to [join] the CRS.\n");
    assert_string_equal(ASK("document", SEARCH, .name = L("\"anniversary of the signing\" charter")), "D-3 2020.txt\n");
    static const char *const odd[] = { "\"", "'", "NEAR(", "a AND", "*", "x'); DROP TABLE facts; --", "-", "\"\"", "…" };
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) assert_null(strstr(ASK("document", SEARCH, .name = str_of(odd[i])), "error"));
}

static void senseless_questions(void **state)
{
    (void)state;
    assert_non_null(strstr(ASK("who", FACTS, .name = L("CRS"), .on = L("yesterday")), "is no date"));
    assert_non_null(strstr(ASK("who", EVENTS, .from = L("2015"), .to = L("2014")), "there is no day"));
    assert_non_null(strstr(ASK("who", FACTS, .on = L("2014")), "name is needed"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wanting_is_not_being),
        cmocka_unit_test(as_of_another_day),
        cmocka_unit_test(every_attestation_without_a_day),
        cmocka_unit_test(attested_within_a_period),
        cmocka_unit_test(posts_in_any_order_of_words),
        cmocka_unit_test(who_held_it_in_between_is_not_told),
        cmocka_unit_test(meetings_and_their_chain),
        cmocka_unit_test(words_and_who_carried_them),
        cmocka_unit_test(dates_and_their_basis),
        cmocka_unit_test(what_stands_behind),
        cmocka_unit_test(words_are_found),
        cmocka_unit_test(senseless_questions),
    };
    return cmocka_run_group_tests(tests, open_record, close_record);
}
