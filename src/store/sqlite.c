#include "store/sqlite.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { APPLICATION = 0x43485952 /* "CHYR" */, BUSY_MS = 20000 };

/* ------------------------------------------------------------------ small things around SQLite */

chy_status db_failed(struct store *s, const char *doing, chy_err *err)
{
    int code = sqlite3_errcode(s->db);
    switch (code & 0xFF) {
    case SQLITE_NOMEM: return err_memory(err, doing);
    case SQLITE_CORRUPT: return err_set(err, CHY_ESTORE, 0, "%s: the record is damaged (%s)", s->path.ptr, sqlite3_errmsg(s->db));
    case SQLITE_NOTADB: return err_set(err, CHY_ESTORE, 0, "%s: this file is not a Chancery record", s->path.ptr);
    case SQLITE_READONLY: return err_set(err, CHY_ESTORE, 0, "%s: the record is read-only", s->path.ptr);
    case SQLITE_FULL: return err_set(err, CHY_ESTORE, 0, "%s: the disk is full", s->path.ptr);
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return err_set(err, CHY_ESTORE, 0, "%s: another program is writing to the record", s->path.ptr);
    case SQLITE_CANTOPEN: return err_set(err, CHY_ESTORE, 0, "%s: the record cannot be opened", s->path.ptr);
    }
    return err_set(err, CHY_ESTORE, 0, "%s: %s: %s", s->path.ptr, doing, sqlite3_errmsg(s->db));
}

chy_status db_run(struct store *s, const char *sql, const char *doing, chy_err *err)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? CHY_OK : db_failed(s, doing, err);
}

chy_status db_prepare(struct store *s, const char *sql, size_t size, sqlite3_stmt **out, chy_err *err)
{
    return sqlite3_prepare_v2(s->db, sql, (int)size, out, NULL) == SQLITE_OK ? CHY_OK : db_failed(s, "asking the record", err);
}

static void bind_all(sqlite3_stmt *stmt, const char *format, va_list args)
{
    for (int i = 1; *format; format++, i++) {
        if (*format == 's' || *format == 't') {
            chy_str text = va_arg(args, chy_str);
            if (*format == 't' && !text.len)
                sqlite3_bind_null(stmt, i);
            else
                sqlite3_bind_text64(stmt, i, text.len ? text.ptr : "", text.len, SQLITE_STATIC, SQLITE_UTF8);
            continue;
        }
        int64_t number = va_arg(args, int64_t);
        bool nothing = (*format == 'n' && number == STORE_NO_DAY) || (*format == 'z' && !number);
        if (nothing)
            sqlite3_bind_null(stmt, i);
        else
            sqlite3_bind_int64(stmt, i, number);
    }
}

void db_bind(sqlite3_stmt *stmt, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    bind_all(stmt, format, args);
    va_end(args);
}

static chy_status db_pragma(struct store *s, const char *sql, int64_t *out, chy_err *err)
{
    sqlite3_stmt *stmt = NULL;
    chy_status st = db_prepare(s, sql, strlen(sql), &stmt, err);
    if (st) return st;
    if (sqlite3_step(stmt) == SQLITE_ROW) *out = sqlite3_column_int64(stmt, 0);
    if (sqlite3_finalize(stmt) != SQLITE_OK) st = db_failed(s, "looking at the record", err);
    return st;
}

/* ------------------------------------------------------------------ opening */

/* What the file system says about the path before SQLite sees it. */
static chy_status look_at_file(const char *path, enum store_mode mode, bool *exists, bool *may_write, chy_err *err)
{
    struct stat info;
    *exists = stat(path, &info) == 0;
    *may_write = true;
    if (!*exists && errno != ENOENT) return err_set(err, CHY_ESTORE, 0, "%s: the record cannot be opened: %s", path, strerror(errno));
    if (!*exists && mode == STORE_READ) return err_set(err, CHY_ESTORE, 0, "%s: there is no record yet (chancery add makes one)", path);
    if (!*exists) return CHY_OK;
    if (S_ISDIR(info.st_mode)) return err_set(err, CHY_ESTORE, 0, "%s: this is a folder, not a record", path);
    /* The mode bits too: to root every file looks writable, but a record marked read-only is meant to stay as it is. */
    *may_write = access(path, W_OK) == 0 && (info.st_mode & 0222);
    if (mode == STORE_WRITE && !*may_write) return err_set(err, CHY_ESTORE, 0, "%s: the record is read-only", path);
    if (access(path, R_OK) != 0) return err_set(err, CHY_ESTORE, 0, "%s: the record cannot be read: %s", path, strerror(errno));
    return CHY_OK;
}

