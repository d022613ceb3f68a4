/* The part of chancery.h that gives the record out. */
#include "api/api.h"
#include "export/export.h"

CHY_API const chy_export_format *chy_export_formats(size_t *count) { return export_formats(count); }

CHY_API chy_status chy_store_export(chy_store *store, const chy_export *what, chy_exported *out, chy_err *err)
{
    return export_run(store->store, what, CHY_LIT("chancery " CHANCERY_VERSION), out, err);
}
