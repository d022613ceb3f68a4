/*
 * rules.h: the tables of this stage, compiled.
 *
 * Every row of the tables of states, organisations, bodies, places and media is one `known`; phrases found in the text
 * lead to it through the table that they came from. Small word lists become maps from a lower-case word to a number.
 */
#ifndef MENTION_RULES_H
#define MENTION_RULES_H

#include "base/map.h"
#include "lexicon/lexicon.h"

/* What a phrase found in the text is. */
enum hit_kind {
    HIT_NONE,
    HIT_STATE,
    HIT_ADJECTIVE,
    HIT_ORGANIZATION,
    HIT_BODY,
    HIT_PLACE,
    HIT_MEDIUM,
    HIT_METONYM,
    HIT_POST,
    HIT_MODIFIER,
    HIT_KIND_COUNT
};

struct known {
    enum hit_kind kind;
    chy_str name;
    chy_str short_name; /* abbreviation */
    chy_str names;      /* '|'-parted */
    chy_str iso;        /* state it is, or is in */
    chy_str code;       /* CAMEO */
    chy_str owner;      /* organisation a body belongs to */
    bool capital;
};

struct post_row {
    chy_str title, kind, role, level, names;
};

struct pronoun_row {
    uint8_t person;
    bool many, one;
    char gender;
    char gram;
}; /* gram: s o p r w(relative) x(reflexive) */

enum {
    MEANS_PERSON = 1,
    MEANS_STATE = 2,
    MEANS_ORGANIZATION = 4,
    MEANS_BODY = 8,
    MEANS_MEDIUM = 16,
    MEANS_INSTRUMENT = 32,
    MEANS_SERIES = 64,
    MEANS_PLACE = 128
};
struct description_row {
    unsigned same, pair;
    bool people, group, owner, named;
    bool seat;      /* a capital: the town, where the text says whose */
    bool any;       /* papers: may stand for one of any name */
    bool union_of;  /* its members are states: no ministry is a "bloc" */
    uint32_t usual; /* who is meant with a capital where the text names nobody, a known; NONE */
};
struct head_row {
    uint8_t type;
    chy_str role;
};

enum {
    SENSE_PLACE_PREP = 1,
    SENSE_STATE_PREP = 2,
    SENSE_PLACE_VERB = 4,
    SENSE_MOTION = 8,
    SENSE_SAYS = 16,
    SENSE_TIME = 32,
    SENSE_WEATHER = 64,
    SENSE_PASSING = 128,
    SENSE_PAPER = 256, /* what is done to papers: sign, ratify */
    SENSE_CUE = 1024,  /* introduces words, of whatever sort */
    SENSE_MEMBER = 512 /* what is done to organisations: join, chair */
};

/* What may speak for an antecedent; the table of weights has a row for each. */
/* clang-format off */
#define CLUE_LIST(X) \
    X(away_0) X(away_1) X(away_2) X(away_3) X(away_4) X(between) X(nearest) X(subject) X(subject_passive) X(agent) X(object) X(possessor) X(oblique) \
    X(joined) X(compound) X(other_role) X(same_clause_possessive) X(own_subject) X(same_clause) X(both_subjects) X(both_subjects_next) X(both_quoted) \
    X(one_quoted) X(times_named) X(pronoun) X(name) X(group) X(plural) X(single) X(state) X(organization) X(body) X(place) X(place_locative) \
    X(instrument) X(series) X(medium) X(unnamed) X(gender_known) X(first_in_sentence) X(title_line) X(same_paragraph) X(paragraph_opener) X(verb_above) \
    X(verb_joined) X(root_subject) X(quote_speaker) X(both_objects) X(possessor_of_subject) X(inside) X(says) X(both_say) X(spoken_of) \
    X(last_meant) X(in_title) X(first_named) X(same_verb) X(paper_use) X(member_use) X(say_state) X(several_pair) \
    X(post_same) X(post_like) X(post_kind) X(post_leader) X(post_official) X(post_other) X(post_untold) X(of_stated) X(of_told) X(of_untold) X(of_other) X(of_publisher) X(over_same) X(over_other) X(alone) X(title_untold) X(whose) \
    X(no_post) X(in_name) X(in_name_capital) X(capital_alone) X(noun) X(noun_unknown) X(noun_the) X(noun_a) X(noun_bare) \
    X(noun_persons) X(noun_several) X(noun_quote) X(ahead) X(ahead_first) X(hint_adjective) X(hint_place) X(hint_person) X(hint_owner) \
    X(far) X(cost)
/* clang-format on */
enum clue {
#define X(name) CLUE_##name,
    CLUE_LIST(X)
#undef X
        CLUE_COUNT
};
/* He and she, it, they; each again where something is theirs; posts that stand alone and persons described; others described. */
enum clue_kind {
    CLUES_PERSON,
    CLUES_PERSON_OWN,
    CLUES_THING,
    CLUES_THING_OWN,
    CLUES_SEVERAL,
    CLUES_SEVERAL_OWN,
    CLUES_HOLDER,
    CLUES_DESCRIBED,
    CLUE_KINDS
};

/* Told of every antecedent that was weighed, for those who fit the weights (train/refer.c). */
struct refer_watch {
    void *user;
    void (*weighed)(void *user, const chy_doc *d, run words, enum clue_kind kind, run at, const uint32_t *entities, uint32_t count,
                    const int clues[CLUE_COUNT]);
};

struct mention_rules {
    const struct lexicon *lex;
    const struct table *tables[HIT_KIND_COUNT];
    uint32_t base[HIT_KIND_COUNT]; /* first `known` of the table of that kind */
    int adjectives, demonyms;      /* columns of the table of states */
    LIST(struct known) known;
    LIST(struct post_row) posts;
    LIST(chy_str) effects; /* of post modifiers, by row */
    LIST(struct pronoun_row) pronoun_rows;
    LIST(struct description_row) description_rows;
    LIST(struct head_row) head_rows;
    int weights[CLUE_KINDS][CLUE_COUNT];
    const struct refer_watch *watch; /* NULL */
    struct map state_of_iso;         /* iso3 -> known */
    struct map capital_of_iso;       /* iso3 -> known, a place */
    struct map org_of_name;          /* folded name or abbreviation -> known */
    struct map usual;                /* "security council": who is meant where nothing is said, a known */
    struct map answers;              /* labels of turns that are no names: "A" */
    struct map organs;               /* "KNOWN noun": the one organ of that organisation built on this noun */
    struct map pronouns, descriptions, heads, joints, honorifics, senses, given, variants;
};

#endif
