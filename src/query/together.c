#include "query/together.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "lexicon/lexicon.h"
#include "store/show.h"

enum { EDGES_USUAL = 300, PARTIES_MOST = 40 /* of one event: a list of all members of a large organisation says nothing of each pair */ };

struct node {
    int64_t id;
    chy_str type, name;
    uint32_t events;
    bool shown;
};
struct edge {
    uint32_t source, target, events;
    int64_t first_day, last_day;
    chy_str first, last; /* dates */
};
struct party {
    uint32_t node;
};

struct together {
    struct asking *a;
    LIST(struct node) nodes;
    LIST(struct edge) edges;
    struct map node_of, edge_of; /* by number, and by both numbers, as bytes */
    LIST(struct party) parties;  /* of the event that is read */
    uint32_t left_out;
};

/* ------------------------------------------------------------------ which events */

static chy_status read_filter(struct asking *a, struct store_events_query *q, bool *known)
{
    *q = (struct store_events_query){ .kind = a->q->kind, .status = a->q->status, .first = a->between.first, .last = a->between.last };
    *known = true;
    chy_status st = query_names_need(a, a->q->name, &q->who, known);
    if (!st && *known) st = query_names_need(a, a->q->other, &q->with, known);
    if (!st && *known) st = query_names_need(a, a->q->place, &q->place, known);
    if (a->on.first != STORE_NO_DAY) q->first = a->on.first, q->last = a->on.last;
    return st;
}

/* ------------------------------------------------------------------ who with whom */

static struct node *node_of(struct together *t, struct store_rows *r, uint32_t *at)
{
    int64_t id = store_number(r, PARTY_ENTITY);
    chy_str key = { (const char *)&id, sizeof id };
    *at = map_get(&t->node_of, key);
    if (*at != MAP_NONE) return &t->nodes.at[*at];
    struct node *n = LIST_PUSH(t->a->mem, &t->nodes);
    if (!n) return NULL;
    *n = (struct node){ id, answer_keep(t->a, store_text(r, PARTY_TYPE)), answer_keep(t->a, store_text(r, PARTY_NAME)), 0, false };
    *at = t->nodes.count - 1;
    return map_put(&t->node_of, t->a->mem, str_keep(t->a->mem, key), *at) ? n : NULL;
}

static bool count_edge(struct together *t, uint32_t one, uint32_t other, chy_str date, int64_t day)
{
    uint32_t ends[2] = { one < other ? one : other, one < other ? other : one };
    chy_str key = { (const char *)ends, sizeof ends };
    uint32_t at = map_get(&t->edge_of, key);
    if (at == MAP_NONE) {
        struct edge *e = LIST_PUSH(t->a->mem, &t->edges);
        if (!e) return false;
        *e = (struct edge){ ends[0], ends[1], 0, STORE_NO_DAY, STORE_NO_DAY, CHY_LIT(""), CHY_LIT("") };
        at = t->edges.count - 1;
        if (!map_put(&t->edge_of, t->a->mem, str_keep(t->a->mem, key), at)) return false;
    }
    struct edge *e = &t->edges.at[at];
    e->events++;
    if (day == STORE_NO_DAY) return true;
    if (e->first_day == STORE_NO_DAY || day < e->first_day) e->first_day = day, e->first = date;
    if (e->last_day == STORE_NO_DAY || day > e->last_day) e->last_day = day, e->last = date;
    return true;
}

/* All that took part in one event were together. */
static bool end_event(struct together *t, chy_str date, int64_t day)
{
    bool good = true;
    t->left_out += t->parties.count > PARTIES_MOST;
    for (uint32_t i = 0; good && i < t->parties.count && t->parties.count <= PARTIES_MOST; i++)
        for (uint32_t k = i + 1; good && k < t->parties.count; k++)
            good = count_edge(t, t->parties.at[i].node, t->parties.at[k].node, date, day);
    t->parties.count = 0;
    return good;
}

static chy_status read_parties(struct together *t, const struct store_events_query *q)
{
    struct store_rows *r = NULL;
    int64_t event = 0, day = STORE_NO_DAY;
    chy_str date = CHY_LIT("");
    bool good = true;
    chy_status st = store_show_parties(t->a->s, q, &r, t->a->err);
    while (!st && good && (st = store_next(r, t->a->err)) == CHY_ROW) {
        if (store_number(r, PARTY_EVENT) != event) {
            good = end_event(t, date, day);
            event = store_number(r, PARTY_EVENT);
            day = store_day(r, PARTY_FIRST);
            date = answer_keep(t->a, store_text(r, PARTY_DATE));
        }
        uint32_t at = 0;
        struct node *n = node_of(t, r, &at);
        struct party *p = n ? LIST_PUSH(t->a->mem, &t->parties) : NULL;
        if (p) p->node = at, n->events++;
        good &= p != NULL;
        st = CHY_OK;
    }
    store_rows_close(r);
    if (good) good = end_event(t, date, day);
    if (!good) return err_memory(t->a->err, "answering");
    return st == CHY_DONE ? CHY_OK : st;
}

