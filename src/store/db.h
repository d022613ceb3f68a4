/*
 * db.h: what the store asks of a database: statements, values, rows. Nothing here knows of documents.
 *
 *     struct db_statement *stmt = NULL;
 *     chy_status st = db_prepare(db, CHY_LIT("SELECT id FROM documents WHERE hash = ?1"), &stmt, err);
 *     if (!st) db_bind(stmt, "s", hash);
 *     if (!st && (st = db_step(stmt, err)) == CHY_ROW) number = db_number(stmt, 0);
 *     db_finish(stmt);
 *
 * A database is a driver and what it keeps. The statements of put.c, find.c and views.c are written once, in SQL that the drivers have in
 * common: parameters ?1, ?2 ...; bytes(text, from, to) for a piece of a text by bytes; ON CONFLICT for what is there already.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdarg.h>

#include "base/buf.h"
#include "store/store.h"

struct db;
struct db_statement;

struct db_question {
    const char *sql;
    chy_str text[2]; /* ?1, ?2 */
    int count;       /* of the texts */
};

struct db_driver {
    void (*close)(struct db *db);
    chy_status (*run)(struct db *db, const char *sql, const char *doing, chy_err *err); /* one statement or several, without answer */
    chy_status (*prepare)(struct db *db, chy_str sql, struct db_statement **out, chy_err *err);
    void (*bind_number)(struct db_statement *stmt, int at, int64_t number);
    void (*bind_text)(struct db_statement *stmt, int at, chy_str text); /* must outlive the step */
    void (*bind_bytes)(struct db_statement *stmt, int at, chy_str bytes);
    void (*bind_nothing)(struct db_statement *stmt, int at, bool is_text);
    chy_status (*step)(struct db_statement *stmt, chy_err *err); /* CHY_ROW, CHY_DONE */
    void (*stream)(struct db_statement *stmt); /* before the first step: rows come one at a time, and nothing else is asked until they are over;
                                                * NULL for a database whose rows always do, and whatever else is asked */
    void (*reset)(struct db_statement *stmt);
    void (*finish)(struct db_statement *stmt);
    bool (*text)(struct db_statement *stmt, int column, chy_str *out); /* false: no memory */
    int64_t (*number)(struct db_statement *stmt, int column);
    bool (*is_nothing)(struct db_statement *stmt, int column);
    bool (*in_transaction)(struct db *db);
    const char *begin;       /* the statement that takes the right to write, and waits for it */
    const char *begin_trial; /* the same, for what will be taken back */
    const char *hold;        /* from here on the record stands still for who reads */
    /* Several writers at once: NULL for a database that has one at a time. Rows that nobody else can know of are gathered, in groups by the
     * document, and put by put_gathered in the order of their ranks, but for the groups that are left out; rank -1: all. What is begun with
     * begin_adding leaves others to do the same, up to `share`; take gives numbers to rows (numbers_postgres.sql). */
    chy_status (*gather)(struct db_statement *stmt, int rank, uint32_t group, chy_err *err);
    chy_status (*put_gathered)(struct db *db, int rank, const bool *left_out, chy_err *err);
    void (*forget_gathered)(struct db *db);
    size_t (*gathered_size)(struct db *db); /* bytes */
    const char *begin_adding, *share, *take;
    /* Ask several questions in one go: each answer is kept for whoever asks just that next, until something is committed or taken back, or
     * others are asked ahead. NULL: a question costs no way. */
    chy_status (*ahead)(struct db *db, const struct db_question *questions, uint32_t count, chy_err *err);
    /* What follows a number, or a text, that is to be one of a list of them, ?1, in JSON: rows are looked up for each of the list, and never
     * gone through to see which of them are on it. */
    const char *among, *among_texts;
    const char *next;   /* the number of the next row of a table, whose name is %s */
    const char *newest; /* an expression for what is another one whenever documents were put in */
    /* Finding words: how those of a sentence are put, and the pieces around the words looked for, for the condition on w, for what comes
     * first, and for the sentence as it is shown (rank_end, shown_end NULL: without the words). */
    const char *put_words, *match, *match_end, *rank, *rank_end, *shown, *shown_end;
    /* From here on only statements that read may be prepared, and each is stopped after so many milliseconds; 0: no longer. */
    chy_status (*guard)(struct db *db, int milliseconds, chy_err *err);
    void (*patience)(struct db *db, unsigned milliseconds); /* what runs longer is stopped with CHY_STOPPED; 0: nothing is */
    int (*columns)(struct db_statement *stmt);
    const char *(*column_name)(struct db_statement *stmt, int column);
    chy_status (*look)(struct db *db, bool on, chy_err *err); /* temporary views may be made while it is on, also by a reader */
    chy_status (*check)(struct db *db, store_fault tell, void *user, chy_err *err); /* what the database itself can tell */
    int64_t (*changes)(struct db *db);                                              /* rows changed since it was opened */
    chy_status (*backup)(struct db *db, const char *path, chy_err *err);
};

