/* Single things, for pages of them. */
#include "store/show.h"

#include "store/db.h"
#include "store/pieces.h"

/* SQL keeps its own lines. */
/* clang-format off */

chy_status store_show_evidence(struct store *s, int64_t document, char kind, int64_t item, struct store_rows **out, chy_err *err)
{
    static const struct { char kind; const char *table; } arms[] = { { 'F', "facts" }, { 'R', "reports" }, { 'S', "statements" } };
    bool first = true;
    buf sql;
    buf_init(&sql, NULL, NULL);
    for (size_t i = 0; i < sizeof arms / sizeof *arms; i++) {
        if (kind && arms[i].kind != kind) continue;
        if (!first) write(&sql, " UNION ALL ");
        first = false;
        buf_format(&sql, "SELECT v.kind AS kind, v.item AS item, v.role AS role, v.\"start\", v.\"end\", v.position AS position FROM docs d JOIN %s x ON x.coding = d.coding "
                   "JOIN evidence v ON v.kind = '%c' AND v.item = x.id WHERE %s = ?1", arms[i].table, arms[i].kind, item ? "x.id" : "d.id");
    }
    write(&sql, " ORDER BY kind, item, role, position");
    return rows_open(s, &sql, out, err, "i", item ? item : document);
}

chy_status store_show_links(struct store *s, char kind, int64_t document, int64_t item, struct store_rows **out, chy_err *err)
{
    static const struct { char kind; const char *as, *text, *join; } arms[] = {
        { 'S', "speaker", "NULL", "statements x ON x.coding = d.coding JOIN speakers k ON k.statement = x.id" },
        { 'S', "topic", "NULL", "statements x ON x.coding = d.coding JOIN topics k ON k.statement = x.id" },
        { 'S', "via", "k.date", "statements x ON x.coding = d.coding JOIN chains k ON k.kind = 'S' AND k.item = x.id" },
        { 'R', "participant", "k.role", "reports x ON x.coding = d.coding JOIN participants k ON k.report = x.id" },
        { 'R', "via", "k.date", "reports x ON x.coding = d.coding JOIN chains k ON k.kind = 'R' AND k.item = x.id" },
    };
    bool first = true;
    buf sql;
    buf_init(&sql, NULL, NULL);
    for (size_t i = 0; i < sizeof arms / sizeof *arms; i++) {
        if (arms[i].kind != kind) continue;
        if (!first) write(&sql, " UNION ALL ");
        first = false;
        buf_format(&sql, "SELECT x.id AS item, '%s' AS place, ke.id, ke.type, " CALLED("ke", "kr") ", %s, kr.post, (SELECT " CALLED("oe", "orf") " FROM referents orf "
                   ENTITY("orf", "oa", "oe") "WHERE orf.id = kr.\"of\"), k.position AS position FROM docs d JOIN %s JOIN referents kr ON kr.id = k.referent "
                   ENTITY("kr", "ka", "ke") "WHERE %s = ?1", arms[i].as, arms[i].text, arms[i].join, item ? "x.id" : "d.id");
    }
    write(&sql, " ORDER BY item, place, position");
    return rows_open(s, &sql, out, err, "i", item ? item : document);
}

chy_status store_show_mentions(struct store *s, int64_t document, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT n.\"start\", n.\"end\", e.id, " CALLED("e", "r") ", e.type FROM docs d JOIN mentions n ON n.coding = d.coding JOIN referents r ON r.id = n.referent "
                   ENTITY("r", "a", "e") "WHERE d.id = ?1 ORDER BY n.\"start\", n.\"end\" DESC, n.part", out, err, "i", document);
}

chy_status store_show_times(struct store *s, int64_t document, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT t.\"start\", t.\"end\", t.value, t.type FROM docs d JOIN times t ON t.coding = d.coding WHERE d.id = ?1 ORDER BY t.\"start\", t.\"end\", t.id", out, err, "i", document);
}

chy_status store_show_names(struct store *s, int64_t entity, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT a.alias, a.kind, sum(a.documents) AS documents FROM entities o JOIN aliases a ON a.entity = o.id WHERE o.same = ?1 "
                   "GROUP BY a.alias, a.kind ORDER BY documents DESC, a.kind, a.alias", out, err, "i", entity);
}