static int by_frequency(const void *m, const void *n)
{
    const struct edge *a = m, *b = n;
    if (a->events != b->events) return a->events > b->events ? -1 : 1;
    if (a->source != b->source) return a->source < b->source ? -1 : 1;
    return (a->target > b->target) - (a->target < b->target);
}

static void write_id(json *w, const char *key, char kind, int64_t number)
{
    char id[32];
    json_key(w, key);
    json_str(w, (chy_str){ id, (size_t)snprintf(id, sizeof id, "%c-%lld", kind, (long long)number) });
}

static void write_text(json *w, const char *key, chy_str text)
{
    json_key(w, key);
    json_str_or_null(w, text);
}

static void write_count(json *w, const char *key, uint64_t n)
{
    json_key(w, key);
    json_u64(w, n);
}

static void write_network(struct together *t, json *w)
{
    uint32_t most = t->a->q->limit ? t->a->q->limit : EDGES_USUAL, count = t->edges.count < most ? t->edges.count : most;
    if (t->edges.count) qsort(t->edges.at, t->edges.count, sizeof *t->edges.at, by_frequency);
    for (uint32_t i = 0; i < count; i++) t->nodes.at[t->edges.at[i].source].shown = t->nodes.at[t->edges.at[i].target].shown = true;
    json_key(w, "nodes");
    json_open(w, '[');
    for (uint32_t i = 0; i < t->nodes.count; i++) {
        const struct node *n = &t->nodes.at[i];
        if (!n->shown) continue;
        json_open(w, '{');
        write_id(w, "id", 'N', n->id);
        write_text(w, "name", n->name);
        write_text(w, "type", n->type);
        write_count(w, "events", n->events);
        json_close(w, '}');
    }
    json_close(w, ']');
    json_key(w, "edges");
    json_open(w, '[');
    for (uint32_t i = 0; i < count; i++) {
        const struct edge *e = &t->edges.at[i];
        json_open(w, '{');
        write_id(w, "source", 'N', t->nodes.at[e->source].id);
        write_id(w, "target", 'N', t->nodes.at[e->target].id);
        write_count(w, "events", e->events);
        write_text(w, "first", e->first);
        write_text(w, "last", e->last);
        json_close(w, '}');
    }
    json_close(w, ']');
    chy_str note = t->a->answer->note;
    if (t->edges.count > count) note = answer_format(t->a, "the %u most frequent of %u pairs", count, t->edges.count);
    if (t->left_out)
        note = answer_format(t->a, "%.*s%s%u event%s of more than %d left out", (int)note.len, note.ptr, note.len ? "; " : "", t->left_out,
                             t->left_out == 1 ? "" : "s", PARTIES_MOST);
    write_text(w, "note", note);
}

chy_status together_network(struct asking *a, json *w)
{
    struct together t = { .a = a };
    struct store_events_query q;
    bool known;
    chy_status st = read_filter(a, &q, &known);
    if (!st && known) st = read_parties(&t, &q);
    if (!st) write_network(&t, w);
    return st;
}

/* ------------------------------------------------------------------ at their places */

struct atlas {
    const struct table *table;
    struct map row;
    int column[3]; /* place latitude longitude */
};

static chy_status open_atlas(struct asking *a, const struct lexicon *lex, struct atlas *out)
{
    chy_status st =
        lexicon_need(lex, CHY_LIT("world/coordinates"), &out->table, a->err, out->column, "place", "latitude", "longitude", NULL);
    for (uint32_t i = 0; !st && i < table_rows(out->table); i++) {
        chy_str name = utf8_fold(a->mem, table_cell(out->table, i, out->column[0]));
        if (!name.ptr || !map_put(&out->row, a->mem, name, i)) st = err_memory(a->err, "answering");
    }
    return st;
}

struct name_of_event {
    int64_t event;
    chy_str who;
};
typedef LIST(struct name_of_event) name_list;

