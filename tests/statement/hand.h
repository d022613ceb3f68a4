/* hand.h: documents with trees, mentions and times made by hand. */
#ifndef TESTS_STATEMENT_HAND_H
#define TESTS_STATEMENT_HAND_H

#include "base/utf8.h"
#include "doc/tree.h"

enum { HAND_CEILING = 64 << 20 };

static inline void hand_must(chy_status st, const chy_err *err)
{
    if (st != CHY_OK) fail_msg("%s", err->text);
}

static inline uint32_t hand_entity(chy_doc *d, chy_str name, enum entity_type type)
{
    for (uint32_t i = 0; i < d->entities.count; i++)
        if (str_eq(d->entities.at[i].name, name)) return i;
    struct entity *e = LIST_PUSH(&d->mem, &d->entities);
    assert_non_null(e);
    *e = (struct entity){ .type = type, .name = str_keep(&d->mem, name), .of = NONE };
    return d->entities.count - 1;
}

/* "person:Lavrov" makes a mention of one word, "time:2022-07-28" a time. */
static inline void hand_label(chy_doc *d, uint32_t token, chy_str text)
{
    size_t colon = str_find(text, CHY_LIT(":"), 0);
    chy_str kind = str_cut(text, 0, colon), name = str_cut(text, colon + 1, text.len);
    run words = { token, token + 1 };
    if (str_is(kind, "time")) {
        struct time *t = LIST_PUSH(&d->mem, &d->times);
        assert_non_null(t);
        *t = (struct time){
            .span = doc_run_span(d, words), .words = words, .type = TIME_DATE, .value = str_keep(&d->mem, name), .implied = NONE
        };
        return;
    }
    int type = entity_type_of(kind);
    assert_true(type >= 0);
    uint32_t e = hand_entity(d, name, (enum entity_type)type);
    struct mention *m = LIST_PUSH(&d->mem, &d->mentions);
    assert_non_null(m);
    *m = (struct mention){ .span = doc_run_span(d, words), .words = words, .head = token, .entity = e, .title_of = NONE };
}

/* Lines "form lemma UPOS head relation [label]", heads from 1; an empty line ends a sentence, "--" a paragraph as well. */
static inline chy_doc *hand_doc(const char *lines)
{
    chy_err err = { 0 };
    chy_doc *d;
    arena scratch;
    arena_init(&scratch, HAND_CEILING);
    chy_str text = CHY_LIT(""), rest = str_of(lines), line, cell[6];
    while (str_next_piece(&rest, '\n', &line)) {
        chy_str form;
        if (!line.len) continue;
        str_next_piece(&line, ' ', &form);
        text = str_join(&scratch, text, form, CHY_LIT(" "));
    }
    hand_must(doc_create(CHY_LIT("t"), text, HAND_CEILING, &d, &err), &err);
    struct segment *segment = LIST_PUSH(&d->mem, &d->segments);
    assert_non_null(segment);
    *segment = (struct segment){ { 0, (uint32_t)text.len }, SEGMENT_BODY, "text" };
    uint32_t at = 0, paragraph = 0;
    bool open = false;
    rest = str_of(lines);
    while (str_next_piece(&rest, '\n', &line)) {
        if (!line.len || str_is(line, "--")) {
            if (line.len) {
                paragraph++;
                at += 3;
            }
            open = false;
            continue;
        }
        memset(cell, 0, sizeof cell);
        for (int i = 0; i < 6 && str_next_piece(&line, ' ', &cell[i]); i++) {}
        if (!open) {
            struct sentence *s = LIST_PUSH(&d->mem, &d->sentences);
            assert_non_null(s);
            *s = (struct sentence){ { at, at }, { d->tokens.count, d->tokens.count }, 0, paragraph };
            open = true;
        }
        struct sentence *s = &d->sentences.at[d->sentences.count - 1];
        struct token *t = LIST_PUSH(&d->mem, &d->tokens);
        assert_non_null(t);
        t->span = (chy_span){ at, at + (uint32_t)cell[0].len };
        at = t->span.end + 1;
        t->form = doc_text(d, t->span);
        t->lower = utf8_lower(&d->mem, t->form);
        t->lemma = str_keep(&d->mem, cell[1]);
        t->xpos = str_is(cell[2], "VERB") ? CHY_LIT("VBD") : CHY_LIT("");
        int upos = upos_of(cell[2]), rel = deprel_of(cell[4]);
        assert_true(upos >= 0 && rel >= 0);
        t->upos = (uint8_t)upos;
        t->rel = (uint8_t)rel;
        unsigned head = 0;
        for (size_t i = 0; i < cell[3].len; i++) head = head * 10 + (unsigned)(cell[3].ptr[i] - '0');
        t->head = head ? s->words.first + head - 1 : NONE;
        t->sentence = d->sentences.count - 1;
        t->space_after = true;
        s->words.last = d->tokens.count;
        s->span.end = t->span.end;
        if (cell[5].len) hand_label(d, d->tokens.count - 1, cell[5]);
    }
    /* marks stand at the words they belong to */
    for (uint32_t t = 0; t < d->tokens.count; t++) {
        chy_str f = d->tokens.at[t].form;
        if (str_is(f, "“") || str_is(f, "«") || str_is(f, "‘")) d->tokens.at[t].space_after = false;
    }
    for (uint32_t s = 0; s < d->sentences.count; s++) tree_link(d, s);
    hand_must(doc_index_mentions(d, &err), &err);
    arena_done(&scratch);
    return d;
}

#endif
