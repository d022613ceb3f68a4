/*
 * What is in force, as views: now, and at an earlier moment.
 *
 * Each view is written once. "@stands(x)" becomes the condition that a row of x is in force, "@open(c)" that a coding is; "@then" is the
 * moment, quoted. The views of an earlier moment are temporary ones of the same names, which stand before the others, so that no
 * question needs to know which day it is asked for.
 */
#include <stdlib.h>

#include "store/db.h"

/* SQL keeps its own lines. */
/* clang-format off */

#define OPEN(x) "EXISTS (SELECT 1 FROM codings o WHERE o.id = " x ".coding AND @open(o))"

static const struct view {
    const char *name, *sql;
} views[] = {
    { "docs", /* one row a document: its coding, and what that knows of it */
      "SELECT d.id AS id, d.hash AS hash, d.path AS path, d.size AS size, d.given AS given, d.recorded AS recorded, c.id AS coding, c.text AS text, "
      "c.versions AS versions, c.recorded AS coded, m.publisher AS publisher, m.publisher_referent AS publisher_referent, m.author AS author, "
      "m.author_referent AS author_referent, m.title AS title, m.lang AS lang, m.published AS published, m.published_basis AS published_basis, "
      "m.published_first AS published_first, m.published_last AS published_last, m.updated AS updated, m.address AS address, m.entry AS entry "
      "FROM codings c JOIN documents d ON d.id = c.document JOIN metadata m ON m.coding = c.id WHERE @open(c) AND @stands(m)" },
    { "statements",
      "SELECT x.number AS id, x.coding AS coding, x.kind AS kind, x.date AS date, x.first_day AS first_day, x.last_day AS last_day, x.occasion AS occasion, "
      "x.addressee AS addressee, x.continued AS continued, x.entry AS entry FROM coded_statements x WHERE @stands(x) AND " OPEN("x") },
    { "reports",
      "SELECT x.number AS id, x.coding AS coding, x.position AS position, x.type AS type, x.mode AS mode, x.kind AS kind, x.cameo AS cameo, x.date AS date, "
      "x.first_day AS first_day, x.last_day AS last_day, x.place AS place, x.status AS status, x.sentence AS sentence, x.statement AS statement, "
      "x.within AS within, x.confidence AS confidence, x.rule AS rule, x.block AS block, x.tied AS tied, x.entry AS entry "
      "FROM coded_reports x WHERE @stands(x) AND " OPEN("x") },
    { "facts",
      "SELECT x.number AS id, x.coding AS coding, x.subject AS subject, x.relation AS relation, x.object AS object, x.object_text AS object_text, "
      "x.\"of\" AS \"of\", x.modality AS modality, x.holder AS holder, x.as_of AS as_of, x.as_of_first AS as_of_first, x.as_of_last AS as_of_last, "
      "x.valid_from AS valid_from, x.from_first AS from_first, x.from_last AS from_last, x.valid_to AS valid_to, x.to_first AS to_first, "
      "x.to_last AS to_last, x.ended AS ended, x.inferred AS inferred, x.statement AS statement, x.confidence AS confidence, x.rule AS rule, "
      "x.entry AS entry FROM coded_facts x WHERE @stands(x) AND " OPEN("x") },
    { "speakers", "SELECT x.statement AS statement, x.position AS position, x.referent AS referent FROM coded_speakers x WHERE @stands(x)" },
    { "topics", "SELECT x.statement AS statement, x.position AS position, x.referent AS referent FROM coded_topics x WHERE @stands(x)" },
    { "chains", "SELECT x.kind AS kind, x.item AS item, x.position AS position, x.referent AS referent, x.date AS date FROM coded_chains x WHERE @stands(x)" },
    { "participants", "SELECT x.report AS report, x.position AS position, x.referent AS referent, x.role AS role FROM coded_participants x WHERE @stands(x)" },
    { "events",
      "SELECT x.number AS id, x.block AS block, x.type AS type, x.mode AS mode, x.kind AS kind, x.date AS date, x.first_day AS first_day, x.last_day AS last_day, "
      "x.place AS place, x.status AS status, (SELECT count(*) FROM tellings t WHERE t.event = x.number AND @stands(t)) AS reports "
      "FROM resolved_events x WHERE @stands(x)" },
    { "told", "SELECT x.report AS report, x.event AS event FROM tellings x WHERE @stands(x)" },
};

/* Tables that hold what is so now, and beside them what was: seen as views only when looking back, and only when something changed since. */
static const struct past {
    const char *name, *changed, *sql;
} pasts[] = {
    { "entities", "SELECT 1 FROM past_sames WHERE until > @then LIMIT 1",
      "SELECT x.id AS id, x.type AS type, x.key AS key, x.name AS name, x.unnamed AS unnamed, "
      "coalesce((SELECT p.same FROM past_sames p WHERE p.entity = x.id AND p.until > @then ORDER BY p.until LIMIT 1), x.same) AS same FROM main.entities x" },
    { "referents", "SELECT 1 FROM past_placings WHERE until > @then LIMIT 1",
      "SELECT x.id AS id, x.coding AS coding, coalesce((SELECT p.entity FROM past_placings p WHERE p.referent = x.id AND p.until > @then "
      "ORDER BY p.until LIMIT 1), x.entity) AS entity, x.name AS name, x.plural AS plural, x.post AS post, x.\"of\" AS \"of\", x.entry AS entry "
      "FROM main.referents x" },
};
/* clang-format on */

