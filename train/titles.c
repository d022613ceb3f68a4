/*
 * Trains what speaks for a title: data/page/titles.tsv.
 *
 *     train_titles SET... > weights            # rows of the table
 *
 * Each SET is a folder of ID/page.html and ID/gold.json with a "title" (shared/data/webtext, unpacked). The candidates of a page compete: a
 * softmax over their sums, with a penalty on large weights. Held-out figures (five folds over sites) go to standard error.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "read/about.h"
#include "read/decode.h"
#include "writer.h"
#include "gold.h"

enum { PAGES_MOST = 4096, FOLDS = 5, ROUNDS = 1500, SIGNS = TITLE_SIGN_COUNT };
static const double RATE = 1.0, PENALTY = 1.5;

struct candidate {
    uint64_t signs;
    int right; /* 2: the title; 1: nearly; 0 */
    chy_str text;
};
struct sample {
    char id[128];
    chy_str gold;
    struct candidate *at;
    uint32_t count, site;
    double weight;
    int most;
};
struct training {
    arena mem;
    struct sample at[PAGES_MOST];
    uint32_t count;
    struct page_rules *rules;
    struct page_judge *judge;
    struct about_rules *about;
};

static size_t words_of(chy_str s, uint64_t *out, size_t most)
{
    size_t n = 0;
    uint64_t h = 0;
    for (size_t at = 0; at <= s.len;) {
        uint32_t c = at < s.len ? utf8_next(s, &at) : (at++, ' ');
        if (char_is(c, CHAR_LETTER | CHAR_DIGIT | CHAR_MARK)) {
            h = ((h ? h : 0xCBF29CE484222325u) ^ char_base(c)) * 0x100000001B3u;
        } else if (h) {
            if (n < most) out[n++] = h;
            h = 0;
        }
    }
    return n;
}

/* 2: the same letters and digits; 1: most of the words; 0. */
static int likeness(arena *mem, chy_str a, chy_str b)
{
    uint64_t x[200], y[200];
    size_t n = words_of(a, x, 200), m = words_of(b, y, 200), both = 0;
    if (str_eq(utf8_fold(mem, a), utf8_fold(mem, b))) return 2;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < m; k++)
            if (y[k] && x[i] == y[k]) {
                y[k] = 0;
                both++;
                break;
            }
    return n + m && both * 20 >= (n + m) * 8;
}

