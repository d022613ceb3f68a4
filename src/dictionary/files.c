#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "dictionary/stage.h"

enum { FILE_MOST = 256 << 20 };

/* ------------------------------------------------------------------ lines */

void source_warn(const struct source *s, const char *format, ...)
{
    char text[400], whole[512];
    va_list more;
    if (!s->to->warn) return;
    va_start(more, format);
    vsnprintf(text, sizeof text, format, more);
    va_end(more);
    snprintf(whole, sizeof whole, "%s:%u: %s", s->name, s->line, text);
    s->to->warn(s->to->user, whole);
}

const char *source_where(const struct source *s, arena *mem) { return str_format(mem, "%s:%u", s->name, s->line).ptr; }

/* "<!--", which some files write as "<! --". Answers where it ends, SIZE_MAX when there is none; *at: where it begins. */
static size_t comment_opens(chy_str line, size_t *at)
{
    for (size_t i = 0; (i = str_find(line, CHY_LIT("<!"), i)) != SIZE_MAX; i += 2) {
        size_t k = i + 2;
        while (k < line.len && line.ptr[k] == ' ') k++;
        if (k + 1 >= line.len || line.ptr[k] != '-' || line.ptr[k + 1] != '-') continue;
        *at = i;
        return k + 2;
    }
    return SIZE_MAX;
}

/* What follows '#' or ';' is a remark, unless it is the code [###]; so is a line that begins with "//". */
static chy_str without_remark(chy_str line)
{
    bool inside = false;
    if (str_starts(line, CHY_LIT("//"))) return str_cut(line, 0, 0);
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        if (c == '[') inside = true;
        if (c == ']') inside = false;
        if ((c == '#' || c == ';') && !inside) return str_cut(line, 0, i);
    }
    return line;
}

bool source_line(struct source *s, chy_str *line)
{
    while (s->rest.len) {
        const char *nl = memchr(s->rest.ptr, '\n', s->rest.len);
        size_t len = nl ? (size_t)(nl - s->rest.ptr) : s->rest.len, at = 0;
        chy_str l = str_cut(s->rest, 0, len);
        s->rest = str_cut(s->rest, nl ? len + 1 : len, s->rest.len);
        s->line++;
        if (s->in_comment) {
            size_t end = str_find(l, CHY_LIT("-->"), 0);
            if (end == SIZE_MAX) continue;
            s->in_comment = false;
            l = str_cut(l, end + 3, l.len);
        }
        size_t opens = comment_opens(l, &at);
        if (opens != SIZE_MAX) {
            s->in_comment = str_find(l, CHY_LIT("-->"), opens) == SIZE_MAX;
            l = str_cut(l, 0, at);
        }
        l = str_trim(without_remark(l));
        if (!l.len) continue;
        *line = l;
        return true;
    }
    return false;
}

/* ------------------------------------------------------------------ words */

chy_str word_fold(arena *mem, chy_str s)
{
    bool as_is = true, ascii = true;
    for (size_t i = 0; i < s.len; i++) {
        as_is &= !(s.ptr[i] >= 'A' && s.ptr[i] <= 'Z');
        ascii &= !((unsigned char)s.ptr[i] & 0x80);
    }
    if (as_is && ascii) return s;
    char *p = arena_alloc(mem, ascii ? s.len : s.len * 4), *end = p;
    if (!p) return (chy_str){ 0 };
    if (ascii) {
        for (size_t i = 0; i < s.len; i++) *end++ = s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? (char)(s.ptr[i] | 0x20) : s.ptr[i];
    } else {
        for (size_t at = 0; at < s.len;) end += utf8_put(char_base(utf8_next(s, &at)), end);
    }
    return (chy_str){ p, (size_t)(end - p) };
}

