#include "store/gather.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

enum { ROWS_MOST = 4096, BYTES_MOST = 4 << 20, TYPE_BYTES = 17, TYPE_NUMBER = 20, TYPE_TEXT = 25 };

/* ------------------------------------------------------------------ the statement */

/* The parenthesis that closes the one before `from`; SIZE_MAX. */
static size_t closing(chy_str sql, size_t from)
{
    bool quoted = false;
    for (size_t i = from, depth = 1; i < sql.len; i++) {
        char c = sql.ptr[i];
        if (c == '\'') quoted = !quoted;
        if (quoted) continue;
        if (c == '(') depth++;
        if (c == ')' && !--depth) return i;
    }
    return SIZE_MAX;
}

static void write_values(buf *out, chy_str values)
{
    for (size_t i = 0; i < values.len; i++) {
        if (values.ptr[i] == '$')
            buf_str(out, CHY_LIT("g.c"));
        else
            buf_char(out, values.ptr[i]);
    }
}

static void write_from(buf *out, const char *kinds)
{
    buf_str(out, CHY_LIT(" FROM unnest("));
    for (int i = 0; kinds[i]; i++)
        buf_format(out, "%s$%d::%s[]", i ? ", " : "", i + 1, kinds[i] == 'n' ? "bigint" : kinds[i] == 'b' ? "bytea" : "text");
    buf_str(out, CHY_LIT(") AS g("));
    for (int i = 0; kinds[i]; i++) buf_format(out, "%sc%d", i ? ", " : "", i + 1);
    buf_str(out, CHY_LIT(") ORDER BY g.c1"));
}

static char *over_arrays(chy_str sql, const char *kinds)
{
    chy_str lead = CHY_LIT(" VALUES (");
    size_t start = str_find(sql, lead, 0), end = start == SIZE_MAX ? SIZE_MAX : closing(sql, start + lead.len);
    if (end == SIZE_MAX) return NULL;
    buf out;
    buf_init(&out, NULL, NULL);
    buf_str(&out, str_cut(sql, 0, start));
    buf_str(&out, CHY_LIT(" SELECT "));
    write_values(&out, str_cut(sql, start + lead.len, end));
    write_from(&out, kinds);
    buf_str(&out, str_cut(sql, end + 1, sql.len));
    buf_char(&out, 0);
    if (!out.failed) return out.ptr;
    free(out.ptr);
    return NULL;
}

/* ------------------------------------------------------------------ rows */

bool sheet_init(struct sheet *s, chy_str sql, const char *kinds)
{
    *s = (struct sheet){ .columns = (int)strlen(kinds) };
    if (!s->columns || s->columns > SHEET_COLUMNS) return false;
    memcpy(s->kind, kinds, (size_t)s->columns);
    buf_init(&s->rows, NULL, NULL);
    s->sql = over_arrays(sql, kinds);
    return s->sql != NULL;
}

void sheet_done(struct sheet *s)
{
    free(s->sql);
    free(s->rows.ptr);
    free(s->parts);
    *s = (struct sheet){ 0 };
}

/* What was large once need not stay so. */
void sheet_clear(struct sheet *s)
{
    if (s->rows.room > BYTES_MOST || s->rows.failed) {
        free(s->rows.ptr);
        buf_init(&s->rows, NULL, NULL);
    }
    s->rows.len = 0;
    s->part_count = 0;
    s->value = 0;
    s->failed = false;
}

void sheet_group(struct sheet *s, uint32_t group)
{
    if (s->part_count && s->parts[s->part_count - 1].group == group) return;
    if (s->part_count == s->part_room) {
        uint32_t room = s->part_room ? 2 * s->part_room : 64;
        struct sheet_part *more = realloc(s->parts, room * sizeof *more);
        if (!more) {
            s->failed = true;
            return;
        }
        s->parts = more;
        s->part_room = room;
    }
    s->parts[s->part_count++] = (struct sheet_part){ .group = group };
}

static void write_length(buf *out, uint32_t length)
{
    unsigned char bytes[4] = { (unsigned char)(length >> 24), (unsigned char)(length >> 16), (unsigned char)(length >> 8),
                               (unsigned char)length };
    buf_bytes(out, bytes, sizeof bytes);
}

void sheet_value(struct sheet *s, const char *bytes, size_t size)
{
    if (s->failed || !s->part_count || size > INT32_MAX) {
        s->failed = true;
        return;
    }
    struct sheet_part *part = &s->parts[s->part_count - 1];
    size_t before = s->rows.len;
    write_length(&s->rows, bytes ? (uint32_t)size : UINT32_MAX);
    if (bytes) buf_bytes(&s->rows, bytes, size);
    if (s->rows.failed) s->failed = true;
    part->size += s->rows.len - before;
    if (++s->value < s->columns) return;
    s->value = 0;
    part->rows++;
}

/* ------------------------------------------------------------------ arrays */

static void begin_array(buf *out, char kind)
{
    out->len = 0;
    write_length(out, 1); /* dimension */
    write_length(out, 1); /* some may be nothing */
    write_length(out, kind == 'n' ? TYPE_NUMBER : kind == 'b' ? TYPE_BYTES : TYPE_TEXT);
    write_length(out, 0); /* how many: in the end */
    write_length(out, 1); /* the number of the first */
}

static void end_array(buf *out, uint32_t count)
{
    for (int i = 0; i < 4; i++) out->ptr[12 + i] = (char)(unsigned char)(count >> (24 - 8 * i));
}

static size_t move_row(struct sheet *s, size_t at, buf columns[])
{
    for (int i = 0; i < s->columns; i++) {
        const unsigned char *p = (const unsigned char *)s->rows.ptr + at;
        uint32_t length = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
        size_t size = 4 + (length == UINT32_MAX ? 0 : length);
        buf_bytes(&columns[i], p, size);
        at += size;
    }
    return at;
}

bool sheet_fill(struct sheet *s, const bool *left_out, struct sheet_place *at, buf columns[SHEET_COLUMNS])
{
    uint32_t rows = 0;
    size_t size = 0;
    if (s->failed || s->value) {
        s->failed = true;
        return false;
    }
    for (int i = 0; i < s->columns; i++) begin_array(&columns[i], s->kind[i]);
    while (at->part < s->part_count && rows < ROWS_MOST && size < BYTES_MOST) {
        const struct sheet_part *part = &s->parts[at->part];
        bool skipped = left_out && left_out[part->group];
        if (skipped && !at->row) at->at += part->size;
        if (skipped || at->row == part->rows) {
            at->part++;
            at->row = 0;
            continue;
        }
        size_t next = move_row(s, at->at, columns);
        size += next - at->at;
        at->at = next;
        at->row++;
        rows++;
    }
    for (int i = 0; i < s->columns; i++) {
        if (columns[i].failed) s->failed = true;
        if (!columns[i].failed) end_array(&columns[i], rows);
    }
    return rows && !s->failed;
}
