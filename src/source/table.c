/* Corpora in one file: a JSON object a line, or values parted by commas, tabs, semicolons, whose first line names the columns. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "source/gather.h"

enum { COLUMNS_MOST = 1024, ROW_MOST = GATHER_DOCUMENT_MOST + (1 << 20) };

enum field { FIELD_TEXT, FIELD_TITLE, FIELD_DATE, FIELD_AUTHOR, FIELD_SOURCE, FIELD_LANG, FIELD_ID, FIELD_ADDRESS, FIELD_COUNT };
static const char *const field_names[FIELD_COUNT] = { "text", "title", "date", "author", "source", "lang", "id", "address" };

struct table {
    struct gather *g;
    chy_str file;
    int depth;
    chy_str column[FIELD_COUNT]; /* what each is called in this table */
    uint64_t row;
    buf name;
};

/* "text=body,date=pub": what is not named there is called as we call it. */
static void read_columns(const char *columns, struct table *t)
{
    chy_str rest = str_of(columns), piece;
    for (int f = 0; f < FIELD_COUNT; f++) t->column[f] = str_of(field_names[f]);
    while (rest.len && str_next_piece(&rest, ',', &piece)) {
        size_t equals = str_find(piece, CHY_LIT("="), 0);
        chy_str key = str_trim(str_cut(piece, 0, equals));
        if (equals == SIZE_MAX) continue;
        if (str_is(key, "url")) key = CHY_LIT("address");
        for (int f = 0; f < FIELD_COUNT; f++)
            if (str_is(key, field_names[f])) { t->column[f] = str_trim(str_cut(piece, equals + 1, piece.len)); }
    }
}

static bool has_suffix(chy_str name, const char *suffix)
{
    size_t n = strlen(suffix);
    return name.len > n && str_eq_ascii_nocase(str_cut(name, name.len - n, name.len), str_of(suffix));
}

static bool is_lines(chy_str first)
{
    chy_str s = str_trim(str_cut(first, str_starts(first, CHY_LIT("\xef\xbb\xbf")) ? 3 : 0, first.len));
    return s.len && s.ptr[0] == '{';
}

/* The mark that parts the columns of a first line: the one that is there most often outside of quotation marks. */
static char parting_mark(chy_str first)
{
    static const char marks[] = { ',', '\t', ';', '|' };
    size_t count[sizeof marks] = { 0 }, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < first.len && (quoted || first.ptr[i] != '\n'); i++) {
        if (first.ptr[i] == '"') quoted = !quoted;
        for (size_t k = 0; !quoted && k < sizeof marks; k++) count[k] += first.ptr[i] == marks[k];
    }
    for (size_t k = 1; k < sizeof marks; k++)
        if (count[k] > count[best]) best = k;
    return marks[best];
}

/* Whether a first line names this column. */
static bool names_column(chy_str first, char mark, chy_str column)
{
    size_t end = str_find(first, CHY_LIT("\n"), 0);
    chy_str line = str_cut(first, str_starts(first, CHY_LIT("\xef\xbb\xbf")) ? 3 : 0, end), piece;
    while (str_next_piece(&line, mark, &piece)) {
        piece = str_trim(piece);
        if (piece.len > 1 && piece.ptr[0] == '"') piece = str_cut(piece, 1, piece.len - 1);
        if (str_eq_ascii_nocase(str_trim(piece), column)) return true;
    }
    return false;
}

bool table_begins(chy_str name, chy_str first, const char *columns)
{
    bool lines = has_suffix(name, ".jsonl") || has_suffix(name, ".ndjson"), values = has_suffix(name, ".csv") || has_suffix(name, ".tsv");
    if (columns && (lines || values || str_is(name, "-") || is_lines(first))) return true;
    if (lines) return is_lines(first) && str_find(first, CHY_LIT("\"text\""), 0) != SIZE_MAX;
    return values && names_column(first, parting_mark(first), CHY_LIT("text"));
}

/* ------------------------------------------------------------------ a row */

static chy_str row_name(struct table *t, chy_str id)
{
    char number[24];
    if (id.len) return id;
    snprintf(number, sizeof number, "%llu", (unsigned long long)t->row);
    return gather_name(&t->name, t->file, '#', str_of(number));
}

