/*
 * JSON-LD 1.1: entities, events, statements and documents in terms of schema.org, where they come from in those of PROV, and what has
 * no term in either under urn:chancery:term:. A fact is a reified rdf:Statement with its modality, so that nobody reads a wish as
 * a membership; only what happened, is planned or was cancelled is a schema:Event.
 */
#include "export/export.h"

#include "base/json.h"

struct link {
    chy_str kind, id, text;
};
struct graph {
    json w;
    LIST(struct link) links; /* of the item that comes next; live in x->item */
};

static const char context[] =
    "{\"schema\":\"https://schema.org/\",\"prov\":\"http://www.w3.org/ns/prov#\",\"rdf\":\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\","
    "\"xsd\":\"http://www.w3.org/2001/XMLSchema#\",\"chancery\":\"urn:chancery:term:\",\"id\":\"@id\",\"type\":\"@type\","
    "\"name\":\"schema:name\",\"text\":\"schema:text\",\"attendee\":{\"@id\":\"schema:attendee\",\"@type\":\"@id\"},"
    "\"location\":{\"@id\":\"schema:location\",\"@type\":\"@id\"},\"startDate\":{\"@id\":\"schema:startDate\",\"@type\":\"schema:Date\"},"
    "\"endDate\":{\"@id\":\"schema:endDate\",\"@type\":\"schema:Date\"},\"eventStatus\":{\"@id\":\"schema:eventStatus\",\"@type\":\"@id\"},"
    "\"creator\":{\"@id\":\"schema:creator\",\"@type\":\"@id\"},\"about\":{\"@id\":\"schema:about\",\"@type\":\"@id\"},"
    "\"from\":{\"@id\":\"prov:wasDerivedFrom\",\"@type\":\"@id\"},\"by\":{\"@id\":\"prov:wasGeneratedBy\",\"@type\":\"@id\"},"
    "\"via\":{\"@id\":\"prov:wasQuotedFrom\",\"@type\":\"@id\",\"@container\":\"@list\"},"
    "\"subject\":{\"@id\":\"rdf:subject\",\"@type\":\"@id\"},\"predicate\":{\"@id\":\"rdf:predicate\",\"@type\":\"@id\"},"
    "\"object\":{\"@id\":\"rdf:object\",\"@type\":\"@id\"},\"of\":{\"@id\":\"chancery:of\",\"@type\":\"@id\"},"
    "\"holder\":{\"@id\":\"chancery:holder\",\"@type\":\"@id\"},\"assertedIn\":{\"@id\":\"chancery:asserted_in\",\"@type\":\"@id\"},"
    "\"codings\":{\"@id\":\"chancery:codings\",\"@type\":\"@json\"},\"asked\":{\"@id\":\"chancery:asked\",\"@type\":\"@json\"},"
    "\"program\":\"chancery:program\"}";

static void member(json *w, const char *key, chy_str value)
{
    if (!value.len) return;
    json_key(w, key);
    json_str(w, value);
}

static void number(json *w, const char *key, chy_str value)
{
    if (!value.len) return;
    json_key(w, key);
    json_raw(w, value);
}

static void reference(struct export *x, json *w, const char *key, const char *kind, chy_str name)
{
    if (name.len) member(w, key, export_urn_text(x->item, kind, name));
}

static void types(json *w, const char *one, const char *other)
{
    json_key(w, "type");
    json_open(w, '[');
    json_str(w, str_of(one));
    if (other) json_str(w, str_of(other));
    json_close(w, ']');
}

/* "2022-07-28" is a date of XML Schema, "2022-07" and "XXXX-05-23" are not. */
static bool whole_day(chy_str day)
{
    struct date d;
    return date_parse(day, &d) && date_whole(d);
}

static chy_status begin(struct export *x, chy_err *err)
{
    struct graph *g = x->state = ARENA_NEW(x->mem, struct graph);
    if (!g) return err_memory(err, "exporting");
    g->w = json_begin(x->out);
    json *w = &g->w;
    json_open(w, '{');
    json_key(w, "@context");
    json_raw(w, str_of(context));
    json_key(w, "@graph");
    json_open(w, '[');
    json_open(w, '{');
    member(w, "id", CHY_LIT("urn:chancery:coding"));
    types(w, "prov:Activity", NULL);
    export_head(x, w);
    json_close(w, '}');
    buf_char(x->out, '\n');
    return CHY_OK;
}

