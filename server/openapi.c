/* The description of the interface (OpenAPI 3.1), printed from the table of routes. Shapes of answers: schemas.json. */
#include "inside.h"

extern const char schemas_bytes[], schemas_end[];

static void reference(struct out *o, const char *schema) { out_format(o, "{\"$ref\":\"#/components/schemas/%s\"}", schema); }

static void parameter(struct out *o, const struct parameter *p, chy_str name, bool needed)
{
    static const char *const types[] = {
        [PARAMETER_TEXT] = "\"type\":\"string\"",
        [PARAMETER_DATE] = "\"type\":\"string\",\"description\":\"ISO 8601, as coarse as wanted: 2014, 2014-09 or 2014-09-10\"",
        [PARAMETER_MOMENT] = "\"type\":\"string\",\"description\":\"a day, a month, a year or a moment such as 2026-05-10T12:30:00Z\"",
        [PARAMETER_NUMBER] = "\"type\":\"integer\",\"minimum\":1,\"maximum\":1000",
    };
    out_text(o, "{\"name\":");
    out_json(o, name);
    out_format(o, ",\"in\":\"query\",\"required\":%s,\"description\":", needed ? "true" : "false");
    out_json(o, str(p->about));
    out_format(o, ",\"schema\":{%s}", types[p->kind]);
    if (*p->example) {
        out_text(o, ",\"example\":");
        if (p->kind == PARAMETER_NUMBER)
            out_text(o, p->example);
        else
            out_json(o, str(p->example));
    }
    out_text(o, "}");
}

/* What stands for {id} or {format}. */
static bool path_parameter(struct out *o, const struct route *r)
{
    static const struct {
        const char *path, *pattern, *example;
    } ids[] = { { "/documents/{id}", "^D-[1-9][0-9]*$", "D-1" },
                { "/events/{id}", "^E-[1-9][0-9]*$", "E-1" },
                { "/statements/{id}", "^S-[1-9][0-9]*$", "S-1" },
                { "/facts/{id}", "^F-[1-9][0-9]*$", "F-1" },
                { "/entities/{id}", "^N-[1-9][0-9]*$", "N-1" } };
    size_t count;
    if (r->work == ROUTE_EXPORT) {
        const chy_export_format *formats = chy_export_formats(&count);
        out_text(o, "{\"name\":\"format\",\"in\":\"path\",\"required\":true,\"schema\":{\"enum\":[");
        for (size_t i = 0; i < count; i++) out_format(o, "%s\"%s\"", i ? "," : "", formats[i].name);
        out_text(o, "]},\"example\":\"jsonl\"}");
        return true;
    }
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (!strcmp(ids[i].path, r->path)) {
            out_format(
                o,
                "{\"name\":\"id\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\",\"pattern\":\"%s\"},\"example\":\"%s\"}",
                ids[i].pattern, ids[i].example);
            return true;
        }
    return false;
}

static void parameters_of(struct out *o, const struct route *r)
{
    struct taken t;
    out_text(o, "\"parameters\":[");
    bool comma = path_parameter(o, r);
    const char *lists[] = { r->takes, r->work == ROUTE_ASK ? route_question_takes : "" };
    for (size_t i = 0; i < 2; i++)
        for (const char *at = lists[i]; route_takes(&at, &t); comma = true) {
            if (comma) out_text(o, ",");
            parameter(o, t.parameter, t.name, t.needed);
        }
    out_text(o, "]");
}

static void content(struct out *o, const char *type, const char *schema)
{
    chy_str plain = { type, strcspn(type, ";") };
    out_text(o, "\"content\":{");
    out_json(o, plain);
    out_text(o, ":{\"schema\":");
    if (schema && *schema)
        reference(o, schema);
    else
        out_text(o, "{\"type\":\"string\"}");
    out_text(o, "}}");
}

static void answer(struct out *o, int status, const char *text, const char *type, const char *schema)
{
    out_format(o, "\"%d\":{\"description\":\"%s\"", status, text);
    if (type) {
        out_text(o, ",");
        content(o, type, schema);
    }
    out_text(o, "}");
}

static void refusal(struct out *o, int status, const char *text)
{
    out_text(o, ",");
    answer(o, status, text, route_forms[FORM_JSON].type, "Error");
}

