#include "corpus.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "doc/conllu.h"

chy_str file_text(const char *path, arena *mem)
{
    chy_err err = { 0 };
    char *bytes = NULL;
    size_t size = 0;
    if (file_read(path, (size_t)1 << 30, &bytes, &size, &err)) fail("%s", err.text);
    chy_str s = str_keep(mem, (chy_str){ bytes, size });
    need((void *)s.ptr);
    free(bytes);
    return s;
}

chy_doc *corpus_treebank(const char *path, arena *mem)
{
    chy_err err = { 0 };
    chy_doc *d = NULL;
    if (conllu_read(file_text(path, mem), (size_t)8 << 30, &d, &err)) fail("%s: %s", path, err.text);
    fprintf(stderr, "%s: %u sentences, %u words\n", path, d->sentences.count, d->tokens.count);
    return d;
}
