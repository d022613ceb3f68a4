/* Putting a coded document: one prepared statement a table; numbers of rows go on from the highest there is. */
#include <stdlib.h>

#include "store/found.h"

/* clang-format off */
#define PUT_LIST(X) \
    X(VERSIONS, "INSERT INTO versions (versions) VALUES (?1) ON CONFLICT (versions) DO UPDATE SET versions = excluded.versions RETURNING id") \
    X(DOCUMENT, "INSERT INTO documents (id, hash, path, size, given, recorded) VALUES (?1, ?2, ?3, ?4, ?5, ?6)") \
    X(ORIGINAL, "INSERT INTO originals (document, bytes) VALUES (?1, ?2)") \
    X(TEXT, "INSERT INTO texts (hash, text) VALUES (?1, ?2) ON CONFLICT (hash) DO UPDATE SET hash = excluded.hash RETURNING id") \
    X(CODING, "INSERT INTO codings (id, document, text, versions, recorded) VALUES (?1, ?2, ?3, ?4, ?5)") \
    X(METADATA, \
      "INSERT INTO metadata (coding, publisher, author, title, lang, published, published_basis, published_first, published_last, updated, address) " \
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)") \
    X(ORIGIN, "INSERT INTO origins (coding, origin) VALUES (?1, ?2)") \
    X(PUBLISHER, "UPDATE metadata SET publisher_referent = ?2 WHERE coding = ?1") \
    X(AUTHOR, "UPDATE metadata SET author_referent = ?2 WHERE coding = ?1") \
    X(SEGMENT, "INSERT INTO segments (coding, position, \"start\", \"end\", kind, why, lang) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)") \
    X(SENTENCE, "INSERT INTO sentences (id, coding, \"start\", \"end\") VALUES (?1, ?2, ?3, ?4)") \
    X(WORDS, NULL) /* the driver's own */ \
    X(HAS_ENTITY, "SELECT id FROM entities WHERE type = ?1 AND key = ?2") \
    X(ENTITY, \
      "INSERT INTO entities (id, type, key, name, unnamed, same, alike) SELECT n, ?1, ?2, ?3, ?4, n, n FROM (SELECT coalesce((SELECT max(id) FROM entities), 0) + 1 AS n) m " \
      "RETURNING id") \
    X(ALIAS, \
      "INSERT INTO aliases (folded, entity, alias, kind, documents) VALUES (?1, ?2, ?3, ?4, 1) " \
      "ON CONFLICT (folded, entity, alias, kind) DO UPDATE SET documents = aliases.documents + 1") \
    X(REFERENT_NAME, "INSERT INTO referent_names (referent, kind, alias) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING") \
    X(NAME, \
      "UPDATE entities SET name = (SELECT alias FROM aliases WHERE entity = ?1 AND kind = 'name' ORDER BY documents DESC, " \
      "length(alias) DESC, alias LIMIT 1) WHERE id = ?1 AND name <> (SELECT alias FROM aliases WHERE entity = ?1 AND kind = 'name' ORDER BY documents DESC, " \
      "length(alias) DESC, alias LIMIT 1)") \
    X(NAMING, \
      "INSERT INTO namings (likeness, entity, year, documents) VALUES (?1, ?2, ?3, 1) " \
      "ON CONFLICT (likeness, entity, year) DO UPDATE SET documents = namings.documents + 1") \
    X(UNCOUNT_NAMING, "UPDATE namings SET documents = documents - 1 WHERE likeness = ?1 AND entity = ?2 AND year = ?3") \
    X(DROP_NAMING, "DELETE FROM namings WHERE likeness = ?1 AND entity = ?2 AND year = ?3 AND documents < 1") \
    X(REFERENT, "INSERT INTO referents (id, coding, entity, name, plural, post) VALUES (?1, ?2, ?3, ?4, ?5, ?6)") \
    X(REFERENT_OF, "UPDATE referents SET \"of\" = ?2 WHERE id = ?1") \
    X(MENTION, "INSERT INTO mentions (coding, position, part, \"start\", \"end\", form, referent) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)") \
    X(IMPLIED, "INSERT INTO implied (id, coding, event, value, first_day, last_day) VALUES (?1, ?2, ?3, ?4, ?5, ?6)") \
    X(TIME, "INSERT INTO times (id, coding, \"start\", \"end\", type, value, anchor, implied) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)") \
    X(STATEMENT, \
      "INSERT INTO coded_statements (id, number, coding, kind, date, first_day, last_day, occasion, addressee, continued) " \
      "VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)") \
    X(REPORT, \
      "INSERT INTO coded_reports (id, number, coding, position, type, mode, kind, cameo, date, first_day, last_day, place, status, sentence, statement, " \
      "confidence, rule, block, states) VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)") \
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
    X(EVIDENCE, "INSERT INTO evidence (kind, item, role, position, \"start\", \"end\") VALUES (?1, ?2, ?3, ?4, ?5, ?6)") \
    X(HAS, "SELECT id FROM documents WHERE hash = ?1") \
    X(NEXT, \
      "SELECT (SELECT coalesce(max(id), 0) FROM documents), (SELECT coalesce(max(id), 0) FROM codings), (SELECT coalesce(max(id), 0) FROM sentences), " \
      "(SELECT coalesce(max(id), 0) FROM referents), (SELECT coalesce(max(id), 0) FROM times), (SELECT coalesce(max(id), 0) FROM implied), " \
      "(SELECT coalesce(max(id), 0) FROM coded_statements), (SELECT coalesce(max(id), 0) FROM coded_reports), " \
      "(SELECT coalesce(max(id), 0) FROM coded_facts)") \
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
    /* events: what changed within one second is as if it had never been otherwise */ \
    X(EVENTS_NOW, "SELECT number, type, mode, kind, status, date, first_day, last_day, place FROM resolved_events WHERE block = ?1 AND until IS NULL ORDER BY number") \
    X(TOLD_NOW, "SELECT t.report, t.event FROM reports r JOIN told t ON t.report = r.id WHERE r.block = ?1 ORDER BY t.report") \
    X(TAKE_BACK_EVENT, "DELETE FROM resolved_events WHERE number = ?1 AND block = ?2 AND until IS NULL AND since >= ?3") \
    X(CLOSE_EVENT, "UPDATE resolved_events SET until = ?3 WHERE number = ?1 AND block = ?2 AND until IS NULL") \
    X(EVENT, "INSERT INTO resolved_events (number, block, type, mode, kind, date, first_day, last_day, place, status, since) " \
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)") \
    X(DROP_FOUND_EVENT, "DELETE FROM found WHERE item = ?1 AND kind = 'E'") \
    X(FOUND_PARTY, "INSERT INTO found (entity, kind, day, item) " FOUND_PARTIES " AND e.id = ?1 ON CONFLICT DO NOTHING") \
    X(FOUND_OWNER, "INSERT INTO found (entity, kind, day, item) " FOUND_OWNERS " AND e.id = ?1 ON CONFLICT DO NOTHING") \
    X(TAKE_BACK_TELLING, "DELETE FROM tellings WHERE report = ?1 AND until IS NULL AND since >= ?2") \
    X(CLOSE_TELLING, "UPDATE tellings SET until = ?2 WHERE report = ?1 AND until IS NULL") \
    X(TELLING, "INSERT INTO tellings (report, event, since) VALUES (?1, ?2, ?3)")
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
    int64_t document, coding, text, versions;
    int64_t sentence, referent, time, implied, statement, report, fact;
    int64_t *entity; /* (referents) */
    chy_err *err;
};

