/* Lists in three notations: a JSON document, a JSON object a line, CSV.
 *
 * A handler writes its document as always, {"items": [...], "next": ...}, and says where a row of it begins
 * and ends:
 *
 *     rows_begin(request, "id,type,gc.generation")      which notation; the columns that CSV has
 *     begin_items(request)
 *         row_begin(request) json_begin_object(w) ... json_end_object(w) row_end(request)
 *     end_items(request, next)
 *
 * As lines, the rows alone are the answer, and what is written around them is dropped (the next page is in a
 * Link header). A row of CSV is made from its JSON: a column is a member's name, or names with points
 * between; what is missing or null is empty, a traceback is file:line;file:line with the oldest frame first,
 * and any other array or object is its JSON text.
 *
 * Lines have no limit unless one is asked for, but ROWS_BYTES (or half of what an answer may have):
 * rows_room() says when the page has to end. */
#ifndef API_ROWS_H
#define API_ROWS_H

#include "api/request.h"

enum { ROWS_BYTES = 64 << 20, ROWS_MAX = 1000000 };

/* What ?format=json|ndjson|csv says, else the Accept header. */
enum api_result rows_format(struct api_request *request, enum rows_format *format)
    __attribute__((warn_unused_result));

/* Before anything is written or read. `columns`, with commas between, are borrowed. API_LATER: lines are made
 * where blocking is allowed. */
enum api_result rows_begin(struct api_request *request, const char *columns)
    __attribute__((warn_unused_result));
/* Makes `own`, which has a scratch, write rows as `request` does: for whoever goes on with them when the
 * request is over. False: no memory. */
bool rows_copy(struct api_request *own, const struct api_request *request);
static inline bool rows_are_lines(const struct api_request *request)
{
    return request->rows.format != ROWS_JSON;
}

/* Around one value, a JSON object. */
void row_begin(struct api_request *request);
void row_end(struct api_request *request);
bool rows_room(const struct api_request *request);

/* Lines that go on at this cursor: Link: <...>; rel="next". */
void rows_next(struct api_request *request, const char *cursor);

/* A field of CSV (RFC 4180), quoted where it must be; an empty one always, to differ from what is missing.
 * Text that a spreadsheet would take for a formula stays as it is. */
void csv_text(struct outbuf *out, const char *text, size_t length);

#endif
