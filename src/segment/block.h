/*
 * block.h: paragraphs. A blank line parts them, and so does a line break that no typesetter made: before the item of a list, between
 * lines too short or too long to be wrapped text, after a line that ends a sentence and had room for the next word.
 *
 *     for (uint32_t at = 0; at < text.len; at = b.next) {
 *         struct block b = block_at(text, at, text.len);
 *         while (block_paragraph(&b, &start, &end)) ...
 *     }
 */
#ifndef SEGMENT_BLOCK_H
#define SEGMENT_BLOCK_H

#include "base/str.h"

/*
 * Lines up to a blank one. Text that goes on for very long without one is cut all the same: after the line that brings a block to
 * BLOCK_LONG bytes, or inside that line at a blank, so that no block is longer than BLOCK_MAX.
 */
enum { BLOCK_LONG = 128 << 10, BLOCK_MAX = 256 << 10 };

struct block {
    chy_str text;
    uint32_t at, stop; /* what is left of it */
    uint32_t next;     /* where the one after it begins */
    uint32_t width;    /* characters of its longest line */
};

struct block block_at(chy_str text, uint32_t from, uint32_t to);

/* How much of the front of a text is whole blocks, whatever comes after the text; 0 when that cannot be known yet. */
size_t block_whole(chy_str text);

bool block_paragraph(struct block *b, uint32_t *start, uint32_t *end);

/* What the white space text[from, to) inside a paragraph, which begins at `first` and ends with the text, says: how much room there
 * was on the line for the word that follows. */
enum line { LINE_NONE, LINE_FULL, LINE_NEARLY, LINE_SHORT, LINE_HALF };
enum line block_line(chy_str text, uint32_t first, uint32_t from, uint32_t to, uint32_t width);

#endif
