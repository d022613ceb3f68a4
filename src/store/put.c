/*
 * Putting a coded document: one prepared statement a table, whose rows a database may gather, in the order of the list.
 *
 * Rows that only the document has are put at once. What it adds to what documents share (counts of names) waits in the store until
 * store_settle, added up.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/bands.h"
#include "store/found.h"

/* clang-format off */
#define EVENTS_OF "SELECT e.number, e.type, e.mode, e.kind, e.status, e.date, e.first_day, e.last_day, e.place FROM resolved_events e WHERE e.until IS NULL AND "
#define TOLD_OF "SELECT t.report, t.event FROM reports r JOIN told t ON t.report = r.id WHERE "
#define PUT_LIST(X) \
    X(VERSIONS, "INSERT INTO versions (versions) VALUES (?1)") \
    X(DOCUMENT, "INSERT INTO documents (hash, id, path, size, given, recorded) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (hash) DO NOTHING") \
    X(ORIGINAL, "INSERT INTO originals (document, bytes) VALUES (?1, ?2)") \
    X(TEXT, "INSERT INTO texts (hash, text) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING") \
    X(CODING, "INSERT INTO codings (id, document, text, versions, recorded) VALUES (?1, ?2, (SELECT t.id FROM texts t WHERE t.hash = ?3), ?4, ?5)") \
    X(ORIGIN, "INSERT INTO origins (coding, origin) VALUES (?1, ?2)") \
    X(SEGMENT, "INSERT INTO segments (coding, position, \"start\", \"end\", kind, why, lang) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)") \
    X(SENTENCE, "INSERT INTO sentences (id, coding, \"start\", \"end\") VALUES (?1, ?2, ?3, ?4)") \
    X(WORDS, NULL) /* the driver's own */ \
    X(HAS_ENTITY, "SELECT id FROM entities WHERE type = ?1 AND key = ?2") \
    X(ENTITY, "INSERT INTO entities (id, type, key, name, unnamed, same, alike) VALUES (?1, ?2, ?3, ?4, ?5, ?1, ?1)") \
    X(ALIAS, \
      "INSERT INTO aliases (folded, entity, alias, kind, documents) VALUES (?1, ?2, ?3, ?4, ?5) " \
      "ON CONFLICT (folded, entity, alias, kind) DO UPDATE SET documents = aliases.documents + excluded.documents") \
    X(NAMING, \
      "INSERT INTO namings (likeness, entity, year, documents) VALUES (?1, ?2, ?3, ?4) " \
      "ON CONFLICT (likeness, entity, year) DO UPDATE SET documents = namings.documents + excluded.documents") \
    X(UNCOUNT_NAMING, "UPDATE namings SET documents = documents - 1 WHERE likeness = ?1 AND entity = ?2 AND year = ?3") \
    X(DROP_NAMING, "DELETE FROM namings WHERE likeness = ?1 AND entity = ?2 AND year = ?3 AND documents < 1") \
    X(REFERENT, "INSERT INTO referents (id, coding, entity, name, plural, post, \"of\") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)") \
    X(METADATA, \
      "INSERT INTO metadata (coding, publisher, publisher_referent, author, author_referent, title, lang, published, published_basis, published_first, published_last, " \
      "updated, address) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)") \
    X(REFERENT_NAME, "INSERT INTO referent_names (referent, kind, alias) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING") \
    X(REFERENT_OF, "UPDATE referents SET \"of\" = ?2 WHERE id = ?1") \
    X(MENTION, "INSERT INTO mentions (coding, position, part, \"start\", \"end\", form, referent) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)") \
    X(IMPLIED, "INSERT INTO implied (id, coding, event, value, first_day, last_day) VALUES (?1, ?2, ?3, ?4, ?5, ?6)") \
    X(TIME, "INSERT INTO times (id, coding, \"start\", \"end\", type, value, anchor, implied) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)") \
    X(STATEMENT, \
      "INSERT INTO coded_statements (id, number, coding, kind, date, first_day, last_day, occasion, addressee, continued) " \
      "VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)") \
    X(REPORT, \
      "INSERT INTO coded_reports (id, number, coding, position, type, mode, kind, cameo, date, first_day, last_day, place, status, sentence, statement, " \
      "confidence, rule, block, states, within, published) VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)") \
    X(WITHIN, "UPDATE coded_reports SET within = ?2 WHERE id = ?1") \
    X(FACT, \
      "INSERT INTO coded_facts (id, number, coding, subject, relation, object, object_text, \"of\", modality, holder, as_of, as_of_first, as_of_last, " \
      "valid_from, from_first, from_last, valid_to, to_first, to_last, ended, inferred, statement, confidence, rule) " \
      "VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)") \
    X(SPEAKER, "INSERT INTO coded_speakers (statement, position, referent) VALUES (?1, ?2, ?3)") \
    X(TOPIC, "INSERT INTO coded_topics (statement, position, referent) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING") \
    X(CHAIN, "INSERT INTO coded_chains (kind, item, position, referent, date) VALUES (?1, ?2, ?3, ?4, ?5)") \
    X(PARTICIPANT, "INSERT INTO coded_participants (report, position, referent, role) VALUES (?1, ?2, ?3, ?4)") \
    X(ACTOR, "INSERT INTO actors (report, side, position, code) VALUES (?1, ?2, ?3, ?4)") \
    X(SOURCE, "INSERT INTO fact_sources (fact, source) VALUES (?1, ?2) ON CONFLICT DO NOTHING") \
    X(FOUND, "INSERT INTO found (entity, kind, day, item) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING") \
    X(HELD, "INSERT INTO held (entity, what, day, fact) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING") \
    X(BAND, "INSERT INTO bands (month, band, document) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING") \
    X(EVIDENCE, "INSERT INTO evidence (kind, item, role, position, \"start\", \"end\") VALUES (?1, ?2, ?3, ?4, ?5, ?6)") \
    X(HAS, "SELECT id FROM documents WHERE hash = ?1") \
    X(HAS_VERSIONS, "SELECT id FROM versions WHERE versions = ?1") \
    X(NEXT, \
      "SELECT (SELECT coalesce(max(id), 0) FROM documents), (SELECT coalesce(max(id), 0) FROM codings), (SELECT coalesce(max(id), 0) FROM sentences), " \
      "(SELECT coalesce(max(id), 0) FROM referents), (SELECT coalesce(max(id), 0) FROM times), (SELECT coalesce(max(id), 0) FROM implied), " \
      "(SELECT coalesce(max(id), 0) FROM coded_statements), (SELECT coalesce(max(id), 0) FROM coded_reports), " \
      "(SELECT coalesce(max(id), 0) FROM coded_facts)") \
    X(TAKE, NULL) /* the same, of a database with several writers */ \
    /* a coding that another one takes the place of */ \
    X(OPEN_CODING, "SELECT id FROM codings WHERE document = ?1 AND closed IS NULL") \
    X(CLOSE_CODING, "UPDATE codings SET closed = CASE WHEN recorded > ?2 THEN recorded ELSE ?2 END WHERE id = ?1") \
    X(UNCOUNT_ALIASES, \
      "UPDATE aliases SET documents = documents - (SELECT count(*) FROM referents r JOIN referent_names n ON n.referent = r.id WHERE r.coding = ?1 " \
      "AND +r.entity = aliases.entity AND n.kind = aliases.kind AND n.alias = aliases.alias) WHERE entity IN (SELECT entity FROM referents WHERE coding = ?1)") \
    X(DROP_ALIASES, "DELETE FROM aliases WHERE documents < 1 AND entity IN (SELECT entity FROM referents WHERE coding = ?1)") \
    X(NAMES_AGAIN, \
      "UPDATE entities SET name = (SELECT alias FROM aliases WHERE entity = entities.id AND kind = 'name' ORDER BY documents DESC, " \
      "length(alias) DESC, alias LIMIT 1) WHERE id IN (SELECT entity FROM referents WHERE coding = ?1) " \
      "AND EXISTS (SELECT 1 FROM aliases WHERE entity = entities.id AND kind = 'name')") \
    X(TAKE_BACK_TELLINGS, "DELETE FROM tellings WHERE report IN (SELECT number FROM coded_reports WHERE coding = ?1) AND until IS NULL AND since >= ?2") \
    X(CLOSE_TELLINGS, "UPDATE tellings SET until = ?2 WHERE report IN (SELECT number FROM coded_reports WHERE coding = ?1) AND until IS NULL") \
    /* events: what changed within one second is as if it had never been otherwise; what a writer whose documents are of an earlier second \
     * than those of a writer before it makes so, is so from where the earlier row ends */ \
    X(EVENTS_NOW, EVENTS_OF "e.block = ?1 ORDER BY e.number") \
    X(TOLD_NOW, TOLD_OF "r.block = ?1 ORDER BY t.report") \
    X(EVENTS_AMONG, EVENTS_OF "e.number %s AND e.block || '' = ?2 ORDER BY e.number") /* the driver's words for one of a list */ \
    X(TOLD_AMONG, TOLD_OF "r.id %s AND r.block || '' = ?2 ORDER BY t.report") \
    X(TAKE_BACK_EVENT, "DELETE FROM resolved_events WHERE number = ?1 AND block = ?2 AND until IS NULL AND since >= ?3") \
    X(CLOSE_EVENT, "UPDATE resolved_events SET until = ?3 WHERE number = ?1 AND block = ?2 AND until IS NULL") \
    X(EVENT, "INSERT INTO resolved_events (number, block, type, mode, kind, date, first_day, last_day, place, status, since) " \
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, " \
             "coalesce((SELECT max(until) FROM resolved_events WHERE number = ?1 AND block = ?2 AND until > ?11), ?11))") \
    X(TAKE_BACK_TELLING, "DELETE FROM tellings WHERE report = ?1 AND until IS NULL AND since >= ?2") \
    X(CLOSE_TELLING, "UPDATE tellings SET until = ?2 WHERE report = ?1 AND until IS NULL") \
    X(TELLING, \
      "INSERT INTO tellings (report, event, since) " \
      "VALUES (?1, ?2, coalesce((SELECT max(until) FROM tellings WHERE report = ?1 AND until > ?3), ?3))")
