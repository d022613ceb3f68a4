/*
 * ends.h: what a later sentence says is over is over wherever the text told of it.
 *
 *     "Y, a member since 2006, ... On Thursday Y withdrew."     ->  the membership since 2006 ended on that day
 */
#ifndef FACT_ENDS_H
#define FACT_ENDS_H

#include "fact/note.h"

chy_status ends_run(struct fact_walk *w);

#endif
