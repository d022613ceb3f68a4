/* format.h: the bytes of a model file. Little-endian; every section begins at a multiple of 64. */
#ifndef MODEL_FORMAT_H
#define MODEL_FORMAT_H

#include <stdint.h>

#define MODEL_MAGIC "CHYMODEL"
enum { MODEL_MAJOR = 2, MODEL_MINOR = 0, MODEL_ALIGN = 64 };

struct model_head {
    char magic[8];
    uint16_t major, minor; /* another major: refused; a newer minor: sections we do not know are skipped */
    uint32_t section_count;
    uint64_t file_size;   /* bytes, this head included: a cut-off download shows here */
    uint64_t checksum;    /* XXH3 of every byte after the head */
    uint64_t lexicon;     /* hash of the word lists the features were drawn from; 0 for none */
    uint8_t reserved[24]; /* zero */
};

/* The directory: one after the other, right after the head. */
struct model_entry {
    char name[24];    /* zero-padded */
    uint32_t element; /* bytes of one element */
    uint32_t shape[3];
    uint64_t offset, size; /* bytes */
    uint8_t reserved[8];   /* zero */
};

_Static_assert(sizeof(struct model_head) == 64, "the head is 64 bytes");
_Static_assert(sizeof(struct model_entry) == 64, "an entry is 64 bytes");

#endif
