/* An answer that a worker writes while it is sent, with a request of its own: the client's may be over before
 * it. What is written goes into a spool (spool.h), from there to the client, without a deadline. */
#ifndef API_REQUEST_STREAM_H
#define API_REQUEST_STREAM_H

#include "api/request.h"
#include "api/spool.h"
#include "daemon/session/workers.h"

struct request_stream { /* the first member of what has more */
    struct spool spool;
    struct job job;
    struct api_request own; /* what writing needs of one: scratch, rows, json, the body */
};

/* In cleared memory. `run` writes own.answer.body into the spool and finishes it; `destroy`, of the spool,
 * releases the whole. */
void request_stream_init(struct request_stream *stream, struct api_request *request,
                         void (*run)(struct job *job), void (*destroy)(struct spool *spool));

/* The parts above; the rest, and the memory itself, are the owner's. */
void request_stream_destroy(struct request_stream *stream);

/* Takes over what has been written into the client's answer (a line of names), and its format where it is of
 * lines. False: no memory. */
bool request_stream_copy(struct request_stream *stream, struct api_request *request, bool lines);

/* Makes it the answer: `begin` copies what is needed of the client's request. Where that fails, or no worker
 * is free, the stream is destroyed. */
enum api_result request_stream_start(struct request_stream *stream, struct api_request *request,
                                     bool (*begin)(struct request_stream *stream,
                                                   struct api_request *request));

#endif
