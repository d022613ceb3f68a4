/*
 * store.h: where the record is kept. One interface in the words of the domain; SQLite behind it, one file.
 *
 *     struct store *s = NULL;
 *     chy_status st = store_open("chancery.db", STORE_WRITE, &s, err);
 *     if (st == CHY_OK) st = store_begin(s, err);
 *     if (st == CHY_OK) st = store_put(s, &coded, &put, err);
 *     st = store_end(s, st, err);                       // commits when all went well, else takes everything back
 *     store_close(s);
 *
 * What is asked comes as rows: a cursor with one list of columns for each kind of question (enum fact_column ...).
 * A handle belongs to one thread at a time. Dates have a written form and the first and last day it can mean.
 * Errors of every call: CHY_ESTORE with a sentence (damaged, full disk, locked by another program ...), CHY_ENOMEM.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/date.h"
#include "base/err.h"
#include "base/list.h"
#include "base/str.h"

struct store;
struct store_rows;

enum store_mode { STORE_READ, STORE_WRITE /* makes the file when there is none */ };

enum { STORE_VERSION = 6 };    /* of the schema */
#define STORE_NO_DAY INT64_MIN /* a day that is not known */

/* ------------------------------------------------------------------ opening, and all or nothing */

/* Refused, each with its sentence: no file (to read), another program's file, a newer schema, a damaged or read-only (to write) file. */
chy_status store_open(const char *path, enum store_mode mode, struct store **out, chy_err *err);
void store_close(struct store *s); /* NULL is fine */

/* All or nothing from here to store_end. One such within another can fail alone and leave the outer one standing. */
chy_status store_begin(struct store *s, chy_err *err);
/* The same, for who only adds documents: others may do so at the same time. Nothing of them is sent before store_end where that is possible;
 * store_begin within it waits for the others, and goes on alone. */
chy_status store_begin_adding(struct store *s, chy_err *err);

/* Commit when so_far is CHY_OK, else roll back and answer so_far with err as it was. */
chy_status store_end(struct store *s, chy_status so_far, chy_err *err);

/* What is to be done once for all documents that are added before the outermost store_end is over: called once, with CHY_OK when everything
 * else is in the record, and no other writer is let in; or with something else when all is taken back, or the record is closed. */
typedef chy_status (*store_last)(void *user, struct store *s, chy_status so_far, chy_err *err);
void store_at_end(struct store *s, store_last last, void *user); /* NULL: nothing any more */
void *store_last_user(const struct store *s, store_last last);   /* NULL: it is not to be called */
bool store_is_adding(const struct store *s);                      /* nothing has been sent since the outermost store_begin_adding */
/* All that was put is in the record from here on, and no other writer is let in until the outermost store_end. */
chy_status store_settle(struct store *s, chy_err *err);

/* Ask as of an earlier moment ("2026-05-31T23:59:59Z", UTC): every question from here on answers with what the record held then; "": now
 * again. Not while a cursor is open. The past cannot be written to. */
chy_status store_look_back(struct store *s, chy_str then, chy_err *err);

/* What is asked from here on is stopped when it takes longer than so many milliseconds from now, with CHY_STOPPED; 0: never. */
void store_patience(struct store *s, unsigned milliseconds);

/* ------------------------------------------------------------------ putting a coded document */

/* A date as written ("" when it is not known) and the days it can mean. */
struct store_date {
    chy_str value;
    int64_t first, last;
};
struct store_date store_date_of(chy_str value);

/* Every `referent` below is an index into referents, STORE_NONE where there is none; statements, reports and facts likewise. */
enum { STORE_NONE = 0xFFFFFFFFu };

struct store_document {
    chy_str hash, path, publisher, author, title, lang, published_basis, text, recorded;
    chy_str coding;    /* by which versions of program, models and word lists it was read */
    chy_str bytes;     /* as it was read; "": its text was handed over as it is */
    chy_str origin;    /* where the text stands in the bytes, packed; "": it is they */
    chy_str updated, address;
    chy_str text_hash; /* SHA-256 of the text; "": it is that of the bytes */
    struct store_date published;
    uint32_t publisher_referent, author_referent;
    size_t size;
};

struct store_segment {
    chy_span span;
    chy_str kind, why, lang;
};
struct store_alias {
    uint32_t referent;
    chy_str alias, folded, kind;
};
struct store_naming {
    uint32_t referent;
    chy_str likeness;
    int64_t year;
};
struct store_referent {
    chy_str type, key, name, post;
    uint32_t of;
    bool unnamed, plural;
};
struct store_mention {
    uint32_t position, part;
    chy_span span;
    chy_str form;
    uint32_t referent;
};
struct store_time {
    chy_span span;
    chy_str type, value, anchor;
    uint32_t implied;
};
struct store_implied {
    chy_str event;
    struct store_date value;
};
struct store_statement {
    chy_str kind, occasion;
    struct store_date date;
    uint32_t addressee;
    bool continued;
};

