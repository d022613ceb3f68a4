/*
 * chancery.h: the one public header of libchancery.
 *
 * An engine holds the word lists and weights. It reads bytes into a document, codes the document (statements,
 * events, facts, each with its evidence), and a store keeps what was coded. The call most callers make:
 *
 *     chy_err err = {0};
 *     chy_engine *engine = NULL;
 *     chy_doc *doc = NULL;
 *     if (chy_engine_create(NULL, &engine, &err) == CHY_OK &&
 *         chy_code(engine, &(chy_input){ .id = CHY_LIT("note"), .text = CHY_LIT("Wang Yi met Lavrov.") }, &doc, &err) == CHY_OK)
 *         chy_doc_write_json(doc, to_stdout, NULL, &err);
 *     chy_doc_destroy(doc);
 *     chy_engine_destroy(engine);
 *
 * Strings are UTF-8 and borrowed; positions are bytes of the document's text; nothing here is global.
 */
#ifndef CHANCERY_H
#define CHANCERY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(CHY_BUILDING)
#define CHY_API __attribute__((visibility("default")))
#else
#define CHY_API
#endif

/* ------------------------------------------------------------------ words used everywhere */

/** A borrowed piece of UTF-8 text; no terminator is promised. */
typedef struct chy_str {
    const char *ptr;
    size_t len;
} chy_str;

/** Half-open byte positions in the text of a document. */
typedef struct chy_span {
    uint32_t start, end;
} chy_span;

#define CHY_LIT(s) ((chy_str){ (s), sizeof(s) - 1 })

/** What a call came to. Everything from CHY_ENOMEM on is a failure, and the chy_err that was lent says why. */
typedef enum chy_status {
    CHY_OK = 0,
    CHY_ROW,     /* a cursor: here is one more */
    CHY_DONE,    /* a cursor: there are no more */
    CHY_STOPPED, /* a callback answered non-zero */
    CHY_ENOMEM,  /* no memory, or an arena at its ceiling */
    CHY_EIO,     /* the system could not read or write */
    CHY_E2BIG,   /* larger than the stated limit */
    CHY_EINPUT,  /* the document or line cannot be used */
    CHY_EUSAGE,  /* the call or query makes no sense */
    CHY_EMODEL,  /* weights or word lists cannot be used */
    CHY_ESTORE   /* the record cannot be opened, read or written */
} chy_status;

/** A sentence about the last failure, in the caller's own memory: nothing to free. Start it as {0}. */
typedef struct chy_err {
    chy_status status;
    size_t at;      /* byte or line the trouble is at; 0 when there is none to name */
    char text[480]; /* one sentence, terminated */
} chy_err;

/** Takes printed bytes. A non-zero answer stops the printing, which then returns CHY_STOPPED. */
typedef int (*chy_sink)(void *user, const char *bytes, size_t size);

/* ------------------------------------------------------------------ engine */

typedef struct chy_engine chy_engine; /* word lists and models; immutable once created; shared by threads freely */
typedef struct chy_doc chy_doc;       /* one document, read or coded; owned by whoever asked for it */

/** What an engine is made of. A zeroed struct means: what is built in, with the usual ceiling. */
typedef struct chy_options {
    const char *lexicon_dir; /* a user's own tables laid over the built-in ones; NULL for none */
    const char *dictionaries_dir; /* TABARI or PETRARCH dictionaries that code the events in place of the tables; NULL for none */
    void (*warn)(void *user, const char *sentence); /* told each fault of a dictionary that was passed over; NULL: nobody is */
    void *warn_user;
    const char *model_file;  /* weights to use in place of the built-in ones; NULL for those */
    int read_here;           /* 1: foreign formats are read in this process, without fences: to fuzz and to debug */
    long threads;            /* how many will read with it at once; with more than one, what has to be started before them is started at once */
    size_t doc_ceiling;      /* bytes one document may take while it is coded; 0 for 256 bytes a byte of text + 256 MiB */
} chy_options;

/**
 * Open word lists and models.
 *
 * options  NULL for the built-in ones
 * Owns     the caller destroys *out, after the documents that it read or coded
 * Errors   CHY_EMODEL weights or tables that do not fit (file, line and column are named); CHY_ENOMEM
 */
CHY_API chy_status chy_engine_create(const chy_options *options, chy_engine **out, chy_err *err);
CHY_API void chy_engine_destroy(chy_engine *engine); /* NULL is fine */

