#include "record/code.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/utf8.h"
#include "record/key.h"

/* A document on its way into rows; `full` is set when the arena has no more room. */
struct coding {
    const chy_doc *d;
    struct store_coded *out;
    arena *mem;
    chy_str hash;
    bool full;
};

/* Append to one of the lists, or remember that there was no room. */
#define ADD(c, list, ...)                                                                                                                  \
    do {                                                                                                                                   \
        __typeof__((c)->out->list.at) add_row = LIST_PUSH((c)->mem, &(c)->out->list);                                                      \
        if (add_row)                                                                                                                       \
            *add_row = (__typeof__(*add_row))__VA_ARGS__;                                                                                  \
        else                                                                                                                               \
            (c)->full = true;                                                                                                              \
    } while (0)

static uint32_t among(uint32_t index, uint32_t count) { return index < count ? index : STORE_NONE; }
static chy_str label(const char *text) { return str_of(text); }

static void add_document(struct coding *c, size_t size, chy_str recorded)
{
    const chy_doc *d = c->d;
    c->out->document = (struct store_document){
        .hash = c->hash,
        .path = d->id,
        .publisher = d->source,
        .author = d->author,
        .title = d->title,
        .lang = d->lang,
        .published_basis = d->date_basis,
        .text = d->text,
        .origin = d->origin,
        .updated = d->updated,
        .address = d->address,
        .coding = d->coding,
        .recorded = recorded,
        .published = store_date_of(d->date),
        .publisher_referent = among(d->publisher_entity, d->entities.count),
        .author_referent = among(d->author_entity, d->entities.count),
        .size = size,
    };
    for (uint32_t i = 0; i < d->segments.count; i++) {
        const struct segment *s = &d->segments.at[i];
        ADD(c, segments, { s->span, label(segment_kind_text(s->kind)), str_of(s->why), s->lang });
    }
    for (uint32_t i = 0; i < d->sentences.count; i++) ADD(c, sentences, d->sentences.at[i].span);
}

/* ------------------------------------------------------------------ who and what */

static void add_alias(struct coding *c, uint32_t referent, chy_str alias, const char *kind)
{
    chy_str folded = utf8_fold(c->mem, alias);
    if (!folded.ptr)
        c->full = true;
    else if (folded.len)
        ADD(c, aliases, { referent, alias, folded, str_of(kind) });
}

/* "Wang Yi" is asked for as Wang, "Rashid Alimov" as Alimov: the words at both ends of a person's name. */
static void add_short_names(struct coding *c, uint32_t referent, chy_str name)
{
    size_t first = str_find(name, CHY_LIT(" "), 0), last = name.len;
    if (first == SIZE_MAX) return;
    while (last && name.ptr[last - 1] != ' ') last--;
    add_alias(c, referent, str_cut(name, 0, first), "short");
    add_alias(c, referent, str_cut(name, last, name.len), "short");
}

/* Codes that mean this entity and not a whole sort of actors: of states the ISO code, of organisations their own (IGOSCO, not IGO). */
static void add_codes(struct coding *c, uint32_t referent, const struct entity *e)
{
    if (e->type == ENTITY_STATE) add_alias(c, referent, key_iso(e), "code");
    if (e->type != ENTITY_ORGANIZATION) return;
    for (uint32_t i = 0; i < e->codes.count; i++)
        if (e->codes.at[i].len > 3) add_alias(c, referent, e->codes.at[i], "code");
}

static int by_alias(const void *a, const void *b)
{
    const struct store_alias *m = a, *n = b;
    if (m->referent != n->referent) return m->referent < n->referent ? -1 : 1;
    int order = str_cmp(m->kind, n->kind);
    return order ? order : str_cmp(m->alias, n->alias);
}

/* One document counts once for each alias. */
static void drop_repeated_aliases(struct store_coded *out)
{
    uint32_t kept = 0;
    if (out->aliases.count) qsort(out->aliases.at, out->aliases.count, sizeof *out->aliases.at, by_alias);
    for (uint32_t i = 0; i < out->aliases.count; i++)
        if (!kept || by_alias(&out->aliases.at[kept - 1], &out->aliases.at[i])) out->aliases.at[kept++] = out->aliases.at[i];
    out->aliases.count = kept;
}

