#include "query/joined.h"

#include "base/json.h"
#include "base/utf8.h"

enum { PIECES_MOST = 6 }; /* "United Nations Educational, Scientific and Cultural Organization" is two */

void joined_init(struct joined *j, struct store *s, chy_err *err)
{
    enum { CEILING = 64 << 20 };
    *j = (struct joined){ .answer = { .note = CHY_LIT("") } };
    arena_init(&j->answer.mem, CEILING);
    j->a = (struct asking){ .s = s, .q = &j->query, .answer = &j->answer, .mem = &j->answer.mem, .err = err };
}

void joined_done(struct joined *j) { arena_done(&j->answer.mem); }

/* What is called exactly so, the most widely used one; its place in *at. */
static chy_status look_up(struct joined *j, chy_str name, uint32_t *at)
{
    named_list called = { 0 };
    *at = map_get(&j->known, name);
    if (*at != MAP_NONE) return CHY_OK;
    chy_status st = query_called(&j->a, utf8_fold(j->a.mem, name), &called);
    struct named *n = st ? NULL : LIST_PUSH(j->a.mem, &j->found);
    if (st) return st;
    if (!n) return err_memory(j->a.err, "looking up names");
    *n = (struct named){ .name = answer_keep(&j->a, name), .type = CHY_LIT("") };
    for (uint32_t i = 0; i < called.count && !n->id; i++)
        if (str_eq(called.at[i].name, name)) *n = called.at[i];
    *at = j->found.count - 1;
    return map_put(&j->known, j->a.mem, j->found.at[*at].name, *at) ? CHY_OK : err_memory(j->a.err, "looking up names");
}

/* The name that the list begins with, and its length: as few pieces between commas as make a name; one, when none do. */
static chy_status first_name(struct joined *j, chy_str list, uint32_t *at, size_t *size)
{
    uint32_t one = 0;
    size_t end = 0, one_size = 0;
    for (int pieces = 0; pieces < PIECES_MOST && end < list.len; pieces++) {
        size_t comma = str_find(list, CHY_LIT(", "), pieces ? end + 2 : 0);
        end = comma == SIZE_MAX ? list.len : comma;
        chy_status st = look_up(j, str_cut(list, 0, end), at);
        if (st) return st;
        *size = end;
        if (j->found.at[*at].id) return CHY_OK;
        if (!pieces) one = *at, one_size = end;
    }
    *at = one;
    *size = one_size;
    return CHY_OK;
}

static void write_name(struct joined *j, json *w, const struct named *n)
{
    json_open(w, '{');
    json_key(w, "id");
    json_str_or_null(w, item_id(&j->a, 'N', n->id));
    json_key(w, "name");
    json_str(w, n->name);
    json_key(w, "type");
    json_str_or_null(w, n->type);
    json_close(w, '}');
}

chy_status joined_write(struct joined *j, chy_str list, buf *out)
{
    json w = json_begin(out);
    json_open(&w, '[');
    for (uint32_t at = 0; list.len;) {
        size_t size = 0;
        chy_status st = first_name(j, list, &at, &size);
        if (st) return st;
        if (size) write_name(j, &w, &j->found.at[at]);
        list = str_cut(list, size < list.len ? size + 2 : list.len, list.len);
    }
    json_close(&w, ']');
    return j->a.full || out->failed ? err_memory(j->a.err, "looking up names") : CHY_OK;
}
