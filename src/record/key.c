#include "record/key.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "record/spelling.h"

enum { NAME_WORDS = 12, LONGEST_SYLLABLE = 6 };

/* ------------------------------------------------------------------ names of persons */

static bool among_words(chy_str word, const char *const *list)
{
    for (size_t i = 0; list[i]; i++)
        if (str_is(word, list[i])) return true;
    return false;
}

static bool is_patronymic(chy_str word)
{
    static const char *const tails[] = { "ovich", "evich", "ovna", "evna", "ichna", NULL };
    for (size_t i = 0; tails[i]; i++)
        if (word.len > strlen(tails[i]) + 1 && str_ends(word, str_of(tails[i]))) return true;
    return false;
}

static bool is_generation(chy_str word)
{
    static const char *const words[] = { "jr", "sr", "i", "iv", NULL }; /* "ii" and "iii" are compared as "i": it is not the first either */
    return among_words(word, words);
}

static bool is_particle(chy_str word)
{
    static const char *const words[] = { "al",  "el", "bin", "ibn", "bint", "von", "van", "der", "den", "de",  "da", "do",
                                         "dos", "di", "du",  "la",  "le",   "ul",  "ud",  "zu",  "ten", "ter", NULL };
    return among_words(word, words);
}

static bool is_vowel(char c) { return c && strchr("aeiouy", c); }

/* "jin", "wook", "xiang": a syllable of a Chinese or Korean given name, which is written with or without hyphen or space. */
static bool is_syllable(chy_str word)
{
    static const char *const ends[] = { "", "n", "ng", "k", "l", "p", "t", "m", "h", NULL };
    size_t at = 0, from;
    while (at < word.len && !is_vowel(word.ptr[at])) at++;
    if (at > 2 || word.len > LONGEST_SYLLABLE) return false;
    for (from = at; at < word.len && is_vowel(word.ptr[at]);) at++;
    return at > from && at - from < 4 && among_words(str_cut(word, at, word.len), ends) && !is_particle(word);
}

struct name {
    chy_str words[NAME_WORDS], generation;
    size_t count;
};

/* "Kim Jong-un", "Kim Jong Un": the given name in one. */
static bool glue_syllables(struct name *n, arena *mem)
{
    if (n->count != 3 || !is_syllable(n->words[0]) || !is_syllable(n->words[1]) || !is_syllable(n->words[2]) || n->words[1].len < 2)
        return true;
    n->words[1] = str_join(mem, n->words[1], n->words[2], CHY_LIT(""));
    n->count = 2;
    return n->words[1].ptr != NULL;
}

static void leave_patronymic_out(struct name *n)
{
    if (n->count != 3) return;
    if (is_patronymic(n->words[2])) { /* "Rudenko Andrey Yurevich": family name first, the patronymic behind the given name tells */
        chy_str family = n->words[0];
        n->words[0] = n->words[1];
        n->words[1] = family;
        n->count = 2;
    } else if (is_patronymic(n->words[1])) {
        n->words[1] = n->words[2];
        n->count = 2;
    }
}

/* The words of a name as they are compared; false when mem is at its ceiling. */
static bool read_name(chy_str name, arena *mem, struct name *out)
{
    chy_str rest = name, piece, part;
    *out = (struct name){ .generation = CHY_LIT("") };
    while (str_next_piece(&rest, ' ', &piece))
        while (out->count < NAME_WORDS && str_next_piece(&piece, '-', &part)) {
            chy_str word = spelling_of(part, mem);
            if (!word.ptr) return false;
            if (word.len) out->words[out->count++] = word;
        }
    if (out->count > 2 && is_generation(out->words[out->count - 1])) out->generation = out->words[--out->count];
    leave_patronymic_out(out);
    return glue_syllables(out, mem);
}

static chy_str join_words(const chy_str *words, size_t count, arena *mem)
{
    chy_str all = CHY_LIT("");
    for (size_t i = 0; i < count && all.ptr; i++) all = str_join(mem, all, i ? CHY_LIT(" ") : CHY_LIT(""), words[i]);
    return all;
}

