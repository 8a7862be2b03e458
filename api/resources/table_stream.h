/* Statistics and differences of many rows as lines, sent while they are written: however many there are, few
 * are in memory. */
#ifndef API_RESOURCES_TABLE_STREAM_H
#define API_RESOURCES_TABLE_STREAM_H

#include "api/request.h"
#include "daemon/snapshot/snapshot.h"

enum { STREAMED_ROWS = 50000 }; /* fewer are an answer like others, compressed where the client takes that */

/* After rows_begin(), which said that it is lines. Takes the table over. */
enum api_result stream_table(struct api_request *request, struct snapshot_table *table)
    __attribute__((warn_unused_result));

#endif
