/*
 * Runs the .txt files beside it: plain text for the language, where someone who does not write C can add a line.
 *
 *     == title of the case
 *     published 2014-09-10                  (and: source NAME, title TEXT; all may be left out)
 *     The text, as many lines as it takes.
 *     --
 *     mention    TEXT  ENTITY  [type]  [form]
 *     time       TEXT  TYPE  VALUE
 *     implied    EVENT  VALUE
 *     statement  SPEAKER  PART OF THE CONTENT  [kind]  [via A, B]      speaker "-": none
 *     attitude   HOLDER  PART OF THE CONTENT  [stance]
 *     event      TYPE[/mode]  PARTICIPANT, PARTICIPANT  [date]  [place]  [status]
 *     coded      TYPE  SOURCE|SOURCE  [TARGET|TARGET]                   actor codes, whole and in order
 *     fact       SUBJECT  relation  OBJECT  modality  [of X]  [inferred]
 *                (modality also "ended": is, and over; "lasts": is, and not over)
 *     never      ... any of these: it must not be found
 *
 * Fields are parted by a tab, by two spaces or more, or by " | "; "*" fits anything, "-" wants nothing there. Entities are
 * named by a name, an alias or a code; case and marks are of no matter.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <glob.h>
#include <cmocka.h>

#include "base/file.h"
#include "base/utf8.h"
#include "doc/doc.h"

enum { FIELDS = 8 };

struct expectation {
    chy_str line;
    size_t number;
    bool never;
    chy_str field[FIELDS];
    int count;
};

struct test_case {
    const char *path;
    chy_str title, published, source, headline, text;
    LIST(struct expectation) wants;
};

static arena mem;
static chy_engine *engine;

/* ------------------------------------------------------------------ reading the files */

static void split_fields(struct expectation *x, chy_str s)
{
    size_t from = 0, at = 0;
    while (at <= s.len && x->count < FIELDS) {
        bool bar = at + 3 <= s.len && !memcmp(s.ptr + at, " | ", 3);
        bool gap = at < s.len && (s.ptr[at] == '\t' || (s.ptr[at] == ' ' && at + 1 < s.len && s.ptr[at + 1] == ' '));
        if (at == s.len || bar || gap) {
            chy_str f = str_trim(str_cut(s, from, at));
            if (f.len || bar) x->field[x->count++] = f;
            if (at == s.len) break;
            at += bar ? 3 : 1;
            while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == '\t')) at++;
            from = at;
        } else {
            at++;
        }
    }
}

static bool take(chy_str line, const char *key, chy_str *out)
{
    size_t n = strlen(key);
    if (line.len <= n || memcmp(line.ptr, key, n) || line.ptr[n] != ' ') return false;
    *out = str_trim(str_cut(line, n, line.len));
    return true;
}

typedef LIST(struct test_case) case_list;

static void read_cases(const char *path, case_list *cases)
{
    char *bytes = NULL;
    size_t size = 0, number = 0;
    chy_err err = { 0 };
    if (file_read(path, 16 << 20, &bytes, &size, &err)) fail_msg("%s", err.text);
    chy_str rest = str_keep(&mem, (chy_str){ bytes, size }), line;
    free(bytes);
    struct test_case *c = NULL;
    bool wants = false;
    while (str_next_piece(&rest, '\n', &line)) {
        number++;
        if (str_starts(line, CHY_LIT("== "))) {
            c = LIST_PUSH(&mem, cases);
            c->path = path;
            c->title = str_trim(str_cut(line, 3, line.len));
            wants = false;
        } else if (!c) {
            continue; /* words before the first case */
        } else if (!wants && str_is(str_trim(line), "--")) {
            wants = true;
            c->text = str_trim(c->text);
        } else if (wants) {
            line = str_trim(line);
            if (!line.len || line.ptr[0] == '#') continue;
            struct expectation *x = LIST_PUSH(&mem, &c->wants);
            x->line = line;
            x->number = number;
            x->never = str_starts(line, CHY_LIT("never ")) || str_starts(line, CHY_LIT("never\t"));
            if (x->never) line = str_trim(str_cut(line, 6, line.len));
            size_t word = 0;
            while (word < line.len && line.ptr[word] != ' ' && line.ptr[word] != '\t') word++;
            x->field[x->count++] = str_cut(line, 0, word);
            split_fields(x, str_trim(str_cut(line, word, line.len)));
        } else if (!c->text.ptr &&
                   (take(line, "published", &c->published) || take(line, "source", &c->source) || take(line, "title", &c->headline))) {
            continue;
        } else if (c->text.ptr || str_trim(line).len) {
            if (!c->text.ptr) c->text = line;
            c->text.len = (size_t)(line.ptr + line.len - c->text.ptr);
        }
    }
}

/* ------------------------------------------------------------------ fitting */

