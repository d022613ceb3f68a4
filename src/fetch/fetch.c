#include "fetch/fetch.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"
#include "base/map.h"
#include "fetch/robots.h"

enum { BYTES_MOST = 32 << 20, ROBOTS_MOST = 512 << 10, REDIRECTS_MOST = 6, SECONDS_MOST = 90, SECONDS_CONNECT = 20 };

struct fetch {
    CURL *curl;
    char agent[64];
    chy_str agent_name;
    bool allow_private;
    arena sites_mem; /* robots.txt of sites */
    struct map sites;
    LIST(chy_str) robots;
    /* of one request */
    buf bytes, etag, modified, location, type, address;
    size_t most;
    bool refused, too_large;
};

/* ------------------------------------------------------------------ addresses */

bool fetch_is_address(chy_str s)
{
    return (s.len > 7 && str_eq_ascii_nocase(str_cut(s, 0, 7), CHY_LIT("http://"))) ||
           (s.len > 8 && str_eq_ascii_nocase(str_cut(s, 0, 8), CHY_LIT("https://")));
}

/* Blocks that are no part of the public net (the registries of special-purpose addresses). */
static bool is_public4(const uint8_t a[4])
{
    static const struct {
        uint8_t net[4];
        int bits;
    } blocks[] = { { { 0 }, 8 },         { { 10 }, 8 },       { { 100, 64 }, 10 },      { { 127 }, 8 },
                   { { 169, 254 }, 16 }, { { 172, 16 }, 12 }, { { 192, 0, 0 }, 24 },    { { 192, 0, 2 }, 24 },
                   { { 192, 168 }, 16 }, { { 198, 18 }, 15 }, { { 198, 51, 100 }, 24 }, { { 203, 0, 113 }, 24 },
                   { { 224 }, 4 },       { { 240 }, 4 } };
    uint32_t address = (uint32_t)a[0] << 24 | (uint32_t)a[1] << 16 | (uint32_t)a[2] << 8 | a[3];
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        const uint8_t *n = blocks[i].net;
        uint32_t net = (uint32_t)n[0] << 24 | (uint32_t)n[1] << 16 | (uint32_t)n[2] << 8 | n[3];
        if ((address ^ net) >> (32 - blocks[i].bits) == 0) return false;
    }
    return true;
}

static bool is_public6(const uint8_t a[16])
{
    static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, translated[12] = { 0, 0x64, 0xff, 0x9b };
    if (!memcmp(a, mapped, 12) || !memcmp(a, translated, 12)) return is_public4(a + 12);
    if (a[0] == 0x20 && a[1] == 0x02) return is_public4(a + 2);
    if (a[0] == 0x20 && a[1] == 0x01 && a[2] < 0x02) return false; /* protocols, tunnels */
    if (a[0] == 0x20 && a[1] == 0x01 && a[2] == 0x0d && a[3] == 0xb8) return false;
    return (a[0] & 0xe0) == 0x20; /* 2000::/3 is all that was given out */
}

bool fetch_is_public(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) return is_public4((const uint8_t *)&((const struct sockaddr_in *)(const void *)address)->sin_addr);
    if (address->sa_family == AF_INET6)
        return is_public6((const uint8_t *)&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
    return false;
}

