#include "store/bands.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/list.h"

enum { SCRATCH = 1 << 30 };

static int64_t month_of(int64_t day) { return day == STORE_NO_DAY ? BANDS_NO_MONTH : day < 0 ? 0 : day / BANDS_MONTH; }

/* A band by its place too: the same values in another place are another band. */
static int64_t placed(uint64_t band, unsigned place)
{
    uint64_t z = (band ^ (place + 1) * 0x9E3779B97F4A7C15U) * 0xBF58476D1CE4E5B9U;
    return (int64_t)((z ^ z >> 31) >> 1);
}

bool bands_of(chy_str text, int64_t published, arena *scratch, struct band_line out[BANDS_MOST], unsigned *count)
{
    uint32_t sketch[NEAR_VALUES];
    arena_mark here = arena_here(scratch);
    const struct near_text *t = near_read(text, scratch);
    *count = 0;
    if (t && t->run_count) {
        near_sketch(t, sketch);
        for (unsigned i = 0; i < NEAR_BANDS; i++) out[(*count)++] = (struct band_line){ month_of(published), placed(near_band(sketch, i), i) };
        for (unsigned i = 0; i < BANDS_LONG; i++)
            out[(*count)++] = (struct band_line){ BANDS_ANY_MONTH, placed(near_band(sketch, 2 * i) ^ near_band(sketch, 2 * i + 1) * 31, i) };
    }
    arena_rewind(scratch, here);
    return t;
}

/* ------------------------------------------------------------------ in the record */

typedef chy_status (*on_lines)(void *user, int64_t document, const struct band_line *line, unsigned count, chy_err *err);

#define IN_FORCE "SELECT d.id, d.published_first, tx.text FROM docs d JOIN texts tx ON tx.id = d.text WHERE "

/* Documents behind one, so many at a time: an answer may be held whole. *last: the last of them. */
static chy_status some_texts(struct db *db, const char *sql, int64_t *last, int64_t *rows, on_lines take, void *user, arena *scratch, chy_err *err)
{
    struct db_statement *stmt = NULL;
    struct band_line line[BANDS_MOST];
    unsigned count = 0;
    chy_status st = db_prepare(db, str_of(sql), &stmt, err);
    if (!st) db_bind(stmt, "i", *last);
    for (*rows = 0; !st && (st = db_step(stmt, err)) == CHY_ROW; ++*rows) {
        chy_str text = CHY_LIT("");
        int64_t published = db->driver->is_nothing(stmt, 1) ? STORE_NO_DAY : db_number(stmt, 1);
        bool room = db->driver->text(stmt, 2, &text) && bands_of(text, published, scratch, line, &count);
        *last = db_number(stmt, 0);
        st = room ? take(user, *last, line, count, err) : err_memory(err, "comparing texts");
    }
    db_finish(stmt);
    return st == CHY_DONE ? CHY_OK : st;
}

/* The lines of a document, 0: of each, in order. */
static chy_status each_text(struct db *db, int64_t document, on_lines take, void *user, chy_err *err)
{
    int64_t last = document, rows = 0;
    arena scratch;
    arena_init(&scratch, SCRATCH);
    chy_status st = CHY_OK;
    do {
        st = some_texts(db, document ? IN_FORCE "d.id = ?1" : IN_FORCE "d.id > ?1 ORDER BY d.id LIMIT 64", &last, &rows, take, user, &scratch, err);
    } while (!st && !document && rows);
    arena_done(&scratch);
    return st;
}

static chy_status run_each(void *user, int64_t document, const struct band_line *line, unsigned count, chy_err *err)
{
    struct db_statement *stmt = user;
    chy_status st = CHY_OK;
    for (unsigned i = 0; !st && i < count; i++) {
        db_bind(stmt, "iii", line[i].month, line[i].band, document);
        st = db_step(stmt, err);
        db_reset(stmt);
        if (st == CHY_DONE) st = CHY_OK;
    }
    return st;
}

static chy_status with_lines(struct db *db, const char *sql, int64_t document, chy_err *err)
{
    struct db_statement *stmt = NULL;
    chy_status st = db_prepare(db, str_of(sql), &stmt, err);
    if (!st) st = each_text(db, document, run_each, stmt, err);
    db_finish(stmt);
    return st;
}

#define PUT_LINE "INSERT INTO bands (month, band, document) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"

chy_status bands_fill(struct db *db, chy_err *err) { return with_lines(db, PUT_LINE, 0, err); }

chy_status bands_put(struct db *db, int64_t document, chy_err *err) { return with_lines(db, PUT_LINE, document, err); }

chy_status bands_drop(struct db *db, int64_t document, chy_err *err)
{
    return with_lines(db, "DELETE FROM bands WHERE month = ?1 AND band = ?2 AND document = ?3", document, err);
}

/* ------------------------------------------------------------------ looking */

/* A band that more texts of a time share is one of a form; of a longer band the first so many are looked at. */
enum { CROWD = 64 };

struct looking {
    struct store *s;
    struct db_statement *stmt;
    arena *mem;
    LIST(int64_t) found;
};

