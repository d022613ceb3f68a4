/*
 * The queue in NATS JetStream: a stream from which each message goes once it is acknowledged, and a durable consumer that all workers pull
 * from.
 *
 * A document is a message: its head, a line feed, its bytes; what is larger than a message may be is kept beside the record, and the
 * message names it. The message id is the hash, so that what is sent twice within two minutes is there once; after that it is the record
 * that knows. JetStream may acknowledge a message before it is on a disk: it carries, and the record keeps.
 */
#define _GNU_SOURCE
#include <nats/nats.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ledger.h"

#define STREAM "CHANCERY"
#define SUBJECT "chancery.work"
#define ANY SUBJECT ".any"

enum {
    WINDOW = 512,         /* messages on their way to the server at once */
    BYTES_MOST = 1 << 20, /* of bodies handed out at once, but for one that is larger by itself */
    MARGIN = 1024,        /* of a message, for its headers */
    PATIENCE = 300,       /* seconds that a cluster may be without a leader */
    ERRORS_MOST = 5,      /* in a row, until a subscription is made anew */
    PENDING_MOST = 65536, /* documents in the hands of all workers */
    SHORT = 25,
    MILLION = 1000000
};

struct nats_queue {
    struct queue base;
    struct queue_reader reader;
    natsOptions *options;
    natsConnection *connection;
    jsCtx *js;
    natsSubscription *any, *mine;
    int errors;
    pthread_mutex_t lock; /* over what was fetched and not yet handed out */
    struct item fetched[QUEUE_TAKEN_MOST];
    int fetched_count;
    atomic_int fresh, refused; /* of the window that is being sent */
};

static struct nats_queue *own(struct queue *q) { return (struct nats_queue *)q; }

static chy_status failed(natsStatus s, const char *doing, chy_err *err)
{
    return fleet_error(err, CHY_ESTORE, "nats: %s: %s", doing, natsStatus_GetText(s));
}

static int64_t now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

/* ------------------------------------------------------------------ connecting */

/* Who we are comes from the environment and from files that it names, as with the tools of NATS: it stands in no command. */
static natsStatus set_credentials(natsOptions *o)
{
    const char *creds = getenv("NATS_CREDS"), *ca = getenv("NATS_CA"), *cert = getenv("NATS_CERT"), *key = getenv("NATS_KEY");
    const char *user = getenv("NATS_USER"), *password = getenv("NATS_PASSWORD");
    natsStatus s = NATS_OK;
    if (creds && *creds) s = natsOptions_SetUserCredentialsFromFiles(o, creds, NULL);
    if (s == NATS_OK && user && *user) s = natsOptions_SetUserInfo(o, user, password ? password : "");
    if (s == NATS_OK && ca && *ca) s = natsOptions_LoadCATrustedCertificates(o, ca);
    if (s == NATS_OK && cert && *cert && key && *key) s = natsOptions_LoadCertificatesChain(o, cert, key);
    if (s == NATS_OK && ((ca && *ca) || (cert && *cert))) s = natsOptions_SetSecure(o, true);
    return s;
}

/* nats://a:4222,b:4222,c -> a list of servers */
static natsStatus set_servers(natsOptions *o, const char *address)
{
    const char *servers[16];
    char *each[16] = { 0 }, *copy = strdup(address), *rest = NULL;
    const char *scheme = !strncmp(address, "tls://", 6) ? "tls://" : "nats://";
    int count = 0;
    natsStatus s = copy ? NATS_OK : NATS_NO_MEMORY;
    for (char *p = copy ? strtok_r(copy, ",", &rest) : NULL; p && count < 16; p = strtok_r(NULL, ",", &rest)) {
        if (asprintf(&each[count], "%s%s", strstr(p, "://") ? "" : scheme, p) < 0) break;
        servers[count] = each[count];
        count++;
    }
    if (s == NATS_OK) s = natsOptions_SetServers(o, servers, count);
    for (int i = 0; i < count; i++) free(each[i]);
    free(copy);
    return s;
}

/* A library that says nothing on its own: failures are told by the calls that meet them. */
static void pass_over(natsConnection *c, natsSubscription *s, natsStatus st, void *user)
{
    (void)c;
    (void)s;
    (void)st;
    (void)user;
}

