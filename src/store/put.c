/* Putting a coded document: one prepared statement a table; numbers of rows go on from the highest there is. */
#include "store/sqlite.h"

#define PUT_LIST(X)                                                                                                                        \
    X(CODING, "INSERT INTO codings (coding) VALUES (?1) ON CONFLICT (coding) DO UPDATE SET coding = coding RETURNING id")                  \
    X(DOCUMENT,                                                                                                                            \
      "INSERT INTO documents (id, hash, path, size, publisher, author, title, lang, published, published_basis, published_first, "         \
      "published_last, text, coding, recorded) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)")                 \
    X(PUBLISHER, "UPDATE documents SET publisher_entity = ?2 WHERE id = ?1")                                                               \
    X(AUTHOR, "UPDATE documents SET author_entity = ?2 WHERE id = ?1")                                                                     \
    X(SEGMENT, "INSERT INTO segments VALUES (?1, ?2, ?3, ?4, ?5, ?6)")                                                                     \
    X(SENTENCE, "INSERT INTO sentences VALUES (?1, ?2, ?3, ?4)")                                                                           \
    X(WORDS, "INSERT INTO sentence_words (rowid, text) VALUES (?1, ?2)")                                                                   \
    X(ENTITY, "INSERT INTO entities (type, key, name, unnamed) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (type, key) DO UPDATE SET key = key "   \
              "RETURNING id")                                                                                                              \
    X(ALIAS, "INSERT INTO aliases VALUES (?1, ?2, ?3, ?4, 1) ON CONFLICT DO UPDATE SET documents = documents + 1")                         \
    X(NAME, "UPDATE entities SET name = (SELECT alias FROM aliases WHERE entity = ?1 AND kind = 'name' ORDER BY documents DESC, "          \
            "length(alias) DESC, alias LIMIT 1) "                                                                                          \
            "WHERE id = ?1 AND EXISTS (SELECT 1 FROM aliases WHERE entity = ?1 AND kind = 'name')")                                        \
    X(REFERENT, "INSERT INTO referents VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL)")                                                             \
    X(REFERENT_OF, "UPDATE referents SET \"of\" = ?2 WHERE id = ?1")                                                                       \
    X(MENTION, "INSERT INTO mentions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")                                                                 \
    X(IMPLIED, "INSERT INTO implied VALUES (?1, ?2, ?3, ?4, ?5, ?6)")                                                                      \
    X(TIME, "INSERT INTO times VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")                                                                   \
    X(STATEMENT, "INSERT INTO statements VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")                                                     \
    X(REPORT, "INSERT INTO reports VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, NULL, ?15, ?16, ?17, NULL)")       \
    X(WITHIN, "UPDATE reports SET within = ?2 WHERE id = ?1")                                                                              \
    X(FACT, "INSERT INTO facts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, "   \
            "?22, ?23)")                                                                                                                   \
    X(SPEAKER, "INSERT INTO speakers VALUES (?1, ?2, ?3)")                                                                                 \
    X(TOPIC, "INSERT OR IGNORE INTO topics VALUES (?1, ?2, ?3)")                                                                           \
    X(CHAIN, "INSERT INTO chains VALUES (?1, ?2, ?3, ?4, ?5)")                                                                             \
    X(PARTICIPANT, "INSERT INTO participants VALUES (?1, ?2, ?3, ?4)")                                                                     \
    X(ACTOR, "INSERT INTO actors VALUES (?1, ?2, ?3, ?4)")                                                                                 \
    X(SOURCE, "INSERT OR IGNORE INTO fact_sources VALUES (?1, ?2)")                                                                        \
    X(EVIDENCE, "INSERT INTO evidence VALUES (?1, ?2, ?3, ?4, ?5, ?6)")                                                                    \
    X(HAS, "SELECT id FROM documents WHERE hash = ?1")                                                                                     \
    X(NEXT, "SELECT (SELECT coalesce(max(id), 0) FROM documents), (SELECT coalesce(max(id), 0) FROM sentences), "                          \
            "(SELECT coalesce(max(id), 0) FROM referents), (SELECT coalesce(max(id), 0) FROM times), (SELECT coalesce(max(id), 0) FROM "   \
            "implied), "                                                                                                                   \
            "(SELECT coalesce(max(id), 0) FROM statements), (SELECT coalesce(max(id), 0) FROM reports), (SELECT coalesce(max(id), 0) "     \
            "FROM facts)")                                                                                                                 \
    X(CLEAR_BLOCK, "DELETE FROM events WHERE block = ?1")                                                                                  \
    X(EVENT, "INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")                                                   \
    X(REPORT_EVENT, "UPDATE reports SET event = ?2 WHERE id = ?1")                                                                         \
    X(EVENT_WHO, "INSERT OR IGNORE INTO event_participants SELECT ?1, r.entity, min(p.position) FROM reports t JOIN participants p ON "    \
                 "p.report = t.id "                                                                                                        \
                 "JOIN referents r ON r.id = p.referent WHERE t.event = ?1 GROUP BY r.entity")

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
    int64_t document, coding;
    int64_t sentence, referent, time, implied, statement, report, fact;
    int64_t *entity; /* (referents) */
    chy_err *err;
};

