/* Asking: each kind of question is one SELECT, put together from the pieces below and the conditions that were given. */
#include "store/sqlite.h"

/* SQL keeps its own lines. */
/* clang-format off */

/* An entity as people read it: e resolved, r as the document has it. What the text does not name stands in quotation marks. */
#define CALLED(e, r) "CASE WHEN " e ".unnamed THEN '“' || " r ".name || '”' ELSE " e ".name END"
#define LIST_OF(table, owner, separator) \
    "(SELECT group_concat(n, '" separator "') FROM (SELECT " CALLED("ke", "kr") " AS n FROM " table " k JOIN referents kr ON kr.id = k.referent " \
    "JOIN entities ke ON ke.id = kr.entity WHERE k." owner " ORDER BY k.position))"
#define SPEAKERS(statement) LIST_OF("speakers", "statement = " statement, ", ")
#define CHAIN(kind, item) \
    "(SELECT group_concat(n, ' → ') FROM (SELECT " CALLED("ke", "kr") " || CASE WHEN k.date IS NULL THEN '' ELSE ' (' || k.date || ')' END AS n " \
    "FROM chains k JOIN referents kr ON kr.id = k.referent JOIN entities ke ON ke.id = kr.entity " \
    "WHERE k.kind = '" kind "' AND k.item = " item " ORDER BY k.position))"
#define CHAIN_LAST(kind, item) \
    "(SELECT kr.entity FROM chains k JOIN referents kr ON kr.id = k.referent WHERE k.kind = '" kind "' AND k.item = " item " ORDER BY k.position DESC LIMIT 1)"
#define BYTES(d, from, to) "CAST(substr(CAST(" d ".text AS BLOB), " from " + 1, " to " - " from ") AS TEXT)"
#define EVIDENCE_WORDS(kind, item, role) \
    "(SELECT group_concat(n, ' … ') FROM (SELECT " BYTES("d", "v.\"start\"", "v.\"end\"") " AS n FROM evidence v WHERE v.kind = '" kind "' AND v.item = " item \
    " AND v.role = '" role "' ORDER BY v.position))"
/* What was said, without the word that leads in. */
#define SAID_WORDS(item) \
    "(SELECT CASE WHEN said LIKE 'that %' THEN substr(said, 6) ELSE said END FROM (SELECT " EVIDENCE_WORDS("S", item, "content") " AS said))"
#define AUTHOR "coalesce((SELECT ae.name FROM entities ae WHERE ae.id = d.author_entity), d.author)"
#define SOURCE_COLUMNS "d.id, d.path, d.publisher, d.publisher_entity, d.published, " AUTHOR

static void write_set(buf *sql, struct store_set set)
{
    buf_char(sql, '(');
    for (uint32_t i = 0; i < set.count; i++) buf_format(sql, i ? ",%lld" : "%lld", (long long)set.at[i]);
    buf_char(sql, ')');
}

static void write(buf *sql, const char *text) { buf_str(sql, str_of(text)); }

/* " AND (first, last) of the row overlaps the days asked for". */
static void write_days(buf *sql, const char *first_column, const char *last_column, int64_t first, int64_t last)
{
    if (last != STORE_NO_DAY) buf_format(sql, " AND %s <= %lld", first_column, (long long)last);
    if (first != STORE_NO_DAY) buf_format(sql, " AND %s >= %lld", last_column, (long long)first);
}

chy_status store_entities(struct store *s, chy_str folded, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT e.id, e.type, e.name, e.key, sum(a.documents), min(a.kind = 'short') AS short FROM aliases a JOIN entities e ON e.id = a.entity "
                "WHERE a.folded = ?1 GROUP BY e.id ORDER BY short, sum(a.documents) DESC, e.type, e.key");
    return rows_open(s, &sql, out, err, "s", folded);
}

chy_status store_block(struct store *s, chy_str block, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT t.id, d.hash, t.position, t.type, t.mode, t.kind, t.date, t.first_day, t.last_day, pr.entity, po.entity, pe.type || ':' || pe.key, "
                "t.status, d.published_first, t.confidence FROM reports t JOIN documents d ON d.id = t.document LEFT JOIN referents pr ON pr.id = t.place "
                "LEFT JOIN entities pe ON pe.id = pr.entity LEFT JOIN referents po ON po.id = pr.\"of\" WHERE t.block = ?1 ORDER BY d.hash, t.position");
    return rows_open(s, &sql, out, err, "s", block);
}

