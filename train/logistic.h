/*
 * logistic.h: logistic regression with several classes over hashed features, by AdaGrad (Duchi, Hazan and Singer 2011). Features
 * are dropped at random while it learns, so that rare ones learn to stand in for one another.
 *
 *     struct logistic *l = logistic_create(2);
 *     logistic_example(l, f, n, gold, 1);                   // all of them first
 *     logistic_fit(l, 12, seed);
 *     logistic_write(l, writer, "break", 512 << 10);        // for weights_sum; class 0 has no weights
 */
#ifndef TRAIN_LOGISTIC_H
#define TRAIN_LOGISTIC_H

#include <stddef.h>
#include <stdint.h>

#include "writer.h"

struct logistic;
struct logistic *logistic_create(uint32_t classes, uint32_t least); /* least: examples a feature must be in */
void logistic_destroy(struct logistic *l);
void logistic_example(struct logistic *l, const uint64_t *f, size_t n, uint32_t gold, float weight);
void logistic_fit(struct logistic *l, int epochs, uint64_t seed); /* again with another seed: the mean of both */
void logistic_write(struct logistic *l, struct writer *w, const char *part, size_t bytes);

#endif