/* clang-format on */

enum put_statement {
#define X(name, sql) PUT_##name,
    PUT_LIST(X)
#undef X
        PUT_COUNT
};
static const char *const put_sql[] = {
#define X(name, sql) sql,
    PUT_LIST(X)
#undef X
};
_Static_assert((int)PUT_COUNT <= (int)PUT_STATEMENTS, "room for every statement");

/* One document on its way: the number before the first row of each of its tables. */
struct putting {
    struct store *s;
    const struct store_coded *c;
    uint32_t pending; /* which of the store's */
    bool gathers, is_known;
    int64_t document, coding, versions;
    int64_t sentence, referent, time, implied, statement, report, fact;
    int64_t *entity; /* (referents) */
    chy_err *err;
};

/* As the database has it; NULL for want of memory. Those of a list are made once. */
static const char *words_of(struct store *s, enum put_statement which)
{
    const struct db_driver *driver = s->db->driver;
    if (which == PUT_WORDS) return driver->put_words;
    if (which == PUT_TAKE) return driver->take;
    if (which != PUT_EVENTS_AMONG && which != PUT_TOLD_AMONG) return put_sql[which];
    char **kept = &s->among_sql[which == PUT_TOLD_AMONG];
    size_t room = strlen(put_sql[which]) + strlen(driver->among) + 1;
    if (!*kept && (*kept = arena_alloc(&s->mem, room))) snprintf(*kept, room, put_sql[which], driver->among);
    return *kept;
}

static chy_status statement_ready(struct store *s, enum put_statement which, struct db_statement **out, chy_err *err)
{
    if (!s->put[which]) {
        const char *sql = words_of(s, which);
        chy_status st = sql ? db_prepare(s->db, str_of(sql), &s->put[which], err) : err_memory(err, "writing to the record");
        if (st) return st;
    }
    *out = s->put[which];
    return CHY_OK;
}

/* Run a bound statement; *answer takes the first column when it answers with a row. */
static chy_status step(struct db_statement *stmt, int64_t *answer, chy_err *err)
{
    chy_status st = db_step(stmt, err);
    if (st == CHY_ROW) {
        if (answer) *answer = db_number(stmt, 0);
        st = db_step(stmt, err);
    }
    db_reset(stmt);
    return st == CHY_DONE ? CHY_OK : st;
}