/** Versions of program, models and word lists as one JSON object: what every coding is stamped with. */
CHY_API chy_str chy_engine_coding(const chy_engine *engine);

/**
 * Foreign formats are read in child processes that the kernel fences in (seccomp, Landlock). Which fence this kernel lacks, as a sentence; "": it
 * has them all. What it has is used in any case.
 */
CHY_API const char *chy_fences_missing(void);

/** "0.1.0" */
CHY_API const char *chy_version(void);

/* ------------------------------------------------------------------ documents */

/** A document whose text is known. Members that are empty are unknown. Only `text` must be there. */
typedef struct chy_input {
    chy_str id;
    chy_str text; /* UTF-8; coded exactly as given */
    chy_str title;
    chy_str date;   /* publication date, ISO 8601-2 */
    chy_str source; /* publisher */
    chy_str lang;   /* BCP 47 */
    chy_str reference_time; /* the moment of a request, to the minute: its times are read as stretches of the calendar from it */
} chy_input;

/**
 * Read the bytes of a file into text, segments and metadata; nothing is coded yet.
 *
 * id      how the document is called, as a rule its path
 * bytes   what the file holds, in any encoding
 * Owns    the caller destroys *out, which keeps no pointer into bytes
 * Errors  CHY_EINPUT empty, binary or undecodable; CHY_E2BIG over 32 MiB; CHY_ENOMEM, also at the ceiling
 */
CHY_API chy_status chy_read(const chy_engine *engine, chy_str id, chy_str bytes, chy_doc **out, chy_err *err);

/** Read and code: chy_read, then every stage. The same arguments and errors. */
CHY_API chy_status chy_read_code(const chy_engine *engine, chy_str id, chy_str bytes, chy_doc **out, chy_err *err);

/**
 * Code a text exactly as given: positions in the result are positions in input->text.
 *
 * Owns    the caller destroys *out, which copies what it needs of input
 * Errors  CHY_EINPUT text that is not UTF-8; CHY_E2BIG over 1 GiB; CHY_ENOMEM, also at the ceiling
 */
CHY_API chy_status chy_code(const chy_engine *engine, const chy_input *input, chy_doc **out, chy_err *err);

/** Sentences, words, tags, trees and names only; a blank line parts paragraphs. As chy_code otherwise. */
CHY_API chy_status chy_parse(const chy_engine *engine, chy_str text, chy_doc **out, chy_err *err);

/** Gives bytes: puts at most `size` of them at `room` and says how many in *got, 0 at the end. A non-zero answer: it cannot. */
typedef int (*chy_source)(void *user, char *room, size_t size, size_t *got);

/**
 * Parse a text of any length and print it: the same bytes as chy_parse and chy_doc_write_conllu, in memory that does not grow with it.
 *
 * id      how the text is called
 * source  gives the text, piece by piece; cut anywhere
 * sink    takes CoNLL-U, from the first paragraph on
 * Errors  CHY_EINPUT bytes that are not UTF-8, CHY_EIO the source cannot go on: what came before is printed by then;
 *         CHY_STOPPED by the sink; CHY_ENOMEM
 */
CHY_API chy_status chy_parse_stream(const chy_engine *engine, chy_str id, chy_source source, void *from, chy_sink sink, void *to,
                                    chy_err *err);

/** Take CoNLL-U, keep its sentences and words, fill in the rest. CHY_EINPUT names the line that cannot be read. */
CHY_API chy_status chy_parse_conllu(const chy_engine *engine, chy_str conllu, chy_doc **out, chy_err *err);

CHY_API void chy_doc_destroy(chy_doc *doc); /* NULL is fine */

CHY_API chy_status chy_doc_write_json(const chy_doc *doc, chy_sink sink, void *user, chy_err *err);   /* one coded document, one line */
CHY_API chy_status chy_doc_write_read(const chy_doc *doc, chy_sink sink, void *user, chy_err *err);   /* what `chancery read` prints */
CHY_API chy_status chy_doc_write_conllu(const chy_doc *doc, chy_sink sink, void *user, chy_err *err); /* what `chancery parse` prints */

/**
 * Event data: a tab-separated line for each pair of actors of each event; the columns are those of docs/event-data.md.
 *
 * doc     NULL: the line with the names of the columns
 */
