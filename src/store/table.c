/* The whole record as tables: one SELECT each, its columns in the order of the enumerations of tables.h. */
#include "store/tables.h"

#include "store/db.h"
#include "store/pieces.h"

/* SQL keeps its own lines. */
/* clang-format off */

static const struct store_column codings_columns[] = { { "coding", 0 }, { "documents", COLUMN_NUMBER }, { "newest", COLUMN_HIDDEN } };
static const struct store_column entities_columns[] = {
    { "id", 0 }, { "type", 0 }, { "name", 0 }, { "code", 0 }, { "unnamed", COLUMN_YES }, { "key", COLUMN_HIDDEN }
};
static const struct store_column aliases_columns[] = { { "entity", 0 }, { "alias", 0 }, { "kind", 0 }, { "documents", COLUMN_NUMBER } };
static const struct store_column events_columns[] = {
    { "id", 0 }, { "type", 0 }, { "mode", 0 }, { "kind", 0 }, { "cameo", 0 }, { "date", 0 }, { "first_day", COLUMN_DAY }, { "last_day", COLUMN_DAY }, { "place", 0 },
    { "place_name", 0 }, { "status", 0 }, { "who", 0 }, { "reports", COLUMN_NUMBER }, { "document", 0 }, { "report", 0 }, { "published", 0 },
    { "publisher", 0 }, { "via", 0 }, { "words", 0 }, { "confidence", COLUMN_NUMBER }, { "rule", 0 }, { "recorded", COLUMN_HIDDEN },
    { "path", COLUMN_HIDDEN }, { "title", COLUMN_HIDDEN }, { "lang", COLUMN_HIDDEN }, { "coding", COLUMN_HIDDEN },
    { "sentence", COLUMN_HIDDEN }, { "trigger", COLUMN_HIDDEN }, { "place_country", COLUMN_HIDDEN }, { "source_codes", COLUMN_HIDDEN },
    { "target_codes", COLUMN_HIDDEN }
};
static const struct store_column participants_columns[] = {
    { "event", 0 }, { "position", COLUMN_NUMBER }, { "entity", 0 }, { "type", 0 }, { "name", 0 }, { "role", 0 }, { "code", COLUMN_HIDDEN },
    { "country", COLUMN_HIDDEN }
};
static const struct store_column documents_columns[] = {
    { "id", 0 }, { "sha256", 0 }, { "path", 0 }, { "size", COLUMN_NUMBER }, { "publisher", 0 }, { "author", 0 }, { "title", 0 }, { "lang", 0 },
    { "published", 0 }, { "published_basis", 0 }, { "recorded", 0 }, { "coding", 0 }, { "text", COLUMN_HIDDEN }
};
static const struct store_column statements_columns[] = {
    { "id", 0 }, { "document", 0 }, { "kind", 0 }, { "date", 0 }, { "speakers", 0 }, { "via", 0 }, { "addressee", 0 }, { "occasion", 0 }, { "words", 0 }
};
static const struct store_column reports_columns[] = {
    { "id", 0 }, { "document", 0 }, { "event", 0 }, { "type", 0 }, { "mode", 0 }, { "kind", 0 }, { "cameo", 0 }, { "date", 0 }, { "place", 0 },
    { "place_name", 0 }, { "status", 0 }, { "who", 0 }, { "speakers", 0 }, { "via", 0 }, { "statement", 0 }, { "within", 0 }, { "source_codes", 0 },
    { "target_codes", 0 }, { "words", 0 }, { "confidence", COLUMN_NUMBER }, { "rule", 0 }
};
static const struct store_column facts_columns[] = {
    { "id", 0 }, { "document", 0 }, { "subject", 0 }, { "subject_name", 0 }, { "relation", 0 }, { "object", 0 }, { "object_name", 0 }, { "title", 0 },
    { "of", 0 }, { "of_name", 0 }, { "modality", 0 }, { "holder", 0 }, { "holder_name", 0 }, { "as_of", 0 }, { "from", 0 }, { "to", 0 },
    { "ended", COLUMN_YES }, { "inferred", COLUMN_YES }, { "sources", 0 }, { "statement", 0 }, { "speakers", 0 }, { "via", 0 }, { "words", 0 },
    { "confidence", COLUMN_NUMBER }, { "rule", 0 }, { "number", COLUMN_HIDDEN }
};
static const struct store_column links_columns[] = {
    { "document", 0 }, { "item", 0 }, { "kind", 0 }, { "position", COLUMN_NUMBER }, { "entity", 0 }, { "name", 0 }, { "text", 0 }
};
static const struct store_column evidence_columns[] = {
    { "document", 0 }, { "item", 0 }, { "role", 0 }, { "position", COLUMN_NUMBER }, { "start", COLUMN_NUMBER }, { "end", COLUMN_NUMBER }, { "words", 0 },
    { "fact", COLUMN_HIDDEN }
};

