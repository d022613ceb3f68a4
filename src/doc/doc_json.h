/* doc_json.h: a document as one line of JSON: the interchange format, and what `chancery read` prints. */
#ifndef DOC_DOC_JSON_H
#define DOC_DOC_JSON_H

#include "base/json.h"
#include "doc/doc.h"

void doc_json_coded(const chy_doc *d, buf *out); /* with the line end */
void doc_json_read(const chy_doc *d, buf *out);

#endif
