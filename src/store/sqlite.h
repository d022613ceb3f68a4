/* sqlite.h: what the parts of the SQLite store share. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include <sqlite3.h>

#include "base/buf.h"
#include "store/store.h"

enum { PUT_STATEMENTS = 48 };

struct store {
    sqlite3 *db;
    chy_str path; /* terminated; lives in mem */
    arena mem;
    int depth;                         /* store_begin calls that have not ended */
    sqlite3_stmt *put[PUT_STATEMENTS]; /* made when first used */
};

extern const char store_schema[];

/* A sentence for what SQLite said last, and the status that goes with it. */
chy_status db_failed(struct store *s, const char *doing, chy_err *err);
chy_status db_run(struct store *s, const char *sql, const char *doing, chy_err *err);
chy_status db_prepare(struct store *s, const char *sql, size_t size, sqlite3_stmt **out, chy_err *err);

/* Bind parameters 1 .. from a format: i int64_t, n int64_t whose STORE_NO_DAY is NULL, z int64_t whose 0 is NULL,
 * s chy_str, t chy_str whose "" is NULL. Texts must outlive the step. */
void db_bind(sqlite3_stmt *stmt, const char *format, ...);

/* The cursor over a query that is being written into a buffer; takes the statement over. */
chy_status rows_open(struct store *s, buf *sql, struct store_rows **out, chy_err *err, const char *format, ...);

#endif
