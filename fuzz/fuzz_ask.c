/* Questions as people type them: names, words to look for, days, moments. The first byte chooses the question; the lines behind it are its
 * members. Asked over a small record: there is an answer, in UTF-8, or a sentence that says why there is none. */
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

static const char *const texts[] = {
    "Tashkent, 29 July 2022. Foreign Minister of Norway Liv Berg met Foreign Minister of Peru Juan Ramos in Tashkent on 28 July 2022. "
    "\"We want to join the Shanghai Cooperation Organisation,\" Berg told Reuters on Thursday.\n",
    "10 September 2014. Pakistan, India and Iran want to become full members of the SCO. Russia is a member of the SCO. "
    "Sergei Lavrov, Foreign Minister of Russia since 2004, will visit China on 12 September 2014.\n",
};

static chy_store *record_of(void)
{
    static chy_store *store;
    static const char *const beside[] = { "", "-wal", "-shm" };
    char path[] = "/tmp/fuzz-ask-XXXXXX";
    chy_err err = { 0 };
    if (store) return store;
    int fd = mkstemp(path);
    FUZZ_REQUIRE(fd >= 0, "no file for the record");
    close(fd);
    unlink(path);
    FUZZ_REQUIRE(chy_store_open(path, CHY_STORE_WRITE, &store, &err) == CHY_OK, "%s", err.text);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        chy_doc *doc = NULL;
        chy_added added;
        chy_str bytes = { texts[i], strlen(texts[i]) }, id = { i ? "b.txt" : "a.txt", 5 };
        FUZZ_REQUIRE(chy_read_code(fuzz_engine(), id, bytes, &doc, &err) == CHY_OK, "%s", err.text);
        FUZZ_REQUIRE(chy_store_add(store, doc, bytes, &added, &err) == CHY_OK, "%s", err.text);
        chy_doc_destroy(doc);
    }
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        char name[40];
        snprintf(name, sizeof name, "%s%s", path, beside[i]);
        unlink(name);
    }
    return store;
}

static chy_str next_line(chy_str *rest)
{
    const char *end = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    chy_str line = { rest->ptr, end ? (size_t)(end - rest->ptr) : rest->len };
    size_t gone = line.len + (end != NULL);
    *rest = (chy_str){ rest->ptr + gone, rest->len - gone };
    return line;
}

static void read_question(chy_str rest, chy_query *q)
{
    chy_str *const members[] = { &q->name, &q->other,  &q->on,       &q->from,  &q->to,        &q->known_by, &q->place,
                                 &q->kind, &q->status, &q->relation, &q->about, &q->publisher, &q->lang,     &q->count_rule };
    for (size_t i = 0; i < sizeof members / sizeof *members && rest.len; i++) *members[i] = next_line(&rest);
}

static void check_rows(chy_rows *rows)
{
    const chy_column *columns;
    const chy_str *values;
    chy_err err = { 0 };
    chy_status st;
    size_t count = chy_rows_columns(rows, &columns);
    while ((st = chy_rows_next(rows, &values, &err)) == CHY_ROW)
        for (size_t i = 0; i < count; i++) FUZZ_REQUIRE(utf8_invalid_at(values[i]) == values[i].len, "%s is not UTF-8", columns[i].name);
    FUZZ_REQUIRE(st == CHY_DONE, "%s", err.text);
    chy_str note = chy_rows_note(rows);
    FUZZ_REQUIRE(utf8_invalid_at(note) == note.len, "the note is not UTF-8");
}

/* CHY_DONE: there is no such thing to be shown. */
static void check_answer(chy_status st, bool may_lack, const chy_err *err)
{
    if (st == CHY_DONE && may_lack) return;
    FUZZ_REQUIRE(st == CHY_OK || st == CHY_EUSAGE, "status %d: %s", (int)st, err->text);
    FUZZ_REQUIRE(st == CHY_OK || err->text[0], "refused without a word");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chy_query q = { .limit = 50 };
    chy_rows *rows = NULL;
    chy_err err = { 0 };
    if (!size || size > 4096) return 0;
    chy_str rest = { (const char *)data + 1, size - 1 };
    if (utf8_invalid_at(rest) != rest.len || memchr(rest.ptr, 0, rest.len)) return 0; /* what asks sees to that */
    unsigned shown = *data >= 128 ? 1 + *data % (CHY_SHOW_MAP + 1) : 0;
    q.question = (chy_question)(*data % (CHY_ASK_COPIES + 1));
    if (q.question == CHY_ASK_SQL) return 0;
    read_question(rest, &q);
    if (shown) {
        buf out;
        buf_init(&out, NULL, NULL);
        check_answer(chy_store_show(record_of(), (chy_thing)(shown - 1), &q, fuzz_keep, &out, &err), true, &err);
        FUZZ_REQUIRE(utf8_invalid_at((chy_str){ out.ptr, out.len }) == out.len, "what is shown is not UTF-8");
        buf_done(&out, NULL);
        return 0;
    }
    chy_status st = chy_ask(record_of(), &q, &rows, &err);
    check_answer(st, false, &err);
    if (!st) check_rows(rows);
    chy_rows_destroy(rows);
    return 0;
}
