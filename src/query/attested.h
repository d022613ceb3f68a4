/*
 * attested.h: attestations of facts, read whole or as far as the lists of the record tell, and which of them have a say.
 *
 *     attested_list facts = { 0 };
 *     chy_status st = attested_of(a, q, who, attested_by_reading, false, &facts);     // on a day only what may be shown
 *     attested_sort(&facts, attested_by_fact);
 *     attested_keep_for_day(&facts, a->on);                                           // the others are `out`
 *
 * Everything lives as long as the answer does.
 */
#ifndef QUERY_ATTESTED_H
#define QUERY_ATTESTED_H

#include "base/list.h"
#include "query/asking.h"

enum { ATTESTED_STANDINGS = 17 }; /* relations that have words of their own; the place of any other */

/* One attestation of a fact. */
struct attested {
    int64_t id, subject, object, of, document, statement;
    struct days at, from, to;
    uint32_t order;            /* place in standings */
    int modality;              /* 0 is, 1 .. wishes */
    bool ended, about_subject; /* the asker's own name stands as its subject */
    enum { HOLDS, ATTESTED, UNDATED } how;
    bool out;
    chy_str relation, modality_text, subject_name, object_name, title, title_key, of_name, holder_name, as_of, from_text, to_text, speakers,
        chain, doc, path, author, confidence, inferred;
};
typedef LIST(struct attested) attested_list;

typedef int attested_order(const void *, const void *);
attested_order attested_by_fact, attested_by_number,
    attested_by_reading; /* same things together, the newest first; by id; as people read them */
void attested_sort(attested_list *facts, attested_order *order);

/* self: whom the question is about. */
void attested_read_row(struct asking *a, struct store_rows *r, struct store_set self, struct attested *f);
chy_status attested_read(struct asking *a, const struct store_facts_query *q, struct store_set self, attested_list *out);
/* Their numbers as the store takes them, a list in JSON. */
chy_status attested_numbers(struct asking *a, const attested_list *facts, chy_str *list);
/* As attested_read: these, besides the conditions of q; by id. */
chy_status attested_read_whole(struct asking *a, struct store_facts_query q, const attested_list *facts, struct store_set self,
                               attested_list *out);
/* Facts about `who`: on a day, those of the rows that will be shown, in this order from one end; else all, or the first of
 * them in this order. */
chy_status attested_of(struct asking *a, struct store_facts_query q, struct store_set who, attested_order *order, bool from_end,
                       attested_list *out);

/* One day is asked for, and now: of what is attested over and over, few have a say, and lists tell which. */
bool attested_for_day(const struct asking *a);
/* Facts about `who` that may have a say on the day: all but where they stand, by whose word, how their parties are called, and the last day
 * that they can be attested for. */
chy_status attested_lines(struct asking *a, struct store_set who, chy_str relation, chy_str title, attested_list *out);
/* Who the parties are by now, and how they are called; *told false: some are called as their documents call them, which is not known yet.
 */
chy_status attested_name_parties(struct asking *a, attested_list *facts, struct store_set self, bool *told);

/* What has no say on the day or in the period asked for, or is said twice in one voice, is marked as `out`. */
void attested_choose(const struct asking *a, attested_list *facts);
void attested_keep_for_day(attested_list *facts, struct days on); /* facts in the order of attested_by_fact */
void attested_take_out(attested_list *facts);                     /* those that are `out` */

const char *attested_standing(const struct attested *f); /* of a relation with words of its own: "member of" */
const char *attested_wish(const struct attested *f);     /* "planned: ", "former: ", "" */
chy_str attested_how(const struct attested *f, struct days on);
void attested_write_source(const struct attested *f, chy_str *row, int speakers, int chain, int document, int path);

#endif