static chy_status open_file(struct store *s, int flags, bool frozen, chy_err *err)
{
    char *uri = sqlite3_mprintf("file:%s?immutable=1", s->path.ptr);
    int code =
        !uri ? SQLITE_NOMEM
             : sqlite3_open_v2(frozen ? uri : s->path.ptr, &s->db, flags | SQLITE_OPEN_NOMUTEX | (frozen ? SQLITE_OPEN_URI : 0), NULL);
    sqlite3_free(uri);
    if (!s->db || code == SQLITE_NOMEM) return err_memory(err, "opening the record");
    if (code != SQLITE_OK) return db_failed(s, "opening the record", err);
    sqlite3_busy_timeout(s->db, BUSY_MS);
    return CHY_OK;
}

/* The head of the file: ours, and of a version that we know? An empty file counts as new. */
static chy_status check_head(struct store *s, bool *is_new, chy_err *err)
{
    int64_t application = 0, version = 0, tables = 0;
    chy_status st = db_pragma(s, "PRAGMA application_id", &application, err);
    if (!st) st = db_pragma(s, "PRAGMA user_version", &version, err);
    if (!st) st = db_pragma(s, "SELECT count(*) FROM sqlite_schema", &tables, err);
    if (st) return st;
    *is_new = !application && !version && !tables;
    if (*is_new) return CHY_OK;
    if (application != APPLICATION)
        return err_set(err, CHY_ESTORE, 0, "%s: this is a database of another program, not a Chancery record", s->path.ptr);
    if (version > STORE_VERSION)
        return err_set(err, CHY_ESTORE, 0, "%s: the record was made by a newer Chancery (its form is %lld, this one knows %d)", s->path.ptr,
                       (long long)version, STORE_VERSION);
    if (version < 1) return err_set(err, CHY_ESTORE, 0, "%s: the record is damaged (it has no version)", s->path.ptr);
    return CHY_OK;
}

static chy_status make_schema(struct store *s, chy_err *err)
{
    char head[120];
    snprintf(head, sizeof head, "PRAGMA application_id = %d; PRAGMA user_version = %d;", APPLICATION, STORE_VERSION);
    chy_status st = db_run(s, "BEGIN IMMEDIATE", "making the record", err);
    if (st) return st;
    bool is_new = false; /* another program may have been faster */
    st = check_head(s, &is_new, err);
    if (!st && is_new) st = db_run(s, store_schema, "making the record", err);
    if (!st && is_new) st = db_run(s, head, "making the record", err);
    if (!st)
        st = db_run(s, "COMMIT", "making the record", err);
    else
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return st;
}

static chy_status set_up(struct store *s, enum store_mode mode, bool may_write, chy_err *err)
{
    bool is_new = false;
    chy_status st = check_head(s, &is_new, err);
    if (!st && is_new && mode == STORE_READ) st = err_set(err, CHY_ESTORE, 0, "%s: this file is empty, not a Chancery record", s->path.ptr);
    if (!st && mode == STORE_WRITE)
        st = db_run(s,
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA "
                    "cache_size = -16384; PRAGMA wal_autocheckpoint = 4000",
                    "opening the record", err);
    if (!st && is_new) st = make_schema(s, err);
    if (!st && mode == STORE_READ && may_write) st = db_run(s, "PRAGMA query_only = ON", "opening the record", err);
    return st;
}

chy_status store_open(const char *path, enum store_mode mode, struct store **out, chy_err *err)
{
    bool exists = false, may_write = true;
    chy_status st = look_at_file(path, mode, &exists, &may_write, err);
    if (st) return st;
    struct store *s = calloc(1, sizeof *s);
    if (!s) return err_memory(err, "opening the record");
    arena_init(&s->mem, 1 << 20);
    s->path = str_keep(&s->mem, str_of(path));
    if (!s->path.ptr) {
        st = err_memory(err, "opening the record");
        goto out;
    }

    /* To read as well, the file is opened for writing where that may be, so that the log is put in order and removed at the end. */
    int flags = may_write ? SQLITE_OPEN_READWRITE | (mode == STORE_WRITE ? SQLITE_OPEN_CREATE : 0) : SQLITE_OPEN_READONLY;
    st = open_file(s, flags, false, err);
    if (!st) st = set_up(s, mode, may_write, err);
    if (st && !may_write) { /* a record on a read-only disk has no room for its log: it is read as it lies there */
        sqlite3_close(s->db);
        s->db = NULL;
        st = open_file(s, SQLITE_OPEN_READONLY, true, err);
        if (!st) st = set_up(s, mode, may_write, err);
    }
out:
    if (st)
        store_close(s);
    else
        *out = s;
    return st;
}

