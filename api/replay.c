/* Doing requests again (replay.h). */
#include "api/replay.h"

#include "api/program_stream.h"
#include "api/resources/session_view.h"
#include "api/server.h"
#include "api/settle.h"
#include "api/stream.h"
#include "api/target.h"
#include "daemon/session/journal.h"
#include "daemon/session/registry.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

enum { KIND_REQUEST = JOURNAL_KIND_FREE, KIND_PROGRAM };

enum { ANSWER_MOST = 65536 }; /* of an answer that nobody reads */

/* In front of what it has: texts with a zero behind each. */
struct head {
    uint32_t target, second, body; /* bytes, without the zeros */
    uint8_t method, media;
    bool events, decoded, has_second;
};

/* ---- telling ------------------------------------------------------------------------------------- */

static void tell(struct session *session, struct session_doing doing, struct head *head, const char *target,
                 const char *second, const char *body, size_t length)
{
    head->target = (uint32_t)strlen(target);
    head->has_second = second != NULL;
    head->second = second ? (uint32_t)strlen(second) : 0;
    head->body = (uint32_t)length;
    const struct journal_piece pieces[] = {{head, sizeof *head},
                                           {target, head->target + 1u},
                                           {second ? second : "", head->second + 1u},
                                           {body, length},
                                           {"", 1}};
    doing.pieces = pieces;
    doing.count = sizeof pieces / sizeof *pieces;
    session_tell(session, &doing);
}

void replay_tell(struct api_request *request)
{
    struct session *session = request->session;
    if (!session_is_recorded(session))
        return;
    struct head head = {.method = (uint8_t)request->method, .media = (uint8_t)request->media};
    bool reads = request->reads_only || (request->route && request->route->scope == API_SCOPE_READ);
    const struct session_doing doing = {.kind = KIND_REQUEST,
                                        .operations = request->operations,
                                        .reads = reads,
                                        .brief = !request->may_block};
    tell(session, doing, &head, request->target, request->headers.accept, request->body,
         request->body_length);
}

void replay_tell_program(struct session *session, const char *target, bool events,
                         const struct python_source *source)
{
    struct head head = {.events = events, .decoded = source->decoded};
    if (session_is_recorded(session))
        tell(session, (struct session_doing){.kind = KIND_PROGRAM}, &head, target, source->filename,
             source->text, source->length);
}

void replay_tell_settings(struct api_request *request, struct session *session)
{
    struct head head = {0};
    if (session_is_recorded(session))
        tell(session, (struct session_doing){.kind = JOURNAL_SETTINGS}, &head, request->target, NULL,
             request->body, request->body_length);
}

/* ---- doing again --------------------------------------------------------------------------------- */

struct scene {
    struct api_request *asked; /* what all of it is done for */
    struct session *session;
    struct api_context context;
    struct api_request request; /* that is being done again */
    struct replay replay;
};

static void begin_scene(struct scene *scene, struct api_request *asked, struct session *session)
{
    *scene = (struct scene){.asked = asked, .session = session};
    scene->context = (struct api_context){.registry = asked->context->registry};
    scratch_init(&scene->request.scratch, 0);
}

static void end_scene(struct scene *scene)
{
    outbuf_destroy(&scene->request.answer.body);
    outbuf_destroy(&scene->request.rows.aside);
    scratch_destroy(&scene->request.scratch);
}

/* As exchange_reset() does. */
static struct api_request *fresh_request(struct scene *scene, const struct head *head,
                                         const struct journal_entry *entry)
{
    struct api_request *request = &scene->request;
    const struct api_config *config = api_server_config(scene->asked->server);
    struct scratch scratch = request->scratch;
    struct outbuf body = request->answer.body, aside = request->rows.aside;
    scratch_reset(&scratch);
    outbuf_reset(&body, ANSWER_MOST);
    outbuf_reset(&aside, ANSWER_MOST);
    body.limit = aside.limit = ANSWER_MOST;
    scene->replay =
        (struct replay){.stop_at = entry->cut ? entry->to : UINT64_MAX, .operations = entry->operations};
    *request = (struct api_request){
        .context = &scene->context,
        .server = scene->asked->server,
        .method = (enum http_method)head->method,
        .media = (enum http_media)head->media,
        .target = "",
        .deadline = {.at_ns = DEADLINE_NEVER},
        .session = scene->session,
        .replay = &scene->replay,
        .may_block = true,
        .json_depth = config->json_depth,
        .operation_limit = config->operation_limit,
        .scratch = scratch,
        .answer = {.status = 200, .content_type = "application/json", .body = body},
        .rows = {.aside = aside},
    };
    json_writer_init(&request->json, &request->answer.body, false);
    return request;
}

static bool call_handler(struct api_request *request)
{
    struct route_match match;
    if (!request->path)
        return false;
    router_match(api_server_router(request->server), request->method, request->path, strlen(request->path),
                 &match);
    if (!match.route || !target_take_route(request, &match))
        return false;
    bool done = request->route->handler(request) != API_LATER;
    if (request->answer.stream)
        request->answer.stream->close(request->answer.stream);
    if (request->answer.has_file)
        (void)close(request->answer.file);
    return done;
}

static bool run_program_again(struct scene *scene, const struct head *head, const char *filename,
                              const char *text)
{
    struct program_options options;
    const struct python_source source = {.text = text,
                                         .length = head->body,
                                         .filename = head->has_second ? filename : NULL,
                                         .result = true,
                                         .told = true,
                                         .decoded = head->decoded};
    if (program_options(&scene->request, &options) != API_DONE)
        return false;
    program_stream_again(&scene->request, scene->session, &source, &options, head->events);
    return true;
}

