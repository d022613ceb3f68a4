#include "export/event_table.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/map.h"
#include "doc/find.h"

struct event_table {
    const struct table *types;
    struct map type_row; /* rows of plover.tsv without a mode */
    int quad;
};

chy_status event_table_create(const struct lexicon *lex, arena *mem, struct event_table **out, chy_err *err)
{
    struct event_table *r = ARENA_NEW(mem, struct event_table);
    int col[3];
    if (!r) return err_memory(err, "opening the table of event types");
    chy_status st = lexicon_need(lex, CHY_LIT("ontology/plover"), &r->types, err, col, "type", "mode", "quad", NULL);
    for (uint32_t i = 0; !st && i < table_rows(r->types); i++)
        if (!table_cell(r->types, i, col[1]).len && !map_put(&r->type_row, mem, table_cell(r->types, i, col[0]), i))
            st = err_memory(err, "opening the table of event types");
    if (st) return st;
    r->quad = col[2];
    *out = r;
    return CHY_OK;
}

void event_table_header(buf *b)
{
    buf_str(
        b, CHY_LIT(
               "event_id\tdyad\tevent_date\tevent_type\tevent_mode\tevent_kind\tcameo\tquad_class\tstatus\t"
               "source_name\tsource_code\tsource_country\tsource_sectors\ttarget_name\ttarget_code\ttarget_country\ttarget_sectors\t"
               "place\tplace_country\tstory_id\tsentence\ttrigger\ttext\tpublisher\tvia\tpublished\tlanguage\tconfidence\trule\tcoding\n"));
}

/* What would end a cell early becomes a blank. */
static void text(buf *b, chy_str s)
{
    for (size_t at = 0; at < s.len;) {
        size_t end = at;
        while (end < s.len && (unsigned char)s.ptr[end] >= ' ') end++;
        buf_str(b, str_cut(s, at, end));
        if (end < s.len) buf_char(b, ' ');
        at = end + 1;
    }
}

static void cell(buf *b, chy_str s)
{
    text(b, s);
    buf_char(b, '\t');
}

static chy_str country_code(const chy_doc *d, uint32_t entity)
{
    uint32_t state = entity == NONE ? NONE : entity_country(d, entity);
    if (state == NONE || !d->entities.at[state].codes.count) return (chy_str){ 0 };
    return d->entities.at[state].codes.at[0];
}

/* The code that the event gives this participant: the one that begins as its own does, else its own. */
static chy_str code_of(const chy_doc *d, uint32_t entity, const str_list *codes)
{
    const struct entity *e = &d->entities.at[entity];
    for (int steps = 0; !e->codes.count && e->of != NONE && steps < 4; steps++) e = &d->entities.at[e->of];
    chy_str own = e->codes.count ? e->codes.at[0] : (chy_str){ 0 };
    for (uint32_t i = 0; i < codes->count && own.len; i++)
        if (str_starts(codes->at[i], str_cut(own, 0, 3))) return codes->at[i];
    return own;
}

/* The i-th of those in a role; false when there are no more. Codes without a participant follow those that have one. */
static bool end_at(const chy_doc *d, const struct event *e, enum event_role role, uint32_t i, struct event_end *out)
{
    const str_list *codes = role == ROLE_SOURCE ? &e->source : &e->target;
    uint32_t seen = 0;
    *out = (struct event_end){ 0 };
    for (uint32_t k = 0; k < e->roles.count; k++) {
        if (e->roles.at[k].role != role || seen++ != i) continue;
        uint32_t entity = e->roles.at[k].entity;
        *out = (struct event_end){ d->entities.at[entity].name, code_of(d, entity, codes), country_code(d, entity) };
        return true;
    }
    if (seen || i >= codes->count) return false;
    const span_list *spans = role == ROLE_SOURCE ? &e->source_spans : &e->target_spans;
    out->code = codes->at[i];
    if (i < spans->count) out->name = doc_text(d, spans->at[i]);
    return true;
}

/* What stands behind the country, in groups of three: "GOV|MIL". */
static void sectors(buf *b, const struct event_end *x)
{
    chy_str rest = x->country.len && str_starts(x->code, x->country) ? str_cut(x->code, x->country.len, x->code.len) : x->code;
    for (size_t at = 0; at < rest.len; at += 3) {
        if (at) buf_char(b, '|');
        buf_str(b, str_cut(rest, at, at + 3));
    }
    buf_char(b, '\t');
}

