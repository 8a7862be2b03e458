/* Rows while a query runs (query_stream.h).
 *
 * A job on a worker makes them, inside the session's turn where they are the heap's, into a spool (spool.h);
 * a connection thread takes them from there when the client has room. Making rows of the heap ends with the
 * request's deadline, since the session waits for it; it does not wait for the client, though: what that does
 * not take at once goes aside (capture.h), and is sent when the turn is over, by a job that is not the
 * session's. Sending, and rows that are not the heap's, go on past the deadline while they are taken. */
#include "api/resources/query_stream.h"

#include "api/capture.h"
#include "api/graphs.h"
#include "api/resources/query_source.h"
#include "api/server.h"
#include "api/spool.h"
#include "daemon/session/registry.h"

#include <stdlib.h>

struct rows_stream {
    struct spool spool;
    struct session_job session_job; /* with a session */
    struct job job;                 /* without; or what sends what went aside */
    struct workers *workers;
    struct query *query;
    struct capture aside;
    struct query_rows_source source;
    struct session *session; /* a reference; NULL: none is needed */
    bool in_turn;            /* the session waits */
    struct api_server *server;
    struct deadline deadline;
    int64_t time_ns; /* that a request has */
    bool timeless;   /* it goes on past its deadline: counted until the spool is closed */
    enum rows_format format;
    unsigned patience_ms;
    struct outbuf tail; /* the last of what was written */
    bool whole;         /* with it the answer is whole, or says why not */
    uint64_t row_limit;
};

static struct rows_stream *stream_of(struct spool *spool)
{
    return (struct rows_stream *)((char *)spool - offsetof(struct rows_stream, spool));
}

static void destroy(struct spool *spool)
{
    struct rows_stream *s = stream_of(spool);
    query_close(s->query);
    query_rows_source_end(&s->source);
    capture_end(&s->aside);
    outbuf_destroy(&s->tail);
    spool_release(spool);
    session_release(s->session);
    free(s);
}

/* ---- time */

/* Rows that nobody's heap has to wait for go on as long as they come and are taken, as far as there may be
 * such answers. Under the lock. */
static bool prolong(struct rows_stream *s)
{
    if (s->in_turn || s->spool.closed)
        return false;
    s->timeless = s->timeless || api_server_count_export(s->server, true);
    if (s->timeless)
        s->deadline.at_ns = monotonic_ns() + s->time_ns;
    return s->timeless;
}

static bool is_over(struct spool *spool)
{
    struct rows_stream *s = stream_of(spool);
    return (deadline_passed(&s->deadline) && !prolong(s)) || (s->in_turn && session_ended(s->session));
}

static void give_back(struct spool *spool)
{
    struct rows_stream *s = stream_of(spool);
    if (s->timeless)
        api_server_count_export(s->server, false);
    s->timeless = false;
}

/* Inside the turn nobody waits for the client, unless there is no place aside. */
static bool goes_aside(struct rows_stream *s)
{
    return capture_is_begun(&s->aside) ||
           (spool_is_full(&s->spool) &&
            capture_begin(&s->aside, s->source.graphs ? graphs_directory(s->source.graphs) : NULL));
}

/* Puts in what was written. Rows that came count as progress once half of the time is over. */
static bool deliver(struct rows_stream *s, struct outbuf *out, bool last)
{
    if (s->in_turn && goes_aside(s))
        return capture_put(&s->aside, out) && !atomic_load(&s->spool.abandoned);
    bool wanted = spool_put(&s->spool, out, last);
    if (wanted && !last && !s->in_turn && s->deadline.at_ns - monotonic_ns() < s->time_ns / 2) {
        pthread_mutex_lock(&s->spool.lock);
        (void)prolong(s);
        pthread_mutex_unlock(&s->spool.lock);
    }
    return wanted;
}

/* ---- the job */

static void write_problem_line(struct outbuf *out, const struct problem_report *report)
{
    struct json_writer w;
    json_writer_init(&w, out, false);
    json_begin_object(&w);
    json_key(&w, "problem");
    problem_write(&w, report, NULL);
    json_end_object(&w);
    json_newline(&w);
}

/* An error in the middle is a last line of NDJSON; CSV has no place for it, so that its answer breaks off. */
static bool write_failure(struct rows_stream *s, struct outbuf *out, const struct problem_report *report)
{
    if (s->format == ROWS_NDJSON)
        write_problem_line(out, report);
    return s->format == ROWS_NDJSON;
}

static void write_row(struct rows_stream *s, struct outbuf *out)
{
    struct json_writer w;
    if (s->format == ROWS_CSV) {
        write_csv_row(out, s->query);
        return;
    }
    json_writer_init(&w, out, false);
    write_row_object(&w, s->query);
    json_newline(&w);
}

/* The client was too slow, or has gone; or there are too many rows for what waits aside. */
static bool give_up(struct rows_stream *s, struct outbuf *out)
{
    bool ended = s->in_turn && session_ended(s->session),
         too_many = s->in_turn && !ended && capture_is_begun(&s->aside);
    const struct problem_report report = {
        .problem = ended      ? PROBLEM_NO_SUCH_SESSION
                   : too_many ? PROBLEM_QUERY_TOO_LARGE
                              : PROBLEM_DEADLINE,
        .detail = ended      ? "the session was ended meanwhile"
                  : too_many ? "more rows of the heap than heapd keeps for who takes them slowly (2 GiB, or "
                               "what room its disk has)"
                             : "the answer was not fetched in time"};
    outbuf_reset(out, SPOOL_CHUNK * 2);
    return write_failure(s, out, &report);
}

