/* Exports of a record: the same bytes whatever came first, and readers of others can read them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "chancery/chancery.h"

enum { PARTS = 16, SHUFFLES = 4, DOCUMENTS = 6 };

static char folder[64];
static chy_engine *engine;

static const struct {
    const char *id, *text, *date;
} documents[DOCUMENTS] = {
    { "a.txt",
      "Foreign Minister Anna Berg of Norway met her Latvian counterpart Juris Kalns in Riga on 4 March 2021. \"We agree,\" Berg said.",
      "2021-03-05" },
    { "b.txt", "Juris Kalns and Anna Berg met in Riga on 4 March 2021, the Latvian ministry said. Norway wants to join the SCO.",
      "2021-03-06" },
    { "c.txt",
      "Chile will host the next summit in Santiago on 5 May 2022. Peru is a member of the United Nations. “Añada – мир, 和平; a, b\\c,” Kalns said.",
      "2021-04-01" },
    { "d.txt", "Kazakhstan denied that its president had visited Kyiv in June 2020. The Peru–Chile treaty was signed in 1999.",
      "2020-07-01" },
    { "e.txt",
      "The meeting of Anna Berg and Juris Kalns planned for 9 April 2021 was cancelled. Latvia chairs the Council of the Baltic Sea States.",
      "2021-04-08" },
    { "f.txt", "Russia and China signed an agreement on gas in Shanghai on 21 May 2014, TASS reported, citing Gazprom.", "" },
};

struct part {
    char name[32];
    char *bytes;
    size_t size;
};
struct parts {
    struct part at[PARTS];
    size_t count;
    size_t stop_after; /* bytes; 0: never */
};

static int keep(void *user, const char *name, const char *bytes, size_t size)
{
    struct parts *p = user;
    size_t i = 0;
    while (i < p->count && strcmp(p->at[i].name, name)) i++;
    if (i == p->count) {
        assert_true(p->count < PARTS);
        snprintf(p->at[p->count++].name, sizeof p->at->name, "%s", name);
    }
    struct part *part = &p->at[i];
    part->bytes = realloc(part->bytes, part->size + size + 1);
    assert_non_null(part->bytes);
    memcpy(part->bytes + part->size, bytes, size);
    part->size += size;
    part->bytes[part->size] = 0;
    return p->stop_after && part->size > p->stop_after;
}

static void forget(struct parts *p)
{
    for (size_t i = 0; i < p->count; i++) free(p->at[i].bytes);
    *p = (struct parts){ 0 };
}

/* When a document was recorded is all that may differ: those moments become zeros. */
static void mask_moments(struct part *p)
{
    for (char *at = p->bytes; (at = strchr(at, 'T')); at++) {
        bool plain = at - p->bytes >= 10 && strlen(at) > 9 && at[3] == ':' && at[6] == ':' && at[9] == 'Z';
        bool basic = at - p->bytes >= 8 && strlen(at) > 7 && at[7] == 'Z' && strspn(at + 1, "0123456789") == 6;
        if (plain) memset(at - 10, '0', 20);
        if (basic) memset(at - 8, '0', 16);
    }
    char *day = strstr(p->bytes, "lastmodifieddate=\"");
    if (day) memset(day + strlen("lastmodifieddate=\""), '0', 10);
}

static void make_record(const char *path, const int *order, bool at_once)
{
    chy_store *store = NULL;
    chy_err err = { 0 };
    if (chy_store_open(path, CHY_STORE_WRITE, &store, &err)) fail_msg("%s", err.text);
    if (at_once) assert_int_equal(chy_store_begin(store, &err), CHY_OK);
    for (int i = 0; i < DOCUMENTS; i++) {
        chy_doc *doc = NULL;
        int n = order[i];
        chy_input in = { .id = { documents[n].id, strlen(documents[n].id) },
                         .text = { documents[n].text, strlen(documents[n].text) },
                         .date = { documents[n].date, strlen(documents[n].date) },
                         .source = CHY_LIT("The Example") };
        if (chy_code(engine, &in, &doc, &err) || chy_store_add(store, doc, in.text, NULL, &err)) fail_msg("%s", err.text);
        chy_doc_destroy(doc);
    }
    if (at_once) assert_int_equal(chy_store_commit(store, &err), CHY_OK);
    chy_store_close(store);
}

static chy_status give_out(const char *path, const char *format, const chy_query *filter, struct parts *out, chy_exported *done,
                           chy_err *err)
{
    chy_store *store = NULL;
    if (chy_store_open(path, CHY_STORE_READ, &store, err)) fail_msg("%s", err->text);
    chy_export what = { .format = { format, strlen(format) }, .filter = filter, .sink = keep, .user = out };
    chy_status st = chy_store_export(store, &what, done, err);
    chy_store_close(store);
    return st;
}

