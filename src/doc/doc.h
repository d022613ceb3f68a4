/*
 * doc.h: the document that the stages share.
 *
 * A document owns one arena and one copy of its text; everything else is a view of those bytes or an index into one of
 * the lists below. Each stage reads what earlier stages left and adds one kind of thing:
 *
 *     read: text, segments, metadata      segment: tokens, sentences     parse: tags, lemmas, heads, names
 *     mention: entities, mentions         time: times, implied           statement, event, fact: their own lists
 *
 * Positions are bytes of `text`; tokens, sentences, entities ... are referred to by index, NONE where there is none.
 * Coding happens in body, title, dateline and caption segments; furniture has no tokens at all.
 */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include <stdbool.h>

#include "base/err.h"
#include "base/list.h"
#include "base/str.h"
#include "doc/labels.h"

enum { NONE = 0xFFFFFFFFu };

/* A half-open run of tokens. */
typedef struct run {
    uint32_t first, last;
} run;

typedef LIST(uint32_t) index_list;
typedef LIST(chy_span) span_list;
typedef LIST(chy_str) str_list;

/* ------------------------------------------------------------------ what read and segment leave */

struct segment {
    chy_span span;
    enum segment_kind kind;
    const char *why; /* one word or two that tell the basis: "header line", "clock", "all capitals" ... a literal */
    chy_str lang;    /* when it is another than the document's; "" */
};

/* One syntactic word. Surface tokens that hold several words ("don't") are marked by `multi`. */
struct token {
    chy_span span; /* its bytes; the words of a multiword token share out its bytes where they can */
    chy_str form;  /* as CoNLL-U prints it; normalised: NFC, plain quotation marks, no-break spaces out */
    chy_str lower; /* form, folded to lower case */
    chy_str lemma;
    chy_str xpos;  /* Penn tag, as the treebanks have it */
    chy_str feats; /* "Number=Sing|..." or empty; borrowed from the model */
    uint32_t head; /* token index in the document; NONE for the root of a sentence */
    uint32_t sentence;
    uint32_t lo, hi;  /* the tokens its subtree reaches over, both inclusive */
    uint32_t child;   /* first dependent, NONE */
    uint32_t next;    /* next dependent of the same head, NONE */
    uint8_t upos;     /* enum upos */
    uint8_t rel;      /* enum deprel */
    uint8_t name;     /* enum name_tag: what the name tagger says, BIO */
    uint8_t multi;    /* words in the multiword token that begins here (2 ..), else 0 */
    bool space_after; /* white space follows in the text */
    bool shouting;    /* form was all capitals in an all-capitals line and was tagged in lower case */
};

struct sentence {
    chy_span span;
    run words;
    uint32_t segment;
    uint32_t paragraph; /* counts up through the document: a blank line or a line break in press text parts them */
};

/* ------------------------------------------------------------------ who and what */

struct entity {
    enum entity_type type;
    chy_str name;
    str_list aliases;
    str_list codes; /* ISO 3166 alpha-3 and CAMEO actor codes, most telling first: RUSGOV, RUS, IGOSCO */
    bool unnamed;   /* the text does not name it: "a Western diplomat" */
    bool plural;    /* several under one entity: "the leaders", "a series of countries" */
    char gender;    /* persons: 'm', 'f', 0 unknown */
    uint32_t of;    /* body: its organisation; place: its state; person: the state or body the post is of; post: whose */
    chy_str post;   /* persons: title held at the time, without the state ("Foreign Minister"), else empty */
};

struct mention {
    chy_span span;
    run words;
    uint32_t head; /* token */
    uint32_t entity;
    index_list more; /* where one mention means several: all of them, entity included; else empty */
    enum mention_form form;
    run title;         /* the post that stands by a name ("Russian Foreign Minister"), empty run when none */
    run state;         /* the words in it that say whose ("Russian"), empty run when none */
    uint32_t title_of; /* entity: whose post it is, NONE */
};

/* ------------------------------------------------------------------ when */

struct time_end {
    chy_span span;
    chy_str value;
};
struct time {
    chy_span span;
    run words;
    enum time_type type;
    chy_str value;           /* TIMEX3: 2022-07, XXXX-05-23, P17Y, 2014-08-24/2014-08-29 ... */
    chy_str anchor;          /* what it was counted from: "published", "focus 2023-05-23", "event ...", "" */
    uint32_t implied;        /* index of doc->implied, NONE */
    struct time_end ends[2]; /* of a range whose ends are expressions of their own: "between 1994 and 1997"; else "" */
};

struct implied {
    chy_str event; /* "signing of the SCO Charter" */
    chy_str value; /* no finer than the text supports */
    chy_span evidence;
};

/* ------------------------------------------------------------------ said, done, being */

struct statement {
    index_list speakers; /* entities; empty when nobody is named */
    span_list source, cue, content;
    enum statement_kind kind;
    index_list via;     /* entities that carried it, innermost first */
    str_list via_dates; /* one for each via, "" when not given */
    uint32_t addressee; /* entity, NONE */
    chy_str occasion;   /* "" when not given */
    chy_str date;       /* when it was said; "" */
    index_list about;   /* entities */
    chy_str stance;     /* what is no speech but thought, wished, planned ...: data/lexicon/en/attitudes.tsv; "" for what is said */
    bool continued;     /* goes on from the statement before without a cue */
    uint32_t cue_token; /* NONE */
};

