/* What is kept from the parser of pages: all else stands where it stood, or is blank. */
#include "fuzz.h"
#include "page/tame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tame tame;
    chy_str source = { (const char *)data, size };
    uint32_t cut = 0;
    size_t end = 0;
    arena mem;
    arena_init(&mem, 64u << 20);
    FUZZ_REQUIRE(page_tame(source, &mem, &tame), "no memory");
    for (size_t at = 0, n, place; at < tame.text.len; at += n) {
        n = tame_place(&tame, &cut, at, tame.text.len - at, &place);
        FUZZ_REQUIRE(n && place >= end && place + n <= size, "%zu bytes at %zu come from %zu", n, at, place);
        for (size_t i = 0; i < n; i++)
            FUZZ_REQUIRE(tame.text.ptr[at + i] == source.ptr[place + i] || tame.text.ptr[at + i] == ' ', "another byte at %zu", at + i);
        end = place + n;
    }
    FUZZ_REQUIRE(tame.text.len <= size, "more than there was");
    arena_done(&mem);
    return 0;
}
