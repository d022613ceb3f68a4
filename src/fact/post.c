#include "fact/post.h"

#include "base/utf8.h"
#include "fact/when.h"

/* A post as the text has it. */
struct post {
    chy_str title;
    uint32_t of; /* entity, NONE */
    bool stated; /* whose it is stands with it */
    bool ended, plans, open;
    bool alone;    /* told by a mention of the post alone */
    bool first;    /* "the first president" */
    unsigned kind; /* WORD_COUNTERPART ... of its noun */
    uint32_t noun; /* token */
    run words;
};

static const struct token *at(const struct fact_walk *w, uint32_t t) { return &w->d->tokens.at[t]; }

static bool is_nominal(const struct token *t) { return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN; }

/* ------------------------------------------------------------------ the words of a title */

static void mark_modifier(const struct fact_walk *w, uint32_t t, struct post *p, bool *skip)
{
    int y = rules_yield(w->rules, at(w, t)->lower, CHY_LIT("title"));
    if (y < 0) return;
    *skip = true;
    if (y == YIELD_ENDED)
        p->ended = true;
    else if (y == YIELD_PLANS)
        p->plans = true;
    else if (y == YIELD_PERHAPS)
        p->open = true;
}

static bool is_time(const struct fact_walk *w, uint32_t t) { return w->time_at[t] != NONE; }

static bool owner_type(const chy_doc *d, uint32_t e)
{
    enum entity_type type = d->entities.at[e].type;
    return type == ENTITY_STATE || type == ENTITY_ORGANIZATION || type == ENTITY_BODY || type == ENTITY_PLACE;
}

/* Whose post a word inside or after the title says it is; NONE. */
static uint32_t owner_at(const struct fact_walk *w, uint32_t t)
{
    uint32_t m = doc_mention_at(w->d, t);
    if (m == NONE || w->d->mentions.at[m].more.count > 1) return NONE;
    uint32_t e = w->d->mentions.at[m].entity;
    return owner_type(w->d, e) ? e : NONE;
}

/* "Ministers" by several names is "Minister" for each. */
static chy_str singular(struct fact_walk *w, chy_str text, const struct token *noun)
{
    size_t form = str_find(text, noun->form, 0);
    if (!(str_is(noun->xpos, "NNS") || str_is(noun->xpos, "NNPS")) || form == SIZE_MAX || noun->lemma.len >= noun->form.len ||
        !noun->lemma.len)
        return text;
    chy_str one = str_cut(noun->form, 0, noun->lemma.len); /* "Ministers" -> "Minister" in its own case */
    chy_str out = str_join(&w->d->mem, str_cut(text, 0, form), one, str_cut(text, form + noun->form.len, text.len));
    if (!out.ptr) w->failed = err_memory(w->err, "putting down posts");
    return out.ptr ? out : text;
}

/* Prepositions that go on with a title: "minister of", "envoy for", "ambassador to", "president in exercise". */
static bool goes_on(const struct fact_walk *w, uint32_t t, uint32_t end)
{
    chy_str prep = at(w, t)->lower;
    if (str_is(prep, "of") || str_is(prep, "for") || str_is(prep, "to") || (t && str_is(at(w, t - 1)->form, "-"))) return true;
    if (t + 1 >= end) return false;
    if (str_is(prep, "in"))
        return str_is(at(w, t + 1)->lower, "exercise") || str_is(at(w, t + 1)->lower, "charge") || str_is(at(w, t + 1)->lower, "office") ||
               str_is(at(w, t + 1)->lower, "chief");
    return str_is(prep, "on") && at(w, t + 1)->upos != UPOS_DET && at(w, t + 1)->upos != UPOS_NUM && !is_time(w, t + 1);
}

/* "11th" */
static bool ordinal(chy_str s) { return s.len > 2 && s.ptr[0] >= '0' && s.ptr[0] <= '9'; }

static unsigned word_kind(const struct fact_walk *w, uint32_t t)
{
    return rules_word(w->rules, at(w, t)->lemma) | rules_word(w->rules, at(w, t)->lower);
}

static bool at_level(const struct fact_walk *w, uint32_t t) { return rules_yield(w->rules, at(w, t)->lower, CHY_LIT("level")) >= 0; }

/* The part of a run that is the title itself: what stands before it as owner, and "of Croatia" after it, is left off. */
static struct post title_of_run(struct fact_walk *w, run words, run state, uint32_t noun)
{
    struct post p = { .of = NONE, .noun = noun, .words = words };
    uint32_t first = NONE, last = NONE;
    bool kind_to = str_is(at(w, noun)->lower, "ambassador");
    for (uint32_t t = noun; t-- > words.first;) /* "Aliyev's adviser": what stands after the owner */
        if (str_is(at(w, t)->xpos, "POS")) {
            words.first = t + 1;
            break;
        }
    for (uint32_t t = words.first; t < words.last; t++) {
        const struct token *x = at(w, t);
        bool skip = false;
        if (first == NONE) {
            if (x->upos == UPOS_DET || x->upos == UPOS_PUNCT || x->upos == UPOS_NUM || x->upos == UPOS_CCONJ || str_is(x->xpos, "POS") ||
                str_is(x->xpos, "PRP$"))
                continue;
            if (t >= state.first && t < state.last) continue;
            if (t != noun) mark_modifier(w, t, &p, &skip);
            if (skip || ordinal(x->lower)) continue;
            if (str_is(x->form, "first") && t < noun && at(w, noun)->upos != UPOS_PUNCT && !at_level(w, t + 1) &&
                !str_is(at(w, t + 1)->lower, "secretary") && !str_is(at(w, t + 1)->lower, "minister") &&
                !str_is(at(w, t + 1)->lower, "lady"))
                continue;
            if (t < noun && w->d->adjective_at && w->d->adjective_at[t] != NONE) { /* "American" */
                if (p.of == NONE) p.of = w->d->adjective_at[t], p.stated = true;
                continue;
            }
            uint32_t m = t < noun ? doc_mention_over(w->d, t) : NONE;
            if (m != NONE && owner_type(w->d, w->d->mentions.at[m].entity) && w->d->mentions.at[m].words.last <= noun) {
                if (w->d->mentions.at[m].more.count <= 1) p.of = w->d->mentions.at[m].entity, p.stated = true;
                if (w->d->mentions.at[m].words.last > t)
                    t = w->d->mentions.at[m].words.last - 1; /* never back: the title may follow the name */
                continue;
            }
            first = t;
        }
        bool dash = str_is(x->form, "-");
        if (t > noun &&
            (x->upos == UPOS_ADP || (x->upos == UPOS_PUNCT && !dash))) { /* "of Croatia" is whose; "of foreign affairs" is what */
            bool voice = x->upos == UPOS_ADP && word_kind(w, noun) & WORD_VOICE;
            bool owner = x->upos == UPOS_ADP && !goes_on(w, t, words.last);
            for (uint32_t k = t + 1; !owner && k < words.last && k < t + 8; k++) {
                uint32_t e = owner_at(w, k);
                if (at(w, k)->upos == UPOS_ADP) break;
                if (k > t + 1 && rules_word(w->rules, at(w, k)->lemma) & WORD_POST) {
                    owner = true;
                    break;
                } /* "adviser to the president" */
                if (e == NONE) continue;
                if ((str_is(x->lower, "to") && kind_to) || (str_is(x->lower, "for") && !voice)) break; /* "ambassador to Peru" */
                bool of_state =
                    p.of != NONE && entity_is(w->d, p.of, ENTITY_STATE) && (rules_word(w->rules, at(w, noun)->lower) & WORD_OFFICE);
                if (p.of == NONE || (str_is(x->lower, "of") && !of_state)) p.of = e, p.stated = true;
                owner = true;
                break;
            }
            if (owner || voice || x->upos == UPOS_PUNCT) break;
        }
        last = t;
    }
    if (first == NONE || last == NONE) return p;
    while (last > first && (at(w, last)->upos == UPOS_PUNCT || at(w, last)->upos == UPOS_ADP || at(w, last)->upos == UPOS_DET)) last--;
    p.title = doc_text(w->d, doc_run_span(w->d, (run){ first, last + 1 }));
    p.title = singular(w, p.title, at(w, noun));
    return p;
}

