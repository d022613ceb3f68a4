#include "time/tense.h"

#include "doc/tree.h"

enum { REACH = 24, GROUP = 10, SURE = 4, FAR = 1000 }; /* a verb so many words away says nothing; so many words make a verb group at most */

/* What else a verb group can say: nothing (it is none), or the plain present, which may be a programme or a state. */
enum { TENSE_NONE = 10, TENSE_PRESENT };

static bool is_word(const struct time_words *words, const struct token *t, enum time_class c)
{
    return ((time_word_classes(words, t->lemma) | time_word_classes(words, t->lower)) & CLASS_BIT(c)) != 0;
}

static bool xpos_in(const struct token *t, const char *a, const char *b) { return str_is(t->xpos, a) || str_is(t->xpos, b); }
static bool is_verb(const struct token *t)
{
    return (t->upos == UPOS_VERB || t->upos == UPOS_AUX) && (!t->xpos.len || t->xpos.ptr[0] == 'V' || str_is(t->xpos, "MD"));
}
static bool is_be(const struct token *t) { return str_is(t->lemma, "be"); }
static bool is_have(const struct token *t) { return str_is(t->lemma, "have"); }
static bool is_to(const struct token *t) { return str_is(t->lower, "to"); }
static bool is_modal(const struct time_words *words, const struct token *t)
{
    return str_is(t->xpos, "MD") || is_word(words, t, CLASS_WILL);
}

static bool ends_clause(const struct token *t)
{
    return t->upos == UPOS_SCONJ || t->upos == UPOS_CCONJ || str_is(t->xpos, "WDT") || str_is(t->xpos, "WP") || str_is(t->xpos, "WRB") ||
           (t->upos == UPOS_PUNCT && !str_is(t->form, "-"));
}

/* "be held", "been due": words that may stand inside a verb group. */
static bool in_group(const struct time_words *words, const struct token *t)
{
    return t->upos == UPOS_AUX || t->upos == UPOS_PART || t->upos == UPOS_ADV || (is_verb(t) && (is_be(t) || is_have(t))) ||
           is_modal(words, t) || (is_word(words, t, CLASS_EXPECT) && (is_verb(t) || t->upos == UPOS_ADJ));
}

/* "the first three states to join": they did, or will, as the main verb says. */
static bool is_ranked(const struct time_words *words, const chy_doc *d, uint32_t first, uint32_t to)
{
    for (uint32_t t = to; t > first && to - t < GROUP; t--) {
        const struct token *a = &d->tokens.at[t - 1];
        if (is_verb(a) || a->upos == UPOS_PUNCT) return false;
        if (str_is(a->xpos, "JJS") || is_word(words, a, CLASS_ORD)) return true;
    }
    return false;
}

/* What stands before "to": is to, was due to, had been expected to, plans to, failed to. */
static int tense_before_to(const struct time_words *words, const chy_doc *d, uint32_t first, uint32_t to)
{
    bool was = false, had = false, is = false;
    uint32_t t = to;
    for (; t > first && to - t < GROUP && in_group(words, &d->tokens.at[t - 1]); t--) {
        const struct token *a = &d->tokens.at[t - 1];
        if (is_modal(words, a)) return TENSE_COMING;
        was |= is_be(a) && str_is(a->xpos, "VBD");
        had |= is_have(a) && str_is(a->xpos, "VBD");
        is |= (is_be(a) || is_have(a)) && xpos_in(a, "VBZ", "VBP");
    }
    if (had) return TENSE_OPEN;
    if (was) return TENSE_LASTING;
    if (is || to == first) return TENSE_COMING;
    const struct token *v = &d->tokens.at[to - 1];
    if (!is_verb(v) && is_ranked(words, d, first, to)) return TENSE_OPEN;
    if (is_word(words, v, CLASS_EXPECT) || !is_verb(v)) return TENSE_COMING; /* agreed to meet; a chance to meet */
    return xpos_in(v, "VBD", "VBN") ? TENSE_PAST : TENSE_COMING;
}

