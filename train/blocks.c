/*
 * Trains which blocks of a page are its text: models/page.chymodel.
 *
 *     train_blocks [--cross FOLDS PREDICTIONS] OUT SET...
 *
 * Each SET is a folder of ID/page.html and ID/gold.json (shared/data/webtext, unpacked). gold.json has the whole `text`, or segments that
 * must (`with`) and must not (`without`) be in it. With --cross the figures of held-out folds are written as well: one JSON line a page,
 * {"id", "text", "blocks": [score, label, text]}, each page judged by trees that were trained without pages of its site.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "boost.h"
#include "page/feature.h"
#include "page/page.h"
#include "read/decode.h"
#include "writer.h"
#include "gold.h"

enum { PAGES_MOST = 4096, FOLDS_MOST = 10, GRAM = 3, INNER = 5 };

struct sample {
    char id[128];
    struct page page;
    int16_t *first;
    int8_t *label; /* 1, 0, -1 not known */
    float *weight;
    int32_t *score, *final;
    uint32_t site;
};

struct training {
    arena mem;
    struct lexicon *lexicon;
    struct page_rules *rules;
    struct sample *at;
    size_t count;
};

/* ------------------------------------------------------------------ gold */

struct wordlist {
    uint64_t *at;
    size_t count, room;
};

static void words_of(chy_str s, struct wordlist *w)
{
    uint64_t h = 0;
    for (size_t at = 0; at <= s.len;) {
        uint32_t c = at < s.len ? utf8_next(s, &at) : (at++, ' ');
        if (char_is(c, CHAR_LETTER | CHAR_DIGIT | CHAR_MARK)) {
            h = ((h ? h : 0xCBF29CE484222325u) ^ char_base(c)) * 0x100000001B3u;
        } else if (h) {
            if (w->count == w->room) w->at = need(realloc(w->at, (w->room = w->room * 2 + 64) * sizeof *w->at));
            w->at[w->count++] = h;
            h = 0;
        }
    }
}

static uint64_t gram_at(const struct wordlist *w, size_t i, size_t n)
{
    uint64_t h = n;
    for (size_t k = 0; k < n; k++) h = (h ^ w->at[i + k]) * 0x9E3779B97F4A7C15u;
    return h;
}

/* The words of the gold text by runs of GRAM, sorted with where each begins. */
struct place {
    uint64_t hash;
    uint32_t at;
};
static int by_hash(const void *a, const void *b)
{
    const struct place *p = a, *q = b;
    return p->hash != q->hash ? (p->hash > q->hash) - (p->hash < q->hash) : (p->at > q->at) - (p->at < q->at);
}
static bool has(const struct place *places, size_t n, uint64_t hash)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (places[mid].hash < hash)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && places[lo].hash == hash;
}

/* A block is the text when most of its runs of words are the text's; short ones when they stand so in the text, once it has begun. */
static void label_whole(struct sample *s, chy_str gold)
{
    struct wordlist g = { 0 };
    words_of(gold, &g);
    struct place *places[GRAM + 1] = { 0 };
    size_t counts[GRAM + 1] = { 0 };
    for (size_t n = 1; n <= GRAM; n++) {
        counts[n] = g.count >= n ? g.count - n + 1 : 0;
        places[n] = need(calloc(counts[n] + 1, sizeof *places[n]));
        for (size_t i = 0; i < counts[n]; i++) places[n][i] = (struct place){ gram_at(&g, i, n), (uint32_t)i };
        qsort(places[n], counts[n], sizeof *places[n], by_hash);
    }
    double all = 1;
    uint32_t first = s->page.blocks.count, last = 0;
    for (uint32_t i = 0; i < s->page.blocks.count; i++) {
        struct wordlist w = { 0 };
        words_of(page_block_text(&s->page, i), &w);
        size_t n = w.count < GRAM ? w.count : GRAM, hits = 0, grams = w.count >= n && n ? w.count - n + 1 : 0;
        for (size_t k = 0; k < grams; k++) hits += has(places[n], counts[n], gram_at(&w, k, n));
        s->label[i] = grams && hits * 10 >= grams * 6;
        if (s->label[i] && w.count >= 12) {
            if (first == s->page.blocks.count) first = i;
            last = i;
        }
        s->weight[i] = (float)(w.count ? 1 + (w.count < 60 ? w.count : 60) / 6.0 : 0.1);
        all += s->weight[i];
        free(w.at);
    }
    for (uint32_t i = 0; i < s->page.blocks.count; i++) {
        size_t words = 0;
        chy_str t = page_block_text(&s->page, i);
        for (size_t k = 0; k < t.len; k++) words += t.ptr[k] == ' ';
        if (s->label[i] && words < 8 && (i + 3 < first || i > last + 3)) s->label[i] = 0; /* a few words that the text has as well */
        s->weight[i] *= (float)(100 / all);
    }
    for (size_t n = 1; n <= GRAM; n++) free(places[n]);
    free(g.at);
}

