#include "reply.h"

#include <stdio.h>
#include <stdlib.h>

#include "cursor.h"

enum { BODY_MOST = 256 << 20 };

void reply_done(struct reply *r)
{
    free(r->body.ptr);
    *r = (struct reply){ 0 };
}

void reply_error(struct reply *r, int status, const char *text)
{
    reply_done(r);
    *r = (struct reply){ .status = status, .type = route_forms[FORM_JSON].type };
    out_format(&r->body, "{\"error\":{\"status\":%d,\"text\":", status);
    out_json(&r->body, str(text));
    out_text(&r->body, "}}\n");
}

/* The status of HTTP for what the library says. */
static void refuse(struct reply *r, chy_status st, const chy_err *err)
{
    int status = st == CHY_EUSAGE                        ? 400
                 : st == CHY_DONE                        ? 404
                 : st == CHY_E2BIG                       ? 413
                 : st == CHY_EINPUT                      ? 422
                 : st == CHY_ENOMEM || st == CHY_STOPPED ? 503
                                                         : 500;
    /* Of the machine it runs on nothing is told: the record's place among it. */
    const char *text = st == CHY_STOPPED   ? err->text
                       : status == 404     ? "there is none of that name in this record"
                       : status == 500     ? "the record cannot be asked at the moment"
                       : st == CHY_STOPPED ? err->text
                       : status == 503     ? "there is no memory for this answer; ask for less"
                                           : err->text;
    reply_error(r, status, text);
}

/* ------------------------------------------------------------------ rows */

/* "according to": according_to */
static void put_key(struct out *o, const char *name)
{
    for (; *name; name++) out_bytes(o, *name == ' ' ? "_" : name, 1);
}

static void begin_json(struct out *o, const struct wanted *w, const chy_column *columns, size_t count)
{
    out_format(o, "{\"question\":\"%s\",\"columns\":[", w->route->path + 1);
    for (size_t i = 0; i < count; i++) {
        out_text(o, i ? ",{\"name\":\"" : "{\"name\":\"");
        put_key(o, columns[i].name);
        out_text(o, "\",\"title\":");
        out_json(o, str(columns[i].name));
        out_format(o, ",\"detail\":%s,\"number\":%s}", columns[i].flags & CHY_COLUMN_DETAIL ? "true" : "false",
                   columns[i].flags & CHY_COLUMN_NUMBER ? "true" : "false");
    }
    out_text(o, "],\"rows\":[");
}

static void row_json(struct out *o, const chy_column *columns, size_t count, const chy_str *v, chy_str names, bool first)
{
    out_text(o, first ? "\n{" : ",\n{");
    for (size_t i = 0; i < count; i++) {
        out_text(o, i ? ",\"" : "\"");
        put_key(o, columns[i].name);
        out_text(o, "\":");
        if (v[i].len && columns[i].flags & CHY_COLUMN_NUMBER)
            out_str(o, v[i]);
        else
            out_json_or_null(o, v[i]);
    }
    if (names.len) {
        out_text(o, ",\"names\":");
        out_str(o, names);
    }
    out_text(o, "}");
}

static void row_csv(struct out *o, size_t count, const chy_str *v)
{
    for (size_t i = 0; i < count; i++) {
        if (i) out_text(o, ",");
        out_csv(o, v[i]);
    }
    out_text(o, "\r\n");
}

static void begin_csv(struct out *o, const chy_column *columns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i) out_text(o, ",");
        put_key(o, columns[i].name);
    }
    out_text(o, "\r\n");
}

/* ------------------------------------------------------------------ Atom: a row an entry */

static chy_str column_of(const chy_column *columns, size_t count, const chy_str *v, const char *const *names)
{
    for (; *names; names++)
        for (size_t i = 0; i < count; i++)
            if (!strcmp(columns[i].name, *names) && v[i].len) return v[i];
    return str("");
}

