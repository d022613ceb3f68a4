/*
 * read.h: bytes -> text, segments and metadata.
 *
 * The decoded text is kept byte for byte; only when the bytes are not UTF-8 is it converted. Furniture (clocks, telephone
 * numbers, counters, lists of teasers) is labelled and kept, and nothing later looks into it.
 */
#ifndef READ_READ_H
#define READ_READ_H

#include "lexicon/lexicon.h"

struct read_rules;

/* Compile the tables of this stage. Lives in mem. Errors: CHY_EMODEL naming file and line; CHY_ENOMEM. */
chy_status read_rules_create(const struct lexicon *lex, arena *mem, struct read_rules **out, chy_err *err);

/* Of the weights that tell the text of a page from its furniture: a part of what a coding is stamped with. */
uint64_t read_checksum(const struct read_rules *rules);

enum read_form { READ_TEXT, READ_PAGE, READ_PRINT /* PDF */ };

/* What the bytes are, which may have an envelope (doc/envelope.h) in front: *known, a view of it. */
enum read_form read_form(chy_str bytes, chy_str *known);

/* The words of a PDF and their boxes, by pdftotext in a process of its own. Errors: as child_run. */
chy_status read_words(chy_str bytes, arena *mem, chy_str *xml, chy_err *err);

/*
 * A new document from the bytes of a file: text, segments, title, date, source, author, lang, each with its basis. In this process: apart.h
 * reads what is foreign in a child.
 *
 * bytes    with an envelope in front or without
 * xml      of a PDF: what read_words gave, then bytes may be its envelope alone; ptr NULL: it is asked for when it is needed
 * ceiling  bytes for the document's arena, 0 for the usual
 * Errors   sentences that begin with id: CHY_EINPUT empty, binary, undecodable; CHY_E2BIG; CHY_ENOMEM
 */
chy_status read_document(const struct read_rules *rules, chy_str id, chy_str bytes, chy_str xml, size_t ceiling, chy_doc **out,
                         chy_err *err);

/* Label the segments of a document whose text is there, and fill in the metadata that is not known yet. Errors: CHY_ENOMEM. */
chy_status read_segments(const struct read_rules *rules, chy_doc *d, arena *scratch, chy_err *err);

#endif
