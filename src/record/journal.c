#include "record/journal.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "doc/labels.h"
#include "record/code.h"
#include "record/key.h"
#include "record/record.h"
#include "record/same.h"

enum { JOURNAL_MEMORY = 1 << 30, SAYS_SIZE = 24 };

/* ------------------------------------------------------------------ small things */

static chy_str json_text(const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    return json_is_string(v) ? (chy_str){ json_string_value(v), json_string_length(v) } : CHY_LIT("");
}

static json_t *text_json(chy_str s) { return json_stringn(s.ptr ? s.ptr : "", s.len); }

static int64_t json_number(const json_t *o, const char *key) { return json_integer_value(json_object_get(o, key)); }

static chy_status keep_rows(struct store_rows *rows, chy_status st, arena *mem, block_list *out, chy_err *err)
{
    while (!st && (st = store_next(rows, err)) == CHY_ROW) {
        chy_str *slot = LIST_PUSH(mem, out);
        if (slot) *slot = str_keep(mem, store_text(rows, 0));
        st = slot && slot->ptr ? CHY_OK : err_memory(err, "reading the journal");
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

static int by_text(const void *a, const void *b) { return str_cmp(*(const chy_str *)a, *(const chy_str *)b); }

static chy_status add_block(arena *mem, block_list *blocks, chy_str block, chy_err *err)
{
    chy_str kept = block.len ? str_keep(mem, block) : block;
    chy_str *slot = block.len && kept.ptr ? LIST_PUSH(mem, blocks) : NULL;
    if (slot) *slot = kept;
    return slot || !block.len ? CHY_OK : err_memory(err, "reading the journal");
}

/* ------------------------------------------------------------------ entries, as they are kept */

struct entry {
    int64_t id;
    chy_str hash, action, made;
    bool undone;
    json_t *body;
};

struct entries {
    arena mem;
    LIST(struct entry) list;
};

static void entries_done(struct entries *e)
{
    for (uint32_t i = 0; i < e->list.count; i++) json_decref(e->list.at[i].body);
    arena_done(&e->mem);
}

/* What the journal says of something, in the order in which it was said. */
static chy_status entries_of(struct store *s, char kind, chy_str target, struct entries *out, chy_err *err)
{
    struct store_rows *rows = NULL;
    arena_init(&out->mem, JOURNAL_MEMORY);
    chy_status st = store_entries(s, kind, target, 0, &rows, err);
    while (!st && (st = store_next(rows, err)) == CHY_ROW) {
        struct entry *e = LIST_PUSH(&out->mem, &out->list);
        st = e ? CHY_OK : err_memory(err, "reading the journal");
        if (!e) break;
        chy_str body = store_text(rows, ENTRY_BODY);
        *e = (struct entry){ .id = store_number(rows, ENTRY_ID),
                             .hash = str_keep(&out->mem, store_text(rows, ENTRY_HASH)),
                             .action = str_keep(&out->mem, store_text(rows, ENTRY_ACTION)),
                             .made = str_keep(&out->mem, store_text(rows, ENTRY_MADE)),
                             .undone = store_number(rows, ENTRY_UNDONE) != 0,
                             .body = json_loadb(body.ptr, body.len, 0, NULL) };
        if (!e->body || !e->hash.ptr || !e->action.ptr || !e->made.ptr) st = err_memory(err, "reading the journal");
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

/* ------------------------------------------------------------------ finding what an entry speaks of */

struct coded_row {
    int64_t number, coding, start, end;
    chy_str key, words, says, block;
    LIST(uint32_t) entries; /* of the journal, in order */
    LIST(const json_t *) targets;
};
typedef LIST(struct coded_row) row_list;

static chy_status load_rows(struct store *s, char kind, chy_str hash, int64_t number, arena *mem, row_list *out, chy_err *err)
{
    struct store_rows *rows = NULL;
    chy_status st = store_coded(s, kind, hash, number, &rows, err);
    while (!st && (st = store_next(rows, err)) == CHY_ROW) {
        struct coded_row *r = LIST_PUSH(mem, out);
        if (r)
            *r = (struct coded_row){ .number = store_number(rows, CODED_NUMBER),
                                     .coding = store_number(rows, CODED_CODING),
                                     .start = store_number(rows, CODED_START),
                                     .end = store_number(rows, CODED_END),
                                     .key = str_keep(mem, store_text(rows, CODED_KEY)),
                                     .words = str_keep(mem, store_text(rows, CODED_WORDS)),
                                     .says = str_keep(mem, store_text(rows, CODED_SAYS)),
                                     .block = str_keep(mem, store_text(rows, CODED_BLOCK)) };
        st = r && r->key.ptr && r->words.ptr && r->says.ptr && r->block.ptr ? CHY_OK : err_memory(err, "reading the journal");
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_str head_of_key(chy_str key) { return str_cut(key, 0, str_find(key, CHY_LIT("|"), 0)); }

/* How well a row fits what an entry speaks of; 0: it is another. */
static int fit(const json_t *target, const struct coded_row *r)
{
    const json_t *span = json_object_get(target, "span");
    int64_t start = json_integer_value(json_array_get(span, 0)), end = json_integer_value(json_array_get(span, 1));
    chy_str key = json_text(target, "key");
    bool same_key = str_eq(key, r->key), same_words = str_eq(json_text(target, "words"), r->words);
    bool overlap = start < r->end && r->start < end, same_head = str_eq(head_of_key(key), head_of_key(r->key));
    if (!((same_key && (same_words || overlap)) || (same_head && same_words))) return 0;
    return 1 + 8 * same_key + 4 * (start == r->start && end == r->end) + 2 * same_words + overlap;
}

static struct coded_row *row_for(const json_t *target, row_list *rows)
{
    struct coded_row *best = NULL;
    int best_fit = 0;
    for (uint32_t i = 0; i < rows->count; i++) {
        int f = fit(target, &rows->at[i]);
        if (f > best_fit) best = &rows->at[i], best_fit = f;
    }
    return best;
}

/* ------------------------------------------------------------------ laying entries over rows */

static const char kinds[] = "FRSD";

struct applying {
    struct store *s;
    chy_str hash, when;
    arena *mem;
    struct entries entries;
    block_list *blocks;
    chy_err *err;
};

static chy_status match_targets(struct applying *a, char kind, row_list *rows)
{
    for (uint32_t i = 0; i < a->entries.list.count; i++) {
        const struct entry *e = &a->entries.list.at[i];
        const json_t *targets = json_object_get(e->body, "targets");
        for (size_t k = 0; !e->undone && k < json_array_size(targets); k++) {
            const json_t *t = json_array_get(targets, k);
            if (!str_eq(json_text(t, "document"), a->hash) || json_text(t, "kind").len != 1 || json_text(t, "kind").ptr[0] != kind)
                continue;
            struct coded_row *r = kind == 'D' ? (rows->count ? &rows->at[0] : NULL) : row_for(t, rows);
            uint32_t *slot = r ? LIST_PUSH(a->mem, &r->entries) : NULL;
            const json_t **what = slot ? LIST_PUSH(a->mem, &r->targets) : NULL;
            if (r && !what) return err_memory(a->err, "reading the journal");
            if (r) *slot = i, *what = t;
        }
    }
    return CHY_OK;
}

static chy_status says_of(struct applying *a, const struct coded_row *r, chy_str *out)
{
    size_t room = (size_t)r->entries.count * SAYS_SIZE + 1, n = 0;
    char *text = arena_alloc(a->mem, room);
    if (!text) return err_memory(a->err, "reading the journal");
    for (uint32_t i = 0; i < r->entries.count; i++)
        n += (size_t)snprintf(text + n, room - n, "%s%lld", i ? "," : "", (long long)a->entries.list.at[r->entries.at[i]].id);
    *out = (chy_str){ text, n };
    return CHY_OK;
}

/* The referent that a value of an entry means in this coding: {"type", "key", "name"}. */
static chy_status referent_of(struct applying *a, const json_t *value, int64_t coding, int64_t entry, int64_t *out)
{
    chy_str name = json_text(value, "name"), folded = utf8_fold(a->mem, name), type = json_text(value, "type"),
            key = json_text(value, "key");
    naming_list found = { 0 };
    struct same_work same;
    bool is_new = false;
    if (!folded.ptr) return err_memory(a->err, "correcting");
    chy_status st =
        store_put_referent(a->s, coding, &(struct store_alias){ 0, name, folded, CHY_LIT("name") }, type, key, entry, out, &is_new, a->err);
    if (st || !is_new) return st;
    if (!key_namings(type, key, name, CHY_LIT(""), NULL, 0, a->mem, &found)) return err_memory(a->err, "correcting");
    same_begin(&same, a->s, a->when, a->mem, a->blocks, a->err);
    for (uint32_t i = 0; !st && i < found.count; i++) {
        st = store_introduce(a->s, found.at[i].likeness, type, key, a->err);
        if (!st) st = same_add(&same, found.at[i].likeness);
    }
    return st ? st : same_settle(&same);
}

static bool is_list(enum store_field_type type) { return type == FIELD_ENTITIES || type == FIELD_ROLES || type == FIELD_CHAIN; }

static chy_status change_of(struct applying *a, char kind, const char *field, const json_t *value, const struct coded_row *r, int64_t entry,
                            struct store_change *out)
{
    enum store_field_type type = FIELD_TEXT;
    chy_status st = CHY_OK;
    *out = (struct store_change){ .field = str_of(field) };
    if (!store_field(kind, out->field, &type)) return CHY_OK; /* of a newer Chancery: left alone */
    out->date = store_date_of(json_is_string(value) ? (chy_str){ json_string_value(value), json_string_length(value) } : CHY_LIT(""));
    if (type != FIELD_ENTITY && !is_list(type)) return CHY_OK;
    size_t count = json_is_array(value) ? json_array_size(value) : json_is_object(value);
    int64_t *referents = ARENA_ARRAY(a->mem, int64_t, count + 1);
    chy_str *notes = ARENA_ARRAY(a->mem, chy_str, count + 1);
    if (!referents || !notes) return err_memory(a->err, "correcting");
    for (size_t i = 0; !st && i < count; i++) {
        const json_t *one = json_is_array(value) ? json_array_get(value, i) : value;
        st = referent_of(a, one, r->coding, entry, &referents[i]);
        notes[i] = json_text(one, type == FIELD_ROLES ? "role" : "date");
    }
    out->referents = referents;
    out->notes = notes;
    out->count = (uint32_t)count;
    return st;
}

/* A later word on a field takes the place of an earlier one. */
static chy_status put_change(arena *mem, struct store_version *v, struct store_change **list, const struct store_change *c, chy_err *err)
{
    LIST(struct store_change) changes = { *list, v->count, v->count };
    for (uint32_t i = 0; i < v->count; i++)
        if (str_eq((*list)[i].field, c->field)) {
            (*list)[i] = *c;
            return CHY_OK;
        }
    struct store_change *slot = LIST_PUSH(mem, &changes);
    if (!slot) return err_memory(err, "correcting");
    *slot = *c;
    *list = changes.at;
    v->changes = changes.at;
    v->count = changes.count;
    return CHY_OK;
}

static chy_status put_text_change(struct applying *a, struct store_version *v, struct store_change **list, const char *field, chy_str value)
{
    struct store_change c = { .field = str_of(field), .date = { value, STORE_NO_DAY, STORE_NO_DAY } };
    return c.date.value.ptr ? put_change(a->mem, v, list, &c, a->err) : err_memory(a->err, "correcting");
}

static chy_status shape(struct applying *a, char kind, const struct coded_row *r, uint32_t i, struct store_version *v,
                        struct store_change **list)
{
    const struct entry *e = &a->entries.list.at[r->entries.at[i]];
    chy_status st = CHY_OK;
    const char *field;
    json_t *value;
    if (str_is(e->action, "reject")) v->rejected = true;
    json_t *set = json_object_get(e->body, "set");
    json_object_foreach(set, field, value)
    {
        struct store_change c;
        if (!st) st = change_of(a, kind, field, value, r, e->id, &c);
        if (!st) st = put_change(a->mem, v, list, &c, a->err);
    }
    if (kind != 'R' || (!str_is(e->action, "merge") && !str_is(e->action, "split"))) return st;
    chy_str tied = str_format(a->mem, "%.*s/%lld", (int)e->hash.len, e->hash.ptr, (long long)json_number(r->targets.at[i], "group"));
    if (!st) st = put_text_change(a, v, list, "tied", tied);
    return st ? st : put_text_change(a, v, list, "block", json_text(e->body, "block"));
}

/* Who takes part was corrected, or what kind of event it is: the block goes along, unless a merge or split has named it. */
static chy_status reshape_blocks(struct applying *a);

static chy_status apply_row(struct applying *a, char kind, struct coded_row *r)
{
    chy_str says = CHY_LIT("");
    struct store_change *list = NULL;
    chy_status st = says_of(a, r, &says);
    if (st || str_eq(says, r->says)) return st;
    int64_t *ids = ARENA_ARRAY(a->mem, int64_t, r->entries.count + 1);
    if (!ids) return err_memory(a->err, "correcting");
    for (uint32_t i = 0; i < r->entries.count; i++) ids[i] = a->entries.list.at[r->entries.at[i]].id;
    struct store_version v = { .kind = kind, .number = r->number, .coding = r->coding, .says = says, .when = a->when };
    v.entry = r->entries.count ? ids[r->entries.count - 1] : -1; /* back to what was read, by no entry */
    for (uint32_t i = 0; !st && i < r->entries.count; i++) st = shape(a, kind, r, i, &v, &list);
    if (!st) st = store_put_version(a->s, &v, a->err);
    if (!st) st = store_put_applied(a->s, kind, r->number, ids, r->entries.count, a->err);
    if (!st && kind == 'R') st = add_block(a->mem, a->blocks, r->block, a->err);
    if (!st && kind == 'D') { /* reports without a day go by when they were published */
        struct store_rows *rows = NULL;
        st = store_blocks(a->s, r->number, &rows, a->err);
        st = keep_rows(rows, st, a->mem, a->blocks, a->err);
    }
    return !st && kind == 'R' ? reshape_blocks(a) : st;
}

/* ------------------------------------------------------------------ blocks */

struct block_row {
    int64_t report;
    chy_str type, mode, kind, block, hash, date, states;
};

static chy_status load_parties(struct store *s, int64_t report, arena *mem, struct code_party **out, uint32_t *count, chy_err *err)
{
    struct store_rows *rows = NULL;
    LIST(struct code_party) parties = { 0 };
    chy_status st = store_parties(s, report, &rows, err);
    while (!st && (st = store_next(rows, err)) == CHY_ROW) {
        struct code_party *p = LIST_PUSH(mem, &parties);
        if (p) *p = (struct code_party){ str_keep(mem, store_text(rows, 0)), str_keep(mem, store_text(rows, 1)) };
        st = p && p->type.ptr && p->key.ptr ? CHY_OK : err_memory(err, "telling events apart");
    }
    store_rows_close(rows);
    *out = parties.at;
    *count = parties.count;
    return st == CHY_DONE ? CHY_OK : st;
}

/* Name the blocks anew of the reports that an entity takes part in, or of a document. */
static chy_status rename_blocks(struct store *s, int64_t entity, int64_t document, arena *mem, block_list *blocks, chy_err *err)
{
    struct store_rows *rows = NULL;
    LIST(struct block_row) reports = { 0 };
    chy_status st = store_blocks_of(s, entity, document, &rows, err);
    while (!st && (st = store_next(rows, err)) == CHY_ROW) {
        struct block_row *r = LIST_PUSH(mem, &reports);
        if (r)
            *r = (struct block_row){ store_number(rows, BLOCK_OF_REPORT),
                                     str_keep(mem, store_text(rows, BLOCK_OF_TYPE)),
                                     str_keep(mem, store_text(rows, BLOCK_OF_MODE)),
                                     str_keep(mem, store_text(rows, BLOCK_OF_KIND)),
                                     str_keep(mem, store_text(rows, BLOCK_OF_BLOCK)),
                                     str_keep(mem, store_text(rows, BLOCK_OF_HASH)),
                                     str_keep(mem, store_text(rows, BLOCK_OF_DATE)),
                                     str_join(mem, CHY_LIT("="), store_text(rows, BLOCK_OF_STATES), CHY_LIT("")) };
        st = r && r->type.ptr && r->mode.ptr && r->kind.ptr && r->block.ptr && r->hash.ptr && r->date.ptr && r->states.ptr
                 ? CHY_OK
                 : err_memory(err, "telling events apart");
    }
    store_rows_close(rows);
    if (st == CHY_DONE) st = CHY_OK;
    for (uint32_t i = 0; !st && i < reports.count; i++) {
        const struct block_row *r = &reports.at[i];
        struct code_party *parties = NULL;
        uint32_t count = 0;
        st = load_parties(s, r->report, mem, &parties, &count, err);
        chy_str block =
            st ? CHY_LIT("") : code_block(r->type, r->mode, r->kind, parties, count, r->hash, code_block_year(r->date, r->block), mem);
        if (!st && !block.ptr) st = err_memory(err, "telling events apart");
        if (!st && entity) st = add_block(mem, blocks, r->block, err);
        if (st || str_eq(block, r->block)) continue;
        st = store_set_block(s, r->report, block, err);
        if (!st && r->states.len > 1) st = add_block(mem, blocks, r->states, err);
        if (!st) st = add_block(mem, blocks, r->block, err);
        if (!st) st = add_block(mem, blocks, block, err);
    }
    return st;
}

static chy_status reshape_blocks(struct applying *a)
{
    int64_t document = 0;
    chy_status st = store_find_document(a->s, a->hash, &document, a->err);
    return st ? st : rename_blocks(a->s, 0, document, a->mem, a->blocks, a->err);
}

/* ------------------------------------------------------------------ the same entity, or not */

static chy_status entity_numbers(struct store *s, chy_str name, int64_t *id, int64_t *same, int64_t *alike, chy_err *err)
{
    struct store_rows *rows = NULL;
    size_t cut = str_find(name, CHY_LIT(":"), 0);
    *id = 0;
    chy_status st = store_entity(s, str_cut(name, 0, cut), str_cut(name, cut + 1, name.len), 0, &rows, err);
    if (!st) st = store_next(rows, err);
    if (st == CHY_ROW) {
        *id = store_number(rows, ONE_ID);
        if (same) *same = store_number(rows, ONE_SAME);
        if (alike) *alike = store_number(rows, ONE_ALIKE);
    }
    store_rows_close(rows);
    return st == CHY_ROW || st == CHY_DONE ? CHY_OK : st;
}

static chy_status entity_number(struct store *s, chy_str name, int64_t *id, int64_t *same, chy_err *err)
{
    *same = 0;
    return entity_numbers(s, name, id, same, NULL, err);
}

static chy_status add_once(arena *mem, block_list *group, chy_str name, uint32_t *at, chy_err *err)
{
    uint32_t i = 0;
    while (i < group->count && !str_eq(group->at[i], name)) i++;
    if (at) *at = i;
    return i < group->count ? CHY_OK : add_block(mem, group, name, err);
}

/* The one of them that is alike to itself. */
static chy_status head_of_alikes(struct store *s, const block_list *group, uint32_t *head, chy_err *err)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < group->count; i++) {
        int64_t id = 0, alike = 0;
        st = entity_numbers(s, group->at[i], &id, NULL, &alike, err);
        if (id && id == alike) *head = i;
    }
    return st;
}

chy_status journal_is_apart(struct store *s, chy_str name, bool *is, chy_err *err)
{
    struct entries e = { 0 };
    *is = false;
    chy_status st = entries_of(s, 'N', name, &e, err);
    for (uint32_t i = 0; !st && i < e.list.count; i++) {
        const json_t *apart = json_object_get(e.list.at[i].body, "apart");
        for (size_t n = 0; !e.list.at[i].undone && n < json_array_size(apart); n++) {
            const json_t *v = json_array_get(apart, n);
            *is |= str_eq((chy_str){ json_string_value(v), json_string_length(v) }, name);
        }
    }
    entries_done(&e);
    return st;
}

/* Those that are alike by names and posts are of one group, too. */
static chy_status add_alikes(struct store *s, chy_str name, arena *mem, block_list *group, chy_err *err)
{
    struct store_rows *rows = NULL;
    int64_t id = 0, alike = 0;
    chy_status st = entity_numbers(s, name, &id, NULL, &alike, err);
    if (st || !id) return st;
    st = store_alikes(s, alike, false, &rows, err);
    while (!st && (st = store_next(rows, err)) == CHY_ROW) {
        chy_str other = str_join(mem, store_text(rows, NAMING_TYPE), CHY_LIT(":"), store_text(rows, NAMING_KEY));
        st = other.ptr ? add_once(mem, group, other, NULL, err) : err_memory(err, "reading the journal");
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

/* All that are the same as an entity, the one that stands for them first: whom the journal names, else the one that the others are alike
 * to. */
static chy_status same_group(struct store *s, chy_str name, arena *mem, block_list *group, chy_err *err)
{
    chy_str earliest = CHY_LIT("");
    uint32_t head = 0;
    chy_status st = add_block(mem, group, name, err);
    for (uint32_t i = 0; !st && i < group->count; i++) {
        struct entries e = { 0 };
        st = add_alikes(s, group->at[i], mem, group, err);
        if (!st) st = entries_of(s, 'N', group->at[i], &e, err);
        for (uint32_t k = 0; !st && k < e.list.count; k++) {
            const json_t *names = json_object_get(e.list.at[k].body, "entities");
            if (e.list.at[k].undone || !str_is(e.list.at[k].action, "merge")) continue;
            for (size_t n = 0; !st && n < json_array_size(names); n++) {
                const json_t *v = json_array_get(names, n);
                chy_str other = { json_string_value(v), json_string_length(v) };
                uint32_t at = 0;
                st = add_once(mem, group, other, &at, err);
                /* whom the earliest entry names first stands for all */
                chy_str order = str_join(mem, e.list.at[k].made, CHY_LIT(" "), e.list.at[k].hash);
                if (!st && !n && (!earliest.len || str_cmp(order, earliest) < 0)) earliest = order, head = at;
            }
        }
        entries_done(&e);
    }
    if (!st && !earliest.len) st = head_of_alikes(s, group, &head, err);
    if (!st && group->count) {
        chy_str kept = group->at[head];
        group->at[head] = group->at[0];
        group->at[0] = kept;
    }
    return st;
}

chy_status journal_rename_blocks(struct store *s, int64_t entity, arena *mem, block_list *blocks, chy_err *err)
{
    return rename_blocks(s, entity, 0, mem, blocks, err);
}

chy_status journal_rename_merged(struct store *s, chy_str list, arena *mem, block_list *blocks, chy_err *err)
{
    struct store_rows *rows = NULL;
    LIST(int64_t) merged = { 0 };
    chy_status st = store_merged(s, list, &rows, err);
    while (!st && (st = store_next(rows, err)) == CHY_ROW) {
        int64_t *slot = LIST_PUSH(mem, &merged);
        if (slot) *slot = store_number(rows, 0);
        st = slot ? CHY_OK : err_memory(err, "telling events apart");
    }
    store_rows_close(rows);
    if (st == CHY_DONE) st = CHY_OK;
    for (uint32_t i = 0; !st && i < merged.count; i++) st = rename_blocks(s, 0, merged.at[i], mem, blocks, err);
    return st;
}

static chy_status apply_same(struct store *s, chy_str name, chy_str when, arena *mem, block_list *blocks, chy_err *err)
{
    block_list group = { 0 };
    int64_t head = 0;
    chy_status st = same_group(s, name, mem, &group, err);
    /* the first of them that the record knows */
    for (uint32_t i = 0; !st && !head && i < group.count; i++) {
        int64_t same = 0;
        st = entity_number(s, group.at[i], &head, &same, err);
    }
    for (uint32_t i = 0; !st && i < group.count; i++) {
        int64_t id = 0, same = 0;
        st = entity_number(s, group.at[i], &id, &same, err);
        if (st || !id || same == head) continue;
        st = store_set_same(s, id, head, when, err);
        if (!st) st = rename_blocks(s, id, 0, mem, blocks, err);
    }
    return st;
}

chy_status journal_same(struct store *s, chy_str name, chy_str when, arena *mem, block_list *blocks, chy_err *err)
{
    return apply_same(s, name, when, mem, blocks, err);
}

struct placed {
    int64_t referent, entity, first;
    chy_str name;
};

/* When a document means the entity by another key than the one that stands for all. */
static chy_status among_meant(struct applying *a, const struct entry *e, int64_t wanted, int64_t *id)
{
    const json_t *means = json_object_get(e->body, "means");
    chy_status st = CHY_OK;
    for (size_t i = 0; !st && *id != wanted && i < json_array_size(means); i++) {
        const json_t *v = json_array_get(means, i);
        int64_t same = 0;
        st = entity_number(a->s, (chy_str){ json_string_value(v), json_string_length(v) }, id, &same, a->err);
    }
    return st;
}

/* In these documents the entity is another of its name. */
static chy_status apply_placings(struct applying *a, bool *moved)
{
    struct store_rows *rows = NULL;
    LIST(struct placed) referents = { 0 };
    chy_status st = store_referents(a->s, a->hash, &rows, a->err);
    while (!st && (st = store_next(rows, a->err)) == CHY_ROW) {
        struct placed *p = LIST_PUSH(a->mem, &referents);
        if (p)
            *p = (struct placed){ store_number(rows, REFERENT_ID), store_number(rows, REFERENT_ENTITY),
                                  store_number(rows, REFERENT_FIRST_ENTITY), str_keep(a->mem, store_text(rows, REFERENT_NAME)) };
        st = p && p->name.ptr ? CHY_OK : err_memory(a->err, "correcting");
    }
    store_rows_close(rows);
    if (st == CHY_DONE) st = CHY_OK;
    for (uint32_t i = 0; !st && i < referents.count; i++) {
        const struct placed *p = &referents.at[i];
        int64_t wanted = p->first;
        chy_str type = CHY_LIT(""), key = CHY_LIT("");
        for (uint32_t k = 0; !st && k < a->entries.list.count; k++) {
            const struct entry *e = &a->entries.list.at[k];
            chy_str name = json_text(e->body, "entity");
            if (e->undone || !str_is(e->action, "split") || !name.len) continue;
            int64_t id = 0, same = 0;
            st = entity_number(a->s, name, &id, &same, a->err);
            if (!st && id != p->first) st = among_meant(a, e, p->first, &id);
            if (st || id != p->first) continue;
            size_t cut = str_find(name, CHY_LIT(":"), 0);
            type = str_cut(name, 0, cut);
            key = str_format(a->mem, "%.*s~%.8s", (int)(name.len - cut - 1), name.ptr + cut + 1, e->hash.ptr);
            wanted = 0;
            if (!key.ptr) st = err_memory(a->err, "correcting");
        }
        if (st || (wanted && wanted == p->entity)) continue;
        int64_t there = 0, same = 0;
        if (!wanted) {
            chy_str name = str_join(a->mem, type, CHY_LIT(":"), key);
            st = name.ptr ? entity_number(a->s, name, &there, &same, a->err) : err_memory(a->err, "correcting");
            if (there && there == p->entity) continue;
        }
        if (!st) st = store_set_placing(a->s, p->referent, type, key, p->name, wanted, a->when, a->err);
        *moved = true;
    }
    return st;
}

/* ------------------------------------------------------------------ a document */

chy_status journal_apply(struct store *s, chy_str hash, chy_str when, arena *mem, block_list *blocks, chy_err *err)
{
    struct applying a = { .s = s, .hash = hash, .when = when, .mem = mem, .blocks = blocks, .err = err };
    int64_t document = 0;
    bool moved = false, has_split = false;
    block_list named = { 0 };
    struct store_rows *rows = NULL;
    chy_status st = store_find_document(s, hash, &document, err);
    if (st || !document) return st;
    st = entries_of(s, 'D', hash, &a.entries, err);
    for (uint32_t i = 0; !st && i < a.entries.list.count; i++) {
        st = add_block(mem, blocks, json_text(a.entries.list.at[i].body, "block"), err);
        has_split |= json_text(a.entries.list.at[i].body, "entity").len != 0;
    }
    for (const char *kind = kinds; !st && *kind && a.entries.list.count; kind++) {
        row_list found = { 0 };
        st = load_rows(s, *kind, hash, 0, mem, &found, err);
        if (!st) st = match_targets(&a, *kind, &found);
        for (uint32_t i = 0; !st && i < found.count; i++) st = apply_row(&a, *kind, &found.at[i]);
    }
    if (!st && has_split) st = apply_placings(&a, &moved);
    if (!st) st = store_named_in_journal(s, document, &rows, err);
    st = keep_rows(rows, st, mem, &named, err);
    for (uint32_t i = 0; !st && i < named.count; i++) st = apply_same(s, named.at[i], when, mem, blocks, err);
    bool merged = false;
    if (!st) st = store_has_merged(s, document, &merged, err);
    if (!st && (moved || merged)) st = rename_blocks(s, 0, document, mem, blocks, err);
    if (!st && (moved || a.entries.list.count)) st = store_find_again(s, document, err);
    entries_done(&a.entries);
    return st;
}

/* ------------------------------------------------------------------ making an entry */

/* "F-17" -> 'F', 17 */
static bool read_id(chy_str text, char *kind, int64_t *number)
{
    text = str_trim(text);
    if (text.len < 3 || text.len > 20 || text.ptr[1] != '-') return false;
    *kind = (char)(text.ptr[0] & ~0x20);
    *number = 0;
    for (size_t i = 2; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') return false;
        *number = *number * 10 + (text.ptr[i] - '0');
    }
    return strchr("FERSDNJ", *kind) && *number > 0;
}

struct making {
    struct store *s;
    const struct correction *c;
    arena *mem;
    json_t *body, *targets;
    block_list documents, names, undone; /* what it speaks of */
    char kind;                           /* of the rows: F R S D; N entities */
    chy_str block;
    chy_err *err;
};

static chy_status no_such(struct making *m, chy_str id)
{
    return err_set(m->err, CHY_EUSAGE, 0, "there is no %.*s in this record", (int)id.len, id.ptr);
}

static chy_status add_target(struct making *m, char kind, int64_t number, chy_str id, int group)
{
    struct store_rows *rows = NULL;
    json_t *t = NULL;
    chy_status st = store_coded(m->s, kind, CHY_LIT(""), number, &rows, m->err);
    if (!st) st = store_next(rows, m->err);
    if (st == CHY_DONE) st = no_such(m, id);
    if (st == CHY_ROW && !store_number(rows, CODED_OPEN))
        st = err_set(m->err, CHY_EUSAGE, 0, "%.*s is of a coding that is closed: its document was read again", (int)id.len, id.ptr);
    if (st != CHY_ROW) goto out;
    char letter[2] = { kind, 0 };
    chy_str hash = store_text(rows, CODED_HASH), key = store_text(rows, CODED_KEY), words = store_text(rows, CODED_WORDS),
            block = store_text(rows, CODED_BLOCK);
    t = kind == 'D'
            ? json_pack("{s:o,s:s}", "document", text_json(hash), "kind", letter)
            : json_pack("{s:o,s:s,s:o,s:[I,I],s:o}", "document", text_json(hash), "kind", letter, "key", text_json(key), "span",
                        (json_int_t)store_number(rows, CODED_START), (json_int_t)store_number(rows, CODED_END), "words", text_json(words));
    if (!t || (group >= 0 && json_object_set_new(t, "group", json_integer(group))) || json_array_append(m->targets, t))
        st = err_memory(m->err, "correcting");
    else
        st = add_block(m->mem, &m->documents, hash, m->err);
    if (!st && (!m->block.len || str_cmp(block, m->block) < 0)) m->block = str_keep(m->mem, block);
out:
    json_decref(t);
    store_rows_close(rows);
    return st == CHY_ROW ? CHY_OK : st;
}

/* The reports of an event, each a target. */
static chy_status add_event(struct making *m, int64_t event, chy_str id, int group, const chy_str *not_these, uint32_t not_count)
{
    struct store_rows *rows = NULL;
    LIST(int64_t) reports = { 0 };
    chy_status st = store_reports(m->s, &(struct store_reports_query){ .event = event }, &rows, m->err);
    while (!st && (st = store_next(rows, m->err)) == CHY_ROW) {
        int64_t number = store_number(rows, REPORT_ID), other = 0;
        bool left_out = false;
        char kind = 0;
        for (uint32_t i = 0; i < not_count; i++) left_out |= read_id(not_these[i], &kind, &other) && other == number;
        int64_t *slot = left_out ? NULL : LIST_PUSH(m->mem, &reports);
        if (slot) *slot = number;
        st = slot || left_out ? CHY_OK : err_memory(m->err, "correcting");
    }
    store_rows_close(rows);
    if (st != CHY_DONE) return st;
    if (!reports.count) return no_such(m, id);
    st = CHY_OK;
    for (uint32_t i = 0; !st && i < reports.count; i++) st = add_target(m, 'R', reports.at[i], id, group);
    return st;
}

static chy_status add_rows(struct making *m)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < m->c->id_count; i++) {
        char kind = 0;
        int64_t number = 0;
        chy_str id = m->c->ids[i];
        if (!read_id(id, &kind, &number) || !strchr("FERSD", kind))
            return err_set(m->err, CHY_EUSAGE, 0, "\"%.*s\" is nothing that can be corrected so: F-17, E-3, R-3, S-5 or D-2 can",
                           (int)id.len, id.ptr);
        char row = kind == 'E' ? 'R' : kind;
        if (m->kind && m->kind != row) return err_set(m->err, CHY_EUSAGE, 0, "one kind at a time: facts, events, statements or documents");
        m->kind = row;
        st = kind == 'E' ? add_event(m, number, id, -1, NULL, 0) : add_target(m, kind, number, id, -1);
    }
    return st;
}

/* ------------------------------------------------------------------ values */

static bool among_labels(chy_str value, const char *(*text)(int), int count)
{
    for (int i = 0; i < count; i++)
        if (str_is(value, text(i))) return true;
    return false;
}

static chy_status list_labels(struct making *m, const struct correction_field *f, const char *(*text)(int), int count)
{
    chy_str all = CHY_LIT("");
    for (int i = 0; i < count && all.ptr; i++) all = str_format(m->mem, "%.*s%s%s", (int)all.len, all.ptr, i ? ", " : "", text(i));
    return err_set(m->err, CHY_EUSAGE, 0, "%.*s=%.*s: it is one of %.*s", (int)f->name.len, f->name.ptr, (int)f->value.len, f->value.ptr,
                   (int)all.len, all.ptr ? all.ptr : "");
}

static const char *type_text(int type) { return entity_type_text(type); }
static const char *status_text(int status) { return event_status_text(status); }
static const char *modal_text(int modality) { return modality_text(modality); }
static const char *speech_text(int kind) { return statement_kind_text(kind); }
static const char *role_text(int role) { return event_role_text(role); }

/* Relations of the field; the words of data/ontology/relations.tsv. */
static const char *relation_text(int i)
{
    static const char *const relations[] = {
        "adopted",     "applicant_of", "body_of",        "chairs", "cooperates_with", "dialogue_partner_of",
        "established", "founder_of",   "holds_post",     "hosts",  "located_in",      "member_of",
        "observer_of", "party_to",     "relations_with", "signed", "suspended_from"
    };
    return i >= 0 && (size_t)i < sizeof relations / sizeof *relations ? relations[i] : NULL;
}
enum { RELATIONS = 17 };

static chy_status check_word(struct making *m, const struct correction_field *f)
{
    const struct {
        char kind;
        const char *field;
        const char *(*text)(int);
        int count;
    } closed[] = { { 'F', "modality", modal_text, MODALITY_COUNT },
                   { 'F', "relation", relation_text, RELATIONS },
                   { 'R', "status", status_text, EVENT_STATUS_COUNT },
                   { 'S', "kind", speech_text, STATEMENT_KIND_COUNT } };
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        if (m->kind == closed[i].kind && str_is(f->name, closed[i].field) && !among_labels(f->value, closed[i].text, closed[i].count))
            return list_labels(m, f, closed[i].text, closed[i].count);
    return CHY_OK;
}

/* "organization:Council of River States" introduces one that the record may not know; a bare name or N-4 must be known, and mean one. */
static chy_status entity_value(struct making *m, chy_str value, json_t **out)
{
    struct store_rows *rows = NULL;
    size_t cut = str_find(value, CHY_LIT(":"), 0);
    int64_t number = 0, found = 0;
    char kind = 0;
    chy_str other = CHY_LIT("");
    chy_status st = CHY_OK;
    if (cut != SIZE_MAX && among_labels(str_cut(value, 0, cut), type_text, ENTITY_TYPE_COUNT)) {
        chy_str type = str_cut(value, 0, cut), name = str_trim(str_cut(value, cut + 1, value.len)), key = key_of_name(type, name, m->mem);
        if (!key.ptr) return err_memory(m->err, "correcting");
        if (!key.len) return err_set(m->err, CHY_EUSAGE, 0, "\"%.*s\" has no name in it", (int)value.len, value.ptr);
        *out = json_pack("{s:o,s:o,s:o}", "type", text_json(type), "key", text_json(key), "name", text_json(name));
        return *out ? CHY_OK : err_memory(m->err, "correcting");
    }
    if (read_id(value, &kind, &number) && kind == 'N')
        found = number;
    else {
        chy_str folded = utf8_fold(m->mem, value);
        if (!folded.ptr) return err_memory(m->err, "correcting");
        st = store_entities(m->s, folded, &rows, m->err);
        while (!st && (st = store_next(rows, m->err)) == CHY_ROW) {
            st = CHY_OK;
            if (found && store_number(rows, ENTITY_DOCUMENTS + 1)) continue; /* one word of a name, when something is called just so */
            if (found)
                other = str_format(m->mem, "N-%lld %.*s", (long long)store_number(rows, ENTITY_ID), (int)store_text(rows, ENTITY_NAME).len,
                                   store_text(rows, ENTITY_NAME).ptr);
            if (found) break;
            found = store_number(rows, ENTITY_ID);
        }
        store_rows_close(rows);
        rows = NULL;
        if (st && st != CHY_DONE) return st;
        if (other.len)
            return err_set(m->err, CHY_EUSAGE, 0, "\"%.*s\" could be N-%lld or %.*s: say which", (int)value.len, value.ptr,
                           (long long)found, (int)other.len, other.ptr);
    }
    st = found ? store_entity(m->s, CHY_LIT(""), CHY_LIT(""), found, &rows, m->err) : CHY_DONE;
    if (!st) st = store_next(rows, m->err);
    if (st == CHY_ROW) {
        *out = json_pack("{s:o,s:o,s:o}", "type", text_json(store_text(rows, ONE_SAME_TYPE)), "key",
                         text_json(store_text(rows, ONE_SAME_KEY)), "name", text_json(store_text(rows, ONE_SAME_NAME)));
        st = *out ? CHY_OK : err_memory(m->err, "correcting");
    } else if (st == CHY_DONE)
        st = err_set(m->err, CHY_EUSAGE, 0, "nobody and nothing in this record is called \"%.*s\" (person:%.*s would introduce one)",
                     (int)value.len, value.ptr, (int)value.len, value.ptr);
    store_rows_close(rows);
    return st;
}

static chy_status unknown_field(struct making *m, chy_str name)
{
    chy_str all = CHY_LIT("");
    const char *field;
    for (size_t i = 0; (field = store_field_name(m->kind, i)) && all.ptr; i++)
        if (strcmp(field, "tied") && strcmp(field, "block") && strcmp(field, "object_text"))
            all = str_format(m->mem, "%.*s%s%s", (int)all.len, all.ptr, i ? ", " : "", field);
    return err_set(m->err, CHY_EUSAGE, 0, "there is no field \"%.*s\"; there are %.*s", (int)name.len, name.ptr, (int)all.len,
                   all.ptr ? all.ptr : "");
}

/* The object of a post or a founding is a text. */
static bool object_is_text(const struct making *m)
{
    for (size_t i = 0; i < json_array_size(m->targets); i++) {
        chy_str key = json_text(json_array_get(m->targets, i), "key"), piece = { 0 };
        for (int n = 0; n < 3 && str_next_piece(&key, '|', &piece); n++) continue;
        size_t cut = str_find(piece, CHY_LIT(":"), 0);
        if (cut != SIZE_MAX && among_labels(str_cut(piece, 0, cut), type_text, ENTITY_TYPE_COUNT)) return false;
    }
    return true;
}

/* Of "Ola Nord as target" or "RIA Novosti on 2022-07-29" what stands behind the last " as " or " on "; out of the value it goes. */
static chy_status take_note(struct making *m, const struct correction_field *f, enum store_field_type type, chy_str *value, chy_str *note)
{
    chy_str mark = type == FIELD_ROLES ? CHY_LIT(" as ") : CHY_LIT(" on ");
    size_t cut = SIZE_MAX;
    *note = (chy_str){ 0 };
    for (size_t at = str_find(*value, mark, 0); at != SIZE_MAX; at = str_find(*value, mark, at + 1)) cut = at;
    if (cut == SIZE_MAX || type == FIELD_ENTITIES) return CHY_OK;
    chy_str behind = str_trim(str_cut(*value, cut + mark.len, value->len));
    struct date date;
    bool dated = type == FIELD_CHAIN && (store_date_of(behind).first != STORE_NO_DAY || date_parse(behind, &date));
    if (type == FIELD_CHAIN && !dated) return CHY_OK; /* a name with "on" in it */
    if (type == FIELD_ROLES && !among_labels(behind, role_text, EVENT_ROLE_COUNT))
        return list_labels(m, &(struct correction_field){ f->name, behind }, role_text, EVENT_ROLE_COUNT);
    *value = str_trim(str_cut(*value, 0, cut));
    *note = behind;
    return CHY_OK;
}

/* Entities between semicolons. */
static chy_status list_value(struct making *m, const struct correction_field *f, enum store_field_type type, json_t **out)
{
    chy_status st = CHY_OK;
    chy_str rest = f->value, piece;
    *out = json_array();
    while (*out && !st && f->value.len && str_next_piece(&rest, ';', &piece)) {
        json_t *one = NULL;
        chy_str value = str_trim(piece), note;
        st = take_note(m, f, type, &value, &note);
        if (!st) st = entity_value(m, value, &one);
        if (!st && note.len && json_object_set_new(one, type == FIELD_ROLES ? "role" : "date", text_json(note)))
            st = err_memory(m->err, "correcting");
        if (one && json_array_append_new(*out, one)) st = st ? st : err_memory(m->err, "correcting");
    }
    return !st && !*out ? err_memory(m->err, "correcting") : st;
}

static chy_status value_of(struct making *m, const struct correction_field *f, enum store_field_type type, json_t **out)
{
    chy_status st = CHY_OK;
    *out = NULL;
    if (is_list(type)) return list_value(m, f, type, out);
    if (!f->value.len) {
        *out = json_null();
        return type == FIELD_WORD && !(m->kind == 'R' && !str_is(f->name, "status"))
                   ? err_set(m->err, CHY_EUSAGE, 0, "%.*s cannot be left open", (int)f->name.len, f->name.ptr)
                   : CHY_OK;
    }
    if (type == FIELD_ENTITY) return entity_value(m, f->value, out);
    struct date date;
    if (type == FIELD_DATE && store_date_of(f->value).first == STORE_NO_DAY && !date_parse(f->value, &date))
        return err_set(m->err, CHY_EUSAGE, 0, "%.*s=%.*s is no date: write it as 2014, 2014-09 or 2014-09-10", (int)f->name.len,
                       f->name.ptr, (int)f->value.len, f->value.ptr);
    if (type == FIELD_FLAG && !str_is(f->value, "true") && !str_is(f->value, "false"))
        return err_set(m->err, CHY_EUSAGE, 0, "%.*s is true or false", (int)f->name.len, f->name.ptr);
    if (type == FIELD_WORD) st = check_word(m, f);
    if (!st && !(*out = text_json(f->value)))
        st = err_set(m->err, CHY_EUSAGE, 0, "%.*s: the value is not UTF-8", (int)f->name.len, f->name.ptr);
    return st;
}

static chy_status set_fields(struct making *m)
{
    json_t *set = json_object();
    chy_status st = set && !json_object_set_new(m->body, "set", set) ? CHY_OK : err_memory(m->err, "correcting");
    if (!m->c->field_count) return err_set(m->err, CHY_EUSAGE, 0, "what is to be so? At least one field=value is needed");
    for (uint32_t i = 0; !st && i < m->c->field_count; i++) {
        struct correction_field f = m->c->fields[i];
        enum store_field_type type = FIELD_TEXT;
        json_t *value = NULL;
        if (str_is(f.name, "speaker")) f.name = CHY_LIT("speakers");
        if (str_is(f.name, "published")) f.name = CHY_LIT("date");
        if (str_is(f.name, "publisher")) f.name = CHY_LIT("source");
        if (m->kind == 'F' && str_is(f.name, "object") && object_is_text(m)) f.name = CHY_LIT("object_text");
        bool ours = str_is(f.name, "tied") || str_is(f.name, "block");
        if (ours || !store_field(m->kind, f.name, &type)) return unknown_field(m, f.name);
        if (m->kind == 'F' && str_is(f.name, "subject") && !f.value.len)
            return err_set(m->err, CHY_EUSAGE, 0, "subject cannot be left open");
        st = value_of(m, &f, type, &value);
        if (st) json_decref(value); /* what there is of a list */
        if (!st && json_object_setn_new_nocheck(set, f.name.ptr, f.name.len, value)) st = err_memory(m->err, "correcting");
    }
    return st;
}

/* ------------------------------------------------------------------ the actions */

static chy_status make_fix(struct making *m)
{
    if (m->c->id_count != 1) return err_set(m->err, CHY_EUSAGE, 0, "one identifier at a time, such as F-17");
    chy_status st = add_rows(m);
    return st ? st : set_fields(m);
}

/* Reject and accept: the lines alone. */
static chy_status make_judgement(struct making *m)
{
    chy_status st = m->c->id_count ? add_rows(m) : err_set(m->err, CHY_EUSAGE, 0, "which line? An identifier such as F-17 is needed");
    return !st && m->kind == 'D' ? err_set(m->err, CHY_EUSAGE, 0, "a document cannot be rejected or accepted; what was read in it can") : st;
}

static chy_status add_name(struct making *m, chy_str value, json_t *names, chy_str *out)
{
    json_t *entity = NULL;
    chy_status st = entity_value(m, value, &entity);
    if (st) return st;
    chy_str name = str_join(m->mem, json_text(entity, "type"), CHY_LIT(":"), json_text(entity, "key"));
    json_decref(entity);
    if (!name.ptr) return err_memory(m->err, "correcting");
    if (names && json_array_append_new(names, text_json(name))) return err_memory(m->err, "correcting");
    *out = name;
    return add_block(m->mem, &m->names, name, m->err);
}

static bool all_events(const struct correction *c)
{
    char kind = 0;
    int64_t number = 0;
    for (uint32_t i = 0; i < c->id_count; i++)
        if (!read_id(c->ids[i], &kind, &number) || kind != 'E') return false;
    return true;
}

static chy_status set_text(struct making *m, const char *key, chy_str value)
{
    return json_object_set_new(m->body, key, text_json(value)) ? err_memory(m->err, "correcting") : CHY_OK;
}

static chy_status make_merge(struct making *m)
{
    chy_status st = CHY_OK;
    if (m->c->id_count < 2)
        return err_set(m->err, CHY_EUSAGE, 0, "two at least are needed: events (E-3 E-9), or entities by name or number (N-4)");
    if (all_events(m->c)) {
        for (uint32_t i = 0; !st && i < m->c->id_count; i++) {
            char kind = 0;
            int64_t number = 0;
            read_id(m->c->ids[i], &kind, &number);
            st = add_event(m, number, m->c->ids[i], 0, NULL, 0);
        }
        m->kind = 'R';
        return st ? st : set_text(m, "block", m->block);
    }
    json_t *names = json_array();
    if (!names || json_object_set_new(m->body, "entities", names)) return err_memory(m->err, "correcting");
    chy_str first = CHY_LIT(""), name = CHY_LIT("");
    for (uint32_t i = 0; !st && i < m->c->id_count; i++) {
        st = add_name(m, m->c->ids[i], names, &name);
        if (st) break;
        if (!i) first = name;
        if (i && str_eq(first, name))
            return err_set(m->err, CHY_EUSAGE, 0, "%.*s and %.*s are one already", (int)m->c->ids[0].len, m->c->ids[0].ptr,
                           (int)m->c->ids[i].len, m->c->ids[i].ptr);
        if (i && !str_eq(str_cut(first, 0, str_find(first, CHY_LIT(":"), 0)), str_cut(name, 0, str_find(name, CHY_LIT(":"), 0))))
            return err_set(m->err, CHY_EUSAGE, 0, "%.*s and %.*s cannot be one: they are of different kinds", (int)first.len, first.ptr,
                           (int)name.len, name.ptr);
    }
    m->kind = 'N';
    return st;
}

/* The entities of other keys by which the documents mean the one that is split. */
static chy_status add_meant(struct making *m, chy_str name)
{
    json_t *means = json_array();
    int64_t head = 0, same = 0;
    if (!means || json_object_set_new(m->body, "means", means)) return err_memory(m->err, "correcting");
    chy_status st = entity_number(m->s, name, &head, &same, m->err);
    for (uint32_t i = 0; !st && i < m->documents.count; i++) {
        struct store_rows *rows = NULL, *one = NULL;
        LIST(int64_t) entities = { 0 };
        st = store_referents(m->s, m->documents.at[i], &rows, m->err);
        while (!st && (st = store_next(rows, m->err)) == CHY_ROW) {
            int64_t *slot = LIST_PUSH(m->mem, &entities);
            if (slot) *slot = store_number(rows, REFERENT_FIRST_ENTITY);
            st = slot ? CHY_OK : err_memory(m->err, "correcting");
        }
        store_rows_close(rows);
        if (st == CHY_DONE) st = CHY_OK;
        for (uint32_t k = 0; !st && k < entities.count; k++) {
            one = NULL;
            st = store_entity(m->s, CHY_LIT(""), CHY_LIT(""), entities.at[k], &one, m->err);
            if (!st) st = store_next(one, m->err);
            bool meant = st == CHY_ROW && store_number(one, ONE_SAME) == same && entities.at[k] != head;
            chy_str other = meant ? str_join(m->mem, store_text(one, ONE_TYPE), CHY_LIT(":"), store_text(one, ONE_KEY)) : CHY_LIT("");
            if (!other.ptr || (meant && json_array_append_new(means, text_json(other)))) st = err_memory(m->err, "correcting");
            store_rows_close(one);
            if (st == CHY_ROW || st == CHY_DONE) st = CHY_OK;
        }
    }
    if (!st && !json_array_size(means)) json_object_del(m->body, "means");
    return st;
}

/* "split N-4 N-9": what is called as N-9 is, is another than N-4, however alike they are. */
static chy_status make_apart(struct making *m)
{
    json_t *apart = json_array();
    chy_status st = CHY_OK;
    if (!apart || json_object_set_new(m->body, "apart", apart)) return err_memory(m->err, "correcting");
    for (uint32_t i = 1; !st && i < m->c->id_count; i++) {
        struct store_rows *rows = NULL;
        int64_t number = 0;
        char kind = 0;
        if (!read_id(m->c->ids[i], &kind, &number) || kind != 'N')
            return err_set(m->err, CHY_EUSAGE, 0, "\"%.*s\" is no number of an entity: they look like N-4", (int)m->c->ids[i].len,
                           m->c->ids[i].ptr);
        st = store_entity(m->s, CHY_LIT(""), CHY_LIT(""), number, &rows, m->err);
        if (!st) st = store_next(rows, m->err);
        chy_str name = st == CHY_ROW ? str_join(m->mem, store_text(rows, ONE_TYPE), CHY_LIT(":"), store_text(rows, ONE_KEY)) : CHY_LIT("");
        if (st == CHY_DONE) st = no_such(m, m->c->ids[i]);
        if (st == CHY_ROW) st = name.ptr && !json_array_append_new(apart, text_json(name)) ? CHY_OK : err_memory(m->err, "correcting");
        store_rows_close(rows);
    }
    m->kind = 'N';
    return st;
}

static chy_status make_split(struct making *m)
{
    char kind = 0;
    int64_t number = 0;
    chy_status st = CHY_OK;
    if (m->c->id_count < 2)
        return err_set(m->err, CHY_EUSAGE, 0,
                       "an event and the reports that are another's (E-3 R-7), or an entity and the documents that mean another (N-4 D-2)");
    if (read_id(m->c->ids[0], &kind, &number) && kind == 'E') {
        for (uint32_t i = 1; !st && i < m->c->id_count; i++) {
            int64_t report = 0;
            if (!read_id(m->c->ids[i], &kind, &report) || kind != 'R')
                return err_set(m->err, CHY_EUSAGE, 0, "\"%.*s\" is no report: they look like R-7", (int)m->c->ids[i].len, m->c->ids[i].ptr);
            st = add_target(m, 'R', report, m->c->ids[i], 1);
        }
        if (!st) st = add_event(m, number, m->c->ids[0], 0, m->c->ids + 1, m->c->id_count - 1);
        m->kind = 'R';
        return st ? st : set_text(m, "block", m->block);
    }
    if (read_id(m->c->ids[1], &kind, &number) && kind == 'N') return make_apart(m);
    chy_str name = CHY_LIT("");
    st = add_name(m, m->c->ids[0], NULL, &name);
    if (!st) st = set_text(m, "entity", name);
    for (uint32_t i = 1; !st && i < m->c->id_count; i++) {
        int64_t document = 0;
        if (!read_id(m->c->ids[i], &kind, &document) || kind != 'D')
            return err_set(m->err, CHY_EUSAGE, 0, "\"%.*s\" is no document: they look like D-2", (int)m->c->ids[i].len, m->c->ids[i].ptr);
        st = add_target(m, 'D', document, m->c->ids[i], 1);
    }
    m->kind = 'N';
    return st ? st : add_meant(m, name);
}

static chy_status make_undo(struct making *m)
{
    struct store_rows *rows = NULL;
    char kind = 0;
    int64_t number = 0;
    chy_str id = m->c->id_count ? m->c->ids[0] : CHY_LIT(""), with_letter = str_join(m->mem, CHY_LIT("J-"), id, CHY_LIT(""));
    if (!with_letter.ptr) return err_memory(m->err, "correcting");
    if (m->c->id_count != 1 || !((read_id(id, &kind, &number) && kind == 'J') || read_id(with_letter, &kind, &number)))
        return err_set(m->err, CHY_EUSAGE, 0, "one entry of the journal, such as J-3");
    chy_status st = store_entries(m->s, 0, CHY_LIT(""), number, &rows, m->err);
    if (!st) st = store_next(rows, m->err);
    if (st == CHY_DONE) st = no_such(m, id);
    if (st == CHY_ROW && store_number(rows, ENTRY_UNDONE))
        st = err_set(m->err, CHY_EUSAGE, 0, "%.*s is undone already", (int)id.len, id.ptr);
    if (st == CHY_ROW) {
        chy_str hash = store_text(rows, ENTRY_HASH);
        st = set_text(m, "entry", hash);
        if (!st) st = add_block(m->mem, &m->undone, hash, m->err);
    }
    store_rows_close(rows);
    return st;
}

/* ------------------------------------------------------------------ entering */

/* Is the entry undone by one that is not undone itself? And so on for what it undoes. */
static chy_status settle_undone(struct store *s, chy_str hash, arena *mem, block_list *documents, block_list *names, chy_err *err)
{
    while (hash.len) {
        struct entries undoing = { 0 };
        struct store_rows *rows = NULL;
        int64_t id = 0;
        bool undone = false;
        chy_str body = CHY_LIT(""), next = CHY_LIT("");
        chy_status st = entries_of(s, 'J', hash, &undoing, err);
        for (uint32_t i = 0; !st && i < undoing.list.count; i++) undone |= !undoing.list.at[i].undone;
        entries_done(&undoing);
        if (!st) st = store_entries(s, 0, CHY_LIT(""), 0, &rows, err);
        while (!st && (st = store_next(rows, err)) == CHY_ROW) {
            st = CHY_OK;
            if (!str_eq(store_text(rows, ENTRY_HASH), hash)) continue;
            id = store_number(rows, ENTRY_ID);
            body = str_keep(mem, store_text(rows, ENTRY_BODY));
            st = body.ptr ? CHY_DONE : err_memory(err, "reading the journal");
        }
        store_rows_close(rows);
        if (st && st != CHY_DONE) return st;
        if (!id) return CHY_OK; /* what is undone has not come yet */
        st = store_set_undone(s, id, undone, err);
        rows = NULL;
        if (!st) st = store_entry_targets(s, id, 'D', &rows, err);
        st = keep_rows(rows, st, mem, documents, err);
        rows = NULL;
        if (!st) st = store_entry_targets(s, id, 'N', &rows, err);
        st = keep_rows(rows, st, mem, names, err);
        if (st) return st;
        json_t *said = json_loadb(body.ptr, body.len, 0, NULL);
        next = str_keep(mem, json_text(said, "entry"));
        json_decref(said);
        if (!next.ptr) return err_memory(err, "reading the journal");
        hash = next;
    }
    return CHY_OK;
}

/* Whom these are alike to, now that the journal says more or less of them. */
static chy_status look_again(struct store *s, const block_list *names, chy_str when, arena *mem, block_list *blocks, chy_err *err)
{
    struct same_work same;
    chy_status st = CHY_OK;
    same_begin(&same, s, when, mem, blocks, err);
    for (uint32_t i = 0; !st && i < names->count; i++) {
        struct store_rows *rows = NULL;
        int64_t id = 0, stands = 0;
        st = entity_number(s, names->at[i], &id, &stands, err);
        if (st || !id) continue;
        st = store_likenesses(s, id, &rows, err);
        while (!st && (st = store_next(rows, err)) == CHY_ROW) st = same_add(&same, store_text(rows, 0));
        store_rows_close(rows);
        if (st == CHY_DONE) st = CHY_OK;
    }
    return st ? st : same_settle(&same);
}

/* Put the entry, settle what is undone, and lay it over what it speaks of. */
static chy_status enter(struct store *s, const struct store_entry *e, const json_t *body, chy_str when, int64_t *number, chy_err *err)
{
    arena mem;
    block_list documents = { 0 }, names = { 0 }, blocks = { 0 };
    arena_init(&mem, JOURNAL_MEMORY);
    chy_status st = store_put_entry(s, e, number, err);
    if (st || !*number) goto out;
    const json_t *targets = json_object_get(body, "targets");
    for (size_t i = 0; !st && i < json_array_size(targets); i++) {
        chy_str document = json_text(json_array_get(targets, i), "document");
        st = store_put_target(s, *number, 'D', document, err);
        if (!st) st = add_block(&mem, &documents, document, err);
    }
    for (int list = 0; list < 2; list++) {
        const json_t *entities = json_object_get(body, list ? "apart" : "entities");
        for (size_t i = 0; !st && i < json_array_size(entities); i++) {
            const json_t *v = json_array_get(entities, i);
            chy_str name = { json_string_value(v), json_string_length(v) };
            st = store_put_target(s, *number, 'N', name, err);
            if (!st) st = add_block(&mem, &names, name, err);
        }
    }
    chy_str undone = json_text(body, "entry");
    if (!st && undone.len) st = store_put_target(s, *number, 'J', undone, err);
    if (!st) st = settle_undone(s, e->hash, &mem, &documents, &names, err);
    if (documents.count) qsort(documents.at, documents.count, sizeof *documents.at, by_text);
    for (uint32_t i = 0; !st && i < documents.count; i++)
        if (!i || !str_eq(documents.at[i], documents.at[i - 1])) st = journal_apply(s, documents.at[i], when, &mem, &blocks, err);
    if (!st) st = look_again(s, &names, when, &mem, &blocks, err);
    for (uint32_t i = 0; !st && i < names.count; i++) st = apply_same(s, names.at[i], when, &mem, &blocks, err);
    if (!st) st = record_resolve(s, &blocks, NULL, when, &mem, err);
out:
    arena_done(&mem);
    return st;
}

/* SHA-256 over all that the entry says. */
static bool hash_entry(const struct store_entry *e, char out[RECORD_HASH_SIZE + 1])
{
    buf b;
    buf_init(&b, NULL, NULL);
    const chy_str parts[] = { e->made, e->author, e->reason, e->action, e->body };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buf_str(&b, parts[i]);
        buf_char(&b, '\n');
    }
    bool good = !b.failed;
    if (good) record_hash((chy_str){ b.ptr, b.len }, out);
    free(b.ptr);
    return good;
}

/* "2026-11-22T12:00:00.123456Z" -> "2026-11-22T12:00:00Z" */
static chy_str to_second(chy_str made, arena *mem)
{
    return made.len < 19 ? made : str_join(mem, str_cut(made, 0, 19), CHY_LIT("Z"), CHY_LIT(""));
}

chy_status journal_correct(struct store *s, const struct correction *c, int64_t *entry, chy_err *err)
{
    static const struct {
        const char *action;
        chy_status (*make)(struct making *);
    } actions[] = {
        { "fix", make_fix }, { "merge", make_merge }, { "split", make_split }, { "reject", make_judgement }, { "accept", make_judgement }, { "undo", make_undo }
    };
    char hash[RECORD_HASH_SIZE + 1];
    char *text = NULL;
    arena mem;
    arena_init(&mem, JOURNAL_MEMORY);
    struct making m = { .s = s, .c = c, .mem = &mem, .body = json_object(), .targets = json_array(), .block = CHY_LIT(""), .err = err };
    chy_status st = m.body && m.targets ? CHY_OK : err_memory(err, "correcting");
    bool known = false;
    if (!st && !str_trim(c->because).len) st = err_set(err, CHY_EUSAGE, 0, "a correction needs its reason");
    if (!st && !str_trim(c->by).len) st = err_set(err, CHY_EUSAGE, 0, "a correction needs the name of who makes it");
    if (!st) st = store_begin(s, err);
    if (st) goto out;
    for (size_t i = 0; !st && i < sizeof actions / sizeof *actions; i++)
        if (str_is(c->action, actions[i].action)) {
            known = true;
            st = actions[i].make(&m);
        }
    if (!st && !known) st = err_set(err, CHY_EUSAGE, 0, "\"%.*s\" is no correction", (int)c->action.len, c->action.ptr);
    if (!st && json_array_size(m.targets) && json_object_set(m.body, "targets", m.targets)) st = err_memory(err, "correcting");
    if (!st && !(text = json_dumps(m.body, JSON_COMPACT | JSON_SORT_KEYS))) st = err_memory(err, "correcting");
    if (!st) {
        struct store_entry e = { .made = c->made, .author = c->by, .reason = c->because, .action = c->action, .body = str_of(text) };
        chy_str when = to_second(c->made, &mem);
        if (!hash_entry(&e, hash) || !when.ptr) st = err_memory(err, "correcting");
        e.hash = str_of(hash);
        if (!st) st = enter(s, &e, m.body, when, entry, err);
        if (!st && !*entry) st = err_set(err, CHY_EUSAGE, 0, "this correction has been made already");
    }
    st = store_end(s, st, err);
out:
    free(text);
    json_decref(m.body);
    json_decref(m.targets);
    arena_done(&mem);
    return st;
}

/* ------------------------------------------------------------------ out and in */

chy_status journal_write(struct store_rows *r, buf *out, chy_err *err)
{
    chy_str body = store_text(r, ENTRY_BODY);
    json_t *said = json_loadb(body.ptr, body.len, 0, NULL);
    json_t *line =
        json_pack("{s:o,s:o,s:o,s:o,s:o}", "made", text_json(store_text(r, ENTRY_MADE)), "by", text_json(store_text(r, ENTRY_AUTHOR)),
                  "because", text_json(store_text(r, ENTRY_REASON)), "action", text_json(store_text(r, ENTRY_ACTION)), "says", said);
    char *text = line ? json_dumps(line, JSON_COMPACT) : NULL;
    json_decref(line);
    if (!text) return err_memory(err, "writing the journal");
    buf_str(out, str_of(text));
    buf_char(out, '\n');
    free(text);
    return CHY_OK;
}

chy_status journal_read(struct store *s, chy_str text, chy_str when, bool *is_new, chy_err *err)
{
    json_error_t why;
    char hash[RECORD_HASH_SIZE + 1];
    char *body = NULL;
    int64_t number = 0;
    json_t *line = json_loadb(text.ptr, text.len, 0, &why), *says = json_object_get(line, "says");
    chy_status st = CHY_OK;
    if (!line || !json_is_object(says) || !json_text(line, "made").len || !json_text(line, "action").len)
        st = err_set(err, CHY_EINPUT, 0, "this is no entry of a journal: {\"made\", \"by\", \"because\", \"action\", \"says\"} is one");
    else if (!(body = json_dumps(says, JSON_COMPACT | JSON_SORT_KEYS)))
        st = err_memory(err, "reading the journal");
    if (!st) {
        struct store_entry e = { .made = json_text(line, "made"),
                                 .author = json_text(line, "by"),
                                 .reason = json_text(line, "because"),
                                 .action = json_text(line, "action"),
                                 .body = str_of(body) };
        if (!hash_entry(&e, hash)) st = err_memory(err, "reading the journal");
        e.hash = str_of(hash);
        if (!st) st = store_begin(s, err);
        if (!st) st = store_end(s, enter(s, &e, says, when, &number, err), err);
    }
    *is_new = !st && number;
    free(body);
    json_decref(line);
    return st;
}

/* ------------------------------------------------------------------ does it say what is in force? */

chy_status journal_replay(struct store *s, chy_str when, store_fault tell, void *user, chy_err *err)
{
    struct store_rows *rows = NULL;
    block_list hashes = { 0 }, documents = { 0 }, names = { 0 }, blocks = { 0 };
    arena mem;
    char hash[RECORD_HASH_SIZE + 1];
    arena_init(&mem, JOURNAL_MEMORY);
    chy_status st = store_entries(s, 0, CHY_LIT(""), 0, &rows, err);
    while (!st && (st = store_next(rows, err)) == CHY_ROW) {
        struct store_entry e = { .made = store_text(rows, ENTRY_MADE),
                                 .author = store_text(rows, ENTRY_AUTHOR),
                                 .reason = store_text(rows, ENTRY_REASON),
                                 .action = store_text(rows, ENTRY_ACTION),
                                 .body = store_text(rows, ENTRY_BODY) };
        st = hash_entry(&e, hash) ? add_block(&mem, &hashes, store_text(rows, ENTRY_HASH), err) : err_memory(err, "verifying");
        if (!st && !str_is(store_text(rows, ENTRY_HASH), hash)) tell(user, "an entry of the journal that was changed", str_of(hash));
    }
    store_rows_close(rows);
    if (st == CHY_DONE) st = CHY_OK;
    for (uint32_t i = 0; !st && i < hashes.count; i++) st = settle_undone(s, hashes.at[i], &mem, &documents, &names, err);
    if (documents.count) qsort(documents.at, documents.count, sizeof *documents.at, by_text);
    for (uint32_t i = 0; !st && i < documents.count; i++)
        if (!i || !str_eq(documents.at[i], documents.at[i - 1])) st = journal_apply(s, documents.at[i], when, &mem, &blocks, err);
    for (uint32_t i = 0; !st && i < names.count; i++) st = apply_same(s, names.at[i], when, &mem, &blocks, err);
    arena_done(&mem);
    return st;
}
