/*
 * event_table.h: the events of a document as event data, one line a pair of actors.
 *
 *     event_table_create(lex, &mem, &rules, &err);
 *     event_table_header(&out);
 *     event_table_write(rules, doc, &out);
 *
 * Tab-separated, a header line with the names of the columns. docs/event-data.md says what each holds and which column of ICEWS,
 * POLECAT and GDELT it answers to.
 */
#ifndef EXPORT_EVENT_TABLE_H
#define EXPORT_EVENT_TABLE_H

#include "base/buf.h"
#include "lexicon/lexicon.h"

struct event_table;

/* Lives in mem. Errors: CHY_EMODEL a table that cannot be used; CHY_ENOMEM. */
chy_status event_table_create(const struct lexicon *lex, arena *mem, struct event_table **out, chy_err *err);

/* One end of a dyad. */
struct event_end {
    chy_str name, code, country;
};

/* What a line holds; "" for what is not known. */
struct event_line {
    chy_str event, date, type, mode, kind, cameo, status, place, place_country, story, sentence, trigger, text, publisher, via, published,
        lang, confidence, rule, coding;
    uint32_t dyad;
    struct event_end source, target;
};
void event_table_line(const struct event_table *rules, const struct event_line *line, buf *b);

void event_table_header(buf *b);
void event_table_write(const struct event_table *rules, const chy_doc *d, buf *b); /* a failure shows in b */

#endif
