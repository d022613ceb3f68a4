#include "statement/quote.h"

#include "base/utf8.h"
#include "doc/tree.h"

enum mark { MARK_NONE, MARK_OPEN, MARK_CLOSE, MARK_EITHER, MARK_SINGLE_OPEN, MARK_SINGLE_CLOSE, MARK_SINGLE_EITHER };

static enum mark mark_of(uint32_t c)
{
    switch (c) {
    case 0x201C:
    case 0xAB:
    case 0x201E:
    case 0x300C:
    case 0x300E:
    case 0xFF62: return MARK_OPEN;
    case 0x201D:
    case 0xBB:
    case 0x300D:
    case 0x300F:
    case 0xFF63: return MARK_CLOSE;
    case '"':
    case 0x201F:
    case 0xFF02: return MARK_EITHER;
    case 0x2018:
    case 0x201A:
    case 0x2039: return MARK_SINGLE_OPEN;
    case 0x2019:
    case 0x203A: return MARK_SINGLE_CLOSE;
    case '\'':
    case '`': return MARK_SINGLE_EITHER;
    default: return MARK_NONE;
    }
}

/* The mark that a token is: only tokens of marks count, "``" and "''" among them. */
static enum mark token_mark(const chy_doc *d, uint32_t t)
{
    chy_str s = doc_text(d, d->tokens.at[t].span);
    size_t at = 0;
    if (!s.len || s.len > 6) return MARK_NONE;
    enum mark m = mark_of(utf8_next(s, &at));
    if (m == MARK_NONE || at == s.len) return m;
    if (s.len == 2 && s.ptr[0] == s.ptr[1]) return s.ptr[0] == '`' ? MARK_OPEN : s.ptr[0] == '\'' ? MARK_EITHER : MARK_NONE;
    if (s.len == 3 && !memcmp(s.ptr, "'''", 3)) return MARK_EITHER; /* the end of one quotation within another */
    return MARK_NONE;
}

static bool space_before(const chy_doc *d, uint32_t t) { return t == 0 || d->tokens.at[t - 1].space_after; }

static bool push(struct quotes *q, arena *mem, uint32_t open, uint32_t close, run words)
{
    struct quotation *x = LIST_PUSH(mem, &q->list);
    if (!x) return false;
    *x = (struct quotation){ open, close, words };
    uint32_t last = close == NONE ? words.last : close + 1;
    for (uint32_t t = open; t < last; t++) q->of[t] = q->list.count - 1;
    return true;
}

/* Does a mark that can be either close what is open? It does, unless it plainly opens a word and stands apart from the last one. */
static bool opens(const chy_doc *d, uint32_t t, uint32_t last)
{
    if (t + 1 >= last) return false;
    return !d->tokens.at[t].space_after || space_before(d, t);
}

static bool scan_double(const chy_doc *d, arena *mem, struct quotes *q, run part)
{
    uint32_t open = NONE;
    for (uint32_t t = part.first; t < part.last; t++) {
        enum mark m = token_mark(d, t);
        if (m == MARK_NONE || m >= MARK_SINGLE_OPEN) continue;
        if (open == NONE) {
            if (m == MARK_OPEN || ((m == MARK_EITHER || m == MARK_CLOSE) && space_before(d, t) && opens(d, t, part.last)) ||
                (m == MARK_EITHER && opens(d, t, part.last)))
                open = t;
        } else if (m != MARK_OPEN || (!space_before(d, t) && t + 1 < part.last && d->tokens.at[t].space_after)) {
            if (!push(q, mem, open, t, (run){ open + 1, t })) return false;
            open = NONE;
        }
    }
    return open == NONE || push(q, mem, open, NONE, (run){ open + 1, part.last });
}

static bool scan_single(const chy_doc *d, arena *mem, struct quotes *q, run part)
{
    uint32_t open = NONE;
    for (uint32_t t = part.first; t < part.last; t++) {
        if (q->of[t] != NONE) {
            open = NONE;
            continue;
        }
        enum mark m = token_mark(d, t);
        if (m < MARK_SINGLE_OPEN) continue;
        bool apart = space_before(d, t), follows = d->tokens.at[t].space_after || t + 1 == part.last;
        if (open == NONE) {
            if (m != MARK_SINGLE_CLOSE && apart && !follows) open = t;
        } else if (m != MARK_SINGLE_OPEN && !apart && (follows || d->tokens.at[t + 1].upos == UPOS_PUNCT)) {
            if (t > open + 1 && !push(q, mem, open, t, (run){ open + 1, t })) return false;
            open = NONE;
        }
    }
    return true;
}

chy_status quote_scan(const chy_doc *d, arena *mem, struct quotes *out, chy_err *err)
{
    uint32_t n = d->tokens.count;
    *out = (struct quotes){ 0 };
    out->of = ARENA_ARRAY(mem, uint32_t, (size_t)n + 1);
    if (!out->of) return err_memory(err, "pairing quotation marks");
    memset(out->of, 0xFF, ((size_t)n + 1) * sizeof *out->of);
    for (uint32_t s = 0; s < d->sentences.count;) {
        uint32_t paragraph = d->sentences.at[s].paragraph;
        run part = d->sentences.at[s].words;
        while (s < d->sentences.count && d->sentences.at[s].paragraph == paragraph) part.last = d->sentences.at[s++].words.last;
        if (!scan_double(d, mem, out, part) || !scan_single(d, mem, out, part)) return err_memory(err, "pairing quotation marks");
    }
    return CHY_OK;
}

bool quote_is_name(const chy_doc *d, const struct quotation *q)
{
    uint32_t words = 0, capital = 0;
    for (uint32_t t = q->words.first; t < q->words.last; t++) {
        const struct token *w = &d->tokens.at[t];
        if (w->upos == UPOS_PUNCT) continue;
        if (w->upos == UPOS_VERB || w->upos == UPOS_AUX || w->upos == UPOS_PRON) return false;
        if (w->upos == UPOS_ADP || w->upos == UPOS_DET || w->upos == UPOS_CCONJ || w->upos == UPOS_NUM || w->upos == UPOS_PART) continue;
        words++;
        capital += str_upper_first(w->form);
    }
    return words > 0 && words <= 20 && capital * 4 >= words * 3 && (words > 1 || capital == words) &&
           (words > 1 || d->tokens.at[q->words.last - 1].upos == UPOS_PROPN);
}
