/* lists.h: enumerations of names, put in order after parsing. */
#ifndef PARSE_LISTS_H
#define PARSE_LISTS_H

#include "doc/doc.h"

/*
 * "Pakistan, India, and Iran": three or more names parted by commas, the last by "and" or "or", become one coordination headed
 * by the first, as Universal Dependencies has it. The parser decides from a few words and loses long lists. Heads and
 * relations of one sentence are changed; call before tree_link.
 */
void lists_mend(chy_doc *d, uint32_t sentence);

#endif