struct store_report {
    chy_str type, mode, kind, cameo, status, rule, block, states;
    struct store_date date;
    uint32_t place, sentence, statement, within, confidence;
};

struct store_fact {
    chy_str relation, object_text, modality, rule;
    uint32_t subject, object, of, holder, statement, confidence;
    struct store_date as_of, from, to;
    int64_t attested_first, attested_last;
    bool ended, inferred;
};

/* Who stands in which place of an item: speakers and topics of statements, chains of both, participants of reports. */
enum store_link_kind { LINK_SPEAKER, LINK_TOPIC, LINK_STATEMENT_VIA, LINK_REPORT_VIA, LINK_PARTICIPANT };
struct store_link {
    enum store_link_kind kind;
    uint32_t item, position, referent;
    chy_str text; /* date of a via, role of a participant */
};

struct store_actor {
    uint32_t report, position;
    chy_str side, code;
};
struct store_source {
    uint32_t fact, source;
};
struct store_evidence {
    char kind; /* S R F I */
    uint32_t item, position;
    chy_str role;
    chy_span span;
};

struct store_coded {
    struct store_document document;
    LIST(struct store_segment) segments;
    LIST(chy_span) sentences;
    LIST(struct store_referent) referents;
    LIST(struct store_alias) aliases;
    LIST(struct store_naming) namings;
    LIST(struct store_mention) mentions;
    LIST(struct store_time) times;
    LIST(struct store_implied) implied;
    LIST(struct store_statement) statements;
    LIST(struct store_report) reports;
    LIST(struct store_fact) facts;
    LIST(struct store_link) links;
    LIST(struct store_actor) actors;
    LIST(struct store_source) sources;
    LIST(struct store_evidence) evidence;
};

/* The number of the document with these bytes, 0 when the record has none. */
chy_status store_find_document(struct store *s, chy_str hash, int64_t *number, chy_err *err);

/* Pages that were fetched, and what their answers said of themselves: a table that is made when it is first needed, and no part of the record.
 * Outside of store_begin .. store_end. */
chy_status store_find_fetched(struct store *s, chy_str address, arena *mem, bool *known, chy_str *etag, chy_str *modified, chy_err *err);
chy_status store_note_fetched(struct store *s, chy_str address, chy_str etag, chy_str modified, chy_str now, chy_err *err);

/* One coded document, inside store_begin .. store_end. *number: its D-n. When the record has the document, this is one more coding of
 * it, and the one in force is closed at document.recorded. */
chy_status store_put(struct store *s, const struct store_coded *coded, int64_t *number, chy_err *err);

/* After corrections: where what the document says is looked for. */
chy_status store_find_again(struct store *s, int64_t document, chy_err *err);

/* The events that the reports of a block are resolved to from the moment `when` on: what was otherwise before ends then, what is the
 * same goes on. event[i]: which of the count events report[i] tells of. among: numbers of reports, a list in JSON, none of which was ever
 * of one event with another report of the block; "": all of the block. */
struct store_event {
    chy_str type, mode, kind, status, date;
    int64_t number, first, last, place /* entity; 0 none */;
    uint32_t reports; /* how many; not kept, since they can be counted */
};
chy_status store_put_events(struct store *s, chy_str block, chy_str among, const struct store_event *events, uint32_t count, const int64_t *report,
                            const uint32_t *event, uint32_t report_count, chy_str when, chy_err *err);

/* After the last block: they are found by who took part. */
chy_status store_end_events(struct store *s, chy_err *err);

/* ------------------------------------------------------------------ asking */

/* CHY_ROW or CHY_DONE; texts are borrowed until the next call. */
chy_status store_next(struct store_rows *rows, chy_err *err);
chy_str store_text(struct store_rows *rows, int column);         /* "" for nothing */
int64_t store_number(const struct store_rows *rows, int column); /* 0 for nothing */
int64_t store_day(const struct store_rows *rows, int column);    /* STORE_NO_DAY for nothing */
void store_rows_close(struct store_rows *rows);                  /* NULL is fine */

/* Numbers of entities; count 0 means: whoever. */
struct store_set {
    const int64_t *at;
    uint32_t count;
};

/* Entities that are called so: folded is letters and digits only, lower case (utf8_fold). Most widely used first. */
enum entity_column { ENTITY_ID, ENTITY_KIND, ENTITY_NAME, ENTITY_KEY, ENTITY_DOCUMENTS };
chy_status store_entities(struct store *s, chy_str folded, struct store_rows **out, chy_err *err);
/* The same columns, in ENTITY_DOCUMENTS 0: the entities of that type whose key is this one, whosever post they hold ("ola nord@NOR"). */
chy_status store_entities_by_key(struct store *s, chy_str type, chy_str key, struct store_rows **out, chy_err *err);

