#include "doc/doc_json.h"

static void span(json *w, chy_span s)
{
    json_open(w, '[');
    json_u64(w, s.start);
    json_u64(w, s.end);
    json_close(w, ']');
}

static void start_end(json *w, chy_span s)
{
    json_key(w, "start");
    json_u64(w, s.start);
    json_key(w, "end");
    json_u64(w, s.end);
}

static void key_str(json *w, const char *key, chy_str s)
{
    json_key(w, key);
    json_str_or_null(w, s);
}

static void key_text(json *w, const char *key, const char *s)
{
    json_key(w, key);
    json_str(w, str_of(s));
}

static void entity_id(json *w, uint32_t entity)
{
    char id[16] = "e";
    size_t n = sizeof id;
    if (entity == NONE) {
        json_null(w);
        return;
    }
    entity++;
    do {
        id[--n] = (char)('0' + entity % 10);
        entity /= 10;
    } while (entity);
    id[--n] = 'e';
    json_str(w, (chy_str){ id + n, sizeof id - n });
}

static void key_entity(json *w, const char *key, uint32_t entity)
{
    json_key(w, key);
    entity_id(w, entity);
}

static void key_index(json *w, const char *key, uint32_t index)
{
    json_key(w, key);
    if (index == NONE)
        json_null(w);
    else
        json_u64(w, index);
}

static void key_entities(json *w, const char *key, const index_list *l)
{
    json_key(w, key);
    json_open(w, '[');
    for (uint32_t i = 0; i < l->count; i++) entity_id(w, l->at[i]);
    json_close(w, ']');
}

static void key_spans(json *w, const char *key, const span_list *l)
{
    json_key(w, key);
    json_open(w, '[');
    for (uint32_t i = 0; i < l->count; i++) span(w, l->at[i]);
    json_close(w, ']');
}

static void key_strs(json *w, const char *key, const str_list *l)
{
    json_key(w, key);
    json_open(w, '[');
    for (uint32_t i = 0; i < l->count; i++) json_str(w, l->at[i]);
    json_close(w, ']');
}

