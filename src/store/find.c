/* Asking: each kind of question is one SELECT, put together from the pieces below and the conditions that were given. */
#include <stdlib.h>

#include "store/found.h"
#include "store/pieces.h"

/* SQL keeps its own lines. */
/* clang-format off */

chy_status store_entities(struct store *s, chy_str folded, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT e.id, e.type, e.name, e.key, sum(a.documents), min(CASE WHEN a.kind = 'short' THEN 1 ELSE 0 END) AS short FROM aliases a "
                   "JOIN entities o ON o.id = a.entity JOIN entities e ON e.id = o.same WHERE a.folded = ?1 "
                   "GROUP BY e.id, e.type, e.name, e.key ORDER BY short, sum(a.documents) DESC, e.type, e.key", out, err, "s", folded);
}

chy_status store_entities_by_key(struct store *s, chy_str type, chy_str key, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT DISTINCT e.id, e.type, e.name, e.key, 0, 0 FROM entities o JOIN entities e ON e.id = o.same WHERE o.type = ?1 AND (o.key = ?2 OR (o.key > ?2 || '@' AND o.key < ?2 || 'A')) ORDER BY e.key", out, err, "ss", type, key);
}

static void write_block(struct store *s, buf *sql, chy_str block, chy_str among)
{
    buf_init(sql, NULL, NULL);
    write(sql, "SELECT t.id, d.hash, t.position, t.type, t.mode, t.kind, t.date, t.first_day, t.last_day, pe.id, pos.same, pe.type || ':' || pe.key, "
                "t.status, d.published_first, t.confidence, ");
    /* of several persons the block tells only how they are called */
    write(sql, str_find(block, CHY_LIT("|person:"), 0) == SIZE_MAX ? "''" : "(SELECT group_concat(n, ' ') FROM (SELECT DISTINCT CAST(ka.same AS TEXT) AS n FROM participants k JOIN referents kr ON kr.id = k.referent "
                "JOIN entities ka ON ka.id = kr.entity WHERE k.report = t.id AND ka.type = 'person' ORDER BY n) q)");
    write(sql, ", t.tied FROM reports t JOIN docs d ON d.coding = t.coding LEFT JOIN referents pr ON pr.id = t.place "
                LEFT_ENTITY("pr", "pa", "pe") "LEFT JOIN referents po ON po.id = pr.\"of\" LEFT JOIN entities pos ON pos.id = po.entity WHERE ");
    if (among.len) buf_format(sql, "t.id %s AND t.block || '' = ?2", s->db->driver->among);
    else write(sql, "t.block = ?1");
    write(sql, " ORDER BY d.hash, t.position");
}

chy_status store_block(struct store *s, chy_str block, chy_str among, struct store_rows **out, chy_err *err)
{
    buf sql;
    write_block(s, &sql, block, among);
    return among.len ? rows_open(s, &sql, out, err, "ss", among, block) : rows_open(s, &sql, out, err, "s", block);
}

#define DAYS_OF "SELECT x.number, x.coding, x.first_day, x.last_day, x.published, CASE WHEN EXISTS (SELECT 1 FROM coded_reports y WHERE y.block = ?1 " \
                "AND y.tied IS NOT NULL) THEN 1 ELSE 0 END FROM coded_reports x WHERE x.block = ?1"

chy_status store_block_days(struct store *s, chy_str block, struct store_rows **out, chy_err *err)
{
    return rows_of(s, DAYS_OF, out, err, "s", block);
}

chy_status store_block_days_ahead(struct store *s, const chy_str *block, uint32_t count, chy_err *err)
{
    struct db_question question[STORE_BLOCKS_AHEAD_MOST];
    if (!s->db->driver->ahead || count > STORE_BLOCKS_AHEAD_MOST) return CHY_OK;
    for (uint32_t i = 0; i < count; i++) question[i] = (struct db_question){ .sql = DAYS_OF, .text = { block[i] }, .count = 1 };
    return s->db->driver->ahead(s->db, question, count, err);
}

chy_status store_blocks_ahead(struct store *s, const chy_str *block, const chy_str *among, uint32_t count, chy_err *err)
{
    struct db_question question[3 * STORE_BLOCKS_AHEAD_MOST];
    buf sql[STORE_BLOCKS_AHEAD_MOST];
    chy_status st = CHY_OK;
    uint32_t n = 0;
    if (!s->db->driver->ahead || count > STORE_BLOCKS_AHEAD_MOST) return CHY_OK;
    for (uint32_t i = 0; i < count; i++) {
        write_block(s, &sql[i], block[i], among[i]);
        buf_char(&sql[i], 0);
        if (sql[i].failed) st = err_memory(err, "telling events apart");
        question[n++] = (struct db_question){ .sql = sql[i].ptr, .text = { among[i].len ? among[i] : block[i], block[i] }, .count = among[i].len ? 2 : 1 };
        if (!st) st = store_questions_of_block(s, block[i], among[i], &question[n], err);
        n += 2;
    }
    if (!st) st = s->db->driver->ahead(s->db, question, n, err);
    for (uint32_t i = 0; i < count; i++) free(sql[i].ptr);
    return st;
}

chy_status store_blocks(struct store *s, int64_t document, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    if (document)
        write(&sql, "SELECT DISTINCT t.block AS block FROM docs d JOIN reports t ON t.coding = d.coding WHERE d.id = ?1 ORDER BY block");
    else
        write(&sql, "SELECT block FROM reports WHERE ?1 IS NULL UNION SELECT block FROM events ORDER BY block");
    return rows_open(s, &sql, out, err, "z", document);
}

/* Where to look, of one set: "[12,17]", how many entities that are, and how many lines, as far as it matters. */
struct place {
    char kind;
    buf list;
    uint32_t entities;
    int64_t lines;
};
enum { FEW = 2000 };

static chy_status count_lines(struct store *s, struct place *p, chy_err *err)
{
    struct db_statement *stmt = NULL;
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_format(&sql, "SELECT count(*) FROM (SELECT 1 FROM found WHERE entity %s AND kind = '%c' LIMIT %d) q", s->db->driver->among, p->kind, FEW);
    chy_status st = sql.failed ? err_memory(err, "asking the record") : db_prepare(s->db, (chy_str){ sql.ptr, sql.len }, &stmt, err);
    if (!st) db_bind(stmt, "s", (chy_str){ p->list.ptr, p->list.len });
    if (!st && (st = db_step(stmt, err)) == CHY_ROW) p->lines = db_number(stmt, 0);
    db_finish(stmt);
    free(sql.ptr);
    return st == CHY_ROW || st == CHY_DONE ? CHY_OK : st;
}

