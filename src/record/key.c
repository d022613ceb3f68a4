#include "record/key.h"

#include "base/utf8.h"

enum { NAME_WORDS = 12 };

/* ------------------------------------------------------------------ names of persons */

/* Two ways to write one sound of a Russian name; the second is the one that is compared. */
struct spelling {
    const char *from, *to;
};

static const struct spelling within[] = { { "ks", "x" }, { "kh", "h" }, { "ye", "e" }, { "yo", "e" }, { "yu", "iu" }, { "ya", "ia" } };
static const struct spelling at_end[] = { { "ei", "ej" }, { "ey", "ej" }, { "iy", "i" }, { "ij", "i" },
                                          { "ii", "i" },  { "yy", "i" },  { "y", "i" } };

static size_t put_text(char *out, const char *text)
{
    size_t n = strlen(text);
    memcpy(out, text, n);
    return n;
}

/* One word of a name, folded and respelled. */
static chy_str fold_name_word(chy_str word, arena *mem)
{
    chy_str folded = utf8_fold(mem, word);
    char *out = folded.ptr ? arena_alloc(mem, folded.len + 4) : NULL;
    if (!out) return (chy_str){ 0 };
    size_t n = 0;
    for (size_t i = 0; i < folded.len;) {
        size_t k = 0, count = sizeof within / sizeof *within;
        while (k < count && !(i && i + 2 < folded.len && !memcmp(folded.ptr + i, within[k].from, 2))) k++;
        if (k < count)
            n += put_text(out + n, within[k].to), i += 2;
        else
            out[n++] = folded.ptr[i++];
    }
    for (size_t k = 0; n > 3 && k < sizeof at_end / sizeof *at_end; k++) {
        chy_str tail = str_of(at_end[k].from);
        if (!str_ends((chy_str){ out, n }, tail)) continue;
        n -= tail.len;
        n += put_text(out + n, at_end[k].to);
        break;
    }
    return (chy_str){ out, n };
}

static bool is_patronymic(chy_str word)
{
    static const char *const tails[] = { "ovich", "evich", "ovna", "evna", "ichna" };
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (word.len > strlen(tails[i]) + 1 && str_ends(word, str_of(tails[i]))) return true;
    return false;
}

chy_str key_of_person(chy_str name, arena *mem)
{
    chy_str words[NAME_WORDS], rest = name, piece;
    size_t count = 0;
    while (count < NAME_WORDS && str_next_piece(&rest, ' ', &piece)) {
        chy_str word = fold_name_word(piece, mem);
        if (!word.ptr) return word;
        if (word.len) words[count++] = word;
    }
    if (count == 3 &&
        is_patronymic(words[2])) { /* "Rudenko Andrey Yurevich": family name first, the patronymic behind the given name tells */
        chy_str family = words[0];
        words[0] = words[1];
        words[1] = family;
        count = 2;
    } else if (count == 3 && is_patronymic(words[1])) {
        words[1] = words[2];
        count = 2;
    }
    chy_str key = CHY_LIT("");
    for (size_t i = 0; i < count && key.ptr; i++) key = str_join(mem, key, i ? CHY_LIT(" ") : CHY_LIT(""), words[i]);
    return key;
}

/* ------------------------------------------------------------------ everything else */

/* Folded, British and American spelling made one, no article. */
static chy_str fold_name(chy_str name, arena *mem)
{
    name = str_trim(name);
    if (name.len > 4 && str_eq_ascii_nocase(str_cut(name, 0, 4), CHY_LIT("the "))) name = str_cut(name, 4, name.len);
    chy_str folded = utf8_fold(mem, name);
    char *out = folded.ptr ? arena_alloc(mem, folded.len + 1) : NULL;
    if (!out) return (chy_str){ 0 };
    memcpy(out, folded.ptr, folded.len);
    for (size_t at = 0; (at = str_find(folded, CHY_LIT("isation"), at)) != SIZE_MAX; at++) out[at + 1] = 'z';
    return (chy_str){ out, folded.len };
}

chy_str key_iso(const struct entity *e)
{
    for (uint32_t i = 0; i < e->codes.count; i++)
        if (e->codes.at[i].len == 3) return e->codes.at[i];
    return e->codes.count && e->codes.at[0].len > 3 ? str_cut(e->codes.at[0], 0, 3) : CHY_LIT("");
}

/* The name of a body without the name of its organisation before it: "SCO Secretariat" and "Secretariat" of the SCO are one. */
static chy_str without_owner(chy_str folded, const struct entity *owner, arena *mem)
{
    for (uint32_t i = 0; i <= owner->aliases.count; i++) {
        chy_str head = fold_name(i ? owner->aliases.at[i - 1] : owner->name, mem);
        if (!head.ptr) return head;
        if (head.len && folded.len > head.len && str_starts(folded, head)) return str_cut(folded, head.len, folded.len);
    }
    return folded;
}

static chy_str key_of_body(const chy_doc *d, uint32_t entity, chy_str hash, arena *mem)
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

chy_str key_of(const chy_doc *d, uint32_t entity, chy_str hash, arena *mem)
{
    const struct entity *e = &d->entities.at[entity];
    chy_str key = CHY_LIT("");
    if (!e->unnamed && e->type == ENTITY_STATE) key = key_iso(e);
    if (!e->unnamed && e->type == ENTITY_PERSON) key = key_of_person(e->name, mem);
    if (!e->unnamed && e->type == ENTITY_BODY) key = key_of_body(d, entity, hash, mem);
    if (!key.ptr || key.len) return key;
    if (!e->unnamed) key = fold_name(e->name, mem);
    if (!key.ptr || key.len) return key;
    return str_format(mem, "%.*s#%u", (int)hash.len, hash.ptr, entity);
}

chy_str key_of_name(chy_str type, chy_str name, arena *mem)
{
    return str_is(type, "person") ? key_of_person(name, mem) : fold_name(name, mem);
}
