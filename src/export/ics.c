/* iCalendar (RFC 5545): the events whose day the record knows, as all-day entries. What is planned is tentative. */
#include "export/export.h"

#include "base/utf8.h"

enum { LINE_OCTETS = 75 };

/* One content line: "NAME:" or "NAME;PARAM:" and a value, folded at 75 octets between characters. */
static void content(buf *b, const char *name, chy_str value)
{
    size_t used = strlen(name), at = 0;
    buf_str(b, str_of(name));
    while (at < value.len) {
        size_t here = at;
        utf8_next(value, &at);
        if (used + (at - here) > LINE_OCTETS) {
            buf_str(b, CHY_LIT("\r\n "));
            used = 1;
        }
        buf_bytes(b, value.ptr + here, at - here);
        used += at - here;
    }
    buf_str(b, CHY_LIT("\r\n"));
}

/* TEXT: backslash, semicolon and comma escaped, line breaks written out, other control characters left out. */
static chy_str text_value(arena *mem, chy_str s)
{
    char *out = arena_alloc(mem, s.len * 2 + 1);
    size_t n = 0;
    if (!out) return CHY_LIT("");
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '\\' || c == ';' || c == ',') out[n++] = '\\';
        if (c == '\n')
            out[n++] = '\\', out[n++] = 'n';
        else if (c >= ' ' && c != 0x7F)
            out[n++] = (char)c;
    }
    return (chy_str){ out, n };
}

static void text(struct export *x, const char *name, chy_str value)
{
    if (value.len) content(x->out, name, text_value(x->item, value));
}

/* 2022-07-28 or 2022-07-28T09:00:00Z without its marks. */
static chy_str basic(arena *mem, chy_str s)
{
    char *out = arena_alloc(mem, s.len + 1);
    size_t n = 0;
    for (size_t i = 0; out && i < s.len; i++)
        if (s.ptr[i] != '-' && s.ptr[i] != ':') out[n++] = s.ptr[i];
    return (chy_str){ out ? out : "", n };
}

static chy_str day_after(arena *mem, chy_str day)
{
    struct date d;
    if (!date_parse(day, &d) || !date_whole(d)) return day;
    date_add_days(&d, 1);
    return date_format(mem, d);
}

static bool names_days(const chy_str *v)
{
    struct date d;
    chy_str date = v[EVENTS_DATE], from, rest = date;
    if (!str_next_piece(&rest, '/', &from) || !date_parse(from, &d) || !date_whole(d)) return false;
    return !rest.len || (date_parse(rest, &d) && date_whole(d));
}

static chy_status begin(struct export *x, chy_err *err)
{
    (void)err;
    buf_str(x->out, CHY_LIT("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    content(x->out, "PRODID:", str_format(x->mem, "-//Chancery//%.*s//EN", (int)x->program.len, x->program.ptr));
    buf_str(x->out, CHY_LIT("CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"));
    text(x, "X-WR-CALNAME:", CHY_LIT("Chancery"));
    for (uint32_t i = 0; i < x->codings.count; i++) text(x, "X-CHANCERY-CODING:", x->codings.at[i]);
    return CHY_OK;
}

static const char *status_of(chy_str status)
{
    return str_is(status, "planned")     ? "STATUS:TENTATIVE\r\n"
           : str_is(status, "cancelled") ? "STATUS:CANCELLED\r\n"
                                         : "STATUS:CONFIRMED\r\n";
}

static void row(struct export *x, enum store_table table, const chy_str *v)
{
    (void)table;
    if (str_is(v[EVENTS_STATUS], "denied") || str_is(v[EVENTS_STATUS], "hypothetical")) {
        export_left_out(x, "a day, or are denied or hypothetical");
        return;
    }
    if (!names_days(v)) {
        export_left_out(x, "a day, or are denied or hypothetical");
        return;
    }
    buf *b = x->out;
    buf_str(b, CHY_LIT("BEGIN:VEVENT\r\n"));
    content(b, "UID:", export_urn_text(x->item, "event", v[EVENTS_ID]));
    content(b, "DTSTAMP:", basic(x->item, v[EVENTS_RECORDED]));
    content(b, "DTSTART;VALUE=DATE:", basic(x->item, v[EVENTS_FIRST_DAY]));
    content(b, "DTEND;VALUE=DATE:", basic(x->item, day_after(x->item, v[EVENTS_LAST_DAY])));
    text(x, "SUMMARY:", export_title(x->item, v));
    text(x, "LOCATION:", v[EVENTS_PLACE_NAME]);
    text(x, "DESCRIPTION:",
         str_format(x->item, "%.*s\n%.*s%s%.*s", (int)v[EVENTS_WORDS].len, v[EVENTS_WORDS].ptr, (int)v[EVENTS_PUBLISHER].len,
                    v[EVENTS_PUBLISHER].ptr, v[EVENTS_PUBLISHER].len && v[EVENTS_PUBLISHED].len ? ", " : "", (int)v[EVENTS_PUBLISHED].len,
                    v[EVENTS_PUBLISHED].ptr));
    text(x, "CATEGORIES:", v[EVENTS_KIND].len ? v[EVENTS_KIND] : v[EVENTS_TYPE]);
    buf_str(b, str_of(status_of(v[EVENTS_STATUS])));
    buf_str(b, CHY_LIT("TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"));
}

static chy_status end(struct export *x, chy_err *err)
{
    (void)err;
    buf_str(x->out, CHY_LIT("END:VCALENDAR\r\n"));
    return CHY_OK;
}

const struct export_format export_ics = { "ics", 1u << TABLE_EVENTS, false, false, begin, row, end };
