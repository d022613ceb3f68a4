/* The journal, and the rows that corrections make of those that the coder made. */
#include <stdlib.h>

#include "store/bands.h"
#include "store/found.h"

/* SQL keeps its own lines. */
/* clang-format off */

/* One statement of a few, seldom run: made, bound, stepped once. *answer takes the first column when there is a row. */
#define ONCE(s, sql, answer, err, ...) \
    ({ \
        struct db_statement *once_stmt = NULL; \
        chy_status once_st = db_prepare((s)->db, str_of(sql), &once_stmt, (err)); \
        if (!once_st) { \
            db_bind(once_stmt, __VA_ARGS__); \
            once_st = step_once(once_stmt, (answer), (err)); \
        } \
        once_st; \
    })

static chy_status step_once(struct db_statement *stmt, int64_t *answer, chy_err *err)
{
    chy_status st = db_step(stmt, err);
    if (st == CHY_ROW) {
        if (answer) *answer = db_number(stmt, 0);
        st = db_step(stmt, err);
    }
    db_finish(stmt);
    return st == CHY_DONE ? CHY_OK : st;
}

/* ------------------------------------------------------------------ entries */

chy_status store_put_entry(struct store *s, const struct store_entry *e, int64_t *number, chy_err *err)
{
    int64_t known = 0;
    *number = 0;
    chy_status st = ONCE(s, "SELECT id FROM journal WHERE hash = ?1", &known, err, "s", e->hash);
    if (st || known) return st;
    st = ONCE(s, "SELECT coalesce(max(id), 0) + 1 FROM journal", number, err, "");
    if (!st)
        st = ONCE(s, "INSERT INTO journal (id, hash, made, author, reason, action, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", NULL, err, "issssss", *number,
                  e->hash, e->made, e->author, e->reason, e->action, e->body);
    return st;
}

chy_status store_put_target(struct store *s, int64_t entry, char kind, chy_str target, chy_err *err)
{
    chy_str letter = { &kind, 1 };
    return ONCE(s, "INSERT INTO journal_targets (entry, kind, target) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", NULL, err, "iss", entry, letter, target);
}

chy_status store_set_undone(struct store *s, int64_t entry, bool undone, chy_err *err)
{
    return ONCE(s, "UPDATE journal SET undone = ?2 WHERE id = ?1 AND undone <> ?2", NULL, err, "ii", entry, (int64_t)undone);
}

chy_status store_entries(struct store *s, char kind, chy_str target, int64_t entry, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_str(&sql, CHY_LIT("SELECT j.id, j.hash, j.made, j.author, j.reason, j.action, j.body, j.undone, (SELECT count(*) FROM applied a WHERE a.entry = j.id) FROM journal j "));
    if (kind) buf_format(&sql, "JOIN journal_targets t ON t.entry = j.id AND t.kind = '%c' AND t.target = ?1 ", kind);
    else buf_str(&sql, CHY_LIT("WHERE (?1 IS NULL OR j.made <= ?1) "));
    if (entry) buf_format(&sql, "AND j.id = %lld ", (long long)entry);
    buf_str(&sql, CHY_LIT("ORDER BY j.made, j.hash"));
    return rows_open(s, &sql, out, err, "t", kind ? target : s->then);
}

chy_status store_entry_targets(struct store *s, int64_t entry, char kind, struct store_rows **out, chy_err *err)
{
    buf sql;
    chy_str letter = { &kind, 1 };
    buf_init(&sql, NULL, NULL);
    buf_str(&sql, CHY_LIT("SELECT target FROM journal_targets WHERE entry = ?1 AND kind = ?2 ORDER BY target"));
    (void)letter;
    return rows_open(s, &sql, out, err, "is", entry, str_of(kind == 'D' ? "D" : kind == 'N' ? "N" : "J"));
}

/* ------------------------------------------------------------------ what can be corrected */

