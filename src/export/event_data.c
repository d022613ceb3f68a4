/* Event data from the record: the lines of `code --format events`, one event once however many documents tell of it. */
#include "export/event_table.h"
#include "export/export.h"

#include "lexicon/lexicon.h"

struct dyads {
    struct event_table *table;
    LIST(struct event_end) source, target; /* of the event that comes next; live in x->item */
};

static chy_status begin(struct export *x, chy_err *err)
{
    struct dyads *d = x->state = ARENA_NEW(x->mem, struct dyads);
    if (!d) return err_memory(err, "exporting");
    chy_status st = event_table_create(x->lexicon, x->mem, &d->table, err);
    if (!st) event_table_header(x->out);
    return st;
}

static void take_end(struct export *x, struct dyads *d, const chy_str *v)
{
    bool is_target = str_is(v[PARTICIPANTS_ROLE], "target");
    if (!is_target && !str_is(v[PARTICIPANTS_ROLE], "source")) return;
    struct event_end *e = is_target ? LIST_PUSH(x->item, &d->target) : LIST_PUSH(x->item, &d->source);
    if (e)
        *e = (struct event_end){ str_keep(x->item, v[PARTICIPANTS_NAME]), str_keep(x->item, v[PARTICIPANTS_CODE]),
                                 str_keep(x->item, v[PARTICIPANTS_COUNTRY]) };
    if (!e || !e->name.ptr || !e->code.ptr || !e->country.ptr) x->out->failed = CHY_ENOMEM;
}

/* The code that the event gives this participant: the one of the same land, else its own. */
static void give_code(struct event_end *e, chy_str codes)
{
    chy_str rest = codes, code, own = e->code.len ? e->code : e->country;
    while (codes.len && own.len && str_next_piece(&rest, '|', &code))
        if (str_starts(code, str_cut(own, 0, 3))) {
            e->code = code;
            return;
        }
    e->code = own;
}

static void write_line(struct export *x, struct dyads *d, const chy_str *v, uint32_t n, const struct event_end *source,
                       const struct event_end *target)
{
    struct event_line line = {
        .event = v[EVENTS_ID],
        .dyad = n,
        .date = v[EVENTS_DATE],
        .type = v[EVENTS_TYPE],
        .mode = v[EVENTS_MODE],
        .kind = v[EVENTS_KIND],
        .cameo = v[EVENTS_CAMEO],
        .status = v[EVENTS_STATUS],
        .place = v[EVENTS_PLACE_NAME],
        .place_country = v[EVENTS_PLACE_COUNTRY],
        .story = v[EVENTS_DOCUMENT],
        .sentence = v[EVENTS_SENTENCE],
        .trigger = v[EVENTS_TRIGGER],
        .text = v[EVENTS_WORDS],
        .publisher = v[EVENTS_PUBLISHER],
        .via = v[EVENTS_VIA],
        .published = v[EVENTS_PUBLISHED],
        .lang = v[EVENTS_LANG],
        .confidence = v[EVENTS_CONFIDENCE],
        .rule = v[EVENTS_RULE],
        .coding = v[EVENTS_CODING],
    };
    if (source) line.source = *source;
    if (target) line.target = *target;
    event_table_line(d->table, &line, x->out);
}

static void write_event(struct export *x, struct dyads *d, const chy_str *v)
{
    uint32_t n = 0, sources = d->source.count, targets = d->target.count;
    for (uint32_t i = 0; i < sources; i++) give_code(&d->source.at[i], v[EVENTS_SOURCE_CODES]);
    for (uint32_t i = 0; i < targets; i++) give_code(&d->target.at[i], v[EVENTS_TARGET_CODES]);
    for (uint32_t s = 0; s < (sources ? sources : 1); s++)
        for (uint32_t t = 0; t < (targets ? targets : 1); t++)
            write_line(x, d, v, ++n, sources ? &d->source.at[s] : NULL, targets ? &d->target.at[t] : NULL);
    memset(&d->source, 0, sizeof d->source);
    memset(&d->target, 0, sizeof d->target);
}

static void row(struct export *x, enum store_table table, const chy_str *v)
{
    if (table == TABLE_PARTICIPANTS)
        take_end(x, x->state, v);
    else
        write_event(x, x->state, v);
}

static chy_status end(struct export *x, chy_err *err)
{
    (void)x;
    (void)err;
    return CHY_OK;
}

const struct export_format export_event_data = { "events", 1u << TABLE_PARTICIPANTS | 1u << TABLE_EVENTS, true, false, begin, row, end };
