/* stage.h: what the files of this stage share. */
#ifndef EVENT_STAGE_H
#define EVENT_STAGE_H

#include "base/map.h"
#include "doc/find.h"
#include "doc/tree.h"
#include "lexicon/pattern.h"

/* Words in the column `how` of verbs.tsv. */
enum {
    HOW_PAIR = 1,            /* nothing without two sides: meetings */
    HOW_ALONE = 2,           /* stands without any participant: summits */
    HOW_VISIT = 8,           /* the target may be a place: then the state it lies in */
    HOW_CLAUSE = 16,         /* a noun: who does what in the clause it stands in takes part ("at the talks, X told Y") */
    HOW_NOT = 64,            /* the negated verb is the event ("did not sign": REJECT) */
    HOW_TARGET = 128,        /* nothing without a target */
    HOW_TWO = 256,           /* two sides by name, a plural is not enough: "A and B spoke" */
    HOW_ANYONE = 512,        /* people without a name will do: "police arrested two students" */
    HOW_PAPER = 1024,        /* stands without a participant when slot Z is a paper: "The treaty was signed in Rome" */
    HOW_PARTNER = 2048,      /* event_partners.tsv: the other side may have been named before */
    HOW_ORGANIZATION = 4096, /* it is the organisation spoken of last */
    HOW_SAME = 8192          /* tells of the deed told last, by others: "Peru did the same" */
};

struct event_row {
    chy_str type, mode, kind, cameo;
    unsigned how;
    int status; /* enum event_status; -1: what the sentence says */
    const char *where;
};

/* One row of event_status.tsv: what a word makes of an event that it governs. */
struct status_word {
    chy_str word, particle;
    uint32_t upos; /* bits, 0 any */
    chy_str over;  /* '|'-parted: how the event hangs on it */
    int effect;    /* enum event_status, EFFECT_... */
    bool dated;    /* its date is that of the event too */
    uint32_t next; /* of the same word */
};

enum { EFFECT_CARRIES = STATUS_HISTORICAL + 1, EFFECT_NOTHING, EFFECT_FUTURE_IN_PAST, EFFECT_FUTURE, EFFECT_STOP, EFFECT_DUTY };

/* "riot police": a noun of event_groups.tsv that is two words. */
struct word_pair {
    chy_str first;
    uint32_t row, next; /* next: of the same last word, MAP_NONE */
};

struct event_rules {
    struct patterns *patterns;
    struct event_row *rows;
    uint32_t row_count;
    LIST(struct status_word) words;
    struct map words_by_lemma;
    struct map groups;  /* nouns that stand for their state or body, "delegation", "troops": row of the table */
    struct map beside;  /* words that tell a sector but stand for nobody: "parliamentary", "village" */
    struct map doubles; /* last word of two: first of `pairs` */
    LIST(struct word_pair) pairs;
    struct map diaries; /* "diary", "schedule": row of the table */
    struct map peoples; /* "serbs": row of the table */
    const struct table *people_table;
    int people_state, people_code; /* columns */
    const struct table *group_table;
    int group_code, group_weak; /* columns */
    struct outlook *outlook;
    uint32_t outlook_count;
};

typedef LIST(uint32_t) entity_list;

struct who {
    entity_list entities;
    span_list spans;
    str_list sectors; /* what acts for the state or body: "MIL" for its troops; "" */
    bool plural;
};

/* The entities that a word stands for, its conjuncts too; false when the arena is full. place_state: a place stands for its state. */
bool event_who(const struct event_rules *r, const chy_doc *d, uint32_t token, bool place_state, arena *mem, struct who *out);
uint32_t event_counted(const struct event_rules *r, const chy_doc *d, uint32_t token); /* "troops" of "hundreds of troops" */
bool event_who_add(const chy_doc *d, uint32_t entity, chy_span span, arena *mem, struct who *out);
bool event_who_before(const chy_doc *d, uint32_t noun, arena *mem, struct who *out); /* "Ruritanian-Graustarkian talks" */
bool event_who_within(const chy_doc *d, uint32_t noun, arena *mem, struct who *out); /* "summit of SCO", "Fifth SCO Summit" */
bool event_who_owner(const struct event_rules *r, const chy_doc *d, uint32_t noun, arena *mem,
                     struct who *out); /* "an Australian ultimatum", "the bid of Peru" */
bool event_who_has(const struct who *w, uint32_t entity);
chy_str event_sector(const struct event_rules *r, const struct token *k);      /* "MIL" of "troops"; "" */
chy_str event_sector_told(const struct event_rules *r, const struct token *k); /* also of "parliamentary", "village" */
chy_str event_sector_at(const struct event_rules *r, const chy_doc *d,
                        uint32_t noun); /* with the words by it: "OPP" of "opposition leaders" */

/* An event on its way into the document. */
struct draft {
    struct pattern_match m;
    const struct event_row *row;
    struct who a, b, c, h;
    bool dropped;
    bool counted;     /* its date is counted from another: "six days after" */
    bool provisional; /* nobody is named: of use only if another sentence tells of the same */
    uint32_t event;   /* index in the document, NONE */
};

