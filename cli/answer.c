#define _GNU_SOURCE
#include "answer.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { GAP = 2, NARROWEST = 40 };

const char *answer_record(const struct call *call)
{
    const char *path = call_value(call, "record");
    if (!path) path = getenv("CHANCERY_RECORD");
    return path && *path ? path : "chancery.db";
}

chy_str answer_operand(const struct call *call, int i)
{
    return i < call->count ? (chy_str){ call->operands[i], strlen(call->operands[i]) } : (chy_str){ "", 0 };
}

chy_str answer_value(const struct call *call, const char *option)
{
    const char *value = call_value(call, option);
    return value ? (chy_str){ value, strlen(value) } : (chy_str){ "", 0 };
}

/* All operands as one text, on the heap; NULL without memory. */
static char *join_operands(const struct call *call)
{
    size_t size = 1;
    for (int i = 0; i < call->count; i++) size += strlen(call->operands[i]) + 1;
    char *text = malloc(size), *p = text;
    for (int i = 0; i < call->count && text; i++) {
        if (i) *p++ = ' ';
        p = stpcpy(p, call->operands[i]);
    }
    if (text) *p = 0;
    return text;
}

/* ------------------------------------------------------------------ for programs */

static void print_json_text(chy_str s)
{
    putchar('"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c == '\n')
            fputs("\\n", stdout);
        else if (c == '\t')
            fputs("\\t", stdout);
        else if (c < 0x20 || c == 0x7F)
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
}

/* "according to" -> according_to */
static void print_key(const char *name)
{
    for (; *name; name++) putchar(*name == ' ' ? '_' : *name);
}

static void print_json_row(const chy_column *columns, size_t count, const chy_str *values)
{
    for (size_t i = 0; i < count; i++) {
        fputs(i ? ", \"" : "{\"", stdout);
        print_key(columns[i].name);
        fputs("\": ", stdout);
        if (!values[i].len)
            fputs("null", stdout);
        else if (columns[i].flags & CHY_COLUMN_NUMBER)
            fwrite(values[i].ptr, 1, values[i].len, stdout);
        else
            print_json_text(values[i]);
    }
    fputs("}\n", stdout);
}

static void print_csv_text(chy_str s)
{
    bool quote = false;
    for (size_t i = 0; i < s.len; i++) quote |= s.ptr[i] == ',' || s.ptr[i] == '"' || s.ptr[i] == '\n' || s.ptr[i] == '\r';
    if (!quote) {
        fwrite(s.ptr, 1, s.len, stdout);
        return;
    }
    putchar('"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"') putchar('"');
        putchar(s.ptr[i]);
    }
    putchar('"');
}

static void print_csv_row(size_t count, const chy_str *values)
{
    for (size_t i = 0; i < count; i++) {
        if (i) putchar(',');
        print_csv_text(values[i]);
    }
    fputs("\r\n", stdout);
}

/* ------------------------------------------------------------------ for people */

/* One character and what it takes on a terminal: East Asian wide ones two columns, marks none. */
static size_t next_character(chy_str s, size_t at, int *columns)
{
    unsigned char c = (unsigned char)s.ptr[at];
    size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    if (at + n > s.len) n = s.len - at;
    uint32_t point = n == 1 ? c : c & (0xFFu >> (n + 1));
    for (size_t i = 1; i < n; i++) point = point << 6 | ((unsigned char)s.ptr[at + i] & 0x3F);
    bool wide = (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0xA4CF) || (point >= 0xAC00 && point <= 0xD7A3) ||
                (point >= 0xF900 && point <= 0xFAFF) || (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60) ||
                (point >= 0x1F300 && point <= 0x1FAFF) || (point >= 0x20000 && point <= 0x3FFFD);
    bool mark = (point >= 0x300 && point <= 0x36F) || (point >= 0x200B && point <= 0x200F);
    *columns = mark ? 0 : wide ? 2 : 1;
    return n;
}

