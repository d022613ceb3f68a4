/* Opening a record, transactions, cursors, looking back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/db.h"

/* ------------------------------------------------------------------ binding */

void db_bind_list(struct db_statement *stmt, const char *format, va_list args)
{
    const struct db_driver *driver = stmt->db->driver;
    for (int i = 1; *format; format++, i++) {
        if (strchr("stb", *format)) {
            chy_str text = va_arg(args, chy_str);
            if (*format == 't' && !text.len)
                driver->bind_nothing(stmt, i, true);
            else if (*format == 'b')
                driver->bind_bytes(stmt, i, text);
            else
                driver->bind_text(stmt, i, text);
            continue;
        }
        int64_t number = va_arg(args, int64_t);
        if ((*format == 'n' && number == STORE_NO_DAY) || (*format == 'z' && !number))
            driver->bind_nothing(stmt, i, false);
        else
            driver->bind_number(stmt, i, number);
    }
}

void db_bind(struct db_statement *stmt, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    db_bind_list(stmt, format, args);
    va_end(args);
}

void db_among(const struct db *db, buf *sql, int parameter)
{
    const char *among = db->driver->among, *at = strstr(among, "?1");
    buf_format(sql, "%.*s?%d%s", (int)(at - among), among, parameter, at + 2);
}

/* ------------------------------------------------------------------ opening */

chy_status store_open(const char *path, enum store_mode mode, struct store **out, chy_err *err)
{
    struct store *s = calloc(1, sizeof *s);
    if (!s) return err_memory(err, "opening the record");
    arena_init(&s->mem, 1 << 20);
    arena_init(&s->pending_mem, (size_t)1 << 30);
    arena_init(&s->changed_mem, (size_t)1 << 30);
    s->then = CHY_LIT("");
    chy_status st = postgres_is_address(path) ? postgres_open_db(path, mode, &s->db, err) : sqlite_open_db(path, mode, &s->db, err);
    if (st)
        store_close(s);
    else
        *out = s;
    return st;
}

void store_close(struct store *s)
{
    if (!s) return;
    if (s->last) s->last(s->last_user, s, CHY_STOPPED, NULL);
    for (int i = 0; i < PUT_STATEMENTS; i++) db_finish(s->put[i]);
    if (s->db) s->db->driver->close(s->db);
    arena_done(&s->mem);
    arena_done(&s->pending_mem);
    arena_done(&s->changed_mem);
    free(s);
}

/* ------------------------------------------------------------------ all or nothing */

/* What is gathered beyond this is no longer kept back: who puts so much in one go writes alone. */
static const size_t GATHERED_MOST = (size_t)96 << 20;

static const char writing[] = "writing to the record";

void store_at_end(struct store *s, store_last last, void *user)
{
    s->last = last;
    s->last_user = user;
}

void *store_last_user(const struct store *s, store_last last) { return s->last == last ? s->last_user : NULL; }
bool store_is_adding(const struct store *s) { return s->gathers; }

void store_forget_pending(struct store *s)
{
    if (s->db->driver->gather) s->db->driver->forget_gathered(s->db);
    s->sent = 0;
    s->changed_full = false;
    arena_done(&s->changed_mem);
    s->changed = (__typeof__(s->changed)){ 0 };
    arena_done(&s->pending_mem);
    s->pending = (__typeof__(s->pending)){ 0 };
    s->aliases = (__typeof__(s->aliases)){ 0 };
    s->namings = (__typeof__(s->namings)){ 0 };
}

/* One level is over: what was put within it is taken back, or belongs to the level around it. */
static void end_level(struct store *s, bool failed)
{
    for (uint32_t i = s->pending.count; i-- > 0 && s->pending.at[i].depth >= s->depth;) {
        s->pending.at[i].depth = s->depth - 1;
        s->pending.at[i].dropped |= failed;
    }
    s->depth--;
    if (failed && !s->gathers && s->db->driver->gather) s->db->driver->forget_gathered(s->db); /* what others need is sent */
}

/* From gathering to a transaction of its own, alone or with others that add. */
static chy_status go_alone(struct store *s, chy_err *err)
{
    chy_status st = db_run(s->db, s->db->driver->begin, writing, err);
    if (st) return st;
    s->gathers = false;
    s->alone = true;
    return store_put_own(s, err);
}

chy_status store_settle(struct store *s, chy_err *err)
{
    chy_status st = CHY_OK;
    if (s->gathers) {
        st = db_run(s->db, s->db->driver->begin_adding, writing, err);
        if (!st) s->gathers = false;
    }
    if (!st) st = store_put_own(s, err);
    if (!st && !s->alone) {
        st = db_run(s->db, s->db->driver->share, writing, err);
        if (!st) s->alone = true;
    }
    return st ? st : store_put_shared(s, err);
}

static chy_status begin(struct store *s, bool adding, chy_err *err)
{
    const struct db_driver *driver = s->db->driver;
    bool too_much = false;
    chy_status st = CHY_OK;
    if (s->then.len) return err_set(err, CHY_EUSAGE, 0, "%s: the past cannot be written to", s->db->name.ptr);
    if (!s->depth && adding && driver->gather) {
        s->gathers = true;
        s->alone = false;
    } else {
        if (s->gathers) too_much = driver->gathered_size(s->db) > GATHERED_MOST;
        if (s->gathers && (!adding || too_much)) st = go_alone(s, err);
        if (!st && !s->gathers) st = db_run(s->db, driver->in_transaction(s->db) ? "SAVEPOINT one" : driver->begin, writing, err);
        if (!st && !s->depth) s->alone = true;
    }
    if (!st)
        s->depth++;
    else if (!s->depth && driver->in_transaction(s->db))
        db_run(s->db, "ROLLBACK", writing, NULL);
    return st;
}

