#include "base/utf8.h"
#include "record/spelling.h"

/* Two ways to write one sound; the second is the one that is compared. The longer come first. */
struct spelling {
    const char *from, *to;
};

static const struct spelling within[] = { { "shch", "sch" }, { "tsch", "ch" }, { "tch", "ch" }, { "dzh", "j" }, { "ks", "x" },
                                          { "kh", "h" },     { "ph", "f" },    { "ou", "u" },   { "oe", "o" },  { "ue", "u" },
                                          { "ye", "e" },     { "yo", "e" },    { "yu", "iu" },  { "ya", "ia" } };
static const struct spelling at_end[] = { { "ei", "ej" }, { "ey", "ej" }, { "yi", "i" }, { "iy", "i" },
                                          { "ij", "i" },  { "ii", "i" },  { "yy", "i" }, { "y", "i" } };

/* Russian, Ukrainian and Belarusian letters as papers in English write them. */
static const struct {
    uint32_t letter;
    const char *latin;
} cyrillic[] = { { 0x430, "a" },  { 0x431, "b" },  { 0x432, "v" },  { 0x433, "g" },  { 0x434, "d" },    { 0x435, "e" },  { 0x436, "zh" },
                 { 0x437, "z" },  { 0x438, "i" },  { 0x439, "y" },  { 0x43A, "k" },  { 0x43B, "l" },    { 0x43C, "m" },  { 0x43D, "n" },
                 { 0x43E, "o" },  { 0x43F, "p" },  { 0x440, "r" },  { 0x441, "s" },  { 0x442, "t" },    { 0x443, "u" },  { 0x444, "f" },
                 { 0x445, "kh" }, { 0x446, "ts" }, { 0x447, "ch" }, { 0x448, "sh" }, { 0x449, "shch" }, { 0x44A, "" },   { 0x44B, "y" },
                 { 0x44C, "" },   { 0x44D, "e" },  { 0x44E, "yu" }, { 0x44F, "ya" }, { 0x451, "yo" },   { 0x454, "ye" }, { 0x456, "i" },
                 { 0x457, "yi" }, { 0x45E, "u" },  { 0x491, "g" } };

enum { LONGEST_LATIN = 4 };

static size_t put_text(char *out, const char *text)
{
    size_t n = strlen(text);
    memcpy(out, text, n);
    return n;
}

static chy_str to_latin(chy_str word, arena *mem)
{
    size_t n = 0, at = 0;
    char *out = arena_alloc(mem, word.len * LONGEST_LATIN + 1);
    if (!out) return (chy_str){ 0 };
    while (at < word.len) {
        uint32_t c = utf8_next(word, &at);
        size_t k = 0, count = sizeof cyrillic / sizeof *cyrillic;
        while (k < count && cyrillic[k].letter != c) k++;
        n += k < count ? put_text(out + n, cyrillic[k].latin) : utf8_put(c, out + n);
    }
    return (chy_str){ out, n };
}

static bool has_other_letters(chy_str word)
{
    for (size_t i = 0; i < word.len; i++)
        if ((unsigned char)word.ptr[i] >= 0x80) return true;
    return false;
}

/* Which row of the table begins at byte i of the word; neither its first nor its last letter is respelt. */
static const struct spelling *row_at(chy_str word, size_t i)
{
    for (size_t k = 0; i && k < sizeof within / sizeof *within; k++) {
        size_t size = strlen(within[k].from);
        if (i + size < word.len && !memcmp(word.ptr + i, within[k].from, size)) return &within[k];
    }
    return NULL;
}

static size_t single_letters(char *out, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!kept || out[kept - 1] != out[i] || (unsigned char)out[i] >= 0x80) out[kept++] = out[i];
    return kept;
}

chy_str spelling_letters(chy_str word, arena *mem)
{
    chy_str folded = utf8_fold(mem, word);
    if (folded.ptr && has_other_letters(folded)) folded = to_latin(folded, mem);
    char *out = folded.ptr ? arena_alloc(mem, folded.len + 4) : NULL;
    if (!out) return (chy_str){ 0 };
    size_t n = 0;
    for (size_t i = 0; i < folded.len;) {
        const struct spelling *row = row_at(folded, i);
        if (row)
            n += put_text(out + n, row->to), i += strlen(row->from);
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
    return (chy_str){ out, single_letters(out, n) };
}
