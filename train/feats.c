/* feats.c: morphological features, given tags and trees. */
#include "parse/feats.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "learner.h"
#include "stages.h"

enum { CLASSES_MAX = 250 };

void train_feats(struct training *t, struct writer *w, int epochs)
{
    struct map classes = { 0 };
    char *text = NULL;
    size_t size = 0;
    FILE *lines = open_memstream(&text, &size);
    static uint32_t seen[256][CLASSES_MAX];
    uint8_t sure[256] = { 0 };
    memset(seen, 0, sizeof seen);
    for (uint32_t d = 0; d < t->doc_count; d++)
        for (uint32_t i = 0; i < t->docs[d]->tokens.count; i++) {
            const struct token *x = &t->docs[d]->tokens.at[i];
            uint32_t c = map_get(&classes, x->feats.ptr ? x->feats : CHY_LIT(""));
            if (c == MAP_NONE && classes.count < CLASSES_MAX) {
                c = classes.count;
                map_put(&classes, t->mem, x->feats.ptr ? x->feats : CHY_LIT(""), c);
                fprintf(lines, "%.*s\n", (int)x->feats.len, x->feats.ptr);
            }
            if (c != MAP_NONE) seen[corpus_tag(&t->tags, x)][c]++;
        }
    fclose(lines);
    for (int g = 1; g < 256; g++) {
        uint32_t all = 0, best = 0;
        for (uint32_t c = 0; c < classes.count; c++) {
            all += seen[g][c];
            if (seen[g][c] > seen[g][best]) best = c;
        }
        if (all && seen[g][best] * 1000ull >= all * 999ull) sure[g] = (uint8_t)(best + 1);
    }
    struct learner *l = learner_create(classes.count, 2);
    uint32_t n = t->examples.count, *order = need(malloc(n * sizeof *order));
    uint64_t luck = t->seed;
    for (uint32_t i = 0; i < n; i++) order[i] = i;
    for (int e = 0; e < epochs; e++) {
        uint64_t wrong = 0, asked = 0;
        shuffle(order, n, &luck);
        for (uint32_t i = 0; i < n; i++) {
            struct example *x = &t->examples.at[order[i]];
            if (x->changed) continue;
            for (uint32_t k = 0; k < x->count; k++) x->w[k].tag = x->tag[k];
            for (uint32_t k = 0; k < x->count; k++) {
                const struct token *tok = &x->doc->tokens.at[x->words.first + k];
                uint32_t gold = map_get(&classes, tok->feats.ptr ? tok->feats : CHY_LIT(""));
                if (sure[x->tag[k]] || gold == MAP_NONE) continue;
                uint64_t f[WEIGHTS_FEATURES_MAX];
                int32_t score[WEIGHTS_CLASSES];
                size_t count = feats_features(x->doc, x->words, x->w, x->words.first + k, f);
                learner_score(l, f, count, score);
                uint32_t said;
                asked++;
                wrong += learner_decide(l, f, count, score, gold, &said);
            }
        }
        learner_counted(l);
        fprintf(stderr, "feats %d: %llu of %llu wrong\n", e, (unsigned long long)wrong, (unsigned long long)asked);
    }
    learner_write(l, w, "feats", 512 << 10);
    writer_add(w, "feats.texts", 1, (uint32_t)size, 0, text, size);
    writer_add(w, "feats.sure", 1, 256, 0, sure, 256);
    learner_destroy(l);
    free(order);
    free(text);
}