#define RUN(s, which, answer, err, ...)                                                                                                    \
    ({                                                                                                                                     \
        struct db_statement *run_stmt = NULL;                                                                                              \
        chy_status run_st = statement_ready((s), PUT_##which, &run_stmt, (err));                                                           \
        if (!run_st) {                                                                                                                     \
            db_bind(run_stmt, __VA_ARGS__);                                                                                                \
            run_st = step(run_stmt, (answer), (err));                                                                                      \
        }                                                                                                                                  \
        run_st;                                                                                                                            \
    })
/* A row that only this document has. */
#define PUT(p, which, ...) PUT_ROW((p)->s, which, (p)->pending, (p)->err, __VA_ARGS__)
#define PUT_ROW(s, which, group, err, ...)                                                                                                 \
    ({                                                                                                                                     \
        struct db_statement *row_stmt = NULL;                                                                                              \
        chy_status row_st = statement_ready((s), PUT_##which, &row_stmt, (err));                                                           \
        if (!row_st) {                                                                                                                     \
            db_bind(row_stmt, __VA_ARGS__);                                                                                                \
            row_st =                                                                                                                       \
                (s)->db->driver->gather ? (s)->db->driver->gather(row_stmt, PUT_##which, (group), (err)) : step(row_stmt, NULL, (err));    \
        }                                                                                                                                  \
        row_st;                                                                                                                            \
    })

/* The number of the row that an index within the document means; 0 (NULL) for none. */
static int64_t row(int64_t before, uint32_t index) { return index == STORE_NONE ? 0 : before + 1 + index; }

/* ------------------------------------------------------------------ numbers */

static chy_status find_versions(struct putting *p)
{
    chy_status st = RUN(p->s, HAS_VERSIONS, &p->versions, p->err, "s", p->c->document.coding);
    if (st || p->versions) return st;
    st = RUN(p->s, VERSIONS, NULL, p->err, "s", p->c->document.coding);
    return st ? st : RUN(p->s, HAS_VERSIONS, &p->versions, p->err, "s", p->c->document.coding);
}

static chy_status find_entities(struct putting *p)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < p->c->referents.count; i++) {
        const struct store_referent *r = &p->c->referents.at[i];
        st = RUN(p->s, HAS_ENTITY, &p->entity[i], p->err, "ss", r->type, r->key);
        if (st || p->entity[i]) continue;
        st = store_next_number(p->s, "entities", &p->entity[i], p->err);
        if (!st) st = RUN(p->s, ENTITY, NULL, p->err, "isssi", p->entity[i], r->type, r->key, r->name, (int64_t)r->unnamed);
    }
    return st;
}

/* One writer at a time: numbers go on from the highest there is. */
static chy_status number_alone(struct putting *p)
{
    int64_t *const to[] = {
        &p->document, &p->coding, &p->sentence, &p->referent, &p->time, &p->implied, &p->statement, &p->report, &p->fact
    };
    struct db_statement *stmt = NULL;
    chy_status st = statement_ready(p->s, PUT_NEXT, &stmt, p->err);
    if (!st) st = db_step(stmt, p->err);
    if (st != CHY_ROW) return st;
    for (int i = 0; i < 9; i++) *to[i] = db_number(stmt, i);
    db_reset(stmt);
    st = find_versions(p);
    return st ? st : find_entities(p);
}

static void write_list_text(buf *out, chy_str text)
{
    buf_char(out, out->len > 1 ? ',' : '{');
    buf_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\') buf_char(out, '\\');
        buf_char(out, text.ptr[i]);
    }
    buf_char(out, '"');
}

/* The lists that `take` takes: types, keys and names of entities, and which are not named. */
static void write_lists(const struct store_coded *c, buf list[4])
{
    for (uint32_t i = 0; i < c->referents.count; i++) {
        const struct store_referent *r = &c->referents.at[i];
        write_list_text(&list[0], r->type);
        write_list_text(&list[1], r->key);
        write_list_text(&list[2], r->name);
        buf_str(&list[3], i ? CHY_LIT(",") : CHY_LIT("{"));
        buf_char(&list[3], r->unnamed ? '1' : '0');
    }
    for (int i = 0; i < 4; i++) buf_str(&list[i], c->referents.count ? CHY_LIT("}") : CHY_LIT("{}"));
}

static chy_status read_numbers(struct putting *p, struct db_statement *stmt)
{
    int64_t *const to[] = { &p->versions, &p->document, &p->coding,    &p->sentence, &p->referent,
                            &p->time,     &p->implied,  &p->statement, &p->report,   &p->fact };
    uint32_t rows = 0;
    chy_status st = CHY_OK;
    while ((st = db_step(stmt, p->err)) == CHY_ROW) {
        if (rows < 10)
            *to[rows] = db_number(stmt, 0);
        else if (rows - 10 < p->c->referents.count)
            p->entity[rows - 10] = db_number(stmt, 0);
        rows++;
    }
    db_reset(stmt);
    if (st == CHY_DONE && rows != 10 + p->c->referents.count)
        return err_set(p->err, CHY_ESTORE, 0, "%s: rows were not numbered", p->s->db->name.ptr);
    return st == CHY_DONE ? CHY_OK : st;
}

/* Several writers at once: numbers come from the database, and so do those of entities, in a short transaction before anything is put. */
static chy_status take_numbers(struct putting *p)
{
    const struct store_coded *c = p->c;
    struct db_statement *stmt = NULL;
    char many[256];
    buf list[4];
    for (int i = 0; i < 4; i++) buf_init(&list[i], NULL, NULL);
    snprintf(many, sizeof many, "{%d,1,%u,%u,%u,%u,%u,%u,%u}", !p->document, c->sentences.count, c->referents.count, c->times.count,
             c->implied.count, c->statements.count, c->reports.count, c->facts.count);
    write_lists(c, list);
    chy_status st = CHY_OK;
    for (int i = 0; i < 4; i++)
        if (list[i].failed) st = err_memory(p->err, "writing to the record");
    if (!st) st = statement_ready(p->s, PUT_TAKE, &stmt, p->err);
    if (!st) {
#define LIST_TEXT(i) ((chy_str){ list[i].ptr, list[i].len })
        db_bind(stmt, "issssss", (int64_t)p->s->gathers, c->document.coding, str_of(many), LIST_TEXT(0), LIST_TEXT(1), LIST_TEXT(2),
                LIST_TEXT(3));
#undef LIST_TEXT
        st = read_numbers(p, stmt);
    }
    for (int i = 0; i < 4; i++) free(list[i].ptr);
    return st;
}

static chy_status number_rows(struct putting *p)
{
    int64_t known = p->document;
    chy_status st = p->gathers ? take_numbers(p) : number_alone(p);
    p->document = known ? known : p->document + 1;
    p->coding++;
    return st;
}

chy_status store_next_number(struct store *s, const char *table, int64_t *out, chy_err *err)
{
    char sql[80];
    struct db_statement *stmt = NULL;
    snprintf(sql, sizeof sql, s->db->driver->next, table);
    chy_status st = db_prepare(s->db, str_of(sql), &stmt, err);
    if (!st) st = db_step(stmt, err);
    if (st == CHY_ROW) *out = db_number(stmt, 0);
    db_finish(stmt);
    return st == CHY_ROW ? CHY_OK : st;
}

