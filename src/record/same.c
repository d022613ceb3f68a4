#include "record/same.h"

#include <stdlib.h>

#include "base/json.h"
#include "record/key.h"

enum {
    MOST_TOGETHER = 64, /* entities of one likeness; of more, the first by key are looked at */
    OUTWEIGHS = 8,      /* times as many documents: nearly all that say whose post it is */
    NEAR_YEARS = 2
};

struct one {
    int64_t id, documents, same, now; /* now: the index of the one that stands for it, in `ones` */
    int64_t alike;
    chy_str type, key;
    struct key_person person;
    bool compared; /* false: by nobody */
};

struct year {
    uint32_t one;
    int64_t year, documents;
};

struct likeness {
    struct same_work *w;
    LIST(struct one) ones;
    LIST(struct year) years;
};

void same_begin(struct same_work *w, struct store *s, chy_str when, arena *mem, block_list *blocks, chy_err *err)
{
    *w = (struct same_work){ .s = s, .when = when, .mem = mem, .blocks = blocks, .err = err };
}

static bool is_full_name(chy_str likeness)
{
    return str_find(likeness, CHY_LIT("@"), 0) == SIZE_MAX && str_find(likeness, CHY_LIT(":"), 0) == SIZE_MAX;
}

chy_status same_add(struct same_work *w, chy_str likeness)
{
    block_list *list = is_full_name(likeness) ? &w->full : &w->others;
    chy_str *slot = LIST_PUSH(w->mem, list);
    if (slot) *slot = str_keep(w->mem, likeness);
    return slot && slot->ptr ? CHY_OK : err_memory(w->err, "telling who is the same");
}

/* ------------------------------------------------------------------ what is looked at */

static chy_status put_apart(struct same_work *w, const struct one *o, bool *is)
{
    chy_str name = str_join(w->mem, o->type, CHY_LIT(":"), o->key);
    *is = false;
    if (!name.ptr) return err_memory(w->err, "telling who is the same");
    return w->journal ? journal_is_apart(w->s, name, is, w->err) : CHY_OK;
}

static chy_status load_ones(struct likeness *l, chy_str likeness)
{
    struct same_work *w = l->w;
    struct store_rows *rows = NULL;
    chy_status st = store_namings(w->s, likeness, &rows, w->err);
    while (!st && (st = store_next(rows, w->err)) == CHY_ROW) {
        int64_t id = store_number(rows, NAMING_ENTITY);
        struct one *o = l->ones.count ? &l->ones.at[l->ones.count - 1] : NULL;
        if (!o || o->id != id) {
            if (l->ones.count == MOST_TOGETHER) break;
            o = LIST_PUSH(w->mem, &l->ones);
            if (o)
                *o = (struct one){ .id = id,
                                   .same = store_number(rows, NAMING_SAME),
                                   .alike = store_number(rows, NAMING_ALIKE),
                                   .now = l->ones.count - 1,
                                   .type = str_keep(w->mem, store_text(rows, NAMING_TYPE)),
                                   .key = str_keep(w->mem, store_text(rows, NAMING_KEY)) };
        }
        struct year *y = o && o->type.ptr && o->key.ptr ? LIST_PUSH(w->mem, &l->years) : NULL;
        st = y ? CHY_OK : err_memory(w->err, "telling who is the same");
        if (!y) break;
        *y = (struct year){ l->ones.count - 1, store_number(rows, NAMING_YEAR), store_number(rows, NAMING_DOCUMENTS) };
        o->documents += y->documents;
    }
    store_rows_close(rows);
    return st == CHY_DONE || st == CHY_ROW ? CHY_OK : st;
}

static bool any_moved(const struct likeness *l)
{
    for (uint32_t i = 0; !l->w->journal && i < l->w->moved.count; i++)
        for (uint32_t k = 0; k < l->ones.count; k++)
            if (l->ones.at[k].id == l->w->moved.at[i]) return true;
    return false;
}

