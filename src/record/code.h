/* code.h: a coded document as the rows that the store keeps. */
#ifndef RECORD_CODE_H
#define RECORD_CODE_H

#include "doc/doc.h"
#include "store/store.h"

/* Everything lives in mem or is borrowed from d. hash, recorded: borrowed. */
chy_status code_rows(const chy_doc *d, chy_str hash, size_t size, chy_str recorded, arena *mem, struct store_coded *out, chy_err *err);

#endif