#define TABLE(t) { #t, t##_columns, sizeof t##_columns / sizeof *t##_columns }
static const struct {
    const char *name;
    const struct store_column *columns;
    size_t count;
} tables[TABLE_COUNT] = {
    [TABLE_CODINGS] = TABLE(codings), [TABLE_ENTITIES] = TABLE(entities), [TABLE_ALIASES] = TABLE(aliases), [TABLE_EVENTS] = TABLE(events), [TABLE_PARTICIPANTS] = TABLE(participants),
    [TABLE_DOCUMENTS] = TABLE(documents), [TABLE_STATEMENTS] = TABLE(statements), [TABLE_REPORTS] = TABLE(reports), [TABLE_FACTS] = TABLE(facts),
    [TABLE_LINKS] = TABLE(links), [TABLE_EVIDENCE] = TABLE(evidence),
};

size_t store_columns(enum store_table table, const struct store_column **columns)
{
    *columns = tables[table].columns;
    return tables[table].count;
}

const char *store_table_name(enum store_table table) { return tables[table].name; }

/* ------------------------------------------------------------------ names that do not depend on who came first */

#define DOC_NAME(d) "substr(" d ".hash, 1, 16)"
/* Rows of one coding have numbers one after the other. */
#define ITEM_NAME(letter, table, x, d) DOC_NAME(d) " || '/" letter "' || (" x ".id - (SELECT min(id) FROM coded_" table " WHERE coding = " x ".coding) + 1)"
#define ITEM_NAME_OF(letter, table, id) "(SELECT " ITEM_NAME(letter, table, "zi", "zd") " FROM " table " zi JOIN docs zd ON zd.coding = zi.coding WHERE zi.id = " id ")"
#define REPORT_NAME(t, d) DOC_NAME(d) " || '/R' || (" t ".position + 1)"
#define FIRST_OF(event, what) "(SELECT " what " FROM told zo JOIN reports zt ON zt.id = zo.report JOIN docs zd ON zd.coding = zt.coding WHERE zo.event = " event \
    " ORDER BY zd.published_first IS NULL, zd.published_first, zd.hash, zt.position LIMIT 1)"
#define FIRST_REPORT(event) FIRST_OF(event, "zt.id")
#define EVENT_NAME(event) FIRST_OF(event, DOC_NAME("zd") " || '/E' || (zt.position + 1)")
#define NAME_OF(e) e ".type || ':' || " e ".key"
#define VERSIONS(d) "(SELECT versions FROM versions WHERE id = " d ".versions)"

