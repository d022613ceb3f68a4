#include "time/resolve.h"

#include <stdio.h>

#include "doc/tree.h"
#include "time/stretch.h"
#include "time/tense.h"

enum { NTH_LAST = 99 };                           /* %nth=99 in the patterns: the last one */
enum { AGAINST = 6, AGAINST_PERHAPS = 3 };        /* a date against the tense counts so many times as far */
enum { FOCUS_SENTENCES = 8, RUN_SENTENCES = 12 }; /* "in the evening" is that of a day told so many sentences ago at most */
enum { LETTERS_AM = 'a' << 8 | 'm', LETTERS_PM = 'p' << 8 | 'm' };

/* A date of any grain: kind 'd' year to day, 'w' week, 'e' weekend, 'q' quarter, 'h' half, 's' season, 'D' decade, 'C' century. */
struct point {
    char kind;
    struct date date;
    int n;
    int64_t letters;
};

/* ------------------------------------------------------------------ reading a match */

static void side_init(struct side *s) { *s = (struct side){ .hour = -1, .minute = -1, .second = -1, .count = -1, .event = NONE }; }

static int year_of_two(int yy) { return yy < 40 ? 2000 + yy : 1900 + yy; }

static void side_take_unit(struct side *s, int unit)
{
    s->counting = false;
    if (s->pending) {
        s->relunit = unit;
        s->pending = false;
    } else {
        s->unit = unit;
    }
    if (s->count >= 0 && s->count < 100000 && !s->part[unit]) {
        s->part[unit] = s->count;
        s->parts++;
    }
}

static void side_take(const struct time_context *c, struct side *s, const struct item *it, uint8_t name, uint32_t index)
{
    int64_t v = time_value(c->words, it, (enum time_class)name);
    switch (name) {
    case CLASS_MONTH:
    case CLASS_MAYBEMONTH:
    case CLASS_MONNUM: s->month = (int)v; break;
    case CLASS_DAY:
    case CLASS_DAYORD:
    case CLASS_DAYWORD: s->day = (int)v; break;
    case CLASS_ORD:
    case CLASS_QN: s->nth = (int)v; break;
    case CLASS_NUMDATE:
        s->year = (int)(v / 10000);
        s->month = (int)(v / 100 % 100);
        s->day = (int)(v % 100);
        s->year_given = true;
        break;
    case CLASS_WDAY:
    case CLASS_WABBR:
    case CLASS_WDAYS: s->weekday = (int)v; break;
    case CLASS_YEAR:
    case CLASS_YEARWORD:
        s->year = (int)v;
        s->year_given = true;
        break;
    case CLASS_YY:
        s->year = year_of_two((int)v);
        s->year_given = true;
        break;
    case CLASS_UNIT:
    case CLASS_UNITS: side_take_unit(s, (int)v); break;
    case CLASS_SEASON: s->season = v; break;
    case CLASS_POD: s->pod = v; break;
    case CLASS_REL:
        s->rel = (int)(v / 10);
        s->dir = (int)(v % 10) - 1;
        s->pending = true;
        break;
    case CLASS_OFFSET:
        s->offset = (int)v;
        s->has_offset = true;
        break;
    case CLASS_HOLIDAY: s->holiday = (int)v; break;
    case CLASS_SET: s->unit = (int)v; break;
    case CLASS_REF: s->ref = v; break;
    case CLASS_FEW: s->few = true; break;
    case CLASS_DECIMAL:
        s->count = v / 100;
        s->cents = (int)(v % 100);
        break;
    case CLASS_FRACTION: s->cents = (int)v; break;
    case CLASS_NUM:
    case CLASS_CARD:
    case CLASS_HANNUM:
    case CLASS_CENTENARY:
        if (!s->counting) s->count = v; /* "two to three weeks": at least two */
        s->counting = true;
        break;
    case CLASS_HOUR:
    case CLASS_HOURWORD: s->hour = (int)v; break;
    case CLASS_HHMM:
        s->hour = (int)(v / 100);
        s->minute = (int)(v % 100);
        break;
    case CLASS_MIN:
    case CLASS_MINWORD: *(s->minute < 0 ? &s->minute : &s->second) = (int)v; break;
    case CLASS_AMPM: s->ampm = v; break;
    case CLASS_ZONE: s->zone = v; break;
    case CLASS_DECADE:
    case CLASS_DECADEWORD: s->decade = (int)(v < 100 ? 1900 + v : v); break;
    case CLASS_EVENT: s->event = index; break;
    default: break;
    }
}

static void side_set(struct side *s, const struct step *p)
{
    int v = (int)p->value;
    switch (p->name) {
    case FIELD_year: s->year = v; break;
    case FIELD_month: s->month = v; break;
    case FIELD_day: s->day = v; break;
    case FIELD_unit: side_take_unit(s, v); break;
    case FIELD_count: s->count = v; break;
    case FIELD_rel: s->rel = v; break;
    case FIELD_dir:
        s->dir = v;
        s->pending = true;
        break;
    case FIELD_offset:
        s->offset = v;
        s->has_offset = true;
        break;
    case FIELD_cents: s->cents = v; break;
    case FIELD_pod: s->pod = p->value; break;
    case FIELD_hour: s->hour = v; break;
    case FIELD_minute: s->minute = v; break;
    case FIELD_ref: s->ref = p->value; break;
    case FIELD_few: s->few = true; break;
    case FIELD_order: s->order = v; break;
    case FIELD_mod: s->mod = p->value; break;
    case FIELD_nth: s->nth = v; break;
    case FIELD_season: s->season = p->value; break;
    case FIELD_ampm: s->ampm = p->value; break;
    case FIELD_open: s->open = true; break;
    case FIELD_quarter: s->quarter = v; break;
    case FIELD_decade: s->decade = v; break;
    case FIELD_bound: s->bound = v; break;
    case FIELD_asked: s->asked = true; break;
    case FIELD_second: s->second = v; break;
    default: break;
    }
}

/* Sides of a match; answers how many. */
static int read_sides(const struct time_context *c, const struct item_list *items, const struct time_match *m, const struct step *path,
                      struct side side[2])
{
    int at = 0;
    side_init(&side[0]);
    side_init(&side[1]);
    for (uint32_t i = 0; i < m->steps; i++) {
        const struct step *p = &path[i];
        if (p->what == STEP_SIDE && at == 0)
            at = 1;
        else if (p->what == STEP_SET)
            side_set(&side[at], p);
        else if (p->what == STEP_ITEM && p->name != GRAMMAR_NAME)
            side_take(c, &side[at], &items->at[p->item], p->name, p->item);
    }
    return at + 1;
}

/* ------------------------------------------------------------------ counting */

static int64_t distance(struct date a, struct date b) { return date_days(a) - date_days(b); }

/* The year that a day or month without one belongs to: the nearest, where one against the tense counts as much farther. */
static int nearest_year(const struct time_context *c, int month, int day, int tense)
{
    struct date p = c->published;
    int best = 0;
    int64_t least = INT64_MAX;
    if (!p.year) { /* only what the text itself has said closes the year */
        p = c->focus.any;
        tense = TENSE_LASTING;
    }
    if (!p.year) return 0;
    if (!p.month) return p.year;
    if (!p.day) p.day = 15;
    for (int y = p.year - 1; y <= p.year + 1; y++) {
        struct date t = { y, month, day ? day : (month == p.month ? p.day : tense > 0 ? 1 : date_month_days(y, month)) };
        if (t.day > date_month_days(y, month)) continue;
        int64_t far = distance(t, p);
        if ((far > 0 && tense < 0) || (far < 0 && (tense == TENSE_COMING || tense == TENSE_PLANNED)))
            far *= tense == TENSE_PERHAPS ? AGAINST_PERHAPS : AGAINST;
        if (far > 0 && tense == 0) far *= 2;
        if (far < 0) far = -far;
        if (far < least) {
            least = far;
            best = y;
        }
    }
    return best ? best : p.year;
}

/* A report on a quarter speaks of it for some sentences. */
static bool quarter_spoken_of(const struct time_context *c) { return c->focus.quarter && c->sentence - c->focus.quarter_sentence <= 4; }

/* "the 28th": the latest such day not after publication; with a verb of the future the first from then on. */
static struct date bare_day(const struct time_context *c, int day, int tense)
{
    struct date p = c->published, t = { p.year, p.month, day };
    if (!p.year || !p.month) return (struct date){ p.year, 0, day };
    int step = tense > 0 ? 1 : -1;
    bool beyond = p.day && (tense > 0 ? day < p.day : day > p.day);
    for (int tries = 0; tries < 4; tries++) {
        if (!beyond && day <= date_month_days(t.year, t.month)) return t;
        t.day = 1;
        date_add_months(&t, step);
        t.day = day;
        beyond = false;
    }
    return (struct date){ 0, 0, day };
}

