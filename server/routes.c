#include "routes.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

const struct form route_forms[FORM_COUNT] = {
    [FORM_JSON] = { "json", "application/json; charset=utf-8" }, [FORM_CSV] = { "csv", "text/csv; charset=utf-8" },
    [FORM_ICS] = { "ics", "text/calendar; charset=utf-8" },      [FORM_ATOM] = { "atom", "application/atom+xml; charset=utf-8" },
    [FORM_GEOJSON] = { "geojson", "application/geo+json" },      [FORM_GEXF] = { "gexf", "application/gexf+xml; charset=utf-8" },
};

#define FIELD(member) offsetof(chy_query, member)
const struct parameter parameters[] = {
    { "name", PARAMETER_TEXT, FIELD(name),
      "a person, state, organisation, post or another thing by its name or number (N-4); an identifier (E-1); words", "SCO" },
    { "other", PARAMETER_TEXT, FIELD(other), "and this one too", "Russia" },
    { "about", PARAMETER_TEXT, FIELD(about), "only what is about it", "SCO" },
    { "place", PARAMETER_TEXT, FIELD(place), "only there", "Tashkent" },
    { "kind", PARAMETER_TEXT, FIELD(kind), "only events of that kind, mode or type", "visit" },
    { "status", PARAMETER_TEXT, FIELD(status), "occurred, planned, cancelled, denied, hypothetical or historical", "occurred" },
    { "relation", PARAMETER_TEXT, FIELD(relation), "only facts of this relation", "member_of" },
    { "publisher", PARAMETER_TEXT, FIELD(publisher), "only documents of this publisher", "TASS" },
    { "lang", PARAMETER_TEXT, FIELD(lang), "only documents in this language", "en" },
    { "count_rule", PARAMETER_TEXT, FIELD(count_rule), "event, report or day", "event" },
    { "on", PARAMETER_DATE, FIELD(on), "as of that day, month or year", "2014-09-10" },
    { "from", PARAMETER_DATE, FIELD(from), "not before", "2014" },
    { "to", PARAMETER_DATE, FIELD(to), "not after", "2022-12" },
    { "known_by", PARAMETER_MOMENT, FIELD(known_by), "as the record stood at the end of that day, month or year, or at that moment (UTC)",
      "2030-01-01" },
    { "limit", PARAMETER_NUMBER, SIZE_MAX, "rows at most: 1 to 1000, as a rule 100", "10" },
    { "after", PARAMETER_TEXT, SIZE_MAX, "go on behind the row that an earlier answer named in `next`", "" },
    { "part", PARAMETER_TEXT, SIZE_MAX, "which file of a format that is several", "facts.csv" },
    { "q", PARAMETER_TEXT, FIELD(name), "the letters that a name begins with", "lav" },
    { "type", PARAMETER_TEXT, FIELD(kind), "only those of this type: person, organization, state, post ...", "person" },
    { "order", PARAMETER_TEXT, FIELD(order), "latest: documents published last first, then those of no day; sentences recorded last first. As a rule by number, and the best first", "latest" },
    { "path", PARAMETER_TEXT, SIZE_MAX, "how the document is called", "note.txt" },
};
const size_t parameter_count = sizeof parameters / sizeof *parameters;

