/* fix, merge, split, reject, accept, undo: a person's word over the program's. */
#include <stdlib.h>
#include <string.h>

#include "answer.h"

static chy_str of(const char *text) { return (chy_str){ text, strlen(text) }; }

/* The name of who makes it: --by, or the environment's CHANCERY_BY. */
static chy_str author(const struct call *call)
{
    const char *by = call_value(call, "by");
    if (!by) by = getenv("CHANCERY_BY");
    return of(by ? by : "");
}

static int correct(const struct call *call, chy_action action)
{
    chy_store *store = NULL;
    chy_err err = { 0 };
    uint64_t entry = 0;
    struct chy_field *fields = calloc((size_t)call->count + 1, sizeof *fields);
    chy_str *ids = calloc((size_t)call->count + 1, sizeof *ids);
    chy_correction c = { .action = action, .ids = ids, .fields = fields, .because = answer_value(call, "because"), .by = author(call) };
    if (!fields || !ids) {
        fprintf(stderr, "chancery: out of memory\n");
        free(fields);
        free(ids);
        return EXIT_UNAVAILABLE;
    }
    for (int i = 0; i < call->count; i++) {
        const char *word = call->operands[i], *equals = action == CHY_FIX && i ? strchr(word, '=') : NULL;
        if (equals)
            fields[c.field_count++] = (struct chy_field){ { word, (size_t)(equals - word) }, of(equals + 1) };
        else
            ids[c.id_count++] = of(word);
    }
    int status = EXIT_DONE;
    chy_status st = chy_store_open(answer_record(call), CHY_STORE_WRITE, &store, &err);
    if (!st) st = chy_store_correct(store, &c, &entry, &err);
    if (st == CHY_EUSAGE)
        status = options_misuse(call->command, "%s", err.text);
    else if (st) {
        cli_complain(&err);
        status = EXIT_UNAVAILABLE;
    } else
        printf("J-%llu\n", (unsigned long long)entry);
    chy_store_close(store);
    free(fields);
    free(ids);
    return status;
}

static int run_fix(const struct call *call) { return correct(call, CHY_FIX); }
static int run_merge(const struct call *call) { return correct(call, CHY_MERGE); }
static int run_split(const struct call *call) { return correct(call, CHY_SPLIT); }
static int run_reject(const struct call *call) { return correct(call, CHY_REJECT); }
static int run_accept(const struct call *call) { return correct(call, CHY_ACCEPT); }
static int run_undo(const struct call *call) { return correct(call, CHY_UNDO); }

static const struct option options[] = {
    RECORD_OPTION, { "because", 'b', "TEXT", "why; it is needed" }, { "by", 0, "NAME", "who says so (default: $CHANCERY_BY)" }, { 0 }
};

const struct command command_fix = {
    "fix",
    "ID FIELD=VALUE...",
    "correct what a line of the record says; later readings of the document do not take it back",
    "ID is F-17 (fact), E-3 (event: all its reports), R-3 (report), S-5 (statement) or D-2 (document). FIELD is as the interchange format\n"
    "has it: of facts subject, relation, object, of, modality, holder, as_of, from, to, ended; of events type, mode, kind, cameo, status,\n"
    "date, place, participants, via; of statements speakers, about, kind, date, occasion, addressee, via; of documents title, date, source, author,\n"
    "lang. An empty value leaves it open. Entities are given by name or number (N-4), several parted by semicolons; \"person:Ola Nord\"\n"
    "introduces one. Prints the number of the entry.",
    options,
    run_fix
};
const struct command command_merge = { "merge",
                                       "ID ID...",
                                       "events are one event, or entities one entity, called as the first is",
                                       "Events are E-3 E-9; entities are given by name or number (N-4). It can be undone.",
                                       options,
                                       run_merge };
const struct command command_split = {
    "split",
    "ID ID...",
    "reports tell of another event, or documents mean another entity of the name",
    "An event and those of its reports that tell of another (E-3 R-7), or an entity and the documents that mean another (N-4 D-2), or two\n"
    "entities that were found to be one and are not (N-4 N-9; `why N-4` lists them).",
    options,
    run_split
};
const struct command command_reject = { "reject", "ID...",   "what was read is not so", "IDs of one kind: F-17, E-3, R-3 or S-5.",
                                        options,  run_reject };
const struct command command_accept = {
    "accept", "ID...", "what was read is so; `review` lists it no more", "IDs of one kind: F-17, E-3, R-3 or S-5.", options, run_accept
};
const struct command command_undo = { "undo", "J-N", "take a correction back; the journal keeps both", NULL, options, run_undo };

/* ------------------------------------------------------------------ the journal */

static int import_journal(const struct call *call, const char *path)
{
    chy_store *store = NULL;
    chy_err err = { 0 };
    char *bytes = NULL;
    size_t size = 0;
    uint64_t read = 0;
    chy_status st = cli_read_file(path, &bytes, &size, &err);
    if (!st) st = chy_store_open(answer_record(call), CHY_STORE_WRITE, &store, &err);
    if (!st) st = chy_store_read_journal(store, (chy_str){ bytes, size }, &read, &err);
    if (st)
        cli_complain(&err);
    else
        printf("%llu new entr%s\n", (unsigned long long)read, read == 1 ? "y" : "ies");
    chy_store_close(store);
    free(bytes);
    return !st ? EXIT_DONE : st == CHY_ESTORE ? EXIT_UNAVAILABLE : EXIT_SOME_FAILED;
}

static int export_journal(const struct call *call)
{
    chy_store *store = NULL;
    chy_err err = { 0 };
    chy_status st = chy_store_open(answer_record(call), CHY_STORE_READ, &store, &err);
    if (!st) st = chy_store_write_journal(store, cli_to_file, stdout, &err);
    if (st) cli_complain(&err);
    chy_store_close(store);
    return st ? EXIT_UNAVAILABLE : EXIT_DONE;
}

static int run_journal(const struct call *call)
{
    if (!call->count) return answer_print(call, &(chy_query){ CHY_ASK_JOURNAL });
    if (!strcmp(call->operands[0], "export") && call->count == 1) return export_journal(call);
    if (!strcmp(call->operands[0], "import") && call->count == 2) return import_journal(call, call->operands[1]);
    return options_misuse(call->command, "nothing, export, or import FILE");
}

static const struct option journal_options[] = { ANSWER_OPTIONS, { 0 } };

const struct command command_journal = {
    "journal",
    "[export | import FILE]",
    "the corrections: who, when, why; out as lines of JSON, and in from another record (\"-\" is standard input)",
    "An entry names what it speaks of in words that outlive a coding, so that it means the same on another record of the same documents.",
    journal_options,
    run_journal
};