static chy_status place_of(struct store *s, char kind, struct store_set set, struct place *p, chy_err *err)
{
    struct db_statement *stmt = NULL;
    buf sql;
    *p = (struct place){ .kind = kind };
    buf_init(&p->list, NULL, NULL);
    if (!set.count) return CHY_OK;
    buf_init(&sql, NULL, NULL);
    write_set(&sql, set);
    chy_status st = sql.failed ? err_memory(err, "asking the record") : db_prepare(s->db, str_cut((chy_str){ sql.ptr, sql.len }, 1, sql.len - 1), &stmt, err);
    while (!st && (st = db_step(stmt, err)) == CHY_ROW) {
        buf_format(&p->list, "%c%lld", p->entities++ ? ',' : '[', (long long)db_number(stmt, 0));
        st = CHY_OK;
    }
    if (!p->entities) buf_str(&p->list, CHY_LIT("[0"));
    buf_char(&p->list, ']');
    if (p->list.failed && st == CHY_DONE) st = err_memory(err, "asking the record");
    db_finish(stmt);
    free(sql.ptr);
    return st == CHY_DONE ? count_lines(s, p, err) : st;
}

/* What both have to do with (the second one may be empty) is found by way of the one that has to do with less: that one first. */
static void put_in_turn(struct place *one, struct place *other)
{
    if (!other->list.len || (one->list.len && one->lines <= other->lines)) return;
    struct place turn = *one;
    *one = *other;
    *other = turn;
}

/* The list of a place as a parameter: one entity as a number. */
static chy_str place_bound(const struct place *p)
{
    chy_str list = { p->list.ptr, p->list.len };
    return p->entities == 1 ? str_cut(list, 1, list.len - 1) : list;
}

/* Numbers of what both have to do with, in the order of days. The caller goes on with joins that begin with "JOIN ... ON x = l.item", and conditions. */
static void write_lines(buf *sql, const struct place *first) { buf_format(sql, "SELECT %sl.day AS day, l.item AS item FROM found l ", first->entities > 1 ? "DISTINCT " : ""); }

/* Parameters `at` and, when there is a second one, the next are the places as place_bound gives them. */
static void write_line_conditions(struct store *s, buf *sql, const struct place *first, const struct place *second, int at)
{
    const struct place *place[] = { first, second };
    for (int i = 0; i < 2 && (!i || second->list.len); i++, at++) {
        /* "+": by the days of the other party, which lie as those of the first do, and not by the item, which lies anywhere */
        write(sql, i ? " AND EXISTS (SELECT 1 FROM found g WHERE g.entity " : "WHERE l.entity ");
        if (place[i]->entities == 1) buf_format(sql, "= CAST(?%d AS BIGINT)", at);
        else db_among(s->db, sql, at);
        buf_format(sql, i ? " AND g.kind = '%c' AND g.day = l.day AND +g.item = l.item)" : " AND l.kind = '%c'", place[i]->kind);
    }
}

static void write_limit(buf *sql, uint32_t limit)
{
    if (limit) buf_format(sql, " LIMIT %u", limit);
}

/* " AND one of subject, object and of is in the set". */
static void write_fact_any(buf *sql, struct store_set set)
{
    if (!set.count) return;
    static const char *const columns[] = { "subject", "object", "\"of\"" };
    write(sql, " AND (");
    for (int i = 0; i < 3; i++) {
        buf_format(sql, "%sf.%s IN (SELECT id FROM referents WHERE entity IN ", i ? " OR " : "", columns[i]);
        write_set(sql, set);
        buf_char(sql, ')');
    }
    buf_char(sql, ')');
}

bool store_knows_now(const struct store *s) { return !s->then.len; }

/* "[12,17]" */
static void write_numbers(buf *out, struct store_set set)
{
    for (uint32_t i = 0; i < set.count; i++) buf_format(out, "%c%lld", i ? ',' : '[', (long long)set.at[i]);
    write(out, set.count ? "]" : "[]");
}

/* Every entity that is the same as one of the list ?1. */
static void write_same(struct store *s, buf *sql) { buf_format(sql, "(SELECT sa.id FROM entities sa WHERE sa.same %s)", s->db->driver->among); }

/* One step from what is said to the next thing that is said, however often each is: of the entities ?1, between ?2 and ?3. */
static void write_steps(struct store *s, buf *sql)
{
    write(sql, "WITH RECURSIVE n AS ");
    write_same(s, sql);
    write(sql, ", g (entity, what) AS (SELECT n.id, (SELECT min(h.what) FROM held h WHERE h.entity = n.id AND h.what > ?2 AND h.what < ?3) FROM n "
               "UNION ALL SELECT g.entity, (SELECT min(h.what) FROM held h WHERE h.entity = g.entity AND h.what > g.what AND h.what < ?3) FROM g WHERE g.what IS NOT NULL) ");
}

/* The entities, and between which two the lines lie that have the relation and the title ("}" is what follows the bar): parameters 1 to 3. False
 * when mem is at its ceiling. */
static bool bind_lines(struct store_set who, chy_str relation, chy_str title, arena *mem, chy_str bound[3])
{
    buf list;
    buf_init(&list, NULL, NULL);
    write_numbers(&list, who);
    chy_str words = str_format(mem, title.len ? "%.*s|%.*s" : "%.*s", (int)relation.len, relation.ptr, (int)title.len, title.ptr);
    bound[0] = list.failed ? (chy_str){ 0 } : str_keep(mem, (chy_str){ list.ptr, list.len });
    bound[1] = str_format(mem, relation.len ? "%.*s|" : "%.*s", (int)words.len, words.ptr);
    bound[2] = str_format(mem, relation.len ? "%.*s}" : "%.*s\x7f", (int)words.len, words.ptr);
    free(list.ptr);
    return words.ptr && bound[0].ptr && bound[1].ptr && bound[2].ptr;
}

