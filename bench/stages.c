/*
 * Each stage after the parse alone: how long its tables take to compile, and how much it reads a second.
 *
 *     stages TEXTS.jsonl [ROUNDS [STAGE]]        one {"id","text","date"} a line; they are coded once, then each stage (or the one named)
 *                                                runs over them ROUNDS (5) times
 *
 * Time is of this process, and the best round counts: the machine may have other work.
 */
#define _GNU_SOURCE
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "chancery/chancery.h"
#include "event/event.h"
#include "fact/fact.h"
#include "mention/mention.h"
#include "statement/statement.h"
#include "time/time.h"

struct bench {
    chy_engine *engine;
    struct lexicon *lex;
    struct mention_rules *mention;
    struct time_rules *time;
    struct statement_rules *statement;
    struct event_rules *event;
    struct fact_rules *fact;
    LIST(chy_doc *) docs;
    arena mem, scratch;
    size_t bytes, tokens, sentences;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ------------------------------------------------------------------ stages: what each has made is forgotten, then it runs again */

/* The same entities in the same order as before, so what rests on them stays right. */
static chy_status mention_again(struct bench *b, chy_doc *d, chy_err *err)
{
    d->entities.count = d->mentions.count = 0;
    d->author_entity = d->publisher_entity = NONE;
    return mention_run(b->mention, d, &b->scratch, err);
}

static chy_status time_again(struct bench *b, chy_doc *d, chy_err *err)
{
    d->times.count = d->implied.count = 0;
    return time_run(b->time, d, &b->scratch, err);
}

static chy_status statement_again(struct bench *b, chy_doc *d, chy_err *err)
{
    uint32_t entities = d->entities.count, mentions = d->mentions.count;
    d->statements.count = d->attitudes.count = 0;
    chy_status st = statement_run(b->statement, d, &b->scratch, err);
    d->entities.count = entities;
    d->mentions.count = mentions;
    return st ? st : doc_index_mentions(d, err);
}

/* The memory that a round took is given back, or round after round would be paid for as new pages. */
static chy_status event_again(struct bench *b, chy_doc *d, chy_err *err)
{
    arena_mark here = arena_here(&d->mem);
    chy_doc before = *d;
    memset(&d->events, 0, sizeof d->events);
    memset(&d->passed_over, 0, sizeof d->passed_over);
    chy_status st = event_run(b->event, d, &b->scratch, err);
    d->events = before.events;
    d->passed_over = before.passed_over;
    arena_rewind(&d->mem, here);
    return st;
}

static chy_status fact_again(struct bench *b, chy_doc *d, chy_err *err)
{
    d->facts.count = 0;
    return fact_run(b->fact, d, &b->scratch, err);
}

static chy_status mention_open(struct bench *b, chy_err *err) { return mention_rules_create(b->lex, &b->mem, &b->mention, err); }
static chy_status time_open(struct bench *b, chy_err *err) { return time_rules_create(b->lex, &b->mem, &b->time, err); }
static chy_status statement_open(struct bench *b, chy_err *err) { return statement_rules_create(b->lex, &b->mem, &b->statement, err); }
static chy_status event_open(struct bench *b, chy_err *err) { return event_rules_create(b->lex, &b->mem, &b->event, err); }
static chy_status fact_open(struct bench *b, chy_err *err) { return fact_rules_create(b->lex, &b->mem, &b->fact, err); }

/* In an order in which none finds what another still has to make. */
static const struct stage {
    const char *name;
    chy_status (*open)(struct bench *b, chy_err *err);
    chy_status (*again)(struct bench *b, chy_doc *d, chy_err *err);
} stages[] = { { "time", time_open, time_again },
               { "statement", statement_open, statement_again },
               { "event", event_open, event_again },
               { "fact", fact_open, fact_again },
               { "mention", mention_open, mention_again } };

/* ------------------------------------------------------------------ texts */

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
        st = slot ? chy_code(b->engine, &in, slot, err) : err_memory(err, "reading the texts");
        if (!st) {
            b->bytes += (*slot)->text.len;
            b->tokens += (*slot)->tokens.count;
            b->sentences += (*slot)->sentences.count;
        }
        json_decref(o);
    }
    free(line);
    return st;
}

static chy_status measure(struct bench *b, const struct stage *stage, int rounds, chy_err *err)
{
    double at = now(), opened, best = 1e9;
    chy_status st = stage->open(b, err);
    opened = now() - at;
    for (int r = 0; !st && r < rounds; r++) {
        at = now();
        for (uint32_t i = 0; !st && i < b->docs.count; i++) st = stage->again(b, b->docs.at[i], err);
        double took = now() - at;
        if (took < best) best = took;
    }
    if (!st)
        printf("%-9s  compiled in %5.2f ms  %6.2f MB/s  %9.0f words/s  %8.0f sentences/s\n", stage->name, 1000 * opened,
               (double)b->bytes / best / 1e6, (double)b->tokens / best, (double)b->sentences / best);
    return st;
}

int main(int argc, char **argv)
{
    FILE *f = argc > 1 ? fopen(argv[1], "r") : NULL;
    int rounds = argc > 2 && atoi(argv[2]) > 0 ? atoi(argv[2]) : 5;
    chy_err err = { 0 };
    struct bench b = { 0 };
    if (!f) {
        fprintf(stderr, "stages: give it a file of texts, one JSON object a line\n");
        return 2;
    }
    arena_init(&b.mem, (size_t)1 << 30);
    arena_init(&b.scratch, (size_t)1 << 30);
    chy_status st = chy_engine_create(NULL, &b.engine, &err);
    if (!st) st = lexicon_create(NULL, &b.mem, &b.lex, &err);
    if (!st) st = read_texts(&b, f, &err);
    if (!st) printf("%zu bytes, %zu words, %zu sentences\n", b.bytes, b.tokens, b.sentences);
    for (size_t i = 0; !st && i < sizeof stages / sizeof *stages; i++)
        if (argc < 4 || !strcmp(argv[3], stages[i].name)) st = measure(&b, &stages[i], rounds, &err);
    if (st) fprintf(stderr, "stages: %s\n", err.text);
    for (uint32_t i = 0; i < b.docs.count; i++) chy_doc_destroy(b.docs.at[i]);
    chy_engine_destroy(b.engine);
    arena_done(&b.mem);
    arena_done(&b.scratch);
    fclose(f);
    return st ? 3 : 0;
}
