/* speech.c: statements at verbs and nouns of saying, and at "according to" and its kin. */
#include "base/utf8.h"
#include "doc/tree.h"
#include "statement/verb.h"

enum { GAP_MOST = 40, MARKS_MOST = 6, CLIMB_MOST = 12, WHOLE_LEAST = 4, GAP_SMALL = 12, PART_MOST = 5 };

/* “We have waited for years” the editor said: a quotation that opens its sentence and is one itself, right before who speaks. */
static bool whole_clause(const struct reader *r, const struct verb *v, const struct quotation *x)
{
    bool opens = x->open == sent(r, tok(r, x->open)->sentence)->words.first;
    return opens && v->subject != NONE && v->subject < v->at && v->shell.lo == x->close + 1 && clause_has_finite(r, x->words) &&
           clause_has_words(r, x->words, WHOLE_LEAST);
}

static uint32_t quote_left(const struct reader *r, const struct verb *v)
{
    uint32_t paragraph = sent(r, tok(r, v->at)->sentence)->paragraph, t = v->shell.lo;
    bool comma = false;
    while (t > 0 && v->shell.lo - t < MARKS_MOST && !tok_quoted(r, t - 1) && tok_punct(r, t - 1) &&
           sent(r, tok(r, t - 1)->sentence)->paragraph == paragraph && !str_is(tok(r, t - 1)->form, ";") &&
           !str_is(tok(r, t - 1)->form, ":") && !str_is(tok(r, t - 1)->form, "(")) {
        comma = true;
        t--;
    }
    if (t == 0 || !tok_quoted(r, t - 1) || sent(r, tok(r, t - 1)->sentence)->paragraph != paragraph) return NONE;
    uint32_t q = r->quotes.of[t - 1];
    const struct quotation *x = &r->quotes.list.at[q];
    if (x->close != t - 1 || x->words.first >= x->words.last) return NONE;
    bool stop = tok_punct(r, x->words.last - 1);
    bool inverted = v->shell.lo == v->at;
    if ((v->cue->frames & CUE_ASIDE) && tok(r, t)->upos == UPOS_CCONJ) return NONE; /* “...,” and gifts began to come in */
    if (!comma && !stop && !inverted && quote_is_name(r->d, x)) return NONE;
    if (!comma && !stop && !inverted && !whole_clause(r, v, x)) return NONE;
    if (tok(r, t - 1)->sentence != tok(r, v->at)->sentence && !stop) return NONE;
    return q;
}

/* "Noting the delay, Berg said: “...”", "claimed victory, saying: “...”": another word of saying stands nearer to the mark at p. */
static bool nearer_verb(const struct reader *r, const struct verb *v, uint32_t p)
{
    for (uint32_t k = p; k > v->last + 1; k--) {
        const struct token *w = tok(r, k - 1);
        if (tok_quoted(r, k - 1)) return false;
        if (w->upos != UPOS_VERB) continue;
        uint32_t last;
        const struct cue *c = verb_cue_at(r, k - 1, CUE_VERB, p, &last);
        bool led = str_is(w->xpos, "VBG") && (k < 2 || tok(r, k - 2)->upos != UPOS_ADP);
        bool own = clause_has_finite(r, (run){ k - 1, k }) && tree_subject(r->d, k - 1) != NONE && w->rel != REL_acl_relcl;
        if (c && (c->frames & CUE_QUOTE) && (led || own) && last + GAP_SMALL >= p) return true;
    }
    return false;
}