static chy_status load(struct likeness *l, chy_str likeness)
{
    struct same_work *w = l->w;
    chy_status st = load_ones(l, likeness);
    if (!st && any_moved(l)) { /* what was asked ahead is no longer so */
        *l = (struct likeness){ .w = w };
        st = load_ones(l, likeness);
    }
    for (uint32_t i = 0; !st && i < l->ones.count; i++) {
        struct one *o = &l->ones.at[i];
        bool apart = false;
        st = put_apart(w, o, &apart);
        bool readable = !str_is(o->type, "person") || key_read(o->key, &o->person);
        o->compared = readable && !apart;
    }
    return st;
}

/* ------------------------------------------------------------------ full names */

/* Codes of states are three capitals; everything else is an organisation. */
static bool is_state(chy_str whose) { return whose.len == 3 && whose.ptr[0] >= 'A' && whose.ptr[0] <= 'Z'; }

static bool same_order(const struct one *a, const struct one *b) { return str_eq(a->person.first, b->person.first); }

/* "Lavrov Sergei" is Sergei Lavrov; "Hui Li" may be another than Li Hui. */
static bool orders_agree(const struct one *a, const struct one *b)
{
    if (same_order(a, b)) return true;
    return !key_in_syllables(&a->person) && (!a->person.whose.len || !b->person.whose.len || str_eq(a->person.whose, b->person.whose));
}

/* May the two be one by their names? */
static bool names_agree(const struct one *a, const struct one *b)
{
    return orders_agree(a, b) && key_middles_agree(&a->person, &b->person);
}

/* Is there somebody in the likeness who may be the one, or the other, but not both? */
static bool stands_between(const struct likeness *l, const struct one *o)
{
    for (uint32_t i = 0; i < l->ones.count; i++)
        for (uint32_t k = 0; k < i; k++) {
            const struct one *a = &l->ones.at[i], *b = &l->ones.at[k];
            if (a == o || b == o || !a->compared || !b->compared) continue;
            if (names_agree(a, o) && names_agree(b, o) && !names_agree(a, b)) return true;
        }
    return false;
}

/* All who serve one state, or one organisation, and bear the name are one; the first by key stands for them. */
static void join_by_whose(struct likeness *l, const bool *between)
{
    for (uint32_t i = 0; i < l->ones.count; i++)
        for (uint32_t k = 0; k < i; k++) {
            struct one *a = &l->ones.at[i], *b = &l->ones.at[k];
            if (!a->compared || !b->compared || between[i] || between[k] || l->ones.at[b->now].id != b->id) continue;
            if (!str_eq(a->person.whose, b->person.whose) || !names_agree(a, b)) continue;
            a->now = k;
            break;
        }
}

/* Documents that speak of all for whom one stands. */
static int64_t weight(const struct likeness *l, uint32_t head)
{
    int64_t n = 0;
    for (uint32_t i = 0; i < l->ones.count; i++)
        if (l->ones.at[i].now == head) n += l->ones.at[i].documents;
    return n;
}

/* The only one of those who serve a state (or, state false, an organisation) who may be o, or of whom nearly all speak; *any: there are
 * some. */
static uint32_t holder(const struct likeness *l, const struct one *o, bool state, bool *any)
{
    uint32_t best = STORE_NONE;
    *any = false;
    int64_t most = 0, next = 0;
    for (uint32_t i = 0; i < l->ones.count; i++) {
        const struct one *a = &l->ones.at[i];
        if (a == o || a->now != i || !a->compared || !names_agree(a, o) || is_state(a->person.whose) != state || !a->person.whose.len)
            continue;
        int64_t n = weight(l, i);
        *any = true;
        if (n > most)
            next = most, most = n, best = i;
        else if (n > next)
            next = n;
    }
    return best != STORE_NONE && most >= next * OUTWEIGHS ? best : STORE_NONE;
}

