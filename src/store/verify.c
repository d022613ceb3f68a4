/* What must hold of a record, whatever was done to it: each check is a question whose answers are faults. */
#include "store/bands.h"
#include "store/found.h"

/* SQL keeps its own lines. */
/* clang-format off */
static const struct check {
    const char *what, *sql;
} checks[] = {
    { "a document without a coding in force", "SELECT 'D-' || d.id FROM documents d WHERE NOT EXISTS (SELECT 1 FROM codings c WHERE c.document = d.id AND c.closed IS NULL)" },
    { "a document whose bytes are not those that it is known by",
      "SELECT 'D-' || d.id FROM documents d LEFT JOIN originals o ON o.document = d.id WHERE d.given < 2 AND CASE WHEN o.document IS NULL "
      "THEN NOT EXISTS (SELECT 1 FROM texts x WHERE x.hash = d.hash) ELSE sha256_hex(o.bytes) <> d.hash END" },
    { "a text that is not the one that was read", "SELECT 'text ' || x.id FROM texts x WHERE sha256_hex(x.text) <> x.hash" },
    { "a coding that was closed before it was made", "SELECT 'C-' || id FROM codings WHERE closed < recorded" },
    { "a coding without metadata", "SELECT 'C-' || c.id FROM codings c WHERE NOT EXISTS (SELECT 1 FROM metadata m WHERE m.coding = c.id AND m.entry = 0)" },
    { "two versions in force at once",
      "SELECT 'F-' || number FROM coded_facts WHERE until IS NULL GROUP BY number HAVING count(*) > 1 UNION ALL "
      "SELECT 'R-' || number FROM coded_reports WHERE until IS NULL GROUP BY number HAVING count(*) > 1 UNION ALL "
      "SELECT 'S-' || number FROM coded_statements WHERE until IS NULL GROUP BY number HAVING count(*) > 1 UNION ALL "
      "SELECT 'C-' || coding FROM metadata WHERE until IS NULL GROUP BY coding HAVING count(*) > 1 UNION ALL "
      "SELECT 'E-' || number FROM resolved_events WHERE until IS NULL GROUP BY number HAVING count(*) > 1 UNION ALL "
      "SELECT 'R-' || report FROM tellings WHERE until IS NULL GROUP BY report HAVING count(*) > 1" },
    { "evidence of nothing",
      "SELECT v.kind || '-' || v.item FROM evidence v WHERE v.kind = 'F' AND NOT EXISTS (SELECT 1 FROM coded_facts x WHERE x.id = v.item) UNION ALL "
      "SELECT v.kind || '-' || v.item FROM evidence v WHERE v.kind = 'R' AND NOT EXISTS (SELECT 1 FROM coded_reports x WHERE x.id = v.item) UNION ALL "
      "SELECT v.kind || '-' || v.item FROM evidence v WHERE v.kind = 'S' AND NOT EXISTS (SELECT 1 FROM coded_statements x WHERE x.id = v.item) UNION ALL "
      "SELECT v.kind || '-' || v.item FROM evidence v WHERE v.kind = 'I' AND NOT EXISTS (SELECT 1 FROM implied x WHERE x.id = v.item)" },
    { "a fact without evidence", "SELECT 'F-' || x.id FROM coded_facts x WHERE x.entry = 0 AND NOT EXISTS (SELECT 1 FROM evidence v WHERE v.kind = 'F' AND v.item = x.id)" },
    { "a chain of nothing",
      "SELECT k.kind || '-' || k.item FROM coded_chains k WHERE (k.kind = 'S' AND NOT EXISTS (SELECT 1 FROM coded_statements x WHERE x.id = k.item)) OR "
      "(k.kind = 'R' AND NOT EXISTS (SELECT 1 FROM coded_reports x WHERE x.id = k.item))" },
    { "a report in force that tells of no event", "SELECT 'R-' || r.id FROM reports r WHERE NOT EXISTS (SELECT 1 FROM told t JOIN events e ON e.id = t.event WHERE t.report = r.id)" },
    { "an event that no report in force tells of", "SELECT 'E-' || e.id FROM events e WHERE NOT EXISTS (SELECT 1 FROM told t JOIN reports r ON r.id = t.report WHERE t.event = e.id)" },
    { "a report not in force that tells of an event", "SELECT 'R-' || t.report FROM told t WHERE NOT EXISTS (SELECT 1 FROM reports r WHERE r.id = t.report)" },
    { "an entity that stands for others and is not itself", "SELECT 'N-' || e.id FROM entities e JOIN entities s ON s.id = e.same WHERE s.same <> s.id" },
    { "an alias that is counted wrongly",
      "SELECT a.alias FROM aliases a LEFT JOIN (SELECT r.entity AS entity, n.kind AS kind, n.alias AS alias, count(*) AS n FROM referents r "
      "JOIN codings c ON c.id = r.coding AND c.closed IS NULL JOIN referent_names n ON n.referent = r.id GROUP BY r.entity, n.kind, n.alias) q "
      "ON q.entity = a.entity AND q.kind = a.kind AND q.alias = a.alias WHERE a.documents <> coalesce(q.n, 0)" },
    { "a sentence that cannot be searched", "SELECT 'sentence ' || s.id FROM sentences s WHERE NOT EXISTS (SELECT 1 FROM sentence_words_docsize w WHERE w.id = s.id)" },
};
/* clang-format on */

