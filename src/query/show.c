/* Single things of the record as JSON, for pages of them (docs/api.md): a document with all that was read in it, an event, a statement ...
 */
#include "query/show.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/utf8.h"
#include "query/together.h"
#include "store/show.h"

struct piece { /* bytes that show an item */
    char kind;
    int64_t item;
    chy_str role;
    int64_t start, end;
};
struct link { /* who stands in it */
    int64_t item, entity;
    chy_str as, type, name, text, post, of;
};

struct showing {
    struct asking a;
    json w;
    LIST(struct piece) pieces;
    LIST(struct link) said, told; /* of statements, of reports */
};

/* ------------------------------------------------------------------ members */

static void member(json *w, const char *key, chy_str value)
{
    json_key(w, key);
    json_str_or_null(w, value);
}

static void member_number(json *w, const char *key, int64_t number)
{
    json_key(w, key);
    json_u64(w, (uint64_t)number);
}

static void member_bool(json *w, const char *key, bool value)
{
    json_key(w, key);
    json_bool(w, value);
}

/* "F-17", null for 0 */
static void member_id(json *w, const char *key, char kind, int64_t number)
{
    char id[32];
    json_key(w, key);
    if (number > 0)
        json_str(w, (chy_str){ id, (size_t)snprintf(id, sizeof id, "%c-%lld", kind, (long long)number) });
    else
        json_null(w);
}

static void member_entity(json *w, const char *key, int64_t number, chy_str type, chy_str name)
{
    json_key(w, key);
    if (!number) {
        json_null(w);
        return;
    }
    json_open(w, '{');
    member_id(w, "id", 'N', number);
    member(w, "name", name);
    if (type.len) member(w, "type", type);
    json_close(w, '}');
}

static void span(json *w, int64_t start, int64_t end)
{
    json_open(w, '[');
    json_u64(w, (uint64_t)start);
    json_u64(w, (uint64_t)end);
    json_close(w, ']');
}

/* ------------------------------------------------------------------ what hangs on items */

