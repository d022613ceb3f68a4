/*
 * reply.h: what the record answers, as bytes for the one who asked.
 *
 *     struct reply r = { 0 };
 *     reply_make(store, &wanted, &r);          // always gives a status and a body
 *     reply_done(&r);
 */
#ifndef SERVER_REPLY_H
#define SERVER_REPLY_H

#include "routes.h"

struct reply {
    int status;
    bool partial; /* something is left out for want of time: not to be kept */
    const char *type;
    struct out body;
};

/* What a question or a thing comes to. coding: of the engine, for what is stale. */
void reply_make(chy_store *store, const struct wanted *w, chy_str coding, struct reply *out);

/* Several of them in one, for the first page (first.c). */
void first_make(chy_store *store, const struct wanted *w, chy_str coding, struct reply *out);

/* {"error": {"status": 404, "text": "..."}} */
void reply_error(struct reply *r, int status, const char *text);
void reply_done(struct reply *r);

#endif
