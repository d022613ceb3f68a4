#include "read/day.h"

#include "base/utf8.h"

chy_status day_names_create(const struct lexicon *lex, arena *mem, struct day_names *out, chy_err *err)
{
    const struct table *t;
    int column[2];
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/months"), &t, err, column, "month", "names", NULL);
    if (st) return st;
    for (uint32_t r = 0; r < table_rows(t); r++) {
        chy_str number = table_cell(t, r, column[0]), names = table_cell(t, r, column[1]), name;
        uint32_t month = 0;
        for (size_t i = 0; i < number.len; i++) month = month * 10 + (uint32_t)(number.ptr[i] - '0');
        while (str_next_piece(&names, '|', &name)) {
            chy_str low = utf8_lower(mem, name);
            if (!low.ptr || !map_put(&out->month, mem, low, month)) return err_memory(err, "compiling the names of months");
        }
    }
    return CHY_OK;
}

/* A piece of a line: a number, a word, or one mark. */
struct piece {
    chy_str text;
    int number;
    int month;
};

enum { LOOK = 14 };

static size_t piece_at(const struct day_names *names, chy_str s, size_t at, struct piece *out, arena *scratch)
{
    size_t end = at;
    *out = (struct piece){ .number = -1 };
    while (end < s.len && s.ptr[end] >= '0' && s.ptr[end] <= '9') end++;
    if (end > at) {
        if (end - at <= 4) {
            out->number = 0;
            for (size_t i = at; i < end; i++) out->number = out->number * 10 + (s.ptr[i] - '0');
        }
    } else {
        while (end < s.len) {
            size_t next = end;
            if (!char_is(utf8_next(s, &next), CHAR_LETTER)) break;
            end = next;
        }
        if (end > at) {
            chy_str low = utf8_lower(scratch, str_cut(s, at, end));
            uint32_t month = low.ptr ? map_get(&names->month, low) : MAP_NONE;
            if (month != MAP_NONE) out->month = (int)month;
        } else {
            utf8_next(s, &end);
        }
    }
    out->text = str_cut(s, at, end);
    return end;
}

static bool is(const struct piece *p, const char *text) { return str_is(p->text, text); }
static bool year(const struct piece *p) { return p->text.len == 4 && p->number >= 1800 && p->number <= 2199; }
static bool day(const struct piece *p) { return p->text.len <= 2 && p->number >= 1 && p->number <= 31; }

static bool make(int y, int m, int d, struct date *out)
{
    *out = (struct date){ y, m, d };
    return m >= 1 && m <= 12 && d >= 1 && date_valid(*out);
}

/* Past what may stand between the parts of a date: "18th", "18.", "Nov.", "de", "of", a comma. */
static int past(const struct piece *p, int at, int count)
{
    static const char *const between[] = { ".", ",", "st", "nd", "rd", "th", "de", "of", "del", "er", "º" };
    for (bool more = true; more && at < count;) {
        more = false;
        for (size_t i = 0; !more && i < sizeof between / sizeof *between; i++) more = is(&p[at], between[i]);
        at += more;
    }
    return at;
}

/* Eight digits that are a day: 20191118. */
static bool compact(const struct piece *p, struct date *out)
{
    int n[8];
    if (p->text.len != 8 || p->text.ptr[0] < '1' || p->text.ptr[0] > '2') return false;
    for (int i = 0; i < 8; i++) n[i] = p->text.ptr[i] - '0';
    for (int i = 0; i < 8; i++)
        if (n[i] < 0 || n[i] > 9) return false;
    int y = n[0] * 1000 + n[1] * 100 + n[2] * 10 + n[3];
    return y >= 1900 && y <= 2199 && make(y, n[4] * 10 + n[5], n[6] * 10 + n[7], out);
}

/* "28.09.1912:34" is the 28th of September 2019, 12:34, without the space: the year ends where the hour begins. */
static bool glued_hour(const struct piece *p, int count, struct date *out)
{
    if (count < 7 || p[4].text.len != 4 || !is(&p[1], ".") || !is(&p[3], ".") || !is(&p[5], ":") || p[6].text.len != 2) return false;
    return day(&p[0]) && p[2].number > 0 && p[6].number >= 0 && p[6].number < 60 && p[4].number % 100 < 24 &&
           make(2000 + p[4].number / 100, p[2].number, p[0].number, out);
}