/* The noun that heads a post in a run: the last listed one before any "of". */
static uint32_t post_noun(const struct fact_walk *w, run words)
{
    uint32_t found = NONE;
    for (uint32_t t = words.first; t < words.last; t++) {
        if (found != NONE &&
            (at(w, t)->upos == UPOS_ADP || at(w, t)->upos == UPOS_SCONJ || (at(w, t)->upos == UPOS_PUNCT && !str_is(at(w, t)->form, "-"))))
            break;
        if (rules_word(w->rules, at(w, t)->lemma) & (WORD_POST | WORD_COUNTERPART | WORD_PREDECESSOR | WORD_SUCCESSOR) ||
            rules_word(w->rules, at(w, t)->lower) & (WORD_POST | WORD_COUNTERPART | WORD_PREDECESSOR | WORD_SUCCESSOR))
            found = t;
    }
    if (found != NONE) return found;
    for (uint32_t t = words.first; t < words.last; t++)
        if (is_nominal(at(w, t)) && (t + 1 == words.last || !is_nominal(at(w, t + 1)))) return t;
    return words.first < words.last ? words.last - 1 : NONE;
}

/* The run of a post phrase headed by a noun in the tree, up to the first comma, name or clause. */
static run noun_run(const struct fact_walk *w, uint32_t noun)
{
    const chy_doc *d = w->d;
    run r = { noun, noun + 1 };
    for (uint32_t c = at(w, noun)->child; c != NONE; c = at(w, c)->next) {
        enum deprel rel = deprel_base((enum deprel)at(w, c)->rel);
        bool near = rel == REL_compound || rel == REL_amod || rel == REL_det || rel == REL_nmod || rel == REL_flat || rel == REL_case ||
                    rel == REL_punct || rel == REL_advmod;
        if (c < noun && near && rel != REL_punct && rel != REL_case && at(w, c)->lo < r.first) r.first = at(w, c)->lo;
        if (c > noun && (rel == REL_nmod || rel == REL_amod || rel == REL_flat || rel == REL_compound) && at(w, c)->lo == r.last)
            r.last = at(w, c)->hi + 1;
    }
    for (uint32_t t = noun + 1; t < r.last; t++)
        if (at(w, t)->upos == UPOS_PUNCT && !str_is(at(w, t)->form, "-")) {
            r.last = t;
            break;
        }
    (void)d;
    return r;
}

/* ------------------------------------------------------------------ putting down */

enum { LONG_AGO = 8 }; /* years after which a post told of is taken to be over */

static int date_year(chy_str s)
{
    int y = 0;
    for (size_t i = 0; i < 4; i++) {
        if (i >= s.len || s.ptr[i] < '0' || s.ptr[i] > '9') return 0;
        y = y * 10 + (s.ptr[i] - '0');
    }
    return y;
}

/* How many words of a title the other one has too; *extra: it has a word more that makes another post of it. */
static bool covers(chy_str longer, chy_str shorter)
{
    chy_str rest = shorter, word;
    while (rest.len && str_next_piece(&rest, ' ', &word))
        if (word.len > 3 && str_find(longer, word, 0) == SIZE_MAX) return false;
    return true;
}

static bool another_level(const struct fact_walk *w, chy_str longer, chy_str shorter)
{
    chy_str rest = longer, word;
    while (rest.len && str_next_piece(&rest, ' ', &word)) {
        size_t dash = str_find(word, CHY_LIT("-"), 0);
        chy_str head = dash == SIZE_MAX ? word : str_cut(word, 0, dash);
        if (rules_yield(w->rules, head, CHY_LIT("level")) >= 0 && str_find(shorter, head, 0) == SIZE_MAX) return true;
    }
    return false;
}

/* An earlier fact of the same person that this title only repeats; NONE. */
static uint32_t repeated(struct fact_walk *w, uint32_t person, const struct post *p, enum modality modality, bool alone)
{
    chy_str a = utf8_lower(w->scratch, p->title);
    for (uint32_t k = w->last_post[person]; k; k = w->posts.at[k - 1].before) {
        uint32_t i = w->posts.at[k - 1].fact;
        struct fact *f = &w->d->facts.at[i];
        if (f->modality != modality && !(alone && f->modality == MODALITY_PLANS)) continue;
        if (p->of != NONE && f->of != NONE && p->of != f->of && p->stated) continue;
        chy_str b = utf8_lower(w->scratch, f->object_text);
        if (covers(b, a) && !another_level(w, b, a)) return i;
        if (covers(a, b) && !another_level(w, a, b)) {
            f->object_text = p->title;
            return i;
        }
    }
    return NONE;
}

static uint32_t put(struct fact_walk *w, uint32_t person, const struct post *p, struct fact f)
{
    if (!p->title.len || p->open || w->failed) return NONE;
    if (f.modality == MODALITY_IS && p->plans) f.modality = MODALITY_PLANS;
    if (p->ended) f.ended = true;
    uint32_t old = repeated(w, person, p, f.modality, p->alone);
    if (old != NONE) {
        struct fact *o = &w->d->facts.at[old];
        if (o->of == NONE && p->stated) o->of = p->of;
        if (!o->from.len) o->from = f.from;
        if (!o->to.len) o->to = f.to;
        o->ended |= f.ended;
        return old;
    }
    struct entity *e = &w->d->entities.at[person];
    if (e->of == NONE && p->of != NONE && p->stated && f.modality == MODALITY_IS) e->of = p->of;
    f.subject = person;
    f.relation = CHY_LIT("holds_post");
    f.object = NONE;
    f.object_text = p->title;
    f.of = p->of;
    f.inferred |= p->of != NONE && !p->stated;
    uint32_t i = note_fact(w, &f);
    struct held_post *held = i == NONE ? NULL : LIST_PUSH(w->scratch, &w->posts);
    if (!held && !w->failed) w->failed = err_memory(w->err, "putting down posts");
    if (!held) return NONE;
    *held = (struct held_post){ .fact = i, .before = w->last_post[person] };
    w->last_post[person] = w->posts.count;
    return i;
}

