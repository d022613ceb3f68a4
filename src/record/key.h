/*
 * key.h: what makes an entity of one document the same as an entity of another.
 *
 *     chy_str key = key_of(doc, 3, CHY_LIT("2c26b46b68ff..."), mem);  // "sergej lavrov@RUS", "RUS", "shanghaicooperationorganization"
 *
 * The key depends on the document alone, so the record is the same in whatever order documents come: states by ISO code; bodies, papers
 * and meetings by whose they are and name ("SCO Charter", "Charter of the Shanghai Cooperation Organisation"); persons by given and family
 * name, with the usual ways of writing them in Latin letters made one ("Sergei", "Sergey"), the patronymic left out, and by whose post
 * they hold; the others by name. What a text does not name is the same as nothing else: its key names the document.
 *
 * Entities of several keys may still be one; under which words they are looked at side by side is told by key_namings (see same.h).
 */
#ifndef RECORD_KEY_H
#define RECORD_KEY_H

#include "doc/doc.h"

/* ptr NULL when mem is at its ceiling. hash: of the document, hexadecimal. */
chy_str key_of(const chy_doc *d, uint32_t entity, chy_str hash, arena *mem);

/* Is it called something that says which one it is? "documents", or a "Charter" of nobody, only says what it is. */
bool key_has_name(const chy_doc *d, uint32_t entity);

/* A person's name as it is compared. */
chy_str key_of_person(chy_str name, arena *mem);

/* The key of a thing of that type that is known by its name alone. */
chy_str key_of_name(chy_str type, chy_str name, arena *mem);

/* A key of a person, taken apart. */
struct key_person {
    chy_str name, first, last, before_last, generation, whose, post;
    size_t words;
    int64_t year;      /* 0: not told */
    bool family_alone; /* or with no more than an initial */
};
bool key_read(chy_str key, struct key_person *out); /* false: it is compared with none */
bool key_middles_agree(const struct key_person *a,
                       const struct key_person *b); /* "George W. Bush", "George Bush"; not "George H. W. Bush" */
bool key_has_middle(const struct key_person *p);
bool key_in_syllables(const struct key_person *p); /* of which one cannot see whether the family name comes first */
chy_str key_likeness(const struct key_person *p, arena *mem);

enum { KEY_LONGEST_SHORT = 12 /* letters of an abbreviation */ };

/* Under which words an entity is looked at beside others, and for which year: "lavrov sergej"; "lavrov@RUS/foreign minister", 2022;
 * "short:chs". False when mem is at its ceiling. */
struct naming {
    chy_str likeness;
    int64_t year; /* 0: any */
};
typedef LIST(struct naming) naming_list;
bool key_namings(chy_str type, chy_str key, chy_str name, chy_str post, const str_list *aliases, int64_t year, arena *mem,
                 naming_list *out);

/* As a party to an event, before it is known who is the same as whom: the same for all that may turn out to be one. */
chy_str key_party(chy_str type, chy_str key, arena *mem);

int64_t key_year(chy_str date); /* "2022-07-28": 2022; 0 when it is open */

/* The ISO 3166 alpha-3 code of a state among its codes, "" when it has none. */
chy_str key_iso(const struct entity *e);

#endif
