#include "segment/block.h"

#include <string.h>

#include "base/utf8.h"

enum { WRAP_MIN = 40, WRAP_MAX = 140 };

struct row {
    uint32_t start, end, next;
}; /* white space off both ends; next: where the following line begins */

static bool white(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f'; }

static bool line_break(char c) { return c == '\n' || c == '\r'; }

/* The first line break in [from, to). In steps, so that a text with one kind of break only is not searched to its end each time. */
static uint32_t line_end(chy_str t, uint32_t from, uint32_t to)
{
    enum { STEP = 512 };
    for (uint32_t at = from; at < to; at += STEP) {
        uint32_t most = to - at < STEP ? to - at : STEP;
        const char *nl = memchr(t.ptr + at, '\n', most), *cr = memchr(t.ptr + at, '\r', nl ? (size_t)(nl - t.ptr) - at : most);
        if (cr || nl) return (uint32_t)((cr ? cr : nl) - t.ptr);
    }
    return to;
}

static struct row row_at(chy_str t, uint32_t from, uint32_t to)
{
    uint32_t stop = line_end(t, from, to);
    struct row l = { from, stop, to };
    if (stop < to) l.next = stop + 1u + (t.ptr[stop] == '\r' && stop + 1 < to && t.ptr[stop + 1] == '\n');
    while (l.start < l.end && white(t.ptr[l.start])) l.start++;
    while (l.end > l.start && white(t.ptr[l.end - 1])) l.end--;
    return l;
}

static bool begins_item(chy_str line)
{
    if (!line.len) return false;
    size_t at = 0;
    uint32_t c = utf8_next(line, &at);
    if (c == 0x2022 || c == 0x25CF || c == 0x25AA || c == 0x00B7) return true;
    if (c == '-' || c == '*' || c == 0x2013 || c == 0x2014) return at < line.len && line.ptr[at] == ' ';
    if (c == '(') return line.len > 2 && line.ptr[2] == ')';
    size_t digits = 0;
    while (digits < line.len && digits < 3 && line.ptr[digits] >= '0' && line.ptr[digits] <= '9') digits++;
    return digits && digits + 1 < line.len && (line.ptr[digits] == '.' || line.ptr[digits] == ')') && line.ptr[digits + 1] == ' ';
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* "14:00 Talks ...", "9.30 Visit ...": an entry of a programme. */
static bool begins_hour(chy_str line)
{
    size_t at = 0;
    while (at < line.len && at < 3 && is_digit(line.ptr[at])) at++;
    if (!at || at > 2 || at + 3 >= line.len || (line.ptr[at] != ':' && line.ptr[at] != '.')) return false;
    return is_digit(line.ptr[at + 1]) && is_digit(line.ptr[at + 2]) && !is_digit(line.ptr[at + 3]) && line.ptr[at + 3] != '.';
}

static uint32_t characters(chy_str s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.len; i++) n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}

static uint32_t first_word(chy_str s)
{
    size_t n = 0;
    while (n < s.len && !white(s.ptr[n]) && !line_break(s.ptr[n])) n++;
    return characters((chy_str){ s.ptr, n });
}

/* "Mr." "U.S." "Gen.": the full stop may not end the sentence. */
static bool short_word(chy_str line)
{
    size_t at = line.len;
    while (at && line.len - at < 6 && !white(line.ptr[at - 1])) at--;
    return line.ptr[line.len - 1] == '.' && line.len - at < 6 && line.ptr[at] >= 'A' && line.ptr[at] <= 'Z';
}

/* Does the line break after `a` part paragraphs? width: the longest line of the block. */
static bool parts(chy_str t, struct row a, struct row b, uint32_t width)
{
    chy_str line = { t.ptr + a.start, a.end - a.start }, next = { t.ptr + b.start, b.end - b.start };
    if (width < WRAP_MIN || width > WRAP_MAX) return true;
    char end = line.ptr[line.len - 1];
    bool final = end == '.' || end == '!' || end == '?' || end == ':';
    uint32_t has = characters(line), wants = has + 1 + first_word(next);
    if (begins_hour(line) && begins_hour(next)) return true;
    if (begins_item(next)) return final || end == ';' || end == ',' || wants <= width;
    size_t at = 0;
    if (!final && char_is(utf8_next(next, &at), CHAR_LOWER)) return false;
    return wants <= width && (final ? !short_word(line) : has * 2 < width);
}

/* Where to cut a line that does not end before BLOCK_MAX: after its last blank, else between two characters. */
static uint32_t cut_line(chy_str t, uint32_t from, uint32_t most)
{
    uint32_t at = most;
    while (at > from && !white(t.ptr[at - 1])) at--;
    if (at > from) return at;
    for (at = most; at > from + 1 && ((unsigned char)t.ptr[at] & 0xC0) == 0x80;) at--;
    return at;
}

struct block block_at(chy_str text, uint32_t from, uint32_t to)
{
    uint32_t width = 0, at = from, stop = from, begin = from;
    while (at < to && at - begin < BLOCK_LONG) {
        bool more = to - begin > BLOCK_MAX; /* what lies beyond is of another block */
        uint32_t most = more ? begin + BLOCK_MAX : to;
        struct row l = row_at(text, at, most);
        if (l.start == l.end && stop > from) break;
        if (more && l.next == most && !line_break(text.ptr[most - 1])) l.end = l.next = cut_line(text, at, most);
        if (l.start > l.end) l.start = l.end;
        while (l.end > l.start && white(text.ptr[l.end - 1])) l.end--;
        uint32_t wide = characters((chy_str){ text.ptr + l.start, l.end - l.start });
        if (wide > width) width = wide;
        at = l.next;
        if (l.start < l.end)
            stop = l.end;
        else
            from = at;
    }
    return (struct block){ text, from, stop, at, width };
}

size_t block_whole(chy_str text)
{
    size_t whole = 0;
    uint32_t len = text.len < UINT32_MAX ? (uint32_t)text.len : UINT32_MAX;
    while (whole < len) {
        struct block b = block_at(text, (uint32_t)whole, len);
        bool sure = len - whole > BLOCK_MAX; /* then it did not look as far as the end */
        if (!sure && b.next < len) {
            struct row blank = row_at(text, b.next, len); /* it ended there because of a blank line, or for its length */
            sure = b.next - whole >= BLOCK_LONG || blank.next < len;
        }
        if (!sure) break;
        whole = b.next;
    }
    return whole;
}

bool block_paragraph(struct block *b, uint32_t *start, uint32_t *end)
{
    if (b->at >= b->stop) return false;
    struct row l = row_at(b->text, b->at, b->stop);
    *start = b->at;
    while (l.next < b->stop) {
        struct row next = row_at(b->text, l.next, b->stop);
        if (parts(b->text, l, next, b->width)) {
            *end = l.end;
            b->at = next.start;
            return true;
        }
        l = next;
    }
    *end = b->stop;
    b->at = b->stop;
    return true;
}

enum line block_line(chy_str text, uint32_t first, uint32_t from, uint32_t to, uint32_t width)
{
    uint32_t end = line_end(text, from, to), begin = from;
    if (end == to) return LINE_NONE;
    while (begin > first && from - begin < 4 * WRAP_MAX && !line_break(text.ptr[begin - 1])) begin--;
    while (begin < from && white(text.ptr[begin])) begin++;
    uint32_t has = characters((chy_str){ text.ptr + begin, from - begin });
    uint32_t wants = has + 1 + first_word((chy_str){ text.ptr + to, text.len - to });
    return wants > width ? LINE_FULL : wants * 10 > width * 9 ? LINE_NEARLY : wants * 10 > width * 6 ? LINE_SHORT : LINE_HALF;
}
