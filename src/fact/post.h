/*
 * post.h: who holds, held or is to hold which post.
 *
 * The title is kept without whose it is: "Russian Deputy Foreign Minister" is "Deputy Foreign Minister" of Russia.
 */
#ifndef FACT_POST_H
#define FACT_POST_H

#include "fact/claim.h"

/* Titles by names, posts that stand for a named person, appositions. Errors: CHY_ENOMEM. */
chy_status post_run(struct fact_walk *w);

/* A row of standing.tsv whose object is a post: "X was elected president of Y", "X resigned". */
void post_standing(struct fact_walk *w, const struct standing *row, const struct pattern_match *m, const struct claim *c);

/* Rows of relation "succeeds": the subject takes the post of the object. */
void post_succession(struct fact_walk *w, const struct standing *row, const struct pattern_match *m, const struct claim *c);

#endif
