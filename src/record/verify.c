#include "record/verify.h"

#include <stdio.h>

#include "doc/origin.h"
#include "record/journal.h"
#include "record/record.h"

/* Half-open, within the text, and at the edges of characters. */
static bool good_span(chy_str text, int64_t start, int64_t end)
{
    if (start < 0 || end < start || (uint64_t)end > text.len) return false;
    bool inside_first = (uint64_t)start < text.len && ((unsigned char)text.ptr[start] & 0xC0) == 0x80;
    bool inside_last = (uint64_t)end < text.len && ((unsigned char)text.ptr[end] & 0xC0) == 0x80;
    return !inside_first && !inside_last;
}

static void tell_coding(store_fault tell, void *user, const char *what, int64_t coding)
{
    char name[24];
    snprintf(name, sizeof name, "C-%lld", (long long)coding);
    tell(user, what, str_of(name));
}

static chy_status verify_spans(struct store *s, store_fault tell, void *user, chy_err *err)
{
    struct store_rows *codings = NULL;
    chy_status st = store_codings(s, &codings, err);
    while (!st && (st = store_next(codings, err)) == CHY_ROW) {
        struct store_rows *spans = NULL;
        chy_str text = store_text(codings, 1);
        st = store_spans(s, store_number(codings, 0), &spans, err);
        while (!st && (st = store_next(spans, err)) == CHY_ROW) {
            if (!good_span(text, store_number(spans, 1), store_number(spans, 2)))
                tell(user, "bytes that are not in the text", store_text(spans, 0));
            st = CHY_OK;
        }
        store_rows_close(spans);
        if (!origin_fits(store_text(codings, 2), text.len, (size_t)store_number(codings, 3)))
            tell_coding(tell, user, "places that are not in the bytes that a text came from", store_number(codings, 0));
        if (st == CHY_DONE) st = CHY_OK;
    }
    store_rows_close(codings);
    return st == CHY_DONE ? CHY_OK : st;
}

chy_status record_verify(struct store *s, chy_str when, store_fault tell, void *user, chy_err *err)
{
    int64_t changes = 0;
    chy_status st = store_verify(s, tell, user, err);
    if (!st) st = verify_spans(s, tell, user, err);
    if (!st) st = store_begin_trial(s, &changes, err);
    if (st) return st;
    st = journal_replay(s, when, tell, user, err);
    chy_status last = store_end_trial(s, &changes, st ? NULL : err);
    if (st || last) return st ? st : last;
    if (changes) tell(user, "the journal does not say what is in force", CHY_LIT("fix, undo or recode that was cut short"));
    st = store_begin_trial(s, &changes, err);
    if (st) return st;
    st = record_resolve_all(s, when, err);
    last = store_end_trial(s, &changes, st ? NULL : err);
    if (!st && !last && changes) tell(user, "events come out otherwise when they are told apart again", CHY_LIT("resolve"));
    return st ? st : last;
}
