/* Rows of statistics and differences as JSON. */
#ifndef API_RESOURCES_WRITE_ROWS_H
#define API_RESOURCES_WRITE_ROWS_H

#include "api/json/writer.h"
#include "daemon/snapshot/snapshot.h"

/* "group_by", "items", "next" (null), "total" (rows without a limit), "size", "count" and for differences "size_diff", "count_diff". */
void write_table_members(struct json_writer *w, const struct snapshot_table *table);

/* The rows alone: a JSON object a line; or as CSV (RFC 4180, a line of names first), frames as file:line;file:line, oldest first. */
void write_table_lines(struct json_writer *w, const struct snapshot_table *table);
void write_table_csv(struct outbuf *out, const struct snapshot_table *table);

/* "group" where there is one, and "traceback": what a row is about. */
void write_row_key(struct json_writer *w, const struct snapshot_table *table, const struct snapshot_row *row);

#endif