static bool is_day(chy_str s)
{
    if (s.len != 10 || s.ptr[4] != '-' || s.ptr[7] != '-') return false;
    for (size_t i = 0; i < 10; i++)
        if (i != 4 && i != 7 && (s.ptr[i] < '0' || s.ptr[i] > '9')) return false;
    return true;
}

static void begin_atom(struct out *o, const struct wanted *w)
{
    out_format(o, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>urn:chancery:feed:%s:",
               w->route->path + 1);
    out_percent(o, w->query.name);
    out_format(o, "</id><title>Chancery: %s ", w->route->path + 1);
    out_xml(o, w->query.name);
    out_format(o, "</title><author><name>Chancery</name></author><generator version=\"%s\">Chancery</generator>\n", chy_version());
}

/* "D-3 note.txt": D-3 */
static chy_str first_word(chy_str s)
{
    const char *space = s.len ? memchr(s.ptr, ' ', s.len) : NULL;
    return space ? (chy_str){ s.ptr, (size_t)(space - s.ptr) } : s;
}

static void row_atom(struct out *o, const chy_column *columns, size_t count, const chy_str *v, chy_str *newest)
{
    static const char *const of_id[] = { "event", "id", "item", "fact", "document", NULL };
    static const char *const of_title[] = { "title", "who", "what", "words", "path", NULL };
    static const char *const of_day[] = { "published", "date", "attested", NULL };
    static const char *const of_words[] = { "words", "title", NULL };
    chy_str id = first_word(column_of(columns, count, v, of_id)), title = column_of(columns, count, v, of_title);
    chy_str day = column_of(columns, count, v, of_day), document = column_of(columns, count, v, (const char *const[]){ "document", NULL });
    chy_str kind = column_of(columns, count, v, (const char *const[]){ "kind", NULL });
    static const struct {
        char letter;
        const char *page;
    } pages[] = { { 'E', "event" }, { 'S', "statement" }, { 'F', "fact" }, { 'D', "document" } };
    const char *page = NULL;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (id.len > 2 && id.ptr[0] == pages[i].letter && id.ptr[1] == '-') page = pages[i].page;
    out_text(o, "<entry><id>urn:chancery:row:");
    out_percent(o, id);
    out_format(o, ":%016llx</id><title>", (unsigned long long)cursor_hash(v, count));
    if (kind.len) out_xml(o, kind), out_text(o, ": ");
    out_xml(o, title.len ? title : id);
    out_text(o, "</title><updated>");
    if (is_day(day)) {
        out_str(o, day);
        if (newest->len < day.len || memcmp(newest->ptr, day.ptr, day.len) < 0) *newest = day;
    } else
        out_text(o, "1970-01-01");
    out_text(o, "T00:00:00Z</updated>");
    if (page) {
        out_format(o, "<link rel=\"alternate\" href=\"/%s/", page);
        out_percent(o, id);
        out_text(o, "\"/>");
    }
    if (document.len) {
        out_text(o, "<category term=\"");
        out_xml(o, document);
        out_text(o, "\"/>");
    }
    out_text(o, "<content type=\"text\">");
    out_xml(o, column_of(columns, count, v, of_words));
    out_text(o, "</content></entry>\n");
}

/* ------------------------------------------------------------------ questions */

struct page {
    chy_rows *rows;
    const chy_column *columns;
    const chy_str **at;
    size_t columns_count, count, room, skip;
};

static void page_done(struct page *p)
{
    chy_rows_destroy(p->rows);
    free(p->at);
    *p = (struct page){ 0 };
}

static chy_status collect(chy_store *store, const chy_query *q, struct page *p, chy_err *err)
{
    const chy_str *v;
    chy_status st = chy_ask(store, q, &p->rows, err);
    if (st) return st;
    p->columns_count = chy_rows_columns(p->rows, &p->columns);
    while ((st = chy_rows_next(p->rows, &v, err)) == CHY_ROW) {
        if (p->count == p->room) {
            size_t room = p->room ? p->room * 2 : 128;
            const chy_str **more = realloc(p->at, room * sizeof *more);
            if (!more) return CHY_ENOMEM;
            p->at = more;
            p->room = room;
        }
        p->at[p->count++] = v;
    }
    return st == CHY_DONE ? CHY_OK : st;
}

