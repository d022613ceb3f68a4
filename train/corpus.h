/* corpus.h: treebanks and lists of names as sentences that a learner can walk through. */
#ifndef TRAIN_CORPUS_H
#define TRAIN_CORPUS_H

#include "doc/doc.h"
#include "parse/word.h"
#include "writer.h"

struct example {
    struct word *w; /* word 0; empty ones around */
    uint32_t count;
    uint8_t *tag;       /* gold, 1 + index of the tag list */
    uint32_t *head;     /* (count + 1) word 1 .. count; count + 1 for the root */
    uint8_t *rel;       /* (count + 1) */
    uint8_t *name;      /* (count) */
    const chy_doc *doc; /* NULL when it has none */
    run words;
    bool changed; /* a copy in capitals, as a title, or without its full stop */
    uint32_t fold;
};

typedef LIST(struct example) example_list;

struct tag_list {
    chy_str *lines;
    uint32_t count;
};

chy_str file_text(const char *path, arena *mem);
chy_doc *corpus_treebank(const char *path, arena *mem);
void corpus_tags(chy_doc *const *docs, uint32_t count, arena *mem, struct tag_list *out); /* those seen at least twice */
uint8_t corpus_tag(const struct tag_list *tags, const struct token *t);                   /* 1 + index */

/* Sentences of a treebank; with copies: some again in capitals, as titles, without the mark at the end. */
void corpus_examples(chy_doc *d, const struct word_maps *maps, const struct tag_list *tags, bool copies, arena *mem, example_list *out);

#endif
