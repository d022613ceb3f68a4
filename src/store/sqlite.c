/* The record in one SQLite file. */
#include <errno.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store/bands.h"
#include "store/found.h"

enum { APPLICATION = 0x43485952 /* "CHYR" */, BUSY_MS = 60000, BUSY_STEP_MS = 10, HASH_SIZE = 64 };

enum { FOUND_SINCE = 4, BANDS_SINCE = 5 }; /* versions of the schema have the tables of found.h, of bands.h */

enum { GUARDED_LENGTH = 64 << 20, GUARD_STEPS = 2000, IDLE_MOST = 64 };

/* A statement that is done with, kept for who asks the same: parsing costs more than most answers. */
struct idle_statement {
    sqlite3_stmt *stmt;
    uint64_t hash; /* of its text */
};

struct sqlite_db {
    struct db base;
    sqlite3 *db;
    struct idle_statement idle[IDLE_MOST]; /* the one used last is the last */
    unsigned idle_count;
    bool reader, guarded;
    int guard_ms;
    unsigned patient_ms;
    struct timespec started; /* of the guarded statement */
    arena mem;
};
struct sqlite_statement {
    struct db_statement base;
    sqlite3_stmt *stmt;
    uint64_t hash;
};

static sqlite3 *handle(const struct db *db) { return ((const struct sqlite_db *)db)->db; }
static sqlite3_stmt *statement(const struct db_statement *stmt) { return ((const struct sqlite_statement *)stmt)->stmt; }

/* A sentence for what SQLite said last, and the status that goes with it. */
static chy_status failed(const struct db *db, const char *doing, chy_err *err)
{
    const char *name = db->name.ptr;
    const struct sqlite_db *s = (const struct sqlite_db *)db;
    int code = sqlite3_errcode(handle(db)) & 0xFF;
    if (s->guarded && code == SQLITE_AUTH) return err_set(err, CHY_EUSAGE, 0, "the statement is refused: it may only read, as SELECT does");
    if (s->guarded && code == SQLITE_INTERRUPT)
        return err_set(err, CHY_EUSAGE, 0, "the statement was stopped: it took longer than %g seconds", s->guard_ms / 1000.0);
    if (s->guarded && (code == SQLITE_ERROR || code == SQLITE_TOOBIG || code == SQLITE_MISMATCH))
        return err_set(err, CHY_EUSAGE, 0, "the statement cannot be carried out: %s", sqlite3_errmsg(handle(db)));
    if (s->patient_ms && code == SQLITE_INTERRUPT)
        return err_set(err, CHY_STOPPED, 0, "this takes too long: it was stopped after %g seconds", s->patient_ms / 1000.0);
    switch (sqlite3_errcode(handle(db)) & 0xFF) {
    case SQLITE_NOMEM: return err_memory(err, doing);
    case SQLITE_CORRUPT: return err_set(err, CHY_ESTORE, 0, "%s: the record is damaged (%s)", name, sqlite3_errmsg(handle(db)));
    case SQLITE_NOTADB: return err_set(err, CHY_ESTORE, 0, "%s: this file is not a Chancery record", name);
    case SQLITE_READONLY: return err_set(err, CHY_ESTORE, 0, "%s: the record is read-only", name);
    case SQLITE_FULL: return err_set(err, CHY_ESTORE, 0, "%s: the disk is full", name);
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return err_set(err, CHY_ESTORE, 0, "%s: another program is writing to the record", name);
    case SQLITE_CANTOPEN: return err_set(err, CHY_ESTORE, 0, "%s: the record cannot be opened", name);
    case SQLITE_IOERR: {
        int why = sqlite3_system_errno(handle(db));
        return err_set(err, CHY_ESTORE, 0, "%s: %s: the disk refuses (%s)", name, doing,
                       why ? strerror(why) : "is there room for the file to grow?");
    }
    }
    return err_set(err, CHY_ESTORE, 0, "%s: %s: %s", name, doing, sqlite3_errmsg(handle(db)));
}