static const char *type_of(const struct route *r, enum route_form form)
{
    if (r->work == ROUTE_LIVE) return "text/event-stream";
    if (r->work == ROUTE_EXPORT) return "application/octet-stream";
    return route_forms[form].type;
}

static void answers_of(struct out *o, const struct route *r, enum route_form form)
{
    const char *json = route_forms[FORM_JSON].type;
    bool map = form == FORM_GEOJSON && r->work == ROUTE_SHOW;
    out_text(o, "\"responses\":{");
    if (r->work == ROUTE_ADD) {
        answer(o, 201, "it is in the record now", json, r->answer);
        out_text(o, ",");
        answer(o, 200, "it was there already", json, r->answer);
        out_text(o, ",");
        answer(o, 202, "it is being read; `progress` on /live tells of it", json, "Job");
    } else
        answer(o, r->work == ROUTE_CORRECT ? 201 : 200, "the answer", type_of(r, form), form == FORM_JSON || map ? r->answer : "");
    if (r->work == ROUTE_ASK || r->work == ROUTE_SHOW || r->work == ROUTE_FIRST) {
        out_text(o, ",");
        answer(o, 304, "unchanged", NULL, NULL);
    }
    refusal(o, 400, "the request makes no sense");
    refusal(o, 401, "a token is needed");
    if (!strcmp(r->method, "POST")) {
        refusal(o, 403, "this server only reads");
        refusal(o, 413, "too much at once");
        refusal(o, 422, "there is no document in it");
    }
    refusal(o, 404, "there is none of that name");
    refusal(o, 429, "too many questions from one address");
    refusal(o, 503, "too many questions at once");
    out_text(o, "}");
}

static void body_of(struct out *o, const struct route *r)
{
    if (r->work == ROUTE_ADD)
        out_text(
            o,
            "\"requestBody\":{\"required\":true,\"content\":{\"application/octet-stream\":{\"schema\":{\"type\":\"string\",\"format\":\"binary\"}},"
            "\"multipart/form-data\":{\"schema\":{\"type\":\"object\",\"properties\":{\"document\":{\"type\":\"string\",\"format\":\"binary\"}},"
            "\"required\":[\"document\"]}}}},");
    else {
        out_text(o, "\"requestBody\":{\"required\":true,");
        content(o, route_forms[FORM_JSON].type, r->work == ROUTE_CORRECT ? "Correction" : "Recode");
        out_text(o, "},");
    }
}

static void operation(struct out *o, const struct route *r, enum route_form form)
{
    bool post = !strcmp(r->method, "POST");
    out_format(o, "\"%s\":{\"summary\":", post ? "post" : "get");
    out_json(o, str(r->summary));
    out_format(o, ",\"security\":[%s{\"token\":[]}],", post ? "" : "{},");
    parameters_of(o, r);
    out_text(o, ",");
    if (post) body_of(o, r);
    answers_of(o, r, form);
    out_text(o, "}");
}

/* A route is described once for each form of its answer: "/org" and "/org.csv". */
static void paths_of(struct out *o, const struct route *r)
{
    for (int form = 0; form < FORM_COUNT; form++) {
        if (form != FORM_JSON && !route_has_form(r, (enum route_form)form)) continue;
        out_format(o, "%s\n\"/api/v1%s%s%s\":{", r == routes && !form ? "" : ",", r->path, form ? "." : "",
                   form ? route_forms[form].ending : "");
        operation(o, r, (enum route_form)form);
        out_text(o, "}");
    }
}

void openapi_write(struct out *o)
{
    out_format(
        o,
        "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Chancery\",\"version\":\"%s\",\"description\":\"The record of diplomacy: dated, sourced to the "
        "byte, answerable as of any day.\",\"license\":{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}},\"servers\":[{\"url\":\"/\"}],\"paths\":{",
        chy_version());
    for (size_t i = 0; i < route_count; i++) paths_of(o, &routes[i]);
    out_text(o, "\n},\"components\":{\"securitySchemes\":{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}},\"schemas\":");
    out_bytes(o, schemas_bytes, (size_t)(schemas_end - schemas_bytes));
    out_text(o, "}}\n");
}
