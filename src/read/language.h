/*
 * language.h: which language a piece of text is in, by its scripts and its small words.
 *
 *     struct language_count c = {0};
 *     language_add(rules, line, scratch, &c);
 *     chy_str lang = language_of(rules, &c, LANGUAGE_SURE);      // "en", "" when there is too little to tell
 */
#ifndef READ_LANGUAGE_H
#define READ_LANGUAGE_H

#include "base/map.h"
#include "lexicon/lexicon.h"

enum { LANGUAGES = 32, SCRIPTS = 32 };
enum language_need {
    LANGUAGE_LIKELY, /* the one that has most words */
    LANGUAGE_SURE    /* and far more of them than any other: what a part of a document is set apart for */
};

struct language_rules {
    struct map word; /* lower case -> a bit for each language */
    chy_str lang[LANGUAGES], script_lang[SCRIPTS];
    uint32_t first[SCRIPTS], last[SCRIPTS]; /* code points */
    uint32_t written[LANGUAGES];            /* script of its words; SCRIPTS: Latin */
    uint32_t count, scripts;
};

struct language_count {
    uint32_t words, letters;
    uint32_t votes[LANGUAGES], script[SCRIPTS]; /* words of each language, letters of each script */
};

/* Errors: CHY_EMODEL naming file and line; CHY_ENOMEM. */
chy_status language_rules_create(const struct lexicon *lex, arena *mem, struct language_rules *out, chy_err *err);

/* At most some hundred words of it. False when scratch is at its ceiling. */
bool language_add(const struct language_rules *rules, chy_str text, arena *scratch, struct language_count *count);

void language_join(struct language_count *to, const struct language_count *more);

/* Lives with the rules. */
chy_str language_of(const struct language_rules *rules, const struct language_count *count, enum language_need need);

#endif