chy_status store_standing(struct store *s, struct store_set who, chy_str relation, chy_str title, int64_t day, arena *mem, struct store_rows **out, chy_err *err)
{
    static const char *const chosen[] = {
        "SELECT max(h.day) FROM held h WHERE h.entity = g.entity AND h.what = g.what AND h.day <= ?4",
        "SELECT max(h.day) FROM held h WHERE h.entity = g.entity AND h.what = g.what AND h.day < " FOUND_NUMBER(HELD_UNDATED) " AND h.day > ?4 AND g.what NOT LIKE '%|0||'",
        "SELECT min(h.day) FROM held h WHERE h.entity = g.entity AND h.what = g.what AND h.day > ?4 AND g.what LIKE 'holds_post|%'",
        "SELECT min(h.day) FROM held h WHERE h.entity = g.entity AND h.what = g.what AND h.day = " FOUND_NUMBER(HELD_UNDATED),
    };
    chy_str bound[3];
    buf sql;
    buf_init(&sql, NULL, NULL);
    write_steps(s, &sql);
    for (int i = 0; i < 4; i++) {
        write(&sql, i ? " UNION " : "");
        write(&sql, "SELECT (SELECT min(f.fact) FROM held f WHERE f.entity = q.entity AND f.what = q.what AND f.day = q.day) AS fact, q.what AS what, "
                    "nullif(q.day, " FOUND_NUMBER(HELD_UNDATED) ") AS day FROM (SELECT g.entity AS entity, g.what AS what, (");
        write(&sql, chosen[i]);
        write(&sql, ") AS day FROM g WHERE g.what IS NOT NULL) q WHERE q.day IS NOT NULL");
    }
    if (!bind_lines(who, relation, title, mem, bound)) {
        free(sql.ptr);
        return err_memory(err, "asking the record");
    }
    return rows_open(s, &sql, out, err, "sssi", bound[0], bound[1], bound[2], day);
}

chy_status store_lines(struct store *s, struct store_set who, chy_str relation, arena *mem, struct store_rows **out, chy_err *err)
{
    chy_str bound[3];
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT h.fact AS fact, h.what AS what, nullif(h.day, " FOUND_NUMBER(HELD_UNDATED) ") AS day FROM ");
    write_same(s, &sql);
    write(&sql, " n JOIN held h ON h.entity = n.id AND h.what > ?2 AND h.what < ?3");
    if (!bind_lines(who, relation, CHY_LIT(""), mem, bound)) {
        free(sql.ptr);
        return err_memory(err, "asking the record");
    }
    return rows_open(s, &sql, out, err, "sss", bound[0], bound[1], bound[2]);
}

chy_status store_stand(struct store *s, chy_str list, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_format(&sql, "SELECT e.id, e.same, w.name, w.unnamed, CASE WHEN w.unnamed = 1 AND e.id = e.same THEN (SELECT min(r.name) FROM referents r JOIN docs d ON d.coding = r.coding "
               "WHERE r.entity = e.id) END FROM entities e JOIN entities w ON w.id = e.same WHERE e.id %s ORDER BY e.id", s->db->driver->among);
    return rows_open(s, &sql, out, err, "s", list);
}

chy_status store_last_days(struct store *s, chy_str list, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_format(&sql, "SELECT f.number, f.as_of_last FROM coded_facts f WHERE f.number %s AND f.until IS NULL ORDER BY f.number", s->db->driver->among);
    return rows_open(s, &sql, out, err, "s", list);
}

chy_status store_next_title(struct store *s, struct store_set who, chy_str relation, chy_str after, arena *mem, chy_str *title, chy_err *err)
{
    struct db_statement *stmt = NULL;
    buf sql, list;
    buf_init(&sql, NULL, NULL);
    buf_init(&list, NULL, NULL);
    write_numbers(&list, who);
    write(&sql, "SELECT min(q.what) FROM (SELECT (SELECT min(h.what) FROM held h WHERE h.entity = n.id AND h.what > ?2 AND h.what < ?3) AS what FROM ");
    write_same(s, &sql);
    write(&sql, " n) q");
    chy_str from = str_format(mem, "%.*s|%.*s%s", (int)relation.len, relation.ptr, (int)after.len, after.ptr ? after.ptr : "", after.ptr ? "}" : "");
    chy_str to = str_format(mem, "%.*s}", (int)relation.len, relation.ptr);
    *title = (chy_str){ 0 };
    chy_status st = sql.failed || list.failed || !from.ptr || !to.ptr ? err_memory(err, "asking the record") : db_prepare(s->db, (chy_str){ sql.ptr, sql.len }, &stmt, err);
    chy_str what = CHY_LIT("");
    if (!st) db_bind(stmt, "sss", (chy_str){ list.ptr, list.len }, from, to);
    if (!st) st = db_step(stmt, err);
    if (st == CHY_ROW && !s->db->driver->is_nothing(stmt, 0) && !s->db->driver->text(stmt, 0, &what)) st = err_memory(err, "asking the record");
    if (st == CHY_ROW && what.len > relation.len) {
        chy_str rest = str_cut(what, relation.len + 1, what.len);
        *title = str_keep(mem, str_cut(rest, 0, str_find(rest, CHY_LIT("|"), 0)));
        if (!title->ptr) st = err_memory(err, "asking the record");
    }
    db_finish(stmt);
    free(sql.ptr);
    free(list.ptr);
    return st == CHY_ROW ? CHY_OK : st;
}

chy_status store_facts(struct store *s, const struct store_facts_query *q, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT f.id, f.relation, f.modality, se.id, se.type, " CALLED("se", "sr") ", oe.id, oe.type, " CALLED("oe", "orf") ", f.object_text, we.id, " CALLED("we", "wr") ", he.id, " CALLED("he", "hr") ", ");
    write(&sql, "f.as_of, f.as_of_first, f.as_of_last, f.valid_from, f.from_first, f.from_last, f.valid_to, f.to_first, f.to_last, f.ended, f.inferred, f.confidence, f.rule, f.statement, ");
    write(&sql, SPEAKERS("f.statement") ", " CHAIN("S", "f.statement") ", " CHAIN_LAST("S", "f.statement") ", " SOURCE_COLUMNS ", "
                          "(SELECT group_concat('F-' || x.source, ', ') FROM fact_sources x WHERE x.fact = f.id), f.entry FROM facts f JOIN docs d ON d.coding = f.coding ");
    write(&sql, "JOIN referents sr ON sr.id = f.subject " ENTITY("sr", "sa", "se")
                "LEFT JOIN referents orf ON orf.id = f.object " LEFT_ENTITY("orf", "oa", "oe")
                "LEFT JOIN referents wr ON wr.id = f.\"of\" " LEFT_ENTITY("wr", "wa", "we")
                "LEFT JOIN referents hr ON hr.id = f.holder " LEFT_ENTITY("hr", "ha", "he") "WHERE true");
    if (q->fact) buf_format(&sql, " AND f.id = %lld", (long long)q->fact);
    if (q->numbers.len) {
        write(&sql, " AND f.id ");
        db_among(s->db, &sql, 3);
    }
    if (q->dated) write(&sql, " AND (f.from_first IS NOT NULL OR f.to_first IS NOT NULL)");
    if (q->document) buf_format(&sql, " AND d.id = %lld", (long long)q->document);
    write_fact_any(&sql, q->any);
    write_fact_any(&sql, q->other);
    if (q->subject.count) {
        write(&sql, " AND f.subject IN (SELECT id FROM referents WHERE entity IN ");
        write_set(&sql, q->subject);
        buf_char(&sql, ')');
    }
    write(&sql, " AND (?1 IS NULL OR f.relation = ?1) AND (?2 IS NULL OR f.modality = ?2) ORDER BY ");
    write(&sql, q->by_parties ? "se.id, oe.id NULLS FIRST, we.id NULLS FIRST, f.id" : "f.id");
    return rows_open(s, &sql, out, err, q->numbers.len ? "tts" : "tt", q->relation, q->modality, q->numbers);
}

