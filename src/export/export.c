#include "export/export.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/map.h"
#include "lexicon/lexicon.h"
#include "query/query.h"

enum { VALUES_MAX = 40, ITEM_CEILING = 1 << 30 };

static const struct export_format *const formats[] = {
    &export_csv, &export_jsonl, &export_geojson,    &export_gexf,        &export_jsonld,
    &export_ics, &export_atom,  &export_event_data, &export_annotations, &export_parquet
};
enum { FORMATS = sizeof formats / sizeof *formats };

const chy_export_format *export_formats(size_t *count)
{
    /* The public part of each, side by side: made by the compiler from the formats would be one list more to keep. */
    static const chy_export_format abouts[] = {
        { "csv", "a table for each kind of row", ".csv", 1 },
        { "jsonl", "every row as a JSON object a line", ".jsonl", 0 },
        { "geojson", "events on the map, and the places of the record", ".geojson", 0 },
        { "gexf", "who met whom, with dates, for Gephi and its like", ".gexf", 0 },
        { "jsonld", "linked data in terms of schema.org and PROV", ".jsonld", 0 },
        { "ics", "events for a calendar", ".ics", 0 },
        { "atom", "a feed of events", ".atom", 0 },
        { "events", "event data, a line a pair of actors", ".tsv", 0 },
        { "annotations", "the evidence as W3C Web Annotations", ".jsonld", 0 },
        { "parquet", "a table for each kind of row, by DuckDB's library where it is", ".parquet", 1 },
    };
    _Static_assert(sizeof abouts / sizeof *abouts == FORMATS, "one line a format");
    *count = FORMATS;
    return abouts;
}

static const struct export_format *format_called(chy_str name)
{
    size_t count;
    const chy_export_format *abouts = export_formats(&count);
    for (size_t i = 0; i < count; i++)
        if (str_is(name, abouts[i].name)) return formats[i];
    return NULL;
}

/* ------------------------------------------------------------------ what formats share */

void export_left_out(struct export *x, const char *why)
{
    x->done.left_out++;
    x->done.why = why;
}

size_t export_asked(const struct export *x, struct export_asked out[EXPORT_ASKED_MAX])
{
    const chy_query *q = x->asked;
    const struct export_asked all[] = {
        { "who", q->name },         { "with", q->other },    { "about", q->about },       { "place", q->place },
        { "kind", q->kind },        { "status", q->status }, { "relation", q->relation }, { "publisher", q->publisher },
        { "lang", q->lang },        { "on", q->on },         { "from", q->from },         { "to", q->to },
        { "known_by", q->known_by }
    };
    size_t count = 0;
    _Static_assert(sizeof all / sizeof *all <= EXPORT_ASKED_MAX, "room for all");
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].value.len) out[count++] = all[i];
    return count;
}

void export_head(struct export *x, json *w)
{
    struct export_asked asked[EXPORT_ASKED_MAX];
    size_t count = export_asked(x, asked);
    json_key(w, "program");
    json_str(w, x->program);
    json_key(w, "codings");
    json_open(w, '[');
    for (uint32_t i = 0; i < x->codings.count; i++) json_raw(w, x->codings.at[i]);
    json_close(w, ']');
    json_key(w, "asked");
    json_open(w, '{');
    for (size_t i = 0; i < count; i++) {
        json_key(w, asked[i].key);
        json_str(w, asked[i].value);
    }
    json_close(w, '}');
}

/* XML 1.0 has no control characters but tab and line breaks, not even escaped. */
void export_xml(buf *b, chy_str s)
{
    size_t clean = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        const char *put = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : c == '\r' ? "&#13;" : NULL;
        bool other = c == '\n' || c == '\t';
        bool no_character = c == 0xEF && i + 2 < s.len && (unsigned char)s.ptr[i + 1] == 0xBF && (unsigned char)s.ptr[i + 2] >= 0xBE;
        if (!put && !no_character && (c >= ' ' || other)) continue;
        buf_bytes(b, s.ptr + clean, i - clean);
        if (put) buf_str(b, str_of(put));
        if (no_character) i += 2; /* U+FFFE and U+FFFF */
        clean = i + 1;
    }
    buf_bytes(b, s.ptr + clean, s.len - clean);
}

static void percent(buf *b, chy_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~:/", c));
        if (plain)
            buf_char(b, (char)c);
        else
            buf_format(b, "%%%02X", c);
    }
}

void export_urn(buf *b, const char *kind, chy_str name)
{
    buf_format(b, "urn:chancery:%s:", kind);
    percent(b, name);
}

chy_str export_urn_text(arena *mem, const char *kind, chy_str name)
{
    buf b;
    buf_init(&b, NULL, NULL);
    export_urn(&b, kind, name);
    chy_str kept = b.failed ? (chy_str){ 0 } : str_keep(mem, (chy_str){ b.ptr, b.len });
    free(b.ptr);
    return kept.ptr ? kept : CHY_LIT("");
}