CHY_API chy_status chy_doc_write_events(const chy_engine *engine, const chy_doc *doc, chy_sink sink, void *user, chy_err *err);

/** For people: sentence by sentence, which rule coded an event, and why nothing was coded of a word that a rule knows. */
CHY_API chy_status chy_doc_write_explanation(const chy_doc *doc, chy_sink sink, void *user, chy_err *err);

/* ------------------------------------------------------------------ where documents come from */

typedef struct chy_intake chy_intake; /* documents on their way in, one after the other; one thread at a time */

/** What is remembered of pages that were fetched, so that they are asked for again only when they have changed. Any member may be NULL. */
typedef struct chy_web {
    /* Was this address fetched before? What its answer said of itself then ("" where it said nothing), borrowed until the next call. */
    int (*known)(void *user, chy_str address, chy_str *etag, chy_str *modified);
    void (*got)(void *user, chy_str address, chy_str etag, chy_str modified); /* it was fetched just now; its documents come next */
    void *user;
    int follow;        /* 1: of an item of a feed the page itself is fetched, once; the item stands in for it when that cannot be had */
    int allow_private; /* 1: addresses that are not public are fetched as well */
} chy_web;

/** What is to be looked through. */
typedef struct chy_places {
    const char *const *names; /* files, folders (all below them, by name, hidden ones left out), "-": standard input, "https://..." */
    size_t count;
    const char *leave_out; /* a file that is no document wherever it is met, with its -wal and -shm: the record; NULL: none */
    const char *columns;   /* of tables, JSON lines and CSV: "text=body,date=pub,title=headline,id=number", also author, source, lang, address;
                              NULL: they are called as we call them */
    const chy_web *web;    /* NULL: nothing is remembered */
} chy_places;

/** One document, as chy_read and chy_read_code take it. */
typedef struct chy_item {
    chy_str name;  /* how it is called: its path or address; of one within another "archive.zip/letters/one.txt" */
    chy_str bytes; /* what it holds; before that an envelope (docs/sources.md) where more was told of it than its bytes say */
} chy_item;

/** How far it has come. */
typedef struct chy_progress {
    uint64_t files, bytes;             /* looked through so far */
    uint64_t unchanged;                /* pages of the web that have not changed since they were fetched the last time */
    uint64_t files_total, bytes_total; /* of all places, as far as that can be told; 0 before chy_intake_count */
} chy_progress;

/**
 * Documents of files, folders and all that holds documents (archives, archives of the web, feeds, letters, tables), in the order of the places and of what they hold; the same order each time.
 *
 *     while ((st = chy_intake_next(in, &item, &err)) != CHY_DONE)
 *         if (st == CHY_ROW) take(item); else complain(&err);
 *
 * places   lives as long as the intake
 * Owns     the caller closes *out
 * Errors   CHY_ENOMEM
 */
CHY_API chy_status chy_intake_open(const chy_places *places, chy_intake **out, chy_err *err);

/**
 * The next document.
 *
 * item     is borrowed until the next call
 * Returns  CHY_ROW; CHY_DONE after the last, and ever after; anything else: one document or file that cannot be had, which err names in a
 *          sentence; the next call goes on behind it
 */
CHY_API chy_status chy_intake_next(chy_intake *intake, chy_item *item, chy_err *err);

/** Count the files of all places, for those who want to know how much is left; takes a look at every folder. */
CHY_API void chy_intake_count(chy_intake *intake);
CHY_API chy_progress chy_intake_progress(const chy_intake *intake);
CHY_API void chy_intake_close(chy_intake *intake); /* NULL is fine */

/** Where in its source a piece of a document's text stands: bytes of the file, or a box on a printed page. */
typedef struct chy_place {
    uint32_t start, end; /* bytes; both 0 on a printed page */
    uint32_t page;       /* from 1; 0: the place is bytes */
    int32_t left, top, right, bottom; /* of the line, in 1/100 of a point from the upper left corner of the page */
} chy_place;

/**
 * Where bytes of the text came from: one piece of the bytes that were read (with the tags and references that stand within), or a box
 * for each printed line. A document that was given as text is its own source.
 *
 * text     bytes of the text, as every position in a coded document
 * out      at most `most` places
 *
 * Returns  how many there are; 0 when it is not known, or text is empty
 */
