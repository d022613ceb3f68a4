/*
 * Web Annotations (W3C): the bytes that show each statement, report and fact, as annotations of the text of its document. A position
 * there counts characters (code points) of the text as Chancery read it; the quotation selector finds the place in any other copy.
 */
#include "export/export.h"

#include "base/json.h"
#include "base/map.h"
#include "base/utf8.h"

enum { AROUND = 32 /* characters before and behind a quotation */ };

struct notes {
    json w;
    arena mem; /* of the document: its text, its items */
    chy_str document, lang, recorded, text;
    struct map items; /* name -> place in `label` */
    LIST(chy_str) label;
    size_t at_byte, at_point; /* how far the text has been counted; evidence comes in order of its first byte */
};

static chy_status begin(struct export *x, chy_err *err)
{
    struct notes *n = x->state = ARENA_NEW(x->mem, struct notes);
    if (!n) return err_memory(err, "exporting");
    arena_init(&n->mem, (size_t)1 << 30);
    n->w = json_begin(x->out);
    json_open(&n->w, '{');
    json_key(&n->w, "@context");
    json_raw(
        &n->w,
        CHY_LIT(
            "[\"http://www.w3.org/ns/anno.jsonld\",{\"chancery\":\"urn:chancery:term:\",\"program\":\"chancery:program\","
            "\"codings\":{\"@id\":\"chancery:codings\",\"@type\":\"@json\"},\"asked\":{\"@id\":\"chancery:asked\",\"@type\":\"@json\"}}]"));
    json_key(&n->w, "id");
    json_str(&n->w, CHY_LIT("urn:chancery:annotations"));
    json_key(&n->w, "type");
    json_str(&n->w, CHY_LIT("AnnotationPage"));
    export_head(x, &n->w);
    json_key(&n->w, "items");
    json_open(&n->w, '[');
    return CHY_OK;
}

static void take_document(struct export *x, struct notes *n, const chy_str *v)
{
    arena_done(&n->mem);
    arena_init(&n->mem, (size_t)1 << 30);
    n->items = (struct map){ 0 };
    memset(&n->label, 0, sizeof n->label);
    n->document = str_keep(&n->mem, v[DOCUMENTS_ID]);
    n->lang = str_keep(&n->mem, v[DOCUMENTS_LANG]);
    n->recorded = str_keep(&n->mem, v[DOCUMENTS_RECORDED]);
    n->text = str_keep(&n->mem, v[DOCUMENTS_TEXT]);
    n->at_byte = n->at_point = 0;
    if (!n->document.ptr || !n->lang.ptr || !n->recorded.ptr || !n->text.ptr) x->out->failed = CHY_ENOMEM;
}

static void take_item(struct export *x, struct notes *n, chy_str id, chy_str label)
{
    chy_str key = str_keep(&n->mem, id), *kept = LIST_PUSH(&n->mem, &n->label);
    if (kept) *kept = str_keep(&n->mem, label);
    if (!key.ptr || !kept || !kept->ptr || !map_put(&n->items, &n->mem, key, n->label.count - 1)) x->out->failed = CHY_ENOMEM;
}

static chy_str fact_label(arena *mem, const chy_str *v)
{
    chy_str object = v[FACTS_OBJECT_NAME].len ? v[FACTS_OBJECT_NAME] : v[FACTS_TITLE];
    return str_format(mem, "fact: %.*s %.*s %.*s%s%.*s (%.*s)", (int)v[FACTS_SUBJECT_NAME].len, v[FACTS_SUBJECT_NAME].ptr,
                      (int)v[FACTS_RELATION].len, v[FACTS_RELATION].ptr, (int)object.len, object.ptr, v[FACTS_OF_NAME].len ? " of " : "",
                      (int)v[FACTS_OF_NAME].len, v[FACTS_OF_NAME].ptr, (int)v[FACTS_MODALITY].len, v[FACTS_MODALITY].ptr);
}