static void give_row(struct table *t, const chy_str value[FIELD_COUNT])
{
    struct envelope known = { .address = value[FIELD_ADDRESS],
                              .title = value[FIELD_TITLE],
                              .date = value[FIELD_DATE],
                              .author = value[FIELD_AUTHOR],
                              .source = value[FIELD_SOURCE],
                              .lang = value[FIELD_LANG] };
    if (known.date.len) known.date_basis = CHY_LIT("given");
    chy_str name = row_name(t, value[FIELD_ID]);
    if (!str_trim(value[FIELD_TEXT]).len)
        gather_miss(t->g, name, "is empty");
    else if (value[FIELD_TEXT].len > GATHER_DOCUMENT_MOST)
        gather_miss(t->g, name, "is larger than 32 MiB, the most that one document may have");
    else
        gather_give(t->g, name, &known, value[FIELD_TEXT]);
}

static void miss_row(struct table *t, const char *why) { gather_miss(t->g, row_name(t, (chy_str){ 0 }), why); }

/* ------------------------------------------------------------------ JSON lines */

/* "a.b" is the member b of the member a. */
static const json_t *member(const json_t *o, chy_str path)
{
    const json_t *whole = json_object_getn(o, path.ptr, path.len);
    chy_str piece;
    if (whole) return whole;
    while (o && path.ptr && str_next_piece(&path, '.', &piece)) o = json_object_getn(o, piece.ptr, piece.len);
    return o;
}

static chy_str value_of(const json_t *o, chy_str column, char number[32])
{
    const json_t *v = member(o, column);
    if (json_is_array(v)) v = json_array_get(v, 0); /* authors */
    if (json_is_string(v)) return (chy_str){ json_string_value(v), json_string_length(v) };
    if (!json_is_integer(v)) return (chy_str){ 0 };
    int n = snprintf(number, 32, "%lld", (long long)json_integer_value(v));
    return (chy_str){ number, (size_t)n };
}

static void read_line(struct table *t, chy_str line)
{
    char numbers[FIELD_COUNT][32];
    chy_str value[FIELD_COUNT];
    json_error_t why;
    json_t *o = json_loadb(line.ptr, line.len, JSON_ALLOW_NUL, &why);
    for (int f = 0; o && f < FIELD_COUNT; f++) value[f] = value_of(o, t->column[f], numbers[f]);
    if (!json_is_object(o))
        miss_row(t, "is no JSON object");
    else if (!member(o, t->column[FIELD_TEXT]))
        miss_row(t, "has no text; --columns text=NAME tells which member it is");
    else
        give_row(t, value);
    json_decref(o);
}

static void read_lines(struct table *t, struct stream *s)
{
    buf line;
    bool cut;
    buf_init(&line, NULL, NULL);
    for (line.len = 0; !t->g->stopped && stream_line(s, ROW_MOST, &line, &cut); line.len = 0) {
        chy_str text = str_trim((chy_str){ line.ptr ? line.ptr : "", line.len });
        t->row++;
        if (t->row == 1 && str_starts(text, CHY_LIT("\xef\xbb\xbf"))) text = str_cut(text, 3, text.len);
        if (line.failed) {
            miss_row(t, "no memory to read it");
            break;
        }
        if (cut)
            miss_row(t, "is larger than 32 MiB, the most that one document may have");
        else if (text.len)
            read_line(t, text);
    }
    buf_done(&line, NULL);
}

/* ------------------------------------------------------------------ parted values */

struct row {
    buf bytes;
    size_t end[COLUMNS_MOST]; /* of each value in bytes */
    size_t count;
};

static chy_str cell(const struct row *r, size_t i)
{
    size_t from = i ? r->end[i - 1] : 0;
    return i < r->count ? (chy_str){ r->bytes.ptr ? r->bytes.ptr + from : "", r->end[i] - from } : (chy_str){ 0 };
}

static size_t cell_begin(const struct row *r) { return r->count ? r->end[r->count - 1] : 0; }

static void end_cell(struct row *r)
{
    if (r->count < COLUMNS_MOST) r->end[r->count++] = r->bytes.len;
}

enum row_end { ROW_GOOD, ROW_LAST, ROW_TOO_LARGE };

