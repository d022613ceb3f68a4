/* What entities are compared by, and which are the same. */
#include "store/db.h"
#include "store/pieces.h"

/* SQL keeps its own lines. */
/* clang-format off */

#define COMPARED "e.id, e.type, e.key, "

#define NAMINGS_OF "SELECT " COMPARED "n.year, n.documents, e.alike, e.same, e.name FROM namings n JOIN entities e ON e.id = n.entity WHERE n.likeness = ?1 ORDER BY e.type, e.key, n.year"

chy_status store_namings(struct store *s, chy_str likeness, struct store_rows **out, chy_err *err)
{
    return rows_of(s, NAMINGS_OF, out, err, "s", likeness);
}

static chy_status ask_ahead(struct store *s, const char *sql, const chy_str *text, uint32_t count, chy_err *err)
{
    struct db_question question[STORE_AHEAD_MOST];
    if (!s->db->driver->ahead || count > STORE_AHEAD_MOST) return CHY_OK;
    for (uint32_t i = 0; i < count; i++) question[i] = (struct db_question){ .sql = sql, .text = { text[i] }, .count = 1 };
    return s->db->driver->ahead(s->db, question, count, err);
}

chy_status store_namings_ahead(struct store *s, const chy_str *likeness, uint32_t count, chy_err *err)
{
    return ask_ahead(s, NAMINGS_OF, likeness, count, err);
}

chy_status store_likenesses(struct store *s, int64_t entity, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, entity ? "SELECT DISTINCT likeness FROM namings WHERE entity = ?1 ORDER BY likeness" : "SELECT DISTINCT likeness FROM namings WHERE ?1 IS NULL ORDER BY likeness");
    return rows_open(s, &sql, out, err, "z", entity);
}

chy_status store_shared_likenesses(struct store *s, chy_str list, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_format(&sql, "SELECT n.likeness FROM namings n WHERE n.likeness %s GROUP BY n.likeness HAVING min(n.entity) <> max(n.entity) ORDER BY n.likeness", s->db->driver->among_texts);
    return rows_open(s, &sql, out, err, "s", list);
}

chy_status store_known(struct store *s, int64_t document, struct store_rows **out, chy_err *err)
{
    /* the entity as it was read, before any correction */
    return rows_of(s, "SELECT r.id, e.id, e.type, e.key, r.name, coalesce(r.post, ''), coalesce(m.published, '') FROM codings c JOIN referents r ON r.coding = c.id AND r.entry = 0 "
                   "JOIN entities e ON e.id = coalesce((SELECT p.entity FROM past_placings p WHERE p.referent = r.id ORDER BY p.until LIMIT 1), r.entity) "
                   "JOIN metadata m ON m.coding = c.id AND m.entry = 0 WHERE c.document = ?1 AND c.closed IS NULL AND e.unnamed = 0 ORDER BY r.id", out, err, "i", document);
}

chy_status store_known_aliases(struct store *s, int64_t referent, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT alias FROM referent_names WHERE referent = ?1 AND kind = 'alias' ORDER BY alias", out, err, "i", referent);
}

chy_status store_alikes(struct store *s, int64_t alike, bool same, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT " COMPARED "0, 0, e.alike, e.same, e.name FROM entities e WHERE ");
    write(&sql, same ? "e.same = ?1 ORDER BY e.type, e.key" : "e.alike = ?1 ORDER BY e.type, e.key");
    return rows_open(s, &sql, out, err, "i", alike);
}

chy_status store_blocks_with(struct store *s, int64_t entity, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT DISTINCT x.block AS block FROM referents r JOIN participants p ON p.referent = r.id JOIN reports x ON x.id = p.report WHERE r.entity = ?1 ORDER BY block", out, err, "i", entity);
}

