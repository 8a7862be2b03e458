/* Rows of statistics and differences as JSON. */
#ifndef API_RESOURCES_WRITE_ROWS_H
#define API_RESOURCES_WRITE_ROWS_H

#include "api/rows.h"
#include "daemon/snapshot/snapshot.h"

/* "group_by", "items", "next" (null), "total" (rows without a limit), "size", "count" and for differences
 * "size_diff", "count_diff"; as lines, the items. */
void write_table_members(struct api_request *request, const struct snapshot_table *table);

/* One of the items. */
void write_table_row(struct json_writer *w, const struct snapshot_table *table,
                     const struct snapshot_row *row);

/* "group" where there is one, and "traceback": what a row is about. */
void write_row_key(struct json_writer *w, const struct snapshot_table *table, const struct snapshot_row *row);

#endif
