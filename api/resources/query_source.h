/* Where the rows of a query come from: a session's heap, and its snapshots in the store. */
#ifndef API_RESOURCES_QUERY_SOURCE_H
#define API_RESOURCES_QUERY_SOURCE_H

#include "daemon/query/query.h"
#include "daemon/session/session.h"
#include "store/store.h"

#include <stdatomic.h>

struct graphs;

struct query_rows_source {
    struct store *store;
    int64_t record;          /* of the session in the store */
    struct session *session; /* inside its turn; NULL: no heap */
    const struct deadline *deadline;
    struct graphs *graphs;        /* kept after use; NULL: none are */
    const atomic_bool *abandoned; /* nobody waits for the answer any more; NULL: cannot be */
    struct store_snapshots found; /* whose strings are lent */
    bool has_found;
};

/* What query_start() takes; `s` lives as long as the query. */
void query_rows_source(struct query_rows_source *s, struct query_source *out);
void query_rows_source_end(struct query_rows_source *s);

#endif