/* A year that the sentence tells of, long before publication: what is said of posts held then. */
static chy_str year_told(const struct fact_walk *w, uint32_t token)
{
    const chy_doc *d = w->d;
    run s = d->sentences.at[at(w, token)->sentence].words;
    chy_str told = { 0 };
    for (uint32_t t = s.first; t < s.last; t++) {
        uint32_t i = w->time_at[t];
        if (i == NONE || (t > s.first && w->time_at[t - 1] == i) || d->times.at[i].type != TIME_DATE) continue;
        chy_str value = d->times.at[i].value;
        if (value.len < 4 || value.ptr[0] < '1' || value.ptr[0] > '2' || !date_year(value)) return (chy_str){ 0 };
        if (!told.len || str_cmp(value, told) > 0) told = value;
    }
    return told;
}

/* The day of the deed that the holder of the post does in this clause: "On 12 July the Secretary-General met ..."; "" when none is told. */
static chy_str day_told(const struct fact_walk *w, uint32_t token)
{
    const chy_doc *d = w->d;
    uint32_t clause = claim_clause(d, token);
    run s = d->sentences.at[at(w, token)->sentence].words;
    if (at(w, clause)->upos != UPOS_VERB) return (chy_str){ 0 };
    uint32_t above = at(w, clause)->rel == REL_acl_relcl && at(w, clause)->head != NONE ? claim_clause(d, at(w, clause)->head) : clause;
    for (uint32_t t = s.first; t < s.last; t++) { /* "from 1 to 2 May X held consultations, during which he met ..." */
        uint32_t i = w->time_at[t];
        if (i == NONE || d->times.at[i].type != TIME_DATE || (claim_clause(d, t) != clause && claim_clause(d, t) != above)) continue;
        chy_str value = d->times.at[i].value;
        bool day = value.len >= 10 && value.ptr[4] == '-' && value.ptr[5] != 'W' && !note_future(d, value);
        return day ? value : (chy_str){ 0 };
    }
    return (chy_str){ 0 };
}

static struct fact plain_fact(const struct fact_walk *w, uint32_t token, chy_span evidence, const char *rule)
{
    chy_str told = year_told(w, token);
    int years = told.len ? date_year(w->d->date) - date_year(told) : 0;
    if (years < 1) told = day_told(w, token);
    return (struct fact){ .ended = years >= LONG_AGO,
                          .as_of = told,
                          .subject = NONE,
                          .object = NONE,
                          .of = NONE,
                          .holder = NONE,
                          .modality = MODALITY_IS,
                          .statement = w->statement_at[token],
                          .evidence = evidence,
                          .confidence = 85,
                          .rule = rule };
}

/* "prime minister until May", "foreign minister since 23 May", "from 1975 to 1990" right after a post or at its end. */
static void post_dates(const struct fact_walk *w, run r, uint32_t end, struct fact *f)
{
    const chy_doc *d = w->d;
    for (uint32_t t = r.first + 1; t < end && t < r.last + 5; t++) {
        if (t >= r.last && (at(w, t)->upos == UPOS_PUNCT || at(w, t)->upos == UPOS_VERB)) return;
        uint32_t i = w->time_at[t];
        if (i == NONE || w->time_at[t - 1] == i || d->times.at[i].type != TIME_DATE) continue;
        chy_str value = d->times.at[i].value, prep = at(w, t - 1)->lower;
        size_t slash = str_find(value, CHY_LIT("/"), 0);
        if (value.len < 4 || value.ptr[0] < '0' || value.ptr[0] > '9') continue;
        if (slash != SIZE_MAX) {
            f->from = str_cut(value, 0, slash);
            f->to = str_cut(value, slash + 1, value.len);
        } else if (str_is(prep, "until") || str_is(prep, "till") || (str_is(prep, "to") && f->from.len)) {
            f->to = value;
        } else if (str_is(prep, "since") || str_is(prep, "from")) {
            f->from = value;
        }
        if (f->to.len && !note_future(d, f->to) && str_cmp(f->to, d->date) < 0) f->ended = true;
    }
}

/* ------------------------------------------------------------------ counterparts, predecessors */

/* The person spoken of before a token: the possessor of the noun, else the last person that has a post. */
static uint32_t other_person(const struct fact_walk *w, const struct post *p, uint32_t person)
{
    const chy_doc *d = w->d;
    for (uint32_t c = at(w, p->noun)->child; c != NONE; c = at(w, c)->next) {
        if (at(w, c)->rel != REL_nmod_poss) continue;
        uint32_t m = doc_mention_at(d, c);
        if (m != NONE && d->entities.at[d->mentions.at[m].entity].type == ENTITY_PERSON && d->mentions.at[m].entity != person)
            return d->mentions.at[m].entity;
    }
    for (uint32_t i = w->posts.count, steps = 0; i-- > 0 && steps < 16; steps++)
        if (d->facts.at[w->posts.at[i].fact].subject != person) return d->facts.at[w->posts.at[i].fact].subject;
    return NONE;
}

static struct fact *post_held(const struct fact_walk *w, uint32_t person)
{
    struct fact *first = NULL;
    for (uint32_t k = w->last_post[person]; k; k = w->posts.at[k - 1].before)
        if (w->d->facts.at[w->posts.at[k - 1].fact].modality == MODALITY_IS) first = &w->d->facts.at[w->posts.at[k - 1].fact];
    return first;
}

/* "His successor, Y, took over": is; "Y was elected as her successor": plans. False: open. */
static bool succeeds(const struct fact_walk *w, uint32_t noun, struct fact *f)
{
    uint32_t verb = claim_clause(w->d, noun);
    int y = rules_yield(w->rules, at(w, verb)->lemma, CHY_LIT("successor"));
    struct claim c = claim_of(w, verb, YIELD_IS);
    if (c.yield > YIELD_DENIES || c.yield == YIELD_DENIES) return false;
    f->modality = y == YIELD_PLANS && c.yield == YIELD_IS ? MODALITY_PLANS : (enum modality)c.yield;
    return true;
}

static void put_counterpart(struct fact_walk *w, uint32_t person, struct post *p, struct fact f, unsigned kind)
{
    uint32_t other = other_person(w, p, person);
    struct fact *held = other == NONE ? NULL : post_held(w, other);
    if (!held) return;
    p->title = held->object_text;
    f.inferred = true;
    f.confidence = 65;
    if (kind & WORD_COUNTERPART) {
        if (!p->stated || p->of == held->of) p->of = NONE; /* theirs is another state */
        f.of = p->of;
    } else {
        p->of = held->of;
        if (kind & WORD_PREDECESSOR)
            f.ended = true;
        else if (!succeeds(w, p->noun, &f))
            return;
        else if (f.modality == MODALITY_IS)
            held->ended = true;
    }
    put(w, person, p, f);
}

