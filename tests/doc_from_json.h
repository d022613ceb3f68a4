/*
 * doc_from_json.h: a coded document from its interchange form, for tests that begin where the stages have ended.
 *
 *     chy_doc *d = doc_from_json("{\"id\": \"a\", \"text\": \"...\", \"entities\": [...], ...}");
 *
 * Members are as `chancery code` prints them; sentences end at line breaks unless given. NULL when it cannot be read.
 */
#ifndef TESTS_DOC_FROM_JSON_H
#define TESTS_DOC_FROM_JSON_H

#include <jansson.h>

#include "doc/doc.h"

struct from_json {
    chy_doc *d;
    const json_t *entities;
};

static chy_str json_member_text(struct from_json *f, const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    return json_is_string(v) ? str_keep(&f->d->mem, (chy_str){ json_string_value(v), json_string_length(v) }) : CHY_LIT("");
}

static chy_str json_keep_text(struct from_json *f, const json_t *v)
{
    return str_keep(&f->d->mem, (chy_str){ json_string_value(v), json_string_length(v) });
}

static uint32_t json_entity(const struct from_json *f, const json_t *v)
{
    size_t i;
    const json_t *e;
    if (!json_is_string(v)) return NONE;
    json_array_foreach(f->entities, i,
                       e) if (!strcmp(json_string_value(json_object_get(e, "id")), json_string_value(v))) return (uint32_t)i;
    return NONE;
}

static uint32_t json_index(const json_t *v) { return json_is_integer(v) ? (uint32_t)json_integer_value(v) : NONE; }

static chy_span json_span(const json_t *v)
{
    return (chy_span){ (uint32_t)json_integer_value(json_array_get(v, 0)), (uint32_t)json_integer_value(json_array_get(v, 1)) };
}

static chy_span json_start_end(const json_t *o)
{
    return (chy_span){ (uint32_t)json_integer_value(json_object_get(o, "start")), (uint32_t)json_integer_value(json_object_get(o, "end")) };
}

static void json_spans(struct from_json *f, const json_t *list, span_list *out)
{
    size_t i;
    const json_t *v;
    json_array_foreach(list, i, v) * LIST_PUSH(&f->d->mem, out) = json_span(v);
}

static void json_entity_list(struct from_json *f, const json_t *list, index_list *out)
{
    size_t i;
    const json_t *v;
    json_array_foreach(list, i, v) * LIST_PUSH(&f->d->mem, out) = json_entity(f, v);
}

static int json_label(const char *(*text)(int), int count, const json_t *v)
{
    for (int i = 0; json_is_string(v) && i < count; i++)
        if (!strcmp(text(i), json_string_value(v))) return i;
    return 0;
}

static void json_entities_in(struct from_json *f)
{
    size_t i, k;
    const json_t *o, *v;
    json_array_foreach(f->entities, i, o)
    {
        struct entity *e = LIST_PUSH(&f->d->mem, &f->d->entities);
        *e = (struct entity){ .type = (enum entity_type)json_label(entity_type_text, ENTITY_TYPE_COUNT, json_object_get(o, "type")),
                              .name = json_member_text(f, o, "name"),
                              .unnamed = json_is_true(json_object_get(o, "unnamed")),
                              .of = json_entity(f, json_object_get(o, "of")),
                              .post = json_member_text(f, o, "post") };
        json_array_foreach(json_object_get(o, "aliases"), k, v) * LIST_PUSH(&f->d->mem, &e->aliases) = json_keep_text(f, v);
        json_array_foreach(json_object_get(o, "codes"), k, v) * LIST_PUSH(&f->d->mem, &e->codes) = json_keep_text(f, v);
    }
}