chy_status store_blocks(struct store *s, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT DISTINCT block FROM reports ORDER BY block");
    return rows_open(s, &sql, out, err, "");
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

chy_status store_facts(struct store *s, const struct store_facts_query *q, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT f.id, f.relation, f.modality, se.id, se.type, " CALLED("se", "sr") ", oe.id, oe.type, " CALLED("oe", "orf") ", f.object_text, we.id, " CALLED(
                    "we", "wr") ", he.id, " CALLED("he", "hr") ", f.as_of, f.as_of_first, f.as_of_last, f.valid_from, f.from_first, f.from_last, f.valid_to, "
                "f.to_first, f.to_last, f.ended, f.inferred, f.confidence, f.rule, f.statement, " SPEAKERS("f.statement") ", " CHAIN("S", "f.statement") ", "
                CHAIN_LAST("S", "f.statement") ", " SOURCE_COLUMNS ", (SELECT group_concat('F-' || x.source, ', ') FROM fact_sources x WHERE x.fact = f.id) FROM facts f JOIN documents d ON d.id = f.document "
                "JOIN referents sr ON sr.id = f.subject JOIN entities se ON se.id = sr.entity "
                "LEFT JOIN referents orf ON orf.id = f.object LEFT JOIN entities oe ON oe.id = orf.entity "
                "LEFT JOIN referents wr ON wr.id = f.\"of\" LEFT JOIN entities we ON we.id = wr.entity "
                "LEFT JOIN referents hr ON hr.id = f.holder LEFT JOIN entities he ON he.id = hr.entity WHERE 1");
    if (q->fact) buf_format(&sql, " AND f.id = %lld", (long long)q->fact);
    write_fact_any(&sql, q->any);
    write_fact_any(&sql, q->other);
    if (q->subject.count) {
        write(&sql, " AND f.subject IN (SELECT id FROM referents WHERE entity IN ");
        write_set(&sql, q->subject);
        buf_char(&sql, ')');
    }
    write(&sql, " AND (?1 IS NULL OR f.relation = ?1) AND (?2 IS NULL OR f.modality = ?2) ORDER BY f.id");
    return rows_open(s, &sql, out, err, "tt", q->relation, q->modality);
}

chy_status store_statements(struct store *s, const struct store_statements_query *q, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT m.id, m.kind, m.date, " SPEAKERS("m.id") ", " SAID_WORDS("m.id") " AS content, " CHAIN("S", "m.id") ", "
                CHAIN_LAST("S", "m.id") ", (SELECT " CALLED("ae", "ar") " FROM referents ar JOIN entities ae ON ae.id = ar.entity WHERE ar.id = m.addressee), "
                "m.occasion, " SOURCE_COLUMNS " FROM statements m JOIN documents d ON d.id = m.document WHERE 1");
    if (q->statement) buf_format(&sql, " AND m.id = %lld", (long long)q->statement);
    if (q->speaker.count) {
        write(&sql, " AND m.id IN (SELECT k.statement FROM speakers k JOIN referents kr ON kr.id = k.referent WHERE kr.entity IN ");
        write_set(&sql, q->speaker);
        buf_char(&sql, ')');
    }
    if (q->about.count) {
        write(&sql, " AND (m.id IN (SELECT k.statement FROM topics k JOIN referents kr ON kr.id = k.referent WHERE kr.entity IN ");
        write_set(&sql, q->about);
        write(&sql, ") OR EXISTS (SELECT 1 FROM evidence v JOIN mentions n ON n.document = m.document AND n.\"start\" >= v.\"start\" AND n.\"end\" <= v.\"end\" "
                    "JOIN referents nr ON nr.id = n.referent WHERE v.kind = 'S' AND v.item = m.id AND v.role = 'content' AND nr.entity IN ");
        write_set(&sql, q->about);
        write(&sql, "))");
    }
    write_days(&sql, "coalesce(m.first_day, d.published_first)", "coalesce(m.last_day, d.published_last)", q->first, q->last);
    write(&sql, " AND (?1 IS NULL OR content LIKE ?1 ESCAPE '\\') ORDER BY coalesce(m.first_day, d.published_first) IS NULL, coalesce(m.first_day, d.published_first), m.id");
    return rows_open(s, &sql, out, err, "t", q->about_words);
}

/* " AND e.id is an event that one of the set took part in, or one who holds a post of theirs". */
static void write_took_part(buf *sql, struct store_set set)
{
    if (!set.count) return;
    write(sql, " AND e.id IN (SELECT t.event FROM referents r JOIN participants p ON p.referent = r.id JOIN reports t ON t.id = p.report WHERE r.entity IN ");
    write_set(sql, set);
    write(sql, " UNION SELECT t.event FROM referents o JOIN referents r ON r.\"of\" = o.id JOIN participants p ON p.referent = r.id "
               "JOIN reports t ON t.id = p.report WHERE o.entity IN ");
    write_set(sql, set);
    buf_char(sql, ')');
}

