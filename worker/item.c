#define _GNU_SOURCE
#include <jansson.h>
#include <sodium/crypto_hash_sha256.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "queue.h"

/* What an item that was taken rests on. */
struct item_memory {
    json_t *head;
    char *body;
};

chy_status fleet_error(chy_err *err, chy_status status, const char *format, ...)
{
    if (!err) return status;
    va_list list;
    va_start(list, format);
    *err = (chy_err){ .status = status };
    vsnprintf(err->text, sizeof err->text, format, list);
    va_end(list);
    return status;
}

static void hex(const unsigned char *bytes, size_t count, char *out)
{
    for (size_t i = 0; i < count; i++) sprintf(out + 2 * i, "%02x", bytes[i]);
}

void item_hash(chy_str body, char hash[HASH_SIZE])
{
    unsigned char sum[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(sum, (const unsigned char *)body.ptr, body.len);
    hex(sum, sizeof sum, hash);
}

void item_coder(chy_str versions, char coder[CODER_SIZE])
{
    unsigned char sum[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(sum, (const unsigned char *)versions.ptr, versions.len);
    hex(sum, (CODER_SIZE - 1) / 2, coder);
}

/* Names of files may be in any encoding: where they are not UTF-8, what is not ASCII in them becomes a question mark. */
static json_t *text_json(chy_str text)
{
    json_t *v = json_stringn(text.ptr, text.len);
    char *plain = v ? NULL : strndup(text.ptr, text.len);
    if (!plain) return v;
    for (char *p = plain; *p; p++) *p = *p & 0x80 ? '?' : *p;
    v = json_string(plain);
    free(plain);
    return v;
}

static bool put_text(json_t *head, const char *key, chy_str text) { return !text.len || !json_object_set_new(head, key, text_json(text)); }

static bool put_flag(json_t *head, const char *key, bool flag) { return !flag || !json_object_set_new(head, key, json_true()); }

char *item_head_write(const struct item *item)
{
    json_t *head = json_object();
    bool done = head && put_text(head, "id", item->id) && put_flag(head, "again", item->again) && put_flag(head, "beside", item->beside) &&
                (!item->hash[0] || put_text(head, "hash", (chy_str){ item->hash, HASH_SIZE - 1 })) &&
                put_text(head, "coder", (chy_str){ item->coder, strlen(item->coder) });
    char *line = done ? json_dumps(head, JSON_COMPACT) : NULL;
    json_decref(head);
    return line;
}

static struct item_memory *memory_of(struct item *item)
{
    if (!item->memory) item->memory = calloc(1, sizeof(struct item_memory));
    return item->memory;
}

static chy_str text_of(const json_t *head, const char *key)
{
    const json_t *v = json_object_get(head, key);
    return json_is_string(v) ? (chy_str){ json_string_value(v), json_string_length(v) } : (chy_str){ "", 0 };
}

chy_status item_head_read(struct item *item, chy_str json, chy_err *err)
{
    struct item_memory *m = memory_of(item);
    if (!m) return fleet_error(err, CHY_ENOMEM, "no memory for a document of the queue");
    m->head = json_loadb(json.ptr, json.len, JSON_ALLOW_NUL, NULL);
    chy_str hash = text_of(m->head, "hash"), coder = text_of(m->head, "coder");
    if (!json_is_object(m->head) || hash.len != HASH_SIZE - 1 || coder.len >= CODER_SIZE)
        return fleet_error(err, CHY_EINPUT, "what came from the queue is no document");
    memcpy(item->hash, hash.ptr, hash.len + 1);
    memcpy(item->coder, coder.ptr, coder.len);
    item->coder[coder.len] = 0;
    item->id = text_of(m->head, "id");
    item->again = json_object_get(m->head, "again");
    item->beside = json_object_get(m->head, "beside");
    return CHY_OK;
}

bool item_keep_body(struct item *item, chy_str body)
{
    struct item_memory *m = memory_of(item);
    if (!m) return false;
    free(m->body);
    m->body = malloc(body.len + 1);
    if (!m->body) return false;
    if (body.len) memcpy(m->body, body.ptr, body.len);
    item->body = (chy_str){ m->body, body.len };
    return true;
}

void item_forget(struct item *item)
{
    struct item_memory *m = item->memory;
    if (m) {
        json_decref(m->head);
        free(m->body);
        free(m);
    }
    *item = (struct item){ 0 };
}