static curl_socket_t open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *a)
{
    struct fetch *f = user;
    (void)purpose;
    if (!f->allow_private && !fetch_is_public(&a->addr)) {
        f->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

/* ------------------------------------------------------------------ one request */

static size_t take_bytes(char *bytes, size_t one, size_t count, void *user)
{
    struct fetch *f = user;
    size_t size = one * count;
    if (size > f->most - f->bytes.len) {
        f->too_large = true;
        return 0;
    }
    buf_bytes(&f->bytes, bytes, size);
    return f->bytes.failed ? 0 : size;
}

static size_t take_header(char *bytes, size_t one, size_t count, void *user)
{
    struct fetch *f = user;
    chy_str line = str_trim((chy_str){ bytes, one * count });
    struct {
        const char *name;
        buf *value;
    } fields[] = {
        { "etag:", &f->etag }, { "last-modified:", &f->modified }, { "location:", &f->location }, { "content-type:", &f->type }
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        size_t n = strlen(fields[i].name);
        if (line.len < n || !str_eq_ascii_nocase(str_cut(line, 0, n), str_of(fields[i].name)) || line.len > 4096) continue;
        fields[i].value->len = 0;
        buf_str(fields[i].value, str_trim(str_cut(line, n, line.len)));
    }
    return one * count;
}

static chy_str view(const buf *b) { return (chy_str){ b->ptr ? b->ptr : "", b->len }; }

static struct curl_slist *with_field(struct curl_slist *list, const char *name, chy_str value)
{
    char line[1200];
    if (!value.len || value.len > 1000) return list;
    snprintf(line, sizeof line, "%s: %.*s", name, (int)value.len, value.ptr);
    return curl_slist_append(list, line);
}

static chy_status failed(const struct fetch *f, chy_str address, CURLcode how, chy_err *err)
{
    int n = address.len < 200 ? (int)address.len : 200;
    if (f->refused)
        return err_set(err, CHY_EUSAGE, 0, "%.*s: leads to an address that is not public; --allow-private lets that be", n, address.ptr);
    if (f->too_large)
        return err_set(err, CHY_E2BIG, 0, "%.*s: is larger than %zu KiB, the most that is fetched", n, address.ptr, f->most >> 10);
    if (f->bytes.failed) return err_memory(err, "fetching a page");
    if (how == CURLE_OPERATION_TIMEDOUT) return err_set(err, CHY_E2BIG, 0, "%.*s: takes too long", n, address.ptr);
    return err_set(err, CHY_EIO, 0, "%.*s: %s", n, address.ptr, curl_easy_strerror(how));
}

/* One request, no redirection followed; *status: of HTTP. */
static chy_status request(struct fetch *f, chy_str address, const struct fetch_known *known, size_t most, long *status, chy_err *err)
{
    struct curl_slist *fields = NULL;
    char *terminated = strndup(address.ptr, address.len);
    f->bytes.len = f->etag.len = f->modified.len = f->location.len = f->type.len = 0;
    f->most = most;
    f->refused = f->too_large = false;
    if (known) {
        fields = with_field(fields, "If-None-Match", known->etag);
        fields = with_field(fields, "If-Modified-Since", known->modified);
    }
    curl_easy_setopt(f->curl, CURLOPT_URL, terminated);
    curl_easy_setopt(f->curl, CURLOPT_HTTPHEADER, fields);
    CURLcode how = terminated ? curl_easy_perform(f->curl) : CURLE_OUT_OF_MEMORY;
    curl_easy_setopt(f->curl, CURLOPT_HTTPHEADER, NULL);
    curl_slist_free_all(fields);
    free(terminated);
    if (how) return failed(f, address, how, err);
    curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, status);
    return CHY_OK;
}

/* ------------------------------------------------------------------ parts of addresses */

/* A part of an address in `out`; false when the address is none. */
static bool part_of(chy_str address, CURLUPart part, buf *out)
{
    char *text = NULL, *terminated = strndup(address.ptr, address.len);
    CURLU *u = curl_url();
    bool good = terminated && u && !curl_url_set(u, CURLUPART_URL, terminated, 0) && !curl_url_get(u, part, &text, 0);
    if (good) buf_str(out, str_of(text));
    curl_free(text);
    curl_url_cleanup(u);
    free(terminated);
    return good;
}

/* Where a redirection leads. */
static bool redirected(chy_str from, chy_str location, buf *out)
{
    char *text = NULL, *base = strndup(from.ptr, from.len), *to = strndup(location.ptr, location.len);
    CURLU *u = curl_url();
    bool good = base && to && u && !curl_url_set(u, CURLUPART_URL, base, 0) && !curl_url_set(u, CURLUPART_URL, to, 0) &&
                !curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0) && !curl_url_get(u, CURLUPART_URL, &text, 0);
    out->len = 0;
    if (good) buf_str(out, str_of(text));
    curl_free(text);
    curl_url_cleanup(u);
    free(base);
    free(to);
    return good && fetch_is_address(view(out));
}

