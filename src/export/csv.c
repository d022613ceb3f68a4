/* CSV (RFC 4180): a file for each table, named after it, and export.csv, which tells what was asked and what it was read with. */
#include "export/export.h"

#include <stdio.h>
#include <stdlib.h>

struct part {
    struct export *x;
    buf b;
    char name[32];
};

struct files {
    struct part parts[TABLE_COUNT + 1]; /* the last one: export.csv */
};

static int to_part(void *user, const char *bytes, size_t size)
{
    struct part *p = user;
    return p->x->sink(p->x->user, p->name, bytes, size);
}

static void cell(buf *b, chy_str s)
{
    bool quote = false;
    for (size_t i = 0; i < s.len && !quote; i++) quote = s.ptr[i] == ',' || s.ptr[i] == '"' || s.ptr[i] == '\n' || s.ptr[i] == '\r';
    if (!quote) {
        buf_str(b, s);
        return;
    }
    buf_char(b, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"') buf_char(b, '"');
        buf_char(b, s.ptr[i]);
    }
    buf_char(b, '"');
}

static void line(buf *b, chy_str key, chy_str value)
{
    cell(b, key);
    buf_char(b, ',');
    cell(b, value);
    buf_str(b, CHY_LIT("\r\n"));
}

static void head(buf *b, enum store_table table)
{
    const struct store_column *columns;
    size_t count = store_columns(table, &columns);
    for (size_t i = 0, n = 0; i < count; i++) {
        if (columns[i].kind == COLUMN_HIDDEN) continue;
        if (n++) buf_char(b, ',');
        buf_str(b, str_of(columns[i].name));
    }
    buf_str(b, CHY_LIT("\r\n"));
}

static void tell_export(struct export *x, buf *b)
{
    struct export_asked asked[EXPORT_ASKED_MAX];
    size_t count = export_asked(x, asked);
    line(b, CHY_LIT("what"), CHY_LIT("value"));
    line(b, CHY_LIT("program"), x->program);
    for (uint32_t i = 0; i < x->codings.count; i++) line(b, CHY_LIT("coding"), x->codings.at[i]);
    for (size_t i = 0; i < count; i++) line(b, str_of(asked[i].key), asked[i].value);
}

static chy_status begin(struct export *x, chy_err *err)
{
    struct files *f = ARENA_NEW(x->mem, struct files);
    if (!f) return err_memory(err, "exporting");
    for (int i = 0; i <= TABLE_COUNT; i++) {
        struct part *p = &f->parts[i];
        p->x = x;
        snprintf(p->name, sizeof p->name, "%s.csv", i < TABLE_COUNT ? store_table_name((enum store_table)i) : "export");
        buf_init(&p->b, to_part, p);
        if (i < TABLE_COUNT && x->format->tables >> i & 1) head(&p->b, (enum store_table)i);
    }
    tell_export(x, &f->parts[TABLE_COUNT].b);
    x->state = f;
    return CHY_OK;
}

static void row(struct export *x, enum store_table table, const chy_str *values)
{
    struct files *f = x->state;
    buf *b = &f->parts[table].b;
    const struct store_column *columns;
    size_t count = store_columns(table, &columns);
    for (size_t i = 0, n = 0; i < count; i++) {
        if (columns[i].kind == COLUMN_HIDDEN) continue;
        if (n++) buf_char(b, ',');
        cell(b, values[i]);
    }
    buf_str(b, CHY_LIT("\r\n"));
}

static chy_status end(struct export *x, chy_err *err)
{
    struct files *f = x->state;
    chy_status st = CHY_OK;
    for (int i = 0; i <= TABLE_COUNT && f; i++) {
        chy_status one = buf_done(&f->parts[i].b, st ? NULL : err);
        if (!st) st = one;
    }
    return st;
}

const struct export_format export_csv = { "csv", (1u << TABLE_COUNT) - 1 - (1u << TABLE_CODINGS), false, false, begin, row, end };
