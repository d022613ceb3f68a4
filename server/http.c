/* The server: connections, requests, and who answers them. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include "live.h"

/* ------------------------------------------------------------------ connections */

static bool is_loopback(const struct in6_addr *a) { return IN6_IS_ADDR_LOOPBACK(a) || (IN6_IS_ADDR_V4MAPPED(a) && a->s6_addr[12] == 127); }

static void read_address(const struct sockaddr *from, struct in6_addr *out)
{
    *out = (struct in6_addr){ 0 };
    if (from->sa_family == AF_INET6)
        *out = ((const struct sockaddr_in6 *)from)->sin6_addr;
    else {
        out->s6_addr[10] = out->s6_addr[11] = 0xFF;
        memcpy(&out->s6_addr[12], &((const struct sockaddr_in *)from)->sin_addr, 4);
    }
}

static bool read_figures(const char *figures, struct in6_addr *out)
{
    struct in_addr four;
    *out = (struct in6_addr){ 0 };
    if (inet_pton(AF_INET6, figures, out) == 1) return true;
    if (inet_pton(AF_INET, figures, &four) != 1) return false;
    out->s6_addr[10] = out->s6_addr[11] = 0xFF;
    memcpy(&out->s6_addr[12], &four, 4);
    return true;
}

static bool is_proxy(const struct server *s, const struct in6_addr *a) { return s->has_proxy && !memcmp(a, &s->proxy, sizeof *a); }

/* Not so many from one address at once. */
static enum MHD_Result admit(void *user, const struct sockaddr *from, socklen_t size)
{
    struct server *s = user;
    struct in6_addr address;
    unsigned count = 0;
    (void)size;
    read_address(from, &address);
    if (is_loopback(&address) || is_proxy(s, &address)) return MHD_YES;
    pthread_mutex_lock(&s->callers_lock);
    for (const struct caller *c = s->callers; c; c = c->next) count += !memcmp(&c->address, &address, sizeof address);
    pthread_mutex_unlock(&s->callers_lock);
    return count < CONNECTIONS_OF_ADDRESS ? MHD_YES : MHD_NO;
}

static void connected(void *user, struct MHD_Connection *connection, void **socket_context, enum MHD_ConnectionNotificationCode what)
{
    struct server *s = user;
    struct caller *c = *socket_context;
    pthread_mutex_lock(&s->callers_lock);
    if (what == MHD_CONNECTION_NOTIFY_STARTED && (c = calloc(1, sizeof *c))) {
        c->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        read_address(MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr, &c->address);
        c->local = is_loopback(&c->address);
        c->since = now_ms();
        c->next = s->callers;
        c->back = &s->callers;
        if (c->next) c->next->back = &c->next;
        s->callers = c;
        s->caller_count++;
        *socket_context = c;
    } else if (what == MHD_CONNECTION_NOTIFY_CLOSED && c) {
        *c->back = c->next;
        if (c->next) c->next->back = c->back;
        s->caller_count--;
        free(c);
        *socket_context = NULL;
    }
    pthread_mutex_unlock(&s->callers_lock);
}

static void set_stage(struct server *s, struct caller *c, enum stage stage)
{
    pthread_mutex_lock(&s->callers_lock);
    c->stage = stage;
    c->since = now_ms();
    pthread_mutex_unlock(&s->callers_lock);
}

/* ------------------------------------------------------------------ requests */

static void exchange_destroy(struct exchange *x)
{
    kept_release(x->kept);
    if (x->stream) MHD_destroy_response(x->stream);
    if (x->parts) MHD_destroy_post_processor(x->parts);
    free(x->body.ptr);
    free(x->form_name);
    free(x);
}

