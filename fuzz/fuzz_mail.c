/* Letters, and many in one file. */
#include "gather.h"

static void whole(struct gather *g, chy_str name, struct stream *s, int depth) { mail_gather(g, name, s->bytes, depth); }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool many = size > 5 && !memcmp(data, "From ", 5);
    fuzz_gather(many ? mbox_gather : whole, "f", NULL, data, size);
    return 0;
}
