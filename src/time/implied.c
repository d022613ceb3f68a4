#include "time/implied.h"

#include "base/utf8.h"
#include "doc/tree.h"

enum { EVENT_WORDS = 24, TELLING_FAR = 32 }; /* an event is told in so many words at most; its time is looked for so many times away */

static bool word_in(const struct time_words *words, const struct token *t, enum time_class c)
{
    return (time_word_classes(words, t->lower) & CLASS_BIT(c)) != 0;
}

static bool is_stop(const struct token *t)
{
    size_t at = 0;
    if (!t->form.len) return true;
    if (str_is(t->xpos, "POS") || str_ends(t->lower, CHY_LIT("'s"))) return false;
    unsigned kind = char_kind(utf8_next(t->form, &at));
    return (kind & (CHAR_PUNCT | CHAR_DASH | CHAR_QUOTE | CHAR_SYMBOL)) != 0;
}

/* A dash inside a word ("Long-Term") ends nothing. */
static bool ends_event(const chy_doc *d, uint32_t t, uint32_t first)
{
    const struct token *at = &d->tokens.at[t];
    if (!is_stop(at)) return false;
    return !(t > first && str_is(at->form, "-") && !at->space_after && !d->tokens.at[t - 1].space_after);
}

static bool is_quote(const struct token *t)
{
    size_t at = 0;
    return t->form.len && char_is(utf8_next(t->form, &at), CHAR_QUOTE);
}

/* The quotation marks of a title: of the “Charter of the Union”. */
static bool opens_title(const chy_doc *d, uint32_t t, uint32_t first)
{
    return t > first && t + 1 < d->tokens.count && is_quote(&d->tokens.at[t]) && d->tokens.at[t - 1].space_after &&
           !d->tokens.at[t].space_after && str_upper_first(d->tokens.at[t + 1].form);
}

static bool closes_title(const chy_doc *d, uint32_t t, uint32_t first)
{
    return t > first && is_quote(&d->tokens.at[t]) && !d->tokens.at[t - 1].space_after;
}

static bool is_verb(const struct token *t) { return t->upos == UPOS_VERB || t->upos == UPOS_AUX; }
static bool is_finite(const struct token *t) { return is_verb(t) && !str_is(t->xpos, "VBG") && !str_is(t->xpos, "VBN"); }

/* ------------------------------------------------------------------ the words of an event */

/* "its" or "it" as the entity that is meant; else the word itself. */
static chy_str spelled_out(const chy_doc *d, uint32_t t, bool *replaced)
{
    uint32_t m = d->mention_at ? doc_mention_at(d, t) : NONE;
    *replaced = false;
    if (d->tokens.at[t].upos != UPOS_PRON || m == NONE || d->mentions.at[m].entity == NONE || d->mentions.at[m].form != FORM_PRONOUN)
        return doc_text(d, d->tokens.at[t].span);
    *replaced = true;
    return d->entities.at[d->mentions.at[m].entity].name;
}

/* "the 15th" opens another anniversary. */
static bool is_count(const struct time_words *words, const struct token *t)
{
    return word_in(words, t, CLASS_ORD) || t->upos == UPOS_NUM || (t->form.len && t->form.ptr[0] >= '0' && t->form.ptr[0] <= '9');
}

/* Where a nominal that begins at `from` ends: at punctuation, a verb, a relative, the next anniversary; a title in quotation marks is one.
 */
static uint32_t nominal_end(const chy_doc *d, const struct time_words *words, uint32_t from, uint32_t limit)
{
    uint32_t t = from;
    bool quoted = false;
    for (; t < limit && t < from + EVENT_WORDS; t++) {
        const struct token *at = &d->tokens.at[t];
        if (quoted) {
            quoted = !closes_title(d, t, from);
            continue;
        }
        if (opens_title(d, t, from)) {
            quoted = true;
            continue;
        }
        if (ends_event(d, t, from)) break;
        if (is_finite(at) || at->upos == UPOS_SCONJ || (t > from && at->upos == UPOS_PRON && !str_is(at->xpos, "PRP$"))) break;
        if (at->upos == UPOS_CCONJ && t + 2 < limit && (is_count(words, &d->tokens.at[t + 1]) || is_count(words, &d->tokens.at[t + 2])))
            break;
        if (t > from && (at->upos == UPOS_ADP || at->upos == UPOS_NOUN) && word_in(words, at, CLASS_OFFSET)) break;
    }
    while (t > from &&
           (d->tokens.at[t - 1].upos == UPOS_ADP || d->tokens.at[t - 1].upos == UPOS_CCONJ || d->tokens.at[t - 1].upos == UPOS_DET))
        t--;
    return t;
}