/* "... WHERE the statement is by `speaker` and about `about`". */
static void write_spoke(buf *sql, const struct store_statements_query *q)
{
    if (q->speaker.count) {
        write(sql, " AND m.id IN (SELECT k.statement FROM speakers k JOIN referents kr ON kr.id = k.referent WHERE kr.entity IN ");
        write_set(sql, q->speaker);
        buf_char(sql, ')');
    }
    if (!q->about.count) return;
    write(sql, " AND (m.id IN (SELECT k.statement FROM topics k JOIN referents kr ON kr.id = k.referent WHERE kr.entity IN ");
    write_set(sql, q->about);
    write(sql, ") OR EXISTS (SELECT 1 FROM evidence v JOIN mentions n ON n.coding = m.coding AND n.\"start\" >= v.\"start\" AND n.\"end\" <= v.\"end\" "
               "JOIN referents nr ON nr.id = n.referent WHERE v.kind = 'S' AND v.item = m.id AND v.role = 'content' AND nr.entity IN ");
    write_set(sql, q->about);
    write(sql, "))");
}

static void write_said_filters(buf *sql, const struct store_statements_query *q)
{
    if (q->statement) buf_format(sql, " AND m.id = %lld", (long long)q->statement);
    if (q->document) buf_format(sql, " AND d.id = %lld", (long long)q->document);
    write_days(sql, "coalesce(m.first_day, d.published_first)", "coalesce(m.last_day, d.published_last)", q->first, q->last);
    write(sql, " AND (?1 IS NULL OR lower(" SAID_WORDS("m.id") ") LIKE lower(?1) ESCAPE '\\')");
}

chy_status store_statements(struct store *s, const struct store_statements_query *q, struct store_rows **out, chy_err *err)
{
    bool quick = !s->then.len && (q->speaker.count || q->about.count);
    struct place speaker = { 0 }, about = { 0 };
    buf sql;
    chy_status st = quick ? place_of(s, 'S', q->speaker, &speaker, err) : CHY_OK;
    if (!st && quick) st = place_of(s, 'A', q->about, &about, err);
    buf_init(&sql, NULL, NULL);
    bool chosen = quick || q->latest;
    if (chosen) write(&sql, "WITH l AS (");
    if (quick) {
        put_in_turn(&speaker, &about);
        write_lines(&sql, &speaker);
        write(&sql, "JOIN statements m ON m.id = l.item JOIN docs d ON d.coding = m.coding ");
        write_line_conditions(s, &sql, &speaker, &about, 2);
    } else if (q->latest) {
        write(&sql, "SELECT coalesce(m.first_day, d.published_first) AS day, m.id AS item FROM statements m JOIN docs d ON d.coding = m.coding "
                    "WHERE coalesce(m.first_day, d.published_first) IS NOT NULL");
        write_spoke(&sql, q);
    }
    if (chosen) {
        write_said_filters(&sql, q);
        if (quick && q->latest) write(&sql, " AND l.day < " FOUND_NUMBER(FOUND_UNDATED));
        write(&sql, q->latest ? " ORDER BY day DESC, item DESC" : " ORDER BY day, item");
        write_limit(&sql, q->limit);
        write(&sql, ") ");
    }
    write(&sql, "SELECT m.id, m.kind, m.date, " SPEAKERS("m.id") ", " SAID_WORDS("m.id") " AS content, " CHAIN("S", "m.id") ", "
                CHAIN_LAST("S", "m.id") ", (SELECT " CALLED("ae", "ar") " FROM referents ar " ENTITY("ar", "aa", "ae") "WHERE ar.id = m.addressee), "
                "m.occasion, " SOURCE_COLUMNS ", (SELECT aa.same FROM referents ar JOIN entities aa ON aa.id = ar.entity WHERE ar.id = m.addressee), m.entry FROM ");
    write(&sql, chosen ? "l JOIN statements m ON m.id = l.item JOIN docs d ON d.coding = m.coding WHERE true"
                       : "statements m JOIN docs d ON d.coding = m.coding WHERE true");
    if (!chosen) {
        write_spoke(&sql, q);
        write_said_filters(&sql, q);
    }
    write(&sql, " ORDER BY coalesce(m.first_day, d.published_first) IS NULL, coalesce(m.first_day, d.published_first), m.id");
    if (!chosen) write_limit(&sql, q->limit);
    const char *format = !quick ? "t" : about.list.len ? "tss" : "ts";
    if (!st) st = rows_open(s, &sql, out, err, format, q->about_words, place_bound(&speaker), place_bound(&about));
    free(sql.ptr);
    rows_keep(st ? NULL : *out, speaker.list.ptr, about.list.ptr);
    return st;
}

static void write_event_filters(buf *sql, const struct store_events_query *q)
{
    if (q->event) buf_format(sql, " AND e.id = %lld", (long long)q->event);
    if (q->place.count) {
        write(sql, " AND e.id IN (SELECT x.event FROM referents r JOIN reports t ON t.place = r.id JOIN told x ON x.report = t.id LEFT JOIN referents o ON o.id = r.\"of\" WHERE r.entity IN ");
        write_set(sql, q->place);
        write(sql, " OR o.entity IN ");
        write_set(sql, q->place);
        buf_char(sql, ')');
    }
    write_days(sql, "e.first_day", "e.last_day", q->first, q->last);
    write(sql, " AND (?1 IS NULL OR lower(e.type) = lower(?1)) AND (?2 IS NULL OR lower(e.kind) = lower(?2) OR lower(e.mode) = lower(?2) "
               "OR lower(e.type) = lower(?2)) AND (?3 IS NULL OR e.status = ?3)");
}

