#include "lexicon/image.h"

#include <stdlib.h>

#include "base/utf8.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { COLUMNS_MOST = 32 };

static const char magic[8] = { 'C', 'H', 'Y', 'L', 'E', 'X', 'I', 'C' };

uint64_t image_hash(uint64_t hash, chy_str text)
{
    uint64_t h = hash;
    size_t at = 0;
    while (at < text.len) {
        uint32_t c = (unsigned char)text.ptr[at];
        if (c < 0x80) {
            at++;
            if (c >= 'A' && c <= 'Z')
                c += 32;
            else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
                continue;
        } else {
            c = utf8_next(text, &at);
            if (!char_is(c, CHAR_LETTER | CHAR_DIGIT)) continue;
            c = char_base(c);
        }
        h = (h ^ c) * 0x9E3779B97F4A7C15u;
        h ^= h >> 29;
    }
    return h ? h : 1;
}

void image_begin(struct image_builder *b, arena *mem) { *b = (struct image_builder){ .mem = mem }; }

static bool pool_put(struct image_builder *b, chy_str s, struct image_text *out)
{
    out->at = b->pool.count;
    out->len = (uint32_t)s.len;
    for (size_t i = 0; i <= s.len; i++) {
        char *c = LIST_PUSH(b->mem, &b->pool);
        if (!c) return false;
        *c = i < s.len ? s.ptr[i] : 0;
    }
    return true;
}

static bool text_put(struct image_builder *b, chy_str s)
{
    struct image_text t;
    struct image_text *place;
    if (!pool_put(b, s, &t) || !(place = LIST_PUSH(b->mem, &b->texts))) return false;
    *place = t;
    return true;
}

/* One phrase: its key, and the keys of its beginnings after each run of letters and digits. */
static bool phrase_put(struct image_builder *b, chy_str phrase, uint32_t table, uint32_t row, uint32_t column)
{
    uint64_t h = IMAGE_HASH_START;
    size_t at = 0;
    while (at < phrase.len) {
        size_t from = at;
        while (from < phrase.len) { /* over what is between the words */
            size_t next = from;
            if (char_is(utf8_next(phrase, &next), CHAR_LETTER | CHAR_DIGIT)) break;
            from = next;
        }
        size_t to = from;
        while (to < phrase.len) {
            size_t next = to;
            if (!char_is(utf8_next(phrase, &next), CHAR_LETTER | CHAR_DIGIT | CHAR_MARK)) break;
            to = next;
        }
        if (to == from) break;
        h = image_hash(h, str_cut(phrase, from, to));
        uint64_t *beginning = LIST_PUSH(b->mem, &b->beginnings);
        if (!beginning) return false;
        *beginning = h;
        at = to;
    }
    if (h == IMAGE_HASH_START) return true; /* nothing in it to find */
    struct image_key *key = LIST_PUSH(b->mem, &b->keys);
    if (!key) return false;
    key->hash = h;
    key->entry = (struct image_entry){ .table = table, .row = row, .column = column };
    return pool_put(b, phrase, &key->entry.phrase);
}

struct header {
    chy_str column[COLUMNS_MOST];
    bool phrases[COLUMNS_MOST];
    uint32_t columns;
};

static chy_status read_columns(chy_str rest, const char *path, size_t line, struct header *h, chy_err *err)
{
    chy_str piece;
    while (str_next_piece(&rest, '\t', &piece)) {
        piece = str_trim(piece);
        if (h->columns == COLUMNS_MOST) return err_set(err, CHY_EMODEL, line, "%s:%zu: more than %d columns", path, line, COLUMNS_MOST);
        if (!piece.len)
            return err_set(err, CHY_EMODEL, line, "%s:%zu: column %u has no name (columns are parted by one tab)", path, line,
                           h->columns + 1);
        h->column[h->columns++] = piece;
    }
    return CHY_OK;
}

static chy_status read_phrases(chy_str rest, const char *path, size_t line, struct header *h, chy_err *err)
{
    chy_str piece;
    while (str_next_piece(&rest, ' ', &piece)) {
        bool known = !piece.len;
        for (uint32_t c = 0; c < h->columns; c++)
            if (piece.len && str_eq(piece, h->column[c])) h->phrases[c] = known = true;
        if (!known)
            return err_set(err, CHY_EMODEL, line, "%s:%zu: '# phrases:' names '%.*s', which '# columns:' above it does not", path, line,
                           (int)piece.len, piece.ptr);
    }
    return CHY_OK;
}

