/* Stand-ins, weak, for parts that are on their way: gone with the first language core. */
#include "doc/conllu.h"
#include "model/model.h"
#include "parse/parse.h"
#include "segment/segment.h"

#define WEAK __attribute__((weak))

WEAK chy_status model_open(const char *path, arena *mem, struct model **out, chy_err *err) { (void)path, (void)mem, (void)out, (void)err; return CHY_OK; }
WEAK void model_close(struct model *m) { (void)m; }
WEAK uint64_t model_checksum(const struct model *m) { (void)m; return 0; }
WEAK chy_status segment_rules_create(const struct model *model, const struct lexicon *lex, arena *mem, struct segment_rules **out, chy_err *err)
{ (void)model, (void)lex, (void)mem, (void)out, (void)err; return CHY_OK; }
WEAK chy_status segment_run(const struct segment_rules *rules, chy_doc *d, arena *scratch, chy_err *err) { (void)rules, (void)d, (void)scratch, (void)err; return CHY_OK; }
WEAK chy_status parse_rules_create(const struct model *model, const struct lexicon *lex, arena *mem, struct parse_rules **out, chy_err *err)
{ (void)model, (void)lex, (void)mem, (void)out, (void)err; return CHY_OK; }
WEAK chy_status parse_run(const struct parse_rules *rules, chy_doc *d, arena *scratch, chy_err *err) { (void)rules, (void)d, (void)scratch, (void)err; return CHY_OK; }
WEAK chy_status conllu_write(const chy_doc *d, buf *out, chy_err *err) { (void)d, (void)out, (void)err; return CHY_OK; }
WEAK chy_status conllu_read(chy_str conllu, size_t ceiling, chy_doc **out, chy_err *err) { (void)conllu, (void)ceiling, (void)out; return err_set(err, CHY_EINPUT, 0, "not yet"); }