#define WITH_ENTITY(alias, referent) " LEFT JOIN referents " alias "r ON " alias "r.id = " referent " " LEFT_ENTITY(alias "r", alias "a", alias "e")
#define NAMES_OF_CHAIN(kind, item) LIST_OF("chains", "kind = '" kind "' AND k.item = " item, " → ")
#define SENTENCE(d, n) BYTES(d, n ".\"start\"", n ".\"end\"")
#define CODES(side) "(SELECT group_concat(code, '|') FROM (SELECT code FROM actors WHERE report = t.id AND side = '" side "' ORDER BY position) q)"
#define EVENTS_FROM "FROM events e JOIN reports t ON t.id = " FIRST_REPORT("e.id") " JOIN docs d ON d.coding = t.coding"
/* Documents in the order of their hashes; what stands in them joins on, and the order is kept. */
#define DOCUMENTS_FROM "FROM documents zd0 CROSS JOIN docs d"
#define OF_DOCUMENT " WHERE d.id = zd0.id"

/* ------------------------------------------------------------------ filters */

static void write_document_filters(buf *sql) { write(sql, " AND (?5 IS NULL OR lower(d.publisher) = lower(?5)) AND (?6 IS NULL OR lower(d.lang) = lower(?6))"); }

static void write_event_filters(buf *sql, const struct store_table_query *q)
{
    write_took_part(sql, q->who);
    write_took_part(sql, q->with);
    if (q->place.count) {
        write(sql, " AND e.id IN (SELECT x.event FROM referents r JOIN reports t ON t.place = r.id JOIN told x ON x.report = t.id LEFT JOIN referents o ON o.id = r.\"of\" WHERE r.entity IN ");
        write_set(sql, q->place);
        write(sql, " OR o.entity IN ");
        write_set(sql, q->place);
        buf_char(sql, ')');
    }
    write_days(sql, "e.first_day", "e.last_day", q->first, q->last);
    write_document_filters(sql);
    write(sql, " AND (?1 IS NULL OR lower(e.kind) = lower(?1) OR lower(e.mode) = lower(?1) OR lower(e.type) = lower(?1))"
               " AND (?2 IS NULL OR e.status = ?2)");
}

static void write_fact_filters(buf *sql, const struct store_table_query *q)
{
    static const char *const columns[] = { "subject", "object", "\"of\"" };
    for (int side = 0; side < 2; side++) {
        struct store_set set = side ? q->with : q->who;
        if (!set.count) continue;
        write(sql, " AND (");
        for (int i = 0; i < 3; i++) {
            buf_format(sql, "%sf.%s IN (SELECT id FROM referents WHERE entity IN ", i ? " OR " : "", columns[i]);
            write_set(sql, set);
            buf_char(sql, ')');
        }
        buf_char(sql, ')');
    }
    write_days(sql, "f.as_of_first", "f.as_of_last", q->first, q->last);
    write(sql, " AND (?3 IS NULL OR f.relation = ?3) AND (?4 IS NULL OR f.modality = ?4)");
    write_document_filters(sql);
}

static void write_statement_filters(buf *sql, const struct store_table_query *q)
{
    if (q->who.count) {
        write(sql, " AND m.id IN (SELECT k.statement FROM speakers k JOIN referents kr ON kr.id = k.referent WHERE kr.entity IN ");
        write_set(sql, q->who);
        buf_char(sql, ')');
    }
    if (q->about.count) {
        write(sql, " AND m.id IN (SELECT k.statement FROM topics k JOIN referents kr ON kr.id = k.referent WHERE kr.entity IN ");
        write_set(sql, q->about);
        buf_char(sql, ')');
    }
    write_days(sql, "coalesce(m.first_day, d.published_first)", "coalesce(m.last_day, d.published_last)", q->first, q->last);
    write_document_filters(sql);
}

/* ------------------------------------------------------------------ one SELECT a table */

static void write_codings(buf *sql, const struct store_table_query *q)
{
    (void)q;
    write(sql, "SELECT v.versions, count(*), max(d.coded) FROM docs d JOIN versions v ON v.id = d.versions GROUP BY v.id, v.versions ORDER BY v.versions");
}

