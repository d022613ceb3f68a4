/*
 * input.h: what the network sees of a word: its vector from GloVe, and what was learned for the word, its beginnings and endings,
 * its shape, and the gazetteers it stands in.
 *
 * A key is one letter for the kind, then bytes of the word in small letters, with 9 for every digit and ' for `:
 *   g the word with its own digits   w the word   1 .. 4 its first bytes   5 .. 9 its last 1 .. 5 bytes   h its shape: "Aa", "9-9", "!"
 */
#ifndef PARSE_INPUT_H
#define PARSE_INPUT_H

#include "doc/doc.h"
#include "net/rows.h"

enum { INPUT_KEYS = 12, INPUT_CHUNK = 32, INPUT_GAZ = 32 };

struct input_rules {
    struct rows_map map;
    struct rows_table glove, words, gaz;
    uint32_t width; /* of the whole vector, a multiple of KERNELS_STEP */
};

/* The sections net.map, net.glove, net.words, net.gaz. Errors: CHY_EMODEL. */
chy_status input_open(const struct model *m, uint32_t glove_width, uint32_t word_width, struct input_rules *out, chy_err *err);

/* The keys of a word, mixed; 0 where it has none of that kind. shouting: it stands in a line of capitals. */
void input_keys(const struct token *t, bool shouting, uint64_t key[INPUT_KEYS]);

/* out (count, width): the words t[which[0]], t[which[1]] ...; at most INPUT_CHUNK of them. shouting and gaz go with t. */
void input_run(const struct input_rules *rules, const struct kernels *k, const struct token *t, const bool *shouting, const uint32_t *gaz,
               const uint32_t *which, uint32_t count, int8_t *out);

/* A line of capitals: at least four words of letters in it, and no small letter. */
bool input_shouting(const chy_doc *d, run r);

#endif
