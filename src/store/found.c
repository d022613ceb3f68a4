#include "store/found.h"

#include <inttypes.h>
#include <stdlib.h>

/* SQL keeps its own lines. */
/* clang-format off */

#define SAID_DAY "coalesce(coalesce(m.first_day, d.published_first) * 1000, " FOUND_NUMBER(FOUND_UNDATED) ")"

/* The lines of what is in force, as the views have it; each condition that follows says of which coding or event. */
static const char *const said[] = {
    "SELECT DISTINCT r.entity AS entity, 'S' AS kind, " SAID_DAY " AS day, m.id AS item FROM docs d JOIN statements m ON m.coding = d.coding "
    "JOIN speakers k ON k.statement = m.id JOIN referents r ON r.id = k.referent WHERE true",
    "SELECT DISTINCT r.entity, 'A', " SAID_DAY ", m.id FROM docs d JOIN statements m ON m.coding = d.coding "
    "JOIN topics k ON k.statement = m.id JOIN referents r ON r.id = k.referent WHERE true",
    "SELECT DISTINCT r.entity, 'A', " SAID_DAY ", m.id FROM docs d JOIN statements m ON m.coding = d.coding JOIN evidence v ON v.kind = 'S' AND v.item = m.id "
    "AND v.role = 'content' JOIN mentions n ON n.coding = d.coding AND n.\"start\" >= v.\"start\" AND n.\"end\" <= v.\"end\" "
    "JOIN referents r ON r.id = n.referent WHERE true",
};
static const char *const done[] = { FOUND_PARTIES, FOUND_OWNERS };
static const char *const is[] = {
    "SELECT DISTINCT y.entity AS entity, f.relation || '|' || replace(coalesce(f.object_text, ''), '|', ' ') || '|' || sr.entity || '|' || "
    "coalesce(CAST(orf.entity AS TEXT), '') || '|' || coalesce(CAST(wr.entity AS TEXT), '') || '|' || f.modality || '|' || f.ended || '|' || coalesce(f.valid_from, '') || '|' || "
    "coalesce(f.valid_to, '') AS what, coalesce(f.as_of_first, " FOUND_NUMBER(HELD_UNDATED) ") AS day, f.id AS fact FROM docs d JOIN facts f ON f.coding = d.coding "
    "JOIN referents sr ON sr.id = f.subject LEFT JOIN referents orf ON orf.id = f.object LEFT JOIN referents wr ON wr.id = f.\"of\" "
    "JOIN referents y ON y.id IN (f.subject, f.object, f.\"of\") WHERE true",
};

#define OF_CODING " AND d.coding = ?1"
#define REPORTS_OF "(SELECT number FROM coded_reports WHERE coding = ?1)"
/* clang-format on */

enum { SAID = sizeof said / sizeof *said, DONE = sizeof done / sizeof *done, IS = sizeof is / sizeof *is };

/* One statement with one number, run once. */
static chy_status run_with(struct db *db, buf *sql, int64_t number, chy_err *err)
{
    struct db_statement *stmt = NULL;
    chy_status st = sql->failed ? err_memory(err, "writing to the record") : db_prepare(db, (chy_str){ sql->ptr, sql->len }, &stmt, err);
    if (!st && number) db_bind(stmt, "i", number);
    if (!st) st = db_step(stmt, err);
    db_finish(stmt);
    free(sql->ptr);
    *sql = (buf){ 0 };
    return st == CHY_DONE || st == CHY_ROW ? CHY_OK : st;
}

static chy_status run_text(struct db *db, const char *sql, int64_t number, chy_err *err)
{
    buf words;
    buf_init(&words, NULL, NULL);
    buf_str(&words, str_of(sql));
    return run_with(db, &words, number, err);
}

static chy_status put_lines(struct db *db, const char *table, const char *const *from, int count, const char *condition, int64_t number,
                            chy_err *err)
{
    chy_status st = CHY_OK;
    for (int i = 0; !st && i < count; i++) {
        buf sql;
        buf_init(&sql, NULL, NULL);
        buf_format(&sql, "INSERT INTO %s %s%s ON CONFLICT DO NOTHING", table, from[i], condition);
        st = run_with(db, &sql, number, err);
    }
    return st;
}

