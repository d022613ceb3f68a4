/*
 * grammar.h: the patterns of time: sequences of words and classes, kept in the tables time_patterns.
 *
 *     struct time_match m;
 *     if (time_grammar_match(grammar, words, &items, i, path, &m)) use(m.row, path, m.steps);
 *
 * A row has a pattern, a kind and a note. The pattern is a row of elements parted by blanks:
 *
 *     in|during      one of these words                MONTH          an item of this class, whose value is kept
 *     MONTH|WDAY     either                            x?             may be left out
 *     ~x             with no white space before it     ( a b | c )    a group; it may be followed by ?
 *     $name          what the row of kind "=" with that name in its note stands for; it must come first in the table
 *     < >            where the time itself begins and ends, when the pattern looks further than that
 *     $              the sentence ends here, or a mark follows: takes nothing
 *     /              from here on the second end of a range is described
 *     %name=value    sets a field of the description: %unit=day, %count=1 ...
 *
 * The longest match that begins at an item wins, then the row that comes first. Patterns have no loops, so matching at one
 * item looks at a bounded number of items.
 */
#ifndef TIME_GRAMMAR_H
#define TIME_GRAMMAR_H

#include "time/words.h"

struct time_grammar;

enum { GRAMMAR_STEPS = 64, GRAMMAR_NAME = 0xFF };

enum step_what { STEP_ITEM, STEP_SET, STEP_SIDE, STEP_BEGIN, STEP_END };

/* One thing that happened on the way through a pattern. */
struct step {
    uint8_t what;
    uint8_t name;  /* STEP_ITEM: enum time_class, GRAMMAR_NAME for a plain word; STEP_SET: enum time_field */
    uint32_t item; /* STEP_ITEM; STEP_BEGIN, STEP_END: the item that comes next */
    int64_t value; /* STEP_SET */
};

/* What %name=value can set. */
#define TIME_FIELD_LIST(X)                                                                                                                 \
    X(year)                                                                                                                                \
    X(month)                                                                                                                               \
    X(day)                                                                                                                                 \
    X(unit)                                                                                                                                \
    X(count)                                                                                                                               \
    X(rel) X(dir) X(offset) X(cents) X(pod) X(hour) X(minute) X(ref) X(few) X(order) X(mod) X(nth) X(season) X(ampm) X(open) X(quarter)    \
        X(decade) X(bound) X(asked) X(second)
enum time_field {
#define X(name) FIELD_##name,
    TIME_FIELD_LIST(X)
#undef X
        FIELD_COUNT
};

struct time_match {
    uint32_t row, kind;   /* kind: enum of the caller */
    uint32_t first, last; /* items consumed, half-open */
    uint32_t steps;       /* in the path that was lent */
};

/* Compile the tables of all languages. kinds: the names a row may have, NULL ends them. Words that patterns use are added to `words`.
 * Errors: CHY_EMODEL with file:line and what is wrong; CHY_ENOMEM. */
chy_status time_grammar_create(const struct lexicon *lex, struct time_words *words, const char *const *kinds, arena *mem,
                               struct time_grammar **out, chy_err *err);

/* The best match that begins at item i and comes after `refused` (NULL: the best of all); path: room for GRAMMAR_STEPS. */
bool time_grammar_match(const struct time_grammar *g, const struct item_list *items, uint32_t i, const struct time_match *refused,
                        struct step *path, struct time_match *out);

/* The number a name stands for in %name=value and in the word tables: letters packed, units by their number. */
bool time_field_value(chy_str text, int64_t *out);

#endif