static chy_status tell_full_names(struct likeness *l)
{
    uint32_t n = l->ones.count;
    bool *between = ARENA_ARRAY(l->w->mem, bool, n + 1);
    uint32_t *to = ARENA_ARRAY(l->w->mem, uint32_t, n + 1);
    if (!between || !to) return err_memory(l->w->err, "telling who is the same");
    for (uint32_t i = 0; i < n; i++) between[i] = l->ones.at[i].compared && stands_between(l, &l->ones.at[i]);
    join_by_whose(l, between);
    for (int round = 0; round < 2; round++) { /* organisations first, then those of whom nothing is told */
        for (uint32_t i = 0; i < n; i++) {
            const struct one *o = &l->ones.at[i];
            bool open = round ? !o->person.whose.len : o->person.whose.len && !is_state(o->person.whose);
            to[i] = STORE_NONE;
            if (!o->compared || between[i] || o->now != i || !open) continue;
            bool any = false;
            to[i] = holder(l, o, true, &any);
            if (round && !any) to[i] = holder(l, o, false, &any);
        }
        for (uint32_t i = 0; i < n; i++) {
            uint32_t head = (uint32_t)l->ones.at[i].now;
            if (to[head] != STORE_NONE) l->ones.at[i].now = to[head];
        }
    }
    return CHY_OK;
}

/* ------------------------------------------------------------------ family names alone */

static bool initials_agree(const struct key_person *alone, const struct key_person *full)
{
    if (alone->words < 2) return true;
    bool family_last = str_eq(alone->last, full->last);
    chy_str given = family_last ? full->first : full->last;
    return given.len && given.ptr[0] == alone->first.ptr[0];
}

/* Documents that show the one (by `alike`) with this post about that year. */
static int64_t shown(const struct likeness *l, const struct key_person *alone, int64_t alike)
{
    int64_t n = 0;
    for (uint32_t i = 0; i < l->years.count; i++) {
        const struct year *y = &l->years.at[i];
        const struct one *o = &l->ones.at[y->one];
        bool near = !y->year || !alone->year || llabs((long long)(y->year - alone->year)) <= NEAR_YEARS;
        if (near && o->compared && !o->person.family_alone && o->alike == alike && initials_agree(alone, &o->person)) n += y->documents;
    }
    return n;
}

/* The `alike` of the only bearer of a full name who held the post then; 0. */
static int64_t bearer(const struct likeness *l, const struct key_person *alone)
{
    int64_t best = 0, most = 0, next = 0;
    for (uint32_t i = 0; i < l->ones.count; i++) {
        const struct one *o = &l->ones.at[i];
        bool told = false;
        for (uint32_t k = 0; k < i && !told; k++) told = l->ones.at[k].alike == o->alike && !l->ones.at[k].person.family_alone;
        if (told || !o->compared || o->person.family_alone) continue;
        int64_t n = shown(l, alone, o->alike);
        if (n > most)
            next = most, most = n, best = o->alike;
        else if (n > next)
            next = n;
    }
    return most && most >= next * OUTWEIGHS ? best : 0;
}

/* By whom a family name alone is borne; those of neighbouring years with nobody to go by are one another. What comes out is in `alike`. */
static void tell_family_names(struct likeness *l)
{
    uint32_t before = STORE_NONE;
    for (uint32_t i = 0; i < l->ones.count; i++) {
        struct one *o = &l->ones.at[i];
        if (!o->person.family_alone) continue;
        o->alike = o->compared ? bearer(l, &o->person) : o->id;
        if (o->alike) continue; /* his, or nobody's by the journal */
        const struct one *b = before == STORE_NONE ? NULL : &l->ones.at[before];
        bool goes_on = b && str_eq(b->person.name, o->person.name) && b->person.year && o->person.year - b->person.year <= NEAR_YEARS;
        o->alike = goes_on ? b->alike : o->id;
        before = i;
    }
}

/* ------------------------------------------------------------------ abbreviations */

static void tell_abbreviations(struct likeness *l, chy_str likeness)
{
    chy_str folded = str_cut(likeness, strlen("short:"), likeness.len);
    for (uint32_t i = 0; i < l->ones.count; i++) {
        struct one *o = &l->ones.at[i];
        int64_t most = 0, next = 0, best = o->id;
        if (!str_eq(o->key, folded)) continue;
        for (uint32_t k = 0; k < l->ones.count; k++) {
            const struct one *a = &l->ones.at[k];
            bool introduces = o->compared && a != o && a->compared && str_eq(a->type, o->type) && a->key.len > KEY_LONGEST_SHORT;
            if (!introduces) continue;
            if (a->documents > most)
                next = most, most = a->documents, best = a->alike;
            else if (a->documents > next)
                next = a->documents;
        }
        o->alike = most && most >= next * OUTWEIGHS ? best : o->id;
    }
}

