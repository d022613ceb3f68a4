/*
 * pattern.h: patterns over the dependency tree, as the tables write them.
 *
 *     meet.VERB A=subj B=obj|with                               "Wang Yi met (with) Lavrov"
 *     hold|conduct.VERB+obj:talk|consultation A=subj B?=with|+1>with P?=in|at
 *     visit.NOUN A=poss|by|of B=to                              "Xi's visit to Moscow"
 *     member.NOUN+cop A=subj B=of                               "X is a member of Y"
 *     take.VERB+obj:part A=subj B=in:talk/meeting>with[state]   "X took part in the talks with Y"
 *
 * A pattern is a trigger and slots, parted by spaces. A row "@name=word|word" is no pattern: it lists the words that "@name" stands for in
 * a list of words ("+obj:@aid|money"), wherever it stands; several rows of a name add up. The class "quantity" is looked through:
 * "released dozens of hostages" fits "+obj:hostage".
 *
 * trigger    lemma, or several parted by '|' ('*': any word); ".UPOS|UPOS" narrows it (NOUN takes PROPN in, VERB takes AUX in);
 *            "+STEP" asks for a dependent, "-STEP" forbids one (an '-' before the ".UPOS" belongs to the lemma).
 *            A step may name lemmas or forms parted by '|': "+obj:talk|talks"; without them any dependent will do. "+1>STEP" asks
 *            it of the first dependent asked for instead: "+obj:call+1>comp:telephone|video".
 * slot       a capital letter, '?' after it when it may stay empty, '=', then the paths to try in order, parted by '|'.
 * path       steps joined by '>', and "[person,state]" when the word must be a mention of such an entity; "[*]": of a person, state,
 *            organisation, body, place or post.
 * step       a relation or a preposition; in a path ":lemma/lemma" after it narrows it. The relations:
 *            subj, obj    the logical ones: a passive's agent and subject; a subject is looked for through control, relative
 *                         clauses, participles and coordination; a predicate noun has the subject of its copula
 *            surface      the subject as it stands: of a passive, who it is done to
 *            poss prt     possessive; the particle of a phrasal verb
 *            comp         compound or adjective before the noun
 *            neg          the word is negated (conditions only)      pass   the verb is passive (conditions only)
 *            head         the governor
 *            left, right  the nearest mention before, after it in the sentence, up to a semicolon; with lemmas, the nearest of those
 *            prev, next   the mention right before, after it, a noun or adjective between at most
 *            colon        the mention right after the colon of a label: "Members since 2010: A and B"
 *            +1           the first asked-for dependent, +2 the second ...
 *            and every universal relation by its name (iobj, xcomp, ccomp, advcl, appos, cop, mark, amod, acl ...); a name
 *            without a subtype takes its subtypes in. Any other word is a preposition (or the mark of a gerund: "for joining").
 */
#ifndef LEXICON_PATTERN_H
#define LEXICON_PATTERN_H

#include "lexicon/lexicon.h"

struct patterns;

enum { PATTERN_SLOTS = 8, PATTERN_PARTS = 4, PATTERN_STEPS = 4 };

struct pattern_match {
    uint32_t row;                 /* of the table */
    uint32_t trigger;             /* token */
    uint32_t part[PATTERN_PARTS]; /* tokens of the asked-for dependents, NONE */
    uint32_t slot[26];            /* token that fills slot 'A' + i, NONE */
};

/* Compile column `pattern` of a table; empty cells are passed over. Errors: CHY_EMODEL with file:line:column and what is wrong with the
 * pattern; CHY_ENOMEM. */
chy_status patterns_create(const struct table *table, int column, arena *mem, struct patterns **out, chy_err *err);

/* All patterns whose trigger is this token and whose asked-for parts and slots are there, rows in table order; at most room. */
uint32_t patterns_match(const struct patterns *p, const chy_doc *d, uint32_t token, struct pattern_match *out, uint32_t room);

/* What subj, obj and pass mean, for stages that look at the tree themselves; NONE when there is none. */
bool pattern_passive(const chy_doc *d, uint32_t verb);
bool pattern_operative(const chy_doc *d, uint32_t verb); /* "2. Requests ...": the organ whose resolution this is does it */
uint32_t pattern_surface_subject(const chy_doc *d, uint32_t verb);
uint32_t pattern_subject(const chy_doc *d, uint32_t verb);
uint32_t pattern_object(const chy_doc *d, uint32_t verb);

#endif