static chy_status statement_ready(struct store *s, enum put_statement which, sqlite3_stmt **out, chy_err *err)
{
    if (!s->put[which]) {
        chy_status st = db_prepare(s, put_sql[which], strlen(put_sql[which]), &s->put[which], err);
        if (st) return st;
    }
    *out = s->put[which];
    return CHY_OK;
}

/* Run a bound statement; *answer takes the first column when it answers with a row. */
static chy_status step(struct store *s, sqlite3_stmt *stmt, int64_t *answer, chy_err *err)
{
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) {
        if (answer) *answer = sqlite3_column_int64(stmt, 0);
        code = sqlite3_step(stmt);
    }
    chy_status st = code == SQLITE_DONE ? CHY_OK : db_failed(s, "writing to the record", err);
    sqlite3_reset(stmt);
    return st;
}

#define RUN(s, which, answer, err, ...)                                                                                                    \
    ({                                                                                                                                     \
        sqlite3_stmt *run_stmt = NULL;                                                                                                     \
        chy_status run_st = statement_ready((s), PUT_##which, &run_stmt, (err));                                                           \
        if (!run_st) {                                                                                                                     \
            db_bind(run_stmt, __VA_ARGS__);                                                                                                \
            run_st = step((s), run_stmt, (answer), (err));                                                                                 \
        }                                                                                                                                  \
        run_st;                                                                                                                            \
    })
#define PUT(p, which, ...) RUN((p)->s, which, NULL, (p)->err, __VA_ARGS__)

/* The number of the row that an index within the document means; 0 (NULL) for none. */
static int64_t row(int64_t before, uint32_t index) { return index == STORE_NONE ? 0 : before + 1 + index; }

static chy_status number_rows(struct putting *p)
{
    sqlite3_stmt *stmt = NULL;
    chy_status st = statement_ready(p->s, PUT_NEXT, &stmt, p->err);
    if (st) return st;
    if (sqlite3_step(stmt) == SQLITE_ROW) {
        p->document = sqlite3_column_int64(stmt, 0) + 1;
        p->sentence = sqlite3_column_int64(stmt, 1);
        p->referent = sqlite3_column_int64(stmt, 2);
        p->time = sqlite3_column_int64(stmt, 3);
        p->implied = sqlite3_column_int64(stmt, 4);
        p->statement = sqlite3_column_int64(stmt, 5);
        p->report = sqlite3_column_int64(stmt, 6);
        p->fact = sqlite3_column_int64(stmt, 7);
    }
    return sqlite3_reset(stmt) == SQLITE_OK ? CHY_OK : db_failed(p->s, "writing to the record", p->err);
}

static chy_status put_document(struct putting *p)
{
    const struct store_document *d = &p->c->document;
    chy_status st = RUN(p->s, CODING, &p->coding, p->err, "s", d->coding);
    if (st) return st;
    return PUT(p, DOCUMENT, "issittttttnnsis", p->document, d->hash, d->path, (int64_t)d->size, d->publisher, d->author, d->title, d->lang,
               d->published.value, d->published_basis, d->published.first, d->published.last, d->text, p->coding, d->recorded);
}

static chy_status put_layout(struct putting *p)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < p->c->segments.count; i++) {
        const struct store_segment *g = &p->c->segments.at[i];
        st = PUT(p, SEGMENT, "iiiist", p->document, (int64_t)i, (int64_t)g->span.start, (int64_t)g->span.end, g->kind, g->why);
    }
    for (uint32_t i = 0; !st && i < p->c->sentences.count; i++) {
        chy_span span = p->c->sentences.at[i];
        int64_t number = row(p->sentence, i);
        st = PUT(p, SENTENCE, "iiii", number, p->document, (int64_t)span.start, (int64_t)span.end);
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
        st = RUN(p->s, ENTITY, &p->entity[i], p->err, "sssi", r->type, r->key, r->name, (int64_t)r->unnamed);
        if (!st) st = PUT(p, REFERENT, "iiisit", row(p->referent, i), p->document, p->entity[i], r->name, (int64_t)r->plural, r->post);
    }
    for (uint32_t i = 0; !st && i < n; i++) {
        uint32_t of = p->c->referents.at[i].of;
        if (of != STORE_NONE) st = PUT(p, REFERENT_OF, "ii", row(p->referent, i), row(p->referent, of));
    }
    for (uint32_t i = 0; !st && i < p->c->aliases.count; i++) {
        const struct store_alias *a = &p->c->aliases.at[i];
        st = PUT(p, ALIAS, "siss", a->folded, p->entity[a->referent], a->alias, a->kind);
    }
    for (uint32_t i = 0; !st && i < n; i++) st = PUT(p, NAME, "i", p->entity[i]);
    uint32_t publisher = p->c->document.publisher_referent, author = p->c->document.author_referent;
    if (!st && publisher != STORE_NONE) st = PUT(p, PUBLISHER, "ii", p->document, p->entity[publisher]);
    if (!st && author != STORE_NONE) st = PUT(p, AUTHOR, "ii", p->document, p->entity[author]);
    for (uint32_t i = 0; !st && i < p->c->mentions.count; i++) {
        const struct store_mention *m = &p->c->mentions.at[i];
        st = PUT(p, MENTION, "iiiiisi", p->document, (int64_t)m->position, (int64_t)m->part, (int64_t)m->span.start, (int64_t)m->span.end,
                 m->form, row(p->referent, m->referent));
    }
    return st;
}

