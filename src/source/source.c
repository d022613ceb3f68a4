#define _GNU_SOURCE
#include "source/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "child/cell.h"
#include "fetch/fetch.h"
#include "source/gather.h"
#include "source/http.h"
#include "source/walk.h"

/* What the child says: a document, one that cannot be had, how many bytes it has read. */
enum { SAY_DOCUMENT = 1, SAY_MISS, SAY_READ };
enum { LOOK = 4096, SECONDS_MOST = 60, MEMORY_MOST = 1 << 30 };

struct chy_intake {
    const chy_places *places;
    struct walk walk;
    int fd; /* of the file that is read, -1 */
    chy_str name;
    char *bytes;
    size_t room, size;
    struct ward *ward;
    struct cell *cell; /* takes apart what holds documents; NULL before the first */
    bool answering, following;
    struct fetch *fetch;        /* NULL before the first address */
    buf page;                   /* a page that was fetched, behind its envelope */
    uint64_t expected, counted; /* bytes of the open file; of those told by the child */
    chy_progress progress;
};

chy_status source_open(const chy_places *places, chy_intake **out, chy_err *err)
{
    chy_intake *in = calloc(1, sizeof *in);
    if (!in) return err_memory(err, "looking for documents");
    in->places = places;
    in->fd = -1;
    buf_init(&in->page, NULL, NULL);
    walk_init(&in->walk, places);
    *out = in;
    return CHY_OK;
}

static void close_file(chy_intake *in)
{
    if (in->fd > STDERR_FILENO) close(in->fd);
    in->fd = -1;
}

void source_close(chy_intake *in)
{
    if (!in) return;
    close_file(in);
    cell_end(in->cell);
    ward_close(in->ward);
    fetch_close(in->fetch);
    buf_done(&in->page, NULL);
    walk_done(&in->walk);
    free(in->bytes);
    free(in);
}

static chy_status refuse(const chy_intake *in, chy_status status, const char *why, chy_err *err)
{
    return err_set(err, status, 0, "%.*s: %s", (int)in->name.len, in->name.ptr, why);
}

static chy_status open_file(chy_intake *in, const char *path, chy_err *err)
{
    struct stat about;
    in->name = (chy_str){ path, strlen(path) };
    in->fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
    if (in->fd < 0 || fstat(in->fd, &about)) return refuse(in, CHY_EIO, strerror(errno), err);
    if (S_ISDIR(about.st_mode)) return refuse(in, CHY_EIO, "is a folder, not a document", err);
    return CHY_OK;
}

static bool make_room(chy_intake *in, size_t room)
{
    if (room <= in->room) return true;
    char *more = realloc(in->bytes, room);
    if (!more) return false;
    in->bytes = more;
    in->room = room;
    return true;
}

/* ------------------------------------------------------------------ in the child */

struct request_head {
    uint32_t columns, name, first;
    uint32_t can_seek, has_columns;
};

static bool say_document(void *user, chy_str name, chy_str envelope, chy_str bytes)
{
    uint32_t size = (uint32_t)name.len;
    const chy_str pieces[] = { { (const char *)&size, sizeof size }, name, envelope, bytes };
    return cell_say(user, SAY_DOCUMENT, pieces, 4);
}

static bool say_miss(void *user, chy_str name, const char *why)
{
    uint32_t size = (uint32_t)name.len;
    const chy_str pieces[] = { { (const char *)&size, sizeof size }, name, str_of(why) };
    return cell_say(user, SAY_MISS, pieces, 3);
}

static void say_read(void *user, uint64_t in) { cell_say(user, SAY_READ, &(chy_str){ (const char *)&in, sizeof in }, 1); }