chy_str key_of_person(chy_str name, arena *mem)
{
    struct name n;
    if (!read_name(name, mem, &n)) return (chy_str){ 0 };
    chy_str key = join_words(n.words, n.count, mem);
    return n.generation.len && key.ptr ? str_join(mem, key, CHY_LIT(" "), n.generation) : key;
}

/* ------------------------------------------------------------------ persons as keys tell them */

bool key_read(chy_str key, struct key_person *out)
{
    *out = (struct key_person){ 0 };
    size_t split = str_find(key, CHY_LIT("~"), 0), at = str_find(key, CHY_LIT("@"), 0), hash = str_find(key, CHY_LIT("#"), 0);
    if (split != SIZE_MAX || (hash != SIZE_MAX && at == SIZE_MAX)) return false; /* put apart by a correction; without a name */
    chy_str whole = at == SIZE_MAX ? CHY_LIT("") : str_cut(key, at + 1, hash), rest, word;
    size_t slash = str_find(whole, CHY_LIT("/"), 0);
    out->name = str_cut(key, 0, at);
    out->whose = str_cut(whole, 0, slash);
    out->post = slash == SIZE_MAX ? CHY_LIT("") : str_cut(whole, slash + 1, whole.len);
    for (size_t i = hash == SIZE_MAX ? key.len : hash + 1; i < key.len && key.ptr[i] != ':'; i++)
        out->year = out->year * 10 + (key.ptr[i] - '0');
    for (rest = out->name; str_next_piece(&rest, ' ', &word);) {
        if (!out->words++) out->first = word;
        out->before_last = out->last;
        out->last = word;
    }
    if (out->words > 2 && is_generation(out->last)) {
        out->generation = out->last;
        out->last = out->before_last;
        out->words--;
    }
    out->family_alone = out->words < 2 || (out->first.len == 1 && out->post.len);
    return out->name.len != 0;
}

/* The words between the first and the last, particles left out: walk with *rest, which begins as the name. */
static bool next_middle(const struct key_person *p, chy_str *rest, chy_str *word)
{
    const char *end = p->last.ptr;
    while (str_next_piece(rest, ' ', word)) {
        if (word->ptr >= end) return false;
        if (word->ptr != p->first.ptr && !is_particle(*word)) return true;
    }
    return false;
}

bool key_middles_agree(const struct key_person *a, const struct key_person *b)
{
    chy_str ra = a->name, rb = b->name, x, y;
    bool in_a = next_middle(a, &ra, &x), in_b = next_middle(b, &rb, &y);
    while (in_a && in_b) {
        bool initial = (x.len == 1 || y.len == 1) && x.ptr[0] == y.ptr[0];
        if (!initial && !str_eq(x, y)) return false;
        in_a = next_middle(a, &ra, &x);
        in_b = next_middle(b, &rb, &y);
    }
    return true;
}

bool key_has_middle(const struct key_person *p)
{
    chy_str rest = p->name, word;
    return next_middle(p, &rest, &word);
}

bool key_in_syllables(const struct key_person *p) { return is_syllable(p->first) || is_syllable(p->last); }

/* First and last name in the order of letters, so that "Lavrov Sergei" is looked at beside "Sergei Lavrov". */
static chy_str both_names(const struct key_person *p, arena *mem)
{
    bool turned = str_cmp(p->first, p->last) > 0;
    chy_str both = str_join(mem, turned ? p->last : p->first, CHY_LIT(" "), turned ? p->first : p->last);
    return both.ptr && p->generation.len ? str_join(mem, both, CHY_LIT(" "), p->generation) : both;
}

/* ------------------------------------------------------------------ posts */

static int by_text(const void *a, const void *b) { return str_cmp(*(const chy_str *)a, *(const chy_str *)b); }

