/*
 * gather.h: rows that are put many at a time, for a database that is asked over a wire.
 *
 *     struct sheet sheet;
 *     sheet_init(&sheet, CHY_LIT("INSERT INTO segments (coding, kind) VALUES ($1, $2)"), "ns");
 *     sheet_group(&sheet, 0);                            // rows come in groups, so that some can be left out
 *     sheet_value(&sheet, "\0\0\0\0\0\0\0\7", 8);        // as the database takes it; NULL for nothing
 *     sheet_value(&sheet, "body", 4);
 *     for (struct sheet_place at = { 0 }; sheet_fill(&sheet, left_out, &at, columns);) send(sheet.sql, columns);
 *
 * The statement becomes one over arrays, an array for each parameter: INSERT INTO segments (coding, kind) SELECT g.c1, g.c2 FROM
 * unnest($1::bigint[], $2::text[]) AS g(c1, c2) ORDER BY g.c1. In that order two writers of the same key wait, and not for one another.
 */
#ifndef STORE_GATHER_H
#define STORE_GATHER_H

#include <stdbool.h>

#include "base/buf.h"

enum { SHEET_COLUMNS = 32 };

struct sheet_part { /* rows of one group that stand together */
    uint32_t group, rows;
    size_t size; /* in bytes */
};

struct sheet {
    char *sql;
    char kind[SHEET_COLUMNS + 1]; /* of each parameter: n number, s text, b bytes */
    int columns;
    buf rows;
    struct sheet_part *parts;
    uint32_t part_count, part_room;
    int value; /* of the row that is being written */
    bool failed;
};

struct sheet_place {
    uint32_t part, row;
    size_t at;
};

bool sheet_init(struct sheet *s, chy_str sql, const char *kinds); /* false: no memory, or a statement of another form */
void sheet_done(struct sheet *s);
void sheet_clear(struct sheet *s);

void sheet_group(struct sheet *s, uint32_t group);
void sheet_value(struct sheet *s, const char *bytes, size_t size); /* parameter by parameter, row by row */
static inline bool sheet_is_empty(const struct sheet *s) { return !s->part_count; }

/* The next few thousand rows of groups that are not left out (NULL: of all), as arrays in the database's own form, one a column. False when
 * there are no more, or (s->failed) no memory. */
bool sheet_fill(struct sheet *s, const bool *left_out, struct sheet_place *at, buf columns[SHEET_COLUMNS]);

#endif