/* " AND the entity is named by one of the tables q->among, as filtered" */
static void write_among(buf *sql, const struct store_table_query *q)
{
    if (!q->among) return;
    write(sql, " AND e.id IN (SELECT 0");
    if (q->among & 1u << TABLE_EVENTS) {
        write(sql, " UNION SELECT ka.same FROM told o JOIN participants k ON k.report = o.report JOIN referents kr ON kr.id = k.referent "
                   "JOIN entities ka ON ka.id = kr.entity WHERE o.event IN (SELECT e.id " EVENTS_FROM " WHERE true");
        write_event_filters(sql, q);
        write(sql, ") UNION SELECT pa.same " EVENTS_FROM " JOIN entities pa ON pa.id = e.place WHERE true");
        write_event_filters(sql, q);
    }
    if (q->among & 1u << TABLE_FACTS) {
        write(sql, " UNION SELECT ra.same FROM facts f JOIN docs d ON d.coding = f.coding JOIN referents r ON r.id IN (f.subject, f.object, f.\"of\", f.holder) "
                   "JOIN entities ra ON ra.id = r.entity WHERE true");
        write_fact_filters(sql, q);
    }
    if (q->among & 1u << TABLE_STATEMENTS) {
        write(sql, " UNION SELECT ra.same FROM statements m JOIN docs d ON d.coding = m.coding JOIN speakers p ON p.statement = m.id JOIN referents r ON r.id = p.referent "
                   "JOIN entities ra ON ra.id = r.entity WHERE true");
        write_statement_filters(sql, q);
    }
    buf_char(sql, ')');
}

/* An entity stands for all that are the same as it; one that no coding in force knows is not told. */
static void write_entities(buf *sql, const struct store_table_query *q)
{
    write(sql, "SELECT " NAME_OF("e") ", e.type, e.name, CASE WHEN e.type = 'state' AND e.unnamed = 0 AND length(e.key) = 3 THEN e.key ELSE (SELECT min(n.alias) FROM "
               "entities a JOIN aliases n ON n.entity = a.id WHERE a.same = e.id AND n.kind = 'code') END, e.unnamed, e.key FROM entities e WHERE e.same = e.id "
               "AND EXISTS (SELECT 1 FROM entities a JOIN referents r ON r.entity = a.id JOIN docs d ON d.coding = r.coding WHERE a.same = e.id)");
    write_among(sql, q);
    write(sql, " ORDER BY e.type, e.key");
}

static void write_aliases(buf *sql, const struct store_table_query *q)
{
    write(sql, "SELECT " NAME_OF("e") ", n.alias, n.kind, count(DISTINCT d.id) FROM docs d JOIN referents r ON r.coding = d.coding JOIN referent_names n ON n.referent = r.id "
               ENTITY("r", "a", "e") "WHERE true");
    write_among(sql, q);
    write(sql, " GROUP BY e.type, e.key, n.alias, n.kind ORDER BY e.type, e.key, n.alias, n.kind");
}

static void write_events(buf *sql, const struct store_table_query *q)
{
    write(sql, "SELECT " EVENT_NAME("e.id") " AS event_name, e.type, e.mode, e.kind, t.cameo, e.date, e.first_day, e.last_day, " NAME_OF("pe") ", pe.name, e.status, "
               "(SELECT group_concat(n, ', ') FROM (SELECT CASE WHEN ke.unnamed = 1 THEN '“' || ke.name || '”' ELSE ke.name END AS n FROM told o "
               "JOIN participants k ON k.report = o.report JOIN referents kr ON kr.id = k.referent " ENTITY("kr", "ka", "ke") "WHERE o.event = e.id "
               "GROUP BY ke.id, ke.unnamed, ke.name, ke.type, ke.key ORDER BY min(k.position), ke.name, ke.type, ke.key) q), e.reports, " DOC_NAME("d") ", " REPORT_NAME("t", "d") ", "
               "d.published, d.publisher, coalesce(" NAMES_OF_CHAIN("R", "t.id") ", " NAMES_OF_CHAIN("S", "t.statement") "), " SENTENCE("d", "n") ", t.confidence, t.rule, "
               "(SELECT max(zd.coded) FROM told zo JOIN reports zt ON zt.id = zo.report JOIN docs zd ON zd.coding = zt.coding WHERE zo.event = e.id), d.path, d.title, d.lang, "
               VERSIONS("d") ", (SELECT count(*) FROM sentences s WHERE s.coding = d.coding AND s.\"start\" <= n.\"start\"), "
               EVIDENCE_WORDS("R", "t.id", "trigger") ", CASE WHEN pe.type = 'state' THEN pe.key ELSE (SELECT oe.key FROM referents pr JOIN referents po ON po.id = pr.\"of\" "
               ENTITY("po", "oa", "oe") "WHERE pr.id = t.place AND oe.type = 'state' AND oe.unnamed = 0) END, " CODES("source") ", " CODES("target") " " EVENTS_FROM
               " LEFT JOIN sentences n ON n.id = t.sentence LEFT JOIN entities pa ON pa.id = e.place LEFT JOIN entities pe ON pe.id = pa.same WHERE true");
    write_event_filters(sql, q);
    write(sql, " ORDER BY e.first_day IS NULL, e.first_day, e.last_day, e.date NULLS FIRST, event_name");
}