/* Feeds hold what is latest: what is in order of date ends with that, and with what has no date, or one without its year (XXXX-07-09). */
static bool ends_with_latest(const struct wanted *w)
{
    return w->form == FORM_ATOM && w->query.question != CHY_ASK_SEARCH && w->query.question != CHY_ASK_DOCS;
}

/* The record itself can choose them. */
static bool chooses_latest(enum chy_question question) { return question == CHY_ASK_EVENTS || question == CHY_ASK_MET || question == CHY_ASK_SAID; }

static bool has_year(const struct page *p, size_t row)
{
    chy_str date = column_of(p->columns, p->columns_count, p->at[row], (const char *const[]){ "date", NULL });
    return date.len && date.ptr[0] >= '0' && date.ptr[0] <= '9';
}

/* chosen: there is nothing else among the rows. */
static size_t place_of_latest(const struct page *p, size_t limit, bool chosen)
{
    size_t end = p->count;
    while (!chosen && end > limit && !has_year(p, end - 1)) end--;
    return end > limit ? end - limit : 0;
}

/* Ask for as many rows as it takes. When the record has changed since the answer before, its last row is looked for among all; and when it
 * stands further down than it did, as many more are asked for as have come before it. */
static chy_status ask(chy_store *store, const struct wanted *w, const struct cursor *c, chy_str coding, struct page *p, chy_err *err)
{
    chy_query q = w->query;
    bool chosen = ends_with_latest(w) && chooses_latest(q.question);
    q.limit = ends_with_latest(w) && !chosen ? 0 : c->at + w->query.limit + 1;
    if (q.question == CHY_ASK_STALE) q.coding = coding;
    if (w->form == FORM_ATOM && (chosen || !ends_with_latest(w))) q.order = str("latest");
    for (bool again = false;; again = true) {
        bool sure = true;
        chy_status st = collect(store, &q, p, err);
        if (st) return st;
        p->skip = cursor_place(c, p->at, p->count, p->columns_count, &sure);
        if (ends_with_latest(w)) p->skip = place_of_latest(p, w->query.limit, chosen);
        size_t needed = p->skip + w->query.limit + 1;
        if (!q.limit || chosen || (sure && needed <= q.limit)) return CHY_OK;
        q.limit = sure && !again ? needed : 0;
        page_done(p);
    }
}

/* The column that joins several names; SIZE_MAX: none does. */
static size_t joined_column(const struct page *p)
{
    for (size_t i = 0; i < p->columns_count; i++)
        if (!strcmp(p->columns[i].name, "who") || !strcmp(p->columns[i].name, "parties")) return i;
    return SIZE_MAX;
}

/* The names of each row that is given, as JSON, a line a row. */
static int line_sink(void *user, const char *bytes, size_t size)
{
    int st = out_sink(user, bytes, size);
    return st ? st : out_sink(user, "\n", 1);
}

static chy_status find_names(chy_store *store, const struct page *p, size_t end, struct out *out, chy_err *err)
{
    size_t column = joined_column(p);
    if (column == SIZE_MAX || end <= p->skip) return CHY_OK;
    chy_str *lists = malloc((end - p->skip) * sizeof *lists);
    if (!lists) return CHY_ENOMEM;
    for (size_t i = p->skip; i < end; i++) lists[i - p->skip] = p->at[i][column];
    chy_status st = chy_store_names(store, lists, end - p->skip, line_sink, out, err);
    free(lists);
    return st;
}

static chy_str next_line(chy_str *rest)
{
    const char *at = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    if (!at) return str("");
    chy_str line = { rest->ptr, (size_t)(at - rest->ptr) };
    *rest = (chy_str){ at + 1, rest->len - line.len - 1 };
    return line;
}