static uint32_t clause_end(const chy_doc *d, uint32_t from, uint32_t limit)
{
    uint32_t t = from;
    while (t < limit && t < from + EVENT_WORDS && !ends_event(d, t, from)) t++;
    return t;
}

/* What follows "since" or "after": the happening alone when it has a name ("the surrender of Germany"), else the clause. */
static uint32_t event_end(const chy_doc *d, const struct time_words *words, uint32_t from, uint32_t limit)
{
    uint32_t end = clause_end(d, from, limit), nominal = nominal_end(d, words, from, limit);
    bool of = false, verb = false;
    for (uint32_t t = from; t < end; t++) {
        if (!verb && str_is(d->tokens.at[t].lower, "of")) of = true;
        verb |= is_finite(&d->tokens.at[t]);
    }
    return verb && !of ? end : nominal;
}

static chy_str event_text(const chy_doc *d, uint32_t from, uint32_t end, arena *mem)
{
    bool replaced;
    if (from >= end) return (chy_str){ 0 };
    chy_str head = spelled_out(d, from, &replaced);
    if (replaced && end == from + 1) return (chy_str){ 0 };
    if (!replaced && d->tokens.at[from].upos == UPOS_PRON) return (chy_str){ 0 }; /* its launch: whose? */
    if (replaced && str_is(d->tokens.at[from].xpos, "PRP$")) {                    /* its establishment: establishment of the Organisation */
        chy_str rest = doc_text(d, doc_run_span(d, (run){ from + 1, end }));
        for (uint32_t t = from + 1; t < end; t++)
            if (is_finite(&d->tokens.at[t])) return str_join(mem, head, CHY_LIT("'s "), rest);
        return str_join(mem, rest, CHY_LIT(" of "), head);
    }
    if (replaced) return str_join(mem, head, CHY_LIT(" "), doc_text(d, doc_run_span(d, (run){ from + 1, end })));
    return str_keep(mem, doc_text(d, doc_run_span(d, (run){ from, end })));
}

/* ------------------------------------------------------------------ dates */

/* The time of the sentence that says when a count ends or an anniversary falls: the nearest before it, else the nearest after `after`. */
static const struct found *telling(const struct found_list *found, uint32_t at, bool also_after)
{
    for (uint32_t i = at; i-- > 0 && at - i <= TELLING_FAR;)
        if (found->at[i].date.year && found->at[i].kind != KIND_anniversary && found->at[i].kind != KIND_duration) return &found->at[i];
    for (uint32_t i = at + 1; also_after && i < found->count && i - at <= TELLING_FAR; i++)
        if (found->at[i].date.year && found->at[i].kind != KIND_anniversary) return &found->at[i];
    return NULL;
}

static chy_status implied_add(chy_doc *d, chy_str event, struct date when, chy_span evidence, uint32_t time, chy_err *err)
{
    if (!event.len || when.year < 1) return CHY_OK;
    struct implied *i = LIST_PUSH(&d->mem, &d->implied);
    if (!i) return err_memory(err, "finding implied dates");
    *i = (struct implied){ event, date_format(&d->mem, when), evidence };
    if (!i->value.ptr) return err_memory(err, "finding implied dates");
    if (time != NONE) d->times.at[time].implied = d->implied.count - 1;
    return CHY_OK;
}

static chy_span evidence_of(const chy_doc *d, const struct item_list *items, const struct found *f, uint32_t end)
{
    chy_span s = { items->at[f->first].start, items->at[f->last - 1].end };
    if (end && d->tokens.at[end - 1].span.end > s.end) s.end = d->tokens.at[end - 1].span.end;
    return s;
}

/* ------------------------------------------------------------------ anniversaries */

