/* bundle.h: the pages, built in (web/dist, packed by gen/bundle.c). */
#ifndef SERVER_BUNDLE_H
#define SERVER_BUNDLE_H

#include <stddef.h>

struct bundle_file {
    const char *name; /* "index.html", "assets/app.1f3c.js"; NULL after the last */
    size_t at, size;  /* its bytes in bundle_bytes */
    const char *etag;
};
extern const struct bundle_file bundle_files[];
extern const char bundle_bytes[];

#endif
