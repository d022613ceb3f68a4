/*
 * The stages of mentions and of facts alone: how many words a second they read, each by itself and both.
 *
 *     mention_stage TEXTS.jsonl [ROUNDS]     one {"id","text","date"} a line; they are coded once, then the stages run over them again and
 * again, the best round counts
 */
#define _GNU_SOURCE
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "chancery/chancery.h"
#include "fact/fact.h"
#include "mention/mention.h"

struct bench {
    chy_engine *engine;
    struct lexicon *lex;
    struct mention_rules *mention;
    struct fact_rules *fact;
    LIST(chy_doc *) docs;
    arena mem, scratch;
    size_t tokens;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* of this process: the machine may have other work */
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static chy_str member(const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    return json_is_string(v) ? (chy_str){ json_string_value(v), json_string_length(v) } : (chy_str){ 0 };
}

static chy_status read_texts(struct bench *b, FILE *f, chy_err *err)
{
    char *line = NULL;
    size_t room = 0;
    chy_status st = CHY_OK;
    while (!st && getline(&line, &room, f) > 0) {
        json_t *o = json_loads(line, JSON_ALLOW_NUL, NULL);
        chy_input in = { .id = CHY_LIT("bench"), .text = member(o, "text"), .date = member(o, "date") };
        chy_doc **slot = LIST_PUSH(&b->mem, &b->docs);
        st = slot ? chy_code(b->engine, &in, slot, err) : CHY_ENOMEM;
        if (!st) b->tokens += (*slot)->tokens.count;
        json_decref(o);
    }
    free(line);
    return st;
}

/* The same entities in the same order as before, so what rests on them stays right. */
static chy_status mentions_again(struct bench *b, chy_err *err)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < b->docs.count; i++) {
        chy_doc *d = b->docs.at[i];
        d->entities.count = d->mentions.count = 0;
        d->author_entity = d->publisher_entity = NONE;
        st = mention_run(b->mention, d, &b->scratch, err);
    }
    return st;
}

static chy_status facts_again(struct bench *b, chy_err *err)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < b->docs.count; i++) {
        b->docs.at[i]->facts.count = 0;
        st = fact_run(b->fact, b->docs.at[i], &b->scratch, err);
    }
    return st;
}

static chy_status measure(struct bench *b, FILE *f, int rounds, chy_err *err)
{
    double best[2] = { 1e9, 1e9 };
    chy_status st = chy_engine_create(NULL, &b->engine, err);
    if (!st) st = lexicon_create(NULL, &b->mem, &b->lex, err);
    if (!st) st = mention_rules_create(b->lex, &b->mem, &b->mention, err);
    if (!st) st = fact_rules_create(b->lex, &b->mem, &b->fact, err);
    if (!st) st = read_texts(b, f, err);
    for (int r = 0; !st && r < rounds; r++) {
        double at = now();
        st = mentions_again(b, err);
        double middle = now();
        if (!st) st = facts_again(b, err);
        double end = now();
        if (middle - at < best[0]) best[0] = middle - at;
        if (end - middle < best[1]) best[1] = end - middle;
    }
    double words = (double)b->tokens;
    if (!st)
        printf("%zu words: mentions %.0f words/s, facts %.0f words/s, both %.0f words/s\n", b->tokens, words / best[0], words / best[1],
               words / (best[0] + best[1]));
    return st;
}

int main(int argc, char **argv)
{
    FILE *f = argc > 1 ? fopen(argv[1], "r") : NULL;
    chy_err err = { 0 };
    struct bench b = { 0 };
    if (!f) {
        fprintf(stderr, "mention_stage: give it a file of texts, one JSON object a line\n");
        return 2;
    }
    arena_init(&b.mem, (size_t)1 << 30);
    arena_init(&b.scratch, (size_t)1 << 30);
    chy_status st = measure(&b, f, argc > 2 && atoi(argv[2]) > 0 ? atoi(argv[2]) : 5, &err);
    if (st) fprintf(stderr, "mention_stage: %s\n", err.text);
    for (uint32_t i = 0; i < b.docs.count; i++) chy_doc_destroy(b.docs.at[i]);
    chy_engine_destroy(b.engine);
    arena_done(&b.mem);
    arena_done(&b.scratch);
    fclose(f);
    return st ? 3 : 0;
}