/* In the report published first the participant stands as the referent rr, in the role r. */
static void write_participants(buf *sql, const struct store_table_query *q)
{
    write(sql, "SELECT " EVENT_NAME("e.id") " AS event_name, k.position + 1, " NAME_OF("ke") ", ke.type, CASE WHEN ke.unnamed = 1 THEN '“' || ke.name || '”' ELSE ke.name END, r.role, "
               "CASE WHEN ke.type = 'state' AND length(ke.key) = 3 THEN ke.key ELSE (SELECT min(n.alias) FROM entities a JOIN aliases n ON n.entity = a.id "
               "WHERE a.same = ke.id AND n.kind = 'code') END, CASE WHEN ke.type = 'state' THEN ke.key WHEN oe.type = 'state' THEN oe.key "
               "ELSE (SELECT ue.key FROM referents u " ENTITY("u", "ua", "ue") "WHERE u.id = o.\"of\" AND ue.type = 'state') END " EVENTS_FROM
               " JOIN (SELECT o.event AS event, ka.same AS entity, min(k.position) AS position FROM told o JOIN participants k ON k.report = o.report "
               "JOIN referents kr ON kr.id = k.referent JOIN entities ka ON ka.id = kr.entity GROUP BY o.event, ka.same) k ON k.event = e.id JOIN entities ke ON ke.id = k.entity "
               "LEFT JOIN participants r ON r.report = t.id AND r.position = (SELECT min(p.position) FROM participants p JOIN referents pr ON pr.id = p.referent "
               "JOIN entities pa ON pa.id = pr.entity WHERE p.report = t.id AND pa.same = k.entity) LEFT JOIN referents rr ON rr.id = r.referent "
               "LEFT JOIN referents o ON o.id = rr.\"of\" " LEFT_ENTITY("o", "oa", "oe") "WHERE true");
    write_event_filters(sql, q);
    write(sql, " ORDER BY e.first_day IS NULL, e.first_day, e.last_day, e.date NULLS FIRST, event_name, k.position, ke.name, ke.type, ke.key");
}

static void write_documents(buf *sql, const struct store_table_query *q)
{
    (void)q;
    write(sql, "SELECT " DOC_NAME("d") ", d.hash, d.path, d.size, d.publisher, d.author, d.title, d.lang, d.published, d.published_basis, d.recorded, " VERSIONS("d") ", tx.text "
               DOCUMENTS_FROM " CROSS JOIN texts tx" OF_DOCUMENT " AND tx.id = d.text");
    write_document_filters(sql);
    write(sql, " ORDER BY zd0.hash");
}

