/*
 * tame.h: pages that are made to keep a parser busy, made harmless.
 *
 * libxml2 looks through all open elements for each end tag, and through all attributes for each attribute. So what nests deeper than
 * DEPTH, ends what is not open, or comes after the first ATTRIBUTES of a tag, is blanked with spaces: every other byte stays in its place.
 */
#ifndef PAGE_TAME_H
#define PAGE_TAME_H

#include "base/str.h"

/* The source itself when there is nothing to tame; else a copy in mem; ptr NULL when mem is at its ceiling. */
chy_str page_tame(chy_str source, arena *mem);

#endif
