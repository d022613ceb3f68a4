/*
 * boost.h: boosted trees for a yes or no, by Newton steps over histograms (Friedman 2001; Chen and Guestrin 2016), into whole numbers.
 *
 *     struct tree *trees = boost_fit(rows, labels, weights, count, features, &plan, &bias);    // free() it
 */
#ifndef TRAIN_BOOST_H
#define TRAIN_BOOST_H

#include <stddef.h>
#include <stdint.h>

#include "page/judge.h"

struct boost_plan {
    int trees;
    double rate, shrink, least; /* step, lambda, weight a leaf must hold */
    double share;               /* of the features that a tree may use */
    uint64_t seed;
};

/* rows (count, features); labels 0 or 1; weights > 0. *bias: 1/256 log odds to add. */
struct tree *boost_fit(const int16_t *rows, const uint8_t *labels, const float *weights, size_t count, int features,
                       const struct boost_plan *plan, int32_t *bias);

#endif
