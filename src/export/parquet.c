/*
 * Parquet: a file for each table and export.parquet, columns typed, compressed by zstd. Written by DuckDB's library (libduckdb, MIT), which
 * is looked for when the format is asked for and at no other time: $CHANCERY_DUCKDB names the file, else the loader finds libduckdb.so. The
 * functions are those of its C interface (duckdb.org/docs/stable/clients/c/api), declared here as far as they are called.
 */
#define _GNU_SOURCE
#include "export/export.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DUCK_OK = 0, RESULT_ROOM = 32, PART_ROOM = 1 << 16 };

typedef struct duck_database *duck_database;
typedef struct duck_connection *duck_connection;
typedef struct duck_appender *duck_appender;
typedef struct {
    uint64_t room[RESULT_ROOM]; /* its own is six words long */
} duck_result;

struct duck {
    void *library;
    int (*open)(const char *path, duck_database *out);
    int (*connect)(duck_database database, duck_connection *out);
    int (*query)(duck_connection connection, const char *sql, duck_result *out);
    const char *(*result_error)(duck_result *result);
    void (*destroy_result)(duck_result *result);
    void (*disconnect)(duck_connection *connection);
    void (*close)(duck_database *database);
    int (*appender_create)(duck_connection connection, const char *schema, const char *table, duck_appender *out);
    const char *(*appender_error)(duck_appender appender);
    int (*append_text)(duck_appender appender, const char *text, uint64_t size);
    int (*append_null)(duck_appender appender);
    int (*end_row)(duck_appender appender);
    int (*appender_close)(duck_appender appender);
    int (*appender_destroy)(duck_appender *appender);
};

struct files {
    struct duck duck;
    char *folder; /* of its own: what is not yet in Parquet, and each file until it is handed on */
    duck_database database;
    duck_connection connection;
    duck_appender appenders[TABLE_COUNT + 1]; /* the last one: export */
    chy_status failed;
    char why[240];
};

/* ------------------------------------------------------------------ the library */

static void *symbol(struct duck *d, const char *name, bool *all)
{
    void *found = dlsym(d->library, name);
    if (!found) *all = false;
    return found;
}

static chy_status open_library(struct duck *d, chy_err *err)
{
    const char *named = getenv("CHANCERY_DUCKDB");
    bool all = true;
    d->library = dlopen(named && *named ? named : "libduckdb.so", RTLD_NOW | RTLD_LOCAL);
    if (!d->library)
        return err_set(err, CHY_EIO, 0,
                       "Parquet is written by DuckDB's library, which is not here: install libduckdb.so, or name it in CHANCERY_DUCKDB");
    *(void **)&d->open = symbol(d, "duckdb_open", &all);
    *(void **)&d->connect = symbol(d, "duckdb_connect", &all);
    *(void **)&d->query = symbol(d, "duckdb_query", &all);
    *(void **)&d->result_error = symbol(d, "duckdb_result_error", &all);
    *(void **)&d->destroy_result = symbol(d, "duckdb_destroy_result", &all);
    *(void **)&d->disconnect = symbol(d, "duckdb_disconnect", &all);
    *(void **)&d->close = symbol(d, "duckdb_close", &all);
    *(void **)&d->appender_create = symbol(d, "duckdb_appender_create", &all);
    *(void **)&d->appender_error = symbol(d, "duckdb_appender_error", &all);
    *(void **)&d->append_text = symbol(d, "duckdb_append_varchar_length", &all);
    *(void **)&d->append_null = symbol(d, "duckdb_append_null", &all);
    *(void **)&d->end_row = symbol(d, "duckdb_appender_end_row", &all);
    *(void **)&d->appender_close = symbol(d, "duckdb_appender_close", &all);
    *(void **)&d->appender_destroy = symbol(d, "duckdb_appender_destroy", &all);
    return all ? CHY_OK
               : err_set(err, CHY_EIO, 0,
                         "the DuckDB library that was found lacks functions that Parquet needs: version 1.0 or later has them");
}

/* ------------------------------------------------------------------ tables */

static void fault(struct files *f, const char *why)
{
    if (f->failed) return;
    f->failed = CHY_EIO;
    snprintf(f->why, sizeof f->why, "%s", why ? why : "no reason given");
}

static void run_sql(struct files *f, buf *sql)
{
    duck_result result = { { 0 } };
    buf_char(sql, '\0');
    if (sql->failed) {
        fault(f, "no memory");
    } else if (!f->failed && f->duck.query(f->connection, sql->ptr, &result) != DUCK_OK) {
        fault(f, f->duck.result_error(&result));
    }
    f->duck.destroy_result(&result);
    sql->len = 0;
}