/* ------------------------------------------------------------------ robots.txt */

/* robots.txt of a site: none when the site has none; ptr NULL when it cannot be had, which forbids. */
static chy_status ask_robots(struct fetch *f, chy_str site, chy_str *out, chy_err *err)
{
    buf at;
    long status = 0;
    chy_err why = { 0 };
    buf_init(&at, NULL, NULL);
    buf_str(&at, site);
    buf_str(&at, CHY_LIT("/robots.txt"));
    chy_status st = CHY_OK;
    for (int i = 0; !st && i < REDIRECTS_MOST; i++) {
        st = request(f, view(&at), NULL, ROBOTS_MOST, &status, &why);
        if (st || status < 300 || status > 399 || !f->location.len) break;
        buf next;
        buf_init(&next, NULL, NULL);
        if (!redirected(view(&at), view(&f->location), &next)) status = 404;
        buf_done(&at, NULL);
        at = next;
    }
    *out = (chy_str){ 0 };
    if (!st && status >= 200 && status < 300)
        *out = str_keep(&f->sites_mem, view(&f->bytes));
    else if (!st && status >= 400 && status < 500)
        *out = CHY_LIT("");
    else if (st == CHY_E2BIG && f->too_large)
        *out = str_keep(&f->sites_mem, view(&f->bytes));
    buf_done(&at, NULL);
    if (st && f->refused) {
        if (err) *err = why;
        return st;
    }
    return CHY_OK;
}

static chy_status site_of(chy_str address, buf *out, chy_err *err)
{
    buf port;
    buf_init(&port, NULL, NULL);
    out->len = 0;
    bool good = part_of(address, CURLUPART_SCHEME, out);
    buf_str(out, CHY_LIT("://"));
    good = good && part_of(address, CURLUPART_HOST, out);
    if (part_of(address, CURLUPART_PORT, &port)) {
        buf_char(out, ':');
        buf_str(out, view(&port));
    }
    buf_done(&port, NULL);
    return good ? CHY_OK : err_set(err, CHY_EUSAGE, 0, "%.*s: is no address", address.len < 200 ? (int)address.len : 200, address.ptr);
}

/* The path and what is asked, as robots.txt knows it. */
static void path_of(chy_str address, buf *out)
{
    size_t begin = str_find(address, CHY_LIT("://"), 0);
    size_t slash = begin == SIZE_MAX ? SIZE_MAX : str_find(address, CHY_LIT("/"), begin + 3);
    if (slash == SIZE_MAX)
        buf_char(out, '/');
    else
        buf_str(out, str_cut(address, slash, str_find(address, CHY_LIT("#"), slash)));
}

static chy_status check_robots(struct fetch *f, chy_str address, chy_err *err)
{
    buf site, path;
    buf_init(&site, NULL, NULL);
    buf_init(&path, NULL, NULL);
    chy_status st = site_of(address, &site, err);
    uint32_t known = st ? MAP_NONE : map_get(&f->sites, view(&site));
    if (!st && known == MAP_NONE) {
        chy_str text = { 0 }, *kept = NULL;
        chy_str key = str_keep(&f->sites_mem, view(&site));
        st = ask_robots(f, view(&site), &text, err);
        if (!st) kept = LIST_PUSH(&f->sites_mem, &f->robots);
        known = f->robots.count - 1;
        if (!st && (!kept || !key.ptr || !map_put(&f->sites, &f->sites_mem, key, known))) st = err_memory(err, "keeping robots.txt");
        if (kept) *kept = text;
    }
    int n = address.len < 200 ? (int)address.len : 200;
    path_of(address, &path);
    if (!st && !f->robots.at[known].ptr)
        st = err_set(err, CHY_EIO, 0, "%.*s: the robots.txt of the site cannot be had", n, address.ptr);
    else if (!st && !robots_allow(f->robots.at[known], f->agent_name, view(&path)))
        st = err_set(err, CHY_EUSAGE, 0, "%.*s: the site asks programs not to fetch it (robots.txt)", n, address.ptr);
    buf_done(&site, NULL);
    buf_done(&path, NULL);
    return st;
}