static uint32_t quote_right(const struct reader *r, const struct verb *v)
{
    uint32_t paragraph = sent(r, tok(r, v->at)->sentence)->paragraph, t = v->last + 1;
    uint32_t limit = t + GAP_MOST < r->d->tokens.count ? t + GAP_MOST : r->d->tokens.count;
    for (; t < limit && sent(r, tok(r, t)->sentence)->paragraph <= paragraph + 1; t++) {
        if (!tok_quoted(r, t)) {
            if (tok(r, t)->sentence != tok(r, v->at)->sentence) return NONE;
            if (str_is(tok(r, t)->form, ";")) return NONE;
            continue;
        }
        const struct quotation *x = &r->quotes.list.at[r->quotes.of[t]];
        if (t != x->open) return NONE;
        uint32_t p = t - 1;
        bool colon = str_is(tok(r, p)->form, ":");
        if (tok(r, t)->sentence != tok(r, v->at)->sentence && !colon) return NONE;
        bool near = p == v->last || (p <= v->shell.hi && p >= v->shell.lo) || tok_is(r, p, "that") || tok_is(r, p, "as");
        bool mark = colon || str_is(tok(r, p)->form, ",") || str_is(tok(r, p)->form, "-") || str_is(tok(r, p)->form, "–") ||
                    str_is(tok(r, p)->form, "—");
        if (!near && !mark) return NONE;
        if (mark && nearer_verb(r, v, p)) return NONE;
        if (colon && !near && verb_takes_after(r, r->quotes.of[t])) return NONE; /* "claimed it was lost: “It is lost,” he said" */
        if (!near && !colon && p > v->last + 1 && x->close != NONE && x->words.first < x->words.last &&
            str_is(tok(r, x->words.last - 1)->form, ",") && x->close + 1 < r->d->tokens.count && clause_nominal(r, x->close + 1))
            return NONE; /* "When Obama offered money, “it was late,” Berg said": hers */
        for (uint32_t k = v->last + 1; k < p && !mark; k++)
            if (tok(r, k)->upos == UPOS_VERB || tok(r, k)->upos == UPOS_AUX) return NONE;
        if (quote_is_name(r->d, x) && !colon) return NONE;
        for (uint32_t k = v->shell.hi + 1; k < p; k++)
            if (tok(r, k)->upos == UPOS_VERB && !colon) return NONE; /* a clause of its own stands between */
        return r->quotes.of[t];
    }
    return NONE;
}

/* The word hangs from another verb than this one: "the premier, who leaves tomorrow, said". */
static bool other_verb(const struct reader *r, const struct verb *v, uint32_t t)
{
    for (uint32_t h = t, steps = 0; h != NONE && steps < CLIMB_MOST; h = tok(r, h)->head, steps++) {
        if (h == v->at) return false;
        bool clause = clause_has_finite(r, (run){ h, h + 1 }) || deprel_base(tok(r, h)->rel) == REL_acl;
        if (tok(r, h)->upos == UPOS_VERB && h > v->shell.lo && h <= v->shell.hi && clause) return true;
    }
    return false;
}

/* The day when it was said: of a time beside the verb, rather after it than before. */
static chy_str said_on(const struct reader *r, const struct found *f, const struct verb *v)
{
    static const char *const spans[] = { "since", "until", "till", "before", "after", "by", NULL };
    chy_str before = CHY_LIT("");
    uint32_t floor = v->shell.lo, ceiling = v->shell.hi + 1;
    if (f->contents && f->content[0].first > v->at && f->content[0].first > ceiling)
        ceiling = f->content[0].first; /* "said when meeting ... on the 28th that" */
    for (uint32_t t = v->shell.lo; t < v->at; t++)
        if (tok_is(r, t, "according")) { /* that is when it was reported */
            while (t < v->at && !clause_comma(r, t)) t++;
            floor = t;
        }
    for (uint32_t i = r->time_from[f->sentence]; i < r->time_from[f->sentence + 1]; i++) {
        const struct time *x = &r->d->times.at[r->time_order[i]];
        uint32_t t = x->words.first;
        if (x->type == TIME_DURATION || x->type == TIME_SET || !x->value.len || t < floor || t > ceiling) continue;
        if (!(x->value.ptr[0] >= '0' && x->value.ptr[0] <= '9') && x->value.ptr[0] != 'X') continue; /* "now" */
        if (other_verb(r, v, t) || (t > 0 && clause_word_in(r, t - 1, spans))) continue;
        if (found_holds(f, t) || (t >= f->source.first && t < f->source.last)) continue;
        size_t cut = 0;
        while (cut < x->value.len && x->value.ptr[cut] != 'T') cut++;
        if (t > v->at) return str_cut(x->value, 0, cut);
        before = str_cut(x->value, 0, cut);
    }
    return before;
}