#define DAYS " on from to"
#define EVENTS "csv ics atom geojson"
/* clang-format off */
const struct route routes[] = {
    { "GET", "/org",        ROUTE_ASK, CHY_ASK_FACTS,      "name! relation" DAYS, "csv", "Rows", "Who belongs to an organisation and how: members, observers, bodies, posts, agreements" },
    { "GET", "/facts",      ROUTE_ASK, CHY_ASK_FACTS,      "name! other relation" DAYS, "csv", "Rows", "All that holds of somebody or something" },
    { "GET", "/who",        ROUTE_ASK, CHY_ASK_WHO,        "name!" DAYS, "csv", "Rows", "Who held a post, or which posts a person held" },
    { "GET", "/met",        ROUTE_ASK, CHY_ASK_MET,        "name! other with=other place kind status" DAYS, EVENTS, "Rows", "Meetings of somebody: a row for each report of each" },
    { "GET", "/events",     ROUTE_ASK, CHY_ASK_EVENTS,     "name other with=other place kind status" DAYS, EVENTS, "Rows", "Events, in order of date" },
    { "GET", "/event",      ROUTE_ASK, CHY_ASK_EVENT,      "name!", "csv", "Rows", "The reports of an event by independent origin" },
    { "GET", "/conflicts",  ROUTE_ASK, CHY_ASK_CONFLICTS,  "name" DAYS, "csv", "Rows", "Where reports or facts contradict one another" },
    { "GET", "/said",       ROUTE_ASK, CHY_ASK_SAID,       "name about" DAYS, "csv atom", "Rows", "What somebody said, or what was said about something" },
    { "GET", "/dates",      ROUTE_ASK, CHY_ASK_DATES,      "name", "csv", "Rows", "When something happened, and how we know" },
    { "GET", "/why",        ROUTE_ASK, CHY_ASK_WHY,        "name!", "csv", "Rows", "What stands behind a line of the record" },
    { "GET", "/search",     ROUTE_ASK, CHY_ASK_SEARCH,     "name! other who=other publisher lang order" DAYS, "csv atom", "Rows", "Sentences with these words" },
    { "GET", "/facets",     ROUTE_ASK, CHY_ASK_FACETS,     "name! other who=other publisher lang" DAYS, "csv", "Rows", "The same sentences counted: by publisher, language, year, and whom they name" },
    { "GET", "/docs",       ROUTE_ASK, CHY_ASK_DOCS,       "order", "csv atom", "Rows", "The documents" },
    { "GET", "/status",     ROUTE_ASK, CHY_ASK_STATUS,     "", "csv", "Rows", "How much there is, and what it was read with" },
    { "GET", "/diff",       ROUTE_ASK, CHY_ASK_DIFF,       "name from to", "csv", "Rows", "How the record at one moment differs from that at another" },
    { "GET", "/review",     ROUTE_ASK, CHY_ASK_REVIEW,     "", "csv", "Rows", "What is doubtful, the costliest first" },
    { "GET", "/journal",    ROUTE_ASK, CHY_ASK_JOURNAL,    "", "csv", "Rows", "The corrections, in the order in which they were made" },
    { "GET", "/visits",     ROUTE_ASK, CHY_ASK_VISITS,     "name other of=name to=other place status count_rule on from until=to", EVENTS, "Rows", "Who visited whom, and how often" },
    { "GET", "/person",     ROUTE_ASK, CHY_ASK_PERSON,     "name!" DAYS, "csv", "Rows", "A person: posts over time, whom he met, what he said" },
    { "GET", "/timeline",   ROUTE_ASK, CHY_ASK_TIMELINE,   "name!" DAYS, "csv atom", "Rows", "Somebody or something in order of date" },
    { "GET", "/calendar",   ROUTE_ASK, CHY_ASK_CALENDAR,   "name place status" DAYS, "csv ics", "Rows", "Day by day: events, and what begins and ends" },
    { "GET", "/agreements", ROUTE_ASK, CHY_ASK_AGREEMENTS, "name other" DAYS, "csv", "Rows", "What was signed, adopted, joined" },
    { "GET", "/stale",      ROUTE_ASK, CHY_ASK_STALE,      "", "csv", "Rows", "Documents that other versions have read" },
    { "GET", "/copies",     ROUTE_ASK, CHY_ASK_COPIES,     "name!", "csv", "Rows", "The documents that hold the text of one" },
    { "GET", "/blame",      ROUTE_ASK, CHY_ASK_BLAME,      "name!", "csv", "Rows", "Which codings read a line, and who corrected it" },

    { "GET", "/documents/{id}",  ROUTE_SHOW, CHY_SHOW_DOCUMENT,  "known_by", "", "DocumentPage", "A document: its text, and all that was read in it" },
    { "GET", "/events/{id}",     ROUTE_SHOW, CHY_SHOW_EVENT,     "known_by", "", "EventPage", "An event: its reports by independent origin, and what contradicts it" },
    { "GET", "/statements/{id}", ROUTE_SHOW, CHY_SHOW_STATEMENT, "known_by", "", "StatementPage", "A statement, and the chain it came through" },
    { "GET", "/facts/{id}",      ROUTE_SHOW, CHY_SHOW_FACT,      "known_by", "", "FactPage", "A fact, and what it rests on" },
    { "GET", "/entities",        ROUTE_SHOW, CHY_SHOW_ENTITY,    "name!", "", "EntityPage", "An entity by one of its names" },
    { "GET", "/entities/{id}",   ROUTE_SHOW, CHY_SHOW_ENTITY,    "", "", "EntityPage", "An entity by its number" },
    { "GET", "/names",           ROUTE_SHOW, CHY_SHOW_NAMES,     "q type limit", "", "Names", "Whose names begin with these letters" },

    { "GET", "/network",         ROUTE_SHOW, CHY_SHOW_NETWORK,   "name other place kind status" DAYS " limit known_by", "gexf", "Network", "Who takes part in events together, the most frequent first" },
    { "GET", "/first",           ROUTE_FIRST, 0, "from!", "", "First", "What the first page shows: several answers in one, by their addresses" },
    { "GET", "/map",             ROUTE_SHOW, CHY_SHOW_MAP,       "name other place kind status" DAYS " limit known_by", "geojson", "Map", "Events at their places" },

    { "GET",  "/export/{format}", ROUTE_EXPORT, 0, "who=name with=other about place kind status relation publisher lang" DAYS " known_by part", "", "", "The record in the formats of others" },
    { "GET",  "/live",        ROUTE_LIVE, 0, "", "", "", "Server-sent events: `changed` when the record has, `progress` of documents that are being read" },
    { "GET",  "/openapi.json", ROUTE_OPENAPI, 0, "", "", "", "This description" },
    { "POST", "/documents",   ROUTE_ADD, 0, "path", "", "Arrived", "Add the document in the body, or all documents that it holds" },
    { "POST", "/corrections", ROUTE_CORRECT, 0, "", "", "Entry", "Correct, accept, reject, merge, split, undo" },
    { "POST", "/recode",      ROUTE_RECODE, 0, "", "", "Recoded", "Read documents again" },
    { "GET",  "/session",      ROUTE_SESSION, 0, "", "", "Session", "What this server lets the asker do" },
};
/* clang-format on */
const size_t route_count = sizeof routes / sizeof *routes;

