/*
 * server.h: the record, served over HTTP: a JSON interface (docs/api.md) and the pages that use it.
 *
 *     struct server_options o = { .record = "chancery.db", .address = "127.0.0.1", .port = 8080 };
 *     struct server *s = NULL;
 *     chy_status st = server_start(&o, &s, &err);
 *     if (!st) server_wait(s);                    // until SIGTERM or SIGINT, or server_stop by another thread
 *     server_destroy(s);
 */
#ifndef SERVER_SERVER_H
#define SERVER_SERVER_H

#include <stdbool.h>

#include "chancery/chancery.h"

struct server;

struct server_options {
    const char *record;  /* as chy_store_open takes it */
    const char *address; /* numeric: "127.0.0.1", "::1", "0.0.0.0" */
    unsigned port;       /* 0: a free one, see server_port */
    const char *host;    /* a name besides the address by which requests may call it; NULL: none */
    const char *proxy;   /* address of the proxy in front, which says in X-Forwarded-For who asks; NULL: nobody is believed that */
    const char *token;   /* who has it may change the record, and read where the address is not of this machine alone; NULL: nobody may */
    bool writable;
    const char *web;           /* a folder that is served in place of the built-in pages, read anew at each request; NULL: none */
    unsigned workers;          /* 0: one a core, two at least */
    const chy_options *engine; /* for documents that come in; NULL: the built-in one */
};

/* Errors: CHY_EUSAGE an address that is none, or a token that is missing or short; CHY_EIO it cannot listen there; those of
 * chy_store_open. */
chy_status server_start(const struct server_options *o, struct server **out, chy_err *err);
unsigned server_port(const struct server *s);
void server_stop(struct server *s);    /* from any thread or a signal handler: finish what is in hand, take nothing more */
void server_wait(struct server *s);    /* until it has stopped */
void server_destroy(struct server *s); /* NULL is fine */

bool server_is_loopback(const char *address);

#endif
