#define _GNU_SOURCE
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* The documents read so far: their names, in the order in which `copies` knows their texts. */
struct documents {
    chy_copies *copies;
    char **ids;
    size_t count, room;
};

static chy_status refuse(chy_err *err, chy_status st, const char *path, size_t line, const char *why)
{
    snprintf(err->text, sizeof err->text, "%s:%zu: %s", path, line, why);
    return err->status = st;
}

static chy_status take_line(struct documents *d, const char *path, size_t line, const char *bytes, size_t size, chy_err *err)
{
    json_error_t why;
    json_t *o = json_loadb(bytes, size, JSON_ALLOW_NUL, &why);
    const json_t *id = json_object_get(o, "id"), *text = json_object_get(o, "text");
    chy_status st = CHY_OK;
    if (!o)
        st = refuse(err, CHY_EINPUT, path, line, why.text);
    else if (!json_is_string(id) || !json_is_string(text))
        st = refuse(err, CHY_EINPUT, path, line, "not an object with \"id\" and \"text\", which must be strings");
    if (!st && d->count == d->room) {
        size_t room = d->room ? d->room * 2 : 256;
        char **ids = realloc(d->ids, room * sizeof *ids);
        if (ids) {
            d->ids = ids;
            d->room = room;
        }
    }
    if (!st && (d->count == d->room || !(d->ids[d->count] = strdup(json_string_value(id)))))
        st = refuse(err, CHY_ENOMEM, path, line, "out of memory");
    if (!st) {
        st = chy_copies_add(d->copies, (chy_str){ json_string_value(text), json_string_length(text) }, err);
        if (st)
            free(d->ids[d->count]);
        else
            d->count++;
    }
    json_decref(o);
    return st;
}

/* Lines that cannot be read are complained about and passed over; another failure ends it. */
static chy_status take_file(struct documents *d, const char *path, int *status, chy_err *err)
{
    FILE *f = NULL;
    char *bytes = NULL;
    size_t room = 0, line = 0;
    ssize_t n;
    chy_status st = cli_open(path, &f, err);
    while (!st && (n = getline(&bytes, &room, f)) >= 0) {
        line++;
        if (n == 1 && *bytes == '\n') continue;
        st = take_line(d, path, line, bytes, (size_t)n, err);
        if (st != CHY_EINPUT) continue;
        cli_complain(err);
        *status = EXIT_SOME_FAILED;
        st = CHY_OK;
    }
    if (!st && ferror(f)) st = refuse(err, CHY_EIO, path, line, strerror(errno));
    free(bytes);
    cli_close(f);
    return st;
}

static chy_status print_groups(const struct documents *d, chy_err *err)
{
    const uint32_t *first = NULL;
    size_t count = 0;
    chy_status st = chy_copies_find(d->copies, &first, &count, err);
    for (size_t i = 0; !st && i < count && !ferror(stdout); i++) {
        json_t *o = json_pack("{s:s, s:s}", "id", d->ids[i], "group", d->ids[first[i]]);
        if (!o || json_dumpf(o, stdout, JSON_COMPACT)) st = refuse(err, CHY_ENOMEM, d->ids[i], 0, "out of memory");
        putchar('\n');
        json_decref(o);
    }
    return st;
}

static int run(const struct call *call)
{
    struct documents d = { 0 };
    chy_err err = { 0 };
    int status = EXIT_DONE;
    chy_status st = chy_copies_create(&d.copies, &err);
    for (int i = 0; !st && i < (call->count ? call->count : 1); i++)
        st = take_file(&d, call->count ? call->operands[i] : "-", &status, &err);
    if (!st) st = print_groups(&d, &err);
    if (st) {
        cli_complain(&err);
        status = EXIT_SOME_FAILED;
    }
    for (size_t i = 0; i < d.count; i++) free(d.ids[i]);
    free(d.ids);
    chy_copies_destroy(d.copies);
    return status;
}

const struct command command_dups = {
    "dups",
    "[FILE...]",
    "tell which documents are copies, parts or versions of one another",
    "Reads one JSON document a line, {\"id\", \"text\"}, from the files or standard input, and prints for each\n"
    "{\"id\", \"group\"}: documents that are copies, parts or other versions of one text are of one group,\n"
    "which is called as the first of them. Documents that only follow the same form, such as successive\n"
    "communiques, are not. No record is touched.",
    NULL,
    run
};
