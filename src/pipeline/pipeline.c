#include "pipeline/pipeline.h"

#include <stdio.h>
#include <stdlib.h>

#include "dictionary/dictionary.h"
#include "event/event.h"
#include "export/event_table.h"
#include "fact/fact.h"
#include "mention/mention.h"
#include "model/model.h"
#include "parse/parse.h"
#include "read/apart.h"
#include "read/read.h"
#include "segment/segment.h"
#include "statement/statement.h"
#include "time/time.h"

enum { ENGINE_CEILING = 512 << 20, ENGINE_USUAL = 16 << 20 };

struct chy_engine {
    arena mem;
    size_t doc_ceiling;
    bool read_here, threaded;
    struct lexicon *lexicon;
    struct model *model;
    struct read_rules *read;
    struct apart *apart;
    struct segment_rules *segment;
    struct parse_rules *parse;
    struct mention_rules *mention;
    struct time_rules *time;
    struct statement_rules *statement;
    struct event_rules *event;
    struct dictionary *dictionary; /* NULL: events are coded by the tables of the event stage */
    struct fact_rules *fact;
    struct event_table *event_table;
    chy_str coding;
};

static chy_status open_stages(chy_engine *e, chy_err *err)
{
    chy_status st = read_rules_create(e->lexicon, &e->mem, &e->read, err);
    if (!st) st = apart_create(e->read, e->doc_ceiling, e->threaded, &e->apart, err);
    if (!st) st = segment_rules_create(e->model, e->lexicon, &e->mem, &e->segment, err);
    if (!st) st = parse_rules_create(e->model, e->lexicon, &e->mem, &e->parse, err);
    if (!st) st = mention_rules_create(e->lexicon, &e->mem, &e->mention, err);
    if (!st) st = time_rules_create(e->lexicon, &e->mem, &e->time, err);
    if (!st) st = statement_rules_create(e->lexicon, &e->mem, &e->statement, err);
    if (!st) st = event_rules_create(e->lexicon, &e->mem, &e->event, err);
    if (!st) st = fact_rules_create(e->lexicon, &e->mem, &e->fact, err);
    if (!st) st = event_table_create(e->lexicon, &e->mem, &e->event_table, err);
    return st;
}

CHY_API chy_status chy_engine_create(const chy_options *options, chy_engine **out, chy_err *err)
{
    chy_options plain = { 0 };
    if (!options) options = &plain;
    chy_engine *e = calloc(1, sizeof *e);
    if (!e) return err_memory(err, "making an engine");
    arena_init(&e->mem, ENGINE_CEILING);
    e->doc_ceiling = options->doc_ceiling;
    e->read_here = options->read_here;
    e->threaded = options->threads > 1 && !e->read_here;
    chy_status st = arena_reserve(&e->mem, ENGINE_USUAL) ? CHY_OK : err_memory(err, "making an engine");
    if (!st) st = lexicon_create(options->lexicon_dir, &e->mem, &e->lexicon, err);
    if (!st) st = model_open(options->model_file, &e->mem, &e->model, err);
    if (!st) st = open_stages(e, err);
    if (!st && options->dictionaries_dir)
        st = dictionary_create(options->dictionaries_dir, e->lexicon, &e->mem, options->warn, options->warn_user, &e->dictionary, err);
    if (!st) {
        chy_str own = { 0 };
        if (e->dictionary) own = str_format(&e->mem, ",\"dictionaries\":\"%016llx\"", (unsigned long long)dictionary_hash(e->dictionary));
        e->coding = str_format(&e->mem, "{\"program\":\"%s\",\"model\":\"%016llx\",\"lexicon\":\"%016llx\"%.*s}", CHANCERY_VERSION,
                               (unsigned long long)(model_checksum(e->model) ^ read_checksum(e->read)), (unsigned long long)lexicon_hash(e->lexicon), (int)own.len,
                               own.ptr ? own.ptr : "");
        if (!e->coding.ptr) st = err_memory(err, "making an engine");
    }
    if (st)
        chy_engine_destroy(e);
    else
        *out = e;
    return st;
}

CHY_API void chy_engine_destroy(chy_engine *engine)
{
    if (!engine) return;
    apart_destroy(engine->apart);
    model_close(engine->model);
    arena_done(&engine->mem);
    free(engine);
}

CHY_API chy_status chy_doc_write_events(const chy_engine *engine, const chy_doc *doc, chy_sink sink, void *user, chy_err *err)
{
    buf b;
    buf_init(&b, sink, user);
    if (doc)
        event_table_write(engine->event_table, doc, &b);
    else
        event_table_header(&b);
    return buf_done(&b, err);
}

CHY_API chy_str chy_engine_coding(const chy_engine *engine) { return engine->coding; }
CHY_API const char *chy_version(void) { return CHANCERY_VERSION; }

_Static_assert((int)SEGMENT_WHOLE_MAX <= (int)PIPELINE_PIECE_MAX, "a piece is known in so many bytes");
size_t pipeline_piece(chy_str text) { return segment_whole(text); }

size_t pipeline_ceiling(const chy_engine *e) { return e->doc_ceiling; }

chy_status pipeline_read(const chy_engine *e, chy_str id, chy_str bytes, chy_doc **out, chy_err *err)
{
    if (e->read_here) return read_document(e->read, id, bytes, (chy_str){ 0 }, e->doc_ceiling, out, err);
    return apart_read(e->apart, id, bytes, out, err);
}

/* By the tables, or by dictionaries in their place. */
static chy_status code_events(const chy_engine *e, chy_doc *d, arena *scratch, chy_err *err)
{
    if (!e->dictionary) return event_run(e->event, d, scratch, err);
    chy_status st = dictionary_run(e->dictionary, d, scratch, err);
    return st ? st : event_complete(e->event, d, scratch, err);
}

chy_status pipeline_run(const chy_engine *e, chy_doc *d, enum pipeline_depth depth, chy_err *err)
{
    arena scratch;
    arena_init(&scratch, d->mem.ceiling);
    chy_status st = CHY_OK;
    d->coding = e->coding;
    if (!d->segments.count) st = read_segments(e->read, d, &scratch, err);
    if (!st && depth >= PIPELINE_PARSE && !d->conllu_given) st = segment_run(e->segment, d, &scratch, err);
    if (!st && depth >= PIPELINE_PARSE) st = parse_run(e->parse, d, &scratch, err);
    if (!st && depth >= PIPELINE_CODE && d->foreign) {
        st = time_run(e->time, d, &scratch, err);
    } else if (!st && depth >= PIPELINE_CODE) {
        st = mention_run(e->mention, d, &scratch, err);
        if (!st) st = time_run(e->time, d, &scratch, err);
        if (!st) st = statement_run(e->statement, d, &scratch, err);
        if (!st) st = code_events(e, d, &scratch, err);
        if (!st) st = fact_run(e->fact, d, &scratch, err);
    }
    arena_done(&scratch);
    return st ? err_while(err, st, "%.*s", (int)d->id.len, d->id.ptr) : CHY_OK;
}