static void take_apart(const void *user, chy_str request, int fd, struct cell_voice *voice)
{
    struct request_head head;
    struct stream s;
    char *columns;
    (void)user;
    if (request.len < sizeof head || fd < 0) return;
    memcpy(&head, request.ptr, sizeof head);
    if (request.len != sizeof head + (size_t)head.columns + head.name + head.first) return;
    chy_str rest = str_cut(request, sizeof head, request.len);
    if (!(columns = strndup(rest.ptr, head.columns))) return;
    struct gather g = { .take = say_document, .miss = say_miss, .user = voice, .columns = head.has_columns ? columns : NULL };
    g.tally = (struct stream_tally){ .tick = say_read, .user = voice };
    stream_of_file(&s, fd, &g.tally);
    stream_unread(&s, str_cut(rest, (size_t)head.columns + head.name, rest.len));
    gather_stream(&g, str_cut(rest, head.columns, (size_t)head.columns + head.name), &s, head.can_seek ? fd : -1, 0);
    stream_done(&s);
    free(columns);
}

/* ------------------------------------------------------------------ files */

/* Up to `most` bytes of the open file in all; how many there are is in->size. */
static chy_status read_more(chy_intake *in, size_t most, chy_err *err)
{
    while (in->size < most) {
        if (in->size == in->room && !make_room(in, in->room ? in->room * 2 : LOOK))
            return refuse(in, CHY_ENOMEM, "no memory to read it", err);
        ssize_t n = read(in->fd, in->bytes + in->size, (in->room < most ? in->room : most) - in->size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return refuse(in, CHY_EIO, strerror(errno), err);
        if (!n) break;
        in->size += (size_t)n;
    }
    return CHY_OK;
}

/* A file is a document. */
static chy_status give_file(chy_intake *in, chy_item *item, chy_err *err)
{
    size_t most = (size_t)SOURCE_DOCUMENT_MOST + 1;
    if (in->expected && in->expected < most && !make_room(in, (size_t)in->expected + 1))
        return refuse(in, CHY_ENOMEM, "no memory to read it", err);
    chy_status st = in->expected < most ? read_more(in, most, err) : CHY_OK;
    if (st) return st;
    if (in->size == most || in->expected >= most)
        return refuse(in, CHY_E2BIG, "is larger than 32 MiB, the most that one document may have", err);
    *item = (chy_item){ in->name, { in->bytes ? in->bytes : "", in->size } };
    return CHY_ROW;
}

/* A file holds documents: the child is asked. */
static chy_status ask_child(chy_intake *in, chy_err *err)
{
    static const struct cell_limits limits = { .seconds = SECONDS_MOST, .memory = MEMORY_MOST, .answer = SOURCE_DOCUMENT_MOST + (2 << 20) };
    struct stat about;
    bool file = in->fd != STDIN_FILENO && !fstat(in->fd, &about) && S_ISREG(about.st_mode) && lseek(in->fd, 0, SEEK_SET) == 0;
    const char *columns = in->places->columns;
    struct request_head head = { .columns = columns ? (uint32_t)strlen(columns) : 0,
                                 .name = (uint32_t)in->name.len,
                                 .first = file ? 0 : (uint32_t)in->size,
                                 .can_seek = file,
                                 .has_columns = columns != NULL };
    chy_status st = in->ward ? CHY_OK : ward_open(take_apart, NULL, &limits, &in->ward, err);
    if (!st && !in->cell) st = cell_start(in->ward, &in->cell, err);
    const chy_str pieces[] = { { (const char *)&head, sizeof head }, { columns, head.columns }, in->name, { in->bytes, head.first } };
    if (!st) st = cell_ask(in->cell, pieces, sizeof pieces / sizeof *pieces, in->fd, err);
    in->answering = !st;
    in->counted = 0;
    return st ? err_while(err, st, "%.*s", (int)in->name.len, in->name.ptr) : CHY_OK;
}

static void count_read(chy_intake *in, uint64_t bytes)
{
    if (bytes > in->expected) bytes = in->expected;
    if (bytes > in->counted) in->progress.bytes += bytes - in->counted;
    if (bytes > in->counted) in->counted = bytes;
}

/* ------------------------------------------------------------------ the web */

enum { PAUSE_MICROSECONDS = 300000 };

/* One address, if it has changed. CHY_DONE: it has not, or (once) it was fetched before. */
static chy_status fetch_one(chy_intake *in, chy_str address, bool once, struct fetched *got, chy_err *err)
{
    static const chy_web nothing = { 0 };
    const chy_web *web = in->places->web ? in->places->web : &nothing;
    struct fetch_options options = { .agent = "chancery/" CHANCERY_VERSION, .allow_private = web->allow_private };
    struct fetch_known known = { 0 };
    chy_status st = in->fetch ? CHY_OK : fetch_open(&options, &in->fetch, err);
    bool was = web->known && web->known(web->user, address, &known.etag, &known.modified);
    if (once && was) {
        in->progress.unchanged++;
        return CHY_DONE;
    }
    if (!st && once && !web->allow_private) usleep(PAUSE_MICROSECONDS); /* no site is asked for everything at once */
    if (!st) st = fetch_get(in->fetch, address, &known, got, err);
    if (!st && web->got)
        web->got(web->user, address, got->unchanged && !got->etag.len ? known.etag : got->etag,
                 got->unchanged && !got->modified.len ? known.modified : got->modified);
    if (!st && got->unchanged) in->progress.unchanged++;
    return !st && got->unchanged ? CHY_DONE : st;
}

/* A page with what is known of it; false: there is no memory. */
static bool give_page(chy_intake *in, const struct fetched *got, struct envelope *known, chy_item *item)
{
    known->address = got->address;
    in->page.len = 0;
    envelope_write(known, &in->page);
    buf_str(&in->page, got->bytes);
    if (in->page.failed) return false;
    *item = (chy_item){ item->name, { in->page.ptr, in->page.len } };
    return true;
}

/* What was fetched holds documents: the child is asked, as of a file. */
static chy_status ask_of_bytes(chy_intake *in, chy_str bytes, chy_err *err)
{
    in->fd = memfd_create("fetched", MFD_CLOEXEC);
    for (size_t at = 0; in->fd >= 0 && at < bytes.len;) {
        ssize_t n = write(in->fd, bytes.ptr + at, bytes.len - at);
        if (n > 0) at += (size_t)n;
        if (n <= 0 && errno != EINTR) close_file(in);
    }
    if (in->fd < 0) return refuse(in, CHY_EIO, strerror(errno), err);
    in->expected = bytes.len;
    return ask_child(in, err);
}

static chy_status next_address(chy_intake *in, const char *address, chy_item *item, chy_err *err)
{
    struct fetched got;
    struct envelope known = { 0 };
    in->name = str_of(address);
    in->expected = 0;
    chy_status st = fetch_one(in, in->name, false, &got, err);
    if (st) return st == CHY_DONE ? CHY_OK : st;
    http_type(got.type, &known);
    enum holder kind = holder_of(in->name, str_cut(got.bytes, 0, LOOK), known.type, in->places->columns);
    if (kind != HOLDER_NONE && kind != HOLDER_OFFICE) {
        in->following = kind == HOLDER_FEED && in->places->web && in->places->web->follow;
        return ask_of_bytes(in, got.bytes, err);
    }
    if (!http_wanted(known.type)) return refuse(in, CHY_EINPUT, "is of a kind that is not read", err);
    item->name = in->name;
    return give_page(in, &got, &known, item) ? CHY_ROW : refuse(in, CHY_ENOMEM, "no memory to read it", err);
}

/* An item of a feed: its page, with what the feed tells of it; itself when that cannot be had. CHY_DONE: it was fetched before. */
static chy_status follow(chy_intake *in, chy_item *item)
{
    struct envelope of_item, known = { 0 };
    struct fetched got;
    chy_str rest;
    chy_err lost = { 0 };
    if (!envelope_read(item->bytes, &of_item, &rest) || !fetch_is_address(of_item.address)) return CHY_ROW;
    chy_status st = fetch_one(in, of_item.address, true, &got, &lost);
    if (st == CHY_DONE) return st;
    if (st) return CHY_ROW;
    http_type(got.type, &known);
    enum holder kind = holder_of(of_item.address, str_cut(got.bytes, 0, LOOK), known.type, NULL);
    if (kind != HOLDER_NONE || !http_wanted(known.type)) return CHY_ROW;
    known.title = of_item.title;
    known.date = of_item.date;
    known.date_basis = of_item.date_basis;
    give_page(in, &got, &known, item);
    return CHY_ROW;
}

/* The next thing the child says; CHY_DONE: the file is finished. */
static chy_status hear_child(chy_intake *in, chy_item *item, chy_err *err)
{
    for (;;) {
        uint8_t kind;
        chy_str said;
        uint32_t size;
        chy_status st = cell_next(in->cell, &kind, &said, err);
        if (st != CHY_ROW) {
            in->answering = false;
            count_read(in, in->expected);
            close_file(in);
            return st == CHY_DONE ? st : err_while(err, st, "%.*s", (int)in->name.len, in->name.ptr);
        }
        if (kind == SAY_READ && said.len == sizeof(uint64_t)) {
            uint64_t bytes;
            memcpy(&bytes, said.ptr, sizeof bytes);
            count_read(in, bytes);
            continue;
        }
        if (said.len < sizeof size) continue;
        memcpy(&size, said.ptr, sizeof size);
        if (size > said.len - sizeof size) continue;
        chy_str name = str_cut(said, sizeof size, sizeof size + (size_t)size), rest = str_cut(said, sizeof size + (size_t)size, said.len);
        if (kind == SAY_MISS)
            return err_set(err, CHY_EINPUT, 0, "%.*s: %.*s", name.len < 300 ? (int)name.len : 300, name.ptr, (int)rest.len, rest.ptr);
        if (rest.len > SOURCE_DOCUMENT_MOST + (1u << 20)) continue;
        *item = (chy_item){ name, rest };
        if (in->following && follow(in, item) == CHY_DONE) continue;
        return CHY_ROW;
    }
}

static chy_status next_file(chy_intake *in, chy_item *item, chy_err *err)
{
    const char *path;
    chy_status st = walk_next(&in->walk, &path, &in->expected, err);
    if (st != CHY_ROW) return st;
    in->progress.files++;
    in->size = 0;
    in->following = false;
    if (fetch_is_address(str_of(path))) return next_address(in, path, item, err);
    st = open_file(in, path, err);
    if (!st) st = read_more(in, LOOK, err);
    enum holder kind = st ? HOLDER_NONE : holder_of(in->name, (chy_str){ in->bytes, in->size }, (chy_str){ 0 }, in->places->columns);
    if (!st && kind != HOLDER_NONE && kind != HOLDER_OFFICE) {
        st = ask_child(in, err);
        if (!st) return CHY_OK;
    } else if (!st) {
        st = give_file(in, item, err);
    }
    in->progress.bytes += in->expected;
    close_file(in);
    return st;
}

chy_status source_next(chy_intake *in, chy_item *item, chy_err *err)
{
    for (;;) {
        chy_status st = in->answering ? hear_child(in, item, err) : CHY_DONE;
        if (st == CHY_DONE) st = next_file(in, item, err);
        if (st != CHY_OK) return st; /* CHY_OK: the child will answer, or a page has not changed */
    }
}

void source_count(chy_intake *in)
{
    struct walk w;
    const char *path;
    uint64_t size;
    chy_status st;
    walk_init(&w, in->places);
    in->progress.files_total = in->progress.bytes_total = 0;
    while ((st = walk_next(&w, &path, &size, NULL)) != CHY_DONE && st != CHY_ENOMEM) {
        in->progress.files_total += st == CHY_ROW;
        in->progress.bytes_total += st == CHY_ROW ? size : 0;
    }
    walk_done(&w);
}

chy_progress source_progress(const chy_intake *in) { return in->progress; }
