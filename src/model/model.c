#include "model/model.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/format.h"

extern const unsigned char model_builtin[], model_builtin_end[];

enum { SECTIONS_MAX = 4096 };
static const uint64_t FILE_MAX = (uint64_t)1 << 30;

struct model {
    const unsigned char *bytes;
    uint64_t size;
    void *owned; /* freed by model_close; NULL for what is built in */
    struct model_head head;
    struct model_section *sections;
    uint32_t count;
};

static chy_status read_whole(const char *path, void **bytes, uint64_t *size, chy_err *err)
{
    chy_status st = CHY_OK;
    unsigned char *p = NULL;
    FILE *f = fopen(path, "rb");
    if (!f) return err_set(err, CHY_EIO, 0, "%s", strerror(errno));
    if (fseek(f, 0, SEEK_END) || ftell(f) < 0) {
        st = err_set(err, CHY_EIO, 0, "cannot be read");
        goto out;
    }
    *size = (uint64_t)ftell(f);
    if (*size > FILE_MAX) {
        st = err_set(err, CHY_EMODEL, 0, "too large for a model file");
        goto out;
    }
    rewind(f);
    p = aligned_alloc(MODEL_ALIGN, (*size + MODEL_ALIGN) & ~(uint64_t)(MODEL_ALIGN - 1));
    if (!p) {
        st = err_memory(err, "reading the model");
        goto out;
    }
    if (fread(p, 1, *size, f) != *size) {
        st = err_set(err, CHY_EIO, 0, "cannot be read to its end");
        goto out;
    }
    *bytes = p;
    p = NULL;
out:
    free(p);
    fclose(f);
    return st;
}

static chy_status check_head(struct model *m, chy_err *err)
{
    if (m->size < sizeof m->head)
        return err_set(err, CHY_EMODEL, 0, "cut short: %llu bytes, a model has at least 64", (unsigned long long)m->size);
    memcpy(&m->head, m->bytes, sizeof m->head);
    if (memcmp(m->head.magic, MODEL_MAGIC, sizeof m->head.magic)) return err_set(err, CHY_EMODEL, 0, "not a model file of Chancery");
    if (m->head.major != MODEL_MAJOR)
        return err_set(err, CHY_EMODEL, 8, "a model of version %u, this program reads version %d", m->head.major, MODEL_MAJOR);
    if (m->head.file_size != m->size)
        return err_set(err, CHY_EMODEL, 16, "%s: %llu bytes, its head says %llu", m->size < m->head.file_size ? "cut short" : "too long",
                       (unsigned long long)m->size, (unsigned long long)m->head.file_size);
    return CHY_OK;
}

static chy_status check_whole(const struct model *m, chy_err *err)
{
    if (str_hash((chy_str){ (const char *)m->bytes + sizeof m->head, m->size - sizeof m->head }) != m->head.checksum)
        return err_set(err, CHY_EMODEL, 24, "altered: its checksum does not fit its bytes");
    return CHY_OK;
}

static chy_status read_entry(const struct model *m, uint32_t i, struct model_section *out, chy_err *err)
{
    struct model_entry e;
    size_t at = sizeof m->head + (size_t)i * sizeof e;
    memcpy(&e, m->bytes + at, sizeof e);
    if (e.offset % MODEL_ALIGN || e.offset > m->size || e.size > m->size - e.offset)
        return err_set(err, CHY_EMODEL, at, "its section %u lies outside the file", i);
    uint64_t elements = e.size / (e.element ? e.element : 1), want = 1;
    bool fits = e.element && e.size % e.element == 0;
    for (int k = 0; k < 3 && fits; k++)
        if (e.shape[k]) fits = !__builtin_mul_overflow(want, e.shape[k], &want);
    if (!fits || (e.size ? want != elements : e.shape[0]))
        return err_set(err, CHY_EMODEL, at, "its section %u has not the size that its shape says", i);
    const char *name = (const char *)m->bytes + at;
    *out = (struct model_section){
        { name, strnlen(name, sizeof e.name) }, e.element, { e.shape[0], e.shape[1], e.shape[2] }, m->bytes + e.offset, e.size
    };
    return CHY_OK;
}

static chy_status read_directory(struct model *m, arena *mem, chy_err *err)
{
    uint32_t n = m->head.section_count;
    if (n > SECTIONS_MAX || (m->size - sizeof m->head) / sizeof(struct model_entry) < n)
        return err_set(err, CHY_EMODEL, 12, "its directory of %u sections does not fit", n);
    m->sections = ARENA_ARRAY(mem, struct model_section, n ? n : 1);
    if (!m->sections) return err_memory(err, "opening the model");
    for (uint32_t i = 0; i < n; i++) {
        chy_status st = read_entry(m, i, &m->sections[i], err);
        if (st) return st;
    }
    m->count = n;
    return CHY_OK;
}

/* What is part of the program is as whole as the program: its bytes are not gone through at each start (a test does). */
static chy_status open_image(const void *bytes, uint64_t size, bool built_in, arena *mem, struct model **out, chy_err *err)
{
    struct model *m = ARENA_NEW(mem, struct model);
    if (!m) return err_memory(err, "opening the model");
    m->bytes = bytes;
    m->size = size;
    chy_status st = check_head(m, err);
    if (st == CHY_OK && !built_in) st = check_whole(m, err);
    if (st == CHY_OK) st = read_directory(m, mem, err);
    if (st == CHY_OK) *out = m;
    return st;
}

chy_status model_open_bytes(const void *bytes, uint64_t size, arena *mem, struct model **out, chy_err *err)
{
    return open_image(bytes, size, false, mem, out, err);
}

chy_status model_open(const char *path, arena *mem, struct model **out, chy_err *err)
{
    void *owned = NULL;
    uint64_t size = (uint64_t)(model_builtin_end - model_builtin);
    chy_status st = path ? read_whole(path, &owned, &size, err) : CHY_OK;
    if (st == CHY_OK) st = open_image(owned ? owned : model_builtin, size, !owned, mem, out, err);
    if (st == CHY_OK)
        (*out)->owned = owned;
    else {
        free(owned);
        return err_while(err, st, "%s", path ? path : "the built-in model");
    }
    return CHY_OK;
}

void model_close(struct model *m)
{
    if (!m) return;
    free(m->owned);
    m->owned = NULL;
    m->bytes = NULL;
    m->count = 0;
}

const struct model_section *model_section(const struct model *m, chy_str name)
{
    for (uint32_t i = 0; i < m->count; i++)
        if (str_eq(m->sections[i].name, name)) return &m->sections[i];
    return NULL;
}

uint64_t model_checksum(const struct model *m) { return m->head.checksum; }