/* ------------------------------------------------------------------ sources */

/* "former Russian" before the title itself. */
static void before_title(const struct fact_walk *w, uint32_t first, run state, struct post *p)
{
    uint32_t t = first;
    bool skip = false;
    for (int step = 0; step < 8 && t > 0 && at(w, t - 1)->sentence == at(w, first)->sentence; step++) {
        t--;
        if (t >= state.first && t < state.last) continue;
        if (str_is(at(w, t)->xpos, "POS") || str_is(at(w, t)->form, "-")) continue;
        if (at(w, t)->upos != UPOS_ADJ && at(w, t)->upos != UPOS_ADV && at(w, t)->upos != UPOS_NOUN && at(w, t)->upos != UPOS_VERB &&
            at(w, t)->upos != UPOS_X)
            return;
        skip = false;
        mark_modifier(w, t, p, &skip);
        if (!skip) return;
    }
}

/* A post by itself points to a person; what it is "of" must not speak against what the text told before. */
static bool same_owner(const struct fact_walk *w, uint32_t person, uint32_t of)
{
    for (uint32_t k = w->last_post[person]; k; k = w->posts.at[k - 1].before) {
        uint32_t other = w->d->facts.at[w->posts.at[k - 1].fact].of;
        if (other != NONE && note_behind(w->d, other) != note_behind(w->d, of)) return false;
    }
    return true;
}

/* "the first president of Georgia, Y": long ago, unless he is one in office; a title right before a name. */
static bool before_name(const struct fact_walk *w, uint32_t person, run words)
{
    uint32_t m = words.last < w->d->tokens.count ? doc_mention_over(w->d, words.last) : NONE;
    bool named = m != NONE && w->d->mentions.at[m].entity == person && w->d->mentions.at[m].words.first == words.last;
    return named && words.first && str_is(at(w, words.first)->lower, "first") && str_is(at(w, words.first - 1)->lower, "the");
}

/* "Personal Envoy for Sudan" is not Sudan's. */
static bool names_owner(const struct fact_walk *w, const struct post *p)
{
    chy_str name = w->d->entities.at[p->of].name;
    return !p->stated && name.len && str_find(p->title, name, 0) != SIZE_MAX;
}

/* "In Nicosia government spokesman Y": where he spoke. */
static bool only_where(const struct fact_walk *w, run state, uint32_t of)
{
    if (!state.first || state.first >= state.last || !entity_is(w->d, of, ENTITY_PLACE)) return false;
    return at(w, state.first - 1)->upos == UPOS_ADP && !str_is(at(w, state.first - 1)->lower, "of");
}

/* One run of words that gives a person's post; "X and Y" in it are two posts. */
static void put_run(struct fact_walk *w, uint32_t person, run words, run state, uint32_t of, bool alone)
{
    uint32_t from = words.first;
    struct fact f = plain_fact(w, words.first, doc_run_span(w->d, words), "title");
    while (from < words.last) {
        uint32_t to = from;
        for (; to < words.last; to++)
            if ((at(w, to)->upos == UPOS_CCONJ || str_is(at(w, to)->form, ",")) && to > from && to + 1 < words.last &&
                post_noun(w, (run){ to + 1, words.last }) != NONE && word_kind(w, post_noun(w, (run){ to + 1, words.last })) & WORD_POST &&
                word_kind(w, post_noun(w, (run){ from, to })) & WORD_POST)
                break;
        run piece = { from, to };
        uint32_t noun = post_noun(w, piece);
        if (noun == NONE) return;
        unsigned kind = word_kind(w, noun);
        if (piece.first == words.first && words.first && at_level(w, words.first - 1) &&
            at(w, words.first - 1)->sentence == at(w, words.first)->sentence)
            piece.first--;
        struct post p = title_of_run(w, piece, state, noun);
        post_dates(w, piece, w->d->sentences.at[at(w, noun)->sentence].words.last, &f);
        before_title(w, words.first, state, &p);
        if (p.of == NONE) p.of = of, p.stated = state.first < state.last && of != NONE;
        if (p.of != NONE && (names_owner(w, &p) || only_where(w, state, p.of))) p.of = NONE, p.stated = false;
        p.alone = alone;
        if (p.first && !alone && words.last <= w->d->tokens.count && before_name(w, person, words)) p.ended = true;
        if (alone && p.stated && !same_owner(w, person, p.of)) return; /* somebody else's post */
        if (kind & (WORD_COUNTERPART | WORD_PREDECESSOR | WORD_SUCCESSOR))
            put_counterpart(w, person, &p, f, kind);
        else if (kind & WORD_RANK && p.of == NONE)
            ; /* "Prince Saud" is how he is called */
        else if (kind & WORD_POST && !(alone && kind & WORD_VAGUE && w->last_post[person]))
            put(w, person, &p, f);
        from = to + 1;
    }
}

/* ------------------------------------------------------------------ by the order of words */

enum { BESIDE_MOST = 18 };

static bool is_break(const struct token *t)
{
    if (t->upos == UPOS_PUNCT) return !str_is(t->form, "-");
    if (t->upos == UPOS_AUX || t->upos == UPOS_SCONJ) return true;
    if (t->upos == UPOS_PRON) return !str_is(t->xpos, "PRP$");
    return t->upos == UPOS_VERB && !str_is(t->xpos, "VBG") && !str_is(t->xpos, "VBN");
}

/* A phrase that says what somebody is: a post heads it and no person is named in it. */
static bool is_post_phrase(const struct fact_walk *w, run r)
{
    uint32_t last = NONE;
    if (r.first >= r.last) return false;
    for (uint32_t t = r.first; t < r.last; t++) {
        uint32_t m = doc_mention_at(w->d, t);
        if (m != NONE && w->d->mentions.at[m].form == FORM_NAME && w->d->mentions.at[m].head == t &&
            w->d->entities.at[w->d->mentions.at[m].entity].type == ENTITY_PERSON)
            return false;
    }
    for (uint32_t t = r.first; t < r.last && at(w, t)->upos != UPOS_ADP; t++)
        if (at(w, t)->upos == UPOS_CCONJ && last != NONE && word_kind(w, last) & WORD_POST)
            break; /* "business and trade secretary" goes on, "president and chairman" does not */
        else if (is_nominal(at(w, t)) || (at(w, t)->upos == UPOS_ADJ && word_kind(w, t) & WORD_POST))
            last = t;
    if (last == NONE) return false;
    if (str_is(at(w, last)->lower, "general") && last > r.first) { /* "secretary general" */
        last--;
        if (at(w, last)->upos == UPOS_PUNCT && last > r.first) last--;
    }
    if (str_is(at(w, last)->xpos, "NNS")) return false;
    return word_kind(w, last) & (WORD_POST | WORD_COUNTERPART | WORD_PREDECESSOR | WORD_SUCCESSOR);
}