#define FOUND "found (entity, kind, day, item)"
#define HELD "held (entity, what, day, fact)"

chy_status found_fill(struct db *db, chy_err *err)
{
    chy_status st = db_run(db, "DELETE FROM found; DELETE FROM held", "writing to the record", err);
    if (!st) st = put_lines(db, FOUND, said, SAID, "", 0, err);
    if (!st) st = put_lines(db, FOUND, done, DONE, "", 0, err);
    return st ? st : put_lines(db, HELD, is, IS, "", 0, err);
}

/* What a coding says, and what holds according to it. */
static chy_status drop_coding(struct db *db, int64_t coding, chy_err *err)
{
    chy_status st = run_text(
        db, "DELETE FROM found WHERE kind IN ('S', 'A') AND item IN (SELECT number FROM coded_statements WHERE coding = ?1)", coding, err);
    return st ? st : run_text(db, "DELETE FROM held WHERE fact IN (SELECT number FROM coded_facts WHERE coding = ?1)", coding, err);
}

/* Events without some of their reports; `reports` is a condition on a number of a report. */
static chy_status events_without(struct db *db, const char *reports, int64_t number, chy_err *err)
{
    buf sql, condition;
    buf_init(&sql, NULL, NULL);
    buf_init(&condition, NULL, NULL);
    buf_format(&sql, "DELETE FROM found WHERE kind = 'E' AND item IN (SELECT event FROM told WHERE report IN %s)", reports);
    buf_format(&condition, " AND e.id IN (SELECT event FROM told WHERE report IN %s) AND t.report NOT IN %s%c", reports, reports, 0);
    chy_status st = run_with(db, &sql, number, err);
    if (!st && condition.failed) st = err_memory(err, "writing to the record");
    if (!st) st = put_lines(db, FOUND, done, DONE, condition.ptr, number, err);
    free(condition.ptr);
    return st;
}

chy_status found_close_coding(struct store *s, int64_t coding, chy_err *err)
{
    chy_status st = drop_coding(s->db, coding, err);
    return st ? st : events_without(s->db, REPORTS_OF, coding, err);
}

chy_status found_events(struct store *s, chy_str list, chy_err *err)
{
    chy_status st = CHY_OK;
    for (int i = 0; !st && i <= DONE; i++) {
        struct db_statement *stmt = NULL;
        buf sql;
        buf_init(&sql, NULL, NULL);
        buf_format(&sql, i ? "INSERT INTO " FOUND " %s AND e.id" : "DELETE FROM found WHERE kind = 'E' AND item", i ? done[i - 1] : "");
        buf_format(&sql, " %s%s", s->db->driver->among, i ? " ON CONFLICT DO NOTHING" : "");
        st = sql.failed ? err_memory(err, "telling events apart") : db_prepare(s->db, (chy_str){ sql.ptr, sql.len }, &stmt, err);
        if (!st) db_bind(stmt, "s", list);
        if (!st) st = db_step(stmt, err);
        db_finish(stmt);
        free(sql.ptr);
        if (st == CHY_DONE) st = CHY_OK;
    }
    return st;
}

chy_status found_close_report(struct store *s, int64_t report, chy_err *err) { return events_without(s->db, "(?1)", report, err); }

static void write_all(buf *sql, const char *const *from, int count, const char *condition)
{
    for (int i = 0; i < count; i++) buf_format(sql, "%s%s%s", i ? " UNION " : "", from[i], condition);
}

