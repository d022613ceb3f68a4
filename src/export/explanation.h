/* explanation.h: for people: sentence by sentence, which rule coded an event, and why nothing was coded of a word that a rule knows. */
#ifndef EXPORT_EXPLANATION_H
#define EXPORT_EXPLANATION_H

#include "base/buf.h"
#include "doc/doc.h"

void explanation_write(const chy_doc *d, buf *b); /* a failure shows in b */

#endif
