/*
 * group.h: members that are listed in brackets behind the name of their group.
 *
 *     group_run(w);     // "the Visegrad Group (Czechia, Hungary, Poland and Slovakia)" -> four facts
 */
#ifndef FACT_GROUP_H
#define FACT_GROUP_H

#include "fact/note.h"

chy_status group_run(struct fact_walk *w);

#endif