/* "Friday the 22nd": the nearest month in which that is so. */
static struct date bare_weekday(const struct time_context *c, int day, int weekday, int tense)
{
    for (int far = 0; far < 12; far++)
        for (int way = 0; way < 2; way++) {
            int months = (way == 0) == (tense > 0) ? far : -far;
            struct date t = { c->published.year, c->published.month, 1 };
            date_add_months(&t, months);
            t.day = day;
            if (day <= date_month_days(t.year, t.month) && date_weekday(t) == weekday) return t;
        }
    return (struct date){ 0 };
}

static struct date weekday_in_week(struct date of, int weekday, int weeks)
{
    date_add_days(&of, weekday - date_weekday(of) + 7 * weeks);
    return of;
}

static struct date weekday_near(struct date p, int weekday, int tense)
{
    int back = (date_weekday(p) - weekday + 7) % 7;
    date_add_days(&p, tense > 0 ? (7 - back) % 7 : -back); /* on the day itself a paper names the day */
    return p;
}

static struct date season_first(int64_t season, int year)
{
    switch (season) {
    case 'S' << 8 | 'P': return (struct date){ year, 3, 1 };
    case 'S' << 8 | 'U': return (struct date){ year, 6, 1 };
    case 'F' << 8 | 'A': return (struct date){ year, 9, 1 };
    default: return (struct date){ year, 12, 1 };
    }
}

/* The day last spoken of; for what is told, one that has been: plans made in between do not count. */
static struct date focus_day(const struct time_context *c)
{
    struct date d = c->focus.day;
    if (c->tense < 0 && date_whole(d) && date_whole(c->published) && date_days(d) > date_days(c->published)) return c->focus.told;
    return d;
}

/* Days on from a day of an open year: true where leap years and others agree. */
static bool add_days_any_year(struct date *d, int64_t days)
{
    struct date plain = { 2001, d->month, d->day }, leap = { 2004, d->month, d->day };
    if (!d->month || !d->day || !date_valid(plain) || days > 300 || days < -300) return false;
    date_add_days(&plain, days);
    date_add_days(&leap, days);
    if (plain.month != leap.month || plain.day != leap.day) return false;
    *d = (struct date){ 0, plain.month, plain.day };
    return true;
}

static bool add_days(struct date *d, int64_t days)
{
    if (!date_whole(*d)) return !d->year && add_days_any_year(d, days);
    date_add_days(d, days);
    return true;
}

/* The day, or as much of it as is known, that this/last/next is counted from. */
static struct date counted_from(const struct time_context *c, const struct side *s)
{
    if (s->rel != REL_FOCUS) return c->published;
    if (s->relunit == UNIT_YEAR || s->relunit == UNIT_DECADE || s->relunit == UNIT_CENTURY)
        return c->focus.any.year ? c->focus.any : c->published;
    if (s->relunit == UNIT_MONTH) return c->focus.any.month ? c->focus.any : c->published;
    if (date_whole(focus_day(c))) return focus_day(c);
    return c->published.year ? c->published : c->focus.open;
}

/* this/last/next UNIT, into the point; what is finer (a month of last year) is filled in by the caller. */
static bool point_of_relunit(const struct time_context *c, struct side *s, int tense, struct point *p)
{
    struct date from = counted_from(c, s);
    int week_year = 0;
    switch (s->relunit) {
    case UNIT_DAY:
        if (!add_days(&from, s->dir)) return false;
        p->date = from;
        return true;
    case UNIT_WEEK:
    case UNIT_WEEKEND:
        if (!date_whole(from)) return false;
        date_add_days(&from, 7 * s->dir);
        if (s->relunit == UNIT_WEEKEND && s->dir == 0 && tense <= 0 && !c->asked && date_weekday(from) < 6)
            date_add_days(&from, -7); /* told on a Monday */
        if (s->weekday) {
            p->date = weekday_in_week(from, s->weekday, 0);
            return true;
        }
        p->kind = s->relunit == UNIT_WEEK ? 'w' : 'e';
        p->n = date_iso_week(from, &week_year);
        p->date = (struct date){ week_year, 0, 0 };
        return true;
    case UNIT_MONTH:
        if (!from.year || !from.month) return false;
        from.day = 0;
        date_add_months(&from, s->dir);
        p->date = (struct date){ from.year, from.month, s->day };
        return true;
    case UNIT_QUARTER:
        p->kind = 'q';
        if (s->open && s->month) { /* the quarter ended Sept. 30 */
            p->n = (s->month - 1) / 3 + 1;
            p->date = (struct date){ s->year ? s->year : nearest_year(c, s->month, s->day, TENSE_PAST), 0, 0 };
            return true;
        }
        if (s->mod == 'S' && !quarter_spoken_of(c) && c->focus.any.month) { /* the same period last year */
            *p = (struct point){ 'd', { c->focus.any.year + s->dir, c->focus.any.month, 0 }, 0, 0 };
            return true;
        }
        if (quarter_spoken_of(c) && s->open) {
            p->n = c->focus.quarter;
            p->date = (struct date){ c->focus.quarter_year + s->dir, 0, 0 };
            return true;
        }
        if (!from.year || !from.month) return false;
        from.day = 0;
        date_add_months(&from, s->open ? 12 * s->dir - 3 : 3 * s->dir); /* open: "the year-ago quarter"; reports are on the last one */
        p->n = (from.month - 1) / 3 + 1;
        p->date = (struct date){ from.year, 0, 0 };
        return true;
    case UNIT_HALF:
        if (!from.year || !from.month) return false;
        from.day = 0;
        date_add_months(&from, 6 * s->dir);
        p->kind = 'h';
        p->n = (from.month - 1) / 6 + 1;
        p->date = (struct date){ from.year, 0, 0 };
        return true;
    case UNIT_YEAR:
        if (!from.year) return false;
        s->year = from.year + s->dir;
        return true;
    case UNIT_DECADE:
        if (!from.year) return false;
        p->kind = 'D';
        p->n = from.year / 10 + s->dir;
        return true;
    case UNIT_CENTURY:
        if (!from.year) return false;
        p->kind = 'C';
        p->n = from.year / 100 + s->dir;
        return true;
    default: return false;
    }
}

static int year_for(const struct time_context *c, const struct side *s, int month, int tense)
{
    if (s->year) return s->year;
    if (s->rel == REL_FOCUS && !s->relunit && c->focus.any.year)
        return c->focus.any.year + (s->dir > 0 && month <= c->focus.any.month); /* that May */
    if (s->rel && !s->relunit && c->published.year && c->published.month) {     /* last March, next summer */
        int y = c->published.year;                                              /* this May: of this year */
        if (s->dir < 0 && month >= c->published.month) y--;
        if (s->dir > 0 && month <= c->published.month) y++;
        return y;
    }
    return nearest_year(c, month, 0, tense);
}

/* Quarters and halves without a year: the nearest, where one against the tense counts more months. */
static int year_of_part(const struct time_context *c, const struct side *s, int first_month, int months, int tense)
{
    int now = c->published.month, best = c->published.year, least = 1000;
    if (s->year) return s->year;
    if (!c->published.year || !now) return c->published.year;
    for (int y = -1; y <= 1; y++) {
        int first = first_month + 12 * y, last = first + months - 1;
        int far = first > now  ? (first - now) * (tense == TENSE_PAST ? 8
                                                  : tense <= 0        ? 3
                                                                      : 1)
                  : last < now ? (now - last) * (tense > 0 ? 4 : 1)
                               : 0;
        if (far < least) {
            least = far;
            best = c->published.year + y;
        }
    }
    return best;
}

/* "the second Monday of May", "the last Friday of the month" */
static bool point_of_nth_weekday(const struct time_context *c, struct side *s, int tense, struct point *p)
{
    int year = s->year        ? s->year
               : p->date.year ? p->date.year
                              : year_for(c, s, s->month, tense),
        month = s->month ? s->month : p->date.month;
    if (!year || !month || s->nth < 1 || s->nth > 5) return false;
    struct date d = { year, month, 1 };
    date_add_days(&d, (s->weekday - date_weekday(d) + 7) % 7 + 7 * (s->nth - 1));
    if (d.month != month) return false;
    *p = (struct point){ 'd', d, 0, 0 };
    return true;
}

/* "the last week of 2016", "the last day of March" */
static bool point_of_last(const struct time_context *c, struct side *s, int tense, struct point *p)
{
    int month = s->month ? s->month : 12, year = s->year ? s->year : s->month ? year_for(c, s, month, tense) : 0, week_year = 0;
    if (!year) return false;
    struct date d = { year, month,
                      s->month || s->unit == UNIT_DAY ? date_month_days(year, month) : 28 }; /* 28 December is in the last week */
    *p = (struct point){ 'd', d, 0, 0 };
    if (s->unit != UNIT_WEEK) return true;
    *p = (struct point){ 'w', { 0 }, date_iso_week(d, &week_year), 0 };
    p->date.year = week_year;
    return true;
}