chy_status store_begin(struct store *s, chy_err *err) { return begin(s, false, err); }
chy_status store_begin_adding(struct store *s, chy_err *err) { return begin(s, true, err); }

/* Everything that was put goes into the record, and what follows from all of it. */
static chy_status finish(struct store *s, chy_err *err)
{
    if (!s->pending.count && s->gathers) return CHY_OK;
    chy_status st = s->pending.count ? store_settle(s, err) : CHY_OK;
    store_last last = s->last;
    if (!st && last) {
        s->last = NULL;
        st = last(s->last_user, s, CHY_OK, err);
    }
    return st ? st : db_run(s->db, "COMMIT", writing, err);
}

static chy_status end_outer(struct store *s, chy_status so_far, chy_err *err)
{
    chy_status st = so_far ? so_far : finish(s, err);
    if (s->last) s->last(s->last_user, s, st ? st : CHY_STOPPED, NULL);
    s->last = NULL;
    s->depth = 0;
    s->gathers = s->alone = false;
    store_forget_pending(s);
    if (s->db->driver->in_transaction(s->db)) db_run(s->db, "ROLLBACK", writing, NULL);
    return st;
}

chy_status store_end(struct store *s, chy_status so_far, chy_err *err)
{
    const struct db_driver *driver = s->db->driver;
    chy_status st = so_far;
    if (!st && !s->gathers && !driver->in_transaction(s->db))
        st = err_set(err, CHY_ESTORE, 0, "%s: what was being written was taken back", s->db->name.ptr); /* a full disk does that */
    if (s->depth == 1) return end_outer(s, st, err);
    if (!st && !s->gathers) st = db_run(s->db, "RELEASE SAVEPOINT one", writing, err);
    end_level(s, st != CHY_OK);
    if (st && driver->in_transaction(s->db)) db_run(s->db, "ROLLBACK TO SAVEPOINT one; RELEASE SAVEPOINT one", writing, NULL);
    return st;
}

chy_status store_look_back(struct store *s, chy_str then, chy_err *err)
{
    if (str_eq(then, s->then)) return CHY_OK;
    chy_str kept = str_keep(&s->mem, then);
    if (!kept.ptr) return err_memory(err, "looking back");
    chy_status st = views_look_back(s->db, then, err);
    s->then = st ? CHY_LIT("") : kept;
    return st;
}

/* ------------------------------------------------------------------ cursors */

struct store_rows {
    struct db_statement *stmt;
    bool failed; /* a value could not be had for want of memory: told by the next store_next */
    void *kept[2];
};

void rows_keep(struct store_rows *rows, void *one, void *other)
{
    if (rows) {
        rows->kept[0] = one;
        rows->kept[1] = other;
        return;
    }
    free(one);
    free(other);
}

static chy_status rows_begin(struct store *s, chy_str sql, struct store_rows **out, chy_err *err, const char *format, va_list args)
{
    struct db_statement *stmt = NULL;
    struct store_rows *rows = NULL;
    chy_status st = db_prepare(s->db, sql, &stmt, err);
    if (!st && !(rows = calloc(1, sizeof *rows))) st = err_memory(err, "asking the record");
    if (!st) {
        db_bind_list(stmt, format, args);
        rows->stmt = stmt;
        *out = rows;
    } else
        db_finish(stmt);
    return st;
}

chy_status rows_open(struct store *s, buf *sql, struct store_rows **out, chy_err *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    chy_status st =
        sql->failed ? err_memory(err, "asking the record") : rows_begin(s, (chy_str){ sql->ptr, sql->len }, out, err, format, args);
    va_end(args);
    free(sql->ptr);
    *sql = (buf){ 0 };
    return st;
}

chy_status rows_of(struct store *s, const char *sql, struct store_rows **out, chy_err *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    chy_status st = rows_begin(s, str_of(sql), out, err, format, args);
    va_end(args);
    return st;
}

void store_patience(struct store *s, unsigned milliseconds) { s->db->driver->patience(s->db, milliseconds); }

chy_status store_sql(struct store *s, chy_str text, int milliseconds, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_str(&sql, text);
    buf_char(&sql, '\n'); /* a comment at the end ends there */
    chy_status st = s->db->driver->guard(s->db, milliseconds, err);
    return st ? st : rows_open(s, &sql, out, err, "");
}

void store_sql_done(struct store *s) { s->db->driver->guard(s->db, 0, NULL); }
int store_column_count(const struct store_rows *rows) { return rows->stmt->db->driver->columns(rows->stmt); }
const char *store_column_name(struct store_rows *rows, int column) { return rows->stmt->db->driver->column_name(rows->stmt, column); }

chy_status store_next(struct store_rows *rows, chy_err *err)
{
    if (rows->failed) return err_memory(err, "asking the record");
    return db_step(rows->stmt, err);
}

chy_str store_text(struct store_rows *rows, int column)
{
    chy_str text = CHY_LIT("");
    if (!rows->stmt->db->driver->text(rows->stmt, column, &text)) rows->failed = true;
    return text;
}

int64_t store_number(const struct store_rows *rows, int column) { return db_number(rows->stmt, column); }

int64_t store_day(const struct store_rows *rows, int column)
{
    return rows->stmt->db->driver->is_nothing(rows->stmt, column) ? STORE_NO_DAY : db_number(rows->stmt, column);
}

void store_rows_close(struct store_rows *rows)
{
    if (!rows) return;
    db_finish(rows->stmt);
    free(rows->kept[0]);
    free(rows->kept[1]);
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