/* ------------------------------------------------------------------ what only the document has */

/* The coding in force gives way to the one that is being put. */
static chy_status close_coding(struct putting *p)
{
    struct store *s = p->s;
    int64_t coding = 0;
    chy_str when = p->c->document.recorded;
    chy_status st = RUN(s, OPEN_CODING, &coding, p->err, "i", p->document);
    if (st || !coding) return st;
    st = bands_drop(s->db, p->document, p->err);
    if (!st) st = found_close_coding(s, coding, p->err);
    if (!st) st = RUN(s, TAKE_BACK_TELLINGS, NULL, p->err, "is", coding, when);
    if (!st) st = RUN(s, CLOSE_TELLINGS, NULL, p->err, "is", coding, when);
    if (!st) st = RUN(s, UNCOUNT_ALIASES, NULL, p->err, "i", coding);
    if (!st) st = RUN(s, DROP_ALIASES, NULL, p->err, "i", coding);
    if (!st) st = RUN(s, NAMES_AGAIN, NULL, p->err, "i", coding);
    return st ? st : RUN(s, CLOSE_CODING, NULL, p->err, "is", coding, when);
}

static chy_status put_document(struct putting *p)
{
    const struct store_document *d = &p->c->document;
    if (p->is_known) return close_coding(p);
    chy_status st = PUT(p, DOCUMENT, "sisiis", d->hash, p->document, d->path, (int64_t)d->size, (int64_t)!d->bytes.len, d->recorded);
    if (!st && d->bytes.len && !str_eq(d->bytes, d->text)) st = PUT(p, ORIGINAL, "ib", p->document, d->bytes);
    return st;
}

static chy_status put_coding(struct putting *p)
{
    const struct store_document *d = &p->c->document;
    chy_str hash = d->text_hash.len ? d->text_hash : d->hash;
    chy_status st = PUT(p, TEXT, "ss", hash, d->text);
    if (!st) st = PUT(p, CODING, "iisis", p->coding, p->document, hash, p->versions, d->recorded);
    if (!st && d->origin.len) st = PUT(p, ORIGIN, "ib", p->coding, d->origin);
    return st;
}

static chy_status put_metadata(struct putting *p)
{
    const struct store_document *d = &p->c->document;
    return PUT(p, METADATA, "itztzttttnntt", p->coding, d->publisher, row(p->referent, d->publisher_referent), d->author,
               row(p->referent, d->author_referent), d->title, d->lang, d->published.value, d->published_basis, d->published.first,
               d->published.last, d->updated, d->address);
}

static chy_status put_layout(struct putting *p)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < p->c->segments.count; i++) {
        const struct store_segment *g = &p->c->segments.at[i];
        st = PUT(p, SEGMENT, "iiiistt", p->coding, (int64_t)i, (int64_t)g->span.start, (int64_t)g->span.end, g->kind, g->why, g->lang);
    }
    for (uint32_t i = 0; !st && i < p->c->sentences.count; i++) {
        chy_span span = p->c->sentences.at[i];
        int64_t number = row(p->sentence, i);
        st = PUT(p, SENTENCE, "iiii", number, p->coding, (int64_t)span.start, (int64_t)span.end);
        if (!st) st = PUT(p, WORDS, "is", number, str_cut(p->c->document.text, span.start, span.end));
    }
    return st;
}

/* A row of the same table that another one names must be there, unless both are put at once. */
static bool is_there(const struct putting *p, uint32_t index, uint32_t named)
{
    return named != STORE_NONE && (p->gathers || named < index);
}

static chy_status put_referents(struct putting *p)
{
    chy_status st = CHY_OK;
    uint32_t n = p->c->referents.count;
    for (uint32_t i = 0; !st && i < n; i++) {
        const struct store_referent *r = &p->c->referents.at[i];
        st = PUT(p, REFERENT, "iiisitz", row(p->referent, i), p->coding, p->entity[i], r->name, (int64_t)r->plural, r->post,
                 is_there(p, i, r->of) ? row(p->referent, r->of) : 0);
    }
    for (uint32_t i = 0; !st && i < n; i++) {
        uint32_t of = p->c->referents.at[i].of;
        if (of != STORE_NONE && !is_there(p, i, of))
            st = RUN(p->s, REFERENT_OF, NULL, p->err, "ii", row(p->referent, i), row(p->referent, of));
    }
    for (uint32_t i = 0; !st && i < p->c->aliases.count; i++) {
        const struct store_alias *a = &p->c->aliases.at[i];
        st = PUT(p, REFERENT_NAME, "iss", row(p->referent, a->referent), a->kind, a->alias);
    }
    for (uint32_t i = 0; !st && i < p->c->mentions.count; i++) {
        const struct store_mention *m = &p->c->mentions.at[i];
        st = PUT(p, MENTION, "iiiiisi", p->coding, (int64_t)m->position, (int64_t)m->part, (int64_t)m->span.start, (int64_t)m->span.end,
                 m->form, row(p->referent, m->referent));
    }
    return st;
}

static chy_status put_times(struct putting *p)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < p->c->implied.count; i++) {
        const struct store_implied *m = &p->c->implied.at[i];
        st = PUT(p, IMPLIED, "iissnn", row(p->implied, i), p->coding, m->event, m->value.value, m->value.first, m->value.last);
    }
    for (uint32_t i = 0; !st && i < p->c->times.count; i++) {
        const struct store_time *t = &p->c->times.at[i];
        st = PUT(p, TIME, "iiiisstz", row(p->time, i), p->coding, (int64_t)t->span.start, (int64_t)t->span.end, t->type, t->value,
                 t->anchor, row(p->implied, t->implied));
    }
    return st;
}

static chy_status put_statements(struct putting *p)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < p->c->statements.count; i++) {
        const struct store_statement *m = &p->c->statements.at[i];
        st = PUT(p, STATEMENT, "iistnntzi", row(p->statement, i), p->coding, m->kind, m->date.value, m->date.first, m->date.last,
                 m->occasion, row(p->referent, m->addressee), (int64_t)m->continued);
    }
    return st;
}

