/*
 * record.h: many documents become one record.
 *
 *     bool is_new;
 *     chy_status st = record_add(store, doc, bytes, "2026-11-22T12:00:00Z", &is_new, err);
 *
 * A document is known by the SHA-256 of its bytes: adding it again changes nothing. One transaction a document, or one for
 * all of store_begin_adding .. store_end, the events included, so that the record is whole at every moment. Reports of the same kind of event among the same participants are
 * one event when dates and places agree; what was resolved can be made again from what was coded at any time.
 */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "doc/doc.h"
#include "record/among.h"
#include "record/journal.h"
#include "store/store.h"

enum { RECORD_HASH_SIZE = 64 };

/* SHA-256 of the bytes in hexadecimal, terminated. */
void record_hash(chy_str bytes, char out[RECORD_HASH_SIZE + 1]);

/* bytes: as the document was read; when empty the text stands for them. recorded: when we learnt it. */
chy_status record_add(struct store *s, const chy_doc *d, chy_str bytes, chy_str recorded, bool *is_new, chy_err *err);

/* One more coding of the document with this SHA-256: the one before is closed at the moment `recorded`, and stays to be looked back to.
 * as_read: what the document itself says, when it was coded with what a person has corrected; NULL: d has it. */
struct record_metadata {
    chy_str title, date, date_basis, source, author, lang;
};
chy_status record_recode(struct store *s, chy_str hash, const chy_doc *d, const struct record_metadata *as_read, chy_str recorded,
                         chy_err *err);

/* Make the events of these blocks again (journal.h), and of those that new reports belong to (NULL: there are none); inside store_begin ..
 * store_end. */
chy_status record_resolve(struct store *s, block_list *blocks, new_report_list *reports, chy_str when, arena *mem, chy_err *err);

/* Make all events again from the reports; what comes out otherwise than before is so from the moment `when` on. */
chy_status record_resolve_all(struct store *s, chy_str when, chy_err *err);

#endif
