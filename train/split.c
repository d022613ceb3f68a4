/* split.c: where words and sentences end. */
#include "segment/block.h"
#include "segment/split.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "luck.h"
#include "logistic.h"
#include "stages.h"

/* OVERLOOKED and OTHER_LETTERS are percent. */
enum { FITS = 3, OVERLOOKED = 5, OTHER_LETTERS = 15, SPLIT_OTHER_LETTERS = 8 };

/* One paragraph with what the treebank says of it. */
struct paragraph {
    struct glyph *g;
    uint32_t count;
    uint8_t *split; /* (count + 1) before each glyph: enum split */
    piece_list pieces;
    bool *ends; /* for each piece: a sentence ends after it */
};

typedef LIST(struct paragraph) paragraph_list;

/* text: that of d, or as long with other white space and capitals. *token: the first that is not behind us. */
static void add_paragraph(const chy_doc *d, chy_str text, uint32_t from, uint32_t to, uint32_t width, uint32_t *token, arena *mem,
                          paragraph_list *out)
{
    uint32_t at = 0, until = 0, t = *token, last;
    while (t < d->tokens.count && d->tokens.at[t].span.start < from) t++;
    for (last = t; last < d->tokens.count && d->tokens.at[last].span.start < to;) last++;
    *token = last;
    if (last == t) return;
    struct paragraph *p = need(LIST_PUSH(mem, out));
    p->g = need(glyphs_of(text, from, to, mem, &p->count));
    p->split = need(arena_alloc(mem, p->count + 1));
    p->ends = need(arena_alloc(mem, last - t + 1));
    for (; t < last; t++) {
        const struct token *x = &d->tokens.at[t];
        bool joined = t < until;
        if (x->multi) until = t + x->multi;
        uint32_t white = at;
        while (at < p->count && p->g[at].at < x->span.start) at++;
        uint32_t end = at;
        while (end < p->count && p->g[end].at < x->span.end) end++;
        if (end == at) continue;
        bool space = at && p->g[at - 1].kind == GLYPH_SPACE;
        if (at && !space) p->split[at] = joined ? SPLIT_WORD : SPLIT_TOKEN;
        struct piece *q = need(LIST_PUSH(mem, &p->pieces));
        *q = (struct piece){ .first = at, .last = end, .joined = joined, .space_before = space };
        if (space) q->line = (uint8_t)block_line((chy_str){ text.ptr, to }, from, p->g[white].at, p->g[at].at, width);
        p->ends[p->pieces.count - 1] = t + 1 == d->tokens.count || d->tokens.at[t + 1].sentence != x->sentence;
        at = end;
    }
}

static void add_text(const chy_doc *d, chy_str text, arena *mem, paragraph_list *out)
{
    uint32_t token = 0, start, end;
    struct block b;
    for (uint32_t at = 0; at < text.len; at = b.next)
        for (b = block_at(text, at, (uint32_t)text.len); block_paragraph(&b, &start, &end);)
            add_paragraph(d, text, start, end, b.width, &token, mem, out);
}

static chy_str copy_of(const chy_doc *d, arena *mem, char **at)
{
    chy_str s = str_keep(mem, d->text);
    *at = (char *)need((void *)s.ptr);
    return s;
}

/* The text as a typewriter has it: lines of some width, ragged or not; some paragraphs begin without a blank line. */
static chy_str as_lines(const chy_doc *d, arena *mem, uint64_t *luck)
{
    char *p;
    chy_str s = copy_of(d, mem, &p);
    uint32_t width = 0, ragged = 0, column = 0, left = 0;
    bool close = false;
    for (size_t i = 0; i < s.len; i++) {
        if (!left) {
            left = 3 + dice(luck) % 10;
            width = 50 + dice(luck) % 60;
            ragged = dice(luck) % 2 ? 1 : 2 + dice(luck) % 14;
            close = dice(luck) % 3 == 0;
        }
        if (p[i] == '\n' && i + 1 < s.len && p[i + 1] == '\n') {
            if (close && left > 1) p[i] = ' ';
            left--;
            i++;
            column = 0;
            continue;
        }
        column += ((unsigned char)p[i] & 0xC0) != 0x80;
        if (p[i] != ' ') continue;
        uint32_t word = 0;
        for (size_t k = i + 1; k < s.len && p[k] != ' ' && p[k] != '\n'; k++) word += ((unsigned char)p[k] & 0xC0) != 0x80;
        if (column + word <= width - dice(luck) % ragged) continue;
        p[i] = '\n';
        column = 0;
    }
    return s;
}