static void write_statements(buf *sql, const struct store_table_query *q)
{
    write(sql, "SELECT " ITEM_NAME("S", "statements", "m", "d") ", " DOC_NAME("d") ", m.kind, m.date, " LIST_OF("speakers", "statement = m.id", ", ") ", " NAMES_OF_CHAIN("S", "m.id") ", "
               CALLED("ae", "ar") ", m.occasion, " EVIDENCE_WORDS("S", "m.id", "content") " " DOCUMENTS_FROM " CROSS JOIN statements m"
               WITH_ENTITY("a", "m.addressee") OF_DOCUMENT " AND m.coding = d.coding");
    write_statement_filters(sql, q);
    write(sql, " ORDER BY zd0.hash, m.id");
}

static void write_reports(buf *sql, const struct store_table_query *q)
{
    write(sql, "SELECT " REPORT_NAME("t", "d") ", " DOC_NAME("d") ", " EVENT_NAME("x.event") ", t.type, t.mode, t.kind, t.cameo, t.date, " NAME_OF("pe") ", " CALLED("pe", "pr") ", t.status, "
               LIST_OF("participants", "report = t.id", ", ") ", " LIST_OF("speakers", "statement = t.statement", ", ") ", coalesce(" NAMES_OF_CHAIN("R", "t.id") ", " NAMES_OF_CHAIN("S", "t.statement") "), "
               ITEM_NAME_OF("S", "statements", "t.statement") ", (SELECT " REPORT_NAME("w", "d") " FROM reports w WHERE w.id = t.within), " CODES("source") ", " CODES("target") ", "
               SENTENCE("d", "n") ", t.confidence, t.rule " DOCUMENTS_FROM " CROSS JOIN reports t JOIN told x ON x.report = t.id JOIN events e ON e.id = x.event "
               "LEFT JOIN sentences n ON n.id = t.sentence" WITH_ENTITY("p", "t.place") OF_DOCUMENT " AND t.coding = d.coding");
    write_event_filters(sql, q);
    write(sql, " ORDER BY zd0.hash, t.position");
}

static void write_facts(buf *sql, const struct store_table_query *q)
{
    write(sql, "SELECT " ITEM_NAME("F", "facts", "f", "d") ", " DOC_NAME("d") ", " NAME_OF("se") ", " CALLED("se", "sr") ", f.relation, " NAME_OF("je") ", " CALLED("je", "jr")
               ", f.object_text, " NAME_OF("we") ", " CALLED("we", "wr") ", f.modality, " NAME_OF("he") ", " CALLED("he", "hr") ", coalesce(f.as_of, d.published), f.valid_from, f.valid_to, "
               "f.ended, f.inferred, (SELECT group_concat(n, ' ') FROM (SELECT " ITEM_NAME_OF("F", "facts", "x.source") " AS n FROM fact_sources x WHERE x.fact = f.id ORDER BY x.source) q), "
               ITEM_NAME_OF("S", "statements", "f.statement") ", " LIST_OF("speakers", "statement = f.statement", ", ") ", " NAMES_OF_CHAIN("S", "f.statement") ", "
               EVIDENCE_WORDS("F", "f.id", "evidence") ", f.confidence, f.rule, f.id " DOCUMENTS_FROM " CROSS JOIN facts f"
               WITH_ENTITY("s", "f.subject") WITH_ENTITY("j", "f.object") WITH_ENTITY("w", "f.\"of\"") WITH_ENTITY("h", "f.holder") OF_DOCUMENT " AND f.coding = d.coding");
    write_fact_filters(sql, q);
    write(sql, " ORDER BY zd0.hash, f.id");
}

/* Tables that are put together from several: each arm comes in order by itself, so that they are merged and not gathered first. */
struct arm {
    const char *item, *kind, *position, *text, *from;
    int group; /* statements before reports before facts */
};

