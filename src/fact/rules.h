/*
 * rules.h: the tables of this stage, compiled.
 *
 *     data/lexicon/en/standing.tsv         what in a tree makes which relation
 *     data/lexicon/en/modality.tsv         what turns "is" into wants, supports, plans, denies, or leaves it open
 *     data/lexicon/en/standing_words.tsv   nouns that stand for papers, meetings and those who act for a state
 */
#ifndef FACT_RULES_H
#define FACT_RULES_H

#include "base/map.h"
#include "lexicon/pattern.h"

/* What a word makes of the thing that hangs on it. The first five are enum modality in its order. */
enum yield {
    YIELD_IS,
    YIELD_WANTS,
    YIELD_SUPPORTS,
    YIELD_PLANS,
    YIELD_DENIES,
    YIELD_PERHAPS, /* open: nothing may be recorded */
    YIELD_SAYS,    /* somebody's word for it */
    YIELD_THEN,    /* "once", "when": past is, present plans */
    YIELD_WOULD,   /* a plan when reported, else open */
    YIELD_ENDED,   /* "former" */
    YIELD_UNSAID,  /* a noun alone: what governs it decides */
    YIELD_GIVEN,   /* it is, whatever is done with it: "supported its application" */
    YIELD_COUNT
};

enum sense { SENSE_BEGINS, SENSE_ENDS, SENSE_LASTS, SENSE_ONCE, SENSE_COUNT };

/* Which entities may fill a side of a fact. */
enum side {
    SIDE_PARTY,
    SIDE_ACTOR,
    SIDE_STATE,
    SIDE_NATION,
    SIDE_ORG,
    SIDE_WHOLE,
    SIDE_PERSON,
    SIDE_PAPER,
    SIDE_PLACE,
    SIDE_POST,
    SIDE_BODY,
    SIDE_MEETING,
    SIDE_DATE,
    SIDE_SIGNER,  /* a party, or the person where no state or organisation is known behind it */
    SIDE_ADOPTER, /* a party, or the meeting that has a name */
    SIDE_SEAT,    /* what one may preside over: an organisation, organ or meeting that has a name */
    SIDE_SEATED,  /* the states of a list at an organisation's meeting from which observers or guests are told apart */
    SIDE_COUNT
};

/* "party:A|C": the side, and the slots that fill it. "org:B|focus": the organisation last named when B is empty. */
struct filler {
    enum side side;
    uint8_t slot[3]; /* slots + 1; 0 ends them */
    bool focus;      /* the organisation that was spoken of last */
    bool last;       /* the organisation or organ named last */
    bool held;       /* posts: whatever the person holds */
    bool self;       /* the trigger itself */
    bool pair;       /* when the slot is empty: the subjects, with one another */
    bool told;       /* the words of the trigger say of what kind: "strategic partnership" */
    chy_str text;    /* posts: the title, where no word of the text is it */
};

/* Where a slot is to be found by the order of words when the tree has nothing for it; read off its paths. */
struct by_order {
    bool subject, object; /* of the sense: of a passive they change sides */
    chy_str preps[4];     /* "from", "of" ... */
};

struct standing {
    chy_str relation;
    struct filler subject, object;
    uint8_t of; /* slot + 1 that says whose post it is */
    enum sense sense;
    enum yield yield;
    bool inferred;
    const char *where;
    struct by_order order[4]; /* of slots A, B, C, D */
};

enum word_kind {
    WORD_PAPER = 1,
    WORD_AGENT = 2,
    WORD_MEETING = 4,
    WORD_POST = 8,
    WORD_COUNTERPART = 16,
    WORD_PREDECESSOR = 32,
    WORD_SUCCESSOR = 64,
    WORD_VAGUE = 128,
    WORD_TENURE = 256,
    WORD_MANY = 512,
    WORD_OFFICE = 1024,
    WORD_WHOLE = 2048,
    WORD_RANK = 4096,
    WORD_ORGAN = 8192,
    WORD_INNER = 16384, /* organs that are always somebody's: "the secretariat" */
    WORD_LOOSE = 32768, /* nouns for whatever paper was spoken of: "the text" */
    WORD_VOICE = 131072,  /* they speak for whose they are: "a spokesman for the ministry" */
    WORD_CROWN = 262144,  /* posts of a state: "President X of Chile" is Chile's, "Secretary-General X of Norway" is not Norway's */
    WORD_CHIEF = 524288,     /* who sits for a state at a summit: "the leaders of" */
    WORD_REALM = 1048576,    /* what they head: "heads of state and government" */
    WORD_OUTSIDER = 2097152, /* who is there and no member: "observers" */
    WORD_BESIDE = 4194304,   /* what carries a list on: "as well as", "along with" */
    WORD_FURTHER = 8388608,  /* who is put on one level with those before: "other guests" */
    WORD_INVITED = 16777216, /* who is asked in */
    WORD_OUTPOST = 65536     /* what a state or organisation keeps elsewhere: "an embassy" */
};

/* A row of inferences.tsv: one fact makes another. */
struct inference {
    chy_str relation, titles; /* titles: words of the object of holds_post, parted by '|', "" for any */
    chy_str makes;
    bool ends;               /* what it names is over from then on */
    chy_str subject, object; /* subject, object, of, land, date */
    const char *where;
};

struct fact_rules {
    const struct lexicon *lex;
    struct patterns *patterns; /* of standing.tsv; NULL when there is no such table */
    const struct standing *rows;
    const struct inference *inferences;
    uint32_t inference_count;
    struct map yields; /* "word via" -> enum yield */
    struct map words;  /* lemma -> enum word_kind, or'ed */
};

chy_status rules_compile(const struct lexicon *lex, arena *mem, struct fact_rules **out, chy_err *err);

/* What `word` makes of a thing that hangs on it by `via` ("xcomp", "obj", "nmod:for"); -1 when the tables are silent. */
int rules_yield(const struct fact_rules *r, chy_str word, chy_str via);

/* enum word_kind of a lemma, 0 when it is not listed. */
unsigned rules_word(const struct fact_rules *r, chy_str lemma);

#endif
