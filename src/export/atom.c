/* Atom (RFC 4287): an entry for each event; `updated` is when the newest of its reports came into the record. */
#include "export/export.h"

static void element(buf *b, const char *name, chy_str value)
{
    buf_format(b, "<%s>", name);
    export_xml(b, value);
    buf_format(b, "</%s>", name);
}

static chy_status begin(struct export *x, chy_err *err)
{
    buf *b = x->out;
    (void)err;
    buf_str(
        b, CHY_LIT(
               "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>urn:chancery:feed:events</id>"
               "<title>Chancery: events</title>"));
    element(b, "updated", x->newest.len ? x->newest : CHY_LIT("1970-01-01T00:00:00Z"));
    buf_str(b, CHY_LIT("<author><name>Chancery</name></author><generator uri=\"urn:chancery:program\">"));
    export_xml(b, x->program);
    for (uint32_t i = 0; i < x->codings.count; i++) {
        buf_char(b, ' ');
        export_xml(b, x->codings.at[i]);
    }
    buf_str(b, CHY_LIT("</generator>\n"));
    return CHY_OK;
}

static void category(buf *b, const char *scheme, chy_str term)
{
    if (!term.len) return;
    buf_format(b, "<category scheme=\"urn:chancery:%s\" term=\"", scheme);
    export_xml(b, term);
    buf_str(b, CHY_LIT("\"/>"));
}

static chy_str title(struct export *x, const chy_str *v)
{
    chy_str t = export_title(x->item, v), status = v[EVENTS_STATUS];
    bool told = str_is(status, "occurred") || str_is(status, "historical");
    t = str_format(x->item, "%.*s%s%.*s%s%.*s%s%.*s", told ? 0 : (int)status.len, status.ptr, told ? "" : ": ", (int)t.len, t.ptr,
                   v[EVENTS_PLACE_NAME].len ? ", " : "", (int)v[EVENTS_PLACE_NAME].len, v[EVENTS_PLACE_NAME].ptr,
                   v[EVENTS_DATE].len ? ", " : "", (int)v[EVENTS_DATE].len, v[EVENTS_DATE].ptr);
    return t.ptr ? t : CHY_LIT("event");
}

/* A moment as RFC 3339 has it; a day of publication is taken at its beginning, anything coarser is no moment. */
static void published(buf *b, chy_str date)
{
    struct date d;
    if (!date_parse(date, &d) || !date_whole(d)) return;
    buf_format(b, "<published>%04d-%02d-%02dT00:00:00Z</published>", d.year, d.month, d.day);
}

static void row(struct export *x, enum store_table table, const chy_str *v)
{
    buf *b = x->out;
    (void)table;
    buf_str(b, CHY_LIT("<entry>"));
    element(b, "id", export_urn_text(x->item, "event", v[EVENTS_ID]));
    element(b, "title", title(x, v));
    element(b, "updated", v[EVENTS_RECORDED]);
    published(b, v[EVENTS_PUBLISHED]);
    category(b, "kind", v[EVENTS_KIND].len ? v[EVENTS_KIND] : v[EVENTS_TYPE]);
    category(b, "status", v[EVENTS_STATUS]);
    if (v[EVENTS_PUBLISHER].len) {
        buf_str(b, CHY_LIT("<source><id>"));
        export_urn(b, "document", v[EVENTS_DOCUMENT]);
        buf_str(b, CHY_LIT("</id>"));
        element(b, "title", v[EVENTS_PUBLISHER]);
        element(b, "updated", v[EVENTS_RECORDED]);
        buf_str(b, CHY_LIT("</source>"));
    }
    buf_str(b, CHY_LIT("<content type=\"text\">"));
    export_xml(b, v[EVENTS_WORDS].len ? v[EVENTS_WORDS] : export_title(x->item, v));
    buf_str(b, CHY_LIT("</content></entry>\n"));
}

static chy_status end(struct export *x, chy_err *err)
{
    (void)err;
    buf_str(x->out, CHY_LIT("</feed>\n"));
    return CHY_OK;
}

const struct export_format export_atom = { "atom", 1u << TABLE_EVENTS, false, false, begin, row, end };
