/*
 * near.h: is one text a copy, a part or another version of another, or only written after the same form?
 *
 *     const struct near_text *a = near_read(this_text, &mem), *b = near_read(that_text, &mem);   // NULL: no memory
 *     struct near_likeness like;
 *     if (near_compare(a, b, &mem, &like) && like.same) ...
 *
 * Texts are compared as runs of four words, letter case and marks aside. One text is (part of) the other when most runs of the
 * shorter one are in the longer one, and what stands between the runs they share does not speak against it: successive
 * communiques share their formulas and differ in just the words that carry the news, so where the forms agree and the names
 * and numbers filled into them do not, the texts are two.
 *
 * Which of many texts are worth comparing is told by their sketch: the least values of NEAR_VALUES hashings of the runs
 * (MinHash); two texts that share a part J of their runs agree in each value with a chance of J. near_bands gives one number
 * for every NEAR_ROWS values, so that texts with J of .3 share a band two times out of three, unlike ones hardly ever.
 * Everything here is a pure function of the texts.
 */
#ifndef RECORD_NEAR_H
#define RECORD_NEAR_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { NEAR_RUN = 4, NEAR_ROWS = 3, NEAR_BANDS = 40, NEAR_VALUES = NEAR_ROWS * NEAR_BANDS };

enum near_word { NEAR_PLAIN, NEAR_NUMBER, NEAR_NAME /* a capital letter that no sentence or line begins with */ };

struct near_text {
    uint32_t *words; /* (word_count) hash of each; the lowest two bits: enum near_word */
    uint32_t *runs;  /* (run_count) hashes of the runs, ascending, each once */
    uint32_t word_count, run_count;
    uint64_t whole; /* hash of all words in order: equal for texts that differ in layout only */
};

/* Lives in mem; NULL at its ceiling. */
const struct near_text *near_read(chy_str text, arena *mem);

struct near_likeness {
    uint32_t shared;            /* runs that both have */
    float jaccard, containment; /* share of all runs; share of the runs of the text with fewer */
    uint32_t kept[3];           /* words in shared runs, by enum near_word */
    uint32_t exchanged[3];      /* those of the first text that stand where the other has another of its sort */
    uint32_t blanks, filled;    /* places between shared runs; those with such an exchange */
    bool same;
};

/* False at the ceiling of scratch, which is as it was afterwards. */
bool near_compare(const struct near_text *a, const struct near_text *b, arena *scratch, struct near_likeness *out);

void near_sketch(const struct near_text *t, uint32_t out[NEAR_VALUES]);
uint64_t near_band(const uint32_t sketch[NEAR_VALUES], unsigned band);

/*
 * Groups of many texts: same text or connected through texts that are. group[i]: index of the first member of i's group in
 * the order in which they came; which texts are together does not depend on that order.
 */
struct near_group;
chy_status near_group_create(struct near_group **out, chy_err *err);
chy_status near_group_add(struct near_group *g, chy_str text, chy_err *err);
chy_status near_group_find(struct near_group *g, const uint32_t **group, size_t *count, chy_err *err); /* group: lives with g */
void near_group_destroy(struct near_group *g);

#endif