static void json_mentions_in(struct from_json *f, const json_t *list)
{
    size_t i;
    const json_t *o;
    json_array_foreach(list, i, o)
    {
        struct mention *m = LIST_PUSH(&f->d->mem, &f->d->mentions);
        *m = (struct mention){ .span = json_start_end(o),
                               .entity = json_entity(f, json_object_get(o, "entity")),
                               .head = NONE,
                               .title_of = NONE,
                               .form = (enum mention_form)json_label(mention_form_text, MENTION_FORM_COUNT, json_object_get(o, "form")) };
        json_entity_list(f, json_object_get(o, "entities"), &m->more);
        if (m->entity == NONE && m->more.count) m->entity = m->more.at[0];
    }
}

static void json_statements_in(struct from_json *f, const json_t *list)
{
    size_t i, k;
    const json_t *o, *v;
    json_array_foreach(list, i, o)
    {
        struct statement *s = LIST_PUSH(&f->d->mem, &f->d->statements);
        *s = (struct statement){ .kind =
                                     (enum statement_kind)json_label(statement_kind_text, STATEMENT_KIND_COUNT, json_object_get(o, "kind")),
                                 .addressee = json_entity(f, json_object_get(o, "addressee")),
                                 .date = json_member_text(f, o, "date"),
                                 .occasion = json_member_text(f, o, "occasion"),
                                 .cue_token = NONE };
        if (json_is_string(json_object_get(o, "speaker")))
            *LIST_PUSH(&f->d->mem, &s->speakers) = json_entity(f, json_object_get(o, "speaker"));
        else
            json_entity_list(f, json_object_get(o, "speakers"), &s->speakers);
        json_spans(f, json_object_get(o, "source"), &s->source);
        json_spans(f, json_object_get(o, "cue"), &s->cue);
        json_spans(f, json_object_get(o, "content"), &s->content);
        json_entity_list(f, json_object_get(o, "via"), &s->via);
        json_array_foreach(json_object_get(o, "via_dates"), k, v) * LIST_PUSH(&f->d->mem, &s->via_dates) = json_keep_text(f, v);
        json_entity_list(f, json_object_get(o, "about"), &s->about);
    }
}

static void json_events_in(struct from_json *f, const json_t *list)
{
    size_t i, k;
    const json_t *o, *v;
    json_array_foreach(list, i, o)
    {
        struct event *e = LIST_PUSH(&f->d->mem, &f->d->events);
        *e = (struct event){ .type = json_member_text(f, o, "type"),
                             .mode = json_member_text(f, o, "mode"),
                             .kind = json_member_text(f, o, "kind"),
                             .cameo = json_member_text(f, o, "cameo"),
                             .date = json_member_text(f, o, "date"),
                             .place = json_entity(f, json_object_get(o, "place")),
                             .status = (enum event_status)json_label(event_status_text, EVENT_STATUS_COUNT, json_object_get(o, "status")),
                             .trigger = json_span(json_object_get(o, "trigger")),
                             .sentence = NONE,
                             .statement = json_index(json_object_get(o, "statement")),
                             .within = json_index(json_object_get(o, "within")),
                             .trigger_token = NONE,
                             .confidence = 80,
                             .rule = "data/lexicon/en/verbs.tsv:1" };
        json_array_foreach(json_object_get(o, "participants"), k, v)
        {
            struct role *r = LIST_PUSH(&f->d->mem, &e->roles);
            *r = (struct role){ json_entity(f, v), ROLE_SOURCE };
        }
        json_entity_list(f, json_object_get(o, "via"), &e->via);
        for (uint32_t s = 0; s < f->d->sentences.count; s++)
            if (f->d->sentences.at[s].span.start <= e->trigger.start && e->trigger.start < f->d->sentences.at[s].span.end) e->sentence = s;
    }
}