/* "Minister of Foreign Affairs", "Foreign Minister": "foreign minister". */
static chy_str fold_post(chy_str post, arena *mem)
{
    static const char *const idle[] = { "of", "the", "for", "and", "a", "an", "affairs", "on", "to", "", NULL };
    chy_str words[NAME_WORDS], rest = post, piece;
    size_t count = 0;
    while (count < NAME_WORDS && str_next_piece(&rest, ' ', &piece)) {
        chy_str word = utf8_fold(mem, piece);
        if (!word.ptr) return word;
        if (!among_words(word, idle)) words[count++] = word;
    }
    if (count) qsort(words, count, sizeof *words, by_text);
    return join_words(words, count, mem);
}

static bool add_naming(naming_list *out, arena *mem, chy_str likeness, int64_t year)
{
    struct naming *n = likeness.ptr ? LIST_PUSH(mem, out) : NULL;
    for (uint32_t i = 0; n && i + 1 < out->count; i++)
        if (str_eq(out->at[i].likeness, likeness)) { /* once */
            out->count--;
            return true;
        }
    if (n) *n = (struct naming){ likeness, year };
    return n != NULL;
}

static bool add_post(naming_list *out, arena *mem, const struct key_person *p, chy_str post, int64_t year)
{
    post = fold_post(post, mem);
    if (!post.ptr || !post.len) return post.ptr != NULL;
    chy_str tail = str_join(mem, p->whose, CHY_LIT("/"), post);
    return tail.ptr && add_naming(out, mem, str_join(mem, p->last, CHY_LIT("@"), tail), year) &&
           add_naming(out, mem, str_join(mem, p->first, CHY_LIT("@"), tail), year);
}

static bool person_namings(chy_str key, chy_str post, int64_t year, arena *mem, naming_list *out)
{
    struct key_person p;
    if (!key_read(key, &p)) return true;
    if (p.family_alone) return !p.post.len || add_naming(out, mem, key_likeness(&p, mem), p.year);
    if (!add_naming(out, mem, both_names(&p, mem), 0)) return false;
    if (!p.whose.len || !post.len) return true;
    if (!add_post(out, mem, &p, post, year)) return false;
    size_t both = str_find(post, CHY_LIT(" and "), 0); /* "State Councilor and Foreign Minister" holds two */
    return both == SIZE_MAX ||
           (add_post(out, mem, &p, str_cut(post, 0, both), year) && add_post(out, mem, &p, str_cut(post, both + 5, post.len), year));
}

chy_str key_likeness(const struct key_person *p, arena *mem)
{
    if (!p->family_alone) return both_names(p, mem);
    chy_str tail = str_join(mem, p->whose, CHY_LIT("/"), p->post);
    return tail.ptr ? str_join(mem, p->last, CHY_LIT("@"), tail) : tail;
}

/* "CHS" and the "Council of Hill States (CHS)". */
static bool add_short(naming_list *out, arena *mem, chy_str name)
{
    if (name.len < 2 || name.len > KEY_LONGEST_SHORT || !str_all_upper(name)) return true;
    chy_str folded = utf8_fold(mem, name);
    return folded.ptr && add_naming(out, mem, str_join(mem, CHY_LIT("short:"), folded, CHY_LIT("")), 0);
}

bool key_namings(chy_str type, chy_str key, chy_str name, chy_str post, const str_list *aliases, int64_t year, arena *mem, naming_list *out)
{
    if (str_is(type, "person")) return person_namings(key, post, year, mem, out);
    bool alone = str_find(key, CHY_LIT("/"), 0) == SIZE_MAX && str_find(key, CHY_LIT("#"), 0) == SIZE_MAX;
    if (!alone || (!str_is(type, "organization") && !str_is(type, "body"))) return true;
    bool good = add_short(out, mem, name);
    for (uint32_t i = 0; good && aliases && i < aliases->count; i++) good = add_short(out, mem, aliases->at[i]);
    return good;
}

chy_str key_party(chy_str type, chy_str key, arena *mem)
{
    struct key_person p;
    if (!str_is(type, "person") || !key_read(key, &p)) return key;
    return p.family_alone && !p.post.len ? p.name : key_likeness(&p, mem);
}

/* ------------------------------------------------------------------ everything else */