/* ------------------------------------------------------------------ what a route takes */

static const struct parameter *parameter_called(chy_str name)
{
    for (size_t i = 0; i < parameter_count; i++)
        if (same(name, parameters[i].name)) return &parameters[i];
    return NULL;
}

bool route_takes(const char **at, struct taken *out)
{
    *at += strspn(*at, " ");
    size_t size = strcspn(*at, " ");
    if (!size) return false;
    chy_str word = { *at, size };
    *at += size;
    out->needed = word.ptr[word.len - 1] == '!';
    word.len -= out->needed;
    const char *equals = memchr(word.ptr, '=', word.len);
    out->name = (chy_str){ word.ptr, equals ? (size_t)(equals - word.ptr) : word.len };
    chy_str of = equals ? (chy_str){ equals + 1, word.len - out->name.len - 1 } : word;
    out->parameter = parameter_called(of);
    return out->parameter != NULL;
}

const char route_question_takes[] = "known_by limit after";

static const struct parameter *taken_as(const struct route *r, chy_str name)
{
    const char *lists[] = { r->takes, r->work == ROUTE_ASK ? route_question_takes : "" };
    struct taken t;
    for (size_t i = 0; i < 2; i++)
        for (const char *at = lists[i]; route_takes(&at, &t);)
            if (t.name.len == name.len && !memcmp(t.name.ptr, name.ptr, name.len)) return t.parameter;
    return NULL;
}

static bool read_limit(chy_str value, uint32_t *out)
{
    uint32_t n = 0;
    if (!value.len || value.len > 4) return false;
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9') return false;
        n = n * 10 + (uint32_t)(value.ptr[i] - '0');
    }
    *out = n;
    return n >= 1 && n <= LIMIT_MOST;
}

