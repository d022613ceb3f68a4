/*
 * Trains where words and sentences end: the sections split.* and break.* of a model file.
 *
 *     train_model DATA WORK OUT [STAGE...]
 *
 * DATA holds treebank/ (unpacked: ewt.conllu and gum.conllu lie in WORK, word vectors in WORK/vectors.json); WORK is kept between
 * calls. Stages: classes split break; without one all are trained. OUT gets those that were trained, and the sections of
 * WORK/state.chymodel for the rest. To be run from the top of the repository.
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

static void load(struct training *t, const char *work)
{
    static const char *const names[] = { "ewt.conllu", "gum.conllu" };
    for (uint32_t i = 0; i < 2; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", work, names[i]);
        t->docs[t->doc_count++] = corpus_treebank(path, t->mem);
    }
}

int main(int argc, char **argv)
{
    if (argc < 4) fail("train_model DATA WORK OUT [STAGE...]");
    int count = argc - 4;
    char **stages = argv + 4, state[512], path[512];
    arena mem;
    arena_init(&mem, (size_t)16 << 30);
    struct training t = { .mem = &mem, .data = argv[1], .work = argv[2], .seed = 20261122 };
    struct writer *w = writer_create();
    snprintf(state, sizeof state, "%s/state.chymodel", argv[2]);
    load(&t, argv[2]);
    snprintf(path, sizeof path, "%s/vectors.json", argv[2]);
    if (wanted(count, stages, "classes")) train_classes(&t, path, w);
    writer_add_file(w, state);
    writer_drop(w, "word.clusters"); /* of earlier models */
    writer_save(w, state);
    struct model *m;
    chy_err err = { 0 };
    struct values words;
    if (model_open(state, &mem, &m, &err) || values_open(m, "split.words", &words, &err)) fail("%s", err.text);
    if (wanted(count, stages, "split")) train_split(&t, w, &words, 8);
    if (wanted(count, stages, "break")) train_break(&t, w, &words, 12);
    writer_save(w, state);
    writer_save(w, argv[3]);
    model_close(m);
    return 0;
}
