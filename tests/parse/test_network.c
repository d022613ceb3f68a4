/* A network whose sections do not fit each other is refused with a sentence, though its checksum is right. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "model/format.h"
#include "parse/parse.h"

struct image {
    char *file, *bytes; /* as it is on disk; to be altered, aligned */
    size_t size;
};

static int load(void **state)
{
    static struct image m;
    chy_err err = { 0 };
    *state = &m;
    if (file_read(SOURCE_DIR "/models/core.chymodel", (size_t)1 << 30, &m.file, &m.size, &err)) return -1;
    m.bytes = aligned_alloc(MODEL_ALIGN, (m.size + MODEL_ALIGN) & ~(size_t)(MODEL_ALIGN - 1));
    return m.bytes ? 0 : -1;
}

static int unload(void **state)
{
    struct image *m = *state;
    free(m->file);
    free(m->bytes);
    return 0;
}

/* Where a section's entry stands; each test begins with the file as it is. */
static struct model_entry *entry_of(const struct image *m, const char *name)
{
    struct model_head head;
    memcpy(&head, m->bytes, sizeof head);
    struct model_entry *all = (struct model_entry *)(void *)(m->bytes + sizeof head);
    for (uint32_t i = 0; i < head.section_count; i++)
        if (!strncmp(all[i].name, name, sizeof all[i].name)) return &all[i];
    fail_msg("no section %s", name);
    return NULL;
}

static void *data_of(const struct image *m, const char *name) { return m->bytes + entry_of(m, name)->offset; }
static void fresh(struct image *m) { memcpy(m->bytes, m->file, m->size); }

static chy_status open_it(struct image *m, chy_err *err)
{
    arena mem;
    struct model *model = NULL;
    struct parse_rules *rules = NULL;
    struct model_head head;
    memcpy(&head, m->bytes, sizeof head);
    head.checksum = str_hash((chy_str){ m->bytes + sizeof head, m->size - sizeof head });
    memcpy(m->bytes, &head, sizeof head);
    arena_init(&mem, (size_t)64 << 20);
    assert_int_equal(model_open_bytes(m->bytes, m->size, &mem, &model, err), CHY_OK);
    chy_status st = parse_rules_create(model, NULL, &mem, &rules, err);
    model_close(model);
    arena_done(&mem);
    return st;
}

static void refused(struct image *m, const char *word)
{
    chy_err err = { 0 };
    assert_int_equal(open_it(m, &err), CHY_EMODEL);
    if (!strstr(err.text, word)) fail_msg("'%s' says nothing of '%s'", err.text, word);
}

static void opens_as_it_is(void **state)
{
    chy_err err = { 0 };
    fresh(*state);
    assert_int_equal(open_it(*state, &err), CHY_OK);
}

static void sections_that_are_missing(void **state)
{
    static const char *const names[] = { "net.shape", "net.map",   "net.glove",      "net.gaz",      "net.in.w",     "net.l2.v",
                                         "net.arc.s", "net.rel.b", "net.name.moves", "net.feats.at", "net.tag.list", "lemma.scripts" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        fresh(*state);
        entry_of(*state, names[i])->name[0] = '?';
        refused(*state, names[i]);
    }
}

static void sizes_that_do_not_fit(void **state)
{
    struct image *m = *state;
    for (int i = 0; i < 9; i++) {
        static const uint32_t sizes[] = { 0, 1, 77, 0xFFFFFFFF };
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            if (i == 1 && sizes[k] == 1) continue; /* one layer makes a network as well */
            fresh(m);
            ((uint32_t *)data_of(m, "net.shape"))[i] = sizes[k];
            refused(m, "model");
        }
    }
}

static void numbers_out_of_bounds(void **state)
{
    struct image *m = *state;
    static const char *const names[] = { "net.in.s", "net.l1.b", "net.l1.v", "net.rel.root", "net.name.moves" };
    const float bad[] = { NAN, INFINITY, -INFINITY, 1e7f };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        fresh(m);
        ((float *)data_of(m, names[i]))[3] = bad[i % 4];
        refused(m, names[i]);
    }
    fresh(m);
    ((int8_t *)data_of(m, "net.proj.w"))[1000] = -128;
    refused(m, "-128");
}

static void lists_that_count_too_far(void **state)
{
    struct image *m = *state;
    fresh(m);
    ((uint32_t *)data_of(m, "net.feats.at"))[1] = 1u << 30;
    refused(m, "features");
    fresh(m);
    ((uint16_t *)data_of(m, "net.feats.of"))[5] = 0xFFFF;
    refused(m, "net.feats.of");
    fresh(m);
    ((char *)data_of(m, "net.rel.list"))[0] = 'q';
    refused(m, "relation");
    fresh(m);
    ((char *)data_of(m, "net.tag.list"))[0] = 'q';
    refused(m, "tag");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opens_as_it_is),        cmocka_unit_test(sections_that_are_missing), cmocka_unit_test(sizes_that_do_not_fit),
        cmocka_unit_test(numbers_out_of_bounds), cmocka_unit_test(lists_that_count_too_far),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
