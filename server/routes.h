/*
 * routes.h: the one table of what can be asked for. Requests are found in it, parameters are read by it, and the OpenAPI description is
 * printed from it.
 */
#ifndef SERVER_ROUTES_H
#define SERVER_ROUTES_H

#include "target.h"

enum route_work {
    ROUTE_ASK,     /* a chy_question */
    ROUTE_SHOW,    /* a chy_thing */
    ROUTE_FIRST,   /* several questions and things in one answer */
    ROUTE_EXPORT,  /* a format of chy_store_export */
    ROUTE_SESSION, /* the server itself */
    ROUTE_LIVE,
    ROUTE_OPENAPI,
    ROUTE_ADD, /* these change the record */
    ROUTE_CORRECT,
    ROUTE_RECODE
};

/* How an answer can be written, by the ending of the path. */
enum route_form { FORM_JSON, FORM_CSV, FORM_ICS, FORM_ATOM, FORM_GEOJSON, FORM_GEXF, FORM_COUNT };
extern const struct form {
    const char *ending, *type;
} route_forms[FORM_COUNT];

struct route {
    const char *method, *path; /* below /api/v1; "{id}" or the like stands for one piece of the path */
    enum route_work work;
    int what;           /* the question or thing */
    const char *takes;  /* names of parameters; "!" behind one that is needed; "of=name": it goes where `name` goes */
    const char *forms;  /* endings besides json */
    const char *answer; /* the schema of the answer in JSON, see schemas.json */
    const char *summary;
};
extern const struct route routes[];
extern const size_t route_count;

enum parameter_kind { PARAMETER_TEXT, PARAMETER_DATE, PARAMETER_MOMENT, PARAMETER_NUMBER };
struct parameter {
    const char *name;
    enum parameter_kind kind;
    size_t field; /* of a chy_query; SIZE_MAX: none */
    const char *about, *example;
};
extern const struct parameter parameters[];
extern const size_t parameter_count;

enum { LIMIT_USUAL = 100, LIMIT_MOST = 1000 };

/* A request that has been understood. */
struct wanted {
    const struct route *route;
    enum route_form form;
    chy_query query;
    chy_str after; /* cursor */
    chy_str part;  /* of an export */
    chy_str path;  /* what a document that comes in is called */
    chy_str named; /* what stands for {id} */
};

/* One word of route->takes, from *at on: its name, the parameter that it is, whether it is needed; false after the last. */
struct taken {
    chy_str name;
    const struct parameter *parameter;
    bool needed;
};
extern const char route_question_takes[]; /* what every question takes besides */
bool route_has_form(const struct route *r, enum route_form form);
bool route_takes(const char **at, struct taken *out);

/* Find what is wanted. 0, or the status of the refusal with a sentence in why (at least 200 bytes). */
int route_find(const char *method, const struct target *t, struct wanted *out, char *why, size_t room);

#endif
