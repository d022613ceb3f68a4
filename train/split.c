/* split.c: where words and sentences end. */
#include "segment/split.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "learner.h"
#include "stages.h"

/* One paragraph with what the treebank says of it. */
struct paragraph {
    struct glyph *g;
    uint32_t count;
    uint8_t *split; /* (count + 1) before each glyph: enum split */
    piece_list pieces;
    bool *ends; /* for each piece: a sentence ends after it */
};

typedef LIST(struct paragraph) paragraph_list;

static void add_paragraph(chy_doc *d, uint32_t first, uint32_t last, arena *mem, paragraph_list *out)
{
    const struct sentence *a = &d->sentences.at[first], *b = &d->sentences.at[last - 1];
    struct paragraph *p = need(LIST_PUSH(mem, out));
    uint32_t from = a->span.start, to = b->span.end, at = 0, until = 0;
    p->g = need(glyphs_of(d->text, from, to, mem, &p->count));
    p->split = need(arena_alloc(mem, p->count + 1));
    p->ends = need(arena_alloc(mem, b->words.last - a->words.first + 1));
    for (uint32_t t = a->words.first; t < b->words.last; t++) {
        const struct token *x = &d->tokens.at[t];
        bool joined = t < until;
        if (x->multi) until = t + x->multi;
        while (at < p->count && p->g[at].at < x->span.start) at++;
        uint32_t end = at;
        while (end < p->count && p->g[end].at < x->span.end) end++;
        if (end == at) continue;
        if (at && p->g[at - 1].kind != GLYPH_SPACE) p->split[at] = joined ? SPLIT_WORD : SPLIT_TOKEN;
        struct piece *q = need(LIST_PUSH(mem, &p->pieces));
        *q = (struct piece){ .first = at, .last = end, .joined = joined, .space_before = at && p->g[at - 1].kind == GLYPH_SPACE };
        p->ends[p->pieces.count - 1] = t + 1 == b->words.last || d->tokens.at[t + 1].sentence != x->sentence;
    }
}

static paragraph_list paragraphs(struct training *t)
{
    paragraph_list out = { 0 };
    for (uint32_t k = 0; k < t->doc_count; k++) {
        chy_doc *d = t->docs[k];
        for (uint32_t i = 0, j; i < d->sentences.count; i = j) {
            for (j = i; j < d->sentences.count && d->sentences.at[j].paragraph == d->sentences.at[i].paragraph; j++) {}
            add_paragraph(d, i, j, t->mem, &out);
        }
    }
    return out;
}

static uint32_t best_of(const int32_t *score, uint32_t classes)
{
    uint32_t best = 0;
    for (uint32_t c = 1; c < classes; c++)
        if (score[c] > score[best]) best = c;
    return best;
}

struct tell {
    uint64_t asked, wrong;
};

static void learn_chunk(struct learner *l, const struct paragraph *p, uint32_t first, uint32_t last, struct tell *tell)
{
    struct chunk c = split_chunk_of(p->g, first, last, p->count);
    uint32_t word_first = first, address = c.address ? split_address(&c, first) : first;
    for (uint32_t at = first + 1; at < last; at++) {
        if (at < address) continue;
        bool decided = false;
        if (at != address && !split_may(&c, at)) continue;
        enum split gold = (enum split)p->split[at];
        if (at != address) split_must(&c, at, &decided);
        if (at != address && !decided) {
            uint64_t f[32];
            int32_t score[WEIGHTS_CLASSES];
            size_t n = split_features(&c, at, word_first, f);
            learner_score(l, f, n, score);
            uint32_t said = best_of(score, SPLIT_COUNT);
            tell->asked++;
            if (said != gold) {
                learner_update(l, f, n, gold, said);
                tell->wrong++;
            }
            learner_tick(l);
        }
        if (gold != SPLIT_NONE || at == address) {
            word_first = at;
            if (c.address && at >= address) address = split_address(&c, at);
        }
    }
}