/* The reports of a block, with what it takes to tell whether they are of one event; in order of document hash and position. among: as of
 * store_put_events. */
enum block_column {
    BLOCK_REPORT,
    BLOCK_HASH,
    BLOCK_POSITION,
    BLOCK_TYPE,
    BLOCK_MODE,
    BLOCK_KIND,
    BLOCK_DATE,
    BLOCK_FIRST,
    BLOCK_LAST,
    BLOCK_PLACE,
    BLOCK_PLACE_STATE,
    BLOCK_PLACE_KEY,
    BLOCK_STATUS,
    BLOCK_PUBLISHED,
    BLOCK_CONFIDENCE,
    BLOCK_WHO,  /* the persons who take part, by number, in order; the block tells the rest */
    BLOCK_TIED /* by corrections: the same words, the same event; other words, another one; "": untouched */
};
chy_status store_block(struct store *s, chy_str block, chy_str among, struct store_rows **out, chy_err *err);
/* Each row of its reports that ever was, with the days between which it was and the day of publication; DAYS_TIED: 1 where a correction has
 * tied any of the block. */
enum block_days_column { DAYS_REPORT, DAYS_CODING, DAYS_FIRST, DAYS_LAST, DAYS_PUBLISHED, DAYS_TIED };
chy_status store_block_days(struct store *s, chy_str block, struct store_rows **out, chy_err *err);
enum { STORE_BLOCKS_AHEAD_MOST = 40 };
chy_status store_block_days_ahead(struct store *s, const chy_str *block, uint32_t count, chy_err *err);
chy_status store_blocks_ahead(struct store *s, const chy_str *block, const chy_str *among, uint32_t count, chy_err *err);
/* The names of blocks, column 0: all that have a report or an event, or those that the document has a report in. 0: all. */
chy_status store_blocks(struct store *s, int64_t document, struct store_rows **out, chy_err *err);

/*
 * What can matter on one day among the facts that name one of these: of those that say the same of the same, the newest that is attested up to
 * that day and the newest of all, the oldest after it, and one without a day. Column 0: numbers of facts; 1: what they
 * say, "relation|title|subject|object|of|modality|ended|from|to" (parties by number); 2: the first day that they are attested for.
 * relation "": every one; title: only this object_text, "": any. mem outlives the rows.
 */
chy_status store_standing(struct store *s, struct store_set who, chy_str relation, chy_str title, int64_t day, arena *mem, struct store_rows **out, chy_err *err);
/* All facts that name one of these, with the same columns, in no order; a fact may come more than once. */
chy_status store_lines(struct store *s, struct store_set who, chy_str relation, arena *mem, struct store_rows **out, chy_err *err);
/* Entities by their numbers, a list in JSON: which one stands for each, what it is called, and whether only documents call it something; then,
 * when it stands for itself, what its own one does. */
enum stands_column { STANDS_ENTITY, STANDS_SAME, STANDS_NAME, STANDS_UNNAMED, STANDS_OWN_NAME };
chy_status store_stand(struct store *s, chy_str list, struct store_rows **out, chy_err *err);
/* Facts in force by their numbers, a list in JSON: the last days that they are attested for, in the order of the numbers. Column 0: number; 1: day. */
chy_status store_last_days(struct store *s, chy_str list, struct store_rows **out, chy_err *err);
/* The object_text that follows `after` (ptr NULL: the first one), in the order of their bytes, among facts of this relation that name one of these;
 * ptr NULL: none. A bar in it is a space here. */
chy_status store_next_title(struct store *s, struct store_set who, chy_str relation, chy_str after, arena *mem, chy_str *title, chy_err *err);
bool store_knows_now(const struct store *s); /* it is not looked back: store_standing may be asked */

