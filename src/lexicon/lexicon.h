/*
 * lexicon.h: the tables under data/, compiled into one image, and a user's own tables on top.
 *
 *     const struct table *posts = lexicon_table(lex, CHY_LIT("lexicon/en/posts"));
 *     int title = table_column(posts, "title");
 *     for (uint32_t row = 0; row < table_rows(posts); row++) use(table_cell(posts, row, title));
 *
 * A table is a .tsv file: lines that begin with '#' are comments; one of them, "# columns: a b c" (tab-parted), names the
 * columns; "# phrases: name aliases" names the columns whose cells ('|' parts several) are phrases to be found in text.
 * `gen/lexicon.c` packs data/ into the image at build time, through the same reader that lays --lexicon DIR on top:
 * a user's rows come before the built-in rows of the table of the same name.
 *
 * Phrases are compared folded: letters and digits only, lower case, no marks; so "Côte d'Ivoire" is found in "Cote d’Ivoire".
 * A phrase that begins with a capital is found only where the text has one, one of capitals alone only in capitals.
 */
#ifndef LEXICON_LEXICON_H
#define LEXICON_LEXICON_H

#include "doc/doc.h"

struct lexicon;
struct table;

/* The image that is built in, and the tables in dir (NULL for none) on top. Everything lives in mem.
 * Errors: CHY_EMODEL, naming file:line:column. */
chy_status lexicon_create(const char *dir, arena *mem, struct lexicon **out, chy_err *err);

uint64_t lexicon_hash(const struct lexicon *lex);                           /* of all rows: what a coding is stamped with */
const struct table *lexicon_table(const struct lexicon *lex, chy_str name); /* "world/states"; NULL when there is none */
chy_str table_name(const struct table *t);
uint32_t table_rows(const struct table *t);
int table_column(const struct table *t, const char *name);             /* -1 when there is none */
chy_str table_cell(const struct table *t, uint32_t row, int column);   /* "" for column -1; lives with the lexicon */
const char *table_where(const struct table *t, uint32_t row);          /* "data/world/states.tsv:41"; lives with the lexicon */
uint32_t table_place(const struct table *t, uint32_t row, int column); /* where the cell begins in its line, bytes from 1 */

/* The table `name` with all the columns named (NULL ends them), or CHY_EMODEL with a sentence. columns: out, one index each. */
chy_status lexicon_need(const struct lexicon *lex, chy_str name, const struct table **out, chy_err *err, int *columns, ...)
    __attribute__((sentinel));

struct phrase_hit {
    const struct table *table;
    uint32_t row;
    int column;
    chy_str phrase; /* as the table has it */
    uint32_t end;   /* token after the last one */
};

/* Marks that a phrase may have or lack: hyphens, stops, apostrophes, quotation marks, dashes. */
bool lexicon_skips(chy_str form);

/*
 * Phrases that begin at token `first` and end before `limit`, longest first, at most `room`; answers how many.
 * Never crosses a sentence. A possessive "'s" inside a phrase is a word like any other.
 */
size_t lexicon_match(const struct lexicon *lex, const chy_doc *d, uint32_t first, uint32_t limit, struct phrase_hit *hits, size_t room);

/* Rows that have exactly this phrase. */
size_t lexicon_find(const struct lexicon *lex, chy_str phrase, struct phrase_hit *hits, size_t room);

#endif
