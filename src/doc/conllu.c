#include "doc/conllu.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "doc/form.h"

/* ------------------------------------------------------------------ out */

static chy_str or_blank(chy_str s) { return s.len ? s : CHY_LIT("_"); }

/* The bytes of a word without white space, as the other columns stand beside them. */
static void put_surface(buf *b, chy_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] > ' ')
            buf_char(b, s.ptr[i]);
        else if (s.ptr[i] == ' ' && i && i + 1 < s.len)
            buf_char(b, ' ');
}

/* Do these bytes spell the word? Not so inside a multiword token that is spelled another way than its words. */
static bool spells(chy_str bytes, chy_str form, arena *moment)
{
    if (str_eq(bytes, form)) return true;
    arena_mark here = arena_here(moment);
    bool same = bytes.len && str_eq(form_of(moment, bytes), form);
    arena_rewind(moment, here);
    return same;
}

/* Text on one line. */
static void put_line(buf *b, chy_str s)
{
    bool space = false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c <= ' ') {
            space = true;
            continue;
        }
        if (space) buf_char(b, ' ');
        space = false;
        buf_char(b, (char)c);
    }
}

static void put_misc(buf *b, const struct token *t, bool last_of_token, bool named)
{
    bool any = false;
    if (named && t->name) {
        buf_format(b, "NER=%c-%s", name_tag_begins(t->name) ? 'B' : 'I', name_kind_text((int)name_tag_kind(t->name)));
        any = true;
    } else if (named) {
        buf_str(b, CHY_LIT("NER=O"));
        any = true;
    }
    if (last_of_token && !t->space_after) {
        buf_str(b, any ? CHY_LIT("|SpaceAfter=No") : CHY_LIT("SpaceAfter=No"));
        any = true;
    }
    if (!any) buf_char(b, '_');
    buf_char(b, '\n');
}

static void put_range(const chy_doc *d, const struct sentence *s, uint32_t t, buf *b)
{
    const struct token *first = &d->tokens.at[t], *last = first + first->multi - 1;
    uint32_t id = t - s->words.first + 1;
    buf_format(b, "%u-%u\t", id, id + first->multi - 1u);
    put_surface(b, (chy_str){ d->text.ptr + first->span.start, last->span.end - first->span.start });
    buf_str(b, CHY_LIT("\t_\t_\t_\t_\t_\t_\t_\t"));
    buf_str(b, last->space_after ? CHY_LIT("_\n") : CHY_LIT("SpaceAfter=No\n"));
}

static void put_word(const chy_doc *d, const struct sentence *s, uint32_t t, bool inside, arena *moment, buf *b)
{
    const struct token *x = &d->tokens.at[t];
    chy_str bytes = doc_text(d, x->span);
    buf_u64(b, t - s->words.first + 1);
    buf_char(b, '\t');
    if (spells(bytes, x->form, moment))
        put_surface(b, bytes);
    else
        buf_str(b, or_blank(x->form));
    buf_char(b, '\t');
    buf_str(b, or_blank(x->lemma));
    buf_char(b, '\t');
    buf_str(b, str_of(upos_text(x->upos)));
    buf_char(b, '\t');
    buf_str(b, or_blank(x->xpos));
    buf_char(b, '\t');
    buf_str(b, or_blank(x->feats));
    buf_char(b, '\t');
    buf_u64(b, x->head == NONE ? 0 : x->head - s->words.first + 1);
    buf_char(b, '\t');
    buf_str(b, str_of(deprel_text(x->rel)));
    buf_str(b, CHY_LIT("\t_\t"));
    put_misc(b, x, !inside, true);
}

/* Comment lines of the sentence as they were given; *rest moves past it. */
static void put_given_comments(chy_str *rest, buf *b)
{
    chy_str line;
    bool words = false;
    while (rest->ptr && str_next_piece(rest, '\n', &line)) {
        while (line.len && line.ptr[line.len - 1] == '\r') line.len--;
        if (!str_trim(line).len) {
            if (words) return;
            continue;
        }
        if (line.ptr[0] != '#')
            words = true;
        else {
            buf_str(b, line);
            buf_char(b, '\n');
        }
    }
}

static void put_comments(const chy_doc *d, uint32_t i, uint64_t before, buf *b)
{
    const struct sentence *s = &d->sentences.at[i];
    if (!i && !before) {
        buf_str(b, CHY_LIT("# newdoc"));
        if (d->id.len) {
            buf_str(b, CHY_LIT(" id = "));
            put_line(b, d->id);
        }
        buf_char(b, '\n');
    }
    if (!i || s->paragraph != s[-1].paragraph) buf_str(b, CHY_LIT("# newpar\n"));
    buf_str(b, CHY_LIT("# sent_id = "));
    buf_u64(b, before + i + 1);
    buf_str(b, CHY_LIT("\n# text = "));
    put_line(b, doc_text(d, s->span));
    buf_char(b, '\n');
}

