/*
 * infer.h: facts that follow from facts, as data/ontology/inferences.tsv has them.
 *
 *     "Latvia's foreign minister, Chairman-in-Office of the OSCE"     ->  Latvia chairs the OSCE, inferred from the post
 */
#ifndef FACT_INFER_H
#define FACT_INFER_H

#include "fact/note.h"

chy_status infer_run(struct fact_walk *w);

#endif
