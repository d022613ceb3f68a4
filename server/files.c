/*
 * The pages: one page of HTML for every address of the interface, and what it loads.
 *
 * Names that are asked for are compared with those that there are; none of them is ever opened as a path.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "bundle.h"
#include "inside.h"

enum { FILE_MOST = 32 << 20 };

static const struct {
    const char *ending, *type;
} types[] = {
    { ".html", "text/html; charset=utf-8" },
    { ".js", "text/javascript; charset=utf-8" },
    { ".css", "text/css; charset=utf-8" },
    { ".json", "application/json; charset=utf-8" },
    { ".svg", "image/svg+xml" },
    { ".png", "image/png" },
    { ".ico", "image/x-icon" },
    { ".woff2", "font/woff2" },
    { ".txt", "text/plain; charset=utf-8" },
    { ".webmanifest", "application/manifest+json" },
};

static const char *type_of(const char *name)
{
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
        if (!strcmp(dot, types[i].ending)) return types[i].type;
    return "application/octet-stream";
}

/* The first pieces of the addresses that are pages: "/org/SCO" is one. */
static const char *const pages[] = { "search",    "documents", "document",   "org",      "person", "post",    "name",      "event",
                                     "statement", "fact",      "timeline",   "calendar", "map",    "network", "conflicts", "review",
                                     "journal",   "status",    "agreements", "meetings", "visits", "said",    "add",       "help" };

static bool is_page(chy_str path)
{
    if (same(path, "/") || same(path, "/index.html")) return true;
    chy_str first = { path.ptr + 1, path.len - 1 };
    const char *slash = memchr(first.ptr, '/', first.len);
    if (slash) first.len = (size_t)(slash - first.ptr);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (same(first, pages[i])) return true;
    return false;
}

/* ------------------------------------------------------------------ a folder, for those who work on the pages */

static struct kept *read_file(int folder, const char *name)
{
    struct stat about;
    struct out body = { 0 };
    char some[16384];
    ssize_t n = 0;
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 || fstat(fd, &about) || !S_ISREG(about.st_mode) || about.st_size > FILE_MOST) {
        if (fd >= 0) close(fd);
        return NULL;
    }
    while ((n = read(fd, some, sizeof some)) > 0) out_bytes(&body, some, (size_t)n);
    close(fd);
    return kept_create(200, type_of(name), &body, NULL, "no-store");
}

static struct kept *from_folder(const struct server *s, const char *below, chy_str name)
{
    char path[4096];
    struct kept *k = NULL;
    if ((size_t)snprintf(path, sizeof path, "%s%s%s", s->web, *below ? "/" : "", below) >= sizeof path) return NULL;
    DIR *folder = opendir(path);
    if (!folder) return NULL;
    for (struct dirent *e; !k && (e = readdir(folder));)
        if (e->d_name[0] != '.' && same(name, e->d_name)) k = read_file(dirfd(folder), e->d_name);
    closedir(folder);
    return k;
}

/* ------------------------------------------------------------------ what is built in */

static struct kept *from_bundle(const char *name, size_t size)
{
    for (const struct bundle_file *f = bundle_files; f->name; f++) {
        if (strlen(f->name) != size || memcmp(f->name, name, size)) continue;
        struct out body = { 0 };
        bool asset = !strncmp(f->name, "assets/", 7);
        out_bytes(&body, bundle_bytes + f->at, f->size);
        return kept_create(200, type_of(f->name), &body, f->etag, asset ? "public, max-age=31536000, immutable" : "no-cache");
    }
    return NULL;
}

static struct kept *no_pages(void)
{
    struct out body = { 0 };
    out_text(&body, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Chancery</title></head><body>\n"
                    "<h1>Chancery</h1>\n<p>The record is served here, but this program was built without the pages to look at it.</p>\n"
                    "<p>The interface for programs is at <a href=\"/api/v1/openapi.json\">/api/v1/openapi.json</a>.</p>\n</body></html>\n");
    return kept_create(200, types[0].type, &body, NULL, "no-cache");
}