chy_status store_events(struct store *s, const struct store_events_query *q, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    /* An event has the number of its first report, which is how the columns of that one come along. */
    write(&sql, "SELECT e.id, e.type, e.mode, e.kind, e.date, e.first_day, pe.name, e.status, e.reports, (SELECT group_concat(n, ', ') FROM (SELECT "
                "CASE WHEN ke.unnamed THEN '“' || ke.name || '”' ELSE ke.name END AS n FROM event_participants k JOIN entities ke ON ke.id = k.entity "
                "WHERE k.event = e.id ORDER BY k.position, ke.name)), " BYTES("d", "n.\"start\"", "n.\"end\"") ", coalesce(" CHAIN("R", "t.id") ", "
                CHAIN("S", "t.statement") "), coalesce(" CHAIN_LAST("R", "t.id") ", " CHAIN_LAST("S", "t.statement") "), " SOURCE_COLUMNS
                " FROM events e JOIN reports t ON t.id = e.id JOIN documents d ON d.id = t.document LEFT JOIN sentences n ON n.id = t.sentence "
                "LEFT JOIN entities pe ON pe.id = e.place WHERE 1");
    if (q->event) buf_format(&sql, " AND e.id = %lld", (long long)q->event);
    write_took_part(&sql, q->who);
    write_took_part(&sql, q->with);
    if (q->place.count) {
        write(&sql, " AND e.id IN (SELECT t.event FROM reports t JOIN referents r ON r.id = t.place LEFT JOIN referents o ON o.id = r.\"of\" WHERE r.entity IN ");
        write_set(&sql, q->place);
        write(&sql, " OR o.entity IN ");
        write_set(&sql, q->place);
        buf_char(&sql, ')');
    }
    write_days(&sql, "e.first_day", "e.last_day", q->first, q->last);
    write(&sql, " AND (?1 IS NULL OR e.type = ?1 COLLATE NOCASE) AND (?2 IS NULL OR e.kind = ?2 COLLATE NOCASE OR e.mode = ?2 COLLATE NOCASE "
                "OR e.type = ?2 COLLATE NOCASE) AND (?3 IS NULL OR e.status = ?3) ORDER BY e.first_day IS NULL, e.first_day, e.last_day, e.date, e.id");
    return rows_open(s, &sql, out, err, "ttt", q->type, q->kind, q->status);
}

chy_status store_reports(struct store *s, int64_t event, int64_t report, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT t.id, t.event, t.type, t.mode, t.kind, t.cameo, t.date, " CALLED("pe", "pr") ", t.status, " LIST_OF("participants", "report = t.id", ", ") ", "
                BYTES("d", "n.\"start\"", "n.\"end\"") ", " SPEAKERS("t.statement") ", coalesce(" CHAIN("R", "t.id") ", " CHAIN("S", "t.statement") "), coalesce("
                CHAIN_LAST("R", "t.id") ", " CHAIN_LAST("S", "t.statement") "), t.statement, t.confidence, t.rule, " SOURCE_COLUMNS
                " FROM reports t JOIN documents d ON d.id = t.document LEFT JOIN sentences n ON n.id = t.sentence "
                "LEFT JOIN referents pr ON pr.id = t.place LEFT JOIN entities pe ON pe.id = pr.entity WHERE (?1 IS NULL OR t.event = ?1) AND (?2 IS NULL OR t.id = ?2) "
                "ORDER BY d.published_first IS NULL, d.published_first, t.id");
    return rows_open(s, &sql, out, err, "zz", event, report);
}

chy_status store_implied(struct store *s, int64_t implied, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "WITH i AS (SELECT i.*, v.\"start\" AS first_byte, v.\"end\" AS end_byte, (SELECT c.item FROM statements m JOIN evidence c ON c.kind = 'S' AND c.item = m.id "
                "AND c.role = 'content' WHERE m.document = i.document AND c.\"start\" <= v.\"start\" AND c.\"end\" >= v.\"end\" ORDER BY c.\"end\" - c.\"start\", c.item "
                "LIMIT 1) AS statement FROM implied i JOIN evidence v ON v.kind = 'I' AND v.item = i.id WHERE ?1 IS NULL OR i.id = ?1) "
                "SELECT i.id, i.event, i.value, " BYTES("d", "i.first_byte", "i.end_byte") ", " SPEAKERS("i.statement") ", " CHAIN("S", "i.statement") ", "
                CHAIN_LAST("S", "i.statement") ", i.statement, " SOURCE_COLUMNS " FROM i JOIN documents d ON d.id = i.document "
                "ORDER BY i.first_day IS NULL, i.first_day, i.id");
    return rows_open(s, &sql, out, err, "z", implied);
}

