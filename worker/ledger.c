#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "worker.h"

/* Laid out by the first who comes. Bodies are compressed by nobody: most of the time they are on their way for seconds. */
static const char schema[] =
    "BEGIN; SELECT pg_advisory_xact_lock(1128814931);"
    "CREATE SCHEMA IF NOT EXISTS chancery_queue;"
    "CREATE TABLE IF NOT EXISTS chancery_queue.items ("
    " hash text COLLATE \"C\" NOT NULL, coder text COLLATE \"C\" NOT NULL DEFAULT '', position bigint GENERATED ALWAYS AS IDENTITY,"
    " head text NOT NULL, body bytea NOT NULL, size bigint NOT NULL, submitted timestamptz NOT NULL DEFAULT now(),"
    " taken int NOT NULL DEFAULT 0, worker bigint, until timestamptz, PRIMARY KEY (hash, coder)) WITH (fillfactor = 80);"
    "ALTER TABLE chancery_queue.items ALTER body SET STORAGE EXTERNAL;"
    "CREATE INDEX IF NOT EXISTS items_waiting ON chancery_queue.items (coder, position) WHERE worker IS NULL;"
    "CREATE INDEX IF NOT EXISTS items_leased ON chancery_queue.items (worker) WHERE worker IS NOT NULL;"
    "CREATE TABLE IF NOT EXISTS chancery_queue.workers ("
    " id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, coder text NOT NULL, versions text NOT NULL,"
    " threads int NOT NULL, queue text NOT NULL, state text NOT NULL DEFAULT 'starting', started timestamptz NOT NULL DEFAULT now(),"
    " seen timestamptz NOT NULL DEFAULT now(), coded bigint NOT NULL DEFAULT 0, known bigint NOT NULL DEFAULT 0, dead bigint NOT NULL DEFAULT 0,"
    " failed bigint NOT NULL DEFAULT 0, restarts bigint NOT NULL DEFAULT 0, rate double precision NOT NULL DEFAULT 0, in_hand int NOT NULL DEFAULT 0);"
    "CREATE TABLE IF NOT EXISTS chancery_queue.dead ("
    " hash text COLLATE \"C\" NOT NULL, coder text COLLATE \"C\" NOT NULL DEFAULT '', head text NOT NULL, body bytea NOT NULL, id text NOT NULL,"
    " reason text NOT NULL, taken int NOT NULL, worker text NOT NULL, died timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (hash, coder));"
    "ALTER TABLE chancery_queue.dead ALTER body SET STORAGE EXTERNAL;"
    "CREATE TABLE IF NOT EXISTS chancery_queue.bodies (hash text COLLATE \"C\" PRIMARY KEY, body bytea NOT NULL, kept timestamptz NOT NULL DEFAULT now());"
    "ALTER TABLE chancery_queue.bodies ALTER body SET STORAGE EXTERNAL;"
    "COMMIT";

/* Those who live hold the lock (class, number) for as long as their connection stands. */
#define LOCK_CLASS "1128814932"

chy_status ledger_open(struct ledger *l, const char *record, chy_err *err)
{
    *l = (struct ledger){ 0 };
    chy_status st = pg_open(&l->pg, record, err);
    if (st) return st;
    PGresult *there = pg_ask(&l->pg, "SELECT to_regclass('chancery_queue.bodies') IS NOT NULL", 0, NULL, false, err);
    bool laid_out = there && *PQgetvalue(there, 0, 0) == 't';
    st = there ? CHY_OK : CHY_ESTORE;
    PQclear(there);
    if (st || laid_out) return st;
    PGresult *made = PQexec(l->pg.connection, schema);
    if (PQresultStatus(made) != PGRES_COMMAND_OK) st = pg_failed(&l->pg, made, err);
    PQclear(made);
    pg_roll_back(&l->pg);
    return st;
}

void ledger_close(struct ledger *l) { pg_close(&l->pg); }

/* A name is one worker's: another of that name waits until it has gone, with no row held (the one that is there tells of itself in it). */
static chy_status wait_for_name(struct ledger *l, const char *name, const struct pg_value *number, chy_err *err)
{
    PGresult *row = pg_ask(&l->pg, "SELECT pg_try_advisory_lock(" LOCK_CLASS ", $1::int)", 1, number, false, err);
    bool mine = row && *PQgetvalue(row, 0, 0) == 't';
    PQclear(row);
    if (!row) return CHY_ESTORE;
    if (mine) return CHY_OK;
    worker_log("info", "waiting", "{s:s,s:s}", "worker", name, "reason", "a worker of this name is still connected");
    return pg_run(&l->pg, "SELECT pg_advisory_lock(" LOCK_CLASS ", $1::int)", 1, number, err);
}