static void write_entity(struct export *x, json *w, const chy_str *v)
{
    static const struct {
        const char *type, *schema;
    } kinds[] = { { "person", "schema:Person" },
                  { "state", "schema:Country" },
                  { "organization", "schema:Organization" },
                  { "body", "schema:Organization" },
                  { "place", "schema:Place" },
                  { "post", "schema:Role" },
                  { "instrument", "schema:CreativeWork" },
                  { "medium", "schema:NewsMediaOrganization" },
                  { "series", "schema:EventSeries" } };
    const char *schema = "schema:Thing";
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_is(v[ENTITIES_TYPE], kinds[i].type)) schema = kinds[i].schema;
    reference(x, w, "id", "entity", v[ENTITIES_ID]);
    types(w, schema, "prov:Entity");
    member(w, str_is(v[ENTITIES_UNNAMED], "1") ? "schema:description" : "name", v[ENTITIES_NAME]);
    member(w, "chancery:type", v[ENTITIES_TYPE]);
    member(w, "schema:identifier", v[ENTITIES_CODE]);
}

static void write_links(struct graph *g, json *w, const char *key, const char *kind)
{
    bool any = false;
    for (uint32_t i = 0; i < g->links.count; i++) {
        if (!str_is(g->links.at[i].kind, kind)) continue;
        if (!any) {
            json_key(w, key);
            json_open(w, '[');
        }
        any = true;
        json_str(w, g->links.at[i].id);
    }
    if (any) json_close(w, ']');
}

static void write_event(struct export *x, struct graph *g, const chy_str *v)
{
    json *w = &g->w;
    chy_str status = v[EVENTS_STATUS];
    reference(x, w, "id", "event", v[EVENTS_ID]);
    types(w,
          str_is(status, "denied")         ? "chancery:DeniedEvent"
          : str_is(status, "hypothetical") ? "chancery:HypotheticalEvent"
                                           : "schema:Event",
          "prov:Entity");
    member(w, "name", export_title(x->item, v));
    member(w, "text", v[EVENTS_WORDS]);
    member(w, "chancery:date", v[EVENTS_DATE]);
    if (whole_day(v[EVENTS_FIRST_DAY])) member(w, "startDate", v[EVENTS_FIRST_DAY]);
    if (whole_day(v[EVENTS_LAST_DAY])) member(w, "endDate", v[EVENTS_LAST_DAY]);
    if (str_is(status, "planned")) member(w, "eventStatus", CHY_LIT("https://schema.org/EventScheduled"));
    if (str_is(status, "cancelled")) member(w, "eventStatus", CHY_LIT("https://schema.org/EventCancelled"));
    member(w, "chancery:status", status);
    member(w, "chancery:plover", v[EVENTS_TYPE]);
    member(w, "chancery:mode", v[EVENTS_MODE]);
    member(w, "chancery:kind", v[EVENTS_KIND]);
    reference(x, w, "location", "entity", v[EVENTS_PLACE]);
    write_links(g, w, "attendee", "participant");
    number(w, "chancery:reports", v[EVENTS_REPORTS]);
    reference(x, w, "from", "document", v[EVENTS_DOCUMENT]);
}

static void write_document(struct export *x, json *w, const chy_str *v)
{
    reference(x, w, "id", "document", v[DOCUMENTS_ID]);
    types(w, "schema:Article", "prov:Entity");
    member(w, "schema:headline", v[DOCUMENTS_TITLE]);
    member(w, "schema:datePublished", v[DOCUMENTS_PUBLISHED]);
    member(w, "schema:publisher", v[DOCUMENTS_PUBLISHER]);
    member(w, "schema:author", v[DOCUMENTS_AUTHOR]);
    member(w, "schema:inLanguage", v[DOCUMENTS_LANG]);
    member(w, "schema:sha256", v[DOCUMENTS_HASH]);
    member(w, "chancery:path", v[DOCUMENTS_PATH]);
    member(w, "chancery:recorded", v[DOCUMENTS_RECORDED]);
}

