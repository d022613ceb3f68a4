/* Which names are one person's, one organisation's, one paper's. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "record/key.h"

static const struct {
    const char *one, *other;
    bool same;
    const char *why;
} persons[] = {
    { "Sergei Lavrov", "Sergey Lavrov", true, "two spellings of a Russian name" },
    { "Andrey Rudenko", "Rudenko Andrey Yurevich", true, "family name first, with the patronymic" },
    { "Andrey Yurevich Rudenko", "Andrei Rudenko", true, "with and without the patronymic" },
    { "Jüri Luik", "Juri Luik", true, "marks off" },
    { "Ine Eriksen Søreide", "Ine Eriksen Soreide", true, "letters with strokes" },
    { "Nikolay Patrushev", "Nikolai Patrushev", true, "ay and ai" },
    { "Dmitry Peskov", "Dmitriy Peskov", true, "y and iy" },
    { "Alexander Novak", "Aleksander Novak", true, "ks and x" },
    { "Wang Yi", "Wang Wei", false, "another person" },
    { "Lavrov", "Sergei Lavrov", false, "a family name alone may be anybody's" },
    { "Li Hui", "Hui Li", false, "order counts" },
};

static void names_of_persons(void **state)
{
    (void)state;
    arena mem;
    arena_init(&mem, 1 << 20);
    for (size_t i = 0; i < sizeof persons / sizeof *persons; i++) {
        chy_str a = key_of_person(str_of(persons[i].one), &mem), b = key_of_person(str_of(persons[i].other), &mem);
        if (str_eq(a, b) != persons[i].same) fail_msg("%s: \"%.*s\" and \"%.*s\"", persons[i].why, (int)a.len, a.ptr, (int)b.len, b.ptr);
    }
    arena_done(&mem);
}

static struct entity *add(chy_doc *d, enum entity_type type, const char *name, const char *code, uint32_t of)
{
    struct entity *e = LIST_PUSH(&d->mem, &d->entities);
    *e = (struct entity){ .type = type, .name = str_of(name), .of = of };
    if (code) *LIST_PUSH(&d->mem, &e->codes) = str_of(code);
    return e;
}

static void other_entities(void **state)
{
    (void)state;
    chy_doc *d = NULL;
    chy_str hash = CHY_LIT("00ff"), key;
    assert_int_equal(doc_create(CHY_LIT("t"), CHY_LIT("text"), 0, &d, NULL), CHY_OK);
    add(d, ENTITY_STATE, "Russian Federation", "RUSGOV", NONE);
    *LIST_PUSH(&d->mem, &d->entities.at[0].codes) = CHY_LIT("RUS");
    struct entity *org = add(d, ENTITY_ORGANIZATION, "The Shanghai Cooperation Organisation", "IGOSCO", NONE);
    *LIST_PUSH(&d->mem, &org->aliases) = CHY_LIT("SCO");
    add(d, ENTITY_BODY, "SCO Secretariat", NULL, 1);
    add(d, ENTITY_BODY, "Secretariat", NULL, 1);
    add(d, ENTITY_BODY, "Secretariat", NULL, NONE);
    add(d, ENTITY_PERSON, "a Western diplomat", NULL, NONE)->unnamed = true;
    assert_true(str_is(key_of(d, 0, hash, &d->mem), "RUS"));
    assert_true(str_is(key_of(d, 1, hash, &d->mem), "shanghaicooperationorganization"));
    key = key_of(d, 2, hash, &d->mem);
    assert_true(str_eq(key, key_of(d, 3, hash, &d->mem)));
    assert_false(str_eq(key, key_of(d, 4, hash, &d->mem)));
    assert_true(str_is(key_of(d, 5, hash, &d->mem), "00ff#5"));
    chy_doc_destroy(d);
}

static const struct {
    const char *one, *other;
    bool owned, same;
    const char *why;
} papers[] = {
    { "SCO Charter", "Charter of the Shanghai Cooperation Organisation", true, true, "by whose it is" },
    { "SCO Charter", "Charter", true, true, "whose it is need not be in the name" },
    { "SCO Charter", "SCO Convention", true, false, "another paper of the same" },
    { "Treaty on Good-Neighbourliness", "Treaty on Good-Neighborliness", false, true, "British and American" },
    { "Programme for Defence Centres", "Program for Defense Centers", false, true, "three of them in one name" },
    { "Bishkek Declaration", "Tashkent Declaration", false, false, "another paper" },
    { "Charter", "Charter", false, false, "of nobody: each document has its own" },
    { "agreement on trade", "agreement on trade", false, false, "what it is, not what it is called" },
    { "NPT", "NPT", false, true, "an abbreviation is a name" },
    { "《上海合作组织宪章》", "《上海合作组织宪章》", false, true, "letters without capitals" },
};

static chy_str key_of_paper(const char *name, bool owned, chy_str hash, arena *mem)
{
    chy_doc *d = NULL;
    assert_int_equal(doc_create(CHY_LIT("t"), CHY_LIT("text"), 0, &d, NULL), CHY_OK);
    struct entity *org = add(d, ENTITY_ORGANIZATION, "Shanghai Cooperation Organization", "IGOSCO", NONE);
    *LIST_PUSH(&d->mem, &org->aliases) = CHY_LIT("SCO");
    add(d, ENTITY_INSTRUMENT, name, NULL, owned ? 0 : NONE);
    chy_str key = str_keep(mem, key_of(d, 1, hash, mem));
    assert_int_equal(key_has_name(d, 1), str_find(key, CHY_LIT("#"), 0) == SIZE_MAX);
    chy_doc_destroy(d);
    return key;
}

static void names_of_papers(void **state)
{
    (void)state;
    arena mem;
    arena_init(&mem, 1 << 20);
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
        chy_str a = key_of_paper(papers[i].one, papers[i].owned, CHY_LIT("00ff"), &mem);
        chy_str b = key_of_paper(papers[i].other, papers[i].owned, CHY_LIT("11ee"), &mem);
        if (str_eq(a, b) != papers[i].same) fail_msg("%s: \"%.*s\" and \"%.*s\"", papers[i].why, (int)a.len, a.ptr, (int)b.len, b.ptr);
    }
    arena_done(&mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(names_of_persons), cmocka_unit_test(other_entities), cmocka_unit_test(names_of_papers) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