chy_status ledger_enter(struct ledger *l, const char *name, const char *coder, chy_str versions, int threads, const char *queue,
                        int64_t *number, chy_err *err)
{
    char count[24], *stamp = strndup(versions.ptr, versions.len);
    snprintf(count, sizeof count, "%d", threads);
    if (!stamp) return fleet_error(err, CHY_ENOMEM, "no memory to enter the worker");
    struct pg_value values[] = { PG_TEXT(name), PG_TEXT(coder), PG_TEXT(stamp), PG_TEXT(count), PG_TEXT(queue) };
    PGresult *row =
        pg_ask(&l->pg,
               "INSERT INTO chancery_queue.workers AS w (name, coder, versions, threads, queue) VALUES ($1, $2, $3, $4, $5) "
               "ON CONFLICT (name) DO UPDATE SET coder = $2, versions = $3, threads = $4, queue = $5, seen = now(), state = 'starting' "
               "RETURNING id",
               5, values, false, err);
    if (row) *number = strtoll(PQgetvalue(row, 0, 0), NULL, 10);
    if (row) snprintf(l->pg.greeting, sizeof l->pg.greeting, "SELECT pg_try_advisory_lock(" LOCK_CLASS ", %lld)", (long long)*number);
    PQclear(row);
    free(stamp);
    if (!row) return CHY_ESTORE;
    snprintf(count, sizeof count, "%lld", (long long)*number);
    struct pg_value mine[] = { PG_TEXT(count) };
    chy_status st = wait_for_name(l, name, mine, err);
    /* What the process before this one had in hand. */
    return st ? st : pg_run(&l->pg, "UPDATE chancery_queue.items SET worker = NULL, until = NULL WHERE worker = $1", 1, mine, err);
}

static const char beat_sql[] =
    "UPDATE chancery_queue.workers SET state = $2, coded = $3, known = $4, dead = $5, failed = $6, restarts = $7, rate = $8, in_hand = $9, "
    "seen = now() WHERE id = $1";

static const char take_back_sql[] =
    "WITH late AS (SELECT hash, coder FROM chancery_queue.items i WHERE worker IS NOT NULL AND (until < now() OR worker <> $1 AND NOT EXISTS ("
    "SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database() "
    "WHERE l.locktype = 'advisory' AND l.classid = " LOCK_CLASS " AND l.objid = i.worker::int AND l.objsubid = 2)) "
    "ORDER BY worker FOR UPDATE SKIP LOCKED) "
    "UPDATE chancery_queue.items i SET worker = NULL, until = NULL FROM late WHERE i.hash = late.hash AND i.coder = late.coder";

static const char renew_sql[] =
    "WITH mine AS (SELECT hash, coder FROM chancery_queue.items WHERE worker = $1 AND hash = ANY ($2::text[]) FOR UPDATE SKIP LOCKED) "
    "UPDATE chancery_queue.items i SET until = now() + $3::int * interval '1 second' FROM mine WHERE i.hash = mine.hash AND i.coder = mine.coder";

chy_status ledger_beat(struct ledger *l, int64_t number, const struct ledger_beat *beat, chy_err *err)
{
    char text[8][32];
    snprintf(text[0], sizeof *text, "%lld", (long long)number);
    snprintf(text[1], sizeof *text, "%llu", (unsigned long long)beat->coded);
    snprintf(text[2], sizeof *text, "%llu", (unsigned long long)beat->known);
    snprintf(text[3], sizeof *text, "%llu", (unsigned long long)beat->dead);
    snprintf(text[4], sizeof *text, "%llu", (unsigned long long)beat->failed);
    snprintf(text[5], sizeof *text, "%llu", (unsigned long long)beat->restarts);
    snprintf(text[6], sizeof *text, "%.3f", beat->rate);
    snprintf(text[7], sizeof *text, "%d", beat->in_hand);
    struct pg_value values[] = { PG_TEXT(text[0]), PG_TEXT(beat->state), PG_TEXT(text[1]), PG_TEXT(text[2]), PG_TEXT(text[3]),
                                 PG_TEXT(text[4]), PG_TEXT(text[5]),     PG_TEXT(text[6]), PG_TEXT(text[7]) };
    char lease[16];
    snprintf(lease, sizeof lease, "%d", beat->lease);
    struct pg_value mine[] = { PG_TEXT(text[0]), PG_TEXT(beat->hashes), PG_TEXT(lease) };
    chy_status st = pg_run(&l->pg, beat_sql, 9, values, err);
    if (!st) st = pg_run(&l->pg, renew_sql, 3, mine, err);
    return st ? st : pg_run(&l->pg, take_back_sql, 1, values, err);
}

/* ------------------------------------------------------------------ dead letters and bodies */