chy_status conllu_write_piece(const chy_doc *d, uint64_t before, buf *out, chy_err *err)
{
    chy_str given = d->conllu;
    arena moment;
    arena_init(&moment, (size_t)64 << 20);
    for (uint32_t i = 0; i < d->sentences.count; i++) {
        const struct sentence *s = &d->sentences.at[i];
        if (d->conllu_given)
            put_given_comments(&given, out);
        else
            put_comments(d, i, before, out);
        uint32_t until = s->words.first;
        for (uint32_t t = s->words.first; t < s->words.last; t++) {
            uint32_t multi = d->tokens.at[t].multi;
            if (multi > 1 && t + multi <= s->words.last) {
                put_range(d, s, t, out);
                until = t + multi;
            }
            put_word(d, s, t, t < until, &moment, out);
        }
        buf_char(out, '\n');
    }
    arena_done(&moment);
    return out->failed == CHY_ENOMEM ? err_memory(err, "writing CoNLL-U") : CHY_OK;
}

chy_status conllu_write(const chy_doc *d, buf *out, chy_err *err) { return conllu_write_piece(d, 0, out, err); }

/* ------------------------------------------------------------------ in */

enum { COLUMNS = 10 };

struct row {
    chy_str column[COLUMNS];
    uint32_t first, last;
    bool range, empty;
};

struct reader {
    chy_str rest;
    size_t line;
    bool new_paragraph;
    chy_err *err;
};

enum reading { READ_END, READ_WORD, READ_BLANK, READ_FAILED };

static bool number(chy_str s, uint32_t *out)
{
    uint64_t v = 0;
    if (!s.len || s.len > 9) return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
        v = v * 10 + (uint64_t)(s.ptr[i] - '0');
    }
    *out = (uint32_t)v;
    return true;
}

static bool read_id(struct row *r)
{
    chy_str id = r->column[0], a;
    size_t dash = str_find(id, CHY_LIT("-"), 0), dot = str_find(id, CHY_LIT("."), 0);
    r->range = dash != SIZE_MAX;
    r->empty = dot != SIZE_MAX;
    a = str_cut(id, 0, r->range ? dash : r->empty ? dot : id.len);
    if (!number(a, &r->first)) return false;
    r->last = r->first;
    return r->empty || !r->range || (number(str_cut(id, dash + 1, id.len), &r->last) && r->last > r->first);
}

static bool is_form(chy_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] < ' ') return false;
    return s.len > 0;
}

static enum reading next_row(struct reader *in, struct row *r)
{
    chy_str line;
    while (in->rest.ptr && str_next_piece(&in->rest, '\n', &line)) {
        in->line++;
        while (line.len && line.ptr[line.len - 1] == '\r') line.len--;
        if (!str_trim(line).len) return READ_BLANK;
        if (line.ptr[0] == '#') {
            if (str_starts(line, CHY_LIT("# newdoc")) ||
                (str_starts(line, CHY_LIT("# newpar")) && !str_starts(line, CHY_LIT("# newpar_block"))))
                in->new_paragraph = true;
            continue;
        }
        size_t n = 0;
        chy_str rest = line, piece;
        while (n < COLUMNS && str_next_piece(&rest, '\t', &piece)) r->column[n++] = piece;
        if (n < COLUMNS) {
            err_set(in->err, CHY_EINPUT, in->line, "line %zu: a word of CoNLL-U needs ten columns, this one has %zu", in->line, n);
            return READ_FAILED;
        }
        r->column[1] = str_trim(r->column[1]);
        if (!is_form(r->column[1])) {
            err_set(in->err, CHY_EINPUT, in->line, "line %zu: a word is empty or has control characters in it", in->line);
            return READ_FAILED;
        }
        if (!read_id(r)) {
            err_set(in->err, CHY_EINPUT, in->line, "line %zu: \"%.*s\" is no number of a word", in->line,
                    (int)(r->column[0].len < 40 ? r->column[0].len : 40), r->column[0].ptr);
            return READ_FAILED;
        }
        return READ_WORD;
    }
    return READ_END;
}

static bool glued(chy_str misc) { return str_in_bars(misc, CHY_LIT("SpaceAfter=No")); }

