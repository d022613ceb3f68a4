#include "writer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/format.h"
#include "model/weights.h"

struct section {
    struct model_entry entry;
    void *data;
};
struct writer {
    struct section *at;
    size_t count;
};

void fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("train: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

void *need(void *p)
{
    if (!p) fail("out of memory");
    return p;
}

struct writer *writer_create(void) { return need(calloc(1, sizeof(struct writer))); }

static struct section *find(struct writer *w, const char *name)
{
    for (size_t i = 0; i < w->count; i++)
        if (!strncmp(w->at[i].entry.name, name, sizeof w->at[i].entry.name)) return &w->at[i];
    return NULL;
}

void writer_add(struct writer *w, const char *name, uint32_t element, uint32_t a, uint32_t b, const void *data, size_t size)
{
    struct section *s = find(w, name);
    if (!s) {
        w->at = need(realloc(w->at, (w->count + 1) * sizeof *w->at));
        s = &w->at[w->count++];
    }
    memset(s, 0, sizeof *s);
    if (strlen(name) > sizeof s->entry.name) fail("%s: too long a name for a section", name);
    memcpy(s->entry.name, name, strlen(name));
    s->entry.element = element;
    s->entry.shape[0] = a;
    s->entry.shape[1] = b;
    s->entry.size = size;
    s->data = need(malloc(size + 1));
    memcpy(s->data, data, size);
}

void writer_add_file(struct writer *w, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) return;
    struct model_head head;
    if (fread(&head, sizeof head, 1, f) != 1 || memcmp(head.magic, MODEL_MAGIC, 8)) fail("%s: not a model", path);
    for (uint32_t i = 0; i < head.section_count; i++) {
        struct model_entry e;
        fseek(f, (long)(sizeof head + i * sizeof e), SEEK_SET);
        if (fread(&e, sizeof e, 1, f) != 1) fail("%s: cut short", path);
        char name[sizeof e.name + 1] = { 0 };
        memcpy(name, e.name, sizeof e.name);
        if (find(w, name)) continue;
        void *data = need(malloc(e.size + 1));
        fseek(f, (long)e.offset, SEEK_SET);
        if (e.size && fread(data, e.size, 1, f) != 1) fail("%s: cut short", path);
        writer_add(w, name, e.element, e.shape[0], e.shape[1], data, e.size);
        find(w, name)->entry.shape[2] = e.shape[2];
        free(data);
    }
    fclose(f);
}

static int by_name(const void *a, const void *b)
{
    return strncmp(((const struct section *)a)->entry.name, ((const struct section *)b)->entry.name, sizeof((struct model_entry *)0)->name);
}

void writer_save(struct writer *w, const char *path)
{
    qsort(w->at, w->count, sizeof *w->at, by_name);
    uint64_t size = sizeof(struct model_head) + w->count * sizeof(struct model_entry);
    for (size_t i = 0; i < w->count; i++) {
        w->at[i].entry.offset = size;
        size += (w->at[i].entry.size + MODEL_ALIGN - 1) & ~(uint64_t)(MODEL_ALIGN - 1);
    }
    unsigned char *all = need(calloc(1, size));
    struct model_head head = {
        .magic = MODEL_MAGIC, .major = MODEL_MAJOR, .minor = MODEL_MINOR, .section_count = (uint32_t)w->count, .file_size = size
    };
    for (size_t i = 0; i < w->count; i++) {
        memcpy(all + sizeof head + i * sizeof(struct model_entry), &w->at[i].entry, sizeof(struct model_entry));
        memcpy(all + w->at[i].entry.offset, w->at[i].data, w->at[i].entry.size);
    }
    head.checksum = str_hash((chy_str){ (char *)all + sizeof head, size - sizeof head });
    memcpy(all, &head, sizeof head);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(all, size, 1, f) != 1 || fclose(f)) fail("%s: cannot be written", path);
    free(all);
    fprintf(stderr, "%s: %zu sections, %llu bytes\n", path, w->count, (unsigned long long)size);
}

static int by_weight(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    return (x->key > y->key) - (x->key < y->key);
}

void writer_add_values(struct writer *w, const char *name, const struct pair *pairs, size_t count)
{
    uint32_t buckets = (uint32_t)(count / 11 + 1), lost = 0;
    struct values_bucket *b = need(aligned_alloc(64, buckets * sizeof *b));
    memset(b, 0, buckets * sizeof *b);
    struct pair *sorted = need(malloc((count + 1) * sizeof *sorted));
    memcpy(sorted, pairs, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_weight);
    for (size_t i = 0; i < count; i++) {
        if (sorted[i].value == VALUES_NONE) continue;
        struct values_bucket *at = &b[weights_place(sorted[i].key, buckets)];
        uint16_t mark = weights_mark(sorted[i].key);
        int k = 0;
        while (k < 16 && at->mark[k] && at->mark[k] != mark) k++;
        if (k == 16 || at->mark[k] == mark) {
            lost++;
            continue;
        }
        at->mark[k] = mark;
        at->value[k] = sorted[i].value;
    }
    writer_add(w, name, sizeof *b, buckets, 0, b, buckets * sizeof *b);
    fprintf(stderr, "%s: %zu pairs, %u lost, %zu bytes\n", name, count, lost, buckets * sizeof *b);
    free(sorted);
    free(b);
}

void writer_drop(struct writer *w, const char *name)
{
    struct section *s = find(w, name);
    if (s) *s = w->at[--w->count];
}