static void record_path(char *out, size_t room, int i) { snprintf(out, room, "%s/%d.db", folder, i); }

static int set_up(void **state)
{
    static const int orders[SHUFFLES][DOCUMENTS] = {
        { 0, 1, 2, 3, 4, 5 }, { 5, 4, 3, 2, 1, 0 }, { 2, 0, 5, 1, 4, 3 }, { 4, 1, 3, 0, 5, 2 }
    };
    chy_err err = { 0 };
    (void)state;
    strcpy(folder, "/tmp/chancery-export-XXXXXX");
    if (!mkdtemp(folder)) return -1;
    if (chy_engine_create(NULL, &engine, &err)) fail_msg("%s", err.text);
    for (int i = 0; i < SHUFFLES; i++) {
        char path[96];
        record_path(path, sizeof path, i);
        make_record(path, orders[i], i % 2);
    }
    return 0;
}

static int tear_down(void **state)
{
    char line[128];
    (void)state;
    chy_engine_destroy(engine);
    snprintf(line, sizeof line, "rm -rf '%s'", folder);
    return system(line);
}

/* Parquet is written by a library that may not be here: tests/export/parquet looks at it. */
static bool is_ours(const chy_export_format *format) { return strcmp(format->name, "parquet") != 0; }

static void the_same_bytes_whatever_came_first(void **state)
{
    (void)state;
    size_t count;
    const chy_export_format *formats = chy_export_formats(&count);
    for (size_t f = 0; f < count; f++) {
        if (!is_ours(&formats[f])) continue;
        struct parts first = { 0 };
        for (int i = 0; i < SHUFFLES; i++) {
            struct parts parts = { 0 };
            chy_err err = { 0 };
            char path[96];
            record_path(path, sizeof path, i);
            if (give_out(path, formats[f].name, NULL, &parts, NULL, &err)) fail_msg("%s: %s", formats[f].name, err.text);
            assert_true(parts.count >= 1);
            for (size_t p = 0; p < parts.count; p++) mask_moments(&parts.at[p]);
            if (!i) {
                first = parts;
                continue;
            }
            assert_int_equal(parts.count, first.count);
            for (size_t p = 0; p < parts.count; p++) {
                assert_string_equal(parts.at[p].name, first.at[p].name);
                if (strcmp(parts.at[p].bytes, first.at[p].bytes)) {
                    size_t at = 0;
                    while (parts.at[p].bytes[at] == first.at[p].bytes[at]) at++;
                    fail_msg("%s %s: shuffle %d differs at byte %zu:\n%.80s\n%.80s", formats[f].name, parts.at[p].name, i, at,
                             first.at[p].bytes + (at > 40 ? at - 40 : 0), parts.at[p].bytes + (at > 40 ? at - 40 : 0));
                }
            }
            forget(&parts);
        }
        forget(&first);
    }
}

static void save(const struct parts *parts, const char *name)
{
    for (size_t i = 0; i < parts->count; i++) {
        char path[160];
        if (parts->at[i].name[0]) {
            snprintf(path, sizeof path, "%s/%s", folder, name);
            mkdir(path, 0700);
            snprintf(path, sizeof path, "%s/%s/%s", folder, name, parts->at[i].name);
        } else
            snprintf(path, sizeof path, "%s/%s", folder, name);
        FILE *f = fopen(path, "wb");
        assert_non_null(f);
        fwrite(parts->at[i].bytes, 1, parts->at[i].size, f);
        fclose(f);
    }
}

static void readers_of_others_read_them(void **state)
{
    static const struct {
        const char *format, *name;
    } files[] = { { "csv", "csv" },       { "jsonl", "out.jsonl" },   { "geojson", "out.geojson" },
                  { "gexf", "out.gexf" }, { "jsonld", "out.jsonld" }, { "ics", "out.ics" },
                  { "atom", "out.atom" }, { "events", "out.tsv" },    { "annotations", "out.json" } };
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct parts parts = { 0 };
        chy_err err = { 0 };
        char path[96], line[400];
        record_path(path, sizeof path, 0);
        if (give_out(path, files[i].format, NULL, &parts, NULL, &err)) fail_msg("%s", err.text);
        save(&parts, files[i].name);
        forget(&parts);
        snprintf(line, sizeof line, "/usr/bin/python3 '" SOURCE_DIR "/tests/export/validate.py' %s '%s/%s'", files[i].format, folder,
                 files[i].name);
        int status = system(line);
        status = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
        if (status == 77) print_message("%s: not read by another's reader\n", files[i].format);
        if (status && status != 77) fail_msg("%s is not as it should be", files[i].format);
    }
}

