/* What pdftotext prints of a PDF: words and boxes. */
#include "page.h"
#include "page/print.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct fuzz_pages *f = fuzz_pages();
    struct print print;
    chy_err err = { 0 };
    arena mem;
    arena_init(&mem, 256u << 20);
    chy_status st = print_read(f->rules, (chy_str){ (const char *)data, size }, &mem, &print, &err);
    fuzz_status(st, &err);
    if (!st) {
        chy_str packed = origin_pack(NULL, &print.boxes, &mem);
        FUZZ_REQUIRE(utf8_invalid_at(print.text) == print.text.len, "the text is not UTF-8");
        FUZZ_REQUIRE(print.title_end <= print.furniture && print.furniture <= print.text.len, "the parts are out of order");
        FUZZ_REQUIRE(packed.ptr && origin_fits(packed, print.text.len, 0), "a line stands nowhere");
    }
    arena_done(&mem);
    return 0;
}
