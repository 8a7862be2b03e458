/* Requests in the journal of their session, and doing them again.
 *
 * Whoever had the turn of a session leaves it with a word about what was done (replay_tell), which is the
 * request as it came. Doing it again is calling its handler again, on a session that nobody else knows of,
 * with nothing that would be seen outside: no store, no events, no answer. */
#ifndef API_REPLAY_H
#define API_REPLAY_H

#include "api/request.h"

struct program_options;
struct python_source;
struct session_spec;

/* How a request is done again. */
struct replay {
    uint64_t stop_at;    /* a batch ends with this step; UINT64_MAX: as far as it came */
    uint32_t operations; /* that a batch came to */
};

/* Inside the turn, before it is left: the request goes into the journal if it has changed anything. */
void replay_tell(struct api_request *request);

/* The same of a program that was run for a stream (program_stream.h). */
void replay_tell_program(struct session *session, const char *target, bool events,
                         const struct python_source *source);

/* The same of settings that a session was made with: the request is the one that made it. */
void replay_tell_settings(struct api_request *request, struct session *session);

/* A second session, as the first was right after its step `at`, with its turn; or fails. `request` is whose
 * deadline counts. */
enum api_result replay_session(struct api_request *request, struct session *first,
                               const struct session_spec *spec, uint64_t at, struct session **second)
    __attribute__((warn_unused_result));

/* Shared by what is done again: the problem for a session that could not be made. */
enum api_result api_fail_making(struct api_request *request, enum session_status status, const char *name);

#endif