static void circumstances(struct reader *r, struct found *f, const struct verb *v)
{
    const chy_doc *d = r->d;
    f->date = said_on(r, f, v);
    for (uint32_t c = tok(r, v->at)->child; c != NONE; c = tok(r, c)->next) {
        const struct token *x = tok(r, c);
        uint32_t k = tree_case(d, c);
        bool to = k != NONE && tok_is(r, k, "to") && (v->cue->frames & (CUE_CLAUSE | CUE_QUOTE));
        if ((v->cue->frames & CUE_OBJINF) && x->rel == REL_obj && f->addressee == NONE && speaker_may(r, speaker_entity(r, c)) &&
            found_holds(f, c))
            f->addressee = speaker_entity(r, c); /* "asked Spain to wait" */
        if (found_holds(f, c)) continue;
        if (c == v->hearer || (to && c > v->at)) {
            if (f->hearer == NONE) f->hearer = c;
            uint32_t e = speaker_entity(r, c);
            if (f->addressee == NONE && speaker_may(r, e)) f->addressee = e;
        } else if (!f->occasion.last && deprel_base(x->rel) == REL_obl && k != NONE &&
                   map_get(&r->rules->occasions, x->lemma) != MAP_NONE) {
            f->occasion = tree_run(d, c);
            f->occasion.first = k + 1 < f->occasion.last ? k + 1 : f->occasion.first;
        } else if (!f->occasion.last && x->rel == REL_advcl && c > v->at && !found_holds(f, x->lo) &&
                   (tok_is(r, x->lo, "when") || tok_is(r, x->lo, "after") || tok_is(r, x->lo, "during"))) {
            f->occasion = (run){ x->lo, x->hi + 1 };
        }
    }
}

/* Quotations beside the verb, and the words that lead into them. */
/* “...,” adding, “...”: another word of saying with a quotation of its own. */
static bool said_besides(const struct reader *r, run w)
{
    while (w.first < w.last && tok_punct(r, w.first) && !tok_quoted(r, w.first)) w.first++;
    if (w.first >= w.last || !str_is(tok(r, w.first)->xpos, "VBG")) return false;
    uint32_t last;
    const struct cue *c = verb_cue_at(r, w.first, CUE_VERB, w.last, &last);
    return c && (c->frames & CUE_QUOTE);
}

/* “... to go.” He says, “...”: a quotation that ended with its sentence is not what this sentence introduces. */
static bool done_before(const struct reader *r, const struct verb *v, uint32_t q)
{
    const struct quotation *x = &r->quotes.list.at[q];
    if (tok(r, x->close)->sentence == tok(r, v->at)->sentence) return false;
    bool led = x->open > sent(r, tok(r, x->open)->sentence)->words.first &&
               (clause_comma(r, x->open - 1) || str_is(tok(r, x->open - 1)->form, ":"));
    return led || str_is(tok(r, x->words.last - 1)->form, ".");
}

static void quote_content(struct reader *r, struct found *f, struct verb *v)
{
    uint32_t left = tok(r, v->at)->rel == REL_acl_relcl && v->floor == NONE ? NONE : quote_left(r, v), right = quote_right(r, v);
    if (left != NONE && (right != NONE || frame_clause(r, v) != NONE) && done_before(r, v, left)) left = NONE;
    if (left != NONE && r->claimed[left] == NONE) {
        const struct quotation *q = &r->quotes.list.at[left];
        run w = quote_run(q);
        uint32_t first = clause_start(r, w.first);
        if (first < w.first && !tok_punct(r, w.first - 1))
            w.first = first;
        else if (first < w.first && clause_comma(r, w.first - 1) && !(w.first >= 2 && tok_quoted(r, w.first - 2)))
            w.first = first;
        bool all = w.first == q->open;
        found_add(r, f, w);
        f->whole_quote = all;
        found_claim(r, f, left);
    }
    if (right != NONE && r->claimed[right] == NONE) {
        const struct quotation *q = &r->quotes.list.at[right];
        run w = quote_run(q);
        if ((v->cue->frames & CUE_COMP) && w.first > v->last + 1 && w.first - v->last < GAP_MOST) { /* "called him a “...”" */
            run gap = { v->last + 1, w.first };
            bool plain = !clause_has_verb(r, gap) && clause_has_words(r, gap, 1);
            for (uint32_t t = gap.first; t < gap.last && plain; t++) plain = !tok_punct(r, t);
            if (plain && !tok_is(r, gap.first, "as")) w.first = gap.first;
        }
        uint32_t c = frame_clause(r, v);
        if (c != NONE && tok(r, c)->hi >= w.first && left == NONE) { /* the clause goes on after the quotation, or begins before it */
            run k = frame_clause_run(r, c);
            if (k.first < w.first && k.first > v->last && !clause_comma(r, w.first - 1) && !str_is(tok(r, w.first - 1)->form, ":"))
                w.first = k.first;
            if (k.last > w.last && !said_besides(r, (run){ w.last, k.last })) w.last = k.last;
        }
        f->whole_quote = (f->whole_quote || !f->contents) && w.first == q->open && w.last == quote_run(q).last;
        found_add(r, f, w);
        found_claim(r, f, right);
    }
}