static chy_status run_check(struct store *s, const struct check *c, store_fault tell, void *user, chy_err *err)
{
    struct db_statement *stmt = NULL;
    chy_status st = db_prepare(s->db, str_of(c->sql), &stmt, err);
    while (!st && (st = db_step(stmt, err)) == CHY_ROW) {
        chy_str where = CHY_LIT("");
        st = s->db->driver->text(stmt, 0, &where) ? CHY_OK : err_memory(err, "verifying");
        if (!st) tell(user, c->what, where);
    }
    db_finish(stmt);
    return st == CHY_DONE ? CHY_OK : st;
}

chy_status store_verify(struct store *s, store_fault tell, void *user, chy_err *err)
{
    chy_status st = s->db->driver->check(s->db, tell, user, err);
    for (size_t i = 0; !st && i < sizeof checks / sizeof *checks; i++) st = run_check(s, &checks[i], tell, user, err);
    if (!st) st = found_verify(s, tell, user, err);
    return st ? st : bands_verify(s, tell, user, err);
}

/* clang-format off */
/* Evidence by the numbers of its items, not the other way round: what a coding has is looked up, however much there is. */
chy_status store_spans(struct store *s, int64_t coding, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT v.kind || '-' || v.item, v.\"start\", v.\"end\" FROM evidence v WHERE v.kind = 'F' AND v.item IN (SELECT x.id FROM coded_facts x WHERE x.coding = ?1 AND x.entry = 0) UNION ALL "
                   "SELECT v.kind || '-' || v.item, v.\"start\", v.\"end\" FROM evidence v WHERE v.kind = 'R' AND v.item IN (SELECT x.id FROM coded_reports x WHERE x.coding = ?1 AND x.entry = 0) UNION ALL "
                   "SELECT v.kind || '-' || v.item, v.\"start\", v.\"end\" FROM evidence v WHERE v.kind = 'S' AND v.item IN (SELECT x.id FROM coded_statements x WHERE x.coding = ?1 AND x.entry = 0) UNION ALL "
                   "SELECT v.kind || '-' || v.item, v.\"start\", v.\"end\" FROM evidence v WHERE v.kind = 'I' AND v.item IN (SELECT x.id FROM implied x WHERE x.coding = ?1) UNION ALL "
                   "SELECT 'sentence ' || x.id, x.\"start\", x.\"end\" FROM sentences x WHERE x.coding = ?1 UNION ALL "
                   "SELECT 'segment ' || x.position, x.\"start\", x.\"end\" FROM segments x WHERE x.coding = ?1 UNION ALL "
                   "SELECT 'mention ' || x.position, x.\"start\", x.\"end\" FROM mentions x WHERE x.coding = ?1 UNION ALL "
                   "SELECT 'time ' || x.id, x.\"start\", x.\"end\" FROM times x WHERE x.coding = ?1", out, err, "i", coding);
}

chy_status store_codings(struct store *s, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT c.id, x.text, p.origin, d.size FROM codings c JOIN texts x ON x.id = c.text JOIN documents d ON d.id = c.document "
                   "LEFT JOIN origins p ON p.coding = c.id ORDER BY c.id", out, err, "");
}
/* clang-format on */

chy_status store_begin_trial(struct store *s, int64_t *changes, chy_err *err)
{
    chy_status st = db_run(s->db, s->db->driver->begin_trial, "verifying", err);
    if (!st) s->depth++;
    *changes = s->db->driver->changes(s->db);
    return st;
}

chy_status store_end_trial(struct store *s, int64_t *changes, chy_err *err)
{
    *changes = s->db->driver->changes(s->db) - *changes;
    s->depth--;
    return db_run(s->db, "ROLLBACK", "verifying", err);
}

chy_status store_backup(struct store *s, const char *path, chy_err *err) { return s->db->driver->backup(s->db, path, err); }
