#define _GNU_SOURCE
#include "fleet.h"

#include <stdlib.h>
#include <string.h>

enum { WINDOW = 512 };
static const size_t WINDOW_BYTES = 8 << 20;

/* ------------------------------------------------------------------ what the commands of the fleet share */

int fleet_addresses(const struct call *call, const char **record, const char **queue)
{
    const char *given = call_value(call, "record"), *asked = call_value(call, "queue");
    *record = answer_record(call);
    *queue = asked ? asked : getenv("CHANCERY_QUEUE");
    if (!*queue) *queue = "";
    if (strncmp(*record, "postgresql://", 13) && strncmp(*record, "postgres://", 11))
        return options_misuse(call->command, "a fleet shares a record on a server: --record postgresql://USER@HOST/DATABASE");
    if (given && ledger_tells_password(given))
        return options_misuse(call->command, "a password has no place in a command: PGPASSFILE, ~/.pgpass or PGPASSWORD hold it");
    if (asked && strchr(asked, '@'))
        return options_misuse(
            call->command, "credentials have no place in a command: NATS_CREDS names their file, or NATS_USER and NATS_PASSWORD tell them");
    if (**queue && !queue_is_nats(*queue)) return options_misuse(call->command, "the address of a queue begins with nats:// or tls://");
    return OPTIONS_GO_ON;
}

int fleet_open(struct fleet *f, const struct call *call, bool make)
{
    chy_store *store = NULL;
    chy_err err = { 0 };
    *f = (struct fleet){ 0 };
    int status = fleet_addresses(call, &f->record, &f->queue);
    if (status != OPTIONS_GO_ON) return status;
    chy_status st = make ? chy_store_open(f->record, CHY_STORE_WRITE, &store, &err) : CHY_OK;
    chy_store_close(store);
    if (!st) st = ledger_open(&f->ledger, f->record, &err);
    if (!st) st = queue_open(f->queue, &f->ledger, &(struct queue_reader){ 0 }, &f->q, &err);
    if (!st) return EXIT_DONE;
    cli_complain(&err);
    ledger_close(&f->ledger);
    return EXIT_UNAVAILABLE;
}

void fleet_close(struct fleet *f)
{
    queue_close(f->q);
    ledger_close(&f->ledger);
}

/* Documents kept until there are enough of them to be sent. */
struct window {
    struct item items[WINDOW];
    char *block[WINDOW]; /* name and bytes of each */
    int count;
    size_t bytes;
};

static chy_status send_window(struct fleet *f, struct window *w, enum submit how, chy_err *err)
{
    uint64_t fresh = 0;
    chy_status st = w->count ? queue_submit(f->q, w->items, w->count, how, &fresh, err) : CHY_OK;
    f->put_in += fresh;
    if (!st) f->there += (uint64_t)w->count - fresh;
    for (int i = 0; i < w->count; i++) free(w->block[i]);
    w->count = 0;
    w->bytes = 0;
    return st;
}

static chy_status keep_document(struct window *w, const chy_item *given, chy_err *err)
{
    char *block = malloc(given->name.len + given->bytes.len + 1);
    if (!block) return fleet_error(err, CHY_ENOMEM, "no memory for a document");
    struct item *item = &w->items[w->count];
    memcpy(block, given->name.ptr, given->name.len);
    if (given->bytes.len) memcpy(block + given->name.len, given->bytes.ptr, given->bytes.len);
    *item = (struct item){ .id = { block, given->name.len }, .body = { block + given->name.len, given->bytes.len } };
    item_hash(item->body, item->hash);
    w->block[w->count++] = block;
    w->bytes += given->bytes.len;
    return CHY_OK;
}

chy_status fleet_submit(struct fleet *f, char *const *places, int count, const char *columns, enum submit how, chy_err *err)
{
    struct window *w = calloc(1, sizeof *w);
    chy_intake *in = NULL;
    chy_item item;
    chy_places all = { .names = (const char *const *)places, .count = (size_t)count, .columns = columns };
    chy_status st = w ? chy_intake_open(&all, &in, err) : fleet_error(err, CHY_ENOMEM, "no memory for the queue");
    while (!st) {
        chy_err why = { 0 };
        chy_status had = chy_intake_next(in, &item, &why);
        if (had == CHY_DONE) break;
        if (had == CHY_ROW)
            st = keep_document(w, &item, err);
        else {
            cli_complain(&why);
            f->failed++;
            f->exit = EXIT_SOME_FAILED;
        }
        if (!st && (w->count == WINDOW || w->bytes >= WINDOW_BYTES)) st = send_window(f, w, how, err);
    }
    if (!st) st = send_window(f, w, how, err);
    for (int i = 0; w && i < w->count; i++) free(w->block[i]);
    chy_intake_close(in);
    free(w);
    return st;
}

/* ------------------------------------------------------------------ chancery fleet */

enum { COLUMNS = 13, WORKER_COLUMNS = 12, RATE = 7 };

static const chy_column columns[COLUMNS] = { { "name", 0 },
                                             { "state", 0 },
                                             { "in hand", CHY_COLUMN_NUMBER },
                                             { "coded", CHY_COLUMN_NUMBER },
                                             { "known", CHY_COLUMN_NUMBER },
                                             { "given back", CHY_COLUMN_NUMBER },
                                             { "dead", CHY_COLUMN_NUMBER },
                                             { "rate", CHY_COLUMN_NUMBER },
                                             { "lag", CHY_COLUMN_NUMBER },
                                             { "threads", CHY_COLUMN_NUMBER },
                                             { "restarts", CHY_COLUMN_NUMBER },
                                             { "waiting", CHY_COLUMN_NUMBER | CHY_COLUMN_DETAIL },
                                             { "coder", CHY_COLUMN_DETAIL } };

