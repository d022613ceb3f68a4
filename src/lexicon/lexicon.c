#define _GNU_SOURCE
#include "lexicon/lexicon.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/utf8.h"
#include "lexicon/image.h"

enum { LAYERS = 2, TABLE_LIMIT = 64 << 20, ACRONYM_MOST = 6 };

extern const char lexicon_builtin_image[], lexicon_builtin_end[];

struct layer {
    const struct image_table *in; /* NULL when this layer has no such table */
    const struct image_head *image;
    int *column; /* of the table -> of this layer, -1 */
};

struct table {
    chy_str name;
    struct layer layer[LAYERS]; /* the user's first */
    uint32_t rows, columns;
    const struct layer *names; /* the layer that names the columns */
};

struct lexicon {
    const struct image_head *image[LAYERS];
    struct table *tables;
    uint32_t table_count;
    const struct table **table_of[LAYERS]; /* table of the image -> table */
};

/* ------------------------------------------------------------------ a user's folder */

struct found {
    char *path;
    size_t base;
};
typedef LIST(struct found) found_list;

static int by_path(const void *a, const void *b) { return strcmp(((const struct found *)a)->path, ((const struct found *)b)->path); }

/* All .tsv files at or below dir, in order of path; folders wait in the same list, so nothing recurses. */
static chy_status list_tables(const char *dir, arena *mem, found_list *files, chy_err *err)
{
    LIST(struct found) folders = { 0 };
    struct found *f = LIST_PUSH(mem, &folders);
    if (!f) return err_memory(err, "listing word lists");
    f->path = (char *)str_keep(mem, str_of(dir)).ptr;
    f->base = strlen(dir) + 1;
    if (!f->path) return err_memory(err, "listing word lists");
    for (uint32_t i = 0; i < folders.count; i++) {
        DIR *d = opendir(folders.at[i].path);
        if (!d) return err_set(err, CHY_EMODEL, 0, "%s: %s", folders.at[i].path, strerror(errno));
        for (struct dirent *e; (e = readdir(d));) {
            chy_str name = str_of(e->d_name);
            if (e->d_name[0] == '.') continue;
            chy_str path = str_join(mem, str_of(folders.at[i].path), CHY_LIT("/"), name);
            struct stat about;
            if (!path.ptr) {
                closedir(d);
                return err_memory(err, "listing word lists");
            }
            if (stat(path.ptr, &about)) continue;
            bool folder = S_ISDIR(about.st_mode);
            if (!folder && !str_ends(name, CHY_LIT(".tsv"))) continue;
            struct found *more = folder ? LIST_PUSH(mem, &folders) : LIST_PUSH(mem, files);
            if (!more) {
                closedir(d);
                return err_memory(err, "listing word lists");
            }
            *more = (struct found){ (char *)path.ptr, f->base };
        }
        closedir(d);
        f = &folders.at[0];
    }
    if (files->count) qsort(files->at, files->count, sizeof *files->at, by_path);
    return CHY_OK;
}

static chy_status read_folder(const char *dir, arena *mem, const struct image_head **out, chy_err *err)
{
    found_list files = { 0 };
    struct image_builder b;
    image_begin(&b, mem);
    chy_status st = list_tables(dir, mem, &files, err);
    for (uint32_t i = 0; !st && i < files.count; i++) {
        char *bytes = NULL;
        size_t size = 0;
        chy_str name = str_of(files.at[i].path + files.at[i].base);
        name.len -= strlen(".tsv");
        st = file_read(files.at[i].path, TABLE_LIMIT, &bytes, &size, err);
        if (!st) st = image_add(&b, name, files.at[i].path, (chy_str){ bytes, size }, err);
        free(bytes);
    }
    if (!st && !files.count) st = err_set(err, CHY_EMODEL, 0, "%s: no .tsv files in it", dir);
    return st ? st : image_end(&b, out, err);
}

/* ------------------------------------------------------------------ tables */

static chy_str layer_text(const struct layer *l, uint32_t text) { return image_text_at(l->image, text); }

static int layer_column(const struct layer *l, chy_str name)
{
    for (uint32_t c = 0; c < l->in->columns; c++)
        if (str_eq(layer_text(l, l->in->first_cell + c), name)) return (int)c;
    return -1;
}