static chy_status put_reports(struct putting *p)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < p->c->reports.count; i++) {
        const struct store_report *r = &p->c->reports.at[i];
        st = PUT(p, REPORT, "iiitttttnnzszzitstzn", row(p->report, i), p->coding, (int64_t)i, r->type, r->mode, r->kind, r->cameo,
                 r->date.value, r->date.first, r->date.last, row(p->referent, r->place), r->status, row(p->sentence, r->sentence),
                 row(p->statement, r->statement), (int64_t)r->confidence, r->rule, r->block, r->states,
                 is_there(p, i, r->within) ? row(p->report, r->within) : 0, p->c->document.published.first);
    }
    for (uint32_t i = 0; !st && i < p->c->reports.count; i++) {
        uint32_t within = p->c->reports.at[i].within;
        if (within != STORE_NONE && !is_there(p, i, within))
            st = RUN(p->s, WITHIN, NULL, p->err, "ii", row(p->report, i), row(p->report, within));
    }
    for (uint32_t i = 0; !st && i < p->c->actors.count; i++) {
        const struct store_actor *a = &p->c->actors.at[i];
        st = PUT(p, ACTOR, "isis", row(p->report, a->report), a->side, (int64_t)a->position, a->code);
    }
    return st;
}

static chy_status put_facts(struct putting *p)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < p->c->facts.count; i++) {
        const struct store_fact *f = &p->c->facts.at[i];
        st = PUT(p, FACT, "iiisztzsztnntnntnniizit", row(p->fact, i), p->coding, row(p->referent, f->subject), f->relation,
                 row(p->referent, f->object), f->object_text, row(p->referent, f->of), f->modality, row(p->referent, f->holder),
                 f->as_of.value, f->attested_first, f->attested_last, f->from.value, f->from.first, f->from.last, f->to.value, f->to.first,
                 f->to.last, (int64_t)f->ended, (int64_t)f->inferred, row(p->statement, f->statement), (int64_t)f->confidence, f->rule);
    }
    for (uint32_t i = 0; !st && i < p->c->sources.count; i++)
        st = PUT(p, SOURCE, "ii", row(p->fact, p->c->sources.at[i].fact), row(p->fact, p->c->sources.at[i].source));
    return st;
}

static chy_status put_link(struct putting *p, const struct store_link *k)
{
    int64_t who = row(p->referent, k->referent), position = k->position;
    switch (k->kind) {
    case LINK_SPEAKER: return PUT(p, SPEAKER, "iii", row(p->statement, k->item), position, who);
    case LINK_TOPIC: return PUT(p, TOPIC, "iii", row(p->statement, k->item), position, who);
    case LINK_STATEMENT_VIA: return PUT(p, CHAIN, "siiit", CHY_LIT("S"), row(p->statement, k->item), position, who, k->text);
    case LINK_REPORT_VIA: return PUT(p, CHAIN, "siiit", CHY_LIT("R"), row(p->report, k->item), position, who, k->text);
    case LINK_PARTICIPANT: return PUT(p, PARTICIPANT, "iiis", row(p->report, k->item), position, who, k->text);
    }
    return CHY_OK;
}

static chy_status put_evidence(struct putting *p)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < p->c->evidence.count; i++) {
        const struct store_evidence *e = &p->c->evidence.at[i];
        int64_t before = e->kind == 'S' ? p->statement : e->kind == 'R' ? p->report : e->kind == 'F' ? p->fact : p->implied;
        st = PUT(p, EVIDENCE, "sisiii", (chy_str){ &e->kind, 1 }, row(before, e->item), e->role, (int64_t)e->position,
                 (int64_t)e->span.start, (int64_t)e->span.end);
    }
    return st;
}

/* ------------------------------------------------------------------ where to look for it */

static chy_status put_found(struct putting *p, const char *kind, uint32_t referent, uint32_t statement)
{
    const struct store_date *date = &p->c->statements.at[statement].date, *published = &p->c->document.published;
    int64_t day = date->first != STORE_NO_DAY ? date->first : published->first;
    return PUT(p, FOUND, "isii", p->entity[referent], str_of(kind), found_day(day, day), row(p->statement, statement));
}

/* The first mention that does not begin before a byte; mentions are in order. */
static uint32_t mention_from(const struct store_coded *c, uint32_t byte)
{
    uint32_t from = 0, to = c->mentions.count;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (c->mentions.at[middle].span.start < byte)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static chy_status put_said(struct putting *p)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < p->c->links.count; i++) {
        const struct store_link *k = &p->c->links.at[i];
        if (k->kind == LINK_SPEAKER || k->kind == LINK_TOPIC) st = put_found(p, k->kind == LINK_SPEAKER ? "S" : "A", k->referent, k->item);
    }
    for (uint32_t i = 0; !st && i < p->c->evidence.count; i++) {
        const struct store_evidence *e = &p->c->evidence.at[i];
        if (e->kind != 'S' || !str_is(e->role, "content")) continue;
        for (uint32_t k = mention_from(p->c, e->span.start); !st && k < p->c->mentions.count; k++) {
            const struct store_mention *m = &p->c->mentions.at[k];
            if (m->span.start > e->span.end) break;
            if (m->span.end <= e->span.end) st = put_found(p, "A", m->referent, e->item);
        }
    }
    return st;
}

static void write_entity(struct putting *p, buf *out, uint32_t referent)
{
    if (referent != STORE_NONE) buf_format(out, "%lld", (long long)p->entity[referent]);
    buf_char(out, '|');
}

/* What the fact says, in the words of found.c. */
static void write_what(struct putting *p, buf *out, const struct store_fact *f)
{
    buf_str(out, f->relation);
    buf_char(out, '|');
    for (size_t i = 0; i < f->object_text.len; i++) buf_char(out, f->object_text.ptr[i] == '|' ? ' ' : f->object_text.ptr[i]);
    buf_char(out, '|');
    write_entity(p, out, f->subject);
    write_entity(p, out, f->object);
    write_entity(p, out, f->of);
    buf_str(out, f->modality);
    buf_str(out, f->ended ? CHY_LIT("|1|") : CHY_LIT("|0|"));
    buf_str(out, f->from.value);
    buf_char(out, '|');
    buf_str(out, f->to.value);
}

static chy_status put_held(struct putting *p)
{
    buf what;
    buf_init(&what, NULL, NULL);
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < p->c->facts.count; i++) {
        const struct store_fact *f = &p->c->facts.at[i];
        const uint32_t parties[] = { f->subject, f->object, f->of };
        int64_t day = f->attested_first == STORE_NO_DAY ? HELD_UNDATED : f->attested_first;
        what.len = 0;
        write_what(p, &what, f);
        if (what.failed) st = err_memory(p->err, "writing to the record");
        for (int k = 0; !st && k < 3; k++)
            if (parties[k] != STORE_NONE)
                st = PUT(p, HELD, "isii", p->entity[parties[k]], ((chy_str){ what.ptr, what.len }), day, row(p->fact, i));
    }
    free(what.ptr);
    return st;
}

