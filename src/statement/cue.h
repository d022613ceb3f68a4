/*
 * cue.h: the words that introduce what somebody says, as data/lexicon/en/cues.tsv and its companions have them.
 *
 *     for (const struct cue *c = cue_first(&rules->cues, lemma); c; c = cue_next(&rules->cues, c)) if (c->frames & CUE_CLAUSE) ...
 */
#ifndef STATEMENT_CUE_H
#define STATEMENT_CUE_H

#include "base/map.h"
#include "lexicon/lexicon.h"
#include "statement/statement.h"

enum cue_frame {
    CUE_CLAUSE = 1,
    CUE_QUOTE = 2,
    CUE_INF = 4,
    CUE_OBJ = 8,
    CUE_COMP = 16,
    CUE_OBJINF = 32,
    CUE_OBJOF = 64,
    CUE_TELL = 128,
    CUE_NOT = 256,
    CUE_WEAK = 512,
    CUE_PREP = 1024,
    CUE_MEDIUM = 2048,
    CUE_ASIDE = 4096,
    CUE_RAISED = 8192
};
enum cue_pos { CUE_VERB, CUE_NOUN, CUE_PHRASE, CUE_ADJECTIVE, CUE_LIGHT };
enum { CUE_PREPS = 6, CUE_WORDS = 3 };

struct cue {
    chy_str more[CUE_WORDS]; /* words that follow the first */
    chy_str prep[CUE_PREPS];
    unsigned frames;
    enum cue_pos pos;
    chy_str act;
    uint32_t next; /* another row with the same first word, NONE */
};

enum carrier_kind {
    CARRIER_REPORT = 1,
    CARRIER_DOCUMENT = 2,
    CARRIER_PLACE = 4,
    CARRIER_TOLD = 8,
    CARRIER_CITES = 16,
    CARRIER_PASSED = 32,
    CARRIER_ISSUES = 64,
    CARRIER_THING = 128,
    CARRIER_NEVER = 256,
    CARRIER_AUDIENCE = 512,
    CARRIER_MUTE = 1024,
    CARRIER_ENACTS = 2048,
    CARRIER_STANCE = 4096
};

struct cues {
    LIST(struct cue) list;
    struct map at; /* first word, folded to lower case: the last row that has it */
};

struct statement_rules {
    struct cues cues, attitudes;
    struct map carriers;  /* lemma: enum carrier_kind, or'ed */
    struct map turns;     /* label in lower case: 1 question, 2 answer, 3 a title by which a question calls him who answers */
    struct map speakers;  /* noun: enum entity_type */
    struct map occasions; /* noun: 1 */
};

const struct cue *cue_first(const struct cues *cues, chy_str lemma);
const struct cue *cue_next(const struct cues *cues, const struct cue *c);
unsigned carrier_kind(const struct statement_rules *rules, chy_str lemma); /* 0: none */

#endif