static bool apply_settings_again(struct scene *scene)
{
    struct json_tape tape;
    if (api_json_body(&scene->request, &tape) != API_DONE)
        return false;
    return apply_settings(&scene->request, scene->session, &tape, json_member_literal(&tape, 0, "gc"),
                          json_member_literal(&tape, 0, "trace")) == API_DONE;
}

static bool do_again(struct scene *scene, const struct journal_entry *entry, const char *bytes)
{
    struct head head;
    memcpy(&head, bytes, sizeof head);
    const char *target = bytes + sizeof head, *second = target + head.target + 1,
               *body = second + head.second + 1;
    struct api_request *request = fresh_request(scene, &head, entry);
    target_set(request, target);
    request->headers.accept = head.has_second && entry->kind == KIND_REQUEST ? second : NULL;
    request->body = body;
    request->body_length = head.body;
    switch (entry->kind) {
    case KIND_REQUEST:
        return call_handler(request);
    case KIND_PROGRAM:
        return run_program_again(scene, &head, second, body);
    default:
        return apply_settings_again(scene);
    }
}

/* ---- all of it ----------------------------------------------------------------------------------- */

static enum api_result fail_otherwise(struct api_request *request, uint64_t seq)
{
    return api_fail(request, PROBLEM_INTERNAL,
                    "doing again what led to step %" PRIu64 " came out otherwise; nothing was made", seq);
}

static enum api_result fail_stopped(struct api_request *request)
{
    return api_fail(request, PROBLEM_DEADLINE, "%s",
                    api_deadline_detail(
                        request, "the deadline passed while the session was made again; nothing was made"));
}

/* Every entry, with the turn. */
static enum api_result do_all(struct scene *scene, struct journal_reader *reader, uint64_t at)
{
    struct journal_entry entry;
    const char *bytes;
    enum journal_read read;
    while ((read = journal_read_next(reader, &entry, &bytes)) == JOURNAL_ENTRY) {
        if (session_seq(scene->session) != entry.from)
            return fail_otherwise(scene->asked, entry.from);
        bool done = do_again(scene, &entry, bytes);
        if (session_stopped(scene->session) != SESSION_OK)
            return fail_stopped(scene->asked);
        bool same = session_seq(scene->session) == entry.to &&
                    (entry.cut || heap_digest(session_heap(scene->session)) == entry.digest);
        if (!done || !same)
            return fail_otherwise(scene->asked, entry.to);
    }
    if (read == JOURNAL_UNREADABLE)
        return api_fail(scene->asked, PROBLEM_OUT_OF_MEMORY, "what led to that step cannot be read");
    return session_seq(scene->session) == at ? API_DONE : fail_otherwise(scene->asked, at);
}

static enum api_result fail_past(struct api_request *request, struct session *first, enum past_status status,
                                 enum session_status refused, uint64_t at, const char *name)
{
    struct session_past past;
    session_past(first, &past);
    switch (status) {
    case PAST_REFUSED:
        return api_fail_making(request, refused, name);
    case PAST_BUSY:
        return api_fail(request, PROBLEM_BUSY, "as many sessions are being made again as may");
    case PAST_NONE:
        return api_fail_at(
            request, PROBLEM_PAST_GONE, "/at",
            "no journals are kept here (--journal-limit 0): a session can be forked as it is now alone");
    case PAST_GAP:
        return api_fail_at(request, PROBLEM_PAST_GONE, "/at",
                           "step %" PRIu64
                           " cannot be made again: it was cut off, read the clock, was not recorded, or is "
                           "of a batch that goes on; there are %" PRIu64 " to %" PRIu64,
                           at, past.from, session_seq(first));
    default:
        return api_fail_at(request, PROBLEM_PAST_GONE, "/at",
                           "the session can be forked as it was after steps %" PRIu64 " to %" PRIu64
                           ", no more after %" PRIu64,
                           past.from, session_seq(first), at);
    }
}

/* Inside the deadline of who asked, and out of it again. */
static enum api_result do_all_in_time(struct api_request *request, struct session *session,
                                      struct journal_reader *reader, uint64_t at)
{
    struct scene scene;
    session_leave(
        session); /* nobody else knows it: the turn is there for who wants it, now with a deadline */
    if (session_enter(session, &request->deadline) != SESSION_OK) {
        enum session_status again = session_enter(session, NULL);
        return again == SESSION_OK ? fail_stopped(request) : api_fail_session(request, again);
    }
    begin_scene(&scene, request, session);
    enum api_result result = do_all(&scene, reader, at);
    end_scene(&scene);
    session_leave(session);
    enum session_status again = session_enter(session, NULL);
    return again == SESSION_OK ? result : api_fail_session(request, again);
}

enum api_result replay_session(struct api_request *request, struct session *first,
                               const struct session_spec *spec, uint64_t at, struct session **second)
{
    struct registry *registry = request->context->registry;
    struct journal_reader reader;
    enum session_status refused = SESSION_OK;
    enum past_status status = registry_fork_past(registry, first, spec, at, &reader, second, &refused);
    if (status != PAST_OK)
        return fail_past(request, first, status, refused, at, spec->name);
    enum api_result result = do_all_in_time(request, *second, &reader, at);
    if (result != API_DONE) {
        registry_give_up(registry, *second, &reader);
        return result;
    }
    refused = registry_publish(registry, *second, &reader);
    if (refused == SESSION_OK)
        return API_DONE;
    session_leave(*second);
    session_release(*second);
    return api_fail_making(request, refused, spec->name);
}
