#include "doc/form.h"

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/utf8.h"

uint32_t form_mark(uint32_t c)
{
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x02BC:
    case 0x02B9:
    case 0x00B4:
    case 0x2032:
    case 0xFF07: return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x00AB:
    case 0x00BB:
    case 0x2033:
    case 0xFF02: return '"';
    case 0x2010:
    case 0x2011:
    case 0x2212:
    case 0xFE63:
    case 0xFF0D: return '-';
    case 0x00AD:
    case 0x200B:
    case 0x200C:
    case 0x200D:
    case 0x200E:
    case 0x200F:
    case 0x2060:
    case 0xFEFF:
    case 0x202A:
    case 0x202B:
    case 0x202C:
    case 0x202D:
    case 0x202E: return 0;
    default: return c;
    }
}

/* True when ICU has to compose: a combining mark is in it. */
static bool has_mark(chy_str s)
{
    size_t at = 0;
    while (at < s.len)
        if (char_is(utf8_next(s, &at), CHAR_MARK)) return true;
    return false;
}

static chy_str compose(arena *mem, chy_str s)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    if (U_FAILURE(status) || s.len > 1 << 20) return s;
    int32_t wide_room = (int32_t)s.len + 1, n = 0, m = 0, bytes = 0;
    UChar *wide = ARENA_ARRAY(mem, UChar, (size_t)wide_room), *out = ARENA_ARRAY(mem, UChar, (size_t)wide_room * 3);
    if (!wide || !out) return (chy_str){ 0 };
    u_strFromUTF8WithSub(wide, wide_room, &n, s.ptr, (int32_t)s.len, 0xFFFD, NULL, &status);
    m = unorm2_normalize(nfc, wide, n, out, wide_room * 3, &status);
    if (U_FAILURE(status)) return s;
    char *p = arena_alloc(mem, (size_t)m * 3 + 1);
    if (!p) return (chy_str){ 0 };
    u_strToUTF8(p, m * 3 + 1, &bytes, out, m, &status);
    return U_FAILURE(status) ? s : (chy_str){ p, (size_t)bytes };
}

chy_str form_of(arena *mem, chy_str bytes)
{
    bool plain = true;
    for (size_t i = 0; i < bytes.len && plain; i++) plain = (unsigned char)bytes.ptr[i] < 128 && (unsigned char)bytes.ptr[i] > ' ';
    if (plain) return bytes;
    char *p = arena_alloc(mem, bytes.len * 3 + 1);
    if (!p) return (chy_str){ 0 };
    size_t n = 0, at = 0;
    while (at < bytes.len) {
        uint32_t c = form_mark(utf8_next(bytes, &at));
        if (c > ' ' && c != 127 && !char_is(c, CHAR_SPACE | CHAR_CONTROL)) n += utf8_put(c, p + n);
    }
    chy_str s = { p, n };
    return has_mark(s) ? compose(mem, s) : s;
}
