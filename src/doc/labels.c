#include "doc/labels.h"

#include <string.h>

#include "base/str.h"

#define NAME_ONLY(name) #name,
#define TEXT_ONLY(name, text) text,

static const char *const upos_texts[] = { UPOS_LIST(NAME_ONLY) };
static const char *const deprel_texts[] = { DEPREL_LIST(TEXT_ONLY) };
static const char *const name_kind_texts[] = { NAME_KIND_LIST(NAME_ONLY) };
static const char *const segment_kind_texts[] = { SEGMENT_KIND_LIST(TEXT_ONLY) };
static const char *const entity_type_texts[] = { ENTITY_TYPE_LIST(TEXT_ONLY) };
static const char *const mention_form_texts[] = { MENTION_FORM_LIST(TEXT_ONLY) };
static const char *const time_type_texts[] = { TIME_TYPE_LIST(TEXT_ONLY) };
static const char *const statement_kind_texts[] = { STATEMENT_KIND_LIST(TEXT_ONLY) };
static const char *const event_role_texts[] = { EVENT_ROLE_LIST(TEXT_ONLY) };
static const char *const event_status_texts[] = { EVENT_STATUS_LIST(TEXT_ONLY) };
static const char *const modality_texts[] = { MODALITY_LIST(TEXT_ONLY) };

#define PICK(texts, i) ((size_t)(i) < sizeof(texts) / sizeof *(texts) ? (texts)[i] : "?")

const char *upos_text(int i) { return PICK(upos_texts, i); }
const char *deprel_text(int i) { return PICK(deprel_texts, i); }
const char *name_kind_text(int i) { return PICK(name_kind_texts, i); }
const char *segment_kind_text(int i) { return PICK(segment_kind_texts, i); }
const char *entity_type_text(int i) { return PICK(entity_type_texts, i); }
const char *mention_form_text(int i) { return PICK(mention_form_texts, i); }
const char *time_type_text(int i) { return PICK(time_type_texts, i); }
const char *statement_kind_text(int i) { return PICK(statement_kind_texts, i); }
const char *event_role_text(int i) { return PICK(event_role_texts, i); }
const char *event_status_text(int i) { return PICK(event_status_texts, i); }
const char *modality_text(int i) { return PICK(modality_texts, i); }

static int find(const char *const *texts, size_t count, chy_str text)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(text, texts[i])) return (int)i;
    return -1;
}

#define FIND(texts, text) find((texts), sizeof(texts) / sizeof *(texts), (text))

int upos_of(chy_str text) { return FIND(upos_texts, text); }
int name_kind_of(chy_str text) { return FIND(name_kind_texts, text); }
int entity_type_of(chy_str text) { return FIND(entity_type_texts, text); }
int event_status_of(chy_str text) { return FIND(event_status_texts, text); }
int modality_of(chy_str text) { return FIND(modality_texts, text); }

int deprel_of(chy_str text)
{
    int rel = FIND(deprel_texts, text);
    if (rel < 0) {
        const char *colon = text.len ? memchr(text.ptr, ':', text.len) : NULL;
        if (colon) rel = FIND(deprel_texts, str_cut(text, 0, (size_t)(colon - text.ptr)));
    }
    return rel;
}
