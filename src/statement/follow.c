/*
 * follow.c: speech that goes on without a cue.
 *
 * A quotation that fills its sentence goes on from the one before, unless a person acts right before it ("Berg agreed. “...”") or
 * signs it below ("— Berg"). A sentence of intent ("China is willing to ...", "The two sides will ...") after an indirect statement
 * goes on when its subject is the speaker's own side.
 */
#include "base/utf8.h"
#include "doc/find.h"
#include "doc/tree.h"
#include "statement/clause.h"

enum { ACTED_MOST = 20, SIGNED_MOST = 10 };

static struct found *go_on(struct reader *r, const struct found *from, uint32_t s)
{
    struct found copy = *from;
    struct found *f = found_new(r, s);
    if (!f) return NULL;
    f->speakers = copy.speakers;
    for (uint32_t i = 0; i < copy.via.count; i++) found_carry(r, f, copy.via.at[i].entity, copy.via.at[i].date);
    f->date = copy.date;
    f->continued = true;
    return f;
}

static bool fills_sentence(const struct reader *r, const struct quotation *q, uint32_t s)
{
    if (q->open != sent(r, s)->words.first || q->words.first >= q->words.last) return false;
    uint32_t last = q->close == NONE ? q->words.last - 1 : q->close;
    uint32_t end = sent(r, tok(r, last)->sentence)->words.last;
    for (uint32_t t = last + 1; t < end; t++)
        if (!tok_punct(r, t)) return false;
    return true;
}

static bool quoted_content(const struct reader *r, const struct found *f)
{
    return f->contents && tok_quoted(r, f->content[f->contents - 1].last - 1);
}

/* “A,” he said. “B.”: what follows at once, in the same paragraph, is one speech. */
static bool joins(const struct reader *r, const struct found *f, run words)
{
    uint32_t last = f->content[f->contents - 1].last;
    if (f->contents == FOUND_RUNS && last != words.first) return false;
    uint32_t end = f->cue.last > last ? f->cue.last : last;
    return sent(r, tok(r, words.first)->sentence - 1)->words.first < end;
}

/* The state that an entity speaks for: the first three letters of its code. */
static chy_str side(const struct reader *r, uint32_t entity)
{
    const struct entity *e = &r->d->entities.at[entity];
    if (!e->codes.count && e->of != NONE && e->of < r->d->entities.count) e = &r->d->entities.at[e->of];
    return e->codes.count ? str_cut(e->codes.at[0], 0, 3) : CHY_LIT("");
}

/* The text does not tell the state of him who speaks, and he has gone on before: "Both sides should ... China is ready to ..." */
static bool from_there(const struct reader *r, const struct found *f, uint32_t state)
{
    (void)state;
    return f->continued && entity_is(r->d, f->speakers.at[0], ENTITY_PERSON);
}

/* "The two sides", "both countries". */
static bool several(const struct reader *r, uint32_t subject)
{
    static const char *const nouns[] = { "side", "country", "party", NULL };
    for (const char *const *w = nouns; *w; w++)
        if (str_is(tok(r, subject)->lemma, *w))
            for (uint32_t c = tok(r, subject)->child; c != NONE; c = tok(r, c)->next)
                if (tok_is(r, c, "two") || tok_is(r, c, "both") || tok_is(r, c, "three")) return true;
    return false;
}

static bool own_side(const struct reader *r, const struct found *f, uint32_t subject)
{
    if (several(r, subject)) return true;
    uint32_t e = speaker_entity(r, subject);
    if (e == NONE || r->d->entities.at[e].type != ENTITY_STATE) return false;
    for (uint32_t i = 0; i < f->speakers.count; i++) {
        chy_str a = side(r, f->speakers.at[i]), b = side(r, e);
        if (a.len && str_eq(a, b)) return true;
        if (!a.len && from_there(r, f, e)) return true;
    }
    return false;
}

