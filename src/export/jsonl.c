/* JSON Lines: every row of every table as an object; "row" says of which. The first line tells the export itself. */
#include "base/json.h"
#include "export/export.h"

static const char *const row_names[TABLE_COUNT] = {
    [TABLE_CODINGS] = "coding", [TABLE_ENTITIES] = "entity",    [TABLE_ALIASES] = "alias",     [TABLE_PARTICIPANTS] = "participant",
    [TABLE_EVENTS] = "event",   [TABLE_DOCUMENTS] = "document", [TABLE_LINKS] = "link",        [TABLE_STATEMENTS] = "statement",
    [TABLE_REPORTS] = "report", [TABLE_FACTS] = "fact",         [TABLE_EVIDENCE] = "evidence",
};

static chy_status begin(struct export *x, chy_err *err)
{
    json w = json_begin(x->out);
    (void)err;
    json_open(&w, '{');
    json_key(&w, "row");
    json_str(&w, CHY_LIT("export"));
    export_head(x, &w);
    json_close(&w, '}');
    buf_char(x->out, '\n');
    return CHY_OK;
}

static void row(struct export *x, enum store_table table, const chy_str *values)
{
    const struct store_column *columns;
    size_t count = store_columns(table, &columns);
    json w = json_begin(x->out);
    json_open(&w, '{');
    json_key(&w, "row");
    json_str(&w, str_of(row_names[table]));
    for (size_t i = 0; i < count; i++) {
        if (columns[i].kind == COLUMN_HIDDEN && !(table == TABLE_DOCUMENTS && i == DOCUMENTS_TEXT)) continue;
        json_key(&w, columns[i].name);
        if (!values[i].len)
            json_null(&w);
        else if (columns[i].kind == COLUMN_NUMBER)
            json_raw(&w, values[i]);
        else if (columns[i].kind == COLUMN_YES)
            json_bool(&w, str_is(values[i], "1"));
        else
            json_str(&w, values[i]);
    }
    json_close(&w, '}');
    buf_char(x->out, '\n');
}

static chy_status end(struct export *x, chy_err *err)
{
    (void)x;
    (void)err;
    return CHY_OK;
}

const struct export_format export_jsonl = { "jsonl", (1u << TABLE_COUNT) - 1 - (1u << TABLE_CODINGS), false, false, begin, row, end };
