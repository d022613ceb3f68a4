/*
 * json.h: a streaming writer of JSON.
 *
 *     json w = json_begin(&out);
 *     json_open(&w, '{');  json_key(&w, "id"); json_str(&w, doc->id);  json_close(&w, '}');
 *
 * Commas come by themselves. Text that is not UTF-8 is written with U+FFFD in its place.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>

#include "base/buf.h"

typedef struct json {
    buf *out;
    bool comma;
} json;

json json_begin(buf *out);
void json_open(json *w, char bracket);  /* '{' or '[' */
void json_close(json *w, char bracket); /* '}' or ']' */
void json_key(json *w, const char *key);
void json_str(json *w, chy_str s);
void json_str_or_null(json *w, chy_str s); /* null when s is empty */
void json_u64(json *w, uint64_t v);
void json_bool(json *w, bool v);
void json_null(json *w);
void json_raw(json *w, chy_str value); /* a value that is JSON already */

#endif
