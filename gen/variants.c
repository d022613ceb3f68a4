/*
 * Write data/world/name_variants.tsv as a sorted table of C: each spelling, letter by letter as spelling.h compares them, and the one that
 * stands for all of its row. What two rows claim belongs to the first. Usage: gen_variants TABLE OUTPUT
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/list.h"
#include "record/spelling.h"

struct variant {
    chy_str from, to;
    uint32_t row;
};
typedef LIST(struct variant) variant_list;

static int by_from(const void *a, const void *b)
{
    const struct variant *m = a, *n = b;
    int order = str_cmp(m->from, n->from);
    return order ? order : (m->row > n->row) - (m->row < n->row);
}

static void add(variant_list *list, arena *mem, chy_str name, chy_str head, uint32_t row)
{
    chy_str from = spelling_letters(name, mem);
    struct variant *v = from.ptr && from.len ? LIST_PUSH(mem, list) : NULL;
    if (v) *v = (struct variant){ from, head, row };
}

static void add_row(variant_list *list, arena *mem, chy_str line, uint32_t row)
{
    chy_str name = { 0 }, others = { 0 }, one;
    if (!str_next_piece(&line, '\t', &name) || !name.len) return;
    chy_str head = spelling_letters(name, mem);
    add(list, mem, name, head, row);
    if (!str_next_piece(&line, '\t', &others)) return;
    while (str_next_piece(&others, '|', &one)) add(list, mem, one, head, row);
}

int main(int count, char **args)
{
    char *bytes = NULL;
    size_t size = 0;
    arena mem;
    variant_list list = { 0 };
    uint32_t row = 0, kept = 0;
    arena_init(&mem, 1 << 24);
    FILE *out = count == 3 && !file_read(args[1], 1 << 20, &bytes, &size, NULL) ? fopen(args[2], "w") : NULL;
    if (!out) return 1;
    chy_str rest = { bytes, size }, line;
    while (str_next_piece(&rest, '\n', &line))
        if (line.len && line.ptr[0] != '#') add_row(&list, &mem, line, row++);
    qsort(list.at, list.count, sizeof *list.at, by_from);
    for (uint32_t i = 0; i < list.count; i++)
        if (!kept || !str_eq(list.at[kept - 1].from, list.at[i].from)) list.at[kept++] = list.at[i];
    fprintf(out, "static const struct name_variant {\n    const char *from, *to;\n} name_variants[] = {\n");
    for (uint32_t i = 0; i < kept; i++)
        fprintf(out, "    { \"%.*s\", \"%.*s\" },\n", (int)list.at[i].from.len, list.at[i].from.ptr, (int)list.at[i].to.len,
                list.at[i].to.ptr);
    fprintf(out, "};\nenum { NAME_VARIANTS = %u };\n", kept);
    arena_done(&mem);
    free(bytes);
    return fclose(out) != 0;
}
