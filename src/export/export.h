/*
 * export.h: the record in the formats of others.
 *
 * A format is a handful of functions that are given rows of the tables of store/tables.h, one at a time, and write bytes:
 *
 *     static void row(struct export *x, enum store_table table, const chy_str *v)
 *     {
 *         if (table == TABLE_EVENTS) write_event(x->out, v[EVENTS_ID], v[EVENTS_DATE]);
 *     }
 *     const struct export_format export_ics = { "ics", 1u << TABLE_EVENTS, false, false, begin, row, end };
 *
 * Rows come in a fixed order: codings, entities and their aliases, events, then document by document what stands in it. What
 * belongs to an item comes right before it: the participants of an event, the links of a statement or report. Nothing is
 * gathered, so the memory of an export does not grow with the record.
 */
#ifndef EXPORT_EXPORT_H
#define EXPORT_EXPORT_H

#include "base/buf.h"
#include "base/list.h"
#include "store/tables.h"

struct export_format;
struct lexicon;

struct export
{
    const struct export_format *format;
    const chy_query *asked;
    chy_str program;               /* "chancery 0.1.0" */
    LIST(chy_str) codings;         /* of the documents that the record holds: JSON each */
    chy_str newest;                /* when the last document was recorded; "" for an empty record */
    const struct lexicon *lexicon; /* the built-in tables; NULL unless the format says that it needs them */
    buf *out;                      /* of a format of one part */
    arena *mem;                    /* as long as the export */
    arena *item;                   /* until the item it belongs to has been written */
    void *state;                   /* of the format */
    chy_part_sink sink;
    void *user;
    chy_exported done;
};

struct export_format {
    const char *name;
    unsigned tables; /* 1u << TABLE_EVENTS | ...: the rows it is given */
    bool needs_lexicon;
    bool named_only; /* of the entities those that the other tables name, even when nothing is filtered */
    chy_status (*begin)(struct export *x, chy_err *err);
    void (*row)(struct export *x, enum store_table table, const chy_str *values); /* a failure shows in the buffer */
    chy_status (*end)(struct export *x, chy_err *err);
};

extern const struct export_format export_csv, export_jsonl, export_geojson, export_gexf, export_jsonld, export_ics, export_atom,
    export_event_data, export_annotations, export_parquet;

/* program: name and version, as every export names them. */
chy_status export_run(struct store *s, const chy_export *what, chy_str program, chy_exported *out, chy_err *err);
const chy_export_format *export_formats(size_t *count);

/* ------------------------------------------------------------------ what formats share */

/* What was asked: the members of the query that say something. */
enum { EXPORT_ASKED_MAX = 16 };
struct export_asked {
    const char *key;
    chy_str value;
};
size_t export_asked(const struct export *x, struct export_asked out[EXPORT_ASKED_MAX]);

struct json;
void export_head(struct export *x, struct json *w); /* members that tell program, codings and what was asked */
void export_left_out(struct export *x, const char *why);

void export_xml(buf *b, chy_str s);                      /* text or attribute; what XML cannot hold is left out */
void export_urn(buf *b, const char *kind, chy_str name); /* urn:chancery:KIND:NAME, percent-encoded */
chy_str export_urn_text(arena *mem, const char *kind, chy_str name);

/* "visit: Wang Yi, Sergei Lavrov": the finest word for what it was, and who. */
chy_str export_title(arena *mem, const chy_str *event);

#endif