static chy_status join_layers(struct lexicon *lex, arena *mem, chy_err *err)
{
    uint32_t most = 0;
    for (int i = 0; i < LAYERS; i++) most += lex->image[i] ? lex->image[i]->table_count : 0;
    lex->tables = ARENA_ARRAY(mem, struct table, most);
    if (!lex->tables) return err_memory(err, "opening word lists");
    for (int i = LAYERS - 1; i >= 0; i--) { /* built-in tables first: they name the columns */
        const struct image_head *image = lex->image[i];
        if (!image) continue;
        lex->table_of[i] = ARENA_ARRAY(mem, const struct table *, image->table_count);
        if (!lex->table_of[i]) return err_memory(err, "opening word lists");
        for (uint32_t k = 0; k < image->table_count; k++) {
            const struct image_table *in = image_tables(image) + k;
            chy_str name = { (const char *)image + image->pool + in->name.at, in->name.len };
            struct table *t = (struct table *)lexicon_table(lex, name);
            if (!t) {
                t = &lex->tables[lex->table_count++];
                t->name = name;
                t->columns = in->columns;
            }
            struct layer *l = &t->layer[i];
            *l = (struct layer){ in, image, ARENA_ARRAY(mem, int, t->names ? t->columns : in->columns) };
            if (!l->column) return err_memory(err, "opening word lists");
            if (!t->names) t->names = l;
            for (uint32_t c = 0; c < t->columns; c++) l->column[c] = layer_column(l, layer_text(t->names, t->names->in->first_cell + c));
            for (uint32_t c = 0; c < in->columns; c++) {
                chy_str column = layer_text(l, in->first_cell + c);
                if (layer_column(t->names, column) >= 0) continue;
                return err_set(err, CHY_EMODEL, 0, "%.*s.tsv: a column '%.*s' that the built-in table does not have", (int)name.len,
                               name.ptr, (int)column.len, column.ptr);
            }
            t->rows += in->rows;
            lex->table_of[i][k] = t;
        }
    }
    return CHY_OK;
}

chy_status lexicon_create(const char *dir, arena *mem, struct lexicon **out, chy_err *err)
{
    struct lexicon *lex = ARENA_NEW(mem, struct lexicon);
    if (!lex) return err_memory(err, "opening word lists");
    chy_status st = image_check(lexicon_builtin_image, (size_t)(lexicon_builtin_end - lexicon_builtin_image), &lex->image[1], err);
    if (!st && dir) st = read_folder(dir, mem, &lex->image[0], err);
    if (!st) st = join_layers(lex, mem, err);
    if (!st) *out = lex;
    return st;
}

uint64_t lexicon_hash(const struct lexicon *lex) { return lex->image[1]->hash ^ (lex->image[0] ? lex->image[0]->hash * 3 : 0); }

const struct table *lexicon_table(const struct lexicon *lex, chy_str name)
{
    for (uint32_t i = 0; i < lex->table_count; i++)
        if (str_eq(lex->tables[i].name, name)) return &lex->tables[i];
    return NULL;
}

chy_str table_name(const struct table *t) { return t->name; }
uint32_t table_rows(const struct table *t) { return t->rows; }
int table_column(const struct table *t, const char *name) { return layer_column(t->names, str_of(name)); }

/* The layer that holds this row, and the row in it. */
static const struct layer *row_layer(const struct table *t, uint32_t *row)
{
    for (int i = 0; i < LAYERS; i++) {
        if (!t->layer[i].in) continue;
        if (*row < t->layer[i].in->rows) return &t->layer[i];
        *row -= t->layer[i].in->rows;
    }
    return NULL;
}

chy_str table_cell(const struct table *t, uint32_t row, int column)
{
    const struct layer *l = row_layer(t, &row);
    if (!l || column < 0 || (uint32_t)column >= t->columns || l->column[column] < 0) return CHY_LIT("");
    return layer_text(l, l->in->first_cell + l->in->columns * (row + 1) + (uint32_t)l->column[column]);
}

const char *table_where(const struct table *t, uint32_t row)
{
    const struct layer *l = row_layer(t, &row);
    return l ? layer_text(l, l->in->first_where + row).ptr : "";
}

uint32_t table_place(const struct table *t, uint32_t row, int column)
{
    const struct layer *l = row_layer(t, &row);
    uint32_t place = 1;
    if (!l || column < 0 || (uint32_t)column >= t->columns || l->column[column] < 0) return place;
    for (uint32_t i = 0; i < (uint32_t)l->column[column]; i++)
        place += (uint32_t)layer_text(l, l->in->first_cell + l->in->columns * (row + 1) + i).len + 1;
    return place;
}

chy_status lexicon_need(const struct lexicon *lex, chy_str name, const struct table **out, chy_err *err, int *columns, ...)
{
    const struct table *t = lexicon_table(lex, name);
    if (!t) return err_set(err, CHY_EMODEL, 0, "the table data/%.*s.tsv is missing", (int)name.len, name.ptr);
    va_list args;
    va_start(args, columns);
    int i = 0;
    for (const char *column; (column = va_arg(args, const char *)); i++) {
        columns[i] = table_column(t, column);
        if (columns[i] < 0) {
            va_end(args);
            return err_set(err, CHY_EMODEL, 0, "data/%.*s.tsv: no column '%s'", (int)name.len, name.ptr, column);
        }
    }
    va_end(args);
    *out = t;
    return CHY_OK;
}