static chy_status statement_ready(struct store *s, enum put_statement which, struct db_statement **out, chy_err *err)
{
    if (!s->put[which]) {
        chy_status st = db_prepare(s->db, str_of(which == PUT_WORDS ? s->db->driver->put_words : put_sql[which]), &s->put[which], err);
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
#define PUT(p, which, ...) RUN((p)->s, which, NULL, (p)->err, __VA_ARGS__)

/* The number of the row that an index within the document means; 0 (NULL) for none. */
static int64_t row(int64_t before, uint32_t index) { return index == STORE_NONE ? 0 : before + 1 + index; }

static chy_status number_rows(struct putting *p)
{
    struct db_statement *stmt = NULL;
    chy_status st = statement_ready(p->s, PUT_NEXT, &stmt, p->err);
    if (!st) st = db_step(stmt, p->err);
    if (st != CHY_ROW) return st;
    p->document = db_number(stmt, 0) + 1;
    p->coding = db_number(stmt, 1) + 1;
    p->sentence = db_number(stmt, 2);
    p->referent = db_number(stmt, 3);
    p->time = db_number(stmt, 4);
    p->implied = db_number(stmt, 5);
    p->statement = db_number(stmt, 6);
    p->report = db_number(stmt, 7);
    p->fact = db_number(stmt, 8);
    db_reset(stmt);
    return CHY_OK;
}

/* The coding in force gives way to the one that is being put. */
static chy_status close_coding(struct putting *p)
{
    int64_t coding = 0;
    chy_str when = p->c->document.recorded;
    chy_status st = RUN(p->s, OPEN_CODING, &coding, p->err, "i", p->document);
    if (st || !coding) return st;
    st = found_close_coding(p->s, coding, p->err);
    if (!st) st = PUT(p, TAKE_BACK_TELLINGS, "is", coding, when);
    if (!st) st = PUT(p, CLOSE_TELLINGS, "is", coding, when);
    if (!st) st = PUT(p, UNCOUNT_ALIASES, "i", coding);
    if (!st) st = PUT(p, DROP_ALIASES, "i", coding);
    if (!st) st = PUT(p, NAMES_AGAIN, "i", coding);
    return st ? st : PUT(p, CLOSE_CODING, "is", coding, when);
}

static chy_status put_document(struct putting *p)
{
    const struct store_document *d = &p->c->document;
    int64_t known = 0;
    chy_status st = RUN(p->s, HAS, &known, p->err, "s", d->hash);
    if (!st && known) {
        p->document = known;
        return close_coding(p);
    }
    if (!st) st = PUT(p, DOCUMENT, "issiis", p->document, d->hash, d->path, (int64_t)d->size, (int64_t)!d->bytes.len, d->recorded);
    if (!st && d->bytes.len && !str_eq(d->bytes, d->text)) st = PUT(p, ORIGINAL, "ib", p->document, d->bytes);
    return st;
}

static chy_status put_coding(struct putting *p)
{
    const struct store_document *d = &p->c->document;
    chy_status st = RUN(p->s, VERSIONS, &p->versions, p->err, "s", d->coding);
    if (!st) st = RUN(p->s, TEXT, &p->text, p->err, "ss", d->text_hash.len ? d->text_hash : d->hash, d->text);
    if (!st) st = PUT(p, CODING, "iiiis", p->coding, p->document, p->text, p->versions, d->recorded);
    if (!st)
        st = PUT(p, METADATA, "ittttttnntt", p->coding, d->publisher, d->author, d->title, d->lang, d->published.value, d->published_basis,
                 d->published.first, d->published.last, d->updated, d->address);
    if (!st && d->origin.len) st = PUT(p, ORIGIN, "ib", p->coding, d->origin);
    return st;
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

static chy_status put_referents(struct putting *p)
{
    chy_status st = CHY_OK;
    uint32_t n = p->c->referents.count;
    for (uint32_t i = 0; !st && i < n; i++) {
        const struct store_referent *r = &p->c->referents.at[i];
        st = RUN(p->s, HAS_ENTITY, &p->entity[i], p->err, "ss", r->type, r->key);
        if (!st && !p->entity[i]) st = RUN(p->s, ENTITY, &p->entity[i], p->err, "sssi", r->type, r->key, r->name, (int64_t)r->unnamed);
        if (!st) st = PUT(p, REFERENT, "iiisit", row(p->referent, i), p->coding, p->entity[i], r->name, (int64_t)r->plural, r->post);
    }
    for (uint32_t i = 0; !st && i < n; i++) {
        uint32_t of = p->c->referents.at[i].of;
        if (of != STORE_NONE) st = PUT(p, REFERENT_OF, "ii", row(p->referent, i), row(p->referent, of));
    }
    for (uint32_t i = 0; !st && i < p->c->aliases.count; i++) {
        const struct store_alias *a = &p->c->aliases.at[i];
        st = PUT(p, ALIAS, "siss", a->folded, p->entity[a->referent], a->alias, a->kind);
        if (!st) st = PUT(p, REFERENT_NAME, "iss", row(p->referent, a->referent), a->kind, a->alias);
    }
    for (uint32_t i = 0; !st && i < n; i++) st = PUT(p, NAME, "i", p->entity[i]);
    for (uint32_t i = 0; !st && i < p->c->namings.count; i++) {
        const struct store_naming *g = &p->c->namings.at[i];
        st = PUT(p, NAMING, "sii", g->likeness, p->entity[g->referent], g->year);
    }
    uint32_t publisher = p->c->document.publisher_referent, author = p->c->document.author_referent;
    if (!st && publisher != STORE_NONE) st = PUT(p, PUBLISHER, "ii", p->coding, row(p->referent, publisher));
    if (!st && author != STORE_NONE) st = PUT(p, AUTHOR, "ii", p->coding, row(p->referent, author));
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
        st = PUT(p, REPORT, "iiitttttnnzszzitst", row(p->report, i), p->coding, (int64_t)i, r->type, r->mode, r->kind, r->cameo,
                 r->date.value, r->date.first, r->date.last, row(p->referent, r->place), r->status, row(p->sentence, r->sentence),
                 row(p->statement, r->statement), (int64_t)r->confidence, r->rule, r->block, r->states);
    }
    for (uint32_t i = 0; !st && i < p->c->reports.count; i++) {
        uint32_t within = p->c->reports.at[i].within;
        if (within != STORE_NONE) st = PUT(p, WITHIN, "ii", row(p->report, i), row(p->report, within));
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

chy_status store_put(struct store *s, const struct store_coded *coded, int64_t *number, chy_err *err)
{
    struct putting p = { .s = s, .c = coded, .err = err };
    p.entity = calloc(coded->referents.count + 1, sizeof *p.entity);
    chy_status st = p.entity ? number_rows(&p) : err_memory(err, "writing to the record");
    if (!st) st = put_document(&p);
    if (!st) st = put_coding(&p);
    if (!st) st = put_layout(&p);
    if (!st) st = put_referents(&p);
    if (!st) st = put_times(&p);
    if (!st) st = put_statements(&p);
    if (!st) st = put_reports(&p);
    if (!st) st = put_facts(&p);
    for (uint32_t i = 0; !st && i < coded->links.count; i++) st = put_link(&p, &coded->links.at[i]);
    if (!st) st = put_evidence(&p);
    if (!st) st = put_said(&p);
    if (!st) st = put_held(&p);
    if (!st) *number = p.document;
    free(p.entity);
    return st;
}

chy_status store_put_naming(struct store *s, chy_str likeness, int64_t entity, int64_t year, chy_err *err)
{
    return RUN(s, NAMING, NULL, err, "sii", likeness, entity, year);
}

chy_status store_take_naming(struct store *s, chy_str likeness, int64_t entity, int64_t year, chy_err *err)
{
    chy_status st = RUN(s, UNCOUNT_NAMING, NULL, err, "sii", likeness, entity, year);
    return st ? st : RUN(s, DROP_NAMING, NULL, err, "sii", likeness, entity, year);
}

chy_status store_find_document(struct store *s, chy_str hash, int64_t *number, chy_err *err)
{
    *number = 0;
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

static chy_status load_resolved(struct store *s, chy_str block, struct resolved *old, chy_err *err)
{
    struct db_statement *stmt = NULL;
    bool full = false;
    chy_status st = statement_ready(s, PUT_EVENTS_NOW, &stmt, err);
    if (!st) db_bind(stmt, "s", block);
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
    if (st != CHY_DONE) return st;
    st = statement_ready(s, PUT_TOLD_NOW, &stmt, err);
    if (!st) db_bind(stmt, "s", block);
    while (!st && !full && (st = db_step(stmt, err)) == CHY_ROW) {
        struct telling *t = LIST_PUSH(&old->mem, &old->told);
        full = !t;
        if (t) *t = (struct telling){ db_number(stmt, 0), db_number(stmt, 1) };
        st = CHY_OK;
    }
    if (!st || st == CHY_DONE) db_reset(stmt);
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

/* Events that are not what they were. */
struct changed {
    arena *mem;
    LIST(int64_t) events;
    bool full;
};

static void note_changed(struct changed *c, int64_t event)
{
    int64_t *at = event ? LIST_PUSH(c->mem, &c->events) : NULL;
    if (at)
        *at = event;
    else
        c->full |= event != 0;
}

static int by_value(const void *a, const void *b)
{
    const int64_t *m = a, *n = b;
    return (*m > *n) - (*m < *n);
}

static chy_status find_event(struct store *s, int64_t event, chy_err *err)
{
    chy_status st = RUN(s, DROP_FOUND_EVENT, NULL, err, "i", event);
    if (!st) st = RUN(s, FOUND_PARTY, NULL, err, "i", event);
    return st ? st : RUN(s, FOUND_OWNER, NULL, err, "i", event);
}

static chy_status find_changed(struct store *s, struct changed *c, chy_err *err)
{
    chy_status st = c->full ? err_memory(err, "telling events apart") : CHY_OK;
    if (c->events.count) qsort(c->events.at, c->events.count, sizeof *c->events.at, by_value);
    for (uint32_t i = 0; !st && i < c->events.count; i++)
        if (!i || c->events.at[i] != c->events.at[i - 1]) st = find_event(s, c->events.at[i], err);
    return st;
}

/* End what is no longer so, begin what is new, leave the rest. Both lists go by number. */
static chy_status change_events(struct store *s, chy_str block, const struct resolved *old, const struct store_event *const *now,
                                uint32_t count, chy_str when, struct changed *changed, chy_err *err)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0, k = 0; !st && (i < old->events.count || k < count);) {
        const struct store_event *was = i < old->events.count ? &old->events.at[i] : NULL, *is = k < count ? now[k] : NULL;
        bool goes = was && (!is || was->number < is->number), comes = is && (!was || is->number < was->number);
        bool differs = was && is && was->number == is->number && !same_event(was, is);
        if (goes || comes || differs) note_changed(changed, comes ? is->number : was->number);
        if (goes || differs) st = end_event(s, block, was->number, when, err);
        if (!st && (comes || differs))
            st = RUN(s, EVENT, NULL, err, "isttttnnzss", is->number, block, is->type, is->mode, is->kind, is->date, is->first, is->last,
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
    return st ? st : RUN(s, TELLING, NULL, err, "iis", report, event, when);
}

chy_status store_put_events(struct store *s, chy_str block, const struct store_event *events, uint32_t count, const int64_t *report,
                            const uint32_t *event, uint32_t report_count, chy_str when, chy_err *err)
{
    struct resolved old = { 0 };
    struct changed changed = { .mem = &old.mem };
    arena_init(&old.mem, (size_t)1 << 30);
    const struct store_event **now = ARENA_ARRAY(&old.mem, const struct store_event *, count + 1);
    chy_status st = now ? load_resolved(s, block, &old, err) : err_memory(err, "telling events apart");
    if (st) goto out;
    for (uint32_t i = 0; i < count; i++) now[i] = &events[i];
    if (count) qsort(now, count, sizeof *now, by_number);
    st = change_events(s, block, &old, now, count, when, &changed, err);
    for (uint32_t i = 0; !st && i < report_count; i++) {
        int64_t before = told_before(&old, report[i]), after = events[event[i]].number;
        if (before == after) continue;
        note_changed(&changed, before);
        note_changed(&changed, after);
        st = change_telling(s, report[i], after, before != 0, when, err);
    }
    if (!st) st = find_changed(s, &changed, err);
out:
    arena_done(&old.mem);
    return st;
}
