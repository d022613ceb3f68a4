#include <signal.h>
#include <string.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "cli.h"

/* clang-format off: a line a group, so that two who add a command seldom meet */
static const struct command *const commands[] = {
    &command_add, &command_recode, &command_watch,
    &command_org, &command_who, &command_met, &command_said, &command_events, &command_facts, &command_dates,
    &command_person, &command_visits, &command_agreements, &command_timeline, &command_calendar,
    &command_why, &command_blame,    &command_copies, &command_diff,
    &command_fix, &command_reject, &command_accept, &command_merge, &command_split, &command_undo, &command_journal, &command_review,
    &command_verify, &command_backup,
    &command_search, &command_docs, &command_stale, &command_status, &command_sql,
    &command_dups, &command_event, &command_conflicts,
    &command_export, &command_serve,
    &command_submit, &command_worker, &command_fleet, &command_reconcile,
    &command_read, &command_code, &command_parse,
    NULL
};
/* clang-format on */

static int usage(FILE *out)
{
    options_print_commands(out, commands);
    return out == stdout ? EXIT_DONE : EXIT_MISUSE;
}

static const struct command *find(const char *name)
{
    for (const struct command *const *c = commands; *c; c++)
        if (!strcmp((*c)->name, name)) return *c;
    return NULL;
}

/* Documents come and go: memory of one is kept for the next, which spares the kernel clearing it anew (an eighth of the time of `parse`).
 */
static void keep_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 64 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

int main(int argc, char **argv)
{
    keep_memory();
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is told by the one who writes it */
    const char *word = argc > 1 ? argv[1] : NULL;
    if (!word) return usage(stderr);
    if (!strcmp(word, "--version")) {
        printf("chancery %s\n", chy_version());
        return EXIT_DONE;
    }
    if (!strcmp(word, "--help") || (!strcmp(word, "help") && argc == 2)) return usage(stdout);
    if (!strcmp(word, "help")) {
        const struct command *asked = find(argv[2]);
        if (asked) {
            options_print_help(stdout, asked);
            return EXIT_DONE;
        }
        word = argv[2];
    }
    if (!strcmp(word, "manual")) {
        options_print_manual(stdout, commands, chy_version());
        return EXIT_DONE;
    }
    if (!strcmp(word, "completion")) {
        options_print_completion(stdout, commands);
        return EXIT_DONE;
    }
    const struct command *command = find(word);
    if (!command) {
        fprintf(stderr, "chancery: there is no command '%s'; `chancery help` lists them\n", word);
        return EXIT_MISUSE;
    }
    struct call call;
    int status = options_parse(command, argc - 2, argv + 2, &call);
    if (status != OPTIONS_GO_ON) return status;
    status = command->run(&call);
    if (fflush(stdout) || ferror(stdout)) {
        fprintf(stderr, "chancery: standard output cannot be written\n");
        status = cli_worse(status, EXIT_SOME_FAILED);
    }
    return status;
}
