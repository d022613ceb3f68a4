/* A file of weights. The size and checksum in its head are set right, so that what lies behind them is looked at too. */
#include <string.h>

#include "fuzz.h"
#include "doc/doc.h"
#include "model/format.h"
#include "model/model.h"
#include "parse/parse.h"
#include "segment/segment.h"

static const char text[] =
    "Foreign Minister Anna Berg of Norway met her Latvian counterpart in Riga on Wednesday, a spokesman said. “We've agreed,” she said.";

static chy_status parse(const struct segment_rules *segment, const struct parse_rules *rules, arena *mem, chy_err *err)
{
    chy_doc *d = NULL;
    chy_status st = doc_create(CHY_LIT("f"), CHY_LIT(text), 0, &d, err);
    struct segment *s = st ? NULL : LIST_PUSH(&d->mem, &d->segments);
    if (s) *s = (struct segment){ { 0, (uint32_t)d->text.len }, SEGMENT_BODY, "given" };
    if (!st) st = segment_run(segment, d, mem, err);
    if (!st) st = parse_run(rules, d, mem, err);
    if (!st) {
        buf out;
        buf_init(&out, NULL, NULL);
        chy_doc_write_conllu(d, fuzz_keep, &out, err);
        buf_done(&out, NULL);
    }
    chy_doc_destroy(d);
    return st;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena mem;
    chy_err err = { 0 };
    struct model *m = NULL;
    struct segment_rules *segment = NULL;
    struct parse_rules *rules = NULL;
    unsigned char *bytes = aligned_alloc(MODEL_ALIGN, (size + MODEL_ALIGN) & ~(size_t)(MODEL_ALIGN - 1));
    if (!bytes) return 0;
    if (size) memcpy(bytes, data, size);
    if (size >= sizeof(struct model_head)) {
        struct model_head head;
        memcpy(&head, bytes, sizeof head);
        head.file_size = size;
        head.checksum = str_hash((chy_str){ (const char *)bytes + sizeof head, size - sizeof head });
        memcpy(bytes, &head, sizeof head);
    }
    arena_init(&mem, (size_t)64 << 20);
    chy_status st = model_open_bytes(bytes, size, &mem, &m, &err);
    if (!st) st = segment_rules_create(m, NULL, &mem, &segment, &err);
    if (!st) st = parse_rules_create(m, NULL, &mem, &rules, &err);
    if (!st) st = parse(segment, rules, &mem, &err);
    fuzz_status(st, &err);
    arena_done(&mem);
    free(bytes);
    return 0;
}

#if defined(FUZZ_MUTATES)

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

/* Most of a file is weights, any of which will do: half of the time the head, the directory or the first bytes of a section are hit. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    struct model_head head;
    struct model_entry e;
    if (size < sizeof head + sizeof e || seed % 2) return LLVMFuzzerMutate(data, size, max_size);
    memcpy(&head, data, sizeof head);
    size_t count = (size - sizeof head) / sizeof e, at = sizeof head;
    if (count > head.section_count) count = head.section_count;
    if (count) at += (seed >> 8) % count * sizeof e;
    memcpy(&e, data + at, sizeof e);
    if (seed >> 2 & 1 && e.offset < size) at = (size_t)e.offset;
    size_t window = size - at < sizeof e ? size - at : sizeof e;
    LLVMFuzzerMutate(data + at, window, window);
    return size;
}

#endif