#define MEETINGS_OF "SELECT x.number, x.block, pa.same, pos.same, x.status, (SELECT min(CASE WHEN ka.type = 'state' THEN 1 ELSE 0 END) FROM participants k " \
    "JOIN referents kr ON kr.id = k.referent JOIN entities ka ON ka.id = kr.entity WHERE k.report = x.number) FROM coded_reports x " \
    "JOIN codings c ON c.id = x.coding AND c.closed IS NULL JOIN documents d ON d.id = c.document LEFT JOIN referents pr ON pr.id = x.place " \
    "LEFT JOIN entities pa ON pa.id = pr.entity LEFT JOIN referents po ON po.id = pr.\"of\" LEFT JOIN entities pos ON pos.id = po.entity " \
    "WHERE x.states = ?1 AND x.until IS NULL AND x.tied IS NULL ORDER BY d.hash, x.position"

chy_status store_meetings(struct store *s, chy_str states, struct store_rows **out, chy_err *err)
{
    return rows_of(s, MEETINGS_OF, out, err, "s", states);
}

chy_status store_meetings_ahead(struct store *s, const chy_str *states, uint32_t count, chy_err *err)
{
    return ask_ahead(s, MEETINGS_OF, states, count, err);
}

chy_status store_meeting_days(struct store *s, int64_t document, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, document ? "SELECT DISTINCT x.states AS states FROM codings c JOIN coded_reports x ON x.coding = c.id WHERE c.document = ?1 AND c.closed IS NULL AND x.states IS NOT NULL ORDER BY states"
                         : "SELECT DISTINCT states FROM coded_reports WHERE ?1 IS NULL AND states IS NOT NULL ORDER BY states");
    return rows_open(s, &sql, out, err, "z", document);
}

/* ------------------------------------------------------------------ setting */

static chy_status run_once(struct store *s, const char *sql, int64_t *answer, chy_err *err, const char *format, ...)
{
    struct db_statement *stmt = NULL;
    chy_status st = db_prepare(s->db, str_of(sql), &stmt, err);
    if (!st) {
        va_list args;
        va_start(args, format);
        db_bind_list(stmt, format, args);
        va_end(args);
        st = db_step(stmt, err);
    }
    if (st == CHY_ROW && answer) *answer = db_number(stmt, 0);
    db_finish(stmt);
    return st == CHY_ROW || st == CHY_DONE ? CHY_OK : st;
}

chy_status store_introduce(struct store *s, chy_str likeness, chy_str type, chy_str key, chy_err *err)
{
    return run_once(s, "INSERT INTO namings (likeness, entity, year, documents) SELECT ?1, id, 0, 0 FROM entities WHERE type = ?2 AND key = ?3 "
                       "ON CONFLICT (likeness, entity, year) DO NOTHING", NULL, err, "sss", likeness, type, key);
}

chy_status store_set_alike(struct store *s, int64_t entity, int64_t alike, chy_err *err)
{
    return run_once(s, "UPDATE entities SET alike = ?2 WHERE id = ?1 AND alike <> ?2", NULL, err, "ii", entity, alike);
}

chy_status store_in_journal(struct store *s, chy_str name, bool *is, chy_err *err)
{
    int64_t found = 0;
    chy_status st = run_once(s, "SELECT 1 FROM journal_targets WHERE kind = 'N' AND (?1 IS NULL OR target = ?1) LIMIT 1", &found, err, "t", name);
    *is = found != 0;
    return st;
}

chy_status store_has_journal(struct store *s, bool *has, chy_err *err)
{
    int64_t found = 0;
    chy_status st = run_once(s, "SELECT 1 FROM journal LIMIT 1", &found, err, "");
    *has = found != 0;
    return st;
}

/* A given and a family name before one alone; then what most documents say, the longer, the first by letters. */
chy_status store_name_all(struct store *s, int64_t same, chy_err *err)
{
    return run_once(s, "UPDATE entities SET name = n.alias FROM (SELECT a.alias AS alias FROM entities e JOIN aliases a ON a.entity = e.id AND a.kind = 'name' WHERE e.same = ?1 "
                       "GROUP BY a.alias ORDER BY CASE WHEN a.alias LIKE '%_ _%' THEN 0 ELSE 1 END, sum(a.documents) DESC, length(a.alias) DESC, a.alias LIMIT 1) n "
                       "WHERE id = ?1 AND name <> n.alias", NULL, err, "i", same);
}

/* clang-format on */
