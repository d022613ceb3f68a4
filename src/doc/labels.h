/* labels.h: the closed sets of labels, each with its spelling in the interchange format. */
#ifndef DOC_LABELS_H
#define DOC_LABELS_H

#include "chancery/chancery.h"

/* clang-format off */
#define UPOS_LIST(EACH) EACH(ADJ) EACH(ADP) EACH(ADV) EACH(AUX) EACH(CCONJ) EACH(DET) EACH(INTJ) EACH(NOUN) EACH(NUM) EACH(PART) EACH(PRON) EACH(PROPN) EACH(PUNCT) EACH(SCONJ) EACH(SYM) EACH(VERB) EACH(X)

enum upos {
#define X(name) UPOS_##name,
    UPOS_LIST(X)
#undef X
    UPOS_COUNT
};

/* Universal relations; the subtypes that the English treebanks use and the stages ask for are labels of their own. */
#define DEPREL_LIST(X) \
    X(root, "root") X(acl, "acl") X(acl_relcl, "acl:relcl") X(advcl, "advcl") X(advcl_relcl, "advcl:relcl") X(advmod, "advmod") \
    X(amod, "amod") X(appos, "appos") X(aux, "aux") X(aux_pass, "aux:pass") X(case, "case") X(cc, "cc") X(cc_preconj, "cc:preconj") \
    X(ccomp, "ccomp") X(compound, "compound") X(compound_prt, "compound:prt") X(conj, "conj") X(cop, "cop") X(csubj, "csubj") \
    X(csubj_outer, "csubj:outer") X(csubj_pass, "csubj:pass") X(dep, "dep") X(det, "det") X(det_predet, "det:predet") \
    X(discourse, "discourse") X(dislocated, "dislocated") X(expl, "expl") X(fixed, "fixed") X(flat, "flat") X(goeswith, "goeswith") \
    X(iobj, "iobj") X(list, "list") X(mark, "mark") X(nmod, "nmod") X(nmod_desc, "nmod:desc") X(nmod_poss, "nmod:poss") \
    X(nmod_unmarked, "nmod:unmarked") X(nsubj, "nsubj") X(nsubj_outer, "nsubj:outer") X(nsubj_pass, "nsubj:pass") X(nummod, "nummod") \
    X(obj, "obj") X(obl, "obl") X(obl_agent, "obl:agent") X(obl_unmarked, "obl:unmarked") X(orphan, "orphan") X(parataxis, "parataxis") \
    X(punct, "punct") X(reparandum, "reparandum") X(vocative, "vocative") X(xcomp, "xcomp")

enum deprel {
#define X(name, text) REL_##name,
    DEPREL_LIST(X)
#undef X
    REL_COUNT
};

/* BIO labels of the name tagger: 0 outside, then B and I for each kind. */
#define NAME_KIND_LIST(X) X(PER) X(ORG) X(LOC) X(EVENT) X(DOC) X(MISC)

enum name_kind {
#define X(name) NAME_##name,
    NAME_KIND_LIST(X)
#undef X
    NAME_KIND_COUNT
};
enum name_tag { NAME_O = 0, NAME_TAG_COUNT = 1 + 2 * NAME_KIND_COUNT };
static inline int name_begin(enum name_kind k) { return 1 + 2 * (int)k; }
static inline int name_inside(enum name_kind k) { return 2 + 2 * (int)k; }
static inline int name_tag_begins(int tag) { return tag && (tag & 1); }
static inline enum name_kind name_tag_kind(int tag) { return (enum name_kind)((tag - 1) / 2); }


#define SEGMENT_KIND_LIST(X) X(SEGMENT_BODY, "body") X(SEGMENT_TITLE, "title") X(SEGMENT_DATELINE, "dateline") X(SEGMENT_CAPTION, "caption") X(SEGMENT_FURNITURE, "furniture")
#define ENTITY_TYPE_LIST(X) X(ENTITY_PERSON, "person") X(ENTITY_STATE, "state") X(ENTITY_ORGANIZATION, "organization") X(ENTITY_BODY, "body") X(ENTITY_PLACE, "place") \
    X(ENTITY_POST, "post") X(ENTITY_INSTRUMENT, "instrument") X(ENTITY_MEDIUM, "medium") X(ENTITY_SERIES, "series")
#define MENTION_FORM_LIST(X) X(FORM_NAME, "name") X(FORM_PRONOUN, "pronoun") X(FORM_POST, "post") X(FORM_DESCRIPTION, "description") X(FORM_METONYM, "metonym")
#define TIME_TYPE_LIST(X) X(TIME_DATE, "DATE") X(TIME_TIME, "TIME") X(TIME_DURATION, "DURATION") X(TIME_SET, "SET")
#define STATEMENT_KIND_LIST(X) X(STATEMENT_INDIRECT, "indirect") X(STATEMENT_DIRECT, "direct") X(STATEMENT_MIXED, "mixed")
#define EVENT_ROLE_LIST(X) X(ROLE_SOURCE, "source") X(ROLE_TARGET, "target") X(ROLE_HOST, "host") X(ROLE_THIRD, "third party")
#define EVENT_STATUS_LIST(X) X(STATUS_OCCURRED, "occurred") X(STATUS_PLANNED, "planned") X(STATUS_CANCELLED, "cancelled") X(STATUS_DENIED, "denied") \
    X(STATUS_HYPOTHETICAL, "hypothetical") X(STATUS_HISTORICAL, "historical")
#define MODALITY_LIST(X) X(MODALITY_IS, "is") X(MODALITY_WANTS, "wants") X(MODALITY_SUPPORTS, "supports") X(MODALITY_PLANS, "plans") X(MODALITY_DENIES, "denies")

#define LABEL_ENUM(name, text) name,
enum segment_kind { SEGMENT_KIND_LIST(LABEL_ENUM) SEGMENT_KIND_COUNT };
enum entity_type { ENTITY_TYPE_LIST(LABEL_ENUM) ENTITY_TYPE_COUNT };
enum mention_form { MENTION_FORM_LIST(LABEL_ENUM) MENTION_FORM_COUNT };
enum time_type { TIME_TYPE_LIST(LABEL_ENUM) TIME_TYPE_COUNT };
enum statement_kind { STATEMENT_KIND_LIST(LABEL_ENUM) STATEMENT_KIND_COUNT };
enum event_role { EVENT_ROLE_LIST(LABEL_ENUM) EVENT_ROLE_COUNT };
enum event_status { EVENT_STATUS_LIST(LABEL_ENUM) EVENT_STATUS_COUNT };
enum modality { MODALITY_LIST(LABEL_ENUM) MODALITY_COUNT };
#undef LABEL_ENUM
/* clang-format on */

const char *upos_text(int upos);
const char *deprel_text(int rel);
const char *name_kind_text(int kind);
const char *segment_kind_text(int kind);
const char *entity_type_text(int type);
const char *mention_form_text(int form);
const char *time_type_text(int type);
const char *statement_kind_text(int kind);
const char *event_role_text(int role);
const char *event_status_text(int status);
const char *modality_text(int modality);

/* Back from the spelling; -1 when there is no such label. deprel_of falls back to the universal part before ':'. */
int upos_of(chy_str text);
int deprel_of(chy_str text);
int name_kind_of(chy_str text);
int entity_type_of(chy_str text);
int event_status_of(chy_str text);
int modality_of(chy_str text);

#endif
