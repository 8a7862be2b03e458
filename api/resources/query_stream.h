/* A query's rows while it runs: NDJSON and CSV. */
#ifndef API_RESOURCES_QUERY_STREAM_H
#define API_RESOURCES_QUERY_STREAM_H

#include "api/request.h"
#include "api/resources/query_rows.h"

/* Answers with a stream: the query, which is prepared, is taken over in any case. `row_limit` 0: none. */
enum api_result stream_query(struct api_request *request, struct query *q, int64_t record,
                             enum rows_format format, uint64_t row_limit);

#endif
