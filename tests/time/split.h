/* split.h: words and sentences good enough for the stage of times alone, without the stages before it. */
#ifndef TESTS_TIME_SPLIT_H
#define TESTS_TIME_SPLIT_H

#include "base/utf8.h"
#include "doc/doc.h"

/* Words at blanks, marks alone, sentences at line breaks; no tags and no tree: the stage must do without. */
static inline bool split(chy_doc *d)
{
    uint32_t start = 0;
    for (size_t at = 0; at <= d->text.len;) {
        if (at == d->text.len || d->text.ptr[at] == '\n') {
            if (d->tokens.count > start) {
                struct sentence *s = LIST_PUSH(&d->mem, &d->sentences);
                if (!s) return false;
                s->words = (run){ start, d->tokens.count };
                s->span = (chy_span){ d->tokens.at[start].span.start, d->tokens.at[d->tokens.count - 1].span.end };
                start = d->tokens.count;
            }
            at++;
            continue;
        }
        size_t end = at;
        unsigned kind = char_kind(utf8_next(d->text, &end));
        if (kind & CHAR_SPACE) {
            at = end;
            continue;
        }
        if (kind & (CHAR_LETTER | CHAR_DIGIT))
            for (size_t step = end; step < d->text.len; end = step)
                if (!(char_kind(utf8_next(d->text, &step)) & (CHAR_LETTER | CHAR_DIGIT | CHAR_MARK))) break;
        struct token *t = LIST_PUSH(&d->mem, &d->tokens);
        if (!t) return false;
        t->span = (chy_span){ (uint32_t)at, (uint32_t)end };
        t->form = doc_text(d, t->span);
        t->lower = t->lemma = utf8_lower(&d->mem, t->form);
        t->head = t->child = t->next = NONE;
        t->sentence = d->sentences.count;
        at = end;
    }
    return true;
}

#endif