static uint32_t owner_in(const struct fact_walk *w, run r)
{
    for (uint32_t t = r.first + 1; t < r.last; t++) /* "special envoy for Sudan" */
        if (str_is(at(w, t)->lower, "for") && at(w, t)->upos == UPOS_ADP) r.last = t;
    for (uint32_t t = r.first; t + 1 < r.last; t++) /* "Haiti's prime minister", "its president" */
        if (str_is(at(w, t)->xpos, "PRP$"))
            return NONE; /* "its president": too often another's */
        else if (str_is(at(w, t + 1)->xpos, "POS")) {
            uint32_t m = doc_mention_over(w->d, t);
            if (m != NONE && w->d->mentions.at[m].more.count <= 1) {
                uint32_t e = w->d->mentions.at[m].entity;
                return owner_type(w->d, e) ? e : note_behind(w->d, e);
            }
        }
    for (uint32_t t = r.first; t < r.last; t++) {
        if (w->d->adjective_at && w->d->adjective_at[t] != NONE) return w->d->adjective_at[t];
        uint32_t e = word_kind(w, t) & WORD_POST ? NONE : owner_at(w, t);
        if (e != NONE) return e;
    }
    return NONE;
}

/* "Y, prime minister of Z," */
static run phrase_after(const struct fact_walk *w, uint32_t t, uint32_t end)
{
    run r = { t, t };
    while (r.last < end && r.last - t < BESIDE_MOST && !is_break(at(w, r.last))) r.last++;
    if (r.last < end && at(w, r.last)->upos != UPOS_PUNCT && !str_is(at(w, r.last)->lower, "who") && !str_is(at(w, r.last)->lower, "whose"))
        r.last = t;
    return r;
}

/* "the prime minister of Z, Y": back to the break before it, prepositions and what stands before them left off. */
static run phrase_before(const struct fact_walk *w, uint32_t t, uint32_t start)
{
    run r = { t, t };
    while (r.first > start && t - r.first < BESIDE_MOST) {
        uint32_t k = r.first - 1;
        if (str_is(at(w, k)->form, ")")) /* "(ECCAS)" */
            while (k > start && r.first - k < 6 && !str_is(at(w, k)->form, "(")) k--;
        else if (is_break(at(w, k)))
            break;
        r.first = k;
    }
    uint32_t noun = NONE;
    for (uint32_t k = r.first; k < r.last; k++)
        if (word_kind(w, k) & (WORD_POST | WORD_COUNTERPART | WORD_PREDECESSOR | WORD_SUCCESSOR) && is_nominal(at(w, k))) {
            noun = k;
            break;
        }
    if (noun == NONE) return (run){ t, t };
    for (uint32_t k = noun; k-- > r.first;)
        if (at(w, k)->upos == UPOS_DET || str_is(at(w, k)->xpos, "PRP$")) {
            r.first = k;
            break;
        } else if (at(w, k)->upos == UPOS_ADP || at(w, k)->upos == UPOS_CCONJ ||
                   (at(w, k)->upos == UPOS_ADV && !str_upper_first(at(w, k)->form))) {
            r.first = k + 1;
            break;
        }
    return r;
}

/* "the president of Georgia", but not "the chair of the Council from Kazakhstan". */
static bool of_one_piece(const struct fact_walk *w, run r)
{
    for (uint32_t t = r.first; t < r.last; t++)
        if (at(w, t)->upos == UPOS_ADP && !goes_on(w, t, r.last) && !str_is(at(w, t)->lower, "in") && !str_is(at(w, t)->lower, "at"))
            return false;
    return true;
}

/* The title by the name is a piece of a longer one: "the envoy of the Secretary-General, Y". */
static bool title_is_inner(const struct fact_walk *w, const struct mention *m)
{
    if (m->title.first >= m->title.last || m->title.first < 3 || m->title.last >= m->words.first) return false;
    uint32_t t = m->title.first - 1;
    if (at(w, t)->upos == UPOS_DET) t--;
    if (!str_is(at(w, t)->lower, "of") && !str_is(at(w, t)->lower, "to")) return false;
    return t && (word_kind(w, t - 1) & WORD_POST) && at(w, t - 1)->sentence == at(w, m->head)->sentence;
}

/* "Y was prime minister until May", "Y is to be governor of the bank": by the order of words, where the tree went astray. */
static void by_copula(struct fact_walk *w, const struct mention *m)
{
    const chy_doc *d = w->d;
    run s = d->sentences.at[at(w, m->head)->sentence].words;
    uint32_t t = m->words.last, noun;
    bool be = false, past = false, plans = false;
    if (t < s.last && str_is(at(w, t)->form, ",")) return;
    for (; t < s.last && t < m->words.last + 6; t++) {
        const struct token *x = at(w, t);
        if (str_is(x->lemma, "be")) {
            be = true;
            past |= str_is(x->lower, "was");
        } else if (str_is(x->lemma, "have")) {
            past |= str_is(x->lower, "had");
        } else if (x->upos == UPOS_AUX) {
            if (rules_yield(w->rules, x->lemma, CHY_LIT("aux")) != YIELD_PLANS) return;
            plans = true;
        } else if (be && str_is(x->lower, "to")) {
            plans = true;
        } else if (x->upos == UPOS_ADV) {
            if (str_is(x->lower, "not") || str_is(x->lower, "never") || str_is(x->lower, "also") ||
                rules_yield(w->rules, x->lower, CHY_LIT("adv")) >= 0)
                return;
        } else {
            break;
        }
    }
    if (!be || t >= s.last || str_is(at(w, s.last - 1)->form, "?")) return;
    run r = { t, t };
    while (r.last < s.last && r.last - t < BESIDE_MOST && !is_break(at(w, r.last)) && at(w, r.last)->upos != UPOS_VERB) r.last++;
    if (r.last < s.last && at(w, r.last)->upos == UPOS_VERB) return;
    if (!is_post_phrase(w, r) || (noun = post_noun(w, r)) == NONE) return;
    struct post p = title_of_run(w, r, (run){ 0, 0 }, noun);
    if (p.of == NONE) p.of = owner_in(w, r), p.stated = p.of != NONE;
    struct fact f = plain_fact(w, noun, (chy_span){ m->span.start, at(w, r.last - 1)->span.end }, "title");
    if (plans)
        f.modality = MODALITY_PLANS;
    else if (past)
        f.ended = true;
    post_dates(w, r, s.last, &f);
    put(w, m->entity, &p, f);
}