static chy_status read_comment(chy_str line_text, const char *path, size_t line, bool rows_seen, struct header *h, chy_err *err)
{
    chy_str said = str_trim(str_cut(line_text, 1, line_text.len));
    chy_str columns = CHY_LIT("columns:"), phrases = CHY_LIT("phrases:");
    if (str_starts(said, columns)) {
        if (h->columns || rows_seen) return err_set(err, CHY_EMODEL, line, "%s:%zu: '# columns:' stands twice or after a row", path, line);
        return read_columns(str_trim(str_cut(said, columns.len, said.len)), path, line, h, err);
    }
    if (str_starts(said, phrases)) return read_phrases(str_trim(str_cut(said, phrases.len, said.len)), path, line, h, err);
    return CHY_OK;
}

static chy_status read_row(struct image_builder *b, chy_str text, const char *path, size_t line, uint32_t row, const struct header *h,
                           chy_err *err)
{
    uint32_t table = b->tables.count - 1, column = 0;
    chy_str rest = text, cell;
    while (str_next_piece(&rest, '\t', &cell)) {
        if (column == h->columns) {
            size_t at = (size_t)(cell.ptr - text.ptr) + 1;
            return err_set(err, CHY_EMODEL, line, "%s:%zu:%zu: more cells than the %u columns", path, line, at, h->columns);
        }
        cell = str_trim(cell);
        if (!text_put(b, cell)) return err_memory(err, "packing tables");
        chy_str pieces = cell, phrase;
        if (h->phrases[column] && cell.len)
            while (str_next_piece(&pieces, '|', &phrase))
                if (!phrase_put(b, str_trim(phrase), table, row, column)) return err_memory(err, "packing phrases");
        column++;
    }
    if (column < h->columns)
        return err_set(err, CHY_EMODEL, line, "%s:%zu:%zu: %u columns are needed, this row has %u (cells are parted by one tab)", path,
                       line, text.len + 1, h->columns, column);
    return CHY_OK;
}

chy_status image_add(struct image_builder *b, chy_str name, const char *path, chy_str bytes, chy_err *err)
{
    struct header h = { 0 };
    struct image_table *t = LIST_PUSH(b->mem, &b->tables);
    if (!t || !pool_put(b, name, &t->name)) return err_memory(err, "packing tables");
    uint32_t index = b->tables.count - 1, rows = 0;
    size_t bad = utf8_invalid_at(bytes), line = 0;
    if (bad < bytes.len) {
        for (size_t i = 0; i <= bad; i++) line += i == 0 || bytes.ptr[i - 1] == '\n';
        return err_set(err, CHY_EMODEL, line, "%s:%zu: not UTF-8", path, line);
    }
    LIST(size_t) lines = { 0 };
    chy_str rest = bytes, text;
    while (str_next_piece(&rest, '\n', &text)) {
        line++;
        if (text.len && text.ptr[text.len - 1] == '\r') text.len--;
        if (!str_trim(text).len) continue;
        if (text.ptr[0] == '#') {
            uint32_t before = h.columns;
            chy_status st = read_comment(text, path, line, rows > 0, &h, err);
            if (st) return st;
            if (h.columns != before) {
                b->tables.at[index].first_cell = b->texts.count;
                for (uint32_t c = 0; c < h.columns; c++)
                    if (!text_put(b, h.column[c])) return err_memory(err, "packing tables");
            }
            continue;
        }
        if (!h.columns)
            return err_set(err, CHY_EMODEL, line, "%s:%zu: a row before the line '# columns: ...' that names the columns", path, line);
        chy_status st = read_row(b, text, path, line, rows, &h, err);
        if (st) return st;
        size_t *l = LIST_PUSH(b->mem, &lines);
        if (!l) return err_memory(err, "packing tables");
        *l = line;
        rows++;
    }
    if (!h.columns) return err_set(err, CHY_EMODEL, 0, "%s: no line '# columns: ...' that names the columns", path);
    b->tables.at[index].rows = rows;
    b->tables.at[index].columns = h.columns;
    b->tables.at[index].first_where = b->texts.count;
    for (uint32_t r = 0; r < rows; r++) {
        chy_str where = str_format(b->mem, "%s:%zu", path, lines.at[r]);
        if (!where.ptr || !text_put(b, where)) return err_memory(err, "packing tables");
    }
    return CHY_OK;
}

