/* word.h: what tagger, parser and name tagger see of a word: a few numbers, made once for each sentence. */
#ifndef PARSE_WORD_H
#define PARSE_WORD_H

#include "doc/doc.h"
#include "model/weights.h"

enum { WORD_PAD = 3 }; /* empty words before the first and after the last */

struct word {
    uint64_t lower;    /* hash of the small-letter form, plain quotation marks */
    uint32_t end[4];   /* its last 1 .. 4 bytes */
    uint32_t begin[3]; /* its first 1 .. 3 bytes */
    uint32_t shape;    /* "Aa", "A.A.", "9-9" ... hashed, runs squeezed */
    uint16_t cluster;  /* of the word among words of like company; 0 unknown; the upper bits are the coarse one */
    uint16_t fine;     /* the same, eight times as fine */
    uint16_t common;   /* 1 + the tags it was seen with, as a class; 0 unknown */
    uint8_t tag;       /* index of the tag list, 1 + ; 0 for none */
    bool upper;        /* first letter is a capital and the line is not all capitals */
    bool shouting;
};

enum { CLUSTER_COARSE = 4, CLUSTER_FINE = 3 }; /* bits to drop: from the middle to the coarse one; from the finest to the middle one */

struct word_maps {
    struct values clusters, common;
};

uint64_t word_hash(chy_str lower);

/* out: room for words + 2 * WORD_PAD; answers where word 0 is, NULL at the arena's ceiling. Sets `shouting` of the tokens. */
struct word *words_of(const struct word_maps *maps, chy_doc *d, run r, arena *mem);

#endif