static void by_words(struct fact_walk *w, const struct mention *m)
{
    const chy_doc *d = w->d;
    run s = d->sentences.at[at(w, m->head)->sentence].words;
    uint32_t after = m->words.last, before = m->words.first;
    bool inner = title_is_inner(w, m);
    if (m->title.first < m->title.last && m->title.first < before && !inner) before = m->title.first;
    if (after < s.last && str_is(at(w, after)->form, "(")) { /* "Bola Tinubu (Nigeria)" */
        uint32_t k = after;
        while (k < s.last && k < after + 6 && !str_is(at(w, k)->form, ")")) k++;
        if (k + 1 < s.last && (str_is(at(w, k + 1)->form, ",") || str_is(at(w, k + 1)->form, ":"))) after = k + 1;
    }
    if (after + 1 < s.last && at(w, after)->upos == UPOS_PUNCT && !str_is(at(w, after)->form, "-") && !str_is(at(w, after)->form, ".") &&
        !str_is(at(w, after)->form, "\"")) {
        run r = phrase_after(w, after + 1, s.last);
        bool colon = str_is(at(w, after)->form, ":");
        if (is_post_phrase(w, r) && !(m->title.first < r.last && r.first < m->title.last) &&
            (!colon || r.last >= s.last || s.first + 4 > m->words.first))
            put_run(w, m->entity, r, (run){ 0, 0 }, owner_in(w, r), false);
    }
    while (before > s.first && at(w, before - 1)->upos == UPOS_PROPN && doc_mention_at(d, before - 1) == NONE &&
           before + 3 > m->words.first)
        before--; /* ranks */
    if (before > s.first && (m->title.first >= m->title.last || inner) &&
        (is_nominal(at(w, before - 1)) || at(w, before - 1)->upos == UPOS_ADJ)) { /* "the minister of foreign affairs of Georgia Y" */
        run r = phrase_before(w, before, s.first);
        if (is_post_phrase(w, r) && of_one_piece(w, r)) put_run(w, m->entity, r, (run){ 0, 0 }, owner_in(w, r), false);
    }
    if (before > s.first + 1 && (str_is(at(w, before - 1)->form, ",") || str_is(at(w, before - 1)->form, ":"))) {
        bool closes = m->words.last >= s.last || at(w, m->words.last)->upos == UPOS_PUNCT || is_break(at(w, m->words.last));
        run r = phrase_before(w, before - 1, s.first);
        if (closes && is_post_phrase(w, r) && at(w, r.first)->upos != UPOS_PUNCT)
            put_run(w, m->entity, r, (run){ 0, 0 }, owner_in(w, r), false);
    }
}

static bool named_person(const chy_doc *d, uint32_t e)
{
    return e != NONE && d->entities.at[e].type == ENTITY_PERSON && !d->entities.at[e].unnamed;
}

enum { LIST_MOST = 12 };

/* Only a comma, "and", "of X" stand between two names of a list. */
static bool list_goes_on(const struct fact_walk *w, uint32_t from, uint32_t to)
{
    if (from >= to || to - from > 6) return false;
    for (uint32_t t = from; t < to; t++) {
        const struct token *x = at(w, t);
        if (x->upos == UPOS_CCONJ || str_is(x->form, ",")) continue;
        if ((str_is(x->lower, "of") || str_is(x->lower, "the")) && t > from) return false;
        if (str_is(x->lower, "of") || owner_at(w, t) != NONE || doc_mention_over(w->d, t) != NONE) continue;
        return false;
    }
    return true;
}

static uint32_t name_list(const struct fact_walk *w, uint32_t first, uint32_t out[LIST_MOST])
{
    const chy_doc *d = w->d;
    uint32_t n = 0, i = first;
    while (n < LIST_MOST && i < d->mentions.count) {
        const struct mention *m = &d->mentions.at[i];
        if (n && m->words.first < d->mentions.at[out[n - 1]].words.last) {
            i++;
            continue;
        }
        bool person = m->form == FORM_NAME && d->entities.at[m->entity].type == ENTITY_PERSON;
        if (n && !person && d->entities.at[m->entity].type == ENTITY_STATE && i + 1 < d->mentions.count &&
            m->words.first == d->mentions.at[out[n - 1]].words.last + 1) {
            i++;
            continue;
        }
        if (!person || (n && (at(w, m->head)->sentence != at(w, d->mentions.at[out[0]].head)->sentence ||
                              !list_goes_on(w, d->mentions.at[out[n - 1]].words.last, m->words.first))))
            break;
        out[n++] = i++;
    }
    return n;
}

/* The states or organisations named after a plural post: "the presidents of Syria and Lebanon". */
static uint32_t owners_in_order(const struct fact_walk *w, run r, uint32_t out[LIST_MOST])
{
    uint32_t n = 0;
    for (uint32_t t = r.first; t < r.last && n < LIST_MOST; t++) {
        uint32_t m = doc_mention_at(w->d, t);
        if (m != NONE && w->d->mentions.at[m].head == t && owner_at(w, t) != NONE) out[n++] = owner_at(w, t);
    }
    return n;
}

/* "The presidents of X, Y and Z met. A, B and C signed ...": as many names as owners, in the same order. */
static bool by_plural_before(struct fact_walk *w, const uint32_t *names, uint32_t n)
{
    enum { WORDS_BACK = 70 };
    const chy_doc *d = w->d;
    uint32_t start = d->mentions.at[names[0]].words.first, owners[LIST_MOST];
    for (uint32_t i = 0; i < n; i++)
        if (w->last_post[d->mentions.at[names[i]].entity] || d->entities.at[d->mentions.at[names[i]].entity].of != NONE) return false;
    for (uint32_t t = start, back = 0; t-- > 0 && back < WORDS_BACK; back++) {
        if (!str_is(at(w, t)->xpos, "NNS") || !(word_kind(w, t) & WORD_POST)) continue;
        run r = { noun_run(w, t).first, at(w, t)->hi + 1 };
        if (r.last > start || owners_in_order(w, (run){ t, r.last }, owners) != n) continue;
        for (uint32_t i = 0; i < n; i++) {
            struct post p = title_of_run(w, (run){ r.first, t + 1 }, (run){ 0, 0 }, t);
            p.of = owners[i], p.stated = true;
            struct fact f = plain_fact(w, t, (chy_span){ at(w, t)->span.start, d->mentions.at[names[i]].span.end }, "title");
            f.inferred = true;
            put(w, d->mentions.at[names[i]].entity, &p, f);
        }
        return true;
    }
    return false;
}

/* "the foreign ministers A and B", "the presidents of X and Y, A and B": one noun for all of the names. */
static void by_list(struct fact_walk *w, uint32_t first)
{
    const chy_doc *d = w->d;
    uint32_t names[LIST_MOST], owners[LIST_MOST], n = name_list(w, first, names);
    if (n < 2) return;
    const struct mention *m = &d->mentions.at[first];
    if (by_plural_before(w, names, n)) return;
    uint32_t start = d->sentences.at[at(w, m->head)->sentence].words.first, before = m->words.first;
    if (before <= start) return;
    if (at(w, before - 1)->upos == UPOS_PUNCT) before--;
    run r = phrase_before(w, before, start);
    uint32_t noun = post_noun(w, r);
    if (r.first >= r.last || noun == NONE || !(word_kind(w, noun) & WORD_POST)) return;
    if (!str_is(at(w, noun)->xpos, "NNS") && !str_is(at(w, noun)->xpos, "NNPS") && at(w, noun)->lemma.len == at(w, noun)->form.len) return;
    uint32_t of = owners_in_order(w, (run){ noun, r.last }, owners);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t person = d->mentions.at[names[i]].entity;
        if (w->last_post[person]) continue;
        struct post p = title_of_run(w, r, (run){ 0, 0 }, noun);
        p.of = of == n ? owners[i] : d->entities.at[person].of;
        p.stated = of == n;
        put(w, person, &p,
            plain_fact(w, noun, (chy_span){ d->tokens.at[r.first].span.start, d->mentions.at[names[n - 1]].span.end }, "title"));
    }
}

