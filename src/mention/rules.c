/* rules.c: compile the tables. */
#include "mention/rules.h"

#include "base/utf8.h"
#include "mention/mention.h"

static chy_status put(struct map *m, arena *mem, chy_str key, uint32_t value, chy_err *err)
{
    if (!key.len) return CHY_OK;
    return map_put(m, mem, key, value) ? CHY_OK : err_memory(err, "compiling the rules of mention");
}

static chy_status put_first(struct map *m, arena *mem, chy_str key, uint32_t value, chy_err *err)
{
    return key.len && map_get(m, key) == MAP_NONE ? put(m, mem, key, value, err) : CHY_OK;
}

/* ------------------------------------------------------------------ who and what the world holds */

static struct known *known_add(struct mention_rules *r, arena *mem, enum hit_kind kind)
{
    struct known *k = LIST_PUSH(mem, &r->known);
    if (k) k->kind = kind;
    return k;
}

static chy_status states_compile(struct mention_rules *r, arena *mem, chy_err *err)
{
    int c[4];
    chy_status st =
        lexicon_need(r->lex, CHY_LIT("world/states"), &r->tables[HIT_STATE], err, c, "iso3", "name", "adjectives", "demonyms", NULL);
    if (st) return st;
    const struct table *t = r->tables[HIT_STATE];
    int names = table_column(t, "names");
    r->adjectives = c[2];
    r->demonyms = c[3];
    r->base[HIT_STATE] = r->known.count;
    for (uint32_t row = 0; row < table_rows(t) && st == CHY_OK; row++) {
        struct known *k = known_add(r, mem, HIT_STATE);
        if (!k) return err_memory(err, "compiling states");
        k->iso = k->code = table_cell(t, row, c[0]);
        k->name = table_cell(t, row, c[1]);
        k->names = table_cell(t, row, names);
        st = put_first(&r->state_of_iso, mem, k->iso, r->known.count - 1, err);
    }
    return st;
}

static chy_status organizations_compile(struct mention_rules *r, arena *mem, chy_err *err)
{
    int c[4];
    chy_status st = lexicon_need(r->lex, CHY_LIT("world/organizations"), &r->tables[HIT_ORGANIZATION], err, c, "name", "abbreviation",
                                 "names", "cameo", NULL);
    if (st) return st;
    const struct table *t = r->tables[HIT_ORGANIZATION];
    r->base[HIT_ORGANIZATION] = r->known.count;
    for (uint32_t row = 0; row < table_rows(t) && st == CHY_OK; row++) {
        struct known *k = known_add(r, mem, HIT_ORGANIZATION);
        if (!k) return err_memory(err, "compiling organizations");
        k->name = table_cell(t, row, c[0]);
        k->short_name = table_cell(t, row, c[1]);
        k->names = table_cell(t, row, c[2]);
        k->code = table_cell(t, row, c[3]);
        st = put_first(&r->org_of_name, mem, k->name, r->known.count - 1, err);
        if (st == CHY_OK) st = put_first(&r->org_of_name, mem, k->short_name, r->known.count - 1, err);
    }
    return st;
}

/* "Commission" of "European Commission" leads from the organisation to it, unless two of its organs are built on that noun. */
static chy_status organ_index(struct mention_rules *r, arena *mem, uint32_t body, chy_err *err)
{
    const struct known *k = &r->known.at[body];
    uint32_t owner = k->owner.len ? map_get(&r->org_of_name, k->owner) : MAP_NONE;
    size_t from = k->name.len;
    if (owner == MAP_NONE) return CHY_OK;
    while (from && k->name.ptr[from - 1] != ' ') from--;
    chy_str noun = utf8_lower(mem, str_cut(k->name, from, k->name.len)), key = str_format(mem, "%u %.*s", owner, (int)noun.len, noun.ptr);
    if (!noun.ptr || !key.ptr) return err_memory(err, "compiling bodies");
    return put(&r->organs, mem, key, map_get(&r->organs, key) == MAP_NONE ? body : MAP_NONE - 1, err);
}

