/*
 * envelope.h: what is known of a document before it is read, in front of its bytes.
 *
 *     Chancery-Document: 1
 *     Address: https://example.org/news/7
 *     Date: Mon, 06 Sep 2021 10:00:00 GMT
 *     Date-Basis: feed
 *     Content-Type: text/html; charset=windows-1251
 *                                                      (an empty line; then the bytes)
 *
 * Whoever takes a document out of something larger (a feed, a letter, a table) writes it, so that the document can be stored, sent and read
 * again by itself. Lines end with "\n"; values have one line.
 */
#ifndef DOC_ENVELOPE_H
#define DOC_ENVELOPE_H

#include "base/buf.h"
#include "base/str.h"

struct envelope {
    chy_str address, title, date, date_basis, author, source, lang;
    chy_str type;      /* media type, lower case as a rule: "text/html" */
    chy_str charset;   /* what was said of its encoding */
    chy_str retrieved; /* the moment when it was fetched */
    chy_str part;      /* "item": all of it is text, as of an item of a feed; "mail": a letter; "" */
};

/* Whether bytes begin with an envelope: then *out holds views of it, and *rest what stands behind. */
bool envelope_read(chy_str bytes, struct envelope *out, chy_str *rest);

bool envelope_is_empty(const struct envelope *e);

/* The envelope and its empty line; line breaks within values become spaces. */
void envelope_write(const struct envelope *e, buf *out);

#endif
