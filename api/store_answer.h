/* Answers from the store: for sessions that are live and for those that have ended. */
#ifndef API_STORE_ANSWER_H
#define API_STORE_ANSWER_H

#include "api/request.h"
#include "store/store.h"

/* The store's key of the session in the path, live or ended, and the page asked for: ?limit=, ?cursor=, ?order=newest|oldest (newest
 * first without). Blocks: long routes only. */
enum api_result stored_session(struct api_request *request, int64_t *record, struct store_page *page);

/* The key alone. */
enum api_result stored_record(struct api_request *request, int64_t *record);

/* The problem for a status of the store, other than STORE_OK. */
enum api_result fail_store(struct api_request *request, enum store_status status);

#endif
