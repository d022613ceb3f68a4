/* json.h: printed documents read back. Every span must lie in the text, at the borders of characters. */
#ifndef FUZZ_JSON_H
#define FUZZ_JSON_H

#include <jansson.h>

#include "fuzz.h"

static inline void fuzz_check_at(chy_str text, size_t at)
{
    FUZZ_REQUIRE(at <= text.len, "position %zu in a text of %zu bytes", at, text.len);
    FUZZ_REQUIRE(at == text.len || ((unsigned char)text.ptr[at] & 0xC0) != 0x80, "position %zu is inside a character", at);
}

/* Two numbers are a span wherever they stand. Documents nest a few levels only, and we printed them. */
static inline void fuzz_check_spans(const json_t *v, chy_str text)
{
    const char *key;
    json_t *in;
    size_t i;
    if (json_is_object(v)) {
        json_object_foreach((json_t *)v, key, in) fuzz_check_spans(in, text);
    } else if (json_is_array(v)) {
        if (json_array_size(v) == 2 && json_is_integer(json_array_get(v, 0)) && json_is_integer(json_array_get(v, 1))) {
            size_t start = (size_t)json_integer_value(json_array_get(v, 0)), end = (size_t)json_integer_value(json_array_get(v, 1));
            FUZZ_REQUIRE(start <= end, "a span from %zu to %zu", start, end);
            fuzz_check_at(text, start);
            fuzz_check_at(text, end);
        }
        json_array_foreach(v, i, in) fuzz_check_spans(in, text);
    }
}

/* given: the text the spans are in; ptr NULL: the document's own. */
static inline void fuzz_check_json(const buf *out, chy_str given)
{
    json_error_t why;
    json_t *o = json_loadb(out->ptr, out->len, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &why);
    FUZZ_REQUIRE(o, "not JSON: %s at byte %d", why.text, why.position);
    const json_t *text = json_object_get(o, "text");
    if (!given.ptr && json_is_string(text)) given = (chy_str){ json_string_value(text), json_string_length(text) };
    if (given.ptr) fuzz_check_spans(o, given);
    json_decref(o);
}

#endif