/* ------------------------------------------------------------------ the driver */

static void shut(struct sqlite_db *s)
{
    for (unsigned i = 0; i < s->idle_count; i++) sqlite3_finalize(s->idle[i].stmt);
    s->idle_count = 0;
    sqlite3_close(s->db);
    s->db = NULL;
}

static void close_db(struct db *db)
{
    struct sqlite_db *s = (struct sqlite_db *)db;
    shut(s);
    arena_done(&s->mem);
    free(s);
}

static chy_status run(struct db *db, const char *sql, const char *doing, chy_err *err)
{
    return sqlite3_exec(handle(db), sql, NULL, NULL, NULL) == SQLITE_OK ? CHY_OK : failed(db, doing, err);
}

/* As run(), where SQLite does not itself wait for another writer: two that change the kind of journal of one file at once. */
static chy_status run_waiting(struct db *db, const char *sql, const char *doing, chy_err *err)
{
    chy_status st = run(db, sql, doing, err);
    for (int waited = 0; st && (sqlite3_errcode(handle(db)) & 0xFF) == SQLITE_BUSY && waited < BUSY_MS; waited += BUSY_STEP_MS) {
        sqlite3_sleep(BUSY_STEP_MS);
        st = run(db, sql, doing, err);
    }
    return st;
}

/* Nothing but white space and comments may follow. */
static bool is_one_reading(struct db *db, sqlite3_stmt *stmt, chy_str rest)
{
    sqlite3_stmt *second = NULL;
    if (!stmt || !sqlite3_stmt_readonly(stmt)) return false;
    bool alone = sqlite3_prepare_v2(handle(db), rest.ptr, (int)rest.len, &second, NULL) == SQLITE_OK && !second;
    sqlite3_finalize(second);
    return alone;
}

static sqlite3_stmt *take_idle(struct sqlite_db *s, unsigned at)
{
    sqlite3_stmt *stmt = s->idle[at].stmt;
    s->idle_count--;
    memmove(s->idle + at, s->idle + at + 1, (s->idle_count - at) * sizeof *s->idle);
    return stmt;
}

static sqlite3_stmt *find_idle(struct sqlite_db *s, chy_str sql, uint64_t hash)
{
    for (unsigned i = s->idle_count; i-- > 0;)
        if (s->idle[i].hash == hash && str_eq(str_of(sqlite3_sql(s->idle[i].stmt)), sql)) return take_idle(s, i);
    return NULL;
}

static void keep_idle(struct sqlite_db *s, sqlite3_stmt *stmt, uint64_t hash)
{
    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);
    if (s->idle_count == IDLE_MOST) sqlite3_finalize(take_idle(s, 0));
    s->idle[s->idle_count++] = (struct idle_statement){ stmt, hash };
}

static chy_status prepare(struct db *db, chy_str sql, struct db_statement **out, chy_err *err)
{
    struct sqlite_statement *s = calloc(1, sizeof *s);
    if (!s) return err_memory(err, "asking the record");
    s->base.db = db;
    s->hash = str_hash(sql);
    const char *tail = NULL;
    if (!((struct sqlite_db *)db)->guarded && (s->stmt = find_idle((struct sqlite_db *)db, sql, s->hash))) {
        *out = &s->base;
        return CHY_OK;
    }
    if (sqlite3_prepare_v2(handle(db), sql.ptr, (int)sql.len, &s->stmt, &tail) != SQLITE_OK) {
        free(s);
        return failed(db, "asking the record", err);
    }
    if (((struct sqlite_db *)db)->guarded && !is_one_reading(db, s->stmt, str_cut(sql, (size_t)(tail - sql.ptr), sql.len))) {
        sqlite3_finalize(s->stmt);
        free(s);
        return err_set(err, CHY_EUSAGE, 0, "one statement that reads is taken, a SELECT");
    }
    *out = &s->base;
    return CHY_OK;
}

/* ------------------------------------------------------------------ statements of others */