/* "told AFP he had not": a medium right after the verb was told, whatever the tree makes of it. */
static void medium_told(const struct reader *r, struct verb *v)
{
    uint32_t m = v->last + 1 < sent(r, tok(r, v->at)->sentence)->words.last ? doc_mention_over(r->d, v->last + 1) : NONE;
    if (!(v->cue->frames & CUE_TELL) || m == NONE || !speaker_medium(r, r->d->mentions.at[m].entity)) return;
    const struct mention *x = &r->d->mentions.at[m];
    if (x->words.first != v->last + 1 || x->words.last >= sent(r, tok(r, v->at)->sentence)->words.last) return;
    v->hearer = x->head;
    v->last = x->words.last - 1;
}

/* What the frames of its cue make of a verb. */
static bool framed(struct reader *r, struct found *f, struct verb *v)
{
    unsigned k = v->cue->frames;
    if (((k & CUE_CLAUSE) || ((k & CUE_ASIDE) && v->ceiling != NONE)) && frame_reported(r, f, v)) return true;
    if (v->impersonal) return false;
    if (str_is(v->cue->act, "deny") && frame_noun_clause(r, f, v)) return true;
    if ((k & CUE_COMP) && frame_complement(r, f, v)) return true;
    f->bare = str_is(v->cue->act, "want") || (k & (CUE_PREP | CUE_OBJINF));
    if ((k & CUE_OBJINF) && frame_object_infinitive(r, f, v)) return true;
    if ((k & CUE_TELL) && v->hearer != NONE && frame_infinitive(r, f, v)) return true;
    if ((k & CUE_OBJOF) && frame_accusation(r, f, v)) return true;
    if ((k & CUE_INF) && frame_infinitive(r, f, v)) return true;
    if ((k & CUE_PREP) && frame_preposition(r, f, v)) return true;
    return (k & (CUE_OBJ | CUE_QUOTE)) && frame_object(r, f, v);
}

/* "warned of a “dirty” game ahead", "noted the “kind of delay” that she met": a few words quoted within what is said in his words. */
static bool quoted_within(const struct reader *r, const struct verb *v, uint32_t q)
{
    const struct quotation *x = &r->quotes.list.at[q];
    if (x->close == NONE || x->words.first >= x->words.last || clause_has_finite(r, x->words) ||
        clause_has_words(r, x->words, PART_MOST + 1))
        return false;
    chy_str p = tok(r, x->open - 1)->form;
    if (str_is(p, ",") || str_is(p, ":") || x->open <= v->last) return false;
    uint32_t next = x->close + 1, last = sent(r, tok(r, v->at)->sentence)->words.last, h = clause_outermost(r, x->words);
    bool led = x->open > v->last + 1 && clause_has_words(r, (run){ v->last + 1, x->open }, 1);
    bool stop = tok_punct(r, x->words.last - 1) || next >= last || tok_punct(r, next);
    bool modifies = h == NONE || (tok(r, h)->head != NONE && tok(r, h)->head > x->close && tok(r, h)->head < last);
    return led || (!stop && (modifies || tok(r, h)->hi > x->close));
}

/* A quotation that is only a part of what is said, when the frames of the verb find the whole. */
static bool around_quote(struct reader *r, struct found *f, struct verb *v)
{
    uint32_t q = quote_right(r, v);
    if (q == NONE || r->claimed[q] != NONE || !quoted_within(r, v, q)) return false;
    struct found was = *f;
    struct verb before = *v;
    const struct quotation *x = &r->quotes.list.at[q];
    if (framed(r, f, v) && found_holds(f, x->open) && found_holds(f, x->close) && f->contents == 1 && f->content[0].first > v->at &&
        (f->content[0].first < x->open || f->content[0].last > x->close + 1)) {
        found_claim(r, f, q);
        return true;
    }
    *f = was;
    *v = before;
    return false;
}

