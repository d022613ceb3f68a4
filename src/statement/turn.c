/* turn.c: interviews and press conferences: "Q: ...", "Sergey Lavrov: ..." at the head of a paragraph. */
#include "base/utf8.h"
#include "doc/find.h"
#include "statement/clause.h"

enum { LABEL_MOST = 14, NAME_MOST = 9, ADDRESS_MOST = 5, QUESTION = 1, ANSWER = 2, ADDRESS = 3 };

struct label {
    run words; /* without the colon and without what stands in brackets */
    uint32_t colon;
    uint32_t sentence, last_sentence; /* of the paragraph, both inclusive */
    uint32_t key;                     /* index into keys */
};

struct key {
    uint32_t role, paragraphs, questions;
    uint32_t entity;
    bool listed; /* a word for the role and no name: "A", or a dash */
};

struct turns {
    LIST(struct label) labels;
    LIST(struct key) keys;
    struct map at; /* label in lower case: key */
};

static bool name_word(const struct reader *r, uint32_t t)
{
    const struct token *w = tok(r, t);
    if (str_upper_first(w->form)) return w->upos != UPOS_NUM;
    return w->upos == UPOS_ADP || w->upos == UPOS_DET || w->upos == UPOS_CCONJ || w->upos == UPOS_PART || w->upos == UPOS_PUNCT ||
           w->upos == UPOS_NOUN;
}

/* What ends a label: a colon, "Q." and "A.", or a stop and a dash ("LE FIGARO. – ..."). */
static bool label_ends(const struct reader *r, uint32_t first, uint32_t t, uint32_t last)
{
    chy_str f = tok(r, t)->form;
    if (str_is(f, ":")) return true;
    if (!str_is(f, ".") || t == first) return false;
    if (t == first + 1 && tok(r, first)->form.len == 1) return true;
    return t + 1 < last && (str_is(tok(r, t + 1)->form, "–") || str_is(tok(r, t + 1)->form, "—"));
}

/* The label that a paragraph begins with. */
static bool label_read(const struct reader *r, uint32_t first, uint32_t last, struct label *out)
{
    uint32_t end = NONE, colon = NONE;
    bool bracket = false;
    if (first + 2 < last && tok_quoted(r, first) && tok_punct(r, first) && r->quotes.list.at[r->quotes.of[first]].close == NONE)
        first++; /* a transcript with a mark before each paragraph */
    if (!str_upper_first(tok(r, first)->form)) return false;
    if (str_is(tok(r, first)->form, "Q.") || str_is(tok(r, first)->form, "A.")) {
        *out = (struct label){ .words = { first, first + 1 }, .colon = first };
        return first + 1 < last;
    }
    for (uint32_t t = first; t < last && t < first + LABEL_MOST && colon == NONE; t++) {
        chy_str f = tok(r, t)->form;
        if (label_ends(r, first, t, last))
            colon = t;
        else if (str_is(f, "(")) {
            bracket = true;
            if (end == NONE) end = t;
        } else if (str_is(f, ")"))
            bracket = false;
        else if (!bracket && (!name_word(r, t) || tok_quoted(r, t)))
            return false;
    }
    if (colon == NONE || colon == first || colon + 1 >= last || bracket) return false;
    if (end == NONE) end = colon;
    if (end - first > NAME_MOST) return false;
    *out = (struct label){ .words = { first, end }, .colon = colon };
    return true;
}

static chy_str label_text(const struct reader *r, const struct label *l)
{
    chy_str text = doc_text(r->d, doc_run_span(r->d, l->words));
    while (text.len && text.ptr[text.len - 1] == '.') text.len--;
    return utf8_lower(r->scratch, text);
}

static uint32_t label_entity(const struct reader *r, const struct label *l)
{
    uint32_t found = NONE;
    for (uint32_t t = l->words.first; t < l->words.last; t++) {
        uint32_t e = speaker_entity(r, t);
        if (e == NONE) continue;
        enum entity_type type = r->d->entities.at[e].type;
        if (type == ENTITY_PERSON) return e;
        if (found == NONE && speaker_may(r, e)) found = e;
    }
    return found;
}

static bool asks(const struct reader *r, run words)
{
    for (uint32_t t = words.last; t-- > words.first;)
        if (!tok_quoted(r, t) || !tok_punct(r, t)) return str_is(tok(r, t)->form, "?");
    return false;
}

