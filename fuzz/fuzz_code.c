/* A text and what is known of it: every stage, printed. The first line, if it begins with '@', is the publication date. */
#include <string.h>

#include "json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chy_input in = { .id = CHY_LIT("f"), .text = { (const char *)data, size }, .source = CHY_LIT("Agency") };
    const char *line_end = size && data[0] == '@' ? memchr(data, '\n', size) : NULL;
    if (line_end && utf8_invalid_at(in.text) == size) {
        in.date = (chy_str){ in.text.ptr + 1, (size_t)(line_end - in.text.ptr) - 1 };
        in.text = (chy_str){ line_end + 1, size - (size_t)(line_end + 1 - in.text.ptr) };
    }
    chy_doc *doc = NULL;
    chy_err err = { 0 };
    chy_status st = chy_code(fuzz_engine(), &in, &doc, &err);
    fuzz_status(st, &err);
    if (!st) {
        buf out;
        fuzz_print(chy_doc_write_json, doc, &out);
        fuzz_check_json(&out, in.text);
        buf_done(&out, NULL);
        fuzz_print(chy_doc_write_conllu, doc, &out);
        buf_done(&out, NULL);
    }
    chy_doc_destroy(doc);
    return 0;
}
