/*
 * options.h: one table a subcommand, from which parsing, usage, --help, the manual page and completion come.
 *
 *     static const struct option options[] = {
 *         { "threads", 'j', "N", "documents read at once (default: one a core)" },
 *         { "quiet", 'q', NULL, "no summary line" },
 *         { 0 }
 *     };
 *     const struct command command_add = { "add", "FILE-or-DIR...", "read documents into the record", NULL, options, add_run };
 *
 *     static int add_run(const struct call *call)        // answers the exit status
 *     {
 *         const char *threads = call_value(call, "threads");      // NULL when not given; "" for a flag that was
 *         for (int i = 0; i < call->count; i++) add(call->operands[i]);
 *     }
 *
 * Options may stand among the operands; "--" ends them; "--name=value", "--name value", "-nvalue" and "-n value" are the same;
 * a long name may be cut short as long as it stays one option's; given twice, the last counts. "-" alone is an operand.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

/* What a command may end with. */
enum { EXIT_DONE = 0, EXIT_NOT_FOUND = 1, EXIT_MISUSE = 2, EXIT_SOME_FAILED = 3, EXIT_UNAVAILABLE = 4 };

enum { OPTIONS_MAX = 24 }; /* rows in one table, --help not counted */

struct option {
    const char *name;     /* long, without dashes; NULL ends the table */
    char letter;          /* short, 0: none */
    const char *argument; /* what its value is called in the help; NULL: a flag */
    const char *help;     /* a few words, no full stop */
};

struct call;

struct command {
    const char *name;
    const char *operands;         /* "[FILE...]", "NAME", "" */
    const char *summary;          /* one line, no full stop */
    const char *about;            /* what --help and the manual page say beyond it, lines of at most 100 characters; NULL: nothing */
    const struct option *options; /* NULL: none */
    int (*run)(const struct call *call);
};

struct call {
    const struct command *command;
    char **operands;
    int count;
    const char *values[OPTIONS_MAX]; /* beside the rows of the table; NULL: not given */
};

enum { OPTIONS_GO_ON = -1 };

/* Parse argv[0 .. argc) (what follows the subcommand's name; it is put in order: operands first) and fill *call.
 * OPTIONS_GO_ON, or the exit status to leave with: EXIT_DONE after --help, EXIT_MISUSE after a sentence on standard error. */
int options_parse(const struct command *command, int argc, char **argv, struct call *call);

/* The value given for the option of that name; "" for a flag that was given; NULL when it was not (or is not in the table). */
const char *call_value(const struct call *call, const char *name);
static inline bool call_has(const struct call *call, const char *name) { return call_value(call, name) != NULL; }

/* A whole number from min to max given for an option; fallback when it was not given; EXIT_MISUSE with a sentence otherwise. */
int call_number(const struct call *call, const char *name, long min, long max, long fallback, long *out);

/* A complaint about how the command was called, on standard error, with where to find help. Answers EXIT_MISUSE. */
int options_misuse(const struct command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

void options_print_help(FILE *out, const struct command *command);

/* Over all commands (a table that NULL ends): the list that `chancery help` prints, the manual page, completion for bash. */
void options_print_commands(FILE *out, const struct command *const *commands);
void options_print_manual(FILE *out, const struct command *const *commands, const char *version);
void options_print_completion(FILE *out, const struct command *const *commands);

#endif