static chy_status bodies_compile(struct mention_rules *r, arena *mem, chy_err *err)
{
    int c[3];
    chy_status st = lexicon_need(r->lex, CHY_LIT("world/bodies"), &r->tables[HIT_BODY], err, c, "name", "organization", "iso3", NULL);
    if (st) return st;
    const struct table *t = r->tables[HIT_BODY];
    int role = table_column(t, "role"), names = table_column(t, "names");
    r->base[HIT_BODY] = r->known.count;
    for (uint32_t row = 0; row < table_rows(t); row++) {
        struct known *k = known_add(r, mem, HIT_BODY);
        if (!k) return err_memory(err, "compiling bodies");
        k->name = table_cell(t, row, c[0]);
        k->names = table_cell(t, row, names);
        k->owner = table_cell(t, row, c[1]);
        k->iso = table_cell(t, row, c[2]);
        k->code = table_cell(t, row, role);
        st = organ_index(r, mem, r->known.count - 1, err);
        if (st) return st;
    }
    return CHY_OK;
}

static chy_status places_compile(struct mention_rules *r, arena *mem, chy_err *err)
{
    int c[3];
    chy_status st = lexicon_need(r->lex, CHY_LIT("world/places"), &r->tables[HIT_PLACE], err, c, "name", "iso3", "seat", NULL);
    if (st) return st;
    const struct table *t = r->tables[HIT_PLACE];
    r->base[HIT_PLACE] = r->known.count;
    int capital = table_column(r->tables[HIT_STATE], "capital");
    for (uint32_t row = 0; row < table_rows(t) && st == CHY_OK; row++) {
        struct known *k = known_add(r, mem, HIT_PLACE);
        if (!k) return err_memory(err, "compiling places");
        k->name = table_cell(t, row, c[0]);
        k->iso = table_cell(t, row, c[1]);
        k->capital = str_is(table_cell(t, row, c[2]), "yes");
        uint32_t state = k->iso.len ? map_get(&r->state_of_iso, k->iso) : MAP_NONE;
        if (state == MAP_NONE || !str_eq(table_cell(r->tables[HIT_STATE], state - r->base[HIT_STATE], capital), k->name)) continue;
        st = put_first(&r->capital_of_iso, mem, k->iso, r->known.count - 1, err);
    }
    return st;
}

static chy_status media_compile(struct mention_rules *r, arena *mem, chy_err *err)
{
    int c[2];
    chy_status st = lexicon_need(r->lex, CHY_LIT("world/media"), &r->tables[HIT_MEDIUM], err, c, "name", "iso3", NULL);
    if (st) return st;
    const struct table *t = r->tables[HIT_MEDIUM];
    r->base[HIT_MEDIUM] = r->known.count;
    for (uint32_t row = 0; row < table_rows(t); row++) {
        struct known *k = known_add(r, mem, HIT_MEDIUM);
        if (!k) return err_memory(err, "compiling media");
        k->name = table_cell(t, row, c[0]);
        k->iso = table_cell(t, row, c[1]);
    }
    return CHY_OK;
}

/* Seats of power: "the Kremlin" is an organ of a state or of an organisation. */
static chy_status metonyms_compile(struct mention_rules *r, arena *mem, chy_err *err)
{
    int c[4];
    chy_status st =
        lexicon_need(r->lex, CHY_LIT("world/metonyms"), &r->tables[HIT_METONYM], err, c, "name", "stands_for", "iso3_or_org", "role", NULL);
    if (st) return st;
    const struct table *t = r->tables[HIT_METONYM];
    r->base[HIT_METONYM] = r->known.count;
    for (uint32_t row = 0; row < table_rows(t); row++) {
        struct known *k = known_add(r, mem, HIT_METONYM);
        if (!k) return err_memory(err, "compiling metonyms");
        chy_str whose = table_cell(t, row, c[2]);
        k->name = table_cell(t, row, c[0]);
        k->short_name = table_cell(t, row, c[1]);
        k->code = table_cell(t, row, c[3]);
        if (map_get(&r->state_of_iso, whose) != MAP_NONE)
            k->iso = whose;
        else
            k->owner = whose;
    }
    return CHY_OK;
}