/* So many names are looked at for one beginning: the first letters of many names do not make it slow. */
#define BEGINNINGS "2000"

chy_status store_show_beginning(struct store *s, chy_str folded, chy_str type, uint32_t limit, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT e.id, e.type, e.name, max(a.documents) AS documents FROM ");
    if (folded.len) /* U+10FFFF comes behind every letter */
        write(&sql, "(SELECT entity, documents FROM aliases WHERE folded >= ?1 AND folded < ?1 || '\xF4\x8F\xBF\xBF' ORDER BY folded LIMIT " BEGINNINGS ") a");
    else
        write(&sql, "(SELECT n.entity AS entity, n.documents AS documents FROM aliases n JOIN entities t ON t.id = n.entity WHERE (?1 IS NULL OR ?1 = '') "
                    "AND n.kind = 'name' AND (?2 IS NULL OR t.type = ?2) ORDER BY n.documents DESC LIMIT " BEGINNINGS ") a");
    write(&sql, " JOIN entities o ON o.id = a.entity JOIN entities e ON e.id = o.same WHERE e.unnamed = 0 AND (?2 IS NULL OR e.type = ?2) ");
    buf_format(&sql, "GROUP BY e.id, e.type, e.name ORDER BY documents DESC, e.name, e.type, e.id LIMIT %u", limit);
    return rows_open(s, &sql, out, err, "tt", folded, type);
}

chy_status store_show_posts(struct store *s, chy_str text, uint32_t limit, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT 0, 'post', q.title || ' of ' || q.name, count(*) AS documents FROM (SELECT DISTINCT f.coding AS coding, f.object_text AS title, we.name AS name FROM facts f "
                "JOIN referents wr ON wr.id = f.\"of\" " ENTITY("wr", "wa", "we") "WHERE f.relation = 'holds_post' AND f.modality = 'is' AND we.unnamed = 0 AND f.object_text IS NOT NULL "
                "AND (?1 IS NULL OR substr(lower(f.object_text), 1, length(?1)) = ?1) LIMIT " BEGINNINGS ") q ");
    buf_format(&sql, "GROUP BY q.title, q.name ORDER BY documents DESC, q.title, q.name LIMIT %u", limit);
    return rows_open(s, &sql, out, err, "t", text);
}

chy_status store_state(struct store *s, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_format(&sql, "SELECT coalesce(%s, '') || '.' || coalesce((SELECT j.id || '-' || substr(j.hash, 1, 16) FROM journal j ORDER BY j.id DESC LIMIT 1), ''), "
               "(SELECT coalesce(max(id), 0) FROM documents)", s->db->driver->newest);
    return rows_open(s, &sql, out, err, "");
}

chy_status store_show_parties(struct store *s, const struct store_events_query *q, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT e.id, ke.id, ke.type, CASE WHEN ke.unnamed = 1 THEN '“' || ke.name || '”' ELSE ke.name END, e.date, e.first_day FROM events e JOIN told o ON o.event = e.id "
                "JOIN participants k ON k.report = o.report JOIN referents kr ON kr.id = k.referent " ENTITY("kr", "ka", "ke") "WHERE true");
    store_event_conditions(&sql, q);
    write(&sql, " GROUP BY e.id, ke.id, ke.type, ke.unnamed, ke.name, e.date, e.first_day ORDER BY e.id, ke.id");
    return rows_open(s, &sql, out, err, "ttt", q->type, q->kind, q->status);
}

chy_status store_show_spots(struct store *s, const struct store_events_query *q, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    write(&sql, "SELECT e.id, e.date, e.kind, e.mode, e.type, e.status, e.reports, pe.id, pe.name, pe.type, pe.key FROM events e LEFT JOIN entities pa ON pa.id = e.place "
                "LEFT JOIN entities pe ON pe.id = pa.same WHERE true");
    store_event_conditions(&sql, q);
    write(&sql, " ORDER BY e.first_day IS NULL, e.first_day, e.last_day, e.date NULLS FIRST, e.id");
    return rows_open(s, &sql, out, err, "ttt", q->type, q->kind, q->status);
}