/* Its text may be a copy of another. */
static chy_status put_bands(struct putting *p)
{
    struct band_line line[BANDS_MOST];
    unsigned count = 0;
    bool room = bands_of(p->c->document.text, p->c->document.published.first, &p->s->pending_mem, line, &count);
    chy_status st = room ? CHY_OK : err_memory(p->err, "writing to the record");
    for (unsigned i = 0; !st && i < count; i++) st = PUT(p, BAND, "iii", line[i].month, line[i].band, p->document);
    return st;
}

static chy_status put_own(struct putting *p)
{
    chy_status st = put_document(p);
    if (!st) st = put_coding(p);
    if (!st) st = put_layout(p);
    if (!st) st = put_referents(p);
    if (!st) st = put_metadata(p);
    if (!st) st = put_times(p);
    if (!st) st = put_statements(p);
    if (!st) st = put_reports(p);
    if (!st) st = put_facts(p);
    for (uint32_t i = 0; !st && i < p->c->links.count; i++) st = put_link(p, &p->c->links.at[i]);
    if (!st) st = put_evidence(p);
    if (!st) st = put_said(p);
    if (!st) st = put_held(p);
    return st ? st : put_bands(p);
}

/* ------------------------------------------------------------------ what documents share */

static chy_status note_pending(struct putting *p)
{
    struct store *s = p->s;
    struct store_pending *d = LIST_PUSH(&s->pending_mem, &s->pending);
    if (d) *d = (struct store_pending){ .hash = str_keep(&s->pending_mem, p->c->document.hash), .depth = s->depth };
    p->pending = s->pending.count - 1;
    return d && d->hash.ptr ? CHY_OK : err_memory(p->err, "writing to the record");
}

static chy_status note_shared(struct putting *p)
{
    struct store *s = p->s;
    arena *mem = &s->pending_mem;
    bool full = false;
    for (uint32_t i = 0; !full && i < p->c->aliases.count; i++) {
        const struct store_alias *a = &p->c->aliases.at[i];
        struct store_pending_alias *to = LIST_PUSH(mem, &s->aliases);
        if (to)
            *to = (struct store_pending_alias){ p->pending, p->entity[a->referent], str_keep(mem, a->folded), str_keep(mem, a->alias),
                                                a->kind };
        full = !to || !to->folded.ptr || !to->alias.ptr;
    }
    for (uint32_t i = 0; !full && i < p->c->namings.count; i++) {
        const struct store_naming *g = &p->c->namings.at[i];
        struct store_pending_naming *to = LIST_PUSH(mem, &s->namings);
        if (to) *to = (struct store_pending_naming){ p->pending, p->entity[g->referent], g->year, str_keep(mem, g->likeness) };
        full = !to || !to->likeness.ptr;
    }
    return full ? err_memory(p->err, "writing to the record") : CHY_OK;
}

chy_status store_put(struct store *s, const struct store_coded *coded, int64_t *number, chy_err *err)
{
    struct putting p = { .s = s, .c = coded, .err = err, .gathers = s->db->driver->gather };
    p.entity = calloc(coded->referents.count + 1, sizeof *p.entity);
    chy_status st = p.entity ? note_pending(&p) : err_memory(err, "writing to the record");
    if (!st && !s->gathers) st = RUN(s, HAS, &p.document, err, "s", coded->document.hash);
    p.is_known = p.document != 0;
    if (!st) st = number_rows(&p);
    if (!st) s->pending.at[p.pending].number = p.document;
    if (!st) st = put_own(&p);
    if (!st) st = note_shared(&p);
    if (!st) *number = p.document;
    if (!st && !s->gathers) st = store_put_own(s, err);
    free(p.entity);
    return st;
}

/* Documents that somebody else has put meanwhile are theirs. */
static chy_status drop_known(struct store *s, chy_err *err)
{
    chy_status st = CHY_OK;
    for (uint32_t i = s->sent; !st && i < s->pending.count; i++) {
        struct store_pending *d = &s->pending.at[i];
        int64_t number = 0;
        if (!d->dropped) st = RUN(s, HAS, &number, err, "s", d->hash);
        d->dropped |= !st && number != d->number;
    }
    return st;
}

static chy_status put_gathered(struct store *s, int rank, chy_err *err)
{
    bool *left_out = calloc(s->pending.count + 1, sizeof *left_out);
    if (!left_out) return err_memory(err, "writing to the record");
    for (uint32_t i = 0; i < s->pending.count; i++) left_out[i] = s->pending.at[i].dropped;
    chy_status st = s->db->driver->put_gathered(s->db, rank, left_out, err);
    free(left_out);
    return st;
}

chy_status store_put_own(struct store *s, chy_err *err)
{
    const struct db_driver *driver = s->db->driver;
    if (!driver->gather || !s->pending.count) return CHY_OK;
    int64_t expected = 0, before = driver->changes(s->db);
    for (uint32_t i = s->sent; i < s->pending.count; i++) expected += !s->pending.at[i].dropped;
    chy_status st = put_gathered(s, PUT_DOCUMENT, err);
    if (!st && driver->changes(s->db) - before != expected) st = drop_known(s, err);
    if (!st) st = put_gathered(s, -1, err);
    s->sent = s->pending.count;
    return st;
}

static int by_alias(const void *a, const void *b)
{
    const struct store_pending_alias *m = a, *n = b;
    int order = str_cmp(m->folded, n->folded);
    if (!order) order = (m->entity > n->entity) - (m->entity < n->entity);
    if (!order) order = str_cmp(m->alias, n->alias);
    return order ? order : str_cmp(m->kind, n->kind);
}

static int by_naming(const void *a, const void *b)
{
    const struct store_pending_naming *m = a, *n = b;
    int order = str_cmp(m->likeness, n->likeness);
    if (!order) order = (m->entity > n->entity) - (m->entity < n->entity);
    return order ? order : (m->year > n->year) - (m->year < n->year);
}

static chy_status put_aliases(struct store *s, chy_err *err)
{
    chy_status st = CHY_OK;
    int64_t documents = 0;
    uint32_t n = s->aliases.count;
    if (n) qsort(s->aliases.at, n, sizeof *s->aliases.at, by_alias);
    for (uint32_t i = 0; !st && i < n; i++) {
        const struct store_pending_alias *a = &s->aliases.at[i];
        documents += !s->pending.at[a->document].dropped;
        if (i + 1 < n && !by_alias(a, a + 1)) continue;
        if (documents) st = PUT_ROW(s, ALIAS, 0, err, "sissi", a->folded, a->entity, a->alias, a->kind, documents);
        documents = 0;
    }
    return st;
}

