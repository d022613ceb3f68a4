#include "zip.h"

#include <archive.h>
#include <archive_entry.h>

static la_ssize_t hand_on(struct archive *a, void *user, const void *bytes, size_t size)
{
    struct zip *z = user;
    (void)a;
    return !size || !z->sink(z->user, bytes, size) ? (la_ssize_t)size : -1;
}

int zip_begin(struct zip *z, chy_sink sink, void *user)
{
    *z = (struct zip){ .sink = sink, .user = user, .archive = archive_write_new() };
    if (!z->archive) return 1;
    archive_write_set_bytes_in_last_block(z->archive, 1);
    return archive_write_set_format_zip(z->archive) || archive_write_open(z->archive, z, NULL, hand_on, NULL);
}

int zip_open(struct zip *z, const char *name, int64_t size)
{
    struct archive_entry *entry = archive_entry_new();
    if (!entry) return 1;
    archive_entry_set_pathname_utf8(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, size);
    archive_entry_set_mtime(entry, 315532800, 0); /* the first day that the format knows: 1980-01-01 */
    int failed = archive_write_header(z->archive, entry) != ARCHIVE_OK;
    archive_entry_free(entry);
    return failed;
}

int zip_bytes(struct zip *z, const char *bytes, size_t size) { return archive_write_data(z->archive, bytes, size) != (la_ssize_t)size; }

int zip_close(struct zip *z) { return archive_write_finish_entry(z->archive) != ARCHIVE_OK; }

int zip_end(struct zip *z) { return archive_write_close(z->archive) != ARCHIVE_OK; }

void zip_done(struct zip *z)
{
    if (z->archive) {
        archive_write_fail(z->archive); /* what was not ended is not ended now */
        archive_write_free(z->archive);
    }
    *z = (struct zip){ 0 };
}
