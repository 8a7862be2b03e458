/* Answers that a worker writes (request_stream.h). */
#include "api/request_stream.h"

#include "api/rows.h"
#include "api/server.h"

void request_stream_init(struct request_stream *stream, struct api_request *request,
                         void (*run)(struct job *job), void (*destroy)(struct spool *spool))
{
    spool_init(&stream->spool, destroy);
    stream->spool.patience_ms = api_server_config(request->server)->idle_timeout_s * 1000;
    stream->job = (struct job){.run = run};
}

void request_stream_destroy(struct request_stream *stream)
{
    scratch_destroy(&stream->own.scratch);
    outbuf_destroy(&stream->own.answer.body);
    outbuf_destroy(&stream->own.rows.aside);
    spool_release(&stream->spool);
}

bool request_stream_copy(struct request_stream *stream, struct api_request *request, bool lines)
{
    struct outbuf *head = &request->answer.body, *body = &stream->own.answer.body;
    scratch_init(&stream->own.scratch, 0);
    stream->own.rows.aside.limit = body->limit = head->limit; /* of what is between two items */
    if (lines && !rows_copy(&stream->own, request))
        return false;
    outbuf_append(body, head->data, head->length);
    head->length = 0;
    return !body->failed;
}

enum api_result request_stream_start(struct request_stream *stream, struct api_request *request,
                                     bool (*begin)(struct request_stream *stream,
                                                   struct api_request *request))
{
    enum api_result result = api_timeless(request);
    if (result == API_DONE && !begin(stream, request))
        result = api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the stream");
    if (result == API_DONE && !workers_submit(request->context->workers, &stream->job))
        result = api_fail(request, PROBLEM_BUSY, "too many requests wait for a worker");
    if (result == API_DONE)
        request->answer.stream = &stream->spool.stream;
    else
        stream->spool.destroy(&stream->spool);
    return result;
}
