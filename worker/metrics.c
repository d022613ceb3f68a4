#define _GNU_SOURCE
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "worker.h"

static const struct {
    const char *name, *labels, *kind, *help; /* help NULL: of the family of the one before */
    size_t at;
    double scale;
    bool is_int;
} rows[] = {
#define AT(member) offsetof(struct worker_shared, member)
    { "chancery_worker_documents_total", "{result=\"coded\"}", "counter", "Documents, by what became of them.", AT(coded), 1, false },
    { "chancery_worker_documents_total", "{result=\"known\"}", NULL, NULL, AT(known), 1, false },
    { "chancery_worker_documents_total", "{result=\"dead\"}", NULL, NULL, AT(dead), 1, false },
    { "chancery_worker_documents_total", "{result=\"given_back\"}", NULL, NULL, AT(failed), 1, false },
    { "chancery_worker_bytes_total", "", "counter", "Bytes of the documents coded.", AT(bytes), 1, false },
    { "chancery_worker_seconds_total", "{doing=\"coding\"}", "counter", "Seconds, summed over threads.", AT(coding), 1e-6, false },
    { "chancery_worker_seconds_total", "{doing=\"writing\"}", NULL, NULL, AT(writing), 1e-6, false },
    { "chancery_worker_seconds_total", "{doing=\"waiting\"}", NULL, NULL, AT(waiting), 1e-6, false },
    { "chancery_worker_restarts_total", "", "counter", "How often the working process was started again.", AT(restarts), 1, false },
    { "chancery_worker_documents_per_second", "", "gauge", "Over the last minute or so.", AT(rate), 1e-3, false },
    { "chancery_worker_in_hand", "", "gauge", "Documents taken and not yet done with.", AT(in_hand), 1, true },
    { "chancery_worker_threads", "", "gauge", "Documents coded at once, at most.", AT(threads), 1, true },
    { "chancery_queue_documents", "{state=\"waiting\"}", "gauge", "Documents in the queue, as last looked at.", AT(queue_waiting), 1,
      false },
    { "chancery_queue_documents", "{state=\"leased\"}", NULL, NULL, AT(queue_leased), 1, false },
    { "chancery_queue_documents", "{state=\"dead\"}", NULL, NULL, AT(queue_dead), 1, false },
    { "chancery_queue_oldest_seconds", "", "gauge", "How long the one has waited that waits longest.", AT(queue_age), 1, false },
#undef AT
};

static char *print_rows(const struct worker_shared *shared, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    if (!out) return NULL;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *at = (const char *)shared + rows[i].at;
        double value = rows[i].is_int ? (double)atomic_load((const atomic_int *)(const void *)at)
                                      : (double)atomic_load((const atomic_ullong *)(const void *)at);
        if (rows[i].help) fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", rows[i].name, rows[i].help, rows[i].name, rows[i].kind);
        fprintf(out, "%s%s %.15g\n", rows[i].name, rows[i].labels, value * rows[i].scale);
    }
    if (!fclose(out)) return text;
    free(text);
    return NULL;
}

static enum MHD_Result answer(void *user, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
                              const char *data, size_t *data_size, void **kept)
{
    (void)version;
    (void)data;
    (void)data_size;
    (void)kept;
    size_t size = 0;
    bool asked = !strcmp(method, "GET") && !strcmp(url, "/metrics");
    char *text = asked ? print_rows(user, &size) : strdup("only GET /metrics is here\n");
    if (!text) return MHD_NO;
    struct MHD_Response *r = MHD_create_response_from_buffer(asked ? size : strlen(text), text, MHD_RESPMEM_MUST_FREE);
    if (!r) {
        free(text);
        return MHD_NO;
    }
    MHD_add_response_header(r, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    enum MHD_Result result = MHD_queue_response(connection, asked ? 200 : 404, r);
    MHD_destroy_response(r);
    return result;
}

chy_status worker_metrics_start(int port, const struct worker_shared *shared, struct MHD_Daemon **out, chy_err *err)
{
    struct sockaddr_in here = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    *out = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, answer, (void *)(uintptr_t)shared, MHD_OPTION_SOCK_ADDR, &here,
                            MHD_OPTION_CONNECTION_LIMIT, 16u, MHD_OPTION_CONNECTION_TIMEOUT, 10u, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u,
                            MHD_OPTION_END);
    return *out ? CHY_OK : fleet_error(err, CHY_EIO, "port %d of 127.0.0.1 cannot be listened on for the metrics", port);
}

void worker_metrics_stop(struct MHD_Daemon *daemon)
{
    if (daemon) MHD_stop_daemon(daemon);
}
