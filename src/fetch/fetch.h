/*
 * fetch.h: documents from the web.
 *
 *     struct fetch *f = NULL;
 *     struct fetched got;
 *     chy_status st = fetch_open(&(struct fetch_options){ .agent = "chancery/0.1.0" }, &f, err);
 *     st = fetch_get(f, "https://example.org/", &(struct fetch_known){ .etag = etag }, &got, err);       // got.unchanged: nothing new
 *
 * http and https alone. Every address that a connection is made to is looked at, also behind redirections: loopback, private and other
 * addresses that are no part of the public net are refused unless they are allowed. robots.txt is asked first. Nothing is unpacked here.
 */
#ifndef FETCH_FETCH_H
#define FETCH_FETCH_H

#include <stdbool.h>
#include <sys/socket.h>

#include "base/err.h"
#include "base/str.h"

struct fetch;

struct fetch_options {
    const char *agent;  /* "chancery/0.1.0"; what stands before "/" is looked for in robots.txt */
    bool allow_private; /* also addresses that are not public, and the proxies that the environment names */
};

/* What an earlier answer said of itself; members may be empty. */
struct fetch_known {
    chy_str etag, modified;
};

struct fetched {
    chy_str address; /* where it was found in the end */
    chy_str bytes, type /* "text/html; charset=utf-8" */, etag, modified;
    bool unchanged; /* since what is known: there are no bytes */
};

chy_status fetch_open(const struct fetch_options *options, struct fetch **out, chy_err *err);

/* *out is borrowed until the next call. Errors, sentences that begin with the address: CHY_EIO nobody answers, or not well; CHY_E2BIG over
 * 32 MiB or too slow; CHY_EUSAGE the address is none, is not public, or robots.txt asks not to; CHY_ENOMEM. */
chy_status fetch_get(struct fetch *f, chy_str address, const struct fetch_known *known, struct fetched *out, chy_err *err);

void fetch_close(struct fetch *f); /* NULL is fine */

/* "https://..." or "http://...", in any letters. */
bool fetch_is_address(chy_str s);

/* An address that may be anywhere on the public net. */
bool fetch_is_public(const struct sockaddr *address);

#endif