static const struct kind {
    char kind;
    const char *table, *role, *key, *from, *block;
    const char *content; /* the columns that a copy takes over */
} kinds[] = {
    { 'F', "coded_facts", "evidence",
      "x.relation || '|' || sa.type || ':' || sa.key || '|' || coalesce(oa.type || ':' || oa.key, x.object_text, '') || '|' || coalesce(wa.type || ':' || wa.key, '')",
      "LEFT JOIN referents sr ON sr.id = x.subject LEFT JOIN entities sa ON sa.id = sr.entity LEFT JOIN referents orf ON orf.id = x.object "
      "LEFT JOIN entities oa ON oa.id = orf.entity LEFT JOIN referents wr ON wr.id = x.\"of\" LEFT JOIN entities wa ON wa.id = wr.entity ", "NULL",
      "coding, subject, relation, object, object_text, \"of\", modality, holder, as_of, as_of_first, as_of_last, valid_from, from_first, from_last, valid_to, "
      "to_first, to_last, ended, inferred, statement, confidence, rule" },
    { 'R', "coded_reports", "trigger", "coalesce(x.type, '') || '|' || coalesce(x.kind, '')", "", "x.block",
      "coding, position, type, mode, kind, cameo, date, first_day, last_day, place, status, sentence, statement, within, confidence, rule, block, states, published" },
    { 'S', "coded_statements", "content", "''", "", "NULL", "coding, kind, date, first_day, last_day, occasion, addressee, continued" },
};
static const struct kind metadata = { 'D', "metadata", NULL, NULL, NULL, NULL,
    "coding, publisher, publisher_referent, author, author_referent, title, lang, published, published_basis, published_first, published_last, updated, address" };

/* clang-format on */

static const struct kind *kind_of(char letter)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].kind == letter) return &kinds[i];
    return &metadata;
}

/* clang-format off */
chy_status store_coded(struct store *s, char kind, chy_str hash, int64_t number, struct store_rows **out, chy_err *err)
{
    const struct kind *k = kind_of(kind);
    buf sql;
    buf_init(&sql, NULL, NULL);
    if (k == &metadata)
        buf_str(&sql, CHY_LIT("SELECT d.id, '', 0, 0, '', (SELECT y.says FROM metadata y WHERE y.coding = c.id ORDER BY y.id DESC LIMIT 1), NULL, d.hash, 1, c.id "
                              "FROM documents d JOIN codings c ON c.document = d.id AND c.closed IS NULL WHERE "));
    else
        buf_format(&sql, "SELECT x.number, %s, v.\"start\", v.\"end\", bytes((SELECT tx.text FROM texts tx WHERE tx.id = c.text), v.\"start\", v.\"end\"), "
                   "(SELECT y.says FROM %s y WHERE y.number = x.number ORDER BY y.id DESC LIMIT 1), %s, d.hash, CASE WHEN c.closed IS NULL THEN 1 ELSE 0 END, c.id "
                   "FROM documents d JOIN codings c ON c.document = d.id JOIN %s x ON x.coding = c.id AND x.entry = 0 %s"
                   "LEFT JOIN evidence v ON v.kind = '%c' AND v.item = x.number AND v.role = '%s' AND v.position = 0 WHERE ",
                   k->key, k->table, k->block, k->table, k->from, kind, k->role);
    if (number) buf_format(&sql, "%s = %lld", k == &metadata ? "d.id" : "x.number", (long long)number);
    else buf_str(&sql, CHY_LIT("d.hash = ?1 AND c.closed IS NULL"));
    buf_str(&sql, k == &metadata ? CHY_LIT("") : CHY_LIT(" ORDER BY x.number"));
    return rows_open(s, &sql, out, err, number ? "" : "s", hash);
}

