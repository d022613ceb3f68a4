/* stage.h: what the files of this stage share. */
#ifndef DICTIONARY_STAGE_H
#define DICTIONARY_STAGE_H

#include "base/map.h"
#include "dictionary/dictionary.h"
#include "doc/tree.h"

/* ------------------------------------------------------------------ files */

enum file_kind { FILE_OTHER, FILE_ACTORS, FILE_AGENTS, FILE_VERBS, FILE_DISCARDS, FILE_OPTIONS };

/* A dictionary while it is read, line by line. */
struct source {
    const char *name; /* without the folder; lives with the dictionary */
    chy_str rest;
    uint32_t line;
    bool in_comment;
    struct reader *to;
};

/* The next line that holds something, comments off and trimmed; false at the end. */
bool source_line(struct source *s, chy_str *line);
void source_warn(const struct source *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *source_where(const struct source *s, arena *mem); /* "PSU.agents:41"; NULL without memory */

/* ------------------------------------------------------------------ words */

enum fit { FIT_EXACT, FIT_PLURAL, FIT_STEM }; /* the word itself; a regular plural too; any longer word too */

struct word {
    chy_str text; /* folded */
    uint8_t fit;
};

/* How words of dictionaries and documents are compared: lower case, marks off. s itself when nothing changes. */
chy_str word_fold(arena *mem, chy_str s);
bool word_fits(chy_str word, enum fit fit, chy_str unit);

/*
 * Walk the pieces of a word as the tokens of a text are cut: at hyphens and low lines, before "n't" and "'s". False when there are no more.
 * Start with *rest = the word.
 */
bool word_next_piece(chy_str *rest, chy_str *piece);

/* ------------------------------------------------------------------ phrases: actors, agents, discards */

enum phrase_kind { PHRASE_ACTOR, PHRASE_AGENT, PHRASE_DISCARD, PHRASE_DISCARD_STORY };

/* A code and the days on which it is right, YYYYMMDD, both inclusive; 0 and 99999999 where open. */
struct code {
    chy_str text;
    uint32_t from, to;
};

struct phrase {
    uint32_t first, count; /* words */
    uint32_t entry;        /* whose codes */
    uint32_t next;         /* of the same first word, NONE */
    uint8_t kind;
};

struct entry {
    uint32_t first, count; /* codes */
    const char *where;
};

/* ------------------------------------------------------------------ verbs */

enum item_kind { ITEM_VERB, ITEM_WORD, ITEM_SET, ITEM_SOURCE, ITEM_TARGET, ITEM_BOTH, ITEM_SKIP };

struct item {
    struct word word;
    uint32_t set;
    uint8_t kind;
    bool joined; /* stands next to the item before it, seen from the verb */
};

struct run_of {
    uint32_t first, count;
};

struct pattern {
    uint32_t first;       /* item: those left of the verb, nearest first, then those right of it */
    uint16_t left, right; /* how many */
    chy_str code, back;   /* back: of the paired event, "" when none */
    const char *where;
};

struct block {
    struct run_of patterns; /* in order of trial */
};

/* One way to write a verb. */
struct verb {
    uint32_t first; /* word */
    uint8_t count, at;
    bool as_is; /* no other form of the word will do */
    uint32_t block;
    uint32_t next; /* with the same word at `at`, NONE */
    chy_str code, back;
    const char *where;
};

struct dictionary {
    LIST(struct word) words;
    LIST(struct code) codes;
    LIST(struct entry) entries;
    LIST(struct phrase) phrases;
    struct map phrase_of; /* first word */
    LIST(struct item) items;
    LIST(struct run_of) elements; /* of sets: items */
    LIST(struct run_of) sets;     /* elements */
    LIST(struct pattern) patterns;
    LIST(struct block) blocks;
    LIST(struct verb) verbs;
    struct map verb_of;  /* the verb's own word */
    bool stems;          /* some single word or verb of TABARI's kind, to be looked for under its beginnings */
    uint32_t verbs_most; /* a sentence with more is too complex; 0: none is */
    uint64_t hash;
    const struct table *cameo;
    struct map cameo_row;
    int cameo_type, cameo_mode;
};

/* Everything that lives only while files are read. */
struct reader {
    struct dictionary *dict;
    arena *mem, *scratch;
    dictionary_warn *warn;
    void *user;
    struct map substitutions; /* "MINIST" of !MINIST!: index in lists */
    str_list lists;
    struct map set_of; /* name of a synonym set */
};

/* Each takes one file whole. False: no memory. */
bool phrases_read(struct source *s, enum phrase_kind kind);
bool verbs_read(struct source *s);

/* ------------------------------------------------------------------ one sentence */

/* A piece of a token: what words are compared with. */
struct unit {
    chy_str text;
    uint32_t token;
    uint32_t group; /* group that begins or ends here, NONE */
    bool begins, ends;
};

/* A phrase that was found. */
struct hit {
    const struct phrase *phrase;
    uint32_t first, last; /* tokens, both inclusive */
    uint32_t base;        /* the noun that it describes or is */
    uint32_t group;       /* the first of the nouns that `base` is joined with by "and" */
};

struct scene {
    const struct dictionary *dict;
    chy_doc *d;
    arena *scratch;
    uint32_t today; /* YYYYMMDD; 0 unknown */
    LIST(struct unit) units;
    LIST(struct hit) hits;
    bool discarded;       /* the sentence is not coded */
    bool story_discarded; /* nothing of the document is */
};

/* Who stands at one end of an event. */
struct side {
    str_list codes;
    span_list spans;
    index_list tokens;
};

/* Find phrases in the sentence and mark where groups of actors begin and end. False: no memory. */
bool scene_read(struct scene *s, uint32_t sentence);
/* The codes of all that a noun and those joined to it stand for; none when no actor is named. */
bool scene_side(struct scene *s, uint32_t group, struct side *out);
/* The first of the nouns that a word belongs to or is joined with. */
uint32_t scene_group(const struct scene *s, uint32_t token);

#endif
