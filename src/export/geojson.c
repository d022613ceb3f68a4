/*
 * GeoJSON (RFC 7946): the places of the record that data/world/coordinates.tsv knows, and its events at theirs. An event whose place
 * is not stated, or is not in the table, has no geometry.
 */
#include "export/export.h"

#include "base/json.h"
#include "base/map.h"
#include "base/utf8.h"
#include "lexicon/lexicon.h"

struct atlas {
    const struct table *table;
    struct map row; /* folded name of a place */
    int column[5];  /* place iso3 geonames latitude longitude */
    json w;
};

static chy_status begin(struct export *x, chy_err *err)
{
    struct atlas *a = x->state = ARENA_NEW(x->mem, struct atlas);
    if (!a) return err_memory(err, "exporting");
    chy_status st = lexicon_need(x->lexicon, CHY_LIT("world/coordinates"), &a->table, err, a->column, "place", "iso3", "geonames",
                                 "latitude", "longitude", NULL);
    for (uint32_t i = 0; !st && i < table_rows(a->table); i++) {
        chy_str name = utf8_fold(x->mem, table_cell(a->table, i, a->column[0]));
        if (!name.ptr || !map_put(&a->row, x->mem, name, i)) st = err_memory(err, "exporting");
    }
    if (st) return st;
    a->w = json_begin(x->out);
    json_open(&a->w, '{');
    json_key(&a->w, "type");
    json_str(&a->w, CHY_LIT("FeatureCollection"));
    export_head(x, &a->w);
    json_key(&a->w, "attribution");
    json_str(&a->w, CHY_LIT("Coordinates: GeoNames (geonames.org), CC BY 4.0"));
    json_key(&a->w, "features");
    json_open(&a->w, '[');
    return CHY_OK;
}

/* "place:tashkent": the row of that place, MAP_NONE for anything else. */
static uint32_t place_row(const struct atlas *a, chy_str entity)
{
    chy_str head = CHY_LIT("place:");
    return str_starts(entity, head) ? map_get(&a->row, str_cut(entity, head.len, entity.len)) : MAP_NONE;
}

static void geometry(struct atlas *a, uint32_t row)
{
    json *w = &a->w;
    json_key(w, "geometry");
    if (row == MAP_NONE) {
        json_null(w);
        return;
    }
    json_open(w, '{');
    json_key(w, "type");
    json_str(w, CHY_LIT("Point"));
    json_key(w, "coordinates");
    json_open(w, '[');
    json_raw(w, table_cell(a->table, row, a->column[4]));
    json_raw(w, table_cell(a->table, row, a->column[3]));
    json_close(w, ']');
    json_close(w, '}');
}

static void member(json *w, const char *key, chy_str value)
{
    json_key(w, key);
    json_str_or_null(w, value);
}

static void begin_feature(struct export *x, struct atlas *a, chy_str id, uint32_t row, const char *kind)
{
    json *w = &a->w;
    json_open(w, '{');
    buf_char(x->out, '\n');
    buf_str(x->out, CHY_LIT("\"type\":\"Feature\""));
    w->comma = true;
    member(w, "id", id);
    geometry(a, row);
    json_key(w, "properties");
    json_open(w, '{');
    member(w, "row", str_of(kind));
}

static void end_feature(struct atlas *a)
{
    json_close(&a->w, '}');
    json_close(&a->w, '}');
}

static void geonames(struct atlas *a, uint32_t row)
{
    json_key(&a->w, "geonames");
    if (row == MAP_NONE)
        json_null(&a->w);
    else
        json_raw(&a->w, table_cell(a->table, row, a->column[2]));
}

static void write_place(struct export *x, struct atlas *a, const chy_str *v)
{
    uint32_t at = place_row(a, v[ENTITIES_ID]);
    if (at == MAP_NONE) return;
    begin_feature(x, a, v[ENTITIES_ID], at, "place");
    member(&a->w, "name", v[ENTITIES_NAME]);
    member(&a->w, "country", table_cell(a->table, at, a->column[1]));
    geonames(a, at);
    end_feature(a);
}

static void write_event(struct export *x, struct atlas *a, const chy_str *v)
{
    uint32_t at = place_row(a, v[EVENTS_PLACE]);
    static const struct {
        const char *key;
        int column;
    } members[] = { { "title", -1 },
                    { "kind", EVENTS_KIND },
                    { "mode", EVENTS_MODE },
                    { "plover", EVENTS_TYPE },
                    { "date", EVENTS_DATE },
                    { "first_day", EVENTS_FIRST_DAY },
                    { "last_day", EVENTS_LAST_DAY },
                    { "status", EVENTS_STATUS },
                    { "who", EVENTS_WHO },
                    { "place", EVENTS_PLACE_NAME },
                    { "words", EVENTS_WORDS },
                    { "document", EVENTS_DOCUMENT },
                    { "publisher", EVENTS_PUBLISHER },
                    { "published", EVENTS_PUBLISHED } };
    begin_feature(x, a, v[EVENTS_ID], at, "event");
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        member(&a->w, members[i].key, members[i].column < 0 ? export_title(x->item, v) : v[members[i].column]);
    json_key(&a->w, "reports");
    json_raw(&a->w, v[EVENTS_REPORTS]);
    geonames(a, at);
    end_feature(a);
}

static void row(struct export *x, enum store_table table, const chy_str *v)
{
    if (table == TABLE_ENTITIES)
        write_place(x, x->state, v);
    else
        write_event(x, x->state, v);
}

static chy_status end(struct export *x, chy_err *err)
{
    struct atlas *a = x->state;
    (void)err;
    if (!a) return CHY_OK;
    buf_char(x->out, '\n');
    json_close(&a->w, ']');
    json_close(&a->w, '}');
    buf_char(x->out, '\n');
    return CHY_OK;
}

const struct export_format export_geojson = { "geojson", 1u << TABLE_ENTITIES | 1u << TABLE_EVENTS, true, false, begin, row, end };
