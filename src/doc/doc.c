#include "doc/doc.h"

#include <stdlib.h>

chy_status doc_create(chy_str id, chy_str text, size_t ceiling, chy_doc **out, chy_err *err)
{
    if (text.len > (size_t)1 << 30) return err_set(err, CHY_E2BIG, 0, "%.*s: a text of more than 1 GiB", (int)id.len, id.ptr);
    chy_doc *d = calloc(1, sizeof *d);
    if (!d) return err_memory(err, "making a document");
    arena_init(&d->mem, ceiling ? ceiling : ((size_t)256 << 20) + text.len * 256);
    d->id = str_keep(&d->mem, id);
    d->text = str_keep(&d->mem, text);
    d->author_entity = d->publisher_entity = d->organ_token = NONE;
    if (!d->id.ptr || !d->text.ptr) {
        chy_doc_destroy(d);
        return err_set(err, CHY_ENOMEM, 0, "%.*s: a text of %zu bytes is over the ceiling", (int)id.len, id.ptr, text.len);
    }
    *out = d;
    return CHY_OK;
}

CHY_API void chy_doc_destroy(chy_doc *doc)
{
    if (!doc) return;
    arena_done(&doc->mem);
    free(doc);
}

uint32_t doc_token_after(const chy_doc *d, uint32_t byte)
{
    uint32_t low = 0, high = d->tokens.count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (d->tokens.at[mid].span.end <= byte)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static int by_first_byte(const void *a, const void *b)
{
    const struct mention *m = a, *n = b;
    if (m->span.start != n->span.start) return m->span.start < n->span.start ? -1 : 1;
    if (m->span.end != n->span.end) return m->span.end > n->span.end ? -1 : 1;
    return (m->entity > n->entity) - (m->entity < n->entity);
}

chy_status doc_index_mentions(chy_doc *d, chy_err *err)
{
    if (!d->mention_at) d->mention_at = ARENA_ARRAY(&d->mem, uint32_t, d->tokens.count);
    if (!d->mention_at) return err_memory(err, "indexing mentions");
    memset(d->mention_at, 0xFF, d->tokens.count * sizeof *d->mention_at);
    if (d->mentions.count) qsort(d->mentions.at, d->mentions.count, sizeof *d->mentions.at, by_first_byte);
    for (uint32_t i = 0; i < d->mentions.count; i++) {
        uint32_t head = d->mentions.at[i].head;
        if (head < d->tokens.count && d->mention_at[head] == NONE) d->mention_at[head] = i;
    }
    for (uint32_t i = 0; i < d->mentions.count; i++) /* "Minister" of "Foreign Minister Sergei Lavrov" leads to him */
        for (uint32_t t = d->mentions.at[i].title.first; t < d->mentions.at[i].title.last; t++)
            if (d->mention_at[t] == NONE) d->mention_at[t] = i;
    return CHY_OK;
}

uint32_t doc_mention_at(const chy_doc *d, uint32_t token) { return d->mention_at && token < d->tokens.count ? d->mention_at[token] : NONE; }

uint32_t doc_mention_over(const chy_doc *d, uint32_t token)
{
    uint32_t exact = doc_mention_at(d, token), best = NONE;
    if (exact != NONE || token >= d->tokens.count) return exact;
    uint32_t byte = d->tokens.at[token].span.start, low = 0, high = d->mentions.count;
    while (low < high) { /* first mention that begins after the token */
        uint32_t mid = low + (high - low) / 2;
        if (d->mentions.at[mid].span.start <= byte)
            low = mid + 1;
        else
            high = mid;
    }
    for (uint32_t i = low, look = 0; i-- > 0 && look < 8; look++) {
        const struct mention *m = &d->mentions.at[i];
        if (m->words.first <= token && token < m->words.last &&
            (best == NONE || m->words.last - m->words.first < d->mentions.at[best].words.last - d->mentions.at[best].words.first))
            best = i;
    }
    return best;
}

const uint32_t *mention_entities(const struct mention *m, uint32_t *count)
{
    *count = m->more.count ? m->more.count : 1;
    return m->more.count ? m->more.at : &m->entity;
}
