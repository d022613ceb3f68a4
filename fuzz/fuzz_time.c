/* The stage of times alone, over words cut at blanks and marks: every time lies in the text and has a value. */
#include "fuzz.h"
#include "lexicon/lexicon.h"
#include "time/split.h"
#include "time/time.h"

static const struct time_rules *fuzz_rules(void)
{
    static arena mem;
    static struct time_rules *rules;
    struct lexicon *lex = NULL;
    chy_err err = { 0 };
    if (rules) return rules;
    arena_init(&mem, 256u << 20);
    FUZZ_REQUIRE(!lexicon_create(NULL, &mem, &lex, &err) && !time_rules_create(lex, &mem, &rules, &err), "%s", err.text);
    return rules;
}

/* The first byte chooses whether the day of publication is known and whether the text is a request. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct time_rules *rules = fuzz_rules();
    chy_doc *d = NULL;
    chy_err err = { 0 };
    arena scratch;
    if (!size) return 0;
    chy_str text = { (const char *)data + 1, size - 1 };
    if (!text.len || utf8_invalid_at(text) != text.len) return 0;
    arena_init(&scratch, 64u << 20);
    chy_status st = doc_create(CHY_LIT("f"), text, 64u << 20, &d, &err);
    if (!st) {
        if (*data & 1) d->date = CHY_LIT("2022-07-29");
        d->asked = *data & 2;
        st = split(d) ? time_run(rules, d, &scratch, &err) : err_memory(&err, "splitting");
    }
    fuzz_status(st, &err);
    for (uint32_t i = 0; !st && i < d->times.count; i++) {
        const struct time *t = &d->times.at[i];
        FUZZ_REQUIRE(t->span.start < t->span.end && t->span.end <= text.len, "time %u lies outside the text", i);
        FUZZ_REQUIRE(t->value.len, "time %u has no value", i);
    }
    chy_doc_destroy(d);
    arena_done(&scratch);
    return 0;
}