/* ------------------------------------------------------------------ what follows from it */

static chy_status name_again(struct same_work *w, int64_t same) { return store_name_all(w->s, same, w->err); }

static chy_status touch_blocks(struct same_work *w, int64_t entity)
{
    struct store_rows *rows = NULL;
    chy_status st = store_blocks_with(w->s, entity, &rows, w->err);
    while (!st && (st = store_next(rows, w->err)) == CHY_ROW) {
        chy_str *slot = LIST_PUSH(w->mem, w->blocks);
        if (slot) *slot = str_keep(w->mem, store_text(rows, 0));
        st = slot && slot->ptr ? CHY_OK : err_memory(w->err, "telling who is the same");
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

/* From `alike` and the journal to `same`. */
static chy_status set_same(struct same_work *w, const struct one *o, int64_t alike)
{
    if (!w->journal) return store_set_same(w->s, o->id, alike, w->when, w->err);
    chy_str name = str_join(w->mem, o->type, CHY_LIT(":"), o->key);
    return name.ptr ? journal_same(w->s, name, w->when, w->mem, w->blocks, w->err) : err_memory(w->err, "telling who is the same");
}

/* Who is known by a family name or abbreviation alone may be another now, wherever the entity tells who it is. */
static chy_status look_where_it_tells(struct same_work *w, int64_t entity)
{
    struct store_rows *rows = NULL;
    chy_status st = store_likenesses(w->s, entity, &rows, w->err);
    while (!st && (st = store_next(rows, w->err)) == CHY_ROW) {
        chy_str likeness = store_text(rows, 0);
        st = is_full_name(likeness) ? CHY_OK : same_add(w, likeness);
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

/* `before` is what alike was; one.alike is what it is now. */
static chy_status follow(struct likeness *l, const int64_t *before)
{
    struct same_work *w = l->w;
    uint32_t largest = 0;
    bool changed = false;
    chy_status st = CHY_OK;
    for (uint32_t i = 0; i < l->ones.count; i++) {
        changed |= l->ones.at[i].alike != before[i];
        if (l->ones.at[i].documents > l->ones.at[largest].documents) largest = i;
    }
    for (uint32_t i = 0; !st && i < l->ones.count; i++)
        if (l->ones.at[i].alike != before[i]) {
            int64_t *moved = LIST_PUSH(w->mem, &w->moved);
            if (moved) *moved = l->ones.at[i].id;
            st = moved ? store_set_alike(w->s, l->ones.at[i].id, l->ones.at[i].alike, w->err)
                       : err_memory(w->err, "telling who is the same");
        }
    for (uint32_t i = 0; !st && i < l->ones.count; i++) {
        const struct one *o = &l->ones.at[i];
        bool alone = o->person.family_alone;
        if (o->alike != before[i]) {
            if (!alone) st = look_where_it_tells(w, o->id);
            if (!st) st = set_same(w, o, o->alike);
            if (!st && w->journal && before[i] != o->id) st = name_again(w, before[i]);
            if (!st && alone) st = journal_rename_blocks(w->s, o->id, w->mem, w->blocks, w->err);
        } else if (changed && w->journal)
            st = set_same(w, o, o->alike);
        if (!st && changed && i != largest) st = touch_blocks(w, o->id);
    }
    for (uint32_t i = 0; !st && i < l->ones.count; i++) {
        bool told = false;
        for (uint32_t k = 0; k < i; k++) told |= l->ones.at[k].alike == l->ones.at[i].alike;
        bool several = l->ones.at[i].alike != l->ones.at[i].id || changed;
        for (uint32_t k = 0; k < l->ones.count && !several; k++) several = k != i && l->ones.at[k].alike == l->ones.at[i].alike;
        if (!told && several) st = name_again(w, l->ones.at[i].alike);
    }
    return st;
}

static chy_status look_at(struct same_work *w, chy_str likeness)
{
    struct likeness l = { .w = w };
    chy_status st = load(&l, likeness);
    int64_t *before = st ? NULL : ARENA_ARRAY(w->mem, int64_t, l.ones.count + 1);
    if (!st && !before) st = err_memory(w->err, "telling who is the same");
    if (st || !l.ones.count) return st;
    for (uint32_t i = 0; i < l.ones.count; i++) before[i] = l.ones.at[i].alike;
    if (is_full_name(likeness)) {
        st = tell_full_names(&l);
        for (uint32_t i = 0; i < l.ones.count; i++) l.ones.at[i].alike = l.ones.at[l.ones.at[i].now].id;
    } else if (str_starts(likeness, CHY_LIT("short:")))
        tell_abbreviations(&l, likeness);
    else
        tell_family_names(&l);
    return st ? st : follow(&l, before);
}

static int by_text(const void *a, const void *b) { return str_cmp(*(const chy_str *)a, *(const chy_str *)b); }

/* Of several likenesses those that several entities go by. */
static chy_status leave_shared(struct same_work *w, block_list *list)
{
    struct store_rows *rows = NULL;
    block_list shared = { 0 };
    buf out;
    buf_init(&out, NULL, NULL);
    json j = json_begin(&out);
    json_open(&j, '[');
    for (uint32_t i = 0; i < list->count; i++)
        if (!i || !str_eq(list->at[i], list->at[i - 1])) json_str(&j, list->at[i]);
    json_close(&j, ']');
    chy_status st = out.failed ? err_memory(w->err, "telling who is the same")
                               : store_shared_likenesses(w->s, (chy_str){ out.ptr, out.len }, &rows, w->err);
    while (!st && (st = store_next(rows, w->err)) == CHY_ROW) {
        chy_str *slot = LIST_PUSH(w->mem, &shared);
        if (slot) *slot = str_keep(w->mem, store_text(rows, 0));
        st = slot && slot->ptr ? CHY_OK : err_memory(w->err, "telling who is the same");
    }
    store_rows_close(rows);
    free(out.ptr);
    *list = shared;
    return st == CHY_DONE ? CHY_OK : st;
}

static void leave_one_of_each(block_list *sorted)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < sorted->count; i++)
        if (!n || !str_eq(sorted->at[i], sorted->at[n - 1])) sorted->at[n++] = sorted->at[i];
    sorted->count = n;
}

static chy_status look_at_each(struct same_work *w, block_list *list)
{
    chy_status st = CHY_OK;
    if (list->count) qsort(list->at, list->count, sizeof *list->at, by_text);
    if (list->count > 1 && w->only_new) st = leave_shared(w, list);
    if (!st) leave_one_of_each(list);
    w->moved.count = 0;
    for (uint32_t i = 0; !st && i < list->count; i++) {
        uint32_t left = list->count - i;
        if (!w->journal && i % STORE_AHEAD_MOST == 0) { /* corrections may change whatever they like */
            w->moved.count = 0;
            st = store_namings_ahead(w->s, list->at + i, left < STORE_AHEAD_MOST ? left : STORE_AHEAD_MOST, w->err);
        }
        if (!st) st = look_at(w, list->at[i]);
    }
    return st;
}

/* Nothing that is in force names it any more: it is nobody's. */
static chy_status leave_alone(struct same_work *w, int64_t entity)
{
    struct store_rows *rows = NULL;
    chy_status st = store_likenesses(w->s, entity, &rows, w->err);
    if (!st) st = store_next(rows, w->err);
    store_rows_close(rows);
    if (st != CHY_DONE) return st == CHY_ROW ? CHY_OK : st;
    struct one o = { .id = entity };
    rows = NULL;
    st = store_entity(w->s, CHY_LIT(""), CHY_LIT(""), entity, &rows, w->err);
    if (!st) st = store_next(rows, w->err);
    if (st == CHY_ROW) {
        o.type = str_keep(w->mem, store_text(rows, ONE_TYPE));
        o.key = str_keep(w->mem, store_text(rows, ONE_KEY));
        st = o.type.ptr && o.key.ptr ? CHY_OK : err_memory(w->err, "telling who is the same");
    }
    store_rows_close(rows);
    if (st) return st;
    st = store_set_alike(w->s, entity, entity, w->err);
    return st ? st : set_same(w, &o, entity);
}

chy_status same_settle(struct same_work *w)
{
    block_list full = w->full;
    w->full = (block_list){ 0 };
    chy_status st = store_in_journal(w->s, CHY_LIT(""), &w->journal, w->err);
    if (!st) st = look_at_each(w, &full);
    for (uint32_t i = 0; !st && i < w->taken.count; i++) st = leave_alone(w, w->taken.at[i]);
    block_list others = w->others; /* and those who follow the full names */
    w->others = (block_list){ 0 };
    return st ? st : look_at_each(w, &others);
}

/* ------------------------------------------------------------------ a coding that another takes the place of */

static chy_status aliases_of(struct same_work *w, int64_t referent, str_list *out)
{
    struct store_rows *rows = NULL;
    chy_status st = store_known_aliases(w->s, referent, &rows, w->err);
    while (!st && (st = store_next(rows, w->err)) == CHY_ROW) {
        chy_str *slot = LIST_PUSH(w->mem, out);
        if (slot) *slot = str_keep(w->mem, store_text(rows, 0));
        st = slot && slot->ptr ? CHY_OK : err_memory(w->err, "telling who is the same");
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

struct known {
    int64_t referent, entity;
    chy_str type, key, name, post, published;
};

chy_status same_take_out(struct same_work *w, int64_t document)
{
    struct store_rows *rows = NULL;
    LIST(struct known) all = { 0 };
    w->only_new = false;
    chy_status st = store_known(w->s, document, &rows, w->err);
    while (!st && (st = store_next(rows, w->err)) == CHY_ROW) {
        struct known *k = LIST_PUSH(w->mem, &all);
        if (k)
            *k = (struct known){ store_number(rows, KNOWN_REFERENT),
                                 store_number(rows, KNOWN_ENTITY),
                                 str_keep(w->mem, store_text(rows, KNOWN_TYPE)),
                                 str_keep(w->mem, store_text(rows, KNOWN_KEY)),
                                 str_keep(w->mem, store_text(rows, KNOWN_NAME)),
                                 str_keep(w->mem, store_text(rows, KNOWN_POST)),
                                 str_keep(w->mem, store_text(rows, KNOWN_PUBLISHED)) };
        st = k && k->type.ptr && k->key.ptr && k->name.ptr && k->post.ptr && k->published.ptr
                 ? CHY_OK
                 : err_memory(w->err, "telling who is the same");
    }
    store_rows_close(rows);
    if (st == CHY_DONE) st = CHY_OK;
    for (uint32_t i = 0; !st && i < all.count; i++) {
        const struct known *k = &all.at[i];
        str_list aliases = { 0 };
        naming_list found = { 0 };
        int64_t *taken = LIST_PUSH(w->mem, &w->taken);
        if (!taken) return err_memory(w->err, "telling who is the same");
        *taken = k->entity;
        if (!str_is(k->type, "person")) st = aliases_of(w, k->referent, &aliases);
        if (!st && !key_namings(k->type, k->key, k->name, k->post, &aliases, key_year(k->published), w->mem, &found))
            st = err_memory(w->err, "telling who is the same");
        for (uint32_t n = 0; !st && n < found.count; n++) {
            st = store_take_naming(w->s, found.at[n].likeness, k->entity, found.at[n].year, w->err);
            if (!st) st = same_add(w, found.at[n].likeness);
        }
    }
    return st;
}

chy_status same_add_all(struct same_work *w)
{
    struct store_rows *rows = NULL;
    chy_status st = store_likenesses(w->s, 0, &rows, w->err);
    while (!st && (st = store_next(rows, w->err)) == CHY_ROW) st = same_add(w, store_text(rows, 0));
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}