/* The name of what is a number of years old, where only its owner is named: "the alliance's fiftieth anniversary". */
static chy_str owner_event(const chy_doc *d, uint32_t anniversary, uint32_t first, uint32_t sentence_first, arena *mem)
{
    uint32_t owner = tree_child(d, anniversary, REL_nmod_poss);
    if (owner == NONE && first > sentence_first && d->tokens.at[first - 1].upos == UPOS_PRON) owner = first - 1;
    if (owner == NONE) return (chy_str){ 0 };
    uint32_t m = d->mention_at ? doc_mention_at(d, owner) : NONE;
    bool known = m != NONE && d->mentions.at[m].entity != NONE && d->tokens.at[owner].upos != UPOS_NOUN; /* "the alliance's": as it says */
    chy_str name = known ? d->entities.at[d->mentions.at[m].entity].name : (chy_str){ 0 };
    uint32_t from = d->tokens.at[owner].lo;
    while (from < owner && d->tokens.at[from].upos == UPOS_DET) from++;
    if (!name.len && d->tokens.at[owner].upos != UPOS_PRON) name = doc_text(d, doc_run_span(d, (run){ from, owner + 1 }));
    return name.len ? str_join(mem, CHY_LIT("establishment of "), name, (chy_str){ 0 }) : name;
}

/* In Chinese the event stands before the number. */
static void event_before(const chy_doc *d, const struct item_list *items, uint32_t at, chy_span *out)
{
    uint32_t k = at;
    while (k && !(items->at[k - 1].classes & CLASS_BIT(CLASS_ARTICLE)) && at - k < 60) {
        chy_str text = str_cut(d->text, items->at[k - 1].start, items->at[k - 1].end);
        if (str_is(text, "，") || str_is(text, "。") || str_is(text, "；")) break;
        k--;
    }
    *out = (chy_span){ items->at[k].start, at ? items->at[at - 1].end : items->at[k].start };
}

/* "the planned celebrations of the 70th anniversary": of which year, the sentence leaves open. */
static bool is_to_come(const struct time_words *words, const chy_doc *d, uint32_t first, uint32_t word)
{
    enum { WORDS_BACK = 8 };
    for (uint32_t t = word; t > first && word - t < WORDS_BACK; t--)
        if (word_in(words, &d->tokens.at[t - 1], CLASS_EXPECT)) return true;
    return false;
}

static chy_status run_anniversary(const struct time_words *words, const struct time_context *c, chy_doc *d, const struct item_list *items,
                                  const struct found_list *found, uint32_t at, chy_err *err)
{
    const struct found *f = &found->at[at];
    uint32_t word = items->at[f->last - 1].last, limit = d->sentences.at[c->sentence].words.last, from = word + 1, end = 0;
    const struct found *when = telling(found, at, true);
    struct date year = { when ? when->date.year : c->published.year, 0, 0 };
    if (when && when > f && c->published.year && (when->date.year > c->published.year + 5 || when->date.year < c->published.year - 5))
        year.year = c->published.year;
    if (!when && is_to_come(words, d, d->sentences.at[c->sentence].words.first, word)) year.year = 0;
    chy_str event = { 0 };
    if (f->time != NONE && year.year)
        d->times.at[f->time].value = date_format(&d->mem, year);
    else if (f->time != NONE)
        d->times.at[f->time].value = CHY_LIT("XXXX");
    if (f->time != NONE && !d->times.at[f->time].value.ptr) return err_memory(err, "finding implied dates");
    if (!year.year) return CHY_OK;
    if (f->order < 0) {
        chy_span s;
        event_before(d, items, f->first, &s);
        event = doc_text(d, s);
    } else {
        bool of = from < limit && str_is(d->tokens.at[from].lower, "of");
        bool russian = from < limit && (unsigned char)d->text.ptr[items->at[f->last - 1].start] >= 0xD0;
        if (of || russian) {
            from += of;
            while (from < limit && word_in(words, &d->tokens.at[from], CLASS_ARTICLE)) from++;
            end = nominal_end(d, words, from, limit);
            event = event_text(d, from, end, &d->mem);
            bool name = from < end && d->tokens.at[from].upos == UPOS_PROPN && end - from <= 6;
            uint32_t m = name && d->mention_at ? doc_mention_over(d, from) : NONE;
            if (m != NONE && d->mentions.at[m].words.last >= end)
                event = str_join(&d->mem, CHY_LIT("establishment of "), event, (chy_str){ 0 });
        } else {
            event = owner_event(d, word, items->at[f->first].token, d->sentences.at[c->sentence].words.first, &d->mem);
        }
    }
    year.year -= (int)f->count;
    return implied_add(d, event, year, evidence_of(d, items, f, end), f->time, err);
}

/* ------------------------------------------------------------------ counts */

/* "walking out", "leaving": who did it is not told there. */
static bool tells_nothing(const chy_doc *d, uint32_t from, uint32_t end)
{
    if (from >= end || !str_is(d->tokens.at[from].xpos, "VBG")) return false;
    for (uint32_t t = from + 1; t < end; t++)
        if (d->tokens.at[t].upos == UPOS_PROPN) return false;
    return true;
}

