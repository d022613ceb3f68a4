/* body.h: whose part a body is ("the SCO Secretariat"), and the implied dates of foundings and signings. Errors: CHY_ENOMEM. */
#ifndef FACT_BODY_H
#define FACT_BODY_H

#include "fact/note.h"

chy_status body_run(struct fact_walk *w);

/* Organs without a name, before the patterns are asked: "its secretariat sits in Vienna". */
chy_status body_organs(struct fact_walk *w);

#endif
