/* stages.h: the parts of the model, each trained by one function, in this order. */
#ifndef TRAIN_STAGES_H
#define TRAIN_STAGES_H

#include "corpus.h"
#include "model/model.h"

int wish(const char *name, int usual); /* usual, or what the environment says: for experiments */

struct training {
    arena *mem;
    chy_doc *docs[2]; /* EWT train, GUM train (free) */
    uint32_t doc_count;
    struct tag_list tags;
    struct word_maps maps;
    example_list examples;   /* of docs, with copies */
    const char *data, *work; /* folders: of the data; of what is kept between calls */
    uint64_t seed;
};

enum { MOVE_BYTES = 6 << 20, REL_BYTES = 5 << 19 };

void train_clusters(const char *vectors, struct writer *w);
void train_common(struct training *t, struct writer *w);
void train_split(struct training *t, struct writer *w, int epochs);
void train_break(struct training *t, struct writer *w, int epochs);
void train_tags(struct training *t, struct writer *w,
                int epochs); /* also leaves tags of its own in the examples: words' tags by a tagger that did not see them */
void train_lemmas(struct training *t, struct writer *w);
void train_trees(struct training *t, struct writer *w, int epochs);
void train_feats(struct training *t, struct writer *w, int epochs);
void train_names(struct training *t, struct writer *w, const struct model *m, int epochs);

#endif
