/*
 * walk.h: what the walk through the text keeps of the mentions it met, and the question that it asks for every word that points back.
 *
 *     refer.c      the walk; pronouns; capitals for governments
 *     weigh.c      clues for and against an antecedent, and the best one
 *     holders.c    posts that stand alone: who holds them
 *     describe.c   descriptions: "the bloc", "the two sides", "the Norwegian"
 *     speak.c      quotations, whose they are, and the first person
 */
#ifndef MENTION_WALK_H
#define MENTION_WALK_H

#include "mention/work.h"

enum { LOOK_BACK = 48, GROUP_MOST = 8, SENTENCES_BACK = 5 };

struct seen {
    uint32_t token, entity;      /* entity NONE: a noun without one */
    uint32_t group, group_count; /* in `members`, when several are meant */
    bool pronoun, quoted, name;
    bool plural, known; /* nouns: of a known kind */
    char hint;          /* told by its adjective, a place, a person, a summit or organ of it: a l p o; 0 */
    enum entity_type type;
};

struct walk {
    struct work *w;
    LIST(struct seen) seen;
    LIST(struct seen) nouns; /* what a pronoun may mean besides: "the embargo", "his followers" */
    LIST(struct seen) hints; /* states that the text names by the way: "the Guinean capital" */
    index_list members;
    uint32_t *mention_head; /* (tokens) mention, NONE */
    uint32_t *times_named;  /* by entity, as far as it was there at the start */
    uint32_t times_count;
    bool *in_title;                          /* by entity, likewise: named in a title line */
    uint32_t first_named[ENTITY_TYPE_COUNT]; /* entity, NONE */
    uint32_t last_meant[CLUE_KINDS];         /* by he or she, it, they ...: entity, NONE */
    bool *quoted;                            /* (tokens) */
    uint32_t *quote;                         /* (tokens) number of the quotation, NONE */
    uint32_t quotes;
    run *quote_runs;   /* by number of the quotation */
    uint32_t *post_at; /* (tokens) the post that stands alone whose head this is, until it is seen to; NONE */
};

struct ask {
    run words; /* of what points back */
    uint32_t token;
    enum clue_kind kind;
    unsigned means; /* kinds of entity */
    bool one, many;
    char gender;
    char gram;                      /* of the pronoun: s o p x w; 0 for descriptions */
    uint32_t sentences;             /* how many to look back */
    uint32_t mentions;              /* likewise; 0: the usual */
    chy_str noun;                   /* descriptions: the noun */
    uint32_t limit;                 /* how many are meant: "the two ..."; 0 */
    bool named;                     /* the noun must stand in the name */
    bool union_of;                  /* states are its members */
    bool any;                       /* the noun may stand for any paper */
    bool capital;                   /* "the Union" */
    uint32_t speaker;               /* of the quotation it stands in, NONE */
    const struct seen *ahead;       /* the subject that comes after: "In his speech the president said"; NULL */
    uint32_t other;                 /* entity that cannot be meant: "his guest"; NONE */
    uint32_t rivals;                /* posts: persons nearby whose post is not told */
    const struct post_phrase *post; /* NULL */
};

/* weigh.c */
unsigned preposition_sense(const struct work *w, uint32_t head);
uint32_t conjunct_first(const struct work *w, uint32_t t); /* the one that the others of a list hang on */
unsigned means_of_type(enum entity_type type);
bool is_subject(uint8_t rel);
uint32_t beside(struct walk *k, const struct ask *a); /* an entity that cannot be meant: "France ... the country", "he ... him"; NONE */
bool entity_fits(const struct walk *k, const struct ask *a, const struct seen *s);
const struct seen *antecedent(const struct walk *k, const struct ask *a); /* NULL when nothing speaks for any */

/* speak.c */
void quotes_mark(struct walk *k);
uint32_t quote_speaker(struct walk *k, run q);            /* entity, NONE */
uint32_t label_speaker(const struct walk *k, uint32_t t); /* whose turn it is in an interview, NONE */
void first_persons(struct walk *k);

/* holders.c */
void holder_refer(struct walk *k, uint32_t post);
int post_likeness(const struct work *w, const struct post_phrase *p,
                  uint32_t e); /* of the posts: 5 the same, 4 alike, 3 of a kind, 2 a leader, 1 an official; 0 */
bool post_is_title(const struct work *w, const struct post_phrase *p); /* minister, president, ambassador: one that a text need not tell */
bool holder_may_be(const struct work *w, const struct post_phrase *p, uint32_t e);

/* describe.c */
void description_refer(struct walk *k, uint32_t head, const struct description_row *row);
bool described_may_be(const struct walk *k, const struct ask *a, const struct seen *s);
run noun_phrase(const struct work *w, uint32_t head); /* from the determiner to the noun */
bool name_has_word(const struct work *w, uint32_t e, chy_str word);
void noun_seen(struct walk *k, uint32_t t);
uint32_t noun_entity(struct walk *k, const struct seen *noun); /* made when a pronoun means it; NONE for one of no known kind */
void number_refer(struct walk *k, uint32_t t);
void latter_refer(struct walk *k, uint32_t t);
void demonym_refer(struct walk *k, uint32_t t);

/* refer.c */
uint32_t mention_by(struct walk *k, uint32_t t); /* whose head this is, or in whose title it stands; NONE */
void members_push(struct walk *k, struct seen *s, uint32_t entity);
void mention_seen(struct walk *k, uint32_t t, uint32_t m);
uint32_t refer_add(struct walk *k, run words, uint32_t head, const struct seen *to, enum mention_form form);

#endif
