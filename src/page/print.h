/*
 * print.h: printed pages (PDF), from the words and boxes that pdftotext finds: columns, running heads, hyphens, paragraphs.
 *
 *     struct print print;
 *     chy_status st = print_read(rules, xml, mem, &print, err);   // what `pdftotext -bbox-layout` prints
 *
 * The text of the document stands first, in reading order, paragraphs parted by blank lines; what is printed on every page again
 * stands behind it, from `furniture` on, a line each. Where spaces that may not break were lost ("ofthe"), and often, they are put back.
 */
#ifndef PAGE_PRINT_H
#define PAGE_PRINT_H

#include "page/page.h"

struct print {
    chy_str text;
    chy_str title;      /* the lines in larger letters that stand first; "" */
    uint32_t title_end; /* bytes of text that are the title: it stands at the beginning */
    uint32_t furniture; /* text.len when there is none */
    uint32_t pages;
    box_list boxes; /* of the lines */
};

/* Errors: CHY_EINPUT when there are no words; CHY_ENOMEM. Everything lives in mem. */
chy_status print_read(const struct page_rules *rules, chy_str xml, arena *mem, struct print *out, chy_err *err);

#endif