/* Some documents in small letters, or in capitals, throughout; what is not changed is left out: a blank for every byte. */
static chy_str in_other_letters(const chy_doc *d, uint32_t most, arena *mem, uint64_t *luck)
{
    char *p;
    chy_str s = copy_of(d, mem, &p);
    uint32_t left = 0, how = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (!left) {
            uint32_t roll = dice(luck) % 100;
            left = 4 + dice(luck) % 8;
            how = roll < most ? 1 : roll < most + most / 3 ? 2 : 0;
        }
        if (p[i] == '\n' && i + 1 < s.len && p[i + 1] == '\n') {
            i++;
            left--;
            continue;
        }
        if (how == 1 && p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] + 32);
        if (how == 2 && p[i] >= 'a' && p[i] <= 'z') p[i] = (char)(p[i] - 32);
        if (!how) p[i] = ' ';
    }
    return s;
}

static bool capital(char c) { return c >= 'A' && c <= 'Z'; }

/* Paragraphs with the initials of names, which are other letters now; of all other paragraphs only blanks. */
static chy_str with_other_initials(const chy_doc *d, arena *mem, uint64_t *luck)
{
    char *p;
    chy_str s = copy_of(d, mem, &p);
    for (size_t from = 0, to; from < s.len; from = to) {
        bool any = false;
        for (to = from; to < s.len && (p[to] != '\n' || to == from); to++) {
            bool initial = to > from && p[to - 1] == ' ' && capital(p[to]) && to + 2 < s.len && p[to + 1] == '.' && p[to + 2] == ' ';
            if (!initial || p[to] == 'I') continue;
            p[to] = (char)('A' + dice(luck) % 26);
            any = true;
        }
        for (size_t i = from; i < to && !any; i++)
            if (p[i] != '\n') p[i] = ' ';
    }
    return s;
}

static void learn_chunk(struct logistic *l, const struct paragraph *p, const struct values *words, uint32_t first, uint32_t last)
{
    struct chunk c = split_chunk_of(p->g, first, last, p->count, words);
    uint32_t word_first = first, address = c.address ? split_address(&c, first) : first;
    for (uint32_t at = first + 1; at < last; at++) {
        if (at < address) continue;
        bool decided = false;
        if (at != address && !split_may(&c, at)) continue;
        enum split gold = (enum split)p->split[at];
        if (at != address) split_must(&c, at, &decided);
        if (at != address && !decided) {
            uint64_t f[32];
            size_t n = split_features(&c, at, word_first, f);
            logistic_example(l, f, n, gold, 1);
        }
        if (gold != SPLIT_NONE || at == address) {
            word_first = at;
            if (c.address && at >= address) address = split_address(&c, at);
        }
    }
}