static bool is_plural(chy_str word, chy_str unit)
{
    if (unit.len == word.len + 1 && str_starts(unit, word)) return unit.ptr[word.len] == 's';
    if (unit.len == word.len + 2 && str_starts(unit, word)) return str_ends(unit, CHY_LIT("es"));
    return word.len > 1 && word.ptr[word.len - 1] == 'y' && unit.len == word.len + 2 && str_ends(unit, CHY_LIT("ies")) &&
           str_starts(unit, str_cut(word, 0, word.len - 1));
}

bool word_fits(chy_str word, enum fit fit, chy_str unit)
{
    if (unit.len < word.len) return false;
    if (str_eq(word, unit)) return true;
    return fit == FIT_STEM ? str_starts(unit, word) : fit == FIT_PLURAL && is_plural(word, unit);
}

bool word_next_piece(chy_str *rest, chy_str *piece)
{
    while (rest->len && (*rest->ptr == '-' || *rest->ptr == '_' || *rest->ptr == '\'')) {
        if (*rest->ptr == '\'' && rest->len > 1) break;
        *rest = str_cut(*rest, 1, rest->len);
    }
    if (!rest->len) return false;
    size_t n = 1;
    for (; n < rest->len; n++) {
        chy_str more = str_cut(*rest, n, rest->len);
        if (*more.ptr == '-' || *more.ptr == '_' || str_is(more, "'s") || str_is(more, "'") || str_is(more, "n't")) break;
    }
    *piece = str_cut(*rest, 0, n);
    *rest = str_cut(*rest, n, rest->len);
    return true;
}

/* ------------------------------------------------------------------ a folder */

static enum file_kind kind_of(const char *name)
{
    static const struct {
        const char *part;
        enum file_kind kind;
    } kinds[] = { { ".actors", FILE_ACTORS },  { ".agents", FILE_AGENTS },    { ".verbs", FILE_VERBS },    { "verbpatterns", FILE_VERBS },
                  { "cameo.2.0", FILE_VERBS }, { "discards", FILE_DISCARDS }, { ".options", FILE_OPTIONS } };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcasestr(name, kinds[i].part)) return kinds[i].kind;
    return FILE_OTHER;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

typedef LIST(char *) name_list;

static chy_status list_folder(const char *dir, arena *mem, name_list *names, chy_err *err)
{
    DIR *folder = opendir(dir);
    if (!folder) return err_set(err, CHY_EMODEL, 0, "%s: %s", dir, strerror(errno));
    chy_status st = CHY_OK;
    for (struct dirent *e; !st && (e = readdir(folder));) {
        if (*e->d_name == '.' || kind_of(e->d_name) == FILE_OTHER) continue;
        char **name = LIST_PUSH(mem, names);
        if (!name || !(*name = (char *)str_keep(mem, str_of(e->d_name)).ptr)) st = err_memory(err, "listing dictionaries");
    }
    closedir(folder);
    if (!st && names->count) qsort(names->at, names->count, sizeof *names->at, by_name);
    return st;
}

/* Bytes that are no UTF-8 are taken as Latin-1. */
static chy_str as_utf8(arena *mem, chy_str bytes)
{
    if (utf8_invalid_at(bytes) == bytes.len) return str_keep(mem, bytes);
    char *p = arena_alloc(mem, bytes.len * 2), *end = p;
    if (!p) return (chy_str){ 0 };
    for (size_t at = 0; at < bytes.len;) {
        chy_str rest = str_cut(bytes, at, bytes.len);
        size_t good = (unsigned char)*rest.ptr < 0x80 ? 1 : 0;
        if (!good) utf8_next(rest, &good);
        if (good == 1) {
            end += utf8_put((unsigned char)*rest.ptr, end);
        } else {
            memcpy(end, rest.ptr, good);
            end += good;
        }
        at += good;
    }
    return (chy_str){ p, (size_t)(end - p) };
}