/* 'as SQL writes a text' */
static void sql_text(buf *b, chy_str s)
{
    buf_char(b, '\'');
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '\'') buf_char(b, '\'');
        buf_char(b, s.ptr[i]);
    }
    buf_char(b, '\'');
}

static const char *type_of(const struct store_column *c)
{
    return c->kind == COLUMN_NUMBER ? "BIGINT" : c->kind == COLUMN_YES ? "BOOLEAN" : c->kind == COLUMN_DAY ? "DATE" : "VARCHAR";
}

static const char *part_name(int i) { return i < TABLE_COUNT ? store_table_name((enum store_table)i) : "export"; }

static void make_table(struct files *f, buf *sql, int i)
{
    const struct store_column *columns = NULL;
    size_t count = i < TABLE_COUNT ? store_columns((enum store_table)i, &columns) : 0;
    buf_format(sql, "CREATE TABLE \"%s\" (", part_name(i));
    for (size_t c = 0, n = 0; c < count; c++) {
        if (columns[c].kind == COLUMN_HIDDEN) continue;
        if (n++) buf_str(sql, CHY_LIT(", "));
        buf_format(sql, "\"%s\" %s", columns[c].name, type_of(&columns[c]));
    }
    if (i == TABLE_COUNT) buf_str(sql, CHY_LIT("\"what\" VARCHAR, \"value\" VARCHAR"));
    buf_char(sql, ')');
    run_sql(f, sql);
    if (!f->failed && f->duck.appender_create(f->connection, NULL, part_name(i), &f->appenders[i]) != DUCK_OK)
        fault(f, f->duck.appender_error(f->appenders[i]));
}

/* A value as it stands; the appender reads numbers and days out of it. "" is nothing. */
static void put(struct files *f, duck_appender to, chy_str value)
{
    int answer = value.len ? f->duck.append_text(to, value.ptr, value.len) : f->duck.append_null(to);
    if (answer != DUCK_OK) fault(f, f->duck.appender_error(to));
}

static void end_row(struct files *f, duck_appender to)
{
    if (!f->failed && f->duck.end_row(to) != DUCK_OK) fault(f, f->duck.appender_error(to));
}

static void row(struct export *x, enum store_table table, const chy_str *values)
{
    struct files *f = x->state;
    const struct store_column *columns;
    size_t count = store_columns(table, &columns);
    for (size_t i = 0; i < count && !f->failed; i++)
        if (columns[i].kind != COLUMN_HIDDEN) put(f, f->appenders[table], values[i]);
    end_row(f, f->appenders[table]);
}

static void tell(struct files *f, chy_str what, chy_str value)
{
    if (f->failed) return;
    put(f, f->appenders[TABLE_COUNT], what);
    put(f, f->appenders[TABLE_COUNT], value);
    end_row(f, f->appenders[TABLE_COUNT]);
}

static void tell_export(struct export *x, struct files *f)
{
    struct export_asked asked[EXPORT_ASKED_MAX];
    size_t count = export_asked(x, asked);
    tell(f, CHY_LIT("program"), x->program);
    for (uint32_t i = 0; i < x->codings.count; i++) tell(f, CHY_LIT("coding"), x->codings.at[i]);
    for (size_t i = 0; i < count; i++) tell(f, str_of(asked[i].key), asked[i].value);
}

/* ------------------------------------------------------------------ begin and end */

static chy_status open_database(struct export *x, struct files *f, chy_err *err)
{
    const char *temporary = getenv("TMPDIR");
    chy_str folder =
        str_join(x->mem, str_of(temporary && *temporary ? temporary : "/tmp"), CHY_LIT("/"), CHY_LIT("chancery-parquet-XXXXXX"));
    char *name = folder.ptr ? ARENA_ARRAY(x->mem, char, folder.len + 1) : NULL;
    if (!name) return err_memory(err, "exporting");
    memcpy(name, folder.ptr, folder.len);
    if (!mkdtemp(name)) return err_set(err, CHY_EIO, 0, "%s: cannot be made, and Parquet needs a folder to work in", name);
    f->folder = name;
    buf path;
    buf_init(&path, NULL, NULL);
    buf_format(&path, "%s/tables", f->folder);
    buf_char(&path, '\0');
    bool open = !path.failed && f->duck.open(path.ptr, &f->database) == DUCK_OK && f->duck.connect(f->database, &f->connection) == DUCK_OK;
    free(path.ptr);
    return open ? CHY_OK : err_set(err, CHY_EIO, 0, "%s: DuckDB cannot work there", f->folder);
}