/* A field by its name in the interchange format, and the columns it is kept in; of a list the table, and what it says of each besides. */
static const struct field {
    char kind;
    const char *name;
    enum store_field_type type;
    const char *column, *first, *last;
} fields[] = {
    { 'F', "subject", FIELD_ENTITY, "subject" },
    { 'F', "relation", FIELD_WORD, "relation" },
    { 'F', "object", FIELD_ENTITY, "object" },
    { 'F', "object_text", FIELD_TEXT, "object_text" },
    { 'F', "of", FIELD_ENTITY, "\"of\"" },
    { 'F', "modality", FIELD_WORD, "modality" },
    { 'F', "holder", FIELD_ENTITY, "holder" },
    { 'F', "as_of", FIELD_DATE, "as_of", "as_of_first", "as_of_last" },
    { 'F', "from", FIELD_DATE, "valid_from", "from_first", "from_last" },
    { 'F', "to", FIELD_DATE, "valid_to", "to_first", "to_last" },
    { 'F', "ended", FIELD_FLAG, "ended" },
    { 'R', "type", FIELD_WORD, "type" },
    { 'R', "mode", FIELD_WORD, "mode" },
    { 'R', "kind", FIELD_WORD, "kind" },
    { 'R', "cameo", FIELD_WORD, "cameo" },
    { 'R', "status", FIELD_WORD, "status" },
    { 'R', "date", FIELD_DATE, "date", "first_day", "last_day" },
    { 'R', "place", FIELD_ENTITY, "place" },
    { 'R', "participants", FIELD_ROLES, "coded_participants", "role" },
    { 'R', "via", FIELD_CHAIN, "coded_chains", "date" },
    { 'R', "tied", FIELD_TEXT, "tied" },
    { 'R', "block", FIELD_TEXT, "block" },
    { 'S', "speakers", FIELD_ENTITIES, "coded_speakers" },
    { 'S', "about", FIELD_ENTITIES, "coded_topics" },
    { 'S', "via", FIELD_CHAIN, "coded_chains", "date" },
    { 'S', "kind", FIELD_WORD, "kind" },
    { 'S', "date", FIELD_DATE, "date", "first_day", "last_day" },
    { 'S', "occasion", FIELD_TEXT, "occasion" },
    { 'S', "addressee", FIELD_ENTITY, "addressee" },
    { 'D', "title", FIELD_TEXT, "title" },
    { 'D', "date", FIELD_DATE, "published", "published_first", "published_last" },
    { 'D', "source", FIELD_TEXT, "publisher" },
    { 'D', "author", FIELD_TEXT, "author" },
    { 'D', "lang", FIELD_TEXT, "lang" },
};
/* clang-format on */

static const struct field *field_of(char kind, chy_str name)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (fields[i].kind == kind && str_is(name, fields[i].name)) return &fields[i];
    return NULL;
}

bool store_field(char kind, chy_str name, enum store_field_type *type)
{
    const struct field *f = field_of(kind, name);
    if (f) *type = f->type;
    return f != NULL;
}

const char *store_field_name(char kind, size_t i)
{
    for (size_t k = 0; k < sizeof fields / sizeof *fields; k++)
        if (fields[k].kind == kind && !i--) return fields[k].name;
    return NULL;
}

/* ------------------------------------------------------------------ new versions of rows */

static chy_status run_built(struct store *s, buf *sql, int64_t *answer, chy_err *err, const char *format, ...)
{
    struct db_statement *stmt = NULL;
    chy_status st = sql->failed ? err_memory(err, "correcting") : db_prepare(s->db, (chy_str){ sql->ptr, sql->len }, &stmt, err);
    if (!st) {
        va_list args;
        va_start(args, format);
        db_bind_list(stmt, format, args);
        va_end(args);
        st = step_once(stmt, answer, err);
    }
    free(sql->ptr);
    buf_init(sql, NULL, NULL);
    return st;
}

static const char *owner_column(char kind) { return kind == 'D' ? "coding" : "number"; }

/* What stood before is over; what was put within the same second was never seen. */
static chy_status end_rows(struct store *s, const struct kind *k, int64_t owner, chy_str when, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_format(&sql, "DELETE FROM %s WHERE %s = ?1 AND entry <> 0 AND since >= ?2", k->table, owner_column(k->kind));
    chy_status st = run_built(s, &sql, NULL, err, "is", owner, when);
    buf_format(&sql, "UPDATE %s SET until = ?2 WHERE %s = ?1 AND until IS NULL", k->table, owner_column(k->kind));
    return st ? st : run_built(s, &sql, NULL, err, "is", owner, when);
}

static chy_status copy_row(struct store *s, const struct kind *k, int64_t owner, const struct store_version *v, int64_t *row, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    chy_status st = store_next_number(s, k->table, row, err);
    bool numbered = k->kind != 'D';
    buf_format(&sql,
               "INSERT INTO %s (id, %s%s, entry, says, since, until) SELECT ?1, %s%s, ?3, ?4, ?5, ?6 FROM %s WHERE %s = ?2 AND entry = 0",
               k->table, numbered ? "number, " : "", k->content, numbered ? "number, " : "", k->content, k->table, owner_column(k->kind));
    return st ? st : run_built(s, &sql, NULL, err, "iiisst", *row, owner, v->entry, v->says, v->when, v->rejected ? v->when : CHY_LIT(""));
}

