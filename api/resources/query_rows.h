/* Rows of a query as JSON, as lines of JSON objects, as CSV. */
#ifndef API_RESOURCES_QUERY_ROWS_H
#define API_RESOURCES_QUERY_ROWS_H

#include "api/rows.h"
#include "daemon/query/query.h"

/* [1, "text", …] */
void write_row_array(struct json_writer *w, struct query *q);
/* {"name": …}; a second column of the same name is "name:2". */
void write_row_object(struct json_writer *w, struct query *q);

/* RFC 4180, lines end in CR LF. NULL is empty, an empty text is quoted. Text that a spreadsheet would take
 * for a formula stays as it is. */
void write_csv_names(struct outbuf *out, struct query *q);
void write_csv_row(struct outbuf *out, struct query *q);

/* [{"name", "type"}, …] */
void write_row_columns(struct json_writer *w, struct query *q);

/* The problem that ended the query; strings are the query's. */
void report_query_error(struct query *q, bool session_ended, struct problem_report *report);

#endif