static char *only_part(struct parts *p)
{
    assert_int_equal(p->count, 1);
    return p->at[0].bytes;
}

static void filters_choose(void **state)
{
    struct parts parts = { 0 };
    chy_err err = { 0 };
    chy_exported done;
    char path[96];
    (void)state;
    record_path(path, sizeof path, 0);
    chy_query berg = { .name = CHY_LIT("Anna Berg") };
    assert_int_equal(give_out(path, "jsonl", &berg, &parts, &done, &err), CHY_OK);
    assert_non_null(strstr(only_part(&parts), "Juris Kalns"));
    assert_null(strstr(only_part(&parts), "Gazprom"));
    assert_non_null(strstr(only_part(&parts), "\"asked\":{\"who\":\"Anna Berg\"}"));
    forget(&parts);

    chy_query member = { .relation = CHY_LIT("member_of"), .on = CHY_LIT("2021-05-01") };
    assert_int_equal(give_out(path, "jsonl", &member, &parts, &done, &err), CHY_OK);
    assert_non_null(strstr(only_part(&parts), "\"modality\":\"wants\""));
    forget(&parts);
    member.on = CHY_LIT("2019-05-01"); /* nobody says so for then */
    assert_int_equal(give_out(path, "jsonl", &member, &parts, &done, &err), CHY_OK);
    assert_null(strstr(only_part(&parts), "\"row\":\"fact\""));
    forget(&parts);

    chy_query past = { .known_by = CHY_LIT("2001") }; /* the record held nothing then */
    assert_int_equal(give_out(path, "jsonl", &past, &parts, &done, &err), CHY_OK);
    assert_int_equal(done.rows, 0);
    forget(&parts);

    chy_query nobody = { .name = CHY_LIT("Nobody Atall") };
    assert_int_equal(give_out(path, "jsonl", &nobody, &parts, &done, &err), CHY_EUSAGE);
    assert_int_equal(give_out(path, "xlsx", NULL, &parts, &done, &err), CHY_EUSAGE);
    chy_query no_date = { .on = CHY_LIT("2019-13-01") };
    assert_int_equal(give_out(path, "atom", &no_date, &parts, &done, &err), CHY_EUSAGE);
    forget(&parts);
}

/* Who would meet has not met; what was denied is in no calendar. */
static void what_was_not_is_not_given_out_as_having_been(void **state)
{
    struct parts parts = { 0 };
    chy_err err = { 0 };
    chy_exported done;
    char path[96];
    (void)state;
    record_path(path, sizeof path, 0);
    assert_int_equal(give_out(path, "gexf", NULL, &parts, &done, &err), CHY_OK);
    assert_null(strstr(only_part(&parts), "value=\"cancelled\""));
    assert_null(strstr(only_part(&parts), "value=\"planned\""));
    assert_true(done.left_out > 0);
    forget(&parts);
    assert_int_equal(give_out(path, "ics", NULL, &parts, &done, &err), CHY_OK);
    assert_null(strstr(only_part(&parts), "Kyiv"));
    forget(&parts);
}

static void a_sink_that_stops(void **state)
{
    struct parts parts = { .stop_after = 100 };
    chy_err err = { 0 };
    char path[96];
    (void)state;
    record_path(path, sizeof path, 0);
    size_t count;
    const chy_export_format *formats = chy_export_formats(&count);
    for (size_t f = 0; f < count; f++) {
        if (!is_ours(&formats[f])) continue;
        assert_int_equal(give_out(path, formats[f].name, NULL, &parts, NULL, &err), CHY_STOPPED);
        forget(&parts);
        parts.stop_after = 100;
    }
}

static void an_empty_record(void **state)
{
    char path[96];
    chy_store *store = NULL;
    chy_err err = { 0 };
    size_t count;
    const chy_export_format *formats = chy_export_formats(&count);
    (void)state;
    snprintf(path, sizeof path, "%s/empty.db", folder);
    assert_int_equal(chy_store_open(path, CHY_STORE_WRITE, &store, &err), CHY_OK);
    chy_store_close(store);
    for (size_t f = 0; f < count; f++) {
        if (!is_ours(&formats[f])) continue;
        struct parts parts = { 0 };
        chy_exported done;
        if (give_out(path, formats[f].name, NULL, &parts, &done, &err)) fail_msg("%s: %s", formats[f].name, err.text);
        assert_int_equal(done.rows, 0);
        forget(&parts);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_bytes_whatever_came_first),
        cmocka_unit_test(readers_of_others_read_them),
        cmocka_unit_test(filters_choose),
        cmocka_unit_test(what_was_not_is_not_given_out_as_having_been),
        cmocka_unit_test(a_sink_that_stops),
        cmocka_unit_test(an_empty_record),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
