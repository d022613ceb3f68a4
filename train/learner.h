/*
 * learner.h: an averaged perceptron over hashed features (Freund and Schapire 1999; Collins 2002).
 *
 *     struct learner *l = learner_create(classes, 2);
 *     learner_score(l, f, n, score);  ... learner_update(l, f, n, right, wrong);  ... learner_tick(l);
 *     learner_write(l, writer, "tag", 2 << 20);            // pruned and quantised to about so many bytes
 */
#ifndef TRAIN_LEARNER_H
#define TRAIN_LEARNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "writer.h"

struct learner;
struct learner *learner_create(uint32_t classes,
                               uint32_t least); /* least: times a feature is seen in the first round before it may have weights */
void learner_counted(struct learner *l);        /* the first round is over */
void learner_destroy(struct learner *l);
void learner_score(struct learner *l, const uint64_t *f, size_t n, int32_t *score);
void learner_update(struct learner *l, const uint64_t *f, size_t n, uint32_t right, uint32_t wrong);
/* One decision: the gold class is moved up and its best rival down when the rival wins, or comes near. True when the rival won. */
bool learner_decide(struct learner *l, const uint64_t *f, size_t n, const int32_t *score, uint32_t gold, uint32_t *said);
void learner_tick(struct learner *l); /* one decision more went by */
void learner_write(struct learner *l, struct writer *w, const char *part, size_t bytes);

/* Numbers that look random and are the same on every machine. */
static inline uint32_t dice(uint64_t *state)
{
    *state += 0x9E3779B97F4A7C15ull;
    uint64_t z = *state;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ z >> 27) * 0x94D049BB133111EBull;
    return (uint32_t)(z >> 32);
}

void shuffle(uint32_t *order, uint32_t count, uint64_t *state);

#endif
