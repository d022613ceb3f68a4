#include "source/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/walk.h"

struct chy_intake {
    const chy_places *places;
    struct walk walk;
    int fd; /* of the file that is read, -1 */
    chy_str name;
    char *bytes;
    size_t room;
    chy_progress progress;
};

chy_status source_open(const chy_places *places, chy_intake **out, chy_err *err)
{
    chy_intake *in = calloc(1, sizeof *in);
    if (!in) return err_memory(err, "looking for documents");
    in->places = places;
    in->fd = -1;
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

/* All bytes of the open file, up to what one document may have and one more. */
static chy_status read_whole(chy_intake *in, size_t expected, size_t *size, chy_err *err)
{
    size_t most = (size_t)SOURCE_DOCUMENT_MOST + 1;
    *size = 0;
    if (!make_room(in, expected && expected < most ? expected + 1 : 64 << 10)) return refuse(in, CHY_ENOMEM, "no memory to read it", err);
    for (;;) {
        if (*size == in->room && !make_room(in, in->room * 2 < most ? in->room * 2 : most))
            return refuse(in, CHY_ENOMEM, "no memory to read it", err);
        ssize_t n = read(in->fd, in->bytes + *size, (in->room < most ? in->room : most) - *size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return refuse(in, CHY_EIO, strerror(errno), err);
        if (!n) return CHY_OK;
        *size += (size_t)n;
        if (*size == most) return refuse(in, CHY_E2BIG, "is larger than 32 MiB, the most that one document may have", err);
    }
}

static chy_status next_file(chy_intake *in, chy_item *item, chy_err *err)
{
    const char *path;
    uint64_t expected;
    size_t size = 0;
    chy_status st = walk_next(&in->walk, &path, &expected, err);
    if (st != CHY_ROW) return st;
    in->progress.files++;
    in->progress.bytes += expected;
    st = open_file(in, path, err);
    if (!st) st = read_whole(in, expected, &size, err);
    close_file(in);
    if (st) return st;
    *item = (chy_item){ in->name, { in->bytes, size } };
    return CHY_ROW;
}

chy_status source_next(chy_intake *in, chy_item *item, chy_err *err) { return next_file(in, item, err); }

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