static void write_links(buf *sql, const struct store_table_query *q)
{
    static const struct arm arms[] = {
        { ITEM_NAME("S", "statements", "x", "d"), "'speaker'", "x.id", "NULL", "statements x JOIN speakers k ON k.statement = x.id", 1 },
        { ITEM_NAME("S", "statements", "x", "d"), "'about'", "x.id", "NULL", "statements x JOIN topics k ON k.statement = x.id", 1 },
        { ITEM_NAME("S", "statements", "x", "d"), "'via'", "x.id", "k.date", "statements x JOIN chains k ON k.kind = 'S' AND k.item = x.id", 1 },
        { REPORT_NAME("x", "d"), "'participant'", "x.position", "k.role", "reports x JOIN participants k ON k.report = x.id", 2 },
        { REPORT_NAME("x", "d"), "'via'", "x.position", "k.date", "reports x JOIN chains k ON k.kind = 'R' AND k.item = x.id", 2 },
    };
    (void)q;
    for (int i = 0; i < (int)(sizeof arms / sizeof *arms); i++) {
        if (i) write(sql, " UNION ALL ");
        buf_format(sql, "SELECT " DOC_NAME("d") ", %s, %s, k.position + 1, " NAME_OF("ke") ", " CALLED("ke", "kr") ", %s, zd0.hash, %d, %s, %d, k.position " DOCUMENTS_FROM " CROSS JOIN %s "
                   "JOIN referents kr ON kr.id = k.referent " ENTITY("kr", "ka", "ke") OF_DOCUMENT " AND x.coding = d.coding", arms[i].item, arms[i].kind, arms[i].text,
                   arms[i].group, arms[i].position, i, arms[i].from);
        write_document_filters(sql);
    }
    write(sql, " ORDER BY 8, 9, 10, 11, 12");
}

static void write_evidence(buf *sql, const struct store_table_query *q)
{
    static const struct arm arms[] = {
        { ITEM_NAME("S", "statements", "x", "d"), "'S'", "x.id", "0", "statements", 1 },
        { REPORT_NAME("x", "d"), "'R'", "x.position", "0", "reports", 2 },
        { ITEM_NAME("F", "facts", "x", "d"), "'F'", "x.id", "x.id", "facts", 3 },
    };
    (void)q;
    for (int i = 0; i < (int)(sizeof arms / sizeof *arms); i++) {
        if (i) write(sql, " UNION ALL ");
        buf_format(sql, "SELECT " DOC_NAME("d") ", %s, v.role, v.position + 1, v.\"start\", v.\"end\", " BYTES("d", "v.\"start\"", "v.\"end\"") ", %s, zd0.hash, %d, %s "
                   DOCUMENTS_FROM " CROSS JOIN %s x JOIN evidence v ON v.kind = %s AND v.item = x.id" OF_DOCUMENT " AND x.coding = d.coding",
                   arms[i].item, arms[i].text, arms[i].group, arms[i].position, arms[i].from, arms[i].kind);
        write_document_filters(sql);
    }
    write(sql, " ORDER BY 9, 5, 6, 10, 11, 3, 4");
}

chy_status store_table(struct store *s, const struct store_table_query *q, struct store_rows **out, chy_err *err)
{
    static void (*const writers[TABLE_COUNT])(buf *, const struct store_table_query *) = {
        [TABLE_CODINGS] = write_codings, [TABLE_ENTITIES] = write_entities, [TABLE_ALIASES] = write_aliases, [TABLE_EVENTS] = write_events, [TABLE_PARTICIPANTS] = write_participants,
        [TABLE_DOCUMENTS] = write_documents, [TABLE_STATEMENTS] = write_statements, [TABLE_REPORTS] = write_reports, [TABLE_FACTS] = write_facts,
        [TABLE_LINKS] = write_links, [TABLE_EVIDENCE] = write_evidence,
    };
    buf sql;
    buf_init(&sql, NULL, NULL);
    writers[q->table](&sql, q);
    return rows_open(s, &sql, out, err, "tttttt", q->kind, q->status, q->relation, q->modality, q->publisher, q->lang);
}

chy_status store_hold(struct store *s, chy_err *err) { return db_run(s->db, s->db->driver->hold, "reading the record", err); }
void store_release(struct store *s) { db_run(s->db, "COMMIT", "reading the record", NULL); }