/* "is willing to", "stands ready to", "should", "must", "hopes"; "will" only where two sides will. */
static bool intent(const struct reader *r, uint32_t root, uint32_t subject)
{
    chy_str tense = tok(r, root)->xpos;
    if ((str_is(tense, "VBZ") || str_is(tense, "VBP")) && (carrier_kind(r->rules, tok(r, root)->lemma) & CARRIER_STANCE)) return true;
    static const char *const wills[] = { "willing", "ready", "prepared", NULL };
    for (const char *const *w = wills; *w; w++)
        if (tok_is(r, root, *w)) return true;
    for (uint32_t c = tok(r, root)->child; c != NONE; c = tok(r, c)->next) {
        if (tok_is(r, c, "ready") && str_is(tok(r, root)->lemma, "stand")) return true;
        if (tok(r, c)->rel != REL_aux) continue;
        if (tok_is(r, c, "should") || tok_is(r, c, "must")) return true;
        if (tok_is(r, c, "will") && (str_is(tok(r, subject)->lemma, "side") || str_is(tok(r, subject)->lemma, "country"))) return true;
    }
    return false;
}

static uint32_t root_of(const struct reader *r, uint32_t s)
{
    for (uint32_t t = sent(r, s)->words.first; t < sent(r, s)->words.last; t++)
        if (tok(r, t)->head == NONE || tok(r, t)->rel == REL_root) return t;
    return NONE;
}

static bool indirect_goes_on(const struct reader *r, const struct found *from, uint32_t s)
{
    if (from->turn || !from->speakers.count || tok_quoted(r, from->content[from->contents - 1].last - 1)) return false;
    uint32_t before = tok(r, from->content[from->contents - 1].last - 1)->sentence + 1;
    for (; before < s; before++) /* crumbs of a sentence: "in history. ." */
        if (clause_has_finite(r, sent(r, before)->words)) return false;
    uint32_t root = root_of(r, s), subject = root == NONE ? NONE : tree_subject(r->d, root);
    if (subject == NONE || !own_side(r, from, subject) || !intent(r, root, subject)) return false;
    return sent(r, s)->paragraph == sent(r, from->sentence)->paragraph ||
           (sent(r, s)->paragraph == sent(r, from->sentence)->paragraph + 1 && !several(r, subject));
}

/* Minutes: "SERGEY LAVROV (Russian Federation) said that ... It would ..." and "The representative of Chile said that ...". */
static bool minutes(const struct reader *r, const struct found *f)
{
    uint32_t s = f->sentence;
    if (f->turn || !f->speakers.count || f->source.first >= f->source.last || f->source.first != sent(r, s)->words.first) return false;
    if (s && sent(r, s - 1)->paragraph == sent(r, s)->paragraph) return false;
    if (f->content[0].first < f->cue.last || f->cue.first >= f->cue.last) return false;
    if (f->speaker_token != NONE &&
        (str_is(tok(r, f->speaker_token)->lemma, "representative") || str_is(tok(r, f->speaker_token)->lemma, "delegate")))
        return true;
    uint32_t t = f->source.first;
    return t + 1 < f->source.last && str_all_upper(tok(r, t)->form) && str_all_upper(tok(r, t + 1)->form);
}

/* Told in the past or with "would": reported speech has moved its tenses back. */
static bool moved_back(const struct reader *r, uint32_t s)
{
    uint32_t root = root_of(r, s);
    if (root == NONE) return false;
    if (str_is(tok(r, root)->xpos, "VBD")) return true;
    for (uint32_t c = tok(r, root)->child; c != NONE; c = tok(r, c)->next)
        if ((tok(r, c)->rel == REL_aux || tok(r, c)->rel == REL_cop || tok(r, c)->rel == REL_aux_pass) &&
            (str_is(tok(r, c)->xpos, "VBD") || tok_is(r, c, "would") || tok_is(r, c, "could")))
            return true;
    return false;
}

static bool first_person(const struct reader *r, uint32_t s)
{
    uint32_t root = root_of(r, s), subject = root == NONE ? NONE : tree_subject(r->d, root);
    return subject != NONE && (tok_is(r, subject, "i") || tok_is(r, subject, "we"));
}

