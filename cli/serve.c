/* serve: the record over HTTP. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "server.h"

enum { TOKEN_ROOM = 1024 };

/* The token of --token-file, else of the environment; never of the command line, which everybody on the machine can read. */
static int read_token(const struct call *call, char room[TOKEN_ROOM])
{
    const char *path = call_value(call, "token-file"), *given = getenv("CHANCERY_TOKEN");
    room[0] = 0;
    if (!path) {
        if (given && strlen(given) >= TOKEN_ROOM) return options_misuse(call->command, "the token is too long");
        if (given) strcpy(room, given);
        return OPTIONS_GO_ON;
    }
    char *bytes = NULL;
    size_t size = 0;
    chy_err err = { 0 };
    if (cli_read_file(path, &bytes, &size, &err)) {
        cli_complain(&err);
        return EXIT_UNAVAILABLE;
    }
    while (size && strchr(" \t\r\n", bytes[size - 1])) size--;
    if (size < TOKEN_ROOM) {
        memcpy(room, bytes, size);
        room[size] = 0;
    }
    free(bytes);
    return size < TOKEN_ROOM ? OPTIONS_GO_ON : options_misuse(call->command, "the token is too long");
}

/* Elsewhere than on this machine what is sent can be read on the way, unless TLS stands in front. */
static void tell_of_tls(const char *address, unsigned port)
{
    fprintf(stderr,
            "chancery: %s can be reached from elsewhere, and what is sent is not encrypted. Put TLS in front, for instance:\n"
            "  caddy reverse-proxy --from record.example.org --to 127.0.0.1:%u\n"
            "and let this server listen on this machine alone: chancery serve --host record.example.org\n",
            address, port);
}

static int serve(const struct call *call, struct server_options *o)
{
    struct server *server = NULL;
    chy_err err = { 0 };
    sigset_t ends;
    int signal_number;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL); /* before the first thread, so that none of them takes them */
    signal(SIGPIPE, SIG_IGN);
    chy_status st = server_start(o, &server, &err);
    if (st == CHY_EUSAGE) return options_misuse(call->command, "%s", err.text);
    if (st) {
        cli_complain(&err);
        return EXIT_UNAVAILABLE;
    }
    if (!server_is_loopback(o->address)) tell_of_tls(o->address, server_port(server));
    bool six = strchr(o->address, ':') != NULL;
    printf("http://%s%s%s:%u/\n", six ? "[" : "", o->address, six ? "]" : "", server_port(server));
    fflush(stdout);
    sigwait(&ends, &signal_number);
    server_stop(server);
    server_wait(server);
    server_destroy(server);
    return EXIT_DONE;
}

static int run(const struct call *call)
{
    char token[TOKEN_ROOM];
    long port = 0, workers = 0;
    if (call->count) return options_misuse(call->command, "takes no operands: --record names the record");
    int status = read_token(call, token);
    if (status == OPTIONS_GO_ON) status = call_number(call, "port", 0, 65535, 8080, &port);
    if (status == OPTIONS_GO_ON) status = call_number(call, "workers", 1, 256, 0, &workers);
    if (status != OPTIONS_GO_ON) return status;
    const char *address = call_value(call, "listen");
    struct server_options o = { .record = answer_record(call),
                                .address = address ? address : "127.0.0.1",
                                .port = (unsigned)port,
                                .host = call_value(call, "host"),
                                .proxy = call_value(call, "trusted-proxy"),
                                .token = token[0] ? token : NULL,
                                .writable = call_has(call, "writable"),
                                .web = call_value(call, "web"),
                                .workers = (unsigned)workers };
    return serve(call, &o);
}

static const struct option options[] = { RECORD_OPTION,
                                         { "port", 'p', "N", "the port (default: 8080; 0: a free one)" },
                                         { "listen", 'l', "ADDRESS", "the address (default: 127.0.0.1, this machine alone)" },
                                         { "host", 0, "NAME", "a name by which it is called, besides its address" },
                                         { "trusted-proxy", 0, "ADDRESS", "believe this address, and no other, when it says for whom it asks (X-Forwarded-For)" },
                                         { "writable", 'w', NULL, "let those who have the token add documents and correct" },
                                         { "token-file", 't', "FILE", "where the token stands (default: $CHANCERY_TOKEN)" },
                                         { "workers", 'j', "N", "questions answered at once (default: one a core)" },
                                         { "web", 0, "FOLDER", "serve the pages in this folder in place of the built-in ones" },
                                         { 0 } };

const struct command command_serve = {
    "serve",
    "",
    "the record over HTTP: pages to look at it, and an interface for programs",
    "Prints the address and serves until it is interrupted. Nothing can be changed unless --writable is given. At an address that is not\n"
    "of this machine alone everybody needs the token. docs/serve.md tells more, docs/api.md has the interface.",
    options,
    run
};