/* ------------------------------------------------------------------ */

chy_status fetch_open(const struct fetch_options *options, struct fetch **out, chy_err *err)
{
    struct fetch *f = calloc(1, sizeof *f);
    if (!f || !(f->curl = curl_easy_init())) {
        free(f);
        return err_memory(err, "getting ready to fetch");
    }
    f->allow_private = options->allow_private;
    snprintf(f->agent, sizeof f->agent, "%s", options->agent);
    f->agent_name = str_cut(str_of(f->agent), 0, str_find(str_of(f->agent), CHY_LIT("/"), 0));
    arena_init(&f->sites_mem, (size_t)256 << 20);
    buf *all[] = { &f->bytes, &f->etag, &f->modified, &f->location, &f->type, &f->address };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) buf_init(all[i], NULL, NULL);
    curl_easy_setopt(f->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(f->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(f->curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(f->curl, CURLOPT_USERAGENT, f->agent);
    curl_easy_setopt(f->curl, CURLOPT_CONNECTTIMEOUT, (long)SECONDS_CONNECT);
    curl_easy_setopt(f->curl, CURLOPT_TIMEOUT, (long)SECONDS_MOST);
    curl_easy_setopt(f->curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(f->curl, CURLOPT_OPENSOCKETDATA, f);
    curl_easy_setopt(f->curl, CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(f->curl, CURLOPT_WRITEDATA, f);
    curl_easy_setopt(f->curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(f->curl, CURLOPT_HEADERDATA, f);
    if (!f->allow_private) curl_easy_setopt(f->curl, CURLOPT_PROXY, "");
    *out = f;
    return CHY_OK;
}

void fetch_close(struct fetch *f)
{
    if (!f) return;
    curl_easy_cleanup(f->curl);
    buf *all[] = { &f->bytes, &f->etag, &f->modified, &f->location, &f->type, &f->address };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) buf_done(all[i], NULL);
    arena_done(&f->sites_mem);
    free(f);
}

chy_status fetch_get(struct fetch *f, chy_str address, const struct fetch_known *known, struct fetched *out, chy_err *err)
{
    long status = 0;
    int n = address.len < 200 ? (int)address.len : 200;
    f->address.len = 0;
    buf_str(&f->address, address);
    for (int i = 0; i < REDIRECTS_MOST; i++) {
        chy_status st = check_robots(f, view(&f->address), err);
        if (!st) st = request(f, view(&f->address), known, BYTES_MOST, &status, err);
        if (st) return st;
        if (status < 300 || status > 399 || status == 304 || !f->location.len) break;
        buf next;
        buf_init(&next, NULL, NULL);
        bool good = redirected(view(&f->address), view(&f->location), &next);
        buf_done(&f->address, NULL);
        f->address = next;
        if (!good) return err_set(err, CHY_EIO, 0, "%.*s: leads to what is no address of the web", n, address.ptr);
    }
    if (status != 304 && (status < 200 || status > 299))
        return err_set(err, CHY_EIO, 0,
                       status > 299 && status < 400 ? "%.*s: leads from one address to the next too often" : "%.*s: the server answers %ld",
                       n, address.ptr, status);
    *out = (struct fetched){ .address = view(&f->address),
                             .bytes = view(&f->bytes),
                             .type = view(&f->type),
                             .etag = view(&f->etag),
                             .modified = view(&f->modified),
                             .unchanged = status == 304 };
    return CHY_OK;
}