chy_str export_title(arena *mem, const chy_str *v)
{
    chy_str kind = v[EVENTS_KIND].len ? v[EVENTS_KIND] : v[EVENTS_MODE].len ? v[EVENTS_MODE] : v[EVENTS_TYPE];
    if (!kind.len) kind = CHY_LIT("event");
    chy_str title = v[EVENTS_WHO].len ? str_join(mem, kind, CHY_LIT(": "), v[EVENTS_WHO]) : kind;
    return title.ptr ? title : kind;
}

/* ------------------------------------------------------------------ rows from the record */

struct walk {
    struct store *s;
    struct export *x;
    struct store_table_query filter, fact_filter;
    struct query_facts facts; /* that stand on the day asked for */
    bool on_day, filtered;
    chy_err *err;
};

static bool wants(const struct walk *w, enum store_table table) { return (w->x->format->tables >> table & 1) != 0; }

/* Values of a row; days are written into `room`. */
static void read_values(struct store_rows *rows, enum store_table table, chy_str *values, char room[][40])
{
    const struct store_column *columns;
    size_t count = store_columns(table, &columns);
    for (size_t i = 0; i < count; i++) {
        int64_t day = columns[i].kind == COLUMN_DAY ? store_day(rows, (int)i) : STORE_NO_DAY;
        if (columns[i].kind != COLUMN_DAY)
            values[i] = store_text(rows, (int)i);
        else if (day == STORE_NO_DAY)
            values[i] = CHY_LIT("");
        else {
            struct date d = date_of_days(day);
            snprintf(room[i], sizeof room[i], "%04d-%02d-%02d", d.year, d.month, d.day);
            values[i] = str_of(room[i]);
        }
    }
}

static void hand(struct walk *w, struct store_rows *rows, enum store_table table)
{
    chy_str values[VALUES_MAX];
    char days[VALUES_MAX][40];
    read_values(rows, table, values, days);
    w->x->format->row(w->x, table, values);
    w->x->done.rows++;
}

/* A cursor that looks one row ahead. */
struct ahead {
    struct store_rows *rows;
    enum store_table table;
    bool has;
};

static chy_status ahead_next(struct walk *w, struct ahead *a)
{
    chy_status st = store_next(a->rows, w->err);
    a->has = st == CHY_ROW;
    return st == CHY_ROW || st == CHY_DONE ? CHY_OK : st;
}

static chy_status ahead_open(struct walk *w, enum store_table table, struct ahead *a)
{
    struct store_table_query q = table == TABLE_FACTS ? w->fact_filter : w->filter;
    *a = (struct ahead){ .table = table };
    if (!wants(w, table)) return CHY_OK;
    q.table = table;
    if ((w->filtered || w->x->format->named_only) && (table == TABLE_ENTITIES || table == TABLE_ALIASES)) q.among = w->x->format->tables;
    chy_status st = store_table(w->s, &q, &a->rows, w->err);
    return st ? st : ahead_next(w, a);
}

static chy_status walk_codings(struct walk *w)
{
    struct ahead a = { .table = TABLE_CODINGS };
    chy_status st = store_table(w->s, &(struct store_table_query){ .table = TABLE_CODINGS }, &a.rows, w->err);
    if (!st) st = ahead_next(w, &a);
    while (!st && a.has) {
        chy_str *coding = LIST_PUSH(w->x->mem, &w->x->codings);
        chy_str newest = store_text(a.rows, CODINGS_NEWEST);
        if (!coding) return store_rows_close(a.rows), err_memory(w->err, "exporting");
        *coding = str_keep(w->x->mem, store_text(a.rows, CODINGS_CODING));
        if (str_cmp(newest, w->x->newest) > 0) w->x->newest = str_keep(w->x->mem, newest);
        if (!coding->ptr || !w->x->newest.ptr) st = err_memory(w->err, "exporting");
        if (!st) st = ahead_next(w, &a);
    }
    store_rows_close(a.rows);
    return st;
}

static chy_status walk_table(struct walk *w, enum store_table table)
{
    struct ahead a;
    chy_status st = ahead_open(w, table, &a);
    while (!st && a.has) {
        hand(w, a.rows, table);
        st = ahead_next(w, &a);
    }
    store_rows_close(a.rows);
    return st;
}

/* Rows of `before` whose column 0 (or `column`) names the item come right before it. */
static chy_status hand_before(struct walk *w, struct ahead *before, int column, chy_str item)
{
    chy_status st = CHY_OK;
    while (!st && before->has && str_eq(store_text(before->rows, column), item)) {
        hand(w, before->rows, before->table);
        st = ahead_next(w, before);
    }
    return st;
}