CHY_API size_t chy_doc_places(const chy_doc *doc, chy_span text, chy_place *out, size_t most);

/* ------------------------------------------------------------------ copies */

typedef struct chy_copies chy_copies; /* texts that are compared with one another; one thread at a time */

/**
 * Which of many texts are copies, parts or other versions of one another. Texts that only follow the same form, such as
 * successive communiques, are not. Costs time and memory in proportion to the texts; which are together does not depend on
 * the order in which they were added.
 *
 * first    first[i]: the number, from 0 as they were added, of the first text that the i-th belongs with (itself, as a rule); lives with copies
 * Owns     the caller destroys *out
 * Errors   CHY_ENOMEM
 */
CHY_API chy_status chy_copies_create(chy_copies **out, chy_err *err);
CHY_API chy_status chy_copies_add(chy_copies *copies, chy_str text, chy_err *err);
CHY_API chy_status chy_copies_find(chy_copies *copies, const uint32_t **first, size_t *count, chy_err *err);
CHY_API void chy_copies_destroy(chy_copies *copies); /* NULL is fine */

/* ------------------------------------------------------------------ the record */

typedef struct chy_store chy_store; /* a record on disk; one thread at a time */
typedef struct chy_rows chy_rows;   /* an answer; owned by whoever asked */

typedef enum chy_store_mode { CHY_STORE_READ, CHY_STORE_WRITE /* makes the record when there is none */ } chy_store_mode;

/**
 * Open the record in a file.
 *
 * Owns     the caller closes *out
 * Errors   CHY_ESTORE no record, or one that is damaged, read-only (to write), of another program or of a newer Chancery; CHY_ENOMEM
 */
CHY_API chy_status chy_store_open(const char *path, chy_store_mode mode, chy_store **out, chy_err *err);
CHY_API void chy_store_close(chy_store *store); /* NULL is fine */

/** Does the record hold a document with these bytes? *has: 0 or 1. */
CHY_API chy_status chy_store_has(chy_store *store, chy_str bytes, int *has, chy_err *err);

/** What adding a document came to. */
typedef struct chy_added {
    int is_new; /* 0: it was there already, nothing changed */
    uint32_t statements, events, facts;
    uint64_t document; /* its D-n */
} chy_added;

/** What is remembered of an address that was fetched: *known 0 or 1, and what the answer said of itself, which lives until the next call. */
CHY_API chy_status chy_store_fetched(chy_store *store, chy_str address, int *known, chy_str *etag, chy_str *modified, chy_err *err);

/** Remember it. */
CHY_API chy_status chy_store_note_fetched(chy_store *store, chy_str address, chy_str etag, chy_str modified, chy_err *err);

/**
 * Put a coded document into the record: all of it or nothing.
 *
 * doc      as chy_read_code or chy_code gave it
 * bytes    what it was read from: their SHA-256 is what the document is known by; empty: its text stands for them
 * out      may be NULL
 * Errors   CHY_ESTORE; CHY_EINPUT a document that contradicts itself; CHY_ENOMEM
 */
CHY_API chy_status chy_store_add(chy_store *store, const chy_doc *doc, chy_str bytes, chy_added *out, chy_err *err);

/** How documents are read again, and what it came to. Start it as {0}, with somebody to tell of those that failed, or nobody. */
typedef struct chy_recoded {
    void (*complain)(void *user, const chy_err *why); /* of one document that keeps the coding it has; NULL: nobody is told */
    void *user;
    unsigned threads; /* documents coded at once; 0: one. What the record then holds is the same for any number */
    uint64_t read, failed, statements, events, facts;
} chy_recoded;

/**
 * Read documents of the record again, with the word lists and weights of this engine: each gets a new coding, the one before is closed and can
 * be looked back to. They are read from the bytes or the text that the record keeps; what was corrected by hand stays corrected.
 *
 * which       "D-2", the path or the SHA-256 of a document; empty: all
 * only_stale  1: only those that were read by other versions than those of this engine
 * out         may be NULL
 * Errors      CHY_EUSAGE no such document; CHY_ESTORE; CHY_ENOMEM
 */
CHY_API chy_status chy_store_recode(chy_store *store, const chy_engine *engine, chy_str which, int only_stale, chy_recoded *out,
                                    chy_err *err);

