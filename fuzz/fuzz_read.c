/* The bytes of a file: decoding, segments, metadata, printed. */
#include "json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chy_doc *doc = NULL;
    chy_err err = { 0 };
    chy_status st = chy_read(fuzz_engine(), CHY_LIT("f"), (chy_str){ (const char *)data, size }, &doc, &err);
    fuzz_status(st, &err);
    if (!st) {
        buf out;
        fuzz_print(chy_doc_write_read, doc, &out);
        fuzz_check_json(&out, (chy_str){ 0 });
        buf_done(&out, NULL);
    }
    chy_doc_destroy(doc);
    return 0;
}
