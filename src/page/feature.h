/* feature.h: a block of a page in numbers, for the trees that tell text from furniture. */
#ifndef PAGE_FEATURE_H
#define PAGE_FEATURE_H

#include "page/page.h"

enum { FEATURE_FIRST = 104, FEATURE_NEAR = 4, FEATURE_SECOND = FEATURE_FIRST + 2 * FEATURE_NEAR + 6 };

/* out (blocks, FEATURE_FIRST). ptr NULL when mem is at its ceiling. Shares are in 1/1000. */
int16_t *page_features(const struct page *page, arena *mem);

/* The same with what a first judge said of each block (1/256 log odds) and of those around it: (blocks, FEATURE_SECOND). */
int16_t *page_features_again(const struct page *page, const int16_t *first, const int32_t *score, arena *mem);

#endif