struct role {
    uint32_t entity;
    enum event_role role;
};

struct event {
    chy_str type; /* PLOVER, "" when it has none */
    chy_str mode; /* PLOVER mode, "" */
    chy_str kind; /* our finer mode: data/ontology/kinds.tsv, "" */
    chy_str cameo;
    str_list source, target; /* actor codes */
    span_list source_spans, target_spans;
    LIST(struct role) roles; /* participants in order of first byte */
    chy_str date;            /* "" */
    uint32_t place;          /* entity, NONE */
    enum event_status status;
    chy_span trigger;
    uint32_t trigger_token;
    uint32_t sentence;
    index_list via;     /* entities */
    uint32_t statement; /* it was told in this statement, NONE */
    uint32_t within;    /* event it took place at, NONE */
    uint8_t confidence; /* percent */
    const char *rule;   /* "data/lexicon/en/verbs.tsv:41": which row saw it; lives with the engine */
};

/* A word that a rule of the event stage knows, and why nothing was coded of it. */
struct passed_over {
    uint32_t token;
    const char *why;  /* a clause, a literal */
    const char *rule; /* as in struct event */
};

struct fact {
    uint32_t subject;    /* entity */
    chy_str relation;    /* data/ontology/relations.tsv */
    uint32_t object;     /* entity, NONE when it is a title or a date */
    chy_str object_text; /* the title of holds_post, the date of established */
    uint32_t of;         /* entity, NONE: whose post */
    enum modality modality;
    chy_str as_of, from, to;
    bool ended;
    uint32_t holder; /* entity that wants, supports ...; NONE */
    bool inferred;
    index_list from_facts;
    uint32_t statement; /* asserted by, NONE */
    chy_span evidence;
    uint8_t confidence;
    const char *rule;
};

struct chy_doc {
    arena mem;
    chy_str id, text;
    chy_str title, date, date_basis, source, author, lang;
    chy_str updated; /* the day it was last changed, as it says itself; "" */
    chy_str address; /* where it says that it stands on the web; "" */
    chy_str origin; /* where in its source each byte of the text came from, packed (doc/origin.h); "": it is its own source */
    chy_str coding; /* versions; lives with the engine */
    LIST(struct segment) segments;
    LIST(struct token) tokens;
    LIST(struct sentence) sentences;
    LIST(struct entity) entities;
    LIST(struct mention) mentions;
    LIST(struct time) times;
    LIST(struct implied) implied;
    LIST(struct statement) statements, attitudes; /* attitudes: what is no speech, with a stance */
    LIST(struct event) events;
    LIST(struct passed_over) passed_over; /* by the event stage, in the order in which it read them */
    LIST(struct fact) facts;
    uint32_t *mention_at;   /* (tokens) index of the mention whose head a token is, or in whose title it stands, NONE; doc_index_mentions
                               makes it */
    uint32_t *adjective_at; /* (tokens) entity of the state whose adjective or demonym this token is ("Russian"), NONE */
    uint32_t *stands_at;    /* (tokens) entity that a noun without a mention stands for ("the bloc"), NONE; the fact stage makes it */
    bool foreign;           /* surely in a language that has no reader yet: its times are found, and nothing else is coded */
    bool asked;             /* a request made at the moment that `date` tells: its times are stretches from there */
    bool conllu_given;      /* sentences and words came from outside */
    chy_str conllu;         /* the lines they came from */
    uint32_t author_entity; /* a signed article speaks through its author; NONE */
    uint32_t publisher_entity;
    uint32_t organ_token; /* whose resolution this is, the subject of its paragraphs ("2. Requests ..."); the event stage finds it; NONE */
};

/* A document with its own copy of `text` (UTF-8, at most 1 GiB). Errors: CHY_ENOMEM, CHY_E2BIG. */
chy_status doc_create(chy_str id, chy_str text, size_t ceiling, chy_doc **out, chy_err *err);

static inline chy_str doc_text(const chy_doc *d, chy_span s) { return (chy_str){ d->text.ptr + s.start, s.end - s.start }; }

/* The bytes from the first to the last word of a run. */
static inline chy_span doc_run_span(const chy_doc *d, run r)
{
    return r.first < r.last ? (chy_span){ d->tokens.at[r.first].span.start, d->tokens.at[r.last - 1].span.end } : (chy_span){ 0, 0 };
}

/* The first token that ends after this byte; the count of tokens when there is none. */
uint32_t doc_token_after(const chy_doc *d, uint32_t byte);

/* Fill mention_at after mentions were added or moved; sorts the mentions by first byte (longer first). */
chy_status doc_index_mentions(chy_doc *d, chy_err *err);

/* The mention whose head is this token, or, failing that, the innermost one that covers it; NONE. */
uint32_t doc_mention_at(const chy_doc *d, uint32_t token);
uint32_t doc_mention_over(const chy_doc *d, uint32_t token);

/* All entities a mention stands for: *count of them, at least one. */
const uint32_t *mention_entities(const struct mention *m, uint32_t *count);

#endif
