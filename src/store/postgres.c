/*
 * The record in a PostgreSQL database, shared by a team.
 *
 * Parameters go over as they are (numbers as eight bytes, texts as their bytes), so each has its type from how it is bound and a statement
 * is made when it is first stepped. Statements that write and answer nothing are queued, and what became of them is heard when the next
 * one that answers is sent: a failure of theirs is told then, at the latest before the transaction is committed.
 */
#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/bands.h"
#include "store/copy.h"
#include "store/found.h"
#include "store/gather.h"

enum { PARAMETERS = 32, QUEUE = 128, TYPE_BYTES = 17, TYPE_NUMBER = 20, TYPE_TEXT = 25, WORDINGS = 256, SHEETS = 64 };
enum { ARRAY_OF_BYTES = 1001, ARRAY_OF_TEXTS = 1009, ARRAY_OF_NUMBERS = 1016 };
/* Of the schema: one more than that of a file (store.h), since numbers come from sequences. */
enum { OLDEST_SERVER = 130000, POSTGRES_FIRST = 2, POSTGRES_VERSION = STORE_VERSION + 1 };

/* A statement as the server knows it. Most are asked again and again, and cost more to plan than to run. */
struct wording {
    char *sql;
    bool kept; /* for the next one that asks the same */
    int runs, count;
    uint64_t name; /* 0: not prepared */
    Oid type[PARAMETERS];
};

/* An answer that waits for its question. */
struct foreseen {
    struct wording *wording;
    PGresult *result;
    chy_str text[2]; /* that it was asked with */
    int count;
};

/* Rows that are put together, by one statement. */
struct gathered {
    struct sheet sheet;
    struct wording wording; /* of the sheet */
    int rank;
};

struct postgres_db {
    struct db base;
    PGconn *connection;
    bool reader;
    int queued;
    chy_status broken; /* what a queued statement failed with, until it is told */
    chy_err why;       /* the last failure: within a transaction every statement after it fails, too */
    int64_t changed;
    uint64_t names; /* of prepared statements, given so far */
    struct wording *known[WORDINGS];
    int known_count;
    struct gathered *gathered[SHEETS]; /* by rank */
    int gathered_count;
    size_t gathered_size;
    struct foreseen *foreseen;
    uint32_t foreseen_count, foreseen_from; /* those before are taken */
    arena foreseen_mem;
    int guard_ms; /* a statement of somebody else is carried out: it may read, and take so long */
    arena mem;
};

struct postgres_statement {
    struct db_statement base;
    struct wording *wording;
    struct gathered *gathered; /* where its rows are kept, if it gathers */
    PGresult *result;
    unsigned char *bytes; /* of the last column that holds bytes */
    int row, count;
    bool quiet; /* writes, and answers nothing */
    bool streams, begun, looked, ended; /* its rows come one at a time; looked: at the first, which is not told yet */
    Oid type[PARAMETERS];
    const char *value[PARAMETERS];
    int size[PARAMETERS], format[PARAMETERS];
    unsigned char number[PARAMETERS][8];
};

static struct postgres_db *own(struct db *db) { return (struct postgres_db *)db; }
static struct postgres_statement *mine(struct db_statement *stmt) { return (struct postgres_statement *)stmt; }

/* ------------------------------------------------------------------ complaints */

static chy_status failed_guarded(const struct postgres_db *s, const char *state, const char *said, chy_err *err)
{
    if (!strcmp(state, "57014"))
        return err_set(err, CHY_EUSAGE, 0, "the statement was stopped: it took longer than %g seconds", s->guard_ms / 1000.0);
    if (!strcmp(state, "25006")) return err_set(err, CHY_EUSAGE, 0, "the statement is refused: it may only read, as SELECT does");
    if (!strcmp(state, "42601")) return err_set(err, CHY_EUSAGE, 0, "one statement that reads is taken, a SELECT (%s)", said);
    return err_set(err, CHY_EUSAGE, 0, "the statement cannot be carried out: %s", said);
}

/* The server itself is in trouble, whatever it was asked. */
static bool is_trouble(const char *state) { return !strncmp(state, "53", 2) || !strncmp(state, "58", 2) || !strncmp(state, "XX", 2); }

static chy_status failed(struct postgres_db *s, const PGresult *result, const char *doing, chy_err *err)
{
    const char *name = s->base.name.ptr, *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *said = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (PQstatus(s->connection) == CONNECTION_BAD) return err_set(err, CHY_ESTORE, 0, "%s: the connection to the server was lost", name);
    if (!state) return result ? err_set(err, CHY_ESTORE, 0, "%s: %s: the server did not answer", name, doing) : err_memory(err, doing);
    if (s->guard_ms && !is_trouble(state)) return failed_guarded(s, state, said ? said : state, err);
    if (!strcmp(state, "53100")) return err_set(err, CHY_ESTORE, 0, "%s: the disk is full", name);
    if (!strcmp(state, "57014")) return err_set(err, CHY_STOPPED, 0, "this takes too long: it was stopped");
    if (!strcmp(state, "55P03")) return err_set(err, CHY_ESTORE, 0, "%s: another program is writing to the record", name);
    if (!strcmp(state, "25006")) return err_set(err, CHY_ESTORE, 0, "%s: the record is read-only", name);
    if (strcmp(state, "25P02") || !s->why.status) err_set(&s->why, CHY_ESTORE, 0, "%s: %s: %s", name, doing, said ? said : state);
    if (err) *err = s->why;
    return CHY_ESTORE;
}

