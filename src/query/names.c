/*
 * Names that the record has in another spelling, order or script.
 *
 *     Лавров Сергей, 王毅, Sergey Lavrov        by the key that makes persons one across documents, from letters made Latin
 *     ШОС, 中国, Россия                          by the names in other languages that the tables of states, organisations and places have
 *
 * Asked only when nobody is called so as it stands.
 */
#include <unicode/utrans.h>

#include "base/utf8.h"
#include "doc/form.h"
#include "lexicon/lexicon.h"
#include "query/asking.h"
#include "record/key.h"

enum { NAME_UNITS = 512, NAME_PARTS = 8 };

static bool is_ascii(chy_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] >= 0x80) return false;
    return true;
}

/* In Latin letters without marks, as papers in English write Russian names; "" when that cannot be. */
static chy_str latin(struct asking *a, chy_str name)
{
    static const UChar rules[] = u"Russian-Latin/BGN; Any-Latin; Latin-ASCII";
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[NAME_UNITS];
    char text[NAME_UNITS * 3];
    int32_t size = 0, limit, bytes = 0;
    if (is_ascii(name)) return name;
    u_strFromUTF8WithSub(wide, NAME_UNITS, &size, name.ptr, (int32_t)name.len, 0xFFFD, NULL, &status);
    UTransliterator *t = U_FAILURE(status) ? NULL : utrans_openU(rules, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    limit = size;
    if (t) utrans_transUChars(t, wide, &size, NAME_UNITS, 0, &limit, &status);
    utrans_close(t);
    if (U_SUCCESS(status)) u_strToUTF8(text, sizeof text, &bytes, wide, size, &status);
    return U_SUCCESS(status) && bytes <= (int32_t)sizeof text ? answer_keep(a, (chy_str){ text, (size_t)bytes }) : CHY_LIT("");
}

static chy_status add_by_key(struct asking *a, chy_str key, named_list *out)
{
    struct store_rows *rows = NULL;
    if (!key.ptr) return err_memory(a->err, "looking up a name");
    if (!key.len) return CHY_OK;
    chy_status st = store_entities_by_key(a->s, CHY_LIT("person"), key, &rows, a->err);
    while (!st && (st = store_next(rows, a->err)) == CHY_ROW) {
        named_push(a, rows, out);
        st = CHY_OK;
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

/* The words of a name put together again: parts[first] to the end, then those before it; from `glued` on without spaces. */
static chy_str in_order(struct asking *a, const chy_str *parts, size_t count, size_t first, size_t glued)
{
    chy_str name = CHY_LIT("");
    for (size_t i = 0; i < count; i++) {
        chy_str part = parts[(first + i) % count];
        name = answer_format(a, "%.*s%s%.*s", (int)name.len, name.ptr, i && i < glued ? " " : "", (int)part.len, part.ptr);
    }
    return name;
}

/* As it stands; given name last; and, where a script has no spaces, the given name in one: "xi jin ping" is Xi Jinping. */
static chy_status add_persons(struct asking *a, chy_str name, bool no_spaces, named_list *out)
{
    chy_str parts[NAME_PARTS], rest = name, piece;
    size_t count = 0;
    while (count < NAME_PARTS && str_next_piece(&rest, ' ', &piece))
        if (piece.len) parts[count++] = piece;
    chy_status st = add_by_key(a, key_of_person(name, a->mem), out);
    if (!st && !out->count && no_spaces && count > 2) st = add_by_key(a, key_of_person(in_order(a, parts, count, 0, 2), a->mem), out);
    if (!st && !out->count && count > 1) st = add_by_key(a, key_of_person(in_order(a, parts, count, 1, count), a->mem), out);
    return st;
}

/* What a table calls so in another language, by the name that it has in English. */
static chy_status add_from_table(struct asking *a, const struct lexicon *lex, chy_str table_name_, chy_str folded, named_list *out)
{
    static const char *const languages[] = { "names_ru", "names_zh" };
    const struct table *t = lexicon_table(lex, table_name_);
    int name = t ? table_column(t, "name") : -1;
    chy_status st = CHY_OK;
    for (size_t k = 0; name >= 0 && k < sizeof languages / sizeof *languages; k++) {
        int column = table_column(t, languages[k]);
        for (uint32_t i = 0; !st && !out->count && column >= 0 && i < table_rows(t); i++) {
            chy_str rest = table_cell(t, i, column), piece;
            bool so = false;
            while (rest.len && !so && str_next_piece(&rest, '|', &piece)) {
                chy_str one = utf8_fold(a->mem, piece);
                if (!one.ptr) return err_memory(a->err, "looking up a name");
                so = one.len && str_eq(one, folded);
            }
            if (so) st = query_called(a, utf8_fold(a->mem, table_cell(t, i, name)), out);
        }
    }
    return st;
}

static chy_status add_in_other_languages(struct asking *a, chy_str name, named_list *out)
{
    static const char *const tables[] = { "world/states", "world/organizations", "world/places" };
    struct lexicon *lex = NULL;
    chy_str folded = utf8_fold(a->mem, name);
    if (!folded.ptr) return err_memory(a->err, "looking up a name");
    chy_status st = lexicon_create(NULL, a->mem, &lex, a->err);
    for (size_t i = 0; !st && !out->count && i < sizeof tables / sizeof *tables; i++)
        st = add_from_table(a, lex, str_of(tables[i]), folded, out);
    return st;
}

chy_status query_names_otherwise(struct asking *a, chy_str name, named_list *out)
{
    chy_status st = CHY_OK;
    bool other_script = !is_ascii(name), no_spaces = str_find(name, CHY_LIT(" "), 0) == SIZE_MAX;
    chy_str in_latin = latin(a, name);
    if (other_script) st = add_in_other_languages(a, name, out);
    if (!st && !out->count && in_latin.len) st = add_persons(a, in_latin, other_script && no_spaces, out);
    if (!st && !out->count && other_script && in_latin.len) st = query_called(a, utf8_fold(a->mem, in_latin), out);
    return st;
}

chy_str query_why_same(struct asking *a, struct store_rows *r)
{
    struct key_person p;
    chy_str type = store_text(r, NAMING_TYPE), key = answer_keep(a, store_text(r, NAMING_KEY));
    if (store_number(r, NAMING_ALIKE) == store_number(r, NAMING_ENTITY)) return CHY_LIT("by the journal");
    if (!str_is(type, "person") || !key_read(key, &p)) return CHY_LIT("by the name that a document introduces");
    if (p.family_alone && p.year)
        return answer_format(a, "by family name, post and year: %.*s of %.*s, %lld", (int)p.post.len, p.post.ptr, (int)p.whose.len,
                             p.whose.ptr, (long long)p.year);
    if (p.family_alone)
        return answer_format(a, "by family name and post: %.*s of %.*s", (int)p.post.len, p.post.ptr, (int)p.whose.len, p.whose.ptr);
    return p.whose.len ? answer_format(a, "by name, of %.*s", (int)p.whose.len, p.whose.ptr) : CHY_LIT("by name");
}
