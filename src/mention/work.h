/*
 * work.h: what the parts of this stage share while they read one document.
 *
 *     names_find      phrases of the tables and runs of the name tagger become names, names become entities
 *     posts_find      posts, and those of them that stand by a name
 *     refer_find      capitals; posts that stand alone, descriptions, treaties and people without a name, pronouns, in the order of the
 * text
 *
 * All of it lives in scratch and is gone when the stage is done; entities and mentions live with the document.
 */
#ifndef MENTION_WORK_H
#define MENTION_WORK_H

#include "base/utf8.h"
#include "doc/tree.h"
#include "mention/rules.h"

struct hit {
    enum hit_kind kind;
    run words;
    uint32_t row;
    uint32_t known; /* NONE for posts and modifiers */
};

struct name_span {
    run words;
    enum entity_type type;
    uint32_t known;   /* NONE */
    uint32_t entity;  /* NONE until linked */
    uint32_t mention; /* NONE until made */
    uint32_t title;   /* post phrase that goes with it, NONE */
};

/* What only this stage knows of an entity. */
struct entity_note {
    uint32_t known;
    uint32_t post_row;    /* persons: row of posts, NONE */
    uint32_t first, last; /* tokens it was last and first named by, so far */
    uint32_t head;        /* token of the noun it is called by, NONE */
    uint32_t word_count;
    chy_str *words; /* persons: folded words of the name */
    bool of_stated; /* whose post it is stands in the text */
    bool over;      /* the post that is told first is one no longer held */
};

struct word_entry {
    uint32_t entity, next;
};

struct post_phrase {
    run words; /* determiner included */
    run title; /* without whose it is */
    run state;
    uint32_t head;       /* token */
    uint32_t row;        /* of posts */
    uint32_t of;         /* entity whose post it is, NONE */
    uint32_t of_more[6]; /* more of them: "the foreign ministers of Russia and China" */
    uint32_t of_count;
    char det; /* t(he) a(n) p(ossessive) s(tate's) 0 */
    bool plural;
    bool over;       /* former */
    uint32_t person; /* name span it belongs to, NONE */
    uint32_t owner;  /* token of a pronoun or description that tells whose ("its", "of the bloc"), NONE */
};

struct work {
    const struct mention_rules *r;
    chy_doc *d;
    arena *scratch;
    bool failed; /* out of memory somewhere */
    uint32_t n;  /* tokens */
    LIST(struct hit) hits;
    uint32_t *hit_at, *post_at, *modifier_at, *adjective_hit; /* (tokens) hit that begins there, NONE */
    LIST(struct name_span) spans;
    uint32_t *span_at;   /* (tokens) name span that covers it, NONE */
    uint32_t *post_over; /* (tokens) post phrase that covers it, NONE */
    LIST(struct post_phrase) posts;
    LIST(struct entity_note) notes; /* by entity */
    uint32_t *entity_of_known;      /* entity + 1, 0 */
    struct map by_name;             /* folded name -> entity, all but persons */
    struct map persons_by_word;     /* folded word -> entry */
    LIST(struct word_entry) entries;
    uint32_t source_known; /* the state or organisation in the publisher's name, a known; NONE */
};

/* entities.c */
uint32_t entity_add(struct work *w, enum entity_type type, chy_str name); /* NONE when out of memory */
uint32_t entity_known(struct work *w, uint32_t known);
uint32_t entity_state(struct work *w, chy_str iso); /* NONE when the tables have none */
void entity_alias(struct work *w, uint32_t entity, chy_str alias);
void entity_code(struct work *w, uint32_t entity, chy_str code);
uint32_t entity_named(struct work *w, enum entity_type type, run words); /* find by name or add; not for persons */
uint32_t source_entity(struct work *w, enum hit_kind kind);              /* that one, when it is of this kind; else NONE */
uint32_t person_full(struct work *w, run words);                         /* by a name of two words or more */
uint32_t person_short(struct work *w, run words, char gender);           /* by one word */
void person_index(struct work *w, uint32_t entity);
void person_post(struct work *w, uint32_t entity, uint32_t row, chy_str title, uint32_t of, bool stated);
uint32_t mention_add(struct work *w, run words, uint32_t head, uint32_t entity, enum mention_form form);
chy_str run_text(struct work *w, run words);
bool owns_posts(const struct work *w, uint32_t e);
chy_str post_title(struct work *w, const struct post_phrase *p);           /* without "former", "visiting" */
bool post_is_predicate(const struct work *w, const struct post_phrase *p); /* "is the foreign minister": points to nobody */
void posts_owners(struct work *w, const uint32_t *mention_head);           /* once pronouns and descriptions are known */
uint32_t outer_head(const struct work *w, uint32_t mention);               /* the word a named person hangs by, title included */
uint32_t run_head(struct work *w, run words);                              /* the token whose head is outside */

/* the steps, in this order */
chy_status names_find(struct work *w, chy_err *err);
chy_status posts_find(struct work *w, chy_err *err);
chy_status refer_find(struct work *w, chy_err *err);

/* small questions about tokens */
static inline const struct token *tok(const struct work *w, uint32_t t) { return &w->d->tokens.at[t]; }
static inline bool tok_is(const struct work *w, uint32_t t, const char *lower) { return t < w->n && str_is(tok(w, t)->lower, lower); }
static inline bool tok_upper(const struct work *w, uint32_t t) { return str_upper_first(tok(w, t)->form); }
static inline bool tok_plural(const struct work *w, uint32_t t)
{
    return str_is(tok(w, t)->xpos, "NNS") || str_is(tok(w, t)->xpos, "NNPS");
}
static inline bool same_sentence(const struct work *w, uint32_t a, uint32_t b)
{
    return a < w->n && b < w->n && tok(w, a)->sentence == tok(w, b)->sentence;
}
static inline bool tok_possessive(const struct work *w, uint32_t t)
{
    return t < w->n && (str_is(tok(w, t)->xpos, "POS") || tok_is(w, t, "'s") || tok_is(w, t, "’s"));
}
static inline unsigned sense_of(const struct work *w, chy_str lemma)
{
    uint32_t s = map_get(&w->r->senses, lemma);
    return s == MAP_NONE ? 0 : s;
}
static inline uint32_t sentence_last(const struct work *w, uint32_t t) { return w->d->sentences.at[tok(w, t)->sentence].words.last; }
static inline uint32_t sentence_first(const struct work *w, uint32_t t) { return w->d->sentences.at[tok(w, t)->sentence].words.first; }
static inline bool is_nominal(const struct token *t) { return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN; }
static inline bool is_honorific(const struct work *w, uint32_t t)
{
    return t < w->n && tok_upper(w, t) && map_get(&w->r->honorifics, tok(w, t)->lower) != MAP_NONE;
}

#endif
