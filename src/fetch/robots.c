#include "fetch/robots.h"

/* Does a pattern fit the beginning of a path? "*": anything, "$" at the end: the end of the path. */
static bool fits(chy_str pattern, chy_str path)
{
    bool to_end = pattern.len && pattern.ptr[pattern.len - 1] == '$';
    if (to_end) pattern.len--;
    size_t p = 0, s = 0, star = SIZE_MAX, star_s = 0;
    for (;;) {
        if (p == pattern.len && (!to_end || s == path.len)) return true;
        if (p < pattern.len && pattern.ptr[p] == '*') {
            star = ++p;
            star_s = s;
        } else if (p < pattern.len && s < path.len && pattern.ptr[p] == path.ptr[s]) {
            p++;
            s++;
        } else if (star != SIZE_MAX && star_s < path.len) {
            p = star;
            s = ++star_s;
        } else {
            return false;
        }
    }
}

struct rules {
    bool agent_named; /* a group names the agent */
    bool any[2], allow[2];
    size_t size[2]; /* of the longest rule that fits; [0]: of groups for all, [1]: of groups for this agent */
};

static void take_rule(struct rules *r, int group, bool allow, chy_str pattern, chy_str path)
{
    if (!pattern.len || pattern.len > 2048 || !fits(pattern, path)) return;
    bool better = !r->any[group] || pattern.len > r->size[group] || (pattern.len == r->size[group] && allow);
    if (!better) return;
    r->any[group] = true;
    r->allow[group] = allow;
    r->size[group] = pattern.len;
}

bool robots_allow(chy_str robots, chy_str agent, chy_str path)
{
    struct rules r = { 0 };
    bool for_all = false, for_agent = false, in_names = false;
    chy_str line;
    if (str_starts(robots, CHY_LIT("\xef\xbb\xbf"))) robots = str_cut(robots, 3, robots.len);
    while (robots.len && str_next_piece(&robots, '\n', &line)) {
        line = str_trim(str_cut(line, 0, str_find(line, CHY_LIT("#"), 0)));
        size_t colon = str_find(line, CHY_LIT(":"), 0);
        if (colon == SIZE_MAX) continue;
        chy_str key = str_trim(str_cut(line, 0, colon)), value = str_trim(str_cut(line, colon + 1, line.len));
        bool allow = str_eq_ascii_nocase(key, CHY_LIT("allow"));
        if (str_eq_ascii_nocase(key, CHY_LIT("user-agent"))) {
            if (!in_names) for_all = for_agent = false;
            in_names = true;
            for_all |= str_is(value, "*");
            for_agent |= value.len >= agent.len && str_eq_ascii_nocase(str_cut(value, 0, agent.len), agent);
            r.agent_named |= for_agent;
        } else if (allow || str_eq_ascii_nocase(key, CHY_LIT("disallow"))) {
            in_names = false;
            if (for_all) take_rule(&r, 0, allow, value, path);
            if (for_agent) take_rule(&r, 1, allow, value, path);
        }
    }
    int group = r.agent_named;
    return !r.any[group] || r.allow[group];
}