/* "the foreign ministers of Chad (X) and Mali (Y)", "his counterparts from Chad (X) and Mali (Y)": a name behind its state. */
static void by_brackets(struct fact_walk *w, const struct mention *m)
{
    const chy_doc *d = w->d;
    uint32_t first = d->sentences.at[at(w, m->head)->sentence].words.first, t = m->words.first;
    if (w->last_post[m->entity] || t < first + 3 || !str_is(at(w, t - 1)->form, "(")) return;
    uint32_t owner = owner_at(w, t - 2);
    for (uint32_t k = t - 2; owner != NONE && k-- > first && t - k < 30;) {
        unsigned kind = word_kind(w, k);
        if (at(w, k)->upos == UPOS_VERB || str_is(at(w, k)->form, ";")) return;
        if (!str_is(at(w, k)->xpos, "NNS") || !(kind & (WORD_POST | WORD_COUNTERPART))) continue;
        struct post p = title_of_run(w, (run){ noun_run(w, k).first, k + 1 }, (run){ 0, 0 }, k);
        struct fact f = plain_fact(w, k, (chy_span){ at(w, k)->span.start, m->span.end }, "title");
        p.of = owner, p.stated = true;
        if (kind & WORD_COUNTERPART)
            put_counterpart(w, m->entity, &p, f, kind);
        else
            put(w, m->entity, &p, f);
        return;
    }
}

/* "The predecessor was Y": the subject of a name that is the predicate. */
static bool said_to_be(const struct fact_walk *w, uint32_t name, uint32_t noun)
{
    uint32_t be = tree_child(w->d, name, REL_cop);
    if (be == NONE || tree_has(w->d, name, REL_aux) || tree_negated(w->d, name)) return false;
    if (word_kind(w, noun) & (WORD_PREDECESSOR | WORD_SUCCESSOR)) return true; /* "her predecessor was Y" */
    return word_kind(w, noun) & WORD_POST && str_is(at(w, be)->lower, "is");   /* "its president is Y" */
}

/* "Y, prime minister of Z" and "the prime minister, Y": the noun that stands beside the name. */
static void by_apposition(struct fact_walk *w, const struct mention *m)
{
    const chy_doc *d = w->d;
    uint32_t beside[8], n = 0, head = m->head;
    for (uint32_t c = at(w, head)->child; c != NONE && n < 6; c = at(w, c)->next)
        if (deprel_base((enum deprel)at(w, c)->rel) == REL_appos)
            beside[n++] = c;
        else if (at(w, c)->rel == REL_nsubj && said_to_be(w, head, c))
            beside[n++] = c;
    if (at(w, head)->rel == REL_appos && at(w, head)->head != NONE) beside[n++] = at(w, head)->head;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t all[6], count = tree_conjuncts(d, beside[i], all, 6);
        for (uint32_t k = 0; k < count; k++) {
            unsigned kind = word_kind(w, all[k]);
            if (!(kind & (WORD_POST | WORD_COUNTERPART | WORD_PREDECESSOR | WORD_SUCCESSOR))) continue;
            uint32_t over = doc_mention_at(d, all[k]);
            if (over != NONE && d->mentions.at[over].form == FORM_NAME) continue;
            if (str_is(at(w, all[k])->xpos, "NNS") && tree_has(d, head, REL_conj)) continue; /* one noun for several names: by_list */
            run words = noun_run(w, all[k]);
            if (words.first < m->words.last && m->words.first < words.last) continue;
            put_run(w, m->entity, words, (run){ 0, 0 }, note_owner(w, all[k]), false);
        }
    }
}

/* "Ambassador to Korea Harry Harris": the title with what stands between it and the name. */
static run whole_title(const struct fact_walk *w, const struct mention *m)
{
    run r = m->title;
    if (r.last >= m->words.first || m->words.first - r.last > 8) return r;
    uint32_t t = r.last;
    if (!str_is(at(w, t)->lower, "to") && !str_is(at(w, t)->lower, "for") && !str_is(at(w, t)->lower, "on")) return r;
    for (; t < m->words.first; t++)
        if (at(w, t)->upos == UPOS_PUNCT || at(w, t)->upos == UPOS_VERB || at(w, t)->upos == UPOS_AUX || at(w, t)->upos == UPOS_PRON)
            return r;
    r.last = m->words.first;
    return r;
}

/* "President Ana Vera of Chile": whose the post is; NONE. */
static uint32_t crown_of(const struct fact_walk *w, const struct mention *m)
{
    uint32_t noun = m->title.last ? m->title.last - 1 : NONE, land = NONE;
    if (noun != NONE && word_kind(w, noun) & WORD_CROWN) land = note_land(w->d, m);
    return land != NONE && entity_is(w->d, land, ENTITY_STATE) ? land : NONE;
}

chy_status post_run(struct fact_walk *w)
{
    chy_doc *d = w->d;
    for (uint32_t i = 0; i < d->mentions.count && !w->failed; i++) {
        const struct mention *m = &d->mentions.at[i];
        if (!named_person(d, m->entity) || m->more.count > 1) continue;
        if (m->form == FORM_NAME) {
            if (m->title.first < m->title.last && !title_is_inner(w, m))
                put_run(w, m->entity, whole_title(w, m), m->state, m->title_of != NONE ? m->title_of : crown_of(w, m), false);
            by_apposition(w, m);
            by_words(w, m);
            by_copula(w, m);
            by_brackets(w, m);
            if (!w->last_post[m->entity]) by_list(w, i);
        }
    }
    for (uint32_t i = 0; i < d->mentions.count && !w->failed; i++) { /* "the Iranian president", when nothing better says what he is */
        const struct mention *m = &d->mentions.at[i];
        if (m->form != FORM_POST || m->more.count > 1 || !named_person(d, m->entity)) continue;
        uint32_t of = d->entities.at[m->entity].of, first = m->words.first;
        if (!str_is(at(w, first)->lower, "the") && !(first >= m->state.first && first < m->state.last))
            continue; /* "appointed ambassador to Peru" */
        if (m->title_of == NONE || m->state.first >= m->state.last || (of != NONE && of != m->title_of)) continue;
        put_run(w, m->entity, m->title.first < m->title.last ? m->title : m->words, m->state, m->title_of, true);
    }
    return w->failed;
}

/* ------------------------------------------------------------------ rows of standing.tsv */

