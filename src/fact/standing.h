/* standing.h: the relations that data/lexicon/en/standing.tsv finds in the trees. Errors: CHY_ENOMEM. */
#ifndef FACT_STANDING_H
#define FACT_STANDING_H

#include "fact/note.h"

chy_status standing_run(struct fact_walk *w);

#endif