/* What a frame found within a quotation, from its first word: the whole of it is said, unless somebody else says it. */
static bool whole_quotation(struct reader *r, struct found *f, const struct verb *v)
{
    uint32_t first = f->content[0].first, q = f->contents == 1 && first > v->at ? r->quotes.of[first] : NONE;
    if (q == NONE) return true;
    const struct quotation *x = &r->quotes.list.at[q];
    if (x->close == NONE || first != x->open + 1 || f->content[0].last > x->close) return true;
    if (r->claimed[q] != NONE || nearer_verb(r, v, x->open - 1)) return false;
    f->content[0] = quote_run(x);
    f->whole_quote = true;
    found_claim(r, f, q);
    return true;
}

static bool verb_content(struct reader *r, struct found *f, struct verb *v)
{
    unsigned k = v->cue->frames;
    bool unreal = (v->modal || v->negated || v->conditional || (v->infinitive && !verb_carried_out(r, v))) &&
                  !((k & CUE_NOT) && (v->negated || v->modal) && !v->conditional && !v->infinitive);
    if (v->as != NONE && v->subject == NONE && !v->impersonal) return false;
    if ((k & CUE_QUOTE) && !unreal && around_quote(r, f, v)) return true;
    if (k & CUE_QUOTE) quote_content(r, f, v);
    if (f->contents && unreal && (!f->whole_quote || f->content[0].first > v->at)) return false;
    if (f->contents && f->whole_quote) return true;
    if (f->contents && (k & CUE_CLAUSE) && !unreal) {
        uint32_t c = frame_clause(r, v);
        if (c != NONE && !found_holds(f, c) && v->shell.lo > f->content[0].first) found_add(r, f, frame_clause_run(r, c));
    }
    if (f->contents) return true;
    if (unreal) return false;
    return framed(r, f, v) && whole_quotation(r, f, v);
}

/* "Said Djinnit": a name that looks like a verb. */
static bool named(const struct reader *r, uint32_t t)
{
    uint32_t m = doc_mention_over(r->d, t);
    return m != NONE && r->d->mentions.at[m].form == FORM_NAME && str_upper_first(tok(r, t)->form) &&
           t != sent(r, tok(r, t)->sentence)->words.first;
}

/* "I replied that ...", "We have told them that ...": what he said on another day is a statement. */
static bool told_before(const struct reader *r, const struct verb *v)
{
    chy_str x = tok(r, v->at)->xpos;
    return (str_is(x, "VBD") || str_is(x, "VBN")) && str_is(v->cue->act, "say") && !(v->cue->frames & CUE_WEAK) &&
           !tok_is(r, v->subject, "you");
}

/* "nobody said", "no party asked" */
static bool nobody(const struct reader *r, uint32_t t)
{
    static const char *const words[] = { "nobody", "none", "neither", "no", NULL };
    if (clause_word_in(r, t, words)) return true;
    for (uint32_t c = tok(r, t)->child; c != NONE && c < t; c = tok(r, c)->next)
        if (tok(r, c)->rel == REL_det && clause_word_in(r, c, words)) return true;
    return false;
}

/* What is said of himself by him who answers is his answer, not a statement within it. */
static bool answers(const struct reader *r, const struct verb *v)
{
    return r->turn_of[tok(r, v->at)->sentence] != NONE && v->subject != NONE &&
           (tok_is(r, v->subject, "people") || tok_is(r, v->subject, "those") || tok_is(r, v->subject, "i") ||
            tok_is(r, v->subject, "we") || tok_is(r, v->subject, "you")) &&
           !told_before(r, v);
}

/* "carried", "learned", "published": only a medium says something by that, or what is not known to be none. */
static bool may_carry(const struct reader *r, const struct found *f)
{
    if (f->speaker_token != NONE && tok(r, f->speaker_token)->upos == UPOS_PRON) return false;
    for (uint32_t i = 0; i < f->speakers.count; i++) {
        const struct entity *e = &r->d->entities.at[f->speakers.at[i]];
        if (e->type == ENTITY_STATE || e->type == ENTITY_PERSON || (e->type != ENTITY_MEDIUM && e->codes.count)) return false;
    }
    return true;
}

