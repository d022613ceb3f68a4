/*
 * The stage of statements alone: how many words a second it reads.
 *
 *     statement_stage TEXTS.jsonl [ROUNDS]       one {"id","text",...} a line; they are coded once, then the stage runs over them again
 *
 * Words are tokens. Prints the best of ROUNDS (5): the quietest moment of a machine that others use, too.
 */
#define _GNU_SOURCE
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "chancery/chancery.h"
#include "statement/statement.h"

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static chy_str member(const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    return json_is_string(v) ? (chy_str){ json_string_value(v), json_string_length(v) } : (chy_str){ 0 };
}

/* Once more over a document: what the stage has made is forgotten first. */
static chy_status again(const struct statement_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    uint32_t entities = d->entities.count, mentions = d->mentions.count;
    d->statements.count = d->attitudes.count = 0;
    chy_status st = statement_run(rules, d, scratch, err);
    d->entities.count = entities;
    d->mentions.count = mentions;
    return st ? st : doc_index_mentions(d, err);
}

static int measure(FILE *f, int rounds)
{
    chy_err err = { 0 };
    chy_engine *engine = NULL;
    struct lexicon *lex = NULL;
    struct statement_rules *rules = NULL;
    LIST(chy_doc *) docs = { 0 };
    arena mem, scratch;
    char *line = NULL;
    size_t room = 0, tokens = 0, said = 0, held = 0;
    arena_init(&mem, 1u << 30);
    arena_init(&scratch, 1u << 30);
    int st = chy_engine_create(NULL, &engine, &err) || lexicon_create(NULL, &mem, &lex, &err);
    if (!st) st = statement_rules_create(lex, &mem, &rules, &err);
    while (!st && getline(&line, &room, f) > 0) {
        json_t *o = json_loads(line, JSON_ALLOW_NUL, NULL);
        chy_input in = { .id = CHY_LIT("bench"), .text = member(o, "text"), .date = member(o, "date") };
        chy_doc **slot = LIST_PUSH(&mem, &docs);
        st = !slot || chy_code(engine, &in, slot, &err);
        if (!st) tokens += (*slot)->tokens.count, said += (*slot)->statements.count, held += (*slot)->attitudes.count;
        json_decref(o);
    }
    double best = 1e9;
    for (int r = 0; !st && r < rounds; r++) {
        double at = now();
        for (uint32_t i = 0; !st && i < docs.count; i++) st = again(rules, docs.at[i], &scratch, &err);
        if (now() - at < best) best = now() - at;
    }
    if (st)
        fprintf(stderr, "statement_stage: %s\n", err.text);
    else
        printf("%zu tokens, %zu statements, %zu attitudes: %.0f words/s\n", tokens, said, held, (double)tokens / best);
    for (uint32_t i = 0; i < docs.count; i++) chy_doc_destroy(docs.at[i]);
    free(line);
    chy_engine_destroy(engine);
    arena_done(&mem);
    arena_done(&scratch);
    return st;
}

int main(int argc, char **argv)
{
    FILE *f = argc > 1 ? fopen(argv[1], "r") : NULL;
    if (!f) {
        fprintf(stderr, "statement_stage: give it a file of texts, one JSON object a line\n");
        return 2;
    }
    int st = measure(f, argc > 2 && atoi(argv[2]) > 0 ? atoi(argv[2]) : 5);
    fclose(f);
    return st ? 3 : 0;
}