/* One thread and rows in their order: the same record gives the same bytes. */
static void settle(struct files *f, unsigned tables)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_str(&sql, CHY_LIT("SET threads = 1; SET preserve_insertion_order = true; SET memory_limit = '1GB'"));
    run_sql(f, &sql);
    for (int i = 0; i <= TABLE_COUNT && !f->failed; i++)
        if (i == TABLE_COUNT || tables >> i & 1) make_table(f, &sql, i);
    free(sql.ptr);
}

static void close_all(struct files *f)
{
    for (int i = 0; i <= TABLE_COUNT; i++)
        if (f->appenders[i]) f->duck.appender_destroy(&f->appenders[i]);
    if (f->connection) f->duck.disconnect(&f->connection);
    if (f->database) f->duck.close(&f->database);
    static const char *const left[] = { "tables", "tables.wal", "part" };
    for (size_t i = 0; i < sizeof left / sizeof *left && f->folder; i++) {
        char *name = NULL;
        if (asprintf(&name, "%s/%s", f->folder, left[i]) < 0) break;
        unlink(name);
        free(name);
    }
    if (f->folder) rmdir(f->folder);
    if (f->duck.library) dlclose(f->duck.library);
}

static chy_status begin(struct export *x, chy_err *err)
{
    struct files *f = ARENA_NEW(x->mem, struct files);
    if (!f) return err_memory(err, "exporting");
    x->state = f;
    chy_status st = open_library(&f->duck, err);
    if (!st) st = open_database(x, f, err);
    if (st) {
        close_all(f);
        return st;
    }
    settle(f, x->format->tables);
    tell_export(x, f);
    return CHY_OK;
}

static chy_status hand_on(struct export *x, struct files *f, const char *part, chy_err *err)
{
    char *path = NULL, *room = malloc(PART_ROOM);
    chy_status st = CHY_OK;
    if (asprintf(&path, "%s/part", f->folder) < 0) path = NULL;
    FILE *in = path ? fopen(path, "rb") : NULL;
    if (!in || !room)
        st = room ? err_set(err, CHY_EIO, 0, "%s: what was written there cannot be read", f->folder) : err_memory(err, "exporting");
    for (size_t n; !st && (n = fread(room, 1, PART_ROOM, in)) > 0;)
        if (x->sink(x->user, part, room, n)) st = err_set(err, CHY_STOPPED, 0, "the export was stopped");
    if (!st && ferror(in)) st = err_set(err, CHY_EIO, 0, "%s: what was written there cannot be read", f->folder);
    if (in) fclose(in);
    free(path);
    free(room);
    return st;
}

static chy_status write_part(struct export *x, struct files *f, int i, chy_err *err)
{
    buf sql;
    char *part = NULL;
    buf_init(&sql, NULL, NULL);
    if (f->duck.appender_close(f->appenders[i]) != DUCK_OK) fault(f, f->duck.appender_error(f->appenders[i]));
    buf_format(&sql, "COPY \"%s\" TO ", part_name(i));
    buf p;
    buf_init(&p, NULL, NULL);
    buf_format(&p, "%s/part", f->folder);
    sql_text(&sql, (chy_str){ p.ptr, p.len });
    buf_str(&sql, CHY_LIT(" (FORMAT parquet, COMPRESSION zstd, KV_METADATA { program: "));
    sql_text(&sql, x->program);
    buf_str(&sql, CHY_LIT(" })"));
    if (p.failed) fault(f, "no memory");
    run_sql(f, &sql);
    free(p.ptr);
    free(sql.ptr);
    if (f->failed) return err_set(err, f->failed, 0, "Parquet: %s", f->why);
    if (asprintf(&part, "%s.parquet", part_name(i)) < 0) return err_memory(err, "exporting");
    chy_status st = hand_on(x, f, part, err);
    free(part);
    return st;
}

static chy_status end(struct export *x, chy_err *err)
{
    struct files *f = x->state;
    chy_status st = CHY_OK;
    if (!f) return CHY_OK;
    for (int i = 0; i <= TABLE_COUNT && !st; i++)
        if (f->appenders[i]) st = write_part(x, f, i, err);
    if (!st && f->failed) st = err_set(err, f->failed, 0, "Parquet: %s", f->why);
    close_all(f);
    return st;
}

const struct export_format export_parquet = { "parquet", (1u << TABLE_COUNT) - 1 - (1u << TABLE_CODINGS), false, false, begin, row, end };