/* "she said, “...,” adding, “...”": who spoke just before in the sentence, when the tree knows no other; NONE. */
static uint32_t speaker_before(const struct reader *r, const struct verb *v)
{
    if (r->found.count < 2 || !str_is(tok(r, v->at)->xpos, "VBG") || !v->at || !(v->cue->frames & CUE_QUOTE)) return NONE;
    const struct found *f = &r->found.at[r->found.count - 2];
    if (f->sentence != tok(r, v->at)->sentence || !f->contents || f->content[f->contents - 1].last > v->at) return NONE;
    bool apart = clause_comma(r, v->at - 1) || (tok_quoted(r, v->at - 1) && r->quotes.list.at[r->quotes.of[v->at - 1]].close == v->at - 1);
    return apart && f->content[f->contents - 1].last + 1 >= v->at ? f->speaker_token : NONE;
}

/* "rallied the crowd, saying": after a comma a participle speaks for the subject of the clause, not for the noun before; NONE. */
static uint32_t clause_speaker(const struct reader *r, const struct verb *v)
{
    if (!str_is(tok(r, v->at)->xpos, "VBG") || !v->at || !clause_comma(r, v->at - 1) || tok(r, v->at)->rel != REL_acl) return NONE;
    uint32_t h = tok(r, v->at)->head;
    for (uint32_t steps = 0; h != NONE && steps < CLIMB_MOST; h = tok(r, h)->head, steps++) {
        if (deprel_base(tok(r, h)->rel) == REL_nsubj) return NONE;
        if (!clause_has_finite(r, (run){ h, h + 1 })) continue;
        uint32_t s = tree_subject(r->d, h);
        return s != NONE && s < h && clause_may_speak(r, s) && !tok_quoted(r, s) ? s : NONE;
    }
    return NONE;
}

static void verb_read(struct reader *r, uint32_t t, uint32_t end)
{
    struct verb v = { .at = t, .last = t, .subject = NONE, .hearer = NONE, .undergoer = NONE, .as = NONE, .floor = NONE, .ceiling = NONE };
    v.cue = verb_cue_at(r, t, CUE_VERB, end, &v.last);
    if (!v.cue || tok_quoted(r, t) || tok(r, t)->rel == REL_amod || named(r, t)) return;
    struct found *f = found_new(r, tok(r, t)->sentence);
    if (!f) return;
    f->cue_token = t;
    verb_flags(r, &v);
    verb_shell(r, &v, false);
    bool as = verb_quoted_as(r, &v, f);
    if (!as) {
        if (!verb_speaker(r, &v)) goto no;
        if (v.subject == NONE && !v.passive) v.subject = speaker_before(r, &v);
        uint32_t clause = clause_speaker(r, &v);
        if (clause != NONE && (v.cue->frames & CUE_QUOTE)) v.subject = clause;
        uint32_t o = verb_object(r, &v);
        if (v.subject == NONE && !v.impersonal && o == t + 1 && (v.cue->frames & CUE_QUOTE) && !str_is(tok(r, t)->xpos, "VBG") &&
            quote_left(r, &v) != NONE)
            v.subject = o; /* “...”, said Lavrov */
        else if ((v.cue->frames & CUE_TELL) && v.hearer == NONE)
            v.hearer = o != NONE ? o : tree_child(r->d, t, REL_iobj);
        if ((v.subject == NONE && !v.impersonal) || answers(r, &v)) goto no;
        if (v.subject != NONE && tok_is(r, v.subject, "you")) goto no;
        v.negated |= v.subject != NONE && nobody(r, v.subject);
        if (v.subject == NONE || v.subject < v.at) medium_told(r, &v);
        verb_shell(r, &v, false);
        if (v.subject != NONE && v.subject < v.at) { /* a subject that the tree hangs elsewhere */
            run w = speaker_source(r, v.subject, t);
            if (w.first < v.shell.lo && v.at - w.first < GAP_MOST) v.shell.lo = w.first;
        }
        if (v.floor != NONE) v.shell.lo = v.floor;
        if (v.ceiling != NONE) v.shell.hi = v.ceiling - 1;
    }
    if (!verb_content(r, f, &v)) goto no;
    f = &r->found.at[r->found.count - 1];
    if (!f->whole_quote && f->contents == 1 && f->content[0].first >= clause_end(r, t, v.last + 1) && f->content[0].first > t) goto no;
    for (uint32_t i = 0; i < f->contents; i++) /* what stands after a semicolon is said by somebody else or by nobody */
        if (!tok_quoted(r, f->content[i].first)) found_cut(r, f, i, clause_end(r, f->content[i].first, f->content[i].first));
    if (!as) {
        f->cue = verb_cue(r, &v);
        if (v.subject != NONE && v.subject > t && f->contents && found_holds(f, v.subject)) goto no;
        if (v.subject != NONE) speaker_fill(r, f, v.subject, v.passive ? NONE : t);
        if (!f->speakers.count && v.subject != NONE && r->turn_of[f->sentence] == NONE &&
            (tok_is(r, v.subject, "i") || tok_is(r, v.subject, "we")))
            goto no; /* nobody knows who writes */
        f->turn |= v.subject != NONE && r->turn_of[f->sentence] == NONE && (tok_is(r, v.subject, "i") || tok_is(r, v.subject, "we")) &&
                   f->speakers.count == 1 && f->speakers.at[0] == r->d->author_entity; /* he writes it himself */
        if ((v.cue->frames & CUE_MEDIUM) && !may_carry(r, f)) goto no;
    }
    if (v.hearer != NONE) f->hearer = v.hearer;
    if (as) f->edge = v.shell.lo;
    f->told = (v.cue->frames & CUE_TELL) != 0;
    circumstances(r, f, &v);
    return;
no:
    found_drop(r);
}