/* What the verb group says whose last word is v; *begin: its first word. */
static int group_tense(const struct time_words *words, const chy_doc *d, uint32_t first, uint32_t v, uint32_t *begin)
{
    const struct token *verb = &d->tokens.at[v];
    bool past = str_is(verb->xpos, "VBD"), present = xpos_in(verb, "VBZ", "VBP"), was = false, had = false, helped = false, passive = false;
    uint32_t t = v;
    *begin = v;
    if (is_modal(words, verb)) return TENSE_COMING;
    for (; t > first && v - t < GROUP && (in_group(words, &d->tokens.at[t - 1]) || is_to(&d->tokens.at[t - 1])); t--) {
        const struct token *a = &d->tokens.at[t - 1];
        if (is_word(words, a, CLASS_EXPECT) && is_verb(a) && !helped) break;
        *begin = t - 1;
        if (is_to(a)) {
            int before = tense_before_to(words, d, first, t - 1);
            return past || had ? TENSE_PAST : before;
        }
        if (is_modal(words, a)) return had ? TENSE_LASTING : str_is(a->lower, "could") ? TENSE_OPEN : TENSE_COMING; /* should have met */
        if (a->upos == UPOS_ADV) continue;
        helped = true;
        was |= is_be(a) && str_is(a->xpos, "VBD");
        passive |= is_be(a);
        had |= is_have(a);
        past |= str_is(a->xpos, "VBD") || is_have(a);
        present |= xpos_in(a, "VBZ", "VBP") && !is_have(a);
    }
    bool due = is_word(words, verb, CLASS_EXPECT) && (str_is(verb->xpos, "VBN") || verb->upos == UPOS_ADJ);
    if (due && had) return passive ? TENSE_OPEN : TENSE_PAST; /* has been scheduled; has scheduled */
    if (due && was) return TENSE_LASTING;
    if (due && present) return TENSE_COMING;
    if (past) return TENSE_PAST;
    bool set = due && is_word(words, verb, CLASS_SCHEDULE); /* a vote expected on Friday; what was agreed on Friday */
    if (str_is(verb->xpos, "VBN")) return present ? TENSE_OPEN : set ? TENSE_COMING : TENSE_PAST;
    if (str_is(verb->xpos, "VBG")) return present ? TENSE_PRESENT : TENSE_NONE;
    if (present) return TENSE_PRESENT;
    if (v == first) return TENSE_COMING; /* do it on Friday */
    return verb->upos == UPOS_VERB ? TENSE_PRESENT : TENSE_OPEN;
}

/* The last word of the verb group that begins here: will be | held, is expected to | meet. */
static uint32_t group_end(const struct time_words *words, const chy_doc *d, uint32_t t, uint32_t limit)
{
    for (uint32_t k = t + 1; k < limit && k - t < GROUP; k++) {
        const struct token *last = &d->tokens.at[t], *a = &d->tokens.at[k];
        bool open = is_modal(words, last) || is_be(last) || is_have(last) || is_to(last);
        if (a->upos == UPOS_ADV && (open || is_word(words, last, CLASS_EXPECT))) continue;
        if (!(open && (is_verb(a) || is_to(a) || in_group(words, a))) && !(is_word(words, last, CLASS_EXPECT) && is_to(a))) break;
        t = k;
    }
    return t;
}

static bool is_dash(const struct token *t)
{
    return str_is(t->form, "--") || str_is(t->form, "\xE2\x80\x93") || str_is(t->form, "\xE2\x80\x94") ||
           (str_is(t->form, "-") && t->space_after);
}

/* Behind what stands between two dashes, when t is the first of them. */
static uint32_t skip_aside(const chy_doc *d, uint32_t t, uint32_t limit)
{
    if (!is_dash(&d->tokens.at[t])) return t;
    for (uint32_t k = t + 1; k < limit && k - t < REACH; k++)
        if (is_dash(&d->tokens.at[k])) return k;
    return t;
}

struct near_verb {
    int tense;
    uint32_t cost, at; /* at: its token */
    uint32_t begin;    /* of its verb group */
    bool crossed;      /* a clause ends in between */
};

/* To the left: the last verb before the time. Each clause boundary on the way makes it farther. */
static struct near_verb verb_before(const struct time_words *words, const chy_doc *d, uint32_t first, uint32_t time)
{
    struct near_verb n = { TENSE_NONE, FAR, NONE, NONE, false };
    uint32_t begin, cost = 0;
    for (uint32_t t = time; t > first && time - t < REACH;) {
        const struct token *a = &d->tokens.at[--t];
        cost++;
        if (ends_clause(a)) {
            cost += 4;
            n.crossed = true;
        }
        if (!is_verb(a) && !(is_word(words, a, CLASS_EXPECT) && a->upos == UPOS_ADJ && t > first && is_verb(&d->tokens.at[t - 1])))
            continue;
        n.tense = group_tense(words, d, first, t, &begin);
        n.cost = cost;
        n.at = t;
        n.begin = begin;
        if (n.tense != TENSE_NONE) return n;
        t = begin;
    }
    n.cost = FAR;
    return n;
}

/* To the right: the first verb group after it. */
static struct near_verb verb_after(const struct time_words *words, const chy_doc *d, uint32_t time, uint32_t limit, bool begins)
{
    struct near_verb n = { TENSE_NONE, FAR, NONE, NONE, false };
    uint32_t begin, cost = 2;
    bool aside = false;
    for (uint32_t t = time; t < limit && t - time < REACH; t++) {
        uint32_t behind = aside ? t : skip_aside(d, t, limit);
        if (behind > t && behind + 1 < limit) { /* does not count, but once */
            time += behind + 1 - t;
            t = behind + 1;
            aside = true;
        }
        const struct token *a = &d->tokens.at[t];
        cost++;
        if (ends_clause(a)) {
            cost += t == time && begins ? 0 : 6;
            n.crossed |= t > time;
        }
        if (!is_verb(a)) continue;
        bool relative = t > time && xpos_in(&d->tokens.at[t - 1], "WDT", "WP"); /* the states that use the euro met */
        t = group_end(words, d, t, limit);
        if (relative) continue;
        n.tense = group_tense(words, d, time, t, &begin);
        n.cost = cost;
        n.at = t;
        n.begin = begin;
        if (n.tense != TENSE_NONE) return n;
    }
    n.cost = FAR;
    return n;
}