static bool dash(const struct reader *r, uint32_t t)
{
    chy_str f = tok(r, t)->form;
    return str_is(f, "–") || str_is(f, "—") || (str_is(f, "-") && tok(r, t)->space_after);
}

/* "– And will you stay?" and the paragraph after it: turns that have a dash for a label. */
static bool dash_label(const struct reader *r, run words, bool after_question, struct label *out)
{
    if (!dash(r, words.first) || (!after_question && !asks(r, words))) return false;
    *out = (struct label){ .words = { words.first, words.first + 1 }, .colon = words.first };
    return true;
}

static bool gather(struct reader *r, struct turns *all)
{
    const chy_doc *d = r->d;
    bool asked = false; /* the paragraph before */
    for (uint32_t s = 0; s < d->sentences.count;) {
        uint32_t first = s, paragraph = sent(r, s)->paragraph;
        while (s < d->sentences.count && sent(r, s)->paragraph == paragraph) s++;
        run words = { sent(r, first)->words.first, sent(r, s - 1)->words.last };
        uint32_t segment = sent(r, first)->segment;
        struct label l;
        if (segment < d->segments.count && d->segments.at[segment].kind != SEGMENT_BODY && d->segments.at[segment].kind != SEGMENT_TITLE)
            continue;
        bool after_question = asked;
        asked = words.first < words.last && asks(r, words);
        if (words.first + 1 >= words.last || (!label_read(r, words.first, words.last, &l) && !dash_label(r, words, after_question, &l)))
            continue;
        bool bare = dash(r, l.words.first);
        l.sentence = first;
        l.last_sentence = s - 1;
        chy_str text = bare ? asked ? CHY_LIT("–?") : CHY_LIT("–") : label_text(r, &l);
        uint32_t key = text.ptr ? map_get(&all->at, text) : MAP_NONE;
        if (key == MAP_NONE) {
            struct key *k = LIST_PUSH(r->scratch, &all->keys);
            if (!k || !map_put(&all->at, r->scratch, text, all->keys.count - 1)) return false;
            uint32_t role = map_get(&r->rules->turns, text);
            if (role == ADDRESS) role = MAP_NONE;
            if (bare) role = asked ? QUESTION : ANSWER;
            *k = (struct key){ .role = role == MAP_NONE ? 0 : role,
                               .entity = bare ? NONE : label_entity(r, &l),
                               .listed = role != MAP_NONE };
            key = all->keys.count - 1;
        }
        l.key = key;
        all->keys.at[key].paragraphs++;
        all->keys.at[key].questions += asks(r, words);
        struct label *place = LIST_PUSH(r->scratch, &all->labels);
        if (!place) return false;
        *place = l;
    }
    return true;
}

static bool is_person(const struct reader *r, uint32_t entity) { return entity_is(r->d, entity, ENTITY_PERSON); }

/* "PRESENTER: ...?", "CORRESPONDENT: ...": whoever never asks while somebody else does answers. */
static void settle_roles(struct turns *all)
{
    bool others = false;
    for (uint32_t i = 0; i < all->keys.count; i++) others |= all->keys.at[i].role == QUESTION && all->keys.at[i].questions > 1;
    for (uint32_t i = 0; i < all->keys.count && others; i++)
        if (all->keys.at[i].role == QUESTION && all->keys.at[i].listed && !all->keys.at[i].questions && all->keys.at[i].paragraphs > 1) {
            all->keys.at[i].role = ANSWER;
            all->keys.at[i].listed = false;
        }
}