/* A week belongs to the month of its Thursday, as it does to a year in ISO 8601. */
static struct date week_of_month(int year, int month, int nth)
{
    struct date d = { year, month, 1 };
    date_add_days(&d, (4 - date_weekday(d) + 7) % 7);
    if (nth != NTH_LAST) {
        date_add_days(&d, 7 * (nth - 1));
        return d;
    }
    for (struct date next = d; next.month == month; date_add_days(&next, 7)) d = next;
    return d;
}

static bool point_of_nth(const struct time_context *c, struct side *s, int tense, struct point *p)
{
    switch (s->unit) {
    case UNIT_QUARTER:
        if (s->nth == NTH_LAST) s->nth = 4;
        if (s->nth > 4) return false;
        *p = (struct point){ 'q', { year_of_part(c, s, 3 * s->nth - 2, 3, tense) - (s->mod == 'Y'), 0, 0 }, s->nth, 0 };
        return true;
    case UNIT_HALF:
        if (s->nth == NTH_LAST) s->nth = 2;
        if (s->nth > 2) return false;
        if (s->month) {
            *p = (struct point){ 'd', { year_for(c, s, s->month, tense), s->month, 0 }, 0, 0 };
            return true;
        }
        *p = (struct point){ 'h', { year_of_part(c, s, 6 * s->nth - 5, 6, tense), 0, 0 }, s->nth, 0 };
        return true;
    case UNIT_CENTURY: *p = (struct point){ 'C', { 0 }, s->nth - 1, 0 }; return s->nth > 0 && s->nth < 100;
    case UNIT_WEEK: {
        int week_year = 0,
            month = s->month                   ? s->month
                    : s->relunit == UNIT_MONTH ? p->date.month
                                               : 0,
            year = s->year                    ? s->year
                   : s->relunit == UNIT_MONTH ? p->date.year
                   : month                    ? year_for(c, s, month, tense)
                                              : 0;
        if (!month && s->nth == NTH_LAST) return point_of_last(c, s, tense, p);
        if (month && year) {
            struct date thursday = week_of_month(year, month, s->nth);
            if (thursday.month != month) return false;
            *p = (struct point){ 'w', { 0 }, date_iso_week(thursday, &week_year), 0 };
            p->date.year = week_year;
            return true;
        }
        if (month) {
            *p = (struct point){ 'd', { 0, month, 0 }, 0, 0 };
            return true;
        }
        if (!s->year || s->nth > 53) return false;
        *p = (struct point){ 'w', { s->year, 0, 0 }, s->nth, 0 };
        return true;
    }
    case UNIT_DAY:
        if (s->nth == NTH_LAST) return point_of_last(c, s, tense, p);
        if (s->month)
            *p = (struct point){ 'd', { year_for(c, s, s->month, tense), s->month, s->nth }, 0, 0 };
        else if (s->year)
            *p = (struct point){ 'd', { s->year, 1, s->nth }, 0, 0 };
        else
            return false;
        return date_valid(p->date);
    default: return false;
    }
}

static void point_of_season(const struct time_context *c, struct side *s, int tense, struct point *p)
{
    int first = season_first(s->season, 2000).month, year = s->year;
    if (!year && s->rel == REL_FOCUS && s->dir == 0 && c->focus.any.year) year = c->focus.any.year;
    if (!year && c->published.year && c->published.month) {
        int winter = first == 12 && c->published.month <= 2; /* the winter of 1997 is still on in February 1998 */
        year = c->published.year - winter;
        if (s->rel && s->dir < 0 && first + (s->rel ? 2 : 0) >= c->published.month)
            year--;
        else if (s->rel && s->dir > 0 && first <= c->published.month)
            year++;
        else if (!s->rel && tense < 0 && first > c->published.month && !winter)
            year--;
        else if (!s->rel && tense > 0 && first + 2 < c->published.month && first != 12)
            year++;
    }
    *p = (struct point){ 's', { year ? year : c->published.year, 0, 0 }, 0, s->season };
}

/* "WEEKLY DIARY, 8-12 March: Monday: ... Tuesday: ...": a weekday without a verb is that of the programme. */
static bool weekday_in_run(const struct time_context *c, int weekday, struct date *out)
{
    const struct spoken *f = &c->focus;
    if (f->run_sentence == NONE || c->sentence - f->run_sentence > RUN_SENTENCES) return false;
    int64_t first = date_days(f->from), day = first + (weekday - date_weekday(f->from) + 7) % 7;
    *out = date_of_days(day);
    return day <= date_days(f->to);
}

static bool point_of_weekday(const struct time_context *c, struct side *s, int tense, struct point *p)
{
    struct date from = s->rel == REL_FOCUS && date_whole(focus_day(c)) ? focus_day(c) : c->published;
    p->letters = s->weekday;
    if (!date_whole(from)) {
        p->kind = 'x';
        return true;
    }
    if (s->rel == REL_FOCUS && s->dir == 0)
        p->date = weekday_near(from, s->weekday, TENSE_COMING);
    else if (s->mod == 'N') { /* the nearest: "this past Monday", "the coming Friday" */
        p->date = from;
        date_add_days(&p->date, s->dir > 0 ? 1 : -1);
        p->date = weekday_near(p->date, s->weekday, s->dir > 0 ? TENSE_COMING : TENSE_PAST);
    } else if (s->rel)
        p->date = weekday_in_week(from, s->weekday,
                                  s->dir + (s->dir < 0 && !c->asked && s->weekday < date_weekday(from) &&
                                            date_weekday(from) == 7)); /* on a Sunday the week is over */
    else if (tense != TENSE_OPEN || !weekday_in_run(c, s->weekday, &p->date))
        p->date = weekday_near(from, s->weekday, tense);
    return true;
}

/* Easter Sunday; the anonymous Gregorian method, as in Meeus, Astronomical Algorithms, chapter 8. */
static struct date easter(int year)
{
    int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    return (struct date){ year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1 };
}

/* Month and day of a holiday, and the year where they move from year to year. Values as words.h tells. */
static struct date holiday_in(int64_t value, int year)
{
    struct date d = { year, 0, 0 };
    if (value < HOLIDAY_EASTER) return (struct date){ year, (int)value / 100, (int)value % 100 };
    if (value < HOLIDAY_WEEKDAY) {
        d = easter(year);
        date_add_days(&d, value - HOLIDAY_EASTER - 100);
        return d;
    }
    int nth = (int)(value - HOLIDAY_WEEKDAY) % 10, weekday = (int)(value - HOLIDAY_WEEKDAY) / 10 % 10;
    d = (struct date){ year, (int)(value - HOLIDAY_WEEKDAY) / 100, 1 };
    date_add_days(&d, (weekday - date_weekday(d) + 7) % 7 + 7 * (nth - 1));
    return d;
}

static void holiday_day(const struct time_context *c, struct side *s, int tense)
{
    int year = s->year ? s->year : c->published.year;
    struct date d = holiday_in(s->holiday, year ? year : 2000);
    if (!s->year && c->published.month && s->rel && !s->relunit) {
        bool later = date_whole(c->published) && date_days(d) > date_days(c->published);
        if (s->dir < 0 && later) d = holiday_in(s->holiday, year - 1);
        if (s->dir > 0 && !later) d = holiday_in(s->holiday, year + 1);
        s->year = d.year;
    } else if (!s->year && s->holiday >= HOLIDAY_EASTER && year) {
        d = holiday_in(s->holiday, nearest_year(c, d.month, d.day, tense));
        s->year = d.year;
    }
    s->month = d.month;
    s->day = s->holiday >= HOLIDAY_EASTER && !year ? 0 : d.day;
    if (s->holiday >= HOLIDAY_EASTER && !year) s->month = 0;
}

