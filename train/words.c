/* words.c: the tags a word was seen with; dictionary forms. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/utf8.h"
#include "parse/lemma.h"
#include "stages.h"

enum { COMMON_FROM = 6, CLASSES_MAX = 4000 };

struct tally {
    uint64_t key;
    uint32_t times[128];
    uint32_t all;
};

static int by_key(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (x[0] > y[0]) - (x[0] < y[0]) ? (x[0] > y[0]) - (x[0] < y[0]) : (x[1] > y[1]) - (x[1] < y[1]);
}

/* The class of a word: the tags that made up a tenth of its uses, as a list. */
static uint16_t class_of(struct map *classes, const uint32_t *times, uint32_t all, arena *mem)
{
    char room[512];
    size_t n = 0;
    for (int k = 0; k < 128 && n + 8 < sizeof room; k++)
        if (times[k] * 10 >= all) n += (size_t)snprintf(room + n, sizeof room - n, "%d%s ", k, times[k] * 2 > all ? "!" : "");
    uint32_t c = map_get(classes, (chy_str){ room, n });
    if (c != MAP_NONE) return (uint16_t)c;
    if (classes->count >= CLASSES_MAX) return 1;
    c = classes->count + 1;
    map_put(classes, mem, str_keep(mem, (chy_str){ room, n }), c);
    return (uint16_t)c;
}

void train_common(struct training *t, struct writer *w)
{
    size_t n = 0, pairs = 0;
    for (uint32_t d = 0; d < t->doc_count; d++) n += t->docs[d]->tokens.count;
    uint64_t(*use)[2] = need(malloc(n * sizeof *use));
    n = 0;
    for (uint32_t d = 0; d < t->doc_count; d++)
        for (uint32_t i = 0; i < t->docs[d]->tokens.count; i++) {
            const struct token *x = &t->docs[d]->tokens.at[i];
            use[n][0] = word_hash(x->lower);
            use[n++][1] = corpus_tag(&t->tags, x);
        }
    qsort(use, n, sizeof *use, by_key);
    struct pair *out = need(malloc((n + 1) * sizeof *out));
    struct map classes = { 0 };
    for (size_t i = 0, j; i < n; i = j) {
        uint32_t times[128] = { 0 };
        for (j = i; j < n && use[j][0] == use[i][0]; j++) times[use[j][1] & 127]++;
        if (j - i >= COMMON_FROM)
            out[pairs++] = (struct pair){ use[i][0], class_of(&classes, times, (uint32_t)(j - i), t->mem), (float)(j - i) };
    }
    fprintf(stderr, "common words: %zu in %u classes\n", pairs, classes.count);
    writer_add_values(w, "word.common", out, pairs);
    free(out);
    free(use);
}

/* ------------------------------------------------------------------ dictionary forms */

static size_t shared(chy_str a, chy_str b)
{
    size_t n = 0;
    while (n < a.len && n < b.len && a.ptr[n] == b.ptr[n]) n++;
    return n;
}

static chy_str script_of(const struct token *x, arena *mem)
{
    bool keep = !str_eq(x->lemma, utf8_lower(mem, x->lemma));
    chy_str base = keep ? x->form : x->lower;
    size_t n = shared(base, x->lemma), off = base.len - n;
    if (off > 9 || (n == 0 && off) || (off > 3 && n < 3)) return str_join(mem, CHY_LIT("="), x->lemma, CHY_LIT(""));
    return str_format(mem, "%c%zu+%.*s", keep ? 'k' : 'l', off, (int)(x->lemma.len - n), x->lemma.ptr + n);
}

struct vote {
    uint64_t key;
    uint32_t script;
    uint32_t ending;
    uint32_t token;
};

static int by_vote(const void *a, const void *b)
{
    const struct vote *x = a, *y = b;
    if (x->ending != y->ending) return x->ending < y->ending ? -1 : 1;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return (x->script > y->script) - (x->script < y->script);
}

struct lemma_work {
    struct vote *votes;
    size_t count;
    uint32_t *now; /* for each vote's token: what the shorter endings say */
    struct pair *out;
    size_t kept;
};

/* One ending of one tag: the script most often right, kept when it says something that the shorter endings do not. */
static void settle(struct lemma_work *k, size_t from, size_t to)
{
    uint32_t best = 0, times = 0, already = 0, best_now = 0;
    for (size_t i = from, j; i < to; i = j) {
        for (j = i; j < to && k->votes[j].script == k->votes[i].script; j++) {}
        if (j - i > times) {
            times = (uint32_t)(j - i);
            best = k->votes[i].script;
        }
    }
    for (size_t i = from; i < to; i++) {
        already += k->now[k->votes[i].token] == k->votes[i].script;
        best_now += k->now[k->votes[i].token] == best;
    }
    bool whole = k->votes[from].ending > LEMMA_ENDING;
    if (best_now == to - from || times <= already || (!whole && times < 2 && k->votes[from].ending > 2)) return;
    k->out[k->kept++] = (struct pair){ k->votes[from].key, (uint16_t)best, (float)(times - already) };
    for (size_t i = from; i < to; i++) k->now[k->votes[i].token] = best;
}

void train_lemmas(struct training *t, struct writer *w)
{
    struct map scripts = { 0 };
    size_t words = 0, n = 0;
    for (uint32_t d = 0; d < t->doc_count; d++) words += t->docs[d]->tokens.count;
    struct lemma_work k = { .votes = need(malloc(words * (LEMMA_ENDING + 2) * sizeof *k.votes)),
                            .now = need(malloc(words * sizeof *k.now)) };
    memset(k.now, 0xFF, words * sizeof *k.now);
    char *text = NULL;
    size_t size = 0;
    FILE *lines = open_memstream(&text, &size);
    for (uint32_t d = 0; d < t->doc_count; d++)
        for (uint32_t i = 0; i < t->docs[d]->tokens.count; i++) {
            const struct token *x = &t->docs[d]->tokens.at[i];
            if (!x->lemma.len || x->rel == REL_goeswith) continue;
            chy_str script = script_of(x, t->mem);
            uint32_t s = map_get(&scripts, script);
            if (s == MAP_NONE) {
                s = scripts.count;
                map_put(&scripts, t->mem, script, s);
                fprintf(lines, "%.*s\n", (int)script.len, script.ptr);
            }
            uint8_t tag = corpus_tag(&t->tags, x);
            for (uint32_t e = 0; e <= LEMMA_ENDING + 1; e++)
                if (e > LEMMA_ENDING || e <= x->lower.len)
                    k.votes[k.count++] = (struct vote){ lemma_key(x->lower, tag, e, str_upper_first(x->form)), s, e, (uint32_t)n };
            n++;
        }
    fclose(lines);
    k.out = need(malloc((k.count + 1) * sizeof *k.out));
    qsort(k.votes, k.count, sizeof *k.votes, by_vote);
    for (size_t i = 0, j; i < k.count; i = j) {
        for (j = i; j < k.count && k.votes[j].key == k.votes[i].key && k.votes[j].ending == k.votes[i].ending; j++) {}
        settle(&k, i, j);
    }
    writer_add_values(w, "lemma.words", k.out, k.kept);
    writer_add(w, "lemma.scripts", 1, (uint32_t)size, 0, text, size);
    fprintf(stderr, "lemmas: %u scripts\n", scripts.count);
    free(text);
    free(k.votes);
    free(k.now);
    free(k.out);
}