struct store_facts_query {
    chy_str numbers;        /* these alone, a list in JSON, which outlives the rows; "": whichever */
    struct store_set any;   /* as subject, object or `of` */
    struct store_set other; /* and these as another of the three */
    struct store_set subject;
    chy_str relation, modality; /* "": every one */
    int64_t fact;               /* this one alone; 0 */
    int64_t document;           /* only of this one; 0 */
    bool dated;                 /* only what says since or until when */
    bool by_parties;            /* in order of subject, object and of, not of number */
};
enum fact_column {
    FACT_ID,
    FACT_RELATION,
    FACT_MODALITY,
    FACT_SUBJECT_ID,
    FACT_SUBJECT_TYPE,
    FACT_SUBJECT,
    FACT_OBJECT_ID,
    FACT_OBJECT_TYPE,
    FACT_OBJECT,
    FACT_OBJECT_TEXT,
    FACT_OF_ID,
    FACT_OF,
    FACT_HOLDER_ID,
    FACT_HOLDER,
    FACT_AS_OF,
    FACT_ATTESTED_FIRST,
    FACT_ATTESTED_LAST,
    FACT_FROM,
    FACT_FROM_FIRST,
    FACT_FROM_LAST,
    FACT_TO,
    FACT_TO_FIRST,
    FACT_TO_LAST,
    FACT_ENDED,
    FACT_INFERRED,
    FACT_CONFIDENCE,
    FACT_RULE,
    FACT_STATEMENT,
    FACT_SPEAKERS,
    FACT_CHAIN,
    FACT_CHAIN_LAST,
    FACT_DOCUMENT,
    FACT_PATH,
    FACT_PUBLISHER,
    FACT_PUBLISHER_ID,
    FACT_PUBLISHED,
    FACT_AUTHOR,
    FACT_SOURCES,
    FACT_ENTRY /* of the journal that shaped it last; 0 */
};
chy_status store_facts(struct store *s, const struct store_facts_query *q, struct store_rows **out, chy_err *err);

struct store_statements_query {
    struct store_set speaker, about;
    uint32_t limit; /* 0: all */
    chy_str about_words; /* in place of about, when nobody is called so: LIKE pattern over the content */
    int64_t first, last; /* days between which it was said or, failing a date, published; STORE_NO_DAY: open */
    int64_t statement;   /* this one alone; 0 */
    int64_t document;    /* only of this one; 0 */
    bool latest;         /* of those of a day the last ones, not the first */
};
enum statement_column {
    STATEMENT_ID,
    STATEMENT_KIND,
    STATEMENT_DATE,
    STATEMENT_SPEAKERS,
    STATEMENT_CONTENT,
    STATEMENT_CHAIN,
    STATEMENT_CHAIN_LAST,
    STATEMENT_ADDRESSEE,
    STATEMENT_OCCASION,
    STATEMENT_DOCUMENT,
    STATEMENT_PATH,
    STATEMENT_PUBLISHER,
    STATEMENT_PUBLISHER_ID,
    STATEMENT_PUBLISHED,
    STATEMENT_AUTHOR,
    STATEMENT_ADDRESSEE_ID,
    STATEMENT_ENTRY
};
chy_status store_statements(struct store *s, const struct store_statements_query *q, struct store_rows **out, chy_err *err);

struct store_events_query {
    struct store_set who, with, place;
    chy_str type, kind, status; /* "": every one; kind also matches mode and type */
    int64_t first, last;
    int64_t event;  /* this one alone; 0 */
    uint32_t limit; /* 0: all */
    bool latest;    /* of dated ones the last ones, not the first */
};
enum event_column {
    EVENT_ID,
    EVENT_TYPE,
    EVENT_MODE,
    EVENT_KIND,
    EVENT_DATE,
    EVENT_FIRST,
    EVENT_PLACE,
    EVENT_STATUS,
    EVENT_REPORTS,
    EVENT_WHO,
    EVENT_SENTENCE,
    EVENT_CHAIN,
    EVENT_CHAIN_LAST,
    EVENT_DOCUMENT,
    EVENT_PATH,
    EVENT_PUBLISHER,
    EVENT_PUBLISHER_ID,
    EVENT_PUBLISHED,
    EVENT_AUTHOR /* its first report */
};
chy_status store_events(struct store *s, const struct store_events_query *q, struct store_rows **out,
                        chy_err *err); /* by date, undated last */

/* Pairs of events of one block that contradict one another: told of the same days with another place or the opposite outcome, or of the same
 * place, in other documents, a few days apart. who: takes part; count 0: whoever. */
enum rival_column { RIVAL_ONE, RIVAL_OTHER, RIVAL_KIND /* date, place, outcome */, RIVAL_FIRST, RIVAL_LAST };
chy_status store_rivals(struct store *s, struct store_set who, struct store_rows **out, chy_err *err);

enum report_column {
    REPORT_ID,
    REPORT_EVENT,
    REPORT_TYPE,
    REPORT_MODE,
    REPORT_KIND,
    REPORT_CAMEO,
    REPORT_DATE,
    REPORT_PLACE,
    REPORT_STATUS,
    REPORT_WHO,
    REPORT_SENTENCE,
    REPORT_SPEAKERS,
    REPORT_CHAIN,
    REPORT_CHAIN_LAST,
    REPORT_STATEMENT,
    REPORT_CONFIDENCE,
    REPORT_RULE,
    REPORT_DOCUMENT,
    REPORT_PATH,
    REPORT_PUBLISHER,
    REPORT_PUBLISHER_ID,
    REPORT_PUBLISHED,
    REPORT_AUTHOR,
    REPORT_PLACE_ID,
    REPORT_ENTRY
};
struct store_reports_query {
    int64_t event, report, document; /* 0: whichever */
};
chy_status store_reports(struct store *s, const struct store_reports_query *q, struct store_rows **out, chy_err *err);