static void count_ack(jsCtx *js, natsMsg *message, jsPubAck *ack, jsPubAckErr *error, void *user)
{
    struct nats_queue *q = user;
    (void)js;
    if (error) atomic_fetch_add(&q->refused, 1);
    if (ack && !ack->Duplicate) atomic_fetch_add(&q->fresh, 1);
    natsMsg_Destroy(message);
}

static chy_status connect_to(struct nats_queue *q, const char *address, chy_err *err)
{
    jsOptions how;
    natsStatus s = natsOptions_Create(&q->options);
    if (s == NATS_OK) s = set_servers(q->options, address);
    if (s == NATS_OK) s = set_credentials(q->options);
    if (s != NATS_OK) return failed(s, "the address, or what the environment says of credentials, cannot be used", err);
    natsOptions_SetName(q->options, "chancery");
    natsOptions_SetMaxReconnect(q->options, -1);
    natsOptions_SetReconnectWait(q->options, 500);
    natsOptions_SetPingInterval(q->options, 5000);
    natsOptions_SetMaxPingsOut(q->options, 2);
    natsOptions_SetTimeout(q->options, 5000);
    natsOptions_SetErrorHandler(q->options, pass_over, NULL);
    s = natsConnection_Connect(&q->connection, q->options);
    if (s != NATS_OK) return failed(s, "no server can be reached", err);
    jsOptions_Init(&how);
    how.PublishAsync.MaxPending = WINDOW;
    how.PublishAsync.StallWait = 10000;
    how.PublishAsync.AckHandler = count_ack;
    how.PublishAsync.AckHandlerClosure = q;
    s = natsConnection_JetStream(&q->js, q->connection, &how);
    return s == NATS_OK ? CHY_OK : failed(s, "JetStream", err);
}

/* Three copies where there are three servers. */
static int replicas(struct nats_queue *q)
{
    char **servers = NULL;
    int count = 0;
    if (natsConnection_GetServers(q->connection, &servers, &count) != NATS_OK) return 1;
    for (int i = 0; i < count; i++) free(servers[i]);
    free(servers);
    return count >= 3 ? 3 : 1;
}

/* There, or made; a cluster that elects a leader is waited for. */
static chy_status ensure_stream(struct nats_queue *q, chy_err *err)
{
    const char *subjects[] = { SUBJECT ".>" };
    int64_t until = now_seconds() + PATIENCE;
    for (;;) {
        jsStreamInfo *info = NULL;
        jsErrCode code = 0;
        natsStatus s = js_GetStreamInfo(&info, q->js, STREAM, NULL, &code);
        jsStreamInfo_Destroy(info);
        if (s == NATS_OK) return CHY_OK;
        if (s == NATS_NOT_FOUND) {
            jsStreamConfig config;
            jsStreamConfig_Init(&config);
            config.Name = STREAM;
            config.Description = "documents on their way to the workers of Chancery";
            config.Subjects = subjects;
            config.SubjectsLen = 1;
            config.Retention = js_WorkQueuePolicy;
            config.Storage = js_FileStorage;
            config.Replicas = replicas(q);
            s = js_AddStream(NULL, q->js, &config, NULL, &code);
            if (s == NATS_OK) return CHY_OK;
        }
        if (now_seconds() >= until) return failed(s, "the stream cannot be made", err);
        nats_Sleep(500);
    }
}

static chy_status subscribe(struct nats_queue *q, const char *subject, const char *durable, natsSubscription **out, chy_err *err)
{
    jsSubOptions how;
    jsErrCode code = 0;
    if (*out) return CHY_OK;
    jsSubOptions_Init(&how);
    how.Stream = STREAM;
    how.Config.AckPolicy = js_AckExplicit;
    how.Config.AckWait = (int64_t)q->reader.lease * 1000 * MILLION;
    how.Config.MaxAckPending = PENDING_MOST;
    natsStatus s = js_PullSubscribe(out, q->js, subject, durable, NULL, &how, &code);
    /* It is there, made by a worker with leases of another length: the first decides. */
    if (s != NATS_OK) {
        jsSubOptions_Init(&how);
        how.Stream = STREAM;
        how.Consumer = durable;
        s = js_PullSubscribe(out, q->js, subject, durable, NULL, &how, &code);
    }
    return s == NATS_OK ? CHY_OK : failed(s, "the consumer cannot be reached", err);
}

