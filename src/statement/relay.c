/* relay.c: "As the agency X reports, ...", "as transfers X with reference to Y, ...": a clause in front that says who carries the rest. */
#include "statement/clause.h"

enum { CLAUSE_MOST = 30 };

/* The first medium that is named between the two. */
static uint32_t medium_between(struct reader *r, run w, uint32_t *at)
{
    for (uint32_t t = w.first; t < w.last; t++) {
        uint32_t e = speaker_entity(r, t);
        if (!speaker_medium(r, e) && tok(r, t)->upos == UPOS_NOUN) e = medium_named(r, t);
        if (!speaker_medium(r, e)) continue;
        *at = t;
        return e;
    }
    return NONE;
}

static bool opens_clause(const struct reader *r, uint32_t t)
{
    if (!tok_is(r, t, "as") && !tok_is(r, t, "how")) return false;
    if (t == sent(r, tok(r, t)->sentence)->words.first) return true;
    chy_str f = tok(r, t - 1)->form;
    return str_is(f, ";") || str_is(f, ":");
}

bool relay_read(struct reader *r, uint32_t t, uint32_t end, uint32_t *last)
{
    uint32_t comma = t + 1, told = NONE, cites = NONE, carrier = NONE;
    if (tok_quoted(r, t) || !opens_clause(r, t)) return false;
    for (; comma < end && comma < t + CLAUSE_MOST && !clause_comma(r, comma); comma++) {
        unsigned kind = carrier_kind(r->rules, tok(r, comma)->lemma);
        if (kind & CARRIER_CITES)
            cites = comma;
        else if ((kind & CARRIER_TOLD) && told == NONE)
            told = comma;
    }
    if (comma >= end || !clause_comma(r, comma) || told == NONE) return false;
    uint32_t medium = medium_between(r, (run){ t + 1, cites == NONE ? comma : cites }, &carrier);
    uint32_t whom = cites == NONE ? NONE : clause_nominal_head(r, (run){ cites + 1, comma });
    if (medium == NONE) return false;
    struct found *f = found_new(r, tok(r, t)->sentence);
    if (!f) return false;
    f->cue_token = cites == NONE ? told : cites;
    f->cue = (run){ f->cue_token, f->cue_token + 1 };
    speaker_fill(r, f, whom == NONE ? carrier : whom, NONE);
    if (whom != NONE) {
        if (f->source.first <= cites) f->source.first = cites + 1;
        while (f->source.first < whom && (tok_is(r, f->source.first, "to") || tok_is(r, f->source.first, "of"))) f->source.first++;
        found_carry(r, f, medium, CHY_LIT(""));
    } else if (!f->speakers.count) {
        found_speaker(r, f, medium);
    }
    found_add(r, f, (run){ comma + 1, clause_end(r, t, comma + 1) });
    f->carried = f->according = true;
    if (!f->contents) {
        found_drop(r);
        return false;
    }
    *last = comma;
    return true;
}