static bool any(chy_str want) { return !want.len || str_is(want, "*"); }

static bool same(chy_str want, chy_str got)
{
    if (any(want)) return true;
    if (str_is(want, "-")) return !got.len;
    arena_mark here = arena_here(&mem);
    bool is = str_eq(want, got) || str_eq(utf8_fold(&mem, want), utf8_fold(&mem, got));
    arena_rewind(&mem, here);
    return is && got.len;
}

static bool is_entity(const chy_doc *d, chy_str want, uint32_t entity)
{
    if (any(want)) return true;
    if (entity == NONE) return str_is(want, "-");
    const struct entity *e = &d->entities.at[entity];
    if (same(want, e->name)) return true;
    for (uint32_t i = 0; i < e->aliases.count; i++)
        if (same(want, e->aliases.at[i])) return true;
    for (uint32_t i = 0; i < e->codes.count; i++)
        if (str_eq(want, e->codes.at[i])) return true;
    return false;
}

/* "A, B" names all of them and no others. */
static bool are_entities(const chy_doc *d, chy_str want, const uint32_t *entities, uint32_t count)
{
    if (any(want)) return true;
    if (str_is(want, "-")) return !count;
    uint32_t named = 0;
    chy_str name;
    while (str_next_piece(&want, ',', &name)) {
        uint32_t i = 0;
        while (i < count && !is_entity(d, str_trim(name), entities[i])) i++;
        if (i == count) return false;
        named++;
    }
    return named == count;
}

static bool fits_mention(const chy_doc *d, const struct expectation *x)
{
    for (uint32_t i = 0; i < d->mentions.count; i++) {
        const struct mention *m = &d->mentions.at[i];
        uint32_t count;
        const uint32_t *entities = mention_entities(m, &count);
        if (same(x->field[1], doc_text(d, m->span)) &&
            (are_entities(d, x->field[2], entities, count) || is_entity(d, x->field[2], m->entity)) &&
            (x->count < 4 || same(x->field[3], str_of(entity_type_text(d->entities.at[m->entity].type)))) &&
            (x->count < 5 || same(x->field[4], str_of(mention_form_text(m->form)))))
            return true;
    }
    return false;
}

static bool fits_time(const chy_doc *d, const struct expectation *x)
{
    for (uint32_t i = 0; i < d->times.count; i++) {
        const struct time *t = &d->times.at[i];
        if (same(x->field[1], doc_text(d, t->span)) && (x->count < 3 || same(x->field[2], str_of(time_type_text(t->type)))) &&
            (x->count < 4 || any(x->field[3]) || str_eq(x->field[3], t->value)))
            return true;
    }
    return false;
}

static bool fits_implied(const chy_doc *d, const struct expectation *x)
{
    for (uint32_t i = 0; i < d->implied.count; i++)
        if (same(x->field[1], d->implied.at[i].event) && (x->count < 3 || any(x->field[2]) || str_eq(x->field[2], d->implied.at[i].value)))
            return true;
    return false;
}

static bool fits_said(const chy_doc *d, const struct expectation *x, const struct statement *list, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct statement *s = &list[i];
        bool content = any(x->field[2]);
        for (uint32_t k = 0; k < s->content.count && !content; k++)
            content = str_find(doc_text(d, s->content.at[k]), x->field[2], 0) != SIZE_MAX;
        bool rest = true;
        for (int f = 3; f < x->count; f++) {
            chy_str want = x->field[f], via;
            if (take(want, "via", &via))
                rest = rest && are_entities(d, via, s->via.at, s->via.count);
            else
                rest = rest && (same(want, str_of(statement_kind_text(s->kind))) || same(want, s->stance));
        }
        if (content && rest && are_entities(d, x->field[1], s->speakers.at, s->speakers.count)) return true;
    }
    return false;
}

static bool fits_statement(const chy_doc *d, const struct expectation *x) { return fits_said(d, x, d->statements.at, d->statements.count); }

static bool fits_attitude(const chy_doc *d, const struct expectation *x) { return fits_said(d, x, d->attitudes.at, d->attitudes.count); }

static bool fits_event(const chy_doc *d, const struct expectation *x)
{
    chy_str type = x->field[1], mode = { 0 };
    const char *slash = type.len ? memchr(type.ptr, '/', type.len) : NULL;
    if (slash) {
        mode = str_cut(type, (size_t)(slash - type.ptr) + 1, type.len);
        type.len = (size_t)(slash - type.ptr);
    }
    for (uint32_t i = 0; i < d->events.count; i++) {
        const struct event *e = &d->events.at[i];
        uint32_t who[64], count = 0;
        for (uint32_t k = 0; k < e->roles.count && count < 64; k++) who[count++] = e->roles.at[k].entity;
        if (same(type, e->type) && (any(mode) || same(mode, e->mode) || same(mode, e->kind)) && are_entities(d, x->field[2], who, count) &&
            (x->count < 4 || any(x->field[3]) || (str_is(x->field[3], "-") ? !e->date.len : str_eq(x->field[3], e->date))) &&
            (x->count < 5 || is_entity(d, x->field[4], e->place)) &&
            (x->count < 6 || same(x->field[5], str_of(event_status_text(e->status)))))
            return true;
    }
    return false;
}

