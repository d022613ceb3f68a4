/*
 * Write the tables of src/base/utf8.c from ICU: kinds, lower case and base letters of the first 0x20000 code points, in
 * two stages of 128. Usage: gen_unicode OUTPUT
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/uversion.h>

#include "base/utf8_kinds.h"

enum { CODES = 0x20000, PAGE = 128, PAGES = CODES / PAGE };

static unsigned kind_of(UChar32 c)
{
    unsigned k = 0;
    int8_t type = u_charType(c);
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &status);
    if (u_isalpha(c)) k |= CHAR_LETTER;
    if (u_isupper(c) || type == U_TITLECASE_LETTER) k |= CHAR_UPPER;
    if (u_islower(c)) k |= CHAR_LOWER;
    if (type == U_DECIMAL_DIGIT_NUMBER) k |= CHAR_DIGIT;
    if (u_isUWhiteSpace(c) || c == 0x200B || c == 0xFEFF) k |= CHAR_SPACE;
    if (u_ispunct(c)) k |= CHAR_PUNCT;
    if (type == U_MATH_SYMBOL || type == U_CURRENCY_SYMBOL || type == U_MODIFIER_SYMBOL || type == U_OTHER_SYMBOL) k |= CHAR_SYMBOL;
    if (type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK || type == U_ENCLOSING_MARK) k |= CHAR_MARK;
    if (script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || script == USCRIPT_HANGUL) k |= CHAR_HAN;
    if (script == USCRIPT_CYRILLIC) k |= CHAR_CYRILLIC;
    if (u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK) || c == '`') k |= CHAR_QUOTE;
    if (u_hasBinaryProperty(c, UCHAR_DASH)) k |= CHAR_DASH;
    if ((type == U_CONTROL_CHAR && !u_isUWhiteSpace(c)) || type == U_FORMAT_CHAR) k |= CHAR_CONTROL;
    return k;
}

/* Letters that have no decomposition, by the letter a reader would type for them. */
static UChar32 plain_letter(UChar32 c)
{
    switch (c) {
    case 0xF8: return 'o'; /* o with stroke */
    case 0x111: return 'd';
    case 0x142: return 'l';
    case 0x131: return 'i';
    case 0xF0: return 'd';
    case 0x127: return 'h';
    case 0x167: return 't';
    case 0x259: return 'a';   /* Azerbaijani schwa */
    case 0x451: return 0x435; /* Cyrillic io */
    default: return c;
    }
}

static UChar32 base_of(const UNormalizer2 *nfkd, UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar32 low = u_tolower(c);
    UChar out[32];
    if (!u_isalpha(c) || (low >= 0xAC00 && low <= 0xD7A3)) return low;
    if (low == 0x439) return low; /* Cyrillic short i is a letter of its own */
    int32_t n = unorm2_getDecomposition(nfkd, low, out, 32, &status);
    if (U_SUCCESS(status) && n > 0) {
        UChar32 first;
        int32_t at = 0;
        U16_NEXT(out, at, n, first);
        bool only_marks = true;
        while (at < n) {
            UChar32 more;
            U16_NEXT(out, at, n, more);
            only_marks = only_marks && u_getCombiningClass(more) != 0;
        }
        if (only_marks) low = u_tolower(first);
    }
    return plain_letter(low);
}

static uint32_t values[CODES];

/* The first page, that of ASCII, is always the first of the values: base/utf8.h counts on it. */
static void write_table(FILE *f, const char *name, const char *type, bool shared)
{
    static uint32_t pages[PAGES][PAGE];
    static uint32_t index[PAGES];
    size_t count = 0;
    for (size_t p = 0; p < PAGES; p++) {
        size_t same = 0;
        while (same < count && memcmp(pages[same], values + p * PAGE, sizeof pages[0])) same++;
        if (same == count) memcpy(pages[count++], values + p * PAGE, sizeof pages[0]);
        index[p] = (uint32_t)same;
    }
    fprintf(f, "static const uint16_t %s_page[%d] = {", name, PAGES);
    for (size_t p = 0; p < PAGES; p++) fprintf(f, "%s%u,", p % 32 ? "" : "\n", index[p]);
    fprintf(f, "\n};\n%sconst %s %s_value[][%d] = {\n", shared ? "" : "static ", type, name, PAGE);
    for (size_t p = 0; p < count; p++) {
        fprintf(f, "{");
        for (size_t i = 0; i < PAGE; i++) fprintf(f, "%d,", (int32_t)pages[p][i]);
        fprintf(f, "},\n");
    }
    fprintf(f, "};\n");
}

int main(int argc, char **argv)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
    FILE *f = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (!f || U_FAILURE(status)) {
        fprintf(stderr, "gen_unicode: cannot write %s\n", argc == 2 ? argv[1] : "(no output named)");
        return 2;
    }
    fprintf(f, "/* Made by gen/unicode.c from ICU %s. */\n", U_ICU_VERSION);
    for (UChar32 c = 0; c < CODES; c++) values[c] = kind_of(c);
    write_table(f, "utf8_kind", "uint16_t", true);
    for (UChar32 c = 0; c < CODES; c++) values[c] = (uint32_t)(u_tolower(c) - c);
    write_table(f, "lower", "int32_t", false);
    for (UChar32 c = 0; c < CODES; c++) values[c] = (uint32_t)(base_of(nfkd, c) - c);
    write_table(f, "base", "int32_t", false);
    return fclose(f) ? 2 : 0;
}