/* Two turns at least, and somebody who asks, or several speakers by name. */
static bool is_interview(struct reader *r, struct turns *all)
{
    uint32_t questions = 0, answers = 0, persons = 0;
    settle_roles(all);
    for (uint32_t i = 0; i < all->keys.count; i++) {
        struct key *k = &all->keys.at[i];
        bool first = i == 0 && all->keys.count > 1 && !is_person(r, k->entity);
        if (!k->role) k->role = k->questions == k->paragraphs || speaker_medium(r, k->entity) || first ? QUESTION : ANSWER;
        if (k->role == QUESTION)
            questions += k->paragraphs;
        else
            answers += k->paragraphs;
        if (k->role == ANSWER && is_person(r, k->entity)) persons += k->paragraphs;
    }
    if (all->labels.count < 2 || !answers) return false;
    bool explicit = map_get(&all->at, CHY_LIT("q")) != MAP_NONE || map_get(&all->at, CHY_LIT("question")) != MAP_NONE ||
                    map_get(&all->at, CHY_LIT("a")) != MAP_NONE || map_get(&all->at, CHY_LIT("answer")) != MAP_NONE;
    uint32_t asked = 0;
    for (uint32_t i = 0; i < all->keys.count; i++) asked += all->keys.at[i].questions;
    return (questions && (explicit || asked)) || persons >= 2;
}

static uint32_t only_person(const struct reader *r, uint32_t from, uint32_t to)
{
    uint32_t person = NONE;
    for (uint32_t m = r->mention_from[from]; m < r->mention_from[to]; m++) {
        uint32_t e = r->d->mentions.at[m].entity;
        if (!is_person(r, e) || r->d->entities.at[e].unnamed) continue;
        if (person != NONE && person != e) return NONE;
        person = e;
    }
    return person;
}

/* "Minister, ...", "Mr Moussa, ...", "..., Mr Ambassador?": the words by which a question calls him who answers. */
static run address_words(const struct reader *r, run part)
{
    uint32_t first = part.first, last = part.first;
    while (last < part.last && last < first + ADDRESS_MOST && !tok_punct(r, last)) last++;
    if (last > first && last < part.last && str_is(tok(r, last)->form, ",")) {
        uint32_t role = map_get(&r->rules->turns, tok(r, last - 1)->lower), m = doc_mention_over(r->d, last - 1);
        bool name = m != NONE && r->d->mentions.at[m].words.last == last && is_person(r, r->d->mentions.at[m].entity) &&
                    (r->d->mentions.at[m].words.first == first || map_get(&r->rules->turns, tok(r, first)->lower) == ADDRESS);
        if (role == ADDRESS || name) return (run){ first, last };
    }
    last = part.last;
    while (last > first && tok_punct(r, last - 1)) last--;
    for (uint32_t t = last; t > first + 1 && last - t < ADDRESS_MOST; t--)
        if (str_is(tok(r, t - 1)->form, ","))
            return t < last && map_get(&r->rules->turns, tok(r, last - 1)->lower) == ADDRESS ? (run){ t, last } : (run){ 0, 0 };
    return (run){ 0, 0 };
}

/* Whom the questions call by name or by title; NONE. */
static uint32_t addressed(struct reader *r, const struct turns *all)
{
    for (uint32_t i = 0; i < all->labels.count; i++) {
        const struct label *l = &all->labels.at[i];
        if (all->keys.at[l->key].role != QUESTION) continue;
        for (uint32_t s = l->sentence; s <= l->last_sentence; s++) {
            run part = sent(r, s)->words;
            if (part.first <= l->colon) part.first = l->colon + 1;
            if (part.first >= part.last) continue;
            run words = address_words(r, part);
            if (words.first >= words.last) continue;
            uint32_t e = speaker_entity(r, words.last - 1);
            return is_person(r, e) ? e : speaker_unnamed(r, words.last - 1, words, ENTITY_PERSON);
        }
    }
    return NONE;
}

/*
 * Whom "A:" stands for: the one person that the lines before the first label name, or the one whom the last of them announces
 * ("Opening remarks by X:") or the first; else whom the questions call.
 */
static uint32_t interviewee(struct reader *r, const struct turns *all)
{
    uint32_t first = all->labels.at[0].sentence, person = only_person(r, 0, first), end = 0;
    if (person != NONE) return person;
    for (uint32_t s = 0; s < first; s++)
        if (str_is(tok(r, sent(r, s)->words.last - 1)->form, ":") && only_person(r, s, s + 1) != NONE) person = only_person(r, s, s + 1);
    while (end < first && sent(r, end)->paragraph == sent(r, 0)->paragraph) end++;
    if (person == NONE) person = only_person(r, 0, end);
    return person == NONE ? addressed(r, all) : person;
}

