#include "options.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { HELP_ROW = -2, NO_ROW = -1, TWO_ROWS = -3 };

static const char HELP_TEXT[] = "show this help";

static int misuse_tail(const struct command *command)
{
    fprintf(stderr, " (chancery %s --help shows how it is called)\n", command->name);
    return EXIT_MISUSE;
}

int options_misuse(const struct command *command, const char *format, ...)
{
    va_list args;
    fprintf(stderr, "chancery %s: ", command->name);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    return misuse_tail(command);
}

/* The row of a long name (size bytes, perhaps cut short); HELP_ROW, NO_ROW, TWO_ROWS. */
static int row_of_name(const struct command *command, const char *name, size_t size)
{
    int found = size && size <= 4 && !strncmp("help", name, size) ? HELP_ROW : NO_ROW;
    if (found == HELP_ROW && size == 4) return found;
    for (int i = 0; command->options && command->options[i].name; i++) {
        const char *full = command->options[i].name;
        if (strncmp(full, name, size)) continue;
        if (strlen(full) == size) return i;
        found = found == NO_ROW ? i : TWO_ROWS;
    }
    return size ? found : NO_ROW;
}

static int row_of_letter(const struct command *command, char letter)
{
    for (int i = 0; command->options && command->options[i].name; i++)
        if (command->options[i].letter && command->options[i].letter == letter) return i;
    return letter == 'h' ? HELP_ROW : NO_ROW;
}

/* One "--name..." at argv[*at]; moves *at over a value that it takes. */
static int take_long(const struct command *command, int argc, char **argv, int *at, struct call *call)
{
    const char *name = argv[*at] + 2, *equals = strchr(name, '=');
    size_t size = equals ? (size_t)(equals - name) : strlen(name);
    int row = row_of_name(command, name, size);
    if (row == HELP_ROW) {
        options_print_help(stdout, command);
        return EXIT_DONE;
    }
    if (row == TWO_ROWS) return options_misuse(command, "--%.*s could be more than one option", (int)size, name);
    if (row == NO_ROW) return options_misuse(command, "there is no option --%.*s", (int)size, name);

    const struct option *o = &command->options[row];
    if (!o->argument && equals) return options_misuse(command, "--%s takes no value", o->name);
    if (!o->argument)
        call->values[row] = "";
    else if (equals)
        call->values[row] = equals + 1;
    else if (*at + 1 < argc)
        call->values[row] = argv[++*at];
    else
        return options_misuse(command, "--%s needs its %s", o->name, o->argument);
    return OPTIONS_GO_ON;
}

/* One "-abc" at argv[*at]. */
static int take_letters(const struct command *command, int argc, char **argv, int *at, struct call *call)
{
    for (const char *p = argv[*at] + 1; *p; p++) {
        int row = row_of_letter(command, *p);
        if (row == HELP_ROW) {
            options_print_help(stdout, command);
            return EXIT_DONE;
        }
        if (row == NO_ROW) return options_misuse(command, "there is no option -%c", *p);
        const struct option *o = &command->options[row];
        if (!o->argument) {
            call->values[row] = "";
            continue;
        }
        if (p[1])
            call->values[row] = p + 1;
        else if (*at + 1 < argc)
            call->values[row] = argv[++*at];
        else
            return options_misuse(command, "-%c needs its %s", *p, o->argument);
        break;
    }
    return OPTIONS_GO_ON;
}

int options_parse(const struct command *command, int argc, char **argv, struct call *call)
{
    *call = (struct call){ .command = command, .operands = argv };
    for (int i = 0; i < argc; i++) {
        int status = OPTIONS_GO_ON;
        if (!strcmp(argv[i], "--")) {
            while (++i < argc) argv[call->count++] = argv[i];
            break;
        }
        if (argv[i][0] == '-' && argv[i][1] == '-')
            status = take_long(command, argc, argv, &i, call);
        else if (argv[i][0] == '-' && argv[i][1])
            status = take_letters(command, argc, argv, &i, call);
        else
            argv[call->count++] = argv[i]; /* never ahead of i */
        if (status != OPTIONS_GO_ON) return status;
    }
    return OPTIONS_GO_ON;
}

const char *call_value(const struct call *call, const char *name)
{
    const struct option *o = call->command->options;
    for (int i = 0; o && o[i].name; i++)
        if (!strcmp(o[i].name, name)) return call->values[i];
    return NULL;
}

int call_number(const struct call *call, const char *name, long min, long max, long fallback, long *out)
{
    const char *text = call_value(call, name);
    char *end = NULL;
    *out = fallback;
    if (!text) return OPTIONS_GO_ON;
    errno = 0;
    long n = strtol(text, &end, 10);
    if (errno || end == text || *end || n < min || n > max)
        return options_misuse(call->command, "--%s takes a whole number from %ld to %ld, not \"%s\"", name, min, max, text);
    *out = n;
    return OPTIONS_GO_ON;
}

/* ------------------------------------------------------------------ what people read */

/* "-j, --threads N" into out; answers its width. */
static int option_spelled(char *out, size_t room, const struct option *o)
{
    char letter[8] = "    ";
    if (o->letter) snprintf(letter, sizeof letter, "-%c, ", o->letter);
    return snprintf(out, room, "%s--%s%s%s", letter, o->name, o->argument ? " " : "", o->argument ? o->argument : "");
}

