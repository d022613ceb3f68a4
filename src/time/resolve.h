/*
 * resolve.h: from what a pattern found to a TIMEX3 value.
 *
 * A match is first read into one or two descriptions (struct side: "Wednesday to Friday" has two), then counted from the day of
 * publication, or from the day last spoken of where the words ask for that ("the day before", "that evening"). Parts that neither
 * the words nor those days give stay open: XXXX-05-23.
 */
#ifndef TIME_RESOLVE_H
#define TIME_RESOLVE_H

#include "base/date.h"
#include "time/grammar.h"

/* What a row of the pattern tables does; spelled in lower case there. */
#define TIME_KIND_LIST(X)                                                                                                                  \
    X(date)                                                                                                                                \
    X(clock)                                                                                                                               \
    X(hour)                                                                                                                                \
    X(year)                                                                                                                                \
    X(month)                                                                                                                               \
    X(bareday)                                                                                                                             \
    X(numeric) X(numrange) X(range) X(stretch) X(within) X(ago) X(ahead) X(later) X(earlier) X(duration) X(set) X(ref) X(event)            \
        X(anniversary) X(none)
enum time_kind {
#define X(name) KIND_##name,
    TIME_KIND_LIST(X)
#undef X
        KIND_COUNT
};

enum time_rel { REL_NONE, REL_PUBLISHED, REL_FOCUS };

/* What the words say of one point or span; 0, or -1 where 0 means something, is "nothing". */
struct side {
    int year, month, day, nth, weekday, quarter, decade, holiday;
    int hour, minute, second; /* -1 */
    int unit, relunit;
    int rel, dir;
    bool has_offset, pending, few, open, year_given, asked, counting;
    int offset;
    int64_t count;            /* -1 */
    int64_t part[UNIT_COUNT]; /* "1 hour and 30 minutes": how many of each unit */
    int parts;
    int cents;
    int64_t season, pod, ampm, zone, ref, mod; /* letters packed */
    int bound;                                 /* which way a count lies from now: stretch.h */
    int order;                                 /* before (-1) or after (1) an event */
    uint32_t event;                            /* item, NONE */
};

struct spoken {
    struct date day, any;                /* the last whole day; the last date of any grain */
    struct date told;                    /* the last whole day that is not after publication */
    struct date open;                    /* the last day spoken of, when its year is not known */
    struct date from, to;                /* the last run of days, of two weeks at most: a programme's */
    uint32_t day_sentence, run_sentence; /* where they stood, NONE */
    int quarter, quarter_year;           /* the quarter last spoken of, 0 */
    uint32_t quarter_sentence;
};

/* Days that the document has given for an event it names: "the Dushanbe summit", "the summit in Dushanbe". */
struct happening {
    uint32_t word;       /* of the noun */
    chy_str name, place; /* the capitalised word before it, and after "in"; "" */
    struct date first, last;
};

struct time_context {
    const chy_doc *d;
    const struct time_words *words;
    struct date published; /* unknown parts zero */
    int published_minutes; /* of the day, -1 */
    struct spoken focus;
    int tense; /* of the time that is being resolved */
    struct date_order order;
    bool asked; /* doc->asked */
    LIST(struct happening) happenings;
    uint32_t sentence;
    uint32_t sentence_dates; /* whole days spoken of in this sentence so far */
};

struct resolved {
    enum time_type type;
    char value[64];     /* our own writing, never outside text; "" when there is nothing to say */
    const char *anchor; /* "published", "focus", "" */
    struct date date;   /* the last day or the coarser date it names; unknown parts zero */
    struct date first;
    int64_t count;   /* durations, shifts and anniversaries: how many units */
    int unit, order; /* anniversaries: order -1 where the event stands before the number */
    bool silent;     /* it is no time of its own, but implies one */
    int quarter;     /* the value is this quarter of date.year, 0 */
    bool today;      /* it is the day of publication, or counted from it to the day */
    bool moves;      /* it moves the focus */
    bool year_given;
    bool year_open; /* the day of a year that is not known */
    bool apart; /* a range whose ends could stand alone: ends[] */
    char ends[2][32];
};

/* The capitalised word at an item, when no table knows it; "". */
chy_str time_name_at(const struct time_context *c, const struct item_list *items, uint32_t at);

/* Read and count a match. tense: enum time_tense. False when the words turn out to be no time. */
bool time_resolve(struct time_context *c, const struct item_list *items, const struct time_match *m, const struct step *path, int tense,
                  struct resolved *out);

#endif