/* Who takes part in the reports of an event, and in which role; report by report, in the order of store_reports. */
enum participant_column {
    PARTICIPANT_REPORT,
    PARTICIPANT_KIND, /* of the report's event, as that report has it */
    PARTICIPANT_ENTITY,
    PARTICIPANT_TYPE,
    PARTICIPANT_NAME,
    PARTICIPANT_ROLE,
    PARTICIPANT_OF,    /* entity */
    PARTICIPANT_PLACE, /* entity of the report's */
    PARTICIPANT_PLACE_STATE
};
chy_status store_participants(struct store *s, int64_t event, struct store_rows **out, chy_err *err);

enum implied_column {
    IMPLIED_ID,
    IMPLIED_EVENT,
    IMPLIED_VALUE,
    IMPLIED_TEXT,
    IMPLIED_SPEAKERS,
    IMPLIED_CHAIN,
    IMPLIED_CHAIN_LAST,
    IMPLIED_STATEMENT,
    IMPLIED_DOCUMENT,
    IMPLIED_PATH,
    IMPLIED_PUBLISHER,
    IMPLIED_PUBLISHER_ID,
    IMPLIED_PUBLISHED,
    IMPLIED_AUTHOR
};
chy_status store_implied(struct store *s, int64_t implied, struct store_rows **out, chy_err *err); /* 0: all */

enum document_column {
    DOCUMENT_ID,
    DOCUMENT_PATH,
    DOCUMENT_HASH,
    DOCUMENT_TITLE,
    DOCUMENT_PUBLISHER,
    DOCUMENT_AUTHOR,
    DOCUMENT_LANG,
    DOCUMENT_PUBLISHED,
    DOCUMENT_BASIS,
    DOCUMENT_SIZE,
    DOCUMENT_CODING,
    DOCUMENT_CODING_ID,
    DOCUMENT_CODED, /* when this coding was made */
    DOCUMENT_RECORDED,
    DOCUMENT_SEGMENTS,
    DOCUMENT_FURNITURE,
    DOCUMENT_STATEMENTS,
    DOCUMENT_REPORTS,
    DOCUMENT_FACTS,
    DOCUMENT_UPDATED,
    DOCUMENT_ADDRESS
};
chy_status store_documents(struct store *s, int64_t number, struct store_rows **out, chy_err *err); /* 0: all */
/* The same, so many: those that were published last, the last first; then those of no day, the last recorded first. */
chy_status store_documents_latest(struct store *s, uint32_t limit, struct store_rows **out, chy_err *err);

/* What a document was read from, and what is known of it. */
enum stored_column {
    STORED_DOCUMENT,
    STORED_PATH,
    STORED_GIVEN, /* 1: its text was handed over as it is; 2: only its text was kept */
    STORED_BYTES,
    STORED_TEXT,
    STORED_HASH,
    STORED_TEXT_HASH,
    STORED_TITLE,
    STORED_PUBLISHER,
    STORED_AUTHOR,
    STORED_LANG,
    STORED_PUBLISHED,
    STORED_BASIS,
    STORED_ENTRY,      /* of the journal that corrected it; 0 */
    STORED_READ_TITLE, /* as the coder knew it */
    STORED_READ_PUBLISHER,
    STORED_READ_PUBLISHED,
    STORED_READ_BASIS
};
chy_status store_stored(struct store *s, int64_t number, struct store_rows **out, chy_err *err);
/* What is needed to compare it with another. */
enum document_text_column { DOCUMENT_TEXT, DOCUMENT_TEXT_ADDRESS };
chy_status store_document_text(struct store *s, int64_t number, struct store_rows **out, chy_err *err);

/* Documents that may hold the same text as this one (bands.h), or stand at the same address; their numbers, ascending, in mem. A form that was
 * filled in for dozens of documents of one time is no reason. */
chy_status store_worth_comparing(struct store *s, int64_t document, arena *mem, struct store_set *out, chy_err *err);

/* The numbers of documents, column 0. Members that are empty are not looked at. */
struct store_choice {
    int64_t document;
    chy_str name;          /* its path or its SHA-256 */
    chy_str not_read_by;   /* versions, JSON: read by others */
    chy_str changed_after; /* a moment: come or read again since */
};
chy_status store_choose(struct store *s, const struct store_choice *c, struct store_rows **out, chy_err *err);

/* The codings that read an item (kind S R F; D: a document), also those that are closed; and the entries of the journal that have a say in
 * it. */
