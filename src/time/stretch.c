#include "time/stretch.h"

#include <stdio.h>

enum { FEW = 3, COUNT_MOST = 100000 };

static void put_day(char *out, size_t room, struct date d)
{
    snprintf(out, room, "%04d-%02d-%02d", d.year % 10000, d.month % 100, d.day % 100);
}

static bool put_days(char *out, size_t room, struct date first, struct date last)
{
    char a[24], b[24];
    if (first.year < 1 || last.year < 1 || first.year > 9999 || last.year > 9999 || date_days(first) > date_days(last)) return false;
    put_day(a, sizeof a, first);
    put_day(b, sizeof b, last);
    snprintf(out, room, "%s/%s", a, b);
    return true;
}

static int64_t count_of(const struct side *s) { return s->few ? FEW : s->count < 0 ? 1 : s->count; }

/* Moves a day by the units of a side, all of them where there are several ("1 year 2 months"). */
static bool move(struct date *d, const struct side *s, int sign)
{
    int unit = s->unit ? s->unit : s->relunit;
    int64_t n = count_of(s), months = 0, days = 0;
    if (n > COUNT_MOST || !date_whole(*d)) return false;
    if (s->parts > 1) {
        months = s->part[UNIT_YEAR] * 12 + s->part[UNIT_MONTH];
        days = s->part[UNIT_WEEK] * 7 + s->part[UNIT_DAY];
    } else {
        switch (unit) {
        case UNIT_DAY: days = n; break;
        case UNIT_WEEK: days = 7 * n + 7 * s->cents / 100; break;
        case UNIT_MONTH: months = n; break;
        case UNIT_YEAR: months = 12 * n + 12 * s->cents / 100; break;
        default: return false;
        }
    }
    if (months > COUNT_MOST || days > 400 * COUNT_MOST) return false;
    int day = d->day;
    date_add_months(d, (int)(sign * months));
    if (d->year < 1 || d->year > 9999) return false;
    if (d->day > day) d->day = day;
    date_add_days(d, sign * days);
    return true;
}

/* Seconds of hours, minutes and seconds; of days and weeks too where they stand beside them. */
static bool seconds_of(const struct side *s, int64_t *out)
{
    static const int64_t size[UNIT_COUNT] = {
        [UNIT_SECOND] = 1, [UNIT_MINUTE] = 60, [UNIT_HOUR] = 3600, [UNIT_DAY] = 86400, [UNIT_WEEK] = 7 * 86400
    };
    int unit = s->unit ? s->unit : s->relunit;
    bool fine = false;
    *out = 0;
    if (s->parts < 2) {
        *out = count_of(s) * size[unit] + (int64_t)s->cents * size[unit] / 100;
        return unit < UNIT_DAY && count_of(s) <= COUNT_MOST;
    }
    for (int u = 1; u < UNIT_COUNT; u++) {
        if (s->part[u] && !size[u]) return false;
        *out += s->part[u] * size[u];
        fine |= s->part[u] && u < UNIT_DAY;
    }
    return fine;
}

static void put_moment(char *out, size_t room, struct date d, int minutes, int64_t seconds)
{
    int64_t at = (int64_t)minutes * 60 + seconds, days = at >= 0 ? at / 86400 : -((86399 - at) / 86400);
    date_add_days(&d, days);
    at -= days * 86400;
    put_day(out, room, d);
    size_t n = strlen(out);
    snprintf(out + n, room - n, at % 60 ? "T%02d:%02d:%02d" : "T%02d:%02d", (int)(at / 3600 % 24), (int)(at / 60 % 60), (int)(at % 60));
}

/* Quarters, halves and decades are those of the calendar. */
static bool stretch_calendar(const struct time_context *c, const struct side *s, char *out, size_t room)
{
    int unit = s->unit ? s->unit : s->relunit, n = (int)count_of(s), year = c->published.year;
    if (n < 1 || n > 1000) return false;
    if (unit == UNIT_DECADE) {
        int first = s->bound < 0 ? year / 10 - n : year / 10 + 1;
        if (first < 1 || first + n > 999) return false;
        snprintf(out, room, "%04d/%04d", first * 10, (first + n) * 10 - 1);
        return true;
    }
    if (unit != UNIT_QUARTER && unit != UNIT_HALF) return false;
    int size = unit == UNIT_QUARTER ? 3 : 6, part = (c->published.month - 1) / size;
    struct date first = { year, part * size + 1, 1 }, last = first;
    date_add_months(&first, s->bound < 0 ? -n * size : size);
    last = first;
    date_add_months(&last, n * size - 1);
    if (first.year < 1 || last.year > 9999) return false;
    snprintf(out, room, "%04d-%02d/%04d-%02d", first.year % 10000, first.month % 100, last.year % 10000, last.month % 100);
    return true;
}