static chy_status walk_events(struct walk *w)
{
    struct ahead events, who;
    chy_status st = ahead_open(w, TABLE_EVENTS, &events);
    chy_status second = ahead_open(w, TABLE_PARTICIPANTS, &who);
    if (!st) st = second;
    while (!st && events.has) {
        arena_mark start = arena_here(w->x->item);
        st = hand_before(w, &who, PARTICIPANTS_EVENT, store_text(events.rows, EVENTS_ID));
        if (st) break;
        hand(w, events.rows, TABLE_EVENTS);
        arena_rewind(w->x->item, start);
        st = ahead_next(w, &events);
    }
    store_rows_close(events.rows);
    store_rows_close(who.rows);
    return st;
}

/* ------------------------------------------------------------------ document by document */

struct documents {
    struct ahead documents, links, statements, reports, facts, evidence;
    bool shown;       /* the row of the document itself has been handed over */
    struct map items; /* those of the document that have been */
    arena mem;        /* theirs */
};

static void show_document(struct walk *w, struct documents *d)
{
    if (!d->shown && wants(w, TABLE_DOCUMENTS)) hand(w, d->documents.rows, TABLE_DOCUMENTS);
    d->shown = true;
}

/* "1f3c…/S12" as a number that grows in the order in which items come: statements, reports, facts. */
static int64_t item_order(chy_str name)
{
    size_t slash = str_find(name, CHY_LIT("/"), 0);
    if (slash == SIZE_MAX || slash + 2 > name.len) return 0;
    int64_t kind = name.ptr[slash + 1] == 'S' ? 1 : name.ptr[slash + 1] == 'R' ? 2 : 3, number = 0;
    for (size_t i = slash + 2; i < name.len; i++) number = number * 10 + (name.ptr[i] - '0');
    return kind << 40 | number;
}

/* Links of items that are left out are passed over. */
static chy_status pass_links(struct walk *w, struct documents *d, chy_str document, chy_str item)
{
    chy_status st = CHY_OK;
    while (!st && d->links.has && str_eq(store_text(d->links.rows, LINKS_DOCUMENT), document) &&
           item_order(store_text(d->links.rows, LINKS_ITEM)) < item_order(item))
        st = ahead_next(w, &d->links);
    return st;
}

static chy_status walk_items(struct walk *w, struct documents *d, struct ahead *a, chy_str document)
{
    chy_status st = CHY_OK;
    bool linked = a->table == TABLE_STATEMENTS || a->table == TABLE_REPORTS;
    while (!st && a->has && str_eq(store_text(a->rows, 1), document)) { /* column 1 of each of them is the document */
        arena_mark start = arena_here(w->x->item);
        bool stands = a->table != TABLE_FACTS || !w->on_day || query_has_fact(&w->facts, store_number(a->rows, FACTS_NUMBER));
        if (stands) {
            chy_str item = str_keep(&d->mem, store_text(a->rows, 0));
            if (!item.ptr || !map_put(&d->items, &d->mem, item, 1)) return err_memory(w->err, "exporting");
            show_document(w, d);
            if (linked) st = pass_links(w, d, document, item);
            if (!st && linked) st = hand_before(w, &d->links, LINKS_ITEM, item);
            if (st) return st;
            hand(w, a->rows, a->table);
        }
        arena_rewind(w->x->item, start);
        st = ahead_next(w, a);
    }
    return st;
}

static chy_status walk_evidence(struct walk *w, struct documents *d, chy_str document)
{
    chy_status st = CHY_OK;
    while (!st && d->evidence.has && str_eq(store_text(d->evidence.rows, EVIDENCE_OF_DOCUMENT), document)) {
        if (map_get(&d->items, store_text(d->evidence.rows, EVIDENCE_OF_ITEM)) != MAP_NONE) hand(w, d->evidence.rows, TABLE_EVIDENCE);
        st = ahead_next(w, &d->evidence);
    }
    return st;
}

static chy_status pass_document_links(struct walk *w, struct documents *d, chy_str document)
{
    chy_status st = CHY_OK;
    while (!st && d->links.has && str_eq(store_text(d->links.rows, LINKS_DOCUMENT), document)) st = ahead_next(w, &d->links);
    return st;
}

static chy_status walk_document(struct walk *w, struct documents *d)
{
    char name[32];
    chy_str text = store_text(d->documents.rows, DOCUMENTS_ID), document = { name, text.len < sizeof name ? text.len : sizeof name };
    memcpy(name, text.ptr, document.len);
    struct ahead *const items[] = { &d->statements, &d->reports, &d->facts };
    arena_mark start = arena_here(&d->mem);
    chy_status st = CHY_OK;
    d->items = (struct map){ 0 };
    d->shown = false;
    if (!w->filtered) show_document(w, d);
    for (int i = 0; !st && i < 3; i++) st = walk_items(w, d, items[i], document);
    if (!st) st = walk_evidence(w, d, document);
    if (!st) st = pass_document_links(w, d, document);
    arena_rewind(&d->mem, start);
    return st;
}