/* Under which words it may be found to be the same as others. */
static void add_namings(struct coding *c, uint32_t referent, const struct entity *e, chy_str key)
{
    naming_list found = { 0 };
    if (!key_namings(label(entity_type_text(e->type)), key, e->name, e->post, &e->aliases, key_year(c->d->date), c->mem, &found))
        c->full = true;
    for (uint32_t i = 0; i < found.count; i++) ADD(c, namings, { referent, found.at[i].likeness, found.at[i].year });
}

static void add_entities(struct coding *c)
{
    const chy_doc *d = c->d;
    for (uint32_t i = 0; i < d->entities.count; i++) {
        const struct entity *e = &d->entities.at[i];
        chy_str key = key_of(d, i, c->hash, c->mem);
        if (!key.ptr) {
            c->full = true;
            return;
        }
        bool named = key_has_name(d, i);
        ADD(c, referents,
            { label(entity_type_text(e->type)), key, e->name, e->post, e->of == i ? STORE_NONE : among(e->of, d->entities.count), !named,
              e->plural });
        if (!named) continue;
        add_namings(c, i, e, key);
        add_alias(c, i, e->name, "name");
        for (uint32_t k = 0; k < e->aliases.count; k++) add_alias(c, i, e->aliases.at[k], "alias");
        if (e->type == ENTITY_PERSON) add_short_names(c, i, e->name);
        add_codes(c, i, e);
    }
    for (uint32_t i = 0; i < d->mentions.count; i++) {
        const struct mention *m = &d->mentions.at[i];
        uint32_t count = 0;
        const uint32_t *whom = mention_entities(m, &count);
        for (uint32_t k = 0; k < count; k++)
            if (whom[k] < d->entities.count) ADD(c, mentions, { i, k, m->span, label(mention_form_text(m->form)), whom[k] });
        /* "Russian" before a post, where the post is Russia's: people will ask with that word. */
        bool tells_whose = m->state.first < m->state.last && m->state.last <= d->tokens.count && m->title_of < d->entities.count;
        if (tells_whose && key_has_name(d, m->title_of))
            add_alias(c, m->title_of, doc_text(d, doc_run_span(d, m->state)), "demonym");
    }
    drop_repeated_aliases(c->out);
}

/* ------------------------------------------------------------------ when, said, done, being */

static void add_spans(struct coding *c, char kind, uint32_t item, const char *role, const span_list *spans)
{
    for (uint32_t i = 0; i < spans->count; i++) ADD(c, evidence, { kind, item, i, str_of(role), spans->at[i] });
}

static void add_links(struct coding *c, enum store_link_kind kind, uint32_t item, const index_list *who, const str_list *texts)
{
    for (uint32_t i = 0; i < who->count; i++)
        if (who->at[i] < c->d->entities.count)
            ADD(c, links, { kind, item, i, who->at[i], texts && i < texts->count ? texts->at[i] : CHY_LIT("") });
}

static void add_times(struct coding *c)
{
    const chy_doc *d = c->d;
    for (uint32_t i = 0; i < d->implied.count; i++) {
        const struct implied *m = &d->implied.at[i];
        ADD(c, implied, { m->event, store_date_of(m->value) });
        ADD(c, evidence, { 'I', i, 0, CHY_LIT("evidence"), m->evidence });
    }
    for (uint32_t i = 0; i < d->times.count; i++) {
        const struct time *t = &d->times.at[i];
        ADD(c, times, { t->span, label(time_type_text(t->type)), t->value, t->anchor, among(t->implied, d->implied.count) });
    }
}

static void add_statements(struct coding *c)
{
    const chy_doc *d = c->d;
    for (uint32_t i = 0; i < d->statements.count; i++) {
        const struct statement *s = &d->statements.at[i];
        ADD(c, statements,
            { label(statement_kind_text(s->kind)), s->occasion, store_date_of(s->date), among(s->addressee, d->entities.count),
              s->continued });
        add_links(c, LINK_SPEAKER, i, &s->speakers, NULL);
        add_links(c, LINK_TOPIC, i, &s->about, NULL);
        add_links(c, LINK_STATEMENT_VIA, i, &s->via, &s->via_dates);
        add_spans(c, 'S', i, "source", &s->source);
        add_spans(c, 'S', i, "cue", &s->cue);
        add_spans(c, 'S', i, "content", &s->content);
    }
}