void store_event_conditions(buf *sql, const struct store_events_query *q)
{
    write_took_part(sql, q->who);
    write_took_part(sql, q->with);
    write_event_filters(sql, q);
}

chy_status store_events(struct store *s, const struct store_events_query *q, struct store_rows **out, chy_err *err)
{
    bool quick = !s->then.len && (q->who.count || q->with.count);
    struct place who = { 0 }, with = { 0 };
    buf sql;
    chy_status st = quick ? place_of(s, 'E', q->who, &who, err) : CHY_OK;
    if (!st && quick) st = place_of(s, 'E', q->with, &with, err);
    buf_init(&sql, NULL, NULL);
    if (quick) {
        put_in_turn(&who, &with);
        write(&sql, "WITH l AS (");
        write_lines(&sql, &who);
        write(&sql, "JOIN events e ON e.id = l.item ");
        write_line_conditions(s, &sql, &who, &with, 4);
        write_event_filters(&sql, q);
        write(&sql, q->latest ? " AND l.day < " FOUND_NUMBER(FOUND_UNDATED) " ORDER BY l.day DESC, l.item DESC" : " ORDER BY l.day, l.item");
        write_limit(&sql, q->limit);
        write(&sql, ") ");
    } else if (q->latest) {
        write(&sql, "WITH l AS (SELECT " FOUND_DAY_OF("e.first_day", "e.last_day") " AS day, e.id AS item FROM events e WHERE e.first_day IS NOT NULL");
        store_event_conditions(&sql, q);
        write(&sql, " ORDER BY e.first_day DESC, e.id DESC");
        write_limit(&sql, q->limit);
        write(&sql, ") ");
    }
    bool chosen = quick || q->latest;
    /* An event has the number of its first report, which is how the columns of that one come along. */
    write(&sql, "SELECT e.id, e.type, e.mode, e.kind, e.date, e.first_day, pe.name, e.status, e.reports, (SELECT group_concat(n, ', ') FROM (SELECT "
                "CASE WHEN ke.unnamed = 1 THEN '“' || ke.name || '”' ELSE ke.name END AS n FROM told o JOIN participants k ON k.report = o.report "
                "JOIN referents kr ON kr.id = k.referent " ENTITY("kr", "ka", "ke") "WHERE o.event = e.id GROUP BY ke.id, ke.unnamed, ke.name "
                "ORDER BY min(k.position), ke.name) q), " BYTES("d", "n.\"start\"", "n.\"end\"") ", coalesce(" CHAIN("R", "t.id") ", "
                CHAIN("S", "t.statement") "), coalesce(" CHAIN_LAST("R", "t.id") ", " CHAIN_LAST("S", "t.statement") "), " SOURCE_COLUMNS
                " FROM ");
    write(&sql, chosen ? "l JOIN events e ON e.id = l.item " : "events e ");
    write(&sql, "JOIN reports t ON t.id = e.id JOIN docs d ON d.coding = t.coding LEFT JOIN sentences n ON n.id = t.sentence "
                "LEFT JOIN entities pa ON pa.id = e.place LEFT JOIN entities pe ON pe.id = pa.same WHERE true");
    if (!chosen) store_event_conditions(&sql, q);
    write(&sql, chosen ? " ORDER BY l.day, l.item" : " ORDER BY " FOUND_DAY_OF("e.first_day", "e.last_day") ", e.id");
    if (!chosen) write_limit(&sql, q->limit);
    const char *format = !quick ? "ttt" : with.list.len ? "tttss" : "ttts";
    if (!st) st = rows_open(s, &sql, out, err, format, q->type, q->kind, q->status, place_bound(&who), place_bound(&with));
    free(sql.ptr);
    rows_keep(st ? NULL : *out, who.list.ptr, with.list.ptr);
    return st;
}

chy_status store_rivals(struct store *s, struct store_set who, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT p.one, p.other, p.kind, p.first_day, p.last_day FROM (SELECT e.id AS one, f.id AS other, e.first_day AS first_day, e.last_day AS last_day, CASE "
                "WHEN e.first_day <= f.last_day AND f.first_day <= e.last_day AND ((e.status IN ('occurred', 'historical') AND f.status IN ('denied', 'cancelled')) "
                "OR (f.status IN ('occurred', 'historical') AND e.status IN ('denied', 'cancelled'))) THEN 'outcome' "
                "WHEN e.status NOT IN ('occurred', 'historical') OR f.status NOT IN ('occurred', 'historical') THEN NULL "
                "WHEN e.first_day = f.first_day AND e.last_day = f.last_day AND e.place <> f.place THEN 'place' "
                "WHEN e.place = f.place AND e.first_day <= f.last_day + 3 AND f.first_day <= e.last_day + 3 AND NOT EXISTS (SELECT 1 FROM told et JOIN reports er "
                "ON er.id = et.report JOIN told ft ON ft.event = f.id JOIN reports fr ON fr.id = ft.report WHERE et.event = e.id AND er.coding = fr.coding) THEN 'date' "
                "END AS kind FROM events e JOIN events f ON f.block = e.block AND f.first_day BETWEEN e.first_day - 9 AND e.first_day + 9 AND f.id > e.id "
                "WHERE e.last_day - e.first_day < 7 AND f.last_day - f.first_day < 7");
    write_took_part(&sql, who);
    write(&sql, ") p WHERE p.kind IS NOT NULL ORDER BY p.first_day, p.one, p.other");
    return rows_open(s, &sql, out, err, "");
}

chy_status store_reports(struct store *s, const struct store_reports_query *q, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT t.id, x.event, t.type, t.mode, t.kind, t.cameo, t.date, " CALLED("pe", "pr") ", t.status, " LIST_OF("participants", "report = t.id", ", ") ", "
                BYTES("d", "n.\"start\"", "n.\"end\"") ", " SPEAKERS("t.statement") ", coalesce(" CHAIN("R", "t.id") ", " CHAIN("S", "t.statement") "), coalesce("
                CHAIN_LAST("R", "t.id") ", " CHAIN_LAST("S", "t.statement") "), t.statement, t.confidence, t.rule, " SOURCE_COLUMNS
                ", pe.id, t.entry FROM told x JOIN reports t ON t.id = x.report JOIN docs d ON d.coding = t.coding LEFT JOIN sentences n ON n.id = t.sentence "
                "LEFT JOIN referents pr ON pr.id = t.place " LEFT_ENTITY("pr", "pa", "pe") "WHERE ");
    /* Numbers are bound: the statement is the same each time it is asked. */
    const char *given = q->event ? "x.event = ?1" : q->report ? "x.report = ?1" : q->document ? "d.id = ?1" : "?1 IS NULL";
    buf_format(&sql, "%s ORDER BY d.published_first IS NULL, d.published_first, t.id", given);
    return rows_open(s, &sql, out, err, "z", q->event ? q->event : q->report ? q->report : q->document);
}

