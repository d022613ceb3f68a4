/*
 * classes.c: the section split.words: for each word its usual part of speech, how often it is written small, and a cluster of
 * words of like company. A word that the treebanks do not have, or hardly, gets what most words of its finer cluster are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "vectors.h"
#include "segment/split.h"
#include "stages.h"

enum { COARSE = 128, FINE = 10, WORDS = 30000, KNOWN_FROM = 3, ABBREVIATIONS_MAX = 1000 };

struct use {
    uint32_t pos[UPOS_COUNT], small, large;
};

struct counted {
    struct map at;
    LIST(struct use) uses;
    str_list words;
};

static uint64_t key_of(chy_str word, arena *mem)
{
    arena_mark here = arena_here(mem);
    uint32_t n;
    struct glyph *g = need(glyphs_of(word, 0, (uint32_t)word.len, mem, &n));
    uint64_t key = split_word_key(g, 0, n);
    arena_rewind(mem, here);
    return key;
}

static void count_words(struct training *t, struct counted *all)
{
    for (uint32_t k = 0; k < t->doc_count; k++) {
        const chy_doc *d = t->docs[k];
        for (uint32_t i = 0; i < d->tokens.count; i++) {
            const struct token *x = &d->tokens.at[i];
            uint32_t n = map_get(&all->at, x->lower);
            if (n == MAP_NONE) {
                n = all->uses.count;
                need(LIST_PUSH(t->mem, &all->uses));
                *(chy_str *)need(LIST_PUSH(t->mem, &all->words)) = x->lower;
                map_put(&all->at, t->mem, x->lower, n);
            }
            struct use *u = &all->uses.at[n];
            u->pos[x->upos]++;
            if (i && x[-1].sentence == x->sentence) *(str_upper_first(x->form) ? &u->large : &u->small) += 1;
        }
    }
}

static uint16_t class_of(const struct use *u)
{
    uint32_t best = 0, all = u->small + u->large;
    for (uint32_t p = 1; p < UPOS_COUNT; p++)
        if (u->pos[p] > u->pos[best]) best = p;
    uint32_t written = !all ? 0 : u->small * 2 >= all ? 1 : u->small * 8 >= all ? 2 : 3;
    return (uint16_t)((best + 1) | written << 5);
}

static void add_use(struct use *to, const struct use *u, uint32_t words)
{
    for (uint32_t p = 0; p < UPOS_COUNT; p++) to->pos[p] += u->pos[p] * 4 / words;
    to->small += u->small * 4 / words;
    to->large += u->large * 4 / words;
}

/* Abbreviations: the kind in place of the part of speech. */
static uint32_t abbreviations(struct training *t, struct pair *out, uint32_t most)
{
    static const char *const kinds[] = { "title", "suffix", "number", "date", "place", "latin", "unit", "state", "body" };
    chy_str rest = file_text("train/abbreviations.tsv", t->mem), line, word;
    uint32_t n = 0;
    while (n < most && str_next_piece(&rest, '\n', &line)) {
        if (!line.len || line.ptr[0] == '#') continue;
        str_next_piece(&line, '\t', &word);
        uint32_t kind = 0;
        while (kind < sizeof kinds / sizeof *kinds && !str_eq(line, str_of(kinds[kind]))) kind++;
        if (kind == sizeof kinds / sizeof *kinds) fail("train/abbreviations.tsv: %.*s: no kind of ours", (int)word.len, word.ptr);
        chy_str dotted = str_join(t->mem, word, CHY_LIT("."), (chy_str){ 0 });
        out[n++] = (struct pair){ key_of(dotted, t->mem), (uint16_t)(SPLIT_ABBREVIATION + kind), 1e9f };
    }
    return n;
}

void train_classes(struct training *t, const char *path, struct writer *w)
{
    struct vectors v = vectors_read(path, t->mem);
    if (v.count > WORDS) v.count = WORDS;
    struct counted all = { 0 };
    count_words(t, &all);
    uint64_t luck = 5;
    uint32_t *chosen = need(malloc(v.count * sizeof *chosen)), pairs = 0;
    uint16_t *coarse = need(malloc(v.count * sizeof *coarse)), *fine = need(malloc(v.count * sizeof *fine));
    struct pair *out = need(calloc(v.count + all.uses.count + ABBREVIATIONS_MAX, sizeof *out));
    for (uint32_t i = 0; i < v.count; i++) chosen[i] = i;
    vectors_cluster(&v, chosen, v.count, COARSE, coarse, &luck);
    for (uint32_t c = 0; c < COARSE; c++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < v.count; i++)
            if (coarse[i] == c) chosen[n++] = i;
        vectors_cluster(&v, chosen, n, FINE, fine, &luck);
        struct use of[FINE] = { 0 };
        for (uint32_t i = 0; i < n; i++) {
            uint32_t at = map_get(&all.at, v.word[chosen[i]]), total = 0;
            for (uint32_t p = 0; at != MAP_NONE && p < UPOS_COUNT; p++) total += all.uses.at[at].pos[p];
            if (total) add_use(&of[fine[i]], &all.uses.at[at], total);
        }
        for (uint32_t i = 0; i < n; i++) {
            uint32_t at = map_get(&all.at, v.word[chosen[i]]), total = 0;
            for (uint32_t p = 0; at != MAP_NONE && p < UPOS_COUNT; p++) total += all.uses.at[at].pos[p];
            uint16_t class = class_of(total >= KNOWN_FROM ? &all.uses.at[at] : &of[fine[i]]);
            out[pairs++] = (struct pair){ key_of(v.word[chosen[i]], t->mem), (uint16_t)(class | c << 7), (float)(WORDS - chosen[i]) };
            if (at != MAP_NONE) memset(&all.uses.at[at], 0, sizeof all.uses.at[at]);
        }
    }
    for (uint32_t i = 0; i < all.uses.count; i++) {
        uint32_t total = 0;
        for (uint32_t p = 0; p < UPOS_COUNT; p++) total += all.uses.at[i].pos[p];
        if (total < KNOWN_FROM) continue;
        out[pairs++] = (struct pair){ key_of(all.words.at[i], t->mem), (uint16_t)(class_of(&all.uses.at[i]) | 127 << 7), (float)total };
    }
    pairs += abbreviations(t, out + pairs, ABBREVIATIONS_MAX);
    writer_add_values(w, "split.words", out, pairs);
    free(chosen);
    free(coarse);
    free(fine);
    free(out);
}
