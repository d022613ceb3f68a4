/*
 * note.h: what one run over a document keeps at hand, who a token stands for, and how a fact is put down.
 *
 *     struct fact f = { .subject = s, .relation = CHY_LIT("member_of"), .object = o, .of = NONE, .holder = NONE };
 *     note_fact(w, &f);                             // once each; a date that was missing is filled in
 */
#ifndef FACT_NOTE_H
#define FACT_NOTE_H

#include "doc/find.h"
#include "doc/tree.h"
#include "fact/rules.h"

struct held_post {
    uint32_t fact, before;
}; /* before: index + 1 of the person's post before it, 0 */

typedef LIST(uint32_t) filled;

struct fact_walk {
    const struct fact_rules *rules;
    chy_doc *d;
    arena *scratch;
    uint32_t *time_at;      /* (tokens) index of the time whose words hold the token, NONE */
    uint32_t *statement_at; /* (tokens) the innermost statement whose content holds it, NONE */
    uint32_t *focus;        /* (tokens) the organisation spoken of most at or before it, NONE */
    uint32_t *last_org;     /* (tokens) the organisation or organ of one named last before it, NONE */
    uint32_t *paper;        /* (tokens) the paper named last at or before it, NONE */
    uint32_t latest;        /* fact that standing.tsv put down last, NONE: what "X will follow" repeats */
    filled states;          /* states that the text names, by name or adjective */
    struct map seen;        /* what was put down: key -> index of the fact */
    index_list papers;      /* entities made here for papers without a name */
    index_list organs;      /* entities made here for organs without a name */
    uint32_t *last_post;    /* (entities when begun) index + 1 into posts of the newest post of a person, 0 */
    LIST(struct held_post) posts;
    chy_err *err;
    chy_status failed;
};

chy_status note_begin(struct fact_walk *w, const struct fact_rules *rules, chy_doc *d, arena *scratch, chy_err *err);

/* Put a fact down; one that says the same as an earlier one only fills in its dates. Answers its index, NONE when memory is out. */
uint32_t note_fact(struct fact_walk *w, const struct fact *f);

/* The entities that the tokens of a filler stand for, as that side of a fact wants them, into out (scratch). */
void note_fill(struct fact_walk *w, struct filler by, const uint32_t slot[26], uint32_t trigger, filled *out);

/* The entities one token stands for. Conjuncts are not walked. */
void note_token(struct fact_walk *w, enum side side, uint32_t token, filled *out);

/* An entity for states without a name, "some countries"; NONE when the noun is not of that kind. */
uint32_t note_many(struct fact_walk *w, uint32_t noun);

/* A state or organisation that stands before, after or as owner of a noun: "Croatian", "of Croatia", "Croatia's"; NONE. */
uint32_t note_owner(const struct fact_walk *w, uint32_t noun);

/* The state or organisation for which a person, post or body stands; NONE. */
uint32_t note_behind(const chy_doc *d, uint32_t entity);

/* The bytes from the first to the last of these tokens, each with its mention. */
chy_span note_evidence(const struct fact_walk *w, const uint32_t *tokens, uint32_t count);

/* The mention that "whose", "its" or a name with "'s" before a noun stands for; NONE. */
uint32_t note_whose(const chy_doc *d, uint32_t owner, uint32_t noun);

/* The state or organisation that stands with a name: "Meles Zenawi of Ethiopia", "Mia Mottley (Barbados)"; NONE. */
uint32_t note_land(const chy_doc *d, const struct mention *m);

bool note_is_org(const chy_doc *d, uint32_t entity);
bool note_future(const chy_doc *d, chy_str date); /* later than the day of publication */

#endif