chy_status store_participants(struct store *s, int64_t event, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT t.id, t.kind, ke.id, ke.type, " CALLED("ke", "kr") ", k.role, oa.same, pa.same, sa.same FROM told x JOIN reports t ON t.id = x.report JOIN docs d ON d.coding = t.coding "
                   "JOIN participants k ON k.report = t.id JOIN referents kr ON kr.id = k.referent " ENTITY("kr", "ka", "ke") "LEFT JOIN referents o ON o.id = kr.\"of\" "
                   "LEFT JOIN entities oa ON oa.id = o.entity LEFT JOIN referents p ON p.id = t.place LEFT JOIN entities pa ON pa.id = p.entity "
                   "LEFT JOIN referents ps ON ps.id = p.\"of\" LEFT JOIN entities sa ON sa.id = ps.entity WHERE x.event = ?1 "
                   "ORDER BY d.published_first IS NULL, d.published_first, t.id, k.position", out, err, "i", event);
}

chy_status store_implied(struct store *s, int64_t implied, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "WITH i AS (SELECT i.*, v.\"start\" AS first_byte, v.\"end\" AS end_byte, (SELECT c.item FROM statements m JOIN evidence c ON c.kind = 'S' AND c.item = m.id "
                   "AND c.role = 'content' WHERE m.coding = i.coding AND c.\"start\" <= v.\"start\" AND c.\"end\" >= v.\"end\" ORDER BY c.\"end\" - c.\"start\", c.item "
                   "LIMIT 1) AS statement FROM implied i JOIN evidence v ON v.kind = 'I' AND v.item = i.id WHERE ?1 IS NULL OR i.id = ?1) "
                   "SELECT i.id, i.event, i.value, " BYTES("d", "i.first_byte", "i.end_byte") ", " SPEAKERS("i.statement") ", " CHAIN("S", "i.statement") ", "
                   CHAIN_LAST("S", "i.statement") ", i.statement, " SOURCE_COLUMNS " FROM i JOIN docs d ON d.coding = i.coding "
                   "ORDER BY i.first_day IS NULL, i.first_day, i.id", out, err, "z", implied);
}

#define DOCUMENT_COLUMNS \
    "SELECT d.id, d.path, d.hash, d.title, d.publisher, " AUTHOR ", d.lang, d.published, d.published_basis, d.size, v.versions, d.coding, d.coded, d.recorded, " \
    "(SELECT count(*) FROM segments g WHERE g.coding = d.coding), (SELECT count(*) FROM segments g WHERE g.coding = d.coding AND g.kind = 'furniture'), " \
    "(SELECT count(*) FROM statements m WHERE m.coding = d.coding), (SELECT count(*) FROM reports t WHERE t.coding = d.coding), " \
    "(SELECT count(*) FROM facts f WHERE f.coding = d.coding), d.updated, d.address "

chy_status store_documents(struct store *s, int64_t number, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, DOCUMENT_COLUMNS "FROM docs d JOIN versions v ON v.id = d.versions ");
    write(&sql, number ? "WHERE d.id = ?1" : "WHERE ?1 IS NULL ORDER BY d.id");
    return rows_open(s, &sql, out, err, "z", number);
}

/* Which they are is found first, by indexes alone: what is in each is counted for those only. */
chy_status store_documents_latest(struct store *s, uint32_t limit, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "WITH dated AS (SELECT x.coding, x.published_first AS day, x.id FROM docs x WHERE x.published_first IS NOT NULL "
                   "ORDER BY x.published_first DESC, x.id DESC LIMIT ?1), "
                   "others AS (SELECT x.coding, x.published_first AS day, x.id FROM docs x WHERE x.published_first IS NULL AND (SELECT count(*) FROM dated) < ?1 ORDER BY x.id DESC LIMIT ?1) "
                   DOCUMENT_COLUMNS "FROM (SELECT * FROM dated UNION ALL SELECT * FROM others) l JOIN docs d ON d.coding = l.coding JOIN versions v ON v.id = d.versions "
                   "ORDER BY l.day IS NULL, l.day DESC, l.id DESC LIMIT ?1", out, err, "i", (int64_t)limit);
}

chy_status store_stored(struct store *s, int64_t number, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT d.id, d.path, d.given, coalesce(o.bytes, (SELECT octets(y.text) FROM texts y WHERE y.hash = d.hash), octets(x.text)), x.text, d.hash, x.hash, d.title, d.publisher, d.author, d.lang, d.published, d.published_basis, "
                   "d.entry, m.title, m.publisher, m.published, m.published_basis FROM docs d JOIN metadata m ON m.coding = d.coding AND m.entry = 0 JOIN texts x ON x.id = d.text LEFT JOIN originals o ON o.document = d.id WHERE d.id = ?1", out, err, "i", number);
}

chy_status store_document_text(struct store *s, int64_t number, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT x.text, d.address FROM docs d JOIN texts x ON x.id = d.text WHERE d.id = ?1", out, err, "i", number);
}

chy_status store_choose(struct store *s, const struct store_choice *c, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT d.id FROM docs d JOIN versions v ON v.id = d.versions WHERE (?1 IS NULL OR v.versions <> ?1) AND "
                "(?2 IS NULL OR d.path = ?2 OR d.hash = ?2) AND (?3 IS NULL OR d.coded > ?3 OR d.hash IN "
                "(SELECT t.target FROM journal j JOIN journal_targets t ON t.entry = j.id AND t.kind = 'D' WHERE j.made > ?3))");
    if (c->document) buf_format(&sql, " AND d.id = %lld", (long long)c->document);
    write(&sql, " ORDER BY d.id");
    return rows_open(s, &sql, out, err, "ttt", c->not_read_by, c->name, c->changed_after);
}

