/*
 * model.h: a file of weights, checked before its first weight is read, then mapped or borrowed as it is.
 *
 *     struct model *m;
 *     chy_status st = model_open(NULL, mem, &m, err);                 // the weights that are built in
 *     const struct model_section *s = model_section(m, CHY_LIT("tagger.weights"));
 */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "base/arena.h"
#include "base/err.h"

struct model;

struct model_section {
    chy_str name;
    uint32_t element;  /* bytes of one element */
    uint32_t shape[3]; /* 0 for what is not there */
    const void *data;  /* 64-byte aligned */
    uint64_t size;     /* bytes */
};

/* path NULL: the weights that are built in. Errors: CHY_EMODEL cut short, altered, of another version; CHY_EIO; CHY_ENOMEM. */
chy_status model_open(const char *path, arena *mem, struct model **out, chy_err *err);

/* The same from memory, which must be 64-byte aligned and outlive the model. */
chy_status model_open_bytes(const void *bytes, uint64_t size, arena *mem, struct model **out, chy_err *err);
void model_close(struct model *m);                                              /* NULL is fine */
const struct model_section *model_section(const struct model *m, chy_str name); /* NULL when there is none */
uint64_t model_checksum(const struct model *m);

#endif