chy_status store_documents(struct store *s, int64_t number, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT d.id, d.path, d.hash, d.title, d.publisher, " AUTHOR ", d.lang, d.published, d.published_basis, d.size, c.coding, d.recorded, "
                "(SELECT count(*) FROM segments g WHERE g.document = d.id), (SELECT count(*) FROM segments g WHERE g.document = d.id AND g.kind = 'furniture'), "
                "(SELECT count(*) FROM statements m WHERE m.document = d.id), (SELECT count(*) FROM reports t WHERE t.document = d.id), "
                "(SELECT count(*) FROM facts f WHERE f.document = d.id) FROM documents d JOIN codings c ON c.id = d.coding WHERE ?1 IS NULL OR d.id = ?1 ORDER BY d.id");
    return rows_open(s, &sql, out, err, "z", number);
}

chy_status store_segments(struct store *s, int64_t document, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT g.\"start\", g.\"end\", g.kind, g.why, " BYTES("d", "g.\"start\"", "g.\"end\"") " FROM segments g JOIN documents d ON d.id = g.document "
                "WHERE g.document = ?1 ORDER BY g.position");
    return rows_open(s, &sql, out, err, "i", document);
}

chy_status store_evidence(struct store *s, char kind, int64_t item, struct store_rows **out, chy_err *err)
{
    const char *table = kind == 'S' ? "statements" : kind == 'R' ? "reports" : kind == 'F' ? "facts" : "implied";
    char letter[2] = { kind, 0 };
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_format(&sql, "SELECT v.role, v.\"start\", v.\"end\", " BYTES("d", "v.\"start\"", "v.\"end\"") ", (SELECT " BYTES("d", "n.\"start\"", "n.\"end\"")
               " FROM sentences n WHERE n.document = d.id AND n.\"start\" <= v.\"start\" AND n.\"end\" > v.\"start\" ORDER BY n.\"start\" DESC LIMIT 1) "
               "FROM evidence v JOIN %s x ON x.id = v.item JOIN documents d ON d.id = x.document WHERE v.kind = '%s' AND v.item = ?1 "
               "ORDER BY CASE v.role WHEN 'source' THEN 1 WHEN 'cue' THEN 2 ELSE 0 END, v.role, v.position", table, letter);
    return rows_open(s, &sql, out, err, "i", item);
}

/* Words as FTS5 takes them: each in quotation marks, so that nothing in them is an operator; what the asker quoted stays a phrase. */
static void write_match(buf *sql, chy_str words)
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

chy_status store_search(struct store *s, chy_str words, uint32_t limit, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT snippet(sentence_words, 0, '[', ']', '…', 48), d.id, d.path, d.published, n.\"start\", n.\"end\" FROM sentence_words w "
                "JOIN sentences n ON n.id = w.rowid JOIN documents d ON d.id = n.document WHERE sentence_words MATCH '\"");
    write_match(&sql, words);
    buf_format(&sql, "\"' ORDER BY rank, n.id LIMIT %u", limit);
    return rows_open(s, &sql, out, err, "");
}

chy_status store_counts(struct store *s, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT 'documents', count(*) FROM documents UNION ALL SELECT 'segments', count(*) FROM segments UNION ALL SELECT 'sentences', count(*) FROM sentences "
                "UNION ALL SELECT 'entities', count(*) FROM entities UNION ALL SELECT 'mentions', count(*) FROM mentions UNION ALL SELECT 'times', count(*) FROM times "
                "UNION ALL SELECT 'implied dates', count(*) FROM implied UNION ALL SELECT 'statements', count(*) FROM statements "
                "UNION ALL SELECT 'reports', count(*) FROM reports UNION ALL SELECT 'events', count(*) FROM events UNION ALL SELECT 'facts', count(*) FROM facts "
                "UNION ALL SELECT 'read by', coding || ' (' || (SELECT count(*) FROM documents d WHERE d.coding = c.id) || ' documents)' FROM codings c");
    buf_format(&sql, " UNION ALL SELECT 'form of the record', %d", STORE_VERSION);
    return rows_open(s, &sql, out, err, "");
}