/* ------------------------------------------------------------------ phrases */

static uint32_t table_row(const struct table *t, int layer, uint32_t row)
{
    return layer && t->layer[0].in ? row + t->layer[0].in->rows : row;
}

static int table_phrase_column(const struct table *t, int layer, uint32_t column)
{
    for (uint32_t c = 0; c < t->columns; c++)
        if (t->layer[layer].column[c] == (int)column) return (int)c;
    return -1;
}

static void fill_hit(const struct lexicon *lex, int layer, const struct image_entry *e, uint32_t end, struct phrase_hit *hit)
{
    const struct table *t = lex->table_of[layer][e->table];
    *hit = (struct phrase_hit){ t, table_row(t, layer, e->row), table_phrase_column(t, layer, e->column),
                                image_phrase(lex->image[layer], e), end };
}

/* A phrase with a capital wants one in the text; an acronym wants capitals throughout. */
static bool case_fits(const chy_doc *d, chy_str phrase, uint32_t first, uint32_t end)
{
    if (!str_upper_first(phrase)) return true;
    if (!str_upper_first(d->tokens.at[first].form)) return false;
    if (phrase.len > ACRONYM_MOST || !str_all_upper(phrase)) return true;
    for (uint32_t t = first; t < end; t++) {
        size_t at = 0;
        chy_str form = d->tokens.at[t].form;
        while (at < form.len)
            if (char_is(utf8_next(form, &at), CHAR_LOWER)) return false;
    }
    return true;
}

bool lexicon_skips(chy_str form)
{
    size_t at = 0;
    while (at < form.len) {
        uint32_t c = utf8_next(form, &at);
        if (c != '.' && c != '\'' && c != '&' && !char_is(c, CHAR_DASH | CHAR_QUOTE)) return false;
    }
    return true;
}

size_t lexicon_match(const struct lexicon *lex, const chy_doc *d, uint32_t first, uint32_t limit, struct phrase_hit *hits, size_t room)
{
    uint32_t sentence_end = d->sentences.at[d->tokens.at[first].sentence].words.last;
    size_t count = 0;
    if (limit > sentence_end) limit = sentence_end;
    bool alive[LAYERS] = { lex->image[0] != NULL, lex->image[1] != NULL };
    uint64_t h = IMAGE_HASH_START;
    for (uint32_t t = first; t < limit && (alive[0] || alive[1]); t++) {
        uint64_t next = image_hash(h, d->tokens.at[t].lower);
        if (next == h) {
            if (t == first || !lexicon_skips(d->tokens.at[t].form)) break;
            continue;
        }
        h = next;
        size_t longer = count; /* this length goes before the shorter ones */
        for (int i = 0; i < LAYERS; i++) {
            const struct image_slot *s = alive[i] ? image_slot_of(lex->image[i], h) : NULL;
            alive[i] = s != NULL;
            if (!s) continue;
            for (uint32_t k = 0; k < s->count; k++) {
                const struct image_entry *e = image_entries(lex->image[i]) + s->first + k;
                if (!case_fits(d, image_phrase(lex->image[i], e), first, t + 1)) continue;
                if (count == room) { /* the shortest are let go */
                    if (longer == 0) return count;
                    longer--;
                    memmove(hits, hits + 1, (room - 1) * sizeof *hits);
                    count--;
                }
                fill_hit(lex, i, e, t + 1, &hits[count++]);
            }
        }
    }
    /* They lie shortest first; turn them round, rows of one length kept in order. */
    for (size_t i = 0, j = count; i + 1 < j; i++) {
        j--;
        struct phrase_hit swap = hits[i];
        hits[i] = hits[j];
        hits[j] = swap;
    }
    for (size_t i = 0; i < count;) {
        size_t j = i;
        while (j < count && hits[j].end == hits[i].end) j++;
        for (size_t a = i, b = j; a + 1 < b; a++) {
            b--;
            struct phrase_hit swap = hits[a];
            hits[a] = hits[b];
            hits[b] = swap;
        }
        i = j;
    }
    return count;
}

size_t lexicon_find(const struct lexicon *lex, chy_str phrase, struct phrase_hit *hits, size_t room)
{
    size_t count = 0;
    uint64_t h = image_hash(IMAGE_HASH_START, phrase);
    if (h == IMAGE_HASH_START) return 0;
    for (int i = 0; i < LAYERS; i++) {
        const struct image_slot *s = lex->image[i] ? image_slot_of(lex->image[i], h) : NULL;
        for (uint32_t k = 0; s && k < s->count && count < room; k++)
            fill_hit(lex, i, image_entries(lex->image[i]) + s->first + k, 0, &hits[count++]);
    }
    return count;
}