static void segments(json *w, const chy_doc *d)
{
    json_key(w, "segments");
    json_open(w, '[');
    for (uint32_t i = 0; i < d->segments.count; i++) {
        const struct segment *s = &d->segments.at[i];
        json_open(w, '{');
        start_end(w, s->span);
        key_text(w, "kind", segment_kind_text(s->kind));
        key_text(w, "why", s->why ? s->why : "");
        if (s->lang.len) key_str(w, "lang", s->lang);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void entities(json *w, const chy_doc *d)
{
    json_key(w, "entities");
    json_open(w, '[');
    for (uint32_t i = 0; i < d->entities.count; i++) {
        const struct entity *e = &d->entities.at[i];
        json_open(w, '{');
        json_key(w, "id");
        entity_id(w, i);
        key_text(w, "type", entity_type_text(e->type));
        key_str(w, "name", e->name);
        key_strs(w, "aliases", &e->aliases);
        key_strs(w, "codes", &e->codes);
        if (e->unnamed) {
            json_key(w, "unnamed");
            json_bool(w, true);
        }
        if (e->of != NONE) key_entity(w, "of", e->of);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void mentions(json *w, const chy_doc *d)
{
    json_key(w, "mentions");
    json_open(w, '[');
    for (uint32_t i = 0; i < d->mentions.count; i++) {
        const struct mention *m = &d->mentions.at[i];
        json_open(w, '{');
        start_end(w, m->span);
        key_text(w, "type", m->entity != NONE ? entity_type_text(d->entities.at[m->entity].type) : "person");
        key_entity(w, "entity", m->entity);
        key_text(w, "form", mention_form_text(m->form));
        if (m->more.count > 1) key_entities(w, "entities", &m->more);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void implied_of(json *w, const struct implied *im)
{
    key_str(w, "event", im->event);
    key_str(w, "value", im->value);
}

static void one_time(json *w, const chy_doc *d, const struct time *t, const struct time_end *end)
{
    json_open(w, '{');
    start_end(w, end ? end->span : t->span);
    key_text(w, "type", time_type_text(t->type));
    key_str(w, "value", end ? end->value : t->value);
    if (end) key_str(w, "range", t->value);
    if (t->anchor.len) key_str(w, "anchor", t->anchor);
    if (t->implied != NONE && t->implied < d->implied.count) {
        json_key(w, "implied");
        json_open(w, '{');
        implied_of(w, &d->implied.at[t->implied]);
        json_close(w, '}');
    }
    json_close(w, '}');
}

static void times(json *w, const chy_doc *d)
{
    json_key(w, "times");
    json_open(w, '[');
    for (uint32_t i = 0; i < d->times.count; i++) {
        const struct time *t = &d->times.at[i];
        bool apart = t->ends[0].value.len != 0; /* as TimeML has it: each end is a time */
        one_time(w, d, t, apart ? &t->ends[0] : NULL);
        if (apart) one_time(w, d, t, &t->ends[1]);
    }
    json_close(w, ']');
    json_key(w, "implied");
    json_open(w, '[');
    for (uint32_t i = 0; i < d->implied.count; i++) {
        json_open(w, '{');
        implied_of(w, &d->implied.at[i]);
        json_key(w, "evidence");
        span(w, d->implied.at[i].evidence);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void statement(json *w, const struct statement *s)
{
    json_open(w, '{');
    key_entity(w, "speaker", s->speakers.count ? s->speakers.at[0] : NONE);
    if (s->speakers.count > 1) key_entities(w, "speakers", &s->speakers);
    key_spans(w, "source", &s->source);
    key_spans(w, "cue", &s->cue);
    key_spans(w, "content", &s->content);
    key_text(w, "kind", statement_kind_text(s->kind));
    if (s->stance.len) {
        key_str(w, "stance", s->stance);
        key_entities(w, "about", &s->about);
        json_close(w, '}');
        return;
    }
    key_entities(w, "via", &s->via);
    if (s->via.count) key_strs(w, "via_dates", &s->via_dates);
    key_entity(w, "addressee", s->addressee);
    key_str(w, "occasion", s->occasion);
    key_str(w, "date", s->date);
    key_entities(w, "about", &s->about);
    json_key(w, "continued");
    json_bool(w, s->continued);
    json_close(w, '}');
}

static void statements(json *w, const chy_doc *d)
{
    json_key(w, "statements");
    json_open(w, '[');
    for (uint32_t i = 0; i < d->statements.count; i++) statement(w, &d->statements.at[i]);
    json_close(w, ']');
    json_key(w, "attitudes");
    json_open(w, '[');
    for (uint32_t i = 0; i < d->attitudes.count; i++) statement(w, &d->attitudes.at[i]);
    json_close(w, ']');
}

static void event(json *w, const chy_doc *d, const struct event *e)
{
    json_open(w, '{');
    key_str(w, "type", e->type);
    key_str(w, "mode", e->mode);
    key_str(w, "kind", e->kind);
    key_str(w, "cameo", e->cameo);
    key_strs(w, "source", &e->source);
    key_strs(w, "target", &e->target);
    key_spans(w, "source_spans", &e->source_spans);
    key_spans(w, "target_spans", &e->target_spans);
    json_key(w, "participants");
    json_open(w, '[');
    for (uint32_t i = 0; i < e->roles.count; i++) entity_id(w, e->roles.at[i].entity);
    json_close(w, ']');
    json_key(w, "roles");
    json_open(w, '[');
    for (uint32_t i = 0; i < e->roles.count; i++) json_str(w, str_of(event_role_text(e->roles.at[i].role)));
    json_close(w, ']');
    key_str(w, "date", e->date);
    key_entity(w, "place", e->place);
    key_text(w, "status", event_status_text(e->status));
    json_key(w, "trigger");
    span(w, e->trigger);
    if (e->sentence < d->sentences.count) {
        json_key(w, "sentence");
        span(w, d->sentences.at[e->sentence].span);
    }
    key_entities(w, "via", &e->via);
    key_index(w, "statement", e->statement);
    key_index(w, "within", e->within);
    json_key(w, "confidence");
    json_u64(w, e->confidence);
    if (e->rule) key_text(w, "rule", e->rule);
    json_close(w, '}');
}

static void fact(json *w, const struct fact *f)
{
    json_open(w, '{');
    key_entity(w, "subject", f->subject);
    key_str(w, "relation", f->relation);
    if (f->object != NONE)
        key_entity(w, "object", f->object);
    else
        key_str(w, "object", f->object_text);
    if (f->object != NONE && f->object_text.len) key_str(w, "quality", f->object_text);
    key_entity(w, "of", f->of);
    key_text(w, "modality", modality_text(f->modality));
    key_str(w, "as_of", f->as_of);
    key_str(w, "from", f->from);
    key_str(w, "to", f->to);
    json_key(w, "ended");
    json_bool(w, f->ended);
    key_entity(w, "holder", f->holder);
    json_key(w, "inferred");
    json_bool(w, f->inferred);
    if (f->from_facts.count) {
        json_key(w, "from_facts");
        json_open(w, '[');
        for (uint32_t i = 0; i < f->from_facts.count; i++) json_u64(w, f->from_facts.at[i]);
        json_close(w, ']');
    }
    key_index(w, "asserted_by", f->statement);
    json_key(w, "evidence");
    span(w, f->evidence);
    json_key(w, "confidence");
    json_u64(w, f->confidence);
    if (f->rule) key_text(w, "rule", f->rule);
    json_close(w, '}');
}

static void metadata(json *w, const chy_doc *d)
{
    json_key(w, "id");
    json_str(w, d->id);
    key_str(w, "lang", d->lang);
    key_str(w, "title", d->title);
    key_str(w, "date", d->date);
    key_str(w, "date_basis", d->date_basis);
    key_str(w, "source", d->source);
}

void doc_json_coded(const chy_doc *d, buf *out)
{
    json w = json_begin(out);
    json_open(&w, '{');
    json_key(&w, "version");
    json_u64(&w, 1);
    json_key(&w, "coding");
    if (d->coding.len)
        json_raw(&w, d->coding);
    else
        json_null(&w);
    metadata(&w, d);
    json_key(&w, "text");
    json_str(&w, d->text);
    segments(&w, d);
    json_key(&w, "sentences");
    json_open(&w, '[');
    for (uint32_t i = 0; i < d->sentences.count; i++) span(&w, d->sentences.at[i].span);
    json_close(&w, ']');
    entities(&w, d);
    mentions(&w, d);
    times(&w, d);
    statements(&w, d);
    json_key(&w, "events");
    json_open(&w, '[');
    for (uint32_t i = 0; i < d->events.count; i++) event(&w, d, &d->events.at[i]);
    json_close(&w, ']');
    json_key(&w, "facts");
    json_open(&w, '[');
    for (uint32_t i = 0; i < d->facts.count; i++) fact(&w, &d->facts.at[i]);
    json_close(&w, ']');
    json_close(&w, '}');
    buf_char(out, '\n');
}

/* What a reader came for: body and datelines, without title, captions and furniture. Paragraphs stay apart. */
static bool is_reading(const struct segment *s)
{
    return s->kind == SEGMENT_BODY || (s->kind == SEGMENT_DATELINE && str_is(str_of(s->why), "dateline"));
}

static void reading_text(json *w, const chy_doc *d)
{
    buf text;
    const struct segment *last = NULL;
    buf_init(&text, NULL, NULL);
    for (uint32_t i = 0; i < d->segments.count; i++) {
        const struct segment *s = &d->segments.at[i];
        if (!is_reading(s)) continue;
        chy_str between = last ? str_cut(d->text, last->span.end, s->span.start) : (chy_str){ 0 };
        if (last && !str_trim(between).len)
            buf_str(&text, between);
        else if (last)
            buf_str(&text, CHY_LIT("\n\n"));
        buf_str(&text, str_cut(d->text, s->span.start, s->span.end));
        last = s;
    }
    if (text.failed) w->out->failed = text.failed;
    json_key(w, "text");
    json_str(w, (chy_str){ text.ptr ? text.ptr : "", text.len });
    chy_err lost = { 0 };
    buf_done(&text, &lost);
}

void doc_json_read(const chy_doc *d, buf *out)
{
    json w = json_begin(out);
    json_open(&w, '{');
    json_key(&w, "id");
    json_str(&w, d->id);
    reading_text(&w, d);
    key_str(&w, "title", d->title);
    key_str(&w, "date", d->date);
    key_str(&w, "date_basis", d->date_basis);
    key_str(&w, "updated", d->updated);
    key_str(&w, "author", d->author);
    key_str(&w, "source", d->source);
    key_str(&w, "address", d->address);
    key_str(&w, "lang", d->lang);
    json_key(&w, "document");
    json_str(&w, d->text);
    segments(&w, d);
    json_close(&w, '}');
    buf_char(out, '\n');
}