/* A date that begins with piece 0; how many pieces it takes, 0 when it is none. */
static int date_here(const struct piece *p, int count, struct date *out)
{
    if (count >= 5 && year(&p[0]) && p[1].text.len == 1 && strchr("-/.", p[1].text.ptr[0]) && str_eq(p[1].text, p[3].text) &&
        p[4].text.len <= 2 && p[2].number > 0 && p[4].number > 0 && make(p[0].number, p[2].number, p[4].number, out))
        return 5;
    if (glued_hour(p, count, out)) return 5;
    if (count >= 5 && day(&p[0]) && year(&p[4]) && p[2].number > 0 &&
        ((is(&p[1], ".") && is(&p[3], ".")) || (is(&p[1], "/") && is(&p[3], "/")) || (is(&p[1], "-") && is(&p[3], "-"))) &&
        (make(p[4].number, p[2].number, p[0].number, out) || make(p[4].number, p[0].number, p[2].number, out)))
        return 5;
    if (count >= 5 && p[0].text.len == 2 && day(&p[0]) && is(&p[1], ".") && p[2].text.len == 2 && is(&p[3], ".") &&
        p[4].text.len == 2 && /* 10.09.14 */
        p[2].number > 0 && p[4].number <= 49 && make(2000 + p[4].number, p[2].number, p[0].number, out))
        return 5;
    if (count && compact(&p[0], out)) return 1;
    if (count && day(&p[0])) { /* 18 November 2019, 18. November 2019, 18th of November, 2019 */
        int m = past(p, 1, count);
        int y = m < count && p[m].month ? past(p, m + 1, count) : count;
        if (y < count && year(&p[y]) && make(p[y].number, p[m].month, p[0].number, out)) return y + 1;
    }
    if (count && p[0].month) { /* November 18, 2019, Nov. 18th 2019 */
        int d = past(p, 1, count);
        int y = d < count && day(&p[d]) ? past(p, d + 1, count) : count;
        if (y < count && year(&p[y]) && make(p[y].number, p[0].month, p[d].number, out)) return y + 1;
    }
    if (count >= 6 && year(&p[0]) && str_starts(p[1].text, CHY_LIT("年")) && str_starts(p[3].text, CHY_LIT("月")) &&
        str_starts(p[5].text, CHY_LIT("日")) && make(p[0].number, p[2].number, p[4].number, out))
        return 6;
    return 0;
}

/* Bytes of the space at `at`, also of one that may not break; 0. */
static size_t space_at(chy_str s, size_t at)
{
    if (s.ptr[at] == ' ' || s.ptr[at] == '\t') return 1;
    if (str_starts(str_cut(s, at, s.len), CHY_LIT("\xc2\xa0"))) return 2;
    return str_starts(str_cut(s, at, s.len), CHY_LIT("\xe2\x80\xaf")) ? 3 : 0;
}

bool day_find(const struct day_names *names, chy_str s, struct date *out, chy_span *at, arena *scratch)
{
    arena_mark here = arena_here(scratch);
    struct piece window[LOOK];
    size_t start[LOOK + 1];
    int count = 0;
    size_t end = 0;
    bool found = false;
    start[0] = 0;
    while (!found) {
        while (count < LOOK && end < s.len) {
            size_t space = space_at(s, end);
            if (space) {
                end += space;
                continue;
            }
            start[count] = end;
            end = piece_at(names, s, end, &window[count++], scratch);
        }
        if (!count) break;
        int n = date_here(window, count, out);
        bool glued = n && start[0] && s.ptr[start[0] - 1] >= '0' && s.ptr[start[0] - 1] <= '9';
        if (n && !glued) {
            *at = (chy_span){ (uint32_t)start[0], (uint32_t)(start[n - 1] + window[n - 1].text.len) };
            found = true;
        } else {
            memmove(window, window + 1, (size_t)(count - 1) * sizeof *window);
            memmove(start, start + 1, (size_t)(count - 1) * sizeof *start);
            count--;
        }
    }
    arena_rewind(scratch, here);
    return found;
}

bool day_ends(chy_str s, struct date *out)
{
    int number[3] = { 0 }, part = 2, digits = 0, scale = 1;
    size_t at = s.len;
    for (; at; at--) { /* from its end */
        char c = s.ptr[at - 1];
        if (c >= '0' && c <= '9' && digits < 2) {
            number[part] += (c - '0') * scale;
            scale *= 10;
            digits++;
        } else if (c == '.' && part && digits && (part < 2 || digits == 2)) {
            part--;
            digits = 0;
            scale = 1;
        } else {
            break;
        }
    }
    return !part && digits && at && s.ptr[at - 1] == ' ' && make(2000 + number[2], number[1], number[0], out);
}
