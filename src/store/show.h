/*
 * show.h: single things of the record, with the bytes and the numbers that a page of them needs.
 *
 * Cursors as those of store.h. `document` and `item` choose the rows: all of one document, or those of one item; 0: not looked at.
 */
#ifndef STORE_SHOW_H
#define STORE_SHOW_H

#include "store/store.h"

/* Bytes that show the statements, reports and facts; by kind (F R S), item, role and place. */
enum show_evidence_column { SHOWN_KIND, SHOWN_ITEM, SHOWN_ROLE, SHOWN_START, SHOWN_END };
chy_status store_show_evidence(struct store *s, int64_t document, char kind, int64_t item, struct store_rows **out, chy_err *err);

/* Who stands in which place of a statement (S: speaker, topic, via) or a report (R: participant, via); by item, place and position. */
enum show_link_column {
    LINKED_ITEM,
    LINKED_AS,
    LINKED_ENTITY,
    LINKED_TYPE,
    LINKED_NAME,
    LINKED_TEXT /* role; date of a via */,
    LINKED_POST,
    LINKED_OF
};
chy_status store_show_links(struct store *s, char kind, int64_t document, int64_t item, struct store_rows **out, chy_err *err);

enum show_mention_column { MENTIONED_START, MENTIONED_END, MENTIONED_ENTITY, MENTIONED_NAME, MENTIONED_TYPE };
chy_status store_show_mentions(struct store *s, int64_t document, struct store_rows **out, chy_err *err);

enum show_time_column { SHOWN_TIME_START, SHOWN_TIME_END, SHOWN_TIME_VALUE, SHOWN_TIME_TYPE };
chy_status store_show_times(struct store *s, int64_t document, struct store_rows **out, chy_err *err);

/* What an entity is called: each name once, most used first. */
enum show_name_column { CALLED_NAME, CALLED_KIND, CALLED_DOCUMENTS };
chy_status store_show_names(struct store *s, int64_t entity, struct store_rows **out, chy_err *err);

/* Entities [of a type] one of whose names begins so, folded as utf8_fold does ("": all); those that most documents name come first. */
enum begin_column { BEGINS_ENTITY, BEGINS_TYPE, BEGINS_NAME, BEGINS_DOCUMENTS };
chy_status store_show_beginning(struct store *s, chy_str folded, chy_str type, uint32_t limit, struct store_rows **out, chy_err *err);

/* Posts, by title and whose; the same columns without the entity. text: how the title begins, lower case; "": all. */
chy_status store_show_posts(struct store *s, chy_str text, uint32_t limit, struct store_rows **out, chy_err *err);

/* Events and who takes part in them, each once; by event. */
enum show_party_column { PARTY_EVENT, PARTY_ENTITY, PARTY_TYPE, PARTY_NAME, PARTY_DATE, PARTY_FIRST /* day */ };
chy_status store_show_parties(struct store *s, const struct store_events_query *q, struct store_rows **out, chy_err *err);

/* Events with what names their places; in order of date. */
enum show_spot_column { SPOT_EVENT, SPOT_DATE, SPOT_KIND, SPOT_MODE, SPOT_TYPE, SPOT_STATUS, SPOT_REPORTS, SPOT_PLACE, SPOT_PLACE_NAME, SPOT_PLACE_TYPE, SPOT_PLACE_KEY };
chy_status store_show_spots(struct store *s, const struct store_events_query *q, struct store_rows **out, chy_err *err);

/* One row: a word that is another whenever anything was put into the record or corrected. */
enum state_column { STATE_WORD, STATE_DOCUMENTS };
chy_status store_state(struct store *s, struct store_rows **out, chy_err *err);

#endif
