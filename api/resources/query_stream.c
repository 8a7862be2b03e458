/* Rows while a query runs (query_stream.h).
 *
 * A job on a worker makes them, inside the session's turn, into `spool`; a connection thread takes them from there when the client
 * has room. Whoever is slow has SPOOL bytes to be slow with; then the job waits, at most until its deadline and while something is
 * taken (patience.h), and the session with it.
 *
 *   job: running -> finished           client: reading -> closed
 *
 * Whoever is last of the two frees it all. The job wakes the stream only under the lock and while it is not closed. */
#include "api/resources/query_stream.h"

#include "api/patience.h"
#include "api/resources/query_source.h"
#include "api/stream.h"
#include "daemon/session/registry.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    SPOOL = 4 << 20,
    CHUNK = 32768,
    HEARTBEAT_MS = 900, /* a client that has gone is noticed within two seconds or so, also while no row is found */
};

struct rows_stream {
    struct api_stream stream;
    struct session_job session_job; /* with a session */
    struct job job;                 /* without */
    struct query *query;
    struct query_rows_source source;
    struct session *session; /* a reference; NULL: none is needed */
    struct deadline deadline;
    enum rows_format format;
    uint64_t row_limit;

    pthread_mutex_t lock;
    pthread_cond_t room;
    struct outbuf spool, sending; /* sending: the connection's, `sent` of it gone */
    size_t sent;
    atomic_uint_fast64_t taken; /* by the client, in all */
    bool finished, failed, closed; /* failed: the answer cannot be ended properly */
    atomic_bool abandoned;         /* closed, for the query to see */
};

static struct rows_stream *stream_of(struct api_stream *stream)
{
    return (struct rows_stream *)((char *)stream - offsetof(struct rows_stream, stream));
}

static void destroy(struct rows_stream *s)
{
    query_close(s->query);
    query_rows_source_end(&s->source);
    outbuf_destroy(&s->spool);
    outbuf_destroy(&s->sending);
    pthread_cond_destroy(&s->room);
    pthread_mutex_destroy(&s->lock);
    session_release(s->session);
    free(s);
}

/* ---- the job */

static bool is_over(struct rows_stream *s) { return deadline_passed(&s->deadline) || (s->session && session_ended(s->session)); }

/* Under the lock. False: the client has not made room in time, or the session is gone. */
static bool wait_for_room(struct rows_stream *s)
{
    struct patience patience = {0};
    while (s->spool.length > SPOOL && !s->closed)
        if (is_over(s) || !patience_wait(&patience, atomic_load(&s->taken), &s->room, &s->lock))
            return false;
    return true;
}

/* Puts what was written where the connection finds it. False: nobody wants more, or there is no time. The last piece, which says how it
 * ended, does not wait. */
static bool deliver(struct rows_stream *s, struct outbuf *chunk, bool last)
{
    pthread_mutex_lock(&s->lock);
    bool wanted = (last || wait_for_room(s)) && !s->closed && !chunk->failed;
    if (wanted)
        outbuf_append(&s->spool, chunk->data, chunk->length);
    wanted = wanted && !s->spool.failed;
    if (!s->closed)
        api_stream_wake(&s->stream);
    pthread_mutex_unlock(&s->lock);
    outbuf_reset(chunk, CHUNK * 2);
    return wanted;
}

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

/* The client was too slow, or has gone. */
static bool give_up(struct rows_stream *s, struct outbuf *out)
{
    bool ended = s->session && session_ended(s->session);
    const struct problem_report report = {.problem = ended ? PROBLEM_NO_SUCH_SESSION : PROBLEM_DEADLINE,
                                          .detail = ended ? "the session was ended meanwhile" : "the answer was not fetched in time"};
    outbuf_reset(out, CHUNK * 2);
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
        if (out->length >= CHUNK && !deliver(s, out, false))
            return give_up(s, out);
    }
    if (step != QUERY_ERROR)
        return true;
    struct problem_report report;
    report_query_error(s->query, s->session && session_ended(s->session), &report);
    return write_failure(s, out, &report);
}