/* The lines of a table that `which` tells of become those that the views have; what is right already is not touched. */
static chy_status put_right(struct db *db, const char *table, const char *which, const char *const *from, int count, const char *condition,
                            int64_t number, chy_err *err)
{
    buf sql;
    chy_str columns = str_of(table);
    size_t cut = str_find(columns, CHY_LIT(" ("), 0);
    buf_init(&sql, NULL, NULL);
    buf_format(&sql, "DELETE FROM %.*s WHERE %s AND %s NOT IN (", (int)cut, table, which, table + cut);
    write_all(&sql, from, count, condition);
    buf_char(&sql, ')');
    chy_status st = run_with(db, &sql, number, err);
    return st ? st : put_lines(db, table, from, count, condition, number, err);
}

chy_status store_find_again(struct store *s, int64_t document, chy_err *err)
{
    struct db_statement *stmt = NULL;
    int64_t coding = 0;
    chy_status st = db_prepare(s->db, CHY_LIT("SELECT id FROM codings WHERE document = ?1 AND closed IS NULL"), &stmt, err);
    if (!st) db_bind(stmt, "i", document);
    if (!st && (st = db_step(stmt, err)) == CHY_ROW) coding = db_number(stmt, 0);
    db_finish(stmt);
    if (st != CHY_ROW) return st == CHY_DONE ? CHY_OK : st;
    st = put_right(s->db, FOUND, "kind IN ('S', 'A') AND item IN (SELECT number FROM coded_statements WHERE coding = ?1)", said, SAID,
                   OF_CODING, coding, err);
    if (!st) st = put_right(s->db, HELD, "fact IN (SELECT number FROM coded_facts WHERE coding = ?1)", is, IS, OF_CODING, coding, err);
    if (!st)
        st = put_right(s->db, FOUND, "kind = 'E' AND item IN (SELECT event FROM told WHERE report IN " REPORTS_OF ")", done, DONE,
                       " AND e.id IN (SELECT event FROM told WHERE report IN " REPORTS_OF ")", coding, err);
    return st;
}

/* ------------------------------------------------------------------ verifying */

static chy_status compare(struct store *s, const char *what, const char *columns, const char *table, const char *const *from, int count,
                          const char *condition, bool missing, store_fault tell, void *user, chy_err *err)
{
    struct db_statement *stmt = NULL;
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_format(&sql, "SELECT 'N-' || q.entity FROM (SELECT %s FROM (", columns);
    if (missing) write_all(&sql, from, count, "");
    if (!missing) buf_format(&sql, "SELECT * FROM %s WHERE %s", table, condition);
    buf_format(&sql, ") x EXCEPT SELECT %s FROM (", columns);
    if (!missing) write_all(&sql, from, count, "");
    if (missing) buf_format(&sql, "SELECT * FROM %s WHERE %s", table, condition);
    buf_str(&sql, CHY_LIT(") y) q"));
    chy_status st = sql.failed ? err_memory(err, "verifying") : db_prepare(s->db, (chy_str){ sql.ptr, sql.len }, &stmt, err);
    while (!st && (st = db_step(stmt, err)) == CHY_ROW) {
        chy_str where = CHY_LIT("");
        st = s->db->driver->text(stmt, 0, &where) ? CHY_OK : err_memory(err, "verifying");
        if (!st) tell(user, what, where);
    }
    db_finish(stmt);
    free(sql.ptr);
    return st == CHY_DONE ? CHY_OK : st;
}

chy_status found_verify(struct store *s, store_fault tell, void *user, chy_err *err)
{
    static const struct {
        const char *columns, *table, *condition;
        const char *const *from;
        int count;
    } parts[] = { { "entity, kind, day, item", "found", "kind <> 'E'", said, SAID },
                  { "entity, kind, day, item", "found", "kind = 'E'", done, DONE },
                  { "entity, what, day, fact", "held", "true", is, IS } };
    chy_status st = CHY_OK;
    for (size_t i = 0; !st && i < 2 * sizeof parts / sizeof *parts; i++)
        st = compare(s, i % 2 ? "found where it is not" : "not found where it is", parts[i / 2].columns, parts[i / 2].table,
                     parts[i / 2].from, parts[i / 2].count, parts[i / 2].condition, i % 2 == 0, tell, user, err);
    return st;
}