enum { VIEWS = sizeof views / sizeof *views, PASTS = sizeof pasts / sizeof *pasts };

static void write_moment(buf *out, chy_str then)
{
    buf_char(out, '\'');
    for (size_t i = 0; i < then.len; i++)
        if (then.ptr[i] != '\'') buf_char(out, then.ptr[i]);
    buf_char(out, '\'');
}

/* "(x.since IS NULL OR x.since <= 'T') AND (x.until IS NULL OR x.until > 'T')" */
static void write_condition(buf *out, chy_str x, const char *from, const char *to, chy_str then)
{
    if (!then.len) {
        buf_format(out, "%.*s.%s IS NULL", (int)x.len, x.ptr, to);
        return;
    }
    buf_format(out, "(%.*s.%s IS NULL OR %.*s.%s <= ", (int)x.len, x.ptr, from, (int)x.len, x.ptr, from);
    write_moment(out, then);
    buf_format(out, ") AND (%.*s.%s IS NULL OR %.*s.%s > ", (int)x.len, x.ptr, to, (int)x.len, x.ptr, to);
    write_moment(out, then);
    buf_char(out, ')');
}

/* The SQL of a view for a moment ("": now). */
static void write_view(buf *out, const char *sql, chy_str then)
{
    chy_str rest = str_of(sql);
    for (size_t at; (at = str_find(rest, CHY_LIT("@"), 0)) != SIZE_MAX;) {
        buf_str(out, str_cut(rest, 0, at));
        rest = str_cut(rest, at, rest.len);
        if (str_starts(rest, CHY_LIT("@then"))) {
            write_moment(out, then);
            rest = str_cut(rest, strlen("@then"), rest.len);
            continue;
        }
        bool stands = str_starts(rest, CHY_LIT("@stands("));
        size_t name = stands ? strlen("@stands(") : strlen("@open("), end = str_find(rest, CHY_LIT(")"), name);
        write_condition(out, str_cut(rest, name, end), stands ? "since" : "recorded", stands ? "until" : "closed", then);
        rest = str_cut(rest, end + 1, rest.len);
    }
    buf_str(out, rest);
}

static chy_status run_text(struct db *db, buf *sql, const char *doing, chy_err *err)
{
    buf_char(sql, 0);
    chy_status st = sql->failed ? err_memory(err, doing) : db_run(db, sql->ptr, doing, err);
    free(sql->ptr);
    *sql = (buf){ 0 };
    return st;
}

chy_status views_make(struct db *db, chy_err *err)
{
    chy_status st = CHY_OK;
    for (int i = 0; !st && i < VIEWS; i++) {
        buf sql;
        buf_init(&sql, NULL, NULL);
        buf_format(&sql, "DROP VIEW IF EXISTS %s; CREATE VIEW %s AS ", views[i].name, views[i].name);
        write_view(&sql, views[i].sql, CHY_LIT(""));
        st = run_text(db, &sql, "making the record", err);
    }
    return st;
}

/* Did what the table holds change since? */
static chy_status changed_since(struct db *db, const struct past *past, chy_str then, bool *answer, chy_err *err)
{
    struct db_statement *stmt = NULL;
    buf sql;
    buf_init(&sql, NULL, NULL);
    write_view(&sql, past->changed, then);
    chy_status st = sql.failed ? err_memory(err, "looking back") : db_prepare(db, (chy_str){ sql.ptr, sql.len }, &stmt, err);
    if (!st) st = db_step(stmt, err);
    *answer = st == CHY_ROW;
    db_finish(stmt);
    free(sql.ptr);
    return st == CHY_ROW || st == CHY_DONE ? CHY_OK : st;
}

static chy_status make_past(struct db *db, const char *name, const char *view, chy_str then, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_format(&sql, "CREATE TEMPORARY VIEW %s AS ", name);
    write_view(&sql, view, then);
    return run_text(db, &sql, "looking back", err);
}

static chy_status drop_past(struct db *db, const char *name, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_format(&sql, "DROP VIEW IF EXISTS temp.%s", name);
    return run_text(db, &sql, "looking back", err);
}

chy_status views_look_back(struct db *db, chy_str then, chy_err *err)
{
    chy_status st = db->driver->look(db, true, err);
    for (int i = 0; !st && i < VIEWS; i++) st = drop_past(db, views[i].name, err);
    for (int i = 0; !st && i < PASTS; i++) st = drop_past(db, pasts[i].name, err);
    /* Tables first: the views above are made of them. */
    for (int i = 0; !st && then.len && i < PASTS; i++) {
        bool needed = false;
        st = changed_since(db, &pasts[i], then, &needed, err);
        if (!st && needed) st = make_past(db, pasts[i].name, pasts[i].sql, then, err);
    }
    for (int i = 0; !st && then.len && i < VIEWS; i++) st = make_past(db, views[i].name, views[i].sql, then, err);
    chy_status over = db->driver->look(db, false, st ? NULL : err);
    return st ? st : over;
}
