#include "fact/when.h"

/* Only what a calendar has: 2014, 2014-09, 2014-09-10, 2014-SU; a time of day is let go, a range gives its ends. */
static bool plain(chy_str v)
{
    for (size_t i = 0; i < 4; i++)
        if (i >= v.len || v.ptr[i] < '0' || v.ptr[i] > '9') return false;
    return v.len == 4 || (v.len == 7 && v.ptr[4] == '-' && v.ptr[5] != 'W') ||
           (v.len == 10 && v.ptr[4] == '-' && v.ptr[7] == '-' && v.ptr[5] != 'W' && v.ptr[5] != 'X' && v.ptr[8] != 'X');
}

static chy_str day_of(chy_str v)
{
    size_t t = str_find(v, CHY_LIT("T"), 0);
    return t == SIZE_MAX ? v : str_cut(v, 0, t);
}

static void take(struct when *out, chy_str value, chy_str prep)
{
    size_t slash = str_find(value, CHY_LIT("/"), 0);
    chy_str first = day_of(slash == SIZE_MAX ? value : str_cut(value, 0, slash));
    chy_str last = slash == SIZE_MAX ? (chy_str){ 0 } : day_of(str_cut(value, slash + 1, value.len));
    if (!plain(first)) first = (chy_str){ 0 };
    if (!plain(last)) last = (chy_str){ 0 };
    if (str_is(prep, "since") || str_is(prep, "from") || str_is(prep, "as") || str_is(prep, "effective")) {
        if (!out->from.len) out->from = first;
        if (!out->to.len) out->to = last;
    } else if (str_is(prep, "until") || str_is(prep, "till") || str_is(prep, "through")) {
        if (!out->to.len) out->to = last.len ? last : first;
    } else if (str_is(prep, "before") || str_is(prep, "by") || str_is(prep, "after") || str_is(prep, "between") || str_is(prep, "ago") ||
               (str_is(prep, "for") && !last.len)) {
        return;
    } else if (last.len) {
        if (!out->from.len) out->from = first;
        if (!out->to.len) out->to = last;
    } else if (!out->at.len) {
        out->at = first;
    }
}

/* The word before a time, unless the tree has one. */
static chy_str preposition(const chy_doc *d, run words, uint32_t head)
{
    uint32_t p = tree_case(d, head);
    if (p != NONE && p < words.first) return d->tokens.at[p].lower;
    if (words.first && words.first > d->sentences.at[d->tokens.at[words.first].sentence].words.first) {
        const struct token *before = &d->tokens.at[words.first - 1];
        if (before->upos == UPOS_ADP || before->upos == UPOS_SCONJ) return before->lower;
    }
    bool inside = p != NONE && p >= words.first && p < words.last; /* "right after the summit": the value has it already */
    return p == NONE || inside ? CHY_LIT("") : d->tokens.at[p].lower;
}

/* The token of a run whose head lies outside it. */
static uint32_t head_of(const chy_doc *d, run words)
{
    for (uint32_t t = words.first; t < words.last; t++) {
        uint32_t h = d->tokens.at[t].head;
        if (h == NONE || h < words.first || h >= words.last) return t;
    }
    return words.first;
}

/* Whether a time belongs to this word: its nearest clause is the word, or it hangs below a noun that is the word. */
static bool belongs(const chy_doc *d, uint32_t head, uint32_t word)
{
    uint32_t t = head;
    for (int step = 0; step < 32 && t != NONE; step++, t = d->tokens.at[t].head) {
        if (t == word) return true;
        if (t != head && (d->tokens.at[t].upos == UPOS_VERB || tree_has(d, t, REL_cop))) return false;
    }
    return false;
}

/* "the 20th anniversary of its founding": the date the time stage worked out for the words. */
static chy_str implied(const chy_doc *d, chy_span word)
{
    for (uint32_t i = 0; i < d->implied.count; i++)
        if (d->implied.at[i].evidence.start <= word.start && word.end <= d->implied.at[i].evidence.end && plain(d->implied.at[i].value))
            return d->implied.at[i].value;
    return (chy_str){ 0 };
}

bool when_later(const struct fact_walk *w, uint32_t word)
{
    const chy_doc *d = w->d;
    run words = d->sentences.at[d->tokens.at[word].sentence].words;
    if (!str_is(d->tokens.at[word].xpos, "VBZ") && !str_is(d->tokens.at[word].xpos, "VBP")) return false;
    for (uint32_t t = words.first + 1; t < words.last; t++) {
        uint32_t i = w->time_at[t];
        if (i == NONE || w->time_at[t - 1] == i || d->times.at[i].type != TIME_DURATION) continue;
        chy_str prep = d->tokens.at[t - 1].lower;
        bool later = str_is(prep, "in") || str_is(prep, "within");
        if (later && belongs(d, head_of(d, d->times.at[i].words), word)) return true;
    }
    return false;
}

/* "will attend the summit at which X takes over": present in a relative clause of what is to come. */
bool when_within(const struct fact_walk *w, uint32_t word)
{
    const chy_doc *d = w->d;
    const struct token *t = &d->tokens.at[word];
    if ((!str_is(t->xpos, "VBZ") && !str_is(t->xpos, "VBP")) || t->rel != REL_acl_relcl || t->head == NONE) return false;
    uint32_t up = claim_clause(d, t->head);
    for (uint32_t c = d->tokens.at[up].child; c != NONE; c = d->tokens.at[c].next)
        if (d->tokens.at[c].upos == UPOS_AUX && rules_yield(w->rules, d->tokens.at[c].lemma, CHY_LIT("aux")) == YIELD_PLANS) return true;
    return false;
}

struct when when_of(const struct fact_walk *w, uint32_t word, const struct claim *c)
{
    const chy_doc *d = w->d;
    struct when out = { 0 };
    run words = d->sentences.at[d->tokens.at[word].sentence].words;
    out.at = implied(d, d->tokens.at[word].span);
    if (out.at.len) return out;
    for (uint32_t k = 0; k < c->level_count; k++) {
        for (uint32_t t = words.first; t < words.last; t++) {
            uint32_t i = w->time_at[t];
            if (i == NONE || (t > words.first && w->time_at[t - 1] == i)) continue;
            const struct time *time = &d->times.at[i];
            if (time->type != TIME_DATE && time->type != TIME_TIME) continue;
            uint32_t head = head_of(d, time->words);
            if (belongs(d, head, c->levels[k])) take(&out, time->value, preposition(d, time->words, head));
        }
        if (out.at.len || out.from.len || out.to.len) break;
    }
    return out;
}
