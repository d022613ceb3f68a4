/*
 * masks.c: what the tables of names say of each word, for the trainer: the same code and the same bits as when reading.
 *
 *     train_masks FILE... > masks       FILE: CoNLL-U, or FORM TAB LABEL; a blank line between sentences
 *
 * Prints FORM TAB MASK (hexadecimal) for each word, and a blank line after each sentence.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "parse/gazetteer.h"

static void fail(const char *text)
{
    fprintf(stderr, "train_masks: %s\n", text);
    exit(1);
}

static void *need(void *p)
{
    if (!p) fail("no memory");
    return p;
}

/* The form of a line; empty for comments, multiword tokens and empty nodes. */
static chy_str form_in(chy_str line)
{
    size_t tab = str_find(line, CHY_LIT("\t"), 0);
    if (tab == SIZE_MAX) return CHY_LIT("");
    size_t second = str_find(line, CHY_LIT("\t"), tab + 1);
    if (second == SIZE_MAX) return str_cut(line, 0, tab);
    for (size_t i = 0; i < tab; i++)
        if (line.ptr[i] < '0' || line.ptr[i] > '9') return CHY_LIT("");
    return str_cut(line, tab + 1, second);
}

static void print_sentence(const struct gazetteer *g, chy_doc *d)
{
    uint32_t *mask = need(malloc((d->tokens.count + 1) * sizeof *mask));
    gazetteer_mark(g, d, (run){ 0, d->tokens.count }, mask);
    for (uint32_t i = 0; i < d->tokens.count; i++)
        printf("%.*s\t%" PRIx32 "\n", (int)d->tokens.at[i].form.len, d->tokens.at[i].form.ptr, mask[i]);
    putchar('\n');
    free(mask);
}

static void print_file(const struct gazetteer *g, const char *path)
{
    arena words;
    chy_err err = { 0 };
    char *bytes = NULL;
    size_t size = 0;
    arena_init(&words, (size_t)1 << 30);
    if (file_read(path, (size_t)1 << 30, &bytes, &size, &err)) fail(err.text);
    chy_str rest = { bytes, size }, line;
    chy_doc d = { 0 };
    while (str_next_piece(&rest, '\n', &line)) {
        chy_str form = form_in(line);
        if (form.len) {
            struct token *x = need(LIST_PUSH(&words, &d.tokens));
            x->form = form;
            x->lower = utf8_lower(&words, form);
        } else if (!str_trim(line).len && d.tokens.count) {
            print_sentence(g, &d);
            d = (chy_doc){ 0 };
            arena_done(&words);
        }
    }
    if (d.tokens.count) print_sentence(g, &d);
    arena_done(&words);
    free(bytes);
}

int main(int argc, char **argv)
{
    arena mem;
    struct lexicon *lex;
    struct gazetteer *g;
    chy_err err = { 0 };
    arena_init(&mem, (size_t)1 << 30);
    if (argc < 2) fail("usage: train_masks FILE...");
    if (lexicon_create(NULL, &mem, &lex, &err) || gazetteer_create(lex, &mem, &g, &err)) fail(err.text);
    for (int i = 1; i < argc; i++) print_file(g, argv[i]);
    arena_done(&mem);
    return 0;
}