static chy_status posts_compile(struct mention_rules *r, arena *mem, chy_err *err)
{
    int c[4], m[2];
    chy_status st = lexicon_need(r->lex, CHY_LIT("lexicon/en/posts"), &r->tables[HIT_POST], err, c, "title", "kind", "role", "level", NULL);
    if (st == CHY_OK)
        st = lexicon_need(r->lex, CHY_LIT("lexicon/en/post_modifiers"), &r->tables[HIT_MODIFIER], err, m, "modifier", "effect", NULL);
    if (st) return st;
    const struct table *t = r->tables[HIT_POST];
    int names = table_column(t, "names");
    for (uint32_t row = 0; row < table_rows(t); row++) {
        struct post_row *p = LIST_PUSH(mem, &r->posts);
        if (!p) return err_memory(err, "compiling posts");
        *p = (struct post_row){ table_cell(t, row, c[0]), table_cell(t, row, c[1]), table_cell(t, row, c[2]), table_cell(t, row, c[3]),
                                table_cell(t, row, names) };
    }
    t = r->tables[HIT_MODIFIER];
    for (uint32_t row = 0; row < table_rows(t); row++) {
        chy_str *e = LIST_PUSH(mem, &r->effects);
        if (!e) return err_memory(err, "compiling posts");
        *e = table_cell(t, row, m[1]);
    }
    return CHY_OK;
}

/* ------------------------------------------------------------------ small words */

static const struct {
    const char *name;
    unsigned bit;
} meanings[] = {
    { "person", MEANS_PERSON }, { "state", MEANS_STATE },   { "organization", MEANS_ORGANIZATION },
    { "body", MEANS_BODY },     { "medium", MEANS_MEDIUM }, { "instrument", MEANS_INSTRUMENT },
    { "series", MEANS_SERIES }, { "place", MEANS_PLACE },
};
static const struct {
    const char *name;
    unsigned bit;
} senses[] = {
    { "place preposition", SENSE_PLACE_PREP },
    { "state preposition", SENSE_STATE_PREP },
    { "place verb", SENSE_PLACE_VERB },
    { "motion", SENSE_MOTION },
    { "says", SENSE_SAYS },
    { "time", SENSE_TIME },
    { "weather", SENSE_WEATHER },
    { "passing", SENSE_PASSING },
    { "paper", SENSE_PAPER },
    { "membership", SENSE_MEMBER },
};

static unsigned means_of(chy_str cell)
{
    unsigned bits = 0;
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (str_in_bars(cell, str_of(meanings[i].name))) bits |= meanings[i].bit;
    return bits;
}

static chy_status pronouns_compile(struct mention_rules *r, arena *mem, chy_err *err)
{
    int c[5];
    const struct table *t;
    chy_status st = lexicon_need(r->lex, CHY_LIT("lexicon/en/pronouns"), &t, err, c, "form", "person", "number", "gender", "case", NULL);
    for (uint32_t row = 0; st == CHY_OK && row < table_rows(t); row++) {
        struct pronoun_row *p = LIST_PUSH(mem, &r->pronoun_rows);
        if (!p) return err_memory(err, "compiling pronouns");
        chy_str person = table_cell(t, row, c[1]), number = table_cell(t, row, c[2]), gender = table_cell(t, row, c[3]),
                gram = table_cell(t, row, c[4]);
        p->person = person.len ? (uint8_t)(person.ptr[0] - '0') : 3;
        p->many = !str_is(number, "one");
        p->one = !str_is(number, "many");
        p->gender = gender.len ? gender.ptr[0] : 0;
        p->gram = str_is(gram, "relative") ? 'w' : str_is(gram, "reflexive") ? 'x' : gram.len ? gram.ptr[0] : 's';
        chy_str form = utf8_lower(mem, table_cell(t, row, c[0]));
        st = put_first(&r->pronouns, mem, form, r->pronoun_rows.count - 1, err);
    }
    return st;
}

/* The organisation of this name, or the organ of an organisation. */
static uint32_t known_called(const struct mention_rules *r, chy_str name)
{
    uint32_t known = map_get(&r->org_of_name, name);
    for (uint32_t i = 0; i < r->known.count && known == MAP_NONE; i++)
        if (r->known.at[i].kind == HIT_BODY && str_eq(r->known.at[i].name, name)) known = i;
    return known;
}