enum history_column {
    HISTORY_CODING,
    HISTORY_RECORDED,
    HISTORY_CLOSED,
    HISTORY_VERSIONS,
    HISTORY_DOCUMENT,
    HISTORY_PATH,
    HISTORY_HASH,
    HISTORY_NEXT, /* the coding that closed it; 0 */
    HISTORY_RULE,
    HISTORY_CONFIDENCE
};
chy_status store_history(struct store *s, char kind, int64_t number, struct store_rows **out, chy_err *err);
enum applied_column { APPLIED_ENTRY, APPLIED_MADE, APPLIED_AUTHOR, APPLIED_REASON, APPLIED_ACTION, APPLIED_BODY };
chy_status store_applied(struct store *s, char kind, int64_t number, struct store_rows **out, chy_err *err);

/* What is doubtful (read with little certainty, or told otherwise elsewhere), the costliest first: doubt times what rests on it and how
 * many documents speak of it. What a person has corrected is not doubtful. */
enum review_column { REVIEW_ID, REVIEW_DOUBT, REVIEW_LINE, REVIEW_CONFIDENCE, REVIEW_REACH, REVIEW_COST, REVIEW_DOCUMENT, REVIEW_PATH };
chy_status store_review(struct store *s, uint32_t limit, struct store_rows **out, chy_err *err);

enum segment_column { SEGMENT_START, SEGMENT_END, SEGMENT_KIND, SEGMENT_WHY, SEGMENT_TEXT, SEGMENT_LANG };
chy_status store_segments(struct store *s, int64_t document, struct store_rows **out, chy_err *err);

/* What the text of a document was read from, and where in it; no row when its text is all there is. */
enum origin_column { ORIGIN_PLACES /* packed: doc/origin.h; "": the text is the bytes */, ORIGIN_BYTES };
chy_status store_origin(struct store *s, int64_t document, struct store_rows **out, chy_err *err);

/* The bytes that show an item (kind S R F I), and the sentence around the first of them. */
enum evidence_column { EVIDENCE_ROLE, EVIDENCE_START, EVIDENCE_END, EVIDENCE_TEXT, EVIDENCE_SENTENCE };
chy_status store_evidence(struct store *s, char kind, int64_t item, struct store_rows **out, chy_err *err);

/* Sentences that hold the words, best first, or those recorded last. words: any text; each word of it must be there. Then, of all such sentences, how many there are
 * by publisher, language, year, and by whom they name: store_facets. */
struct store_search_query {
    chy_str words, publisher, lang;
    struct store_set who; /* named in the sentence */
    int64_t first, last;  /* days of publication; STORE_NO_DAY: open */
    uint32_t limit;
    bool latest;
};
enum facet_column { FACET_NAME, FACET_VALUE, FACET_COUNT };
chy_status store_facets(struct store *s, const struct store_search_query *q, struct store_rows **out, chy_err *err);
enum search_column { SEARCH_SNIPPET, SEARCH_DOCUMENT, SEARCH_PATH, SEARCH_PUBLISHED, SEARCH_START, SEARCH_END };
chy_status store_search(struct store *s, const struct store_search_query *q, struct store_rows **out, chy_err *err);

/* A statement of the asker's own, in the SQL of the database; it may only read, one statement, and is stopped after so many
 * milliseconds. Nothing else may be asked until store_sql_done, which comes after store_rows_close. CHY_EUSAGE with a sentence. */
chy_status store_sql(struct store *s, chy_str sql, int milliseconds, struct store_rows **out, chy_err *err);
void store_sql_done(struct store *s);
int store_column_count(const struct store_rows *rows);
const char *store_column_name(struct store_rows *rows, int column); /* lives as long as the cursor */

/* What the record holds: column 0 what, column 1 how many (or which). */
chy_status store_counts(struct store *s, struct store_rows **out, chy_err *err);

/* ------------------------------------------------------------------ corrections: the journal, and what it changes */

/* An entry of the journal. *number: its J-n; 0 when the record has it already. */
struct store_entry {
    chy_str hash, made, author, reason, action, body;
};
chy_status store_put_entry(struct store *s, const struct store_entry *e, int64_t *number, chy_err *err);

/* What it speaks of: D the SHA-256 of a document, N type and key of an entity ("person:ola nord"), J the hash of an entry. */
chy_status store_put_target(struct store *s, int64_t entry, char kind, chy_str target, chy_err *err);
chy_status store_set_undone(struct store *s, int64_t entry, bool undone, chy_err *err);