static int by_run(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

/* Words of letters that hold two: kept when most of their uses do. */
static void joined_runs(const paragraph_list *all, struct writer *w)
{
    size_t n = 0, room = 1 << 16, kept = 0;
    struct pair *runs = need(malloc(room * sizeof *runs)), *out;
    for (uint32_t k = 0; k < all->count; k++) {
        const struct paragraph *p = &all->at[k];
        for (uint32_t i = 0, j; i < p->count; i = j) {
            j = i + 1;
            if (p->g[i].kind != GLYPH_LETTER) continue;
            while (j < p->count && p->g[j].kind == GLYPH_LETTER) j++;
            if (j - i < 2 || j - i > 12) continue;
            uint16_t at = 0;
            for (uint32_t m = i + 1; m < j; m++)
                if (p->split[m] == SPLIT_WORD && !at) at = (uint16_t)(m - i);
            if (at && j < p->count && p->g[j].plain == '\'') continue;
            if (n == room) runs = need(realloc(runs, (room *= 2) * sizeof *runs));
            runs[n++] = (struct pair){ split_run_key(p->g, i, j), at, 0 };
        }
    }
    qsort(runs, n, sizeof *runs, by_run);
    out = need(malloc((n + 1) * sizeof *out));
    for (size_t i = 0, j; i < n; i = j) {
        size_t two = 0;
        uint16_t value = 0;
        for (j = i; j < n && runs[j].key == runs[i].key; j++)
            if (runs[j].value) {
                two++;
                value = runs[j].value;
            }
        if (two >= 2 && two * 2 > j - i) out[kept++] = (struct pair){ runs[i].key, value, (float)two };
    }
    writer_add_values(w, "split.runs", out, kept);
    free(runs);
    free(out);
}

void train_split(struct training *t, struct writer *w, int epochs)
{
    paragraph_list all = paragraphs(t);
    struct learner *l = learner_create(SPLIT_COUNT, 1);
    uint32_t *order = need(malloc(all.count * sizeof *order));
    uint64_t luck = t->seed;
    for (uint32_t i = 0; i < all.count; i++) order[i] = i;
    for (int e = 0; e < epochs; e++) {
        struct tell tell = { 0 };
        shuffle(order, all.count, &luck);
        for (uint32_t i = 0; i < all.count; i++) {
            const struct paragraph *p = &all.at[order[i]];
            for (uint32_t a = 0, b; a < p->count; a = b) {
                while (a < p->count && p->g[a].kind == GLYPH_SPACE) a++;
                for (b = a; b < p->count && p->g[b].kind != GLYPH_SPACE; b++) {}
                if (b > a) learn_chunk(l, p, a, b, &tell);
            }
        }
        fprintf(stderr, "split %d: %llu of %llu wrong\n", e, (unsigned long long)tell.wrong, (unsigned long long)tell.asked);
    }
    learner_write(l, w, "split", 512 << 10);
    learner_destroy(l);
    joined_runs(&all, w);
    free(order);
}

static void learn_breaks(struct learner *l, const struct paragraph *p, bool follow, struct tell *tell)
{
    struct break_state s = { 0 };
    struct values none = { 0 };
    for (uint32_t i = 0; i < p->pieces.count; i++) {
        break_see(&s, p->g, &p->pieces.at[i]);
        bool said = p->ends[i];
        if (i + 1 < p->pieces.count && break_may(p->g, p->pieces.at, p->pieces.count, i)) {
            uint64_t f[32];
            int32_t score[WEIGHTS_CLASSES];
            size_t n = break_features(p->g, p->pieces.at, p->pieces.count, i, &s, &none, f);
            learner_score(l, f, n, score);
            said = score[1] > score[0];
            tell->asked++;
            if (said != p->ends[i]) {
                learner_update(l, f, n, p->ends[i], said);
                tell->wrong++;
            }
            learner_tick(l);
        }
        if (follow ? said : p->ends[i]) s = (struct break_state){ .first = i + 1 };
    }
}

void train_break(struct training *t, struct writer *w, int epochs)
{
    paragraph_list all = paragraphs(t);
    struct learner *l = learner_create(2, 1);
    uint32_t *order = need(malloc(all.count * sizeof *order));
    uint64_t luck = t->seed;
    for (uint32_t i = 0; i < all.count; i++) order[i] = i;
    for (int e = 0; e < epochs; e++) {
        struct tell tell = { 0 };
        shuffle(order, all.count, &luck);
        for (uint32_t i = 0; i < all.count; i++) learn_breaks(l, &all.at[order[i]], e > 1, &tell);
        fprintf(stderr, "break %d: %llu of %llu wrong\n", e, (unsigned long long)tell.wrong, (unsigned long long)tell.asked);
    }
    learner_write(l, w, "break", 512 << 10);
    learner_destroy(l);
    free(order);
}
