/* rules.h: data/page, compiled. */
#ifndef PAGE_RULES_H
#define PAGE_RULES_H

#include "page/page.h"

enum element_as { AS_INLINE, AS_BLOCK, AS_PARAGRAPH, AS_SKIP, AS_BREAK };

struct page_rules {
    struct map element;      /* name -> as << 8 | kind */
    struct map exact, start; /* word of a class or id -> hint */
    struct map glued;        /* little words that lose the space behind them, in small letters -> 1 when whatever follows is a word */
    struct map whole;        /* words that begin like one of them and are whole */
};

/* Bits of the hints in a class or id. */
uint32_t page_hints_of(const struct page_rules *rules, chy_str names);

#endif
