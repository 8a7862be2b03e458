/* Rows of a table while they are written (table_stream.h). The job has a request of its own: the client's may be over before it. */
#include "api/resources/table_stream.h"

#include "api/resources/write_rows.h"
#include "api/rows.h"
#include "api/server.h"
#include "api/spool.h"
#include "daemon/session/workers.h"

#include <stdlib.h>

struct table_stream {
    struct spool spool;
    struct job job;
    struct snapshot_table *table;
    struct api_request own; /* what rows need of one */
};

static void destroy(struct spool *spool)
{
    struct table_stream *s = (struct table_stream *)((char *)spool - offsetof(struct table_stream, spool));
    snapshot_table_free(s->table);
    scratch_destroy(&s->own.scratch);
    outbuf_destroy(&s->own.answer.body);
    outbuf_destroy(&s->own.rows.aside);
    spool_release(spool);
    free(s);
}

static void run_stream(struct job *job)
{
    struct table_stream *s = (struct table_stream *)((char *)job - offsetof(struct table_stream, job));
    struct outbuf *out = &s->own.answer.body;
    bool wanted = true;
    for (size_t i = 0; i < s->table->row_count && wanted && !out->failed; i++) {
        row_begin(&s->own);
        write_table_row(&s->own.json, s->table, &s->table->rows[i]);
        row_end(&s->own);
        if (out->length >= SPOOL_CHUNK)
            wanted = spool_put(&s->spool, out, false);
    }
    bool whole = wanted && spool_put(&s->spool, out, true);
    spool_finish(&s->spool, whole);
}

/* What rows_begin() has made of the client's request; the line of names moves. */
static bool begin_rows(struct table_stream *s, struct api_request *request)
{
    struct outbuf *head = &request->answer.body;
    scratch_init(&s->own.scratch, 0);
    s->own.answer.body.limit = s->own.rows.aside.limit = head->limit; /* of one row */
    if (!rows_copy(&s->own, request))
        return false;
    outbuf_append(&s->own.answer.body, head->data, head->length);
    head->length = 0;
    return !s->own.answer.body.failed;
}

enum api_result stream_table(struct api_request *request, struct snapshot_table *table)
{
    struct table_stream *s = calloc(1, sizeof *s);
    if (!s) {
        snapshot_table_free(table);
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the stream");
    }
    spool_init(&s->spool, destroy);
    s->spool.patience_ms = api_server_config(request->server)->idle_timeout_s * 1000;
    s->table = table;
    s->job = (struct job){.run = run_stream};
    enum api_result result = api_timeless(request);
    if (result == API_DONE && !begin_rows(s, request))
        result = api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the stream");
    if (result == API_DONE && !workers_submit(request->context->workers, &s->job))
        result = api_fail(request, PROBLEM_BUSY, "too many requests wait for a worker");
    if (result == API_DONE)
        request->answer.stream = &s->spool.stream;
    else
        destroy(&s->spool);
    return result;
}
