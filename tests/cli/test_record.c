/* The record from the command line: what is printed where, and with which exit status. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64];
static struct {
    int status;
    char out[1 << 16], err[1 << 14];
} ran;

static void read_all(const char *name, char *text, size_t room)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    text[fread(text, 1, room - 1, f)] = 0;
    fclose(f);
}

/* Run a shell line in the folder, where `chancery` is the command; its output and status are in `ran`. */
static int run(const char *line)
{
    char command[2048];
    snprintf(command, sizeof command, "cd '%s' && chancery() { '%s' \"$@\"; } && unset CHANCERY_RECORD && { %s; } >out.tmp 2>err.tmp",
             folder, CHANCERY_COMMAND, line);
    int status = system(command);
    read_all("out.tmp", ran.out, sizeof ran.out);
    read_all("err.tmp", ran.err, sizeof ran.err);
    return ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void write_text(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static int lines(const char *text)
{
    int n = 0;
    for (; *text; text++) n += *text == '\n';
    return n;
}

static void has(const char *text, const char *words)
{
    if (!strstr(text, words)) fail_msg("\"%s\" does not say \"%s\"", text, words);
}

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/chancery-cli-XXXXXX");
    if (!mkdtemp(folder)) return -1;
    run("mkdir -p press/deep press/.hidden");
    write_text("press/b.txt", "The foreign ministers of Peru and Chad met in Lima on 4 March 2021, the Peruvian ministry said.\n");
    write_text("press/a.txt", "Norway joined the council, its spokesman said on 5 March 2021.\n");
    write_text("press/deep/c.txt", "Chile will host the next summit.\n");
    write_text("press/.hidden/d.txt", "This is not read.\n");
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return chdir("/") || run("true") || (snprintf(ran.out, sizeof ran.out, "rm -rf '%s'", folder), system(ran.out));
}

static void added_once(void **state)
{
    (void)state;
    assert_int_equal(run("chancery add press"), 0);
    has(ran.out, "read 3 documents: ");
    assert_string_equal(ran.err, "");
    assert_int_equal(run("chancery docs --csv"), 0);
    assert_int_equal(lines(ran.out), 4);
    assert_true(strstr(ran.out, "a.txt") < strstr(ran.out, "b.txt") && strstr(ran.out, "b.txt") < strstr(ran.out, "c.txt"));
    assert_null(strstr(ran.out, "d.txt"));
    assert_int_equal(run("chancery add press press/a.txt"), 0);
    has(ran.out, "0 new, 4 already there");
    assert_int_equal(run("cp press/a.txt copy.txt && chancery add copy.txt"), 0);
    has(ran.out, "0 new, 1 already there");
    assert_int_equal(run("chancery add ."), 3); /* the record itself is none of the documents; out.tmp and err.tmp are empty */
    assert_null(strstr(ran.err, "chancery.db"));
}

static void bad_documents_do_not_stop_the_others(void **state)
{
    (void)state;
    run(": >empty.txt; head -c 3000 /bin/sh >binary.txt; echo 'Peru thanked Chile.' >good.txt");
    assert_int_equal(run("chancery add -r bad.db missing.txt empty.txt binary.txt good.txt"), 3);
    has(ran.err, "missing.txt: ");
    has(ran.err, "empty.txt: ");
    has(ran.err, "binary.txt: ");
    assert_int_equal(lines(ran.err), 3);
    has(ran.out, "read 1 document: ");
    has(ran.out, "3 failed");
}

static void records_that_cannot_be_used(void **state)
{
    (void)state;
    assert_int_equal(run("chancery status -r none.db"), 4);
    has(ran.err, "no record yet");
    assert_int_equal(run("echo hello >hello.db; chancery status -r hello.db"), 4);
    assert_int_equal(lines(ran.err), 1);
    assert_int_equal(run("chancery add -r hello.db good.txt"), 4);
    assert_int_equal(run("chancery add -q -r fixed.db press/a.txt && chmod a-w fixed.db && chancery add -r fixed.db press/b.txt"), 4);
    has(ran.err, "read-only");
    assert_int_equal(run("chancery status -r fixed.db"), 0);
    assert_int_equal(run("CHANCERY_RECORD=fixed.db chancery status --json"), 0);
    has(ran.out, "{\"what\": \"documents\", \"value\": \"1\"}");
}

static void nothing_stated(void **state)
{
    (void)state;
    run("chancery add -q press");
    assert_int_equal(run("chancery org 'League of Nowhere'"), 0);
    has(ran.out, "not stated");
    assert_int_equal(run("chancery org 'League of Nowhere' -e"), 1);
    assert_int_equal(run("chancery said Nobody -e --json"), 1);
    assert_string_equal(ran.out, "");
    assert_int_equal(run("chancery search zebra -e"), 1);
    assert_int_equal(run("chancery search Chile -e"), 0);
    assert_int_equal(run("chancery events --from 2021-13"), 2);
    assert_int_equal(run("chancery met"), 2);
    assert_int_equal(run("chancery why 17x"), 2);
    assert_int_equal(run("chancery org CRS --json --csv"), 2);
}

static void any_number_of_threads(void **state)
{
    (void)state;
    run("mkdir -p many; i=0; while [ $i -lt 90 ]; do echo \"On $((i % 28 + 1)) May 2019 minister Ola Nord$i met Eva Lind in Oslo.\" "
        ">many/$i.txt; i=$((i + 1)); done");
    const char *dump = "sqlite_dump() { chancery events -r $1 --json; chancery docs -r $1 --json | sed 's/\"recorded\": \"[^\"]*\"//'; "
                       "chancery who minister -r $1 --json; }; ";
    char line[600];
    snprintf(line, sizeof line,
             "%s chancery add -q -j1 -r one.db many && chancery add -q -j4 -r four.db many && sqlite_dump one.db >1.tmp && sqlite_dump "
             "four.db >4.tmp && cmp 1.tmp 4.tmp",
             dump);
    assert_int_equal(run(line), 0);
    assert_string_equal(ran.err, "");
}

/* Killed at any moment the record is whole, and adding again completes it. */
static void killed_while_adding(void **state)
{
    (void)state;
    char record[128], many[128];
    snprintf(record, sizeof record, "%s/killed.db", folder);
    snprintf(many, sizeof many, "%s/many", folder);
    for (int wait = 1; wait <= 64; wait *= 2) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (!child) {
            int nowhere = open("/dev/null", O_WRONLY);
            dup2(nowhere, 1);
            dup2(nowhere, 2);
            execl(CHANCERY_COMMAND, "chancery", "add", "-r", record, many, (char *)NULL);
            _exit(9);
        }
        usleep((useconds_t)wait * 1000);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    assert_int_equal(run("chancery add -q -r killed.db many && chancery add -r killed.db many"), 0);
    has(ran.out, "0 new, 90 already there");
    assert_int_equal(run("chancery events -r killed.db --json | wc -l; chancery events -r one.db --json | wc -l"), 0);
    char *end = NULL;
    long killed = strtol(ran.out, &end, 10);
    assert_int_equal(killed, strtol(end, NULL, 10));
}

/* Read again side by side, in more than one batch, beside one that cannot be read: the same record as from one thread. */
static void read_again_side_by_side(void **state)
{
    (void)state;
    run("mkdir seventy; for i in $(seq 70); do echo \"Minister Ola Berg$i met Eva Lind in Oslo on $((i % 28 + 1)) May 2019, said Eva Lind. "
        "Norway is a member of NATO.\" >seventy/$i.txt; done; chancery add -q -r by_one.db seventy; chancery reject F-3 -r by_one.db --because no --by me; "
        "cp by_one.db by_four.db; sleep 1");
    assert_int_equal(run("chancery recode --all -j 1 -r by_one.db"), 0);
    has(ran.out, "read 70 documents again");
    assert_int_equal(run("chancery recode --all -j 4 -r by_four.db"), 0);
    has(ran.out, "read 70 documents again");
    assert_int_equal(run("for r in by_one by_four; do for q in events docs 'facts NATO' 'said Lind' journal 'export -f jsonl'; do chancery $q -r $r.db; done | "
                         "sed -E 's/20[0-9-]+T[0-9:]+Z//g' >$r.out; done; test $(wc -l <by_one.out) -gt 500 && cmp by_one.out by_four.out"),
                     0);
    assert_int_equal(run("chancery verify -q -r by_four.db"), 0);
    assert_int_equal(run("chancery recode --all -j 0 -r by_four.db"), 2);
}

/* A document that is not its own text is read again from its bytes; what was read before is there to be looked back to. */
static void read_again(void **state)
{
    (void)state;
    run("printf 'Peru\\351 met the ministers of Chad in Lima on 4 March 2021, the ministry said.\\n' >latin.txt; chancery add -q -r again.db press latin.txt");
    assert_int_equal(run("chancery recode -r again.db"), 2);
    assert_int_equal(run("chancery recode -r again.db nowhere.txt"), 2);
    has(ran.err, "no such document");
    assert_int_equal(run("rm latin.txt; sleep 1; chancery recode -r again.db --all"), 0);
    has(ran.out, "read 4 documents again");
    assert_int_equal(run("chancery recode -r again.db --stale"), 0);
    has(ran.out, "read 0 documents again");
    assert_int_equal(run("chancery docs -r again.db --csv"), 0);
    assert_int_equal(lines(ran.out), 5);
    assert_int_equal(run("chancery diff -r again.db D-4"), 0);
    has(ran.out, "no difference");
    assert_int_equal(run("chancery diff -r again.db --from 2020"), 0);
    has(ran.out, "latin.txt");
    assert_int_equal(run("chancery diff -r again.db"), 2);
    assert_int_equal(run("chancery diff -r again.db --from yesterday"), 2);
    assert_int_equal(run("chancery blame -r again.db D-4"), 0);
    has(ran.out, "closed");
    has(ran.out, "C-8");
    assert_int_equal(run("chancery docs -r again.db --known-by 2020 -e"), 1);
}

/* A press release, as others passed it on. */
static void copies(void **state)
{
    (void)state;
    run("cat >release.txt <<'END'\nHarbour talks in Lima\n4 March 2021\n\nThe ministers of Peru and Chad met in Lima on Thursday and spoke of the new harbour. "
        "They agreed to send engineers to the coast in May, and to meet again before the rains. The minister of Peru thanked his guest for the "
        "map of the old lighthouse, which will hang in the town hall from now on.\nEND\n"
        "(echo 'From our agency'; cat release.txt; echo 'Read more on our pages.') >agency.txt; head -n 4 release.txt | cut -c 1-110 >part.txt;"
        "fold -s -w 60 release.txt >wrapped.txt;"
        "sed -e 's/Peru/Ghana/g; s/Chad/Mali/g; s/Lima/Accra/g; s/Thursday/Monday/; s/May/June/; s/4 March/8 March/' release.txt >form.txt");
    assert_int_equal(run("chancery add -q -r copies.db form.txt wrapped.txt release.txt"), 0);
    assert_int_equal(run("chancery copies -r copies.db D-3 --csv"), 0);
    has(ran.out, "D-2 wrapped.txt,same words,100");
    assert_null(strstr(ran.out, "form.txt"));
    assert_int_equal(run("chancery add -q -r copies.db press agency.txt part.txt && chancery copies -r copies.db D-3 --csv"), 0);
    has(ran.out, "agency.txt,copy or version,100");
    has(ran.out, "part.txt,a part of it,96");
    assert_int_equal(lines(ran.out), 4);
    assert_int_equal(run("chancery verify -r copies.db"), 0);
    assert_int_equal(run("sleep 1; chancery recode -q -r copies.db --all; chancery fix -r copies.db D-3 date=1999-01-01 --because 'it is old' --by Liv"), 0);
    assert_int_equal(run("chancery verify -r copies.db"), 0);
    assert_int_equal(run("chancery copies -r copies.db D-3 --csv"), 0);
    has(ran.out, "wrapped.txt");
    assert_null(strstr(ran.out, "part.txt")); /* of another time: what is nearly the same alone */
    assert_int_equal(run("chancery copies -r copies.db F-3"), 2);
    assert_int_equal(run("chancery copies -r copies.db D-99 -e"), 1);
}

static void corrections(void **state)
{
    (void)state;
    assert_int_equal(run("chancery add -q -r fix.db press"), 0);
    assert_int_equal(run("chancery fix -r fix.db D-1 title='A council'"), 2);
    has(ran.err, "needs its reason");
    assert_int_equal(run("chancery fix -r fix.db D-1 title='A council' --because 'it has none'"), 2);
    has(ran.err, "needs the name");
    assert_int_equal(run("chancery fix -r fix.db D-1 'title=A council' --because 'it has none' --by Liv"), 0);
    assert_string_equal(ran.out, "J-1\n");
    assert_int_equal(run("chancery journal -r fix.db --csv"), 0);
    has(ran.out, "in force");
    assert_int_equal(run("chancery blame D-1 -r fix.db"), 0);
    has(ran.out, "Liv");
    assert_int_equal(run("chancery recode --all -q -r fix.db && chancery docs -r fix.db --json | head -1"), 0);
    has(ran.out, "\"A council\"");
    assert_int_equal(
        run("chancery journal export -r fix.db >journal.jsonl && chancery add -q -r other.db press && chancery journal import journal.jsonl -r other.db"),
        0);
    has(ran.out, "1 new entry");
    assert_int_equal(run("chancery journal import journal.jsonl -r other.db && chancery journal export -r other.db | cmp - journal.jsonl"),
                     0);
    has(ran.out, "0 new entries");
    assert_int_equal(run("chancery undo 1 --because 'it had one' --by Liv -r fix.db && chancery docs -r fix.db --json | head -1"), 0);
    assert_null(strstr(ran.out, "A council"));
    assert_int_equal(run("chancery verify -r fix.db"), 0);
    assert_string_equal(ran.out, "0 faults\n");
    assert_int_equal(run("chancery review -r fix.db --csv"), 0);
    assert_int_equal(run("chancery backup copy.db -r fix.db && chancery verify -q -r copy.db"), 0);
    assert_int_equal(run("chancery backup copy.db -r fix.db"), 2);
    assert_int_equal(run("chancery verify -r none.db"), 4);
    assert_int_equal(run("echo '{}' | chancery journal import - -r fix.db"), 3);
    has(ran.err, "line 1: this is no entry");
}

/* Copies and what one source told are one origin; what two say otherwise stands side by side. */
static void origins_and_conflicts(void **state)
{
    static const char told[] =
        "Foreign Minister of Norway Kari Lund met with Foreign Minister of Ghana Kofi Mensah in Oslo on March 3, 2021. They spoke of ships and "
        "of the price of fish. The talks lasted two hours and were followed by a dinner in the old town hall of the city.\n";
    char text[1024];
    (void)state;
    assert_int_equal(run("mkdir talks"), 0);
    snprintf(text, sizeof text, "Ministers meet\nMarch 4, 2021, Coast Courier\n\n%s", told);
    write_text("talks/a.txt", text);
    snprintf(text, sizeof text, "Ministers meet\nMarch 4, 2021, Valley Herald\n\n%s", told);
    write_text("talks/b.txt", text);
    write_text(
        "talks/c.txt",
        "Lund receives Mensah\nMarch 5, 2021, Harbour News\n\nNorway's Foreign Minister Kari Lund met with Foreign Minister of Ghana Kofi "
        "Mensah in Oslo on March 3, 2021, and showed him the new port.\n");
    write_text(
        "talks/d.txt",
        "Ghana's minister in Bergen\nMarch 5, 2021, Steppe Daily\n\nForeign Minister of Ghana Kofi Mensah held talks with Foreign Minister of Norway "
        "Kari Lund in Bergen on March 3, 2021.\n");
    assert_int_equal(run("chancery add talks --record talks.db"), 0);
    assert_int_equal(run("chancery event E-1 --record talks.db"), 0);
    has(ran.out, "2 independent origins; 1 of the documents is a copy or version of another");
    assert_int_equal(run("chancery conflicts --record talks.db"), 0);
    has(ran.out, "place ");
    has(ran.out, "Bergen");
    assert_int_equal(run("chancery conflicts Ghana --on 2021-03-03 --csv --record talks.db"), 0);
    assert_int_equal(lines(ran.out), 2);
    assert_int_equal(run("chancery conflicts Ghana --on 2020 --record talks.db"), 0);
    has(ran.out, "nothing in this record contradicts");
    assert_int_equal(run("chancery event E-99 --record talks.db"), 0);
    has(ran.out, "there is no E-99");
    assert_int_equal(run("chancery event F-1 --record talks.db"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(added_once),
        cmocka_unit_test(bad_documents_do_not_stop_the_others),
        cmocka_unit_test(records_that_cannot_be_used),
        cmocka_unit_test(nothing_stated),
        cmocka_unit_test(any_number_of_threads),
        cmocka_unit_test(killed_while_adding),
        cmocka_unit_test(read_again),
        cmocka_unit_test(read_again_side_by_side),
        cmocka_unit_test(copies), cmocka_unit_test(corrections),
        cmocka_unit_test(origins_and_conflicts),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