chy_status ledger_bury(struct ledger *l, const struct item *item, const char *worker, const char *reason, chy_err *err)
{
    char taken[16], *head = item_head_write(item), *id = strndup(item->id.ptr ? item->id.ptr : "", item->id.len);
    snprintf(taken, sizeof taken, "%d", item->taken);
    struct pg_value values[] = { PG_TEXT(item->hash), PG_TEXT(item->coder),
                                 PG_TEXT(head),       PG_BYTES(item->body.ptr ? item->body.ptr : "", item->body.len),
                                 PG_TEXT(id),         PG_TEXT(reason),
                                 PG_TEXT(taken),      PG_TEXT(worker) };
    chy_status st = head && id
                        ? pg_run(&l->pg,
                                 "INSERT INTO chancery_queue.dead (hash, coder, head, body, id, reason, taken, worker) "
                                 "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (hash, coder) DO UPDATE SET reason = $6, taken = $7, "
                                 "worker = $8, died = now()",
                                 8, values, err)
                        : fleet_error(err, CHY_ENOMEM, "no memory for a dead letter");
    free(head);
    free(id);
    return st;
}

chy_status ledger_keep_body(struct ledger *l, const struct item *item, chy_err *err)
{
    struct pg_value values[] = { PG_TEXT(item->hash), PG_BYTES(item->body.ptr ? item->body.ptr : "", item->body.len) };
    return pg_run(&l->pg, "INSERT INTO chancery_queue.bodies (hash, body) VALUES ($1, $2) ON CONFLICT DO NOTHING", 2, values, err);
}

chy_status ledger_get_body(struct ledger *l, struct item *item, chy_err *err)
{
    struct pg_value values[] = { PG_TEXT(item->hash) };
    PGresult *row = pg_ask(&l->pg, "SELECT body FROM chancery_queue.bodies WHERE hash = $1", 1, values, true, err);
    if (!row) return CHY_ESTORE;
    chy_status st = CHY_OK;
    if (!PQntuples(row))
        st = fleet_error(err, CHY_EINPUT, "the body of the document is no longer kept beside the queue");
    else if (!item_keep_body(item, pg_text(row, 0, 0)))
        st = fleet_error(err, CHY_ENOMEM, "no memory for a document of the queue");
    PQclear(row);
    return st;
}

char *ledger_hashes(const struct item *const *items, int count)
{
    char *text = malloc((size_t)count * (HASH_SIZE + 1) + 3), *at = text;
    if (!text) return NULL;
    *at++ = '{';
    for (int i = 0; i < count; i++) at += sprintf(at, "%s%s", i ? "," : "", items[i]->hash);
    strcpy(at, "}");
    return text;
}

static char *hashes_of(const struct item *items, int count)
{
    const struct item **each = malloc((size_t)count * sizeof *each + 1);
    for (int i = 0; each && i < count; i++) each[i] = &items[i];
    char *text = each ? ledger_hashes(each, count) : NULL;
    free(each);
    return text;
}

static PGresult *ask_of(struct ledger *l, const char *sql, const struct item *items, int count, chy_err *err)
{
    char *hashes = hashes_of(items, count);
    struct pg_value values[] = { PG_TEXT(hashes) };
    PGresult *answer = NULL;
    if (hashes)
        answer = pg_ask(&l->pg, sql, 1, values, false, err);
    else
        fleet_error(err, CHY_ENOMEM, "no memory to ask the queue");
    free(hashes);
    return answer;
}

chy_status ledger_drop_bodies(struct ledger *l, const struct item *items, int count, chy_err *err)
{
    bool any = false;
    for (int i = 0; i < count; i++) any |= items[i].beside;
    if (!any) return CHY_OK;
    PGresult *answer = ask_of(l, "DELETE FROM chancery_queue.bodies WHERE hash = ANY ($1::text[])", items, count, err);
    PQclear(answer);
    return answer ? CHY_OK : CHY_ESTORE;
}

chy_status ledger_count_dead(struct ledger *l, uint64_t *count, chy_err *err)
{
    PGresult *row = pg_ask(&l->pg, "SELECT count(*) FROM chancery_queue.dead", 0, NULL, false, err);
    if (row) *count = strtoull(PQgetvalue(row, 0, 0), NULL, 10);
    PQclear(row);
    return row ? CHY_OK : CHY_ESTORE;
}