/* Folded, British and American spelling made one, no article. */
static chy_str fold_name(chy_str name, arena *mem)
{
    static const char *const spellings[][2] = {
        { "isation", "ization" }, { "neighbour", "neighbor" }, { "labour", "labor" }, { "harbour", "harbor" },
        { "defence", "defense" }, { "programme", "program" },  { "centre", "center" }, { "theatre", "theater" },
    };
    name = str_trim(name);
    if (name.len > 4 && str_eq_ascii_nocase(str_cut(name, 0, 4), CHY_LIT("the "))) name = str_cut(name, 4, name.len);
    chy_str folded = utf8_fold(mem, name);
    for (size_t i = 0; folded.ptr && i < sizeof spellings / sizeof *spellings; i++) {
        chy_str british = str_of(spellings[i][0]), american = str_of(spellings[i][1]);
        size_t at = str_find(folded, british, 0);
        if (at == SIZE_MAX) continue;
        char *out = arena_alloc(mem, folded.len + 1); /* none of them is longer than what it stands for */
        size_t len = 0, from = 0;
        if (!out) return (chy_str){ 0 };
        for (; at != SIZE_MAX; from = at + british.len, at = str_find(folded, british, from)) {
            memcpy(out + len, folded.ptr + from, at - from);
            memcpy(out + len + (at - from), american.ptr, american.len);
            len += at - from + american.len;
        }
        memcpy(out + len, folded.ptr + from, folded.len - from);
        folded = (chy_str){ out, len + folded.len - from };
    }
    return folded;
}

chy_str key_iso(const struct entity *e)
{
    for (uint32_t i = 0; i < e->codes.count; i++)
        if (e->codes.at[i].len == 3) return e->codes.at[i];
    return e->codes.count && e->codes.at[0].len > 3 ? str_cut(e->codes.at[0], 0, 3) : CHY_LIT("");
}

/* The name of what an organisation or a state has, without theirs: "SCO Secretariat", "Secretariat" and "Secretariat of the SCO" are one. */
static chy_str without_owner(chy_str folded, const struct entity *owner, arena *mem)
{
    static const char *const between[] = { "ofthe", "of" };
    for (uint32_t i = 0; i <= owner->aliases.count; i++) {
        chy_str theirs = fold_name(i ? owner->aliases.at[i - 1] : owner->name, mem);
        if (!theirs.ptr) return theirs;
        if (!theirs.len || folded.len <= theirs.len) continue;
        if (str_starts(folded, theirs)) return str_cut(folded, theirs.len, folded.len);
        if (!str_ends(folded, theirs)) continue;
        chy_str head = str_cut(folded, 0, folded.len - theirs.len);
        for (size_t k = 0; k < sizeof between / sizeof *between; k++)
            if (head.len > strlen(between[k]) && str_ends(head, str_of(between[k]))) return str_cut(head, 0, head.len - strlen(between[k]));
    }
    return folded;
}

/* "documents", "Charter": what a paper or a meeting is called that one text speaks of; another one's may be another. */
static bool says_little(const struct entity *e)
{
    bool letters = false, capitals = false, words = false;
    if (e->type != ENTITY_INSTRUMENT && e->type != ENTITY_SERIES) return false;
    for (size_t i = 0; i < e->name.len; i++) {
        unsigned char c = (unsigned char)e->name.ptr[i];
        if (c >= 0x80) return false; /* of other scripts one cannot see it */
        letters |= c >= 'a' && c <= 'z';
        capitals |= c >= 'A' && c <= 'Z';
        words |= c == ' ' || c == '-' || (c >= '0' && c <= '9');
    }
    return letters && (!capitals || !words);
}

static chy_str key_of_owned(const chy_doc *d, uint32_t entity, chy_str hash, arena *mem)
{
    const struct entity *e = &d->entities.at[entity];
    chy_str name = fold_name(e->name, mem);
    if (!name.ptr || e->of >= d->entities.count || e->of == entity) return name;
    const struct entity *owner = &d->entities.at[e->of];
    name = without_owner(name, owner, mem);
    /* One step up only, and bodies of bodies by name: `of` is never followed in circles. */
    chy_str owner_key = owner->type == ENTITY_BODY ? fold_name(owner->name, mem) : key_of(d, e->of, hash, mem);
    if (!name.ptr || !owner_key.ptr) return (chy_str){ 0 };
    return str_join(mem, owner_key, CHY_LIT("/"), name);
}

