/*
 * source.h: documents out of files, folders and all that holds documents.
 *
 * What a caller sees of it is chy_intake in the public header.
 */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include "base/err.h"

enum { SOURCE_DOCUMENT_MOST = 32 << 20 }; /* bytes that one document may have */

chy_status source_open(const chy_places *places, chy_intake **out, chy_err *err);
chy_status source_next(chy_intake *in, chy_item *item, chy_err *err);
void source_count(chy_intake *in);
chy_progress source_progress(const chy_intake *in);
void source_close(chy_intake *in);

#endif