static void end_cells(buf *b, const struct event_end *x)
{
    cell(b, x->name);
    cell(b, x->code);
    cell(b, x->country);
    sectors(b, x);
}

static void number(buf *b, uint64_t n)
{
    buf_u64(b, n);
    buf_char(b, '\t');
}

void event_table_line(const struct event_table *r, const struct event_line *l, buf *b)
{
    uint32_t row = l->type.len ? map_get(&r->type_row, l->type) : MAP_NONE;
    text(b, l->event);
    buf_char(b, '\t');
    number(b, l->dyad);
    cell(b, l->date);
    cell(b, l->type);
    cell(b, l->mode);
    cell(b, l->kind);
    cell(b, l->cameo);
    cell(b, row == MAP_NONE ? (chy_str){ 0 } : table_cell(r->types, row, r->quad));
    cell(b, l->status);
    end_cells(b, &l->source);
    end_cells(b, &l->target);
    cell(b, l->place);
    cell(b, l->place_country);
    cell(b, l->story);
    cell(b, l->sentence);
    cell(b, l->trigger);
    cell(b, l->text);
    cell(b, l->publisher);
    cell(b, l->via);
    cell(b, l->published);
    cell(b, l->lang);
    cell(b, l->confidence);
    cell(b, l->rule);
    buf_str(b, l->coding);
    buf_char(b, '\n');
}

/* Names side by side, as text of the document's arena would be if it could be written to: put together in `room`. */
static chy_str joined(const chy_doc *d, const index_list *entities, buf *room)
{
    room->len = 0;
    for (uint32_t i = 0; i < entities->count; i++) {
        if (i) buf_char(room, '|');
        text(room, d->entities.at[entities->at[i]].name);
    }
    return (chy_str){ room->ptr, room->len };
}

static void dyad(const struct event_table *r, const chy_doc *d, uint32_t index, uint32_t n, const struct event_end *source,
                 const struct event_end *target, buf *b)
{
    const struct event *e = &d->events.at[index];
    char event[32], sentence[16], confidence[16];
    buf id, via;
    buf_init(&id, NULL, NULL);
    buf_init(&via, NULL, NULL);
    snprintf(event, sizeof event, "#%u", index + 1);
    snprintf(sentence, sizeof sentence, "%u", e->sentence + 1);
    snprintf(confidence, sizeof confidence, "%u", (unsigned)e->confidence);
    buf_str(&id, d->id);
    buf_str(&id, str_of(event));
    struct event_line line = {
        .event = { id.ptr, id.len },
        .dyad = n,
        .date = e->date,
        .type = e->type,
        .mode = e->mode,
        .kind = e->kind,
        .cameo = e->cameo,
        .status = str_of(event_status_text((int)e->status)),
        .source = *source,
        .target = *target,
        .place = e->place == NONE ? (chy_str){ 0 } : d->entities.at[e->place].name,
        .place_country = country_code(d, e->place),
        .story = d->id,
        .sentence = str_of(sentence),
        .trigger = doc_text(d, e->trigger),
        .text = e->sentence < d->sentences.count ? doc_text(d, d->sentences.at[e->sentence].span) : (chy_str){ 0 },
        .publisher = d->source,
        .via = joined(d, &e->via, &via),
        .published = d->date,
        .lang = d->lang,
        .confidence = str_of(confidence),
        .rule = str_of(e->rule),
        .coding = d->coding,
    };
    event_table_line(r, &line, b);
    if (id.failed || via.failed) b->failed = CHY_ENOMEM;
    free(id.ptr);
    free(via.ptr);
}

void event_table_write(const struct event_table *r, const chy_doc *d, buf *b)
{
    for (uint32_t i = 0; i < d->events.count; i++) {
        const struct event *e = &d->events.at[i];
        struct event_end source, target;
        uint32_t n = 0;
        for (uint32_t s = 0; end_at(d, e, ROLE_SOURCE, s, &source); s++) {
            uint32_t before = n;
            for (uint32_t t = 0; end_at(d, e, ROLE_TARGET, t, &target); t++) dyad(r, d, i, ++n, &source, &target, b);
            if (n == before) dyad(r, d, i, ++n, &source, &(struct event_end){ 0 }, b);
        }
        if (n) continue;
        for (uint32_t t = 0; end_at(d, e, ROLE_TARGET, t, &target); t++) dyad(r, d, i, ++n, &(struct event_end){ 0 }, &target, b);
        if (!n) dyad(r, d, i, 1, &(struct event_end){ 0 }, &(struct event_end){ 0 }, b);
    }
}