/* One paragraph of an answer, which begins at sentence s: a statement of its own; the ones after the first go on. Answers the next one. */
static uint32_t part(struct reader *r, const struct label *l, uint32_t s, uint32_t last, uint32_t entity)
{
    uint32_t end = s + 1;
    bool opens = s == l->sentence;
    while (end < last && sent(r, end)->paragraph == sent(r, s)->paragraph) end++;
    struct found *f = found_new(r, s);
    if (!f) return last;
    for (uint32_t i = s; i < end; i++) r->turn_of[i] = r->found.count - 1;
    f->turn = true;
    f->continued = !opens;
    if (opens && !dash(r, l->words.first)) f->source = l->words;
    if (opens && str_is(tok(r, l->colon)->form, ":")) f->cue = (run){ l->colon, l->colon + 1 };
    f->speaker_token = l->words.first;
    found_add(r, f, (run){ opens ? l->colon + 1 : sent(r, s)->words.first, sent(r, end - 1)->words.last });
    found_speaker(r, f, entity);
    if (!opens && f->contents == 1 && f->content[0].last - f->content[0].first <= 2) f->dead = true; /* "Thank you." */
    return end;
}

/* The paragraph that begins at sentence s names an entity. */
static bool names(const struct reader *r, uint32_t s, uint32_t last, uint32_t entity)
{
    uint32_t end = s + 1;
    while (end < last && sent(r, end)->paragraph == sent(r, s)->paragraph) end++;
    for (uint32_t m = r->mention_from[s]; m < r->mention_from[end]; m++)
        if (r->d->mentions.at[m].entity == entity && r->d->mentions.at[m].form == FORM_NAME) return true;
    return false;
}

/* "AFP: The envoy said that ... What is your comment?": the medium that asks carries what it tells of. */
static void question(struct reader *r, const struct turns *all, uint32_t at)
{
    const struct label *l = &all->labels.at[at];
    uint32_t e = all->keys.at[l->key].entity;
    if (!speaker_medium(r, e)) return;
    for (uint32_t s = l->sentence; s <= l->last_sentence; s++) r->asked_by[s] = e;
}

static void answer(struct reader *r, const struct turns *all, uint32_t at, uint32_t *nameless)
{
    const struct label *l = &all->labels.at[at];
    struct key *k = &all->keys.at[l->key];
    uint32_t end = at + 1 < all->labels.count ? all->labels.at[at + 1].sentence : r->d->sentences.count;
    if (k->listed) {
        for (uint32_t i = at; i-- > 0 && *nameless == NONE;) { /* "Sergey Lavrov: ..." once, then "A." */
            const struct key *named = &all->keys.at[all->labels.at[i].key];
            if (named->role == ANSWER && is_person(r, named->entity)) *nameless = named->entity;
        }
        if (*nameless == NONE) *nameless = interviewee(r, all);
        if (*nameless == NONE) *nameless = speaker_unnamed(r, l->words.first, l->words, ENTITY_PERSON);
        k->entity = *nameless;
    } else if (k->entity == NONE) {
        k->entity = speaker_unnamed(r, l->words.first, l->words, ENTITY_PERSON);
        if (k->entity != NONE) r->d->entities.at[k->entity].unnamed = false;
    }
    uint32_t last = l->sentence;
    while (last < end && (sent(r, last)->segment >= r->d->segments.count ||
                          r->d->segments.at[sent(r, last)->segment].kind == SEGMENT_BODY || last <= l->last_sentence))
        last++;
    for (uint32_t s = l->sentence; s < last;) {
        if (s > l->last_sentence && names(r, s, last, k->entity)) return; /* a note on him at the end */
        s = part(r, l, s, last, k->entity);
    }
}

