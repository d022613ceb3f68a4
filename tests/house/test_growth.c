/*
 * Hostile documents: four times the text takes about four times the memory and the time, whatever its shape.
 *
 *     build/release/tests/house_test_growth 50000        prints a table for documents of 50,000 and 200,000 pieces
 *
 * Memory is counted at malloc, which the linker wraps. Time is the processor's for this thread, and the bound leaves
 * room for caches and luck; what is quadratic takes sixteen times as long and is far beyond it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "chancery/chancery.h"

/* '#' in a piece becomes a name of its own: Baab, Baac ... A piece of several variants, parted by '|', takes them in turn. */
static const struct shape {
    const char *name, *open, *piece, *close;
} shapes[] = {
    { "plain news", "RIGA, May 14 (LETA) - ",
      "Foreign Minister Anna Berg of Norway met her Latvian counterpart in Riga on Tuesday. |“We agreed on it,” she said. ", "" },
    { "quotation never closed", "Berg said: “", "they agreed to meet in Riga. ", "" },
    { "quotations in quotations", "Berg said, ", "“he said ‘", "" },
    { "a quotation opened in every paragraph", "Berg said: ", "“We agree with them.\n\n", "" },
    { "many short quotations", "", "“Yes,” Berg said. ", "" },
    { "straight quotation marks", "", "\" 'a ", "" },
    { "brackets in brackets", "", "(a [b ", "" },
    { "brackets closed", "", ") ] ", "" },
    { "one sentence without an end", "The ", "ministers of governments |who met presidents in |countries which support ", "." },
    { "verbs alone", "They ", "said met visited told |agreed urged signed ", "" },
    { "one word again and again", "", "and ", "" },
    { "names in a list", "Leaders of ", "Ann#, ", "and Riga met." },
    { "names joined by and", "", "Anna B# and ", "Berg met." },
    { "states in a list", "The presidents of ", "Norway, |Latvia, |China, |Russia, |Kazakhstan and ", "Mongolia met." },
    { "a new person in every sentence", "", "President Anna B# of Norway said so. ", "" },
    { "the same persons in every sentence", "", "Anna Berg met Juris Kalns. |Berg told Kalns that he would come. ", "" },
    { "one family name for all", "", "President B# Berg of Norway said so. ", "" },
    { "one first name for all", "", "Anna B# met Anna. |Anna said so. ", "" },
    { "presidents, each of a state, and names", "",
      "The presidents of Norway and Latvia, Anna B# and Juris B#, met. |The Norwegian president spoke. ", "" },
    { "blocs, organs and nobody named", "", "The bloc's chairman met Ann B#. |The Commission said so. |The Union and its members agreed. ",
      "" },
    { "ethnic groups", "", "Ethnic Albanians of the B# met Bosnian Serbs in Serbia. ", "" },
    { "our own", "", "“We agreed,” Norway's Ann B# said. |Our ambassador met them. ", "" },
    { "ministers and the minister", "", "Foreign Minister B# of Norway spoke. |The minister said so. |His spokesman agreed. ", "" },
    { "all of them", "", "Anna B# and Juris B# met. |The leaders agreed, and |they said so. |Both sides signed it. ", "" },
    { "organisations with one abbreviation", "", "The B# Cooperation Organisation (BCO) met. |The BCO said so. |The organisation agreed. ",
      "" },
    { "bodies, treaties and summits", "", "The B# Treaty was signed at the B# summit by the Council of B#. ", "" },
    { "agencies", "", "The B# News Agency reported, citing the Daily B#, that it rained. ", "" },
    { "the same event again and again", "", "Norway and Latvia signed a treaty in Riga on 12 May 2014. ", "" },
    { "the same fact again and again", "", "Latvia is a member of NATO. |Norway joined NATO in 1949. ", "" },
    { "a new member in every sentence", "", "B# joined the B# Organization in 1949. |Latvia hosts it. ", "" },
    { "lists that meet lists", "", "Norway, Latvia, China, |Anna B#, Juris B# and |Kazakhstan met |Mongolia, Iran, |India, Pakistan and ",
      "Peru." },
    { "answers in an interview", "", "Question: Will you go?\n|Anna Berg: Yes, I will.\n|Answer: We agreed on it.\n\n", "" },
    { "pronouns", "Anna Berg spoke. ", "He told them that she met him and |it said they saw her. ", "" },
    { "posts of posts", "", "the foreign minister of the president of the ", "" },
    { "dates", "", "12 May 2014 |on Monday |last year |in the spring of 1999 ", "" },
    { "dates in a list", "They met on ", "May 12, |13, |2014, ", "and later." },
    { "anniversaries", "", "the 20th anniversary of the signing of ", "the treaty." },
    { "wanting to want", "Latvia ", "wants to |agreed to |refused to |said that it would ", "join." },
    { "reports of reports", "", "according to the agency B#, quoting ", "sources." },
    { "punctuation alone", "", ".,;!?|-:) |…—", "" },
    { "full stops", "", ".", "" },
    { "hyphens", "a", "-b", "" },
    { "apostrophes", "a", "'s ", "" },
    { "one word without an end", "", "internation", "" },
    { "digits without an end", "", "1234567", "" },
    { "addresses", "", "http://a.example/B#?q=1&r=2 ", "" },
    { "capitals", "", "MINISTERS MEET IN RIGA |U.S. |E.U. ", "" },
    { "blank lines", "a", "\n\n\n", "b" },
    { "spaces", "a", "    ", "b" },
    { "a word on each line", "", "Riga\n", "" },
    { "lines of furniture", "", "Read also: Ministers meet\n|14:35 | Subscribe\n|+371 555 0100\n", "" },
    { "scripts in turn", "", "Riga Рига 里加 ريغا Ρίγα ", "" },
    { "letters of many scripts in one word", "", "aбγ里ر", "" },
    { "marks on one letter", "a", "\xcc\x81\xcc\x82", "" },
    { "NULs", "", "Anna\1 Berg said\1. ", "" },
    { "controls of direction", "", "\xe2\x80\xae\xe2\x80\xadRiga\xe2\x81\xa6 ", "" },
    { "invisible characters", "", "Ri\xe2\x80\x8bga\xc2\xad \xef\xbb\xbf\xc2\xa0", "" },
    { "CoNLL-U, one sentence", "", NULL, "" },
};

