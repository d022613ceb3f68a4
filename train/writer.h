/* writer.h: puts sections together into a model file. Programs of train/ stop with a sentence when something fails. */
#ifndef TRAIN_WRITER_H
#define TRAIN_WRITER_H

#include <stddef.h>
#include <stdint.h>

struct writer;
struct writer *writer_create(void);
void writer_add(struct writer *w, const char *name, uint32_t element, uint32_t a, uint32_t b, const void *data,
                size_t size); /* copies; replaces one of that name */
void writer_add_file(struct writer *w,
                     const char *path); /* all sections of another model file that w does not have yet; none when it is not there */
void writer_drop(struct writer *w, const char *name);
void writer_save(struct writer *w, const char *path);

/* A map for values_get from count (key, value); values equal to VALUES_NONE are left out. weight: who gives way when a bucket is full. */
struct pair {
    uint64_t key;
    uint16_t value;
    float weight;
};
void writer_add_values(struct writer *w, const char *name, const struct pair *pairs, size_t count);

_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
void *need(void *p); /* p, or fail */

#endif
