#include "statement/cue.h"

#include "base/utf8.h"

static const struct {
    const char *name;
    unsigned value;
} frames[] = {
    { "clause", CUE_CLAUSE }, { "quote", CUE_QUOTE }, { "inf", CUE_INF },       { "obj", CUE_OBJ }, { "comp", CUE_COMP },
    { "objinf", CUE_OBJINF }, { "objof", CUE_OBJOF }, { "tell", CUE_TELL },     { "not", CUE_NOT }, { "weak", CUE_WEAK },
    { "medium", CUE_MEDIUM }, { "aside", CUE_ASIDE }, { "raised", CUE_RAISED },
};
static const struct {
    const char *name;
    unsigned value;
} carriers[] = {
    { "report", CARRIER_REPORT }, { "document", CARRIER_DOCUMENT }, { "place", CARRIER_PLACE },   { "told", CARRIER_TOLD },
    { "cites", CARRIER_CITES },   { "passed", CARRIER_PASSED },     { "issues", CARRIER_ISSUES }, { "thing", CARRIER_THING },
    { "never", CARRIER_NEVER },   { "audience", CARRIER_AUDIENCE }, { "mute", CARRIER_MUTE },     { "enacts", CARRIER_ENACTS },
    { "stance", CARRIER_STANCE },
};
enum { FRAMES = sizeof frames / sizeof *frames, CARRIERS = sizeof carriers / sizeof *carriers };

static chy_status wrong(const struct table *t, uint32_t row, const char *what, chy_str text, chy_err *err)
{
    return err_set(err, CHY_EMODEL, 0, "%s: %s \"%.*s\" is not known", table_where(t, row), what, (int)text.len, text.ptr);
}

static chy_status cue_frames(const struct table *t, uint32_t row, chy_str text, struct cue *c, chy_err *err)
{
    chy_str piece;
    unsigned preps = 0;
    while (str_next_piece(&text, '|', &piece)) {
        size_t i = 0;
        if (piece.len && piece.ptr[0] == '+') {
            if (preps == CUE_PREPS) return wrong(t, row, "one preposition too many:", piece, err);
            c->prep[preps++] = str_cut(piece, 1, piece.len);
            c->frames |= CUE_PREP;
            continue;
        }
        while (i < FRAMES && !str_is(piece, frames[i].name)) i++;
        if (i == FRAMES) return wrong(t, row, "the frame", piece, err);
        c->frames |= frames[i].value;
    }
    return CHY_OK;
}

static bool cue_pos(chy_str text, enum cue_pos *out)
{
    static const char *const names[] = { "verb", "noun", "phrase", "adj", "light" };
    for (int i = 0; i <= CUE_LIGHT; i++)
        if (str_is(text, names[i])) {
            *out = (enum cue_pos)i;
            return true;
        }
    return false;
}

static chy_status cues_load(const char *name, struct cues *into, const struct lexicon *lex, arena *mem, chy_err *err)
{
    const struct table *t;
    int column[4];
    chy_status st = lexicon_need(lex, str_of(name), &t, err, column, "cue", "pos", "frames", "act", NULL);
    if (st) return st;
    for (uint32_t row = 0; row < table_rows(t); row++) {
        struct cue *c = LIST_PUSH(mem, &into->list);
        if (!c) return err_memory(err, "compiling cues");
        chy_str rest = table_cell(t, row, column[0]), word, first = { 0 };
        for (int i = -1; str_next_piece(&rest, ' ', &word); i++) {
            if (i >= CUE_WORDS) return wrong(t, row, "the fifth word", word, err);
            if (i < 0)
                first = word;
            else
                c->more[i] = word;
        }
        if (!cue_pos(table_cell(t, row, column[1]), &c->pos)) return wrong(t, row, "the kind of cue", table_cell(t, row, column[1]), err);
        c->act = table_cell(t, row, column[3]);
        st = cue_frames(t, row, table_cell(t, row, column[2]), c, err);
        if (st) return st;
        c->next = map_get(&into->at, first);
        if (!first.len || !map_put(&into->at, mem, first, into->list.count - 1)) return err_memory(err, "compiling cues");
    }
    return CHY_OK;
}

