/*
 * lemma.h: the dictionary form of a word, from its form and tag.
 *
 * A script says what to do to a form: "l3+y" is: small letters, three bytes off the end, y put there; "=be": whatever it
 * was, "be"; 'k' in place of 'l' keeps the letters as they are. Which script a word takes is learned for whole words, and for endings of up
 * to six bytes when the word is not known.
 */
#ifndef PARSE_LEMMA_H
#define PARSE_LEMMA_H

#include <stdbool.h>

#include "base/arena.h"
#include "model/weights.h"
#include "net/rows.h"

enum { LEMMA_ENDING = 6, LEMMA_SPARE = 8 };

uint64_t lemma_key(chy_str lower, uint8_t tag, size_t ending, bool upper); /* ending > LEMMA_ENDING: the whole word */

struct lemma_rules {
    struct values scripts_of;
    chy_str *scripts;
    uint32_t count;
    const uint16_t *spare; /* (tags, LEMMA_SPARE) the commonest scripts of a tag, for endings that lead to no word; VALUES_NONE for none */
    uint32_t tags;
};

chy_status lemma_open(const struct model *m, arena *mem, struct lemma_rules *out, chy_err *err);

/* ptr NULL at the arena's ceiling. lower is borrowed when it is the lemma. words: has a row for each word that is known. */
chy_str lemma_of(const struct lemma_rules *rules, const struct rows_map *words, chy_str form, chy_str lower, uint8_t tag, arena *mem);

/* What a script makes of a form; false when it does not fit. */
bool lemma_apply(chy_str script, chy_str form, chy_str lower, arena *mem, chy_str *out);

#endif
