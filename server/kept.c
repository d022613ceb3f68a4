/* Answers ready to be sent: the bytes, the same bytes compressed, and the headers that everything bears. */
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "inside.h"

enum { WORTH_ZIPPING = 860 };

void dress(struct MHD_Response *r)
{
    static const char *const headers[][2] = {
        { "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
          "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" },
        { "Referrer-Policy", "no-referrer" },
        { "X-Content-Type-Options", "nosniff" },
        { "X-Frame-Options", "DENY" },
        { "Cross-Origin-Opener-Policy", "same-origin" },
        { "Cross-Origin-Resource-Policy", "same-origin" },
        { "Permissions-Policy", "camera=(), geolocation=(), microphone=()" },
        { "Vary", "Accept-Encoding, Authorization" },
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) MHD_add_response_header(r, headers[i][0], headers[i][1]);
}

/* The tag is a weak one (RFC 9110, 8.8.1): the answer as it is and as gzip has it are told by the same. */
static void add_etag(struct MHD_Response *r, const char *etag)
{
    char line[ETAG_SIZE + 2];
    snprintf(line, sizeof line, "W/%s", etag);
    MHD_add_response_header(r, "ETag", line);
}

static struct MHD_Response *response_of(void *bytes, size_t size, const char *type, const char *etag, const char *cache_control)
{
    struct MHD_Response *r = size ? MHD_create_response_from_buffer(size, bytes, MHD_RESPMEM_MUST_FREE)
                                  : MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
    if (!r) {
        free(bytes);
        return NULL;
    }
    if (!size) free(bytes);
    dress(r);
    if (type) MHD_add_response_header(r, "Content-Type", type);
    if (etag && *etag) add_etag(r, etag);
    MHD_add_response_header(r, "Cache-Control", cache_control);
    return r;
}

/* The bytes as gzip has them; NULL when it is not worth it. */
static char *zip(const struct out *body, size_t *size)
{
    if (body->len < WORTH_ZIPPING) return NULL;
    z_stream z = { 0 };
    if (deflateInit2(&z, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return NULL;
    size_t room = deflateBound(&z, body->len);
    char *bytes = malloc(room);
    z.next_in = (unsigned char *)body->ptr;
    z.avail_in = (unsigned)body->len;
    z.next_out = (unsigned char *)bytes;
    z.avail_out = (unsigned)room;
    bool good = bytes && deflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out < body->len;
    *size = z.total_out;
    deflateEnd(&z);
    if (good) return bytes;
    free(bytes);
    return NULL;
}

struct kept *kept_create(int status, const char *type, struct out *body, const char *etag, const char *cache_control)
{
    struct kept *k = calloc(1, sizeof *k);
    size_t zipped_size = 0;
    if (!k || body->failed) {
        free(k);
        free(body->ptr);
        *body = (struct out){ 0 };
        return NULL;
    }
    *k = (struct kept){ .users = 1, .status = status };
    if (etag) strncpy(k->etag, etag, sizeof k->etag - 1);
    char *zipped = zip(body, &zipped_size);
    k->size = sizeof *k + body->len + zipped_size + 4096; /* headers, three times */
    if (zipped && (k->zipped = response_of(zipped, zipped_size, type, etag, cache_control)))
        MHD_add_response_header(k->zipped, "Content-Encoding", "gzip");
    if (etag && *etag) k->unchanged = response_of(NULL, 0, NULL, etag, cache_control);
    k->plain = response_of(body->ptr, body->len, type, etag, cache_control);
    if (k->plain && body->len) k->body = (chy_str){ body->ptr, body->len };
    *body = (struct out){ 0 };
    if (k->plain) return k;
    kept_release(k);
    return NULL;
}

struct kept *kept_error(int status, const char *text)
{
    struct reply r = { 0 };
    reply_error(&r, status, text);
    struct kept *k = kept_create(status, r.type, &r.body, NULL, "no-store");
    if (k && status == 401) MHD_add_response_header(k->plain, "WWW-Authenticate", "Bearer");
    if (k && (status == 429 || status == 503)) MHD_add_response_header(k->plain, "Retry-After", "1");
    return k;
}
