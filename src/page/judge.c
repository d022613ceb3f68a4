#include "page/judge.h"

#include "model/model.h"
#include "page/feature.h"

extern const unsigned char page_builtin[], page_builtin_end[];

struct trees {
    const struct tree *at;
    uint32_t count;
    int32_t bias;
};
struct page_judge {
    struct trees first, second;
    uint64_t checksum;
};

static chy_status load(const struct model *m, chy_str name, int features, struct trees *out, chy_err *err)
{
    const struct model_section *s = model_section(m, name);
    if (!s || s->element != 2 || s->size < sizeof(struct tree) || s->size % sizeof(struct tree))
        return err_set(err, CHY_EMODEL, 0, "the weights for pages lack the trees '%.*s'", (int)name.len, name.ptr);
    out->at = s->data;
    out->count = (uint32_t)(s->size / sizeof(struct tree)) - 1; /* the last one holds the bias alone */
    out->bias = out->at[out->count].leaf[0];
    for (uint32_t t = 0; t < out->count; t++)
        for (int i = 0; i < TREE_NODES; i++)
            if (out->at[t].feature[i] < 0 || out->at[t].feature[i] >= features)
                return err_set(err, CHY_EMODEL, t, "the weights for pages ask for feature %d; there are %d", out->at[t].feature[i],
                               features);
    return CHY_OK;
}

chy_status page_judge_create(chy_str weights, arena *mem, struct page_judge **out, chy_err *err)
{
    struct page_judge *j = ARENA_NEW(mem, struct page_judge);
    if (!j) return err_memory(err, "opening the weights for pages");
    if (!weights.ptr) weights = (chy_str){ (const char *)page_builtin, (size_t)(page_builtin_end - page_builtin) };
    struct model *m = NULL;
    chy_status st = model_open_bytes(weights.ptr, weights.len, mem, &m, err);
    if (!st) st = load(m, CHY_LIT("page.first"), FEATURE_FIRST, &j->first, err);
    if (!st) st = load(m, CHY_LIT("page.second"), FEATURE_SECOND, &j->second, err);
    if (!st) j->checksum = model_checksum(m);
    model_close(m);
    if (!st) *out = j;
    return st;
}

uint64_t page_judge_checksum(const struct page_judge *j) { return j->checksum; }

/* rows: up to TREE_LANES of so many features each. */
static void sum_rows(const struct trees *trees, const int16_t *rows, uint32_t count, size_t features, int32_t *score)
{
    tree_lanes column[FEATURE_SECOND] = { 0 };
    int32_t sum[TREE_LANES] = { 0 };
    for (uint32_t i = 0; i < count; i++)
        for (size_t f = 0; f < features; f++) column[f][i] = rows[i * features + f];
    tree_sums(trees->at, trees->count, column, sum);
    for (uint32_t i = 0; i < count; i++) score[i] = trees->bias + sum[i];
}

chy_status page_judge_blocks(const struct page_judge *j, const struct page *page, arena *scratch, int32_t *score, chy_err *err)
{
    uint32_t n = page->blocks.count;
    const int16_t *first = page_features(page, scratch);
    int32_t *before = ARENA_ARRAY(scratch, int32_t, n + 1u);
    if (!first || !before) return err_memory(err, "judging a page");
    for (uint32_t from = 0; from < n; from += TREE_LANES)
        sum_rows(&j->first, first + (size_t)from * FEATURE_FIRST, n - from < TREE_LANES ? n - from : TREE_LANES, FEATURE_FIRST, before + from);
    const struct page_again *again = page_again(page, first, before, scratch);
    if (!again) return err_memory(err, "judging a page");
    for (uint32_t from = 0; from < n; from += TREE_LANES) {
        int16_t rows[TREE_LANES * FEATURE_SECOND];
        uint32_t count = n - from < TREE_LANES ? n - from : TREE_LANES;
        page_again_rows(again, from, count, rows);
        sum_rows(&j->second, rows, count, FEATURE_SECOND, score + from);
    }
    return CHY_OK;
}
