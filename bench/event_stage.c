/*
 * The stage of events alone: how long its tables take to compile, and how many sentences a second it reads.
 *
 *     event_stage TEXTS.jsonl [ROUNDS]        one {"id","text",...} a line; they are read once, then the stage runs over them
 *                                         again and again
 */
#define _GNU_SOURCE
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "chancery/chancery.h"
#include "event/event.h"

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

static int measure(FILE *f, int rounds)
{
    chy_err err = { 0 };
    chy_engine *engine = NULL;
    struct lexicon *lex = NULL;
    struct event_rules *rules = NULL;
    LIST(chy_doc *) docs = { 0 };
    arena mem, scratch;
    char *line = NULL;
    size_t room = 0, bytes = 0, sentences = 0, found = 0;
    arena_init(&mem, 1u << 30);
    arena_init(&scratch, 1u << 30);
    int st = chy_engine_create(NULL, &engine, &err) || lexicon_create(NULL, &mem, &lex, &err);
    double at = now();
    if (!st) st = event_rules_create(lex, &mem, &rules, &err);
    printf("compiled in %.2f ms\n", 1000 * (now() - at));
    while (!st && getline(&line, &room, f) > 0) {
        json_t *o = json_loads(line, JSON_ALLOW_NUL, NULL);
        chy_input in = { .id = CHY_LIT("bench"), .text = member(o, "text"), .date = member(o, "date") };
        chy_doc **slot = LIST_PUSH(&mem, &docs);
        st = !slot || chy_code(engine, &in, slot, &err);
        if (!st) bytes += (*slot)->text.len, sentences += (*slot)->sentences.count;
        json_decref(o);
    }
    double best = 1e9;
    for (int r = 0; !st && r < rounds; r++) {
        at = now();
        for (uint32_t i = 0; !st && i < docs.count; i++) {
            chy_doc *d = docs.at[i];
            d->events.count = 0;
            st = event_run(rules, d, &scratch, &err);
            found += d->events.count;
        }
        double took = now() - at;
        if (took < best) best = took;
    }
    if (st)
        fprintf(stderr, "event_stage: %s\n", err.text);
    else
        printf("%zu bytes, %zu sentences, %zu events: %.0f bytes/s, %.0f sentences/s\n", bytes, sentences, found / (size_t)rounds,
               (double)bytes / best, (double)sentences / best);
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
        fprintf(stderr, "event_stage: give it a file of texts, one JSON object a line\n");
        return 2;
    }
    int st = measure(f, argc > 2 && atoi(argv[2]) > 0 ? atoi(argv[2]) : 5);
    fclose(f);
    return st ? 3 : 0;
}
