/*
 * page.h: what a page of the web holds, in reading order, before it is known which of it is the text.
 *
 *     struct page page;
 *     chy_status st = page_read_html(rules, bytes, mem, &page, err);          // blocks, marks, where each byte came from
 *     for (uint32_t i = 0; i < page.blocks.count; i++) use(page_block_text(&page, i));
 *
 * The text of all blocks stands in one string, parted by line breaks; white space is collapsed as a browser would.
 * Nothing here believes the page: it may nest without end, close what it never opened, and lie about everything.
 */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include "base/err.h"
#include "base/list.h"
#include "base/map.h"
#include "doc/origin.h"
#include "lexicon/lexicon.h"

enum { PAGE_NONE = 0xFFFFFFFFu };

#define PAGE_KINDS(X)                                                                                                                      \
    X(other)                                                                                                                               \
    X(p)                                                                                                                                   \
    X(h1)                                                                                                                                  \
    X(h2) X(h3) X(h4) X(li) X(dt) X(dd) X(td) X(tr) X(table) X(list) X(div) X(section) X(article) X(main) X(nav) X(aside) X(header)        \
        X(footer) X(form) X(dialog) X(address) X(blockquote) X(pre) X(figure) X(caption) X(marquee) X(head) X(a) X(b) X(br) X(time) X(img) \
            X(script)
#define PAGE_HINTS(X)                                                                                                                      \
    X(text)                                                                                                                                \
    X(content)                                                                                                                             \
    X(title)                                                                                                                               \
    X(summary) X(teaser) X(comment) X(menu) X(side) X(foot) X(head) X(share) X(related) X(tags) X(advert) X(popup) X(hidden) X(byline)     \
        X(bio) X(date) X(meta) X(caption) X(quote) X(box) X(note)

enum page_kind {
#define X(name) PAGE_##name,
    PAGE_KINDS(X)
#undef X
        PAGE_KIND_COUNT
};
enum page_hint {
#define X(name) HINT_##name,
    PAGE_HINTS(X)
#undef X
        PAGE_HINT_COUNT
};

/* An element that begins and ends blocks. */
struct page_node {
    uint32_t parent; /* PAGE_NONE at the top */
    uint32_t hints;  /* bits: enum page_hint */
    uint16_t depth;  /* among such elements, at most 65,535 */
    uint8_t kind;    /* enum page_kind */
};

struct page_block {
    chy_span span;  /* in the page's text */
    uint32_t node;  /* the element it stands in */
    uint32_t links; /* bytes of it that are links */
    uint32_t bold;  /* bytes of it that are bold */
    uint32_t hints; /* of inline elements that hold all of it */
};

/* What the page says of itself. */
enum page_mark_kind {
    MARK_META,     /* key: name or property, lower case; value: content */
    MARK_LINK,     /* key: rel; value: address */
    MARK_TITLE,    /* value: text of <title> */
    MARK_JSON,     /* value: a script of linked data */
    MARK_TIME,     /* value: datetime; span: its text */
    MARK_ITEM,     /* key: itemprop; value: content, else empty; span: its text */
    MARK_AUTHOR,   /* span: the text of an element with rel=author, or of an inline element that is called byline or author */
    MARK_DATE,     /* value: title; span: the text of an inline element that is called date */
    MARK_LANGUAGE, /* value: of the html element */
};
struct page_mark {
    enum page_mark_kind kind;
    chy_str key, value;
    chy_span span;  /* in the page's text; empty where there is none */
    uint32_t block; /* the block where it begins: an index that blocks may not have (an empty last block) */
    uint32_t node;
};

struct page {
    chy_str source; /* borrowed */
    chy_str text;
    LIST(struct page_node) nodes;
    LIST(struct page_block) blocks;
    LIST(struct page_mark) marks;
    origin_list origin; /* of the text, in the source */
};

struct page_rules;

/* Compile data/page. Lives in mem. Errors: CHY_EMODEL naming file and line; CHY_ENOMEM. */
chy_status page_rules_create(const struct lexicon *lex, arena *mem, struct page_rules **out, chy_err *err);

/* source: UTF-8 (base of all positions); it must outlive the page. Everything else lives in mem. Errors: CHY_ENOMEM; CHY_EINPUT. */
chy_status page_read_html(const struct page_rules *rules, chy_str source, arena *mem, struct page *out, chy_err *err);

static inline chy_str page_block_text(const struct page *p, uint32_t i)
{
    return (chy_str){ p->text.ptr + p->blocks.at[i].span.start, p->blocks.at[i].span.end - p->blocks.at[i].span.start };
}

/* ------------------------------------------------------------------ which of it is the text */

struct page_judge;

/* weights: models/page.chymodel, 64-byte aligned, outlives the judge; ptr NULL: those that are built in. Errors: CHY_EMODEL, CHY_ENOMEM. */
chy_status page_judge_create(chy_str weights, arena *mem, struct page_judge **out, chy_err *err);

uint64_t page_judge_checksum(const struct page_judge *judge); /* of the weights */

/* score (page->blocks.count): log odds of being the text, in 1/256; above 0: it is. Errors: CHY_ENOMEM. */
chy_status page_judge_blocks(const struct page_judge *judge, const struct page *page, arena *scratch, int32_t *score, chy_err *err);

#endif
