/*
 * zip.h: a zip archive that is sent as it is written, by libarchive. The same files give the same bytes.
 *
 * Calls answer non-zero when the sink did, or there was no memory.
 */
#ifndef SERVER_ZIP_H
#define SERVER_ZIP_H

#include <chancery/chancery.h>

struct zip {
    chy_sink sink;
    void *user;
    struct archive *archive;
};

int zip_begin(struct zip *z, chy_sink sink, void *user);
int zip_open(struct zip *z, const char *name, int64_t size);
int zip_bytes(struct zip *z, const char *bytes, size_t size);
int zip_close(struct zip *z);
int zip_end(struct zip *z);
void zip_done(struct zip *z);

#endif