/* What one side names, as finely as it says. False when it makes no sense ("31 June", "fifth quarter"). */
static bool side_point(const struct time_context *c, struct side *s, int tense, struct point *p)
{
    *p = (struct point){ .kind = 'd' };
    if (c->asked && s->rel == REL_FOCUS) s->rel = REL_PUBLISHED;
    if (s->has_offset) {
        if (!date_whole(c->published)) {
            p->kind = 'o';
            return true;
        }
        p->date = c->published;
        date_add_days(&p->date, s->offset);
        return true;
    }
    if (s->relunit && s->relunit < UNIT_DAY) return false;
    if (s->relunit) {
        bool known = point_of_relunit(c, s, tense, p);
        if (!known) {
            p->kind = 'o';
            p->n = s->relunit;
            return true;
        }
        if (s->relunit == UNIT_MONTH && s->nth && s->weekday) return point_of_nth_weekday(c, s, tense, p);
        if (s->relunit == UNIT_MONTH && s->nth && s->unit == UNIT_WEEK) return point_of_nth(c, s, tense, p);
        if (s->relunit != UNIT_YEAR) return date_valid(p->date);
    }
    if (s->holiday) holiday_day(c, s, tense);
    if (s->mod == 'K') { /* week 23 */
        *p = (struct point){ 'w', { s->year ? s->year : c->published.year, 0, 0 }, (int)s->count, 0 };
        return s->count >= 1 && s->count <= 53;
    }
    if (s->year && s->open && s->unit == UNIT_QUARTER) { /* the 1988 quarter: the same as the one spoken of */
        *p = quarter_spoken_of(c) ? (struct point){ 'q', { s->year, 0, 0 }, c->focus.quarter, 0 }
                                  : (struct point){ 'd', { s->year, 0, 0 }, 0, 0 };
        return true;
    }
    if (s->decade) {
        p->kind = 'D';
        p->n = s->decade / 10;
        return true;
    }
    if (s->nth && s->weekday && c->asked && !s->month) p->date = (struct date){ c->published.year, c->published.month, 0 };
    if (s->nth && s->weekday && (s->month || c->asked)) return point_of_nth_weekday(c, s, tense, p);
    if (s->nth && s->unit) return point_of_nth(c, s, tense, p);
    if (s->season) {
        point_of_season(c, s, tense, p);
        return true;
    }
    if (s->day && s->month) {
        int year = s->year ? s->year : s->rel ? year_for(c, s, s->month, tense) : nearest_year(c, s->month, s->day, tense);
        p->date = (struct date){ year, s->month, s->day };
        return date_valid(p->date);
    }
    if (s->month) {
        p->date = (struct date){ year_for(c, s, s->month, tense), s->month, 0 };
        return true;
    }
    if (s->year) {
        p->date = (struct date){ s->year, 0, 0 };
        return true;
    }
    if (s->day && s->weekday && date_whole(c->published)) {
        p->date = bare_weekday(c, s->day, s->weekday, tense);
        return p->date.year != 0;
    }
    if (s->day) {
        p->date = bare_day(c, s->day, tense);
        return true;
    }
    if (s->weekday) return point_of_weekday(c, s, tense, p);
    if (s->rel == REL_FOCUS) { /* that evening */
        p->date = date_whole(focus_day(c)) ? focus_day(c) : c->published;
        date_add_days(&p->date, date_whole(p->date) ? s->dir : 0);
        return true;
    }
    if (s->pod && s->rel && date_whole(c->published)) { /* this morning, last night */
        p->date = c->published;
        date_add_days(&p->date, s->dir);
        return true;
    }
    if (s->pod || s->hour >= 0) {
        bool told = date_whole(focus_day(c)) && c->focus.day_sentence != NONE && c->sentence - c->focus.day_sentence <= FOCUS_SENTENCES;
        p->date = told ? focus_day(c) : c->published;
        if (!date_whole(p->date)) p->date = (struct date){ 0 };
        return true;
    }
    return false;
}

/* ------------------------------------------------------------------ writing */

static void put_date(char *out, size_t room, struct date d)
{
    char y[8] = "XXXX", m[8] = "XX", t[8] = "XX";
    if (d.year) snprintf(y, sizeof y, "%04d", d.year % 10000);
    if (d.month) snprintf(m, sizeof m, "%02d", d.month % 100);
    if (d.day) snprintf(t, sizeof t, "%02d", d.day % 100);
    if (d.day)
        snprintf(out, room, "%s-%s-%s", y, m, t);
    else if (d.month)
        snprintf(out, room, "%s-%s", y, m);
    else
        snprintf(out, room, "%s", y);
}

static void put_point(char *out, size_t room, const struct point *p)
{
    char year[8] = "XXXX";
    if (p->date.year) snprintf(year, sizeof year, "%04d", p->date.year % 10000);
    switch (p->kind) {
    case 'w': snprintf(out, room, "%s-W%02d", year, p->n); break;
    case 'e': snprintf(out, room, "%s-W%02d-WE", year, p->n); break;
    case 'q': snprintf(out, room, "%s-Q%d", year, p->n); break;
    case 'h': snprintf(out, room, "%s-H%d", year, p->n); break;
    case 's': snprintf(out, room, "%s-%c%c", year, (char)(p->letters >> 8), (char)(p->letters & 0xFF)); break;
    case 'D': snprintf(out, room, "%03d", p->n); break;
    case 'C': snprintf(out, room, "%02d", p->n); break;
    case 'x': snprintf(out, room, "XXXX-WXX-%d", (int)p->letters); break;
    case 'o':
        snprintf(out, room, p->n == UNIT_YEAR ? "XXXX" : p->n == UNIT_MONTH ? "XXXX-XX" : p->n == UNIT_WEEK ? "XXXX-WXX" : "XXXX-XX-XX");
        break;
    default: put_date(out, room, p->date);
    }
}

/* "T14:30", "TEV" after a date; true when there is one. */
static bool put_clock(char *out, size_t room, const struct side *s, bool asked)
{
    size_t n = strlen(out);
    int hour = s->hour;
    if (hour < 0 && !s->pod && !s->ampm) return false;
    if (!asked && s->pod == ('M' << 8 | 'N') && hour < 0 && s->minute < 0 &&
        (s->weekday || s->day || s->has_offset)) { /* midnight on Friday is when Friday ends */
        snprintf(out + n, room - n, "T24:00");
        return true;
    }
    if (hour < 0) {
        if (!s->pod)
            snprintf(out + n, room - n, s->ampm == LETTERS_PM ? "TAF" : "TMO");
        else if (asked && s->mod == 'H')
            snprintf(out + n, room - n,
                     s->pod == ('M' << 8 | 'O')   ? "T10:00"
                     : s->pod == ('A' << 8 | 'F') ? "T14:00"
                                                  : "T%c%c",
                     (char)(s->pod >> 8), (char)(s->pod & 0xFF));
        else if (s->pod == ('M' << 8 | 'I'))
            snprintf(out + n, room - n, "T12:%02d", s->minute < 0 ? 0 : s->minute);
        else if (s->pod == (('M' << 8 | 'N')))
            snprintf(out + n, room - n, "T00:%02d", s->minute < 0 ? 0 : s->minute);
        else
            snprintf(out + n, room - n, "T%c%c", (char)(s->pod >> 8), (char)(s->pod & 0xFF));
        return true;
    }
    bool afternoon =
        s->ampm == LETTERS_PM || s->pod == ('A' << 8 | 'F') || s->pod == ('E' << 8 | 'V') || (s->pod == ('N' << 8 | 'I') && hour > 4);
    if (afternoon && hour < 12) hour += 12;
    if (s->ampm == LETTERS_AM && hour == 12) hour = 0;
    if (s->mod == 'B' && !asked && !afternoon && s->ampm != LETTERS_AM && !s->pod && hour >= 1 && hour <= 6) hour += 12;
    if (asked && s->minute < 0 && s->mod != 'N')
        snprintf(out + n, room - n, "T%02d", hour);
    else if (s->second >= 0)
        snprintf(out + n, room - n, "T%02d:%02d:%02d", hour, s->minute, s->second);
    else
        snprintf(out + n, room - n, "T%02d:%02d", hour, s->minute < 0 ? 0 : s->minute);
    n = strlen(out);
    if (s->zone == 'Z') snprintf(out + n, room - n, "Z");
    return true;
}

/* The last day, or the coarser date, of a point; the first into *first. */
static struct date point_last(const struct point *p, struct date *first)
{
    char text[32];
    struct date last = p->date;
    *first = p->date;
    if (p->kind == 'w' || p->kind == 'q' || p->kind == 'h') {
        put_point(text, sizeof text, p);
        if (!date_bounds(str_of(text), first, &last)) last = (struct date){ 0 };
        return (struct date){ last.year, p->kind == 'w' ? last.month : 0, 0 };
    }
    if (p->kind == 'x' || p->kind == 'o' || p->kind == 'D' || p->kind == 'C') return *first = (struct date){ 0 };
    return last;
}

/* P1Y2M3DT4H5M */
static void put_parts(char *out, size_t room, const struct side *s)
{
    static const int order[] = { UNIT_YEAR, UNIT_MONTH, UNIT_WEEK, UNIT_DAY, UNIT_HOUR, UNIT_MINUTE, UNIT_SECOND };
    size_t n = (size_t)snprintf(out, room, "P");
    bool clock = false;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        int u = order[i];
        if (!s->part[u] || n + 16 > room) continue;
        if (u <= UNIT_HOUR && !clock) {
            out[n++] = 'T';
            clock = true;
        }
        n += (size_t)snprintf(out + n, room - n, "%lld%c", (long long)s->part[u], "?SMHD?WM??Y??"[u]);
    }
}