/* The entries that speak of something (kind 0: all) in the order in which they were made; entry: this one alone, 0. */
enum entry_column {
    ENTRY_ID,
    ENTRY_HASH,
    ENTRY_MADE,
    ENTRY_AUTHOR,
    ENTRY_REASON,
    ENTRY_ACTION,
    ENTRY_BODY,
    ENTRY_UNDONE,
    ENTRY_ROWS /* that it has a say in */
};
chy_status store_entries(struct store *s, char kind, chy_str target, int64_t entry, struct store_rows **out, chy_err *err);
chy_status store_entry_targets(struct store *s, int64_t entry, char kind, struct store_rows **out, chy_err *err); /* column 0 */

/* The rows of a document (by its SHA-256) as the coder made them, of kind F R S, or the document itself, D; or the one with a number. */
enum coded_column {
    CODED_NUMBER,
    CODED_KEY, /* what it says of whom, as far as that tells one row from another */
    CODED_START,
    CODED_END,
    CODED_WORDS, /* the evidence */
    CODED_SAYS,  /* which entries have shaped it, "" none */
    CODED_BLOCK,
    CODED_HASH, /* of the document */
    CODED_OPEN, /* 0: of a coding that is closed */
    CODED_CODING
};
chy_status store_coded(struct store *s, char kind, chy_str hash, int64_t number, struct store_rows **out, chy_err *err);

/* Fields that can be corrected, by their names in the interchange format. */
enum store_field_type {
    FIELD_TEXT,
    FIELD_WORD,
    FIELD_FLAG,
    FIELD_DATE,
    FIELD_ENTITY,
    FIELD_ENTITIES,
    FIELD_ROLES, /* entities, each with its role */
    FIELD_CHAIN  /* entities, each with a date */
};
bool store_field(char kind, chy_str name, enum store_field_type *type);
const char *store_field_name(char kind, size_t i); /* NULL after the last */

struct store_change {
    chy_str field;
    struct store_date date; /* or any text in its value */
    const int64_t *referents;
    const chy_str *notes; /* of each: its role, its date; NULL: none is said */
    uint32_t count;
};

/* A row from the moment `when` on: as the coder made it, with these changes; or no longer. */
struct store_version {
    char kind;
    int64_t number, coding, entry; /* the last entry that shaped it */
    chy_str says, when;
    bool rejected;
    const struct store_change *changes;
    uint32_t count;
};
chy_status store_put_version(struct store *s, const struct store_version *v, chy_err *err);
chy_status store_put_applied(struct store *s, char kind, int64_t item, const int64_t *entries, uint32_t count, chy_err *err);

/* An entity by its type and key, or by its number. */
enum one_entity_column { ONE_ID, ONE_TYPE, ONE_KEY, ONE_NAME, ONE_SAME, ONE_SAME_TYPE, ONE_SAME_KEY, ONE_SAME_NAME, ONE_ALIKE };
chy_status store_entity(struct store *s, chy_str type, chy_str key, int64_t number, struct store_rows **out, chy_err *err);

/* The referent of an entity in a coding; one more is put there when it has none, and the entity when the record has none. */
chy_status store_put_referent(struct store *s, int64_t coding, const struct store_alias *alias, chy_str type, chy_str key, int64_t entry,
                              int64_t *referent, bool *is_new, chy_err *err);
/* An entity of a correction is looked at under that likeness, though no document says so. */
chy_status store_introduce(struct store *s, chy_str likeness, chy_str type, chy_str key, chy_err *err);

/* From `when` on, `same` stands for the entity. */
chy_status store_set_same(struct store *s, int64_t entity, int64_t same, chy_str when, chy_err *err);

/* Under which words an entity is looked at beside others (key.h), counted by documents; and all that are looked at so. */
enum naming_column { NAMING_ENTITY, NAMING_TYPE, NAMING_KEY, NAMING_YEAR, NAMING_DOCUMENTS, NAMING_ALIKE, NAMING_SAME, NAMING_NAME };
chy_status store_put_naming(struct store *s, chy_str likeness, int64_t entity, int64_t year, chy_err *err);
chy_status store_take_naming(struct store *s, chy_str likeness, int64_t entity, int64_t year, chy_err *err);
chy_status store_namings(struct store *s, chy_str likeness, struct store_rows **out, chy_err *err); /* by type, key and year */
/* What will be asked of a number of them, in one go: those that follow are answered at once, as it was when they were asked ahead. The same of meetings
 * and, further up, of blocks: their days, and what store_block and store_put_events ask of each. */
enum { STORE_AHEAD_MOST = 128 };
chy_status store_namings_ahead(struct store *s, const chy_str *likeness, uint32_t count, chy_err *err);
chy_status store_meetings_ahead(struct store *s, const chy_str *states, uint32_t count, chy_err *err);
/* Column 0, each once: those of an entity; 0: all. */
chy_status store_likenesses(struct store *s, int64_t entity, struct store_rows **out, chy_err *err);
/* Column 0: of these, a list in JSON, those that several entities go by, in order. */
chy_status store_shared_likenesses(struct store *s, chy_str list, struct store_rows **out, chy_err *err);

