/* Programs as streams (program_stream.h).
 *
 * A run belongs to two: the worker that runs it and the stream that sends what it says; whoever is last
 * releases it. It has a request of its own (scratch, deadline, session), since the client's can be over
 * before the program is. */
#include "api/program_stream.h"

#include <pthread.h>
#include <stdlib.h>

#include "api/patience.h"
#include "api/replay.h"
#include "api/server.h"
#include "api/settle.h"
#include "api/stream.h"
#include "daemon/session/registry.h"

enum {
    WAITING_MOST = 4 << 20, /* bytes said and not sent, before the program waits for its reader */
    HEARTBEAT_MS = 900,     /* a client that has gone is noticed within two seconds or so */
};

struct run {
    struct api_stream stream;
    struct job job;
    struct api_request request; /* what a program needs of one */
    struct api_context context;
    struct python_source source;
    struct program_options options;
    struct program_sink sink;
    struct heap *heap; /* its own, or NULL: the session's */
    char *text, *filename, *target, *if_match;

    pthread_mutex_t lock; /* over what follows */
    pthread_cond_t sent_some;
    struct outbuf out; /* said and not sent yet */
    size_t sent;
    uint64_t taken; /* by the client, in all */
    bool ended, closed;
    bool lost; /* something could not be said: nothing is said after it, and the answer breaks off there */
    unsigned owners;
};

static struct run *run_of(struct api_stream *stream)
{
    return (struct run *)((char *)stream - offsetof(struct run, stream));
}

static void release(struct run *run)
{
    if (run->request.session)
        session_release(run->request.session);
    registry_take_back(run->context.registry, run->heap);
    scratch_destroy(&run->request.scratch);
    outbuf_destroy(&run->request.answer.body);
    outbuf_destroy(&run->out);
    pthread_cond_destroy(&run->sent_some);
    pthread_mutex_destroy(&run->lock);
    free(run->text);
    free(run->filename);
    free(run->target);
    free(run->if_match);
    free(run);
}

static void disown(struct run *run)
{
    pthread_mutex_lock(&run->lock);
    bool last = --run->owners == 0;
    pthread_mutex_unlock(&run->lock);
    if (last)
        release(run);
}

/* ---- the stream's side --------------------------------------------------------------------------- */

static ssize_t read_run(struct api_stream *stream, char *to, size_t room, int stopping)
{
    struct run *run = run_of(stream);
    pthread_mutex_lock(&run->lock);
    size_t ready = run->out.length - run->sent, size = ready < room ? ready : room;
    bool ended = run->ended, lost = run->lost;
    if (stopping)
        deadline_cancel(&run->request.deadline); /* it ends, and says why */
    if (size) {
        memcpy(to, run->out.data + run->sent, size);
        run->sent += size;
        run->taken += size;
        pthread_cond_signal(&run->sent_some);
    }
    if (run->sent == run->out.length) {
        outbuf_reset(&run->out, 1 << 16);
        run->sent = 0;
    }
    pthread_mutex_unlock(&run->lock);
    return size ? (ssize_t)size : lost ? STREAM_FAIL : ended ? STREAM_END : STREAM_WAIT;
}

static void close_run(struct api_stream *stream)
{
    struct run *run = run_of(stream);
    pthread_mutex_lock(&run->lock);
    run->closed = true; /* nobody is woken any more */
    pthread_cond_signal(&run->sent_some);
    pthread_mutex_unlock(&run->lock);
    deadline_cancel(&run->request.deadline);
    disown(run);
}

/* ---- the worker's side --------------------------------------------------------------------------- */

/* A reader that is slow holds the program up, until the deadline or the end of the session stops it; one that
 * takes nothing ends it. */
static void wait_for_reader(struct run *run)
{
    struct patience patience = {0};
    while (run->out.length - run->sent > WAITING_MOST && !run->closed &&
           !deadline_passed(&run->request.deadline) &&
           !(run->request.session && session_ended(run->request.session)))
        if (!patience_wait(&patience, run->taken, &run->sent_some, &run->lock))
            deadline_cancel(&run->request.deadline);
}

/* There was no memory for what the program said: it ends, and so does the answer, so that its reader can
 * tell. */
static void break_off(struct run *run)
{
    run->lost = true;
    deadline_cancel(&run->request.deadline);
}

static void take(void *context, const char *bytes, size_t length)
{
    struct run *run = context;
    pthread_mutex_lock(&run->lock);
    wait_for_reader(run);
    if (!run->closed && !run->lost) {
        if (run->sent > WAITING_MOST) { /* what is sent makes room */
            memmove(run->out.data, run->out.data + run->sent, run->out.length - run->sent);
            run->out.length -= run->sent;
            run->sent = 0;
        }
        outbuf_append(&run->out, bytes, length);
        if (run->out.failed)
            break_off(run);
        api_stream_wake(&run->stream);
    }
    pthread_mutex_unlock(&run->lock);
}

static void lose(void *context)
{
    struct run *run = context;
    pthread_mutex_lock(&run->lock);
    break_off(run);
    if (!run->closed)
        api_stream_wake(&run->stream);
    pthread_mutex_unlock(&run->lock);
}

static void say_problem(struct run *run, struct problem_report *report)
{
    struct program p = {.request = &run->request, .sink = &run->sink, .status = HEAP_OK};
    program_emit_problem(&p, report);
    outbuf_destroy(&p.line);
}

static void stop_heap(void *context)
{
    heap_abandon(context);
}

