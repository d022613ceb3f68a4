/* http.h: an answer of a web server as it came over the wire: status line, header fields, body. */
#ifndef SOURCE_HTTP_H
#define SOURCE_HTTP_H

#include "doc/envelope.h"
#include "source/stream.h"

/* The value of a header field among lines; "" when it is not there. */
chy_str http_field(chy_str fields, const char *name);

/* Where the lines of a header end ("\n\n" or "\r\n\r\n"): the first byte behind the empty line; SIZE_MAX. */
size_t http_header_end(chy_str bytes);

/* "text/html; charset=utf-8" -> known->type and known->charset. */
void http_type(chy_str value, struct envelope *known);

/*
 * The body of an answer and its type. *body: in bytes, or in `room` when it had to be put together or unpacked. NULL when there is a body
 * that is wanted, else a sentence without subject, or "" for what is passed over without a word (a redirection, a picture, a style sheet).
 */
const char *http_body(chy_str bytes, struct stream_tally *tally, buf *room, struct envelope *known, chy_str *body);

/* Whether a media type may be a document of ours. */
bool http_wanted(chy_str type);

#endif