static chy_str squeeze(arena *mem, chy_str s)
{
    char *out = need(arena_alloc(mem, s.len + 1));
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i] == '\n' || s.ptr[i] == '\t' || s.ptr[i] == '\r' ? ' ' : s.ptr[i];
        if (c != ' ' || (n && out[n - 1] != ' ')) out[n++] = c;
    }
    while (n && out[n - 1] == ' ') n--;
    return (chy_str){ out, n };
}

static void label_segments(struct sample *s, const json_t *list, int8_t label, float weight, arena *mem)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
    {
        chy_str want = squeeze(mem, (chy_str){ json_string_value(item), json_string_length(item) });
        for (uint32_t b = 0; want.len && b < s->page.blocks.count; b++) {
            chy_str have = squeeze(mem, page_block_text(&s->page, b));
            if (str_find(have, want, 0) == SIZE_MAX && !(have.len > 20 && str_find(want, have, 0) != SIZE_MAX)) continue;
            if (s->label[b] == 1 && !label) continue;
            s->label[b] = label;
            s->weight[b] = weight;
        }
    }
}

static void load_page(struct training *t, const char *set, const char *id)
{
    char path[1024];
    char *bytes;
    size_t size;
    chy_err err = { 0 };
    json_error_t why;
    snprintf(path, sizeof path, "%s/%s/gold.json", set, id);
    json_t *gold = json_load_file(path, 0, &why);
    snprintf(path, sizeof path, "%s/%s/page.html", set, id);
    if (!gold || file_read(path, (size_t)1 << 30, &bytes, &size, &err)) return;
    struct sample *s = &t->at[t->count];
    chy_str text, keep = str_keep(&t->mem, (chy_str){ bytes, size });
    free(bytes);
    memset(s, 0, sizeof *s);
    const char *name = json_string_value(json_object_get(gold, "id"));
    snprintf(s->id, sizeof s->id, "%s", name ? name : id);
    if (decode_page(keep, (chy_str){ 0 }, &t->mem, &text, NULL, &err) || page_read_html(t->rules, text, &t->mem, &s->page, &err)) fail("%s: %s", s->id, err.text);
    uint32_t n = s->page.blocks.count;
    s->first = need(page_features(&s->page, &t->mem));
    s->label = need(arena_alloc(&t->mem, n + 1));
    s->weight = need(ARENA_ARRAY(&t->mem, float, n + 1));
    s->score = need(ARENA_ARRAY(&t->mem, int32_t, n + 1));
    s->final = need(ARENA_ARRAY(&t->mem, int32_t, n + 1));
    s->site = gold_site(gold, s->id);
    json_t *whole = json_object_get(gold, "text");
    if (whole) {
        label_whole(s, (chy_str){ json_string_value(whole), json_string_length(whole) });
    } else {
        memset(s->label, -1, n);
        label_segments(s, json_object_get(gold, "with"), 1, 3, &t->mem);
        label_segments(s, json_object_get(gold, "without"), 0, 3, &t->mem);
    }
    json_decref(gold);
    t->count++;
}

