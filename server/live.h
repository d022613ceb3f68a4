/*
 * live.h: those who listen for changes (server-sent events).
 */
#ifndef SERVER_LIVE_H
#define SERVER_LIVE_H

#include "inside.h"

void live_init(struct live *l, struct server *s);
void live_done(struct live *l);

/* Let the one who asked listen: an answer that goes on until he leaves, or the server stops. He is told at once of a change that he has
 * missed, going by the mark that he heard last (Last-Event-ID). NULL: there are too many. */
struct MHD_Response *live_join(struct live *l, struct exchange *x, const char *heard);

/* Tell everybody: "event: NAME\ndata: DATA\n\n"; name NULL: a sign of life. */
void live_tell(struct live *l, const char *name, const char *data);
void live_changed(struct live *l, const char *mark, const char *data); /* the same of a record that has changed; mark: how it stands now */
void live_end(struct live *l);

#endif