bool stretch_counted(const struct time_context *c, const struct side *s, char *out, size_t room, enum time_type *type)
{
    struct date first = c->published, last = c->published;
    int64_t seconds;
    if (!date_whole(c->published) || count_of(s) < 1) return false;
    *type = TIME_DATE;
    if (stretch_calendar(c, s, out, room)) return true;
    if (seconds_of(s, &seconds)) {
        char a[40], b[40];
        if (c->published_minutes < 0) return false;
        put_moment(a, sizeof a, c->published, c->published_minutes, s->bound < 0 ? -seconds : 0);
        put_moment(b, sizeof b, c->published, c->published_minutes, s->bound < 0 ? 0 : seconds);
        snprintf(out, room, "%.31s/%.31s", a, b);
        *type = TIME_TIME;
        return true;
    }
    if (s->bound < 0) { /* up to yesterday */
        if (!move(&first, s, -1)) return false;
        date_add_days(&last, -1);
    } else {
        if (!move(&last, s, 1)) return false;
        date_add_days(s->bound == STRETCH_NEXT ? &first : &last, s->bound == STRETCH_NEXT ? 1 : -1);
    }
    return put_days(out, room, first, last);
}

bool stretch_from(struct date from, const struct side *s, bool last, char *out, size_t room)
{
    struct date other = from;
    if (last) {
        date_add_days(&other, 1);
        struct date end = other;
        return move(&other, s, -1) && (date_add_days(&end, -1), put_days(out, room, other, end));
    }
    if (!move(&other, s, 1)) return false;
    date_add_days(&other, -1);
    return put_days(out, room, from, other);
}

bool stretch_end(struct date day, int minutes, const struct side *s, char *out, size_t room)
{
    int64_t seconds;
    if (!date_whole(day) || !seconds_of(s, &seconds)) return false;
    put_moment(out, room, day, minutes, seconds);
    return true;
}

bool stretch_moment(const struct time_context *c, const struct side *s, int sign, char *out, size_t room)
{
    struct side fine = *s;
    struct date d = c->published;
    int64_t seconds;
    int months = (int)(s->part[UNIT_YEAR] * 12 + s->part[UNIT_MONTH]), day = d.day;
    if (!date_whole(d) || c->published_minutes < 0 || months > COUNT_MOST) return false;
    fine.part[UNIT_YEAR] = fine.part[UNIT_MONTH] = 0;
    if (!seconds_of(&fine, &seconds)) return false;
    if (months) date_add_months(&d, sign * months);
    if (d.year < 1 || d.year > 9999) return false;
    if (months && d.day > day) d.day = day;
    put_moment(out, room, d, c->published_minutes, sign * seconds);
    return true;
}

bool stretch_rest(const struct time_context *c, char *value, size_t room, enum time_type *type)
{
    struct date first, last;
    if (!date_whole(c->published) || !date_bounds(str_of(value), &first, &last)) return false;
    if (date_days(first) != date_days(last)) return put_days(value, room, c->published, last);
    if (c->published_minutes < 0) return false;
    put_moment(value, room, c->published, c->published_minutes, 0);
    size_t n = strlen(value);
    snprintf(value + n, room - n, "/%04d-%02d-%02dT23:59:59", last.year % 10000, last.month % 100, last.day % 100);
    *type = TIME_TIME;
    return true;
}

void stretch_days(char *value, size_t room)
{
    struct date first, last, end_first;
    chy_str v = str_of(value);
    size_t slash = str_find(v, CHY_LIT("/"), 0);
    if (str_find(v, CHY_LIT("T"), 0) != SIZE_MAX || str_find(v, CHY_LIT("WE"), 0) != SIZE_MAX) return;
    if (slash == SIZE_MAX) {
        if (v.len == 8 && v.ptr[5] == 'W' && date_bounds(v, &first, &last)) put_days(value, room, first, last);
        return;
    }
    chy_str a = str_cut(v, 0, slash), b = str_cut(v, slash + 1, v.len);
    if (a.len == b.len && str_find(v, CHY_LIT("Q"), 0) == SIZE_MAX) return;
    if (!date_bounds(a, &first, &last) || !date_bounds(b, &end_first, &last)) return;
    put_days(value, room, first, b.len < 10 && a.len >= b.len && date_days(end_first) > date_days(first) ? end_first : last);
}