static chy_status walk_documents(struct walk *w)
{
    struct documents d = { 0 };
    struct ahead *const all[] = { &d.links, &d.statements, &d.reports, &d.facts, &d.evidence };
    static const enum store_table tables[] = { TABLE_LINKS, TABLE_STATEMENTS, TABLE_REPORTS, TABLE_FACTS, TABLE_EVIDENCE };
    unsigned any = 1u << TABLE_DOCUMENTS;
    for (int i = 0; i < 5; i++) any |= 1u << tables[i];
    if (!(w->x->format->tables & any)) return CHY_OK;
    struct store_table_query q = w->filter;
    q.table = TABLE_DOCUMENTS;
    arena_init(&d.mem, ITEM_CEILING);
    chy_status st = store_table(w->s, &q, &d.documents.rows, w->err);
    if (!st) st = ahead_next(w, &d.documents);
    for (int i = 0; !st && i < 5; i++) st = ahead_open(w, tables[i], all[i]);
    while (!st && d.documents.has) {
        st = walk_document(w, &d);
        if (!st) st = ahead_next(w, &d.documents);
    }
    for (int i = 0; i < 5; i++) store_rows_close(all[i]->rows);
    store_rows_close(d.documents.rows);
    arena_done(&d.mem);
    return st;
}

/* ------------------------------------------------------------------ the whole */

static chy_status walk_record(struct walk *w)
{
    struct export *x = w->x;
    chy_status st = walk_codings(w);
    if (!st) st = x->format->begin(x, w->err);
    if (st) return st;
    st = walk_table(w, TABLE_ENTITIES);
    if (!st) st = walk_table(w, TABLE_ALIASES);
    if (!st) st = walk_events(w);
    if (!st) st = walk_documents(w);
    chy_status last = x->format->end(x, st ? NULL : w->err);
    return st ? st : last;
}

static int one_part(void *user, const char *bytes, size_t size)
{
    struct export *x = user;
    return x->sink(x->user, "", bytes, size);
}

chy_status export_run(struct store *s, const chy_export *what, chy_str program, chy_exported *out, chy_err *err)
{
    static const chy_query nothing = { 0 };
    const struct export_format *format = format_called(what->format);
    if (!format) return err_set(err, CHY_EUSAGE, 0, "there is no format \"%.*s\"", (int)what->format.len, what->format.ptr);
    arena mem, item;
    buf b;
    struct lexicon *lexicon = NULL;
    struct export x = { .format = format,
                        .asked = what->filter ? what->filter : &nothing,
                        .program = program,
                        .newest = CHY_LIT(""),
                        .mem = &mem,
                        .item = &item,
                        .out = &b,
                        .sink = what->sink,
                        .user = what->user,
                        .done = { .why = "" } };
    struct walk w = { .s = s, .x = &x, .err = err };
    struct export_asked asked[EXPORT_ASKED_MAX];
    arena_init(&mem, ITEM_CEILING);
    arena_init(&item, ITEM_CEILING);
    buf_init(&b, one_part, &x);
    w.filtered = export_asked(&x, asked) > (x.asked->known_by.len != 0); /* looking back filters nothing */
    w.on_day = x.asked->on.len != 0;
    chy_str then;
    chy_status st = query_moment(x.asked->known_by, &mem, &then, err), last;
    if (!st && then.len) st = store_look_back(s, then, err);
    if (!st) st = store_hold(s, err);
    if (st) goto out;
    chy_query of_day = *x.asked; /* a day chooses the events and statements of that day, and the facts that hold on it */
    if (w.on_day) of_day.from = of_day.to = of_day.on;
    st = query_filter(s, x.asked, &mem, &w.fact_filter, err);
    if (!st) st = query_filter(s, &of_day, &mem, &w.filter, err);
    if (!st && format->needs_lexicon) st = lexicon_create(NULL, &mem, &lexicon, err);
    x.lexicon = lexicon;
    if (!st && w.on_day) st = query_standing_facts(s, x.asked, &w.facts, err);
    if (!st) st = walk_record(&w);
    store_release(s);
out:
    last = store_look_back(s, CHY_LIT(""), st ? NULL : err);
    if (!st) st = last;
    last = buf_done(&b, st ? NULL : err);
    if (!st) st = last;
    if (!st && out) *out = x.done;
    free(w.facts.bits);
    arena_done(&item);
    arena_done(&mem);
    return st;
}
