/*
 * How fast words are read: segmenting, then parsing with every kind of kernel that this machine can run.
 *
 *     build/release/bench/parse_stage FILE [ROUNDS]       FILE: plain text
 *
 * Prints words (as of white space) a second of thread time, the best of ROUNDS (20): the quietest moment of a machine that others use, too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "lexicon/lexicon.h"
#include "net/kernels.h"
#include "parse/parse.h"
#include "segment/segment.h"

struct reading {
    arena mem, scratch;
    struct lexicon *lexicon;
    struct model *model;
    struct segment_rules *segment;
    struct parse_rules *parse;
    chy_str text;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static chy_status open_reading(struct reading *r, const char *path, chy_err *err)
{
    char *bytes = NULL;
    size_t size = 0;
    arena_init(&r->mem, (size_t)512 << 20);
    arena_init(&r->scratch, (size_t)1 << 30);
    chy_status st = file_read(path, (size_t)1 << 30, &bytes, &size, err);
    double at = now();
    if (!st) st = lexicon_create(NULL, &r->mem, &r->lexicon, err);
    if (!st) st = model_open(NULL, &r->mem, &r->model, err);
    printf("tables and weights opened: %.1f ms\n", (now() - at) * 1e3);
    if (!st) st = segment_rules_create(r->model, r->lexicon, &r->mem, &r->segment, err);
    if (!st) st = parse_rules_create(r->model, r->lexicon, &r->mem, &r->parse, err);
    printf("and made ready: %.1f ms\n", (now() - at) * 1e3);
    r->text = (chy_str){ bytes, size };
    return st;
}

static size_t words_of(chy_str text)
{
    size_t words = 0;
    for (size_t i = 0; i < text.len; i++) words += text.ptr[i] > ' ' && (i + 1 == text.len || text.ptr[i + 1] <= ' ');
    return words;
}

/* Seconds of one round: segmenting, parsing. */
static chy_status round_of(struct reading *r, double *segment, double *parse, chy_err *err)
{
    chy_doc *d = NULL;
    chy_status st = doc_create(CHY_LIT("bench"), r->text, (size_t)4 << 30, &d, err);
    struct segment *s = st ? NULL : LIST_PUSH(&d->mem, &d->segments);
    if (s) *s = (struct segment){ { 0, (uint32_t)d->text.len }, SEGMENT_BODY, "given" };
    double at = now();
    if (!st) st = segment_run(r->segment, d, &r->scratch, err);
    double between = now();
    if (!st) st = parse_run(r->parse, d, &r->scratch, err);
    *segment = between - at;
    *parse = now() - between;
    chy_doc_destroy(d);
    return st;
}

int main(int argc, char **argv)
{
    const struct kernels *all[KERNELS_MOST];
    struct reading r = { 0 };
    chy_err err = { 0 };
    uint32_t n = kernels_all(all);
    int rounds = argc > 2 ? atoi(argv[2]) : 20;
    chy_status st = argc > 1 ? open_reading(&r, argv[1], &err) : CHY_EINPUT;
    size_t words = words_of(r.text);
    for (uint32_t k = 0; k < n && !st; k++) {
        double segment = 1e9, parse = 1e9;
        parse_use_kernels(r.parse, all[k]);
        for (int i = 0; i < rounds && !st; i++) {
            double a = 0, b = 0;
            st = round_of(&r, &a, &b, &err);
            if (a < segment) segment = a;
            if (b < parse) parse = b;
        }
        printf("%-9s %zu words: segment %.0f, parse %.0f, both %.0f words/s\n", all[k]->name, words, (double)words / segment,
               (double)words / parse, (double)words / (segment + parse));
    }
    if (st) fprintf(stderr, "%s\n", argc > 1 ? err.text : "usage: parse_stage FILE [ROUNDS]");
    model_close(r.model);
    arena_done(&r.mem);
    arena_done(&r.scratch);
    free((char *)r.text.ptr);
    return st ? 1 : 0;
}