static void put_rows(struct reply *r, const struct wanted *w, const struct page *p, size_t end, chy_str names)
{
    chy_str newest = str("1970-01-01");
    struct out *o = &r->body;
    if (w->form == FORM_JSON) begin_json(o, w, p->columns, p->columns_count);
    if (w->form == FORM_CSV) begin_csv(o, p->columns, p->columns_count);
    if (w->form == FORM_ATOM) begin_atom(o, w);
    for (size_t i = p->skip; i < end; i++) {
        if (w->form == FORM_JSON) row_json(o, p->columns, p->columns_count, p->at[i], next_line(&names), i == p->skip);
        if (w->form == FORM_CSV) row_csv(o, p->columns_count, p->at[i]);
        if (w->form == FORM_ATOM) row_atom(o, p->columns, p->columns_count, p->at[i], &newest);
    }
    if (w->form == FORM_ATOM) {
        out_text(o, "<updated>");
        out_str(o, newest);
        out_text(o, "T00:00:00Z</updated></feed>\n");
    }
    if (w->form != FORM_JSON) return;
    out_text(o, end > p->skip ? "\n],\"note\":" : "],\"note\":");
    out_json_or_null(o, chy_rows_note(p->rows));
    out_text(o, ",\"next\":");
    if (end < p->count)
        cursor_write(o, end, cursor_hash(p->at[end - 1], p->columns_count));
    else
        out_text(o, "null");
    out_text(o, "}\n");
}

static void answer(chy_store *store, const struct wanted *w, chy_str coding, struct reply *r)
{
    chy_err err = { 0 };
    struct page p = { 0 };
    struct cursor c = { 0 };
    if (w->after.len && !cursor_read(w->after, &c)) {
        reply_error(r, 400, "after takes what an earlier answer named in `next`");
        return;
    }
    chy_status st = ask(store, w, &c, coding, &p, &err);
    struct out names = { .most = BODY_MOST };
    size_t end = p.skip + w->query.limit < p.count ? p.skip + w->query.limit : p.count;
    if (!st && w->form == FORM_JSON) st = find_names(store, &p, end, &names, &err);
    if (st)
        refuse(r, st, &err);
    else
        put_rows(r, w, &p, end, (chy_str){ names.ptr, names.len });
    free(names.ptr);
    page_done(&p);
}

/* ------------------------------------------------------------------ things, and formats of the exports */

static void show(chy_store *store, const struct wanted *w, struct reply *r)
{
    chy_err err = { 0 };
    chy_status st = chy_store_show(store, (chy_thing)w->route->what, &w->query, out_sink, &r->body, &err);
    out_text(&r->body, "\n");
    if (st) refuse(r, st, &err);
}

static int part_sink(void *user, const char *part, const char *bytes, size_t size)
{
    (void)part;
    return out_sink(user, bytes, size);
}

static void export(chy_store *store, const struct wanted *w, struct reply *r)
{
    chy_err err = { 0 };
    chy_query filter = w->query;
    filter.limit = 0;
    if (filter.question == CHY_ASK_VISITS) filter.kind = str("visit");
    chy_export what = { .format = str(route_forms[w->form].ending), .filter = &filter, .sink = part_sink, .user = &r->body };
    chy_status st = chy_store_export(store, &what, NULL, &err);
    if (st && !r->body.failed) refuse(r, st, &err);
}

void reply_make(chy_store *store, const struct wanted *w, chy_str coding, struct reply *r)
{
    *r = (struct reply){ .status = 200, .type = route_forms[w->form].type, .body = { .most = BODY_MOST } };
    bool map = w->form == FORM_GEOJSON && w->route->work == ROUTE_SHOW;
    if (w->route->work == ROUTE_SHOW && (w->form == FORM_JSON || map))
        show(store, w, r);
    else if (w->route->work == ROUTE_FIRST)
        first_make(store, w, coding, r);
    else if (w->form == FORM_ICS || w->form == FORM_GEOJSON || w->form == FORM_GEXF)
        export(store, w, r);
    else
        answer(store, w, coding, r);
    if (r->body.failed) reply_error(r, 503, "the answer is too large; ask for less");
}