enum { SHAPES = sizeof shapes / sizeof *shapes };

/* ------------------------------------------------------------------ counting */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *p);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *p);

static size_t live, most; /* bytes */

static void *count_in(void *p)
{
    if (p) live += malloc_usable_size(p);
    if (live > most) most = live;
    return p;
}

void *__wrap_malloc(size_t size) { return count_in(__real_malloc(size)); }
void *__wrap_calloc(size_t count, size_t size) { return count_in(__real_calloc(count, size)); }

void *__wrap_realloc(void *old, size_t size)
{
    size_t before = old ? malloc_usable_size(old) : 0;
    void *p = __real_realloc(old, size);
    if (!p) return NULL;
    live -= before;
    return count_in(p);
}

void __wrap_free(void *p)
{
    if (p) live -= malloc_usable_size(p);
    __real_free(p);
}

/* ------------------------------------------------------------------ documents */

static size_t put(char *out, const char *piece, size_t len, unsigned number)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        if (piece[i] == '#') {
            for (unsigned v = number, k = 0; k < 4; k++, v /= 20) out[n++] = "bcdfghjklmnpqrstvwxz"[v % 20];
            out[n++] = 'a';
        } else {
            out[n++] = piece[i] == 1 ? 0 : piece[i];
        }
    }
    return n;
}

static chy_str make(const struct shape *s, size_t count)
{
    char *text = malloc(strlen(s->open) + strlen(s->close) + 5 * count * strlen(s->piece) + 1);
    size_t n = 0;
    assert_non_null(text);
    n += put(text, s->open, strlen(s->open), 0);
    const char *at = s->piece;
    for (size_t i = 0; i < count; i++) {
        const char *bar = strchr(at, '|');
        n += put(text + n, at, bar ? (size_t)(bar - at) : strlen(at), (unsigned)i);
        at = bar ? bar + 1 : s->piece;
    }
    n += put(text + n, s->close, strlen(s->close), 0);
    return (chy_str){ text, n };
}

struct cost {
    size_t text, memory, output;
    double seconds;
};