chy_status store_history(struct store *s, char kind, int64_t number, struct store_rows **out, chy_err *err)
{
    const char *from = kind == 'S' ? "NULL, NULL FROM coded_statements" : kind == 'R' ? "x.rule, x.confidence FROM coded_reports" : kind == 'F' ? "x.rule, x.confidence FROM coded_facts" : "NULL, NULL FROM metadata";
    buf sql;
    buf_init(&sql, NULL, NULL);
    /* the coding first, then what corrections made of it */
    buf_format(&sql, "SELECT c.id, c.recorded, c.closed, v.versions, d.id, d.path, d.hash, (SELECT min(n.id) FROM codings n WHERE n.document = d.id AND n.id > c.id), %s x "
               "JOIN codings c ON c.id = x.coding JOIN documents d ON d.id = c.document JOIN versions v ON v.id = c.versions "
               "WHERE x.entry = 0 AND %s = ?1 ORDER BY c.id", from, kind == 'D' ? "d.id" : "x.number");
    return rows_open(s, &sql, out, err, "i", number);
}

chy_status store_applied(struct store *s, char kind, int64_t number, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT j.id, j.made, j.author, j.reason, j.action, j.body FROM applied a JOIN journal j ON j.id = a.entry WHERE a.kind = ?1 AND a.item = ?2 ORDER BY j.id", out, err, "si", str_of(kind == 'F' ? "F" : kind == 'S' ? "S" : kind == 'R' ? "R" : "D"), number);
}

/* How many documents name an entity: how often it is likely to be asked for. */
#define WEIGHT(e) "coalesce((SELECT max(a.documents) FROM aliases a WHERE a.entity = " e ".same AND a.kind = 'name'), 0)"
#define DOUBTFUL "80"

chy_status store_review(struct store *s, uint32_t limit, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT q.kind || '-' || q.id, q.doubt, q.line, q.confidence, q.reach, (100 - q.confidence) * q.reach AS cost, d.id, d.path FROM ("
                "SELECT 'F' AS kind, f.id AS id, f.coding AS coding, 'uncertain' AS doubt, " CALLED("se", "sr") " || ' · ' || f.relation || ' · ' || coalesce(" CALLED("oe", "orf")
                ", f.object_text, '') || CASE WHEN f.modality = 'is' THEN '' ELSE ' (' || f.modality || ')' END AS line, f.confidence AS confidence, "
                "1 + (SELECT count(*) FROM fact_sources x WHERE x.source = f.id) + " WEIGHT("sa") " AS reach FROM facts f JOIN referents sr ON sr.id = f.subject "
                ENTITY("sr", "sa", "se") "LEFT JOIN referents orf ON orf.id = f.object " LEFT_ENTITY("orf", "oa", "oe") "WHERE f.confidence < " DOUBTFUL " AND f.entry <= 0 "
                "UNION ALL SELECT 'R', t.id, t.coding, CASE WHEN e.reports = 1 THEN 'uncertain, the only report' ELSE 'uncertain' END, coalesce(t.kind, t.mode, t.type, '') || ': ' || coalesce("
                LIST_OF("participants", "report = t.id", ", ") ", '') || coalesce(', ' || t.date, ''), t.confidence, 1 + (SELECT coalesce(max(" WEIGHT("va") "), 0) FROM participants p "
                "JOIN referents vr ON vr.id = p.referent JOIN entities va ON va.id = vr.entity WHERE p.report = t.id) FROM reports t JOIN told o ON o.report = t.id "
                "JOIN events e ON e.id = o.event WHERE t.confidence < " DOUBTFUL " AND t.entry <= 0 "
                "UNION ALL SELECT 'E', w.event, min(t.coding), 'its reports disagree', min(coalesce(t.kind, t.mode, t.type, '')) || ': ' || coalesce(group_concat(DISTINCT coalesce(t.date, '?')), '') "
                "|| ' ' || coalesce(group_concat(DISTINCT pe.name), ''), 50, 1 + count(DISTINCT t.id) FROM told w JOIN reports t ON t.id = w.report LEFT JOIN referents pr ON pr.id = t.place "
                LEFT_ENTITY("pr", "pa", "pe") "GROUP BY w.event HAVING (count(DISTINCT pe.id) > 1 OR max(t.first_day) > min(t.last_day)) AND min(t.entry) <= 0) q "
                "JOIN docs d ON d.coding = q.coding ORDER BY cost DESC, q.kind, q.id");
    buf_format(&sql, " LIMIT %u", limit);
    return rows_open(s, &sql, out, err, "");
}

chy_status store_segments(struct store *s, int64_t document, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT g.\"start\", g.\"end\", g.kind, g.why, " BYTES("d", "g.\"start\"", "g.\"end\"") ", g.lang FROM docs d JOIN segments g ON g.coding = d.coding "
                   "WHERE d.id = ?1 ORDER BY g.position", out, err, "i", document);
}

chy_status store_origin(struct store *s, int64_t document, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT p.origin, o.bytes FROM docs d JOIN originals o ON o.document = d.id JOIN origins p ON p.coding = d.coding WHERE d.id = ?1", out, err, "i", document);
}

chy_status store_evidence(struct store *s, char kind, int64_t item, struct store_rows **out, chy_err *err)
{
    const char *table = kind == 'S' ? "statements" : kind == 'R' ? "reports" : kind == 'F' ? "facts" : "implied";
    char letter[2] = { kind, 0 };
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_format(&sql, "SELECT v.role, v.\"start\", v.\"end\", " BYTES("d", "v.\"start\"", "v.\"end\"") ", (SELECT " BYTES("d", "n.\"start\"", "n.\"end\"")
               " FROM sentences n WHERE n.coding = d.coding AND n.\"start\" <= v.\"start\" AND n.\"end\" > v.\"start\" ORDER BY n.\"start\" DESC LIMIT 1) "
               "FROM evidence v JOIN %s x ON x.id = v.item JOIN docs d ON d.coding = x.coding WHERE v.kind = '%s' AND v.item = ?1 "
               "ORDER BY CASE v.role WHEN 'source' THEN 1 WHEN 'cue' THEN 2 ELSE 0 END, v.role, v.position", table, letter);
    return rows_open(s, &sql, out, err, "i", item);
}

/* Words as FTS5 takes them: each in quotation marks, so that nothing in them is an operator; what the asker quoted stays a phrase. */
static void write_words(buf *sql, chy_str words)
{
    bool inside = false;
    for (size_t i = 0; i < words.len; i++) {
        char c = words.ptr[i];
        bool space = c == ' ' || c == '\t' || c == '\n';
        if (c == '"') {
            inside = !inside;
            write(sql, "\" \"");
        } else if (space && !inside) write(sql, "\" \"");
        else if (c == '\'') write(sql, "''");
        else if (c) buf_char(sql, c);
    }
}

