/* inside.h: what the parts of the server share. */
#ifndef SERVER_INSIDE_H
#define SERVER_INSIDE_H

#include <netinet/in.h>
#include <pthread.h>

#include "cache.h"
#include "reply.h"
#include "server.h"

/* Milliseconds, kilobytes, counts: what nobody may go beyond. */
enum {
    HEAD_MS = 10000,       /* from the first byte of a request, or the end of the one before, to the end of its head */
    BODY_MS = 120000,      /* for what is sent to us */
    SEND_MS = 120000,      /* for what we send */
    IDLE_S = 30,           /* without a byte either way */
    WAIT_MS = 15000,       /* for a worker */
    STOP_MS = 10000,       /* for what is in hand when we are told to stop */
    ANSWER_MS = 10000,     /* for the record to answer */
    WATCH_MS = 50,         /* between two looks at the record */
    WATCH_SERVER_MS = 500, /* the same, where it is on a database server */
    ALIVE_MS = 15000,      /* between two signs of life to those who listen */
    MEMORY_OF_CONNECTION = 24 << 10,
    CONNECTIONS_MOST = 4000,
    CONNECTIONS_OF_ADDRESS = 64, /* this machine's own addresses excepted: what stands in front of us calls from there */
    WAITING_MOST = 512,
    WAITING_OF_ADDRESS = 16,
    UPLOAD_MOST = 64 << 20,
    CORRECTION_MOST = 64 << 10,
    CACHE_BYTES = 64 << 20,
    TOKEN_SIZE = 32 /* bytes of its hash */
};

enum stage { STAGE_READING, STAGE_BODY, STAGE_ANSWERING, STAGE_OPEN_END };

/* One connection, known by MHD as its socket context. */
struct caller {
    struct caller *next, **back;
    int fd;
    struct in6_addr address; /* of the other side; IPv4 mapped */
    bool local;
    enum stage stage;
    int64_t since;
};

/* One request on its way. */
struct exchange {
    struct exchange *next; /* in a queue */
    struct server *server;
    struct MHD_Connection *connection;
    struct caller *caller;
    struct in6_addr address; /* of who asks: the other side, or who it asks for, where that is our proxy */
    bool local;
    char *line; /* as it was asked for */
    size_t line_size;
    char *room;
    struct target target;
    struct wanted wanted;
    bool seen, done, has_token, reads, page;
    int status; /* of a refusal */
    char sentence[240], *form_name;
    int64_t since;
    struct kept *kept; /* what is to be sent */
    struct out body;   /* what was sent to us */
    chy_str document_name;
    struct MHD_PostProcessor *parts; /* of a form */
    const char *why;                 /* a form is refused; NULL */
    struct MHD_Response *stream;     /* to be sent in place of kept */
};

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t ready;
    struct exchange *first, **last;
    unsigned count, busy;
    bool closed;
};

/* Who listens for changes, see live.h. */
struct live {
    struct server *server;
    pthread_mutex_t lock;
    struct listener *first;
    unsigned count;
    bool ended;
    char mark[ETAG_SIZE], changed[200]; /* how the record stands, and what told so last */
};

struct server {
    struct server_options options;
    char *record, *host, *web;
    unsigned char token[TOKEN_SIZE];
    bool has_token, local, has_proxy;
    struct in6_addr proxy;
    unsigned port;
    int listening, wake, loop_wake; /* eventfds: wake stops it, loop_wake has the loop look */
    pthread_t loop;
    bool looping;
    atomic_bool loop_ends;
    struct MHD_Daemon *daemon;
    struct cache *cache, *files; /* of the record; of the pages */
    struct queue queue;
    pthread_t *workers;
    unsigned worker_count;
    pthread_t watcher;
    bool watching;
    atomic_bool ending, cut, watch_ends; /* cut: what is still in hand is cut off */
    atomic_int in_hand;                  /* requests */
    pthread_mutex_t callers_lock;
    struct caller *callers;
    unsigned caller_count;
    pthread_mutex_t look_lock; /* who looks at the record, and alone writes state */
    pthread_mutex_t state_lock;
    chy_state state;
    chy_engine *engine;
    struct live live;
    struct queue changes;
    pthread_t writer;
    bool writing;
    uint64_t jobs;      /* documents that came in and are read while nobody waits */
    atomic_int exports; /* that are being written */
};

int64_t now_ms(void); /* a clock that only goes forward */

/* ---- kept.c: answers ready to be sent */

struct kept *kept_create(int status, const char *type, struct out *body /* taken over */, const char *etag, const char *cache_control);
struct kept *kept_error(int status, const char *text);
void dress(struct MHD_Response *r); /* the headers that everything bears */

/* ---- http.c */

void session_write(struct server *s, bool has_token, struct out *o); /* what the server lets the asker do, as JSON */

/* ---- work.c: those who ask the record */

void queue_init(struct queue *q);
struct exchange *queue_take(struct queue *q); /* the next one; NULL when there will be none */
void queue_close(struct queue *q);
chy_status workers_start(struct server *s, chy_err *err);
void workers_stop(struct server *s);
int queue_push(struct queue *q, struct exchange *x); /* 0: the connection sleeps until there is an answer; else the status of a refusal */
void etag_of(struct server *s, chy_str line, char out[ETAG_SIZE]);

/* ---- change.c: the one who writes */

chy_status changes_start(struct server *s, chy_err *err);
void changes_stop(struct server *s);

/* ---- export.c: formats of others, as they are written */

int export_start(struct server *s, struct exchange *x); /* 0: the connection sleeps until the first bytes are there; else a status */

/* ---- openapi.c */

void openapi_write(struct out *o); /* the description of the interface */

/* ---- watch.c: looks at the clock and at the record */

chy_status watch_start(struct server *s, chy_err *err);
void watch_stop(struct server *s);
void watch_look(struct server *s, chy_store *store); /* has the record changed? */

/* ---- loop.c: the thread that holds the connections */

chy_status loop_start(struct server *s);
void loop_stop(struct server *s);
void loop_resume(struct server *s, struct MHD_Connection *c); /* from any thread: one that sleeps goes on */

/* ---- files.c: the pages */

struct kept *files_find(struct server *s, const struct target *t); /* NULL: not a page of ours */

#endif