/* The address as it was sent, before anybody takes it apart. */
static void *begin(void *user, const char *line, struct MHD_Connection *connection)
{
    size_t size = strlen(line);
    struct exchange *x = calloc(1, sizeof *x + 2 * (size + 1));
    if (!x) return NULL;
    x->server = user;
    x->connection = connection;
    x->line = (char *)(x + 1);
    x->line_size = size;
    x->room = x->line + size + 1;
    memcpy(x->line, line, size + 1);
    atomic_fetch_add(&x->server->in_hand, 1);
    return x;
}

static void completed(void *user, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode why)
{
    struct server *s = user;
    struct exchange *x = *context;
    (void)connection;
    (void)why;
    if (!x) return;
    if (x->caller) set_stage(s, x->caller, STAGE_READING);
    exchange_destroy(x);
    atomic_fetch_sub(&s->in_hand, 1);
    *context = NULL;
}

static const char *header(struct exchange *x, const char *name)
{
    return MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name);
}

/* "gzip" in a list, and not with a weight of nothing. */
static bool takes_gzip(const char *accepts)
{
    const char *at = accepts ? strcasestr(accepts, "gzip") : NULL;
    if (!at) return false;
    at += 4;
    at += strspn(at, " \t");
    if (*at != ';') return true;
    at += 1 + strspn(at + 1, " \t");
    return strncasecmp(at, "q=0", 3) || (at[3] == '.' && strspn(at + 4, "0") < strspn(at + 4, "0123456789"));
}

static enum MHD_Result reply_with(struct exchange *x, struct kept *k /* taken over */)
{
    if (!k) return MHD_NO;
    const char *known = k->unchanged ? header(x, "If-None-Match") : NULL;
    int status = k->status;
    struct MHD_Response *r = k->zipped && takes_gzip(header(x, "Accept-Encoding")) ? k->zipped : k->plain;
    if (known && (strstr(known, k->etag) || !strcmp(known, "*"))) {
        status = 304;
        r = k->unchanged;
    }
    enum MHD_Result sent = MHD_queue_response(x->connection, (unsigned)status, r);
    kept_release(k);
    return sent;
}

static enum MHD_Result refuse(struct exchange *x, int status, const char *text) { return reply_with(x, kept_error(status, text)); }

/* ------------------------------------------------------------------ who may */