static int by_run(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

/* Words of letters that hold two: kept when most of their uses do. */
static void joined_runs(const paragraph_list *all, struct writer *w)
{
    size_t n = 0, room = 1 << 16, kept = 0;
    struct pair *runs = need(malloc(room * sizeof *runs)), *out;
    for (uint32_t k = 0; k < all->count; k++) {
        const struct paragraph *p = &all->at[k];
        for (uint32_t i = 0, j; i < p->count; i = j) {
            j = i + 1;
            if (p->g[i].kind != GLYPH_LETTER) continue;
            while (j < p->count && p->g[j].kind == GLYPH_LETTER) j++;
            if (j - i < 2 || j - i > 12) continue;
            uint16_t at = 0;
            for (uint32_t m = i + 1; m < j; m++)
                if (p->split[m] == SPLIT_WORD && !at) at = (uint16_t)(m - i);
            if (at && j < p->count && p->g[j].plain == '\'') continue;
            if (n == room) runs = need(realloc(runs, (room *= 2) * sizeof *runs));
            runs[n++] = (struct pair){ split_run_key(p->g, i, j), at, 0 };
        }
    }
    qsort(runs, n, sizeof *runs, by_run);
    out = need(malloc((n + 1) * sizeof *out));
    for (size_t i = 0, j; i < n; i = j) {
        size_t two = 0;
        uint16_t value = 0;
        for (j = i; j < n && runs[j].key == runs[i].key; j++)
            if (runs[j].value) {
                two++;
                value = runs[j].value;
            }
        if (two >= 2 && two * 2 > j - i) out[kept++] = (struct pair){ runs[i].key, value, (float)two };
    }
    writer_add_values(w, "split.runs", out, kept);
    free(runs);
    free(out);
}

void train_split(struct training *t, struct writer *w, const struct values *words, int epochs)
{
    paragraph_list all = { 0 };
    uint64_t luck = t->seed;
    for (uint32_t k = 0; k < t->doc_count; k++) {
        add_text(t->docs[k], t->docs[k]->text, t->mem, &all);
        add_text(t->docs[k], in_other_letters(t->docs[k], SPLIT_OTHER_LETTERS, t->mem, &luck), t->mem, &all);
        for (int i = 0; i < 3; i++) add_text(t->docs[k], with_other_initials(t->docs[k], t->mem, &luck), t->mem, &all);
    }
    struct logistic *l = logistic_create(SPLIT_COUNT, 2);
    for (uint32_t i = 0; i < all.count; i++) {
        const struct paragraph *p = &all.at[i];
        for (uint32_t a = 0, b; a < p->count; a = b) {
            while (a < p->count && p->g[a].kind == GLYPH_SPACE) a++;
            for (b = a; b < p->count && p->g[b].kind != GLYPH_SPACE; b++) {}
            if (b > a) learn_chunk(l, p, words, a, b);
        }
    }
    for (uint64_t k = 0; k < FITS; k++) logistic_fit(l, epochs, t->seed + k);
    logistic_write(l, w, "split", 161 << 10);
    logistic_destroy(l);
    joined_runs(&all, w);
}

/* luck: some ends are overlooked, so that what comes after a mistake is learned as well */
static void learn_breaks(struct logistic *l, const struct paragraph *p, uint64_t *luck)
{
    struct passage t = passage_of(p->g, p->pieces.at, p->pieces.count);
    struct break_state s = { 0 };
    for (uint32_t i = 0; i < p->pieces.count; i++) {
        break_see(&s, p->g, &p->pieces.at[i]);
        if (i + 1 < p->pieces.count && break_may(&t, i)) {
            uint64_t f[WEIGHTS_FEATURES_MAX];
            size_t n = break_features(&t, i, &s, f);
            logistic_example(l, f, n, p->ends[i], 1);
        }
        if (p->ends[i] && dice(luck) % 100 >= OVERLOOKED) s = (struct break_state){ .first = i + 1 };
    }
}

void train_break(struct training *t, struct writer *w, const struct values *words, int epochs)
{
    paragraph_list all = { 0 };
    struct logistic *l = logistic_create(2, 3);
    uint64_t luck = t->seed;
    for (uint32_t k = 0; k < t->doc_count; k++) {
        add_text(t->docs[k], t->docs[k]->text, t->mem, &all);
        add_text(t->docs[k], as_lines(t->docs[k], t->mem, &luck), t->mem, &all);
        add_text(t->docs[k], in_other_letters(t->docs[k], OTHER_LETTERS, t->mem, &luck), t->mem, &all);
    }
    for (uint32_t i = 0; i < all.count; i++) {
        pieces_look(all.at[i].g, all.at[i].pieces.at, all.at[i].pieces.count, words);
        learn_breaks(l, &all.at[i], &luck);
    }
    for (uint64_t k = 0; k < FITS; k++) logistic_fit(l, epochs, t->seed + k);
    logistic_write(l, w, "break", 255 << 10);
    logistic_destroy(l);
}
