/* The part of chancery.h that looks after a record. */
#include <stdlib.h>

#include "api/api.h"
#include "record/verify.h"

struct telling {
    chy_store_fault tell;
    void *user;
    uint64_t count;
};

static void tell_one(void *user, const char *what, chy_str where)
{
    struct telling *t = user;
    t->count++;
    if (t->tell) t->tell(t->user, what, where);
}

CHY_API chy_status chy_store_verify(chy_store *store, chy_store_fault tell, void *user, uint64_t *faults, chy_err *err)
{
    char now[API_MOMENT_SIZE];
    struct telling t = { tell, user, 0 };
    chy_status st = record_verify(store->store, api_now(now), tell_one, &t, err);
    if (!st && faults) *faults = t.count;
    return st;
}

CHY_API chy_status chy_store_backup(chy_store *store, const char *path, chy_err *err) { return store_backup(store->store, path, err); }
