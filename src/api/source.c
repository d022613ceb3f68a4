/* The part of chancery.h that looks for documents. */
#include "child/lock.h"
#include "source/source.h"

CHY_API chy_status chy_intake_open(const chy_places *places, chy_intake **out, chy_err *err) { return source_open(places, out, err); }
CHY_API chy_status chy_intake_next(chy_intake *intake, chy_item *item, chy_err *err) { return source_next(intake, item, err); }
CHY_API void chy_intake_count(chy_intake *intake) { source_count(intake); }
CHY_API chy_progress chy_intake_progress(const chy_intake *intake) { return source_progress(intake); }
CHY_API void chy_intake_close(chy_intake *intake) { source_close(intake); }

CHY_API const char *chy_fences_missing(void)
{
    switch (lock_fences()) {
    case LOCK_ALL: return "";
    case LOCK_SECCOMP: return "this kernel has no Landlock: readers of foreign formats are kept from files by seccomp and limits alone";
    case LOCK_LANDLOCK: return "this kernel has no seccomp: readers of foreign formats are held by Landlock and limits alone";
    default: return "this kernel has neither seccomp nor Landlock: readers of foreign formats are held by limits alone";
    }
}
