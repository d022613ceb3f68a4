/* robots.h: what a site asks of programs that fetch its pages (RFC 9309). */
#ifndef FETCH_ROBOTS_H
#define FETCH_ROBOTS_H

#include "base/str.h"

/* May `agent` ("chancery") fetch `path` ("/news?id=7")? robots: the text of robots.txt; "" allows everything. Groups that name the agent
 * count, else those for "*"; the longest rule that fits decides, and "allow" wins a tie. */
bool robots_allow(chy_str robots, chy_str agent, chy_str path);

#endif
