/* Rows of a table while they are written (table_stream.h). */
#include "api/resources/table_stream.h"

#include "api/request_stream.h"
#include "api/resources/write_rows.h"
#include "api/rows.h"

#include <stdlib.h>

struct table_stream {
    struct request_stream stream;
    struct snapshot_table *table;
};

static void destroy(struct spool *spool)
{
    struct table_stream *s =
        (struct table_stream *)((char *)spool - offsetof(struct table_stream, stream.spool));
    snapshot_table_free(s->table);
    request_stream_destroy(&s->stream);
    free(s);
}

static void run_stream(struct job *job)
{
    struct table_stream *s = (struct table_stream *)((char *)job - offsetof(struct table_stream, stream.job));
    struct api_request *own = &s->stream.own;
    struct outbuf *out = &own->answer.body;
    bool wanted = true;
    for (size_t i = 0; i < s->table->row_count && wanted && !out->failed; i++) {
        row_begin(own);
        write_table_row(&own->json, s->table, &s->table->rows[i]);
        row_end(own);
        if (out->length >= SPOOL_CHUNK)
            wanted = spool_put(&s->stream.spool, out, false);
    }
    bool whole = wanted && spool_put(&s->stream.spool, out, true);
    spool_finish(&s->stream.spool, whole);
}

/* What rows_begin() has made of the client's request. */
static bool begin_rows(struct request_stream *stream, struct api_request *request)
{
    return request_stream_copy(stream, request, true);
}

enum api_result stream_table(struct api_request *request, struct snapshot_table *table)
{
    struct table_stream *s = calloc(1, sizeof *s);
    if (!s) {
        snapshot_table_free(table);
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the stream");
    }
    request_stream_init(&s->stream, request, run_stream, destroy);
    s->table = table;
    return request_stream_start(&s->stream, request, begin_rows);
}