static chy_status put_times(struct putting *p)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < p->c->implied.count; i++) {
        const struct store_implied *m = &p->c->implied.at[i];
        st = PUT(p, IMPLIED, "iissnn", row(p->implied, i), p->document, m->event, m->value.value, m->value.first, m->value.last);
    }
    for (uint32_t i = 0; !st && i < p->c->times.count; i++) {
        const struct store_time *t = &p->c->times.at[i];
        st = PUT(p, TIME, "iiiisstz", row(p->time, i), p->document, (int64_t)t->span.start, (int64_t)t->span.end, t->type, t->value,
                 t->anchor, row(p->implied, t->implied));
    }
    return st;
}

static chy_status put_statements(struct putting *p)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < p->c->statements.count; i++) {
        const struct store_statement *m = &p->c->statements.at[i];
        st = PUT(p, STATEMENT, "iistnntzi", row(p->statement, i), p->document, m->kind, m->date.value, m->date.first, m->date.last,
                 m->occasion, row(p->referent, m->addressee), (int64_t)m->continued);
    }
    return st;
}

static chy_status put_reports(struct putting *p)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < p->c->reports.count; i++) {
        const struct store_report *r = &p->c->reports.at[i];
        st = PUT(p, REPORT, "iiitttttnnzszzits", row(p->report, i), p->document, (int64_t)i, r->type, r->mode, r->kind, r->cameo,
                 r->date.value, r->date.first, r->date.last, row(p->referent, r->place), r->status, row(p->sentence, r->sentence),
                 row(p->statement, r->statement), (int64_t)r->confidence, r->rule, r->block);
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
        st = PUT(p, FACT, "iiisztzsztnntnntnniizit", row(p->fact, i), p->document, row(p->referent, f->subject), f->relation,
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

chy_status store_put(struct store *s, const struct store_coded *coded, int64_t *number, chy_err *err)
{
    struct putting p = { .s = s, .c = coded, .err = err };
    p.entity = sqlite3_malloc64((coded->referents.count + 1) * sizeof *p.entity);
    chy_status st = p.entity ? number_rows(&p) : err_memory(err, "writing to the record");
    if (!st) st = put_document(&p);
    if (!st) st = put_layout(&p);
    if (!st) st = put_referents(&p);
    if (!st) st = put_times(&p);
    if (!st) st = put_statements(&p);
    if (!st) st = put_reports(&p);
    if (!st) st = put_facts(&p);
    for (uint32_t i = 0; !st && i < coded->links.count; i++) st = put_link(&p, &coded->links.at[i]);
    if (!st) st = put_evidence(&p);
    if (!st) *number = p.document;
    sqlite3_free(p.entity);
    return st;
}

chy_status store_find_document(struct store *s, chy_str hash, int64_t *number, chy_err *err)
{
    *number = 0;
    return RUN(s, HAS, number, err, "s", hash);
}

chy_status store_put_events(struct store *s, chy_str block, const struct store_event *events, uint32_t count, const int64_t *report,
                            const uint32_t *event, uint32_t report_count, chy_err *err)
{
    chy_status st = RUN(s, CLEAR_BLOCK, NULL, err, "s", block);
    for (uint32_t i = 0; !st && i < count; i++) {
        const struct store_event *e = &events[i];
        st = RUN(s, EVENT, NULL, err, "isttttnnzsi", e->number, block, e->type, e->mode, e->kind, e->date, e->first, e->last, e->place,
                 e->status, (int64_t)e->reports);
    }
    for (uint32_t i = 0; !st && i < report_count; i++) st = RUN(s, REPORT_EVENT, NULL, err, "ii", report[i], events[event[i]].number);
    for (uint32_t i = 0; !st && i < count; i++) st = RUN(s, EVENT_WHO, NULL, err, "i", events[i].number);
    return st;
}