static int by_text(const void *a, const void *b) { return str_cmp(*(const chy_str *)a, *(const chy_str *)b); }

static chy_str sort_of_event(chy_str type, chy_str mode, chy_str kind)
{
    if (!str_is(type, "CONSULT")) return kind.len ? kind : mode.len ? mode : type; /* a signing is no praise, though both are SUPPORT */
    if (str_is(mode, "phone") || str_is(kind, "call")) return CHY_LIT("call");
    return str_is(kind, "letter") ? kind : CHY_LIT("meeting"); /* visits, talks, summits are views of one happening */
}

/* "2022-07-28": "2022"; an open year, "199X" or no date at all: "". */
static chy_str year_of(chy_str date)
{
    if (date.len < 4) return CHY_LIT("");
    for (size_t i = 0; i < 4; i++)
        if (date.ptr[i] < '0' || date.ptr[i] > '9') return CHY_LIT("");
    return str_cut(date, 0, 4);
}

chy_str code_block_year(chy_str date, chy_str block)
{
    chy_str own = year_of(date);
    return own.len || block.len < 5 || block.ptr[block.len - 5] != '@' ? own : year_of(str_cut(block, block.len - 4, block.len));
}

static chy_str with_year(chy_str block, chy_str year, arena *mem)
{
    return year.len && block.ptr ? str_join(mem, block, CHY_LIT("@"), year) : block;
}

/* "an agreement": a paper or a meeting that no other document can name. */
static bool is_nameless_thing(const struct code_party *p)
{
    return (str_is(p->type, "instrument") || str_is(p->type, "series")) && str_find(p->key, CHY_LIT("#"), 0) != SIZE_MAX;
}

chy_str code_block(chy_str type, chy_str mode, chy_str kind, const struct code_party *parties, uint32_t party_count, chy_str hash,
                   chy_str year, arena *mem)
{
    chy_str *who = ARENA_ARRAY(mem, chy_str, party_count + 1);
    uint32_t count = 0, persons = 0;
    for (uint32_t i = 0; i < party_count; i++) persons += str_is(parties[i].type, "person");
    for (uint32_t i = 0; who && i < party_count; i++) {
        if (persons > 1 && !str_is(parties[i].type, "person")) continue;
        if (party_count > 1 && is_nameless_thing(&parties[i])) continue;
        chy_str party = key_party(parties[i].type, parties[i].key, mem);
        who[count] = party.ptr ? str_join(mem, parties[i].type, CHY_LIT(":"), party) : party;
        if (!who[count++].ptr) who = NULL;
    }
    if (!who) return (chy_str){ 0 };
    if (count) qsort(who, count, sizeof *who, by_text);
    chy_str block = sort_of_event(type, mode, kind);
    for (uint32_t i = 0; i < count && block.ptr; i++)
        if (!i || !str_eq(who[i], who[i - 1])) block = str_join(mem, block, CHY_LIT("|"), who[i]);
    if (!count && block.ptr) block = str_join(mem, block, CHY_LIT("|"), hash);
    return with_year(block, year, mem);
}

/* The state that a party is, or speaks for; "" when it is none. */
static chy_str state_of(const struct code_party *p)
{
    struct key_person person;
    chy_str state = CHY_LIT("");
    if (str_is(p->type, "state")) state = p->key;
    if (str_is(p->type, "person") && key_read(p->key, &person)) state = person.whose;
    if (str_is(p->type, "body") && str_find(p->key, CHY_LIT("/"), 0) == 3) state = str_cut(p->key, 0, 3);
    return state.len == 3 && state.ptr[0] >= 'A' && state.ptr[0] <= 'Z' ? state : CHY_LIT("");
}