static chy_str report_label(arena *mem, const chy_str *v)
{
    chy_str kind = v[REPORTS_KIND].len ? v[REPORTS_KIND] : v[REPORTS_MODE].len ? v[REPORTS_MODE] : v[REPORTS_TYPE];
    return str_format(mem, "event: %.*s: %.*s (%.*s)", (int)kind.len, kind.ptr, (int)v[REPORTS_WHO].len, v[REPORTS_WHO].ptr,
                      (int)v[REPORTS_STATUS].len, v[REPORTS_STATUS].ptr);
}

static chy_str statement_label(arena *mem, const chy_str *v)
{
    chy_str who = v[STATEMENTS_SPEAKERS].len ? v[STATEMENTS_SPEAKERS] : CHY_LIT("speaker not stated");
    return str_format(mem, "statement: %.*s", (int)who.len, who.ptr);
}

/* ------------------------------------------------------------------ positions */

static size_t points_in(chy_str s, size_t from, size_t to)
{
    size_t n = 0;
    for (size_t i = from; i < to && i < s.len; i++) n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}

/* Byte position to character position; positions are asked for in ascending order of `byte` as a rule. */
static size_t point_at(struct notes *n, size_t byte)
{
    if (byte < n->at_byte) return points_in(n->text, 0, byte);
    n->at_point += points_in(n->text, n->at_byte, byte);
    n->at_byte = byte;
    return n->at_point;
}

static size_t step_back(chy_str s, size_t at, int points)
{
    while (at && points--) do
            at--;
        while (at && ((unsigned char)s.ptr[at] & 0xC0) == 0x80);
    return at;
}

static size_t step_on(chy_str s, size_t at, int points)
{
    while (at < s.len && points--) utf8_next(s, &at);
    return at;
}

static size_t number_of(chy_str digits)
{
    size_t n = 0;
    for (size_t i = 0; i < digits.len; i++) n = n * 10 + (size_t)(digits.ptr[i] - '0');
    return n;
}

/* ------------------------------------------------------------------ one annotation */

static void selectors(struct notes *n, size_t start, size_t end)
{
    json *w = &n->w;
    size_t first = point_at(n, start);
    json_open(w, '[');
    json_open(w, '{');
    json_key(w, "type");
    json_str(w, CHY_LIT("TextPositionSelector"));
    json_key(w, "start");
    json_u64(w, first);
    json_key(w, "end");
    json_u64(w, first + points_in(n->text, start, end));
    json_close(w, '}');
    json_open(w, '{');
    json_key(w, "type");
    json_str(w, CHY_LIT("TextQuoteSelector"));
    json_key(w, "exact");
    json_str(w, str_cut(n->text, start, end));
    json_key(w, "prefix");
    json_str(w, str_cut(n->text, step_back(n->text, start, AROUND), start));
    json_key(w, "suffix");
    json_str(w, str_cut(n->text, end, step_on(n->text, end, AROUND)));
    json_close(w, '}');
    json_close(w, ']');
}

static void target(struct export *x, struct notes *n, size_t start, size_t end)
{
    json *w = &n->w;
    json_key(w, "target");
    json_open(w, '{');
    json_key(w, "source");
    json_open(w, '{');
    json_key(w, "id");
    json_str(w, export_urn_text(x->item, "document", n->document));
    json_key(w, "type");
    json_str(w, CHY_LIT("Text"));
    json_key(w, "format");
    json_str(w, CHY_LIT("text/plain"));
    if (n->lang.len) {
        json_key(w, "language");
        json_str(w, n->lang);
    }
    json_close(w, '}');
    json_key(w, "selector");
    selectors(n, start, end);
    json_close(w, '}');
}