/* One row, with line breaks within quotation marks; what is larger than a document ends at the next line break. */
static enum row_end take_row(struct stream *s, char mark, struct row *r)
{
    bool quoted = false, fresh = true, any = false, large = false;
    r->bytes.len = r->count = 0;
    for (;;) {
        chy_str some = stream_peek(s, 1);
        if (!some.len) break;
        some.len = s->len - s->at;
        size_t i = 0;
        for (; i < some.len; i++) {
            char c = some.ptr[i];
            any = true;
            if (r->bytes.len > ROW_MOST) large = true;
            if (c == '\n' && (!quoted || large)) {
                s->at += i + 1;
                if (r->bytes.len > cell_begin(r) && !quoted && r->bytes.ptr[r->bytes.len - 1] == '\r') r->bytes.len--;
                end_cell(r);
                return large ? ROW_TOO_LARGE : ROW_GOOD;
            }
            if (large) continue;
            if (c == '"' && quoted) {
                chy_str next = i + 1 < some.len ? str_cut(some, i + 1, i + 2) : (chy_str){ 0 };
                if (i + 1 == some.len) { /* what follows decides: is it two in a row? */
                    s->at += i;
                    some = stream_peek(s, 2);
                    next = str_cut(some, 1, 2);
                    some.len = s->len - s->at;
                    i = 0;
                }
                if (next.len && next.ptr[0] == '"') {
                    buf_char(&r->bytes, '"');
                    i++;
                } else
                    quoted = false;
            } else if (c == '"' && fresh)
                quoted = true;
            else if (c == mark && !quoted)
                end_cell(r);
            else
                buf_char(&r->bytes, c);
            fresh = c == mark && !quoted;
        }
        s->at += i;
    }
    if (any) end_cell(r);
    return large ? ROW_TOO_LARGE : any ? ROW_GOOD : ROW_LAST;
}

/* Which column each field stands in; SIZE_MAX. */
static void find_columns(const struct table *t, const struct row *head, size_t at[FIELD_COUNT])
{
    for (int f = 0; f < FIELD_COUNT; f++) {
        at[f] = SIZE_MAX;
        for (size_t i = 0; at[f] == SIZE_MAX && i < head->count; i++) {
            chy_str name = cell(head, i);
            if (!i && str_starts(name, CHY_LIT("\xef\xbb\xbf"))) name = str_cut(name, 3, name.len);
            if (str_eq_ascii_nocase(str_trim(name), t->column[f])) at[f] = i;
        }
    }
}

static void read_rows(struct table *t, struct stream *s)
{
    char mark = parting_mark(stream_peek(s, 4096));
    struct row *r = calloc(1, sizeof *r);
    size_t at[FIELD_COUNT];
    if (!r) {
        gather_miss(t->g, t->file, "no memory to read it");
        return;
    }
    buf_init(&r->bytes, NULL, NULL);
    take_row(s, mark, r);
    find_columns(t, r, at);
    if (at[FIELD_TEXT] == SIZE_MAX) gather_miss(t->g, t->file, "has no column with the text; --columns text=NAME tells which it is");
    while (at[FIELD_TEXT] != SIZE_MAX && !t->g->stopped && !r->bytes.failed) {
        chy_str value[FIELD_COUNT];
        enum row_end how = take_row(s, mark, r);
        if (how == ROW_LAST) break;
        t->row++;
        for (int f = 0; f < FIELD_COUNT; f++) value[f] = at[f] == SIZE_MAX ? (chy_str){ 0 } : cell(r, at[f]);
        if (how == ROW_TOO_LARGE)
            miss_row(t, "is larger than 32 MiB, the most that one document may have");
        else if (r->count > 1 || r->bytes.len)
            give_row(t, value);
    }
    if (r->bytes.failed) gather_miss(t->g, t->file, "no memory to read it");
    buf_done(&r->bytes, NULL);
    free(r);
}

void table_gather(struct gather *g, chy_str name, struct stream *s, int depth)
{
    struct table t = { .g = g, .file = name, .depth = depth };
    buf_init(&t.name, NULL, NULL);
    read_columns(g->columns ? g->columns : "", &t);
    if (is_lines(stream_peek(s, 4096)))
        read_lines(&t, s);
    else
        read_rows(&t, s);
    if (s->fault) gather_miss(g, name, s->fault);
    buf_done(&t.name, NULL);
}
