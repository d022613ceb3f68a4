#include "read/web.h"

enum { UP_MOST = 12 };

/* What an element is for, told by its kind or by what it is called; NULL: no furniture. */
static const char *purpose(const struct page_node *n)
{
    static const struct {
        enum page_hint hint;
        const char *why;
    } hints[] = { { HINT_comment, "comments" },    { HINT_menu, "navigation" },      { HINT_advert, "advertisement" },
                  { HINT_popup, "notice" },        { HINT_share, "sharing" },        { HINT_related, "other items" },
                  { HINT_teaser, "other items" },  { HINT_side, "side column" },     { HINT_foot, "page foot" },
                  { HINT_tags, "subjects" },       { HINT_bio, "about the author" }, { HINT_byline, "byline" },
                  { HINT_date, "about the page" }, { HINT_meta, "about the page" },  { HINT_head, "page head" },
                  { HINT_hidden, "hidden" } };
    switch (n->kind) {
    case PAGE_nav: return "navigation";
    case PAGE_footer: return "page foot";
    case PAGE_header: return "page head";
    case PAGE_aside: return "side column";
    case PAGE_form: return "form";
    case PAGE_dialog: return "notice";
    case PAGE_marquee: return "ticker";
    default: break;
    }
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (n->hints >> hints[i].hint & 1) return hints[i].why;
    return NULL;
}

static bool is_caption(const struct page *p, uint32_t block)
{
    uint32_t node = p->blocks.at[block].node;
    for (int up = 0; up < 2 && node != PAGE_NONE; up++, node = p->nodes.at[node].parent)
        if (p->nodes.at[node].kind == PAGE_caption || p->nodes.at[node].kind == PAGE_figure) return true;
    return false;
}

static const char *why_not(const struct page *p, uint32_t block)
{
    uint32_t node = p->blocks.at[block].node;
    for (int up = 0; up < UP_MOST && node != PAGE_NONE; up++, node = p->nodes.at[node].parent) {
        const char *why = purpose(&p->nodes.at[node]);
        if (why) return why;
    }
    return p->blocks.at[block].links * 2 > p->blocks.at[block].span.end - p->blocks.at[block].span.start ? "links" : "beside the text";
}

static bool add_line(const struct page *p, chy_span span, bool first, enum segment_kind kind, const char *why, arena *mem, line_list *out)
{
    while (span.start < span.end && (p->text.ptr[span.start] == ' ' || p->text.ptr[span.start] == '\n')) span.start++;
    while (span.end > span.start && (p->text.ptr[span.end - 1] == ' ' || p->text.ptr[span.end - 1] == '\n')) span.end--;
    struct line *l = LIST_PUSH(mem, out);
    if (!l) return false;
    *l = (struct line){ .span = span, .kind = kind, .why = why, .blank = span.start == span.end, .starts_paragraph = first };
    return true;
}

bool web_lines(const struct page *page, const int32_t *score, const struct about *about, arena *mem, line_list *out)
{
    for (uint32_t i = 0; i < page->blocks.count; i++) {
        enum segment_kind kind = SEGMENT_BODY;
        const char *why = "text";
        if (i == about->title_block) {
            kind = SEGMENT_TITLE;
            why = about->title_basis.ptr;
        } else if (score[i] <= 0 && is_caption(page, i)) {
            kind = SEGMENT_CAPTION;
            why = "caption";
        } else if (score[i] <= 0) {
            kind = SEGMENT_FURNITURE;
            why = why_not(page, i);
        }
        chy_span span = page->blocks.at[i].span;
        for (uint32_t from = span.start; from < span.end;) {
            const char *nl = memchr(page->text.ptr + from, '\n', span.end - from);
            uint32_t to = nl ? (uint32_t)(nl - page->text.ptr) : span.end;
            if (!add_line(page, (chy_span){ from, to }, from == span.start, kind, why, mem, out)) return false;
            from = to + 1;
        }
    }
    return true;
}