static chy_status subscribe_all(struct nats_queue *q, chy_err *err)
{
    char subject[64], durable[64];
    snprintf(subject, sizeof subject, SUBJECT ".for.%s", q->reader.coder);
    snprintf(durable, sizeof durable, "workers-%s", q->reader.coder);
    chy_status st = subscribe(q, ANY, "workers", &q->any, err);
    return st ? st : subscribe(q, subject, durable, &q->mine, err);
}

static void unsubscribe(struct nats_queue *q)
{
    natsSubscription_Destroy(q->any);
    natsSubscription_Destroy(q->mine);
    q->any = q->mine = NULL;
    q->errors = 0;
}

/* ------------------------------------------------------------------ in */

struct letter {
    char id[HASH_SIZE + CODER_SIZE + 32], subject[48];
    char *data;
    size_t size;
};

static chy_status write_letter(struct nats_queue *q, const struct item *given, enum submit how, struct letter *out, chy_err *err)
{
    struct item item = *given;
    char moment[32] = "";
    item.beside = item.body.len + MARGIN * 4 + item.id.len > (size_t)natsConnection_GetMaxPayload(q->connection);
    chy_status st = item.beside ? ledger_keep_body(q->base.ledger, &item, err) : CHY_OK;
    if (st) return st;
    if (item.beside) item.body = (chy_str){ "", 0 };
    char *head = item_head_write(&item);
    size_t size = head ? strlen(head) : 0;
    out->data = head ? malloc(size + 1 + item.body.len) : NULL;
    if (out->data) {
        memcpy(out->data, head, size);
        out->data[size] = '\n';
        if (item.body.len) memcpy(out->data + size + 1, item.body.ptr, item.body.len);
        out->size = size + 1 + item.body.len;
    }
    free(head);
    if (how != SUBMIT_NEW) snprintf(moment, sizeof moment, ".%lld", (long long)time(NULL));
    snprintf(out->id, sizeof out->id, "%s%s%s%s", item.hash, *item.coder ? "." : "", item.coder, moment);
    snprintf(out->subject, sizeof out->subject, *item.coder ? SUBJECT ".for.%s" : ANY, item.coder);
    return out->data ? CHY_OK : fleet_error(err, CHY_ENOMEM, "no memory for the queue");
}

/* One window, all of it acknowledged or not sent. Nothing is sent again from within the library's own threads. */
static natsStatus send_window(struct nats_queue *q, const struct letter *letters, int count)
{
    jsPubOptions how;
    natsMsgList pending = { 0 };
    natsStatus s = NATS_OK;
    atomic_store(&q->refused, 0);
    for (int i = 0; s == NATS_OK && i < count; i++) {
        natsMsg *message = NULL;
        jsPubOptions_Init(&how);
        how.MsgId = letters[i].id;
        s = natsMsg_Create(&message, letters[i].subject, NULL, letters[i].data, (int)letters[i].size);
        if (s == NATS_OK) s = js_PublishMsgAsync(q->js, &message, &how);
        natsMsg_Destroy(message);
    }
    jsPubOptions_Init(&how);
    how.MaxWait = 10000;
    if (s == NATS_OK) s = js_PublishAsyncComplete(q->js, &how);
    if (s == NATS_OK && !atomic_load(&q->refused)) return NATS_OK;
    if (js_PublishAsyncGetPendingList(&pending, q->js) == NATS_OK) natsMsgList_Destroy(&pending);
    return s == NATS_OK ? NATS_ERR : s;
}

/* Until all of them are acknowledged: the whole window again, with the same ids. */
static chy_status send_letters(struct nats_queue *q, const struct letter *letters, int count, uint64_t *fresh, chy_err *err)
{
    int64_t until = now_seconds() + PATIENCE;
    natsStatus s = NATS_OK;
    atomic_store(&q->fresh, 0);
    for (int failures = 0;; failures++) {
        s = count ? send_window(q, letters, count) : NATS_OK;
        if (s == NATS_OK || now_seconds() >= until) break;
        nats_Sleep(failures < 5 ? 500 : 2000);
    }
    *fresh += (uint64_t)atomic_load(&q->fresh);
    return s == NATS_OK ? CHY_OK : failed(s, "documents cannot be sent", err);
}