chy_str code_states(chy_str type, chy_str mode, chy_str kind, const struct code_party *parties, uint32_t party_count, chy_str date,
                    arena *mem)
{
    chy_str sort = sort_of_event(type, mode, kind), *who = ARENA_ARRAY(mem, chy_str, party_count + 1);
    uint32_t states = 0;
    if (!who) return (chy_str){ 0 };
    bool day = date.len == 10 && !str_starts(str_cut(date, 8, 10), CHY_LIT("X")) && year_of(date).len &&
               str_find(date, CHY_LIT("X"), 0) == SIZE_MAX;
    if (!str_is(type, "CONSULT") || !str_is(sort, "meeting") || !day || party_count < 2) return CHY_LIT("");
    for (uint32_t i = 0; i < party_count; i++)
        if (!(who[i] = state_of(&parties[i])).len) return CHY_LIT("");
    qsort(who, party_count, sizeof *who, by_text);
    for (uint32_t i = 0; i < party_count && sort.ptr; i++)
        if (!i || !str_eq(who[i], who[i - 1])) states++, sort = str_join(mem, sort, CHY_LIT("|"), who[i]);
    if (!sort.ptr || states < 2) return sort.ptr ? CHY_LIT("") : sort;
    return str_join(mem, sort, CHY_LIT("@"), date);
}

chy_str code_block_of_states(chy_str states, arena *mem)
{
    size_t at = str_find(states, CHY_LIT("@"), 0);
    chy_str rest = str_cut(states, 0, at), block = CHY_LIT(""), piece;
    for (int i = 0; str_next_piece(&rest, '|', &piece) && block.ptr; i++)
        block = i ? str_join(mem, block, CHY_LIT("|state:"), piece) : piece;
    return block.ptr ? with_year(block, str_cut(states, at + 1, at + 5), mem) : block;
}

static chy_str block_of(struct coding *c, const struct event *e, chy_str *states)
{
    struct code_party *parties = ARENA_ARRAY(c->mem, struct code_party, e->roles.count + 1);
    uint32_t count = 0;
    if (!parties) return (chy_str){ 0 };
    for (uint32_t i = 0; i < e->roles.count; i++) {
        uint32_t entity = e->roles.at[i].entity;
        if (entity >= c->d->entities.count) continue;
        const struct store_referent *r = &c->out->referents.at[entity];
        parties[count++] = (struct code_party){ r->type, r->key };
    }
    *states = code_states(e->type, e->mode, e->kind, parties, count, e->date, c->mem);
    return states->ptr ? code_block(e->type, e->mode, e->kind, parties, count, c->hash, CHY_LIT(""), c->mem) : *states;
}

static void add_report(struct coding *c, uint32_t i, chy_str block, chy_str states)
{
    const chy_doc *d = c->d;
    const struct event *e = &d->events.at[i];
    ADD(c, reports,
        { .type = e->type,
          .mode = e->mode,
          .kind = e->kind,
          .cameo = e->cameo,
          .status = label(event_status_text(e->status)),
          .rule = str_of(e->rule),
          .block = block,
          .states = states,
          .date = store_date_of(e->date),
          .place = among(e->place, d->entities.count),
          .sentence = among(e->sentence, d->sentences.count),
          .statement = among(e->statement, d->statements.count),
          .within = e->within == i ? STORE_NONE : among(e->within, d->events.count),
          .confidence = e->confidence });
    for (uint32_t k = 0; k < e->roles.count; k++)
        if (e->roles.at[k].entity < d->entities.count)
            ADD(c, links, { LINK_PARTICIPANT, i, k, e->roles.at[k].entity, label(event_role_text(e->roles.at[k].role)) });
    add_links(c, LINK_REPORT_VIA, i, &e->via, NULL);
    for (uint32_t k = 0; k < e->source.count; k++) ADD(c, actors, { i, k, CHY_LIT("source"), e->source.at[k] });
    for (uint32_t k = 0; k < e->target.count; k++) ADD(c, actors, { i, k, CHY_LIT("target"), e->target.at[k] });
    ADD(c, evidence, { 'R', i, 0, CHY_LIT("trigger"), e->trigger });
    add_spans(c, 'R', i, "source", &e->source_spans);
    add_spans(c, 'R', i, "target", &e->target_spans);
}

/*
 * Blocks are parted by years, so that they stay small however long the record becomes. A report without a year goes with the one before it
 * in its document that has one and is of the same block otherwise, else with the one after it, else with the year of publication.
 */
