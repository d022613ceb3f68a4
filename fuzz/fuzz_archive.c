/* Whatever is told by its first bytes: zip, tar, gzip, zstd, and what lies in them. */
#include "gather.h"

static void any(struct gather *g, chy_str name, struct stream *s, int depth) { gather_stream(g, name, s, -1, depth); }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_gather(any, "f", NULL, data, size);
    return 0;
}