/* The words between two pieces of SQL; without an end the first piece stands alone. */
static void write_around(buf *sql, const char *piece, const char *end, chy_str words)
{
    write(sql, piece);
    if (!end) return;
    write_words(sql, words);
    write(sql, end);
}

static void write_search_filters(buf *sql, const struct store_search_query *q)
{
    if (q->who.count) {
        write(sql, " AND EXISTS (SELECT 1 FROM mentions m JOIN referents r ON r.id = m.referent WHERE m.coding = n.coding AND m.\"start\" >= n.\"start\" AND m.\"end\" <= n.\"end\" AND r.entity IN ");
        write_set(sql, q->who);
        buf_char(sql, ')');
    }
    write_days(sql, "d.published_first", "d.published_last", q->first, q->last);
    write(sql, " AND (?1 IS NULL OR lower(d.publisher) = lower(?1)) AND (?2 IS NULL OR lower(d.lang) = lower(?2))");
}

#define SEARCH_FROM "FROM sentence_words w JOIN sentences n ON n.id = w.rowid JOIN docs d ON d.coding = n.coding WHERE "

chy_status store_search(struct store *s, const struct store_search_query *q, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    const struct db_driver *driver = s->db->driver;
    write(&sql, "SELECT ");
    write_around(&sql, driver->shown, driver->shown_end, q->words);
    write(&sql, ", d.id, d.path, d.published, n.\"start\", n.\"end\" " SEARCH_FROM);
    write_around(&sql, driver->match, driver->match_end, q->words);
    write_search_filters(&sql, q);
    write(&sql, " ORDER BY ");
    if (q->latest)
        write(&sql, "w.rowid DESC");
    else {
        write_around(&sql, driver->rank, driver->rank_end, q->words);
        write(&sql, ", n.id");
    }
    buf_format(&sql, " LIMIT %u", q->limit);
    return rows_open(s, &sql, out, err, "tt", q->publisher, q->lang);
}

chy_status store_facets(struct store *s, const struct store_search_query *q, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "WITH found AS (SELECT n.coding AS coding, n.\"start\" AS \"start\", n.\"end\" AS \"end\", d.publisher AS publisher, d.lang AS lang, "
                "substr(d.published, 1, 4) AS year " SEARCH_FROM);
    write_around(&sql, s->db->driver->match, s->db->driver->match_end, q->words);
    write_search_filters(&sql, q);
    write(&sql, ") SELECT 'publisher' AS facet, publisher AS value, count(*) AS n, 1 AS part FROM found GROUP BY publisher "
                "UNION ALL SELECT 'lang', lang, count(*), 2 FROM found GROUP BY lang UNION ALL SELECT 'year', year, count(*), 3 FROM found GROUP BY year "
                "UNION ALL SELECT 'who', name, n, 4 FROM (SELECT e.name AS name, count(DISTINCT f.coding || ':' || f.\"start\") AS n FROM found f "
                "JOIN mentions m ON m.coding = f.coding AND m.\"start\" >= f.\"start\" AND m.\"end\" <= f.\"end\" JOIN referents r ON r.id = m.referent "
                ENTITY("r", "a", "e") "WHERE e.unnamed = 0 GROUP BY e.id, e.name ORDER BY n DESC, e.name LIMIT 20) x ORDER BY part, n DESC, value NULLS FIRST");
    return rows_open(s, &sql, out, err, "tt", q->publisher, q->lang);
}

/* Rows of the codings in force: all but those of closed ones, which are few. */
#define IN_FORCE_NOW(table) "(SELECT count(*) FROM " table ") - (SELECT count(*) FROM codings c JOIN " table " x ON x.coding = c.id WHERE c.closed IS NOT NULL)"
#define IN_FORCE(table) "(SELECT count(*) FROM " table " x JOIN docs d ON d.coding = x.coding)"
#define COUNTED(table) { IN_FORCE(table), IN_FORCE_NOW(table) }
/* The same of rows that a correction may have taken the place of. */
#define STANDING_NOW(table) "(SELECT count(*) FROM " table ") - (SELECT count(*) FROM " table " WHERE until IS NOT NULL) - " \
    "(SELECT count(*) FROM codings c JOIN " table " x ON x.coding = c.id AND x.until IS NULL WHERE c.closed IS NOT NULL)"

chy_status store_counts(struct store *s, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    static const struct {
        const char *what, *number[2]; /* at an earlier moment, now */
    } counted[] = {
        { "documents", { "(SELECT count(*) FROM docs)", "(SELECT count(*) FROM codings WHERE closed IS NULL)" } },
        { "segments", COUNTED("segments") },
        { "sentences", COUNTED("sentences") },
        { "entities", { "(SELECT count(DISTINCT e.same) FROM docs d JOIN referents r ON r.coding = d.coding JOIN entities e ON e.id = r.entity)",
                        "(SELECT count(DISTINCT e.same) FROM entities e WHERE EXISTS (SELECT 1 FROM referents r JOIN codings c ON c.id = r.coding "
                        "WHERE r.entity = e.id AND c.closed IS NULL))" } },
        { "mentions", COUNTED("mentions") },
        { "times", COUNTED("times") },
        { "implied dates", COUNTED("implied") },
        { "statements", { "(SELECT count(*) FROM statements)", STANDING_NOW("coded_statements") } },
        { "reports", { "(SELECT count(*) FROM reports)", STANDING_NOW("coded_reports") } },
        { "events", { "(SELECT count(*) FROM events)", "(SELECT count(*) FROM resolved_events) - (SELECT count(*) FROM resolved_events WHERE until IS NOT NULL)" } },
        { "facts", { "(SELECT count(*) FROM facts)", STANDING_NOW("coded_facts") } },
    };
    bool now = store_knows_now(s);
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
        buf_format(&sql, "%sSELECT '%s', CAST(%s AS TEXT)", i ? " UNION ALL " : "", counted[i].what, counted[i].number[now]);
    write(&sql, " UNION ALL SELECT * FROM (SELECT 'read by', v.versions || ' (' || count(*) || ' documents)' ");
    write(&sql, now ? "FROM codings c JOIN versions v ON v.id = c.versions WHERE c.closed IS NULL GROUP BY v.id, v.versions ORDER BY v.id) r"
                    : "FROM docs d JOIN versions v ON v.id = d.versions GROUP BY v.id, v.versions ORDER BY v.id) r");
    buf_format(&sql, " UNION ALL SELECT 'form of the record', '%d'", STORE_VERSION);
    return rows_open(s, &sql, out, err, "");
}
