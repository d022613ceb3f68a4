/* cli.h: what the subcommands share: the engine, the standard output as a sink, complaints, the list of commands. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdio.h>

#include "chancery/chancery.h"
#include "options.h"

extern const struct command command_watch, command_read, command_code, command_parse, command_dups, command_event, command_conflicts;
extern const struct command command_recode, command_diff, command_blame, command_copies, command_fix, command_merge, command_split, command_reject, command_accept,
    command_undo, command_journal, command_verify, command_backup, command_review;
extern const struct command command_add, command_org, command_facts, command_who, command_met, command_events, command_said, command_dates,
    command_why, command_search, command_docs, command_status, command_export, command_person, command_visits, command_agreements,
    command_timeline, command_calendar, command_stale, command_sql, command_serve;
extern const struct command command_submit, command_worker, command_fleet, command_reconcile;

/* A sink for FILE *. */
int cli_to_file(void *file, const char *bytes, size_t size);

/* "chancery: SENTENCE" on standard error. */
void cli_complain(const chy_err *err);

/* The engine that --lexicon and --model ask for, to be used by so many threads; EXIT_UNAVAILABLE after a complaint, else EXIT_DONE. */
int cli_engine(const struct call *call, long threads, chy_engine **out);

/* A file to read from ("-": standard input); the status and a sentence that names it otherwise. cli_close leaves standard input open. */
chy_status cli_open(const char *path, FILE **out, chy_err *err);
void cli_close(FILE *f);

/* The bytes of a file ("-": standard input) on the heap; the status and a sentence that names it otherwise. */
chy_status cli_read_file(const char *path, char **bytes, size_t *size, chy_err *err);

/* The worse of two exit statuses of documents, 0 or EXIT_SOME_FAILED or EXIT_UNAVAILABLE. */
static inline int cli_worse(int a, int b) { return a > b ? a : b; }

#define CLI_ENGINE_OPTIONS                                                                                                                 \
    { "lexicon", 'L', "DIR", "word lists of your own, laid over the built-in ones" },                                                      \
    {                                                                                                                                      \
        "model", 'M', "FILE", "weights to use in place of the built-in ones"                                                               \
    }

/* For the commands that take documents in. */
#define CLI_COLUMNS_OPTION                                                                                                                 \
    {                                                                                                                                      \
        "columns", 0, "LIST", "of CSV and JSON lines: text=body,date=pub,title=..., also author, source, lang, id, address"                \
    }

/* For the commands that fetch. */
#define CLI_PRIVATE_OPTION                                                                                                                 \
    {                                                                                                                                      \
        "allow-private", 0, NULL, "fetch from loopback and private addresses as well"                                                      \
    }

/* For the commands that code. */
#define CLI_DICTIONARIES_OPTION                                                                                                            \
    {                                                                                                                                      \
        "dictionaries", 0, "DIR", "code events with the TABARI or PETRARCH dictionaries in this folder"                                    \
    }

#endif
