/*
 * spelling.h: one word of a person's name, however it was put into Latin letters.
 *
 *     chy_str word = spelling_of(CHY_LIT("Yusef"), mem);        // as of "Yousef", "Youssef" and "Юсеф"
 *
 * First letter by letter (marks off, Cyrillic in Latin letters, "kh" as "h", "yu" as "iu", double letters single), then by the table
 * of names that are spelt in several ways (data/world/name_variants.tsv), which gen/variants.c compiles in.
 */
#ifndef RECORD_SPELLING_H
#define RECORD_SPELLING_H

#include "base/str.h"

/* ptr NULL when mem is at its ceiling. */
chy_str spelling_of(chy_str word, arena *mem);

/* Letter by letter alone. */
chy_str spelling_letters(chy_str word, arena *mem);

#endif
