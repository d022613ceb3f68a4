#include "zip.h"

#include <stdio.h>
#include <stdlib.h>

static int put(struct zip *z, const void *bytes, size_t size)
{
    if (!z->stopped && size) z->stopped = z->sink(z->user, bytes, size) != 0;
    z->at += size;
    return z->stopped;
}

static void number(struct out *o, uint64_t n, int bytes)
{
    for (int i = 0; i < bytes; i++, n >>= 8) out_bytes(o, &(unsigned char){ (unsigned char)n }, 1);
}

/* What the head of a file and its line in the directory have in common. 2.0: deflate; 4.5: sizes of eight bytes. */
static void head(struct out *o, const struct zip *z, bool whole)
{
    number(o, 45, 2);
    number(o, 0x0808, 2); /* sizes follow; names are UTF-8 */
    number(o, 8, 2);      /* deflate */
    number(o, 0, 2);      /* midnight */
    number(o, 0x21, 2);   /* of the first of January 1980 */
    number(o, whole ? z->sum : 0, 4);
    number(o, 0xFFFFFFFF, 4); /* in eight bytes elsewhere */
    number(o, 0xFFFFFFFF, 4);
    number(o, strlen(z->name), 2);
}

void zip_begin(struct zip *z, chy_sink sink, void *user) { *z = (struct zip){ .sink = sink, .user = user }; }

int zip_open(struct zip *z, const char *name)
{
    struct out o = { 0 };
    snprintf(z->name, sizeof z->name, "%s", name);
    z->began = z->at;
    z->sum = z->size = z->packed = 0;
    z->z = (z_stream){ 0 };
    if (deflateInit2(&z->z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) return z->stopped = true;
    z->open = true;
    out_bytes(&o, "PK\3\4", 4);
    head(&o, z, false);
    number(&o, 20, 2); /* room for sizes of eight bytes, so that readers expect them behind */
    out_text(&o, z->name);
    number(&o, 1, 2);
    number(&o, 16, 2);
    number(&o, 0, 8);
    number(&o, 0, 8);
    if (o.failed) z->stopped = true;
    put(z, o.ptr, o.len);
    free(o.ptr);
    return z->stopped;
}

static int pack(struct zip *z, int flush)
{
    unsigned char some[16384];
    do {
        z->z.next_out = some;
        z->z.avail_out = sizeof some;
        deflate(&z->z, flush);
        size_t n = sizeof some - z->z.avail_out;
        z->packed += n;
        if (put(z, some, n)) return 1;
    } while (!z->z.avail_out);
    return 0;
}

int zip_bytes(struct zip *z, const char *bytes, size_t size)
{
    z->sum = (uint32_t)crc32(z->sum, (const unsigned char *)bytes, (unsigned)size);
    z->size += size;
    z->z.next_in = (unsigned char *)bytes;
    z->z.avail_in = (unsigned)size;
    return pack(z, Z_NO_FLUSH);
}

int zip_close(struct zip *z)
{
    struct out o = { 0 };
    pack(z, Z_FINISH);
    deflateEnd(&z->z);
    z->open = false;
    out_bytes(&o, "PK\7\10", 4);
    number(&o, z->sum, 4);
    number(&o, z->packed, 8);
    number(&o, z->size, 8);
    if (o.failed) z->stopped = true;
    put(z, o.ptr, o.len);
    free(o.ptr);
    struct out *d = &z->directory;
    out_bytes(d, "PK\1\2", 4);
    number(d, 45, 2);
    head(d, z, true);
    number(d, 28, 2);
    number(d, 0, 2); /* no remark */
    number(d, 0, 2);
    number(d, 0, 2);
    number(d, 0, 4);
    number(d, 0xFFFFFFFF, 4);
    out_text(d, z->name);
    number(d, 1, 2);
    number(d, 24, 2);
    number(d, z->size, 8);
    number(d, z->packed, 8);
    number(d, z->began, 8);
    z->count++;
    return z->stopped |= d->failed;
}

int zip_end(struct zip *z)
{
    struct out o = { 0 };
    uint64_t at = z->at, size = z->directory.len;
    put(z, z->directory.ptr, z->directory.len);
    out_bytes(&o, "PK\6\6", 4); /* the end, in numbers of eight bytes */
    number(&o, 44, 8);
    number(&o, 45, 2);
    number(&o, 45, 2);
    number(&o, 0, 8);
    number(&o, z->count, 8);
    number(&o, z->count, 8);
    number(&o, size, 8);
    number(&o, at, 8);
    out_bytes(&o, "PK\6\7", 4);
    number(&o, 0, 4);
    number(&o, at + size, 8);
    number(&o, 1, 4);
    out_bytes(&o, "PK\5\6", 4);
    number(&o, 0, 4);
    number(&o, z->count, 2);
    number(&o, z->count, 2);
    number(&o, 0xFFFFFFFF, 4);
    number(&o, 0xFFFFFFFF, 4);
    number(&o, 0, 2);
    if (o.failed) z->stopped = true;
    put(z, o.ptr, o.len);
    free(o.ptr);
    return z->stopped;
}

void zip_done(struct zip *z)
{
    if (z->open) deflateEnd(&z->z);
    free(z->directory.ptr);
    *z = (struct zip){ 0 };
}
