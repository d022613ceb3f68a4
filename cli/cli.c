#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILE_MOST = 1 << 30 };

int cli_to_file(void *file, const char *bytes, size_t size) { return fwrite(bytes, 1, size, file) != size; }

void cli_complain(const chy_err *err)
{
    fprintf(stderr, "chancery: %s\n", err->text[0] ? err->text : "something went wrong that has no name");
}

enum { WARNINGS_SHOWN = 20 };

struct warnings {
    size_t count;
};

static void warn(void *user, const char *sentence)
{
    struct warnings *w = user;
    if (w->count++ < WARNINGS_SHOWN) fprintf(stderr, "chancery: %s\n", sentence);
}

int cli_engine(const struct call *call, long threads, chy_engine **out)
{
    chy_err err = { 0 };
    struct warnings warnings = { 0 };
    chy_options options = { .lexicon_dir = call_value(call, "lexicon"),
                            .dictionaries_dir = call_value(call, "dictionaries"),
                            .model_file = call_value(call, "model"),
                            .warn = warn,
                            .warn_user = &warnings,
                            .threads = threads };
    chy_status st = chy_engine_create(&options, out, &err);
    if (warnings.count > WARNINGS_SHOWN)
        fprintf(stderr, "chancery: and %zu more such faults in %s\n", warnings.count - WARNINGS_SHOWN, options.dictionaries_dir);
    if (!st) return EXIT_DONE;
    cli_complain(&err);
    return EXIT_UNAVAILABLE;
}

static chy_status say(chy_err *err, chy_status status, const char *path, const char *what)
{
    err->status = status;
    snprintf(err->text, sizeof err->text, "%s: %s", path, what);
    return status;
}

chy_status cli_open(const char *path, FILE **out, chy_err *err)
{
    struct stat about;
    FILE *f = strcmp(path, "-") ? fopen(path, "rb") : stdin;
    if (!f) return say(err, CHY_EIO, path, strerror(errno));
    if (!fstat(fileno(f), &about) && S_ISDIR(about.st_mode)) {
        cli_close(f);
        return say(err, CHY_EIO, path, "is a folder, not a document");
    }
    *out = f;
    return CHY_OK;
}

void cli_close(FILE *f)
{
    if (f && f != stdin) fclose(f);
}

chy_status cli_read_file(const char *path, char **bytes, size_t *size, chy_err *err)
{
    FILE *f = NULL;
    char *p = NULL;
    size_t len = 0, room = 0;
    chy_status st = cli_open(path, &f, err);
    if (st) return st;
    for (;;) {
        if (len == room) {
            room = room ? room * 2 : 64 << 10;
            if (room > (size_t)FILE_MOST * 2) {
                st = say(err, CHY_E2BIG, path, "is larger than 1 GiB, the most that is read");
                goto out;
            }
            char *more = realloc(p, room);
            if (!more) {
                st = say(err, CHY_ENOMEM, path, "no memory to read it");
                goto out;
            }
            p = more;
        }
        size_t n = fread(p + len, 1, room - len, f);
        if (!n) break;
        len += n;
    }
    if (ferror(f)) {
        st = say(err, CHY_EIO, path, strerror(errno));
        goto out;
    }
    if (len > FILE_MOST) {
        st = say(err, CHY_E2BIG, path, "is larger than 1 GiB, the most that is read");
        goto out;
    }
    *bytes = p;
    *size = len;
    p = NULL;
out:
    free(p);
    cli_close(f);
    return st;
}