struct work {
    const struct event_rules *r;
    chy_doc *d;
    arena *scratch;
    uint32_t diary_of;         /* entity whose appointments the document lists, NONE */
    uint8_t *is_trigger;       /* (tokens) */
    uint32_t *told_in;         /* (tokens) statement whose content covers it, NONE */
    uint32_t *framed_by;       /* (sentences) statement with a chain whose cue stands in it, NONE */
    LIST(bool) provisional;    /* (events) */
    LIST(struct draft) drafts; /* of one sentence */
};

/* sides.c: fill the sides of an event; *fits tells whether they are what the row asks for. */
bool event_gather(struct work *w, struct draft *x, bool *fits);
uint32_t event_people(const struct draft *x);          /* different ones on both sides */
bool event_takes_anyone(const struct event_row *row);  /* "police arrested two students", though nobody has a name */
bool event_is_group(const struct work *w, uint32_t t); /* "troops", "the leaders" */
static inline uint32_t event_slot(const struct pattern_match *m, char letter) { return m->slot[letter - 'A']; }

static inline bool event_is_noun(const chy_doc *d, uint32_t t)
{
    return doc_token(d, t)->upos == UPOS_NOUN || doc_token(d, t)->upos == UPOS_PROPN;
}

/* carry.c: who takes part though this sentence leaves it to those before. */
bool event_carry_meeting(struct work *w, struct draft *x);           /* "the second round": the sides of the talks told of before */
bool event_carry_partner(struct work *w, struct draft *x);           /* "asked for help": of whom */
bool event_carry_deed(struct work *w, struct draft *x, bool *known); /* "Peru did the same": what, and to whom */
bool event_carry_counterpart(struct work *w, struct draft *x);       /* "after the talks with Peru": whose talks */

/* diary.c: "14:00 Talks with X": with whom, as the heading or the publisher tells. */
uint32_t event_diary_owner(const struct work *w); /* NONE: the document is no diary */
bool event_diary(struct work *w, struct draft *x);
uint32_t event_organ(const chy_doc *d); /* head word of "The Security Council," above the paragraphs of a resolution; NONE */

/* "students" of "fired to disperse the students": the first below that is of another sector than `own`; NONE. */
uint32_t event_group_below(const struct work *w, const struct draft *x, chy_str own);
bool event_codes(struct work *w, const struct draft *x, struct event *e); /* codes.c: source and target in letters */

struct standing {
    enum event_status status;
    bool negated, dropped, conditional; /* under an "if" */
    bool offered;                       /* hypothetical under a condition of its own: "will release them if ..." */
    bool background;                    /* told beside a noun of another event: "the rebels who shelled it surrendered" */
    bool duty;                          /* that it must be is all that is told: "the assembly must ratify it" */
    bool purpose;                       /* planned in an infinitive of purpose: "sent ships to help" */
};

/* Whether what the trigger tells of occurred, is planned ... */
struct standing event_standing(const struct event_rules *r, const chy_doc *d, uint32_t trigger, bool negation_told);
const struct status_word *event_word_over(const struct event_rules *r, const chy_doc *d, uint32_t token, chy_str how);
bool event_in_present(const chy_doc *d, uint32_t verb, bool *going_on);
enum event_status event_status_by_date(const chy_doc *d, chy_str date, enum event_status status);

/* What an event that has not happened is to be told as (ontology/outlook.tsv): an offer, a refusal, a threat; type "": nothing. */
struct outlook_turn {
    chy_str type, kind, mode, cameo;
};
chy_status outlook_read(const struct lexicon *lex, arena *mem, struct event_rules *r, chy_err *err);
const struct outlook_turn *event_outlook(const struct event_rules *r, chy_str type, const struct standing *stand, chy_str within);
bool event_in_background(const chy_doc *d, uint32_t t);              /* t tells more of a noun */
uint32_t event_step_out(const chy_doc *d, uint32_t t, bool *joined); /* the word that t is the content of, or is joined to; NONE */

/* The words whose dates and places are those of the event, nearest first. */
struct clause {
    uint32_t token;
    uint32_t cost;
    bool all; /* false: only what stands before the event */
};
typedef LIST(struct clause) clause_list;
bool event_clauses(const struct event_rules *r, const chy_doc *d, const struct pattern_match *m, arena *scratch, clause_list *out);
chy_str event_date(const chy_doc *d, const clause_list *clauses, uint32_t sentence, const uint8_t *is_trigger);
chy_str event_date_counted(chy_doc *d, uint32_t trigger, uint32_t sentence); /* of "six days after she left"; "" */
bool event_bounds_only(chy_str preposition);                                 /* "until Sunday" dates nothing */
uint32_t event_first_time(const chy_doc *d, uint32_t byte);                  /* first of the times that begin there or later */
chy_str event_date_implied(const chy_doc *d, uint32_t token);                /* of "the 20th anniversary of the signing"; "" */
bool event_sentence_dated(const chy_doc *d, uint32_t sentence);
uint32_t event_dateline_place(const chy_doc *d); /* what "here" means; NONE */

/* scene.c: date and place that other sentences tell: those before it, the dateline, the head of a list's entry. */
void event_scene(const struct work *w, struct event *e);
uint32_t event_place_named(const chy_doc *d, uint32_t mention); /* "left for Oslo": the town, where its name stands for the state */
uint32_t event_place(const struct event_rules *r, const chy_doc *d, const clause_list *clauses, uint32_t sentence,
                     const uint8_t *is_trigger, bool near); /* near: only what is said of the event's own words */

#endif
