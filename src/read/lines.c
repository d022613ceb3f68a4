#include "read/lines.h"

#include "base/utf8.h"

bool lines_split(const chy_doc *d, arena *mem, line_list *out)
{
    chy_str rest = d->text, text;
    bool after_blank = true;
    while (str_next_piece(&rest, '\n', &text)) {
        size_t start = 0, end = text.len;
        while (start < end) {
            size_t next = start;
            if (!char_is(utf8_next(text, &next), CHAR_SPACE)) break;
            start = next;
        }
        while (end > start) {
            size_t before = end;
            if (!char_is(utf8_before(text, &before), CHAR_SPACE)) break;
            end = before;
        }
        struct line *l = LIST_PUSH(mem, out);
        if (!l) return false;
        uint32_t base = (uint32_t)(text.ptr - d->text.ptr);
        l->span = (chy_span){ base + (uint32_t)start, base + (uint32_t)end };
        l->kind = SEGMENT_BODY;
        l->why = "text";
        l->blank = start == end;
        l->starts_paragraph = !l->blank && after_blank;
        after_blank = l->blank;
    }
    return true;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* "23:55" at p: its length, 0 when there is none. */
static size_t clock_at(chy_str s, size_t p)
{
    size_t i = p;
    while (i < s.len && is_digit(s.ptr[i]) && i - p < 2) i++;
    if (i == p || i + 2 >= s.len || s.ptr[i] != ':' || !is_digit(s.ptr[i + 1]) || !is_digit(s.ptr[i + 2])) return 0;
    return i + 3 - p;
}

const char *line_gadget(chy_str line)
{
    enum { SHORT = 60 };
    size_t digits = 0, letters = 0;
    if (!line.len || line.len > SHORT) return NULL;
    for (size_t i = 0; i < line.len; i++) {
        digits += is_digit(line.ptr[i]);
        letters += (line.ptr[i] | 32) >= 'a' && (line.ptr[i] | 32) <= 'z';
    }
    const char *at = memchr(line.ptr, '@', line.len);
    if (at && !memchr(line.ptr, ' ', line.len) && memchr(at, '.', (size_t)(line.ptr + line.len - at))) return "e-mail address";
    if (digits >= 7 && letters <= 4 && digits * 2 >= line.len - letters && (line.ptr[0] == '+' || line.ptr[0] == '(' || letters))
        return "telephone number";
    if (str_starts(line, CHY_LIT("http://")) || str_starts(line, CHY_LIT("https://")) || str_starts(line, CHY_LIT("www.")))
        return "address";
    for (size_t i = 0; i < line.len; i++) {
        size_t n = is_digit(line.ptr[i]) && (!i || !is_digit(line.ptr[i - 1])) ? clock_at(line, i) : 0;
        if (n && i + n == line.len && (!i || (i >= 2 && line.ptr[i - 1] == ' ' && line.ptr[i - 2] == ':'))) return "clock";
    }
    return NULL;
}

bool line_is_shouted(chy_str line)
{
    enum { SHORT = 120 };
    return line.len <= SHORT && str_all_upper(line);
}

bool line_ends_sentence(chy_str line)
{
    size_t at = line.len;
    while (at) {
        uint32_t c = utf8_before(line, &at);
        if (c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002) return true;
        if (!char_is(c, CHAR_QUOTE) && c != ')' && c != ']') return false;
    }
    return false;
}

char line_script(chy_str s)
{
    enum { ENOUGH = 4096 };
    size_t count[4] = { 0 }, at = 0;
    while (at < s.len && at < ENOUGH) {
        uint32_t c = utf8_next(s, &at);
        unsigned kind = char_kind(c);
        if (!(kind & CHAR_LETTER)) continue;
        if (c < 0x80)
            count[0]++;
        else
            count[kind & CHAR_HAN ? 2 : kind & CHAR_CYRILLIC ? 1 : c < 0x250 || (c >= 0x1E00 && c < 0x1F00) ? 0 : 3]++;
    }
    static const char names[] = "lcho";
    size_t best = 0;
    for (size_t i = 1; i < 4; i++)
        if (count[i] > count[best]) best = i;
    return count[best] ? names[best] : 0;
}