/* How a list names the row that it belongs to. */
struct owner {
    const char *columns, *values, *where;
};

static struct owner owner_of(const struct field *f)
{
    if (f->type == FIELD_CHAIN && f->kind == 'R') return (struct owner){ "kind, item", "'R', ?1", "kind = 'R' AND item = ?1" };
    if (f->type == FIELD_CHAIN) return (struct owner){ "kind, item", "'S', ?1", "kind = 'S' AND item = ?1" };
    if (f->kind == 'R') return (struct owner){ "report", "?1", "report = ?1" };
    return (struct owner){ "statement", "?1", "statement = ?1" };
}

/* Of a participant without a role: the one that the coder gave him, else he acts. */
static const char *note_value(const struct field *f)
{
    if (f->type != FIELD_ROLES) return "?5";
    return "coalesce(?5, (SELECT p.role FROM coded_participants p WHERE p.report = ?1 AND p.version = 0 AND p.referent = ?3 ORDER BY p.position LIMIT 1), 'source')";
}

static chy_status change_list(struct store *s, const struct field *f, int64_t owner, int64_t row, const struct store_change *c,
                              chy_err *err)
{
    struct owner o = owner_of(f);
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < c->count; i++) {
        buf sql;
        buf_init(&sql, NULL, NULL);
        buf_format(&sql, "INSERT INTO %s (%s, position, referent, version, since", f->column, o.columns);
        if (f->first) buf_format(&sql, ", %s", f->first);
        buf_format(&sql, ") SELECT %s, ?2, ?3, ?4, since", o.values);
        if (f->first) buf_format(&sql, ", %s", note_value(f));
        buf_format(&sql, " FROM %s WHERE id = ?4", kind_of(f->kind)->table);
        st = run_built(s, &sql, NULL, err, f->first ? "iiiit" : "iiii", owner, (int64_t)i, c->referents[i], row,
                       c->notes ? c->notes[i] : CHY_LIT(""));
    }
    return st;
}

static chy_status change_column(struct store *s, const struct kind *k, const struct field *f, int64_t row, const struct store_change *c,
                                chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    switch (f->type) {
    case FIELD_ENTITY:
        buf_format(&sql, "UPDATE %s SET %s = ?2 WHERE id = ?1", k->table, f->column);
        return run_built(s, &sql, NULL, err, "iz", row, c->count ? c->referents[0] : (int64_t)0);
    case FIELD_FLAG:
        buf_format(&sql, "UPDATE %s SET %s = ?2 WHERE id = ?1", k->table, f->column);
        return run_built(s, &sql, NULL, err, "ii", row, (int64_t)str_is(c->date.value, "true"));
    case FIELD_DATE:
        buf_format(&sql, "UPDATE %s SET %s = ?2, %s = ?3, %s = ?4 WHERE id = ?1", k->table, f->column, f->first, f->last);
        return run_built(s, &sql, NULL, err, "itnn", row, c->date.value, c->date.first, c->date.last);
    default: break;
    }
    buf_format(&sql, "UPDATE %s SET %s = ?2 WHERE id = ?1", k->table, f->column);
    return run_built(s, &sql, NULL, err, "it", row, c->date.value);
}

static bool is_list(const struct field *f) { return f->type == FIELD_ENTITIES || f->type == FIELD_ROLES || f->type == FIELD_CHAIN; }

