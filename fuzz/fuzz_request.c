/* The address of a request: taken apart, found in the table of routes, its parameters read; what comes out must be valid text. */
#include <stdint.h>
#include <stdlib.h>

#include "cursor.h"
#include "routes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(chy_str s)
{
    for (size_t at = 0, n; at < s.len; at += n)
        if (!(n = utf8_length(s, at)) || (unsigned char)s.ptr[at] < 0x20) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct target t;
    struct wanted w;
    struct cursor c;
    struct out o = { 0 };
    char why[240], *room = malloc(size + 1);
    chy_str line = { (const char *)data, size };
    if (!room) return 0;
    out_json(&o, line);
    check_text((chy_str){ o.ptr, o.len });
    o.len = 0;
    out_xml(&o, line);
    out_csv(&o, line);
    out_percent(&o, line);
    free(o.ptr);
    if (!target_read(line, room, &t)) {
        check_text(t.path);
        for (size_t i = 0; i < t.count; i++) {
            check_text(t.params[i].name);
            check_text(t.params[i].value);
        }
        for (int post = 0; post < 2; post++) {
            int status = route_find(post ? "POST" : "GET", &t, &w, why, sizeof why);
            if (!status && !w.route) abort();
            if (status && (status < 400 || status > 405 || strlen(why) >= sizeof why)) abort();
            if (!status && w.query.limit > LIMIT_MOST) abort();
            if (!status && w.after.len) cursor_read(w.after, &c);
        }
    }
    free(room);
    return 0;
}