/* The text of the document: paragraphs apart by a blank line, sentences inside one by a blank. */
static chy_status put_text(chy_str conllu, buf *text, chy_err *err)
{
    struct reader in = { .rest = conllu, .err = err };
    struct row r;
    bool space = false;
    uint32_t until = 0;
    enum reading k;
    while ((k = next_row(&in, &r)) == READ_WORD || k == READ_BLANK) {
        if (k == READ_BLANK) {
            until = 0;
            continue;
        }
        if (r.empty || (!r.range && r.first <= until)) continue;
        if (r.range) until = r.last;
        if (in.new_paragraph) {
            if (text->len) buf_str(text, CHY_LIT("\n\n"));
        } else if (space)
            buf_char(text, ' ');
        in.new_paragraph = false;
        buf_str(text, r.column[1]);
        space = !glued(r.column[9]);
    }
    if (k == READ_FAILED) return CHY_EINPUT;
    buf_char(text, '\n');
    return text->failed ? err_memory(err, "reading CoNLL-U") : CHY_OK;
}

struct filling {
    chy_doc *d;
    uint32_t at;         /* byte of the text */
    uint32_t begin;      /* first token of the sentence */
    uint32_t multi_last; /* id of the last word of the multiword token we are in, 0 */
    chy_str multi_rest;  /* what of its bytes is left to share out */
    bool multi_space;
    uint32_t paragraph;
};

static int name_of(chy_str misc)
{
    chy_str piece;
    while (str_next_piece(&misc, '|', &piece)) {
        if (!str_starts(piece, CHY_LIT("NER=")) || piece.len < 7) continue;
        int kind = name_kind_of(str_cut(piece, 6, piece.len));
        if (kind >= 0) return piece.ptr[4] == 'B' ? name_begin((enum name_kind)kind) : name_inside((enum name_kind)kind);
    }
    return NAME_O;
}

static chy_str stated(chy_str s) { return s.len == 1 && s.ptr[0] == '_' ? (chy_str){ s.ptr, 0 } : s; }

static uint32_t seek(const chy_doc *d, uint32_t at)
{
    while (at < d->text.len && (d->text.ptr[at] == ' ' || d->text.ptr[at] == '\n')) at++;
    return at;
}

static chy_span share_out(struct filling *f, chy_str form, bool last)
{
    uint32_t start = f->at;
    size_t n = !last && str_starts(f->multi_rest, form) ? form.len : f->multi_rest.len;
    if (last) n = f->multi_rest.len;
    f->multi_rest = str_cut(f->multi_rest, n, f->multi_rest.len);
    f->at += (uint32_t)n;
    return (chy_span){ n ? start : start, f->at };
}

static chy_status add_word(struct filling *f, struct reader *in, const struct row *r)
{
    chy_doc *d = f->d;
    uint32_t id = d->tokens.count - f->begin + 1, head;
    struct token *t = LIST_PUSH(&d->mem, &d->tokens);
    if (!t) return err_memory(in->err, "reading CoNLL-U");
    if (r->first != id)
        return err_set(in->err, CHY_EINPUT, in->line, "line %zu: word %u stands where word %u should", in->line, r->first, id);
    bool inside = id <= f->multi_last;
    if (inside)
        t->span = share_out(f, r->column[1], id == f->multi_last);
    else {
        f->at = seek(d, f->at);
        t->span = (chy_span){ f->at, f->at + (uint32_t)r->column[1].len };
        f->at = t->span.end;
    }
    t->form = str_keep(&d->mem, r->column[1]);
    if (t->form.ptr) t->form = form_of(&d->mem, t->form);
    t->lower = t->form.ptr ? utf8_lower(&d->mem, t->form) : t->form;
    t->lemma = str_keep(&d->mem, stated(r->column[2]));
    t->xpos = str_keep(&d->mem, stated(r->column[4]));
    t->feats = str_keep(&d->mem, stated(r->column[5]));
    if (!t->form.ptr || !t->lower.ptr || !t->lemma.ptr || !t->xpos.ptr || !t->feats.ptr) return err_memory(in->err, "reading CoNLL-U");
    int upos = upos_of(r->column[3]), rel = deprel_of(r->column[7]);
    t->upos = (uint8_t)(upos < 0 ? UPOS_X : upos);
    t->rel = (uint8_t)(rel < 0 ? REL_dep : rel);
    t->name = (uint8_t)name_of(r->column[9]);
    t->head = number(r->column[6], &head) && head ? f->begin + head - 1 : (uint32_t)NONE;
    t->child = t->next = NONE;
    t->sentence = d->sentences.count;
    t->space_after = inside ? id == f->multi_last && f->multi_space : !glued(r->column[9]);
    return CHY_OK;
}

static chy_status begin_range(struct filling *f, struct reader *in, const struct row *r)
{
    uint32_t id = f->d->tokens.count - f->begin + 1;
    if (r->first != id || id <= f->multi_last || r->last - r->first > 200)
        return err_set(in->err, CHY_EINPUT, in->line, "line %zu: the range %u-%u does not begin at word %u", in->line, r->first, r->last,
                       id);
    f->at = seek(f->d, f->at);
    f->multi_last = r->last;
    f->multi_rest = (chy_str){ f->d->text.ptr + f->at, r->column[1].len };
    f->multi_space = !glued(r->column[9]);
    return CHY_OK;
}

