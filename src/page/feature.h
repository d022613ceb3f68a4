/* feature.h: a block of a page in numbers, for the trees that tell text from furniture. */
#ifndef PAGE_FEATURE_H
#define PAGE_FEATURE_H

#include "page/page.h"

enum { FEATURE_FIRST = 104, FEATURE_NEAR = 4, FEATURE_SECOND = FEATURE_FIRST + 2 * FEATURE_NEAR + 6 };

/* out (blocks, FEATURE_FIRST). ptr NULL when mem is at its ceiling. Shares are in 1/1000. */
int16_t *page_features(const struct page *page, arena *mem);

/* The same with what a first judge said of each block (1/256 log odds) and of those around it, some rows at a time, since a page may have
 * a block for every few bytes. first and score outlive it. NULL when mem is at its ceiling; out (count, FEATURE_SECOND). */
struct page_again *page_again(const struct page *page, const int16_t *first, const int32_t *score, arena *mem);
void page_again_rows(const struct page_again *a, uint32_t from, uint32_t count, int16_t *out);

#endif
