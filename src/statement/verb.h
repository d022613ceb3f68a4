/*
 * verb.h: a verb of saying, and the frames in which it takes what is said.
 *
 *     struct verb v = { .at = t, .last = t, .subject = NONE, ... };
 *     v.cue = verb_cue_at(r, t, CUE_VERB, end, &v.last);
 *     verb_flags(r, &v);
 *     if (verb_speaker(r, &v) && frame_reported(r, f, &v)) ...
 *
 * A frame answers true when it has put a content into the found statement.
 */
#ifndef STATEMENT_VERB_H
#define STATEMENT_VERB_H

#include "statement/clause.h"

/* A verb of saying and what stands around it. */
struct verb {
    const struct cue *cue;
    uint32_t at, last;  /* the verb, and the last word of the cue */
    uint32_t subject;   /* who speaks; NONE */
    uint32_t hearer;    /* told whom */
    uint32_t undergoer; /* subject of a passive */
    uint32_t as;        /* "as" before it */
    uint32_t floor;     /* the first word after the quotation or comma before it, when the words between are its subject; NONE */
    uint32_t ceiling;   /* the comma or end that closes its clause, when the order of words says so; NONE */
    bool loose;         /* the tree hangs it elsewhere: go by the order of words */
    bool passive, negated, modal, infinitive, conditional, impersonal;
    struct shell shell;
};

const struct cue *verb_cue_at(const struct reader *r, uint32_t t, enum cue_pos pos, uint32_t end, uint32_t *last);
const struct cue *attitude_at(const struct reader *r, uint32_t t, enum cue_pos pos, uint32_t end, uint32_t *last);
void verb_shell(const struct reader *r, struct verb *v, bool object);
void verb_flags(const struct reader *r, struct verb *v);
uint32_t verb_agent(const struct reader *r, uint32_t verb);
bool verb_carried_out(const struct reader *r, const struct verb *v);
uint32_t verb_object(const struct reader *r, const struct verb *v);
bool verb_speaker(struct reader *r, struct verb *v);
bool verb_quoted_as(struct reader *r, struct verb *v, struct found *f);
run verb_cue(const struct reader *r, const struct verb *v);
bool verb_takes_after(const struct reader *r, uint32_t quotation); /* a verb of saying right after it has it */

void frame_around(struct reader *r, struct found *f, const struct verb *v, bool opens);
run frame_clause_run(const struct reader *r, uint32_t c);
uint32_t frame_clause(const struct reader *r, const struct verb *v);
bool frame_infinitive(struct reader *r, struct found *f, const struct verb *v);
bool frame_object_infinitive(struct reader *r, struct found *f, const struct verb *v);
bool frame_complement(struct reader *r, struct found *f, const struct verb *v);
bool frame_accusation(struct reader *r, struct found *f, const struct verb *v);
bool frame_noun_clause(struct reader *r, struct found *f, const struct verb *v);
bool frame_object(struct reader *r, struct found *f, const struct verb *v);
bool frame_preposition(struct reader *r, struct found *f, struct verb *v);
bool frame_reported(struct reader *r, struct found *f, struct verb *v);

#endif