/* A signed article: what its author says of himself and his side is his statement. */
static void author_says(struct reader *r, uint32_t s)
{
    uint32_t root = root_of(r, s), subject = root == NONE ? NONE : tree_subject(r->d, root);
    struct found *f = found_new(r, s);
    if (!f) return;
    f->turn = true;
    f->continued = !first_person(r, s);
    if (subject != NONE && !f->continued) f->source = (run){ subject, subject + 1 };
    found_add(r, f, sent(r, s)->words);
    found_speaker(r, f, r->d->author_entity);
    if (!f->contents) found_drop(r);
}

/* An author who writes in his office ("Article of Foreign Minister X") speaks throughout. */
static bool in_office(const struct reader *r)
{
    const chy_doc *d = r->d;
    if (!entity_is(d, d->author_entity, ENTITY_PERSON)) return false;
    chy_str name = d->entities.at[d->author_entity].name;
    return d->author.len > name.len && d->entities.at[d->author_entity].codes.count;
}

static bool in_body(const struct reader *r, uint32_t s)
{
    uint32_t g = sent(r, s)->segment;
    return (g >= r->d->segments.count || r->d->segments.at[g].kind == SEGMENT_BODY) && clause_has_finite(r, sent(r, s)->words);
}

/* "Berg agreed. “It is late.”": a person who does something right before a quotation in the same paragraph says it; the word, NONE. */
static uint32_t acted_before(const struct reader *r, uint32_t s, const struct found *last)
{
    if (!s || sent(r, s - 1)->paragraph != sent(r, s)->paragraph || r->found_from[s - 1] != r->found_from[s]) return NONE;
    run w = sent(r, s - 1)->words;
    uint32_t root = root_of(r, s - 1), subject = root == NONE ? NONE : tree_child(r->d, root, REL_nsubj);
    if (subject == NONE || subject > root || w.last - w.first > ACTED_MOST || tok_quoted(r, subject) || tok_quoted(r, root)) return NONE;
    if (tok(r, root)->upos != UPOS_VERB || !clause_has_finite(r, (run){ root, root + 1 }) || r->quotes.of[w.last - 1] != NONE) return NONE;
    uint32_t e = speaker_entity(r, subject);
    if (e == NONE || r->d->entities.at[e].type != ENTITY_PERSON) return NONE;
    return last && last->speakers.count == 1 && last->speakers.at[0] == e ? NONE : subject;
}

static bool says_after(struct reader *r, uint32_t s, uint32_t q, uint32_t subject)
{
    struct found *f = found_new(r, s);
    if (!f) return false;
    f->cue_token = root_of(r, s - 1);
    f->cue = (run){ f->cue_token, f->cue_token + 1 };
    f->whole_quote = true;
    found_claim(r, f, q);
    found_add(r, f, quote_run(&r->quotes.list.at[q]));
    speaker_fill(r, f, subject, f->cue_token);
    return true;
}

/* A paragraph that is a quotation, and one below it with a dash and a name: who signed it; NONE. */
static uint32_t signed_below(const struct reader *r, uint32_t s, uint32_t q)
{
    const struct quotation *x = &r->quotes.list.at[q];
    if (s && sent(r, s - 1)->paragraph == sent(r, s)->paragraph) return NONE;
    uint32_t below = tok(r, x->close == NONE ? x->words.last - 1 : x->close)->sentence + 1;
    if (below >= r->d->sentences.count || sent(r, below)->paragraph != sent(r, s)->paragraph + 1) return NONE;
    run w = sent(r, below)->words;
    chy_str dash = tok(r, w.first)->form;
    if (w.last - w.first > SIGNED_MOST ||
        !(str_is(dash, "-") || str_is(dash, "–") || str_is(dash, "—") || str_is(dash, "―") || str_is(dash, "--")))
        return NONE;
    if (clause_has_verb(r, w)) return NONE;
    for (uint32_t m = r->mention_from[below]; m < r->mention_from[below + 1]; m++)
        if (entity_is(r->d, r->d->mentions.at[m].entity, ENTITY_PERSON)) return r->d->mentions.at[m].head;
    return NONE;
}

