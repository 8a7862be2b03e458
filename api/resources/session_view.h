/* A session as JSON, live or ended, and the settings that come with making one. */
#ifndef API_RESOURCES_SESSION_VIEW_H
#define API_RESOURCES_SESSION_VIEW_H

#include "api/request.h"

/* One object. */
void write_live_session(struct json_writer *w, struct session *session);
void write_stored_session(struct json_writer *w, const struct store_session *row);

/* The session of that name that ended last: answers with it, or fails with PROBLEM_NO_SUCH_SESSION. */
enum api_result write_ended_session(struct api_request *request, const char *name);
enum api_result find_ended_session(struct api_request *request, const char *name, int64_t *record);

/* What a new session's document says of its collector and of tracing: the same members as the operations "gc"
 * and "trace" take. Tokens, 0: not there. Inside the turn. */
enum api_result apply_settings(struct api_request *request, struct session *session,
                               const struct json_tape *tape, uint32_t gc, uint32_t trace);

#endif
