#define _GNU_SOURCE
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "worker.h"

void worker_log(const char *level, const char *event, const char *format, ...)
{
    char when[40];
    struct timespec now;
    struct tm parts;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    size_t n = strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(when + n, sizeof when - n, ".%03ldZ", now.tv_nsec / 1000000);
    va_list list;
    va_start(list, format);
    json_t *line = json_pack("{s:s,s:s,s:s}", "time", when, "level", level, "event", event);
    json_t *more = json_vpack_ex(NULL, 0, format, list);
    va_end(list);
    if (line && more) json_object_update(line, more);
    char *text = line ? json_dumps(line, JSON_COMPACT) : NULL;
    size_t size = text ? strlen(text) : 0;
    if (text) {
        text[size] = '\n'; /* one write, so that lines of several threads and processes stay whole */
        ssize_t written = write(2, text, size + 1);
        (void)written;
    }
    free(text);
    json_decref(line);
    json_decref(more);
}
