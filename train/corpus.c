#include "corpus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "base/utf8.h"
#include "doc/conllu.h"
#include "learner.h"

chy_str file_text(const char *path, arena *mem)
{
    chy_err err = { 0 };
    char *bytes = NULL;
    size_t size = 0;
    if (file_read(path, (size_t)1 << 30, &bytes, &size, &err)) fail("%s", err.text);
    chy_str s = str_keep(mem, (chy_str){ bytes, size });
    need((void *)s.ptr);
    free(bytes);
    return s;
}

chy_doc *corpus_treebank(const char *path, arena *mem)
{
    chy_err err = { 0 };
    chy_doc *d = NULL;
    if (conllu_read(file_text(path, mem), (size_t)8 << 30, &d, &err)) fail("%s: %s", path, err.text);
    fprintf(stderr, "%s: %u sentences, %u words\n", path, d->sentences.count, d->tokens.count);
    return d;
}

static chy_str tag_line(const struct token *t, char *room, size_t size)
{
    int n = snprintf(room, size, "%s %.*s", upos_text(t->upos), (int)t->xpos.len, t->xpos.ptr);
    return (chy_str){ room, (size_t)n };
}

void corpus_tags(chy_doc *const *docs, uint32_t count, arena *mem, struct tag_list *out)
{
    struct map seen = { 0 };
    LIST(chy_str) lines = { 0 };
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t k = 0; k < count; k++)
            for (uint32_t t = 0; t < docs[k]->tokens.count; t++) {
                char room[64];
                chy_str line = tag_line(&docs[k]->tokens.at[t], room, sizeof room);
                uint32_t n = map_get(&seen, line);
                if (pass == 0) {
                    if (n == MAP_NONE) {
                        line = str_keep(mem, line);
                        n = 0;
                    }
                    map_put(&seen, mem, line, n + 1);
                } else if (n != MAP_NONE && n >= 2 && n < 1u << 30) {
                    chy_str kept = str_keep(mem, line);
                    *LIST_PUSH(mem, &lines) = kept;
                    map_put(&seen, mem, kept, 1u << 30);
                }
            }
    out->lines = lines.at;
    out->count = lines.count;
    fprintf(stderr, "tags: %u\n", out->count);
}

uint8_t corpus_tag(const struct tag_list *tags, const struct token *t)
{
    char room[64];
    chy_str line = tag_line(t, room, sizeof room);
    for (uint32_t i = 0; i < tags->count; i++)
        if (str_eq(tags->lines[i], line)) return (uint8_t)(i + 1);
    for (uint32_t i = 0; i < tags->count; i++)
        if (str_starts(tags->lines[i], str_of(upos_text(t->upos)))) return (uint8_t)(i + 1);
    return 1;
}

static chy_str in_capitals(chy_str s, arena *mem)
{
    char *p = need(arena_alloc(mem, s.len + 1));
    for (size_t i = 0; i < s.len; i++) p[i] = s.ptr[i] >= 'a' && s.ptr[i] <= 'z' ? (char)(s.ptr[i] - 32) : s.ptr[i];
    return (chy_str){ p, s.len };
}

static chy_str as_title(const struct token *t, arena *mem)
{
    char *p = need(arena_alloc(mem, t->form.len + 1));
    memcpy(p, t->form.ptr, t->form.len);
    bool small = (t->upos == UPOS_ADP || t->upos == UPOS_DET || t->upos == UPOS_CCONJ || t->upos == UPOS_PART) && t->form.len < 5;
    if (!small && p[0] >= 'a' && p[0] <= 'z') p[0] = (char)(p[0] - 32);
    return (chy_str){ p, t->form.len };
}

enum copy { COPY_PLAIN, COPY_CAPITALS, COPY_TITLE, COPY_OPEN };

static void add(chy_doc *d, uint32_t sentence, enum copy copy, const struct word_maps *maps, const struct tag_list *tags, arena *mem,
                example_list *out)
{
    run r = d->sentences.at[sentence].words;
    if (copy == COPY_OPEN) {
        const struct token *last = &d->tokens.at[r.last - 1];
        if (r.last - r.first < 3 || last->upos != UPOS_PUNCT || !last->form.len || last->form.ptr[0] != '.') return;
        for (uint32_t t = r.first; t < r.last; t++)
            if (d->tokens.at[t].head == r.last - 1) return;
        r.last--;
    }
    uint32_t n = r.last - r.first;
    chy_str *before = need(malloc(n * sizeof *before));
    for (uint32_t i = 0; i < n; i++) {
        struct token *t = &d->tokens.at[r.first + i];
        before[i] = t->form;
        if (copy == COPY_CAPITALS) t->form = in_capitals(t->form, mem);
        if (copy == COPY_TITLE) t->form = as_title(t, mem);
    }
    struct example *e = need(LIST_PUSH(mem, out));
    *e = (struct example){ .count = n, .doc = d, .words = r, .changed = copy != COPY_PLAIN };
    e->w = need(words_of(maps, d, r, mem));
    e->tag = need(arena_alloc(mem, n + 1));
    e->rel = need(arena_alloc(mem, n + 2));
    e->head = need(ARENA_ARRAY(mem, uint32_t, n + 2u));
    e->name = need(arena_alloc(mem, n + 1));
    for (uint32_t i = 0; i < n; i++) {
        struct token *t = &d->tokens.at[r.first + i];
        t->form = before[i];
        e->tag[i] = corpus_tag(tags, t);
        e->head[i + 1] = t->head == NONE ? n + 1 : t->head - r.first + 1;
        e->rel[i + 1] = t->rel;
        e->name[i] = t->name;
    }
    free(before);
}

void corpus_examples(chy_doc *d, const struct word_maps *maps, const struct tag_list *tags, bool copies, arena *mem, example_list *out)
{
    uint64_t luck = 17;
    for (uint32_t i = 0; i < d->sentences.count; i++) {
        uint32_t roll = dice(&luck) % 100, had = out->count;
        add(d, i, COPY_PLAIN, maps, tags, mem, out);
        if (copies && roll < 4) add(d, i, COPY_CAPITALS, maps, tags, mem, out);
        if (copies && roll >= 4 && roll < 10) add(d, i, COPY_TITLE, maps, tags, mem, out);
        if (copies && roll >= 10 && roll < 18) add(d, i, COPY_OPEN, maps, tags, mem, out);
        for (uint32_t k = had; k < out->count; k++) out->at[k].fold = i / 10 % 5;
    }
}
