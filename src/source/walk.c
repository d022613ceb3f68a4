#include "source/walk.h"

#include <errno.h>
#include <fts.h>
#include <string.h>

#include "base/str.h"

void walk_init(struct walk *w, const chy_places *places)
{
    *w = (struct walk){ .places = places };
    w->has_record = places->leave_out && !stat(places->leave_out, &w->record);
}

void walk_done(struct walk *w)
{
    if (w->tree) fts_close(w->tree);
    w->tree = NULL;
}

static int by_name(const FTSENT **a, const FTSENT **b) { return strcmp((*a)->fts_name, (*b)->fts_name); }

static bool is_document(const struct walk *w, const FTSENT *f)
{
    bool is_record = w->has_record && f->fts_statp->st_ino == w->record.st_ino && f->fts_statp->st_dev == w->record.st_dev;
    chy_str name = { f->fts_name, f->fts_namelen };
    return S_ISREG(f->fts_statp->st_mode) && !is_record && !str_ends(name, CHY_LIT(".db-wal")) && !str_ends(name, CHY_LIT(".db-shm"));
}

static chy_status next_in_tree(struct walk *w, const char **path, uint64_t *size, chy_err *err)
{
    for (FTSENT *f; (f = fts_read(w->tree));) {
        if (f->fts_level > 0 && f->fts_name[0] == '.') {
            if (f->fts_info == FTS_D) fts_set(w->tree, f, FTS_SKIP);
            continue;
        }
        if (f->fts_info == FTS_DNR || f->fts_info == FTS_ERR || f->fts_info == FTS_NS)
            return err_set(err, CHY_EIO, 0, "%s: %s", f->fts_path, strerror(f->fts_errno));
        if (f->fts_info != FTS_F || !is_document(w, f)) continue;
        *path = f->fts_path;
        *size = (uint64_t)f->fts_statp->st_size;
        w->found = true;
        return CHY_ROW;
    }
    walk_done(w);
    return w->found ? CHY_DONE : err_set(err, CHY_EINPUT, 0, "%s: is a folder without documents", w->places->names[w->next - 1]);
}

chy_status walk_next(struct walk *w, const char **path, uint64_t *size, chy_err *err)
{
    for (;;) {
        chy_status st = w->tree ? next_in_tree(w, path, size, err) : CHY_DONE;
        if (st != CHY_DONE) return st;
        if (w->next == w->places->count) return CHY_DONE;
        const char *name = w->places->names[w->next++];
        struct stat about;
        bool known = strcmp(name, "-") && !stat(name, &about);
        if (!known || !S_ISDIR(about.st_mode)) {
            *path = name;
            *size = known ? (uint64_t)about.st_size : 0;
            return CHY_ROW;
        }
        w->found = false;
        char *roots[] = { (char *)name, NULL };
        w->tree = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
        if (!w->tree) return err_set(err, CHY_EIO, 0, "%s: the folder cannot be read: %s", name, strerror(errno));
    }
}
