/* A model file that does not fit is refused with a sentence, before its first weight is read. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "model/format.h"
#include "model/weights.h"

struct image {
    char *bytes;
    size_t size;
};

static int load(void **state)
{
    static struct image model;
    chy_err err = { 0 };
    *state = &model;
    return file_read(SOURCE_DIR "/models/core.chymodel", (size_t)1 << 30, &model.bytes, &model.size, &err) != CHY_OK;
}

static int unload(void **state)
{
    free(((struct image *)*state)->bytes);
    return 0;
}

/* Open `size` bytes as a file; the sentence that comes of it in err. */
static chy_status open_bytes(const char *bytes, size_t size, chy_err *err)
{
    char path[] = "/tmp/chancery-test-model-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "wb");
    assert_non_null(f);
    assert_int_equal(size ? fwrite(bytes, size, 1, f) : 1, 1);
    fclose(f);
    arena mem;
    arena_init(&mem, 1 << 20);
    struct model *m = NULL;
    chy_status st = model_open(path, &mem, &m, err);
    if (st == CHY_OK)
        model_close(m);
    else
        assert_null(m);
    arena_done(&mem);
    unlink(path);
    return st;
}

static void opens_as_it_is(void **state)
{
    struct image *model = *state;
    chy_err err = { 0 };
    assert_int_equal(open_bytes(model->bytes, model->size, &err), CHY_OK);
}

/* The built-in weights are not gone through at each start, so they must be the file that was found whole above. */
static void built_in_is_the_same(void **state)
{
    struct image *model = *state;
    struct model_head head;
    memcpy(&head, model->bytes, sizeof head);
    chy_err err = { 0 };
    arena mem;
    arena_init(&mem, 1 << 20);
    struct model *m = NULL;
    assert_int_equal(model_open(NULL, &mem, &m, &err), CHY_OK);
    assert_int_equal(model_checksum(m), head.checksum);
    model_close(m);
    arena_done(&mem);
}

static void refused_when_cut_short(void **state)
{
    struct image *model = *state;
    const size_t sizes[] = { 0, 1, 63, 64, 100, 4096, model->size / 2, model->size - 1 };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        chy_err err = { 0 };
        assert_int_equal(open_bytes(model->bytes, sizes[i], &err), CHY_EMODEL);
        assert_non_null(strstr(err.text, "cut short"));
    }
}

static void refused_when_altered(void **state)
{
    struct image *model = *state;
    const size_t places[] = { 64, 200, 5000, model->size / 2, model->size - 1 };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        chy_err err = { 0 };
        model->bytes[places[i]] ^= 1;
        assert_int_equal(open_bytes(model->bytes, model->size, &err), CHY_EMODEL);
        assert_non_null(strstr(err.text, "altered"));
        model->bytes[places[i]] ^= 1;
    }
}

static void refused_when_of_another_version(void **state)
{
    struct image *model = *state;
    chy_err err = { 0 };
    char version = model->bytes[8];
    model->bytes[8] = MODEL_MAJOR + 1;
    assert_int_equal(open_bytes(model->bytes, model->size, &err), CHY_EMODEL);
    assert_non_null(strstr(err.text, "version"));
    model->bytes[8] = version;
}

static void refused_when_something_else(void **state)
{
    struct image *model = *state;
    chy_err err = { 0 };
    model->bytes[0] = 'X';
    assert_int_equal(open_bytes(model->bytes, model->size, &err), CHY_EMODEL);
    assert_non_null(strstr(err.text, "not a model"));
    model->bytes[0] = 'C';
}

/* A file with a checksum that fits and a directory that lies is refused as well. */
static void refused_when_a_section_lies_outside(void **state)
{
    struct image *model = *state;
    struct model_entry e;
    struct model_head head;
    chy_err err = { 0 };
    char *copy = malloc(model->size);
    assert_non_null(copy);
    memcpy(copy, model->bytes, model->size);
    memcpy(&e, copy + sizeof head, sizeof e);
    e.offset = model->size;
    e.size = 64;
    memcpy(copy + sizeof head, &e, sizeof e);
    memcpy(&head, copy, sizeof head);
    head.checksum = str_hash((chy_str){ copy + sizeof head, model->size - sizeof head });
    memcpy(copy, &head, sizeof head);
    assert_int_equal(open_bytes(copy, model->size, &err), CHY_EMODEL);
    assert_non_null(strstr(err.text, "outside"));
    free(copy);
}

static void missing_file_is_named(void **state)
{
    (void)state;
    arena mem;
    arena_init(&mem, 1 << 20);
    chy_err err = { 0 };
    struct model *m = NULL;
    assert_int_equal(model_open("/nowhere/core.chymodel", &mem, &m, &err), CHY_EIO);
    assert_non_null(strstr(err.text, "/nowhere/core.chymodel"));
    arena_done(&mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opens_as_it_is),
        cmocka_unit_test(built_in_is_the_same),
        cmocka_unit_test(refused_when_cut_short),
        cmocka_unit_test(refused_when_altered),
        cmocka_unit_test(refused_when_of_another_version),
        cmocka_unit_test(refused_when_something_else),
        cmocka_unit_test(refused_when_a_section_lies_outside),
        cmocka_unit_test(missing_file_is_named),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
