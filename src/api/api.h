/* api.h: what the files that implement chancery.h share. */
#ifndef API_API_H
#define API_API_H

#include "store/store.h"

struct chy_store {
    struct store *store;
    arena fetched; /* the last answer of chy_store_fetched */
};

enum { API_MOMENT_SIZE = 32 };

/* Now, UTC, to the second: "2026-11-22T12:00:00Z". */
chy_str api_now(char out[API_MOMENT_SIZE]);

#endif
