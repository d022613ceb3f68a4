/*
 * split.h: where words end inside a run of characters without white space, and where sentences end between words.
 *
 * Both are small linear classifiers over the characters and words around the place; addresses of the web and of mail are
 * kept whole by rule. The trainer uses the same functions, so what was learned is what is asked.
 */
#ifndef SEGMENT_SPLIT_H
#define SEGMENT_SPLIT_H

#include "base/list.h"
#include "model/weights.h"
#include "segment/text.h"

/* Between two characters: nothing, two tokens, or two words of one token ("do|n't"). */
enum split { SPLIT_NONE, SPLIT_TOKEN, SPLIT_WORD, SPLIT_COUNT };

struct piece {
    uint32_t first, last; /* glyphs [first, last) */
    bool joined;          /* a further word of the same token */
    bool space_before;
    uint8_t line;        /* enum line: of the white space before it */
    uint8_t caps;        /* enum caps */
    uint16_t class;      /* of the table of words: usual part of speech, how often written small, cluster; 0 unknown */
    uint32_t word, look; /* hashes of its small letters and of its shape, set by pieces_look */
};

enum caps { CAPS_SMALL, CAPS_FIRST, CAPS_ALL, CAPS_DIGIT, CAPS_MARK };

typedef LIST(struct piece) piece_list;

/* Work on one chunk: glyphs [first, last) without white space between white space or ends of the paragraph. */
struct chunk {
    const struct glyph *g;
    const struct values *words;  /* table of words */
    uint32_t first, last, count; /* count: glyphs of the paragraph */
    uint32_t whole;              /* hash of all of it */
    bool address;                /* there may be an address in it */
};

struct chunk split_chunk_of(const struct glyph *g, uint32_t first, uint32_t last, uint32_t count, const struct values *words);

bool split_may(const struct chunk *c, uint32_t at); /* is the place before glyph `at` to be asked about? */
enum split split_must(const struct chunk *c, uint32_t at, bool *decided);
size_t split_features(const struct chunk *c, uint32_t at, uint32_t word_first, uint64_t *out);

/* The web or mail address that begins at glyph `at`: its end, or `at` when there is none. */
uint32_t split_address(const struct chunk *c, uint32_t at);

/* Key of a run of letters in the table of joined words ("cannot" -> 3). */
uint64_t split_run_key(const struct glyph *g, uint32_t first, uint32_t last);

/*
 * The table of words: for each its usual part of speech (5 bits, 1 + enum upos, or SPLIT_ABBREVIATION + its kind), how it is
 * written (2 bits: unknown, small, both, with a capital), and a cluster (8 bits).
 */
enum { SPLIT_ABBREVIATION = 20 };
uint64_t split_word_key(const struct glyph *g, uint32_t first, uint32_t last);

/* Fill caps, class, word and look of pieces [0, count). */
void pieces_look(const struct glyph *g, struct piece *p, uint32_t count, const struct values *words);

/* A paragraph, or the window of it that is read at a time. */
struct passage {
    const struct glyph *g;
    const struct piece *p;
    uint32_t count, manner; /* manner: how it is written */
};
struct passage passage_of(const struct glyph *g, const struct piece *p, uint32_t count);

/* May a sentence end between piece i and i + 1? */
bool break_may(const struct passage *t, uint32_t i);

/* What has been seen of the sentence so far. */
struct break_state {
    uint32_t first;
    int depth;
    bool quoted;
};
void break_see(struct break_state *s, const struct glyph *g, const struct piece *p);
size_t break_features(const struct passage *t, uint32_t i, const struct break_state *s, uint64_t *out);

#endif