static bool add_years(struct coding *c, chy_str *blocks)
{
    const chy_doc *d = c->d;
    struct map years = { 0 };
    chy_str *year = ARENA_ARRAY(c->mem, chy_str, d->events.count + 1);
    if (!year) return false;
    for (uint32_t k = 0; k < 2 * d->events.count; k++) {
        uint32_t i = k < d->events.count ? k : 2 * d->events.count - 1 - k; /* to the end, and back */
        chy_str own = year_of(d->events.at[i].date);
        if (k == d->events.count) years = (struct map){ 0 };
        uint32_t known = map_get(&years, blocks[i]);
        if (own.len)
            year[i] = own;
        else if (!year[i].len && known != MAP_NONE)
            year[i] = year[known];
        if (own.len && !map_put(&years, c->mem, blocks[i], i)) return false;
    }
    for (uint32_t i = 0; i < d->events.count; i++) {
        blocks[i] = with_year(blocks[i], year[i].len ? year[i] : year_of(d->date), c->mem);
        if (!blocks[i].ptr) return false;
    }
    return true;
}

static void add_reports(struct coding *c)
{
    const chy_doc *d = c->d;
    chy_str *blocks = ARENA_ARRAY(c->mem, chy_str, d->events.count + 1);
    chy_str *states = ARENA_ARRAY(c->mem, chy_str, d->events.count + 1);
    c->full = c->full || !blocks || !states;
    for (uint32_t i = 0; !c->full && i < d->events.count; i++) {
        blocks[i] = block_of(c, &d->events.at[i], &states[i]);
        c->full = !blocks[i].ptr;
    }
    c->full = c->full || !add_years(c, blocks);
    for (uint32_t i = 0; !c->full && i < d->events.count; i++) add_report(c, i, blocks[i], states[i]);
}

static void add_fact(struct coding *c, uint32_t i)
{
    const chy_doc *d = c->d;
    const struct fact *f = &d->facts.at[i];
    struct store_date as_of = store_date_of(f->as_of), attested = f->as_of.len ? as_of : c->out->document.published;
    ADD(c, facts,
        { .relation = f->relation,
          .object_text = f->object_text,
          .modality = label(modality_text(f->modality)),
          .rule = str_of(f->rule),
          .subject = f->subject,
          .object = among(f->object, d->entities.count),
          .of = among(f->of, d->entities.count),
          .holder = among(f->holder, d->entities.count),
          .statement = among(f->statement, d->statements.count),
          .confidence = f->confidence,
          .as_of = as_of,
          .from = store_date_of(f->from),
          .to = store_date_of(f->to),
          .attested_first = attested.first,
          .attested_last = attested.last,
          .ended = f->ended,
          .inferred = f->inferred });
    ADD(c, evidence, { 'F', i, 0, CHY_LIT("evidence"), f->evidence });
    for (uint32_t k = 0; k < f->from_facts.count; k++)
        if (f->from_facts.at[k] < d->facts.count && f->from_facts.at[k] != i) ADD(c, sources, { i, f->from_facts.at[k] });
}

static chy_status check_document(const chy_doc *d, chy_err *err)
{
    for (uint32_t i = 0; i < d->facts.count; i++)
        if (d->facts.at[i].subject >= d->entities.count)
            return err_set(err, CHY_EINPUT, i, "%.*s: fact %u has no subject", (int)d->id.len, d->id.ptr, i);
    return CHY_OK;
}

chy_status code_rows(const chy_doc *d, chy_str hash, size_t size, chy_str recorded, arena *mem, struct store_coded *out, chy_err *err)
{
    chy_status st = check_document(d, err);
    if (st) return st;
    *out = (struct store_coded){ 0 };
    struct coding c = { .d = d, .out = out, .mem = mem, .hash = hash };
    add_document(&c, size, recorded);
    add_entities(&c);
    if (!c.full) add_times(&c);
    if (!c.full) add_statements(&c);
    if (!c.full) add_reports(&c);
    for (uint32_t i = 0; !c.full && i < d->facts.count; i++) add_fact(&c, i);
    return c.full ? err_memory(err, "putting a document into the record") : CHY_OK;
}
