/* tags.c: the tagger, and tags for the parser to learn from. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "learner.h"
#include "parse/tagger.h"
#include "stages.h"

enum { FOLDS = 5, NO_FOLD = FOLDS };

static struct learner *learn(struct training *t, uint32_t without, int epochs)
{
    struct learner *l = learner_create(t->tags.count, wish("TAGS_LEAST", 2));
    uint32_t n = t->examples.count, *order = need(malloc(n * sizeof *order));
    uint64_t luck = t->seed;
    for (uint32_t i = 0; i < n; i++) order[i] = i;
    for (int e = 0; e < epochs; e++) {
        uint64_t words = 0, wrong = 0;
        shuffle(order, n, &luck);
        for (uint32_t i = 0; i < n; i++) {
            struct example *x = &t->examples.at[order[i]];
            if (x->fold == without) continue;
            for (uint32_t k = 0; k < x->count; k++) {
                uint64_t f[WEIGHTS_FEATURES_MAX];
                int32_t score[WEIGHTS_CLASSES];
                uint32_t said;
                size_t count = tagger_features(x->w, k, f);
                learner_score(l, f, count, score);
                wrong += learner_decide(l, f, count, score, x->tag[k] - 1u, &said);
                x->w[k].tag = (uint8_t)(said + 1);
                words++;
            }
        }
        learner_counted(l);
        fprintf(stderr, "tag%s %d: %.3f %% wrong\n", without == NO_FOLD ? "" : " fold", e, 100.0 * (double)wrong / (double)words);
    }
    free(order);
    return l;
}

void train_tags(struct training *t, struct writer *w, int epochs)
{
    struct learner *l = learn(t, NO_FOLD, epochs);
    learner_write(l, w, "tag", (size_t)5 << 19);
    learner_destroy(l);
    char *text = NULL;
    size_t size = 0, all = 0;
    FILE *lines = open_memstream(&text, &size);
    for (uint32_t i = 0; i < t->tags.count; i++) fprintf(lines, "%.*s\n", (int)t->tags.lines[i].len, t->tags.lines[i].ptr);
    fclose(lines);
    writer_add(w, "tag.list", 1, (uint32_t)size, 0, text, size);
    free(text);
    for (uint32_t i = 0; i < t->examples.count; i++) all += t->examples.at[i].count;
    uint8_t *said = need(malloc(all));
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
        struct arena_mark here = arena_here(t->mem);
        l = learn(t, fold, epochs < 5 ? epochs : 5);
        struct writer *part = writer_create();
        learner_write(l, part, "tag", (size_t)5 << 19);
        learner_destroy(l);
        chy_err err = { 0 };
        struct model *m;
        struct weights weights;
        char path[512];
        snprintf(path, sizeof path, "%s/fold.chymodel", t->work);
        writer_save(part, path);
        if (model_open(path, t->mem, &m, &err) || weights_open(m, "tag", &weights, &err)) fail("%s", err.text);
        for (uint32_t i = 0, at = 0; i < t->examples.count; i++) {
            struct example *x = &t->examples.at[i];
            if (x->fold == fold) {
                tagger_run(&weights, x->w, x->count);
                for (uint32_t k = 0; k < x->count; k++) said[at + k] = x->w[k].tag;
            }
            at += x->count;
        }
        model_close(m);
        arena_rewind(t->mem, here);
    }
    size_t at = 0, right = 0;
    for (uint32_t i = 0; i < t->examples.count; i++)
        for (uint32_t k = 0; k < t->examples.at[i].count; k++, at++) {
            t->examples.at[i].w[k].tag = said[at];
            right += said[at] == t->examples.at[i].tag[k];
        }
    fprintf(stderr, "tags by taggers that did not see the words: %.2f %% right\n", 100.0 * (double)right / (double)all);
    writer_add(w, "train.tags", 1, (uint32_t)all, 0, said, all);
    free(said);
}