static chy_status submit_window(struct nats_queue *q, const struct item *items, int count, enum submit how, uint64_t *fresh, chy_err *err)
{
    struct letter *letters = calloc(WINDOW, sizeof *letters);
    bool known[WINDOW] = { 0 };
    int sending = 0;
    chy_status st = letters ? CHY_OK : fleet_error(err, CHY_ENOMEM, "no memory for the queue");
    if (!st && how != SUBMIT_AGAIN) st = ledger_known(q->base.ledger, items, count, known, err);
    for (int i = 0; !st && i < count; i++)
        if (!known[i]) st = write_letter(q, &items[i], how, &letters[sending++], err);
    if (!st) st = send_letters(q, letters, sending, fresh, err);
    for (int i = 0; i < sending; i++) free(letters[i].data);
    free(letters);
    return st;
}

static chy_status submit(struct queue *base, const struct item *items, int count, enum submit how, uint64_t *fresh, chy_err *err)
{
    chy_status st = CHY_OK;
    for (int i = 0; !st && i < count; i += WINDOW)
        st = submit_window(own(base), items + i, count - i < WINDOW ? count - i : WINDOW, how, fresh, err);
    return st;
}

/* ------------------------------------------------------------------ out */

/* A message as an item; one that is none is thrown away. */
static bool open_letter(natsMsg *message, struct item *item)
{
    jsMsgMetaData *about = NULL;
    const char *data = natsMsg_GetData(message);
    size_t size = (size_t)natsMsg_GetDataLength(message);
    const char *line = size ? memchr(data, '\n', size) : NULL;
    *item = (struct item){ 0 };
    bool is_item =
        line && !item_head_read(item, (chy_str){ data, (size_t)(line - data) }, NULL) && natsMsg_GetMetaData(&about, message) == NATS_OK;
    if (!is_item) {
        item_forget(item);
        natsMsg_Term(message, NULL);
        natsMsg_Destroy(message);
        return false;
    }
    item->body = (chy_str){ line + 1, size - (size_t)(line + 1 - data) }; /* lives with the message */
    item->taken = (int)about->NumDelivered;
    item->message = message;
    jsMsgMetaData_Destroy(about);
    return true;
}

static chy_status fetch(struct nats_queue *q, natsSubscription *from, int most, int wait, chy_err *err)
{
    natsMsgList list = { 0 };
    jsErrCode code = 0;
    natsStatus s = natsSubscription_Fetch(&list, from, most, wait, &code);
    if (s != NATS_OK && s != NATS_TIMEOUT) {
        if (++q->errors >= ERRORS_MOST) unsubscribe(q);
        return failed(s, "nothing can be fetched", err);
    }
    q->errors = 0;
    pthread_mutex_lock(&q->lock);
    for (int i = 0; i < list.Count; i++) {
        q->fetched_count += open_letter(list.Msgs[i], &q->fetched[q->fetched_count]);
        list.Msgs[i] = NULL;
    }
    pthread_mutex_unlock(&q->lock);
    natsMsgList_Destroy(&list);
    return CHY_OK;
}

static void forget_message(struct item *item)
{
    natsMsg_Destroy(item->message);
    item_forget(item);
}

/* The first of what was fetched, with its body. */
static chy_status hand_out(struct nats_queue *q, struct item *out, chy_err *err)
{
    pthread_mutex_lock(&q->lock);
    *out = q->fetched[0];
    memmove(q->fetched, q->fetched + 1, (size_t)--q->fetched_count * sizeof *q->fetched);
    pthread_mutex_unlock(&q->lock);
    chy_status st = out->beside ? ledger_get_body(q->base.ledger, out, err) : CHY_OK;
    if (st == CHY_EINPUT) { /* another worker was done with it, and its acknowledgement was lost */
        natsMsg_Ack(out->message, NULL);
        forget_message(out);
        return CHY_DONE;
    }
    if (st) {
        natsMsg_NakWithDelay(out->message, 1000LL * MILLION, NULL);
        forget_message(out);
    }
    return st;
}

