/* What is remembered of pages that were fetched. */
#include "store/db.h"

static chy_status make_table(struct store *s, chy_err *err)
{
    return db_run(s->db,
                  "CREATE TABLE IF NOT EXISTS fetched (address TEXT NOT NULL PRIMARY KEY, etag TEXT NOT NULL, modified TEXT NOT NULL,"
                  " checked TEXT NOT NULL)",
                  "remembering what was fetched", err);
}

static bool keep_column(struct db_statement *stmt, int column, arena *mem, chy_str *out)
{
    chy_str text = CHY_LIT("");
    if (!stmt->db->driver->text(stmt, column, &text)) return false;
    *out = str_keep(mem, text);
    return out->ptr != NULL;
}

chy_status store_find_fetched(struct store *s, chy_str address, arena *mem, bool *known, chy_str *etag, chy_str *modified, chy_err *err)
{
    struct db_statement *stmt = NULL;
    *known = false;
    *etag = *modified = CHY_LIT("");
    chy_status st = make_table(s, err);
    if (!st) st = db_prepare(s->db, CHY_LIT("SELECT etag, modified FROM fetched WHERE address = ?1"), &stmt, err);
    if (!st) {
        db_bind(stmt, "s", address);
        st = db_step(stmt, err);
    }
    if (st == CHY_ROW) {
        *known = true;
        if (!keep_column(stmt, 0, mem, etag) || !keep_column(stmt, 1, mem, modified)) st = err_memory(err, "looking up what was fetched");
    }
    db_finish(stmt);
    return st == CHY_ROW || st == CHY_DONE ? CHY_OK : st;
}

chy_status store_note_fetched(struct store *s, chy_str address, chy_str etag, chy_str modified, chy_str now, chy_err *err)
{
    struct db_statement *stmt = NULL;
    chy_status st = make_table(s, err);
    if (!st)
        st = db_prepare(
            s->db,
            CHY_LIT("INSERT INTO fetched (address, etag, modified, checked) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (address) DO UPDATE "
                    "SET etag = excluded.etag, modified = excluded.modified, checked = excluded.checked"),
            &stmt, err);
    if (!st) {
        db_bind(stmt, "ssss", address, etag, modified, now);
        st = db_step(stmt, err);
    }
    db_finish(stmt);
    return st == CHY_DONE ? CHY_OK : st;
}
