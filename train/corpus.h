/* corpus.h: treebanks for the learners. */
#ifndef TRAIN_CORPUS_H
#define TRAIN_CORPUS_H

#include "doc/doc.h"
#include "writer.h"

chy_str file_text(const char *path, arena *mem);
chy_doc *corpus_treebank(const char *path, arena *mem);

#endif