static int count_bytes(void *user, const char *bytes, size_t size)
{
    (void)bytes;
    *(size_t *)user += size;
    return 0;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* One sentence of so many words, which nothing cuts; every third is a verb. */
static chy_str make_conllu(size_t count)
{
    static const char *const words[] = { "said", "minister", "treaty" };
    char *text = malloc(count * 48 + 1);
    size_t n = 0;
    assert_non_null(text);
    for (size_t i = 0; i < count; i++) n += (size_t)sprintf(text + n, "%zu\t%s\t_\t_\t_\t_\t%zu\tdep\t_\t_\n", i + 1, words[i % 3], i);
    return (chy_str){ text, n };
}

static struct cost code(const chy_engine *engine, const struct shape *s, size_t count)
{
    bool conllu = !s->piece;
    chy_str text = conllu ? make_conllu(count) : make(s, count);
    chy_doc *doc = NULL;
    chy_err err = { 0 };
    struct cost c = { .text = text.len };
    chy_input in = { .id = CHY_LIT("t"), .text = text, .date = CHY_LIT("2019-05-14"), .source = CHY_LIT("LETA") };
    size_t before = most = live;
    double start = now();
    chy_status st = conllu ? chy_parse_conllu(engine, text, &doc, &err) : chy_code(engine, &in, &doc, &err);
    if (!st) st = chy_doc_write_json(doc, count_bytes, &c.output, &err);
    c.seconds = now() - start;
    c.memory = most - before;
    if (st) fail_msg("%s, %zu pieces: %s", s->name, count, err.text);
    chy_doc_destroy(doc);
    assert_true(live <= before);
    free((char *)text.ptr);
    return c;
}

/* ------------------------------------------------------------------ tests */

enum { TIMES = 4, TRIES = 4 };
static const double memory_bound = 6.5, time_bound = 9, too_short = 0.02; /* factors for TIMES the text; seconds */

static void four_times_the_text(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    const size_t count = 250;
    const bool timed = false;
#else
    const size_t count = 1500;
    const bool timed = true;
#endif
    chy_engine *engine = NULL;
    chy_err err = { 0 };
    if (chy_engine_create(NULL, &engine, &err)) fail_msg("%s", err.text);
    int failed = 0;
    for (size_t i = 0; i < SHAPES; i++) {
        for (int tries = 1;; tries++) {
            struct cost small = code(engine, &shapes[i], count), large = code(engine, &shapes[i], TIMES * count);
            double memory = ((double)large.memory + 1e6) / ((double)small.memory + 1e6), seconds = large.seconds / (small.seconds + 1e-6);
            bool slow = timed && seconds > time_bound && large.seconds > too_short;
            if (memory <= memory_bound && !slow) break;
            if (memory <= memory_bound && tries < TRIES) continue; /* something else had the processor */
            print_error("%s: %.1f times the memory, %.1f times the time\n", shapes[i].name, memory, seconds);
            failed++;
            break;
        }
    }
    chy_engine_destroy(engine);
    assert_int_equal(failed, 0);
}

static int print_table(size_t count, const char *only)
{
    chy_engine *engine = NULL;
    chy_err err = { 0 };
    if (chy_engine_create(NULL, &engine, &err)) return 1;
    printf("%-38s %9s %9s %8s %8s %6s %6s\n", "shape", "bytes", "ms", "ms/4n", "us/byte", "time", "memory");
    for (size_t i = 0; i < SHAPES; i++) {
        if (only && !strstr(shapes[i].name, only)) continue;
        struct cost a = code(engine, &shapes[i], count), b = code(engine, &shapes[i], TIMES * count);
        printf("%-38s %9zu %9.1f %8.1f %8.3f %6.1f %6.1f\n", shapes[i].name, b.text, a.seconds * 1e3, b.seconds * 1e3,
               b.seconds * 1e6 / (double)b.text, b.seconds / (a.seconds + 1e-9), (double)b.memory / (double)(a.memory + 1));
        fflush(stdout);
    }
    chy_engine_destroy(engine);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 1) return print_table(strtoul(argv[1], NULL, 10), argc > 2 ? argv[2] : NULL);
    const struct CMUnitTest tests[] = { cmocka_unit_test(four_times_the_text) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
