/* A program whose output is sent while it runs: as text, or as events, a line of JSON each.
 *
 * The answer begins before it is known how the program ends: its status is 200, and what stops the
 * program on the way (a limit, the deadline) is the last that the stream says. When the client goes, the
 * program is stopped. */
#ifndef API_PROGRAM_STREAM_H
#define API_PROGRAM_STREAM_H

#include "api/program.h"

enum program_stream_form { PROGRAM_TEXT, PROGRAM_EVENTS };

/* Hands the program to a worker and answers with the stream. `source` is copied. `h` is a heap for this
 * program alone (taken over, also on failure), or NULL: the program runs in the session's, as one step of
 * it. */
enum api_result program_stream(struct api_request *request, const struct python_source *source,
                               const struct program_options *options, enum program_stream_form form,
                               struct heap *h);

/* The same run once more, in a session whose turn the caller has, for nobody (replay.h). */
void program_stream_again(struct api_request *request, struct session *session,
                          const struct python_source *source, const struct program_options *options,
                          bool events);

#endif