/* True: what came is the whole answer, or says why it is not. */
static bool produce(struct rows_stream *s, struct outbuf *out)
{
    struct query_source source;
    enum query_step step = QUERY_DONE;
    query_rows_source(&s->source, &source);
    query_start(s->query, &source);
    if (s->format == ROWS_CSV)
        write_csv_names(out, s->query);
    for (uint64_t rows = 0; s->row_limit == 0 || rows < s->row_limit; rows++) {
        step = query_step(s->query);
        if (step != QUERY_ROW)
            break;
        write_row(s, out);
        if (out->length >= SPOOL_CHUNK && !deliver(s, out, false))
            return give_up(s, out);
    }
    if (step != QUERY_ERROR)
        return true;
    struct problem_report report;
    report_query_error(s->query, s->session && session_ended(s->session), &report);
    return write_failure(s, out, &report);
}

/* What is left to be sent when all rows are made: what went aside, then the tail. */
static void finish(struct rows_stream *s)
{
    struct outbuf piece = {0};
    bool wanted = true;
    while (wanted && capture_take(&s->aside, &piece, SPOOL_CHUNK))
        wanted = deliver(s, &piece, false);
    bool whole = s->whole && !piece.failed;
    outbuf_destroy(&piece);
    if (!wanted)
        whole = give_up(s, &s->tail);
    whole = deliver(s, &s->tail, true) && whole;
    spool_finish(&s->spool, whole);
}

static void run_job(struct job *job)
{
    struct rows_stream *s = (struct rows_stream *)((char *)job - offsetof(struct rows_stream, job));
    if (!s->session)
        s->whole = produce(s, &s->tail);
    finish(s);
}

/* True: what came is the whole answer, or says why it is not. */
static bool produce_in_turn(struct rows_stream *s, struct outbuf *out)
{
    enum session_status status = session_enter(s->session, &s->deadline);
    if (status != SESSION_OK) {
        const struct problem_report report = {.problem = problem_of_session(status),
                                              .detail = session_status_text(status)};
        return write_failure(s, out, &report);
    }
    session_reads(s->session);
    s->source.session = s->session;
    s->in_turn = true;
    bool whole = produce(s, out);
    s->in_turn = false;
    s->source.session = NULL;
    session_leave(s->session);
    return whole;
}

/* The session's next job waits for this one: what went aside is sent by another. Without done() a job may be
 * gone when it has run. */
static void run_session_job(struct session_job *job)
{
    struct rows_stream *s = (struct rows_stream *)((char *)job - offsetof(struct rows_stream, session_job));
    s->spool.patience_ms = 0; /* where nothing can go aside */
    s->whole = produce_in_turn(s, &s->tail);
    s->spool.patience_ms = s->patience_ms;
    s->job = (struct job){.run = run_job};
    if (!capture_is_begun(&s->aside) || !workers_submit(s->workers, &s->job))
        finish(s);
}

/* ---- the start */

static enum api_result submit(struct api_request *request, struct rows_stream *s)
{
    if (s->session) {
        s->session_job =
            (struct session_job){.session = s->session, .deadline = &s->deadline, .run = run_session_job};
        enum session_status status = session_submit(&s->session_job);
        return status == SESSION_OK ? API_DONE : api_fail_session(request, status);
    }
    s->job = (struct job){.run = run_job};
    if (workers_submit(request->context->workers, &s->job))
        return API_DONE;
    return api_fail(request, PROBLEM_BUSY, "too many requests wait for a worker");
}

enum api_result stream_query(struct api_request *request, struct query *q, int64_t record,
                             enum rows_format format, uint64_t row_limit)
{
    struct rows_stream *s = calloc(1, sizeof *s);
    if (!s) {
        query_close(q);
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the stream");
    }
    spool_init(&s->spool, destroy);
    s->spool.over = is_over;
    s->spool.closes = give_back;
    s->server = request->server;
    s->time_ns = (int64_t)api_server_config(request->server)->request_deadline_ms * 1000000;
    s->query = q;
    s->format = format;
    s->row_limit = row_limit;
    s->deadline.at_ns = request->deadline.at_ns;
    s->session = query_is_live(q) ? session_retain(request->session) : NULL;
    s->spool.patience_ms = s->patience_ms = api_server_config(request->server)->idle_timeout_s * 1000;
    s->workers = request->context->workers;
    s->source = (struct query_rows_source){.store = request->context->store,
                                           .record = record,
                                           .deadline = &s->deadline,
                                           .graphs = request->context->graphs,
                                           .abandoned = &s->spool.abandoned};
    enum api_result result = submit(request, s);
    if (result != API_DONE) {
        destroy(&s->spool);
        return result;
    }
    request->answer.stream = &s->spool.stream;
    request->answer.content_type =
        format == ROWS_CSV ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson";
    return API_DONE;
}
