/* What linked data says of a page, mended where it is not quite JSON. */
#include "page.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct fuzz_pages *f = fuzz_pages();
    struct page_mark mark = { .kind = MARK_JSON, .value = { (const char *)data, size }, .node = PAGE_NONE };
    struct page page = { .marks = { &mark, 1, 1 } };
    struct about about;
    int32_t score[1] = { 0 };
    chy_err err = { 0 };
    arena mem;
    if (!size || memchr(data, 0, size) || utf8_invalid_at(mark.value) != size) return 0;
    arena_init(&mem, 64u << 20);
    chy_status st = about_page(f->about, &page, score, &mem, &about, &err);
    fuzz_status(st, &err);
    if (!st)
        FUZZ_REQUIRE(utf8_invalid_at(about.title) == about.title.len && utf8_invalid_at(about.author) == about.author.len, "not UTF-8");
    arena_done(&mem);
    return 0;
}
