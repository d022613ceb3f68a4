/*
 * zip.h: a zip archive that is written as it is sent: sizes and sums follow each file (APPNOTE 6.3, 4.4.4 bit 3).
 *
 * Calls answer non-zero when the sink did.
 */
#ifndef SERVER_ZIP_H
#define SERVER_ZIP_H

#include <zlib.h>

#include "out.h"

struct zip {
    chy_sink sink;
    void *user;
    z_stream z;
    bool open, stopped;
    char name[64];
    uint32_t sum;
    uint64_t at, began, size, packed;
    struct out directory;
    unsigned count;
};

void zip_begin(struct zip *z, chy_sink sink, void *user);
int zip_open(struct zip *z, const char *name);
int zip_bytes(struct zip *z, const char *bytes, size_t size);
int zip_close(struct zip *z);
int zip_end(struct zip *z);
void zip_done(struct zip *z);

#endif
