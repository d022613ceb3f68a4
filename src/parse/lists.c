#include "parse/lists.h"

enum { ITEMS_MOST = 64 };

struct item {
    uint32_t first, last, head;
}; /* last included */

static bool in_chunk(const struct token *t)
{
    return t->upos == UPOS_PROPN || t->upos == UPOS_NOUN || t->upos == UPOS_ADJ || t->upos == UPOS_DET || t->upos == UPOS_NUM;
}

static bool is_comma(const struct token *t) { return str_is(t->form, ","); }
static bool is_joint(const struct token *t) { return str_is(t->lower, "and") || str_is(t->lower, "or"); }

/* A name with what stands before it, and the one word of it that hangs outside; false when it is not of one piece. */
static bool chunk_at(const chy_doc *d, uint32_t at, uint32_t end, struct item *out)
{
    const struct token *t = d->tokens.at;
    uint32_t last = at, outside = 0;
    while (last < end && in_chunk(&t[last])) last++;
    if (last == at || t[last - 1].upos != UPOS_PROPN) return false;
    *out = (struct item){ at, last - 1, NONE };
    for (uint32_t i = at; i < last; i++) {
        if (t[i].head != NONE && t[i].head >= at && t[i].head < last) continue;
        out->head = i;
        outside++;
    }
    return outside == 1;
}

static bool within(const struct item *items, uint32_t count, uint32_t token)
{
    return token != NONE && token >= items[0].first && token <= items[count - 1].last;
}

static void join(chy_doc *d, const struct item *items, uint32_t count)
{
    struct token *t = d->tokens.at;
    uint32_t first = items[0].head;
    /* the whole hangs where one of its members hangs outside: the first if it does */
    for (uint32_t i = 0; i < count; i++) {
        if (within(items, count, t[items[i].head].head)) continue;
        t[first].head = t[items[i].head].head;
        t[first].rel = t[items[i].head].rel;
        break;
    }
    for (uint32_t i = 1; i < count; i++) {
        t[items[i].head].head = first;
        t[items[i].head].rel = REL_conj;
        for (uint32_t k = items[i - 1].last + 1; k < items[i].first; k++) {
            t[k].head = items[i].head;
            t[k].rel = is_joint(&t[k]) ? REL_cc : REL_punct;
        }
    }
    /* nothing inside may be governed by a member in a way that makes a ring */
    for (uint32_t k = items[0].first; k <= items[count - 1].last; k++)
        if (t[k].head == k) t[k].head = first;
}

/* The list that begins at `at`: how many names, 0 when there is none. */
static uint32_t list_at(const chy_doc *d, uint32_t at, uint32_t end, struct item *items)
{
    const struct token *t = d->tokens.at;
    uint32_t count = 0;
    for (;;) {
        if (count == ITEMS_MOST || !chunk_at(d, at, end, &items[count])) return 0;
        at = items[count++].last + 1;
        bool comma = at < end && is_comma(&t[at]);
        at += comma;
        bool joint = at < end && is_joint(&t[at]);
        at += joint;
        if (!comma && !joint) return 0;
        if (!joint) continue;
        if (count == ITEMS_MOST || !chunk_at(d, at, end, &items[count])) return 0;
        return count + 1;
    }
}

void lists_mend(chy_doc *d, uint32_t sentence)
{
    const struct sentence *s = &d->sentences.at[sentence];
    const struct token *t = d->tokens.at;
    struct item items[ITEMS_MOST + 1];
    for (uint32_t at = s->words.first; at < s->words.last; at++) {
        if (!in_chunk(&t[at]) || (at > s->words.first && in_chunk(&t[at - 1]))) continue;
        uint32_t count = list_at(d, at, s->words.last, items);
        if (count < 3) continue;
        /* "In Moscow, Wang and Lavrov met": the first name belongs to a phrase before it */
        bool governed = at > s->words.first && t[at - 1].upos == UPOS_ADP;
        bool bound = t[items[1].head].head != NONE && t[items[1].head].head >= items[0].first && t[items[1].head].head <= items[0].last;
        if (governed && !bound) continue;
        /* a head outside that itself hangs inside would close a ring */
        bool ring = false;
        for (uint32_t i = 0; i < count && !ring; i++) {
            uint32_t h = t[items[i].head].head;
            if (within(items, count, h)) continue;
            for (uint32_t steps = 0; h != NONE && steps < s->words.last - s->words.first; steps++) {
                if (within(items, count, h)) {
                    ring = true;
                    break;
                }
                h = t[h].head;
            }
            break;
        }
        if (!ring) join(d, items, count);
        at = items[count - 1].last;
    }
}