static int text_width(chy_str s)
{
    int width = 0, columns;
    for (size_t at = 0; at < s.len; width += columns) at += next_character(s, at, &columns);
    return width;
}

/* Text from strangers on a terminal: control characters, escape sequences among them, become spaces. */
static void print_clean(chy_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        bool control = c < 0x20 || c == 0x7F || (c == 0xC2 && i + 1 < s.len && (unsigned char)s.ptr[i + 1] < 0xA0);
        if (control && c == 0xC2) i++;
        putchar(control ? ' ' : c);
    }
}

static void print_spaces(int n)
{
    while (n-- > 0) putchar(' ');
}

/* As much of s as fits into `room` columns, up to a space where there is one. */
static size_t fitting(chy_str s, int room)
{
    size_t at = 0, space = 0;
    int width = 0, columns;
    while (at < s.len) {
        if (s.ptr[at] == ' ' || s.ptr[at] == '\n') space = at;
        size_t n = next_character(s, at, &columns);
        if (width + columns > room) return space ? space : at ? at : n;
        width += columns;
        at += n;
    }
    return s.len;
}

/* The last column goes on below itself when the terminal is not wide enough. */
static void print_wrapped(chy_str s, int indent, int terminal)
{
    int room = terminal - indent;
    if (!terminal || room < NARROWEST) {
        print_clean(s);
        return;
    }
    for (bool first = true; s.len; first = false) {
        if (!first) {
            putchar('\n');
            print_spaces(indent);
        }
        size_t n = fitting(s, room);
        print_clean((chy_str){ s.ptr, n });
        while (n < s.len && s.ptr[n] == ' ') n++;
        s = (chy_str){ s.ptr + n, s.len - n };
    }
}

struct table {
    const chy_column *columns;
    size_t count, last;
    const chy_str **rows;
    size_t row_count, room;
    int *width; /* 0: nothing in it, not shown */
    int terminal;
};

static void print_row(const struct table *t, const chy_str *values)
{
    int indent = 0, pending = 0;
    for (size_t i = 0; i < t->count; i++) {
        if (!t->width[i]) continue;
        if (i == t->last) {
            if (values[i].len) {
                print_spaces(pending);
                print_wrapped(values[i], indent, t->terminal);
            }
        } else if (values[i].len) {
            print_spaces(pending);
            print_clean(values[i]);
            pending = t->width[i] + GAP - text_width(values[i]);
        } else
            pending += t->width[i] + GAP;
        indent += t->width[i] + GAP;
    }
    putchar('\n');
}

static void measure(struct table *t)
{
    for (size_t i = 0; i < t->count; i++) {
        if (t->columns[i].flags & CHY_COLUMN_DETAIL) continue;
        for (size_t k = 0; k < t->row_count; k++) {
            int width = text_width(t->rows[k][i]);
            if (width > t->width[i]) t->width[i] = width;
        }
        if (!t->width[i]) continue;
        t->last = i;
        if (t->width[i] < (int)strlen(t->columns[i].name)) t->width[i] = (int)strlen(t->columns[i].name);
    }
}

static void print_table(struct table *t, const chy_str *heads)
{
    struct winsize window;
    t->terminal = isatty(1) && !ioctl(1, TIOCGWINSZ, &window) ? window.ws_col : 0;
    measure(t);
    print_row(t, heads);
    for (size_t i = 0; i < t->row_count; i++) print_row(t, t->rows[i]);
}

/* ------------------------------------------------------------------ the answer */

static chy_status collect(chy_rows *rows, struct table *t, chy_err *err)
{
    const chy_str *values;
    chy_status st;
    while ((st = chy_rows_next(rows, &values, err)) == CHY_ROW) {
        if (t->row_count == t->room) {
            size_t room = t->room ? t->room * 2 : 64;
            const chy_str **more = realloc(t->rows, room * sizeof *more);
            if (!more) return CHY_ENOMEM;
            t->rows = more;
            t->room = room;
        }
        t->rows[t->row_count++] = values;
    }
    return st;
}