static void put_duration(char *out, size_t room, const struct side *s, bool asked)
{
    static const char *const letters[UNIT_COUNT] = { "", "TS", "TM", "TH", "D", "WE", "W", "M", "Q", "M", "Y", "Y", "Y" };
    int unit = s->unit ? s->unit : s->relunit;
    int64_t count = s->count < 0 ? 1 : s->count, cents = s->cents;
    int smaller = unit == UNIT_YEAR     ? UNIT_MONTH
                  : unit == UNIT_HOUR   ? UNIT_MINUTE
                  : unit == UNIT_MINUTE ? UNIT_SECOND
                  : unit == UNIT_DAY    ? UNIT_HOUR
                                        : UNIT_NONE;
    if (cents && smaller && s->parts < 2 && !s->few && !asked) { /* one and a half years: P1Y6M */
        int64_t whole = unit == UNIT_YEAR ? 12 : unit == UNIT_DAY ? 24 : 60;
        struct side both = *s;
        both.part[unit] = count;
        both.part[smaller] = cents * whole / 100;
        put_parts(out, room, &both);
        return;
    }
    if (s->parts > 1) {
        put_parts(out, room, s);
        return;
    }
    if (unit == UNIT_DECADE) count = count * 10 + cents / 10, cents = 0;
    if (unit == UNIT_CENTURY) count = count * 100 + cents, cents = 0;
    if (unit == UNIT_HALF) count *= 6;
    const char *l = letters[unit];
    bool clock = l[0] == 'T';
    if (clock) l++;
    if (s->few && asked)
        snprintf(out, room, "P%s3%s", clock ? "T" : "", l);
    else if (s->few)
        snprintf(out, room, "P%sX%s", clock ? "T" : "", l);
    else if (cents)
        snprintf(out, room, cents % 10 ? "P%s%lld.%02lld%s" : "P%s%lld.%lld%s", clock ? "T" : "", (long long)count,
                 (long long)(cents % 10 ? cents : cents / 10), l);
    else
        snprintf(out, room, "P%s%lld%s", clock ? "T" : "", (long long)count, l);
}

/* ------------------------------------------------------------------ kinds */

static bool finish_point(const struct time_context *c, struct side *s, int tense, struct resolved *out)
{
    struct point p;
    if (!side_point(c, s, tense, &p)) return false;
    out->unit = s->unit ? s->unit : s->relunit;
    if (s->mod == 'W' && date_whole(p.date)) { /* the week of 6 March */
        int year = 0;
        p = (struct point){ 'w', { 0 }, date_iso_week(p.date, &year), 0 };
        p.date.year = year;
    }
    put_point(out->value, sizeof out->value, &p);
    if (s->mod == ('F' << 8 | 'Y') && p.kind == 'd' && p.date.year && !p.date.month)
        snprintf(out->value, sizeof out->value, "FY%04d", p.date.year % 10000);
    if (c->asked && p.kind == 's' && !s->year && !s->rel)
        snprintf(out->value, sizeof out->value, "%c%c", (char)(p.letters >> 8), (char)(p.letters & 0xFF));
    if (c->asked && s->mod == 'R' && stretch_rest(c, out->value, sizeof out->value, &out->type)) return true;
    if (c->asked && (s->mod == 'W' || (s->nth && s->unit == UNIT_WEEK))) stretch_days(out->value, sizeof out->value);
    if (p.kind == 'd' && !p.date.year && !p.date.month && !p.date.day && (s->hour >= 0 || s->pod || s->ampm))
        out->value[0] = '\0'; /* T23:55 */
    out->type = put_clock(out->value, sizeof out->value, s, c->asked) ? TIME_TIME : TIME_DATE;
    out->date = point_last(&p, &out->first);
    out->moves = out->date.year != 0 && !(s->open && s->dir < 0);
    out->year_open = !out->date.year && out->date.month && out->date.day;
    out->year_given = s->year_given && p.kind == 'd';
    out->quarter = p.kind == 'q' && s->mod != 'Y' && !(s->open && s->dir < 0) && !(s->open && s->year && !s->month) ? p.n : 0;
    out->today = s->has_offset;
    bool stands = s->year_given && !s->relunit;
    out->anchor = s->rel == REL_FOCUS || (!stands && !c->published.year && out->date.year) ? "focus" : stands ? "" : "published";
    return out->value[0] != '\0';
}

/* Morning 'a' or afternoon 'p' as far as a clock time says it; 0. */
static int half_of_day(const struct side *s)
{
    if (s->hour > 12 || s->hour == 0) return 0;
    if (s->ampm) return s->ampm == LETTERS_PM ? 'p' : 'a';
    return s->pod == ('M' << 8 | 'O')                                                               ? 'a'
           : s->pod == ('A' << 8 | 'F') || s->pod == ('E' << 8 | 'V') || s->pod == ('N' << 8 | 'I') ? 'p'
                                                                                                    : 0;
}

/* "5 to 6 pm", "11 to 3 pm", "10:10 pm to 3": the half of the day that one end names is the other's too, if the order then is right. */
static void share_half(struct side *a, struct side *b)
{
    int ha = half_of_day(a), hb = half_of_day(b), first = (a->hour % 12) * 60 + (a->minute > 0 ? a->minute : 0),
        last = (b->hour % 12) * 60 + (b->minute > 0 ? b->minute : 0);
    if (a->hour > 12 || b->hour > 12 || !a->hour || !b->hour) return;
    if (!ha && hb) a->ampm = (first < last) == (hb == 'p') ? LETTERS_PM : LETTERS_AM;
    if (ha && !hb) b->ampm = (first < last) == (ha == 'p') ? LETTERS_PM : LETTERS_AM;
    if (!ha && !hb && b->hour < 12 && (last < first || a->hour == 12)) b->ampm = LETTERS_PM;
}

/* What one end of a range leaves out, the other gives: "11-12 September", "February 26 to 27, 2024", "5 to 6 pm". */
static void share_parts(struct side *a, struct side *b)
{
    if (!b->month && !b->weekday && b->day && a->month) b->month = a->month;
    if (!a->month && !a->weekday && a->day && b->month) a->month = b->month;
    if (!a->year && !a->rel && b->year && (a->month || a->season || (a->nth && a->unit))) {
        a->year = b->year;
        if (a->month > b->month && b->month) a->year--;
    }
    if (!b->year && a->year && b->month) {
        b->year = a->year;
        if (a->month > b->month) b->year++;
    }
    if (a->relunit && !b->relunit && !b->year && (b->month || b->day)) {
        b->rel = a->rel;
        b->dir = a->dir;
        b->relunit = a->relunit;
    }
    if (b->relunit && !a->relunit && !a->year && (a->month || a->day)) {
        a->rel = b->rel;
        a->dir = b->dir;
        a->relunit = b->relunit;
    }
    if (a->nth && !a->unit && b->unit) a->unit = b->unit;
    if (a->hour >= 0 && b->hour >= 0) share_half(a, b);
}

static bool side_dated(const struct side *s)
{
    return s->year || s->month || s->day || s->weekday || s->has_offset || s->relunit || s->holiday || (s->rel && s->pod);
}

/* Could it stand alone? "1994", "March" beside "June", "Monday"; not "26" beside "27 February", not "April" beside "June 2009". */
static bool stands_alone(const struct side *s, const struct side *other)
{
    if (s->hour >= 0 || s->pod || s->ampm || s->mod) return false;
    if (s->month && !s->year && !s->rel && (other->year || other->rel)) return false;
    return s->year || s->month || s->weekday || s->has_offset || s->relunit || s->holiday;
}

static bool finish_range(const struct time_context *c, struct side side[2], int tense, struct resolved *out)
{
    struct resolved a = { 0 }, b = { 0 };
    struct date first;
    bool apart = !c->asked && stands_alone(&side[0], &side[1]) && stands_alone(&side[1], &side[0]);
    share_parts(&side[0], &side[1]);
    bool clocks = side[0].hour >= 0 && side[1].hour >= 0;
    if (clocks && !side_dated(&side[1])) {
        struct side s = side[0];
        s.hour = side[1].hour, s.minute = side[1].minute, s.second = side[1].second, s.ampm = side[1].ampm;
        if (side[1].pod || side[1].ampm == LETTERS_AM) s.pod = side[1].pod; /* tomorrow evening from 7 to 9 */
        side[1] = s;
    } else if (clocks && !side_dated(&side[0])) {
        struct side s = side[1];
        s.hour = side[0].hour, s.minute = side[0].minute, s.second = side[0].second, s.ampm = side[0].ampm;
        if (side[0].pod) s.pod = side[0].pod;
        side[0] = s;
    }
    for (int i = 0; clocks && i < 2; i++)
        if (side[i].minute < 0) side[i].minute = 0;
    if (side[1].year && side[1].year < 100 && side[0].year) side[1].year += side[0].year / 100 * 100;
    if (!finish_point(c, &side[1], tense, &b)) return false;
    if (!side[0].year && side[0].month && !side[0].rel && b.date.year) { /* the beginning is the latest such day before the end */
        side[0].year =
            b.date.year - (side[0].month > b.date.month || (side[0].month == b.date.month && side[0].day > b.date.day && b.date.day));
    }
    if (!finish_point(c, &side[0], tense, &a)) return false;
    if (c->asked && side[1].mod == 'Z' && date_bounds(str_of(b.value), &first, &b.date)) put_date(b.value, sizeof b.value, b.date);
    if (!clocks && side[0].weekday && side[1].weekday && !side[1].rel && date_whole(a.date) && date_whole(b.date)) {
        b.date = weekday_near(a.date, side[1].weekday, 1); /* Wednesday to Friday */
        put_date(b.value, sizeof b.value, b.date);
    }
    if (date_whole(a.date) && date_whole(b.date) && date_days(a.date) > date_days(b.date)) return false;
    if (a.date.year && b.date.year && a.date.year > b.date.year) return false;
    *out = b;
    out->today = false;
    snprintf(out->value, sizeof out->value, "%.28s/%.28s", a.value, b.value);
    if (c->asked) stretch_days(out->value, sizeof out->value);
    out->apart = apart;
    snprintf(out->ends[0], sizeof out->ends[0], "%.28s", a.value);
    snprintf(out->ends[1], sizeof out->ends[1], "%.28s", b.value);
    out->first = a.first;
    return true;
}

