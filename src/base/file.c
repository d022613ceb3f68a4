#define _GNU_SOURCE
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

chy_status file_read(const char *path, size_t limit, char **bytes, size_t *size, chy_err *err)
{
    chy_status st = CHY_OK;
    char *p = NULL;
    size_t len = 0, room = 0;
    struct stat about;
    bool standard = !strcmp(path, "-");
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0 || fstat(fd, &about)) {
        st = err_set(err, CHY_EIO, 0, "%s: %s", path, strerror(errno));
        goto out;
    }
    if (S_ISDIR(about.st_mode)) {
        st = err_set(err, CHY_EIO, 0, "%s: is a folder, not a document", path);
        goto out;
    }
    room = S_ISREG(about.st_mode) && about.st_size > 0 ? (size_t)about.st_size + 1 : 64 << 10;
    if (room > limit + 1) room = limit + 1;
    for (;;) {
        if (!p || len == room) {
            if (p) room = room > limit / 2 ? limit + 1 : room * 2;
            char *more = realloc(p, room);
            if (!more) {
                st = err_set(err, CHY_ENOMEM, 0, "%s: no memory for %zu bytes", path, room);
                goto out;
            }
            p = more;
        }
        ssize_t n = read(fd, p + len, room - len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            st = err_set(err, CHY_EIO, len, "%s: %s", path, strerror(errno));
            goto out;
        }
        if (!n) break;
        len += (size_t)n;
        if (len > limit) {
            st = err_set(err, CHY_E2BIG, limit, "%s: larger than %zu bytes, the most that is read", path, limit);
            goto out;
        }
    }
    *bytes = p;
    *size = len;
    p = NULL;
out:
    free(p);
    if (fd >= 0 && !standard) close(fd);
    return st;
}