typedef enum chy_action {
    CHY_FIX,    /* one F-17, E-3, R-3, S-5 or D-2: fields */
    CHY_MERGE,  /* events E-3 E-9, or entities by name or number N-4: they are one, called as the first is */
    CHY_SPLIT,  /* an event and reports of it that tell of another (E-3 R-7), or an entity and documents that mean another (N-4 D-2) */
    CHY_REJECT, /* F-17, E-3, R-3, S-5: it is not so */
    CHY_UNDO,   /* an entry of the journal, J-1; also one that undoes another */
    CHY_ACCEPT  /* F-17, E-3, R-3, S-5: it is so; it is not doubtful any more */
} chy_action;

/** A person's word over the program's. It outlives every later coding, and can be undone. */
typedef struct chy_correction {
    chy_action action;
    const chy_str *ids;
    size_t id_count;
    const struct chy_field {
        chy_str name, value; /* as the interchange format calls it; "": not stated. Of entities: a name, N-4, or "person:Ola Nord" to introduce one */
    } *fields;
    size_t field_count;
    chy_str because, by; /* why, and who says so: both are needed */
} chy_correction;

/**
 * Enter a correction into the journal, and lay it over what was read.
 *
 * entry   takes the number of the entry, J-n; may be NULL
 * Errors  CHY_EUSAGE no such line, field or value, or a name that means nobody or several; CHY_ESTORE; CHY_ENOMEM
 */
CHY_API chy_status chy_store_correct(chy_store *store, const chy_correction *correction, uint64_t *entry, chy_err *err);

/** The journal, one entry a line, JSON: {"made", "by", "because", "action", "says"}. */
CHY_API chy_status chy_store_write_journal(chy_store *store, chy_sink sink, void *user, chy_err *err);

/**
 * Take over entries of the journal of another record, as chy_store_write_journal prints them: all or none. Those that are here already are left;
 * those of documents that are not here take force when they come.
 *
 * read    takes how many were new; may be NULL
 * Errors  CHY_EINPUT a line that is no entry; CHY_ESTORE; CHY_ENOMEM
 */
CHY_API chy_status chy_store_read_journal(chy_store *store, chy_str lines, uint64_t *read, chy_err *err);

/** Told of one fault of a record: what it is, and where. */
typedef void (*chy_store_fault)(void *user, const char *what, chy_str where);

/**
 * Does everything in the record hold together? The file, the keys, the bytes that lines rest on, the journal and the events made again. Changes
 * nothing; others may go on reading and writing. The store must be open to write.
 *
 * tell    may be NULL
 * faults  takes how many; may be NULL
 * Errors  CHY_ESTORE a record that cannot be asked; CHY_ENOMEM
 */
CHY_API chy_status chy_store_verify(chy_store *store, chy_store_fault tell, void *user, uint64_t *faults, chy_err *err);

/**
 * Copy the record as it is at this moment into a new file, while others go on reading and writing.
 *
 * Errors  CHY_EUSAGE the file is there; CHY_ESTORE it cannot be written
 */
CHY_API chy_status chy_store_backup(chy_store *store, const char *path, chy_err *err);

/**
 * Write what is added from here to chy_store_commit at once: faster for many documents. One that fails in between leaves
 * nothing behind and the others stand; a program that ends before chy_store_commit leaves nothing of the batch. What
 * follows from several documents (events, who is the same) is settled by chy_store_commit. Into a record on a server others
 * may add meanwhile: of a document that both bring, is_new may be told to both, and it is there once.
 */
CHY_API chy_status chy_store_begin(chy_store *store, chy_err *err);
CHY_API chy_status chy_store_commit(chy_store *store, chy_err *err);