static void load_page(struct training *t, const char *set, const char *id)
{
    char path[1024];
    char *bytes;
    size_t size;
    chy_err err = { 0 };
    struct page page;
    struct about about;
    chy_str text;
    snprintf(path, sizeof path, "%s/%s/gold.json", set, id);
    json_t *gold = json_load_file(path, 0, NULL);
    const char *title = json_string_value(json_object_get(gold, "title"));
    snprintf(path, sizeof path, "%s/%s/page.html", set, id);
    if (!title || file_read(path, (size_t)1 << 30, &bytes, &size, &err)) return;
    struct sample *s = &t->at[t->count++];
    chy_str keep = str_keep(&t->mem, (chy_str){ bytes, size });
    free(bytes);
    snprintf(s->id, sizeof s->id, "%s/%s", set, id);
    s->gold = str_keep(&t->mem, str_of(title));
    s->site = gold_site(gold, s->id);
    s->weight = strstr(set, "mozread") ? 0.25 : strstr(set, "seed") ? 4 : 1; /* what another program chose; our own layouts */
    if (decode_page(keep, (chy_str){ 0 }, &t->mem, &text, NULL, &err) || page_read_html(t->rules, text, &t->mem, &page, &err))
        fail("%s: %s", s->id, err.text);
    int32_t *score = need(ARENA_ARRAY(&t->mem, int32_t, page.blocks.count + 1));
    if (page_judge_blocks(t->judge, &page, &t->mem, score, &err) || about_page(t->about, &page, score, &t->mem, &about, &err))
        fail("%s: %s", s->id, err.text);
    s->count = about.titles.count;
    s->at = need(ARENA_ARRAY(&t->mem, struct candidate, s->count + 1));
    for (uint32_t i = 0; i < s->count; i++) {
        const struct title *c = &about.titles.at[i];
        s->at[i] = (struct candidate){ c->signs, likeness(&t->mem, c->text, s->gold), c->text };
        if (s->at[i].right > s->most) s->most = s->at[i].right;
    }
    json_decref(gold);
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

/* What is thought before a page was seen: the penalty is on what departs from it. */
static double prior(int sign)
{
    switch (sign) {
    case TITLE_SIGN_in_menu:
    case TITLE_SIGN_in_side:
    case TITLE_SIGN_below_far:
    case TITLE_SIGN_of_others:
    case TITLE_SIGN_og_beside: return -1;
    case TITLE_SIGN_linked:
    case TITLE_SIGN_below_near:
    case TITLE_SIGN_title_unlike: return -0.5;
    default: return 0;
    }
}

static double sum_of(const double *w, uint64_t signs)
{
    double sum = 0;
    for (; signs; signs &= signs - 1) sum += w[__builtin_ctzll(signs)];
    return sum;
}

/* Adds the gradient of the log probability that a right candidate is taken. */
static void learn_page(const struct sample *s, const double *w, double *gradient)
{
    double all = 0, right = 0, most = -1e9;
    for (uint32_t i = 0; i < s->count; i++) most = fmax(most, sum_of(w, s->at[i].signs));
    for (uint32_t i = 0; i < s->count; i++) {
        double e = exp(sum_of(w, s->at[i].signs) - most);
        all += e;
        right += s->at[i].right == s->most ? e : 0;
    }
    for (uint32_t i = 0; i < s->count; i++) {
        double e = exp(sum_of(w, s->at[i].signs) - most), g = (s->at[i].right == s->most ? e / right : 0) - e / all;
        for (uint64_t signs = s->at[i].signs; signs; signs &= signs - 1) gradient[__builtin_ctzll(signs)] += s->weight * g;
    }
}

static void fit(const struct training *t, int out, double *w)
{
    double speed[SIGNS] = { 0 };
    for (int i = 0; i < SIGNS; i++) w[i] = prior(i);
    for (int round = 0; round < ROUNDS; round++) {
        double gradient[SIGNS] = { 0 }, pages = 0;
        for (uint32_t k = 0; k < t->count; k++) {
            if ((int)(t->at[k].site % FOLDS) == out || !t->at[k].most) continue;
            learn_page(&t->at[k], w, gradient);
            pages += t->at[k].weight;
        }
        for (int i = 0; i < SIGNS; i++) {
            speed[i] = 0.9 * speed[i] + RATE * (gradient[i] - PENALTY * (w[i] - prior(i))) / (pages + 1);
            w[i] += speed[i];
        }
    }
}

static const struct candidate *choose(const struct sample *s, const double *w)
{
    const struct candidate *found = NULL;
    for (uint32_t i = 0; i < s->count; i++)
        if (!found || sum_of(w, s->at[i].signs) > sum_of(w, found->signs)) found = &s->at[i];
    return found;
}

static void held_out(const struct training *t, bool verbose)
{
    uint32_t pages = 0, exact = 0, close = 0, could = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
        double w[SIGNS];
        fit(t, fold, w);
        for (uint32_t k = 0; k < t->count; k++) {
            const struct sample *s = &t->at[k];
            const struct candidate *c = (int)(s->site % FOLDS) == fold && s->weight >= 1 ? choose(s, w) : NULL;
            if (!c) continue;
            pages++;
            exact += c->right == 2;
            close += c->right > 0;
            could += s->most > 0;
            if (verbose && !c->right)
                fprintf(stderr, "%s\n  gold %.*s\n  said %.*s%s\n", s->id, (int)s->gold.len, s->gold.ptr, (int)c->text.len, c->text.ptr,
                        s->most ? "" : " (no candidate)");
        }
    }
    fprintf(stderr, "held out: %u pages, exact %.3f, close %.3f, among the candidates %.3f\n", pages, (double)exact / pages,
            (double)close / pages, (double)could / pages);
}

int main(int argc, char **argv)
{
    static const char *const names[] = {
#define X(name) #name,
        TITLE_SIGNS(X)
#undef X
    };
    static struct training t;
    chy_err err = { 0 };
    struct lexicon *lexicon;
    struct day_names days = { 0 };
    double w[SIGNS];
    bool verbose = argc > 1 && !strcmp(argv[1], "-v");
    if (argc < 2 + verbose) fail("train_titles [-v] SET...");
    arena_init(&t.mem, (size_t)16 << 30);
    if (lexicon_create(NULL, &t.mem, &lexicon, &err) || page_rules_create(lexicon, &t.mem, &t.rules, &err) ||
        page_judge_create((chy_str){ 0 }, &t.mem, &t.judge, &err) || day_names_create(lexicon, &t.mem, &days, &err) ||
        about_rules_create(lexicon, &days, &t.mem, &t.about, &err))
        fail("%s", err.text);
    for (int i = 1 + verbose; i < argc; i++) load_set(&t, argv[i]);
    held_out(&t, verbose);
    fit(&t, -1, w);
    for (int i = 0; i < SIGNS; i++) printf("%s\t%ld\n", names[i], lround(100 * w[i]));
    arena_done(&t.mem);
    return 0;
}