static chy_status descriptions_compile(struct mention_rules *r, arena *mem, chy_err *err)
{
    int c[4];
    const struct table *t;
    chy_status st = lexicon_need(r->lex, CHY_LIT("lexicon/en/descriptions"), &t, err, c, "noun", "means", "number", "use", NULL);
    for (uint32_t row = 0; st == CHY_OK && row < table_rows(t); row++) {
        chy_str noun = table_cell(t, row, c[0]), use = table_cell(t, row, c[3]);
        unsigned means = means_of(table_cell(t, row, c[1]));
        uint32_t at = map_get(&r->descriptions, noun);
        if (at == MAP_NONE) {
            if (!LIST_PUSH(mem, &r->description_rows)) return err_memory(err, "compiling descriptions");
            at = r->description_rows.count - 1;
            r->description_rows.at[at].usual = NONE;
            st = put(&r->descriptions, mem, noun, at, err);
        }
        struct description_row *d = &r->description_rows.at[at];
        if (str_is(use, "same"))
            d->same |= means;
        else if (str_is(use, "pair"))
            d->pair |= means;
        else if (str_is(use, "named"))
            d->same |= means, d->named = true;
        else if (str_is(use, "any"))
            d->same |= means, d->any = true;
        else if (str_is(use, "owner"))
            d->owner = true;
        else if (str_is(use, "seat"))
            d->seat = true;
        else if (str_is(use, "union"))
            d->union_of = true, d->same |= means;
        else if (str_is(use, "usual")) {
            d->usual = known_called(r, table_cell(t, row, c[1]));
            if (d->usual == MAP_NONE) return err_set(err, CHY_EMODEL, 0, "%s: there is no such organisation or organ", table_where(t, row));
            st = put_first(&r->usual, mem, noun, d->usual, err);
        } else if (str_is(use, "people"))
            d->people = true;
        else
            d->group = true;
    }
    return st;
}

static chy_status heads_compile(struct mention_rules *r, arena *mem, chy_err *err)
{
    int c[3];
    const struct table *t;
    chy_status st = lexicon_need(r->lex, CHY_LIT("lexicon/en/name_heads"), &t, err, c, "noun", "type", "role", NULL);
    for (uint32_t row = 0; st == CHY_OK && row < table_rows(t); row++) {
        struct head_row *h = LIST_PUSH(mem, &r->head_rows);
        if (!h) return err_memory(err, "compiling heads of names");
        int type = entity_type_of(table_cell(t, row, c[1]));
        if (type < 0) return err_set(err, CHY_EMODEL, 0, "%s: there is no such type of entity", table_where(t, row));
        *h = (struct head_row){ (uint8_t)type, table_cell(t, row, c[2]) };
        st = put_first(&r->heads, mem, table_cell(t, row, c[0]), r->head_rows.count - 1, err);
    }
    return st;
}

/* A two-column table: the key in lower case, what the second cell says as a number. */
static chy_status words_compile(struct mention_rules *r, arena *mem, const char *name, const char *key, const char *value, struct map *out,
                                bool fold, uint32_t (*number)(chy_str), chy_err *err)
{
    int c[2];
    const struct table *t;
    chy_status st = lexicon_need(r->lex, str_of(name), &t, err, c, key, value, NULL);
    for (uint32_t row = 0; st == CHY_OK && row < table_rows(t); row++) {
        chy_str k = fold ? utf8_fold(mem, table_cell(t, row, c[0])) : utf8_lower(mem, table_cell(t, row, c[0]));
        if (!k.ptr) return err_memory(err, "compiling the rules of mention");
        uint32_t have = map_get(out, k);
        st = put(out, mem, k, (have == MAP_NONE ? 0 : have) | number(table_cell(t, row, c[1])), err);
    }
    return st;
}

static uint32_t number_gender(chy_str cell) { return str_is(cell, "m") ? 'm' : str_is(cell, "f") ? 'f' : 0; }
static uint32_t number_joint(chy_str cell) { return str_is(cell, "particle") ? 1 : 2; }
static uint32_t number_sense(chy_str cell)
{
    for (size_t i = 0; i < sizeof senses / sizeof *senses; i++)
        if (str_is(cell, senses[i].name)) return senses[i].bit;
    return 0;
}

static uint32_t number_cue(chy_str cell) { return str_is(cell, "verb") ? SENSE_CUE : 0; }

/* Spellings of one given name share a number: "Sergei" and "Sergey". */
static chy_status variants_compile(struct mention_rules *r, arena *mem, chy_err *err)
{
    const struct table *t = lexicon_table(r->lex, CHY_LIT("world/name_variants"));
    for (uint32_t row = 0; t && row < table_rows(t); row++) {
        chy_str piece, bar;
        for (int c = 0; c < 2; c++) {
            chy_str rest = table_cell(t, row, c);
            while (str_next_piece(&rest, '|', &piece)) {
                bar = utf8_fold(mem, piece);
                chy_status st = put_first(&r->variants, mem, bar, row, err);
                if (st) return st;
            }
        }
    }
    return CHY_OK;
}

