/* A table of word lists, packed; its phrases are looked for in the same bytes. */
#include <string.h>

#include "fuzz.h"
#include "lexicon/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena mem;
    chy_err err = { 0 };
    chy_str bytes = { (const char *)data, size };
    struct image_builder b;
    const struct image_head *image = NULL, *checked = NULL;
    arena_init(&mem, (size_t)256 << 20);
    image_begin(&b, &mem);
    chy_status st = image_add(&b, CHY_LIT("world/states"), "states.tsv", bytes, &err);
    if (!st) st = image_end(&b, &image, &err);
    fuzz_status(st, &err);
    if (!st) {
        FUZZ_REQUIRE(image_check(image, image->size, &checked, &err) == CHY_OK, "%s", err.text);
        const struct image_table *t = image_tables(image);
        for (uint32_t i = 0; i < t->columns * (t->rows + 1); i++) {
            chy_str cell = image_text_at(image, t->first_cell + i);
            FUZZ_REQUIRE(cell.len <= size && !cell.ptr[cell.len], "cell %u is not what was read", i);
        }
        for (uint32_t i = 0; i < image->entry_count; i++) {
            chy_str phrase = image_phrase(image, &image_entries(image)[i]);
            const struct image_slot *s = image_slot_of(image, image_hash(IMAGE_HASH_START, phrase));
            FUZZ_REQUIRE(s && s->count, "the phrase '%.*s' cannot be found", (int)phrase.len, phrase.ptr);
        }
    }
    arena_done(&mem);
    return 0;
}