static chy_status look_up_band(struct looking *k, const struct band_line *line, int64_t document, chy_err *err)
{
    struct db_statement *stmt = k->stmt;
    uint32_t before = k->found.count;
    int64_t at = line->month, beside = at >= 0; /* the months before and after, of a known one */
    db_bind(stmt, "iiii", at > 0 ? at - 1 : at, at, at + beside, line->band);
    chy_status st = CHY_OK;
    while (!st && (st = db_step(stmt, err)) == CHY_ROW) {
        int64_t number = db_number(stmt, 0), *slot = number == document ? NULL : LIST_PUSH(k->mem, &k->found);
        if (slot) *slot = number;
        st = slot || number == document ? CHY_OK : err_memory(err, "comparing texts");
    }
    db_reset(stmt);
    if (line->month != BANDS_ANY_MONTH && k->found.count - before >= CROWD) k->found.count = before;
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status look_up_bands(void *user, int64_t document, const struct band_line *line, unsigned count, chy_err *err)
{
    chy_status st = CHY_OK;
    for (unsigned i = 0; !st && i < count; i++) st = look_up_band(user, &line[i], document, err);
    return st;
}

static chy_status look_up_address(struct looking *k, int64_t document, chy_err *err)
{
    struct db_statement *stmt = NULL;
    chy_status st = db_prepare(k->s->db,
                               CHY_LIT("SELECT d.id FROM docs o JOIN metadata m ON m.address = o.address JOIN docs d ON d.coding = m.coding AND "
                                       "d.address = o.address WHERE o.id = ?1 AND d.id <> o.id AND o.address IS NOT NULL ORDER BY d.id LIMIT 64"),
                               &stmt, err);
    if (!st) db_bind(stmt, "i", document);
    while (!st && (st = db_step(stmt, err)) == CHY_ROW) {
        int64_t *slot = LIST_PUSH(k->mem, &k->found);
        if (slot) *slot = db_number(stmt, 0);
        st = slot ? CHY_OK : err_memory(err, "comparing texts");
    }
    db_finish(stmt);
    return st == CHY_DONE ? CHY_OK : st;
}

static int by_number(const void *a, const void *b)
{
    const int64_t *m = a, *n = b;
    return (*m > *n) - (*m < *n);
}

chy_status store_worth_comparing(struct store *s, int64_t document, arena *mem, struct store_set *out, chy_err *err)
{
    struct looking k = { .s = s, .mem = mem };
    uint32_t n = 0;
    chy_status st =
        db_prepare(s->db, CHY_LIT("SELECT b.document FROM bands b WHERE b.month IN (?1, ?2, ?3) AND b.band = ?4 ORDER BY b.document LIMIT 65"),
                   &k.stmt, err);
    if (!st) st = each_text(s->db, document, look_up_bands, &k, err);
    if (!st) st = look_up_address(&k, document, err);
    if (k.found.count) qsort(k.found.at, k.found.count, sizeof *k.found.at, by_number);
    for (uint32_t i = 0; i < k.found.count; i++)
        if (!i || k.found.at[i] != k.found.at[i - 1]) k.found.at[n++] = k.found.at[i];
    *out = (struct store_set){ k.found.at, n };
    db_finish(k.stmt);
    return st;
}

/* ------------------------------------------------------------------ verifying */

struct verifying {
    struct db_statement *has;
    store_fault tell;
    void *user;
    int64_t lines;
};

static chy_status look_up(void *user, int64_t document, const struct band_line *line, unsigned count, chy_err *err)
{
    struct verifying *v = user;
    chy_status st = CHY_OK;
    char where[32];
    bool missing = false;
    for (unsigned i = 0; !st && i < count; i++) {
        bool again = false; /* two bands of one text are alike only when it repeats itself */
        for (unsigned k = 0; k < i; k++) again |= line[k].month == line[i].month && line[k].band == line[i].band;
        if (again) continue;
        db_bind(v->has, "iii", line[i].month, line[i].band, document);
        st = db_step(v->has, err);
        db_reset(v->has);
        v->lines++;
        missing |= st == CHY_DONE;
        if (st == CHY_ROW || st == CHY_DONE) st = CHY_OK;
    }
    snprintf(where, sizeof where, "D-%lld", (long long)document);
    if (!st && missing) v->tell(v->user, "copies of it are not found", str_of(where));
    return st;
}

chy_status bands_verify(struct store *s, store_fault tell, void *user, chy_err *err)
{
    struct verifying v = { .tell = tell, .user = user };
    struct db_statement *all = NULL;
    chy_status st = db_prepare(s->db, CHY_LIT("SELECT 1 FROM bands WHERE month = ?1 AND band = ?2 AND document = ?3"), &v.has, err);
    if (!st) st = each_text(s->db, 0, look_up, &v, err);
    if (!st) st = db_prepare(s->db, CHY_LIT("SELECT count(*) FROM bands"), &all, err);
    if (!st && (st = db_step(all, err)) == CHY_ROW && db_number(all, 0) != v.lines)
        tell(user, "copies are looked for by more than the texts in force", CHY_LIT("the record"));
    db_finish(v.has);
    db_finish(all);
    return st == CHY_ROW || st == CHY_DONE ? CHY_OK : st;
}
