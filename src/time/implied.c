#include "time/implied.h"

chy_status implied_run(const struct time_words *words, const struct time_context *c, chy_doc *d, const struct item_list *items,
                       const struct found_list *found, arena *scratch, chy_err *err)
{
    (void)words, (void)c, (void)d, (void)items, (void)found, (void)scratch, (void)err;
    return CHY_OK;
}
