/*
 * The queue beside the record: rows of chancery_queue.items, taken with SKIP LOCKED, so that nobody waits for anybody.
 *
 * A row that is taken is leased: it names its worker and until when, committed, and no transaction stays open. Killed with kill -9, a
 * worker loses the lock that its other connection held, and whoever beats next takes its rows back at once; cut off from the server, it
 * loses them when the lease is over. A server that is killed finds the leases as they were. (A transaction that were held open instead
 * would free its rows sooner after a crash of the server, but it could not count how often a document was taken, would keep the dead rows
 * of all tables from being cleared away for as long as the slowest document takes, and behind a partition would hold its rows until the
 * network told.)
 */
#define _GNU_SOURCE
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger.h"

struct postgres_queue {
    struct queue base;
    struct queue_reader reader;
    char coder[CODER_SIZE];
};

enum { BYTES_MOST = 1 << 20 }; /* of bodies in one taking, but for one that is larger by itself */

static struct postgres_queue *own(struct queue *q) { return (struct postgres_queue *)q; }

/* ------------------------------------------------------------------ in */

/* Rows of COPY ... BINARY: a count of columns, then each with its length. */
struct copy {
    char *ptr;
    size_t size, room;
    bool failed;
};

static void copy_bytes(struct copy *c, const void *bytes, size_t size)
{
    if (c->failed) return;
    if (c->size + size > c->room) {
        size_t room = (c->size + size) * 2;
        char *more = realloc(c->ptr, room);
        if (!more) {
            c->failed = true;
            return;
        }
        c->ptr = more;
        c->room = room;
    }
    if (size) memcpy(c->ptr + c->size, bytes, size);
    c->size += size;
}

static void copy_number(struct copy *c, uint32_t number, int bytes)
{
    unsigned char out[4] = { (unsigned char)(number >> 24), (unsigned char)(number >> 16), (unsigned char)(number >> 8),
                             (unsigned char)number };
    copy_bytes(c, out + 4 - bytes, (size_t)bytes);
}

static void copy_value(struct copy *c, chy_str value)
{
    copy_number(c, (uint32_t)value.len, 4);
    copy_bytes(c, value.ptr, value.len);
}

