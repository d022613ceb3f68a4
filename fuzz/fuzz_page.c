/* The bytes of a page: blocks, marks and places, and which of the blocks are the text. */
#include "page.h"
#include "read/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct fuzz_pages *f = fuzz_pages();
    struct page page;
    chy_err err = { 0 };
    chy_str source;
    origin_list from = { 0 };
    arena mem;
    arena_init(&mem, 256u << 20);
    chy_status st = decode_page((chy_str){ (const char *)data, size }, (chy_str){ 0 }, &mem, &source, &from, &err);
    if (!st) st = page_read_html(f->rules, source, &mem, &page, &err);
    if (!st) {
        fuzz_check_page(&page, &mem);
        int32_t *score = ARENA_ARRAY(&mem, int32_t, page.blocks.count + 1u);
        FUZZ_REQUIRE(score, "no memory for %u blocks", page.blocks.count);
        st = page_judge_blocks(f->judge, &page, &mem, score, &err);
    }
    fuzz_status(st, &err);
    arena_done(&mem);
    return 0;
}