/* from + count units; the grain is that of the unit. */
static bool point_shift(struct date from, int unit, int64_t count, int cents, bool asked, struct point *p)
{
    *p = (struct point){ .kind = 'd' };
    bool days = unit == UNIT_DAY || unit == UNIT_WEEK || unit == UNIT_WEEKEND;
    if (count > 100000 || count < -100000 || !(from.year || (days && from.day))) return false;
    int sign = count < 0 ? -1 : 1, day = asked ? from.day : 0;
    switch (unit) {
    case UNIT_DAY:
    case UNIT_WEEK:
    case UNIT_WEEKEND:
        if (!add_days(&from, unit == UNIT_DAY ? count : 7 * count)) return false;
        break;
    case UNIT_MONTH:
    case UNIT_QUARTER:
    case UNIT_HALF:
        if (!from.month) return false;
        from.day = 0;
        date_add_months(&from, (int)count * (unit == UNIT_MONTH ? 1 : unit == UNIT_QUARTER ? 3 : 6));
        break;
    case UNIT_YEAR:
        if (cents && from.month) {
            from.day = 0;
            date_add_months(&from, (int)count * 12 + sign * cents * 12 / 100);
            break;
        }
        from = day ? (struct date){ from.year + (int)count, from.month, from.day } : (struct date){ from.year + (int)count, 0, 0 };
        day = 0;
        break;
    case UNIT_DECADE: from = (struct date){ from.year + 10 * (int)count, 0, 0 }; break;
    case UNIT_CENTURY: from = (struct date){ from.year + 100 * (int)count, 0, 0 }; break;
    default: return false;
    }
    if (from.year < (days ? 0 : 1) || from.year > 9999) return false;
    if (day && from.month && !from.day) from.day = day;
    if (from.day > 28 && from.day > date_month_days(from.year, from.month)) from.day = date_month_days(from.year, from.month);
    p->date = from;
    return true;
}

static bool shift_clock(const struct time_context *c, struct side *s, int sign, struct resolved *out)
{
    int64_t minutes = c->published_minutes, step = s->unit == UNIT_HOUR     ? 60 * s->count + 60 * s->cents / 100
                                                   : s->unit == UNIT_MINUTE ? s->count
                                                                            : 0;
    struct date day = c->published;
    if (!date_whole(day) || s->count > 100000) return false;
    out->type = TIME_TIME;
    if (minutes < 0) {
        put_date(out->value, sizeof out->value, day);
        out->type = TIME_DATE;
        return true;
    }
    minutes += sign * step;
    int64_t days = minutes >= 0 ? minutes / 1440 : -((1439 - minutes) / 1440);
    date_add_days(&day, days);
    minutes -= days * 1440;
    put_date(out->value, sizeof out->value, day);
    size_t n = strlen(out->value);
    snprintf(out->value + n, sizeof out->value - n, "T%02d:%02d", (int)(minutes / 60 % 24), (int)(minutes % 60));
    return true;
}

static bool finish_shift(const struct time_context *c, struct side *s, int sign, bool focus, struct resolved *out)
{
    int unit = s->unit ? s->unit : s->relunit;
    if (s->count < 0) s->count = 1;
    if (s->few && c->asked) {
        s->few = false;
        s->count = 3;
    }
    if (s->few && focus) { /* a few days later */
        out->type = TIME_DURATION;
        put_duration(out->value, sizeof out->value, s, c->asked);
        return unit != 0;
    }
    if (s->few) {
        out->type = TIME_DATE;
        snprintf(out->value, sizeof out->value, sign < 0 ? "PAST_REF" : "FUTURE_REF");
        return true;
    }
    if (s->parts < 2 && (unit == UNIT_HOUR || unit == UNIT_MINUTE || unit == UNIT_SECOND)) {
        s->unit = unit;
        return shift_clock(c, s, sign, out);
    }
    struct date from = c->published;
    if (s->parts > 1 && stretch_moment(c, s, sign, out->value, sizeof out->value)) { /* 1 day and 2 hours ago */
        out->type = TIME_TIME;
        return true;
    }
    if (s->parts > 1) { /* 1 year, 2 months and 3 days ago */
        if (focus && date_whole(focus_day(c))) from = focus_day(c);
        if (!date_whole(from)) return false;
        date_add_months(&from, sign * (int)(s->part[UNIT_YEAR] * 12 + s->part[UNIT_MONTH]) % 120000);
        date_add_days(&from, sign * (s->part[UNIT_DAY] + 7 * s->part[UNIT_WEEK]));
        if (from.year < 1 || from.year > 9999) return false;
        put_date(out->value, sizeof out->value, from);
        out->type = TIME_DATE;
        out->date = out->first = from;
        out->moves = true;
        return true;
    }
    bool coarse = unit == UNIT_YEAR || unit == UNIT_DECADE || unit == UNIT_CENTURY;
    if (focus) from = coarse || unit == UNIT_MONTH ? c->focus.any : focus_day(c);
    if (focus && !from.year) from = c->published.year ? c->published : c->focus.open;
    if (s->holiday) holiday_day(c, s, 0);
    if (side_dated(s) && !s->relunit && !(s->has_offset && s->offset == 0 && !focus) &&
        (s->day || s->year || s->has_offset || s->weekday)) { /* two days before 12 January */
        struct side base = *s;
        struct point at;
        base.unit = 0;
        if (!side_point(c, &base, c->asked && sign > 0 ? TENSE_COMING : TENSE_OPEN, &at)) return false;
        from = at.date;
        s->year = s->month = s->day = 0;
    }
    struct point p;
    if (unit == UNIT_YEAR && s->count == 1 && !s->cents && quarter_spoken_of(c) && !side_dated(s)) { /* the quarter of a year ago */
        p = (struct point){ 'q', { c->focus.quarter_year + sign, 0, 0 }, c->focus.quarter, 0 };
        put_point(out->value, sizeof out->value, &p);
        out->type = TIME_DATE;
        out->date = out->first = p.date;
        return true;
    }
    if (!point_shift(from, unit, sign * s->count, s->cents, c->asked, &p)) {
        snprintf(out->value, sizeof out->value,
                 unit == UNIT_DAY     ? "XXXX-XX-XX"
                 : unit == UNIT_MONTH ? "XXXX-XX"
                 : unit == UNIT_WEEK  ? "XXXX-WXX"
                                      : "XXXX");
        out->type = TIME_DATE;
        return !c->published.year;
    }
    if (s->has_offset && s->offset == 0 && unit == UNIT_YEAR && !s->cents && date_whole(c->published)) { /* 25 years ago today */
        p.date = (struct date){ p.date.year, c->published.month, c->published.day };
        if (!date_valid(p.date)) p.date.day--;
        out->today = true;
    }
    put_point(out->value, sizeof out->value, &p);
    out->type = put_clock(out->value, sizeof out->value, s, c->asked) ? TIME_TIME : TIME_DATE;
    out->date = out->first = p.date;
    out->moves = !(unit == UNIT_YEAR && s->count == 1 && sign < 0); /* what a figure is compared with */
    out->year_open = !p.date.year && p.date.day;
    out->anchor = focus ? "focus" : "published";
    return true;
}

static bool finish_set(const struct time_context *c, struct side *s, struct resolved *out)
{
    out->type = TIME_SET;
    if (s->weekday)
        snprintf(out->value, sizeof out->value, "XXXX-WXX-%d", s->weekday);
    else if (s->mod == 'E')
        snprintf(out->value, sizeof out->value, "XXXX-WXX-WE");
    else if (s->month && s->day)
        snprintf(out->value, sizeof out->value, "XXXX-%02d-%02d", s->month, s->day);
    else if (s->day)
        snprintf(out->value, sizeof out->value, "XXXX-XX-%02d", s->day);
    else if (s->month)
        snprintf(out->value, sizeof out->value, "XXXX-%02d", s->month);
    else if (s->season)
        snprintf(out->value, sizeof out->value, "XXXX-%c%c", (char)(s->season >> 8), (char)(s->season & 0xFF));
    else if (s->pod || s->hour >= 0)
        snprintf(out->value, sizeof out->value, "XXXX-XX-XX");
    else if (s->unit == UNIT_QUARTER || s->relunit == UNIT_QUARTER)
        snprintf(out->value, sizeof out->value, "P%lldM", (long long)(s->count > 0 && s->count < 1000 ? 3 * s->count : 3));
    else
        put_duration(out->value, sizeof out->value, s, c->asked);
    if (s->weekday || s->pod || s->hour >= 0) put_clock(out->value, sizeof out->value, s, c->asked);
    return true;
}