/* COMPLEX: VERBS[6] sets a bound; SET, OUTPUT and LABEL say what that program prints. */
static void read_options(struct source *s)
{
    chy_str line;
    while (source_line(s, &line)) {
        size_t at = str_find(line, CHY_LIT("VERBS["), 0);
        if (!str_starts(line, CHY_LIT("COMPLEX:")) || at == SIZE_MAX) continue;
        uint32_t n = 0;
        for (at += 6; at < line.len && line.ptr[at] >= '0' && line.ptr[at] <= '9' && n < 1000; at++)
            n = n * 10 + (uint32_t)(line.ptr[at] - '0');
        s->to->dict->verbs_most = n;
    }
}

static chy_status read_file(struct reader *r, const char *dir, char *name, chy_err *err)
{
    char *bytes = NULL;
    size_t size = 0;
    chy_str path = str_format(r->mem, "%s/%s", dir, name);
    if (!path.ptr) return err_memory(err, "reading dictionaries");
    chy_status st = file_read(path.ptr, FILE_MOST, &bytes, &size, err);
    if (st) return st;
    chy_str text = as_utf8(r->mem, (chy_str){ bytes, size });
    r->dict->hash = r->dict->hash * 1099511628211u ^ str_hash((chy_str){ bytes, size }) ^ str_hash(str_of(name));
    free(bytes);
    bool read = text.ptr != NULL;
    if (read && str_starts(text, CHY_LIT("\xEF\xBB\xBF"))) text = str_cut(text, 3, text.len);
    struct source s = { .name = name, .rest = text, .to = r };
    switch (read ? kind_of(name) : FILE_OTHER) {
    case FILE_ACTORS: read = phrases_read(&s, PHRASE_ACTOR); break;
    case FILE_AGENTS: read = phrases_read(&s, PHRASE_AGENT); break;
    case FILE_DISCARDS: read = phrases_read(&s, PHRASE_DISCARD); break;
    case FILE_VERBS: read = verbs_read(&s); break;
    case FILE_OPTIONS: read_options(&s); break;
    case FILE_OTHER: break;
    }
    if (read && s.in_comment) source_warn(&s, "a comment that begins with \"<!--\" is not closed: the rest of the file was passed over");
    return read ? CHY_OK : err_memory(err, "reading dictionaries");
}

static chy_status read_codes(struct dictionary *dict, const struct lexicon *lex, arena *mem, chy_err *err)
{
    int col[3];
    chy_status st = lexicon_need(lex, CHY_LIT("ontology/cameo"), &dict->cameo, err, col, "code", "type", "mode", NULL);
    for (uint32_t i = 0; !st && i < table_rows(dict->cameo); i++)
        if (!map_put(&dict->cameo_row, mem, table_cell(dict->cameo, i, col[0]), i)) st = err_memory(err, "reading dictionaries");
    dict->cameo_type = col[1];
    dict->cameo_mode = col[2];
    return st;
}

chy_status dictionary_create(const char *dir, const struct lexicon *lex, arena *mem, dictionary_warn *warn, void *user,
                             struct dictionary **out, chy_err *err)
{
    struct dictionary *dict = ARENA_NEW(mem, struct dictionary);
    arena scratch;
    arena_init(&scratch, mem->ceiling);
    struct reader r = { .dict = dict, .mem = mem, .scratch = &scratch, .warn = warn, .user = user };
    name_list names = { 0 };
    chy_status st = dict ? list_folder(dir, mem, &names, err) : err_memory(err, "reading dictionaries");
    if (!st) st = read_codes(dict, lex, mem, err);
    for (uint32_t i = 0; !st && i < names.count; i++) st = read_file(&r, dir, names.at[i], err);
    if (!st && !dict->verbs.count)
        st = err_set(err, CHY_EMODEL, 0, "%s: no dictionary of verbs (*.verbs*, *verbpatterns*, CAMEO.2.0*) is in this folder", dir);
    if (!st) *out = dict;
    arena_done(&scratch);
    return st;
}

uint64_t dictionary_hash(const struct dictionary *dict) { return dict->hash; }
