/* The saved inputs of the fuzz targets (fuzz/corpus/TARGET), and a few that need no file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/file.h"
#include "base/str.h"

int fuzz_read(const uint8_t *data, size_t size);
int fuzz_code(const uint8_t *data, size_t size);
int fuzz_conllu(const uint8_t *data, size_t size);
int fuzz_lexicon(const uint8_t *data, size_t size);
int fuzz_model(const uint8_t *data, size_t size);
int fuzz_time(const uint8_t *data, size_t size);
int fuzz_page(const uint8_t *data, size_t size);
int fuzz_about(const uint8_t *data, size_t size);
int fuzz_pdf(const uint8_t *data, size_t size);
int fuzz_request(const uint8_t *data, size_t size);
int fuzz_warc(const uint8_t *data, size_t size);
int fuzz_feed(const uint8_t *data, size_t size);
int fuzz_mail(const uint8_t *data, size_t size);
int fuzz_archive(const uint8_t *data, size_t size);
int fuzz_table(const uint8_t *data, size_t size);
int fuzz_tame(const uint8_t *data, size_t size);
int fuzz_linked(const uint8_t *data, size_t size);
int fuzz_ask(const uint8_t *data, size_t size);

static void run_corpus(const char *pattern, int (*target)(const uint8_t *, size_t))
{
    glob_t files = { 0 };
    chy_err err = { 0 };
    if (glob(pattern, 0, NULL, &files)) fail_msg("no files %s", pattern);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        char *bytes = NULL;
        size_t size = 0;
        if (file_read(files.gl_pathv[i], 1 << 20, &bytes, &size, &err)) fail_msg("%s", err.text);
        print_message("%s\n", strrchr(files.gl_pathv[i], '/') + 1);
        target((const uint8_t *)bytes, size);
        free(bytes);
    }
    globfree(&files);
    target((const uint8_t *)"", 0);
    target((const uint8_t *)"\0", 1);
}

static void tame(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/tame/*", fuzz_tame);
    run_corpus(SOURCE_DIR "/fuzz/corpus/page/*", fuzz_tame);
}
static void linked(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/linked/*", fuzz_linked);
}
static void warc(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/warc/*", fuzz_warc);
}
static void feed(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/feed/*", fuzz_feed);
}
static void mail(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/mail/*", fuzz_mail);
}
static void archive(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/archive/*", fuzz_archive);
}
static void table(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/table/*", fuzz_table);
}
static void asking(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/ask/*", fuzz_ask);
}
static void reading(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/read/*", fuzz_read);
}
static void coding(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/code/*", fuzz_code);
}
static void conllu(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/conllu/*", fuzz_conllu);
}
static void word_lists(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/lexicon/*", fuzz_lexicon);
}
static void weights(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/model/*", fuzz_model);
}
static void times(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/time/*", fuzz_time);
}
static void pages(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/page/*", fuzz_page);
}
static void claims_of_pages(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/about/*", fuzz_about);
}
static void print(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/pdf/*", fuzz_pdf);
}

static void requests(void **state)
{
    (void)state;
    run_corpus(SOURCE_DIR "/fuzz/corpus/request/*", fuzz_request);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading), cmocka_unit_test(coding),   cmocka_unit_test(conllu), cmocka_unit_test(word_lists),
        cmocka_unit_test(weights), cmocka_unit_test(times),    cmocka_unit_test(pages),  cmocka_unit_test(claims_of_pages),
        cmocka_unit_test(print),   cmocka_unit_test(requests), cmocka_unit_test(tame),   cmocka_unit_test(linked),
        cmocka_unit_test(warc),    cmocka_unit_test(feed),     cmocka_unit_test(mail),   cmocka_unit_test(archive),
        cmocka_unit_test(table),   cmocka_unit_test(asking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