/* Whose post a person holds: the state by its code, else the organisation; "" when neither is told. */
static chy_str whose_post(const chy_doc *d, const struct entity *e, chy_str hash, arena *mem)
{
    for (int step = 0; step < 2 && e->of < d->entities.count; step++) {
        const struct entity *owner = &d->entities.at[e->of];
        bool told = !owner->unnamed && (owner->type == ENTITY_STATE || owner->type == ENTITY_ORGANIZATION);
        if (told) return key_of(d, e->of, hash, mem);
        e = owner;
    }
    return CHY_LIT("");
}

/*
 * Two bearers of one name who serve two states are two: so the key says whose post it is. A family name alone (or with an initial) says
 * little, so that its key says which post, and in which year: "lavrov@RUS/foreign minister#2022".
 */
static chy_str key_of_somebody(const chy_doc *d, uint32_t entity, chy_str hash, arena *mem)
{
    const struct entity *e = &d->entities.at[entity];
    chy_str name = key_of_person(e->name, mem), whose = whose_post(d, e, hash, mem), post = fold_post(e->post, mem);
    if (!name.ptr || !whose.ptr || !post.ptr) return (chy_str){ 0 };
    if (!name.len || !whose.len) return name;
    chy_str key = str_join(mem, name, CHY_LIT("@"), whose);
    size_t space = str_find(name, CHY_LIT(" "), 0);
    if (!key.ptr || !post.len || (space != SIZE_MAX && space > 1)) return key;
    int64_t year = key_year(d->date); /* in an undated document: of this one */
    return year ? str_format(mem, "%.*s/%.*s#%lld", (int)key.len, key.ptr, (int)post.len, post.ptr, (long long)year)
                : str_format(mem, "%.*s/%.*s#0:%.*s", (int)key.len, key.ptr, (int)post.len, post.ptr, (int)hash.len, hash.ptr);
}

int64_t key_year(chy_str date)
{
    int64_t year = 0;
    for (size_t i = 0; i < 4; i++) {
        if (i >= date.len || date.ptr[i] < '0' || date.ptr[i] > '9') return 0;
        year = year * 10 + (date.ptr[i] - '0');
    }
    return year;
}

/* It belongs to something that has a name. */
static bool is_owned(const chy_doc *d, uint32_t entity)
{
    uint32_t of = d->entities.at[entity].of;
    return of < d->entities.count && of != entity && !d->entities.at[of].unnamed;
}

bool key_has_name(const chy_doc *d, uint32_t entity)
{
    const struct entity *e = &d->entities.at[entity];
    return !e->unnamed && (is_owned(d, entity) || !says_little(e));
}

chy_str key_of(const chy_doc *d, uint32_t entity, chy_str hash, arena *mem)
{
    const struct entity *e = &d->entities.at[entity];
    chy_str key = CHY_LIT("");
    bool owned = is_owned(d, entity);
    if (!e->unnamed && e->type == ENTITY_STATE) key = key_iso(e);
    if (!e->unnamed && e->type == ENTITY_PERSON) key = key_of_somebody(d, entity, hash, mem);
    if (!e->unnamed && (e->type == ENTITY_BODY || (owned && (e->type == ENTITY_INSTRUMENT || e->type == ENTITY_SERIES))))
        key = key_of_owned(d, entity, hash, mem);
    if (!key.ptr || key.len) return key;
    if (key_has_name(d, entity)) key = fold_name(e->name, mem);
    if (!key.ptr || key.len) return key;
    return str_format(mem, "%.*s#%u", (int)hash.len, hash.ptr, entity);
}

chy_str key_of_name(chy_str type, chy_str name, arena *mem)
{
    return str_is(type, "person") ? key_of_person(name, mem) : fold_name(name, mem);
}
