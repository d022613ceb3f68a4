/* The part of chancery.h that takes a person's word over the program's. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "api/api.h"
#include "record/journal.h"

/* Now, to the microsecond: corrections that follow one another keep their order. */
static chy_str now_fine(char out[API_MOMENT_SIZE])
{
    struct timespec clock;
    struct tm parts;
    clock_gettime(CLOCK_REALTIME, &clock);
    gmtime_r(&clock.tv_sec, &parts);
    size_t n = strftime(out, API_MOMENT_SIZE, "%Y-%m-%dT%H:%M:%S", &parts);
    n += (size_t)snprintf(out + n, API_MOMENT_SIZE - n, ".%06ldZ", clock.tv_nsec / 1000);
    return (chy_str){ out, n };
}

CHY_API chy_status chy_store_correct(chy_store *store, const chy_correction *c, uint64_t *entry, chy_err *err)
{
    static const char *const actions[] = { "fix", "merge", "split", "reject", "undo", "accept" };
    char made[API_MOMENT_SIZE];
    int64_t number = 0;
    if ((size_t)c->action >= sizeof actions / sizeof *actions)
        return err_set(err, CHY_EUSAGE, 0, "there is no correction %d", (int)c->action);
    struct correction_field *fields = calloc(c->field_count + 1, sizeof *fields);
    if (!fields) return err_memory(err, "correcting");
    for (size_t i = 0; i < c->field_count; i++) fields[i] = (struct correction_field){ c->fields[i].name, c->fields[i].value };
    struct correction given = { .action = str_of(actions[c->action]),
                                .ids = c->ids,
                                .id_count = (uint32_t)c->id_count,
                                .fields = fields,
                                .field_count = (uint32_t)c->field_count,
                                .because = c->because,
                                .by = c->by,
                                .made = now_fine(made) };
    chy_status st = journal_correct(store->store, &given, &number, err);
    if (!st && entry) *entry = (uint64_t)number;
    free(fields);
    return st;
}

CHY_API chy_status chy_store_write_journal(chy_store *store, chy_sink sink, void *user, chy_err *err)
{
    struct store_rows *rows = NULL;
    buf out;
    buf_init(&out, sink, user);
    chy_status st = store_entries(store->store, 0, CHY_LIT(""), 0, &rows, err);
    while (!st && (st = store_next(rows, err)) == CHY_ROW) st = journal_write(rows, &out, err);
    store_rows_close(rows);
    chy_status last = buf_done(&out, st == CHY_DONE ? err : NULL);
    return st == CHY_DONE ? last : st;
}

CHY_API chy_status chy_store_read_journal(chy_store *store, chy_str lines, uint64_t *read, chy_err *err)
{
    char now[API_MOMENT_SIZE];
    chy_str line;
    size_t number = 0;
    uint64_t count = 0;
    chy_status st = store_begin(store->store, err);
    if (st) return st;
    api_now(now);
    while (!st && str_next_piece(&lines, '\n', &line)) {
        bool is_new = false;
        number++;
        if (!str_trim(line).len) continue;
        st = journal_read(store->store, line, str_of(now), &is_new, err);
        if (st) st = err_while(err, st, "line %zu", number);
        count += is_new;
    }
    st = store_end(store->store, st, err);
    if (!st && read) *read = count;
    return st;
}