static void run(struct rows_stream *s)
{
    struct outbuf out = {0};
    bool whole;
    enum session_status status = s->session ? session_enter(s->session, &s->deadline) : SESSION_OK;
    if (status == SESSION_OK) {
        s->source.session = s->session;
        whole = produce(s, &out);
        s->source.session = NULL;
        if (s->session)
            session_leave(s->session);
    } else {
        const struct problem_report report = {.problem = problem_of_session(status), .detail = session_status_text(status)};
        whole = write_failure(s, &out, &report);
    }
    whole = deliver(s, &out, true) && whole;
    outbuf_destroy(&out);

    pthread_mutex_lock(&s->lock);
    s->finished = true;
    s->failed = !whole;
    bool last = s->closed;
    if (!last)
        api_stream_wake(&s->stream);
    pthread_mutex_unlock(&s->lock);
    if (last)
        destroy(s);
}

/* Without done() a job may be gone when it has run. */
static void run_job(struct job *job) { run((struct rows_stream *)((char *)job - offsetof(struct rows_stream, job))); }

static void run_session_job(struct session_job *job)
{
    run((struct rows_stream *)((char *)job - offsetof(struct rows_stream, session_job)));
}

/* ---- the connection */

static ssize_t read_rows(struct api_stream *stream, char *to, size_t room, int stopping)
{
    struct rows_stream *s = stream_of(stream);
    if (s->sent == s->sending.length) {
        pthread_mutex_lock(&s->lock);
        struct outbuf empty = s->sending;
        s->sending = s->spool;
        s->spool = empty;
        outbuf_reset(&s->spool, CHUNK * 2);
        bool over = s->finished || stopping, failed = s->failed || stopping;
        pthread_cond_signal(&s->room);
        pthread_mutex_unlock(&s->lock);
        s->sent = 0;
        if (s->sending.length == 0)
            return !over ? STREAM_WAIT : failed ? STREAM_FAIL : STREAM_END;
    }
    size_t size = s->sending.length - s->sent < room ? s->sending.length - s->sent : room;
    memcpy(to, s->sending.data + s->sent, size);
    s->sent += size;
    atomic_fetch_add(&s->taken, size);
    return (ssize_t)size;
}

static void close_rows(struct api_stream *stream)
{
    struct rows_stream *s = stream_of(stream);
    pthread_mutex_lock(&s->lock);
    s->closed = true;
    atomic_store(&s->abandoned, true);
    pthread_cond_signal(&s->room);
    bool last = s->finished;
    pthread_mutex_unlock(&s->lock);
    if (last)
        destroy(s);
}

/* ---- the start */

static enum api_result submit(struct api_request *request, struct rows_stream *s)
{
    if (s->session) {
        s->session_job = (struct session_job){.session = s->session, .deadline = &s->deadline, .run = run_session_job};
        enum session_status status = session_submit(&s->session_job);
        return status == SESSION_OK ? API_DONE : api_fail_session(request, status);
    }
    s->job = (struct job){.run = run_job};
    if (workers_submit(request->context->workers, &s->job))
        return API_DONE;
    return api_fail(request, PROBLEM_BUSY, "too many requests wait for a worker");
}

enum api_result stream_query(struct api_request *request, struct query *q, int64_t record, enum rows_format format, uint64_t row_limit)
{
    struct rows_stream *s = calloc(1, sizeof *s);
    if (!s) {
        query_close(q);
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the stream");
    }
    s->stream.read = read_rows;
    s->stream.close = close_rows;
    s->stream.heartbeat_ms = HEARTBEAT_MS;
    s->stream.ends_with_client = true;
    s->query = q;
    s->format = format;
    s->row_limit = row_limit;
    s->deadline.at_ns = request->deadline.at_ns;
    s->session = query_is_live(q) ? session_retain(request->session) : NULL;
    s->source = (struct query_rows_source){.store = request->context->store, .record = record, .deadline = &s->deadline, .graphs = request->context->graphs, .abandoned = &s->abandoned};
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->room, NULL);
    enum api_result result = submit(request, s);
    if (result != API_DONE) {
        destroy(s);
        return result;
    }
    request->answer.stream = &s->stream;
    request->answer.content_type = format == ROWS_CSV ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson";
    return API_DONE;
}