/* "his insistence that ...", "a promise by X that ..." */
static void noun_read(struct reader *r, uint32_t t, uint32_t end)
{
    uint32_t last, whose = NONE, clause = NONE;
    const struct cue *c = verb_cue_at(r, t, CUE_NOUN, end, &last);
    if (!c || tok_quoted(r, t)) return;
    for (uint32_t k = tok(r, t)->child; k != NONE; k = tok(r, k)->next) {
        uint32_t p = tree_case(r->d, k);
        if (tok(r, k)->rel == REL_nmod_poss)
            whose = k;
        else if (tok(r, k)->rel == REL_nmod && p != NONE && (tok_is(r, p, "by") || tok_is(r, p, "of") || tok_is(r, p, "from")) &&
                 speaker_may(r, speaker_entity(r, k)))
            whose = k;
        if (k > t && (tok(r, k)->rel == REL_acl || tok(r, k)->rel == REL_ccomp)) {
            uint32_t mark = tree_child(r->d, k, REL_mark);
            if (mark != NONE && tok_is(r, mark, "that")) clause = k;
        }
    }
    if (whose == NONE || clause == NONE) return;
    struct found *f = found_new(r, tok(r, t)->sentence);
    if (!f) return;
    f->cue_token = t;
    f->cue = (run){ t, t + 1 };
    found_add(r, f, frame_clause_run(r, clause));
    speaker_fill(r, f, whose, NONE);
    if (!f->contents) r->found.count--;
}

/* The sentence without the phrase that says whose words it is. */
static void phrase_content(struct reader *r, struct found *f, uint32_t first, uint32_t last)
{
    uint32_t start = clause_start(r, first), end = clause_end(r, first, last);
    if (last > end) last = end;
    while (last < end && tok_punct(r, last) && !tok_quoted(r, last)) last++;
    bool before = clause_has_words(r, (run){ start, first }, 2), after = last < end && clause_has_words(r, (run){ last, end }, 2);
    bool stop = last > first && tok_punct(r, last - 1);
    if (before && after && !stop) after = false;
    if (!before && first > start) start = first; /* "But according to ..." */
    if (before) found_add(r, f, (run){ start, first });
    if (after) found_add(r, f, (run){ last, end });
    if (f->contents) found_claim(r, f, r->quotes.of[f->content[0].first]);
}

static uint32_t phrase_first(const struct reader *r, uint32_t t)
{
    uint32_t first = sent(r, tok(r, t)->sentence)->words.first;
    return t > first && (tok(r, t - 1)->upos == UPOS_ADV) ? t - 1 : t;
}

