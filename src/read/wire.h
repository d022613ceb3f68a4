/*
 * wire.h: a document that was read, as bytes from one process to another. Whoever takes them believes nothing.
 */
#ifndef READ_WIRE_H
#define READ_WIRE_H

#include "base/buf.h"
#include "doc/doc.h"

void wire_write(const chy_doc *d, buf *out);

/* A document called id, out of what wire_write wrote of one whose source has so many bytes. Errors: CHY_EINPUT when the bytes make no
 * sense. */
chy_status wire_read(chy_str bytes, chy_str id, size_t source_size, size_t ceiling, chy_doc **out, chy_err *err);

#endif