static chy_status read_names(struct asking *a, const struct store_events_query *q, name_list *out)
{
    struct store_rows *r = NULL;
    chy_status st = store_show_parties(a->s, q, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        int64_t event = store_number(r, PARTY_EVENT);
        chy_str name = store_text(r, PARTY_NAME);
        struct name_of_event *last = out->count ? &out->at[out->count - 1] : NULL;
        st = CHY_OK;
        if (last && last->event == event)
            last->who = answer_format(a, "%.*s, %.*s", (int)last->who.len, last->who.ptr, (int)name.len, name.ptr);
        else if ((last = LIST_PUSH(a->mem, out)))
            *last = (struct name_of_event){ event, answer_keep(a, name) };
        else
            st = err_memory(a->err, "answering");
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static int by_event(const void *m, const void *n)
{
    const struct name_of_event *a = m, *b = n;
    return (a->event > b->event) - (a->event < b->event);
}

static void write_spot(json *w, const struct atlas *atlas, uint32_t at, struct store_rows *r, chy_str who)
{
    chy_str kind = store_text(r, SPOT_KIND), mode = store_text(r, SPOT_MODE);
    json_open(w, '{');
    write_text(w, "type", CHY_LIT("Feature"));
    json_key(w, "geometry");
    json_open(w, '{');
    write_text(w, "type", CHY_LIT("Point"));
    json_key(w, "coordinates");
    json_open(w, '[');
    json_raw(w, table_cell(atlas->table, at, atlas->column[2]));
    json_raw(w, table_cell(atlas->table, at, atlas->column[1]));
    json_close(w, ']');
    json_close(w, '}');
    json_key(w, "properties");
    json_open(w, '{');
    write_id(w, "event", 'E', store_number(r, SPOT_EVENT));
    write_text(w, "date", store_text(r, SPOT_DATE));
    write_text(w, "kind", kind.len ? kind : mode.len ? mode : store_text(r, SPOT_TYPE));
    write_text(w, "status", store_text(r, SPOT_STATUS));
    write_text(w, "who", who);
    write_id(w, "place_id", 'N', store_number(r, SPOT_PLACE));
    write_text(w, "place", store_text(r, SPOT_PLACE_NAME));
    write_count(w, "reports", (uint64_t)store_number(r, SPOT_REPORTS));
    json_close(w, '}');
    json_close(w, '}');
}

static chy_status write_spots(struct asking *a, json *w, const struct atlas *atlas, const struct store_events_query *q)
{
    enum { SPOTS_USUAL = 1000 };
    struct store_rows *r = NULL;
    name_list names = { 0 };
    uint32_t placed = 0, nowhere = 0, unknown = 0, more = 0, most = a->q->limit ? a->q->limit : SPOTS_USUAL;
    chy_status st = read_names(a, q, &names);
    if (!st) st = store_show_spots(a->s, q, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        bool is_place = str_is(store_text(r, SPOT_PLACE_TYPE), "place");
        uint32_t at = is_place ? map_get(&atlas->row, store_text(r, SPOT_PLACE_KEY)) : MAP_NONE;
        st = CHY_OK;
        if (at == MAP_NONE)
            *(store_number(r, SPOT_PLACE) ? &unknown : &nowhere) += 1;
        else if (placed >= most)
            more++;
        else {
            struct name_of_event wanted = { store_number(r, SPOT_EVENT), CHY_LIT("") };
            const struct name_of_event *n = names.count ? bsearch(&wanted, names.at, names.count, sizeof *names.at, by_event) : NULL;
            write_spot(w, atlas, at, r, n ? n->who : wanted.who);
            placed++;
        }
    }
    store_rows_close(r);
    if (nowhere || unknown || more)
        a->answer->note = answer_format(a, "%u event%s without a place, %u in a place whose coordinates are not known%s", nowhere,
                                        nowhere == 1 ? "" : "s", unknown, more ? "; more than are shown here" : "");
    return st == CHY_DONE ? CHY_OK : st;
}

chy_status together_map(struct asking *a, json *w)
{
    struct atlas atlas = { 0 };
    struct lexicon *lex = NULL;
    struct store_events_query q;
    bool known;
    chy_status st = lexicon_create(NULL, a->mem, &lex, a->err);
    if (!st) st = open_atlas(a, lex, &atlas);
    if (!st) st = read_filter(a, &q, &known);
    write_text(w, "type", CHY_LIT("FeatureCollection"));
    write_text(w, "attribution", CHY_LIT("Coordinates: GeoNames (geonames.org), CC BY 4.0"));
    json_key(w, "features");
    json_open(w, '[');
    if (!st && known) st = write_spots(a, w, &atlas, &q);
    json_close(w, ']');
    write_text(w, "note", a->answer->note);
    return st;
}
