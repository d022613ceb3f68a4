/* names.c: the name tagger, from four sets with their labels brought to ours. */
#include "parse/names.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "learner.h"
#include "parse/tagger.h"
#include "segment/segment.h"
#include "doc/form.h"
#include "base/utf8.h"
#include "stages.h"

static int kind_of(chy_str label)
{
    static const struct {
        const char *from;
        int to;
    } same[] = {
        { "PER", NAME_PER },          { "ORG", NAME_ORG },
        { "LOC", NAME_LOC },          { "EVENT", NAME_EVENT },
        { "DOC", NAME_DOC },          { "MISC", NAME_MISC },
        { "politician", NAME_PER },   { "person", NAME_PER },
        { "organisation", NAME_ORG }, { "politicalparty", NAME_ORG },
        { "event", NAME_EVENT },      { "election", NAME_EVENT },
        { "country", NAME_LOC },      { "location", NAME_LOC },
        { "misc", NAME_MISC },        { "state", NAME_LOC },
        { "place", NAME_LOC },        { "organization", NAME_ORG },
        { "body", NAME_ORG },         { "medium", NAME_ORG },
        { "series", NAME_EVENT },     { "instrument", NAME_DOC },
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (str_is(label, same[i].from)) return same[i].to;
    return -1;
}

struct naming {
    struct training *t;
    const struct weights *tagger;
    example_list examples;
};

static void end_sentence(struct naming *k, chy_doc *d, uint32_t first)
{
    run r = { first, d->tokens.count };
    if (r.first == r.last) return;
    struct example *e = need(LIST_PUSH(k->t->mem, &k->examples));
    *e = (struct example){ .count = r.last - r.first, .doc = d, .words = r };
    e->w = need(words_of(&k->t->maps, d, r, k->t->mem));
    e->name = need(arena_alloc(k->t->mem, e->count));
    tagger_run(k->tagger, e->w, e->count);
    for (uint32_t i = 0; i < e->count; i++) e->name[i] = d->tokens.at[r.first + i].name;
}

static void read_bio(struct naming *k, const char *file)
{
    char path[512];
    snprintf(path, sizeof path, "%s/ner/%s", k->t->data, file);
    chy_str rest = file_text(path, k->t->mem), line;
    chy_doc *d = NULL;
    chy_err err = { 0 };
    if (doc_create(str_of(file), CHY_LIT(""), (size_t)4 << 30, &d, &err)) fail("%s", err.text);
    uint32_t first = 0, had = k->examples.count;
    while (rest.ptr && str_next_piece(&rest, '\n', &line)) {
        size_t tab = str_find(line, CHY_LIT("\t"), 0);
        if (tab == SIZE_MAX) tab = line.len && line.ptr[0] != '#' ? str_find(line, CHY_LIT(" "), 0) : SIZE_MAX;
        if (tab == SIZE_MAX) {
            if (!str_trim(line).len) {
                end_sentence(k, d, first);
                first = d->tokens.count;
            }
            continue;
        }
        struct token *x = need(LIST_PUSH(&d->mem, &d->tokens));
        x->form = form_of(&d->mem, str_cut(line, 0, tab));
        x->lower = utf8_lower(&d->mem, x->form);
        chy_str tag = str_trim(str_cut(line, tab + 1, line.len));
        int kind = tag.len > 2 ? kind_of(str_cut(tag, 2, tag.len)) : -1;
        x->name = (uint8_t)(kind < 0 ? 0 : tag.ptr[0] == 'B' ? name_begin((enum name_kind)kind) : name_inside((enum name_kind)kind));
    }
    end_sentence(k, d, first);
    fprintf(stderr, "%s: %u sentences\n", file, k->examples.count - had);
}

static void mark_names(chy_doc *d, json_t *mentions)
{
    size_t i;
    json_t *m;
    json_array_foreach(mentions, i, m)
    {
        const char *form = json_string_value(json_object_get(m, "form")), *type = json_string_value(json_object_get(m, "type"));
        uint32_t from = (uint32_t)json_integer_value(json_object_get(m, "start")),
                 to = (uint32_t)json_integer_value(json_object_get(m, "end"));
        int kind = type ? kind_of(str_of(type)) : -1;
        bool inside = false;
        if (!form || strcmp(form, "name") || kind < 0) continue;
        for (uint32_t t = 0; t < d->tokens.count; t++) {
            struct token *x = &d->tokens.at[t];
            if (x->span.start < from || x->span.end > to || x->name) continue;
            x->name = (uint8_t)(inside ? name_inside((enum name_kind)kind) : name_begin((enum name_kind)kind));
            inside = true;
        }
    }
}

static void read_records(struct naming *k, const char *file, const struct segment_rules *segment)
{
    char path[512];
    snprintf(path, sizeof path, "%s/diplomacy/%s", k->t->data, file);
    chy_str rest = file_text(path, k->t->mem), line;
    uint32_t had = k->examples.count;
    arena scratch;
    arena_init(&scratch, (size_t)1 << 30);
    while (rest.ptr && str_next_piece(&rest, '\n', &line)) {
        if (!line.len) continue;
        json_error_t bad;
        json_t *j = json_loadb(line.ptr, line.len, 0, &bad);
        chy_doc *d = NULL;
        chy_err err = { 0 };
        if (!j) fail("%s: %s", path, bad.text);
        if (doc_create(CHY_LIT("record"), str_of(json_string_value(json_object_get(j, "text"))), 0, &d, &err)) fail("%s", err.text);
        if (segment_run(segment, d, &scratch, &err)) fail("%s", err.text);
        mark_names(d, json_object_get(j, "mentions"));
        uint32_t all = d->tokens.count;
        for (uint32_t i = 0; i < d->sentences.count; i++) {
            run r = d->sentences.at[i].words;
            d->tokens.count = r.last;
            end_sentence(k, d, r.first);
        }
        d->tokens.count = all;
        json_decref(j);
    }
    arena_done(&scratch);
    fprintf(stderr, "%s: %u sentences\n", file, k->examples.count - had);
}

static void learn_sentence(struct learner *l, struct example *e, bool follow, uint64_t *wrong)
{
    uint8_t a = 0, b = 0;
    for (uint32_t i = 0; i < e->count; i++) {
        uint64_t f[WEIGHTS_FEATURES_MAX];
        int32_t score[WEIGHTS_CLASSES];
        size_t n = names_features(e->w, i, f);
        n += names_history(e->w, i, a, b, f + n);
        learner_score(l, f, n, score);
        int best = 0, gold = e->name[i];
        for (int c = 1; c < NAME_TAG_COUNT; c++)
            if (score[c] > score[best] && names_follow(a, c)) best = c;
        if (best != gold) {
            learner_update(l, f, n, (uint32_t)gold, (uint32_t)best);
            (*wrong)++;
        }
        learner_tick(l);
        b = a;
        a = (uint8_t)(follow ? best : gold);
    }
}

void train_names(struct training *t, struct writer *w, const struct model *m, int epochs)
{
    chy_err err = { 0 };
    struct weights tagger;
    struct segment_rules *segment;
    if (weights_open(m, "tag", &tagger, &err) || segment_rules_create(m, NULL, t->mem, &segment, &err)) fail("%s", err.text);
    struct naming k = { .t = t, .tagger = &tagger };
    read_bio(&k, "uner-ewt-train.bio");
    read_bio(&k, "gum-free-train.bio");
    read_bio(&k, "crossner-politics-train.bio");
    read_records(&k, "train_tra.jsonl", segment);
    read_records(&k, "train_trb.jsonl", segment);
    read_records(&k, "train_trc.jsonl", segment);
    read_records(&k, "train_trd.jsonl", segment);
    struct learner *l = learner_create(NAME_TAG_COUNT, wish("NAMES_LEAST", 2));
    uint32_t n = k.examples.count, *order = need(malloc(n * sizeof *order));
    uint64_t luck = t->seed;
    for (uint32_t i = 0; i < n; i++) order[i] = i;
    for (int e = 0; e < epochs; e++) {
        uint64_t wrong = 0;
        shuffle(order, n, &luck);
        for (uint32_t i = 0; i < n; i++) learn_sentence(l, &k.examples.at[order[i]], e > 1, &wrong);
        learner_counted(l);
        fprintf(stderr, "name %d: %llu wrong\n", e, (unsigned long long)wrong);
    }
    learner_write(l, w, "name", (size_t)3 << 19);
    learner_destroy(l);
    free(order);
}
