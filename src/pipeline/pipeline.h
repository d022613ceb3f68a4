/* pipeline.h: the engine, and the only place that knows the order of the stages. */
#ifndef PIPELINE_PIPELINE_H
#define PIPELINE_PIPELINE_H

#include "doc/doc.h"

/* Stages up to and including this one are run. */
enum pipeline_depth { PIPELINE_READ, PIPELINE_PARSE, PIPELINE_CODE };

/* Run the stages over a document whose text, and whose segments if it was read, are there.
 * Errors: CHY_ENOMEM, naming the stage. Threads: any, one document each. */
chy_status pipeline_run(const chy_engine *e, chy_doc *d, enum pipeline_depth depth, chy_err *err);

/* A document from bytes, with text, segments and metadata. Errors as read_document. */
chy_status pipeline_read(const chy_engine *e, chy_str id, chy_str bytes, chy_doc **out, chy_err *err);

/* A text of any length piece by piece: how many bytes at its front can be run as a document of their own, with the same result as within
 * the whole; 0: more must be seen, never for more than PIPELINE_PIECE_MAX bytes. */
enum { PIPELINE_PIECE_MAX = 256 << 10 };
size_t pipeline_piece(chy_str text);

size_t pipeline_ceiling(const chy_engine *e); /* 0: the usual */

#endif
