/*
 * recall.h: the first layer of the network over the words of a document; a word met before is remembered, not worked out again.
 *
 * What the first layer says depends on the form alone, on whether the line is in capitals, and on the gazetteers, and every second
 * word of a text is one of a few hundred. A place of the memory holds the last word that came there.
 */
#ifndef PARSE_RECALL_H
#define PARSE_RECALL_H

#include "parse/input.h"

struct recall_place {
    chy_str form;         /* of a token of the document; NULL: nobody */
    uint32_t gaz, newest; /* newest: the chunk that it was filled in */
    bool shouting;
};

struct recall {
    struct recall_place *place; /* (places) zeroed */
    int8_t *vector;             /* (places, width) */
    uint32_t places;            /* a power of two */
    uint32_t chunks;            /* chunks, from 1 */
    uint32_t *late;             /* (words) and `from`: words that wait for one of the same chunk */
    uint32_t *from;
};

/* x: out (count, first->outputs). input: room for INPUT_CHUNK words, as they go in and as they come out. */
void recall_run(struct recall *r, const struct input_rules *rules, const struct dense *first, const struct kernels *k,
                const struct token *t, const bool *shouting, const uint32_t *gaz, uint32_t count, int8_t *input, int8_t *x);

#endif