static bool went_well(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* ------------------------------------------------------------------ the queue of what answers nothing */

static void hear(struct postgres_db *s, const PGresult *result)
{
    if (PQresultStatus(result) == PGRES_PIPELINE_ABORTED) return;
    if (!went_well(result) && !s->broken) s->broken = failed(s, result, "writing to the record", &s->why);
    if (went_well(result)) s->changed += strtoll(PQcmdTuples((PGresult *)result), NULL, 10);
}

/* Hear what became of the queue, and be ready for a statement that answers. */
static chy_status drain(struct postgres_db *s, chy_err *err)
{
    if (s->queued) {
        bool over = !PQpipelineSync(s->connection);
        for (int nothing = 0; !over && nothing < 2;) { /* a NULL parts the results of one statement from those of the next */
            PGresult *result = PQgetResult(s->connection);
            nothing = result ? 0 : nothing + 1;
            if (!result) continue;
            over = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
            if (!over) hear(s, result);
            PQclear(result);
        }
        s->queued = 0;
        if (!PQexitPipelineMode(s->connection) && !s->broken) s->broken = failed(s, NULL, "writing to the record", &s->why);
    }
    chy_status st = s->broken;
    if (st && err) *err = s->why;
    s->broken = CHY_OK;
    return st;
}

static bool is_prepared(const struct postgres_statement *p)
{
    const struct wording *w = p->wording;
    return w->name && w->count == p->count && !memcmp(w->type, p->type, (size_t)p->count * sizeof *p->type);
}

/* A statement that is run again is prepared, under a name that it gets here; one that is run once is not worth it. */
static bool to_be_prepared(struct postgres_db *s, const struct postgres_statement *p)
{
    struct wording *w = p->wording;
    if (w->name || !w->runs) return false;
    w->name = ++s->names;
    w->count = p->count;
    memcpy(w->type, p->type, sizeof w->type);
    return true;
}

static chy_status send_quiet(struct postgres_db *s, struct postgres_statement *p, chy_err *err)
{
    struct wording *w = p->wording;
    char name[32];
    if (s->broken) return drain(s, err);
    if (s->queued >= QUEUE) {
        chy_status st = drain(s, err);
        if (st) return st;
    }
    if (!s->queued && !PQenterPipelineMode(s->connection)) return failed(s, NULL, "writing to the record", err);
    s->queued++;
    int sent = 1;
    if (to_be_prepared(s, p)) {
        snprintf(name, sizeof name, "c%" PRIu64, w->name);
        sent = PQsendPrepare(s->connection, name, w->sql, p->count, p->type);
        s->queued++;
    }
    snprintf(name, sizeof name, "c%" PRIu64, w->name);
    if (sent && is_prepared(p))
        sent = PQsendQueryPrepared(s->connection, name, p->count, p->value, p->size, p->format, 0);
    else if (sent)
        sent = PQsendQueryParams(s->connection, w->sql, p->count, p->type, p->value, p->size, p->format, 0);
    w->runs++;
    if (sent) return CHY_DONE;
    chy_status st = drain(s, err);
    return st ? st : failed(s, NULL, "writing to the record", err);
}

/* ------------------------------------------------------------------ statements */

/* What the drivers have in common, as PostgreSQL writes it. */
static char *translated(chy_str sql)
{
    static const struct {
        const char *from, *to;
    } words[] = {
        { "group_concat(DISTINCT ", "group_concat(DISTINCT " }, { "group_concat(", "string_agg(" }, { "main.", "" }, { "temp.", "pg_temp." }
    };
    buf out;
    buf_init(&out, NULL, NULL);
    char inside = 0;
    for (size_t i = 0; i < sql.len;) {
        char c = sql.ptr[i];
        size_t word = 0, count = sizeof words / sizeof *words;
        if (inside || c == '\'' || c == '"') {
            inside = !inside ? c : inside == c ? 0 : inside;
            buf_char(&out, c);
            i++;
            continue;
        }
        bool starts = !i || sql.ptr[i - 1] == ' ' || sql.ptr[i - 1] == '(' || sql.ptr[i - 1] == ',';
        while (starts && word < count && !str_starts(str_cut(sql, i, sql.len), str_of(words[word].from))) word++;
        if (starts && word < count) {
            buf_str(&out, str_of(words[word].to));
            i += strlen(words[word].from);
            continue;
        }
        buf_char(&out, c == '?' ? '$' : c);
        i++;
    }
    buf_char(&out, 0);
    if (!out.failed) return out.ptr;
    free(out.ptr);
    return NULL;
}

static bool answers_nothing(chy_str sql)
{
    bool writes = str_starts(sql, CHY_LIT("INSERT")) || str_starts(sql, CHY_LIT("UPDATE")) || str_starts(sql, CHY_LIT("DELETE"));
    return writes && str_find(sql, CHY_LIT(" RETURNING "), 0) == SIZE_MAX;
}

/* The one that is known by these words, or a new one. */
static struct wording *wording_of(struct postgres_db *s, chy_str sql)
{
    char *words = translated(sql);
    for (int i = 0; words && i < s->known_count; i++)
        if (!strcmp(s->known[i]->sql, words)) {
            free(words);
            return s->known[i];
        }
    struct wording *w = words ? calloc(1, sizeof *w) : NULL;
    if (!w) {
        free(words);
        return NULL;
    }
    w->sql = words;
    w->kept = s->known_count < WORDINGS;
    if (w->kept) s->known[s->known_count++] = w;
    return w;
}

static void forget_wording(struct wording *w)
{
    free(w->sql);
    free(w);
}

static void forget_answer(struct postgres_statement *p)
{
    PQclear(p->result);
    PQfreemem(p->bytes);
    p->result = NULL;
    p->bytes = NULL;
    p->row = 0;
}

/* ------------------------------------------------------------------ answers that come row by row */

static void hear_out(struct postgres_db *s)
{
    for (PGresult *rest; (rest = PQgetResult(s->connection));) PQclear(rest);
}

static chy_status next_row(struct postgres_db *s, struct postgres_statement *p, chy_err *err)
{
    if (p->ended) return CHY_DONE;
    forget_answer(p);
    p->result = PQgetResult(s->connection);
    if (p->result && PQresultStatus(p->result) == PGRES_SINGLE_TUPLE) return CHY_ROW;
    p->ended = true;
    chy_status st = p->result && went_well(p->result) ? CHY_DONE : failed(s, p->result, "using the record", err);
    hear_out(s);
    return st;
}

static chy_status begin_rows(struct postgres_db *s, struct postgres_statement *p, chy_err *err)
{
    chy_status st = drain(s, err);
    if (st) return st;
    if (!PQsendQueryParams(s->connection, p->wording->sql, p->count, p->type, p->value, p->size, p->format, 0) ||
        !PQsetSingleRowMode(s->connection))
        return failed(s, NULL, "asking the record", err);
    p->begun = true;
    return CHY_OK;
}

static chy_status step_row(struct postgres_db *s, struct postgres_statement *p, chy_err *err)
{
    if (p->looked) {
        p->looked = false;
        return p->ended ? CHY_DONE : CHY_ROW;
    }
    chy_status st = p->begun ? CHY_OK : begin_rows(s, p, err);
    return st ? st : next_row(s, p, err);
}

/* Nobody asks for the rest. */
static void stop_rows(struct postgres_db *s, struct postgres_statement *p)
{
    char why[256];
    if (!p->begun || p->ended) return;
    PGcancel *cancel = PQgetCancel(s->connection);
    if (cancel) PQcancel(cancel, why, sizeof why);
    PQfreeCancel(cancel);
    hear_out(s);
    p->ended = true;
}

static void stream(struct db_statement *stmt) { mine(stmt)->streams = true; }

/* A statement of somebody else: a cursor takes nothing that writes, and what is sent with its parameters apart is one statement alone. */
static chy_status declare(struct postgres_db *s, struct postgres_statement *p, chy_str sql, chy_err *err)
{
    buf words;
    buf_init(&words, NULL, NULL);
    buf_str(&words, CHY_LIT("DECLARE asked NO SCROLL CURSOR FOR "));
    buf_str(&words, sql);
    buf_char(&words, 0);
    PGresult *made = words.failed ? NULL : PQexecParams(s->connection, words.ptr, 0, NULL, NULL, NULL, NULL, 0);
    chy_status st = made && went_well(made) ? CHY_OK : failed(s, made, "asking the record", err);
    PQclear(made);
    free(words.ptr);
    if (st) return st;
    p->streams = true;
    st = step_row(s, p, err); /* the first row, or none, tells the columns */
    p->looked = true;
    return st == CHY_ROW || st == CHY_DONE ? CHY_OK : st;
}

static void finish(struct db_statement *stmt)
{
    struct postgres_statement *p = mine(stmt);
    stop_rows(own(stmt->db), p);
    forget_answer(p);
    if (!p->wording->kept) forget_wording(p->wording);
    free(p);
}

static chy_status prepare(struct db *db, chy_str sql, struct db_statement **out, chy_err *err)
{
    struct postgres_db *s = own(db);
    struct postgres_statement *p = calloc(1, sizeof *p);
    if (p) p->wording = wording_of(s, s->guard_ms ? CHY_LIT("FETCH ALL FROM asked") : sql);
    if (!p || !p->wording) {
        free(p);
        return err_memory(err, "asking the record");
    }
    p->base.db = db;
    p->quiet = answers_nothing(sql);
    chy_status st = s->guard_ms ? declare(s, p, sql, err) : CHY_OK;
    if (st)
        finish(&p->base);
    else
        *out = &p->base;
    return st;
}

static void bind(struct db_statement *stmt, int at, Oid type, const char *value, size_t size)
{
    struct postgres_statement *p = mine(stmt);
    if (at < 1 || at > PARAMETERS) return;
    p->type[at - 1] = type;
    p->value[at - 1] = value;
    p->size[at - 1] = (int)size;
    p->format[at - 1] = 1;
    if (p->count < at) p->count = at;
}

static void bind_number(struct db_statement *stmt, int at, int64_t number)
{
    if (at < 1 || at > PARAMETERS) return;
    unsigned char *to = mine(stmt)->number[at - 1];
    for (int i = 0; i < 8; i++) to[i] = (unsigned char)((uint64_t)number >> (56 - 8 * i));
    bind(stmt, at, TYPE_NUMBER, (const char *)to, 8);
}

static void bind_text(struct db_statement *stmt, int at, chy_str text) { bind(stmt, at, TYPE_TEXT, text.len ? text.ptr : "", text.len); }
static void bind_bytes(struct db_statement *stmt, int at, chy_str bytes)
{
    bind(stmt, at, TYPE_BYTES, bytes.len ? bytes.ptr : "", bytes.len);
}
static void bind_nothing(struct db_statement *stmt, int at, bool is_text) { bind(stmt, at, is_text ? TYPE_TEXT : TYPE_NUMBER, NULL, 0); }

static chy_status prepare_wording(struct postgres_db *s, struct wording *w, int count, const Oid *type, chy_err *err)
{
    char name[32];
    snprintf(name, sizeof name, "c%" PRIu64, w->name);
    PGresult *made = PQprepare(s->connection, name, w->sql, count, type);
    chy_status st = made && went_well(made) ? CHY_OK : failed(s, made, "asking the record", err);
    PQclear(made);
    if (st) w->name = 0;
    return st;
}

static bool asks_this(const struct postgres_statement *p, const struct foreseen *f)
{
    if (p->count != f->count) return false;
    for (int i = 0; i < p->count; i++)
        if (p->type[i] != TYPE_TEXT || !p->value[i] || !str_eq(f->text[i], (chy_str){ p->value[i], (size_t)p->size[i] })) return false;
    return true;
}

/* The answer to a question that was asked ahead; NULL. They are mostly taken in the order in which they were asked. */
static PGresult *take_foreseen(struct postgres_db *s, const struct postgres_statement *p)
{
    for (uint32_t i = s->foreseen_from; i < s->foreseen_count; i++) {
        struct foreseen *f = &s->foreseen[i];
        if (f->wording != p->wording || !f->result || !asks_this(p, f)) continue;
        PGresult *result = f->result;
        f->result = NULL;
        while (s->foreseen_from < s->foreseen_count && !s->foreseen[s->foreseen_from].result) s->foreseen_from++;
        return result;
    }
    return NULL;
}

static void forget_foreseen(struct postgres_db *s)
{
    for (uint32_t i = s->foreseen_from; i < s->foreseen_count; i++) PQclear(s->foreseen[i].result);
    s->foreseen = NULL;
    s->foreseen_count = s->foreseen_from = 0;
    arena_done(&s->foreseen_mem);
}

static chy_status ask(struct postgres_db *s, struct postgres_statement *p, chy_err *err)
{
    char name[32];
    p->row = -1;
    if ((p->result = take_foreseen(s, p))) return CHY_OK;
    chy_status st = drain(s, err);
    if (st) return st;
    struct wording *w = p->wording;
    if (to_be_prepared(s, p) && (st = prepare_wording(s, w, p->count, p->type, err))) return st;
    snprintf(name, sizeof name, "c%" PRIu64, w->name);
    w->runs++;
    p->result = is_prepared(p) ? PQexecPrepared(s->connection, name, p->count, p->value, p->size, p->format, 0)
                               : PQexecParams(s->connection, w->sql, p->count, p->type, p->value, p->size, p->format, 0);
    if (!p->result || !went_well(p->result)) return failed(s, p->result, "using the record", err);
    if (PQresultStatus(p->result) == PGRES_COMMAND_OK) s->changed += strtoll(PQcmdTuples(p->result), NULL, 10);
    return CHY_OK;
}

static chy_status step(struct db_statement *stmt, chy_err *err)
{
    struct postgres_statement *p = mine(stmt);
    struct postgres_db *s = own(stmt->db);
    if (p->streams) return step_row(s, p, err);
    if (!p->result && p->quiet && PQtransactionStatus(s->connection) != PQTRANS_IDLE) return send_quiet(s, p, err);
    chy_status st = p->result ? CHY_OK : ask(s, p, err);
    if (st) return st;
    p->row++;
    return p->row < PQntuples(p->result) ? CHY_ROW : CHY_DONE;
}

static void reset(struct db_statement *stmt)
{
    struct postgres_statement *p = mine(stmt);
    stop_rows(own(stmt->db), p);
    forget_answer(p);
    p->begun = p->looked = p->ended = false;
}

static bool is_nothing(struct db_statement *stmt, int column)
{
    struct postgres_statement *p = mine(stmt);
    return PQgetisnull(p->result, p->row, column);
}

static bool text(struct db_statement *stmt, int column, chy_str *out)
{
    struct postgres_statement *p = mine(stmt);
    *out = (chy_str){ PQgetvalue(p->result, p->row, column), (size_t)PQgetlength(p->result, p->row, column) };
    if (PQftype(p->result, column) != TYPE_BYTES || is_nothing(stmt, column)) return true;
    PQfreemem(p->bytes);
    p->bytes = PQunescapeBytea((const unsigned char *)out->ptr, &out->len);
    out->ptr = (const char *)p->bytes;
    return p->bytes != NULL;
}

static int64_t number(struct db_statement *stmt, int column)
{
    struct postgres_statement *p = mine(stmt);
    return strtoll(PQgetvalue(p->result, p->row, column), NULL, 10);
}

static int columns(struct db_statement *stmt) { return mine(stmt)->result ? PQnfields(mine(stmt)->result) : 0; }
static const char *column_name(struct db_statement *stmt, int column)
{
    const char *name = PQfname(mine(stmt)->result, column);
    return name ? name : "";
}

/* ------------------------------------------------------------------ questions asked ahead */

static chy_status foresee(struct postgres_db *s, const struct db_question *q, struct foreseen *f, chy_err *err)
{
    static const Oid type[2] = { TYPE_TEXT, TYPE_TEXT };
    struct wording *w = wording_of(s, str_of(q->sql));
    if (w && !w->kept) {
        forget_wording(w); /* too many: it is asked when its turn comes */
        return CHY_DONE;
    }
    *f = (struct foreseen){ .wording = w, .count = q->count };
    for (int i = 0; i < q->count; i++) {
        f->text[i] = str_keep(&s->foreseen_mem, q->text[i]);
        if (!f->text[i].ptr) return err_memory(err, "asking the record");
    }
    if (!w) return err_memory(err, "asking the record");
    if (w->name) return w->count == q->count && !memcmp(w->type, type, (size_t)q->count * sizeof *type) ? CHY_OK : CHY_DONE;
    w->name = ++s->names;
    w->count = q->count;
    memcpy(w->type, type, sizeof type);
    return prepare_wording(s, w, q->count, type, err);
}

static bool send_foreseen(struct postgres_db *s, const struct foreseen *f)
{
    char name[32];
    const char *value[2] = { f->text[0].ptr, f->text[1].ptr };
    int size[2] = { (int)f->text[0].len, (int)f->text[1].len }, format[2] = { 1, 1 };
    snprintf(name, sizeof name, "c%" PRIu64, f->wording->name);
    return PQsendQueryPrepared(s->connection, name, f->count, value, size, format, 0);
}

/* The answers come in the order of the questions, each with a NULL behind it. */
static chy_status hear_foreseen(struct postgres_db *s, uint32_t sent, chy_err *err)
{
    chy_status st = PQpipelineSync(s->connection) ? CHY_OK : failed(s, NULL, "asking the record", err);
    bool over = st != CHY_OK;
    for (uint32_t i = 0, nothing = 0; !over && nothing < 2;) {
        PGresult *result = PQgetResult(s->connection);
        nothing = result ? 0 : nothing + 1;
        if (!result) {
            i++;
            continue;
        }
        over = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
        if (!over && !st && went_well(result) && i < sent) {
            s->foreseen[i].result = result;
            continue;
        }
        if (!over && !st && !went_well(result)) st = failed(s, result, "asking the record", err);
        PQclear(result);
    }
    if (!PQexitPipelineMode(s->connection) && !st) st = failed(s, NULL, "asking the record", err);
    return st;
}

static chy_status ahead(struct db *db, const struct db_question *questions, uint32_t count, chy_err *err)
{
    struct postgres_db *s = own(db);
    uint32_t sent = 0;
    forget_foreseen(s);
    arena_init(&s->foreseen_mem, (size_t)1 << 30);
    chy_status st = drain(s, err);
    if (st) return st;
    s->foreseen = ARENA_ARRAY(&s->foreseen_mem, struct foreseen, count + 1);
    if (!s->foreseen) return err_memory(err, "asking the record");
    for (uint32_t i = 0; !st && i < count; i++) {
        st = foresee(s, &questions[i], &s->foreseen[s->foreseen_count], err);
        s->foreseen_count += st == CHY_OK;
        if (st == CHY_DONE) st = CHY_OK;
    }
    if (st || !s->foreseen_count) return st;
    if (!PQenterPipelineMode(s->connection)) return failed(s, NULL, "asking the record", err);
    while (sent < s->foreseen_count && send_foreseen(s, &s->foreseen[sent])) sent++;
    st = sent == s->foreseen_count ? CHY_OK : failed(s, NULL, "asking the record", err);
    chy_status heard = hear_foreseen(s, sent, st ? NULL : err);
    return st ? st : heard;
}

/* ------------------------------------------------------------------ many rows at a time */

static bool gathered_new(struct postgres_db *s, struct postgres_statement *p, int rank)
{
    char kinds[PARAMETERS + 1] = "";
    struct gathered *g = s->gathered_count < SHEETS ? calloc(1, sizeof *g) : NULL;
    if (!g) return false;
    for (int i = 0; i < p->count; i++) kinds[i] = p->type[i] == TYPE_NUMBER ? 'n' : p->type[i] == TYPE_BYTES ? 'b' : 't';
    g->rank = rank;
    if (!sheet_init(&g->sheet, str_of(p->wording->sql), kinds)) {
        sheet_done(&g->sheet);
        free(g);
        return false;
    }
    g->wording.sql = g->sheet.sql;
    int at = s->gathered_count++;
    for (; at && s->gathered[at - 1]->rank > rank; at--) s->gathered[at] = s->gathered[at - 1];
    s->gathered[at] = p->gathered = g;
    return true;
}

static chy_status gather(struct db_statement *stmt, int rank, uint32_t group, chy_err *err)
{
    struct postgres_statement *p = mine(stmt);
    if (!p->gathered && !gathered_new(own(stmt->db), p, rank)) return err_memory(err, "writing to the record");
    struct sheet *sheet = &p->gathered->sheet;
    size_t before = sheet->rows.len;
    sheet_group(sheet, group);
    for (int i = 0; i < p->count; i++) sheet_value(sheet, p->value[i], (size_t)p->size[i]);
    own(stmt->db)->gathered_size += sheet->rows.len - before;
    return sheet->failed ? err_memory(err, "writing to the record") : CHY_OK;
}

static chy_status send_sheet(struct postgres_db *s, struct gathered *g, const bool *left_out, chy_err *err)
{
    static const struct {
        char kind;
        Oid type;
    } arrays[] = { { 'n', ARRAY_OF_NUMBERS }, { 't', ARRAY_OF_TEXTS }, { 'b', ARRAY_OF_BYTES } };
    struct postgres_statement all = { .wording = &g->wording, .count = g->sheet.columns };
    struct sheet_place at = { 0 };
    buf columns[SHEET_COLUMNS];
    chy_status st = CHY_OK;
    for (int i = 0; i < all.count; i++) buf_init(&columns[i], NULL, NULL);
    while (st == CHY_OK && sheet_fill(&g->sheet, left_out, &at, columns)) {
        for (int i = 0; i < all.count; i++) {
            for (int k = 0; k < 3; k++)
                if (arrays[k].kind == g->sheet.kind[i]) all.type[i] = arrays[k].type;
            all.value[i] = columns[i].ptr;
            all.size[i] = (int)columns[i].len;
            all.format[i] = 1;
        }
        st = send_quiet(s, &all, err);
        if (st == CHY_DONE) st = CHY_OK;
    }
    if (!st && g->sheet.failed) st = err_memory(err, "writing to the record");
    for (int i = 0; i < all.count; i++) free(columns[i].ptr);
    return st;
}

static chy_status put_gathered(struct db *db, int rank, const bool *left_out, chy_err *err)
{
    struct postgres_db *s = own(db);
    chy_status st = CHY_OK;
    for (int i = 0; !st && i < s->gathered_count; i++) {
        struct gathered *g = s->gathered[i];
        if ((rank >= 0 && g->rank != rank) || sheet_is_empty(&g->sheet)) continue;
        st = send_sheet(s, g, left_out, err);
        s->gathered_size -= g->sheet.rows.len;
        sheet_clear(&g->sheet);
    }
    return st;
}

static void forget_gathered(struct db *db)
{
    struct postgres_db *s = own(db);
    for (int i = 0; i < s->gathered_count; i++) sheet_clear(&s->gathered[i]->sheet);
    s->gathered_size = 0;
}

static size_t gathered_size(struct db *db) { return own(db)->gathered_size; }

/* ------------------------------------------------------------------ the rest of the driver */

static chy_status forget_plans(struct postgres_db *s, chy_err *err)
{
    PGresult *result = PQexec(s->connection, "DEALLOCATE ALL");
    chy_status st = result && went_well(result) ? CHY_OK : failed(s, result, "using the record", err);
    PQclear(result);
    for (int i = 0; i < s->known_count; i++) s->known[i]->name = 0;
    for (int i = 0; i < s->gathered_count; i++) s->gathered[i]->wording.name = 0;
    return st;
}

static chy_status run(struct db *db, const char *sql, const char *doing, chy_err *err)
{
    struct postgres_db *s = own(db);
    bool commits = !strcmp(sql, "COMMIT");
    forget_foreseen(s);
    chy_status st = drain(s, err);
    if (st && (commits || strncmp(sql, "ROLLBACK", 8))) return st;
    if (commits && PQtransactionStatus(s->connection) == PQTRANS_INERROR)
        return err_set(err, CHY_ESTORE, 0, "%s: what was being written was taken back", db->name.ptr);
    char *own_words = translated(str_of(sql));
    if (!own_words) return err_memory(err, doing);
    PGresult *result = PQexec(s->connection, own_words);
    st = result && went_well(result) ? CHY_OK : failed(s, result, doing, err);
    PQclear(result);
    free(own_words);
    return st;
}

static void close_db(struct db *db)
{
    forget_foreseen(own(db));
    PQfinish(own(db)->connection);
    for (int i = 0; i < own(db)->known_count; i++) forget_wording(own(db)->known[i]);
    for (int i = 0; i < own(db)->gathered_count; i++) {
        sheet_done(&own(db)->gathered[i]->sheet);
        free(own(db)->gathered[i]);
    }
    arena_done(&own(db)->mem);
    free(db);
}

static bool in_transaction(struct db *db)
{
    PGTransactionStatusType now = PQtransactionStatus(own(db)->connection);
    return now == PQTRANS_INTRANS || now == PQTRANS_INERROR || now == PQTRANS_ACTIVE;
}

static void patience(struct db *db, unsigned milliseconds)
{
    char sql[64];
    snprintf(sql, sizeof sql, "SET statement_timeout = %u", milliseconds);
    db_run(db, sql, "asking the record", NULL);
}

/* The transaction may only read, and nothing that is set in it outlives it. */
static chy_status guard(struct db *db, int milliseconds, chy_err *err)
{
    struct postgres_db *s = own(db);
    char sql[160];
    if (!milliseconds) {
        if (s->guard_ms && in_transaction(db)) run(db, "ROLLBACK", "asking the record", NULL);
        s->guard_ms = 0;
        return CHY_OK;
    }
    if (in_transaction(db)) return err_set(err, CHY_EUSAGE, 0, "%s: no statement of your own while the record is written to", db->name.ptr);
    snprintf(sql, sizeof sql,
             "BEGIN READ ONLY; SET LOCAL statement_timeout = %d; SET LOCAL enable_seqscan = on; SET LOCAL cursor_tuple_fraction = 1",
             milliseconds);
    chy_status st = run(db, sql, "asking the record", err);
    if (!st) s->guard_ms = milliseconds;
    return st;
}

static chy_status look(struct db *db, bool on, chy_err *err)
{
    struct postgres_db *s = own(db);
    chy_status st = forget_plans(s, err); /* what was prepared keeps to the views it was prepared with */
    if (st || !s->reader) return st;
    return run(db, on ? "SET default_transaction_read_only = off" : "SET default_transaction_read_only = on", "looking back", err);
}

/* Keys are held by the server, pages by its checksums. */
static chy_status check(struct db *db, store_fault tell, void *user, chy_err *err)
{
    (void)tell;
    (void)user;
    return drain(own(db), err);
}

static int64_t changes(struct db *db)
{
    struct postgres_db *s = own(db);
    chy_err why;
    chy_status st = drain(s, &why);
    if (st) s->broken = st, s->why = why;
    return s->changed;
}

/* Who writes looks at few rows, whatever the server believes of tables that it has not measured yet. */
#define ROW_BY_ROW "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; "

static const struct db_driver driver = {
    .close = close_db,
    .run = run,
    .prepare = prepare,
    .bind_number = bind_number,
    .bind_text = bind_text,
    .bind_bytes = bind_bytes,
    .bind_nothing = bind_nothing,
    .step = step,
    .stream = stream,
    .reset = reset,
    .finish = finish,
    .text = text,
    .number = number,
    .is_nothing = is_nothing,
    .in_transaction = in_transaction,
    .begin = "BEGIN; " ROW_BY_ROW "LOCK TABLE chancery_record IN SHARE ROW EXCLUSIVE MODE",
    .begin_trial = "BEGIN; LOCK TABLE chancery_record IN SHARE ROW EXCLUSIVE MODE",
    .hold = "BEGIN ISOLATION LEVEL REPEATABLE READ",
    .begin_adding = "BEGIN; " ROW_BY_ROW "LOCK TABLE chancery_record IN ROW EXCLUSIVE MODE",
    .share = "LOCK TABLE chancery_record IN SHARE UPDATE EXCLUSIVE MODE; UPDATE chancery_record SET puts = puts + 1; SELECT measure()",
    .take =
        "SELECT * FROM take_numbers(?1, ?2, CAST(?3 AS bigint[]), CAST(?4 AS text[]), CAST(?5 AS text[]), CAST(?6 AS text[]), CAST(?7 AS bigint[]))",
    .among = "= ANY (ARRAY(SELECT CAST(l.v AS BIGINT) FROM json_array_elements_text(CAST(?1 AS json)) AS l (v)))",
    .among_texts = "= ANY (ARRAY(SELECT json_array_elements_text(CAST(?1 AS json))))",
    .next = "SELECT nextval('%s_numbers')",
    .newest = "(SELECT CAST(h.puts AS TEXT) FROM chancery_record h)",
    .gather = gather,
    .put_gathered = put_gathered,
    .forget_gathered = forget_gathered,
    .gathered_size = gathered_size,
    .ahead = ahead,
    .put_words = "INSERT INTO sentence_words (rowid, words) VALUES (?1, to_tsvector('chancery_words', plain_words(?2)))",
    .match = "w.words @@ words_query('\"",
    .match_end = "\"')",
    .rank = "-ts_rank(w.words, words_query('\"",
    .rank_end = "\"'))",
    .shown =
        "ts_headline('chancery_words', bytes((SELECT tx.text FROM texts tx WHERE tx.id = d.text), n.\"start\", n.\"end\"), words_query('\"",
    .shown_end = "\"'), 'StartSel=[, StopSel=], HighlightAll=true')",
    .guard = guard,
    .patience = patience,
    .columns = columns,
    .column_name = column_name,
    .look = look,
    .check = check,
    .changes = changes,
    .backup = copy_to_file,
};

/* ------------------------------------------------------------------ opening */

/* What the record is called in complaints: where it is, without the word that opens it. */
static chy_str name_of(const char *address, arena *mem)
{
    PQconninfoOption *all = PQconninfoParse(address, NULL);
    const char *host = "", *port = "", *database = "";
    buf name;
    buf_init(&name, NULL, NULL);
    for (PQconninfoOption *o = all; o && o->keyword; o++) {
        if (!o->val) continue;
        if (!strcmp(o->keyword, "host") && *o->val != '/') host = o->val;
        if (!strcmp(o->keyword, "port")) port = o->val;
        if (!strcmp(o->keyword, "dbname")) database = o->val;
    }
    buf_format(&name, "postgresql://%s%s%s/%s", host, *port ? ":" : "", port, database);
    chy_str kept = all && !name.failed ? str_keep(mem, (chy_str){ name.ptr, name.len }) : (chy_str){ 0 };
    PQconninfoFree(all);
    free(name.ptr);
    return kept;
}

static void say_nothing(void *user, const PGresult *result)
{
    (void)user;
    (void)result;
}

/* The first line of what libpq says, which names no password. */
static chy_status refused(struct postgres_db *s, chy_err *err)
{
    chy_str said = str_of(PQerrorMessage(s->connection));
    size_t end = str_find(said, CHY_LIT("\n"), 0);
    if (end != SIZE_MAX) said = str_cut(said, 0, end);
    return err_set(err, CHY_ESTORE, 0, "%s: the record cannot be opened: %.*s", s->base.name.ptr, (int)said.len, said.ptr);
}

static chy_status connect_to(struct postgres_db *s, const char *address, chy_err *err)
{
    /* Who is cut off is given up after twenty seconds, by either side: a writer who is gone holds nobody up. What stands in the address
     * goes over it. Plans are kept, and may be made while the tables are small: by the indexes, so that they stay good. */
    static const char *const keys[] = { "keepalives_idle",
                                        "keepalives_interval",
                                        "keepalives_count",
                                        "tcp_user_timeout",
                                        "dbname",
                                        "client_encoding",
                                        "fallback_application_name",
                                        "options",
                                        NULL };
    const char *const values[] = {
        "10",
        "5",
        "2",
        "20000",
        address,
        "UTF8",
        "chancery",
        "-c jit=off -c enable_seqscan=off -c plan_cache_mode=force_generic_plan -c lock_timeout=60000 -c standard_conforming_strings=on "
        "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=2 -c tcp_user_timeout=20000",
        NULL
    };
    s->connection = PQconnectdbParams(keys, values, 1);
    if (!s->connection) return err_memory(err, "opening the record");
    if (PQstatus(s->connection) != CONNECTION_OK) return refused(s, err);
    PQsetNoticeReceiver(s->connection, say_nothing, NULL);
    const char *encoding = PQparameterStatus(s->connection, "server_encoding");
    if (PQserverVersion(s->connection) < OLDEST_SERVER)
        return err_set(err, CHY_ESTORE, 0, "%s: the server is too old (PostgreSQL 13 or later is needed)", s->base.name.ptr);
    if (!encoding || strcmp(encoding, "UTF8"))
        return err_set(err, CHY_ESTORE, 0, "%s: the database is not in UTF-8 (createdb -E UTF8 -T template0 makes one that is)",
                       s->base.name.ptr);
    return CHY_OK;
}

static chy_status ask_number(struct db *db, const char *sql, int64_t *out, chy_err *err)
{
    struct db_statement *stmt = NULL;
    chy_status st = prepare(db, str_of(sql), &stmt, err);
    if (st) return st;
    st = step(stmt, err);
    if (st == CHY_ROW) *out = number(stmt, 0);
    finish(stmt);
    return st == CHY_ROW || st == CHY_DONE ? CHY_OK : st;
}

/* *version 0: there is no record in this database. */
static chy_status check_head(struct db *db, int64_t *version, chy_err *err)
{
    int64_t there = 0;
    *version = 0;
    chy_status st = ask_number(db, "SELECT CASE WHEN to_regclass('chancery_record') IS NULL THEN 0 ELSE 1 END", &there, err);
    if (!st && there) st = ask_number(db, "SELECT version FROM chancery_record", version, err);
    if (!st && *version > POSTGRES_VERSION)
        st = err_set(err, CHY_ESTORE, 0, "%s: the record was made by a newer Chancery (its form is %lld, this one knows %d)", db->name.ptr,
                     (long long)*version, POSTGRES_VERSION);
    if (!st && there && *version < POSTGRES_FIRST)
        st = err_set(err, CHY_ESTORE, 0, "%s: the record is damaged (it has no version)", db->name.ptr);
    return st;
}

/* Words that are this database's own. */
static chy_status run_whole(struct postgres_db *s, const char *sql, const char *doing, chy_err *err)
{
    PGresult *made = PQexec(s->connection, sql);
    chy_status st = made && went_well(made) ? CHY_OK : failed(s, made, doing, err);
    PQclear(made);
    return st;
}

/* The steps from each version of the schema to the next, as migrate2.sql tells them. */
static const char *const migrations[POSTGRES_VERSION] = {
    [2] =
        "CREATE TABLE origins (coding BIGINT PRIMARY KEY REFERENCES codings, origin BYTEA NOT NULL);"
        "ALTER TABLE metadata ADD COLUMN updated TEXT COLLATE \"C\", ADD COLUMN address TEXT COLLATE \"C\";"
        "ALTER TABLE segments ADD COLUMN lang TEXT COLLATE \"C\";"
        "ALTER TABLE coded_reports ADD COLUMN states TEXT COLLATE \"C\"; CREATE INDEX coded_reports_states ON coded_reports (states) WHERE states IS NOT NULL;"
        "ALTER TABLE entities ADD COLUMN alike BIGINT NOT NULL DEFAULT 0; UPDATE entities SET alike = id; CREATE INDEX entities_alike ON entities (alike);"
        "CREATE TABLE namings (likeness TEXT COLLATE \"C\" NOT NULL, entity BIGINT NOT NULL REFERENCES entities, year BIGINT NOT NULL,"
        " documents BIGINT NOT NULL, PRIMARY KEY (likeness, entity, year)); CREATE INDEX namings_entity ON namings (entity)",
    [3] = "CREATE TABLE found (entity BIGINT NOT NULL, kind TEXT COLLATE \"C\" NOT NULL, day BIGINT NOT NULL, item BIGINT NOT NULL, "
          "PRIMARY KEY (entity, kind, day, item));"
          "CREATE INDEX found_item ON found (item, kind);"
          "CREATE TABLE held (entity BIGINT NOT NULL, what TEXT COLLATE \"C\" NOT NULL, day BIGINT NOT NULL, fact BIGINT NOT NULL, "
          "PRIMARY KEY (entity, what, day, fact));"
          "CREATE INDEX held_fact ON held (fact);",
    [4] = store_postgres_numbers,
    [5] = "ALTER TABLE coded_reports ADD COLUMN published BIGINT;"
          "UPDATE coded_reports SET published = m.published_first FROM metadata m WHERE m.coding = coded_reports.coding AND m.until IS NULL;"
          "DROP INDEX coded_reports_block;"
          "CREATE INDEX coded_reports_block ON coded_reports (block, first_day, last_day, published, coding, number);"
          "CREATE INDEX coded_reports_tied ON coded_reports (block) WHERE tied IS NOT NULL;"
          "CREATE INDEX metadata_published ON metadata (published_first);"
          "CREATE INDEX metadata_address ON metadata (address) WHERE address IS NOT NULL;"
          "CREATE TABLE bands (month BIGINT NOT NULL, band BIGINT NOT NULL, document BIGINT NOT NULL, PRIMARY KEY (month, band, document));",
    [6] = store_migrate5,
};

/* To version 5: numbers go on from those that there are. */
static chy_status go_on_counting(struct db *db, chy_err *err)
{
    static const char *const tables[] = { "versions",         "documents",     "texts",       "codings",        "metadata",
                                          "sentences",        "entities",      "referents",   "implied",        "times",
                                          "coded_statements", "coded_reports", "coded_facts", "resolved_events" };
    chy_status st = run(db, "ALTER TABLE chancery_record ADD COLUMN puts BIGINT NOT NULL DEFAULT 0", "bringing the record forward", err);
    for (size_t i = 0; !st && i < sizeof tables / sizeof *tables; i++) {
        char sql[160];
        snprintf(sql, sizeof sql, "SELECT setval('%s_numbers', coalesce(max(id), 0) + 1, false) FROM %s", tables[i], tables[i]);
        st = run(db, sql, "bringing the record forward", err);
    }
    if (st) return st;
    return run(
        db,
        "ALTER TABLE versions ALTER id SET DEFAULT nextval('versions_numbers'); ALTER TABLE texts ALTER id SET DEFAULT nextval('texts_numbers');"
        "ALTER TABLE metadata ALTER id SET DEFAULT nextval('metadata_numbers');"
        "ALTER TABLE resolved_events ALTER id SET DEFAULT nextval('resolved_events_numbers');"
        "DROP FUNCTION IF EXISTS next_of_versions, next_of_texts, next_of_metadata, next_of_resolved_events",
        "bringing the record forward", err);
}

static chy_status bring_forward(struct db *db, int64_t version, chy_err *err)
{
    static const char doing[] = "bringing the record forward";
    char head[80];
    chy_status st = CHY_OK;
    snprintf(head, sizeof head, "UPDATE chancery_record SET version = %d", POSTGRES_VERSION);
    for (int64_t v = version; !st && v < POSTGRES_VERSION; v++) st = run_whole(own(db), migrations[v], doing, err);
    if (!st && version < 5) st = go_on_counting(db, err);
    if (!st) st = views_make(db, err);
    if (!st && version < 4) st = found_fill(db, err);
    if (!st && version < 6) st = bands_fill(db, err);
    return st ? st : run(db, head, doing, err);
}

/* Whole or not at all, and by one at a time. */
static chy_status lay_out(struct db *db, chy_err *err)
{
    static const char doing[] = "making the record";
    char head[80];
    int64_t version = 0;
    snprintf(head, sizeof head, "INSERT INTO chancery_record (version) VALUES (%d)", POSTGRES_VERSION);
    chy_status st = run(db, "BEGIN; SELECT pg_advisory_xact_lock(1128814930)", doing, err);
    if (!st) st = check_head(db, &version, err);
    if (!st && !version) {
        st = run_whole(own(db), store_postgres_numbers, doing, err);
        if (!st) st = run_whole(own(db), store_postgres_schema, doing, err);
        if (!st) st = views_make(db, err);
        if (!st) st = run(db, head, doing, err);
    } else if (!st && version < POSTGRES_VERSION) {
        st = bring_forward(db, version, err);
    }
    if (!st) st = run(db, "COMMIT", doing, err);
    if (st && in_transaction(db)) run(db, "ROLLBACK", doing, NULL);
    return st;
}

bool postgres_is_address(const char *path) { return !strncmp(path, "postgresql://", 13) || !strncmp(path, "postgres://", 11); }

chy_status postgres_open_db(const char *address, enum store_mode mode, struct db **out, chy_err *err)
{
    struct postgres_db *s = calloc(1, sizeof *s);
    int64_t version = 0;
    if (!s) return err_memory(err, "opening the record");
    s->base.driver = &driver;
    s->reader = mode == STORE_READ;
    arena_init(&s->mem, 1 << 20);
    s->base.name = name_of(address, &s->mem);
    chy_status st = CHY_OK;
    if (!s->base.name.ptr) {
        st = err_set(err, CHY_ESTORE, 0, "the address of the record cannot be read; it is written postgresql://USER@HOST:PORT/DATABASE");
        goto out;
    }
    st = connect_to(s, address, err);
    if (!st) st = check_head(&s->base, &version, err);
    if (!st && !version && s->reader)
        st = err_set(err, CHY_ESTORE, 0, "%s: there is no record yet (chancery add makes one)", s->base.name.ptr);
    if (!st && version < POSTGRES_VERSION) st = lay_out(&s->base, err);
    if (!st && s->reader) st = look(&s->base, false, err);
out:
    if (st)
        close_db(&s->base);
    else
        *out = &s->base;
    return st;
}
