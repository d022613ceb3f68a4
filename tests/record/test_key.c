/* Which names are one person's, one organisation's. */
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

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(names_of_persons), cmocka_unit_test(other_entities) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
