/* together.h: who takes part in events together, and events at their places: parts of query_show. */
#ifndef QUERY_TOGETHER_H
#define QUERY_TOGETHER_H

#include "base/json.h"
#include "query/asking.h"

/* Members of the object that is open in w. */
chy_status together_network(struct asking *a, json *w);
chy_status together_map(struct asking *a, json *w);

#endif