/* Speakers, topics, participants and chain of the row in force: those of the list that was corrected, else the coder's. */
static chy_status change_lists(struct store *s, char kind, int64_t owner, int64_t row, const struct store_version *v, chy_err *err)
{
    chy_status st = CHY_OK;
    for (size_t i = 0; !st && i < sizeof fields / sizeof *fields; i++) {
        const struct field *f = &fields[i];
        const struct store_change *c = NULL;
        if (f->kind != kind || !is_list(f)) continue;
        for (uint32_t n = 0; n < v->count; n++)
            if (str_is(v->changes[n].field, f->name)) c = &v->changes[n];
        struct owner o = owner_of(f);
        const char *comma = f->first ? ", " : "", *note = f->first ? f->first : "";
        buf sql;
        buf_init(&sql, NULL, NULL);
        buf_format(&sql, "DELETE FROM %s WHERE %s AND version <> 0 AND since >= ?2", f->column, o.where);
        st = run_built(s, &sql, NULL, err, "is", owner, v->when);
        buf_format(&sql, "UPDATE %s SET until = ?2 WHERE %s AND until IS NULL", f->column, o.where);
        if (!st) st = run_built(s, &sql, NULL, err, "is", owner, v->when);
        buf_format(
            &sql,
            "INSERT INTO %s (%s, position, referent%s%s, version, since) SELECT %s, position, referent%s%s, ?2, ?3 FROM %s WHERE %s AND version = 0",
            f->column, o.columns, comma, note, o.columns, comma, note, f->column, o.where);
        if (!st) st = c ? change_list(s, f, owner, row, c, err) : run_built(s, &sql, NULL, err, "iis", owner, row, v->when);
        free(sql.ptr);
    }
    return st;
}

/* What is kept beside rows of when the document was published. */
static chy_status publish_again(struct store *s, int64_t document, int64_t coding, chy_err *err)
{
    chy_status st = ONCE(s, "UPDATE coded_reports SET published = (SELECT d.published_first FROM docs d WHERE d.coding = ?1) WHERE coding = ?1", NULL, err, "i", coding);
    return st ? st : bands_put(s->db, document, err);
}

chy_status store_put_version(struct store *s, const struct store_version *v, chy_err *err)
{
    const struct kind *k = kind_of(v->kind);
    int64_t row = 0, owner = v->kind == 'D' ? v->coding : v->number;
    chy_status st = v->kind == 'D' ? bands_drop(s->db, v->number, err) : CHY_OK;
    if (!st) st = end_rows(s, k, owner, v->when, err);
    if (!st) st = copy_row(s, k, owner, v, &row, err);
    for (uint32_t i = 0; !st && i < v->count; i++) {
        const struct field *f = field_of(v->kind, v->changes[i].field);
        if (f && !is_list(f)) st = change_column(s, k, f, row, &v->changes[i], err);
    }
    if (!st && v->kind == 'D' && v->count)
        st = ONCE(
            s,
            "UPDATE metadata SET published_basis = CASE WHEN published IS NULL THEN NULL ELSE 'corrected' END WHERE id = ?1 AND published IS DISTINCT FROM "
            "(SELECT m.published FROM metadata m WHERE m.coding = ?2 AND m.entry = 0)",
            NULL, err, "ii", row, owner);
    if (!st && v->kind == 'D') st = publish_again(s, v->number, v->coding, err);
    if (!st && v->kind == 'R' && v->rejected) { /* what is no report tells of no event */
        st = found_close_report(s, v->number, err);
        if (!st) st = ONCE(s, "DELETE FROM tellings WHERE report = ?1 AND until IS NULL AND since >= ?2", NULL, err, "is", v->number, v->when);
        if (!st) st = ONCE(s, "UPDATE tellings SET until = ?2 WHERE report = ?1 AND until IS NULL", NULL, err, "is", v->number, v->when);
    }
    if (!st && (v->kind == 'R' || v->kind == 'S')) st = change_lists(s, v->kind, owner, row, v, err);
    return st;
}

chy_status store_put_applied(struct store *s, char kind, int64_t item, const int64_t *entries, uint32_t count, chy_err *err)
{
    chy_str letter = { &kind, 1 };
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < count; i++)
        st = ONCE(s, "INSERT INTO applied (entry, kind, item) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", NULL, err, "isi", entries[i],
                  letter, item);
    return st;
}

/* ------------------------------------------------------------------ who is meant */

chy_status store_entity(struct store *s, chy_str type, chy_str key, int64_t number, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_str(
        &sql,
        CHY_LIT(
            "SELECT e.id, e.type, e.key, e.name, e.same, c.type, c.key, c.name, e.alike FROM entities e JOIN entities c ON c.id = e.same WHERE "));
    if (number)
        buf_format(&sql, "e.id = %lld", (long long)number);
    else
        buf_str(&sql, CHY_LIT("e.type = ?1 AND e.key = ?2"));
    return rows_open(s, &sql, out, err, number ? "" : "ss", type, key);
}

