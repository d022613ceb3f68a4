/* What the first page of the interface shows, in one answer: each part is what its own address would give. */
#include <stdio.h>

#include "inside.h"

enum { FIRST_MS = 250 }; /* what takes longer is left out, and asked for by itself */

static const char *const parts[] = {
    "status",
    "names?type=organization&limit=6",
    "names?type=state&limit=6",
    "names?type=person&limit=6",
    "docs?order=latest&limit=8",
    "events?from=%s&limit=8",
    "review?limit=5",
    "conflicts?limit=5",
};

/* One part as ,"address":answer; false when there was no time for it. */
static bool put_part(chy_store *store, const char *address, chy_str coding, struct out *o)
{
    char line[128], room[128], why[240];
    struct target t;
    struct wanted w;
    struct reply r = { 0 };
    snprintf(line, sizeof line, "/api/v1/%s", address);
    if (target_read(str(line), room, &t) || route_find("GET", &t, &w, why, sizeof why)) return false;
    reply_make(store, &w, coding, &r);
    bool good = r.status == 200 && !r.body.failed;
    if (good) {
        out_text(o, o->ptr[o->len - 1] == '{' ? "\n" : ",\n");
        out_json(o, str(address));
        out_text(o, ":");
        out_bytes(o, r.body.ptr, r.body.len);
    }
    reply_done(&r);
    return good;
}

void first_make(chy_store *store, const struct wanted *w, chy_str coding, struct reply *r)
{
    char address[96];
    int64_t until = now_ms() + FIRST_MS;
    if (w->query.from.len > 10) {
        reply_error(r, 400, "from is a day: 2014-09-10");
        return;
    }
    out_text(&r->body, "{\"answers\":{");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char from[11] = { 0 };
        int64_t left = until - now_ms();
        memcpy(from, w->query.from.ptr, w->query.from.len);
        snprintf(address, sizeof address, parts[i], from);
        chy_store_patience(store, left > 1 ? (unsigned)left : 1);
        if (!put_part(store, address, coding, &r->body)) r->partial = true;
    }
    out_text(&r->body, "}}\n");
}
