/* The part of chancery.h that looks for documents. */
#include "source/source.h"

CHY_API chy_status chy_intake_open(const chy_places *places, chy_intake **out, chy_err *err) { return source_open(places, out, err); }
CHY_API chy_status chy_intake_next(chy_intake *intake, chy_item *item, chy_err *err) { return source_next(intake, item, err); }
CHY_API void chy_intake_count(chy_intake *intake) { source_count(intake); }
CHY_API chy_progress chy_intake_progress(const chy_intake *intake) { return source_progress(intake); }
CHY_API void chy_intake_close(chy_intake *intake) { source_close(intake); }
