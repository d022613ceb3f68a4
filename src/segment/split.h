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
    uint8_t lines; /* line breaks before it inside the paragraph, at most 2 */
};

typedef LIST(struct piece) piece_list;

/* Work on one chunk: glyphs [first, last) without white space between white space or ends of the paragraph. */
struct chunk {
    const struct glyph *g;
    uint32_t first, last, count; /* count: glyphs of the paragraph */
    uint32_t whole;              /* hash of all of it */
    bool address;                /* there may be an address in it */
};

struct chunk split_chunk_of(const struct glyph *g, uint32_t first, uint32_t last, uint32_t count);

bool split_may(const struct chunk *c, uint32_t at); /* is the place before glyph `at` to be asked about? */
enum split split_must(const struct chunk *c, uint32_t at, bool *decided);
size_t split_features(const struct chunk *c, uint32_t at, uint32_t word_first, uint64_t *out);

/* The web or mail address that begins at glyph `at`: its end, or `at` when there is none. */
uint32_t split_address(const struct chunk *c, uint32_t at);

/* Key of a run of letters in the table of joined words ("cannot" -> 3). */
uint64_t split_run_key(const struct glyph *g, uint32_t first, uint32_t last);

/* May a sentence end between piece i and i + 1? */
bool break_may(const struct glyph *g, const struct piece *p, uint32_t count, uint32_t i);

/* What has been seen of the sentence so far. */
struct break_state {
    uint32_t first;
    int depth;
    bool quoted;
};
void break_see(struct break_state *s, const struct glyph *g, const struct piece *p);
size_t break_features(const struct glyph *g, const struct piece *p, uint32_t count, uint32_t i, const struct break_state *s,
                      const struct values *clusters, uint64_t *out);

#endif
