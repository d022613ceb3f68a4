#include "read/read.h"

#include "base/utf8.h"

struct read_rules { const struct lexicon *lex; };

chy_status read_rules_create(const struct lexicon *lex, arena *mem, struct read_rules **out, chy_err *err)
{
    struct read_rules *r = ARENA_NEW(mem, struct read_rules);
    if (!r) return err_memory(err, "compiling the rules of reading");
    r->lex = lex;
    *out = r;
    return CHY_OK;
}

chy_status read_segments(const struct read_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    (void)rules, (void)scratch;
    struct segment *s = LIST_PUSH(&d->mem, &d->segments);
    if (!s) return err_memory(err, "labelling segments");
    *s = (struct segment){ { 0, (uint32_t)d->text.len }, SEGMENT_BODY, "text" };
    return CHY_OK;
}

chy_status read_document(const struct read_rules *rules, chy_str id, chy_str bytes, size_t ceiling, chy_doc **out, chy_err *err)
{
    (void)rules;
    size_t bad = utf8_invalid_at(bytes);
    if (bad < bytes.len) return err_set(err, CHY_EINPUT, bad, "%.*s: byte %zu is not UTF-8", (int)id.len, id.ptr, bad);
    return doc_create(id, bytes, ceiling, out, err);
}