static chy_status answers_compile(struct mention_rules *r, arena *mem, chy_err *err)
{
    int c[2];
    const struct table *t;
    chy_status st = lexicon_need(r->lex, CHY_LIT("lexicon/en/turns"), &t, err, c, "label", "role", NULL);
    for (uint32_t row = 0; st == CHY_OK && row < table_rows(t); row++)
        if (str_is(table_cell(t, row, c[1]), "answer")) st = put_first(&r->answers, mem, table_cell(t, row, c[0]), row, err);
    return st;
}

static int number_of(chy_str cell)
{
    int v = 0, sign = cell.len && cell.ptr[0] == '-' ? -1 : 1;
    for (size_t i = 0; i < cell.len; i++)
        if (cell.ptr[i] >= '0' && cell.ptr[i] <= '9') v = v * 10 + (cell.ptr[i] - '0');
    return sign * v;
}

static chy_status weights_compile(struct mention_rules *r, chy_err *err)
{
    static const char *const names[CLUE_COUNT] = {
#define X(name) #name,
        CLUE_LIST(X)
#undef X
    };
    int c[CLUE_KINDS + 1];
    const struct table *t;
    chy_status st = lexicon_need(r->lex, CHY_LIT("lexicon/en/antecedents"), &t, err, c, "clue", "person", "person_own", "thing",
                                 "thing_own", "several", "several_own", "holder", "described", NULL);
    for (uint32_t row = 0; st == CHY_OK && row < table_rows(t); row++) {
        int clue = 0;
        while (clue < CLUE_COUNT && !str_is(table_cell(t, row, c[0]), names[clue])) clue++;
        if (clue == CLUE_COUNT) return err_set(err, CHY_EMODEL, 0, "%s: there is no such clue", table_where(t, row));
        for (int kind = 0; kind < CLUE_KINDS; kind++) r->weights[kind][clue] = number_of(table_cell(t, row, c[kind + 1]));
    }
    return st;
}

chy_status mention_rules_create(const struct lexicon *lex, arena *mem, struct mention_rules **out, chy_err *err)
{
    struct mention_rules *r = ARENA_NEW(mem, struct mention_rules);
    if (!r) return err_memory(err, "compiling the rules of mention");
    r->lex = lex;
    chy_status st = states_compile(r, mem, err);
    if (st == CHY_OK) st = organizations_compile(r, mem, err);
    if (st == CHY_OK) st = bodies_compile(r, mem, err);
    if (st == CHY_OK) st = places_compile(r, mem, err);
    if (st == CHY_OK) st = media_compile(r, mem, err);
    if (st == CHY_OK) st = metonyms_compile(r, mem, err);
    if (st == CHY_OK) st = posts_compile(r, mem, err);
    if (st == CHY_OK) st = pronouns_compile(r, mem, err);
    if (st == CHY_OK) st = descriptions_compile(r, mem, err);
    if (st == CHY_OK) st = heads_compile(r, mem, err);
    if (st == CHY_OK) st = words_compile(r, mem, "lexicon/en/name_joints", "word", "kind", &r->joints, false, number_joint, err);
    if (st == CHY_OK) st = words_compile(r, mem, "lexicon/en/honorifics", "word", "gender", &r->honorifics, false, number_gender, err);
    if (st == CHY_OK) st = words_compile(r, mem, "lexicon/en/context_words", "lemma", "sense", &r->senses, false, number_sense, err);
    if (st == CHY_OK && lexicon_table(lex, CHY_LIT("lexicon/en/cues")))
        st = words_compile(r, mem, "lexicon/en/cues", "cue", "pos", &r->senses, false, number_cue, err);
    if (st == CHY_OK && lexicon_table(lex, CHY_LIT("world/given_names")))
        st = words_compile(r, mem, "world/given_names", "name", "gender", &r->given, true, number_gender, err);
    if (st == CHY_OK) st = weights_compile(r, err);
    if (st == CHY_OK) st = variants_compile(r, mem, err);
    if (st == CHY_OK) st = answers_compile(r, mem, err);
    if (st == CHY_OK) *out = r;
    return st;
}
