/*
 * about.h: what a page says of itself: title, dates, author, publisher.
 *
 * Every place that speaks of such a thing is a claim with a belief (data/page/about.tsv); claims that agree hold each other up, and the
 * best one is taken, with the place as its basis. Nothing is taken because it comes first. Titles are chosen by title.h.
 */
#ifndef READ_ABOUT_H
#define READ_ABOUT_H

#include "page/page.h"
#include "read/day.h"
#include "read/title.h"

struct about_rules;

struct about {
    chy_str title, date, author, source, lang;
    chy_str updated; /* the day of the last change; "" when none is told, or one before the date */
    chy_str address; /* whole, as the page gives it */
    chy_str title_basis, date_basis;
    uint32_t title_block; /* PAGE_NONE when no block is the title */
    titles titles;        /* every candidate for the title */
};

/* Compile data/page/about and leads. Lives in mem. Errors: CHY_EMODEL naming file and line; CHY_ENOMEM. */
chy_status about_rules_create(const struct lexicon *lex, const struct day_names *days, arena *mem, struct about_rules **out, chy_err *err);

/* score: what page_judge_blocks said. Several authors are parted by "; ". Everything lives in mem. Errors: CHY_ENOMEM. */
chy_status about_page(const struct about_rules *rules, const struct page *page, const int32_t *score, arena *mem, struct about *out,
                      chy_err *err);

#endif
