/* web.h: a page of the web as lines with labels. */
#ifndef READ_WEB_H
#define READ_WEB_H

#include "doc/doc.h"
#include "page/page.h"
#include "read/about.h"
#include "read/lines.h"

/* The lines of a page's blocks: furniture with the reason, title, captions, body. score: of page_judge_blocks.
 * False when mem is at its ceiling. */
bool web_lines(const struct page *page, const int32_t *score, const struct about *about, arena *mem, line_list *out);

#endif