static int take_parameters(const struct target *t, struct wanted *w, char *why, size_t room)
{
    struct taken taken;
    for (size_t i = 0; i < t->count; i++) {
        chy_str name = t->params[i].name, value = t->params[i].value;
        const struct parameter *p = taken_as(w->route, name);
        if (!p) {
            snprintf(why, room, "%s takes no parameter \"%.*s\"", w->route->path, (int)(name.len < 60 ? name.len : 60), name.ptr);
            return 400;
        }
        if (p->field != SIZE_MAX)
            *(chy_str *)((char *)&w->query + p->field) = value;
        else if (!strcmp(p->name, "after"))
            w->after = value;
        else if (!strcmp(p->name, "part"))
            w->part = value;
        else if (!strcmp(p->name, "path"))
            w->path = value;
        else if (!strcmp(p->name, "limit") && !read_limit(value, &w->query.limit)) {
            snprintf(why, room, "limit is a whole number from 1 to %d", LIMIT_MOST);
            return 400;
        }
    }
    for (const char *at = w->route->takes; route_takes(&at, &taken);) {
        chy_str given = taken.parameter->field == SIZE_MAX ? (chy_str){ "", 1 } : *(chy_str *)((char *)&w->query + taken.parameter->field);
        if (!taken.needed || given.len) continue;
        snprintf(why, room, "%s needs the parameter \"%.*s\"", w->route->path, (int)taken.name.len, taken.name.ptr);
        return 400;
    }
    return 0;
}

/* ------------------------------------------------------------------ which route */

/* Does the path (without its ending) follow the pattern? What stands for {id} in *named. */
static bool follows(chy_str path, const char *pattern, chy_str *named)
{
    const char *brace = strchr(pattern, '{');
    *named = (chy_str){ "", 0 };
    if (!brace) return same(path, pattern);
    size_t head = (size_t)(brace - pattern);
    if (path.len <= head || memcmp(path.ptr, pattern, head)) return false;
    *named = (chy_str){ path.ptr + head, path.len - head };
    return !memchr(named->ptr, '/', named->len);
}

static bool has_word(const char *words, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = words; (at = strstr(at, word)); at += size)
        if ((at == words || at[-1] == ' ') && (at[size] == ' ' || !at[size])) return true;
    return false;
}

bool route_has_form(const struct route *r, enum route_form form) { return has_word(r->forms, route_forms[form].ending); }

/* Take ".csv" off the path. */
static enum route_form cut_ending(chy_str *path)
{
    for (int i = 0; i < FORM_COUNT; i++) {
        size_t size = strlen(route_forms[i].ending);
        if (path->len <= size + 1 || path->ptr[path->len - size - 1] != '.' ||
            memcmp(path->ptr + path->len - size, route_forms[i].ending, size))
            continue;
        path->len -= size + 1;
        return (enum route_form)i;
    }
    return FORM_JSON;
}

int route_find(const char *method, const struct target *t, struct wanted *out, char *why, size_t room)
{
    static const char root[] = "/api/v1";
    *out = (struct wanted){ 0 };
    bool found = false;
    if (t->path.len > sizeof root - 1 && !memcmp(t->path.ptr, root, sizeof root - 1)) {
        chy_str whole = { t->path.ptr + sizeof root - 1, t->path.len - (sizeof root - 1) }, path = whole;
        out->form = cut_ending(&path);
        for (size_t i = 0; i < route_count; i++) {
            const struct route *r = &routes[i];
            bool plain = r->work == ROUTE_OPENAPI;
            if (!follows(plain ? whole : path, r->path, &out->named)) continue;
            found = true;
            bool get = !strcmp(r->method, "GET") && !strcmp(method, "HEAD");
            if (strcmp(r->method, method) && !get) continue;
            if (!plain && out->form != FORM_JSON && !has_word(r->forms, route_forms[out->form].ending)) {
                snprintf(why, room, "%s has no .%s", r->path, route_forms[out->form].ending);
                return 404;
            }
            out->route = r;
            if (r->work == ROUTE_ASK) out->query.question = (chy_question)r->what, out->query.limit = LIMIT_USUAL;
            if (r->work == ROUTE_SHOW) out->query.name = out->named;
            return take_parameters(t, out, why, room);
        }
    }
    snprintf(why, room, found ? "%s is not taken here" : "there is nothing at this address", method);
    return found ? 405 : 404;
}
