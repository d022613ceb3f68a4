/*
 * pg.h: a connection to PostgreSQL that comes back when it was lost.
 *
 * Parameters and answers are text, but for bodies (PG_BYTES), which go as they are. A server that does not answer is given up after twenty
 * seconds, and a server gives this program up after as long: nothing is held for somebody who is gone.
 */
#ifndef WORKER_PG_H
#define WORKER_PG_H

#include <libpq-fe.h>

#include "queue.h"

struct pg {
    PGconn *connection;
    const char *address;
    char greeting[128]; /* said after each connecting; "": nothing */
    char name[256];     /* of the server in complaints: no word that opens it */
};

struct pg_value {
    const char *ptr;
    int size; /* -1: ptr is a terminated text; else so many bytes */
};
#define PG_TEXT(p) ((struct pg_value){ (p), -1 })
#define PG_BYTES(p, n) ((struct pg_value){ (p), (int)(n) })

chy_status pg_open(struct pg *pg, const char *address, chy_err *err);
void pg_close(struct pg *pg);

/* Connected, or again so; CHY_ESTORE with a sentence when it cannot be. */
chy_status pg_ready(struct pg *pg, chy_err *err);

/* One statement; binary: bodies come as they are. The answer is the caller's to clear; NULL after a complaint. What lost a race against
 * others (a deadlock) is tried again. */
PGresult *pg_ask(struct pg *pg, const char *sql, int count, const struct pg_value *values, bool binary, chy_err *err);
/* The same without an answer. */
chy_status pg_run(struct pg *pg, const char *sql, int count, const struct pg_value *values, chy_err *err);
/* After a failure within a transaction, or whenever in doubt. */
void pg_roll_back(struct pg *pg);
chy_status pg_failed(struct pg *pg, const PGresult *result, chy_err *err);

/* A text and a number out of an answer in either format. */
chy_str pg_text(const PGresult *result, int row, int column);

#endif