static void load_set(struct training *t, const char *set)
{
    size_t n = 0;
    char **names = gold_pages(set, PAGES_MOST, &n);
    if (!names) fail("%s: no such folder", set);
    for (size_t i = 0; i < n; i++) {
        if (t->count < PAGES_MOST) load_page(t, set, names[i]);
        free(names[i]);
    }
    free(names);
}

/* ------------------------------------------------------------------ learning */

struct trees {
    struct tree *at;
    int count;
    int32_t bias;
};

static const struct boost_plan first_plan = { .trees = 120, .rate = 0.1, .shrink = 2, .least = 2, .share = 0.5, .seed = 1 };
static const struct boost_plan second_plan = { .trees = 120, .rate = 0.08, .shrink = 2, .least = 2, .share = 0.5, .seed = 2 };

typedef bool (*chooser)(const struct sample *s, const void *user);

/* Trees over the pages that are chosen. */
static struct trees fit(const struct training *t, chooser choose, const void *user, bool second)
{
    int features = second ? FEATURE_SECOND : FEATURE_FIRST;
    const struct boost_plan *plan = second ? &second_plan : &first_plan;
    size_t n = 0;
    for (size_t k = 0; k < t->count; k++)
        if (choose(&t->at[k], user))
            for (uint32_t i = 0; i < t->at[k].page.blocks.count; i++) n += t->at[k].label[i] >= 0;
    int16_t *rows = need(malloc((n + 1) * (size_t)features * sizeof *rows));
    uint8_t *labels = need(malloc(n + 1));
    float *weights = need(malloc((n + 1) * sizeof *weights));
    arena scratch;
    arena_init(&scratch, (size_t)1 << 32);
    n = 0;
    for (size_t k = 0; k < t->count; k++) {
        const struct sample *s = &t->at[k];
        if (!choose(s, user)) continue;
        arena_mark here = arena_here(&scratch);
        const struct page_again *again = second ? need(page_again(&s->page, s->first, s->score, &scratch)) : NULL;
        for (uint32_t i = 0; i < s->page.blocks.count; i++) {
            if (s->label[i] < 0) continue;
            int16_t *row = rows + n * (size_t)features;
            if (second) page_again_rows(again, i, 1, row);
            else memcpy(row, s->first + (size_t)i * FEATURE_FIRST, FEATURE_FIRST * sizeof *row);
            labels[n] = (uint8_t)s->label[i];
            weights[n++] = s->weight[i];
        }
        arena_rewind(&scratch, here);
    }
    struct trees out = { .count = plan->trees };
    out.at = boost_fit(rows, labels, weights, n, features, plan, &out.bias);
    free(rows);
    free(labels);
    free(weights);
    arena_done(&scratch);
    return out;
}

static void judge_first(struct sample *s, const struct trees *x)
{
    for (uint32_t i = 0; i < s->page.blocks.count; i++)
        s->score[i] = x->bias + tree_sum(x->at, (uint32_t)x->count, s->first + (size_t)i * FEATURE_FIRST);
}

static void judge_second(struct sample *s, const struct trees *x, arena *scratch)
{
    arena_mark here = arena_here(scratch);
    const struct page_again *again = need(page_again(&s->page, s->first, s->score, scratch));
    for (uint32_t i = 0; i < s->page.blocks.count; i++) {
        int16_t row[FEATURE_SECOND];
        page_again_rows(again, i, 1, row);
        s->final[i] = x->bias + tree_sum(x->at, (uint32_t)x->count, row);
    }
    arena_rewind(scratch, here);
}

struct split {
    uint32_t folds, out;         /* pages of fold `out` are left out; folds 0: none is */
    uint32_t inner_folds, inner; /* and of the others, inner fold `inner` */
};
static bool outside(const struct sample *s, const struct split *x) { return x->folds && s->site % x->folds == x->out; }
static bool chosen(const struct sample *s, const void *user)
{
    const struct split *x = user;
    return !outside(s, x) && !(x->inner_folds && s->site / 16 % x->inner_folds == x->inner);
}

