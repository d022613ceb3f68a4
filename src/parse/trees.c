#include "parse/trees.h"

#include "base/str.h"

enum { EMPTY_NODES = 4 };

bool state_init(struct state *s, const struct word *w, uint32_t count, arena *mem)
{
    static const struct word nothing = { .lower = 13, .shape = 13 }, root = { .lower = 14, .shape = 14, .tag = 254 };
    s->node = ARENA_ARRAY(mem, struct node, (size_t)count + 2 + EMPTY_NODES);
    s->stack = ARENA_ARRAY(mem, uint32_t, (size_t)count + 1);
    if (!s->node || !s->stack) return false;
    s->depth = 0;
    s->next = 1;
    s->count = count;
    for (uint32_t i = 0; i < count + 2 + EMPTY_NODES; i++)
        s->node[i].word = i && i <= count ? &w[i - 1] : i == count + 1 ? &root : &nothing;
    return true;
}

unsigned state_moves(const struct state *s)
{
    bool end = s->next > s->count;
    unsigned may = 0;
    if (!end) may |= 1u << MOVE_SHIFT;
    if (s->depth && (!end || s->depth == 1)) may |= 1u << MOVE_LEFT;
    if (s->depth > 1) may |= 1u << MOVE_RIGHT;
    return may;
}

static void attach_left(struct node *n, struct node *all, uint32_t head, uint32_t word, int rel)
{
    n->left2 = n->left;
    n->left = word;
    n->left_set |= (uint64_t)1 << (rel & 63);
    if (n->lefts < 3) n->lefts++;
    all[word].head = head;
    all[word].rel = (uint8_t)(rel + 1);
}

void state_do(struct state *s, enum move move, int rel)
{
    if (move == MOVE_SHIFT) {
        s->stack[s->depth++] = s->next++;
        return;
    }
    uint32_t word = s->stack[--s->depth];
    if (move == MOVE_LEFT) {
        attach_left(&s->node[s->next], s->node, s->next, word, rel);
        return;
    }
    uint32_t head = s->stack[s->depth - 1];
    struct node *n = &s->node[head];
    n->right2 = n->right;
    n->right = word;
    n->right_set |= (uint64_t)1 << (rel & 63);
    if (n->rights < 3) n->rights++;
    s->node[word].head = head;
    s->node[word].rel = (uint8_t)(rel + 1);
}

static uint32_t apart(uint32_t a, uint32_t b)
{
    uint32_t n = b > a ? b - a : a - b;
    return n < 5 ? n : n < 8 ? 5 : n < 14 ? 6 : 7;
}