/* A page elsewhere that calls itself by a name which leads here must not read the record: only names that are ours are answered to. */
static bool host_is_ours(const struct server *s, const char *host)
{
    if (!host) return true;                 /* HTTP/1.0 */
    if (!s->local && !s->host) return true; /* a token is needed there */
    size_t size = strlen(host);
    const char *colon = host[0] == '[' ? strchr(host, ']') : strrchr(host, ':');
    if (colon) size = (size_t)(colon - host) + (host[0] == '[');
    static const char *const names[] = { "localhost", "127.0.0.1", "[::1]" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (size == strlen(names[i]) && !strncasecmp(host, names[i], size)) return true;
    if (s->host && size == strlen(s->host) && !strncasecmp(host, s->host, size)) return true;
    return size == strlen(s->options.address) && !strncmp(host, s->options.address, size);
}

/* Compared by their hashes, in the same time whatever is in them. */
static bool token_is_right(const struct server *s, const char *authorization)
{
    static const char bearer[] = "Bearer ";
    unsigned char hash[TOKEN_SIZE];
    if (!s->has_token || !authorization || strncasecmp(authorization, bearer, sizeof bearer - 1)) return false;
    const char *token = authorization + sizeof bearer - 1;
    crypto_generichash(hash, sizeof hash, (const unsigned char *)token, strlen(token), NULL, 0);
    return !sodium_memcmp(hash, s->token, sizeof hash);
}

/* ------------------------------------------------------------------ answering */

void session_write(struct server *s, bool has_token, struct out *o)
{
    pthread_mutex_lock(&s->state_lock);
    uint64_t documents = s->state.documents;
    pthread_mutex_unlock(&s->state_lock);
    const char *name = strrchr(s->record, '/');
    bool database = !strncmp(s->record, "postgres", 8);
    out_format(o, "{\"writable\":%s,\"token\":%s,\"token_needed\":%s,\"version\":\"%s\",\"documents\":%llu,\"record\":",
               s->options.writable ? "true" : "false", has_token ? "true" : "false", s->local ? "false" : "true", chy_version(),
               (unsigned long long)documents);
    out_json(o, database ? str("a database") : str(name ? name + 1 : s->record));
    out_text(o, "}\n");
}

static struct kept *session(struct exchange *x)
{
    struct out body = { 0 };
    session_write(x->server, x->has_token, &body);
    return kept_create(200, route_forms[FORM_JSON].type, &body, NULL, "no-store");
}

static enum MHD_Result stream(struct exchange *x, struct MHD_Response *r /* taken over */)
{
    set_stage(x->server, x->caller, STAGE_OPEN_END);
    enum MHD_Result sent = MHD_queue_response(x->connection, 200, r);
    MHD_destroy_response(r);
    return sent;
}

static enum MHD_Result refuse_for_now(struct exchange *x, int status)
{
    return refuse(x, status,
                  status == 404   ? "there is no such format"
                  : status == 429 ? "too many questions from one address; ask again later"
                                  : "too many questions at once; ask again later");
}

static enum MHD_Result describe(struct exchange *x)
{
    struct out body = { 0 };
    char etag[ETAG_SIZE];
    openapi_write(&body);
    etag_of(x->server, str("openapi"), etag);
    return reply_with(x, kept_create(200, route_forms[FORM_JSON].type, &body, etag, "no-cache"));
}

/* Something that is read: at once, or by somebody who will wake us. */
static enum MHD_Result read_something(struct exchange *x)
{
    struct server *s = x->server;
    struct MHD_Response *r;
    char etag[ETAG_SIZE];
    int status = 0;
    switch (x->wanted.route->work) {
    case ROUTE_SESSION: return reply_with(x, session(x));
    case ROUTE_OPENAPI: return describe(x);
    case ROUTE_LIVE: r = live_join(&s->live, x, header(x, "Last-Event-ID")); return r ? stream(x, r) : refuse_for_now(x, 503);
    case ROUTE_EXPORT: status = export_start(s, x); return status ? refuse_for_now(x, status) : MHD_YES;
    default: break;
    }
    const char *known = header(x, "If-None-Match");
    if (known) { /* what has not changed need not be asked for */
        etag_of(s, (chy_str){ x->line, x->line_size }, etag);
        if (strstr(known, etag)) {
            struct out nothing = { 0 };
            return reply_with(x, kept_create(304, NULL, &nothing, etag, "no-cache"));
        }
    }
    status = queue_push(&s->queue, x);
    return status ? refuse_for_now(x, status) : MHD_YES;
}

/* What is wanted, as far as the head tells: 0, or the status of a refusal with its sentence. */
static int understand(struct exchange *x, const char *method, const char **why)
{
    struct server *s = x->server;
    chy_str line = { x->line, x->line_size };
    if (!host_is_ours(s, header(x, "Host"))) {
        *why = "this server is not called so; see --host";
        return 421;
    }
    x->has_token = token_is_right(s, header(x, "Authorization"));
    x->reads = !strcmp(method, "GET") || !strcmp(method, "HEAD");
    if (x->reads && (s->local || x->has_token) && (x->kept = cache_find(s->cache, line))) return 0;
    if ((*why = target_read(line, x->room, &x->target))) return line.len > TARGET_MOST ? 414 : 400;
    x->page = x->target.path.len < 5 || memcmp(x->target.path.ptr, "/api/", 5);
    *why = x->sentence;
    if (x->page) {
        *why = "pages are only read";
        return x->reads ? 0 : 405;
    }
    int status = route_find(method, &x->target, &x->wanted, x->sentence, sizeof x->sentence);
    if (status) return status;
    if (x->wanted.route->work == ROUTE_SESSION) return 0;
    if (!x->reads && !s->options.writable) {
        *why = "this server only reads; it was not started with --writable";
        return 403;
    }
    *why = "a token is needed: Authorization: Bearer ...";
    return x->has_token || (x->reads && s->local) ? 0 : 401;
}

/* ------------------------------------------------------------------ what is sent to us */

static const char bad_form[] = "the form cannot be read";

static enum MHD_Result take_part(void *user, enum MHD_ValueKind kind, const char *key, const char *file, const char *type,
                                 const char *encoding, const char *bytes, uint64_t at, size_t size)
{
    struct exchange *x = user;
    (void)kind;
    (void)type;
    (void)encoding;
    if (!file && strcmp(key, "document")) return MHD_YES; /* another field of the form */
    if (!at && x->body.len) {
        x->why = "a form holds one document: send several one after the other, or as an archive";
        return MHD_NO;
    }
    if (!at && file && *file && !x->document_name.len) {
        size_t n = strlen(file);
        x->form_name = strdup(file);
        for (size_t i = 0; x->form_name && i < n; i++)
            if ((unsigned char)file[i] < 0x20) x->form_name[i] = ' ';
        if (x->form_name) x->document_name = str(x->form_name);
    }
    out_bytes(&x->body, bytes, size);
    return x->body.failed ? MHD_NO : MHD_YES;
}

/* Where the length is told, one that is too much is refused before it is sent. */
static int expect_body(struct exchange *x, const char **why)
{
    const char *length = header(x, "Content-Length"), *type = header(x, "Content-Type"), *path = header(x, "X-Path");
    bool document = x->wanted.route->work == ROUTE_ADD;
    size_t most = document ? UPLOAD_MOST : CORRECTION_MOST;
    x->body.most = most;
    *why = "that is more than is taken at once";
    if (length && (strlen(length) > 12 || strtoull(length, NULL, 10) > most + (document ? 4096 : 0))) return 413;
    x->document_name = x->wanted.path.len ? x->wanted.path : path ? str(path) : str("");
    if (document && type && !strncasecmp(type, "multipart/form-data", 19) &&
        !(x->parts = MHD_create_post_processor(x->connection, 16 << 10, take_part, x)))
        x->why = bad_form;
    return 0;
}

static enum MHD_Result take_body(struct exchange *x, const char *bytes, size_t *size)
{
    if (x->wanted.route && !x->reads && !x->body.failed && !x->why) {
        if (!x->parts)
            out_bytes(&x->body, bytes, *size);
        else if (MHD_post_process(x->parts, bytes, *size) != MHD_YES)
            x->why = x->why || x->body.failed ? x->why : bad_form;
    }
    *size = 0;
    return MHD_YES;
}

static enum MHD_Result change_something(struct exchange *x)
{
    struct MHD_PostProcessor *parts = x->parts;
    x->parts = NULL;
    if (parts && MHD_destroy_post_processor(parts) != MHD_YES && !x->why && !x->body.failed)
        x->why = "the form is cut off: it ends with its boundary";
    if (x->why) return refuse(x, 400, x->why);
    if (x->body.failed) return refuse(x, 413, "that is more than is taken at once");
    if (!x->body.len) return refuse(x, 400, "the body is empty");
    if (x->wanted.route->work == ROUTE_ADD) {
        for (size_t at = 0, n; at < x->document_name.len; at += n)
            if (!(n = utf8_length(x->document_name, at)) || (unsigned char)x->document_name.ptr[at] < 0x20)
                return refuse(x, 400, "the name of the document is not UTF-8, or holds control characters");
    }
    int status = queue_push(&x->server->changes, x);
    return status ? refuse_for_now(x, status) : MHD_YES;
}

/* ------------------------------------------------------------------ one request */

static enum MHD_Result last_of(void *user, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    if (value && !strcasecmp(name, "X-Forwarded-For")) *(const char **)user = value;
    return MHD_YES;
}

/* Who asks. Of those that a proxy names, the last one: it has seen him itself; what stands before is what he says. */
static void name_asker(struct exchange *x)
{
    const char *named = NULL;
    struct in6_addr address;
    x->address = x->caller->address;
    x->local = x->caller->local;
    if (!is_proxy(x->server, &x->address)) return;
    MHD_get_connection_values(x->connection, MHD_HEADER_KIND, last_of, &named);
    if (!named) return;
    const char *comma = strrchr(named, ',');
    named = comma ? comma + 1 : named;
    named += strspn(named, " \t");
    if (!read_figures(named, &address)) return;
    x->address = address;
    x->local = is_loopback(&address);
}

static enum MHD_Result count_lengths(void *user, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    (void)value;
    *(unsigned *)user += !strcasecmp(name, "Content-Length") || !strcasecmp(name, "Transfer-Encoding");
    return MHD_YES;
}

/* Where a request ends is told once: a proxy in front might go by the other word, and take the rest for a request of somebody else's. */
static bool ends_twice(struct exchange *x)
{
    unsigned told = 0;
    MHD_get_connection_values(x->connection, MHD_HEADER_KIND, count_lengths, &told);
    return told > 1;
}

static enum MHD_Result refuse_and_close(struct exchange *x, int status, const char *text)
{
    struct kept *k = kept_error(status, text);
    if (k) MHD_add_response_header(k->plain, "Connection", "close");
    return reply_with(x, k);
}

static enum MHD_Result begin_request(struct exchange *x, struct MHD_Connection *connection, const char *method)
{
    const char *why = NULL;
    x->seen = true;
    x->since = now_ms();
    x->caller = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    if (!x->caller) return MHD_NO;
    name_asker(x);
    set_stage(x->server, x->caller, STAGE_BODY);
    if (atomic_load(&x->server->ending)) return refuse(x, 503, "the server is about to stop");
    if (ends_twice(x)) return refuse_and_close(x, 400, "the length of what is sent is told twice");
    x->status = understand(x, method, &why);
    if (!x->status && !x->reads) x->status = expect_body(x, &why);
    if (!x->status) return MHD_YES;
    /* Refused before anything more is sent; a request without a body is answered in its turn. */
    if (!x->reads) return refuse(x, x->status, why);
    if (why != x->sentence) snprintf(x->sentence, sizeof x->sentence, "%s", why);
    return MHD_YES;
}

static enum MHD_Result handle(void *user, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
                              const char *upload, size_t *upload_size, void **context)
{
    struct server *s = user;
    struct exchange *x = *context;
    struct kept *k;
    (void)url;
    (void)version;
    if (!x) return MHD_NO;
    if (!x->seen) return begin_request(x, connection, method);
    if (*upload_size) return take_body(x, upload, upload_size);
    if (x->done || x->kept) {
        struct MHD_Response *r = x->stream;
        k = x->kept;
        x->kept = NULL;
        x->stream = NULL;
        return r ? stream(x, r) : reply_with(x, k);
    }
    set_stage(s, x->caller, STAGE_ANSWERING);
    if (x->status) return refuse(x, x->status, x->sentence);
    if (x->page) {
        k = files_find(s, &x->target);
        return k ? reply_with(x, k) : refuse(x, 404, "there is nothing at this address");
    }
    return x->reads ? read_something(x) : change_something(x);
}

/* ------------------------------------------------------------------ starting and stopping */

bool server_is_loopback(const char *address)
{
    struct in_addr four;
    struct in6_addr six;
    if (inet_pton(AF_INET, address, &four) == 1) return ntohl(four.s_addr) >> 24 == 127;
    return inet_pton(AF_INET6, address, &six) == 1 && is_loopback(&six);
}

static chy_status fail(chy_err *err, chy_status st, const char *format, const char *what, const char *why)
{
    err->status = st;
    snprintf(err->text, sizeof err->text, format, what, why);
    return st;
}

static chy_status listen_there(struct server *s, chy_err *err)
{
    char port[16];
    struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE, .ai_socktype = SOCK_STREAM }, *at = NULL;
    struct sockaddr_storage bound;
    socklen_t size = sizeof bound;
    int on = 1;
    snprintf(port, sizeof port, "%u", s->options.port);
    if (getaddrinfo(s->options.address, port, &hints, &at))
        return fail(err, CHY_EUSAGE, "\"%s\" is no address to listen at%s: 127.0.0.1, ::1, 0.0.0.0 or another one in figures",
                    s->options.address, "");
    s->listening = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    setsockopt(s->listening, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    bool good = s->listening >= 0 && !bind(s->listening, at->ai_addr, at->ai_addrlen) && !listen(s->listening, 1024) &&
                !getsockname(s->listening, (struct sockaddr *)&bound, &size);
    freeaddrinfo(at);
    if (!good) return fail(err, CHY_EIO, "%s: cannot listen there: %s", s->options.address, strerror(errno));
    s->port = ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&bound)->sin6_port : ((struct sockaddr_in *)&bound)->sin_port);
    return CHY_OK;
}

