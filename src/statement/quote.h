/*
 * quote.h: which words stand between quotation marks.
 *
 *     struct quotes q;
 *     chy_status st = quote_scan(d, scratch, &q, err);
 *     if (q.of[token] != NONE) inside(&q.list.at[q.of[token]]);
 *
 * One pass over the tokens of each paragraph: straight, curly, low and angle marks and Chinese corners pair with one another even
 * when a writer mixes them; a quotation that is not closed ends with its paragraph. Single marks count outside double ones, and
 * only when they are closed. Titles in 《》 are no quotations.
 */
#ifndef STATEMENT_QUOTE_H
#define STATEMENT_QUOTE_H

#include "doc/doc.h"

struct quotation {
    uint32_t open, close; /* tokens of the marks; close NONE when it is not closed */
    run words;            /* what stands between them */
};

struct quotes {
    LIST(struct quotation) list;
    uint32_t *of; /* (tokens) quotation that a token stands in, marks included; NONE */
};

/* Everything lives in mem. Errors: CHY_ENOMEM. */
chy_status quote_scan(const chy_doc *d, arena *mem, struct quotes *out, chy_err *err);

/* A quotation that is only a name or a title ("Peace Mission 2014"): capitals throughout, no verb. */
bool quote_is_name(const chy_doc *d, const struct quotation *q);

/* With its marks. */
static inline run quote_run(const struct quotation *q) { return (run){ q->open, q->close == NONE ? q->words.last : q->close + 1 }; }

#endif