size_t state_features(const struct state *s, uint64_t *out)
{
    const struct node *all = s->node;
    uint32_t i0 = s->depth > 0 ? s->stack[s->depth - 1] : 0, i1 = s->depth > 1 ? s->stack[s->depth - 2] : 0,
             i2 = s->depth > 2 ? s->stack[s->depth - 3] : 0;
    uint32_t end = s->count + 1, j0 = s->next;
    const struct node *s0 = &all[i0], *s1 = &all[i1], *s2 = &all[i2], *b0 = &all[j0], *b1 = &all[j0 < end ? j0 + 1 : 0],
                      *b2 = &all[j0 + 1 < end ? j0 + 2 : 0];
    const struct node *s0l = &all[s0->left], *s0r = &all[s0->right], *s1r = &all[s1->right], *s1l = &all[s1->left], *b0l = &all[b0->left];
    const struct node *s0l2 = &all[s0->left2], *s0r2 = &all[s0->right2], *s1r2 = &all[s1->right2], *b0l2 = &all[b0->left2];
    uint64_t s0w = s0->word->lower, s1w = s1->word->lower, s2w = s2->word->lower, b0w = b0->word->lower, b1w = b1->word->lower,
             b2w = b2->word->lower;
    uint32_t s0p = s0->word->tag, s1p = s1->word->tag, s2p = s2->word->tag, b0p = b0->word->tag, b1p = b1->word->tag, b2p = b2->word->tag;
    uint32_t s0c = s0->word->cluster, s1c = s1->word->cluster, b0c = b0->word->cluster, b1c = b1->word->cluster;
    uint32_t s0k = s0c >> CLUSTER_COARSE, s1k = s1c >> CLUSTER_COARSE, b0k = b0c >> CLUSTER_COARSE;
    uint32_t s0lp = s0l->word->tag, s0rp = s0r->word->tag, s1rp = s1r->word->tag, s1lp = s1l->word->tag, b0lp = b0l->word->tag;
    uint32_t near = apart(i0, j0), far = apart(i1, i0);
#define PAIR(x, y) ((uint64_t)(x) << 16 | (y))
#define TRIO(x, y, z) ((uint64_t)(x) << 32 | (uint64_t)(y) << 16 | (z))
    uint64_t pp = PAIR(s0p, b0p), qq = PAIR(s1p, s0p);
    uint32_t n = 0;
#define F(t, x, y, z) out[n++] = feature(t, x, y, z)
    F(0, 0, 0, 0);
    F(1, s0w, s0p, 0);
    F(2, s0w, 0, 0);
    F(3, s0p, 0, 0);
    F(4, s0c, s0p, 0);
    F(5, s1w, s1p, 0);
    F(6, s1w, 0, 0);
    F(7, s1p, 0, 0);
    F(8, s1c, s1p, 0);
    F(9, b0w, b0p, 0);
    F(10, b0w, 0, 0);
    F(11, b0p, 0, 0);
    F(12, b0c, b0p, 0);
    F(13, b1w, b1p, 0);
    F(14, b1p, 0, 0);
    F(15, b2w, b2p, 0);
    F(16, s2w, s2p, 0);
    F(17, s0w, b0w, 0);
    F(18, s0w, pp, b0w);
    F(19, s0w, pp, 0);
    F(20, b0w, pp, 1);
    F(21, pp, 0, 0);
    F(22, s0c, b0c, pp);
    F(23, s0k, b0k, pp);
    F(24, s0w, b0k, b0p);
    F(25, b0w, s0k, s0p);
    F(26, s1w, s0w, 0);
    F(27, s1w, qq, 0);
    F(28, s0w, qq, 1);
    F(29, qq, 0, 0);
    F(30, s1c, s0c, qq);
    F(31, s1k, s0k, qq);
    F(32, s1w, s0k, s0p);
    F(33, s1p, b0p, 0);
    F(34, s1w, b0p, 0);
    F(35, b0w, s1p, 0);
    F(36, s1w, b0w, 0);
    F(37, b0p, b1p, 0);
    F(38, b0w, b1p, 0);
    F(39, b1w, b0p, 0);
    F(40, b0w, b1w, 0);
    F(41, pp, b1p, 0);
    F(42, pp, PAIR(b1p, b2p), 0);
    F(43, qq, b0p, 0);
    F(44, TRIO(s2p, s1p, s0p), 0, 0);
    F(45, TRIO(s2p, s1p, s0p), b0p, 0);
    F(46, b0p, b1p, b2p);
    F(47, qq, PAIR(b0p, b1p), 0);
    F(48, pp, s0lp, s0l->rel);
    F(49, pp, s0rp, s0r->rel);
    F(50, qq, s1rp, s1r->rel);
    F(51, qq, s1lp, s1l->rel);
    F(52, pp, b0lp, b0l->rel);
    F(53, qq, s0rp, s0r->rel);
    F(54, qq, s0lp, s0l->rel);
    F(55, s0p, PAIR(s0lp, s0l2->word->tag), 0);
    F(56, s0p, PAIR(s0rp, s0r2->word->tag), 0);
    F(57, s1p, PAIR(s1rp, s1r2->word->tag), s0p);
    F(58, b0p, PAIR(b0lp, b0l2->word->tag), s0p);
    F(59, s0w, s0l->rel, s0r->rel);
    F(60, s0p, PAIR(s0l->rel, s0l2->rel), PAIR(s0r->rel, s0r2->rel));
    F(61, s1p, PAIR(s1l->rel, s1r->rel), s0p);
    F(62, s1w, s1r->rel, s0p);
    F(63, b0w, b0l->rel, s0p);
    F(64, s0w, s0->lefts, 0);
    F(65, s0w, s0->rights, b0p);
    F(66, s0p, s0->lefts, b0p);
    F(67, s0p, s0->rights, b0p);
    F(68, s1p, s1->rights, s0p);
    F(69, b0p, b0->lefts, s0p);
    F(70, pp, near, 0);
    F(71, s0w, near, b0p);
    F(72, b0w, near, s0p);
    F(73, qq, far, 0);
    F(74, s1w, far, s0p);
    F(75, s0w, far, s1p);
    F(76, s0p, s0->left_set, b0p);
    F(77, s0p, s0->right_set, b0p);
    F(78, s0w, s0->right_set, 0);
    F(79, s1p, s1->right_set, s0p);
    F(80, s1p, s1->left_set, s0p);
    F(81, b0p, b0->left_set, s0p);
    F(82, s1w, s0l->word->lower, s0p);
    F(83, s1p, s0l->word->lower, s0p);
    F(84, s1c, s0l->word->lower, s0c);
    F(85, s1w, s0l->word->lower, s0w);
    F(86, s0l->word->lower, s0w, s0p);
    F(87, s0p, s0l->word->lower, b0w);
    F(88, s1w, s1r->word->lower, s0p);
    F(89, s0w, s0r->word->lower, b0p);
    F(90, s1p, s0w, b0p);
    F(91, s1p, s0p, b0w);
    F(92, s1w, s0p, b0p);
    F(93, s0p, b0w, b1p);
    F(94, s0w, b0p, b1p);
    F(95, s0->word->end[2], s0p, b0p);
    F(96, b0->word->end[2], b0p, s0p);
    F(97, s0->word->shape, b0->word->shape, pp);
    F(98, s1w, s0w, b0p);
    F(99, s2w, s0p, s1p);
    F(100, s0w, b1w, 0);
    F(101, s0p, b1c, b0p);
    F(102, s1->word->shape, s0->word->shape, qq);
    F(103, s0->word->fine, s0p, b0p);
    F(104, b0->word->fine, b0p, s0p);
    F(105, s1->word->fine, s1p, s0p);
    F(106, s0->word->fine, qq, b0p);
    F(107, s1->word->fine, s0l->word->lower, s0p);
    F(108, s0p, PAIR(s1p, b0p), s1->right_set);
    F(109, s0p, PAIR(s1p, b0p), s0->left_set);
    F(110, qq, PAIR(s0->rights, s0l->rel), b0p);
#undef F
    return n;
}

