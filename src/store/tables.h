/*
 * tables.h: the whole record as tables, for exports.
 *
 *     struct store_rows *rows = NULL;
 *     chy_status st = store_table(s, &(struct store_table_query){ .table = TABLE_FACTS }, &rows, err);
 *     while (!st && (st = store_next(rows, err)) == CHY_ROW) use(store_text(rows, FACTS_SUBJECT)), st = CHY_OK;
 *
 * Every row has a name that does not depend on which document came first: an entity is "state:RUS", a document the first 16
 * digits of its hash, what stands in it that name, a slash, a letter and a count ("1f3c…/F2"), an event the name of the report
 * of it that was published first. Rows come in an order that is fixed by these names, so equal records give equal bytes.
 */
#ifndef STORE_TABLES_H
#define STORE_TABLES_H

#include "store/store.h"

enum store_table {
    TABLE_CODINGS,
    TABLE_ENTITIES,
    TABLE_ALIASES,
    TABLE_PARTICIPANTS, /* of events; those of one event together, in the order of the events */
    TABLE_EVENTS,
    TABLE_DOCUMENTS,
    TABLE_LINKS, /* from here on by document, in the order of the documents; who speaks, takes part, passes on */
    TABLE_STATEMENTS,
    TABLE_REPORTS,
    TABLE_FACTS,
    TABLE_EVIDENCE,
    TABLE_COUNT
};

struct store_column {
    const char *name;
    enum {
        COLUMN_TEXT,
        COLUMN_NUMBER,
        COLUMN_YES /* 1 or 0 */,
        COLUMN_DAY /* days since 1970-01-01: store_day */,
        COLUMN_HIDDEN /* not for tables of text */
    } kind;
};
size_t store_columns(enum store_table table, const struct store_column **columns);
const char *store_table_name(enum store_table table); /* "facts" */

/* What is wanted. Each filter looks at the tables it fits: who at events and reports (taking part), facts (subject, object or of)
 * and statements (speaking). Of entities those that the tables in `among` name (1u << TABLE_EVENTS | ...), all when it is 0. */
struct store_table_query {
    enum store_table table;
    unsigned among;
    struct store_set who, with, place, about;
    chy_str kind, status, relation, modality, publisher, lang; /* "": every one */
    int64_t first, last;                                       /* days; STORE_NO_DAY: open */
};
chy_status store_table(struct store *s, const struct store_table_query *q, struct store_rows **out, chy_err *err);

/* From here to store_release every cursor sees the record as it stands now, whatever others add. */
chy_status store_hold(struct store *s, chy_err *err);
void store_release(struct store *s);

