/* A question in the asker's own SQL. */
#include "query/asking.h"

enum { SQL_SECONDS = 10, SQL_BYTES = 100000 };

static chy_status write_columns(struct asking *a, struct store_rows *r, int count)
{
    chy_column *columns = ARENA_ARRAY(a->mem, chy_column, (size_t)count + 1);
    if (!columns) return err_memory(a->err, "answering");
    for (int i = 0; i < count; i++) {
        chy_str name = answer_keep(a, str_of(store_column_name(r, i)));
        columns[i] = (chy_column){ name.ptr, 0 };
    }
    answer_columns(a, columns, (uint32_t)count);
    return CHY_OK;
}

chy_status ask_sql(struct asking *a)
{
    struct store_rows *r = NULL;
    chy_str sql = str_trim(a->q->name);
    answer_columns(a, NULL, 0);
    if (!sql.len) return err_set(a->err, CHY_EUSAGE, 0, "which statement?");
    if (sql.len > SQL_BYTES) return err_set(a->err, CHY_EUSAGE, 0, "a statement has %d bytes at most", SQL_BYTES);
    chy_status st = store_sql(a->s, sql, SQL_SECONDS * 1000, &r, a->err);
    int count = st ? 0 : store_column_count(r);
    if (!st) st = write_columns(a, r, count);
    while (!st && !answer_full(a) && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str *row = answer_row(a);
        st = CHY_OK;
        for (int i = 0; row && i < count; i++) row[i] = answer_keep(a, store_text(r, i));
    }
    store_rows_close(r);
    store_sql_done(a->s);
    return st == CHY_DONE ? CHY_OK : st;
}
