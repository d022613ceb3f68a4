/*
 * Trains the weights of the language core.
 *
 *     train_model DATA WORK OUT [STAGE...]
 *
 * DATA holds treebank/ (unpacked: ewt.conllu and gum.conllu lie in WORK), ner/, diplomacy/; WORK is kept between calls;
 * stages: clusters common split break tags lemmas trees feats names. Without a stage all are trained. OUT gets those that were
 * trained, and the sections of WORK/state.chymodel for the rest.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stages.h"

static bool wanted(int count, char **stages, const char *stage)
{
    for (int i = 0; i < count; i++)
        if (!strcmp(stages[i], stage)) return true;
    return !count;
}

int wish(const char *name, int usual)
{
    const char *v = getenv(name);
    return v ? atoi(v) : usual;
}

static void load(struct training *t, const char *work)
{
    static const char *const names[] = { "ewt.conllu", "gum.conllu" };
    for (uint32_t i = 0; i < 2; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", work, names[i]);
        t->docs[t->doc_count++] = corpus_treebank(path, t->mem);
    }
    corpus_tags(t->docs, t->doc_count, t->mem, &t->tags);
}

/* What is trained so far, as the program would open it. */
static struct model *so_far(struct writer *w, const char *path, arena *mem)
{
    chy_err err = { 0 };
    struct model *m;
    writer_save(w, path);
    if (model_open(path, mem, &m, &err)) fail("%s", err.text);
    return m;
}

static void give_tags(struct training *t, const struct model *m)
{
    const struct model_section *s = model_section(m, CHY_LIT("train.tags"));
    size_t at = 0;
    if (!s) fail("train the tags first");
    for (uint32_t i = 0; i < t->examples.count; i++)
        for (uint32_t k = 0; k < t->examples.at[i].count; k++, at++) {
            if (at >= s->size) fail("the tags are of another corpus");
            t->examples.at[i].w[k].tag = ((const uint8_t *)s->data)[at];
        }
}

int main(int argc, char **argv)
{
    if (argc < 4) fail("train_model DATA WORK OUT [STAGE...]");
    int count = argc - 4;
    char **stages = argv + 4, state[512], path[512];
    arena mem;
    arena_init(&mem, (size_t)16 << 30);
    chy_err err = { 0 };
    struct training t = { .mem = &mem, .data = argv[1], .work = argv[2], .seed = 20261122 };
    struct writer *w = writer_create();
    snprintf(state, sizeof state, "%s/state.chymodel", argv[2]);
    load(&t, argv[2]);
    snprintf(path, sizeof path, "%s/vectors.json", argv[2]);
    if (wanted(count, stages, "clusters")) train_clusters(path, w);
    if (wanted(count, stages, "common")) train_common(&t, w);
    if (wanted(count, stages, "split")) train_split(&t, w, wish("SPLIT", 8));
    if (wanted(count, stages, "break")) train_break(&t, w, wish("BREAK", 12));
    if (wanted(count, stages, "lemmas")) train_lemmas(&t, w);
    writer_add_file(w, state);
    struct model *m = so_far(w, state, &mem);
    if (values_open(m, "word.clusters", &t.maps.clusters, &err) || values_open(m, "word.common", &t.maps.common, &err))
        fail("%s", err.text);
    for (uint32_t i = 0; i < t.doc_count; i++) corpus_examples(t.docs[i], &t.maps, &t.tags, true, &mem, &t.examples);
    if (wanted(count, stages, "tags")) train_tags(&t, w, wish("TAGS", 6));
    m = so_far(w, state, &mem);
    give_tags(&t, m);
    if (wanted(count, stages, "trees")) train_trees(&t, w, wish("TREES", 8));
    if (wanted(count, stages, "names")) train_names(&t, w, m, wish("NAMES", 6));
    if (wanted(count, stages, "feats")) train_feats(&t, w, wish("FEATS", 5));
    m = so_far(w, state, &mem);
    struct writer *out = writer_create();
    writer_add_file(out, state);
    writer_drop(out, "train.tags");
    writer_save(out, argv[3]);
    model_close(m);
    return 0;
}
