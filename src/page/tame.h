/*
 * tame.h: pages as a parser gets them: without what would keep it busy.
 *
 *     struct tame tame;
 *     if (!page_tame(source, mem, &tame)) return err_memory(err, "reading a page");
 *     parse(tame.text);
 *     size_t n = tame_place(&tame, &cut, at, size, &place);     // the first n of those bytes stand at `place` of the source
 *
 * libxml2 looks through all open elements for each end tag, and through all attributes for each attribute. So what nests deeper than
 * DEPTH, ends what is not open, or comes after the first ATTRIBUTES of a tag, is blanked with spaces. What no reader asks for is cut out,
 * more than half of most pages: the insides of scripts (not of linked data), styles, drawings and comments, and attributes that nobody
 * looks at.
 */
#ifndef PAGE_TAME_H
#define PAGE_TAME_H

#include "base/list.h"
#include "base/str.h"

/* From `at` of the text on, `gone` bytes of the source before it are missing. */
struct tame_cut {
    uint32_t at, gone;
};

struct tame {
    chy_str text; /* the source itself when there is nothing to do */
    LIST(struct tame_cut) cuts;
};

/* source: less than 2 GiB. False when mem is at its ceiling. */
bool page_tame(chy_str source, arena *mem, struct tame *out);

/* Where the byte at `at` of the text stands in the source, and how many of `size` from there on stand together. *cut: the cut that was used
 * last, 0 at first: quick when asked in order. */
size_t tame_place(const struct tame *t, uint32_t *cut, size_t at, size_t size, size_t *place);

#endif
