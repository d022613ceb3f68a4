/* page.h: what the fuzz targets for pages share: the rules, and what holds of every page that was read. */
#ifndef FUZZ_PAGE_H
#define FUZZ_PAGE_H

#include "fuzz.h"
#include "lexicon/lexicon.h"
#include "page/page.h"
#include "read/about.h"
#include "read/day.h"

struct fuzz_pages {
    struct page_rules *rules;
    struct page_judge *judge;
    struct about_rules *about;
    struct day_names days;
};

static inline const struct fuzz_pages *fuzz_pages(void)
{
    static arena mem;
    static struct fuzz_pages p;
    struct lexicon *lex = NULL;
    chy_err err = { 0 };
    if (p.about) return &p;
    arena_init(&mem, 256u << 20);
    FUZZ_REQUIRE(!lexicon_create(NULL, &mem, &lex, &err) && !page_rules_create(lex, &mem, &p.rules, &err) &&
                     !page_judge_create((chy_str){ 0 }, &mem, &p.judge, &err) && !day_names_create(lex, &mem, &p.days, &err) &&
                     !about_rules_create(lex, &p.days, &mem, &p.about, &err),
                 "%s", err.text);
    return &p;
}

static inline void fuzz_check_page(const struct page *p, arena *mem)
{
    uint32_t end = 0;
    FUZZ_REQUIRE(utf8_invalid_at(p->text) == p->text.len, "the text is not UTF-8");
    for (uint32_t i = 0; i < p->nodes.count; i++)
        FUZZ_REQUIRE(p->nodes.at[i].parent == PAGE_NONE || p->nodes.at[i].parent < i, "node %u stands in a later one", i);
    for (uint32_t i = 0; i < p->blocks.count; i++) {
        const struct page_block *b = &p->blocks.at[i];
        FUZZ_REQUIRE(b->span.start >= end && b->span.end > b->span.start && b->span.end <= p->text.len, "block %u is out of place", i);
        FUZZ_REQUIRE(b->node == PAGE_NONE || b->node < p->nodes.count, "block %u stands nowhere", i);
        FUZZ_REQUIRE(b->links <= b->span.end - b->span.start && b->bold <= b->span.end - b->span.start, "block %u is more links than bytes",
                     i);
        end = b->span.end;
    }
    for (uint32_t i = 0; i < p->marks.count; i++) FUZZ_REQUIRE(p->marks.at[i].block <= p->blocks.count, "mark %u is nowhere", i);
    for (uint32_t i = 0; i < p->origin.count; i++) {
        const struct origin_run *r = &p->origin.at[i];
        FUZZ_REQUIRE(r->source + (size_t)r->size <= p->source.len, "run %u is outside the page", i);
        if (r->step != 1 || r->source_step != 1) continue;
        FUZZ_REQUIRE(!memcmp(p->text.ptr + r->text, p->source.ptr + r->source, r->size), "run %u is not what stands there", i);
    }
    if (!p->origin.count) return;
    chy_str packed = origin_pack(&p->origin, NULL, mem);
    FUZZ_REQUIRE(packed.ptr && origin_fits(packed, p->text.len, p->source.len), "the text came from outside the page");
}

#endif