static chy_status load_pieces(struct showing *s, int64_t document, char kind, int64_t item)
{
    struct store_rows *r = NULL;
    chy_status st = store_show_evidence(s->a.s, document, kind, item, &r, s->a.err);
    while (!st && (st = store_next(r, s->a.err)) == CHY_ROW) {
        struct piece *p = LIST_PUSH(s->a.mem, &s->pieces);
        st = p ? CHY_OK : err_memory(s->a.err, "answering");
        if (st) break;
        *p = (struct piece){ store_text(r, SHOWN_KIND).ptr[0], store_number(r, SHOWN_ITEM), answer_keep(&s->a, store_text(r, SHOWN_ROLE)),
                             store_number(r, SHOWN_START), store_number(r, SHOWN_END) };
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status load_links(struct showing *s, char kind, int64_t document, int64_t item)
{
    struct store_rows *r = NULL;
    struct asking *a = &s->a;
    chy_status st = store_show_links(a->s, kind, document, item, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        struct link *l = kind == 'S' ? LIST_PUSH(a->mem, &s->said) : LIST_PUSH(a->mem, &s->told);
        st = l ? CHY_OK : err_memory(a->err, "answering");
        if (st) break;
        *l = (struct link){ .item = store_number(r, LINKED_ITEM),
                            .entity = store_number(r, LINKED_ENTITY),
                            .as = answer_keep(a, store_text(r, LINKED_AS)),
                            .type = answer_keep(a, store_text(r, LINKED_TYPE)),
                            .name = answer_keep(a, store_text(r, LINKED_NAME)),
                            .text = answer_keep(a, store_text(r, LINKED_TEXT)),
                            .post = answer_keep(a, store_text(r, LINKED_POST)),
                            .of = answer_keep(a, store_text(r, LINKED_OF)) };
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

/* Lists are in order of items: the first of one, the count when there is none. */
static uint32_t first_piece(const struct showing *s, char kind, int64_t item)
{
    uint32_t low = 0, high = s->pieces.count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        const struct piece *p = &s->pieces.at[mid];
        if (p->kind < kind || (p->kind == kind && p->item < item))
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bool piece_is(const struct showing *s, uint32_t i, char kind, int64_t item)
{
    return i < s->pieces.count && s->pieces.at[i].kind == kind && s->pieces.at[i].item == item;
}

/* [[start, end] ...] of a role */
static void spans(struct showing *s, const char *key, char kind, int64_t item, const char *role)
{
    json_key(&s->w, key);
    json_open(&s->w, '[');
    for (uint32_t i = first_piece(s, kind, item); piece_is(s, i, kind, item); i++)
        if (str_is(s->pieces.at[i].role, role)) span(&s->w, s->pieces.at[i].start, s->pieces.at[i].end);
    json_close(&s->w, ']');
}

/* [start, end] of the first of a role, or null */
static void one_span(struct showing *s, const char *key, char kind, int64_t item, const char *role)
{
    json_key(&s->w, key);
    for (uint32_t i = first_piece(s, kind, item); piece_is(s, i, kind, item); i++)
        if (str_is(s->pieces.at[i].role, role)) {
            span(&s->w, s->pieces.at[i].start, s->pieces.at[i].end);
            return;
        }
    json_null(&s->w);
}

/* The bytes from the first to the last that show an item: false when there are none. */
static bool extent(const struct showing *s, char kind, int64_t item, int64_t *start, int64_t *end)
{
    bool any = false;
    for (uint32_t i = first_piece(s, kind, item); piece_is(s, i, kind, item); i++) {
        const struct piece *p = &s->pieces.at[i];
        *start = any && *start < p->start ? *start : p->start;
        *end = any && *end > p->end ? *end : p->end;
        any = true;
    }
    return any;
}

/* "foreign minister of Russia": the post in which somebody speaks or acts; "" */
static chy_str post_of(struct showing *s, const struct link *l)
{
    if (!l->post.len || !l->of.len) return l->post;
    return answer_format(&s->a, "%.*s of %.*s", (int)l->post.len, l->post.ptr, (int)l->of.len, l->of.ptr);
}

static void links(struct showing *s, const char *key, char kind, int64_t item, const char *as, const char *text)
{
    const struct link *at = kind == 'S' ? s->said.at : s->told.at;
    uint32_t low = 0, high = kind == 'S' ? s->said.count : s->told.count, count = high;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (at[mid].item < item)
            low = mid + 1;
        else
            high = mid;
    }
    json_key(&s->w, key);
    json_open(&s->w, '[');
    for (; low < count && at[low].item == item; low++) {
        const struct link *l = &at[low];
        if (!str_is(l->as, as)) continue;
        json_open(&s->w, '{');
        member_id(&s->w, "id", 'N', l->entity);
        member(&s->w, "name", l->name);
        member(&s->w, "type", l->type);
        if (text) member(&s->w, text, l->text);
        if (!text || str_is(l->as, "participant")) member(&s->w, "post", post_of(s, l));
        json_close(&s->w, '}');
    }
    json_close(&s->w, ']');
}

/* ------------------------------------------------------------------ documents */

static void document_members(struct showing *s, struct store_rows *r)
{
    json *w = &s->w;
    chy_str path = store_text(r, DOCUMENT_PATH), name = path;
    for (size_t i = 0; i < path.len; i++)
        if (path.ptr[i] == '/' && i + 1 < path.len) name = str_cut(path, i + 1, path.len);
    bool address = str_starts(path, CHY_LIT("http://")) || str_starts(path, CHY_LIT("https://"));
    member_id(w, "id", 'D', store_number(r, DOCUMENT_ID));
    member(w, "name", name);
    member(w, "path", path);
    member(w, "address", address ? path : CHY_LIT(""));
    member(w, "title", store_text(r, DOCUMENT_TITLE));
    member(w, "publisher", store_text(r, DOCUMENT_PUBLISHER));
    member(w, "author", store_text(r, DOCUMENT_AUTHOR));
    member(w, "lang", store_text(r, DOCUMENT_LANG));
    member(w, "published", store_text(r, DOCUMENT_PUBLISHED));
    member(w, "published_basis", store_text(r, DOCUMENT_BASIS));
    member(w, "sha256", store_text(r, DOCUMENT_HASH));
    member_number(w, "size", store_number(r, DOCUMENT_SIZE));
    member(w, "recorded", store_text(r, DOCUMENT_RECORDED));
    member(w, "read", store_text(r, DOCUMENT_CODED));
    member_id(w, "coding", 'C', store_number(r, DOCUMENT_CODING_ID));
    json_key(w, "versions");
    json_raw(w, store_text(r, DOCUMENT_CODING));
}

/* The document as an object under "document"; CHY_DONE when there is none. */
static chy_status show_head(struct showing *s, int64_t document)
{
    struct store_rows *r = NULL;
    chy_status st = store_documents(s->a.s, document, &r, s->a.err);
    if (!st) st = store_next(r, s->a.err);
    if (st == CHY_ROW) {
        json_key(&s->w, "document");
        json_open(&s->w, '{');
        document_members(s, r);
        json_close(&s->w, '}');
        st = CHY_OK;
    }
    store_rows_close(r);
    return st;
}

static chy_status show_text(struct showing *s, int64_t document, int64_t *entry)
{
    struct store_rows *r = NULL;
    chy_status st = store_stored(s->a.s, document, &r, s->a.err);
    if (!st) st = store_next(r, s->a.err);
    if (st == CHY_ROW) {
        *entry = store_number(r, STORED_ENTRY);
        member_id(&s->w, "correction", 'J', *entry);
        json_key(&s->w, "text");
        json_str(&s->w, store_text(r, STORED_TEXT));
    }
    store_rows_close(r);
    return st == CHY_ROW || st == CHY_DONE ? CHY_OK : st;
}

static chy_status show_segments(struct showing *s, int64_t document)
{
    struct store_rows *r = NULL;
    chy_status st = store_segments(s->a.s, document, &r, s->a.err);
    json_key(&s->w, "segments");
    json_open(&s->w, '[');
    while (!st && (st = store_next(r, s->a.err)) == CHY_ROW) {
        json_open(&s->w, '{');
        member_number(&s->w, "start", store_number(r, SEGMENT_START));
        member_number(&s->w, "end", store_number(r, SEGMENT_END));
        member(&s->w, "kind", store_text(r, SEGMENT_KIND));
        member(&s->w, "why", store_text(r, SEGMENT_WHY));
        json_close(&s->w, '}');
        st = CHY_OK;
    }
    json_close(&s->w, ']');
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

/* ------------------------------------------------------------------ statements, reports, facts */

static void one_statement(struct showing *s, struct store_rows *r, bool words)
{
    json *w = &s->w;
    int64_t id = store_number(r, STATEMENT_ID), start = 0, end = 0;
    bool any = extent(s, 'S', id, &start, &end);
    json_open(w, '{');
    member_id(w, "id", 'S', id);
    member(w, "kind", store_text(r, STATEMENT_KIND));
    json_key(w, "start");
    any ? json_u64(w, (uint64_t)start) : json_null(w);
    json_key(w, "end");
    any ? json_u64(w, (uint64_t)end) : json_null(w);
    spans(s, "content", 'S', id, "content");
    one_span(s, "cue", 'S', id, "cue");
    one_span(s, "source", 'S', id, "source");
    links(s, "speakers", 'S', id, "speaker", NULL);
    member_entity(w, "addressee", store_number(r, STATEMENT_ADDRESSEE_ID), CHY_LIT(""), store_text(r, STATEMENT_ADDRESSEE));
    links(s, "topics", 'S', id, "topic", NULL);
    member(w, "date", store_text(r, STATEMENT_DATE));
    member(w, "occasion", store_text(r, STATEMENT_OCCASION));
    links(s, "via", 'S', id, "via", "date");
    member_id(w, "correction", 'J', store_number(r, STATEMENT_ENTRY));
    if (words) member(w, "words", store_text(r, STATEMENT_CONTENT));
    json_close(w, '}');
}

static void member_percent(json *w, int64_t percent)
{
    json_key(w, "confidence");
    json_u64(w, (uint64_t)percent);
}

static void report_members(struct showing *s, struct store_rows *r)
{
    json *w = &s->w;
    int64_t id = store_number(r, REPORT_ID);
    chy_str place = store_text(r, REPORT_PLACE);
    member_id(w, "id", 'R', id);
    member_id(w, "event", 'E', store_number(r, REPORT_EVENT));
    member(w, "kind", store_text(r, REPORT_KIND));
    member(w, "type", store_text(r, REPORT_TYPE));
    member(w, "mode", store_text(r, REPORT_MODE));
    member(w, "cameo", store_text(r, REPORT_CAMEO));
    member(w, "status", store_text(r, REPORT_STATUS));
    member(w, "date", store_text(r, REPORT_DATE));
    member_entity(w, "place", place.len ? store_number(r, REPORT_PLACE_ID) : 0, CHY_LIT(""), place);
    one_span(s, "trigger", 'R', id, "trigger");
    json_key(w, "evidence");
    json_open(w, '[');
    for (uint32_t i = first_piece(s, 'R', id); piece_is(s, i, 'R', id); i++)
        if (!str_is(s->pieces.at[i].role, "trigger")) span(w, s->pieces.at[i].start, s->pieces.at[i].end);
    json_close(w, ']');
    links(s, "participants", 'R', id, "participant", "role");
    links(s, "via", 'R', id, "via", "date");
    member_id(w, "statement", 'S', store_number(r, REPORT_STATEMENT));
    member_percent(w, store_number(r, REPORT_CONFIDENCE));
    member(w, "rule", store_text(r, REPORT_RULE));
    member_id(w, "correction", 'J', store_number(r, REPORT_ENTRY));
}

static void fact_members(struct showing *s, struct store_rows *r)
{
    json *w = &s->w;
    int64_t id = store_number(r, FACT_ID);
    member_id(w, "id", 'F', id);
    member_entity(w, "subject", store_number(r, FACT_SUBJECT_ID), store_text(r, FACT_SUBJECT_TYPE), store_text(r, FACT_SUBJECT));
    member(w, "relation", store_text(r, FACT_RELATION));
    member_entity(w, "object", store_number(r, FACT_OBJECT_ID), store_text(r, FACT_OBJECT_TYPE), store_text(r, FACT_OBJECT));
    member(w, "object_text", store_text(r, FACT_OBJECT_TEXT));
    member_entity(w, "of", store_number(r, FACT_OF_ID), CHY_LIT(""), store_text(r, FACT_OF));
    member(w, "modality", store_text(r, FACT_MODALITY));
    member_entity(w, "holder", store_number(r, FACT_HOLDER_ID), CHY_LIT(""), store_text(r, FACT_HOLDER));
    member(w, "from", store_text(r, FACT_FROM));
    member(w, "to", store_text(r, FACT_TO));
    member(w, "as_of", store_text(r, FACT_AS_OF));
    member_bool(w, "ended", store_number(r, FACT_ENDED) != 0);
    spans(s, "evidence", 'F', id, "evidence");
    member_bool(w, "inferred", store_number(r, FACT_INFERRED) != 0);
    member(w, "rests_on", store_text(r, FACT_SOURCES));
    member_percent(w, store_number(r, FACT_CONFIDENCE));
    member_id(w, "statement", 'S', store_number(r, FACT_STATEMENT));
    member(w, "rule", store_text(r, FACT_RULE));
    member_id(w, "correction", 'J', store_number(r, FACT_ENTRY));
}

static chy_status show_rows_of(struct showing *s, int64_t document, char kind)
{
    struct store_rows *r = NULL;
    struct store *store = s->a.s;
    const char *key = kind == 'S' ? "statements" : kind == 'R' ? "reports" : "facts";
    struct store_statements_query statements = { .first = STORE_NO_DAY, .last = STORE_NO_DAY, .document = document };
    chy_status st = kind == 'S'   ? store_statements(store, &statements, &r, s->a.err)
                    : kind == 'R' ? store_reports(store, &(struct store_reports_query){ .document = document }, &r, s->a.err)
                                  : store_facts(store, &(struct store_facts_query){ .document = document }, &r, s->a.err);
    json_key(&s->w, key);
    json_open(&s->w, '[');
    while (!st && (st = store_next(r, s->a.err)) == CHY_ROW) {
        st = CHY_OK;
        if (kind == 'S') {
            one_statement(s, r, false);
            continue;
        }
        json_open(&s->w, '{');
        kind == 'R' ? report_members(s, r) : fact_members(s, r);
        json_close(&s->w, '}');
    }
    json_close(&s->w, ']');
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status show_mentions(struct showing *s, int64_t document)
{
    struct store_rows *r = NULL;
    chy_status st = store_show_mentions(s->a.s, document, &r, s->a.err);
    json_key(&s->w, "mentions");
    json_open(&s->w, '[');
    while (!st && (st = store_next(r, s->a.err)) == CHY_ROW) {
        json_open(&s->w, '{');
        member_number(&s->w, "start", store_number(r, MENTIONED_START));
        member_number(&s->w, "end", store_number(r, MENTIONED_END));
        member_id(&s->w, "id", 'N', store_number(r, MENTIONED_ENTITY));
        member(&s->w, "name", store_text(r, MENTIONED_NAME));
        member(&s->w, "type", store_text(r, MENTIONED_TYPE));
        json_close(&s->w, '}');
        st = CHY_OK;
    }
    json_close(&s->w, ']');
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status show_times(struct showing *s, int64_t document)
{
    struct store_rows *r = NULL;
    chy_status st = store_show_times(s->a.s, document, &r, s->a.err);
    json_key(&s->w, "times");
    json_open(&s->w, '[');
    while (!st && (st = store_next(r, s->a.err)) == CHY_ROW) {
        json_open(&s->w, '{');
        member_number(&s->w, "start", store_number(r, SHOWN_TIME_START));
        member_number(&s->w, "end", store_number(r, SHOWN_TIME_END));
        member(&s->w, "value", store_text(r, SHOWN_TIME_VALUE));
        member(&s->w, "type", store_text(r, SHOWN_TIME_TYPE));
        json_close(&s->w, '}');
        st = CHY_OK;
    }
    json_close(&s->w, ']');
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status show_document(struct showing *s, int64_t document)
{
    int64_t entry = 0;
    chy_status st = show_head(s, document);
    if (!st) st = show_text(s, document, &entry);
    if (!st) st = show_segments(s, document);
    if (!st) st = load_pieces(s, document, 0, 0);
    if (!st) st = load_links(s, 'S', document, 0);
    if (!st) st = load_links(s, 'R', document, 0);
    if (!st) st = show_rows_of(s, document, 'S');
    if (!st) st = show_rows_of(s, document, 'R');
    if (!st) st = show_rows_of(s, document, 'F');
    if (!st) st = show_mentions(s, document);
    return st ? st : show_times(s, document);
}

/* ------------------------------------------------------------------ a statement, a fact */

/* Who says it, who passed it on, who published it, innermost first. */
static chy_status show_chain(struct showing *s, int64_t statement, int64_t document)
{
    struct store_rows *r = NULL;
    json *w = &s->w;
    const struct link *last = NULL;
    chy_status st = store_statements(
        s->a.s, &(struct store_statements_query){ .first = STORE_NO_DAY, .last = STORE_NO_DAY, .statement = statement }, &r, s->a.err);
    (void)document;
    if (!st) st = store_next(r, s->a.err);
    json_key(w, "chain");
    json_open(w, '[');
    for (int pass = 0; st == CHY_ROW && pass < 2; pass++)
        for (uint32_t i = 0; i < s->said.count; i++) {
            const struct link *l = &s->said.at[i];
            if (l->item != statement || !str_is(l->as, pass ? "via" : "speaker")) continue;
            json_open(w, '{');
            member_id(w, "id", 'N', l->entity);
            member(w, "name", l->name);
            member(w, "kind", pass ? CHY_LIT("carrier") : CHY_LIT("speaker"));
            member(w, "date", pass ? l->text : store_text(r, STATEMENT_DATE));
            json_close(w, '}');
            last = l;
        }
    if (st == CHY_ROW && store_text(r, STATEMENT_PUBLISHER).len && !(last && last->entity == store_number(r, STATEMENT_PUBLISHER_ID))) {
        json_open(w, '{');
        member_id(w, "id", 'N', store_number(r, STATEMENT_PUBLISHER_ID));
        member(w, "name", store_text(r, STATEMENT_PUBLISHER));
        member(w, "kind", CHY_LIT("publisher"));
        member(w, "date", store_text(r, STATEMENT_PUBLISHED));
        json_close(w, '}');
    }
    json_close(w, ']');
    store_rows_close(r);
    return st == CHY_ROW || st == CHY_DONE ? CHY_OK : st;
}

/* The statement as an object under "statement"; *document: which it stands in. CHY_DONE when there is none. */
static chy_status show_one_statement(struct showing *s, int64_t number, int64_t *document)
{
    struct store_rows *r = NULL;
    chy_status st = load_pieces(s, 0, 'S', number);
    if (!st) st = load_links(s, 'S', 0, number);
    if (!st)
        st = store_statements(s->a.s, &(struct store_statements_query){ .first = STORE_NO_DAY, .last = STORE_NO_DAY, .statement = number },
                              &r, s->a.err);
    if (!st) st = store_next(r, s->a.err);
    if (st == CHY_ROW) {
        *document = store_number(r, STATEMENT_DOCUMENT);
        json_key(&s->w, "statement");
        one_statement(s, r, true);
        st = CHY_OK;
    }
    store_rows_close(r);
    return st;
}

static chy_status show_statement(struct showing *s, int64_t number)
{
    int64_t document = 0;
    chy_status st = show_one_statement(s, number, &document);
    if (!st) st = show_head(s, document);
    return st ? st : show_chain(s, number, document);
}

/* The words that show an item, parted by "…". */
static chy_status member_words(struct showing *s, char kind, int64_t number)
{
    struct store_rows *r = NULL;
    chy_str words = CHY_LIT("");
    chy_status st = store_evidence(s->a.s, kind, number, &r, s->a.err);
    while (!st && (st = store_next(r, s->a.err)) == CHY_ROW) {
        chy_str text = store_text(r, EVIDENCE_TEXT);
        words = answer_format(&s->a, "%.*s%s%.*s", (int)words.len, words.ptr, words.len ? " … " : "", (int)text.len, text.ptr);
        st = CHY_OK;
    }
    store_rows_close(r);
    member(&s->w, "words", words);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status show_fact(struct showing *s, int64_t number)
{
    struct store_rows *r = NULL;
    int64_t document = 0, statement = 0;
    chy_status st = load_pieces(s, 0, 'F', number);
    if (!st) st = store_facts(s->a.s, &(struct store_facts_query){ .fact = number }, &r, s->a.err);
    if (!st) st = store_next(r, s->a.err);
    if (st == CHY_ROW) {
        document = store_number(r, FACT_DOCUMENT);
        statement = store_number(r, FACT_STATEMENT);
        json_key(&s->w, "fact");
        json_open(&s->w, '{');
        fact_members(s, r);
        st = member_words(s, 'F', number);
        json_close(&s->w, '}');
    }
    store_rows_close(r);
    if (!st) st = show_head(s, document);
    s->pieces.count = 0;
    if (!st && statement) st = show_one_statement(s, statement, &document);
    if (!st && !statement) {
        json_key(&s->w, "statement");
        json_null(&s->w);
    }
    return st;
}

/* ------------------------------------------------------------------ an event */

static chy_status find_place(struct showing *s, struct store_rows *event, int64_t *id)
{
    struct store_rows *r = NULL;
    *id = 0;
    chy_str place = answer_keep(&s->a, store_text(event, EVENT_PLACE));
    chy_status st =
        place.len ? store_reports(s->a.s, &(struct store_reports_query){ .event = store_number(event, EVENT_ID) }, &r, s->a.err) : CHY_DONE;
    while (!st && !*id && (st = store_next(r, s->a.err)) == CHY_ROW) {
        if (str_eq(store_text(r, REPORT_PLACE), place)) *id = store_number(r, REPORT_PLACE_ID);
        st = CHY_OK;
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

/* Everybody whom a report names, once, in the role and post of the first that does. */
static void event_participants(struct showing *s)
{
    json_key(&s->w, "participants");
    json_open(&s->w, '[');
    for (uint32_t i = 0; i < s->told.count; i++) {
        const struct link *l = &s->told.at[i];
        bool seen = !str_is(l->as, "participant");
        for (uint32_t k = 0; k < i && !seen; k++) seen = s->told.at[k].entity == l->entity && str_is(s->told.at[k].as, "participant");
        if (seen) continue;
        json_open(&s->w, '{');
        member_id(&s->w, "id", 'N', l->entity);
        member(&s->w, "name", l->name);
        member(&s->w, "type", l->type);
        member(&s->w, "role", l->text);
        member(&s->w, "post", post_of(s, l));
        json_close(&s->w, '}');
    }
    json_close(&s->w, ']');
}

static chy_status show_event_head(struct showing *s, int64_t number)
{
    struct store_rows *r = NULL;
    json *w = &s->w;
    int64_t place = 0;
    chy_status st =
        store_events(s->a.s, &(struct store_events_query){ .first = STORE_NO_DAY, .last = STORE_NO_DAY, .event = number }, &r, s->a.err);
    if (!st) st = store_next(r, s->a.err);
    if (st == CHY_ROW) st = find_place(s, r, &place) ? CHY_ESTORE : CHY_ROW;
    if (st == CHY_ROW) {
        json_key(w, "event");
        json_open(w, '{');
        member_id(w, "id", 'E', number);
        member(w, "kind", store_text(r, EVENT_KIND));
        member(w, "type", store_text(r, EVENT_TYPE));
        member(w, "mode", store_text(r, EVENT_MODE));
        member(w, "status", store_text(r, EVENT_STATUS));
        member(w, "date", store_text(r, EVENT_DATE));
        member_entity(w, "place", place, CHY_LIT(""), store_text(r, EVENT_PLACE));
        event_participants(s);
        json_close(w, '}');
        st = CHY_OK;
    }
    store_rows_close(r);
    return st;
}

/* A report with its words and its document. */
static chy_status show_report(struct showing *s, int64_t number)
{
    struct store_rows *r = NULL;
    chy_status st = store_reports(s->a.s, &(struct store_reports_query){ .report = number }, &r, s->a.err);
    if (!st) st = store_next(r, s->a.err);
    if (st == CHY_ROW) {
        int64_t document = store_number(r, REPORT_DOCUMENT);
        json_open(&s->w, '{');
        report_members(s, r);
        member(&s->w, "according_to", store_text(r, REPORT_SPEAKERS));
        member(&s->w, "through", source_chain(&s->a, r, REPORT_CHAIN, REPORT_CHAIN_LAST, REPORT_DOCUMENT));
        member(&s->w, "words", store_text(r, REPORT_SENTENCE));
        st = show_head(s, document);
        json_close(&s->w, '}');
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

/* The columns of ask_event that are looked at. */
enum { TOLD_ORIGIN = 0, TOLD_REPORT = 1, TOLD_COPY = 10 };

static chy_status show_origins(struct showing *s, chy_rows *told)
{
    const chy_str *v;
    chy_str origin = CHY_LIT("");
    chy_status st = CHY_OK;
    char kind;
    int64_t report;
    json_key(&s->w, "origins");
    json_open(&s->w, '[');
    while (!st && query_next(told, &v) == CHY_ROW) {
        if (!str_eq(origin, v[TOLD_ORIGIN])) {
            if (origin.len) {
                json_close(&s->w, ']');
                json_close(&s->w, '}');
            }
            origin = v[TOLD_ORIGIN];
            json_open(&s->w, '{');
            json_key(&s->w, "origin");
            json_raw(&s->w, origin);
            json_key(&s->w, "reports");
            json_open(&s->w, '[');
        }
        if (read_item_id(v[TOLD_REPORT], &kind, &report)) st = show_report(s, report);
    }
    if (origin.len) {
        json_close(&s->w, ']');
        json_close(&s->w, '}');
    }
    json_close(&s->w, ']');
    return st;
}

/* Rows of another question that name the event in one of their columns. */
static chy_status show_conflicts(struct showing *s, int64_t number)
{
    chy_rows *rows = NULL;
    const chy_column *columns;
    const chy_str *v;
    char id[32];
    snprintf(id, sizeof id, "E-%lld", (long long)number);
    chy_str first = s->told.count ? s->told.at[0].name : CHY_LIT("");
    json_key(&s->w, "conflicts");
    json_open(&s->w, '[');
    chy_status st = first.len ? query_ask(s->a.s, &(chy_query){ CHY_ASK_CONFLICTS, .name = first }, &rows, s->a.err) : CHY_OK;
    size_t count = rows ? query_columns(rows, &columns) : 0;
    while (rows && query_next(rows, &v) == CHY_ROW) {
        bool ours = false;
        for (size_t i = 0; i < count; i++) ours |= str_is(v[i], id);
        if (!ours) continue;
        json_open(&s->w, '{');
        for (size_t i = 0; i < count; i++) {
            chy_str key = answer_keep(&s->a, str_of(columns[i].name));
            for (size_t k = 0; k < key.len; k++)
                if (key.ptr[k] == ' ') ((char *)key.ptr)[k] = '_';
            member(&s->w, key.ptr, v[i]);
        }
        json_close(&s->w, '}');
    }
    json_close(&s->w, ']');
    query_destroy(rows);
    return st;
}

static int by_number(const void *m, const void *n)
{
    int64_t a = *(const int64_t *)m, b = *(const int64_t *)n;
    return (a > b) - (a < b);
}

/* What hangs on each of its reports, in the order of their numbers. */
static chy_status load_reports(struct showing *s, int64_t event)
{
    number_list reports = { 0 };
    chy_status st = query_reports_of(&s->a, event, &reports);
    if (reports.count) qsort(reports.at, reports.count, sizeof *reports.at, by_number);
    for (uint32_t i = 0; !st && i < reports.count; i++) {
        st = load_links(s, 'R', 0, reports.at[i]);
        if (!st) st = load_pieces(s, 0, 'R', reports.at[i]);
    }
    return st;
}

static chy_status show_event(struct showing *s, int64_t number)
{
    chy_rows *told = NULL;
    char id[32];
    struct store_rows *r = NULL;
    chy_status st = store_reports(s->a.s, &(struct store_reports_query){ .report = number }, &r, s->a.err);
    if (!st) st = store_next(r, s->a.err);
    if (st == CHY_ROW && store_number(r, REPORT_EVENT)) number = store_number(r, REPORT_EVENT); /* it was found to be another's */
    store_rows_close(r);
    if (st != CHY_ROW) return st;
    chy_str name = { id, (size_t)snprintf(id, sizeof id, "E-%lld", (long long)number) };
    st = load_reports(s, number);
    if (!st) st = show_event_head(s, number);
    if (!st) st = query_ask(s->a.s, &(chy_query){ CHY_ASK_EVENT, .name = name }, &told, s->a.err);
    if (!st) st = show_origins(s, told);
    if (!st) member(&s->w, "note", query_note(told));
    query_destroy(told);
    return st ? st : show_conflicts(s, number);
}

/* ------------------------------------------------------------------ entities */

static chy_status show_names_of(struct showing *s, int64_t entity, const char *key, bool codes, int64_t *documents)
{
    struct store_rows *r = NULL;
    chy_status st = store_show_names(s->a.s, entity, &r, s->a.err);
    json_key(&s->w, key);
    json_open(&s->w, '[');
    while (!st && (st = store_next(r, s->a.err)) == CHY_ROW) {
        chy_str kind = store_text(r, CALLED_KIND);
        st = CHY_OK;
        if (store_number(r, CALLED_DOCUMENTS) > *documents) *documents = store_number(r, CALLED_DOCUMENTS);
        if (str_is(kind, "code") == codes && !str_is(kind, "short") && !str_is(kind, "demonym"))
            json_str(&s->w, store_text(r, CALLED_NAME));
    }
    json_close(&s->w, ']');
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status show_entity(struct showing *s, int64_t number)
{
    struct store_rows *r = NULL;
    json *w = &s->w;
    int64_t documents = 0, entity = 0;
    chy_status st = store_entity(s->a.s, CHY_LIT(""), CHY_LIT(""), number, &r, s->a.err);
    if (!st) st = store_next(r, s->a.err);
    if (st == CHY_ROW) {
        entity = store_number(r, ONE_SAME);
        json_key(w, "entity");
        json_open(w, '{');
        member_id(w, "id", 'N', entity);
        member(w, "name", store_text(r, ONE_SAME_NAME));
        member(w, "type", store_text(r, ONE_SAME_TYPE));
    }
    store_rows_close(r);
    if (st != CHY_ROW) return st;
    st = show_names_of(s, entity, "names", false, &documents);
    if (!st) st = show_names_of(s, entity, "codes", true, &documents);
    member_number(w, "documents", documents);
    json_close(w, '}');
    return st;
}

static chy_status show_entity_called(struct showing *s, chy_str name)
{
    named_list names;
    chy_status st = query_names(&s->a, name, &names);
    if (st) return st;
    return names.count ? show_entity(s, names.at[0].id) : CHY_DONE;
}

static chy_status write_names(struct showing *s, struct store_rows *r, chy_status st)
{
    while (!st && (st = store_next(r, s->a.err)) == CHY_ROW) {
        json_open(&s->w, '{');
        member_id(&s->w, "id", 'N', store_number(r, BEGINS_ENTITY));
        member(&s->w, "name", store_text(r, BEGINS_NAME));
        member(&s->w, "type", store_text(r, BEGINS_TYPE));
        member_number(&s->w, "documents", store_number(r, BEGINS_DOCUMENTS));
        json_close(&s->w, '}');
        st = CHY_OK;
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

/* Posts are no entities; what is said of who holds them names them. */
static chy_status show_posts(struct showing *s, uint32_t limit)
{
    struct store_rows *r = NULL;
    chy_str text = answer_keep(&s->a, str_trim(s->a.q->name));
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] >= 'A' && text.ptr[i] <= 'Z') ((char *)text.ptr)[i] |= 0x20;
    chy_status st = store_show_posts(s->a.s, text, limit, &r, s->a.err);
    return write_names(s, r, st);
}

static chy_status show_beginnings(struct showing *s)
{
    enum { LIMIT = 10 };
    struct store_rows *r = NULL;
    const chy_query *q = s->a.q;
    uint32_t limit = q->limit ? q->limit : LIMIT;
    bool posts = str_is(q->kind, "post"), some = str_trim(q->name).len > 0;
    chy_str folded = utf8_fold(s->a.mem, q->name);
    if (!folded.ptr) return err_memory(s->a.err, "answering");
    json_key(&s->w, "names");
    json_open(&s->w, '[');
    chy_status st = CHY_OK;
    if (!posts && (folded.len || !some)) { /* of signs alone no name is made */
        st = store_show_beginning(s->a.s, folded, q->kind, limit, &r, s->a.err);
        st = write_names(s, r, st);
    }
    if (!st && (posts || (some && !q->kind.len))) st = show_posts(s, posts ? limit : limit / 2 + 1);
    json_close(&s->w, ']');
    return st;
}

/* ------------------------------------------------------------------ showing */

/* "D-7": 7, when it is of that kind. */
static bool number_of(chy_str id, char kind, int64_t *number)
{
    if (id.len < 3 || id.len > 19 || (id.ptr[0] & ~0x20) != kind || id.ptr[1] != '-') return false;
    *number = 0;
    for (size_t i = 2; i < id.len; i++) {
        if (id.ptr[i] < '0' || id.ptr[i] > '9') return false;
        *number = *number * 10 + id.ptr[i] - '0';
    }
    return *number > 0;
}

static chy_status show(struct showing *s, chy_thing thing)
{
    static const char kinds[] = {
        [CHY_SHOW_DOCUMENT] = 'D', [CHY_SHOW_EVENT] = 'E', [CHY_SHOW_STATEMENT] = 'S', [CHY_SHOW_FACT] = 'F', [CHY_SHOW_ENTITY] = 'N'
    };
    chy_str name = s->a.q->name;
    int64_t number = 0;
    bool numbered = (size_t)thing < sizeof kinds && number_of(name, kinds[thing], &number);
    if (!name.len && thing <= CHY_SHOW_ENTITY) return err_set(s->a.err, CHY_EUSAGE, 0, "which one?");
    if (!numbered && thing < CHY_SHOW_ENTITY) return CHY_DONE;
    switch (thing) {
    case CHY_SHOW_DOCUMENT: return show_document(s, number);
    case CHY_SHOW_EVENT: return show_event(s, number);
    case CHY_SHOW_STATEMENT: return show_statement(s, number);
    case CHY_SHOW_FACT: return show_fact(s, number);
    case CHY_SHOW_ENTITY: return numbered ? show_entity(s, number) : show_entity_called(s, name);
    case CHY_SHOW_NAMES: return show_beginnings(s);
    case CHY_SHOW_NETWORK: return together_network(&s->a, &s->w);
    case CHY_SHOW_MAP: return together_map(&s->a, &s->w);
    }
    return err_set(s->a.err, CHY_EUSAGE, 0, "there is no thing of the kind %d", (int)thing);
}

chy_status query_show(struct store *store, chy_thing thing, const chy_query *q, buf *out, chy_err *err)
{
    enum { CEILING = 1 << 30 };
    chy_rows answer = { .note = CHY_LIT("") };
    chy_str then = CHY_LIT("");
    arena_init(&answer.mem, CEILING);
    struct showing s = { .a = { .s = store, .q = q, .answer = &answer, .mem = &answer.mem, .err = err }, .w = json_begin(out) };
    chy_status st = query_moment(q->known_by, s.a.mem, &then, err);
    if (!st) st = asking_all_days(&s.a);
    if (!st && then.len) st = store_look_back(store, then, err);
    json_open(&s.w, '{');
    if (!st) st = show(&s, thing);
    json_close(&s.w, '}');
    if (then.len) {
        store_patience(store, 0); /* the way back is not to be cut short */
        store_look_back(store, CHY_LIT(""), NULL);
    }
    if (!st && s.a.full) st = err_memory(err, "answering");
    arena_done(&answer.mem);
    return st;
}
