#include "read/language.h"

#include "base/utf8.h"

enum { WORDS_MOST = 600, BYTES_MOST = 16 << 10, SURE_VOTES = 4, SURE_LETTERS = 8 };

static uint32_t hexadecimal(chy_str s)
{
    uint32_t v = 0;
    for (size_t i = 0; i < s.len && i < 6; i++) v = v << 4 | (uint32_t)(s.ptr[i] <= '9' ? s.ptr[i] - '0' : (s.ptr[i] | 32) - 'a' + 10);
    return v;
}

static chy_status load_scripts(struct language_rules *r, const struct lexicon *lex, chy_err *err)
{
    const struct table *t;
    int c[3];
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/scripts"), &t, err, c, "first", "last", "lang", NULL);
    if (st) return st;
    if (table_rows(t) > SCRIPTS) return err_set(err, CHY_EMODEL, 0, "data/lexicon/scripts.tsv: more than %d rows", SCRIPTS);
    for (r->scripts = 0; r->scripts < table_rows(t); r->scripts++) {
        r->first[r->scripts] = hexadecimal(table_cell(t, r->scripts, c[0]));
        r->last[r->scripts] = hexadecimal(table_cell(t, r->scripts, c[1]));
        r->script_lang[r->scripts] = table_cell(t, r->scripts, c[2]);
    }
    return CHY_OK;
}

/* Of the first letter. */
static uint32_t script_of(const struct language_rules *r, chy_str words)
{
    uint32_t c = words.len ? utf8_next(words, &(size_t){ 0 }) : 0, s = 0;
    while (s < r->scripts && (c < r->first[s] || c > r->last[s])) s++;
    return s < r->scripts ? s : SCRIPTS;
}

chy_status language_rules_create(const struct lexicon *lex, arena *mem, struct language_rules *out, chy_err *err)
{
    const struct table *t;
    int c[2];
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/languages"), &t, err, c, "lang", "words", NULL);
    if (st) return st;
    if (table_rows(t) > LANGUAGES) return err_set(err, CHY_EMODEL, 0, "data/lexicon/languages.tsv: more than %d rows", LANGUAGES);
    for (out->count = 0; out->count < table_rows(t); out->count++) {
        chy_str words = table_cell(t, out->count, c[1]), word;
        out->lang[out->count] = table_cell(t, out->count, c[0]);
        while (str_next_piece(&words, '|', &word)) {
            uint32_t bits = map_get(&out->word, word);
            if (!map_put(&out->word, mem, word, (bits == MAP_NONE ? 0 : bits) | 1u << out->count))
                return err_memory(err, "compiling the rules of languages");
        }
    }
    st = load_scripts(out, lex, err);
    for (uint32_t l = 0; !st && l < out->count; l++) out->written[l] = script_of(out, table_cell(t, l, c[1]));
    return st;
}

static void add_letter(const struct language_rules *r, uint32_t c, struct language_count *count)
{
    count->letters++;
    for (uint32_t s = 0; s < r->scripts; s++) count->script[s] += c >= r->first[s] && c <= r->last[s];
}

bool language_add(const struct language_rules *r, chy_str text, arena *scratch, struct language_count *count)
{
    arena_mark here = arena_here(scratch);
    chy_str low = utf8_lower(scratch, str_cut(text, 0, BYTES_MOST));
    uint32_t words = 0;
    for (size_t at = 0; at < low.len && words < WORDS_MOST;) {
        size_t from = at, next = at;
        while (next < low.len) {
            uint32_t c = utf8_next(low, &next);
            if (!char_is(c, CHAR_LETTER)) break;
            if (c >= 0x370)
                add_letter(r, c, count);
            else
                count->letters++;
            at = next;
        }
        if (at == from) {
            at = next;
            continue;
        }
        uint32_t bits = map_get(&r->word, str_cut(low, from, at));
        words++;
        for (uint32_t l = 0; bits != MAP_NONE && l < r->count; l++) count->votes[l] += bits >> l & 1;
    }
    count->words += words;
    arena_rewind(scratch, here);
    return low.ptr != NULL || !text.len;
}

void language_join(struct language_count *to, const struct language_count *more)
{
    to->words += more->words;
    to->letters += more->letters;
    for (int l = 0; l < LANGUAGES; l++) to->votes[l] += more->votes[l];
    for (int s = 0; s < SCRIPTS; s++) to->script[s] += more->script[s];
}

/* The script that most letters are of, when it is none of those that many languages share; SCRIPTS. Kana among Chinese letters is Japanese.
 */
static uint32_t main_script(const struct language_rules *r, const struct language_count *c)
{
    uint32_t best = SCRIPTS, seen = 0;
    for (uint32_t s = 0; s < r->scripts; s++) {
        seen += c->script[s];
        if (c->script[s] && (best == SCRIPTS || c->script[s] > c->script[best])) best = s;
    }
    for (uint32_t s = 0; best < SCRIPTS && s < r->scripts; s++)
        if (str_is(r->script_lang[s], "ja") && str_is(r->script_lang[best], "zh") && c->script[s] * 6 > c->script[best]) best = s;
    return seen * 2 > c->letters ? best : SCRIPTS;
}

chy_str language_of(const struct language_rules *r, const struct language_count *c, enum language_need need)
{
    uint32_t best = LANGUAGES, votes = 0, second = 0, script = main_script(r, c);
    for (uint32_t l = 0; l < r->count; l++) {
        if (r->written[l] != script || !c->votes[l]) continue;
        if (c->votes[l] > votes) {
            second = votes;
            votes = c->votes[l];
            best = l;
        } else if (c->votes[l] > second) {
            second = c->votes[l];
        }
    }
    if (script < SCRIPTS) {
        if (need == LANGUAGE_SURE && c->script[script] < SURE_LETTERS) return CHY_LIT("");
        return best < LANGUAGES && second < votes ? r->lang[best] : r->script_lang[script];
    }
    bool sure = votes >= SURE_VOTES && votes * 2 > second * 3 && votes * 6 >= c->words;
    return best < LANGUAGES && (need == LANGUAGE_LIKELY || sure) ? r->lang[best] : CHY_LIT("");
}