chy_status ledger_dead(struct ledger *l, const char *after, int most, struct item *items, int *count, chy_err *err)
{
    char limit[16];
    snprintf(limit, sizeof limit, "%d", most);
    struct pg_value values[] = { PG_TEXT(after), PG_TEXT(limit) };
    PGresult *rows =
        pg_ask(&l->pg, "SELECT head, body FROM chancery_queue.dead WHERE hash > $1 ORDER BY hash LIMIT $2", 2, values, true, err);
    *count = 0;
    if (!rows) return CHY_ESTORE;
    chy_status st = CHY_OK;
    for (int i = 0; !st && i < PQntuples(rows); i++) {
        struct item *item = &items[(*count)++];
        *item = (struct item){ 0 };
        st = item_head_read(item, pg_text(rows, i, 0), err);
        item->beside = false;
        if (!st && !item_keep_body(item, pg_text(rows, i, 1))) st = fleet_error(err, CHY_ENOMEM, "no memory for a dead letter");
    }
    PQclear(rows);
    return st;
}

chy_status ledger_stale(struct ledger *l, chy_str versions, const char *coder, const char *after, int most, struct item *items, int *count,
                        chy_err *err)
{
    char limit[16];
    snprintf(limit, sizeof limit, "%d", most);
    struct pg_value values[] = { PG_BYTES(versions.ptr, versions.len), PG_TEXT(after), PG_TEXT(limit) };
    PGresult *rows = pg_ask(&l->pg,
                            "SELECT d.hash, d.path FROM documents d JOIN codings c ON c.document = d.id AND c.closed IS NULL "
                            "JOIN versions v ON v.id = c.versions WHERE v.versions <> convert_from($1::bytea, 'UTF8') AND d.hash > $2 "
                            "ORDER BY d.hash LIMIT $3",
                            3, values, false, err);
    *count = 0;
    if (!rows) return CHY_ESTORE;
    chy_status st = CHY_OK;
    for (int i = 0; !st && i < PQntuples(rows); i++) {
        struct item *item = &items[(*count)++];
        *item = (struct item){ .again = true };
        snprintf(item->hash, sizeof item->hash, "%s", PQgetvalue(rows, i, 0));
        snprintf(item->coder, sizeof item->coder, "%s", coder);
        chy_str path = pg_text(rows, i, 1);
        if (!item_keep_body(item, path)) st = fleet_error(err, CHY_ENOMEM, "no memory for a document");
        item->id = item->body; /* it has none: what is kept is its name */
        item->body = (chy_str){ "", 0 };
    }
    PQclear(rows);
    return st;
}

chy_status ledger_unbury(struct ledger *l, const struct item *items, int count, chy_err *err)
{
    PGresult *answer = ask_of(l, "DELETE FROM chancery_queue.dead WHERE hash = ANY ($1::text[])", items, count, err);
    PQclear(answer);
    return answer ? CHY_OK : CHY_ESTORE;
}

chy_status ledger_known(struct ledger *l, const struct item *items, int count, bool *known, chy_err *err)
{
    PGresult *rows =
        ask_of(l,
               "SELECT hash FROM unnest($1::text[]) AS asked (hash) WHERE EXISTS (SELECT FROM documents d WHERE d.hash = asked.hash) "
               "OR EXISTS (SELECT FROM chancery_queue.dead d WHERE d.hash = asked.hash)",
               items, count, err);
    if (!rows) return CHY_ESTORE;
    memset(known, 0, (size_t)count * sizeof *known);
    for (int row = 0; row < PQntuples(rows); row++)
        for (int i = 0; i < count; i++) known[i] |= !strcmp(items[i].hash, PQgetvalue(rows, row, 0));
    PQclear(rows);
    return CHY_OK;
}

/* ------------------------------------------------------------------ reports */

PGresult *ledger_workers(struct ledger *l, chy_err *err)
{
    return pg_ask(
        &l->pg,
        "SELECT name, CASE WHEN state <> 'stopped' AND seen < now() - interval '15 seconds' THEN 'lost' ELSE state END, in_hand, coded, known, "
        "failed, dead, round(CASE WHEN state IN ('working', 'idle') AND seen > now() - interval '15 seconds' THEN rate ELSE 0 END::numeric, 1), "
        "round(extract(epoch FROM now() - seen)), threads, restarts, coder FROM chancery_queue.workers "
        "WHERE seen > now() - interval '1 day' ORDER BY name",
        0, NULL, false, err);
}

PGresult *ledger_letters(struct ledger *l, chy_err *err)
{
    return pg_ask(&l->pg,
                  "SELECT hash, id, reason, taken, worker, to_char(died AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') "
                  "FROM chancery_queue.dead ORDER BY died, hash",
                  0, NULL, false, err);
}

bool ledger_tells_password(const char *address)
{
    PQconninfoOption *parts = PQconninfoParse(address, NULL);
    bool told = false;
    for (PQconninfoOption *o = parts; o && o->keyword; o++)
        told |= o->val && *o->val && (!strcmp(o->keyword, "password") || !strcmp(o->keyword, "sslpassword"));
    PQconninfoFree(parts);
    return told;
}