/** What can be asked. Behind each: the members of chy_query that it looks at besides `limit`. */
typedef enum chy_question {
    CHY_ASK_FACTS,  /* all that holds of name [and other] [relation] [on] [attested from, to] */
    CHY_ASK_WHO,    /* who held the post name, or which posts the person name held [on] [attested from, to] */
    CHY_ASK_MET,    /* meetings of name [with other] [from, to] [order] */
    CHY_ASK_EVENTS, /* events, in order of date [name takes part] [place] [kind] [status] [from, to] [order] */
    CHY_ASK_SAID,   /* what name said [about] [on, or from, to] */
    CHY_ASK_DATES,  /* when what is called name happened, and how we know; dates of documents */
    CHY_ASK_EVENT,  /* the reports of the event name (E-1), by independent origin */
    CHY_ASK_CONFLICTS, /* where reports or facts contradict one another [of name] [on, or from, to], side by side */
    CHY_ASK_WHY,    /* what stands behind F-1, E-1, R-1, S-1, I-1 or D-1: name */
    CHY_ASK_SEARCH, /* sentences with the words name [that name other] [publisher] [lang] [published on, or from, to]; best first [order "latest": recorded last first] */
    CHY_ASK_FACETS, /* the same sentences counted: by publisher, language, year, and whom they name */
    CHY_ASK_DOCS,   /* the documents, by number [order "latest": those published last first] */
    CHY_ASK_STATUS, /* how much there is, and what it was read with */
    CHY_ASK_DIFF,   /* how the record at the moment to (empty: now) differs from the moment from, of the document name or of all; from
                       empty: before the document was read the last time */
    CHY_ASK_REVIEW,  /* what is doubtful, by what a wrong answer would cost: doubt times what rests on it */
    CHY_ASK_JOURNAL, /* the corrections, in the order in which they were made */
    CHY_ASK_VISITS, /* visits [of name] [to other] [place] [status] [on, or from, to], counted by count_rule: "event", "report" or "day" */
    CHY_ASK_PERSON, /* what is held of the person name, put together: posts over time, whom he met, what he said */
    CHY_ASK_TIMELINE,   /* name in order of date: events, statements, what began, was attested and ended [on, or from, to] */
    CHY_ASK_CALENDAR,   /* day by day: events, and what begins and ends [of name] [place] [status] [on, or from, to] */
    CHY_ASK_AGREEMENTS, /* what was signed, adopted, joined [by name] [and other], an agreement a row [from, to] */
    CHY_ASK_SQL,        /* the statement name, in the database's own SQL; it may only read, and is stopped after ten seconds */
    CHY_ASK_STALE,      /* documents that other versions than `coding` have read */
    CHY_ASK_BLAME,  /* which codings read F-1, R-1, S-1, D-1 or the reports of E-1, and who corrected it: name */
    CHY_ASK_COPIES  /* the documents that hold the text of D-1, name, or a part or another version of it, or stand at its address */
} chy_question;

/** Members that are empty are not looked at. Dates are ISO 8601-2, as coarse as wanted: 2014, 2014-09, 2014-09-10. */
typedef struct chy_query {
    chy_question question;
    chy_str name, other, about, place, kind, status, relation;
    chy_str on, from, to;
    chy_str publisher, lang; /* of documents */
    chy_str count_rule;      /* of visits */
    chy_str coding;          /* as chy_engine_coding tells it */
    uint32_t limit;   /* rows at most; 0: all */
    chy_str known_by; /* answer with what the record held at the end of that day or at that moment (2026-05-10T12:30:00Z); any question */
    chy_str order;    /* "latest", where it is looked at. Events, meetings and statements stay in order of date: those of the latest dates, `limit` at
                         most, and none of no day (of a statement that of its document will do) */
} chy_query;

enum { CHY_COLUMN_DETAIL = 1, /* for programs; a table for people leaves it out */ CHY_COLUMN_NUMBER = 2 };
typedef struct chy_column {
    const char *name;
    unsigned flags;
} chy_column;

/**
 * Ask the record.
 *
 * Owns     the caller destroys *out, which must go before the store is closed
 * Errors   CHY_EUSAGE a question that makes no sense (a date that is none, an identifier nobody has); CHY_ESTORE; CHY_ENOMEM
 */
CHY_API chy_status chy_ask(chy_store *store, const chy_query *query, chy_rows **out, chy_err *err);

/** How many columns each row has; *columns lives with the library. */
CHY_API size_t chy_rows_columns(const chy_rows *rows, const chy_column **columns);

/** CHY_ROW and one value for each column ("" where nothing is stated), which live with rows; CHY_DONE after the last. */
CHY_API chy_status chy_rows_next(chy_rows *rows, const chy_str **values, chy_err *err);

/** A sentence about the whole answer: "1 event, 3 reports", or why there is none. "" when there is nothing to add. */
CHY_API chy_str chy_rows_note(const chy_rows *rows);
CHY_API void chy_rows_destroy(chy_rows *rows); /* NULL is fine */

/* ------------------------------------------------------------------ single things */