struct arc state_arc(const struct state *s, enum move move)
{
    uint32_t top = s->depth ? s->stack[s->depth - 1] : 0, under = s->depth > 1 ? s->stack[s->depth - 2] : 0;
    return move == MOVE_LEFT ? (struct arc){ s->next, top } : (struct arc){ under, top };
}

size_t arc_features(const struct state *s, struct arc a, uint64_t *out)
{
    const struct node *all = s->node, *h = &all[a.head], *d = &all[a.word], *none = &all[0];
    const struct node *before = a.word > 1 ? &all[a.word - 1] : none, *after = a.word < s->count ? &all[a.word + 1] : none;
    const struct node *hb = a.head > 1 && a.head <= s->count ? &all[a.head - 1] : none, *ha = a.head < s->count ? &all[a.head + 1] : none;
    const struct node *dl = &all[d->left], *dr = &all[d->right], *dl2 = &all[d->left2], *hl = &all[h->left], *hr = &all[h->right];
    uint32_t way = a.head > a.word, far = apart(a.head, a.word), hp = h->word->tag, dp = d->word->tag,
             hk = h->word->cluster >> CLUSTER_COARSE, dk = d->word->cluster >> CLUSTER_COARSE;
    uint64_t hw = h->word->lower, dw = d->word->lower, pp = TRIO(hp, dp, way);
    uint32_t n = 0;
#define F(t, x, y, z) out[n++] = feature(t, x, y, z)
    F(120, way, 0, 0);
    F(121, pp, 0, 0);
    F(122, pp, far, 0);
    F(123, dw, way, 0);
    F(124, dw, pp, 0);
    F(125, hw, way, dp);
    F(126, hw, pp, 1);
    F(127, hw, dw, way);
    F(128, h->word->cluster, d->word->cluster, pp);
    F(129, hk, dk, pp);
    F(130, hw, dk, pp);
    F(131, dw, hk, pp);
    F(132, pp, d->left_set, 0);
    F(133, pp, d->right_set, 0);
    F(134, pp, d->left_set, d->right_set);
    F(135, dp, d->left_set, way);
    F(136, pp, h->left_set, 0);
    F(137, pp, h->right_set, 0);
    F(138, hw, h->right_set, pp);
    F(139, hw, dl->word->lower, pp);
    F(140, dl->word->lower, pp, 0);
    F(141, dl->word->lower, dw, way);
    F(142, dl->word->lower, d->word->cluster, pp);
    F(143, dl->word->lower, dl2->word->lower, pp);
    F(144, pp, hl->rel, d->left_set);
    F(145, pp, hr->rel, d->left_set);
    F(146, pp, before->word->tag, after->word->tag);
    F(147, pp, hb->word->tag, ha->word->tag);
    F(148, before->word->lower, pp, 0);
    F(149, after->word->lower, pp, 0);
    F(150, d->word->end[2], pp, 0);
    F(151, h->word->end[2], pp, 0);
    F(152, d->word->shape, h->word->shape, pp);
    F(153, d->word->cluster, pp, 0);
    F(154, h->word->cluster, pp, 0);
    F(155, dr->word->tag, dr->rel, pp);
    F(156, dl->word->tag, dl->rel, pp);
    F(157, hw, d->left_set, pp);
    F(158, dw, d->left_set, way);
    F(159, hw, far, pp);
    F(160, pp, all[s->next].word->tag, far);
    F(161, d->word->shape, dp, d->left_set);
    F(162, hw, hr->rel, dp);
    F(164, d->word->fine, dp, way);
    F(165, h->word->fine, pp, 0);
    F(166, d->word->fine, pp, d->left_set);
    F(163, dr->word->lower, pp, 0);
#undef F
    return n;
}