/* With the first page the browser asks at once for what it shows, before the page's own program is there to ask. */
static void call_ahead(struct kept *k, const char *first)
{
    char links[200];
    snprintf(links, sizeof links,
             "<%s>; rel=preload; as=fetch; crossorigin=anonymous, </api/v1/session>; rel=preload; as=fetch; crossorigin=anonymous", first);
    struct MHD_Response *forms[] = { k->plain, k->zipped, k->unchanged };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i]) MHD_add_response_header(forms[i], "Link", links);
}

/* JSON within a page: "<" stands in its texts only, and begins nothing there. */
static void out_block(struct out *o, chy_str json)
{
    for (const char *at; (at = memchr(json.ptr, '<', json.len));) {
        size_t n = (size_t)(at - json.ptr);
        out_bytes(o, json.ptr, n);
        out_text(o, "\\u003c");
        json = (chy_str){ at + 1, json.len - n - 1 };
    }
    out_str(o, json);
}

/* The page with what it shows: data that no browser runs, and that the page's program finds there. NULL: without. */
static struct kept *with_answers(struct server *s, const struct kept *page, const struct kept *first, const char *key)
{
    static const char end[] = "</head>";
    struct out body = { 0 }, session = { 0 };
    char etag[ETAG_SIZE], line[32 + ETAG_SIZE];
    const char *at = memmem(page->body.ptr, page->body.len, end, sizeof end - 1);
    if (!at) return NULL;
    size_t head = (size_t)(at - page->body.ptr);
    session_write(s, false, &session);
    out_bytes(&body, page->body.ptr, head);
    out_text(&body, "<script type=\"application/json\" id=\"first\">{\"session\":");
    out_block(&body, (chy_str){ session.ptr, session.len });
    out_text(&body, ",\"first\":");
    out_block(&body, first->body);
    out_text(&body, "}</script>\n");
    out_bytes(&body, at, page->body.len - head);
    body.failed = body.failed || session.failed;
    free(session.ptr);
    snprintf(line, sizeof line, "%s %s", key, page->etag);
    etag_of(s, str(line), etag);
    return kept_create(200, types[0].type, &body, etag, "no-cache");
}

/* The page at "/", which is another one each day; its answers are in it when they are at hand, and everybody may read them. */
static struct kept *first_page(struct server *s)
{
    char key[16] = "/ ", first[40] = "/api/v1/first?from=";
    time_t now = time(NULL);
    struct tm day;
    strftime(key + 2, sizeof key - 2, "%Y-%m-%d", gmtime_r(&now, &day));
    strcat(first, key + 2);
    uint64_t age = cache_age(s->cache);
    struct kept *k = s->web ? NULL : cache_find(s->cache, str(key)), *page;
    if (k) return k;
    struct kept *answers = s->local ? cache_find(s->cache, str(first)) : NULL;
    if (!answers && !s->web && (k = cache_find(s->files, str(key)))) return k;
    page = s->web ? from_folder(s, "", str("index.html")) : from_bundle("index.html", 10);
    if (page && answers && (k = with_answers(s, page, answers, key))) {
        if (!s->web) cache_put(s->cache, str(key), age, k);
        kept_release(page);
        page = k;
    } else if (page) {
        call_ahead(page, first);
        if (!s->web) cache_put(s->files, str(key), 0, page);
    }
    kept_release(answers);
    return page;
}

struct kept *files_find(struct server *s, const struct target *t)
{
    static const char assets[] = "/assets/";
    bool asset = t->path.len > sizeof assets - 1 && !memcmp(t->path.ptr, assets, sizeof assets - 1);
    bool page = !asset && is_page(t->path);
    if (!asset && !page) return NULL;
    struct kept *k = same(t->path, "/") && !t->count ? first_page(s) : NULL;
    if (k) return k;
    chy_str key = page ? str("/") : t->path,
            name = asset ? (chy_str){ t->path.ptr + sizeof assets - 1, t->path.len - (sizeof assets - 1) } : str("index.html");
    if (s->web) return from_folder(s, asset ? "assets" : "", name);
    k = cache_find(s->files, key);
    if (k) return k;
    k = asset ? from_bundle(key.ptr + 1, key.len - 1) : from_bundle("index.html", 10);
    if (!k && page) k = no_pages();
    if (k) cache_put(s->files, key, 0, k);
    return k;
}
