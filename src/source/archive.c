/* zip and tar, and single files packed by bzip2 or xz, by libarchive. */
#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <unistd.h>

#include "source/gather.h"

enum { BLOCK = 64 << 10, ENTRIES_MOST = 4 << 20 };
static const uint64_t unpacked_free = (uint64_t)64 << 20;
enum { TIMES_MOST = 250 };

struct feed_in {
    struct stream *s;
    int fd; /* -1: it cannot be sought in */
    char block[BLOCK];
};

static la_ssize_t give_block(struct archive *a, void *user, const void **block)
{
    struct feed_in *f = user;
    (void)a;
    *block = f->block;
    return (la_ssize_t)stream_read(f->s, f->block, sizeof f->block);
}

static la_int64_t seek_to(struct archive *a, void *user, la_int64_t offset, int whence)
{
    struct feed_in *f = user;
    (void)a;
    off_t at = lseek(f->fd, offset, whence);
    f->s->at = f->s->len = 0;
    f->s->over = false;
    return at < 0 ? ARCHIVE_FATAL : at;
}

static struct archive *opened(struct feed_in *f, bool raw)
{
    struct archive *a = archive_read_new();
    if (!a) return NULL;
    archive_read_support_filter_gzip(a);
    archive_read_support_filter_bzip2(a);
    archive_read_support_filter_xz(a);
    archive_read_support_filter_zstd(a);
    if (raw)
        archive_read_support_format_raw(a);
    else {
        archive_read_support_format_tar(a);
        archive_read_support_format_zip(a);
    }
    archive_read_set_read_callback(a, give_block);
    archive_read_set_callback_data(a, f);
    if (f->fd >= 0) archive_read_set_seek_callback(a, seek_to);
    if (archive_read_open1(a) == ARCHIVE_OK) return a;
    archive_read_free(a);
    return NULL;
}

/* What is unpacked of one entry, as a stream. */
static size_t pull_entry(struct stream *s, char *room, size_t size)
{
    la_ssize_t n = archive_read_data(s->user, room, size);
    if (n < 0) s->fault = "is damaged: it cannot be unpacked";
    if (n <= 0) return 0;
    s->tally->out += (uint64_t)n;
    if (s->tally->out > unpacked_free + s->tally->in * TIMES_MOST) {
        s->fault = "unpacks to more than 250 times its size; that is not read";
        return 0;
    }
    return (size_t)n;
}

static void one_entry(struct gather *g, chy_str file, struct archive *a, struct archive_entry *e, buf *name, uint64_t number, int depth)
{
    const char *path = archive_entry_pathname(e);
    if (!path) path = archive_entry_pathname_utf8(e);
    char counted[40];
    snprintf(counted, sizeof counted, "%llu", (unsigned long long)number);
    chy_str inner = str_of(path ? path : counted);
    while (str_starts(inner, CHY_LIT("./"))) inner = str_cut(inner, 2, inner.len);
    if (archive_entry_filetype(e) != AE_IFREG) return;
    size_t slash = inner.len;
    while (slash && inner.ptr[slash - 1] != '/') slash--;
    if (str_starts(str_cut(inner, slash, inner.len), CHY_LIT(".")) || str_starts(inner, CHY_LIT("__MACOSX/"))) return; /* hidden */
    chy_str whole = gather_name(name, file, '/', inner);
    if (archive_entry_is_encrypted(e)) {
        gather_miss(g, whole, "is locked with a password");
        return;
    }
    struct stream s = { .pull = pull_entry, .user = a, .tally = &g->tally };
    gather_stream(g, whole, &s, -1, depth + 1);
    stream_done(&s);
}

static bool bombed(const struct gather *g) { return g->tally.out > unpacked_free + g->tally.in * TIMES_MOST; }

void archive_gather(struct gather *g, chy_str name, struct stream *s, int fd, int depth)
{
    struct feed_in f = { .s = s, .fd = fd };
    struct archive_entry *e;
    buf whole;
    int how = ARCHIVE_EOF;
    if (fd >= 0) seek_to(NULL, &f, 0, SEEK_SET);
    struct archive *a = opened(&f, false);
    if (!a) {
        gather_miss(g, name, "is damaged: the archive cannot be opened");
        return;
    }
    buf_init(&whole, NULL, NULL);
    for (uint64_t n = 1; !g->stopped && n < ENTRIES_MOST; n++) {
        how = archive_read_next_header(a, &e);
        if (how != ARCHIVE_OK && how != ARCHIVE_WARN) break;
        one_entry(g, name, a, e, &whole, n, depth);
        if (bombed(g)) {
            how = ARCHIVE_EOF;
            break;
        }
    }
    if (how != ARCHIVE_EOF && how != ARCHIVE_OK && how != ARCHIVE_WARN && !g->stopped)
        gather_miss(g, name, s->fault ? s->fault : "is damaged: the rest of the archive cannot be read");
    buf_done(&whole, NULL);
    archive_read_free(a);
}

void packed_gather(struct gather *g, chy_str name, struct stream *s, int depth)
{
    struct feed_in f = { .s = s, .fd = -1 };
    struct archive_entry *e;
    struct archive *a = opened(&f, true);
    if (!a || archive_read_next_header(a, &e) != ARCHIVE_OK)
        gather_miss(g, name, "is damaged: it cannot be unpacked");
    else {
        struct stream inner = { .pull = pull_entry, .user = a, .tally = &g->tally };
        gather_stream(g, name, &inner, -1, depth + 1);
        stream_done(&inner);
    }
    if (a) archive_read_free(a);
}
