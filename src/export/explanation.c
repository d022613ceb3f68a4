#include "export/explanation.h"

/* On one line, whatever it was in the document. */
static void on_one_line(buf *b, chy_str s)
{
    bool blank = false;
    for (size_t i = 0; i < s.len; i++) {
        bool is = (unsigned char)s.ptr[i] <= ' ';
        if (!is && blank) buf_char(b, ' ');
        if (!is) buf_char(b, s.ptr[i]);
        blank = is;
    }
}

static void quoted(buf *b, chy_str s)
{
    buf_str(b, CHY_LIT("    \""));
    on_one_line(b, s);
    buf_str(b, CHY_LIT("\": "));
}

static void coded(buf *b, const chy_doc *d, const struct event *e)
{
    quoted(b, doc_text(d, e->trigger));
    on_one_line(b, e->type.len ? e->type : e->cameo);
    if (e->kind.len) {
        buf_str(b, CHY_LIT(", "));
        on_one_line(b, e->kind);
    }
    buf_format(b, ", %s, %u %% sure, by %s\n", event_status_text((int)e->status), e->confidence, e->rule);
}

/* What belongs to each sentence: chains through `next`, in the order of the list. */
struct chains {
    uint32_t *first, *last, *next;
};

static bool make_chains(struct chains *c, arena *mem, uint32_t sentences, uint32_t count)
{
    *c = (struct chains){ ARENA_ARRAY(mem, uint32_t, sentences + 1), ARENA_ARRAY(mem, uint32_t, sentences + 1),
                          ARENA_ARRAY(mem, uint32_t, count + 1) };
    for (uint32_t i = 0; c->first && i < sentences; i++) c->first[i] = NONE;
    return c->first && c->last && c->next;
}

static void put(struct chains *c, uint32_t sentence, uint32_t i)
{
    c->next[i] = NONE;
    if (c->first[sentence] == NONE)
        c->first[sentence] = i;
    else
        c->next[c->last[sentence]] = i;
    c->last[sentence] = i;
}

static void sentence(buf *b, const chy_doc *d, uint32_t s, const struct chains *events, const struct chains *others)
{
    buf_format(b, "%u ", s + 1);
    on_one_line(b, doc_text(d, d->sentences.at[s].span));
    buf_char(b, '\n');
    for (uint32_t i = events->first[s]; i != NONE; i = events->next[i]) coded(b, d, &d->events.at[i]);
    for (uint32_t i = others->first[s]; i != NONE; i = others->next[i]) {
        const struct passed_over *p = &d->passed_over.at[i];
        quoted(b, d->tokens.at[p->token].form);
        buf_format(b, "nothing, since %s (%s)\n", p->why, p->rule);
    }
    if (events->first[s] == NONE && others->first[s] == NONE) buf_str(b, CHY_LIT("    nothing: no rule knows a word of it\n"));
}

void explanation_write(const chy_doc *d, buf *b)
{
    arena mem;
    struct chains events, others;
    arena_init(&mem, d->mem.ceiling);
    if (!make_chains(&events, &mem, d->sentences.count, d->events.count) ||
        !make_chains(&others, &mem, d->sentences.count, d->passed_over.count)) {
        b->failed = CHY_ENOMEM;
        goto out;
    }
    for (uint32_t i = 0; i < d->events.count; i++) put(&events, d->events.at[i].sentence, i);
    for (uint32_t i = 0; i < d->passed_over.count; i++) put(&others, d->tokens.at[d->passed_over.at[i].token].sentence, i);
    on_one_line(b, d->id);
    buf_format(b, ": %u sentence%s, %u event%s\n", d->sentences.count, d->sentences.count == 1 ? "" : "s", d->events.count,
               d->events.count == 1 ? "" : "s");
    for (uint32_t s = 0; s < d->sentences.count; s++) sentence(b, d, s, &events, &others);
out:
    arena_done(&mem);
}
