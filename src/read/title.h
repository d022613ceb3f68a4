/*
 * title.h: which of what a page says is its title.
 *
 * Headings, the title element, its pieces between marks, and what the head of the page and linked data claim are candidates. Each has
 * signs (which claims say the same, where its heading stands, how it is written); data/page/titles.tsv says how much a sign speaks for
 * a title, and the candidate with the highest sum is taken.
 */
#ifndef READ_TITLE_H
#define READ_TITLE_H

#include "page/page.h"

/* Headings that say the same as the candidate: the one with the highest rank; where it stands; claims of other places; its words. */
#define TITLE_SIGNS(X)                                                                                                                     \
    X(h1_alone)                                                                                                                            \
    X(h1_first)                                                                                                                            \
    X(h1_other) X(h2) X(h3) X(h4) X(named) X(bold) X(no_heading) X(last_h1_above) X(last_above) X(above_next) X(above_near) X(above_far)   \
        X(above_very_far) X(below_near) X(below_far) X(in_menu) X(in_side) X(in_head) X(in_article) X(repeated) X(linked) X(title_same)    \
            X(title_head) X(title_tail) X(title_middle) X(title_within) X(title_longer) X(title_like) X(title_unlike) X(title_none)        \
                X(og_same) X(og_head) X(og_tail) X(og_middle) X(og_within) X(og_longer) X(og_like) X(og_unlike) X(og_none) X(json_same)    \
                    X(json_like) X(json_unlike) X(other_same) X(h1_same) X(h1_like) X(h1_unlike) X(site_same) X(site_within) X(words_1)    \
                        X(words_2) X(words_3) X(words_many) X(opens) X(piece) X(joined) X(og_beside) X(of_others)

enum title_sign {
#define X(name) TITLE_SIGN_##name,
    TITLE_SIGNS(X)
#undef X
        TITLE_SIGN_COUNT
};
_Static_assert(TITLE_SIGN_COUNT <= 64, "signs are bits");

struct title_rules {
    int32_t weight[TITLE_SIGN_COUNT]; /* 1/100 log odds */
};

/* What a place says: meta, the title element, linked data. */
enum title_place { TITLE_ELEMENT, TITLE_OPEN_GRAPH, TITLE_LINKED, TITLE_OTHER };
struct title_claim {
    enum title_place place;
    chy_str value; /* clean */
    const char *basis;
};
typedef LIST(struct title_claim) title_claims;

struct title {
    chy_str text;
    const char *basis;
    uint32_t block; /* of the heading, PAGE_NONE when none says it */
    uint64_t signs; /* bits: enum title_sign */
    int32_t sum;
};
typedef LIST(struct title) titles;

/* Compile data/page/titles. Errors: CHY_EMODEL naming file and line. */
chy_status title_rules_create(const struct lexicon *lex, struct title_rules *out, chy_err *err);

/* Every candidate with its signs and sum; site: the publisher, "" when not known. False when mem is at its ceiling. */
bool title_candidates(const struct title_rules *rules, const struct page *page, const int32_t *score, const title_claims *claims,
                      chy_str site, arena *mem, titles *out);

#endif