static chy_status end_sentence(struct filling *f, struct reader *in)
{
    chy_doc *d = f->d;
    uint32_t n = d->tokens.count;
    if (n == f->begin && !f->multi_last) return CHY_OK;
    if (n - f->begin < f->multi_last)
        return err_set(in->err, CHY_EINPUT, in->line, "line %zu: the sentence ends inside a multiword token", in->line);
    for (uint32_t t = f->begin; t < n; t++) {
        struct token *x = &d->tokens.at[t];
        if (x->head != NONE && x->head >= n)
            return err_set(in->err, CHY_EINPUT, in->line, "line %zu: a head lies outside the sentence that ends here", in->line);
    }
    struct sentence *s = LIST_PUSH(&d->mem, &d->sentences);
    if (!s) return err_memory(in->err, "reading CoNLL-U");
    *s = (struct sentence){ { d->tokens.at[f->begin].span.start, d->tokens.at[n - 1].span.end }, { f->begin, n }, 0, f->paragraph };
    f->begin = n;
    f->multi_last = 0;
    return CHY_OK;
}

static chy_status fill(chy_doc *d, chy_str conllu, chy_err *err)
{
    chy_status st = CHY_OK;
    struct filling f = { .d = d };
    struct reader in = { .rest = conllu, .err = err };
    struct row r;
    enum reading k;
    while (st == CHY_OK && ((k = next_row(&in, &r)) == READ_WORD || k == READ_BLANK)) {
        if (k == READ_BLANK) {
            st = end_sentence(&f, &in);
            continue;
        }
        if (r.empty) continue;
        if (in.new_paragraph && d->tokens.count) f.paragraph++;
        in.new_paragraph = false;
        if (!r.range) {
            st = add_word(&f, &in, &r);
            continue;
        }
        st = begin_range(&f, &in, &r);
        f.d = d;
        if (st == CHY_OK) f.multi_last = r.last;
    }
    if (st == CHY_OK) st = end_sentence(&f, &in);
    return st;
}

/* `multi` of the first word of every range. */
static void mark_ranges(chy_doc *d, chy_str conllu)
{
    struct reader in = { .rest = conllu };
    struct row r;
    uint32_t sentence = 0;
    bool any = false;
    for (enum reading k; (k = next_row(&in, &r)) == READ_WORD || k == READ_BLANK;) {
        if (k == READ_BLANK) {
            sentence += any;
            any = false;
        } else if (!r.empty) {
            any = true;
            if (r.range && sentence < d->sentences.count)
                d->tokens.at[d->sentences.at[sentence].words.first + r.first - 1].multi = (uint8_t)(r.last - r.first + 1);
        }
    }
}

static chy_status check_utf8(chy_str conllu, chy_err *err)
{
    size_t bad = utf8_invalid_at(conllu), line = 1;
    for (size_t i = 0; i < bad; i++) line += conllu.ptr[i] == '\n';
    return bad < conllu.len ? err_set(err, CHY_EINPUT, line, "line %zu: not UTF-8", line) : CHY_OK;
}

chy_status conllu_read(chy_str conllu, size_t ceiling, chy_doc **out, chy_err *err)
{
    buf text;
    chy_doc *d = NULL;
    buf_init(&text, NULL, NULL);
    chy_status st = CHY_OK;
    if (conllu.len > (size_t)1 << 30) st = err_set(err, CHY_E2BIG, 0, "CoNLL-U of more than 1 GiB");
    if (st == CHY_OK) st = check_utf8(conllu, err);
    if (st == CHY_OK) st = put_text(conllu, &text, err);
    if (st == CHY_OK) st = doc_create(CHY_LIT("conllu"), (chy_str){ text.ptr, text.len }, ceiling, &d, err);
    if (st) goto out;
    d->conllu = str_keep(&d->mem, conllu);
    d->conllu_given = true;
    struct segment *s = d->conllu.ptr ? LIST_PUSH(&d->mem, &d->segments) : NULL;
    if (!s) {
        st = err_memory(err, "reading CoNLL-U");
        goto out;
    }
    *s = (struct segment){ { 0, (uint32_t)d->text.len }, SEGMENT_BODY, "CoNLL-U" };
    st = fill(d, conllu, err);
    if (st) goto out;
    mark_ranges(d, conllu);
    *out = d;
    d = NULL;
out:
    free(text.ptr);
    chy_doc_destroy(d);
    return st;
}
