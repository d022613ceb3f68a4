/* body.h: whose part a body is ("the SCO Secretariat"), and the implied dates of foundings and signings. Errors: CHY_ENOMEM. */
#ifndef FACT_BODY_H
#define FACT_BODY_H

#include "fact/note.h"

chy_status body_run(struct fact_walk *w);

#endif