static bool counted_back(struct date from, const struct found *f, bool today, struct date *out)
{
    *out = from;
    if (f->count < 1 || f->count > 4000)
        return f->unit == UNIT_DAY && f->count > 0 && f->count < 400000 && date_whole(from) ? (date_add_days(out, -f->count), true) : false;
    switch (f->unit) {
    case UNIT_DAY:
        if (!date_whole(from)) return false;
        date_add_days(out, -f->count);
        return true;
    case UNIT_MONTH:
        if (!from.month) return false;
        out->day = 0;
        date_add_months(out, -(int)f->count);
        return true;
    case UNIT_YEAR:
    case UNIT_DECADE:
    case UNIT_CENTURY:
        *out = (struct date){ from.year - (int)f->count * (f->unit == UNIT_YEAR ? 1 : f->unit == UNIT_DECADE ? 10 : 100), 0, 0 };
        if (today && date_whole(from)) *out = (struct date){ out->year, from.month, from.day };
        return out->year > 0 && date_valid(*out);
    default: return false;
    }
}

/* "815 days have passed since X", "the 17 years since X", "twenty-two years after X". */
static chy_status run_count(const struct time_words *words, const struct time_context *c, chy_doc *d, const struct item_list *items,
                            const struct found_list *found, uint32_t at, chy_err *err)
{
    const struct found *f = &found->at[at];
    uint32_t limit = d->sentences.at[c->sentence].words.last, t = items->at[f->last - 1].last + 1;
    for (int skip = 0; skip < 4 && t < limit && word_in(words, &d->tokens.at[t], CLASS_PASSED); skip++) t++;
    bool since = t < limit && str_is(d->tokens.at[t].lower, "since"), after = t < limit && str_is(d->tokens.at[t].lower, "after");
    if (!since && !(after && (f->unit == UNIT_YEAR || f->unit == UNIT_DECADE))) return CHY_OK;
    for (t++; t < limit && word_in(words, &d->tokens.at[t], CLASS_ARTICLE); t++)
        ;
    uint32_t end = event_end(d, words, t, limit);
    for (uint32_t i = f->first; i < f->last; i++)
        if (items->at[i].classes & CLASS_BIT(CLASS_APPROX)) return CHY_OK; /* nearly two decades after: which year, is not said */
    if (at + 1 < found->count && t < limit && items->at[found->at[at + 1].first].start <= d->tokens.at[t].span.start &&
        items->at[found->at[at + 1].last - 1].end > d->tokens.at[t].span.start)
        return CHY_OK; /* six years after that day */
    if (tells_nothing(d, t, end)) return CHY_OK;
    const struct found *when = telling(found, at, false);
    struct date from = when && (after || when->today) ? when->date : c->published, then;
    if (t >= end || !from.year || !counted_back(from, f, since && when && when->today, &then)) return CHY_OK;
    return implied_add(d, event_text(d, t, end, &d->mem), then, evidence_of(d, items, f, end), f->time, err);
}

/* "25 years ago today, six states signed ...": the day, and the clause says what. */
static chy_status run_ago_today(const struct time_words *words, const struct time_context *c, chy_doc *d, const struct item_list *items,
                                const struct found *f, chy_err *err)
{
    uint32_t limit = d->sentences.at[c->sentence].words.last, t = items->at[f->last - 1].last + 1;
    while (t < limit && is_stop(&d->tokens.at[t])) t++;
    while (t < limit && word_in(words, &d->tokens.at[t], CLASS_ARTICLE)) t++;
    uint32_t end = clause_end(d, t, limit);
    struct date when = f->date;
    return t < end ? implied_add(d, event_text(d, t, end, &d->mem), when, evidence_of(d, items, f, end), f->time, err) : CHY_OK;
}

chy_status implied_run(const struct time_words *words, const struct time_context *c, chy_doc *d, const struct item_list *items,
                       const struct found_list *found, chy_err *err)
{
    chy_status st = CHY_OK;
    for (uint32_t i = 0; st == CHY_OK && i < found->count; i++) {
        const struct found *f = &found->at[i];
        if (f->kind == KIND_anniversary)
            st = run_anniversary(words, c, d, items, found, i, err);
        else if (f->kind == KIND_duration && f->count > 0)
            st = run_count(words, c, d, items, found, i, err);
        else if (f->kind == KIND_ago && f->today)
            st = run_ago_today(words, c, d, items, f, err);
    }
    return st;
}
