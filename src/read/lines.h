/*
 * lines.h: the lines of a text, and what kind of thing each is.
 *
 * A line is judged by its own bytes and its neighbours'; nothing is copied.
 */
#ifndef READ_LINES_H
#define READ_LINES_H

#include "base/date.h"
#include "doc/doc.h"

struct line {
    chy_span span; /* without white space at both ends */
    enum segment_kind kind;
    const char *why;
    chy_str lang; /* when it is another than the document's */
    bool blank;
    bool starts_paragraph; /* the first line, or one after a blank line */
};

typedef LIST(struct line) line_list;

/* All lines of d->text. False when the arena is at its ceiling. */
bool lines_split(const chy_doc *d, arena *mem, line_list *out);

/* A clock ("Moscow: 23:55"), an e-mail address or telephone number, an address on the web: a literal that says which, or NULL. */
const char *line_gadget(chy_str line);

bool line_is_shouted(chy_str line);    /* letters, none of them small, and short */
bool line_ends_sentence(chy_str line); /* a full stop, question or exclamation mark, also behind quotation marks or brackets */

/* The script that most letters of s have: 'l' Latin, 'c' Cyrillic, 'h' Han and Kana and Hangul, 'o' other, 0 no letters. */
char line_script(chy_str s);

#endif