/* The person leaves whatever post the text has given them. */
static void leave_held(struct fact_walk *w, uint32_t person, const struct claim *c, struct when when)
{
    chy_str to = when.to.len ? when.to : when.from.len ? when.from : when.at;
    bool to_come = c->yield == YIELD_PLANS || note_future(w->d, to);
    if (c->yield != YIELD_IS && c->yield != YIELD_PLANS) return;
    for (uint32_t k = w->last_post[person]; k; k = w->posts.at[k - 1].before) {
        struct fact *f = &w->d->facts.at[w->posts.at[k - 1].fact];
        if (f->modality != MODALITY_IS) continue;
        if (!f->to.len) f->to = to;
        if (!to_come) f->ended = true;
    }
}

static void settle(const struct fact_walk *w, const struct standing *row, const struct claim *c, struct when when, struct fact *f)
{
    f->modality = (enum modality)c->yield;
    f->from = when.from;
    f->to = when.to;
    if (row->sense == SENSE_ENDS) {
        f->to = when.to.len ? when.to : when.from.len ? when.from : when.at;
        f->from = (chy_str){ 0 };
        f->ended = c->yield == YIELD_IS && !note_future(w->d, f->to);
        if (c->yield == YIELD_PLANS) f->modality = f->to.len ? MODALITY_IS : MODALITY_PLANS;
        if (c->yield == YIELD_DENIES) f->modality = MODALITY_IS;
        return;
    }
    if (row->sense == SENSE_BEGINS && !f->from.len) f->from = when.at;
    if (row->sense == SENSE_ONCE && when.at.len && !note_future(w->d, when.at)) f->as_of = when.at; /* "attended as president" */
    if (c->yield == YIELD_IS && note_future(w->d, f->from)) f->modality = MODALITY_PLANS;
    if (c->yield == YIELD_IS && row->sense == SENSE_BEGINS && c->level_count && when_later(w, c->levels[0])) f->modality = MODALITY_PLANS;
    if (c->yield == YIELD_IS && (c->ended || (f->to.len && !note_future(w->d, f->to) && str_cmp(f->to, w->d->date) < 0))) f->ended = true;
    if (row->sense == SENSE_LASTS && c->yield == YIELD_IS && (c->pluperfect || (c->past && !c->perfect && !c->said))) f->ended = true;
}

/* The post of a title held together by hyphens that ends in this noun; NONE. */
static uint32_t joined_post(const struct fact_walk *w, uint32_t noun)
{
    uint32_t first = w->d->sentences.at[at(w, noun)->sentence].words.first;
    for (uint32_t t = noun; t > first + 1 && noun - t < 6 && str_is(at(w, t - 1)->form, "-"); t -= 2)
        if (word_kind(w, t - 2) & WORD_POST) return t - 2;
    return NONE;
}

/* The newest post of a person that this claim may speak of; NULL. */
static struct fact *newest_post(struct fact_walk *w, uint32_t person)
{
    uint32_t k = w->last_post[person];
    return k ? &w->d->facts.at[w->posts.at[k - 1].fact] : NULL;
}

/* "A will succeed B on 1 April": the post of the one is the other's, until then or from then on. */
void post_succession(struct fact_walk *w, const struct standing *row, const struct pattern_match *m, const struct claim *c)
{
    filled now = { 0 }, before = { 0 };
    if (c->yield != YIELD_IS && c->yield != YIELD_PLANS) return;
    note_fill(w, row->subject, m->slot, m->trigger, &now);
    note_fill(w, row->object, m->slot, m->trigger, &before);
    if (now.count != 1 || before.count != 1 || now.at[0] == before.at[0]) return;
    if (!named_person(w->d, now.at[0]) || !named_person(w->d, before.at[0])) return;
    const struct fact *a = newest_post(w, now.at[0]), *b = newest_post(w, before.at[0]);
    struct when when = when_of(w, m->trigger, c);
    chy_str day = when.at.len ? when.at : when.from;
    bool to_come = c->yield == YIELD_PLANS || note_future(w->d, day);
    uint32_t tokens[3] = { m->trigger, m->slot[row->subject.slot[0] - 1], m->slot[row->object.slot[0] - 1] };
    struct fact f = plain_fact(w, m->trigger, note_evidence(w, tokens, 3), row->where);
    f.inferred = true;
    if (a && !b) {
        struct post p = { .title = a->object_text, .of = a->of, .stated = a->of != NONE };
        f.to = day;
        f.ended = !to_come;
        put(w, before.at[0], &p, f);
    } else if (b && !a) {
        struct post p = { .title = b->object_text, .of = b->of, .stated = b->of != NONE };
        f.from = day;
        f.modality = to_come ? MODALITY_PLANS : MODALITY_IS;
        put(w, now.at[0], &p, f);
    }
}

void post_standing(struct fact_walk *w, const struct standing *row, const struct pattern_match *m, const struct claim *c)
{
    filled persons = { 0 };
    uint32_t noun = row->object.self ? m->trigger : row->object.slot[0] ? m->slot[row->object.slot[0] - 1] : NONE;
    note_fill(w, row->subject, m->slot, m->trigger, &persons);
    struct when when = when_of(w, m->trigger, c);
    for (uint32_t i = 0; i < persons.count && !w->failed; i++) {
        if (!named_person(w->d, persons.at[i])) continue;
        if (noun == NONE) {
            if (row->object.held && row->sense == SENSE_ENDS) leave_held(w, persons.at[i], c, when);
            continue;
        }
        uint32_t all[6], n = tree_conjuncts(w->d, noun, all, 6);
        for (uint32_t k = 0; k < n; k++) {
            uint32_t joined = joined_post(w, all[k]); /* "Chairman-in-Office" */
            if (!(word_kind(w, all[k]) & WORD_POST) && joined == NONE && !row->object.text.len) continue;
            bool verb = at(w, all[k])->upos == UPOS_VERB; /* "who heads the agency" is its head */
            run words = noun_run(w, all[k]);
            if (joined != NONE) words.first = at(w, all[k])->lo < joined ? joined : words.first;
            struct post p = title_of_run(w, words, (run){ 0, 0 }, joined != NONE ? joined : all[k]);
            if (verb) p = (struct post){ .of = NONE, .noun = all[k], .title = at(w, all[k])->lemma };
            if (row->object.text.len) p.title = row->object.text;
            if (p.of == NONE && !verb) p.of = note_owner(w, all[k]), p.stated = p.of != NONE;
            bool told = row->of && m->slot[row->of - 1] != NONE;
            if (p.of == NONE && told) p.of = owner_at(w, m->slot[row->of - 1]);
            if (p.of == NONE && row->object.self && !row->object.text.len && word_kind(w, all[k]) & WORD_VAGUE)
                continue; /* "he was the first leader to see it" */
            uint32_t tokens[3] = { m->trigger, all[k], m->slot[row->subject.slot[0] - 1] };
            struct fact f = plain_fact(w, m->trigger, note_evidence(w, tokens, 3), row->where);
            settle(w, row, c, when, &f);
            put(w, persons.at[i], &p, f);
        }
    }
}