typedef enum chy_thing {
    CHY_SHOW_DOCUMENT,  /* D-2: its text, and all that was read in it, with the bytes */
    CHY_SHOW_EVENT,     /* E-1: its reports by independent origin, and what contradicts it */
    CHY_SHOW_STATEMENT, /* S-5: with its chain */
    CHY_SHOW_FACT,      /* F-17: with its evidence and the statement that asserts it */
    CHY_SHOW_ENTITY,    /* N-4, or a name */
    CHY_SHOW_NAMES,     /* whose names, and which posts, begin with the letters in name, most widely used first [kind: of that type] [limit] */
    CHY_SHOW_NETWORK,   /* who takes part in events together, the most frequent first [name] [other] [place] [kind] [status] [on, from, to] [limit] */
    CHY_SHOW_MAP        /* events at their places, GeoJSON [the same] */
} chy_thing;

/**
 * Print one thing of the record as one JSON object; docs/api.md tells its members.
 *
 * query    looked at: name (which one), known_by, and what stands in brackets above
 * Returns  CHY_OK; CHY_DONE there is none of that name, and nothing was printed
 * Errors   CHY_EUSAGE a query that makes no sense; CHY_STOPPED by the sink; CHY_ESTORE; CHY_ENOMEM
 */
CHY_API chy_status chy_store_show(chy_store *store, chy_thing thing, const chy_query *query, chy_sink sink, void *user, chy_err *err);

/**
 * Who stands in lists such as "Russia, China", the members `who` and `parties` of rows: for each list its names one by one, as a JSON array
 * of {"id": "N-4", "name": "Russia", "type": "state"}; "id" is null for what is no name of the record.
 *
 * lists    looked at
 * sink     called once a list, in their order
 * Errors   CHY_STOPPED by the sink, or out of patience; CHY_ESTORE; CHY_ENOMEM
 */
CHY_API chy_status chy_store_names(chy_store *store, const chy_str *lists, size_t count, chy_sink sink, void *user, chy_err *err);

/**
 * From here on, whatever is asked of this handle is stopped when it takes longer than so many milliseconds from now, with CHY_STOPPED; 0: it
 * takes as long as it takes. Say it anew before each question.
 */
CHY_API void chy_store_patience(chy_store *store, unsigned milliseconds);

/** How far the record has come. */
typedef struct chy_state {
    char word[128];     /* another one whenever something was added, read again or corrected, by whomever; terminated */
    uint64_t documents; /* how many there are: D-1 to this one */
} chy_state;

/** Errors: CHY_ESTORE; CHY_ENOMEM. Costs little: it may be asked often. */
CHY_API chy_status chy_store_state(chy_store *store, chy_state *out, chy_err *err);

/* ------------------------------------------------------------------ exports */

/** One format that the record can be given out in. */
typedef struct chy_export_format {
    const char *name;    /* "geojson" */
    const char *summary; /* a few words */
    const char *suffix;  /* of a file of that format */
    int folder;          /* 1: several parts, a file each in a folder */
} chy_export_format;

/** All formats; how many in *count. They live with the library. */
CHY_API const chy_export_format *chy_export_formats(size_t *count);

/** Takes the bytes of one part ("facts.csv"; "" where there is one part alone). A non-zero answer stops the export. */
typedef int (*chy_part_sink)(void *user, const char *part, const char *bytes, size_t size);

/** What is to be given out. */
typedef struct chy_export {
    chy_str format;
    const chy_query
        *filter; /* NULL: everything. Looked at: name, other, about, place, kind, status, relation, publisher, lang, on, from, to, known_by */
    chy_part_sink sink;
    void *user;
} chy_export;

/** What an export came to: rows of the record that were written, and those for which the format has no place. */
typedef struct chy_exported {
    uint64_t rows, left_out;
    const char *why; /* what the rows left out lack; "" */
} chy_exported;

/**
 * Give out the record in a format of others, row by row. The same record gives the same bytes, whatever came into it first.
 *
 * out      may be NULL
 * Errors   CHY_EUSAGE an unknown format, a date that is none, a name that nobody has; CHY_STOPPED by the sink; CHY_ESTORE; CHY_ENOMEM
 */
CHY_API chy_status chy_store_export(chy_store *store, const chy_export *what, chy_exported *out, chy_err *err);

#ifdef __cplusplus
}
#endif
#endif