enum { CODINGS_CODING, CODINGS_DOCUMENTS, CODINGS_NEWEST /* recorded */ };
enum { ENTITIES_ID, ENTITIES_TYPE, ENTITIES_NAME, ENTITIES_CODE, ENTITIES_UNNAMED, ENTITIES_KEY };
enum { ALIASES_ENTITY, ALIASES_ALIAS, ALIASES_KIND, ALIASES_DOCUMENTS };
enum {
    EVENTS_ID,
    EVENTS_TYPE,
    EVENTS_MODE,
    EVENTS_KIND,
    EVENTS_CAMEO,
    EVENTS_DATE,
    EVENTS_FIRST_DAY, /* the first day it can mean */
    EVENTS_LAST_DAY,
    EVENTS_PLACE,
    EVENTS_PLACE_NAME,
    EVENTS_STATUS,
    EVENTS_WHO,
    EVENTS_REPORTS,
    EVENTS_DOCUMENT, /* of the report published first; so are the columns behind it */
    EVENTS_REPORT,
    EVENTS_PUBLISHED,
    EVENTS_PUBLISHER,
    EVENTS_VIA,
    EVENTS_WORDS,
    EVENTS_CONFIDENCE,
    EVENTS_RULE,
    EVENTS_RECORDED, /* when the newest of its reports was */
    EVENTS_PATH,
    EVENTS_TITLE,
    EVENTS_LANG,
    EVENTS_CODING,
    EVENTS_SENTENCE, /* which sentence of the document, from 1 */
    EVENTS_TRIGGER,
    EVENTS_PLACE_COUNTRY,
    EVENTS_SOURCE_CODES, /* IGOSCO|CHNGOV */
    EVENTS_TARGET_CODES
};
enum {
    PARTICIPANTS_EVENT,
    PARTICIPANTS_POSITION,
    PARTICIPANTS_ENTITY,
    PARTICIPANTS_TYPE,
    PARTICIPANTS_NAME,
    PARTICIPANTS_ROLE, /* in the report published first; "" when it is in another only */
    PARTICIPANTS_CODE,
    PARTICIPANTS_COUNTRY
};
enum {
    DOCUMENTS_ID,
    DOCUMENTS_HASH,
    DOCUMENTS_PATH,
    DOCUMENTS_SIZE,
    DOCUMENTS_PUBLISHER,
    DOCUMENTS_AUTHOR,
    DOCUMENTS_TITLE,
    DOCUMENTS_LANG,
    DOCUMENTS_PUBLISHED,
    DOCUMENTS_BASIS,
    DOCUMENTS_RECORDED,
    DOCUMENTS_CODING,
    DOCUMENTS_TEXT
};
enum {
    STATEMENTS_ID,
    STATEMENTS_DOCUMENT,
    STATEMENTS_KIND,
    STATEMENTS_DATE,
    STATEMENTS_SPEAKERS,
    STATEMENTS_VIA,
    STATEMENTS_ADDRESSEE,
    STATEMENTS_OCCASION,
    STATEMENTS_WORDS
};
enum {
    REPORTS_ID,
    REPORTS_DOCUMENT,
    REPORTS_EVENT,
    REPORTS_TYPE,
    REPORTS_MODE,
    REPORTS_KIND,
    REPORTS_CAMEO,
    REPORTS_DATE,
    REPORTS_PLACE,
    REPORTS_PLACE_NAME,
    REPORTS_STATUS,
    REPORTS_WHO,
    REPORTS_SPEAKERS,
    REPORTS_VIA,
    REPORTS_STATEMENT,
    REPORTS_WITHIN,
    REPORTS_SOURCE_CODES,
    REPORTS_TARGET_CODES,
    REPORTS_WORDS,
    REPORTS_CONFIDENCE,
    REPORTS_RULE
};
enum {
    FACTS_ID,
    FACTS_DOCUMENT,
    FACTS_SUBJECT,
    FACTS_SUBJECT_NAME,
    FACTS_RELATION,
    FACTS_OBJECT,
    FACTS_OBJECT_NAME,
    FACTS_TITLE,
    FACTS_OF,
    FACTS_OF_NAME,
    FACTS_MODALITY,
    FACTS_HOLDER,
    FACTS_HOLDER_NAME,
    FACTS_AS_OF,
    FACTS_FROM,
    FACTS_TO,
    FACTS_ENDED,
    FACTS_INFERRED,
    FACTS_SOURCES,
    FACTS_STATEMENT,
    FACTS_SPEAKERS,
    FACTS_VIA,
    FACTS_WORDS,
    FACTS_CONFIDENCE,
    FACTS_RULE,
    FACTS_NUMBER /* F-n of this record: its place in a set of facts */
};
enum { LINKS_DOCUMENT, LINKS_ITEM, LINKS_KIND, LINKS_POSITION, LINKS_ENTITY, LINKS_NAME, LINKS_TEXT };
enum {
    EVIDENCE_OF_DOCUMENT,
    EVIDENCE_OF_ITEM,
    EVIDENCE_OF_ROLE,
    EVIDENCE_OF_POSITION,
    EVIDENCE_OF_START,
    EVIDENCE_OF_END,
    EVIDENCE_OF_WORDS,
    EVIDENCE_OF_FACT
};

#endif
