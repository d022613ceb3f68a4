/* The part of chancery.h that reads, codes and prints documents. */
#include "base/utf8.h"
#include "doc/conllu.h"
#include "doc/doc_json.h"
#include "doc/origin.h"
#include "export/explanation.h"
#include "pipeline/pipeline.h"

/* Hand the document over, or take it back when the last step failed. */
static chy_status finish(chy_status st, chy_doc *d, chy_doc **out)
{
    if (st)
        chy_doc_destroy(d);
    else
        *out = d;
    return st;
}

static chy_status read_and_run(const chy_engine *e, chy_str id, chy_str bytes, enum pipeline_depth depth, chy_doc **out, chy_err *err)
{
    chy_doc *d = NULL;
    chy_status st = pipeline_read(e, id, bytes, &d, err);
    if (!st) st = pipeline_run(e, d, depth, err);
    return finish(st, d, out);
}

CHY_API chy_status chy_read(const chy_engine *engine, chy_str id, chy_str bytes, chy_doc **out, chy_err *err)
{
    return read_and_run(engine, id, bytes, PIPELINE_READ, out, err);
}

CHY_API chy_status chy_read_code(const chy_engine *engine, chy_str id, chy_str bytes, chy_doc **out, chy_err *err)
{
    return read_and_run(engine, id, bytes, PIPELINE_CODE, out, err);
}

static chy_status given(const chy_engine *e, const chy_input *in, enum pipeline_depth depth, chy_doc **out, chy_err *err)
{
    chy_doc *d = NULL;
    size_t bad = utf8_invalid_at(in->text);
    if (bad < in->text.len)
        return err_set(err, CHY_EINPUT, bad, "%.*s: byte %zu of the text is not UTF-8", (int)in->id.len, in->id.ptr, bad);
    chy_status st = doc_create(in->id, in->text, pipeline_ceiling(e), &d, err);
    if (st) return st;
    d->title = str_keep(&d->mem, in->title);
    d->asked = in->reference_time.len != 0;
    d->date = str_keep(&d->mem, d->asked ? in->reference_time : in->date);
    d->source = str_keep(&d->mem, in->source);
    d->lang = str_keep(&d->mem, in->lang);
    if (d->date.len) d->date_basis = CHY_LIT("given");
    if (!d->title.ptr || !d->date.ptr || !d->source.ptr || !d->lang.ptr) st = err_memory(err, "keeping what is known of a document");
    if (!st) st = pipeline_run(e, d, depth, err);
    return finish(st, d, out);
}

CHY_API chy_status chy_code(const chy_engine *engine, const chy_input *input, chy_doc **out, chy_err *err)
{
    return given(engine, input, PIPELINE_CODE, out, err);
}

CHY_API chy_status chy_parse_conllu(const chy_engine *engine, chy_str conllu, chy_doc **out, chy_err *err)
{
    chy_doc *d = NULL;
    chy_status st = conllu_read(conllu, pipeline_ceiling(engine), &d, err);
    if (!st) st = pipeline_run(engine, d, PIPELINE_PARSE, err);
    return finish(st, d, out);
}

CHY_API chy_status chy_doc_write_json(const chy_doc *doc, chy_sink sink, void *user, chy_err *err)
{
    buf b;
    buf_init(&b, sink, user);
    doc_json_coded(doc, &b);
    return buf_done(&b, err);
}

CHY_API chy_status chy_doc_write_read(const chy_doc *doc, chy_sink sink, void *user, chy_err *err)
{
    buf b;
    buf_init(&b, sink, user);
    doc_json_read(doc, &b);
    return buf_done(&b, err);
}

CHY_API chy_status chy_doc_write_explanation(const chy_doc *doc, chy_sink sink, void *user, chy_err *err)
{
    buf b;
    buf_init(&b, sink, user);
    explanation_write(doc, &b);
    return buf_done(&b, err);
}

CHY_API chy_status chy_doc_write_conllu(const chy_doc *doc, chy_sink sink, void *user, chy_err *err)
{
    buf b;
    buf_init(&b, sink, user);
    chy_status st = conllu_write(doc, &b, err);
    chy_status last = buf_done(&b, st ? NULL : err);
    return st ? st : last;
}

CHY_API size_t chy_doc_places(const chy_doc *doc, chy_span text, chy_place *out, size_t most)
{
    if (text.end > doc->text.len) return 0;
    return origin_places(doc->origin, text, out, most);
}
