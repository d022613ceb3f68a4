/*
 * words.h: the words of time, and a sentence seen as a row of items.
 *
 *     struct item_list items = {0};
 *     if (!time_items(words, d, sentence->words, order, scratch, &raw, &items)) ...    // no memory
 *
 * Tokens are cut further, into runs of letters, runs of digits and single marks, because "11-12", "1990s", "28th" and
 * "10.09.2014" may be one token or several. What belongs together is then joined again: numbers in words ("twenty-two"),
 * ordinals, decades, thousands, dates in figures (NUMDATE: year * 10000 + month * 100 + day), and the phrases of the word tables ("new
 * year's eve").
 *
 * The tables lexicon/{en,ru,zh}/time_words have one row for each sense: words ('|' parts several), class, value, note. The note
 * "capital" asks for a capital letter where the word stands in a line with small letters; "dot" takes a full stop along.
 */
#ifndef TIME_WORDS_H
#define TIME_WORDS_H

#include "lexicon/lexicon.h"

/* What an item can be. The part before the comma is how patterns and tables spell it. Those after NUMBER come from digits or
 * from composed number words, the others from the tables. */
/* clang-format off */
#define TIME_CLASS_LIST(X) \
    X(MONTH) X(MAYBEMONTH) X(WDAY) X(WABBR) X(WDAYS) X(UNIT) X(UNITS) X(SEASON) X(POD) X(REL) X(OFFSET) X(HOLIDAY) X(SET) X(REF) X(FEW) X(CARD) X(MULT) \
    X(ORD) X(AMPM) X(ZONE) X(DECADEWORD) X(EVENT) X(COUNTED) X(NUMBERED) X(CENTENARY) X(ARTICLE) X(PASSED) X(ORDSUFFIX) X(HANNUM) X(WILL) X(EXPECT) X(SCHEDULE) X(APPROX) X(NOW) X(AHEAD) X(UNTIL) X(BACK) \
    X(NUM) X(DAY) X(DAYORD) X(YEAR) X(YEARWORD) X(YY) X(HOUR) X(HOURWORD) X(MIN) X(MONNUM) X(DECADE) X(HHMM) X(MINWORD) X(FRACTION) X(QN) X(NUMDATE) X(DECIMAL) X(DAYWORD) X(NAME) X(LOWER)

enum time_class {
#define X(name) CLASS_##name,
    TIME_CLASS_LIST(X)
#undef X
    CLASS_COUNT
};
/* clang-format on */
_Static_assert(CLASS_COUNT <= 64, "classes are bits of 64");
#define CLASS_BIT(c) (UINT64_C(1) << (c))

/* HOLIDAY values: month * 100 + day; HOLIDAY_EASTER + 100 + days from Easter ("easter", "easter-2" in the tables);
 * HOLIDAY_WEEKDAY + month * 100 + weekday * 10 + nth ("11-4-4": the fourth Thursday of November). */
enum { HOLIDAY_EASTER = 2000, HOLIDAY_WEEKDAY = 4000 };

enum time_unit {
    UNIT_NONE,
    UNIT_SECOND,
    UNIT_MINUTE,
    UNIT_HOUR,
    UNIT_DAY,
    UNIT_WEEKEND,
    UNIT_WEEK,
    UNIT_MONTH,
    UNIT_QUARTER,
    UNIT_HALF,
    UNIT_YEAR,
    UNIT_DECADE,
    UNIT_CENTURY,
    UNIT_COUNT
};

struct item {
    uint32_t start, end;  /* bytes of the text */
    uint32_t token, last; /* first and last token it takes bytes of */
    uint32_t word;        /* WORD_NONE when no table knows it */
    uint32_t digits;      /* how many digits, 0 for words */
    uint64_t classes;     /* CLASS_BIT or'ed */
    int64_t number;       /* for the classes from NUM on, and ORD of digits */
    bool space;           /* white space or the beginning of the sentence before it */
    bool capital;         /* begins with a capital letter */
    bool upper;           /* all capitals */
    bool mark;            /* neither letter nor digit */
};
struct item_list {
    struct item *at;
    uint32_t count, room;
};

enum { WORD_NONE = 0xFFFFFFFFu };

/* Which comes first in 10/9/2014: decided once for a document. Unless it is known, the day does in 10.9.2014, else the month. */
struct date_order {
    bool day_first, known;
};

struct time_words;

/* Read the word tables of all languages. Lives in mem. Errors: CHY_EMODEL naming file and line; CHY_ENOMEM. */
chy_status time_words_create(const struct lexicon *lex, arena *mem, struct time_words **out, chy_err *err);

/* The number of a word, adding it when it is new: only while rules are compiled. WORD_NONE without memory. */
uint32_t time_words_intern(struct time_words *words, arena *mem, chy_str lower);
uint32_t time_words_literal(struct time_words *words, arena *mem, chy_str lower); /* the same for a word or phrase of a pattern */
uint32_t time_words_find(const struct time_words *words, chy_str lower);
uint32_t time_words_count(const struct time_words *words);

/* Classes of a word given in lower case, 0 when no table knows it. */
uint64_t time_word_classes(const struct time_words *words, chy_str lower);

int time_class_of(chy_str name); /* -1 when there is none */
int time_unit_of(chy_str name);  /* "year" .. as the tables spell them; -1 */

/* What an item means as a member of class c; meaningless when it is none. */
int64_t time_value(const struct time_words *words, const struct item *it, enum time_class c);

/* The items of a run of tokens, mostly one sentence, into out, whose room is used again from call to call. False without memory. */
bool time_items(const struct time_words *words, const chy_doc *d, run tokens, struct date_order order, arena *scratch,
                struct item_list *raw, struct item_list *out);

#endif
