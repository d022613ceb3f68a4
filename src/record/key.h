/*
 * key.h: what makes an entity of one document the same as an entity of another.
 *
 *     chy_str key = key_of(doc, 3, CHY_LIT("2c26b46b68ff..."), mem);      // "sergej lavrov", "RUS", "shanghaicooperationorganization"
 *
 * The key depends on the entity alone, so the record is the same in whatever order documents come:
 * states by ISO code; bodies by their organisation and name; persons by given and family name with the usual ways of writing
 * Russian names in Latin letters made one ("Sergei", "Sergey") and the patronymic left out; the others by name.
 * What a text does not name is the same as nothing else: its key names the document.
 */
#ifndef RECORD_KEY_H
#define RECORD_KEY_H

#include "doc/doc.h"

/* ptr NULL when mem is at its ceiling. hash: of the document, hexadecimal. */
chy_str key_of(const chy_doc *d, uint32_t entity, chy_str hash, arena *mem);

/* A person's name as it is compared. */
chy_str key_of_person(chy_str name, arena *mem);

/* The key of a thing of that type that is known by its name alone. */
chy_str key_of_name(chy_str type, chy_str name, arena *mem);

/* The ISO 3166 alpha-3 code of a state among its codes, "" when it has none. */
chy_str key_iso(const struct entity *e);

#endif
