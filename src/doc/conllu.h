/* conllu.h: CoNLL-U in and out (universaldependencies.org/format.html), names in MISC as NER=B-PER. */
#ifndef DOC_CONLLU_H
#define DOC_CONLLU_H

#include "base/buf.h"
#include "doc/doc.h"

/* Errors: CHY_ENOMEM. */
chy_status conllu_write(const chy_doc *d, buf *out, chy_err *err);

/* A further piece of a text that is written document by document. before: sentences of it that are written already. */
chy_status conllu_write_piece(const chy_doc *d, uint64_t before, buf *out, chy_err *err);

/* A document with the sentences and words of a CoNLL-U file, its text put together from them; conllu_given is set.
 * Errors: CHY_EINPUT naming the line; CHY_ENOMEM. */
chy_status conllu_read(chy_str conllu, size_t ceiling, chy_doc **out, chy_err *err);

#endif