static chy_status put_namings(struct store *s, chy_err *err)
{
    chy_status st = CHY_OK;
    int64_t documents = 0;
    uint32_t n = s->namings.count;
    if (n) qsort(s->namings.at, n, sizeof *s->namings.at, by_naming);
    for (uint32_t i = 0; !st && i < n; i++) {
        const struct store_pending_naming *g = &s->namings.at[i];
        documents += !s->pending.at[g->document].dropped;
        if (i + 1 < n && !by_naming(g, g + 1)) continue;
        if (documents) st = PUT_ROW(s, NAMING, 0, err, "siii", g->likeness, g->entity, g->year, documents);
        documents = 0;
    }
    return st;
}

static int by_number_alone(const void *a, const void *b)
{
    const int64_t *m = a, *n = b;
    return (*m > *n) - (*m < *n);
}

/* Names may have changed of those that were called something. */
static chy_status put_names(struct store *s, chy_err *err)
{
#define FIRST_NAME                                                                                                                         \
    "(SELECT alias FROM aliases WHERE entity = entities.id AND kind = 'name' ORDER BY documents DESC, length(alias) DESC, alias LIMIT 1)"
    struct db_statement *stmt = NULL;
    buf sql, list;
    uint32_t n = s->aliases.count;
    int64_t *entity = ARENA_ARRAY(&s->pending_mem, int64_t, n + 1);
    if (!entity) return err_memory(err, "writing to the record");
    if (!n) return CHY_OK;
    for (uint32_t i = 0; i < n; i++) entity[i] = s->aliases.at[i].entity;
    qsort(entity, n, sizeof *entity, by_number_alone);
    buf_init(&list, NULL, NULL);
    buf_init(&sql, NULL, NULL);
    for (uint32_t i = 0; i < n; i++)
        if (!i || entity[i] != entity[i - 1]) buf_format(&list, "%c%lld", i ? ',' : '[', (long long)entity[i]);
    buf_char(&list, ']');
    buf_format(&sql,
               "UPDATE entities SET name = " FIRST_NAME " WHERE id %s AND name <> " FIRST_NAME,
               s->db->driver->among);
    chy_status st =
        list.failed || sql.failed ? err_memory(err, "writing to the record") : db_prepare(s->db, (chy_str){ sql.ptr, sql.len }, &stmt, err);
    if (!st) db_bind(stmt, "s", (chy_str){ list.ptr, list.len });
    if (!st) st = db_step(stmt, err);
    db_finish(stmt);
    free(sql.ptr);
    free(list.ptr);
    return st == CHY_DONE ? CHY_OK : st;
#undef FIRST_NAME
}

chy_status store_put_shared(struct store *s, chy_err *err)
{
    const struct db_driver *driver = s->db->driver;
    chy_status st = put_aliases(s, err);
    if (!st) st = put_namings(s, err);
    if (!st && driver->gather) st = driver->put_gathered(s->db, -1, NULL, err);
    if (!st) st = put_names(s, err);
    if (st) return st;
    store_forget_pending(s);
    return CHY_OK;
}

chy_status store_put_naming(struct store *s, chy_str likeness, int64_t entity, int64_t year, chy_err *err)
{
    return RUN(s, NAMING, NULL, err, "siii", likeness, entity, year, (int64_t)1);
}

chy_status store_take_naming(struct store *s, chy_str likeness, int64_t entity, int64_t year, chy_err *err)
{
    chy_status st = RUN(s, UNCOUNT_NAMING, NULL, err, "sii", likeness, entity, year);
    return st ? st : RUN(s, DROP_NAMING, NULL, err, "sii", likeness, entity, year);
}

chy_status store_find_document(struct store *s, chy_str hash, int64_t *number, chy_err *err)
{
    *number = 0;
    for (uint32_t i = s->pending.count; s->gathers && i-- > 0;)
        if (!s->pending.at[i].dropped && str_eq(s->pending.at[i].hash, hash)) {
            *number = s->pending.at[i].number;
            return CHY_OK;
        }
    return RUN(s, HAS, number, err, "s", hash);
}

/* ------------------------------------------------------------------ events */

struct telling {
    int64_t report, event;
};

/* What a block was resolved to before. */
struct resolved {
    arena mem;
    LIST(struct store_event) events;
    LIST(struct telling) told;
};

static chy_str column_kept(struct resolved *old, struct db_statement *stmt, int column, bool *full)
{
    chy_str text = CHY_LIT("");
    bool read = stmt->db->driver->text(stmt, column, &text);
    chy_str kept = str_keep(&old->mem, text);
    *full |= !read || !kept.ptr;
    return kept;
}

static int64_t column_day(struct db_statement *stmt, int column)
{
    return stmt->db->driver->is_nothing(stmt, column) ? STORE_NO_DAY : db_number(stmt, column);
}

/* What is so of the block, or (among) what has to do with some of its reports. */
static chy_status ask_resolved(struct store *s, enum put_statement whole, enum put_statement some, chy_str block, chy_str among,
                               struct db_statement **out, chy_err *err)
{
    chy_status st = statement_ready(s, among.len ? some : whole, out, err);
    if (!st && among.len) db_bind(*out, "ss", among, block);
    if (!st && !among.len) db_bind(*out, "s", block);
    return st;
}

chy_status store_questions_of_block(struct store *s, chy_str block, chy_str among, struct db_question out[2], chy_err *err)
{
    const enum put_statement which[2][2] = { { PUT_EVENTS_NOW, PUT_TOLD_NOW }, { PUT_EVENTS_AMONG, PUT_TOLD_AMONG } };
    bool some = among.len != 0;
    for (int i = 0; i < 2; i++) {
        out[i] = (struct db_question){ .sql = words_of(s, which[some][i]), .text = { some ? among : block, block }, .count = some ? 2 : 1 };
        if (!out[i].sql) return err_memory(err, "telling events apart");
    }
    return CHY_OK;
}

