#include "source/charset.h"

#include <stdio.h>
#include <stdlib.h>
#include <uchardet.h>
#include <unicode/ucnv.h>

#include "base/utf8.h"

bool charset_is_utf8(chy_str bytes) { return utf8_invalid_at(bytes) == bytes.len; }

static bool convert(chy_str bytes, const char *charset, buf *out)
{
    UErrorCode status = U_ZERO_ERROR;
    if (bytes.len > INT32_MAX / 4) return false;
    size_t room = bytes.len * 4 + 16;
    char *text = malloc(room);
    int32_t n = text ? ucnv_convert("UTF-8", charset, text, (int32_t)room, bytes.ptr, (int32_t)bytes.len, &status) : 0;
    bool good = text && U_SUCCESS(status) && n >= 0 && (size_t)n <= room;
    if (good) buf_bytes(out, text, (size_t)n);
    free(text);
    return good;
}

const char *charset_wide(chy_str bytes)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *name;
    } marks[] = { { "\xff\xfe\0\0", 4, "UTF-32LE" }, { "\0\0\xfe\xff", 4, "UTF-32BE" }, { "<\0\0\0", 4, "UTF-32LE" },
                  { "\0\0\0<", 4, "UTF-32BE" },      { "\xff\xfe", 2, "UTF-16LE" },     { "\xfe\xff", 2, "UTF-16BE" },
                  { "<\0", 2, "UTF-16LE" },          { "\0<", 2, "UTF-16BE" } };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(bytes, (chy_str){ marks[i].bytes, marks[i].size })) return marks[i].name;
    return NULL;
}

/* What the bytes look like; windows-1252 when that cannot be told. */
static void guess(chy_str bytes, char *name, size_t room)
{
    uchardet_t g = uchardet_new();
    const char *said = "";
    if (g && !uchardet_handle_data(g, bytes.ptr, bytes.len)) {
        uchardet_data_end(g);
        said = uchardet_get_charset(g);
    }
    snprintf(name, room, "%s", *said && strcmp(said, "UTF-8") && strcmp(said, "ASCII") ? said : "windows-1252");
    if (g) uchardet_delete(g);
}

void charset_put(chy_str bytes, chy_str charset, buf *out)
{
    char name[48];
    if (!bytes.len) return;
    const char *wide = charset_wide(bytes);
    if (wide && convert(bytes, wide, out)) return;
    bool shifts = charset.len > 8 && str_eq_ascii_nocase(str_cut(charset, 0, 8), CHY_LIT("iso-2022")); /* looks like ASCII */
    if (!shifts && charset_is_utf8(bytes)) {
        buf_str(out, bytes);
        return;
    }
    if (charset.len && charset.len < sizeof name) {
        memcpy(name, charset.ptr, charset.len);
        name[charset.len] = 0;
        if (convert(bytes, name, out)) return;
    }
    guess(bytes, name, sizeof name);
    if (!convert(bytes, name, out)) convert(bytes, "windows-1252", out);
}