/* "Ban Ki-moon, to those around him: “...”": a name, a colon and a quotation; in a title the quotation marks may be left out. */
static void colon_read(struct reader *r, uint32_t s)
{
    run w = sent(r, s)->words;
    uint32_t segment = sent(r, s)->segment, colon = NONE, who = NONE;
    bool title = segment < r->d->segments.count && r->d->segments.at[segment].kind == SEGMENT_TITLE;
    for (uint32_t t = w.first; t < w.last && t < w.first + 2 * LABEL_MOST && colon == NONE; t++) {
        if (str_is(tok(r, t)->form, ":"))
            colon = t;
        else if (tok(r, t)->upos == UPOS_VERB || tok_quoted(r, t))
            return;
        uint32_t e = speaker_entity(r, t);
        if (who == NONE && colon == NONE && e != NONE && r->d->entities.at[e].type == ENTITY_PERSON) who = t;
    }
    if (colon == NONE || who == NONE || colon + 1 >= w.last) return;
    uint32_t q = r->quotes.of[colon + 1];
    bool item = w.first < who && clause_comma(r, w.first); /* "– Karin Dahl: the door is open" */
    if (item) w.first++;
    title |= item;
    if (q == NONE ? !title || w.last - colon < 4 : r->quotes.list.at[q].open != colon + 1) return;
    if (title && q == NONE &&
        (doc_mention_over(r->d, who) == NONE || r->d->mentions.at[doc_mention_over(r->d, who)].words.first != w.first))
        return;
    if (title && q == NONE && doc_mention_at(r->d, who) != NONE && r->d->mentions.at[doc_mention_at(r->d, who)].words.last != colon) return;
    struct found *f = found_new(r, s);
    if (!f) return;
    run content = { colon + 1, w.last };
    if (q != NONE) {
        const struct quotation *x = &r->quotes.list.at[q];
        content.last = x->close == NONE ? x->words.last : x->close + 1;
        found_claim(r, f, q);
    }
    f->cue = (run){ colon, colon + 1 };
    f->cue_token = colon;
    uint32_t mention = doc_mention_over(r->d, who);
    f->source = (run){ mention == NONE ? who : r->d->mentions.at[mention].words.first, colon };
    f->speaker_token = who;
    found_add(r, f, content);
    found_speaker(r, f, speaker_entity(r, who));
    if (!f->contents) found_drop(r);
}

/* “...” ― Karin Dahl: a quotation, a dash and a name that closes the paragraph. */
static void dash_read(struct reader *r, uint32_t s)
{
    run w = sent(r, s)->words;
    uint32_t last = w.last;
    while (last > w.first && str_is(tok(r, last - 1)->form, ".")) last--;
    uint32_t m = last > w.first ? doc_mention_over(r->d, last - 1) : NONE;
    if (m == NONE || r->d->mentions.at[m].words.last != last || !speaker_may(r, r->d->mentions.at[m].entity)) return;
    uint32_t t = r->d->mentions.at[m].words.first;
    if (r->d->mentions.at[m].title.first < r->d->mentions.at[m].title.last && r->d->mentions.at[m].title.first < t)
        t = r->d->mentions.at[m].title.first;
    if (t < 2 || !clause_comma(r, t - 1) || str_is(tok(r, t - 1)->form, ",") || !tok_quoted(r, t - 2)) return;
    uint32_t q = r->quotes.of[t - 2];
    const struct quotation *x = &r->quotes.list.at[q];
    bool alone = x->close == t - 2 && sent(r, tok(r, x->open)->sentence)->paragraph == sent(r, s)->paragraph &&
                 sent(r, tok(r, x->open)->sentence)->words.first == x->open && !quote_is_name(r->d, x);
    if (!alone || (s + 1 < r->d->sentences.count && sent(r, s + 1)->paragraph == sent(r, s)->paragraph)) return;
    struct found *f = found_new(r, tok(r, x->open)->sentence);
    if (!f) return;
    f->cue = (run){ t - 1, t };
    f->cue_token = t - 1;
    f->source = (run){ t, last };
    f->speaker_token = r->d->mentions.at[m].head;
    found_claim(r, f, q);
    found_add(r, f, quote_run(x));
    found_speaker(r, f, r->d->mentions.at[m].entity);
    if (!f->contents) found_drop(r);
}

void turn_read(struct reader *r)
{
    struct turns all = { 0 };
    uint32_t nameless = NONE;
    if (!gather(r, &all)) {
        r->out_of_memory = true;
        return;
    }
    if (is_interview(r, &all)) {
        for (uint32_t i = 0; i < all.labels.count && !r->out_of_memory; i++)
            if (all.keys.at[all.labels.at[i].key].role == ANSWER)
                answer(r, &all, i, &nameless);
            else
                question(r, &all, i);
        return;
    }
    for (uint32_t s = 0; s < r->d->sentences.count && !r->out_of_memory; s++) {
        colon_read(r, s);
        dash_read(r, s);
    }
}
