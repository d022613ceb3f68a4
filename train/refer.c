/*
 * Prints what was weighed for every pronoun of the documents that it is given, for train/refer.py to fit the weights of
 * data/lexicon/en/antecedents.tsv.
 *
 *     train_refer < documents > weighed
 *
 * In, a document: a line ID, tab, SOURCE, tab, DATE, tab, BYTES, then so many bytes of text. Out, lines with tabs:
 *     D id
 *     C start end kind start end entities clue=value ...   a pronoun, and a word that may be what it points to
 *     M start end form entities                             a mention, once all is read
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mention/mention.h"
#include "mention/rules.h"
#include "model/model.h"
#include "parse/parse.h"
#include "read/read.h"
#include "segment/segment.h"

struct stages {
    arena mem;
    struct lexicon *lexicon;
    struct model *model;
    struct read_rules *read;
    struct segment_rules *segment;
    struct parse_rules *parse;
    struct mention_rules *mention;
};

static const char *const clue_names[CLUE_COUNT] = {
#define X(name) #name,
    CLUE_LIST(X)
#undef X
};

static void entities_print(const uint32_t *all, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) printf("%s%d", i ? "," : "\t", (int)all[i]);
}

static void weighed(void *user, const chy_doc *d, run words, enum clue_kind kind, run at, const uint32_t *entities, uint32_t count,
                    const int clues[CLUE_COUNT])
{
    (void)user;
    chy_span p = doc_run_span(d, words), a = doc_run_span(d, at);
    printf("C\t%u\t%u\t%d\t%u\t%u", p.start, p.end, (int)kind, a.start, a.end);
    entities_print(entities, count);
    char part = '\t';
    for (int i = 0; i < CLUE_COUNT; i++) {
        if (!clues[i]) continue;
        printf("%c%s=%d", part, clue_names[i], clues[i]);
        part = ' ';
    }
    printf("\n");
}

static chy_status open_stages(struct stages *s, chy_err *err)
{
    arena_init(&s->mem, (size_t)1 << 30);
    chy_status st = lexicon_create(NULL, &s->mem, &s->lexicon, err);
    if (!st) st = model_open(NULL, &s->mem, &s->model, err);
    if (!st) st = read_rules_create(s->lexicon, &s->mem, &s->read, err);
    if (!st) st = segment_rules_create(s->model, s->lexicon, &s->mem, &s->segment, err);
    if (!st) st = parse_rules_create(s->model, s->lexicon, &s->mem, &s->parse, err);
    if (!st) st = mention_rules_create(s->lexicon, &s->mem, &s->mention, err);
    return st;
}

static chy_status read_one(const struct stages *s, chy_doc *d, chy_err *err)
{
    arena scratch;
    arena_init(&scratch, d->mem.ceiling);
    chy_status st = read_segments(s->read, d, &scratch, err);
    if (!st) st = segment_run(s->segment, d, &scratch, err);
    if (!st) st = parse_run(s->parse, d, &scratch, err);
    if (!st) st = mention_run(s->mention, d, &scratch, err);
    arena_done(&scratch);
    for (uint32_t i = 0; !st && i < d->mentions.count; i++) {
        const struct mention *m = &d->mentions.at[i];
        uint32_t count;
        const uint32_t *all = mention_entities(m, &count);
        if (m->entity == NONE) continue;
        printf("M\t%u\t%u\t%d", m->span.start, m->span.end, (int)m->form);
        entities_print(all, count);
        printf("\n");
    }
    return st;
}

static chy_status document(const struct stages *s, char *line, chy_err *err)
{
    char *part[4] = { line, NULL, NULL, NULL };
    for (int i = 1; i < 4; i++) {
        part[i] = part[i - 1] ? strchr(part[i - 1], '\t') : NULL;
        if (!part[i]) return err_set(err, CHY_EINPUT, 0, "a document begins with four columns");
        *part[i]++ = 0;
    }
    size_t size = strtoul(part[3], NULL, 10);
    char *text = malloc(size + 1);
    chy_doc *d = NULL;
    chy_status st = text && fread(text, 1, size, stdin) == size ? CHY_OK : err_set(err, CHY_EIO, 0, "%s: cut off", part[0]);
    if (!st) st = doc_create(str_of(part[0]), (chy_str){ text, size }, 0, &d, err);
    if (!st) {
        d->source = str_of(part[1]);
        d->date = str_of(part[2]);
        d->lang = CHY_LIT("en");
        printf("D\t%s\n", part[0]);
        st = read_one(s, d, err);
    }
    chy_doc_destroy(d);
    free(text);
    return st;
}

int main(void)
{
    struct stages s = { 0 };
    chy_err err = { 0 };
    char *line = NULL;
    size_t room = 0;
    struct refer_watch watch = { .weighed = weighed };
    chy_status st = open_stages(&s, &err);
    if (!st) s.mention->watch = &watch;
    while (!st && getline(&line, &room, stdin) > 0) st = document(&s, line, &err);
    if (st) fprintf(stderr, "train_refer: %s\n", err.text);
    free(line);
    model_close(s.model);
    arena_done(&s.mem);
    return st ? 1 : 0;
}