void store_close(struct store *s)
{
    if (!s) return;
    for (int i = 0; i < PUT_STATEMENTS; i++) sqlite3_finalize(s->put[i]);
    sqlite3_close(s->db);
    arena_done(&s->mem);
    free(s);
}

chy_status store_begin(struct store *s, chy_err *err)
{
    const char *sql = sqlite3_get_autocommit(s->db) ? "BEGIN IMMEDIATE" : "SAVEPOINT one";
    chy_status st = db_run(s, sql, "writing to the record", err);
    if (!st) s->depth++;
    return st;
}

chy_status store_end(struct store *s, chy_status so_far, chy_err *err)
{
    bool outer = s->depth == 1;
    chy_status st = so_far;
    if (!st && sqlite3_get_autocommit(s->db))
        st = err_set(err, CHY_ESTORE, 0, "%s: what was being written was taken back", s->path.ptr); /* a full disk does that */
    if (!st) st = db_run(s, outer ? "COMMIT" : "RELEASE one", "writing to the record", err);
    s->depth--;
    if (st && !sqlite3_get_autocommit(s->db)) sqlite3_exec(s->db, outer ? "ROLLBACK" : "ROLLBACK TO one; RELEASE one", NULL, NULL, NULL);
    return st;
}

/* ------------------------------------------------------------------ cursors */

struct store_rows {
    struct store *store;
    sqlite3_stmt *stmt;
    bool failed; /* a value could not be had for want of memory: told by the next store_next */
};

chy_status rows_open(struct store *s, buf *sql, struct store_rows **out, chy_err *err, const char *format, ...)
{
    sqlite3_stmt *stmt = NULL;
    struct store_rows *rows = NULL;
    chy_status st = sql->failed ? err_memory(err, "asking the record") : db_prepare(s, sql->ptr, sql->len, &stmt, err);
    if (!st && !(rows = calloc(1, sizeof *rows))) st = err_memory(err, "asking the record");
    if (!st) {
        va_list args;
        va_start(args, format);
        bind_all(stmt, format, args);
        va_end(args);
        *rows = (struct store_rows){ .store = s, .stmt = stmt };
        *out = rows;
    } else
        sqlite3_finalize(stmt);
    free(sql->ptr);
    *sql = (buf){ 0 };
    return st;
}

chy_status store_next(struct store_rows *rows, chy_err *err)
{
    if (rows->failed) return err_memory(err, "asking the record");
    int code = sqlite3_step(rows->stmt);
    if (code == SQLITE_ROW) return CHY_ROW;
    return code == SQLITE_DONE ? CHY_DONE : db_failed(rows->store, "asking the record", err);
}

chy_str store_text(struct store_rows *rows, int column)
{
    const char *text = (const char *)sqlite3_column_text(rows->stmt, column);
    if (!text && sqlite3_errcode(rows->store->db) == SQLITE_NOMEM) rows->failed = true;
    return (chy_str){ text ? text : "", text ? (size_t)sqlite3_column_bytes(rows->stmt, column) : 0 };
}

int64_t store_number(const struct store_rows *rows, int column) { return sqlite3_column_int64(rows->stmt, column); }

int64_t store_day(const struct store_rows *rows, int column)
{
    return sqlite3_column_type(rows->stmt, column) == SQLITE_NULL ? STORE_NO_DAY : sqlite3_column_int64(rows->stmt, column);
}

void store_rows_close(struct store_rows *rows)
{
    if (!rows) return;
    sqlite3_finalize(rows->stmt);

    free(rows);
}

struct store_date store_date_of(chy_str value)
{
    struct date first, last;
    struct store_date d = { value, STORE_NO_DAY, STORE_NO_DAY };
    if (value.len && date_bounds(value, &first, &last)) {
        d.first = date_days(first);
        d.last = date_days(last);
    }
    return d;
}
