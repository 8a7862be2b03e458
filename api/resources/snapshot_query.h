/* What questions about snapshots share: the query, and the values that it is about. */
#ifndef API_RESOURCES_SNAPSHOT_QUERY_H
#define API_RESOURCES_SNAPSHOT_QUERY_H

#include "api/request.h"

/* ?group_by= ?cumulative= ?include= ?exclude= ?all_frames= ?domain= ?exclude_domain= ?limit=, which is 1000
 * (for lines 0: all) unless it is given. Filters live in the request's scratch. */
enum api_result read_snapshot_query(struct api_request *request, struct snapshot_query *query)
    __attribute__((warn_unused_result));

/* "<glob>[:line]": the part after the last colon is a line if it is all digits. The text is borrowed. */
void parse_site_filter(const struct api_text *text, bool inclusive, struct snapshot_filter *filter);

/* A reference to the value, the caller's; fails with PROBLEM_NO_SUCH_SNAPSHOT. */
enum api_result load_snapshot(struct api_request *request, int64_t record, uint64_t number,
                              struct snapshot **value) __attribute__((warn_unused_result));

/* "3..5". False: the text is something else. */
bool parse_range(const char *text, uint64_t *old, uint64_t *new);

#endif