static chy_status put_entity(struct store *s, chy_str type, chy_str key, chy_str name, int64_t *entity, chy_err *err)
{
    int64_t number = 0;
    chy_status st = ONCE(s, "SELECT id FROM entities WHERE type = ?1 AND key = ?2", entity, err, "ss", type, key);
    if (!st && !*entity) st = store_next_number(s, "entities", &number, err);
    if (st || !number) return st;
    *entity = number;
    return ONCE(s, "INSERT INTO entities (id, type, key, name, unnamed, same, alike) VALUES (?1, ?2, ?3, ?4, 0, ?1, ?1)", NULL, err, "isss", number, type, key, name);
}

chy_status store_put_referent(struct store *s, int64_t coding, const struct store_alias *alias, chy_str type, chy_str key, int64_t entry,
                              int64_t *referent, bool *is_new, chy_err *err)
{
    int64_t entity = 0;
    *referent = 0;
    *is_new = false;
    chy_status st = ONCE(
        s,
        "SELECT min(r.id) FROM entities a JOIN entities b ON b.same = a.same JOIN referents r ON r.entity = b.id AND r.coding = ?1 AND r.plural = 0 "
        "WHERE a.type = ?2 AND a.key = ?3",
        referent, err, "iss", coding, type, key);
    if (st || *referent) return st;
    *is_new = true;
    st = put_entity(s, type, key, alias->alias, &entity, err);
    if (!st) st = store_next_number(s, "referents", referent, err);
    if (!st)
        st = ONCE(s, "INSERT INTO referents (id, coding, entity, name, plural, entry) VALUES (?1, ?2, ?3, ?4, 0, ?5)", NULL, err, "iiisi",
                  *referent, coding, entity, alias->alias, entry);
    if (!st)
        st =
            ONCE(s, "INSERT INTO referent_names (referent, kind, alias) VALUES (?1, 'name', ?2)", NULL, err, "is", *referent, alias->alias);
    if (!st)
        st = ONCE(s,
                  "INSERT INTO aliases (folded, entity, alias, kind, documents) VALUES (?1, ?2, ?3, 'name', 1) "
                  "ON CONFLICT (folded, entity, alias, kind) DO UPDATE SET documents = aliases.documents + 1",
                  NULL, err, "sis", alias->folded, entity, alias->alias);
    return st;
}

chy_status store_set_same(struct store *s, int64_t entity, int64_t same, chy_str when, chy_err *err)
{
    chy_status st = ONCE(
        s,
        "INSERT INTO past_sames (entity, until, same) SELECT id, ?3, same FROM entities WHERE id = ?1 AND same <> ?2 ON CONFLICT DO NOTHING",
        NULL, err, "iis", entity, same, when);
    return st ? st : ONCE(s, "UPDATE entities SET same = ?2 WHERE id = ?1 AND same <> ?2", NULL, err, "ii", entity, same);
}

chy_status store_referents(struct store *s, chy_str hash, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT r.id, r.entity, coalesce((SELECT p.entity FROM past_placings p WHERE p.referent = r.id ORDER BY p.until LIMIT 1), r.entity), r.name "
                   "FROM documents d JOIN codings c ON c.document = d.id AND c.closed IS NULL JOIN referents r ON r.coding = c.id WHERE d.hash = ?1 ORDER BY r.id", out, err, "s", hash);
}