/* The entities of a document's coding in force, as it knows them. */
enum known_column { KNOWN_REFERENT, KNOWN_ENTITY, KNOWN_TYPE, KNOWN_KEY, KNOWN_NAME, KNOWN_POST, KNOWN_PUBLISHED };
chy_status store_known(struct store *s, int64_t document, struct store_rows **out, chy_err *err);
/* And how it calls one besides by its name: column 0. */
chy_status store_known_aliases(struct store *s, int64_t referent, struct store_rows **out, chy_err *err);

/* Entities with the same `alike` (or, with `same`, the same `same`): the columns of naming_column, year and documents 0. */
chy_status store_alikes(struct store *s, int64_t alike, bool same, struct store_rows **out, chy_err *err);
chy_status store_set_alike(struct store *s, int64_t entity, int64_t alike, chy_err *err);
chy_status store_name_all(struct store *s, int64_t same, chy_err *err); /* the name that most documents give to any of them */
chy_status store_blocks_with(struct store *s, int64_t entity, struct store_rows **out, chy_err *err); /* column 0: of reports it takes part in */
chy_status store_has_journal(struct store *s, bool *has, chy_err *err); /* are there any entries? */
chy_status store_in_journal(struct store *s, chy_str name, bool *is, chy_err *err); /* "person:ola nord"; "": any entity at all */

/* The referents of a document, which entity each means, and which it meant when it was read. */
enum referent_column { REFERENT_ID, REFERENT_ENTITY, REFERENT_FIRST_ENTITY, REFERENT_NAME };
chy_status store_referents(struct store *s, chy_str hash, struct store_rows **out, chy_err *err);

/* From `when` on the referent means this entity; 0: the one of that type and key, which is made when there is none. */
chy_status store_set_placing(struct store *s, int64_t referent, chy_str type, chy_str key, chy_str name, int64_t entity, chy_str when,
                             chy_err *err);

/* Reports that an entity takes part in, or of a document, with what their block is named after; and who takes part in one, by the entity
 * that stands for him. */
enum block_of_column { BLOCK_OF_REPORT, BLOCK_OF_TYPE, BLOCK_OF_MODE, BLOCK_OF_KIND, BLOCK_OF_BLOCK, BLOCK_OF_HASH, BLOCK_OF_DATE, BLOCK_OF_STATES };
chy_status store_blocks_of(struct store *s, int64_t entity, int64_t document, struct store_rows **out, chy_err *err);
chy_status store_parties(struct store *s, int64_t report, struct store_rows **out, chy_err *err); /* type, key */
chy_status store_set_block(struct store *s, int64_t report, chy_str block, chy_err *err);
/* The reports of a meeting of these states on one day (coded_reports.states), in whatever block; and the words for it of a document. */
enum meeting_column { MEETING_REPORT, MEETING_BLOCK, MEETING_PLACE, MEETING_PLACE_STATE, MEETING_STATUS, MEETING_OF_STATES /* 1: nobody but states takes part */ };
chy_status store_meetings(struct store *s, chy_str states, struct store_rows **out, chy_err *err);
chy_status store_meeting_days(struct store *s, int64_t document, struct store_rows **out, chy_err *err); /* column 0; 0: all */
chy_status store_named_in_journal(struct store *s, int64_t document, struct store_rows **out, chy_err *err); /* "person:ola nord" */
chy_status store_has_merged(struct store *s, int64_t document, bool *has, chy_err *err); /* does it name one whose reports go by the name of another? */
chy_status store_merged(struct store *s, chy_str list, struct store_rows **out, chy_err *err); /* column 0: of these documents, a list in JSON, those that do */

/* ------------------------------------------------------------------ looking after it */

/* Whether everything holds together: told of each fault, with where it is. Errors are those of a record that cannot be asked at all. */
typedef void (*store_fault)(void *user, const char *what, chy_str where);
chy_status store_verify(struct store *s, store_fault tell, void *user, chy_err *err);

chy_status store_codings(struct store *s, struct store_rows **out, chy_err *err); /* number and text of each, closed ones too */
chy_status store_spans(struct store *s, int64_t coding, struct store_rows **out, chy_err *err); /* of which row, start, end */

/* Do something to see whether it would change anything: what was done in between is taken back. *changes: how many rows. */
chy_status store_begin_trial(struct store *s, int64_t *changes, chy_err *err);
chy_status store_end_trial(struct store *s, int64_t *changes, chy_err *err);

/* A copy as the record is at this moment, while others go on reading and writing. Refused when the file is there. */
chy_status store_backup(struct store *s, const char *path, chy_err *err);

#endif