static chy_status carriers_load(struct statement_rules *r, const struct lexicon *lex, arena *mem, chy_err *err)
{
    const struct table *t;
    int column[2];
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/en/carriers"), &t, err, column, "word", "kind", NULL);
    if (st) return st;
    for (uint32_t row = 0; row < table_rows(t); row++) {
        chy_str word = table_cell(t, row, column[0]), kind = table_cell(t, row, column[1]);
        size_t i = 0;
        while (i < CARRIERS && !str_is(kind, carriers[i].name)) i++;
        if (i == CARRIERS) return wrong(t, row, "the kind of carrier", kind, err);
        if (!word.len || !map_put(&r->carriers, mem, word, carrier_kind(r, word) | carriers[i].value))
            return err_memory(err, "compiling carriers");
    }
    return CHY_OK;
}

static chy_status turns_load(struct statement_rules *r, const struct lexicon *lex, arena *mem, chy_err *err)
{
    const struct table *t;
    int column[2];
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/en/turns"), &t, err, column, "label", "role", NULL);
    if (st) return st;
    for (uint32_t row = 0; row < table_rows(t); row++) {
        chy_str label = utf8_lower(mem, table_cell(t, row, column[0])), role = table_cell(t, row, column[1]);
        uint32_t value = str_is(role, "question") ? 1 : str_is(role, "answer") ? 2 : str_is(role, "address") ? 3 : 0;
        if (!value) return wrong(t, row, "the role", role, err);
        if (!label.len || !map_put(&r->turns, mem, label, value)) return err_memory(err, "compiling turns");
    }
    return CHY_OK;
}

static chy_status nouns_load(struct statement_rules *r, const struct lexicon *lex, arena *mem, chy_err *err)
{
    const struct table *t;
    int column[2];
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/en/speakers"), &t, err, column, "noun", "kind", NULL);
    if (st) return st;
    for (uint32_t row = 0; row < table_rows(t); row++) {
        chy_str noun = table_cell(t, row, column[0]), kind = table_cell(t, row, column[1]);
        int type = entity_type_of(kind);
        if (type < 0) return wrong(t, row, "the kind of speaker", kind, err);
        if (!noun.len || !map_put(&r->speakers, mem, noun, (uint32_t)type)) return err_memory(err, "compiling speakers");
    }
    st = lexicon_need(lex, CHY_LIT("lexicon/en/occasions"), &t, err, column, "noun", NULL);
    for (uint32_t row = 0; !st && row < table_rows(t); row++) {
        chy_str noun = table_cell(t, row, column[0]);
        if (!noun.len || !map_put(&r->occasions, mem, noun, 1)) return err_memory(err, "compiling occasions");
    }
    return st;
}

chy_status statement_rules_create(const struct lexicon *lex, arena *mem, struct statement_rules **out, chy_err *err)
{
    struct statement_rules *r = ARENA_NEW(mem, struct statement_rules);
    if (!r) return err_memory(err, "compiling the rules of statement");
    chy_status st = cues_load("lexicon/en/cues", &r->cues, lex, mem, err);
    if (!st) st = cues_load("lexicon/en/attitudes", &r->attitudes, lex, mem, err);
    if (!st) st = carriers_load(r, lex, mem, err);
    if (!st) st = turns_load(r, lex, mem, err);
    if (!st) st = nouns_load(r, lex, mem, err);
    if (!st) *out = r;
    return st;
}

const struct cue *cue_first(const struct cues *cues, chy_str lemma)
{
    uint32_t row = lemma.len ? map_get(&cues->at, lemma) : MAP_NONE;
    return row == MAP_NONE ? NULL : &cues->list.at[row];
}

const struct cue *cue_next(const struct cues *cues, const struct cue *c) { return c->next == MAP_NONE ? NULL : &cues->list.at[c->next]; }

unsigned carrier_kind(const struct statement_rules *rules, chy_str lemma)
{
    uint32_t kind = lemma.len ? map_get(&rules->carriers, lemma) : MAP_NONE;
    return kind == MAP_NONE ? 0 : kind;
}