static int may(void *user, int action, const char *one, const char *two, const char *database, const char *inner)
{
    static const char *const functions[] = {
        "load_extension", "readfile", "writefile", "edit", "fts3_tokenizer", "sqlite_compileoption_get"
    };
    (void)user;
    (void)database;
    (void)inner;
    if (action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_RECURSIVE) return SQLITE_OK;
    if (action == SQLITE_PRAGMA)
        return one && !two && !sqlite3_stricmp(one, "data_version") ? SQLITE_OK : SQLITE_DENY; /* of the word index */
    if (action != SQLITE_FUNCTION) return SQLITE_DENY;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (two && !sqlite3_stricmp(two, functions[i])) return SQLITE_DENY;
    return SQLITE_OK;
}

static int too_long(void *user)
{
    struct sqlite_db *s = user;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - s->started.tv_sec) * 1000 + (now.tv_nsec - s->started.tv_nsec) / 1000000 > s->guard_ms;
}

static chy_status guard(struct db *db, int milliseconds, chy_err *err)
{
    struct sqlite_db *s = (struct sqlite_db *)db;
    /* The word index is made ready first, since that takes more than reading. */
    if (milliseconds) {
        chy_status st = run(db, "SELECT rowid FROM sentence_words LIMIT 0", "asking the record", err);
        if (st) return st;
    }
    s->guarded = milliseconds > 0;
    s->guard_ms = milliseconds;
    clock_gettime(CLOCK_MONOTONIC, &s->started);
    sqlite3_set_authorizer(s->db, s->guarded ? may : NULL, NULL);
    sqlite3_progress_handler(s->db, s->guarded ? GUARD_STEPS : 0, s->guarded ? too_long : NULL, s);
    sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, s->guarded ? GUARDED_LENGTH : 1000000000);
    return CHY_OK;
}

static int impatient(void *user)
{
    struct sqlite_db *s = user;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - s->started.tv_sec) * 1000 + (now.tv_nsec - s->started.tv_nsec) / 1000000 > (long)s->patient_ms;
}

static void patience(struct db *db, unsigned milliseconds)
{
    struct sqlite_db *s = (struct sqlite_db *)db;
    s->patient_ms = milliseconds;
    clock_gettime(CLOCK_MONOTONIC, &s->started);
    sqlite3_progress_handler(s->db, milliseconds ? GUARD_STEPS : 0, milliseconds ? impatient : NULL, s);
}

static int columns(struct db_statement *stmt) { return sqlite3_column_count(statement(stmt)); }
static const char *column_name(struct db_statement *stmt, int column)
{
    const char *name = sqlite3_column_name(statement(stmt), column);
    return name ? name : "";
}

static void bind_number(struct db_statement *stmt, int at, int64_t number) { sqlite3_bind_int64(statement(stmt), at, number); }
static void bind_nothing(struct db_statement *stmt, int at, bool is_text)
{
    (void)is_text;
    sqlite3_bind_null(statement(stmt), at);
}

static void bind_text(struct db_statement *stmt, int at, chy_str text)
{
    sqlite3_bind_text64(statement(stmt), at, text.len ? text.ptr : "", text.len, SQLITE_STATIC, SQLITE_UTF8);
}

static void bind_bytes(struct db_statement *stmt, int at, chy_str bytes)
{
    sqlite3_bind_blob64(statement(stmt), at, bytes.len ? bytes.ptr : "", bytes.len, SQLITE_STATIC);
}

static chy_status step(struct db_statement *stmt, chy_err *err)
{
    int code = sqlite3_step(statement(stmt));
    if (code == SQLITE_ROW) return CHY_ROW;
    return code == SQLITE_DONE ? CHY_DONE : failed(stmt->db, "using the record", err);
}

static void reset(struct db_statement *stmt) { sqlite3_reset(statement(stmt)); }

static void finish(struct db_statement *stmt)
{
    struct sqlite_db *s = (struct sqlite_db *)stmt->db;
    if (s->guarded || !statement(stmt))
        sqlite3_finalize(statement(stmt));
    else
        keep_idle(s, statement(stmt), ((struct sqlite_statement *)stmt)->hash);
    free(stmt);
}

