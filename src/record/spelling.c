#include "record/spelling.h"

#include <stdlib.h>

#include "name_variants.h"

static int by_from(const void *a, const void *b)
{
    const chy_str *word = a;
    const struct name_variant *v = b;
    return str_cmp(*word, str_of(v->from));
}

chy_str spelling_of(chy_str word, arena *mem)
{
    chy_str letters = spelling_letters(word, mem);
    if (!letters.ptr) return letters;
    const struct name_variant *v = bsearch(&letters, name_variants, NAME_VARIANTS, sizeof *name_variants, by_from);
    return v ? str_of(v->to) : letters;
}
