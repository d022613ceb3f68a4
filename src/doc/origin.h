/*
 * origin.h: where in its source each byte of a text came from.
 *
 *     origin_list runs = {0};
 *     origin_add(&runs, mem, 0, 120, 5, 1, 1);      // the text begins with what stands from byte 120 of the source on
 *     chy_span bytes = origin_span(runs.at, runs.count, (chy_span){ 0, 5 });
 *     chy_str packed = origin_pack(&runs, NULL, mem);           // some bytes a run: what a document carries and the record keeps
 *     size_t n = origin_places(packed, span, places, 8);
 *
 * The source of a page or a text is its bytes; that of printed pages is the boxes of their lines. A document without an origin is its own
 * source, byte for byte.
 */
#ifndef DOC_ORIGIN_H
#define DOC_ORIGIN_H

#include "base/list.h"
#include "base/str.h"
#include "chancery/chancery.h"

/* From `text` on, up to the next run: every `step` bytes of the text are `source_step` bytes of the source, from `source` on, `size` in all
 * (1 and 1: they are the same bytes). step 0: all bytes of the run together stand for all of those (a reference, white space). */
struct origin_run {
    uint32_t text, source, size;
    uint8_t step, source_step; /* at most 15 */
};
typedef LIST(struct origin_run) origin_list;

/* From `text` on the words stand in this box of a page (from 1), in 1/100 of a point from its upper left corner. */
struct origin_box {
    uint32_t text, page;
    int32_t left, top, right, bottom;
};
typedef LIST(struct origin_box) box_list;

/* Append a run, or make the last one longer when it goes on there. False when mem is at its ceiling. */
bool origin_add(origin_list *runs, arena *mem, uint32_t text, uint32_t source, uint32_t size, uint8_t step, uint8_t source_step);

/* The bytes of the source that text[span) came from; runs are in order of `text`. Empty when there are none. */
chy_span origin_span(const struct origin_run *runs, uint32_t count, chy_span text);

/* `outer` tells where a text stands in a page, `inner` where the page stands in the bytes: where the text stands in the bytes. */
bool origin_through(const origin_list *outer, uint32_t text_size, const origin_list *inner, uint32_t inner_size, arena *mem,
                    origin_list *out);

/* Either runs or boxes, the other NULL. ptr NULL when mem is at its ceiling. */
chy_str origin_pack(const origin_list *runs, const box_list *boxes, arena *mem);

/* The places of text[span): one piece of bytes, or a box for each line of print. How many there are; at most `most` are put out.
 * 0 when there are none, or packed makes no sense. packed "": the bytes of the text themselves. */
size_t origin_places(chy_str packed, chy_span text, chy_place *out, size_t most);

/* Does packed make sense for a text and a source of so many bytes? */
bool origin_fits(chy_str packed, size_t text_size, size_t source_size);

#endif