static bool text(struct db_statement *stmt, int column, chy_str *out)
{
    /* a blob as it is; everything else as text */
    bool blob = sqlite3_column_type(statement(stmt), column) == SQLITE_BLOB;
    const char *p = blob ? sqlite3_column_blob(statement(stmt), column) : (const char *)sqlite3_column_text(statement(stmt), column);
    *out = (chy_str){ p ? p : "", p ? (size_t)sqlite3_column_bytes(statement(stmt), column) : 0 };
    return p || sqlite3_errcode(handle(stmt->db)) != SQLITE_NOMEM;
}

static int64_t number(struct db_statement *stmt, int column) { return sqlite3_column_int64(statement(stmt), column); }

static bool is_nothing(struct db_statement *stmt, int column) { return sqlite3_column_type(statement(stmt), column) == SQLITE_NULL; }

static bool in_transaction(struct db *db) { return !sqlite3_get_autocommit(handle(db)); }

static chy_status look(struct db *db, bool on, chy_err *err)
{
    if (!((struct sqlite_db *)db)->reader) return CHY_OK;
    return run(db, on ? "PRAGMA query_only = OFF" : "PRAGMA query_only = ON", "looking back", err);
}

static chy_status tell_rows(struct db *db, const char *sql, const char *what, store_fault tell, void *user, chy_err *err)
{
    struct db_statement *stmt = NULL;
    chy_status st = prepare(db, str_of(sql), &stmt, err);
    while (!st && (st = step(stmt, err)) == CHY_ROW) {
        chy_str where = CHY_LIT("");
        st = text(stmt, 0, &where) ? CHY_OK : err_memory(err, "verifying");
        if (!st && !str_is(where, "ok")) tell(user, what, where);
    }
    if (stmt) finish(stmt);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status check(struct db *db, store_fault tell, void *user, chy_err *err)
{
    chy_status st = tell_rows(db, "PRAGMA integrity_check", "the file is damaged", tell, user, err);
    if (st) return st;
    return tell_rows(db, "SELECT \"table\" || ' row ' || rowid || ' names a row of ' || parent FROM pragma_foreign_key_check",
                     "a row that is named is not there", tell, user, err);
}

static int64_t changes(struct db *db) { return sqlite3_total_changes64(handle(db)); }

/* Copied beside its place first, so that a copy that was cut off is never taken for one. */
static chy_status backup(struct db *db, const char *path, chy_err *err)
{
    sqlite3 *copy = NULL;
    sqlite3_backup *work = NULL;
    char *part = sqlite3_mprintf("%s.part", path);
    chy_status st = CHY_OK;
    if (!part) return err_memory(err, "copying the record");
    if (access(path, F_OK) == 0) {
        st = err_set(err, CHY_EUSAGE, 0, "%s: is there already; a copy goes into a new file", path);
        goto out;
    }
    unlink(part);
    int code = sqlite3_open_v2(part, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (code == SQLITE_OK) work = sqlite3_backup_init(copy, "main", handle(db), "main");
    if (work) sqlite3_backup_step(work, -1);
    if (work) code = sqlite3_backup_finish(work);
    if (!work || code != SQLITE_OK)
        st = err_set(err, CHY_ESTORE, 0, "%s: the copy cannot be written: %s", path, copy ? sqlite3_errmsg(copy) : "no memory");
    if (sqlite3_close(copy) != SQLITE_OK && !st) st = err_set(err, CHY_ESTORE, 0, "%s: the copy cannot be written", path);
    if (!st && link(part, path) != 0) st = err_set(err, CHY_ESTORE, 0, "%s: %s", path, strerror(errno));
    unlink(part);
out:
    sqlite3_free(part);
    return st;
}

static const struct db_driver driver = {
    .close = close_db,
    .run = run,
    .prepare = prepare,
    .bind_number = bind_number,
    .bind_text = bind_text,
    .bind_bytes = bind_bytes,
    .bind_nothing = bind_nothing,
    .step = step,
    .reset = reset,
    .finish = finish,
    .text = text,
    .number = number,
    .is_nothing = is_nothing,
    .in_transaction = in_transaction,
    .begin = "BEGIN IMMEDIATE",
    .begin_trial = "BEGIN",
    .hold = "BEGIN",
    .among = "IN (SELECT j.value FROM json_each(?1) j)",
    .among_texts = "IN (SELECT j.value FROM json_each(?1) j)",
    .next = "SELECT coalesce(max(id), 0) + 1 FROM %s",
    .newest = "(SELECT c.id || '-' || c.recorded FROM codings c ORDER BY c.id DESC LIMIT 1)",
    .put_words = "INSERT INTO sentence_words (rowid, text) VALUES (?1, ?2)",
    .match = "sentence_words MATCH '\"",
    .match_end = "\"'",
    .rank = "rank",
    .shown = "snippet(sentence_words, 0, '[', ']', '…', 48)",
    .guard = guard,
    .patience = patience,
    .columns = columns,
    .column_name = column_name,
    .look = look,
    .check = check,
    .changes = changes,
    .backup = backup,
};

/* ------------------------------------------------------------------ functions that the statements use */

/* bytes(text, from, to) */
static void sql_bytes(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    const char *p = (const char *)sqlite3_value_text(values[0]);
    int64_t size = sqlite3_value_bytes(values[0]), from = sqlite3_value_int64(values[1]), to = sqlite3_value_int64(values[2]);
    if (!p || sqlite3_value_type(values[1]) == SQLITE_NULL || sqlite3_value_type(values[2]) == SQLITE_NULL) return;
    if (to > size) to = size;
    if (from < 0 || from > to) from = to;
    sqlite3_result_text64(context, p + from, (sqlite3_uint64)(to - from), SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* sha256_hex(text) */
static void sql_sha256(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    unsigned char digest[crypto_hash_sha256_BYTES];
    char hex[HASH_SIZE + 1];
    const unsigned char *p = sqlite3_value_blob(values[0]);
    crypto_hash_sha256(digest, p, (unsigned long long)sqlite3_value_bytes(values[0]));
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    sqlite3_result_text(context, hex, HASH_SIZE, SQLITE_TRANSIENT);
}

/* octets(text): its bytes */
static void sql_octets(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    if (sqlite3_value_type(values[0]) == SQLITE_NULL) return;
    const void *p = sqlite3_value_text(values[0]);
    sqlite3_result_blob64(context, p ? p : "", (sqlite3_uint64)sqlite3_value_bytes(values[0]), SQLITE_TRANSIENT);
}

static bool add_functions(sqlite3 *db)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    return sqlite3_create_function_v2(db, "bytes", 3, flags, NULL, sql_bytes, NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_create_function_v2(db, "sha256_hex", 1, flags, NULL, sql_sha256, NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_create_function_v2(db, "octets", 1, flags, NULL, sql_octets, NULL, NULL, NULL) == SQLITE_OK;
}

/* ------------------------------------------------------------------ the head of the file */

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

/* Ours, and of a version that we know? *version 0: an empty file, which counts as new. */
static chy_status check_head(struct db *db, int64_t *version, chy_err *err)
{
    int64_t application = 0, tables = 0;
    chy_status st = ask_number(db, "PRAGMA application_id", &application, err);
    *version = 0;
    if (!st) st = ask_number(db, "PRAGMA user_version", version, err);
    if (!st) st = ask_number(db, "SELECT count(*) FROM sqlite_schema", &tables, err);
    if (st || (!application && !*version && !tables)) return st;
    if (application != APPLICATION)
        return err_set(err, CHY_ESTORE, 0, "%s: this is a database of another program, not a Chancery record", db->name.ptr);
    if (*version > STORE_VERSION)
        return err_set(err, CHY_ESTORE, 0, "%s: the record was made by a newer Chancery (its form is %lld, this one knows %d)",
                       db->name.ptr, (long long)*version, STORE_VERSION);
    if (*version < 1) return err_set(err, CHY_ESTORE, 0, "%s: the record is damaged (it has no version)", db->name.ptr);
    return CHY_OK;
}

/* The same outside of a transaction: all of it as it was at one moment, since another program may just be laying the record out. */
static chy_status look_at_head(struct db *db, int64_t *version, chy_err *err)
{
    chy_status st = run(db, "BEGIN", "opening the record", err);
    if (!st) st = check_head(db, version, err);
    chy_status ended = in_transaction(db) ? run(db, "COMMIT", "opening the record", st ? NULL : err) : CHY_OK;
    return st ? st : ended;
}

/* ------------------------------------------------------------------ laying out, and bringing forward */

/* The steps from each version of the schema to the next; "-- the new schema is laid out here --" calls for the newest one, and ends them.
 */
static const char *const migrations[STORE_VERSION] = {
    [1] = store_migrate1, [2] = store_migrate2, [3] = store_migrate3, [4] = store_migrate4, [5] = store_migrate5
};

static chy_status bring_forward(struct db *db, const char *steps, bool *newest, chy_err *err)
{
    static const char mark[] = "-- the new schema is laid out here --", doing[] = "bringing the record forward";
    const char *cut = strstr(steps, mark);
    size_t size = cut ? (size_t)(cut - steps) : strlen(steps);
    char *before = malloc(size + 1);
    if (!before) return err_memory(err, doing);
    memcpy(before, steps, size);
    before[size] = 0;
    chy_status st = run(db, before, doing, err);
    if (!st && cut) st = run(db, store_schema, doing, err);
    if (!st && cut) st = run(db, cut + strlen(mark), doing, err);
    free(before);
    *newest = cut != NULL;
    return st;
}

/* A new record gets the schema, an older one is brought forward: whole or not at all. */
static chy_status lay_out(struct db *db, chy_err *err)
{
    char head[120];
    int64_t version = 0; /* looked at again: another program may have been faster */
    snprintf(head, sizeof head, "PRAGMA application_id = %d; PRAGMA user_version = %d;", APPLICATION, STORE_VERSION);
    chy_status st = run(db, "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE", "making the record", err);
    if (st) return st;
    st = check_head(db, &version, err);
    bool needed = version != STORE_VERSION;
    if (!st && !version) st = run(db, store_schema, "making the record", err);
    bool newest = !version;
    for (int64_t v = version; !st && !newest && v < STORE_VERSION; v++) st = bring_forward(db, migrations[v], &newest, err);
    if (!st && needed) st = views_make(db, err);
    if (!st && needed && version && version < FOUND_SINCE) st = found_fill(db, err);
    if (!st && needed && version && version < BANDS_SINCE) st = bands_fill(db, err);
    if (!st && needed) st = run(db, head, "making the record", err);
    if (!st) st = run(db, "COMMIT", "making the record", err);
    if (st && in_transaction(db)) run(db, "ROLLBACK", "making the record", NULL);
    return st;
}

/* ------------------------------------------------------------------ opening */

/* What the file system says about the path before SQLite sees it. */
static chy_status look_at_file(const char *path, enum store_mode mode, bool *may_write, chy_err *err)
{
    struct stat info;
    bool exists = stat(path, &info) == 0;
    *may_write = true;
    if (!exists && errno != ENOENT) return err_set(err, CHY_ESTORE, 0, "%s: the record cannot be opened: %s", path, strerror(errno));
    if (!exists && mode == STORE_READ) return err_set(err, CHY_ESTORE, 0, "%s: there is no record yet (chancery add makes one)", path);
    if (!exists) return CHY_OK;
    if (S_ISDIR(info.st_mode)) return err_set(err, CHY_ESTORE, 0, "%s: this is a folder, not a record", path);
    /* The mode bits too: to root every file looks writable, but a record marked read-only is meant to stay as it is. */
    *may_write = access(path, W_OK) == 0 && (info.st_mode & 0222);
    if (mode == STORE_WRITE && !*may_write) return err_set(err, CHY_ESTORE, 0, "%s: the record is read-only", path);
    if (access(path, R_OK) != 0) return err_set(err, CHY_ESTORE, 0, "%s: the record cannot be read: %s", path, strerror(errno));
    return CHY_OK;
}

static chy_status open_file(struct sqlite_db *s, int flags, bool frozen, chy_err *err)
{
    const char *path = s->base.name.ptr;
    char *uri = sqlite3_mprintf("file:%s?immutable=1", path);
    int code = !uri ? SQLITE_NOMEM
                    : sqlite3_open_v2(frozen ? uri : path, &s->db, flags | SQLITE_OPEN_NOMUTEX | (frozen ? SQLITE_OPEN_URI : 0), NULL);
    sqlite3_free(uri);
    if (!s->db || code == SQLITE_NOMEM) return err_memory(err, "opening the record");
    if (code != SQLITE_OK) return failed(&s->base, "opening the record", err);
    sqlite3_busy_timeout(s->db, BUSY_MS);
    return add_functions(s->db) ? CHY_OK : err_memory(err, "opening the record");
}

static chy_status set_up(struct db *db, enum store_mode mode, bool may_write, chy_err *err)
{
    int64_t version = 0;
    chy_status st = look_at_head(db, &version, err);
    if (!st && !version && mode == STORE_READ)
        st = err_set(err, CHY_ESTORE, 0, "%s: this file is empty, not a Chancery record", db->name.ptr);
    if (!st && version < STORE_VERSION && !may_write)
        st = err_set(err, CHY_ESTORE, 0, "%s: the record has an older form (%lld) and cannot be brought forward: it is read-only",
                     db->name.ptr, (long long)version);
    if (!st) st = run(db, "PRAGMA temp_store = MEMORY", "opening the record", err);
    if (!st && mode == STORE_WRITE)
        st = run_waiting(
            db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -262144; PRAGMA wal_autocheckpoint = 16000",
            "opening the record", err);
    if (!st && mode == STORE_READ) st = run(db, "PRAGMA cache_size = -65536; PRAGMA mmap_size = 2147418112", "opening the record", err);
    if (!st && version < STORE_VERSION) st = lay_out(db, err);
    if (!st && mode == STORE_WRITE) st = run(db, "PRAGMA foreign_keys = ON", "opening the record", err);
    if (!st && mode == STORE_READ && may_write) st = run(db, "PRAGMA query_only = ON", "opening the record", err);
    return st;
}

chy_status sqlite_open_db(const char *path, enum store_mode mode, struct db **out, chy_err *err)
{
    bool may_write = true;
    chy_status st = look_at_file(path, mode, &may_write, err);
    if (st) return st;
    struct sqlite_db *s = calloc(1, sizeof *s);
    if (!s) return err_memory(err, "opening the record");
    s->base.driver = &driver;
    s->reader = mode == STORE_READ;
    arena_init(&s->mem, 1 << 20);
    s->base.name = str_keep(&s->mem, str_of(path));
    if (!s->base.name.ptr) {
        st = err_memory(err, "opening the record");
        goto out;
    }

    /* To read as well, the file is opened for writing where that may be, so that the log is put in order and removed at the end. */
    int flags = may_write ? SQLITE_OPEN_READWRITE | (mode == STORE_WRITE ? SQLITE_OPEN_CREATE : 0) : SQLITE_OPEN_READONLY;
    st = open_file(s, flags, false, err);
    if (!st) st = set_up(&s->base, mode, may_write, err);
    if (st && !may_write) { /* a record on a read-only disk has no room for its log: it is read as it lies there */
        shut(s);
        st = open_file(s, SQLITE_OPEN_READONLY, true, err);
        if (!st) st = set_up(&s->base, mode, may_write, err);
    }
out:
    if (st)
        close_db(&s->base);
    else
        *out = &s->base;
    return st;
}
