#include "base/date.h"

/* Digits at *at, exactly `count` of them, or as many X: 0. False when neither stands there. */
static bool part_parse(chy_str s, size_t *at, size_t count, int *out)
{
    int value = 0;
    if (*at + count > s.len) return false;
    bool open = s.ptr[*at] == 'X' || s.ptr[*at] == 'x';
    for (size_t i = 0; i < count; i++) {
        char c = s.ptr[*at + i];
        if (open ? c != 'X' && c != 'x' : c < '0' || c > '9') return false;
        if (!open) value = value * 10 + (c - '0');
    }
    *at += count;
    *out = open ? 0 : value;
    return true;
}

bool date_parse(chy_str text, struct date *out)
{
    struct date d = { 0, 0, 0 };
    size_t at = 0;
    if (!part_parse(text, &at, 4, &d.year)) return false;
    if (at < text.len && text.ptr[at] == '-') {
        at++;
        if (!part_parse(text, &at, 2, &d.month)) return false;
        if (at < text.len && text.ptr[at] == '-') {
            at++;
            if (!part_parse(text, &at, 2, &d.day)) return false;
        }
    }
    if (at < text.len && text.ptr[at] != 'T') return false;
    if (!date_valid(d)) return false;
    *out = d;
    return true;
}

chy_str date_format(arena *mem, struct date d)
{
    char out[] = "XXXX-XX-XX";
    int year = d.year % 10000;
    if (d.year)
        for (int i = 3; i >= 0; i--, year /= 10) out[i] = (char)('0' + year % 10);
    if (d.month) out[5] = (char)('0' + d.month / 10), out[6] = (char)('0' + d.month % 10);
    if (d.day) out[8] = (char)('0' + d.day / 10), out[9] = (char)('0' + d.day % 10);
    return str_keep(mem, (chy_str){ out, d.day ? 10 : d.month ? 7 : 4 });
}

bool date_whole(struct date d) { return d.year && d.month && d.day; }

static bool leap(int year) { return year == 0 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)); }

int date_month_days(int year, int month)
{
    static const int days[] = { 31, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (month < 0 || month > 12) return 0;
    return days[month] + (month == 2 && leap(year));
}

bool date_valid(struct date d)
{
    return d.year >= 0 && d.year <= 9999 && d.month >= 0 && d.month <= 12 && d.day >= 0 && d.day <= date_month_days(d.year, d.month);
}

/* Days from civil and back: eras of 400 years that begin on 1 March, as in Howard Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms". */
int64_t date_days(struct date d)
{
    int64_t year = d.year - (d.month <= 2);
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date date_of_days(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t of_era = days - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int month = (int)((5 * of_year + 2) / 153);
    struct date d = { (int)(year + era * 400), month < 10 ? month + 3 : month - 9, (int)(of_year - (153 * month + 2) / 5 + 1) };
    if (d.month <= 2) d.year++;
    return d;
}

void date_add_days(struct date *d, int64_t days) { *d = date_of_days(date_days(*d) + days); }

void date_add_months(struct date *d, int months)
{
    int64_t all = (int64_t)d->year * 12 + d->month - 1 + months;
    int64_t month = all % 12;
    if (month < 0) month += 12;
    d->year = (int)((all - month) / 12);
    d->month = (int)month + 1;
    int last = date_month_days(d->year, d->month);
    if (d->day > last) d->day = last;
}

int date_weekday(struct date d)
{
    int64_t since = (date_days(d) + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)(since < 0 ? since + 7 : since) + 1;
}

/* A week belongs to the year of its Thursday. */
int date_iso_week(struct date d, int *year)
{
    struct date thursday = d;
    date_add_days(&thursday, 4 - date_weekday(d));
    *year = thursday.year;
    return (int)((date_days(thursday) - date_days((struct date){ thursday.year, 1, 1 })) / 7) + 1;
}

/* "2022-W30", "2023-Q1", "2024-H2" after the year. */
static bool part_bounds(chy_str s, struct date *first, struct date *last)
{
    size_t at = 0;
    int year = 0, n = 0;
    if (!part_parse(s, &at, 4, &year) || !year || at + 2 >= s.len || s.ptr[at] != '-') return false;
    char kind = s.ptr[at + 1];
    at += 2;
    if (!part_parse(s, &at, kind == 'W' ? 2 : 1, &n) || at != s.len || n < 1) return false;
    int months = kind == 'Q' ? 3 : kind == 'H' ? 6 : 0;
    if (months) {
        if (n * months > 12) return false;
        *first = (struct date){ year, (n - 1) * months + 1, 1 };
        *last = (struct date){ year, n * months, date_month_days(year, n * months) };
        return true;
    }
    if (kind != 'W' || n > 53) return false;
    struct date fourth = { year, 1, 4 }; /* always in the first week */
    int64_t monday = date_days(fourth) - (date_weekday(fourth) - 1) + (int64_t)(n - 1) * 7;
    *first = date_of_days(monday);
    *last = date_of_days(monday + 6);
    return true;
}

static bool one_bounds(chy_str s, struct date *first, struct date *last)
{
    struct date d;
    if (!date_parse(s, &d)) return part_bounds(s, first, last);
    if (!d.year || (d.day && !d.month)) return false;
    *first = (struct date){ d.year, d.month ? d.month : 1, d.day ? d.day : 1 };
    *last = (struct date){ d.year, d.month ? d.month : 12, d.day ? d.day : date_month_days(d.year, d.month ? d.month : 12) };
    return true;
}

bool date_bounds(chy_str value, struct date *first, struct date *last)
{
    struct date a, b, c;
    size_t slash = str_find(value, CHY_LIT("/"), 0);
    if (slash == SIZE_MAX) return one_bounds(value, first, last);
    if (!one_bounds(str_cut(value, 0, slash), &a, &c) || !one_bounds(str_cut(value, slash + 1, value.len), &c, &b)) return false;
    *first = a;
    *last = b;
    return true;
}