/* Where "according to X" ends, X begins at `from`: before the first part between commas that is a clause of its own. */
static uint32_t according_end(const struct reader *r, uint32_t from, uint32_t end)
{
    for (uint32_t t = from; t < end; t++) {
        if (tok_quoted(r, t) && t > from && r->quotes.list.at[r->quotes.of[t]].open == t &&
            !quote_is_name(r->d, &r->quotes.list.at[r->quotes.of[t]]))
            return t;
        if (!clause_comma(r, t)) continue;
        uint32_t first = t + 1, stop = first;
        while (stop < end && !clause_comma(r, stop)) stop++;
        if (first >= end || tok_is(r, first, "which") || tok_is(r, first, "who") || tok_is(r, first, "whose") ||
            str_is(tok(r, first)->xpos, "VBG") || str_is(tok(r, first)->xpos, "VBN"))
            continue;
        if (clause_has_verb(r, (run){ first, stop })) return t;
    }
    return end;
}

/* "according to X": t is "according". */
static void according_read(struct reader *r, uint32_t t, uint32_t end)
{
    if (t + 2 >= end || !tok_is(r, t + 1, "to") || tok_quoted(r, t)) return;
    uint32_t hi = according_end(r, t + 2, clause_end(r, t, t + 2)), x = tok(r, t)->head, stop = t + 2;
    while (stop < hi && !clause_comma(r, stop)) stop++;
    if (x == NONE || x <= t + 1 || x >= stop || tok(r, x)->upos == UPOS_VERB) x = clause_nominal_head(r, (run){ t + 2, stop });
    if (x == NONE) return;
    struct found *f = found_new(r, tok(r, t)->sentence);
    if (!f) return;
    f->cue_token = t;
    f->cue = (run){ t, t + 2 };
    speaker_fill(r, f, x, NONE);
    f->source.first = t + 2;
    if (f->source.last > hi) f->source.last = hi;
    phrase_content(r, f, phrase_first(r, t), hi);
    f->carried = f->according = true;
    if (!f->contents) found_drop(r);
}

/* "in his words", "by the words of X", "in the view of X": t is the noun. */
static void phrase_read(struct reader *r, uint32_t t, uint32_t end)
{
    uint32_t last, whose = NONE, first;
    const struct cue *c = verb_cue_at(r, t, CUE_PHRASE, end, &last);
    uint32_t k = c && !tok_quoted(r, t) ? tree_case(r->d, t) : NONE;
    static const char *const preps[] = { "in", "by", "from", "to", "on", NULL };
    if (k == NONE || k >= t || t - k > 6) return;
    if (tok_is(r, k, "according")) return;
    if (!clause_word_in(r, k, preps)) return;
    for (uint32_t g = tok(r, t)->child; g != NONE; g = tok(r, g)->next) {
        uint32_t p = tree_case(r->d, g);
        if (tok(r, g)->rel == REL_nmod_poss)
            whose = g;
        else if (g > t && tok(r, g)->rel == REL_nmod && tok_is(r, p == NONE ? tok(r, g)->lo : p, "of") &&
                 (k + 1 < t || tok_is(r, k, "by") || tok_is(r, k, "from") || tok_is(r, t, "words")))
            whose = g; /* "in the view of", not "in view of" */
    }
    if (whose == NONE) return;
    struct found *f = found_new(r, tok(r, t)->sentence);
    if (!f) return;
    first = k;
    f->cue_token = t;
    f->cue = (run){ k, t + 1 };
    if (whose < t) f->cue.first = t;
    speaker_fill(r, f, whose, NONE);
    phrase_content(r, f, first, tok(r, t)->hi + 1);
    if (!f->contents) found_drop(r);
}

void speech_sentence(struct reader *r, uint32_t sentence)
{
    run words = sent(r, sentence)->words;
    for (uint32_t t = words.first; t < words.last && !r->out_of_memory; t++) {
        const struct token *w = tok(r, t);
        if (relay_read(r, t, words.last, &t)) continue;
        if (w->upos == UPOS_VERB) {
            if (str_is(w->lower, "according"))
                according_read(r, t, words.last);
            else
                verb_read(r, t, words.last);
        } else if (w->upos == UPOS_NOUN) {
            noun_read(r, t, words.last);
            phrase_read(r, t, words.last);
        } else if (str_is(w->lower, "according")) {
            according_read(r, t, words.last);
        }
    }
}