static void json_facts_in(struct from_json *f, const json_t *list)
{
    size_t i;
    const json_t *o;
    json_array_foreach(list, i, o)
    {
        const json_t *evidence = json_object_get(o, "evidence");
        struct fact *x = LIST_PUSH(&f->d->mem, &f->d->facts);
        *x = (struct fact){ .subject = json_entity(f, json_object_get(o, "subject")),
                            .relation = json_member_text(f, o, "relation"),
                            .object = json_entity(f, json_object_get(o, "object")),
                            .of = json_entity(f, json_object_get(o, "of")),
                            .modality = (enum modality)json_label(modality_text, MODALITY_COUNT, json_object_get(o, "modality")),
                            .as_of = json_member_text(f, o, "as_of"),
                            .from = json_member_text(f, o, "from"),
                            .to = json_member_text(f, o, "to"),
                            .ended = json_is_true(json_object_get(o, "ended")),
                            .holder = json_entity(f, json_object_get(o, "holder")),
                            .inferred = json_is_true(json_object_get(o, "inferred")),
                            .statement = json_index(json_object_get(o, "asserted_by")),
                            .evidence = json_span(json_is_array(json_array_get(evidence, 0)) ? json_array_get(evidence, 0) : evidence),
                            .confidence = 90,
                            .rule = "data/lexicon/en/posts.tsv:1" };
        x->object_text = x->object == NONE ? json_member_text(f, o, "object") : CHY_LIT("");
    }
}

static void json_times_in(struct from_json *f, const json_t *o)
{
    size_t i;
    const json_t *v;
    json_array_foreach(json_object_get(o, "times"), i, v)
    {
        struct time *t = LIST_PUSH(&f->d->mem, &f->d->times);
        *t = (struct time){ .span = json_start_end(v),
                            .type = (enum time_type)json_label(time_type_text, TIME_TYPE_COUNT, json_object_get(v, "type")),
                            .value = json_member_text(f, v, "value"),
                            .anchor = json_member_text(f, v, "anchor"),
                            .implied = NONE };
    }
    json_array_foreach(json_object_get(o, "implied"), i, v)
    {
        struct implied *m = LIST_PUSH(&f->d->mem, &f->d->implied);
        *m =
            (struct implied){ json_member_text(f, v, "event"), json_member_text(f, v, "value"), json_span(json_object_get(v, "evidence")) };
    }
}

static void json_layout(struct from_json *f)
{
    chy_str text = f->d->text;
    struct segment *g = LIST_PUSH(&f->d->mem, &f->d->segments);
    *g = (struct segment){ { 0, (uint32_t)text.len }, SEGMENT_BODY, "given" };
    for (uint32_t at = 0, start = 0; at <= text.len; at++) {
        bool stop = at == text.len || text.ptr[at] == '\n' || (at && text.ptr[at] == ' ' && text.ptr[at - 1] == '.');
        if (!stop) continue;
        if (at > start) {
            struct sentence *s = LIST_PUSH(&f->d->mem, &f->d->sentences);
            *s = (struct sentence){ .span = { start, at } };
        }
        start = at + 1;
    }
}

static chy_doc *doc_from_json(const char *text)
{
    json_error_t why;
    json_t *o = json_loads(text, 0, &why);
    struct from_json f = { 0 };
    const char *id = json_string_value(json_object_get(o, "id")), *body = json_string_value(json_object_get(o, "text"));
    if (!id || !body || doc_create(str_of(id), str_of(body), 0, &f.d, NULL)) {
        json_decref(o);
        return NULL;
    }
    f.entities = json_object_get(o, "entities");
    f.d->title = json_member_text(&f, o, "title");
    f.d->date = json_member_text(&f, o, "date");
    f.d->date_basis = json_member_text(&f, o, "date_basis");
    f.d->source = json_member_text(&f, o, "source");
    f.d->author = json_member_text(&f, o, "author");
    f.d->coding = CHY_LIT("{\"program\":\"test\"}");
    f.d->publisher_entity = json_entity(&f, json_object_get(o, "publisher_entity"));
    json_layout(&f);
    json_entities_in(&f);
    json_mentions_in(&f, json_object_get(o, "mentions"));
    json_times_in(&f, o);
    json_statements_in(&f, json_object_get(o, "statements"));
    json_events_in(&f, json_object_get(o, "events"));
    json_facts_in(&f, json_object_get(o, "facts"));
    json_decref(o);
    return f.d;
}

#endif
