/* progress.h: how far a long run has come, and what went wrong on the way, told on standard error. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>

#include "chancery/chancery.h"

/* A kind of failure: sentences that differ in numbers and names alone. */
struct failure_kind {
    char what[160], example[160];
    unsigned long long count;
};

enum { FAILURE_KINDS = 40 };

struct progress {
    bool quiet, terminal, drawn, counted;
    double begin, told;
    unsigned long long failed, other_kinds;
    struct failure_kind kinds[FAILURE_KINDS];
    int kind_count;
};

double progress_now(void); /* seconds, of a clock that does not jump */

void progress_begin(struct progress *p, bool quiet);

/* Called after each document: a bar a few times a second on a terminal, else a line now and then. */
void progress_tell(struct progress *p, chy_intake *in, unsigned long long documents);

/* One document that failed: told at once, the first of them; all are counted by kind. */
void progress_failed(struct progress *p, const chy_err *err);

/* The bar goes; when much has failed, what and how often. */
void progress_end(struct progress *p);

#endif