static bool finish_ref(struct side *s, struct resolved *out)
{
    out->type = TIME_DATE;
    snprintf(out->value, sizeof out->value, s->ref == 'P' ? "PAST_REF" : s->ref == 'F' ? "FUTURE_REF" : "PRESENT_REF");
    return true;
}

/* "2023-24" are two years, "2015-12" is a month. */
static bool year_and_two(const struct item *const n[2], struct resolved *out)
{
    int year = (int)n[0]->number, two = (int)n[1]->number;
    out->type = TIME_DATE;
    out->year_given = out->moves = true;
    if (two > year % 100 && (two > 12 || two == year % 100 + 1)) {
        snprintf(out->value, sizeof out->value, "%04d/%04d", year, year / 100 * 100 + two);
        out->first = (struct date){ year, 0, 0 };
        out->date = (struct date){ year / 100 * 100 + two, 0, 0 };
        return true;
    }
    if (two < 1 || two > 12) return false;
    out->date = out->first = (struct date){ year, two, 0 };
    put_date(out->value, sizeof out->value, out->date);
    return true;
}

/* a/b/c with two or four digits each: which is the day is decided for the document. */
static bool finish_numeric(struct time_context *c, const struct item_list *items, const struct step *path, uint32_t steps, struct side *s,
                           struct resolved *out)
{
    const struct item *n[3];
    int count = 0;
    for (uint32_t i = 0; i < steps; i++)
        if (path[i].what == STEP_ITEM && path[i].name != GRAMMAR_NAME && items->at[path[i].item].digits && count < 3 &&
            (path[i].name == CLASS_NUM || path[i].name == CLASS_YEAR || path[i].name == CLASS_YY))
            n[count++] = &items->at[path[i].item];
    struct date d;
    if (count == 3 && n[0]->digits == 4)
        d = (struct date){ (int)n[0]->number, (int)n[1]->number, (int)n[2]->number };
    else if (count == 2 && n[0]->digits == 4)
        d = (struct date){ (int)n[0]->number, (int)n[1]->number, 0 };
    else if (count >= 2) {
        bool dots = c->d->text.ptr[n[0]->end] == '.';
        bool day_first = c->order.known ? c->order.day_first : dots;
        int a = (int)n[0]->number, b = (int)n[1]->number;
        if (n[0]->digits > 2 || n[1]->digits > 2) return false;
        if (a > 12) day_first = true;
        if (b > 12) day_first = false;
        d = (struct date){ 0, day_first ? b : a, day_first ? a : b };
        if (count == 3) d.year = n[2]->digits == 2 ? year_of_two((int)n[2]->number) : (int)n[2]->number;
        if (count == 3 && n[2]->digits != 2 && n[2]->digits != 4) return false;
    } else
        return false;
    if (count == 2 && n[0]->digits == 4) return year_and_two(n, out);
    if (!d.month || !d.day || d.month > 12 || d.day > 31 || !date_valid(d)) return false;
    s->year = d.year, s->month = d.month, s->day = d.day, s->year_given = d.year != 0;
    return finish_point(c, s, 0, out);
}

/* "2 weeks starting on Monday", "the first two weeks of 2021", "for 3 hours from 10 am": side 0 counts, side 1 says from when. */
static bool finish_stretch(const struct time_context *c, struct side side[2], int tense, struct resolved *out)
{
    struct date first, last;
    char end[32];
    bool clock = side[1].hour >= 0;
    if (!finish_point(c, &side[1], tense, out)) return false;
    out->moves = false;
    if (!clock)
        return date_bounds(str_of(out->value), &first, &last) &&
               stretch_from(side[0].bound < 0 ? last : first, &side[0], side[0].bound < 0, out->value, sizeof out->value);
    struct date day = date_whole(out->date) ? out->date : c->published;
    int minutes =
        ((side[1].hour + (side[1].ampm == LETTERS_PM && side[1].hour < 12 ? 12 : 0)) * 60 + (side[1].minute > 0 ? side[1].minute : 0));
    if (!stretch_end(day, minutes, &side[0], end, sizeof end)) return false;
    size_t n = strlen(out->value);
    snprintf(out->value + n, sizeof out->value - n, "/%s", end);
    return true;
}

chy_str time_name_at(const struct time_context *c, const struct item_list *items, uint32_t at)
{
    const struct item *it = at < items->count ? &items->at[at] : NULL;
    return it && it->capital && it->word == WORD_NONE ? str_cut(c->d->text, it->start, it->end) : (chy_str){ 0 };
}

/* The last happening of this noun, under this name where it has one: "the Dushanbe summit" is not the one in Astana. */
static const struct happening *happening_of(const struct time_context *c, const struct item_list *items, uint32_t at)
{
    chy_str name = at ? time_name_at(c, items, at - 1) : (chy_str){ 0 };
    const struct happening *unnamed = NULL;
    for (uint32_t i = c->happenings.count; i-- > 0;) {
        const struct happening *h = &c->happenings.at[i];
        if (h->word != items->at[at].word) continue;
        if (!name.len || str_eq(name, h->name) || str_eq(name, h->place)) return h;
        if (!unnamed && !h->name.len && !h->place.len) unnamed = h;
    }
    return unnamed;
}

/* On the eve of the summit, right after the talks: only when the document has said when those were. */
static bool finish_event(const struct time_context *c, const struct item_list *items, struct side *s, struct resolved *out)
{
    if (s->event == NONE) return false;
    const struct happening *h = happening_of(c, items, s->event);
    if (!h) return false;
    struct date d = s->order < 0 ? h->first : h->last;
    if (s->unit) {
        struct point p;
        if (!point_shift(d, s->unit, (s->order < 0 ? -1 : 1) * (s->count < 0 ? 1 : s->count), 0, c->asked, &p)) return false;
        d = p.date;
    }
    put_date(out->value, sizeof out->value, d);
    out->type = TIME_DATE;
    out->date = out->first = d;
    out->anchor = "event";
    out->moves = true;
    return true;
}

/* ------------------------------------------------------------------ what is no time after all */

static bool mark_at(const chy_doc *d, uint32_t at, const char *marks)
{
    return at < d->text.len && d->text.ptr[at] && strchr(marks, d->text.ptr[at]) != NULL;
}

static bool item_has(const struct item *it, enum time_class c) { return (it->classes & CLASS_BIT(c)) != 0; }

/* A year alone: not the number of a resolution, a sum, a count of people, a part of a name or of a document's symbol. */
static bool year_alone(const struct time_context *c, const struct item_list *items, uint32_t first, uint32_t last)
{
    const struct item *it = &items->at[last - 1], *before = first ? &items->at[first - 1] : NULL,
                      *after = last < items->count ? &items->at[last] : NULL;
    uint32_t from = items->at[first].start;
    if (from && mark_at(c->d, from - 1, "/$#.,+:_@") && !items->at[first].space) return false;
    if (from > 1 && before && before->end == from && !item_has(before, CLASS_NAME) && (before->digits || mark_at(c->d, from - 1, "=")))
        return false;
    if (after && !after->space && mark_at(c->d, it->end, "/%:_@")) return false;
    if (after && item_has(after, CLASS_COUNTED)) return false;
    if (after && !after->space && mark_at(c->d, it->end, ".,") && mark_at(c->d, it->end + 1, "0123456789")) return false;
    if (before && item_has(before, CLASS_NUMBERED)) return false;
    if (before && before->digits && before->end + 1 >= from) return false;
    if (after && after->digits && after->space) return false;
    if (before && item_has(before, CLASS_NAME) && before->end + 1 == from && first > 1 && before->word == WORD_NONE) return false;
    const struct token *t = &c->d->tokens.at[it->token];
    if (it->number < 1900 || it->number > 2100) {
        bool prep = before && (before->word != WORD_NONE) && !item_has(before, CLASS_NAME);
        if (!prep || it->number < 1300) return false;
    }
    return !(t->upos == UPOS_PROPN && t->name && before && before->end + 1 == from && item_has(before, CLASS_NAME) && first > 1);
}

/* "May", "June" and "July" are written out; "Jan", "Mar" may be names and need a preposition or a full stop. */
static bool whole_month(const struct time_context *c, const struct item *it)
{
    int64_t m = time_value(c->words, it, CLASS_MAYBEMONTH);
    return it->end - it->start >= 4 || m == 5;
}

