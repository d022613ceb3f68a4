/*
 * find.h: from a word of the tree to the entities it stands for.
 *
 *     uint32_t who[8], n = find_entities(d, tree_subject(d, verb), who, 8);   // "Russia, China and India" -> three
 *
 * A word stands for an entity when it is the head of a mention (name, pronoun, post, description, capital for a government), or
 * stands in the title before or after a name ("Minister" of "Foreign Minister Sergei Lavrov"), or is a demonym.
 */
#ifndef DOC_FIND_H
#define DOC_FIND_H

#include "doc/doc.h"

/* The entity this word stands for, the first of several; NONE. Words inside a mention that are not its head stand for it too. */
uint32_t find_entity(const chy_doc *d, uint32_t token);

/* All entities under a nominal: those of its mention, then those of the words joined to it by "and"; each once, at most room. */
uint32_t find_entities(const chy_doc *d, uint32_t token, uint32_t *out, uint32_t room);

/*
 * The state or organisation behind a nominal that has no entity of its own: "Russian side", "Chinese officials", "Georgia's
 * delegation", "the delegation of Georgia", "EU officials"; NONE.
 */
uint32_t find_owner(const chy_doc *d, uint32_t token);

/* find_entities, or failing that find_owner: who acts in "Russian and Chinese officials met". */
uint32_t find_actors(const chy_doc *d, uint32_t token, uint32_t *out, uint32_t room);

static inline bool entity_is(const chy_doc *d, uint32_t entity, enum entity_type type)
{
    return entity != NONE && entity < d->entities.count && d->entities.at[entity].type == type;
}

/* Can speak and act: a person, state, organisation, body or medium. */
static inline bool entity_acts(const chy_doc *d, uint32_t entity)
{
    return entity_is(d, entity, ENTITY_PERSON) || entity_is(d, entity, ENTITY_STATE) || entity_is(d, entity, ENTITY_ORGANIZATION) ||
           entity_is(d, entity, ENTITY_BODY) || entity_is(d, entity, ENTITY_MEDIUM);
}

/* The state an entity belongs to: itself, its `of`, or the `of` of that; NONE. */
uint32_t entity_country(const chy_doc *d, uint32_t entity);

/* For each token the statement whose content covers it, the last of several, else NONE. out: one a token. */
void find_told_in(const chy_doc *d, uint32_t *out);

#endif