static void run_alone(struct run *run)
{
    struct registry *registry = run->context.registry;
    struct watch watch = {.deadline = &run->request.deadline, .stop = stop_heap, .context = run->heap};
    struct program program;
    watcher_arm(registry_watcher(registry), &watch);
    program_run(&program, &run->request, run->heap, &run->source, &run->options, NULL, &run->sink);
    program_emit_end(&program, 0);
    program_end(&program);
    watcher_disarm(registry_watcher(registry), &watch);
}

/* Nobody may have come in between since the request was looked at: within the turn of the run it must hold
 * still. */
static bool is_as_expected(struct run *run, uint64_t seq)
{
    if (if_match_holds(run->if_match, seq))
        return true;
    struct problem_report report = {.problem = PROBLEM_PRECONDITION_FAILED,
                                    .detail = "the session has changed before the program could begin"};
    say_problem(run, &report);
    return false;
}

static void run_program_in(struct api_request *request, struct session *session,
                           const struct python_source *source, const struct program_options *options,
                           const struct program_sink *sink)
{
    struct program program;
    settle_begin(session);
    program_run(&program, request, session_heap(session), source, options, NULL, sink);
    uint64_t seq = session_step(session);
    program_emit_end(&program, seq);
    program_end(&program);
    settle(request, session);
}

static void run_in_session(struct run *run)
{
    struct session *session = run->request.session;
    enum session_status status = session_enter(session, &run->request.deadline);
    if (status != SESSION_OK) {
        struct problem_report report = {.problem = problem_of_session(status),
                                        .detail = session_status_text(status)};
        say_problem(run, &report);
        return;
    }
    if (!is_as_expected(run, session_seq(session))) {
        session_leave(session);
        return;
    }
    run_program_in(&run->request, session, &run->source, &run->options, &run->sink);
    replay_tell_program(session, run->target, run->sink.events, &run->source);
    session_leave(session);
}

static void take_nothing(void *context, const char *bytes, size_t length)
{
    (void)context, (void)bytes, (void)length;
}

static void lose_nothing(void *context)
{
    (void)context;
}

void program_stream_again(struct api_request *request, struct session *session,
                          const struct python_source *source, const struct program_options *options,
                          bool events)
{
    const struct program_sink nobody = {.take = take_nothing, .lose = lose_nothing, .events = events};
    run_program_in(request, session, source, options, &nobody);
}

static void run_job(struct job *job)
{
    struct run *run = (struct run *)((char *)job - offsetof(struct run, job));
    if (run->heap)
        run_alone(run);
    else
        run_in_session(run);
    pthread_mutex_lock(&run->lock);
    run->ended = true;
    if (!run->closed)
        api_stream_wake(&run->stream);
    pthread_mutex_unlock(&run->lock);
}

static void job_done(struct job *job)
{
    disown((struct run *)((char *)job - offsetof(struct run, job)));
}

/* ---- the beginning ------------------------------------------------------------------------------- */

static char *copy_text(const char *text, size_t length)
{
    char *copy = malloc(length + 1);
    if (copy) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

static struct run *make_run(struct api_request *request, const struct python_source *source,
                            const struct program_options *options, enum program_stream_form form,
                            struct heap *h)
{
    struct run *run = calloc(1, sizeof *run);
    if (!run) {
        registry_take_back(request->context->registry, h);
        return NULL;
    }
    pthread_mutex_init(&run->lock, NULL);
    pthread_cond_init(&run->sent_some, NULL);
    run->owners = 2;
    run->heap = h;
    run->options = *options;
    run->context = *request->context;
    run->sink =
        (struct program_sink){.context = run, .take = take, .lose = lose, .events = form == PROGRAM_EVENTS};
    run->text = copy_text(source->text, source->length);
    run->filename = source->filename ? copy_text(source->filename, strlen(source->filename)) : NULL;
    const char *if_match = request->headers.if_match;
    run->if_match = if_match ? copy_text(if_match, strlen(if_match)) : NULL;
    run->target = copy_text(request->target, strlen(request->target));
    run->source = *source;
    run->source.text = run->text;
    run->source.filename = run->filename;
    scratch_init(&run->request.scratch, 0);
    run->request.context = &run->context;
    run->request.target = run->target;
    run->request.deadline.at_ns = request->deadline.at_ns;
    run->request.session = request->session && !h ? session_retain(request->session) : NULL;
    run->job = (struct job){.run = run_job, .done = job_done};
    run->stream.read = read_run;
    run->stream.close = close_run;
    run->stream.heartbeat_ms = HEARTBEAT_MS;
    run->stream.ends_with_client = true;
    if (run->text && run->target && (run->filename || !source->filename) && (run->if_match || !if_match))
        return run;
    release(run);
    return NULL;
}

enum api_result program_stream(struct api_request *request, const struct python_source *source,
                               const struct program_options *options, enum program_stream_form form,
                               struct heap *h)
{
    struct run *run = make_run(request, source, options, form, h);
    if (!run)
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for a program");
    if (!workers_submit(request->context->workers, &run->job)) {
        release(run);
        return api_fail(request, PROBLEM_BUSY, "too much is waiting already");
    }
    request->answer.stream = &run->stream;
    request->answer.content_type =
        form == PROGRAM_EVENTS ? "application/x-ndjson" : "text/plain; charset=utf-8";
    request->answer.cache_control = "no-store";
    return API_DONE;
}