/* The order of ledger_workers among the columns above. */
static const int place_of[WORKER_COLUMNS] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12 };

static chy_str text_of(const char *s) { return (chy_str){ s, strlen(s) }; }

static int print_fleet(const struct call *call, const struct queue_counts *c, const PGresult *workers)
{
    size_t count = (size_t)PQntuples(workers);
    chy_str *cells = calloc((count + 1) * COLUMNS, sizeof *cells);
    const chy_str **rows = calloc(count + 1, sizeof *rows);
    char waiting[32], leased[32], dead[32], lag[32], rate[32], *note = NULL;
    double all = 0;
    int status = EXIT_UNAVAILABLE;
    if (!cells || !rows) goto out;
    for (size_t i = 0; i <= count; i++) rows[i] = cells + i * COLUMNS;
    for (size_t i = 0; i < count; i++) {
        chy_str *row = cells + (i + 1) * COLUMNS;
        for (int k = 0; k < WORKER_COLUMNS; k++) row[place_of[k]] = text_of(PQgetvalue(workers, (int)i, k));
        all += strtod(PQgetvalue(workers, (int)i, RATE), NULL);
    }
    snprintf(waiting, sizeof waiting, "%llu", (unsigned long long)c->waiting);
    snprintf(leased, sizeof leased, "%llu", (unsigned long long)c->leased);
    snprintf(dead, sizeof dead, "%llu", (unsigned long long)c->dead);
    snprintf(lag, sizeof lag, "%.0f", c->oldest);
    snprintf(rate, sizeof rate, "%.1f", all);
    cells[0] = CHY_LIT("queue");
    cells[1] = c->waiting ? CHY_LIT("waiting") : CHY_LIT("empty");
    cells[2] = text_of(leased);
    cells[6] = text_of(dead);
    cells[7] = text_of(rate);
    cells[8] = text_of(lag);
    cells[11] = text_of(waiting);
    if (asprintf(&note, "%s waiting, %s in hand, %s dead letter%s; %s documents a second", waiting, leased, dead, c->dead == 1 ? "" : "s",
                 rate) < 0)
        note = NULL;
    if (note) status = answer_rows(call, columns, COLUMNS, rows, count + 1, text_of(note));
out:
    free(note);
    free(rows);
    free(cells);
    return status;
}

static const chy_column letter_columns[] = {
    { "document", CHY_COLUMN_DETAIL }, { "id", 0 }, { "taken", CHY_COLUMN_NUMBER }, { "when", 0 }, { "worker", 0 }, { "reason", 0 }
};
static const int letter_place[] = { 0, 1, 5, 2, 4, 3 };
enum { LETTER_COLUMNS = sizeof letter_columns / sizeof *letter_columns };

static int print_letters(const struct call *call, const PGresult *letters)
{
    size_t count = (size_t)PQntuples(letters);
    chy_str *cells = calloc((count + 1) * LETTER_COLUMNS, sizeof *cells);
    const chy_str **rows = calloc(count + 1, sizeof *rows);
    int status = EXIT_UNAVAILABLE;
    for (size_t i = 0; cells && rows && i < count; i++) {
        rows[i] = cells + i * LETTER_COLUMNS;
        for (int k = 0; k < LETTER_COLUMNS; k++)
            cells[i * LETTER_COLUMNS + (size_t)letter_place[k]] = text_of(PQgetvalue(letters, (int)i, k));
    }
    if (cells && rows)
        status = answer_rows(call, letter_columns, LETTER_COLUMNS, rows, count, count ? CHY_LIT("") : CHY_LIT("no dead letters"));
    free(rows);
    free(cells);
    return status;
}

static int run(const struct call *call)
{
    struct fleet f;
    chy_err err = { 0 };
    struct queue_counts counts = { 0 };
    int status = fleet_open(&f, call, false);
    if (status) return status;
    bool dead = call_has(call, "dead");
    chy_status st = dead ? CHY_OK : queue_count(f.q, &counts, &err);
    PGresult *rows = st ? NULL : dead ? ledger_letters(&f.ledger, &err) : ledger_workers(&f.ledger, &err);
    if (!rows) {
        cli_complain(&err);
        status = EXIT_UNAVAILABLE;
    } else
        status = dead ? print_letters(call, rows) : print_fleet(call, &counts, rows);
    PQclear(rows);
    fleet_close(&f);
    return status;
}

static const struct option options[] = { FLEET_OPTIONS,
                                         { "dead", 'd', NULL, "the dead letters: documents that were given up, and why" },
                                         { "json", 'J', NULL, "print one JSON object a row" },
                                         { "csv", 'C', NULL, "print comma-separated values" },
                                         { 0 } };

const struct command command_fleet = {
    "fleet",
    "",
    "how the queue and the workers are doing",
    "The first line is the queue's: how many documents wait, are in somebody's hands and were given up, how many are coded a second, and how\n"
    "long (in seconds) the one has waited that waits longest. Then each worker of the last day; its lag is how long nothing was heard of it.",
    options,
    run
};