static void print_option(FILE *out, const struct option *o)
{
    char spelled[80];
    option_spelled(spelled, sizeof spelled, o);
    fprintf(out, "  %-26s  %s\n", spelled, o->help);
}

void options_print_help(FILE *out, const struct command *command)
{
    fprintf(out, "usage: chancery %s [OPTION...]%s%s\n\n", command->name, command->operands[0] ? " " : "", command->operands);
    fprintf(out, "%s: %s.\n", command->name, command->summary);
    if (command->about) fprintf(out, "\n%s\n", command->about);
    fprintf(out, "\noptions:\n");
    for (const struct option *o = command->options; o && o->name; o++) print_option(out, o);
    print_option(out, &(struct option){ "help", 'h', NULL, HELP_TEXT });
}

void options_print_commands(FILE *out, const struct command *const *commands)
{
    fprintf(out, "usage: chancery COMMAND [OPTION...] [ARGUMENT...]\n\ncommands:\n");
    for (; *commands; commands++) fprintf(out, "  %-10s  %s\n", (*commands)->name, (*commands)->summary);
    fprintf(out, "\nchancery COMMAND --help tells more of each.\n");
}

/* ------------------------------------------------------------------ what man reads */

/* Text for roff: hyphens stay hyphens, backslashes stay, no line begins with a control character; a line break breaks the line. */
static void print_roff(FILE *out, const char *text)
{
    bool line_begins = true;
    for (; *text; text++) {
        if (line_begins && (*text == '.' || *text == '\'')) fputs("\\&", out);
        line_begins = *text == '\n';
        if (*text == '-')
            fputs("\\-", out);
        else if (*text == '\\')
            fputs("\\e", out);
        else if (*text == '\n')
            fputs(text[1] == '\n' ? "\n.PP" : text[1] == ' ' ? "\n.br" : "", out), fputc('\n', out);
        else
            fputc(*text, out);
    }
    fputc('\n', out);
}

static void print_roff_option(FILE *out, const struct option *o)
{
    fputs(".TP\n\\fB", out);
    if (o->letter) fprintf(out, "\\-%c\\fR, \\fB", o->letter);
    fputs("\\-\\-", out);
    for (const char *p = o->name; *p; p++) *p == '-' ? fputs("\\-", out) : fputc(*p, out);
    fputs("\\fR", out);
    if (o->argument) fprintf(out, " \\fI%s\\fR", o->argument);
    fputc('\n', out);
    print_roff(out, o->help);
}

static void print_roff_command(FILE *out, const struct command *command)
{
    fprintf(out, ".SS \"chancery %s [OPTION...]%s%s\"\n", command->name, command->operands[0] ? " " : "", command->operands);
    print_roff(out, command->summary);
    if (command->about) {
        fputs(".PP\n", out);
        print_roff(out, command->about);
    }
    for (const struct option *o = command->options; o && o->name; o++) print_roff_option(out, o);
}

void options_print_manual(FILE *out, const struct command *const *commands, const char *version)
{
    fprintf(out, ".TH CHANCERY 1 \"\" \"chancery %s\" \"User Commands\"\n", version);
    fputs(".SH NAME\nchancery \\- keeps the record of diplomacy: dated, sourced to the byte, queryable as of any day\n", out);
    fputs(".SH SYNOPSIS\n.B chancery\n.I COMMAND\n[\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]\n.SH COMMANDS\n", out);
    for (; *commands; commands++) print_roff_command(out, *commands);
    fputs(".SH EXIT STATUS\n0 all done; 1 asked with \\-e and found nothing; 2 misused; 3 some documents failed; "
          "4 the record or the model cannot be used.\n",
          out);
    fputs(".SH ENVIRONMENT\n.TP\nCHANCERY_RECORD\nthe record that is used when \\-\\-record is not given (else \\fIchancery.db\\fR in the "
          "current folder)\n",
          out);
}

void options_print_completion(FILE *out, const struct command *const *commands)
{
    fputs("# bash completion for chancery\n_chancery() {\n    local word=${COMP_WORDS[COMP_CWORD]}\n    if [ \"$COMP_CWORD\" = 1 ]; then\n"
          "        COMPREPLY=($(compgen -W \"",
          out);
    for (const struct command *const *c = commands; *c; c++) fprintf(out, "%s%s", c == commands ? "" : " ", (*c)->name);
    fputs("\" -- \"$word\"))\n        return\n    fi\n    case $word in -*) ;; *) COMPREPLY=($(compgen -f -- \"$word\")); return ;; esac\n"
          "    case ${COMP_WORDS[1]} in\n",
          out);
    for (const struct command *const *c = commands; *c; c++) {
        fprintf(out, "    %s) COMPREPLY=($(compgen -W \"", (*c)->name);
        for (const struct option *o = (*c)->options; o && o->name; o++) fprintf(out, "--%s ", o->name);
        fputs("--help\" -- \"$word\")) ;;\n", out);
    }
    fputs("    esac\n}\ncomplete -o filenames -F _chancery chancery\n", out);
}
