/* What a page says of itself: title, dates, author. The first byte says which blocks are the text. */
#include "base/date.h"
#include "page.h"

static void check_day(chy_str value)
{
    struct date day;
    FUZZ_REQUIRE(!value.len || (date_parse(value, &day) && date_whole(day)), "'%.*s' is no day", (int)value.len, value.ptr);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct fuzz_pages *f = fuzz_pages();
    struct page page;
    struct about about;
    chy_err err = { 0 };
    arena mem;
    chy_str source = { (const char *)data + 1, size ? size - 1 : 0 };
    if (!source.len || utf8_invalid_at(source) != source.len || memchr(source.ptr, 0, source.len)) return 0;
    arena_init(&mem, 256u << 20);
    chy_status st = page_read_html(f->rules, source, &mem, &page, &err);
    int32_t *score = ARENA_ARRAY(&mem, int32_t, page.blocks.count + 1u);
    for (uint32_t i = 0; !st && score && i < page.blocks.count; i++) score[i] = *data >> (i & 7) & 1 ? 100 : -100;
    if (!st && score) st = about_page(f->about, &page, score, &mem, &about, &err);
    fuzz_status(st, &err);
    if (!st && score) {
        FUZZ_REQUIRE(about.title_block == PAGE_NONE || about.title_block < page.blocks.count, "the title is in no block");
        FUZZ_REQUIRE(utf8_invalid_at(about.title) == about.title.len && utf8_invalid_at(about.author) == about.author.len, "not UTF-8");
        check_day(about.date);
    }
    arena_done(&mem);
    return 0;
}