static void write_note(struct export *x, struct notes *n, const chy_str *v)
{
    arena_mark here = arena_here(x->item);
    size_t start = number_of(v[EVIDENCE_OF_START]), end = number_of(v[EVIDENCE_OF_END]);
    uint32_t item = map_get(&n->items, v[EVIDENCE_OF_ITEM]);
    json *w = &n->w;
    if (item == MAP_NONE || end > n->text.len || start > end) return;
    json_open(w, '{');
    json_key(w, "id");
    json_str(w, export_urn_text(x->item, "annotation",
                                str_format(x->item, "%.*s/%.*s/%.*s", (int)v[EVIDENCE_OF_ITEM].len, v[EVIDENCE_OF_ITEM].ptr,
                                           (int)v[EVIDENCE_OF_ROLE].len, v[EVIDENCE_OF_ROLE].ptr, (int)v[EVIDENCE_OF_POSITION].len,
                                           v[EVIDENCE_OF_POSITION].ptr)));
    json_key(w, "type");
    json_str(w, CHY_LIT("Annotation"));
    json_key(w, "motivation");
    json_str(w, CHY_LIT("describing"));
    json_key(w, "created");
    json_str(w, n->recorded);
    json_key(w, "generator");
    json_open(w, '{');
    json_key(w, "id");
    json_str(w, CHY_LIT("urn:chancery:program"));
    json_key(w, "type");
    json_str(w, CHY_LIT("Software"));
    json_key(w, "name");
    json_str(w, x->program);
    json_close(w, '}');
    json_key(w, "body");
    json_open(w, '[');
    json_open(w, '{');
    json_key(w, "type");
    json_str(w, CHY_LIT("TextualBody"));
    json_key(w, "purpose");
    json_str(w, CHY_LIT("describing"));
    json_key(w, "format");
    json_str(w, CHY_LIT("text/plain"));
    json_key(w, "value");
    json_str(w, n->label.at[item]);
    json_close(w, '}');
    json_open(w, '{');
    json_key(w, "type");
    json_str(w, CHY_LIT("TextualBody"));
    json_key(w, "purpose");
    json_str(w, CHY_LIT("tagging"));
    json_key(w, "value");
    json_str(w, v[EVIDENCE_OF_ROLE]);
    json_close(w, '}');
    json_open(w, '{');
    json_key(w, "type");
    json_str(w, CHY_LIT("SpecificResource"));
    json_key(w, "purpose");
    json_str(w, CHY_LIT("identifying"));
    json_key(w, "source");
    json_str(w, export_urn_text(x->item, "item", v[EVIDENCE_OF_ITEM]));
    json_close(w, '}');
    json_close(w, ']');
    target(x, n, start, end);
    json_close(w, '}');
    buf_char(x->out, '\n');
    arena_rewind(x->item, here);
}

static void row(struct export *x, enum store_table table, const chy_str *v)
{
    struct notes *n = x->state;
    if (table == TABLE_DOCUMENTS)
        take_document(x, n, v);
    else if (table == TABLE_STATEMENTS)
        take_item(x, n, v[STATEMENTS_ID], statement_label(x->item, v));
    else if (table == TABLE_REPORTS)
        take_item(x, n, v[REPORTS_ID], report_label(x->item, v));
    else if (table == TABLE_FACTS)
        take_item(x, n, v[FACTS_ID], fact_label(x->item, v));
    else
        write_note(x, n, v);
}

static chy_status end(struct export *x, chy_err *err)
{
    struct notes *n = x->state;
    (void)err;
    if (!n) return CHY_OK;
    json_close(&n->w, ']');
    json_close(&n->w, '}');
    buf_char(x->out, '\n');
    arena_done(&n->mem);
    return CHY_OK;
}

const struct export_format export_annotations = { "annotations",
                                                  1u << TABLE_DOCUMENTS | 1u << TABLE_STATEMENTS | 1u << TABLE_REPORTS | 1u << TABLE_FACTS |
                                                      1u << TABLE_EVIDENCE,
                                                  false,
                                                  false,
                                                  begin,
                                                  row,
                                                  end };
