/* Answers from the store: for sessions that are live and for those that have ended. */
#ifndef API_STORE_ANSWER_H
#define API_STORE_ANSWER_H

#include "api/request.h"
#include "store/store.h"

/* One page of a list in the store, written as rows as far as there is room. */
struct stored_page {
    size_t count;  /* rows that were written */
    int64_t next;  /* key of the last one, if there are more; 0: there are none */
    int64_t total; /* of the list */
};
typedef enum store_status stored_list(struct api_request *request, int64_t record,
                                      const struct store_page *page, struct stored_page *written);

/* A list of the session in the path, live or ended, from "items" to "total"; what else the document has, and
 * its end, is the caller's. ?limit=, ?cursor=, ?order=newest|oldest (newest first without). Blocks: long
 * routes only. */
enum api_result answer_stored(struct api_request *request, const char *columns, stored_list *list);

/* The session of that id or, when there is none, the live one of that name or the one that ended last: one
 * item, to be freed. */
enum store_status find_stored(struct store *store, const char *name_or_id,
                              struct store_sessions *found) STORE_MUST_CHECK;

/* The key alone. */
enum api_result stored_record(struct api_request *request, int64_t *record);

/* The problem for a status of the store, other than STORE_OK. */
enum api_result fail_store(struct api_request *request, enum store_status status);

#endif