static chy_status load_events(struct store *s, chy_str block, chy_str among, struct resolved *old, chy_err *err)
{
    struct db_statement *stmt = NULL;
    bool full = false;
    chy_status st = ask_resolved(s, PUT_EVENTS_NOW, PUT_EVENTS_AMONG, block, among, &stmt, err);
    while (!st && !full && (st = db_step(stmt, err)) == CHY_ROW) {
        struct store_event *e = LIST_PUSH(&old->mem, &old->events);
        full = !e;
        if (e)
            *e = (struct store_event){
                .number = db_number(stmt, 0),
                .type = column_kept(old, stmt, 1, &full),
                .mode = column_kept(old, stmt, 2, &full),
                .kind = column_kept(old, stmt, 3, &full),
                .status = column_kept(old, stmt, 4, &full),
                .date = column_kept(old, stmt, 5, &full),
                .first = column_day(stmt, 6),
                .last = column_day(stmt, 7),
                .place = db_number(stmt, 8),
            };
        st = CHY_OK;
    }
    if (stmt) db_reset(stmt);
    if (full) return err_memory(err, "telling events apart");
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status load_resolved(struct store *s, chy_str block, chy_str among, struct resolved *old, chy_err *err)
{
    struct db_statement *stmt = NULL;
    bool full = false;
    chy_status st = load_events(s, block, among, old, err);
    if (!st) st = ask_resolved(s, PUT_TOLD_NOW, PUT_TOLD_AMONG, block, among, &stmt, err);
    while (!st && !full && (st = db_step(stmt, err)) == CHY_ROW) {
        struct telling *t = LIST_PUSH(&old->mem, &old->told);
        full = !t;
        if (t) *t = (struct telling){ db_number(stmt, 0), db_number(stmt, 1) };
        st = CHY_OK;
    }
    if (stmt) db_reset(stmt);
    if (full) return err_memory(err, "telling events apart");
    return st == CHY_DONE ? CHY_OK : st;
}

static bool same_event(const struct store_event *a, const struct store_event *b)
{
    return a->number == b->number && a->first == b->first && a->last == b->last && a->place == b->place && str_eq(a->type, b->type) &&
           str_eq(a->mode, b->mode) && str_eq(a->kind, b->kind) && str_eq(a->status, b->status) && str_eq(a->date, b->date);
}

static int by_number(const void *a, const void *b)
{
    const struct store_event *const *m = a, *const *n = b;
    return ((*m)->number > (*n)->number) - ((*m)->number < (*n)->number);
}

static chy_status end_event(struct store *s, chy_str block, int64_t number, chy_str when, chy_err *err)
{
    chy_status st = RUN(s, TAKE_BACK_EVENT, NULL, err, "iss", number, block, when);
    return st ? st : RUN(s, CLOSE_EVENT, NULL, err, "iss", number, block, when);
}

static void note_changed(struct store *s, int64_t event)
{
    int64_t *at = event ? LIST_PUSH(&s->changed_mem, &s->changed) : NULL;
    if (at)
        *at = event;
    else
        s->changed_full |= event != 0;
}

/* End what is no longer so, begin what is new, leave the rest. Both lists go by number. */
static chy_status change_events(struct store *s, chy_str block, const struct resolved *old, const struct store_event *const *now,
                                uint32_t count, chy_str when, chy_err *err)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0, k = 0; !st && (i < old->events.count || k < count);) {
        const struct store_event *was = i < old->events.count ? &old->events.at[i] : NULL, *is = k < count ? now[k] : NULL;
        bool goes = was && (!is || was->number < is->number), comes = is && (!was || is->number < was->number);
        bool differs = was && is && was->number == is->number && !same_event(was, is);
        if (goes || comes || differs) note_changed(s, comes ? is->number : was->number);
        if (goes || differs) st = end_event(s, block, was->number, when, err);
        if (!st && (comes || differs))
            st = PUT_ROW(s, EVENT, 0, err, "isttttnnzss", is->number, block, is->type, is->mode, is->kind, is->date, is->first, is->last,
                         is->place, is->status, when);
        i += !comes;
        k += !goes;
    }
    return st;
}

static int64_t told_before(const struct resolved *old, int64_t report)
{
    uint32_t from = 0, to = old->told.count;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (old->told.at[middle].report == report) return old->told.at[middle].event;
        if (old->told.at[middle].report < report)
            from = middle + 1;
        else
            to = middle;
    }
    return 0;
}

static chy_status change_telling(struct store *s, int64_t report, int64_t event, bool had, chy_str when, chy_err *err)
{
    chy_status st = had ? RUN(s, TAKE_BACK_TELLING, NULL, err, "is", report, when) : CHY_OK;
    if (!st && had) st = RUN(s, CLOSE_TELLING, NULL, err, "is", report, when);
    return st ? st : PUT_ROW(s, TELLING, 0, err, "iis", report, event, when);
}

chy_status store_put_events(struct store *s, chy_str block, chy_str among, const struct store_event *events, uint32_t count,
                            const int64_t *report, const uint32_t *event, uint32_t report_count, chy_str when, chy_err *err)
{
    struct resolved old = { 0 };
    arena_init(&old.mem, (size_t)1 << 30);
    const struct store_event **now = ARENA_ARRAY(&old.mem, const struct store_event *, count + 1);
    chy_status st = now ? load_resolved(s, block, among, &old, err) : err_memory(err, "telling events apart");
    if (st) goto out;
    for (uint32_t i = 0; i < count; i++) now[i] = &events[i];
    if (count) qsort(now, count, sizeof *now, by_number);
    st = change_events(s, block, &old, now, count, when, err);
    for (uint32_t i = 0; !st && i < report_count; i++) {
        int64_t before = told_before(&old, report[i]), after = events[event[i]].number;
        if (before == after) continue;
        note_changed(s, before);
        note_changed(s, after);
        st = change_telling(s, report[i], after, before != 0, when, err);
    }
out:
    arena_done(&old.mem);
    return st;
}

/* Their numbers, each once. */
static void write_changed(struct store *s, buf *out)
{
    if (s->changed.count) qsort(s->changed.at, s->changed.count, sizeof *s->changed.at, by_number_alone);
    for (uint32_t i = 0; i < s->changed.count; i++)
        if (!i || s->changed.at[i] != s->changed.at[i - 1]) buf_format(out, "%c%lld", out->len ? ',' : '[', (long long)s->changed.at[i]);
    buf_char(out, ']');
}

chy_status store_end_events(struct store *s, chy_err *err)
{
    buf list;
    buf_init(&list, NULL, NULL);
    chy_status st = s->changed_full ? err_memory(err, "telling events apart") : CHY_OK;
    if (!st && s->db->driver->gather) st = s->db->driver->put_gathered(s->db, -1, NULL, err);
    if (!st && s->changed.count) {
        write_changed(s, &list);
        st = list.failed ? err_memory(err, "telling events apart") : found_events(s, (chy_str){ list.ptr, list.len }, err);
    }
    free(list.ptr);
    arena_done(&s->changed_mem);
    s->changed = (__typeof__(s->changed)){ 0 };
    s->changed_full = false;
    return st;
}
