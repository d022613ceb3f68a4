/* CoNLL-U in, CoNLL-U out; what was printed can be read again and comes out the same. */
#include <string.h>

#include "fuzz.h"

static bool pass(chy_str in, buf *out)
{
    chy_doc *doc = NULL;
    chy_err err = { 0 };
    chy_status st = chy_parse_conllu(fuzz_engine(), in, &doc, &err);
    fuzz_status(st, &err);
    if (!st) fuzz_print(chy_doc_write_conllu, doc, out);
    chy_doc_destroy(doc);
    return !st;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    buf first, again;
    if (!pass((chy_str){ (const char *)data, size }, &first)) return 0;
    FUZZ_REQUIRE(pass((chy_str){ first.ptr, first.len }, &again), "what was printed cannot be read again");
    FUZZ_REQUIRE(first.len == again.len && (!first.len || !memcmp(first.ptr, again.ptr, first.len)), "the second reading differs");
    buf_done(&first, NULL);
    buf_done(&again, NULL);
    return 0;
}
