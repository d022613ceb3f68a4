#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"

enum { BAR = 30, TOLD_MOST = 20, GROUPED_FROM = 5 };

double progress_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void progress_begin(struct progress *p, bool quiet)
{
    *p = (struct progress){ .quiet = quiet, .terminal = isatty(STDERR_FILENO) == 1, .begin = progress_now() };
    p->told = p->begin;
}

static void wipe(struct progress *p)
{
    if (p->drawn) fputs("\r\033[K", stderr);
    p->drawn = false;
}

/* "2 min left" */
static void put_left(double seconds, char *out, size_t room)
{
    if (seconds < 90)
        snprintf(out, room, "%.0f s left", seconds);
    else if (seconds < 5400)
        snprintf(out, room, "%.0f min left", seconds / 60);
    else
        snprintf(out, room, "%.1f h left", seconds / 3600);
}

/* How much of it is done, by bytes where they are known, since files differ. */
static double share(const chy_progress *now)
{
    if (now->bytes_total && now->bytes <= now->bytes_total) return (double)now->bytes / (double)now->bytes_total;
    return now->files_total ? (double)now->files / (double)now->files_total : 0;
}

static void draw(struct progress *p, const chy_progress *now, unsigned long long documents, double time)
{
    double done = share(now), spent = time - p->begin;
    char left[32] = "", bar[BAR + 1];
    if (done > 0 && spent > 2) put_left(spent / done - spent, left, sizeof left);
    for (int i = 0; i < BAR; i++) bar[i] = i < (int)(done * BAR) ? '=' : ' ';
    bar[BAR] = 0;
    unsigned long long files = now->files, total = now->files_total > files ? now->files_total : files;
    if (p->terminal)
        fprintf(stderr, "\r\033[K[%s] %llu of %llu files, %llu documents, %.0f a second  %s", bar, files, total, documents,
                spent > 0 ? (double)documents / spent : 0, left);
    else
        fprintf(stderr, "chancery: %llu of %llu files, %llu documents, %.0f a second%s%s\n", files, total, documents,
                spent > 0 ? (double)documents / spent : 0, *left ? ", " : "", left);
    fflush(stderr);
    p->drawn = p->terminal;
}

void progress_tell(struct progress *p, chy_intake *in, unsigned long long documents)
{
    double time = progress_now();
    if (p->quiet || time - p->told < (p->terminal ? 0.2 : 15)) return;
    p->told = time;
    if (!p->counted) chy_intake_count(in);
    p->counted = true;
    chy_progress now = chy_intake_progress(in);
    draw(p, &now, documents, time);
}

/* The sentence behind the name, its numbers taken out: what failures of one kind have in common. */
static void kind_of(const char *sentence, char *out, size_t room)
{
    const char *behind = strstr(sentence, ": ");
    size_t n = 0;
    for (const char *p = behind ? behind + 2 : sentence; *p && n + 1 < room; p++) {
        bool digit = *p >= '0' && *p <= '9';
        if (digit && n && out[n - 1] == '#') continue;
        out[n++] = digit ? '#' : *p;
    }
    out[n] = 0;
}

static void count_kind(struct progress *p, const chy_err *err)
{
    char what[sizeof p->kinds[0].what];
    kind_of(err->text, what, sizeof what);
    for (int i = 0; i < p->kind_count; i++)
        if (!strcmp(p->kinds[i].what, what)) {
            p->kinds[i].count++;
            return;
        }
    if (p->kind_count == FAILURE_KINDS) {
        p->other_kinds++;
        return;
    }
    struct failure_kind *k = &p->kinds[p->kind_count++];
    snprintf(k->what, sizeof k->what, "%s", what);
    snprintf(k->example, sizeof k->example, "%.150s", err->text);
    k->count = 1;
}

void progress_failed(struct progress *p, const chy_err *err)
{
    wipe(p);
    if (p->failed++ < TOLD_MOST)
        cli_complain(err);
    else if (p->failed == TOLD_MOST + 1)
        fprintf(stderr, "chancery: more that failed is counted and told at the end\n");
    count_kind(p, err);
}

void progress_end(struct progress *p)
{
    wipe(p);
    if (p->failed < GROUPED_FROM) return;
    fprintf(stderr, "chancery: %llu failed:\n", p->failed);
    for (int rank = 0; rank < p->kind_count; rank++) { /* most frequent first, else as they came */
        int best = -1;
        for (int i = 0; i < p->kind_count; i++)
            if (p->kinds[i].count && (best < 0 || p->kinds[i].count > p->kinds[best].count)) best = i;
        struct failure_kind *k = &p->kinds[best];
        if (k->count == 1)
            fprintf(stderr, "%8d  %s\n", 1, k->example);
        else
            fprintf(stderr, "%8llu  %s (%.*s ...)\n", k->count, k->what, (int)strcspn(k->example, ":"), k->example);
        k->count = 0;
    }
    if (p->other_kinds) fprintf(stderr, "%8llu  for other reasons\n", p->other_kinds);
}
