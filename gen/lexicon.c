/*
 * Check the tables under data/ and pack them into one image. Complains as file:line:column.
 * Usage: gen_lexicon SOURCE_DIR OUTPUT
 */
#define _GNU_SOURCE
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "lexicon/image.h"

enum { TABLE_LIMIT = 64 << 20 };

static int by_name(const FTSENT **a, const FTSENT **b) { return strcmp((*a)->fts_name, (*b)->fts_name); }

static chy_status add_folder(struct image_builder *b, const char *source, arena *mem, chy_err *err)
{
    chy_status st = CHY_OK;
    chy_str data = str_join(mem, str_of(source), CHY_LIT("/data"), CHY_LIT(""));
    char *roots[] = { (char *)data.ptr, NULL };
    FTS *walk = data.ptr ? fts_open(roots, FTS_PHYSICAL, by_name) : NULL;
    if (!walk) return err_set(err, CHY_EIO, 0, "%s: cannot be walked", data.ptr);
    for (FTSENT *e; !st && (e = fts_read(walk));) {
        chy_str path = str_of(e->fts_path);
        if (e->fts_info != FTS_F || !str_ends(path, CHY_LIT(".tsv"))) continue;
        char *bytes = NULL;
        size_t size = 0;
        const char *shown = e->fts_path + strlen(source) + 1;
        chy_str name = str_cut(path, data.len + 1, path.len - strlen(".tsv"));
        st = file_read(e->fts_path, TABLE_LIMIT, &bytes, &size, err);
        if (!st) st = image_add(b, name, shown, (chy_str){ bytes, size }, err);
        free(bytes);
    }
    fts_close(walk);
    return st;
}

int main(int argc, char **argv)
{
    chy_err err = { 0 };
    arena mem;
    struct image_builder b;
    const struct image_head *image = NULL;
    if (argc != 3) {
        fprintf(stderr, "usage: gen_lexicon SOURCE_DIR OUTPUT\n");
        return 2;
    }
    arena_init(&mem, (size_t)2 << 30);
    image_begin(&b, &mem);
    chy_status st = add_folder(&b, argv[1], &mem, &err);
    if (!st) st = image_end(&b, &image, &err);
    FILE *f = st ? NULL : fopen(argv[2], "wb");
    bool ok = f && fwrite(image, image->size, 1, f) == 1;
    if (f && fclose(f)) ok = false;
    if (!ok) {
        remove(argv[2]);
        fprintf(stderr, "%s\n", st ? err.text : "the image cannot be written");
    }
    arena_done(&mem);
    return ok ? 0 : 1;
}
