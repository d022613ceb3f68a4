/* GEXF 1.2: those who took part in what happened as nodes, an edge for each two of them and each event, with its days. */
#include "export/export.h"

struct node {
    chy_str id;
};
struct graph {
    LIST(struct node) present; /* those who took part in the event that comes next; live in x->item */
    bool edges;                /* the nodes are done */
};

static chy_status begin(struct export *x, chy_err *err)
{
    buf *b = x->out;
    struct graph *g = x->state = ARENA_NEW(x->mem, struct graph);
    if (!g) return err_memory(err, "exporting");
    buf_str(b, CHY_LIT("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n<meta"));
    if (x->newest.len) buf_format(b, " lastmodifieddate=\"%.10s\"", x->newest.ptr);
    buf_str(b, CHY_LIT("><creator>"));
    export_xml(b, x->program);
    buf_str(b, CHY_LIT("</creator><description>Who met whom"));
    for (uint32_t i = 0; i < x->codings.count; i++) {
        buf_str(b, i ? CHY_LIT(", ") : CHY_LIT("; read with "));
        export_xml(b, x->codings.at[i]);
    }
    buf_str(
        b,
        CHY_LIT("</description></meta>\n<graph mode=\"dynamic\" defaultedgetype=\"undirected\" timeformat=\"date\">\n"
                "<attributes class=\"node\"><attribute id=\"type\" title=\"type\" type=\"string\"/><attribute id=\"code\" title=\"code\" "
                "type=\"string\"/></attributes>\n<attributes class=\"edge\">"));
    static const char *const names[] = { "event", "type", "kind", "date", "place", "status", "words" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        buf_format(b, "<attribute id=\"%s\" title=\"%s\" type=\"string\"/>", names[i], names[i]);
    buf_str(b, CHY_LIT("<attribute id=\"reports\" title=\"reports\" type=\"integer\"/></attributes>\n<nodes>\n"));
    return CHY_OK;
}

static void attribute(buf *b, const char *name, chy_str value)
{
    if (!value.len) return;
    buf_format(b, "<attvalue for=\"%s\" value=\"", name);
    export_xml(b, value);
    buf_str(b, CHY_LIT("\"/>"));
}

static void write_node(buf *b, const chy_str *v)
{
    buf_str(b, CHY_LIT("<node id=\""));
    export_xml(b, v[ENTITIES_ID]);
    buf_str(b, CHY_LIT("\" label=\""));
    export_xml(b, v[ENTITIES_NAME]);
    buf_str(b, CHY_LIT("\"><attvalues>"));
    attribute(b, "type", v[ENTITIES_TYPE]);
    attribute(b, "code", v[ENTITIES_CODE]);
    buf_str(b, CHY_LIT("</attvalues></node>\n"));
}

static void write_edge(buf *b, const chy_str *v, chy_str one, chy_str other)
{
    buf_str(b, CHY_LIT("<edge id=\""));
    export_xml(b, v[EVENTS_ID]);
    buf_char(b, ' ');
    export_xml(b, one);
    buf_char(b, ' ');
    export_xml(b, other);
    buf_str(b, CHY_LIT("\" source=\""));
    export_xml(b, one);
    buf_str(b, CHY_LIT("\" target=\""));
    export_xml(b, other);
    buf_str(b, CHY_LIT("\" weight=\"1\""));
    if (v[EVENTS_FIRST_DAY].len)
        buf_format(b, " start=\"%.*s\" end=\"%.*s\"", (int)v[EVENTS_FIRST_DAY].len, v[EVENTS_FIRST_DAY].ptr, (int)v[EVENTS_LAST_DAY].len,
                   v[EVENTS_LAST_DAY].ptr);
    buf_str(b, CHY_LIT("><attvalues>"));
    attribute(b, "event", v[EVENTS_ID]);
    attribute(b, "type", v[EVENTS_TYPE]);
    attribute(b, "kind", v[EVENTS_KIND].len ? v[EVENTS_KIND] : v[EVENTS_MODE]);
    attribute(b, "date", v[EVENTS_DATE]);
    attribute(b, "place", v[EVENTS_PLACE_NAME]);
    attribute(b, "status", v[EVENTS_STATUS]);
    attribute(b, "words", v[EVENTS_WORDS]);
    attribute(b, "reports", v[EVENTS_REPORTS]);
    buf_str(b, CHY_LIT("</attvalues></edge>\n"));
}

static void start_edges(struct export *x, struct graph *g)
{
    if (!g->edges) buf_str(x->out, CHY_LIT("</nodes>\n<edges>\n"));
    g->edges = true;
}

static void row(struct export *x, enum store_table table, const chy_str *v)
{
    struct graph *g = x->state;
    if (table == TABLE_ENTITIES) {
        write_node(x->out, v);
        return;
    }
    start_edges(x, g);
    if (table == TABLE_PARTICIPANTS) {
        struct node *n = LIST_PUSH(x->item, &g->present);
        chy_str id = n ? str_keep(x->item, v[PARTICIPANTS_ENTITY]) : (chy_str){ 0 };
        if (!id.ptr)
            x->out->failed = CHY_ENOMEM;
        else
            n->id = id;
        return;
    }
    /* Who would meet has not met. */
    if (str_is(v[EVENTS_STATUS], "occurred") || str_is(v[EVENTS_STATUS], "historical")) {
        for (uint32_t i = 0; i < g->present.count; i++)
            for (uint32_t k = i + 1; k < g->present.count; k++) write_edge(x->out, v, g->present.at[i].id, g->present.at[k].id);
    } else
        export_left_out(x, "an end in fact: they are planned, cancelled, denied or hypothetical");
    memset(&g->present, 0, sizeof g->present);
}

static chy_status end(struct export *x, chy_err *err)
{
    (void)err;
    if (!x->state) return CHY_OK;
    start_edges(x, x->state);
    buf_str(x->out, CHY_LIT("</edges>\n</graph>\n</gexf>\n"));
    return CHY_OK;
}

const struct export_format export_gexf = {
    "gexf", 1u << TABLE_ENTITIES | 1u << TABLE_PARTICIPANTS | 1u << TABLE_EVENTS, false, true, begin, row, end
};
