/*
 * reader.h: what the parts of this stage share while one document is read.
 *
 * Statements are first found as runs of tokens (struct found), so that who carried them and what goes on without a cue can be
 * settled afterwards; statement.c then writes them into the document.
 */
#ifndef STATEMENT_READER_H
#define STATEMENT_READER_H

#include "statement/cue.h"
#include "statement/quote.h"

enum { FOUND_RUNS = 4 };

struct carrier {
    uint32_t entity;
    chy_str date;
};
typedef LIST(struct carrier) carrier_list;

struct found {
    uint32_t sentence;
    uint32_t cue_token;     /* NONE when nothing introduces it */
    uint32_t speaker_token; /* head of the source, NONE */
    run source, cue;
    uint32_t edge; /* the first word that leads into it: "Interfax quoted X as" */
    run content[FOUND_RUNS];
    uint32_t contents;
    index_list speakers;
    carrier_list via; /* innermost first */
    uint32_t hearer;  /* token that told names, NONE */
    uint32_t addressee;
    run occasion;
    chy_str date;
    bool continued;
    bool whole_quote;   /* the content is quotations and nothing else */
    bool turn;          /* an answer in an interview: speech without marks */
    bool dead;          /* taken up into another one */
    bool cited;         /* a medium's, which cites somebody else as its source */
    bool according;     /* introduced by "according to" */
    uint32_t claims[2]; /* quotations that are its content, NONE */
    bool told;          /* a verb that takes whom it is told to as its object */
    chy_str stance;     /* of attitude.c: "want"; empty for what is said */
    bool led;           /* its first word leads in: "that" */
    bool bare;          /* something asked for: "asked Spain for help" */
    bool pointed;       /* "the report said": its speaker was named before */
    bool issued;        /* somebody's document says it: "the ministry issued a notice saying" */
    bool carried;       /* its chain was stated by "according to" or "reported", not by "told" */
};

struct reader {
    const struct statement_rules *rules;
    chy_doc *d;
    arena *scratch;
    struct quotes quotes;
    uint32_t *claimed;      /* (quotations) the found statement that has it, NONE */
    uint32_t *mention_from; /* (sentences + 1) first mention that begins in the sentence or later */
    uint32_t *time_from;    /* (sentences + 1) into time_order */
    uint32_t *time_order;   /* (times) in text order */
    uint32_t *turn_of;      /* (sentences) the answer that a sentence belongs to, NONE; questions NONE as well */
    uint32_t *asked_by;     /* (sentences) the medium whose question a sentence belongs to, NONE */
    uint32_t *found_from;   /* (sentences + 1) first found statement of a sentence */
    LIST(struct found) found;
    LIST(struct mention) described; /* of the unnamed speakers that this stage makes entities of */
    bool known_only;                /* nobody unnamed is made an entity of */
    bool out_of_memory;             /* an allocation failed on the way; the run ends with CHY_ENOMEM */
};

/* The words by which a verb says that somebody speaks: its clause without what is said. */
struct shell {
    uint32_t lo, hi;
}; /* tokens, both inclusive */

/* speaker.c: who stands at a token. */
void speaker_fill(struct reader *r, struct found *f, uint32_t token, uint32_t verb);
uint32_t speaker_entity(const struct reader *r, uint32_t token); /* the entity of the mention there, NONE */
bool speaker_may(const struct reader *r, uint32_t entity);       /* of a kind that speaks */
bool speaker_medium(const struct reader *r, uint32_t entity);
run speaker_source(const struct reader *r, uint32_t token, uint32_t verb);
uint32_t speaker_unnamed(struct reader *r, uint32_t token, run words, enum entity_type type); /* NONE: none is made */

/*
 * medium.c: the medium that a nominal names, by its head: "the weekly Globus", "the KCNA news agency", or, for medium_at, somebody of
 * its ("a Reuters reporter"); NONE. "the newspaper" alone is the one that was named before, or this one. A name that the text's
 * entities do not have becomes one.
 */
uint32_t medium_named(struct reader *r, uint32_t token);
uint32_t medium_at(struct reader *r, uint32_t token);
uint32_t medium_participle(const struct reader *r, uint32_t by); /* before "by" or "in": "carried", "quoted on Monday"; NONE */

/* speech.c: statements at verbs and nouns of saying, and at prepositions. */
void speech_sentence(struct reader *r, uint32_t sentence);

/* relay.c: a clause in front that says who carries the rest: at its "as"; *last is the comma that closes it. */
bool relay_read(struct reader *r, uint32_t t, uint32_t end, uint32_t *last);

/* nearby.c: quotations beside a verb that is no word of saying. */
void nearby_sentence(struct reader *r, uint32_t sentence);

/* turn.c: questions and answers; "Name: ..." */
void turn_read(struct reader *r);

/* chain.c: who carried what was found. */
void chain_read(struct reader *r);

/* follow.c: speech that goes on without a cue. */
void follow_read(struct reader *r);

/* attitude.c: what is thought, wished, planned ... */
void attitude_read(struct reader *r);

/* extent.c: how far source, cue and content reach. */
void extent_read(struct reader *r);

/* reader.c */
void found_claim(struct reader *r, struct found *f, uint32_t quotation);
void found_drop(struct reader *r);                                                     /* the newest one was none */
struct found *found_new(struct reader *r, uint32_t sentence);                          /* NULL: out of memory */
void found_add(struct reader *r, struct found *f, run content);                        /* trimmed; an empty run is let go */
void found_cut(const struct reader *r, struct found *f, uint32_t part, uint32_t last); /* that part of its content ends at `last` at most */
void found_speaker(struct reader *r, struct found *f, uint32_t entity);                /* once */
void found_carry(struct reader *r, struct found *f, uint32_t entity, chy_str date);
bool found_holds(const struct found *f, uint32_t token); /* the token lies in its content */
run run_trim(const struct reader *r, run words);
bool speech_in(const struct reader *r, uint32_t sentence); /* of a part of the text in which somebody may speak */
chy_status reader_init(struct reader *r, chy_err *err);

static inline const struct token *tok(const struct reader *r, uint32_t t) { return &r->d->tokens.at[t]; }
static inline bool tok_is(const struct reader *r, uint32_t t, const char *lower) { return str_is(tok(r, t)->lower, lower); }
static inline bool tok_punct(const struct reader *r, uint32_t t) { return tok(r, t)->upos == UPOS_PUNCT; }
static inline bool tok_quoted(const struct reader *r, uint32_t t) { return r->quotes.of[t] != NONE; }
static inline const struct sentence *sent(const struct reader *r, uint32_t s) { return &r->d->sentences.at[s]; }

#endif