chy_status store_set_placing(struct store *s, int64_t referent, chy_str type, chy_str key, chy_str name, int64_t entity, chy_str when,
                             chy_err *err)
{
    chy_status st = CHY_OK;
    if (!entity) st = put_entity(s, type, key, name, &entity, err);
    int64_t before = 0;
    if (!st) st = ONCE(s, "SELECT entity FROM referents WHERE id = ?1", &before, err, "i", referent);
    if (st || before == entity) return st;
    st = ONCE(s, "INSERT INTO past_placings (referent, until, entity) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", NULL, err, "isi",
              referent, when, before);
    /* the names go along, so that both are found by them */
    if (!st)
        st = ONCE(
            s,
            "INSERT INTO aliases (folded, entity, alias, kind, documents) SELECT a.folded, ?2, a.alias, a.kind, 0 FROM aliases a JOIN referent_names n ON "
            "n.referent = ?1 AND n.alias = a.alias AND n.kind = a.kind WHERE a.entity = ?3 ON CONFLICT (folded, entity, alias, kind) DO NOTHING",
            NULL, err, "iii", referent, entity, before);
    for (int step = -1; !st && step < 2; step += 2)
        st = ONCE(
            s,
            "UPDATE aliases SET documents = documents + ?3 WHERE entity = ?2 AND EXISTS (SELECT 1 FROM referent_names n WHERE n.referent = ?1 AND n.kind = aliases.kind "
            "AND n.alias = aliases.alias)",
            NULL, err, "iii", referent, step < 0 ? before : entity, (int64_t)step);
    if (!st) st = ONCE(s, "DELETE FROM aliases WHERE entity = ?1 AND documents < 1", NULL, err, "i", before);
    return st ? st : ONCE(s, "UPDATE referents SET entity = ?2 WHERE id = ?1", NULL, err, "ii", referent, entity);
}

/* ------------------------------------------------------------------ blocks that must be named anew */

chy_status store_blocks_of(struct store *s, int64_t entity, int64_t document, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_str(&sql, CHY_LIT("SELECT DISTINCT x.number, x.type, x.mode, x.kind, x.block, d.hash, x.date, x.states FROM "));
    if (entity)
        buf_format(
            &sql,
            "referents r JOIN participants p ON p.referent = r.id JOIN coded_reports x ON x.number = p.report JOIN codings c ON c.id = x.coding "
            "JOIN documents d ON d.id = c.document WHERE r.entity = %lld AND ",
            (long long)entity);
    else
        buf_format(&sql, "codings c JOIN documents d ON d.id = c.document JOIN coded_reports x ON x.coding = c.id WHERE d.id = %lld AND ",
                   (long long)document);
    buf_str(&sql, CHY_LIT("x.until IS NULL AND x.tied IS NULL AND c.closed IS NULL ORDER BY x.number"));
    return rows_open(s, &sql, out, err, "");
}

chy_status store_parties(struct store *s, int64_t report, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT e.type, e.key FROM participants p JOIN referents r ON r.id = p.referent JOIN entities a ON a.id = r.entity "
                   "JOIN entities e ON e.id = a.same WHERE p.report = ?1 ORDER BY p.position", out, err, "i", report);
}

chy_status store_set_block(struct store *s, int64_t report, chy_str block, chy_err *err)
{
    return ONCE(s, "UPDATE coded_reports SET block = ?2 WHERE number = ?1 AND tied IS NULL", NULL, err, "is", report, block);
}

#define MERGED "FROM codings c JOIN referents r ON r.coding = c.id JOIN entities e ON e.id = r.entity WHERE c.closed IS NULL " \
               "AND e.same <> e.id AND (e.same <> e.alike OR e.key LIKE '%%#%%') AND c.document "

chy_status store_has_merged(struct store *s, int64_t document, bool *has, chy_err *err)
{
    int64_t found = 0;
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_format(&sql, "SELECT 1 " MERGED "= ?1 LIMIT 1%c", 0);
    chy_status st = sql.failed ? err_memory(err, "correcting") : ONCE(s, sql.ptr, &found, err, "i", document);
    free(sql.ptr);
    *has = found != 0;
    return st;
}

chy_status store_merged(struct store *s, chy_str list, struct store_rows **out, chy_err *err)
{
    buf sql;
    buf_init(&sql, NULL, NULL);
    buf_format(&sql, "SELECT DISTINCT c.document " MERGED "%s ORDER BY c.document", s->db->driver->among);
    return rows_open(s, &sql, out, err, "s", list);
}

chy_status store_named_in_journal(struct store *s, int64_t document, struct store_rows **out, chy_err *err)
{
    return rows_of(s, "SELECT DISTINCT e.type || ':' || e.key AS name FROM codings c JOIN referents r ON r.coding = c.id JOIN entities e ON e.id = r.entity "
                   "JOIN journal_targets t ON t.kind = 'N' AND t.target = e.type || ':' || e.key WHERE c.document = ?1 AND c.closed IS NULL ORDER BY name", out, err, "i", document);
}