static chy_status take(struct queue *base, int most, int wait, struct item *items, int *count, chy_err *err)
{
    struct nats_queue *q = own(base);
    size_t bytes = 0;
    *count = 0;
    chy_status st = subscribe_all(q, err);
    if (!st && !q->fetched_count) st = fetch(q, q->any, most, wait > 0 ? wait : SHORT, err);
    if (!st && !q->fetched_count && q->mine) st = fetch(q, q->mine, most, SHORT, err);
    while (!st && *count < most && bytes < BYTES_MOST && q->fetched_count) {
        st = hand_out(q, &items[*count], err);
        if (!st) bytes += items[(*count)++].body.len;
        if (st == CHY_DONE) st = CHY_OK;
    }
    return *count ? CHY_OK : st;
}

/* An acknowledgement that is lost brings the document once more, and it is found in the record. */
static chy_status done(struct queue *base, struct item *items, int count, chy_err *err)
{
    chy_status st = ledger_drop_bodies(base->ledger, items, count, err);
    if (st) return st;
    for (int i = 0; i < count; i++) {
        natsMsg_Ack(items[i].message, NULL);
        forget_message(&items[i]);
    }
    return CHY_OK;
}

static chy_status give_back(struct queue *base, struct item *item, chy_err *err)
{
    (void)base;
    (void)err;
    natsMsg_NakWithDelay(item->message, 1000LL * MILLION, NULL);
    forget_message(item);
    return CHY_OK;
}

static void renew(struct queue *base, struct item *const *items, int count)
{
    struct nats_queue *q = own(base);
    for (int i = 0; i < count; i++)
        if (items[i]->message) natsMsg_InProgress(items[i]->message, NULL);
    pthread_mutex_lock(&q->lock);
    for (int i = 0; i < q->fetched_count; i++) natsMsg_InProgress(q->fetched[i].message, NULL);
    pthread_mutex_unlock(&q->lock);
}

static uint64_t leased(struct nats_queue *q, const char *durable)
{
    jsConsumerInfo *info = NULL;
    jsErrCode code = 0;
    uint64_t count = 0;
    if (js_GetConsumerInfo(&info, q->js, STREAM, durable, NULL, &code) == NATS_OK && info->NumAckPending > 0)
        count = (uint64_t)info->NumAckPending;
    jsConsumerInfo_Destroy(info);
    return count;
}

static chy_status counts(struct queue *base, struct queue_counts *out, chy_err *err)
{
    struct nats_queue *q = own(base);
    jsStreamInfo *info = NULL;
    jsErrCode code = 0;
    natsStatus s = js_GetStreamInfo(&info, q->js, STREAM, NULL, &code);
    if (s != NATS_OK) return failed(s, "the queue cannot be looked at", err);
    uint64_t all = info->State.Msgs, held = leased(q, "workers");
    *out = (struct queue_counts){ .waiting = all > held ? all - held : 0, .leased = all > held ? held : all };
    if (all) out->oldest = (double)time(NULL) - (double)info->State.FirstTime / 1e9;
    if (out->oldest < 0) out->oldest = 0;
    jsStreamInfo_Destroy(info);
    return ledger_count_dead(base->ledger, &out->dead, err);
}

static void close_queue(struct queue *base)
{
    struct nats_queue *q = own(base);
    for (int i = 0; i < q->fetched_count; i++) {
        natsMsg_Nak(q->fetched[i].message, NULL);
        forget_message(&q->fetched[i]);
    }
    unsubscribe(q);
    if (q->connection) natsConnection_FlushTimeout(q->connection, 2000); /* the last acknowledgements */
    jsCtx_Destroy(q->js);
    natsConnection_Destroy(q->connection);
    natsOptions_Destroy(q->options);
    pthread_mutex_destroy(&q->lock);
    free(q);
}

static const struct queue_driver driver = { close_queue, submit, take, done, give_back, renew, counts };

chy_status queue_open_nats(const char *address, struct ledger *ledger, const struct queue_reader *reader, struct queue **out, chy_err *err)
{
    struct nats_queue *q = calloc(1, sizeof *q);
    if (!q) return fleet_error(err, CHY_ENOMEM, "no memory to open the queue");
    q->base = (struct queue){ &driver, ledger };
    q->reader = *reader;
    pthread_mutex_init(&q->lock, NULL);
    chy_status st = connect_to(q, address, err);
    if (!st) st = ensure_stream(q, err);
    if (st)
        close_queue(&q->base);
    else
        *out = &q->base;
    return st;
}
