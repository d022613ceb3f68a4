/*
 * pattern.h: patterns over the dependency tree, as the tables write them.
 *
 *     meet.VERB A=subj B=obj|with                       "Wang Yi met (with) Lavrov"
 *     hold|conduct.VERB+obj:talks|consultation A=subj B=with|obj>with P=in|at
 *     visit.NOUN A=poss|by|of B=to                      "Xi's visit to Moscow"
 *     member.NOUN+cop A=subj B=of                       "X is a member of Y"
 *
 * trigger    lemma, or several parted by '|'; ".UPOS" narrows it; "+rel:lemma|lemma" asks for a dependent (":lemma" may be left
 *            out: any), "-rel:lemma" forbids one. rel is a universal relation or a preposition.
 * slot       one letter, '?' after it when it may stay empty, then the paths to try in order. A path is a step or steps joined
 *            by '>': subj and obj are the logical ones (a passive's agent and subject; a subject is looked for through control,
 *            relative clauses and coordination), iobj, poss, comp (compound or amod), ccomp, xcomp, advcl, appos; any other word
 *            is a preposition. "+1" is the first asked-for dependent. "[person,state]" after a path asks for the kind of entity.
 */
#ifndef LEXICON_PATTERN_H
#define LEXICON_PATTERN_H

#include "lexicon/lexicon.h"

struct patterns;

enum { PATTERN_SLOTS = 8, PATTERN_PARTS = 4 };

struct pattern_match {
    uint32_t row;                    /* of the table */
    uint32_t trigger;                /* token */
    uint32_t part[PATTERN_PARTS];    /* tokens of the asked-for dependents, NONE */
    uint32_t slot[26];               /* token that fills slot 'A' + i, NONE */
};

/* Compile column `pattern` of a table. Errors: CHY_EMODEL with file:line and what is wrong with the pattern. */
chy_status patterns_create(const struct table *table, int column, arena *mem, struct patterns **out, chy_err *err);

/* All patterns whose trigger is this token and whose asked-for parts and slots are there, rows in table order; at most room. */
uint32_t patterns_match(const struct patterns *p, const chy_doc *d, uint32_t token, struct pattern_match *out, uint32_t room);

#endif