static int print_for_people(struct table *t, chy_str note)
{
    chy_str *heads = calloc(t->count, sizeof *heads);
    t->width = calloc(t->count, sizeof *t->width);
    if (heads && t->width && t->row_count) {
        for (size_t i = 0; i < t->count; i++) heads[i] = (chy_str){ t->columns[i].name, strlen(t->columns[i].name) };
        print_table(t, heads);
        if (note.len) putchar('\n');
    }
    if (!t->row_count) fputs(note.len ? "not stated: " : "not stated\n", stdout);
    if (note.len) {
        print_clean(note);
        putchar('\n');
    }
    int status = heads && t->width ? EXIT_DONE : EXIT_UNAVAILABLE;
    free(heads);
    free(t->width);
    return status;
}

static int print_collected(const struct call *call, struct table *t, chy_str note)
{
    int status = EXIT_DONE;
    if (call_has(call, "json")) {
        for (size_t i = 0; i < t->row_count; i++) print_json_row(t->columns, t->count, t->rows[i]);
    } else if (call_has(call, "csv")) {
        for (size_t i = 0; i < t->count; i++) {
            if (i) putchar(',');
            print_key(t->columns[i].name);
        }
        fputs("\r\n", stdout);
        for (size_t i = 0; i < t->row_count; i++) print_csv_row(t->count, t->rows[i]);
    } else
        status = print_for_people(t, note);
    if (!status && !t->row_count && call_has(call, "exit-status")) status = EXIT_NOT_FOUND;
    return status;
}

int answer_rows(const struct call *call, const chy_column *columns, size_t count, const chy_str **rows, size_t row_count, chy_str note)
{
    struct table t = { .columns = columns, .count = count, .rows = rows, .row_count = row_count };
    if (call_has(call, "json") && call_has(call, "csv")) return options_misuse(call->command, "--json or --csv, not both");
    return print_collected(call, &t, note);
}

static int print_rows(const struct call *call, chy_rows *rows, chy_err *err)
{
    struct table t = { 0 };
    t.count = chy_rows_columns(rows, &t.columns);
    int status = EXIT_UNAVAILABLE;
    if (collect(rows, &t, err) != CHY_DONE)
        fputs("chancery: no memory for the answer\n", stderr);
    else
        status = print_collected(call, &t, chy_rows_note(rows));
    free(t.rows);
    return status;
}

int answer_print(const struct call *call, const chy_query *query)
{
    chy_store *store = NULL;
    chy_rows *rows = NULL;
    chy_err err = { 0 };
    chy_query q = *query;
    long limit = 0;
    int status = call_number(call, "limit", 1, 1000000000, 0, &limit);
    if (status != OPTIONS_GO_ON) return status;
    if (call_has(call, "json") && call_has(call, "csv")) return options_misuse(call->command, "--json or --csv, not both");
    q.limit = (uint32_t)limit;
    q.known_by = answer_value(call, "known-by");
    chy_status st = chy_store_open(answer_record(call), CHY_STORE_READ, &store, &err);
    if (!st) st = chy_ask(store, &q, &rows, &err);
    if (st == CHY_EUSAGE)
        status = options_misuse(call->command, "%s", err.text);
    else if (st) {
        cli_complain(&err);
        status = EXIT_UNAVAILABLE;
    } else
        status = print_rows(call, rows, &err);
    chy_rows_destroy(rows);
    chy_store_close(store);
    return status;
}

int answer_named(const struct call *call, const chy_query *query)
{
    char *name = join_operands(call);
    if (!name) {
        fprintf(stderr, "chancery: out of memory\n");
        return EXIT_UNAVAILABLE;
    }
    chy_query named = *query;
    named.name = (chy_str){ name, strlen(name) };
    int status = answer_print(call, &named);
    free(name);
    return status;
}
