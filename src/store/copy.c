#include "store/copy.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char copying[] = "copying the record";

struct column {
    chy_str name;
    bool is_number, is_bytes;
    int64_t of_key; /* its place in the key; 0: none */
};
typedef LIST(struct column) column_list;
typedef LIST(chy_str) name_list;

/* The tables of a record, but for the index of words. */
static chy_status list_tables(struct db *file, arena *mem, name_list *out, chy_err *err)
{
    struct db_statement *stmt = NULL;
    chy_str name;
    chy_status st = db_prepare(file,
                               CHY_LIT("SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' AND "
                                       "substr(name, 1, 14) <> 'sentence_words' ORDER BY name"),
                               &stmt, err);
    while (!st && (st = db_step(stmt, err)) == CHY_ROW) {
        chy_str *slot = LIST_PUSH(mem, out);
        if (slot && file->driver->text(stmt, 0, &name)) *slot = str_keep(mem, name);
        st = slot && slot->ptr ? CHY_OK : err_memory(err, copying);
    }
    db_finish(stmt);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status list_columns(struct db *file, chy_str table, arena *mem, column_list *out, chy_err *err)
{
    struct db_statement *stmt = NULL;
    chy_str name, type;
    chy_status st = db_prepare(file, CHY_LIT("SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid"), &stmt, err);
    if (!st) db_bind(stmt, "s", table);
    while (!st && (st = db_step(stmt, err)) == CHY_ROW) {
        struct column *c = LIST_PUSH(mem, out);
        if (c && file->driver->text(stmt, 0, &name) && file->driver->text(stmt, 1, &type))
            *c = (struct column){ str_keep(mem, name), str_is(type, "INTEGER"), str_is(type, "BLOB"), db_number(stmt, 2) };
        st = c && c->name.ptr ? CHY_OK : err_memory(err, copying);
    }
    db_finish(stmt);
    return st == CHY_DONE ? CHY_OK : st;
}

static void write_name(buf *sql, chy_str name)
{
    buf_char(sql, '"');
    buf_str(sql, name);
    buf_char(sql, '"');
}

static void write_columns(buf *sql, const column_list *columns)
{
    for (uint32_t i = 0; i < columns->count; i++) {
        if (i) buf_char(sql, ',');
        write_name(sql, columns->at[i].name);
    }
}

/* In the order of the key: so each row goes behind the one before. */
static void write_order(buf *sql, const column_list *columns)
{
    for (int64_t place = 1; place <= (int64_t)columns->count; place++)
        for (uint32_t i = 0; i < columns->count; i++) {
            if (columns->at[i].of_key != place) continue;
            buf_str(sql, place == 1 ? CHY_LIT(" ORDER BY ") : CHY_LIT(","));
            write_name(sql, columns->at[i].name);
        }
}

static chy_status prepare_built(struct db *db, buf *sql, struct db_statement **out, chy_err *err)
{
    chy_status st = sql->failed ? err_memory(err, copying) : db_prepare(db, (chy_str){ sql->ptr, sql->len }, out, err);
    free(sql->ptr);
    return st;
}

static chy_status prepare_read(struct db *from, chy_str table, const column_list *columns, struct db_statement **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_str(&sql, CHY_LIT("SELECT "));
    write_columns(&sql, columns);
    buf_str(&sql, CHY_LIT(" FROM "));
    write_name(&sql, table);
    write_order(&sql, columns);
    chy_status st = prepare_built(from, &sql, out, err);
    if (!st && from->driver->stream) from->driver->stream(*out);
    return st;
}

static chy_status prepare_write(struct db *to, chy_str table, const column_list *columns, struct db_statement **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_str(&sql, CHY_LIT("INSERT INTO "));
    write_name(&sql, table);
    buf_str(&sql, CHY_LIT(" ("));
    write_columns(&sql, columns);
    buf_str(&sql, CHY_LIT(") VALUES ("));
    for (uint32_t i = 0; i < columns->count; i++) buf_format(&sql, i ? ",?%u" : "?%u", i + 1);
    buf_char(&sql, ')');
    return prepare_built(to, &sql, out, err);
}

/* One value is fetched, bound and written before the next row: the driver's memory outlives the step. Bytes are the driver's of one column
 * alone, so those are kept. */
static chy_status copy_row(struct db_statement *in, struct db_statement *out, const column_list *columns, arena *mem, chy_err *err)
{
    const struct db_driver *from = in->db->driver, *to = out->db->driver;
    arena_mark here = arena_here(mem);
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < columns->count; i++) {
        const struct column *c = &columns->at[i];
        chy_str value;
        int at = (int)i + 1;
        if (from->is_nothing(in, (int)i))
            to->bind_nothing(out, at, !c->is_number);
        else if (c->is_number)
            to->bind_number(out, at, from->number(in, (int)i));
        else if (!from->text(in, (int)i, &value))
            st = err_memory(err, copying);
        else if (!c->is_bytes)
            to->bind_text(out, at, value);
        else if (!(value = str_keep(mem, value)).ptr)
            st = err_memory(err, copying);
        else
            to->bind_bytes(out, at, value);
    }
    if (!st) st = db_step(out, err);
    db_reset(out);
    arena_rewind(mem, here);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status copy_table(struct db *from, struct db *to, chy_str table, arena *mem, chy_err *err)
{
    struct db_statement *in = NULL, *out = NULL;
    column_list columns = { 0 };
    chy_status st = list_columns(to, table, mem, &columns, err);
    if (!st) st = prepare_write(to, table, &columns, &out, err);
    if (!st) st = prepare_read(from, table, &columns, &in, err);
    while (!st && (st = db_step(in, err)) == CHY_ROW) st = copy_row(in, out, &columns, mem, err);
    db_finish(in);
    db_finish(out);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status copy_rows(struct db *from, struct db *to, chy_err *err)
{
    name_list tables = { 0 };
    arena mem;
    arena_init(&mem, (size_t)1 << 30);
    chy_status st = db_run(to, "BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON", copying, err);
    if (!st) st = list_tables(to, &mem, &tables, err);
    for (uint32_t i = 0; !st && i < tables.count; i++) st = copy_table(from, to, tables.at[i], &mem, err);
    if (!st) st = db_run(to, "INSERT INTO sentence_words (sentence_words) VALUES ('rebuild')", copying, err);
    if (!st) st = db_run(to, "COMMIT", copying, err);
    arena_done(&mem);
    return st;
}

static chy_status copy_held(struct db *from, const char *part, chy_err *err)
{
    struct db *to = NULL;
    chy_status st = sqlite_open_db(part, STORE_WRITE, &to, err);
    if (st) return st;
    st = db_run(from, from->driver->hold, copying, err);
    if (!st) st = copy_rows(from, to, err);
    if (from->driver->in_transaction(from)) db_run(from, "ROLLBACK", copying, NULL);
    to->driver->close(to);
    return st;
}

static void remove_part(const char *part, arena *mem)
{
    static const char *const ends[] = { "", "-wal", "-shm", "-journal" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        chy_str name = str_format(mem, "%s%s", part, ends[i]);
        if (name.ptr) unlink(name.ptr);
    }
}

chy_status copy_to_file(struct db *from, const char *path, chy_err *err)
{
    arena mem;
    chy_status st = CHY_OK;
    if (access(path, F_OK) == 0) return err_set(err, CHY_EUSAGE, 0, "%s: is there already; a copy goes into a new file", path);
    arena_init(&mem, (size_t)1 << 20);
    chy_str part = str_format(&mem, "%s.part", path);
    if (!part.ptr) {
        st = err_memory(err, copying);
        goto out;
    }
    remove_part(part.ptr, &mem);
    st = copy_held(from, part.ptr, err);
    if (!st && link(part.ptr, path) != 0) st = err_set(err, CHY_ESTORE, 0, "%s: %s", path, strerror(errno));
    remove_part(part.ptr, &mem);
out:
    arena_done(&mem);
    return st;
}