/* As many connections as this process may have open. */
static unsigned connections_most(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files)) return 256;
    if (files.rlim_cur < CONNECTIONS_MOST + 128) {
        files.rlim_cur = files.rlim_max < CONNECTIONS_MOST + 128 ? files.rlim_max : CONNECTIONS_MOST + 128;
        setrlimit(RLIMIT_NOFILE, &files);
        getrlimit(RLIMIT_NOFILE, &files);
    }
    return files.rlim_cur < CONNECTIONS_MOST + 128 ? (unsigned)files.rlim_cur / 2 : CONNECTIONS_MOST;
}

static chy_status start_daemon(struct server *s, chy_err *err)
{
    struct MHD_OptionItem options[] = { { MHD_OPTION_LISTEN_SOCKET, s->listening, NULL },
                                        { MHD_OPTION_CONNECTION_LIMIT, (intptr_t)connections_most(), NULL },
                                        { MHD_OPTION_CONNECTION_MEMORY_LIMIT, MEMORY_OF_CONNECTION, NULL },
                                        { MHD_OPTION_CONNECTION_TIMEOUT, IDLE_S, NULL },
                                        { MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)begin, s },
                                        { MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)completed, s },
                                        { MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)connected, s },
                                        { MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL },
                                        { MHD_OPTION_END, 0, NULL } };
    s->daemon =
        MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, admit, s, handle, s, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
    if (!s->daemon) return fail(err, CHY_EIO, "%s: the server cannot be started%s", s->options.address, "");
    s->listening = -1; /* it is the daemon's now */
    return loop_start(s);
}

