/* RSS, Atom, JSON Feed. */
#include "gather.h"

static void whole(struct gather *g, chy_str name, struct stream *s, int depth) { feed_gather(g, name, s->bytes, depth); }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_gather(whole, "f", NULL, data, size);
    return 0;
}
