#include "doc/envelope.h"

#include <stddef.h>

#include "base/utf8.h"

enum { ENVELOPE_MOST = 64 << 10 };
static const chy_str first_line = { "Chancery-Document: 1\n", 21 };

static const struct {
    const char *key;
    size_t at;
} fields[] = {
    { "Address", offsetof(struct envelope, address) }, { "Title", offsetof(struct envelope, title) },
    { "Date", offsetof(struct envelope, date) },       { "Date-Basis", offsetof(struct envelope, date_basis) },
    { "Author", offsetof(struct envelope, author) },   { "Source", offsetof(struct envelope, source) },
    { "Lang", offsetof(struct envelope, lang) },       { "Content-Type", offsetof(struct envelope, type) },
    { "Charset", offsetof(struct envelope, charset) }, { "Retrieved", offsetof(struct envelope, retrieved) },
    { "Part", offsetof(struct envelope, part) },
};
enum { FIELDS = sizeof fields / sizeof *fields };

static chy_str *field(struct envelope *e, size_t i) { return (chy_str *)((char *)e + fields[i].at); }

static bool is_nothing(char c) { return (unsigned char)c <= ' ' || c == 127; }

/* Without white space and control bytes around it. */
static chy_str value_of(const struct envelope *e, size_t i)
{
    chy_str value = *field((struct envelope *)e, i);
    while (value.len && is_nothing(*value.ptr)) value = str_cut(value, 1, value.len);
    while (value.len && is_nothing(value.ptr[value.len - 1])) value.len--;
    return value;
}

bool envelope_read(chy_str bytes, struct envelope *out, chy_str *rest)
{
    if (!str_starts(bytes, first_line)) return false;
    *out = (struct envelope){ 0 };
    for (size_t at = first_line.len; at < bytes.len && at < ENVELOPE_MOST;) {
        const char *nl = memchr(bytes.ptr + at, '\n', bytes.len - at);
        if (!nl) return false;
        chy_str line = str_cut(bytes, at, (size_t)(nl - bytes.ptr));
        at += line.len + 1;
        if (!line.len) {
            *rest = str_cut(bytes, at, bytes.len);
            return true;
        }
        size_t colon = str_find(line, CHY_LIT(": "), 0);
        if (colon == SIZE_MAX) return false;
        for (size_t i = 0; i < FIELDS; i++)
            if (str_is(str_cut(line, 0, colon), fields[i].key)) *field(out, i) = str_trim(str_cut(line, colon + 2, line.len));
    }
    return false;
}

bool envelope_is_empty(const struct envelope *e)
{
    for (size_t i = 0; i < FIELDS; i++)
        if (value_of(e, i).len) return false;
    return true;
}

void envelope_write(const struct envelope *e, buf *out)
{
    enum { VALUE_MOST = 4096 };
    buf_str(out, first_line);
    for (size_t i = 0; i < FIELDS; i++) {
        chy_str value = utf8_cut(value_of(e, i), VALUE_MOST);
        if (!value.len) continue;
        buf_str(out, str_of(fields[i].key));
        buf_str(out, CHY_LIT(": "));
        for (size_t k = 0; k < value.len; k++) buf_char(out, (unsigned char)value.ptr[k] < ' ' || value.ptr[k] == 127 ? ' ' : value.ptr[k]);
        buf_char(out, '\n');
    }
    buf_char(out, '\n');
}