/* "Monday's ruling", "a June agreement", "the Friday meeting": the time belongs to the noun after it. */
static bool of_noun(const chy_doc *d, run time, uint32_t limit)
{
    if (time.last >= limit) return false;
    const struct token *next = &d->tokens.at[time.last];
    if (str_is(next->xpos, "POS") || str_is(next->lower, "'s")) return true;
    if (str_ends(d->tokens.at[time.last - 1].lower, CHY_LIT("'s"))) return true;
    return (next->upos == UPOS_NOUN || next->upos == UPOS_ADJ) && d->tokens.at[time.last - 1].space_after;
}

static struct near_verb read_tense(const struct time_words *words, const chy_doc *d, run time)
{
    const struct sentence *s = &d->sentences.at[d->tokens.at[time.first].sentence];
    uint32_t from = time.first;
    bool noun = of_noun(d, time, s->words.last);
    while (from > s->words.first && time.first - from < 2 &&
           (d->tokens.at[from - 1].upos == UPOS_ADP || d->tokens.at[from - 1].upos == UPOS_DET))
        from--;
    bool begins = from == s->words.first || ends_clause(&d->tokens.at[from - 1]);
    struct near_verb before = verb_before(words, d, s->words.first, from), after = verb_after(words, d, time.last, s->words.last, begins);
    if (time.last < s->words.last && str_is(d->tokens.at[time.last].form, ":"))
        return (struct near_verb){ TENSE_OPEN, FAR, NONE, NONE, false };
    bool bare = after.crossed || (after.begin != NONE && is_to(&d->tokens.at[after.begin])); /* the June case to begin */
    if (noun) before = (struct near_verb){ TENSE_OPEN, bare ? 0 : FAR, NONE, NONE, false };
    bool left = before.cost <= after.cost;
    struct near_verb n = left ? before : after;
    if (n.tense == TENSE_NONE) n.tense = TENSE_OPEN;
    if (n.tense == TENSE_PAST && left && n.at != NONE && n.at + 2 < from && is_word(words, &d->tokens.at[n.at], CLASS_SCHEDULE))
        n.tense = TENSE_LASTING; /* planned a rally on Friday */
    if (n.tense == TENSE_PAST && (n.cost > SURE || n.crossed)) n.tense = TENSE_PERHAPS;
    if (n.tense == TENSE_PRESENT) n.tense = !noun && (left || begins) ? TENSE_PLANNED : TENSE_OPEN;
    return n;
}

int time_tense(const struct time_words *words, const chy_doc *d, run time) { return read_tense(words, d, time).tense; }

/* "was in Dubai until Sunday", "had not called until Friday": that it was so is told, and over; "closed until Friday": it lasts. */
static bool was_so(const chy_doc *d, const struct near_verb *n)
{
    if (n->at == NONE) return true;
    const struct token *v = &d->tokens.at[n->at];
    for (uint32_t t = n->at, back = 0; t > 0 && back < 4; t--, back++)
        if (is_have(&d->tokens.at[t - 1]) && str_is(d->tokens.at[t - 1].xpos, "VBD")) return true;
    return is_be(v) && str_is(v->xpos, "VBD");
}

int time_direction(const struct time_words *words, const chy_doc *d, const struct item_list *items, uint32_t first, uint32_t last)
{
    const struct item *it = &items->at[first], *before = first ? it - 1 : NULL;
    struct near_verb n = read_tense(words, d, (run){ it->token, items->at[last - 1].last + 1 });
    uint64_t classes = 0;
    for (uint32_t i = first; i < last; i++) classes |= items->at[i].classes;
    bool day = (classes & (CLASS_BIT(CLASS_WDAY) | CLASS_BIT(CLASS_WABBR))) != 0; /* before dawn on Sunday */
    if (!before) return n.tense;
    if (before->classes & CLASS_BIT(CLASS_BACK)) return TENSE_PAST;
    if (before->classes & CLASS_BIT(CLASS_UNTIL))
        return n.tense >= TENSE_OPEN ? TENSE_COMING : day && was_so(d, &n) ? TENSE_PAST : TENSE_LASTING;
    if (before->classes & CLASS_BIT(CLASS_AHEAD)) return n.tense >= TENSE_OPEN ? TENSE_COMING : day ? TENSE_PAST : TENSE_LASTING;
    bool due = n.at != NONE && is_word(words, &d->tokens.at[n.at], CLASS_SCHEDULE);
    if (day && (n.tense < TENSE_OPEN || (n.tense == TENSE_OPEN && due)) && it->token && str_is(d->tokens.at[it->token - 1].lower, "for"))
        return TENSE_LASTING; /* called for Friday; has been set for Friday */
    return n.tense;
}