static bool are_codes(chy_str want, const str_list *codes)
{
    uint32_t n = 0;
    if (any(want)) return true;
    if (str_is(want, "-")) return !codes->count;
    for (chy_str piece; want.len && str_next_piece(&want, '|', &piece); n++)
        if (n >= codes->count || !str_eq(piece, codes->at[n])) return false;
    return n == codes->count;
}

static bool fits_coded(const chy_doc *d, const struct expectation *x)
{
    for (uint32_t i = 0; i < d->events.count; i++)
        if (same(x->field[1], d->events.at[i].type) && are_codes(x->field[2], &d->events.at[i].source) &&
            (x->count < 4 || are_codes(x->field[3], &d->events.at[i].target)))
            return true;
    return false;
}

/* "ended": it was, and is over. */
static bool fits_modality(const struct fact *f, chy_str want)
{
    if (str_is(want, "ended")) return f->modality == MODALITY_IS && f->ended;
    if (str_is(want, "lasts")) return f->modality == MODALITY_IS && !f->ended;
    return same(want, str_of(modality_text(f->modality)));
}

static bool fits_fact(const chy_doc *d, const struct expectation *x)
{
    chy_str of = { 0 };
    bool inferred = false;
    for (int f = 5; f < x->count; f++)
        if (!take(x->field[f], "of", &of)) inferred |= same(x->field[f], CHY_LIT("inferred"));
    for (uint32_t i = 0; i < d->facts.count; i++) {
        const struct fact *f = &d->facts.at[i];
        if (is_entity(d, x->field[1], f->subject) && same(x->field[2], f->relation) &&
            (f->object != NONE ? is_entity(d, x->field[3], f->object) : same(x->field[3], f->object_text)) &&
            (x->count < 5 || fits_modality(f, x->field[4])) && (!of.len || is_entity(d, of, f->of)) && (!inferred || f->inferred))
            return true;
    }
    return false;
}

static const struct {
    const char *word;
    bool (*fits)(const chy_doc *, const struct expectation *);
} kinds[] = {
    { "mention", fits_mention },   { "time", fits_time },   { "implied", fits_implied }, { "statement", fits_statement },
    { "attitude", fits_attitude }, { "event", fits_event }, { "fact", fits_fact },
    { "coded", fits_coded },
};

/* ------------------------------------------------------------------ running */

static int run_case(const struct test_case *c)
{
    chy_doc *d = NULL;
    chy_err err = { 0 };
    int failed = 0;
    chy_input in = { .id = c->title, .text = c->text, .title = c->headline, .date = c->published, .source = c->source };
    if (chy_code(engine, &in, &d, &err)) fail_msg("%s: %.*s: %s", c->path, (int)c->title.len, c->title.ptr, err.text);
    for (uint32_t i = 0; i < c->wants.count; i++) {
        const struct expectation *x = &c->wants.at[i];
        size_t k = 0;
        while (k < sizeof kinds / sizeof *kinds && !str_is(x->field[0], kinds[k].word)) k++;
        const char *what = NULL;
        if (k == sizeof kinds / sizeof *kinds)
            what = "not a word that opens an expectation";
        else if (kinds[k].fits(d, x) == x->never)
            what = x->never ? "was found" : "was not found";
        if (!what) continue;
        print_error("%s:%zu: %s: %.*s  (in \"%.*s\")\n", c->path, x->number, what, (int)x->line.len, x->line.ptr, (int)c->title.len,
                    c->title.ptr);
        failed++;
    }
    chy_doc_destroy(d);
    return failed;
}

static void all_cases_hold(void **state)
{
    (void)state;
    glob_t files = { 0 };
    chy_err err = { 0 };
    int failed = 0;
    arena_init(&mem, (size_t)1 << 30);
    if (chy_engine_create(NULL, &engine, &err)) fail_msg("%s", err.text);
    if (glob(SOURCE_DIR "/tests/cases/*.txt", 0, NULL, &files)) fail_msg("no cases in %s", SOURCE_DIR "/tests/cases");
    for (size_t i = 0; i < files.gl_pathc; i++) {
        case_list cases = { 0 };
        read_cases(files.gl_pathv[i], &cases);
        for (uint32_t k = 0; k < cases.count; k++) failed += run_case(&cases.at[k]);
    }
    globfree(&files);
    chy_engine_destroy(engine);
    arena_done(&mem);
    if (failed) fail_msg("%d expectations do not hold", failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(all_cases_hold) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