static chy_status write_rows(const struct item *items, int count, struct copy *c, chy_err *err)
{
    copy_bytes(c, "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
    for (int i = 0; i < count; i++) {
        char *head = item_head_write(&items[i]);
        if (!head) return fleet_error(err, CHY_ENOMEM, "no memory for the queue");
        copy_number(c, 4, 2);
        copy_value(c, (chy_str){ items[i].hash, HASH_SIZE - 1 });
        copy_value(c, (chy_str){ items[i].coder, strlen(items[i].coder) });
        copy_value(c, (chy_str){ head, strlen(head) });
        copy_value(c, items[i].body);
        free(head);
    }
    copy_number(c, 0xFFFF, 2);
    return c->failed ? fleet_error(err, CHY_ENOMEM, "no memory for the queue") : CHY_OK;
}

static chy_status copy_in(struct pg *pg, const struct copy *c, chy_err *err)
{
    PGresult *answer = pg_ask(pg, "COPY pg_temp.arriving (hash, coder, head, body) FROM STDIN BINARY", 0, NULL, false, err);
    if (!answer) return CHY_ESTORE;
    PQclear(answer);
    size_t at = 0, most = 1 << 20;
    bool sent = true;
    for (; sent && at < c->size; at += most)
        sent = PQputCopyData(pg->connection, c->ptr + at, (int)(c->size - at < most ? c->size - at : most)) == 1;
    sent = PQputCopyEnd(pg->connection, NULL) == 1 && sent;
    chy_status st = sent ? CHY_OK : pg_failed(pg, NULL, err);
    while ((answer = PQgetResult(pg->connection))) {
        if (!st && PQresultStatus(answer) != PGRES_COMMAND_OK) st = pg_failed(pg, answer, err);
        PQclear(answer);
    }
    return st;
}

/* What is there already is left: in the queue, in the record (unless it is to be read again), among the dead letters. */
static const char arrive_sql[] =
    "INSERT INTO chancery_queue.items (hash, coder, head, body, size) "
    "SELECT DISTINCT ON (hash, coder) hash, coder, head, body, length(body) FROM pg_temp.arriving a WHERE $1 = 'again' OR NOT EXISTS ("
    "SELECT FROM documents d WHERE d.hash = a.hash) AND NOT EXISTS (SELECT FROM chancery_queue.dead x WHERE x.hash = a.hash AND x.coder = a.coder) "
    "ORDER BY hash, coder, position ON CONFLICT DO NOTHING";

static chy_status arrive(struct postgres_queue *q, const struct copy *c, enum submit how, uint64_t *fresh, chy_err *err)
{
    struct pg *pg = &q->base.ledger->pg;
    struct pg_value value[] = { PG_TEXT(how == SUBMIT_AGAIN ? "again" : "new") };
    chy_status st = pg_run(pg, "BEGIN", 0, NULL, err);
    if (!st)
        st = pg_run(pg,
                    "CREATE TEMP TABLE arriving (hash text COLLATE \"C\", coder text COLLATE \"C\", head text, body bytea, "
                    "position bigint GENERATED ALWAYS AS IDENTITY) ON COMMIT DROP",
                    0, NULL, err);
    if (!st) st = pg_run(pg, "ALTER TABLE pg_temp.arriving ALTER body SET STORAGE EXTERNAL", 0, NULL, err);
    if (!st) st = copy_in(pg, c, err);
    PGresult *answer = st ? NULL : pg_ask(pg, arrive_sql, 1, value, false, err);
    if (!answer && !st) st = CHY_ESTORE;
    uint64_t rows = answer ? strtoull(PQcmdTuples(answer), NULL, 10) : 0;
    PQclear(answer);
    if (!st && rows) st = pg_run(pg, "NOTIFY chancery_work", 0, NULL, err);
    if (!st) st = pg_run(pg, "COMMIT", 0, NULL, err);
    if (st)
        pg_roll_back(pg);
    else
        *fresh += rows;
    return st;
}

static chy_status submit(struct queue *base, const struct item *items, int count, enum submit how, uint64_t *fresh, chy_err *err)
{
    struct copy c = { 0 };
    chy_status st = write_rows(items, count, &c, err);
    if (!st) st = arrive(own(base), &c, how, fresh, err);
    free(c.ptr);
    return st;
}

/* ------------------------------------------------------------------ out */

/* Those of no coder in particular first, then those for this one: each by an index of what waits. The rows that are locked and turn out too
 * many in bytes are free again at once. */
static const char take_sql[] =
    "WITH free AS (SELECT hash, coder, size, position FROM chancery_queue.items WHERE worker IS NULL AND coder = $2 "
    "ORDER BY position LIMIT $3 FOR UPDATE SKIP LOCKED), "
    "chosen AS (SELECT hash, coder, position, sum(size) OVER (ORDER BY position) - size AS before FROM free) "
    "UPDATE chancery_queue.items i SET worker = $1, taken = taken + 1, until = now() + $4::int * interval '1 second' FROM chosen c "
    "WHERE i.hash = c.hash AND i.coder = c.coder AND c.before < $5 RETURNING i.head, i.body, i.taken::text";

static chy_status take_of(struct postgres_queue *q, const char *coder, int most, struct item *items, int *count, chy_err *err)
{
    char worker[32], limit[16], lease[16], bytes[16];
    snprintf(worker, sizeof worker, "%lld", (long long)q->reader.worker);
    snprintf(limit, sizeof limit, "%d", most);
    snprintf(lease, sizeof lease, "%d", q->reader.lease);
    snprintf(bytes, sizeof bytes, "%d", BYTES_MOST);
    struct pg_value values[] = { PG_TEXT(worker), PG_TEXT(coder), PG_TEXT(limit), PG_TEXT(lease), PG_TEXT(bytes) };
    PGresult *rows = pg_ask(&q->base.ledger->pg, take_sql, 5, values, true, err);
    if (!rows) return CHY_ESTORE;
    chy_status st = CHY_OK;
    for (int i = 0; !st && i < PQntuples(rows); i++) {
        struct item *item = &items[*count];
        *item = (struct item){ 0 };
        st = item_head_read(item, pg_text(rows, i, 0), err);
        if (!st && !item_keep_body(item, pg_text(rows, i, 1))) st = fleet_error(err, CHY_ENOMEM, "no memory for a document of the queue");
        item->taken = (int)strtol(PQgetvalue(rows, i, 2), NULL, 10);
        if (st)
            item_forget(item);
        else
            ++*count;
    }
    PQclear(rows);
    return st;
}

/* Sleep until somebody submits, or for so many milliseconds. */
static void sleep_until_told(struct pg *pg, int wait)
{
    if (!pg->connection) return;
    struct pollfd socket = { .fd = PQsocket(pg->connection), .events = POLLIN };
    PGnotify *told = PQnotifies(pg->connection);
    if (!told && poll(&socket, 1, wait) > 0) {
        PQconsumeInput(pg->connection);
        told = PQnotifies(pg->connection);
    }
    for (; told; told = PQnotifies(pg->connection)) PQfreemem(told);
}

static chy_status take(struct queue *base, int most, int wait, struct item *items, int *count, chy_err *err)
{
    struct postgres_queue *q = own(base);
    chy_status st = CHY_OK;
    *count = 0;
    for (int round = 0; !st && !*count && round < (wait > 0 ? 2 : 1); round++) {
        if (round) sleep_until_told(&base->ledger->pg, wait);
        st = take_of(q, "", most, items, count, err);
        if (!st && *count < most) st = take_of(q, q->coder, most - *count, items, count, err);
    }
    return st;
}

static chy_status forget(struct postgres_queue *q, const char *sql, struct item *items, int count, chy_err *err)
{
    const struct item *each[QUEUE_TAKEN_MOST];
    if (!count) return CHY_OK;
    for (int i = 0; i < count; i++) each[i] = &items[i];
    char *hashes = ledger_hashes(each, count), worker[32];
    snprintf(worker, sizeof worker, "%lld", (long long)q->reader.worker);
    struct pg_value values[] = { PG_TEXT(hashes), PG_TEXT(worker) };
    chy_status st = hashes ? pg_run(&q->base.ledger->pg, sql, 2, values, err) : fleet_error(err, CHY_ENOMEM, "no memory for the queue");
    free(hashes);
    for (int i = 0; !st && i < count; i++) item_forget(&items[i]);
    return st;
}

/* Whoever has it meanwhile: what it asks for is there. One for another coder stays. */
static chy_status done(struct queue *base, struct item *items, int count, chy_err *err)
{
    return forget(
        own(base),
        "DELETE FROM chancery_queue.items i USING (SELECT hash, coder FROM chancery_queue.items WHERE hash = ANY ($1::text[]) AND (coder = '' OR "
        "worker = $2) ORDER BY hash FOR UPDATE) d WHERE i.hash = d.hash AND i.coder = d.coder",
        items, count, err);
}

static chy_status give_back(struct queue *base, struct item *item, chy_err *err)
{
    return forget(own(base), "UPDATE chancery_queue.items SET worker = NULL, until = NULL WHERE hash = ANY ($1::text[]) AND worker = $2",
                  item, 1, err);
}

/* From the thread that beats: on the connection of its own ledger, which is not the one of the others. */
static void renew(struct queue *base, struct item *const *items, int count)
{
    (void)base;
    (void)items;
    (void)count;
}

static chy_status counts(struct queue *base, struct queue_counts *out, chy_err *err)
{
    PGresult *row =
        pg_ask(&base->ledger->pg,
               "SELECT count(*) FILTER (WHERE worker IS NULL), count(*) FILTER (WHERE worker IS NOT NULL), "
               "(SELECT count(*) FROM chancery_queue.dead), "
               "coalesce(extract(epoch FROM now() - min(submitted) FILTER (WHERE worker IS NULL)), 0) FROM chancery_queue.items",
               0, NULL, false, err);
    if (!row) return CHY_ESTORE;
    *out = (struct queue_counts){ .waiting = strtoull(PQgetvalue(row, 0, 0), NULL, 10),
                                  .leased = strtoull(PQgetvalue(row, 0, 1), NULL, 10),
                                  .dead = strtoull(PQgetvalue(row, 0, 2), NULL, 10),
                                  .oldest = strtod(PQgetvalue(row, 0, 3), NULL) };
    PQclear(row);
    return CHY_OK;
}

static void close_queue(struct queue *base) { free(base); }

static const struct queue_driver driver = { close_queue, submit, take, done, give_back, renew, counts };

chy_status queue_open_postgres(struct ledger *ledger, const struct queue_reader *reader, struct queue **out, chy_err *err)
{
    struct postgres_queue *q = calloc(1, sizeof *q);
    if (!q) return fleet_error(err, CHY_ENOMEM, "no memory to open the queue");
    q->base = (struct queue){ &driver, ledger };
    q->reader = *reader;
    if (reader->coder) snprintf(q->coder, sizeof q->coder, "%s", reader->coder);
    if (reader->worker) strcpy(ledger->pg.greeting, "LISTEN chancery_work");
    chy_status st = reader->worker ? pg_run(&ledger->pg, ledger->pg.greeting, 0, NULL, err) : CHY_OK;
    if (st)
        free(q);
    else
        *out = &q->base;
    return st;
}