static int by_hash(const void *a, const void *b)
{
    const struct image_key *k = a, *l = b;
    if (k->hash != l->hash) return k->hash < l->hash ? -1 : 1;
    if (k->entry.table != l->entry.table) return k->entry.table < l->entry.table ? -1 : 1;
    if (k->entry.row != l->entry.row) return k->entry.row < l->entry.row ? -1 : 1;
    return (k->entry.phrase.at > l->entry.phrase.at) - (k->entry.phrase.at < l->entry.phrase.at);
}

static struct image_slot *slot_for(struct image_slot *slots, uint32_t count, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & (count - 1);
    while (slots[at].hash && slots[at].hash != hash) at = (at + 1) & (count - 1);
    return &slots[at];
}

const struct image_slot *image_slot_of(const struct image_head *image, uint64_t hash)
{
    const struct image_slot *slots = (const void *)((const char *)image + image->slots);
    uint32_t mask = image->slot_count - 1;
    for (uint32_t at = (uint32_t)hash & mask; slots[at].hash; at = (at + 1) & mask)
        if (slots[at].hash == hash) return &slots[at];
    return NULL;
}

static uint64_t aligned(uint64_t at) { return (at + 7) & ~(uint64_t)7; }

chy_status image_end(struct image_builder *b, const struct image_head **out, chy_err *err)
{
    if (b->keys.count) qsort(b->keys.at, b->keys.count, sizeof *b->keys.at, by_hash);
    uint32_t slot_count = 16;
    while (slot_count < 2 * (b->beginnings.count + 1)) slot_count *= 2;
    struct image_head head = {
        .version = IMAGE_VERSION, .table_count = b->tables.count, .slot_count = slot_count, .entry_count = b->keys.count
    };
    memcpy(head.magic, magic, sizeof magic);
    head.tables = sizeof head;
    head.texts = aligned(head.tables + sizeof(struct image_table) * b->tables.count);
    head.slots = aligned(head.texts + sizeof(struct image_text) * b->texts.count);
    head.entries = aligned(head.slots + sizeof(struct image_slot) * slot_count);
    head.pool = aligned(head.entries + sizeof(struct image_entry) * b->keys.count);
    head.size = aligned(head.pool + b->pool.count);
    char *image = arena_alloc(b->mem, head.size);
    if (!image) return err_memory(err, "packing tables");
    if (b->tables.count) memcpy(image + head.tables, b->tables.at, sizeof(struct image_table) * b->tables.count);
    if (b->texts.count) memcpy(image + head.texts, b->texts.at, sizeof(struct image_text) * b->texts.count);
    if (b->pool.count) memcpy(image + head.pool, b->pool.at, b->pool.count);
    struct image_slot *slots = (struct image_slot *)(void *)(image + head.slots);
    struct image_entry *entries = (struct image_entry *)(void *)(image + head.entries);
    for (uint32_t i = 0; i < b->beginnings.count; i++) slot_for(slots, slot_count, b->beginnings.at[i])->hash = b->beginnings.at[i];
    for (uint32_t i = 0; i < b->keys.count; i++) {
        struct image_slot *s = slot_for(slots, slot_count, b->keys.at[i].hash);
        entries[i] = b->keys.at[i].entry;
        if (!s->count++) s->first = i;
    }
    head.hash = XXH3_64bits(image + sizeof head, head.size - sizeof head);
    memcpy(image, &head, sizeof head);
    *out = (const struct image_head *)(const void *)image;
    return CHY_OK;
}

chy_status image_check(const void *bytes, size_t size, const struct image_head **out, chy_err *err)
{
    const struct image_head *h = bytes;
    if (size < sizeof *h || memcmp(h->magic, magic, sizeof magic))
        return err_set(err, CHY_EMODEL, 0, "the word lists are not an image of tables");
    if (h->version != IMAGE_VERSION)
        return err_set(err, CHY_EMODEL, 0, "the word lists are of version %u, this program reads %d", h->version, IMAGE_VERSION);
    if (h->size != size)
        return err_set(err, CHY_EMODEL, 0, "the word lists are cut short: %zu bytes of %llu", size, (unsigned long long)h->size);
    *out = h;
    return CHY_OK;
}