static bool month_led(const struct item *before) { return before->word != WORD_NONE && !item_has(before, CLASS_NAME); }

/* A month alone: not the verb, not a person's name. */
static bool month_alone(const struct time_context *c, const struct item_list *items, uint32_t at)
{
    const struct item *it = &items->at[at];
    const struct token *t = &c->d->tokens.at[it->token];
    if (t->upos == UPOS_AUX || t->upos == UPOS_VERB || t->upos == UPOS_ADV) return false;
    if (t->name && name_tag_kind(t->name) == NAME_PER) return false;
    const struct item *before = at ? &items->at[at - 1] : NULL, *after = at + 1 < items->count ? &items->at[at + 1] : NULL;
    if (it->end - it->start <= 4 && item_has(it, CLASS_MAYBEMONTH)) {
        if (!before || (!whole_month(c, it) && !month_led(before))) return false;
        if (item_has(before, CLASS_NAME) && before->word == WORD_NONE && before->end + 1 == it->start) return false;
        if (after && item_has(after, CLASS_NAME) && after->word == WORD_NONE && after->start == it->end + 1 && !(before->word != WORD_NONE))
            return false;
    }
    return true;
}

/* "the 28th", not "the first" and not "the 28th session". */
static bool day_alone(const struct time_context *c, const struct item_list *items, const struct time_match *m, const struct step *path)
{
    bool weekday = false;
    for (uint32_t i = 0; i < m->steps; i++)
        weekday |= path[i].what == STEP_ITEM && (path[i].name == CLASS_WDAY || path[i].name == CLASS_WABBR);
    for (uint32_t i = 0; i < m->steps; i++) {
        if (path[i].what != STEP_ITEM || (path[i].name != CLASS_DAYORD && path[i].name != CLASS_DAY)) continue;
        const struct item *it = &items->at[path[i].item], *after = path[i].item + 1 < items->count ? &items->at[path[i].item + 1] : NULL;
        const struct token *t = &c->d->tokens.at[it->token];
        if (!it->digits && weekday) { /* Tuesday the first; not: on Tuesday the first generation */
            uint8_t upos = after ? c->d->tokens.at[after->token].upos : UPOS_PUNCT;
            return !after || after->mark || after->word != WORD_NONE ? upos != UPOS_NOUN && upos != UPOS_PROPN
                                                                     : !item_has(after, CLASS_LOWER);
        }
        if (!it->digits && m->last > path[i].item + 2) return true; /* the second of this month */
        if (!it->digits) return (it->number >= 4 && (!after || after->mark) && m->first < path[i].item && month_led(&items->at[m->first]));
        if (m->last > path[i].item + 1 || !after) continue;
        if (t->rel == REL_amod || t->rel == REL_compound) return false;
        const struct token *next = &c->d->tokens.at[after->token];
        if (next->upos == UPOS_NOUN || next->upos == UPOS_PROPN || next->upos == UPOS_ADJ) {
            if (t->head == after->token || after->word == WORD_NONE) return str_is(next->lower, "local");
        }
    }
    return true;
}

bool time_resolve(struct time_context *c, const struct item_list *items, const struct time_match *m, const struct step *path, int tense,
                  struct resolved *out)
{
    struct side side[2];
    int sides = read_sides(c, items, m, path, side);
    c->tense = tense;
    *out = (struct resolved){
        .anchor = "", .count = side[0].count, .order = side[0].order, .unit = side[0].unit ? side[0].unit : side[0].relunit
    };
    if (side[0].few || side[0].cents) out->count = -1;
    if ((side[0].asked || side[1].asked) && !c->asked) return false;
    switch ((enum time_kind)m->kind) {
    case KIND_year: {
        uint32_t first = m->first, last = m->last;
        for (uint32_t i = 0; i < m->steps; i++)
            if (path[i].what == STEP_ITEM && (path[i].name == CLASS_YEAR || path[i].name == CLASS_YEARWORD))
                first = path[i].item, last = first + 1;
        return year_alone(c, items, first, last) && finish_point(c, &side[0], tense, out);
    }
    case KIND_month:
        for (uint32_t i = 0; i < m->steps; i++)
            if (path[i].what == STEP_ITEM && (path[i].name == CLASS_MONTH || path[i].name == CLASS_MAYBEMONTH) &&
                !month_alone(c, items, path[i].item))
                return false;
        return finish_point(c, &side[0], tense, out);
    case KIND_bareday: return day_alone(c, items, m, path) && finish_point(c, &side[0], tense, out);
    case KIND_clock:
        if (side[0].order && side[0].count > 0 && side[0].count < 60 && side[0].hour >= 0) { /* 10 past 9, 20 to 8 */
            side[0].minute = (int)(side[0].order > 0 ? side[0].count : 60 - side[0].count);
            if (side[0].order < 0) side[0].hour = (side[0].hour + 23) % 24;
        }
        return finish_point(c, &side[0], tense, out);
    case KIND_date: return finish_point(c, &side[0], tense, out);
    case KIND_numeric: return finish_numeric(c, items, path, m->steps, &side[0], out);
    case KIND_numrange: {
        uint32_t cut = 0;
        struct resolved first;
        while (cut < m->steps && path[cut].what != STEP_SIDE) cut++;
        if (!finish_numeric(c, items, path, cut, &side[0], out)) return false;
        first = *out;
        if (!finish_numeric(c, items, path + cut, m->steps - cut, &side[1], out)) return false;
        if (date_whole(first.date) && date_whole(out->date) && date_days(first.date) > date_days(out->date)) return false;
        char end[32];
        snprintf(end, sizeof end, "%.28s", out->value);
        snprintf(out->value, sizeof out->value, "%.28s/%.28s", first.value, end);
        out->first = first.date;
        return true;
    }
    case KIND_stretch: return c->asked && sides == 2 && finish_stretch(c, side, tense, out);
    case KIND_within:
        if (c->asked && side[0].bound && stretch_counted(c, &side[0], out->value, sizeof out->value, &out->type)) return true;
        if (c->asked && !side[0].bound && date_whole(c->published)) return finish_shift(c, &side[0], 1, false, out);
        /* in two years: from now when it is to come, else how long it took */
        if (side[0].bound || tense == TENSE_PLANNED) tense = TENSE_PAST;
        if (tense > 0 && out->unit != UNIT_HOUR && out->unit != UNIT_MINUTE && out->unit != UNIT_SECOND)
            return finish_shift(c, &side[0], 1, false, out);
        if (tense > 0 && c->published_minutes >= 0) return finish_shift(c, &side[0], 1, false, out);
        out->type = TIME_DURATION;
        put_duration(out->value, sizeof out->value, &side[0], c->asked);
        return out->unit != 0;
    case KIND_range: return sides == 2 && finish_range(c, side, tense, out);
    case KIND_ago: return finish_shift(c, &side[0], -1, false, out);
    case KIND_ahead: return finish_shift(c, &side[0], 1, false, out);
    case KIND_later: return finish_shift(c, &side[0], 1, true, out);
    case KIND_earlier: return finish_shift(c, &side[0], -1, true, out);
    case KIND_duration:
        if (c->asked && side[0].bound && stretch_counted(c, &side[0], out->value, sizeof out->value, &out->type)) return true;
        out->type = TIME_DURATION;
        if (!out->unit) return false;
        if (side[0].count >= 1900 && side[0].count < 2100 && out->unit < UNIT_YEAR && m->last - m->first == 2 &&
            item_has(&items->at[m->first], CLASS_YEAR))
            return false;
        if (side[0].count == 1 && !side[0].cents && (out->unit == UNIT_SECOND || out->unit == UNIT_HALF || out->unit == UNIT_QUARTER))
            return false; /* a second reading */
        put_duration(out->value, sizeof out->value, &side[0], c->asked);
        return true;
    case KIND_set: {
        const struct item *it = &items->at[m->first];
        if (it->capital && m->first && items->at[m->first].word != WORD_NONE && item_has(it, CLASS_SET))
            return false; /* the Daily Telegraph */
        return finish_set(c, &side[0], out);
    }
    case KIND_hour: {
        const struct item *after = m->last < items->count ? &items->at[m->last] : NULL;
        if (after &&
            (after->digits || (after->word == WORD_NONE && item_has(after, CLASS_LOWER)) ||
             (after->classes & (CLASS_BIT(CLASS_UNIT) | CLASS_BIT(CLASS_UNITS) | CLASS_BIT(CLASS_COUNTED) | CLASS_BIT(CLASS_EVENT)))))
            return false;
        return finish_point(c, &side[0], tense, out);
    }
    case KIND_ref: return finish_ref(&side[0], out);
    case KIND_anniversary: /* the year is told by the other times of the sentence: implied.c */
        out->type = TIME_DATE;
        out->count = side[0].nth ? side[0].nth : side[0].count;
        out->silent = side[0].open;
        return out->count > 0 && out->count < 3000;
    case KIND_event: return finish_event(c, items, &side[0], out);
    default: return false;
    }
}