static bool signed_quote(struct reader *r, uint32_t s, uint32_t q, uint32_t signature)
{
    struct found *f = found_new(r, s);
    if (!f) return false;
    f->whole_quote = true;
    found_claim(r, f, q);
    found_add(r, f, quote_run(&r->quotes.list.at[q]));
    speaker_fill(r, f, signature, NONE);
    return true;
}

void follow_read(struct reader *r)
{
    uint32_t reported = NONE; /* the paragraph of minutes that is being read: its statement */
    uint32_t last = NONE, spoken = NONE;
    bool signed_throughout = in_office(r);
    for (uint32_t s = 0; s < r->d->sentences.count && !r->out_of_memory; s++) {
        bool own = false;
        for (uint32_t i = r->found_from[s]; i < r->found_from[s + 1]; i++)
            if (!r->found.at[i].dead) {
                last = i;
                own = true;
                if (quoted_content(r, &r->found.at[i]) && r->found.at[i].whole_quote) spoken = i; /* “A,” said B, who had said C. “D.” */
            }
        if (reported != NONE && (own || sent(r, s)->paragraph != sent(r, r->found.at[reported].sentence)->paragraph)) reported = NONE;
        if (own && minutes(r, &r->found.at[last])) reported = last;
        if (!own && r->d->author_entity < r->d->entities.count && r->turn_of[s] == NONE &&
            (first_person(r, s) || (signed_throughout && in_body(r, s)))) {
            author_says(r, s);
            continue;
        }
        uint32_t open = own || r->turn_of[s] != NONE ? NONE : r->quotes.of[sent(r, s)->words.first];
        if (open != NONE && r->claimed[open] == NONE && fills_sentence(r, &r->quotes.list.at[open], s) &&
            !quote_is_name(r->d, &r->quotes.list.at[open])) {
            uint32_t who = acted_before(r, s, last == NONE ? NULL : &r->found.at[last]), by = signed_below(r, s, open);
            if (by != NONE || who != NONE) {
                if (by != NONE ? !signed_quote(r, s, open, by) : !says_after(r, s, open, who)) return;
                last = r->found.count - 1;
                continue;
            }
        }
        if (own || last == NONE || r->turn_of[s] != NONE) continue;
        if (spoken != NONE && r->found.at[spoken].sentence == r->found.at[last].sentence)
            last = quoted_content(r, &r->found.at[last]) ? last : spoken;
        const struct found *from = &r->found.at[last];
        uint32_t gap = sent(r, s)->paragraph - sent(r, tok(r, from->content[from->contents - 1].last - 1)->sentence)->paragraph;
        uint32_t q = r->quotes.of[sent(r, s)->words.first];
        if (q != NONE && r->claimed[q] == NONE && gap <= 1 && quoted_content(r, from) && fills_sentence(r, &r->quotes.list.at[q], s) &&
            !quote_is_name(r->d, &r->quotes.list.at[q])) {
            run words = quote_run(&r->quotes.list.at[q]);
            bool same = !gap && joins(r, from, words);
            struct found *f = same ? &r->found.at[last] : go_on(r, from, s);
            if (!f) return;
            found_claim(r, f, q);
            found_add(r, f, words);
            last = same ? last : r->found.count - 1;
        } else if (q == NONE && reported != NONE && moved_back(r, s)) {
            if (last != reported) { /* it has gone on before: one statement */
                found_add(r, &r->found.at[last], (run){ r->found.at[last].content[0].last, sent(r, s)->words.last });
                continue;
            }
            struct found *f = go_on(r, from, s);
            if (!f) return;
            found_add(r, f, sent(r, s)->words);
            last = r->found.count - 1;
        } else if (q == NONE && indirect_goes_on(r, from, s)) {
            struct found *f = go_on(r, from, s);
            if (!f) return;
            found_add(r, f, sent(r, s)->words);
            last = r->found.count - 1;
        }
    }
}
