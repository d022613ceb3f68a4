/* Which language a line is in, and what a document in several of them keeps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/str.h"
#include "doc/doc.h"
#include "read/language.h"

struct bench {
    arena mem;
    struct language_rules rules;
    chy_engine *engine;
};

static int set_up(void **state)
{
    static struct bench b;
    struct lexicon *lex = NULL;
    chy_err err = { 0 };
    arena_init(&b.mem, (size_t)256 << 20);
    *state = &b;
    return lexicon_create(NULL, &b.mem, &lex, &err) || language_rules_create(lex, &b.mem, &b.rules, &err) ||
           chy_engine_create(NULL, &b.engine, &err);
}

static int tear_down(void **state)
{
    struct bench *b = *state;
    chy_engine_destroy(b->engine);
    arena_done(&b->mem);
    return 0;
}

static const struct {
    const char *text, *likely, *sure;
} lines[] = {
    { "The ministers met in the capital and spoke of the treaty that was signed last year.", "en", "en" },
    { "Die Minister trafen sich in der Hauptstadt und sprachen über den Vertrag, der im letzten Jahr geschlossen wurde.", "de", "de" },
    { "Les ministres se sont rencontrés dans la capitale et ont parlé du traité qui a été signé.", "fr", "fr" },
    { "Министры встретились в столице и говорили о договоре.", "ru", "ru" },
    { "Міністри зустрілися та говорили про договір, що був підписаний.", "uk", "uk" },
    { "两国外长在首都会晤，讨论了条约。", "zh", "zh" },
    { "両国の外相は首都で会談し、条約について話し合った。", "ja", "ja" },
    { "التقى الوزراء في العاصمة وتحدثوا عن المعاهدة.", "ar", "ar" },
    { "وزیران در پایتخت دیدار کردند و از پیمان گفتند که امضا شده است.", "fa", "fa" },
    { "De ministers spraken over het verdrag dat vorig jaar werd gesloten en niet is bekrachtigd.", "nl", "nl" },
    { "Sergey Lavrov, Wang Yi, Ola Nordby", "", "" },
    { "Treaty of Nice", "en", "" },
    { "2014-09-10 12:30", "", "" },
    { "", "", "" },
};

static void lines_tell_their_language(void **state)
{
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct language_count c = { 0 };
        assert_true(language_add(&b->rules, str_of(lines[i].text), &b->mem, &c));
        chy_str likely = language_of(&b->rules, &c, LANGUAGE_LIKELY), sure = language_of(&b->rules, &c, LANGUAGE_SURE);
        if (!str_is(likely, lines[i].likely) || !str_is(sure, lines[i].sure))
            fail_msg("%s: %.*s, surely %.*s", lines[i].text, (int)likely.len, likely.ptr, (int)sure.len, sure.ptr);
    }
}

static chy_doc *code(void **state, const char *text)
{
    chy_doc *d = NULL;
    chy_err err = { 0 };
    if (chy_read_code(((struct bench *)*state)->engine, CHY_LIT("t"), str_of(text), &d, &err)) fail_msg("%s", err.text);
    return d;
}

static chy_str lang_at(const chy_doc *d, const char *words)
{
    size_t at = str_find(d->text, str_of(words), 0);
    for (uint32_t i = 0; i < d->segments.count; i++)
        if (d->segments.at[i].span.start <= at && at < d->segments.at[i].span.end) return d->segments.at[i].lang;
    fail_msg("'%s' is in no segment", words);
    return (chy_str){ 0 };
}

static const char english[] =
    "Finnish Foreign Minister Aino Laine met her German colleague Karl Braun in Helsinki on 3 May 2019, the ministry said.\n\n"
    "They said that the two countries will sign an agreement on the protection of the Baltic Sea before the summer.\n\n";

/* What is not English stays where it is, with its label, and nothing is coded of it. */
static void other_languages_are_kept_and_labelled(void **state)
{
    char text[2000];
    snprintf(text, sizeof text, "%s%s", english,
             "Außenminister Karl Braun traf am 4. Juni 2019 in Bonn den finnischen Präsidenten und sagte, dass die Gespräche gut waren.\n");
    chy_doc *d = code(state, text);
    assert_true(str_is(d->lang, "en"));
    assert_true(str_is(lang_at(d, "traf am"), "de"));
    assert_int_equal(lang_at(d, "Aino Laine met").len, 0);
    assert_true(d->events.count > 0);
    size_t german = str_find(d->text, CHY_LIT("Außen"), 0);
    for (uint32_t i = 0; i < d->sentences.count; i++) assert_true(d->sentences.at[i].span.start < german);
    chy_doc_destroy(d);
}

/* Half of it is English: that half is read, whichever stands first. */
static void a_page_in_two_languages_is_read_where_it_is_english(void **state)
{
    char text[2000];
    snprintf(
        text, sizeof text, "%s\n\n%s",
        "Министр иностранных дел Финляндии Айно Лайне встретилась в Хельсинки со своим коллегой. Они говорили о договоре, который будет подписан.",
        english);
    chy_doc *d = code(state, text);
    assert_true(str_is(d->lang, "en"));
    assert_true(str_is(lang_at(d, "встретилась"), "ru"));
    assert_true(d->events.count > 0 && d->statements.count > 0);
    chy_doc_destroy(d);
}

/* A document in another language: its days are found, and nothing else. */
static void days_are_found_in_any_language(void **state)
{
    static const struct {
        const char *text, *lang, *day;
    } cases[] = { { "Министр иностранных дел встретился 5 мая 2018 года в Москве с послом. Он сказал, что встреча была полезной.", "ru",
                    "2018-05-05" },
                  { "2014年9月10日，外交部长在北京会见了来访的大使，双方讨论了条约。", "zh", "2014-09-10" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        chy_doc *d = code(state, cases[i].text);
        assert_true(str_is(d->lang, cases[i].lang));
        assert_int_equal(d->times.count, 1);
        assert_true(str_is(d->times.at[0].value, cases[i].day));
        assert_int_equal(d->events.count + d->facts.count + d->statements.count + d->entities.count, 0);
        chy_doc_destroy(d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(lines_tell_their_language),
                                        cmocka_unit_test(other_languages_are_kept_and_labelled),
                                        cmocka_unit_test(a_page_in_two_languages_is_read_where_it_is_english),
                                        cmocka_unit_test(days_are_found_in_any_language) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
