/* Memory that SQLite takes for a query: counted, and refused beyond a limit. SQLite's own limit is one for
 * the whole process, and a query must not starve the store; so its allocator is wrapped, and counts for the
 * query that the calling thread is inside of. */
#ifndef HEAPD_QUERY_BUDGET_H
#define HEAPD_QUERY_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

struct budget {
    int64_t limit, used, peak;
    bool refused; /* something, since it was last set to false */
};

/* What this thread allocates from now on counts here; answers what it was before, for leaving. */
struct budget *budget_enter(struct budget *budget);
void budget_leave(struct budget *previous);

#endif