chy_status trees_open(const struct model *m, struct tree_rules *out, chy_err *err)
{
    chy_status st = weights_open(m, "move", &out->moves, err);
    if (st == CHY_OK) st = weights_open(m, "rel", &out->rels, err);
    if (st) return st;
    const struct model_section *s = model_section(m, CHY_LIT("rel.list"));
    if (!s || s->element != 1 || s->shape[0] != out->rels.classes || out->moves.classes != MOVE_COUNT)
        return err_set(err, CHY_EMODEL, 0, "the model's list of relations does not fit its weights");
    out->rel = s->data;
    for (uint32_t i = 0; i < out->rels.classes; i++)
        if (out->rel[i] >= REL_COUNT) return err_set(err, CHY_EMODEL, 0, "the model's relation %u is none of ours", i);
    return CHY_OK;
}

static enum move best_move(const struct tree_rules *r, const struct state *s)
{
    unsigned may = state_moves(s);
    if (!(may & (may - 1))) return (enum move)__builtin_ctz(may);
    uint64_t f[WEIGHTS_FEATURES_MAX];
    int32_t score[WEIGHTS_CLASSES];
    weights_sum(&r->moves, f, state_features(s, f), score);
    int best = -1;
    for (int m = 0; m < MOVE_COUNT; m++)
        if (may >> m & 1 && (best < 0 || score[m] > score[best])) best = m;
    return (enum move)best;
}

static int best_rel(const struct tree_rules *r, const struct state *s, struct arc a)
{
    if (a.head > s->count) return REL_root;
    uint64_t f[WEIGHTS_FEATURES_MAX];
    int32_t score[WEIGHTS_CLASSES];
    weights_sum(&r->rels, f, arc_features(s, a, f), score);
    uint32_t best = 0;
    for (uint32_t c = 1; c < r->rels.classes; c++)
        if (score[c] > score[best]) best = c;
    return r->rel[best];
}

bool trees_run(const struct tree_rules *rules, chy_doc *d, run r, const struct word *w, arena *scratch)
{
    arena_mark here = arena_here(scratch);
    struct state s;
    uint32_t n = r.last - r.first;
    if (!state_init(&s, w, n, scratch)) return false;
    while (!state_over(&s)) {
        enum move m = best_move(rules, &s);
        state_do(&s, m, m == MOVE_SHIFT ? 0 : best_rel(rules, &s, state_arc(&s, m)));
    }
    for (uint32_t i = 1; i <= n; i++) {
        struct token *t = &d->tokens.at[r.first + i - 1];
        bool root = s.node[i].head == n + 1;
        t->head = root ? (uint32_t)NONE : r.first + s.node[i].head - 1;
        t->rel = root ? REL_root : (uint8_t)(s.node[i].rel - 1);
    }
    arena_rewind(scratch, here);
    return true;
}
