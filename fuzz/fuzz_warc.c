/* Archives of the web, plain and packed; an ARC after a first byte that says so. */
#include "gather.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool arc = size && data[0] == 'A', packed = size && data[0] == 0x1f;
    if (packed) {
        struct gather g = { .take = fuzz_take, .miss = fuzz_miss, .tally = { .in = size } };
        struct stream from, s;
        stream_of_bytes(&from, (chy_str){ (const char *)data, size });
        from.tally = &g.tally;
        if (stream_unpack_gzip(&s, &from)) {
            warc_gather(&g, CHY_LIT("f"), &s, 0);
            stream_done(&s);
        }
        stream_done(&from);
    } else {
        fuzz_gather(arc ? arc_gather : warc_gather, "f", NULL, data + arc, size - arc);
    }
    return 0;
}