static chy_status check(const struct server_options *o, chy_err *err)
{
    enum { TOKEN_LEAST = 16 };
    bool given = o->token && *o->token;
    if (given && strlen(o->token) < TOKEN_LEAST) return fail(err, CHY_EUSAGE, "the token is too short%s: 16 characters at least%s", "", "");
    struct in6_addr proxy;
    if (o->proxy && !read_figures(o->proxy, &proxy))
        return fail(err, CHY_EUSAGE, "\"%s\" is no address of a proxy%s: 127.0.0.1 or another one in figures", o->proxy, "");
    if (o->writable && !given) return fail(err, CHY_EUSAGE, "who may write? A token is needed%s%s", "", "");
    if (!given && !server_is_loopback(o->address))
        return fail(err, CHY_EUSAGE, "%s is not of this machine alone%s: a token is needed", o->address, "");
    return CHY_OK;
}

static char *copy(const char *text) { return text ? strdup(text) : NULL; }

chy_status server_start(const struct server_options *o, struct server **out, chy_err *err)
{
    chy_status st = check(o, err);
    struct server *s = st ? NULL : calloc(1, sizeof *s);
    if (st) return st;
    if (!s || sodium_init() < 0) {
        free(s);
        return CHY_ENOMEM;
    }
    s->options = *o;
    s->listening = -1;
    s->local = server_is_loopback(o->address);
    s->record = copy(o->record);
    s->host = copy(o->host);
    s->web = copy(o->web);
    s->options.address = copy(o->address);
    s->wake = eventfd(0, EFD_CLOEXEC);
    s->loop_wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    s->cache = cache_create(CACHE_BYTES);
    s->files = cache_create(CACHE_BYTES);
    pthread_mutex_init(&s->callers_lock, NULL);
    pthread_mutex_init(&s->look_lock, NULL);
    pthread_mutex_init(&s->state_lock, NULL);
    if (o->token && *o->token) {
        crypto_generichash(s->token, sizeof s->token, (const unsigned char *)o->token, strlen(o->token), NULL, 0);
        s->has_token = true;
    }
    s->options.token = s->options.proxy = NULL;
    s->has_proxy = o->proxy && read_figures(o->proxy, &s->proxy);
    st = s->cache && s->files && s->wake >= 0 && s->loop_wake >= 0 && s->record && s->options.address ? CHY_OK : CHY_ENOMEM;
    live_init(&s->live, s);
    chy_options engine = o->engine ? *o->engine : (chy_options){ 0 };
    engine.threads = 2; /* at least: there will be */
    if (!st) st = chy_engine_create(&engine, &s->engine, err);
    if (!st && o->writable) st = changes_start(s, err); /* first: it makes the record when there is none */
    if (!st) st = workers_start(s, err);
    if (!st) st = watch_start(s, err);
    if (!st) st = listen_there(s, err);
    if (!st) st = start_daemon(s, err);
    if (st)
        server_destroy(s);
    else
        *out = s;
    return st;
}

