#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pg.h"

enum { PARAMETERS = 16, TRIES = 8 };

static void say_nothing(void *user, const PGresult *result)
{
    (void)user;
    (void)result;
}

/* The first line of what libpq says, which names no password. */
static chy_status refused(struct pg *pg, chy_err *err)
{
    const char *said = PQerrorMessage(pg->connection);
    return fleet_error(err, CHY_ESTORE, "%s cannot be opened: %.*s", pg->name, (int)strcspn(said, "\n"), said);
}

static chy_status connect_to(struct pg *pg, chy_err *err)
{
    static const char *const keys[] = {
        "keepalives_idle", "keepalives_interval", "keepalives_count",          "tcp_user_timeout", "connect_timeout",
        "dbname",          "client_encoding",     "fallback_application_name", "options",          NULL
    };
    const char *const values[] = {
        "10",
        "5",
        "2",
        "20000",
        "10",
        pg->address,
        "UTF8",
        "chancery queue",
        "-c jit=off -c synchronous_commit=on -c lock_timeout=60000 -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 "
        "-c tcp_keepalives_count=2 -c tcp_user_timeout=20000",
        NULL
    };
    pg->connection = PQconnectdbParams(keys, values, 1);
    if (!pg->connection) return fleet_error(err, CHY_ENOMEM, "no memory to open the queue");
    const char *host = PQhost(pg->connection), *port = PQport(pg->connection), *database = PQdb(pg->connection);
    bool tcp = host && *host && *host != '/';
    snprintf(pg->name, sizeof pg->name, "postgresql://%s%s%s/%s", tcp ? host : "", tcp && port && *port ? ":" : "", tcp && port ? port : "",
             database ? database : "");
    if (PQstatus(pg->connection) != CONNECTION_OK) return refused(pg, err);
    PQsetNoticeReceiver(pg->connection, say_nothing, NULL);
    if (!*pg->greeting) return CHY_OK;
    PGresult *answer = PQexec(pg->connection, pg->greeting);
    ExecStatusType status = PQresultStatus(answer);
    chy_status st = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? CHY_OK : pg_failed(pg, answer, err);
    PQclear(answer);
    return st;
}

chy_status pg_open(struct pg *pg, const char *address, chy_err *err)
{
    PQconninfoOption *parts = PQconninfoParse(address, NULL);
    pg->address = address;
    if (!parts)
        return fleet_error(err, CHY_ESTORE, "the address of the record cannot be read; it is written postgresql://USER@HOST:PORT/DATABASE");
    PQconninfoFree(parts);
    return connect_to(pg, err);
}

void pg_close(struct pg *pg)
{
    PQfinish(pg->connection);
    pg->connection = NULL;
}

chy_status pg_ready(struct pg *pg, chy_err *err)
{
    if (pg->connection && PQstatus(pg->connection) == CONNECTION_OK) return CHY_OK;
    pg_close(pg);
    chy_status st = connect_to(pg, err);
    if (st) pg_close(pg);
    return st;
}

chy_status pg_failed(struct pg *pg, const PGresult *result, chy_err *err)
{
    const char *said = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (!pg->connection || PQstatus(pg->connection) == CONNECTION_BAD)
        return fleet_error(err, CHY_ESTORE, "%s: the connection to the server was lost", pg->name);
    return fleet_error(err, CHY_ESTORE, "%s: using the queue: %s", pg->name, said ? said : "the server did not answer");
}

/* Worth trying again: a deadlock, or rows that changed under a snapshot. */
static bool lost_a_race(const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state && (!strcmp(state, "40P01") || !strcmp(state, "40001"));
}

PGresult *pg_ask(struct pg *pg, const char *sql, int count, const struct pg_value *values, bool binary, chy_err *err)
{
    const char *value[PARAMETERS];
    int size[PARAMETERS], format[PARAMETERS];
    if (pg_ready(pg, err)) return NULL;
    for (int i = 0; i < count && i < PARAMETERS; i++) {
        value[i] = values[i].ptr;
        size[i] = values[i].size < 0 ? 0 : values[i].size;
        format[i] = values[i].size >= 0;
    }
    bool alone = PQtransactionStatus(pg->connection) == PQTRANS_IDLE;
    for (int tries = 1;; tries++) {
        PGresult *answer = PQexecParams(pg->connection, sql, count, NULL, value, size, format, binary);
        ExecStatusType status = PQresultStatus(answer);
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_IN) return answer;
        bool again = alone && tries < TRIES && lost_a_race(answer);
        if (!again) pg_failed(pg, answer, err);
        PQclear(answer);
        if (!again) return NULL;
    }
}

chy_status pg_run(struct pg *pg, const char *sql, int count, const struct pg_value *values, chy_err *err)
{
    PGresult *answer = pg_ask(pg, sql, count, values, false, err);
    PQclear(answer);
    return answer ? CHY_OK : CHY_ESTORE;
}

void pg_roll_back(struct pg *pg)
{
    if (!pg->connection || PQtransactionStatus(pg->connection) == PQTRANS_IDLE) return;
    PQclear(PQexec(pg->connection, "ROLLBACK"));
    if (PQtransactionStatus(pg->connection) != PQTRANS_IDLE) pg_close(pg);
}

chy_str pg_text(const PGresult *result, int row, int column)
{
    return (chy_str){ PQgetvalue(result, row, column), (size_t)PQgetlength(result, row, column) };
}
