/* gold.h: folders of web pages with what is known of each: SET/ID/gold.json beside SET/ID/page.html. */
#ifndef TRAIN_GOLD_H
#define TRAIN_GOLD_H

#include <dirent.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

/* A number for the site that a page is of, so that no site stands in two folds: by the host of its address, else by its own name. */
static inline uint32_t gold_site(const json_t *gold, const char *id)
{
    const char *url = json_string_value(json_object_get(gold, "url"));
    chy_str s = str_of(url ? url : id);
    size_t at = str_find(s, CHY_LIT("://"), 0);
    if (at != SIZE_MAX) s = str_cut(s, at + 3, s.len);
    at = str_find(s, CHY_LIT("/"), 0);
    if (at != SIZE_MAX && url) s = str_cut(s, 0, at);
    return (uint32_t)(str_hash(s) >> 20);
}

static inline int gold_by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* The names of the pages of a set, in order, at most so many; to be freed each and all. NULL: no such folder, or no memory. */
static inline char **gold_pages(const char *set, size_t most, size_t *count)
{
    DIR *dir = opendir(set);
    char **names = dir ? calloc(most, sizeof *names) : NULL;
    *count = 0;
    for (struct dirent *e; names && *count < most && (e = readdir(dir));)
        if (e->d_name[0] != '.' && (names[*count] = strdup(e->d_name))) ++*count;
    if (dir) closedir(dir);
    if (names) qsort(names, *count, sizeof *names, gold_by_name);
    return names;
}

#endif