static void write_statement(struct export *x, struct graph *g, const chy_str *v)
{
    json *w = &g->w;
    reference(x, w, "id", "item", v[STATEMENTS_ID]);
    types(w, "schema:Quotation", "prov:Entity");
    member(w, "text", v[STATEMENTS_WORDS]);
    member(w, "chancery:kind", v[STATEMENTS_KIND]);
    write_links(g, w, "creator", "speaker");
    write_links(g, w, "about", "about");
    write_links(g, w, "via", "via");
    member(w, "schema:dateCreated", v[STATEMENTS_DATE]);
    member(w, "chancery:occasion", v[STATEMENTS_OCCASION]);
    reference(x, w, "from", "document", v[STATEMENTS_DOCUMENT]);
    member(w, "by", CHY_LIT("urn:chancery:coding"));
}

static void write_fact(struct export *x, json *w, const chy_str *v)
{
    reference(x, w, "id", "item", v[FACTS_ID]);
    types(w, "rdf:Statement", "prov:Entity");
    reference(x, w, "subject", "entity", v[FACTS_SUBJECT]);
    reference(x, w, "predicate", "term", v[FACTS_RELATION]);
    reference(x, w, "object", "entity", v[FACTS_OBJECT]);
    member(w, "chancery:title", v[FACTS_TITLE]);
    reference(x, w, "of", "entity", v[FACTS_OF]);
    member(w, "chancery:modality", v[FACTS_MODALITY]);
    reference(x, w, "holder", "entity", v[FACTS_HOLDER]);
    member(w, "chancery:as_of", v[FACTS_AS_OF]);
    member(w, "chancery:valid_from", v[FACTS_FROM]);
    member(w, "chancery:valid_to", v[FACTS_TO]);
    json_key(w, "chancery:ended");
    json_bool(w, str_is(v[FACTS_ENDED], "1"));
    json_key(w, "chancery:inferred");
    json_bool(w, str_is(v[FACTS_INFERRED], "1"));
    number(w, "chancery:confidence", v[FACTS_CONFIDENCE]);
    member(w, "chancery:rule", v[FACTS_RULE]);
    member(w, "text", v[FACTS_WORDS]);
    reference(x, w, "assertedIn", "item", v[FACTS_STATEMENT]);
    reference(x, w, "from", "document", v[FACTS_DOCUMENT]);
    member(w, "by", CHY_LIT("urn:chancery:coding"));
}

static void take_link(struct export *x, struct graph *g, chy_str kind, chy_str entity)
{
    struct link *l = LIST_PUSH(x->item, &g->links);
    if (l) *l = (struct link){ .kind = str_keep(x->item, kind), .id = export_urn_text(x->item, "entity", entity) };
    if (!l || !l->kind.ptr) x->out->failed = CHY_ENOMEM;
}

static void row(struct export *x, enum store_table table, const chy_str *v)
{
    struct graph *g = x->state;
    if (table == TABLE_PARTICIPANTS) {
        take_link(x, g, CHY_LIT("participant"), v[PARTICIPANTS_ENTITY]);
        return;
    }
    if (table == TABLE_LINKS) {
        take_link(x, g, v[LINKS_KIND], v[LINKS_ENTITY]);
        return;
    }
    arena_mark here = arena_here(x->item);
    json_open(&g->w, '{');
    if (table == TABLE_ENTITIES) write_entity(x, &g->w, v);
    if (table == TABLE_EVENTS) write_event(x, g, v);
    if (table == TABLE_DOCUMENTS) write_document(x, &g->w, v);
    if (table == TABLE_STATEMENTS) write_statement(x, g, v);
    if (table == TABLE_FACTS) write_fact(x, &g->w, v);
    json_close(&g->w, '}');
    buf_char(x->out, '\n');
    arena_rewind(x->item, here);
    if (table == TABLE_EVENTS || table == TABLE_STATEMENTS) memset(&g->links, 0, sizeof g->links);
}

static chy_status end(struct export *x, chy_err *err)
{
    struct graph *g = x->state;
    (void)err;
    json_close(&g->w, ']');
    json_close(&g->w, '}');
    buf_char(x->out, '\n');
    return CHY_OK;
}

const struct export_format export_jsonld = { "jsonld",
                                             1u << TABLE_ENTITIES | 1u << TABLE_PARTICIPANTS | 1u << TABLE_EVENTS | 1u << TABLE_DOCUMENTS |
                                                 1u << TABLE_LINKS | 1u << TABLE_STATEMENTS | 1u << TABLE_FACTS,
                                             false,
                                             false,
                                             begin,
                                             row,
                                             end };