/* Both rounds over all pages but those of a fold. The first round's word on a page comes from trees that have not seen it. */
static void train(struct training *t, struct split x, struct trees *first, struct trees *second)
{
    x.inner_folds = INNER;
    for (x.inner = 0; x.inner < INNER; x.inner++) {
        struct trees part = fit(t, chosen, &x, false);
        for (size_t k = 0; k < t->count; k++)
            if (!outside(&t->at[k], &x) && t->at[k].site / 16 % INNER == x.inner) judge_first(&t->at[k], &part);
        free(part.at);
    }
    x.inner_folds = 0;
    *first = fit(t, chosen, &x, false);
    *second = fit(t, chosen, &x, true);
}

static void write_predictions(struct training *t, const char *path)
{
    FILE *f = fopen(path, "w");
    if (!f) fail("%s: cannot be written", path);
    for (size_t k = 0; k < t->count; k++) {
        struct sample *s = &t->at[k];
        char *text = need(calloc(s->page.text.len + 1, 1));
        size_t n = 0;
        for (uint32_t i = 0; i < s->page.blocks.count; i++) {
            chy_str b = page_block_text(&s->page, i);
            if (s->final[i] <= 0) continue;
            memcpy(text + n, b.ptr, b.len);
            n += b.len;
            text[n++] = '\n';
        }
        json_t *scores = need(json_array());
        for (uint32_t i = 0; i < s->page.blocks.count; i++)
            json_array_append_new(scores, json_pack("[i,i,s%]", (int)s->final[i], (int)s->label[i], page_block_text(&s->page, i).ptr,
                                                    page_block_text(&s->page, i).len));
        json_t *o = json_pack("{s:s, s:o, s:o}", "id", s->id, "text", json_stringn(text, n), "blocks", scores);
        json_dumpf(o, f, JSON_COMPACT);
        fputc('\n', f);
        json_decref(o);
        free(text);
    }
    fclose(f);
}

static void add(struct writer *w, const char *name, struct trees *x)
{
    x->at[x->count].leaf[0] = (int16_t)x->bias;
    writer_add(w, name, 2, (uint32_t)x->count + 1, (uint32_t)(sizeof *x->at / 2), x->at, ((size_t)x->count + 1) * sizeof *x->at);
    free(x->at);
}

int main(int argc, char **argv)
{
    struct training t = { 0 };
    chy_err err = { 0 };
    uint32_t folds = 0;
    const char *predictions = NULL;
    if (argc > 3 && !strcmp(argv[1], "--cross")) {
        folds = (uint32_t)atoi(argv[2]);
        predictions = argv[3];
        argc -= 3;
        argv += 3;
    }
    if (argc < 3 || folds > FOLDS_MOST) fail("train_blocks [--cross FOLDS PREDICTIONS] OUT SET...");
    arena_init(&t.mem, (size_t)16 << 30);
    t.at = need(calloc(PAGES_MOST, sizeof *t.at));
    if (lexicon_create(NULL, &t.mem, &t.lexicon, &err) || page_rules_create(t.lexicon, &t.mem, &t.rules, &err)) fail("%s", err.text);
    for (int i = 2; i < argc; i++) load_set(&t, argv[i]);
    struct trees first, second;
    for (uint32_t k = 0; k < folds; k++) {
        struct split x = { .folds = folds, .out = k };
        train(&t, x, &first, &second);
        for (size_t i = 0; i < t.count; i++) {
            if (!outside(&t.at[i], &x)) continue;
            judge_first(&t.at[i], &first);
            judge_second(&t.at[i], &second, &t.mem);
        }
        free(first.at);
        free(second.at);
        fprintf(stderr, "fold %u of %u\n", k + 1, folds);
    }
    if (predictions) write_predictions(&t, predictions);
    train(&t, (struct split){ 0 }, &first, &second);
    struct writer *w = writer_create();
    add(w, "page.first", &first);
    add(w, "page.second", &second);
    writer_save(w, argv[1]);
    arena_done(&t.mem);
    return 0;
}