/* What every driver's own struct begins with. */
struct db {
    const struct db_driver *driver;
    chy_str name; /* of the record in complaints; terminated */
};

struct db_statement {
    struct db *db;
};

/* `among` with another parameter than ?1. */
void db_among(const struct db *db, buf *sql, int parameter);

/* One for each kind of database: open, with the schema of this version laid out, or brought forward to it. */
chy_status sqlite_open_db(const char *path, enum store_mode mode, struct db **out, chy_err *err);
chy_status postgres_open_db(const char *address, enum store_mode mode, struct db **out, chy_err *err);
bool postgres_is_address(const char *path);

static inline chy_status db_run(struct db *db, const char *sql, const char *doing, chy_err *err)
{
    return db->driver->run(db, sql, doing, err);
}
static inline chy_status db_prepare(struct db *db, chy_str sql, struct db_statement **out, chy_err *err)
{
    return db->driver->prepare(db, sql, out, err);
}
static inline chy_status db_step(struct db_statement *stmt, chy_err *err) { return stmt->db->driver->step(stmt, err); }
static inline int64_t db_number(struct db_statement *stmt, int column) { return stmt->db->driver->number(stmt, column); }
static inline void db_reset(struct db_statement *stmt) { stmt->db->driver->reset(stmt); }
static inline void db_finish(struct db_statement *stmt)
{
    if (stmt) stmt->db->driver->finish(stmt);
}

/* Bind parameters 1 .. from a format: i int64_t, n int64_t whose STORE_NO_DAY is NULL, z int64_t whose 0 is NULL,
 * s chy_str, t chy_str whose "" is NULL, b chy_str of any bytes. Texts must outlive the step. */
void db_bind(struct db_statement *stmt, const char *format, ...);
void db_bind_list(struct db_statement *stmt, const char *format, va_list args);

/* ------------------------------------------------------------------ what the parts of the store share */

/* What store_put_events asks of a block first: two questions. */
chy_status store_questions_of_block(struct store *s, chy_str block, chy_str among, struct db_question out[2], chy_err *err);

enum { PUT_STATEMENTS = 96 };

/* A document that was put and is not committed. */
struct store_pending {
    chy_str hash;
    int64_t number;
    int depth;    /* of the store_begin calls around it: one that fails takes it along */
    bool dropped; /* taken back, or put by somebody else meanwhile */
};

/* What a pending document adds to what documents share. */
struct store_pending_alias {
    uint32_t document;
    int64_t entity;
    chy_str folded, alias, kind;
};
struct store_pending_naming {
    uint32_t document;
    int64_t entity, year;
    chy_str likeness;
};

struct store {
    struct db *db;
    arena mem;
    int depth;    /* store_begin calls that have not ended */
    bool gathers; /* nothing has been sent since the outermost one */
    bool alone;   /* no other writer is let in */
    arena pending_mem;
    LIST(struct store_pending) pending;
    uint32_t sent; /* of them: their own rows are in the database */
    LIST(struct store_pending_alias) aliases;
    LIST(struct store_pending_naming) namings;
    arena changed_mem;
    LIST(int64_t) changed; /* events that are not what they were, until store_end_events */
    bool changed_full;
    store_last last; /* what is to be done before the outermost ends */
    void *last_user;
    chy_str then;                             /* the moment that is looked back to, "" for now */
    struct db_statement *put[PUT_STATEMENTS]; /* made when first used */
    char *among_sql[2];                       /* the same of statements that ask for rows of a list */
};

/* schema.sql, and the steps from each version to the next */
extern const char store_schema[], store_postgres_schema[], store_postgres_numbers[], store_migrate1[], store_migrate2[], store_migrate3[], store_migrate4[], store_migrate5[];

/* Rows that were put and are not in the database yet; with those that documents share when no other writer is let in (put.c). */
void store_forget_pending(struct store *s);
chy_status store_put_own(struct store *s, chy_err *err);
chy_status store_put_shared(struct store *s, chy_err *err);

/* The number of the next row of a table, for who writes alone. */
chy_status store_next_number(struct store *s, const char *table, int64_t *out, chy_err *err);

/* The views of what is in force: made with the schema, and as temporary ones for an earlier moment ("" takes these away). */
chy_status views_make(struct db *db, chy_err *err);
chy_status views_look_back(struct db *db, chy_str then, chy_err *err);

/* The conditions of a question for events, over the event e; ?1 to ?3 are its type, kind and status. */
void store_event_conditions(buf *sql, const struct store_events_query *q);

/* The cursor over a query that is being written into a buffer. */
chy_status rows_open(struct store *s, buf *sql, struct store_rows **out, chy_err *err, const char *format, ...);
chy_status rows_of(struct store *s, const char *sql, struct store_rows **out, chy_err *err, const char *format,
                   ...); /* the same, of a question that stands as it is */
/* What its parameters stand in, from malloc: freed with the cursor; at once when that is NULL. */
void rows_keep(struct store_rows *rows, void *one, void *other);

#endif