unsigned server_port(const struct server *s) { return s->port; }

void server_stop(struct server *s)
{
    uint64_t one = 1;
    ssize_t written = write(s->wake, &one, sizeof one);
    (void)written;
}

/* Finish what is in hand; take nothing more. */
static void finish(struct server *s)
{
    struct timespec pause = { 0, 5000000 };
    atomic_store(&s->ending, true);
    int listening = MHD_quiesce_daemon(s->daemon);
    live_end(&s->live);
    for (int64_t start = now_ms(); atomic_load(&s->in_hand) && now_ms() - start < STOP_MS;) nanosleep(&pause, NULL);
    atomic_store(&s->cut, true);
    workers_stop(s); /* wakes everybody who waits for an answer */
    changes_stop(s);
    while (atomic_load(&s->exports)) nanosleep(&pause, NULL);
    loop_stop(s);
    MHD_stop_daemon(s->daemon);
    s->daemon = NULL;
    if (listening >= 0) close(listening);
}

void server_wait(struct server *s)
{
    struct pollfd woken = { .fd = s->wake, .events = POLLIN };
    while (poll(&woken, 1, -1) < 0 && errno == EINTR) {}
    if (s->daemon) finish(s);
}

void server_destroy(struct server *s)
{
    if (!s) return;
    if (s->daemon) finish(s);
    workers_stop(s);
    changes_stop(s);
    watch_stop(s);
    live_done(&s->live);
    chy_engine_destroy(s->engine);
    if (s->listening >= 0) close(s->listening);
    if (s->wake >= 0) close(s->wake);
    if (s->loop_wake >= 0) close(s->loop_wake);
    cache_destroy(s->cache);
    cache_destroy(s->files);
    pthread_mutex_destroy(&s->callers_lock);
    pthread_mutex_destroy(&s->state_lock);
    pthread_mutex_destroy(&s->look_lock);
    free(s->record);
    free(s->host);
    free(s->web);
    free((char *)s->options.address);
    free(s);
}
